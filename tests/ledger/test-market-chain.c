/* test-market-chain.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-market-chain.h"

#include <string.h>

#include "chain/wire/mnr-json.h"
#include "test-vectors.h"

/* Maintenance is a day away unless a test waits for it. */
#define MAINTENANCE_INTERVAL 86400u

static void
build_properties (MnrStore *store)
{
  MnrJsonSlice json = vector_member (vector_load ("global-properties.json"), "result");
  MnrGlobalProperties *global = mnr_store_create (store, MNR_OBJECT_GLOBAL_PROPERTIES);
  MnrDynamicGlobalProperties *dynamic;
  g_autoptr (GError) error = NULL;

  mnr_json_read (&mnr_type_global_properties, json.text, json.length, "BTS", global, &error);
  g_assert_no_error (error);
  global->parameters.maintenance_interval = MAINTENANCE_INTERVAL;
  mnr_store_done (store, global);

  dynamic = mnr_store_create (store, MNR_OBJECT_DYNAMIC_GLOBAL_PROPERTIES);
  dynamic->time = CHAIN_START;
  dynamic->current_witness = MNR_OBJECT_ID (1, 6, 1);
  dynamic->next_maintenance_time = CHAIN_START + MAINTENANCE_INTERVAL;
  mnr_store_done (store, dynamic);
}

static void
build_account (MnrStore *store,
               guint number)
{
  MnrAccount *account = mnr_store_create (store, MNR_OBJECT_ACCOUNT);

  account->name = g_strdup_printf ("account-%u", number);
  account->registrar = account->referrer = account->lifetime_referrer = ISSUER;
  account->membership_expiration_date = MNR_TIME_FOREVER;
  account->options.voting_account = MNR_ACCOUNT_ID (5);
  account->statistics = MNR_OBJECT_ID (2, 6, number);
  account->owner_special_authority.value = mnr_value_new (mnr_type_special_authority.variants[0]);
  account->active_special_authority.value = mnr_value_new (mnr_type_special_authority.variants[0]);
  mnr_store_done (store, account);
}

static void
build_asset (MnrStore *store,
             const char *symbol,
             MnrObjectId rate_asset)
{
  MnrAssetDynamicData *dynamic = mnr_store_create (store, MNR_OBJECT_ASSET_DYNAMIC_DATA);
  MnrAsset *asset;

  mnr_store_done (store, dynamic);
  asset = mnr_store_create (store, MNR_OBJECT_ASSET);
  asset->symbol = g_strdup (symbol);
  asset->precision = 5;
  asset->issuer = ISSUER;
  asset->options.max_supply = MNR_SHARE_SUPPLY_MAX;
  asset->options.max_market_fee = MNR_SHARE_SUPPLY_MAX;
  asset->options.issuer_permissions = 0x1ff;
  asset->options.core_exchange_rate.base = (MnrAmount){ 1, asset->id };
  asset->options.core_exchange_rate.quote = (MnrAmount){ 1, rate_asset };
  asset->dynamic_asset_data_id = dynamic->id;
  mnr_store_done (store, asset);
}

static void
build_usd (MnrStore *store,
           MnrBlackSwanResponse response)
{
  MnrBitassetData *bad = mnr_store_create (store, MNR_OBJECT_BITASSET_DATA);
  MnrPrice null_price = { { 0, CORE }, { 0, CORE } };
  MnrFeed *feed;
  MnrAsset *asset;

  bad->asset_id = USD;
  bad->median_feed.settlement_price = bad->median_feed.core_exchange_rate = null_price;
  bad->current_feed = bad->median_feed;
  bad->current_maintenance_collateralization = null_price;
  bad->current_initial_collateralization = null_price;
  bad->settlement_price = null_price;
  bad->options.feed_lifetime_sec = 10 * MAINTENANCE_INTERVAL;
  bad->options.minimum_feeds = 1;
  bad->options.force_settlement_delay_sec = 60;
  bad->options.maximum_force_settlement_volume = 2000;
  bad->options.short_backing_asset = GOLD;
  bad->options.extensions.black_swan_response_method = g_new (guint8, 1);
  *bad->options.extensions.black_swan_response_method = response;
  bad->feeds.items = g_new0 (MnrPublishedFeed, 1);
  bad->feeds.items[0].publisher = FEEDER;
  feed = &bad->feeds.items[0].published.feed;
  feed->settlement_price = feed->core_exchange_rate = null_price;
  bad->feeds.len = 1;
  mnr_store_done (store, bad);

  asset = mnr_store_edit (store, USD);
  asset->bitasset_data_id = g_new (MnrObjectId, 1);
  *asset->bitasset_data_id = bad->id;
  mnr_store_done (store, asset);
}

MnrLedger *
chain_new (MnrBlackSwanResponse response)
{
  MnrLedger *ledger = mnr_ledger_new ();
  MnrStore *store = mnr_ledger_get_store (ledger);

  build_properties (store);
  for (guint i = 0; i < N_ACCOUNTS; i++)
    build_account (store, i);
  build_asset (store, "BTS", GOLD);
  build_asset (store, "GOLD", CORE);
  build_asset (store, "SILVER", CORE);
  build_asset (store, "USD", CORE);
  build_usd (store, response);

  for (MnrObjectId asset = CORE; asset <= SILVER; asset++)
    for (MnrObjectId account = ISSUER; account <= CAROL; account++)
      {
        mnr_ledger_adjust_balance (ledger, account, asset, WEALTH);
        mnr_ledger_adjust_supply (ledger, asset, WEALTH);
      }
  return ledger;
}

const MnrBitassetData *
chain_usd (MnrLedger *ledger)
{
  return mnr_ledger_get_bitasset_data (ledger, USD);
}

const MnrAssetDynamicData *
chain_dynamic (MnrLedger *ledger,
               MnrObjectId asset)
{
  return mnr_ledger_get_dynamic_data (ledger, asset);
}

gint64
chain_balance (MnrLedger *ledger,
               MnrObjectId account,
               MnrObjectId asset)
{
  return mnr_ledger_get_balance (ledger, account, asset);
}

MnrAsset *
chain_edit_asset (MnrLedger *ledger,
                  MnrObjectId asset)
{
  return mnr_store_edit (mnr_ledger_get_store (ledger), asset);
}

MnrBitassetData *
chain_edit_usd (MnrLedger *ledger)
{
  return mnr_store_edit (mnr_ledger_get_store (ledger), chain_usd (ledger)->id);
}

void
chain_done (MnrLedger *ledger,
            gpointer object)
{
  mnr_store_done (mnr_ledger_get_store (ledger), object);
}

guint16 *
chain_ratio (guint16 ratio)
{
  guint16 *copy = g_new (guint16, 1);

  *copy = ratio;
  return copy;
}

gboolean
chain_apply (MnrLedger *ledger,
             guint number,
             gpointer op)
{
  MnrOperation operation = { .number = number, .value = op };
  MnrTransaction transaction = { .operations = { &operation, 1 } };
  g_autoptr (GError) error = NULL;
  gboolean accepted;

  mnr_operation_get_fee (&operation)->asset_id = CORE;
  mnr_fee_schedule_set_fee (mnr_ledger_get_parameters (ledger)->current_fees, &operation, NULL,
                            &error);
  g_assert_no_error (error);
  accepted = mnr_ledger_apply (ledger, &transaction, &error);
  if (accepted)
    g_assert_no_error (error);
  else
    {
      g_assert_error (error, MNR_LEDGER_ERROR, MNR_LEDGER_ERROR_REFUSED);
      g_test_message ("refused: %s", mnr_ledger_get_refusal (ledger)->rule->id);
    }
  return accepted;
}

gboolean
chain_sell (MnrLedger *ledger,
            MnrObjectId seller,
            MnrAmount sold,
            MnrAmount wanted)
{
  MnrLimitOrderCreate op = {
    .seller = seller,
    .amount_to_sell = sold,
    .min_to_receive = wanted,
    .expiration = MNR_TIME_FOREVER,
  };

  return chain_apply (ledger, MNR_OPERATION_LIMIT_ORDER_CREATE, &op);
}

gboolean
chain_feed (MnrLedger *ledger,
            gint64 usd,
            gint64 gold)
{
  MnrAssetPublishFeed op = {
    .publisher = FEEDER,
    .asset_id = USD,
    .feed.settlement_price = { { usd, USD }, { gold, GOLD } },
    .feed.core_exchange_rate = { { usd, USD }, { gold, CORE } },
    .feed.maintenance_collateral_ratio = 1750,
    .feed.maximum_short_squeeze_ratio = 1100,
  };

  return chain_apply (ledger, MNR_OPERATION_ASSET_PUBLISH_FEED, &op);
}

gboolean
chain_borrow (MnrLedger *ledger,
              MnrObjectId borrower,
              gint64 collateral,
              gint64 debt,
              guint16 target)
{
  MnrCallOrderUpdate op = {
    .funding_account = borrower,
    .delta_collateral = { collateral, GOLD },
    .delta_debt = { debt, USD },
    .extensions.target_collateral_ratio = target != 0 ? &target : NULL,
  };

  return chain_apply (ledger, MNR_OPERATION_CALL_ORDER_UPDATE, &op);
}

gboolean
chain_settle (MnrLedger *ledger,
              MnrObjectId account,
              gint64 amount)
{
  MnrAssetSettle op = { .account = account, .amount = { amount, USD } };

  return chain_apply (ledger, MNR_OPERATION_ASSET_SETTLE, &op);
}

gboolean
chain_bid (MnrLedger *ledger,
           MnrObjectId bidder,
           gint64 collateral,
           gint64 debt)
{
  MnrBidCollateral op = {
    .bidder = bidder,
    .additional_collateral = { collateral, GOLD },
    .debt_covered = { debt, USD },
  };

  return chain_apply (ledger, MNR_OPERATION_BID_COLLATERAL, &op);
}

void
chain_give (MnrLedger *ledger,
            MnrObjectId from,
            MnrObjectId to,
            MnrObjectId asset,
            gint64 amount)
{
  mnr_ledger_adjust_balance (ledger, from, asset, -amount);
  mnr_ledger_adjust_balance (ledger, to, asset, amount);
  g_assert_null (ledger->failure);
}

void
chain_wait (MnrLedger *ledger,
            guint seconds)
{
  mnr_ledger_begin_block (ledger, mnr_ledger_get_time (ledger) + seconds);
  mnr_ledger_end_block (ledger);
}

const MnrCallOrder *
chain_position (MnrLedger *ledger,
                MnrObjectId borrower)
{
  return mnr_store_find_call_order (mnr_ledger_get_store (ledger), borrower, USD);
}

const MnrLimitOrder *
chain_order (MnrLedger *ledger,
             guint64 instance)
{
  return mnr_store_get (mnr_ledger_get_store (ledger), MNR_LIMIT_ORDER_ID (instance));
}

/* What there is of the four assets, by their instance. */
typedef struct
{
  gint64 amounts[4];
} Totals;

static void
add (Totals *totals,
     MnrAmount amount)
{
  g_assert_cmpint (amount.amount, >=, 0);
  totals->amounts[mnr_object_id_get_instance (amount.asset_id)] += amount.amount;
}

static void
add_orders (MnrStore *store,
            Totals *totals)
{
  const MnrLimitOrder *order = mnr_store_first (store, MNR_OBJECT_LIMIT_ORDER);

  for (; order != NULL; order = mnr_store_next (store, order))
    {
      g_assert_cmpint (order->for_sale, >, 0);
      /* Settled debt is in its fund, and its order only shows it. */
      if (!order->is_settled_debt)
        add (totals, (MnrAmount){ order->for_sale, order->sell_price.base.asset_id });
      add (totals, (MnrAmount){ order->deferred_fee, CORE });
      add (totals, order->deferred_paid_fee);
    }
}

static gint64
add_positions (MnrStore *store,
               Totals *totals)
{
  const MnrCallOrder *call = mnr_store_first (store, MNR_OBJECT_CALL_ORDER);
  gint64 debt = 0;

  for (; call != NULL; call = mnr_store_next (store, call))
    {
      g_assert_cmpint (call->debt, >, 0);
      g_assert_cmpint (call->collateral, >, 0);
      add (totals, mnr_call_order_get_collateral (call));
      debt += call->debt;
    }
  return debt;
}

void
chain_check_supply (MnrLedger *ledger)
{
  MnrStore *store = mnr_ledger_get_store (ledger);
  const MnrBitassetData *usd = chain_usd (ledger);
  Totals totals = { { 0 } };
  gint64 debt;

  for (const MnrAccountBalance *balance = mnr_store_first (store, MNR_OBJECT_ACCOUNT_BALANCE);
       balance != NULL; balance = mnr_store_next (store, balance))
    add (&totals, (MnrAmount){ balance->balance, balance->asset_type });
  for (const MnrForceSettlement *settlement = mnr_store_first (store, MNR_OBJECT_FORCE_SETTLEMENT);
       settlement != NULL; settlement = mnr_store_next (store, settlement))
    add (&totals, settlement->balance);
  for (const MnrCollateralBid *bid = mnr_store_first (store, MNR_OBJECT_COLLATERAL_BID);
       bid != NULL; bid = mnr_store_next (store, bid))
    add (&totals, bid->inv_swan_price.base);
  for (const MnrVestingBalance *vesting = mnr_store_first (store, MNR_OBJECT_VESTING_BALANCE);
       vesting != NULL; vesting = mnr_store_next (store, vesting))
    add (&totals, vesting->balance);
  for (const MnrAccountStatistics *paid = mnr_store_first (store, MNR_OBJECT_ACCOUNT_STATISTICS);
       paid != NULL; paid = mnr_store_next (store, paid))
    add (&totals, (MnrAmount){ paid->pending_fees + paid->pending_vested_fees, CORE });
  add_orders (store, &totals);
  debt = add_positions (store, &totals);
  add (&totals, (MnrAmount){ usd->settlement_fund, GOLD });
  add (&totals, (MnrAmount){ usd->individual_settlement_fund, GOLD });

  for (MnrObjectId asset = CORE; asset <= USD; asset++)
    {
      add (&totals, (MnrAmount){ chain_dynamic (ledger, asset)->accumulated_fees, asset });
      add (&totals, (MnrAmount){ chain_dynamic (ledger, asset)->fee_pool, CORE });
    }
  add (&totals, (MnrAmount){ chain_dynamic (ledger, USD)->accumulated_collateral_fees, GOLD });

  for (MnrObjectId asset = CORE; asset <= USD; asset++)
    g_assert_cmpint (chain_dynamic (ledger, asset)->current_supply, ==,
                     totals.amounts[mnr_object_id_get_instance (asset)]);
  if (mnr_bitasset_data_is_globally_settled (usd))
    g_assert_cmpint (debt, ==, 0);
  else
    g_assert_cmpint (debt + usd->individual_settlement_debt, ==,
                     chain_dynamic (ledger, USD)->current_supply);
}
