/* mnr-json.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  MnrJsonReader *reader;
  const char *prefix;
  guint depth; /* of variants */
  MnrJsonCulprit culprit;
} Input;

static gboolean read_value (const MnrType *type,
                            gpointer value,
                            const MnrPath *path,
                            Input *in,
                            GError **error);

/* What a node takes for a number that is none: null and false for 0, true for 1. */
static gboolean
read_word_as_digit (Input *in,
                    MnrJsonSlice *digits)
{
  if (mnr_json_reader_word (in->reader, "true"))
    digits->text = "1";
  else if (mnr_json_reader_word (in->reader, "false") || mnr_json_reader_word (in->reader, "null"))
    digits->text = "0";
  else
    return FALSE;
  digits->length = 1;
  return TRUE;
}

/* The digits of a whole number, which may stand in quotes (protocol.md 2.6). */
static gboolean
read_digits (Input *in,
             MnrJsonSlice *digits,
             gboolean *negative,
             const MnrPath *path,
             GError **error)
{
  gboolean quoted = mnr_json_reader_peek (in->reader) == '"';

  *negative = FALSE;
  if (in->reader->as_node && read_word_as_digit (in, digits))
    return TRUE;
  if (!(quoted ? mnr_json_reader_string (in->reader, digits, path, error)
               : mnr_json_reader_number (in->reader, digits, path, error)))
    return FALSE;

  *negative = digits->length > 0 && digits->text[0] == '-';
  if (*negative)
    {
      digits->text++;
      digits->length--;
    }
  for (gsize i = 0; i < digits->length; i++)
    if (!g_ascii_isdigit (digits->text[i]))
      return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE, _ ("This must be a whole number"));
  return TRUE;
}

static gboolean
read_unsigned (Input *in,
               guint64 maximum,
               guint64 *number,
               const MnrPath *path,
               GError **error)
{
  MnrJsonSlice digits;
  gboolean negative;

  if (!read_digits (in, &digits, &negative, path, error))
    return FALSE;
  if (in->reader->as_node && maximum >= G_MAXUINT8 &&
      mnr_unsigned_parse (digits.text, digits.length, G_MAXUINT64, number))
    {
      *number = (negative ? -*number : *number) & maximum;
      return TRUE;
    }
  if (negative || !mnr_unsigned_parse (digits.text, digits.length, maximum, number))
    return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE,
                           _ ("This must be a whole number from 0 to %llu"),
                           (unsigned long long) maximum);
  return TRUE;
}

static gboolean
read_signed (Input *in,
             gint64 *number,
             const MnrPath *path,
             GError **error)
{
  MnrJsonSlice digits;
  guint64 magnitude;
  gboolean negative;

  if (!read_digits (in, &digits, &negative, path, error))
    return FALSE;
  if (!mnr_unsigned_parse (digits.text, digits.length, (guint64) G_MAXINT64 + negative, &magnitude))
    return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE,
                           _ ("This must be a whole number from %lld to %lld"),
                           (long long) G_MININT64, (long long) G_MAXINT64);

  *number = (gint64) (negative ? -magnitude : magnitude);
  return TRUE;
}

static gboolean
read_u128 (Input *in,
           unsigned __int128 *number,
           const MnrPath *path,
           GError **error)
{
  const unsigned __int128 max = ~(unsigned __int128) 0;
  MnrJsonSlice digits;
  gboolean negative, good;

  if (!read_digits (in, &digits, &negative, path, error))
    return FALSE;

  good = !negative && digits.length > 0 && (digits.text[0] != '0' || digits.length == 1);
  *number = 0;
  for (gsize i = 0; good && i < digits.length; i++)
    {
      guint digit = (guint) (digits.text[i] - '0');

      good = *number <= (max - digit) / 10;
      *number = *number * 10 + digit;
    }
  return good || mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE,
                                 _ ("This must be a whole number of 128 bits"));
}

static gboolean
read_hex (Input *in,
          MnrJsonSlice *hex,
          const MnrPath *path,
          GError **error)
{
  if (!mnr_json_reader_string (in->reader, hex, path, error))
    return FALSE;
  if (hex->length % 2 != 0)
    return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE,
                           _ ("This must be an even number of hexadecimal digits"));
  return TRUE;
}

static gboolean
not_hex (const MnrPath *path,
         GError **error)
{
  return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE, _ ("This must be hexadecimal digits"));
}

static gboolean
read_element (const MnrType *element,
              gpointer *pointer,
              const MnrPath *path,
              Input *in,
              GError **error)
{
  *pointer = mnr_value_new (element);
  return read_value (element, *pointer, path, in, error);
}

static const MnrField *
find_field (const MnrType *type,
            const MnrJsonSlice *name,
            guint guess)
{
  /* Members mostly come in their order. */
  for (guint i = 0; i < type->n_fields; i++)
    {
      const MnrField *field = &type->fields[(guess + i) % type->n_fields];

      if (mnr_json_slice_equal (name, field->name))
        return field;
    }
  return NULL;
}

/* A structure or an extension: an object with a member for each field. */
static gboolean
read_object (const MnrType *type,
             gpointer value,
             const MnrPath *path,
             Input *in,
             GError **error)
{
  gboolean as_node = in->reader->as_node && type->kind == MNR_KIND_STRUCT;
  guint64 seen = 0;
  gsize count = 0;
  guint guess = 0;

  if (!mnr_json_reader_open (in->reader, '{', path, error))
    return FALSE;
  if (as_node)
    mnr_value_init (type, value);

  for (;;)
    {
      MnrJsonSlice name, ignored;
      const MnrField *field;
      MnrPath here = { .parent = path };
      gboolean more;
      guint index;

      if (!mnr_json_reader_next (in->reader, '}', &count, &more, path, error))
        return FALSE;
      if (!more)
        break;
      if (!mnr_json_reader_name (in->reader, &name, path, error))
        return FALSE;

      field = find_field (type, &name, guess);
      if (field == NULL)
        {
          if (!type->tolerant && !as_node &&
              (type->ignored == NULL || !mnr_json_slice_equal (&name, type->ignored)))
            return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE,
                                   _ ("There is no member “%.*s” here"),
                                   (int) MIN (name.length, 64), name.text);
          if (!mnr_json_reader_skip (in->reader, &ignored, path, error))
            return FALSE;
          continue;
        }

      index = (guint) (field - type->fields);
      guess = index + 1;
      here.name = field->name;
      if (as_node)
        mnr_value_clear (field->type, mnr_field_get (field, value));
      else if (seen & G_GUINT64_CONSTANT (1) << index)
        return mnr_path_error (error, &here, MNR_CHAIN_ERROR_VALUE,
                               _ ("This member is there twice"));
      seen |= G_GUINT64_CONSTANT (1) << index;
      if (!read_value (field->type, mnr_field_get (field, value), &here, in, error))
        return FALSE;
    }

  for (guint i = 0; !as_node && i < type->n_fields; i++)
    {
      const MnrField *field = &type->fields[i];

      if (!(seen & G_GUINT64_CONSTANT (1) << i) &&
          !(field->flags & MNR_FIELD_MAY_BE_OMITTED) &&
          field->type->kind != MNR_KIND_OPTIONAL &&
          field->type->kind != MNR_KIND_EXTENSION &&
          field->type->kind != MNR_KIND_NOTHING)
        {
          MnrPath here = { .parent = path, .name = field->name };

          return mnr_path_error (error, &here, MNR_CHAIN_ERROR_VALUE, _ ("This member is missing"));
        }
    }
  return TRUE;
}

/* An entry of a map: an array of exactly the fields. */
static gboolean
read_pair (const MnrType *type,
           gpointer value,
           const MnrPath *path,
           Input *in,
           GError **error)
{
  gsize count = 0;
  gboolean more;

  if (!mnr_json_reader_open (in->reader, '[', path, error))
    return FALSE;

  for (guint i = 0; i <= type->n_fields; i++)
    {
      MnrPath here = { .parent = path, .index = i };

      if (!mnr_json_reader_next (in->reader, ']', &count, &more, path, error))
        return FALSE;
      if (more != (i < type->n_fields))
        return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE,
                               g_dngettext (GETTEXT_PACKAGE, "This must be an array of %u value",
                                            "This must be an array of %u values", type->n_fields),
                               type->n_fields);
      if (more && !read_value (type->fields[i].type,
                               mnr_field_get (&type->fields[i], value), &here, in, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_array (const MnrType *type,
            gpointer value,
            const MnrPath *path,
            Input *in,
            GError **error)
{
  gsize count = 0;

  if (!mnr_json_reader_open (in->reader, '[', path, error))
    return FALSE;

  for (;;)
    {
      MnrPath here = { .parent = path, .index = count };
      gboolean more;

      if (!mnr_json_reader_next (in->reader, ']', &count, &more, path, error))
        return FALSE;
      if (!more)
        break;
      if (!read_value (type->element, mnr_array_add (type, value), &here, in, error))
        return FALSE;
    }

  if (type->kind != MNR_KIND_SET)
    return TRUE;
  for (gssize twice = mnr_set_sort (type, value); twice >= 0; twice = mnr_set_sort (type, value))
    {
      if (!in->reader->as_node)
        return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE,
                               _ ("An entry is there twice, and a node would drop one"));
      mnr_array_remove (type, value, (gsize) twice);
    }
  return TRUE;
}

static gboolean
read_variant (const MnrType *type,
              MnrVariant *variant,
              const MnrPath *path,
              Input *in,
              GError **error)
{
  const MnrType *inner;
  gsize count = 0;
  guint64 number;
  gboolean more;

  if (!mnr_json_reader_open (in->reader, '[', path, error) ||
      !mnr_json_reader_next (in->reader, ']', &count, &more, path, error))
    return FALSE;
  if (!more && in->reader->as_node)
    {
      mnr_value_init (type, variant);
      return TRUE;
    }
  if (!more)
    return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE,
                           _ ("This must be an array of two values"));
  if (!read_unsigned (in, G_MAXUINT32, &number, path, error) ||
      !mnr_json_reader_next (in->reader, ']', &count, &more, path, error))
    return FALSE;
  if (!more && !in->reader->as_node)
    return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE,
                           _ ("This must be an array of two values"));
  if (!more)
    {
      mnr_value_init (type, variant);
      return TRUE;
    }

  variant->number = (guint32) number;
  inner = mnr_variant_get_type (type, variant);
  if (inner != NULL)
    {
      gboolean good;

      if (in->depth == MNR_VARIANT_DEPTH_MAX)
        return mnr_path_error (error, path, MNR_CHAIN_ERROR_SYNTAX,
                               _ ("Proposals are nested too deep"));
      in->depth++;
      good = read_element (inner, &variant->value, path, in, error);
      in->depth--;
      if (!good)
        return FALSE;
    }
  else
    {
      MnrJsonSlice json;

      if (!type->keeps_unknown)
        return mnr_path_error (error, path, MNR_CHAIN_ERROR_UNKNOWN,
                               _ ("Number %u is not one that this program knows"), variant->number);
      if (!mnr_json_reader_skip (in->reader, &json, path, error))
        return FALSE;
      variant->json = g_strndup (json.text, json.length);
    }

  if (!mnr_json_reader_next (in->reader, ']', &count, &more, path, error))
    return FALSE;
  if (more)
    return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE,
                           _ ("This must be an array of two values"));
  return TRUE;
}

static gboolean
read_object_id (const MnrType *type,
                MnrObjectId *id,
                const MnrPath *path,
                Input *in,
                GError **error)
{
  MnrJsonSlice string;

  if (!mnr_json_reader_string (in->reader, &string, path, error))
    return FALSE;
  if (!mnr_object_id_parse (string.text, string.length, id))
    *id = 0;
  if (type->object_type == 0)
    return *id != 0 || mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE,
                                       _ ("This must be an id like 1.2.3"));
  if (mnr_object_id_get_type (*id) != type->object_type)
    return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE,
                           _ ("This must be an id that begins with %u.%u."),
                           type->object_type >> 8, type->object_type & 0xff);
  return TRUE;
}

/* Puts the path before what the key parsers say. By its address, because local
 * may be read before the parser that fills it in is called. */
static gboolean
prefix_error (gboolean good,
              const MnrPath *path,
              GError **local,
              GError **error)
{
  if (good)
    return TRUE;

  mnr_path_error (error, path, (MnrChainError) (*local)->code, "%s", (*local)->message);
  g_clear_error (local);
  return FALSE;
}

/* A node takes null for an empty text, and a number for its digits. */
static gboolean
read_text_of_other (Input *in,
                    char **text,
                    const MnrPath *path,
                    GError **error)
{
  MnrJsonSlice json;

  if (mnr_json_reader_word (in->reader, "null"))
    return TRUE;
  if (strchr ("{[", mnr_json_reader_peek (in->reader)) != NULL)
    return mnr_json_reader_string (in->reader, &json, path, error);
  if (!mnr_json_reader_skip (in->reader, &json, path, error))
    return FALSE;
  *text = g_strndup (json.text, json.length);
  return TRUE;
}

static gboolean
read_any (const MnrType *type,
          gpointer value,
          const MnrPath *path,
          Input *in,
          GError **error)
{
  GError *local = NULL;
  MnrJsonSlice slice;
  guint64 number;

  switch (type->kind)
    {
    case MNR_KIND_BOOL:
      if (in->reader->as_node && mnr_json_reader_peek (in->reader) != '"')
        {
          if (!read_unsigned (in, G_MAXUINT64, &number, path, error))
            return FALSE;
          *(gboolean *) value = number != 0;
          return TRUE;
        }
      if (mnr_json_reader_word (in->reader, in->reader->as_node ? "\"true\"" : "true"))
        *(gboolean *) value = TRUE;
      else if (!mnr_json_reader_word (in->reader, in->reader->as_node ? "\"false\"" : "false"))
        return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE,
                               _ ("This must be true or false"));
      return TRUE;

    case MNR_KIND_U8:
      if (!read_unsigned (in, type->maximum > 0 ? type->maximum : G_MAXUINT8, &number, path, error))
        return FALSE;
      *(guint8 *) value = (guint8) number;
      return TRUE;

    case MNR_KIND_U16:
      if (!read_unsigned (in, G_MAXUINT16, &number, path, error))
        return FALSE;
      *(guint16 *) value = (guint16) number;
      return TRUE;

    case MNR_KIND_U32:
      if (!read_unsigned (in, G_MAXUINT32, &number, path, error))
        return FALSE;
      *(guint32 *) value = (guint32) number;
      return TRUE;

    case MNR_KIND_U64:
      return read_unsigned (in, G_MAXUINT64, value, path, error);

    case MNR_KIND_I64:
      return read_signed (in, value, path, error);

    case MNR_KIND_U128:
      return read_u128 (in, value, path, error);

    case MNR_KIND_TIME:
      if (!mnr_json_reader_string (in->reader, &slice, path, error))
        return FALSE;
      if (!mnr_time_parse (slice.text, slice.length, value))
        return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE,
                               _ ("This must be a time like 2026-12-31T23:59:59, in UTC and "
                                  "without a zone"));
      return TRUE;

    case MNR_KIND_STRING:
      if (in->reader->as_node && mnr_json_reader_peek (in->reader) != '"')
        return read_text_of_other (in, value, path, error);
      if (!mnr_json_reader_string (in->reader, &slice, path, error))
        return FALSE;
      *(char **) value = g_strndup (slice.text, slice.length);
      return TRUE;

    case MNR_KIND_BYTES:
      {
        MnrBytes *bytes = value;

        if (!read_hex (in, &slice, path, error))
          return FALSE;
        bytes->size = slice.length / 2;
        bytes->data = bytes->size > 0 ? g_malloc (bytes->size) : NULL;
        return mnr_hex_decode (slice.text, slice.length, bytes->data) || not_hex (path, error);
      }

    case MNR_KIND_PUBLIC_KEY:
      if (!mnr_json_reader_string (in->reader, &slice, path, error))
        return FALSE;
      return prefix_error (mnr_public_key_parse (slice.text, slice.length, in->prefix, value,
                                                 &local),
                           path, &local, error);

    case MNR_KIND_ADDRESS:
      if (!mnr_json_reader_string (in->reader, &slice, path, error))
        return FALSE;
      return prefix_error (mnr_address_parse (slice.text, slice.length, in->prefix, value, &local),
                           path, &local, error);

    case MNR_KIND_HASH:
      if (!read_hex (in, &slice, path, error))
        return FALSE;
      if (slice.length != 2 * type->size)
        return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE,
                               _ ("This must be %zu hexadecimal digits"), 2 * type->size);
      return mnr_hex_decode (slice.text, slice.length, value) || not_hex (path, error);

    case MNR_KIND_OBJECT_ID:
      return read_object_id (type, value, path, in, error);

    case MNR_KIND_VOTE_ID:
      if (!mnr_json_reader_string (in->reader, &slice, path, error))
        return FALSE;
      if (!mnr_vote_id_parse (slice.text, slice.length, value))
        return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE,
                               _ ("This must be a vote like 1:23"));
      return TRUE;

    case MNR_KIND_NOTHING:
      {
        gsize count = 0;
        gboolean more;

        if (!mnr_json_reader_open (in->reader, '[', path, error) ||
            !mnr_json_reader_next (in->reader, ']', &count, &more, path, error))
          return FALSE;
        if (more)
          return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE,
                                 _ ("This must be an empty array"));
        return TRUE;
      }

    case MNR_KIND_OPTIONAL:
      return mnr_json_reader_word (in->reader, "null") ||
             read_element (type->element, value, path, in, error);

    case MNR_KIND_ARRAY:
    case MNR_KIND_SET:
      return read_array (type, value, path, in, error);

    case MNR_KIND_STRUCT:
      return read_object (type, value, path, in, error);

    case MNR_KIND_PAIR:
      return read_pair (type, value, path, in, error);

    case MNR_KIND_EXTENSION:
      /* Nodes take these for {}, and old ones print them. */
      if (mnr_json_reader_word (in->reader, "null"))
        return TRUE;
      if (mnr_json_reader_peek (in->reader) == '[')
        return read_value (&mnr_type_nothing, NULL, path, in, error);
      return read_object (type, value, path, in, error);

    case MNR_KIND_VARIANT:
      return read_variant (type, value, path, in, error);

    default:
      g_assert_not_reached ();
    }
}

static gboolean
read_value (const MnrType *type,
            gpointer value,
            const MnrPath *path,
            Input *in,
            GError **error)
{
  const char *start = in->reader->position;

  if (read_any (type, value, path, in, error))
    return TRUE;
  if (in->culprit.type == NULL)
    in->culprit = (MnrJsonCulprit){ .type = type, .json = { .text = start } };
  return FALSE;
}

static gboolean
read_from (const MnrType *type,
           Input *in,
           gpointer value,
           const MnrPath *path,
           GError **error)
{
  if (read_value (type, value, path, in, error))
    return TRUE;

  mnr_value_clear (type, value);
  return FALSE;
}

gboolean
mnr_json_read_value (const MnrType *type,
                     MnrJsonReader *reader,
                     const char *prefix,
                     gpointer value,
                     const MnrPath *path,
                     GError **error)
{
  Input in = { .reader = reader, .prefix = prefix };

  return read_from (type, &in, value, path, error);
}

static gboolean
finish (const MnrType *type,
        MnrJsonReader *reader,
        gpointer value,
        GError **error)
{
  if (mnr_json_reader_finish (reader, error))
    return TRUE;

  mnr_value_clear (type, value);
  return FALSE;
}

gboolean
mnr_json_read (const MnrType *type,
               const char *text,
               gsize length,
               const char *prefix,
               gpointer value,
               GError **error)
{
  g_auto (MnrJsonReader) reader = { 0 };

  return mnr_json_reader_init (&reader, text, length, error) &&
         mnr_json_read_value (type, &reader, prefix, value, NULL, error) &&
         finish (type, &reader, value, error);
}

gboolean
mnr_json_read_as_node (const MnrType *type,
                       const char *text,
                       gsize length,
                       const char *prefix,
                       gpointer value,
                       MnrJsonCulprit *culprit,
                       GError **error)
{
  g_auto (MnrJsonReader) reader = { 0 };
  Input in = { .reader = &reader, .prefix = prefix };

  *culprit = (MnrJsonCulprit){ 0 };
  if (!mnr_json_reader_init (&reader, text, length, error))
    return FALSE;
  reader.as_node = TRUE;
  if (read_from (type, &in, value, NULL, error))
    return finish (type, &reader, value, error);

  /* Where it began, it may be JSON of another kind: that is told as a whole. */
  reader.position = in.culprit.json.text;
  if (mnr_json_reader_skip (&reader, &in.culprit.json, NULL, NULL))
    *culprit = in.culprit;
  return FALSE;
}
