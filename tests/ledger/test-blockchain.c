/* test-blockchain.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>

#include "chain/wire/mnr-json.h"
#include "test-signed-chain.h"

static void
assert_same_state (MnrBlockchain *a,
                   MnrBlockchain *b)
{
  guint8 x[MNR_SHA256_SIZE], y[MNR_SHA256_SIZE];

  signed_hash (a, x);
  signed_hash (b, y);
  g_assert_cmpmem (x, sizeof x, y, sizeof y);
}

static void
assert_refused (MnrBlockchain *chain,
                const MnrTransaction *transaction,
                const char *rule,
                int code)
{
  g_autoptr (GError) error = NULL;
  const MnrFinding *refusal;
  guint8 before[MNR_SHA256_SIZE], after[MNR_SHA256_SIZE];

  signed_hash (chain, before);
  g_assert_false (mnr_blockchain_validate (chain, transaction, NULL, NULL));
  g_assert_false (mnr_blockchain_push (chain, transaction, NULL, &error));
  g_assert_error (error, MNR_LEDGER_ERROR, MNR_LEDGER_ERROR_REFUSED);
  refusal = mnr_ledger_get_refusal (mnr_blockchain_get_ledger (chain));
  g_assert_cmpstr (refusal->rule->id, ==, rule);
  g_assert_cmpint (refusal->rule->node_code, ==, code);
  signed_hash (chain, after);
  g_assert_cmpmem (before, sizeof before, after, sizeof after);
}

/* Counts what was told of a change, and looks for ALICE's balance in it. */
static void
count_changes (MnrBlockchain *chain,
               GArray *changed,
               gpointer user_data)
{
  guint *count = user_data;
  gboolean has_head = FALSE;

  for (guint i = 0; i < changed->len; i++)
    has_head |= g_array_index (changed, MnrObjectId, i) == MNR_DYNAMIC_GLOBAL_PROPERTIES_ID;
  g_assert_true (has_head);
  (*count)++;
}

static void
test_blocks (void)
{
  g_autoptr (MnrBlockchain) chain = signed_open (NULL, NULL);
  MnrLedger *ledger = mnr_blockchain_get_ledger (chain);
  g_autoptr (MnrTransaction) first = signed_transfer (chain, ALICE, BOB, 100, 0);
  guint8 start[MNR_SHA256_SIZE], now[MNR_SHA256_SIZE], id[MNR_TRANSACTION_ID_SIZE];
  MnrProcessedTransaction processed = { 0 };
  const MnrBlock *block;
  guint32 number = 99;
  guint place = 99, n_changes = 0;
  MnrBlockId block_id;

  mnr_blockchain_set_callback (chain, count_changes, &n_changes);
  signed_hash (chain, start);
  g_assert_true (mnr_blockchain_validate (chain, first, NULL, NULL));
  signed_hash (chain, now);
  g_assert_cmpmem (start, sizeof start, now, sizeof now);

  g_assert_true (mnr_blockchain_push (chain, first, &processed, NULL));
  g_assert_cmpuint (processed.operation_results.len, ==, 1);
  g_assert_cmpuint (processed.operation_results.items[0].number, ==, MNR_RESULT_NOTHING);
  mnr_value_clear (&mnr_type_processed_transaction, &processed);
  g_assert_cmpint (chain_balance (ledger, BOB, SILVER), ==, WEALTH + 100);
  g_assert_true (mnr_transaction_get_id (first, id, NULL));
  g_assert_nonnull (mnr_blockchain_find_transaction (chain, id, &number, &place));
  g_assert_cmpuint (number, ==, 0);

  signed_produce (chain);
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpuint (mnr_blockchain_get_n_pending (chain), ==, 0);
  g_assert_nonnull (mnr_blockchain_find_transaction (chain, id, &number, &place));
  g_assert_cmpuint (number, ==, 1);
  g_assert_cmpuint (place, ==, 0);
  g_assert_cmpint (chain_balance (ledger, BOB, SILVER), ==, WEALTH + 100);
  block = mnr_blockchain_get_block (chain, 1);
  g_assert_cmpuint (block->transactions.len, ==, 1);
  g_assert_true (mnr_blockchain_get_block_id (chain, 1, &block_id));
  g_assert_cmpuint (mnr_block_id_get_number (&block_id), ==, 1);
  g_assert_cmpuint (mnr_blockchain_get_account_history_size (chain, BOB), ==, 1);
  g_assert_cmpuint (mnr_blockchain_get_account_history (chain, BOB, 0)->block_num, ==, 1);

  /* A fork takes it away; the transaction waits again. */
  g_assert_true (mnr_blockchain_pop (chain, 1, NULL));
  g_assert_cmpuint (mnr_blockchain_get_head_number (chain), ==, 0);
  g_assert_cmpuint (mnr_blockchain_get_n_pending (chain), ==, 1);
  g_assert_cmpuint (mnr_blockchain_get_account_history_size (chain, BOB), ==, 0);
  g_assert_null (mnr_blockchain_get_block (chain, 1));

  for (guint i = 0; i < 20; i++)
    signed_produce (chain);
  g_assert_cmpuint (mnr_blockchain_get_irreversible_number (chain), ==, 13);
  g_assert_false (mnr_blockchain_pop (chain, 8, NULL));
  g_assert_true (mnr_blockchain_pop (chain, 7, NULL));
  g_assert_cmpuint (mnr_blockchain_get_head_number (chain), ==, 13);
  g_assert_false (mnr_blockchain_pop (chain, 1, NULL));
  g_assert_false (mnr_blockchain_produce (chain, signed_time (chain), NULL));
}

/* The results that a node gives, and their JSON. */
static void
test_results (void)
{
  g_autoptr (MnrBlockchain) chain = signed_open (NULL, NULL);
  MnrLimitOrderCreate sell = {
    .seller = ALICE,
    .amount_to_sell = { 100, SILVER },
    .min_to_receive = { 7, GOLD },
    .expiration = MNR_TIME_FOREVER,
  };
  g_autoptr (MnrTransaction) order = signed_draft (chain, MNR_OPERATION_LIMIT_ORDER_CREATE,
                                                   &sell, 0);
  MnrLimitOrderCancel cancel = { .fee_paying_account = ALICE, .order = MNR_LIMIT_ORDER_ID (0) };
  g_autoptr (MnrTransaction) back = signed_draft (chain, MNR_OPERATION_LIMIT_ORDER_CANCEL,
                                                  &cancel, 0);
  MnrAssetSettle settle = { .account = ALICE, .amount = { 100, USD } };
  g_autoptr (MnrTransaction) request = NULL;
  MnrLedger *ledger = mnr_blockchain_get_ledger (chain);
  g_autoptr (GString) json = g_string_new (NULL);
  MnrProcessedTransaction processed = { 0 };

  signed_sign (order, ALICE);
  signed_sign (back, ALICE);
  g_assert_true (mnr_blockchain_push (chain, order, &processed, NULL));
  mnr_json_write (&mnr_type_operation_results, &processed.operation_results, "BTS", json);
  g_assert_cmpstr (json->str, ==, "[[1,\"1.7.0\"]]");
  mnr_value_clear (&mnr_type_processed_transaction, &processed);

  g_string_truncate (json, 0);
  g_assert_true (mnr_blockchain_push (chain, back, &processed, NULL));
  mnr_json_write (&mnr_type_operation_results, &processed.operation_results, "BTS", json);
  g_assert_cmpstr (json->str, ==, "[[2,{\"amount\":100,\"asset_id\":\"1.3.2\"}]]");
  mnr_value_clear (&mnr_type_processed_transaction, &processed);

  /* A request to settle; and what it takes to have something to settle. */
  g_assert_true (chain_feed (ledger, 1, 1));
  g_assert_true (chain_borrow (ledger, ALICE, 5000, 1000, 0));
  request = signed_draft (chain, MNR_OPERATION_ASSET_SETTLE, &settle, 0);
  signed_sign (request, ALICE);
  g_string_truncate (json, 0);
  g_assert_true (mnr_blockchain_push (chain, request, &processed, NULL));
  mnr_json_write (&mnr_type_operation_results, &processed.operation_results, "BTS", json);
  g_assert_cmpstr (json->str, ==, "[[5,{\"new_objects\":[\"1.4.0\"]}]]");
  mnr_value_clear (&mnr_type_processed_transaction, &processed);
}

/* The block and the header that were recorded from a node. */
static void
test_json (void)
{
  static const char text[] =
    "{\"previous\":\"0000000472a19203b85d71019de0003bd5741eaf\","
    "\"timestamp\":\"2026-11-21T03:02:04\",\"witness\":\"1.6.10\","
    "\"transaction_merkle_root\":\"0000000000000000000000000000000000000000\","
    "\"extensions\":[],\"witness_signature\":\"1f2c92e80abbda03ceea256a30db80fb67e19b519641232b9"
    "5b55e13f4aaf704ce341674f4f6011627b184884f6fc8d378a0843b83d25645b0b7fbc16125a6a20f\","
    "\"transactions\":[]}";
  g_autoptr (MnrBlock) block = mnr_value_new (&mnr_type_block);
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  guint8 root[MNR_RIPEMD160_SIZE];

  mnr_json_read (&mnr_type_block, text, strlen (text), "BTS", block, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mnr_block_get_number (block), ==, 5);
  mnr_json_write (&mnr_type_block, block, "BTS", json);
  g_assert_cmpstr (json->str, ==, text);
  mnr_block_get_merkle_root (block, root);
  g_assert_cmpmem (root, sizeof root, block->transaction_merkle_root, sizeof root);
}

static void
test_refusals (void)
{
  g_autoptr (MnrBlockchain) chain = signed_open (NULL, NULL);
  g_autoptr (MnrTransaction) early = signed_transfer (chain, ALICE, BOB, 1, 0);
  g_autoptr (MnrTransaction) empty = mnr_transaction_new ();
  g_autoptr (MnrTransaction) unsigned_one = NULL, superfluous = NULL, foreign = NULL,
                             expired = NULL, late = NULL, reference = NULL, poor = NULL,
                             bad = NULL, negative = NULL, garbled = NULL;

  signed_push (chain, early);
  assert_refused (chain, early, "transaction.duplicate", 3030001);
  signed_produce (chain);
  assert_refused (chain, early, "transaction.duplicate", 3030001);
  assert_refused (chain, empty, "transaction.no-operation", 0);

  unsigned_one = signed_draft_transfer (chain, ALICE, BOB, 1, 1);
  assert_refused (chain, unsigned_one, "transaction.missing-active-authority", 4010001);
  g_assert_cmpstr (mnr_ledger_get_refusal (mnr_blockchain_get_ledger (chain))->node_text, ==,
                   "Missing Active Authority 1.2.8");
  foreign = signed_draft_transfer (chain, ALICE, BOB, 1, 1);
  signed_sign (foreign, BOB);
  assert_refused (chain, foreign, "transaction.missing-active-authority", 4010001);
  superfluous = signed_transfer (chain, ALICE, BOB, 1, 2);
  signed_sign (superfluous, BOB);
  assert_refused (chain, superfluous, "transaction.irrelevant-signature", 4010004);

  garbled = signed_transfer (chain, ALICE, BOB, 1, 2);
  memset (garbled->signatures.items[0].data + 1, 0x11, 64);
  garbled->signatures.items[0].data[0] = 0x20;
  assert_refused (chain, garbled, "transaction.signature-of-nobody", 0);
  garbled->signatures.items[0].data[1] = 0x81;
  assert_refused (chain, garbled, "transaction.signature-not-canonical", 0);

  /* Signatures come before time and reference. */
  expired = signed_draft_transfer (chain, ALICE, BOB, 1, 3);
  expired->expiration = signed_time (chain) - 1;
  assert_refused (chain, expired, "transaction.missing-active-authority", 4010001);
  signed_sign (expired, ALICE);
  assert_refused (chain, expired, "transaction.expired", 0);

  late = signed_draft_transfer (chain, ALICE, BOB, 1, 4);
  late->expiration = signed_time (chain) + 86401;
  signed_sign (late, ALICE);
  assert_refused (chain, late, "transaction.expires-too-late", 0);

  reference = signed_draft_transfer (chain, ALICE, BOB, 1, 5);
  reference->ref_block_prefix ^= 1;
  signed_sign (reference, ALICE);
  assert_refused (chain, reference, "transaction.reference", 0);

  bad = signed_draft_transfer (chain, ALICE, ALICE, 1, 5);
  g_assert_false (mnr_blockchain_push (chain, bad, NULL, NULL));
  negative = signed_draft_transfer (chain, ALICE, BOB, -5, 5);
  g_assert_false (mnr_blockchain_push (chain, negative, NULL, NULL));

  poor = signed_transfer (chain, ALICE, BOB, WEALTH * 2, 6);
  g_assert_false (mnr_blockchain_push (chain, poor, NULL, NULL));
  g_assert_cmpuint (mnr_blockchain_get_n_pending (chain), ==, 0);
}

static void
test_duplicates (void)
{
  g_autoptr (MnrBlockchain) chain = signed_open (NULL, NULL);
  g_autoptr (MnrTransaction) transaction = NULL;
  guint8 id[MNR_TRANSACTION_ID_SIZE];

  signed_produce (chain);
  transaction = signed_transfer (chain, ALICE, BOB, 1, 0);
  signed_push (chain, transaction);
  while (signed_time (chain) < transaction->expiration)
    {
      signed_produce (chain);
      if (signed_time (chain) <= transaction->expiration)
        assert_refused (chain, transaction, "transaction.duplicate", 3030001);
    }
  signed_produce (chain);
  assert_refused (chain, transaction, "transaction.expired", 0);
  g_assert_true (mnr_transaction_get_id (transaction, id, NULL));
  g_assert_null (mnr_blockchain_find_transaction (chain, id, NULL, NULL));

  /* A fork goes back to before it expired. */
  g_assert_true (mnr_blockchain_pop (chain, 3, NULL));
  assert_refused (chain, transaction, "transaction.duplicate", 3030001);
}

/* What was granted needs no signature, now and after a fork, and holds to all
 * other rules; it grants nothing to others. */
static void
test_granted (void)
{
  g_autoptr (MnrBlockchain) chain = signed_open (NULL, NULL);
  g_autoptr (MnrTransaction) transfer = NULL, other = NULL, poor = NULL, late = NULL;
  guint8 before[MNR_SHA256_SIZE], after[MNR_SHA256_SIZE];

  signed_produce (chain);
  transfer = signed_draft_transfer (chain, ALICE, BOB, 7, 0);
  assert_refused (chain, transfer, "transaction.missing-active-authority", 4010001);
  g_assert_true (mnr_blockchain_push_granted (chain, transfer, NULL));
  g_assert_false (mnr_blockchain_push_granted (chain, transfer, NULL));
  other = signed_draft_transfer (chain, ALICE, BOB, 7, 1);
  assert_refused (chain, other, "transaction.missing-active-authority", 4010001);
  poor = signed_draft_transfer (chain, ALICE, BOB, WEALTH * 2, 2);
  g_assert_false (mnr_blockchain_push_granted (chain, poor, NULL));
  late = signed_draft_transfer (chain, ALICE, BOB, 7, 3);
  late->expiration = signed_time (chain) + 86401;
  g_assert_false (mnr_blockchain_push_granted (chain, late, NULL));

  signed_produce (chain);
  g_assert_cmpuint (
    mnr_blockchain_get_block (chain, mnr_blockchain_get_head_number (chain))->transactions.len, ==,
    1);
  signed_hash (chain, before);
  g_assert_true (mnr_blockchain_pop (chain, 1, NULL));
  g_assert_cmpuint (mnr_blockchain_get_n_pending (chain), ==, 1);
  signed_produce (chain);
  signed_hash (chain, after);
  g_assert_cmpmem (before, sizeof before, after, sizeof after);
}

/*
 * Random operations
 */

static MnrObjectId
random_account (void)
{
  return MNR_ACCOUNT_ID (g_test_rand_int_range (6, N_ACCOUNTS));
}

static MnrTransaction *
random_transaction (MnrBlockchain *chain,
                    guint nonce)
{
  MnrObjectId account = random_account ();
  gint64 amount = g_test_rand_int_range (1, 1000000), other = g_test_rand_int_range (1, 1000000);
  MnrObjectId asset = g_test_rand_bit () ? GOLD : SILVER;
  MnrTransaction *transaction;
  MnrStore *store = mnr_ledger_get_store (mnr_blockchain_get_ledger (chain));

  switch (g_test_rand_int_range (0, 7))
    {
    case 0:
      {
        guint64 n = mnr_store_get_next_instance (store, MNR_OBJECT_LIMIT_ORDER);
        MnrLimitOrderCancel op = {
          .fee_paying_account = account,
          .order = MNR_LIMIT_ORDER_ID (n > 0 ? (guint64) amount % n : 0),
        };

        transaction = signed_draft (chain, MNR_OPERATION_LIMIT_ORDER_CANCEL, &op, nonce);
      }
      break;
    case 1:
    case 2:
      {
        MnrLimitOrderCreate op = {
          .seller = account,
          .amount_to_sell = { amount, asset },
          .min_to_receive = { other, asset == GOLD ? SILVER : GOLD },
          .expiration = signed_time (chain) + 30,
        };

        transaction = signed_draft (chain, MNR_OPERATION_LIMIT_ORDER_CREATE, &op, nonce);
      }
      break;
    case 3:
      {
        MnrCallOrderUpdate op = {
          .funding_account = account,
          .delta_collateral = { amount * 3, GOLD },
          .delta_debt = { amount, USD },
        };

        transaction = signed_draft (chain, MNR_OPERATION_CALL_ORDER_UPDATE, &op, nonce);
      }
      break;
    case 4:
      {
        MnrAssetSettle op = { .account = account, .amount = { amount / 10 + 1, USD } };

        transaction = signed_draft (chain, MNR_OPERATION_ASSET_SETTLE, &op, nonce);
      }
      break;
    case 5:
      {
        MnrAssetPublishFeed op = {
          .publisher = FEEDER,
          .asset_id = USD,
          .feed = {
            .settlement_price = { { 1000 + amount % 200, USD }, { 1000, GOLD } },
            .maintenance_collateral_ratio = 1750,
            .maximum_short_squeeze_ratio = 1100,
            .core_exchange_rate = { { 1, USD }, { 1, CORE } },
          },
        };

        account = FEEDER;
        transaction = signed_draft (chain, MNR_OPERATION_ASSET_PUBLISH_FEED, &op, nonce);
      }
      break;
    default:
      transaction = signed_draft_transfer (chain, account, random_account (), amount, nonce);
    }
  signed_sign (transaction, account);
  return transaction;
}

/* Everything in any order, forks as well; then the log gives the same state. */
static void
test_random (void)
{
  g_autofree char *folder = g_dir_make_tmp ("moneyer-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "blocks", NULL);
  g_autoptr (MnrBlockchain) chain = signed_open (path, NULL);
  g_autofree char *dropped = NULL;
  guint taken = 0;
  guint8 before[MNR_SHA256_SIZE], after[MNR_SHA256_SIZE];
  guint64 history;

  for (guint i = 0; i < 1500; i++)
    {
      g_autoptr (MnrTransaction) transaction = random_transaction (chain, i % 7);

      taken += mnr_blockchain_push (chain, transaction, NULL, NULL);
      if (g_test_rand_int_range (0, 8) == 0)
        signed_produce (chain);
      if (g_test_rand_int_range (0, 40) == 0)
        mnr_blockchain_pop (chain, (guint) g_test_rand_int_range (0, 9), NULL);
    }
  g_assert_cmpuint (taken, >, 300);
  signed_produce (chain);
  chain_check_supply (mnr_blockchain_get_ledger (chain));

  signed_hash (chain, before);
  history = mnr_blockchain_get_history_size (chain);
  g_clear_pointer (&chain, mnr_blockchain_free);
  chain = signed_open (path, &dropped);
  g_assert_null (dropped);
  signed_hash (chain, after);
  g_assert_cmpmem (before, sizeof before, after, sizeof after);
  g_assert_cmpuint (mnr_blockchain_get_history_size (chain), ==, history);

  g_unlink (path);
  g_rmdir (folder);
}

/* Two chains get the same; one of them loses what it has again and again, and
 * makes it anew of what comes back. */
static void
test_fork (void)
{
  g_autoptr (MnrBlockchain) straight = signed_open (NULL, NULL);
  g_autoptr (MnrBlockchain) forked = signed_open (NULL, NULL);
  guint taken = 0;

  for (guint round = 0; round < 40; round++)
    {
      guint n = (guint) g_test_rand_int_range (1, 5);
      guint64 history;

      for (guint j = 0; j < 8; j++)
        {
          g_autoptr (MnrTransaction) transaction = random_transaction (straight, j);

          if (!mnr_blockchain_push (straight, transaction, NULL, NULL))
            continue;
          signed_push (forked, transaction);
          taken++;
        }
      for (guint i = 0; i < n; i++)
        {
          signed_produce (straight);
          signed_produce (forked);
        }
      assert_same_state (straight, forked);

      history = mnr_blockchain_get_history_size (forked);
      g_assert_true (mnr_blockchain_pop (forked, n, NULL));
      for (guint i = 0; i < n; i++)
        signed_produce (forked);
      assert_same_state (straight, forked);
      g_assert_cmpuint (mnr_blockchain_get_history_size (forked), ==, history);
    }
  g_assert_cmpuint (taken, >, 100);
  chain_check_supply (mnr_blockchain_get_ledger (forked));
}

/* A fork takes blocks away, other blocks come, and those go as well: then the same
 * transactions in the same blocks are as if nothing had been. */
static void
test_fork_again (void)
{
  g_autoptr (MnrBlockchain) straight = signed_open (NULL, NULL);
  g_autoptr (MnrBlockchain) forked = signed_open (NULL, NULL);
  g_autoptr (MnrTransaction) strange = NULL;
  guint8 before[MNR_SHA256_SIZE], after[MNR_SHA256_SIZE];

  signed_produce (straight);
  signed_produce (forked);
  signed_hash (forked, before);

  /* Never again valid after the fork: it expires within it. */
  strange = signed_draft_transfer (forked, CAROL, BOB, 5, 0);
  strange->expiration = signed_time (forked) + 3;
  signed_sign (strange, CAROL);
  signed_push (forked, strange);
  signed_produce (forked);
  signed_produce (forked);
  g_assert_true (mnr_blockchain_pop (forked, 2, NULL));
  g_assert_cmpuint (mnr_blockchain_get_n_pending (forked), ==, 1);
  g_assert_true (mnr_blockchain_produce (forked, signed_time (forked) + 100, NULL));
  g_assert_true (mnr_blockchain_pop (forked, 1, NULL));

  signed_push (straight, strange);
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (MnrTransaction) a = signed_transfer (straight, ALICE, BOB, 10 + i, i);

      signed_push (straight, a);
      signed_push (forked, a);
      signed_produce (straight);
      signed_produce (forked);
      assert_same_state (straight, forked);
    }
  signed_hash (forked, after);
  g_assert_cmpint (memcmp (before, after, sizeof after), !=, 0);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/blockchain/blocks", test_blocks);
  g_test_add_func ("/blockchain/results", test_results);
  g_test_add_func ("/blockchain/json", test_json);
  g_test_add_func ("/blockchain/refusals", test_refusals);
  g_test_add_func ("/blockchain/duplicates", test_duplicates);
  g_test_add_func ("/blockchain/granted", test_granted);
  g_test_add_func ("/blockchain/random", test_random);
  g_test_add_func ("/blockchain/fork", test_fork);
  g_test_add_func ("/blockchain/fork-again", test_fork_again);
  return g_test_run ();
}
