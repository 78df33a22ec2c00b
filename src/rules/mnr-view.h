/* mnr-view.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/protocol/mnr-objects.h"

G_BEGIN_DECLS

/**
 * MnrView:
 *
 * The chain as the rules see it. Whoever has one answers every question in one
 * of three ways: here it is, there is none, not known yet. The practice ledger
 * always knows; the view of a real node collects what it did not know, fetches
 * it, and the rules are asked again.
 *
 * What is handed out stays valid until the chain behind the view changes.
 */
typedef struct _MnrView MnrView;

typedef enum
{
  MNR_KNOWN,     /* here it is */
  MNR_NONE,      /* there is no such thing */
  MNR_NOT_KNOWN, /* it has to be fetched first */
} MnrKnowledge;

struct _MnrView
{
  /** The object with this id, in the struct of mnr_object_get_struct(). */
  MnrKnowledge (*get_object) (const MnrView *self,
                              MnrObjectId id,
                              gconstpointer *object);

  /** What an account holds of an asset; no balance object is a balance of 0. */
  MnrKnowledge (*get_balance) (const MnrView *self,
                               MnrObjectId account,
                               MnrObjectId asset,
                               gint64 *balance);

  MnrKnowledge (*find_account) (const MnrView *self,
                                const char *name,
                                const MnrAccount **account);

  MnrKnowledge (*find_asset) (const MnrView *self,
                              const char *symbol,
                              const MnrAsset **asset);

  /** The margin position of an account in a smartcoin. */
  MnrKnowledge (*find_call_order) (const MnrView *self,
                                   MnrObjectId borrower,
                                   MnrObjectId debt_asset,
                                   const MnrCallOrder **call_order);

  /** The least collateralised position of a smartcoin. */
  MnrKnowledge (*find_least_collateral) (const MnrView *self,
                                         MnrObjectId debt_asset,
                                         const MnrCallOrder **call_order);

  MnrKnowledge (*find_bid) (const MnrView *self,
                            MnrObjectId bidder,
                            MnrObjectId debt_asset,
                            const MnrCollateralBid **bid);

  /** The order into which an individually settled debt went (black swan response 3). */
  MnrKnowledge (*find_settled_debt_order) (const MnrView *self,
                                           MnrObjectId debt_asset,
                                           const MnrLimitOrder **order);

  /** The @index-th asset that is backed by @asset, from 0; MNR_NONE past the last. */
  MnrKnowledge (*find_backed_asset) (const MnrView *self,
                                     MnrObjectId asset,
                                     guint index,
                                     const MnrAsset **backed);

  /** The highest price that anybody bids for @asset in core; a warning's measure. */
  MnrKnowledge (*find_best_bid) (const MnrView *self,
                                 MnrObjectId asset,
                                 const MnrLimitOrder **order);
};

/** A view that knows nothing: for the protocol's own rules, or before there is a node. */
extern const MnrView mnr_view_blank;

G_END_DECLS
