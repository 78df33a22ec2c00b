/* mnr-json-compare.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-json-compare.h"

#include <string.h>

typedef struct
{
  MnrJsonDifference difference;
  gpointer user_data;
  GString *path;
} Walk;

gboolean
mnr_json_list (const MnrJsonSlice *json,
               GPtrArray *names,
               GArray *values,
               GError **error)
{
  g_auto (MnrJsonReader) reader = { 0 };
  gsize count = 0;
  gboolean more, is_object;
  char bracket;

  if (!mnr_json_reader_init (&reader, json->text, json->length, error))
    return FALSE;

  is_object = mnr_json_reader_peek (&reader) == '{';
  bracket = is_object ? '}' : ']';
  if (!mnr_json_reader_open (&reader, is_object ? '{' : '[', NULL, error))
    return FALSE;

  while (mnr_json_reader_next (&reader, bracket, &count, &more, NULL, error))
    {
      MnrJsonSlice name, value;

      if (!more)
        return TRUE;
      if (is_object)
        {
          if (!mnr_json_reader_name (&reader, &name, NULL, error))
            return FALSE;
          g_ptr_array_add (names, g_strndup (name.text, name.length));
        }
      if (!mnr_json_reader_skip (&reader, &value, NULL, error))
        return FALSE;
      g_array_append_val (values, value);
    }
  return FALSE;
}

/* The text without white space between its parts. */
static char *
squeeze (const MnrJsonSlice *json)
{
  GString *text = g_string_sized_new (json->length);
  gboolean quoted = FALSE;

  for (gsize i = 0; i < json->length; i++)
    {
      char c = json->text[i];

      if (!quoted && strchr (" \t\r\n", c) != NULL)
        continue;
      g_string_append_c (text, c);
      if (quoted && c == '\\' && i + 1 < json->length)
        g_string_append_c (text, json->text[++i]);
      else if (c == '"')
        quoted = !quoted;
    }
  return g_string_free (text, FALSE);
}

static void
report (Walk *walk,
        const MnrJsonSlice *expected,
        const MnrJsonSlice *got)
{
  g_autofree char *first = expected != NULL ? squeeze (expected) : g_strdup ("nothing");
  g_autofree char *second = got != NULL ? squeeze (got) : g_strdup ("nothing");

  if (!g_str_equal (first, second))
    walk->difference (walk->path->str, first, second, walk->user_data);
}

typedef struct
{
  GPtrArray *names;
  GArray *values;
} List;

static void
list_clear (List *self)
{
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->values, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (List, list_clear)

static gboolean
list_init (List *self,
           const MnrJsonSlice *json)
{
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->values = g_array_new (FALSE, FALSE, sizeof (MnrJsonSlice));
  return mnr_json_list (json, self->names, self->values, NULL);
}

static const MnrJsonSlice *
list_get (const List *self,
          const char *name)
{
  for (guint i = 0; i < self->names->len; i++)
    if (g_str_equal (g_ptr_array_index (self->names, i), name))
      return &g_array_index (self->values, MnrJsonSlice, i);
  return NULL;
}

static char
get_first (const MnrJsonSlice *json)
{
  gsize space = 0;

  while (space < json->length && strchr (" \t\r\n", json->text[space]) != NULL)
    space++;
  return space < json->length ? json->text[space] : '\0';
}

static void compare (Walk *walk,
                     const MnrJsonSlice *expected,
                     const MnrJsonSlice *got);

static void
compare_members (Walk *walk,
                 const List *expected,
                 const List *got)
{
  gsize length = walk->path->len;

  for (guint i = 0; i < expected->names->len; i++)
    {
      const char *name = g_ptr_array_index (expected->names, i);

      g_string_append_printf (walk->path, "%s%s", length > 0 ? "." : "", name);
      compare (walk, &g_array_index (expected->values, MnrJsonSlice, i), list_get (got, name));
      g_string_truncate (walk->path, length);
    }
  for (guint i = 0; i < got->names->len; i++)
    {
      const char *name = g_ptr_array_index (got->names, i);

      if (list_get (expected, name) != NULL)
        continue;
      g_string_append_printf (walk->path, "%s%s", length > 0 ? "." : "", name);
      compare (walk, NULL, &g_array_index (got->values, MnrJsonSlice, i));
      g_string_truncate (walk->path, length);
    }
}

static void
compare_elements (Walk *walk,
                  const List *expected,
                  const List *got)
{
  gsize length = walk->path->len;
  guint n = MAX (expected->values->len, got->values->len);

  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (walk->path, "[%u]", i);
      compare (walk,
               i < expected->values->len ? &g_array_index (expected->values, MnrJsonSlice, i)
                                         : NULL,
               i < got->values->len ? &g_array_index (got->values, MnrJsonSlice, i) : NULL);
      g_string_truncate (walk->path, length);
    }
}

static void
compare (Walk *walk,
         const MnrJsonSlice *expected,
         const MnrJsonSlice *got)
{
  g_auto (List) first = { 0 };
  g_auto (List) second = { 0 };
  char kind = expected != NULL ? get_first (expected) : '\0';

  if (expected == NULL || got == NULL || kind != get_first (got) ||
      (kind != '{' && kind != '[') || !list_init (&first, expected) || !list_init (&second, got))
    report (walk, expected, got);
  else if (kind == '{')
    compare_members (walk, &first, &second);
  else
    compare_elements (walk, &first, &second);
}

void
mnr_json_compare (const MnrJsonSlice *expected,
                  const MnrJsonSlice *got,
                  MnrJsonDifference difference,
                  gpointer user_data)
{
  Walk walk = { .difference = difference, .user_data = user_data, .path = g_string_new (NULL) };

  compare (&walk, expected, got);
  g_string_free (walk.path, TRUE);
}
