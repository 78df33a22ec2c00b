/* test-network-page.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Networks: adding and removing one, what is said where none can be reached, and the way
 * back from there. */

#include <glib/gstdio.h>
#include <string.h>

#include "bad-node.h"
#include "chain/crypto/mnr-hash.h"
#include "mnr-application.h"
#include "mnr-network-dialog.h"
#include "mnr-network-page.h"
#include "mnr-window.h"
#include "test-pages.h"
#include "test-wait.h"
#include "wallet/mnr-wallet-network.h"

#define NOWHERE "ws://127.0.0.1:9"

static gboolean
is_null (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static GtkWidget *
find_window (GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *item = windows; item != NULL; item = item->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (item->data, type))
      return item->data;
  return NULL;
}

static GtkWidget *
find_button (GtkWidget *root,
             const char *label)
{
  return gtk_widget_get_ancestor (pages_find_label (root, root, label), GTK_TYPE_BUTTON);
}

static void
click (GtkWidget *root,
       const char *label)
{
  GtkWidget *button = find_button (root, label);

  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

/* The first button with that tooltip. */
static GtkWidget *
find_tool (GtkWidget *widget,
           const char *tooltip)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_visible (widget) &&
      g_strcmp0 (gtk_widget_get_tooltip_text (widget), tooltip) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_tool (child, tooltip);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
find_entry (GtkWidget *widget,
            const char *title)
{
  if (ADW_IS_ENTRY_ROW (widget) &&
      g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_entry (child, title);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
type (GtkWidget *root,
      const char *title,
      const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find_entry (root, title)), text);
}

/* @nodes: as the file has them */
static void
write_network (const char *nodes,
               const char *more)
{
  g_autofree char *path = mnr_wallet_network_get_default_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *text = g_strdup_printf (
    "[ours]\nName=Ours\nNodes=%s\nPrefix=BTS\nCoreSymbol=BTS\n%s", nodes, more);

  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
forget_networks (void)
{
  g_autofree char *path = mnr_wallet_network_get_default_path ();

  g_unlink (path);
}

static void
open_network (MnrWallet *wallet,
              const char *network,
              const char *const *nodes)
{
  g_autoptr (GAsyncResult) result = NULL;

  mnr_wallet_open_async (wallet, network, nodes, NULL, test_take_result, &result);
  mnr_wallet_open_finish (wallet, test_wait (&result), NULL);
}

static void
shoot (GtkWidget *window,
       const char *name)
{
  const char *folder = g_getenv ("MONEYER_SHOTS");
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GtkSnapshot) snapshot = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *path = NULL;
  GskRenderNode *node;

  if (folder == NULL)
    return;
  for (guint i = 0; i < 200; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (2000);
    }
  paintable = gtk_widget_paintable_new (window);
  snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, gdk_paintable_get_intrinsic_width (paintable),
                          gdk_paintable_get_intrinsic_height (paintable));
  node = gtk_snapshot_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
  gsk_render_node_unref (node);
  path = g_strdup_printf ("%s/%s.png", folder, name);
  gdk_texture_save_to_png (texture, path);
}

/* What the first node says is shown, and kept when one wants it; and it can go again. */
static void
test_add (Pages *self,
          gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = mnr_wallet_network_get_default_path ();
  g_autoptr (GPtrArray) networks = NULL;
  g_autofree char *nodes = g_strdup_printf (" %s,  %s ", self->practice->ws, NOWHERE);
  const MnrWalletNetwork *network;
  GtkWidget *page, *window;
  gpointer dialog;

  forget_networks ();
  page = GTK_WIDGET (mnr_network_page_new (self->wallet));
  window = pages_show (page);
  pages_wait_for_text (page, "In use, answered in");
  g_assert_null (find_tool (page, "Remove Our Network"));
  g_signal_emit_by_name (find_tool (page, "Add Network"), "clicked");
  dialog = find_window (MNR_TYPE_NETWORK_DIALOG);
  g_object_add_weak_pointer (G_OBJECT (dialog), &dialog);

  type (dialog, "Name", "Our Network");
  type (dialog, "Node Addresses", "node.example.org");
  pages_wait_for_text (dialog, "“node.example.org” is no address of a node");
  type (dialog, "Node Addresses", NOWHERE);
  pages_wait_for_text (dialog, "Check that this computer is online");
  pages_wait_for_text (dialog, "Try Again");
  g_assert_false (gtk_widget_get_sensitive (find_button (dialog, "_Add")));
  type (dialog, "Node Addresses", nodes);
  pages_wait_for_text (dialog, "What the First Node Says");
  pages_wait_for_text (dialog, "Core Asset");
  g_assert_null (pages_find_label (dialog, dialog, "Try Again"));
  shoot (dialog, "network-dialog");
  click (dialog, "_Add");
  test_wait_until (is_null, &dialog);

  networks = mnr_wallet_network_read_all (path, &error);
  g_assert_no_error (error);
  network = mnr_wallet_network_find (networks, "our-network");
  g_assert_cmpstr (network->name, ==, "Our Network");
  g_assert_cmpstr (network->nodes[0], ==, self->practice->ws);
  g_assert_cmpstr (network->nodes[1], ==, NOWHERE);
  g_assert_null (network->nodes[2]);
  g_assert_cmpuint (strlen (network->chain_id), ==, 64);
  g_assert_nonnull (pages_find_label (page, page, network->chain_id));
  g_assert_cmpstr (network->prefix, ==, "BTS");
  g_assert_cmpstr (network->core_symbol, ==, "BTS");

  /* Not while it is in use. */
  open_network (self->wallet, "our-network", NULL);
  pages_wait_for_text (page, "Our Network");
  g_assert_null (find_tool (page, "Remove Our Network"));
  shoot (window, "network-own");
  open_network (self->wallet, "testnet", (const char *const *) network->nodes);
  g_signal_emit_by_name (find_tool (page, "Remove Our Network"), "clicked");
  dialog = find_window (ADW_TYPE_MESSAGE_DIALOG);
  g_object_add_weak_pointer (G_OBJECT (dialog), &dialog);
  pages_wait_for_text (dialog, "Remove Our Network?");
  click (dialog, "_Cancel");
  test_wait_until (is_null, &dialog);
  g_assert_nonnull (pages_find_label (page, page, "Our Network"));
  g_signal_emit_by_name (find_tool (page, "Remove Our Network"), "clicked");
  dialog = find_window (ADW_TYPE_MESSAGE_DIALOG);
  g_object_add_weak_pointer (G_OBJECT (dialog), &dialog);
  click (dialog, "_Remove");
  test_wait_until (is_null, &dialog);
  g_assert_null (pages_find_label (page, page, "Our Network"));
  pages_finish (window, page);
}

/* One of another chain, and one that is not there, beside one that is used. */
static void
test_nodes (Pages *self,
            gconstpointer data)
{
  const BadNodeConfig config = { 0 };
  BadNode *other = bad_node_new (&config);
  GtkWidget *page = GTK_WIDGET (mnr_network_page_new (self->wallet));
  GtkWidget *window = pages_show (page);
  g_autofree char *url = bad_node_get_url (other, "ws");
  g_autofree char *nodes = g_strdup_printf ("%s;%s;%s", self->practice->ws, url, NOWHERE);
  const MnrChainId *chain_id = mnr_wallet_get_chain_id (self->wallet);
  g_autofree char *digits = mnr_hex_encode (chain_id->data, sizeof chain_id->data);
  g_autofree char *line = g_strdup_printf ("ChainId=%s\n", digits);

  write_network (nodes, line);
  open_network (self->wallet, "ours", NULL);
  pages_wait_for_text (page, "In use, answered in");
  pages_wait_for_text (page, "is a node of another chain");
  pages_wait_for_text (page, "Connected to");
  shoot (window, "network-nodes");
  pages_finish (window, page);
  bad_node_free (other);
  forget_networks ();
}

/* In a sentence that ends, however many nodes there are; and it can be tried again. */
static void
test_offline (Pages *self,
              gconstpointer data)
{
  const char *nodes[] = { NOWHERE, "ws://127.0.0.1:10", NULL };
  GtkWidget *page = GTK_WIDGET (mnr_network_page_new (self->wallet));
  GtkWidget *window = pages_show (page);

  pages_wait_for_text (page, "Reconnect");
  open_network (self->wallet, "testnet", nodes);
  pages_wait_for_text (page, "Not connected: 2 nodes were tried");
  pages_wait_for_text (page, "Try Again");
  shoot (window, "network-offline");
  pages_finish (window, page);
}

/* A file that is wrong is wrong everywhere that one comes to look, by its own words. */
static void
test_wrong_file (void)
{
  g_autoptr (GSettings) settings = g_settings_new (MNR_APPLICATION_ID);
  g_autoptr (GError) error = NULL;
  MnrWallet *wallet = mnr_wallet_new (&error);
  gpointer window;

  g_assert_no_error (error);
  g_settings_reset (settings, "network");
  g_settings_reset (settings, "page");
  write_network (NOWHERE, "ChainID=40\n");
  window = mnr_window_new (NULL, wallet, NULL);
  gtk_window_present (window);
  click (window, "Testnet");
  pages_wait_for_text (window, "“ChainID” is none of");
  pages_wait_for_text (window, "Choose Another Network");
  shoot (window, "first-run-wrong-file");
  gtk_widget_activate_action (window, "win.show-page", "s", "network");
  pages_wait_for_text (window, "“ChainID” is none of");

  /* Mended, it goes on from the first page. */
  forget_networks ();
  gtk_widget_activate_action (window, "win.show-page", "s", "add-account");
  click (window, "Choose Another Network");
  pages_wait_for_text (window, "Practise on This Computer");

  g_object_add_weak_pointer (G_OBJECT (window), &window);
  gtk_window_destroy (window);
  test_wait_until (is_null, &window);
  g_object_unref (wallet);
}

/* Nobody is there at the first start: it says so, and there is a way back. */
static void
test_first_run_offline (void)
{
  const char *nodes[] = { NOWHERE, NULL };
  g_autoptr (GSettings) settings = g_settings_new (MNR_APPLICATION_ID);
  g_autoptr (GError) error = NULL;
  MnrWallet *wallet = mnr_wallet_new (&error);
  gpointer window;

  g_assert_no_error (error);
  g_settings_reset (settings, "network");
  g_settings_reset (settings, "page");
  window = mnr_window_new (NULL, wallet, NULL);
  gtk_window_present (window);
  open_network (wallet, "mainnet", nodes);
  gtk_widget_activate_action (window, "win.show-page", "s", "add-account");
  pages_wait_for_text (window, "Not connected.");
  g_assert_true (gtk_widget_get_sensitive (find_button (window, "Try Again")));
  shoot (window, "first-run-offline");
  click (window, "Choose Another Network");
  pages_wait_for_text (window, "Practise on This Computer");

  g_object_add_weak_pointer (G_OBJECT (window), &window);
  gtk_window_destroy (window);
  test_wait_until (is_null, &window);
  g_object_unref (wallet);
}

/* What is chosen there is seen at once. */
static void
test_appearance (void)
{
  g_autofree char *kept = NULL;
  g_autoptr (GSettings) settings = g_settings_new (MNR_APPLICATION_ID);
  MnrApplication *application = mnr_application_new ();
  AdwStyleManager *manager = adw_style_manager_get_default ();
  g_autoptr (GError) error = NULL;
  gpointer window;
  AdwComboRow *row;

  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_settings_reset (settings, "color-scheme");
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  g_action_group_activate_action (G_ACTION_GROUP (application), "preferences", NULL);
  window = find_window (ADW_TYPE_PREFERENCES_WINDOW);
  row = ADW_COMBO_ROW (pages_find_widget (window, ADW_TYPE_COMBO_ROW));
  g_assert_false (adw_style_manager_get_dark (manager));
  adw_combo_row_set_selected (row, 2);
  g_assert_true (adw_style_manager_get_dark (manager));
  kept = g_settings_get_string (settings, "color-scheme");
  g_assert_cmpstr (kept, ==, "dark");
  adw_combo_row_set_selected (row, 1);
  g_assert_false (adw_style_manager_get_dark (manager));
  g_assert_cmpint (adw_style_manager_get_color_scheme (manager), ==, ADW_COLOR_SCHEME_FORCE_LIGHT);

  g_object_add_weak_pointer (G_OBJECT (window), &window);
  gtk_window_destroy (window);
  test_wait_until (is_null, &window);
  g_settings_reset (settings, "color-scheme");
  g_object_unref (application);
}

int
main (int argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/ui/network/add", Pages, NULL, pages_set_up, test_add, pages_tear_down);
  g_test_add ("/ui/network/nodes", Pages, NULL, pages_set_up, test_nodes, pages_tear_down);
  g_test_add ("/ui/network/offline", Pages, NULL, pages_set_up, test_offline, pages_tear_down);
  g_test_add_func ("/ui/network/wrong-file", test_wrong_file);
  g_test_add_func ("/ui/first-run/offline", test_first_run_offline);
  g_test_add_func ("/ui/preferences/appearance", test_appearance);

  return g_test_run ();
}
