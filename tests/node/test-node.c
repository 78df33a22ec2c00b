/* test-node.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "bad-node.h"
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

/*
 * Several nodes
 */

static MnrNodeOptions
make_quick (void)
{
  MnrNodeOptions options = MNR_NODE_OPTIONS_DEFAULT;

  options.poll_interval = 10;
  options.retry_time = 10;
  return options;
}

static MnrNode *
make_node (const MnrNodeOptions *options,
           const char *first,
           const char *second)
{
  const char *urls[] = { first, second, NULL };

  return mnr_node_new_with_options (urls, NULL, options);
}

static void
count (MnrNode *node,
       guint *number)
{
  (*number)++;
}

static guint32
get_block (MnrNode *node)
{
  const MnrDynamicGlobalProperties *head = mnr_node_get_head (node);

  return head != NULL ? head->head_block_number : 0;
}

static void
wait_for_block (MnrNode *node,
                guint32 number)
{
  while (get_block (node) < number)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_follows (const char *url)
{
  MnrNodeOptions options = make_quick ();
  g_autoptr (MnrNode) node = NULL;
  guint changes = 0;
  guint32 first;

  /* Who tells of blocks is not polled in this test's time. */
  if (g_str_has_prefix (url, "ws"))
    options.poll_interval = 1000 * 1000;
  node = make_node (&options, url, NULL);
  g_signal_connect (node, "changed", G_CALLBACK (count), &changes);
  g_assert_true (connect_and_wait (node, NULL));
  first = get_block (node);
  g_assert_cmpuint (first, >, 0);
  changes = 0;
  wait_for_block (node, first + 2);
  g_assert_cmpuint (changes, >=, 2);
  g_assert_cmpint (mnr_node_get_state (node), ==, MNR_NODE_LIVE);
  g_assert_cmpint (ABS (mnr_node_get_clock_lead (node)), <=, 10);
}

static void
test_head (void)
{
  g_autoptr (Practice) practice = practice_start ("1");

  assert_follows (practice->ws);
  assert_follows (practice->http);
}

static void
take_objects (MnrNode *node,
              const char *json,
              char **objects)
{
  if (*objects == NULL)
    *objects = g_strdup (json);
}

static gboolean
is_text (gpointer data)
{
  return *(char **) data != NULL;
}

static void
test_objects (void)
{
  g_autoptr (Practice) practice = practice_start ("1");
  const char *urls[] = { practice->ws, NULL };
  g_autoptr (MnrNode) node = mnr_node_new (urls, NULL);
  g_autofree char *objects = NULL;
  g_autoptr (GBytes) answer = NULL;

  g_signal_connect (node, "objects", G_CALLBACK (take_objects), &objects);
  answer = call_and_wait (node, MNR_NODE_CALL_DEFAULT, "get_objects", "[[\"2.1.0\"]]", NULL);
  g_assert_nonnull (answer);
  wait_until (is_text, &objects);
  g_assert_true (g_str_has_prefix (objects, "[{\"id\":\"2.1.0\""));
}

#define CALLS 50

typedef struct
{
  guint answered;
  guint failed;
} Tally;

static void
on_called (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  Tally *tally = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = mnr_node_call_finish (MNR_NODE (source), result, &error);

  if (error != NULL)
    g_test_message ("%s", error->message);
  tally->answered += answer != NULL;
  tally->failed += answer == NULL;
}

static gboolean
is_complete (gpointer data)
{
  const Tally *tally = data;

  return tally->answered + tally->failed == CALLS;
}

/* The node in use is killed while it is asked. */
static void
assert_fails_over (gboolean by_websocket)
{
  g_autoptr (Practice) first = practice_start ("1");
  g_autoptr (Practice) second = practice_start ("1");
  const MnrNodeOptions options = make_quick ();
  g_autoptr (MnrNode) node =
    make_node (&options, by_websocket ? first->ws : first->http,
               by_websocket ? second->ws : second->http);
  g_autofree char *used = NULL;
  Tally tally = { 0 };
  guint resets = 0;

  g_signal_connect (node, "reset", G_CALLBACK (count), &resets);
  g_assert_true (connect_and_wait (node, NULL));
  used = g_strdup (mnr_node_get_url (node));
  g_assert_cmpuint (resets, ==, 0);
  for (guint i = 0; i < CALLS; i++)
    {
      mnr_node_call_async (node, MNR_NODE_CALL_DEFAULT, "database", "get_global_properties",
                           "[]", NULL, on_called, &tally);
      if (i == CALLS / 2)
        practice_kill (g_str_equal (used, by_websocket ? first->ws : first->http) ? first
                                                                                  : second);
    }
  wait_until (is_complete, &tally);
  g_assert_cmpuint (tally.failed, ==, 0);
  g_assert_cmpuint (resets, ==, 1);
  g_assert_cmpstr (mnr_node_get_url (node), !=, used);
  g_assert_cmpint (mnr_node_get_state (node), ==, MNR_NODE_LIVE);
}

static void
test_fail_over (void)
{
  assert_fails_over (TRUE);
  assert_fails_over (FALSE);
}

static gboolean
is_live (gpointer node)
{
  return mnr_node_get_state (node) == MNR_NODE_LIVE;
}

static gboolean
is_offline (gpointer node)
{
  return mnr_node_get_state (node) == MNR_NODE_OFFLINE;
}

static gboolean
is_stale (gpointer node)
{
  return mnr_node_get_state (node) == MNR_NODE_STALE;
}

static void
test_comes_back (void)
{
  g_autoptr (Practice) practice = practice_start ("1");
  g_autoptr (Practice) again = NULL;
  const MnrNodeOptions options = make_quick ();
  g_autoptr (MnrNode) node = make_node (&options, practice->ws, NULL);
  g_autofree char *status = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = NULL;
  guint resets = 0;

  g_signal_connect (node, "reset", G_CALLBACK (count), &resets);
  g_assert_true (connect_and_wait (node, NULL));
  practice_kill (practice);
  wait_until (is_offline, node);
  g_assert_null (mnr_node_get_url (node));
  status = mnr_node_get_status (node);
  g_assert_nonnull (strstr (status, practice->ws));
  /* Between two tries, calls do not wait. */
  g_assert_null (call_and_wait (node, MNR_NODE_CALL_DEFAULT, "get_chain_id", "[]", &error));
  assert_sentence (error, MNR_NODE_ERROR_CONNECT);
  g_clear_error (&error);

  again = practice_start_at ("1", practice_get_port (practice));
  wait_until (is_live, node);
  g_assert_cmpuint (resets, ==, 1);
  answer = call_and_wait (node, MNR_NODE_CALL_DEFAULT, "get_chain_id", "[]", &error);
  g_assert_no_error (error);
}

static gboolean
drop (BadTalk *talk,
      const char *method,
      const char *id)
{
  return FALSE;
}

/* Who changes something has to know how often it was asked. */
static void
assert_asked (const char *scheme,
              MnrNodeCallFlags flags,
              guint times)
{
  const BadNodeConfig config = { .script = drop };
  g_autoptr (BadNode) first = bad_node_new (&config);
  g_autoptr (BadNode) second = bad_node_new (&config);
  g_autofree char *first_url = bad_node_get_url (first, scheme);
  g_autofree char *second_url = bad_node_get_url (second, scheme);
  const MnrNodeOptions options = make_quick ();
  g_autoptr (MnrNode) node = make_node (&options, first_url, second_url);
  g_autoptr (GError) error = NULL;

  g_assert_null (call_and_wait (node, flags, "change_something", "[]", &error));
  assert_sentence (error, MNR_NODE_ERROR_CLOSED);
  g_assert_cmpuint (bad_node_get_calls (first) + bad_node_get_calls (second), ==, times);
}

static void
test_once (void)
{
  assert_asked ("ws", MNR_NODE_CALL_ONCE, 1);
  assert_asked ("http", MNR_NODE_CALL_ONCE, 1);
  assert_asked ("ws", MNR_NODE_CALL_DEFAULT, 2);
  assert_asked ("http", MNR_NODE_CALL_DEFAULT, 2);
}

static void
test_other (void)
{
  g_autoptr (BadNode) first = bad_node_new (&(BadNodeConfig){ 0 });
  g_autoptr (BadNode) second = bad_node_new (&(BadNodeConfig){ 0 });
  g_autofree char *first_url = bad_node_get_url (first, "ws");
  g_autofree char *second_url = bad_node_get_url (second, "http");
  const MnrNodeOptions options = make_quick ();
  g_autoptr (MnrNode) node = make_node (&options, first_url, second_url);
  g_autoptr (MnrNode) alone = make_node (&options, first_url, NULL);
  g_autoptr (GBytes) answer = NULL, other = NULL;
  g_autoptr (GError) error = NULL;

  answer = call_and_wait (node, MNR_NODE_CALL_DEFAULT, "what", "[]", &error);
  g_assert_no_error (error);
  other = call_and_wait (node, MNR_NODE_CALL_OTHER, "what", "[]", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (bad_node_get_calls (first), ==, 1);
  g_assert_cmpuint (bad_node_get_calls (second), ==, 1);

  g_assert_null (call_and_wait (alone, MNR_NODE_CALL_OTHER, "what", "[]", &error));
  assert_sentence (error, MNR_NODE_ERROR_ALONE);
}

#define OTHER_CHAIN "89abcdef0123456789abcdef0123456789abcdef0123456789abcdef01234567"

static void
test_wrong_chain (void)
{
  g_autoptr (BadNode) right = bad_node_new (&(BadNodeConfig){ 0 });
  g_autoptr (BadNode) wrong = bad_node_new (&(BadNodeConfig){ .chain_id = OTHER_CHAIN });
  g_autofree char *right_url = bad_node_get_url (right, "ws");
  g_autofree char *wrong_url = bad_node_get_url (wrong, "ws");
  const char *urls[] = { wrong_url, right_url, NULL };
  const char *wrong_urls[] = { wrong_url, NULL };
  MnrChainId chain_id;
  g_autoptr (MnrNode) node = NULL, lost = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (mnr_chain_id_parse (BAD_NODE_CHAIN_ID, &chain_id, NULL));
  node = mnr_node_new (urls, &chain_id);
  g_assert_true (connect_and_wait (node, &error));
  g_assert_cmpstr (mnr_node_get_url (node), ==, right_url);
  g_assert_null (call_and_wait (node, MNR_NODE_CALL_OTHER, "what", "[]", &error));
  assert_sentence (error, MNR_NODE_ERROR_ALONE);
  g_clear_error (&error);

  lost = mnr_node_new (wrong_urls, &chain_id);
  g_assert_false (connect_and_wait (lost, &error));
  assert_sentence (error, MNR_NODE_ERROR_WRONG_CHAIN);
  g_assert_nonnull (strstr (error->message, wrong_url));
  g_assert_null (mnr_node_get_chain_id (lost));
}

static void
test_none (void)
{
  g_autoptr (BadNode) page =
    bad_node_new (&(BadNodeConfig){ .raw = "HTTP/1.1 502 Bad Gateway\r\n\r\n" });
  g_autofree char *page_url = bad_node_get_url (page, "ws");
  const MnrNodeOptions options = make_quick ();
  g_autoptr (MnrNode) node = make_node (&options, page_url, "gopher://example.org");
  g_autoptr (MnrNode) empty = make_node (&options, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (connect_and_wait (node, &error));
  assert_sentence (error, MNR_NODE_ERROR_CONNECT);
  g_assert_nonnull (strstr (error->message, "502"));
  g_assert_nonnull (strstr (error->message, "gopher:"));
  g_clear_error (&error);

  g_assert_false (connect_and_wait (empty, &error));
  assert_sentence (error, MNR_NODE_ERROR_CONNECT);
}

static void
test_behind (void)
{
  g_autoptr (BadNode) behind = bad_node_new (&(BadNodeConfig){ 0 });
  g_autoptr (BadNode) ahead = bad_node_new (&(BadNodeConfig){ 0 });
  g_autofree char *behind_url = bad_node_get_url (behind, "ws");
  g_autofree char *ahead_url = bad_node_get_url (ahead, "http");
  const char *urls[] = { behind_url, ahead_url, NULL };
  g_autoptr (MnrNode) node = mnr_node_new (urls, NULL);

  bad_node_add_block (ahead);
  g_assert_true (connect_and_wait (node, NULL));
  g_assert_cmpstr (mnr_node_get_url (node), ==, ahead_url);
}

/* Who lies about the time does not make the others look old. */
static void
test_future (void)
{
  g_autoptr (Practice) practice = practice_start ("1");
  const MnrNodeOptions options = make_quick ();
  g_autoptr (MnrNode) honest = make_node (&options, practice->ws, NULL);
  g_autoptr (BadNode) liar = NULL;
  g_autoptr (MnrNode) node = NULL;
  g_autofree char *url = NULL;
  char chain_id[65] = "";

  g_assert_true (connect_and_wait (honest, NULL));
  wait_for_block (honest, 2);
  for (gsize i = 0; i < 32; i++)
    g_snprintf (chain_id + 2 * i, 3, "%02x", mnr_node_get_chain_id (honest)->data[i]);
  liar = bad_node_new (&(BadNodeConfig){ .chain_id = chain_id, .head_year = "2100" });
  url = bad_node_get_url (liar, "ws");
  node = make_node (&options, url, practice->ws);
  g_assert_true (connect_and_wait (node, NULL));
  g_assert_cmpstr (mnr_node_get_url (node), ==, practice->ws);
}

static gboolean
is_elsewhere (gpointer data)
{
  return g_strcmp0 (mnr_node_get_url (data), g_object_get_data (data, "first")) != 0 &&
         mnr_node_get_state (data) == MNR_NODE_LIVE;
}

static gboolean
is_third_block (gpointer data)
{
  return mnr_node_get_head (data)->head_block_number == 3;
}

static void
note_head (MnrNode *node,
           guint *lowest)
{
  *lowest = MIN (*lowest, mnr_node_get_head (node)->head_block_number);
}

/* The second was asked for its head long ago. */
static void
test_no_way_back (void)
{
  BadNode *nodes[] = { bad_node_new (&(BadNodeConfig){ 0 }),
                       bad_node_new (&(BadNodeConfig){ 0 }) };
  g_autofree char *first_url = bad_node_get_url (nodes[0], "ws");
  g_autofree char *second_url = bad_node_get_url (nodes[1], "ws");
  const MnrNodeOptions options = make_quick ();
  g_autoptr (MnrNode) node = make_node (&options, first_url, second_url);
  guint lowest = G_MAXUINT, used;

  g_assert_true (connect_and_wait (node, NULL));
  g_object_set_data_full (G_OBJECT (node), "first", g_strdup (mnr_node_get_url (node)), g_free);
  used = g_str_equal (mnr_node_get_url (node), first_url) ? 0 : 1;
  for (guint i = 0; i < G_N_ELEMENTS (nodes); i++)
    {
      bad_node_add_block (nodes[i]);
      bad_node_add_block (nodes[i]);
    }
  wait_until (is_third_block, node);
  g_signal_connect (node, "changed", G_CALLBACK (note_head), &lowest);
  bad_node_free (nodes[used]);
  wait_until (is_elsewhere, node);
  g_assert_cmpuint (lowest, ==, 3);
  mnr_node_close (node);
  bad_node_free (nodes[1 - used]);
}

/* The one in use stands still, the other goes on. */
static void
test_left_behind (void)
{
  g_autoptr (BadNode) first = bad_node_new (&(BadNodeConfig){ 0 });
  g_autoptr (BadNode) second = bad_node_new (&(BadNodeConfig){ 0 });
  g_autofree char *first_url = bad_node_get_url (first, "ws");
  g_autofree char *second_url = bad_node_get_url (second, "ws");
  MnrNodeOptions options = make_quick ();
  g_autoptr (MnrNode) node = NULL;
  guint resets = 0;

  options.stale_time = 200;
  node = make_node (&options, first_url, second_url);
  g_signal_connect (node, "reset", G_CALLBACK (count), &resets);
  g_assert_true (connect_and_wait (node, NULL));
  g_object_set_data_full (G_OBJECT (node), "first", g_strdup (mnr_node_get_url (node)), g_free);
  bad_node_add_block (g_str_equal (mnr_node_get_url (node), first_url) ? second : first);
  wait_until (is_elsewhere, node);
  g_assert_cmpuint (resets, ==, 1);
}

/* The heads here are months old; only whether they move counts. */
static void
assert_goes_stale (const char *scheme)
{
  g_autoptr (BadNode) bad = bad_node_new (&(BadNodeConfig){ 0 });
  g_autofree char *url = bad_node_get_url (bad, scheme);
  MnrNodeOptions options = make_quick ();
  g_autoptr (MnrNode) node = NULL;
  g_autofree char *status = NULL;
  g_autoptr (GBytes) answer = NULL;

  options.stale_time = 100;
  node = make_node (&options, url, NULL);
  g_assert_true (connect_and_wait (node, NULL));
  g_assert_cmpint (mnr_node_get_state (node), ==, MNR_NODE_LIVE);
  wait_until (is_stale, node);
  status = mnr_node_get_status (node);
  g_assert_nonnull (strstr (status, "no new blocks"));
  answer = call_and_wait (node, MNR_NODE_CALL_DEFAULT, "what", "[]", NULL);
  g_assert_nonnull (answer);
  bad_node_add_block (bad);
  wait_until (is_live, node);
}

static void
test_stale (void)
{
  assert_goes_stale ("ws");
  assert_goes_stale ("http");
}

static gboolean
be_silent (BadTalk *talk,
           const char *method,
           const char *id)
{
  bad_talk_wait (talk);
  return FALSE;
}

static void
assert_closes (const char *scheme)
{
  g_autoptr (BadNode) bad = bad_node_new (&(BadNodeConfig){ .script = be_silent });
  g_autofree char *url = bad_node_get_url (bad, scheme);
  const char *urls[] = { url, NULL };
  g_autoptr (MnrNode) node = mnr_node_new (urls, NULL);
  g_autoptr (GAsyncResult) result = NULL, waiting = NULL;
  g_autoptr (GError) error = NULL;
  Outcome outcome = { 0 }, wait = { 0 };

  /* One that has not even found a node. */
  mnr_node_call_async (node, MNR_NODE_CALL_DEFAULT, "database", "what", "[]", NULL, outcome_take,
                       &wait);
  mnr_node_close (node);
  waiting = outcome_wait (&wait);
  g_assert_null (mnr_node_call_finish (node, waiting, &error));
  assert_sentence (error, MNR_NODE_ERROR_CLOSED);
  g_clear_error (&error);

  g_assert_true (connect_and_wait (node, NULL));
  mnr_node_call_async (node, MNR_NODE_CALL_DEFAULT, "database", "what", "[]", NULL, outcome_take,
                       &outcome);
  mnr_node_close (node);
  result = outcome_wait (&outcome);
  g_assert_null (mnr_node_call_finish (node, result, &error));
  assert_sentence (error, MNR_NODE_ERROR_CLOSED);
  g_assert_cmpint (mnr_node_get_state (node), ==, MNR_NODE_OFFLINE);
}

static void
test_close (void)
{
  assert_closes ("ws");
  assert_closes ("http");
}

/* Given up while it still looks for a node; nothing is left behind. */
static void
test_given_up (void)
{
  g_autoptr (BadNode) bad = bad_node_new (&(BadNodeConfig){ .is_silent = TRUE });
  g_autofree char *url = bad_node_get_url (bad, "ws");
  const char *urls[] = { url, NULL };
  MnrNode *node = mnr_node_new (urls, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  Outcome outcome = { 0 };

  mnr_node_call_async (node, MNR_NODE_CALL_DEFAULT, "database", "what", "[]", cancellable,
                       outcome_take, &outcome);
  g_cancellable_cancel (cancellable);
  result = outcome_wait (&outcome);
  g_assert_null (mnr_node_call_finish (node, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  g_object_add_weak_pointer (G_OBJECT (node), (gpointer *) &node);
  g_object_unref (node);
  g_assert_null (node);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/node/websocket", test_websocket);
  g_test_add_func ("/node/http", test_http);
  g_test_add_func ("/node/head", test_head);
  g_test_add_func ("/node/objects", test_objects);
  g_test_add_func ("/node/fail-over", test_fail_over);
  g_test_add_func ("/node/comes-back", test_comes_back);
  g_test_add_func ("/node/once", test_once);
  g_test_add_func ("/node/other", test_other);
  g_test_add_func ("/node/wrong-chain", test_wrong_chain);
  g_test_add_func ("/node/none", test_none);
  g_test_add_func ("/node/behind", test_behind);
  g_test_add_func ("/node/future", test_future);
  g_test_add_func ("/node/no-way-back", test_no_way_back);
  g_test_add_func ("/node/left-behind", test_left_behind);
  g_test_add_func ("/node/stale", test_stale);
  g_test_add_func ("/node/close", test_close);
  g_test_add_func ("/node/given-up", test_given_up);
  return g_test_run ();
}
