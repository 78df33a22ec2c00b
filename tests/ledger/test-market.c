/* test-market.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-market-chain.h"

#include <string.h>

#include "chain/protocol/mnr-permissions.h"
#include "test-vectors.h"

typedef MnrLedger Ledger;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ledger, mnr_ledger_free)

#define SELL(account, amount, asset, wanted, wanted_asset)                  \
  g_assert_true (chain_sell (ledger, account, (MnrAmount){ amount, asset }, \
                             (MnrAmount){ wanted, wanted_asset }))

/* What an account gained of a plain token since the beginning. */
#define GAIN(account, asset) (chain_balance (ledger, account, asset) - WEALTH)

/* Orders */

static void
test_fill_at_makers_price (void)
{
  g_autoptr (Ledger) ledger = chain_new (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT);

  SELL (ALICE, 100, GOLD, 300, SILVER);
  SELL (BOB, 150, SILVER, 40, GOLD);

  g_assert_cmpint (GAIN (ALICE, GOLD), ==, -100);
  g_assert_cmpint (GAIN (ALICE, SILVER), ==, 150);
  g_assert_cmpint (GAIN (BOB, GOLD), ==, 50);
  g_assert_cmpint (GAIN (BOB, SILVER), ==, -150);
  g_assert_cmpint (chain_order (ledger, 0)->for_sale, ==, 50);
  g_assert_cmpuint ((guint) chain_order (ledger, 0)->filled_amount, ==, 50);
  g_assert_cmpint (chain_order (ledger, 0)->deferred_fee, ==, 0);
  g_assert_null (chain_order (ledger, 1));

  /* The other way round, and past the end of the book. */
  SELL (CAROL, 300, SILVER, 90, GOLD);
  g_assert_null (chain_order (ledger, 0));
  g_assert_cmpint (GAIN (CAROL, GOLD), ==, 50);
  g_assert_cmpint (chain_order (ledger, 2)->for_sale, ==, 150);
  chain_check_supply (ledger);
}

static void
test_best_and_oldest_first (void)
{
  g_autoptr (Ledger) ledger = chain_new (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT);

  SELL (ALICE, 100, GOLD, 310, SILVER);
  SELL (BOB, 100, GOLD, 300, SILVER);
  SELL (CAROL, 100, GOLD, 300, SILVER);
  SELL (ISSUER, 610, SILVER, 150, GOLD);

  g_assert_null (chain_order (ledger, 1));
  g_assert_null (chain_order (ledger, 2));
  /* The last 10 buy 3 of the dearer, which are worth 10 rounded up. */
  g_assert_cmpint (chain_order (ledger, 0)->for_sale, ==, 97);
  g_assert_cmpint (GAIN (ISSUER, GOLD), ==, 203);
  g_assert_cmpint (GAIN (ISSUER, SILVER), ==, -610);
  chain_check_supply (ledger);
}

static void
test_dust_is_given_back (void)
{
  g_autoptr (Ledger) ledger = chain_new (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT);

  SELL (ALICE, 10, GOLD, 33, SILVER);
  SELL (BOB, 12, SILVER, 3, GOLD);

  /* 12 buy 3.6: so 3, for which 9.9 are due, and 2 are left that buy nothing. */
  g_assert_cmpint (GAIN (BOB, GOLD), ==, 3);
  g_assert_cmpint (GAIN (BOB, SILVER), ==, -10);
  g_assert_null (chain_order (ledger, 1));
  g_assert_cmpint (chain_order (ledger, 0)->for_sale, ==, 7);
  chain_check_supply (ledger);
}

static void
test_fill_or_kill (void)
{
  g_autoptr (Ledger) ledger = chain_new (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT);
  MnrLimitOrderCreate op = {
    .seller = BOB,
    .amount_to_sell = { 400, SILVER },
    .min_to_receive = { 100, GOLD },
    .expiration = MNR_TIME_FOREVER,
    .fill_or_kill = TRUE,
  };
  guint8 before[MNR_SHA256_SIZE], after[MNR_SHA256_SIZE];

  SELL (ALICE, 100, GOLD, 300, SILVER);
  mnr_store_get_hash (mnr_ledger_get_store (ledger), before);
  g_assert_false (chain_apply (ledger, MNR_OPERATION_LIMIT_ORDER_CREATE, &op));
  g_assert_cmpint (mnr_ledger_get_refusal (ledger)->rule->node_code, ==, 3050101);
  mnr_store_get_hash (mnr_ledger_get_store (ledger), after);
  g_assert_cmpmem (before, sizeof before, after, sizeof after);

  op.amount_to_sell.amount = 300;
  g_assert_true (chain_apply (ledger, MNR_OPERATION_LIMIT_ORDER_CREATE, &op));
}

static void
test_market_fees (void)
{
  g_autoptr (Ledger) ledger = chain_new (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT);
  MnrAsset *asset = chain_edit_asset (ledger, GOLD);

  asset->options.flags = MNR_POWER_CHARGE_MARKET_FEE;
  asset->options.market_fee_percent = 100;
  asset->options.extensions.taker_fee_percent = chain_ratio (200);
  asset->options.max_market_fee = 50;
  chain_done (ledger, asset);

  /* As taker 2 % of 199, rounded down; as maker 1 %; never more than 50. */
  SELL (ALICE, 199, GOLD, 199, SILVER);
  SELL (BOB, 199, SILVER, 199, GOLD);
  g_assert_cmpint (GAIN (BOB, GOLD), ==, 196);
  SELL (CAROL, 199, SILVER, 199, GOLD);
  SELL (ALICE, 199, GOLD, 199, SILVER);
  g_assert_cmpint (GAIN (CAROL, GOLD), ==, 198);
  g_assert_cmpint (chain_dynamic (ledger, GOLD)->accumulated_fees, ==, 4);
  SELL (ALICE, 100000, GOLD, 100000, SILVER);
  SELL (BOB, 100000, SILVER, 100000, GOLD);
  g_assert_cmpint (chain_dynamic (ledger, GOLD)->accumulated_fees, ==, 54);
  g_assert_cmpint (GAIN (ALICE, SILVER), ==, 199 + 199 + 100000);
  chain_check_supply (ledger);
}

static void
test_cancel_and_expiry (void)
{
  g_autoptr (Ledger) ledger = chain_new (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT);
  MnrLimitOrderCreate op = {
    .seller = BOB,
    .amount_to_sell = { 400, SILVER },
    .min_to_receive = { 100, GOLD },
    .expiration = CHAIN_START + 10,
  };
  MnrLimitOrderCancel cancel = { .fee_paying_account = ALICE, .order = MNR_LIMIT_ORDER_ID (0) };
  gint64 before = chain_balance (ledger, ALICE, CORE);

  SELL (ALICE, 100, GOLD, 300, SILVER);
  g_assert_cmpint (chain_order (ledger, 0)->deferred_fee, ==, 500000);
  g_assert_cmpint (chain_balance (ledger, ALICE, CORE), ==, before - 500000);
  g_assert_true (chain_apply (ledger, MNR_OPERATION_LIMIT_ORDER_CANCEL, &cancel));
  g_assert_cmpint (chain_balance (ledger, ALICE, CORE), ==, before - cancel.fee.amount);
  g_assert_cmpint (GAIN (ALICE, GOLD), ==, 0);

  g_assert_true (chain_apply (ledger, MNR_OPERATION_LIMIT_ORDER_CREATE, &op));
  chain_wait (ledger, 9);
  g_assert_cmpint (GAIN (BOB, SILVER), ==, -400);
  chain_wait (ledger, 1);
  g_assert_cmpint (GAIN (BOB, SILVER), ==, 0);
  g_assert_null (chain_order (ledger, 1));
  chain_check_supply (ledger);
}

static void
test_take_profit (void)
{
  g_autoptr (Ledger) ledger = chain_new (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT);
  MnrTakeProfit action = {
    .fee_asset_id = CORE,
    .spread_percent = 1000,
    .size_percent = 5000,
    .expiration_seconds = 100,
  };
  MnrVariant variant = { .number = 0, .value = &action };
  MnrVariantArray on_fill = { &variant, 1 };
  MnrLimitOrderCreate op = {
    .seller = ALICE,
    .amount_to_sell = { 1000, GOLD },
    .min_to_receive = { 3000, SILVER },
    .expiration = MNR_TIME_FOREVER,
    .extensions.on_fill = &on_fill,
  };

  g_assert_true (chain_apply (ledger, MNR_OPERATION_LIMIT_ORDER_CREATE, &op));
  SELL (BOB, 301, SILVER, 100, GOLD);

  /* Half of 300, rounded up, for a third of that and a tenth more, rounded up. */
  g_assert_cmpint (chain_order (ledger, 0)->for_sale, ==, 900);
  g_assert_cmphex (*chain_order (ledger, 0)->take_profit_order_id, ==, MNR_LIMIT_ORDER_ID (2));
  g_assert_cmpint (chain_order (ledger, 2)->for_sale, ==, 150);
  g_assert_cmpint (chain_order (ledger, 2)->sell_price.quote.amount, ==, 55);
  g_assert_cmpuint (chain_order (ledger, 2)->expiration, ==, CHAIN_START + 100);
  g_assert_cmpuint (chain_order (ledger, 2)->on_fill.len, ==, 0);

  /* Filled again, the same order grows. */
  SELL (CAROL, 600, SILVER, 200, GOLD);
  g_assert_cmpint (chain_order (ledger, 2)->for_sale, ==, 450);
  g_assert_cmpint (chain_order (ledger, 2)->sell_price.quote.amount, ==, 165);
  g_assert_cmpint (GAIN (ALICE, SILVER), ==, 900 - 450);
  chain_check_supply (ledger);

  /* Gone, it is forgotten. */
  chain_wait (ledger, 100);
  g_assert_null (chain_order (ledger, 2));
  g_assert_null (chain_order (ledger, 0)->take_profit_order_id);
  chain_check_supply (ledger);
}

/* Feeds */

static void
add_feeds (MnrLedger *ledger,
           MnrJsonSlice feeds)
{
  g_autoptr (GArray) items = vector_items (feeds);
  MnrBitassetData *bad = chain_edit_usd (ledger);

  g_free (bad->feeds.items);
  bad->feeds.items = g_new0 (MnrPublishedFeed, items->len);
  bad->feeds.len = items->len;
  for (guint i = 0; i < items->len; i++)
    {
      g_autoptr (GArray) feed = vector_items (vector_item (items, i));
      g_autoptr (GArray) price = vector_items (vector_item (feed, 1));
      MnrTimedFeed *timed = &bad->feeds.items[i].published;

      bad->feeds.items[i].publisher = MNR_ACCOUNT_ID (i);
      timed->time = (MnrTime) vector_number (vector_item (feed, 0));
      timed->feed.settlement_price.base =
        (MnrAmount){ vector_number (vector_item (price, 0)), USD };
      timed->feed.settlement_price.quote =
        (MnrAmount){ vector_number (vector_item (price, 1)), GOLD };
      timed->feed.core_exchange_rate = timed->feed.settlement_price;
      timed->feed.maintenance_collateral_ratio = 1700 + (guint16) i;
      timed->feed.maximum_short_squeeze_ratio = 1100;
      timed->feed.initial_collateral_ratio = 1700;
    }
  chain_done (ledger, bad);
}

static void
check_median (MnrJsonSlice vector)
{
  g_autoptr (Ledger) ledger = chain_new (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT);
  MnrBitassetData *bad;
  const MnrPrice *price;
  g_autofree char *result = vector_compact (vector_member (vector, "result"));
  g_auto (GStrv) parts = NULL;
  guint64 base, quote;

  g_assert_cmpint (vector_number (vector_member (vector, "now")), ==, CHAIN_START);
  add_feeds (ledger, vector_member (vector, "feeds"));
  bad = chain_edit_usd (ledger);
  bad->options.feed_lifetime_sec = (guint32) vector_number (vector_member (vector, "lifetime"));
  bad->options.minimum_feeds = (guint8) vector_number (vector_member (vector, "minimum"));
  chain_done (ledger, bad);

  mnr_ledger_update_current_feed (ledger, chain_usd (ledger), FALSE);
  price = &chain_usd (ledger)->current_feed.settlement_price;
  if (strcmp (result, "null") == 0)
    {
      g_assert_true (mnr_price_is_null (price));
      g_assert_cmpint (chain_usd (ledger)->median_feed.maximum_short_squeeze_ratio, ==, 1500);
      return;
    }

  parts = g_strsplit_set (result, "\"/", -1);
  g_assert_cmpuint (g_strv_length (parts), ==, 4);
  base = g_ascii_strtoull (parts[1], NULL, 10);
  quote = g_ascii_strtoull (parts[2], NULL, 10);
  g_assert_cmpuint ((guint64) price->base.amount * quote, ==, (guint64) price->quote.amount * base);
  g_assert_false (mnr_price_is_null (&chain_usd (ledger)->current_maintenance_collateralization));
}

static void
test_median (void)
{
  g_autoptr (GArray) vectors =
    vector_items (vector_member (vector_load ("pricefeed-median.json"), "chain_median"));

  g_assert_cmpuint (vectors->len, ==, 5);
  for (guint i = 0; i < vectors->len; i++)
    check_median (vector_item (vectors, i));
}

static void
test_overrides_and_rate (void)
{
  g_autoptr (Ledger) ledger = chain_new (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT);
  MnrBitassetData *bad = chain_edit_usd (ledger);

  bad->options.extensions.maintenance_collateral_ratio = chain_ratio (2000);
  bad->options.extensions.initial_collateral_ratio = chain_ratio (2500);
  bad->options.feed_lifetime_sec = 100;
  chain_done (ledger, bad);
  g_assert_true (chain_feed (ledger, 100, 1000));

  /* 10 GOLD for 1 USD, times 2 and 2.5, in lowest terms. */
  g_assert_cmpint (chain_usd (ledger)->current_maintenance_collateralization.base.amount, ==, 20);
  g_assert_cmpint (chain_usd (ledger)->current_maintenance_collateralization.quote.amount, ==, 1);
  g_assert_cmpint (chain_usd (ledger)->current_initial_collateralization.base.amount, ==, 25);

  chain_wait (ledger, 1);
  g_assert_cmpint (mnr_ledger_get_asset (ledger, USD)->options.core_exchange_rate.quote.amount, ==,
                   1000);
  chain_wait (ledger, 98);
  g_assert_true (mnr_feed_has_price (&chain_usd (ledger)->current_feed));
  chain_wait (ledger, 1);
  g_assert_false (mnr_feed_has_price (&chain_usd (ledger)->current_feed));
  g_assert_cmpint (mnr_ledger_get_asset (ledger, USD)->options.core_exchange_rate.quote.amount, ==,
                   1000);
}

/* Positions. The feed is 10 GOLD for 1 USD, so ALICE is covered twice, BOB three times. */

static MnrLedger *
chain_with_debt (MnrBlackSwanResponse response,
                 guint16 fee_ratio,
                 guint16 target)
{
  MnrLedger *ledger = chain_new (response);

  if (fee_ratio != 0)
    {
      MnrBitassetData *bad = chain_edit_usd (ledger);

      bad->options.extensions.margin_call_fee_ratio = chain_ratio (fee_ratio);
      chain_done (ledger, bad);
    }
  g_assert_true (chain_feed (ledger, 100, 1000));
  g_assert_true (chain_borrow (ledger, ALICE, 20000, 1000, target));
  g_assert_true (chain_borrow (ledger, BOB, 30000, 1000, 0));
  chain_check_supply (ledger);
  return ledger;
}

static void
test_borrow_limits (void)
{
  g_autoptr (Ledger) ledger = chain_new (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT);

  g_assert_true (chain_feed (ledger, 100, 1000));
  g_assert_false (chain_borrow (ledger, ALICE, 17500, 1000, 0));
  g_assert_true (chain_borrow (ledger, ALICE, 17501, 1000, 0));
  g_assert_cmpint (GAIN (ALICE, GOLD), ==, -17501);
  g_assert_cmpint (chain_dynamic (ledger, USD)->current_supply, ==, 1000);

  /* Called, with nobody to sell: only what raises the ratio is allowed. */
  g_assert_true (chain_feed (ledger, 100, 1200));
  g_assert_false (chain_borrow (ledger, ALICE, -1, 0, 0));
  g_assert_false (chain_borrow (ledger, ALICE, 100, 1, 0));
  g_assert_true (chain_borrow (ledger, ALICE, 1, 0, 0));
  g_assert_true (chain_borrow (ledger, ALICE, -17502, -1000, 0));
  g_assert_null (chain_position (ledger, ALICE));
  g_assert_cmpint (GAIN (ALICE, GOLD), ==, 0);
  chain_check_supply (ledger);
}

static void
test_margin_call_as_taker (void)
{
  g_autoptr (Ledger) ledger = chain_with_debt (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT, 60, 0);

  /* CAROL offers 400 USD at 11, inside of what calls pay at a feed of 12. */
  chain_give (ledger, ALICE, CAROL, USD, 1000);
  SELL (CAROL, 400, USD, 4400, GOLD);
  g_assert_true (chain_feed (ledger, 100, 1200));

  /* The order gets its own price; the position pays 1100/1040 of that, rounded down. */
  g_assert_cmpint (GAIN (CAROL, GOLD), ==, 4400);
  g_assert_cmpint (chain_position (ledger, ALICE)->debt, ==, 600);
  g_assert_cmpint (chain_position (ledger, ALICE)->collateral, ==, 20000 - 4653);
  g_assert_cmpint (chain_dynamic (ledger, USD)->accumulated_collateral_fees, ==, 253);
  g_assert_cmpint (chain_dynamic (ledger, USD)->current_supply, ==, 1600);
  chain_check_supply (ledger);
}

static void
test_margin_call_as_maker (void)
{
  g_autoptr (Ledger) ledger = chain_with_debt (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT, 60, 0);

  chain_give (ledger, ALICE, CAROL, USD, 1000);
  g_assert_true (chain_feed (ledger, 100, 1200));
  /* Asks for 12 and gets 12 × 1.04; the position pays 12 × 1.1. */
  SELL (CAROL, 400, USD, 4800, GOLD);
  g_assert_cmpint (GAIN (CAROL, GOLD), ==, 4992);
  g_assert_cmpint (chain_position (ledger, ALICE)->collateral, ==, 20000 - 5280);
  g_assert_cmpint (chain_dynamic (ledger, USD)->accumulated_collateral_fees, ==, 288);

  /* One that asks for more than 12.48 waits. */
  SELL (CAROL, 100, USD, 1249, GOLD);
  g_assert_nonnull (chain_order (ledger, 1));
  chain_check_supply (ledger);
}

static void
test_target_ratio (void)
{
  g_autoptr (Ledger) ledger = chain_with_debt (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT, 0, 1800);
  const MnrCallOrder *call;

  chain_give (ledger, ALICE, CAROL, USD, 1000);
  g_assert_true (chain_feed (ledger, 100, 1200));
  SELL (CAROL, 1000, USD, 12000, GOLD);

  /* (1000 × 1.8 × 12 - 20000) ÷ (1.8 × 12 - 13.2) = 190.5: not much more is sold. */
  call = chain_position (ledger, ALICE);
  g_assert_cmpint (call->debt, <=, 1000 - 190);
  g_assert_cmpint (call->debt, >=, 1000 - 200);
  g_assert_cmpint (call->collateral * 10, >, call->debt * 12 * 18);
  chain_check_supply (ledger);
}

static void
check_random_target (MnrLedger *ledger)
{
  const MnrBitassetData *bad = chain_usd (ledger);
  MnrPermille target = (MnrPermille) g_test_rand_int_range (1001, 4000);
  MnrCallOrder call = {
    .debt = g_test_rand_int_range (1, 100000000),
    .call_price = { { 1, GOLD }, { 1, USD } },
    .target_collateral_ratio = &target,
  };
  MnrPrice pays = mnr_bitasset_get_squeeze_price (bad);
  MnrPrice feed = mnr_price_invert (&bad->median_feed.settlement_price);
  MnrAmount cover = { 0, USD }, pay;
  gint64 ratio = MAX (target, 1750);

  call.collateral = call.debt * 10 / 1000 * g_test_rand_int_range (1101, 1749) + 1;
  if (!mnr_call_order_is_called (&call, bad))
    return;
  cover.amount = mnr_ledger_get_max_debt_to_cover (ledger, &call, &pays, bad);
  g_assert_null (ledger->failure);
  g_assert_cmpint (cover.amount, >, 0);
  g_assert_cmpint (cover.amount, <=, call.debt);
  if (cover.amount == call.debt)
    return;

  /* Enough to pass the target, and not much more than the exact solution. */
  pay = mnr_ledger_convert (ledger, &cover, &pays, MNR_ROUND_UP);
  feed = mnr_price_scale (&feed, (guint) ratio, 1000);
  g_assert_cmpint (mnr_collateral_compare (call.collateral - pay.amount, call.debt - cover.amount,
                                           &feed),
                   >, 0);
  g_assert_cmpint (mnr_collateral_compare (call.collateral - pay.amount + 40,
                                           call.debt - cover.amount + 4, &feed),
                   <=, 0);
}

static void
test_random_targets (void)
{
  g_autoptr (Ledger) ledger = chain_new (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT);

  g_assert_true (chain_feed (ledger, 100, 1000));
  for (guint i = 0; i < 10000; i++)
    check_random_target (ledger);
}

/* Black swans: at 19 GOLD for 1 USD, ALICE is covered by 1.05, less than 1.1. */

static void
test_swan_global (void)
{
  g_autoptr (Ledger) ledger = chain_with_debt (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT, 0, 0);

  g_assert_true (chain_feed (ledger, 100, 1900));
  g_assert_true (mnr_bitasset_data_is_globally_settled (chain_usd (ledger)));
  g_assert_null (chain_usd (ledger)->options.extensions.black_swan_response_method);
  /* Both are called, pay 20 each, and of that 20 ÷ 1.1, rounded up, goes to the fund. */
  g_assert_cmpint (chain_usd (ledger)->settlement_fund, ==, 2 * 18182);
  g_assert_cmpint (chain_dynamic (ledger, USD)->accumulated_collateral_fees, ==, 2 * 1818);
  g_assert_cmpint (GAIN (ALICE, GOLD), ==, -20000);
  g_assert_cmpint (GAIN (BOB, GOLD), ==, -20000);
  g_assert_null (chain_position (ledger, ALICE));
  chain_check_supply (ledger);

  /* 11 USD are worth 200.002: so 200, and all of the 11 are due for that. */
  g_assert_true (chain_settle (ledger, ALICE, 11));
  g_assert_cmpint (GAIN (ALICE, GOLD), ==, -20000 + 200);
  g_assert_cmpint (chain_balance (ledger, ALICE, USD), ==, 989);
  g_assert_false (chain_borrow (ledger, CAROL, 100000, 1000, 0));
  chain_check_supply (ledger);
}

static void
test_swan_none (void)
{
  g_autoptr (Ledger) ledger = chain_with_debt (MNR_BLACK_SWAN_NO_SETTLEMENT, 0, 0);
  const MnrPrice *price = &chain_usd (ledger)->current_feed.settlement_price;

  g_assert_true (chain_feed (ledger, 100, 1900));
  g_assert_nonnull (chain_position (ledger, ALICE));
  g_assert_true (mnr_bitasset_is_capped (chain_usd (ledger)));
  /* 1000 ÷ 20000 × 1.1 */
  g_assert_cmpint (price->base.amount, ==, 11);
  g_assert_cmpint (price->quote.amount, ==, 200);

  /* Closing the position lets the feed go. */
  chain_give (ledger, BOB, ALICE, USD, 10);
  g_assert_true (chain_borrow (ledger, ALICE, -20000, -1000, 0));
  g_assert_false (mnr_bitasset_is_capped (chain_usd (ledger)));
  chain_check_supply (ledger);
}

static void
test_swan_to_fund (void)
{
  g_autoptr (Ledger) ledger = chain_with_debt (MNR_BLACK_SWAN_INDIVIDUAL_TO_FUND, 60, 0);

  g_assert_true (chain_feed (ledger, 100, 1900));
  g_assert_null (chain_position (ledger, ALICE));
  g_assert_nonnull (chain_position (ledger, BOB));
  g_assert_cmpint (chain_usd (ledger)->individual_settlement_debt, ==, 1000);
  /* 20000 × 1040 ÷ 1100, rounded up; the rest is the issuer's. */
  g_assert_cmpint (chain_usd (ledger)->individual_settlement_fund, ==, 18910);
  g_assert_cmpint (chain_dynamic (ledger, USD)->accumulated_collateral_fees, ==, 1090);
  g_assert_true (mnr_bitasset_is_capped (chain_usd (ledger)));
  chain_check_supply (ledger);

  /* The fund pays at once: 100 × 18.91, and the 100 that this is worth. */
  g_assert_true (chain_settle (ledger, ALICE, 100));
  g_assert_cmpint (GAIN (ALICE, GOLD), ==, -20000 + 1891);
  g_assert_cmpint (chain_usd (ledger)->individual_settlement_fund, ==, 18910 - 1891);
  /* What is more than the fund meets BOB, who is called. */
  chain_give (ledger, BOB, ALICE, USD, 500);
  g_assert_true (chain_settle (ledger, ALICE, 1000));
  g_assert_cmpint (chain_usd (ledger)->individual_settlement_debt, ==, 0);
  g_assert_cmpint (chain_position (ledger, BOB)->debt, ==, 900);
  chain_check_supply (ledger);
}

static void
test_swan_to_order (void)
{
  g_autoptr (Ledger) ledger = chain_with_debt (MNR_BLACK_SWAN_INDIVIDUAL_TO_ORDER, 0, 0);
  const MnrLimitOrder *order;

  /* So that BOB is not called, too. */
  g_assert_true (chain_borrow (ledger, BOB, 10000, 0, 0));
  g_assert_true (chain_feed (ledger, 100, 1900));
  g_assert_null (chain_position (ledger, ALICE));
  order = mnr_ledger_find_settled_debt (ledger, USD);
  g_assert_nonnull (order);
  g_assert_cmphex (order->seller, ==, MNR_NULL_ACCOUNT);
  g_assert_cmpint (order->for_sale, ==, 20000);
  g_assert_cmpint (order->sell_price.quote.amount, ==, 1000);

  /* A better feed asks for less: 1000 × 18 × 1.1. */
  g_assert_true (chain_feed (ledger, 100, 1800));
  g_assert_cmpint (order->for_sale, ==, 19800);

  /* 100 buy 1980 of it; the fund's share is 2000, and 20 are the issuer's. */
  chain_give (ledger, ALICE, CAROL, USD, 1000);
  SELL (CAROL, 100, USD, 1980, GOLD);
  g_assert_cmpint (GAIN (CAROL, GOLD), ==, 1980);
  g_assert_cmpint (chain_usd (ledger)->individual_settlement_debt, ==, 900);
  g_assert_cmpint (chain_usd (ledger)->individual_settlement_fund, ==, 18000);
  g_assert_cmpint (chain_dynamic (ledger, USD)->accumulated_collateral_fees, ==, 20);
  g_assert_cmpint (order->for_sale, ==, 17820);
  chain_check_supply (ledger);

  SELL (CAROL, 900, USD, 17000, GOLD);
  g_assert_null (mnr_ledger_find_settled_debt (ledger, USD));
  g_assert_cmpint (chain_usd (ledger)->individual_settlement_fund, ==, 0);
  chain_check_supply (ledger);
}

static void
test_no_swan_by_update (void)
{
  g_autoptr (Ledger) ledger = chain_with_debt (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT, 0, 0);

  g_assert_false (chain_borrow (ledger, ALICE, -9500, 0, 0));
  g_assert_cmpint (chain_position (ledger, ALICE)->collateral, ==, 20000);
  g_assert_false (mnr_bitasset_data_is_globally_settled (chain_usd (ledger)));
}

/* Settlement */

static void
test_settlement_delay_and_volume (void)
{
  g_autoptr (Ledger) ledger = chain_with_debt (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT, 0, 0);
  MnrBitassetData *bad = chain_edit_usd (ledger);

  bad->options.force_settlement_offset_percent = 100;
  bad->options.extensions.force_settle_fee_percent = chain_ratio (1000);
  chain_done (ledger, bad);
  chain_give (ledger, BOB, CAROL, USD, 500);

  g_assert_true (chain_settle (ledger, CAROL, 500));
  chain_wait (ledger, 59);
  g_assert_cmpint (GAIN (CAROL, GOLD), ==, 0);
  chain_wait (ledger, 1);
  /* A fifth of 2000, at 10 less 1 %, less a fee of 10 %. */
  g_assert_cmpint (GAIN (CAROL, GOLD), ==, 3960 - 396);
  g_assert_cmpint (chain_dynamic (ledger, USD)->accumulated_collateral_fees, ==, 396);
  g_assert_cmpint (chain_usd (ledger)->force_settled_volume, ==, 400);
  g_assert_cmpint (chain_position (ledger, ALICE)->debt, ==, 600);
  chain_wait (ledger, 100);
  g_assert_cmpint (chain_usd (ledger)->force_settled_volume, ==, 400);
  chain_check_supply (ledger);

  /* The next interval has room for the rest. */
  chain_wait (ledger, 86400);
  g_assert_cmpint (chain_usd (ledger)->force_settled_volume, ==, 100);
  g_assert_cmpint (chain_position (ledger, ALICE)->debt, ==, 500);
  g_assert_null (mnr_store_first_settlement (mnr_ledger_get_store (ledger), USD));
  chain_check_supply (ledger);
}

static void
test_settlement_meets_calls (void)
{
  g_autoptr (Ledger) ledger = chain_with_debt (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT, 60, 0);

  /* Waiting, it is taken by the call that comes: at 12 × 1.04, without delay. */
  chain_give (ledger, BOB, CAROL, USD, 500);
  g_assert_true (chain_settle (ledger, CAROL, 100));
  g_assert_true (chain_feed (ledger, 100, 1200));
  g_assert_cmpint (GAIN (CAROL, GOLD), ==, 1248);
  g_assert_cmpint (chain_position (ledger, ALICE)->collateral, ==, 20000 - 1320);
  /* And a new one is taken by the call that is there. */
  g_assert_true (chain_settle (ledger, CAROL, 100));
  g_assert_cmpint (GAIN (CAROL, GOLD), ==, 2496);
  g_assert_null (mnr_store_first_settlement (mnr_ledger_get_store (ledger), USD));
  g_assert_cmpint (chain_dynamic (ledger, USD)->accumulated_collateral_fees, ==, 144);
  chain_check_supply (ledger);
}

static void
test_settlement_is_given_back (void)
{
  g_autoptr (Ledger) ledger = chain_with_debt (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT, 0, 0);

  g_assert_true (chain_settle (ledger, BOB, 100));
  g_assert_cmpint (chain_balance (ledger, BOB, USD), ==, 900);
  mnr_ledger_cancel_settlements (ledger, USD);
  g_assert_cmpint (chain_balance (ledger, BOB, USD), ==, 1000);
  chain_check_supply (ledger);
}

/* Revival */

static MnrLedger *
settled_chain (void)
{
  MnrLedger *ledger = chain_with_debt (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT, 0, 0);
  MnrAssetGlobalSettle op = {
    .issuer = ISSUER,
    .asset_to_settle = USD,
    .settle_price = { { 1, USD }, { 15, GOLD } },
  };

  g_assert_true (chain_apply (ledger, MNR_OPERATION_ASSET_GLOBAL_SETTLE, &op));
  g_assert_cmpint (chain_usd (ledger)->settlement_fund, ==, 30000);
  g_assert_cmpint (GAIN (BOB, GOLD), ==, -15000);
  chain_check_supply (ledger);
  return ledger;
}

static void
test_revival_by_feed (void)
{
  g_autoptr (Ledger) ledger = settled_chain ();

  g_assert_true (chain_bid (ledger, CAROL, 100, 10));
  /* 15 for 1 is 1.5 at 10, and above 1.75 only below 8.571. */
  g_assert_true (chain_feed (ledger, 1000, 8572));
  g_assert_true (mnr_bitasset_data_is_globally_settled (chain_usd (ledger)));
  g_assert_true (chain_feed (ledger, 1000, 8571));
  g_assert_false (mnr_bitasset_data_is_globally_settled (chain_usd (ledger)));
  g_assert_cmpint (chain_position (ledger, ISSUER)->debt, ==, 2000);
  g_assert_cmpint (chain_position (ledger, ISSUER)->collateral, ==, 30000);
  g_assert_cmpint (GAIN (CAROL, GOLD), ==, 0);
  chain_check_supply (ledger);
}

static void
test_revival_by_bids (void)
{
  g_autoptr (Ledger) ledger = settled_chain ();

  /* A bid has to bring its part to above 17.5: with 15 of the fund, above 2.5 a unit. */
  g_assert_true (chain_bid (ledger, ALICE, 1000, 1000));
  g_assert_true (chain_bid (ledger, BOB, 4000, 1000));
  g_assert_true (chain_bid (ledger, CAROL, 4500, 1500));
  chain_wait (ledger, 86400);
  g_assert_false (mnr_bitasset_data_is_globally_settled (chain_usd (ledger)));
  g_assert_cmpint (chain_position (ledger, BOB)->collateral, ==, 19000);
  /* CAROL bid for 1500 and gets what is left, and all of her bid is in it. */
  g_assert_cmpint (chain_position (ledger, CAROL)->debt, ==, 1000);
  g_assert_cmpint (chain_position (ledger, CAROL)->collateral, ==, 4500 + 15000);
  g_assert_null (chain_position (ledger, ALICE));
  g_assert_cmpint (GAIN (ALICE, GOLD), ==, -15000);
  chain_check_supply (ledger);
}

static void
test_bids_too_low (void)
{
  g_autoptr (Ledger) ledger = settled_chain ();

  g_assert_true (chain_bid (ledger, BOB, 4000, 1000));
  g_assert_true (chain_bid (ledger, CAROL, 2500, 1000));
  chain_wait (ledger, 86400);
  g_assert_true (mnr_bitasset_data_is_globally_settled (chain_usd (ledger)));
  g_assert_true (chain_bid (ledger, CAROL, 2501, 1000));
  chain_wait (ledger, 86400);
  g_assert_false (mnr_bitasset_data_is_globally_settled (chain_usd (ledger)));
  chain_check_supply (ledger);
}

/* Predictions */

static void
check_prediction (gint64 outcome)
{
  g_autoptr (Ledger) ledger = chain_new (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT);
  MnrBitassetData *bad = chain_edit_usd (ledger);
  MnrAssetGlobalSettle op = {
    .issuer = ISSUER,
    .asset_to_settle = USD,
    .settle_price = { { 2, USD }, { outcome, GOLD } },
  };

  bad->is_prediction_market = TRUE;
  g_clear_pointer (&bad->options.extensions.black_swan_response_method, g_free);
  chain_done (ledger, bad);

  /* Without any feed, and covered by exactly as much as it is. */
  g_assert_false (chain_borrow (ledger, ALICE, 1001, 1000, 0));
  g_assert_true (chain_borrow (ledger, ALICE, 1000, 1000, 0));
  g_assert_false (chain_settle (ledger, ALICE, 100));
  g_assert_true (chain_apply (ledger, MNR_OPERATION_ASSET_GLOBAL_SETTLE, &op));
  g_assert_cmpint (GAIN (ALICE, GOLD), ==, -500 * outcome);
  chain_check_supply (ledger);

  /* Tokens of a prediction that did not come true are burnt for nothing. */
  g_assert_true (chain_settle (ledger, ALICE, 301));
  g_assert_cmpint (GAIN (ALICE, GOLD), ==, -500 * outcome + 301 * outcome / 2);
  g_assert_cmpint (chain_balance (ledger, ALICE, USD), ==, outcome == 1 ? 700 : 699);
  g_assert_true (chain_settle (ledger, ALICE, chain_balance (ledger, ALICE, USD)));
  g_assert_cmpint (GAIN (ALICE, GOLD), ==, 0);
  g_assert_cmpint (chain_dynamic (ledger, USD)->current_supply, ==, 0);
  chain_check_supply (ledger);
}

static void
test_predictions (void)
{
  check_prediction (0); /* no */
  check_prediction (1); /* half */
  check_prediction (2); /* yes */
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/market/orders/makers-price", test_fill_at_makers_price);
  g_test_add_func ("/market/orders/best-and-oldest-first", test_best_and_oldest_first);
  g_test_add_func ("/market/orders/dust", test_dust_is_given_back);
  g_test_add_func ("/market/orders/fill-or-kill", test_fill_or_kill);
  g_test_add_func ("/market/orders/fees", test_market_fees);
  g_test_add_func ("/market/orders/cancel-and-expiry", test_cancel_and_expiry);
  g_test_add_func ("/market/orders/take-profit", test_take_profit);
  g_test_add_func ("/market/feeds/median", test_median);
  g_test_add_func ("/market/feeds/overrides-and-rate", test_overrides_and_rate);
  g_test_add_func ("/market/calls/borrow-limits", test_borrow_limits);
  g_test_add_func ("/market/calls/taker", test_margin_call_as_taker);
  g_test_add_func ("/market/calls/maker", test_margin_call_as_maker);
  g_test_add_func ("/market/calls/target-ratio", test_target_ratio);
  g_test_add_func ("/market/calls/random-targets", test_random_targets);
  g_test_add_func ("/market/swan/global", test_swan_global);
  g_test_add_func ("/market/swan/none", test_swan_none);
  g_test_add_func ("/market/swan/to-fund", test_swan_to_fund);
  g_test_add_func ("/market/swan/to-order", test_swan_to_order);
  g_test_add_func ("/market/swan/not-by-update", test_no_swan_by_update);
  g_test_add_func ("/market/settlement/delay-and-volume", test_settlement_delay_and_volume);
  g_test_add_func ("/market/settlement/meets-calls", test_settlement_meets_calls);
  g_test_add_func ("/market/settlement/given-back", test_settlement_is_given_back);
  g_test_add_func ("/market/revival/feed", test_revival_by_feed);
  g_test_add_func ("/market/revival/bids", test_revival_by_bids);
  g_test_add_func ("/market/revival/bids-too-low", test_bids_too_low);
  g_test_add_func ("/market/predictions", test_predictions);
  return g_test_run ();
}
