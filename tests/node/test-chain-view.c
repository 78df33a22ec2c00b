/* test-chain-view.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "chain/wire/mnr-json.h"
#include "node/mnr-chain-view.h"
#include "node/mnr-cross-check.h"
#include "rules/mnr-check.h"
#include "test-support.h"

/* The cached view over a real practice network with its residents. */

static void
complete (MnrChainView *view,
          MnrChainViewAsk ask,
          gpointer data,
          GError **error)
{
  Outcome outcome = { 0 };
  g_autoptr (GAsyncResult) result = NULL;

  mnr_chain_view_complete_async (view, ask, data, NULL, outcome_take, &outcome);
  result = outcome_wait (&outcome);
  mnr_chain_view_complete_finish (view, result, error);
}

/* Calls a method of the practice API. */
static void
rehearse (MnrNode *node,
          const char *method,
          const char *params)
{
  Outcome outcome = { 0 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;

  mnr_node_call_async (node, MNR_NODE_CALL_ONCE, "practice", method, params, NULL, outcome_take,
                       &outcome);
  result = outcome_wait (&outcome);
  answer = mnr_node_call_finish (node, result, &error);
  g_assert_no_error (error);
}

/* Everything a view can be asked about the residents' market. */
typedef struct
{
  guint n_asked;
  const MnrAccount *alice, *nobody, *digits;
  const MnrAsset *usd, *token, *nothing;
  MnrKnowledge nobody_is, digits_is, nothing_is, bid_is, settled_is, poor_is, void_is;
  gint64 balance, poor;
  const MnrCallOrder *least, *own;
  const MnrLimitOrder *best;
  guint n_backed;
  gboolean backs_usd;
} Everything;

static void
ask_everything (const MnrView *view,
                gpointer user_data)
{
  Everything *all = user_data;
  const MnrCollateralBid *bid;
  const MnrLimitOrder *order;
  const MnrAsset *backed;
  gconstpointer object;

  all->n_asked++;
  all->nobody_is = view->find_account (view, "nobody-at-all", &all->nobody);
  all->digits_is = view->find_account (view, "1.2.7x", &all->digits);
  all->nothing_is = view->find_asset (view, "NOTHING", &all->nothing);
  all->void_is = view->get_object (view, MNR_ASSET_ID (999999), &object);
  if (view->find_account (view, "practice-alice", &all->alice) == MNR_KNOWN)
    {
      view->get_balance (view, all->alice->id, MNR_CORE_ASSET, &all->balance);
      all->poor_is = view->get_balance (view, all->alice->id, MNR_ASSET_ID (999999), &all->poor);
    }
  if (view->find_asset (view, "PRACTICE", &all->token) == MNR_KNOWN)
    view->find_best_bid (view, all->token->id, &all->best);
  if (view->find_asset (view, "PRACTICE.USD", &all->usd) == MNR_KNOWN)
    {
      if (view->find_least_collateral (view, all->usd->id, &all->least) == MNR_KNOWN)
        view->find_call_order (view, all->least->borrower, all->usd->id, &all->own);
      if (all->alice != NULL)
        all->bid_is = view->find_bid (view, all->alice->id, all->usd->id, &bid);
      all->settled_is = view->find_settled_debt_order (view, all->usd->id, &order);
    }
  all->n_backed = 0;
  while (view->find_backed_asset (view, MNR_CORE_ASSET, all->n_backed, &backed) == MNR_KNOWN)
    {
      all->n_backed++;
      all->backs_usd |= all->usd != NULL && backed->id == all->usd->id;
    }
}

static void
assert_questions (const char *url)
{
  const char *urls[] = { url, NULL };
  g_autoptr (MnrNode) node = mnr_node_new (urls, NULL);
  g_autoptr (MnrChainView) view = mnr_chain_view_new (node);
  g_autoptr (GError) error = NULL;
  Everything all = { 0 };
  guint n_rounds;

  complete (view, ask_everything, &all, &error);
  g_assert_no_error (error);
  n_rounds = all.n_asked;
  g_assert_cmpuint (n_rounds, >, 1);

  /* All of it is known now, without another call. */
  all = (Everything){ 0 };
  ask_everything (mnr_chain_view_get_view (view), &all);
  g_assert_cmpint (all.nobody_is, ==, MNR_NONE);
  g_assert_cmpint (all.digits_is, ==, MNR_NONE);
  g_assert_cmpint (all.nothing_is, ==, MNR_NONE);
  g_assert_cmpint (all.void_is, ==, MNR_NONE);
  g_assert_cmpint (all.poor_is, !=, MNR_NOT_KNOWN);
  g_assert_cmpint (all.bid_is, ==, MNR_NONE);
  g_assert_cmpint (all.settled_is, ==, MNR_NONE);
  g_assert_cmpstr (all.alice->name, ==, "practice-alice");
  g_assert_cmpint (all.balance, >, 0);
  g_assert_cmpint (all.poor, ==, 0);
  g_assert_cmpstr (all.usd->symbol, ==, "PRACTICE.USD");
  g_assert_nonnull (all.best);
  g_assert_true (all.best->sell_price.quote.asset_id == all.token->id);
  g_assert_nonnull (all.least);
  g_assert_true (all.own->id == all.least->id);
  g_assert_cmpuint (all.n_backed, >=, 1);
  g_assert_true (all.backs_usd);
}

static void
test_questions_websocket (void)
{
  g_autoptr (Practice) practice = practice_start ("0");

  assert_questions (practice->ws);
}

static void
test_questions_http (void)
{
  g_autoptr (Practice) practice = practice_start ("0");

  assert_questions (practice->http);
}

/* The rules, over a chain that nothing is known of at first. */

typedef struct
{
  MnrOperation operation;
  MnrCheck check;
} Wish;

static void
ask_rules (const MnrView *view,
           gpointer user_data)
{
  Wish *wish = user_data;

  if (wish->check.findings != NULL)
    mnr_check_clear (&wish->check);
  mnr_rules_check (&wish->operation, view, &wish->check);
}

static void
test_rules (void)
{
  static const char json[] =
    "[10,{\"fee\":{\"amount\":0,\"asset_id\":\"1.3.0\"},\"issuer\":\"1.2.17\",\"symbol\":\"%s\","
    "\"precision\":4,\"common_options\":{\"max_supply\":\"1000000000\",\"market_fee_percent\":0,"
    "\"max_market_fee\":0,\"issuer_permissions\":79,\"flags\":0,\"core_exchange_rate\":{\"base\":{"
    "\"amount\":1,\"asset_id\":\"1.3.0\"},\"quote\":{\"amount\":1,\"asset_id\":\"1.3.1\"}},"
    "\"whitelist_authorities\":[],\"blacklist_authorities\":[],\"whitelist_markets\":[],"
    "\"blacklist_markets\":[],\"description\":\"\",\"extensions\":{}},"
    "\"is_prediction_market\":false,\"extensions\":[]}]";
  g_autoptr (Practice) practice = practice_start ("0");
  const char *urls[] = { practice->ws, NULL };
  g_autoptr (MnrNode) node = mnr_node_new (urls, NULL);
  g_autoptr (MnrChainView) view = mnr_chain_view_new (node);
  static const char *const symbols[] = { "PRACTICE", "MYTOKEN1" };

  for (guint i = 0; i < G_N_ELEMENTS (symbols); i++)
    {
      g_auto (GStrv) parts = g_strsplit (json, "%s", 2);
      g_autofree char *text = g_strconcat (parts[0], symbols[i], parts[1], NULL);
      g_autoptr (GError) error = NULL;
      Wish wish = { 0 };
      gboolean is_taken = FALSE;

      g_assert_true (mnr_json_read (&mnr_type_operation, text, strlen (text), "BTS",
                                    &wish.operation, &error));
      complete (view, ask_rules, &wish, &error);
      g_assert_no_error (error);
      g_assert_true (mnr_check_is_complete (&wish.check));
      for (guint f = 0; f < wish.check.findings->len; f++)
        {
          const MnrFinding *finding = g_ptr_array_index (wish.check.findings, f);

          is_taken |= g_str_equal (finding->rule->id, "asset-create.symbol-taken");
        }
      g_assert_cmpint (is_taken, ==, i == 0);
      mnr_check_clear (&wish.check);
      mnr_value_clear (&mnr_type_operation, &wish.operation);
    }
}

/* A change on the chain is heard of, not fetched. */

static void
ask_pool (const MnrView *view,
          gpointer user_data)
{
  gint64 *pool = user_data;
  const MnrAsset *asset;
  gconstpointer data;

  if (view->find_asset (view, "PRACTICE", &asset) == MNR_KNOWN &&
      view->get_object (view, asset->dynamic_asset_data_id, &data) == MNR_KNOWN)
    *pool = ((const MnrAssetDynamicData *) data)->fee_pool;
}

static void
set_flag (gboolean *flag)
{
  *flag = TRUE;
}

static gboolean
is_set (gpointer flag)
{
  return *(gboolean *) flag;
}

static void
test_subscription (void)
{
  g_autoptr (Practice) practice = practice_start ("0");
  const char *urls[] = { practice->ws, NULL };
  g_autoptr (MnrNode) node = mnr_node_new (urls, NULL);
  g_autoptr (MnrChainView) view = mnr_chain_view_new (node);
  g_autoptr (GError) error = NULL;
  gint64 before = -1, after = -1;
  gboolean has_changed = FALSE;

  complete (view, ask_pool, &before, &error);
  g_assert_no_error (error);
  g_assert_cmpint (before, >=, 0);

  g_signal_connect_swapped (view, "changed", G_CALLBACK (set_flag), &has_changed);
  rehearse (node, "fill_pool", "[\"PRACTICE\",\"12.5\"]");
  wait_until (is_set, &has_changed);
  ask_pool (mnr_chain_view_get_view (view), &after);
  g_assert_cmpint (after, ==, before + 1250000);
}

/* Without a subscription it is asked again once there is a new block, and not before. */
static void
test_polling (void)
{
  g_autoptr (Practice) practice = practice_start ("0");
  const char *urls[] = { practice->http, NULL };
  g_autoptr (MnrNode) node = mnr_node_new (urls, NULL);
  g_autoptr (MnrChainView) view = mnr_chain_view_new (node);
  g_autoptr (GError) error = NULL;
  gint64 before = -1, after = -1;

  complete (view, ask_pool, &before, &error);
  g_assert_no_error (error);
  rehearse (node, "fill_pool", "[\"PRACTICE\",\"12.5\"]");

  /* What is known stays known, however old, */
  ask_pool (mnr_chain_view_get_view (view), &after);
  g_assert_cmpint (after, ==, before);
  /* until somebody wants it as it is now. */
  mnr_chain_view_forget (view);
  complete (view, ask_pool, &after, &error);
  g_assert_no_error (error);
  g_assert_cmpint (after, ==, before + 1250000);
}

/* Two nodes of one chain. */

static gboolean
cross_check (MnrNode *node,
             GError **error)
{
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();
  MnrOperation *operation = mnr_array_add (&mnr_type_operations, &transaction->operations);
  g_autoptr (GAsyncResult) result = NULL;
  Outcome outcome = { 0 };
  static const char json[] =
    "[0,{\"fee\":{\"amount\":1,\"asset_id\":\"1.3.0\"},\"from\":\"1.2.17\","
    "\"to\":\"1.2.18\",\"amount\":{\"amount\":5,\"asset_id\":\"1.3.6\"},"
    "\"extensions\":[]}]";

  g_assert_true (mnr_json_read (&mnr_type_operation, json, strlen (json), "BTS", operation, NULL));
  mnr_cross_check_async (node, transaction, NULL, NULL, outcome_take, &outcome);
  result = outcome_wait (&outcome);
  return mnr_cross_check_finish (node, result, error);
}

static void
create_asset (Practice *practice,
              guint precision)
{
  const char *urls[] = { practice->http, NULL };
  g_autoptr (MnrNode) node = mnr_node_new (urls, NULL);
  g_autofree char *params = g_strdup_printf (
    "[[[10,{\"fee\":{\"amount\":0,\"asset_id\":\"1.3.0\"},\"issuer\":\"1.2.17\",\"symbol\":"
    "\"TWOFACED\",\"precision\":%u,\"common_options\":{\"max_supply\":\"1000000000\","
    "\"market_fee_percent\":0,\"max_market_fee\":0,\"issuer_permissions\":79,\"flags\":0,"
    "\"core_exchange_rate\":{\"base\":{\"amount\":1,\"asset_id\":\"1.3.0\"},\"quote\":{"
    "\"amount\":1,\"asset_id\":\"1.3.1\"}},\"whitelist_authorities\":[],"
    "\"blacklist_authorities\":[],\"whitelist_markets\":[],\"blacklist_markets\":[],"
    "\"description\":\"\",\"extensions\":{}},\"is_prediction_market\":false,"
    "\"extensions\":[]}]]]",
    precision);

  rehearse (node, "act", params);
}

static void
test_cross_check (void)
{
  g_autoptr (Practice) first = practice_start ("0");
  g_autoptr (Practice) second = practice_start ("0");
  const char *alone_urls[] = { first->ws, NULL };
  const char *urls[] = { first->ws, second->ws, NULL };
  g_autoptr (MnrNode) alone = mnr_node_new (alone_urls, NULL);
  g_autoptr (MnrNode) both = mnr_node_new (urls, NULL);
  g_autoptr (MnrNode) liars = mnr_node_new (urls, NULL);
  g_autoptr (GError) error = NULL;

  create_asset (first, 4);
  g_assert_false (cross_check (alone, &error));
  g_assert_error (error, MNR_NODE_ERROR, MNR_NODE_ERROR_ALONE);
  g_clear_error (&error);

  /* One node knows an asset that the other does not. */
  g_assert_false (cross_check (both, &error));
  g_assert_error (error, MNR_NODE_ERROR, MNR_NODE_ERROR_DISAGREE);
  g_clear_error (&error);

  /* They differ by a decimal. */
  create_asset (second, 5);
  g_assert_false (cross_check (liars, &error));
  g_assert_error (error, MNR_NODE_ERROR, MNR_NODE_ERROR_DISAGREE);
  g_assert_nonnull (strstr (error->message, "TWOFACED with 4 decimals"));
  g_assert_nonnull (strstr (error->message, "TWOFACED with 5 decimals"));
}

static void
test_cross_check_agrees (void)
{
  g_autoptr (Practice) first = practice_start ("0");
  g_autoptr (Practice) second = practice_start ("0");
  const char *urls[] = { first->ws, second->http, NULL };
  g_autoptr (MnrNode) both = mnr_node_new (urls, NULL);
  g_autoptr (GError) error = NULL;

  create_asset (first, 4);
  create_asset (second, 4);
  cross_check (both, &error);
  g_assert_no_error (error);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chain-view/questions/websocket", test_questions_websocket);
  g_test_add_func ("/chain-view/questions/http", test_questions_http);
  g_test_add_func ("/chain-view/rules", test_rules);
  g_test_add_func ("/chain-view/subscription", test_subscription);
  g_test_add_func ("/chain-view/polling", test_polling);
  g_test_add_func ("/cross-check/disagree", test_cross_check);
  g_test_add_func ("/cross-check/agree", test_cross_check_agrees);
  return g_test_run ();
}
