/* mnr-server.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-server.h"

#include <string.h>
#include <sys/socket.h>

#include "mnr-faucet.h"
#include "mnr-rpc.h"
#include "mnr-server-private.h"

#define FAUCET_PATH  "/api/v1/accounts"
#define ADMITTED_KEY "mnr-admitted"
#define CURRENT_KEY  "mnr-current"
#define WATCH_KEY    "mnr-watch"

#define SWEEP_AT_LEAST 50

/*
 * Connections that take too much
 */

/* Watches one request: its size, and how long it takes. */
typedef struct
{
  SoupServerMessage *message; /* not owned */
  guint patience;
  gsize size;
  guint timer;
} Watch;

void
mnr_server_hang_up (SoupServerMessage *message)
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
  mnr_server_hang_up (watch->message);
  return G_SOURCE_REMOVE;
}

static void
watch_restart (Watch *watch)
{
  g_clear_handle_id (&watch->timer, g_source_remove);
  watch->timer = g_timeout_add_seconds (watch->patience, on_patience_over, watch);
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
  if (watch->size > MNR_SERVER_REQUEST_SIZE_MAX)
    mnr_server_hang_up (message);
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

static gboolean
on_nothing_follows (gpointer user_data)
{
  GSocket *socket = user_data;

  if (g_object_get_data (G_OBJECT (socket), CURRENT_KEY) == NULL &&
      g_object_get_data (G_OBJECT (socket), MNR_SERVER_WEBSOCKET_KEY) == NULL)
    g_socket_close (socket, NULL);
  return G_SOURCE_REMOVE;
}

/* After a body that is not what it says libsoup neither reads on nor closes the
 * connection; else it begins the next message at once. */
static void
on_finished (SoupServerMessage *message,
             Watch *watch)
{
  GSocket *socket = g_object_get_data (G_OBJECT (message), MNR_SERVER_SOCKET_KEY);

  g_clear_handle_id (&watch->timer, g_source_remove);
  if (socket == NULL || g_socket_is_closed (socket) ||
      g_object_get_data (G_OBJECT (socket), CURRENT_KEY) != message)
    return;
  g_object_set_data (G_OBJECT (socket), CURRENT_KEY, NULL);
  g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, watch->patience, on_nothing_follows,
                              g_object_ref (socket), g_object_unref);
}

/* Whether a connection is over. Of those that libsoup has answered on it does not
 * notice that the client has closed them, so that the system is asked. */
static gboolean
is_gone (GSocket *socket)
{
  char byte;

  if (!g_socket_is_closed (socket) &&
      g_object_get_data (G_OBJECT (socket), MNR_SERVER_WEBSOCKET_KEY) == NULL &&
      recv (g_socket_get_fd (socket), &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0)
    g_socket_close (socket, NULL);
  return g_socket_is_closed (socket);
}

/* Lets connections go that are over; the next time when there are twice as many. */
static void
sweep (MnrServer *self)
{
  for (guint i = self->connections->len; i > 0; i--)
    if (is_gone (g_ptr_array_index (self->connections, i - 1)))
      g_ptr_array_remove_index_fast (self->connections, i - 1);
  self->sweep_at =
    CLAMP (2 * self->connections->len, SWEEP_AT_LEAST, MNR_SERVER_CONNECTIONS_MAX);
}

/* Whether there is room for a connection. */
static gboolean
admit (MnrServer *self,
       GSocket *socket)
{
  if (g_object_get_data (G_OBJECT (socket), ADMITTED_KEY) != NULL)
    return TRUE;

  if (self->connections->len >= self->sweep_at)
    sweep (self);
  if (self->connections->len >= MNR_SERVER_CONNECTIONS_MAX)
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
  watch->patience = self->patience;
  watch_restart (watch);
  g_object_set_data_full (G_OBJECT (message), WATCH_KEY, watch, watch_free);
  g_signal_connect (message, "got-chunk", G_CALLBACK (on_chunk), watch);
  g_signal_connect (message, "got-body", G_CALLBACK (on_got_body), watch);
  g_signal_connect (message, "wrote-headers", G_CALLBACK (on_wrote_headers), watch);
  g_signal_connect (message, "finished", G_CALLBACK (on_finished), watch);

  if (socket == NULL)
    return;
  g_object_set_data_full (G_OBJECT (message), MNR_SERVER_SOCKET_KEY, g_object_ref (socket),
                          g_object_unref);
  g_object_set_data (G_OBJECT (socket), CURRENT_KEY, message);
  if (!admit (self, socket))
    mnr_server_hang_up (message);
}

/*
 * HTTP
 */

/* The answer that a block brought. */
static void
send_late_answer (const char *text,
                  gpointer user_data)
{
  SoupServerMessage *message = user_data;
  MnrServer *self = g_object_get_data (G_OBJECT (message), ADMITTED_KEY);
  const MnrDelivery delivery = { .message = message, .is_paused = TRUE, .status = SOUP_STATUS_OK };

  mnr_server_deliver (self, &delivery, MNR_SERVER_LATE_METHOD, text, strlen (text));
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
keep_session (MnrServer *self,
              SoupServerMessage *message,
              MnrSession *session)
{
  g_object_set_data (G_OBJECT (message), ADMITTED_KEY, self);
  g_signal_connect (message, "finished", G_CALLBACK (on_http_gone), session);
  mnr_server_pause (message);
}

static void
handle_rpc (MnrServer *self,
            SoupServerMessage *message,
            const char *text,
            gsize length)
{
  g_autoptr (GString) answer = g_string_new (NULL);
  g_autoptr (MnrSession) session = mnr_session_new (self->network, send_late_answer, message);
  g_autofree char *method = NULL;
  MnrDelivery delivery = { .message = message };

  method = mnr_faults_get_method (mnr_network_get_faults (self->network), text, length);
  switch (mnr_rpc_handle (session, text, length, answer, &delivery.status))
    {
    case MNR_RPC_LATER:
      keep_session (self, message, g_steal_pointer (&session));
      break;
    case MNR_RPC_SILENT:
      mnr_server_respond (message, delivery.status, NULL, 0);
      break;
    case MNR_RPC_ANSWERED:
    default:
      mnr_server_deliver (self, &delivery, method, answer->str, answer->len);
      break;
    }
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
      mnr_server_respond (message, SOUP_STATUS_METHOD_NOT_ALLOWED, NULL, 0);
      return;
    }
  self->asking = soup_server_message_get_socket (message);
  if (g_str_has_suffix (path, FAUCET_PATH))
    {
      MnrDelivery delivery = { .message = message };

      delivery.status =
        mnr_faucet_handle (self->network, body->data, (gsize) body->length, answer);
      mnr_server_deliver (self, &delivery, MNR_FAULTS_FAUCET, answer->str, answer->len);
    }
  else
    handle_rpc (self, message, body->data, (gsize) body->length);
  self->asking = NULL;
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
      soup_message_headers_get_content_length (headers) > MNR_SERVER_REQUEST_SIZE_MAX)
    {
      mnr_server_respond (message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, NULL, 0);
      soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                    "Connection", "close");
    }
}

/*
 * The whole
 */

static GSocket *
bind_to (guint16 port,
         GError **error)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, port);
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_TCP, error);

  if (socket == NULL)
    return NULL;
  g_socket_set_blocking (socket, FALSE);
  g_socket_set_listen_backlog (socket, MNR_SERVER_CONNECTIONS_MAX);
  if (!g_socket_bind (socket, address, TRUE, error))
    return NULL;
  return g_steal_pointer (&socket);
}

/* A socket of our own, because libsoup's has room for ten who wait to be accepted.
 * One bound to any port would get another when it listens again; so the port is
 * found with one, and bound by its number while that one still keeps it. */
static GSocket *
bind_for_good (guint16 port,
               GError **error)
{
  g_autoptr (GSocket) socket = bind_to (port, error);
  g_autoptr (GSocketAddress) address = NULL;

  if (socket == NULL || port != 0)
    return g_steal_pointer (&socket);
  address = g_socket_get_local_address (socket, error);
  if (address == NULL)
    return NULL;
  return bind_to (g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)), error);
}

gboolean
mnr_server_listen (MnrServer *self,
                   GError **error)
{
  return g_socket_listen (self->listening, error) &&
         soup_server_listen_socket (self->soup, self->listening, 0, error);
}

MnrServer *
mnr_server_new (MnrNetwork *network,
                guint16 port,
                guint patience,
                GError **error)
{
  g_autoptr (GSocket) socket = bind_for_good (port, error);
  MnrServer *self;

  if (socket == NULL)
    return NULL;
  self = g_new0 (MnrServer, 1);
  self->network = network;
  self->patience = patience;
  self->listening = g_steal_pointer (&socket);
  self->deliveries = g_ptr_array_new_with_free_func (mnr_delivery_free);
  self->connections = g_ptr_array_new_with_free_func (g_object_unref);
  self->sockets = g_ptr_array_new_with_free_func (mnr_socket_free);
  self->soup = soup_server_new ("server-header", "moneyer-practice", NULL);
  g_signal_connect (self->soup, "request-started", G_CALLBACK (on_request_started), self);
  soup_server_add_early_handler (self->soup, NULL, on_http_early, self, NULL);
  soup_server_add_handler (self->soup, NULL, on_http, self, NULL);
  soup_server_add_websocket_handler (self->soup, NULL, NULL, NULL, mnr_server_on_websocket, self,
                                     NULL);
  /* On one computer it gains nothing, and sizes would not be what they seem. */
  soup_server_remove_websocket_extension (self->soup, SOUP_TYPE_WEBSOCKET_EXTENSION_DEFLATE);
  mnr_faults_set_actions (mnr_network_get_faults (network), &mnr_server_fault_actions, self);
  if (!mnr_server_listen (self, error))
    g_clear_pointer (&self, mnr_server_free);
  return self;
}

void
mnr_server_free (MnrServer *self)
{
  if (self == NULL)
    return;

  mnr_faults_set_actions (mnr_network_get_faults (self->network), NULL, NULL);
  g_clear_handle_id (&self->refusal, g_source_remove);
  g_clear_handle_id (&self->storm, g_source_remove);
  g_ptr_array_set_size (self->deliveries, 0);
  g_ptr_array_set_size (self->sockets, 0);
  soup_server_disconnect (self->soup);
  g_object_unref (self->soup);
  g_ptr_array_unref (self->sockets);
  g_ptr_array_unref (self->connections);
  g_ptr_array_unref (self->deliveries);
  g_object_unref (self->listening);
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
