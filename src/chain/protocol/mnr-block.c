/* mnr-block.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-block.h"

#include <string.h>

#include "chain/crypto/mnr-hash.h"
#include "chain/wire/mnr-pack.h"

/* clang-format off */

static const MnrType object_id_set = MNR_SET_TYPE (mnr_type_object_id);
static const MnrType optional_object_id_set = MNR_OPTIONAL_TYPE (object_id_set);
static const MnrType optional_account_set = MNR_OPTIONAL_TYPE (mnr_type_account_set);
static const MnrType amount_array = MNR_ARRAY_TYPE (mnr_type_amount);
static const MnrType optional_amount_array = MNR_OPTIONAL_TYPE (amount_array);

static const MnrType nothing_result = { .kind = MNR_KIND_STRUCT };

static const MnrField settlement_result_fields[] = {
  MNR_FIELD (MnrSettlementResult, impacted_accounts, optional_account_set),
  MNR_FIELD (MnrSettlementResult, new_objects, optional_object_id_set),
  MNR_FIELD (MnrSettlementResult, updated_objects, optional_object_id_set),
  MNR_FIELD (MnrSettlementResult, removed_objects, optional_object_id_set),
  MNR_FIELD (MnrSettlementResult, paid, optional_amount_array),
  MNR_FIELD (MnrSettlementResult, received, optional_amount_array),
  MNR_FIELD (MnrSettlementResult, fees, optional_amount_array),
};

static const MnrType settlement_result_type = {
  .kind = MNR_KIND_EXTENSION, .size = sizeof (MnrSettlementResult),
  MNR_FIELDS (settlement_result_fields),
};

static const MnrType *const results[] = {
  [MNR_RESULT_NOTHING] = &nothing_result,
  [MNR_RESULT_NEW_OBJECT] = &mnr_type_object_id,
  [MNR_RESULT_AMOUNT] = &mnr_type_amount,
  [MNR_RESULT_SETTLEMENT] = &settlement_result_type,
};

const MnrType mnr_type_operation_result = {
  .kind = MNR_KIND_VARIANT, .size = sizeof (MnrOperationResult),
  .variants = results, .n_variants = G_N_ELEMENTS (results),
};

const MnrType mnr_type_operation_results = MNR_ARRAY_TYPE (mnr_type_operation_result);

static const MnrType signature_array = MNR_ARRAY_TYPE (mnr_type_signature);

#define TRANSACTION_FIELD(member, field_type) \
  { .name = #member, .type = &field_type, \
    .offset = offsetof (MnrProcessedTransaction, transaction.member) }

static const MnrField processed_transaction_fields[] = {
  TRANSACTION_FIELD (ref_block_num, mnr_type_u16),
  TRANSACTION_FIELD (ref_block_prefix, mnr_type_u32),
  TRANSACTION_FIELD (expiration, mnr_type_time),
  TRANSACTION_FIELD (operations, mnr_type_operations),
  MNR_EXTENSIONS_FIELD,
  TRANSACTION_FIELD (signatures, signature_array),
  MNR_FIELD (MnrProcessedTransaction, operation_results, mnr_type_operation_results),
};

const MnrType mnr_type_processed_transaction = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (MnrProcessedTransaction),
  MNR_FIELDS (processed_transaction_fields),
};

static const MnrType processed_transactions = MNR_ARRAY_TYPE (mnr_type_processed_transaction);

static const MnrType block_id_type = { .kind = MNR_KIND_HASH, .size = sizeof (MnrBlockId) };
static const MnrType root_type = { .kind = MNR_KIND_HASH, .size = MNR_RIPEMD160_SIZE };
static const MnrType witness_id = {
  .kind = MNR_KIND_OBJECT_ID, .size = sizeof (MnrObjectId), .object_type = MNR_OBJECT_WITNESS,
};

/* One table for the header, the header with its signature, and the block. */
static const MnrField block_fields[] = {
  MNR_FIELD (MnrBlock, previous, block_id_type),
  MNR_FIELD (MnrBlock, timestamp, mnr_type_time),
  MNR_FIELD (MnrBlock, witness, witness_id),
  MNR_FIELD (MnrBlock, transaction_merkle_root, root_type),
  MNR_EXTENSIONS_FIELD,
  MNR_FIELD (MnrBlock, witness_signature, mnr_type_signature),
  MNR_FIELD (MnrBlock, transactions, processed_transactions),
};

const MnrType mnr_type_block_header = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (MnrBlock),
  .fields = block_fields, .n_fields = G_N_ELEMENTS (block_fields) - 2,
};

static const MnrType signed_header_type = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (MnrBlock),
  .fields = block_fields, .n_fields = G_N_ELEMENTS (block_fields) - 1,
};

const MnrType mnr_type_block = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (MnrBlock), MNR_FIELDS (block_fields),
};

/* clang-format on */

/* Packs what was made here or was unpacked before, so that it can be packed. */
static GByteArray *
pack (const MnrType *type,
      gconstpointer value)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  if (!mnr_pack (type, value, bytes, &error))
    g_error ("a block cannot be packed: %s", error->message);
  return bytes;
}

gpointer
mnr_operation_result_init (MnrOperationResult *self,
                           MnrResultNumber number)
{
  g_return_val_if_fail (number < G_N_ELEMENTS (results) && results[number] != NULL, NULL);

  self->number = number;
  self->value = mnr_value_new (results[number]);
  return self->value;
}

void
mnr_block_free (MnrBlock *self)
{
  mnr_value_free (&mnr_type_block, self);
}

guint32
mnr_block_id_get_number (const MnrBlockId *id)
{
  guint32 number;

  memcpy (&number, id->data, sizeof number);
  return GUINT32_FROM_BE (number);
}

void
mnr_block_id_set_number (MnrBlockId *id,
                         guint32 number)
{
  number = GUINT32_TO_BE (number);
  memcpy (id->data, &number, sizeof number);
}

guint32
mnr_block_get_number (const MnrBlock *self)
{
  return mnr_block_id_get_number (&self->previous) + 1;
}

void
mnr_block_get_id (const MnrBlock *self,
                  MnrBlockId *id)
{
  g_autoptr (GByteArray) bytes = pack (&signed_header_type, self);
  guint8 hash[MNR_SHA224_SIZE];

  mnr_sha224 (bytes->data, bytes->len, hash);
  memcpy (id->data, hash, sizeof id->data);
  mnr_block_id_set_number (id, mnr_block_get_number (self));
}

void
mnr_block_get_merkle_root (const MnrBlock *self,
                           guint8 root[MNR_RIPEMD160_SIZE])
{
  gsize n = self->transactions.len;
  g_autofree guint8 *hashes = NULL;

  memset (root, 0, MNR_RIPEMD160_SIZE);
  if (n == 0)
    return;

  hashes = g_malloc_n (n, MNR_SHA256_SIZE);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GByteArray) bytes =
        pack (&mnr_type_processed_transaction, &self->transactions.items[i]);

      mnr_sha256 (bytes->data, bytes->len, hashes + i * MNR_SHA256_SIZE);
    }

  /* An odd one rises as it is. */
  while (n > 1)
    {
      for (gsize i = 0; i < n / 2; i++)
        {
          guint8 hash[MNR_SHA256_SIZE];

          mnr_sha256 (hashes + 2 * i * MNR_SHA256_SIZE, 2 * MNR_SHA256_SIZE, hash);
          memcpy (hashes + i * MNR_SHA256_SIZE, hash, MNR_SHA256_SIZE);
        }
      if (n % 2 == 1)
        memmove (hashes + n / 2 * MNR_SHA256_SIZE, hashes + (n - 1) * MNR_SHA256_SIZE,
                 MNR_SHA256_SIZE);
      n = (n + 1) / 2;
    }
  mnr_ripemd160 (hashes, MNR_SHA256_SIZE, root);
}

void
mnr_block_sign (MnrBlock *self,
                const MnrPrivateKey *key)
{
  g_autoptr (GByteArray) bytes = pack (&mnr_type_block_header, self);
  MnrDigest digest;

  mnr_sha256 (bytes->data, bytes->len, digest.data);
  mnr_private_key_sign (key, &digest, &self->witness_signature);
}
