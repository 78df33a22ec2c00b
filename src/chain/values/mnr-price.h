/* mnr-price.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-decimal.h"
#include "mnr-object-id.h"

G_BEGIN_DECLS

/** An amount of an asset, in its smallest units (protocol.md 2.2). */
typedef struct
{
  gint64 amount;
  MnrObjectId asset_id;
} MnrAmount;

/**
 * MnrPrice:
 *
 * What @base is worth in @quote: so many units of the one for so many of the
 * other. Both orientations of a pair of assets are in use, so look at the ids.
 */
typedef struct
{
  MnrAmount base;
  MnrAmount quote;
} MnrPrice;

typedef enum
{
  MNR_ROUND_DOWN,
  MNR_ROUND_UP,
} MnrRounding;

/**
 * mnr_multiply_divide:
 * @a: a factor, at least 0
 * @b: a factor, at least 0
 * @divisor: at least 1
 * @result: (out): @a × @b ÷ @divisor, by way of 128 bits
 *
 * Returns: %FALSE with %MNR_CHAIN_ERROR_VALUE if an argument is out of range
 *   or the result is beyond %MNR_SHARE_SUPPLY_MAX
 */
gboolean mnr_multiply_divide (gint64 a,
                              gint64 b,
                              gint64 divisor,
                              MnrRounding rounding,
                              gint64 *result,
                              GError **error);

/**
 * mnr_amount_convert:
 * @amount: an amount of either asset of @price
 * @result: (out): what it is worth in the other
 *
 * The chain's own `asset × price`: rounds down where something is paid out,
 * up where something is asked for (protocol.md 6, 13.13).
 *
 * Returns: %FALSE with %MNR_CHAIN_ERROR_VALUE if the price is of other
 *   assets, not positive, or the result is beyond %MNR_SHARE_SUPPLY_MAX
 */
gboolean mnr_amount_convert (const MnrAmount *amount,
                             const MnrPrice *price,
                             MnrRounding rounding,
                             MnrAmount *result,
                             GError **error);

/** Whether no asset is named: the null price of protocol.md 10.1. */
gboolean mnr_price_is_null (const MnrPrice *price);

/** The same price the other way round. */
MnrPrice mnr_price_invert (const MnrPrice *price);

/** Divides both amounts by their greatest common divisor. */
void mnr_price_reduce (MnrPrice *price);

/**
 * mnr_price_compare:
 *
 * The chain's order (protocol.md 10.3, 5): by base asset, by quote asset, then
 * by base ÷ quote, compared by cross multiplication.
 *
 * Returns: less than, equal to or greater than 0
 */
int mnr_price_compare (const MnrPrice *a,
                       const MnrPrice *b);

G_END_DECLS
