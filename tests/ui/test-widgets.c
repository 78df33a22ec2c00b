/* test-widgets.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Every widget is made, shown in a window, and gone when nobody wants it any more:
 * the template is sound, and nothing holds it. */

#include <adwaita.h>

#include "mnr-accounts-page.h"
#include "mnr-add-account-page.h"
#include "mnr-first-run-page.h"
#include "mnr-network-page.h"
#include "mnr-new-account-page.h"
#include "mnr-side-bar.h"
#include "mnr-window.h"
#include "wallet/mnr-wallet-error.h"

static GtkWidget *
new_accounts (MnrWallet *wallet)
{
  return GTK_WIDGET (mnr_accounts_page_new (wallet));
}

static GtkWidget *
new_add_account (MnrWallet *wallet)
{
  return GTK_WIDGET (mnr_add_account_page_new (wallet));
}

static GtkWidget *
new_first_run (MnrWallet *wallet)
{
  return GTK_WIDGET (mnr_first_run_page_new ());
}

static GtkWidget *
new_network (MnrWallet *wallet)
{
  return GTK_WIDGET (mnr_network_page_new (wallet));
}

static GtkWidget *
new_new_account (MnrWallet *wallet)
{
  return GTK_WIDGET (mnr_new_account_page_new (wallet, "one-1"));
}

static GtkWidget *
new_side_bar (MnrWallet *wallet)
{
  MnrSideBar *side_bar = g_object_new (MNR_TYPE_SIDE_BAR, NULL);

  mnr_side_bar_set_wallet (side_bar, wallet);
  return GTK_WIDGET (side_bar);
}

/* For all that are widgets in a window; one a line. */
static const struct
{
  const char *path;
  GtkWidget *(*make) (MnrWallet *wallet);
} widgets[] = {
  { "/widgets/accounts-page", new_accounts },
  { "/widgets/add-account-page", new_add_account },
  { "/widgets/first-run-page", new_first_run },
  { "/widgets/network-page", new_network },
  { "/widgets/new-account-page", new_new_account },
  { "/widgets/side-bar", new_side_bar },
};

static gboolean G_GNUC_NORETURN
give_up (gpointer user_data)
{
  g_error ("waited too long");
}

/* Until it is drawn, and what it asked for has been answered. */
static void
show (GtkWidget *window)
{
  guint limit = g_timeout_add_seconds (30, give_up, NULL);

  gtk_window_present (GTK_WINDOW (window));
  while (gtk_widget_get_width (window) == 0 || g_main_context_pending (NULL))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (limit);
}

/* Waits until the last reference is gone: an answer under way may hold it. */
static void
assert_goes (gpointer *weak)
{
  guint limit = g_timeout_add_seconds (30, give_up, NULL);

  while (*weak != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (limit);
}

static void
test_widget (gconstpointer data)
{
  GtkWidget *(*make) (MnrWallet * wallet) = *(GtkWidget * (*const *) (MnrWallet *) ) data;
  g_autoptr (GError) error = NULL;
  MnrWallet *wallet = mnr_wallet_new (&error);
  GtkWidget *window = gtk_window_new ();
  gpointer widget;

  g_assert_no_error (error);
  widget = make (wallet);
  gtk_window_set_child (GTK_WINDOW (window), widget);
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 640);
  show (window);
  g_assert_cmpint (gtk_widget_get_width (widget), >, 0);
  /* Nothing is cut off in a narrow window. */
  g_assert_cmpint (gtk_widget_get_width (widget), <=, 360);

  g_object_add_weak_pointer (G_OBJECT (widget), &widget);
  gtk_window_destroy (GTK_WINDOW (window));
  assert_goes (&widget);
  g_assert_finalize_object (wallet);
}

static void
test_window (gconstpointer with_wallet)
{
  g_autoptr (GError) error = NULL;
  MnrWallet *wallet = with_wallet != NULL ? mnr_wallet_new (&error) : NULL;
  g_autoptr (GError) why = g_error_new_literal (MNR_WALLET_ERROR, MNR_WALLET_ERROR_FILE, "a < b");
  gpointer window = mnr_window_new (NULL, wallet, with_wallet != NULL ? NULL : why);

  g_assert_no_error (error);
  show (window);
  if (wallet != NULL)
    {
      static const char *const names[] = { "first-run", "accounts", "add-account", "network",
                                           "new-asset", "drafts", "activity", "asset/1.3.0",
                                           "no such page", "home" };

      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        {
          gtk_widget_activate_action (window, "win.show-page", "s", names[i]);
          show (window);
        }
    }
  gtk_widget_activate_action (window, "win.toast", "s", "a < b & c");
  show (window);
  g_object_add_weak_pointer (G_OBJECT (window), &window);
  gtk_window_destroy (GTK_WINDOW (window));
  assert_goes (&window);
  if (wallet != NULL)
    g_assert_finalize_object (wallet);
}

int
main (int argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  for (guint i = 0; i < G_N_ELEMENTS (widgets); i++)
    g_test_add_data_func (widgets[i].path, &widgets[i].make, test_widget);
  g_test_add_data_func ("/widgets/window", "wallet", test_window);
  g_test_add_data_func ("/widgets/window-without-wallet", NULL, test_window);

  return g_test_run ();
}
