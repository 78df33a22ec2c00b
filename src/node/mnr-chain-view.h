/* mnr-chain-view.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/protocol/mnr-describe.h"
#include "mnr-node.h"
#include "rules/mnr-view.h"

G_BEGIN_DECLS

/**
 * MnrChainView:
 *
 * What is known of a node's chain, as the rules want to see it. A question that
 * cannot be answered yet is remembered, and mnr_chain_view_complete_async()
 * asks the node all of them at once. Objects that a subscription covers stay
 * what they are on the chain; everything else is as old as its block.
 *
 * The signal "changed" says that something that was known is different now.
 */
#define MNR_TYPE_CHAIN_VIEW (mnr_chain_view_get_type ())
G_DECLARE_FINAL_TYPE (MnrChainView, mnr_chain_view, MNR, CHAIN_VIEW, GObject)

MnrChainView *mnr_chain_view_new (MnrNode *node);

MnrNode *mnr_chain_view_get_node (MnrChainView *self);

/** What is known, however old. What it hands out stays valid until the main loop runs. */
const MnrView *mnr_chain_view_get_view (MnrChainView *self);

/** Asks the view whatever somebody needs to know; called again until all of it is known. */
typedef void (*MnrChainViewAsk) (const MnrView *view,
                                 gpointer user_data);

/**
 * mnr_chain_view_complete_async:
 * @ask: what is needed
 *
 * Fetches from the node, in as few calls as there can be, what @ask asks for
 * and is not known, or has been known since before the present head block and
 * is not subscribed to.
 */
void mnr_chain_view_complete_async (MnrChainView *self,
                                    MnrChainViewAsk ask,
                                    gpointer ask_data,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

gboolean mnr_chain_view_complete_finish (MnrChainView *self,
                                         GAsyncResult *result,
                                         GError **error);

/** An #MnrChainViewAsk for all that the words of a transaction (@user_data) name. */
void mnr_chain_view_ask_names (const MnrView *view,
                               gpointer user_data);

/** Asks for all that the words of an operation, which may be a virtual one, name. */
void mnr_chain_view_ask_operation_names (const MnrView *view,
                                         const MnrOperation *operation);

/**
 * mnr_chain_view_get_names:
 * @names: (out caller-allocates): names for mnr_transaction_describe(), from what is
 *   known; valid as long as the view
 */
void mnr_chain_view_get_names (MnrChainView *self,
                               MnrNames *names);

/** Everything known is old from now on. */
void mnr_chain_view_forget (MnrChainView *self);

G_END_DECLS
