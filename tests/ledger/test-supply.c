/* test-supply.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-supply.h"

MnrTrace *
test_trace_load (const char *name)
{
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "data", name, NULL);
  g_autoptr (GError) error = NULL;
  MnrTrace *trace = mnr_trace_new_from_file (file, "BTS", &error);

  g_assert_no_error (error);
  return trace;
}

MnrLedger *
test_trace_begin (const MnrTrace *trace)
{
  MnrLedger *ledger = mnr_ledger_new ();
  g_autoptr (GError) error = NULL;
  MnrHead head = { 0 };

  for (guint i = 0; head.time == 0 && i < trace->steps->len; i++)
    {
      const MnrStep *step = g_ptr_array_index (trace->steps, i);

      if (step->accepted)
        head = (MnrHead){ step->block - 1, step->time - 1 };
    }

  mnr_genesis_build (ledger, &trace->global_properties, &trace->genesis, &head, "BTS", &error);
  g_assert_no_error (error);
  return ledger;
}

static gint64
count_orders (const MnrStore *store,
              MnrObjectId asset)
{
  gint64 sum = 0;

  for (const MnrLimitOrder *order = mnr_store_first (store, MNR_OBJECT_LIMIT_ORDER);
       order != NULL; order = mnr_store_next (store, order))
    {
      /* An order of settled debt only offers what is in the fund. */
      if (order->sell_price.base.asset_id == asset && !order->is_settled_debt)
        sum += order->for_sale;
      if (asset == MNR_CORE_ASSET)
        sum += order->deferred_fee;
      if (order->deferred_paid_fee.asset_id == asset)
        sum += order->deferred_paid_fee.amount;
    }
  for (const MnrCallOrder *order = mnr_store_first (store, MNR_OBJECT_CALL_ORDER);
       order != NULL; order = mnr_store_next (store, order))
    if (order->call_price.base.asset_id == asset)
      sum += order->collateral;
  for (const MnrForceSettlement *request = mnr_store_first (store,
                                                            MNR_OBJECT_FORCE_SETTLEMENT);
       request != NULL; request = mnr_store_next (store, request))
    if (request->balance.asset_id == asset)
      sum += request->balance.amount;
  for (const MnrCollateralBid *bid = mnr_store_first (store, MNR_OBJECT_COLLATERAL_BID);
       bid != NULL; bid = mnr_store_next (store, bid))
    if (bid->inv_swan_price.base.asset_id == asset)
      sum += bid->inv_swan_price.base.amount;
  return sum;
}

/* What is in the funds of smartcoins backed by the asset. */
static gint64
count_funds (const MnrStore *store,
             MnrObjectId asset)
{
  gint64 sum = 0;

  for (const MnrBitassetData *data = mnr_store_first (store, MNR_OBJECT_BITASSET_DATA);
       data != NULL; data = mnr_store_next (store, data))
    {
      const MnrAsset *smartcoin = mnr_store_get (store, data->asset_id);
      const MnrAssetDynamicData *dynamic =
        mnr_store_get (store, smartcoin->dynamic_asset_data_id);

      if (data->options.short_backing_asset == asset)
        sum += data->settlement_fund + data->individual_settlement_fund +
               dynamic->accumulated_collateral_fees;
    }
  return sum;
}

/* What vests, what the genesis block left, and what was paid and is not shared out. */
static gint64
count_vesting (const MnrStore *store,
               MnrObjectId asset)
{
  gint64 sum = 0;

  for (const MnrVestingBalance *vesting = mnr_store_first (store,
                                                           MNR_OBJECT_VESTING_BALANCE);
       vesting != NULL; vesting = mnr_store_next (store, vesting))
    if (vesting->balance.asset_id == asset)
      sum += vesting->balance.amount;
  for (const MnrGenesisBalance *left = mnr_store_first (store, MNR_OBJECT_BALANCE);
       left != NULL; left = mnr_store_next (store, left))
    if (left->balance.asset_id == asset)
      sum += left->balance.amount;
  if (asset == MNR_CORE_ASSET)
    for (const MnrAccountStatistics *paid = mnr_store_first (store,
                                                             MNR_OBJECT_ACCOUNT_STATISTICS);
         paid != NULL; paid = mnr_store_next (store, paid))
      sum += paid->pending_fees + paid->pending_vested_fees;
  return sum;
}

void
test_check_supply (const MnrStore *store,
                   const char *when)
{
  for (const MnrAsset *asset = mnr_store_first (store, MNR_OBJECT_ASSET); asset != NULL;
       asset = mnr_store_next (store, asset))
    {
      const MnrAssetDynamicData *data = mnr_store_get (store, asset->dynamic_asset_data_id);
      gint64 sum = data->accumulated_fees + count_orders (store, asset->id) +
                   count_funds (store, asset->id) + count_vesting (store, asset->id);

      for (const MnrAccountBalance *balance = mnr_store_first (store,
                                                               MNR_OBJECT_ACCOUNT_BALANCE);
           balance != NULL; balance = mnr_store_next (store, balance))
        {
          g_assert_cmpint (balance->balance, >=, 0);
          if (balance->asset_type == asset->id)
            sum += balance->balance;
        }
      if (asset->id == MNR_CORE_ASSET)
        for (const MnrAssetDynamicData *pool = mnr_store_first (store,
                                                                MNR_OBJECT_ASSET_DYNAMIC_DATA);
             pool != NULL; pool = mnr_store_next (store, pool))
          {
            g_assert_cmpint (pool->fee_pool, >=, 0);
            g_assert_cmpint (pool->accumulated_fees, >=, 0);
            sum += pool->fee_pool;
          }

      if (sum != data->current_supply)
        g_error ("%s: %s: %" G_GINT64_FORMAT " are there, and the supply is %" G_GINT64_FORMAT,
                 when, asset->symbol, sum, data->current_supply);
    }
}
