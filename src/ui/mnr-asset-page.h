/* mnr-asset-page.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wallet/mnr-wallet.h"

G_BEGIN_DECLS

/**
 * MnrAssetPage:
 *
 * All about one asset (ui.md, “Asset pages”): so far its Overview and its
 * Activity. As many pages as there are room for in its switcher stand there
 * side by side; on a narrow window there is a list to choose from.
 *
 * Signal "renamed": its name or kind is known, or another.
 */
#define MNR_TYPE_ASSET_PAGE (mnr_asset_page_get_type ())
G_DECLARE_FINAL_TYPE (MnrAssetPage, mnr_asset_page, MNR, ASSET_PAGE, AdwBin)

/** The page is of the network that is open, or the first one opened, whatever comes later. */
GtkWidget *mnr_asset_page_new (MnrWallet *wallet,
                               MnrObjectId asset);

/** Shows one of its pages: "overview", "activity". */
void mnr_asset_page_show (MnrAssetPage *self,
                          const char *name);

/** The symbol, or the id as long as that is not known. */
const char *mnr_asset_page_get_name (MnrAssetPage *self);

/** "Token", "Smartcoin", …; empty as long as it is not known. */
const char *mnr_asset_page_get_kind (MnrAssetPage *self);

G_END_DECLS
