/* mnr-connection.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "mnr-node-error.h"
#include "mnr-node-options.h"

G_BEGIN_DECLS

/**
 * MnrConnection:
 *
 * JSON-RPC 2.0 with one node, by WebSocket or by HTTP (protocol.md 9.1). It is
 * opened once; what is over stays so.
 *
 * Signals:
 *   "notice" (guint64 callback, char *payload)  what a callback was told: the
 *                       first of its arguments, as JSON. Only by WebSocket
 *   "closed" (GError *)  it is over, for this reason; not after mnr_connection_close()
 */
#define MNR_TYPE_CONNECTION (mnr_connection_get_type ())
G_DECLARE_FINAL_TYPE (MnrConnection, mnr_connection, MNR, CONNECTION, GObject)

/** @options: copied */
MnrConnection *mnr_connection_new (const char *url,
                                   const MnrNodeOptions *options);

/** Opens it, once. By HTTP that always succeeds. */
void mnr_connection_open_async (MnrConnection *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

gboolean mnr_connection_open_finish (MnrConnection *self,
                                     GAsyncResult *result,
                                     GError **error);

/** mnr_node_call_async() of this node. */
void mnr_connection_call_async (MnrConnection *self,
                                const char *api,
                                const char *method,
                                const char *params,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

GBytes *mnr_connection_call_finish (MnrConnection *self,
                                    GAsyncResult *result,
                                    GError **error);

/** Ends it; calls under way end with %MNR_NODE_ERROR_CLOSED. */
void mnr_connection_close (MnrConnection *self);

gboolean mnr_connection_is_open (MnrConnection *self);

/** Whether a node can tell us of something unasked. */
gboolean mnr_connection_has_notices (MnrConnection *self);

const char *mnr_connection_get_url (MnrConnection *self);

G_END_DECLS
