/* mnr-activity-dialog.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wallet/mnr-wallet.h"

G_BEGIN_DECLS

/**
 * MnrActivityDialog:
 *
 * All about one thing that an account did: what its bytes say, when and where it
 * was done, the name of its transaction, and what the node said of it. What was
 * signed and not sent can be sent from here, after its bytes have been read.
 */
#define MNR_TYPE_ACTIVITY_DIALOG (mnr_activity_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MnrActivityDialog, mnr_activity_dialog, MNR, ACTIVITY_DIALOG, AdwWindow)

/** @item: an #MnrOutboxItem or an #MnrHistoryItem of the wallet's network. To be presented. */
GtkWidget *mnr_activity_dialog_new (GtkWindow *parent,
                                    MnrWallet *wallet,
                                    gpointer item);

G_END_DECLS
