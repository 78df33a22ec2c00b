/* mnr-wallet.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-accounts.h"
#include "mnr-key-finder.h"
#include "mnr-key-ring.h"
#include "mnr-new-account.h"
#include "mnr-outbox-resolver.h"
#include "mnr-wallet-network.h"
#include "node/mnr-chain-view.h"

G_BEGIN_DECLS

/**
 * MnrWallet:
 *
 * What a program of ours works with at a time: a network, its node and what is
 * known of its chain, the user's accounts there and the one in use, the keys,
 * and the outbox. Programs with a window open one and switch its network;
 * widgets are given it and listen.
 *
 * Signals:
 *   "network-changed"  another network is in use: node, view and resolver are others
 *   "account-changed"  another account is in use, or its list is different
 *   "state-changed"    what mnr_wallet_get_state() and mnr_wallet_get_status() say, or
 *                      the head of the chain
 */
#define MNR_TYPE_WALLET (mnr_wallet_get_type ())
G_DECLARE_FINAL_TYPE (MnrWallet, mnr_wallet, MNR, WALLET, GObject)

/** Opens the accounts and the outbox of the user. */
MnrWallet *mnr_wallet_new (GError **error);

/**
 * mnr_wallet_open_async:
 * @network: the id of a network: "practice", "testnet", …
 * @nodes: (nullable): addresses to use instead of the network's
 *
 * Leaves the network in use and opens another one: starts it, if it is the one
 * of practice, connects, and looks what became of the outbox. A network whose
 * nodes cannot be reached is open all the same, and goes on trying: the error
 * says why it is not live yet. An opening that is not over ends as cancelled.
 *
 * The practice network is started again by itself if it ends.
 */
void mnr_wallet_open_async (MnrWallet *self,
                            const char *network,
                            const char *const *nodes,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

gboolean mnr_wallet_open_finish (MnrWallet *self,
                                 GAsyncResult *result,
                                 GError **error);

/** Ends the practice network, if it is our child, with all it accepted in a block. */
void mnr_wallet_close_async (MnrWallet *self,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

gboolean mnr_wallet_close_finish (MnrWallet *self,
                                  GAsyncResult *result,
                                  GError **error);

/* All (nullable) before a network is open, and all but the network while it starts. */
const MnrWalletNetwork *mnr_wallet_get_network (MnrWallet *self);
MnrNode *mnr_wallet_get_node (MnrWallet *self);
MnrChainView *mnr_wallet_get_view (MnrWallet *self);
MnrOutboxResolver *mnr_wallet_get_resolver (MnrWallet *self);

/** How the network can be reached, from the moment that it is to be opened. */
MnrNodeState mnr_wallet_get_state (MnrWallet *self);

/** Returns: (transfer full): the same in one line for a person, with the reason */
char *mnr_wallet_get_status (MnrWallet *self);

MnrAccounts *mnr_wallet_get_accounts (MnrWallet *self);
MnrKeyRing *mnr_wallet_get_key_ring (MnrWallet *self);
MnrOutbox *mnr_wallet_get_outbox (MnrWallet *self);

/** Returns: (nullable): the chain of the network, once it is known */
const MnrChainId *mnr_wallet_get_chain_id (MnrWallet *self);

/** Returns: (nullable): the account in use, valid until "account-changed" */
const MnrWalletAccount *mnr_wallet_get_account (MnrWallet *self);

/** Which of the network's accounts is in use; it is remembered, or there is an error. */
gboolean mnr_wallet_set_account (MnrWallet *self,
                                 const char *name,
                                 GError **error);

/*
 * Accounts of the network in use come and go (mnr-wallet-accounts.c). Keys are
 * stored before the account is remembered, and removed before it is forgotten:
 * what goes wrong may be done again. Who is added is in use then.
 */

/**
 * mnr_wallet_adopt_async:
 * @finding: (transfer full): of mnr_key_finder_find_async(); the keys to keep of
 *   all its accounts go into the key ring
 */
void mnr_wallet_adopt_async (MnrWallet *self,
                             MnrKeyFinding *finding,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

gboolean mnr_wallet_adopt_finish (MnrWallet *self,
                                  GAsyncResult *result,
                                  GError **error);

/** Has the network's faucet make @account, which has to live until the end; see
 * mnr_faucet_client_register_async() for how it may be begun again. */
void mnr_wallet_create_account_async (MnrWallet *self,
                                      const MnrNewAccount *account,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

gboolean mnr_wallet_create_account_finish (MnrWallet *self,
                                           GAsyncResult *result,
                                           GError **error);

/** An account without keys. */
gboolean mnr_wallet_watch_account (MnrWallet *self,
                                   MnrObjectId id,
                                   const char *name,
                                   GError **error);

/** Forgets an account and its keys; on the chain it stays as it is. */
void mnr_wallet_remove_account_async (MnrWallet *self,
                                      const char *name,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

gboolean mnr_wallet_remove_account_finish (MnrWallet *self,
                                           GAsyncResult *result,
                                           GError **error);

G_END_DECLS
