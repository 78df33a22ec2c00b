/* mnr-blockchain-private.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-block-log.h"
#include "mnr-blockchain.h"
#include "mnr-history.h"

G_BEGIN_DECLS

/* What the halves of the blockchain share: the blocks (mnr-blockchain.c), and
 * which transactions are taken (mnr-blockchain-transactions.c). */

/** What is known of a transaction that has not expired for good. */
typedef struct
{
  guint8 id[MNR_TRANSACTION_ID_SIZE]; /* first: the key */
  MnrTime expiration;
  guint32 block; /* 0: it waits */
  guint32 place;
} MnrKnownTransaction;

typedef struct
{
  MnrTransaction *transaction;
  MnrKnownTransaction *known;
  gsize size;          /* packed */
  gboolean is_granted; /* whoever should have signed is taken to have */
} MnrPendingTransaction;

struct _MnrBlockchain
{
  MnrLedger *ledger;
  MnrChainId chain_id;
  MnrBlockLog *log;
  MnrPrivateKey *key;

  guint32 first; /* the number of the genesis; that of the first block is one more */
  MnrBlockId first_id;
  GPtrArray *blocks; /* of MnrBlock */
  GArray *ids;       /* of MnrBlockId */
  guint32 irreversible;
  MnrHistory *history;

  GPtrArray *pending;     /* of MnrPendingTransaction */
  GHashTable *known;      /* of MnrKnownTransaction, by id */
  GTree *known_by_expiry; /* expiration to GPtrArray of MnrKnownTransaction, which owns them */

  MnrBlockchainChanged callback;
  gpointer user_data;
};

/* mnr-blockchain-transactions.c */

void mnr_blockchain_init_transactions (MnrBlockchain *self);
void mnr_blockchain_clear_transactions (MnrBlockchain *self);

MnrPendingTransaction *mnr_pending_transaction_new (MnrTransaction *transaction);
void mnr_pending_transaction_free (MnrPendingTransaction *self);

/** What a node examines before it applies a transaction. */
gboolean mnr_blockchain_check (MnrBlockchain *self,
                               const MnrTransaction *transaction,
                               gboolean is_granted,
                               GError **error);

/** Notes a transaction that is taken. */
MnrKnownTransaction *mnr_blockchain_know (MnrBlockchain *self,
                                          const MnrTransaction *transaction,
                                          guint32 block,
                                          guint32 place);
void mnr_blockchain_forget (MnrBlockchain *self,
                            MnrKnownTransaction *known);
/** Forgets what expired before @time. */
void mnr_blockchain_forget_expired (MnrBlockchain *self,
                                    MnrTime time);

/** Opens the session of what waits and takes these into it again, as far as they still hold. */
void mnr_blockchain_open_pending (MnrBlockchain *self,
                                  GPtrArray *again);
/** Takes back what waits, and hands out the transactions, to be freed. */
GPtrArray *mnr_blockchain_close_pending (MnrBlockchain *self);

/** The id of the block that a transaction's reference is to; %FALSE if there is none. */
gboolean mnr_blockchain_find_reference (const MnrBlockchain *self,
                                        guint16 number,
                                        MnrBlockId *id);

G_END_DECLS
