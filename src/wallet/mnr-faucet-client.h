/* mnr-faucet-client.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-key-ring.h"
#include "mnr-new-account.h"
#include "node/mnr-node.h"

G_BEGIN_DECLS

/**
 * mnr_faucet_client_register_async:
 * @node: a node of the chain
 * @faucet: its address (protocol.md 1.3)
 * @ring: (nullable): where active and memo key go, once the account is there
 * @network: the network's name to a person, for the label there
 * @account: has to live until the end
 *
 * Has a faucet make an account, waits until it is on the chain, and stores the
 * keys of daily work. If it ends with an error, it may be begun again with the
 * same @account: an account that is there with these keys is ours, and what is
 * missing is made up for.
 *
 * Errors are %MNR_WALLET_ERROR_NAME if the name is somebody else's,
 * %MNR_WALLET_ERROR_FAUCET with the faucet's words, those of the node and those
 * of the key ring.
 */
void mnr_faucet_client_register_async (MnrNode *node,
                                       const char *faucet,
                                       MnrKeyRing *ring,
                                       const char *network,
                                       const MnrNewAccount *account,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);

/** @id: (out): the account's */
gboolean mnr_faucet_client_register_finish (MnrNode *node,
                                            GAsyncResult *result,
                                            MnrObjectId *id,
                                            GError **error);

G_END_DECLS
