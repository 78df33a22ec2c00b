/* mnr-api-assets.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "mnr-api.h"

/* Assets, and who holds them. */

#define LIST_LIMIT 101

/* An asset as lists show it: with what its positions hold. */
static void
write_asset (MnrCall *call,
             const MnrAsset *asset)
{
  MnrAsset shown = *asset;
  gint64 in_collateral = 0, backing = 0;

  for (const MnrCallOrder *order = mnr_store_first (call->store, MNR_OBJECT_CALL_ORDER);
       order != NULL; order = mnr_store_next (call->store, order))
    {
      if (order->call_price.base.asset_id == asset->id)
        in_collateral += order->collateral;
      if (order->call_price.quote.asset_id == asset->id)
        backing += order->collateral;
    }

  shown.total_in_collateral = &in_collateral;
  if (asset->bitasset_data_id != NULL)
    shown.total_backing_collateral = &backing;
  mnr_call_write (call, &mnr_type_asset, &shown);
}

static gboolean
write_assets (MnrCall *call,
              gboolean subscribe)
{
  g_autoptr (GPtrArray) texts = mnr_call_read_strings (call, 0);

  if (texts == NULL)
    return FALSE;

  g_string_append_c (call->out, '[');
  for (guint i = 0; i < texts->len; i++)
    {
      const MnrAsset *asset;

      if (!mnr_call_find_asset (call, g_ptr_array_index (texts, i), &asset))
        return FALSE;
      if (asset == NULL)
        {
          mnr_call_write_object (call, NULL);
          continue;
        }
      if (subscribe)
        mnr_session_subscribe_auto (call->session, asset->id);
      write_asset (call, asset);
    }
  g_string_append_c (call->out, ']');
  return TRUE;
}

static gboolean
get_assets (MnrCall *call)
{
  return write_assets (call, TRUE);
}

static gboolean
lookup_asset_symbols (MnrCall *call)
{
  return write_assets (call, FALSE);
}

static int
compare_symbols (gconstpointer a,
                 gconstpointer b)
{
  const MnrAsset *first = *(const MnrAsset *const *) a;
  const MnrAsset *second = *(const MnrAsset *const *) b;

  return strcmp (first->symbol, second->symbol);
}

static void
write_page (MnrCall *call,
            const GPtrArray *assets,
            guint limit)
{
  g_string_append_c (call->out, '[');
  for (guint i = 0; i < MIN (assets->len, limit); i++)
    write_asset (call, g_ptr_array_index (assets, i));
  g_string_append_c (call->out, ']');
}

static gboolean
list_assets (MnrCall *call)
{
  g_autofree char *bound = mnr_call_read_string (call, 0);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  guint limit;

  if (bound == NULL || !mnr_call_read_limit (call, 1, LIST_LIMIT, &limit))
    return FALSE;

  for (const MnrAsset *asset = mnr_store_first (call->store, MNR_OBJECT_ASSET); asset != NULL;
       asset = mnr_store_next (call->store, asset))
    if (strcmp (asset->symbol, bound) >= 0)
      g_ptr_array_add (found, (gpointer) asset);
  g_ptr_array_sort (found, compare_symbols);
  write_page (call, found, limit);
  return TRUE;
}

static gboolean
get_assets_by_issuer (MnrCall *call)
{
  const MnrAccount *issuer;
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  MnrObjectId start;
  guint limit;

  if (!mnr_call_read_id (call, 1, MNR_OBJECT_ASSET, &start) ||
      !mnr_call_read_limit (call, 2, LIST_LIMIT, &limit))
    return FALSE;
  issuer = mnr_call_read_account (call, 0);
  if (issuer == NULL)
    return FALSE;

  for (const MnrAsset *asset = mnr_store_first (call->store, MNR_OBJECT_ASSET); asset != NULL;
       asset = mnr_store_next (call->store, asset))
    if (asset->issuer == issuer->id && asset->id >= start)
      g_ptr_array_add (found, (gpointer) asset);
  write_page (call, found, limit);
  return TRUE;
}

static gboolean
get_asset_count (MnrCall *call)
{
  g_string_append_printf (call->out, "%" G_GUINT64_FORMAT,
                          mnr_store_get_next_instance (call->store, MNR_OBJECT_ASSET));
  return TRUE;
}

static gboolean
get_asset_id_from_string (MnrCall *call)
{
  const MnrAsset *asset = mnr_call_read_asset (call, 0);

  if (asset == NULL)
    return FALSE;
  mnr_call_write_id (call, asset->id);
  return TRUE;
}

static const MnrMethod methods[] = {
  { "get_assets", 1, get_assets },
  { "lookup_asset_symbols", 1, lookup_asset_symbols },
  { "list_assets", 2, list_assets },
  { "get_assets_by_issuer", 3, get_assets_by_issuer },
  { "get_asset_count", 0, get_asset_count },
  { "get_asset_id_from_string", 1, get_asset_id_from_string },
};

const MnrMethodGroup mnr_methods_assets = MNR_METHOD_GROUP (methods);

/*
 * The asset API
 */

/* The richest first, of equals the older balance. */
static int
compare_balances (gconstpointer a,
                  gconstpointer b)
{
  const MnrAccountBalance *first = *(const MnrAccountBalance *const *) a;
  const MnrAccountBalance *second = *(const MnrAccountBalance *const *) b;

  if (first->balance != second->balance)
    return first->balance > second->balance ? -1 : 1;
  return first->id < second->id ? -1 : first->id > second->id;
}

static GPtrArray *
find_holders (MnrCall *call,
              MnrObjectId asset)
{
  GPtrArray *found = g_ptr_array_new ();

  for (const MnrAccountBalance *balance =
         mnr_store_first (call->store, MNR_OBJECT_ACCOUNT_BALANCE);
       balance != NULL; balance = mnr_store_next (call->store, balance))
    if (balance->asset_type == asset)
      g_ptr_array_add (found, (gpointer) balance);
  g_ptr_array_sort (found, compare_balances);
  return found;
}

static void
write_holder (MnrCall *call,
              const MnrAccountBalance *balance)
{
  const MnrAccount *account = mnr_store_get (call->store, balance->owner);

  mnr_call_separate (call);
  g_string_append_c (call->out, '{');
  mnr_call_member (call, "name");
  mnr_call_write_string (call, account->name);
  mnr_call_member (call, "account_id");
  mnr_call_write_id (call, account->id);
  mnr_call_member (call, "amount");
  mnr_call_write (call, &mnr_type_i64, &balance->balance);
  g_string_append_c (call->out, '}');
}

static gboolean
get_asset_holders (MnrCall *call)
{
  const MnrAsset *asset;
  g_autoptr (GPtrArray) holders = NULL;
  guint64 start;
  guint limit;

  if (!mnr_call_read_number (call, 1, G_MAXUINT32, &start) ||
      !mnr_call_read_limit (call, 2, 100, &limit))
    return FALSE;
  asset = mnr_call_read_asset (call, 0);
  if (asset == NULL)
    return FALSE;

  holders = find_holders (call, asset->id);
  g_string_append_c (call->out, '[');
  for (guint64 i = start; i < MIN (holders->len, start + limit); i++)
    {
      const MnrAccountBalance *balance = g_ptr_array_index (holders, i);

      if (balance->balance > 0)
        write_holder (call, balance);
    }
  g_string_append_c (call->out, ']');
  return TRUE;
}

/* As nodes count: all balances, also empty ones, less one. */
static gboolean
get_asset_holders_count (MnrCall *call)
{
  const MnrAsset *asset = mnr_call_read_asset (call, 0);
  g_autoptr (GPtrArray) holders = NULL;

  if (asset == NULL)
    return FALSE;
  holders = find_holders (call, asset->id);
  g_string_append_printf (call->out, "%d", (int) holders->len - 1);
  return TRUE;
}

/* Nodes look for the assets among other objects, and always fail. */
static gboolean
get_all_asset_holders (MnrCall *call)
{
  mnr_call_assert (call, "id.is<std::remove_reference_t<decltype(*this)>>(): space or type "
                         "mismatch");
  call->fault.origin = "object_id";
  return FALSE;
}

static const MnrMethod holder_methods[] = {
  { "get_asset_holders", 3, get_asset_holders },
  { "get_asset_holders_count", 1, get_asset_holders_count },
  { "get_all_asset_holders", 0, get_all_asset_holders },
};

const MnrMethodGroup mnr_methods_holders = MNR_METHOD_GROUP (holder_methods);
