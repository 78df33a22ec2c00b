/* test-templates.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every template makes an asset on the practice ledger, without a warning that
 * is not meant.
 */

#include <string.h>

#include "issuer/mnr-draft.h"
#include "practice/mnr-genesis.h"
#include "test-view.h"

static const struct
{
  const char *template;
  const char *warning; /* the rule of the one warning that is meant */
} intended[] = {
  /* Whose list it is to be, nobody but the issuer can say. */
  { "regulated-token", "asset-options.lists-empty" },
};

static MnrLedger *
new_ledger (void)
{
  MnrJsonSlice trace = vector_load ("trace-lifecycle.json");
  MnrJsonSlice properties = vector_member (trace, "global_properties");
  MnrJsonSlice genesis = vector_member (trace, "genesis");
  MnrHead head = { 8, 1700000000 };
  MnrLedger *ledger = mnr_ledger_new ();
  g_autoptr (GError) error = NULL;

  mnr_genesis_build (ledger, &properties, &genesis, &head, "BTS", &error);
  g_assert_no_error (error);
  return ledger;
}

static const char *
get_intended (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (intended); i++)
    if (strcmp (intended[i].template, name) == 0)
      return intended[i].warning;
  return NULL;
}

static void
test_template (gconstpointer data)
{
  const char *name = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrDraft) draft = mnr_draft_new_from_template (name, &error);
  g_autoptr (MnrDraftOperations) operations = NULL;
  MnrLedger *ledger = new_ledger ();
  const MnrView *view = mnr_ledger_get_view (ledger);
  g_auto (MnrCheck) check = { 0 };
  const MnrGlobalProperties *properties;
  gconstpointer object;
  MnrOperation *operation;
  MnrTransaction transaction = { 0 };
  const MnrAsset *asset;

  g_assert_no_error (error);
  g_assert_cmpstr (mnr_draft_get (draft, MNR_DRAFT_SYMBOL), ==, "");
  mnr_draft_set (draft, MNR_DRAFT_SYMBOL, "TEMPLATE");
  operations = mnr_draft_get_operations (draft, MNR_ACCOUNT_ID (17), view);
  g_assert_cmpuint (operations->problems->len, ==, 0);
  g_assert_true (operations->is_complete);
  g_assert_cmpuint (operations->operations->len, ==, 1);

  operation = g_ptr_array_index (operations->operations, 0);
  g_assert_cmpint (view->get_object (view, MNR_GLOBAL_PROPERTIES_ID, &object), ==, MNR_KNOWN);
  properties = object;
  mnr_fee_schedule_set_fee (properties->parameters.current_fees, operation, NULL, &error);
  g_assert_no_error (error);

  mnr_rules_check (operation, view, &check);
  g_assert_true (mnr_check_is_complete (&check));
  for (guint i = 0; i < check.findings->len; i++)
    {
      const MnrFinding *finding = g_ptr_array_index (check.findings, i);

      g_test_message ("%s: %s", finding->rule->id, finding->sentence);
      g_assert_cmpstr (finding->rule->id, ==, get_intended (name));
    }
  g_assert_cmpuint (check.findings->len, ==, get_intended (name) != NULL);

  mnr_array_append (&mnr_type_operations, &transaction.operations, operation);
  g_assert_true (mnr_ledger_apply (ledger, &transaction, &error));
  g_assert_no_error (error);
  g_assert_cmpint (view->find_asset (view, "TEMPLATE", &asset), ==, MNR_KNOWN);
  if (strcmp (name, "capped-token") == 0)
    {
      g_assert_cmphex (asset->options.flags & MNR_POWER_LOCK_MAX_SUPPLY, !=, 0);
      g_assert_cmphex (mnr_permissions_get_rights (asset->options.issuer_permissions) &
                         MNR_POWER_LOCK_MAX_SUPPLY,
                       ==, 0);
    }

  mnr_value_clear (&mnr_type_transaction, &transaction);
  mnr_ledger_free (ledger);
}

static void
test_unknown (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (mnr_draft_new_from_template ("../genesis", &error));
  g_assert_nonnull (error);
}

int
main (int argc,
      char **argv)
{
  guint n_templates;
  const MnrTemplate *templates = mnr_draft_get_templates (&n_templates);

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < n_templates; i++)
    {
      g_autofree char *path = g_strconcat ("/templates/", templates[i].name, NULL);

      g_test_add_data_func (path, templates[i].name, test_template);
    }
  g_test_add_func ("/templates/unknown", test_unknown);

  return g_test_run ();
}
