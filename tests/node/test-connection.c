/* test-connection.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "bad-node.h"
#include "chain/test-vectors.h"
#include "node/mnr-connection.h"
#include "node/mnr-http.h"
#include "test-support.h"

/* What one node does to one call, and that it ends in a sentence. */

#define WEBSOCKET "ws"
#define HTTP      "http"

/* No test waits for these but those that are about them. */
static const MnrNodeOptions patient = MNR_NODE_OPTIONS_DEFAULT;

static MnrNodeOptions
make_impatient (void)
{
  MnrNodeOptions options = patient;

  options.connect_timeout = 100;
  options.call_timeout = 100;
  options.ping_interval = 20;
  return options;
}

static gboolean
open_and_wait (MnrConnection *connection,
               GError **error)
{
  Outcome outcome = { 0 };
  g_autoptr (GAsyncResult) result = NULL;

  mnr_connection_open_async (connection, NULL, outcome_take, &outcome);
  result = outcome_wait (&outcome);
  return mnr_connection_open_finish (connection, result, error);
}

static GBytes *
ask (MnrConnection *connection,
     GError **error)
{
  Outcome outcome = { 0 };
  g_autoptr (GAsyncResult) result = NULL;

  mnr_connection_call_async (connection, "database", "spoil", "[]", NULL, outcome_take,
                             &outcome);
  result = outcome_wait (&outcome);
  return mnr_connection_call_finish (connection, result, error);
}

/* Opens, asks once. */
static GBytes *
ask_node (BadNode *node,
          const char *scheme,
          const MnrNodeOptions *options,
          GError **error)
{
  g_autofree char *url = bad_node_get_url (node, scheme);
  g_autoptr (MnrConnection) connection = mnr_connection_new (url, options);
  g_autoptr (GBytes) answer = NULL;

  if (open_and_wait (connection, error))
    answer = ask (connection, error);
  mnr_connection_close (connection);
  return g_steal_pointer (&answer);
}

/*
 * Wrong answers
 */

static gboolean
drop (BadTalk *talk,
      const char *method,
      const char *id)
{
  return FALSE;
}

static gboolean
cut (BadTalk *talk,
     const char *method,
     const char *id)
{
  static const char frame[] = "\x81\x7e\x10\x00{\"id\":";
  static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":";

  if (talk->is_websocket)
    bad_talk_write (talk, frame, sizeof frame - 1);
  else
    bad_talk_write (talk, answer, sizeof answer - 1);
  return FALSE;
}

static gboolean
say_garbage (BadTalk *talk,
             const char *method,
             const char *id)
{
  return bad_talk_send (talk, "How do you do?");
}

static gboolean
say_half (BadTalk *talk,
          const char *method,
          const char *id)
{
  g_autofree char *text = g_strdup_printf ("{\"id\":%s,\"result\":[1,2", id);

  return bad_talk_send (talk, text);
}

static gboolean
say_nothing (BadTalk *talk,
             const char *method,
             const char *id)
{
  return bad_talk_send (talk, "");
}

static gboolean
say_two (BadTalk *talk,
         const char *method,
         const char *id)
{
  g_autofree char *text = g_strdup_printf ("{\"id\":%s,\"result\":1}{}", id);

  return bad_talk_send (talk, text);
}

static gboolean
say_wrong_id (BadTalk *talk,
              const char *method,
              const char *id)
{
  return bad_talk_answer (talk, "4711", "true");
}

static gboolean
say_odd_id (BadTalk *talk,
            const char *method,
            const char *id)
{
  return bad_talk_answer (talk, "\"one\"", "true");
}

static gboolean
say_no_result (BadTalk *talk,
               const char *method,
               const char *id)
{
  g_autofree char *text = g_strdup_printf ("{\"id\":%s,\"jsonrpc\":\"2.0\"}", id);

  return bad_talk_send (talk, text);
}

static gboolean
say_odd_error (BadTalk *talk,
               const char *method,
               const char *id)
{
  g_autofree char *text = g_strdup_printf ("{\"id\":%s,\"error\":\"no\"}", id);

  return bad_talk_send (talk, text);
}

static gboolean
say_bad_utf8 (BadTalk *talk,
              const char *method,
              const char *id)
{
  return bad_talk_answer (talk, id, "\"\xff\xfe\"");
}

static gboolean
say_too_much (BadTalk *talk,
              const char *method,
              const char *id)
{
  g_autofree char *text = g_strnfill (70000, '1');

  return bad_talk_answer (talk, id, text);
}

static gboolean
be_silent (BadTalk *talk,
           const char *method,
           const char *id)
{
  bad_talk_wait (talk);
  return FALSE;
}

static gboolean
show_page (BadTalk *talk,
           const char *method,
           const char *id)
{
  const char page[] = "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\n"
                      "Content-Length: 12\r\n\r\n<html></html";

  return bad_talk_write (talk, page, strlen (page));
}

/* By WebSocket only. */

static gboolean
send_binary (BadTalk *talk,
             const char *method,
             const char *id)
{
  return bad_talk_write_frame (talk, 0x82, "abc", 3);
}

static gboolean
send_reserved (BadTalk *talk,
               const char *method,
               const char *id)
{
  return bad_talk_write_frame (talk, 0xf1, "abc", 3);
}

/* The length of 3 in eight bytes. */
static gboolean
send_long_length (BadTalk *talk,
                  const char *method,
                  const char *id)
{
  return bad_talk_write (talk, "\x81\x7f\0\0\0\0\0\0\0\x03"
                               "abc",
                         13);
}

static gboolean
send_close (BadTalk *talk,
            const char *method,
            const char *id)
{
  bad_talk_write_frame (talk, 0x01, "{\"id\":", 6);
  bad_talk_write_frame (talk, 0x88, "\x03\xe9", 2);
  bad_talk_wait (talk);
  return FALSE;
}

static gboolean
claim_much (BadTalk *talk,
            const char *method,
            const char *id)
{
  bad_talk_write (talk, "\x81\x7f\x3f\xff\xff\xff\xff\xff\xff\xff{", 11);
  bad_talk_wait (talk);
  return FALSE;
}

/* An error is wanted by HTTP only where by_http is, and so on. */
typedef struct
{
  const char *name;
  BadScript script;
  int by_websocket; /* -1: not asked that way */
  int by_http;
} Case;

static const Case cases[] = {
  { "dropped", drop, MNR_NODE_ERROR_CLOSED, MNR_NODE_ERROR_CLOSED },
  { "cut", cut, MNR_NODE_ERROR_CLOSED, MNR_NODE_ERROR_CLOSED },
  { "garbage", say_garbage, MNR_NODE_ERROR_PROTOCOL, MNR_NODE_ERROR_PROTOCOL },
  { "half", say_half, MNR_NODE_ERROR_PROTOCOL, MNR_NODE_ERROR_PROTOCOL },
  { "nothing", say_nothing, MNR_NODE_ERROR_PROTOCOL, MNR_NODE_ERROR_PROTOCOL },
  { "two", say_two, MNR_NODE_ERROR_PROTOCOL, MNR_NODE_ERROR_PROTOCOL },
  { "wrong-id", say_wrong_id, MNR_NODE_ERROR_PROTOCOL, MNR_NODE_ERROR_PROTOCOL },
  { "odd-id", say_odd_id, MNR_NODE_ERROR_PROTOCOL, MNR_NODE_ERROR_PROTOCOL },
  { "no-result", say_no_result, MNR_NODE_ERROR_PROTOCOL, MNR_NODE_ERROR_PROTOCOL },
  { "odd-error", say_odd_error, MNR_NODE_ERROR_PROTOCOL, MNR_NODE_ERROR_PROTOCOL },
  { "bad-utf8", say_bad_utf8, MNR_NODE_ERROR_PROTOCOL, MNR_NODE_ERROR_PROTOCOL },
  { "too-large", say_too_much, MNR_NODE_ERROR_TOO_LARGE, MNR_NODE_ERROR_TOO_LARGE },
  { "silence", be_silent, MNR_NODE_ERROR_TIMEOUT, MNR_NODE_ERROR_TIMEOUT },
  { "page", show_page, -1, MNR_NODE_ERROR_PROTOCOL },
  { "binary", send_binary, MNR_NODE_ERROR_PROTOCOL, -1 },
  { "reserved-bits", send_reserved, MNR_NODE_ERROR_PROTOCOL, -1 },
  { "long-length", send_long_length, MNR_NODE_ERROR_PROTOCOL, -1 },
  { "close", send_close, MNR_NODE_ERROR_CLOSED, -1 },
  { "claim", claim_much, MNR_NODE_ERROR_TOO_LARGE, -1 },
};

static void
assert_fails (const Case *each,
              const char *scheme,
              int code)
{
  g_autoptr (BadNode) node = bad_node_new (&(BadNodeConfig){ .script = each->script });
  MnrNodeOptions options = each->script == be_silent ? make_impatient () : patient;
  g_autoptr (GError) error = NULL;

  options.size_max = 65536;
  g_assert_null (ask_node (node, scheme, &options, &error));
  g_test_message ("%s", error->message);
  assert_sentence (error, (MnrNodeError) code);
}

static void
test_case (gconstpointer data)
{
  const Case *each = data;

  if (each->by_websocket >= 0)
    assert_fails (each, WEBSOCKET, each->by_websocket);
  if (each->by_http >= 0)
    assert_fails (each, HTTP, each->by_http);
}

/*
 * No connection
 */

typedef struct
{
  const char *name;
  const char *raw;
  MnrNodeError code;
  const char *says;
} Handshake;

static const Handshake handshakes[] = {
  { "nothing", "", MNR_NODE_ERROR_CLOSED, "ended" },
  { "page", "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", MNR_NODE_ERROR_PROTOCOL,
    "502 Bad Gateway" },
  { "redirect", "HTTP/1.1 301 Moved\r\nLocation: wss://elsewhere.example/\r\n\r\n",
    MNR_NODE_ERROR_PROTOCOL, "wss://elsewhere.example/" },
  { "no-http", "SSH-2.0-OpenSSH\r\n\r\n", MNR_NODE_ERROR_PROTOCOL, "speak HTTP" },
  { "accept",
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
    MNR_NODE_ERROR_PROTOCOL, "not the one" },
  { "no-accept",
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    MNR_NODE_ERROR_PROTOCOL, "not the one" },
};

static void
test_handshake (gconstpointer data)
{
  const Handshake *each = data;
  g_autoptr (BadNode) node = bad_node_new (&(BadNodeConfig){ .raw = each->raw });
  g_autoptr (GError) error = NULL;

  g_assert_null (ask_node (node, WEBSOCKET, &patient, &error));
  g_test_message ("%s", error->message);
  assert_sentence (error, each->code);
  g_assert_nonnull (strstr (error->message, each->says));
}

static void
test_endless_head (void)
{
  g_autofree char *lines = g_strnfill (100000, 'x');
  g_autofree char *raw = g_strconcat ("HTTP/1.1 101 Hello\r\nX-Long: ", lines, NULL);
  g_autoptr (BadNode) node = bad_node_new (&(BadNodeConfig){ .raw = raw });
  g_autoptr (GError) error = NULL;

  g_assert_null (ask_node (node, WEBSOCKET, &patient, &error));
  g_assert_error (error, MNR_NODE_ERROR, MNR_NODE_ERROR_PROTOCOL);
}

static void
test_silent (gconstpointer scheme)
{
  g_autoptr (BadNode) node = bad_node_new (&(BadNodeConfig){ .is_silent = TRUE });
  MnrNodeOptions options = make_impatient ();
  g_autoptr (GError) error = NULL;

  g_assert_null (ask_node (node, scheme, &options, &error));
  assert_sentence (error, MNR_NODE_ERROR_TIMEOUT);
}

static void
test_refused (gconstpointer scheme)
{
  BadNode *node = bad_node_new (&(BadNodeConfig){ 0 });
  g_autofree char *url = bad_node_get_url (node, scheme);
  g_autoptr (MnrConnection) connection = mnr_connection_new (url, &patient);
  g_autoptr (GError) error = NULL;

  bad_node_free (node);
  if (open_and_wait (connection, &error))
    g_assert_null (ask (connection, &error));
  assert_sentence (error, MNR_NODE_ERROR_CONNECT);
  g_assert_nonnull (strstr (error->message, url));
}

static void
test_address (gconstpointer url)
{
  g_autoptr (MnrConnection) connection = mnr_connection_new (url, &patient);
  g_autoptr (GError) error = NULL;

  g_assert_false (open_and_wait (connection, &error));
  assert_sentence (error, MNR_NODE_ERROR_CONNECT);
  g_assert_null (strstr (error->message, "secret"));
}

static void
test_tls (gconstpointer scheme)
{
  g_autoptr (BadNode) node = bad_node_new (&(BadNodeConfig){ .has_tls = TRUE });
  g_autofree char *pem = g_test_build_filename (G_TEST_DIST, "data", "localhost.pem", NULL);
  MnrNodeOptions trusting = patient;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = NULL;

  g_assert_null (ask_node (node, scheme, &patient, &error));
  assert_sentence (error, MNR_NODE_ERROR_TLS);
  g_clear_error (&error);

  trusting.ca_file = pem;
  answer = ask_node (node, scheme, &trusting, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_bytes_get_data (answer, NULL), ==, "true");
}

/*
 * Odd, but right
 */

static gboolean
send_fragments (BadTalk *talk,
                const char *method,
                const char *id)
{
  g_autofree char *text = g_strdup_printf ("{\"id\":%s,\"result\":\"in pieces\"}", id);
  gsize length = strlen (text);

  for (gsize i = 0; i < length; i++)
    bad_talk_write_frame (talk, (i == 0 ? 0x01 : 0x00) | (i == length - 1 ? 0x80 : 0x00),
                          text + i, 1);
  return TRUE;
}

static gboolean
send_ping (BadTalk *talk,
           const char *method,
           const char *id)
{
  g_autofree char *pong = NULL;
  guint8 head = 0;

  bad_talk_write_frame (talk, 0x89, "are you there", 13);
  pong = bad_talk_read_frame (talk, &head);
  g_assert_cmpuint (head, ==, 0x8a);
  g_assert_cmpstr (pong, ==, "are you there");
  return bad_talk_answer (talk, id, "\"in pieces\"");
}

#define STORM 20000

static gboolean
send_storm (BadTalk *talk,
            const char *method,
            const char *id)
{
  for (guint i = 0; i < STORM; i++)
    bad_talk_send (talk, "{\"method\":\"notice\",\"params\":[7,[[\"1.7.5\"]]]}");
  return bad_talk_answer (talk, id, "\"in pieces\"");
}

static gboolean
send_spaces (BadTalk *talk,
             const char *method,
             const char *id)
{
  g_autofree char *text = g_strdup_printf (" {\n \"other\": {}, \"result\" : \"in pieces\"\n, "
                                           "\"id\" : %s } ",
                                           id);

  return bad_talk_send (talk, text);
}

static void
test_right (gconstpointer script)
{
  g_autoptr (BadNode) node = bad_node_new (&(BadNodeConfig){ .script = (BadScript) script });
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = ask_node (node, WEBSOCKET, &patient, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (g_bytes_get_data (answer, NULL), ==, "\"in pieces\"");
}

static void
count_notice (MnrConnection *connection,
              guint64 callback,
              const char *payload,
              guint *count)
{
  g_assert_cmpuint (callback, ==, 7);
  g_assert_cmpstr (payload, ==, "[\"1.7.5\"]");
  (*count)++;
}

static void
test_notices (void)
{
  g_autoptr (BadNode) node = bad_node_new (&(BadNodeConfig){ .script = send_storm });
  g_autofree char *url = bad_node_get_url (node, WEBSOCKET);
  g_autoptr (MnrConnection) connection = mnr_connection_new (url, &patient);
  g_autoptr (GBytes) answer = NULL;
  guint count = 0;

  g_signal_connect (connection, "notice", G_CALLBACK (count_notice), &count);
  g_assert_true (open_and_wait (connection, NULL));
  answer = ask (connection, NULL);
  g_assert_nonnull (answer);
  g_assert_cmpuint (count, ==, STORM);
  mnr_connection_close (connection);
}

/* Whoever is told of something may close, and give the connection up. */
static void
close_at_notice (MnrConnection *connection,
                 guint64 callback,
                 const char *payload,
                 guint *count)
{
  (*count)++;
  mnr_connection_close (connection);
}

static void
test_close_within (void)
{
  g_autoptr (BadNode) node = bad_node_new (&(BadNodeConfig){ .script = send_storm });
  g_autofree char *url = bad_node_get_url (node, WEBSOCKET);
  g_autoptr (MnrConnection) connection = mnr_connection_new (url, &patient);
  g_autoptr (GError) error = NULL;
  guint count = 0;

  g_signal_connect (connection, "notice", G_CALLBACK (close_at_notice), &count);
  g_assert_true (open_and_wait (connection, NULL));
  g_assert_null (ask (connection, &error));
  assert_sentence (error, MNR_NODE_ERROR_CLOSED);
  g_assert_cmpuint (count, ==, 1);
  g_assert_false (mnr_connection_is_open (connection));
  g_clear_error (&error);
  g_assert_null (ask (connection, &error));
  assert_sentence (error, MNR_NODE_ERROR_CLOSED);
}

static void
note_closed (MnrConnection *connection,
             const GError *error,
             GError **told)
{
  g_assert_null (*told);
  *told = g_error_copy (error);
}

static gboolean
is_told (gpointer data)
{
  return *(GError **) data != NULL;
}

/* Nobody asks anything, and the node answers no ping. */
static void
test_fallen_silent (void)
{
  g_autoptr (BadNode) node = bad_node_new (&(BadNodeConfig){ 0 });
  g_autofree char *url = bad_node_get_url (node, WEBSOCKET);
  MnrNodeOptions options = make_impatient ();
  g_autoptr (MnrConnection) connection = mnr_connection_new (url, &options);
  g_autoptr (GError) told = NULL;

  g_signal_connect (connection, "closed", G_CALLBACK (note_closed), &told);
  g_assert_true (open_and_wait (connection, NULL));
  wait_until (is_told, &told);
  assert_sentence (told, MNR_NODE_ERROR_TIMEOUT);
}

static void
test_cancel (gconstpointer scheme)
{
  g_autoptr (BadNode) node = bad_node_new (&(BadNodeConfig){ .script = be_silent });
  g_autofree char *url = bad_node_get_url (node, scheme);
  g_autoptr (MnrConnection) connection = mnr_connection_new (url, &patient);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  Outcome outcome = { 0 };

  g_assert_true (open_and_wait (connection, NULL));
  mnr_connection_call_async (connection, "database", "spoil", "[]", cancellable, outcome_take,
                             &outcome);
  g_cancellable_cancel (cancellable);
  result = outcome_wait (&outcome);
  g_assert_null (mnr_connection_call_finish (connection, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  mnr_connection_close (connection);
}

/*
 * Chance
 */

/* Set before a node is made, read in its thread. */
static guint8 noise[256];
static gsize noise_length;

static gboolean
say_noise (BadTalk *talk,
           const char *method,
           const char *id)
{
  bad_talk_write (talk, noise, noise_length);
  return FALSE;
}

static gboolean
say_noisy_json (BadTalk *talk,
                const char *method,
                const char *id)
{
  g_autofree char *text = g_strdup_printf (
    "{\"id\":%s,\"error\":{\"code\":1,\"message\":\"m\",\"data\":{\"code\":10,\"name\":\"n\","
    "\"stack\":[{\"format\":\"a ${b} c\",\"data\":{\"b\":[1,\"2\"]}}]}}}",
    id);

  for (gsize i = 0; i < noise_length; i++)
    text[noise[i] % strlen (text)] = (char) (noise[i] % 95 + 32);
  return bad_talk_send (talk, text);
}

static void
test_noise (gconstpointer scheme)
{
  MnrNodeOptions options = make_impatient ();

  for (guint i = 0; i < 150; i++)
    {
      g_autoptr (BadNode) node = NULL;
      g_autoptr (GBytes) answer = NULL;
      g_autoptr (GError) error = NULL;

      noise_length = i % 3 == 0 ? (gsize) g_test_rand_int_range (0, sizeof noise)
                                : (gsize) g_test_rand_int_range (1, 6);
      for (gsize k = 0; k < noise_length; k++)
        noise[k] = (guint8) g_test_rand_int ();
      node = bad_node_new (&(BadNodeConfig){ .script = i % 3 == 0 ? say_noise : say_noisy_json });
      answer = ask_node (node, scheme, &options, &error);
      g_assert_true ((answer != NULL) != (error != NULL));
      if (error != NULL)
        g_assert_true (error->domain == MNR_NODE_ERROR && *error->message != '\0');
    }
}

/*
 * What is refused, and HTTP alone
 */

static gboolean
refuse (BadTalk *talk,
        const char *method,
        const char *id)
{
  g_autofree char *text = g_strdup_printf (
    "{\"id\":%s,\"error\":{\"code\":1,\"message\":\"Execution error\",\"data\":{\"code\":3030001,"
    "\"name\":\"duplicate\",\"message\":\"x\",\"stack\":[{\"format\":\"\",\"data\":{}},"
    "{\"format\":\"${who} has ${n} of ${what}\\n${none}\",\"data\":{\"who\":\"alice\","
    "\"n\":12,\"what\":{\"a\":1}}}]}}}",
    id);

  return bad_talk_send (talk, text);
}

static gboolean
refuse_shortly (BadTalk *talk,
                const char *method,
                const char *id)
{
  g_autofree char *text = g_strdup_printf (
    "{\"id\":%s,\"error\":{\"code\":-32601,\"message\":\"Method not found\"}}", id);

  return bad_talk_send (talk, text);
}

static void
test_refusal (void)
{
  g_autoptr (BadNode) node = bad_node_new (&(BadNodeConfig){ .script = refuse });
  g_autoptr (BadNode) other = bad_node_new (&(BadNodeConfig){ .script = refuse_shortly });
  g_autoptr (GError) error = NULL, copy = NULL;
  const MnrNodeRefusal *refusal;

  g_assert_null (ask_node (node, WEBSOCKET, &patient, &error));
  g_assert_error (error, MNR_NODE_ERROR, MNR_NODE_ERROR_REFUSED);
  copy = g_error_copy (error);
  refusal = mnr_node_error_get_refusal (copy);
  g_assert_cmpint (refusal->code, ==, 3030001);
  g_assert_cmpstr (refusal->name, ==, "duplicate");
  g_assert_cmpstr (refusal->text, ==, "alice has 12 of {\"a\":1}\\n${none}");
  g_assert_true (g_str_has_prefix (refusal->json, "{\"code\":1,"));
  g_clear_error (&error);

  g_assert_null (ask_node (other, HTTP, &patient, &error));
  refusal = mnr_node_error_get_refusal (error);
  g_assert_cmpint (refusal->code, ==, -32601);
  g_assert_cmpstr (refusal->name, ==, "");
  g_assert_cmpstr (refusal->text, ==, "Method not found");
}

/* What real nodes refused. */
static void
test_recorded (void)
{
  const MnrJsonSlice recording = vector_load ("rpc-http.json");
  g_autoptr (GArray) items = vector_items (recording);
  guint refused = 0;

  for (guint i = 0; i < items->len; i++)
    {
      MnrJsonSlice response = vector_member (vector_item (items, i), "response"), json;
      g_autoptr (GError) error = NULL;
      const MnrNodeRefusal *refusal;

      if (response.text[0] != '{' || !vector_has_member (response, "error"))
        continue;
      json = vector_member (response, "error");
      error = mnr_node_error_new_refused ("wss://node.example", json.text, json.length);
      refusal = mnr_node_error_get_refusal (error);
      g_test_message ("%d %s: %s", refusal->code, refusal->name, refusal->text);
      g_assert_cmpint (refusal->code, !=, 0);
      g_assert_cmpstr (refusal->text, !=, "");
      g_assert_null (strstr (refusal->text, "${"));
      refused++;
    }
  g_assert_cmpuint (refused, >=, 5);
}

static GBytes *
post (const char *url,
      const char *body,
      guint *status,
      GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  const MnrHttpLimits limits = { .connect_timeout = 10000,
                                 .total_timeout = 10000,
                                 .size_max = 65536 };
  g_autoptr (GAsyncResult) result = NULL;
  Outcome outcome = { 0 };

  mnr_http_post_async (url, "application/json", bytes, &limits, NULL, outcome_take, &outcome);
  result = outcome_wait (&outcome);
  return mnr_http_post_finish (result, status, error);
}

static void
test_post (void)
{
  g_autoptr (Practice) practice = practice_start ("0");
  g_autoptr (BadNode) node = bad_node_new (
    &(BadNodeConfig){ .raw = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n"
                             "Content-Length: 4\r\n\r\nthere" });
  g_autofree char *faucet = g_strconcat (practice->http, "/api/v1/accounts", NULL);
  g_autofree char *url = bad_node_get_url (node, HTTP);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = NULL, redirect = NULL;
  guint status;

  answer = post (faucet, "{}", &status, &error);
  g_assert_no_error (error);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (answer, NULL),
                                  (gssize) g_bytes_get_size (answer), "error"));

  redirect = post (url, "{}", &status, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (status, ==, 302);
  g_assert_cmpuint (g_bytes_get_size (redirect), ==, 4);

  g_assert_null (post ("file:///etc/hostname", "{}", &status, &error));
  assert_sentence (error, MNR_NODE_ERROR_CONNECT);
}

static void
add_for_both (const char *name,
              void (*test) (gconstpointer))
{
  g_autofree char *websocket = g_strconcat ("/connection/", name, "/websocket", NULL);
  g_autofree char *http = g_strconcat ("/connection/", name, "/http", NULL);

  g_test_add_data_func (websocket, WEBSOCKET, test);
  g_test_add_data_func (http, HTTP, test);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/connection/wrong/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (handshakes); i++)
    {
      g_autofree char *path = g_strconcat ("/connection/handshake/", handshakes[i].name, NULL);

      g_test_add_data_func (path, &handshakes[i], test_handshake);
    }
  g_test_add_func ("/connection/handshake/endless", test_endless_head);
  add_for_both ("silent", test_silent);
  add_for_both ("refused", test_refused);
  add_for_both ("cancel", test_cancel);
  add_for_both ("noise", test_noise);
  g_test_add_data_func ("/connection/address/scheme", "file:///etc/passwd", test_address);
  g_test_add_data_func ("/connection/address/none", "", test_address);
  g_test_add_data_func ("/connection/address/host", "wss:///ws", test_address);
  g_test_add_data_func ("/connection/address/password", "wss://me:secret@localhost/",
                        test_address);
  g_test_add_data_func ("/connection/tls/websocket", "wss", test_tls);
  g_test_add_data_func ("/connection/tls/http", "https", test_tls);
  g_test_add_data_func ("/connection/right/fragments", send_fragments, test_right);
  g_test_add_data_func ("/connection/right/ping", send_ping, test_right);
  g_test_add_data_func ("/connection/right/spaces", send_spaces, test_right);
  g_test_add_func ("/connection/notices", test_notices);
  g_test_add_func ("/connection/close-within", test_close_within);
  g_test_add_func ("/connection/fallen-silent", test_fallen_silent);
  g_test_add_func ("/connection/refusal", test_refusal);
  g_test_add_func ("/connection/recorded", test_recorded);
  g_test_add_func ("/connection/post", test_post);
  return g_test_run ();
}
