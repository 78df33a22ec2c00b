/* mnr-network-banner.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-network-banner.h"

#include <glib/gi18n.h>

struct _MnrNetworkBanner
{
  AdwBin parent_instance;

  MnrWallet *wallet;
  char *silence; /* (nullable): why nothing is heard of the chain */
  GtkRevealer *revealer;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (MnrNetworkBanner, mnr_network_banner, ADW_TYPE_BIN)

/* Those of which nothing is said are of real money, or may be. */
static const struct
{
  const char *css_class;
  const char *words;
} kinds[] = {
  [MNR_NETWORK_PRACTICE] = { "practice", N_ ("Practice network: play money on this computer") },
  [MNR_NETWORK_TESTNET] = { "testnet", N_ ("Testnet: tokens here have no value") },
};

/* That it connects again, for a moment, does not take back why it had to. */
static void
update_silence (MnrNetworkBanner *self)
{
  const MnrWalletNetwork *network = mnr_wallet_get_network (self->wallet);
  const MnrNodeState state = mnr_wallet_get_state (self->wallet);

  if (network == NULL || state == MNR_NODE_LIVE)
    g_clear_pointer (&self->silence, g_free);
  else if (state != MNR_NODE_CONNECTING)
    {
      g_free (self->silence);
      self->silence =
        g_strdup_printf (state == MNR_NODE_STALE
                           ? _ ("%s: no new blocks come, so what is shown may be old.")
                           : _ ("%s: not connected. What is typed is kept, and nodes are "
                                "looked for."),
                         _ (network->name));
    }
}

static void
update (MnrNetworkBanner *self)
{
  const MnrWalletNetwork *network = mnr_wallet_get_network (self->wallet);
  g_autofree char *status = mnr_wallet_get_status (self->wallet);
  const char *css_class = NULL, *words = NULL;

  update_silence (self);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), self->silence != NULL ? status : NULL);
  if (self->silence != NULL)
    {
      css_class = "silent";
      words = self->silence;
    }
  else if (network != NULL && network->kind < G_N_ELEMENTS (kinds))
    {
      css_class = kinds[network->kind].css_class;
      words = _ (kinds[network->kind].words);
    }

  gtk_widget_remove_css_class (GTK_WIDGET (self->label), "silent");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->label), kinds[i].css_class);
  if (words != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->label), css_class);
  gtk_label_set_label (self->label, words != NULL ? words : "");
  gtk_revealer_set_reveal_child (self->revealer, words != NULL);
}

static void
mnr_network_banner_finalize (GObject *object)
{
  MnrNetworkBanner *self = MNR_NETWORK_BANNER (object);

  g_clear_object (&self->wallet);
  g_free (self->silence);

  G_OBJECT_CLASS (mnr_network_banner_parent_class)->finalize (object);
}

static void
mnr_network_banner_class_init (MnrNetworkBannerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mnr_network_banner_finalize;
}

static void
mnr_network_banner_init (MnrNetworkBanner *self)
{
  self->revealer = GTK_REVEALER (gtk_revealer_new ());
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_justify (self->label, GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "network-banner");
  gtk_revealer_set_child (self->revealer, GTK_WIDGET (self->label));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->revealer));
}

GtkWidget *
mnr_network_banner_new (MnrWallet *wallet)
{
  MnrNetworkBanner *self = g_object_new (MNR_TYPE_NETWORK_BANNER, NULL);

  mnr_network_banner_set_wallet (self, wallet);
  return GTK_WIDGET (self);
}

void
mnr_network_banner_set_wallet (MnrNetworkBanner *self,
                               MnrWallet *wallet)
{
  g_return_if_fail (self->wallet == NULL);

  self->wallet = g_object_ref (wallet);
  g_signal_connect_object (wallet, "network-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wallet, "state-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
