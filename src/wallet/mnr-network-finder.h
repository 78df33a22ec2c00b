/* mnr-network-finder.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "mnr-wallet-network.h"

G_BEGIN_DECLS

/**
 * mnr_network_finder_ask_async:
 * @nodes: addresses, %NULL-terminated and not empty; only the first is asked
 *
 * Asks a node what network it is of.
 */
void mnr_network_finder_ask_async (const char *const *nodes,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/**
 * Returns: (transfer full): one of the user's own, with @nodes, and with the chain, the
 *   prefix and the core symbol that the node says; still without an id and a name
 */
MnrWalletNetwork *mnr_network_finder_ask_finish (GAsyncResult *result,
                                                 GError **error);

G_END_DECLS
