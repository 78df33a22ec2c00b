/* mnr-decimal.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-decimal.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mnr-error.h"

gboolean
mnr_decimal_parse (const char *text,
                   guint precision,
                   gint64 *value,
                   GError **error)
{
  const char *p = text;
  gboolean negative, point = FALSE;
  guint digits = 0, decimals = 0;
  guint64 limit, result = 0;

  g_return_val_if_fail (precision <= 18, FALSE);

  negative = *p == '-';
  if (negative)
    p++;
  limit = negative ? (guint64) G_MAXINT64 + 1 : (guint64) G_MAXINT64;

  for (; *p != '\0'; p++)
    {
      guint digit;

      if (*p == '.' && !point)
        {
          point = TRUE;
          continue;
        }

      if (!g_ascii_isdigit (*p))
        return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_SYNTAX,
                               _ ("“%s” is not a number: write digits and at most one "
                                  "point"),
                               text);
      digit = (guint) (*p - '0');
      digits++;

      if (point && decimals == precision)
        {
          if (digit == 0)
            continue;
          return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_VALUE,
                                 g_dngettext (GETTEXT_PACKAGE,
                                              "“%s” is too fine: at most %u decimal is "
                                              "possible",
                                              "“%s” is too fine: at most %u decimals are "
                                              "possible",
                                              precision),
                                 text, precision);
        }

      if (result > (limit - digit) / 10)
        return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_VALUE,
                               _ ("“%s” is too large"), text);
      result = result * 10 + digit;
      decimals += point;
    }

  if (digits == 0)
    return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_SYNTAX,
                           _ ("“%s” is not a number: write digits and at most one "
                              "point"),
                           text);

  for (; decimals < precision; decimals++)
    {
      if (result > limit / 10)
        return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_VALUE,
                               _ ("“%s” is too large"), text);
      result *= 10;
    }

  /* Negated as unsigned, since 2^63 has no positive counterpart. */
  *value = (gint64) (negative ? -result : result);
  return TRUE;
}

char *
mnr_decimal_format (gint64 value,
                    guint precision)
{
  char digits[24];
  guint64 rest = value < 0 ? -(guint64) value : (guint64) value;
  gsize length, whole;

  g_return_val_if_fail (precision <= 18, NULL);

  /* At least one digit stands before the point. */
  g_snprintf (digits, sizeof digits, "%0*" G_GUINT64_FORMAT, (int) precision + 1, rest);
  length = strlen (digits);
  whole = length - precision;

  return g_strdup_printf ("%s%.*s%s%s", value < 0 ? "-" : "", (int) whole, digits,
                          precision > 0 ? "." : "", digits + whole);
}

char *
mnr_decimal_format_short (gint64 value,
                          guint precision)
{
  char *text = mnr_decimal_format (value, precision);
  gsize length = strlen (text);

  if (precision == 0)
    return text;

  while (text[length - 1] == '0')
    length--;
  if (text[length - 1] == '.')
    length--;
  text[length] = '\0';
  return text;
}

static char *
percentage_format (guint16 value,
                   guint decimals)
{
  g_autofree char *number = mnr_decimal_format_short (value, decimals);

  /* Translators: a percentage such as 0.25%; with a no-break space where one belongs. */
  return g_strdup_printf (_ ("%s%%"), number);
}

static gboolean
percentage_parse (const char *text,
                  guint decimals,
                  guint16 *value,
                  GError **error)
{
  gsize length = strlen (text);
  g_autofree char *number = g_strndup (text, length - g_str_has_suffix (text, "%"));
  gint64 result;

  if (!mnr_decimal_parse (g_strstrip (number), decimals, &result, error))
    return FALSE;
  if (result < 0 || result > G_MAXUINT16)
    return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_VALUE,
                           _ ("“%s” is out of range for a percentage"), text);

  *value = (guint16) result;
  return TRUE;
}

/* Translators: between groups of three digits, as in 1,240; not the “.” that stands
 * before decimals everywhere. It is also what may be typed between them. */
#define SEPARATOR C_ ("digits", ",")

char *
mnr_decimal_group (const char *number)
{
  const char *separator = SEPARATOR;
  GString *text = g_string_new (NULL);
  gsize n_whole;

  if (*number == '-')
    g_string_append_c (text, *number++);
  n_whole = strspn (number, "0123456789");
  for (gsize i = 0; i < n_whole; i++)
    {
      if (i > 0 && (n_whole - i) % 3 == 0)
        g_string_append (text, separator);
      g_string_append_c (text, number[i]);
    }
  g_string_append (text, number + n_whole);
  return g_string_free (text, FALSE);
}

/* The bytes of the separator that @text begins with, 0 if it begins with none. */
static gsize
measure_separator (const char *text)
{
  const char *const separators[] = { SEPARATOR, "'", " ", "\u00a0",
                                     "\u2009", "\u202f", "\u2019" };

  for (guint i = 0; i < G_N_ELEMENTS (separators); i++)
    if (g_str_has_prefix (text, separators[i]))
      return strlen (separators[i]);
  return 0;
}

char *
mnr_decimal_ungroup (const char *text)
{
  const gsize sign = text[0] == '-';
  gsize count = strspn (text + sign, "0123456789");
  const char *p = text + sign + count;
  const gsize width = measure_separator (p);
  g_autoptr (GString) digits = g_string_new_len (text, (gssize) (sign + count));

  if (width == 0 || count < 1 || count > 3 || text[sign] == '0')
    return g_strdup (text);
  for (const char *separator = p; strncmp (p, separator, width) == 0; p += count)
    {
      p += width;
      count = strspn (p, "0123456789");
      if (count != 3)
        return g_strdup (text);
      g_string_append_len (digits, p, 3);
    }
  if (*p != '\0' && *p != '.')
    return g_strdup (text);
  g_string_append (digits, p);
  return g_strdup (digits->str);
}

char *
mnr_basis_points_format (MnrBasisPoints value)
{
  return percentage_format (value, 2);
}

char *
mnr_permille_format (MnrPermille value)
{
  return percentage_format (value, 1);
}

gboolean
mnr_basis_points_parse (const char *text,
                        MnrBasisPoints *value,
                        GError **error)
{
  return percentage_parse (text, 2, value, error);
}

gboolean
mnr_permille_parse (const char *text,
                    MnrPermille *value,
                    GError **error)
{
  return percentage_parse (text, 1, value, error);
}
