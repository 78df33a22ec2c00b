/* mnr-draft-store.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-draft-store.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* No description that fits into a transaction comes near it. */
#define FILE_SIZE_MAX (1024 * 1024)
#define SUFFIX        ".json"

struct _MnrDraftStore
{
  GObject parent_instance;

  char *folder;
  GPtrArray *items;    /* of MnrStoredDraft */
  GPtrArray *problems; /* of char * */
};

static GType
get_item_type (GListModel *model)
{
  return MNR_TYPE_STORED_DRAFT;
}

static guint
get_n_items (GListModel *model)
{
  return MNR_DRAFT_STORE (model)->items->len;
}

static gpointer
get_item (GListModel *model,
          guint position)
{
  MnrDraftStore *self = MNR_DRAFT_STORE (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position))
                                     : NULL;
}

static void
init_model (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MnrDraftStore,
                               mnr_draft_store,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, init_model))

static void
mnr_draft_store_finalize (GObject *object)
{
  MnrDraftStore *self = MNR_DRAFT_STORE (object);

  mnr_draft_store_flush (self, NULL);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->problems);
  g_free (self->folder);
  G_OBJECT_CLASS (mnr_draft_store_parent_class)->finalize (object);
}

static void
mnr_draft_store_class_init (MnrDraftStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mnr_draft_store_finalize;
}

static void
mnr_draft_store_init (MnrDraftStore *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->problems = g_ptr_array_new_with_free_func (g_free);
}

char *
mnr_draft_store_get_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "moneyer", "drafts", NULL);
}

static void
read_file (MnrDraftStore *self,
           const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL), *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrDraft) draft = NULL;
  GStatBuf info;
  gsize length;

  /* Nothing but plain files: a pipe would wait for ever. */
  if (g_stat (path, &info) != 0 || !S_ISREG (info.st_mode))
    return;
  if (info.st_size <= FILE_SIZE_MAX && g_file_get_contents (path, &text, &length, &error))
    draft = mnr_draft_new_from_text (text, length, &error);
  if (draft != NULL)
    g_ptr_array_add (self->items, mnr_stored_draft_new (draft, path, info.st_mtime));
  else
    g_ptr_array_add (self->problems, g_strdup_printf ("%s: %s", path,
                                                      error != NULL ? error->message
                                                                    : _ ("too large for a draft")));
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  MnrStoredDraft *first = *(MnrStoredDraft *const *) a, *second = *(MnrStoredDraft *const *) b;
  const gint64 times[] = { mnr_stored_draft_get_time (first), mnr_stored_draft_get_time (second) };

  if (times[0] != times[1])
    return times[0] < times[1] ? 1 : -1;
  return g_strcmp0 (mnr_stored_draft_get_path (first), mnr_stored_draft_get_path (second));
}

MnrDraftStore *
mnr_draft_store_new (const char *folder)
{
  MnrDraftStore *self = g_object_new (MNR_TYPE_DRAFT_STORE, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  self->folder = g_strdup (folder);
  dir = g_dir_open (folder, 0, &error);
  if (dir == NULL && !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_ptr_array_add (self->problems, g_strdup (error->message));
  /* What a writer was killed over has another suffix. */
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, SUFFIX))
      read_file (self, name);
  g_ptr_array_sort (self->items, compare_times);
  return self;
}

GPtrArray *
mnr_draft_store_get_problems (MnrDraftStore *self)
{
  g_return_val_if_fail (MNR_IS_DRAFT_STORE (self), NULL);

  return self->problems;
}

MnrStoredDraft *
mnr_draft_store_find (MnrDraftStore *self,
                      MnrDraft *draft)
{
  g_return_val_if_fail (MNR_IS_DRAFT_STORE (self), NULL);

  for (guint i = 0; i < self->items->len; i++)
    if (mnr_stored_draft_get_draft (g_ptr_array_index (self->items, i)) == draft)
      return g_ptr_array_index (self->items, i);
  return NULL;
}

static void
insert (MnrDraftStore *self,
        MnrStoredDraft *stored)
{
  g_ptr_array_insert (self->items, 0, g_object_ref (stored));
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, 1);
}

MnrStoredDraft *
mnr_draft_store_add (MnrDraftStore *self,
                     MnrDraft *draft)
{
  g_autoptr (MnrStoredDraft) stored = NULL;
  g_autofree char *uuid = NULL, *name = NULL, *path = NULL;

  g_return_val_if_fail (MNR_IS_DRAFT_STORE (self), NULL);
  g_return_val_if_fail (MNR_IS_DRAFT (draft), NULL);

  if (mnr_draft_store_find (self, draft) != NULL)
    return mnr_draft_store_find (self, draft);

  /* If this fails, so does the writing, which says so. */
  g_mkdir_with_parents (self->folder, 0700);
  uuid = g_uuid_string_random ();
  name = g_strconcat (uuid, SUFFIX, NULL);
  path = g_build_filename (self->folder, name, NULL);
  stored = mnr_stored_draft_new (draft, path, 0);
  mnr_stored_draft_touch (stored);
  insert (self, stored);
  return stored; /* the list has a reference */
}

gboolean
mnr_draft_store_remove (MnrDraftStore *self,
                        MnrStoredDraft *stored,
                        GError **error)
{
  guint position;

  g_return_val_if_fail (MNR_IS_DRAFT_STORE (self), FALSE);
  g_return_val_if_fail (g_ptr_array_find (self->items, stored, &position), FALSE);

  mnr_stored_draft_set_followed (stored, FALSE);
  if (g_unlink (mnr_stored_draft_get_path (stored)) != 0 && errno != ENOENT)
    {
      const int code = errno;

      mnr_stored_draft_set_followed (stored, TRUE);
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
                   _ ("The draft could not be removed: %s"), g_strerror (code));
      return FALSE;
    }
  g_ptr_array_remove_index (self->items, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  return TRUE;
}

void
mnr_draft_store_restore (MnrDraftStore *self,
                         MnrStoredDraft *stored)
{
  g_return_if_fail (MNR_IS_DRAFT_STORE (self));
  g_return_if_fail (MNR_IS_STORED_DRAFT (stored));

  if (mnr_draft_store_find (self, mnr_stored_draft_get_draft (stored)) != NULL)
    return;
  mnr_stored_draft_set_followed (stored, TRUE);
  mnr_stored_draft_touch (stored);
  insert (self, stored);
}

gboolean
mnr_draft_store_flush (MnrDraftStore *self,
                       GError **error)
{
  g_autoptr (GError) first = NULL;

  g_return_val_if_fail (MNR_IS_DRAFT_STORE (self), FALSE);

  for (guint i = 0; i < self->items->len; i++)
    mnr_stored_draft_flush (g_ptr_array_index (self->items, i), first == NULL ? &first : NULL);
  if (first == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&first));
  return FALSE;
}

MnrStoredDraft *
mnr_draft_store_import (MnrDraftStore *self,
                        const char *text,
                        gsize length,
                        GError **error)
{
  g_autoptr (MnrDraft) draft = NULL;

  g_return_val_if_fail (MNR_IS_DRAFT_STORE (self), NULL);

  draft = mnr_draft_new_from_text (text, length, error);
  return draft != NULL ? mnr_draft_store_add (self, draft) : NULL;
}
