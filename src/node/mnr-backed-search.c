/* mnr-backed-search.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-backed-search.h"

#include "chain/wire/mnr-json.h"
#include "mnr-question.h"

#define ASSETS_PER_PAGE 100
/* How many pages are looked through at most: a node that never comes to an end
 * must not keep us busy for ever. */
#define PAGES_MAX 1000

typedef struct
{
  MnrObjectId backing;
  guint n_pages;
  char *last_symbol;     /* of a page after which another follows */
  GPtrArray *smartcoins; /* of MnrAsset: those of the page that were not looked at yet */
  GPtrArray *found;      /* of MnrAsset */
} Search;

static void send_page (GTask *task);
static void send_bitassets (GTask *task);

static void
free_asset (gpointer asset)
{
  mnr_value_free (&mnr_type_asset, asset);
}

static void
search_free (Search *self)
{
  g_free (self->last_symbol);
  g_ptr_array_unref (self->smartcoins);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_free (self);
}

static void
call (GTask *task,
      const char *method,
      const char *params,
      GAsyncReadyCallback callback)
{
  mnr_node_call_async (g_task_get_source_object (task), MNR_NODE_CALL_DEFAULT, "database", method,
                       params, g_task_get_cancellable (task), callback, task);
}

static guint
get_batch_size (const Search *self)
{
  return MIN (self->smartcoins->len, mnr_question_get_batch_size (MNR_QUESTION_OBJECT));
}

static void
on_bitassets (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Search *self = g_task_get_task_data (task);
  const guint n = get_batch_size (self);
  g_autofree MnrQuestion *list = g_new0 (MnrQuestion, n);
  g_autofree const MnrQuestion **questions = g_new0 (const MnrQuestion *, n);
  g_autofree gpointer *values = g_new0 (gpointer, n);
  g_autoptr (GBytes) answer = NULL;
  GError *error = NULL;
  guint n_entries;

  for (guint i = 0; i < n; i++)
    {
      const MnrAsset *asset = g_ptr_array_index (self->smartcoins, i);

      list[i].of = *asset->bitasset_data_id;
      questions[i] = &list[i];
    }
  answer = mnr_node_call_finish (MNR_NODE (source), result, &error);
  if (answer == NULL ||
      !mnr_question_read_answer (questions, n, MNR_NODE (source), answer, values, &n_entries,
                                 &error))
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < n; i++)
    {
      MnrBitassetData *bitasset = values[i];
      const MnrAsset *asset = g_ptr_array_index (self->smartcoins, i);

      if (bitasset != NULL && bitasset->options.short_backing_asset == self->backing)
        g_ptr_array_add (self->found, mnr_value_dup (&mnr_type_asset, asset));
      mnr_value_free (&mnr_type_bitasset_data, bitasset);
    }
  g_ptr_array_remove_range (self->smartcoins, 0, n);
  send_bitassets (g_steal_pointer (&task));
}

/* Takes @task over, as do the other steps. */
static void
send_bitassets (GTask *task)
{
  Search *self = g_task_get_task_data (task);
  g_autoptr (GString) params = g_string_new ("[[");
  const guint n = get_batch_size (self);

  if (n == 0 && self->last_symbol != NULL)
    {
      send_page (task);
      return;
    }
  if (n == 0)
    {
      g_task_return_pointer (task, g_steal_pointer (&self->found),
                             (GDestroyNotify) g_ptr_array_unref);
      g_object_unref (task);
      return;
    }
  for (guint i = 0; i < n; i++)
    {
      const MnrAsset *asset = g_ptr_array_index (self->smartcoins, i);
      char id[MNR_OBJECT_ID_TEXT_SIZE];

      g_string_append_printf (params, "%s\"%s\"", i > 0 ? "," : "",
                              mnr_object_id_format (*asset->bitasset_data_id, id));
    }
  /* Without a subscription: these are not needed again. */
  g_string_append (params, "],false]");
  call (task, "get_objects", params->str, on_bitassets);
}

static void
on_page (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  static const MnrType page_type = { .kind = MNR_KIND_ARRAY,
                                     .size = sizeof (MnrAnyArray),
                                     .element = &mnr_type_asset };
  g_autoptr (GTask) task = user_data;
  Search *self = g_task_get_task_data (task);
  MnrNode *node = MNR_NODE (source);
  MNR_ARRAY (MnrAsset)
  page = { 0 };
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;

  answer = mnr_node_call_finish (node, result, &error);
  if (answer == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (!mnr_json_read (&page_type, g_bytes_get_data (answer, NULL), g_bytes_get_size (answer),
                      mnr_node_get_prefix (node), &page, &error))
    {
      g_task_return_error (task, mnr_question_new_error (node, error));
      return;
    }
  /* A page begins with the last asset of the one before. */
  for (gsize i = self->last_symbol != NULL ? 1 : 0; i < page.len; i++)
    if (page.items[i].bitasset_data_id != NULL)
      g_ptr_array_add (self->smartcoins, mnr_value_dup (&mnr_type_asset, &page.items[i]));
  g_clear_pointer (&self->last_symbol, g_free);
  if (page.len >= ASSETS_PER_PAGE && ++self->n_pages < PAGES_MAX)
    self->last_symbol = g_strdup (page.items[page.len - 1].symbol);
  mnr_value_clear (&page_type, &page);
  send_bitassets (g_steal_pointer (&task));
}

static void
send_page (GTask *task)
{
  Search *self = g_task_get_task_data (task);
  g_autoptr (GString) params = g_string_new ("[");

  mnr_json_append_string (params, self->last_symbol != NULL ? self->last_symbol : "");
  g_string_append_printf (params, ",%d]", ASSETS_PER_PAGE);
  call (task, "list_assets", params->str, on_page);
}

void
mnr_backed_search_async (MnrNode *node,
                         MnrObjectId backing,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (node, cancellable, callback, user_data);
  Search *self = g_new0 (Search, 1);

  self->backing = backing;
  self->smartcoins = g_ptr_array_new_with_free_func (free_asset);
  self->found = g_ptr_array_new_with_free_func (free_asset);
  g_task_set_source_tag (task, mnr_backed_search_async);
  g_task_set_task_data (task, self, (GDestroyNotify) search_free);
  send_page (task);
}

GPtrArray *
mnr_backed_search_finish (MnrNode *node,
                          GAsyncResult *result,
                          GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, node), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
