/* mnr-object-id.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-object-id.h"

#include <string.h>

gboolean
mnr_unsigned_parse (const char *text,
                    gsize length,
                    guint64 maximum,
                    guint64 *value)
{
  guint64 result = 0;

  if (length == 0 || (length > 1 && text[0] == '0'))
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      guint digit = (guint) (text[i] - '0');

      if (digit > 9 || digit > maximum || result > (maximum - digit) / 10)
        return FALSE;
      result = result * 10 + digit;
    }

  *value = result;
  return TRUE;
}

/* Splits "a<separator>b" at the first separator. */
static gboolean
split (const char **text,
       gsize *length,
       char separator,
       guint64 maximum,
       guint64 *value)
{
  const char *end = memchr (*text, separator, *length);

  if (end == NULL || !mnr_unsigned_parse (*text, (gsize) (end - *text), maximum, value))
    return FALSE;

  *length -= (gsize) (end + 1 - *text);
  *text = end + 1;
  return TRUE;
}

gboolean
mnr_object_id_parse (const char *text,
                     gsize length,
                     MnrObjectId *id)
{
  guint64 space, type, instance;

  if (!split (&text, &length, '.', 0xff, &space) ||
      !split (&text, &length, '.', 0xff, &type) ||
      !mnr_unsigned_parse (text, length, MNR_INSTANCE_MAX, &instance))
    return FALSE;

  *id = MNR_OBJECT_ID (space, type, instance);
  return TRUE;
}

const char *
mnr_object_id_format (MnrObjectId id,
                      char *buffer)
{
  g_snprintf (buffer, MNR_OBJECT_ID_TEXT_SIZE, "%u.%u.%" G_GUINT64_FORMAT,
              (guint) (id >> 56), (guint) (id >> 48) & 0xff, mnr_object_id_get_instance (id));
  return buffer;
}

gboolean
mnr_vote_id_parse (const char *text,
                   gsize length,
                   MnrVoteId *id)
{
  guint64 type, instance;

  if (!split (&text, &length, ':', MNR_VOTE_TYPE_MAX, &type) ||
      !mnr_unsigned_parse (text, length, 0xffffff, &instance))
    return FALSE;

  *id = (guint32) (instance << 8 | type);
  return TRUE;
}

const char *
mnr_vote_id_format (MnrVoteId id,
                    char *buffer)
{
  g_snprintf (buffer, MNR_OBJECT_ID_TEXT_SIZE, "%u:%u", id & 0xff, id >> 8);
  return buffer;
}
