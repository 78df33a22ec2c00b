/* mnr-pack.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-type.h"

G_BEGIN_DECLS

/**
 * mnr_pack:
 * @out: the bytes are appended here; on an error it holds no more than before
 *
 * Packs @value as protocol.md 2 says.
 *
 * Returns: %FALSE with %MNR_CHAIN_ERROR_UNKNOWN (an operation carried as JSON)
 *   or %MNR_CHAIN_ERROR_VALUE (an id never set or of another kind, a set out
 *   of order)
 */
gboolean mnr_pack (const MnrType *type,
                   gconstpointer value,
                   GByteArray *out,
                   GError **error);

/**
 * mnr_unpack:
 * @data: any bytes
 * @value: (out caller-allocates): zero bytes, to be filled in; on an error
 *   they are zero again
 * @used: (out) (optional): how many bytes the value took; if %NULL it has to
 *   take them all
 *
 * Reads back what mnr_pack() wrote and accepts nothing that it would not
 * write: one value, one encoding. Never reads past @size nor allocates on
 * account of a count that the bytes do not bear out.
 *
 * Returns: %FALSE with %MNR_CHAIN_ERROR_SYNTAX, %MNR_CHAIN_ERROR_VALUE or
 *   %MNR_CHAIN_ERROR_UNKNOWN
 */
gboolean mnr_unpack (const MnrType *type,
                     const guint8 *data,
                     gsize size,
                     gpointer value,
                     gsize *used,
                     GError **error);

G_END_DECLS
