/* mnr-stored-draft.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-stored-draft.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What a writing thread shares with its draft. */
typedef struct
{
  gatomicrefcount references;
  GMutex mutex;
  char *path;
  guint64 written;      /* the generation that is in the file */
  gboolean is_followed; /* or else nothing is written any more */
} Target;

struct _MnrStoredDraft
{
  GObject parent_instance;

  MnrDraft *draft;
  Target *target;
  guint64 generation; /* counts the changes */
  guint64 saved;      /* the generation of which it is known that it is in the file */
  guint delay;
  gint64 time;
  char *problem;
};

G_DEFINE_FINAL_TYPE (MnrStoredDraft, mnr_stored_draft, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_KIND,
  PROP_TIME,
  PROP_PROBLEM,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
target_unref (Target *target)
{
  if (!g_atomic_ref_count_dec (&target->references))
    return;
  g_mutex_clear (&target->mutex);
  g_free (target->path);
  g_free (target);
}

/* Puts a generation into the file, unless a later one is there already. */
static gboolean
target_write (Target *target,
              guint64 generation,
              const char *json,
              GError **error)
{
  gboolean is_written = TRUE;

  g_mutex_lock (&target->mutex);
  if (target->is_followed && generation > target->written)
    {
      is_written = g_file_set_contents_full (
        target->path, json, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
        error);
      if (is_written)
        target->written = generation;
    }
  g_mutex_unlock (&target->mutex);
  return is_written;
}

typedef struct
{
  Target *target;
  guint64 generation;
  char *json;
} Job;

static void
job_free (Job *job)
{
  target_unref (job->target);
  g_free (job->json);
  g_free (job);
}

static void
run_job (GTask *task,
         gpointer source,
         gpointer data,
         GCancellable *cancellable)
{
  const Job *job = data;
  GError *error = NULL;

  if (target_write (job->target, job->generation, job->json, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean on_delay (gpointer data);

static void
note_result (MnrStoredDraft *self,
             guint64 generation,
             const GError *error)
{
  g_autofree char *problem =
    error != NULL ? g_strdup_printf (_ ("The draft could not be saved: %s"), error->message) : NULL;

  if (error == NULL)
    self->saved = MAX (self->saved, generation);
  else if (self->delay == 0)
    self->delay = g_timeout_add (MNR_STORED_DRAFT_RETRY, on_delay, self);
  if (g_strcmp0 (problem, self->problem) == 0)
    {
      /* Saved or not has changed all the same. */
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
      return;
    }
  g_free (self->problem);
  self->problem = g_steal_pointer (&problem);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

static void
on_job (GObject *source,
        GAsyncResult *result,
        gpointer user_data)
{
  const Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  note_result (MNR_STORED_DRAFT (source), job->generation, error);
}

static gboolean
on_delay (gpointer data)
{
  MnrStoredDraft *self = data;
  g_autoptr (GTask) task = g_task_new (self, NULL, on_job, NULL);
  Job *job = g_new0 (Job, 1);

  self->delay = 0;
  g_atomic_ref_count_inc (&self->target->references);
  job->target = self->target;
  job->generation = self->generation;
  job->json = mnr_draft_to_json (self->draft);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, run_job);
  return G_SOURCE_REMOVE;
}

void
mnr_stored_draft_touch (MnrStoredDraft *self)
{
  g_return_if_fail (MNR_IS_STORED_DRAFT (self));

  self->generation++;
  self->time = g_get_real_time () / G_USEC_PER_SEC;
  if (self->delay == 0)
    self->delay = g_timeout_add (MNR_STORED_DRAFT_DELAY, on_delay, self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TIME]);
}

static void
on_changed (MnrStoredDraft *self,
            int field)
{
  mnr_stored_draft_touch (self);
  if (field == MNR_DRAFT_SYMBOL || field == MNR_DRAFT_CONDITION)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KIND]);
}

gboolean
mnr_stored_draft_flush (MnrStoredDraft *self,
                        GError **error)
{
  g_autofree char *json = NULL;
  g_autoptr (GError) local = NULL;

  g_return_val_if_fail (MNR_IS_STORED_DRAFT (self), FALSE);

  g_clear_handle_id (&self->delay, g_source_remove);
  if (!mnr_stored_draft_is_dirty (self))
    return TRUE;
  json = mnr_draft_to_json (self->draft);
  target_write (self->target, self->generation, json, &local);
  note_result (self, self->generation, local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

void
mnr_stored_draft_set_followed (MnrStoredDraft *self,
                               gboolean is_followed)
{
  g_return_if_fail (MNR_IS_STORED_DRAFT (self));

  g_mutex_lock (&self->target->mutex);
  self->target->is_followed = is_followed;
  self->target->written = 0;
  g_mutex_unlock (&self->target->mutex);
  self->saved = 0;
}

static void
mnr_stored_draft_dispose (GObject *object)
{
  /* Whoever lets go of it without a flush loses nothing either. */
  mnr_stored_draft_flush (MNR_STORED_DRAFT (object), NULL);
  g_clear_handle_id (&MNR_STORED_DRAFT (object)->delay, g_source_remove);
  G_OBJECT_CLASS (mnr_stored_draft_parent_class)->dispose (object);
}

static void
mnr_stored_draft_finalize (GObject *object)
{
  MnrStoredDraft *self = MNR_STORED_DRAFT (object);

  g_signal_handlers_disconnect_by_data (self->draft, self);
  g_object_unref (self->draft);
  target_unref (self->target);
  g_free (self->problem);
  G_OBJECT_CLASS (mnr_stored_draft_parent_class)->finalize (object);
}

static void
mnr_stored_draft_get_property (GObject *object,
                               guint id,
                               GValue *value,
                               GParamSpec *pspec)
{
  MnrStoredDraft *self = MNR_STORED_DRAFT (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_take_string (value, mnr_stored_draft_get_title (self));
      break;
    case PROP_KIND:
      g_value_set_string (value, mnr_stored_draft_get_kind (self));
      break;
    case PROP_TIME:
      g_value_set_int64 (value, self->time);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
mnr_stored_draft_class_init (MnrStoredDraftClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  G_OBJECT_CLASS (klass)->dispose = mnr_stored_draft_dispose;
  G_OBJECT_CLASS (klass)->finalize = mnr_stored_draft_finalize;
  G_OBJECT_CLASS (klass)->get_property = mnr_stored_draft_get_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_KIND] = g_param_spec_string ("kind", NULL, NULL, NULL, flags);
  properties[PROP_TIME] = g_param_spec_int64 ("time", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
}

static void
mnr_stored_draft_init (MnrStoredDraft *self)
{
  self->target = g_new0 (Target, 1);
  g_atomic_ref_count_init (&self->target->references);
  g_mutex_init (&self->target->mutex);
  self->target->is_followed = TRUE;
}

MnrStoredDraft *
mnr_stored_draft_new (MnrDraft *draft,
                      const char *path,
                      gint64 time)
{
  MnrStoredDraft *self = g_object_new (MNR_TYPE_STORED_DRAFT, NULL);

  self->draft = g_object_ref (draft);
  self->target->path = g_strdup (path);
  self->time = time;
  g_signal_connect_swapped (draft, "changed", G_CALLBACK (on_changed), self);
  return self;
}

MnrDraft *
mnr_stored_draft_get_draft (MnrStoredDraft *self)
{
  g_return_val_if_fail (MNR_IS_STORED_DRAFT (self), NULL);

  return self->draft;
}

const char *
mnr_stored_draft_get_path (MnrStoredDraft *self)
{
  g_return_val_if_fail (MNR_IS_STORED_DRAFT (self), NULL);

  return self->target->path;
}

char *
mnr_stored_draft_get_title (MnrStoredDraft *self)
{
  const char *symbol, *condition;

  g_return_val_if_fail (MNR_IS_STORED_DRAFT (self), NULL);

  symbol = mnr_draft_get (self->draft, MNR_DRAFT_SYMBOL);
  condition = mnr_draft_get (self->draft, MNR_DRAFT_CONDITION);
  if (symbol[0] != '\0' && mnr_draft_get_asset (self->draft) != NULL)
    return g_strdup_printf (_ ("Changes to %s"), symbol);
  if (symbol[0] != '\0')
    return g_strdup (symbol);
  if (mnr_draft_get_kind (self->draft) == MNR_ASSET_PREDICTION && condition[0] != '\0')
    return g_strdup (condition);
  return g_strdup (_ ("No symbol yet"));
}

const char *
mnr_stored_draft_get_kind (MnrStoredDraft *self)
{
  g_return_val_if_fail (MNR_IS_STORED_DRAFT (self), NULL);

  return mnr_asset_kind_get_label (mnr_draft_get_kind (self->draft));
}

gint64
mnr_stored_draft_get_time (MnrStoredDraft *self)
{
  g_return_val_if_fail (MNR_IS_STORED_DRAFT (self), 0);

  return self->time;
}

const char *
mnr_stored_draft_get_problem (MnrStoredDraft *self)
{
  g_return_val_if_fail (MNR_IS_STORED_DRAFT (self), NULL);

  return self->problem;
}

gboolean
mnr_stored_draft_is_dirty (MnrStoredDraft *self)
{
  g_return_val_if_fail (MNR_IS_STORED_DRAFT (self), FALSE);

  return self->saved < self->generation;
}
