/* test-asset-page.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The pages of an asset and of an account, on a practice network. */

#include <string.h>

#include "chain/wire/mnr-json.h"
#include "mnr-activity-dialog.h"
#include "mnr-activity-list.h"
#include "mnr-activity-page.h"
#include "mnr-activity-row.h"
#include "mnr-asset-page.h"
#include "mnr-picture.h"
#include "mnr-scale-bar.h"
#include "mnr-trust-card.h"
#include "rules/mnr-collateral.h"
#include "test-pages.h"
#include "test-wait.h"

static gboolean
is_null (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static gboolean
has_size (gpointer user_data)
{
  return gtk_widget_get_width (user_data) > 0;
}

/* Whether anything is drawn. */
static void
assert_drawn (GtkWidget *widget)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  GskRenderNode *node;

  test_wait_until (has_size, widget);
  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);
  node = gtk_snapshot_to_node (snapshot);
  g_assert_nonnull (node);
  gsk_render_node_unref (node);
}

/* Pictures */

#define TOKEN MNR_ASSET_ID (7)

static const MnrAssetName core = { .symbol = "BTS", .precision = 5 };
static const MnrAssetName token = { .symbol = "TOKEN", .precision = 2 };

static MnrScale *
create_scale (guint index)
{
  const MnrFeed feed = {
    .settlement_price = { { 100, TOKEN }, { 2000000, MNR_CORE_ASSET } },
    .maintenance_collateral_ratio = 1600,
    .initial_collateral_ratio = 1600,
    .maximum_short_squeeze_ratio = 1100,
  };
  const MnrPrice rate = { { 100, TOKEN }, { 95000, MNR_CORE_ASSET } };
  const MnrPrice market = { { 100, TOKEN }, { 100000, MNR_CORE_ASSET } };

  switch (index)
    {
    case 0:
      return mnr_scale_new_supply (1234, 10000, &token);
    case 1:
      return mnr_scale_new_pool (0, 100000, &core);
    case 2:
      return mnr_scale_new_pool (124000000, 100000, &core);
    case 3:
      return mnr_scale_new_rate (&rate, &market, &token, &core);
    case 4:
      return mnr_scale_new_rate (&rate, NULL, &token, &core);
    case 5:
      return mnr_scale_new_position (&feed, 350000000, 10000, NULL, &token, &core);
    default:
      return NULL;
    }
}

static void
test_pictures (void)
{
  for (guint direction = GTK_TEXT_DIR_LTR; direction <= GTK_TEXT_DIR_RTL; direction++)
    for (guint i = 0; i < 6; i++)
      {
        g_autoptr (MnrScale) scale = create_scale (i);
        g_autofree char *words = mnr_scale_describe (scale);
        GtkWidget *picture, *window, *bar;

        gtk_widget_set_default_direction (direction);
        picture = mnr_picture_new ();
        g_assert_false (gtk_widget_get_visible (picture));
        mnr_picture_take_scale (MNR_PICTURE (picture), create_scale (i));
        window = pages_show (picture);
        bar = pages_find_widget (picture, MNR_TYPE_SCALE_BAR);
        g_assert_cmpint (gtk_widget_get_visible (bar), ==,
                         scale->zones->len + scale->ticks->len > 0);
        if (gtk_widget_get_visible (bar))
          assert_drawn (bar);
        g_assert_nonnull (pages_find_label (picture, picture, scale->value));
        for (guint j = 0; j < scale->marks->len; j++)
          g_assert_nonnull (pages_find_label (
            picture, picture, ((MnrMark *) g_ptr_array_index (scale->marks, j))->text));
        gtk_test_accessible_assert_role (bar, GTK_ACCESSIBLE_ROLE_IMG);
        gtk_test_accessible_assert_property (bar, GTK_ACCESSIBLE_PROPERTY_LABEL, scale->title);
        gtk_test_accessible_assert_property (bar, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words);
        pages_finish (window, picture);
      }
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* Pages */

/* All that it says is of the chain, and is of it still after a block. */
static void
test_overview (Pages *self,
               gconstpointer data)
{
  MnrObjectId usd, issuer;
  GtkWidget *page, *window;

  pages_find_asset (self, "PRACTICE.USD", &usd, &issuer);
  page = mnr_asset_page_new (self->wallet, usd);
  window = pages_show (page);
  pages_wait_for_text (page, "PRACTICE.USD");
  pages_wait_for_text (page, "Smartcoin");
  pages_wait_for_text (page, "The least covered position");
  pages_wait_for_text (page, "in force");
  g_assert_nonnull (pages_find_label (page, page, "Fee pool"));
  g_assert_nonnull (pages_find_label (page, page, "What holders are told"));
  g_assert_nonnull (pages_find_label (page, page, "Settlement"));
  assert_drawn (pages_find_widget (page, MNR_TYPE_SCALE_BAR));

  /* All three producers say that one is worth 123 BTS now. */
  g_assert_null (pages_find_label (page, page, "= 123.0"));
  g_free (pages_call (self, "practice", "move_feed", "[\"PRACTICE.USD\",\"0.008130081\"]"));
  pages_wait_for_text (page, "= 123.0");
  pages_finish (window, page);
}

/* A feed that nobody renews, and one that comes back. */
static void
test_expired_feed (Pages *self,
                   gconstpointer data)
{
  static const char *const producers[] = { "init0", "init1", "init2" };
  MnrObjectId usd, issuer;
  GtkWidget *page, *window;

  pages_find_asset (self, "PRACTICE.USD", &usd, &issuer);
  page = mnr_asset_page_new (self->wallet, usd);
  window = pages_show (page);
  pages_wait_for_text (page, "The least covered position");
  g_assert_null (pages_find_label (page, page, "There is no price"));
  for (guint i = 0; i < G_N_ELEMENTS (producers); i++)
    {
      g_autofree char *params = g_strdup_printf ("[\"%s\",true]", producers[i]);

      g_free (pages_call (self, "practice", "silence_producer", params));
    }
  g_free (pages_call (self, "practice", "advance_time", "[172800]"));
  pages_wait_for_text (page, "There is no price, so nobody can borrow or settle");
  pages_wait_for_text (page, "0 in force, 1 needed");
  g_assert_null (pages_find_label (page, page, "The least covered position"));
  g_assert_null (pages_find_label (page, page, "globally settled"));

  g_free (pages_call (self, "practice", "silence_producer", "[\"init0\",false]"));
  g_free (pages_call (self, "practice", "move_feed", "[\"PRACTICE.USD\",\"0.01\",\"init0\"]"));
  pages_wait_for_text (page, "1 in force, 1 needed");
  pages_wait_for_text (page, "The least covered position");
  g_assert_null (pages_find_label (page, page, "There is no price"));
  pages_finish (window, page);
}

/* After a black swan: what holders can do now, and nothing that is over. */
static void
test_settled (Pages *self,
              gconstpointer data)
{
  MnrObjectId usd, issuer;
  GtkWidget *page, *window;

  pages_find_asset (self, "PRACTICE.USD", &usd, &issuer);
  page = mnr_asset_page_new (self->wallet, usd);
  window = pages_show (page);
  pages_wait_for_text (page, "The least covered position");
  g_free (pages_call (self, "practice", "crash_price", "[\"PRACTICE.USD\",40]"));
  pages_wait_for_text (page, "The asset has been globally settled");
  pages_wait_for_text (page, "Globally settled at");
  g_assert_null (pages_find_label (page, page, "The least covered position"));
  g_assert_null (pages_find_label (page, page, "There is no price"));
  pages_finish (window, page);
}

static gboolean
can_scroll (gpointer adjustment)
{
  return gtk_adjustment_get_upper (adjustment) > gtk_adjustment_get_page_size (adjustment) + 40;
}

/* What somebody else does shows by itself, and what is read stays where it is. */
static void
test_live (Pages *self,
           gconstpointer data)
{
  MnrObjectId plain, issuer;
  GtkWidget *page, *window, *label;
  GtkAdjustment *adjustment;

  pages_find_asset (self, "PRACTICE", &plain, &issuer);
  page = mnr_asset_page_new (self->wallet, plain);
  window = pages_show (page);
  pages_wait_for_text (page, "What holders are told");
  label = pages_find_label (page, page, "What holders are told");
  adjustment = gtk_scrolled_window_get_vadjustment (
    GTK_SCROLLED_WINDOW (gtk_widget_get_ancestor (label, GTK_TYPE_SCROLLED_WINDOW)));
  test_wait_until (can_scroll, adjustment);
  gtk_adjustment_set_value (adjustment, 40);
  g_assert_cmpint ((int) gtk_adjustment_get_value (adjustment), ==, 40);
  g_free (pages_call (self, "practice", "drain_pool", "[\"PRACTICE\"]"));
  pages_wait_for_text (page, "The fee pool is empty");
  g_free (pages_call (self, "practice", "fill_pool", "[\"PRACTICE\",\"777\"]"));
  pages_wait_for_text (page, "777.");
  g_assert_null (pages_find_label (page, page, "The fee pool is empty"));
  g_assert_true (pages_find_label (page, page, "What holders are told") == label);
  g_assert_cmpint ((int) gtk_adjustment_get_value (adjustment), ==, 40);
  pages_finish (window, page);
}

/* What holders are told, as text and as a picture that has all of it. */
static void
test_trust_card (void)
{
  g_autoptr (GPtrArray) lines = mnr_text_lines_new ();
  g_autoptr (MnrTrustCard) none = mnr_trust_card_new ("Of TOKEN", "Practice, block 7", lines);
  g_autoptr (MnrTrustCard) card = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GBytes) empty = NULL;
  g_autoptr (GBytes) full = NULL;
  g_autoptr (GdkTexture) small = NULL;
  g_autoptr (GdkTexture) large = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *widget = g_object_ref_sink (gtk_label_new (NULL));
  PangoContext *context = gtk_widget_get_pango_context (widget);

  mnr_text_lines_add (lines, "", "The issuer may take it back", "%s", "At any time.");
  card = mnr_trust_card_new ("Of TOKEN", "Practice, block 7", lines);
  text = mnr_trust_card_to_text (card);
  g_assert_cmpstr (text, ==,
                   "Of TOKEN\n• The issuer may take it back: At any time.\nPractice, block 7");
  empty = mnr_trust_card_to_png (none, context);
  full = mnr_trust_card_to_png (card, context);
  small = gdk_texture_new_from_bytes (empty, &error);
  g_assert_no_error (error);
  large = gdk_texture_new_from_bytes (full, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (small), ==, gdk_texture_get_width (large));
  g_assert_cmpint (gdk_texture_get_height (large), >, gdk_texture_get_height (small) + 40);
  g_object_unref (widget);
}

static void
test_kinds (Pages *self,
            gconstpointer data)
{
  static const struct
  {
    const char *symbol, *kind;
  } kinds[] = {
    { "PRACTICE", "Token" },
    { "PRACTICE.RAIN", "Prediction market" },
    { "BTS", "Token" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      MnrObjectId asset, issuer;
      GtkWidget *page, *window;

      pages_find_asset (self, kinds[i].symbol, &asset, &issuer);
      page = mnr_asset_page_new (self->wallet, asset);
      window = pages_show (page);
      pages_wait_for_text (page, kinds[i].kind);
      g_assert_null (pages_find_label (page, page, "The least covered position"));
      pages_finish (window, page);
    }
}

static void
test_no_asset (Pages *self,
               gconstpointer data)
{
  GtkWidget *page = mnr_asset_page_new (self->wallet, MNR_ASSET_ID (4711));
  GtkWidget *window = pages_show (page);

  pages_wait_for_text (page, "There Is No Such Asset");
  pages_finish (window, page);
}

/* Without a node it says so, and what it shows is still there. */
static void
test_cut (Pages *self,
          gconstpointer data)
{
  MnrObjectId usd, issuer;
  GtkWidget *page, *window, *other, *other_window;

  pages_find_asset (self, "PRACTICE.USD", &usd, &issuer);
  page = mnr_asset_page_new (self->wallet, usd);
  window = pages_show (page);
  pages_wait_for_text (page, "The least covered position");
  practice_kill (self->practice);
  other = mnr_asset_page_new (self->wallet, MNR_ASSET_ID (4711));
  other_window = pages_show (other);
  pages_wait_for_text (other, "The Asset Cannot Be Shown");
  g_assert_nonnull (pages_find_label (page, page, "The least covered position"));
  pages_finish (other_window, other);
  pages_finish (window, page);
}

static void
test_activity (Pages *self,
               gconstpointer data)
{
  MnrOutbox *outbox = mnr_wallet_get_outbox (self->wallet);
  MnrObjectId usd, issuer, rain, other_issuer;
  GtkWidget *page, *window;
  gint64 id;
  g_autoptr (GError) error = NULL;

  pages_find_asset (self, "PRACTICE.USD", &usd, &issuer);
  pages_find_asset (self, "PRACTICE.RAIN", &rain, &other_issuer);
  page = mnr_asset_page_new (self->wallet, usd);
  window = pages_show (page);
  pages_wait_for_text (page, "The least covered position");
  mnr_asset_page_show (MNR_ASSET_PAGE (page), "activity");
  pages_wait_for_text (page, "Create the asset “PRACTICE.USD”");
  pages_wait_for_text (page, "block");
  g_assert_null (pages_find_label (page, page, "On Its Way"));

  /* What the outbox has of it, and nothing else of it. */
  pages_put_into_outbox (self, issuer, rain, "Something about the rain");
  id = pages_put_into_outbox (self, issuer, usd, "Something about dollars");
  pages_wait_for_text (page, "Something about dollars");
  pages_wait_for_text (page, "Signed, not sent");
  g_assert_null (pages_find_label (page, page, "about the rain"));
  mnr_outbox_mark_refused (outbox, id, "The node says no.", "{\"code\":10}", &error);
  g_assert_no_error (error);
  pages_wait_for_text (page, "Refused");
  g_assert_null (pages_find_label (page, page, "Signed, not sent"));
  pages_finish (window, page);
}

/* Details */

static GtkWidget *
find_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *item = windows; item != NULL; item = item->next)
    if (MNR_IS_ACTIVITY_DIALOG (item->data))
      return item->data;
  return NULL;
}

/* Opens the details of the row that says @text, with its button if @button is not %NULL. */
static GtkWidget *
open_details (GtkWidget *page,
              const char *text,
              const char *button)
{
  GtkWidget *row, *list;
  GtkSelectionModel *model;
  guint n;

  pages_wait_for_text (page, text);
  row = gtk_widget_get_ancestor (pages_find_label (page, page, text), MNR_TYPE_ACTIVITY_ROW);
  if (button != NULL)
    {
      g_signal_emit_by_name (
        gtk_widget_get_ancestor (pages_find_label (page, row, button), GTK_TYPE_BUTTON), "clicked");
      return find_dialog ();
    }
  list = gtk_widget_get_ancestor (row, GTK_TYPE_LIST_VIEW);
  model = gtk_list_view_get_model (GTK_LIST_VIEW (list));
  n = g_list_model_get_n_items (G_LIST_MODEL (model));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (model), i);

      if (item == mnr_activity_row_get_item (MNR_ACTIVITY_ROW (row)))
        g_signal_emit_by_name (list, "activate", i);
    }
  return find_dialog ();
}

static void
close_details (GtkWidget *dialog)
{
  gpointer left = dialog;

  g_object_add_weak_pointer (G_OBJECT (dialog), &left);
  gtk_window_destroy (GTK_WINDOW (dialog));
  test_wait_until (is_null, &left);
}

/* What is signed is sent from where its bytes are read, and from nowhere else. */
static void
test_send (Pages *self,
           gconstpointer data)
{
  MnrObjectId usd, issuer;
  GtkWidget *page, *window, *dialog, *button;
  g_autoptr (MnrOutboxEntry) entry = NULL;
  gint64 id;

  pages_find_asset (self, "PRACTICE.USD", &usd, &issuer);
  page = mnr_asset_page_new (self->wallet, usd);
  window = pages_show (page);
  mnr_asset_page_show (MNR_ASSET_PAGE (page), "activity");
  pages_wait_for_text (page, "Create the asset");
  id = pages_put_into_outbox (self, issuer, usd, "Pay the baker");
  dialog = open_details (page, "Pay the baker", "Send It");
  g_assert_nonnull (dialog);
  button = gtk_widget_get_ancestor (pages_find_label (dialog, dialog, "Send It"), GTK_TYPE_BUTTON);
  g_assert_false (gtk_widget_get_sensitive (button));
  /* In words, not in ids: it has to be known what they are called. */
  pages_wait_for_text (dialog, "What Was Signed");
  pages_wait_for_text (dialog, "PRACTICE.USD");
  pages_wait_for_text (dialog, "practice-issuer");
  g_assert_true (gtk_widget_get_sensitive (button));
  entry = mnr_outbox_get (mnr_wallet_get_outbox (self->wallet), id, NULL);
  g_assert_cmpint (entry->state, ==, MNR_OUTBOX_SIGNED);

  /* Its signature is none, and the node says so. */
  g_signal_emit_by_name (button, "clicked");
  pages_wait_for_text (dialog, "Refused");
  pages_wait_for_text (dialog, "The node’s own words");
  g_assert_false (gtk_widget_get_visible (button));
  close_details (dialog);
  pages_wait_for_text (page, "Refused");
  pages_finish (window, page);
}

/* What is on the chain: the whole transaction, its name, exact times; and what nobody signed. */
static void
test_details (Pages *self,
              gconstpointer data)
{
  GtkWidget *page, *window, *dialog;

  pages_use_account (self, "practice-maker");
  /* An order that meets another one is filled. */
  g_free (pages_call (self, "practice", "sell",
                      "[\"PRACTICE\",\"10\",\"0.5\",\"practice-trader\"]"));
  g_free (pages_call (self, "practice", "buy",
                      "[\"PRACTICE\",\"5\",\"0.5\",\"practice-maker\"]"));
  page = mnr_activity_page_new (self->wallet);
  window = pages_show (page);
  dialog = open_details (page, " received ", NULL);
  g_assert_nonnull (dialog);
  pages_wait_for_text (dialog, "Nobody signed this");
  pages_wait_for_text (dialog, " UTC)");
  close_details (dialog);

  dialog = open_details (page, "Offer", NULL);
  g_assert_nonnull (dialog);
  pages_wait_for_text (dialog, "What Was Signed");
  pages_wait_for_text (dialog, "Transaction ID");
  pages_wait_for_text (dialog, "Copy Transaction ID");
  pages_wait_for_text (dialog, "PRACTICE");
  close_details (dialog);
  pages_finish (window, page);
}

/* A long history comes as it is scrolled, and there are never more rows than can be seen. */

#define N_LONG 2000

static GtkListView *long_list;

static guint
count_rows (GtkWidget *widget)
{
  guint n = MNR_IS_ACTIVITY_ROW (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_rows (child);
  return n;
}

static gboolean
has_all (void)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (GTK_WIDGET (long_list), GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment =
    gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (long_list))) >= N_LONG;
}

static void
test_long (Pages *self,
           gconstpointer data)
{
  GtkWidget *page, *window;
  guint n = 0;

  pages_use_account (self, "practice-maker");
  while (n < N_LONG)
    {
      const MnrWalletAccount *account = mnr_wallet_get_account (self->wallet);
      char id[MNR_OBJECT_ID_TEXT_SIZE];
      g_autoptr (GString) params = g_string_new ("[[");

      mnr_object_id_format (account->id, id);
      for (guint i = 0; i < 250; i++, n++)
        g_string_append_printf (
          params,
          "%s[0,{\"fee\":{\"amount\":0,\"asset_id\":\"1.3.0\"},\"from\":\"%s\",\"to\":\"1.2.17\","
          "\"amount\":{\"amount\":%u,\"asset_id\":\"1.3.0\"},\"extensions\":[]}]",
          i > 0 ? "," : "", id, n + 1);
      g_string_append (params, "]]");
      g_free (pages_call (self, "practice", "act", params->str));
    }
  page = mnr_activity_page_new (self->wallet);
  window = pages_show (page);
  pages_wait_for_text (page, "0.02000 BTS");
  long_list = GTK_LIST_VIEW (pages_find_widget (page, GTK_TYPE_LIST_VIEW));
  while (!has_all ())
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_rows (page), >, 0);
  g_assert_cmpuint (count_rows (page), <, 300);
  pages_finish (window, page);
}

static void
test_account (Pages *self,
              gconstpointer data)
{
  GtkWidget *page = mnr_activity_page_new (self->wallet);
  GtkWidget *window = pages_show (page);

  pages_wait_for_text (page, "No Account");
  pages_use_account (self, "practice-issuer");
  pages_wait_for_text (page, "Create the asset “PRACTICE.RAIN”");
  pages_wait_for_text (page, "block");
  pages_finish (window, page);
}

int
main (int argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/ui/pictures", test_pictures);
  g_test_add_func ("/ui/trust-card", test_trust_card);
  g_test_add ("/ui/asset-page/live", Pages, NULL, pages_set_up, test_live, pages_tear_down);
  g_test_add ("/ui/asset-page/overview", Pages, NULL, pages_set_up, test_overview, pages_tear_down);
  g_test_add ("/ui/asset-page/expired-feed", Pages, NULL, pages_set_up, test_expired_feed,
              pages_tear_down);
  g_test_add ("/ui/asset-page/settled", Pages, NULL, pages_set_up, test_settled, pages_tear_down);
  g_test_add ("/ui/asset-page/kinds", Pages, NULL, pages_set_up, test_kinds, pages_tear_down);
  g_test_add ("/ui/asset-page/no-asset", Pages, NULL, pages_set_up, test_no_asset, pages_tear_down);
  g_test_add ("/ui/asset-page/cut", Pages, NULL, pages_set_up, test_cut, pages_tear_down);
  g_test_add ("/ui/asset-page/activity", Pages, NULL, pages_set_up, test_activity, pages_tear_down);
  g_test_add ("/ui/asset-page/send", Pages, NULL, pages_set_up, test_send, pages_tear_down);
  g_test_add ("/ui/activity-page/details", Pages, NULL, pages_set_up, test_details,
              pages_tear_down);
  g_test_add ("/ui/activity-page/long", Pages, NULL, pages_set_up, test_long, pages_tear_down);
  g_test_add ("/ui/activity-page/account", Pages, NULL, pages_set_up, test_account,
              pages_tear_down);

  return g_test_run ();
}
