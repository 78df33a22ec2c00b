/* test-rational.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chain/values/mnr-rational.h"

#include <string.h>

#include "chain/values/mnr-error.h"
#include "test-vectors.h"

typedef __int128 Wide;

static MnrRational *
rational (const char *text)
{
  g_autoptr (GError) error = NULL;
  MnrRational *result = mnr_rational_new_from_text (text, &error);

  g_assert_no_error (error);
  return result;
}

static void
test_text (void)
{
  static const char *const cases[][2] = {
    { "0", "0/1" },
    { "-0", "0/1" },
    { "0.000", "0/1" },
    { "1", "1/1" },
    { "+2", "2/1" },
    { "0.2056", "257/1250" },
    { "257/1250", "257/1250" },
    { "514/2500", "257/1250" },
    { "-6/4", "-3/2" },
    { "4.9e-5", "49/1000000" },
    { "4.9E-5", "49/1000000" },
    { "1.5e3", "1500/1" },
    { "1e+2", "100/1" },
    { ".5", "1/2" },
    { "5.", "5/1" },
    { "007", "7/1" },
    { "123456789012345678901234567890.5", "246913578024691357802469135781/2" },
    { "18446744073709551616", "18446744073709551616/1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MnrRational) number = rational (cases[i][0]);
      g_autofree char *text = mnr_rational_to_text (number);

      g_assert_cmpstr (text, ==, cases[i][1]);
    }
}

static void
test_text_bad (void)
{
  static const char *const texts[] = {
    "", "-", "+", ".", "e5", ".e5", "1e", "1e+", "1e-", "1e1000", "1e401",
    "1e-401", "1/0", "1/", "/2", "1/-2", "1.5/2", "1/2.5", "1/2e3", "1/2/3", "0x10", "1,5",
    "1 5", " 1", "1 ", "nan", "inf", "--1", "+-1", "1..2", "1.2.3", "\331\241"
  };
  g_autofree char *long_number = g_strnfill (401, '7');
  g_autofree char *long_decimals = g_strconcat ("0.", long_number, NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_test_message ("“%s”", texts[i]);
      g_assert_null (mnr_rational_new_from_text (texts[i], &error));
      assert_chain_error (error, MNR_CHAIN_ERROR_SYNTAX);
    }

  /* Nobody's price; what it would cost to reckon with is bounded. */
  g_assert_null (mnr_rational_new_from_text (long_number, &error));
  assert_chain_error (error, MNR_CHAIN_ERROR_SYNTAX);
  g_assert_null (mnr_rational_new_from_text (long_decimals, &error));
  assert_chain_error (error, MNR_CHAIN_ERROR_SYNTAX);
}

static void
test_from_integers (void)
{
  static const struct
  {
    gint64 numerator, denominator;
    const char *text;
    int sign;
  } cases[] = {
    { 0, 5, "0/1", 0 },
    { 6, 4, "3/2", 1 },
    { -6, 4, "-3/2", -1 },
    { G_MAXINT64, G_MAXINT64, "1/1", 1 },
    { G_MININT64, 1, "-9223372036854775808/1", -1 },
    { 1, G_MAXINT64, "1/9223372036854775807", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MnrRational) number = mnr_rational_new (cases[i].numerator, cases[i].denominator);
      g_autofree char *text = mnr_rational_to_text (number);
      int sign = mnr_rational_sign (number);

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpint ((sign > 0) - (sign < 0), ==, cases[i].sign);
    }
}

static void
test_scale (void)
{
  g_autoptr (MnrRational) number = rational ("257/1250");
  g_autofree char *up = NULL;
  g_autofree char *down = NULL;

  mnr_rational_scale (number, 3);
  up = mnr_rational_to_text (number);
  g_assert_cmpstr (up, ==, "1028/5");
  mnr_rational_scale (number, -5);
  down = mnr_rational_to_text (number);
  g_assert_cmpstr (down, ==, "257/125000");
}

static void
test_scientific (void)
{
  static const struct
  {
    const char *number;
    guint digits;
    const char *text;
  } cases[] = {
    { "0", 3, "0" },
    { "1", 1, "1e0" },
    { "1", 3, "1.00e0" },
    { "-99149/497048222500000000099149", 3, "-1.99e-19" },
    { "-99149/497048222500000000099149", 12, "-1.99475615265e-19" },
    { "122920241601/387499877079758399", 4, "3.172e-7" },
    { "10", 2, "1.0e1" },
    { "999.99", 3, "9.99e2" },
    { "12345678901234567890", 5, "1.2345e19" },
    { "1/3", 5, "3.3333e-1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MnrRational) number = rational (cases[i].number);
      g_autofree char *text = mnr_rational_to_scientific (number, cases[i].digits);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_approximate_vectors (void)
{
  g_autoptr (GArray) cases = vector_items (vector_load ("pricefeed-convert.json"));

  g_assert_cmpuint (cases->len, ==, 12);
  for (guint i = 0; i < cases->len; i++)
    {
      MnrJsonSlice item = vector_item (cases, i);
      g_autoptr (GError) error = NULL;
      g_autofree char *name = vector_member_text (item, "name");
      g_autofree char *price_text = vector_member_text (item, "price");
      g_autoptr (MnrRational) price = rational (price_text);
      g_autoptr (MnrRational) deviation = NULL;
      gint64 base = 77, quote = 77;
      gboolean good = mnr_price_approximate (
        price, (guint) vector_number (vector_member (item, "base_precision")),
        (guint) vector_number (vector_member (item, "quote_precision")),
        vector_number (vector_member (item, "M")), &base, &quote, &deviation, &error);

      g_test_message ("%s", name);
      if (vector_has_member (item, "error"))
        {
          g_assert_false (good);
          assert_chain_error (error, MNR_CHAIN_ERROR_VALUE);
          g_assert_cmpint (base, ==, 77);
          g_assert_cmpint (quote, ==, 77);
          g_assert_null (deviation);
        }
      else
        {
          g_autofree char *expected = vector_member_text (item, "rel_err");
          g_autofree char *text = NULL;

          g_assert_no_error (error);
          g_assert_cmpint (base, ==, vector_number (vector_member (item, "n")));
          g_assert_cmpint (quote, ==, vector_number (vector_member (item, "d")));
          text = mnr_rational_to_text (deviation);
          g_assert_cmpstr (text, ==, expected);
        }
    }
}

static Wide
distance (gint64 n,
          gint64 d,
          gint64 numerator,
          gint64 denominator)
{
  Wide difference = (Wide) n * denominator - (Wide) d * numerator;

  return difference < 0 ? -difference : difference;
}

/* Goes through all denominators; with each, only the numerators next to the
 * number can be nearest. */
static void
search_nearest (gint64 numerator,
                gint64 denominator,
                gint64 limit,
                gint64 *best_n,
                gint64 *best_d)
{
  *best_n = 0;
  for (gint64 d = 1; d <= limit; d++)
    {
      gint64 below = (gint64) ((Wide) numerator * d / denominator);

      for (gint64 n = CLAMP (below, 1, limit); n <= CLAMP (below + 1, 1, limit); n++)
        {
          /* |n/d - x| < |best_n/best_d - x|; smaller denominators came first. */
          if (*best_n == 0 ||
              distance (n, d, numerator, denominator) * *best_d <
                distance (*best_n, *best_d, numerator, denominator) * d)
            {
              *best_n = n;
              *best_d = d;
            }
        }
    }
}

static gint64
greatest_common_divisor (gint64 a,
                         gint64 b)
{
  return b == 0 ? a : greatest_common_divisor (b, a % b);
}

/* Returns whether there is a fraction near enough. */
static gboolean
check_nearest (gint64 numerator,
               gint64 denominator,
               gint64 limit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrRational) number = mnr_rational_new (numerator, denominator);
  g_autoptr (MnrRational) deviation = NULL;
  g_autofree char *is = NULL;
  g_autofree char *should_be = NULL;
  gint64 n = 0, d = 0, best_n = 0, best_d = 0, error_n, error_d, divisor;
  gboolean near;

  search_nearest (numerator, denominator, limit, &best_n, &best_d);
  near = distance (best_n, best_d, numerator, denominator) * 1000000 <= (Wide) best_d * numerator;

  g_test_message ("%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT " up to %" G_GINT64_FORMAT,
                  numerator, denominator, limit);
  g_assert_cmpint (mnr_rational_approximate (number, limit, &n, &d, &deviation, &error), ==, near);
  if (!near)
    {
      assert_chain_error (error, MNR_CHAIN_ERROR_VALUE);
      return FALSE;
    }

  divisor = greatest_common_divisor (best_n, best_d);
  g_assert_cmpint (n, ==, best_n / divisor);
  g_assert_cmpint (d, ==, best_d / divisor);

  error_n = n * denominator - d * numerator;
  error_d = d * numerator;
  divisor = greatest_common_divisor (ABS (error_n), error_d);
  is = mnr_rational_to_text (deviation);
  should_be = g_strdup_printf ("%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
                               error_n / divisor, error_d / divisor);
  g_assert_cmpstr (is, ==, should_be);
  return TRUE;
}

static void
test_approximate_random (void)
{
  guint near = 0, far = 0;

  for (guint i = 0; i < 4000; i++)
    {
      gint64 limit = g_test_rand_int_range (1, i % 8 == 0 ? 2000 : 60);
      gint64 a = g_test_rand_int_range (1, 2 * (gint32) limit + 2);
      gint64 b = g_test_rand_int_range (1, 2 * (gint32) limit + 2);

      /* Of three numbers one is anything, one lies within twice the limits,
       * and one is a little off from that: both answers come about. */
      if (i % 3 == 0)
        {
          a = g_test_rand_int_range (1, 1000000000);
          b = g_test_rand_int_range (1, 1000000000);
        }
      else if (i % 3 == 1)
        {
          a = a * 1000000 + g_test_rand_int_range (-3, 4);
          b *= 1000000;
        }

      if (check_nearest (a, b, limit))
        near++;
      else
        far++;
    }

  g_assert_cmpuint (near, >, 500);
  g_assert_cmpuint (far, >, 500);
}

/* Halfway between two neighbours, of which the smaller denominator wins. */
static void
test_approximate_tie (void)
{
  guint ties = 0;

  while (ties < 500)
    {
      const gint64 limit = 2000;
      gint64 q = g_test_rand_int_range (1000, 2001), p = g_test_rand_int_range (1000, 2001);
      gint64 other_q = 0, other_p = 0;

      /* The fraction next to p/q with parts within the limit, if there is one:
       * other_p × q - p × other_q = 1. */
      for (gint64 x = limit; x > 0 && other_q == 0; x--)
        if ((p * x + 1) % q == 0)
          {
            other_q = x;
            other_p = (p * x + 1) / q;
          }
      /* Their sum has to be out of bounds, or it lies between them. */
      if (other_q == 0 || other_p > limit || q == other_q || q + other_q <= limit)
        continue;

      ties += check_nearest (p * other_q + other_p * q, 2 * q * other_q, limit);
    }
}

static void
check_refused (const char *text,
               gint64 limit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrRational) number = rational (text);
  gint64 n, d;

  g_test_message ("%.40s up to %" G_GINT64_FORMAT, text, limit);
  g_assert_false (mnr_rational_approximate (number, limit, &n, &d, NULL, &error));
  assert_chain_error (error, MNR_CHAIN_ERROR_VALUE);
}

static void
check_found (const char *text,
             gint64 limit,
             gint64 numerator,
             gint64 denominator)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrRational) number = rational (text);
  gint64 n, d;

  g_test_message ("%.40s up to %" G_GINT64_FORMAT, text, limit);
  mnr_rational_approximate (number, limit, &n, &d, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (n, ==, numerator);
  g_assert_cmpint (d, ==, denominator);
}

static void
test_approximate_limits (void)
{
  check_refused ("0", 100);
  check_refused ("-1", 100);
  check_refused ("-1/2", 100);
  check_refused ("1e400", MNR_PRICE_PART_MAX);
  check_refused ("1e-400", MNR_PRICE_PART_MAX);
  check_refused ("101", 100);
  check_refused ("1/101", 100);
  check_refused ("2", 1);
  check_found ("1", 1, 1, 1);
  check_found ("100", 100, 100, 1);
  check_found ("1/100", 100, 1, 100);
  check_found ("10000000000", MNR_PRICE_PART_MAX, MNR_PRICE_PART_MAX, 1);
  check_found ("1e-10", MNR_PRICE_PART_MAX, 1, MNR_PRICE_PART_MAX);

  /* A millionth off is near enough, the least bit more is not. */
  check_found ("1000000/1000001", 1, 1, 1);
  check_refused ("1000000/1000002", 1);
  check_refused ("1000000000000/1000001000001", 1);
  check_found ("1000000/999999", 1, 1, 1);
  check_refused ("999999/999998", 1);

  /* Within 10^10 every number is met to better than 1e-9. */
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u.%09ue-%d", (guint) g_test_rand_int_range (1, 10),
                                               (guint) g_test_rand_int_range (0, 1000000000),
                                               g_test_rand_int_range (0, 10));
      g_autoptr (MnrRational) number = rational (text);
      g_autoptr (MnrRational) deviation = NULL;
      g_autoptr (GError) error = NULL;
      gint64 n, d;

      mnr_rational_approximate (number, MNR_PRICE_PART_MAX, &n, &d, &deviation, &error);
      g_assert_no_error (error);
      g_assert_cmpint (n, <=, MNR_PRICE_PART_MAX);
      g_assert_cmpint (d, <=, MNR_PRICE_PART_MAX);
      if (mnr_rational_sign (deviation) != 0)
        {
          g_autofree char *small = mnr_rational_to_scientific (deviation, 1);

          g_assert_cmpint (g_ascii_strtoll (strchr (small, 'e') + 1, NULL, 10), <, -9);
        }
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rational/text", test_text);
  g_test_add_func ("/rational/text-bad", test_text_bad);
  g_test_add_func ("/rational/from-integers", test_from_integers);
  g_test_add_func ("/rational/scale", test_scale);
  g_test_add_func ("/rational/scientific", test_scientific);
  g_test_add_func ("/rational/approximate/vectors", test_approximate_vectors);
  g_test_add_func ("/rational/approximate/random", test_approximate_random);
  g_test_add_func ("/rational/approximate/tie", test_approximate_tie);
  g_test_add_func ("/rational/approximate/limits", test_approximate_limits);

  return g_test_run ();
}
