/* mnr-explanation.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-explanation.h"

#include "rules/mnr-check.h"

typedef struct
{
  MnrTransaction *transaction;
  char *sentence; /* (nullable) */
} Search;

static void
search_free (gpointer data)
{
  Search *self = data;

  mnr_transaction_free (self->transaction);
  g_free (self->sentence);
  g_free (self);
}

static void
ask (const MnrView *view,
     gpointer user_data)
{
  Search *self = user_data;

  g_clear_pointer (&self->sentence, g_free);
  for (gsize i = 0; i < self->transaction->operations.len && self->sentence == NULL; i++)
    {
      g_auto (MnrCheck) check = { 0 };
      const MnrFinding *refusal;

      mnr_rules_check (&self->transaction->operations.items[i], view, &check);
      refusal = mnr_check_get_refusal (&check);
      self->sentence = refusal != NULL ? g_strdup (refusal->sentence) : NULL;
    }
}

static void
on_known (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Search *search = g_task_get_task_data (task);
  GError *error = NULL;

  if (mnr_chain_view_complete_finish (MNR_CHAIN_VIEW (source), result, &error))
    g_task_return_pointer (task, g_steal_pointer (&search->sentence), g_free);
  else
    g_task_return_error (task, error);
}

void
mnr_explanation_find_async (MnrChainView *view,
                            const MnrTransaction *transaction,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (view, cancellable, callback, user_data);
  Search *search = g_new0 (Search, 1);

  g_task_set_source_tag (task, mnr_explanation_find_async);
  search->transaction = mnr_value_dup (&mnr_type_signed_transaction, transaction);
  g_task_set_task_data (task, search, search_free);
  mnr_chain_view_forget (view);
  mnr_chain_view_complete_async (view, ask, search, cancellable, on_known, task);
}

char *
mnr_explanation_find_finish (MnrChainView *view,
                             GAsyncResult *result,
                             GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
