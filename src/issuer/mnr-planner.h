/* mnr-planner.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-plan.h"
#include "node/mnr-chain-view.h"

G_BEGIN_DECLS

/**
 * MnrPlanner:
 *
 * Keeps the plan of a draft up to date: made anew from what is known when the
 * draft or the chain changes, once a turn of the main loop, and again when the
 * node has told what was missing. Never blocks.
 *
 * Signal "changed": there is another plan.
 */
#define MNR_TYPE_PLANNER (mnr_planner_get_type ())
G_DECLARE_FINAL_TYPE (MnrPlanner, mnr_planner, MNR, PLANNER, GObject)

/** How long typing has to rest until a node is asked, in milliseconds. */
#define MNR_PLANNER_DELAY 250

MnrPlanner *mnr_planner_new (MnrDraft *draft);

/** Over what, and for whom; @view: (nullable): without one nothing of the chain is known. */
void mnr_planner_set_view (MnrPlanner *self,
                           MnrChainView *view,
                           MnrObjectId issuer);

/** Returns: the plan of the draft as it is now, valid until the draft changes or the main
 * loop runs */
const MnrPlan *mnr_planner_get_plan (MnrPlanner *self);

/** Returns: (nullable): whom the plan may ask; see mnr_planner_set_view() */
MnrChainView *mnr_planner_get_chain_view (MnrPlanner *self);

/** What the plan was made over. */
const MnrView *mnr_planner_get_view (MnrPlanner *self);

/** Returns: what its draft would be as one operation, to be freed with mnr_value_free() */
MnrOperation *mnr_planner_get_creation (MnrPlanner *self);

/** Returns: (nullable): why the node could not be asked for what is missing, a sentence */
const char *mnr_planner_get_problem (MnrPlanner *self);

G_END_DECLS
