/* mnr-ledger-market-math.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-ledger-market.h"

#include <glib/gi18n-lib.h>

const MnrRule mnr_rule_market_internal = {
  .id = "market.out-of-range",
  .severity = MNR_SEVERITY_REFUSED,
  .expression = "result <= GRAPHENE_MAX_SHARE_SUPPLY",
};

void
mnr_ledger_fail (MnrLedger *self,
                 const MnrRule *rule)
{
  if (self->failure == NULL)
    self->failure = rule;
}

gboolean
mnr_ledger_finish (MnrLedger *self,
                   GError **error)
{
  const MnrRule *rule = g_steal_pointer (&self->failure);

  return rule == NULL || mnr_ledger_refuse (self, rule, error);
}

gboolean
mnr_ledger_end_attempt (MnrLedger *self)
{
  if (g_steal_pointer (&self->failure) == NULL)
    {
      mnr_ledger_commit (self);
      return TRUE;
    }
  mnr_ledger_undo (self);
  return FALSE;
}

MnrAmount
mnr_ledger_convert (MnrLedger *self,
                    const MnrAmount *amount,
                    const MnrPrice *price,
                    MnrRounding rounding)
{
  MnrAmount result;

  if (!mnr_amount_convert (amount, price, rounding, &result, NULL))
    {
      mnr_ledger_fail (self, &mnr_rule_market_internal);
      result.amount = 0;
      result.asset_id = amount->asset_id == price->base.asset_id ? price->quote.asset_id
                                                                 : price->base.asset_id;
    }
  return result;
}

gint64
mnr_ledger_percent (gint64 amount,
                    guint percent)
{
  return (gint64) ((unsigned __int128) (guint64) amount * percent / 10000);
}

MnrPrice
mnr_bitasset_get_squeeze_price (const MnrBitassetData *bad)
{
  return mnr_feed_get_squeeze_price (&bad->current_feed);
}

MnrPrice
mnr_bitasset_get_margin_call_order_price (const MnrBitassetData *bad)
{
  return mnr_feed_get_margin_call_order_price (&bad->current_feed,
                                               bad->options.extensions.margin_call_fee_ratio);
}

MnrPrice
mnr_bitasset_get_margin_call_pays_price (const MnrBitassetData *bad,
                                         const MnrPrice *match_price)
{
  return mnr_feed_get_margin_call_pays_price (&bad->current_feed, match_price,
                                              bad->options.extensions.margin_call_fee_ratio);
}

MnrPrice
mnr_bitasset_get_fill_price (const MnrBitassetData *bad,
                             const MnrPrice *pays_price)
{
  guint order_ratio = mnr_feed_get_margin_call_order_ratio (
    &bad->current_feed, bad->options.extensions.margin_call_fee_ratio);

  return mnr_price_scale (pays_price, bad->current_feed.maximum_short_squeeze_ratio, order_ratio);
}

MnrBlackSwanResponse
mnr_bitasset_get_response (const MnrBitassetData *bad)
{
  return mnr_bitasset_options_get_black_swan_response (&bad->options);
}

gboolean
mnr_bitasset_is_capped (const MnrBitassetData *bad)
{
  return mnr_price_compare (&bad->median_feed.settlement_price,
                            &bad->current_feed.settlement_price) != 0;
}

gboolean
mnr_call_order_is_called (const MnrCallOrder *call,
                          const MnrBitassetData *bad)
{
  return mnr_collateral_compare (call->collateral, call->debt,
                                 &bad->current_maintenance_collateralization) <= 0;
}

void
mnr_ledger_pay (MnrLedger *self,
                MnrObjectId account,
                MnrAmount amount)
{
  if (amount.amount > 0)
    mnr_ledger_adjust_balance (self, account, amount.asset_id, amount.amount);
}

void
mnr_ledger_take (MnrLedger *self,
                 MnrObjectId account,
                 MnrAmount amount)
{
  if (amount.amount > 0)
    mnr_ledger_adjust_balance (self, account, amount.asset_id, -amount.amount);
}

void
mnr_ledger_accumulate_collateral_fee (MnrLedger *self,
                                      MnrObjectId asset,
                                      gint64 amount)
{
  MnrAssetDynamicData *dynamic;

  if (amount == 0)
    return;

  dynamic = mnr_store_edit (self->store,
                            mnr_ledger_get_asset (self, asset)->dynamic_asset_data_id);
  dynamic->accumulated_collateral_fees += amount;
  mnr_store_done (self->store, dynamic);
}

/*
 * The target collateral ratio. Products of four amounts and a ratio do not fit
 * 128 bits, so there is a number of 256, with the little that is needed.
 */

typedef struct
{
  guint64 limbs[4]; /* the least first */
} Huge;

static Huge
huge_multiply (Huge a,
               guint64 b)
{
  unsigned __int128 carry = 0;

  for (guint i = 0; i < G_N_ELEMENTS (a.limbs); i++)
    {
      carry += (unsigned __int128) a.limbs[i] * b;
      a.limbs[i] = (guint64) carry;
      carry >>= 64;
    }
  return a;
}

/* a - b or a + b */
static Huge
huge_combine (Huge a,
              Huge b,
              gboolean subtract)
{
  unsigned __int128 carry = subtract ? 1 : 0;

  for (guint i = 0; i < G_N_ELEMENTS (a.limbs); i++)
    {
      carry += (unsigned __int128) a.limbs[i] + (subtract ? ~b.limbs[i] : b.limbs[i]);
      a.limbs[i] = (guint64) carry;
      carry >>= 64;
    }
  return a;
}

static int
huge_compare (Huge a,
              Huge b)
{
  for (int i = G_N_ELEMENTS (a.limbs) - 1; i >= 0; i--)
    if (a.limbs[i] != b.limbs[i])
      return a.limbs[i] < b.limbs[i] ? -1 : 1;
  return 0;
}

static Huge
huge_product (gint64 a,
              gint64 b,
              gint64 c,
              gint64 d)
{
  Huge product = { { (guint64) a } };

  product = huge_multiply (product, (guint64) b);
  product = huge_multiply (product, (guint64) c);
  return huge_multiply (product, (guint64) d);
}

/* a ÷ b rounded down, at most @limit; found by halving, as quotients are small. */
static gint64
huge_divide (Huge a,
             Huge b,
             gint64 limit)
{
  gint64 low = 0, high = limit;

  while (low < high)
    {
      gint64 middle = low + (high - low + 1) / 2;

      if (huge_compare (huge_multiply (b, (guint64) middle), a) <= 0)
        low = middle;
      else
        high = middle - 1;
    }
  return low;
}

/* An amount of debt to cover and of collateral to pay for it. */
typedef struct
{
  gint64 pay;
  gint64 cover;
} Deal;

typedef struct
{
  MnrLedger *ledger;
  const MnrCallOrder *call;
  MnrPrice price;  /* base: collateral, quote: debt */
  MnrPrice target; /* the ratio to pass, in the same orientation */
} Search;

static gint64
get_cover (const Search *search,
           gint64 pay,
           MnrRounding rounding)
{
  MnrAmount amount = { pay, search->price.base.asset_id };

  return mnr_ledger_convert (search->ledger, &amount, &search->price, rounding).amount;
}

static gint64
get_pay (const Search *search,
         gint64 cover,
         MnrRounding rounding)
{
  MnrAmount amount = { cover, search->price.quote.asset_id };

  return mnr_ledger_convert (search->ledger, &amount, &search->price, rounding).amount;
}

/* Whether the position is above its target after the deal. */
static gboolean
is_enough (const Search *search,
           const Deal *deal)
{
  return mnr_collateral_compare (search->call->collateral - deal->pay,
                                 search->call->debt - deal->cover, &search->target) > 0;
}

/* The deal halfway between two, with amounts that belong together: what is paid
 * rounded up for what is covered, so that nobody gets something for nothing. */
static Deal
get_middle (const Search *search,
            const Deal *least,
            const Deal *most)
{
  Deal middle;

  if (search->price.base.amount < search->price.quote.amount)
    {
      /* A unit of collateral is the finer step. */
      middle.pay = (least->pay + most->pay + 1) / 2;
      if (middle.pay == most->pay)
        return *most;
      middle.cover = get_cover (search, middle.pay, MNR_ROUND_DOWN);
      if (middle.cover >= most->cover)
        return *most;
      middle.pay = get_pay (search, middle.cover, MNR_ROUND_UP);
    }
  else
    {
      middle.cover = (least->cover + most->cover) / 2;
      if (middle.cover == most->cover)
        return *most;
      middle.pay = get_pay (search, middle.cover, MNR_ROUND_UP);
      if (middle.pay >= most->pay)
        return *most;
      middle.cover = get_cover (search, middle.pay, MNR_ROUND_DOWN);
      if (middle.cover >= most->cover)
        return *most;
    }

  /* Rounding may lead back to where it started: then only the upper end is left. */
  if (middle.pay <= least->pay || middle.cover <= least->cover || middle.pay > most->pay ||
      middle.cover > most->cover)
    return *most;
  return middle;
}

/* Halves the way between a deal that is too small and one that may be enough.
 * Returns 0, and the last deal tried, if even the largest is not enough. */
static gint64
bisect (const Search *search,
        Deal least,
        Deal most,
        Deal *last)
{
  gboolean most_is_enough = FALSE;

  for (;;)
    {
      Deal deal = get_middle (search, &least, &most);

      if (mnr_ledger_has_failed (search->ledger))
        return search->call->debt;
      *last = deal;
      if (deal.pay == most.pay && (most_is_enough || deal.pay == search->call->collateral))
        return deal.cover;
      if (deal.pay >= search->call->collateral || deal.cover >= search->call->debt)
        return search->call->debt;

      if (is_enough (search, &deal))
        {
          if (deal.pay == most.pay)
            return deal.cover;
          most = deal;
          most_is_enough = TRUE;
        }
      else if (deal.pay == most.pay)
        return 0;
      else
        least = deal;
    }
}

/* From a deal that is too small in steps that grow like Fibonacci's numbers to
 * the first that is enough, which is what a node settles on. */
static gint64
search_forward (const Search *search,
                Deal deal)
{
  gint64 step = 1, next = 1;

  for (;;)
    {
      if (search->price.base.amount > search->price.quote.amount)
        {
          deal.pay += step;
          if (deal.pay >= search->call->collateral)
            return search->call->debt;
          deal.cover = get_cover (search, deal.pay, MNR_ROUND_DOWN);
          if (deal.cover >= search->call->debt)
            return search->call->debt;
          deal.pay = get_pay (search, deal.cover, MNR_ROUND_UP);
        }
      else
        {
          deal.cover += step;
          if (deal.cover >= search->call->debt)
            return search->call->debt;
          deal.pay = get_pay (search, deal.cover, MNR_ROUND_UP);
          if (deal.pay >= search->call->collateral)
            return search->call->debt;
          deal.cover = get_cover (search, deal.pay, MNR_ROUND_DOWN);
        }
      if (deal.pay >= search->call->collateral || deal.cover >= search->call->debt ||
          mnr_ledger_has_failed (search->ledger))
        return search->call->debt;
      if (is_enough (search, &deal))
        return deal.cover;

      gint64 sum = step + next;
      step = next;
      next = sum;
    }
}

/* The largest deal that rounding can make necessary, from an estimate of what to cover. */
static Deal
get_largest_deal (const Search *search,
                  gint64 cover)
{
  const MnrCallOrder *call = search->call;
  Deal all = { call->collateral, call->debt }, deal;

  if (cover == call->debt)
    return all;
  deal.pay = get_pay (search, cover, MNR_ROUND_UP);
  if (deal.pay >= call->collateral)
    return all;
  deal.cover = get_cover (search, deal.pay, MNR_ROUND_DOWN);
  return deal.cover >= call->debt ? all : deal;
}

gint64
mnr_ledger_get_max_debt_to_cover (MnrLedger *self,
                                  const MnrCallOrder *call,
                                  const MnrPrice *pays_price,
                                  const MnrBitassetData *bad)
{
  /* With the target ratio t, the feed f and the pay price p, both as debt ÷
   * collateral, the debt to cover is (t × D - f × C) ÷ (t - f ÷ p): all
   * fractions multiplied out. */
  Search search = { .ledger = self, .call = call, .price = *pays_price };
  const MnrPrice *median = &bad->median_feed.settlement_price;
  MnrPrice feed = mnr_price_invert (median);
  Huge owed, covered, least, part, numerator, denominator;
  Deal deal, largest, last = { 0 };
  guint ratio;
  gint64 cover;

  if (!mnr_call_order_is_called (call, bad))
    return 0;
  if (call->target_collateral_ratio == NULL)
    return call->debt;

  if (search.price.base.asset_id != call->call_price.base.asset_id)
    search.price = mnr_price_invert (&search.price);
  ratio = MAX (*call->target_collateral_ratio, bad->current_feed.maintenance_collateral_ratio);
  search.target = mnr_price_scale (&feed, ratio, MNR_RATIO_ONE);

  part = huge_product (feed.base.amount, search.price.quote.amount, 1, ratio);
  owed = huge_multiply (part, (guint64) call->debt);
  covered = huge_product (feed.quote.amount, search.price.quote.amount, call->collateral,
                          MNR_RATIO_ONE);
  if (huge_compare (owed, covered) < 0)
    return 0;
  least = huge_product (feed.quote.amount, search.price.base.amount, 1, MNR_RATIO_ONE);
  if (huge_compare (part, least) <= 0)
    return call->debt; /* every deal lowers the ratio */
  numerator = huge_combine (owed, covered, TRUE);
  denominator = huge_combine (part, least, TRUE);

  cover = huge_divide (numerator, denominator, call->debt);
  if (cover >= call->debt)
    return call->debt;

  /* Amounts that belong together: down, down and up comes closest most often. */
  deal.pay = get_pay (&search, cover, MNR_ROUND_DOWN);
  deal.cover = get_cover (&search, deal.pay, MNR_ROUND_DOWN);
  deal.pay = get_pay (&search, deal.cover, MNR_ROUND_UP);
  if (deal.cover >= call->debt || deal.pay >= call->collateral)
    return call->debt;
  if (is_enough (&search, &deal))
    return deal.cover;

  /* Rounding made it too small. What one more unit of debt asks for is an upper end. */
  numerator = huge_combine (numerator, part, FALSE);
  cover = huge_divide (numerator, denominator, call->debt);
  largest = get_largest_deal (&search, MIN (cover + 1, call->debt));
  if (largest.pay <= deal.pay || largest.cover <= deal.cover)
    return call->debt;

  cover = bisect (&search, deal, largest, &last);
  return cover > 0 ? cover : search_forward (&search, last);
}
