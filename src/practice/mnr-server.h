/* mnr-server.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-network.h"

G_BEGIN_DECLS

/**
 * MnrServer:
 *
 * The practice network on a port of this computer: JSON-RPC over HTTP POST and
 * over WebSocket, on any path, and the faucet at `…/api/v1/accounts`.
 */
typedef struct _MnrServer MnrServer;

/**
 * mnr_server_new:
 * @port: of 127.0.0.1; 0 is any that is free
 * @patience: in how many seconds a client has to send a request, or to take an
 *   answer; connections that are slower end
 *
 * Listens.
 */
MnrServer *mnr_server_new (MnrNetwork *network,
                           guint16 port,
                           guint patience,
                           GError **error);

/** Ends all connections. */
void mnr_server_free (MnrServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrServer, mnr_server_free)

guint mnr_server_get_port (MnrServer *self);

G_END_DECLS
