/* mnr-residents.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-network.h"

G_BEGIN_DECLS

/* Those who live on the default practice network, so that a newcomer finds
 * tokens, orders, positions and prices there. What they do is in the blocks
 * like anybody's; when they do it, and whatever they need to know for that,
 * follows from the chain alone. */

/** Whether they have moved in: their first token is there. */
gboolean mnr_residents_are_in (const MnrStore *store);

/** Does what they find it with: data/opening.json, for the next block. */
gboolean mnr_residents_move_in (MnrNetwork *network,
                                GError **error);

/**
 * mnr_residents_act:
 * @before: the time of the block before the head
 *
 * Every ten minutes of the chain's time the witnesses publish anew each feed that
 * they have published, at a price that wanders by about a percent around the
 * one that they began with, or were moved to; every hour two residents trade.
 * To be called after every block; what they do waits for the next.
 */
void mnr_residents_act (MnrNetwork *network,
                        MnrTime before);

/** Whether an account is one that publishes feeds: a witness. */
gboolean mnr_residents_have_witness (const MnrStore *store,
                                     MnrObjectId account);

/**
 * mnr_residents_list_producers:
 * @data: a smartcoin
 *
 * Returns: (element-type MnrObjectId): whose feeds make its price: the producers that
 *   its issuer named; where witnesses or the committee feed it, those of them
 *   who do, or all if nobody does yet
 */
GArray *mnr_residents_list_producers (const MnrStore *store,
                                      const MnrBitassetData *data);

/**
 * mnr_residents_add_feed:
 * @transaction: to which the operation is added
 * @price: base: the smartcoin, quote: its backing
 *
 * Publishes a price; all else is as in the producer's own feed before, or the
 * present one.
 */
void mnr_residents_add_feed (const MnrStore *store,
                             MnrTransaction *transaction,
                             const MnrBitassetData *data,
                             MnrObjectId producer,
                             const MnrPrice *price);

/** Adds an order of @seller. */
void mnr_residents_add_order (MnrTransaction *transaction,
                              MnrObjectId seller,
                              const MnrAmount *sold,
                              const MnrAmount *wanted,
                              MnrTime expiration);

G_END_DECLS
