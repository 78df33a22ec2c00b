/* mnr-hash.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MNR_SHA224_SIZE    28
#define MNR_SHA256_SIZE    32
#define MNR_SHA512_SIZE    64
#define MNR_RIPEMD160_SIZE 20

void mnr_sha224 (gconstpointer data,
                 gsize size,
                 guint8 hash[MNR_SHA224_SIZE]);

void mnr_sha256 (gconstpointer data,
                 gsize size,
                 guint8 hash[MNR_SHA256_SIZE]);

/** The hash of two runs of bytes, one after the other. */
void mnr_sha256_two (gconstpointer first,
                     gsize first_size,
                     gconstpointer second,
                     gsize second_size,
                     guint8 hash[MNR_SHA256_SIZE]);

void mnr_sha512 (gconstpointer data,
                 gsize size,
                 guint8 hash[MNR_SHA512_SIZE]);

void mnr_ripemd160 (gconstpointer data,
                    gsize size,
                    guint8 hash[MNR_RIPEMD160_SIZE]);

/** Appends @size bytes in lower-case hexadecimal. */
void mnr_hex_append (GString *text,
                     gconstpointer data,
                     gsize size);

char *mnr_hex_encode (gconstpointer data,
                      gsize size);

/**
 * mnr_hex_decode:
 * @text: hexadecimal digits of either case
 * @length: their number
 * @data: (out): room for @length / 2 bytes
 *
 * Returns: %FALSE if @text is anything else
 */
gboolean mnr_hex_decode (const char *text,
                         gsize length,
                         guint8 *data);

G_END_DECLS
