/* mnr-transport.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "mnr-node-options.h"

G_BEGIN_DECLS

/**
 * MnrTransport:
 *
 * Carries texts to a node and back: a WebSocket, or one HTTP request for each.
 * (A curl that speaks WebSocket itself, from 8.11 on, would be a third.) What
 * happens is told to one listener, never from within a call to the transport.
 */
#define MNR_TYPE_TRANSPORT (mnr_transport_get_type ())
G_DECLARE_DERIVABLE_TYPE (MnrTransport, mnr_transport, MNR, TRANSPORT, GObject)

struct _MnrTransportClass
{
  GObjectClass parent_class;

  void (*open) (MnrTransport *self);
  void (*send) (MnrTransport *self,
                guint64 tag,
                const char *text);
  void (*close) (MnrTransport *self);
};

typedef struct
{
  /** It can be sent from now on. */
  void (*opened) (gpointer user_data);

  /** A text came; as the answer to @tag, or to 0 where that cannot be told. */
  void (*received) (guint64 tag,
                    const char *text,
                    gsize length,
                    gpointer user_data);

  /** What was sent with @tag will have no answer; others may. */
  void (*failed) (guint64 tag,
                  const GError *error,
                  gpointer user_data);

  /** It did not open, or is over: nothing will come any more. */
  void (*closed) (const GError *error,
                  gpointer user_data);
} MnrTransportEvents;

/**
 * mnr_transport_new:
 * @options: copied, but for its strings
 *
 * Returns: (nullable): a transport for the scheme of @url, or %NULL with
 *   %MNR_NODE_ERROR_CONNECT if there is none
 */
MnrTransport *mnr_transport_new (const char *url,
                                 const MnrNodeOptions *options,
                                 GError **error);

/** Begins; @events says how it went. */
void mnr_transport_open (MnrTransport *self,
                         const MnrTransportEvents *events,
                         gpointer user_data);

/** Sends @text after those before it; @tag is unlike 0. */
void mnr_transport_send (MnrTransport *self,
                         guint64 tag,
                         const char *text);

/** Ends it; no event comes after this. */
void mnr_transport_close (MnrTransport *self);

/* For the transports: tell the listener, if there still is one. */
void mnr_transport_tell_opened (MnrTransport *self);
void mnr_transport_tell_received (MnrTransport *self,
                                  guint64 tag,
                                  const char *text,
                                  gsize length);
void mnr_transport_tell_failed (MnrTransport *self,
                                guint64 tag,
                                const GError *error);
void mnr_transport_tell_closed (MnrTransport *self,
                                const GError *error);

G_END_DECLS
