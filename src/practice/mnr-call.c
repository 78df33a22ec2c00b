/* mnr-call.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-call.h"

#include <gio/gio.h>
#include <stdarg.h>
#include <string.h>

#include "chain/wire/mnr-json.h"
#include "mnr-json-compare.h"

void
mnr_call_clear (MnrCall *self)
{
  if (self->out != NULL)
    g_string_free (self->out, TRUE);
  g_clear_pointer (&self->arguments, g_array_unref);
  mnr_fault_clear (&self->fault);
}

void
mnr_call_append_head (const MnrCall *self,
                      GString *out)
{
  g_string_append (out, "{\"id\":");
  g_string_append_len (out, self->id.text, (gssize) self->id.length);
  if (self->is_version_2)
    g_string_append (out, ",\"jsonrpc\":\"2.0\"");
}

void
mnr_call_append_fault (const MnrCall *self,
                       GString *out)
{
  g_autofree char *message =
    g_strdup_printf ("Execution error: %s: %s", self->fault.what, self->fault.text);

  g_string_append_printf (out, "{\"code\":%d,\"message\":", self->fault.code);
  mnr_json_append_string (out, message);
  g_string_append (out, ",\"data\":");
  mnr_fault_append_data (&self->fault, self->method, mnr_network_get_head (self->network)->time,
                         out);
  g_string_append_c (out, '}');
}

/*
 * Faults
 */

gboolean
mnr_call_fail (MnrCall *self,
               int code,
               const char *name,
               const char *what,
               const char *text)
{
  mnr_fault_set (&self->fault, code, name, what, text);
  return FALSE;
}

gboolean
mnr_call_assert (MnrCall *self,
                 const char *format,
                 ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return mnr_call_fail (self, 10, "assert_exception", "Assert Exception", text);
}

gboolean
mnr_call_assert_with (MnrCall *self,
                      const char *format,
                      const char *variable,
                      const char *value)
{
  mnr_fault_set (&self->fault, 10, "assert_exception", "Assert Exception", format);
  mnr_fault_set_variable (&self->fault, variable, value);
  return FALSE;
}

gboolean
mnr_call_bad_cast (MnrCall *self,
                   const GError *error)
{
  return mnr_call_fail (self, 7, "bad_cast_exception", "Bad Cast", error->message);
}

/*
 * Arguments
 */

static const MnrJsonSlice *
get_argument (const MnrCall *self,
              guint index)
{
  static const MnrJsonSlice null = { "null", 4 };

  return index < self->arguments->len ? &g_array_index (self->arguments, MnrJsonSlice, index)
                                      : &null;
}

gboolean
mnr_call_has (const MnrCall *self,
              guint index)
{
  return !mnr_json_slice_equal (get_argument (self, index), "null");
}

static gboolean
read_json (MnrCall *self,
           const MnrJsonSlice *json,
           const MnrType *type,
           gpointer value)
{
  g_autoptr (GError) error = NULL;
  MnrJsonCulprit culprit;

  memset (value, 0, type->size);
  if (mnr_json_read_as_node (type, json->text, json->length, MNR_PRACTICE_PREFIX, value, &culprit,
                             &error))
    return TRUE;
  mnr_fault_set_unreadable (&self->fault, &culprit, error->message);
  return FALSE;
}

gboolean
mnr_call_read (MnrCall *self,
               guint index,
               const MnrType *type,
               gpointer value)
{
  return read_json (self, get_argument (self, index), type, value);
}

char *
mnr_call_read_string (MnrCall *self,
                      guint index)
{
  char *text = NULL;

  if (!mnr_call_read (self, index, &mnr_type_string, &text))
    return NULL;
  return text != NULL ? text : g_strdup ("");
}

GPtrArray *
mnr_call_read_strings (MnrCall *self,
                       guint index)
{
  static const MnrType strings_type = MNR_ARRAY_TYPE (mnr_type_string);
  g_autoptr (GPtrArray) strings = g_ptr_array_new_with_free_func (g_free);
  MNR_ARRAY (char *)
  texts = { 0 };

  if (!mnr_call_read (self, index, &strings_type, &texts))
    return NULL;

  for (gsize i = 0; i < texts.len; i++)
    {
      g_ptr_array_add (strings, texts.items[i] != NULL ? texts.items[i] : g_strdup (""));
      texts.items[i] = NULL;
    }
  mnr_value_clear (&strings_type, &texts);
  return g_steal_pointer (&strings);
}

gboolean
mnr_call_read_number (MnrCall *self,
                      guint index,
                      guint64 maximum,
                      guint64 *value)
{
  if (!mnr_call_read (self, index, &mnr_type_u64, value))
    return FALSE;
  return *value <= maximum ||
         mnr_call_fail (self, 8, "out_of_range_exception", "Out of Range", "number too large");
}

gboolean
mnr_call_read_limit (MnrCall *self,
                     guint index,
                     guint maximum,
                     guint *limit)
{
  guint64 value;

  if (!mnr_call_read_number (self, index, G_MAXUINT64, &value))
    return FALSE;
  if (value > maximum)
    {
      g_autofree char *text = g_strdup_printf ("%u", maximum);

      return mnr_call_assert_with (self,
                                   "limit <= configured_limit: limit can not be greater than "
                                   "${configured_limit}",
                                   "configured_limit", text);
    }
  *limit = (guint) value;
  return TRUE;
}

gboolean
mnr_call_read_optional_limit (MnrCall *self,
                              guint index,
                              guint maximum,
                              guint *limit)
{
  return !mnr_call_has (self, index) || mnr_call_read_limit (self, index, maximum, limit);
}

gboolean
mnr_call_parse_id (MnrCall *self,
                   const char *text,
                   guint16 type,
                   MnrObjectId *id)
{
  return (mnr_object_id_parse (text, strlen (text), id) &&
          (type == 0 || mnr_object_id_get_type (*id) == type)) ||
         mnr_fault_set_bad_id (&self->fault, type, text);
}

gboolean
mnr_call_read_id (MnrCall *self,
                  guint index,
                  guint16 type,
                  MnrObjectId *id)
{
  const MnrType id_type = {
    .kind = MNR_KIND_OBJECT_ID,
    .size = sizeof (MnrObjectId),
    .object_type = type,
  };

  return mnr_call_read (self, index, &id_type, id);
}

/* Whether a text is an id, because it begins with a digit; then @object is
 * what has it, if that is of the kind. */
static gboolean
is_id (const char *text)
{
  return g_ascii_isdigit (text[0]);
}

static gboolean
find_by_id (MnrCall *self,
            const char *text,
            MnrObjectType type,
            gconstpointer *object)
{
  MnrObjectId id;

  if (!mnr_call_parse_id (self, text, type, &id))
    return FALSE;
  *object = mnr_store_get (self->store, id);
  return TRUE;
}

gboolean
mnr_call_find_account (MnrCall *self,
                       const char *text,
                       const MnrAccount **account)
{
  gconstpointer object;

  if (!is_id (text))
    {
      *account = mnr_store_find_account (self->store, text);
      return TRUE;
    }
  if (!find_by_id (self, text, MNR_OBJECT_ACCOUNT, &object))
    return FALSE;
  *account = object;
  return TRUE;
}

gboolean
mnr_call_find_asset (MnrCall *self,
                     const char *text,
                     const MnrAsset **asset)
{
  gconstpointer object;

  if (!is_id (text))
    {
      *asset = mnr_store_find_asset (self->store, text);
      return TRUE;
    }
  if (!find_by_id (self, text, MNR_OBJECT_ASSET, &object))
    return FALSE;
  *asset = object;
  return TRUE;
}

const MnrAccount *
mnr_call_read_account (MnrCall *self,
                       guint index)
{
  g_autofree char *text = mnr_call_read_string (self, index);
  const MnrAccount *account;

  if (text == NULL || !mnr_call_find_account (self, text, &account))
    return NULL;
  if (account == NULL)
    {
      mnr_call_assert (self, "account_ptr: no such account");
      self->fault.origin = "get_account_from_string";
    }
  return account;
}

const MnrAsset *
mnr_call_read_asset (MnrCall *self,
                     guint index)
{
  g_autofree char *text = mnr_call_read_string (self, index);
  const MnrAsset *asset;

  if (text == NULL || !mnr_call_find_asset (self, text, &asset))
    return NULL;
  if (asset == NULL)
    {
      mnr_call_assert (self, "asset_ptr: no such asset");
      self->fault.origin = "get_asset_from_string";
    }
  return asset;
}

/*
 * Results
 */

void
mnr_call_separate (MnrCall *self)
{
  char last = self->out->len > 0 ? self->out->str[self->out->len - 1] : '[';

  if (last != '[' && last != '{' && last != ':')
    g_string_append_c (self->out, ',');
}

void
mnr_call_write (MnrCall *self,
                const MnrType *type,
                gconstpointer value)
{
  mnr_call_separate (self);
  mnr_json_write (type, value, MNR_PRACTICE_PREFIX, self->out);
}

void
mnr_call_write_object (MnrCall *self,
                       gconstpointer object)
{
  if (object != NULL)
    {
      mnr_call_write (self, mnr_object_get_struct (*(const MnrObjectId *) object), object);
      return;
    }
  mnr_call_separate (self);
  g_string_append (self->out, "null");
}

void
mnr_call_write_string (MnrCall *self,
                       const char *text)
{
  mnr_call_separate (self);
  mnr_json_append_string (self->out, text);
}

void
mnr_call_write_id (MnrCall *self,
                   MnrObjectId id)
{
  char text[MNR_OBJECT_ID_TEXT_SIZE];

  mnr_call_write_string (self, mnr_object_id_format (id, text));
}

void
mnr_call_write_time (MnrCall *self,
                     MnrTime time)
{
  char text[MNR_TIME_TEXT_SIZE];

  mnr_call_write_string (self, mnr_time_format (time, text));
}

void
mnr_call_member (MnrCall *self,
                 const char *name)
{
  mnr_call_write_string (self, name);
  g_string_append_c (self->out, ':');
}

gboolean
mnr_call_write_resource (MnrCall *self,
                         const char *name)
{
  g_autofree char *path = g_strconcat ("/io/github/moneyer/practice/", name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  const char *text;
  gsize length;

  if (bytes == NULL)
    return mnr_call_fail (self, 0, "exception", "unspecified", error->message);
  text = g_bytes_get_data (bytes, &length);
  g_string_append_len (self->out, text, (gssize) length);
  return TRUE;
}
