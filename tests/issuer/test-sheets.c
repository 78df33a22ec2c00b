/* test-sheets.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person reads: costs, what changes, an asset in words.
 */

#include <string.h>

#include "issuer/mnr-asset-words.h"
#include "issuer/mnr-comparison.h"
#include "issuer/mnr-cost-sheet.h"
#include "test-cases.h"

#define ISSUER MNR_ACCOUNT_ID (100)

/* new_world() with the fees of a real chain. */
static TestView *
new_paying_world (void)
{
  TestView *view = new_world ();
  MnrJsonSlice properties =
    vector_member (vector_load ("trace-lifecycle.json"), "global_properties");
  gconstpointer object = NULL;
  MnrAccount *issuer;

  test_view_add_json (view, properties.text, properties.length);
  view->view.get_object (&view->view, ISSUER, &object);
  issuer = (MnrAccount *) object;
  issuer->network_fee_percentage = 2000;
  issuer->lifetime_referrer_fee_percentage = 3000;
  issuer->referrer_rewards_percentage = 7500;
  issuer->registrar = issuer->referrer = issuer->lifetime_referrer = ISSUER;
  test_view_set_balance (view, ISSUER, MNR_CORE_ASSET, 100000000000);
  return view;
}

static MnrDraftOperations *
new_creation (TestView *view,
              const char *symbol)
{
  g_autoptr (MnrDraft) draft = mnr_draft_new (MNR_ASSET_TOKEN);

  mnr_draft_set (draft, MNR_DRAFT_SYMBOL, symbol);
  return mnr_draft_get_operations (draft, ISSUER, &view->view);
}

static void
test_creation (void)
{
  static const struct
  {
    const char *symbol;
    gint64 at_least; /* of the class; a few units for the bytes come on top */
  } symbols[] = {
    { "ABC", 50000000000 },
    { "ABCD", 30000000000 },
    { "ABCDE", 500000000 },
    { "TOKEN.ABC", 500000000 }, /* without a fee of its own: as a long one */
  };
  g_autoptr (TestView) view = new_paying_world ();

  for (guint i = 0; i < G_N_ELEMENTS (symbols); i++)
    {
      g_autoptr (MnrDraftOperations) operations = new_creation (view, symbols[i].symbol);
      g_autoptr (MnrCostSheet) sheet =
        mnr_cost_sheet_new (operations->operations, ISSUER, MNR_CORE_ASSET, &view->view);
      const MnrAmount *fee = mnr_operation_get_fee (g_ptr_array_index (operations->operations, 0));

      g_assert_true (sheet->is_complete);
      g_assert_null (sheet->problem);
      g_assert_cmpint (sheet->total.amount, >=, symbols[i].at_least);
      g_assert_cmpint (sheet->total.amount, <, symbols[i].at_least + 10);
      g_assert_cmpint (fee->amount, ==, sheet->total.amount);
      g_assert_cmpint (sheet->core, ==, sheet->total.amount);
      g_assert_cmpint (sheet->to_pool, ==, sheet->total.amount / 2);
      /* 80 % of the other half. */
      g_assert_cmpint (sheet->rebate, ==,
                       sheet->total.amount - sheet->to_pool -
                         (sheet->total.amount - sheet->to_pool) / 5);
      g_assert_cmpint (sheet->left, ==, 100000000000 - sheet->total.amount);
      g_assert_nonnull (sheet->symbol_class);
    }
}

/* Where the committee has set one, names under another asset have a fee of their own. */
static void
test_child (void)
{
  static const char schedule[] =
    "{\"parameters\":[[9,{\"fee\":50000000}],[10,{\"symbol3\":500,\"symbol4\":400,"
    "\"long_symbol\":300,\"price_per_kbyte\":0}],[57,{\"fee\":1}]],\"scale\":10000}";
  g_autoptr (TestView) view = new_paying_world ();
  g_autoptr (MnrDraftOperations) operations = new_creation (view, "TOKEN.ABC");
  g_autoptr (MnrCostSheet) sheet = NULL;
  gconstpointer object = NULL;
  MnrChainParameters *parameters;

  view->view.get_object (&view->view, MNR_GLOBAL_PROPERTIES_ID, &object);
  parameters = &((MnrGlobalProperties *) object)->parameters;
  mnr_fee_schedule_free (parameters->current_fees);
  parameters->current_fees = mnr_fee_schedule_new_from_json (schedule, strlen (schedule), NULL);
  sheet = mnr_cost_sheet_new (operations->operations, ISSUER, MNR_CORE_ASSET, &view->view);
  g_assert_cmpint (sheet->total.amount, ==, 50000000);
}

static void
test_no_member (void)
{
  gboolean says_missing = FALSE;
  g_autoptr (TestView) view = new_paying_world ();
  g_autoptr (MnrDraftOperations) operations = new_creation (view, "ABCDE");
  g_autoptr (MnrCostSheet) sheet = NULL;
  g_autoptr (GPtrArray) lines = NULL;

  sheet = mnr_cost_sheet_new (operations->operations, MNR_ACCOUNT_ID (101), MNR_CORE_ASSET,
                              &view->view);
  g_assert_cmpint (sheet->rebate, ==, 0);
  g_assert_cmpint (sheet->left, ==, 1000 - sheet->total.amount);
  g_assert_nonnull (sheet->problem);
  lines = mnr_cost_sheet_describe (sheet, &view->view);
  g_assert_cmpuint (lines->len, >=, 4);
  /* What is not there is said to be missing, and is no rest below nothing. */
  g_assert_cmpint (sheet->left, <, 0);
  for (guint i = 0; i < lines->len; i++)
    {
      const MnrTextLine *line = g_ptr_array_index (lines, i);

      g_assert_null (strchr (line->text, '-'));
      g_assert_cmpstr (line->label, !=, "Left after that");
      says_missing |= g_str_equal (line->label, "Missing");
    }
  g_assert_true (says_missing);

  g_clear_pointer (&sheet, mnr_cost_sheet_free);
  view->knows_nothing = TRUE;
  sheet = mnr_cost_sheet_new (operations->operations, ISSUER, MNR_CORE_ASSET, &view->view);
  g_assert_false (sheet->is_complete);
  g_assert_null (sheet->problem);
}

/* Paid in a token of which two units are worth one of core. */
static void
test_other_asset (void)
{
  g_autoptr (TestView) view = new_paying_world ();
  g_autoptr (MnrDraftOperations) operations = new_creation (view, "ABCDE");
  g_autoptr (MnrCostSheet) sheet = NULL;
  gint64 core;

  sheet = mnr_cost_sheet_new (operations->operations, ISSUER, MNR_CORE_ASSET, &view->view);
  core = sheet->total.amount;
  g_clear_pointer (&sheet, mnr_cost_sheet_free);

  test_view_set_balance (view, ISSUER, MNR_ASSET_ID (10), 10 * core);
  test_view_get_dynamic (view, 10)->fee_pool = core + 10;
  sheet = mnr_cost_sheet_new (operations->operations, ISSUER, MNR_ASSET_ID (10), &view->view);
  g_assert_null (sheet->problem);
  g_assert_cmpint (sheet->total.asset_id, ==, MNR_ASSET_ID (10));
  g_assert_cmpint (sheet->total.amount, ==, 2 * sheet->core);
  g_assert_cmpint (sheet->core, >=, core);
  g_assert_cmpint (sheet->left, ==, 10 * core - sheet->total.amount);
  g_clear_pointer (&sheet, mnr_cost_sheet_free);

  test_view_get_dynamic (view, 10)->fee_pool = core - 1;
  sheet = mnr_cost_sheet_new (operations->operations, ISSUER, MNR_ASSET_ID (10), &view->view);
  g_assert_nonnull (sheet->problem);
  g_assert_nonnull (strstr (sheet->problem, "TOKEN"));
  g_clear_pointer (&sheet, mnr_cost_sheet_free);

  sheet = mnr_cost_sheet_new (operations->operations, ISSUER, MNR_ASSET_ID (4711), &view->view);
  g_assert_nonnull (sheet->problem);
}

/* Comparison */

static const MnrComparisonLine *
find_line (GPtrArray *lines,
           MnrDraftField field)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const MnrComparisonLine *line = g_ptr_array_index (lines, i);

      if (line->field == field)
        return line;
    }
  g_error ("no line of %s", mnr_draft_field_get_info (field)->name);
}

static MnrDraft *
new_change (TestView *view,
            guint instance)
{
  gconstpointer asset = NULL, bitasset = NULL;

  view->view.get_object (&view->view, MNR_ASSET_ID (instance), &asset);
  if (((const MnrAsset *) asset)->bitasset_data_id != NULL)
    view->view.get_object (&view->view, *((const MnrAsset *) asset)->bitasset_data_id, &bitasset);
  return mnr_draft_new_from_asset (asset, bitasset, &view->view, TRUE);
}

static void
test_comparison (void)
{
  g_autoptr (TestView) view = new_world ();
  g_autoptr (MnrDraft) draft = new_change (view, 10);
  g_autoptr (GPtrArray) lines = mnr_draft_compare (draft, &view->view);
  const MnrComparisonLine *line;

  g_assert_cmpuint (lines->len, ==, 0);

  mnr_draft_set (draft, MNR_DRAFT_FIRST_POWER, "on");
  mnr_draft_set (draft, MNR_DRAFT_FIRST_POWER + 2, "never");
  mnr_draft_set (draft, MNR_DRAFT_FIRST_POWER + 9, "always");
  mnr_draft_set (draft, MNR_DRAFT_MAX_SUPPLY, "200000.50");
  mnr_draft_set (draft, MNR_DRAFT_MARKET_FEE, "0.10");
  mnr_draft_set (draft, MNR_DRAFT_WHITELIST_MARKETS, "BTS, COIN");
  g_clear_pointer (&lines, g_ptr_array_unref);
  lines = mnr_draft_compare (draft, &view->view);
  g_assert_cmpuint (lines->len, ==, 6);

  line = find_line (lines, MNR_DRAFT_FIRST_POWER);
  g_assert_cmpint (line->reversibility, ==, MNR_REVERSIBLE);
  line = find_line (lines, MNR_DRAFT_FIRST_POWER + 2);
  g_assert_cmpint (line->reversibility, ==, MNR_REVERSIBLE_AT_ZERO);
  g_assert_cmpstr (line->old_text, !=, line->new_text);
  line = find_line (lines, MNR_DRAFT_FIRST_POWER + 9);
  g_assert_cmpint (line->reversibility, ==, MNR_REVERSIBLE_AT_ZERO);
  line = find_line (lines, MNR_DRAFT_MAX_SUPPLY);
  g_assert_cmpint (line->reversibility, ==, MNR_REVERSIBLE_AT_ZERO);
  g_assert_cmpstr (line->old_text, ==, "100000");
  g_assert_cmpstr (line->new_text, ==, "200000.5");
  line = find_line (lines, MNR_DRAFT_MARKET_FEE);
  g_assert_cmpstr (line->new_text, ==, "0.1 %");
  g_assert_cmpint (line->reversibility, ==, MNR_REVERSIBLE);
  line = find_line (lines, MNR_DRAFT_WHITELIST_MARKETS);
  g_assert_cmpstr (line->old_text, ==, "");
  g_assert_cmpstr (line->new_text, ==, "BTS, COIN");
}

static void
test_comparison_of_coin (void)
{
  g_autoptr (TestView) view = new_world ();
  g_autoptr (MnrDraft) draft = new_change (view, 12);
  g_autoptr (GPtrArray) lines = NULL;
  const MnrComparisonLine *line;

  mnr_draft_set (draft, MNR_DRAFT_FIRST_POWER + 11, "never");
  mnr_draft_set (draft, MNR_DRAFT_MAINTENANCE_RATIO, "160");
  mnr_draft_set (draft, MNR_DRAFT_INITIAL_RATIO, "180");
  mnr_draft_set (draft, MNR_DRAFT_BACKING, "TOKEN");
  mnr_draft_set (draft, MNR_DRAFT_FEEDERS, "alice, bob");
  lines = mnr_draft_compare (draft, &view->view);
  g_assert_cmpuint (lines->len, ==, 5);
  line = find_line (lines, MNR_DRAFT_MAINTENANCE_RATIO);
  g_assert_cmpint (line->reversibility, ==, MNR_REVERSIBLE_AT_ZERO);
  line = find_line (lines, MNR_DRAFT_INITIAL_RATIO);
  g_assert_cmpint (line->reversibility, ==, MNR_REVERSIBLE);
  line = find_line (lines, MNR_DRAFT_BACKING);
  g_assert_cmpint (line->reversibility, ==, MNR_REVERSIBLE_AT_ZERO);
  g_assert_cmpstr (line->old_text, ==, "BTS");
  line = find_line (lines, MNR_DRAFT_FEEDERS);
  g_assert_cmpstr (line->new_text, ==, "alice, bob");
}

/* Words */

/* The text of a line, or NULL. */
static const char *
find_words (GPtrArray *lines,
            const char *label)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const MnrTextLine *line = g_ptr_array_index (lines, i);

      if (strcmp (line->label, label) == 0)
        return line->text;
    }
  return NULL;
}

static const MnrAsset *
get_asset (TestView *view,
           guint instance)
{
  gconstpointer asset = NULL;

  view->view.get_object (&view->view, MNR_ASSET_ID (instance), &asset);
  return asset;
}

static void
test_words_of_token (void)
{
  g_autoptr (TestView) view = new_paying_world ();
  MnrAsset *asset = (MnrAsset *) get_asset (view, 10);
  gboolean is_complete;
  g_autoptr (GPtrArray) lines = NULL, unknown = NULL;

  test_view_get_dynamic (view, 10)->fee_pool = 2000000 * 7 + 5;
  asset->options.description = g_strdup ("{\"main\":\"line one\\nline two\"}");
  asset->options.flags = 0x201;
  asset->options.issuer_permissions = 0x24d;
  lines = mnr_asset_words_new (asset, &view->view, &is_complete);
  g_assert_true (is_complete);
  g_assert_cmpstr (find_words (lines, "Supply"), ==, "100.0000 TOKEN");
  g_assert_cmpstr (find_words (lines, "Issuer"), ==, "issuer");
  g_assert_cmpstr (find_words (lines, "Enough for"), ==, "about 7 transfers");
  g_assert_null (strchr (find_words (lines, "Description"), '\n'));
  g_assert_cmpstr (find_words (lines, "The bits"), ==, "issuer_permissions 589 · flags 513");
  g_assert_nonnull (find_words (lines, "The maximum supply is locked"));
  g_assert_nonnull (strstr (find_words (lines, "The maximum supply is locked"), "cannot"));
  g_assert_nonnull (strstr (find_words (lines, "Market fees are charged"), "may"));
  g_assert_nonnull (
    find_words (lines, "The issuer cannot: decide by lists who may hold it"));
  g_assert_null (find_words (lines, "Backed by"));

  /* What is not known yet is left out. */
  view->knows_nothing = TRUE;
  unknown = mnr_asset_words_new (asset, &view->view, &is_complete);
  g_assert_false (is_complete);
  g_assert_null (find_words (unknown, "Fee pool"));
  g_assert_cmpuint (unknown->len, <, lines->len);
}

static void
test_words_of_coin (void)
{
  g_autoptr (TestView) view = new_paying_world ();
  const MnrAsset *asset = get_asset (view, 12);
  gconstpointer object = NULL;
  MnrBitassetData *bitasset;
  gboolean is_complete;
  g_autoptr (GPtrArray) lines = NULL;

  view->view.get_object (&view->view, MNR_OBJECT_ID (2, 4, 12), &object);
  bitasset = (MnrBitassetData *) object;
  bitasset->options.feed_lifetime_sec = 86400;
  bitasset->options.minimum_feeds = 2;
  bitasset->options.force_settlement_delay_sec = 86400;
  bitasset->options.maximum_force_settlement_volume = 500;
  bitasset->current_feed.settlement_price =
    (MnrPrice){ { 10000, asset->id }, { 500000, MNR_CORE_ASSET } };
  bitasset->current_feed.maintenance_collateral_ratio = 1750;
  bitasset->current_feed_publication_time = 1000000000 - 3600;
  bitasset->options.extensions.initial_collateral_ratio = g_new (guint16, 1);
  *bitasset->options.extensions.initial_collateral_ratio = 1900;

  lines = mnr_asset_words_new (asset, &view->view, &is_complete);
  g_assert_cmpstr (find_words (lines, "Kind"), ==, "Smartcoin");
  g_assert_cmpstr (find_words (lines, "Backed by"), ==, "BTS");
  g_assert_cmpstr (find_words (lines, "Price"), ==, "1.0000 COIN = 5.00000 BTS");
  g_assert_cmpstr (find_words (lines, "Age of the oldest feed"), ==, "1 hour");
  g_assert_cmpstr (find_words (lines, "Expires in"), ==, "23 hours");
  g_assert_cmpstr (find_words (lines, "Maintenance collateral ratio"), ==,
                   "175%, from the feed");
  g_assert_cmpstr (find_words (lines, "Initial collateral ratio"), ==,
                   "190%, set by the issuer");
  g_assert_nonnull (find_words (lines, "Black swan"));
}

static gboolean
has_warning (GPtrArray *warnings,
             const char *rule)
{
  for (guint i = 0; i < warnings->len; i++)
    if (g_strcmp0 (((const MnrDraftFinding *) g_ptr_array_index (warnings, i))->rule, rule) == 0)
      return TRUE;
  return FALSE;
}

static void
test_warnings (void)
{
  g_autoptr (TestView) view = new_world ();
  gboolean is_complete;
  g_autoptr (GPtrArray) good = NULL, listed = NULL, coin = NULL, old = NULL;
  MnrAsset *asset = (MnrAsset *) get_asset (view, 10);

  good = mnr_asset_warnings_new (asset, &view->view, &is_complete);
  g_assert_true (is_complete);
  g_assert_cmpuint (good->len, ==, 0);

  /* The issuer is not on the list; the pool is empty. */
  listed = mnr_asset_warnings_new (get_asset (view, 14), &view->view, &is_complete);
  g_assert_true (has_warning (listed, "asset-options.issuer-not-listed"));
  g_assert_true (has_warning (listed, "asset.pool-empty"));

  coin = mnr_asset_warnings_new (get_asset (view, 12), &view->view, &is_complete);
  g_assert_true (has_warning (coin, "asset.no-producers"));

  /* Bits that no token may have: the next update would be refused for them. */
  asset->options.issuer_permissions = 0x4f | 0x80;
  old = mnr_asset_warnings_new (asset, &view->view, &is_complete);
  g_assert_true (has_warning (old, "asset-update.smartcoin-permissions"));
}

/* Past its date, as long as nobody has said how it ended. The world's time is 2001-09-09,
 * 01:46:40. */
static void
test_overdue (void)
{
  static const struct
  {
    const char *expiry;
    gboolean is_overdue;
  } dates[] = {
    { "2001-09-08", TRUE },
    { "2001-09-09", FALSE }, /* until it is over */
    { " 2001-09-08 ", TRUE },
    { "2001-09-09T01:46:39.000Z", TRUE },
    { "2001-09-09T01:46:40.000Z", FALSE },
    { "2001-09-09T01:46:39+02:00", TRUE },
    { "2001-09-09T01:46:39-02:00", FALSE },
    { "when it rains", FALSE },
    { "2001-02-30", FALSE },
    { "", FALSE },
  };
  g_autoptr (TestView) view = new_world ();
  MnrAsset *asset = (MnrAsset *) get_asset (view, 12);
  gconstpointer object = NULL;
  MnrBitassetData *bitasset;

  view->view.get_object (&view->view, MNR_OBJECT_ID (2, 4, 12), &object);
  bitasset = (MnrBitassetData *) object;
  bitasset->is_prediction_market = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      gboolean is_complete;
      g_autoptr (GPtrArray) open = NULL, settled = NULL, smartcoin = NULL;

      g_test_message ("%s", dates[i].expiry);
      g_free (asset->options.description);
      asset->options.description =
        g_strdup_printf ("{\"main\":\"Rain\",\"expiry\":\"%s\"}", dates[i].expiry);
      open = mnr_asset_warnings_new (asset, &view->view, &is_complete);
      g_assert_cmpint (has_warning (open, "asset.market-overdue"), ==, dates[i].is_overdue);

      bitasset->settlement_price = (MnrPrice){ { 1, asset->id }, { 1, MNR_CORE_ASSET } };
      settled = mnr_asset_warnings_new (asset, &view->view, &is_complete);
      g_assert_false (has_warning (settled, "asset.market-overdue"));
      g_assert_true (has_warning (settled, "asset.globally-settled"));
      bitasset->settlement_price = (MnrPrice){ 0 };

      /* The word means nothing in the description of something else. */
      bitasset->is_prediction_market = FALSE;
      smartcoin = mnr_asset_warnings_new (asset, &view->view, &is_complete);
      g_assert_false (has_warning (smartcoin, "asset.market-overdue"));
      bitasset->is_prediction_market = TRUE;
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sheets/cost/creation", test_creation);
  g_test_add_func ("/sheets/cost/child", test_child);
  g_test_add_func ("/sheets/cost/no-member", test_no_member);
  g_test_add_func ("/sheets/cost/other-asset", test_other_asset);
  g_test_add_func ("/sheets/comparison/token", test_comparison);
  g_test_add_func ("/sheets/comparison/coin", test_comparison_of_coin);
  g_test_add_func ("/sheets/words/token", test_words_of_token);
  g_test_add_func ("/sheets/words/coin", test_words_of_coin);
  g_test_add_func ("/sheets/warnings", test_warnings);
  g_test_add_func ("/sheets/overdue", test_overdue);

  return g_test_run ();
}
