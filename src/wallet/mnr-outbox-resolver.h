/* mnr-outbox-resolver.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-outbox.h"
#include "node/mnr-node.h"

G_BEGIN_DECLS

/**
 * MnrOutboxResolver:
 *
 * Finds out from the chain what became of the outbox. It only looks: what was
 * signed and perhaps never sent is sent by who asks for it (mnr-submission.h),
 * or expires.
 *
 * A transaction can only be in a block after its reference, the last
 * irreversible block when it was made, and up to the first one whose time is
 * past its expiration (a node compares that with the time of the block
 * before). So those blocks are read, and what they hold is the answer:
 *
 * - it is in a block: included; irreversible once that block is;
 * - all of these blocks are irreversible, and it is in none: it is over;
 * - anything else, such as an error, an answer that makes no sense, or a block
 *   that the node does not have, decides nothing.
 *
 * Neither the clock of the computer plays a part, nor what a node says of
 * transactions outside of blocks.
 *
 * It looks by itself whenever the head of @node changes and something is
 * watched.
 *
 * Signal "checked" (GError *): a look ended, with an error if it was not complete.
 */
#define MNR_TYPE_OUTBOX_RESOLVER (mnr_outbox_resolver_get_type ())
G_DECLARE_FINAL_TYPE (MnrOutboxResolver,
                      mnr_outbox_resolver,
                      MNR,
                      OUTBOX_RESOLVER,
                      GObject)

MnrOutboxResolver *mnr_outbox_resolver_new (MnrOutbox *outbox,
                                            MnrNode *node);

MnrOutbox *mnr_outbox_resolver_get_outbox (MnrOutboxResolver *self);
MnrNode *mnr_outbox_resolver_get_node (MnrOutboxResolver *self);

/** The time of the head block when it last looked; 0 before. */
MnrTime mnr_outbox_resolver_get_time (MnrOutboxResolver *self);

/**
 * mnr_outbox_resolver_check_async:
 *
 * Looks at all entries of the node's chain that are not settled, after the
 * call. Cancelling ends the waiting only.
 */
void mnr_outbox_resolver_check_async (MnrOutboxResolver *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

gboolean mnr_outbox_resolver_check_finish (MnrOutboxResolver *self,
                                           GAsyncResult *result,
                                           GError **error);

G_END_DECLS
