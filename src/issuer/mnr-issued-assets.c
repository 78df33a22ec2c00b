/* mnr-issued-assets.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-issued-assets.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/wire/mnr-json.h"
#include "mnr-asset-words.h"

/* How many assets of an issuer a node hands out at once (protocol.md 9.4). */
#define PAGE_SIZE 101

/* An asset */

struct _MnrIssuedAsset
{
  GObject parent_instance;

  MnrObjectId id;
  char *symbol;
  MnrIssuedKind kind;
  guint n_warnings;
};

G_DEFINE_FINAL_TYPE (MnrIssuedAsset, mnr_issued_asset, G_TYPE_OBJECT)

static void
mnr_issued_asset_finalize (GObject *object)
{
  g_free (MNR_ISSUED_ASSET (object)->symbol);

  G_OBJECT_CLASS (mnr_issued_asset_parent_class)->finalize (object);
}

static void
mnr_issued_asset_class_init (MnrIssuedAssetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mnr_issued_asset_finalize;
}

static void
mnr_issued_asset_init (MnrIssuedAsset *self)
{
}

MnrObjectId
mnr_issued_asset_get_id (MnrIssuedAsset *self)
{
  return self->id;
}

const char *
mnr_issued_asset_get_symbol (MnrIssuedAsset *self)
{
  return self->symbol;
}

const char *
mnr_issued_asset_get_kind_name (MnrIssuedAsset *self)
{
  switch (self->kind)
    {
    case MNR_ISSUED_SMARTCOIN:
      return _ ("Smartcoin");
    case MNR_ISSUED_PREDICTION_MARKET:
      return _ ("Prediction market");
    case MNR_ISSUED_TOKEN:
    default:
      return _ ("Token");
    }
}

guint
mnr_issued_asset_get_n_warnings (MnrIssuedAsset *self)
{
  return self->n_warnings;
}

/* The list */

struct _MnrIssuedAssets
{
  GObject parent_instance;

  MnrWallet *wallet;
  GListStore *list;
  GCancellable *look; /* of the look under way; NULL if none is */
  guint32 block;      /* the head when the last look began */
};

G_DEFINE_FINAL_TYPE (MnrIssuedAssets, mnr_issued_assets, G_TYPE_OBJECT)

static const MnrType page_type = { .kind = MNR_KIND_ARRAY,
                                   .size = sizeof (MnrAnyArray),
                                   .element = &mnr_type_asset };

/* A look at all assets of an issuer. */
typedef struct
{
  MnrIssuedAssets *self;
  GCancellable *cancellable;
  MnrNode *node;
  MnrChainView *view;
  MnrObjectId issuer;
  MNR_ARRAY (MnrAsset)
  assets;
  GListStore *list; /* what it makes of them */
} Look;

static void
look_free (Look *look)
{
  mnr_value_clear (&page_type, &look->assets);
  g_object_unref (look->self);
  g_object_unref (look->cancellable);
  g_object_unref (look->node);
  g_object_unref (look->view);
  g_object_unref (look->list);
  g_free (look);
}

/* Also of one that came too late; what failed is looked for with the next block. */
static void
end_look (Look *look)
{
  if (look->self->look == look->cancellable)
    g_clear_object (&look->self->look);
  look_free (look);
}

static void
ask_words (const MnrView *view,
           gpointer user_data)
{
  Look *look = user_data;

  g_list_store_remove_all (look->list);
  for (gsize i = 0; i < look->assets.len; i++)
    {
      const MnrAsset *asset = &look->assets.items[i];
      gboolean is_complete;
      g_autoptr (GPtrArray) warnings = mnr_asset_warnings_new (asset, view, &is_complete);
      g_autoptr (MnrIssuedAsset) issued = g_object_new (MNR_TYPE_ISSUED_ASSET, NULL);
      gconstpointer object = NULL;

      issued->id = asset->id;
      issued->symbol = g_strdup (asset->symbol);
      issued->n_warnings = warnings->len;
      if (asset->bitasset_data_id != NULL)
        {
          view->get_object (view, *asset->bitasset_data_id, &object);
          issued->kind = object != NULL && ((const MnrBitassetData *) object)->is_prediction_market
                           ? MNR_ISSUED_PREDICTION_MARKET
                           : MNR_ISSUED_SMARTCOIN;
        }
      g_list_store_append (look->list, issued);
    }
}

static gboolean
is_same (MnrIssuedAsset *a,
         MnrIssuedAsset *b)
{
  return a->id == b->id && a->kind == b->kind && a->n_warnings == b->n_warnings &&
         g_str_equal (a->symbol, b->symbol);
}

/* Changes only what is different, so that rows and their focus stay. */
static void
take_over (GListStore *list,
           GListStore *news)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (news));
  guint before = g_list_model_get_n_items (G_LIST_MODEL (list));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MnrIssuedAsset) is = g_list_model_get_item (G_LIST_MODEL (news), i);
      g_autoptr (MnrIssuedAsset) was = g_list_model_get_item (G_LIST_MODEL (list), i);
      gpointer items[] = { is };

      if (was == NULL || !is_same (was, is))
        g_list_store_splice (list, i, was != NULL ? 1 : 0, items, 1);
    }
  if (before > n)
    g_list_store_splice (list, n, before - n, NULL, 0);
}

static void
on_words (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  Look *look = user_data;

  if (mnr_chain_view_complete_finish (look->view, result, NULL) &&
      !g_cancellable_is_cancelled (look->cancellable))
    take_over (look->self->list, look->list);
  end_look (look);
}

static void ask_page (Look *look,
                      MnrObjectId start);

static void
on_page (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  Look *look = user_data;
  g_autoptr (GBytes) answer = mnr_node_call_finish (look->node, result, NULL);
  MNR_ARRAY (MnrAsset)
  page = { 0 };
  const char *json = NULL;
  gsize size, n_read;
  MnrObjectId last;

  if (answer != NULL)
    json = g_bytes_get_data (answer, &size);
  if (json == NULL || !mnr_json_read (&page_type, json, size, mnr_node_get_prefix (look->node),
                                      &page, NULL))
    {
      mnr_value_clear (&page_type, &page);
      end_look (look);
      return;
    }

  n_read = page.len;
  last = n_read > 0 ? page.items[n_read - 1].id : MNR_ASSET_ID (0);
  for (gsize i = 0; i < page.len; i++)
    /* A page begins with the last one of the page before. */
    if (look->assets.len == 0 || page.items[i].id > look->assets.items[look->assets.len - 1].id)
      mnr_array_append (&page_type, &look->assets, &page.items[i]);
  mnr_value_clear (&page_type, &page);
  if (n_read == PAGE_SIZE)
    ask_page (look, last);
  else
    mnr_chain_view_complete_async (look->view, ask_words, look, look->cancellable, on_words, look);
}

static void
ask_page (Look *look,
          MnrObjectId start)
{
  char issuer_text[MNR_OBJECT_ID_TEXT_SIZE], start_text[MNR_OBJECT_ID_TEXT_SIZE];
  g_autofree char *params =
    g_strdup_printf ("[\"%s\",\"%s\",%d]", mnr_object_id_format (look->issuer, issuer_text),
                     mnr_object_id_format (start, start_text), PAGE_SIZE);

  mnr_node_call_async (look->node, MNR_NODE_CALL_DEFAULT, "database", "get_assets_by_issuer",
                       params, look->cancellable, on_page, look);
}

static void
begin_look (MnrIssuedAssets *self,
            const MnrWalletAccount *account)
{
  Look *look = g_new0 (Look, 1);

  self->look = g_cancellable_new ();
  look->self = g_object_ref (self);
  look->cancellable = g_object_ref (self->look);
  look->node = g_object_ref (mnr_wallet_get_node (self->wallet));
  look->view = g_object_ref (mnr_wallet_get_view (self->wallet));
  look->issuer = account->id;
  look->list = g_list_store_new (MNR_TYPE_ISSUED_ASSET);
  ask_page (look, MNR_ASSET_ID (0));
}

/* With each block. */
static void
on_state_changed (MnrIssuedAssets *self)
{
  MnrNode *node = mnr_wallet_get_node (self->wallet);
  const MnrDynamicGlobalProperties *head = node != NULL ? mnr_node_get_head (node) : NULL;
  const MnrWalletAccount *account = mnr_wallet_get_account (self->wallet);

  if (self->look != NULL || account == NULL || head == NULL ||
      head->head_block_number == self->block)
    return;
  self->block = head->head_block_number;
  begin_look (self, account);
}

/* Other assets: none, until they are known. */
static void
on_account_changed (MnrIssuedAssets *self)
{
  if (self->look != NULL)
    g_cancellable_cancel (self->look);
  g_clear_object (&self->look);
  g_list_store_remove_all (self->list);
  self->block = 0;
  on_state_changed (self);
}

static void
mnr_issued_assets_finalize (GObject *object)
{
  MnrIssuedAssets *self = MNR_ISSUED_ASSETS (object);

  g_clear_object (&self->wallet);
  g_clear_object (&self->list);
  g_clear_object (&self->look);

  G_OBJECT_CLASS (mnr_issued_assets_parent_class)->finalize (object);
}

static void
mnr_issued_assets_class_init (MnrIssuedAssetsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mnr_issued_assets_finalize;
}

static void
mnr_issued_assets_init (MnrIssuedAssets *self)
{
  self->list = g_list_store_new (MNR_TYPE_ISSUED_ASSET);
}

MnrIssuedAssets *
mnr_issued_assets_new (MnrWallet *wallet)
{
  MnrIssuedAssets *self = g_object_new (MNR_TYPE_ISSUED_ASSETS, NULL);

  self->wallet = g_object_ref (wallet);
  g_signal_connect_object (wallet, "network-changed", G_CALLBACK (on_account_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wallet, "account-changed", G_CALLBACK (on_account_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wallet, "state-changed", G_CALLBACK (on_state_changed), self,
                           G_CONNECT_SWAPPED);
  on_account_changed (self);
  return self;
}

GListModel *
mnr_issued_assets_get_list (MnrIssuedAssets *self)
{
  return G_LIST_MODEL (self->list);
}
