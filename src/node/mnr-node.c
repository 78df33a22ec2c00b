/* mnr-node.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-node.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mnr-node-private.h"

/* Doubling ends here; milliseconds. */
#define RETRY_TIME_MAX (60 * 1000)

/* Without a new block for so many intervals, a node is stale. */
#define STALE_INTERVALS 10

/* Where a node tells of each block, its head is asked for only after so many polls. */
#define POLLS_SKIPPED 10

/* Where something asked for on our own behalf comes back to, if we still are. */
typedef struct
{
  GWeakRef node;
  MnrCandidate *candidate; /* valid as long as the node is */
  GCancellable *cancellable;
} Errand;

enum
{
  CHANGED,
  OBJECTS,
  RESET,
  NOTICE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MnrNode, mnr_node, G_TYPE_OBJECT)

static Errand *
errand_new (MnrNode *self,
            MnrCandidate *candidate)
{
  Errand *errand = g_new0 (Errand, 1);

  g_weak_ref_init (&errand->node, self);
  errand->candidate = candidate;
  return errand;
}

static void
errand_free (Errand *self)
{
  g_weak_ref_clear (&self->node);
  g_clear_object (&self->cancellable);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Errand, errand_free)

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static GSource *
start_timer (MnrNode *self,
             guint milliseconds,
             GSourceFunc function)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  GSource *source = g_timeout_source_new (milliseconds);

  g_source_set_callback (source, function, self, NULL);
  g_source_attach (source, context);
  return source;
}

static void
change (MnrNode *self,
        MnrNodeState state)
{
  self->state = state;
  g_signal_emit (self, signals[CHANGED], 0);
}

static gint64
get_stale_time (MnrNode *self,
                const MnrPeer *peer)
{
  return self->options.stale_time > 0
           ? (gint64) self->options.stale_time * 1000
           : (gint64) peer->block_interval * STALE_INTERVALS * G_USEC_PER_SEC;
}

static void
drop_peer (MnrNode *self,
           MnrCandidate *candidate)
{
  MnrPeer *peer = g_steal_pointer (&candidate->peer);

  if (peer == NULL)
    return;
  g_signal_handlers_disconnect_by_data (peer->connection, self);
  if (self->current == candidate)
    {
      self->current = NULL;
      clear_source (&self->poll_timer);
    }
  mnr_peer_free (peer);
}

/*
 * The head
 */

static void
on_head (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (Errand) errand = user_data;
  g_autoptr (MnrNode) self = g_weak_ref_get (&errand->node);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer =
    mnr_connection_call_finish (MNR_CONNECTION (source), result, &error);
  MnrDynamicGlobalProperties head = { 0 };

  if (self == NULL || self->current == NULL ||
      self->current->peer->connection != MNR_CONNECTION (source))
    return;
  self->is_asking = FALSE;
  if (answer == NULL ||
      !mnr_head_read (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer), &head, &error))
    mnr_node_lose (self, self->current, error);
  else if (mnr_head_set (&self->head, &head))
    change (self, MNR_NODE_LIVE);
}

static void
ask_head (MnrNode *self)
{
  if (self->is_asking)
    return;
  self->is_asking = TRUE;
  mnr_connection_call_async (self->current->peer->connection, "database",
                             "get_dynamic_global_properties", "[]", NULL, on_head,
                             errand_new (self, self->current));
}

/* Others may be further: what the connected ones said of that is old, so all are
 * asked anew. */
static void
look_beyond (MnrNode *self)
{
  for (guint i = 0; i < self->candidates->len; i++)
    {
      MnrCandidate *each = g_ptr_array_index (self->candidates, i);

      if (each != self->current)
        drop_peer (self, each);
    }
  mnr_node_search (self);
}

static gboolean
on_poll (gpointer user_data)
{
  g_autoptr (MnrNode) self = g_object_ref (user_data);
  const MnrPeer *peer = self->current->peer;
  gint64 now = g_get_monotonic_time ();
  gint64 patience = mnr_connection_has_notices (peer->connection)
                      ? (gint64) self->options.poll_interval * 1000 * POLLS_SKIPPED
                      : 0;

  if (now - self->head.told >= patience)
    {
      self->head.told = now;
      ask_head (self);
    }
  if (now - self->head.advanced > get_stale_time (self, peer) && self->state == MNR_NODE_LIVE)
    {
      change (self, MNR_NODE_STALE);
      look_beyond (self);
    }
  return G_SOURCE_CONTINUE;
}

static void
on_notice (MnrConnection *connection,
           guint64 callback,
           const char *payload,
           MnrNode *self)
{
  G_GNUC_UNUSED g_autoptr (MnrNode) held = g_object_ref (self);

  if (self->current == NULL || self->current->peer->connection != connection)
    return;
  if (callback == self->objects_callback)
    {
      if (mnr_head_set_from_objects (&self->head, payload))
        change (self, MNR_NODE_LIVE);
      g_signal_emit (self, signals[OBJECTS], 0, payload);
    }
  else if (callback == self->block_callback)
    ask_head (self);
  else
    g_signal_emit (self, signals[NOTICE], 0, callback, payload);
}

/*
 * The choice
 */

static void
set_why (MnrCandidate *candidate,
         GError *error)
{
  g_clear_error (&candidate->why);
  candidate->why = error;
}

MnrCandidate *
mnr_node_find_quickest (MnrNode *self,
                        const MnrCandidate *except)
{
  MnrCandidate *best = NULL;

  for (guint i = 0; i < self->candidates->len; i++)
    {
      MnrCandidate *each = g_ptr_array_index (self->candidates, i);

      if (each != except && each->peer != NULL &&
          (best == NULL || each->peer->round_trip < best->peer->round_trip))
        best = each;
    }
  return best;
}

static gint64
get_head_time (MnrNode *self,
               const MnrCandidate *candidate)
{
  return candidate == self->current ? self->head.properties.time : candidate->peer->head.time;
}

static gboolean
is_beyond (MnrNode *self,
           const MnrCandidate *candidate,
           gint64 lead)
{
  return lead * G_USEC_PER_SEC > get_stale_time (self, candidate->peer);
}

/* Drops those that claim to be further than anybody can be, lest all the others
 * look stale beside them. The computer's clock is believed in this only if it
 * agrees with one of the nodes. */
static void
drop_future (MnrNode *self)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gboolean agrees = FALSE;

  for (guint i = 0; i < self->candidates->len; i++)
    {
      const MnrCandidate *each = g_ptr_array_index (self->candidates, i);

      if (each->peer != NULL && !is_beyond (self, each, ABS (get_head_time (self, each) - now)))
        agrees = TRUE;
    }
  for (guint i = 0; agrees && i < self->candidates->len; i++)
    {
      MnrCandidate *each = g_ptr_array_index (self->candidates, i);

      if (each->peer == NULL || !is_beyond (self, each, get_head_time (self, each) - now))
        continue;
      set_why (each, g_error_new (MNR_NODE_ERROR, MNR_NODE_ERROR_STALE,
                                  _ ("%s tells of blocks from the future."), each->url));
      drop_peer (self, each);
    }
}

/* Drops those that lag behind the newest of them. */
static void
drop_stale (MnrNode *self)
{
  gint64 newest = 0;

  for (guint i = 0; i < self->candidates->len; i++)
    {
      const MnrCandidate *each = g_ptr_array_index (self->candidates, i);

      if (each->peer != NULL)
        newest = MAX (newest, get_head_time (self, each));
    }
  for (guint i = 0; i < self->candidates->len; i++)
    {
      MnrCandidate *each = g_ptr_array_index (self->candidates, i);

      if (each->peer == NULL || !is_beyond (self, each, newest - get_head_time (self, each)))
        continue;
      set_why (each, g_error_new (MNR_NODE_ERROR, MNR_NODE_ERROR_STALE,
                                  _ ("%s is far behind other nodes."), each->url));
      drop_peer (self, each);
    }
}

/* Beside the one in use, one is kept for comparing and for taking over. */
static void
drop_surplus (MnrNode *self)
{
  const MnrCandidate *second = mnr_node_find_quickest (self, self->current);

  for (guint i = 0; i < self->candidates->len; i++)
    {
      MnrCandidate *each = g_ptr_array_index (self->candidates, i);

      if (each != self->current && each != second)
        drop_peer (self, each);
    }
}

/* One sentence after the other: what is wrong with each. */
static GError *
make_error (MnrNode *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  int code = -1;

  for (guint i = 0; i < self->candidates->len; i++)
    {
      const MnrCandidate *each = g_ptr_array_index (self->candidates, i);

      if (each->why == NULL)
        continue;
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", each->why->message);
      code = code == -1 || code == each->why->code ? each->why->code : MNR_NODE_ERROR_CONNECT;
    }
  if (code == -1)
    return g_error_new_literal (MNR_NODE_ERROR, MNR_NODE_ERROR_CONNECT,
                                _ ("No node is known that could be asked."));
  return g_error_new_literal (MNR_NODE_ERROR, code, text->str);
}

static void
subscribe (MnrNode *self)
{
  MnrConnection *connection = self->current->peer->connection;
  g_autofree char *objects = NULL, *blocks = NULL;

  self->objects_callback = mnr_node_new_callback (self);
  self->block_callback = mnr_node_new_callback (self);
  if (!mnr_connection_has_notices (connection))
    return;

  /* Before all else: it ends the subscriptions that there are (protocol.md 9.3).
   * A node that grants none of them is asked for its head from time to time. */
  objects = g_strdup_printf ("[%" G_GUINT64_FORMAT ",false]", self->objects_callback);
  blocks = g_strdup_printf ("[%" G_GUINT64_FORMAT "]", self->block_callback);
  mnr_connection_call_async (connection, "database", "set_subscribe_callback", objects, NULL,
                             NULL, NULL);
  mnr_connection_call_async (connection, "database", "set_block_applied_callback", blocks, NULL,
                             NULL, NULL);
}

static void
use (MnrNode *self,
     MnrCandidate *candidate)
{
  MnrPeer *peer = candidate->peer;
  MnrDynamicGlobalProperties head = { 0 };
  gboolean is_first = !self->was_current;

  self->current = candidate;
  self->was_current = TRUE;
  self->failures = 0;
  self->is_asking = FALSE;
  clear_source (&self->retry_timer);
  g_free (self->prefix);
  self->prefix = g_strdup (peer->prefix);
  /* What it said when it was asked may be old by now: the head does not go back. */
  if (!self->head.is_known ||
      peer->head.head_block_number > self->head.properties.head_block_number)
    {
      mnr_value_copy (&mnr_type_dynamic_global_properties, &head, &peer->head);
      mnr_head_set (&self->head, &head);
    }
  self->head.advanced = g_get_monotonic_time ();
  clear_source (&self->poll_timer);
  self->poll_timer = start_timer (self, self->options.poll_interval, on_poll);
  subscribe (self);
  if (!is_first)
    {
      ask_head (self);
      self->state = MNR_NODE_LIVE;
      g_signal_emit (self, signals[RESET], 0);
    }
  /* Who was told may have closed us. */
  if (self->current == candidate)
    change (self, MNR_NODE_LIVE);
}

static gboolean
on_retry (gpointer user_data)
{
  g_autoptr (MnrNode) self = g_object_ref (user_data);

  clear_source (&self->retry_timer);
  if (self->state == MNR_NODE_STALE)
    look_beyond (self);
  else if (self->state != MNR_NODE_LIVE)
    mnr_node_search (self);
  return G_SOURCE_REMOVE;
}

/* Everybody who looks for the same node would come back at the same time,
 * were it not for chance. */
static void
retry_later (MnrNode *self)
{
  guint64 time = (guint64) self->options.retry_time << MIN (self->failures, 16);

  time = MIN (time, RETRY_TIME_MAX);
  self->failures++;
  clear_source (&self->retry_timer);
  self->retry_timer = start_timer (self,
                                   (guint) (time / 2) + (guint) g_random_int_range (
                                                          0, (gint32) (time / 2) + 1),
                                   on_retry);
}

/* Enough have answered, or all have. */
static void
decide (MnrNode *self)
{
  G_GNUC_UNUSED g_autoptr (MnrNode) held = g_object_ref (self);
  MnrCandidate *best;

  clear_source (&self->choice_timer);
  drop_future (self);
  drop_stale (self);
  best = self->current != NULL ? NULL : mnr_node_find_quickest (self, NULL);
  if (best != NULL)
    use (self, best);
  if (self->current != NULL)
    {
      drop_surplus (self);
      if (self->state == MNR_NODE_STALE)
        retry_later (self);
    }
  else
    {
      g_clear_error (&self->last_error);
      self->last_error = make_error (self);
      retry_later (self);
      change (self, MNR_NODE_OFFLINE);
    }
  mnr_node_wake (self);
}

static gboolean
on_choice_time (gpointer user_data)
{
  decide (user_data);
  return G_SOURCE_REMOVE;
}

gboolean
mnr_node_is_searching (MnrNode *self)
{
  for (guint i = 0; i < self->candidates->len; i++)
    {
      const MnrCandidate *each = g_ptr_array_index (self->candidates, i);

      if (each->opening != NULL)
        return TRUE;
    }
  return FALSE;
}

MnrCandidate *
mnr_node_find_candidate (MnrNode *self,
                         const MnrConnection *connection)
{
  for (guint i = 0; i < self->candidates->len; i++)
    {
      MnrCandidate *each = g_ptr_array_index (self->candidates, i);

      if (each->peer != NULL && each->peer->connection == connection)
        return each;
    }
  return NULL;
}

static void
on_closed (MnrConnection *connection,
           const GError *error,
           MnrNode *self)
{
  MnrCandidate *candidate = mnr_node_find_candidate (self, connection);

  if (candidate != NULL)
    mnr_node_lose (self, candidate, error);
}

/* Takes @peer, or says why not. */
static void
welcome (MnrNode *self,
         MnrCandidate *candidate,
         MnrPeer *peer)
{
  if (!self->knows_chain)
    {
      self->knows_chain = TRUE;
      self->chain_id = peer->chain_id;
    }
  /* It was asked when we did not know yet. */
  if (memcmp (&self->chain_id, &peer->chain_id, sizeof peer->chain_id) != 0)
    {
      set_why (candidate,
               g_error_new (MNR_NODE_ERROR, MNR_NODE_ERROR_WRONG_CHAIN,
                            _ ("%s is a node of another chain."), candidate->url));
      mnr_peer_free (peer);
      return;
    }
  set_why (candidate, NULL);
  candidate->peer = peer;
  candidate->round_trip = MAX (peer->round_trip, 1);
  g_signal_connect (peer->connection, "notice", G_CALLBACK (on_notice), self);
  g_signal_connect (peer->connection, "closed", G_CALLBACK (on_closed), self);
}

static void
on_opened (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (Errand) errand = user_data;
  g_autoptr (MnrNode) self = g_weak_ref_get (&errand->node);
  MnrCandidate *candidate = errand->candidate;
  GError *error = NULL;
  MnrPeer *peer = mnr_peer_open_finish (result, &error);

  /* Closed meanwhile, and perhaps asked anew. */
  if (self == NULL || candidate->opening != errand->cancellable)
    {
      mnr_peer_free (peer);
      g_clear_error (&error);
      return;
    }

  g_clear_object (&candidate->opening);
  if (peer != NULL)
    welcome (self, candidate, peer);
  else
    set_why (candidate, error);

  if (!mnr_node_is_searching (self))
    decide (self);
  else if (candidate->peer != NULL && self->current == NULL && self->choice_timer == NULL)
    self->choice_timer = start_timer (self, self->options.choice_time, on_choice_time);
}

void
mnr_node_search (MnrNode *self)
{
  clear_source (&self->retry_timer);
  if (mnr_node_is_searching (self))
    return;
  if (self->current == NULL)
    change (self, MNR_NODE_CONNECTING);

  for (guint i = 0; i < self->candidates->len; i++)
    {
      MnrCandidate *each = g_ptr_array_index (self->candidates, i);
      Errand *errand;

      if (each->peer != NULL || each->opening != NULL)
        continue;
      errand = errand_new (self, each);
      each->opening = g_cancellable_new ();
      errand->cancellable = g_object_ref (each->opening);
      mnr_peer_open_async (each->url, &self->options,
                           self->knows_chain ? &self->chain_id : NULL, each->opening, on_opened,
                           errand);
    }
  if (!mnr_node_is_searching (self))
    decide (self);
}

void
mnr_node_lose (MnrNode *self,
               MnrCandidate *candidate,
               const GError *error)
{
  G_GNUC_UNUSED g_autoptr (MnrNode) held = g_object_ref (self);
  g_autoptr (GError) why = g_error_copy (error);
  MnrCandidate *next;

  if (candidate->peer == NULL)
    return;
  set_why (candidate, g_steal_pointer (&why));
  if (self->current != candidate)
    {
      drop_peer (self, candidate);
      return;
    }

  /* First the next one is in its place: calls that fail now go there. */
  clear_source (&self->poll_timer);
  self->current = NULL;
  next = mnr_node_find_quickest (self, candidate);
  if (next != NULL)
    use (self, next);
  drop_peer (self, candidate);
  if (self->current == NULL)
    mnr_node_search (self);
}

/*
 * The whole
 */

void
mnr_node_close (MnrNode *self)
{
  G_GNUC_UNUSED g_autoptr (MnrNode) held = g_object_ref (self);

  clear_source (&self->choice_timer);
  clear_source (&self->retry_timer);
  clear_source (&self->poll_timer);
  self->failures = 0;
  g_clear_error (&self->last_error);
  self->last_error = g_error_new_literal (MNR_NODE_ERROR, MNR_NODE_ERROR_CLOSED,
                                          _ ("The connection was closed."));
  self->current = NULL;
  self->state = MNR_NODE_OFFLINE;
  for (guint i = 0; i < self->candidates->len; i++)
    {
      MnrCandidate *each = g_ptr_array_index (self->candidates, i);
      g_autoptr (GCancellable) opening = g_steal_pointer (&each->opening);

      g_cancellable_cancel (opening);
      drop_peer (self, each);
    }
  mnr_node_wake (self);
  change (self, MNR_NODE_OFFLINE);
}

MnrNodeState
mnr_node_get_state (MnrNode *self)
{
  return self->state;
}

const char *
mnr_node_get_url (MnrNode *self)
{
  return self->current != NULL ? self->current->url : NULL;
}

const MnrChainId *
mnr_node_get_chain_id (MnrNode *self)
{
  return self->was_current ? &self->chain_id : NULL;
}

const char *
mnr_node_get_prefix (MnrNode *self)
{
  return self->prefix;
}

const MnrDynamicGlobalProperties *
mnr_node_get_head (MnrNode *self)
{
  return self->head.is_known ? &self->head.properties : NULL;
}

gint64
mnr_node_get_clock_lead (MnrNode *self)
{
  return self->head.clock_lead;
}

guint64
mnr_node_new_callback (MnrNode *self)
{
  return ++self->last_callback;
}

static void
candidate_free (gpointer data)
{
  MnrCandidate *self = data;

  g_clear_error (&self->why);
  g_free (self->url);
  g_free (self);
}

static void
mnr_node_dispose (GObject *object)
{
  mnr_node_close (MNR_NODE (object));
  G_OBJECT_CLASS (mnr_node_parent_class)->dispose (object);
}

static void
mnr_node_finalize (GObject *object)
{
  MnrNode *self = MNR_NODE (object);

  g_ptr_array_unref (self->candidates);
  g_clear_error (&self->last_error);
  mnr_head_clear (&self->head);
  g_free (self->prefix);
  g_free (self->ca_file);
  G_OBJECT_CLASS (mnr_node_parent_class)->finalize (object);
}

static void
mnr_node_class_init (MnrNodeClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GType type = G_TYPE_FROM_CLASS (class);

  object_class->dispose = mnr_node_dispose;
  object_class->finalize = mnr_node_finalize;
  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[OBJECTS] = g_signal_new ("objects", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[RESET] = g_signal_new ("reset", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  signals[NOTICE] = g_signal_new ("notice", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_UINT64, G_TYPE_STRING);
}

static void
mnr_node_init (MnrNode *self)
{
  self->candidates = g_ptr_array_new_with_free_func (candidate_free);
  g_queue_init (&self->waiting);
}

MnrNode *
mnr_node_new_with_options (const char *const *urls,
                           const MnrChainId *chain_id,
                           const MnrNodeOptions *options)
{
  MnrNode *self = g_object_new (MNR_TYPE_NODE, NULL);

  for (guint i = 0; urls[i] != NULL; i++)
    {
      MnrCandidate *candidate = g_new0 (MnrCandidate, 1);

      candidate->url = g_strdup (urls[i]);
      g_ptr_array_add (self->candidates, candidate);
    }
  self->knows_chain = chain_id != NULL;
  if (chain_id != NULL)
    self->chain_id = *chain_id;
  self->ca_file = g_strdup (options->ca_file);
  self->options = *options;
  self->options.ca_file = self->ca_file;
  return self;
}

MnrNode *
mnr_node_new (const char *const *urls,
              const MnrChainId *chain_id)
{
  static const MnrNodeOptions options = MNR_NODE_OPTIONS_DEFAULT;

  return mnr_node_new_with_options (urls, chain_id, &options);
}
