/* test-rules-collateral.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "rules/mnr-collateral.h"

#include <gcrypt.h>

/* Integers of any size, to compare with. */
typedef gcry_mpi_t Big;

static Big
big (guint64 value)
{
  g_autofree char *text = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", value);
  Big result;

  /* A leading 00: hexadecimal is read with its sign. */
  g_autofree char *padded = g_strconcat ("00", text, NULL);
  g_assert_cmpint (gcry_mpi_scan (&result, GCRYMPI_FMT_HEX, padded, 0, NULL), ==, 0);
  return result;
}

static Big
times (Big a,
       Big b)
{
  Big result = gcry_mpi_new (0);

  gcry_mpi_mul (result, a, b);
  gcry_mpi_release (a);
  gcry_mpi_release (b);
  return result;
}

static int
sign_and_release (Big a,
                  Big b)
{
  int sign = gcry_mpi_cmp (a, b);

  gcry_mpi_release (a);
  gcry_mpi_release (b);
  return (sign > 0) - (sign < 0);
}

/* Amounts of all sizes, and often equal ones. */
static gint64
random_amount (gint64 most)
{
  gint64 value = (gint64) (((guint64) g_test_rand_int () << 32 | (guint32) g_test_rand_int ()) >>
                           g_test_rand_int_range (1, 63));

  return CLAMP (value, 1, most);
}

static int
sign_of (int value)
{
  return (value > 0) - (value < 0);
}

static void
test_compare (void)
{
  guint equal = 0;

  for (guint i = 0; i < 200000; i++)
    {
      gint64 collateral = random_amount (G_MAXINT64), debt = random_amount (G_MAXINT64);
      gint64 other_collateral = random_amount (G_MAXINT64), other_debt = random_amount (G_MAXINT64);
      MnrPrice price;
      int expected;

      /* The neighbourhood of equality is where mistakes live. */
      if (i % 2 == 0 && collateral < G_MAXINT64 / 64 && debt < G_MAXINT64 / 64)
        {
          gint64 factor = g_test_rand_int_range (1, 64);

          other_collateral = collateral * factor + g_test_rand_int_range (-1, 2);
          other_debt = debt * factor;
          other_collateral = MAX (other_collateral, 1);
        }

      expected = sign_and_release (times (big (collateral), big (other_debt)),
                                   times (big (other_collateral), big (debt)));
      equal += expected == 0;
      price.base = (MnrAmount){ other_collateral, MNR_ASSET_ID (0) };
      price.quote = (MnrAmount){ other_debt, MNR_ASSET_ID (1) };
      g_assert_cmpint (sign_of (mnr_collateral_compare (collateral, debt, &price)), ==, expected);
      g_assert_cmpint (sign_of (mnr_collateral_compare_positions (other_collateral, other_debt,
                                                                  collateral, debt)),
                       ==, -expected);
    }
  g_assert_cmpuint (equal, >, 1000);

  /* A debt of 0 is above everything, and negative amounts are no large ones. */
  g_assert_cmpint (mnr_collateral_compare_positions (1, 0, G_MAXINT64, 1), >, 0);
  g_assert_cmpint (mnr_collateral_compare_positions (-1, 1, 1, 1), <, 0);
}

static guint64
gcd (guint64 a,
     guint64 b)
{
  while (b != 0)
    {
      guint64 rest = a % b;

      a = b;
      b = rest;
    }
  return a;
}

/* Where the exact result fits, it is the result, in lowest terms. */
static void
test_scale_exact (void)
{
  guint n_exact = 0;

  for (guint i = 0; i < 100000; i++)
    {
      gint64 base = random_amount (MNR_SHARE_SUPPLY_MAX / 100);
      gint64 quote = random_amount (MNR_SHARE_SUPPLY_MAX / 100);
      guint numerator = (guint) g_test_rand_int_range (1, 101);
      guint denominator = (guint) g_test_rand_int_range (1, 101);
      MnrPrice price = { { base, MNR_ASSET_ID (3) }, { quote, MNR_ASSET_ID (1) } };
      MnrPrice result = mnr_price_scale (&price, numerator, denominator);
      guint64 divisor = gcd ((guint64) base * numerator, (guint64) quote * denominator);

      g_assert_cmpuint (result.base.asset_id, ==, MNR_ASSET_ID (3));
      g_assert_cmpuint (result.quote.asset_id, ==, MNR_ASSET_ID (1));
      if (numerator == denominator)
        {
          g_assert_cmpint (result.base.amount, ==, base);
          g_assert_cmpint (result.quote.amount, ==, quote);
          continue;
        }
      g_assert_cmpuint ((guint64) result.base.amount, ==, (guint64) base * numerator / divisor);
      g_assert_cmpuint ((guint64) result.quote.amount, ==, (guint64) quote * denominator / divisor);
      n_exact++;
    }
  g_assert_cmpuint (n_exact, >, 90000);
}

/* Where it does not, it is in range, never beyond the price it came from, and
 * as close as a millionth unless a part is small. */
static void
test_scale_large (void)
{
  guint n_rounded = 0;

  for (guint i = 0; i < 100000; i++)
    {
      gint64 base = random_amount (i % 3 == 0 ? G_MAXINT64 : MNR_SHARE_SUPPLY_MAX);
      gint64 quote = random_amount (i % 3 == 1 ? G_MAXINT64 : MNR_SHARE_SUPPLY_MAX);
      guint ratio = (guint) g_test_rand_int_range (1001, 32001);
      gboolean up = i % 2 == 0;
      guint numerator = up ? ratio : 1000, denominator = up ? 1000 : ratio;
      MnrPrice price = { { base, MNR_ASSET_ID (3) }, { quote, MNR_ASSET_ID (1) } };
      MnrPrice result = mnr_price_scale (&price, numerator, denominator);
      int moved;

      g_assert_cmpint (result.base.amount, >, 0);
      g_assert_cmpint (result.quote.amount, >, 0);
      moved = mnr_price_compare (&result, &price);
      g_assert_true (up ? moved >= 0 : moved <= 0);
      if (moved == 0)
        continue; /* already at the edge of the range, or beyond it */
      g_assert_cmpint (result.base.amount, <=, MNR_SHARE_SUPPLY_MAX);
      g_assert_cmpint (result.quote.amount, <=, MNR_SHARE_SUPPLY_MAX);

      if (MIN (result.base.amount, result.quote.amount) > 4000000)
        {
          /* result × exact.quote against exact.base × result, within 1/10^6 */
          Big exact = times (times (big (base), big (numerator)), big (result.quote.amount));
          Big found = times (times (big (quote), big (denominator)), big (result.base.amount));
          Big margin = gcry_mpi_new (0), difference = gcry_mpi_new (0), million = big (1000000);

          gcry_mpi_div (margin, NULL, exact, million, -1);
          gcry_mpi_add_ui (margin, margin, 1);
          gcry_mpi_sub (difference, exact, found);
          gcry_mpi_abs (difference);
          g_assert_cmpint (gcry_mpi_cmp (difference, margin), <=, 0);
          n_rounded++;
          gcry_mpi_release (exact);
          gcry_mpi_release (found);
          gcry_mpi_release (margin);
          gcry_mpi_release (difference);
          gcry_mpi_release (million);
        }
    }
  g_assert_cmpuint (n_rounded, >, 1000);
}

/* Beyond the range in either direction; halving against the whole number. */
static void
test_scale_edges (void)
{
  static const struct
  {
    gint64 base, quote;
    guint numerator, denominator;
    gint64 new_base, new_quote;
  } cases[] = {
    { MNR_SHARE_SUPPLY_MAX, 1, 2, 1, MNR_SHARE_SUPPLY_MAX, 1 },
    { 1, MNR_SHARE_SUPPLY_MAX, 1, 2, 1, MNR_SHARE_SUPPLY_MAX },
    /* 1.5 × 10^15 over 1, and with the 1 below. */
    { MNR_SHARE_SUPPLY_MAX, 2, 3, 1, MNR_SHARE_SUPPLY_MAX, 1 },
    /* 3 × 10^15 over 7 halves to 75 × 10^13 over 1; the whole number is closer. */
    { MNR_SHARE_SUPPLY_MAX, 7, 3, 1, G_GINT64_CONSTANT (428571428571428), 1 },
    { 7, MNR_SHARE_SUPPLY_MAX, 1, 3, 1, G_GINT64_CONSTANT (428571428571428) },
    /* A price beyond the range does not come back into it the wrong way. */
    { G_MAXINT64, 1, 2, 1, G_MAXINT64, 1 },
    { 1, G_MAXINT64, 1, 2, 1, G_MAXINT64 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      MnrPrice price = {
        { cases[i].base, MNR_ASSET_ID (3) },
        { cases[i].quote, MNR_ASSET_ID (1) },
      };
      MnrPrice result = mnr_price_scale (&price, cases[i].numerator, cases[i].denominator);

      g_assert_cmpint (result.base.amount, ==, cases[i].new_base);
      g_assert_cmpint (result.quote.amount, ==, cases[i].new_quote);
    }
}

static MnrFeed
make_feed (gint64 debt,
           gint64 collateral,
           guint16 maintenance,
           guint16 initial,
           guint16 squeeze)
{
  return (MnrFeed){
    .settlement_price = { { debt, MNR_ASSET_ID (1) }, { collateral, MNR_ASSET_ID (0) } },
    .maintenance_collateral_ratio = maintenance,
    .initial_collateral_ratio = initial,
    .maximum_short_squeeze_ratio = squeeze,
  };
}

/* From the snapshots of real nodes (trace-smartcoin-11.json, trace-random-7.json). */
static void
test_recorded (void)
{
  static const struct
  {
    gint64 debt, collateral;
    guint16 maintenance, initial;
    gint64 called[2], created[2];
  } cases[] = {
    { 257, 12500, 1750, 1750, { 21875, 257 }, { 21875, 257 } },
    { 50, 2037, 1600, 1750, { 8148, 125 }, { 14259, 200 } },
    { 2500, 340601, 1700, 1750, { 5790217, 25000 }, { 2384207, 10000 } },
    { 2000, 327811, 1001, 1900, { 328138811, 2000000 }, { 6228409, 20000 } },
    { 1, 190, 1750, 1750, { 665, 2 }, { 665, 2 } },
    { 20, 7429, 2100, 1750, { 156009, 200 }, { 156009, 200 } },
    { 10000, 9433177, 2100, 2000, { 198096717, 100000 }, { 198096717, 100000 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      MnrFeed feed = make_feed (cases[i].debt, cases[i].collateral, cases[i].maintenance,
                                cases[i].initial, 1500);
      MnrPrice called = mnr_feed_get_maintenance_collateralization (&feed);
      MnrPrice created = mnr_feed_get_initial_collateralization (&feed);

      g_assert_cmpuint (called.base.asset_id, ==, MNR_ASSET_ID (0));
      g_assert_cmpuint (called.quote.asset_id, ==, MNR_ASSET_ID (1));
      g_assert_cmpint (called.base.amount, ==, cases[i].called[0]);
      g_assert_cmpint (called.quote.amount, ==, cases[i].called[1]);
      g_assert_cmpint (created.base.amount, ==, cases[i].created[0]);
      g_assert_cmpint (created.quote.amount, ==, cases[i].created[1]);
    }
}

static void
test_feed (void)
{
  MnrFeed feed = make_feed (10000, 200000, 1750, 1800, 1500), none = { 0 };
  MnrPrice price;
  guint16 fee = 50;

  g_assert_true (mnr_feed_has_price (&feed));
  g_assert_false (mnr_feed_has_price (&none));
  price = mnr_feed_get_maintenance_collateralization (&none);
  g_assert_true (mnr_price_is_null (&price));

  price = mnr_feed_get_squeeze_price (&feed);
  g_assert_cmpint (price.base.amount, ==, 1);
  g_assert_cmpint (price.quote.amount, ==, 30);

  g_assert_cmpuint (mnr_feed_get_margin_call_order_ratio (&feed, NULL), ==, 1500);
  g_assert_cmpuint (mnr_feed_get_margin_call_order_ratio (&feed, &fee), ==, 1450);
  price = mnr_feed_get_margin_call_order_price (&feed, &fee);
  g_assert_cmpint (price.base.amount, ==, 1);
  g_assert_cmpint (price.quote.amount, ==, 29);
  /* What the order gets at 29 costs the position 30. */
  price = mnr_feed_get_margin_call_pays_price (&feed, &price, &fee);
  g_assert_cmpint (price.base.amount, ==, 1);
  g_assert_cmpint (price.quote.amount, ==, 30);

  fee = 501;
  g_assert_cmpuint (mnr_feed_get_margin_call_order_ratio (&feed, &fee), ==, 1000);
  fee = 1500;
  g_assert_cmpuint (mnr_feed_get_margin_call_order_ratio (&feed, &fee), ==, 1000);
}

static void
assert_price (MnrPrice price,
              gint64 debt,
              gint64 collateral)
{
  g_assert_cmpuint (price.base.asset_id, ==, MNR_ASSET_ID (1));
  g_assert_cmpuint (price.quote.asset_id, ==, MNR_ASSET_ID (0));
  g_assert_cmpint (price.base.amount, ==, debt);
  g_assert_cmpint (price.quote.amount, ==, collateral);
}

/* A debt of 100 with a collateral of 3500 where one is worth 20: 175 %, and a
 * maintenance ratio of 1.6 that calls it at 3500 ÷ 160. */
static void
test_position (void)
{
  const MnrFeed feed = make_feed (10000, 200000, 1600, 1800, 1100);
  MnrPrice called = mnr_feed_get_call_price (&feed, 3500, 100), next;
  MnrPrice ratio;
  MnrFeed moved = feed;

  g_assert_cmpint (mnr_feed_get_collateral_ratio (&feed, 3500, 100), ==, 1750);
  g_assert_cmpint (mnr_feed_get_collateral_ratio (&feed, 3499, 100), ==, 1749);
  g_assert_cmpint (mnr_feed_get_collateral_ratio (&feed, 0, 100), ==, 0);
  g_assert_cmpint (mnr_feed_get_collateral_ratio (&feed, MNR_SHARE_SUPPLY_MAX, 1), ==,
                   MNR_SHARE_SUPPLY_MAX / 20 * 1000);
  assert_price (called, 8, 175);
  assert_price (mnr_feed_get_swan_price (&feed, 3500, 100), 11, 350);

  /* It is called at that price, and not at any below. */
  moved.settlement_price = called;
  ratio = mnr_feed_get_maintenance_collateralization (&moved);
  g_assert_cmpint (mnr_collateral_compare (3500, 100, &ratio), ==, 0);
  g_assert_cmpint (mnr_feed_get_collateral_ratio (&moved, 3500, 100), ==, 1600);

  /* Called at 21.875, a position of 900 with a target of 2.0 sells for 400 of
   * its debt, at 21.875 × 1.1 each: 31500 - 9625 = 2 × 21.875 × 500. What is left is
   * called where it says. */
  g_assert_true (mnr_feed_get_next_call_price (&feed, 31500, 900, 2000, &next));
  assert_price (next, 32, 875);
  assert_price (mnr_feed_get_call_price (&feed, 31500 - 9625, 900 - 400), 32, 875);
  g_assert_false (mnr_feed_get_next_call_price (&feed, 3500, 100, 1600, &next));
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_nonnull (gcry_check_version (NULL));

  g_test_add_func ("/rules/collateral/compare", test_compare);
  g_test_add_func ("/rules/collateral/scale/exact", test_scale_exact);
  g_test_add_func ("/rules/collateral/scale/large", test_scale_large);
  g_test_add_func ("/rules/collateral/scale/edges", test_scale_edges);
  g_test_add_func ("/rules/collateral/recorded", test_recorded);
  g_test_add_func ("/rules/collateral/feed", test_feed);

  g_test_add_func ("/rules/collateral/position", test_position);

  return g_test_run ();
}
