/* bad-node.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bad-node.h"

#include <string.h>

#define KEY_SUFFIX  "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
#define THREADS_MAX 32

struct _BadNode
{
  BadNodeConfig config;
  GSocketService *service;
  GTlsCertificate *certificate;
  guint16 port;
  gint calls;
  gint head;
  GMutex lock;
  GCond ended;
  GPtrArray *sockets; /* of the connections there are */
};

/*
 * Bytes
 */

gboolean
bad_talk_write (BadTalk *talk,
                gconstpointer data,
                gsize size)
{
  return g_output_stream_write_all (talk->out, data, size, NULL, NULL, NULL);
}

static gboolean
write_text (BadTalk *talk,
            const char *text)
{
  return bad_talk_write (talk, text, strlen (text));
}

static gboolean
read_bytes (BadTalk *talk,
            gpointer data,
            gsize size)
{
  gsize count;

  return g_input_stream_read_all (talk->in, data, size, &count, NULL, NULL) &&
         count == size;
}

void
bad_talk_wait (BadTalk *talk)
{
  char byte;

  while (g_input_stream_read (talk->in, &byte, 1, NULL, NULL) > 0)
    continue;
}

/*
 * Frames
 */

gboolean
bad_talk_write_frame (BadTalk *talk,
                      guint8 head,
                      gconstpointer data,
                      gsize size)
{
  g_autoptr (GByteArray) frame = g_byte_array_new ();
  guint8 length[9] = { 127 };

  g_byte_array_append (frame, &head, 1);
  for (guint i = 0; i < 8; i++)
    length[8 - i] = (guint8) ((guint64) size >> (8 * i));
  if (size < 126)
    g_byte_array_append (frame, &length[8], 1);
  else if (size < 65536)
    {
      length[6] = 126;
      g_byte_array_append (frame, &length[6], 3);
    }
  else
    g_byte_array_append (frame, length, sizeof length);
  g_byte_array_append (frame, data, (guint) size);
  return bad_talk_write (talk, frame->data, frame->len);
}

char *
bad_talk_read_frame (BadTalk *talk,
                     guint8 *head)
{
  guint8 bytes[8] = { 0 }, mask[4];
  guint64 length = 0;
  guint more;
  char *text;

  if (!read_bytes (talk, bytes, 2))
    return NULL;
  *head = bytes[0];
  /* Who is a client has to mask (RFC 6455, 5.3). */
  g_assert_cmpuint (bytes[1] & 0x80, ==, 0x80);
  length = bytes[1] & 0x7f;
  more = length == 126 ? 2 : length == 127 ? 8
                                           : 0;
  if (more > 0)
    {
      if (!read_bytes (talk, bytes, more))
        return NULL;
      length = 0;
      for (guint i = 0; i < more; i++)
        length = length << 8 | bytes[i];
    }
  if (!read_bytes (talk, mask, sizeof mask))
    return NULL;
  text = g_malloc0 (length + 1);
  if (!read_bytes (talk, text, length))
    g_clear_pointer (&text, g_free);
  for (guint64 i = 0; text != NULL && i < length; i++)
    text[i] = (char) (text[i] ^ mask[i % 4]);
  return text;
}

/*
 * Answers
 */

gboolean
bad_talk_send (BadTalk *talk,
               const char *text)
{
  g_autofree char *answer = NULL;

  if (talk->is_websocket)
    return bad_talk_write_frame (talk, 0x81, text, strlen (text));
  answer = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                            "Content-Length: %zu\r\n\r\n%s",
                            strlen (text), text);
  return write_text (talk, answer);
}

gboolean
bad_talk_answer (BadTalk *talk,
                 const char *id,
                 const char *result)
{
  g_autofree char *text =
    g_strdup_printf ("{\"id\":%s,\"jsonrpc\":\"2.0\",\"result\":%s}", id, result);

  return bad_talk_send (talk, text);
}

/* Finds what stands between @before and @after. */
static char *
find_between (const char *text,
              const char *before,
              const char *after)
{
  const char *start = strstr (text, before);
  const char *end = start != NULL ? strstr (start + strlen (before), after) : NULL;

  return end != NULL ? g_strndup (start + strlen (before), (gsize) (end - start) - strlen (before))
                     : NULL;
}

static gboolean
answer (BadTalk *talk,
        const char *request)
{
  BadNode *self = talk->node;
  g_autofree char *id = find_between (request, "\"id\":", ",");
  g_autofree char *call = find_between (request, "\"params\":[\"", "\",[");
  const char *method = call != NULL ? strrchr (call, '"') : NULL;

  g_assert_nonnull (id);
  g_assert_nonnull (method);
  method++;
  if (g_str_equal (method, "get_chain_id"))
    {
      g_autofree char *text = g_strdup_printf ("\"%s\"", self->config.chain_id);

      return bad_talk_answer (talk, id, text);
    }
  if (g_str_equal (method, "get_config"))
    return bad_talk_answer (talk, id,
                            "{\"GRAPHENE_SYMBOL\":\"BTS\",\"GRAPHENE_ADDRESS_PREFIX\":\"BTS\"}");
  if (g_str_equal (method, "get_dynamic_global_properties"))
    {
      const guint head = (guint) g_atomic_int_get (&self->head);
      g_autofree char *text =
        g_strdup_printf ("{\"id\":\"2.1.0\",\"head_block_number\":%u,\"head_block_id\":"
                         "\"%040x\",\"time\":\"%s-01-01T00:%02u:00\"}",
                         head, head, self->config.head_year, head);

      return bad_talk_answer (talk, id, text);
    }
  if (g_str_has_prefix (method, "set_"))
    return bad_talk_answer (talk, id, "null");

  g_atomic_int_inc (&self->calls);
  if (self->config.script != NULL)
    return self->config.script (talk, method, id);
  return bad_talk_answer (talk, id, "true");
}

/*
 * Connections
 */

/* Reads a request; its body, or "". */
static char *
read_request (BadTalk *talk)
{
  g_autoptr (GString) head = g_string_new (NULL);
  g_autofree char *length = NULL;
  char *body;
  gsize size;
  char byte;

  while (strstr (head->str, "\r\n\r\n") == NULL)
    {
      if (!read_bytes (talk, &byte, 1))
        return NULL;
      g_string_append_c (head, byte);
    }
  talk->key = find_between (head->str, "Sec-WebSocket-Key: ", "\r\n");
  length = find_between (head->str, "Content-Length: ", "\r\n");
  size = length != NULL ? (gsize) g_ascii_strtoull (length, NULL, 10) : 0;
  body = g_malloc0 (size + 1);
  if (!read_bytes (talk, body, size))
    g_clear_pointer (&body, g_free);
  return body;
}

static void
shake_hands (BadTalk *talk)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  g_autofree char *accept = NULL, *head = NULL;
  guint8 digest[20];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) talk->key, -1);
  g_checksum_update (checksum, (const guchar *) KEY_SUFFIX, -1);
  g_checksum_get_digest (checksum, digest, &length);
  accept = g_base64_encode (digest, length);
  head = g_strdup_printf ("HTTP/1.1 101 Switching Protocols\r\nupgrade: WebSocket\r\n"
                          "connection: keep-alive, Upgrade\r\nsec-websocket-accept: %s\r\n\r\n",
                          accept);
  write_text (talk, head);
  g_clear_pointer (&talk->key, g_free);
  talk->is_websocket = TRUE;
}

static void
talk_by_websocket (BadTalk *talk)
{
  gboolean goes_on = TRUE;
  guint8 head;

  shake_hands (talk);
  while (goes_on)
    {
      g_autofree char *text = bad_talk_read_frame (talk, &head);

      if (text == NULL || head == 0x88)
        return;
      if (head == 0x81)
        goes_on = answer (talk, text);
    }
}

static void
serve (BadTalk *talk)
{
  const BadNodeConfig *config = &talk->node->config;

  for (;;)
    {
      g_autofree char *body = read_request (talk);

      if (body == NULL)
        return;
      if (config->is_silent)
        {
          bad_talk_wait (talk);
          return;
        }
      if (config->raw != NULL)
        {
          write_text (talk, config->raw);
          return;
        }
      if (talk->key != NULL)
        {
          talk_by_websocket (talk);
          return;
        }
      if (!answer (talk, body))
        return;
    }
}

static gboolean
on_run (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer user_data)
{
  BadNode *self = user_data;
  g_autoptr (GIOStream) stream = G_IO_STREAM (g_object_ref (connection));
  BadTalk talk = { .node = self };

  if (self->certificate != NULL)
    {
      GIOStream *tls = g_tls_server_connection_new (stream, self->certificate, NULL);

      g_object_unref (stream);
      stream = tls;
    }
  talk.in = g_io_stream_get_input_stream (stream);
  talk.out = g_io_stream_get_output_stream (stream);
  if (self->certificate == NULL ||
      g_tls_connection_handshake (G_TLS_CONNECTION (stream), NULL, NULL))
    serve (&talk);
  g_free (talk.key);
  g_io_stream_close (stream, NULL, NULL);

  g_mutex_lock (&self->lock);
  g_ptr_array_remove_fast (self->sockets, g_socket_connection_get_socket (connection));
  g_cond_signal (&self->ended);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

/* In the main loop, before the thread begins. */
static gboolean
on_incoming (GSocketService *service,
             GSocketConnection *connection,
             GObject *source,
             gpointer user_data)
{
  BadNode *self = user_data;

  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->sockets,
                   g_object_ref (g_socket_connection_get_socket (connection)));
  g_mutex_unlock (&self->lock);
  return FALSE;
}

BadNode *
bad_node_new (const BadNodeConfig *config)
{
  BadNode *self = g_new0 (BadNode, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GError) error = NULL;

  self->config = *config;
  if (self->config.chain_id == NULL)
    self->config.chain_id = BAD_NODE_CHAIN_ID;
  if (self->config.head_year == NULL)
    self->config.head_year = "2026";
  self->head = 1;
  self->sockets = g_ptr_array_new_with_free_func (g_object_unref);
  g_mutex_init (&self->lock);
  g_cond_init (&self->ended);
  if (config->has_tls)
    {
      g_autofree char *pem = g_test_build_filename (G_TEST_DIST, "data", "localhost.pem", NULL);

      self->certificate = g_tls_certificate_new_from_file (pem, &error);
      g_assert_no_error (error);
    }
  self->service = g_threaded_socket_service_new (THREADS_MAX);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address,
                                 G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &effective,
                                 &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), self);
  g_signal_connect (self->service, "run", G_CALLBACK (on_run), self);
  g_socket_service_start (self->service);
  return self;
}

void
bad_node_free (BadNode *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_mutex_lock (&self->lock);
  /* Who reads or writes just now is at the end. */
  for (guint i = 0; i < self->sockets->len; i++)
    g_socket_shutdown (g_ptr_array_index (self->sockets, i), TRUE, TRUE, NULL);
  while (self->sockets->len > 0)
    g_cond_wait (&self->ended, &self->lock);
  g_mutex_unlock (&self->lock);
  g_object_unref (self->service);
  g_ptr_array_unref (self->sockets);
  g_clear_object (&self->certificate);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->ended);
  g_free (self);
}

char *
bad_node_get_url (BadNode *self,
                  const char *scheme)
{
  /* The certificate is made out to a name. */
  return g_strdup_printf ("%s://%s:%u", scheme,
                          self->config.has_tls ? "localhost" : "127.0.0.1", self->port);
}

guint
bad_node_get_calls (BadNode *self)
{
  return (guint) g_atomic_int_get (&self->calls);
}

void
bad_node_add_block (BadNode *self)
{
  g_atomic_int_inc (&self->head);
}
