/* mnr-draft-review.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "issuer/mnr-draft-store.h"
#include "issuer/mnr-planner.h"
#include "wallet/mnr-wallet.h"

G_BEGIN_DECLS

/**
 * MnrDraftReview:
 *
 * The last step of a draft: what stands in its way, or else all that will be
 * signed, and the button that does it. Feed producers of a new smartcoin follow
 * in a second transaction, with a review of their own. A draft that has become
 * irreversible leaves the store.
 *
 * Signal "created" (guint64): the user wants to see the asset of that id.
 */
#define MNR_TYPE_DRAFT_REVIEW (mnr_draft_review_get_type ())
G_DECLARE_FINAL_TYPE (MnrDraftReview, mnr_draft_review, MNR, DRAFT_REVIEW, AdwBin)

GtkWidget *mnr_draft_review_new (MnrWallet *wallet,
                                 MnrDraftStore *store,
                                 MnrDraft *draft,
                                 MnrPlanner *planner);

/** Looks at the plan as it is now; for while it is seen. */
void mnr_draft_review_show (MnrDraftReview *self);

/** Whether something is being sent. */
gboolean mnr_draft_review_is_busy (MnrDraftReview *self);

G_END_DECLS
