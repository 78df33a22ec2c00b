/* mnr-pack.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-pack.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/values/mnr-error.h"

static void
put_little_endian (GByteArray *out,
                   guint64 number,
                   guint size)
{
  guint64 little = GUINT64_TO_LE (number);

  g_byte_array_append (out, (const guint8 *) &little, size);
}

static void
put_varint (GByteArray *out,
            guint64 number)
{
  guint8 bytes[10];
  guint size = 0;

  for (; number > 0x7f; number >>= 7)
    bytes[size++] = (guint8) (number | 0x80);
  bytes[size++] = (guint8) number;
  g_byte_array_append (out, bytes, size);
}

static void
put_bytes (GByteArray *out,
           gconstpointer data,
           gsize size)
{
  put_varint (out, size);
  g_byte_array_append (out, data, (guint) size);
}

static gboolean pack_value (const MnrType *type,
                            gconstpointer value,
                            const MnrPath *path,
                            GByteArray *out,
                            GError **error);

static gboolean
pack_fields (const MnrType *type,
             gconstpointer value,
             const MnrPath *path,
             GByteArray *out,
             GError **error)
{
  for (guint i = 0; i < type->n_fields; i++)
    {
      const MnrField *field = &type->fields[i];
      MnrPath here = { .parent = path, .name = field->name };

      if (!pack_value (field->type, mnr_field_get (field, value), &here, out, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
pack_extension (const MnrType *type,
                gconstpointer value,
                const MnrPath *path,
                GByteArray *out,
                GError **error)
{
  guint present = 0;

  for (guint i = 0; i < type->n_fields; i++)
    present += *(const gconstpointer *) mnr_field_get (&type->fields[i], value) != NULL;
  put_varint (out, present);

  for (guint i = 0; i < type->n_fields; i++)
    {
      const MnrField *field = &type->fields[i];
      gconstpointer element = *(const gconstpointer *) mnr_field_get (field, value);
      MnrPath here = { .parent = path, .name = field->name };

      if (element == NULL)
        continue;
      put_varint (out, i);
      if (!pack_value (field->type->element, element, &here, out, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
pack_array (const MnrType *type,
            gconstpointer value,
            const MnrPath *path,
            GByteArray *out,
            GError **error)
{
  const MnrAnyArray *array = value;

  put_varint (out, array->len);
  for (gsize i = 0; i < array->len; i++)
    {
      MnrPath here = { .parent = path, .index = i };

      if (!pack_value (type->element, array->items + i * type->element->size, &here, out, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
pack_value (const MnrType *type,
            gconstpointer value,
            const MnrPath *path,
            GByteArray *out,
            GError **error)
{
  switch (type->kind)
    {
    case MNR_KIND_BOOL:
      put_little_endian (out, *(const gboolean *) value != FALSE, 1);
      return TRUE;

    case MNR_KIND_U8:
      put_little_endian (out, *(const guint8 *) value, 1);
      return TRUE;

    case MNR_KIND_U16:
      put_little_endian (out, *(const guint16 *) value, 2);
      return TRUE;

    case MNR_KIND_U32:
    case MNR_KIND_TIME:
    case MNR_KIND_VOTE_ID:
      put_little_endian (out, *(const guint32 *) value, 4);
      return TRUE;

    case MNR_KIND_U64:
    case MNR_KIND_I64:
      put_little_endian (out, *(const guint64 *) value, 8);
      return TRUE;

    case MNR_KIND_U128:
      {
        unsigned __int128 number = *(const unsigned __int128 *) value;

        put_little_endian (out, (guint64) number, 8);
        put_little_endian (out, (guint64) (number >> 64), 8);
        return TRUE;
      }

    case MNR_KIND_STRING:
      {
        const char *text = *(char *const *) value;

        put_bytes (out, text, text != NULL ? strlen (text) : 0);
        return TRUE;
      }

    case MNR_KIND_BYTES:
      {
        const MnrBytes *bytes = value;

        put_bytes (out, bytes->data, bytes->size);
        return TRUE;
      }

    case MNR_KIND_PUBLIC_KEY:
    case MNR_KIND_ADDRESS:
    case MNR_KIND_HASH:
      g_byte_array_append (out, value, (guint) type->size);
      return TRUE;

    case MNR_KIND_OBJECT_ID:
      {
        MnrObjectId id = *(const MnrObjectId *) value;
        char text[MNR_OBJECT_ID_TEXT_SIZE];

        if (type->object_type == 0 && id != 0)
          {
            put_little_endian (out, id, 8);
            return TRUE;
          }
        if (id == 0 || mnr_object_id_get_type (id) != type->object_type)
          return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE,
                                 _ ("%s is not an id of the kind that belongs here"),
                                 mnr_object_id_format (id, text));
        put_varint (out, mnr_object_id_get_instance (id));
        return TRUE;
      }

    case MNR_KIND_NOTHING:
      put_varint (out, 0);
      return TRUE;

    case MNR_KIND_OPTIONAL:
      {
        gconstpointer element = *(const gconstpointer *) value;

        put_little_endian (out, element != NULL, 1);
        return element == NULL || pack_value (type->element, element, path, out, error);
      }

    case MNR_KIND_ARRAY:
      return pack_array (type, value, path, out, error);

    case MNR_KIND_SET:
      if (mnr_set_find_disorder (type, value) >= 0)
        return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE,
                               _ ("The entries are not in order or not unique"));
      return pack_array (type, value, path, out, error);

    case MNR_KIND_STRUCT:
    case MNR_KIND_PAIR:
      return pack_fields (type, value, path, out, error);

    case MNR_KIND_EXTENSION:
      return pack_extension (type, value, path, out, error);

    case MNR_KIND_VARIANT:
      {
        const MnrVariant *variant = value;
        const MnrType *inner = mnr_variant_get_type (type, variant);

        if (inner == NULL || variant->value == NULL)
          return mnr_path_error (error, path, MNR_CHAIN_ERROR_UNKNOWN,
                                 _ ("Number %u is not one that this program knows, so its "
                                    "bytes cannot be made"),
                                 variant->number);
        put_varint (out, variant->number);
        return pack_value (inner, variant->value, path, out, error);
      }

    default:
      g_assert_not_reached ();
    }
}

gboolean
mnr_pack (const MnrType *type,
          gconstpointer value,
          GByteArray *out,
          GError **error)
{
  guint before = out->len;

  if (pack_value (type, value, NULL, out, error))
    return TRUE;

  g_byte_array_set_size (out, before);
  return FALSE;
}

typedef struct
{
  const guint8 *position;
  const guint8 *end;
  guint depth; /* of variants */
} Input;

static gboolean
ends_early (const MnrPath *path,
            GError **error)
{
  return mnr_path_error (error, path, MNR_CHAIN_ERROR_SYNTAX, _ ("The bytes end too early"));
}

static gboolean
take (Input *in,
      gsize size,
      const guint8 **bytes)
{
  if (size > (gsize) (in->end - in->position))
    return FALSE;

  *bytes = in->position;
  in->position += size;
  return TRUE;
}

static gboolean
take_little_endian (Input *in,
                    guint size,
                    guint64 *number)
{
  const guint8 *bytes;
  guint64 little = 0;

  if (!take (in, size, &bytes))
    return FALSE;

  memcpy (&little, bytes, size);
  *number = GUINT64_FROM_LE (little);
  return TRUE;
}

static gboolean
take_varint (Input *in,
             const MnrPath *path,
             guint64 *number,
             GError **error)
{
  guint64 result = 0;
  guint8 byte;

  for (guint shift = 0;; shift += 7)
    {
      if (in->position == in->end)
        return ends_early (path, error);
      byte = *in->position++;

      /* The tenth byte holds one bit, and a last byte of zero says nothing. */
      if ((shift == 63 && byte > 1) || (shift > 0 && byte == 0))
        return mnr_path_error (error, path, MNR_CHAIN_ERROR_SYNTAX,
                               _ ("A number is not in its shortest form"));
      result |= (guint64) (byte & 0x7f) << shift;
      if (!(byte & 0x80))
        break;
    }

  *number = result;
  return TRUE;
}

/* A count of things that take at least a byte each. */
static gboolean
take_count (Input *in,
            const MnrPath *path,
            guint64 *count,
            GError **error)
{
  if (!take_varint (in, path, count, error))
    return FALSE;
  if (*count > (guint64) (in->end - in->position))
    return ends_early (path, error);
  return TRUE;
}

static gboolean unpack_value (const MnrType *type,
                              gpointer value,
                              const MnrPath *path,
                              Input *in,
                              GError **error);

static gboolean
unpack_element (const MnrType *element,
                gpointer *pointer,
                const MnrPath *path,
                Input *in,
                GError **error)
{
  *pointer = mnr_value_new (element);
  return unpack_value (element, *pointer, path, in, error);
}

static gboolean
unpack_extension (const MnrType *type,
                  gpointer value,
                  const MnrPath *path,
                  Input *in,
                  GError **error)
{
  guint64 count, number, next = 0;

  if (!take_count (in, path, &count, error))
    return FALSE;

  for (guint64 i = 0; i < count; i++)
    {
      const MnrField *field;
      MnrPath here = { .parent = path };

      if (!take_varint (in, path, &number, error))
        return FALSE;
      if (number < next || number >= type->n_fields)
        return mnr_path_error (error, path, MNR_CHAIN_ERROR_SYNTAX,
                               _ ("Extension %llu is unknown or out of order"),
                               (unsigned long long) number);
      next = number + 1;
      field = &type->fields[number];
      here.name = field->name;
      if (!unpack_element (field->type->element,
                           mnr_field_get (field, value), &here, in, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
unpack_array (const MnrType *type,
              gpointer value,
              const MnrPath *path,
              Input *in,
              GError **error)
{
  guint64 count;

  if (!take_count (in, path, &count, error))
    return FALSE;

  /* Grows with what is read, so a false count costs what its bytes cost. */
  for (guint64 i = 0; i < count; i++)
    {
      MnrPath here = { .parent = path, .index = i };

      if (!unpack_value (type->element, mnr_array_add (type, value), &here, in, error))
        return FALSE;
    }

  if (type->kind == MNR_KIND_SET && mnr_set_find_disorder (type, value) >= 0)
    return mnr_path_error (error, path, MNR_CHAIN_ERROR_SYNTAX,
                           _ ("The entries are not in order or not unique"));
  return TRUE;
}

static gboolean
unpack_variant (const MnrType *type,
                MnrVariant *variant,
                const MnrPath *path,
                Input *in,
                GError **error)
{
  const MnrType *inner;
  guint64 number;
  gboolean good;

  if (!take_varint (in, path, &number, error))
    return FALSE;
  variant->number = (guint32) MIN (number, G_MAXUINT32);
  inner = mnr_variant_get_type (type, variant);
  if (inner == NULL)
    return mnr_path_error (error, path, MNR_CHAIN_ERROR_UNKNOWN,
                           _ ("Number %llu is not one that this program knows, so its bytes "
                              "cannot be read"),
                           (unsigned long long) number);

  if (in->depth == MNR_VARIANT_DEPTH_MAX)
    return mnr_path_error (error, path, MNR_CHAIN_ERROR_SYNTAX,
                           _ ("Proposals are nested too deep"));
  in->depth++;
  good = unpack_element (inner, &variant->value, path, in, error);
  in->depth--;
  return good;
}

static gboolean
unpack_value (const MnrType *type,
              gpointer value,
              const MnrPath *path,
              Input *in,
              GError **error)
{
  const guint8 *bytes;
  guint64 number;

  switch (type->kind)
    {
    case MNR_KIND_BOOL:
      if (!take_little_endian (in, 1, &number))
        return ends_early (path, error);
      if (number > 1)
        return mnr_path_error (error, path, MNR_CHAIN_ERROR_SYNTAX,
                               _ ("This must be true or false"));
      *(gboolean *) value = number == 1;
      return TRUE;

    case MNR_KIND_U8:
      if (!take_little_endian (in, 1, &number))
        return ends_early (path, error);
      if (type->maximum > 0 && number > type->maximum)
        return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE,
                               _ ("%u is more than %u"), (guint) number, type->maximum);
      *(guint8 *) value = (guint8) number;
      return TRUE;

    case MNR_KIND_U16:
      if (!take_little_endian (in, 2, &number))
        return ends_early (path, error);
      *(guint16 *) value = (guint16) number;
      return TRUE;

    case MNR_KIND_U32:
    case MNR_KIND_TIME:
    case MNR_KIND_VOTE_ID:
      if (!take_little_endian (in, 4, &number))
        return ends_early (path, error);
      if (type->kind == MNR_KIND_VOTE_ID && (number & 0xff) > MNR_VOTE_TYPE_MAX)
        return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE,
                               _ ("There is no such kind of vote"));
      *(guint32 *) value = (guint32) number;
      return TRUE;

    case MNR_KIND_U64:
    case MNR_KIND_I64:
      if (!take_little_endian (in, 8, &number))
        return ends_early (path, error);
      *(guint64 *) value = number;
      return TRUE;

    case MNR_KIND_U128:
      {
        guint64 high;

        if (!take_little_endian (in, 8, &number) || !take_little_endian (in, 8, &high))
          return ends_early (path, error);
        *(unsigned __int128 *) value = (unsigned __int128) high << 64 | number;
        return TRUE;
      }

    case MNR_KIND_STRING:
      if (!take_count (in, path, &number, error))
        return FALSE;
      if (!take (in, number, &bytes))
        return ends_early (path, error);
      /* Refuses a zero byte, too: nothing here could show such a text whole. */
      if (!g_utf8_validate_len ((const char *) bytes, number, NULL))
        return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE,
                               _ ("The text is not valid UTF-8"));
      *(char **) value = g_strndup ((const char *) bytes, number);
      return TRUE;

    case MNR_KIND_BYTES:
      if (!take_count (in, path, &number, error))
        return FALSE;
      if (!take (in, number, &bytes))
        return ends_early (path, error);
      *(MnrBytes *) value = (MnrBytes){ .data = g_memdup2 (bytes, number), .size = number };
      return TRUE;

    case MNR_KIND_PUBLIC_KEY:
    case MNR_KIND_ADDRESS:
    case MNR_KIND_HASH:
      if (!take (in, type->size, &bytes))
        return ends_early (path, error);
      memcpy (value, bytes, type->size);
      return TRUE;

    case MNR_KIND_OBJECT_ID:
      if (type->object_type == 0)
        {
          if (!take_little_endian (in, 8, &number))
            return ends_early (path, error);
          if (number == 0)
            return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE, _ ("This is no id"));
          *(MnrObjectId *) value = number;
          return TRUE;
        }
      if (!take_varint (in, path, &number, error))
        return FALSE;
      if (number > MNR_INSTANCE_MAX)
        return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE,
                               _ ("%llu is too large for an id"), (unsigned long long) number);
      *(MnrObjectId *) value = (guint64) type->object_type << 48 | number;
      return TRUE;

    case MNR_KIND_NOTHING:
      if (!take_varint (in, path, &number, error))
        return FALSE;
      if (number > 0)
        return mnr_path_error (error, path, MNR_CHAIN_ERROR_SYNTAX,
                               _ ("This must be empty"));
      return TRUE;

    case MNR_KIND_OPTIONAL:
      if (!take_little_endian (in, 1, &number))
        return ends_early (path, error);
      if (number > 1)
        return mnr_path_error (error, path, MNR_CHAIN_ERROR_SYNTAX,
                               _ ("The byte before an optional value must be 0 or 1"));
      return number == 0 || unpack_element (type->element, value, path, in, error);

    case MNR_KIND_ARRAY:
    case MNR_KIND_SET:
      return unpack_array (type, value, path, in, error);

    case MNR_KIND_STRUCT:
    case MNR_KIND_PAIR:
      for (guint i = 0; i < type->n_fields; i++)
        {
          const MnrField *field = &type->fields[i];
          MnrPath here = { .parent = path, .name = field->name };

          if (!unpack_value (field->type, mnr_field_get (field, value), &here, in, error))
            return FALSE;
        }
      return TRUE;

    case MNR_KIND_EXTENSION:
      return unpack_extension (type, value, path, in, error);

    case MNR_KIND_VARIANT:
      return unpack_variant (type, value, path, in, error);

    default:
      g_assert_not_reached ();
    }
}

gboolean
mnr_unpack (const MnrType *type,
            const guint8 *data,
            gsize size,
            gpointer value,
            gsize *used,
            GError **error)
{
  Input in = { .position = data, .end = data + size };
  gboolean good = unpack_value (type, value, NULL, &in, error);

  if (good && used != NULL)
    *used = (gsize) (in.position - data);
  else if (good && in.position != in.end)
    good = mnr_path_error (error, NULL, MNR_CHAIN_ERROR_SYNTAX,
                           g_dngettext (GETTEXT_PACKAGE, "%zu byte is left over at the end",
                                        "%zu bytes are left over at the end",
                                        (gulong) (in.end - in.position)),
                           (gsize) (in.end - in.position));

  if (!good)
    mnr_value_clear (type, value);
  return good;
}
