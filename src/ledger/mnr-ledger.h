/* mnr-ledger.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/protocol/mnr-block.h"
#include "mnr-store.h"
#include "rules/mnr-check.h"

G_BEGIN_DECLS

/**
 * MnrLedger:
 *
 * A BitShares chain in memory: the objects, what each operation does to them,
 * blocks and maintenance. What is accepted is decided by the rules over the
 * ledger's own view; here is only what follows.
 */
typedef struct _MnrLedger MnrLedger;

/** Why a transaction was refused, as a rule and as a node says it. */
#define MNR_LEDGER_ERROR (mnr_ledger_error_quark ())

typedef enum
{
  /** A rule: mnr_ledger_get_refusal() has the finding. */
  MNR_LEDGER_ERROR_REFUSED,
  /** The genesis state or a block log is not one. */
  MNR_LEDGER_ERROR_DATA,
} MnrLedgerError;

GQuark mnr_ledger_error_quark (void);

/** An entry of the history (1.11.x): an operation of a block, or one that followed from it
 * (%mnr_type_history_operation). */
typedef struct
{
  guint64 instance; /* from 0, without gaps */
  MnrOperation op;
  MnrOperationResult result;
  guint32 block_num;
  guint16 trx_in_block;
  guint16 op_in_trx;
  guint32 virtual_op;
  gboolean is_virtual;
  MnrTime block_time;
} MnrHistoryEntry;

/** Frees what an entry owns: that of a virtual operation; others are their block's. */
void mnr_history_entry_clear (MnrHistoryEntry *self);

/**
 * mnr_ledger_new:
 *
 * A chain without accounts or assets; a genesis fills it through its store
 * before the first block.
 */
MnrLedger *mnr_ledger_new (void);

void mnr_ledger_free (MnrLedger *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrLedger, mnr_ledger_free)

MnrStore *mnr_ledger_get_store (MnrLedger *self);

const MnrView *mnr_ledger_get_view (const MnrLedger *self);

/** The head block's time. While a block's transactions are applied, that of the block before. */
MnrTime mnr_ledger_get_time (const MnrLedger *self);

/**
 * mnr_ledger_apply:
 *
 * Applies the operations of a transaction to the state, all or none. Signatures,
 * expiry and duplicates are the caller's business: this is what an operation
 * does once it is allowed.
 *
 * Returns: %FALSE with %MNR_LEDGER_ERROR_REFUSED; the state is as before
 */
gboolean mnr_ledger_apply (MnrLedger *self,
                           const MnrTransaction *transaction,
                           GError **error);

/**
 * mnr_ledger_apply_with_results:
 * @results: (out caller-allocates) (nullable): empty; what came of each
 *   operation, to be cleared with %mnr_type_operation_results
 *
 * mnr_ledger_apply() for who keeps what a node tells of each operation: the id
 * of what it created, what a settlement paid.
 */
gboolean mnr_ledger_apply_with_results (MnrLedger *self,
                                        const MnrTransaction *transaction,
                                        MnrOperationResults *results,
                                        GError **error);

/** The finding that refused the last transaction. */
const MnrFinding *mnr_ledger_get_refusal (const MnrLedger *self);

/**
 * mnr_ledger_begin_block:
 * @time: after the head's
 *
 * Begins the block after the head: what is applied next is in it. Whoever may
 * have to take the block back opens a session of the store first.
 */
void mnr_ledger_begin_block (MnrLedger *self,
                             MnrTime time);

/**
 * mnr_ledger_end_block:
 *
 * Ends the block: its time becomes the head's, then what falls due happens
 * (expired orders and feeds, due settlements, proposals, maintenance).
 */
void mnr_ledger_end_block (MnrLedger *self);

G_END_DECLS
