/* mnr-node.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "chain/protocol/mnr-objects.h"
#include "chain/protocol/mnr-transaction.h"
#include "mnr-node-error.h"
#include "mnr-node-options.h"

G_BEGIN_DECLS

/**
 * MnrNode:
 *
 * A chain as it can be reached: some nodes of it, of which the best is used.
 * They are probed for their chain, their head and their speed; if the one in
 * use falls away, the next takes over, and who asked something that changes
 * nothing does not notice. Everything happens on the thread-default main
 * context of who made it.
 */
#define MNR_TYPE_NODE (mnr_node_get_type ())
G_DECLARE_FINAL_TYPE (MnrNode, mnr_node, MNR, NODE, GObject)

typedef enum
{
  MNR_NODE_OFFLINE,    /* not asked to connect yet, or no node can be reached */
  MNR_NODE_CONNECTING, /* looking for one */
  MNR_NODE_LIVE,       /* connected, and its head is of now */
  MNR_NODE_STALE,      /* connected, but blocks have stopped coming */
} MnrNodeState;

/**
 * mnr_node_new:
 * @urls: ws, wss, http or https addresses, %NULL-terminated
 * @chain_id: (nullable): what chain it has to be; %NULL takes that of the first
 *   that answers, and keeps to it
 */
MnrNode *mnr_node_new (const char *const *urls,
                       const MnrChainId *chain_id);

/** mnr_node_new() with another patience; @options is copied. */
MnrNode *mnr_node_new_with_options (const char *const *urls,
                                    const MnrChainId *chain_id,
                                    const MnrNodeOptions *options);

/**
 * mnr_node_connect_async:
 *
 * Finds the best node and connects. Calls do so by themselves; this is for who
 * wants to know that it went well. Ends with an error that says of each node
 * why it was not taken, if none was.
 */
void mnr_node_connect_async (MnrNode *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

gboolean mnr_node_connect_finish (MnrNode *self,
                                  GAsyncResult *result,
                                  GError **error);

/** Ends all connections; calls under way end with %MNR_NODE_ERROR_CLOSED. */
void mnr_node_close (MnrNode *self);

typedef enum
{
  MNR_NODE_CALL_DEFAULT = 0,
  /** It changes something: never asked a second time by ourselves. */
  MNR_NODE_CALL_ONCE = 1 << 0,
  /** Asked of another node than the one in use, see mnr-cross-check. */
  MNR_NODE_CALL_OTHER = 1 << 1,
} MnrNodeCallFlags;

/**
 * mnr_node_call_async:
 * @api: "database", "history", "network_broadcast", …
 * @params: JSON: an array of the arguments
 *
 * Calls a method. The result of mnr_node_call_finish() is the JSON text of
 * "result", NUL-terminated (the size without it).
 */
void mnr_node_call_async (MnrNode *self,
                          MnrNodeCallFlags flags,
                          const char *api,
                          const char *method,
                          const char *params,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);

GBytes *mnr_node_call_finish (MnrNode *self,
                              GAsyncResult *result,
                              GError **error);

MnrNodeState mnr_node_get_state (MnrNode *self);

/** Returns: one line for a person: "Connected to … (block 1,204)", "Looking for a node…" */
char *mnr_node_get_status (MnrNode *self);

/** One of the nodes that there are to choose from. */
typedef struct
{
  const char *url;
  gboolean in_use;
  gint64 round_trip; /* of the last question who it is, in microseconds; 0: never answered */
  const char *why;   /* (nullable): a sentence: why it was not taken last time */
} MnrNodeReport;

guint mnr_node_get_n_reports (MnrNode *self);

/** What @report points at is valid until the main loop turns. */
void mnr_node_get_report (MnrNode *self,
                          guint index,
                          MnrNodeReport *report);

/** Returns: (nullable): the address of the node in use */
const char *mnr_node_get_url (MnrNode *self);

/** What the chain says of itself; %NULL before the first connection. */
const MnrChainId *mnr_node_get_chain_id (MnrNode *self);
const char *mnr_node_get_prefix (MnrNode *self);

/** Returns: (nullable): the head as last heard of; chain time is its `time` */
const MnrDynamicGlobalProperties *mnr_node_get_head (MnrNode *self);

/** How far the computer's clock is ahead of the chain's, in seconds; within a
 * few it says nothing. */
gint64 mnr_node_get_clock_lead (MnrNode *self);

/*
 * Signals:
 *   "changed"          state, url or head changed
 *   "objects" (char *) JSON array of what a subscription told: objects, and ids of removed ones
 *   "reset"            another node is in use, or the line was cut: subscriptions are gone,
 *                      and what was heard before may be old
 *   "notice" (guint64 callback, char *payload)  any other notice, such as of
 *                      broadcast_transaction_with_callback: the first thing that the
 *                      callback was given, as JSON
 */

/** A number for the callback argument of a method, unlike any other in use. */
guint64 mnr_node_new_callback (MnrNode *self);

G_END_DECLS
