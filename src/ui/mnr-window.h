/* mnr-window.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wallet/mnr-wallet.h"

G_BEGIN_DECLS

/**
 * MnrWindow:
 *
 * The main window: side bar and pages (ui.md). A page goes to another, or says
 * something, by the window's actions:
 *
 *   win.show-page s     "home", "first-run", "accounts", "add-account",
 *                       "new-account", "network", "new-asset", "drafts",
 *                       "draft/ID", "asset/1.3.5", "activity"
 *   win.back            to the side bar, where there is no room for both
 *   win.open-network s  the id of a network, which is remembered
 *   win.toast s         a sentence that goes away by itself
 */
#define MNR_TYPE_WINDOW (mnr_window_get_type ())
G_DECLARE_FINAL_TYPE (MnrWindow, mnr_window, MNR, WINDOW, AdwApplicationWindow)

/** @wallet: (nullable): %NULL if it could not be opened, for the reason @why */
MnrWindow *mnr_window_new (AdwApplication *application,
                           MnrWallet *wallet,
                           const GError *why);

/** Closes it without asking, whatever is under way; it stays open only if a draft
 * cannot be written. */
void mnr_window_close_at_once (MnrWindow *self);

G_END_DECLS
