/* mnr-ledger-assets.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chain/protocol/mnr-permissions.h"
#include "mnr-ledger-private.h"

/* What a smartcoin has without feeds (protocol.md 10.3, 2). */
#define DEFAULT_MAINTENANCE_COLLATERAL_RATIO 1750
#define DEFAULT_MAXIMUM_SHORT_SQUEEZE_RATIO  1500

static const MnrPrice null_price = {
  .base = { 0, MNR_CORE_ASSET },
  .quote = { 0, MNR_CORE_ASSET },
};

/*
 * Creation
 */

static MnrObjectId
create_dynamic_data (MnrLedger *self,
                     gint64 fee_pool)
{
  MnrAssetDynamicData *data = mnr_store_create (self->store, MNR_OBJECT_ASSET_DYNAMIC_DATA);

  data->fee_pool = fee_pool;
  mnr_store_done (self->store, data);
  return data->id;
}

static MnrObjectId
create_bitasset_data (MnrLedger *self,
                      MnrObjectId asset,
                      const MnrAssetCreate *op)
{
  const MnrFeed no_feed = {
    .settlement_price = null_price,
    .maintenance_collateral_ratio = DEFAULT_MAINTENANCE_COLLATERAL_RATIO,
    .maximum_short_squeeze_ratio = DEFAULT_MAXIMUM_SHORT_SQUEEZE_RATIO,
    .core_exchange_rate = null_price,
    .initial_collateral_ratio = DEFAULT_MAINTENANCE_COLLATERAL_RATIO,
  };
  MnrBitassetData *data = mnr_store_create (self->store, MNR_OBJECT_BITASSET_DATA);

  data->asset_id = asset;
  data->median_feed = no_feed;
  data->current_feed = no_feed;
  data->current_maintenance_collateralization = null_price;
  data->current_initial_collateralization = null_price;
  data->settlement_price = null_price;
  data->is_prediction_market = op->is_prediction_market;
  mnr_value_copy (&mnr_type_bitasset_options, &data->options, op->bitasset_opts);
  mnr_store_done (self->store, data);
  return data->id;
}

gint64
mnr_ledger_asset_create (MnrLedger *self,
                         const MnrAssetCreate *op,
                         gint64 core_fee)
{
  MnrAsset *asset = mnr_store_create (self->store, MNR_OBJECT_ASSET);
  MnrPrice *rate = &asset->options.core_exchange_rate;

  asset->issuer = op->issuer;
  asset->symbol = g_strdup (op->symbol);
  asset->precision = op->precision;
  mnr_value_copy (&mnr_type_asset_options, &asset->options, &op->common_options);

  /* Now that it has an id, the rate names it (protocol.md 6). */
  if (rate->base.asset_id == MNR_CORE_ASSET)
    rate->quote.asset_id = asset->id;
  else
    rate->base.asset_id = asset->id;

  asset->dynamic_asset_data_id = create_dynamic_data (self, core_fee / 2);
  if (op->bitasset_opts != NULL)
    {
      asset->bitasset_data_id = g_new (MnrObjectId, 1);
      *asset->bitasset_data_id = create_bitasset_data (self, asset->id, op);
    }
  asset->creation_block_num = mnr_ledger_get_block_number (self);
  asset->creation_time = mnr_ledger_get_block_time (self);
  mnr_store_done (self->store, asset);

  return core_fee - core_fee / 2;
}

/*
 * Changes
 */

void
mnr_ledger_asset_update (MnrLedger *self,
                         const MnrAssetUpdate *op)
{
  const MnrAsset *old = mnr_ledger_get_asset (self, op->asset_to_update);
  const MnrBitassetData *data = mnr_ledger_get_bitasset_data (self, op->asset_to_update);
  guint set = op->new_options.flags & ~(guint) old->options.flags;
  MnrPrice rate = old->options.core_exchange_rate;
  gboolean keeps_rate = op->extensions.skip_core_exchange_rate != NULL;
  MnrAsset *asset;

  if (data != NULL && set & MNR_POWER_DISABLE_FORCE_SETTLE)
    mnr_ledger_cancel_settlements (self, op->asset_to_update);
  if (data != NULL && set & MNR_POWER_DISABLE_COLLATERAL_BIDDING)
    mnr_ledger_cancel_bids (self, op->asset_to_update);

  /* A feed's rate replaces it at the end of the block (protocol.md 6). */
  if (data != NULL && !keeps_rate && !data->asset_cer_updated &&
      mnr_price_compare (&rate, &op->new_options.core_exchange_rate) != 0)
    {
      MnrBitassetData *changed = mnr_store_edit (self->store, data->id);

      changed->asset_cer_updated = TRUE;
      mnr_store_done (self->store, changed);
    }

  asset = mnr_store_edit (self->store, op->asset_to_update);
  if (op->new_issuer != NULL)
    asset->issuer = *op->new_issuer;
  if (op->extensions.new_precision != NULL)
    asset->precision = *op->extensions.new_precision;
  mnr_value_clear (&mnr_type_asset_options, &asset->options);
  mnr_value_copy (&mnr_type_asset_options, &asset->options, &op->new_options);
  if (keeps_rate)
    asset->options.core_exchange_rate = rate;
  mnr_store_done (self->store, asset);
}

void
mnr_ledger_asset_update_issuer (MnrLedger *self,
                                const MnrAssetUpdateIssuer *op)
{
  MnrAsset *asset = mnr_store_edit (self->store, op->asset_to_update);

  asset->issuer = op->new_issuer;
  mnr_store_done (self->store, asset);
}

/*
 * Supply
 */

void
mnr_ledger_asset_issue (MnrLedger *self,
                        const MnrAssetIssue *op)
{
  const MnrAmount *amount = &op->asset_to_issue;

  mnr_ledger_adjust_balance (self, op->issue_to_account, amount->asset_id, amount->amount);
  mnr_ledger_adjust_supply (self, amount->asset_id, amount->amount);
}

void
mnr_ledger_asset_reserve (MnrLedger *self,
                          const MnrAssetReserve *op)
{
  const MnrAmount *amount = &op->amount_to_reserve;

  mnr_ledger_adjust_balance (self, op->payer, amount->asset_id, -amount->amount);
  mnr_ledger_adjust_supply (self, amount->asset_id, -amount->amount);
}

void
mnr_ledger_override_transfer (MnrLedger *self,
                              const MnrOverrideTransfer *op)
{
  mnr_ledger_adjust_balance (self, op->from, op->amount.asset_id, -op->amount.amount);
  mnr_ledger_adjust_balance (self, op->to, op->amount.asset_id, op->amount.amount);
}

/*
 * Pools
 */

static MnrAssetDynamicData *
edit_dynamic_data (MnrLedger *self,
                   MnrObjectId asset)
{
  return mnr_store_edit (self->store, mnr_ledger_get_asset (self, asset)->dynamic_asset_data_id);
}

void
mnr_ledger_asset_fund_fee_pool (MnrLedger *self,
                                const MnrAssetFundFeePool *op)
{
  MnrAssetDynamicData *data;

  mnr_ledger_adjust_balance (self, op->from_account, MNR_CORE_ASSET, -op->amount);

  data = edit_dynamic_data (self, op->asset_id);
  data->fee_pool += op->amount;
  mnr_store_done (self->store, data);
}

void
mnr_ledger_asset_claim_pool (MnrLedger *self,
                             const MnrAssetClaimPool *op)
{
  MnrAssetDynamicData *data = edit_dynamic_data (self, op->asset_id);

  data->fee_pool -= op->amount_to_claim.amount;
  mnr_store_done (self->store, data);

  mnr_ledger_adjust_balance (self, op->issuer, op->amount_to_claim.asset_id,
                             op->amount_to_claim.amount);
}

void
mnr_ledger_asset_claim_fees (MnrLedger *self,
                             const MnrAssetClaimFees *op)
{
  const MnrObjectId *container = op->extensions.claim_from_asset_id;
  const MnrAmount *amount = &op->amount_to_claim;
  MnrAssetDynamicData *data =
    edit_dynamic_data (self, container != NULL ? *container : amount->asset_id);

  if (container != NULL)
    data->accumulated_collateral_fees -= amount->amount;
  else
    data->accumulated_fees -= amount->amount;
  mnr_store_done (self->store, data);

  mnr_ledger_adjust_balance (self, op->issuer, amount->asset_id, amount->amount);
}
