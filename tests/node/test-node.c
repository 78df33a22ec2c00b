/* test-node.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "test-support.h"

/* One real node, by both ways. */

static void
assert_calls (const char *url)
{
  const char *urls[] = { url, NULL };
  g_autoptr (MnrNode) node = mnr_node_new (urls, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = NULL;
  const MnrNodeRefusal *refusal;

  g_assert_cmpint (mnr_node_get_state (node), ==, MNR_NODE_OFFLINE);
  g_assert_null (mnr_node_get_chain_id (node));

  answer = call_and_wait (node, MNR_NODE_CALL_DEFAULT, "lookup_accounts",
                          "[\"practice-alice\",1]", &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (g_bytes_get_data (answer, NULL), "[[\"practice-alice\","));
  g_assert_cmpuint (strlen (g_bytes_get_data (answer, NULL)), ==, g_bytes_get_size (answer));

  g_assert_cmpint (mnr_node_get_state (node), ==, MNR_NODE_LIVE);
  g_assert_cmpstr (mnr_node_get_url (node), ==, url);
  g_assert_cmpstr (mnr_node_get_prefix (node), ==, "BTS");
  g_assert_nonnull (mnr_node_get_chain_id (node));
  g_assert_nonnull (mnr_node_get_head (node));

  /* What it refuses. */
  g_assert_null (call_and_wait (node, MNR_NODE_CALL_DEFAULT, "get_assets_by_issuer",
                                "[\"nobody-here\",\"1.3.0\",10]", &error));
  g_assert_error (error, MNR_NODE_ERROR, MNR_NODE_ERROR_REFUSED);
  refusal = mnr_node_error_get_refusal (error);
  g_assert_cmpint (refusal->code, ==, 10);
  g_assert_cmpstr (refusal->name, ==, "assert_exception");
  g_test_message ("%s", error->message);
}

static void
test_websocket (void)
{
  g_autoptr (Practice) practice = practice_start ("0");

  assert_calls (practice->ws);
}

static void
test_http (void)
{
  g_autoptr (Practice) practice = practice_start ("0");

  assert_calls (practice->http);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/node/websocket", test_websocket);
  g_test_add_func ("/node/http", test_http);
  return g_test_run ();
}
