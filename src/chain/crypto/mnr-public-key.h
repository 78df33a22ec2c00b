/* mnr-public-key.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "mnr-hash.h"

G_BEGIN_DECLS

#define MNR_PUBLIC_KEY_SIZE 33
#define MNR_SIGNATURE_SIZE  65

/** A compressed point of secp256k1, or 33 zero bytes: the null key (protocol.md 2.2). */
typedef struct
{
  guint8 data[MNR_PUBLIC_KEY_SIZE];
} MnrPublicKey;

/** ripemd160 (sha512 (public key)): keys sort by it, old authorities name it. */
typedef struct
{
  guint8 data[MNR_RIPEMD160_SIZE];
} MnrAddress;

/** A recoverable signature: 31 + recovery id, r, s (protocol.md 8.2). */
typedef struct
{
  guint8 data[MNR_SIGNATURE_SIZE];
} MnrSignature;

/** What a transaction's signatures sign (protocol.md 8.1). */
typedef struct
{
  guint8 data[MNR_SHA256_SIZE];
} MnrDigest;

/**
 * mnr_public_key_parse:
 * @text: prefix and base58 (protocol.md 8.3)
 * @prefix: the network's, such as "BTS"
 * @key: (out): the key; whether it is a point is not examined
 *
 * Returns: %FALSE with %MNR_CHAIN_ERROR_KEY: other prefix, mistyped, or no key
 */
gboolean mnr_public_key_parse (const char *text,
                               gsize length,
                               const char *prefix,
                               MnrPublicKey *key,
                               GError **error);

void mnr_public_key_append (const MnrPublicKey *key,
                            const char *prefix,
                            GString *text);

char *mnr_public_key_format (const MnrPublicKey *key,
                             const char *prefix);

gboolean mnr_public_key_equal (const MnrPublicKey *a,
                               const MnrPublicKey *b);

/** Whether it is the null key, which belongs to nobody. */
gboolean mnr_public_key_is_null (const MnrPublicKey *key);

/** Whether it is a point of the curve: only such a key can sign or receive a memo. */
gboolean mnr_public_key_is_valid (const MnrPublicKey *key);

void mnr_public_key_get_address (const MnrPublicKey *key,
                                 MnrAddress *address);

/** Like mnr_public_key_parse(), for the address form. */
gboolean mnr_address_parse (const char *text,
                            gsize length,
                            const char *prefix,
                            MnrAddress *address,
                            GError **error);

void mnr_address_append (const MnrAddress *address,
                         const char *prefix,
                         GString *text);

/** The test that nodes apply to r and s (protocol.md 8.2). */
gboolean mnr_signature_is_canonical (const MnrSignature *signature);

/**
 * mnr_signature_recover:
 * @key: (out): whose signature of @digest it is
 *
 * Returns: %FALSE with %MNR_CHAIN_ERROR_KEY if it is not canonical or nobody's
 */
gboolean mnr_signature_recover (const MnrSignature *signature,
                                const MnrDigest *digest,
                                MnrPublicKey *key,
                                GError **error);

G_END_DECLS
