/* mnr-market-watch.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-market-watch.h"

#include "chain/wire/mnr-json.h"

struct _MnrMarketWatch
{
  MnrNetwork *network;
  MnrObjectId a, b;
  guint64 callback;
  GHashTable *known; /* a set of ids: what is on the market, so that it is known when it goes */
};

static gboolean
is_market (const MnrMarketWatch *self,
           MnrObjectId one,
           MnrObjectId other)
{
  return (one == self->a && other == self->b) || (one == self->b && other == self->a);
}

static gboolean
is_on_market (const MnrMarketWatch *self,
              MnrObjectId id,
              gconstpointer object)
{
  const MnrStore *store = mnr_network_get_store (self->network);
  MnrObjectType type = mnr_object_id_get_type (id);

  if (type == MNR_OBJECT_LIMIT_ORDER)
    {
      const MnrLimitOrder *order = object;

      return is_market (self, order->sell_price.base.asset_id, order->sell_price.quote.asset_id);
    }
  if (type == MNR_OBJECT_CALL_ORDER)
    {
      const MnrCallOrder *call = object;

      return is_market (self, call->call_price.base.asset_id, call->call_price.quote.asset_id);
    }
  if (type == MNR_OBJECT_FORCE_SETTLEMENT)
    {
      const MnrForceSettlement *settlement = object;
      const MnrAsset *asset = mnr_store_get (store, settlement->balance.asset_id);
      const MnrBitassetData *bad = mnr_store_get (store, *asset->bitasset_data_id);

      return is_market (self, asset->id, bad->options.short_backing_asset);
    }
  return FALSE;
}

static void
know (MnrMarketWatch *self,
      MnrObjectId id)
{
  g_hash_table_add (self->known, g_memdup2 (&id, sizeof id));
}

MnrMarketWatch *
mnr_market_watch_new (MnrNetwork *network,
                      MnrObjectId a,
                      MnrObjectId b,
                      guint64 callback)
{
  static const MnrObjectType types[] = { MNR_OBJECT_LIMIT_ORDER, MNR_OBJECT_CALL_ORDER,
                                         MNR_OBJECT_FORCE_SETTLEMENT };
  const MnrStore *store = mnr_network_get_store (network);
  MnrMarketWatch *self = g_new0 (MnrMarketWatch, 1);

  self->network = network;
  self->a = a;
  self->b = b;
  self->callback = callback;
  self->known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    for (gconstpointer object = mnr_store_first (store, types[i]); object != NULL;
         object = mnr_store_next (store, object))
      {
        MnrObjectId id = *(const MnrObjectId *) object;

        if (is_on_market (self, id, object))
          know (self, id);
      }
  return self;
}

void
mnr_market_watch_free (MnrMarketWatch *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->known);
  g_free (self);
}

gboolean
mnr_market_watch_is_about (const MnrMarketWatch *self,
                           MnrObjectId a,
                           MnrObjectId b)
{
  return is_market (self, a, b);
}

guint64
mnr_market_watch_get_callback (const MnrMarketWatch *self)
{
  return self->callback;
}

static GString *
open_list (GString *list)
{
  if (list == NULL)
    return g_string_new ("[");
  g_string_append_c (list, ',');
  return list;
}

GString *
mnr_market_watch_list_trades (const MnrMarketWatch *self)
{
  MnrBlockchain *chain = mnr_network_get_chain (self->network);
  guint32 head = mnr_blockchain_get_head_number (chain);
  guint64 size = mnr_blockchain_get_history_size (chain), first = size;
  GString *list = NULL;

  while (first > 0 && mnr_blockchain_get_history (chain, first - 1)->block_num == head)
    first--;
  for (; first < size; first++)
    {
      const MnrHistoryEntry *entry = mnr_blockchain_get_history (chain, first);
      const MnrFillOrder *fill = entry->op.value;

      if (entry->op.number != MNR_VIRTUAL_FILL_ORDER ||
          !is_market (self, fill->pays.asset_id, fill->receives.asset_id))
        continue;
      list = open_list (list);
      g_string_append_c (list, '[');
      mnr_json_write (&mnr_type_history_operation, &entry->op, MNR_PRACTICE_PREFIX, list);
      g_string_append_c (list, ',');
      mnr_json_write (&mnr_type_operation_result, &entry->result, MNR_PRACTICE_PREFIX, list);
      g_string_append_c (list, ']');
    }
  if (list != NULL)
    g_string_append_c (list, ']');
  return list;
}

void
mnr_market_watch_list_changes (MnrMarketWatch *self,
                               const GArray *changed,
                               GString *lists[MNR_N_MARKET_CHANGES])
{
  const MnrStore *store = mnr_network_get_store (self->network);
  char text[MNR_OBJECT_ID_TEXT_SIZE];

  for (guint i = 0; i < MNR_N_MARKET_CHANGES; i++)
    lists[i] = NULL;

  for (guint i = 0; i < changed->len; i++)
    {
      MnrObjectId id = g_array_index (changed, MnrObjectId, i);
      gconstpointer object = mnr_store_get (store, id);
      gboolean is_known = g_hash_table_contains (self->known, &id);
      GString **list =
        &lists[is_known ? MNR_MARKET_CHANGE_CHANGED : MNR_MARKET_CHANGE_NEW];

      if (object != NULL && is_on_market (self, id, object))
        {
          *list = open_list (*list);
          mnr_json_write (mnr_object_get_struct (id), object, MNR_PRACTICE_PREFIX, *list);
          if (!is_known)
            know (self, id);
        }
      else if (object == NULL && is_known)
        {
          list = &lists[MNR_MARKET_CHANGE_REMOVED];
          *list = open_list (*list);
          g_string_append_printf (*list, "\"%s\"", mnr_object_id_format (id, text));
          g_hash_table_remove (self->known, &id);
        }
    }

  for (guint i = 0; i < MNR_N_MARKET_CHANGES; i++)
    if (lists[i] != NULL)
      g_string_append_c (lists[i], ']');
}
