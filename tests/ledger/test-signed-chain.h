/* test-signed-chain.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ledger/mnr-blockchain.h"
#include "test-market-chain.h"

G_BEGIN_DECLS

/* The chain of the market tests with blocks, where everybody has a key of their own. */

extern const MnrChainId signed_chain_id;

MnrLedger *signed_genesis (void);

/** @path: (nullable): of the block log */
MnrBlockchain *signed_open (const char *path,
                            char **dropped);

MnrTime signed_time (MnrBlockchain *chain);

void signed_hash (MnrBlockchain *chain,
                  guint8 *hash);

/** A transaction of one operation; @nonce makes it another than its likes. */
MnrTransaction *signed_draft (MnrBlockchain *chain,
                              guint number,
                              gconstpointer op,
                              guint nonce);

void signed_sign (MnrTransaction *transaction,
                  MnrObjectId account);

/** Of SILVER. */
MnrTransaction *signed_draft_transfer (MnrBlockchain *chain,
                                       MnrObjectId from,
                                       MnrObjectId to,
                                       gint64 amount,
                                       guint nonce);

/** The same, signed. */
MnrTransaction *signed_transfer (MnrBlockchain *chain,
                                 MnrObjectId from,
                                 MnrObjectId to,
                                 gint64 amount,
                                 guint nonce);

/** These have to work. */
void signed_push (MnrBlockchain *chain,
                  const MnrTransaction *transaction);
void signed_produce (MnrBlockchain *chain);

G_END_DECLS
