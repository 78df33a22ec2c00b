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

  AdwViewStack *stack;
  GtkDropDown *choice; /* of a page, where there is no room for a switcher */
  MnrAssetOverview *overview;
  MnrActivityList *activity;

  MnrWallet *wallet;
  MnrChainView *view;
  MnrObjectId asset;
  MnrObjectId issuer; /* 0: not known yet */
  char *name;
  char *kind;
};

G_DEFINE_FINAL_TYPE (MnrAssetPage, mnr_asset_page, ADW_TYPE_BIN)

enum
{
  RENAMED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
set_name (MnrAssetPage *self,
          const char *name,
          const char *kind)
{
  if (g_strcmp0 (name, self->name) == 0 && g_strcmp0 (kind, self->kind) == 0)
    return;
  g_free (self->name);
  g_free (self->kind);
  self->name = g_strdup (name);
  self->kind = g_strdup (kind);
  g_signal_emit (self, signals[RENAMED], 0);
}

/* The choice and the stack say the same. */
static void
on_choice (MnrAssetPage *self)
{
  AdwViewStackPage *page = gtk_drop_down_get_selected_item (self->choice);

  if (page != NULL)
    adw_view_stack_set_visible_child (self->stack, adw_view_stack_page_get_child (page));
}

static void
on_visible_child (MnrAssetPage *self)
{
  GListModel *pages = self->choice != NULL ? gtk_drop_down_get_model (self->choice) : NULL;

  for (guint i = 0; pages != NULL && i < g_list_model_get_n_items (pages); i++)
    {
      g_autoptr (AdwViewStackPage) page = g_list_model_get_item (pages, i);

      if (adw_view_stack_page_get_child (page) == adw_view_stack_get_visible_child (self->stack))
        gtk_drop_down_set_selected (self->choice, i);
    }
}

static void
on_overview_changed (MnrAssetPage *self)
{
  const MnrView *view = mnr_chain_view_get_view (self->view);
  const MnrAsset *asset;
  gconstpointer object;

  if (view->get_object (view, self->asset, &object) != MNR_KNOWN)
    return;
  asset = object;
  set_name (self, asset->symbol, mnr_asset_get_kind_text (asset, view));
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
  /* The stack tells its list of its own end, and the list is not to be looked at then. */
  if (self->choice != NULL)
    gtk_drop_down_set_model (self->choice, NULL);
  self->choice = NULL;
  adw_bin_set_child (ADW_BIN (self), NULL);
  G_OBJECT_CLASS (mnr_asset_page_parent_class)->dispose (object);
}

static void
mnr_asset_page_finalize (GObject *object)
{
  MnrAssetPage *self = MNR_ASSET_PAGE (object);

  g_free (self->name);
  g_free (self->kind);
  G_OBJECT_CLASS (mnr_asset_page_parent_class)->finalize (object);
}

static void
mnr_asset_page_class_init (MnrAssetPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mnr_asset_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = mnr_asset_page_finalize;

  signals[RENAMED] = g_signal_new ("renamed", MNR_TYPE_ASSET_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (MNR_TYPE_ACTIVITY_LIST);
  g_type_ensure (MNR_TYPE_ASSET_OVERVIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/moneyer/Moneyer/ui/mnr-asset-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MnrAssetPage, stack);
  gtk_widget_class_bind_template_child (widget_class, MnrAssetPage, choice);
  gtk_widget_class_bind_template_child (widget_class, MnrAssetPage, overview);
  gtk_widget_class_bind_template_child (widget_class, MnrAssetPage, activity);
  gtk_widget_class_bind_template_callback (widget_class, on_choice);
  gtk_widget_class_bind_template_callback (widget_class, on_visible_child);
  gtk_widget_class_bind_template_callback (widget_class, on_overview_changed);
}

static void
mnr_asset_page_init (MnrAssetPage *self)
{
  g_autoptr (GtkSelectionModel) pages = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  pages = adw_view_stack_get_pages (self->stack);
  gtk_drop_down_set_model (self->choice, G_LIST_MODEL (pages));
}

GtkWidget *
mnr_asset_page_new (MnrWallet *wallet,
                    MnrObjectId asset)
{
  MnrAssetPage *self = g_object_new (MNR_TYPE_ASSET_PAGE, NULL);
  char id[MNR_OBJECT_ID_TEXT_SIZE];

  self->wallet = g_object_ref (wallet);
  self->asset = asset;
  set_name (self, mnr_object_id_format (asset, id), "");
  g_signal_connect_swapped (wallet, "network-changed", G_CALLBACK (on_network_changed), self);
  on_network_changed (self);
  return GTK_WIDGET (self);
}

void
mnr_asset_page_show (MnrAssetPage *self,
                     const char *name)
{
  adw_view_stack_set_visible_child_name (self->stack, name);
}

const char *
mnr_asset_page_get_name (MnrAssetPage *self)
{
  return self->name;
}

const char *
mnr_asset_page_get_kind (MnrAssetPage *self)
{
  return self->kind;
}
