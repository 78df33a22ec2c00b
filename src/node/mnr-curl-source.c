/* mnr-curl-source.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-curl-source.h"

#include <glib/gi18n-lib.h>

#include "config.h"
#include "mnr-node-error.h"

struct _MnrCurlSource
{
  GSource base;
  CURLM *multi;
  GHashTable *tags; /* descriptor to what g_source_add_unix_fd() gave for it */
  GMainContext *context;
  guint users;
};

/* A descriptor that something happened on. */
typedef struct
{
  int fd;
  int events;
} Ready;

/* The source of each context that has one. */
static GMutex sources_lock;
static GHashTable *sources;

static int
on_socket (CURL *easy,
           curl_socket_t fd,
           int what,
           void *user_data,
           void *socket_data)
{
  MnrCurlSource *self = user_data;
  gpointer tag = g_hash_table_lookup (self->tags, GINT_TO_POINTER (fd));
  GIOCondition condition = G_IO_ERR | G_IO_HUP;

  if (g_source_is_destroyed (&self->base))
    return 0;
  if (what == CURL_POLL_REMOVE)
    {
      if (tag != NULL)
        g_source_remove_unix_fd (&self->base, tag);
      g_hash_table_remove (self->tags, GINT_TO_POINTER (fd));
      return 0;
    }

  if ((what & CURL_POLL_IN) != 0)
    condition |= G_IO_IN;
  if ((what & CURL_POLL_OUT) != 0)
    condition |= G_IO_OUT;
  if (tag != NULL)
    g_source_modify_unix_fd (&self->base, tag, condition);
  else
    g_hash_table_insert (self->tags, GINT_TO_POINTER (fd),
                         g_source_add_unix_fd (&self->base, fd, condition));
  return 0;
}

static int
on_timer (CURLM *multi,
          long milliseconds,
          void *user_data)
{
  MnrCurlSource *self = user_data;

  if (g_source_is_destroyed (&self->base))
    return 0;
  g_source_set_ready_time (&self->base,
                           milliseconds < 0 ? -1
                                            : g_get_monotonic_time () + milliseconds * 1000);
  return 0;
}

/* Which descriptors are ready; a copy, because acting on one changes the table. */
static GArray *
collect_ready (MnrCurlSource *self)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (Ready));
  GHashTableIter iter;
  gpointer fd, tag;

  g_hash_table_iter_init (&iter, self->tags);
  while (g_hash_table_iter_next (&iter, &fd, &tag))
    {
      GIOCondition condition = g_source_query_unix_fd (&self->base, tag);
      Ready ready = { .fd = GPOINTER_TO_INT (fd) };

      if ((condition & G_IO_IN) != 0)
        ready.events |= CURL_CSELECT_IN;
      if ((condition & G_IO_OUT) != 0)
        ready.events |= CURL_CSELECT_OUT;
      if ((condition & (G_IO_ERR | G_IO_HUP)) != 0)
        ready.events |= CURL_CSELECT_ERR;
      if (ready.events != 0)
        g_array_append_val (all, ready);
    }
  return all;
}

/* Tells of one transfer after the other: who is told may end others. */
static void
tell_of_ended (MnrCurlSource *self)
{
  const CURLMsg *message;
  int left;

  while ((message = curl_multi_info_read (self->multi, &left)) != NULL)
    {
      MnrCurlTransfer *transfer = NULL;

      if (message->msg != CURLMSG_DONE)
        continue;
      curl_easy_getinfo (message->easy_handle, CURLINFO_PRIVATE, (char **) &transfer);
      transfer->done (message->data.result, transfer->user_data);
    }
}

static gboolean
dispatch (GSource *source,
          GSourceFunc callback,
          gpointer user_data)
{
  MnrCurlSource *self = (MnrCurlSource *) source;
  g_autoptr (GArray) ready = collect_ready (self);
  gint64 due = g_source_get_ready_time (source);
  int running;

  /* Who is told that a transfer has ended may give up the source. */
  self->users++;
  if (due >= 0 && due <= g_source_get_time (source))
    {
      g_source_set_ready_time (source, -1);
      curl_multi_socket_action (self->multi, CURL_SOCKET_TIMEOUT, 0, &running);
    }
  for (guint i = 0; i < ready->len; i++)
    {
      const Ready *each = &g_array_index (ready, Ready, i);

      curl_multi_socket_action (self->multi, each->fd, each->events, &running);
    }
  tell_of_ended (self);
  mnr_curl_source_release (self);
  return G_SOURCE_CONTINUE;
}

static void
finalize (GSource *source)
{
  MnrCurlSource *self = (MnrCurlSource *) source;

  curl_multi_cleanup (self->multi);
  g_hash_table_unref (self->tags);
  g_main_context_unref (self->context);
}

static MnrCurlSource *
source_new (GMainContext *context)
{
  static GSourceFuncs funcs = { .dispatch = dispatch, .finalize = finalize };
  MnrCurlSource *self = (MnrCurlSource *) g_source_new (&funcs, sizeof (MnrCurlSource));

  self->context = g_main_context_ref (context);
  self->tags = g_hash_table_new (NULL, NULL);
  self->multi = curl_multi_init ();
  g_assert (self->multi != NULL);
  curl_multi_setopt (self->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
  curl_multi_setopt (self->multi, CURLMOPT_SOCKETDATA, self);
  curl_multi_setopt (self->multi, CURLMOPT_TIMERFUNCTION, on_timer);
  curl_multi_setopt (self->multi, CURLMOPT_TIMERDATA, self);
  g_source_set_static_name (&self->base, "curl");
  g_source_attach (&self->base, context);
  return self;
}

MnrCurlSource *
mnr_curl_source_acquire (void)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  MnrCurlSource *self;

  g_mutex_lock (&sources_lock);
  if (sources == NULL)
    {
      curl_global_init (CURL_GLOBAL_DEFAULT);
      sources = g_hash_table_new (NULL, NULL);
    }
  self = g_hash_table_lookup (sources, context);
  if (self == NULL)
    {
      self = source_new (context);
      g_hash_table_insert (sources, context, self);
    }
  self->users++;
  g_mutex_unlock (&sources_lock);
  return self;
}

void
mnr_curl_source_release (MnrCurlSource *self)
{
  if (self == NULL || --self->users > 0)
    return;

  g_mutex_lock (&sources_lock);
  g_hash_table_remove (sources, self->context);
  g_mutex_unlock (&sources_lock);
  g_source_destroy (&self->base);
  g_source_unref (&self->base);
}

CURL *
mnr_curl_source_new_easy (const char *url,
                          const char *ca_file,
                          char *message)
{
  CURL *easy = curl_easy_init ();

  g_assert (easy != NULL);
  *message = '\0';
  curl_easy_setopt (easy, CURLOPT_ERRORBUFFER, message);
  curl_easy_setopt (easy, CURLOPT_URL, url);
  curl_easy_setopt (easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt (easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt (easy, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt (easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt (easy, CURLOPT_NOSIGNAL, 1L);
  /* Giving up does not wait for a look-up of a name that is under way. */
  curl_easy_setopt (easy, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt (easy, CURLOPT_USERAGENT, "Moneyer/" MONEYER_VERSION);
  if (ca_file != NULL)
    curl_easy_setopt (easy, CURLOPT_CAINFO, ca_file);
  return easy;
}

void
mnr_curl_source_add (MnrCurlSource *self,
                     CURL *easy,
                     MnrCurlTransfer *transfer)
{
  curl_easy_setopt (easy, CURLOPT_PRIVATE, transfer);
  curl_multi_add_handle (self->multi, easy);
}

void
mnr_curl_source_remove (MnrCurlSource *self,
                        CURL *easy)
{
  curl_multi_remove_handle (self->multi, easy);
  curl_easy_cleanup (easy);
}

GError *
mnr_curl_error_new (const char *url,
                    CURLcode code,
                    const char *message)
{
  const char *words = *message != '\0' ? message : curl_easy_strerror (code);

  /* clang-format off */
  switch ((int) code)
    {
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_PROXY:
    case CURLE_INTERFACE_FAILED:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
      return g_error_new (MNR_NODE_ERROR, MNR_NODE_ERROR_CONNECT,
                          _ ("%s cannot be reached (%s)."), url, words);

    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_USE_SSL_FAILED:
      return g_error_new (MNR_NODE_ERROR, MNR_NODE_ERROR_TLS,
                          _ ("%s could not prove that it is who it should be (%s)."), url, words);

    case CURLE_OPERATION_TIMEDOUT:
      return g_error_new (MNR_NODE_ERROR, MNR_NODE_ERROR_TIMEOUT,
                          _ ("%s did not answer in time (%s)."), url, words);

    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_SEND_FAIL_REWIND:
    case CURLE_RECV_ERROR:
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return g_error_new (MNR_NODE_ERROR, MNR_NODE_ERROR_CLOSED,
                          _ ("%s ended the connection before it answered (%s)."), url, words);

    case CURLE_FILESIZE_EXCEEDED:
      return g_error_new (MNR_NODE_ERROR, MNR_NODE_ERROR_TOO_LARGE,
                          _ ("The answer of %s is larger than it may be."), url);

    default:
      return g_error_new (MNR_NODE_ERROR, MNR_NODE_ERROR_PROTOCOL,
                          _ ("%s does not answer as it should (%s)."), url, words);
    }
  /* clang-format on */
}
