/* mnr-stored-draft.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-draft.h"

G_BEGIN_DECLS

/**
 * MnrStoredDraft:
 *
 * A draft with a file that follows it (mnr-draft-store.h).
 *
 * Properties, read-only: "title" and "kind" for a person; "time" (gint64, Unix,
 * of the last change); "problem", a sentence why the file lags behind, or %NULL.
 */
#define MNR_TYPE_STORED_DRAFT (mnr_stored_draft_get_type ())
G_DECLARE_FINAL_TYPE (MnrStoredDraft, mnr_stored_draft, MNR, STORED_DRAFT, GObject)

/** How long a change may wait for the ones after it, in milliseconds. */
#define MNR_STORED_DRAFT_DELAY 300

/** After how long it is tried again where a file could not be written, in milliseconds. */
#define MNR_STORED_DRAFT_RETRY 2000

/** @path: the file; it is written at the first change, or by mnr_stored_draft_flush() */
MnrStoredDraft *mnr_stored_draft_new (MnrDraft *draft,
                                      const char *path,
                                      gint64 time);

MnrDraft *mnr_stored_draft_get_draft (MnrStoredDraft *self);
const char *mnr_stored_draft_get_path (MnrStoredDraft *self);

/** Returns: (transfer full): the symbol, or what there is instead of it */
char *mnr_stored_draft_get_title (MnrStoredDraft *self);

/** Returns: translated: "Token", "Smartcoin", "Prediction market" */
const char *mnr_stored_draft_get_kind (MnrStoredDraft *self);

gint64 mnr_stored_draft_get_time (MnrStoredDraft *self);

/** Returns: (nullable): why the file is not what the draft is, a sentence */
const char *mnr_stored_draft_get_problem (MnrStoredDraft *self);

/** Whether there is something that is not in the file yet. */
gboolean mnr_stored_draft_is_dirty (MnrStoredDraft *self);

/** Something has to be written, soon. */
void mnr_stored_draft_touch (MnrStoredDraft *self);

/** Writes what is not written yet, and returns when it is on the disk. */
gboolean mnr_stored_draft_flush (MnrStoredDraft *self,
                                 GError **error);

/** Whether the file follows the draft from now on; a file being written is waited for. */
void mnr_stored_draft_set_followed (MnrStoredDraft *self,
                                    gboolean is_followed);

G_END_DECLS
