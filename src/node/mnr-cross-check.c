/* mnr-cross-check.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-cross-check.h"

#include <glib/gi18n-lib.h>

#include "chain/wire/mnr-json.h"
#include "mnr-question.h"

/* The most objects that a transaction can name and that are still compared in
 * one call; one that names more is no token's. */
#define IDS_MAX 1000

typedef struct
{
  MnrChainView *shown;  /* (nullable) */
  GPtrArray *questions; /* of MnrQuestion */
  gpointer *values[2];  /* one node's and the other's; NULL where there is no such object */
  guint n_answers;
  GError *error;
} Comparison;

static void
comparison_free (Comparison *self)
{
  for (guint node = 0; node < G_N_ELEMENTS (self->values); node++)
    for (guint i = 0; self->values[node] != NULL && i < self->questions->len; i++)
      mnr_value_free (mnr_question_get_answer_type (g_ptr_array_index (self->questions, i)),
                      self->values[node][i]);
  g_free (self->values[0]);
  g_free (self->values[1]);
  g_ptr_array_unref (self->questions);
  g_clear_object (&self->shown);
  g_clear_error (&self->error);
  g_free (self);
}

static void
add_question (Comparison *self,
              MnrObjectId id)
{
  const MnrQuestion question = { .kind = MNR_QUESTION_OBJECT, .of = id };

  if (mnr_object_get_struct (id) != NULL && self->questions->len < IDS_MAX &&
      !g_ptr_array_find_with_equal_func (self->questions, &question, mnr_question_equal, NULL))
    g_ptr_array_add (self->questions, mnr_question_copy (&question));
}

static void
add_id (MnrObjectId id,
        gpointer user_data)
{
  switch (mnr_object_id_get_type (id))
    {
    case MNR_OBJECT_ACCOUNT:
    case MNR_OBJECT_ASSET:
      add_question (user_data, id);
      break;
    default:
      break;
    }
}

/* What a person should see of an object that two nodes describe differently. */
static char *
describe_object (MnrObjectId id,
                 gconstpointer value,
                 const char *prefix)
{
  g_autoptr (GString) json = NULL;

  if (value == NULL)
    return g_strdup (_ ("no such object"));
  if (mnr_object_id_get_type (id) == MNR_OBJECT_ASSET)
    {
      const MnrAsset *asset = value;

      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s with %u decimal",
                                           "%s with %u decimals", asset->precision),
                              asset->symbol, asset->precision);
    }
  json = g_string_new (NULL);
  if (mnr_object_id_get_type (id) == MNR_OBJECT_ACCOUNT)
    {
      const MnrAccount *account = value;

      g_string_append_printf (json, "%s ", account->name);
      mnr_json_write (&mnr_type_authority, &account->owner, prefix, json);
      mnr_json_write (&mnr_type_authority, &account->active, prefix, json);
    }
  else
    mnr_json_write (mnr_object_get_struct (id), value, prefix, json);
  return g_string_free (g_steal_pointer (&json), FALSE);
}

/* Whether two nodes agree about what a signature depends on; what changes from
 * block to block may differ. */
static gboolean
is_same (MnrObjectId id,
         gconstpointer a,
         gconstpointer b)
{
  if (a == NULL || b == NULL)
    return a == b;
  switch (mnr_object_id_get_type (id))
    {
    case MNR_OBJECT_ASSET:
      {
        const MnrAsset *first = a, *second = b;

        return g_strcmp0 (first->symbol, second->symbol) == 0 &&
               first->precision == second->precision && first->issuer == second->issuer;
      }

    case MNR_OBJECT_ACCOUNT:
      {
        const MnrAccount *first = a, *second = b;

        return g_strcmp0 (first->name, second->name) == 0 &&
               mnr_value_equal (&mnr_type_authority, &first->owner, &second->owner) &&
               mnr_value_equal (&mnr_type_authority, &first->active, &second->active) &&
               mnr_value_equal (&mnr_type_public_key, &first->options.memo_key,
                                &second->options.memo_key);
      }

    case MNR_OBJECT_GLOBAL_PROPERTIES:
      return mnr_value_equal (&mnr_type_chain_parameters,
                              &((const MnrGlobalProperties *) a)->parameters,
                              &((const MnrGlobalProperties *) b)->parameters);

    default:
      return TRUE;
    }
}

/* What a person was shown of an object, or else what the first node answered. */
static gconstpointer
get_shown (const Comparison *self,
           MnrObjectId id,
           gconstpointer first,
           gconstpointer second)
{
  const MnrView *view = self->shown != NULL ? mnr_chain_view_get_view (self->shown) : NULL;
  gconstpointer object;

  /* Of two answers of the first node that one that is not so comes first. */
  if (view == NULL || !is_same (id, first, second) ||
      view->get_object (view, id, &object) != MNR_KNOWN)
    return first;
  return object;
}

static void
compare (GTask *task)
{
  Comparison *self = g_task_get_task_data (task);
  MnrNode *node = g_task_get_source_object (task);
  const char *prefix = mnr_node_get_prefix (node);

  for (guint i = 0; i < self->questions->len; i++)
    {
      const MnrQuestion *question = g_ptr_array_index (self->questions, i);
      gconstpointer second = self->values[1][i];
      gconstpointer first = get_shown (self, question->of, self->values[0][i], second);
      g_autofree char *one = NULL, *other = NULL;
      char id[MNR_OBJECT_ID_TEXT_SIZE];

      if (is_same (question->of, first, second))
        continue;
      one = describe_object (question->of, first, prefix);
      other = describe_object (question->of, second, prefix);
      mnr_object_id_format (question->of, id);
      if (question->of == MNR_GLOBAL_PROPERTIES_ID)
        g_task_return_new_error (task, MNR_NODE_ERROR, MNR_NODE_ERROR_DISAGREE,
                                 _ ("Two nodes disagree about the chain's fees and limits. One of "
                                    "them says %s. The other says %s."),
                                 one, other);
      else
        g_task_return_new_error (task, MNR_NODE_ERROR, MNR_NODE_ERROR_DISAGREE,
                                 _ ("Two nodes disagree about %s, so nothing was signed. One of "
                                    "them says: %s. The other says: %s."),
                                 id, one, other);
      return;
    }
  g_task_return_boolean (task, TRUE);
}

static void
take_answer (GTask *task,
             guint which,
             GAsyncResult *result)
{
  Comparison *self = g_task_get_task_data (task);
  MnrNode *node = g_task_get_source_object (task);
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;
  guint n_entries;

  bytes = mnr_node_call_finish (node, result, &error);
  if (bytes != NULL)
    {
      self->values[which] = g_new0 (gpointer, self->questions->len);
      mnr_question_read_answer ((const MnrQuestion *const *) self->questions->pdata,
                                self->questions->len, node, bytes, self->values[which],
                                &n_entries, &error);
    }
  if (self->error == NULL)
    self->error = error;
  else
    g_clear_error (&error);

  if (++self->n_answers < G_N_ELEMENTS (self->values))
    return;
  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else
    compare (task);
}

static void
on_first (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  take_answer (task, 0, result);
}

static void
on_second (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  take_answer (task, 1, result);
}

void
mnr_cross_check_async (MnrNode *node,
                       const MnrTransaction *transaction,
                       MnrChainView *shown,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (node, cancellable, callback, user_data);
  g_autoptr (GString) params = g_string_new (NULL);
  Comparison *self = g_new0 (Comparison, 1);
  const char *method;

  if (shown != NULL)
    self->shown = g_object_ref (shown);
  self->questions = g_ptr_array_new_with_free_func ((GDestroyNotify) mnr_question_free);
  g_task_set_source_tag (task, mnr_cross_check_async);
  g_task_set_task_data (task, self, (GDestroyNotify) comparison_free);

  add_question (self, MNR_GLOBAL_PROPERTIES_ID);
  add_question (self, MNR_CORE_ASSET);
  mnr_value_foreach_id (&mnr_type_transaction, transaction, add_id, self);

  method = mnr_question_write ((const MnrQuestion *const *) self->questions->pdata,
                               self->questions->len, 0, params);
  mnr_node_call_async (node, MNR_NODE_CALL_DEFAULT, "database", method, params->str, cancellable,
                       on_first, g_object_ref (task));
  mnr_node_call_async (node, MNR_NODE_CALL_OTHER, "database", method, params->str, cancellable,
                       on_second, g_object_ref (task));
}

gboolean
mnr_cross_check_finish (MnrNode *node,
                        GAsyncResult *result,
                        GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, node), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
