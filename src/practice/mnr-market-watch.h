/* mnr-market-watch.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-network.h"

G_BEGIN_DECLS

/**
 * MnrMarketWatch:
 *
 * What a client that watches a market is told (protocol.md 9.3): the trades of
 * each block, and the orders, positions and requests that come, change and go.
 */
typedef struct _MnrMarketWatch MnrMarketWatch;

MnrMarketWatch *mnr_market_watch_new (MnrNetwork *network,
                                      MnrObjectId a,
                                      MnrObjectId b,
                                      guint64 callback);

void mnr_market_watch_free (MnrMarketWatch *self);

/** Whether it is about a market, either way round. */
gboolean mnr_market_watch_is_about (const MnrMarketWatch *self,
                                    MnrObjectId a,
                                    MnrObjectId b);

guint64 mnr_market_watch_get_callback (const MnrMarketWatch *self);

/** The trades of the head block as a JSON array of [operation, result], or %NULL if there was
 * none. */
GString *mnr_market_watch_list_trades (const MnrMarketWatch *self);

typedef enum
{
  MNR_MARKET_CHANGE_NEW,
  MNR_MARKET_CHANGE_CHANGED,
  MNR_MARKET_CHANGE_REMOVED,
  MNR_N_MARKET_CHANGES,
} MnrMarketChange;

/**
 * mnr_market_watch_list_changes:
 * @changed: of MnrObjectId
 * @lists: (out): for each kind of change a JSON array of objects, or of the ids
 *   of what is gone; %NULL where there was no such change
 *
 * Sorts out what of the changes is on this market.
 */
void mnr_market_watch_list_changes (MnrMarketWatch *self,
                                    const GArray *changed,
                                    GString *lists[MNR_N_MARKET_CHANGES]);

G_END_DECLS
