/* mnr-field-row.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "issuer/mnr-draft-check.h"

G_BEGIN_DECLS

/**
 * MnrFieldRow:
 *
 * A row in which a field of a draft is typed or chosen: what it is called, its
 * text, its unit, what it means, and what is wrong with it. It follows the
 * draft, whoever changes that, and is only visible where the kind of asset has
 * such a field.
 */
#define MNR_TYPE_FIELD_ROW (mnr_field_row_get_type ())
G_DECLARE_FINAL_TYPE (MnrFieldRow, mnr_field_row, MNR, FIELD_ROW, AdwPreferencesRow)

GtkWidget *mnr_field_row_new (MnrDraft *draft,
                              MnrDraftField field);

MnrDraftField mnr_field_row_get_field (MnrFieldRow *self);

/**
 * mnr_field_row_set_finding:
 * @finding: (nullable): what is wrong with it
 * @is_checking: whether that is not certain yet
 */
void mnr_field_row_set_finding (MnrFieldRow *self,
                                const MnrDraftFinding *finding,
                                gboolean is_checking);

/** @note: (nullable): a sentence about what stands in it: an example, what was found */
void mnr_field_row_set_note (MnrFieldRow *self,
                             const char *note);

/** What stands behind the entry: the core asset's symbol on this network. */
void mnr_field_row_set_unit (MnrFieldRow *self,
                             const char *unit);

G_END_DECLS
