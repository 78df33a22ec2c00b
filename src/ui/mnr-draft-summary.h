/* mnr-draft-summary.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "issuer/mnr-planner.h"

G_BEGIN_DECLS

/**
 * MnrDraftSummary:
 *
 * What stands beside the form of a draft: who pays and where, what it costs,
 * what is to be fixed, what holders are told.
 *
 * Signal "field-activated" (int): a finding was chosen; its #MnrDraftField.
 */
#define MNR_TYPE_DRAFT_SUMMARY (mnr_draft_summary_get_type ())
G_DECLARE_FINAL_TYPE (MnrDraftSummary, mnr_draft_summary, MNR, DRAFT_SUMMARY, AdwBin)

/** Who would pay on which network; either may be %NULL. */
void mnr_draft_summary_set_payer (MnrDraftSummary *self,
                                  const char *account,
                                  const char *network);

/** Shows the plan as it is now. */
void mnr_draft_summary_show (MnrDraftSummary *self,
                             MnrDraft *draft,
                             MnrPlanner *planner);

/** Returns: (transfer full): "5,012.40000 BTS", or what there is to say instead */
char *mnr_plan_format_cost (const MnrPlan *plan,
                            const MnrView *view);

/** Returns: (transfer full): "2 things to fix", "1 warning", "Nothing to fix" */
char *mnr_plan_format_findings (const MnrPlan *plan);

G_END_DECLS
