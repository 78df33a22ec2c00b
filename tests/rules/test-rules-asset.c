/* test-rules-asset.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-cases.h"

#define OPTIONS(rate)                                                             \
  "{'max_supply':1000000000,'market_fee_percent':0,'max_market_fee':1000,"        \
  "'issuer_permissions':79,'flags':0,'core_exchange_rate':" rate ","              \
  "'whitelist_authorities':[],'blacklist_authorities':[],'whitelist_markets':[]," \
  "'blacklist_markets':[],'description':'','extensions':{}}"

#define RATE(asset) \
  "{'base':{'amount':1,'asset_id':'1.3.0'},'quote':{'amount':2,'asset_id':'" asset "'}}"

static void
test_create (void)
{
  /* clang-format off */
  static const char base[] =
    "[10,{" FEE ",'issuer':'1.2.100','symbol':'FRESH','precision':4,"
    "'common_options':" OPTIONS (RATE ("1.3.1")) ","
    "'is_prediction_market':false,'extensions':[]}]";
  /* clang-format on */
#define O "common_options."
  static const Case cases[] = {
    { "", "" },
    { "FRESH", "", "asset-create.symbol", "symbol" },
    { "FRESH", "AB", "asset-create.symbol", "symbol" },
    { "FRESH", "ABC" },
    { "FRESH", "ABCDEFGHIJKLMNOP" },
    { "FRESH", "ABCDEFGHIJKLMNOPQ", "asset-create.symbol", "symbol" },
    { "FRESH", "BITTER", "asset-create.symbol", "symbol" },
    { "FRESH", "fresh", "asset-create.symbol", "symbol" },
    { "FRESH", "1FRESH", "asset-create.symbol", "symbol" },
    { "FRESH", "FRESH.", "asset-create.symbol", "symbol" },
    { "FRESH", "A.B.C", "asset-create.symbol", "symbol" },
    { "FRESH", "FR-SH", "asset-create.symbol", "symbol" },
    { "FRESH", "TOKEN", "asset-create.symbol-taken", "symbol" },
    { "FRESH", "TOKEN.A" },
    { "FRESH", "CHILD.A", "asset-create.parent-issuer", "symbol" },
    { "FRESH", "NONE.A", "asset-create.parent-missing", "symbol" },
    { "'precision':4", "'precision':13", "asset-create.precision", "precision" },
    { "'precision':4", "'precision':0" },
    { "1000000000", "0", "asset-options.max-supply-not-positive", O "max_supply" },
    { "1000000000", "1000000000000000" },
    { "1000000000", "1000000000000001", "asset-options.max-supply-too-large", O "max_supply" },
    { "1000000000", "9999", "asset-options.max-supply-below-one", O "max_supply" },
    { "1000000000", "10000" },
    { "'market_fee_percent':0", "'market_fee_percent':10001", "asset-options.market-fee",
      O "market_fee_percent" },
    { "'market_fee_percent':0", "'market_fee_percent':30", "asset-options.market-fee-off",
      O "flags.charge_market_fee" },
    { "'market_fee_percent':0,'max_market_fee':1000,'issuer_permissions':79,'flags':0",
      "'market_fee_percent':10000,'max_market_fee':1000,'issuer_permissions':79,'flags':1" },
    { "'market_fee_percent':0,'max_market_fee':1000,'issuer_permissions':79,'flags':0",
      "'market_fee_percent':30,'max_market_fee':0,'issuer_permissions':79,'flags':1",
      "asset-options.market-fee-capped-at-zero", O "max_market_fee" },
    { "'max_market_fee':1000", "'max_market_fee':-1", "asset-options.max-market-fee",
      O "max_market_fee" },
    { "'max_market_fee':1000", "'max_market_fee':1000000000000001",
      "asset-options.max-market-fee", O "max_market_fee" },
    { "'max_market_fee':1000", "'max_market_fee':1000000000000000" },
    { "'flags':0", "'flags':32", "asset-options.global-settle-flag", O "flags.global_settle" },
    { "'flags':0", "'flags':384", "asset-options.witness-and-committee-fed",
      O "flags.witness_fed_asset" },
    { "'flags':0", "'flags':128", "asset-options.smartcoin-flags", O "flags.witness_fed_asset" },
    { "'flags':0", "'flags':2048", "asset-options.mcr-flag", O "flags.disable_mcr_update" },
    { "'flags':0", "'flags':4096", "asset-options.icr-flag", O "flags.disable_icr_update" },
    { "'flags':0", "'flags':8192", "asset-options.mssr-flag", O "flags.disable_mssr_update" },
    { "'flags':0", "'flags':16384", "asset-options.bsrm-flag", O "flags.disable_bsrm_update" },
    { "'flags':0", "'flags':1024", "asset-options.new-supply-disabled",
      O "flags.disable_new_supply" },
    { "'flags':0", "'flags':2", "asset-options.lists-empty", O "flags.white_list" },
    { "'flags':0", "'flags':8" },
    { "'issuer_permissions':79", "'issuer_permissions':95", "asset-create.smartcoin-permissions",
      O "issuer_permissions.disable_force_settle" },
    { "'issuer_permissions':79", "'issuer_permissions':207", "asset-create.feed-permissions",
      O "issuer_permissions.witness_fed_asset" },
    { "'issuer_permissions':79", "'issuer_permissions':591", "asset-create.right-forgone",
      O "issuer_permissions.lock_max_supply" },
    { "'issuer_permissions':79,'flags':0", "'issuer_permissions':591,'flags':512" },
    { "{'amount':1,'asset_id':'1.3.0'}", "{'amount':0,'asset_id':'1.3.0'}",
      "price.base-not-positive", O "core_exchange_rate.base.amount" },
    { "{'amount':2,'asset_id':'1.3.1'}", "{'amount':0,'asset_id':'1.3.1'}",
      "price.quote-not-positive", O "core_exchange_rate.quote.amount" },
    { "1.3.1'", "1.3.0'", "price.same-asset", O "core_exchange_rate" },
    { "1.3.1'", "1.3.5'", "asset-create.rate-asset", O "core_exchange_rate" },
    { "{'amount':1,'asset_id':'1.3.0'}", "{'amount':1,'asset_id':'1.3.5'}",
      "asset-options.rate-without-core", O "core_exchange_rate" },
    { "{'amount':2,", "{'amount':1000000000000000," },
    { "{'amount':2,", "{'amount':1000000000000001,", "asset-create.rate-too-large",
      O "core_exchange_rate" },
    { "'whitelist_authorities':[]", "'whitelist_authorities':['1.2.100']",
      "asset-options.lists-without-flag", O "whitelist_authorities" },
    { "'blacklist_authorities':[]", "'blacklist_authorities':['1.2.100']",
      "asset-options.lists-without-flag", O "blacklist_authorities" },
    { "'whitelist_authorities':[]",
      "'whitelist_authorities':['1.2.100','1.2.101','1.2.102']", "asset-create.whitelist-size",
      O "whitelist_authorities" },
    { "'blacklist_authorities':[]",
      "'blacklist_authorities':['1.2.100','1.2.101','1.2.102']", "asset-create.blacklist-size",
      O "blacklist_authorities" },
    { "'whitelist_authorities':[]", "'whitelist_authorities':['1.2.100','1.2.999']",
      "object.missing", O "whitelist_authorities[1]" },
    { "'blacklist_authorities':[]", "'blacklist_authorities':['1.2.999']", "object.missing",
      O "blacklist_authorities[0]" },
    { "'flags':0,'core_exchange_rate':" RATE ("1.3.1") ",'whitelist_authorities':[]",
      "'flags':2,'core_exchange_rate':" RATE ("1.3.1") ",'whitelist_authorities':['1.2.100']",
      "asset-options.issuer-not-listed", O "whitelist_authorities" },
    /* clang-format off */
    { "'flags':0,'core_exchange_rate':" RATE ("1.3.1") ",'whitelist_authorities':[],"
      "'blacklist_authorities':[]",
      "'flags':2,'core_exchange_rate':" RATE ("1.3.1") ",'whitelist_authorities':[],"
      "'blacklist_authorities':['1.2.100','1.2.101']" },
    /* clang-format on */
    { "'whitelist_markets':[],'blacklist_markets':[]",
      "'whitelist_markets':['1.3.10'],'blacklist_markets':['1.3.10']",
      "asset-options.market-on-both-lists", O "blacklist_markets" },
    { "'whitelist_markets':[],'blacklist_markets':[]",
      "'whitelist_markets':['1.3.10'],'blacklist_markets':['1.3.11']" },
    { "'description':'','extensions':{}",
      "'description':'','extensions':{'reward_percent':10001}", "asset-options.reward",
      O "extensions.reward_percent" },
    { "'description':'','extensions':{}",
      "'description':'','extensions':{'reward_percent':10000}" },
    { "'description':'','extensions':{}",
      "'description':'','extensions':{'taker_fee_percent':10001}", "asset-options.taker-fee",
      O "extensions.taker_fee_percent" },
    { "market':false", "market':true", "asset-create.prediction-market-token", "bitasset_opts" },
  };

  run_cases (base, cases);
}

#define BITASSET                                                                     \
  "{'feed_lifetime_sec':86400,'minimum_feeds':1,'force_settlement_delay_sec':86400," \
  "'force_settlement_offset_percent':0,'maximum_force_settlement_volume':2000,"      \
  "'short_backing_asset':'1.3.0','extensions':{}}"

static void
test_create_smartcoin (void)
{
  /* clang-format off */
  static const char base[] =
    "[10,{" FEE ",'issuer':'1.2.100','symbol':'FRESH','precision':5,"
    "'common_options':" OPTIONS (RATE ("1.3.1")) ","
    "'bitasset_opts':" BITASSET ","
    "'is_prediction_market':true,'extensions':[]}]";
  /* clang-format on */
  g_autofree char *market = replace (base, "'issuer_permissions':79", "'issuer_permissions':511");
  g_autofree char *smartcoin = replace (market, "market':true", "market':false");
  static const Case market_cases[] = {
    { "511", "479", "asset-create.prediction-market-global-settle",
      O "issuer_permissions.global_settle" },
    { "511", "16895", "asset-create.prediction-market-bsrm-permission",
      O "issuer_permissions.disable_bsrm_update" },
    { "'extensions':{}},'is", "'extensions':{'black_swan_response_method':0}},'is",
      "asset-create.prediction-market-bsrm",
      "bitasset_opts.extensions.black_swan_response_method" },
    { "'precision':5", "'precision':4", "asset-create.prediction-market-precision", "precision" },
  };
  static const Case smartcoin_cases[] = {
    { "'feed_lifetime_sec':86400", "'feed_lifetime_sec':3", "asset-create.times",
      "bitasset_opts.feed_lifetime_sec" },
    { "'force_settlement_delay_sec':86400", "'force_settlement_delay_sec':3",
      "asset-create.times", "bitasset_opts.force_settlement_delay_sec" },
    { "'short_backing_asset':'1.3.0'", "'short_backing_asset':'1.3.999'", "object.missing",
      "bitasset_opts.short_backing_asset" },
    { "'short_backing_asset':'1.3.0'", "'short_backing_asset':'1.3.16'",
      "asset-create.backing-depth", "bitasset_opts.short_backing_asset" },
    { "'flags':0", "'flags':8192", "asset-options.mssr-flag", O "flags.disable_mssr_update" },
  };

  static const Case committee_cases[] = {
    { "", "" },
    { "'short_backing_asset':'1.3.0'", "'short_backing_asset':'1.3.12'" },
    { "'short_backing_asset':'1.3.0'", "'short_backing_asset':'1.3.10'",
      "asset-create.committee-backing", "bitasset_opts.short_backing_asset" },
    { "'short_backing_asset':'1.3.0'", "'short_backing_asset':'1.3.22'",
      "asset-create.committee-backing", "bitasset_opts.short_backing_asset" },
  };
  static const Case alice_cases[] = {
    { "'short_backing_asset':'1.3.0'", "'short_backing_asset':'1.3.10'",
      "bitasset-options.controlled-backing", "bitasset_opts.short_backing_asset" },
  };
  g_autofree char *committee = replace (smartcoin, "1.2.100", "1.2.0");
  g_autofree char *alice = replace (smartcoin, "1.2.100", "1.2.101");

  run_cases (market, market_cases);
  run_cases (smartcoin, smartcoin_cases);
  run_cases (alice, alice_cases);

  /* What else is a mistake about these backings is not the question here. */
  for (guint i = 0; i < G_N_ELEMENTS (committee_cases); i++)
    {
      g_autoptr (TestView) view = new_world ();
      g_autofree char *json = replace (committee, committee_cases[i].from, committee_cases[i].to);
      g_auto (MnrCheck) check = { 0 };
      const MnrFinding *refusal;
      MnrOperation operation;

      test_operation_read (&operation, json);
      mnr_rules_check (&operation, &view->view, &check);
      refusal = mnr_check_get_refusal (&check);
      g_assert_cmpstr (refusal != NULL ? refusal->rule->id : NULL, ==, committee_cases[i].id);
      mnr_value_clear (&mnr_type_operation, &operation);
    }
}

static void
test_update (void)
{
  /* clang-format off */
  static const char base[] =
    "[11,{" FEE ",'issuer':'1.2.100','asset_to_update':'1.3.10',"
    "'new_options':" OPTIONS (RATE ("1.3.10")) ",'extensions':{}}]";
  /* clang-format on */
  /* clang-format off */
  static const char empty[] =
    "[11,{" FEE ",'issuer':'1.2.100','asset_to_update':'1.3.11',"
    "'new_options':" OPTIONS (RATE ("1.3.11")) ",'extensions':{}}]";
  /* clang-format on */
  /* clang-format off */
  static const char backing[] =
    "[11,{" FEE ",'issuer':'1.2.100','asset_to_update':'1.3.20',"
    "'new_options':" OPTIONS (RATE ("1.3.20")) ","
    "'extensions':{'new_precision':5}}]";
  /* clang-format on */
  /* clang-format off */
  static const char market[] =
    "[11,{" FEE ",'issuer':'1.2.100','asset_to_update':'1.3.13',"
    "'new_options':" OPTIONS (RATE ("1.3.13")) ",'extensions':{}}]";
  /* clang-format on */
  /* clang-format off */
  static const char locked[] =
    "[11,{" FEE ",'issuer':'1.2.100','asset_to_update':'1.3.18',"
    "'new_options':" OPTIONS (RATE ("1.3.18")) ",'extensions':{}}]";
  /* clang-format on */
  /* clang-format off */
  static const char lists[] =
    "[11,{" FEE ",'issuer':'1.2.100','asset_to_update':'1.3.14',"
    "'new_options':" OPTIONS (RATE ("1.3.14")) ",'extensions':{}}]";
  /* clang-format on */
#undef O
#define O    "new_options."
#define LAST "'description':'','extensions':{}},'extensions':{"
  static const Case cases[] = {
    { "", "" },
    { "1.2.100", "1.2.101", "asset-update.not-issuer", "issuer" },
    { "'new_options'", "'new_issuer':'1.2.101','new_options'", "asset-update.new-issuer",
      "new_issuer" },
    { "'new_options'", "'new_issuer':'1.2.100','new_options'", "asset-update.same-issuer",
      "new_issuer" },
    { "'max_supply':1000000000", "'max_supply':1000000" },
    { "'max_supply':1000000000", "'max_supply':999999", "asset-update.max-supply-below-supply",
      O "max_supply" },
    { "'issuer_permissions':79", "'issuer_permissions':78", "asset-update.right-forgone",
      O "issuer_permissions.charge_market_fee" },
    { "'issuer_permissions':79", "'issuer_permissions':95", "asset-update.settlement-permissions",
      O "issuer_permissions.disable_force_settle" },
    { "'issuer_permissions':79", "'issuer_permissions':207", "asset-update.smartcoin-permissions",
      O "issuer_permissions.witness_fed_asset" },
    { "'flags':0", "'flags':16", "asset-update.settlement-flags", O "flags.disable_force_settle" },
    { "'flags':0", "'flags':128", "asset-options.smartcoin-flags", O "flags.witness_fed_asset" },
    { "'asset_id':'1.3.10'", "'asset_id':'1.3.11'", "asset-update.rate-asset",
      O "core_exchange_rate" },
    { "{'amount':1,'asset_id':'1.3.0'}", "{'amount':1000000000000000,'asset_id':'1.3.0'}" },
    { "{'amount':1,'asset_id':'1.3.0'}", "{'amount':2000000000000002,'asset_id':'1.3.0'}",
      "asset-update.rate-too-large", O "core_exchange_rate" },
    { LAST, LAST "'new_precision':5", "asset-update.precision-with-supply",
      "extensions.new_precision" },
    { LAST, LAST "'skip_core_exchange_rate':true" },
    { LAST, LAST "'skip_core_exchange_rate':false", "asset-update.skip-false",
      "extensions.skip_core_exchange_rate" },
    { "'asset_to_update':'1.3.10'", "'asset_to_update':'1.3.999'", "object.missing",
      "asset_to_update" },
    { "'whitelist_authorities':[]",
      "'whitelist_authorities':['1.2.100','1.2.101','1.2.102']", "asset-update.whitelist-size",
      O "whitelist_authorities" },
    { "'blacklist_authorities':[]",
      "'blacklist_authorities':['1.2.100','1.2.101','1.2.102']", "asset-update.blacklist-size",
      O "blacklist_authorities" },
    { "'blacklist_authorities':[]", "'blacklist_authorities':['1.2.999']", "object.missing",
      O "blacklist_authorities[0]" },
  };
  static const Case empty_cases[] = {
    { "", "" },
    { "'issuer_permissions':79", "'issuer_permissions':78" },
    { LAST, LAST "'new_precision':5" },
    { LAST, LAST "'new_precision':4", "asset-update.precision-same", "extensions.new_precision" },
    { LAST, LAST "'new_precision':13", "asset-update.precision", "extensions.new_precision" },
  };
  static const Case backing_cases[] = {
    { "", "", "asset-update.precision-backing", "extensions.new_precision" },
    { "{'new_precision':5}", "{}" },
  };
  static const Case market_cases[] = {
    { "'issuer_permissions':79", "'issuer_permissions':511" },
    { "'issuer_permissions':79", "'issuer_permissions':479",
      "asset-update.prediction-market-global-settle", O "issuer_permissions.global_settle" },
    { "'issuer_permissions':79", "'issuer_permissions':16895",
      "asset-update.prediction-market-bsrm-permission",
      O "issuer_permissions.disable_bsrm_update" },
    { LAST, LAST "'new_precision':4", "asset-update.precision-prediction-market",
      "extensions.new_precision" },
  };
  static const Case locked_cases[] = {
    { "'issuer_permissions':79,'flags':0", "'issuer_permissions':1536,'flags':1536" },
    { "'issuer_permissions':79,'flags':0", "'issuer_permissions':1536,'flags':0",
      "asset-update.flag-forbidden", O "flags.lock_max_supply" },
    { "'issuer_permissions':79,'flags':0", "'issuer_permissions':0,'flags':1536",
      "asset-update.permission-reinstated", O "issuer_permissions.lock_max_supply" },
    { "'issuer_permissions':79,'flags':0", "'issuer_permissions':1537,'flags':1536",
      "asset-update.permission-reinstated", O "issuer_permissions.charge_market_fee" },
    { "'max_supply':1000000000", "'max_supply':1000000001", "asset-update.max-supply-locked",
      O "max_supply" },
  };
  static const Case lists_cases[] = {
    { "", "", "asset-update.value-lost", O "whitelist_authorities" },
  };

  run_cases (base, cases);
  run_cases (empty, empty_cases);
  run_cases (backing, backing_cases);
  run_cases (market, market_cases);
  run_cases (locked, locked_cases);
  run_cases (lists, lists_cases);
}

static void
test_update_rate (void)
{
  /* clang-format off */
  static const char base[] =
    "[11,{" FEE ",'issuer':'1.2.100','asset_to_update':'1.3.10',"
    "'new_options':" OPTIONS (RATE ("1.3.10")) ",'extensions':{}}]";
  /* clang-format on */
  /* Somebody bids 3 of core for 4. */
  static const Case cases[] = {
    { "{'amount':2,", "{'amount':4," },
    { "{'amount':1,'asset_id':'1.3.0'},'quote':{'amount':2,",
      "{'amount':3,'asset_id':'1.3.0'},'quote':{'amount':4," },
    { "{'amount':1,'asset_id':'1.3.0'},'quote':{'amount':2,",
      "{'amount':4,'asset_id':'1.3.0'},'quote':{'amount':4,", "asset-update.rate-above-market",
      O "core_exchange_rate" },
  };
  g_autoptr (TestView) view = new_world ();
  MnrLimitOrder *order = test_view_add (view, MNR_LIMIT_ORDER_ID (1));

  order->sell_price = (MnrPrice){
    .base = { .amount = 3, .asset_id = MNR_CORE_ASSET },
    .quote = { .amount = 4, .asset_id = MNR_ASSET_ID (10) },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    run_case (view, base, &cases[i]);
}

/* With a live feed, the issuer's rate lasts no longer than the block. */
static void
test_update_fed (void)
{
  /* clang-format off */
  static const char base[] =
    "[11,{" FEE ",'issuer':'1.2.100','asset_to_update':'1.3.12',"
    "'new_options':" OPTIONS (RATE ("1.3.12")) ",'extensions':{}}]";
  /* clang-format on */
  g_autofree char *smartcoin = replace (base, "'issuer_permissions':79",
                                        "'issuer_permissions':511");
  static const Case cases[] = {
    { "", "" },
    { "{'amount':2,", "{'amount':4,", "asset-update.rate-of-feed",
      "new_options.core_exchange_rate" },
  };
  static const Case forgone = { "511", "2559", "asset-update.right-forgone",
                                "new_options.issuer_permissions.disable_mcr_update" };
  static const Case reinstated = { "", "", "asset-update.permission-reinstated",
                                   "new_options.issuer_permissions.disable_mcr_update" };
  g_autoptr (TestView) view = new_world ();
  MnrObjectId id = MNR_OBJECT_ID (2, 4, 12), asset_id = MNR_ASSET_ID (12);
  MnrBitassetData *bitasset = g_hash_table_lookup (view->objects, &id);
  MnrAsset *asset = g_hash_table_lookup (view->objects, &asset_id);

  bitasset->current_feed.core_exchange_rate = asset->options.core_exchange_rate;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    run_case (view, smartcoin, &cases[i]);

  run_case (view, smartcoin, &forgone);
  asset->options.issuer_permissions = 2559;
  run_case (view, smartcoin, &reinstated);
}

static void
test_update_issuer (void)
{
  static const char base[] = "[48,{" FEE ",'issuer':'1.2.100','asset_to_update':'1.3.10',"
                             "'new_issuer':'1.2.101','extensions':[]}]";
  static const Case cases[] = {
    { "", "" },
    { "1.2.101", "1.2.100", "asset-update-issuer.same-account", "new_issuer" },
    { "1.2.101", "1.2.999", "asset-update-issuer.new-issuer-missing", "new_issuer" },
    { "1.2.100", "1.2.102", "asset-update-issuer.not-issuer", "issuer" },
    { "1.3.10", "1.3.999", "object.missing", "asset_to_update" },
    { "1.2.101", "1.2.3", "asset-update-issuer.nobody", "new_issuer" },
    { "'1.3.10','new_issuer':'1.2.101'", "'1.3.12','new_issuer':'1.2.0'" },
    { "'1.3.10','new_issuer':'1.2.101'", "'1.3.22','new_issuer':'1.2.0'",
      "asset-update-issuer.committee-backing", "new_issuer" },
  };

  run_cases (base, cases);
}

static void
test_description (void)
{
  static const struct
  {
    const char *text;
    gboolean is_bad;
  } cases[] = {
    { "bell \a", TRUE },
    { "lines\n\tand more\r\n", FALSE },
    { "\xc3\xa4", FALSE },
  };
  g_autoptr (TestView) view = new_world ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      MnrOperation operation = { 0 };
      MnrAssetCreate *op = mnr_operation_init (&operation, MNR_OPERATION_ASSET_CREATE);
      g_auto (MnrCheck) check = { 0 };

      op->common_options.description = g_strdup (cases[i].text);
      mnr_rules_check (&operation, &view->view, &check);
      g_assert_cmpint (test_find (&check, "asset-options.description-controls",
                                  "common_options.description") != NULL,
                       ==, cases[i].is_bad);
      mnr_value_clear (&mnr_type_operation, &operation);
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rules/asset-create", test_create);
  g_test_add_func ("/rules/asset-create-smartcoin", test_create_smartcoin);
  g_test_add_func ("/rules/asset-update", test_update);
  g_test_add_func ("/rules/asset-update-rate", test_update_rate);
  g_test_add_func ("/rules/asset-update-fed", test_update_fed);
  g_test_add_func ("/rules/asset-update-issuer", test_update_issuer);
  g_test_add_func ("/rules/description", test_description);
  return g_test_run ();
}
