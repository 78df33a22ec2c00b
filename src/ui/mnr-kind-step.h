/* mnr-kind-step.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "issuer/mnr-draft.h"
#include "wallet/mnr-wallet.h"

G_BEGIN_DECLS

/**
 * MnrKindStep:
 *
 * The first step: what kind of asset it is to be, by template, like one that
 * exists, or from a file. What is chosen is put into the draft.
 *
 * Signal "chosen": the draft is one of what was chosen.
 */
#define MNR_TYPE_KIND_STEP (mnr_kind_step_get_type ())
G_DECLARE_FINAL_TYPE (MnrKindStep, mnr_kind_step, MNR, KIND_STEP, AdwBin)

GtkWidget *mnr_kind_step_new (MnrWallet *wallet,
                              MnrDraft *draft);

/** Makes the draft what a file says, or shows why it cannot; see mnr_draft_new_from_text(). */
void mnr_kind_step_open_file (MnrKindStep *self,
                              GFile *file);

G_END_DECLS
