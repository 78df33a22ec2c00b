/* mnr-panes.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** Which pane of a narrow #MnrPanes is seen. */
typedef enum
{
  MNR_PANE_CONTENT,
  MNR_PANE_START,
  MNR_PANE_END,
} MnrPane;

/**
 * MnrPanes:
 *
 * Content between two side panes; where there is no room for all three, one of
 * them has all of it. Properties: "start", "content", "end" (widgets), "narrow"
 * (read-only), "shown" (int, an #MnrPane: which one, when it is narrow).
 */
#define MNR_TYPE_PANES (mnr_panes_get_type ())
G_DECLARE_FINAL_TYPE (MnrPanes, mnr_panes, MNR, PANES, GtkWidget)

gboolean mnr_panes_is_narrow (MnrPanes *self);

MnrPane mnr_panes_get_shown (MnrPanes *self);
void mnr_panes_set_shown (MnrPanes *self,
                          MnrPane shown);

G_END_DECLS
