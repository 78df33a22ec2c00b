/* mnr-power-row.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "issuer/mnr-draft-check.h"

G_BEGIN_DECLS

/**
 * MnrPowerRow:
 *
 * A row in which one of the sixteen powers is chosen: never, not now, on, for
 * ever; under it what that means for holders, and whether it can be taken back.
 * It follows the draft, and is only visible for kinds of asset that have it.
 */
#define MNR_TYPE_POWER_ROW (mnr_power_row_get_type ())
G_DECLARE_FINAL_TYPE (MnrPowerRow, mnr_power_row, MNR, POWER_ROW, AdwPreferencesRow)

/** @index: of mnr_powers */
GtkWidget *mnr_power_row_new (MnrDraft *draft,
                              guint index);

guint mnr_power_row_get_index (MnrPowerRow *self);

/** @finding: (nullable): what is wrong with it */
void mnr_power_row_set_finding (MnrPowerRow *self,
                                const MnrDraftFinding *finding);

G_END_DECLS
