/* mnr-node-private.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-node.h"
#include "mnr-peer.h"

G_BEGIN_DECLS

/* One of the nodes that there are to choose from. */
typedef struct
{
  char *url;
  GCancellable *opening; /* being asked who it is */
  MnrPeer *peer;         /* connected and of use */
  GError *why;           /* why it was not taken last time */
  gint64 round_trip;     /* when it was asked last, in microseconds; 0 if it never answered */
} MnrCandidate;

struct _MnrNode
{
  GObject parent_instance;

  char *ca_file;
  MnrNodeOptions options;
  GPtrArray *candidates;
  gboolean knows_chain;
  MnrChainId chain_id;
  char *prefix;

  MnrCandidate *current;
  gboolean was_current; /* there has been one */
  MnrNodeState state;
  MnrHead head;
  gboolean is_asking; /* for it */
  GQueue waiting;     /* tasks that go on when a node has been chosen, or cannot be */
  GSource *choice_timer;
  GSource *retry_timer;
  GSource *poll_timer;
  guint failures;
  GError *last_error; /* of the last choice */

  guint64 last_callback;
  guint64 objects_callback;
  guint64 block_callback;
};

/* Asks all nodes that are not connected who they are; then one is chosen, and who
 * waits is woken. */
void mnr_node_search (MnrNode *self);

/* Whether some of them have not answered yet. */
gboolean mnr_node_is_searching (MnrNode *self);

/* The connected one that answers quickest, but @except; NULL if there is none. */
MnrCandidate *mnr_node_find_quickest (MnrNode *self,
                                      const MnrCandidate *except);

MnrCandidate *mnr_node_find_candidate (MnrNode *self,
                                       const MnrConnection *connection);

/* The line to it is of no use any more; who is next takes over. */
void mnr_node_lose (MnrNode *self,
                    MnrCandidate *candidate,
                    const GError *error);

/* Lets go on who waits: with a node, or with last_error. */
void mnr_node_wake (MnrNode *self);

G_END_DECLS
