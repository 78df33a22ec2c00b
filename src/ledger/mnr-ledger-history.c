/* mnr-ledger-history.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-ledger-private.h"

/* What happens in the block being made, in its order: the operations of its
 * transactions and what follows from them, and then what falls due. An entry
 * that follows from an operation is numbered after it, from 1; one that follows
 * from none comes after the last transaction, from 0. */

void
mnr_history_entry_clear (MnrHistoryEntry *self)
{
  if (!self->is_virtual)
    return;

  mnr_value_clear (&mnr_type_history_operation, &self->op);
  mnr_value_clear (&mnr_type_operation_result, &self->result);
}

void
mnr_ledger_begin (MnrLedger *self)
{
  mnr_store_begin (self->store);
  g_array_append_val (self->marks, self->history->len);
}

void
mnr_ledger_commit (MnrLedger *self)
{
  mnr_store_commit (self->store);
  g_array_set_size (self->marks, self->marks->len - 1);
}

void
mnr_ledger_undo (MnrLedger *self)
{
  guint mark = g_array_index (self->marks, guint, self->marks->len - 1);

  mnr_store_undo (self->store);
  g_array_set_size (self->marks, self->marks->len - 1);
  self->virtual_op -= self->history->len - mark;
  g_array_set_size (self->history, mark);
}

static MnrHistoryEntry *
add_entry (MnrLedger *self,
           gboolean is_virtual)
{
  MnrHistoryEntry entry = {
    .block_num = self->block_number,
    .trx_in_block = self->trx_in_block,
    .op_in_trx = self->op_in_trx,
    .virtual_op = self->virtual_op++,
    .is_virtual = is_virtual,
    .block_time = self->block_time,
  };

  g_array_append_val (self->history, entry);
  return &g_array_index (self->history, MnrHistoryEntry, self->history->len - 1);
}

guint
mnr_ledger_note_operation (MnrLedger *self,
                           const MnrOperation *operation,
                           gboolean is_virtual)
{
  guint place = self->history->len;
  MnrHistoryEntry *entry;

  if (self->block_time == 0)
    return 0;

  entry = add_entry (self, is_virtual);
  if (is_virtual)
    mnr_value_copy (&mnr_type_history_operation, &entry->op, operation);
  return place;
}

void
mnr_ledger_note_result (MnrLedger *self,
                        guint place,
                        MnrOperationResult *result)
{
  if (self->block_time != 0)
    g_array_index (self->history, MnrHistoryEntry, place).result = *result;
  else
    mnr_value_clear (&mnr_type_operation_result, result);
  *result = (MnrOperationResult){ 0 };
}

void
mnr_ledger_note (MnrLedger *self,
                 guint number,
                 gconstpointer operation,
                 const MnrAmount *amount)
{
  MnrOperation copied = { .number = number, .value = (gpointer) operation };
  MnrOperationResult result = { 0 };
  guint place;

  if (self->block_time == 0)
    return;

  place = mnr_ledger_note_operation (self, &copied, TRUE);
  if (amount != NULL)
    *(MnrAmount *) mnr_operation_result_init (&result, MNR_RESULT_AMOUNT) = *amount;
  else
    mnr_operation_result_init (&result, MNR_RESULT_NOTHING);
  mnr_ledger_note_result (self, place, &result);
}
