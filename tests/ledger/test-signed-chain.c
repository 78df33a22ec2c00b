/* test-signed-chain.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-signed-chain.h"

const MnrChainId signed_chain_id = { { 0x5a, 0x17 } };

static MnrPrivateKey *
key_of (MnrObjectId account)
{
  guint8 hash[MNR_SHA256_SIZE];
  MnrPrivateKey *key;

  mnr_sha256 (&account, sizeof account, hash);
  key = mnr_private_key_new_from_bytes (hash, NULL);
  g_assert_nonnull (key);
  return key;
}

/* The chain of the market tests, where everybody has a key. */
MnrLedger *
signed_genesis (void)
{
  MnrLedger *ledger = chain_new (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT);
  MnrStore *store = mnr_ledger_get_store (ledger);

  for (MnrObjectId id = ISSUER; id <= CAROL; id++)
    {
      g_autoptr (MnrPrivateKey) key = key_of (id);
      MnrAccount *account = mnr_store_edit (store, id);

      account->active.weight_threshold = 1;
      account->active.key_auths.items = g_new0 (MnrKeyWeight, 1);
      account->active.key_auths.len = 1;
      account->active.key_auths.items[0].weight = 1;
      mnr_private_key_get_public_key (key, &account->active.key_auths.items[0].key);
      mnr_value_copy (&mnr_type_authority, &account->owner, &account->active);
      mnr_store_done (store, account);
    }
  return ledger;
}

MnrBlockchain *
signed_open (const char *path,
             char **dropped)
{
  g_autoptr (GError) error = NULL;
  MnrBlockchain *chain = mnr_blockchain_open (signed_genesis (), &signed_chain_id, path,
                                              dropped, &error);

  g_assert_no_error (error);
  return chain;
}

MnrTime
signed_time (MnrBlockchain *chain)
{
  return mnr_ledger_get_time (mnr_blockchain_get_ledger (chain));
}

void
signed_hash (MnrBlockchain *chain,
             guint8 *hash)
{
  mnr_store_get_hash (mnr_ledger_get_store (mnr_blockchain_get_ledger (chain)), hash);
}

/* A transaction of one operation; @nonce makes it another than its likes. */
MnrTransaction *
signed_draft (MnrBlockchain *chain,
              guint number,
              gconstpointer op,
              guint nonce)
{
  MnrLedger *ledger = mnr_blockchain_get_ledger (chain);
  MnrTransaction *transaction = mnr_transaction_new ();
  MnrOperation operation = { .number = number, .value = (gpointer) op };
  MnrOperation *added;
  MnrBlockId id = { 0 };
  guint32 head = mnr_blockchain_get_head_number (chain);
  g_autoptr (GError) error = NULL;

  added = mnr_array_append (&mnr_type_operations, &transaction->operations, &operation);
  mnr_operation_get_fee (added)->asset_id = CORE;
  mnr_fee_schedule_set_fee (mnr_ledger_get_parameters (ledger)->current_fees, added, NULL, &error);
  g_assert_no_error (error);
  mnr_blockchain_get_block_id (chain, head, &id);
  mnr_transaction_set_reference (transaction, head, id.data);
  transaction->expiration = signed_time (chain) + 60 + nonce;
  return transaction;
}

void
signed_sign (MnrTransaction *transaction,
             MnrObjectId account)
{
  g_autoptr (MnrPrivateKey) key = key_of (account);

  g_assert_true (mnr_transaction_sign (transaction, &signed_chain_id, key, NULL));
}

MnrTransaction *
signed_draft_transfer (MnrBlockchain *chain,
                       MnrObjectId from,
                       MnrObjectId to,
                       gint64 amount,
                       guint nonce)
{
  MnrTransfer op = { .from = from, .to = to, .amount = { amount, SILVER } };

  return signed_draft (chain, MNR_OPERATION_TRANSFER, &op, nonce);
}

MnrTransaction *
signed_transfer (MnrBlockchain *chain,
                 MnrObjectId from,
                 MnrObjectId to,
                 gint64 amount,
                 guint nonce)
{
  MnrTransaction *transaction = signed_draft_transfer (chain, from, to, amount, nonce);

  signed_sign (transaction, from);
  return transaction;
}

void
signed_push (MnrBlockchain *chain,
             const MnrTransaction *transaction)
{
  g_autoptr (GError) error = NULL;

  mnr_blockchain_push (chain, transaction, NULL, &error);
  g_assert_no_error (error);
}

void
signed_produce (MnrBlockchain *chain)
{
  g_autoptr (GError) error = NULL;

  mnr_blockchain_produce (chain, signed_time (chain) + 3, &error);
  g_assert_no_error (error);
}
