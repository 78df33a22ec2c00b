/* mnr-plan.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-cost-sheet.h"
#include "mnr-draft-check.h"

G_BEGIN_DECLS

/**
 * MnrPlan:
 *
 * What a draft comes to on the chain: its operations with their fees, what a
 * node and experience say to them, and what they cost. Made anew at every
 * keystroke, over what is known; mnr_plan_new() within an #MnrChainViewAsk
 * asks for what is not.
 */
typedef struct
{
  MnrDraftOperations *draft;
  GPtrArray *findings; /* of MnrDraftFinding */
  MnrCostSheet *cost;
  gboolean is_complete; /* the view knew everything that was asked */
} MnrPlan;

/**
 * mnr_plan_new:
 * @issuer: who signs and pays
 * @fee_asset: what the fees are paid in
 */
MnrPlan *mnr_plan_new (MnrDraft *draft,
                       MnrObjectId issuer,
                       MnrObjectId fee_asset,
                       const MnrView *view);

void mnr_plan_free (MnrPlan *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrPlan, mnr_plan_free)

/** Whether a node would refuse it, or it cannot be made into operations. */
gboolean mnr_plan_is_refused (const MnrPlan *self);

/** Returns: (transfer full): a transaction of its operations */
MnrTransaction *mnr_plan_make_transaction (const MnrPlan *self);

G_END_DECLS
