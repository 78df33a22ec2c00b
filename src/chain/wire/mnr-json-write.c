/* mnr-json-write.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-json.h"

static void
write_unsigned (guint64 number,
                GString *out)
{
  const char *quote = number > G_MAXUINT32 ? "\"" : "";

  g_string_append_printf (out, "%s%" G_GUINT64_FORMAT "%s", quote, number, quote);
}

static void
write_signed (gint64 number,
              GString *out)
{
  const char *quote = number > G_MAXINT32 || number < G_MININT32 ? "\"" : "";

  g_string_append_printf (out, "%s%" G_GINT64_FORMAT "%s", quote, number, quote);
}

static void
write_quoted (const char *text,
              GString *out)
{
  g_string_append_c (out, '"');
  g_string_append (out, text);
  g_string_append_c (out, '"');
}

static void
write_u128 (unsigned __int128 number,
            GString *out)
{
  char digits[48];
  char *p = digits + sizeof digits - 1;

  *p = '\0';
  do
    *--p = (char) ('0' + (int) (number % 10));
  while ((number /= 10) > 0);
  write_quoted (p, out);
}

static void
write_hex (gconstpointer data,
           gsize size,
           GString *out)
{
  g_string_append_c (out, '"');
  mnr_hex_append (out, data, size);
  g_string_append_c (out, '"');
}

static gboolean
is_absent (const MnrType *type,
           gconstpointer value)
{
  return type->kind == MNR_KIND_OPTIONAL && *(const gconstpointer *) value == NULL;
}

/* Fields between brackets; with names where it is an object. */
static void
write_fields (const MnrType *type,
              gconstpointer value,
              const char *prefix,
              GString *out)
{
  gboolean object = type->kind != MNR_KIND_PAIR;
  gboolean first = TRUE;

  g_string_append_c (out, object ? '{' : '[');
  for (guint i = 0; i < type->n_fields; i++)
    {
      const MnrField *field = &type->fields[i];
      gconstpointer member = mnr_field_get (field, value);

      if (is_absent (field->type, member))
        continue;
      if (!first)
        g_string_append_c (out, ',');
      first = FALSE;
      if (object)
        {
          write_quoted (field->name, out);
          g_string_append_c (out, ':');
        }
      mnr_json_write (field->type, member, prefix, out);
    }
  g_string_append_c (out, object ? '}' : ']');
}

void
mnr_json_write (const MnrType *type,
                gconstpointer value,
                const char *prefix,
                GString *out)
{
  char text[MNR_OBJECT_ID_TEXT_SIZE];

  switch (type->kind)
    {
    case MNR_KIND_BOOL:
      g_string_append (out, *(const gboolean *) value ? "true" : "false");
      break;

    case MNR_KIND_U8:
      write_unsigned (*(const guint8 *) value, out);
      break;

    case MNR_KIND_U16:
      write_unsigned (*(const guint16 *) value, out);
      break;

    case MNR_KIND_U32:
      write_unsigned (*(const guint32 *) value, out);
      break;

    case MNR_KIND_U64:
      write_unsigned (*(const guint64 *) value, out);
      break;

    case MNR_KIND_I64:
      write_signed (*(const gint64 *) value, out);
      break;

    case MNR_KIND_U128:
      write_u128 (*(const unsigned __int128 *) value, out);
      break;

    case MNR_KIND_TIME:
      write_quoted (mnr_time_format (*(const MnrTime *) value, text), out);
      break;

    case MNR_KIND_STRING:
      {
        const char *string = *(char *const *) value;

        mnr_json_append_string (out, string != NULL ? string : "");
      }
      break;

    case MNR_KIND_BYTES:
      write_hex (((const MnrBytes *) value)->data, ((const MnrBytes *) value)->size, out);
      break;

    case MNR_KIND_PUBLIC_KEY:
      g_string_append_c (out, '"');
      mnr_public_key_append (value, prefix, out);
      g_string_append_c (out, '"');
      break;

    case MNR_KIND_ADDRESS:
      g_string_append_c (out, '"');
      mnr_address_append (value, prefix, out);
      g_string_append_c (out, '"');
      break;

    case MNR_KIND_HASH:
      write_hex (value, type->size, out);
      break;

    case MNR_KIND_OBJECT_ID:
      write_quoted (mnr_object_id_format (*(const MnrObjectId *) value, text), out);
      break;

    case MNR_KIND_VOTE_ID:
      write_quoted (mnr_vote_id_format (*(const MnrVoteId *) value, text), out);
      break;

    case MNR_KIND_NOTHING:
      g_string_append (out, "[]");
      break;

    case MNR_KIND_OPTIONAL:
      if (is_absent (type, value))
        g_string_append (out, "null");
      else
        mnr_json_write (type->element, *(const gconstpointer *) value, prefix, out);
      break;

    case MNR_KIND_ARRAY:
    case MNR_KIND_SET:
      {
        const MnrAnyArray *array = value;

        g_string_append_c (out, '[');
        for (gsize i = 0; i < array->len; i++)
          {
            if (i > 0)
              g_string_append_c (out, ',');
            mnr_json_write (type->element, array->items + i * type->element->size, prefix, out);
          }
        g_string_append_c (out, ']');
      }
      break;

    case MNR_KIND_STRUCT:
    case MNR_KIND_PAIR:
    case MNR_KIND_EXTENSION:
      write_fields (type, value, prefix, out);
      break;

    case MNR_KIND_VARIANT:
      {
        const MnrVariant *variant = value;

        g_string_append_printf (out, "[%u,", variant->number);
        if (variant->value != NULL)
          mnr_json_write (mnr_variant_get_type (type, variant), variant->value, prefix, out);
        else
          g_string_append (out, variant->json != NULL ? variant->json : "{}");
        g_string_append_c (out, ']');
      }
      break;

    default:
      g_assert_not_reached ();
    }
}
