/* mnr-activity-row.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "node/mnr-chain-view.h"

G_BEGIN_DECLS

/**
 * MnrActivityRow:
 *
 * One thing that an account did: in a picture and in words what it is, when and
 * how far it is. The same for what is in the outbox and what is on the chain.
 *
 * Signal "go-on": somebody wants to go on with it.
 */
#define MNR_TYPE_ACTIVITY_ROW (mnr_activity_row_get_type ())
G_DECLARE_FINAL_TYPE (MnrActivityRow, mnr_activity_row, MNR, ACTIVITY_ROW, AdwBin)

GtkWidget *mnr_activity_row_new (void);

/** @item: (nullable): an #MnrOutboxItem or an #MnrHistoryItem, in the words that @view has now.
 * What it is in gets its name from it, so it is to be put there before. */
void mnr_activity_row_show (MnrActivityRow *self,
                            gpointer item,
                            MnrChainView *view);

/** Returns: (nullable): what it shows */
gpointer mnr_activity_row_get_item (MnrActivityRow *self);

/** Returns: (transfer full): what an operation of a history did, as a sentence */
char *mnr_activity_describe (gpointer history_item,
                             MnrChainView *view);

G_END_DECLS
