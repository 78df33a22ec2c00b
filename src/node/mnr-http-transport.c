/* mnr-http-transport.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-http-transport.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mnr-curl-source.h"
#include "mnr-http.h"
#include "mnr-node-error.h"

struct _MnrHttpTransport
{
  MnrTransport parent_instance;

  char *url;
  char *ca_file;
  MnrHttpLimits limits;
  MnrCurlSource *curl; /* held so that connections are kept between requests */
  GCancellable *cancellable;
  GSource *opening;
};

/* A text under way. */
typedef struct
{
  MnrHttpTransport *transport;
  guint64 tag;
} Text;

G_DEFINE_FINAL_TYPE (MnrHttpTransport, mnr_http_transport, MNR_TYPE_TRANSPORT)

static void
stop_opening (MnrHttpTransport *self)
{
  if (self->opening != NULL)
    g_source_destroy (self->opening);
  g_clear_pointer (&self->opening, g_source_unref);
}

static gboolean
on_opening (gpointer user_data)
{
  g_autoptr (MnrHttpTransport) self = g_object_ref (user_data);

  stop_opening (self);
  mnr_transport_tell_opened (MNR_TRANSPORT (self));
  return G_SOURCE_REMOVE;
}

/* There is no line to be opened: who cannot be reached will be found out by
 * the first text. */
static void
mnr_http_transport_open (MnrTransport *transport)
{
  MnrHttpTransport *self = MNR_HTTP_TRANSPORT (transport);
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  self->curl = mnr_curl_source_acquire ();
  self->opening = g_idle_source_new ();
  g_source_set_priority (self->opening, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->opening, on_opening, self, NULL);
  g_source_attach (self->opening, context);
}

/* Errors come as JSON too, with the status 400 or 500 (protocol.md 9.1). */
static gboolean
looks_like_json (GBytes *answer)
{
  gsize length;
  const char *text = g_bytes_get_data (answer, &length);

  for (gsize i = 0; i < length; i++)
    if (strchr (" \t\r\n", text[i]) == NULL)
      return text[i] == '{';
  return FALSE;
}

static void
on_answer (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autofree Text *text = user_data;
  g_autoptr (MnrHttpTransport) self = text->transport;
  g_autoptr (GError) error = NULL;
  guint status;
  g_autoptr (GBytes) answer = mnr_http_post_finish (result, &status, &error);

  if (answer != NULL && !looks_like_json (answer))
    g_set_error (&error, MNR_NODE_ERROR, MNR_NODE_ERROR_PROTOCOL,
                 _ ("%s does not answer like a node (HTTP status %u)."), self->url, status);
  if (error != NULL)
    mnr_transport_tell_failed (MNR_TRANSPORT (self), text->tag, error);
  else
    mnr_transport_tell_received (MNR_TRANSPORT (self), text->tag,
                                 g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
}

static void
mnr_http_transport_send (MnrTransport *transport,
                         guint64 tag,
                         const char *text)
{
  MnrHttpTransport *self = MNR_HTTP_TRANSPORT (transport);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  Text *under_way = g_new (Text, 1);

  *under_way = (Text){ g_object_ref (self), tag };
  mnr_http_post_async (self->url, "application/json", body, &self->limits, self->cancellable,
                       on_answer, under_way);
}

static void
mnr_http_transport_close (MnrTransport *transport)
{
  MnrHttpTransport *self = MNR_HTTP_TRANSPORT (transport);

  stop_opening (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->curl, mnr_curl_source_release);
}

static void
mnr_http_transport_finalize (GObject *object)
{
  MnrHttpTransport *self = MNR_HTTP_TRANSPORT (object);

  stop_opening (self);
  g_clear_pointer (&self->curl, mnr_curl_source_release);
  g_object_unref (self->cancellable);
  g_free (self->url);
  g_free (self->ca_file);
  G_OBJECT_CLASS (mnr_http_transport_parent_class)->finalize (object);
}

static void
mnr_http_transport_class_init (MnrHttpTransportClass *class)
{
  MnrTransportClass *transport_class = MNR_TRANSPORT_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = mnr_http_transport_finalize;
  transport_class->open = mnr_http_transport_open;
  transport_class->send = mnr_http_transport_send;
  transport_class->close = mnr_http_transport_close;
}

static void
mnr_http_transport_init (MnrHttpTransport *self)
{
  self->cancellable = g_cancellable_new ();
}

MnrTransport *
mnr_http_transport_new (const char *url,
                        const MnrNodeOptions *options)
{
  MnrHttpTransport *self = g_object_new (MNR_TYPE_HTTP_TRANSPORT, NULL);

  self->url = g_strdup (url);
  self->ca_file = g_strdup (options->ca_file);
  self->limits = (MnrHttpLimits){
    .connect_timeout = options->connect_timeout,
    .total_timeout = options->call_timeout,
    .size_max = options->size_max,
    .ca_file = self->ca_file,
  };
  return MNR_TRANSPORT (self);
}
