/* test-chain.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "test-support.h"
#include "test-wait.h"

G_BEGIN_DECLS

/** A practice network that makes a block for each transaction, and a node of it. */
typedef struct
{
  Practice *practice;
  MnrNode *node;
} Chain;

Chain *chain_new (void);
void chain_free (Chain *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Chain, chain_free)

/** The public key of test_key(), as text. */
char *chain_key_text (const char *seed);

/** Has the faucet make an account with three public keys; returns its id as text. */
char *chain_register (Chain *self,
                      const char *name,
                      const char *owner,
                      const char *active,
                      const char *memo);

/** An operation in JSON as a transaction that wants nothing but signatures. */
MnrTransaction *chain_make_transaction (Chain *self,
                                        const char *operation);

/** Sends it; whether the chain took it. */
gboolean chain_send (Chain *self,
                     const MnrTransaction *transaction,
                     GError **error);

G_END_DECLS
