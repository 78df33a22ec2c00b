/* mnr-picture.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "issuer/mnr-scale.h"

G_BEGIN_DECLS

/**
 * MnrPicture:
 *
 * One of the small pictures of mnr-scale.h as a card: what it is, its number,
 * the line, what its letters mean, and what it comes to. Hidden while there is
 * nothing to show.
 */
#define MNR_TYPE_PICTURE (mnr_picture_get_type ())
G_DECLARE_FINAL_TYPE (MnrPicture, mnr_picture, MNR, PICTURE, GtkBox)

GtkWidget *mnr_picture_new (void);

/** @scale: (transfer full) (nullable) */
void mnr_picture_take_scale (MnrPicture *self,
                             MnrScale *scale);

G_END_DECLS
