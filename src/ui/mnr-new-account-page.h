/* mnr-new-account-page.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wallet/mnr-wallet.h"

G_BEGIN_DECLS

/** Has the network's faucet make an account; shows its password, once. */
#define MNR_TYPE_NEW_ACCOUNT_PAGE (mnr_new_account_page_get_type ())
G_DECLARE_FINAL_TYPE (MnrNewAccountPage, mnr_new_account_page, MNR, NEW_ACCOUNT_PAGE, AdwBin)

/**
 * mnr_new_account_page_new:
 * @name: (nullable): its name; %NULL proposes one, and makes it at once: for practice
 */
MnrNewAccountPage *mnr_new_account_page_new (MnrWallet *wallet,
                                             const char *name);

G_END_DECLS
