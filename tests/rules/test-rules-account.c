/* test-rules-account.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "test-cases.h"

#define KEY "BTS6MRyAjQq8ud7hVNYcfnVPJqcVpscN5So8BhtHuGYqET5GDW5CV"
#define AUTHORITY \
  "{'weight_threshold':1,'account_auths':[],'key_auths':[['" KEY "',1]],'address_auths':[]}"
#define ACCOUNT_OPTIONS                                                               \
  "{'memo_key':'" KEY "','voting_account':'1.2.5','num_witness':0,'num_committee':0," \
  "'votes':[],'extensions':[]}"

static void
test_account_create (void)
{
  /* clang-format off */
  static const char base[] =
    "[5,{" FEE ",'registrar':'1.2.100','referrer':'1.2.100',"
    "'referrer_percent':0,'name':'fresh-1','owner':" AUTHORITY ","
    "'active':" AUTHORITY ",'options':" ACCOUNT_OPTIONS ","
    "'extensions':{}}]";
  /* clang-format on */
  static const Case cases[] = {
    { "", "" },
    { "fresh-1", "", "account-create.name", "name" },
    { "fresh-1", "Fresh", "account-create.name", "name" },
    { "fresh-1", "fresh-", "account-create.name", "name" },
    { "fresh-1", "a..b", "account-create.name", "name" },
    { "fresh-1", "a.b.c1" },
    { "fresh-1", "alice", "account-create.name-taken", "name" },
    { "1.2.100", "1.2.101", "account-create.registrar", "registrar" },
    { "'referrer':'1.2.100'", "'referrer':'1.2.101'", "account-create.referrer", "referrer" },
    { "'referrer_percent':0", "'referrer_percent':10001", "account-create.referrer-percent",
      "referrer_percent" },
    { "'referrer_percent':0", "'referrer_percent':10000" },
    { "'weight_threshold':1", "'weight_threshold':2", "account-create.authority-impossible",
      "owner.weight_threshold" },
    { "'key_auths':[['" KEY "',1]]", "'key_auths':[]", "account-create.authority-empty", "owner" },
    { "'account_auths':[]", "'account_auths':[['1.2.999',1]]", "account-create.authority-missing",
      "owner.account_auths[0]" },
    { "'account_auths':[]", "'account_auths':[['1.2.101',1]]" },
    { "'account_auths':[]", "'account_auths':[['1.2.101',1],['1.2.102',1]]",
      "account-create.authority-too-many", "owner" },
    { "'num_witness':0", "'num_witness':1", "account-options.too-few-votes", "options.votes" },
    { "'num_witness':0,'num_committee':0,'votes':[]",
      "'num_witness':1,'num_committee':0,'votes':['1:19']" },
    { "'votes':[]", "'votes':['1:20']", "account-options.vote-missing", "options.votes" },
    { "'num_witness':0", "'num_witness':12", "account-options.witnesses", "options.num_witness" },
    { "'num_committee':0", "'num_committee':12", "account-options.committee",
      "options.num_committee" },
    { "1.2.5", "1.2.999", "account-options.proxy", "options.voting_account" },
  };

  run_cases (base, cases);
}

static void
test_account_update (void)
{
  /* clang-format off */
  static const char base[] =
    "[6,{" FEE ",'account':'1.2.101','owner':" AUTHORITY ","
    "'active':" AUTHORITY ",'new_options':" ACCOUNT_OPTIONS ","
    "'extensions':{}}]";
  /* clang-format on */
  static const Case cases[] = {
    { "", "" },
    { "1.2.101", "1.2.0", "account-update.committee-account", "account" },
    { "1.2.101", "1.2.4", "account-update.temp-account", "account" },
    { "'owner':" AUTHORITY ",'active':" AUTHORITY ",'new_options':" ACCOUNT_OPTIONS ",", "",
      "account-update.nothing", "" },
    { "'key_auths':[['" KEY "',1]]", "'key_auths':[]", "account-update.authority-empty", "owner" },
    { "'weight_threshold':1", "'weight_threshold':2", "account-update.authority-impossible",
      "owner.weight_threshold" },
    { "'account_auths':[]", "'account_auths':[['1.2.999',1]]", "account-update.authority-missing",
      "owner.account_auths[0]" },
    { "'account_auths':[]", "'account_auths':[['1.2.100',1],['1.2.102',1]]",
      "account-update.authority-too-many", "owner" },
    { "1.2.5", "1.2.999", "account-options.proxy", "new_options.voting_account" },
  };

  run_cases (base, cases);
}

static void
test_account_lists_and_upgrade (void)
{
  static const char list[] = "[7,{" FEE ",'authorizing_account':'1.2.100',"
                             "'account_to_list':'1.2.101','new_listing':1,'extensions':[]}]";
  static const char upgrade[] = "[8,{" FEE ",'account_to_upgrade':'1.2.101',"
                                "'upgrade_to_lifetime_member':true,'extensions':[]}]";
  static const Case list_cases[] = {
    { "", "" },
    { "1.2.100", "1.2.102", "account-whitelist.not-member", "authorizing_account" },
    { "1.2.101", "1.2.999", "object.missing", "account_to_list" },
  };
  static const Case upgrade_cases[] = {
    { "", "" },
    { "1.2.101", "1.2.100", "account-upgrade.is-member", "account_to_upgrade" },
    { "true", "false", "account-upgrade.annual", "upgrade_to_lifetime_member" },
  };

  run_cases (list, list_cases);
  run_cases (upgrade, upgrade_cases);
}

static void
test_listing (void)
{
  g_autoptr (TestView) view = new_world ();
  MnrAccountWhitelist op = {
    .fee.asset_id = MNR_CORE_ASSET,
    .authorizing_account = MNR_ACCOUNT_ID (100),
    .account_to_list = MNR_ACCOUNT_ID (101),
  };
  MnrOperation operation = { .number = MNR_OPERATION_ACCOUNT_WHITELIST, .value = &op };

  /* The reader of JSON lets no other in, a form might. */
  for (op.new_listing = 0; op.new_listing < 6; op.new_listing++)
    {
      g_auto (MnrCheck) check = { 0 };

      mnr_rules_check (&operation, &view->view, &check);
      g_assert_cmpint (test_find (&check, "account-whitelist.listing", "new_listing") != NULL, ==,
                       op.new_listing > 3);
    }
}

static void
test_balance_claim (void)
{
  static const char base[] = "[37,{" FEE ",'deposit_to_account':'1.2.101',"
                             "'balance_to_claim':'1.15.0','balance_owner_key':'" KEY "',"
                             "'total_claimed':{'amount':1,'asset_id':'1.3.0'}}]";
  static const Case cases[] = {
    { "", "", "object.missing", "balance_to_claim" },
    { "'amount':0", "'amount':1", "balance-claim.fee", "fee" },
    { KEY, "BTS1111111111111111111111111111111114T1Anm", "balance-claim.no-key",
      "balance_owner_key" },
  };

  run_cases (base, cases);
}

#define PROPOSED(from)                                                                    \
  "{'op':[0,{" FEE ",'from':'" from "','to':'1.2.102','amount':{'amount':500,'asset_id':" \
  "'1.3.10'},'extensions':[]}]}"
#define APPROVAL                                                                          \
  "{'op':[23,{" FEE ",'fee_paying_account':'1.2.100','proposal':'1.10.7',"                \
  "'active_approvals_to_add':['1.2.100'],'active_approvals_to_remove':[],"                \
  "'owner_approvals_to_add':[],'owner_approvals_to_remove':[],'key_approvals_to_add':[]," \
  "'key_approvals_to_remove':[],'extensions':[]}]}"

static void
test_proposal_create (void)
{
  /* clang-format off */
  static const char base[] =
    "[22,{" FEE ",'fee_paying_account':'1.2.100',"
    "'expiration_time':'2001-09-09T02:03:20','proposed_ops':[" PROPOSED ("1.2.101") "],"
    "'extensions':[]}]";
  /* clang-format on */
  static const Case cases[] = {
    { "", "" },
    { PROPOSED ("1.2.101"), "", "proposal-create.empty", "proposed_ops" },
    { "02:03:20", "02:03:21", "proposal-create.expires-too-late", "expiration_time" },
    { "02:03:20", "01:46:41" },
    { "02:03:20", "01:46:40", "proposal-create.expired", "expiration_time" },
    { "'extensions':[]}]}]", "'extensions':[]}]}],'review_period_seconds':1000",
      "proposal-create.review-too-long", "review_period_seconds" },
    { "'extensions':[]}]}]", "'extensions':[]}]}],'review_period_seconds':999" },
    { "'amount':500", "'amount':0", "transfer.amount-not-positive",
      "proposed_ops[0].op.amount.amount" },
    { "'amount':500", "'amount':501", "proposal-create.would-fail",
      "proposed_ops[0].op.amount.amount" },
    { PROPOSED ("1.2.101"), APPROVAL },
    { PROPOSED ("1.2.101"), APPROVAL "," APPROVAL, "proposal-create.two-updates",
      "proposed_ops" },
    { "'key_approvals_to_add':[]", "'key_approvals_to_add':['" KEY "']",
      "proposal-create.key-authority", "proposed_ops" },
    { "1.2.101", "1.2.0", "proposal-create.review-required", "review_period_seconds" },
    { PROPOSED ("1.2.101") "]", PROPOSED ("1.2.0") "],'review_period_seconds':99",
      "proposal-create.review-insufficient", "review_period_seconds" },
  };

  g_autoptr (TestView) view = new_world ();
  g_autofree char *approval = replace (base, PROPOSED ("1.2.101"), APPROVAL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    run_case (view, strstr (cases[i].from, "key_approvals") != NULL ? approval : base, &cases[i]);
}

static void
test_proposal_update (void)
{
  static const char base[] = "[23,{" FEE ",'fee_paying_account':'1.2.100','proposal':'1.10.7',"
                             "'active_approvals_to_add':['1.2.100'],"
                             "'active_approvals_to_remove':[],'owner_approvals_to_add':[],"
                             "'owner_approvals_to_remove':[],'key_approvals_to_add':[],"
                             "'key_approvals_to_remove':[],'extensions':[]}]";
  static const char delete[] = "[24,{" FEE ",'fee_paying_account':'1.2.100',"
                               "'using_owner_authority':false,'proposal':'1.10.7',"
                               "'extensions':[]}]";
  static const Case cases[] = {
    { "", "" },
    { "'active_approvals_to_add':['1.2.100']", "'active_approvals_to_add':[]",
      "proposal-update.nothing", "" },
    { "'active_approvals_to_remove':[]", "'active_approvals_to_remove':['1.2.100']",
      "proposal-update.add-and-remove", "active_approvals_to_remove" },
    { "'active_approvals_to_remove':[]", "'active_approvals_to_remove':['1.2.102']",
      "proposal-update.no-approval", "active_approvals_to_remove" },
    { "'active_approvals_to_remove':[]", "'active_approvals_to_remove':['1.2.101']" },
    { "'owner_approvals_to_remove':[]", "'owner_approvals_to_remove':['1.2.101']",
      "proposal-update.no-approval", "owner_approvals_to_remove" },
    { "'owner_approvals_to_add':[],'owner_approvals_to_remove':[]",
      "'owner_approvals_to_add':['1.2.101'],'owner_approvals_to_remove':['1.2.101']",
      "proposal-update.add-and-remove", "owner_approvals_to_remove" },
    { "'key_approvals_to_add':[],'key_approvals_to_remove':[]",
      "'key_approvals_to_add':['" KEY "'],'key_approvals_to_remove':['" KEY "']",
      "proposal-update.add-and-remove", "key_approvals_to_remove" },
    { "1.10.7", "1.10.8", "object.missing", "proposal" },
  };
  static const Case delete_cases[] = {
    { "", "" },
    { "1.2.100", "1.2.101", "proposal-delete.not-required", "fee_paying_account" },
    { "false", "true", "proposal-delete.not-required", "fee_paying_account" },
    { "1.10.7", "1.10.8", "object.missing", "proposal" },
  };
  static const Case review = {
    "", "", "proposal-update.in-review", "active_approvals_to_add"
  };
  static const Case before_review = { "", "" };
  g_autoptr (TestView) view = new_world ();
  MnrObjectId id = MNR_PROPOSAL_ID (7);
  MnrProposal *proposal = g_hash_table_lookup (view->objects, &id);

  run_cases (base, cases);
  run_cases (delete, delete_cases);

  proposal->review_period_time = g_new (MnrTime, 1);
  *proposal->review_period_time = 1000000001;
  run_case (view, base, &before_review);
  *proposal->review_period_time = 1000000000;
  run_case (view, base, &review);
}

/* What a form holds before anything is filled in: no crash, and a refusal. */
static void
test_unset (void)
{
  g_autoptr (TestView) view = new_world ();

  for (guint number = 0; number < 50; number++)
    for (guint known = 0; known < 2; known++)
      {
        MnrOperation probe = { .number = number };
        g_auto (MnrCheck) check = { 0 };

        view->knows_nothing = known;
        if (mnr_variant_get_type (&mnr_type_operation, &probe) == NULL)
          {
            mnr_rules_check (&probe, &view->view, &check);
            g_assert_false (mnr_check_is_complete (&check));
            continue;
          }
        mnr_operation_init (&probe, number);
        mnr_rules_check (&probe, &view->view, &check);
        g_test_message ("operation %u", number);
        g_assert_nonnull (mnr_check_get_refusal (&check));
        mnr_value_clear (&mnr_type_operation, &probe);
      }
}

/* One thing is not known: that alone is missing, and the other rules go on. */
static void
test_missing (void)
{
  static const char json[] = "[14,{" FEE ",'issuer':'1.2.100','asset_to_issue':"
                             "{'amount':0,'asset_id':'1.3.10'},"
                             "'issue_to_account':'1.2.999','extensions':[]}]";
  g_autoptr (TestView) view = new_world ();
  g_auto (MnrCheck) check = { 0 };
  MnrOperation operation;

  test_operation_read (&operation, json);
  view->unknown = MNR_ASSET_ID (10);
  mnr_rules_check (&operation, &view->view, &check);
  mnr_value_clear (&mnr_type_operation, &operation);

  g_assert_cmpuint (check.missing->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (check.missing, 0), "1.3.10"));
  g_assert_nonnull (
    test_find (&check, "asset-issue.amount-not-positive", "asset_to_issue.amount"));
  g_assert_nonnull (test_find (&check, "object.missing", "issue_to_account"));
}

/* In a node's order: the protocol first, then the fee, then the chain. */
static void
test_order (void)
{
  static const char json[] = "[14,{'fee':{'amount':-1,'asset_id':'1.3.999'},'issuer':'1.2.101',"
                             "'asset_to_issue':{'amount':0,'asset_id':'1.3.10'},"
                             "'issue_to_account':'1.2.999','extensions':[]}]";
  static const char *const ids[] = { "fee.negative", "asset-issue.amount-not-positive",
                                     "object.missing", "asset-issue.not-issuer",
                                     "object.missing" };
  g_autoptr (TestView) view = new_world ();
  g_auto (MnrCheck) check = { 0 };
  MnrOperation operation;

  test_operation_read (&operation, json);
  mnr_rules_check (&operation, &view->view, &check);
  mnr_value_clear (&mnr_type_operation, &operation);

  g_assert_cmpuint (check.findings->len, ==, G_N_ELEMENTS (ids));
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      const MnrFinding *finding = g_ptr_array_index (check.findings, i);

      g_assert_cmpstr (finding->rule->id, ==, ids[i]);
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rules/account-create", test_account_create);
  g_test_add_func ("/rules/account-update", test_account_update);
  g_test_add_func ("/rules/account-lists-and-upgrade", test_account_lists_and_upgrade);
  g_test_add_func ("/rules/listing", test_listing);
  g_test_add_func ("/rules/balance-claim", test_balance_claim);
  g_test_add_func ("/rules/proposal-create", test_proposal_create);
  g_test_add_func ("/rules/proposal-update", test_proposal_update);
  g_test_add_func ("/rules/unset", test_unset);
  g_test_add_func ("/rules/missing", test_missing);
  g_test_add_func ("/rules/order", test_order);
  return g_test_run ();
}
