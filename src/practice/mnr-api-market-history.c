/* mnr-api-market-history.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "mnr-api.h"
#include "mnr-market.h"

/* What was traded, as the history API tells it: entry by entry, and in buckets. */

/* How many entries of all markets came before one: its number as an object. */
static guint64
count_fills_before (MnrCall *call,
                    guint64 instance)
{
  const MnrBlockchain *chain = mnr_network_get_chain (call->network);
  guint64 count = 0;

  for (guint i = 0; i < mnr_blockchain_get_n_markets (chain); i++)
    {
      const GArray *fills = mnr_blockchain_get_market (chain, i)->fills;
      guint from = 0, to = fills->len;

      while (from < to)
        {
          guint middle = from + (to - from) / 2;

          if (g_array_index (fills, guint64, middle) < instance)
            from = middle + 1;
          else
            to = middle;
        }
      count += from;
    }
  return count;
}

static gboolean
get_fill_order_history (MnrCall *call)
{
  MnrMarket market = { mnr_call_read_asset (call, 0), NULL };
  const MnrMarketTrades *trades;
  const MnrType *type;
  guint64 limit;

  if (market.base == NULL || (market.quote = mnr_call_read_asset (call, 1)) == NULL ||
      !mnr_call_read_number (call, 2, G_MAXUINT32, &limit))
    return FALSE;

  trades = mnr_market_find_trades (&market, call);
  g_string_append_c (call->out, '[');
  for (guint i = trades != NULL ? trades->fills->len : 0; i > 0 && limit > 0; i--, limit--)
    {
      const MnrFillOrder *fill;
      const MnrHistoryEntry *entry = mnr_market_get_fill (call, trades, i - 1, &fill);

      type = mnr_variant_get_type (&mnr_type_history_operation, &entry->op);
      mnr_call_separate (call);
      g_string_append_c (call->out, '{');
      mnr_call_member (call, "id");
      mnr_call_write_id (call, MNR_OBJECT_ID (5, 0, count_fills_before (call, entry->instance)));
      mnr_call_member (call, "key");
      g_string_append_c (call->out, '{');
      mnr_call_member (call, "base");
      mnr_call_write_id (call, trades->base);
      mnr_call_member (call, "quote");
      mnr_call_write_id (call, trades->quote);
      g_string_append_printf (call->out, ",\"sequence\":%d}", -(int) (i - 1));
      mnr_call_member (call, "time");
      mnr_call_write_time (call, entry->block_time);
      mnr_call_member (call, "op");
      mnr_call_write (call, type, fill);
      g_string_append_c (call->out, '}');
    }
  g_string_append_c (call->out, ']');
  return TRUE;
}

/*
 * Buckets: what was traded in each minute, hour, day. They are made anew for
 * whoever asks: nodes number them in the order in which trades began them, in
 * all markets, so that all trades have to be gone through.
 */

#define BUCKETS_MAX 200

static const guint32 bucket_sizes[] = { 60, 300, 900, 3600, 14400, 86400, 604800 };

#define N_SIZES G_N_ELEMENTS (bucket_sizes)

typedef struct
{
  guint64 id;
  MnrTime open;
  MnrPrice high, low, first, last;
  gint64 base_volume, quote_volume;
} Bucket;

static gboolean
get_market_history_buckets (MnrCall *call)
{
  g_string_append_c (call->out, '[');
  for (guint i = 0; i < N_SIZES; i++)
    {
      mnr_call_separate (call);
      g_string_append_printf (call->out, "%u", bucket_sizes[i]);
    }
  g_string_append_c (call->out, ']');
  return TRUE;
}

static void
add_to_bucket (Bucket *bucket,
               const MnrFillOrder *fill)
{
  gboolean pays_first = fill->pays.asset_id < fill->receives.asset_id;
  gint64 base = (pays_first ? fill->pays : fill->receives).amount;
  gint64 quote = (pays_first ? fill->receives : fill->pays).amount;
  MnrPrice price = mnr_fill_order_get_price (fill);

  if (bucket->first.base.asset_id == bucket->first.quote.asset_id)
    bucket->first = bucket->high = bucket->low = price;
  bucket->last = price;
  if (mnr_price_compare (&bucket->high, &price) < 0)
    bucket->high = price;
  if (mnr_price_compare (&bucket->low, &price) > 0)
    bucket->low = price;
  bucket->base_volume += MIN (base, G_MAXINT64 - bucket->base_volume);
  bucket->quote_volume += MIN (quote, G_MAXINT64 - bucket->quote_volume);
}

/* The buckets of one market and size, oldest first. */
static GArray *
collect_buckets (MnrCall *call,
                 const MnrMarketTrades *wanted,
                 guint32 size)
{
  const MnrBlockchain *chain = mnr_network_get_chain (call->network);
  guint64 n_entries = mnr_blockchain_get_history_size (chain), next_id = 0;
  guint n_markets = mnr_blockchain_get_n_markets (chain);
  g_autofree guint32 *last = g_new (guint32, n_markets * N_SIZES);
  GArray *buckets = g_array_new (FALSE, TRUE, sizeof (Bucket));

  memset (last, 0xff, n_markets * N_SIZES * sizeof *last);
  for (guint64 i = 0; i < n_entries; i++)
    {
      const MnrHistoryEntry *entry = mnr_blockchain_get_history (chain, i);
      const MnrFillOrder *fill = entry->op.value;
      const MnrMarketTrades *trades;

      if (entry->op.number != MNR_VIRTUAL_FILL_ORDER || !fill->is_maker)
        continue;
      trades = mnr_blockchain_find_market (chain, fill->pays.asset_id, fill->receives.asset_id);
      for (guint k = 0; k < N_SIZES; k++)
        {
          guint32 *current = &last[trades->number * N_SIZES + k];
          guint32 place = entry->block_time / bucket_sizes[k];
          gboolean is_new = *current != place;
          gboolean is_ours = trades == wanted && bucket_sizes[k] == size;

          if (is_new && is_ours)
            {
              g_array_set_size (buckets, buckets->len + 1);
              g_array_index (buckets, Bucket, buckets->len - 1) =
                (Bucket){ .id = next_id, .open = place * size };
            }
          if (is_ours)
            add_to_bucket (&g_array_index (buckets, Bucket, buckets->len - 1), fill);
          *current = place;
          next_id += is_new;
        }
    }
  return buckets;
}

static void
write_bucket (MnrCall *call,
              const MnrMarketTrades *trades,
              guint32 size,
              const Bucket *bucket)
{
  const struct
  {
    const char *name;
    gint64 value;
  } members[] = {
    { "high_base", bucket->high.base.amount },
    { "high_quote", bucket->high.quote.amount },
    { "low_base", bucket->low.base.amount },
    { "low_quote", bucket->low.quote.amount },
    { "open_base", bucket->first.base.amount },
    { "open_quote", bucket->first.quote.amount },
    { "close_base", bucket->last.base.amount },
    { "close_quote", bucket->last.quote.amount },
    { "base_volume", bucket->base_volume },
    { "quote_volume", bucket->quote_volume },
  };

  mnr_call_separate (call);
  g_string_append_c (call->out, '{');
  mnr_call_member (call, "id");
  mnr_call_write_id (call, MNR_OBJECT_ID (5, 1, bucket->id));
  mnr_call_member (call, "key");
  g_string_append_c (call->out, '{');
  mnr_call_member (call, "base");
  mnr_call_write_id (call, trades->base);
  mnr_call_member (call, "quote");
  mnr_call_write_id (call, trades->quote);
  g_string_append_printf (call->out, ",\"seconds\":%u", size);
  mnr_call_member (call, "open");
  mnr_call_write_time (call, bucket->open);
  g_string_append_c (call->out, '}');
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      mnr_call_member (call, members[i].name);
      mnr_call_write (call, &mnr_type_i64, &members[i].value);
    }
  g_string_append_c (call->out, '}');
}

static gboolean
get_market_history (MnrCall *call)
{
  MnrMarket market = { mnr_call_read_asset (call, 0), NULL };
  g_autoptr (GArray) buckets = NULL;
  const MnrMarketTrades *trades;
  MnrTime start, end;
  guint64 size;
  guint count = 0;

  if (market.base == NULL || (market.quote = mnr_call_read_asset (call, 1)) == NULL ||
      !mnr_call_read_number (call, 2, G_MAXUINT32, &size) ||
      !mnr_call_read (call, 3, &mnr_type_time, &start) ||
      !mnr_call_read (call, 4, &mnr_type_time, &end))
    {
      mnr_fault_pass (&call->fault, "get_market_history", NULL, NULL);
      return FALSE;
    }

  trades = mnr_market_find_trades (&market, call);
  g_string_append_c (call->out, '[');
  if (trades != NULL)
    buckets = collect_buckets (call, trades, (guint32) size);
  for (guint i = 0; buckets != NULL && i < buckets->len && count < BUCKETS_MAX; i++)
    {
      const Bucket *bucket = &g_array_index (buckets, Bucket, i);

      if (bucket->open < start || bucket->open > end)
        continue;
      write_bucket (call, trades, (guint32) size, bucket);
      count++;
    }
  g_string_append_c (call->out, ']');
  return TRUE;
}

static const MnrMethod methods[] = {
  { "get_fill_order_history", 3, get_fill_order_history },
  { "get_market_history", 5, get_market_history },
  { "get_market_history_buckets", 0, get_market_history_buckets },
};

const MnrMethodGroup mnr_methods_market_history = MNR_METHOD_GROUP (methods);
