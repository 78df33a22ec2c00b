/* test-templates.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every template makes an asset on the practice ledger, without a warning that
 * is not meant.
 */

#include <string.h>

#include "issuer/mnr-cost-sheet.h"
#include "issuer/mnr-draft.h"
#include "practice/mnr-genesis.h"
#include "test-view.h"

#define ISSUER MNR_ACCOUNT_ID (17)

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

/* Applies operations as one transaction, with the fees that the chain asks for. */
static void
apply (MnrLedger *ledger,
       GPtrArray *operations)
{
  const MnrView *view = mnr_ledger_get_view (ledger);
  MnrTransaction transaction = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrCostSheet) sheet = NULL;

  sheet = mnr_cost_sheet_new (operations, ISSUER, MNR_CORE_ASSET, view);
  g_assert_null (sheet->problem);
  for (guint i = 0; i < operations->len; i++)
    mnr_array_append (&mnr_type_operations, &transaction.operations,
                      g_ptr_array_index (operations, i));
  mnr_ledger_apply (ledger, &transaction, &error);
  g_assert_no_error (error);
  mnr_value_clear (&mnr_type_transaction, &transaction);
}

static void
set_at_random (MnrDraft *draft)
{
  static const char *const ratios[] = { "", "150", "175.5" };
  g_autofree char *number = g_strdup_printf ("%d", g_test_rand_int_range (1, 900));
  MnrAssetKind kind = mnr_draft_get_kind (draft);
  guint rights =
    mnr_permissions_get_rights (mnr_draft_get_asset (draft)->options.issuer_permissions);

  for (guint i = 0; i < MNR_N_POWERS; i++)
    {
      gboolean is_right = (mnr_powers[i].bit & MNR_POWERS_NEVER_FLAGS) != 0;
      MnrPowerState state = g_test_rand_int_range (0, is_right ? 2 : MNR_N_POWER_STATES);

      if (mnr_powers[i].bit != MNR_POWER_GLOBAL_SETTLE || kind != MNR_ASSET_PREDICTION)
        mnr_draft_set (draft, MNR_DRAFT_FIRST_POWER + i, mnr_power_state_names[state]);
    }
  mnr_draft_set (draft, MNR_DRAFT_MAX_MARKET_FEE, number);
  mnr_draft_set (draft, MNR_DRAFT_DESCRIPTION, number);
  /* With a right that is given up or comes back, not with one that stays away. */
  if ((rights & MNR_POWER_DISABLE_MCR_UPDATE) || mnr_draft_get_power (draft, 11))
    mnr_draft_set (draft, MNR_DRAFT_MAINTENANCE_RATIO, ratios[g_test_rand_int_range (0, 3)]);
  if ((rights & MNR_POWER_DISABLE_ICR_UPDATE) || mnr_draft_get_power (draft, 12))
    mnr_draft_set (draft, MNR_DRAFT_INITIAL_RATIO, ratios[g_test_rand_int_range (0, 3)]);
  /* A maximum that stays locked stays as many units as it is. */
  if ((mnr_draft_get_asset (draft)->options.flags & MNR_POWER_LOCK_MAX_SUPPLY) != 0 &&
      mnr_draft_get_power (draft, 9) >= MNR_POWER_ON)
    return;
  mnr_draft_set (draft, MNR_DRAFT_MAX_SUPPLY, number);
  if (kind != MNR_ASSET_PREDICTION)
    mnr_draft_set (draft, MNR_DRAFT_PRECISION, g_test_rand_bit () ? "3" : "9");
}

/* Whatever a draft says of an asset that nobody holds, the operations make it so. */
static void
change_at_random (MnrLedger *ledger,
                  MnrObjectId id)
{
  const MnrView *view = mnr_ledger_get_view (ledger);

  for (guint i = 0; i < 60; i++)
    {
      gconstpointer object = NULL, bitasset = NULL;
      const MnrAsset *asset;
      g_autoptr (MnrDraft) draft = NULL;
      g_autoptr (MnrDraftOperations) operations = NULL;
      MnrOperation *goal;
      const MnrAssetCreate *creation;

      view->get_object (view, id, &object);
      asset = object;
      if (asset->bitasset_data_id != NULL)
        view->get_object (view, *asset->bitasset_data_id, &bitasset);
      draft = mnr_draft_new_from_asset (asset, bitasset, view, TRUE);
      set_at_random (draft);
      operations = mnr_draft_get_operations (draft, ISSUER, view);
      g_assert_cmpuint (operations->problems->len, ==, 0);
      goal = mnr_draft_get_creation (draft, ISSUER, view);
      apply (ledger, operations->operations);

      creation = goal->value;
      view->get_object (view, id, &object);
      asset = object;
      g_assert_cmpuint (asset->precision, ==, creation->precision);
      g_assert_true (mnr_value_equal (&mnr_type_asset_options, &asset->options,
                                      &creation->common_options));
      if (bitasset != NULL)
        {
          view->get_object (view, *asset->bitasset_data_id, &bitasset);
          g_assert_true (mnr_value_equal (&mnr_type_bitasset_options,
                                          &((const MnrBitassetData *) bitasset)->options,
                                          creation->bitasset_opts));
        }
      mnr_value_free (&mnr_type_operation, goal);
    }
}

static void
test_template (gconstpointer data)
{
  const char *name = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrDraft) draft = mnr_draft_new_from_template (name, &error);
  g_autoptr (MnrDraftOperations) operations = NULL;
  g_autoptr (MnrCostSheet) sheet = NULL;
  MnrLedger *ledger = new_ledger ();
  const MnrView *view = mnr_ledger_get_view (ledger);
  g_auto (MnrCheck) check = { 0 };
  const MnrAsset *asset;

  g_assert_no_error (error);
  g_assert_cmpstr (mnr_draft_get (draft, MNR_DRAFT_SYMBOL), ==, "");
  mnr_draft_set (draft, MNR_DRAFT_SYMBOL, "TEMPLATE");
  operations = mnr_draft_get_operations (draft, ISSUER, view);
  g_assert_cmpuint (operations->problems->len, ==, 0);
  g_assert_true (operations->is_complete);
  g_assert_cmpuint (operations->operations->len, ==, 1);

  sheet = mnr_cost_sheet_new (operations->operations, ISSUER, MNR_CORE_ASSET, view);
  mnr_rules_check (g_ptr_array_index (operations->operations, 0), view, &check);
  g_assert_true (mnr_check_is_complete (&check));
  for (guint i = 0; i < check.findings->len; i++)
    {
      const MnrFinding *finding = g_ptr_array_index (check.findings, i);

      g_test_message ("%s: %s", finding->rule->id, finding->sentence);
      g_assert_cmpstr (finding->rule->id, ==, get_intended (name));
    }
  g_assert_cmpuint (check.findings->len, ==, get_intended (name) != NULL);

  apply (ledger, operations->operations);
  g_assert_cmpint (view->find_asset (view, "TEMPLATE", &asset), ==, MNR_KNOWN);
  if (strcmp (name, "capped-token") == 0)
    {
      g_assert_cmphex (asset->options.flags & MNR_POWER_LOCK_MAX_SUPPLY, !=, 0);
      g_assert_cmphex (mnr_permissions_get_rights (asset->options.issuer_permissions) &
                         MNR_POWER_LOCK_MAX_SUPPLY,
                       ==, 0);
    }

  change_at_random (ledger, asset->id);
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
