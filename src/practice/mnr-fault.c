/* mnr-fault.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-fault.h"

#include <string.h>

void
mnr_fault_clear (MnrFault *self)
{
  g_clear_pointer (&self->format, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->data, g_free);
  g_clear_pointer (&self->passed, g_ptr_array_unref);
}

void
mnr_fault_set (MnrFault *self,
               int code,
               const char *name,
               const char *what,
               const char *format)
{
  mnr_fault_clear (self);
  *self = (MnrFault){
    .code = code,
    .name = name,
    .what = what,
    .format = g_strdup (format),
    .text = g_strdup (format),
  };
}

/* {"variable":value}, or more of them. */
static char *
make_data (const char *others,
           const char *variable,
           const char *value)
{
  g_autoptr (GString) data = g_string_new ("{");

  if (others != NULL)
    g_string_append_printf (data, "%.*s,", (int) strlen (others) - 2, others + 1);
  mnr_json_append_string (data, variable);
  g_string_append_printf (data, ":%s}", value);
  return g_strdup (data->str);
}

void
mnr_fault_set_variable (MnrFault *self,
                        const char *variable,
                        const char *value)
{
  g_autofree char *placeholder = g_strdup_printf ("${%s}", variable);
  g_autofree char *data = make_data (self->data, variable, value);
  g_autoptr (GString) text = g_string_new (self->text);
  gsize length = strlen (value);
  g_autofree char *bare =
    length >= 2 && value[0] == '"' ? g_strndup (value + 1, length - 2) : g_strdup (value);

  g_string_replace (text, placeholder, bare, 0);
  g_free (self->text);
  self->text = g_strdup (text->str);
  g_free (self->data);
  self->data = g_steal_pointer (&data);
}

void
mnr_fault_pass (MnrFault *self,
                const char *method,
                const char *variable,
                const char *value)
{
  if (self->passed == NULL)
    self->passed = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->passed, g_strdup (method));
  g_ptr_array_add (self->passed,
                   variable != NULL ? make_data (NULL, variable, value) : g_strdup ("{}"));
}

static char *
quote (const char *text)
{
  GString *quoted = g_string_new (NULL);

  mnr_json_append_string (quoted, text);
  return g_string_free (quoted, FALSE);
}

static void
set_assertion (MnrFault *self,
               const char *origin,
               const char *format)
{
  mnr_fault_set (self, 10, "assert_exception", "Assert Exception", format);
  self->origin = origin;
}

static void
set_no_number (MnrFault *self,
               const char *origin,
               const char *format)
{
  mnr_fault_set (self, 4, "parse_error_exception", "Parse Error", format);
  self->origin = origin;
}

static gboolean
are_digits (const char *text)
{
  return *text != '\0' && text[strspn (text, "0123456789")] == '\0';
}

/* The assertion that a text does not pass, or NULL. */
static const char *
find_id_flaw (const char *text)
{
  const char *dot = strchr (text, '.');
  const char *second = dot != NULL ? strchr (dot + 1, '.') : NULL;

  if (dot == NULL)
    return "first_dot != std::string::npos: Missing the first dot";
  if (dot == text)
    return "first_dot != 0: Missing the space part";
  if (second == NULL)
    return "second_dot != std::string::npos: Missing the second dot";
  if (second == dot + 1)
    return "second_dot != first_dot+1: Missing the type part";
  return NULL;
}

gboolean
mnr_fault_set_bad_id (MnrFault *self,
                      guint16 type,
                      const char *text)
{
  g_autofree char *quoted = quote (text);
  g_autofree char *space_number = g_strdup_printf ("%u", type >> 8);
  g_autofree char *type_number = g_strdup_printf ("%u", type & 0xff);
  g_autofree char *beginning = g_strdup_printf ("%s.%s.", space_number, type_number);
  const char *flaw = find_id_flaw (text);
  const char *last = strrchr (text, '.');

  if (flaw != NULL)
    set_assertion (self, "from_variant", flaw);
  else if (type == 0 || g_str_has_prefix (text, beginning))
    {
      gboolean is_long = are_digits (last + 1) && type != 0;

      if (is_long)
        set_assertion (self, "object_id", "instance >> 48 == 0: instance overflow");
      else
        {
          set_no_number (self, "to_uint64", "Couldn't parse uint64_t");
          mnr_fault_pass (self, "to_uint64", "i", quoted);
        }
    }
  else
    {
      set_assertion (self, "from_variant",
                     "fc::to_uint64( s.substr( 0, first_dot ) ) == SpaceID && fc::to_uint64( "
                     "s.substr( first_dot+1, (second_dot-first_dot)-1 ) ) == TypeID: "
                     "Space.Type.0 (${SpaceID}.${TypeID}.0) doesn't match expected value ${var}");
      mnr_fault_set_variable (self, "TypeID", type_number);
      mnr_fault_set_variable (self, "SpaceID", space_number);
      mnr_fault_set_variable (self, "var", quoted);
    }
  mnr_fault_pass (self, "from_variant", "var", quoted);
  return FALSE;
}

/* What nodes call the kinds of JSON values. */
static const char *
name_kind (const MnrJsonSlice *json)
{
  switch (json->length > 0 ? json->text[0] : '\0')
    {
    case '"':
      return "\"string_type\"";

    case '{':
      return "\"object_type\"";

    case '[':
      return "\"array_type\"";

    case 't':
    case 'f':
      return "\"bool_type\"";

    case 'n':
      return "\"null_type\"";

    case '-':
      return "\"int64_type\"";

    default:
      return "\"uint64_type\"";
    }
}

static void
set_bad_cast (MnrFault *self,
              const char *origin,
              const char *format,
              const MnrJsonSlice *json)
{
  mnr_fault_set (self, 7, "bad_cast_exception", "Bad Cast", format);
  mnr_fault_set_variable (self, "type", name_kind (json));
  self->origin = origin;
}

void
mnr_fault_set_unreadable (MnrFault *self,
                          const MnrJsonCulprit *culprit,
                          const char *message)
{
  const MnrJsonSlice *json = &culprit->json;
  g_autofree char *value = g_strndup (json->text, json->length);
  gboolean is_text = json->length >= 2 && json->text[0] == '"';
  g_autofree char *text = is_text ? g_strndup (json->text + 1, json->length - 2) : NULL;
  MnrKind kind = culprit->type != NULL ? culprit->type->kind : MNR_KIND_NOTHING;

  if (culprit->type == NULL || json->length == 0)
    mnr_fault_set (self, 7, "bad_cast_exception", "Bad Cast", message);
  else if (kind == MNR_KIND_OBJECT_ID && is_text)
    mnr_fault_set_bad_id (self, culprit->type->object_type, text);
  else if (kind == MNR_KIND_OBJECT_ID)
    {
      set_bad_cast (self, "get_string", "Invalid cast from type '${type}' to Object", json);
      mnr_fault_pass (self, "from_variant", "var", value);
    }
  else if ((kind == MNR_KIND_STRUCT || kind == MNR_KIND_EXTENSION) && json->text[0] != '{')
    set_bad_cast (self, "get_object", "Invalid cast from type '${type}' to Object", json);
  else if (kind == MNR_KIND_EXTENSION)
    set_assertion (self, "from_variant", "vtor.count_left == 0: ");
  else if ((kind == MNR_KIND_ARRAY || kind == MNR_KIND_SET || kind == MNR_KIND_VARIANT ||
            kind == MNR_KIND_PAIR || kind == MNR_KIND_NOTHING) &&
           json->text[0] != '[')
    set_bad_cast (self, "get_array", "Invalid cast from ${type} to Array", json);
  else if (kind == MNR_KIND_BOOL && is_text)
    {
      mnr_fault_set (self, 7, "bad_cast_exception", "Bad Cast",
                     "Cannot convert string to bool (only \"true\" or \"false\" can be converted)");
      self->origin = "as_bool";
    }
  else if (kind == MNR_KIND_I64 && is_text)
    set_no_number (self, "to_int64", "Couldn't parse int64_t");
  else if (kind >= MNR_KIND_U8 && kind <= MNR_KIND_U64 && is_text)
    {
      set_no_number (self, "to_uint64", "Couldn't parse uint64_t");
      mnr_fault_pass (self, "to_uint64", "i", value);
      mnr_fault_pass (self, "as_uint64", "*this", value);
    }
  else if (kind == MNR_KIND_PUBLIC_KEY && is_text)
    set_assertion (self, "public_key_type",
                   strlen (text) <= 3 ? "base58str.size() > prefix_len: "
                                      : "fc::ripemd160::hash( (char*) key_data.data(), "
                                        "key_data.size() )._hash[0].value() == bin_key.check: ");
  else if (kind == MNR_KIND_VOTE_ID && is_text && strchr (text, ':') == NULL)
    {
      set_assertion (self, "vote_id_type", "colon != std::string::npos: ");
      mnr_fault_pass (self, "vote_id_type", "serial", value);
    }
  else
    mnr_fault_set (self, 7, "bad_cast_exception", "Bad Cast", message);
}

static void
append_member (GString *out,
               const char *name,
               const char *text)
{
  g_string_append_printf (out, ",\"%s\":", name);
  mnr_json_append_string (out, text);
}

static void
append_entry (const char *level,
              const char *method,
              MnrTime time,
              const char *format,
              const char *data,
              GString *out)
{
  char now[MNR_TIME_TEXT_SIZE];

  g_string_append_printf (out, "{\"context\":{\"level\":\"%s\"", level);
  g_string_append (out, ",\"file\":\"moneyer-practice\",\"line\":0");
  append_member (out, "method", method);
  g_string_append (out, ",\"hostname\":\"\",\"thread_name\":\"main\"");
  append_member (out, "timestamp", mnr_time_format (time, now));
  g_string_append_c (out, '}');
  append_member (out, "format", format);
  g_string_append_printf (out, ",\"data\":%s}", data != NULL ? data : "{}");
}

void
mnr_fault_append_data (const MnrFault *self,
                       const char *method,
                       MnrTime time,
                       GString *out)
{
  g_string_append_printf (out, "{\"code\":%d", self->code);
  append_member (out, "name", self->name);
  append_member (out, "message", self->what);
  g_string_append (out, ",\"stack\":[");
  append_entry ("error", self->origin != NULL ? self->origin : method, time, self->format,
                self->data, out);
  for (guint i = 0; self->passed != NULL && i < self->passed->len; i += 2)
    {
      g_string_append_c (out, ',');
      append_entry ("warn", g_ptr_array_index (self->passed, i), time, "",
                    g_ptr_array_index (self->passed, i + 1), out);
    }
  g_string_append (out, "]}");
}
