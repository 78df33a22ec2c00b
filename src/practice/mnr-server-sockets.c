/* mnr-server-sockets.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <linux/tcp.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "mnr-rpc.h"
#include "mnr-server-private.h"

/* WebSocket connections. */

/* What may wait for a WebSocket client to read it, and for all of them together. */
#define UNREAD_MAX       (16 * 1024 * 1024)
#define UNREAD_TOTAL_MAX (256 * 1024 * 1024)

/* Sessions must not end while they are told something: libsoup reports the end
 * of the connection from the main loop. */
void
mnr_socket_hang_up (MnrSocket *self)
{
  self->is_over = TRUE;
  g_socket_shutdown (self->socket, TRUE, TRUE, NULL);
}

/* Finds out what the client's side has taken. libsoup does not tell how much of
 * what it was given it still has, but the system counts what was acknowledged. */
static void
socket_look (MnrSocket *self)
{
  struct tcp_info info;
  socklen_t size = sizeof info;
  gint64 taken = self->sent;

  if (getsockopt (g_socket_get_fd (self->socket), IPPROTO_TCP, TCP_INFO, &info, &size) == 0 &&
      size >= G_STRUCT_OFFSET (struct tcp_info, tcpi_bytes_received))
    taken = CLAMP ((gint64) info.tcpi_bytes_acked, self->read, self->sent);
  self->server->unread -= taken - self->read;
  self->read = taken;
}

/* Whether the client reads what it is sent. One that does not is given up, and
 * so are those with the most if it becomes too much for all. */
static gboolean
socket_is_reader (MnrSocket *self)
{
  MnrServer *server = self->server;

  if (self->sent - self->read > UNREAD_MAX)
    {
      socket_look (self);
      if (self->sent - self->read > UNREAD_MAX)
        mnr_socket_hang_up (self);
    }
  if (server->unread > UNREAD_TOTAL_MAX)
    {
      for (guint i = 0; i < server->sockets->len; i++)
        socket_look (g_ptr_array_index (server->sockets, i));
      for (guint i = 0; server->unread > UNREAD_TOTAL_MAX && i < server->sockets->len; i++)
        {
          MnrSocket *other = g_ptr_array_index (server->sockets, i);

          if (other->sent - other->read > UNREAD_TOTAL_MAX / MNR_SERVER_CONNECTIONS_MAX)
            mnr_socket_hang_up (other);
        }
    }
  return !self->is_over;
}

void
mnr_socket_send (MnrSocket *self,
                 const char *text,
                 gsize length)
{
  if (self->is_over || !socket_is_reader (self) ||
      soup_websocket_connection_get_state (self->connection) != SOUP_WEBSOCKET_STATE_OPEN)
    return;
  self->sent += (gint64) length;
  self->server->unread += (gint64) length;
  soup_websocket_connection_send_text (self->connection, text);
}

void
mnr_socket_free (gpointer data)
{
  MnrSocket *self = data;

  g_clear_handle_id (&self->timer, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->connection, self);
  mnr_server_forget (self->server, self);
  self->server->unread -= self->sent - self->read;
  mnr_session_free (self->session);
  g_object_unref (self->connection);
  g_object_unref (self->socket);
  g_free (self);
}

/* A notice, or the answer that a block brought. */
static void
send_to_socket (const char *text,
                gpointer user_data)
{
  const MnrDelivery delivery = { .socket = user_data };
  gboolean is_notice = g_str_has_prefix (text, "{\"method\":\"notice\"");

  mnr_server_deliver (delivery.socket->server, &delivery,
                      is_notice ? MNR_FAULTS_NOTICE : MNR_SERVER_LATE_METHOD, text, strlen (text));
}

static void
on_socket_message (SoupWebsocketConnection *connection,
                   SoupWebsocketDataType type,
                   GBytes *bytes,
                   MnrSocket *self)
{
  MnrServer *server = self->server;
  g_autoptr (GString) answer = g_string_new (NULL);
  const MnrDelivery delivery = { .socket = self };
  g_autofree char *method = NULL;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  guint status;

  /* Of a client that was given up much may still be on its way here. */
  if (self->is_over)
    return;

  self->last_heard = g_get_monotonic_time ();
  server->asking = self->socket;
  method = mnr_faults_get_method (mnr_network_get_faults (server->network), text, length);
  if (mnr_rpc_handle (self->session, text, length, answer, &status) == MNR_RPC_ANSWERED)
    mnr_server_deliver (server, &delivery, method, answer->str, answer->len);
  server->asking = NULL;
  mnr_network_settle (server->network);
}

static void
on_socket_pong (SoupWebsocketConnection *connection,
                GBytes *bytes,
                MnrSocket *self)
{
  self->last_heard = g_get_monotonic_time ();
}

static void
on_socket_closed (SoupWebsocketConnection *connection,
                  MnrSocket *self)
{
  g_ptr_array_remove_fast (self->server->sockets, self);
}

/* A client that answers no pings is gone. */
static gboolean
on_socket_timer (gpointer user_data)
{
  MnrSocket *self = user_data;

  if (g_get_monotonic_time () - self->last_heard > self->server->patience * G_USEC_PER_SEC)
    {
      GIOStream *stream = soup_websocket_connection_get_io_stream (self->connection);

      self->timer = 0;
      g_io_stream_close_async (stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
      g_ptr_array_remove_fast (self->server->sockets, self);
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

void
mnr_server_on_websocket (SoupServer *soup,
                         SoupServerMessage *message,
                         const char *path,
                         SoupWebsocketConnection *connection,
                         gpointer user_data)
{
  MnrServer *server = user_data;
  MnrSocket *self = g_new0 (MnrSocket, 1);
  /* Two pings in the time, and some. */
  guint ping_interval = MAX (server->patience * 5 / 12, 1);

  self->server = server;
  self->connection = g_object_ref (connection);
  self->socket = g_object_ref (g_object_get_data (G_OBJECT (message), MNR_SERVER_SOCKET_KEY));
  g_object_set_data (G_OBJECT (self->socket), MNR_SERVER_WEBSOCKET_KEY, self);
  self->session = mnr_session_new (server->network, send_to_socket, self);
  self->last_heard = g_get_monotonic_time ();
  self->timer = g_timeout_add_seconds (ping_interval, on_socket_timer, self);
  soup_websocket_connection_set_max_incoming_payload_size (connection,
                                                           MNR_SERVER_REQUEST_SIZE_MAX);
  soup_websocket_connection_set_keepalive_interval (connection, ping_interval);
  g_signal_connect (connection, "message", G_CALLBACK (on_socket_message), self);
  g_signal_connect (connection, "pong", G_CALLBACK (on_socket_pong), self);
  g_signal_connect (connection, "closed", G_CALLBACK (on_socket_closed), self);
  g_ptr_array_add (server->sockets, self);
}
