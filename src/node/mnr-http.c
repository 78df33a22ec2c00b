/* mnr-http.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-http.h"

#include <string.h>

#include "mnr-curl-source.h"

/* A request under way; the data of its task. */
typedef struct
{
  MnrCurlSource *curl;
  CURL *easy;
  MnrCurlTransfer transfer;
  struct curl_slist *headers;
  GSource *cancel;
  char *url;
  GBytes *body;
  gsize sent; /* bytes of body */
  GByteArray *answer;
  gsize size_max;
  gboolean too_large;
  long status;
  char message[CURL_ERROR_SIZE];
} Request;

/* Takes it off the line; what came stays. */
static void
request_stop (Request *self)
{
  if (self->easy != NULL)
    mnr_curl_source_remove (self->curl, g_steal_pointer (&self->easy));
  if (self->cancel != NULL)
    g_source_destroy (self->cancel);
  g_clear_pointer (&self->cancel, g_source_unref);
}

static void
request_free (gpointer data)
{
  Request *self = data;

  request_stop (self);
  mnr_curl_source_release (self->curl);
  curl_slist_free_all (self->headers);
  g_free (self->url);
  g_bytes_unref (self->body);
  g_byte_array_unref (self->answer);
  g_free (self);
}

static size_t
on_data (char *data,
         size_t size,
         size_t count,
         void *user_data)
{
  Request *self = user_data;
  gsize length = size * count;

  self->too_large = length > self->size_max - self->answer->len;
  if (self->too_large)
    return CURL_WRITEFUNC_ERROR;
  g_byte_array_append (self->answer, (const guint8 *) data, (guint) length);
  return length;
}

/* Given all at once, the body would be sent a second time by curl itself where a
 * connection from before turns out dead; what may be asked twice is not for it
 * to know. This way it cannot go back. */
static size_t
on_read (char *data,
         size_t size,
         size_t count,
         void *user_data)
{
  Request *self = user_data;
  gsize left = g_bytes_get_size (self->body) - self->sent;
  gsize length = MIN (size * count, left);

  if (length > 0)
    memcpy (data, (const char *) g_bytes_get_data (self->body, NULL) + self->sent, length);
  self->sent += length;
  return length;
}

static void
on_done (CURLcode code,
         gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *self = g_task_get_task_data (task);

  curl_easy_getinfo (self->easy, CURLINFO_RESPONSE_CODE, &self->status);
  request_stop (self);
  if (self->too_large)
    code = CURLE_FILESIZE_EXCEEDED;
  if (code != CURLE_OK)
    g_task_return_error (task, mnr_curl_error_new (self->url, code, self->message));
  else
    g_task_return_pointer (task,
                           g_byte_array_free_to_bytes (g_byte_array_ref (self->answer)),
                           (GDestroyNotify) g_bytes_unref);
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  request_stop (g_task_get_task_data (task));
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

static void
set_options (Request *self,
             const char *content_type,
             const MnrHttpLimits *limits)
{
  g_autofree char *type = g_strdup_printf ("Content-Type: %s", content_type);
  gsize size = g_bytes_get_size (self->body);

  self->headers = curl_slist_append (NULL, type);
  /* Without it curl would ask first whether a long body is welcome. */
  self->headers = curl_slist_append (self->headers, "Expect:");
  curl_easy_setopt (self->easy, CURLOPT_HTTPHEADER, self->headers);
  curl_easy_setopt (self->easy, CURLOPT_POST, 1L);
  curl_easy_setopt (self->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t) size);
  curl_easy_setopt (self->easy, CURLOPT_READFUNCTION, on_read);
  curl_easy_setopt (self->easy, CURLOPT_READDATA, self);
  /* A node itself, with no proxy before it, ends the connection after each answer
   * without having said so, and the next request would run into that. */
  if (g_str_has_prefix (self->url, "http:"))
    {
      curl_easy_setopt (self->easy, CURLOPT_FRESH_CONNECT, 1L);
      curl_easy_setopt (self->easy, CURLOPT_FORBID_REUSE, 1L);
    }
  curl_easy_setopt (self->easy, CURLOPT_CONNECTTIMEOUT_MS, (long) limits->connect_timeout);
  curl_easy_setopt (self->easy, CURLOPT_TIMEOUT_MS, (long) limits->total_timeout);
  curl_easy_setopt (self->easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t) limits->size_max);
  curl_easy_setopt (self->easy, CURLOPT_WRITEFUNCTION, on_data);
  curl_easy_setopt (self->easy, CURLOPT_WRITEDATA, self);
}

void
mnr_http_post_async (const char *url,
                     const char *content_type,
                     GBytes *body,
                     const MnrHttpLimits *limits,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Request *self = g_new0 (Request, 1);

  self->url = g_strdup (url);
  self->body = g_bytes_ref (body);
  self->answer = g_byte_array_new ();
  self->size_max = MIN (limits->size_max, G_MAXUINT / 2);
  self->curl = mnr_curl_source_acquire ();
  self->transfer = (MnrCurlTransfer){ on_done, task };
  g_task_set_source_tag (task, mnr_http_post_async);
  g_task_set_task_data (task, self, request_free);
  if (g_task_return_error_if_cancelled (task))
    {
      g_object_unref (task);
      return;
    }

  self->easy = mnr_curl_source_new_easy (url, limits->ca_file, self->message);
  set_options (self, content_type, limits);
  if (cancellable != NULL)
    {
      self->cancel = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->cancel, G_SOURCE_FUNC (on_cancelled), task, NULL);
      g_source_attach (self->cancel, g_task_get_context (task));
    }
  mnr_curl_source_add (self->curl, self->easy, &self->transfer);
}

GBytes *
mnr_http_post_finish (GAsyncResult *result,
                      guint *status,
                      GError **error)
{
  const Request *request = g_task_get_task_data (G_TASK (result));

  if (status != NULL)
    *status = (guint) request->status;
  return g_task_propagate_pointer (G_TASK (result), error);
}
