/* mnr-outbox-resolver.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-outbox-resolver.h"

#include <glib/gi18n-lib.h>

#include "chain/wire/mnr-json.h"
#include "mnr-block-search.h"

/* How many blocks are asked for at a time. */
#define BATCH 32

/* What is known of an entry so far. */
typedef struct
{
  MnrOutboxEntry *entry;
  guint32 done;        /* looked at up to this block */
  guint32 until;       /* to be looked at up to this one */
  guint32 found;       /* the block it is in, or 0 */
  guint32 past;        /* the first block after its expiration, or 0 */
  gboolean is_dropped; /* it was in a block, and is not there now */
} Search;

struct _MnrOutboxResolver
{
  GObject parent_instance;

  MnrOutbox *outbox;
  MnrNode *node;
  MnrTime time;
  guint32 checked; /* the head at the last look */

  GPtrArray *waiting; /* of GTask: for the look after this one */
  GPtrArray *tasks;   /* of GTask: for this one; NULL if there is none */
  GPtrArray *searches;
  MnrBlockSearch *names;
  guint32 head, irreversible;
  guint32 first;     /* the block that blocks[0] is */
  GPtrArray *blocks; /* of GBytes, NULL where not asked for */
  guint n_asked;     /* answers to come */
  GError *error;     /* the first */
  gboolean is_void;  /* another node answers now: what was heard does not go together */
};

G_DEFINE_FINAL_TYPE (MnrOutboxResolver, mnr_outbox_resolver, G_TYPE_OBJECT)

static guint checked_signal;

static void begin (MnrOutboxResolver *self);

static void
search_free (gpointer data)
{
  Search *self = data;

  mnr_outbox_entry_free (self->entry);
  g_free (self);
}

/*
 * The end of a look
 */

/* Writes down what was found. An entry that somebody else has changed meanwhile
 * is for the next look. */
static gboolean
conclude_one (MnrOutboxResolver *self,
              const Search *search,
              GError **error)
{
  const MnrOutboxEntry *entry = search->entry;
  guint32 proven = MIN (search->done, self->irreversible);

  if (search->is_dropped && !mnr_outbox_mark_dropped (self->outbox, entry->id, entry->block,
                                                      error))
    return FALSE;
  if (search->found != 0 && search->found <= self->irreversible)
    return mnr_outbox_mark_irreversible (self->outbox, entry->id, search->found, error);
  if (search->found != 0)
    return entry->state == MNR_OUTBOX_REFUSED ||
           mnr_outbox_mark_included (self->outbox, entry->id, search->found, error);
  if (entry->state == MNR_OUTBOX_INCLUDED && !search->is_dropped)
    return TRUE;
  if (search->past != 0 && search->past <= self->irreversible)
    return mnr_outbox_mark_over (self->outbox, entry->id, error);
  return proven <= entry->searched ||
         mnr_outbox_mark_searched (self->outbox, entry->id, proven, error);
}

static gboolean
conclude_all (MnrOutboxResolver *self,
              GError **error)
{
  MnrDatabase *database = mnr_outbox_get_database (self->outbox);

  if (!mnr_database_begin (database, error))
    return FALSE;
  for (guint i = 0; i < self->searches->len; i++)
    {
      g_autoptr (GError) local = NULL;

      if (conclude_one (self, g_ptr_array_index (self->searches, i), &local) ||
          g_error_matches (local, MNR_OUTBOX_ERROR, MNR_OUTBOX_ERROR_STATE))
        continue;
      g_propagate_error (error, g_steal_pointer (&local));
      mnr_database_rollback (database);
      return FALSE;
    }
  if (mnr_database_commit (database, error))
    return TRUE;
  mnr_database_rollback (database);
  return FALSE;
}

static void
end (MnrOutboxResolver *self)
{
  g_autoptr (GPtrArray) tasks = g_steal_pointer (&self->tasks);
  g_autoptr (GError) error = g_steal_pointer (&self->error);

  /* Whoever waited may have been the last to hold it. */
  g_object_ref (self);
  g_clear_pointer (&self->searches, g_ptr_array_unref);
  g_clear_pointer (&self->names, mnr_block_search_free);
  for (guint i = 0; i < tasks->len; i++)
    {
      if (error != NULL)
        g_task_return_error (g_ptr_array_index (tasks, i), g_error_copy (error));
      else
        g_task_return_boolean (g_ptr_array_index (tasks, i), TRUE);
    }
  g_signal_emit (self, checked_signal, 0, error);
  if (self->tasks == NULL && self->waiting->len > 0)
    begin (self);
  g_object_unref (self);
}

/* Ends the look with the first error there was, or else with what was found. */
static void
conclude (MnrOutboxResolver *self)
{
  if (self->error == NULL && self->searches != NULL)
    conclude_all (self, &self->error);
  end (self);
}

/*
 * Blocks
 */

static gboolean
is_open (const Search *search)
{
  return search->found == 0 && search->past == 0 && search->done < search->until;
}

static void
on_found (gpointer data,
          gpointer user_data)
{
  Search *search = data;
  const guint32 *number = user_data;

  if (!is_open (search) || search->done + 1 != *number)
    return;
  search->found = *number;
}

/* It is not in block @number. */
static void
go_on (const MnrOutboxResolver *self,
       Search *search,
       guint32 number,
       MnrTime time)
{
  search->done = number;
  if (time > search->entry->expiration)
    search->past = number;
  if (search->entry->state != MNR_OUTBOX_INCLUDED || search->is_dropped)
    return;
  /* It was there: so it may be in any other. */
  search->is_dropped = TRUE;
  search->done = search->entry->searched;
  search->until = self->head;
  search->past = 0;
}

static gboolean
examine_block (MnrOutboxResolver *self,
               guint32 number,
               GBytes *answer,
               GError **error)
{
  gsize length;
  const char *json = g_bytes_get_data (answer, &length);
  MnrTime time;

  if (!mnr_block_search_run (self->names, json, length, number, mnr_node_get_prefix (self->node),
                             &time, on_found, &number, error))
    {
      g_prefix_error (error, _ ("%s does not give block %u: "), mnr_node_get_url (self->node),
                      number);
      return FALSE;
    }
  if (time > self->time)
    {
      g_set_error (error, MNR_NODE_ERROR, MNR_NODE_ERROR_PROTOCOL,
                   _ ("%s gives a block that is later than its head."),
                   mnr_node_get_url (self->node));
      return FALSE;
    }
  for (guint i = 0; i < self->searches->len; i++)
    {
      Search *search = g_ptr_array_index (self->searches, i);

      if (is_open (search) && search->done + 1 == number)
        go_on (self, search, number, time);
    }
  return TRUE;
}

static void look_on (MnrOutboxResolver *self);

static void
examine (MnrOutboxResolver *self)
{
  g_autoptr (GPtrArray) blocks = g_steal_pointer (&self->blocks);

  for (guint i = 0; i < blocks->len && self->error == NULL; i++)
    if (g_ptr_array_index (blocks, i) != NULL)
      examine_block (self, self->first + i, g_ptr_array_index (blocks, i), &self->error);
  if (self->error == NULL)
    look_on (self);
  else
    conclude (self);
}

typedef struct
{
  MnrOutboxResolver *resolver;
  guint index;
} BlockCall;

static void
on_block (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autofree BlockCall *call = user_data;
  g_autoptr (MnrOutboxResolver) self = call->resolver;
  g_autoptr (GError) error = NULL;
  GBytes *answer = mnr_node_call_finish (MNR_NODE (source), result, &error);

  g_ptr_array_index (self->blocks, call->index) = answer;
  if (answer == NULL && self->error == NULL)
    self->error = g_steal_pointer (&error);
  if (--self->n_asked == 0)
    examine (self);
}

static void
unref_if_any (gpointer data)
{
  if (data != NULL)
    g_bytes_unref (data);
}

static gboolean
is_wanted (const MnrOutboxResolver *self,
           guint32 number)
{
  for (guint i = 0; i < self->searches->len; i++)
    {
      const Search *search = g_ptr_array_index (self->searches, i);

      if (is_open (search) && search->done < number && number <= search->until)
        return TRUE;
    }
  return FALSE;
}

static void
ask_for_block (MnrOutboxResolver *self,
               guint32 number)
{
  g_autofree char *params = g_strdup_printf ("[%u]", number);
  BlockCall *call = g_new (BlockCall, 1);

  call->resolver = g_object_ref (self);
  call->index = number - self->first;
  mnr_node_call_async (self->node, MNR_NODE_CALL_DEFAULT, "database", "get_block", params, NULL,
                       on_block, call);
}

/* Asks for the next blocks that somebody wants, all at once: one after the
 * other, a far node would take too long. */
static void
look_on (MnrOutboxResolver *self)
{
  guint32 first = G_MAXUINT32, last;
  guint64 wanted = 0;

  G_STATIC_ASSERT (BATCH <= 64);

  if (self->is_void)
    {
      g_clear_pointer (&self->searches, g_ptr_array_unref);
      begin (self);
      return;
    }
  for (guint i = 0; i < self->searches->len; i++)
    {
      const Search *search = g_ptr_array_index (self->searches, i);

      if (is_open (search))
        first = MIN (first, search->done + 1);
    }
  if (first == G_MAXUINT32)
    {
      conclude (self);
      return;
    }

  last = (guint32) MIN ((guint64) first + BATCH - 1, self->head);
  self->first = first;
  self->blocks = g_ptr_array_new_with_free_func (unref_if_any);
  g_ptr_array_set_size (self->blocks, (gint) (last - first + 1));
  for (guint32 number = first; number <= last; number++)
    if (is_wanted (self, number))
      {
        wanted |= G_GUINT64_CONSTANT (1) << (number - first);
        self->n_asked++;
      }
  for (guint32 i = 0; i <= last - first; i++)
    if ((wanted >> i & 1) != 0)
      ask_for_block (self, first + i);
}

/*
 * The beginning of a look
 */

static gboolean
add_search (MnrOutboxResolver *self,
            MnrOutboxEntry *entry,
            GError **error)
{
  g_autoptr (MnrTransaction) transaction = mnr_outbox_entry_get_transaction (entry, error);
  Search *search = g_new0 (Search, 1);

  search->entry = entry;
  g_ptr_array_add (self->searches, search);
  search->done = entry->searched;
  search->until = self->head;
  if (entry->state == MNR_OUTBOX_INCLUDED)
    {
      search->done = entry->block - 1;
      /* A node that is not there yet has nothing to say of it. */
      search->until = entry->block <= self->head ? entry->block : search->done;
    }
  return transaction != NULL && mnr_block_search_add (self->names, transaction, search, error);
}

static gboolean
add_searches (MnrOutboxResolver *self,
              GError **error)
{
  g_autoptr (GPtrArray) entries =
    mnr_outbox_list (self->outbox, mnr_node_get_chain_id (self->node), TRUE, error);

  if (entries == NULL)
    return FALSE;
  g_clear_pointer (&self->names, mnr_block_search_free);
  self->names = mnr_block_search_new ();
  self->searches = g_ptr_array_new_with_free_func (search_free);
  for (guint i = 0; i < entries->len; i++)
    if (!add_search (self, g_steal_pointer (&g_ptr_array_index (entries, i)), error))
      return FALSE;
  return TRUE;
}

static gboolean
read_head (MnrOutboxResolver *self,
           GBytes *answer,
           GError **error)
{
  MnrDynamicGlobalProperties properties = { 0 };
  gsize length;
  const char *json = g_bytes_get_data (answer, &length);

  if (!mnr_json_read (&mnr_type_dynamic_global_properties, json, length,
                      mnr_node_get_prefix (self->node), &properties, error))
    return FALSE;
  self->head = properties.head_block_number;
  self->irreversible = MIN (properties.last_irreversible_block_num, self->head);
  self->time = properties.time;
  self->checked = self->head;
  return TRUE;
}

static void
on_head (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (MnrOutboxResolver) self = user_data;
  g_autoptr (GBytes) answer = mnr_node_call_finish (MNR_NODE (source), result, &self->error);

  /* A node came into use for this very call. */
  self->is_void = FALSE;
  if (answer != NULL && read_head (self, answer, &self->error) &&
      add_searches (self, &self->error))
    look_on (self);
  else
    conclude (self);
}

/* Begins a look, or begins it again. */
static void
begin (MnrOutboxResolver *self)
{
  if (self->tasks == NULL)
    self->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_extend_and_steal (self->tasks, g_steal_pointer (&self->waiting));
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  mnr_node_call_async (self->node, MNR_NODE_CALL_DEFAULT, "database",
                       "get_dynamic_global_properties", "[]", NULL, on_head,
                       g_object_ref (self));
}

/*
 * The resolver
 */

/* Whether a look would have anything to look for. */
static gboolean
has_watched (MnrOutboxResolver *self)
{
  const MnrChainId *chain_id = mnr_node_get_chain_id (self->node);
  g_autoptr (GPtrArray) entries = NULL;

  if (chain_id == NULL)
    return FALSE;
  entries = mnr_outbox_list (self->outbox, chain_id, TRUE, NULL);
  /* What cannot be read is told by the look. */
  return entries == NULL || entries->len > 0;
}

static void
on_node_changed (MnrOutboxResolver *self)
{
  const MnrDynamicGlobalProperties *head = mnr_node_get_head (self->node);

  if (self->tasks == NULL && head != NULL && head->head_block_number != self->checked &&
      has_watched (self))
    begin (self);
}

static void
on_node_reset (MnrOutboxResolver *self)
{
  self->is_void = TRUE;
  self->checked = 0;
}

static void
mnr_outbox_resolver_dispose (GObject *object)
{
  MnrOutboxResolver *self = MNR_OUTBOX_RESOLVER (object);

  if (self->node != NULL)
    g_signal_handlers_disconnect_by_data (self->node, self);
  g_clear_object (&self->node);
  g_clear_object (&self->outbox);
  G_OBJECT_CLASS (mnr_outbox_resolver_parent_class)->dispose (object);
}

static void
mnr_outbox_resolver_finalize (GObject *object)
{
  MnrOutboxResolver *self = MNR_OUTBOX_RESOLVER (object);

  g_ptr_array_unref (self->waiting);
  G_OBJECT_CLASS (mnr_outbox_resolver_parent_class)->finalize (object);
}

static void
mnr_outbox_resolver_class_init (MnrOutboxResolverClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mnr_outbox_resolver_dispose;
  G_OBJECT_CLASS (klass)->finalize = mnr_outbox_resolver_finalize;

  checked_signal = g_signal_new ("checked", MNR_TYPE_OUTBOX_RESOLVER, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
mnr_outbox_resolver_init (MnrOutboxResolver *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

MnrOutboxResolver *
mnr_outbox_resolver_new (MnrOutbox *outbox,
                         MnrNode *node)
{
  MnrOutboxResolver *self = g_object_new (MNR_TYPE_OUTBOX_RESOLVER, NULL);

  self->outbox = g_object_ref (outbox);
  self->node = g_object_ref (node);
  g_signal_connect_swapped (node, "changed", G_CALLBACK (on_node_changed), self);
  g_signal_connect_swapped (node, "reset", G_CALLBACK (on_node_reset), self);
  return self;
}

MnrOutbox *
mnr_outbox_resolver_get_outbox (MnrOutboxResolver *self)
{
  return self->outbox;
}

MnrNode *
mnr_outbox_resolver_get_node (MnrOutboxResolver *self)
{
  return self->node;
}

MnrTime
mnr_outbox_resolver_get_time (MnrOutboxResolver *self)
{
  return self->time;
}

void
mnr_outbox_resolver_check_async (MnrOutboxResolver *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, mnr_outbox_resolver_check_async);
  g_ptr_array_add (self->waiting, task);
  if (self->tasks == NULL)
    begin (self);
}

gboolean
mnr_outbox_resolver_check_finish (MnrOutboxResolver *self,
                                  GAsyncResult *result,
                                  GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
