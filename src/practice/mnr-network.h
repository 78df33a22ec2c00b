/* mnr-network.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ledger/mnr-blockchain.h"
#include "mnr-faults.h"

G_BEGIN_DECLS

/** What keys and addresses of the practice network begin with. */
#define MNR_PRACTICE_PREFIX "BTS"

/** The account that registers others and gives them play money. */
#define MNR_FAUCET_NAME "practice-faucet"

/** The account-password login of all accounts of the genesis state (role "active"). */
#define MNR_PRACTICE_PASSWORD "practice-network"

/**
 * MnrNetwork:
 *
 * The practice network without its server: a chain, the clock that makes its
 * blocks, and those who want to know about them.
 */
typedef struct _MnrNetwork MnrNetwork;

typedef struct _MnrSession MnrSession;

typedef struct
{
  const char *genesis;  /* (nullable): a file; %NULL is the friendly default */
  const char *data;     /* (nullable): a folder for the block log; %NULL keeps nothing */
  guint block_interval; /* seconds; 0: a block for each transaction */
  gboolean all_apis;    /* also those that public nodes keep closed */
} MnrNetworkOptions;

/**
 * mnr_network_new:
 * @dropped: (out) (transfer full): what of the block log was lost, or %NULL
 *
 * Returns: %NULL with an error if the genesis state or the log cannot be read
 */
MnrNetwork *mnr_network_new (const MnrNetworkOptions *options,
                             char **dropped,
                             GError **error);

void mnr_network_free (MnrNetwork *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrNetwork, mnr_network_free)

MnrBlockchain *mnr_network_get_chain (MnrNetwork *self);
const MnrStore *mnr_network_get_store (MnrNetwork *self);
const MnrDynamicGlobalProperties *mnr_network_get_head (MnrNetwork *self);
const MnrChainParameters *mnr_network_get_parameters (MnrNetwork *self);
gboolean mnr_network_is_all_open (MnrNetwork *self);

/** How its server is to misbehave. */
MnrFaults *mnr_network_get_faults (MnrNetwork *self);

/**
 * mnr_network_push:
 *
 * See mnr_blockchain_push(). Where every transaction has its block, that is
 * made by the next mnr_network_settle().
 */
gboolean mnr_network_push (MnrNetwork *self,
                           const MnrTransaction *transaction,
                           GError **error);

/**
 * mnr_network_act:
 * @transaction: its operations; fees, reference, expiry and signatures are filled in
 *
 * Pushes what accounts of this network do without a client. Where the key of
 * everybody who has to sign is that of %MNR_PRACTICE_PASSWORD they do, otherwise it
 * is taken as if they had (see mnr_blockchain_push_granted()).
 */
gboolean mnr_network_act (MnrNetwork *self,
                          MnrTransaction *transaction,
                          GError **error);

/** Makes the block that is due; called once the answer is on its way. */
void mnr_network_settle (MnrNetwork *self);

/** Makes @count blocks, one after the other, now. */
gboolean mnr_network_produce (MnrNetwork *self,
                              guint count,
                              GError **error);

/** Sets the clock forward and makes a block. */
gboolean mnr_network_advance (MnrNetwork *self,
                              guint32 seconds,
                              GError **error);

/** Who is told of blocks; see mnr-session.h. */
void mnr_network_add_session (MnrNetwork *self,
                              MnrSession *session);
void mnr_network_remove_session (MnrNetwork *self,
                                 MnrSession *session);

/**
 * mnr_network_wait_for:
 * @transaction: one that was pushed
 * @session: whom to tell when it is in a block
 * @opening: (transfer full): the beginning of what is told; what is in the
 *   block follows it
 * @closing: the end of it
 */
void mnr_network_wait_for (MnrNetwork *self,
                           const MnrTransaction *transaction,
                           MnrSession *session,
                           char *opening,
                           const char *closing);

G_END_DECLS
