/* test-sending.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-sending.h"

#include <string.h>

#include "chain/protocol/mnr-block.h"
#include "chain/wire/mnr-json.h"

#define PASSWORD "practice-network"

/*
 * The line
 */

static struct
{
  Fault fault;
  char *method;
  guint skip;
  char *lie;
  GHashTable *counts;
} line;

/* A call whose answer somebody waits for. */
typedef struct
{
  GAsyncReadyCallback callback;
  gpointer user_data;
  Fault fault;
} Intercepted;

static GError *
make_closed (void)
{
  return g_error_new_literal (MNR_NODE_ERROR, MNR_NODE_ERROR_CLOSED, "The line was cut.");
}

static GError *
make_refused (void)
{
  return mnr_node_error_new_refused ("ws://127.0.0.1", line.lie, strlen (line.lie));
}

static void
on_intercepted (GObject *source,
                GAsyncResult *result,
                gpointer user_data)
{
  g_autofree Intercepted *self = user_data;
  g_autoptr (GTask) task = g_task_new (source, NULL, self->callback, self->user_data);
  GBytes *answer = mnr_node_call_finish (MNR_NODE (source), result, NULL);

  /* Whatever it was, it is not what is handed on. */
  g_clear_pointer (&answer, g_bytes_unref);
  if (self->fault == FAULT_LIE)
    {
      /* Like a real answer: a NUL after the last byte. */
      char *lie = g_strdup (line.lie);

      g_task_return_pointer (task, g_bytes_new_with_free_func (lie, strlen (lie), g_free, lie),
                             (GDestroyNotify) g_bytes_unref);
    }
  else if (self->fault == FAULT_REFUSE_DONE)
    g_task_return_error (task, make_refused ());
  else
    g_task_return_error (task, make_closed ());
}

static gboolean
is_due (const char *method)
{
  if (line.fault == FAULT_NONE || (line.method != NULL && !g_str_equal (line.method, method)))
    return FALSE;
  return line.skip-- == 0;
}

void
__wrap_mnr_node_call_async (MnrNode *self,
                            MnrNodeCallFlags flags,
                            const char *api,
                            const char *method,
                            const char *params,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  Intercepted *intercepted;
  Fault fault;

  if (line.counts == NULL)
    line.counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_insert (line.counts, g_strdup (method),
                       GUINT_TO_POINTER (desk_get_n_calls (method) + 1));
  if (!is_due (method))
    {
      __real_mnr_node_call_async (self, flags, api, method, params, cancellable, callback,
                                  user_data);
      return;
    }

  fault = line.fault;
  line.fault = FAULT_NONE;
  if (fault == FAULT_BEFORE || fault == FAULT_REFUSE)
    {
      g_task_report_error (self, callback, user_data, NULL,
                           fault == FAULT_BEFORE ? make_closed () : make_refused ());
      return;
    }
  if (fault == FAULT_CLOSE)
    {
      __real_mnr_node_call_async (self, flags, api, method, params, cancellable, callback,
                                  user_data);
      mnr_node_close (self);
      return;
    }
  intercepted = g_new (Intercepted, 1);
  intercepted->callback = callback;
  intercepted->user_data = user_data;
  intercepted->fault = fault;
  __real_mnr_node_call_async (self, flags, api, method, params, NULL, on_intercepted,
                              intercepted);
}

void
desk_set_fault (Fault fault,
                const char *method,
                guint skip,
                const char *lie)
{
  g_free (line.method);
  g_free (line.lie);
  line.fault = fault;
  line.method = g_strdup (method);
  line.skip = skip;
  line.lie = g_strdup (lie);
}

gboolean
desk_had_fault (void)
{
  return line.fault == FAULT_NONE;
}

guint
desk_get_n_calls (const char *method)
{
  return GPOINTER_TO_UINT (
    line.counts != NULL ? g_hash_table_lookup (line.counts, method) : NULL);
}

/*
 * The desk
 */

static MnrObjectId
find_account (Desk *self,
              const char *name)
{
  g_autofree char *params = g_strdup_printf ("[\"%s\"]", name);
  g_autofree char *json = desk_ask (self, "database", "get_account_by_name", params);
  g_autoptr (GError) error = NULL;
  MnrAccount account = { 0 };
  MnrObjectId id;

  mnr_json_read (&mnr_type_account, json, strlen (json), "BTS", &account, &error);
  g_assert_no_error (error);
  id = account.id;
  mnr_value_clear (&mnr_type_account, &account);
  return id;
}

Desk *
desk_open (const char *url,
           const char *path)
{
  const char *urls[] = { url, NULL };
  g_autoptr (GError) error = NULL;
  Desk *self = g_new0 (Desk, 1);

  desk_set_fault (FAULT_NONE, NULL, 0, NULL);
  self->node = mnr_node_new (urls, NULL);
  self->aside = mnr_node_new (urls, NULL);
  self->database = mnr_database_new (path != NULL ? path : ":memory:", &error);
  g_assert_no_error (error);
  self->outbox = mnr_outbox_new (self->database, &error);
  g_assert_no_error (error);
  self->resolver = mnr_outbox_resolver_new (self->outbox, self->node);
  self->alice = find_account (self, "practice-alice");
  self->bob = find_account (self, "practice-bob");
  return self;
}

void
desk_free (Desk *self)
{
  g_object_unref (self->resolver);
  g_object_unref (self->outbox);
  g_object_unref (self->database);
  mnr_node_close (self->node);
  mnr_node_close (self->aside);
  g_object_unref (self->node);
  g_object_unref (self->aside);
  g_free (self);
}

static void
sign_async (MnrNode *node,
            MnrKeySource *source,
            const MnrChainId *chain_id,
            const MnrTransaction *transaction,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (node, cancellable, callback, user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrSecret) password = mnr_secret_new (strlen (PASSWORD), &error);
  g_autoptr (MnrPrivateKey) key = NULL;
  MnrTransaction *copy = mnr_value_dup (&mnr_type_signed_transaction, transaction);

  g_assert_no_error (error);
  memcpy (password->data, PASSWORD, strlen (PASSWORD));
  key = mnr_private_key_new_from_password ("practice-alice", "active", password, &error);
  g_assert_no_error (error);
  g_assert_true (mnr_transaction_sign (copy, chain_id, key, &error));
  g_task_return_pointer (task, copy, (GDestroyNotify) mnr_transaction_free);
}

static MnrTransaction *
sign_finish (MnrNode *node,
             GAsyncResult *result,
             GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

const MnrSubmissionSigner desk_signer = { sign_async, sign_finish };

MnrTransaction *
desk_draft (Desk *self,
            gint64 amount)
{
  MnrTransaction *transaction = mnr_transaction_new ();
  MnrTransfer *transfer = mnr_operation_init (
    mnr_array_add (&mnr_type_operations, &transaction->operations), MNR_OPERATION_TRANSFER);

  transfer->fee.asset_id = transfer->amount.asset_id = MNR_CORE_ASSET;
  transfer->from = self->alice;
  transfer->to = self->bob;
  transfer->amount.amount = amount;
  return transaction;
}

char *
desk_ask (Desk *self,
          const char *api,
          const char *method,
          const char *params)
{
  Outcome outcome = { 0 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;

  __real_mnr_node_call_async (self->aside, MNR_NODE_CALL_DEFAULT, api, method, params, NULL,
                              outcome_take, &outcome);
  result = outcome_wait (&outcome);
  answer = mnr_node_call_finish (self->aside, result, &error);
  g_assert_no_error (error);
  return g_strdup (g_bytes_get_data (answer, NULL));
}

void
desk_produce (Desk *self,
              guint count)
{
  g_autofree char *params = g_strdup_printf ("[%u]", count);

  g_free (desk_ask (self, "practice", "produce_blocks", params));
}

gboolean
desk_check (Desk *self,
            GError **error)
{
  Outcome outcome = { 0 };
  g_autoptr (GAsyncResult) result = NULL;

  mnr_outbox_resolver_check_async (self->resolver, NULL, outcome_take, &outcome);
  result = outcome_wait (&outcome);
  return mnr_outbox_resolver_check_finish (self->resolver, result, error);
}

/* Adds what the desk sent; the network's residents send as well. */
static void
add_transfers (Desk *self,
               GArray *transfers,
               const MnrBlock *block,
               guint32 number)
{
  for (gsize i = 0; i < block->transactions.len; i++)
    {
      const MnrOperation *operation = &block->transactions.items[i].transaction.operations.items[0];
      const MnrTransfer *transfer = operation->value;
      Transferred transferred = { .block = number };

      if (operation->number != MNR_OPERATION_TRANSFER || transfer->from != self->alice)
        continue;
      transferred.amount = transfer->amount.amount;
      g_array_append_val (transfers, transferred);
    }
}

GArray *
desk_list_transfers (Desk *self)
{
  GArray *transfers = g_array_new (FALSE, FALSE, sizeof (Transferred));

  for (guint32 number = 1;; number++)
    {
      g_autofree char *params = g_strdup_printf ("[%u]", number);
      g_autofree char *json = desk_ask (self, "database", "get_block", params);
      g_autoptr (MnrBlock) block = mnr_value_new (&mnr_type_block);

      if (g_str_equal (json, "null"))
        return transfers;
      g_assert_true (mnr_json_read (&mnr_type_block, json, strlen (json), "BTS", block, NULL));
      add_transfers (self, transfers, block, number);
    }
}

guint
desk_count (Desk *self,
            gint64 amount,
            guint32 *block)
{
  g_autoptr (GArray) transfers = desk_list_transfers (self);
  guint count = 0;

  for (guint i = 0; i < transfers->len; i++)
    {
      const Transferred *transferred = &g_array_index (transfers, Transferred, i);

      if (transferred->amount != amount)
        continue;
      count++;
      if (block != NULL)
        *block = transferred->block;
    }
  return count;
}
