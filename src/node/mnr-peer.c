/* mnr-peer.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-peer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/wire/mnr-json.h"

/* A node from before 2021 says fewer things; without these it is of no use. */
#define PREFIX_KEY   "GRAPHENE_ADDRESS_PREFIX"
#define INTERVAL_KEY "GRAPHENE_DEFAULT_BLOCK_INTERVAL"

#define PREFIX_MAX 16

/* How long a block takes where the node does not say it. */
#define INTERVAL_DEFAULT 5

/* The questions, by the order they are asked in. */
enum
{
  CHAIN_ID,
  CONFIG,
  HEAD,
  N_QUESTIONS,
};

/* Somebody who is being asked; the data of its task. */
typedef struct
{
  MnrPeer *peer;
  gboolean any_chain;
  MnrChainId chain_id;
  gint64 asked;
  guint answers;
} Visit;

/* A question under way. */
typedef struct
{
  GTask *task;
  guint number;
} Question;

void
mnr_peer_free (MnrPeer *self)
{
  if (self == NULL)
    return;

  mnr_connection_close (self->connection);
  g_object_unref (self->connection);
  g_free (self->prefix);
  mnr_value_clear (&mnr_type_dynamic_global_properties, &self->head);
  g_free (self);
}

static void
visit_free (gpointer data)
{
  Visit *self = data;

  mnr_peer_free (self->peer);
  g_free (self);
}

/*
 * The answers
 */

static gboolean
read_chain_id (Visit *self,
               MnrJsonReader *reader,
               GError **error)
{
  const char *url = mnr_connection_get_url (self->peer->connection);
  g_autofree char *id = NULL;
  MnrJsonSlice text;

  self->peer->round_trip = g_get_monotonic_time () - self->asked;
  if (!mnr_json_reader_string (reader, &text, NULL, error))
    return FALSE;
  id = g_strndup (text.text, text.length);
  if (!mnr_chain_id_parse (id, &self->peer->chain_id, error))
    return FALSE;
  if (self->any_chain ||
      memcmp (&self->peer->chain_id, &self->chain_id, sizeof self->chain_id) == 0)
    return TRUE;
  g_set_error (error, MNR_NODE_ERROR, MNR_NODE_ERROR_WRONG_CHAIN,
               _ ("%s is a node of another chain (%.*s…)."), url, 8, id);
  return FALSE;
}

static gboolean
is_prefix (const MnrJsonSlice *text)
{
  if (text->length == 0 || text->length > PREFIX_MAX)
    return FALSE;
  for (gsize i = 0; i < text->length; i++)
    if (!g_ascii_isalnum (text->text[i]))
      return FALSE;
  return TRUE;
}

static gboolean
read_config (Visit *self,
             MnrJsonReader *reader,
             GError **error)
{
  MnrJsonSlice name, value;
  gsize count = 0;
  gboolean more;

  if (!mnr_json_reader_open (reader, '{', NULL, error))
    return FALSE;
  while (mnr_json_reader_next (reader, '}', &count, &more, NULL, error))
    {
      gboolean is_prefix_key, is_interval;

      if (!more)
        return self->peer->prefix != NULL ||
               mnr_path_error (error, NULL, MNR_CHAIN_ERROR_VALUE, _ ("%s is missing"),
                               PREFIX_KEY);
      if (!mnr_json_reader_name (reader, &name, NULL, error))
        return FALSE;
      is_prefix_key = mnr_json_slice_equal (&name, PREFIX_KEY);
      is_interval = mnr_json_slice_equal (&name, INTERVAL_KEY);
      if (is_prefix_key && self->peer->prefix == NULL)
        {
          if (!mnr_json_reader_string (reader, &value, NULL, error))
            return FALSE;
          if (!is_prefix (&value))
            return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_VALUE,
                                   _ ("%s is no prefix of keys"), PREFIX_KEY);
          self->peer->prefix = g_strndup (value.text, value.length);
          continue;
        }
      if (!mnr_json_reader_skip (reader, &value, NULL, error))
        return FALSE;
      if (is_interval && !mnr_json_read (&mnr_type_u32, value.text, value.length, "",
                                         &self->peer->block_interval, NULL))
        self->peer->block_interval = INTERVAL_DEFAULT;
    }
  return FALSE;
}

static gboolean
read_answer (Visit *self,
             guint number,
             GBytes *answer,
             GError **error)
{
  g_auto (MnrJsonReader) reader = { 0 };
  gsize length;
  const char *text = g_bytes_get_data (answer, &length);

  if (!mnr_json_reader_init (&reader, text, length, error))
    return FALSE;
  switch (number)
    {
    case CHAIN_ID:
      return read_chain_id (self, &reader, error);
    case CONFIG:
      return read_config (self, &reader, error);
    default:
      return mnr_head_read (text, length, &self->peer->head, error);
    }
}

static void
on_answer (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autofree Question *question = user_data;
  g_autoptr (GTask) task = question->task;
  Visit *self = g_task_get_task_data (task);
  MnrConnection *connection = MNR_CONNECTION (source);
  GError *error = NULL;
  g_autoptr (GBytes) answer = mnr_connection_call_finish (connection, result, &error);

  /* Another question has decided it. */
  if (self->peer == NULL || g_task_get_completed (task))
    {
      g_clear_error (&error);
      return;
    }
  if (answer != NULL && read_answer (self, question->number, answer, &error))
    {
      self->answers++;
      if (self->answers == N_QUESTIONS)
        g_task_return_pointer (task, g_steal_pointer (&self->peer),
                               (GDestroyNotify) mnr_peer_free);
      return;
    }

  if (error->domain == MNR_CHAIN_ERROR)
    {
      GError *about =
        g_error_new (MNR_NODE_ERROR, MNR_NODE_ERROR_PROTOCOL,
                     _ ("%s does not say who it is as a node does (%s)."),
                     mnr_connection_get_url (connection), error->message);

      g_error_free (error);
      error = about;
    }
  g_clear_pointer (&self->peer, mnr_peer_free);
  g_task_return_error (task, error);
}

static void
on_open (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  static const char *const methods[N_QUESTIONS] = {
    "get_chain_id", "get_config", "get_dynamic_global_properties"
  };
  g_autoptr (GTask) task = user_data;
  Visit *self = g_task_get_task_data (task);
  MnrConnection *connection = MNR_CONNECTION (source);
  GError *error = NULL;

  if (!mnr_connection_open_finish (connection, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  self->asked = g_get_monotonic_time ();
  for (guint i = 0; i < N_QUESTIONS; i++)
    {
      Question *question = g_new (Question, 1);

      *question = (Question){ g_object_ref (task), i };
      mnr_connection_call_async (connection, "database", methods[i], "[]",
                                 g_task_get_cancellable (task), on_answer, question);
    }
}

void
mnr_peer_open_async (const char *url,
                     const MnrNodeOptions *options,
                     const MnrChainId *chain_id,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Visit *self = g_new0 (Visit, 1);

  self->peer = g_new0 (MnrPeer, 1);
  self->peer->connection = mnr_connection_new (url, options);
  self->peer->block_interval = INTERVAL_DEFAULT;
  self->any_chain = chain_id == NULL;
  if (chain_id != NULL)
    self->chain_id = *chain_id;
  g_task_set_source_tag (task, mnr_peer_open_async);
  g_task_set_task_data (task, self, visit_free);
  mnr_connection_open_async (self->peer->connection, cancellable, on_open, task);
}

MnrPeer *
mnr_peer_open_finish (GAsyncResult *result,
                      GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
