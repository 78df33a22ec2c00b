/* mnr-block-search.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/protocol/mnr-block.h"

G_BEGIN_DECLS

/**
 * MnrBlockSearch:
 *
 * Looks for certain transactions in blocks as a node prints them. Only what
 * looks like one of them is read: a block may be full of what this program
 * does not know.
 */
typedef struct _MnrBlockSearch MnrBlockSearch;

MnrBlockSearch *mnr_block_search_new (void);

void mnr_block_search_free (MnrBlockSearch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrBlockSearch, mnr_block_search_free)

/** Looks for @transaction from now on; @data is handed out where it is found. */
gboolean mnr_block_search_add (MnrBlockSearch *self,
                               const MnrTransaction *transaction,
                               gpointer data,
                               GError **error);

/**
 * MnrBlockSearchFound:
 * @data: what mnr_block_search_add() was given
 */
typedef void (*MnrBlockSearchFound) (gpointer data,
                                     gpointer user_data);

/**
 * mnr_block_search_run:
 * @json: the answer of get_block
 * @number: which block it has to be
 * @time: (out): its time
 *
 * Calls @found for each transaction of the block that is looked for, by the id
 * that its bytes have.
 *
 * Returns: %FALSE with a #MnrChainError if it is not that block
 */
gboolean mnr_block_search_run (MnrBlockSearch *self,
                               const char *json,
                               gsize length,
                               guint32 number,
                               const char *prefix,
                               MnrTime *time,
                               MnrBlockSearchFound found,
                               gpointer user_data,
                               GError **error);

G_END_DECLS
