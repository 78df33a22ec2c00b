/* mnr-market.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-call.h"

G_BEGIN_DECLS

/** A market as a client asks for it: prices are what one whole @quote costs in @base. */
typedef struct
{
  const MnrAsset *base;
  const MnrAsset *quote;
} MnrMarket;

/** Reads the two assets from @index on; that there is no such asset is a fault. */
gboolean mnr_market_read (MnrMarket *self,
                          MnrCall *call,
                          guint index);

/** How much of base, and of quote, an order on this market is about, and at which price, base
 * first. A bid is what sells base. */
typedef struct
{
  gboolean is_bid;
  MnrPrice price;
  gint64 base;
  gint64 quote;
} MnrOffer;

MnrOffer mnr_market_get_offer (const MnrMarket *self,
                               const MnrLimitOrder *order);

/* How nodes print: each appends a string as the next of an array or the value of a member. */

/** With all decimals. */
void mnr_market_write_amount (MnrCall *call,
                              gint64 amount,
                              const MnrAsset *asset);

/** Without zeros at the end. */
char *mnr_market_format_volume (unsigned __int128 amount,
                                guint decimals);
void mnr_market_write_volume (MnrCall *call,
                              unsigned __int128 amount,
                              guint decimals);

/** @price, in either orientation, with as many digits as nodes have of it. */
void mnr_market_write_price (const MnrMarket *self,
                             MnrCall *call,
                             const MnrPrice *price);

/** The trades on this market, or %NULL if there was none. */
const MnrMarketTrades *mnr_market_find_trades (const MnrMarket *self,
                                               MnrCall *call);

/** The entry of number @index of the trades, and what it says. */
const MnrHistoryEntry *mnr_market_get_fill (MnrCall *call,
                                            const MnrMarketTrades *trades,
                                            guint index,
                                            const MnrFillOrder **fill);

/** The price of a trade as all markets keep it: the asset of the lower id first. */
MnrPrice mnr_fill_order_get_price (const MnrFillOrder *fill);

G_END_DECLS
