/* mnr-stream.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/crypto/mnr-private-key.h"

G_BEGIN_DECLS

/** The longest document, or line, that is read. */
#define MNR_DOCUMENT_SIZE_MAX (16 * 1024 * 1024)

/** Reads all of the file @name, or of standard input for "-" or %NULL. */
GString *mnr_stream_read (const char *name,
                          GError **error);

/**
 * MnrAnswer:
 * @text: a document
 * @one_line: whether the answer has to be a single line
 *
 * Returns: (nullable): the answer, without a final line break, or %NULL with an error
 */
typedef char *(*MnrAnswer) (const char *text,
                            gsize length,
                            gboolean one_line,
                            gpointer user_data,
                            GError **error);

/**
 * mnr_stream_answer:
 * @name: the file to read, as for mnr_stream_read()
 * @lines: whether each line is a document
 *
 * Prints the answer to each document. With @lines an error is an answer, too,
 * and only as much is held in memory as the longest line.
 *
 * Returns: %FALSE if anything was refused; with @lines there may be no @error
 */
gboolean mnr_stream_answer (const char *name,
                            gboolean lines,
                            MnrAnswer answer,
                            gpointer user_data,
                            GError **error);

/** Reads a secret from the file @name, or from standard input for "-" or %NULL. */
MnrSecret *mnr_stream_read_secret (const char *name,
                                   GError **error);

/** Reads the private key in the first line of the file @name. */
MnrPrivateKey *mnr_stream_read_key (const char *name,
                                    GError **error);

/** Writes a secret and a line break, past the buffers of the C library. */
gboolean mnr_stream_write_secret (const MnrSecret *secret,
                                  GError **error);

/** Writes a secret and a line break to a new file that only its owner can read; an
 * old file is never written over. */
gboolean mnr_stream_save_secret (const char *path,
                                 const MnrSecret *secret,
                                 GError **error);

G_END_DECLS
