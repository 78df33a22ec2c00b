/* mnr-api-markets.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-api.h"

/* Orders, positions and what else stands on a market. */

#define PRICE_DIGITS 20

static gboolean
get_call_orders (MnrCall *call)
{
  const MnrAsset *asset;
  const MnrCallOrder *order;
  guint limit;

  if (!mnr_call_read_limit (call, 1, 300, &limit))
    return FALSE;
  asset = mnr_call_read_asset (call, 0);
  if (asset == NULL)
    return FALSE;
  if (asset->bitasset_data_id == NULL)
    {
      g_autofree char *symbol = g_strdup_printf ("\"%s\"", asset->symbol);
      char text[MNR_OBJECT_ID_TEXT_SIZE];
      g_autofree char *id = g_strdup_printf ("\"%s\"", mnr_object_id_format (asset->id, text));

      mnr_call_assert_with (call,
                            "bitasset_data_id.valid(): Asset ${a} (${id}) is not a market issued "
                            "asset.",
                            "a", symbol);
      mnr_fault_set_variable (&call->fault, "id", id);
      call->fault.origin = "bitasset_data";
      return FALSE;
    }

  order = mnr_store_first_call_order (call->store, asset->id);
  g_string_append_c (call->out, '[');
  for (guint i = 0; i < limit && order != NULL; i++)
    {
      mnr_call_write_object (call, order);
      order = mnr_store_next_call_order (call->store, order);
    }
  g_string_append_c (call->out, ']');
  return TRUE;
}

static gboolean
get_settle_orders (MnrCall *call)
{
  const MnrAsset *asset = mnr_call_read_asset (call, 0);
  const MnrForceSettlement *settlement;
  guint limit;

  if (asset == NULL || !mnr_call_read_limit (call, 1, 300, &limit))
    return FALSE;

  settlement = mnr_store_first_settlement (call->store, asset->id);
  g_string_append_c (call->out, '[');
  for (guint i = 0; i < limit && settlement != NULL; i++)
    {
      mnr_call_write_object (call, settlement);
      settlement = mnr_store_next_settlement (call->store, settlement);
    }
  g_string_append_c (call->out, ']');
  return TRUE;
}

static gboolean
read_bids (MnrCall *call,
           const MnrAsset **asset,
           guint *limit,
           guint64 *skip)
{
  if (!mnr_call_read_number (call, 2, G_MAXUINT32, skip) ||
      !mnr_call_read_limit (call, 1, 100, limit))
    return FALSE;
  *asset = mnr_call_read_asset (call, 0);
  return *asset != NULL &&
         ((*asset)->bitasset_data_id != NULL ||
          mnr_call_assert (call, "swan.is_market_issued(): Asset is not a MPA"));
}

static gboolean
get_collateral_bids (MnrCall *call)
{
  const MnrAsset *asset;
  const MnrCollateralBid *bid;
  guint64 skip;
  guint limit;

  if (!read_bids (call, &asset, &limit, &skip))
    {
      mnr_fault_pass (&call->fault, "get_collateral_bids", NULL, NULL);
      return FALSE;
    }

  bid = mnr_store_first_bid (call->store, asset->id);
  g_string_append_c (call->out, '[');
  for (guint64 i = 0; i < skip + limit && bid != NULL; i++)
    {
      if (i >= skip)
        mnr_call_write_object (call, bid);
      bid = mnr_store_next_bid (call->store, bid);
    }
  g_string_append_c (call->out, ']');
  return TRUE;
}

static void
write_side (MnrCall *call,
            const MnrAsset *sell,
            const MnrAsset *receive,
            guint limit)
{
  const MnrLimitOrder *order =
    mnr_store_first_limit_order (call->store, sell->id, receive->id);

  for (guint i = 0; i < limit && order != NULL; i++)
    {
      mnr_call_write_object (call, order);
      order = mnr_store_next_limit_order (call->store, order);
    }
}

static gboolean
read_market (MnrCall *call,
             const MnrAsset **first,
             const MnrAsset **second)
{
  *first = mnr_call_read_asset (call, 0);
  if (*first == NULL)
    return FALSE;
  *second = mnr_call_read_asset (call, 1);
  return *second != NULL;
}

static gboolean
get_limit_orders (MnrCall *call)
{
  const MnrAsset *first, *second;
  guint limit;

  if (!read_market (call, &first, &second) || !mnr_call_read_limit (call, 2, 300, &limit))
    return FALSE;

  g_string_append_c (call->out, '[');
  write_side (call, first, second, limit);
  write_side (call, second, first, limit);
  g_string_append_c (call->out, ']');
  return TRUE;
}

static gboolean
get_limit_orders_by_account (MnrCall *call)
{
  const MnrAccount *account = mnr_call_read_account (call, 0);
  MnrObjectId start = 0;
  guint limit = 101, count = 0;

  if (account == NULL || !mnr_call_read_optional_limit (call, 1, 101, &limit) ||
      (mnr_call_has (call, 2) &&
       !mnr_call_read_id (call, 2, MNR_OBJECT_LIMIT_ORDER, &start)))
    return FALSE;

  g_string_append_c (call->out, '[');
  for (const MnrLimitOrder *order = mnr_store_first (call->store, MNR_OBJECT_LIMIT_ORDER);
       order != NULL && count < limit; order = mnr_store_next (call->store, order))
    if (order->seller == account->id && order->id >= start)
      {
        mnr_call_write_object (call, order);
        count++;
      }
  g_string_append_c (call->out, ']');
  return TRUE;
}

/* An amount as nodes print it in books: always with all its decimals. */
static void
write_decimal (MnrCall *call,
               gint64 amount,
               const MnrAsset *asset)
{
  g_autofree char *text = mnr_decimal_format (amount, asset->precision);

  mnr_call_write_string (call, text);
}

static unsigned __int128
power_of_ten (guint exponent)
{
  unsigned __int128 power = 1;

  while (exponent-- > 0)
    power *= 10;
  return power;
}

/* What one whole @quote costs in @base: digits cut off, no zeros at the end. */
static void
write_price (MnrCall *call,
             gint64 base_amount,
             const MnrAsset *base,
             gint64 quote_amount,
             const MnrAsset *quote)
{
  unsigned __int128 numerator = (unsigned __int128) base_amount * power_of_ten (quote->precision);
  unsigned __int128 denominator =
    (unsigned __int128) quote_amount * power_of_ten (base->precision);
  g_autoptr (GString) text = g_string_new (NULL);
  unsigned __int128 rest, whole;
  char digits[40];
  guint n = 0;

  g_return_if_fail (denominator > 0);
  whole = numerator / denominator;
  rest = numerator % denominator;
  do
    {
      digits[n++] = (char) ('0' + (int) (whole % 10));
      whole /= 10;
    }
  while (whole > 0);
  while (n > 0)
    g_string_append_c (text, digits[--n]);

  if (rest > 0)
    g_string_append_c (text, '.');
  for (guint i = 0; i < PRICE_DIGITS && rest > 0; i++)
    {
      rest *= 10;
      g_string_append_c (text, (char) ('0' + (int) (rest / denominator)));
      rest %= denominator;
    }
  mnr_call_write_string (call, text->str);
}

static gint64
get_received (const MnrLimitOrder *order)
{
  return (gint64) ((unsigned __int128) order->for_sale *
                   (unsigned __int128) order->sell_price.quote.amount /
                   (unsigned __int128) order->sell_price.base.amount);
}

static void
write_book_entry (MnrCall *call,
                  const MnrLimitOrder *order,
                  const MnrAsset *base,
                  const MnrAsset *quote)
{
  gboolean is_bid = order->sell_price.base.asset_id == base->id;
  const MnrPrice price = is_bid ? order->sell_price : mnr_price_invert (&order->sell_price);
  const MnrAccount *owner = mnr_store_get (call->store, order->seller);
  gint64 received = get_received (order);

  mnr_call_separate (call);
  g_string_append_c (call->out, '{');
  mnr_call_member (call, "price");
  write_price (call, price.base.amount, base, price.quote.amount, quote);
  mnr_call_member (call, "quote");
  write_decimal (call, is_bid ? received : order->for_sale, quote);
  mnr_call_member (call, "base");
  write_decimal (call, is_bid ? order->for_sale : received, base);
  mnr_call_member (call, "id");
  mnr_call_write_id (call, order->id);
  mnr_call_member (call, "owner_id");
  mnr_call_write_id (call, owner->id);
  mnr_call_member (call, "owner_name");
  mnr_call_write_string (call, owner->name);
  mnr_call_member (call, "expiration");
  mnr_call_write_time (call, order->expiration);
  g_string_append_c (call->out, '}');
}

static void
write_book_side (MnrCall *call,
                 const char *name,
                 const MnrAsset *sell,
                 const MnrAsset *receive,
                 const MnrAsset *base,
                 const MnrAsset *quote,
                 guint limit)
{
  const MnrLimitOrder *order =
    mnr_store_first_limit_order (call->store, sell->id, receive->id);

  mnr_call_member (call, name);
  g_string_append_c (call->out, '[');
  for (guint i = 0; i < limit && order != NULL; i++)
    {
      write_book_entry (call, order, base, quote);
      order = mnr_store_next_limit_order (call->store, order);
    }
  g_string_append_c (call->out, ']');
}

static gboolean
get_order_book (MnrCall *call)
{
  const MnrAsset *base, *quote;
  guint limit = 50;

  if (!read_market (call, &base, &quote) || !mnr_call_read_optional_limit (call, 2, 50, &limit))
    return FALSE;

  g_string_append_c (call->out, '{');
  mnr_call_member (call, "base");
  mnr_call_write_string (call, base->symbol);
  mnr_call_member (call, "quote");
  mnr_call_write_string (call, quote->symbol);
  write_book_side (call, "bids", base, quote, base, quote, limit);
  write_book_side (call, "asks", quote, base, base, quote, limit);
  g_string_append_c (call->out, '}');
  return TRUE;
}

static const MnrMethod methods[] = {
  { "get_call_orders", 2, get_call_orders },
  { "get_settle_orders", 2, get_settle_orders },
  { "get_collateral_bids", 3, get_collateral_bids },
  { "get_limit_orders", 3, get_limit_orders },
  { "get_limit_orders_by_account", 1, get_limit_orders_by_account },
  { "get_order_book", 3, get_order_book },
};

const MnrMethodGroup mnr_methods_markets = MNR_METHOD_GROUP (methods);
