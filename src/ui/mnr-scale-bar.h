/* mnr-scale-bar.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "issuer/mnr-scale.h"

G_BEGIN_DECLS

/**
 * MnrScaleBar:
 *
 * The line of a picture, drawn: its zones, in the theme's colours and hatched
 * so that they differ without colours too, its marks with their letters, and
 * its ticks. What it shows it also says to who cannot see it.
 */
#define MNR_TYPE_SCALE_BAR (mnr_scale_bar_get_type ())
G_DECLARE_FINAL_TYPE (MnrScaleBar, mnr_scale_bar, MNR, SCALE_BAR, GtkWidget)

/** @scale: (transfer full) */
void mnr_scale_bar_take_scale (MnrScaleBar *self,
                               MnrScale *scale);

G_END_DECLS
