/* test-draft-sources.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a draft comes from besides its templates, and where it goes besides the
 * chain: other assets, files of all kinds, the clipboard, other networks.
 */

#include <string.h>

#include "chain/wire/mnr-json.h"
#include "form-support.h"
#include "issuer/mnr-cli-wallet.h"
#include "mnr-kind-step.h"
#include "mnr-send-view.h"
#include "test-wait.h"

static void
open_kind (Form *form)
{
  form_open (form, mnr_draft_new (MNR_ASSET_TOKEN), 1100, 2000);
  mnr_draft_page_set_step (MNR_DRAFT_PAGE (form->page), MNR_STEP_KIND);
  settle ();
}

static gboolean
has_chosen (gpointer data)
{
  Form *form = data;

  return mnr_draft_page_get_step (MNR_DRAFT_PAGE (form->page)) == MNR_STEP_NAME;
}

static void
test_like (void)
{
  Form form;
  GtkWidget *row;

  open_kind (&form);
  row = find_type (form.page, ADW_TYPE_ENTRY_ROW);
  gtk_editable_set_text (GTK_EDITABLE (row), "NOSUCHTHING");
  g_signal_emit_by_name (row, "apply");
  form_wait_for (&form, "There is no asset of that symbol on this chain.");
  g_assert_cmpint (mnr_draft_page_get_step (MNR_DRAFT_PAGE (form.page)), ==, MNR_STEP_KIND);

  /* Another one like it, and not a change to it. */
  gtk_editable_set_text (GTK_EDITABLE (row), " bts ");
  g_signal_emit_by_name (row, "apply");
  test_wait_until (has_chosen, &form);
  g_assert_cmpstr (mnr_draft_get (form.draft, MNR_DRAFT_PRECISION), ==, "5");
  g_assert_null (mnr_draft_get_asset (form.draft));
  form_close (&form);
}

/* Files */

static gboolean
is_problem (GtkWidget *widget,
            gconstpointer data)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_visible (widget) &&
         gtk_widget_has_css_class (widget, "error") &&
         gtk_label_get_text (GTK_LABEL (widget))[0] != '\0';
}

static gboolean
has_problem (gpointer step)
{
  return find_widget (step, is_problem, NULL) != NULL;
}

static gboolean
is_answered (gpointer data)
{
  return has_chosen (data) || has_problem (((Form *) data)->page);
}

static void
open_text (Form *form,
           const char *text,
           gsize length)
{
  g_autofree char *path = g_build_filename (form->folder, "given", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, text, (gssize) length, &error));
  g_assert_no_error (error);
  mnr_kind_step_open_file (MNR_KIND_STEP (find_type (form->page, MNR_TYPE_KIND_STEP)), file);
}

/* One sentence, and the draft stays what it was. */
static void
test_hostile_files (void)
{
  g_autofree char *garbage = g_malloc (1 << 20), *deep = g_malloc (1 << 20);
  const struct
  {
    const char *text;
    gsize length;
  } files[] = {
    { "", 0 },
    { garbage, 1 << 20 },
    { deep, 1 << 20 },
    { "no JSON at all", 14 },
    { "{\"version\":", 11 },
    { "{\"moneyer_draft\":0}", 19 },
    { "[]", 2 },
    { "create_asset", 12 },
    { "create_asset a B 99999999999999999999 {} null true", 50 },
  };
  g_autofree char *before = NULL, *missing = NULL, *newer = NULL;
  g_autoptr (GFile) nowhere = NULL;
  g_autoptr (MnrDraft) good = new_template ("plain-token");
  g_autoptr (GRegex) version = g_regex_new ("(moneyer_draft\"\\s*:\\s*)1", 0, 0, NULL);
  g_autofree char *json = mnr_draft_to_json (good);
  GtkWidget *step;
  Form form;

  for (guint i = 0; i < 1 << 20; i++)
    garbage[i] = (char) (i * 31 + i / 251);
  memset (deep, '[', 1 << 20);
  open_kind (&form);
  step = find_type (form.page, MNR_TYPE_KIND_STEP);
  mnr_draft_set (form.draft, MNR_DRAFT_SYMBOL, "STAYS");
  before = mnr_draft_to_json (form.draft);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *after = NULL;

      open_text (&form, files[i].text, files[i].length);
      g_assert_false (has_problem (step));
      test_wait_until (has_problem, step);
      g_test_message ("%u: %s", i,
                      gtk_label_get_text (GTK_LABEL (find_widget (step, is_problem, NULL))));
      after = mnr_draft_to_json (form.draft);
      g_assert_cmpstr (after, ==, before);
      g_assert_false (has_chosen (&form));
    }

  newer = g_regex_replace (version, json, -1, 0, "\\g<1>999", 0, NULL);
  g_assert_cmpstr (newer, !=, json);
  open_text (&form, newer, strlen (newer));
  form_wait_for (&form, "The draft was written by a newer Moneyer");

  missing = g_build_filename (form.folder, "nowhere", NULL);
  nowhere = g_file_new_for_path (missing);
  mnr_kind_step_open_file (MNR_KIND_STEP (step), nowhere);
  test_wait_until (has_problem, step);
  g_assert_cmpstr (mnr_draft_get (form.draft, MNR_DRAFT_SYMBOL), ==, "STAYS");
  form_close (&form);
}

#define OPTIONS                                                                                \
  "{\"max_supply\":1000,\"market_fee_percent\":25,\"max_market_fee\":500,"                     \
  "\"issuer_permissions\":79,\"flags\":1,\"core_exchange_rate\":{\"base\":{\"amount\":100000," \
  "\"asset_id\":\"1.3.0\"},\"quote\":{\"amount\":30,\"asset_id\":\"1.3.1\"}},"                 \
  "\"whitelist_authorities\":[],\"blacklist_authorities\":[],\"whitelist_markets\":[],"        \
  "\"blacklist_markets\":[],\"description\":\"\",\"extensions\":{}}"

static void
test_files (void)
{
  static const char *const texts[] = {
    NULL, /* a draft, see below */
    OPTIONS,
    "create_asset practice-alice FROMLINE 3 " OPTIONS " null true",
  };
  static const char *const symbols[] = { "FROMDRAFT", "", "FROMLINE" };
  g_autoptr (MnrDraft) draft = new_template ("capped-token");
  g_autofree char *json = NULL;

  mnr_draft_set (draft, MNR_DRAFT_SYMBOL, symbols[0]);
  mnr_draft_set (draft, MNR_DRAFT_MARKET_FEE, "0.25");
  json = mnr_draft_to_json (draft);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const char *text = texts[i] != NULL ? texts[i] : json;
      Form form;

      open_kind (&form);
      open_text (&form, text, strlen (text));
      test_wait_until (is_answered, &form);
      if (has_problem (form.page))
        g_error ("%u: %s", i,
                 gtk_label_get_text (GTK_LABEL (find_widget (form.page, is_problem, NULL))));
      g_assert_true (has_chosen (&form));
      g_assert_cmpstr (mnr_draft_get (form.draft, MNR_DRAFT_SYMBOL), ==, symbols[i]);
      g_assert_cmpstr (mnr_draft_get (form.draft, MNR_DRAFT_MARKET_FEE), ==, "0.25");
      form_close (&form);
    }
}

/* Where it goes */

static gboolean
may_create (gpointer data)
{
  GtkWidget *button = find_widget (((Form *) data)->page, is_button_child, "Create ");

  return button != NULL && gtk_widget_is_sensitive (button);
}

static gboolean
is_named (GtkWidget *widget,
          gconstpointer label)
{
  return GTK_IS_BUTTON (widget) &&
         g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0;
}

static char *
copy (Form *form,
      const char *label)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (form->window);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *text;

  gdk_clipboard_set_text (clipboard, "before");
  g_signal_emit_by_name (find_widget (form->page, is_named, label), "clicked");
  gdk_clipboard_read_text_async (clipboard, NULL, test_take_result, &result);
  text = gdk_clipboard_read_text_finish (clipboard, test_wait (&result), &error);
  g_assert_no_error (error);
  return text;
}

/* For other programs: what they get is what would be signed. */
static void
test_copies (void)
{
  Form form;
  const MnrTransaction *transaction;
  const MnrAssetCreate *creation;
  g_autoptr (MnrTransaction) again = mnr_transaction_new ();
  MnrAssetCreate read = { 0 };
  g_autofree char *json = NULL, *line = NULL, *issuer = NULL;
  g_autoptr (GError) error = NULL;
  gboolean broadcast = FALSE;

  form_open (&form, new_template ("capped-token"), 1100, 760);
  type_into (form_get_row (&form, MNR_DRAFT_SYMBOL), "UICOPY");
  mnr_draft_page_set_step (MNR_DRAFT_PAGE (form.page), MNR_STEP_REVIEW);
  test_wait_until (may_create, &form);
  transaction = mnr_send_view_get_transaction (
    MNR_SEND_VIEW (find_type (form.page, MNR_TYPE_SEND_VIEW)));
  creation = transaction->operations.items[0].value;

  json = copy (&form, "Copy JSON");
  mnr_json_read (&mnr_type_operations, json, strlen (json), "BTS", &again->operations, &error);
  g_assert_no_error (error);
  g_assert_true (
    mnr_value_equal (&mnr_type_operations, &again->operations, &transaction->operations));

  line = copy (&form, "Copy cli_wallet Line");
  mnr_cli_wallet_read_command (line, strlen (line), &read, &issuer, &broadcast, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (issuer, ==, "practice-alice");
  g_assert_true (broadcast);
  g_assert_cmpstr (read.symbol, ==, creation->symbol);
  g_assert_cmpuint (read.precision, ==, creation->precision);
  g_assert_true (mnr_value_equal (&mnr_type_asset_options, &read.common_options,
                                  &creation->common_options));
  g_assert_null (read.bitasset_opts);
  mnr_value_clear (mnr_type_operation.variants[MNR_OPERATION_ASSET_CREATE], &read);
  form_close (&form);
}

/* An asset of another chain may have the id of one of this. */
static void
test_foreign (void)
{
  const MnrView *view = mnr_chain_view_get_view (mnr_wallet_get_view (wallet));
  gconstpointer core = NULL;
  g_autofree char *chain_id = g_strnfill (64, '0');
  MnrDraft *draft;
  Form form;

  g_assert_cmpint (view->get_object (view, MNR_CORE_ASSET, &core), ==, MNR_KNOWN);
  draft = mnr_draft_new_from_asset (core, NULL, view, TRUE);
  mnr_draft_set_network (draft, "Somewhere Else", chain_id);
  mnr_draft_set (draft, MNR_DRAFT_MARKET_FEE, "1");
  form_open (&form, draft, 1100, 760);
  mnr_draft_page_set_step (MNR_DRAFT_PAGE (form.page), MNR_STEP_REVIEW);
  form_wait_for (&form, "This Draft Belongs Elsewhere");
  g_assert_nonnull (find_widget (form.page, has_text, "Somewhere Else"));
  g_assert_null (find_type (form.page, MNR_TYPE_SEND_VIEW));
  form_close (&form);
}

/* Kept while somebody else took its symbol. */
static void
test_taken_since (void)
{
  g_autoptr (MnrDraft) draft = new_template ("plain-token");
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;
  MnrDraft *again;
  Form form;

  mnr_draft_set (draft, MNR_DRAFT_SYMBOL, "BTS");
  json = mnr_draft_to_json (draft);
  again = mnr_draft_new_from_json (json, strlen (json), &error);
  g_assert_no_error (error);
  form_open (&form, again, 1100, 760);
  mnr_draft_page_set_step (MNR_DRAFT_PAGE (form.page), MNR_STEP_REVIEW);
  form_wait_for (&form, "Something Is to Be Fixed First");
  form_wait_for (&form, "There is already an asset BTS");
  g_assert_null (find_type (form.page, MNR_TYPE_SEND_VIEW));
  form_close (&form);
}

int
main (int argc,
      char **argv)
{
  int status;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  open_wallet ();

  g_test_add_func ("/draft-sources/like", test_like);
  g_test_add_func ("/draft-sources/hostile-files", test_hostile_files);
  g_test_add_func ("/draft-sources/files", test_files);
  g_test_add_func ("/draft-sources/copies", test_copies);
  g_test_add_func ("/draft-sources/foreign", test_foreign);
  g_test_add_func ("/draft-sources/taken-since", test_taken_since);
  status = g_test_run ();
  close_wallet ();
  return status;
}
