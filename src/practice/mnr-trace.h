/* mnr-trace.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/wire/mnr-json-reader.h"
#include "ledger/mnr-ledger.h"

G_BEGIN_DECLS

/** One thing that was seen of a chain's state, as the node printed it. */
typedef struct
{
  char *what; /* "objects", "call_orders", "balances", … */
  MnrJsonSlice json;
} MnrSnapshot;

/** A transaction, or, without operations, a look at the state. */
typedef struct
{
  char *label;
  MnrTransaction *transaction; /* NULL: snapshots */
  char *unreadable;            /* why our reader refused the operations, or NULL */
  gboolean accepted;
  MnrTime time;
  guint32 block;
  char *error;          /* the node's words */
  GPtrArray *snapshots; /* of MnrSnapshot */
} MnrStep;

/** A recording of what a real chain did with a sequence of transactions. */
typedef struct
{
  char *text; /* the slices point into it */
  MnrJsonSlice global_properties;
  MnrJsonSlice genesis;
  GPtrArray *steps; /* of MnrStep */
} MnrTrace;

/** @prefix is what keys begin with, such as "BTS". */
MnrTrace *mnr_trace_new_from_file (const char *name,
                                   const char *prefix,
                                   GError **error);

void mnr_trace_free (MnrTrace *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrTrace, mnr_trace_free)

G_END_DECLS
