/* mnr-websocket.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-websocket.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/random.h>
#include <wslay/wslay.h>

#include "mnr-curl-source.h"
#include "mnr-node-error.h"
#include "mnr-websocket-handshake.h"

/* How much is read before others in the main loop have their turn. */
#define READ_AT_ONCE (256 * 1024)

/* How much may wait to be sent before the line counts as dead. */
#define UNSENT_MAX (32 * 1024 * 1024)

typedef enum
{
  CONNECTING, /* curl is at it */
  SHAKING,    /* the handshake is on its way */
  OPEN,
  OVER,
} Stage;

struct _MnrWebsocket
{
  MnrTransport parent_instance;

  char *url;
  GUri *uri;
  char *ca_file;
  MnrNodeOptions options;

  Stage stage;
  MnrCurlSource *curl;
  CURL *easy;
  MnrCurlTransfer transfer;
  char message[CURL_ERROR_SIZE];
  wslay_event_context_ptr frames;
  GSource *source; /* watches the socket from SHAKING on */
  gpointer tag;
  GSource *timer; /* until it is open: its time is up; then: pings */

  char *key;
  char *request;
  gsize sent;      /* bytes of request */
  GString *head;   /* of the answer, and what came with it */
  gsize head_read; /* bytes of it that are read already */

  gboolean is_turning; /* wslay is at work and must not be freed */
  gsize budget;        /* bytes that may still be read in this turn */
  gboolean was_heard;  /* since the last tick of the timer */
  gboolean was_pinged;
  CURLcode failure;
};

/* A source of its own, so that it can also be told to run at once. */
typedef struct
{
  GSource base;
  MnrWebsocket *websocket;
} SocketSource;

G_DEFINE_FINAL_TYPE (MnrWebsocket, mnr_websocket, MNR_TYPE_TRANSPORT)

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
stop (MnrWebsocket *self)
{
  self->stage = OVER;
  clear_source (&self->timer);
  clear_source (&self->source);
  /* Then turn() comes here again. */
  if (self->is_turning)
    return;
  g_clear_pointer (&self->frames, wslay_event_context_free);
  if (self->easy != NULL)
    mnr_curl_source_remove (self->curl, g_steal_pointer (&self->easy));
  g_clear_pointer (&self->curl, mnr_curl_source_release);
}

/* Takes @error. */
static void
fail (MnrWebsocket *self,
      GError *error)
{
  stop (self);
  mnr_transport_tell_closed (MNR_TRANSPORT (self), error);
  g_error_free (error);
}

static void
fail_protocol (MnrWebsocket *self)
{
  fail (self, g_error_new (MNR_NODE_ERROR, MNR_NODE_ERROR_PROTOCOL,
                           _ ("%s sends what no WebSocket may send."), self->url));
}

static void
fail_closed (MnrWebsocket *self)
{
  if (self->failure != CURLE_OK && self->failure != CURLE_RECV_ERROR)
    fail (self, mnr_curl_error_new (self->url, self->failure, self->message));
  else
    fail (self, g_error_new (MNR_NODE_ERROR, MNR_NODE_ERROR_CLOSED,
                             _ ("%s ended the connection."), self->url));
}

/*
 * The timer
 */

static gboolean
on_time_up (gpointer user_data)
{
  g_autoptr (MnrWebsocket) self = g_object_ref (user_data);

  fail (self, g_error_new (MNR_NODE_ERROR, MNR_NODE_ERROR_TIMEOUT,
                           _ ("%s could not be reached in time."), self->url));
  return G_SOURCE_REMOVE;
}

static gboolean
on_ping_time (gpointer user_data)
{
  g_autoptr (MnrWebsocket) self = g_object_ref (user_data);
  const struct wslay_event_msg ping = { .opcode = WSLAY_PING };

  if (!self->was_heard && self->was_pinged)
    {
      fail (self, g_error_new (MNR_NODE_ERROR, MNR_NODE_ERROR_TIMEOUT,
                               _ ("%s has fallen silent."), self->url));
      return G_SOURCE_REMOVE;
    }

  self->was_pinged = !self->was_heard;
  self->was_heard = FALSE;
  if (self->was_pinged)
    {
      wslay_event_queue_msg (self->frames, &ping);
      g_source_set_ready_time (self->source, 0);
    }
  return G_SOURCE_CONTINUE;
}

static void
set_timer (MnrWebsocket *self,
           guint milliseconds,
           GSourceFunc function)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  clear_source (&self->timer);
  self->timer = g_timeout_source_new (milliseconds);
  g_source_set_callback (self->timer, function, self, NULL);
  g_source_attach (self->timer, context);
}

/*
 * Bytes
 */

/* Returns how many bytes came; -1 if none for now, or for ever if failure is set. */
static gssize
receive (MnrWebsocket *self,
         gpointer data,
         gsize size)
{
  size_t count = 0;

  self->failure = curl_easy_recv (self->easy, data, size, &count);
  if (self->failure == CURLE_AGAIN)
    {
      self->failure = CURLE_OK;
      return -1;
    }
  if (self->failure == CURLE_OK && count == 0)
    self->failure = CURLE_RECV_ERROR;
  if (self->failure != CURLE_OK)
    return -1;
  self->was_heard = TRUE;
  return (gssize) count;
}

static gssize
transmit (MnrWebsocket *self,
          gconstpointer data,
          gsize size)
{
  size_t count = 0;

  self->failure = curl_easy_send (self->easy, data, size, &count);
  if (self->failure == CURLE_OK)
    return (gssize) count;
  if (self->failure == CURLE_AGAIN)
    self->failure = CURLE_OK;
  return -1;
}

/*
 * Frames
 */

static void
set_wslay_error (MnrWebsocket *self,
                 wslay_event_context_ptr context)
{
  wslay_event_set_error (context, self->failure == CURLE_OK ? WSLAY_ERR_WOULDBLOCK
                                                            : WSLAY_ERR_CALLBACK_FAILURE);
}

static ssize_t
on_frames_read (wslay_event_context_ptr context,
                uint8_t *data,
                size_t size,
                int flags,
                void *user_data)
{
  MnrWebsocket *self = user_data;
  gsize left = self->head->len - self->head_read;
  gssize count = -1;

  if (self->stage != OPEN)
    {
      wslay_event_set_error (context, WSLAY_ERR_WOULDBLOCK);
      return -1;
    }

  /* What came behind the head. */
  if (left > 0)
    {
      left = MIN (left, size);
      memcpy (data, self->head->str + self->head_read, left);
      self->head_read += left;
      return (ssize_t) left;
    }

  /* TLS may hold bytes that the socket shows no sign of: come back by ourselves. */
  if (self->budget == 0)
    g_source_set_ready_time (self->source, 0);
  else
    count = receive (self, data, MIN (size, self->budget));
  if (count < 0)
    set_wslay_error (self, context);
  else
    self->budget -= (gsize) count;
  return count;
}

static ssize_t
on_frames_write (wslay_event_context_ptr context,
                 const uint8_t *data,
                 size_t size,
                 int flags,
                 void *user_data)
{
  MnrWebsocket *self = user_data;
  gssize count = transmit (self, data, size);

  if (count < 0)
    set_wslay_error (self, context);
  return count;
}

static int
on_mask (wslay_event_context_ptr context,
         uint8_t *data,
         size_t size,
         void *user_data)
{
  return getrandom (data, size, 0) == (ssize_t) size ? 0 : -1;
}

static void
on_message (wslay_event_context_ptr context,
            const struct wslay_event_on_msg_recv_arg *message,
            void *user_data)
{
  MnrWebsocket *self = user_data;

  if (self->stage != OPEN)
    return;
  if (message->opcode == WSLAY_TEXT_FRAME)
    mnr_transport_tell_received (MNR_TRANSPORT (self), 0, (const char *) message->msg,
                                 message->msg_length);
  else if (message->opcode == WSLAY_BINARY_FRAME)
    wslay_event_queue_close (context, WSLAY_CODE_UNSUPPORTED_DATA, NULL, 0);
}

static gboolean
create_frames (MnrWebsocket *self)
{
  static const struct wslay_event_callbacks callbacks = {
    .recv_callback = on_frames_read,
    .send_callback = on_frames_write,
    .genmask_callback = on_mask,
    .on_msg_recv_callback = on_message,
  };

  if (wslay_event_context_client_init (&self->frames, &callbacks, self) != 0)
    return FALSE;
  wslay_event_config_set_max_recv_msg_length (self->frames, self->options.size_max);
  return TRUE;
}

/* Either side has said that it ends; no answer is waited for. */
static void
finish_close (MnrWebsocket *self)
{
  const gboolean by_us = !wslay_event_get_close_received (self->frames);
  const guint code = by_us ? wslay_event_get_status_code_sent (self->frames)
                           : wslay_event_get_status_code_received (self->frames);

  if (by_us && code == WSLAY_CODE_MESSAGE_TOO_BIG)
    fail (self, g_error_new (MNR_NODE_ERROR, MNR_NODE_ERROR_TOO_LARGE,
                             _ ("The answer of %s is larger than it may be."), self->url));
  else if (by_us)
    fail_protocol (self);
  else
    fail_closed (self);
}

/* Writes what there is to write, and reads what there is to read. */
static void
turn (MnrWebsocket *self)
{
  GIOCondition condition = G_IO_IN | G_IO_ERR | G_IO_HUP;
  gboolean good;

  self->budget = READ_AT_ONCE;
  self->is_turning = TRUE;
  good = wslay_event_recv (self->frames) == 0 && wslay_event_send (self->frames) == 0;
  self->is_turning = FALSE;

  if (self->stage == OVER)
    stop (self);
  else if (wslay_event_get_close_sent (self->frames))
    finish_close (self);
  else if (!good && self->failure == CURLE_OK)
    fail_protocol (self);
  else if (!good)
    fail_closed (self);
  if (self->stage == OVER)
    return;

  if (wslay_event_want_write (self->frames))
    condition |= G_IO_OUT;
  g_source_modify_unix_fd (self->source, self->tag, condition);
}

/*
 * The handshake
 */

static void
open_frames (MnrWebsocket *self)
{
  g_autofree char *head = NULL;
  const char *end = strstr (self->head->str, "\r\n\r\n");
  GError *error = NULL;

  self->head_read = (gsize) (end - self->head->str) + 4;
  head = g_strndup (self->head->str, self->head_read);
  if (!mnr_websocket_check_head (self->url, head, self->key, &error))
    {
      fail (self, error);
      return;
    }
  if (!create_frames (self))
    {
      fail_closed (self);
      return;
    }

  self->stage = OPEN;
  set_timer (self, self->options.ping_interval, on_ping_time);
  mnr_transport_tell_opened (MNR_TRANSPORT (self));
  /* What came with the head is not on the socket any more. */
  if (self->stage == OPEN)
    g_source_set_ready_time (self->source, 0);
}

static void
shake (MnrWebsocket *self)
{
  gsize length = strlen (self->request);
  char buffer[1024];
  gssize count;

  while (self->sent < length &&
         (count = transmit (self, self->request + self->sent, length - self->sent)) > 0)
    self->sent += (gsize) count;

  while (self->failure == CURLE_OK && self->head->len < MNR_WEBSOCKET_HEAD_MAX &&
         strstr (self->head->str, "\r\n\r\n") == NULL &&
         (count = receive (self, buffer, sizeof buffer)) > 0)
    g_string_append_len (self->head, buffer, count);

  if (strstr (self->head->str, "\r\n\r\n") != NULL)
    open_frames (self);
  else if (strlen (self->head->str) != self->head->len ||
           self->head->len >= MNR_WEBSOCKET_HEAD_MAX)
    fail (self, g_error_new (MNR_NODE_ERROR, MNR_NODE_ERROR_PROTOCOL,
                             _ ("%s is no WebSocket: it does not even speak HTTP."), self->url));
  else if (self->failure != CURLE_OK)
    fail_closed (self);
  else
    g_source_modify_unix_fd (self->source, self->tag,
                             G_IO_IN | G_IO_ERR | G_IO_HUP |
                               (self->sent < length ? G_IO_OUT : 0));
}

static gboolean
dispatch (GSource *source,
          GSourceFunc callback,
          gpointer user_data)
{
  g_autoptr (MnrWebsocket) self = g_object_ref (((SocketSource *) source)->websocket);

  g_source_set_ready_time (source, -1);
  if (self->stage == SHAKING)
    shake (self);
  else if (self->stage == OPEN)
    turn (self);
  return G_SOURCE_CONTINUE;
}

static void
on_connected (CURLcode code,
              gpointer user_data)
{
  static GSourceFuncs funcs = { .dispatch = dispatch };
  g_autoptr (MnrWebsocket) self = g_object_ref (user_data);
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  curl_socket_t fd = CURL_SOCKET_BAD;

  if (code == CURLE_OK)
    curl_easy_getinfo (self->easy, CURLINFO_ACTIVESOCKET, &fd);
  if (fd == CURL_SOCKET_BAD)
    {
      fail (self, mnr_curl_error_new (self->url, code, self->message));
      return;
    }

  self->stage = SHAKING;
  self->source = g_source_new (&funcs, sizeof (SocketSource));
  ((SocketSource *) self->source)->websocket = self;
  self->tag = g_source_add_unix_fd (self->source, fd, G_IO_IN | G_IO_ERR | G_IO_HUP);
  g_source_set_static_name (self->source, "websocket");
  g_source_set_ready_time (self->source, 0);
  g_source_attach (self->source, context);
}

/*
 * As a transport
 */

static void
mnr_websocket_open (MnrTransport *transport)
{
  MnrWebsocket *self = MNR_WEBSOCKET (transport);
  gboolean secure = g_str_equal (g_uri_get_scheme (self->uri), "wss");
  g_autofree char *url =
    g_strconcat (secure ? "https" : "http", strchr (self->url, ':'), NULL);

  self->curl = mnr_curl_source_acquire ();
  self->easy = mnr_curl_source_new_easy (url, self->ca_file, self->message);
  curl_easy_setopt (self->easy, CURLOPT_CONNECT_ONLY, 1L);
  curl_easy_setopt (self->easy, CURLOPT_HTTP_VERSION, (long) CURL_HTTP_VERSION_1_1);
  curl_easy_setopt (self->easy, CURLOPT_HTTPPROXYTUNNEL, 1L);
  curl_easy_setopt (self->easy, CURLOPT_CONNECTTIMEOUT_MS, (long) self->options.connect_timeout);
  curl_easy_setopt (self->easy, CURLOPT_TCP_KEEPALIVE, 1L);
  self->transfer = (MnrCurlTransfer){ on_connected, self };
  set_timer (self, self->options.connect_timeout, on_time_up);
  mnr_curl_source_add (self->curl, self->easy, &self->transfer);
}

static void
mnr_websocket_send (MnrTransport *transport,
                    guint64 tag,
                    const char *text)
{
  MnrWebsocket *self = MNR_WEBSOCKET (transport);
  const struct wslay_event_msg message = {
    .opcode = WSLAY_TEXT_FRAME,
    .msg = (const uint8_t *) text,
    .msg_length = strlen (text),
  };

  /* Who has closed is told so by an event. */
  if (self->stage != OPEN)
    return;
  if (wslay_event_get_queued_msg_length (self->frames) + message.msg_length > UNSENT_MAX ||
      wslay_event_queue_msg (self->frames, &message) != 0)
    {
      g_autoptr (GError) error =
        g_error_new (MNR_NODE_ERROR, MNR_NODE_ERROR_TOO_LARGE,
                     _ ("%s does not take what is sent to it."), self->url);

      mnr_transport_tell_failed (transport, tag, error);
      return;
    }
  g_source_set_ready_time (self->source, 0);
}

static void
mnr_websocket_close (MnrTransport *transport)
{
  MnrWebsocket *self = MNR_WEBSOCKET (transport);

  /* Said if it can be said at once. */
  if (self->stage == OPEN &&
      wslay_event_queue_close (self->frames, WSLAY_CODE_NORMAL_CLOSURE, NULL, 0) == 0 &&
      !self->is_turning)
    wslay_event_send (self->frames);
  stop (self);
}

static void
mnr_websocket_finalize (GObject *object)
{
  MnrWebsocket *self = MNR_WEBSOCKET (object);

  stop (self);
  g_string_free (self->head, TRUE);
  g_free (self->key);
  g_free (self->request);
  g_free (self->url);
  g_free (self->ca_file);
  g_uri_unref (self->uri);
  G_OBJECT_CLASS (mnr_websocket_parent_class)->finalize (object);
}

static void
mnr_websocket_class_init (MnrWebsocketClass *class)
{
  MnrTransportClass *transport_class = MNR_TRANSPORT_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = mnr_websocket_finalize;
  transport_class->open = mnr_websocket_open;
  transport_class->send = mnr_websocket_send;
  transport_class->close = mnr_websocket_close;
}

static void
mnr_websocket_init (MnrWebsocket *self)
{
  self->head = g_string_new (NULL);
}

MnrTransport *
mnr_websocket_new (const char *url,
                   GUri *uri,
                   const MnrNodeOptions *options)
{
  MnrWebsocket *self = g_object_new (MNR_TYPE_WEBSOCKET, NULL);

  self->url = g_strdup (url);
  self->uri = g_uri_ref (uri);
  self->options = *options;
  self->ca_file = g_strdup (options->ca_file);
  self->key = mnr_websocket_make_key ();
  self->request = mnr_websocket_make_request (uri, self->key);
  return MNR_TRANSPORT (self);
}
