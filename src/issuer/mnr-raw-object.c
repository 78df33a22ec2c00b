/* mnr-raw-object.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-raw-object.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The text of an object is its head, the members with a comma between each two,
 * and its tail; a member is its four parts, one after the other. */
typedef struct
{
  char *name;
  char *before; /* from the bracket or comma to the value: white space, name, colon */
  char *json;
  char *after; /* white space up to the comma or bracket */
} Member;

struct _MnrRawObject
{
  char *head; /* with the opening bracket */
  GPtrArray *members;
  char *tail; /* from the closing bracket */
  guint indent;
};

static void
member_free (gpointer data)
{
  Member *member = data;

  g_free (member->name);
  g_free (member->before);
  g_free (member->json);
  g_free (member->after);
  g_free (member);
}

MnrRawObject *
mnr_raw_object_new (guint indent)
{
  MnrRawObject *self = g_new0 (MnrRawObject, 1);

  self->head = g_strdup ("{");
  self->tail = g_strdup ("}");
  self->members = g_ptr_array_new_with_free_func (member_free);
  self->indent = indent;
  return self;
}

void
mnr_raw_object_free (MnrRawObject *self)
{
  if (self == NULL)
    return;
  g_free (self->head);
  g_free (self->tail);
  g_ptr_array_unref (self->members);
  g_free (self);
}

static int
find_member (const MnrRawObject *self,
             const char *name)
{
  for (guint i = self->members->len; i > 0; i--)
    if (strcmp (((const Member *) g_ptr_array_index (self->members, i - 1))->name, name) == 0)
      return (int) i - 1;
  return -1;
}

static char *
dup_range (const char *start,
           const char *end)
{
  return g_strndup (start, (gsize) (end - start));
}

/* A hexadecimal number of four digits, or -1. */
static int
read_unit (const char *p)
{
  int value = 0;

  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (p[i]);

      if (digit < 0)
        return -1;
      value = value * 16 + digit;
    }
  return value;
}

/* Reads the escape at @p, which is behind its backslash, and returns what follows it. */
static const char *
unescape_one (const char *p,
              GString *out)
{
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  const char *found = *p != '\0' ? strchr (from, *p) : NULL;
  int unit, low;

  if (found != NULL)
    {
      g_string_append_c (out, to[found - from]);
      return p + 1;
    }

  if (*p != 'u' || (unit = read_unit (p + 1)) <= 0)
    return NULL;
  p += 5;
  if (unit >= 0xd800 && unit < 0xdc00)
    {
      if (p[0] != '\\' || p[1] != 'u' || (low = read_unit (p + 2)) < 0xdc00 || low >= 0xe000)
        return NULL;
      unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
      p += 6;
    }
  else if (unit >= 0xdc00 && unit < 0xe000)
    return NULL;

  g_string_append_unichar (out, (gunichar) unit);
  return p;
}

char *
mnr_json_unescape (const char *json,
                   const MnrPath *path,
                   GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gsize length = strlen (json);

  if (length < 2 || json[0] != '"' || json[length - 1] != '"')
    {
      mnr_path_error (error, path, MNR_CHAIN_ERROR_SYNTAX, _ ("A text in quotes is expected"));
      return NULL;
    }

  for (const char *p = json + 1; p < json + length - 1;)
    {
      if (*p != '\\')
        {
          g_string_append_c (out, *p++);
          continue;
        }

      p = unescape_one (p + 1, out);
      if (p == NULL)
        {
          mnr_path_error (error, path, MNR_CHAIN_ERROR_SYNTAX,
                          _ ("The text holds an escape that stands for no character"));
          return NULL;
        }
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Reads a member; @start is where the bracket or comma before it ended. */
static Member *
read_member (MnrJsonReader *reader,
             const char *start,
             const MnrPath *path,
             GError **error)
{
  Member *member = g_new0 (Member, 1);
  g_autofree char *quoted = NULL;
  MnrJsonSlice slice;

  if (mnr_json_reader_peek (reader) != '"')
    mnr_json_reader_name (reader, &slice, path, error); /* fails, and says why */
  else if (mnr_json_reader_skip (reader, &slice, path, error))
    {
      MnrPath inner = { .parent = path };

      quoted = g_strndup (slice.text, slice.length);
      member->name = mnr_json_unescape (quoted, path, error);
      inner.name = member->name;
      if (member->name != NULL && mnr_json_reader_peek (reader) != ':')
        mnr_path_error (error, &inner, MNR_CHAIN_ERROR_SYNTAX,
                        _ ("No colon follows the member's name"));
      else if (member->name != NULL)
        {
          reader->position++;
          if (mnr_json_reader_skip (reader, &slice, &inner, error))
            {
              member->before = dup_range (start, slice.text);
              member->json = g_strndup (slice.text, slice.length);
              mnr_json_reader_peek (reader);
              member->after = dup_range (slice.text + slice.length, reader->position);
              return member;
            }
        }
    }

  member_free (member);
  return NULL;
}

static gboolean
read_object (MnrRawObject *self,
             MnrJsonReader *reader,
             const char *text,
             gboolean unique,
             const MnrPath *path,
             GError **error)
{
  gsize count = 0;
  gboolean more;
  const char *start;

  if (!mnr_json_reader_open (reader, '{', path, error))
    return FALSE;

  for (;;)
    {
      Member *member;

      start = reader->position;
      if (!mnr_json_reader_next (reader, '}', &count, &more, path, error))
        return FALSE;
      if (!more)
        break;
      if (count > 1)
        start++; /* the comma */
      else
        {
          g_free (self->head);
          self->head = dup_range (text, start);
        }

      member = read_member (reader, start, path, error);
      if (member == NULL)
        return FALSE;
      if (unique && find_member (self, member->name) >= 0)
        {
          const MnrPath inner = { .parent = path, .name = member->name };

          mnr_path_error (error, &inner, MNR_CHAIN_ERROR_SYNTAX, _ ("This member stands twice"));
          member_free (member);
          return FALSE;
        }
      g_ptr_array_add (self->members, member);
    }

  /* An object without members keeps the white space in it, too. */
  if (count == 0)
    {
      g_free (self->head);
      self->head = dup_range (text, reader->position - 1);
    }
  start = reader->position - 1;
  if (!mnr_json_reader_finish (reader, error))
    return FALSE;
  g_free (self->tail);
  self->tail = dup_range (start, reader->end);
  return TRUE;
}

MnrRawObject *
mnr_raw_object_parse (const char *text,
                      gsize length,
                      gboolean unique,
                      const MnrPath *path,
                      GError **error)
{
  g_autoptr (MnrRawObject) self = mnr_raw_object_new (0);
  g_auto (MnrJsonReader) reader = { 0 };

  if (!mnr_json_reader_init (&reader, text, length, error) ||
      !read_object (self, &reader, text, unique, path, error))
    return NULL;
  return g_steal_pointer (&self);
}

const char *
mnr_raw_object_get_name (const MnrRawObject *self,
                         guint index)
{
  if (index >= self->members->len)
    return NULL;
  return ((const Member *) g_ptr_array_index (self->members, index))->name;
}

const char *
mnr_raw_object_get (const MnrRawObject *self,
                    const char *name)
{
  int index = find_member (self, name);

  return index >= 0 ? ((const Member *) g_ptr_array_index (self->members, index))->json : NULL;
}

void
mnr_raw_object_set (MnrRawObject *self,
                    const char *name,
                    const char *json)
{
  int index = find_member (self, name);
  g_autoptr (GString) before = NULL;
  Member *member, *last = NULL;
  const char *colon = ":";

  if (index >= 0)
    {
      member = g_ptr_array_index (self->members, index);
      g_free (member->json);
      member->json = g_strdup (json);
      return;
    }

  if (self->members->len > 0)
    last = g_ptr_array_index (self->members, self->members->len - 1);

  /* What is between the comma and the name, and between the name and the value. */
  before = g_string_new (NULL);
  if (last != NULL)
    {
      gsize blanks = strspn (last->before, " \t\r\n");

      g_string_append_len (before, last->before, (gssize) blanks);
      for (const char *p = last->before; *p != '\0'; p++)
        if (*p == ':' && p[1 + strspn (p + 1, " \t\r\n")] == '\0')
          {
            colon = p;
            break;
          }
    }
  else if (self->indent > 0)
    {
      g_string_append_printf (before, "\n%*s", (int) self->indent, "");
      colon = ": ";
    }
  mnr_json_append_string (before, name);
  g_string_append (before, colon);

  member = g_new0 (Member, 1);
  member->name = g_strdup (name);
  member->json = g_strdup (json);
  if (last != NULL)
    {
      member->after = last->after;
      last->after = g_strdup ("");
    }
  else if (self->indent > 0)
    member->after = g_strdup_printf ("\n%*s", (int) self->indent - 2, "");
  else
    member->after = g_strdup ("");
  member->before = g_string_free (g_steal_pointer (&before), FALSE);
  g_ptr_array_add (self->members, member);
}

void
mnr_raw_object_remove (MnrRawObject *self,
                       const char *name)
{
  int index;

  while ((index = find_member (self, name)) >= 0)
    g_ptr_array_remove_index (self->members, (guint) index);
}

char *
mnr_raw_object_to_text (const MnrRawObject *self)
{
  GString *out = g_string_new (self->head);

  for (guint i = 0; i < self->members->len; i++)
    {
      const Member *member = g_ptr_array_index (self->members, i);

      g_string_append_printf (out, "%s%s%s%s", i > 0 ? "," : "", member->before, member->json,
                              member->after);
    }
  g_string_append (out, self->tail);
  return g_string_free (out, FALSE);
}
