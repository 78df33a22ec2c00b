/* mnr-session.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/wire/mnr-json-reader.h"
#include "mnr-network.h"

G_BEGIN_DECLS

struct MnrApi;

/** Sends a text to the client. */
typedef void (*MnrSessionSend) (const char *text,
                                gpointer user_data);

/**
 * mnr_session_new:
 *
 * What a node remembers of one connection: the numbers that it gave out for
 * its APIs, and what the client wants to be told. An HTTP request has a
 * session of its own.
 */
MnrSession *mnr_session_new (MnrNetwork *network,
                             MnrSessionSend send,
                             gpointer user_data);

void mnr_session_free (MnrSession *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrSession, mnr_session_free)

MnrNetwork *mnr_session_get_network (MnrSession *self);

void mnr_session_send (MnrSession *self,
                       const char *text);

/** The number of an API on this connection. */
guint mnr_session_get_handle (MnrSession *self,
                              const struct MnrApi *api);

/** The API with a number, or %NULL. */
const struct MnrApi *mnr_session_get_api (MnrSession *self,
                                          guint64 handle);

/** What a client can be told of (protocol.md 9.3). */
typedef enum
{
  MNR_NOTICE_OBJECTS,
  MNR_NOTICE_BLOCKS,
  MNR_NOTICE_PENDING,
  MNR_N_NOTICES,
} MnrNotice;

/** From now on @callback, a number of the client's choice, is told of something. */
void mnr_session_set_callback (MnrSession *self,
                               MnrNotice notice,
                               guint64 callback);

void mnr_session_cancel_all (MnrSession *self);

void mnr_session_set_auto_subscription (MnrSession *self,
                                        gboolean is_on);

/** Tells of changes of @id from now on, if the client wants to be told of anything. */
void mnr_session_subscribe (MnrSession *self,
                            MnrObjectId id);

/** The same, where the client has left it to us. */
void mnr_session_subscribe_auto (MnrSession *self,
                                 MnrObjectId id);

/** From now on @callback is told of a market; whatever was told of it before is not. */
void mnr_session_watch_market (MnrSession *self,
                               MnrObjectId a,
                               MnrObjectId b,
                               guint64 callback);
void mnr_session_unwatch_market (MnrSession *self,
                                 MnrObjectId a,
                                 MnrObjectId b);

/* For the network. */

void mnr_session_notify_block (MnrSession *self,
                               const MnrBlockId *id);
void mnr_session_notify_changes (MnrSession *self,
                                 const GArray *changed);
void mnr_session_notify_pending (MnrSession *self,
                                 const MnrTransaction *transaction);

G_END_DECLS
