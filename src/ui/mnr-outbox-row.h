/* mnr-outbox-row.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wallet/mnr-outbox-resolver.h"

G_BEGIN_DECLS

/**
 * MnrOutboxRow:
 *
 * An entry of the outbox: what it is, what became of it, the node's own words
 * where it was refused, and a way to go on with it where it is under way.
 */
#define MNR_TYPE_OUTBOX_ROW (mnr_outbox_row_get_type ())
G_DECLARE_FINAL_TYPE (MnrOutboxRow, mnr_outbox_row, MNR, OUTBOX_ROW, AdwExpanderRow)

GtkWidget *mnr_outbox_row_new (MnrOutboxResolver *resolver,
                               const MnrOutboxEntry *entry);

/** Shows the entry as it is now. */
void mnr_outbox_row_set_entry (MnrOutboxRow *self,
                               const MnrOutboxEntry *entry);

gint64 mnr_outbox_row_get_id (MnrOutboxRow *self);

G_END_DECLS
