/* test-market-random.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-market-chain.h"

#include <string.h>

#include "chain/protocol/mnr-permissions.h"

/* Whatever is done to a market, nothing is made or lost, what is refused leaves
 * no trace, and nothing stays on the book that should have met. */

typedef MnrLedger Ledger;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ledger, mnr_ledger_free)

#define N_STEPS 1500

static gint64
pick (gint64 from,
      gint64 to)
{
  return g_test_rand_int_range ((gint32) from, (gint32) to);
}

static MnrObjectId
pick_account (void)
{
  return MNR_ACCOUNT_ID (pick (8, N_ACCOUNTS));
}

/* An amount, small ones as often as large ones. */
static gint64
pick_amount (void)
{
  gint64 most = 10;

  for (gint64 i = pick (0, 6); i > 0; i--)
    most *= 10;
  return pick (1, most);
}

/* The price of one USD in GOLD, in millionths: what the producers say, or what
 * the chain makes of it. */
static gint64
get_feed (MnrLedger *ledger)
{
  const MnrPrice *price = pick (0, 2) == 0 ? &chain_usd (ledger)->median_feed.settlement_price
                                           : &chain_usd (ledger)->current_feed.settlement_price;

  return mnr_price_is_null (price)
           ? 10000000
           : MAX ((gint64) ((__int128) price->quote.amount * 1000000 / price->base.amount), 1);
}

static void
random_sale (MnrLedger *ledger)
{
  static const MnrObjectId markets[][2] = {
    { USD, GOLD },
    { GOLD, USD },
    { USD, GOLD },
    { GOLD, SILVER },
    { SILVER, GOLD },
  };
  const MnrObjectId *market = markets[pick (0, G_N_ELEMENTS (markets))];
  gint64 sold = pick_amount (), price = get_feed (ledger) * pick (80, 125) / 100;
  MnrLimitOrderCreate op = {
    .seller = pick_account (),
    .amount_to_sell = { sold, market[0] },
    .expiration = mnr_ledger_get_time (ledger) + (MnrTime) pick (1, 1000),
    .fill_or_kill = pick (0, 10) == 0,
  };
  MnrTakeProfit action = {
    .fee_asset_id = CORE,
    .spread_percent = (MnrBasisPoints) pick (1, 2000),
    .size_percent = (MnrBasisPoints) pick (1, 10001),
    .expiration_seconds = (guint32) pick (1, 1000),
    .repeat = pick (0, 2) == 0,
  };
  MnrVariant variant = { .number = 0, .value = &action };
  MnrVariantArray on_fill = { &variant, 1 };

  if (pick (0, 4) == 0)
    op.extensions.on_fill = &on_fill;
  op.min_to_receive.asset_id = market[1];
  op.min_to_receive.amount =
    MAX (market[0] == GOLD ? sold * 1000000 / price : sold * price / 1000000, 1);
  chain_apply (ledger, MNR_OPERATION_LIMIT_ORDER_CREATE, &op);
}

static void
random_cancel (MnrLedger *ledger)
{
  const MnrLimitOrder *order =
    mnr_store_first (mnr_ledger_get_store (ledger), MNR_OBJECT_LIMIT_ORDER);
  MnrLimitOrderCancel op = { 0 };

  if (order == NULL || order->is_settled_debt)
    return;
  op.order = order->id;
  op.fee_paying_account = order->seller;
  g_assert_true (chain_apply (ledger, MNR_OPERATION_LIMIT_ORDER_CANCEL, &op));
}

static void
random_borrow (MnrLedger *ledger)
{
  MnrObjectId account = pick_account ();
  const MnrCallOrder *call = chain_position (ledger, account);
  gint64 debt = pick_amount ();
  gint64 collateral = debt * get_feed (ledger) / 100 * pick (170, 300) / 1000000;
  guint16 target = pick (0, 2) == 0 ? 0 : (guint16) pick (1500, 2500);

  if (call != NULL && pick (0, 3) == 0)
    chain_borrow (ledger, account, -call->collateral, -call->debt, 0);
  else if (call != NULL && pick (0, 3) == 0)
    chain_borrow (ledger, account, pick_amount (), -MIN (call->debt / 2, debt), target);
  else
    chain_borrow (ledger, account, collateral + 1, debt, target);
}

static void
random_feed (MnrLedger *ledger)
{
  gint64 price = get_feed (ledger) * pick (70, 140) / 100;

  g_assert_true (chain_feed (ledger, 1000000, CLAMP (price, 1000, 100000000)));
}

static void
random_options (MnrLedger *ledger)
{
  MnrBitassetData *bad = chain_edit_usd (ledger);

  bad->options.maximum_force_settlement_volume = (MnrBasisPoints) pick (0, 10001);
  bad->options.force_settlement_offset_percent = (MnrBasisPoints) pick (0, 1000);
  bad->options.force_settlement_delay_sec = (guint32) pick (10, 300);
  g_clear_pointer (&bad->options.extensions.force_settle_fee_percent, g_free);
  if (pick (0, 2) == 0)
    bad->options.extensions.force_settle_fee_percent = chain_ratio ((guint16) pick (0, 1000));
  chain_done (ledger, bad);
}

static void
random_fee_ratio (MnrLedger *ledger)
{
  MnrAssetUpdateBitasset op = { .issuer = ISSUER, .asset_to_update = USD };

  mnr_value_copy (&mnr_type_bitasset_options, &op.new_options, &chain_usd (ledger)->options);
  g_clear_pointer (&op.new_options.extensions.margin_call_fee_ratio, g_free);
  if (pick (0, 3) > 0)
    op.new_options.extensions.margin_call_fee_ratio = chain_ratio ((guint16) pick (0, 150));
  chain_apply (ledger, MNR_OPERATION_ASSET_UPDATE_BITASSET, &op);
  mnr_value_clear (&mnr_type_bitasset_options, &op.new_options);
}

static void
random_sharing (MnrAssetOptionsExtensions *extensions)
{
  const MnrObjectId registrars[] = { ISSUER, FEEDER };

  g_clear_pointer (&extensions->reward_percent, g_free);
  if (pick (0, 3) > 0)
    extensions->reward_percent = chain_ratio ((guint16) pick (0, 10001));
  mnr_value_free (&mnr_type_account_set, extensions->whitelist_market_fee_sharing);
  extensions->whitelist_market_fee_sharing = NULL;
  if (pick (0, 3) == 0)
    {
      extensions->whitelist_market_fee_sharing = mnr_value_new (&mnr_type_account_set);
      mnr_array_append (&mnr_type_account_set, extensions->whitelist_market_fee_sharing,
                        &registrars[pick (0, G_N_ELEMENTS (registrars))]);
    }
}

static void
random_network_percent (MnrLedger *ledger)
{
  MnrStore *store = mnr_ledger_get_store (ledger);
  MnrGlobalProperties *global = mnr_store_edit (store, MNR_GLOBAL_PROPERTIES_ID);

  g_clear_pointer (&global->parameters.extensions.market_fee_network_percent, g_free);
  if (pick (0, 3) > 0)
    global->parameters.extensions.market_fee_network_percent =
      chain_ratio ((guint16) pick (0, 3001));
  chain_done (ledger, global);
}

static void
random_market_fee (MnrLedger *ledger)
{
  MnrAsset *asset = chain_edit_asset (ledger, pick (0, 2) == 0 ? GOLD : USD);

  asset->options.flags = pick (0, 3) == 0 ? 0 : MNR_POWER_CHARGE_MARKET_FEE;
  asset->options.market_fee_percent = (MnrBasisPoints) pick (0, 300);
  asset->options.max_market_fee = pick_amount ();
  random_sharing (&asset->options.extensions);
  chain_done (ledger, asset);
}

static void
random_settlement (MnrLedger *ledger)
{
  MnrObjectId account = pick_account ();
  gint64 balance = chain_balance (ledger, account, USD);

  chain_settle (ledger, account, pick (0, 4) == 0 ? balance : MIN (balance, pick_amount ()));
}

static void
random_bid (MnrLedger *ledger)
{
  gint64 debt = pick_amount () + chain_dynamic (ledger, USD)->current_supply / 2;
  gint64 value = debt * get_feed (ledger) / 1000000;

  chain_bid (ledger, pick_account (), value * pick (1, 20) / 10 + 1, debt);
}

static void
random_global_settlement (MnrLedger *ledger)
{
  MnrAssetGlobalSettle op = {
    .issuer = ISSUER,
    .asset_to_settle = USD,
    .settle_price = { { 1000000, USD }, { get_feed (ledger), GOLD } },
  };

  chain_apply (ledger, MNR_OPERATION_ASSET_GLOBAL_SETTLE, &op);
}

static void
random_step (MnrLedger *ledger)
{
  gint64 kind = pick (0, 1000);

  if (kind < 300)
    random_sale (ledger);
  else if (kind < 330)
    random_cancel (ledger);
  else if (kind < 550)
    random_borrow (ledger);
  else if (kind < 650)
    random_feed (ledger);
  else if (kind < 670)
    random_options (ledger);
  else if (kind < 690)
    random_fee_ratio (ledger);
  else if (kind < 710)
    {
      random_market_fee (ledger);
      random_network_percent (ledger);
    }
  else if (kind < 830)
    random_settlement (ledger);
  else if (kind < 880)
    random_bid (ledger);
  else if (kind < 882)
    random_global_settlement (ledger);
  else
    chain_wait (ledger, (guint) (pick (0, 20) == 0 ? 86400 : pick (1, 60)));
}

/* The best orders of a market do not meet, and no called position stands beside
 * an order or request that it could have taken. */
static void
check_book (MnrLedger *ledger)
{
  MnrStore *store = mnr_ledger_get_store (ledger);
  const MnrLimitOrder *ask = mnr_store_first_limit_order (store, USD, GOLD);
  const MnrLimitOrder *bid = mnr_store_first_limit_order (store, GOLD, USD);
  MnrPrice price;

  if (ask == NULL || bid == NULL || bid->is_settled_debt)
    return;
  price = mnr_price_invert (&bid->sell_price);
  g_assert_cmpint (mnr_price_compare (&ask->sell_price, &price), <, 0);
}

static void
test_random (gconstpointer response)
{
  g_autoptr (Ledger) ledger = chain_new (GPOINTER_TO_UINT (response));
  static const gint64 prices[] = { 1000, 100000, 10000000, 100000000 };
  guint8 before[MNR_SHA256_SIZE], after[MNR_SHA256_SIZE];

  /* From a thousandth of a unit of GOLD for one of USD to a hundred. */
  g_assert_true (chain_feed (ledger, 1000000, prices[pick (0, G_N_ELEMENTS (prices))]));
  for (guint i = 0; i < N_STEPS; i++)
    {
      MnrStore *store = mnr_ledger_get_store (ledger);

      random_step (ledger);
      chain_check_supply (ledger);
      check_book (ledger);
      g_assert_null (ledger->failure);

      /* What is undone never was. */
      if (i % 50 == 0)
        {
          mnr_store_get_hash (store, before);
          mnr_store_begin (store);
          for (guint j = 0; j < 5; j++)
            random_step (ledger);
          mnr_store_undo (store);
          mnr_store_get_hash (store, after);
          g_assert_cmpmem (before, sizeof before, after, sizeof after);
        }
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/market/random/global",
                        GUINT_TO_POINTER (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT), test_random);
  g_test_add_data_func ("/market/random/none", GUINT_TO_POINTER (MNR_BLACK_SWAN_NO_SETTLEMENT),
                        test_random);
  g_test_add_data_func ("/market/random/to-fund",
                        GUINT_TO_POINTER (MNR_BLACK_SWAN_INDIVIDUAL_TO_FUND), test_random);
  g_test_add_data_func ("/market/random/to-order",
                        GUINT_TO_POINTER (MNR_BLACK_SWAN_INDIVIDUAL_TO_ORDER), test_random);
  return g_test_run ();
}
