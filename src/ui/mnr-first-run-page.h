/* mnr-first-run-page.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/** What a user sees first: three networks to choose from. */
#define MNR_TYPE_FIRST_RUN_PAGE (mnr_first_run_page_get_type ())
G_DECLARE_FINAL_TYPE (MnrFirstRunPage, mnr_first_run_page, MNR, FIRST_RUN_PAGE, AdwBin)

MnrFirstRunPage *mnr_first_run_page_new (void);

G_END_DECLS
