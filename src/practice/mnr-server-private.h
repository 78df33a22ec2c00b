/* mnr-server-private.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

#include "mnr-faults.h"
#include "mnr-server.h"

G_BEGIN_DECLS

/* What the parts of the server share: mnr-server.c listens and speaks HTTP,
 * -sockets.c WebSocket, -delivery.c sends what both answer, -faults.c misbehaves. */

#define MNR_SERVER_REQUEST_SIZE_MAX (1024 * 1024)
#define MNR_SERVER_CONNECTIONS_MAX  2000
#define MNR_SERVER_JSON_TYPE        "application/json"

/* Of a message: its GSocket, which libsoup does not tell once it is a WebSocket's. */
#define MNR_SERVER_SOCKET_KEY "mnr-socket"
/* Of a GSocket: that it is a WebSocket's. */
#define MNR_SERVER_WEBSOCKET_KEY "mnr-websocket"

/* The one method whose answer comes when a block is made, and not at once. */
#define MNR_SERVER_LATE_METHOD "broadcast_transaction_synchronous"

struct _MnrServer
{
  MnrNetwork *network;
  SoupServer *soup;
  GSocket *listening;
  GPtrArray *connections; /* of GSocket */
  guint sweep_at;         /* so many connections: those that are over are let go */
  GPtrArray *sockets;     /* of MnrSocket */
  GPtrArray *deliveries;  /* of MnrDelivery: those that wait */
  GSocket *asking;        /* whose request is being handled, or NULL */
  gint64 unread;          /* bytes for all WebSockets that are not known to be read */

  /* A request has to come in whole, and its answer to be taken, in so many
   * seconds; a WebSocket has to answer a ping. */
  guint patience;

  guint refusal; /* timer */
  guint storm;   /* source */
  guint storm_left;
};

/* A WebSocket connection. */
typedef struct
{
  MnrServer *server;
  SoupWebsocketConnection *connection;
  GSocket *socket;
  MnrSession *session;
  guint timer;
  gint64 last_heard;
  gint64 sent, read; /* bytes; what is known to be read */
  gboolean is_over;  /* nothing is sent any more */
} MnrSocket;

/* An answer to an HTTP request, or a text for a WebSocket. */
typedef struct
{
  MnrServer *server;
  SoupServerMessage *message; /* or NULL */
  gboolean is_paused;         /* the message */
  MnrSocket *socket;          /* or NULL */
  guint status;
  GString *text;
  MnrFaultPlan plan;
  guint timer;
} MnrDelivery;

/* mnr-server.c */

/* Ends the connection; libsoup notices and tidies up. */
void mnr_server_hang_up (SoupServerMessage *message);

/* Listens, at first or again. */
gboolean mnr_server_listen (MnrServer *self,
                            GError **error);

/* mnr-server-delivery.c */

/* Lets the faults have their way with what is to be sent, and sends it. @what
 * says to whom; @method: what it answers, see mnr_faults_meet(). */
void mnr_server_deliver (MnrServer *self,
                         const MnrDelivery *what,
                         const char *method,
                         const char *text,
                         gsize length);

/* A message or an MnrSocket that nothing is to be delivered to any more. */
void mnr_server_forget (MnrServer *self,
                        gconstpointer whose);

void mnr_delivery_free (gpointer data);

void mnr_server_respond (SoupServerMessage *message,
                         guint status,
                         const char *text,
                         gsize length);

void mnr_server_pause (SoupServerMessage *message);

/* mnr-server-sockets.c */

void mnr_server_on_websocket (SoupServer *soup,
                              SoupServerMessage *message,
                              const char *path,
                              SoupWebsocketConnection *connection,
                              gpointer user_data);

void mnr_socket_send (MnrSocket *self,
                      const char *text,
                      gsize length);

void mnr_socket_hang_up (MnrSocket *self);

void mnr_socket_free (gpointer data);

/* mnr-server-faults.c */

extern const MnrFaultActions mnr_server_fault_actions;

G_END_DECLS
