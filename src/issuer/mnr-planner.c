/* mnr-planner.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-planner.h"

/* How often a node that could not be asked is asked again, in milliseconds. */
#define RETRY 3000

struct _MnrPlanner
{
  GObject parent_instance;

  MnrDraft *draft;
  MnrChainView *view; /* (nullable) */
  MnrObjectId issuer;

  MnrPlan *plan;     /* (nullable) */
  gboolean is_stale; /* the plan is of a draft or a chain that was */
  char *problem;
  guint renewal, question;
  GCancellable *cancellable; /* (nullable): of the question under way */
};

G_DEFINE_FINAL_TYPE (MnrPlanner, mnr_planner, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

const MnrView *
mnr_planner_get_view (MnrPlanner *self)
{
  g_return_val_if_fail (MNR_IS_PLANNER (self), NULL);

  return self->view != NULL ? mnr_chain_view_get_view (self->view) : &mnr_view_blank;
}

static void schedule (MnrPlanner *self);
static void ask_after (MnrPlanner *self,
                       guint delay);

static void
ask_plan (const MnrView *view,
          gpointer user_data)
{
  MnrPlanner *self = user_data;

  mnr_plan_free (mnr_plan_new (self->draft, self->issuer, MNR_CORE_ASSET, view));
}

static void
on_answer (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (MnrPlanner) self = user_data;
  g_autoptr (GError) error = NULL;

  mnr_chain_view_complete_finish (MNR_CHAIN_VIEW (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      MNR_CHAIN_VIEW (source) != self->view)
    return;
  g_clear_object (&self->cancellable);
  g_free (self->problem);
  self->problem = error != NULL ? g_strdup (error->message) : NULL;
  schedule (self);
  if (error != NULL)
    ask_after (self, RETRY);
}

static gboolean
on_question (gpointer data)
{
  MnrPlanner *self = data;

  self->question = 0;
  if (self->view == NULL)
    return G_SOURCE_REMOVE;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  mnr_chain_view_complete_async (self->view, ask_plan, self, self->cancellable, on_answer,
                                 g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
ask_after (MnrPlanner *self,
           guint delay)
{
  g_clear_handle_id (&self->question, g_source_remove);
  self->question = g_timeout_add (delay, on_question, self);
}

static gboolean
on_renewal (gpointer data)
{
  MnrPlanner *self = data;

  self->renewal = 0;
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

/* The plan is of yesterday. */
static void
schedule (MnrPlanner *self)
{
  self->is_stale = TRUE;
  if (self->renewal == 0)
    self->renewal = g_idle_add_full (G_PRIORITY_DEFAULT, on_renewal, self, NULL);
}

static void
on_draft_changed (MnrPlanner *self)
{
  schedule (self);
  ask_after (self, MNR_PLANNER_DELAY);
}

static void
on_view_changed (MnrPlanner *self)
{
  schedule (self);
}

void
mnr_planner_set_view (MnrPlanner *self,
                      MnrChainView *view,
                      MnrObjectId issuer)
{
  g_return_if_fail (MNR_IS_PLANNER (self));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_set_object (&self->view, view);
  self->issuer = issuer;
  if (view != NULL)
    g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  schedule (self);
  ask_after (self, 0);
}

const MnrPlan *
mnr_planner_get_plan (MnrPlanner *self)
{
  g_return_val_if_fail (MNR_IS_PLANNER (self), NULL);

  if (self->plan == NULL || self->is_stale)
    {
      mnr_plan_free (self->plan);
      self->plan =
        mnr_plan_new (self->draft, self->issuer, MNR_CORE_ASSET, mnr_planner_get_view (self));
      self->is_stale = FALSE;
    }
  return self->plan;
}

MnrChainView *
mnr_planner_get_chain_view (MnrPlanner *self)
{
  g_return_val_if_fail (MNR_IS_PLANNER (self), NULL);

  return self->view;
}

MnrOperation *
mnr_planner_get_creation (MnrPlanner *self)
{
  g_return_val_if_fail (MNR_IS_PLANNER (self), NULL);

  return mnr_draft_get_creation (self->draft, self->issuer, mnr_planner_get_view (self));
}

const char *
mnr_planner_get_problem (MnrPlanner *self)
{
  g_return_val_if_fail (MNR_IS_PLANNER (self), NULL);

  return self->problem;
}

static void
mnr_planner_dispose (GObject *object)
{
  MnrPlanner *self = MNR_PLANNER (object);

  g_clear_handle_id (&self->renewal, g_source_remove);
  g_clear_handle_id (&self->question, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_clear_object (&self->view);
  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_data (self->draft, self);
  G_OBJECT_CLASS (mnr_planner_parent_class)->dispose (object);
}

static void
mnr_planner_finalize (GObject *object)
{
  MnrPlanner *self = MNR_PLANNER (object);

  g_clear_object (&self->draft);
  g_clear_pointer (&self->plan, mnr_plan_free);
  g_free (self->problem);
  G_OBJECT_CLASS (mnr_planner_parent_class)->finalize (object);
}

static void
mnr_planner_class_init (MnrPlannerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mnr_planner_dispose;
  G_OBJECT_CLASS (klass)->finalize = mnr_planner_finalize;
  signals[CHANGED] = g_signal_new ("changed", MNR_TYPE_PLANNER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
mnr_planner_init (MnrPlanner *self)
{
}

MnrPlanner *
mnr_planner_new (MnrDraft *draft)
{
  MnrPlanner *self = g_object_new (MNR_TYPE_PLANNER, NULL);

  self->draft = g_object_ref (draft);
  g_signal_connect_swapped (draft, "changed", G_CALLBACK (on_draft_changed), self);
  return self;
}
