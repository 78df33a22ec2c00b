/* mnr-network-page.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-network-page.h"

#include <glib/gi18n.h>

/* A computer's clock that is off by less than this, in seconds, does no harm. */
#define CLOCK_LEAD_MAX 10

struct _MnrNetworkPage
{
  AdwBin parent_instance;

  MnrWallet *wallet;
  GPtrArray *networks; /* MnrWalletNetwork */

  AdwPreferencesGroup *choice;
  AdwActionRow *status;
  AdwActionRow *address;
  AdwActionRow *block;
  AdwActionRow *clock;
};

G_DEFINE_FINAL_TYPE (MnrNetworkPage, mnr_network_page, ADW_TYPE_BIN)

static const char *const sentences[] = {
  [MNR_NETWORK_PRACTICE] = N_ ("On this computer: play money, nothing to lose"),
  [MNR_NETWORK_TESTNET] = N_ ("Public, for trying things out; its coins have no value"),
  [MNR_NETWORK_MAINNET] = N_ ("Real money"),
  [MNR_NETWORK_OWN] = N_ ("A network of your own"),
};

static void
on_state_changed (MnrNetworkPage *self)
{
  MnrNode *node = mnr_wallet_get_node (self->wallet);
  const char *url = node != NULL ? mnr_node_get_url (node) : NULL;
  const MnrDynamicGlobalProperties *head = node != NULL ? mnr_node_get_head (node) : NULL;
  g_autofree char *status = mnr_wallet_get_status (self->wallet);
  gint64 lead = head != NULL ? mnr_node_get_clock_lead (node) : 0;

  adw_action_row_set_subtitle (self->status, status);
  adw_action_row_set_subtitle (self->address, url != NULL ? url : _ ("None"));
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

static void
add_networks (MnrNetworkPage *self)
{
  g_autofree char *path = mnr_wallet_network_get_default_path ();
  const MnrWalletNetwork *current = mnr_wallet_get_network (self->wallet);
  g_autoptr (GError) error = NULL;
  GtkCheckButton *group = NULL;

  self->networks = mnr_wallet_network_read_all (path, &error);
  if (self->networks == NULL)
    adw_preferences_group_set_description (self->choice, error->message);
  for (guint i = 0; self->networks != NULL && i < self->networks->len; i++)
    {
      const MnrWalletNetwork *network = g_ptr_array_index (self->networks, i);
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *check = gtk_check_button_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (network->name));
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ (sentences[network->kind]));
      gtk_check_button_set_group (GTK_CHECK_BUTTON (check), group);
      if (group == NULL)
        group = GTK_CHECK_BUTTON (check);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                                   current != NULL && g_str_equal (current->id, network->id));
      gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
      gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _ (network->name), -1);
      g_object_set_data (G_OBJECT (check), "network", network->id);
      g_signal_connect (check, "toggled", G_CALLBACK (on_toggled), self);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
      adw_preferences_group_add (self->choice, row);
    }
}

static void
mnr_network_page_finalize (GObject *object)
{
  MnrNetworkPage *self = MNR_NETWORK_PAGE (object);

  g_clear_object (&self->wallet);
  g_clear_pointer (&self->networks, g_ptr_array_unref);

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
  gtk_widget_class_bind_template_child (widget_class, MnrNetworkPage, address);
  gtk_widget_class_bind_template_child (widget_class, MnrNetworkPage, block);
  gtk_widget_class_bind_template_child (widget_class, MnrNetworkPage, clock);
  gtk_widget_class_bind_template_callback (widget_class, on_try_again);
}

static void
mnr_network_page_init (MnrNetworkPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

MnrNetworkPage *
mnr_network_page_new (MnrWallet *wallet)
{
  MnrNetworkPage *self = g_object_new (MNR_TYPE_NETWORK_PAGE, NULL);

  self->wallet = g_object_ref (wallet);
  add_networks (self);
  g_signal_connect_object (wallet, "network-changed", G_CALLBACK (on_state_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wallet, "state-changed", G_CALLBACK (on_state_changed), self,
                           G_CONNECT_SWAPPED);
  on_state_changed (self);
  return self;
}
