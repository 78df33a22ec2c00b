/* mnr-side-bar.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wallet/mnr-wallet.h"

G_BEGIN_DECLS

/** The side of the window: account, network, the account's assets, places to go to. */
#define MNR_TYPE_SIDE_BAR (mnr_side_bar_get_type ())
G_DECLARE_FINAL_TYPE (MnrSideBar, mnr_side_bar, MNR, SIDE_BAR, AdwBin)

void mnr_side_bar_set_wallet (MnrSideBar *self,
                              MnrWallet *wallet);

/** The drafts, to be counted. To be called once. */
void mnr_side_bar_set_drafts (MnrSideBar *self,
                              GListModel *drafts);

/** Whether it has the window to itself while it is seen, and so the window's buttons. */
void mnr_side_bar_set_folded (MnrSideBar *self,
                              gboolean is_folded);

/** Marks the row of a page, if there is one; see mnr-window.h for the names. */
void mnr_side_bar_set_page (MnrSideBar *self,
                            const char *page);

G_END_DECLS
