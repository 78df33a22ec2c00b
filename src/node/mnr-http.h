/* mnr-http.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** What a request may take. */
typedef struct
{
  guint connect_timeout; /* milliseconds */
  guint total_timeout;   /* milliseconds, all in all */
  gsize size_max;        /* bytes of the answer */
  const char *ca_file;   /* (nullable): certificates to trust in place of the system's */
} MnrHttpLimits;

/**
 * mnr_http_post_async:
 * @url: of http or https
 * @content_type: what @body is, such as "application/json"
 * @limits: used during the call only
 *
 * Sends @body and collects the answer, whatever its status; a redirect is not
 * followed. TLS is verified, proxies are those of the environment. Errors are
 * of %MNR_NODE_ERROR (CONNECT, TLS, TIMEOUT, CLOSED, PROTOCOL, TOO_LARGE), or
 * %G_IO_ERROR_CANCELLED.
 */
void mnr_http_post_async (const char *url,
                          const char *content_type,
                          GBytes *body,
                          const MnrHttpLimits *limits,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);

/**
 * mnr_http_post_finish:
 * @status: (out) (optional): of HTTP, 200 if all is well
 *
 * Returns: the body of the answer
 */
GBytes *mnr_http_post_finish (GAsyncResult *result,
                              guint *status,
                              GError **error);

G_END_DECLS
