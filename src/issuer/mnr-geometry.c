/* mnr-geometry.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-geometry.h"

typedef unsigned __int128 Wide;

guint
mnr_geometry_place (gint64 value,
                    gint64 maximum)
{
  g_return_val_if_fail (maximum > 0, 0);

  if (value <= 0)
    return 0;
  if (value >= maximum)
    return MNR_GEOMETRY_STEPS;
  return (guint) (((Wide) value * MNR_GEOMETRY_STEPS + (Wide) maximum / 2) / (Wide) maximum);
}

guint
mnr_geometry_place_price (const MnrPrice *price,
                          const MnrPrice *maximum)
{
  Wide part, whole;

  g_return_val_if_fail (price->base.amount > 0 && price->quote.amount > 0, 0);
  g_return_val_if_fail (maximum->base.amount > 0 && maximum->quote.amount > 0, 0);

  part = (Wide) price->quote.amount * (guint64) maximum->base.amount;
  whole = (Wide) price->base.amount * (guint64) maximum->quote.amount;
  if (part >= whole)
    return MNR_GEOMETRY_STEPS;
  /* Amounts beyond what there can be lose what no eye sees. */
  while (part > ~(Wide) 0 / (2 * MNR_GEOMETRY_STEPS))
    {
      part >>= 1;
      whole >>= 1;
    }
  return (guint) ((part * MNR_GEOMETRY_STEPS + whole / 2) / whole);
}

gint64
mnr_geometry_round_up (gint64 value)
{
  static const gint64 steps[] = { 1, 2, 5 };

  for (gint64 power = 1; power <= G_GINT64_CONSTANT (100000000000000000); power *= 10)
    for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
      if (value <= steps[i] * power)
        return steps[i] * power;
  return G_MAXINT64;
}

guint
mnr_geometry_get_parts (gint64 round)
{
  gint64 first = round;

  while (first > 0 && first % 10 == 0)
    first /= 10;
  if (round == first)
    return (guint) CLAMP (round, 1, 5);
  return first == 2 ? 4 : 5;
}

void
mnr_geometry_spread (int *centres,
                     const int *widths,
                     guint n,
                     int size)
{
  int edge = 0;

  for (guint i = 0; i < n; i++)
    {
      const int left = MAX (centres[i] - widths[i] / 2, edge);

      centres[i] = left + widths[i] / 2;
      edge = left + widths[i];
    }
  edge = size;
  for (guint i = n; i > 0; i--)
    {
      edge = MIN (centres[i - 1] - widths[i - 1] / 2, edge - widths[i - 1]);
      centres[i - 1] = edge + widths[i - 1] / 2;
    }
}
