/* mnr-peer.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/protocol/mnr-objects.h"
#include "chain/protocol/mnr-transaction.h"
#include "mnr-connection.h"
#include "mnr-head.h"

G_BEGIN_DECLS

/**
 * MnrPeer:
 *
 * One node, connected, and what it said of itself when it was asked who it is.
 */
typedef struct
{
  MnrConnection *connection;
  MnrChainId chain_id;
  char *prefix;           /* what keys and addresses begin with, "BTS" */
  guint32 block_interval; /* in seconds, by default; the chain may have another now */
  MnrDynamicGlobalProperties head;
  gint64 round_trip; /* of the first question, in microseconds */
} MnrPeer;

/**
 * mnr_peer_open_async:
 * @chain_id: (nullable): what chain it has to be of
 *
 * Connects to @url and asks who is there. Whom nobody can use is refused with
 * an error of %MNR_NODE_ERROR, such as %MNR_NODE_ERROR_WRONG_CHAIN.
 */
void mnr_peer_open_async (const char *url,
                          const MnrNodeOptions *options,
                          const MnrChainId *chain_id,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);

MnrPeer *mnr_peer_open_finish (GAsyncResult *result,
                               GError **error);

/** Closes its connection, too. */
void mnr_peer_free (MnrPeer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrPeer, mnr_peer_free)

G_END_DECLS
