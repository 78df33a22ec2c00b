/* mnr-node-calls.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "mnr-node-private.h"

/* A call; the data of its task. */
typedef struct
{
  MnrNodeCallFlags flags;
  char *api;
  char *method;
  char *params;
  gboolean was_retried;
  gboolean has_waited;
  GSource *cancel; /* while it waits */
} Call;

static void start_call (MnrNode *self,
                        GTask *task);
static void on_called (GObject *source,
                       GAsyncResult *result,
                       gpointer user_data);

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
call_free (gpointer data)
{
  Call *self = data;

  clear_source (&self->cancel);
  g_free (self->api);
  g_free (self->method);
  g_free (self->params);
  g_free (self);
}

/* Whether the node is to blame, or the way to it. */
static gboolean
is_of_line (const GError *error)
{
  if (error->domain != MNR_NODE_ERROR)
    return FALSE;
  return error->code == MNR_NODE_ERROR_CONNECT || error->code == MNR_NODE_ERROR_TLS ||
         error->code == MNR_NODE_ERROR_TIMEOUT || error->code == MNR_NODE_ERROR_CLOSED ||
         error->code == MNR_NODE_ERROR_PROTOCOL;
}

static void
ask (MnrNode *self,
     const MnrCandidate *candidate,
     GTask *task)
{
  const Call *call = g_task_get_task_data (task);

  mnr_connection_call_async (candidate->peer->connection, call->api, call->method, call->params,
                             g_task_get_cancellable (task), on_called, task);
}

/* Asks the next node, if there may be one; then it takes @task. */
static gboolean
retry (MnrNode *self,
       const MnrConnection *failed,
       GTask *task)
{
  const Call *call = g_task_get_task_data (task);
  const MnrCandidate *slow = mnr_node_find_candidate (self, failed);
  const MnrCandidate *next = slow != NULL ? mnr_node_find_quickest (self, slow) : NULL;

  /* One that is connected still but did not answer this is not asked again. */
  if (slow != NULL && (next == NULL || (call->flags & MNR_NODE_CALL_OTHER) != 0))
    return FALSE;
  if (next != NULL)
    ask (self, next, task);
  else
    start_call (self, task);
  return TRUE;
}

static void
on_called (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MnrNode *self = g_task_get_source_object (task);
  MnrConnection *connection = MNR_CONNECTION (source);
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;
  GBytes *answer = mnr_connection_call_finish (connection, result, &error);
  MnrCandidate *candidate = mnr_node_find_candidate (self, connection);

  if (answer != NULL)
    {
      g_task_return_pointer (task, answer, (GDestroyNotify) g_bytes_unref);
      return;
    }

  /* An HTTP request that fails is all that is seen of a node that is gone. */
  if (candidate != NULL && is_of_line (error) &&
      (!mnr_connection_is_open (connection) || !mnr_connection_has_notices (connection)))
    mnr_node_lose (self, candidate, error);
  /* (Offline is who was told to be.) */
  if (is_of_line (error) && !call->was_retried && (call->flags & MNR_NODE_CALL_ONCE) == 0 &&
      self->state != MNR_NODE_OFFLINE)
    {
      call->was_retried = TRUE;
      call->has_waited = FALSE;
      if (retry (self, connection, task))
        {
          g_steal_pointer (&task);
          g_error_free (error);
          return;
        }
    }
  g_task_return_error (task, error);
}

static gboolean
on_waiting_cancelled (GCancellable *cancellable,
                      gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MnrNode *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);

  g_queue_remove (&self->waiting, task);
  clear_source (&call->cancel);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

/* Queues a call until a node has been chosen; takes @task. */
static void
wait_for_node (MnrNode *self,
               GTask *task)
{
  Call *call = g_task_get_task_data (task);

  if (g_task_get_cancellable (task) != NULL)
    {
      call->cancel = g_cancellable_source_new (g_task_get_cancellable (task));
      g_source_set_callback (call->cancel, G_SOURCE_FUNC (on_waiting_cancelled), task, NULL);
      g_source_attach (call->cancel, g_task_get_context (task));
    }
  g_queue_push_tail (&self->waiting, task);
  mnr_node_search (self);
}

/* Asks, waits for somebody to ask, or fails; takes @task. */
static void
start_call (MnrNode *self,
            GTask *task)
{
  Call *call = g_task_get_task_data (task);
  MnrCandidate *candidate = self->current;

  if (candidate != NULL && (call->flags & MNR_NODE_CALL_OTHER) != 0)
    candidate = mnr_node_find_quickest (self, self->current);
  if (candidate != NULL)
    ask (self, candidate, task);
  else if (self->retry_timer != NULL && self->current == NULL)
    {
      /* Just now there was nobody: we try again, but not for each call. */
      g_task_return_error (task, g_error_copy (self->last_error));
      g_object_unref (task);
    }
  else if (call->has_waited && self->current != NULL && !mnr_node_is_searching (self))
    {
      g_task_return_new_error (task, MNR_NODE_ERROR, MNR_NODE_ERROR_ALONE,
                               _ ("There is no second node to compare the answer with."));
      g_object_unref (task);
    }
  else
    wait_for_node (self, task);
}

void
mnr_node_call_async (MnrNode *self,
                     MnrNodeCallFlags flags,
                     const char *api,
                     const char *method,
                     const char *params,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Call *call = g_new0 (Call, 1);

  call->flags = flags;
  call->api = g_strdup (api);
  call->method = g_strdup (method);
  call->params = g_strdup (params);
  g_task_set_source_tag (task, mnr_node_call_async);
  g_task_set_task_data (task, call, call_free);
  start_call (self, task);
}

GBytes *
mnr_node_call_finish (MnrNode *self,
                      GAsyncResult *result,
                      GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
mnr_node_wake (MnrNode *self)
{
  GQueue waiting = self->waiting;
  GTask *task;

  g_queue_init (&self->waiting);
  while ((task = g_queue_pop_head (&waiting)) != NULL)
    {
      Call *call = g_task_get_task_data (task);

      if (call != NULL && self->current != NULL)
        {
          call->has_waited = TRUE;
          clear_source (&call->cancel);
          start_call (self, task);
          continue;
        }
      if (self->current != NULL)
        g_task_return_boolean (task, TRUE);
      else
        g_task_return_error (task, g_error_copy (self->last_error));
      if (call != NULL)
        clear_source (&call->cancel);
      g_object_unref (task);
    }
}

void
mnr_node_connect_async (MnrNode *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, mnr_node_connect_async);
  if (self->current != NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_queue_push_tail (&self->waiting, g_steal_pointer (&task));
  mnr_node_search (self);
}

gboolean
mnr_node_connect_finish (MnrNode *self,
                         GAsyncResult *result,
                         GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
