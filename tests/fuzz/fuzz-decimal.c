/* fuzz-decimal.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The input is a byte for the precision, and a number as text. Its first bytes
 * are also taken for numbers.
 */

#include <string.h>

#include "chain/values/mnr-decimal.h"
#include "chain/values/mnr-error.h"
#include "chain/values/mnr-rational.h"
#include "fuzz.h"

#define MAX_PRECISION 18

/* So many denominators are tried: enough for fractions within a millionth of
 * each other, of which only one is the nearest. */
#define FEW 4096

/* What a decimal that was accepted has to be printed as: moved digit by digit,
 * without arithmetic, so that it shares no mistake with the parser. */
static char *
rewrite_decimal (const char *text,
                 guint precision)
{
  GString *result = g_string_new (NULL);
  gboolean negative = *text == '-';
  const char *point;
  guint decimals = 0;

  text += negative;
  point = text + strcspn (text, ".");

  while (*text == '0' && text < point)
    text++;
  g_string_append_len (result, text, point - text);
  if (result->len == 0)
    g_string_append_c (result, '0');

  if (precision > 0)
    g_string_append_c (result, '.');
  for (const char *p = *point != '\0' ? point + 1 : point; decimals < precision; decimals++)
    g_string_append_c (result, *p != '\0' ? *p++ : '0');

  if (negative && strspn (result->str, "0.") < result->len)
    g_string_prepend_c (result, '-');
  return g_string_free (result, FALSE);
}

static void
check_decimal (const char *text,
               guint precision)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *printed = NULL;
  g_autofree char *wanted = NULL;
  gint64 value, again;

  if (!mnr_decimal_parse (text, precision, &value, &error))
    {
      fuzz_check_error (error);
      return;
    }

  printed = mnr_decimal_format (value, precision);
  wanted = rewrite_decimal (text, precision);
  g_assert_cmpstr (printed, ==, wanted);
  g_assert_true (mnr_decimal_parse (printed, precision, &again, NULL));
  g_assert_cmpint (value, ==, again);
}

static void
check_amount (gint64 value,
              guint precision)
{
  g_autofree char *text = mnr_decimal_format (value, precision);
  gint64 again;

  g_assert_true (mnr_decimal_parse (text, precision, &again, NULL));
  g_assert_cmpint (value, ==, again);
}

static void
check_percentage (const char *text)
{
  g_autoptr (GError) error = NULL;
  MnrBasisPoints points;
  MnrPermille permille;

  if (!mnr_basis_points_parse (text, &points, &error))
    fuzz_check_error (error);
  g_clear_error (&error);
  if (!mnr_permille_parse (text, &permille, &error))
    fuzz_check_error (error);
}

static void
check_ratio (guint16 value)
{
  g_autofree char *points_text = mnr_basis_points_format (value);
  g_autofree char *permille_text = mnr_permille_format (value);
  MnrBasisPoints points;
  MnrPermille permille;

  g_assert_true (mnr_basis_points_parse (points_text, &points, NULL));
  g_assert_cmpuint (points, ==, value);
  g_assert_true (mnr_permille_parse (permille_text, &permille, NULL));
  g_assert_cmpuint (permille, ==, value);
}

/* Whether a/b is further from c/d than a millionth of it; all up to 2^32. */
static gboolean
is_far (gint64 a,
        gint64 b,
        gint64 c,
        gint64 d)
{
  __int128 difference = (__int128) a * d - (__int128) c * b;

  return (difference < 0 ? -difference : difference) * 1000000 > (__int128) c * b;
}

/* Tries all denominators, where they are few: n/d is the nearest there is, with
 * the smallest denominator of those that are as near. */
static void
check_nearest (gint64 a,
               gint64 b,
               gint64 limit,
               gboolean found,
               gint64 n,
               gint64 d)
{
  gint64 best_n = 0, best_d = 0;
  __int128 best = 0;

  for (gint64 y = 1; y <= limit; y++)
    for (gint64 x = MAX (a * y / b, 1); x <= MIN (a * y / b + 1, limit); x++)
      {
        __int128 distance = (__int128) x * b - (__int128) a * y;

        /* distance / (y b) against best / (best_d b) */
        if (distance < 0)
          distance = -distance;
        if (best_d == 0 || distance * best_d < best * y)
          {
            best = distance;
            best_n = x;
            best_d = y;
          }
      }

  if (best_d == 0 || is_far (best_n, best_d, a, b))
    {
      g_assert_false (found);
      return;
    }
  g_assert_true (found);
  g_assert_cmpint (n, ==, best_n);
  g_assert_cmpint (d, ==, best_d);
}

static void
check_fraction (guint32 numerator,
                guint32 denominator,
                gint64 limit)
{
  gint64 a = MAX (numerator, 1), b = MAX (denominator, 1), n = 0, d = 0;
  g_autoptr (MnrRational) number = mnr_rational_new (a, b);
  g_autoptr (GError) error = NULL;
  gboolean found = mnr_rational_approximate (number, limit, &n, &d, NULL, &error);

  if (found)
    {
      g_assert_cmpint (n, >=, 1);
      g_assert_cmpint (n, <=, limit);
      g_assert_cmpint (d, >=, 1);
      g_assert_cmpint (d, <=, limit);
      g_assert_false (is_far (n, d, a, b));
    }
  else
    fuzz_check_error (error);

  if (limit <= FEW)
    check_nearest (a, b, limit, found, n, d);
}

static void
check_rational (const char *text,
                guint base_precision,
                guint quote_precision,
                gint64 limit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrRational) number = mnr_rational_new_from_text (text, &error);
  g_autoptr (MnrRational) again = NULL;
  g_autoptr (MnrRational) relative_error = NULL;
  g_autofree char *printed = NULL;
  g_autofree char *printed_again = NULL;
  g_autofree char *scientific = NULL;
  gint64 base, quote;

  if (number == NULL)
    {
      fuzz_check_error (error);
      return;
    }

  printed = mnr_rational_to_text (number);
  g_assert_cmpint (mnr_rational_sign (number) < 0, ==, printed[0] == '-');
  g_assert_cmpint (mnr_rational_sign (number) == 0, ==, printed[0] == '0');
  /* With its exponent written out it may be longer than what is read. */
  again = mnr_rational_new_from_text (printed, NULL);
  if (again != NULL)
    {
      printed_again = mnr_rational_to_text (again);
      g_assert_cmpstr (printed, ==, printed_again);
    }
  else
    g_assert_cmpuint (strlen (printed), >, 400);

  scientific = mnr_rational_to_scientific (number, base_precision + 1);
  g_clear_pointer (&again, mnr_rational_free);
  again = mnr_rational_new_from_text (scientific, NULL);
  if (again != NULL)
    g_assert_cmpint (mnr_rational_sign (again), ==, mnr_rational_sign (number));

  if (mnr_price_approximate (number, base_precision, quote_precision, limit,
                             &base, &quote, &relative_error, &error))
    {
      g_assert_cmpint (base, >=, 1);
      g_assert_cmpint (base, <=, limit);
      g_assert_cmpint (quote, >=, 1);
      g_assert_cmpint (quote, <=, limit);
    }
  else
    fuzz_check_error (error);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize size)
{
  g_autofree char *text = NULL;
  guint precision;
  guint8 numbers[17] = { 0 };
  guint64 value;
  guint32 numerator, denominator;
  guint16 ratio, limit_bits;
  gint64 limit;

  if (size == 0)
    return 0;
  precision = data[0] % (MAX_PRECISION + 1);
  text = g_strndup ((const char *) data + 1, size - 1);
  memcpy (numbers, data, MIN (size, sizeof numbers));
  memcpy (&value, numbers + 1, sizeof value);
  memcpy (&numerator, numbers + 1, sizeof numerator);
  memcpy (&denominator, numbers + 5, sizeof denominator);
  memcpy (&ratio, numbers + 1, sizeof ratio);
  memcpy (&limit_bits, numbers + 9, sizeof limit_bits);
  limit = precision % 2 ? MNR_PRICE_PART_MAX : 1 + limit_bits % FEW;

  check_decimal (text, precision);
  check_amount ((gint64) value, precision);
  check_percentage (text);
  check_ratio (ratio);
  check_fraction (numerator, denominator, limit);
  check_fraction (numbers[11], numbers[12], limit);
  check_rational (text, precision % (MNR_PRECISION_MAX + 1), numbers[9] % (MNR_PRECISION_MAX + 1),
                  limit);
  return 0;
}
