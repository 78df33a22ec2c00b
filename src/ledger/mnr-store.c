/* mnr-store.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "chain/wire/mnr-pack.h"
#include "mnr-store-private.h"

/* The kinds of objects, in the order of their numbers: the order of the hash. */
static const MnrObjectType kinds[] = {
  MNR_OBJECT_ACCOUNT,
  MNR_OBJECT_ASSET,
  MNR_OBJECT_FORCE_SETTLEMENT,
  MNR_OBJECT_LIMIT_ORDER,
  MNR_OBJECT_CALL_ORDER,
  MNR_OBJECT_PROPOSAL,
  MNR_OBJECT_VESTING_BALANCE,
  MNR_OBJECT_BALANCE,
  MNR_OBJECT_GLOBAL_PROPERTIES,
  MNR_OBJECT_DYNAMIC_GLOBAL_PROPERTIES,
  MNR_OBJECT_ASSET_DYNAMIC_DATA,
  MNR_OBJECT_BITASSET_DATA,
  MNR_OBJECT_ACCOUNT_BALANCE,
  MNR_OBJECT_ACCOUNT_STATISTICS,
  MNR_OBJECT_COLLATERAL_BID,
};

G_STATIC_ASSERT (G_N_ELEMENTS (kinds) == MNR_STORE_N_KINDS);

typedef enum
{
  CHANGE_CREATED,
  CHANGE_EDITED,
  CHANGE_REMOVED,
} ChangeType;

typedef struct
{
  ChangeType type;
  MnrStoreEntry *entry;
  MnrObjectId id;
  gpointer before; /* EDITED: a copy of the object as it was */
} Change;

typedef struct
{
  guint64 number;
  GArray *changes; /* of Change, oldest first */
} Session;

static inline MnrObjectId
get_id (gconstpointer object)
{
  return *(const MnrObjectId *) object;
}

static guint
find_kind (MnrObjectType type)
{
  switch (type)
    {
    case MNR_OBJECT_ACCOUNT:
      return 0;
    case MNR_OBJECT_ASSET:
      return 1;
    case MNR_OBJECT_FORCE_SETTLEMENT:
      return 2;
    case MNR_OBJECT_LIMIT_ORDER:
      return 3;
    case MNR_OBJECT_CALL_ORDER:
      return 4;
    case MNR_OBJECT_PROPOSAL:
      return 5;
    case MNR_OBJECT_VESTING_BALANCE:
      return 6;
    case MNR_OBJECT_BALANCE:
      return 7;
    case MNR_OBJECT_GLOBAL_PROPERTIES:
      return 8;
    case MNR_OBJECT_DYNAMIC_GLOBAL_PROPERTIES:
      return 9;
    case MNR_OBJECT_ASSET_DYNAMIC_DATA:
      return 10;
    case MNR_OBJECT_BITASSET_DATA:
      return 11;
    case MNR_OBJECT_ACCOUNT_BALANCE:
      return 12;
    case MNR_OBJECT_ACCOUNT_STATISTICS:
      return 13;
    case MNR_OBJECT_COLLATERAL_BID:
      return 14;
    case MNR_OBJECT_COMMITTEE_MEMBER:
    case MNR_OBJECT_WITNESS:
    case MNR_OBJECT_LIQUIDITY_POOL:
    case MNR_OBJECT_OPERATION_HISTORY:
    case MNR_OBJECT_ACCOUNT_HISTORY:
    default:
      return MNR_STORE_N_KINDS;
    }
}

/*
 * Objects
 */

MnrStore *
mnr_store_new (void)
{
  MnrStore *self = g_new0 (MnrStore, 1);

  for (guint i = 0; i < MNR_STORE_N_KINDS; i++)
    {
      MnrObjectId any = MNR_OBJECT_ID (kinds[i] >> 8, kinds[i] & 0xff, 0);

      self->kinds[i].type = mnr_object_get_struct (any);
      self->kinds[i].entries = g_ptr_array_new ();
      g_assert (find_kind (kinds[i]) == i && self->kinds[i].type != NULL);
    }
  mnr_store_init_orders (self);
  self->sessions = g_ptr_array_new ();
  return self;
}

static void
free_entry (const MnrStore *self,
            MnrStoreEntry *entry)
{
  mnr_value_clear (self->kinds[entry->kind].type, mnr_store_entry_get_object (entry));
  g_free (entry);
}

/* Gives up what a session would need to undo it. */
static void
free_session (const MnrStore *self,
              Session *session)
{
  for (guint i = 0; i < session->changes->len; i++)
    {
      Change *change = &g_array_index (session->changes, Change, i);

      if (change->type == CHANGE_EDITED)
        mnr_value_free (self->kinds[find_kind (mnr_object_id_get_type (change->id))].type,
                        change->before);
      else if (change->type == CHANGE_REMOVED)
        free_entry (self, change->entry);
    }
  g_array_unref (session->changes);
  g_free (session);
}

void
mnr_store_free (MnrStore *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < self->sessions->len; i++)
    free_session (self, g_ptr_array_index (self->sessions, i));
  g_ptr_array_unref (self->sessions);

  mnr_store_clear_orders (self);

  for (guint i = 0; i < MNR_STORE_N_KINDS; i++)
    {
      for (guint j = 0; j < self->kinds[i].entries->len; j++)
        {
          MnrStoreEntry *entry = g_ptr_array_index (self->kinds[i].entries, j);

          if (entry != NULL)
            free_entry (self, entry);
        }
      g_ptr_array_unref (self->kinds[i].entries);
    }
  g_free (self);
}

static MnrStoreEntry *
find_entry (const MnrStore *self,
            MnrObjectId id)
{
  guint kind = find_kind (mnr_object_id_get_type (id));
  guint64 instance = mnr_object_id_get_instance (id);

  if (kind == MNR_STORE_N_KINDS || instance >= self->kinds[kind].entries->len)
    return NULL;
  return g_ptr_array_index (self->kinds[kind].entries, instance);
}

gconstpointer
mnr_store_get (const MnrStore *self,
               MnrObjectId id)
{
  MnrStoreEntry *entry = find_entry (self, id);

  return entry != NULL ? mnr_store_entry_get_object (entry) : NULL;
}

guint64
mnr_store_get_next_instance (const MnrStore *self,
                             MnrObjectType type)
{
  guint kind = find_kind (type);

  return kind < MNR_STORE_N_KINDS ? self->kinds[kind].entries->len : 0;
}

static Session *
get_session (const MnrStore *self)
{
  if (self->sessions->len == 0)
    return NULL;
  return g_ptr_array_index (self->sessions, self->sessions->len - 1);
}

gpointer
mnr_store_create (MnrStore *self,
                  MnrObjectType type)
{
  guint kind = find_kind (type);
  Session *session = get_session (self);
  MnrStoreEntry *entry;
  MnrObjectId id;

  g_return_val_if_fail (kind < MNR_STORE_N_KINDS, NULL);

  id = MNR_OBJECT_ID (type >> 8, type & 0xff, self->kinds[kind].entries->len);
  entry = g_malloc0 (MNR_STORE_ENTRY_SIZE + self->kinds[kind].type->size);
  entry->kind = kind;
  entry->type = type;
  *(MnrObjectId *) mnr_store_entry_get_object (entry) = id;
  g_ptr_array_add (self->kinds[kind].entries, entry);

  if (session != NULL)
    {
      Change change = { .type = CHANGE_CREATED, .entry = entry, .id = id };

      entry->session = session->number;
      g_array_append_val (session->changes, change);
    }
  return mnr_store_entry_get_object (entry);
}

gpointer
mnr_store_edit (MnrStore *self,
                MnrObjectId id)
{
  MnrStoreEntry *entry = find_entry (self, id);
  Session *session = get_session (self);

  g_return_val_if_fail (entry != NULL, NULL);

  /* The first edit within a session keeps what was there before it. */
  if (session != NULL && entry->session != session->number)
    {
      Change change = {
        .type = CHANGE_EDITED,
        .entry = entry,
        .id = id,
        .before = mnr_value_dup (self->kinds[entry->kind].type, mnr_store_entry_get_object (entry)),
      };

      entry->session = session->number;
      g_array_append_val (session->changes, change);
    }
  return mnr_store_entry_get_object (entry);
}

void
mnr_store_done (MnrStore *self,
                gpointer object)
{
  MnrStoreEntry *entry = mnr_store_get_entry (object);

  g_return_if_fail (find_entry (self, get_id (object)) == entry);

  mnr_store_place (self, entry);
}

void
mnr_store_remove (MnrStore *self,
                  MnrObjectId id)
{
  MnrStoreEntry *entry = find_entry (self, id);
  Session *session = get_session (self);

  g_return_if_fail (entry != NULL);

  mnr_store_unplace (self, entry);
  g_ptr_array_index (self->kinds[entry->kind].entries, mnr_object_id_get_instance (id)) = NULL;

  if (session != NULL)
    {
      Change change = { .type = CHANGE_REMOVED, .entry = entry, .id = id };

      g_array_append_val (session->changes, change);
    }
  else
    free_entry (self, entry);
}

/*
 * Sessions
 */

guint
mnr_store_get_depth (const MnrStore *self)
{
  return self->sessions->len;
}

void
mnr_store_begin (MnrStore *self)
{
  Session *session = g_new0 (Session, 1);

  session->number = ++self->last_session;
  session->changes = g_array_new (FALSE, FALSE, sizeof (Change));
  g_ptr_array_add (self->sessions, session);
}

void
mnr_store_commit (MnrStore *self)
{
  Session *session = get_session (self), *around;

  g_return_if_fail (session != NULL);

  g_ptr_array_set_size (self->sessions, (int) self->sessions->len - 1);
  around = get_session (self);
  if (around == NULL)
    {
      free_session (self, session);
      return;
    }

  g_array_append_vals (around->changes, session->changes->data, session->changes->len);
  g_array_unref (session->changes);
  g_free (session);
}

static void
undo_change (MnrStore *self,
             const Change *change)
{
  MnrStoreEntry *entry = change->entry;
  MnrStoreKind *kind = &self->kinds[entry->kind];
  guint64 instance = mnr_object_id_get_instance (change->id);

  switch (change->type)
    {
    case CHANGE_CREATED:
      /* What was created after it is gone already, so it is the last. */
      g_assert (instance == kind->entries->len - 1);
      mnr_store_unplace (self, entry);
      g_ptr_array_set_size (kind->entries, (int) instance);
      free_entry (self, entry);
      break;

    case CHANGE_EDITED:
      /* The object stays where it is: others hold its address. */
      mnr_value_clear (kind->type, mnr_store_entry_get_object (entry));
      memcpy (mnr_store_entry_get_object (entry), change->before, kind->type->size);
      g_free (change->before);
      entry->session = 0;
      mnr_store_place (self, entry);
      break;

    case CHANGE_REMOVED:
      g_ptr_array_index (kind->entries, instance) = entry;
      entry->session = 0;
      mnr_store_place (self, entry);
      break;

    default:
      g_assert_not_reached ();
    }
}

void
mnr_store_undo (MnrStore *self)
{
  Session *session = get_session (self);

  g_return_if_fail (session != NULL);

  g_ptr_array_set_size (self->sessions, (int) self->sessions->len - 1);
  for (guint i = session->changes->len; i-- > 0;)
    undo_change (self, &g_array_index (session->changes, Change, i));
  g_array_unref (session->changes);
  g_free (session);
}

void
mnr_store_make_final (MnrStore *self,
                      guint keep)
{
  guint n = self->sessions->len > keep ? self->sessions->len - keep : 0;

  for (guint i = 0; i < n; i++)
    free_session (self, g_ptr_array_index (self->sessions, i));
  if (n > 0)
    g_ptr_array_remove_range (self->sessions, 0, n);
}

void
mnr_store_list_changes (const MnrStore *self,
                        guint depth,
                        GArray *ids)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = depth; i < self->sessions->len; i++)
    {
      const Session *session = g_ptr_array_index (self->sessions, i);

      for (guint j = 0; j < session->changes->len; j++)
        {
          Change *change = &g_array_index (session->changes, Change, j);

          if (g_hash_table_add (seen, &change->id))
            g_array_append_val (ids, change->id);
        }
    }
}

/*
 * Walks
 */

static gconstpointer
first_from (const MnrStore *self,
            guint kind,
            guint64 instance)
{
  const GPtrArray *entries = self->kinds[kind].entries;

  for (guint64 i = instance; i < entries->len; i++)
    if (entries->pdata[i] != NULL)
      return mnr_store_entry_get_object (entries->pdata[i]);
  return NULL;
}

gconstpointer
mnr_store_first (const MnrStore *self,
                 MnrObjectType type)
{
  guint kind = find_kind (type);

  g_return_val_if_fail (kind < MNR_STORE_N_KINDS, NULL);

  return first_from (self, kind, 0);
}

gconstpointer
mnr_store_next (const MnrStore *self,
                gconstpointer object)
{
  return first_from (self, mnr_store_get_entry (object)->kind,
                     mnr_object_id_get_instance (get_id (object)) + 1);
}

void
mnr_store_get_hash (const MnrStore *self,
                    guint8 hash[MNR_SHA256_SIZE])
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  memset (hash, 0, MNR_SHA256_SIZE);
  for (guint i = 0; i < MNR_STORE_N_KINDS; i++)
    {
      /* The next id is part of the state: it is what the next object is called. */
      guint64 next = GUINT64_TO_LE ((guint64) self->kinds[i].entries->len);

      mnr_sha256_two (hash, MNR_SHA256_SIZE, &next, sizeof next, hash);
      for (gconstpointer object = first_from (self, i, 0); object != NULL;
           object = mnr_store_next (self, object))
        {
          MnrObjectId id = GUINT64_TO_LE (get_id (object));
          g_autoptr (GError) error = NULL;

          g_byte_array_set_size (bytes, 0);
          g_byte_array_append (bytes, (const guint8 *) &id, sizeof id);
          if (!mnr_pack (self->kinds[i].type, object, bytes, &error))
            g_error ("an object of the ledger cannot be packed: %s", error->message);
          mnr_sha256_two (hash, MNR_SHA256_SIZE, bytes->data, bytes->len, hash);
        }
    }
}
