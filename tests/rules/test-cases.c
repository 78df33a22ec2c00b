/* test-cases.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-cases.h"

#include <string.h>

TestView *
new_world (void)
{
  static const char no_fees[] = "{\"parameters\":[],\"scale\":0}";
  TestView *view = test_view_new ();
  MnrGlobalProperties *properties = test_view_add (view, MNR_GLOBAL_PROPERTIES_ID);
  MnrDynamicGlobalProperties *dynamic = test_view_add (view, MNR_DYNAMIC_GLOBAL_PROPERTIES_ID);
  MnrProposal *proposal = test_view_add (view, MNR_PROPOSAL_ID (7));
  MnrAsset *asset;
  MnrBitassetData *bitasset;

  properties->next_available_vote_id = 20;
  properties->parameters.current_fees =
    mnr_fee_schedule_new_from_json (no_fees, strlen (no_fees), NULL);
  properties->parameters.block_interval = 3;
  properties->parameters.maximum_asset_whitelist_authorities = 2;
  properties->parameters.maximum_authority_membership = 2;
  properties->parameters.maximum_witness_count = 11;
  properties->parameters.maximum_committee_count = 11;
  properties->parameters.maximum_proposal_lifetime = 1000;
  properties->parameters.committee_proposal_review_period = 100;
  dynamic->time = 1000000000; /* 2001-09-09T01:46:40 */

  test_view_add_account (view, 0, "committee-account", TRUE);
  test_view_add_account (view, 3, "null-account", TRUE);
  test_view_add_account (view, 4, "temp-account", TRUE);
  test_view_add_account (view, 5, "proxy-to-self", TRUE);
  test_view_add_account (view, 100, "issuer", TRUE);
  test_view_add_account (view, 101, "alice", FALSE);
  test_view_add_account (view, 102, "bob", FALSE);
  test_set_add (&test_view_add_account (view, 103, "carol", FALSE)->whitelisting_accounts,
                MNR_ACCOUNT_ID (100));

  test_view_add_asset (view, 0, "BTS", 5, 3, 1000000000);
  test_view_add_asset (view, 10, "TOKEN", 4, 100, 1000000);
  test_view_get_dynamic (view, 10)->fee_pool = 5000;
  test_view_get_dynamic (view, 10)->accumulated_fees = 300;
  test_view_add_asset (view, 11, "EMPTY", 4, 100, 0);

  asset = test_view_add_asset (view, 12, "COIN", 4, 100, 5000);
  test_view_add_bitasset (view, asset, 0);
  test_view_get_dynamic (view, 12)->accumulated_collateral_fees = 40;
  asset = test_view_add_asset (view, 13, "MARKET", 5, 100, 100);
  bitasset = test_view_add_bitasset (view, asset, 0);
  bitasset->is_prediction_market = TRUE;
  asset = test_view_add_asset (view, 16, "DOUBLE", 4, 100, 0);
  test_view_add_bitasset (view, asset, 12);
  asset = test_view_add_asset (view, 22, "SELF", 4, 100, 0);
  test_view_add_bitasset (view, asset, 10);

  asset = test_view_add_asset (view, 14, "LISTED", 4, 100, 1000);
  asset->options.flags = 0x2;
  test_set_add (&asset->options.whitelist_authorities, MNR_ACCOUNT_ID (100));
  asset = test_view_add_asset (view, 15, "BOUND", 4, 100, 1000);
  asset->options.flags = 0xc;
  asset = test_view_add_asset (view, 17, "SHARE", 4, 100, 1000);
  asset->for_liquidity_pool = g_new0 (MnrObjectId, 1);
  asset = test_view_add_asset (view, 18, "LOCKED", 4, 100, 1000);
  asset->options.flags = 0x600;
  asset->options.issuer_permissions = 0x600;
  test_view_add_asset (view, 19, "LOST", 4, 3, 1000);
  asset = test_view_add_asset (view, 20, "BASE", 4, 100, 0);
  asset = test_view_add_asset (view, 21, "CHILD", 4, 101, 0);
  test_view_add_bitasset (view, asset, 20);

  test_view_set_balance (view, MNR_ACCOUNT_ID (100), MNR_CORE_ASSET, 1000000);
  test_view_set_balance (view, MNR_ACCOUNT_ID (101), MNR_CORE_ASSET, 1000);
  for (guint i = 10; i < 22; i++)
    {
      test_view_set_balance (view, MNR_ACCOUNT_ID (100), MNR_ASSET_ID (i), 1000);
      test_view_set_balance (view, MNR_ACCOUNT_ID (101), MNR_ASSET_ID (i), 500);
      test_view_set_balance (view, MNR_ACCOUNT_ID (103), MNR_ASSET_ID (i), 500);
    }

  test_set_add (&proposal->required_active_approvals, MNR_ACCOUNT_ID (100));
  test_set_add (&proposal->available_active_approvals, MNR_ACCOUNT_ID (101));
  test_set_add (&proposal->required_owner_approvals, MNR_ACCOUNT_ID (102));
  return view;
}

char *
replace (const char *text,
         const char *from,
         const char *to)
{
  const char *found = strstr (text, from);

  g_assert_nonnull (found);
  return g_strdup_printf ("%.*s%s%s", (int) (found - text), text, to, found + strlen (from));
}

void
run_case (TestView *view,
          const char *base,
          const Case *c)
{
  g_autofree char *json = replace (base, c->from, c->to);
  g_autofree char *findings = NULL;
  g_auto (MnrCheck) check = { 0 };
  MnrOperation operation;

  test_operation_read (&operation, json);
  mnr_rules_check (&operation, &view->view, &check);
  findings = test_findings_text (&check);
  g_test_message ("%s -> %s: %s", c->from, c->to, findings);

  g_assert_true (mnr_check_is_complete (&check));
  if (c->id == NULL)
    g_assert_cmpuint (check.findings->len, ==, 0);
  else
    {
      const MnrFinding *finding = test_find (&check, c->id, c->path);

      g_assert_nonnull (finding);
      g_assert_cmpstr (finding->sentence, !=, "");
      g_assert_true (finding->rule->severity == MNR_SEVERITY_MISTAKE ||
                     finding->rule->expression != NULL || finding->rule->node_code != 0);
    }
  mnr_value_clear (&mnr_type_operation, &operation);

  /* The same where nothing is known: no crash, and it says so. */
  test_operation_read (&operation, json);
  mnr_check_clear (&check);
  view->knows_nothing = TRUE;
  mnr_rules_check (&operation, &view->view, &check);
  view->knows_nothing = FALSE;
  g_assert_false (mnr_check_is_complete (&check));
  mnr_value_clear (&mnr_type_operation, &operation);
}

void
run_all (const char *base,
         const Case *cases,
         guint n_cases)
{
  g_autoptr (TestView) view = new_world ();

  for (guint i = 0; i < n_cases; i++)
    run_case (view, base, &cases[i]);
}
