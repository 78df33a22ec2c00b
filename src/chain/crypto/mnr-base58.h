/* mnr-base58.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** The most bytes that are encoded: keys and addresses with a checksum are 24 to 38. */
#define MNR_BASE58_SIZE_MAX 64
/** Room for the text of that many bytes and its terminator. */
#define MNR_BASE58_TEXT_SIZE 90

/**
 * mnr_base58_encode:
 * @text: (out): %MNR_BASE58_TEXT_SIZE bytes
 *
 * Bitcoin's alphabet; every leading zero byte is a leading '1'. Works in
 * memory that it wipes, since private keys pass through.
 *
 * Returns: the length of the text
 */
gsize mnr_base58_encode (const guint8 *data,
                         gsize size,
                         char *text);

/**
 * mnr_base58_decode:
 * @data: (out): %MNR_BASE58_SIZE_MAX bytes
 * @size: (out): how many of them were filled
 *
 * Returns: %FALSE if @text holds another character or stands for more bytes
 */
gboolean mnr_base58_decode (const char *text,
                            gsize length,
                            guint8 *data,
                            gsize *size);

G_END_DECLS
