/* mnr-secret.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MnrSecret:
 *
 * Bytes that must not leave locked memory: keys, passwords, WIF text. They lie
 * in libgcrypt's secure pool (locked, wiped when freed) and a zero byte
 * follows them, so that text can be read as such.
 */
typedef struct
{
  gsize size;
  guint8 data[];
} MnrSecret;

/**
 * mnr_secret_new:
 *
 * Returns: (transfer full) (nullable): @size zero bytes, or %NULL with
 *   %MNR_CHAIN_ERROR_MEMORY if the locked pool is used up
 */
MnrSecret *mnr_secret_new (gsize size,
                           GError **error);

void mnr_secret_free (MnrSecret *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrSecret, mnr_secret_free)

/** The longest password, brain key or key file that is read. */
#define MNR_SECRET_SIZE_MAX 4096

/**
 * mnr_secret_read:
 * @fd: a file descriptor, read to its end
 *
 * Reads straight into locked memory: no stream buffer sees the bytes. One
 * line break at the end is not part of the secret.
 *
 * Returns: (transfer full) (nullable): the secret, or %NULL with a #GIOErrorEnum
 *   or %MNR_CHAIN_ERROR_VALUE if there are more than %MNR_SECRET_SIZE_MAX bytes
 */
MnrSecret *mnr_secret_read (int fd,
                            GError **error);

/** Whether both hold the same bytes; the time taken tells only their sizes. */
gboolean mnr_secret_equal (const MnrSecret *a,
                           const MnrSecret *b);

/**
 * mnr_secret_burn_stack:
 *
 * Overwrites the stack below its caller and the registers, where the functions
 * that it called (hashes, curve arithmetic, copying) have left copies of what
 * they worked on. To be called after every such call, on every way out.
 */
void mnr_secret_burn_stack (void);

/**
 * mnr_crypto_init:
 *
 * Sets up libgcrypt's locked pool. Called by whatever needs it; may be called
 * again.
 */
void mnr_crypto_init (void);

G_END_DECLS
