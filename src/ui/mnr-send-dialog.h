/* mnr-send-dialog.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-send-view.h"

G_BEGIN_DECLS

/**
 * MnrSendDialog:
 *
 * A window with an #MnrSendView: for whatever is sent without a form of its own.
 */
#define MNR_TYPE_SEND_DIALOG (mnr_send_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MnrSendDialog, mnr_send_dialog, MNR, SEND_DIALOG, AdwWindow)

/** As mnr_send_view_new(); over @parent (nullable). To be presented. */
GtkWidget *mnr_send_dialog_new (GtkWindow *parent,
                                MnrWallet *wallet,
                                const MnrTransaction *operations,
                                MnrObjectId payer,
                                const char *intent,
                                const char *summary,
                                const char *verb);

/** What is in it, for its signals. */
MnrSendView *mnr_send_dialog_get_view (MnrSendDialog *self);

G_END_DECLS
