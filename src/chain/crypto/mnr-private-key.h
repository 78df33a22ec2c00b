/* mnr-private-key.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-public-key.h"
#include "mnr-secret.h"

G_BEGIN_DECLS

#define MNR_PRIVATE_KEY_SIZE 32

/**
 * MnrPrivateKey:
 *
 * A number that signs, 1 to the order of the curve less 1, in locked memory
 * until it is freed. Every way to make one refuses anything else.
 */
typedef struct _MnrPrivateKey MnrPrivateKey;

void mnr_private_key_free (MnrPrivateKey *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrPrivateKey, mnr_private_key_free)

/** A new key from the system's random bytes. */
MnrPrivateKey *mnr_private_key_new_random (GError **error);

MnrPrivateKey *mnr_private_key_new_from_bytes (const guint8 bytes[MNR_PRIVATE_KEY_SIZE],
                                               GError **error);

/**
 * mnr_private_key_new_from_wif:
 * @wif: the text of a key (protocol.md 8.3); white space around it is ignored
 *
 * Accepts both checksums that fc accepts. The compressed form, which wallets
 * of this chain read in two different ways, is refused with that explanation.
 *
 * Returns: (transfer full) (nullable): the key, or %NULL with %MNR_CHAIN_ERROR_KEY
 */
MnrPrivateKey *mnr_private_key_new_from_wif (const MnrSecret *wif,
                                             GError **error);

/** The key as WIF text. */
MnrSecret *mnr_private_key_to_wif (const MnrPrivateKey *self,
                                   GError **error);

/**
 * mnr_private_key_new_from_password:
 * @role: "owner", "active" or "memo"
 *
 * The key of an account-password login (protocol.md 8.4).
 */
MnrPrivateKey *mnr_private_key_new_from_password (const char *account,
                                                  const char *role,
                                                  const MnrSecret *password,
                                                  GError **error);

typedef enum
{
  /** White space trimmed and collapsed: bitsharesjs and the web wallet. */
  MNR_BRAIN_KEY_AS_TYPED,
  /** The same, and a-z to A-Z: the wallets written in C++. */
  MNR_BRAIN_KEY_UPPER_CASE,
} MnrBrainKeyForm;

/**
 * mnr_brain_key_normalise:
 *
 * What the wallets make of a brain key before they hash it (protocol.md 8.4).
 */
MnrSecret *mnr_brain_key_normalise (const MnrSecret *words,
                                    MnrBrainKeyForm form,
                                    GError **error);

/** The @sequence-th key of a brain key, from 0. */
MnrPrivateKey *mnr_private_key_new_from_brain_key (const MnrSecret *words,
                                                   MnrBrainKeyForm form,
                                                   guint32 sequence,
                                                   GError **error);

void mnr_private_key_get_public_key (const MnrPrivateKey *self,
                                     MnrPublicKey *key);

/**
 * mnr_private_key_sign:
 * @signature: (out): a canonical signature of @digest
 *
 * The recipe of protocol.md 8.2: RFC 6979 nonces, with a counter as further
 * entropy until the signature is one that nodes take. Always the same
 * signature for the same key and digest.
 */
void mnr_private_key_sign (const MnrPrivateKey *self,
                           const MnrDigest *digest,
                           MnrSignature *signature);

/**
 * mnr_private_key_shared_x:
 * @x: (out): 32 bytes, in locked memory of the caller's
 *
 * The x coordinate of this key times @other: what a memo's key is made from.
 *
 * Returns: %FALSE with %MNR_CHAIN_ERROR_KEY if @other is not a point
 */
gboolean mnr_private_key_shared_x (const MnrPrivateKey *self,
                                   const MnrPublicKey *other,
                                   guint8 *x,
                                   GError **error);

G_END_DECLS
