/* mnr-scale.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-scale.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/values/mnr-text.h"
#include "mnr-geometry.h"
#include "rules/mnr-collateral.h"

typedef unsigned __int128 Wide;

static void
zone_free (gpointer data)
{
  MnrZone *zone = data;

  g_free (zone->name);
  g_free (zone);
}

static void
mark_free (gpointer data)
{
  MnrMark *mark = data;

  g_free (mark->sign);
  g_free (mark->name);
  g_free (mark->text);
  g_free (mark);
}

static void
tick_free (gpointer data)
{
  MnrTick *tick = data;

  g_free (tick->text);
  g_free (tick);
}

static MnrScale *
scale_new (const char *title)
{
  MnrScale *self = g_new0 (MnrScale, 1);

  self->title = g_strdup (title);
  self->zones = g_ptr_array_new_with_free_func (zone_free);
  self->marks = g_ptr_array_new_with_free_func (mark_free);
  self->ticks = g_ptr_array_new_with_free_func (tick_free);
  return self;
}

void
mnr_scale_free (MnrScale *self)
{
  g_free (self->title);
  g_free (self->value);
  g_free (self->note);
  g_ptr_array_unref (self->zones);
  g_ptr_array_unref (self->marks);
  g_ptr_array_unref (self->ticks);
  g_free (self);
}

static void
add_zone (MnrScale *self,
          guint from,
          guint to,
          MnrZoneKind kind,
          const char *name)
{
  MnrZone *zone;

  if (from >= to)
    return;
  zone = g_new0 (MnrZone, 1);
  zone->from = from;
  zone->to = to;
  zone->kind = kind;
  zone->name = g_strdup (name);
  g_ptr_array_add (self->zones, zone);
}

/* Takes text. */
static void
add_mark (MnrScale *self,
          guint place,
          const char *name,
          char *text)
{
  MnrMark *mark = g_new0 (MnrMark, 1);

  mark->place = place;
  mark->name = g_strdup (name);
  mark->text = text;
  g_ptr_array_add (self->marks, mark);
}

/* Takes text. */
static void
add_tick (MnrScale *self,
          guint place,
          char *text)
{
  MnrTick *tick = g_new0 (MnrTick, 1);

  tick->place = place;
  tick->text = text;
  g_ptr_array_add (self->ticks, tick);
}

static int
compare_marks (gconstpointer a,
               gconstpointer b)
{
  const MnrMark *first = *(const MnrMark *const *) a, *second = *(const MnrMark *const *) b;

  return (first->place > second->place) - (first->place < second->place);
}

/* Puts the marks in their order, and a letter at each. */
static void
sign_marks (MnrScale *self)
{
  g_ptr_array_sort (self->marks, compare_marks);
  for (guint i = 0; i < self->marks->len; i++)
    {
      MnrMark *mark = g_ptr_array_index (self->marks, i);

      mark->sign = g_strdup_printf ("%c", (char) ('A' + i));
    }
}

char *
mnr_scale_describe (const MnrScale *self)
{
  GString *text = g_string_new (self->value);

  g_string_append (text, ". ");
  for (guint i = 0; i < self->marks->len; i++)
    {
      const MnrMark *mark = g_ptr_array_index (self->marks, i);

      g_string_append_printf (text, "%s: %s. ", mark->name, mark->text);
    }
  if (self->note != NULL)
    g_string_append (text, self->note);
  return g_strchomp (g_string_free (text, FALSE));
}

/* Numbers */

char *
mnr_amount_format_grouped (gint64 amount,
                           const MnrAssetName *asset)
{
  g_autofree char *number = mnr_decimal_format (amount, MIN (asset->precision, MNR_PRECISION_MAX));
  g_autofree char *grouped = mnr_decimal_group (number);
  g_autofree char *symbol = mnr_text_make_visible (asset->symbol);

  return g_strdup_printf ("%s %s", grouped, symbol);
}

static char *
format_count (gint64 count)
{
  g_autofree char *number = mnr_decimal_format (count, 0);

  return mnr_decimal_group (number);
}

char *
mnr_price_format_one (const MnrPrice *price,
                      const MnrAssetName *base,
                      const MnrAssetName *quote)
{
  guint decimals = MIN (quote->precision, MNR_PRECISION_MAX);
  Wide value = (Wide) (guint64) price->quote.amount;
  g_autofree char *number = NULL;
  g_autofree char *grouped = NULL;
  g_autofree char *base_symbol = mnr_text_make_visible (base->symbol);
  g_autofree char *quote_symbol = mnr_text_make_visible (quote->symbol);

  g_return_val_if_fail (price->base.amount > 0 && price->quote.amount > 0, NULL);

  for (guint i = MIN (base->precision, MNR_PRECISION_MAX); i > 0; i--)
    value *= 10;
  while (decimals < 18 && value / (guint64) price->base.amount < 100)
    {
      value *= 10;
      decimals++;
    }
  value /= (guint64) price->base.amount;
  number = mnr_decimal_format ((gint64) MIN (value, (Wide) G_MAXINT64), decimals);
  grouped = mnr_decimal_group (number);
  return g_strdup_printf ("1 %s = %s %s", base_symbol, grouped, quote_symbol);
}

/* Hundredths of a percent, as a percentage. */
static char *
format_percent (gint64 basis_points)
{
  g_autofree char *number = mnr_decimal_format (basis_points, 2);
  g_autofree char *grouped = NULL;

  if (g_str_has_suffix (number, ".00"))
    number[strlen (number) - 3] = '\0';
  grouped = mnr_decimal_group (number);
  return g_strdup_printf (_ ("%s%%"), grouped);
}

/* Supply */

MnrScale *
mnr_scale_new_supply (gint64 supply,
                      gint64 maximum,
                      const MnrAssetName *asset)
{
  MnrScale *self = scale_new (_ ("Supply"));
  const gint64 whole = MAX (maximum, 1);
  g_autofree char *now = mnr_amount_format_grouped (supply, asset);
  g_autofree char *most = mnr_amount_format_grouped (maximum, asset);
  const gint64 basis_points = (gint64) ((Wide) MAX (supply, 0) * 10000 / (guint64) whole);
  g_autofree char *share = format_percent (basis_points);

  if (supply > 0 && basis_points == 0)
    self->value = g_strdup_printf (_ ("%s of at most %s (less than 0.01%%)"), now, most);
  else
    self->value = g_strdup_printf (_ ("%s of at most %s (%s)"), now, most, share);
  add_zone (self, 0, mnr_geometry_place (supply, whole), MNR_ZONE_FILLED, NULL);
  for (guint i = 0; i <= 4; i++)
    add_tick (self, i * MNR_GEOMETRY_STEPS / 4, g_strdup_printf (_ ("%u%%"), i * 25));
  return self;
}

/* Fee pool */

MnrScale *
mnr_scale_new_pool (gint64 pool,
                    gint64 fee,
                    const MnrAssetName *core)
{
  MnrScale *self = scale_new (_ ("Fee pool"));
  g_autofree char *amount = mnr_amount_format_grouped (pool, core);
  const gint64 transfers = fee > 0 && pool > 0 ? pool / fee : 0;
  const gint64 end = mnr_geometry_round_up (MAX (transfers, 10 * MNR_POOL_LOW));
  const guint parts = mnr_geometry_get_parts (end);
  g_autofree char *count = format_count (transfers);
  const gboolean is_low = transfers < MNR_POOL_LOW;

  if (fee <= 0)
    {
      self->value = g_steal_pointer (&amount);
      return self;
    }

  if (pool <= 0)
    self->value = g_strdup (_ ("empty: nobody can pay fees in the asset"));
  else
    self->value = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s, about %s transfer left",
                                                "%s, about %s transfers left", (gulong) transfers),
                                   amount, count);
  if (is_low && pool > 0)
    self->note = g_strdup (_ ("The pool is below its low-water line: put core into it."));
  add_zone (self, 0, mnr_geometry_place (transfers, end),
            is_low ? MNR_ZONE_CAUTION : MNR_ZONE_FILLED, NULL);
  add_mark (self, mnr_geometry_place (MNR_POOL_LOW, end), _ ("Low water"),
            g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u transfer", "%u transfers",
                                          MNR_POOL_LOW),
                             MNR_POOL_LOW));
  sign_marks (self);
  for (guint i = 0; i <= parts; i++)
    add_tick (self, i * MNR_GEOMETRY_STEPS / parts,
              format_count ((gint64) ((Wide) end * i / parts)));
  return self;
}

/* Rate */

/* Makes a price one of an asset in core; whether it is one. */
static gboolean
orient (const MnrPrice *price,
        MnrPrice *oriented)
{
  *oriented = price->quote.asset_id == MNR_CORE_ASSET ? *price : mnr_price_invert (price);
  return oriented->quote.asset_id == MNR_CORE_ASSET && oriented->base.amount > 0 &&
         oriented->quote.amount > 0;
}

/* How much more fees cost than they are worth, in hundredths of a percent: market ÷
 * rate - 1, rounded towards 0. */
static gint64
get_premium (const MnrPrice *rate,
             const MnrPrice *market)
{
  /* No amount of a chain's is beyond 2^50, but a node may say so. */
  const Wide asked = (Wide) market->quote.amount * (guint64) rate->base.amount;
  const Wide given = (Wide) market->base.amount * (guint64) rate->quote.amount;
  const gboolean is_above = asked >= given;
  const Wide difference = is_above ? asked - given : given - asked;
  Wide share;

  if (difference > ~(Wide) 0 / 10000)
    share = difference / (given / 10000 > 0 ? given / 10000 : 1);
  else
    share = difference * 10000 / given;
  share = MIN (share, (Wide) G_MAXINT64);
  return is_above ? (gint64) share : -(gint64) share;
}

/* The zones and marks of a rate beside a price, both of the asset in core. */
static void
show_rate (MnrScale *self,
           const MnrPrice *own,
           const MnrPrice *price,
           const char *price_name,
           const MnrAssetName *asset,
           const MnrAssetName *core)
{
  /* The dearer of the two is at four fifths. */
  MnrPrice end = mnr_price_compare (own, price) < 0 ? *own : *price;
  guint edge;

  end = mnr_price_scale (&end, 4, 5);
  edge = mnr_geometry_place_price (price, &end);
  add_zone (self, 0, edge, MNR_ZONE_SAFE, _ ("safe"));
  add_zone (self, edge, MNR_GEOMETRY_STEPS, MNR_ZONE_DANGER, _ ("pool is drained"));
  add_mark (self, edge, price_name, mnr_price_format_one (price, asset, core));
  add_mark (self, mnr_geometry_place_price (own, &end), _ ("Rate"),
            mnr_price_format_one (own, asset, core));
  sign_marks (self);
}

MnrScale *
mnr_scale_new_rate (const MnrPrice *rate,
                    const MnrPrice *market,
                    const MnrAssetName *asset,
                    const MnrAssetName *core)
{
  MnrPrice own, bid;
  MnrScale *self;
  g_autofree char *percent = NULL;
  gint64 premium;

  if (!orient (rate, &own) || (market != NULL && !orient (market, &bid)))
    return NULL;

  self = scale_new (_ ("Core exchange rate"));
  self->value = mnr_price_format_one (&own, asset, core);
  if (market == NULL)
    {
      self->note = g_strdup (_ ("Nobody bids for the asset in core yet, so there is no market "
                                "to compare it with."));
      return self;
    }

  show_rate (self, &own, &bid, _ ("Market, best bid"), asset, core);
  premium = get_premium (&own, &bid);
  percent = format_percent (ABS (premium));
  if (mnr_price_compare (&own, &bid) < 0)
    self->note = g_strdup_printf (_ ("The rate values the asset higher than anybody bids. Fees "
                                     "paid in it cost %s less than they are worth, and traders "
                                     "can drain the pool: lower the rate."),
                                  percent);
  else if (premium == 0)
    self->note = g_strdup (_ ("The rate is the market’s: a small fall of the price, and the pool "
                              "can be drained."));
  else
    self->note = g_strdup_printf (_ ("Fees paid in the asset cost %s more than they are worth, so "
                                     "nobody gains by draining the pool."),
                                  percent);
  return self;
}

MnrScale *
mnr_scale_new_planned_rate (const MnrPrice *rate,
                            const MnrPrice *price,
                            const MnrAssetName *asset,
                            const MnrAssetName *core)
{
  MnrPrice own, worth;
  MnrScale *self;
  g_autofree char *percent = NULL;
  gint64 premium;

  if (!orient (rate, &own) || !orient (price, &worth))
    return NULL;

  self = scale_new (_ ("Core exchange rate"));
  self->value = mnr_price_format_one (&own, asset, core);
  show_rate (self, &own, &worth, _ ("The price that you typed"), asset, core);
  premium = get_premium (&own, &worth);
  percent = format_percent (ABS (premium));
  if (premium <= 0)
    self->note = g_strdup (_ ("Nobody trades it yet, so there is no market to compare it with. "
                              "The rate is the price itself: if the price falls but a little, "
                              "traders can drain the fee pool. A premium leaves room."));
  else
    self->note = g_strdup_printf (_ ("Nobody trades it yet, so there is no market to compare it "
                                     "with. At the price that you typed, fees paid in the asset "
                                     "cost %s more than they are worth: nobody gains by draining "
                                     "the pool before the price has fallen to the rate."),
                                  percent);
  return self;
}

/* Position */

static void
add_price_mark (MnrScale *self,
                const MnrPrice *price,
                const MnrPrice *end,
                const char *name,
                const MnrAssetName *asset,
                const MnrAssetName *backing)
{
  add_mark (self, mnr_geometry_place_price (price, end), name,
            mnr_price_format_one (price, asset, backing));
}

/* Whether @price is the higher one; prices of a feed have the debt as base. */
static gboolean
is_higher (const MnrPrice *price,
           const MnrPrice *than)
{
  return mnr_price_compare (price, than) < 0;
}

MnrScale *
mnr_scale_new_position (const MnrFeed *feed,
                        gint64 collateral,
                        gint64 debt,
                        const guint16 *target,
                        const MnrAssetName *asset,
                        const MnrAssetName *backing)
{
  MnrScale *self = scale_new (_ ("A position as the price rises"));
  const MnrPrice *now = &feed->settlement_price;
  const MnrPrice call = mnr_feed_get_call_price (feed, collateral, debt);
  const MnrPrice swan = mnr_feed_get_swan_price (feed, collateral, debt);
  const gboolean is_called = !is_higher (&call, now);
  const gint64 ratio = mnr_feed_get_collateral_ratio (feed, collateral, debt);
  g_autofree char *percent = format_percent (ratio < G_MAXINT64 / 10 ? ratio * 10 : G_MAXINT64);
  g_autofree char *debt_text = mnr_amount_format_grouped (debt, asset);
  g_autofree char *collateral_text = mnr_amount_format_grouped (collateral, backing);
  MnrFeed at_call = *feed;
  MnrPrice squeeze, next, end = swan;
  gboolean has_next;
  guint called_from, swan_from;

  /* What it pays is a matter of the price at which it is called, or of now's. */
  at_call.settlement_price = is_called ? *now : call;
  squeeze = mnr_feed_get_squeeze_price (&at_call);
  has_next = target != NULL &&
             mnr_feed_get_next_call_price (feed, collateral, debt, *target, &next);

  if (is_higher (now, &end))
    end = *now;
  if (is_higher (&squeeze, &end))
    end = squeeze;
  if (has_next && is_higher (&next, &end))
    end = next;
  end = mnr_price_scale (&end, 9, 10);

  self->value = g_strdup_printf (_ ("%s of debt, covered by %s: a collateral ratio of %s"),
                                 debt_text, collateral_text, percent);
  called_from = mnr_geometry_place_price (&call, &end);
  swan_from = MAX (mnr_geometry_place_price (&swan, &end), called_from);
  add_zone (self, 0, called_from, MNR_ZONE_SAFE, _ ("safe"));
  add_zone (self, called_from, swan_from, MNR_ZONE_CAUTION, _ ("called"));
  add_zone (self, swan_from, MNR_GEOMETRY_STEPS, MNR_ZONE_DANGER, _ ("not covered"));

  add_price_mark (self, now, &end, _ ("Price now"), asset, backing);
  add_price_mark (self, &call, &end, _ ("Called from"), asset, backing);
  add_price_mark (self, &squeeze, &end, _ ("Then pays at most"), asset, backing);
  if (has_next)
    add_price_mark (self, &next, &end, _ ("What is left is called again from"), asset, backing);
  add_price_mark (self, &swan, &end, _ ("Not covered above"), asset, backing);
  sign_marks (self);

  if (is_called)
    self->note = g_strdup (_ ("The position is being called: its collateral is offered for its "
                              "debt."));
  else if (has_next)
    self->note = g_strdup (_ ("A call sells only as much as brings the position back to its "
                              "target."));
  else
    self->note = g_strdup (_ ("A call covers the whole debt, for the position has no target "
                              "ratio."));
  return self;
}
