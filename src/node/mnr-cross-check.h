/* mnr-cross-check.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-chain-view.h"
#include "mnr-node.h"

G_BEGIN_DECLS

/**
 * mnr_cross_check_async:
 * @transaction: about to be signed
 * @shown: (nullable): the view from which a person was shown what it means
 *
 * Asks two nodes for what the meaning of @transaction depends on: the symbols
 * and precisions of its assets, the names and keys of its accounts, the chain's
 * parameters; and compares what @shown knows of these with the second answer, for
 * a node can answer the same question differently. A node that lies about a
 * precision moves a decimal point.
 *
 * Ends with %MNR_NODE_ERROR_DISAGREE and both answers if they differ, with
 * %MNR_NODE_ERROR_ALONE if there is but one node to ask.
 */
void mnr_cross_check_async (MnrNode *node,
                            const MnrTransaction *transaction,
                            MnrChainView *shown,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

gboolean mnr_cross_check_finish (MnrNode *node,
                                 GAsyncResult *result,
                                 GError **error);

G_END_DECLS
