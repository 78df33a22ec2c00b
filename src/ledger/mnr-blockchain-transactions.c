/* mnr-blockchain-transactions.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/protocol/mnr-signing.h"
#include "chain/wire/mnr-pack.h"
#include "mnr-blockchain-private.h"
#include "mnr-ledger-private.h"
#include "rules/mnr-rules-private.h"

/* In the order of a node, which first examines what needs no state, then the
 * id, the signatures, the reference, the time, and the size. */

static const MnrRule rule_too_large = {
  .id = "transaction.too-large",
  .expression = "fc::raw::pack_size(trx) < (1024 * 1024)",
};

static const MnrRule rule_empty = {
  .id = "transaction.no-operation",
  .expression = "operations.size() > 0",
};

static const MnrRule rule_not_canonical = {
  .id = "transaction.signature-not-canonical",
  .expression = "is_canonical( c )",
};

static const MnrRule rule_no_signature = {
  .id = "transaction.signature-of-nobody",
  .expression = "secp256k1_ecdsa_recover_compact( detail::_get_context(), (unsigned char*) "
                "digest.data(), c.data() + 1, my->_key.data(), (int*) &pk_len, 1, "
                "(*c.data() - 27) & 3 )",
};

static const MnrRule rule_duplicate_signature = {
  .id = "transaction.duplicate-signature",
  .node_code = 4010005,
  .node_name = "tx_duplicate_sig",
  .node_what = "duplicate signature included",
};

static const MnrRule rule_duplicate = {
  .id = "transaction.duplicate",
  .node_code = 3030001,
  .node_name = "duplicate_transaction",
  .node_what = "duplicate transaction",
};

static const MnrRule rule_unknown_operation = {
  .id = "operation.unknown",
  .expression = "eval",
};

static const MnrRule lack_rules[] = {
  [MNR_LACK_ACTIVE] = {
    .id = "transaction.missing-active-authority",
    .node_code = 4010001,
    .node_name = "tx_missing_active_auth",
    .node_what = "missing required active authority",
  },
  [MNR_LACK_OWNER] = {
    .id = "transaction.missing-owner-authority",
    .node_code = 4010002,
    .node_name = "tx_missing_owner_auth",
    .node_what = "missing required owner authority",
  },
  [MNR_LACK_KEY] = {
    .id = "transaction.missing-key",
    .node_code = 4010003,
    .node_name = "tx_missing_other_auth",
    .node_what = "missing required other authority",
  },
  [MNR_LACK_NEED] = {
    .id = "transaction.irrelevant-signature",
    .node_code = 4010004,
    .node_name = "tx_irrelevant_sig",
    .node_what = "irrelevant signature included",
  },
  [MNR_LACK_COMMITTEE] = {
    .id = "transaction.committee",
    .node_code = 4010006,
    .node_name = "invalid_committee_approval",
    .node_what = "committee account cannot directly approve transaction",
  },
};

static const MnrRule rule_reference = {
  .id = "transaction.reference",
  .expression = "trx.ref_block_prefix == tapos_block_summary.block_id._hash[1].value()",
};

static const MnrRule rule_expires_too_late = {
  .id = "transaction.expires-too-late",
  .expression = "trx.expiration <= now + chain_parameters.maximum_time_until_expiration",
};

static const MnrRule rule_expired = {
  .id = "transaction.expired",
  .expression = "now <= trx.expiration",
};

static const MnrRule rule_larger_than_allowed = {
  .id = "transaction.larger-than-allowed",
  .expression = "trx.get_packed_size() <= chain_parameters.maximum_transaction_size",
};

static gboolean
refuse (MnrBlockchain *self,
        const MnrRule *rule,
        const char *path,
        const char *sentence,
        const char *node_text,
        GError **error)
{
  return mnr_ledger_refuse_with (self->ledger, rule, path, sentence, node_text, error);
}

/*
 * What is known
 */

static guint
hash_id (gconstpointer key)
{
  guint32 hash;

  memcpy (&hash, key, sizeof hash);
  return hash;
}

static gboolean
ids_equal (gconstpointer a,
           gconstpointer b)
{
  return memcmp (a, b, MNR_TRANSACTION_ID_SIZE) == 0;
}

static int
compare_times (gconstpointer a,
               gconstpointer b,
               gpointer user_data)
{
  guint x = GPOINTER_TO_UINT (a), y = GPOINTER_TO_UINT (b);

  return (x > y) - (x < y);
}

void
mnr_blockchain_init_transactions (MnrBlockchain *self)
{
  self->pending = g_ptr_array_new_with_free_func ((GDestroyNotify) mnr_pending_transaction_free);
  self->known = g_hash_table_new (hash_id, ids_equal);
  self->known_by_expiry =
    g_tree_new_full (compare_times, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
}

void
mnr_blockchain_clear_transactions (MnrBlockchain *self)
{
  g_clear_pointer (&self->pending, g_ptr_array_unref);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->known_by_expiry, g_tree_unref);
}

MnrPendingTransaction *
mnr_pending_transaction_new (MnrTransaction *transaction)
{
  MnrPendingTransaction *self = g_new0 (MnrPendingTransaction, 1);

  self->transaction = transaction;
  return self;
}

void
mnr_pending_transaction_free (MnrPendingTransaction *self)
{
  if (self == NULL)
    return;

  mnr_transaction_free (self->transaction);
  g_free (self);
}

MnrKnownTransaction *
mnr_blockchain_know (MnrBlockchain *self,
                     const MnrTransaction *transaction,
                     guint32 block,
                     guint32 place)
{
  MnrKnownTransaction *known = g_new0 (MnrKnownTransaction, 1);
  gpointer when = GUINT_TO_POINTER (transaction->expiration);
  GPtrArray *together = g_tree_lookup (self->known_by_expiry, when);

  known->expiration = transaction->expiration;
  known->block = block;
  known->place = place;
  if (!mnr_transaction_get_id (transaction, known->id, NULL))
    g_assert_not_reached ();

  if (together == NULL)
    {
      together = g_ptr_array_new_with_free_func (g_free);
      g_tree_insert (self->known_by_expiry, when, together);
    }
  g_ptr_array_add (together, known);
  g_hash_table_replace (self->known, known, known);
  return known;
}

/* Its memory goes with the others of its time. */
void
mnr_blockchain_forget (MnrBlockchain *self,
                       MnrKnownTransaction *known)
{
  if (g_hash_table_lookup (self->known, known) == known)
    g_hash_table_remove (self->known, known);
}

void
mnr_blockchain_forget_expired (MnrBlockchain *self,
                               MnrTime time)
{
  GTreeNode *node;

  while ((node = g_tree_node_first (self->known_by_expiry)) != NULL &&
         GPOINTER_TO_UINT (g_tree_node_key (node)) < time)
    {
      GPtrArray *together = g_tree_node_value (node);

      for (guint i = 0; i < together->len; i++)
        mnr_blockchain_forget (self, g_ptr_array_index (together, i));
      g_tree_remove (self->known_by_expiry, g_tree_node_key (node));
    }
}

/* What a fork may bring back is known longer than it counts. */
static MnrKnownTransaction *
find_known (const MnrBlockchain *self,
            const guint8 *id)
{
  MnrKnownTransaction *known = g_hash_table_lookup (self->known, id);

  if (known == NULL || known->expiration < mnr_ledger_get_time (self->ledger))
    return NULL;
  return known;
}

const MnrTransaction *
mnr_blockchain_find_transaction (const MnrBlockchain *self,
                                 const guint8 id[MNR_TRANSACTION_ID_SIZE],
                                 guint32 *block_num,
                                 guint *place)
{
  const MnrKnownTransaction *known = find_known (self, id);
  const MnrBlock *block;

  if (known == NULL)
    return NULL;

  if (block_num != NULL)
    *block_num = known->block;
  if (place != NULL)
    *place = known->place;
  if (known->block == 0)
    return mnr_blockchain_get_pending (self, known->place);
  block = mnr_blockchain_get_block (self, known->block);
  return block != NULL ? &block->transactions.items[known->place].transaction : NULL;
}

/*
 * Checks
 */

static const MnrAuthority *
look_up (MnrObjectId account,
         gboolean owner,
         gpointer user_data)
{
  MnrLedger *ledger = user_data;
  const MnrAccount *object = NULL;

  if (mnr_object_id_get_type (account) == MNR_OBJECT_ACCOUNT)
    object = mnr_store_get (ledger->store, account);
  if (object == NULL)
    return NULL;
  return owner ? &object->owner : &object->active;
}

/* Which of the things that can be wrong with signatures by themselves it is. */
static gboolean
refuse_signatures (MnrBlockchain *self,
                   const MnrTransaction *transaction,
                   const char *sentence,
                   GError **error)
{
  MnrDigest digest = { 0 };
  MnrPublicKey key;

  if (!mnr_transaction_get_digest (transaction, &self->chain_id, &digest, error))
    return FALSE;

  for (gsize i = 0; i < transaction->signatures.len; i++)
    {
      const MnrSignature *signature = &transaction->signatures.items[i];

      if (!mnr_signature_is_canonical (signature))
        return refuse (self, &rule_not_canonical, "signatures", sentence,
                       "signature is not canonical", error);
      if (!mnr_signature_recover (signature, &digest, &key, NULL))
        return refuse (self, &rule_no_signature, "signatures", sentence, "", error);
    }
  return refuse (self, &rule_duplicate_signature, "signatures", sentence,
                 "Duplicate Signature detected", error);
}

static gboolean
refuse_lack (MnrBlockchain *self,
             const MnrLack *lack,
             const char *sentence,
             GError **error)
{
  g_autofree char *text = NULL;
  char id[MNR_OBJECT_ID_TEXT_SIZE];

  mnr_object_id_format (lack->account, id);
  switch (lack->kind)
    {
    case MNR_LACK_ACTIVE:
      text = g_strdup_printf ("Missing Active Authority %s", id);
      break;
    case MNR_LACK_OWNER:
      text = g_strdup_printf ("Missing Owner Authority %s", id);
      break;
    case MNR_LACK_KEY:
      text = g_strdup ("Missing Authority");
      break;
    case MNR_LACK_NEED:
      text = g_strdup ("Unnecessary signature(s) detected");
      break;
    case MNR_LACK_COMMITTEE:
      text = g_strdup ("Committee account may only propose transactions");
      break;
    case MNR_LACK_NOTHING:
    default:
      g_assert_not_reached ();
    }
  return refuse (self, &lack_rules[lack->kind], "signatures", sentence, text, error);
}

static gboolean
check_authority (MnrBlockchain *self,
                 const MnrTransaction *transaction,
                 const MnrPublicKeySet *signers,
                 GError **error)
{
  g_auto (MnrRequiredAuthorities) required = { 0 };
  g_autoptr (GError) local = NULL;
  MnrLack lack = { 0 };

  if (!mnr_required_authorities_init (&required, transaction, &local))
    return refuse (self, &rule_unknown_operation, "operations", local->message, "", error);
  return mnr_required_authorities_find_lack (
           &required, signers, mnr_ledger_get_parameters (self->ledger)->max_authority_depth,
           look_up, self->ledger, &lack, &local) ||
         refuse_lack (self, &lack, local->message, error);
}

/* What needs no state but for the operations, whose own rules come first. */
static gboolean
check_form (MnrBlockchain *self,
            const MnrTransaction *transaction,
            gsize *size,
            GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) local = NULL;

  if (!mnr_pack (&mnr_type_transaction, transaction, bytes, &local))
    return refuse (self, &rule_unknown_operation, "operations", local->message, "", error);
  *size = bytes->len;
  if (bytes->len + transaction->signatures.len * sizeof (MnrSignature) >= MNR_TRANSACTION_SIZE_MAX)
    return refuse (self, &rule_too_large, "",
                   _ ("The transaction is larger than any node takes."),
                   "Transaction exceeds maximum transaction size.", error);
  if (transaction->operations.len == 0)
    return refuse (self, &rule_empty, "operations", _ ("There is nothing in the transaction."),
                   "A transaction must have at least one operation", error);

  for (gsize i = 0; i < transaction->operations.len; i++)
    {
      g_auto (MnrCheck) check = { 0 };

      mnr_rules_check_protocol (&transaction->operations.items[i], &check);
      if (!mnr_ledger_accept_check (self->ledger, &check, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_time (MnrBlockchain *self,
            const MnrTransaction *transaction,
            GError **error)
{
  guint64 now = mnr_ledger_get_time (self->ledger);
  guint32 most = mnr_ledger_get_parameters (self->ledger)->maximum_time_until_expiration;
  guint32 prefix = 0;
  MnrBlockId id;

  /* Nothing can have expired, nor refer to a block, before the first. */
  if (mnr_blockchain_get_head_number (self) == 0)
    return TRUE;

  if (mnr_blockchain_find_reference (self, transaction->ref_block_num, &id))
    {
      memcpy (&prefix, id.data + 4, sizeof prefix);
      prefix = GUINT32_FROM_LE (prefix);
    }
  if (transaction->ref_block_prefix != prefix)
    return refuse (self, &rule_reference, "ref_block_prefix",
                   _ ("The transaction refers to a block that this chain does not have."), "",
                   error);
  if (transaction->expiration > now + most)
    return refuse (self, &rule_expires_too_late, "expiration",
                   _ ("The transaction expires later than the chain allows."), "", error);
  if (now > transaction->expiration)
    return refuse (self, &rule_expired, "expiration", _ ("The transaction has expired."), "",
                   error);
  return TRUE;
}

gboolean
mnr_blockchain_check (MnrBlockchain *self,
                      const MnrTransaction *transaction,
                      gboolean is_granted,
                      GError **error)
{
  g_autoptr (GError) local = NULL;
  MnrPublicKeySet signers = { 0 };
  guint8 id[MNR_TRANSACTION_ID_SIZE];
  gsize size = 0;
  gboolean good;

  if (!check_form (self, transaction, &size, error))
    return FALSE;
  if (!mnr_transaction_get_signers (transaction, &self->chain_id, &signers, &local))
    return refuse_signatures (self, transaction, local->message, error);

  good = mnr_transaction_get_id (transaction, id, error);
  if (good && find_known (self, id) != NULL)
    {
      g_autofree char *hex = mnr_hex_encode (id, sizeof id);
      g_autofree char *text =
        g_strdup_printf ("Transaction '%s' is already in the database", hex);

      good = refuse (self, &rule_duplicate, "", _ ("The transaction was sent before."), text,
                     error);
    }
  good = good && (is_granted || check_authority (self, transaction, &signers, error));
  mnr_value_clear (&mnr_type_public_key_set, &signers);
  if (!good || !check_time (self, transaction, error))
    return FALSE;

  if (size > mnr_ledger_get_parameters (self->ledger)->maximum_transaction_size)
    return refuse (self, &rule_larger_than_allowed, "",
                   _ ("The transaction is larger than the chain allows."),
                   "Transaction exceeds maximum transaction size.", error);
  return TRUE;
}

/*
 * What waits
 */

/* Checks and applies a transaction within the session that is open. */
static gboolean
try (MnrBlockchain *self,
     const MnrTransaction *transaction,
     gboolean is_granted,
     MnrOperationResults *results,
     GError **error)
{
  return mnr_blockchain_check (self, transaction, is_granted, error) &&
         mnr_ledger_apply_with_results (self->ledger, transaction, results, error);
}

/* Takes a transaction to those that wait; FALSE if it does not hold. */
static gboolean
take (MnrBlockchain *self,
      MnrPendingTransaction *pending,
      MnrOperationResults *results,
      GError **error)
{
  const MnrTransaction *transaction = pending->transaction;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  if (!try (self, transaction, pending->is_granted, results, error))
    return FALSE;

  if (!mnr_pack (&mnr_type_signed_transaction, transaction, bytes, NULL))
    g_assert_not_reached ();
  pending->size = bytes->len;
  pending->known = mnr_blockchain_know (self, transaction, 0, self->pending->len);
  g_ptr_array_add (self->pending, pending);
  return TRUE;
}

void
mnr_blockchain_open_pending (MnrBlockchain *self,
                             GPtrArray *again)
{
  mnr_store_begin (mnr_ledger_get_store (self->ledger));
  for (guint i = 0; again != NULL && i < again->len; i++)
    {
      MnrPendingTransaction *pending = g_ptr_array_index (again, i);

      if (take (self, pending, NULL, NULL))
        g_ptr_array_index (again, i) = NULL;
    }
}

GPtrArray *
mnr_blockchain_close_pending (MnrBlockchain *self)
{
  GPtrArray *was = self->pending;

  mnr_store_undo (mnr_ledger_get_store (self->ledger));
  self->pending = g_ptr_array_new_with_free_func ((GDestroyNotify) mnr_pending_transaction_free);
  return was;
}

gboolean
mnr_blockchain_push (MnrBlockchain *self,
                     const MnrTransaction *transaction,
                     MnrProcessedTransaction *processed,
                     GError **error)
{
  MnrTransaction *copy = mnr_value_dup (&mnr_type_signed_transaction, transaction);
  MnrPendingTransaction *pending = mnr_pending_transaction_new (copy);
  MnrOperationResults results = { 0 };

  if (!take (self, pending, processed != NULL ? &results : NULL, error))
    {
      mnr_pending_transaction_free (pending);
      return FALSE;
    }
  if (processed != NULL)
    {
      mnr_value_copy (&mnr_type_signed_transaction, &processed->transaction, transaction);
      processed->operation_results = results;
    }
  return TRUE;
}

gboolean
mnr_blockchain_push_granted (MnrBlockchain *self,
                             const MnrTransaction *transaction,
                             GError **error)
{
  MnrTransaction *copy = mnr_value_dup (&mnr_type_signed_transaction, transaction);
  MnrPendingTransaction *pending = mnr_pending_transaction_new (copy);

  pending->is_granted = TRUE;
  if (take (self, pending, NULL, error))
    return TRUE;
  mnr_pending_transaction_free (pending);
  return FALSE;
}

gboolean
mnr_blockchain_validate (MnrBlockchain *self,
                         const MnrTransaction *transaction,
                         MnrProcessedTransaction *processed,
                         GError **error)
{
  MnrOperationResults results = { 0 };
  gboolean good;

  mnr_store_begin (mnr_ledger_get_store (self->ledger));
  good = try (self, transaction, FALSE, processed != NULL ? &results : NULL, error);
  mnr_store_undo (mnr_ledger_get_store (self->ledger));
  if (good && processed != NULL)
    {
      mnr_value_copy (&mnr_type_signed_transaction, &processed->transaction, transaction);
      processed->operation_results = results;
    }
  return good;
}

guint
mnr_blockchain_get_n_pending (const MnrBlockchain *self)
{
  return self->pending->len;
}

const MnrTransaction *
mnr_blockchain_get_pending (const MnrBlockchain *self,
                            guint index)
{
  const MnrPendingTransaction *pending;

  if (index >= self->pending->len)
    return NULL;
  pending = g_ptr_array_index (self->pending, index);
  return pending->transaction;
}
