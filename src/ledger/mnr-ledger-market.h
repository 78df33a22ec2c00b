/* mnr-ledger-market.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-ledger-private.h"
#include "rules/mnr-collateral.h"

G_BEGIN_DECLS

/*
 * What the files of the market share: mnr-ledger-market.c (limit orders),
 * mnr-ledger-calls.c (positions and margin calls), mnr-ledger-settlement.c,
 * mnr-ledger-swan.c, mnr-ledger-feeds.c.
 *
 * Deep in a chain of fills a rule can break: a product passes the largest
 * amount there can be, a black swan appears where none is allowed. A node
 * throws there. Here it is noted with mnr_ledger_fail(), every loop ends at
 * the next turn, and whoever began refuses with mnr_ledger_finish(), which
 * takes the operation back; the amounts in between do not matter any more.
 */

/** Notes the first rule that broke. */
void mnr_ledger_fail (MnrLedger *self,
                      const MnrRule *rule);

/** Whether a rule broke since the operation began. */
static inline gboolean
mnr_ledger_has_failed (const MnrLedger *self)
{
  return self->failure != NULL;
}

/** Ends an operation: refuses if a rule broke on the way, otherwise %TRUE. */
gboolean mnr_ledger_finish (MnrLedger *self,
                            GError **error);

/** Ends what the chain does on its own accord, within mnr_ledger_begin(): if
 * a rule broke on the way it is taken back, and %FALSE. */
gboolean mnr_ledger_end_attempt (MnrLedger *self);

/** A rule that something on the way breaks that a node would not have let come so far. */
extern const MnrRule mnr_rule_market_internal;

/* mnr-ledger-market-math.c */

/**
 * mnr_ledger_convert:
 *
 * The chain's `asset × price`, either orientation; what cannot be is a failure.
 *
 * Returns: what @amount is worth in the price's other asset
 */
MnrAmount mnr_ledger_convert (MnrLedger *self,
                              const MnrAmount *amount,
                              const MnrPrice *price,
                              MnrRounding rounding);

/** @amount × @percent ÷ 100 %, rounded down. */
gint64 mnr_ledger_percent (gint64 amount,
                           guint percent);

/** The parts of the bitasset's prices (protocol.md 11.1), of what the chain trades with. */
MnrPrice mnr_bitasset_get_squeeze_price (const MnrBitassetData *bad);
MnrPrice mnr_bitasset_get_margin_call_order_price (const MnrBitassetData *bad);
/** What a call pays that meets an order at @match_price. */
MnrPrice mnr_bitasset_get_margin_call_pays_price (const MnrBitassetData *bad,
                                                  const MnrPrice *match_price);
/** What the order receives where a call pays @pays_price: the other way round. */
MnrPrice mnr_bitasset_get_fill_price (const MnrBitassetData *bad,
                                      const MnrPrice *pays_price);
MnrBlackSwanResponse mnr_bitasset_get_response (const MnrBitassetData *bad);
/** Whether the current feed's price is another than the median's (protocol.md 10.4). */
gboolean mnr_bitasset_is_capped (const MnrBitassetData *bad);

static inline MnrAmount
mnr_call_order_get_debt (const MnrCallOrder *call)
{
  return (MnrAmount){ call->debt, call->call_price.quote.asset_id };
}

static inline MnrAmount
mnr_call_order_get_collateral (const MnrCallOrder *call)
{
  return (MnrAmount){ call->collateral, call->call_price.base.asset_id };
}

/** The price of a position's own collateral, base: debt, quote: collateral. */
static inline MnrPrice
mnr_call_order_get_inverse (const MnrCallOrder *call)
{
  MnrPrice collateralization = mnr_call_order_get_collateralization (call);

  return mnr_price_invert (&collateralization);
}

/** Whether a position is in reach of margin calls, as the feed stands. */
gboolean mnr_call_order_is_called (const MnrCallOrder *call,
                                   const MnrBitassetData *bad);

/**
 * mnr_ledger_get_max_debt_to_cover:
 * @pays_price: what the position pays, in either orientation
 *
 * How much of its debt a called position covers: all, or as much as brings its
 * ratio just above its target (protocol.md 11.2).
 */
gint64 mnr_ledger_get_max_debt_to_cover (MnrLedger *self,
                                         const MnrCallOrder *call,
                                         const MnrPrice *pays_price,
                                         const MnrBitassetData *bad);

/** Changes of one member, of the kind that occur everywhere. */
void mnr_ledger_pay (MnrLedger *self,
                     MnrObjectId account,
                     MnrAmount amount);
/** Takes from an account; not having it is a failure. */
void mnr_ledger_take (MnrLedger *self,
                      MnrObjectId account,
                      MnrAmount amount);
/** Adds to what the issuer of a smartcoin earned in its backing asset. */
void mnr_ledger_accumulate_collateral_fee (MnrLedger *self,
                                           MnrObjectId asset,
                                           gint64 amount);

/* mnr-ledger-market.c */

typedef enum
{
  MNR_FILLED_NONE = 0,
  MNR_FILLED_TAKER = 1 << 0,
  MNR_FILLED_MAKER = 1 << 1,
} MnrFilled;

/** Fills an order in part or in whole, at @price. Returns whether it is gone. */
gboolean mnr_ledger_fill_limit_order (MnrLedger *self,
                                      const MnrLimitOrder *order,
                                      MnrAmount pays,
                                      MnrAmount receives,
                                      const MnrPrice *price,
                                      gboolean cull_if_small,
                                      gboolean is_maker);

/** Gives back what is in an order; @automatic: by the chain, which charges for it. */
void mnr_ledger_cancel_order (MnrLedger *self,
                              const MnrLimitOrder *order,
                              gboolean automatic);

/** Meets a new or changed order with everything that matches it. Returns whether it is gone. */
gboolean mnr_ledger_apply_order (MnrLedger *self,
                                 MnrObjectId id);

/** Gives back the fee that an order keeps, less @cancel_fee of it, in core. Returns what was not
 * given back, in the asset that the fee was paid in. */
MnrAmount mnr_ledger_refund_deferred_fee (MnrLedger *self,
                                          const MnrLimitOrder *order,
                                          gint64 cancel_fee);

/** What an operation of this number costs in core, if its size does not matter. */
gint64 mnr_ledger_get_flat_fee (MnrLedger *self,
                                guint number);

/* mnr-ledger-take-profit.c */

/**
 * mnr_ledger_take_profit:
 * @order: an order that is being filled, before it is changed
 * @received: what it got, less fees
 *
 * Does what an order is to do when it is filled: sell what it bought at a
 * better price. Where that fails, nothing happens.
 *
 * Returns: the id of a new order, or 0
 */
MnrObjectId mnr_ledger_take_profit (MnrLedger *self,
                                    const MnrLimitOrder *order,
                                    MnrAmount received);

/** The order that holds an individually settled debt, or %NULL. */
const MnrLimitOrder *mnr_ledger_find_settled_debt (MnrLedger *self,
                                                   MnrObjectId debt_asset);

/* mnr-ledger-calls.c */

typedef enum
{
  /** As the chain does it on its own: a black swan is answered. */
  MNR_CHECK_CALLS_DEFAULT = 0,
  /** A black swan is a failure. */
  MNR_CHECK_CALLS_NO_SWAN = 1 << 0,
  /** Settlement requests stay out of it. */
  MNR_CHECK_CALLS_NO_SETTLEMENTS = 1 << 1,
} MnrCheckCalls;

/** Matches what is called with what there is. Returns whether anything was called. */
gboolean mnr_ledger_check_calls (MnrLedger *self,
                                 const MnrBitassetData *bad,
                                 MnrCheckCalls how);

/**
 * mnr_ledger_fill_call_order:
 * @pays: collateral
 * @receives: debt
 * @fee: what of @pays is the issuer's
 * @price: what whoever it meets receives
 * @reduce_supply: %FALSE where what is received is not there, in a settlement of all
 *
 * Returns: whether the position is closed and gone
 */
gboolean mnr_ledger_fill_call_order (MnrLedger *self,
                                     const MnrCallOrder *call,
                                     gint64 pays,
                                     gint64 receives,
                                     gint64 fee,
                                     const MnrPrice *price,
                                     gboolean is_maker,
                                     gboolean reduce_supply);

/** A new order meets a called position. */
MnrFilled mnr_ledger_match_limit_call (MnrLedger *self,
                                       const MnrLimitOrder *taker,
                                       const MnrCallOrder *maker,
                                       const MnrPrice *match_price,
                                       const MnrBitassetData *bad,
                                       const MnrPrice *pays_price);

/* mnr-ledger-settlement.c */

/**
 * mnr_ledger_match_settlement:
 * @match_price: what the position pays
 * @fill_price: what the request receives, where the position is called
 * @most: how much debt may be covered
 * @settle_is_taker: whether the request is the newer of the two
 *
 * Returns: how much was covered; 0 if nothing could be (the request may be gone)
 */
gint64 mnr_ledger_match_settlement (MnrLedger *self,
                                    const MnrForceSettlement *settlement,
                                    const MnrCallOrder *call,
                                    const MnrPrice *match_price,
                                    const MnrPrice *fill_price,
                                    const MnrBitassetData *bad,
                                    gint64 most,
                                    gboolean is_margin_call,
                                    gboolean settle_is_taker);

void mnr_ledger_cancel_settlement (MnrLedger *self,
                                   const MnrForceSettlement *settlement);

/* mnr-ledger-swan.c */

/** Returns whether a position was settled, or all have been. */
gboolean mnr_ledger_check_for_swan (MnrLedger *self,
                                    const MnrBitassetData *bad,
                                    gboolean allowed);

/** Settled debt offers its collateral to the orders on the book. */
void mnr_ledger_check_settled_debt (MnrLedger *self,
                                    const MnrBitassetData *bad);

/** Whether the orders meet with an order of settled debt as maker. */
MnrFilled mnr_ledger_match_limit_settled_debt (MnrLedger *self,
                                               const MnrLimitOrder *taker,
                                               const MnrLimitOrder *maker,
                                               const MnrPrice *match_price);

/** After a feed: prices the order of settled debt anew (protocol.md 11.4). */
void mnr_ledger_update_settled_debt (MnrLedger *self,
                                     const MnrBitassetData *bad);

/** A new feed covers what was settled: the issuer becomes the borrower of all of it
 * (protocol.md 11.5). */
void mnr_ledger_revive (MnrLedger *self,
                        const MnrBitassetData *bad);

/** At maintenance: bids that cover all revive the asset. */
void mnr_ledger_process_bids (MnrLedger *self,
                              const MnrBitassetData *bad);

/* mnr-ledger-feeds.c */

/**
 * mnr_ledger_update_current_feed:
 * @skip_median: whether only what follows from positions and funds is new
 *
 * The median of the live feeds, and from it the feed that the chain trades with
 * (protocol.md 10.3, 10.4).
 */
void mnr_ledger_update_current_feed (MnrLedger *self,
                                     const MnrBitassetData *bad,
                                     gboolean skip_median);

G_END_DECLS
