/* bench-view.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What it costs to know 10,000 objects of a node: the time beside calls for the
 * same objects whose answers nobody reads, and the memory of each; and how long
 * "moneyer-cli asset show" takes from its start to its end.
 */

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chain/protocol/mnr-objects.h"
#include "node/mnr-chain-view.h"
#include "node/test-support.h"

#define N_OBJECTS 10000
/* As many as the view asks for in a call. */
#define BATCH           50
#define PER_TRANSACTION 500
#define N_ROUNDS        5
#define N_STARTS        20

static int
compare (const void *a,
         const void *b)
{
  const gint64 *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

/* The first of them; they follow one another. */
static MnrObjectId first;

static MnrObjectId
get_id (guint i)
{
  return first + i;
}

static char *
call_practice (MnrNode *node,
               const char *api,
               const char *method,
               const char *params)
{
  Outcome outcome = { 0 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *text;

  mnr_node_call_async (node, MNR_NODE_CALL_DEFAULT, api, method, params, NULL, outcome_take,
                       &outcome);
  result = outcome_wait (&outcome);
  answer = mnr_node_call_finish (node, result, &error);
  g_assert_no_error (error);
  text = g_bytes_get_data (answer, &length);
  return g_strndup (text, length);
}

/* Orders that nobody takes, a few hundred in a transaction. */
static void
make_objects (MnrNode *node)
{
  g_autofree char *alice =
    call_practice (node, "database", "get_account_by_name", "[\"practice-alice\"]");
  g_auto (GStrv) words = g_strsplit (alice, "\"", 5);
  g_autofree char *orders = NULL;

  for (guint i = 0; i < N_OBJECTS; i += PER_TRANSACTION)
    {
      g_autoptr (GString) params = g_string_new ("[[");
      g_autofree char *block = NULL;

      for (guint j = 0; j < PER_TRANSACTION; j++)
        g_string_append_printf (
          params,
          "%s[1,{\"seller\":\"%s\",\"amount_to_sell\":{\"amount\":1,\"asset_id\":\"1.3.0\"},"
          "\"min_to_receive\":{\"amount\":1000000,\"asset_id\":\"1.3.1\"},"
          "\"expiration\":\"2099-01-01T00:00:00\",\"fill_or_kill\":false,\"extensions\":{}}]",
          j > 0 ? "," : "", words[3]);
      g_string_append (params, "]]");
      block = call_practice (node, "practice", "act", params->str);
    }
  orders = call_practice (node, "database", "get_limit_orders", "[\"1.3.0\",\"1.3.1\",300]");
  /* The last one that was made has the greatest number. */
  for (const char *text = orders; (text = strstr (text, "\"id\":\"1.7.")) != NULL; text++)
    {
      const MnrObjectId id =
        MNR_OBJECT_ID (1, 7, g_ascii_strtoull (text + strlen ("\"id\":\"1.7."), NULL, 10));

      if (first == 0 || id < first)
        first = id;
    }
}

static void
ask (const MnrView *view,
     gpointer user_data)
{
  gconstpointer object;

  for (guint i = 0; i < N_OBJECTS; i++)
    view->get_object (view, get_id (i), &object);
}

static gint64
fill_view (MnrNode *node,
           gsize *memory)
{
  const gsize before = mallinfo2 ().uordblks;
  g_autoptr (MnrChainView) view = mnr_chain_view_new (node);
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  Outcome outcome = { 0 };
  const gint64 start = g_get_monotonic_time ();
  gint64 time;

  mnr_chain_view_complete_async (view, ask, NULL, NULL, outcome_take, &outcome);
  result = outcome_wait (&outcome);
  mnr_chain_view_complete_finish (view, result, &error);
  g_assert_no_error (error);
  time = g_get_monotonic_time () - start;
  *memory = mallinfo2 ().uordblks - before;
  return time;
}

static gint64
ask_raw (MnrNode *node)
{
  const gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < N_OBJECTS; i += BATCH)
    {
      g_autoptr (GString) params = g_string_new ("[[");
      g_autoptr (GBytes) answer = NULL;

      for (guint j = i; j < i + BATCH; j++)
        {
          char id[MNR_OBJECT_ID_TEXT_SIZE];

          g_string_append_printf (params, "%s\"%s\"", j > i ? "," : "",
                                  mnr_object_id_format (get_id (j), id));
        }
      g_string_append (params, "]]");
      answer = call_and_wait (node, MNR_NODE_CALL_DEFAULT, "get_objects", params->str, NULL);
      g_assert_nonnull (answer);
    }
  return g_get_monotonic_time () - start;
}

/* The whole command, in milliseconds: the median. */
static double
start_cli (const char *cli,
           const char *url)
{
  gint64 times[N_STARTS];

  for (guint i = 0; i < N_STARTS; i++)
    {
      g_autoptr (GError) error = NULL;
      const gint64 start = g_get_monotonic_time ();
      g_autoptr (GSubprocess) process =
        g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, cli, "asset", "show",
                          "PRACTICE.USD", "--node", url, NULL);

      g_assert_no_error (error);
      g_subprocess_wait_check (process, NULL, &error);
      g_assert_no_error (error);
      times[i] = g_get_monotonic_time () - start;
    }
  qsort (times, N_STARTS, sizeof *times, compare);
  return (double) times[N_STARTS / 2] / 1000;
}

int
main (int argc,
      char **argv)
{
  g_autoptr (Practice) practice = practice_start ("0");
  const char *urls[] = { practice->ws, NULL };
  g_autoptr (MnrNode) node = mnr_node_new (urls, NULL);
  g_autoptr (GError) error = NULL;
  gint64 by_view[N_ROUNDS], raw[N_ROUNDS];
  gsize memory = 0;

  connect_and_wait (node, &error);
  g_assert_no_error (error);
  make_objects (node);
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      raw[i] = ask_raw (node);
      by_view[i] = fill_view (node, &memory);
    }
  qsort (raw, N_ROUNDS, sizeof *raw, compare);
  qsort (by_view, N_ROUNDS, sizeof *by_view, compare);
  printf ("%d objects asked for, %d a call  %7.1f ms\n", N_OBJECTS, BATCH,
          (double) raw[N_ROUNDS / 2] / 1000);
  printf ("the same through the view        %7.1f ms  %.2f of that\n",
          (double) by_view[N_ROUNDS / 2] / 1000,
          (double) by_view[N_ROUNDS / 2] / (double) raw[N_ROUNDS / 2]);
  printf ("memory                           %7.0f bytes for each\n",
          (double) memory / N_OBJECTS);
  if (argc > 1)
    printf ("asset show, start to end         %7.1f ms\n", start_cli (argv[1], practice->ws));
  return EXIT_SUCCESS;
}
