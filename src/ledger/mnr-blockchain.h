/* mnr-blockchain.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/protocol/mnr-block.h"
#include "mnr-ledger.h"

G_BEGIN_DECLS

/**
 * MnrBlockchain:
 *
 * Blocks over a ledger: which signed transactions are taken, the block that is
 * being made of them, the blocks made, and their log. The state is the replay
 * of the log over the genesis.
 */
typedef struct _MnrBlockchain MnrBlockchain;

/** Called after every change of the head; @changed has the ids of what the blocks that came or
 * went created, changed or removed, each once. */
typedef void (*MnrBlockchainChanged) (MnrBlockchain *self,
                                      GArray *changed, /* of MnrObjectId */
                                      gpointer user_data);

/**
 * mnr_blockchain_open:
 * @ledger: (transfer full): filled with the genesis state
 * @chain_id: what signatures are bound to
 * @log_path: (nullable): the file of the block log, made if it is not there;
 *   %NULL keeps blocks in memory only
 * @dropped: (out) (optional) (transfer full): what of the log could not be used
 *   and was cut off, as a sentence, or %NULL
 *
 * Opens a chain and replays its log. A block that was being written when the
 * process or the disk gave up is dropped; nothing before it is.
 */
MnrBlockchain *mnr_blockchain_open (MnrLedger *ledger,
                                    const MnrChainId *chain_id,
                                    const char *log_path,
                                    char **dropped,
                                    GError **error);

void mnr_blockchain_free (MnrBlockchain *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrBlockchain, mnr_blockchain_free)

/** How many blocks may be on top of the last irreversible one: a block is final
 * when two thirds of eleven witnesses have built on it. */
#define MNR_BLOCKCHAIN_REVERSIBLE 7

/** The state including the transactions that wait for the next block. */
MnrLedger *mnr_blockchain_get_ledger (MnrBlockchain *self);

const MnrChainId *mnr_blockchain_get_chain_id (const MnrBlockchain *self);

void mnr_blockchain_set_callback (MnrBlockchain *self,
                                  MnrBlockchainChanged callback,
                                  gpointer user_data);

/**
 * mnr_blockchain_push:
 * @processed: (out) (optional): what came of it; to be cleared with mnr_value_clear()
 *
 * Takes a signed transaction into the next block, if all holds: size, expiry,
 * reference block, no duplicate, signatures needed and no others, the rules.
 *
 * Returns: %FALSE with %MNR_LEDGER_ERROR_REFUSED; mnr_ledger_get_refusal() has the reason
 */
gboolean mnr_blockchain_push (MnrBlockchain *self,
                              const MnrTransaction *transaction,
                              MnrProcessedTransaction *processed,
                              GError **error);

/**
 * mnr_blockchain_push_granted:
 *
 * The same for a transaction that nobody has signed, as if all whose authority
 * it needs had: what no network would take from a client. It is in the block,
 * without signatures for all to see, and a fork brings it back like others.
 */
gboolean mnr_blockchain_push_granted (MnrBlockchain *self,
                                      const MnrTransaction *transaction,
                                      GError **error);

/** mnr_blockchain_push() that takes it back: a dry run. */
gboolean mnr_blockchain_validate (MnrBlockchain *self,
                                  const MnrTransaction *transaction,
                                  MnrProcessedTransaction *processed,
                                  GError **error);

/**
 * mnr_blockchain_produce:
 * @time: later than the head's
 *
 * Makes a block of the transactions that wait, writes it to the log and ends it.
 *
 * Returns: %FALSE with a #GIOErrorEnum if the log cannot be written; the chain
 *   is then as before
 */
gboolean mnr_blockchain_produce (MnrBlockchain *self,
                                 MnrTime time,
                                 GError **error);

/** Takes the last @count blocks away, as a fork does; not below the last irreversible one. */
gboolean mnr_blockchain_pop (MnrBlockchain *self,
                             guint count,
                             GError **error);

guint32 mnr_blockchain_get_head_number (const MnrBlockchain *self);
guint32 mnr_blockchain_get_irreversible_number (const MnrBlockchain *self);

/** Block @number, from 1, or %NULL. */
const MnrBlock *mnr_blockchain_get_block (const MnrBlockchain *self,
                                          guint32 number);

/** How many transactions wait for the next block; and which. */
guint mnr_blockchain_get_n_pending (const MnrBlockchain *self);
const MnrTransaction *mnr_blockchain_get_pending (const MnrBlockchain *self,
                                                  guint index);

/** The id of block @number, %FALSE if there is none. */
gboolean mnr_blockchain_get_block_id (const MnrBlockchain *self,
                                      guint32 number,
                                      MnrBlockId *id);

/** Where a transaction is: its block and place, or waiting (block 0), until it expires. */
const MnrTransaction *mnr_blockchain_find_transaction (const MnrBlockchain *self,
                                                       const guint8 id[MNR_TRANSACTION_ID_SIZE],
                                                       guint32 *block_num,
                                                       guint *place);

/** How many entries the history has, and entry 1.11.@instance, or %NULL. Entries
 * stay where they are until the head changes. */
guint64 mnr_blockchain_get_history_size (const MnrBlockchain *self);
const MnrHistoryEntry *mnr_blockchain_get_history (const MnrBlockchain *self,
                                                   guint64 instance);
/** How many entries an account has; and entry number @index of them, oldest first. */
guint mnr_blockchain_get_account_history_size (const MnrBlockchain *self,
                                               MnrObjectId account);
const MnrHistoryEntry *mnr_blockchain_get_account_history (const MnrBlockchain *self,
                                                           MnrObjectId account,
                                                           guint index);

/** The trades of a market. */
typedef struct
{
  guint number;            /* among all markets, by their first trades */
  MnrObjectId base, quote; /* the asset of the lower id first */
  GArray *fills;           /* of guint64: instances of the entries, which are #MnrFillOrder */
} MnrMarketTrades;

/** How many markets there was a trade in; and market number @index. */
guint mnr_blockchain_get_n_markets (const MnrBlockchain *self);
const MnrMarketTrades *mnr_blockchain_get_market (const MnrBlockchain *self,
                                                  guint index);
/** The trades of a market, either way round, or %NULL if there was none. */
const MnrMarketTrades *mnr_blockchain_find_market (const MnrBlockchain *self,
                                                   MnrObjectId a,
                                                   MnrObjectId b);

G_END_DECLS
