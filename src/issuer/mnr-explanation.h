/* mnr-explanation.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "node/mnr-chain-view.h"

G_BEGIN_DECLS

/**
 * mnr_explanation_find_async:
 * @transaction: what a node has refused; copied
 *
 * Why the chain, as it is now, does not take a transaction. Nodes say it with
 * the expression of an assertion; the rules have words for it. What was known
 * of the chain before is asked anew, for it may be what has changed.
 */
void mnr_explanation_find_async (MnrChainView *view,
                                 const MnrTransaction *transaction,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/** Returns: (transfer full) (nullable): a sentence without its stop; %NULL without an
 *   error if the rules see nothing wrong */
char *mnr_explanation_find_finish (MnrChainView *view,
                                   GAsyncResult *result,
                                   GError **error);

G_END_DECLS
