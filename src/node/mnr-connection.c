/* mnr-connection.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-connection.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/wire/mnr-json-reader.h"
#include "mnr-transport.h"

struct _MnrConnection
{
  GObject parent_instance;

  char *url;
  char *ca_file;
  MnrNodeOptions options;
  MnrTransport *transport;
  GTask *opening;
  gboolean is_open;
  guint64 last_id;
  gint64 heard;         /* when the last message came */
  GHashTable *calls;    /* id to Call */
  GHashTable *given_up; /* ids whose answer may still come, but for nobody */
};

/* A call under way; the data of its task. */
typedef struct
{
  MnrConnection *connection;
  GTask *task;
  guint64 id;
  gint64 asked;
  GSource *timer;
  GSource *cancel;
} Call;

/* A message of the node. A member that is missing has length 0. */
typedef struct
{
  MnrJsonSlice id, result, error, method, params;
} Message;

enum
{
  NOTICE,
  CLOSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MnrConnection, mnr_connection, G_TYPE_OBJECT)

/*
 * Calls
 */

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
source_free (gpointer data)
{
  GSource *source = data;

  clear_source (&source);
}

static void
call_free (gpointer data)
{
  Call *self = data;

  clear_source (&self->timer);
  clear_source (&self->cancel);
  g_clear_object (&self->task);
  g_free (self);
}

/* Takes a call out, to be ended by who asked for it. */
static GTask *
take_call (MnrConnection *self,
           guint64 id)
{
  Call *call;
  GTask *task;

  if (!g_hash_table_steal_extended (self->calls, &id, NULL, (gpointer *) &call))
    return NULL;
  task = g_steal_pointer (&call->task);
  call_free (call);
  return task;
}

static void
give_up (MnrConnection *self,
         guint64 id)
{
  guint64 *key = g_new (guint64, 1);

  *key = id;
  g_hash_table_add (self->given_up, key);
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer user_data)
{
  const Call *call = user_data;
  g_autoptr (MnrConnection) self = g_object_ref (call->connection);
  guint64 id = call->id;
  g_autoptr (GTask) task = take_call (self, id);

  give_up (self, id);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

/* Ends all calls with a copy of @error. */
static void
fail_calls (MnrConnection *self,
            const GError *error)
{
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer value;

  /* Who is told may call again: first all are taken out. */
  g_hash_table_iter_init (&iter, self->calls);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Call *call = value;

      g_ptr_array_add (tasks, g_steal_pointer (&call->task));
    }
  g_hash_table_remove_all (self->calls);
  for (guint i = 0; i < tasks->len; i++)
    g_task_return_error (g_ptr_array_index (tasks, i), g_error_copy (error));
}

/* Ends everything; whether the listeners are told is up to who calls. */
static void
end (MnrConnection *self,
     const GError *error)
{
  GTask *opening = g_steal_pointer (&self->opening);

  self->is_open = FALSE;
  if (self->transport != NULL)
    mnr_transport_close (self->transport);
  if (opening != NULL)
    g_task_return_error (opening, g_error_copy (error));
  g_clear_object (&opening);
  fail_calls (self, error);
}

/* The line is of no use any more. */
static void
lose (MnrConnection *self,
      const GError *error)
{
  gboolean was_open = self->is_open;

  end (self, error);
  if (was_open)
    g_signal_emit (self, signals[CLOSED], 0, error);
}

static gboolean
on_timeout (gpointer user_data)
{
  const Call *call = user_data;
  g_autoptr (MnrConnection) self = g_object_ref (call->connection);
  g_autoptr (GError) error =
    g_error_new (MNR_NODE_ERROR, MNR_NODE_ERROR_TIMEOUT, _ ("%s did not answer in time."),
                 self->url);
  g_autoptr (GTask) task = NULL;
  guint64 id = call->id;

  /* Who said nothing else meanwhile is not slow but gone. */
  if (mnr_connection_has_notices (self) && self->heard < call->asked)
    {
      lose (self, error);
      return G_SOURCE_REMOVE;
    }
  task = take_call (self, id);
  give_up (self, id);
  g_task_return_error (task, g_error_copy (error));
  return G_SOURCE_REMOVE;
}

/*
 * Messages
 */

static gboolean
read_message (MnrConnection *self,
              const char *text,
              gsize length,
              Message *message,
              GError **error)
{
  const struct
  {
    const char *name;
    MnrJsonSlice *value;
  } members[] = {
    { "id", &message->id },
    { "result", &message->result },
    { "error", &message->error },
    { "method", &message->method },
    { "params", &message->params },
  };
  g_auto (MnrJsonReader) reader = { 0 };
  MnrJsonSlice name, value;
  gsize count = 0;
  gboolean more;

  if (!mnr_json_reader_init (&reader, text, length, error) ||
      !mnr_json_reader_open (&reader, '{', NULL, error))
    return FALSE;
  while (mnr_json_reader_next (&reader, '}', &count, &more, NULL, error))
    {
      MnrJsonSlice *place = NULL;

      if (!more)
        return mnr_json_reader_finish (&reader, error);
      if (!mnr_json_reader_name (&reader, &name, NULL, error))
        return FALSE;
      for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
        if (mnr_json_slice_equal (&name, members[i].name))
          place = members[i].value;
      if (!mnr_json_reader_skip (&reader, &value, NULL, error))
        return FALSE;
      if (place != NULL)
        *place = value;
    }
  return FALSE;
}

static gboolean
read_u64 (const MnrJsonSlice *json,
          guint64 *number)
{
  char text[24];

  if (json->length == 0 || json->length >= sizeof text)
    return FALSE;
  memcpy (text, json->text, json->length);
  text[json->length] = '\0';
  return g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, number, NULL);
}

/* Reads [CALLBACK, [payload, ...]]. */
static gboolean
read_notice (const MnrJsonSlice *params,
             guint64 *callback,
             MnrJsonSlice *payload)
{
  g_auto (MnrJsonReader) reader = { 0 };
  MnrJsonSlice number;
  gsize count = 0;
  gboolean more;

  return params->length > 0 &&
         mnr_json_reader_init (&reader, params->text, params->length, NULL) &&
         mnr_json_reader_open (&reader, '[', NULL, NULL) &&
         mnr_json_reader_next (&reader, ']', &count, &more, NULL, NULL) && more &&
         mnr_json_reader_number (&reader, &number, NULL, NULL) && read_u64 (&number, callback) &&
         mnr_json_reader_next (&reader, ']', &count, &more, NULL, NULL) && more &&
         mnr_json_reader_open (&reader, '[', NULL, NULL) &&
         mnr_json_reader_next (&reader, ']', &(gsize){ 0 }, &more, NULL, NULL) && more &&
         mnr_json_reader_skip (&reader, payload, NULL, NULL);
}

static gboolean
take_notice (MnrConnection *self,
             const Message *message)
{
  g_autofree char *text = NULL;
  MnrJsonSlice payload;
  guint64 callback;

  if (!mnr_json_slice_equal (&message->method, "\"notice\"") ||
      !read_notice (&message->params, &callback, &payload))
    return FALSE;
  text = g_strndup (payload.text, payload.length);
  g_signal_emit (self, signals[NOTICE], 0, callback, text);
  return TRUE;
}

static gboolean
take_answer (MnrConnection *self,
             guint64 tag,
             const Message *message)
{
  g_autoptr (GTask) task = NULL;
  guint64 id;

  if ((message->result.length > 0) == (message->error.length > 0) ||
      (message->error.length > 0 && message->error.text[0] != '{'))
    return FALSE;
  /* What HTTP cannot read at all it answers without an id. */
  if (tag != 0 && message->error.length > 0 && mnr_json_slice_equal (&message->id, "null"))
    id = tag;
  else if (!read_u64 (&message->id, &id) || (tag != 0 && id != tag))
    return FALSE;

  task = take_call (self, id);
  if (task == NULL)
    return g_hash_table_remove (self->given_up, &id);
  if (message->error.length > 0)
    g_task_return_error (task, mnr_node_error_new_refused (self->url, message->error.text,
                                                           message->error.length));
  else
    {
      /* With a NUL behind it that does not count. */
      gsize length = message->result.length;
      char *text = g_strndup (message->result.text, length);

      g_task_return_pointer (task, g_bytes_new_with_free_func (text, length, g_free, text),
                             (GDestroyNotify) g_bytes_unref);
    }
  return TRUE;
}

/*
 * What the transport tells
 */

static void
on_opened (gpointer user_data)
{
  g_autoptr (MnrConnection) self = g_object_ref (user_data);
  g_autoptr (GTask) opening = g_steal_pointer (&self->opening);

  self->is_open = TRUE;
  g_task_return_boolean (opening, TRUE);
}

static void
on_failed (guint64 tag,
           const GError *error,
           gpointer user_data)
{
  g_autoptr (MnrConnection) self = g_object_ref (user_data);
  g_autoptr (GTask) task = take_call (self, tag);

  if (task != NULL)
    g_task_return_error (task, g_error_copy (error));
  else
    g_hash_table_remove (self->given_up, &tag);
}

static void
on_received (guint64 tag,
             const char *text,
             gsize length,
             gpointer user_data)
{
  g_autoptr (MnrConnection) self = g_object_ref (user_data);
  g_autoptr (GError) wrong = NULL;
  g_autoptr (GError) error = NULL;
  Message message = { 0 };
  gboolean good = read_message (self, text, length, &message, &wrong);

  self->heard = g_get_monotonic_time ();
  if (good && message.id.length == 0 && tag == 0)
    good = take_notice (self, &message);
  else if (good)
    good = take_answer (self, tag, &message);
  if (good)
    return;

  if (wrong != NULL)
    error = g_error_new (MNR_NODE_ERROR, MNR_NODE_ERROR_PROTOCOL,
                         _ ("%s sent what is not JSON (%s)."), self->url, wrong->message);
  else
    error = g_error_new (MNR_NODE_ERROR, MNR_NODE_ERROR_PROTOCOL,
                         _ ("%s sent an answer that belongs to no question."), self->url);
  if (tag != 0)
    on_failed (tag, error, self);
  else
    lose (self, error);
}

static void
on_closed (const GError *error,
           gpointer user_data)
{
  g_autoptr (MnrConnection) self = g_object_ref (user_data);

  lose (self, error);
}

/*
 * The whole
 */

static gboolean
on_open_cancelled (GCancellable *cancellable,
                   gpointer user_data)
{
  g_autoptr (MnrConnection) self = g_object_ref (user_data);

  mnr_connection_close (self);
  return G_SOURCE_REMOVE;
}

void
mnr_connection_open_async (MnrConnection *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  static const MnrTransportEvents events = { on_opened, on_received, on_failed, on_closed };
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;

  g_return_if_fail (self->transport == NULL);

  g_task_set_source_tag (task, mnr_connection_open_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  self->transport = mnr_transport_new (self->url, &self->options, &error);
  if (self->transport == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (cancellable != NULL)
    {
      GSource *source = g_cancellable_source_new (cancellable);

      g_source_set_callback (source, G_SOURCE_FUNC (on_open_cancelled), self, NULL);
      g_source_attach (source, g_task_get_context (task));
      g_task_set_task_data (task, source, source_free);
    }
  self->opening = g_steal_pointer (&task);
  mnr_transport_open (self->transport, &events, self);
}

gboolean
mnr_connection_open_finish (MnrConnection *self,
                            GAsyncResult *result,
                            GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static GSource *
attach (GSource *source,
        GSourceFunc function,
        Call *call)
{
  g_source_set_callback (source, function, call, NULL);
  g_source_attach (source, g_task_get_context (call->task));
  return source;
}

void
mnr_connection_call_async (MnrConnection *self,
                           const char *api,
                           const char *method,
                           const char *params,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GString) text = NULL;
  Call *call;

  g_task_set_source_tag (task, mnr_connection_call_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (!self->is_open)
    {
      g_task_return_new_error (task, MNR_NODE_ERROR, MNR_NODE_ERROR_CLOSED,
                               _ ("There is no connection to %s."), self->url);
      return;
    }

  call = g_new0 (Call, 1);
  call->connection = self;
  call->id = ++self->last_id;
  call->asked = g_get_monotonic_time ();
  call->task = g_steal_pointer (&task);
  call->timer = attach (g_timeout_source_new (self->options.call_timeout), on_timeout, call);
  if (cancellable != NULL)
    call->cancel = attach (g_cancellable_source_new (cancellable), G_SOURCE_FUNC (on_cancelled),
                           call);
  g_hash_table_insert (self->calls, &call->id, call);

  text = g_string_new (NULL);
  g_string_append_printf (text, "{\"jsonrpc\":\"2.0\",\"id\":%" G_GUINT64_FORMAT, call->id);
  g_string_append (text, ",\"method\":\"call\",\"params\":[");
  mnr_json_append_string (text, api);
  g_string_append_c (text, ',');
  mnr_json_append_string (text, method);
  g_string_append_printf (text, ",%s]}", params);
  mnr_transport_send (self->transport, call->id, text->str);
}

GBytes *
mnr_connection_call_finish (MnrConnection *self,
                            GAsyncResult *result,
                            GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
mnr_connection_close (MnrConnection *self)
{
  G_GNUC_UNUSED g_autoptr (MnrConnection) held = g_object_ref (self);
  g_autoptr (GError) error =
    g_error_new (MNR_NODE_ERROR, MNR_NODE_ERROR_CLOSED,
                 _ ("The connection to %s was closed before the answer came."), self->url);

  end (self, error);
}

gboolean
mnr_connection_is_open (MnrConnection *self)
{
  return self->is_open;
}

gboolean
mnr_connection_has_notices (MnrConnection *self)
{
  return g_str_has_prefix (self->url, "ws");
}

const char *
mnr_connection_get_url (MnrConnection *self)
{
  return self->url;
}

/* No call is under way then: each holds us. */
static void
mnr_connection_finalize (GObject *object)
{
  MnrConnection *self = MNR_CONNECTION (object);

  if (self->transport != NULL)
    mnr_transport_close (self->transport);
  g_clear_object (&self->transport);
  g_hash_table_unref (self->calls);
  g_hash_table_unref (self->given_up);
  g_free (self->url);
  g_free (self->ca_file);
  G_OBJECT_CLASS (mnr_connection_parent_class)->finalize (object);
}

static void
mnr_connection_class_init (MnrConnectionClass *class)
{
  GType type = G_TYPE_FROM_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = mnr_connection_finalize;
  signals[NOTICE] = g_signal_new ("notice", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_UINT64, G_TYPE_STRING);
  signals[CLOSED] = g_signal_new ("closed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
mnr_connection_init (MnrConnection *self)
{
  self->calls = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, call_free);
  self->given_up = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

MnrConnection *
mnr_connection_new (const char *url,
                    const MnrNodeOptions *options)
{
  MnrConnection *self = g_object_new (MNR_TYPE_CONNECTION, NULL);

  self->url = g_strdup (url);
  self->ca_file = g_strdup (options->ca_file);
  self->options = *options;
  self->options.ca_file = self->ca_file;
  return self;
}
