/* mnr-send-view.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wallet/mnr-submission.h"
#include "wallet/mnr-wallet.h"

G_BEGIN_DECLS

/**
 * MnrSendView:
 *
 * The way of operations to the chain: what their bytes say and cost, one button
 * that confirms, and then each thing as it comes true: signed, tried, sent, in
 * a block, irreversible. What goes wrong is said in words; those of the node
 * are behind them.
 *
 * Signals:
 *   "included"            it is in a block
 *   "irreversible"        it is, for ever
 *   "again"               it was not done, and somebody wants to try it anew
 */
#define MNR_TYPE_SEND_VIEW (mnr_send_view_get_type ())
G_DECLARE_FINAL_TYPE (MnrSendView, mnr_send_view, MNR, SEND_VIEW, AdwBin)

/**
 * mnr_send_view_new:
 *
 * @operations: complete but for their fees; copied
 * @payer: whose they are
 * @intent: what they are for, as a key; see mnr_submission_new()
 * @summary: the same as a sentence
 * @verb: what the button says, with its price put behind it: "Create MYTOKEN"
 *
 * Where the same is under way already, as after a crash, that is shown and gone
 * on with.
 */
GtkWidget *mnr_send_view_new (MnrWallet *wallet,
                              const MnrTransaction *operations,
                              MnrObjectId payer,
                              const char *intent,
                              const char *summary,
                              const char *verb);

/** Puts a widget below the words: other forms of the same. */
void mnr_send_view_add (MnrSendView *self,
                        GtkWidget *widget);

/** What the button at the end does: its label, and whether there is one. */
void mnr_send_view_set_result (MnrSendView *self,
                               const char *label,
                               GCallback activated,
                               gpointer user_data);

/** Whether it sends @operations, rather than what was signed before them and differs. */
gboolean mnr_send_view_is_same (MnrSendView *self);

/** Whether it can be confirmed, or will: nothing was signed yet, and nothing went wrong. */
gboolean mnr_send_view_is_review (MnrSendView *self);

/** Whether it is between its confirmation and its end. */
gboolean mnr_send_view_is_busy (MnrSendView *self);

/** Returns: (nullable): what is to be signed, or was; NULL while it is being prepared */
const MnrTransaction *mnr_send_view_get_transaction (MnrSendView *self);

G_END_DECLS
