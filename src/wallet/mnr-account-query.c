/* mnr-account-query.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-account-query.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/wire/mnr-json.h"

static const MnrType maybe_account_type = MNR_OPTIONAL_TYPE (mnr_type_account);
static const MnrType account_list_type = MNR_ARRAY_TYPE (maybe_account_type);

void
mnr_account_list_free (MnrAccountList *self)
{
  mnr_value_free (&account_list_type, self);
}

static gboolean
is_called (const MnrAccount *account,
           const char *name)
{
  MnrObjectId id;

  return mnr_object_id_parse (name, strlen (name), &id) ? account->id == id
                                                        : g_strcmp0 (account->name, name) == 0;
}

static gboolean
check_list (const MnrAccountList *list,
            const char *const *names)
{
  if (list->len != g_strv_length ((char **) names))
    return FALSE;
  for (gsize i = 0; i < list->len; i++)
    if (list->items[i] != NULL && !is_called (list->items[i], names[i]))
      return FALSE;
  return TRUE;
}

static void
on_answer (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  MnrNode *node = MNR_NODE (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = mnr_node_call_finish (node, result, &error);
  MnrAccountList *list;
  const char *text;
  gsize size;

  if (answer == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  text = g_bytes_get_data (answer, &size);
  list = mnr_value_new (&account_list_type);
  if (mnr_json_read (&account_list_type, text, size, mnr_node_get_prefix (node), list, &error) &&
      check_list (list, g_task_get_task_data (task)))
    {
      g_task_return_pointer (task, list, (GDestroyNotify) mnr_account_list_free);
      return;
    }
  mnr_account_list_free (list);
  g_task_return_new_error (task, MNR_NODE_ERROR, MNR_NODE_ERROR_PROTOCOL,
                           _ ("%s: what it says is not about the accounts that it was asked for"),
                           mnr_node_get_url (node));
}

void
mnr_account_query_async (MnrNode *node,
                         const char *const *names,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (node, cancellable, callback, user_data);
  g_autoptr (GString) parameters = g_string_new ("[[");

  g_task_set_source_tag (task, mnr_account_query_async);
  g_task_set_task_data (task, g_strdupv ((char **) names), (GDestroyNotify) g_strfreev);
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (parameters, ',');
      mnr_json_append_string (parameters, names[i]);
    }
  g_string_append (parameters, "],false]");
  mnr_node_call_async (node, MNR_NODE_CALL_DEFAULT, "database", "get_accounts", parameters->str,
                       cancellable, on_answer, task);
}

MnrAccountList *
mnr_account_query_finish (MnrNode *node,
                          GAsyncResult *result,
                          GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
