/* mnr-websocket-handshake.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-websocket-handshake.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/random.h>

#include "chain/values/mnr-text.h"
#include "config.h"
#include "mnr-node-error.h"

/* What the server appends to the key (RFC 6455, 1.3). */
#define KEY_SUFFIX "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

char *
mnr_websocket_make_key (void)
{
  guint8 nonce[16];

  /* So few bytes come whole, and fail only where there is no such call. */
  if (getrandom (nonce, sizeof nonce, 0) != sizeof nonce)
    g_error ("no random bytes: %s", g_strerror (errno));
  return g_base64_encode (nonce, sizeof nonce);
}

static char *
make_accept (const char *key)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[20];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) key, -1);
  g_checksum_update (checksum, (const guchar *) KEY_SUFFIX, -1);
  g_checksum_get_digest (checksum, digest, &length);
  return g_base64_encode (digest, length);
}

char *
mnr_websocket_make_request (GUri *uri,
                            const char *key)
{
  const char *host = g_uri_get_host (uri), *path = g_uri_get_path (uri);
  const char *query = g_uri_get_query (uri);
  gboolean is_ipv6 = strchr (host, ':') != NULL;
  GString *request = g_string_new ("GET ");

  g_string_append_printf (request, "%s%s%s HTTP/1.1\r\n", *path != '\0' ? path : "/",
                          query != NULL ? "?" : "", query != NULL ? query : "");
  g_string_append_printf (request, "Host: %s%s%s", is_ipv6 ? "[" : "", host, is_ipv6 ? "]" : "");
  if (g_uri_get_port (uri) > 0)
    g_string_append_printf (request, ":%d", g_uri_get_port (uri));
  g_string_append_printf (request,
                          "\r\n"
                          "Upgrade: websocket\r\n"
                          "Connection: Upgrade\r\n"
                          "Sec-WebSocket-Key: %s\r\n"
                          "Sec-WebSocket-Version: 13\r\n"
                          "User-Agent: Moneyer/%s\r\n"
                          "\r\n",
                          key, MONEYER_VERSION);
  return g_string_free (request, FALSE);
}

/* The value of the header @name (in lower case), or NULL; several are joined. */
static char *
find_header (char **lines,
             const char *name)
{
  GString *value = NULL;

  for (guint i = 1; lines[i] != NULL; i++)
    {
      const char *colon = strchr (lines[i], ':');
      gsize length = colon != NULL ? (gsize) (colon - lines[i]) : 0;
      g_autofree char *text = NULL;

      if (length != strlen (name) || g_ascii_strncasecmp (lines[i], name, length) != 0)
        continue;
      text = g_strstrip (g_strdup (colon + 1));
      if (value == NULL)
        value = g_string_new (text);
      else
        g_string_append_printf (value, ", %s", text);
    }
  return value != NULL ? g_string_free (value, FALSE) : NULL;
}

/* Whether the list @value, separated by commas, has @token in it. */
static gboolean
has_token (const char *value,
           const char *token)
{
  g_auto (GStrv) parts = g_strsplit (value != NULL ? value : "", ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (g_ascii_strcasecmp (g_strstrip (parts[i]), token) == 0)
      return TRUE;
  return FALSE;
}

/* It answered, but with something else. */
static gboolean
refuse_status (const char *url,
               char **lines,
               GError **error)
{
  g_autofree char *location = find_header (lines, "location");
  g_autofree char *said = g_strndup (lines[0], 80);
  g_autofree char *visible = mnr_text_make_visible (said);

  if (!g_str_has_prefix (lines[0], "HTTP/"))
    g_set_error (error, MNR_NODE_ERROR, MNR_NODE_ERROR_PROTOCOL,
                 _ ("%s is no WebSocket: it does not even speak HTTP."), url);
  else if (location != NULL)
    {
      g_autofree char *cut = g_strndup (location, 200);
      g_autofree char *where = mnr_text_make_visible (cut);

      g_set_error (error, MNR_NODE_ERROR, MNR_NODE_ERROR_PROTOCOL,
                   _ ("%s sends us on to %s; use that address if you trust it."), url, where);
    }
  else
    g_set_error (error, MNR_NODE_ERROR, MNR_NODE_ERROR_PROTOCOL,
                 _ ("%s grants no WebSocket (%s)."), url, visible);
  return FALSE;
}

gboolean
mnr_websocket_check_head (const char *url,
                          const char *head,
                          const char *key,
                          GError **error)
{
  g_auto (GStrv) lines = g_strsplit (head, "\r\n", -1);
  g_autofree char *upgrade = find_header (lines, "upgrade");
  g_autofree char *connection = find_header (lines, "connection");
  g_autofree char *accept = find_header (lines, "sec-websocket-accept");
  g_autofree char *extensions = find_header (lines, "sec-websocket-extensions");
  g_autofree char *protocol = find_header (lines, "sec-websocket-protocol");
  g_autofree char *wanted = make_accept (key);

  if (!g_str_has_prefix (lines[0], "HTTP/1.1 101") ||
      (lines[0][12] != ' ' && lines[0][12] != '\0'))
    return refuse_status (url, lines, error);

  /* Nothing was asked for, so nothing may be granted. */
  if (has_token (upgrade, "websocket") && has_token (connection, "upgrade") &&
      g_strcmp0 (accept, wanted) == 0 && extensions == NULL && protocol == NULL)
    return TRUE;
  g_set_error (error, MNR_NODE_ERROR, MNR_NODE_ERROR_PROTOCOL,
               _ ("%s grants a WebSocket, but not the one that it was asked for."), url);
  return FALSE;
}
