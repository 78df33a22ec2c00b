/* mnr-geometry.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/values/mnr-price.h"

G_BEGIN_DECLS

/*
 * Where things stand in a picture: from amounts and prices, exactly, to whole
 * steps of it. Places are rounded to the nearest step and never leave the picture.
 */

/** The steps of a picture of any width, from its left to its right end. */
#define MNR_GEOMETRY_STEPS 100000

/** The place of @value between 0 and @maximum, which is above 0. */
guint mnr_geometry_place (gint64 value,
                          gint64 maximum);

/**
 * mnr_geometry_place_price:
 * @price: positive
 * @maximum: a positive price of the same assets, in the same orientation
 *
 * The place of quote ÷ base of @price, if @maximum is at the right end.
 */
guint mnr_geometry_place_price (const MnrPrice *price,
                                const MnrPrice *maximum);

/** The number of the form 1, 2 or 5 × 10^n that is next at or above @value, at least 1;
 * beyond 5 × 10^17 the largest there is. */
gint64 mnr_geometry_round_up (gint64 value);

/** Into how many parts of a round, whole size such a number divides: 1, 2, 4 or 5. */
guint mnr_geometry_get_parts (gint64 round);

/**
 * mnr_geometry_spread:
 * @centres: (inout): in ascending order, where @n boxes would like to have their middles
 * @widths: of the boxes
 * @size: of the room, from 0
 *
 * Moves boxes as little as needed so that none overlaps another or leaves the
 * room; what does not fit leaves it to the left of the room.
 */
void mnr_geometry_spread (int *centres,
                          const int *widths,
                          guint n,
                          int size);

G_END_DECLS
