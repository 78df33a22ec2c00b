/* test-scale.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "issuer/mnr-scale.h"

#include <string.h>

#include "issuer/mnr-geometry.h"
#include "rules/mnr-collateral.h"

#define TOKEN MNR_ASSET_ID (7)

static const MnrAssetName core = { .symbol = "BTS", .precision = 5 };
static const MnrAssetName token = { .symbol = "TOKEN", .precision = 2 };

static void
test_place (void)
{
  g_assert_cmpuint (mnr_geometry_place (0, 10), ==, 0);
  g_assert_cmpuint (mnr_geometry_place (-5, 10), ==, 0);
  g_assert_cmpuint (mnr_geometry_place (10, 10), ==, MNR_GEOMETRY_STEPS);
  g_assert_cmpuint (mnr_geometry_place (11, 10), ==, MNR_GEOMETRY_STEPS);
  g_assert_cmpuint (mnr_geometry_place (1, 3), ==, 33333);
  g_assert_cmpuint (mnr_geometry_place (2, 3), ==, 66667);
  g_assert_cmpuint (mnr_geometry_place (G_MAXINT64 / 2, G_MAXINT64), ==, 50000);
}

static void
test_place_price (void)
{
  const MnrPrice half = { { 20, TOKEN }, { 10, MNR_CORE_ASSET } };
  const MnrPrice two = { { 3, TOKEN }, { 6, MNR_CORE_ASSET } };
  const MnrPrice huge = { { 1, TOKEN }, { G_MAXINT64, MNR_CORE_ASSET } };
  const MnrPrice most = { { G_MAXINT64, TOKEN }, { G_MAXINT64, MNR_CORE_ASSET } };
  const MnrPrice third = { { G_MAXINT64, TOKEN }, { G_MAXINT64 / 3, MNR_CORE_ASSET } };

  g_assert_cmpuint (mnr_geometry_place_price (&half, &two), ==, 25000);
  g_assert_cmpuint (mnr_geometry_place_price (&two, &half), ==, MNR_GEOMETRY_STEPS);
  g_assert_cmpuint (mnr_geometry_place_price (&two, &huge), ==, 0);
  g_assert_cmpuint (mnr_geometry_place_price (&third, &most), ==, 33333);
}

static void
test_round (void)
{
  static const gint64 cases[][3] = {
    { -3, 1, 1 },
    { 0, 1, 1 },
    { 1, 1, 1 },
    { 2, 2, 2 },
    { 3, 5, 5 },
    { 6, 10, 5 },
    { 11, 20, 4 },
    { 21, 50, 5 },
    { 1001, 2000, 4 },
    { 999999999999999, 1000000000000000, 5 },
    { G_MAXINT64, G_MAXINT64, 5 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpint (mnr_geometry_round_up (cases[i][0]), ==, cases[i][1]);
      g_assert_cmpuint (mnr_geometry_get_parts (cases[i][1]), ==, (guint) cases[i][2]);
    }
}

/* Boxes that have room neither overlap nor leave it, and who is alone stays. */
static void
test_spread (void)
{
  int one[] = { 40 };
  const int width[] = { 20 };

  mnr_geometry_spread (one, width, 1, 100);
  g_assert_cmpint (one[0], ==, 40);
  one[0] = 98;
  mnr_geometry_spread (one, width, 1, 100);
  g_assert_cmpint (one[0], ==, 90);

  for (guint round = 0; round < 10000; round++)
    {
      const guint n = (guint) g_test_rand_int_range (1, 8);
      const int size = 300;
      int centres[8], widths[8];

      for (guint i = 0; i < n; i++)
        {
          centres[i] = g_test_rand_int_range (i == 0 ? 0 : centres[i - 1], size + 1);
          widths[i] = g_test_rand_int_range (1, 37);
        }
      mnr_geometry_spread (centres, widths, n, size);
      g_assert_cmpint (centres[0] - widths[0] / 2, >=, 0);
      g_assert_cmpint (centres[n - 1] - widths[n - 1] / 2 + widths[n - 1], <=, size);
      for (guint i = 1; i < n; i++)
        g_assert_cmpint (centres[i] - widths[i] / 2, >=,
                         centres[i - 1] - widths[i - 1] / 2 + widths[i - 1]);
    }
}

static void
test_format (void)
{
  static const struct
  {
    gint64 base, quote;
    const char *text;
  } cases[] = {
    { 100, 100000, "1 TOKEN = 1.00000 BTS" },
    { 3, 100000, "1 TOKEN = 33.33333 BTS" },
    { 1, 123456789, "1 TOKEN = 123,456.78900 BTS" },
    { 1000000, 7, "1 TOKEN = 0.00000000700 BTS" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const MnrPrice price = { { cases[i].base, TOKEN }, { cases[i].quote, MNR_CORE_ASSET } };
      g_autofree char *text = mnr_price_format_one (&price, &token, &core);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static const MnrZone *
get_zone (const MnrScale *scale,
          guint index)
{
  g_assert_cmpuint (index, <, scale->zones->len);
  return g_ptr_array_index (scale->zones, index);
}

static const MnrMark *
get_mark (const MnrScale *scale,
          guint index)
{
  g_assert_cmpuint (index, <, scale->marks->len);
  return g_ptr_array_index (scale->marks, index);
}

static void
test_supply (void)
{
  g_autoptr (MnrScale) scale = mnr_scale_new_supply (123456, 1000000, &token);
  g_autoptr (MnrScale) none = mnr_scale_new_supply (0, 1000000, &token);
  g_autofree char *words = mnr_scale_describe (scale);

  g_assert_cmpstr (scale->value, ==, "1,234.56 TOKEN of at most 10,000.00 TOKEN (12.34%)");
  g_assert_cmpuint (get_zone (scale, 0)->to, ==, 12346);
  g_assert_nonnull (strstr (words, "1,234.56 TOKEN"));
  g_assert_cmpuint (none->zones->len, ==, 0);
}

static void
test_pool (void)
{
  g_autoptr (MnrScale) scale = mnr_scale_new_pool (124000000, 100000, &core);
  g_autoptr (MnrScale) low = mnr_scale_new_pool (9999999, 100000, &core);
  g_autoptr (MnrScale) empty = mnr_scale_new_pool (0, 100000, &core);
  g_autoptr (MnrScale) unknown = mnr_scale_new_pool (124000000, 0, &core);
  g_autofree char *words = mnr_scale_describe (low);

  g_assert_cmpstr (scale->value, ==, "1,240.00000 BTS, about 1,240 transfers left");
  g_assert_null (scale->note);
  g_assert_cmpint (get_zone (scale, 0)->kind, ==, MNR_ZONE_FILLED);
  g_assert_cmpuint (get_zone (scale, 0)->to, ==, 62000);
  g_assert_cmpuint (get_mark (scale, 0)->place, ==, 5000);
  g_assert_cmpuint (scale->ticks->len, ==, 5);

  /* What is low says so in words, too. */
  g_assert_cmpint (get_zone (low, 0)->kind, ==, MNR_ZONE_CAUTION);
  g_assert_nonnull (strstr (words, "about 99 transfers left"));
  g_assert_nonnull (strstr (words, "below its low-water line"));
  g_assert_nonnull (strstr (empty->value, "empty"));
  g_assert_cmpuint (empty->zones->len, ==, 0);
  g_assert_cmpstr (unknown->value, ==, "1,240.00000 BTS");
}

static void
test_rate (void)
{
  /* 1 TOKEN is worth 0.95 BTS in fees, and 1 BTS on the market. */
  const MnrPrice rate = { { 100, TOKEN }, { 95000, MNR_CORE_ASSET } };
  const MnrPrice market = { { 100000, MNR_CORE_ASSET }, { 100, TOKEN } };
  const MnrPrice high = { { 110000, MNR_CORE_ASSET }, { 100, TOKEN } };
  const MnrPrice foreign = { { 1, TOKEN }, { 1, MNR_ASSET_ID (9) } };
  g_autoptr (MnrScale) scale = mnr_scale_new_rate (&rate, &market, &token, &core);
  g_autoptr (MnrScale) drained = mnr_scale_new_rate (&high, &market, &token, &core);
  g_autoptr (MnrScale) equal = mnr_scale_new_rate (&market, &market, &token, &core);
  g_autoptr (MnrScale) alone = mnr_scale_new_rate (&rate, NULL, &token, &core);

  g_assert_cmpstr (scale->value, ==, "1 TOKEN = 0.95000 BTS");
  g_assert_nonnull (strstr (scale->note, "5.26% more"));
  g_assert_cmpstr (get_mark (scale, 0)->name, ==, "Rate");
  g_assert_cmpuint (get_mark (scale, 0)->place, ==, 76000);
  g_assert_cmpstr (get_mark (scale, 1)->name, ==, "Market, best bid");
  g_assert_cmpuint (get_mark (scale, 1)->place, ==, 80000);
  g_assert_cmpint (get_zone (scale, 0)->kind, ==, MNR_ZONE_SAFE);
  g_assert_cmpuint (get_zone (scale, 0)->to, ==, 80000);

  g_assert_cmpstr (get_mark (drained, 1)->name, ==, "Rate");
  g_assert_nonnull (strstr (drained->note, "9.09% less"));
  g_assert_cmpuint (get_zone (drained, 1)->from, <, get_mark (drained, 1)->place);
  g_assert_nonnull (strstr (equal->note, "the market’s"));
  g_assert_cmpuint (alone->marks->len, ==, 0);
  g_assert_nonnull (strstr (alone->note, "Nobody bids"));
  g_assert_null (mnr_scale_new_rate (&foreign, NULL, &token, &core));
}

/* 100.00 TOKEN of debt, covered by 3500 BTS, where one is worth 20. */
static void
test_position (void)
{
  MnrFeed feed = {
    .settlement_price = { { 100, TOKEN }, { 2000000, MNR_CORE_ASSET } },
    .maintenance_collateral_ratio = 1600,
    .initial_collateral_ratio = 1600,
    .maximum_short_squeeze_ratio = 1100,
  };
  const guint16 target = 2000;
  g_autoptr (MnrScale) scale =
    mnr_scale_new_position (&feed, 350000000, 10000, &target, &token, &core);
  g_autoptr (MnrScale) whole = mnr_scale_new_position (&feed, 350000000, 10000, NULL, &token, &core);
  g_autoptr (MnrScale) called = NULL;
  static const char *const texts[] = {
    "1 TOKEN = 20.00000 BTS", /* now */
    "1 TOKEN = 21.87500 BTS", /* called */
    "1 TOKEN = 24.06250 BTS", /* squeezed */
    "1 TOKEN = 27.34375 BTS", /* after a partial call */
    "1 TOKEN = 31.81818 BTS", /* not covered */
  };

  g_assert_nonnull (strstr (scale->value, "a collateral ratio of 175%"));
  g_assert_cmpuint (scale->marks->len, ==, G_N_ELEMENTS (texts));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_cmpstr (get_mark (scale, i)->text, ==, texts[i]);
      g_assert_cmpint (get_mark (scale, i)->sign[0], ==, 'A' + (int) i);
    }
  g_assert_cmpuint (get_zone (scale, 0)->to, ==, get_mark (scale, 1)->place);
  g_assert_cmpuint (get_zone (scale, 1)->to, ==, get_mark (scale, 4)->place);
  g_assert_cmpuint (whole->marks->len, ==, 4);
  g_assert_nonnull (strstr (whole->note, "whole debt"));

  feed.settlement_price.quote.amount = 2187500;
  called = mnr_scale_new_position (&feed, 350000000, 10000, NULL, &token, &core);
  g_assert_nonnull (strstr (called->note, "is being called"));
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/issuer/geometry/place", test_place);
  g_test_add_func ("/issuer/geometry/place-price", test_place_price);
  g_test_add_func ("/issuer/geometry/round", test_round);
  g_test_add_func ("/issuer/geometry/spread", test_spread);
  g_test_add_func ("/issuer/scale/format", test_format);
  g_test_add_func ("/issuer/scale/supply", test_supply);
  g_test_add_func ("/issuer/scale/pool", test_pool);
  g_test_add_func ("/issuer/scale/rate", test_rate);
  g_test_add_func ("/issuer/scale/position", test_position);

  return g_test_run ();
}
