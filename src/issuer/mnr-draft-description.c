/* mnr-draft-description.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The description of an asset is a text, and by convention a JSON object
 * (protocol.md 5). What others put into it stays: a key that changes changes
 * alone.
 */

#include "mnr-draft-private.h"

#include <string.h>

#define MAIN_KEY "main"

MnrRawObject *
mnr_description_parse (const char *description)
{
  return mnr_raw_object_parse (description, strlen (description), FALSE, NULL, NULL);
}

char *
mnr_description_get (const char *description,
                     const char *key)
{
  g_autoptr (MnrRawObject) object = mnr_description_parse (description);
  const char *json;
  char *text;

  if (object == NULL)
    return g_strdup (strcmp (key, MAIN_KEY) == 0 ? description : "");

  json = mnr_raw_object_get (object, key);
  text = json != NULL ? mnr_json_unescape (json, NULL, NULL) : NULL;
  return text != NULL ? text : g_strdup ("");
}

char *
mnr_description_set (const char *description,
                     const char *key,
                     const char *text)
{
  g_autoptr (MnrRawObject) object = mnr_description_parse (description);
  g_autoptr (GString) json = g_string_new (NULL);

  if (object == NULL)
    {
      g_autoptr (MnrRawObject) would_be = mnr_description_parse (text);

      /* Plain text that stays plain text. */
      if (description[0] != '\0' && strcmp (key, MAIN_KEY) == 0 && would_be == NULL)
        return g_strdup (text);
      if (text[0] == '\0')
        return g_strdup (description);

      object = mnr_raw_object_new (0);
      if (description[0] != '\0')
        {
          mnr_json_append_string (json, description);
          mnr_raw_object_set (object, MAIN_KEY, json->str);
          g_string_truncate (json, 0);
        }
    }

  if (text[0] == '\0')
    mnr_raw_object_remove (object, key);
  else
    {
      mnr_json_append_string (json, text);
      mnr_raw_object_set (object, key, json->str);
    }
  return mnr_raw_object_to_text (object);
}
