/* mnr-network-page.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-network-page.h"

#include <glib/gi18n.h>

#include "chain/crypto/mnr-hash.h"
#include "mnr-network-dialog.h"

/* A computer's clock that is off by less than this, in seconds, does no harm. */
#define CLOCK_LEAD_MAX 10

struct _MnrNetworkPage
{
  AdwBin parent_instance;

  MnrWallet *wallet;
  GPtrArray *networks; /* (nullable): MnrWalletNetwork */
  GPtrArray *rows;     /* of the networks */
  GPtrArray *nodes;    /* rows */

  AdwPreferencesGroup *choice;
  AdwActionRow *status;
  GtkButton *reconnect;
  AdwActionRow *chain;
  AdwActionRow *block;
  AdwActionRow *clock;
  AdwPreferencesGroup *node_group;
};

G_DEFINE_FINAL_TYPE (MnrNetworkPage, mnr_network_page, ADW_TYPE_BIN)

static const char *const sentences[] = {
  [MNR_NETWORK_PRACTICE] = N_ ("On this computer: play money, nothing to lose"),
  [MNR_NETWORK_TESTNET] = N_ ("Public, for trying things out; its coins have no value"),
  [MNR_NETWORK_MAINNET] = N_ ("Real money"),
  [MNR_NETWORK_OWN] = N_ ("A network of your own"),
};

/* What a network is, whatever it is called: one of the user's own may be of real money. */
static const char *
get_sentence (const MnrWalletNetwork *network)
{
  return network->kind == MNR_NETWORK_OWN &&
             g_strcmp0 (network->chain_id, MNR_CHAIN_ID_MAINNET) == 0
           ? _ ("A network of your own, of the chain of Mainnet: real money")
           : _ (sentences[network->kind]);
}

/* Nodes */

static GtkWidget *
new_row (AdwPreferencesGroup *group,
         GPtrArray *rows)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_group_add (group, row);
  g_ptr_array_add (rows, row);
  return row;
}

static void
drop_rows (AdwPreferencesGroup *group,
           GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, g_ptr_array_index (rows, i));
  g_ptr_array_set_size (rows, 0);
}

static char *
describe_node (const MnrNodeReport *report)
{
  const gint64 milliseconds = (report->round_trip + 999) / 1000;

  if (report->why != NULL)
    return g_strdup (report->why);
  if (report->round_trip == 0)
    return g_strdup (_ ("Has not answered yet"));
  return g_strdup_printf (report->in_use ? _ ("In use, answered in %d ms")
                                         : _ ("Answered in %d ms"),
                          (int) MIN (milliseconds, G_MAXINT));
}

static void
update_nodes (MnrNetworkPage *self)
{
  MnrNode *node = mnr_wallet_get_node (self->wallet);
  const guint count = node != NULL ? mnr_node_get_n_reports (node) : 0;

  if (self->nodes->len != count)
    drop_rows (self->node_group, self->nodes);
  for (guint i = 0; i < count; i++)
    {
      GtkWidget *row = self->nodes->len > i ? g_ptr_array_index (self->nodes, i)
                                            : new_row (self->node_group, self->nodes);
      MnrNodeReport report;
      g_autofree char *words = NULL;

      mnr_node_get_report (node, i, &report);
      words = describe_node (&report);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), report.url);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
      adw_action_row_set_icon_name (ADW_ACTION_ROW (row),
                                    report.in_use        ? "emblem-ok-symbolic"
                                    : report.why != NULL ? "dialog-warning-symbolic"
                                                         : "network-server-symbolic");
    }
  gtk_widget_set_visible (GTK_WIDGET (self->node_group), count > 0);
}

static void
on_state_changed (MnrNetworkPage *self)
{
  MnrNode *node = mnr_wallet_get_node (self->wallet);
  const MnrChainId *chain_id = mnr_wallet_get_chain_id (self->wallet);
  g_autofree char *digits =
    chain_id != NULL ? mnr_hex_encode (chain_id->data, sizeof chain_id->data) : NULL;
  const MnrDynamicGlobalProperties *head = node != NULL ? mnr_node_get_head (node) : NULL;
  g_autofree char *status = mnr_wallet_get_status (self->wallet);
  gint64 lead = head != NULL ? mnr_node_get_clock_lead (node) : 0;

  adw_action_row_set_subtitle (self->status, status);
  gtk_button_set_label (self->reconnect, mnr_wallet_get_state (self->wallet) == MNR_NODE_OFFLINE
                                           ? _ ("Try Again")
                                           : _ ("Reconnect"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->reconnect),
                            mnr_wallet_get_network (self->wallet) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->chain), digits != NULL);
  adw_action_row_set_subtitle (self->chain, digits != NULL ? digits : "");
  update_nodes (self);
  if (head != NULL)
    {
      g_autofree char *block = g_strdup_printf (_ ("%'u, of which %'u are irreversible"),
                                                head->head_block_number,
                                                head->last_irreversible_block_num);

      adw_action_row_set_subtitle (self->block, block);
    }
  else
    adw_action_row_set_subtitle (self->block, _ ("None yet"));

  gtk_widget_set_visible (GTK_WIDGET (self->clock), ABS (lead) > CLOCK_LEAD_MAX);
  if (ABS (lead) > CLOCK_LEAD_MAX)
    {
      const guint seconds = (guint) MIN (ABS (lead), G_MAXINT);
      g_autofree char *words = g_strdup_printf (
        lead > 0 ? ngettext ("%u second ahead of the chain’s. Moneyer goes by the chain’s.",
                             "%u seconds ahead of the chain’s. Moneyer goes by the chain’s.",
                             seconds)
                 : ngettext ("%u second behind the chain’s. Moneyer goes by the chain’s.",
                             "%u seconds behind the chain’s. Moneyer goes by the chain’s.",
                             seconds),
        seconds);

      adw_action_row_set_subtitle (self->clock, words);
    }
}

static void
on_toggled (GtkCheckButton *check,
            MnrNetworkPage *self)
{
  const MnrWalletNetwork *current = mnr_wallet_get_network (self->wallet);
  const char *id = g_object_get_data (G_OBJECT (check), "network");

  if (gtk_check_button_get_active (check) && (current == NULL || !g_str_equal (current->id, id)))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-network", "s", id);
}

static void
on_try_again (MnrNetworkPage *self)
{
  const MnrWalletNetwork *current = mnr_wallet_get_network (self->wallet);

  if (current != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-network", "s", current->id);
}

/* Removing one */

static void show_networks (MnrNetworkPage *self);

static void
on_remove_answered (AdwMessageDialog *dialog,
                    const char *response,
                    MnrNetworkPage *self)
{
  g_autofree char *path = mnr_wallet_network_get_default_path ();
  g_autoptr (GError) error = NULL;

  if (!g_str_equal (response, "remove"))
    return;
  if (!mnr_wallet_network_remove (path, g_object_get_data (G_OBJECT (dialog), "network"), &error))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", error->message);
  show_networks (self);
}

static void
on_remove_clicked (GtkWidget *button,
                   MnrNetworkPage *self)
{
  const char *id = g_object_get_data (G_OBJECT (button), "network");
  const MnrWalletNetwork *network = mnr_wallet_network_find (self->networks, id);
  g_autofree char *heading = g_strdup_printf (_ ("Remove %s?"), network->name);
  GtkWidget *dialog =
    adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading,
                            _ ("Moneyer forgets the addresses of its nodes. Your accounts there "
                               "and their keys stay, and are back when you add it again."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "remove",
                                    _ ("_Remove"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "remove",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "network", g_strdup (id), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_remove_answered), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static GtkWidget *
new_remove_button (MnrNetworkPage *self,
                   const MnrWalletNetwork *network)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *words = g_strdup_printf (_ ("Remove %s"), network->name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  g_object_set_data_full (G_OBJECT (button), "network", g_strdup (network->id), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (on_remove_clicked), self);
  return button;
}

/* The networks */

/* What is in use is not removed. */
static void
mark_in_use (GtkWidget *row,
             gboolean is_in_use)
{
  GtkWidget *remove = g_object_get_data (G_OBJECT (row), "remove");

  if (remove != NULL)
    gtk_widget_set_visible (remove, !is_in_use);
  if (is_in_use)
    gtk_check_button_set_active (g_object_get_data (G_OBJECT (row), "check"), TRUE);
}

static void
add_network (MnrNetworkPage *self,
             const MnrWalletNetwork *network,
             GtkCheckButton **group)
{
  const MnrWalletNetwork *current = mnr_wallet_get_network (self->wallet);
  GtkWidget *row = new_row (self->choice, self->rows);
  GtkWidget *check = gtk_check_button_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), network->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), get_sentence (network));
  gtk_check_button_set_group (GTK_CHECK_BUTTON (check), *group);
  if (*group == NULL)
    *group = GTK_CHECK_BUTTON (check);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  network->name, -1);
  g_object_set_data_full (G_OBJECT (check), "network", g_strdup (network->id), g_free);
  g_signal_connect (check, "toggled", G_CALLBACK (on_toggled), self);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_object_set_data (G_OBJECT (row), "check", check);
  if (network->kind == MNR_NETWORK_OWN)
    {
      GtkWidget *remove = new_remove_button (self, network);

      adw_action_row_add_suffix (ADW_ACTION_ROW (row), remove);
      g_object_set_data (G_OBJECT (row), "remove", remove);
    }
  mark_in_use (row, current != NULL && g_str_equal (current->id, network->id));
}

static void
show_networks (MnrNetworkPage *self)
{
  g_autofree char *path = mnr_wallet_network_get_default_path ();
  g_autoptr (GError) error = NULL;
  g_autofree char *markup = NULL;
  GtkCheckButton *group = NULL;

  drop_rows (self->choice, self->rows);
  g_clear_pointer (&self->networks, g_ptr_array_unref);
  self->networks = mnr_wallet_network_read_all (path, &error);
  markup = self->networks == NULL ? g_markup_escape_text (error->message, -1) : NULL;
  adw_preferences_group_set_description (self->choice, markup);
  for (guint i = 0; self->networks != NULL && i < self->networks->len; i++)
    add_network (self, g_ptr_array_index (self->networks, i), &group);
}

static void
on_add_clicked (MnrNetworkPage *self)
{
  GtkWidget *dialog =
    mnr_network_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));

  g_signal_connect_object (dialog, "added", G_CALLBACK (show_networks), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* The rows stay: one of them may have been pressed just now. */
static void
on_network_changed (MnrNetworkPage *self)
{
  const MnrWalletNetwork *current = mnr_wallet_get_network (self->wallet);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const MnrWalletNetwork *network = g_ptr_array_index (self->networks, i);
      GtkWidget *row = g_ptr_array_index (self->rows, i);

      mark_in_use (row, current != NULL && g_str_equal (current->id, network->id));
    }
  on_state_changed (self);
}

static void
mnr_network_page_finalize (GObject *object)
{
  MnrNetworkPage *self = MNR_NETWORK_PAGE (object);

  g_clear_object (&self->wallet);
  g_clear_pointer (&self->networks, g_ptr_array_unref);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->nodes);

  G_OBJECT_CLASS (mnr_network_page_parent_class)->finalize (object);
}

static void
mnr_network_page_class_init (MnrNetworkPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mnr_network_page_finalize;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/moneyer/Moneyer/ui/mnr-network-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MnrNetworkPage, choice);
  gtk_widget_class_bind_template_child (widget_class, MnrNetworkPage, status);
  gtk_widget_class_bind_template_child (widget_class, MnrNetworkPage, reconnect);
  gtk_widget_class_bind_template_child (widget_class, MnrNetworkPage, chain);
  gtk_widget_class_bind_template_child (widget_class, MnrNetworkPage, block);
  gtk_widget_class_bind_template_child (widget_class, MnrNetworkPage, clock);
  gtk_widget_class_bind_template_child_full (widget_class, "nodes", FALSE,
                                             G_STRUCT_OFFSET (MnrNetworkPage, node_group));
  gtk_widget_class_bind_template_callback (widget_class, on_add_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_try_again);
}

static void
mnr_network_page_init (MnrNetworkPage *self)
{
  self->rows = g_ptr_array_new ();
  self->nodes = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

MnrNetworkPage *
mnr_network_page_new (MnrWallet *wallet)
{
  MnrNetworkPage *self = g_object_new (MNR_TYPE_NETWORK_PAGE, NULL);

  self->wallet = g_object_ref (wallet);
  show_networks (self);
  g_signal_connect_object (wallet, "network-changed", G_CALLBACK (on_network_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wallet, "state-changed", G_CALLBACK (on_state_changed), self,
                           G_CONNECT_SWAPPED);
  on_state_changed (self);
  return self;
}
