/* mnr-block-log.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/protocol/mnr-block.h"

G_BEGIN_DECLS

/**
 * MnrBlockLog:
 *
 * A file that blocks are appended to. It begins with what it is and the hash of
 * the genesis that its blocks follow; each record is a length, a packed block,
 * and a hash of both. A record is whole or it is not there: what a crash or a
 * full disk leaves of one is cut off.
 */
typedef struct _MnrBlockLog MnrBlockLog;

/**
 * mnr_block_log_open:
 *
 * Opens a log, or makes it. No other program may have it open.
 *
 * Returns: %NULL with a #GIOErrorEnum, or %MNR_LEDGER_ERROR_DATA if the file is
 *   not a log or one of another genesis; it is then as before
 */
MnrBlockLog *mnr_block_log_open (const char *path,
                                 const guint8 genesis[MNR_SHA256_SIZE],
                                 GError **error);

void mnr_block_log_free (MnrBlockLog *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrBlockLog, mnr_block_log_free)

/** Takes the next block of those that were there; %FALSE where none is left. */
typedef gboolean (*MnrBlockLogTake) (MnrBlock *block, /* (transfer full) */
                                     gpointer user_data,
                                     GError **error);

/**
 * mnr_block_log_read:
 * @take: is given each block in turn; what it refuses ends the reading
 * @dropped: (out) (transfer full): what was cut off, as a sentence, or %NULL
 *
 * Reads the blocks, and cuts the file off at the first record that is broken.
 * To be called once, before anything is appended.
 *
 * Returns: %FALSE if @take refused or the file cannot be read
 */
gboolean mnr_block_log_read (MnrBlockLog *self,
                             MnrBlockLogTake take,
                             gpointer user_data,
                             char **dropped,
                             GError **error);

/**
 * mnr_block_log_append:
 *
 * Writes a block and waits until the disk has it.
 *
 * Returns: %FALSE with a #GIOErrorEnum; the log is then without it
 */
gboolean mnr_block_log_append (MnrBlockLog *self,
                               const MnrBlock *block,
                               GError **error);

/** Takes the last @count blocks away. */
gboolean mnr_block_log_pop (MnrBlockLog *self,
                            guint count,
                            GError **error);

G_END_DECLS
