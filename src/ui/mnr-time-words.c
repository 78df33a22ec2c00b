/* mnr-time-words.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-time-words.h"

#include <glib/gi18n.h>

char *
mnr_time_to_local_text (MnrTime time)
{
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (time);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  const gboolean is_today =
    g_date_time_get_year (local) == g_date_time_get_year (now) &&
    g_date_time_get_day_of_year (local) == g_date_time_get_day_of_year (now);

  /* Translators: formats of g_date_time_format(): a time of today, and of another day. */
  return g_date_time_format (local, is_today ? _ ("%H:%M:%S") : _ ("%-d %b %Y, %H:%M"));
}

char *
mnr_time_to_utc_text (MnrTime time)
{
  char text[MNR_TIME_TEXT_SIZE];

  mnr_time_format (time, text);
  return g_strdup_printf (_ ("%.10s %s UTC"), text, text + 11);
}
