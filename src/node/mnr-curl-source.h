/* mnr-curl-source.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <curl/curl.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MnrCurlSource:
 *
 * All of libcurl's transfers of a main context, driven by it: curl says which
 * descriptors and which time it waits for, and they become those of one GSource.
 * Nothing blocks; names are looked up in curl's own thread.
 */
typedef struct _MnrCurlSource MnrCurlSource;

typedef void (*MnrCurlFunc) (CURLcode code,
                             gpointer user_data);

/** Who is told when a transfer has ended. */
typedef struct
{
  MnrCurlFunc done;
  gpointer user_data;
} MnrCurlTransfer;

/** The source of the thread-default main context, shared by all who hold it. */
MnrCurlSource *mnr_curl_source_acquire (void);

void mnr_curl_source_release (MnrCurlSource *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrCurlSource, mnr_curl_source_release)

/**
 * mnr_curl_source_new_easy:
 * @url: the address, of http or https
 * @ca_file: (nullable): certificates to trust in place of the system's
 * @message: (out caller-allocates): %CURL_ERROR_SIZE bytes for curl's words
 *
 * Returns: a handle with the settings that all of ours have: these two
 *   protocols only, certificates verified, no redirects, no signals
 */
CURL *mnr_curl_source_new_easy (const char *url,
                                const char *ca_file,
                                char *message);

/** Starts a transfer; @transfer has to live until mnr_curl_source_remove(). */
void mnr_curl_source_add (MnrCurlSource *self,
                          CURL *easy,
                          MnrCurlTransfer *transfer);

/** Takes @easy out, done or not, and frees it. */
void mnr_curl_source_remove (MnrCurlSource *self,
                             CURL *easy);

/**
 * mnr_curl_error_new:
 * @url: whom it was about
 * @message: curl's words for it, or ""
 *
 * Returns: an error of %MNR_NODE_ERROR
 */
GError *mnr_curl_error_new (const char *url,
                            CURLcode code,
                            const char *message);

G_END_DECLS
