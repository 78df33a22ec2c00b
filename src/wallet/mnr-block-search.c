/* mnr-block-search.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-block-search.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/wire/mnr-json.h"

/* What tells most transactions apart before they are read. */
typedef struct
{
  guint32 ref_block_prefix;
  MnrTime expiration;
} Sketch;

typedef struct
{
  MnrBlockId previous;
  MnrTime timestamp;
} Header;

/* clang-format off */

static const MnrField sketch_fields[] = {
  MNR_FIELD (Sketch, ref_block_prefix, mnr_type_u32),
  MNR_FIELD (Sketch, expiration, mnr_type_time),
};

static const MnrType sketch_type = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (Sketch), MNR_FIELDS (sketch_fields),
  .tolerant = TRUE,
};

static const MnrType block_id_type = { .kind = MNR_KIND_HASH, .size = sizeof (MnrBlockId) };

static const MnrField header_fields[] = {
  MNR_FIELD (Header, previous, block_id_type),
  MNR_FIELD (Header, timestamp, mnr_type_time),
};

static const MnrType header_type = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (Header), MNR_FIELDS (header_fields),
  .tolerant = TRUE,
};

/* clang-format on */

/* A transaction that is looked for. */
typedef struct
{
  guint8 id[MNR_TRANSACTION_ID_SIZE];
  gpointer data;
} Wanted;

struct _MnrBlockSearch
{
  GHashTable *sketches; /* gint64 to GArray of Wanted */
};

static gint64
get_key (const Sketch *sketch)
{
  return (gint64) ((guint64) sketch->ref_block_prefix << 32 | sketch->expiration);
}

MnrBlockSearch *
mnr_block_search_new (void)
{
  MnrBlockSearch *self = g_new0 (MnrBlockSearch, 1);

  self->sketches = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                          (GDestroyNotify) g_array_unref);
  return self;
}

void
mnr_block_search_free (MnrBlockSearch *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->sketches);
  g_free (self);
}

gboolean
mnr_block_search_add (MnrBlockSearch *self,
                      const MnrTransaction *transaction,
                      gpointer data,
                      GError **error)
{
  const Sketch sketch = { transaction->ref_block_prefix, transaction->expiration };
  gint64 key = get_key (&sketch);
  GArray *bucket = g_hash_table_lookup (self->sketches, &key);
  Wanted wanted = { .data = data };

  if (!mnr_transaction_get_id (transaction, wanted.id, error))
    return FALSE;
  if (bucket == NULL)
    {
      bucket = g_array_new (FALSE, FALSE, sizeof (Wanted));
      g_hash_table_insert (self->sketches, g_memdup2 (&key, sizeof key), bucket);
    }
  g_array_append_val (bucket, wanted);
  return TRUE;
}

/* Finds the text of a member of an object. */
static gboolean
find_member (const char *text,
             gsize length,
             const char *name,
             MnrJsonSlice *value,
             GError **error)
{
  g_auto (MnrJsonReader) reader = { 0 };
  gboolean more;
  gsize count = 0;

  *value = (MnrJsonSlice){ 0 };
  if (!mnr_json_reader_init (&reader, text, length, error) ||
      !mnr_json_reader_open (&reader, '{', NULL, error))
    return FALSE;
  while (TRUE)
    {
      MnrJsonSlice member, json;
      gboolean is_it;

      if (!mnr_json_reader_next (&reader, '}', &count, &more, NULL, error))
        return FALSE;
      if (!more)
        return mnr_json_reader_finish (&reader, error);
      if (!mnr_json_reader_name (&reader, &member, NULL, error))
        return FALSE;
      is_it = mnr_json_slice_equal (&member, name);
      if (!mnr_json_reader_skip (&reader, &json, NULL, error))
        return FALSE;
      if (is_it)
        *value = json;
    }
}

/* Whether @json is a transaction that is looked for. What cannot be read is
 * none: those were made of what this program knows. */
static const Wanted *
recognise (const GArray *bucket,
           const MnrJsonSlice *json,
           const char *prefix)
{
  MnrProcessedTransaction processed = { 0 };
  guint8 id[MNR_TRANSACTION_ID_SIZE];
  gboolean good;

  good = mnr_json_read (&mnr_type_processed_transaction, json->text, json->length, prefix,
                        &processed, NULL) &&
         mnr_transaction_get_id (&processed.transaction, id, NULL);
  mnr_value_clear (&mnr_type_processed_transaction, &processed);
  for (guint i = 0; good && i < bucket->len; i++)
    {
      const Wanted *wanted = &g_array_index (bucket, Wanted, i);

      if (memcmp (wanted->id, id, sizeof id) == 0)
        return wanted;
    }
  return NULL;
}

static gboolean
look_at (MnrBlockSearch *self,
         const MnrJsonSlice *json,
         const char *prefix,
         MnrBlockSearchFound found,
         gpointer user_data,
         GError **error)
{
  const Wanted *wanted;
  GArray *bucket;
  Sketch sketch = { 0 };
  gint64 key;

  if (!mnr_json_read (&sketch_type, json->text, json->length, prefix, &sketch, error))
    return FALSE;
  key = get_key (&sketch);
  bucket = g_hash_table_lookup (self->sketches, &key);
  wanted = bucket != NULL ? recognise (bucket, json, prefix) : NULL;
  if (wanted == NULL)
    return TRUE;
  found (wanted->data, user_data);
  return TRUE;
}

static gboolean
look_at_all (MnrBlockSearch *self,
             const MnrJsonSlice *transactions,
             const char *prefix,
             MnrBlockSearchFound found,
             gpointer user_data,
             GError **error)
{
  g_auto (MnrJsonReader) reader = { 0 };
  gboolean more;
  gsize count = 0;

  if (!mnr_json_reader_init (&reader, transactions->text, transactions->length, error) ||
      !mnr_json_reader_open (&reader, '[', NULL, error))
    return FALSE;
  while (TRUE)
    {
      MnrJsonSlice json;

      if (!mnr_json_reader_next (&reader, ']', &count, &more, NULL, error))
        return FALSE;
      if (!more)
        return TRUE;
      if (!mnr_json_reader_skip (&reader, &json, NULL, error) ||
          !look_at (self, &json, prefix, found, user_data, error))
        return FALSE;
    }
}

gboolean
mnr_block_search_run (MnrBlockSearch *self,
                      const char *json,
                      gsize length,
                      guint32 number,
                      const char *prefix,
                      MnrTime *time,
                      MnrBlockSearchFound found,
                      gpointer user_data,
                      GError **error)
{
  MnrJsonSlice transactions;
  Header header = { 0 };

  if (!mnr_json_read (&header_type, json, length, prefix, &header, error) ||
      !find_member (json, length, "transactions", &transactions, error))
    return FALSE;
  if (mnr_block_id_get_number (&header.previous) + 1 != number || transactions.text == NULL)
    return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_VALUE,
                           _ ("This is not block %u, or not all of it"), number);
  *time = header.timestamp;
  return look_at_all (self, &transactions, prefix, found, user_data, error);
}
