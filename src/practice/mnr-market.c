/* mnr-market.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-market.h"

#include "chain/wire/mnr-json-reader.h"

/* What nodes reckon prices with: this many digits beyond those of the assets. */
#define PRICE_DIGITS 19
#define PRICE_SCALE  G_GUINT64_CONSTANT (10000000000000000000)

static const MnrAsset *
read_asset (MnrCall *call,
            guint index,
            const char *format)
{
  g_autofree char *text = mnr_call_read_string (call, index);
  g_autoptr (GString) quoted = g_string_new (NULL);
  const MnrAsset *asset;

  if (text == NULL || !mnr_call_find_asset (call, text, &asset))
    return NULL;
  if (asset == NULL)
    {
      mnr_json_append_string (quoted, text);
      mnr_call_assert_with (call, format, "s", quoted->str);
    }
  return asset;
}

gboolean
mnr_market_read (MnrMarket *self,
                 MnrCall *call,
                 guint index)
{
  self->base = read_asset (call, index, "assets[0]: Invalid base asset symbol: ${s}");
  if (self->base == NULL)
    return FALSE;
  self->quote = read_asset (call, index + 1, "assets[1]: Invalid quote asset symbol: ${s}");
  return self->quote != NULL;
}

MnrOffer
mnr_market_get_offer (const MnrMarket *self,
                      const MnrLimitOrder *order)
{
  gint64 received = (gint64) ((unsigned __int128) order->for_sale *
                              (unsigned __int128) order->sell_price.quote.amount /
                              (unsigned __int128) order->sell_price.base.amount);

  if (order->sell_price.base.asset_id == self->base->id)
    return (MnrOffer){ TRUE, order->sell_price, order->for_sale, received };
  return (MnrOffer){ FALSE, mnr_price_invert (&order->sell_price), received, order->for_sale };
}

void
mnr_market_write_amount (MnrCall *call,
                         gint64 amount,
                         const MnrAsset *asset)
{
  g_autofree char *text = mnr_decimal_format (amount, asset->precision);

  mnr_call_write_string (call, text);
}

char *
mnr_market_format_volume (unsigned __int128 amount,
                          guint decimals)
{
  g_autoptr (GString) text = g_string_new (NULL);

  /* From the last digit on. */
  for (guint i = 0; amount > 0 || i == 0 || (i <= decimals && text->len > 0); i++)
    {
      char digit = (char) ('0' + (int) (amount % 10));

      if (i == decimals && text->len > 0)
        g_string_append_c (text, '.');
      if (digit != '0' || text->len > 0 || i >= decimals)
        g_string_append_c (text, digit);
      amount /= 10;
    }
  if (text->len == 0)
    g_string_append_c (text, '0');
  g_strreverse (text->str);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
mnr_market_write_volume (MnrCall *call,
                         unsigned __int128 amount,
                         guint decimals)
{
  g_autofree char *text = mnr_market_format_volume (amount, decimals);

  mnr_call_write_string (call, text);
}

void
mnr_market_write_price (const MnrMarket *self,
                        MnrCall *call,
                        const MnrPrice *price)
{
  MnrPrice value = price->base.asset_id == self->base->id ? *price : mnr_price_invert (price);

  /* What is sold for nothing. */
  if (value.quote.amount == 0 && value.base.amount != 0)
    {
      value.base.amount = G_MAXINT64;
      value.quote.amount = 1;
    }
  if (value.base.amount == 0)
    mnr_call_write_string (call, "0");
  else
    mnr_market_write_volume (call,
                             (unsigned __int128) value.base.amount * PRICE_SCALE /
                               (unsigned __int128) value.quote.amount,
                             PRICE_DIGITS + self->base->precision - self->quote->precision);
}

const MnrMarketTrades *
mnr_market_find_trades (const MnrMarket *self,
                        MnrCall *call)
{
  return mnr_blockchain_find_market (mnr_network_get_chain (call->network), self->base->id,
                                     self->quote->id);
}

const MnrHistoryEntry *
mnr_market_get_fill (MnrCall *call,
                     const MnrMarketTrades *trades,
                     guint index,
                     const MnrFillOrder **fill)
{
  const MnrHistoryEntry *entry =
    mnr_blockchain_get_history (mnr_network_get_chain (call->network),
                                g_array_index (trades->fills, guint64, index));

  *fill = entry->op.value;
  return entry;
}

MnrPrice
mnr_fill_order_get_price (const MnrFillOrder *fill)
{
  return fill->fill_price.base.asset_id < fill->fill_price.quote.asset_id
           ? fill->fill_price
           : mnr_price_invert (&fill->fill_price);
}
