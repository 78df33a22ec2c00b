/* mnr-api-trades.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-api.h"
#include "mnr-market.h"

/* What was traded, as the database API tells it: reckoned from the history. */

#define DAY            86400
#define TICKERS_MAX    100
#define TRADES_MAX     100
#define PERCENT_DIGITS 2

/* What a market's last day comes to. Prices are as trades have them, the lower asset first. */
typedef struct
{
  gboolean has_latest, has_day_before;
  MnrPrice latest;
  MnrPrice day_before; /* of the last trade before it */
  unsigned __int128 base_volume, quote_volume;
} Day;

static Day
sum_up (MnrCall *call,
        const MnrMarketTrades *trades)
{
  MnrTime now = mnr_network_get_head (call->network)->time;
  Day day = { 0 };

  for (guint i = trades != NULL ? trades->fills->len : 0; i > 0; i--)
    {
      const MnrFillOrder *fill;
      const MnrHistoryEntry *entry = mnr_market_get_fill (call, trades, i - 1, &fill);
      gboolean pays_base = fill->pays.asset_id == trades->base;

      if (!fill->is_maker)
        continue;
      if (!day.has_latest)
        day.latest = mnr_fill_order_get_price (fill);
      day.has_latest = TRUE;

      if ((guint64) entry->block_time + DAY < now)
        {
          day.day_before = mnr_fill_order_get_price (fill);
          day.has_day_before = TRUE;
          break;
        }
      day.base_volume += (guint64) (pays_base ? fill->pays : fill->receives).amount;
      day.quote_volume += (guint64) (pays_base ? fill->receives : fill->pays).amount;
    }
  return day;
}

/* How much the price changed, in percent, digits cut off. */
static void
write_change (MnrCall *call,
              const MnrMarket *market,
              const Day *day)
{
  MnrPrice now = day->latest, before = day->day_before;
  unsigned __int128 x, y, change;
  g_autofree char *text = NULL, *signed_text = NULL;

  mnr_call_member (call, "percent_change");
  /* A node takes a day without any price before it for one without a change. */
  if (!day->has_day_before || before.base.amount == 0 || before.quote.amount == 0 ||
      (now.base.amount == before.base.amount && now.quote.amount == before.quote.amount))
    {
      mnr_call_write_string (call, "0");
      return;
    }
  if (now.base.asset_id != market->base->id)
    {
      now = mnr_price_invert (&now);
      before = mnr_price_invert (&before);
    }
  if (now.base.amount == 0)
    now = (MnrPrice){ .base = { 1, 0 }, .quote = { G_MAXINT64, 0 } };
  else if (now.quote.amount == 0)
    now = (MnrPrice){ .base = { G_MAXINT64, 0 }, .quote = { 1, 0 } };

  x = (unsigned __int128) now.base.amount * (guint64) before.quote.amount;
  y = (unsigned __int128) before.base.amount * (guint64) now.quote.amount;
  change = (x > y ? x - y : y - x) * 10000 / y;
  text = mnr_market_format_volume (change, PERCENT_DIGITS);
  signed_text = g_strconcat (x < y && change > 0 ? "-" : "", text, NULL);
  mnr_call_write_string (call, signed_text);
}

/* One side's best offer, if there is one. */
static void
write_best (MnrCall *call,
            const MnrMarket *market,
            gboolean is_bid,
            const char *names[3])
{
  const MnrAsset *sold = is_bid ? market->base : market->quote;
  const MnrAsset *wanted = is_bid ? market->quote : market->base;
  const MnrLimitOrder *order =
    mnr_store_first_limit_order (call->store, sold->id, wanted->id);
  MnrOffer offer;

  if (order == NULL)
    {
      for (guint i = 0; i < 3; i++)
        {
          mnr_call_member (call, names[i]);
          mnr_call_write_string (call, "0");
        }
      return;
    }

  offer = mnr_market_get_offer (market, order);
  mnr_call_member (call, names[0]);
  mnr_market_write_price (market, call, &offer.price);
  mnr_call_member (call, names[1]);
  mnr_market_write_amount (call, offer.base, market->base);
  mnr_call_member (call, names[2]);
  mnr_market_write_amount (call, offer.quote, market->quote);
}

static void
write_head (MnrCall *call,
            const MnrMarket *market)
{
  mnr_call_separate (call);
  g_string_append_c (call->out, '{');
  mnr_call_member (call, "time");
  mnr_call_write_time (call, mnr_network_get_head (call->network)->time);
  mnr_call_member (call, "base");
  mnr_call_write_string (call, market->base->symbol);
  mnr_call_member (call, "quote");
  mnr_call_write_string (call, market->quote->symbol);
}

static void
write_volumes (MnrCall *call,
               const MnrMarket *market,
               const Day *day)
{
  gboolean as_asked = market->base->id < market->quote->id;

  mnr_call_member (call, "base_volume");
  mnr_market_write_volume (call, as_asked ? day->base_volume : day->quote_volume,
                           market->base->precision);
  mnr_call_member (call, "quote_volume");
  mnr_market_write_volume (call, as_asked ? day->quote_volume : day->base_volume,
                           market->quote->precision);
}

/* Where nothing was ever traded, nodes do not tell of offers either. */
static void
write_ticker (MnrCall *call,
              const MnrMarket *market,
              const Day *day,
              guint number)
{
  static const char *asks[] = { "lowest_ask", "lowest_ask_base_size", "lowest_ask_quote_size" };
  static const char *bids[] = { "highest_bid", "highest_bid_base_size", "highest_bid_quote_size" };

  write_head (call, market);
  mnr_call_member (call, "latest");
  if (!day->has_latest)
    {
      g_string_append (call->out,
                       "\"0\",\"lowest_ask\":\"0\",\"lowest_ask_base_size\":\"0\","
                       "\"lowest_ask_quote_size\":\"0\",\"highest_bid\":\"0\","
                       "\"highest_bid_base_size\":\"0\",\"highest_bid_quote_size\":\"0\","
                       "\"percent_change\":\"0\",\"base_volume\":\"0\",\"quote_volume\":\"0\"}");
      return;
    }

  mnr_market_write_price (market, call, &day->latest);
  write_best (call, market, FALSE, asks);
  write_best (call, market, TRUE, bids);
  write_change (call, market, day);
  write_volumes (call, market, day);
  mnr_call_member (call, "mto_id");
  mnr_call_write_id (call, MNR_OBJECT_ID (5, 2, number));
  g_string_append_c (call->out, '}');
}

static gboolean
get_ticker (MnrCall *call)
{
  const MnrMarketTrades *trades;
  MnrMarket market;
  Day day;

  if (!mnr_market_read (&market, call, 0))
    return FALSE;

  trades = mnr_market_find_trades (&market, call);
  day = sum_up (call, trades);
  write_ticker (call, &market, &day, trades != NULL ? trades->number : 0);
  return TRUE;
}

static gboolean
get_24_volume (MnrCall *call)
{
  MnrMarket market;
  Day day;

  /* A node has it from a ticker. */
  if (!mnr_market_read (&market, call, 0))
    {
      if (call->fault.origin == NULL)
        call->fault.origin = "get_ticker";
      return FALSE;
    }

  day = sum_up (call, mnr_market_find_trades (&market, call));
  write_head (call, &market);
  write_volumes (call, &market, &day);
  g_string_append_c (call->out, '}');
  return TRUE;
}

typedef struct
{
  const MnrMarketTrades *trades;
  Day day;
} Traded;

/* By the volume in the lower asset, whatever that is; of equal ones the newer first. */
static int
compare_traded (gconstpointer a,
                gconstpointer b)
{
  const Traded *one = a, *other = b;

  if (one->day.base_volume != other->day.base_volume)
    return one->day.base_volume < other->day.base_volume ? 1 : -1;
  return one->trades->number < other->trades->number ? 1 : -1;
}

static gboolean
get_top_markets (MnrCall *call)
{
  const MnrBlockchain *chain = mnr_network_get_chain (call->network);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Traded));
  guint limit;

  if (!mnr_call_read_limit (call, 0, TICKERS_MAX, &limit))
    return FALSE;

  for (guint i = 0; i < mnr_blockchain_get_n_markets (chain); i++)
    {
      const MnrMarketTrades *trades = mnr_blockchain_get_market (chain, i);
      Traded traded = { trades, sum_up (call, trades) };

      if (traded.day.has_latest)
        g_array_append_val (all, traded);
    }
  g_array_sort (all, compare_traded);

  g_string_append_c (call->out, '[');
  for (guint i = 0; i < MIN (limit, all->len); i++)
    {
      const Traded *traded = &g_array_index (all, Traded, i);
      MnrMarket market = { mnr_store_get (call->store, traded->trades->base),
                           mnr_store_get (call->store, traded->trades->quote) };

      write_ticker (call, &market, &traded->day, traded->trades->number);
    }
  g_string_append_c (call->out, ']');
  return TRUE;
}

/*
 * Single trades
 */

typedef struct
{
  guint sequence; /* of the maker's entry */
  const char *type;
  MnrObjectId sides[2]; /* the maker, the taker */
} Trade;

static void
add_side (Trade *trade,
          const MnrMarket *market,
          const MnrFillOrder *fill,
          guint sequence)
{
  if (!fill->is_maker)
    {
      trade->sides[1] = fill->account_id;
      return;
    }
  trade->sequence = sequence;
  trade->type = fill->receives.asset_id == market->base->id ? "sell" : "buy";
  trade->sides[0] = fill->account_id;
}

/* The trade whose newer entry is number @index. Returns how many entries it has. */
static guint
write_trade (MnrCall *call,
             const MnrMarket *market,
             const MnrMarketTrades *trades,
             guint index,
             gboolean is_wanted)
{
  Trade trade = { .type = "", .sides = { MNR_NULL_ACCOUNT, MNR_NULL_ACCOUNT } };
  const MnrFillOrder *fill, *other = NULL;
  const MnrHistoryEntry *entry = mnr_market_get_fill (call, trades, index, &fill);
  const MnrHistoryEntry *before =
    index > 0 ? mnr_market_get_fill (call, trades, index - 1, &other) : NULL;
  gboolean receives_base = fill->receives.asset_id == market->base->id;
  guint n_entries = 1;

  add_side (&trade, market, fill, index);
  if (before != NULL && before->block_time == entry->block_time &&
      other->is_maker != fill->is_maker)
    {
      add_side (&trade, market, other, index - 1);
      n_entries++;
    }
  if (!is_wanted)
    return n_entries;

  mnr_call_separate (call);
  g_string_append_printf (call->out, "{\"sequence\":%u", trade.sequence);
  mnr_call_member (call, "date");
  mnr_call_write_time (call, entry->block_time);
  mnr_call_member (call, "price");
  mnr_market_write_price (market, call, &fill->fill_price);
  mnr_call_member (call, "amount");
  mnr_market_write_amount (call, (receives_base ? fill->pays : fill->receives).amount,
                           market->quote);
  mnr_call_member (call, "value");
  mnr_market_write_amount (call, (receives_base ? fill->receives : fill->pays).amount,
                           market->base);
  mnr_call_member (call, "type");
  mnr_call_write_string (call, trade.type);
  mnr_call_member (call, "side1_account_id");
  mnr_call_write_id (call, trade.sides[0]);
  mnr_call_member (call, "side2_account_id");
  mnr_call_write_id (call, trade.sides[1]);
  g_string_append_c (call->out, '}');
  return n_entries;
}

/* Which trades are asked for: newest first, those before start, down to the time stop. */
typedef struct
{
  MnrTime start, stop;
  gint64 sequence; /* of the entry whose trade comes before the first; negative: none */
  guint limit;
} Range;

static gboolean
write_trades (MnrCall *call,
              const MnrMarket *market,
              const Range *range)
{
  const MnrMarketTrades *trades = mnr_market_find_trades (market, call);
  guint left = trades != NULL ? trades->fills->len : 0, count = 0;

  if (range->sequence >= 0)
    left = (guint) MIN ((gint64) left, range->sequence + 1);

  g_string_append_c (call->out, '[');
  while (left > 0 && count < range->limit)
    {
      const MnrFillOrder *fill;
      const MnrHistoryEntry *entry = mnr_market_get_fill (call, trades, left - 1, &fill);
      gboolean is_wanted = entry->block_time <= range->start && left - 1 != range->sequence;

      if (entry->block_time < range->stop)
        break;
      if (entry->block_time > range->start)
        left--;
      else
        left -= write_trade (call, market, trades, left - 1, is_wanted);
      count += is_wanted;
    }
  g_string_append_c (call->out, ']');
  return TRUE;
}

static gboolean
get_trade_history (MnrCall *call)
{
  Range range = { .sequence = -1 };
  MnrMarket market;

  if (!mnr_call_read_limit (call, 4, TRADES_MAX, &range.limit) ||
      !mnr_call_read (call, 2, &mnr_type_time, &range.start) ||
      !mnr_call_read (call, 3, &mnr_type_time, &range.stop) || !mnr_market_read (&market, call, 0))
    return FALSE;
  if (range.start == 0)
    range.start = MNR_TIME_FOREVER;
  return write_trades (call, &market, &range);
}

static gboolean
get_trade_history_by_sequence (MnrCall *call)
{
  Range range = { .start = MNR_TIME_FOREVER };
  MnrMarket market;

  if (!mnr_call_read_limit (call, 4, TRADES_MAX, &range.limit) ||
      !mnr_call_read (call, 2, &mnr_type_i64, &range.sequence) ||
      !mnr_call_read (call, 3, &mnr_type_time, &range.stop))
    return FALSE;
  if (range.sequence < 0)
    return mnr_call_assert (call, "start >= 0: ");
  return mnr_market_read (&market, call, 0) && write_trades (call, &market, &range);
}

static const MnrMethod methods[] = {
  { "get_ticker", 2, get_ticker },
  { "get_24_volume", 2, get_24_volume },
  { "get_top_markets", 1, get_top_markets },
  { "get_trade_history", 5, get_trade_history },
  { "get_trade_history_by_sequence", 5, get_trade_history_by_sequence },
};

const MnrMethodGroup mnr_methods_trades = MNR_METHOD_GROUP (methods);
