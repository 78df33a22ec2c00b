/* mnr-activity-list.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wallet/mnr-wallet.h"

G_BEGIN_DECLS

/**
 * MnrActivityList:
 *
 * What an account did, all of it or what is about one asset: first what of the
 * outbox is on its way or was not done, then what is on the chain, newest
 * first. It follows the chain while it can be seen.
 */
#define MNR_TYPE_ACTIVITY_LIST (mnr_activity_list_get_type ())
G_DECLARE_FINAL_TYPE (MnrActivityList, mnr_activity_list, MNR, ACTIVITY_LIST, AdwBin)

/**
 * mnr_activity_list_set_subject:
 * @wallet: with an open network
 * @account: 0 for none: the list is empty
 * @asset: what it has to be about; 0 for everything
 *
 * Shows something else from now on.
 */
void mnr_activity_list_set_subject (MnrActivityList *self,
                                    MnrWallet *wallet,
                                    MnrObjectId account,
                                    MnrObjectId asset);

G_END_DECLS
