/* mnr-replay.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint agreed;
  guint differed;
  /* The steps before the first that differed. */
  guint prefix;
} MnrReplayResult;

/** Where a replay tells what it finds: one line, without its end. */
typedef void (*MnrReplayPrint) (const char *line,
                                gpointer user_data);

/**
 * mnr_replay_file:
 * @name: of a trace
 * @result: (out): how many steps came out as they did on the real chain
 *
 * Runs the transactions of a trace on a ledger of our own and compares what is
 * accepted, the rule that refuses, and every member of every object that the
 * trace shows.
 *
 * A refusal for a signature is passed over: traces carry none.
 *
 * Returns: %FALSE if the trace cannot be read
 */
gboolean mnr_replay_file (const char *name,
                          MnrReplayPrint print,
                          gpointer user_data,
                          MnrReplayResult *result,
                          GError **error);

G_END_DECLS
