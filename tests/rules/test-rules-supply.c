/* test-rules-supply.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "test-cases.h"

static void
test_transfer (void)
{
  static const char base[] = "[0,{" FEE ",'from':'1.2.101','to':'1.2.102',"
                             "'amount':{'amount':500,'asset_id':'1.3.10'},'extensions':[]}]";
  static const Case cases[] = {
    { "", "" },
    { "1.2.102", "1.2.101", "transfer.same-account", "to" },
    { "500", "0", "transfer.amount-not-positive", "amount.amount" },
    { "500", "1" },
    { "500", "501", "transfer.balance", "amount.amount" },
    { "1.2.102", "1.2.999", "object.missing", "to" },
    { "1.3.10", "1.3.999", "object.missing", "amount.asset_id" },
    { "1.2.101", "1.2.999", "object.missing", "from" },
    { "1.3.10", "1.3.14", "transfer.sender-not-authorised", "from" },
    { "1.3.10", "1.3.14", "transfer.recipient-not-authorised", "to" },
    { "1.3.10", "1.3.15", "transfer.restricted", "amount.asset_id" },
    { "'to':'1.2.102','amount':{'amount':500,'asset_id':'1.3.10'}",
      "'to':'1.2.100','amount':{'amount':500,'asset_id':'1.3.15'}" },
    { "1.2.102", "1.2.3", "transfer.to-nobody", "to" },
    { "1.2.102", "1.2.4", "transfer.to-nobody", "to" },
    { "'amount':0", "'amount':-1", "fee.negative", "fee.amount" },
    /* A fee in a token, at 1 for 2, out of a pool of 5000. */
    { "0,'asset_id':'1.3.0'", "0,'asset_id':'1.3.14'", "fee.asset-not-authorised",
      "fee.asset_id" },
    { "0,'asset_id':'1.3.0'", "0,'asset_id':'1.3.999'", "object.missing", "fee.asset_id" },
    { "0,'asset_id':'1.3.0'", "10002,'asset_id':'1.3.10'", "fee.pool-too-small", "fee.asset_id" },
    { "0,'asset_id':'1.3.0'", "1,'asset_id':'1.3.10'", "balance.insufficient", "fee.amount" },
    { "0,'asset_id':'1.3.0'", "1000,'asset_id':'1.3.0'" },
    { "0,'asset_id':'1.3.0'", "1001,'asset_id':'1.3.0'", "balance.insufficient", "fee.amount" },
  };

  run_cases (base, cases);
}

static void
test_issue (void)
{
  static const char base[] = "[14,{" FEE ",'issuer':'1.2.100','asset_to_issue':"
                             "{'amount':999000000,'asset_id':'1.3.10'},"
                             "'issue_to_account':'1.2.101','extensions':[]}]";
  static const Case cases[] = {
    { "", "" },
    { "999000000", "999000001", "asset-issue.maximum-supply", "asset_to_issue.amount" },
    { "999000000", "1" },
    { "999000000", "0", "asset-issue.amount-not-positive", "asset_to_issue.amount" },
    { "999000000", "1000000000000001", "asset-issue.amount-too-large", "asset_to_issue.amount" },
    { "1.3.10", "1.3.0", "asset-issue.core", "asset_to_issue.asset_id" },
    { "1.2.100", "1.2.101", "asset-issue.not-issuer", "issuer" },
    { "1.3.10", "1.3.12", "asset-issue.smartcoin", "asset_to_issue.asset_id" },
    { "1.3.10", "1.3.17", "asset-issue.pool-share", "asset_to_issue.asset_id" },
    { "1.3.10", "1.3.18", "asset-issue.new-supply-disabled", "asset_to_issue.asset_id" },
    { "1.3.10", "1.3.14", "asset-issue.recipient-not-authorised", "issue_to_account" },
    { "'asset_id':'1.3.10'},'issue_to_account':'1.2.101'",
      "'asset_id':'1.3.14'},'issue_to_account':'1.2.103'" },
    { "1.2.101", "1.2.999", "object.missing", "issue_to_account" },
    { "1.2.101", "1.2.3", "asset-issue.to-nobody", "issue_to_account" },
    { "1.3.10", "1.3.999", "object.missing", "asset_to_issue.asset_id" },
  };

  run_cases (base, cases);
}

static void
test_reserve (void)
{
  static const char base[] = "[15,{" FEE ",'payer':'1.2.101','amount_to_reserve':"
                             "{'amount':500,'asset_id':'1.3.10'},'extensions':[]}]";
  static const Case cases[] = {
    { "", "" },
    { "500", "501", "balance.insufficient", "amount_to_reserve.amount" },
    { "500", "0", "asset-reserve.amount-not-positive", "amount_to_reserve.amount" },
    { "500", "1" },
    { "500", "1000000000000001", "asset-reserve.amount-too-large", "amount_to_reserve.amount" },
    { "500", "1000001", "asset-reserve.supply", "amount_to_reserve.amount" },
    { "1.3.10", "1.3.12", "asset-reserve.smartcoin", "amount_to_reserve.asset_id" },
    { "1.3.10", "1.3.14", "asset-reserve.not-authorised", "payer" },
    { "'amount':500,'asset_id':'1.3.10'", "'amount':1000,'asset_id':'1.3.17'",
      "asset-reserve.last-share", "amount_to_reserve.amount" },
    { "1.3.10", "1.3.17" },
    { "1.3.10", "1.3.0" },
  };

  run_cases (base, cases);
}

static void
test_fund_fee_pool (void)
{
  static const char base[] = "[16,{" FEE ",'from_account':'1.2.101','asset_id':'1.3.11',"
                             "'amount':1000,'extensions':[]}]";
  static const Case cases[] = {
    { "", "" },
    { "1000", "1" },
    { "1000", "0", "asset-fund-fee-pool.amount-not-positive", "amount" },
    { "1000", "1001", "balance.insufficient", "amount" },
    { "1.3.0", "1.3.10", "asset-fund-fee-pool.fee-not-core", "fee.asset_id" },
    { "1.3.11", "1.3.999", "object.missing", "asset_id" },
    { "1.3.11", "1.3.19", "asset-fund-fee-pool.unclaimable", "asset_id" },
    { "'amount':0", "'amount':1", "balance.insufficient", "fee.amount" },
  };

  run_cases (base, cases);
}

static void
test_claim_fees (void)
{
  static const char base[] = "[43,{" FEE ",'issuer':'1.2.100','amount_to_claim':"
                             "{'amount':300,'asset_id':'1.3.10'},'extensions':{}}]";
  static const char backing[] = "[43,{" FEE ",'issuer':'1.2.100','amount_to_claim':"
                                "{'amount':40,'asset_id':'1.3.0'},"
                                "'extensions':{'claim_from_asset_id':'1.3.12'}}]";
  static const Case cases[] = {
    { "", "" },
    { "300", "301", "asset-claim-fees.accumulated", "amount_to_claim.amount" },
    { "300", "0", "asset-claim-fees.amount-not-positive", "amount_to_claim.amount" },
    { "1.2.100", "1.2.101", "asset-claim-fees.not-issuer", "issuer" },
    { "'extensions':{}", "'extensions':{'claim_from_asset_id':'1.3.10'}",
      "asset-claim-fees.same-asset", "extensions.claim_from_asset_id" },
    /* The fee may come out of what is claimed. */
    { "0,'asset_id':'1.3.0'", "1300,'asset_id':'1.3.10'" },
    { "0,'asset_id':'1.3.0'", "1301,'asset_id':'1.3.10'", "balance.insufficient", "fee.amount" },
  };
  static const Case backing_cases[] = {
    { "", "" },
    { "40", "41", "asset-claim-fees.accumulated-collateral", "amount_to_claim.amount" },
    { "40,'asset_id':'1.3.0'", "40,'asset_id':'1.3.11'", "asset-claim-fees.not-backing",
      "amount_to_claim.asset_id" },
    { "1.3.12", "1.3.10", "asset-claim-fees.not-backing", "amount_to_claim.asset_id" },
  };

  run_cases (base, cases);
  run_cases (backing, backing_cases);
}

static void
test_claim_pool (void)
{
  static const char base[] = "[47,{" FEE ",'issuer':'1.2.100','asset_id':'1.3.10',"
                             "'amount_to_claim':{'amount':5000,'asset_id':'1.3.0'},"
                             "'extensions':[]}]";
  static const Case cases[] = {
    { "", "" },
    { "5000", "5001", "asset-claim-pool.pool", "amount_to_claim.amount" },
    { "5000", "0", "asset-claim-pool.amount-not-positive", "amount_to_claim.amount" },
    { "5000,'asset_id':'1.3.0'", "5000,'asset_id':'1.3.11'", "asset-claim-pool.not-core",
      "amount_to_claim.asset_id" },
    { "0,'asset_id':'1.3.0'", "0,'asset_id':'1.3.10'", "asset-claim-pool.fee-asset",
      "fee.asset_id" },
    { "1.2.100", "1.2.101", "asset-claim-pool.not-issuer", "issuer" },
    { "0,'asset_id':'1.3.0'", "1005000,'asset_id':'1.3.0'" },
    { "0,'asset_id':'1.3.0'", "1005001,'asset_id':'1.3.0'", "balance.insufficient", "fee.amount" },
  };

  run_cases (base, cases);
}

static void
test_override (void)
{
  static const char base[] = "[38,{" FEE ",'issuer':'1.2.100','from':'1.2.101','to':'1.2.102',"
                             "'amount':{'amount':500,'asset_id':'1.3.15'},'extensions':[]}]";
  static const Case cases[] = {
    { "", "" },
    { "500", "501", "override-transfer.balance", "amount.amount" },
    { "500", "0", "override-transfer.amount-not-positive", "amount.amount" },
    { "1.2.102", "1.2.101", "override-transfer.same-account", "to" },
    { "1.2.101", "1.2.100", "override-transfer.from-issuer", "from" },
    { "1.3.15", "1.3.10", "override-transfer.not-permitted", "amount.asset_id" },
    { "1.2.100", "1.2.103", "override-transfer.not-issuer", "issuer" },
    { "1.3.15", "1.3.14", "override-transfer.recipient-not-authorised", "to" },
    { "1.2.102", "1.2.3", "override-transfer.to-nobody", "to" },
    { "1.2.101", "1.2.999", "object.missing", "from" },
  };

  run_cases (base, cases);
}

/* The fee schedule, at its defaults: a transfer costs 20. */
static void
test_fee (void)
{
  static const char base[] = "[0,{'fee':{'amount':2000000,'asset_id':'1.3.0'},'from':'1.2.100',"
                             "'to':'1.2.102','amount':{'amount':500,'asset_id':'1.3.10'},"
                             "'extensions':[]}]";
  static const char defaults[] = "{\"parameters\":[],\"scale\":10000}";
  static const Case cases[] = {
    { "", "" },
    { "2000000", "1999999", "fee.insufficient", "fee.amount" },
    { "2000000", "19999999" },
    { "2000000", "20000000", "fee.excessive", "fee.amount" },
    { "2000000,'asset_id':'1.3.0'", "4000000,'asset_id':'1.3.10'" },
    { "2000000,'asset_id':'1.3.0'", "3999999,'asset_id':'1.3.10'", "fee.insufficient",
      "fee.amount" },
    { "2000000,'asset_id':'1.3.0'", "4000000000000000000,'asset_id':'1.3.10'",
      "fee.not-convertible", "fee.asset_id" },
  };
  g_autoptr (TestView) view = new_world ();
  MnrObjectId id = MNR_GLOBAL_PROPERTIES_ID;
  MnrGlobalProperties *properties = g_hash_table_lookup (view->objects, &id);

  mnr_fee_schedule_free (properties->parameters.current_fees);
  properties->parameters.current_fees =
    mnr_fee_schedule_new_from_json (defaults, strlen (defaults), NULL);
  test_view_set_balance (view, MNR_ACCOUNT_ID (100), MNR_CORE_ASSET, 1000000000);
  test_view_set_balance (view, MNR_ACCOUNT_ID (100), MNR_ASSET_ID (10), 1000000000);
  test_view_get_dynamic (view, 10)->fee_pool = 1000000000;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    run_case (view, base, &cases[i]);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rules/transfer", test_transfer);
  g_test_add_func ("/rules/asset-issue", test_issue);
  g_test_add_func ("/rules/asset-reserve", test_reserve);
  g_test_add_func ("/rules/asset-fund-fee-pool", test_fund_fee_pool);
  g_test_add_func ("/rules/asset-claim-fees", test_claim_fees);
  g_test_add_func ("/rules/asset-claim-pool", test_claim_pool);
  g_test_add_func ("/rules/override-transfer", test_override);
  g_test_add_func ("/rules/fee", test_fee);
  return g_test_run ();
}
