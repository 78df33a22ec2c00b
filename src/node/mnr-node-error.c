/* mnr-node-error.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-node-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/values/mnr-text.h"
#include "chain/wire/mnr-json-reader.h"

/* A refusal is for a person to read: longer values tell nobody more. */
#define VALUE_MAX 400
#define TEXT_MAX  2000

typedef struct
{
  MnrNodeRefusal refusal;
} MnrNodeErrorPrivate;

/* What is looked for in an object. */
typedef struct
{
  const char *name;
  MnrJsonSlice value;
} Member;

static void
mnr_node_error_private_init (MnrNodeErrorPrivate *self)
{
}

static void
mnr_node_error_private_copy (const MnrNodeErrorPrivate *source,
                             MnrNodeErrorPrivate *target)
{
  if (source == NULL || target == NULL)
    return;
  target->refusal = (MnrNodeRefusal){
    .code = source->refusal.code,
    .name = g_strdup (source->refusal.name),
    .text = g_strdup (source->refusal.text),
    .json = g_strdup (source->refusal.json),
  };
}

static void
mnr_node_error_private_clear (MnrNodeErrorPrivate *self)
{
  /* GLib's macro hands on a pointer that the compiler takes for maybe NULL. */
  if (self == NULL)
    return;
  g_free (self->refusal.name);
  g_free (self->refusal.text);
  g_free (self->refusal.json);
}

/* GLib keeps what is ours in front of the error, aligned, in a way that clang
 * cannot see through. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wcast-align"
G_DEFINE_EXTENDED_ERROR (MnrNodeError, mnr_node_error)
#pragma GCC diagnostic pop

const MnrNodeRefusal *
mnr_node_error_get_refusal (const GError *error)
{
  const MnrNodeErrorPrivate *priv;

  if (!g_error_matches (error, MNR_NODE_ERROR, MNR_NODE_ERROR_REFUSED))
    return NULL;
  priv = mnr_node_error_get_private (error);
  return priv != NULL ? &priv->refusal : NULL;
}

/* Finds @members in an object; those that are not there keep length 0. */
static void
find_members (const MnrJsonSlice *json,
              Member *members,
              gsize n_members)
{
  g_auto (MnrJsonReader) reader = { 0 };
  MnrJsonSlice name, value;
  gsize count = 0;
  gboolean more;

  if (json->length == 0 || !mnr_json_reader_init (&reader, json->text, json->length, NULL) ||
      !mnr_json_reader_open (&reader, '{', NULL, NULL))
    return;
  while (mnr_json_reader_next (&reader, '}', &count, &more, NULL, NULL) && more &&
         mnr_json_reader_name (&reader, &name, NULL, NULL))
    {
      Member *member = NULL;

      for (gsize i = 0; i < n_members; i++)
        if (mnr_json_slice_equal (&name, members[i].name))
          member = &members[i];
      if (!mnr_json_reader_skip (&reader, &value, NULL, NULL))
        return;
      if (member != NULL)
        member->value = value;
    }
}

static MnrJsonSlice
find_member (const MnrJsonSlice *json,
             const char *name)
{
  Member member = { .name = name };

  find_members (json, &member, 1);
  return member.value;
}

/* What a value says: a string without its quotes, all else as it is written. */
static char *
read_text (const MnrJsonSlice *json)
{
  g_auto (MnrJsonReader) reader = { 0 };
  MnrJsonSlice text = *json;

  if (json->length == 0)
    return g_strdup ("");
  /* With escapes that the reader refuses, a string is shown as it came. */
  if (!mnr_json_reader_init (&reader, json->text, json->length, NULL) ||
      mnr_json_reader_peek (&reader) != '"' ||
      !mnr_json_reader_string (&reader, &text, NULL, NULL))
    text = *json;
  return g_strndup (text.text, text.length);
}

static gboolean
read_code (const MnrJsonSlice *json,
           int *code)
{
  g_autofree char *text = g_strndup (json->text, json->length);
  gint64 number;

  if (text == NULL || !g_ascii_string_to_signed (text, 10, G_MININT, G_MAXINT, &number, NULL))
    return FALSE;
  *code = (int) number;
  return TRUE;
}

/* Puts the members of @data in the place of the ${names} in @format. */
static char *
fill_in (const char *format,
         const MnrJsonSlice *data)
{
  GString *text = g_string_new (NULL);

  for (const char *p = format; *p != '\0' && text->len < TEXT_MAX;)
    {
      const char *end = g_str_has_prefix (p, "${") ? strchr (p, '}') : NULL;
      g_autofree char *name = end != NULL ? g_strndup (p + 2, (gsize) (end - p) - 2) : NULL;
      MnrJsonSlice value = { 0 };

      if (name != NULL)
        value = find_member (data, name);
      if (value.length > 0)
        {
          g_autofree char *said = read_text (&value);

          g_string_append_len (text, said, (gssize) MIN (strlen (said), VALUE_MAX));
          if (strlen (said) > VALUE_MAX)
            g_string_append (text, "…");
          p = end + 1;
        }
      else
        g_string_append_c (text, *p++);
    }
  return g_string_free (text, FALSE);
}

/* The first entry of @stack that says something, or NULL. */
static char *
read_stack (const MnrJsonSlice *stack)
{
  g_auto (MnrJsonReader) reader = { 0 };
  MnrJsonSlice entry;
  gsize count = 0;
  gboolean more;

  if (stack->length == 0 ||
      !mnr_json_reader_init (&reader, stack->text, stack->length, NULL) ||
      !mnr_json_reader_open (&reader, '[', NULL, NULL))
    return NULL;
  while (mnr_json_reader_next (&reader, ']', &count, &more, NULL, NULL) && more &&
         mnr_json_reader_skip (&reader, &entry, NULL, NULL))
    {
      Member members[] = { { .name = "format" }, { .name = "data" } };
      g_autofree char *format = NULL;

      find_members (&entry, members, G_N_ELEMENTS (members));
      if (members[0].value.length == 0 || members[0].value.text[0] != '"')
        continue;
      format = read_text (&members[0].value);
      if (*format != '\0')
        return fill_in (format, &members[1].value);
    }
  return NULL;
}

GError *
mnr_node_error_new_refused (const char *url,
                            const char *json,
                            gsize length)
{
  const MnrJsonSlice object = { json, length };
  Member outer[] = { { .name = "code" }, { .name = "message" }, { .name = "data" } };
  Member inner[] = { { .name = "code" }, { .name = "name" }, { .name = "stack" } };
  g_autofree char *said = NULL;
  MnrNodeRefusal *refusal;
  GError *error;

  find_members (&object, outer, G_N_ELEMENTS (outer));
  find_members (&outer[2].value, inner, G_N_ELEMENTS (inner));
  said = read_stack (&inner[2].value);
  if (said == NULL)
    said = read_text (&outer[1].value);
  if (strlen (said) > TEXT_MAX)
    said[TEXT_MAX] = '\0';
  /* "now <= trx.expiration: " has nothing after the colon but blanks. */
  g_strchomp (said);
  if (g_str_has_suffix (said, ":"))
    said[strlen (said) - 1] = '\0';

  error = g_error_new_literal (MNR_NODE_ERROR, MNR_NODE_ERROR_REFUSED, "");
  refusal = &((MnrNodeErrorPrivate *) mnr_node_error_get_private (error))->refusal;
  if (!read_code (&inner[0].value, &refusal->code))
    read_code (&outer[0].value, &refusal->code);
  refusal->name = read_text (&inner[1].value);
  refusal->text = mnr_text_make_visible (said);
  refusal->json = g_strndup (json, length);
  g_free (error->message);
  error->message = *refusal->text != '\0'
                     ? g_strdup_printf (_ ("%s refused: %s"), url, refusal->text)
                     : g_strdup_printf (_ ("%s refused without a reason."), url);
  return error;
}
