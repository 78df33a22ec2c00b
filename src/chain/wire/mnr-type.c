/* mnr-type.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-type.h"

#include <string.h>

/* clang-format off */
const MnrType mnr_type_bool = { .kind = MNR_KIND_BOOL, .size = sizeof (gboolean) };
const MnrType mnr_type_u8 = { .kind = MNR_KIND_U8, .size = sizeof (guint8) };
const MnrType mnr_type_u16 = { .kind = MNR_KIND_U16, .size = sizeof (guint16) };
const MnrType mnr_type_u32 = { .kind = MNR_KIND_U32, .size = sizeof (guint32) };
const MnrType mnr_type_u64 = { .kind = MNR_KIND_U64, .size = sizeof (guint64) };
const MnrType mnr_type_i64 = { .kind = MNR_KIND_I64, .size = sizeof (gint64) };
const MnrType mnr_type_u128 = { .kind = MNR_KIND_U128, .size = sizeof (unsigned __int128) };
const MnrType mnr_type_time = { .kind = MNR_KIND_TIME, .size = sizeof (MnrTime) };
const MnrType mnr_type_string = { .kind = MNR_KIND_STRING, .size = sizeof (char *) };
const MnrType mnr_type_bytes = { .kind = MNR_KIND_BYTES, .size = sizeof (MnrBytes) };
const MnrType mnr_type_public_key = { .kind = MNR_KIND_PUBLIC_KEY, .size = sizeof (MnrPublicKey) };
const MnrType mnr_type_address = { .kind = MNR_KIND_ADDRESS, .size = sizeof (MnrAddress) };
const MnrType mnr_type_signature = { .kind = MNR_KIND_HASH, .size = sizeof (MnrSignature) };
const MnrType mnr_type_vote_id = { .kind = MNR_KIND_VOTE_ID, .size = sizeof (MnrVoteId) };
const MnrType mnr_type_nothing = { .kind = MNR_KIND_NOTHING, .size = 0 };

#define OBJECT_ID_TYPE(name, type)                     \
  const MnrType name = {                               \
    .kind = MNR_KIND_OBJECT_ID,                        \
    .size = sizeof (MnrObjectId), .object_type = type, \
  }

OBJECT_ID_TYPE (mnr_type_object_id, 0);
OBJECT_ID_TYPE (mnr_type_account_id, MNR_OBJECT_ACCOUNT);
OBJECT_ID_TYPE (mnr_type_asset_id, MNR_OBJECT_ASSET);
OBJECT_ID_TYPE (mnr_type_limit_order_id, MNR_OBJECT_LIMIT_ORDER);
OBJECT_ID_TYPE (mnr_type_proposal_id, MNR_OBJECT_PROPOSAL);
OBJECT_ID_TYPE (mnr_type_balance_id, MNR_OBJECT_BALANCE);
OBJECT_ID_TYPE (mnr_type_vesting_balance_id, MNR_OBJECT_VESTING_BALANCE);
/* clang-format on */

const MnrType *
mnr_variant_get_type (const MnrType *type,
                      const MnrVariant *variant)
{
  return variant->number < type->n_variants ? type->variants[variant->number] : NULL;
}

gpointer
mnr_value_new (const MnrType *type)
{
  return g_malloc0 (MAX (type->size, 1));
}

/* The number or the instance that a field begins with. */
static void
set_number (const MnrType *type,
            gpointer value,
            gint64 number)
{
  if (type->kind == MNR_KIND_U8)
    *(guint8 *) value = (guint8) number;
  else if (type->kind == MNR_KIND_U16)
    *(guint16 *) value = (guint16) number;
  else if (type->kind == MNR_KIND_U32)
    *(guint32 *) value = (guint32) number;
  else if (type->kind == MNR_KIND_TIME)
    *(MnrTime *) value = (MnrTime) number;
  else if (type->kind == MNR_KIND_OBJECT_ID)
    *(MnrObjectId *) value += (MnrObjectId) number;
  else
    *(gint64 *) value = number;
}

void
mnr_value_init (const MnrType *type,
                gpointer value)
{
  if (type->kind == MNR_KIND_OBJECT_ID)
    *(MnrObjectId *) value = MNR_OBJECT_ID (type->object_type >> 8, type->object_type & 0xff, 0);

  if (type->kind == MNR_KIND_STRUCT)
    for (guint i = 0; i < type->n_fields; i++)
      {
        const MnrField *field = &type->fields[i];

        mnr_value_init (field->type, mnr_field_get (field, value));
        if (field->initial != 0)
          set_number (field->type, mnr_field_get (field, value), field->initial);
      }

  if (type->kind == MNR_KIND_VARIANT)
    {
      MnrVariant *variant = value;
      const MnrType *inner = mnr_variant_get_type (type, variant);

      if (inner == NULL)
        return;
      variant->value = mnr_value_new (inner);
      mnr_value_init (inner, variant->value);
    }
}

void
mnr_value_free (const MnrType *type,
                gpointer value)
{
  if (value == NULL)
    return;

  mnr_value_clear (type, value);
  g_free (value);
}

void
mnr_value_clear (const MnrType *type,
                 gpointer value)
{
  switch (type->kind)
    {
    case MNR_KIND_BOOL:
    case MNR_KIND_U8:
    case MNR_KIND_U16:
    case MNR_KIND_U32:
    case MNR_KIND_U64:
    case MNR_KIND_I64:
    case MNR_KIND_U128:
    case MNR_KIND_TIME:
    case MNR_KIND_PUBLIC_KEY:
    case MNR_KIND_ADDRESS:
    case MNR_KIND_HASH:
    case MNR_KIND_OBJECT_ID:
    case MNR_KIND_VOTE_ID:
    case MNR_KIND_NOTHING:
      break;

    case MNR_KIND_STRING:
      g_free (*(char **) value);
      break;

    case MNR_KIND_BYTES:
      g_free (((MnrBytes *) value)->data);
      break;

    case MNR_KIND_OPTIONAL:
      mnr_value_free (type->element, *(gpointer *) value);
      break;

    case MNR_KIND_ARRAY:
    case MNR_KIND_SET:
      {
        MnrAnyArray *array = value;

        for (gsize i = 0; i < array->len; i++)
          mnr_value_clear (type->element, array->items + i * type->element->size);
        g_free (array->items);
      }
      break;

    case MNR_KIND_STRUCT:
    case MNR_KIND_PAIR:
    case MNR_KIND_EXTENSION:
      for (guint i = 0; i < type->n_fields; i++)
        mnr_value_clear (type->fields[i].type, mnr_field_get (&type->fields[i], value));
      break;

    case MNR_KIND_VARIANT:
      {
        MnrVariant *variant = value;

        if (variant->value != NULL)
          mnr_value_free (mnr_variant_get_type (type, variant), variant->value);
        g_free (variant->json);
      }
      break;

    default:
      g_assert_not_reached ();
    }

  memset (value, 0, type->size);
}

void
mnr_value_foreach_id (const MnrType *type,
                      gconstpointer value,
                      void (*func) (MnrObjectId id, gpointer user_data),
                      gpointer user_data)
{
  switch ((int) type->kind)
    {
    case MNR_KIND_OBJECT_ID:
      if (*(const MnrObjectId *) value != 0)
        func (*(const MnrObjectId *) value, user_data);
      break;

    case MNR_KIND_OPTIONAL:
      if (*(const gpointer *) value != NULL)
        mnr_value_foreach_id (type->element, *(const gpointer *) value, func, user_data);
      break;

    case MNR_KIND_ARRAY:
    case MNR_KIND_SET:
      {
        const MnrAnyArray *array = value;

        for (gsize i = 0; i < array->len; i++)
          mnr_value_foreach_id (type->element, array->items + i * type->element->size, func,
                                user_data);
      }
      break;

    case MNR_KIND_STRUCT:
    case MNR_KIND_PAIR:
    case MNR_KIND_EXTENSION:
      for (guint i = 0; i < type->n_fields; i++)
        mnr_value_foreach_id (type->fields[i].type, mnr_field_get (&type->fields[i], value), func,
                              user_data);
      break;

    case MNR_KIND_VARIANT:
      {
        const MnrVariant *variant = value;

        if (variant->value != NULL)
          mnr_value_foreach_id (mnr_variant_get_type (type, variant), variant->value, func,
                                user_data);
      }
      break;

    default:
      break;
    }
}

/* Arrays have room for the next power of two, so that a length alone tells when they are full. */
static guint8 *
allocate_items (const MnrType *element,
                gsize len)
{
  gsize capacity = 1;

  while (capacity < len)
    capacity *= 2;
  return g_malloc_n (capacity, element->size);
}

gpointer
mnr_value_dup (const MnrType *type,
               gconstpointer source)
{
  gpointer result = mnr_value_new (type);

  mnr_value_copy (type, result, source);
  return result;
}

void
mnr_value_copy (const MnrType *type,
                gpointer destination,
                gconstpointer source)
{
  memcpy (destination, source, type->size);

  switch (type->kind)
    {
    case MNR_KIND_BOOL:
    case MNR_KIND_U8:
    case MNR_KIND_U16:
    case MNR_KIND_U32:
    case MNR_KIND_U64:
    case MNR_KIND_I64:
    case MNR_KIND_U128:
    case MNR_KIND_TIME:
    case MNR_KIND_PUBLIC_KEY:
    case MNR_KIND_ADDRESS:
    case MNR_KIND_HASH:
    case MNR_KIND_OBJECT_ID:
    case MNR_KIND_VOTE_ID:
    case MNR_KIND_NOTHING:
      break;

    case MNR_KIND_STRING:
      *(char **) destination = g_strdup (*(char *const *) source);
      break;

    case MNR_KIND_BYTES:
      {
        MnrBytes *bytes = destination;

        bytes->data = g_memdup2 (bytes->data, bytes->size);
      }
      break;

    case MNR_KIND_OPTIONAL:
      {
        gconstpointer element = *(const gconstpointer *) source;

        if (element != NULL)
          *(gpointer *) destination = mnr_value_dup (type->element, element);
      }
      break;

    case MNR_KIND_ARRAY:
    case MNR_KIND_SET:
      {
        const MnrAnyArray *from = source;
        MnrAnyArray *to = destination;
        gsize size = type->element->size;

        to->items = from->len > 0 ? allocate_items (type->element, from->len) : NULL;
        for (gsize i = 0; i < from->len; i++)
          mnr_value_copy (type->element, to->items + i * size, from->items + i * size);
      }
      break;

    case MNR_KIND_STRUCT:
    case MNR_KIND_PAIR:
    case MNR_KIND_EXTENSION:
      for (guint i = 0; i < type->n_fields; i++)
        mnr_value_copy (type->fields[i].type,
                        mnr_field_get (&type->fields[i], destination),
                        mnr_field_get (&type->fields[i], source));
      break;

    case MNR_KIND_VARIANT:
      {
        const MnrVariant *from = source;
        MnrVariant *to = destination;

        if (from->value != NULL)
          to->value = mnr_value_dup (mnr_variant_get_type (type, from), from->value);
        to->json = g_strdup (from->json);
      }
      break;

    default:
      g_assert_not_reached ();
    }
}

gboolean
mnr_value_equal (const MnrType *type,
                 gconstpointer a,
                 gconstpointer b)
{
  switch (type->kind)
    {
    case MNR_KIND_BOOL:
      return !*(const gboolean *) a == !*(const gboolean *) b;

    case MNR_KIND_U8:
    case MNR_KIND_U16:
    case MNR_KIND_U32:
    case MNR_KIND_U64:
    case MNR_KIND_I64:
    case MNR_KIND_U128:
    case MNR_KIND_TIME:
    case MNR_KIND_PUBLIC_KEY:
    case MNR_KIND_ADDRESS:
    case MNR_KIND_HASH:
    case MNR_KIND_OBJECT_ID:
    case MNR_KIND_VOTE_ID:
    case MNR_KIND_NOTHING:
      return memcmp (a, b, type->size) == 0;

    case MNR_KIND_STRING:
      {
        const char *s = *(char *const *) a, *t = *(char *const *) b;

        return g_str_equal (s != NULL ? s : "", t != NULL ? t : "");
      }

    case MNR_KIND_BYTES:
      {
        const MnrBytes *s = a, *t = b;

        return s->size == t->size && (s->size == 0 || memcmp (s->data, t->data, s->size) == 0);
      }

    case MNR_KIND_OPTIONAL:
      {
        gconstpointer s = *(const gconstpointer *) a, t = *(const gconstpointer *) b;

        return s == NULL || t == NULL ? s == t : mnr_value_equal (type->element, s, t);
      }

    case MNR_KIND_ARRAY:
    case MNR_KIND_SET:
      {
        const MnrAnyArray *s = a, *t = b;
        gsize size = type->element->size;

        if (s->len != t->len)
          return FALSE;
        for (gsize i = 0; i < s->len; i++)
          if (!mnr_value_equal (type->element, s->items + i * size, t->items + i * size))
            return FALSE;
        return TRUE;
      }

    case MNR_KIND_STRUCT:
    case MNR_KIND_PAIR:
    case MNR_KIND_EXTENSION:
      for (guint i = 0; i < type->n_fields; i++)
        if (!mnr_value_equal (type->fields[i].type,
                              mnr_field_get (&type->fields[i], a),
                              mnr_field_get (&type->fields[i], b)))
          return FALSE;
      return TRUE;

    case MNR_KIND_VARIANT:
      {
        const MnrVariant *s = a, *t = b;

        if (s->number != t->number || (s->value == NULL) != (t->value == NULL))
          return FALSE;
        if (s->value == NULL)
          return g_strcmp0 (s->json, t->json) == 0;
        return mnr_value_equal (mnr_variant_get_type (type, s), s->value, t->value);
      }

    default:
      g_assert_not_reached ();
    }
}

gpointer
mnr_array_add (const MnrType *type,
               gpointer array)
{
  MnrAnyArray *self = array;
  gsize size = type->element->size;

  if ((self->len & (self->len - 1)) == 0)
    self->items = g_realloc_n (self->items, MAX (self->len * 2, 1), size);
  memset (self->items + self->len * size, 0, size);
  return self->items + size * self->len++;
}

gpointer
mnr_array_append (const MnrType *type,
                  gpointer array,
                  gconstpointer value)
{
  gpointer item = mnr_array_add (type, array);

  mnr_value_copy (type->element, item, value);
  return item;
}

void
mnr_array_remove (const MnrType *type,
                  gpointer array,
                  gsize index)
{
  MnrAnyArray *any = array;
  gsize size = type->element->size;
  guint8 *item = any->items + index * size;

  mnr_value_clear (type->element, item);
  any->len--;
  memmove (item, item + size, (any->len - index) * size);
}

static void
put_big_endian (guint64 number,
                guint8 *bytes)
{
  guint64 big = GUINT64_TO_BE (number);

  memcpy (bytes, &big, sizeof big);
}

void
mnr_value_get_sort_key (const MnrType *type,
                        gconstpointer value,
                        guint8 key[MNR_SORT_KEY_SIZE])
{
  memset (key, 0, MNR_SORT_KEY_SIZE);

  switch (type->kind)
    {
    case MNR_KIND_OBJECT_ID:
      put_big_endian (*(const MnrObjectId *) value, key);
      break;

    case MNR_KIND_VOTE_ID:
      /* By instance alone: two votes of one instance are one to a node. */
      put_big_endian (*(const MnrVoteId *) value >> 8, key);
      break;

    case MNR_KIND_PUBLIC_KEY:
      {
        MnrAddress address;

        mnr_public_key_get_address (value, &address);
        memcpy (key, address.data, sizeof address.data);
      }
      break;

    case MNR_KIND_ADDRESS:
      memcpy (key, value, sizeof (MnrAddress));
      break;

    case MNR_KIND_PAIR:
      mnr_value_get_sort_key (type->fields[0].type,
                              mnr_field_get (&type->fields[0], value), key);
      break;

    case MNR_KIND_BOOL:
    case MNR_KIND_U8:
    case MNR_KIND_U16:
    case MNR_KIND_U32:
    case MNR_KIND_U64:
    case MNR_KIND_I64:
    case MNR_KIND_U128:
    case MNR_KIND_TIME:
    case MNR_KIND_STRING:
    case MNR_KIND_BYTES:
    case MNR_KIND_HASH:
    case MNR_KIND_NOTHING:
    case MNR_KIND_OPTIONAL:
    case MNR_KIND_ARRAY:
    case MNR_KIND_SET:
    case MNR_KIND_STRUCT:
    case MNR_KIND_EXTENSION:
    case MNR_KIND_VARIANT:
    default:
      g_assert_not_reached ();
    }
}

typedef struct
{
  guint8 key[MNR_SORT_KEY_SIZE];
  gsize place;
} SortEntry;

static int
compare_entries (const void *a,
                 const void *b)
{
  return memcmp (((const SortEntry *) a)->key, ((const SortEntry *) b)->key, MNR_SORT_KEY_SIZE);
}

gssize
mnr_set_sort (const MnrType *type,
              gpointer set)
{
  MnrAnyArray *self = set;
  gsize size = type->element->size;
  g_autofree SortEntry *entries = NULL;
  guint8 *sorted;
  gssize repeated = -1;

  if (self->len < 2)
    return -1;

  entries = g_new (SortEntry, self->len);
  for (gsize i = 0; i < self->len; i++)
    {
      mnr_value_get_sort_key (type->element, self->items + i * size, entries[i].key);
      entries[i].place = i;
    }
  qsort (entries, self->len, sizeof (SortEntry), compare_entries);

  sorted = allocate_items (type->element, self->len);
  for (gsize i = 0; i < self->len; i++)
    {
      memcpy (sorted + i * size, self->items + entries[i].place * size, size);
      if (repeated < 0 && i > 0 && compare_entries (&entries[i - 1], &entries[i]) == 0)
        repeated = (gssize) i;
    }
  g_free (self->items);
  self->items = sorted;
  return repeated;
}

gssize
mnr_set_find_disorder (const MnrType *type,
                       gconstpointer set)
{
  const MnrAnyArray *self = set;
  gsize size = type->element->size;
  guint8 key[2][MNR_SORT_KEY_SIZE];

  if (self->len < 2)
    return -1;

  mnr_value_get_sort_key (type->element, self->items, key[0]);
  for (gsize i = 1; i < self->len; i++)
    {
      mnr_value_get_sort_key (type->element, self->items + i * size, key[i % 2]);
      if (memcmp (key[(i - 1) % 2], key[i % 2], MNR_SORT_KEY_SIZE) >= 0)
        return (gssize) i;
    }
  return -1;
}
