/* mnr-transaction.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/crypto/mnr-private-key.h"
#include "mnr-operations.h"

G_BEGIN_DECLS

/** The hash that names a chain, and that every signature is bound to. */
typedef struct
{
  guint8 data[MNR_SHA256_SIZE];
} MnrChainId;

#define MNR_CHAIN_ID_MAINNET "4018d7844c78f6a6c41c6a552b898022310fc5dec06da467ee7905a8dad512c8"
#define MNR_CHAIN_ID_TESTNET "39f5e2ede1f8bc1a3a54a7914414e3779e33193f1f5693510e73cb7a87617447"

/** Reads 64 hexadecimal digits. */
gboolean mnr_chain_id_parse (const char *text,
                             MnrChainId *id,
                             GError **error);

/** The id of a transaction: the first bytes of its hash (protocol.md 8.1). */
#define MNR_TRANSACTION_ID_SIZE 20

/** Packed, with its signatures, a transaction may not be larger (protocol.md 8.1). */
#define MNR_TRANSACTION_SIZE_MAX (1024 * 1024)

typedef struct
{
  guint16 ref_block_num;
  guint32 ref_block_prefix;
  MnrTime expiration;
  MNR_ARRAY (MnrOperation)
  operations;
  MNR_ARRAY (MnrSignature)
  signatures;
} MnrTransaction;

/** What is signed: everything but the signatures. */
extern const MnrType mnr_type_transaction;
/** What is sent. In JSON the signatures may be left out where there are none. */
extern const MnrType mnr_type_signed_transaction;

MnrTransaction *mnr_transaction_new (void);

void mnr_transaction_free (MnrTransaction *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrTransaction, mnr_transaction_free)

/**
 * mnr_transaction_new_from_json:
 *
 * See mnr_json_read().
 */
MnrTransaction *mnr_transaction_new_from_json (const char *text,
                                               gsize length,
                                               const char *prefix,
                                               GError **error);

/**
 * mnr_transaction_new_from_bytes:
 * @is_signed: (out) (optional): whether signatures, perhaps none, followed
 *
 * Reads a packed transaction with or without signatures. See mnr_unpack().
 */
MnrTransaction *mnr_transaction_new_from_bytes (const guint8 *data,
                                                gsize size,
                                                gboolean *is_signed,
                                                GError **error);

/**
 * mnr_transaction_set_reference:
 * @block_num: the number of a block among the last 65536
 * @block_id: its 20 bytes
 *
 * Binds the transaction to a block, so that it is valid on its fork only
 * (protocol.md 8.1).
 */
void mnr_transaction_set_reference (MnrTransaction *self,
                                    guint32 block_num,
                                    const guint8 block_id[20]);

/** The name of the transaction, which does not depend on its signatures. */
gboolean mnr_transaction_get_id (const MnrTransaction *self,
                                 guint8 id[MNR_TRANSACTION_ID_SIZE],
                                 GError **error);

/** What its signatures sign on the chain @chain_id. */
gboolean mnr_transaction_get_digest (const MnrTransaction *self,
                                     const MnrChainId *chain_id,
                                     MnrDigest *digest,
                                     GError **error);

/** Adds the signature of @key, unless it is there already. */
gboolean mnr_transaction_sign (MnrTransaction *self,
                               const MnrChainId *chain_id,
                               const MnrPrivateKey *key,
                               GError **error);

/**
 * mnr_transaction_get_signers:
 * @signers: (out): the keys that signed, in the order of the signatures
 *
 * Recovers every signature's key.
 *
 * Returns: %FALSE if a signature is not canonical, nobody's, or there twice
 */
gboolean mnr_transaction_get_signers (const MnrTransaction *self,
                                      const MnrChainId *chain_id,
                                      MnrPublicKeySet *signers,
                                      GError **error);

G_END_DECLS
