/* mnr-api-history.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-api.h"

/* What happened to accounts. */

#define LIMIT 100

static void
write_entry (MnrCall *call,
             const MnrHistoryEntry *entry)
{
  mnr_call_separate (call);
  g_string_append_c (call->out, '{');
  mnr_call_member (call, "id");
  mnr_call_write_id (call, MNR_OBJECT_ID (1, 11, entry->instance));
  mnr_call_member (call, "op");
  mnr_call_write (call, &mnr_type_history_operation, &entry->op);
  mnr_call_member (call, "result");
  mnr_call_write (call, &mnr_type_operation_result, &entry->result);
  g_string_append_printf (call->out,
                          ",\"block_num\":%u,\"trx_in_block\":%u,\"op_in_trx\":%u,"
                          "\"virtual_op\":%u,\"is_virtual\":%s",
                          entry->block_num, entry->trx_in_block, entry->op_in_trx,
                          entry->virtual_op, entry->is_virtual ? "true" : "false");
  mnr_call_member (call, "block_time");
  mnr_call_write_time (call, entry->block_time);
  g_string_append_c (call->out, '}');
}

void
mnr_api_write_history (MnrCall *call,
                       MnrObjectId id)
{
  const MnrHistoryEntry *entry = mnr_blockchain_get_history (
    mnr_network_get_chain (call->network), mnr_object_id_get_instance (id));

  if (entry != NULL)
    write_entry (call, entry);
  else
    mnr_call_write_object (call, NULL);
}

/* The history of one account, oldest first. */
typedef struct
{
  MnrBlockchain *chain;
  MnrObjectId account;
  guint size;
} History;

/* Of an account that there is not, the history is empty. */
static gboolean
read_history (MnrCall *call,
              History *history)
{
  g_autofree char *text = mnr_call_read_string (call, 0);
  const MnrAccount *account = NULL;

  if (text == NULL)
    return FALSE;
  history->chain = mnr_network_get_chain (call->network);
  if (!mnr_call_find_account (call, text, &account))
    mnr_fault_clear (&call->fault);
  history->account = account != NULL ? account->id : 0;
  history->size = mnr_blockchain_get_account_history_size (history->chain, history->account);
  return TRUE;
}

static const MnrHistoryEntry *
get_entry (const History *history,
           guint index)
{
  return mnr_blockchain_get_account_history (history->chain, history->account, index);
}

/* What of a history is asked for: newest first, from start down to what follows stop. */
typedef struct
{
  guint64 stop, start; /* instances; a start of 0 is the newest */
  guint limit;
  gint64 operation; /* only those of this number, unless it is negative */
} Range;

static gboolean
is_in_range (const Range *range,
             const MnrHistoryEntry *entry)
{
  return (range->start == 0 || entry->instance <= range->start) &&
         (entry->instance > range->stop || (range->stop == 0 && entry->instance == 0)) &&
         (range->operation < 0 || entry->op.number == (guint32) range->operation);
}

static void
write_range (MnrCall *call,
             const History *history,
             const Range *range)
{
  guint count = 0;

  g_string_append_c (call->out, '[');
  for (guint i = history->size; i > 0 && count < range->limit; i--)
    {
      const MnrHistoryEntry *entry = get_entry (history, i - 1);

      if (!is_in_range (range, entry))
        continue;
      write_entry (call, entry);
      count++;
    }
  g_string_append_c (call->out, ']');
}

static gboolean
read_instance (MnrCall *call,
               guint index,
               guint64 *instance)
{
  MnrObjectId id;

  if (!mnr_call_read_id (call, index, MNR_OBJECT_OPERATION_HISTORY, &id))
    return FALSE;
  *instance = mnr_object_id_get_instance (id);
  return TRUE;
}

static gboolean
get_account_history (MnrCall *call)
{
  Range range = { .limit = LIMIT, .operation = -1 };
  History history;

  if (!read_history (call, &history) || !read_instance (call, 1, &range.stop) ||
      !read_instance (call, 3, &range.start) ||
      !mnr_call_read_limit (call, 2, LIMIT, &range.limit))
    return FALSE;
  write_range (call, &history, &range);
  return TRUE;
}

/* Here start comes before stop (protocol.md 9.4). */
static gboolean
get_account_history_operations (MnrCall *call)
{
  Range range = { .limit = LIMIT };
  History history;
  guint64 operation;

  if (!read_history (call, &history) ||
      !mnr_call_read_number (call, 1, G_MAXUINT32, &operation) ||
      !read_instance (call, 2, &range.start) || !read_instance (call, 3, &range.stop) ||
      !mnr_call_read_limit (call, 4, LIMIT, &range.limit))
    return FALSE;
  range.operation = (gint64) operation;
  write_range (call, &history, &range);
  return TRUE;
}

/* By place in the account's own history, from 1; newest first. */
static gboolean
get_relative_account_history (MnrCall *call)
{
  guint64 stop = 0, start = 0;
  guint limit = LIMIT, count = 0;
  History history;

  if (!read_history (call, &history) ||
      !mnr_call_read_number (call, 1, G_MAXUINT64, &stop) ||
      !mnr_call_read_number (call, 3, G_MAXUINT64, &start) ||
      !mnr_call_read_limit (call, 2, LIMIT, &limit))
    return FALSE;

  if (start == 0 || start > history.size)
    start = history.size;
  g_string_append_c (call->out, '[');
  for (guint64 i = start; i > 0 && i >= stop && count < limit; i--, count++)
    write_entry (call, get_entry (&history, (guint) i - 1));
  g_string_append_c (call->out, ']');
  return TRUE;
}

typedef MNR_ARRAY (guint32) Numbers;

static const MnrType numbers_type = MNR_ARRAY_TYPE (mnr_type_u32);

static gboolean
is_wanted (const Numbers *numbers,
           guint32 number)
{
  for (gsize i = 0; i < numbers->len; i++)
    if (numbers->items[i] == number)
      return TRUE;
  return numbers->len == 0;
}

/* A page counts from the newest; total_count is of the whole history. */
static gboolean
get_account_history_by_operations (MnrCall *call)
{
  Numbers numbers = { 0 };
  guint64 start;
  guint limit, count = 0;
  History history;

  if (!read_history (call, &history) ||
      !mnr_call_read_number (call, 2, G_MAXUINT32, &start) ||
      !mnr_call_read_limit (call, 3, LIMIT, &limit) ||
      !mnr_call_read (call, 1, &numbers_type, &numbers))
    return FALSE;

  count = (guint) MIN (history.size - MIN (start, history.size), limit);
  g_string_append_printf (call->out, "{\"total_count\":%u,\"operation_history_objs\":[", count);
  for (guint i = 0; i < count; i++)
    {
      const MnrHistoryEntry *entry = get_entry (&history, history.size - (guint) start - i - 1);

      if (is_wanted (&numbers, entry->op.number))
        write_entry (call, entry);
    }
  g_string_append (call->out, "]}");
  mnr_value_clear (&numbers_type, &numbers);
  return TRUE;
}

/* Newest first, of those that are not later than start. */
static gboolean
get_account_history_by_time (MnrCall *call)
{
  MnrTime start = MNR_TIME_FOREVER;
  guint limit = LIMIT, count = 0;
  History history;

  if (!read_history (call, &history) || !mnr_call_read_optional_limit (call, 1, LIMIT, &limit) ||
      (mnr_call_has (call, 2) && !mnr_call_read (call, 2, &mnr_type_time, &start)))
    return FALSE;

  g_string_append_c (call->out, '[');
  for (guint i = history.size; i > 0 && count < limit; i--)
    {
      const MnrHistoryEntry *entry = get_entry (&history, i - 1);

      if (entry->block_time > start)
        continue;
      write_entry (call, entry);
      count++;
    }
  g_string_append_c (call->out, ']');
  return TRUE;
}

/*
 * What happened to everybody
 */

/* The first entry of a block, or of one after it: entries are in the order of blocks. */
static guint64
find_block (const MnrBlockchain *chain,
            guint64 block_num)
{
  guint64 from = 0, to = mnr_blockchain_get_history_size (chain);

  while (from < to)
    {
      guint64 middle = from + (to - from) / 2;

      if (mnr_blockchain_get_history (chain, middle)->block_num < block_num)
        from = middle + 1;
      else
        to = middle;
    }
  return from;
}

static gboolean
get_block_operation_history (MnrCall *call)
{
  const MnrBlockchain *chain = mnr_network_get_chain (call->network);
  gboolean has_place = mnr_call_has (call, 1);
  const MnrHistoryEntry *entry;
  guint64 block_num, place = 0;

  if (!mnr_call_read_number (call, 0, G_MAXUINT32, &block_num) ||
      (has_place && !mnr_call_read_number (call, 1, G_MAXUINT16, &place)))
    return FALSE;

  g_string_append_c (call->out, '[');
  for (guint64 i = find_block (chain, block_num);
       (entry = mnr_blockchain_get_history (chain, i)) != NULL && entry->block_num == block_num;
       i++)
    if (!has_place || entry->trx_in_block == place)
      write_entry (call, entry);
  g_string_append_c (call->out, ']');
  return TRUE;
}

/* Newest first, those of the last block with any that is not later than start. */
static gboolean
get_block_operations_by_time (MnrCall *call)
{
  const MnrBlockchain *chain = mnr_network_get_chain (call->network);
  guint64 i = mnr_blockchain_get_history_size (chain);
  MnrTime start = MNR_TIME_FOREVER;
  guint32 block_num = 0;

  if (mnr_call_has (call, 0) && !mnr_call_read (call, 0, &mnr_type_time, &start))
    return FALSE;

  g_string_append_c (call->out, '[');
  for (; i > 0; i--)
    {
      const MnrHistoryEntry *entry = mnr_blockchain_get_history (chain, i - 1);

      if (entry->block_time > start)
        continue;
      if (block_num == 0)
        block_num = entry->block_num;
      if (entry->block_num != block_num)
        break;
      write_entry (call, entry);
    }
  g_string_append_c (call->out, ']');
  return TRUE;
}

static const MnrMethod methods[] = {
  { "get_account_history", 4, get_account_history },
  { "get_account_history_operations", 5, get_account_history_operations },
  { "get_account_history_by_operations", 4, get_account_history_by_operations },
  { "get_account_history_by_time", 1, get_account_history_by_time },
  { "get_relative_account_history", 4, get_relative_account_history },
  { "get_block_operation_history", 1, get_block_operation_history },
  { "get_block_operations_by_time", 0, get_block_operations_by_time },
};

const MnrMethodGroup mnr_methods_history = MNR_METHOD_GROUP (methods);
