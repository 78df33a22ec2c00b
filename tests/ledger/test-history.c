/* test-history.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>

#include "chain/protocol/mnr-permissions.h"
#include "chain/wire/mnr-json.h"
#include "test-signed-chain.h"

/* What follows from operations, in the order and with the numbers of a node. */

typedef MnrLedger Ledger;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ledger, mnr_ledger_free)

#define LIMIT_ORDER(n) MNR_LIMIT_ORDER_ID (n)

static void
begin (MnrLedger *ledger,
       guint seconds)
{
  mnr_ledger_begin_block (ledger, mnr_ledger_get_time (ledger) + seconds);
}

/* Each entry as transaction.operation.number:operation; a real one has no operation here. */
static void
assert_happened (MnrLedger *ledger,
                 const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < ledger->history->len; i++)
    {
      const MnrHistoryEntry *entry = &g_array_index (ledger->history, MnrHistoryEntry, i);

      g_string_append_printf (text, "%s%u.%u.%u:", i > 0 ? " " : "", entry->trx_in_block,
                              entry->op_in_trx, entry->virtual_op);
      if (entry->is_virtual)
        g_string_append_printf (text, "%u", entry->op.number);
      else
        g_string_append (text, "real");
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
assert_entry (MnrLedger *ledger,
              guint index,
              const char *operation,
              const char *expected_result)
{
  const MnrHistoryEntry *entry;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) result = g_string_new (NULL);

  g_assert_cmpuint (index, <, ledger->history->len);
  entry = &g_array_index (ledger->history, MnrHistoryEntry, index);
  mnr_json_write (&mnr_type_history_operation, &entry->op, "BTS", text);
  mnr_json_write (&mnr_type_operation_result, &entry->result, "BTS", result);
  g_assert_cmpstr (text->str, ==, operation);
  g_assert_cmpstr (result->str, ==, expected_result);
}

#define NOTHING "[0,{}]"

static const MnrFillOrder *
get_fill (MnrLedger *ledger,
          guint index)
{
  const MnrHistoryEntry *entry = &g_array_index (ledger->history, MnrHistoryEntry, index);

  g_assert_cmpuint (entry->op.number, ==, MNR_VIRTUAL_FILL_ORDER);
  return entry->op.value;
}

static void
assert_fill (const MnrFillOrder *fill,
             MnrObjectId order,
             MnrObjectId account,
             gint64 pays,
             gint64 receives,
             gint64 fee,
             gboolean is_maker)
{
  g_assert_cmphex (fill->order_id, ==, order);
  g_assert_cmphex (fill->account_id, ==, account);
  g_assert_cmpint (fill->pays.amount, ==, pays);
  g_assert_cmpint (fill->receives.amount, ==, receives);
  g_assert_cmpint (fill->fee.amount, ==, fee);
  g_assert_cmphex (fill->fee.asset_id, ==,
                   mnr_object_id_get_type (order) == MNR_OBJECT_CALL_ORDER ||
                       account == MNR_NULL_ACCOUNT
                     ? fill->pays.asset_id
                     : fill->receives.asset_id);
  g_assert_cmpint (fill->is_maker, ==, is_maker);
}

static gboolean
sell (MnrLedger *ledger,
      MnrObjectId seller,
      gint64 sold,
      MnrObjectId asset,
      gint64 wanted,
      MnrObjectId other)
{
  return chain_sell (ledger, seller, (MnrAmount){ sold, asset }, (MnrAmount){ wanted, other });
}

/* Taker and maker, dust that is given back, what expires; and what is refused. */
static void
test_orders (void)
{
  g_autoptr (Ledger) ledger = chain_new (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT);
  MnrLimitOrderCreate op = {
    .seller = CAROL,
    .amount_to_sell = { 100, GOLD },
    .min_to_receive = { 100, SILVER },
    .expiration = CHAIN_START + 10,
  };

  begin (ledger, 3);
  g_assert_true (sell (ledger, ALICE, 1000, GOLD, 3000, SILVER));
  g_assert_true (sell (ledger, BOB, 301, SILVER, 100, GOLD));
  op.fill_or_kill = TRUE;
  op.amount_to_sell = (MnrAmount){ 30000, SILVER };
  op.min_to_receive = (MnrAmount){ 10000, GOLD };
  g_assert_false (chain_apply (ledger, MNR_OPERATION_LIMIT_ORDER_CREATE, &op));
  op = (MnrLimitOrderCreate){
    .seller = CAROL,
    .amount_to_sell = { 100, GOLD },
    .min_to_receive = { 1000, SILVER },
    .expiration = CHAIN_START + 10,
  };
  g_assert_true (chain_apply (ledger, MNR_OPERATION_LIMIT_ORDER_CREATE, &op));
  mnr_ledger_end_block (ledger);

  /* What was refused left nothing, and the next took its place. */
  assert_happened (ledger, "0.0.0:real 1.0.0:real 1.0.1:4 1.0.2:2 1.0.3:4 2.0.0:real");
  assert_fill (get_fill (ledger, 2), LIMIT_ORDER (1), BOB, 300, 100, 0, FALSE);
  assert_fill (get_fill (ledger, 4), LIMIT_ORDER (0), ALICE, 100, 300, 0, TRUE);
  /* At the price of the one that was there. */
  g_assert_cmpint (get_fill (ledger, 2)->fill_price.base.amount, ==, 1000);
  g_assert_cmphex (get_fill (ledger, 2)->fill_price.base.asset_id, ==, GOLD);
  g_assert_cmpint (get_fill (ledger, 4)->fill_price.quote.amount, ==, 3000);
  /* A unit of silver is worth no gold, and the order's fee is paid already. */
  assert_entry (ledger, 3,
                "[2,{\"fee\":{\"amount\":0,\"asset_id\":\"1.3.0\"},"
                "\"fee_paying_account\":\"1.2.9\",\"order\":\"1.7.1\",\"extensions\":[]}]",
                "[2,{\"amount\":1,\"asset_id\":\"1.3.2\"}]");

  chain_wait (ledger, 10);
  assert_happened (ledger, "0.0.0:2");
}

/* An order that expires pays for it out of what it kept for its creation, here in silver. */
static void
test_cancel_fee (void)
{
  g_autoptr (Ledger) ledger = chain_new (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT);
  MnrStore *store = mnr_ledger_get_store (ledger);
  static const char fees[] = "{\"parameters\":[[2,{\"fee\":100}]],\"scale\":10000}";
  MnrGlobalProperties *global;
  MnrLimitOrder *order;

  g_assert_true (sell (ledger, ALICE, 1000, GOLD, 3000, SILVER));
  order = mnr_store_edit (store, LIMIT_ORDER (0));
  order->expiration = CHAIN_START + 1;
  order->deferred_fee = 200;
  order->deferred_paid_fee = (MnrAmount){ 7, SILVER };
  mnr_store_done (store, order);
  global = mnr_store_edit (store, MNR_GLOBAL_PROPERTIES_ID);
  mnr_fee_schedule_free (global->parameters.current_fees);
  global->parameters.current_fees = mnr_fee_schedule_new_from_json (fees, strlen (fees), NULL);
  mnr_store_done (store, global);

  chain_wait (ledger, 3);
  /* Half of seven, rounded up. */
  assert_entry (ledger, 0,
                "[2,{\"fee\":{\"amount\":4,\"asset_id\":\"1.3.2\"},"
                "\"fee_paying_account\":\"1.2.8\",\"order\":\"1.7.0\",\"extensions\":[]}]",
                "[2,{\"amount\":1000,\"asset_id\":\"1.3.1\"}]");
}

/* The orders that follow from fills stand between the fills, and those that fail do not. */
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
  MnrLimitOrder *order;
  gint64 core;

  begin (ledger, 3);
  g_assert_true (chain_apply (ledger, MNR_OPERATION_LIMIT_ORDER_CREATE, &op));
  g_assert_true (sell (ledger, BOB, 300, SILVER, 100, GOLD));
  g_assert_true (sell (ledger, CAROL, 600, SILVER, 200, GOLD));
  assert_happened (ledger, "0.0.0:real 1.0.0:real 1.0.1:4 1.0.2:4 1.0.3:1 "
                           "2.0.0:real 2.0.1:4 2.0.2:4 2.0.3:77");
  g_assert_cmpuint (g_array_index (ledger->history, MnrHistoryEntry, 4).result.number, ==,
                    MNR_RESULT_NEW_OBJECT);
  /* 450 of silver in all, for a third of that and a tenth more. The head is that before the
   * block. */
  assert_entry (ledger, 8,
                "[77,{\"fee\":{\"amount\":37500,\"asset_id\":\"1.3.0\"},\"seller\":\"1.2.8\","
                "\"order\":\"1.7.2\",\"new_price\":{\"base\":{\"amount\":450,\"asset_id\":"
                "\"1.3.2\"},\"quote\":{\"amount\":165,\"asset_id\":\"1.3.1\"}},"
                "\"delta_amount_to_sell\":{\"amount\":300,\"asset_id\":\"1.3.2\"},"
                "\"new_expiration\":\"2023-11-14T22:15:00\",\"extensions\":[]}]",
                NOTHING);

  /* ALICE cannot pay for another one, out of nothing and the fee that comes back. */
  order = mnr_store_edit (mnr_ledger_get_store (ledger), LIMIT_ORDER (2));
  order->deferred_fee = 0;
  mnr_store_done (mnr_ledger_get_store (ledger), order);
  core = chain_balance (ledger, ALICE, CORE);
  chain_give (ledger, ALICE, BOB, CORE, core);
  g_assert_true (sell (ledger, BOB, 300, SILVER, 100, GOLD));
  assert_happened (ledger, "0.0.0:real 1.0.0:real 1.0.1:4 1.0.2:4 1.0.3:1 "
                           "2.0.0:real 2.0.1:4 2.0.2:4 2.0.3:77 3.0.0:real 3.0.1:4 3.0.2:4");
  mnr_ledger_end_block (ledger);
}

/* ALICE owes 1000 for 20000; at 12 she is called. An order takes from her, then
 * she from an order, each paying the margin call fee on top of it. */
static void
test_calls (void)
{
  g_autoptr (Ledger) ledger = chain_new (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT);
  MnrBitassetData *bad = chain_edit_usd (ledger);
  const MnrFillOrder *taken, *paid;

  bad->options.extensions.margin_call_fee_ratio = chain_ratio (50);
  chain_done (ledger, bad);
  g_assert_true (chain_feed (ledger, 1, 10));
  g_assert_true (chain_borrow (ledger, ALICE, 20000, 1000, 0));
  chain_give (ledger, ALICE, BOB, USD, 1000);

  begin (ledger, 3);
  g_assert_true (chain_feed (ledger, 1, 12));
  g_assert_true (sell (ledger, BOB, 100, USD, 1200, GOLD));
  assert_happened (ledger, "0.0.0:real 1.0.0:real 1.0.1:4 1.0.2:4");
  /* 1.1 times the feed, of which 0.05 are a fee. */
  taken = get_fill (ledger, 2);
  paid = get_fill (ledger, 3);
  assert_fill (taken, LIMIT_ORDER (0), BOB, 100, 1260, 0, FALSE);
  assert_fill (paid, MNR_OBJECT_ID (1, 8, 0), ALICE, 1320, 100, 60, TRUE);
  g_assert_cmpint (mnr_price_compare (&taken->fill_price, &paid->fill_price), ==, 0);
  g_assert_cmpint (paid->fill_price.base.amount * 63, ==, paid->fill_price.quote.amount * 5);
  mnr_ledger_end_block (ledger);

  g_assert_true (chain_feed (ledger, 1, 10));
  g_assert_true (sell (ledger, BOB, 100, USD, 1100, GOLD));
  begin (ledger, 3);
  g_assert_true (chain_feed (ledger, 1, 12));
  assert_happened (ledger, "0.0.0:real 0.0.1:4 0.0.2:4");
  assert_fill (get_fill (ledger, 1), MNR_OBJECT_ID (1, 8, 0), ALICE, 1152, 100, 52, FALSE);
  assert_fill (get_fill (ledger, 2), LIMIT_ORDER (1), BOB, 100, 1100, 0, TRUE);
  mnr_ledger_end_block (ledger);
}

/* A request that is due, what the offset and the issuer's part leave of it, and
 * one that nobody is left for. */
static void
test_settlement (void)
{
  g_autoptr (Ledger) ledger = chain_new (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT);
  MnrBitassetData *bad = chain_edit_usd (ledger);

  bad->options.extensions.force_settle_fee_percent = chain_ratio (100);
  bad->options.maximum_force_settlement_volume = 10000;
  chain_done (ledger, bad);
  g_assert_true (chain_feed (ledger, 1, 10));
  g_assert_true (chain_borrow (ledger, ALICE, 20000, 1000, 0));
  chain_give (ledger, ALICE, BOB, USD, 600);
  g_assert_true (chain_settle (ledger, BOB, 100));
  chain_wait (ledger, 100);
  assert_happened (ledger, "0.0.0:4 0.0.1:4");
  assert_fill (get_fill (ledger, 0), MNR_OBJECT_ID (1, 8, 0), ALICE, 1000, 100, 0, TRUE);
  assert_fill (get_fill (ledger, 1), MNR_OBJECT_ID (1, 4, 0), BOB, 100, 1000, 10, FALSE);

  bad = chain_edit_usd (ledger);
  bad->options.force_settlement_offset_percent = 10000;
  chain_done (ledger, bad);
  g_assert_true (chain_settle (ledger, BOB, 100));
  chain_wait (ledger, 100);
  assert_happened (ledger, "0.0.0:42");
  assert_entry (ledger, 0,
                "[42,{\"fee\":{\"amount\":0,\"asset_id\":\"1.3.0\"},\"settlement\":\"1.4.1\","
                "\"account\":\"1.2.9\",\"amount\":{\"amount\":100,\"asset_id\":\"1.3.3\"}}]",
                NOTHING);
}

/* All is settled, and bids bring it back at maintenance; those that were not needed are given
 * back as if with a bid of nothing. */
static void
test_swan_and_bids (void)
{
  g_autoptr (Ledger) ledger = chain_new (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT);
  const MnrFillOrder *fill;

  g_assert_true (chain_feed (ledger, 1, 10));
  g_assert_true (chain_borrow (ledger, ALICE, 20000, 1000, 0));
  begin (ledger, 3);
  g_assert_true (chain_feed (ledger, 1, 19));
  assert_happened (ledger, "0.0.0:real 0.0.1:4");
  /* What she has, 20 a unit, of which the fund gets what is left of it by 1.1. */
  fill = get_fill (ledger, 1);
  assert_fill (fill, MNR_OBJECT_ID (1, 8, 0), ALICE, 20000, 1000, 1818, TRUE);
  g_assert_cmpint (fill->fill_price.base.amount * 200, ==, fill->fill_price.quote.amount * 11);
  mnr_ledger_end_block (ledger);

  begin (ledger, 3);
  g_assert_true (chain_feed (ledger, 1, 12));
  g_assert_true (chain_bid (ledger, BOB, 10000, 1000));
  /* A better one of the same bidder replaces it, which is nobody else's doing. */
  g_assert_true (chain_bid (ledger, BOB, 20000, 1000));
  g_assert_true (chain_bid (ledger, CAROL, 500, 100));
  assert_happened (ledger, "0.0.0:real 1.0.0:real 2.0.0:real 3.0.0:real");
  mnr_ledger_end_block (ledger);

  chain_wait (ledger, 86400);
  assert_happened (ledger, "0.0.0:46 0.0.1:45");
  assert_entry (ledger, 0,
                "[46,{\"fee\":{\"amount\":0,\"asset_id\":\"1.3.0\"},\"bidder\":\"1.2.9\","
                "\"debt\":{\"amount\":1000,\"asset_id\":\"1.3.3\"},"
                "\"collateral\":{\"amount\":38182,\"asset_id\":\"1.3.1\"}}]",
                NOTHING);
  assert_entry (ledger, 1,
                "[45,{\"fee\":{\"amount\":0,\"asset_id\":\"1.3.0\"},\"bidder\":\"1.2.10\","
                "\"additional_collateral\":{\"amount\":500,\"asset_id\":\"1.3.1\"},"
                "\"debt_covered\":{\"amount\":0,\"asset_id\":\"1.3.3\"},\"extensions\":[]}]",
                NOTHING);
}

/* A feed that what was settled covers brings the asset back: the issuer takes over all debt. */
static void
test_revival (void)
{
  g_autoptr (Ledger) ledger = chain_new (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT);

  g_assert_true (chain_feed (ledger, 1, 10));
  g_assert_true (chain_borrow (ledger, ALICE, 20000, 1000, 0));
  g_assert_true (chain_feed (ledger, 1, 19));
  begin (ledger, 3);
  g_assert_true (chain_feed (ledger, 1, 10));
  mnr_ledger_end_block (ledger);
  assert_happened (ledger, "0.0.0:real 0.0.1:46");
  assert_entry (ledger, 1,
                "[46,{\"fee\":{\"amount\":0,\"asset_id\":\"1.3.0\"},\"bidder\":\"1.2.6\","
                "\"debt\":{\"amount\":1000,\"asset_id\":\"1.3.3\"},"
                "\"collateral\":{\"amount\":18182,\"asset_id\":\"1.3.1\"}}]",
                NOTHING);
}

/* Settled debt is an order of nobody's, and its fund's leftover is the issuer's. */
static void
test_settled_debt (void)
{
  g_autoptr (Ledger) ledger = chain_new (MNR_BLACK_SWAN_INDIVIDUAL_TO_ORDER);
  guint n;

  g_assert_true (chain_feed (ledger, 1, 10));
  g_assert_true (chain_borrow (ledger, ALICE, 20000, 1000, 0));
  g_assert_true (chain_borrow (ledger, BOB, 90000, 1000, 0));
  begin (ledger, 3);
  g_assert_true (chain_feed (ledger, 1, 19));
  g_assert_true (sell (ledger, BOB, 100, USD, 1000, GOLD));
  mnr_ledger_end_block (ledger);

  assert_happened (ledger, "0.0.0:real 0.0.1:4 1.0.0:real 1.0.1:4 1.0.2:4");
  n = ledger->history->len;
  assert_fill (get_fill (ledger, 1), MNR_OBJECT_ID (1, 8, 0), ALICE, 20000, 1000, 0, TRUE);
  g_assert_cmphex (get_fill (ledger, n - 2)->account_id, ==, BOB);
  g_assert_false (get_fill (ledger, n - 2)->is_maker);
  assert_fill (get_fill (ledger, n - 1), LIMIT_ORDER (0), MNR_NULL_ACCOUNT, 2000, 100, 0, TRUE);
  g_assert_cmpint (get_fill (ledger, n - 2)->receives.amount, ==, 2000);
}

/* What a proposal does is virtual; where it fails, only its approval was. */
static void
test_proposals (void)
{
  g_autoptr (Ledger) ledger = signed_genesis ();
  MnrLimitOrderCreate order = {
    .seller = ALICE,
    .amount_to_sell = { 100, GOLD },
    .min_to_receive = { 100, SILVER },
    .expiration = MNR_TIME_FOREVER,
  };
  MnrTransfer too_much = { .from = ALICE, .to = BOB, .amount = { WEALTH * 2, SILVER } };
  MnrProposedOperation proposed[] = {
    { .op = { .number = MNR_OPERATION_LIMIT_ORDER_CREATE, .value = &order } },
    { .op = { .number = MNR_OPERATION_TRANSFER, .value = &too_much } },
  };
  MnrProposalCreate propose = {
    .fee_paying_account = CAROL,
    .expiration_time = CHAIN_START + 1000,
  };
  MnrObjectId alice = ALICE;
  MnrProposalUpdate approve = { .fee_paying_account = CAROL };

  for (guint i = 0; i < 2; i++)
    mnr_fee_schedule_set_fee (mnr_ledger_get_parameters (ledger)->current_fees, &proposed[i].op,
                              NULL, NULL);
  g_assert_true (sell (ledger, BOB, 100, SILVER, 100, GOLD));

  begin (ledger, 3);
  for (guint i = 2; i > 0; i--)
    {
      propose.proposed_ops.items = proposed;
      propose.proposed_ops.len = i;
      g_assert_true (chain_apply (ledger, MNR_OPERATION_PROPOSAL_CREATE, &propose));
      approve.proposal = MNR_PROPOSAL_ID (2 - i);
      approve.active_approvals_to_add.items = &alice;
      approve.active_approvals_to_add.len = 1;
      g_assert_true (chain_apply (ledger, MNR_OPERATION_PROPOSAL_UPDATE, &approve));
    }
  mnr_ledger_end_block (ledger);
  /* The first would trade before it fails. */
  assert_happened (ledger,
                   "0.0.0:real 1.0.0:real 2.0.0:real 3.0.0:real 3.0.1:1 3.0.2:4 3.0.3:4");
  g_assert_cmpuint (g_array_index (ledger->history, MnrHistoryEntry, 4).result.number, ==,
                    MNR_RESULT_NEW_OBJECT);
}

/*
 * Blocks
 */

static MnrTransaction *
signed_order (MnrBlockchain *chain,
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
  MnrTransaction *transaction = signed_draft (chain, MNR_OPERATION_LIMIT_ORDER_CREATE, &op, 0);

  signed_sign (transaction, seller);
  return transaction;
}

/* What a settlement from the fund tells: 18.182 of gold for each, of which calls would pay 13.2,
 * so that the rest is the issuer's, and then the market's 1 %. */
static void
test_settlement_result (void)
{
  g_autoptr (MnrBlockchain) chain = signed_open (NULL, NULL);
  MnrLedger *ledger = mnr_blockchain_get_ledger (chain);
  MnrAssetSettle op = { .account = ALICE, .amount = { 100, USD } };
  g_autoptr (MnrTransaction) transaction = NULL;
  MnrProcessedTransaction processed = { 0 };
  g_autoptr (GString) json = g_string_new (NULL);
  MnrAsset *gold = chain_edit_asset (ledger, GOLD);

  gold->options.flags |= MNR_POWER_CHARGE_MARKET_FEE;
  gold->options.market_fee_percent = 100;
  chain_done (ledger, gold);
  g_assert_true (chain_feed (ledger, 1, 10));
  g_assert_true (chain_borrow (ledger, ALICE, 20000, 1000, 0));
  g_assert_true (chain_feed (ledger, 1, 19));
  g_assert_true (chain_feed (ledger, 1, 12));
  transaction = signed_draft (chain, MNR_OPERATION_ASSET_SETTLE, &op, 0);
  signed_sign (transaction, ALICE);
  g_assert_true (mnr_blockchain_push (chain, transaction, &processed, NULL));
  mnr_json_write (&mnr_type_operation_results, &processed.operation_results, "BTS", json);
  g_assert_cmpstr (json->str, ==,
                   "[[5,{\"paid\":[{\"amount\":100,\"asset_id\":\"1.3.3\"}],"
                   "\"received\":[{\"amount\":1307,\"asset_id\":\"1.3.1\"}],"
                   "\"fees\":[{\"amount\":498,\"asset_id\":\"1.3.1\"},"
                   "{\"amount\":13,\"asset_id\":\"1.3.1\"}]}]]");
  mnr_value_clear (&mnr_type_processed_transaction, &processed);
}

/* All that a history says, of everything, of ALICE and BOB, and of their market. */
static char *
describe (MnrBlockchain *chain)
{
  const MnrMarketTrades *trades = mnr_blockchain_find_market (chain, SILVER, GOLD);
  GString *text = g_string_new (NULL);

  for (guint64 i = 0; i < mnr_blockchain_get_history_size (chain); i++)
    {
      const MnrHistoryEntry *entry = mnr_blockchain_get_history (chain, i);

      g_assert_cmpuint (entry->instance, ==, i);
      g_string_append_printf (text, "%u.%u.%u.%u %d ", entry->block_num, entry->trx_in_block,
                              entry->op_in_trx, entry->virtual_op, entry->is_virtual);
      mnr_json_write (&mnr_type_history_operation, &entry->op, "BTS", text);
      mnr_json_write (&mnr_type_operation_result, &entry->result, "BTS", text);
      g_string_append_c (text, '\n');
    }
  for (MnrObjectId account = ALICE; account <= BOB; account++)
    for (guint i = 0; i < mnr_blockchain_get_account_history_size (chain, account); i++)
      g_string_append_printf (
        text, "%" G_GUINT64_FORMAT " ",
        mnr_blockchain_get_account_history (chain, account, i)->instance);
  for (guint i = 0; trades != NULL && i < trades->fills->len; i++)
    g_string_append_printf (text, "/%" G_GUINT64_FORMAT,
                            g_array_index (trades->fills, guint64, i));
  g_string_append_printf (text, " %u", mnr_blockchain_get_n_markets (chain));
  return g_string_free (text, FALSE);
}

/* A fork takes a trade away: the history is as if it had never been, and what is
 * made of the log again says the same. */
static void
test_fork (void)
{
  g_autofree char *folder = g_dir_make_tmp ("moneyer-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "blocks.log", NULL);
  g_autoptr (MnrBlockchain) chain = signed_open (path, NULL);
  g_autoptr (MnrTransaction) offer =
    signed_order (chain, ALICE, (MnrAmount){ 1000, GOLD }, (MnrAmount){ 3000, SILVER });
  g_autoptr (MnrTransaction) bid = NULL;
  g_autofree char *before = NULL, *after = NULL, *now = NULL, *again = NULL;

  signed_push (chain, offer);
  signed_produce (chain);
  before = describe (chain);
  g_assert_cmpuint (mnr_blockchain_get_n_markets (chain), ==, 0);

  bid = signed_order (chain, BOB, (MnrAmount){ 300, SILVER }, (MnrAmount){ 100, GOLD });
  g_assert_true (mnr_blockchain_validate (chain, bid, NULL, NULL));
  signed_push (chain, bid);
  now = describe (chain);
  g_assert_cmpstr (now, ==, before);

  signed_produce (chain);
  after = describe (chain);
  g_assert_cmpuint (mnr_blockchain_get_history_size (chain), ==, 4);
  g_assert_cmpuint (mnr_blockchain_get_account_history_size (chain, ALICE), ==, 2);
  g_assert_cmpuint (mnr_blockchain_get_account_history_size (chain, BOB), ==, 2);
  g_assert_cmpuint (mnr_blockchain_find_market (chain, GOLD, SILVER)->fills->len, ==, 2);

  g_assert_true (mnr_blockchain_pop (chain, 1, NULL));
  g_clear_pointer (&now, g_free);
  now = describe (chain);
  g_assert_cmpstr (now, ==, before);
  g_assert_null (mnr_blockchain_find_market (chain, GOLD, SILVER));

  /* What was popped waits, and another block has it. */
  signed_produce (chain);
  again = describe (chain);
  g_assert_cmpstr (again, ==, after);

  g_clear_pointer (&chain, mnr_blockchain_free);
  chain = signed_open (path, NULL);
  g_clear_pointer (&again, g_free);
  again = describe (chain);
  g_assert_cmpstr (again, ==, after);

  g_clear_pointer (&chain, mnr_blockchain_free);
  g_unlink (path);
  g_rmdir (folder);
}

/* Nothing of what only a history has can be sent. */
static void
test_cannot_be_sent (void)
{
  static const guint numbers[] = { MNR_VIRTUAL_FILL_ORDER, MNR_VIRTUAL_ASSET_SETTLE_CANCEL,
                                   MNR_VIRTUAL_EXECUTE_BID, MNR_VIRTUAL_LIMIT_ORDER_UPDATE };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      MnrOperation operation = { .number = numbers[i] };

      g_assert_null (mnr_variant_get_type (&mnr_type_operation, &operation));
      g_assert_nonnull (mnr_variant_get_type (&mnr_type_history_operation, &operation));
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/history/orders", test_orders);
  g_test_add_func ("/history/cancel-fee", test_cancel_fee);
  g_test_add_func ("/history/take-profit", test_take_profit);
  g_test_add_func ("/history/calls", test_calls);
  g_test_add_func ("/history/settlement", test_settlement);
  g_test_add_func ("/history/swan-and-bids", test_swan_and_bids);
  g_test_add_func ("/history/revival", test_revival);
  g_test_add_func ("/history/settled-debt", test_settled_debt);
  g_test_add_func ("/history/proposals", test_proposals);
  g_test_add_func ("/history/settlement-result", test_settlement_result);
  g_test_add_func ("/history/fork", test_fork);
  g_test_add_func ("/history/cannot-be-sent", test_cannot_be_sent);

  return g_test_run ();
}
