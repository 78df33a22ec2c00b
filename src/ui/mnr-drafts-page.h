/* mnr-drafts-page.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "issuer/mnr-draft-store.h"

G_BEGIN_DECLS

/**
 * MnrDraftsPage:
 *
 * The user's drafts: open one, write one to a file, remove one (and have it
 * back), take one in from a file.
 *
 * Signal "opened" (MnrDraft): the user wants to go on with it.
 */
#define MNR_TYPE_DRAFTS_PAGE (mnr_drafts_page_get_type ())
G_DECLARE_FINAL_TYPE (MnrDraftsPage, mnr_drafts_page, MNR, DRAFTS_PAGE, AdwBin)

GtkWidget *mnr_drafts_page_new (MnrDraftStore *store);

G_END_DECLS
