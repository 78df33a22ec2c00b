/* mnr-rational.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** A fraction of any size, exact: prices before they become the chain's integers. */
typedef struct _MnrRational MnrRational;

/**
 * mnr_rational_new_from_text:
 * @text: a decimal ("0.2056", "4.9e-5") or a fraction of whole numbers ("257/1250")
 *
 * Returns: (transfer full) (nullable): the number, or %NULL with
 *   %MNR_CHAIN_ERROR_SYNTAX
 */
MnrRational *mnr_rational_new_from_text (const char *text,
                                         GError **error);

/** The fraction @numerator ÷ @denominator, of which the second is above 0. */
MnrRational *mnr_rational_new (gint64 numerator,
                               gint64 denominator);

void mnr_rational_free (MnrRational *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrRational, mnr_rational_free)

/** Multiplies by 10^@exponent, which may be negative. */
void mnr_rational_scale (MnrRational *self,
                         int exponent);

/** Multiplies by @numerator ÷ @denominator, both above 0. */
void mnr_rational_multiply (MnrRational *self,
                            guint numerator,
                            guint denominator);

/** Turns the number, which is above 0, into 1 ÷ the number. */
void mnr_rational_invert (MnrRational *self);

/** Less than, equal to or greater than 0, as the number is. */
int mnr_rational_sign (const MnrRational *self);

/** The number as "numerator/denominator" in lowest terms. */
char *mnr_rational_to_text (const MnrRational *self);

/**
 * mnr_rational_to_scientific:
 * @digits: significant digits, rounded towards zero
 *
 * Returns: (transfer full): a text such as "-1.99e-19", or "0"
 */
char *mnr_rational_to_scientific (const MnrRational *self,
                                  guint digits);

/** The same number without an exponent: "0.000199"; as many zeros as it takes. */
char *mnr_rational_to_decimal (const MnrRational *self,
                               guint digits);

/** The largest part of a price that is sent: far below 2^63, fine to 1e-10. */
#define MNR_PRICE_PART_MAX G_GINT64_CONSTANT (10000000000)

/**
 * mnr_rational_approximate:
 * @self: above 0
 * @limit: the largest value of either part
 * @numerator: (out): the numerator of the nearest fraction, 1 to @limit
 * @denominator: (out): its denominator, 1 to @limit; on a tie the smaller
 * @relative_error: (out) (optional) (transfer full): fraction ÷ @self - 1
 *
 * By continued fractions (pricefeed.md 3.7). Whatever would be further than
 * a millionth from the number is refused rather than clamped.
 *
 * Returns: %FALSE with %MNR_CHAIN_ERROR_VALUE if there is no such fraction
 */
gboolean mnr_rational_approximate (const MnrRational *self,
                                   gint64 limit,
                                   gint64 *numerator,
                                   gint64 *denominator,
                                   MnrRational **relative_error,
                                   GError **error);

/**
 * mnr_price_approximate:
 * @price: so many whole base tokens for one whole quote token, above 0
 * @base_precision: decimals of the base asset
 * @quote_precision: decimals of the quote asset
 * @base_amount: (out): the price's base amount, in smallest units
 * @quote_amount: (out): its quote amount
 * @relative_error: (out) (optional) (transfer full): see mnr_rational_approximate()
 *
 * The pair of integers that says @price on the chain.
 *
 * Returns: %FALSE with an error as mnr_rational_approximate()
 */
gboolean mnr_price_approximate (const MnrRational *price,
                                guint base_precision,
                                guint quote_precision,
                                gint64 limit,
                                gint64 *base_amount,
                                gint64 *quote_amount,
                                MnrRational **relative_error,
                                GError **error);

G_END_DECLS
