/* mnr-api-positions.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-api.h"

/* What an account has standing on the markets. */

#define POSITIONS_LIMIT 300
#define ORDERS_LIMIT    101

/* Positions of an account, by the asset that is owed. */
static void
write_positions (MnrCall *call,
                 const MnrAccount *account,
                 MnrObjectId start,
                 guint limit)
{
  guint count = 0;

  g_string_append_c (call->out, '[');
  for (const MnrAsset *asset = mnr_store_first (call->store, MNR_OBJECT_ASSET);
       asset != NULL && count < limit; asset = mnr_store_next (call->store, asset))
    {
      const MnrCallOrder *order =
        asset->id >= start ? mnr_store_find_call_order (call->store, account->id, asset->id)
                           : NULL;

      if (order == NULL)
        continue;
      mnr_call_write_object (call, order);
      count++;
    }
  g_string_append_c (call->out, ']');
}

static gboolean
get_call_orders_by_account (MnrCall *call)
{
  const MnrAccount *account;
  MnrObjectId start;
  guint limit;

  if (!mnr_call_read_id (call, 1, MNR_OBJECT_ASSET, &start) ||
      !mnr_call_read_limit (call, 2, POSITIONS_LIMIT, &limit))
    return FALSE;
  account = mnr_call_read_account (call, 0);
  if (account == NULL)
    return FALSE;
  write_positions (call, account, start, limit);
  return TRUE;
}

static gboolean
get_margin_positions (MnrCall *call)
{
  const MnrAccount *account = mnr_call_read_account (call, 0);

  if (account == NULL)
    return FALSE;
  write_positions (call, account, 0, POSITIONS_LIMIT);
  return TRUE;
}

static gboolean
get_settle_orders_by_account (MnrCall *call)
{
  const MnrAccount *account;
  MnrObjectId start;
  guint limit, count = 0;

  if (!mnr_call_read_id (call, 1, MNR_OBJECT_FORCE_SETTLEMENT, &start) ||
      !mnr_call_read_limit (call, 2, POSITIONS_LIMIT, &limit))
    return FALSE;
  account = mnr_call_read_account (call, 0);
  if (account == NULL)
    return FALSE;

  g_string_append_c (call->out, '[');
  for (const MnrForceSettlement *order =
         mnr_store_first (call->store, MNR_OBJECT_FORCE_SETTLEMENT);
       order != NULL && count < limit; order = mnr_store_next (call->store, order))
    if (order->owner == account->id && order->id >= start)
      {
        mnr_call_write_object (call, order);
        count++;
      }
  g_string_append_c (call->out, ']');
  return TRUE;
}

static const MnrAsset *
read_market_asset (MnrCall *call,
                   guint index,
                   const char *format)
{
  g_autofree char *text = mnr_call_read_string (call, index);
  g_autoptr (GString) quoted = g_string_new (NULL);
  const MnrAsset *asset;

  if (text == NULL || !mnr_call_find_asset (call, text, &asset))
    return NULL;
  if (asset != NULL)
    return asset;
  mnr_json_append_string (quoted, text);
  mnr_call_assert_with (call, format, "s", quoted->str);
  return NULL;
}

/* Whether @order comes at or after the point where a page begins. */
static gboolean
is_after (const MnrLimitOrder *order,
          const MnrPrice *start_price,
          MnrObjectId start)
{
  int difference = start_price == NULL ? 0 : mnr_price_compare (&order->sell_price, start_price);

  return difference != 0 ? difference < 0 : order->id >= start;
}

/* The account's orders that sell the one for the other, best price first. */
static gboolean
get_account_limit_orders (MnrCall *call)
{
  const MnrAsset *base, *quote;
  const MnrAccount *account;
  const MnrLimitOrder *first = NULL;
  MnrObjectId start = 0;
  MnrPrice price = { 0 };
  const MnrPrice *from = NULL;
  guint limit, count = 0;

  if (!mnr_call_read_limit (call, 3, ORDERS_LIMIT, &limit) ||
      (mnr_call_has (call, 4) && !mnr_call_read_id (call, 4, MNR_OBJECT_LIMIT_ORDER, &start)) ||
      (mnr_call_has (call, 5) && !mnr_call_read (call, 5, &mnr_type_price, &price)))
    return FALSE;
  account = mnr_call_read_account (call, 0);
  if (account == NULL)
    return FALSE;
  base = read_market_asset (call, 1, "assets[0]: Invalid base asset symbol: ${s}");
  if (base == NULL)
    return FALSE;
  quote = read_market_asset (call, 2, "assets[1]: Invalid quote asset symbol: ${s}");
  if (quote == NULL)
    return FALSE;

  if (mnr_call_has (call, 5))
    {
      if (price.base.asset_id != base->id)
        return mnr_call_assert (call, "ostart_price->base.asset_id == base_id: Base asset "
                                      "inconsistent with start price");
      if (price.quote.asset_id != quote->id)
        return mnr_call_assert (call, "ostart_price->quote.asset_id == quote_id: Quote asset "
                                      "inconsistent with start price");
      if (price.base.amount <= 0 || price.quote.amount <= 0)
        return mnr_call_assert (call, "base.amount > share_type(0): ");
      from = &price;
    }
  if (start != 0)
    first = mnr_store_get (call->store, start);
  if (start != 0 && first == NULL && from == NULL)
    return mnr_call_fail (call, 0, "exception", "unspecified",
                          "Order id invalid (maybe just been canceled?), and start price not "
                          "provided");
  if (first != NULL)
    {
      if (first->sell_price.base.asset_id != base->id)
        return mnr_call_assert (call, "loo.sell_price.base.asset_id == base_id: Order base asset "
                                      "inconsistent");
      if (first->sell_price.quote.asset_id != quote->id)
        return mnr_call_assert (call, "loo.sell_price.quote.asset_id == quote_id: Order quote "
                                      "asset inconsistent with order");
      if (first->seller != account->id)
        return mnr_call_assert (call, "loo.seller == account->get_id(): Order not owned by "
                                      "specified account");
      from = &first->sell_price;
    }

  g_string_append_c (call->out, '[');
  for (const MnrLimitOrder *order =
         mnr_store_first_limit_order (call->store, base->id, quote->id);
       order != NULL && count < limit; order = mnr_store_next_limit_order (call->store, order))
    if (order->seller == account->id && is_after (order, from, start))
      {
        mnr_call_write_object (call, order);
        count++;
      }
  g_string_append_c (call->out, ']');
  return TRUE;
}

static const MnrMethod methods[] = {
  { "get_call_orders_by_account", 3, get_call_orders_by_account },
  { "get_margin_positions", 1, get_margin_positions },
  { "get_settle_orders_by_account", 3, get_settle_orders_by_account },
  { "get_account_limit_orders", 4, get_account_limit_orders },
};

const MnrMethodGroup mnr_methods_positions = MNR_METHOD_GROUP (methods);
