/* mnr-asset-page.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wallet/mnr-wallet.h"

G_BEGIN_DECLS

/** All about one asset (ui.md, “Asset pages”): so far its Overview and its Activity. */
#define MNR_TYPE_ASSET_PAGE (mnr_asset_page_get_type ())
G_DECLARE_FINAL_TYPE (MnrAssetPage, mnr_asset_page, MNR, ASSET_PAGE, AdwBin)

/** The page is of the network that is open, or the first one opened, whatever comes later. */
GtkWidget *mnr_asset_page_new (MnrWallet *wallet,
                               MnrObjectId asset);

/** Shows one of its pages: "overview", "activity". */
void mnr_asset_page_show (MnrAssetPage *self,
                          const char *name);

G_END_DECLS
