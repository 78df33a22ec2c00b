/* mnr-asset-overview.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "node/mnr-chain-view.h"

G_BEGIN_DECLS

/**
 * MnrAssetOverview:
 *
 * All there is to know of an asset at a glance, as it is on the chain now:
 * warnings, pictures, what holders are told, and the rest in words. What the
 * node does not tell of by itself is asked again with each block, while the
 * widget can be seen.
 *
 * Signal "changed": what there is to know is different, or there is no such asset.
 */
#define MNR_TYPE_ASSET_OVERVIEW (mnr_asset_overview_get_type ())
G_DECLARE_FINAL_TYPE (MnrAssetOverview, mnr_asset_overview, MNR, ASSET_OVERVIEW, AdwBin)

/** @network: its name to a person. To be called once. */
void mnr_asset_overview_set_asset (MnrAssetOverview *self,
                                   MnrChainView *view,
                                   const char *network,
                                   MnrObjectId asset);

G_END_DECLS
