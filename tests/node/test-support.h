/* test-support.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "node/mnr-node.h"

G_BEGIN_DECLS

/** A moneyer-practice of its own, as a child. */
typedef struct
{
  GSubprocess *process;
  char *http; /* its addresses */
  char *ws;
} Practice;

/** @block_interval: seconds, "0": one for each transaction */
Practice *practice_start (const char *block_interval);

/** Kills it, if it still runs. */
void practice_kill (Practice *self);

/** Goes on with @port where one was killed. */
Practice *practice_start_at (const char *block_interval,
                             guint port);

guint practice_get_port (const Practice *self);

void practice_free (Practice *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Practice, practice_free)

/** Where an asynchronous call comes back to. */
typedef struct
{
  GAsyncResult *result;
} Outcome;

void outcome_take (GObject *source,
                   GAsyncResult *result,
                   gpointer user_data);

/** Runs the main loop until it has come, and hands it out. */
GAsyncResult *outcome_wait (Outcome *self);

/** Runs the main loop until @is_so. A test that waits in vain is killed by the harness. */
void wait_until (gboolean (*is_so) (gpointer data),
                 gpointer data);

/** mnr_node_call_async() and waiting. */
GBytes *call_and_wait (MnrNode *node,
                       MnrNodeCallFlags flags,
                       const char *method,
                       const char *params,
                       GError **error);

gboolean connect_and_wait (MnrNode *node,
                           GError **error);

/** Whether @error is a sentence of ours with this @code. */
void assert_sentence (const GError *error,
                      MnrNodeError code);

G_END_DECLS
