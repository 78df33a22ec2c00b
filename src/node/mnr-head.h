/* mnr-head.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/protocol/mnr-objects.h"

G_BEGIN_DECLS

/**
 * MnrHead:
 *
 * The head of the chain as the node in use tells of it. Whether blocks come is
 * judged by the monotonic clock: the computer's own may be wrong.
 */
typedef struct
{
  MnrDynamicGlobalProperties properties;
  gboolean is_known;
  gint64 told;       /* when a node last told, monotonic, in microseconds */
  gint64 advanced;   /* when a new block last came, likewise */
  gint64 clock_lead; /* of the computer's clock, in seconds */
} MnrHead;

/**
 * mnr_head_set:
 * @properties: moved out of; zero afterwards
 *
 * Returns: whether it is another block
 */
gboolean mnr_head_set (MnrHead *self,
                       MnrDynamicGlobalProperties *properties);

/** Takes the head out of @json if it is there: an array of objects and ids that
 * a subscription told. Returns: whether it is another block */
gboolean mnr_head_set_from_objects (MnrHead *self,
                                    const char *json);

void mnr_head_clear (MnrHead *self);

/** Reads what get_dynamic_global_properties says, or the object 2.1.0. */
gboolean mnr_head_read (const char *json,
                        gsize length,
                        MnrDynamicGlobalProperties *properties,
                        GError **error);

G_END_DECLS
