/* mnr-rational.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-rational.h"

#include <gcrypt.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "mnr-error.h"

/* Longer numbers are nobody's price, only somebody's attack. */
#define MAX_DIGITS   400
#define MAX_EXPONENT 400

struct _MnrRational
{
  gcry_mpi_t numerator;
  gcry_mpi_t denominator; /* above 0 */
};

/* Gives a gcry_mpi_t back at the end of its scope. */
typedef struct gcry_mpi Mpi;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Mpi, gcry_mpi_release)

static void
set_uint64 (gcry_mpi_t mpi,
            guint64 value)
{
  gcry_mpi_set_ui (mpi, (guint) (value >> 32));
  gcry_mpi_mul_2exp (mpi, mpi, 32);
  gcry_mpi_add_ui (mpi, mpi, (guint) value);
}

/* The value, or G_MAXUINT64 if it is that or more; mpi is not negative. */
static guint64
get_uint64 (gcry_mpi_t mpi)
{
  guint8 bytes[8];
  gsize length;
  guint64 value = 0;

  if (gcry_mpi_get_nbits (mpi) > 64)
    return G_MAXUINT64;

  gcry_mpi_print (GCRYMPI_FMT_USG, bytes, sizeof bytes, &length, mpi);
  for (gsize i = 0; i < length; i++)
    value = value << 8 | bytes[i];
  return value;
}

static gcry_mpi_t
power_of_ten (guint exponent)
{
  gcry_mpi_t result = gcry_mpi_set_ui (NULL, 1);

  while (exponent-- > 0)
    gcry_mpi_mul_ui (result, result, 10);
  return result;
}

static MnrRational *
rational_new (void)
{
  MnrRational *self = g_new (MnrRational, 1);

  self->numerator = gcry_mpi_new (0);
  self->denominator = gcry_mpi_set_ui (NULL, 1);
  return self;
}

void
mnr_rational_free (MnrRational *self)
{
  if (self == NULL)
    return;

  gcry_mpi_release (self->numerator);
  gcry_mpi_release (self->denominator);
  g_free (self);
}

static void
reduce (MnrRational *self)
{
  g_autoptr (Mpi) divisor = gcry_mpi_new (0);
  gboolean negative = gcry_mpi_is_neg (self->numerator);

  gcry_mpi_abs (self->numerator);
  gcry_mpi_gcd (divisor, self->numerator, self->denominator);
  if (gcry_mpi_cmp_ui (divisor, 1) > 0)
    {
      gcry_mpi_div (self->numerator, NULL, self->numerator, divisor, 0);
      gcry_mpi_div (self->denominator, NULL, self->denominator, divisor, 0);
    }
  if (negative)
    gcry_mpi_neg (self->numerator, self->numerator);
}

MnrRational *
mnr_rational_new (gint64 numerator,
                  gint64 denominator)
{
  MnrRational *self;

  g_return_val_if_fail (denominator > 0, NULL);

  self = rational_new ();
  set_uint64 (self->numerator, numerator < 0 ? -(guint64) numerator : (guint64) numerator);
  if (numerator < 0)
    gcry_mpi_neg (self->numerator, self->numerator);
  set_uint64 (self->denominator, (guint64) denominator);
  reduce (self);
  return self;
}

/* Appends the digits at *p to mpi; returns how many there were. */
static guint
read_digits (const char **p,
             gcry_mpi_t mpi)
{
  guint count = 0;

  for (; g_ascii_isdigit (**p) && count <= MAX_DIGITS; (*p)++, count++)
    {
      gcry_mpi_mul_ui (mpi, mpi, 10);
      gcry_mpi_add_ui (mpi, mpi, (guint) (**p - '0'));
    }
  return count;
}

static gboolean
read_exponent (const char **p,
               int *exponent)
{
  gboolean negative;
  const char *start;
  int value = 0;

  if (**p != 'e' && **p != 'E')
    return TRUE;
  (*p)++;
  negative = **p == '-';
  if (**p == '-' || **p == '+')
    (*p)++;
  start = *p;
  for (; g_ascii_isdigit (**p) && *p - start < 3; (*p)++)
    value = value * 10 + (**p - '0');

  *exponent += negative ? -value : value;
  return *p > start && value <= MAX_EXPONENT;
}

MnrRational *
mnr_rational_new_from_text (const char *text,
                            GError **error)
{
  g_autoptr (MnrRational) self = rational_new ();
  const char *p = text;
  gboolean negative, good;
  guint whole, decimals = 0;
  int exponent = 0;

  negative = *p == '-';
  if (*p == '-' || *p == '+')
    p++;

  whole = read_digits (&p, self->numerator);
  if (*p == '/' && whole > 0)
    {
      p++;
      gcry_mpi_set_ui (self->denominator, 0);
      good = read_digits (&p, self->denominator) > 0 &&
             gcry_mpi_cmp_ui (self->denominator, 0) > 0;
    }
  else
    {
      if (*p == '.')
        {
          p++;
          decimals = read_digits (&p, self->numerator);
        }
      good = whole + decimals > 0 && read_exponent (&p, &exponent);
    }

  if (!good || *p != '\0' || whole + decimals > MAX_DIGITS)
    {
      mnr_path_error (error, NULL, MNR_CHAIN_ERROR_SYNTAX,
                      _ ("“%.64s” is not a number: write a decimal such as 0.2056 or a "
                         "fraction such as 257/1250"),
                      text);
      return NULL;
    }

  if (negative)
    gcry_mpi_neg (self->numerator, self->numerator);
  mnr_rational_scale (self, exponent - (int) decimals);
  return g_steal_pointer (&self);
}

void
mnr_rational_scale (MnrRational *self,
                    int exponent)
{
  g_autoptr (Mpi) factor = power_of_ten ((guint) ABS (exponent));
  gcry_mpi_t part = exponent < 0 ? self->denominator : self->numerator;

  gcry_mpi_mul (part, part, factor);
  reduce (self);
}

void
mnr_rational_multiply (MnrRational *self,
                       guint numerator,
                       guint denominator)
{
  g_return_if_fail (numerator > 0 && denominator > 0);

  gcry_mpi_mul_ui (self->numerator, self->numerator, numerator);
  gcry_mpi_mul_ui (self->denominator, self->denominator, denominator);
  reduce (self);
}

void
mnr_rational_invert (MnrRational *self)
{
  gcry_mpi_t numerator = self->numerator;

  g_return_if_fail (mnr_rational_sign (self) > 0);

  self->numerator = self->denominator;
  self->denominator = numerator;
}

int
mnr_rational_sign (const MnrRational *self)
{
  return gcry_mpi_cmp_ui (self->numerator, 0);
}

static void
append_mpi (GString *text,
            gcry_mpi_t value)
{
  g_autoptr (Mpi) rest = gcry_mpi_copy (value);
  g_autoptr (Mpi) ten = gcry_mpi_set_ui (NULL, 10);
  g_autoptr (Mpi) digit = gcry_mpi_new (0);
  gsize start;

  if (gcry_mpi_is_neg (rest))
    {
      g_string_append_c (text, '-');
      gcry_mpi_abs (rest);
    }

  start = text->len;
  do
    {
      gcry_mpi_div (rest, digit, rest, ten, 0);
      g_string_insert_c (text, (gssize) start, (char) ('0' + get_uint64 (digit)));
    }
  while (gcry_mpi_cmp_ui (rest, 0) > 0);
}

char *
mnr_rational_to_text (const MnrRational *self)
{
  GString *text = g_string_new (NULL);

  append_mpi (text, self->numerator);
  g_string_append_c (text, '/');
  append_mpi (text, self->denominator);
  return g_string_free (text, FALSE);
}

char *
mnr_rational_to_scientific (const MnrRational *self,
                            guint digits)
{
  g_autoptr (Mpi) numerator = gcry_mpi_copy (self->numerator);
  g_autoptr (Mpi) denominator = gcry_mpi_copy (self->denominator);
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean negative = gcry_mpi_is_neg (numerator);
  int exponent = 0;

  g_return_val_if_fail (digits > 0, NULL);

  if (mnr_rational_sign (self) == 0)
    return g_strdup ("0");

  gcry_mpi_abs (numerator);

  /* Into the range from 1 up to 10, … */
  for (; gcry_mpi_cmp (numerator, denominator) < 0; exponent--)
    gcry_mpi_mul_ui (numerator, numerator, 10);
  for (;; exponent++)
    {
      g_autoptr (Mpi) ten = gcry_mpi_copy (denominator);

      gcry_mpi_mul_ui (ten, ten, 10);
      if (gcry_mpi_cmp (numerator, ten) < 0)
        break;
      gcry_mpi_set (denominator, ten);
    }

  /* … and out as digits. */
  for (guint i = 0; i < digits; i++)
    {
      g_autoptr (Mpi) digit = gcry_mpi_new (0);

      gcry_mpi_div (digit, numerator, numerator, denominator, 0);
      gcry_mpi_mul_ui (numerator, numerator, 10);
      if (i == 1)
        g_string_append_c (text, '.');
      append_mpi (text, digit);
    }

  return g_strdup_printf ("%s%se%d", negative ? "-" : "", text->str, exponent);
}

/* |numerator / denominator - self|, as a numerator over denominator × self's own. */
static gcry_mpi_t
distance (const MnrRational *self,
          guint64 numerator,
          guint64 denominator)
{
  gcry_mpi_t result = gcry_mpi_new (0);
  g_autoptr (Mpi) other = gcry_mpi_new (0);

  set_uint64 (result, numerator);
  gcry_mpi_mul (result, result, self->denominator);
  set_uint64 (other, denominator);
  gcry_mpi_mul (other, other, self->numerator);
  gcry_mpi_sub (result, result, other);
  gcry_mpi_abs (result);
  return result;
}

/* Whether a/b is nearer to self than c/d, or as near with the smaller denominator. */
static gboolean
is_nearer (const MnrRational *self,
           guint64 a,
           guint64 b,
           guint64 c,
           guint64 d)
{
  g_autoptr (Mpi) first = distance (self, a, b);
  g_autoptr (Mpi) second = distance (self, c, d);
  g_autoptr (Mpi) scale = gcry_mpi_new (0);
  int order;

  set_uint64 (scale, d);
  gcry_mpi_mul (first, first, scale);
  set_uint64 (scale, b);
  gcry_mpi_mul (second, second, scale);

  order = gcry_mpi_cmp (first, second);
  return order < 0 || (order == 0 && b < d);
}

static MnrRational *
relative_error_of (const MnrRational *self,
                   gint64 numerator,
                   gint64 denominator)
{
  MnrRational *result = rational_new ();
  g_autoptr (Mpi) n = gcry_mpi_new (0);
  g_autoptr (Mpi) d = gcry_mpi_new (0);

  /* n/d ÷ A/B - 1 = (n B - d A) / (d A) */
  set_uint64 (n, (guint64) numerator);
  set_uint64 (d, (guint64) denominator);
  gcry_mpi_mul (n, n, self->denominator);
  gcry_mpi_mul (d, d, self->numerator);
  gcry_mpi_sub (result->numerator, n, d);
  gcry_mpi_set (result->denominator, d);
  reduce (result);
  return result;
}

char *
mnr_rational_to_decimal (const MnrRational *self,
                         guint digits)
{
  g_autofree char *scientific = mnr_rational_to_scientific (self, digits);
  const char *mark = strchr (scientific, 'e');
  const int exponent = mark != NULL ? atoi (mark + 1) : 0;
  GString *text = g_string_new (NULL);
  int point = exponent + 1; /* so many digits stand before the point */

  if (scientific[0] == '-')
    g_string_append_c (text, '-');
  if (point <= 0)
    g_string_append (text, "0.");
  for (; point < 0; point++)
    g_string_append_c (text, '0');
  for (const char *p = scientific; *p != '\0' && p != mark; p++)
    {
      if (!g_ascii_isdigit (*p))
        continue;
      if (exponent >= 0 && point == 0)
        g_string_append_c (text, '.');
      g_string_append_c (text, *p);
      point--;
    }
  for (; exponent >= 0 && point > 0; point--)
    g_string_append_c (text, '0');
  if (strchr (text->str, '.') != NULL)
    {
      while (text->str[text->len - 1] == '0')
        g_string_truncate (text, text->len - 1);
      if (text->str[text->len - 1] == '.')
        g_string_truncate (text, text->len - 1);
    }
  return g_string_free (text, FALSE);
}

gboolean
mnr_rational_approximate (const MnrRational *self,
                          gint64 limit,
                          gint64 *numerator,
                          gint64 *denominator,
                          MnrRational **relative_error,
                          GError **error)
{
  g_autoptr (MnrRational) deviation = NULL;
  g_autoptr (Mpi) a = NULL;
  g_autoptr (Mpi) b = NULL;
  g_autoptr (Mpi) term_mpi = gcry_mpi_new (0);
  g_autoptr (Mpi) bound = NULL;
  const guint64 max = (guint64) limit;
  guint64 p0 = 0, q0 = 1, p1 = 1, q1 = 0; /* the last two convergents */

  g_return_val_if_fail (limit >= 1 && limit <= G_MAXINT64 / 2, FALSE);

  if (mnr_rational_sign (self) <= 0)
    return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_VALUE, _ ("A price must be above zero"));

  a = gcry_mpi_copy (self->numerator);
  b = gcry_mpi_copy (self->denominator);

  while (gcry_mpi_cmp_ui (b, 0) > 0)
    {
      g_autoptr (Mpi) rest = gcry_mpi_new (0);
      unsigned __int128 p2, q2;
      guint64 term;

      gcry_mpi_div (term_mpi, rest, a, b, 0);
      term = get_uint64 (term_mpi);
      p2 = (unsigned __int128) term * p1 + p0;
      q2 = (unsigned __int128) term * q1 + q0;

      if (p2 > max || q2 > max)
        {
          /* The next convergent is out of bounds; the nearest fraction within
           * them is the present one or the last on the way to the next. */
          guint64 steps = G_MAXUINT64, p, q;

          if (p1 > 0)
            steps = MIN (steps, (max - p0) / p1);
          if (q1 > 0)
            steps = MIN (steps, (max - q0) / q1);
          p = steps * p1 + p0;
          q = steps * q1 + q0;

          if (p > 0 && q > 0 &&
              (p1 == 0 || q1 == 0 || is_nearer (self, p, q, p1, q1)))
            {
              p1 = p;
              q1 = q;
            }
          break;
        }

      p0 = p1;
      q0 = q1;
      p1 = (guint64) p2;
      q1 = (guint64) q2;
      gcry_mpi_set (a, b);
      gcry_mpi_set (b, rest);
    }

  /* Further off than a millionth? |deviation| × 10^6 > 1 */
  deviation = relative_error_of (self, (gint64) p1, (gint64) q1);
  bound = gcry_mpi_copy (deviation->numerator);
  gcry_mpi_abs (bound);
  gcry_mpi_mul_ui (bound, bound, 1000000);
  if (p1 == 0 || q1 == 0 || gcry_mpi_cmp (bound, deviation->denominator) > 0)
    return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_VALUE,
                           _ ("The price cannot be said with whole numbers up to %lld"),
                           (long long) limit);

  *numerator = (gint64) p1;
  *denominator = (gint64) q1;
  if (relative_error != NULL)
    *relative_error = g_steal_pointer (&deviation);
  return TRUE;
}

gboolean
mnr_price_approximate (const MnrRational *price,
                       guint base_precision,
                       guint quote_precision,
                       gint64 limit,
                       gint64 *base_amount,
                       gint64 *quote_amount,
                       MnrRational **relative_error,
                       GError **error)
{
  g_autoptr (MnrRational) units = rational_new ();

  gcry_mpi_set (units->numerator, price->numerator);
  gcry_mpi_set (units->denominator, price->denominator);
  mnr_rational_scale (units, (int) base_precision - (int) quote_precision);
  return mnr_rational_approximate (units, limit, base_amount, quote_amount, relative_error, error);
}
