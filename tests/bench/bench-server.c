/* bench-server.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How many signed transactions moneyer-practice takes in a second over a
 * WebSocket of this computer, beside what the chain behind it takes without a
 * server, and what recovering as many keys from signatures costs.
 * Usage: bench-server PATH-OF-moneyer-practice
 */

#include <libsoup/soup.h>
#include <stdlib.h>
#include <string.h>

#include "../ledger/test-signed-chain.h"
#include "chain/wire/mnr-json.h"
#include "ledger/mnr-blockchain.h"

#define N_TRANSFERS 5000
#define IN_FLIGHT   100
/* In turn, and the quickest counts: other programs only slow it down. */
#define N_ROUNDS 5

static void
print_rate (const char *what,
            gint64 microseconds)
{
  g_print ("%-52s %12.0f /s\n", what, N_TRANSFERS * 1e6 / (double) microseconds);
}

/*
 * In this process
 */

static gint64
bench_chain (void)
{
  g_autoptr (MnrBlockchain) chain = signed_open (NULL, NULL);
  g_autoptr (GPtrArray) transfers =
    g_ptr_array_new_with_free_func ((GDestroyNotify) mnr_transaction_free);
  gint64 start;

  for (guint i = 0; i < N_TRANSFERS; i++)
    g_ptr_array_add (transfers, signed_transfer (chain, ALICE, BOB, 1, i));
  start = g_get_monotonic_time ();
  for (guint i = 0; i < N_TRANSFERS; i++)
    signed_push (chain, transfers->pdata[i]);
  return g_get_monotonic_time () - start;
}

static gint64
bench_recovery (void)
{
  guint8 number[MNR_PRIVATE_KEY_SIZE] = { 1, 2 };
  g_autoptr (MnrPrivateKey) key = mnr_private_key_new_from_bytes (number, NULL);
  MnrDigest digest = { { 7 } };
  MnrSignature signature;
  MnrPublicKey found;
  gint64 start;

  mnr_private_key_sign (key, &digest, &signature);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < N_TRANSFERS; i++)
    if (!mnr_signature_recover (&signature, &digest, &found, NULL))
      g_error ("cannot recover");
  return g_get_monotonic_time () - start;
}

/*
 * Over a WebSocket
 */

typedef struct
{
  GMainLoop *loop;
  SoupWebsocketConnection *connection;
  GPtrArray *requests; /* of char */
  guint sent, answered;
  GString *answer; /* the last */
} Client;

static void
send_next (Client *self)
{
  soup_websocket_connection_send_text (self->connection, self->requests->pdata[self->sent++]);
}

static void
on_message (SoupWebsocketConnection *connection,
            SoupWebsocketDataType type,
            GBytes *message,
            Client *self)
{
  gsize length;
  const char *text = g_bytes_get_data (message, &length);

  g_string_truncate (self->answer, 0);
  g_string_append_len (self->answer, text, (gssize) length);
  if (strstr (self->answer->str, "\"error\"") != NULL)
    g_error ("refused: %s", self->answer->str);
  self->answered++;
  if (self->sent < self->requests->len)
    send_next (self);
  else if (self->answered == self->requests->len)
    g_main_loop_quit (self->loop);
}

static void
on_connected (GObject *session,
              GAsyncResult *result,
              gpointer user_data)
{
  Client *self = user_data;
  g_autoptr (GError) error = NULL;

  self->connection =
    soup_session_websocket_connect_finish (SOUP_SESSION (session), result, &error);
  g_assert_no_error (error);
  g_signal_connect (self->connection, "message", G_CALLBACK (on_message), self);
  g_main_loop_quit (self->loop);
}

/* Sends the requests, some ahead of the answers, and waits for all. */
static gint64
run_requests (Client *self)
{
  gint64 start = g_get_monotonic_time ();

  self->sent = self->answered = 0;
  while (self->sent < MIN (self->requests->len, IN_FLIGHT))
    send_next (self);
  g_main_loop_run (self->loop);
  return g_get_monotonic_time () - start;
}

/* The string member @name of the last answer. */
static char *
get_text (Client *self,
          const char *name)
{
  g_autofree char *pattern = g_strdup_printf ("\"%s\":\"", name);
  const char *begin = strstr (self->answer->str, pattern);

  g_assert_nonnull (begin);
  begin += strlen (pattern);
  return g_strndup (begin, (gsize) (strchr (begin, '"') - begin));
}

static void
ask (Client *self,
     const char *request)
{
  g_ptr_array_set_size (self->requests, 0);
  g_ptr_array_add (self->requests, g_strdup (request));
  run_requests (self);
}

static MnrPrivateKey *
make_key (void)
{
  static const char text[] = "practice-network";
  g_autoptr (MnrSecret) password = mnr_secret_new (sizeof text - 1, NULL);

  memcpy (password->data, text, sizeof text - 1);
  return mnr_private_key_new_from_password ("practice-alice", "active", password, NULL);
}

/* Transfers of play money upon the head that is now. */
static void
prepare (Client *self)
{
  g_autofree char *id_text = NULL, *head = NULL, *time = NULL;
  g_autoptr (MnrPrivateKey) key = make_key ();
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();
  MnrOperation *operation = mnr_array_add (&mnr_type_operations, &transaction->operations);
  MnrTransfer *transfer = mnr_operation_init (operation, MNR_OPERATION_TRANSFER);
  MnrChainId chain_id;
  guint8 block[20];
  MnrTime now;

  ask (self, "{\"id\":1,\"method\":\"get_chain_id\",\"params\":[]}");
  id_text = get_text (self, "result");
  ask (self, "{\"id\":1,\"method\":\"get_dynamic_global_properties\",\"params\":[]}");
  head = get_text (self, "head_block_id");
  time = get_text (self, "time");
  if (!mnr_chain_id_parse (id_text, &chain_id, NULL) ||
      strlen (head) != 2 * sizeof block || !mnr_hex_decode (head, strlen (head), block) ||
      !mnr_time_parse (time, strlen (time), &now))
    g_error ("this is not a chain");

  /* A block's id begins with its number. */
  mnr_transaction_set_reference (transaction,
                                 (guint32) (block[0] << 24 | block[1] << 16 | block[2] << 8 |
                                            block[3]),
                                 block);
  transaction->expiration = now + 3600;
  transfer->fee = (MnrAmount){ .amount = 10000000, .asset_id = MNR_CORE_ASSET };
  transfer->from = MNR_ACCOUNT_ID (18);
  transfer->to = MNR_ACCOUNT_ID (19);
  transfer->amount.asset_id = MNR_CORE_ASSET;

  g_ptr_array_set_size (self->requests, 0);
  for (guint i = 0; i < N_TRANSFERS; i++)
    {
      GString *text = g_string_new ("{\"id\":1,\"method\":\"call\",\"params\":["
                                    "\"network_broadcast\","
                                    "\"broadcast_transaction\",[");
      g_autoptr (GError) error = NULL;

      transfer->amount.amount = i + 1;
      g_clear_pointer (&transaction->signatures.items, g_free);
      transaction->signatures.len = 0;
      mnr_transaction_sign (transaction, &chain_id, key, &error);
      g_assert_no_error (error);
      mnr_json_write (&mnr_type_signed_transaction, transaction, "BTS", text);
      g_string_append (text, "]]}");
      g_ptr_array_add (self->requests, g_string_free (text, FALSE));
    }
}

static gint64
bench_server (const char *program)
{
  g_autoptr (GError) error = NULL;
  /* No block in the meantime: blocks cost the disk's time. */
  g_autoptr (GSubprocess) process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--memory",
                      "--block-interval", "3600", NULL);
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autofree char *line = NULL;
  g_autoptr (GPtrArray) requests = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) answer = g_string_new (NULL);
  Client client = { .loop = loop, .requests = requests, .answer = answer };
  gint64 taken;

  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  message = soup_message_new ("GET", strstr (line, "ws://"));
  soup_session_websocket_connect_async (session, message, NULL, NULL, G_PRIORITY_DEFAULT, NULL,
                                        on_connected, &client);
  g_main_loop_run (loop);
  prepare (&client);
  taken = run_requests (&client);

  g_object_unref (client.connection);
  g_subprocess_send_signal (process, SIGTERM);
  g_subprocess_wait (process, NULL, NULL);
  return taken;
}

int
main (int argc,
      char **argv)
{
  gint64 recovery = G_MAXINT64, chain = G_MAXINT64, server = G_MAXINT64;

  g_test_init (&argc, &argv, NULL);
  /* Else all that libsoup does is told. */
  g_log_set_default_handler (g_log_default_handler, NULL);
  if (argc != 2)
    g_error ("which moneyer-practice?");
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      recovery = MIN (recovery, bench_recovery ());
      chain = MIN (chain, bench_chain ());
      server = MIN (server, bench_server (argv[1]));
    }
  print_rate ("keys recovered from signatures", recovery);
  print_rate ("signed transfers taken in one process", chain);
  print_rate ("signed transfers taken over a WebSocket", server);
  g_print ("over a WebSocket / in one process: %.2f\n", (double) chain / (double) server);
  g_print ("recovering keys is %.0f %% of the time in one process, %.0f %% over a WebSocket\n",
           100.0 * (double) recovery / (double) chain, 100.0 * (double) recovery / (double) server);
  return 0;
}
