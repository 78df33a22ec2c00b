/* bench-node.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long a call of a node takes, beside the same request made with nothing
 * but libcurl. What matters are ratios, taken in one run against one server.
 */

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>

#include "node/test-support.h"

#define N_ROUNDS 9
#define N_CALLS  500

#define REQUEST                                        \
  "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"call\"," \
  "\"params\":[\"database\",\"get_chain_id\",[]]}"

static size_t
ignore_data (char *data,
             size_t size,
             size_t count,
             void *user_data)
{
  return size * count;
}

static int
compare (const void *a,
         const void *b)
{
  const gint64 *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

/* The median of the rounds, in microseconds for a call. */
static double
measure (void (*round) (gpointer),
         gpointer data)
{
  gint64 times[N_ROUNDS];

  round (data);
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      gint64 start = g_get_monotonic_time ();

      round (data);
      times[i] = g_get_monotonic_time () - start;
    }
  qsort (times, N_ROUNDS, sizeof *times, compare);
  return (double) times[N_ROUNDS / 2] / N_CALLS;
}

static void
run_curl (gpointer easy)
{
  for (guint i = 0; i < N_CALLS; i++)
    g_assert_cmpint (curl_easy_perform (easy), ==, CURLE_OK);
}

static void
run_calls (gpointer node)
{
  for (guint i = 0; i < N_CALLS; i++)
    {
      g_autoptr (GBytes) answer =
        call_and_wait (node, MNR_NODE_CALL_DEFAULT, "get_chain_id", "[]", NULL);

      g_assert_nonnull (answer);
    }
}

static gboolean
count_answer (gpointer data)
{
  return *(guint *) data == 0;
}

static void
on_answer (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (GBytes) answer = mnr_node_call_finish (MNR_NODE (source), result, NULL);

  g_assert_nonnull (answer);
  --*(guint *) user_data;
}

/* All at once, as a page does that opens. */
static void
run_together (gpointer node)
{
  guint left = N_CALLS;

  for (guint i = 0; i < N_CALLS; i++)
    mnr_node_call_async (node, MNR_NODE_CALL_DEFAULT, "database", "get_chain_id", "[]", NULL,
                         on_answer, &left);
  wait_until (count_answer, &left);
}

static MnrNode *
connect_to (const char *url)
{
  const char *urls[] = { url, NULL };
  MnrNode *node = mnr_node_new (urls, NULL);
  g_autoptr (GError) error = NULL;

  connect_and_wait (node, &error);
  g_assert_no_error (error);
  return node;
}

int
main (void)
{
  g_autoptr (Practice) practice = practice_start ("0");
  g_autoptr (MnrNode) websocket = connect_to (practice->ws);
  g_autoptr (MnrNode) http = connect_to (practice->http);
  CURL *easy = curl_easy_init ();
  double raw, by_http, by_websocket, together;

  curl_easy_setopt (easy, CURLOPT_URL, practice->http);
  curl_easy_setopt (easy, CURLOPT_POSTFIELDS, REQUEST);
  curl_easy_setopt (easy, CURLOPT_WRITEFUNCTION, ignore_data);
  curl_easy_setopt (easy, CURLOPT_NOSIGNAL, 1L);
  raw = measure (run_curl, easy);
  by_http = measure (run_calls, http);
  by_websocket = measure (run_calls, websocket);
  together = measure (run_together, websocket);
  curl_easy_cleanup (easy);

  printf ("a request with curl alone        %7.1f us\n", raw);
  printf ("a call by HTTP                   %7.1f us  %.2f of that\n", by_http, by_http / raw);
  printf ("a call by WebSocket              %7.1f us  %.2f of that\n", by_websocket,
          by_websocket / raw);
  printf ("a call by WebSocket, %d at once %7.1f us  %.2f of that\n", N_CALLS, together,
          together / raw);
  return EXIT_SUCCESS;
}
