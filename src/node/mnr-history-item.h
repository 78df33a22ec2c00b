/* mnr-history-item.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "chain/protocol/mnr-operations.h"

G_BEGIN_DECLS

/** An operation that was done, as a node's history has it; never changes. */
#define MNR_TYPE_HISTORY_ITEM (mnr_history_item_get_type ())
G_DECLARE_FINAL_TYPE (MnrHistoryItem, mnr_history_item, MNR, HISTORY_ITEM, GObject)

/**
 * mnr_history_item_new_from_json:
 * @json: an object of type 1.11, @length bytes
 * @prefix: what keys begin with
 *
 * Returns: (nullable): an item, without an operation if that cannot be read; %NULL
 *   if not even its number and block can
 */
MnrHistoryItem *mnr_history_item_new_from_json (const char *json,
                                                gsize length,
                                                const char *prefix,
                                                GError **error);

/** Its number, which grows; another node may count otherwise. */
guint64 mnr_history_item_get_number (MnrHistoryItem *self);

guint32 mnr_history_item_get_block (MnrHistoryItem *self);

/** The time of the block. */
MnrTime mnr_history_item_get_time (MnrHistoryItem *self);

/** Which of the transactions of its block did it, counted from 0. */
guint32 mnr_history_item_get_transaction (MnrHistoryItem *self);

/** Whether nobody signed it: it followed from something else. */
gboolean mnr_history_item_is_virtual (MnrHistoryItem *self);

/** Returns: (nullable): of %mnr_type_history_operation */
const MnrOperation *mnr_history_item_get_operation (MnrHistoryItem *self);

/** Whether @id is named by the operation, or is what it made. */
gboolean mnr_history_item_is_about (MnrHistoryItem *self,
                                    MnrObjectId id);

/** Whether both are the same operation at the same place of the chain. */
gboolean mnr_history_item_equal (MnrHistoryItem *self,
                                 MnrHistoryItem *other);

G_END_DECLS
