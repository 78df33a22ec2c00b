/* mnr-collateral.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/protocol/mnr-objects.h"

G_BEGIN_DECLS

/*
 * How far collateral covers debt (protocol.md 10, 11), exactly as a node
 * reckons it: in fractions of integers, their products in 128 bits.
 *
 * Two orientations are in use, and the types do not tell them apart:
 * - a feed's price has the debt as base and the collateral as quote, so the
 *   larger of two says that the debt is worth less;
 * - a collateralisation has the collateral as base and the debt as quote, so
 *   the larger of two is the safer.
 */

/** What collateral ratios are counted in: 1750 is 1.75. */
#define MNR_RATIO_ONE 1000
/** The least and the greatest ratio there may be (protocol.md 2.5). */
#define MNR_RATIO_MIN 1001
#define MNR_RATIO_MAX 32000

/**
 * mnr_collateral_compare:
 * @collateral: of a position, in smallest units, at least 0
 * @debt: of the same, at least 0
 * @collateralization: base: collateral, quote: debt
 *
 * Compares collateral ÷ debt with a collateralisation. A debt of 0 is above
 * all of them.
 *
 * Returns: less than, equal to or greater than 0
 */
int mnr_collateral_compare (gint64 collateral,
                            gint64 debt,
                            const MnrPrice *collateralization);

/**
 * mnr_collateral_compare_positions:
 *
 * Compares how well two positions in the same asset are covered, @collateral_a
 * ÷ @debt_a with @collateral_b ÷ @debt_b.
 *
 * Returns: less than, equal to or greater than 0
 */
int mnr_collateral_compare_positions (gint64 collateral_a,
                                      gint64 debt_a,
                                      gint64 collateral_b,
                                      gint64 debt_b);

/** The collateralisation of a position: base: its collateral, quote: its debt. */
MnrPrice mnr_call_order_get_collateralization (const MnrCallOrder *self);

/**
 * mnr_price_scale:
 * @price: both amounts above 0, two assets
 * @numerator: above 0
 * @denominator: above 0
 *
 * The chain's `price × ratio`: base ÷ quote times @numerator ÷ @denominator, in
 * lowest terms. Where a part of that passes %MNR_SHARE_SUPPLY_MAX, both are
 * halved until they fit, and of what comes out and the nearest whole number (or
 * one over it) the closer is taken; a price that leaves the range altogether
 * ends at its edge. So the result is exact or the one that nodes agree on.
 * A ratio of one leaves @price as it is.
 */
MnrPrice mnr_price_scale (const MnrPrice *price,
                          guint numerator,
                          guint denominator);

/** Whether a feed has a settlement price, rather than the null price. */
gboolean mnr_feed_has_price (const MnrFeed *self);

/**
 * mnr_feed_get_maintenance_collateralization:
 * @self: the median feed
 *
 * Positions at or below it are called: the settlement price times the
 * maintenance collateral ratio (protocol.md 11.1).
 *
 * Returns: base: collateral, quote: debt; the null price if there is no feed
 */
MnrPrice mnr_feed_get_maintenance_collateralization (const MnrFeed *self);

/**
 * mnr_feed_get_initial_collateralization:
 * @self: the median feed
 *
 * New positions have to be above it: as
 * mnr_feed_get_maintenance_collateralization(), with the initial collateral
 * ratio where that is the larger.
 */
MnrPrice mnr_feed_get_initial_collateralization (const MnrFeed *self);

/**
 * mnr_feed_get_squeeze_price:
 * @self: a feed with a price
 *
 * What a called position pays at most (MSSP): the settlement price worsened by
 * the maximum short squeeze ratio.
 *
 * Returns: base: debt, quote: collateral
 */
MnrPrice mnr_feed_get_squeeze_price (const MnrFeed *self);

/**
 * mnr_feed_get_collateral_ratio:
 * @self: the median feed, with a price
 * @collateral: of a position, in smallest units, at least 0
 * @debt: of the same, above 0
 *
 * What the collateral is worth ÷ the debt (CR), in thousandths, rounded down: it
 * never looks better than it is.
 */
gint64 mnr_feed_get_collateral_ratio (const MnrFeed *self,
                                      gint64 collateral,
                                      gint64 debt);

/**
 * mnr_feed_get_call_price:
 * @self: the median feed, with a price
 * @collateral: of a position, above 0
 * @debt: of the same, above 0
 *
 * The settlement price at which a position is called: as soon as the debt is
 * worth as much (protocol.md 11.1, “liquidation feed price”).
 *
 * Returns: base: debt, quote: collateral
 */
MnrPrice mnr_feed_get_call_price (const MnrFeed *self,
                                  gint64 collateral,
                                  gint64 debt);

/** As mnr_feed_get_call_price(): the settlement price above which the black swan
 * response acts, as the collateral no longer pays the squeeze price. */
MnrPrice mnr_feed_get_swan_price (const MnrFeed *self,
                                  gint64 collateral,
                                  gint64 debt);

/**
 * mnr_feed_get_next_call_price:
 * @target: the position's target collateral ratio, in thousandths
 * @price: (out): base: debt, quote: collateral
 *
 * A position with a target that is called sells only so much that its ratio
 * is the target (protocol.md 11.2): the settlement price at which what
 * remains is called again, if the first call came at the call price.
 *
 * Returns: %FALSE if all is sold, because the target is not above the
 *   maintenance collateral ratio
 */
gboolean mnr_feed_get_next_call_price (const MnrFeed *self,
                                       gint64 collateral,
                                       gint64 debt,
                                       guint target,
                                       MnrPrice *price);

/**
 * mnr_feed_get_margin_call_order_ratio:
 * @margin_call_fee_ratio: (nullable): of the bitasset's options
 *
 * What is left of the maximum short squeeze ratio for the other side of a
 * margin call (MCOR), in thousandths: never below one.
 */
guint mnr_feed_get_margin_call_order_ratio (const MnrFeed *self,
                                            const guint16 *margin_call_fee_ratio);

/**
 * mnr_feed_get_margin_call_order_price:
 * @self: the current feed, with a price
 * @margin_call_fee_ratio: (nullable): of the bitasset's options
 *
 * What the other side of a margin call receives at most (MCOP).
 *
 * Returns: base: debt, quote: collateral
 */
MnrPrice mnr_feed_get_margin_call_order_price (const MnrFeed *self,
                                               const guint16 *margin_call_fee_ratio);

/**
 * mnr_feed_get_margin_call_pays_price:
 * @self: the current feed
 * @match_price: at which a margin call and an order meet, base: debt, quote: collateral
 * @margin_call_fee_ratio: (nullable): of the bitasset's options
 *
 * What the called position pays where the order receives @match_price: the
 * margin call fee comes on top.
 *
 * Returns: base: debt, quote: collateral
 */
MnrPrice mnr_feed_get_margin_call_pays_price (const MnrFeed *self,
                                              const MnrPrice *match_price,
                                              const guint16 *margin_call_fee_ratio);

/** Whether a smartcoin has been globally settled (protocol.md 10.1). */
gboolean mnr_bitasset_data_is_globally_settled (const MnrBitassetData *self);

/** Whether it has a live feed. A prediction market needs none. */
gboolean mnr_bitasset_data_has_feed (const MnrBitassetData *self);

/** The black swan response in force: an option that is not set is global settlement. */
MnrBlackSwanResponse mnr_bitasset_options_get_black_swan_response (const MnrBitassetOptions *self);

/** Whether there is an individual settlement fund from which requests are paid first. */
gboolean mnr_bitasset_data_has_individual_fund (const MnrBitassetData *self);

/** What the fund of individual settlements pays for its debt: base: debt, quote: collateral. */
MnrPrice mnr_bitasset_data_get_individual_settlement_price (const MnrBitassetData *self);

G_END_DECLS
