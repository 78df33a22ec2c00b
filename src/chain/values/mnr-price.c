/* mnr-price.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-price.h"

#include <glib/gi18n-lib.h>

#include "mnr-error.h"

gboolean
mnr_multiply_divide (gint64 a,
                     gint64 b,
                     gint64 divisor,
                     MnrRounding rounding,
                     gint64 *result,
                     GError **error)
{
  unsigned __int128 product;

  if (a < 0 || b < 0 || divisor < 1)
    return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_VALUE,
                           _ ("An amount or a price is not positive"));

  product = (unsigned __int128) (guint64) a * (guint64) b;
  if (rounding == MNR_ROUND_UP)
    product += (guint64) divisor - 1;
  product /= (guint64) divisor;
  if (product > (guint64) MNR_SHARE_SUPPLY_MAX)
    return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_VALUE,
                           _ ("An amount passes what the chain can count"));

  *result = (gint64) product;
  return TRUE;
}

gboolean
mnr_amount_convert (const MnrAmount *amount,
                    const MnrPrice *price,
                    MnrRounding rounding,
                    MnrAmount *result,
                    GError **error)
{
  const MnrAmount *from = &price->base, *to = &price->quote;

  if (amount->asset_id != from->asset_id)
    {
      from = &price->quote;
      to = &price->base;
    }
  if (amount->asset_id != from->asset_id)
    return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_VALUE,
                           _ ("The price is not one of this asset"));

  if (!mnr_multiply_divide (amount->amount, to->amount, from->amount, rounding,
                            &result->amount, error))
    return FALSE;

  result->asset_id = to->asset_id;
  return TRUE;
}

gboolean
mnr_price_is_null (const MnrPrice *price)
{
  /* A test of the ids: a prediction market resolved "no" has an amount of 0. */
  return price->base.asset_id == price->quote.asset_id;
}

MnrPrice
mnr_price_invert (const MnrPrice *price)
{
  return (MnrPrice){ .base = price->quote, .quote = price->base };
}

void
mnr_price_reduce (MnrPrice *price)
{
  gint64 a = price->base.amount, b = price->quote.amount;

  g_return_if_fail (a > 0 && b > 0);

  while (b != 0)
    {
      gint64 rest = a % b;

      a = b;
      b = rest;
    }

  price->base.amount /= a;
  price->quote.amount /= a;
}

int
mnr_price_compare (const MnrPrice *a,
                   const MnrPrice *b)
{
  __int128 left, right;

  if (a->base.asset_id != b->base.asset_id)
    return a->base.asset_id < b->base.asset_id ? -1 : 1;
  if (a->quote.asset_id != b->quote.asset_id)
    return a->quote.asset_id < b->quote.asset_id ? -1 : 1;

  left = (__int128) a->base.amount * b->quote.amount;
  right = (__int128) b->base.amount * a->quote.amount;
  return (left > right) - (left < right);
}
