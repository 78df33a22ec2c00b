/* mnr-draft-store.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-stored-draft.h"

G_BEGIN_DECLS

/**
 * MnrDraftStore:
 *
 * The user's drafts: a file each in a folder, and every change in its file
 * within %MNR_STORED_DRAFT_DELAY, written by a thread, durably, in one piece. A
 * #GListModel of #MnrStoredDraft, latest first. Files in the folder that are no
 * drafts are neither listed nor touched.
 */
#define MNR_TYPE_DRAFT_STORE (mnr_draft_store_get_type ())
G_DECLARE_FINAL_TYPE (MnrDraftStore, mnr_draft_store, MNR, DRAFT_STORE, GObject)

/** Returns: (transfer full): drafts in Moneyer's folder of the user's data */
char *mnr_draft_store_get_default_path (void);

/** @folder: is made when there is something to put into it */
MnrDraftStore *mnr_draft_store_new (const char *folder);

/** Returns: (element-type utf8): of each draft that could not be read a sentence why */
GPtrArray *mnr_draft_store_get_problems (MnrDraftStore *self);

/** Takes a draft in, from where on its file follows it; once is enough.
 * Returns: (transfer none): where it stands */
MnrStoredDraft *mnr_draft_store_add (MnrDraftStore *self,
                                     MnrDraft *draft);

/** Returns: (nullable): where a draft stands */
MnrStoredDraft *mnr_draft_store_find (MnrDraftStore *self,
                                      MnrDraft *draft);

/** Removes a draft and its file; who keeps @stored can have it back.
 * Returns: %FALSE if the file could not be removed: then it stays in the list */
gboolean mnr_draft_store_remove (MnrDraftStore *self,
                                 MnrStoredDraft *stored,
                                 GError **error);

/** Undoes mnr_draft_store_remove(). */
void mnr_draft_store_restore (MnrDraftStore *self,
                              MnrStoredDraft *stored);

/** Writes what is not written yet, before leaving. */
gboolean mnr_draft_store_flush (MnrDraftStore *self,
                                GError **error);

/**
 * mnr_draft_store_import:
 * @text: a draft file, the options of cli_wallet's create_asset, or its line
 *
 * Returns: (transfer none): the new entry, or %NULL with an error
 */
MnrStoredDraft *mnr_draft_store_import (MnrDraftStore *self,
                                        const char *text,
                                        gsize length,
                                        GError **error);

G_END_DECLS
