/* mnr-network-dialog.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-network-dialog.h"

#include <glib/gi18n.h>

#include "mnr-lines.h"
#include "mnr-remedy.h"
#include "wallet/mnr-network-finder.h"

/* How long nothing was typed before a node is asked, in milliseconds. */
#define PAUSE 600

struct _MnrNetworkDialog
{
  AdwWindow parent_instance;

  guint pause;
  GCancellable *asking;      /* NULL if no node is being asked */
  MnrWalletNetwork *network; /* (nullable): what was found; without id and name */

  GtkEditable *name;
  GtkEditable *nodes;
  GtkWidget *found;
  AdwActionRow *chain;
  AdwActionRow *prefix;
  AdwActionRow *core;
  GtkSpinner *spinner;
  GtkLabel *message;
  GtkWidget *again;
  GtkWidget *add;
};

enum
{
  ADDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MnrNetworkDialog, mnr_network_dialog, ADW_TYPE_WINDOW)

/* Returns: (transfer full): the addresses that are typed */
static char **
read_nodes (MnrNetworkDialog *self)
{
  g_auto (GStrv) words = g_strsplit_set (gtk_editable_get_text (self->nodes), " ,;\t\n", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (char **word = words; *word != NULL; word++)
    if (**word != '\0')
      g_strv_builder_add (builder, *word);
  return g_strv_builder_end (builder);
}

/* The other network that has the chain that was found: (nullable). */
static const MnrWalletNetwork *
find_same_chain (MnrNetworkDialog *self,
                 GPtrArray *networks)
{
  for (guint i = 0; networks != NULL && i < networks->len; i++)
    {
      const MnrWalletNetwork *each = g_ptr_array_index (networks, i);

      if (g_strcmp0 (each->chain_id, self->network->chain_id) == 0)
        return each;
    }
  return NULL;
}

static void
show_found (MnrNetworkDialog *self)
{
  g_autofree char *path = mnr_wallet_network_get_default_path ();
  g_autoptr (GPtrArray) networks = mnr_wallet_network_read_all (path, NULL);
  const MnrWalletNetwork *same = find_same_chain (self, networks);
  g_autofree char *words = NULL;

  adw_action_row_set_subtitle (self->chain, self->network->chain_id);
  adw_action_row_set_subtitle (self->prefix, self->network->prefix);
  adw_action_row_set_subtitle (self->core, self->network->core_symbol);
  if (same != NULL && same->kind == MNR_NETWORK_MAINNET)
    words = g_strdup (
      _ ("It is the chain of Mainnet: what is done there is done with real money."));
  else if (same != NULL)
    words = g_strdup_printf (_ ("It is the chain of the network “%s”, and has the same accounts."),
                             same->name);
  gtk_label_set_label (self->message, words != NULL ? words : "");
}

static void
update (MnrNetworkDialog *self)
{
  const char *name = gtk_editable_get_text (self->name);
  const gboolean is_asking = self->asking != NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_asking);
  gtk_spinner_set_spinning (self->spinner, is_asking);
  gtk_widget_set_visible (self->found, self->network != NULL);
  gtk_widget_set_sensitive (self->add, self->network != NULL && name[0] != '\0');
}

static void
on_answer (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (MnrNetworkDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrWalletNetwork) network = mnr_network_finder_ask_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->asking);
  if (network != NULL)
    {
      self->network = g_steal_pointer (&network);
      show_found (self);
    }
  else
    {
      g_autofree char *words = mnr_remedy_describe (error);

      gtk_label_set_label (self->message, words);
      gtk_widget_set_visible (self->again, TRUE);
    }
  update (self);
}

static gboolean
on_pause (gpointer user_data)
{
  MnrNetworkDialog *self = user_data;
  g_auto (GStrv) nodes = read_nodes (self);
  g_autoptr (GError) error = NULL;

  self->pause = 0;
  if (nodes[0] == NULL)
    return G_SOURCE_REMOVE;
  if (mnr_wallet_network_check_nodes (nodes, &error))
    {
      self->asking = g_cancellable_new ();
      gtk_label_set_label (self->message, _ ("The first node is asked…"));
      mnr_network_finder_ask_async ((const char *const *) nodes, self->asking, on_answer,
                                    g_object_ref (self));
    }
  else
    gtk_label_set_label (self->message, error->message);
  update (self);
  return G_SOURCE_REMOVE;
}

static void
stop (MnrNetworkDialog *self)
{
  g_clear_handle_id (&self->pause, g_source_remove);
  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
}

static void
on_typed (MnrNetworkDialog *self)
{
  stop (self);
  g_clear_pointer (&self->network, mnr_wallet_network_free);
  gtk_label_set_label (self->message, "");
  gtk_widget_set_visible (self->again, FALSE);
  self->pause = g_timeout_add (PAUSE, on_pause, self);
  update (self);
}

static void
on_add_clicked (MnrNetworkDialog *self)
{
  g_autofree char *path = mnr_wallet_network_get_default_path ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) networks = mnr_wallet_network_read_all (path, &error);

  if (networks != NULL)
    {
      g_free (self->network->id);
      g_free (self->network->name);
      self->network->name = g_strdup (gtk_editable_get_text (self->name));
      self->network->id = mnr_wallet_network_make_id (networks, self->network->name);
      if (mnr_wallet_network_add (path, self->network, &error))
        {
          g_signal_emit (self, signals[ADDED], 0);
          gtk_window_close (GTK_WINDOW (self));
          return;
        }
    }
  gtk_label_set_label (self->message, error->message);
}

static void
mnr_network_dialog_dispose (GObject *object)
{
  stop (MNR_NETWORK_DIALOG (object));
  G_OBJECT_CLASS (mnr_network_dialog_parent_class)->dispose (object);
}

static void
mnr_network_dialog_finalize (GObject *object)
{
  g_clear_pointer (&MNR_NETWORK_DIALOG (object)->network, mnr_wallet_network_free);
  G_OBJECT_CLASS (mnr_network_dialog_parent_class)->finalize (object);
}

static void
mnr_network_dialog_class_init (MnrNetworkDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mnr_network_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = mnr_network_dialog_finalize;
  signals[ADDED] = g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/moneyer/Moneyer/ui/mnr-network-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, MnrNetworkDialog, name);
  gtk_widget_class_bind_template_child (widget_class, MnrNetworkDialog, nodes);
  gtk_widget_class_bind_template_child (widget_class, MnrNetworkDialog, found);
  gtk_widget_class_bind_template_child (widget_class, MnrNetworkDialog, chain);
  gtk_widget_class_bind_template_child (widget_class, MnrNetworkDialog, prefix);
  gtk_widget_class_bind_template_child (widget_class, MnrNetworkDialog, core);
  gtk_widget_class_bind_template_child (widget_class, MnrNetworkDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, MnrNetworkDialog, message);
  gtk_widget_class_bind_template_child (widget_class, MnrNetworkDialog, again);
  gtk_widget_class_bind_template_child (widget_class, MnrNetworkDialog, add);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_add_clicked);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
mnr_network_dialog_init (MnrNetworkDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  mnr_entry_row_announce (ADW_ENTRY_ROW (self->name));
  mnr_entry_row_announce (ADW_ENTRY_ROW (self->nodes));
}

GtkWidget *
mnr_network_dialog_new (GtkWindow *parent)
{
  return g_object_new (MNR_TYPE_NETWORK_DIALOG, "transient-for", parent, NULL);
}
