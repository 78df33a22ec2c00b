/* mnr-store.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/protocol/mnr-objects.h"

G_BEGIN_DECLS

/**
 * MnrStore:
 *
 * All objects of the practice chain, in memory, and a journal of what changed,
 * so that a transaction that fails, or a block that a fork takes away, is
 * undone object by object. The objects are the structs of mnr-objects.h; the
 * store knows them by mnr_object_get_struct() only, and keeps the orders that
 * the chain walks them in.
 */
typedef struct _MnrStore MnrStore;

MnrStore *mnr_store_new (void);

void mnr_store_free (MnrStore *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrStore, mnr_store_free)

/** The object, or %NULL. It stays where it is until it is removed. */
gconstpointer mnr_store_get (const MnrStore *self,
                             MnrObjectId id);

/**
 * mnr_store_create:
 * @type: the kind of object
 *
 * Makes an object of zero bytes with the next id of its kind. It is not in any
 * order before mnr_store_done().
 *
 * Returns: (transfer none): the object, to be filled in
 */
gpointer mnr_store_create (MnrStore *self,
                           MnrObjectType type);

/** The object, to be changed; mnr_store_done() has to follow before anything else. */
gpointer mnr_store_edit (MnrStore *self,
                         MnrObjectId id);

/** Ends mnr_store_create() and mnr_store_edit(): puts the object into its places. */
void mnr_store_done (MnrStore *self,
                     gpointer object);

void mnr_store_remove (MnrStore *self,
                       MnrObjectId id);

/** The instance that the next object of this kind will get. */
guint64 mnr_store_get_next_instance (const MnrStore *self,
                                     MnrObjectType type);

/**
 * mnr_store_begin:
 *
 * Opens a session: everything changed from here on can be undone at once.
 * Sessions nest (a transaction within a block); mnr_store_commit() hands what
 * changed to the one around, mnr_store_undo() takes it back.
 */
void mnr_store_begin (MnrStore *self);
void mnr_store_commit (MnrStore *self);
void mnr_store_undo (MnrStore *self);

/** The number of open sessions. */
guint mnr_store_get_depth (const MnrStore *self);

/**
 * mnr_store_list_changes:
 * @depth: the outermost of the sessions that are asked about, from 0
 * @ids: of MnrObjectId: appended here, each once
 *
 * Tells what was created, changed or removed in open sessions.
 */
void mnr_store_list_changes (const MnrStore *self,
                             guint depth,
                             GArray *ids);

/** Forgets how to undo the outermost sessions beyond the last @keep: they are final. */
void mnr_store_make_final (MnrStore *self,
                           guint keep);

/* Orders that the chain walks. An iterator is a plain position: valid until
 * the store changes. Each returns NULL where nothing is left. */

const MnrAccount *mnr_store_find_account (const MnrStore *self,
                                          const char *name);
const MnrAsset *mnr_store_find_asset (const MnrStore *self,
                                      const char *symbol);
const MnrAccountBalance *mnr_store_find_balance (const MnrStore *self,
                                                 MnrObjectId owner,
                                                 MnrObjectId asset);

/** The vesting balance that an account's shares of an asset's market fees go into. */
const MnrVestingBalance *mnr_store_find_market_fees (const MnrStore *self,
                                                     MnrObjectId owner,
                                                     MnrObjectId asset);

/**
 * mnr_store_first_limit_order:
 *
 * The best order that sells @sell for @receive: the highest sell_price (base ÷
 * quote), of equal prices the oldest.
 */
const MnrLimitOrder *mnr_store_first_limit_order (const MnrStore *self,
                                                  MnrObjectId sell,
                                                  MnrObjectId receive);
const MnrLimitOrder *mnr_store_next_limit_order (const MnrStore *self,
                                                 const MnrLimitOrder *order);

/** The first order that offers less than @price, or also no more if @or_equal. */
const MnrLimitOrder *mnr_store_first_order_below (const MnrStore *self,
                                                  const MnrPrice *price,
                                                  gboolean or_equal);
/** The order that expires first. */
const MnrLimitOrder *mnr_store_first_expiring_order (const MnrStore *self);

/** The position of a smartcoin with the least collateral for its debt; equals by id. */
const MnrCallOrder *mnr_store_first_call_order (const MnrStore *self,
                                                MnrObjectId debt_asset);
const MnrCallOrder *mnr_store_next_call_order (const MnrStore *self,
                                               const MnrCallOrder *order);
const MnrCallOrder *mnr_store_find_call_order (const MnrStore *self,
                                               MnrObjectId borrower,
                                               MnrObjectId debt_asset);

/** Settlement requests of an asset, by date, then by id. */
const MnrForceSettlement *mnr_store_first_settlement (const MnrStore *self,
                                                      MnrObjectId asset);
/** The first request of this asset or, where there is none, of those after it. */
const MnrForceSettlement *mnr_store_first_settlement_from (const MnrStore *self,
                                                           MnrObjectId asset);
const MnrForceSettlement *mnr_store_next_settlement (const MnrStore *self,
                                                     const MnrForceSettlement *settlement);

/** Collateral bids for an asset, the highest collateral for the debt first. */
const MnrCollateralBid *mnr_store_first_bid (const MnrStore *self,
                                             MnrObjectId debt_asset);
const MnrCollateralBid *mnr_store_next_bid (const MnrStore *self,
                                            const MnrCollateralBid *bid);
const MnrCollateralBid *mnr_store_find_bid (const MnrStore *self,
                                            MnrObjectId bidder,
                                            MnrObjectId debt_asset);

/** The proposal that expires first. */
const MnrProposal *mnr_store_first_proposal (const MnrStore *self);

/** All objects of a kind, by instance. */
gconstpointer mnr_store_first (const MnrStore *self,
                               MnrObjectType type);
gconstpointer mnr_store_next (const MnrStore *self,
                              gconstpointer object);

/** A hash over all objects as they are packed: equal states, equal hashes. */
void mnr_store_get_hash (const MnrStore *self,
                         guint8 hash[MNR_SHA256_SIZE]);

G_END_DECLS
