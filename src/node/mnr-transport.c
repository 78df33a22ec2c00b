/* mnr-transport.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-transport.h"

#include <glib/gi18n-lib.h>

#include "mnr-http-transport.h"
#include "mnr-node-error.h"
#include "mnr-websocket.h"

typedef struct
{
  const MnrTransportEvents *events; /* NULL when nothing is to be told any more */
  gpointer user_data;
} MnrTransportPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (MnrTransport, mnr_transport, G_TYPE_OBJECT)

static void
mnr_transport_class_init (MnrTransportClass *class)
{
}

static void
mnr_transport_init (MnrTransport *self)
{
}

MnrTransport *
mnr_transport_new (const char *url,
                   const MnrNodeOptions *options,
                   GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED | G_URI_FLAGS_HAS_PASSWORD, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : "";

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    g_set_error (error, MNR_NODE_ERROR, MNR_NODE_ERROR_CONNECT,
                 _ ("“%s” is not the address of a node."), url);
  else if (g_uri_get_userinfo (uri) != NULL)
    g_set_error (error, MNR_NODE_ERROR, MNR_NODE_ERROR_CONNECT,
                 _ ("The address of a node on %s holds a name or password, which Moneyer "
                    "does not use."),
                 g_uri_get_host (uri));
  else if (g_str_equal (scheme, "ws") || g_str_equal (scheme, "wss"))
    return mnr_websocket_new (url, uri, options);
  else if (g_str_equal (scheme, "http") || g_str_equal (scheme, "https"))
    return mnr_http_transport_new (url, options);
  else
    g_set_error (error, MNR_NODE_ERROR, MNR_NODE_ERROR_CONNECT,
                 _ ("“%s” is not the address of a node: those begin with wss:, ws:, https: or "
                    "http:."),
                 url);
  return NULL;
}

void
mnr_transport_open (MnrTransport *self,
                    const MnrTransportEvents *events,
                    gpointer user_data)
{
  MnrTransportPrivate *priv = mnr_transport_get_instance_private (self);

  priv->events = events;
  priv->user_data = user_data;
  MNR_TRANSPORT_GET_CLASS (self)->open (self);
}

void
mnr_transport_send (MnrTransport *self,
                    guint64 tag,
                    const char *text)
{
  MNR_TRANSPORT_GET_CLASS (self)->send (self, tag, text);
}

void
mnr_transport_close (MnrTransport *self)
{
  MnrTransportPrivate *priv = mnr_transport_get_instance_private (self);

  priv->events = NULL;
  MNR_TRANSPORT_GET_CLASS (self)->close (self);
}

void
mnr_transport_tell_opened (MnrTransport *self)
{
  MnrTransportPrivate *priv = mnr_transport_get_instance_private (self);

  if (priv->events != NULL)
    priv->events->opened (priv->user_data);
}

void
mnr_transport_tell_received (MnrTransport *self,
                             guint64 tag,
                             const char *text,
                             gsize length)
{
  MnrTransportPrivate *priv = mnr_transport_get_instance_private (self);

  if (priv->events != NULL)
    priv->events->received (tag, text, length, priv->user_data);
}

void
mnr_transport_tell_failed (MnrTransport *self,
                           guint64 tag,
                           const GError *error)
{
  MnrTransportPrivate *priv = mnr_transport_get_instance_private (self);

  if (priv->events != NULL)
    priv->events->failed (tag, error, priv->user_data);
}

void
mnr_transport_tell_closed (MnrTransport *self,
                           const GError *error)
{
  MnrTransportPrivate *priv = mnr_transport_get_instance_private (self);
  const MnrTransportEvents *events = g_steal_pointer (&priv->events);

  if (events != NULL)
    events->closed (error, priv->user_data);
}
