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

typedef struct
{
  MnrObjectIdSet *new_objects; /* of any kind */
  MNR_ARRAY (MnrAmount) *paid;
  MNR_ARRAY (MnrAmount) *received;
  MNR_ARRAY (MnrAmount) *fees;
} MnrSettlementResult;

/** A transaction in a block: as it was signed, and what came of each operation. */
typedef struct
{
  MnrTransaction transaction;
  MNR_ARRAY (MnrOperationResult) operation_results;
} MnrProcessedTransaction;

typedef struct
{
  MnrBlockId previous;
  MnrTime timestamp;
  MnrObjectId witness;
  guint8 transaction_merkle_root[20];
  MnrSignature witness_signature;
  MNR_ARRAY (MnrProcessedTransaction) transactions;
} MnrBlock;

extern const MnrType mnr_type_operation_result, mnr_type_processed_transaction,
  mnr_type_block_header, mnr_type_block;

/** The number of a block, from the id of the one before it. */
guint32 mnr_block_get_number (const MnrBlock *self);

/** The id of a block: its number and a hash of its header. */
void mnr_block_get_id (const MnrBlock *self,
                       MnrBlockId *id);

G_END_DECLS
