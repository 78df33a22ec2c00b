/* mnr-time.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-time.h"

#include <string.h>
#include <time.h>

gboolean
mnr_time_parse (const char *text,
                gsize length,
                MnrTime *time)
{
  char again[MNR_TIME_TEXT_SIZE];
  int part[6];
  struct tm date = { 0 };
  time_t seconds;
  const char *p = text;

  if (length != MNR_TIME_TEXT_SIZE - 1)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (part); i++)
    {
      guint digits = i == 0 ? 4 : 2;

      part[i] = 0;
      for (guint j = 0; j < digits; j++, p++)
        {
          if (!g_ascii_isdigit (*p))
            return FALSE;
          part[i] = part[i] * 10 + (*p - '0');
        }
      p++; /* the separator: compared below */
    }

  date.tm_year = part[0] - 1900;
  date.tm_mon = part[1] - 1;
  date.tm_mday = part[2];
  date.tm_hour = part[3];
  date.tm_min = part[4];
  date.tm_sec = part[5];
  seconds = timegm (&date);
  if (seconds < 0 || seconds > (time_t) G_MAXUINT32)
    return FALSE;

  /* timegm() takes the 31st of February for a day in March: what does not
   * print as it was read was not a time. */
  if (memcmp (mnr_time_format ((MnrTime) seconds, again), text, length) != 0)
    return FALSE;

  *time = (MnrTime) seconds;
  return TRUE;
}

const char *
mnr_time_format (MnrTime time,
                 char *buffer)
{
  time_t seconds = time;
  struct tm date;

  gmtime_r (&seconds, &date);
  strftime (buffer, MNR_TIME_TEXT_SIZE, "%Y-%m-%dT%H:%M:%S", &date);
  return buffer;
}
