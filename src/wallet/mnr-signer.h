/* mnr-signer.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-key-source.h"
#include "node/mnr-node.h"

G_BEGIN_DECLS

/**
 * mnr_signer_sign_async:
 * @node: knows the accounts that have to sign
 * @source: has the keys
 * @chain_id: the chain that the signatures are for; @node has to be of it
 * @transaction: copied
 *
 * Signs with the fewest keys that a node asks for (protocol.md 8.7), also
 * where accounts or weights stand behind an account. Owner keys sign only what
 * needs an owner authority. Keys come one by one out of @source and are wiped
 * after use. Signatures that the transaction has count, and go if they are not
 * needed, since a node would refuse the transaction for them.
 *
 * Ends with %MNR_WALLET_ERROR_LACK and a sentence that says which account's
 * authority lacks what, if the keys do not suffice.
 */
void mnr_signer_sign_async (MnrNode *node,
                            MnrKeySource *source,
                            const MnrChainId *chain_id,
                            const MnrTransaction *transaction,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/** Returns: (transfer full) (nullable): the transaction with its signatures */
MnrTransaction *mnr_signer_sign_finish (MnrNode *node,
                                        GAsyncResult *result,
                                        GError **error);

/**
 * mnr_signer_choose_async:
 *
 * mnr_signer_sign_async() up to where a key is touched: which keys would sign.
 */
void mnr_signer_choose_async (MnrNode *node,
                              MnrKeySource *source,
                              const MnrChainId *chain_id,
                              const MnrTransaction *transaction,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/** Returns: (transfer full) (nullable): to be freed with mnr_value_free() as a
 *   mnr_type_public_key_set; the keys of all signatures that it is to have */
MnrPublicKeySet *mnr_signer_choose_finish (MnrNode *node,
                                           GAsyncResult *result,
                                           GError **error);

G_END_DECLS
