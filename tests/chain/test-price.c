/* test-price.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chain/values/mnr-price.h"

#include "chain/values/mnr-error.h"
#include "test-vectors.h"

typedef unsigned __int128 Wide;

static MnrAmount
amount_of (gint64 amount,
           guint instance)
{
  return (MnrAmount){ .amount = amount, .asset_id = MNR_ASSET_ID (instance) };
}

static MnrPrice
price_of (gint64 base,
          guint base_instance,
          gint64 quote,
          guint quote_instance)
{
  return (MnrPrice){
    .base = amount_of (base, base_instance),
    .quote = amount_of (quote, quote_instance),
  };
}

static void
test_multiply_divide (void)
{
  static const struct
  {
    gint64 a, b, divisor, down, up;
  } cases[] = {
    { 0, 0, 1, 0, 0 },
    { 0, G_MAXINT64, 3, 0, 0 },
    { 1, 1, 2, 0, 1 },
    { 7, 3, 7, 3, 3 },
    { 10, 10, 3, 33, 34 },
    { 1, 1, G_MAXINT64, 0, 1 },
    { G_MAXINT64, G_MAXINT64, G_MAXINT64, -1, -1 },
    { G_MAXINT64, 1000000000000000, G_MAXINT64, 1000000000000000, 1000000000000000 },
    { MNR_SHARE_SUPPLY_MAX, 1, 1, MNR_SHARE_SUPPLY_MAX, MNR_SHARE_SUPPLY_MAX },
    { MNR_SHARE_SUPPLY_MAX + 1, 1, 1, -1, -1 },
    /* Rounding alone decides whether it is beyond the limit. */
    { 2 * MNR_SHARE_SUPPLY_MAX + 1, 1, 2, MNR_SHARE_SUPPLY_MAX, -1 },
    /* A product past 64 bits that comes back below. */
    { 1000000000000, 1000000000000, 999999999999000, 1000000000, 1000000001 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint up = 0; up < 2; up++)
      {
        g_autoptr (GError) error = NULL;
        gint64 expected = up ? cases[i].up : cases[i].down, result = 77;
        gboolean good = mnr_multiply_divide (cases[i].a, cases[i].b, cases[i].divisor,
                                             up ? MNR_ROUND_UP : MNR_ROUND_DOWN, &result, &error);

        g_test_message ("case %u, %s", i, up ? "up" : "down");
        if (expected < 0)
          {
            g_assert_false (good);
            assert_chain_error (error, MNR_CHAIN_ERROR_VALUE);
            g_assert_cmpint (result, ==, 77);
            continue;
          }
        g_assert_no_error (error);
        g_assert_cmpint (result, ==, expected);
      }
}

static void
test_multiply_divide_range (void)
{
  static const gint64 bad[][3] = {
    { -1, 1, 1 },
    { 1, -1, 1 },
    { -1, -1, 1 },
    { 1, 1, 0 },
    { 1, 1, -1 },
    { G_MININT64, 1, 1 },
    { 1, 1, G_MININT64 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 result;

      g_assert_false (mnr_multiply_divide (bad[i][0], bad[i][1], bad[i][2], MNR_ROUND_DOWN,
                                           &result, &error));
      assert_chain_error (error, MNR_CHAIN_ERROR_VALUE);
    }
}

/* What rounding means: the nearest whole number on the one side. */
static void
test_multiply_divide_random (void)
{
  guint refused = 0;

  for (guint i = 0; i < 20000; i++)
    {
      gint64 a = (gint64) (random_number () >> 1), b = (gint64) (random_number () >> 1);
      gint64 divisor = (gint64) (random_number () >> 1) | 1;
      Wide product = (Wide) (guint64) a * (guint64) b;
      gint64 down, up;

      if (!mnr_multiply_divide (a, b, divisor, MNR_ROUND_DOWN, &down, NULL))
        {
          g_assert_true (product >= (Wide) (MNR_SHARE_SUPPLY_MAX + 1) * (guint64) divisor);
          refused++;
          continue;
        }
      g_assert_true ((Wide) down * (guint64) divisor <= product);
      g_assert_true (product < ((Wide) down + 1) * (guint64) divisor);

      if (!mnr_multiply_divide (a, b, divisor, MNR_ROUND_UP, &up, NULL))
        {
          g_assert_cmpint (down, ==, MNR_SHARE_SUPPLY_MAX);
          continue;
        }
      g_assert_cmpint (up, ==, down + ((Wide) down * (guint64) divisor != product));
    }

  /* Both ends were met. */
  g_assert_cmpuint (refused, >, 100);
  g_assert_cmpuint (refused, <, 19900);
}

static void
check_convert (MnrAmount amount,
               MnrPrice price,
               MnrRounding rounding,
               MnrAmount expected)
{
  g_autoptr (GError) error = NULL;
  MnrAmount result;

  mnr_amount_convert (&amount, &price, rounding, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (result.amount, ==, expected.amount);
  g_assert_cmphex (result.asset_id, ==, expected.asset_id);
}

static void
test_convert (void)
{
  /* 3 of asset 5 are worth 10 of asset 0, however it is written. */
  const MnrPrice price = price_of (3, 5, 10, 0), inverse = price_of (10, 0, 3, 5);

  check_convert (amount_of (6, 5), price, MNR_ROUND_DOWN, amount_of (20, 0));
  check_convert (amount_of (6, 5), inverse, MNR_ROUND_DOWN, amount_of (20, 0));
  check_convert (amount_of (4, 5), price, MNR_ROUND_DOWN, amount_of (13, 0));
  check_convert (amount_of (4, 5), price, MNR_ROUND_UP, amount_of (14, 0));
  check_convert (amount_of (4, 5), inverse, MNR_ROUND_UP, amount_of (14, 0));
  check_convert (amount_of (10, 0), price, MNR_ROUND_UP, amount_of (3, 5));
  check_convert (amount_of (11, 0), price, MNR_ROUND_DOWN, amount_of (3, 5));
  check_convert (amount_of (11, 0), price, MNR_ROUND_UP, amount_of (4, 5));
  check_convert (amount_of (11, 0), inverse, MNR_ROUND_UP, amount_of (4, 5));
  check_convert (amount_of (0, 0), price, MNR_ROUND_UP, amount_of (0, 5));
  check_convert (amount_of (1, 0), price, MNR_ROUND_UP, amount_of (1, 5));
  check_convert (amount_of (1, 0), price, MNR_ROUND_DOWN, amount_of (0, 5));
}

/* The result may be written over the amount: fees are converted that way. */
static void
test_convert_in_place (void)
{
  const MnrPrice price = price_of (3, 5, 10, 0);
  MnrAmount amount = amount_of (11, 0);

  g_assert_true (mnr_amount_convert (&amount, &price, MNR_ROUND_UP, &amount, NULL));
  g_assert_cmpint (amount.amount, ==, 4);
  g_assert_cmphex (amount.asset_id, ==, MNR_ASSET_ID (5));
}

static void
check_convert_refused (MnrAmount amount,
                       MnrPrice price)
{
  g_autoptr (GError) error = NULL;
  MnrAmount result;

  g_assert_false (mnr_amount_convert (&amount, &price, MNR_ROUND_UP, &result, &error));
  assert_chain_error (error, MNR_CHAIN_ERROR_VALUE);
}

static void
test_convert_refused (void)
{
  check_convert_refused (amount_of (1, 7), price_of (3, 5, 10, 0));
  check_convert_refused (amount_of (1, 5), price_of (0, 5, 10, 0));
  check_convert_refused (amount_of (1, 0), price_of (3, 5, 0, 0));
  check_convert_refused (amount_of (1, 5), price_of (-3, 5, 10, 0));
  check_convert_refused (amount_of (1, 5), price_of (3, 5, -10, 0));
  check_convert_refused (amount_of (-1, 5), price_of (3, 5, 10, 0));
  check_convert_refused (amount_of (MNR_SHARE_SUPPLY_MAX, 5), price_of (1, 5, 2, 0));
}

static void
test_null (void)
{
  MnrPrice price = { 0 };

  g_assert_true (mnr_price_is_null (&price));
  price = price_of (0, 0, 0, 0);
  g_assert_true (mnr_price_is_null (&price));
  /* A prediction market that was settled with "no". */
  price = price_of (1, 5, 0, 0);
  g_assert_false (mnr_price_is_null (&price));
}

static int
sign (int value)
{
  return (value > 0) - (value < 0);
}

static void
check_compare (MnrPrice a,
               MnrPrice b,
               int expected)
{
  g_assert_cmpint (sign (mnr_price_compare (&a, &b)), ==, expected);
  g_assert_cmpint (sign (mnr_price_compare (&b, &a)), ==, -expected);
}

static void
test_compare (void)
{
  check_compare (price_of (1, 5, 2, 0), price_of (2, 5, 4, 0), 0);
  check_compare (price_of (1, 5, 2, 0), price_of (2, 5, 3, 0), -1);
  check_compare (price_of (3, 5, 2, 0), price_of (1, 5, 1, 0), 1);
  check_compare (price_of (1, 5, 0, 0), price_of (1, 5, 1, 0), 1);

  /* The assets come first, numerically, whatever the price. */
  check_compare (price_of (9, 5, 1, 0), price_of (1, 6, 9, 0), -1);
  check_compare (price_of (9, 5, 1, 0), price_of (1, 5, 9, 1), -1);
  check_compare (price_of (1, 300, 1, 0), price_of (1, 1000, 1, 0), -1);

  /* They differ by one part in 10^30: a double, or 64 bits, sees none of it. */
  check_compare (price_of (999999999999999, 5, 1000000000000000, 0),
                 price_of (999999999999998, 5, 999999999999999, 0), 1);
  check_compare (price_of (G_MAXINT64, 5, G_MAXINT64 - 1, 0),
                 price_of (G_MAXINT64 - 1, 5, G_MAXINT64 - 2, 0), -1);
}

static void
test_invert (void)
{
  const MnrPrice price = price_of (3, 5, 10, 0);
  const MnrPrice inverse = mnr_price_invert (&price), again = mnr_price_invert (&inverse);

  g_assert_cmpint (inverse.base.amount, ==, 10);
  g_assert_cmphex (inverse.base.asset_id, ==, MNR_CORE_ASSET);
  g_assert_cmpint (inverse.quote.amount, ==, 3);
  g_assert_cmphex (inverse.quote.asset_id, ==, MNR_ASSET_ID (5));
  g_assert_cmpint (mnr_price_compare (&price, &again), ==, 0);
}

static gint64
greatest_common_divisor (gint64 a,
                         gint64 b)
{
  return b == 0 ? a : greatest_common_divisor (b, a % b);
}

static void
test_reduce (void)
{
  MnrPrice price = price_of (G_MAXINT64, 5, G_MAXINT64, 0);

  mnr_price_reduce (&price);
  g_assert_cmpint (price.base.amount, ==, 1);
  g_assert_cmpint (price.quote.amount, ==, 1);

  for (guint i = 0; i < 5000; i++)
    {
      gint64 factor = (gint64) (random_number () >> 34) + 1;
      MnrPrice before = price_of (factor * ((gint64) (random_number () >> 34) + 1), 5,
                                  factor * ((gint64) (random_number () >> 34) + 1), 0);
      MnrPrice after = before;

      mnr_price_reduce (&after);
      g_assert_cmpint (mnr_price_compare (&before, &after), ==, 0);
      g_assert_cmpint (greatest_common_divisor (after.base.amount, after.quote.amount), ==, 1);
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/multiply-divide/values", test_multiply_divide);
  g_test_add_func ("/multiply-divide/range", test_multiply_divide_range);
  g_test_add_func ("/multiply-divide/random", test_multiply_divide_random);
  g_test_add_func ("/convert/values", test_convert);
  g_test_add_func ("/convert/in-place", test_convert_in_place);
  g_test_add_func ("/convert/refused", test_convert_refused);
  g_test_add_func ("/price/null", test_null);
  g_test_add_func ("/price/compare", test_compare);
  g_test_add_func ("/price/invert", test_invert);
  g_test_add_func ("/price/reduce", test_reduce);

  return g_test_run ();
}
