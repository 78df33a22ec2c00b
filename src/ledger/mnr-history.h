/* mnr-history.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-blockchain.h"

G_BEGIN_DECLS

/**
 * MnrHistory:
 *
 * The operations of all blocks in their order, and whom each concerns. What it
 * holds of an operation is the block's, which has to stay as long.
 */
typedef struct _MnrHistory MnrHistory;

MnrHistory *mnr_history_new (void);

void mnr_history_free (MnrHistory *self);

/** Appends the operations of the block after the last. */
void mnr_history_add (MnrHistory *self,
                      const MnrBlock *block);

/** Takes away the operations of the last block, which is this. */
void mnr_history_remove (MnrHistory *self,
                         const MnrBlock *block);

guint64 mnr_history_get_size (const MnrHistory *self);
/** Entry number @instance, or %NULL. */
const MnrHistoryEntry *mnr_history_get (const MnrHistory *self,
                                        guint64 instance);

guint mnr_history_get_account_size (const MnrHistory *self,
                                    MnrObjectId account);
/** Entry number @index of an account's, oldest first, or %NULL. */
const MnrHistoryEntry *mnr_history_get_account (const MnrHistory *self,
                                                MnrObjectId account,
                                                guint index);

G_END_DECLS
