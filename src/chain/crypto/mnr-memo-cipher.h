/* mnr-memo-cipher.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-private-key.h"

G_BEGIN_DECLS

/**
 * mnr_memo_cipher_encrypt:
 * @self: the sender's private memo key
 * @other: the recipient's public memo key
 * @nonce: a number that this pair of keys has not used before
 * @text: what to say
 *
 * Encrypts as protocol.md 8.5 says: four bytes of checksum and the text, in
 * AES-256-CBC under a key made from the shared secret and the nonce.
 *
 * Returns: (transfer full) (nullable): the message, or %NULL with
 *   %MNR_CHAIN_ERROR_KEY if @other is not a point
 */
GBytes *mnr_memo_cipher_encrypt (const MnrPrivateKey *self,
                                 const MnrPublicKey *other,
                                 guint64 nonce,
                                 const char *text,
                                 GError **error);

/**
 * mnr_memo_cipher_decrypt:
 * @self: the private key of either side
 * @other: the public key of the other side
 *
 * Undoes mnr_memo_cipher_encrypt(). Where that does not give a text with its
 * checksum, tries the key that an old JavaScript wallet made, which lost the
 * leading zeros of the shared secret.
 *
 * Returns: (transfer full) (nullable): the text, or %NULL with
 *   %MNR_CHAIN_ERROR_MEMO if this key does not open it or it is not UTF-8
 */
char *mnr_memo_cipher_decrypt (const MnrPrivateKey *self,
                               const MnrPublicKey *other,
                               guint64 nonce,
                               const guint8 *message,
                               gsize size,
                               GError **error);

G_END_DECLS
