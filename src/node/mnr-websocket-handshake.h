/* mnr-websocket-handshake.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** How long the answer's head may be. */
#define MNR_WEBSOCKET_HEAD_MAX (16 * 1024)

/** Returns: a random key, as the header has it */
char *mnr_websocket_make_key (void);

/** Returns: the request that asks the host of @uri for a WebSocket */
char *mnr_websocket_make_request (GUri *uri,
                                  const char *key);

/**
 * mnr_websocket_check_head:
 * @url: whom it is from
 * @head: an answer up to and with its empty line
 * @key: what it was asked with
 *
 * Returns: %FALSE with %MNR_NODE_ERROR_PROTOCOL unless it grants the WebSocket
 */
gboolean mnr_websocket_check_head (const char *url,
                                   const char *head,
                                   const char *key,
                                   GError **error);

G_END_DECLS
