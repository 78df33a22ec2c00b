/* mnr-server.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-server.h"

#include <libsoup/soup.h>
#include <string.h>

#include "mnr-faucet.h"
#include "mnr-rpc.h"

#define REQUEST_SIZE_MAX (1024 * 1024)
#define CONNECTIONS_MAX  1000
/* A request has to come in whole, and its answer to be taken, in so many
 * seconds; a WebSocket has to answer a ping. */
#define PATIENCE      60
#define PING_INTERVAL 25
#define JSON_TYPE     "application/json"
#define FAUCET_PATH   "/api/v1/accounts"
#define ADMITTED_KEY  "mnr-admitted"
#define WATCH_KEY     "mnr-watch"

struct _MnrServer
{
  MnrNetwork *network;
  SoupServer *soup;
  GPtrArray *sockets;     /* of Socket */
  GPtrArray *connections; /* of GSocket */
};

/* A WebSocket connection. */
typedef struct
{
  MnrServer *server;
  SoupWebsocketConnection *connection;
  MnrSession *session;
  guint timer;
  gint64 last_heard;
} Socket;

/*
 * Connections that take too much
 */

/* Watches one request: its size, and how long it takes. */
typedef struct
{
  SoupServerMessage *message; /* not owned */
  gsize size;
  guint timer;
} Watch;

/* Ends the connection; libsoup notices and tidies up. */
static void
hang_up (SoupServerMessage *message)
{
  GSocket *socket = soup_server_message_get_socket (message);

  if (socket != NULL)
    g_socket_shutdown (socket, TRUE, TRUE, NULL);
}

static gboolean
on_patience_over (gpointer user_data)
{
  Watch *watch = user_data;

  watch->timer = 0;
  hang_up (watch->message);
  return G_SOURCE_REMOVE;
}

static void
watch_restart (Watch *watch)
{
  g_clear_handle_id (&watch->timer, g_source_remove);
  watch->timer = g_timeout_add_seconds (PATIENCE, on_patience_over, watch);
}

static void
watch_free (gpointer data)
{
  Watch *watch = data;

  g_clear_handle_id (&watch->timer, g_source_remove);
  g_free (watch);
}

static void
on_chunk (SoupServerMessage *message,
          GBytes *chunk,
          Watch *watch)
{
  watch->size += g_bytes_get_size (chunk);
  if (watch->size > REQUEST_SIZE_MAX)
    hang_up (message);
}

/* From here on the answer may take its time: it may wait for a block. */
static void
on_got_body (SoupServerMessage *message,
             Watch *watch)
{
  g_clear_handle_id (&watch->timer, g_source_remove);
}

static void
on_wrote_headers (SoupServerMessage *message,
                  Watch *watch)
{
  watch_restart (watch);
}

static void
on_finished (SoupServerMessage *message,
             Watch *watch)
{
  g_clear_handle_id (&watch->timer, g_source_remove);
}

/* Whether there is room for a connection. libsoup keeps some sockets longer than
 * they are open, so that only closed ones can be forgotten. */
static gboolean
admit (MnrServer *self,
       GSocket *socket)
{
  if (g_object_get_data (G_OBJECT (socket), ADMITTED_KEY) != NULL)
    return TRUE;

  if (self->connections->len >= CONNECTIONS_MAX)
    for (guint i = self->connections->len; i > 0; i--)
      if (g_socket_is_closed (g_ptr_array_index (self->connections, i - 1)))
        g_ptr_array_remove_index_fast (self->connections, i - 1);
  if (self->connections->len >= CONNECTIONS_MAX)
    return FALSE;

  g_object_set_data (G_OBJECT (socket), ADMITTED_KEY, self);
  g_ptr_array_add (self->connections, g_object_ref (socket));
  return TRUE;
}

static void
on_request_started (SoupServer *soup,
                    SoupServerMessage *message,
                    MnrServer *self)
{
  GSocket *socket = soup_server_message_get_socket (message);
  Watch *watch = g_new0 (Watch, 1);

  watch->message = message;
  watch_restart (watch);
  g_object_set_data_full (G_OBJECT (message), WATCH_KEY, watch, watch_free);
  g_signal_connect (message, "got-chunk", G_CALLBACK (on_chunk), watch);
  g_signal_connect (message, "got-body", G_CALLBACK (on_got_body), watch);
  g_signal_connect (message, "wrote-headers", G_CALLBACK (on_wrote_headers), watch);
  g_signal_connect (message, "finished", G_CALLBACK (on_finished), watch);

  if (socket != NULL && !admit (self, socket))
    hang_up (message);
}

/*
 * HTTP
 */

static void
respond (SoupServerMessage *message,
         guint status,
         const char *text,
         gsize length)
{
  soup_server_message_set_status (message, status, NULL);
  if (length > 0)
    soup_server_message_set_response (message, JSON_TYPE, SOUP_MEMORY_COPY, text, length);
}

/* The answer that a block brought. */
static void
send_late_answer (const char *text,
                  gpointer user_data)
{
  SoupServerMessage *message = user_data;

  respond (message, SOUP_STATUS_OK, text, strlen (text));
  soup_server_message_unpause (message);
}

static void
on_http_gone (SoupServerMessage *message,
              MnrSession *session)
{
  mnr_session_free (session);
}

/* Nobody waits any more, or the answer is there: either way the session ends
 * with the message. */
static void
keep_session (SoupServerMessage *message,
              MnrSession *session)
{
  g_signal_connect (message, "finished", G_CALLBACK (on_http_gone), session);
  /* Without a status libsoup would look for a WebSocket handshake now. */
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_pause (message);
}

static void
handle_rpc (MnrServer *self,
            SoupServerMessage *message,
            const char *text,
            gsize length)
{
  g_autoptr (GString) answer = g_string_new (NULL);
  g_autoptr (MnrSession) session =
    mnr_session_new (self->network, send_late_answer, message);
  guint status;

  if (mnr_rpc_handle (session, text, length, answer, &status) == MNR_RPC_LATER)
    keep_session (message, g_steal_pointer (&session));
  else
    respond (message, status, answer->str, answer->len);
}

static void
on_http (SoupServer *soup,
         SoupServerMessage *message,
         const char *path,
         GHashTable *query,
         gpointer user_data)
{
  MnrServer *self = user_data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GString) answer = g_string_new (NULL);

  /* libsoup goes on to the WebSocket handler if nothing is answered here. */
  if (soup_message_headers_header_contains (soup_server_message_get_request_headers (message),
                                            "Upgrade", "websocket"))
    return;
  if (soup_server_message_get_method (message) != SOUP_METHOD_POST)
    {
      respond (message, SOUP_STATUS_METHOD_NOT_ALLOWED, NULL, 0);
      return;
    }
  if (g_str_has_suffix (path, FAUCET_PATH))
    {
      guint status =
        mnr_faucet_handle (self->network, body->data, (gsize) body->length, answer);

      respond (message, status, answer->str, answer->len);
    }
  else
    handle_rpc (self, message, body->data, (gsize) body->length);
  mnr_network_settle (self->network);
}

/* Looks at a request before its body comes. */
static void
on_http_early (SoupServer *soup,
               SoupServerMessage *message,
               const char *path,
               GHashTable *query,
               gpointer user_data)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
      soup_message_headers_get_content_length (headers) > REQUEST_SIZE_MAX)
    {
      respond (message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, NULL, 0);
      soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                    "Connection", "close");
    }
}

/*
 * WebSocket
 */

static void
socket_free (gpointer data)
{
  Socket *self = data;

  g_clear_handle_id (&self->timer, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->connection, self);
  mnr_session_free (self->session);
  g_object_unref (self->connection);
  g_free (self);
}

static void
send_to_socket (const char *text,
                gpointer user_data)
{
  Socket *self = user_data;

  if (soup_websocket_connection_get_state (self->connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_send_text (self->connection, text);
}

static void
on_socket_message (SoupWebsocketConnection *connection,
                   SoupWebsocketDataType type,
                   GBytes *bytes,
                   Socket *self)
{
  g_autoptr (GString) answer = g_string_new (NULL);
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  guint status;

  self->last_heard = g_get_monotonic_time ();
  if (mnr_rpc_handle (self->session, text, length, answer, &status) == MNR_RPC_ANSWERED)
    send_to_socket (answer->str, self);
  mnr_network_settle (self->server->network);
}

static void
on_socket_pong (SoupWebsocketConnection *connection,
                GBytes *bytes,
                Socket *self)
{
  self->last_heard = g_get_monotonic_time ();
}

static void
on_socket_closed (SoupWebsocketConnection *connection,
                  Socket *self)
{
  g_ptr_array_remove_fast (self->server->sockets, self);
}

/* A client that answers no pings is gone, or reads nothing of what piles up. */
static gboolean
on_socket_timer (gpointer user_data)
{
  Socket *self = user_data;

  if (g_get_monotonic_time () - self->last_heard > PATIENCE * G_USEC_PER_SEC)
    {
      GIOStream *stream = soup_websocket_connection_get_io_stream (self->connection);

      self->timer = 0;
      g_io_stream_close_async (stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
      g_ptr_array_remove_fast (self->server->sockets, self);
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

static void
on_websocket (SoupServer *soup,
              SoupServerMessage *message,
              const char *path,
              SoupWebsocketConnection *connection,
              gpointer user_data)
{
  MnrServer *server = user_data;
  Socket *self = g_new0 (Socket, 1);

  self->server = server;
  self->connection = g_object_ref (connection);
  self->session = mnr_session_new (server->network, send_to_socket, self);
  self->last_heard = g_get_monotonic_time ();
  self->timer = g_timeout_add_seconds (PING_INTERVAL, on_socket_timer, self);
  soup_websocket_connection_set_max_incoming_payload_size (connection, REQUEST_SIZE_MAX);
  soup_websocket_connection_set_keepalive_interval (connection, PING_INTERVAL);
  g_signal_connect (connection, "message", G_CALLBACK (on_socket_message), self);
  g_signal_connect (connection, "pong", G_CALLBACK (on_socket_pong), self);
  g_signal_connect (connection, "closed", G_CALLBACK (on_socket_closed), self);
  g_ptr_array_add (server->sockets, self);
}

/*
 * The whole
 */

/* A socket of our own, because libsoup's has room for ten who wait to be accepted. */
static GSocket *
listen_on (guint16 port,
           GError **error)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, port);
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_TCP, error);

  if (socket == NULL)
    return NULL;
  g_socket_set_blocking (socket, FALSE);
  g_socket_set_listen_backlog (socket, CONNECTIONS_MAX);
  if (!g_socket_bind (socket, address, TRUE, error) || !g_socket_listen (socket, error))
    return NULL;
  return g_steal_pointer (&socket);
}

MnrServer *
mnr_server_new (MnrNetwork *network,
                guint16 port,
                GError **error)
{
  g_autoptr (GSocket) socket = listen_on (port, error);
  MnrServer *self;

  if (socket == NULL)
    return NULL;
  self = g_new0 (MnrServer, 1);
  self->network = network;
  self->connections = g_ptr_array_new_with_free_func (g_object_unref);
  self->sockets = g_ptr_array_new_with_free_func (socket_free);
  self->soup = soup_server_new ("server-header", "moneyer-practice", NULL);
  g_signal_connect (self->soup, "request-started", G_CALLBACK (on_request_started), self);
  soup_server_add_early_handler (self->soup, NULL, on_http_early, self, NULL);
  soup_server_add_handler (self->soup, NULL, on_http, self, NULL);
  soup_server_add_websocket_handler (self->soup, NULL, NULL, NULL, on_websocket, self, NULL);
  if (!soup_server_listen_socket (self->soup, socket, 0, error))
    g_clear_pointer (&self, mnr_server_free);
  return self;
}

void
mnr_server_free (MnrServer *self)
{
  if (self == NULL)
    return;

  g_ptr_array_set_size (self->sockets, 0);
  soup_server_disconnect (self->soup);
  g_object_unref (self->soup);
  g_ptr_array_unref (self->sockets);
  g_ptr_array_unref (self->connections);
  g_free (self);
}

guint
mnr_server_get_port (MnrServer *self)
{
  GSList *uris = soup_server_get_uris (self->soup);
  guint port = uris != NULL ? (guint) g_uri_get_port (uris->data) : 0;

  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return port;
}
