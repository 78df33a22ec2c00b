/* mnr-draft-step.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "issuer/mnr-planner.h"

G_BEGIN_DECLS

/** The steps of the form, in their order. */
typedef enum
{
  MNR_STEP_KIND,
  MNR_STEP_NAME,
  MNR_STEP_POWERS,
  MNR_STEP_FEES,
  MNR_STEP_RATE,
  MNR_STEP_BACKING,
  MNR_STEP_LISTS,
  MNR_STEP_REVIEW,
  MNR_N_STEPS,
} MnrStep;

/** Translated. */
const char *mnr_step_get_label (MnrStep step);

/** Whether an asset of a kind has it. */
gboolean mnr_step_has_kind (MnrStep step,
                            MnrAssetKind kind);

/** The step in which a field stands. */
MnrStep mnr_step_find_field (MnrDraftField field);

/**
 * MnrDraftStep:
 *
 * The rows of a step between kind and review, of a draft of a new asset or of
 * one that exists.
 */
#define MNR_TYPE_DRAFT_STEP (mnr_draft_step_get_type ())
G_DECLARE_FINAL_TYPE (MnrDraftStep, mnr_draft_step, MNR, DRAFT_STEP, AdwBin)

GtkWidget *mnr_draft_step_new (MnrDraft *draft,
                               MnrStep step);

/** Tells the rows what the plan says of their fields. */
void mnr_draft_step_show (MnrDraftStep *self,
                          MnrPlanner *planner);

/** Goes to a field; whether it is here. */
gboolean mnr_draft_step_focus_field (MnrDraftStep *self,
                                     MnrDraftField field);

/** The row of a field: #MnrFieldRow or #MnrPowerRow, or %NULL. */
GtkWidget *mnr_draft_step_get_row (MnrDraftStep *self,
                                   MnrDraftField field);

G_END_DECLS
