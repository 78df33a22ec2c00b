/* mnr-head.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-head.h"

#include <string.h>

#include "chain/wire/mnr-json.h"

gboolean
mnr_head_set (MnrHead *self,
              MnrDynamicGlobalProperties *properties)
{
  gint64 now = g_get_monotonic_time ();
  gboolean is_new = !self->is_known ||
                    memcmp (&properties->head_block_id, &self->properties.head_block_id,
                            sizeof properties->head_block_id) != 0 ||
                    properties->head_block_number != self->properties.head_block_number;

  mnr_value_clear (&mnr_type_dynamic_global_properties, &self->properties);
  self->properties = *properties;
  *properties = (MnrDynamicGlobalProperties){ 0 };
  self->is_known = TRUE;
  self->told = now;
  if (is_new)
    {
      self->advanced = now;
      self->clock_lead = g_get_real_time () / G_USEC_PER_SEC - self->properties.time;
    }
  return is_new;
}

/* Whether @json is an object whose first member says that it is 2.1.0. */
static gboolean
is_head (const MnrJsonSlice *json)
{
  g_auto (MnrJsonReader) reader = { 0 };
  MnrJsonSlice name, id;
  gsize count = 0;
  gboolean more;

  return mnr_json_reader_init (&reader, json->text, json->length, NULL) &&
         mnr_json_reader_open (&reader, '{', NULL, NULL) &&
         mnr_json_reader_next (&reader, '}', &count, &more, NULL, NULL) && more &&
         mnr_json_reader_name (&reader, &name, NULL, NULL) &&
         mnr_json_slice_equal (&name, "id") &&
         mnr_json_reader_string (&reader, &id, NULL, NULL) && mnr_json_slice_equal (&id, "2.1.0");
}

gboolean
mnr_head_set_from_objects (MnrHead *self,
                           const char *json)
{
  g_auto (MnrJsonReader) reader = { 0 };
  MnrJsonSlice object;
  gsize count = 0;
  gboolean more;

  if (!mnr_json_reader_init (&reader, json, strlen (json), NULL) ||
      !mnr_json_reader_open (&reader, '[', NULL, NULL))
    return FALSE;
  while (mnr_json_reader_next (&reader, ']', &count, &more, NULL, NULL) && more &&
         mnr_json_reader_skip (&reader, &object, NULL, NULL))
    {
      MnrDynamicGlobalProperties properties = { 0 };

      if (object.text[0] == '{' && is_head (&object) &&
          mnr_head_read (object.text, object.length, &properties, NULL))
        return mnr_head_set (self, &properties);
    }
  return FALSE;
}

void
mnr_head_clear (MnrHead *self)
{
  mnr_value_clear (&mnr_type_dynamic_global_properties, &self->properties);
  *self = (MnrHead){ 0 };
}

gboolean
mnr_head_read (const char *json,
               gsize length,
               MnrDynamicGlobalProperties *properties,
               GError **error)
{
  return mnr_json_read (&mnr_type_dynamic_global_properties, json, length, "", properties,
                        error);
}
