/* mnr-application.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-application.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "config.h"
#include "mnr-window.h"

struct _MnrApplication
{
  AdwApplication parent_instance;

  GSettings *settings;
  MnrWallet *wallet; /* NULL if the user's files cannot be read: see why */
  GError *why;
  gboolean is_closing;
  guint on_terminate, on_interrupt;
};

G_DEFINE_FINAL_TYPE (MnrApplication, mnr_application, ADW_TYPE_APPLICATION)

/* Actions */

static GtkWindow *
get_window (MnrApplication *self)
{
  return gtk_application_get_active_window (GTK_APPLICATION (self));
}

static void
new_asset_activated (GSimpleAction *action,
                     GVariant *parameter,
                     gpointer user_data)
{
  GtkWindow *window = get_window (user_data);

  if (window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.show-page", "s", "new-asset");
}

static gboolean
scheme_to_index (GValue *value,
                 GVariant *variant,
                 gpointer user_data)
{
  const char *scheme = g_variant_get_string (variant, NULL);

  g_value_set_uint (value, g_str_equal (scheme, "light") ? 1 : g_str_equal (scheme, "dark") ? 2
                                                                                            : 0);
  return TRUE;
}

static GVariant *
index_to_scheme (const GValue *value,
                 const GVariantType *type,
                 gpointer user_data)
{
  static const char *const schemes[] = { "default", "light", "dark" };
  guint index = g_value_get_uint (value);

  return index < G_N_ELEMENTS (schemes) ? g_variant_new_string (schemes[index]) : NULL;
}

static void
preferences_activated (GSimpleAction *action,
                       GVariant *parameter,
                       gpointer user_data)
{
  MnrApplication *self = user_data;
  GtkWidget *window = adw_preferences_window_new ();
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *row = adw_combo_row_new ();
  const char *names[] = { _ ("As the system"), _ ("Light"), _ ("Dark"), NULL };
  g_autoptr (GtkStringList) model = gtk_string_list_new (names);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Appearance"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  g_settings_bind_with_mapping (self->settings, "color-scheme", row, "selected",
                                G_SETTINGS_BIND_DEFAULT, scheme_to_index, index_to_scheme, NULL,
                                NULL);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window), ADW_PREFERENCES_PAGE (page));
  adw_preferences_window_set_search_enabled (ADW_PREFERENCES_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 240);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_transient_for (GTK_WINDOW (window), get_window (self));
  gtk_window_present (GTK_WINDOW (window));
}

static void
about_activated (GSimpleAction *action,
                 GVariant *parameter,
                 gpointer user_data)
{
  adw_show_about_window (get_window (user_data),
                         "application-name", _ ("Moneyer"),
                         "application-icon", MNR_APPLICATION_ID,
                         "version", MONEYER_VERSION,
                         "developer-name", _ ("The Moneyer developers"),
                         "comments",
                         _ ("Create and look after tokens on the BitShares blockchain."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "website", "https://github.com/moneyer/moneyer",
                         /* Translators: your name, and nothing else. */
                         "translator-credits", _ ("translator-credits"),
                         NULL);
}

static void
set_aside_activated (GSimpleAction *action,
                     GVariant *parameter,
                     gpointer user_data)
{
  MnrApplication *self = user_data;
  GtkWindow *before = get_window (self), *window;
  g_autofree char *name = NULL;

  /* Only what could not be opened is put aside. */
  if (self->wallet != NULL)
    return;
  g_clear_error (&self->why);
  name = mnr_database_set_aside (NULL, &self->why);
  if (name != NULL)
    self->wallet = mnr_wallet_new (&self->why);
  window = GTK_WINDOW (mnr_window_new (ADW_APPLICATION (self), self->wallet, self->why));
  gtk_window_present (window);
  if (before != NULL)
    gtk_window_destroy (before);
  if (name != NULL)
    {
      g_autofree char *text = g_strdup_printf (_ ("The damaged file is kept as %s."), name);

      gtk_widget_activate_action (GTK_WIDGET (window), "win.toast", "s", text);
    }
}

static void
quit_activated (GSimpleAction *action,
                GVariant *parameter,
                gpointer user_data)
{
  GtkWindow *window = get_window (user_data);

  /* Dialogs go with the window; or it stays, if something could not be saved. */
  while (window != NULL && gtk_window_get_transient_for (window) != NULL)
    window = gtk_window_get_transient_for (window);
  if (window != NULL)
    gtk_window_close (window);
}

static void
close_activated (GSimpleAction *action,
                 GVariant *parameter,
                 gpointer user_data)
{
  GtkWindow *window = get_window (user_data);

  if (window != NULL)
    gtk_window_close (window);
}

/* The end of a session waits for no answer. */
static gboolean
on_signal (gpointer user_data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (user_data));

  for (GList *item = windows; item != NULL; item = item->next)
    if (MNR_IS_WINDOW (item->data))
      mnr_window_close_at_once (item->data);
  return G_SOURCE_CONTINUE;
}

/* Life */

static void
apply_color_scheme (MnrApplication *self)
{
  adw_style_manager_set_color_scheme (
    adw_style_manager_get_default (),
    (AdwColorScheme) g_settings_get_enum (self->settings, "color-scheme"));
}

static void
mnr_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { "new-asset", new_asset_activated },
    { "preferences", preferences_activated },
    { "about", about_activated },
    { "close", close_activated },
    { "quit", quit_activated },
    { "set-aside", set_aside_activated },
  };
  static const struct
  {
    const char *action;
    const char *keys[3];
  } shortcuts[] = {
    { "app.new-asset", { "<Control>n" } },
    { "app.preferences", { "<Control>comma" } },
    { "win.show-help-overlay", { "<Control>question", "F1" } },
    { "win.show-page::drafts", { "<Control>d" } },
    { "win.show-page::activity", { "<Control>h" } },
    { "app.close", { "<Control>w" } },
    { "app.quit", { "<Control>q" } },
  };
  MnrApplication *self = MNR_APPLICATION (application);

  G_APPLICATION_CLASS (mnr_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), shortcuts[i].action,
                                           shortcuts[i].keys);
  gtk_window_set_default_icon_name (MNR_APPLICATION_ID);
  self->settings = g_settings_new (MNR_APPLICATION_ID);
  g_signal_connect_object (self->settings, "changed::color-scheme",
                           G_CALLBACK (apply_color_scheme), self, G_CONNECT_SWAPPED);
  apply_color_scheme (self);
  self->wallet = mnr_wallet_new (&self->why);
  self->on_terminate = g_unix_signal_add (SIGTERM, on_signal, self);
  self->on_interrupt = g_unix_signal_add (SIGINT, on_signal, self);
}

static void
mnr_application_activate (GApplication *application)
{
  MnrApplication *self = MNR_APPLICATION (application);
  GtkWindow *window = get_window (self);

  if (self->is_closing)
    return;
  if (window == NULL)
    window = GTK_WINDOW (mnr_window_new (ADW_APPLICATION (application), self->wallet,
                                         self->why));
  gtk_window_present (window);
}

static void
on_closed (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!mnr_wallet_close_finish (MNR_WALLET (source), result, &error))
    g_warning ("%s", error->message);
  g_application_release (G_APPLICATION (user_data));
}

/* After the last window, the practice network gets the time to end. */
static void
mnr_application_window_removed (GtkApplication *application,
                                GtkWindow *window)
{
  MnrApplication *self = MNR_APPLICATION (application);

  GTK_APPLICATION_CLASS (mnr_application_parent_class)->window_removed (application, window);

  if (gtk_application_get_windows (application) != NULL || self->wallet == NULL ||
      self->is_closing)
    return;
  self->is_closing = TRUE;
  g_application_hold (G_APPLICATION (self));
  mnr_wallet_close_async (self->wallet, on_closed, self);
}

static void
mnr_application_shutdown (GApplication *application)
{
  MnrApplication *self = MNR_APPLICATION (application);

  g_clear_handle_id (&self->on_terminate, g_source_remove);
  g_clear_handle_id (&self->on_interrupt, g_source_remove);
  g_clear_object (&self->wallet);
  g_clear_object (&self->settings);

  G_APPLICATION_CLASS (mnr_application_parent_class)->shutdown (application);
}

static void
mnr_application_finalize (GObject *object)
{
  g_clear_error (&MNR_APPLICATION (object)->why);

  G_OBJECT_CLASS (mnr_application_parent_class)->finalize (object);
}

static void
mnr_application_class_init (MnrApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mnr_application_finalize;
  application_class->startup = mnr_application_startup;
  application_class->activate = mnr_application_activate;
  application_class->shutdown = mnr_application_shutdown;
  GTK_APPLICATION_CLASS (klass)->window_removed = mnr_application_window_removed;
}

static int
on_local_options (GApplication *application,
                  GVariantDict *options,
                  gpointer user_data)
{
  if (!g_variant_dict_contains (options, "version"))
    return -1;
  g_print ("moneyer %s\n", MONEYER_VERSION);
  return 0;
}

static void
mnr_application_init (MnrApplication *self)
{
  GApplication *application = G_APPLICATION (self);

  g_application_add_main_option (application, "version", 'v', 0, G_OPTION_ARG_NONE,
                                 _ ("Print the version and exit"), NULL);
  g_application_set_option_context_summary (
    application, _ ("Create and look after tokens on the BitShares blockchain."));
  g_signal_connect (self, "handle-local-options", G_CALLBACK (on_local_options), NULL);
}

MnrApplication *
mnr_application_new (void)
{
  return g_object_new (MNR_TYPE_APPLICATION, "application-id", MNR_APPLICATION_ID,
                       "resource-base-path", "/io/github/moneyer/Moneyer", NULL);
}
