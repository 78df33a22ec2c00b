/* mnr-name-search.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-name-search.h"

#include <string.h>

#include "chain/wire/mnr-json-reader.h"

/* As long as the chain lets names be. */
#define ACCOUNT_NAME_MAX 63
#define SYMBOL_MAX       16

typedef struct
{
  MnrNameKind kind;
  char *prefix; /* in the case that names have */
} Search;

static void
search_free (Search *self)
{
  g_free (self->prefix);
  g_free (self);
}

/* Whether it can be a name that was asked for: a node may answer anything. */
static gboolean
is_wanted (const Search *self,
           const char *name)
{
  static const char account_letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-.";
  static const char symbol_letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.";
  const gboolean is_account = self->kind == MNR_NAMES_ACCOUNTS;
  const gsize length = strlen (name);

  return g_str_has_prefix (name, self->prefix) && length > 0 &&
         length <= (is_account ? ACCOUNT_NAME_MAX : SYMBOL_MAX) &&
         strspn (name, is_account ? account_letters : symbol_letters) == length;
}

/* ["name", "1.2.3"] */
static gboolean
read_account (MnrJsonReader *reader,
              char **name,
              GError **error)
{
  MnrJsonSlice slice;
  gsize count = 0;
  gboolean more;

  if (!mnr_json_reader_open (reader, '[', NULL, error) ||
      !mnr_json_reader_next (reader, ']', &count, &more, NULL, error))
    return FALSE;
  if (more && !mnr_json_reader_string (reader, &slice, NULL, error))
    return FALSE;
  if (more)
    *name = g_strndup (slice.text, slice.length);
  while (more)
    if (!mnr_json_reader_next (reader, ']', &count, &more, NULL, error) ||
        (more && !mnr_json_reader_skip (reader, &slice, NULL, error)))
      return FALSE;
  return TRUE;
}

/* An asset, with its member "symbol". */
static gboolean
read_asset (MnrJsonReader *reader,
            char **symbol,
            GError **error)
{
  MnrJsonSlice slice;
  gsize count = 0;
  gboolean more;

  if (!mnr_json_reader_open (reader, '{', NULL, error))
    return FALSE;
  while (TRUE)
    {
      if (!mnr_json_reader_next (reader, '}', &count, &more, NULL, error))
        return FALSE;
      if (!more)
        return TRUE;
      if (!mnr_json_reader_name (reader, &slice, NULL, error))
        return FALSE;
      if (!mnr_json_slice_equal (&slice, "symbol") || *symbol != NULL)
        {
          if (!mnr_json_reader_skip (reader, &slice, NULL, error))
            return FALSE;
          continue;
        }
      if (!mnr_json_reader_string (reader, &slice, NULL, error))
        return FALSE;
      *symbol = g_strndup (slice.text, slice.length);
    }
}

static gboolean
read_names (const Search *self,
            GBytes *answer,
            GStrvBuilder *names,
            GError **error)
{
  g_auto (MnrJsonReader) reader = { 0 };
  gsize size, count = 0;
  const char *json = g_bytes_get_data (answer, &size);
  gboolean more;

  if (!mnr_json_reader_init (&reader, json, size, error) ||
      !mnr_json_reader_open (&reader, '[', NULL, error))
    return FALSE;
  while (TRUE)
    {
      g_autofree char *name = NULL;

      if (!mnr_json_reader_next (&reader, ']', &count, &more, NULL, error))
        return FALSE;
      if (!more)
        return mnr_json_reader_finish (&reader, error);
      if (!(self->kind == MNR_NAMES_ACCOUNTS ? read_account : read_asset) (&reader, &name, error))
        return FALSE;
      if (name != NULL && count <= MNR_NAME_SEARCH_MAX && is_wanted (self, name))
        g_strv_builder_add (names, name);
    }
}

static void
on_answer (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  GError *error = NULL;
  g_autoptr (GBytes) answer = mnr_node_call_finish (MNR_NODE (source), result, &error);

  if (answer == NULL || !read_names (g_task_get_task_data (task), answer, names, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_strv_builder_end (names), (GDestroyNotify) g_strfreev);
}

void
mnr_name_search_async (MnrNode *node,
                       MnrNameKind kind,
                       const char *prefix,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (node, cancellable, callback, user_data);
  Search *self = g_new0 (Search, 1);
  g_autoptr (GString) params = g_string_new ("[");

  g_task_set_source_tag (task, mnr_name_search_async);
  self->kind = kind;
  self->prefix = kind == MNR_NAMES_ACCOUNTS ? g_ascii_strdown (prefix, -1)
                                            : g_ascii_strup (prefix, -1);
  g_task_set_task_data (task, self, (GDestroyNotify) search_free);
  mnr_json_append_string (params, self->prefix);
  g_string_append_printf (params, ",%d]", MNR_NAME_SEARCH_MAX);
  mnr_node_call_async (node, MNR_NODE_CALL_DEFAULT, "database",
                       kind == MNR_NAMES_ACCOUNTS ? "lookup_accounts" : "list_assets",
                       params->str, cancellable, on_answer, task);
}

GStrv
mnr_name_search_finish (MnrNode *node,
                        GAsyncResult *result,
                        GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
