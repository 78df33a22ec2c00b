/* mnr-history-item.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-history-item.h"

#include "chain/protocol/mnr-block.h"
#include "chain/wire/mnr-json.h"

typedef struct
{
  MnrObjectId id;
  MnrOperation op;
  MnrVariant result;
  guint32 block_num;
  guint32 trx_in_block;
  guint32 op_in_trx;
  guint32 virtual_op;
  MnrTime block_time;
} Entry;

struct _MnrHistoryItem
{
  GObject parent_instance;

  Entry entry;
};

G_DEFINE_FINAL_TYPE (MnrHistoryItem, mnr_history_item, G_TYPE_OBJECT)

/* clang-format off */

static const MnrType nothing_type = { .kind = MNR_KIND_STRUCT };

/* Only what an operation made is of interest; all else stays as it is. */
static const MnrType *const results[] = {
  [MNR_RESULT_NOTHING] = &nothing_type,
  [MNR_RESULT_NEW_OBJECT] = &mnr_type_object_id,
};

static const MnrType result_type = {
  .kind = MNR_KIND_VARIANT, .size = sizeof (MnrVariant),
  .variants = results, .n_variants = G_N_ELEMENTS (results), .keeps_unknown = TRUE,
};

static const MnrField entry_fields[] = {
  MNR_FIELD (Entry, id, mnr_type_object_id),
  MNR_FIELD (Entry, block_num, mnr_type_u32),
  MNR_FIELD (Entry, trx_in_block, mnr_type_u32),
  MNR_FIELD (Entry, op_in_trx, mnr_type_u32),
  MNR_FIELD (Entry, virtual_op, mnr_type_u32),
  MNR_FIELD (Entry, block_time, mnr_type_time, .flags = MNR_FIELD_MAY_BE_OMITTED),
  MNR_FIELD (Entry, op, mnr_type_history_operation),
  MNR_FIELD (Entry, result, result_type),
};

static const MnrType entry_type = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (Entry), MNR_FIELDS (entry_fields), .tolerant = TRUE,
};

/* The same without what may be of any kind. */
static const MnrType bare_entry_type = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (Entry),
  .fields = entry_fields, .n_fields = G_N_ELEMENTS (entry_fields) - 2, .tolerant = TRUE,
};

/* clang-format on */

guint64
mnr_history_item_get_number (MnrHistoryItem *self)
{
  return mnr_object_id_get_instance (self->entry.id);
}

guint32
mnr_history_item_get_block (MnrHistoryItem *self)
{
  return self->entry.block_num;
}

MnrTime
mnr_history_item_get_time (MnrHistoryItem *self)
{
  return self->entry.block_time;
}

guint32
mnr_history_item_get_transaction (MnrHistoryItem *self)
{
  return self->entry.trx_in_block;
}

gboolean
mnr_history_item_is_virtual (MnrHistoryItem *self)
{
  /* The chain's own counter, `virtual_op`, runs for operations of both kinds. */
  const guint number = (guint) self->entry.op.number;

  return self->entry.op.value != NULL &&
         (number >= mnr_type_operation.n_variants || mnr_type_operation.variants[number] == NULL);
}

const MnrOperation *
mnr_history_item_get_operation (MnrHistoryItem *self)
{
  return self->entry.op.value != NULL || self->entry.op.json != NULL ? &self->entry.op : NULL;
}

typedef struct
{
  MnrObjectId id;
  gboolean is_named;
} Search;

static void
look_at_id (MnrObjectId id,
            gpointer user_data)
{
  Search *search = user_data;

  search->is_named |= id == search->id;
}

gboolean
mnr_history_item_is_about (MnrHistoryItem *self,
                           MnrObjectId id)
{
  Search search = { .id = id };

  if (self->entry.result.number == MNR_RESULT_NEW_OBJECT && self->entry.result.value != NULL &&
      *(const MnrObjectId *) self->entry.result.value == id)
    return TRUE;
  if (self->entry.op.value != NULL)
    mnr_value_foreach_id (&mnr_type_history_operation, &self->entry.op, look_at_id, &search);
  return search.is_named;
}

gboolean
mnr_history_item_equal (MnrHistoryItem *self,
                        MnrHistoryItem *other)
{
  return mnr_value_equal (&entry_type, &self->entry, &other->entry);
}

MnrHistoryItem *
mnr_history_item_new_from_json (const char *json,
                                gsize length,
                                const char *prefix,
                                GError **error)
{
  g_autoptr (MnrHistoryItem) self = g_object_new (MNR_TYPE_HISTORY_ITEM, NULL);

  if (!mnr_json_read (&entry_type, json, length, prefix, &self->entry, NULL) &&
      !mnr_json_read (&bare_entry_type, json, length, prefix, &self->entry, error))
    return NULL;
  return g_steal_pointer (&self);
}

static void
mnr_history_item_finalize (GObject *object)
{
  MnrHistoryItem *self = MNR_HISTORY_ITEM (object);

  mnr_value_clear (&entry_type, &self->entry);
  G_OBJECT_CLASS (mnr_history_item_parent_class)->finalize (object);
}

static void
mnr_history_item_class_init (MnrHistoryItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mnr_history_item_finalize;
}

static void
mnr_history_item_init (MnrHistoryItem *self)
{
}
