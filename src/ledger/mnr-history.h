/* mnr-history.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-blockchain.h"

G_BEGIN_DECLS

/**
 * MnrHistory:
 *
 * What happened in all blocks, in its order, whom each entry concerns, and the
 * trades of each market. What it holds of an operation that is not virtual is
 * the block's, which has to stay as long.
 */
typedef struct _MnrHistory MnrHistory;

MnrHistory *mnr_history_new (void);

void mnr_history_free (MnrHistory *self);

/** Appends what happened in the block after the last: @entries, of #MnrHistoryEntry, are taken
 * over and the array is then empty. */
void mnr_history_add (MnrHistory *self,
                      const MnrBlock *block,
                      GArray *entries);

/** Takes away what happened in the last block, which is this. */
void mnr_history_remove (MnrHistory *self,
                         const MnrBlock *block);

guint64 mnr_history_get_size (const MnrHistory *self);
/** Entry number @instance, or %NULL. */
const MnrHistoryEntry *mnr_history_get (const MnrHistory *self,
                                        guint64 instance);

guint mnr_history_get_account_size (const MnrHistory *self,
                                    MnrObjectId account);
/** Entry number @index of an account's, oldest first, or %NULL. */
const MnrHistoryEntry *mnr_history_get_account (const MnrHistory *self,
                                                MnrObjectId account,
                                                guint index);

/** How many markets there was a trade in; and market number @index of them. */
guint mnr_history_get_n_markets (const MnrHistory *self);
const MnrMarketTrades *mnr_history_get_market (const MnrHistory *self,
                                               guint index);

/** The trades of a market, either way round, or %NULL if there was none. */
const MnrMarketTrades *mnr_history_find_market (const MnrHistory *self,
                                                MnrObjectId a,
                                                MnrObjectId b);

G_END_DECLS
