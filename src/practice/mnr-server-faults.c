/* mnr-server-faults.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-server-private.h"
#include "mnr-session.h"

/* What faults make the server do at once. */

static void
drop (gpointer server,
      gboolean politely)
{
  MnrServer *self = server;

  for (guint i = 0; i < self->sockets->len; i++)
    {
      MnrSocket *socket = g_ptr_array_index (self->sockets, i);

      if (socket->socket == self->asking)
        continue;
      if (!politely)
        mnr_socket_hang_up (socket);
      else if (soup_websocket_connection_get_state (socket->connection) ==
               SOUP_WEBSOCKET_STATE_OPEN)
        soup_websocket_connection_close (socket->connection, SOUP_WEBSOCKET_CLOSE_GOING_AWAY,
                                         NULL);
    }
  for (guint i = 0; i < self->connections->len; i++)
    {
      GSocket *socket = g_ptr_array_index (self->connections, i);

      if (socket != self->asking && !g_socket_is_closed (socket) &&
          g_object_get_data (G_OBJECT (socket), MNR_SERVER_WEBSOCKET_KEY) == NULL)
        g_socket_shutdown (socket, TRUE, TRUE, NULL);
    }
}

static gboolean
on_refusal_over (gpointer user_data)
{
  MnrServer *self = user_data;
  g_autoptr (GError) error = NULL;

  self->refusal = 0;
  if (!mnr_server_listen (self, &error))
    g_printerr ("%s\n", error->message);
  return G_SOURCE_REMOVE;
}

/* A listening socket that is shut down keeps its port, where nobody listens then. */
static void
refuse (gpointer server,
        guint seconds)
{
  MnrServer *self = server;

  if (self->refusal == 0 && seconds > 0)
    g_socket_shutdown (self->listening, TRUE, FALSE, NULL);
  if (self->refusal != 0)
    {
      g_clear_handle_id (&self->refusal, g_source_remove);
      if (seconds == 0)
        on_refusal_over (self);
    }
  if (seconds > 0)
    self->refusal = g_timeout_add_seconds (seconds, on_refusal_over, self);
}

#define STORM_AT_ONCE 20

/* Some at a time, whenever nothing else is to be done: who reads can read them. */
static gboolean
on_storm (gpointer user_data)
{
  MnrServer *self = user_data;
  g_autoptr (GArray) changed = g_array_new (FALSE, FALSE, sizeof (MnrObjectId));
  const MnrObjectId id = MNR_DYNAMIC_GLOBAL_PROPERTIES_ID;
  guint count = MIN (self->storm_left, STORM_AT_ONCE);

  g_array_append_val (changed, id);
  for (guint i = 0; i < count; i++)
    for (guint k = 0; k < self->sockets->len; k++)
      {
        const MnrSocket *socket = g_ptr_array_index (self->sockets, k);

        mnr_session_notify_block (socket->session,
                                  &mnr_network_get_head (self->network)->head_block_id);
        mnr_session_notify_changes (socket->session, changed);
      }
  self->storm_left -= count;
  if (self->storm_left > 0)
    return G_SOURCE_CONTINUE;
  self->storm = 0;
  return G_SOURCE_REMOVE;
}

static void
storm (gpointer server,
       guint count)
{
  MnrServer *self = server;

  g_clear_handle_id (&self->storm, g_source_remove);
  self->storm_left = count;
  if (count > 0)
    self->storm = g_idle_add (on_storm, self);
}

const MnrFaultActions mnr_server_fault_actions = {
  .drop = drop,
  .refuse = refuse,
  .storm = storm,
};
