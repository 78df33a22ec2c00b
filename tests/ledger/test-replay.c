/* test-replay.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What real chains did, step by step, and whether this one does the same.
 */

#include <glib/gstdio.h>

#include "practice/mnr-replay.h"

static char *
get_trace (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "data", name, NULL);
}

static void
count_line (const char *line,
            gpointer user_data)
{
  guint *lines = user_data;

  g_test_message ("%s", line);
  (*lines)++;
}

static void
test_trace (gconstpointer data)
{
  g_autofree char *file = get_trace (data);
  g_autoptr (GError) error = NULL;
  MnrReplayResult result;
  guint lines = 0;

  mnr_replay_file (file, count_line, &lines, &result, &error);
  g_assert_no_error (error);
  g_test_message ("%u steps agreed, %u differed; the first %u without a difference",
                  result.agreed, result.differed, result.prefix);
  g_assert_cmpuint (lines, ==, 0);
  g_assert_cmpuint (result.differed, ==, 0);
  g_assert_cmpuint (result.agreed, >, 100);
}

typedef struct
{
  const char *old, *new;
  const char *told; /* what one of the lines has to hold */
  gboolean found;
} Tampering;

static void
look_for_line (const char *line,
               gpointer user_data)
{
  Tampering *tampering = user_data;

  if (strstr (line, tampering->told) != NULL)
    tampering->found = TRUE;
}

/* A replay that could not tell a difference would agree with everything. */
static void
test_tampered (void)
{
  Tampering tamperings[] = {
    { "\"fee_pool\": 250000000", "\"fee_pool\": 250000001",
      "2.3.1.fee_pool: expected 250000001, got 250000000" },
    { "\"fee_pool\": 250000000", "\"fee_poll\": 250000000", "2.3.1.fee_poll: expected" },
    { "Assert Exception: o.issuer == a.issuer", "Assert Exception: o.issuer != a.issuer",
      "reason: expected" },
    { "\"accepted\": false", "\"accepted\": true, \"block\": 31", "expected true, got false" },
    { "\"collateral\": 20000000", "\"collateral\": \"20000000\"", "call_orders[" },
  };
  g_autofree char *file = get_trace ("trace-lifecycle.json");
  g_autofree char *text = NULL, *other = NULL;
  g_autoptr (GError) error = NULL;
  int descriptor = g_file_open_tmp ("moneyer-trace-XXXXXX", &other, &error);

  g_assert_no_error (error);
  g_close (descriptor, NULL);
  g_file_get_contents (file, &text, NULL, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < G_N_ELEMENTS (tamperings); i++)
    {
      g_autoptr (GString) changed = g_string_new (text);
      MnrReplayResult result;

      g_assert_cmpuint (g_string_replace (changed, tamperings[i].old, tamperings[i].new, 1), ==, 1);
      g_file_set_contents (other, changed->str, (gssize) changed->len, &error);
      g_assert_no_error (error);

      mnr_replay_file (other, look_for_line, &tamperings[i], &result, &error);
      g_assert_no_error (error);
      g_test_message ("%s: %u differed", tamperings[i].told, result.differed);
      g_assert_cmpuint (result.differed, >, 0);
      g_assert_true (tamperings[i].found);
    }
  g_unlink (other);
}

static void
test_not_a_trace (void)
{
  g_autofree char *file = get_trace ("fees.json");
  g_autoptr (GError) error = NULL;
  MnrReplayResult result;
  guint lines = 0;

  g_assert_false (mnr_replay_file (file, count_line, &lines, &result, &error));
  g_assert_nonnull (error);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/replay/creation", "trace-creation.json", test_trace);
  g_test_add_data_func ("/replay/lifecycle", "trace-lifecycle.json", test_trace);
  g_test_add_data_func ("/replay/random", "trace-random-7.json", test_trace);
  g_test_add_data_func ("/replay/smartcoin", "trace-smartcoin-11.json", test_trace);
  g_test_add_data_func ("/replay/take-profit", "trace-market-23.json", test_trace);
  g_test_add_data_func ("/replay/market", "trace-market-34.json", test_trace);
  g_test_add_data_func ("/replay/vesting", "trace-vesting-79.json", test_trace);
  g_test_add_data_func ("/replay/mutated", "trace-mutated-121.json", test_trace);
  g_test_add_func ("/replay/tampered", test_tampered);
  g_test_add_func ("/replay/not-a-trace", test_not_a_trace);

  return g_test_run ();
}
