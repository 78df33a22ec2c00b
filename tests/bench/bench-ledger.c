/* bench-ledger.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How fast the ledger is, and how large: transfers applied without signatures,
 * opening a log of many blocks, memory for an account and for an order.
 */

#include <glib.h>
#include <glib/gstdio.h>
#include <malloc.h>
#include <string.h>
#include <unistd.h>

#include "../ledger/test-market-chain.h"
#include "chain/wire/mnr-pack.h"
#include "ledger/mnr-blockchain.h"

#define N_TRANSFERS 200000
#define BLOCK       1000
#define N_BLOCKS    100000
#define N_OBJECTS   100000

#define GOAL_TRANSFERS 50000

static void
fill_transfer (MnrLedger *ledger,
               MnrTransaction *transaction,
               MnrTransfer *op,
               MnrOperation *operation)
{
  g_autoptr (GError) error = NULL;

  *op = (MnrTransfer){ .from = ALICE, .to = BOB, .amount = { 1, SILVER } };
  *operation = (MnrOperation){ .number = MNR_OPERATION_TRANSFER, .value = op };
  *transaction = (MnrTransaction){ .operations = { operation, 1 } };
  op->fee.asset_id = CORE;
  mnr_fee_schedule_set_fee (mnr_ledger_get_parameters (ledger)->current_fees, operation, NULL,
                            &error);
  g_assert_no_error (error);
}

/* Nobody is to run out of money for fees. */
static MnrLedger *
make_ledger (void)
{
  MnrLedger *ledger = chain_new (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT);

  for (MnrObjectId account = ALICE; account <= BOB; account++)
    {
      mnr_ledger_adjust_balance (ledger, account, CORE, 100000 * WEALTH);
      mnr_ledger_adjust_supply (ledger, CORE, 100000 * WEALTH);
    }
  return ledger;
}

static void
bench_transfers (void)
{
  g_autoptr (MnrLedger) ledger = make_ledger ();
  MnrStore *store = mnr_ledger_get_store (ledger);
  MnrTransaction transaction;
  MnrTransfer op;
  MnrOperation operation;
  gint64 start;
  guint64 rate;

  fill_transfer (ledger, &transaction, &op, &operation);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < N_TRANSFERS / BLOCK; i++)
    {
      mnr_store_begin (store);
      mnr_ledger_begin_block (ledger, mnr_ledger_get_time (ledger) + 3);
      for (guint j = 0; j < BLOCK; j++)
        {
          MnrOperationResults results = { 0 };

          op.from = j % 2 == 0 ? ALICE : BOB;
          op.to = j % 2 == 0 ? BOB : ALICE;
          if (!mnr_ledger_apply_with_results (ledger, &transaction, &results, NULL))
            g_error ("refused: %s", mnr_ledger_get_refusal (ledger)->sentence);
          mnr_value_clear (&mnr_type_operation_results, &results);
        }
      mnr_ledger_end_block (ledger);
      mnr_store_make_final (store, MNR_BLOCKCHAIN_REVERSIBLE);
    }
  rate = (guint64) N_TRANSFERS * G_USEC_PER_SEC / (guint64) (g_get_monotonic_time () - start);
  g_print ("transfers applied per second: %" G_GUINT64_FORMAT " (goal %d): %s\n", rate,
           GOAL_TRANSFERS, rate >= GOAL_TRANSFERS ? "reached" : "MISSED");
}

/* A log of blocks that follow one another, as a long night of blocks leaves it. */
static void
bench_log (guint n_blocks,
           guint n_transfers)
{
  g_autofree char *folder = g_dir_make_tmp ("moneyer-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "blocks", NULL);
  g_autoptr (MnrLedger) ledger = make_ledger ();
  g_autoptr (MnrBlockchain) chain = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *dropped = NULL;
  MnrChainId chain_id = { { 0 } };
  guint8 genesis[MNR_SHA256_SIZE], hash[MNR_SHA256_SIZE];
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (MnrBlock) block = mnr_value_new (&mnr_type_block);
  static const MnrType processed_array = MNR_ARRAY_TYPE (mnr_type_processed_transaction);
  MnrTransaction transaction;
  MnrTransfer op;
  MnrOperation operation;
  gint64 start, taken;
  FILE *file;

  fill_transfer (ledger, &transaction, &op, &operation);
  for (guint i = 0; i < n_transfers; i++)
    {
      MnrProcessedTransaction *processed = mnr_array_add (&processed_array, &block->transactions);

      mnr_value_copy (&mnr_type_signed_transaction, &processed->transaction, &transaction);
      mnr_operation_result_init (
        mnr_array_add (&mnr_type_operation_results, &processed->operation_results),
        MNR_RESULT_NOTHING);
    }

  /* Written here, without waiting for the disk at each. */
  mnr_store_get_hash (mnr_ledger_get_store (ledger), genesis);
  file = g_fopen (path, "wb");
  fwrite ("MNRBLK\0\1", 1, 8, file);
  fwrite (genesis, 1, sizeof genesis, file);
  block->witness = MNR_OBJECT_ID (1, 6, 1);
  for (guint i = 1; i <= n_blocks; i++)
    {
      guint32 length = 0;
      MnrBlockId id;

      block->timestamp = CHAIN_START + 3 * i;
      for (guint j = 0; j < n_transfers; j++)
        {
          MnrTransaction *t = &block->transactions.items[j].transaction;

          t->expiration = block->timestamp + 60;
          t->ref_block_prefix = i * n_transfers + j;
        }
      g_byte_array_set_size (bytes, 0);
      g_byte_array_append (bytes, (const guint8 *) &length, sizeof length);
      if (!mnr_pack (&mnr_type_block, block, bytes, NULL))
        g_assert_not_reached ();
      length = GUINT32_TO_LE (bytes->len - (guint) sizeof length);
      memcpy (bytes->data, &length, sizeof length);
      mnr_sha256 (bytes->data, bytes->len, hash);
      fwrite (bytes->data, 1, bytes->len, file);
      fwrite (hash, 1, sizeof hash, file);
      mnr_block_get_id (block, &id);
      block->previous = id;
    }
  fclose (file);

  start = g_get_monotonic_time ();
  chain = mnr_blockchain_open (g_steal_pointer (&ledger), &chain_id, path, &dropped, &error);
  taken = g_get_monotonic_time () - start;
  g_assert_no_error (error);
  g_assert_null (dropped);
  g_assert_cmpuint (mnr_blockchain_get_head_number (chain), ==, n_blocks);
  g_print ("opening a log of %u blocks with %u transfers each: %" G_GINT64_FORMAT " ms\n",
           n_blocks, n_transfers, taken / 1000);

  g_unlink (path);
  g_rmdir (folder);
}

static gsize
get_used (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

static void
bench_memory (void)
{
  g_autoptr (MnrLedger) ledger = make_ledger ();
  MnrStore *store = mnr_ledger_get_store (ledger);
  gsize before = get_used ();

  for (guint i = 0; i < N_OBJECTS; i++)
    {
      MnrAccount *account = mnr_store_create (store, MNR_OBJECT_ACCOUNT);
      MnrObjectId id = account->id;

      mnr_value_copy (&mnr_type_account, account, mnr_store_get (store, ALICE));
      account->id = id;
      g_free (account->name);
      account->name = g_strdup_printf ("somebody-%u", i);
      mnr_store_done (store, account);
    }
  g_print ("memory per account: %zu bytes\n", (get_used () - before) / N_OBJECTS);

  before = get_used ();
  for (guint i = 0; i < N_OBJECTS; i++)
    {
      MnrLimitOrder *order = mnr_store_create (store, MNR_OBJECT_LIMIT_ORDER);

      order->seller = ALICE;
      order->expiration = MNR_TIME_FOREVER;
      order->for_sale = 100;
      order->sell_price = (MnrPrice){ { 100 + i, GOLD }, { 1000, SILVER } };
      order->deferred_paid_fee.asset_id = CORE;
      mnr_store_done (store, order);
    }
  g_print ("memory per order: %zu bytes\n", (get_used () - before) / N_OBJECTS);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  bench_transfers ();
  bench_log (N_BLOCKS, 0);
  bench_log (N_BLOCKS, 2);
  bench_memory ();
  return 0;
}
