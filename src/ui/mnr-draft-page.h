/* mnr-draft-page.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "issuer/mnr-draft-store.h"
#include "mnr-draft-step.h"
#include "wallet/mnr-wallet.h"

G_BEGIN_DECLS

/**
 * MnrDraftPage:
 *
 * The form in which a new asset is designed and created, or an existing one
 * changed (ui.md, New asset). It has a header bar of its own.
 *
 * Signals:
 *   "closed"            the user wants to leave; the draft is saved
 *   "created" (guint64) the asset is on the chain, and the user wants to see it
 */
#define MNR_TYPE_DRAFT_PAGE (mnr_draft_page_get_type ())
G_DECLARE_FINAL_TYPE (MnrDraftPage, mnr_draft_page, MNR, DRAFT_PAGE, AdwBin)

/** @draft: taken into @store at its first change, if it is not there yet */
GtkWidget *mnr_draft_page_new (MnrWallet *wallet,
                               MnrDraftStore *store,
                               MnrDraft *draft);

MnrStep mnr_draft_page_get_step (MnrDraftPage *self);

void mnr_draft_page_set_step (MnrDraftPage *self,
                              MnrStep step);

/** Puts the focus into the step, to where something is to be typed or chosen first. */
void mnr_draft_page_focus_step (MnrDraftPage *self);

/** Goes to the row of a field, in whatever step it is. */
void mnr_draft_page_focus_field (MnrDraftPage *self,
                                 MnrDraftField field);

/** The rows of a step, or %NULL for kind and review. */
MnrDraftStep *mnr_draft_page_get_form (MnrDraftPage *self,
                                       MnrStep step);

G_END_DECLS
