/* mnr-wallet-network.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/protocol/mnr-transaction.h"

G_BEGIN_DECLS

typedef enum
{
  MNR_NETWORK_PRACTICE, /* on this computer: see mnr-practice-process.h for its address */
  MNR_NETWORK_TESTNET,
  MNR_NETWORK_MAINNET,
  MNR_NETWORK_OWN, /* one that the user added */
} MnrNetworkKind;

/** A chain and how it is reached (protocol.md 1.2, 1.3). */
typedef struct
{
  MnrNetworkKind kind;
  char *id;          /* a word: "practice", "testnet", "mainnet", or the user's own */
  char *name;        /* to a person */
  char **nodes;      /* addresses; empty for practice */
  char *chain_id;    /* (nullable): 64 hexadecimal digits; NULL: that of its first node */
  char *prefix;      /* of keys, such as "BTS" */
  char *core_symbol; /* such as "BTS" */
  char *faucet;      /* (nullable): the address that `/api/v1/accounts` is appended to */
} MnrWalletNetwork;

void mnr_wallet_network_free (MnrWalletNetwork *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrWalletNetwork, mnr_wallet_network_free)

/** Returns: (transfer full): networks.ini in Moneyer's folder of the user's configuration */
char *mnr_wallet_network_get_default_path (void);

/**
 * mnr_wallet_network_read_all:
 * @path: the file of the user's own networks; that there is none is no error
 *
 * Returns: (transfer full) (element-type MnrWalletNetwork) (nullable): practice,
 *   testnet and mainnet, and after them the user's own; %NULL with
 *   %MNR_WALLET_ERROR_FILE, which says what is wrong with which of them
 */
GPtrArray *mnr_wallet_network_read_all (const char *path,
                                        GError **error);

/** Returns: (nullable): the network of @networks with that id */
const MnrWalletNetwork *mnr_wallet_network_find (GPtrArray *networks,
                                                 const char *id);

/** Whether all of @nodes are addresses of nodes; %MNR_WALLET_ERROR_NAME if not. */
gboolean mnr_wallet_network_check_nodes (char **nodes,
                                         GError **error);

/**
 * mnr_wallet_network_make_id:
 * @name: to a person
 *
 * Returns: (transfer full): an id like @name that none of @networks has: "Our Network"
 *   makes "our-network", or "our-network-2"
 */
char *mnr_wallet_network_make_id (GPtrArray *networks,
                                  const char *name);

/**
 * mnr_wallet_network_add:
 *
 * Writes a network of the user's own into the file at @path, which is made if
 * it is not there; what else is in it, comments too, stays.
 *
 * Returns: %FALSE with %MNR_WALLET_ERROR_NAME if the id is taken or none, with
 *   %MNR_WALLET_ERROR_FILE if something else about it or the file is wrong
 */
gboolean mnr_wallet_network_add (const char *path,
                                 const MnrWalletNetwork *network,
                                 GError **error);

/** Removes one of the user's own; %MNR_WALLET_ERROR_NAME if there is none of that id. */
gboolean mnr_wallet_network_remove (const char *path,
                                    const char *id,
                                    GError **error);

G_END_DECLS
