/* test-view.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-view.h"

#include <string.h>

#include "chain/wire/mnr-json.h"

static void
free_object (gpointer object)
{
  mnr_value_free (mnr_object_get_struct (*(const MnrObjectId *) object), object);
}

static MnrKnowledge
get_object (const MnrView *view,
            MnrObjectId id,
            gconstpointer *object)
{
  const TestView *self = (const TestView *) view;

  if (self->knows_nothing || id == self->unknown)
    return MNR_NOT_KNOWN;
  *object = g_hash_table_lookup (self->objects, &id);
  return *object != NULL ? MNR_KNOWN : MNR_NONE;
}

static char *
balance_key (MnrObjectId account,
             MnrObjectId asset)
{
  char a[MNR_OBJECT_ID_TEXT_SIZE], b[MNR_OBJECT_ID_TEXT_SIZE];

  return g_strconcat (mnr_object_id_format (account, a), " ", mnr_object_id_format (asset, b),
                      NULL);
}

gint64
test_view_get_balance (TestView *self,
                       MnrObjectId account,
                       MnrObjectId asset)
{
  g_autofree char *key = balance_key (account, asset);
  const gint64 *balance = g_hash_table_lookup (self->balances, key);

  return balance != NULL ? *balance : 0;
}

void
test_view_set_balance (TestView *self,
                       MnrObjectId account,
                       MnrObjectId asset,
                       gint64 balance)
{
  gint64 *value = g_new (gint64, 1);

  *value = balance;
  g_hash_table_insert (self->balances, balance_key (account, asset), value);
}

static MnrKnowledge
get_balance (const MnrView *view,
             MnrObjectId account,
             MnrObjectId asset,
             gint64 *balance)
{
  TestView *self = (TestView *) view;

  if (self->knows_nothing)
    return MNR_NOT_KNOWN;
  *balance = test_view_get_balance (self, account, asset);
  return *balance > 0 ? MNR_KNOWN : MNR_NONE;
}

/* The first object of a type that fits, in no order. */
static gconstpointer
find (const TestView *self,
      MnrObjectType type,
      gboolean (*fits) (gconstpointer object,
                        gconstpointer what),
      gconstpointer what)
{
  GHashTableIter iter;
  gpointer object;

  g_hash_table_iter_init (&iter, self->objects);
  while (g_hash_table_iter_next (&iter, NULL, &object))
    if (mnr_object_id_get_type (*(const MnrObjectId *) object) == type && fits (object, what))
      return object;
  return NULL;
}

static gboolean
account_has_name (gconstpointer object,
                  gconstpointer what)
{
  return g_strcmp0 (((const MnrAccount *) object)->name, what) == 0;
}

static MnrKnowledge
find_account (const MnrView *view,
              const char *name,
              const MnrAccount **account)
{
  const TestView *self = (const TestView *) view;

  if (self->knows_nothing)
    return MNR_NOT_KNOWN;
  *account = find (self, MNR_OBJECT_ACCOUNT, account_has_name, name);
  return *account != NULL ? MNR_KNOWN : MNR_NONE;
}

static gboolean
asset_has_symbol (gconstpointer object,
                  gconstpointer what)
{
  return g_strcmp0 (((const MnrAsset *) object)->symbol, what) == 0;
}

static MnrKnowledge
find_asset (const MnrView *view,
            const char *symbol,
            const MnrAsset **asset)
{
  const TestView *self = (const TestView *) view;

  if (self->knows_nothing)
    return MNR_NOT_KNOWN;
  *asset = find (self, MNR_OBJECT_ASSET, asset_has_symbol, symbol);
  return *asset != NULL ? MNR_KNOWN : MNR_NONE;
}

static MnrKnowledge
find_call_order (const MnrView *view,
                 MnrObjectId borrower,
                 MnrObjectId debt_asset,
                 const MnrCallOrder **call_order)
{
  return ((const TestView *) view)->knows_nothing ? MNR_NOT_KNOWN : MNR_NONE;
}

static MnrKnowledge
find_least_collateral (const MnrView *view,
                       MnrObjectId debt_asset,
                       const MnrCallOrder **call_order)
{
  return ((const TestView *) view)->knows_nothing ? MNR_NOT_KNOWN : MNR_NONE;
}

static gboolean
bid_covers (gconstpointer object,
            gconstpointer what)
{
  const MnrCollateralBid *bid = object, *wanted = what;

  return bid->bidder == wanted->bidder &&
         bid->inv_swan_price.quote.asset_id == wanted->inv_swan_price.quote.asset_id;
}

static MnrKnowledge
find_bid (const MnrView *view,
          MnrObjectId bidder,
          MnrObjectId debt_asset,
          const MnrCollateralBid **bid)
{
  const TestView *self = (const TestView *) view;
  MnrCollateralBid wanted = { .bidder = bidder, .inv_swan_price.quote.asset_id = debt_asset };

  if (self->knows_nothing)
    return MNR_NOT_KNOWN;
  *bid = find (self, MNR_OBJECT_COLLATERAL_BID, bid_covers, &wanted);
  return *bid != NULL ? MNR_KNOWN : MNR_NONE;
}

static MnrKnowledge
find_settled_debt_order (const MnrView *view,
                         MnrObjectId debt_asset,
                         const MnrLimitOrder **order)
{
  return ((const TestView *) view)->knows_nothing ? MNR_NOT_KNOWN : MNR_NONE;
}

static gboolean
bitasset_is_backed_by (gconstpointer object,
                       gconstpointer what)
{
  return ((const MnrBitassetData *) object)->options.short_backing_asset ==
         *(const MnrObjectId *) what;
}

static MnrKnowledge
find_backed_asset (const MnrView *view,
                   MnrObjectId asset,
                   guint index,
                   const MnrAsset **backed)
{
  const TestView *self = (const TestView *) view;
  const MnrBitassetData *bitasset;

  if (self->knows_nothing)
    return MNR_NOT_KNOWN;
  bitasset = find (self, MNR_OBJECT_BITASSET_DATA, bitasset_is_backed_by, &asset);
  if (bitasset == NULL || index > 0)
    return MNR_NONE;
  *backed = g_hash_table_lookup (self->objects, &bitasset->asset_id);
  return MNR_KNOWN;
}

static gboolean
order_buys (gconstpointer object,
            gconstpointer what)
{
  const MnrLimitOrder *order = object;

  return order->sell_price.base.asset_id == MNR_CORE_ASSET &&
         order->sell_price.quote.asset_id == *(const MnrObjectId *) what;
}

static MnrKnowledge
find_best_bid (const MnrView *view,
               MnrObjectId asset,
               const MnrLimitOrder **order)
{
  const TestView *self = (const TestView *) view;

  if (self->knows_nothing)
    return MNR_NOT_KNOWN;
  *order = find (self, MNR_OBJECT_LIMIT_ORDER, order_buys, &asset);
  return *order != NULL ? MNR_KNOWN : MNR_NONE;
}

TestView *
test_view_new (void)
{
  TestView *self = g_new0 (TestView, 1);

  self->view = (MnrView){
    .get_object = get_object,
    .get_balance = get_balance,
    .find_account = find_account,
    .find_asset = find_asset,
    .find_call_order = find_call_order,
    .find_least_collateral = find_least_collateral,
    .find_bid = find_bid,
    .find_settled_debt_order = find_settled_debt_order,
    .find_backed_asset = find_backed_asset,
    .find_best_bid = find_best_bid,
  };
  self->objects = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, free_object);
  self->balances = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
test_view_free (TestView *self)
{
  g_hash_table_unref (self->objects);
  g_hash_table_unref (self->balances);
  g_free (self);
}

gpointer
test_view_add (TestView *self,
               MnrObjectId id)
{
  gpointer object = mnr_value_new (mnr_object_get_struct (id));

  *(MnrObjectId *) object = id;
  g_hash_table_replace (self->objects, object, object);
  return object;
}

gpointer
test_view_add_json (TestView *self,
                    const char *json,
                    gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strndup (json, length);
  const char *id_text = strstr (text, "\"id\": \"") + strlen ("\"id\": \"");
  MnrObjectId id;
  gpointer object;

  g_assert_true (mnr_object_id_parse (id_text, strcspn (id_text, "\""), &id));
  object = mnr_value_new (mnr_object_get_struct (id));
  mnr_json_read (mnr_object_get_struct (id), json, length, "BTS", object, &error);
  g_assert_no_error (error);
  g_hash_table_replace (self->objects, object, object);
  return object;
}

MnrAccount *
test_view_add_account (TestView *self,
                       guint instance,
                       const char *name,
                       gboolean is_life_member)
{
  MnrAccount *account = test_view_add (self, MNR_ACCOUNT_ID (instance));

  account->name = g_strdup (name);
  account->membership_expiration_date = is_life_member ? MNR_TIME_FOREVER : 0;
  return account;
}

MnrAssetDynamicData *
test_view_get_dynamic (TestView *self,
                       guint instance)
{
  MnrObjectId id = MNR_OBJECT_ID (2, 3, instance);

  return g_hash_table_lookup (self->objects, &id);
}

MnrAsset *
test_view_add_asset (TestView *self,
                     guint instance,
                     const char *symbol,
                     guint8 precision,
                     guint issuer,
                     gint64 supply)
{
  MnrAsset *asset = test_view_add (self, MNR_ASSET_ID (instance));
  MnrAssetDynamicData *dynamic = test_view_add (self, MNR_OBJECT_ID (2, 3, instance));

  asset->symbol = g_strdup (symbol);
  asset->precision = precision;
  asset->issuer = MNR_ACCOUNT_ID (issuer);
  asset->dynamic_asset_data_id = dynamic->id;
  asset->options.max_supply = 1000000000;
  asset->options.issuer_permissions = 0x4f;
  asset->options.core_exchange_rate = (MnrPrice){
    .base = { .amount = 1, .asset_id = MNR_CORE_ASSET },
    .quote = { .amount = 2, .asset_id = asset->id },
  };
  dynamic->current_supply = supply;
  return asset;
}

MnrBitassetData *
test_view_add_bitasset (TestView *self,
                        MnrAsset *asset,
                        guint backing)
{
  guint64 instance = mnr_object_id_get_instance (asset->id);
  MnrBitassetData *bitasset = test_view_add (self, MNR_OBJECT_ID (2, 4, instance));

  asset->bitasset_data_id = g_new (MnrObjectId, 1);
  *asset->bitasset_data_id = bitasset->id;
  asset->options.issuer_permissions = 0x1ff;
  bitasset->asset_id = asset->id;
  bitasset->options.short_backing_asset = MNR_ASSET_ID (backing);
  return bitasset;
}

void
test_set_add (MnrObjectIdSet *set,
              MnrObjectId id)
{
  mnr_array_append (&mnr_type_account_set, set, &id);
}

void
test_operation_read (MnrOperation *operation,
                     const char *json)
{
  g_autofree char *text = make_json (json);
  g_autoptr (GError) error = NULL;

  *operation = (MnrOperation){ 0 };
  mnr_json_read (&mnr_type_operation, text, strlen (text), "BTS", operation, &error);
  g_assert_no_error (error);
}

const MnrFinding *
test_find (const MnrCheck *check,
           const char *id,
           const char *path)
{
  for (guint i = 0; i < check->findings->len; i++)
    {
      const MnrFinding *finding = g_ptr_array_index (check->findings, i);

      if (strcmp (finding->rule->id, id) == 0 && strcmp (finding->path, path) == 0)
        return finding;
    }
  return NULL;
}

char *
test_findings_text (const MnrCheck *check)
{
  GString *text = g_string_new ("findings:");

  for (guint i = 0; i < check->findings->len; i++)
    {
      const MnrFinding *finding = g_ptr_array_index (check->findings, i);

      g_string_append_printf (text, "\n  %s at %s: %s", finding->rule->id, finding->path,
                              finding->sentence);
    }
  for (guint i = 0; i < check->missing->len; i++)
    g_string_append_printf (text, "\n  missing: %s",
                            (const char *) g_ptr_array_index (check->missing, i));
  return g_string_free (text, FALSE);
}
