/* mnr-network-dialog.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * MnrNetworkDialog:
 *
 * Adds a network of the user's own: a name and addresses of nodes. What chain it is, the
 * first node says, and it is shown before anything is kept.
 *
 * Signals:
 *   "added"  it is in the file of networks
 */
#define MNR_TYPE_NETWORK_DIALOG (mnr_network_dialog_get_type ())
G_DECLARE_FINAL_TYPE (MnrNetworkDialog, mnr_network_dialog, MNR, NETWORK_DIALOG, AdwWindow)

GtkWidget *mnr_network_dialog_new (GtkWindow *parent);

G_END_DECLS
