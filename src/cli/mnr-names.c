/* mnr-names.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-names.h"

#include <glib/gi18n.h>
#include <string.h>

#include "chain/protocol/mnr-structures.h"
#include "chain/wire/mnr-json.h"
#include "mnr-stream.h"

/* What matters of an asset (symbol, precision, bitasset_data_id) or an account (name). */
typedef struct
{
  char *id;
  char **symbol;
  char **name;
  char **bitasset_data_id;
  guint8 *precision;
} Object;

typedef struct
{
  Object *object; /* nodes print null for an object that does not exist */
} Entry;

struct _MnrNameTable
{
  MNR_ARRAY (Entry)
  objects;
};

/* clang-format off */

static const MnrType optional_string = MNR_OPTIONAL_TYPE (mnr_type_string);

static const MnrField object_fields[] = {
  MNR_FIELD (Object, id, mnr_type_string),
  MNR_FIELD (Object, symbol, optional_string),
  MNR_FIELD (Object, name, optional_string),
  MNR_FIELD (Object, bitasset_data_id, optional_string),
  MNR_FIELD (Object, precision, mnr_type_optional_u8),
};

static const MnrType object_type = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (Object), MNR_FIELDS (object_fields), .tolerant = TRUE,
};

static const MnrType optional_object = MNR_OPTIONAL_TYPE (object_type);
static const MnrType object_array = MNR_ARRAY_TYPE (optional_object);

static const MnrField answer_fields[] = {
  { .name = "result", .type = &object_array },
};

static const MnrType answer_type = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (MnrAnyArray), MNR_FIELDS (answer_fields),
    .tolerant = TRUE,
};

/* clang-format on */

void
mnr_name_table_free (MnrNameTable *self)
{
  if (self == NULL)
    return;

  mnr_value_clear (&object_array, &self->objects);
  g_free (self);
}

MnrNameTable *
mnr_name_table_new (const char *name,
                    GError **error)
{
  g_autoptr (MnrNameTable) self = g_new0 (MnrNameTable, 1);
  g_autoptr (GString) text = NULL;
  gsize space;

  if (name == NULL)
    return g_steal_pointer (&self);

  text = mnr_stream_read (name, error);
  if (text == NULL)
    return NULL;

  space = strspn (text->str, " \t\r\n");
  if (!mnr_json_read (text->str[space] == '[' ? &object_array : &answer_type,
                      text->str, text->len, "", &self->objects, error))
    {
      g_prefix_error (error, "%s: ", name);
      return NULL;
    }
  return g_steal_pointer (&self);
}

static const Object *
find (const MnrNameTable *self,
      MnrObjectId id)
{
  char text[MNR_OBJECT_ID_TEXT_SIZE];

  mnr_object_id_format (id, text);
  for (gsize i = 0; i < self->objects.len; i++)
    {
      const Object *object = self->objects.items[i].object;

      if (object != NULL && g_str_equal (object->id, text))
        return object;
    }
  return NULL;
}

static gboolean
get_asset (MnrObjectId asset,
           MnrAssetName *name,
           gpointer user_data)
{
  const Object *object = find (user_data, asset);

  if (object == NULL || object->symbol == NULL || object->precision == NULL ||
      *object->precision > MNR_PRECISION_MAX)
    return FALSE;

  *name = (MnrAssetName){
    .symbol = *object->symbol,
    .precision = *object->precision,
    .is_smartcoin = object->bitasset_data_id != NULL,
  };
  return TRUE;
}

static const char *
get_account (MnrObjectId account,
             gpointer user_data)
{
  const Object *object = find (user_data, account);

  return object != NULL && object->name != NULL ? *object->name : NULL;
}

MnrNames
mnr_name_table_get_names (MnrNameTable *self,
                          const char *prefix)
{
  return (MnrNames){
    .get_asset = get_asset,
    .get_account = get_account,
    .user_data = self,
    .prefix = prefix,
  };
}
