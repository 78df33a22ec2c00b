/* mnr-asset-page.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-asset-page.h"

#include "issuer/mnr-asset-words.h"
#include "mnr-activity-list.h"
#include "mnr-asset-overview.h"

struct _MnrAssetPage
{
  AdwBin parent_instance;

  AdwWindowTitle *title;
  GtkStack *stack;
  MnrAssetOverview *overview;
  MnrActivityList *activity;

  MnrWallet *wallet;
  MnrChainView *view;
  MnrObjectId asset;
  MnrObjectId issuer; /* 0: not known yet */
};

G_DEFINE_FINAL_TYPE (MnrAssetPage, mnr_asset_page, ADW_TYPE_BIN)

static void
on_overview_changed (MnrAssetPage *self)
{
  const MnrView *view = mnr_chain_view_get_view (self->view);
  const MnrAsset *asset;
  gconstpointer object;

  if (view->get_object (view, self->asset, &object) != MNR_KNOWN)
    return;
  asset = object;
  adw_window_title_set_title (self->title, asset->symbol);
  adw_window_title_set_subtitle (self->title, mnr_asset_get_kind_text (asset, view));
  /* Another network's node would know nothing of it. */
  if (asset->issuer != self->issuer && mnr_wallet_get_view (self->wallet) == self->view)
    {
      self->issuer = asset->issuer;
      mnr_activity_list_set_subject (self->activity, self->wallet, self->issuer, self->asset);
    }
}

/* The network may be opened after the page. */
static void
on_network_changed (MnrAssetPage *self)
{
  if (self->view != NULL || mnr_wallet_get_view (self->wallet) == NULL)
    return;
  self->view = g_object_ref (mnr_wallet_get_view (self->wallet));
  mnr_asset_overview_set_asset (self->overview, self->view, self->asset);
}

static void
mnr_asset_page_dispose (GObject *object)
{
  MnrAssetPage *self = MNR_ASSET_PAGE (object);

  if (self->wallet != NULL)
    g_signal_handlers_disconnect_by_data (self->wallet, self);
  g_clear_object (&self->view);
  g_clear_object (&self->wallet);
  adw_bin_set_child (ADW_BIN (self), NULL);
  G_OBJECT_CLASS (mnr_asset_page_parent_class)->dispose (object);
}

static void
mnr_asset_page_class_init (MnrAssetPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mnr_asset_page_dispose;

  g_type_ensure (MNR_TYPE_ACTIVITY_LIST);
  g_type_ensure (MNR_TYPE_ASSET_OVERVIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/moneyer/Moneyer/ui/mnr-asset-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MnrAssetPage, title);
  gtk_widget_class_bind_template_child (widget_class, MnrAssetPage, stack);
  gtk_widget_class_bind_template_child (widget_class, MnrAssetPage, overview);
  gtk_widget_class_bind_template_child (widget_class, MnrAssetPage, activity);
  gtk_widget_class_bind_template_callback (widget_class, on_overview_changed);
}

static void
mnr_asset_page_init (MnrAssetPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
mnr_asset_page_new (MnrWallet *wallet,
                    MnrObjectId asset)
{
  MnrAssetPage *self = g_object_new (MNR_TYPE_ASSET_PAGE, NULL);
  char id[MNR_OBJECT_ID_TEXT_SIZE];

  self->wallet = g_object_ref (wallet);
  self->asset = asset;
  adw_window_title_set_title (self->title, mnr_object_id_format (asset, id));
  g_signal_connect_swapped (wallet, "network-changed", G_CALLBACK (on_network_changed), self);
  on_network_changed (self);
  return GTK_WIDGET (self);
}

void
mnr_asset_page_show (MnrAssetPage *self,
                     const char *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
}
