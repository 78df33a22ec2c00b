/* mnr-outbox-item.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wallet/mnr-outbox.h"

G_BEGIN_DECLS

/** An entry of the outbox in a list, as it was when it was read; never changes. */
#define MNR_TYPE_OUTBOX_ITEM (mnr_outbox_item_get_type ())
G_DECLARE_FINAL_TYPE (MnrOutboxItem, mnr_outbox_item, MNR, OUTBOX_ITEM, GObject)

/** @entry: (transfer full) */
MnrOutboxItem *mnr_outbox_item_new (MnrOutboxEntry *entry);

const MnrOutboxEntry *mnr_outbox_item_get_entry (MnrOutboxItem *self);

/** Whether both are the same entry, and nothing became of it in between. */
gboolean mnr_outbox_item_equal (MnrOutboxItem *self,
                                MnrOutboxItem *other);

/*
 * A state to a person; all are translated but the icon's name.
 */

const char *mnr_outbox_state_get_icon (MnrOutboxState state);

/** "Signed, not sent", "Sent", … */
const char *mnr_outbox_state_get_word (MnrOutboxState state);

/** What that means, as a sentence or two. */
const char *mnr_outbox_state_get_meaning (MnrOutboxState state);

/** Returns: (nullable): how somebody goes on with it, such as "Send It"; %NULL if nobody has to */
const char *mnr_outbox_entry_get_remedy (const MnrOutboxEntry *entry);

G_END_DECLS
