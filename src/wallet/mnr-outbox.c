/* mnr-outbox.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-outbox.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/crypto/mnr-hash.h"
#include "chain/wire/mnr-pack.h"

struct _MnrOutbox
{
  GObject parent_instance;

  MnrDatabase *database;
};

G_DEFINE_FINAL_TYPE (MnrOutbox, mnr_outbox, G_TYPE_OBJECT)

G_DEFINE_QUARK (mnr-outbox-error-quark, mnr_outbox_error);

static guint changed_signal;

/*
 * States
 */

#define BIT(state) (1u << MNR_OUTBOX_##state)

/* Where each may go. The same is said in mnr-database-schema.c, see there. */
static const struct
{
  const char *name;
  guint next;
} states[] = {
  [MNR_OUTBOX_SIGNED] = { "signed", BIT (SENT) | BIT (INCLUDED) | BIT (IRREVERSIBLE) |
                                      BIT (REFUSED) | BIT (EXPIRED) },
  [MNR_OUTBOX_SENT] = { "sent", BIT (INCLUDED) | BIT (IRREVERSIBLE) | BIT (REFUSED) |
                                  BIT (EXPIRED) },
  [MNR_OUTBOX_INCLUDED] = { "included", BIT (SENT) | BIT (IRREVERSIBLE) },
  [MNR_OUTBOX_IRREVERSIBLE] = { "irreversible", 0 },
  [MNR_OUTBOX_REFUSED] = { "refused", BIT (IRREVERSIBLE) },
  [MNR_OUTBOX_EXPIRED] = { "expired", 0 },
};

G_STATIC_ASSERT (G_N_ELEMENTS (states) == MNR_OUTBOX_N_STATES);

const char *
mnr_outbox_state_to_string (MnrOutboxState state)
{
  g_return_val_if_fail (state < MNR_OUTBOX_N_STATES, NULL);

  return states[state].name;
}

gboolean
mnr_outbox_state_may_follow (MnrOutboxState from,
                             MnrOutboxState to)
{
  return from < MNR_OUTBOX_N_STATES && to < MNR_OUTBOX_N_STATES &&
         (states[from].next >> to & 1) != 0;
}

gboolean
mnr_outbox_state_is_under_way (MnrOutboxState state)
{
  return state <= MNR_OUTBOX_INCLUDED;
}

/*
 * Entries
 */

void
mnr_outbox_entry_free (MnrOutboxEntry *self)
{
  if (self == NULL)
    return;

  g_free (self->intent);
  g_free (self->summary);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->refusal);
  g_free (self->answer);
  g_free (self);
}

MnrTransaction *
mnr_outbox_entry_get_transaction (const MnrOutboxEntry *self,
                                  GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (self->bytes, &size);

  return mnr_transaction_new_from_bytes (data, size, NULL, error);
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
mnr_outbox_entry_is_about (const MnrOutboxEntry *self,
                           MnrObjectId id)
{
  g_autoptr (MnrTransaction) transaction = mnr_outbox_entry_get_transaction (self, NULL);
  Search search = { .id = id };

  if (transaction != NULL)
    mnr_value_foreach_id (&mnr_type_transaction, transaction, look_at_id, &search);
  return search.is_named;
}

gboolean
mnr_outbox_entry_does (const MnrOutboxEntry *self,
                       const MnrTransaction *operations)
{
  g_autoptr (MnrTransaction) signed_one = mnr_outbox_entry_get_transaction (self, NULL);
  g_autoptr (MnrTransaction) wanted = mnr_value_dup (&mnr_type_signed_transaction, operations);
  MnrTransaction *const both[] = { signed_one, wanted };

  if (signed_one == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (both); i++)
    for (gsize j = 0; j < both[i]->operations.len; j++)
      {
        MnrAmount *fee = mnr_operation_get_fee (&both[i]->operations.items[j]);

        if (fee != NULL)
          *fee = (MnrAmount){ 0 };
      }
  return mnr_value_equal (&mnr_type_operations, &signed_one->operations, &wanted->operations);
}

#define COLUMNS                                                                       \
  "id, chain, account, intent, summary, bytes, name, created, expiration, reference," \
  " searched, state, settled, block, refusal, answer"

static char *
get_text (sqlite3_stmt *row,
          int column)
{
  return g_strdup ((const char *) sqlite3_column_text (row, column));
}

/* A blob of a known size; anything else is not what was written. */
static gboolean
get_blob (sqlite3_stmt *row,
          int column,
          gpointer data,
          gsize size)
{
  if (sqlite3_column_bytes (row, column) != (int) size)
    return FALSE;
  memcpy (data, sqlite3_column_blob (row, column), size);
  return TRUE;
}

static gboolean
get_state (sqlite3_stmt *row,
           int column,
           MnrOutboxState *state)
{
  const char *name = (const char *) sqlite3_column_text (row, column);

  for (guint i = 0; i < MNR_OUTBOX_N_STATES; i++)
    if (g_strcmp0 (name, states[i].name) == 0)
      {
        *state = i;
        return TRUE;
      }
  return FALSE;
}

/* Whether the bytes are those that the entry was made with: a disk can turn
 * bits where SQLite does not look. */
static gboolean
is_sound (const MnrOutboxEntry *entry)
{
  g_autoptr (MnrTransaction) transaction = mnr_outbox_entry_get_transaction (entry, NULL);
  guint8 id[MNR_TRANSACTION_ID_SIZE];

  return transaction != NULL && mnr_transaction_get_id (transaction, id, NULL) &&
         memcmp (id, entry->transaction_id, sizeof id) == 0 &&
         transaction->expiration == entry->expiration;
}

static MnrOutboxEntry *
read_entry (MnrOutbox *self,
            sqlite3_stmt *row,
            GError **error)
{
  g_autoptr (MnrOutboxEntry) entry = g_new0 (MnrOutboxEntry, 1);

  entry->id = sqlite3_column_int64 (row, 0);
  entry->account = (MnrObjectId) sqlite3_column_int64 (row, 2);
  entry->intent = get_text (row, 3);
  entry->summary = get_text (row, 4);
  entry->bytes =
    g_bytes_new (sqlite3_column_blob (row, 5), (gsize) sqlite3_column_bytes (row, 5));
  entry->created = (MnrTime) sqlite3_column_int64 (row, 7);
  entry->expiration = (MnrTime) sqlite3_column_int64 (row, 8);
  entry->reference = (guint32) sqlite3_column_int64 (row, 9);
  entry->searched = (guint32) sqlite3_column_int64 (row, 10);
  entry->is_settled = sqlite3_column_int (row, 12);
  entry->block = (guint32) sqlite3_column_int64 (row, 13);
  entry->refusal = get_text (row, 14);
  entry->answer = get_text (row, 15);
  if (!get_blob (row, 1, entry->chain_id.data, sizeof entry->chain_id.data) ||
      !get_blob (row, 6, entry->transaction_id, sizeof entry->transaction_id) ||
      !get_state (row, 11, &entry->state) || !is_sound (entry))
    {
      g_set_error (error, MNR_DATABASE_ERROR, MNR_DATABASE_ERROR_DAMAGED,
                   _ ("%s is damaged: entry %s of the outbox is not what was written."),
                   mnr_database_get_path (self->database),
                   (const char *) sqlite3_column_text (row, 0));
      return NULL;
    }
  return g_steal_pointer (&entry);
}

/* The entry that a statement comes to; %NULL without an error if it comes to none. */
static MnrOutboxEntry *
read_one (MnrOutbox *self,
          sqlite3_stmt *statement,
          GError **error)
{
  gboolean has_row;

  if (statement == NULL || !mnr_database_step (self->database, statement, &has_row, error) ||
      !has_row)
    return NULL;
  return read_entry (self, statement, error);
}

/*
 * The outbox
 */

static void
mnr_outbox_finalize (GObject *object)
{
  MnrOutbox *self = MNR_OUTBOX (object);

  g_clear_object (&self->database);
  G_OBJECT_CLASS (mnr_outbox_parent_class)->finalize (object);
}

static void
mnr_outbox_class_init (MnrOutboxClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mnr_outbox_finalize;

  changed_signal = g_signal_new ("changed", MNR_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
mnr_outbox_init (MnrOutbox *self)
{
}

MnrOutbox *
mnr_outbox_new (MnrDatabase *database,
                GError **error)
{
  g_autoptr (sqlite3_stmt) check =
    mnr_database_prepare (database, error, "PRAGMA integrity_check (outbox)", "");
  MnrOutbox *self;
  gboolean has_row;

  if (check == NULL || !mnr_database_step (database, check, &has_row, error))
    return NULL;
  if (!has_row || g_strcmp0 ((const char *) sqlite3_column_text (check, 0), "ok") != 0)
    {
      g_set_error (error, MNR_DATABASE_ERROR, MNR_DATABASE_ERROR_DAMAGED,
                   _ ("%s is damaged: the outbox is not as it was written (%s)."),
                   mnr_database_get_path (database),
                   (const char *) sqlite3_column_text (check, 0));
      return NULL;
    }
  self = g_object_new (MNR_TYPE_OUTBOX, NULL);
  self->database = g_object_ref (database);
  return self;
}

MnrDatabase *
mnr_outbox_get_database (MnrOutbox *self)
{
  return self->database;
}

MnrOutboxEntry *
mnr_outbox_get (MnrOutbox *self,
                gint64 id,
                GError **error)
{
  g_autoptr (sqlite3_stmt) statement = mnr_database_prepare (
    self->database, error, "SELECT " COLUMNS " FROM outbox WHERE id = ?", "i", id);
  g_autoptr (GError) local = NULL;
  MnrOutboxEntry *entry;

  if (statement == NULL)
    return NULL;
  entry = read_one (self, statement, &local);
  if (entry == NULL && local == NULL)
    g_set_error_literal (error, MNR_OUTBOX_ERROR, MNR_OUTBOX_ERROR_UNKNOWN,
                         _ ("There is no such entry in the outbox."));
  else if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return entry;
}

MnrOutboxEntry *
mnr_outbox_find_under_way (MnrOutbox *self,
                           const MnrChainId *chain_id,
                           const char *intent,
                           GError **error)
{
  g_autoptr (sqlite3_stmt) statement = mnr_database_prepare (
    self->database, error,
    "SELECT " COLUMNS " FROM outbox WHERE chain = ? AND intent = ?"
    " AND state IN ('signed', 'sent', 'included')",
    "bt", chain_id->data, sizeof chain_id->data, intent);

  return read_one (self, statement, error);
}

GPtrArray *
mnr_outbox_list (MnrOutbox *self,
                 const MnrChainId *chain_id,
                 gboolean watched,
                 GError **error)
{
  g_autoptr (GPtrArray) entries =
    g_ptr_array_new_with_free_func ((GDestroyNotify) mnr_outbox_entry_free);
  g_autoptr (sqlite3_stmt) statement = mnr_database_prepare (
    self->database, error,
    "SELECT " COLUMNS " FROM outbox WHERE (?1 IS NULL OR chain = ?1)"
    " AND settled IN (0, ?2) ORDER BY id",
    "bi", chain_id != NULL ? chain_id->data : NULL,
    chain_id != NULL ? sizeof chain_id->data : (gsize) 0, (gint64) !watched);
  gboolean has_row;

  if (statement == NULL)
    return NULL;
  while (TRUE)
    {
      MnrOutboxEntry *entry;

      if (!mnr_database_step (self->database, statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&entries);
      entry = read_entry (self, statement, error);
      if (entry == NULL)
        return NULL;
      g_ptr_array_add (entries, entry);
    }
}

/*
 * Adding
 */

gboolean
mnr_outbox_has (MnrOutbox *self,
                const MnrChainId *chain_id,
                const MnrTransaction *transaction,
                gboolean *has,
                GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  guint8 name[MNR_TRANSACTION_ID_SIZE];

  if (!mnr_transaction_get_id (transaction, name, error))
    return FALSE;
  statement = mnr_database_prepare (self->database, error,
                                    "SELECT 1 FROM outbox WHERE chain = ? AND name = ?", "bb",
                                    chain_id->data, sizeof chain_id->data, name, sizeof name);
  return statement != NULL && mnr_database_step (self->database, statement, has, error);
}

gboolean
mnr_outbox_check_free (MnrOutbox *self,
                       const MnrChainId *chain_id,
                       const char *intent,
                       GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (MnrOutboxEntry) other =
    mnr_outbox_find_under_way (self, chain_id, intent, &local);

  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (other != NULL)
    g_set_error (error, MNR_OUTBOX_ERROR, MNR_OUTBOX_ERROR_UNDER_WAY,
                 _ ("This is under way already (“%s”), and what becomes of it is not known "
                    "yet."),
                 other->summary);
  else
    return TRUE;
  return FALSE;
}

/* Says why the file did not take an entry, as far as the outbox knows. */
static void
explain (MnrOutbox *self,
         const MnrChainId *chain_id,
         const char *intent,
         const MnrTransaction *transaction,
         GError *reason,
         GError **error)
{
  g_autoptr (GError) own = reason;
  gboolean has = FALSE;

  if (g_error_matches (reason, MNR_DATABASE_ERROR, MNR_DATABASE_ERROR_CONSTRAINT))
    {
      if (!mnr_outbox_check_free (self, chain_id, intent, error))
        return;
      mnr_outbox_has (self, chain_id, transaction, &has, NULL);
    }
  if (has)
    g_set_error_literal (error, MNR_OUTBOX_ERROR, MNR_OUTBOX_ERROR_SAME,
                         _ ("The very same transaction was signed for something else; please try "
                            "again."));
  else
    g_propagate_error (error, g_steal_pointer (&own));
}

gint64
mnr_outbox_add (MnrOutbox *self,
                const MnrChainId *chain_id,
                MnrObjectId account,
                const char *intent,
                const char *summary,
                const MnrTransaction *transaction,
                MnrTime created,
                guint32 reference,
                GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) local = NULL;
  guint8 name[MNR_TRANSACTION_ID_SIZE];
  gint64 id;

  g_return_val_if_fail (transaction->signatures.len > 0, 0);

  if (!mnr_pack (&mnr_type_signed_transaction, transaction, bytes, error) ||
      !mnr_transaction_get_id (transaction, name, error))
    return 0;
  if (mnr_database_run (self->database, &local,
                        "INSERT INTO outbox (chain, account, intent, summary, bytes, name,"
                        " created, expiration, reference, searched, state)"
                        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?9, ?9, 'signed')",
                        "bittbbiii", chain_id->data, sizeof chain_id->data, (gint64) account,
                        intent, summary, bytes->data, (gsize) bytes->len, name, sizeof name,
                        (gint64) created, (gint64) transaction->expiration,
                        (gint64) reference))
    {
      id = sqlite3_last_insert_rowid (mnr_database_get_handle (self->database));
      g_signal_emit (self, changed_signal, 0, id);
      return id;
    }
  explain (self, chain_id, intent, transaction, g_steal_pointer (&local), error);
  return 0;
}

/*
 * Changing
 */

/* What is to become of an entry. */
typedef struct
{
  guint from;         /* bits of the states that it may be in */
  guint32 from_block; /* the block that it has to be in, or 0 */
  MnrOutboxState to;
  gboolean is_settled;
  guint32 block;
  const char *refusal, *answer;
} Change;

static gboolean
cannot (const MnrOutboxEntry *entry,
        const Change *change,
        GError **error)
{
  g_set_error (error, MNR_OUTBOX_ERROR, MNR_OUTBOX_ERROR_STATE,
               _ ("“%s” is %s in the outbox and cannot become %s."), entry->summary,
               states[entry->state].name, states[change->to].name);
  return FALSE;
}

static gboolean
may_change (const MnrOutboxEntry *entry,
            const Change *change)
{
  return !entry->is_settled && (change->from >> entry->state & 1) != 0 &&
         (change->from_block == 0 || change->from_block == entry->block) &&
         (entry->state == change->to || mnr_outbox_state_may_follow (entry->state, change->to));
}

/* One statement that holds only for the entry as it was read: whatever another
 * program does meanwhile comes before it or after it. */
static gboolean
try_change (MnrOutbox *self,
            const MnrOutboxEntry *entry,
            const Change *change,
            gboolean *done,
            GError **error)
{
  if (!mnr_database_run (self->database, error,
                         "UPDATE outbox SET state = ?, settled = ?, block = nullif (?, 0),"
                         " refusal = coalesce (?, refusal), answer = coalesce (?, answer)"
                         " WHERE id = ? AND state = ? AND coalesce (block, 0) = ?"
                         " AND settled = 0",
                         "tiittiti", states[change->to].name, (gint64) change->is_settled,
                         (gint64) change->block, change->refusal,
                         change->answer, entry->id, states[entry->state].name,
                         (gint64) entry->block))
    return FALSE;
  *done = mnr_database_get_n_changed (self->database) > 0;
  if (*done)
    g_signal_emit (self, changed_signal, 0, entry->id);
  return TRUE;
}

static gboolean
apply (MnrOutbox *self,
       gint64 id,
       const Change *change,
       GError **error)
{
  gboolean done = FALSE;

  while (!done)
    {
      g_autoptr (MnrOutboxEntry) entry = mnr_outbox_get (self, id, error);

      if (entry == NULL)
        return FALSE;
      if (entry->state == change->to && entry->is_settled == change->is_settled &&
          entry->block == change->block)
        return TRUE;
      if (!may_change (entry, change))
        return cannot (entry, change, error);
      if (!try_change (self, entry, change, &done, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
mnr_outbox_mark_sent (MnrOutbox *self,
                      gint64 id,
                      GError **error)
{
  const Change change = { .from = BIT (SIGNED), .to = MNR_OUTBOX_SENT };

  return apply (self, id, &change, error);
}

gboolean
mnr_outbox_mark_refused (MnrOutbox *self,
                         gint64 id,
                         const char *refusal,
                         const char *answer,
                         GError **error)
{
  const Change change = { .from = BIT (SIGNED),
                          .to = MNR_OUTBOX_REFUSED,
                          .refusal = refusal,
                          .answer = answer };

  return apply (self, id, &change, error);
}

gboolean
mnr_outbox_note_refusal (MnrOutbox *self,
                         gint64 id,
                         const char *refusal,
                         const char *answer,
                         GError **error)
{
  if (!mnr_database_run (self->database, error,
                         "UPDATE outbox SET refusal = ?, answer = ?"
                         " WHERE id = ? AND state = 'sent'",
                         "tti", refusal, answer, id))
    return FALSE;
  if (mnr_database_get_n_changed (self->database) > 0)
    g_signal_emit (self, changed_signal, 0, id);
  return TRUE;
}

gboolean
mnr_outbox_mark_included (MnrOutbox *self,
                          gint64 id,
                          guint32 block,
                          GError **error)
{
  const Change change = { .from = BIT (SIGNED) | BIT (SENT),
                          .to = MNR_OUTBOX_INCLUDED,
                          .block = block };

  return apply (self, id, &change, error);
}

gboolean
mnr_outbox_mark_dropped (MnrOutbox *self,
                         gint64 id,
                         guint32 block,
                         GError **error)
{
  const Change change = { .from = BIT (INCLUDED), .from_block = block, .to = MNR_OUTBOX_SENT };

  return apply (self, id, &change, error);
}

gboolean
mnr_outbox_mark_irreversible (MnrOutbox *self,
                              gint64 id,
                              guint32 block,
                              GError **error)
{
  const Change change = { .from = BIT (SIGNED) | BIT (SENT) | BIT (INCLUDED) | BIT (REFUSED),
                          .to = MNR_OUTBOX_IRREVERSIBLE,
                          .is_settled = TRUE,
                          .block = block };

  return apply (self, id, &change, error);
}

gboolean
mnr_outbox_mark_searched (MnrOutbox *self,
                          gint64 id,
                          guint32 block,
                          GError **error)
{
  return mnr_database_run (self->database, error,
                           "UPDATE outbox SET searched = ?1"
                           " WHERE id = ?2 AND searched < ?1 AND settled = 0",
                           "ii", (gint64) block, id);
}

gboolean
mnr_outbox_mark_over (MnrOutbox *self,
                      gint64 id,
                      GError **error)
{
  g_autoptr (MnrOutboxEntry) entry = mnr_outbox_get (self, id, error);
  Change change = { .from = BIT (SIGNED) | BIT (SENT) | BIT (REFUSED), .is_settled = TRUE };

  if (entry == NULL)
    return FALSE;
  change.to = entry->refusal != NULL ? MNR_OUTBOX_REFUSED : MNR_OUTBOX_EXPIRED;
  return apply (self, id, &change, error);
}
