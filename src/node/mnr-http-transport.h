/* mnr-http-transport.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-transport.h"

G_BEGIN_DECLS

/**
 * MnrHttpTransport:
 *
 * One POST for each text. Nothing comes unasked, and it is never over: what
 * fails is a text, not the line.
 */
#define MNR_TYPE_HTTP_TRANSPORT (mnr_http_transport_get_type ())
G_DECLARE_FINAL_TYPE (MnrHttpTransport, mnr_http_transport, MNR, HTTP_TRANSPORT, MnrTransport)

MnrTransport *mnr_http_transport_new (const char *url,
                                      const MnrNodeOptions *options);

G_END_DECLS
