/* mnr-issued-assets.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "wallet/mnr-wallet.h"

G_BEGIN_DECLS

typedef enum
{
  MNR_ISSUED_TOKEN,
  MNR_ISSUED_SMARTCOIN,
  MNR_ISSUED_PREDICTION_MARKET,
} MnrIssuedKind;

/** An asset in a list. */
#define MNR_TYPE_ISSUED_ASSET (mnr_issued_asset_get_type ())
G_DECLARE_FINAL_TYPE (MnrIssuedAsset, mnr_issued_asset, MNR, ISSUED_ASSET, GObject)

MnrObjectId mnr_issued_asset_get_id (MnrIssuedAsset *self);
const char *mnr_issued_asset_get_symbol (MnrIssuedAsset *self);

/** Returns: what it is, to a person: "Token", "Smartcoin", "Prediction market" */
const char *mnr_issued_asset_get_kind_name (MnrIssuedAsset *self);

/** How many things about it want attention. */
guint mnr_issued_asset_get_n_warnings (MnrIssuedAsset *self);

/**
 * MnrIssuedAssets:
 *
 * The assets that the account in use has issued, oldest first: a list of
 * #MnrIssuedAsset that follows the chain, block by block.
 */
#define MNR_TYPE_ISSUED_ASSETS (mnr_issued_assets_get_type ())
G_DECLARE_FINAL_TYPE (MnrIssuedAssets, mnr_issued_assets, MNR, ISSUED_ASSETS, GObject)

MnrIssuedAssets *mnr_issued_assets_new (MnrWallet *wallet);

/** Returns: the list, which stays the same */
GListModel *mnr_issued_assets_get_list (MnrIssuedAssets *self);

G_END_DECLS
