/* mnr-websocket.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-transport.h"

G_BEGIN_DECLS

/**
 * MnrWebsocket:
 *
 * A WebSocket (RFC 6455). libcurl makes the connection, with TLS and proxies,
 * and carries the bytes; wslay makes and reads the frames; the handshake
 * between them is ours.
 */
#define MNR_TYPE_WEBSOCKET (mnr_websocket_get_type ())
G_DECLARE_FINAL_TYPE (MnrWebsocket, mnr_websocket, MNR, WEBSOCKET, MnrTransport)

/** @uri: @url, parsed */
MnrTransport *mnr_websocket_new (const char *url,
                                 GUri *uri,
                                 const MnrNodeOptions *options);

G_END_DECLS
