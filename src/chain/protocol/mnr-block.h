/* mnr-block.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-objects.h"

G_BEGIN_DECLS

/** What an operation brought about (protocol.md 9.4): a variant of %mnr_type_operation_result. */
typedef MnrVariant MnrOperationResult;

typedef enum
{
  MNR_RESULT_NOTHING = 0,
  MNR_RESULT_NEW_OBJECT = 1, /* MnrObjectResult */
  MNR_RESULT_AMOUNT = 2,     /* MnrAmount */
  MNR_RESULT_SETTLEMENT = 5, /* MnrSettlementResult */
} MnrResultNumber;

typedef struct
{
  MnrObjectId id; /* of any kind */
} MnrObjectResult;

typedef MNR_ARRAY (MnrAmount) MnrAmountArray;

/** All of it is optional: what a settlement at once, or a request, comes to. */
typedef struct
{
  MnrObjectIdSet *impacted_accounts;
  MnrObjectIdSet *new_objects; /* of any kind */
  MnrObjectIdSet *updated_objects;
  MnrObjectIdSet *removed_objects;
  MnrAmountArray *paid;
  MnrAmountArray *received;
  MnrAmountArray *fees;
} MnrSettlementResult;

/** One for each operation of a transaction, in their order. */
typedef MNR_ARRAY (MnrOperationResult) MnrOperationResults;

/** A transaction in a block: as it was signed, and what came of each operation. */
typedef struct
{
  MnrTransaction transaction;
  MnrOperationResults operation_results;
} MnrProcessedTransaction;

typedef struct
{
  MnrBlockId previous;
  MnrTime timestamp;
  MnrObjectId witness;
  guint8 transaction_merkle_root[20];
  MnrSignature witness_signature;
  MNR_ARRAY (MnrProcessedTransaction)
  transactions;
} MnrBlock;

extern const MnrType mnr_type_operation_result, mnr_type_operation_results,
  mnr_type_processed_transaction;
/** The fields of #MnrBlock that a header has: what the witness signs. */
extern const MnrType mnr_type_block_header;
extern const MnrType mnr_type_block;

/** Makes @result, of zero bytes, one of @number, and returns its value to be filled in:
 * nothing, an #MnrObjectResult, an #MnrAmount or an #MnrSettlementResult. */
gpointer mnr_operation_result_init (MnrOperationResult *self,
                                    MnrResultNumber number);

void mnr_block_free (MnrBlock *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrBlock, mnr_block_free)

/** The number that an id of a block begins with. */
guint32 mnr_block_id_get_number (const MnrBlockId *id);
/** Writes a number to where an id of a block has it. */
void mnr_block_id_set_number (MnrBlockId *id,
                              guint32 number);

/** The number of a block, from the id of the one before it. */
guint32 mnr_block_get_number (const MnrBlock *self);

/** The id of a block: its number and a hash of its header with the signature. */
void mnr_block_get_id (const MnrBlock *self,
                       MnrBlockId *id);

/** What the transactions of a block hash to, with their results, pair by pair. */
void mnr_block_get_merkle_root (const MnrBlock *self,
                                guint8 root[MNR_RIPEMD160_SIZE]);

/** Signs the header. */
void mnr_block_sign (MnrBlock *self,
                     const MnrPrivateKey *key);

G_END_DECLS
