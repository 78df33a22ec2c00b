/* test-rules-market.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "rules/mnr-collateral.h"
#include "rules/mnr-rules-apply.h"
#include "test-world.h"

/* Each world is 2 kB and changed freely. */
static World world;

static MnrLimitOrderCreate
make_order (void)
{
  world_init (&world);
  return (MnrLimitOrderCreate){
    .seller = CAROL,
    .amount_to_sell = amount (10000, TOKEN),
    .min_to_receive = amount (100000, CORE),
    .expiration = MNR_TIME_FOREVER,
  };
}

#define ORDER_REFUSED(id, path) \
  world_refuses (&world, MNR_OPERATION_LIMIT_ORDER_CREATE, &op, "limit-order-create." id, path)
#define ORDER_ACCEPTED() world_accepts (&world, MNR_OPERATION_LIMIT_ORDER_CREATE, &op)

static void
test_order_protocol (void)
{
  MnrLimitOrderCreate op = make_order ();

  ORDER_ACCEPTED ();
  world_survives (&world, MNR_OPERATION_LIMIT_ORDER_CREATE, &op);

  op.min_to_receive.asset_id = TOKEN;
  ORDER_REFUSED ("same-asset", "min_to_receive.asset_id");

  op = make_order ();
  op.amount_to_sell.amount = 0;
  ORDER_REFUSED ("sells-nothing", "amount_to_sell.amount");
  op.amount_to_sell.amount = 1;
  ORDER_ACCEPTED ();

  op.min_to_receive.amount = 0;
  ORDER_REFUSED ("asks-nothing", "min_to_receive.amount");
  op.min_to_receive.amount = 1;
  ORDER_ACCEPTED ();
}

static void
test_order_take_profit (void)
{
  MnrTakeProfit action = {
    .fee_asset_id = CORE,
    .spread_percent = 1,
    .size_percent = 10000,
    .expiration_seconds = 1,
  };
  MnrVariant items[2] = { { .value = &action }, { .value = &action } };
  MnrVariantArray actions = { .items = items, .len = 1 };
  MnrLimitOrderCreate op = make_order ();

  op.extensions.on_fill = &actions;
  ORDER_ACCEPTED ();

  action.spread_percent = 0;
  ORDER_REFUSED ("spread", "extensions.on_fill");
  action.spread_percent = 1;

  action.size_percent = 0;
  ORDER_REFUSED ("size-zero", "extensions.on_fill");
  action.size_percent = 10001;
  ORDER_REFUSED ("size", "extensions.on_fill");
  action.size_percent = 1;

  action.expiration_seconds = 0;
  ORDER_REFUSED ("lifetime", "extensions.on_fill");
  action.expiration_seconds = 1;

  actions.len = 2;
  ORDER_REFUSED ("one-action", "extensions.on_fill");
  actions.len = 0;
  ORDER_REFUSED ("one-action", "extensions.on_fill");
  actions.len = 1;

  action.fee_asset_id = MNR_ASSET_ID (99);
  ORDER_REFUSED ("fee-asset", "extensions.on_fill");

  /* A variant that this program does not know. */
  items[0].value = NULL;
  ORDER_ACCEPTED ();
}

static void
test_order_state (void)
{
  MnrLimitOrderCreate op = make_order ();
  MnrObjectId other[] = { USD }, core[] = { CORE }, alice[] = { ALICE };
  MnrAssetOptions *token = &world_asset (&world, TOKEN)->options;

  op.expiration = NOW - 1;
  ORDER_REFUSED ("expired", "expiration");
  op.expiration = NOW;
  ORDER_ACCEPTED ();

  op.min_to_receive.asset_id = MNR_ASSET_ID (99);
  world_refuses (&world, MNR_OPERATION_LIMIT_ORDER_CREATE, &op, "object.missing",
                 "min_to_receive.asset_id");
  op.min_to_receive.asset_id = CORE;

  token->whitelist_markets.items = other;
  token->whitelist_markets.len = 1;
  ORDER_REFUSED ("market-not-listed", "min_to_receive.asset_id");
  token->whitelist_markets.items = core;
  ORDER_ACCEPTED ();
  token->whitelist_markets.len = 0;

  token->blacklist_markets.items = core;
  token->blacklist_markets.len = 1;
  ORDER_REFUSED ("market-black-listed", "min_to_receive.asset_id");
  token->blacklist_markets.items = other;
  ORDER_ACCEPTED ();

  /* Only what is sold decides; who may hold it is asked of both. */
  token->flags = MNR_POWER_WHITE_LIST;
  token->whitelist_authorities.items = alice;
  token->whitelist_authorities.len = 1;
  ORDER_REFUSED ("may-not-sell", "amount_to_sell.asset_id");
  op.amount_to_sell.asset_id = CORE;
  op.min_to_receive.asset_id = TOKEN;
  ORDER_REFUSED ("may-not-receive", "min_to_receive.asset_id");

  op = make_order ();
  op.amount_to_sell.amount = 1000000001;
  ORDER_REFUSED ("balance", "amount_to_sell.amount");
  op.amount_to_sell.amount = 1000000000;
  ORDER_ACCEPTED ();
}

static void
test_order_far_from_feed (void)
{
  MnrLimitOrderCreate op = make_order ();

  /* 1 USD is worth 2 core. */
  op.amount_to_sell = amount (10000, USD);
  op.min_to_receive = amount (99999, CORE);
  world_warns (&world, MNR_OPERATION_LIMIT_ORDER_CREATE, &op, "limit-order-create.far-from-feed",
               "min_to_receive");
  op.min_to_receive.amount = 100000;
  world_is_silent (&world, MNR_OPERATION_LIMIT_ORDER_CREATE, &op,
                   "limit-order-create.far-from-feed");

  op.amount_to_sell = amount (200000, CORE);
  op.min_to_receive = amount (4999, USD);
  world_warns (&world, MNR_OPERATION_LIMIT_ORDER_CREATE, &op, "limit-order-create.far-from-feed",
               "min_to_receive");
  op.min_to_receive.amount = 5000;
  world_is_silent (&world, MNR_OPERATION_LIMIT_ORDER_CREATE, &op,
                   "limit-order-create.far-from-feed");
}

static void
test_order_all_at_once (void)
{
  MnrLimitOrderCreate op = make_order ();
  g_autofree char *refusals = NULL;

  op.seller = DAVE;
  op.amount_to_sell = amount (5, TOKEN);
  op.min_to_receive = amount (-1, TOKEN);
  op.expiration = 0;
  refusals = world_refusals (&world, MNR_OPERATION_LIMIT_ORDER_CREATE, &op);
  g_assert_cmpstr (refusals, ==,
                   "limit-order-create.same-asset limit-order-create.asks-nothing "
                   "limit-order-create.expired limit-order-create.balance");

  /* Nothing filled in yet. */
  op = (MnrLimitOrderCreate){ 0 };
  g_clear_pointer (&refusals, g_free);
  refusals = world_refusals (&world, MNR_OPERATION_LIMIT_ORDER_CREATE, &op);
  g_assert_true (g_str_has_prefix (refusals, "limit-order-create.same-asset "));
}

static void
test_cancel (void)
{
  MnrLimitOrderCancel op = { .fee_paying_account = BOB, .order = ORDER };

  world_init (&world);
  world_accepts (&world, MNR_OPERATION_LIMIT_ORDER_CANCEL, &op);
  world_survives (&world, MNR_OPERATION_LIMIT_ORDER_CANCEL, &op);

  op.fee_paying_account = CAROL;
  world_refuses (&world, MNR_OPERATION_LIMIT_ORDER_CANCEL, &op, "limit-order-cancel.owner",
                 "order");
  op.order = MNR_LIMIT_ORDER_ID (8);
  world_refuses (&world, MNR_OPERATION_LIMIT_ORDER_CANCEL, &op, "limit-order-cancel.unknown",
                 "order");
  op.order = 0;
  world_refuses (&world, MNR_OPERATION_LIMIT_ORDER_CANCEL, &op, "object.unset", "order");
}

/* A new position of 1 USD at 180.005 %: the initial ratio is 180 %. */
static MnrCallOrderUpdate
make_borrow (void)
{
  world_init (&world);
  return (MnrCallOrderUpdate){
    .funding_account = CAROL,
    .delta_collateral = amount (360001, CORE),
    .delta_debt = amount (10000, USD),
  };
}

#define CALL_REFUSED(id, path) \
  world_refuses (&world, MNR_OPERATION_CALL_ORDER_UPDATE, &op, "call-order-update." id, path)
#define CALL_WARNS(id, path) \
  world_warns (&world, MNR_OPERATION_CALL_ORDER_UPDATE, &op, "call-order-update." id, path)
#define CALL_SILENT(id) \
  world_is_silent (&world, MNR_OPERATION_CALL_ORDER_UPDATE, &op, "call-order-update." id)
#define CALL_ACCEPTED() world_accepts (&world, MNR_OPERATION_CALL_ORDER_UPDATE, &op)

static void
test_call_protocol (void)
{
  MnrCallOrderUpdate op = make_borrow ();

  CALL_ACCEPTED ();
  world_survives (&world, MNR_OPERATION_CALL_ORDER_UPDATE, &op);

  op.delta_collateral.asset_id = USD;
  CALL_REFUSED ("same-asset", "delta_collateral.asset_id");

  op = make_borrow ();
  op.funding_account = BOB;
  op.delta_collateral.amount = op.delta_debt.amount = 0;
  CALL_REFUSED ("nothing", "");
  op.delta_collateral.amount = 1;
  CALL_ACCEPTED ();
}

static void
test_call_asset (void)
{
  MnrCallOrderUpdate op = make_borrow ();
  MnrAssetOptions *usd = &world_asset (&world, USD)->options;

  op.delta_debt.asset_id = TOKEN;
  CALL_REFUSED ("not-smartcoin", "delta_debt.asset_id");
  op.delta_debt.asset_id = MNR_ASSET_ID (99);
  world_refuses (&world, MNR_OPERATION_CALL_ORDER_UPDATE, &op, "object.missing",
                 "delta_debt.asset_id");
  op.delta_debt.asset_id = 0;
  world_refuses (&world, MNR_OPERATION_CALL_ORDER_UPDATE, &op, "object.unset",
                 "delta_debt.asset_id");
  op.delta_debt.asset_id = USD;

  usd->flags = MNR_POWER_DISABLE_NEW_SUPPLY;
  CALL_REFUSED ("no-new-supply", "delta_debt.amount");
  op.funding_account = BOB;
  op.delta_debt.amount = -1;
  CALL_ACCEPTED ();

  op = make_borrow ();
  usd->max_supply = 100009999;
  CALL_REFUSED ("max-supply", "delta_debt.amount");
  usd->max_supply = 100010000;
  CALL_ACCEPTED ();

  op.delta_debt.asset_id = SETTLED;
  CALL_REFUSED ("globally-settled", "delta_debt.asset_id");
  op.delta_debt.asset_id = USD;

  op.delta_collateral.asset_id = TOKEN;
  CALL_REFUSED ("wrong-collateral", "delta_collateral.asset_id");
}

static void
test_call_amounts (void)
{
  MnrCallOrderUpdate op = make_borrow ();
  MnrAssetDynamicData *usd = world_dynamic_data (&world, USD);

  op.delta_collateral.amount = 0;
  CALL_REFUSED ("new-collateral", "delta_collateral.amount");

  op = make_borrow ();
  op.delta_debt.amount = -1;
  CALL_REFUSED ("new-debt", "delta_debt.amount");

  op.delta_debt.amount = -usd->current_supply - 1;
  CALL_REFUSED ("supply-below-zero", "delta_debt.amount");

  /* Bob closes his position. */
  op = make_borrow ();
  op.funding_account = BOB;
  op.delta_debt.amount = -world.position.debt;
  op.delta_collateral.amount = -world.position.collateral;
  CALL_ACCEPTED ();
  op.delta_collateral.amount++;
  CALL_REFUSED ("closing-collateral", "delta_collateral.amount");

  /* Closing needs no feed, everything else does. */
  op.delta_collateral.amount--;
  world_bitasset (&world, USD)->current_feed.settlement_price = price (0, CORE, 0, CORE);
  CALL_ACCEPTED ();
  op.delta_debt.amount++;
  op.delta_collateral.amount += 1000;
  CALL_REFUSED ("no-feed", "delta_debt.asset_id");

  op = make_borrow ();
  op.funding_account = BOB;
  op.delta_debt.amount = 0;
  op.delta_collateral.amount = -world.position.collateral;
  CALL_REFUSED ("not-positive", "delta_collateral.amount");
  usd->current_supply++;
  op.delta_debt.amount = -world.position.debt - 1;
  CALL_REFUSED ("not-positive", "delta_debt.amount");

  /* The far ends of the integers. */
  op.delta_debt.amount = op.delta_collateral.amount = G_MININT64;
  CALL_REFUSED ("supply-below-zero", "delta_debt.amount");
  op.delta_debt.amount = op.delta_collateral.amount = G_MAXINT64;
  CALL_REFUSED ("max-supply", "delta_debt.amount");
}

static void
test_call_prediction_market (void)
{
  MnrCallOrderUpdate op = make_borrow ();

  op.delta_debt = amount (10, BET);
  op.delta_collateral = amount (10, CORE);
  CALL_ACCEPTED ();
  op.delta_collateral.amount = 11;
  CALL_REFUSED ("prediction-market", "delta_collateral.amount");
}

static void
test_call_account (void)
{
  MnrCallOrderUpdate op = make_borrow ();
  MnrObjectId alice[] = { ALICE };
  MnrAssetOptions *options = &world_asset (&world, USD)->options;

  for (guint i = 0; i < 2; i++)
    {
      options->flags = MNR_POWER_WHITE_LIST;
      options->whitelist_authorities.items = alice;
      options->whitelist_authorities.len = 1;
      if (i == 0)
        CALL_REFUSED ("may-not-hold-debt", "delta_debt.asset_id");
      world_init (&world);
      options = &world_asset (&world, CORE)->options;
    }

  /* The collateral has to be there, the debt is there once borrowed. */
  op = make_borrow ();
  op.funding_account = DAVE;
  world_refuses (&world, MNR_OPERATION_CALL_ORDER_UPDATE, &op, "balance.insufficient",
                 "delta_collateral.amount");
  world.position.borrower = DAVE;
  op.delta_collateral.amount = 0;
  op.delta_debt.amount = -1;
  world_refuses (&world, MNR_OPERATION_CALL_ORDER_UPDATE, &op, "balance.insufficient",
                 "delta_debt.amount");
}

static void
test_call_ratio (void)
{
  MnrCallOrderUpdate op = make_borrow ();

  /* Feed 20, squeeze price 30, called at 35, new ones above 36 core units for
   * one of debt. */
  op.delta_collateral.amount = 360000;
  CALL_REFUSED ("initial-ratio", "delta_collateral");
  op.delta_collateral.amount = 350001;
  CALL_REFUSED ("initial-ratio", "delta_collateral");
  /* At the maintenance ratio the market may still take it: for the ledger to refuse. */
  op.delta_collateral.amount = 350000;
  CALL_WARNS ("called-at-once", "delta_collateral");
  op.delta_collateral.amount = 300000;
  CALL_WARNS ("called-at-once", "delta_collateral");
  op.delta_collateral.amount = 299999;
  CALL_REFUSED ("squeeze", "delta_collateral");

  /* Close, but accepted. */
  op.delta_collateral.amount = 360001;
  CALL_WARNS ("close-to-call", "delta_collateral");
  op.delta_collateral.amount = 385000;
  CALL_SILENT ("close-to-call");

  /* Whoever only raises the ratio may do so wherever it stands. */
  op = make_borrow ();
  op.funding_account = BOB;
  world.position.collateral = 20 * world.position.debt;
  op.delta_debt.amount = 0;
  op.delta_collateral.amount = 1;
  CALL_ACCEPTED ();
  CALL_SILENT ("called-at-once");
  op.delta_debt.amount = 1;
  op.delta_collateral.amount = 1000;
  CALL_REFUSED ("squeeze", "delta_collateral");
  op.delta_debt.amount = -1;
  op.delta_collateral.amount = -20;
  CALL_REFUSED ("squeeze", "delta_collateral");
  op.delta_collateral.amount = -19;
  CALL_ACCEPTED ();

  g_assert_true (mnr_rules_call_order_only_raises (10, 10, 11, 10));
  g_assert_false (mnr_rules_call_order_only_raises (10, 10, 10, 10));
  g_assert_false (mnr_rules_call_order_only_raises (10, 10, 12, 11));
}

static void
test_call_target (void)
{
  MnrCallOrderUpdate op = make_borrow ();
  guint16 target = 1750, old = 2000;

  op.extensions.target_collateral_ratio = &target;
  CALL_WARNS ("target-without-effect", "extensions.target_collateral_ratio");
  target = 1751;
  CALL_SILENT ("target-without-effect");

  op.funding_account = BOB;
  world.position.target_collateral_ratio = &old;
  CALL_SILENT ("target-removed");
  op.extensions.target_collateral_ratio = NULL;
  CALL_WARNS ("target-removed", "extensions.target_collateral_ratio");
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rules/market/order/protocol", test_order_protocol);
  g_test_add_func ("/rules/market/order/take-profit", test_order_take_profit);
  g_test_add_func ("/rules/market/order/state", test_order_state);
  g_test_add_func ("/rules/market/order/far-from-feed", test_order_far_from_feed);
  g_test_add_func ("/rules/market/order/all-at-once", test_order_all_at_once);
  g_test_add_func ("/rules/market/cancel", test_cancel);
  g_test_add_func ("/rules/market/call/protocol", test_call_protocol);
  g_test_add_func ("/rules/market/call/asset", test_call_asset);
  g_test_add_func ("/rules/market/call/amounts", test_call_amounts);
  g_test_add_func ("/rules/market/call/prediction-market", test_call_prediction_market);
  g_test_add_func ("/rules/market/call/account", test_call_account);
  g_test_add_func ("/rules/market/call/ratio", test_call_ratio);
  g_test_add_func ("/rules/market/call/target", test_call_target);

  return g_test_run ();
}
