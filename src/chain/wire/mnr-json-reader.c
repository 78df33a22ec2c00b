/* mnr-json-reader.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-json-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

gboolean
mnr_json_reader_init (MnrJsonReader *self,
                      const char *text,
                      gsize length,
                      GError **error)
{
  const char *bad;

  *self = (MnrJsonReader){ .position = text, .end = text + length };
  if (!g_utf8_validate_len (text, length, &bad))
    return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_SYNTAX,
                           _ ("The text is not valid UTF-8 at byte %zu"),
                           (gsize) (bad - text));
  return TRUE;
}

void
mnr_json_reader_clear (MnrJsonReader *self)
{
  if (self->unescaped != NULL)
    g_string_free (self->unescaped, TRUE);
  *self = (MnrJsonReader){ 0 };
}

static void
skip_space (MnrJsonReader *self)
{
  while (self->position < self->end &&
         (*self->position == ' ' || *self->position == '\t' ||
          *self->position == '\n' || *self->position == '\r'))
    self->position++;
}

char
mnr_json_reader_peek (MnrJsonReader *self)
{
  skip_space (self);
  return self->position < self->end ? *self->position : '\0';
}

/* @wanted is the subject of the sentence, and begins it. */
static gboolean
unexpected (MnrJsonReader *self,
            const char *wanted,
            const MnrPath *path,
            GError **error)
{
  gunichar c;

  if (mnr_json_reader_peek (self) == '\0')
    /* Translators: %s is one of “An object”, “A number”, “A comma or the closing bracket”. */
    return mnr_path_error (error, path, MNR_CHAIN_ERROR_SYNTAX,
                           _ ("%s should follow here, but the text ends"), wanted);

  c = g_utf8_get_char (self->position);
  if (g_unichar_isprint (c))
    /* Translators: %s is one of “An object”, “A number”, “A comma or the closing bracket”;
     * in quotes is the character found instead. */
    return mnr_path_error (error, path, MNR_CHAIN_ERROR_SYNTAX,
                           _ ("%s should be here, not “%.*s”"), wanted,
                           (int) (g_utf8_next_char (self->position) - self->position),
                           self->position);
  /* Translators: %s is one of “An object”, “A number”, “A comma or the closing bracket”. */
  return mnr_path_error (error, path, MNR_CHAIN_ERROR_SYNTAX,
                         _ ("%s should be here, not U+%04X"), wanted, c);
}

gboolean
mnr_json_reader_open (MnrJsonReader *self,
                      char bracket,
                      const MnrPath *path,
                      GError **error)
{
  if (mnr_json_reader_peek (self) != bracket)
    return unexpected (self, bracket == '{' ? _ ("An object") : _ ("An array"), path, error);

  self->position++;
  return TRUE;
}

gboolean
mnr_json_reader_next (MnrJsonReader *self,
                      char bracket,
                      gsize *count,
                      gboolean *more,
                      const MnrPath *path,
                      GError **error)
{
  char c = mnr_json_reader_peek (self);

  *more = c != bracket;
  if (c == bracket)
    {
      self->position++;
      return TRUE;
    }

  if (*count > 0)
    {
      if (c != ',')
        return unexpected (self, _ ("A comma or the closing bracket"), path, error);
      self->position++;
    }
  (*count)++;
  return TRUE;
}

/* Finds the closing quote; position stands after the opening one. Escapes are
 * passed over, not judged. */
static gboolean
find_quote (MnrJsonReader *self,
            gboolean *escapes,
            const char **quote,
            const MnrPath *path,
            GError **error)
{
  const char *p = self->position;

  *escapes = FALSE;
  for (; p < self->end && *p != '"'; p++)
    {
      if (*p == '\\')
        {
          *escapes = TRUE;
          p++;
          if (p == self->end)
            break;
        }
      if ((guint8) *p < 0x20 && !self->as_node)
        return mnr_path_error (error, path, MNR_CHAIN_ERROR_SYNTAX,
                               _ ("The text holds the control character U+%04X"), (guint) *p);
    }
  if (p >= self->end)
    return mnr_path_error (error, path, MNR_CHAIN_ERROR_SYNTAX,
                           _ ("The text ends within a string"));

  *quote = p;
  return TRUE;
}

gboolean
mnr_json_reader_string (MnrJsonReader *self,
                        MnrJsonSlice *string,
                        const MnrPath *path,
                        GError **error)
{
  const char *quote;
  gboolean escapes;

  if (mnr_json_reader_peek (self) != '"')
    return unexpected (self, _ ("A string"), path, error);
  self->position++;
  if (!find_quote (self, &escapes, &quote, path, error))
    return FALSE;

  if (!escapes)
    {
      string->text = self->position;
      string->length = (gsize) (quote - self->position);
      self->position = quote + 1;
      return TRUE;
    }

  if (self->unescaped == NULL)
    self->unescaped = g_string_new (NULL);
  g_string_truncate (self->unescaped, 0);

  for (const char *p = self->position; p < quote; p++)
    {
      static const char from[] = "\"\\nrt", to[] = "\"\\\n\r\t";
      const char *found;

      if (*p != '\\')
        {
          g_string_append_c (self->unescaped, *p);
          continue;
        }

      p++;
      found = strchr (from, *p);
      if (found == NULL && self->as_node)
        {
          g_string_append_c (self->unescaped, *p);
          continue;
        }
      if (found == NULL)
        return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE,
                               _ ("A node does not read the escape \\%c as you mean it: "
                                  "write the character itself, in UTF-8"),
                               g_ascii_isprint (*p) ? *p : '?');
      g_string_append_c (self->unescaped, to[found - from]);
    }

  *string = (MnrJsonSlice){ .text = self->unescaped->str, .length = self->unescaped->len };
  self->position = quote + 1;
  return TRUE;
}

gboolean
mnr_json_reader_name (MnrJsonReader *self,
                      MnrJsonSlice *name,
                      const MnrPath *path,
                      GError **error)
{
  if (mnr_json_reader_peek (self) != '"')
    return unexpected (self, _ ("A member's name in quotes"), path, error);
  if (!mnr_json_reader_string (self, name, path, error))
    return FALSE;
  if (mnr_json_reader_peek (self) != ':')
    return unexpected (self, _ ("A colon"), path, error);
  self->position++;
  return TRUE;
}

static const char *
pass_digits (const char *p,
             const char *end)
{
  while (p < end && g_ascii_isdigit (*p))
    p++;
  return p;
}

gboolean
mnr_json_reader_number (MnrJsonReader *self,
                        MnrJsonSlice *number,
                        const MnrPath *path,
                        GError **error)
{
  const char *start, *digits, *p;
  char first = mnr_json_reader_peek (self);
  gboolean good;

  if (first != '-' && !g_ascii_isdigit (first))
    return unexpected (self, _ ("A number"), path, error);

  start = self->position;
  digits = start + (first == '-');
  p = pass_digits (digits, self->end);
  good = p > digits && (*digits != '0' || p == digits + 1);
  if (good && p < self->end && *p == '.')
    {
      digits = p + 1;
      p = pass_digits (digits, self->end);
      good = p > digits;
    }
  if (good && p < self->end && (*p == 'e' || *p == 'E'))
    {
      p++;
      if (p < self->end && (*p == '+' || *p == '-'))
        p++;
      digits = p;
      p = pass_digits (digits, self->end);
      good = p > digits;
    }
  if (!good)
    return mnr_path_error (error, path, MNR_CHAIN_ERROR_SYNTAX,
                           _ ("This is not how a number is written in JSON"));

  *number = (MnrJsonSlice){ .text = start, .length = (gsize) (p - start) };
  self->position = p;
  return TRUE;
}

gboolean
mnr_json_reader_word (MnrJsonReader *self,
                      const char *word)
{
  gsize length = strlen (word);

  skip_space (self);
  if ((gsize) (self->end - self->position) < length ||
      memcmp (self->position, word, length) != 0)
    return FALSE;

  self->position += length;
  return TRUE;
}

static gboolean
skip_value (MnrJsonReader *self,
            guint depth,
            const MnrPath *path,
            GError **error)
{
  char c = mnr_json_reader_peek (self);
  char close = c == '{' ? '}' : ']';
  gsize count = 0;
  MnrJsonSlice slice;
  const char *quote;
  gboolean escapes, more;

  switch (c)
    {
    case '{':
    case '[':
      if (depth == MNR_JSON_DEPTH_MAX)
        return mnr_path_error (error, path, MNR_CHAIN_ERROR_SYNTAX,
                               _ ("The JSON is nested too deep"));
      self->position++;
      for (;;)
        {
          if (!mnr_json_reader_next (self, close, &count, &more, path, error))
            return FALSE;
          if (!more)
            return TRUE;
          if (c == '{' && !mnr_json_reader_name (self, &slice, path, error))
            return FALSE;
          if (!skip_value (self, depth + 1, path, error))
            return FALSE;
        }

    case '"':
      self->position++;
      if (!find_quote (self, &escapes, &quote, path, error))
        return FALSE;
      self->position = quote + 1;
      return TRUE;

    default:
      if (mnr_json_reader_word (self, "true") || mnr_json_reader_word (self, "false") ||
          mnr_json_reader_word (self, "null"))
        return TRUE;
      if (c == '-' || g_ascii_isdigit (c))
        return mnr_json_reader_number (self, &slice, path, error);
      return unexpected (self, _ ("A value"), path, error);
    }
}

gboolean
mnr_json_reader_skip (MnrJsonReader *self,
                      MnrJsonSlice *json,
                      const MnrPath *path,
                      GError **error)
{
  const char *start;

  skip_space (self);
  start = self->position;
  if (!skip_value (self, 0, path, error))
    return FALSE;

  *json = (MnrJsonSlice){ .text = start, .length = (gsize) (self->position - start) };
  return TRUE;
}

gboolean
mnr_json_reader_finish (MnrJsonReader *self,
                        GError **error)
{
  if (mnr_json_reader_peek (self) == '\0' && self->position == self->end)
    return TRUE;
  return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_SYNTAX,
                         _ ("More text follows after the end of the JSON"));
}

gboolean
mnr_json_slice_equal (const MnrJsonSlice *slice,
                      const char *text)
{
  return strlen (text) == slice->length && memcmp (slice->text, text, slice->length) == 0;
}

void
mnr_json_append_string (GString *out,
                        const char *text)
{
  static const char from[] = "\"\\\n\r\t\b\f", to[] = "\"\\nrtbf";

  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      const char *found = strchr (from, *p);

      if (found != NULL)
        {
          g_string_append_c (out, '\\');
          g_string_append_c (out, to[found - from]);
        }
      else if ((guint8) *p < 0x20)
        g_string_append_printf (out, "\\u%04x", (guint) *p);
      else
        g_string_append_c (out, *p);
    }
  g_string_append_c (out, '"');
}
