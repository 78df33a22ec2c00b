/* test-rivals.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Mistakes that other tools make where an asset is designed, each typed into the
 * real page as their users typed it; what comes of it is read from the bytes that
 * would be signed, or from the chain. Expected values are literals, from the
 * protocol and from recordings of real nodes.
 */

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "chain/wire/mnr-json.h"
#include "form-support.h"
#include "issuer/mnr-power-words.h"
#include "issuer/mnr-rate.h"
#include "mnr-field-row.h"
#include "mnr-power-row.h"
#include "mnr-send-view.h"
#include "test-wait.h"

/* What would be signed */

static gboolean
is_reviewed (gpointer data)
{
  Form *form = data;
  GtkWidget *view = find_type (form->page, MNR_TYPE_SEND_VIEW);

  return view != NULL && mnr_send_view_get_transaction (MNR_SEND_VIEW (view)) != NULL;
}

/* Goes to the review; its first operation, from the decoded bytes. */
static const MnrOperation *
review (Form *form)
{
  GtkWidget *view;

  mnr_draft_page_set_step (MNR_DRAFT_PAGE (form->page), MNR_STEP_REVIEW);
  test_wait_until (is_reviewed, form);
  view = find_type (form->page, MNR_TYPE_SEND_VIEW);
  return &mnr_send_view_get_transaction (MNR_SEND_VIEW (view))->operations.items[0];
}

static const MnrAssetCreate *
review_creation (Form *form)
{
  const MnrOperation *operation = review (form);

  g_assert_cmpint (operation->number, ==, MNR_OPERATION_ASSET_CREATE);
  return operation->value;
}

static void
form_type (Form *form,
           MnrDraftField field,
           const char *text)
{
  type_into (form_get_row (form, field), text);
}

static void
form_new (Form *form,
          const char *template,
          const char *symbol)
{
  form_open (form, new_template (template), 1100, 760);
  form_type (form, MNR_DRAFT_SYMBOL, symbol);
}

typedef struct
{
  Form *form;
  const char *text;
} Wanted;

static gboolean
is_said (gpointer data)
{
  Wanted *wanted = data;

  return find_widget (wanted->form->page, has_text, wanted->text) != NULL;
}

static void
wait_for_text (Form *form,
               const char *text)
{
  Wanted wanted = { form, text };

  test_wait_until (is_said, &wanted);
}

/* Nothing can be sent; the page says why. */
static void
assert_refused (Form *form,
                const char *reason)
{
  mnr_draft_page_set_step (MNR_DRAFT_PAGE (form->page), MNR_STEP_REVIEW);
  wait_for_text (form, reason);
  g_assert_nonnull (find_widget (form->page, has_text, "Something Is to Be Fixed First"));
  g_assert_null (find_type (form->page, MNR_TYPE_SEND_VIEW));
}

/* Amounts multiplied as floating point numbers: 1.1 of an asset with five
 * decimals became 1100000000000001 units. */

static void
test_amounts (void)
{
  static const struct
  {
    const char *decimals, *typed;
    gint64 units;
  } cases[] = {
    { "5", "1.1", 110000 },
    { "4", "1.13", 11300 },
    { "8", "9007199.25474099", 900719925474099 },
    { "0", "1,000,000,000,000,000", 1000000000000000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Form form;
      const MnrAssetCreate *creation;

      form_new (&form, "plain-token", "RIVALAMT");
      form_type (&form, MNR_DRAFT_PRECISION, cases[i].decimals);
      form_type (&form, MNR_DRAFT_MAX_SUPPLY, cases[i].typed);
      creation = review_creation (&form);
      g_assert_cmpint (creation->common_options.max_supply, ==, cases[i].units);
      g_assert_cmpuint (creation->precision, ==, (guint) atoi (cases[i].decimals));
      form_close (&form);
    }
}

/* All amounts from 0.01 to 100.00, of which every eighth went wrong. */
static void
test_every_amount (void)
{
  static const struct
  {
    const char *decimals;
    gint64 cent;
  } precisions[] = { { "2", 1 }, { "4", 100 }, { "5", 1000 }, { "8", 1000000 } };
  MnrDraft *draft = mnr_draft_new (MNR_ASSET_TOKEN);
  GtkWidget *row = g_object_ref_sink (mnr_field_row_new (draft, MNR_DRAFT_MAX_SUPPLY));

  for (guint i = 0; i < G_N_ELEMENTS (precisions); i++)
    {
      mnr_draft_set (draft, MNR_DRAFT_PRECISION, precisions[i].decimals);
      for (gint64 cents = 1; cents <= 10000; cents++)
        {
          char text[16];
          gint64 units = -1;

          g_snprintf (text, sizeof text, "%d.%02d", (int) (cents / 100), (int) (cents % 100));
          /* The entry takes its time; what it is given, the draft has. */
          if (cents % 61 == 0)
            type_into (row, text);
          else
            mnr_draft_set (draft, MNR_DRAFT_MAX_SUPPLY, text);
          g_assert_true (mnr_draft_get_amount (draft, MNR_DRAFT_MAX_SUPPLY, &units));
          g_assert_cmpint (units, ==, cents * precisions[i].cent);
        }
    }
  g_assert_finalize_object (row);
  g_object_unref (draft);
}

/* Prediction markets could not be created with what the form proposed. */
static void
test_prediction_defaults (void)
{
  Way way = { 0 };
  g_autofree char *asset = NULL;

  way_open (&way, "yes-no-market", "RIVALBET");
  form_type (&way.form, MNR_DRAFT_CONDITION, "It rains on the first of May.");
  mnr_draft_page_set_step (MNR_DRAFT_PAGE (way.form.page), MNR_STEP_REVIEW);
  confirm (&way, "Create RIVALBET for ", "Open RIVALBET");
  asset = ask_chain ("get_assets", "[[\"RIVALBET\"]]");
  /* Neither all bits, nor the one that a prediction market cannot have. */
  g_assert_null (strstr (asset, "\"issuer_permissions\":65535"));
  g_assert_nonnull (strstr (asset, "\"base\":{\"amount\":"));
  g_assert_nonnull (strstr (asset, "It rains on the first of May."));
  way_close (&way);
}

/* Powers */

#define TOKEN      MNR_ASSET_TOKEN
#define SMARTCOIN  MNR_ASSET_SMARTCOIN
#define PREDICTION MNR_ASSET_PREDICTION
#define BACKED     (SMARTCOIN | PREDICTION)
#define ANY        (TOKEN | BACKED)

/* Bits of permissions and flags, and of what kinds of asset (protocol.md 4.1). Of the
 * lower nine a set permission is a right; of the upper seven it is its loss. */
static const struct
{
  guint bit;
  guint kinds;
  gboolean is_right_only;
  guint right;        /* the permission's bit where the issuer has the right */
  const char *needle; /* in what holders are told of it if the right is given up unused */
} powers[] = {
  { 0x0001, ANY, FALSE, 0x0001, "will not pay a fee" },
  { 0x0002, ANY, FALSE, 0x0002, "nobody can be shut out" },
  { 0x0004, ANY, FALSE, 0x0004, "you cannot take it" },
  { 0x0008, ANY, FALSE, 0x0008, "can always send" },
  { 0x0010, BACKED, FALSE, 0x0010, "can always exchange" },
  { 0x0020, BACKED, TRUE, 0x0020, "cannot end the asset" },
  { 0x0040, ANY, FALSE, 0x0040, "always possible" },
  { 0x0080, BACKED, FALSE, 0x0080, "witnesses will not publish" },
  { 0x0100, BACKED, FALSE, 0x0100, "committee will not publish" },
  { 0x0200, ANY, FALSE, 0, "always raise and lower" },
  { 0x0400, ANY, FALSE, 0, "can always be made" },
  { 0x0800, BACKED, TRUE, 0, "cannot change the maintenance" },
  { 0x1000, BACKED, TRUE, 0, "cannot change the initial" },
  { 0x2000, BACKED, TRUE, 0, "cannot change the squeeze" },
  { 0x4000, SMARTCOIN, TRUE, 0, "cannot change the response" },
  { 0x8000, BACKED, FALSE, 0, "always bid to revive" },
};

/* The last line of the page: "issuer_permissions 79 · flags 1". */
static void
read_bits (Form *form,
           guint *permissions,
           guint *flags)
{
  GtkWidget *label;

  settle ();
  label = find_widget (form->page, has_text, "issuer_permissions ");
  g_assert_nonnull (label);
  g_assert_cmpint (sscanf (gtk_label_get_text (GTK_LABEL (label)),
                           "issuer_permissions %u · flags %u", permissions, flags),
                   ==, 2);
}

static void
assert_sentence (const char *text)
{
  g_assert_true (g_unichar_isupper (g_utf8_get_char (text)));
  g_assert_true (g_str_has_suffix (text, "."));
}

static void
choose (GtkWidget *row,
        const char *label)
{
  GtkWidget *button = find_widget (row, is_toggle, label);

  g_assert_nonnull (button);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
}

/* One row: its choices, the bits that each sets, and what is said about it. */
static void
check_power (Form *form,
             guint i)
{
  static const struct
  {
    const char *label;
    gboolean has_right, is_on, is_for_rights;
    const char *reversibility;
  } choices[] = {
    { "Not now", TRUE, FALSE, FALSE, "Can be changed at any time." },
    { "Keep", TRUE, FALSE, TRUE, "Can be changed at any time." },
    { "On", TRUE, TRUE, FALSE, "Can be changed at any time." },
    { "For ever", FALSE, TRUE, FALSE, "Can be taken back only while nobody holds the token." },
    { "Never", FALSE, FALSE, TRUE, "Can be taken back only while nobody holds the token." },
  };
  GtkWidget *row = form_get_row (form, MNR_DRAFT_FIRST_POWER + i);
  g_autoptr (GHashTable) sentences = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint count = 0;

  for (guint j = 0; j < G_N_ELEMENTS (choices); j++)
    {
      const gboolean is_never = g_str_equal (choices[j].label, "Never");
      const gboolean has_choice =
        is_never || (powers[i].is_right_only == choices[j].is_for_rights);
      guint old_permissions, old_flags, permissions, flags, expected;
      GtkWidget *consequence;
      const MnrPowerState state = g_str_equal (choices[j].label, "On")         ? MNR_POWER_ON
                                  : g_str_equal (choices[j].label, "For ever") ? MNR_POWER_ALWAYS
                                  : is_never                                   ? MNR_POWER_NEVER
                                                                               : MNR_POWER_NOT_NOW;

      if (!has_choice)
        {
          g_assert_null (find_widget (row, is_toggle, choices[j].label));
          continue;
        }
      read_bits (form, &old_permissions, &old_flags);
      choose (row, choices[j].label);
      read_bits (form, &permissions, &flags);
      expected = choices[j].has_right ? powers[i].right : powers[i].bit ^ powers[i].right;
      g_assert_cmphex (permissions & powers[i].bit, ==, expected);
      g_assert_cmphex (flags & powers[i].bit, ==, choices[j].is_on ? powers[i].bit : 0);
      /* And no other: but who feeds the price is one choice of two. */
      if (powers[i].bit != 0x0080 && powers[i].bit != 0x0100)
        {
          g_assert_cmphex (permissions & ~powers[i].bit, ==, old_permissions & ~powers[i].bit);
          g_assert_cmphex (flags & ~powers[i].bit, ==, old_flags & ~powers[i].bit);
        }

      consequence = find_widget (row, has_text, mnr_power_get_consequence (i, state));
      g_assert_nonnull (consequence);
      assert_sentence (gtk_label_get_text (GTK_LABEL (consequence)));
      g_assert_true (
        g_hash_table_add (sentences, g_strdup (gtk_label_get_text (GTK_LABEL (consequence)))));
      g_assert_nonnull (find_widget (row, has_text, choices[j].reversibility));
      if (is_never)
        g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (consequence)), powers[i].needle));
      count++;
    }
  g_assert_cmpuint (count, ==, powers[i].is_right_only ? 2 : 4);
}

static void
check_powers (const char *template,
              guint kind)
{
  Form form;
  GtkWidget *row;

  form_open (&form, new_template (template), 1100, 760);
  mnr_draft_page_set_step (MNR_DRAFT_PAGE (form.page), MNR_STEP_POWERS);
  for (guint i = 0; i < G_N_ELEMENTS (powers); i++)
    {
      row = form_get_row (&form, MNR_DRAFT_FIRST_POWER + i);
      g_assert_cmpint (gtk_widget_get_visible (row), ==, (powers[i].kinds & kind) != 0);
      if ((powers[i].kinds & kind) != 0)
        check_power (&form, i);
    }
  form_close (&form);
}

/* Seven bits of smartcoins mean the opposite of the others; they were shown as if
 * they did not. */
static void
test_powers_of_token (void)
{
  check_powers ("plain-token", TOKEN);
}

static void
test_powers_of_smartcoin (void)
{
  check_powers ("private-smartcoin", SMARTCOIN);
}

static void
test_powers_of_prediction (void)
{
  check_powers ("yes-no-market", PREDICTION);
}

/* All rights kept, and all given up: as the chain would get it. */
static void
test_masks (void)
{
  static const struct
  {
    const char *template;
    guint kind, all, none;
  } cases[] = {
    /* Everything allowed is 0x4f and 0x1ff, not all bits set (protocol.md 4.2). */
    { "plain-token", TOKEN, 0x004f, 0x0600 },
    { "private-smartcoin", SMARTCOIN, 0x01ff, 0xfe00 },
    { "yes-no-market", PREDICTION, 0x01ff, 0xbe20 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint give_up = 0; give_up < 2; give_up++)
      {
        Form form;
        const MnrAssetCreate *creation;

        form_new (&form, cases[i].template, "RIVALBITS");
        if (cases[i].kind != TOKEN)
          form_type (&form, MNR_DRAFT_FEEDERS, "");
        for (guint j = 0; j < G_N_ELEMENTS (powers); j++)
          if ((powers[j].kinds & cases[i].kind) != 0)
            choose (form_get_row (&form, MNR_DRAFT_FIRST_POWER + j),
                    give_up != 0 && !(powers[j].bit == 0x20 && cases[i].kind == PREDICTION)
                      ? "Never"
                    : powers[j].is_right_only ? "Keep"
                                              : "Not now");
        creation = review_creation (&form);
        g_assert_cmphex (creation->common_options.issuer_permissions, ==,
                         give_up != 0 ? cases[i].none : cases[i].all);
        g_assert_cmphex (creation->common_options.flags, ==, 0);
        form_close (&form);
      }
}

/* What is found about a power is said at it, and leads to it. */
static void
test_finding_of_power (void)
{
  Form form;
  GtkWidget *row, *focus;

  form_new (&form, "yes-no-market", "RIVALEND");
  mnr_draft_page_set_step (MNR_DRAFT_PAGE (form.page), MNR_STEP_POWERS);
  row = form_get_row (&form, MNR_DRAFT_FIRST_POWER + 5);
  choose (row, "Never");
  wait_for_text (&form, "resolved by a global settlement");
  g_assert_nonnull (find_widget (row, has_text, "resolved by a global settlement"));
  g_assert_null (find_widget (form_get_row (&form, MNR_DRAFT_FIRST_POWER), has_text,
                              "resolved by a global settlement"));

  assert_refused (&form, "Settle globally: ");
  g_signal_emit_by_name (find_type (form.page, g_type_from_name ("MnrDraftSummary")),
                         "field-activated", MNR_DRAFT_FIRST_POWER + 5);
  settle ();
  focus = gtk_window_get_focus (GTK_WINDOW (form.window));
  g_assert_true (focus != NULL && gtk_widget_is_ancestor (focus, row));
  form_close (&form);
}

/* Locks of a token's supply were dropped whenever anything of it was changed. */

static gboolean
knows_asset (gpointer symbol)
{
  const MnrView *view = mnr_chain_view_get_view (mnr_wallet_get_view (wallet));
  const MnrAsset *asset = NULL;

  return view->find_asset (view, symbol, &asset) == MNR_KNOWN;
}

static void
ask_for (const MnrView *view,
         gpointer symbol)
{
  const MnrAsset *asset = NULL;

  view->find_asset (view, symbol, &asset);
}

static void
test_locks_survive (void)
{
  Way way = { 0 };
  Form form;
  g_autoptr (GAsyncResult) result = NULL;
  const MnrView *view;
  const MnrAsset *asset = NULL;
  const MnrOperation *operation;
  const MnrAssetUpdate *update;

  way_open (&way, "capped-token", "RIVALCAP");
  mnr_draft_page_set_step (MNR_DRAFT_PAGE (way.form.page), MNR_STEP_REVIEW);
  confirm (&way, "Create RIVALCAP for ", "Open RIVALCAP");
  way_close (&way);

  mnr_chain_view_complete_async (mnr_wallet_get_view (wallet), ask_for, (gpointer) "RIVALCAP",
                                 NULL, test_take_result, &result);
  g_assert_true (mnr_chain_view_complete_finish (mnr_wallet_get_view (wallet), test_wait (&result),
                                                 NULL));
  g_assert_true (knows_asset ((gpointer) "RIVALCAP"));
  view = mnr_chain_view_get_view (mnr_wallet_get_view (wallet));
  view->find_asset (view, "RIVALCAP", &asset);
  /* Locked, and the right to unlock given up. */
  g_assert_cmphex (asset->options.flags & 0x0600, ==, 0x0200);
  g_assert_cmphex (asset->options.issuer_permissions & 0x0200, ==, 0x0200);

  form_open (&form, mnr_draft_new_from_asset (asset, NULL, view, TRUE), 1100, 760);
  form_type (&form, MNR_DRAFT_DESCRIPTION, "Changed by somebody");
  operation = review (&form);
  g_assert_cmpint (operation->number, ==, MNR_OPERATION_ASSET_UPDATE);
  update = operation->value;
  g_assert_nonnull (strstr (update->new_options.description, "Changed by somebody"));
  view->find_asset (view, "RIVALCAP", &asset);
  g_assert_cmphex (update->new_options.flags, ==, asset->options.flags);
  g_assert_cmphex (update->new_options.issuer_permissions, ==, asset->options.issuer_permissions);
  g_assert_cmpint (update->new_options.max_supply, ==, asset->options.max_supply);
  wait_for_text (&form, "What Changes");
  wait_for_text (&form, "→ Changed by somebody");
  form_close (&form);
}

/* Percentages and ratios */

/* 1.15 % became 114.99999999999999, and nothing happened. */
static void
test_percent (void)
{
  Form form;
  const MnrAssetCreate *creation;

  form_new (&form, "plain-token", "RIVALFEE");
  choose (form_get_row (&form, MNR_DRAFT_FIRST_POWER), "On");
  form_type (&form, MNR_DRAFT_MARKET_FEE, "1.15");
  form_type (&form, MNR_DRAFT_TAKER_FEE, "0.07");
  form_type (&form, MNR_DRAFT_REWARD, "57.25");
  creation = review_creation (&form);
  g_assert_cmpuint (creation->common_options.market_fee_percent, ==, 115);
  g_assert_cmpuint (*creation->common_options.extensions.taker_fee_percent, ==, 7);
  g_assert_cmpuint (*creation->common_options.extensions.reward_percent, ==, 5725);

  mnr_draft_page_set_step (MNR_DRAFT_PAGE (form.page), MNR_STEP_FEES);
  wait_for_text (&form, "of 1,000.0000 RIVALFEE that are bought, a maker pays 11.5000 RIVALFEE");
  /* What the chain cannot say is said, not rounded. */
  form_type (&form, MNR_DRAFT_MARKET_FEE, "1.155");
  assert_refused (&form, "Market fee: ");
  form_close (&form);
}

/* 175 became seventeen and a half times the debt, 1.75 less than the least there can be. */
static void
test_ratios (void)
{
  Form form;
  const MnrAssetCreate *creation;
  const MnrBitassetOptions *options;

  form_new (&form, "private-smartcoin", "RIVALUSD");
  form_type (&form, MNR_DRAFT_FEEDERS, "");
  form_type (&form, MNR_DRAFT_MAINTENANCE_RATIO, "175");
  form_type (&form, MNR_DRAFT_INITIAL_RATIO, "180.5");
  form_type (&form, MNR_DRAFT_SQUEEZE_RATIO, "110");
  form_type (&form, MNR_DRAFT_MARGIN_CALL_FEE, "1");
  form_type (&form, MNR_DRAFT_SETTLEMENT_FEE, "1.15");
  form_type (&form, MNR_DRAFT_SETTLEMENT_VOLUME, "5");
  form_type (&form, MNR_DRAFT_SETTLEMENT_OFFSET, "0.29");
  creation = review_creation (&form);
  options = creation->bitasset_opts;
  g_assert_cmpuint (*options->extensions.maintenance_collateral_ratio, ==, 1750);
  g_assert_cmpuint (*options->extensions.initial_collateral_ratio, ==, 1805);
  g_assert_cmpuint (*options->extensions.maximum_short_squeeze_ratio, ==, 1100);
  g_assert_cmpuint (*options->extensions.margin_call_fee_ratio, ==, 10);
  g_assert_cmpuint (*options->extensions.force_settle_fee_percent, ==, 115);
  g_assert_cmpuint (options->maximum_force_settlement_volume, ==, 500);
  g_assert_cmpuint (options->force_settlement_offset_percent, ==, 29);

  /* The chain has no half of a thousandth, and no ratio below one. */
  form_type (&form, MNR_DRAFT_MARGIN_CALL_FEE, "1.15");
  assert_refused (&form, "Margin call fee: ");
  form_type (&form, MNR_DRAFT_MARGIN_CALL_FEE, "1.1");
  form_type (&form, MNR_DRAFT_MAINTENANCE_RATIO, "1.75");
  assert_refused (&form, "Maintenance collateral ratio: ");
  form_close (&form);
}

/* Costs */

static gboolean
is_label (GtkWidget *widget,
          gconstpointer text)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
         strcmp (gtk_label_get_text (GTK_LABEL (widget)), text) == 0;
}

static gboolean
is_cost (gpointer data)
{
  Wanted *wanted = data;
  GtkWidget *summary =
    find_type (wanted->form->page, g_type_from_name ("MnrDraftSummary"));

  return find_widget (summary, is_label, wanted->text) != NULL;
}

static gint64
get_required_fee (const MnrOperation *operation)
{
  g_autoptr (GString) params = g_string_new ("[[");
  g_autofree char *answer = NULL;
  const char *amount;

  mnr_json_write (&mnr_type_operation, operation, "BTS", params);
  g_string_append (params, "],\"1.3.0\"]");
  answer = ask_chain ("get_required_fees", params->str);
  amount = strstr (answer, "\"amount\":");
  g_assert_nonnull (amount);
  amount += strlen ("\"amount\":");
  return g_ascii_strtoll (amount + (*amount == '"'), NULL, 10);
}

/* Fees of names without a point and of no text were shown for all. */
static void
test_costs (void)
{
  static const struct
  {
    const char *symbol;
    guint text;       /* letters of the description */
    gint64 least;     /* what a name like this cost in the recordings of real nodes */
    const char *said; /* in the side pane */
  } cases[] = {
    { "RIVALLONG", 0, 500000000, "5,000.00000 BTS" },
    { "RVLS", 0, 30000000000, "300,000.00000 BTS" },
    { "RVL", 0, 50000000000, "500,000.00000 BTS" },
    /* On a chain that has liquidity pools a sub-asset has a fee of its own: of operation 9. */
    { "RIVALCAP.SUB", 0, 50000000, "500.00000 BTS" },
    /* And ten units for 1024 bytes. */
    { "RIVALTEXT", 2000, 500000020, "5,000.00020 BTS" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strnfill (cases[i].text, 'x');
      const MnrOperation *operation;
      const MnrAssetCreate *creation;
      Form form;
      Wanted wanted = { &form, cases[i].said };
      g_autofree char *button =
        g_strdup_printf ("Create %s for %s", cases[i].symbol, cases[i].said);

      form_new (&form, "plain-token", cases[i].symbol);
      form_type (&form, MNR_DRAFT_DESCRIPTION, text);
      g_test_message ("%s", cases[i].symbol);
      test_wait_until (is_cost, &wanted);
      operation = review (&form);
      creation = operation->value;
      /* What is signed is what was said, and what the node asks for. */
      g_assert_cmpint (creation->fee.amount, >=, cases[i].least);
      g_assert_cmpint (creation->fee.amount, <, cases[i].least + 10);
      g_assert_cmpint (creation->fee.amount, ==, get_required_fee (operation));
      wait_for_text (&form, button);
      form_close (&form);
    }
}

/* Looking up before anything is sent */

static void
test_look_up (void)
{
  static const struct
  {
    const char *typed, *reason;
  } cases[] = {
    { "bts", "There is already an asset BTS" },
    { "RIVALNOBODY.SUB", "Symbol: " },
    { "AB", "Symbol: " },
    { "RIVAL..SUB", "Symbol: " },
  };
  Form form;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      form_new (&form, "plain-token", cases[i].typed);
      assert_refused (&form, cases[i].reason);
      form_close (&form);
    }

  /* Small letters become capitals, as they are typed. */
  form_new (&form, "plain-token", "rivallow");
  g_assert_cmpstr (mnr_draft_get (form.draft, MNR_DRAFT_SYMBOL), ==, "RIVALLOW");
  g_assert_cmpstr (review_creation (&form)->symbol, ==, "RIVALLOW");
  /* A supply beyond what the chain allows, that rivals' defaults had. */
  form_type (&form, MNR_DRAFT_PRECISION, "8");
  form_type (&form, MNR_DRAFT_MAX_SUPPLY, "1000000000");
  assert_refused (&form, "Maximum supply: ");
  form_close (&form);
}

/* The parent is somebody else's. */
static void
test_parent_of_others (void)
{
  Form form;

  form_new (&form, "plain-token", "BTS.RIVAL");
  assert_refused (&form, "Symbol: ");
  form_close (&form);
}

/* The rate was said in the wrong unit, and rounded to the token's decimals. */
static void
test_rate (void)
{
  static const struct
  {
    guint direction;
    const char *typed, *unit, *said;
    gint64 core, asset; /* in lowest terms */
  } cases[] = {
    { MNR_RATE_CORE_PER_TOKEN, "0.25", "BTS", "1 RIVALCER counts as 0.25 BTS", 2500, 1 },
    { MNR_RATE_TOKEN_PER_CORE, "0.25", "RIVALCER", "1 RIVALCER counts as 4 BTS", 40000, 1 },
    /* Finer than the token's decimals. */
    { MNR_RATE_TOKEN_PER_CORE, "3.14159", "RIVALCER", NULL, 100000000000, 31415900 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Form form;
      GtkWidget *step, *entry;
      const MnrPrice *rate;

      form_new (&form, "plain-token", "RIVALCER");
      form_type (&form, MNR_DRAFT_PRECISION, "1");
      mnr_draft_page_set_step (MNR_DRAFT_PAGE (form.page), MNR_STEP_RATE);
      step = find_type (form.page, g_type_from_name ("MnrRateGroup"));
      gtk_drop_down_set_selected (GTK_DROP_DOWN (find_type (step, GTK_TYPE_DROP_DOWN)),
                                  cases[i].direction);
      entry = find_type (step, GTK_TYPE_ENTRY);
      gtk_editable_set_text (GTK_EDITABLE (entry), cases[i].typed);
      wait_for_text (&form, "core exchange rate");
      wait_for_text (&form, cases[i].unit);
      if (cases[i].said != NULL)
        wait_for_text (&form, cases[i].said);
      rate = &review_creation (&form)->common_options.core_exchange_rate;
      g_assert_cmpint (rate->base.asset_id, ==, MNR_CORE_ASSET);
      g_assert_true ((__int128) rate->base.amount * cases[i].asset ==
                     (__int128) rate->quote.amount * cases[i].core);
      form_close (&form);
    }
}

int
main (int argc,
      char **argv)
{
  int status;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  open_wallet ();

  /* By the numbers of the survey of other tools. */
  g_test_add_func ("/rivals/b1-1/amounts", test_amounts);
  g_test_add_func ("/rivals/b1-1/every-amount", test_every_amount);
  g_test_add_func ("/rivals/b1-2/prediction-defaults", test_prediction_defaults);
  g_test_add_func ("/rivals/b1-3/powers-of-token", test_powers_of_token);
  g_test_add_func ("/rivals/b1-3/powers-of-smartcoin", test_powers_of_smartcoin);
  g_test_add_func ("/rivals/b1-3/powers-of-prediction", test_powers_of_prediction);
  g_test_add_func ("/rivals/b1-3/masks", test_masks);
  g_test_add_func ("/rivals/b1-3/finding-of-power", test_finding_of_power);
  g_test_add_func ("/rivals/b1-4-b2-5/locks-survive", test_locks_survive);
  g_test_add_func ("/rivals/b1-5/percent", test_percent);
  g_test_add_func ("/rivals/b1-9/costs", test_costs);
  g_test_add_func ("/rivals/b2-3/ratios", test_ratios);
  g_test_add_func ("/rivals/b2-8/look-up", test_look_up);
  g_test_add_func ("/rivals/b2-8/parent-of-others", test_parent_of_others);
  g_test_add_func ("/rivals/b2-9/rate", test_rate);
  status = g_test_run ();
  close_wallet ();
  return status;
}
