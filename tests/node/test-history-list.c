/* test-history-list.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "node/mnr-history-list.h"

#include <string.h>

#include "chain/wire/mnr-json.h"
#include "test-support.h"

/* A practice network that has lived for some hours, so that its witnesses have
 * published some hundred prices. */
typedef struct
{
  Practice *practice;
  MnrNode *node;
  MnrObjectId witness, usd, rain;
} Fixture;

static char *
call (MnrNode *node,
      const char *api,
      const char *method,
      const char *params)
{
  Outcome outcome = { 0 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;

  mnr_node_call_async (node, MNR_NODE_CALL_ONCE, api, method, params, NULL, outcome_take,
                       &outcome);
  result = outcome_wait (&outcome);
  answer = mnr_node_call_finish (node, result, &error);
  g_assert_no_error (error);
  return g_strdup (g_bytes_get_data (answer, NULL));
}

static MnrObjectId
find_id (MnrNode *node,
         const char *method,
         const char *name)
{
  g_autofree char *params = g_strdup_printf ("[[\"%s\"]]", name);
  g_autofree char *json = call (node, "database", method, params);
  const char *text = strstr (json, "\"id\":\"");
  MnrObjectId id;

  g_assert_nonnull (text);
  text += strlen ("\"id\":\"");
  g_assert_true (mnr_object_id_parse (text, strcspn (text, "\""), &id));
  return id;
}

static void
set_up (Fixture *self,
        gconstpointer data)
{
  const char *urls[2] = { NULL };
  g_autoptr (GError) error = NULL;

  self->practice = practice_start ("0");
  urls[0] = self->practice->ws;
  self->node = mnr_node_new (urls, NULL);
  connect_and_wait (self->node, &error);
  g_assert_no_error (error);
  g_free (call (self->node, "practice", "produce_blocks", "[3]"));
  for (guint i = 0; i < 250; i++)
    g_free (call (self->node, "practice", "move_feed", i % 2 == 0 ? "[\"PRACTICE.USD\",\"101\",\"init0\"]" : "[\"PRACTICE.USD\",\"100\",\"init0\"]"));
  self->witness = find_id (self->node, "get_accounts", "init0");
  self->usd = find_id (self->node, "get_assets", "PRACTICE.USD");
  self->rain = find_id (self->node, "get_assets", "PRACTICE.RAIN");
}

static void
tear_down (Fixture *self,
           gconstpointer data)
{
  mnr_node_close (self->node);
  g_object_unref (self->node);
  practice_free (self->practice);
}

static gboolean
load_more (MnrHistoryList *list)
{
  Outcome outcome = { 0 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mnr_history_list_load_more_async (list, NULL, outcome_take, &outcome);
  result = outcome_wait (&outcome);
  mnr_history_list_load_more_finish (list, result, &error);
  g_assert_no_error (error);
  return mnr_history_list_has_more (list);
}

static void
refresh (MnrHistoryList *list)
{
  Outcome outcome = { 0 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mnr_history_list_refresh_async (list, NULL, outcome_take, &outcome);
  result = outcome_wait (&outcome);
  mnr_history_list_refresh_finish (list, result, &error);
  g_assert_no_error (error);
}

static guint
count (MnrHistoryList *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (list));
}

/* Newest first, each once, all about what was asked for. */
static void
assert_order (MnrHistoryList *list,
              MnrObjectId asset)
{
  guint64 last = G_MAXUINT64;

  for (guint i = 0; i < count (list); i++)
    {
      g_autoptr (MnrHistoryItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_assert_cmpuint (mnr_history_item_get_number (item), <, last);
      last = mnr_history_item_get_number (item);
      g_assert_cmpuint (mnr_history_item_get_block (item), >, 0);
      g_assert_cmpuint (mnr_history_item_get_time (item), >, 0);
      g_assert_nonnull (mnr_history_item_get_operation (item));
      g_assert_true (asset == 0 || mnr_history_item_is_about (item, asset));
    }
}

/* What the signal says, so that it can be compared with the list. */
static void
mirror_change (GListModel *model,
               guint position,
               guint removed,
               guint added,
               GPtrArray *mirror)
{
  if (removed > 0)
    g_ptr_array_remove_range (mirror, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (mirror, (int) (position + i), g_list_model_get_item (model, position + i));
}

static void
assert_mirror (MnrHistoryList *list,
               GPtrArray *mirror)
{
  g_assert_cmpuint (mirror->len, ==, count (list));
  for (guint i = 0; i < mirror->len; i++)
    {
      g_autoptr (MnrHistoryItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_assert_true (item == g_ptr_array_index (mirror, i));
    }
}

static void
test_pages (Fixture *self,
            gconstpointer data)
{
  g_autoptr (MnrHistoryList) list = mnr_history_list_new (self->node, self->witness, 0);
  g_autoptr (MnrHistoryList) usd = mnr_history_list_new (self->node, self->witness, self->usd);
  g_autoptr (MnrHistoryList) rain = mnr_history_list_new (self->node, self->witness, self->rain);
  g_autoptr (GPtrArray) mirror = g_ptr_array_new_with_free_func (g_object_unref);

  g_signal_connect (list, "items-changed", G_CALLBACK (mirror_change), mirror);
  g_assert_true (mnr_history_list_has_more (list));
  g_assert_true (load_more (list));
  g_assert_cmpuint (count (list), ==, 100);
  g_assert_true (load_more (list));
  g_assert_cmpuint (count (list), ==, 200);
  while (load_more (list))
    ;
  g_assert_cmpuint (count (list), >=, 250);
  assert_order (list, 0);
  assert_mirror (list, mirror);
  g_assert_false (load_more (list));

  while (load_more (usd))
    ;
  g_assert_cmpuint (count (usd), >=, 250);
  assert_order (usd, self->usd);

  /* Not one in all its pages: looked through in one go. */
  g_assert_false (load_more (rain));
  g_assert_cmpuint (count (rain), ==, 0);
  refresh (rain);
  g_assert_cmpuint (count (rain), ==, 0);
}

/* What comes is on top; what a fork takes back goes; all else stays the same. */
static void
test_refresh (Fixture *self,
              gconstpointer data)
{
  g_autoptr (MnrHistoryList) list = mnr_history_list_new (self->node, self->witness, self->usd);
  g_autoptr (GPtrArray) mirror = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (MnrHistoryItem) first = NULL;
  g_autoptr (MnrHistoryItem) second = NULL;
  g_autoptr (MnrHistoryItem) third = NULL;
  guint n_items;

  g_signal_connect (list, "items-changed", G_CALLBACK (mirror_change), mirror);
  refresh (list);
  n_items = count (list);
  g_assert_cmpuint (n_items, ==, 100);
  first = g_list_model_get_item (G_LIST_MODEL (list), 0);
  refresh (list);
  g_assert_cmpuint (count (list), ==, n_items);

  g_free (call (self->node, "practice", "move_feed", "[\"PRACTICE.USD\",\"99\",\"init0\"]"));
  refresh (list);
  g_assert_cmpuint (count (list), ==, n_items + 1);
  second = g_list_model_get_item (G_LIST_MODEL (list), 1);
  g_assert_true (second == first);
  assert_mirror (list, mirror);
  assert_order (list, self->usd);

  g_clear_object (&second);
  second = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_free (call (self->node, "practice", "pop_blocks", "[1]"));
  refresh (list);
  assert_mirror (list, mirror);
  third = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_true (third != second);
  assert_order (list, self->usd);

  /* More than all its pages: it begins anew, without a gap that nobody sees. */
  for (guint i = 0; i < 1100; i++)
    g_free (call (self->node, "practice", "move_feed", i % 2 == 0 ? "[\"PRACTICE.USD\",\"101\",\"init0\"]" : "[\"PRACTICE.USD\",\"100\",\"init0\"]"));
  refresh (list);
  g_assert_cmpuint (count (list), ==, 1000);
  g_assert_true (mnr_history_list_has_more (list));
  g_assert_true (load_more (list));
  assert_order (list, self->usd);
  assert_mirror (list, mirror);
}

static void
note_pending (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (mnr_history_list_refresh_finish (MNR_HISTORY_LIST (source), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PENDING);
  *(gboolean *) user_data = TRUE;
}

static void
test_failures (Fixture *self,
               gconstpointer data)
{
  g_autoptr (MnrHistoryList) list = mnr_history_list_new (self->node, self->witness, 0);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_pending = FALSE;
  Outcome outcome = { 0 };

  mnr_history_list_load_more_async (list, NULL, outcome_take, &outcome);
  mnr_history_list_refresh_async (list, NULL, note_pending, &is_pending);
  result = outcome_wait (&outcome);
  g_assert_true (mnr_history_list_load_more_finish (list, result, &error));
  while (!is_pending)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&result);

  /* A failure leaves it as it was, and it can be tried again. */
  practice_kill (self->practice);
  mnr_history_list_load_more_async (list, NULL, outcome_take, &outcome);
  result = outcome_wait (&outcome);
  g_assert_false (mnr_history_list_load_more_finish (list, result, &error));
  g_assert_nonnull (error);
  g_assert_true (mnr_history_list_has_more (list));
  mnr_history_list_load_more_async (list, NULL, outcome_take, &outcome);
  g_clear_object (&result);
  g_clear_error (&error);
  result = outcome_wait (&outcome);
  g_assert_false (mnr_history_list_load_more_finish (list, result, &error));
  g_assert_false (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PENDING));
}

/* What cannot be read is an entry all the same. */
static void
test_items (void)
{
  static const char place[] = "\"block_num\":7,\"trx_in_block\":1,\"op_in_trx\":0,"
                              "\"virtual_op\":0,\"is_virtual\":false,"
                              "\"block_time\":\"2026-11-21T03:54:14\"}";
  g_autofree char *unknown = g_strconcat ("{\"id\":\"1.11.5\",\"op\":[199,{\"a\":1}],"
                                          "\"result\":[4,{\"b\":2}],",
                                          place, NULL);
  g_autofree char *strange = g_strconcat ("{\"id\":\"1.11.6\",\"op\":[0,{\"new\":1}],"
                                          "\"result\":[1,\"1.3.9\"],",
                                          place, NULL);
  g_autoptr (MnrHistoryItem) first = NULL;
  g_autoptr (MnrHistoryItem) second = NULL;
  g_autoptr (GError) error = NULL;

  first = mnr_history_item_new_from_json (unknown, strlen (unknown), "BTS", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mnr_history_item_get_number (first), ==, 5);
  g_assert_cmpuint (mnr_history_item_get_operation (first)->number, ==, 199);
  second = mnr_history_item_new_from_json (strange, strlen (strange), "BTS", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mnr_history_item_get_block (second), ==, 7);
  g_assert_null (mnr_history_item_get_operation (second));
  g_assert_false (mnr_history_item_equal (first, second));
  g_assert_true (mnr_history_item_equal (first, first));
  g_assert_null (mnr_history_item_new_from_json ("{}", 2, "BTS", &error));
  g_assert_nonnull (error);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/node/history/items", test_items);
  g_test_add ("/node/history/pages", Fixture, NULL, set_up, test_pages, tear_down);
  g_test_add ("/node/history/refresh", Fixture, NULL, set_up, test_refresh, tear_down);
  g_test_add ("/node/history/failures", Fixture, NULL, set_up, test_failures, tear_down);

  return g_test_run ();
}
