/* test-window.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The main window and its side bar, on a practice network. */

#include <string.h>

#include "issuer/mnr-issued-assets.h"
#include "mnr-application.h"
#include "mnr-asset-page.h"
#include "mnr-network-banner.h"
#include "mnr-side-bar.h"
#include "mnr-window.h"
#include "test-chain.h"
#include "test-pages.h"
#include "test-wait.h"

#define ISSUER "practice-issuer"

typedef struct
{
  Pages pages;
  GtkWidget *window;
} Fixture;

static void
set_up (Fixture *self,
        gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (MNR_APPLICATION_ID);

  g_settings_reset (settings, "page");
  g_settings_reset (settings, "network");
  pages_set_up (&self->pages, data);
  pages_use_account (&self->pages, ISSUER);
  self->window = GTK_WIDGET (mnr_window_new (NULL, self->pages.wallet, NULL));
  gtk_window_present (GTK_WINDOW (self->window));
}

static gboolean
is_null (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static void
tear_down (Fixture *self,
           gconstpointer data)
{
  if (self->window != NULL)
    {
      g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
      gtk_window_destroy (GTK_WINDOW (self->window));
      test_wait_until (is_null, &self->window);
    }
  pages_tear_down (&self->pages, data);
}

static void
go_to (Fixture *self,
       const char *page)
{
  gtk_widget_activate_action (self->window, "win.show-page", "s", page);
}

/* Titles and the banner */

typedef struct
{
  Fixture *fixture;
  const char *text;
} Expected;

static gboolean
has_title (gpointer data)
{
  Expected *self = data;

  return g_strcmp0 (gtk_window_get_title (GTK_WINDOW (self->fixture->window)), self->text) == 0;
}

static void
wait_for_title (Fixture *self,
                const char *title)
{
  Expected expected = { self, title };

  test_wait_until (has_title, &expected);
}

static void
test_title (Fixture *self,
            gconstpointer data)
{
  MnrObjectId rain, issuer;
  char id[MNR_OBJECT_ID_TEXT_SIZE];
  g_autofree char *page = NULL;

  pages_find_asset (&self->pages, "PRACTICE.RAIN", &rain, &issuer);
  page = g_strconcat ("asset/", mnr_object_id_format (rain, id), NULL);
  wait_for_title (self, "Welcome");
  go_to (self, "network");
  wait_for_title (self, "Network");
  go_to (self, page);
  wait_for_title (self, "PRACTICE.RAIN");
  pages_wait_for_text (self->window, "Prediction market");
  go_to (self, "new-asset");
  wait_for_title (self, "New Asset");
}

static void
find_banners (GtkWidget *widget,
              GPtrArray *found)
{
  if (MNR_IS_NETWORK_BANNER (widget) && gtk_widget_is_visible (widget))
    g_ptr_array_add (found, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_banners (child, found);
}

/* The first header bar that can be seen, but that of the side bar. */
static GtkWidget *
find_header (GtkWidget *widget)
{
  if (MNR_IS_SIDE_BAR (widget) || !gtk_widget_is_visible (widget))
    return NULL;
  if (ADW_IS_HEADER_BAR (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_header (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_laid_out (gpointer data)
{
  return gtk_widget_get_height (data) > 0 && gtk_widget_get_mapped (data);
}

/* On every page that can spend, one banner, right under its header bar; on the
 * others none. */
static void
test_banner (Fixture *self,
             gconstpointer data)
{
  static const struct
  {
    const char *page;
    gboolean spends;
  } pages[] = {
    { "accounts", TRUE },
    { "network", FALSE },
    { "new-asset", TRUE },
    { "drafts", TRUE },
    { "home", FALSE },
    { "asset/1.3.0", TRUE },
    { "activity", TRUE },
    { "add-account", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (GPtrArray) banners = g_ptr_array_new ();

      g_test_message ("%s", pages[i].page);
      go_to (self, pages[i].page);
      find_banners (self->window, banners);
      g_assert_cmpuint (banners->len, ==, pages[i].spends ? 1 : 0);
      if (pages[i].spends)
        {
          GtkWidget *banner = g_ptr_array_index (banners, 0);
          GtkWidget *header = find_header (self->window);
          graphene_point_t place;

          test_wait_until (is_laid_out, banner);
          g_assert_nonnull (pages_find_label (self->window, banner, "Practice network"));
          g_assert_true (gtk_widget_compute_point (banner, header, &GRAPHENE_POINT_INIT (0, 0),
                                                   &place));
          g_assert_cmpint ((int) place.y, ==, gtk_widget_get_height (header));
        }
    }
}

/* Narrow */

static gboolean
is_folded (gpointer data)
{
  return adw_leaflet_get_folded (data);
}

/* Side bar or page: the one that is seen has the window's buttons, and there is a way back. */
static void
test_narrow (Fixture *self,
             gconstpointer data)
{
  GtkWidget *leaflet = pages_find_widget (self->window, ADW_TYPE_LEAFLET);
  GtkWidget *bar = pages_find_widget (self->window, MNR_TYPE_SIDE_BAR);
  GtkWidget *bar_header = pages_find_widget (bar, ADW_TYPE_HEADER_BAR);

  go_to (self, "activity");
  test_wait_until (is_laid_out, leaflet);
  g_assert_false (adw_leaflet_get_folded (ADW_LEAFLET (leaflet)));
  g_assert_false (adw_header_bar_get_show_end_title_buttons (ADW_HEADER_BAR (bar_header)));
  gtk_window_set_default_size (GTK_WINDOW (self->window), 360, 640);
  test_wait_until (is_folded, leaflet);
  g_assert_true (adw_leaflet_get_visible_child (ADW_LEAFLET (leaflet)) != bar);
  g_assert_true (adw_header_bar_get_show_end_title_buttons (ADW_HEADER_BAR (bar_header)));
  gtk_widget_activate_action (self->window, "win.back", NULL);
  g_assert_true (adw_leaflet_get_visible_child (ADW_LEAFLET (leaflet)) == bar);
  go_to (self, "activity");
  g_assert_true (adw_leaflet_get_visible_child (ADW_LEAFLET (leaflet)) != bar);
}

static gboolean
is_a_choice (gpointer data)
{
  return GTK_IS_DROP_DOWN (adw_squeezer_get_visible_child (data));
}

/* As many pages as an asset can get: side by side where there is room, a list elsewhere. */
static void
test_switcher (Pages *self,
               gconstpointer data)
{
  GtkWidget *page = mnr_asset_page_new (self->wallet, MNR_CORE_ASSET);
  GtkWidget *window = pages_show (page);
  AdwViewStack *stack = ADW_VIEW_STACK (pages_find_widget (page, ADW_TYPE_VIEW_STACK));
  GtkWidget *squeezer = pages_find_widget (page, ADW_TYPE_SQUEEZER);
  GtkWidget *child;

  pages_wait_for_text (page, "Core exchange rate");
  child = adw_squeezer_get_visible_child (ADW_SQUEEZER (squeezer));
  g_assert_true (ADW_IS_VIEW_SWITCHER (child));
  for (guint i = 0; i < 8; i++)
    adw_view_stack_add_titled (stack, gtk_label_new ("Here"), NULL, "Something More");
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 640);
  test_wait_until (is_a_choice, squeezer);
  child = adw_squeezer_get_visible_child (ADW_SQUEEZER (squeezer));
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (GTK_DROP_DOWN (child))), ==,
                    10);

  /* Both ways. */
  gtk_drop_down_set_selected (GTK_DROP_DOWN (child), 1);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (stack), ==, "activity");
  mnr_asset_page_show (MNR_ASSET_PAGE (page), "overview");
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (child)), ==, 0);
  pages_finish (window, page);
}

/* Closing */

static GtkWidget *
find_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *item = windows; item != NULL; item = item->next)
    if (ADW_IS_MESSAGE_DIALOG (item->data))
      return item->data;
  return NULL;
}

/* Presses one of its buttons. */
static void
answer (GtkWidget *dialog,
        const char *label)
{
  GtkWidget *button =
    gtk_widget_get_ancestor (pages_find_label (dialog, dialog, label), GTK_TYPE_BUTTON);

  g_signal_emit_by_name (button, "clicked");
}

/* What the chain has not decided yet is not left behind without a word. */
static void
test_close (Fixture *self,
            gconstpointer data)
{
  MnrOutbox *outbox = mnr_wallet_get_outbox (self->pages.wallet);
  const MnrWalletAccount *account = mnr_wallet_get_account (self->pages.wallet);
  gint64 id =
    pages_put_into_outbox (&self->pages, account->id, MNR_CORE_ASSET, "Pay the baker");
  GtkWidget *dialog;
  g_autoptr (GError) error = NULL;

  g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
  gtk_window_close (GTK_WINDOW (self->window));
  dialog = find_dialog ();
  g_assert_nonnull (dialog);
  g_assert_nonnull (
    strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), "“Pay the baker”"));
  answer (dialog, "_Stay");
  g_assert_nonnull (self->window);

  gtk_window_close (GTK_WINDOW (self->window));
  answer (find_dialog (), "_Close");
  test_wait_until (is_null, &self->window);
  g_assert_true (mnr_outbox_mark_refused (outbox, id, "No.", NULL, &error));
}

/* What is decided keeps nobody, and neither does the end of a session. */
static void
test_close_at_once (Fixture *self,
                    gconstpointer data)
{
  const MnrWalletAccount *account = mnr_wallet_get_account (self->pages.wallet);
  MnrOutbox *outbox = mnr_wallet_get_outbox (self->pages.wallet);
  gint64 id =
    pages_put_into_outbox (&self->pages, account->id, MNR_CORE_ASSET, "Pay the butcher");
  g_autoptr (GError) error = NULL;

  g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
  mnr_window_close_at_once (MNR_WINDOW (self->window));
  g_assert_null (find_dialog ());
  test_wait_until (is_null, &self->window);

  g_assert_true (mnr_outbox_mark_refused (outbox, id, "No.", NULL, &error));
  self->window = GTK_WIDGET (mnr_window_new (NULL, self->pages.wallet, NULL));
  g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
  gtk_window_present (GTK_WINDOW (self->window));
  gtk_window_close (GTK_WINDOW (self->window));
  g_assert_null (find_dialog ());
  test_wait_until (is_null, &self->window);
}

/* What the window was, the next one is. */
static void
test_memory (Fixture *self,
             gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (MNR_APPLICATION_ID);
  g_autofree char *page = NULL;

  g_settings_set_string (settings, "network", "practice");
  go_to (self, "accounts");
  /* Not where somebody comes in again. */
  go_to (self, "add-account");
  page = g_settings_get_string (settings, "page");
  g_assert_cmpstr (page, ==, "accounts");
  gtk_window_set_default_size (GTK_WINDOW (self->window), 921, 654);
  g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
  gtk_window_close (GTK_WINDOW (self->window));
  test_wait_until (is_null, &self->window);
  g_assert_cmpint (g_settings_get_int (settings, "window-width"), ==, 921);
  g_assert_cmpint (g_settings_get_int (settings, "window-height"), ==, 654);
  g_assert_false (g_settings_get_boolean (settings, "window-maximized"));
}

/* The side bar */

static MnrIssuedAsset *
get_asset (GListModel *list,
           guint index)
{
  g_autoptr (MnrIssuedAsset) asset = g_list_model_get_item (list, index);

  return asset;
}

static GListModel *awaited;
static guint n_awaited;

static gboolean
has_come (gpointer data)
{
  return g_list_model_get_n_items (awaited) >= n_awaited;
}

static gboolean
is_warned (gpointer list)
{
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    if (g_str_equal (mnr_issued_asset_get_symbol (get_asset (list, i)), "TOKENXAA"))
      return mnr_issued_asset_get_n_warnings (get_asset (list, i)) > 0;
  return FALSE;
}

static void
wait_for_assets (GListModel *list,
                 guint n)
{
  awaited = list;
  n_awaited = n;
  test_wait_until (has_come, NULL);
}

/* Plain tokens, and money for them. */
static void
create_assets (Pages *pages,
               guint from,
               guint n)
{
  const MnrWalletAccount *account = mnr_wallet_get_account (pages->wallet);
  char id[MNR_OBJECT_ID_TEXT_SIZE];
  g_autoptr (GString) params = g_string_new ("[[");

  mnr_object_id_format (account->id, id);
  for (guint i = from; i < from + n; i++)
    g_string_append_printf (
      params,
      "%s[10,{\"fee\":{\"amount\":0,\"asset_id\":\"1.3.0\"},\"issuer\":\"%s\","
      "\"symbol\":\"TOKENX%c%c\",\"precision\":2,\"common_options\":{\"max_supply\":1000000,"
      "\"market_fee_percent\":0,\"max_market_fee\":0,\"issuer_permissions\":79,\"flags\":0,"
      "\"core_exchange_rate\":{\"base\":{\"amount\":100000,\"asset_id\":\"1.3.0\"},"
      "\"quote\":{\"amount\":100,\"asset_id\":\"1.3.1\"}},\"whitelist_authorities\":[],"
      "\"blacklist_authorities\":[],\"whitelist_markets\":[],\"blacklist_markets\":[],"
      "\"description\":\"\",\"extensions\":{}},\"is_prediction_market\":false,"
      "\"extensions\":[]}]",
      i > from ? "," : "", id, 'A' + i / 26, 'A' + i % 26);
  g_string_append (params, "]]");
  g_free (pages_call (pages, "practice", "act", params->str));
}

static void
give (Pages *pages,
      const char *amount)
{
  const MnrWalletAccount *account = mnr_wallet_get_account (pages->wallet);
  char id[MNR_OBJECT_ID_TEXT_SIZE];
  g_autofree char *params = g_strdup_printf (
    "[[[0,{\"fee\":{\"amount\":0,\"asset_id\":\"1.3.0\"},\"from\":\"1.2.17\",\"to\":\"%s\","
    "\"amount\":{\"amount\":\"%s\",\"asset_id\":\"1.3.0\"},\"extensions\":[]}]]]",
    mnr_object_id_format (account->id, id), amount);

  g_free (pages_call (pages, "practice", "act", params));
}

/* They are in the order in which they were made, come without being asked for,
 * and those that are there already stay the same objects. */
static void
test_issued (Pages *self,
             gconstpointer data)
{
  g_autoptr (MnrIssuedAssets) issued = NULL;
  GListModel *list;
  MnrIssuedAsset *first, *second;
  guint before;

  pages_use_account (self, ISSUER);
  issued = mnr_issued_assets_new (self->wallet);
  list = mnr_issued_assets_get_list (issued);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 0);
  wait_for_assets (list, 1);
  before = g_list_model_get_n_items (list);
  first = get_asset (list, 0);
  g_assert_cmpstr (mnr_issued_asset_get_symbol (first), ==, "PRACTICE");
  g_assert_cmpstr (mnr_issued_asset_get_kind_name (first), ==, "Token");
  for (guint i = 0; i < before; i++)
    if (g_str_equal (mnr_issued_asset_get_symbol (get_asset (list, i)), "PRACTICE.USD"))
      g_assert_cmpstr (mnr_issued_asset_get_kind_name (get_asset (list, i)), ==, "Smartcoin");
    else if (g_str_equal (mnr_issued_asset_get_symbol (get_asset (list, i)), "PRACTICE.RAIN"))
      g_assert_cmpstr (mnr_issued_asset_get_kind_name (get_asset (list, i)), ==,
                       "Prediction market");

  /* More than fit into an answer of a node. */
  give (self, "100000000000");
  create_assets (self, 0, 30);
  wait_for_assets (list, before + 30);
  create_assets (self, 30, 170);
  wait_for_assets (list, before + 200);
  g_assert_true (get_asset (list, 0) == first);
  g_assert_cmpstr (mnr_issued_asset_get_symbol (get_asset (list, before)), ==, "TOKENXAA");
  for (guint i = 1; i < before + 200; i++)
    g_assert_cmpuint (mnr_issued_asset_get_id (get_asset (list, i - 1)), <,
                      mnr_issued_asset_get_id (get_asset (list, i)));
  /* A pool that runs dry is a thing to warn about, and nothing else changes by that. */
  g_assert_cmpuint (mnr_issued_asset_get_n_warnings (get_asset (list, before)), ==, 0);
  second = get_asset (list, before + 1);
  g_free (pages_call (self, "practice", "drain_pool", "[\"TOKENXAA\"]"));
  test_wait_until (is_warned, list);
  g_assert_true (get_asset (list, before + 1) == second);

  /* Another account has others. */
  pages_use_account (self, "practice-maker");
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 0);
}

static void
test_side_bar (Fixture *self,
               gconstpointer data)
{
  GtkWidget *bar = pages_find_widget (self->window, MNR_TYPE_SIDE_BAR);

  pages_wait_for_text (bar, ISSUER);
  pages_wait_for_text (bar, "BTS");
  pages_wait_for_text (bar, "live");
  pages_wait_for_text (bar, "PRACTICE.RAIN");
  pages_wait_for_text (bar, "Prediction market");
  pages_wait_for_text (bar, "⚠");

  /* Big numbers are grouped, here and everywhere. */
  give (&self->pages, "123456700000");
  pages_wait_for_text (bar, ",");
  g_free (pages_call (&self->pages, "practice", "produce_blocks", "[1000]"));
  pages_wait_for_text (bar, "#1,0");

  create_assets (&self->pages, 0, 1);
  pages_wait_for_text (bar, "TOKENXAA");

  practice_kill (self->pages.practice);
  pages_wait_for_text (bar, "not connected");
}

/* Adding an account */

/* The first big button. */
static GtkWidget *
find_pill (GtkWidget *widget)
{
  if (gtk_widget_has_css_class (widget, "pill"))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_pill (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* One key opens two: who wants but one of them gets that one. */
static void
test_several (Fixture *self,
              gconstpointer data)
{
  MnrWallet *wallet = self->pages.wallet;
  Chain chain = { self->pages.practice, mnr_wallet_get_node (wallet) };
  g_autofree char *key = chain_key_text ("shared");
  g_autofree char *first = chain_register (&chain, "shared-1", key, key, key);
  g_autofree char *second = chain_register (&chain, "shared-2", key, key, key);
  g_autoptr (MnrPrivateKey) private_key = test_key ("shared");
  g_autoptr (MnrSecret) wif = mnr_private_key_to_wif (private_key, NULL);
  GtkWidget *secret, *row, *add, *checks[2];

  g_assert_cmpstr (first, !=, second);
  go_to (self, "add-account");
  /* There is an account already: nobody has to go back. */
  g_assert_null (pages_find_label (self->window, self->window, "Choose Another Network"));
  secret = pages_find_widget (self->window, ADW_TYPE_PASSWORD_ENTRY_ROW);
  gtk_editable_set_text (GTK_EDITABLE (secret), (const char *) wif->data);
  for (guint i = 0; i < 2; i++)
    {
      const char *name = i == 0 ? "shared-1" : "shared-2";

      pages_wait_for_text (self->window, name);
      row = gtk_widget_get_ancestor (pages_find_label (self->window, self->window, name),
                                     ADW_TYPE_ACTION_ROW);
      checks[i] = pages_find_widget (row, GTK_TYPE_CHECK_BUTTON);
      g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (checks[i])));
      gtk_check_button_set_active (GTK_CHECK_BUTTON (checks[i]), FALSE);
    }
  add = find_pill (gtk_widget_get_ancestor (secret, ADW_TYPE_PREFERENCES_PAGE));
  g_assert_false (gtk_widget_get_sensitive (add));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (checks[1]), TRUE);
  g_assert_true (gtk_widget_get_sensitive (add));
  g_signal_emit_by_name (add, "clicked");
  pages_wait_for_text (self->window, "The account was added.");
  g_assert_nonnull (mnr_accounts_find (mnr_wallet_get_accounts (wallet),
                                       mnr_wallet_get_chain_id (wallet), "shared-2"));
  g_assert_null (mnr_accounts_find (mnr_wallet_get_accounts (wallet),
                                    mnr_wallet_get_chain_id (wallet), "shared-1"));
}

int
main (int argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/ui/window/title", Fixture, NULL, set_up, test_title, tear_down);
  g_test_add ("/ui/window/banner", Fixture, NULL, set_up, test_banner, tear_down);
  g_test_add ("/ui/window/narrow", Fixture, NULL, set_up, test_narrow, tear_down);
  g_test_add ("/ui/asset-page/switcher", Pages, NULL, pages_set_up, test_switcher,
              pages_tear_down);
  g_test_add ("/ui/window/close", Fixture, NULL, set_up, test_close, tear_down);
  g_test_add ("/ui/window/close-at-once", Fixture, NULL, set_up, test_close_at_once, tear_down);
  g_test_add ("/ui/add-account/several", Fixture, NULL, set_up, test_several, tear_down);
  g_test_add ("/ui/window/memory", Fixture, NULL, set_up, test_memory, tear_down);
  g_test_add ("/ui/window/side-bar", Fixture, NULL, set_up, test_side_bar, tear_down);
  g_test_add ("/issuer/issued-assets", Pages, NULL, pages_set_up, test_issued, pages_tear_down);

  return g_test_run ();
}
