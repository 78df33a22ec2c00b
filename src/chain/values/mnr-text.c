/* mnr-text.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-text.h"

#include <string.h>

#include "mnr-decimal.h"

static gboolean
is_shown (gunichar c)
{
  switch ((int) g_unichar_type (c))
    {
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
      return FALSE;
    default:
      return g_unichar_isprint (c);
    }
}

char *
mnr_text_make_visible (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *result = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n')
        g_string_append (result, "\\n");
      else if (is_shown (c))
        g_string_append_unichar (result, c);
      else
        g_string_append_printf (result, "\\u{%04X}", c);
    }
  return g_string_free (result, FALSE);
}

char *
mnr_text_capitalise (const char *text)
{
  const gunichar first = g_utf8_get_char_validated (text, -1);
  char capital[6];
  int length;

  if (text[0] == '\0' || first >= (gunichar) -2)
    return g_strdup (text);
  length = g_unichar_to_utf8 (g_unichar_totitle (first), capital);
  return g_strdup_printf ("%.*s%s", length, capital, g_utf8_next_char (text));
}

char *
mnr_text_group_digits (const char *text)
{
  GString *grouped = g_string_new (NULL);
  char before = ' ';

  for (const char *p = text; *p != '\0';)
    {
      const gsize count = strspn (p, "0123456789");
      const gboolean is_number = before != '.' && !g_ascii_isalpha (before);
      g_autofree char *digits = g_strndup (p, count);
      g_autofree char *number = is_number ? mnr_decimal_group (digits) : NULL;

      g_string_append (grouped, is_number ? number : digits);
      p += count;
      if (count > 0)
        before = '0';
      if (*p == '\0')
        break;
      before = *p;
      g_string_append_c (grouped, *p++);
    }
  return g_string_free (grouped, FALSE);
}
