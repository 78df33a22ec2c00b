/* mnr-collateral.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-collateral.h"

typedef unsigned __int128 Wide;

static int
compare_wide (Wide a,
              Wide b)
{
  return (a > b) - (a < b);
}

/* Amounts are never negative where these functions are asked; should one be,
 * it must not turn into a huge one. */
static Wide
multiply (gint64 a,
          gint64 b)
{
  return a > 0 && b > 0 ? (Wide) (guint64) a * (guint64) b : 0;
}

int
mnr_collateral_compare_positions (gint64 collateral_a,
                                  gint64 debt_a,
                                  gint64 collateral_b,
                                  gint64 debt_b)
{
  return compare_wide (multiply (collateral_a, debt_b), multiply (collateral_b, debt_a));
}

int
mnr_collateral_compare (gint64 collateral,
                        gint64 debt,
                        const MnrPrice *collateralization)
{
  return mnr_collateral_compare_positions (collateral, debt, collateralization->base.amount,
                                           collateralization->quote.amount);
}

MnrPrice
mnr_call_order_get_collateralization (const MnrCallOrder *self)
{
  return (MnrPrice){
    .base = { self->collateral, self->call_price.base.asset_id },
    .quote = { self->debt, self->call_price.quote.asset_id },
  };
}

/* A fraction too large for a price. */
typedef struct
{
  Wide numerator;
  Wide denominator;
} Fraction;

static Fraction
reduce (Wide numerator,
        Wide denominator)
{
  Wide a = numerator, b = denominator;

  while (b != 0)
    {
      Wide rest = a % b;

      a = b;
      b = rest;
    }
  return (Fraction){ numerator / a, denominator / a };
}

/* Compares two fractions by their continued fractions: cross products of these
 * numbers could pass even 128 bits. */
static int
compare_fractions (Fraction a,
                   Fraction b)
{
  int sign = 1;

  for (;;)
    {
      Wide whole_a = a.numerator / a.denominator, rest_a = a.numerator % a.denominator;
      Wide whole_b = b.numerator / b.denominator, rest_b = b.numerator % b.denominator;

      if (whole_a != whole_b)
        return sign * compare_wide (whole_a, whole_b);
      if (rest_a == 0 || rest_b == 0)
        return sign * compare_wide (rest_a != 0, rest_b != 0);

      /* The smaller the reciprocal of what is left, the larger the fraction. */
      a = (Fraction){ a.denominator, rest_a };
      b = (Fraction){ b.denominator, rest_b };
      sign = -sign;
    }
}

/* How far @approximation is from @exact, times the denominator of @exact. */
static Fraction
distance (Fraction approximation,
          Fraction exact)
{
  Wide left = approximation.numerator * exact.denominator;
  Wide right = exact.numerator * approximation.denominator;

  return (Fraction){ left > right ? left - right : right - left, approximation.denominator };
}

/* The nearest whole number or one over a whole number, towards zero digits. */
static Fraction
make_whole (Fraction exact)
{
  const Wide most = (guint64) MNR_SHARE_SUPPLY_MAX;

  if (exact.numerator > exact.denominator)
    return (Fraction){ MIN (exact.numerator / exact.denominator, most), 1 };
  return (Fraction){ 1, MIN (exact.denominator / exact.numerator, most) };
}

MnrPrice
mnr_price_scale (const MnrPrice *price,
                 guint numerator,
                 guint denominator)
{
  const Wide most = (guint64) MNR_SHARE_SUPPLY_MAX;
  Fraction exact, result;
  gboolean halved = FALSE, at_edge = FALSE;
  MnrPrice scaled = *price;

  g_return_val_if_fail (price->base.amount > 0 && price->quote.amount > 0, scaled);
  g_return_val_if_fail (numerator > 0 && denominator > 0, scaled);

  if (numerator == denominator)
    return scaled;

  exact = reduce ((Wide) (guint64) price->base.amount * numerator,
                  (Wide) (guint64) price->quote.amount * denominator);
  result = exact;
  while (!at_edge && (result.numerator > most || result.denominator > most))
    {
      if (result.numerator == 1 || result.denominator == 1)
        {
          result = make_whole (result);
          at_edge = TRUE;
        }
      else
        {
          result = reduce (result.numerator / 2, result.denominator / 2);
          halved = TRUE;
        }
    }

  /* Halving loses digits, most where one part is small: a whole number may
   * then be closer. At the edge of the range it is always taken. */
  if (halved)
    {
      Fraction whole = make_whole (exact);

      if (whole.numerator == most || whole.denominator == most ||
          compare_fractions (distance (whole, exact), distance (result, exact)) < 0)
        result = whole;
    }

  scaled.base.amount = (gint64) result.numerator;
  scaled.quote.amount = (gint64) result.denominator;

  /* A price beyond the range must not come back from its edge on the wrong
   * side of where it started. */
  if (halved || at_edge)
    {
      int moved = mnr_price_compare (&scaled, price);

      if (numerator > denominator ? moved < 0 : moved > 0)
        return *price;
    }
  return scaled;
}

static MnrPrice
get_collateralization (const MnrFeed *feed,
                       guint ratio)
{
  MnrPrice price;

  if (!mnr_feed_has_price (feed))
    return (MnrPrice){ .base.asset_id = MNR_CORE_ASSET, .quote.asset_id = MNR_CORE_ASSET };

  price = mnr_price_invert (&feed->settlement_price);
  return mnr_price_scale (&price, ratio, MNR_RATIO_ONE);
}

gboolean
mnr_feed_has_price (const MnrFeed *self)
{
  const MnrPrice *price = &self->settlement_price;

  /* Feeds of a changed backing asset are null by their ids; amounts of 0 could
   * only come from a node gone wrong, and must not be divided by. */
  return !mnr_price_is_null (price) && price->base.amount > 0 && price->quote.amount > 0;
}

MnrPrice
mnr_feed_get_maintenance_collateralization (const MnrFeed *self)
{
  return get_collateralization (self, self->maintenance_collateral_ratio);
}

MnrPrice
mnr_feed_get_initial_collateralization (const MnrFeed *self)
{
  return get_collateralization (self, MAX (self->initial_collateral_ratio,
                                           self->maintenance_collateral_ratio));
}

MnrPrice
mnr_feed_get_squeeze_price (const MnrFeed *self)
{
  return mnr_price_scale (&self->settlement_price, MNR_RATIO_ONE,
                          self->maximum_short_squeeze_ratio);
}

gint64
mnr_feed_get_collateral_ratio (const MnrFeed *self,
                               gint64 collateral,
                               gint64 debt)
{
  const MnrPrice *price = &self->settlement_price;
  const Wide owed = (Wide) debt * (guint64) price->quote.amount;
  const Wide covered = (Wide) collateral * (guint64) price->base.amount;
  Wide ratio;

  g_return_val_if_fail (collateral >= 0 && owed > 0, 0);

  /* Only amounts that there cannot be come near the limit. */
  if (covered > ~(Wide) 0 / MNR_RATIO_ONE)
    return G_MAXINT64;
  ratio = covered * MNR_RATIO_ONE / owed;
  return (gint64) MIN (ratio, (Wide) G_MAXINT64);
}

/* The price of the debt at which a position's ratio is @ratio. */
static MnrPrice
get_price_of_ratio (const MnrFeed *self,
                    gint64 collateral,
                    gint64 debt,
                    guint ratio)
{
  const MnrPrice bare = {
    .base = { debt, self->settlement_price.base.asset_id },
    .quote = { collateral, self->settlement_price.quote.asset_id },
  };

  return mnr_price_scale (&bare, ratio, MNR_RATIO_ONE);
}

MnrPrice
mnr_feed_get_call_price (const MnrFeed *self,
                         gint64 collateral,
                         gint64 debt)
{
  return get_price_of_ratio (self, collateral, debt, self->maintenance_collateral_ratio);
}

MnrPrice
mnr_feed_get_swan_price (const MnrFeed *self,
                         gint64 collateral,
                         gint64 debt)
{
  return get_price_of_ratio (self, collateral, debt, self->maximum_short_squeeze_ratio);
}

gboolean
mnr_feed_get_next_call_price (const MnrFeed *self,
                              gint64 collateral,
                              gint64 debt,
                              guint target,
                              MnrPrice *price)
{
  if (target <= self->maintenance_collateral_ratio)
    return FALSE;

  /* At the price F of the call the rest has the ratio t, so it comes down to
   * the ratio m where the debt is worth F × t ÷ m. */
  *price = mnr_feed_get_call_price (self, collateral, debt);
  *price = mnr_price_scale (price, self->maintenance_collateral_ratio, target);
  return TRUE;
}

guint
mnr_feed_get_margin_call_order_ratio (const MnrFeed *self,
                                      const guint16 *margin_call_fee_ratio)
{
  guint squeeze = self->maximum_short_squeeze_ratio;
  guint fee = margin_call_fee_ratio != NULL ? *margin_call_fee_ratio : 0;

  return fee < squeeze ? MAX (squeeze - fee, MNR_RATIO_ONE) : MNR_RATIO_ONE;
}

MnrPrice
mnr_feed_get_margin_call_order_price (const MnrFeed *self,
                                      const guint16 *margin_call_fee_ratio)
{
  return mnr_price_scale (&self->settlement_price, MNR_RATIO_ONE,
                          mnr_feed_get_margin_call_order_ratio (self, margin_call_fee_ratio));
}

MnrPrice
mnr_feed_get_margin_call_pays_price (const MnrFeed *self,
                                     const MnrPrice *match_price,
                                     const guint16 *margin_call_fee_ratio)
{
  return mnr_price_scale (match_price,
                          mnr_feed_get_margin_call_order_ratio (self, margin_call_fee_ratio),
                          self->maximum_short_squeeze_ratio);
}

gboolean
mnr_bitasset_data_is_globally_settled (const MnrBitassetData *self)
{
  return !mnr_price_is_null (&self->settlement_price);
}

gboolean
mnr_bitasset_data_has_feed (const MnrBitassetData *self)
{
  return mnr_feed_has_price (&self->current_feed);
}

MnrBlackSwanResponse
mnr_bitasset_options_get_black_swan_response (const MnrBitassetOptions *self)
{
  const guint8 *method = self->extensions.black_swan_response_method;

  return method != NULL ? (MnrBlackSwanResponse) *method : MNR_BLACK_SWAN_GLOBAL_SETTLEMENT;
}

gboolean
mnr_bitasset_data_has_individual_fund (const MnrBitassetData *self)
{
  return self->individual_settlement_debt != 0 &&
         mnr_bitasset_options_get_black_swan_response (&self->options) ==
           MNR_BLACK_SWAN_INDIVIDUAL_TO_FUND;
}

MnrPrice
mnr_bitasset_data_get_individual_settlement_price (const MnrBitassetData *self)
{
  return (MnrPrice){
    .base = { self->individual_settlement_debt, self->asset_id },
    .quote = { self->individual_settlement_fund, self->options.short_backing_asset },
  };
}
