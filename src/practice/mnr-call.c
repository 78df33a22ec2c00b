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
mnr_fault_clear (MnrFault *self)
{
  g_clear_pointer (&self->format, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->data, g_free);
}

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

static void
append_member (GString *out,
               const char *name,
               const char *text)
{
  g_string_append_printf (out, ",\"%s\":", name);
  mnr_json_append_string (out, text);
}

void
mnr_fault_append_data (const MnrFault *self,
                       const char *method,
                       MnrTime time,
                       GString *out)
{
  char now[MNR_TIME_TEXT_SIZE];

  g_string_append_printf (out, "{\"code\":%d", self->code);
  append_member (out, "name", self->name);
  append_member (out, "message", self->what);
  g_string_append (out, ",\"stack\":[{\"context\":{\"level\":\"error\",\"file\":"
                        "\"moneyer-practice\",\"line\":0");
  append_member (out, "method", method);
  g_string_append (out, ",\"hostname\":\"\",\"thread_name\":\"main\"");
  append_member (out, "timestamp", mnr_time_format (time, now));
  g_string_append_c (out, '}');
  append_member (out, "format", self->format);
  g_string_append_printf (out, ",\"data\":%s}]}", self->data != NULL ? self->data : "{}");
}

void
mnr_call_append_fault (const MnrCall *self,
                       GString *out)
{
  g_autofree char *message =
    g_strdup_printf ("Execution error: %s: %s", self->fault.what, self->fault.text);

  g_string_append_printf (out, "{\"code\":%d", self->fault.code);
  append_member (out, "message", message);
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
  mnr_fault_clear (&self->fault);
  self->fault = (MnrFault){
    .code = code,
    .name = name,
    .what = what,
    .format = g_strdup (text),
    .text = g_strdup (text),
  };
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
  g_autofree char *placeholder = g_strdup_printf ("${%s}", variable);
  g_autoptr (GString) text = g_string_new (format);
  gsize length = strlen (value);

  mnr_call_fail (self, 10, "assert_exception", "Assert Exception", format);
  if (length >= 2 && value[0] == '"')
    {
      g_autofree char *bare = g_strndup (value + 1, length - 2);

      g_string_replace (text, placeholder, bare, 0);
    }
  else
    g_string_replace (text, placeholder, value, 0);

  g_free (self->fault.text);
  self->fault.text = g_strdup (text->str);
  self->fault.data = g_strdup_printf ("{\"%s\":%s}", variable, value);
  return FALSE;
}

gboolean
mnr_call_bad_cast (MnrCall *self,
                   const GError *error)
{
  return mnr_call_fail (self, 7, "bad_cast_exception", "Bad Cast", error->message);
}

gboolean
mnr_call_refused (MnrCall *self,
                  const GError *error)
{
  MnrLedger *ledger = mnr_blockchain_get_ledger (mnr_network_get_chain (self->network));
  const MnrFinding *finding = mnr_ledger_get_refusal (ledger);
  const char *text;

  if (!g_error_matches (error, MNR_LEDGER_ERROR, MNR_LEDGER_ERROR_REFUSED) || finding == NULL)
    return mnr_call_fail (self, 0, "exception", "unspecified", error->message);

  text = finding->node_text != NULL ? finding->node_text : "";
  if (finding->rule->node_what != NULL)
    return mnr_call_fail (self, finding->rule->node_code, finding->rule->node_name,
                          finding->rule->node_what, text);
  return mnr_call_assert (self, "%s: %s", finding->rule->expression, text);
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

gboolean
mnr_call_read (MnrCall *self,
               guint index,
               const MnrType *type,
               gpointer value)
{
  const MnrJsonSlice *json = get_argument (self, index);
  g_autoptr (GError) error = NULL;

  memset (value, 0, type->size);
  return mnr_json_read (type, json->text, json->length, MNR_PRACTICE_PREFIX, value, &error) ||
         mnr_call_bad_cast (self, error);
}

static char *
read_string (MnrCall *self,
             const MnrJsonSlice *json)
{
  g_auto (MnrJsonReader) reader = { 0 };
  g_autoptr (GError) error = NULL;
  MnrJsonSlice text;

  if (!mnr_json_reader_init (&reader, json->text, json->length, &error) ||
      !mnr_json_reader_string (&reader, &text, NULL, &error))
    {
      mnr_call_bad_cast (self, error);
      return NULL;
    }
  return g_strndup (text.text, text.length);
}

char *
mnr_call_read_string (MnrCall *self,
                      guint index)
{
  return read_string (self, get_argument (self, index));
}

GPtrArray *
mnr_call_read_strings (MnrCall *self,
                       guint index)
{
  g_autoptr (GPtrArray) strings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (MnrJsonSlice));
  const MnrJsonSlice *json = get_argument (self, index);
  g_autoptr (GError) error = NULL;

  if (json->length == 0 || json->text[0] != '[' || !mnr_json_list (json, names, values, &error))
    {
      mnr_call_fail (self, 7, "bad_cast_exception", "Bad Cast", "an array was expected");
      return NULL;
    }

  for (guint i = 0; i < values->len; i++)
    {
      char *text = read_string (self, &g_array_index (values, MnrJsonSlice, i));

      if (text == NULL)
        return NULL;
      g_ptr_array_add (strings, text);
    }
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
                   MnrObjectId *id)
{
  const char *dot = strchr (text, '.');

  if (dot == NULL)
    return mnr_call_assert (self, "first_dot != std::string::npos: Missing the first dot");
  if (strchr (dot + 1, '.') == NULL)
    return mnr_call_assert (self, "second_dot != std::string::npos: Missing the second dot");
  return mnr_object_id_parse (text, strlen (text), id) ||
         mnr_call_fail (self, 4, "parse_error_exception", "Parse Error",
                        "Couldn't parse an object id");
}

gboolean
mnr_call_read_id (MnrCall *self,
                  guint index,
                  MnrObjectId *id)
{
  g_autofree char *text = mnr_call_read_string (self, index);

  return text != NULL && mnr_call_parse_id (self, text, id);
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

  if (!mnr_call_parse_id (self, text, &id))
    return FALSE;
  *object = mnr_object_id_get_type (id) == type ? mnr_store_get (self->store, id) : NULL;
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
    mnr_call_assert (self, "account: no such account");
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
    mnr_call_assert (self, "asset: no such asset");
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
