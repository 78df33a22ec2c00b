/* mnr-history-list.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-history-list.h"

#include <glib/gi18n-lib.h>

#include "chain/wire/mnr-json-reader.h"

/* What a node hands out at once (protocol.md 9.4). */
#define PAGE_SIZE 100
/* How many pages one call fetches at most. */
#define PAGES_MAX 10

struct _MnrHistoryList
{
  GObject parent_instance;

  MnrNode *node;
  MnrObjectId account, asset;
  GPtrArray *items; /* of MnrHistoryItem, newest first */
  gboolean is_begun, has_more, is_busy;
  guint64 oldest;  /* the number down to which everything was read */
  guint64 settled; /* the highest number that no fork takes back; 0: none */
  guint generation;
};

static void mnr_history_list_init_list_model (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MnrHistoryList,
                               mnr_history_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      mnr_history_list_init_list_model))

/* One call: pages from the newest, or from below the oldest, downwards. */
typedef struct
{
  gboolean is_refresh;
  guint generation;
  guint n_pages;
  guint64 below; /* only numbers below this one; G_MAXUINT64: all */
  guint64 stop;  /* it goes down to this number, without it; 0: to the end */
  gboolean is_end;
  guint64 lowest;
  guint64 settled;
  GPtrArray *found; /* of MnrHistoryItem */
} Load;

static void fetch_page (GTask *task);

static void
load_free (Load *load)
{
  g_ptr_array_unref (load->found);
  g_free (load);
}

/* Replaces the first items with others; what is the same at the end of both stays. */
static void
replace_first (MnrHistoryList *self,
               guint n_old,
               GPtrArray *found)
{
  guint n_new = found->len;

  while (n_old > 0 && n_new > 0 &&
         mnr_history_item_equal (g_ptr_array_index (self->items, n_old - 1),
                                 g_ptr_array_index (found, n_new - 1)))
    {
      n_old--;
      n_new--;
    }
  if (n_old == 0 && n_new == 0)
    return;
  if (n_old > 0)
    g_ptr_array_remove_range (self->items, 0, n_old);
  for (guint i = 0; i < n_new; i++)
    g_ptr_array_insert (self->items, (int) i, g_object_ref (g_ptr_array_index (found, i)));
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_old, n_new);
}

static void
take_refreshed (MnrHistoryList *self,
                Load *load)
{
  guint n_old = 0;

  /* So much is new that what lies between was not read: begin anew. */
  if (!load->is_end && load->lowest > load->stop + 1)
    {
      self->oldest = load->lowest;
      self->has_more = TRUE;
      n_old = self->items->len;
    }
  while (n_old < self->items->len &&
         mnr_history_item_get_number (g_ptr_array_index (self->items, n_old)) > load->stop)
    n_old++;
  self->oldest = MIN (self->oldest, load->lowest);
  replace_first (self, n_old, load->found);
}

static void
take_more (MnrHistoryList *self,
           Load *load)
{
  const guint position = self->items->len;

  for (guint i = 0; i < load->found->len; i++)
    g_ptr_array_add (self->items, g_object_ref (g_ptr_array_index (load->found, i)));
  self->oldest = load->lowest;
  self->has_more = !load->is_end && load->lowest > 1;
  self->is_begun = TRUE;
  if (load->found->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position, 0, load->found->len);
}

static void
finish_load (GTask *task)
{
  MnrHistoryList *self = g_task_get_source_object (task);
  Load *load = g_task_get_task_data (task);

  self->is_busy = FALSE;
  if (load->generation == self->generation)
    {
      self->settled = MAX (self->settled, load->settled);
      if (load->is_refresh)
        take_refreshed (self, load);
      else
        take_more (self, load);
    }
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

/* Takes @error. */
static void
fail_load (GTask *task,
           GError *error)
{
  MnrHistoryList *self = g_task_get_source_object (task);

  self->is_busy = FALSE;
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
take_item (MnrHistoryList *self,
           Load *load,
           MnrHistoryItem *item)
{
  const MnrDynamicGlobalProperties *head = mnr_node_get_head (self->node);
  const guint64 number = mnr_history_item_get_number (item);

  /* Also a node that answers out of order gets no item in twice. */
  if (number >= load->lowest || number >= load->below || (load->stop > 0 && number <= load->stop))
    return;
  load->lowest = number;
  if (head != NULL && mnr_history_item_get_block (item) <= head->last_irreversible_block_num)
    load->settled = MAX (load->settled, number);
  if (self->asset == 0 || mnr_history_item_is_about (item, self->asset))
    g_ptr_array_add (load->found, g_object_ref (item));
}

static gboolean
read_page (MnrHistoryList *self,
           Load *load,
           const char *json,
           gsize length,
           gsize *n_items,
           GError **error)
{
  g_auto (MnrJsonReader) reader = { 0 };
  MnrPath path = { 0 };
  gboolean more = TRUE;
  gsize count = 0;

  *n_items = 0;
  if (!mnr_json_reader_init (&reader, json, length, error) ||
      !mnr_json_reader_open (&reader, '[', NULL, error))
    return FALSE;
  for (;;)
    {
      g_autoptr (MnrHistoryItem) item = NULL;
      MnrJsonSlice slice;

      if (!mnr_json_reader_next (&reader, ']', &count, &more, &path, error))
        return FALSE;
      if (!more)
        return TRUE;
      if (!mnr_json_reader_skip (&reader, &slice, &path, error))
        return FALSE;
      item = mnr_history_item_new_from_json (slice.text, slice.length,
                                             mnr_node_get_prefix (self->node), error);
      if (item == NULL)
        return FALSE;
      take_item (self, load, item);
      path.index = count;
      ++*n_items;
    }
}

static void
on_page (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  GTask *task = user_data;
  MnrHistoryList *self = g_task_get_source_object (task);
  Load *load = g_task_get_task_data (task);
  g_autoptr (GBytes) answer = NULL;
  const guint64 lowest = load->lowest;
  GError *error = NULL;
  gconstpointer json;
  gsize length, n_items;

  answer = mnr_node_call_finish (MNR_NODE (source), result, &error);
  if (answer == NULL)
    {
      fail_load (task, error);
      return;
    }
  json = g_bytes_get_data (answer, &length);
  if (!read_page (self, load, json, length, &n_items, &error))
    {
      GError *told = g_error_new (MNR_NODE_ERROR, MNR_NODE_ERROR_PROTOCOL,
                                  _ ("%s gave a history that cannot be read: %s"),
                                  mnr_node_get_url (self->node), error->message);

      g_error_free (error);
      fail_load (task, told);
      return;
    }
  /* A full page that holds nothing new would only come again. */
  load->is_end = n_items < PAGE_SIZE || load->lowest == lowest;
  if (load->is_end || load->lowest <= load->stop + 1 || ++load->n_pages >= PAGES_MAX ||
      (!load->is_refresh && load->found->len > 0) || load->generation != self->generation)
    finish_load (task);
  else
    fetch_page (task);
}

static void
fetch_page (GTask *task)
{
  MnrHistoryList *self = g_task_get_source_object (task);
  Load *load = g_task_get_task_data (task);
  /* A start of 0 is the newest. */
  const guint64 start = load->lowest == G_MAXUINT64 ? 0 : load->lowest - 1;
  char account[MNR_OBJECT_ID_TEXT_SIZE];
  g_autofree char *params = g_strdup_printf (
    "[\"%s\",\"1.11.%" G_GUINT64_FORMAT "\",%d,\"1.11.%" G_GUINT64_FORMAT "\"]",
    mnr_object_id_format (self->account, account), load->stop, PAGE_SIZE, start);

  mnr_node_call_async (self->node, MNR_NODE_CALL_DEFAULT, "history", "get_account_history", params,
                       g_task_get_cancellable (task), on_page, task);
}

static GTask *
begin_load (MnrHistoryList *self,
            gboolean is_refresh,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Load *load;

  if (self->is_busy)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING,
                               _ ("The history is being fetched already."));
      return NULL;
    }
  self->is_busy = TRUE;
  load = g_new0 (Load, 1);
  load->is_refresh = is_refresh;
  load->generation = self->generation;
  load->found = g_ptr_array_new_with_free_func (g_object_unref);
  load->below = load->lowest = G_MAXUINT64;
  g_task_set_task_data (task, load, (GDestroyNotify) load_free);
  return g_steal_pointer (&task);
}

gboolean
mnr_history_list_has_more (MnrHistoryList *self)
{
  return self->has_more;
}

void
mnr_history_list_load_more_async (MnrHistoryList *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task = begin_load (self, FALSE, cancellable, callback, user_data);
  Load *load;

  if (task == NULL)
    return;
  load = g_task_get_task_data (task);
  if (self->is_begun)
    load->below = load->lowest = self->oldest;
  if (self->has_more)
    fetch_page (task);
  else
    {
      self->is_busy = FALSE;
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
    }
}

gboolean
mnr_history_list_load_more_finish (MnrHistoryList *self,
                                   GAsyncResult *result,
                                   GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
mnr_history_list_refresh_async (MnrHistoryList *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task = begin_load (self, self->is_begun, cancellable, callback, user_data);
  Load *load;

  if (task == NULL)
    return;
  load = g_task_get_task_data (task);
  /* Of what was read, down to what stays; no further than the list goes. */
  if (self->is_begun && self->oldest != G_MAXUINT64)
    load->stop = MAX (self->settled, self->oldest > 0 ? self->oldest - 1 : 0);
  fetch_page (task);
}

gboolean
mnr_history_list_refresh_finish (MnrHistoryList *self,
                                 GAsyncResult *result,
                                 GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
forget (MnrHistoryList *self)
{
  const guint n_items = self->items->len;

  self->generation++;
  self->is_begun = FALSE;
  self->has_more = TRUE;
  self->oldest = G_MAXUINT64;
  self->settled = 0;
  g_ptr_array_set_size (self->items, 0);
  if (n_items > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_items, 0);
}

static GType
get_item_type (GListModel *model)
{
  return MNR_TYPE_HISTORY_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return MNR_HISTORY_LIST (model)->items->len;
}

static gpointer
get_item (GListModel *model,
          guint position)
{
  MnrHistoryList *self = MNR_HISTORY_LIST (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position))
                                     : NULL;
}

static void
mnr_history_list_init_list_model (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
mnr_history_list_dispose (GObject *object)
{
  MnrHistoryList *self = MNR_HISTORY_LIST (object);

  if (self->node != NULL)
    g_signal_handlers_disconnect_by_data (self->node, self);
  g_clear_object (&self->node);
  G_OBJECT_CLASS (mnr_history_list_parent_class)->dispose (object);
}

static void
mnr_history_list_finalize (GObject *object)
{
  MnrHistoryList *self = MNR_HISTORY_LIST (object);

  g_ptr_array_unref (self->items);
  G_OBJECT_CLASS (mnr_history_list_parent_class)->finalize (object);
}

static void
mnr_history_list_class_init (MnrHistoryListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = mnr_history_list_dispose;
  object_class->finalize = mnr_history_list_finalize;
}

static void
mnr_history_list_init (MnrHistoryList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->has_more = TRUE;
  self->oldest = G_MAXUINT64;
}

MnrHistoryList *
mnr_history_list_new (MnrNode *node,
                      MnrObjectId account,
                      MnrObjectId asset)
{
  MnrHistoryList *self = g_object_new (MNR_TYPE_HISTORY_LIST, NULL);

  self->node = g_object_ref (node);
  self->account = account;
  self->asset = asset;
  g_signal_connect_swapped (node, "reset", G_CALLBACK (forget), self);
  return self;
}
