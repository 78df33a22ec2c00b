/* mnr-window.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/** The main window: side bar and pages (ui.md). */
#define MNR_TYPE_WINDOW (mnr_window_get_type ())
G_DECLARE_FINAL_TYPE (MnrWindow, mnr_window, MNR, WINDOW, AdwApplicationWindow)

MnrWindow *mnr_window_new (AdwApplication *application);

G_END_DECLS
