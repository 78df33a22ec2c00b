/* main.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "chain/values/mnr-locale.h"
#include "config.h"
#include "mnr-replay.h"
#include "mnr-server.h"

/* More than the server's connections, the log and what libraries open. */
#define DESCRIPTORS 4096

static void
print_line (const char *line,
            gpointer user_data)
{
  g_print ("%s\n", line);
}

/* Replays traces; whether all came out as recorded. */
static int
replay (char **names)
{
  gboolean good = TRUE;

  for (char **name = names; *name != NULL; name++)
    {
      g_autoptr (GError) error = NULL;
      MnrReplayResult result;

      if (!mnr_replay_file (*name, print_line, NULL, &result, &error))
        {
          g_printerr ("%s\n", error->message);
          return EXIT_FAILURE;
        }
      g_print (_ ("%s: of the steps, %u agreed and %u differed\n"), *name,
               result.agreed, result.differed);
      good = good && result.differed == 0;
    }
  return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

typedef struct
{
  gboolean version, replays, memory;
  char **names;
  int port, patience;
  MnrNetworkOptions network;
} Options;

static gboolean
on_signal (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

/* So many connections need as many descriptors. */
static void
raise_descriptor_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < DESCRIPTORS)
    {
      limit.rlim_cur = MIN (limit.rlim_max, DESCRIPTORS);
      setrlimit (RLIMIT_NOFILE, &limit);
    }
}

/* Serves until it is told to end. */
static gboolean
serve (const Options *options,
       GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (MnrNetwork) network = NULL;
  g_autoptr (MnrServer) server = NULL;
  g_autofree char *dropped = NULL;
  guint port;

  network = mnr_network_new (&options->network, &dropped, error);
  if (network == NULL)
    return FALSE;
  if (dropped != NULL)
    g_printerr ("%s\n", dropped);
  server = mnr_server_new (network, (guint16) options->port, (guint) options->patience, error);
  if (server == NULL)
    return FALSE;

  port = mnr_server_get_port (server);
  /* Programs read this line: it is the same in all languages. */
  g_print ("listening on http://127.0.0.1:%u ws://127.0.0.1:%u\n", port, port);
  fflush (stdout);

  g_unix_signal_add (SIGTERM, on_signal, loop);
  g_unix_signal_add (SIGINT, on_signal, loop);
  g_main_loop_run (loop);
  /* What was accepted is in a block before we go: nobody else has heard of it. */
  return mnr_blockchain_get_n_pending (mnr_network_get_chain (network)) == 0 ||
         mnr_network_produce (network, 1, error);
}

static gboolean
refuse (GError **error,
        const char *sentence)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, sentence);
  return FALSE;
}

static gboolean
check_options (Options *options,
               int block_interval,
               GError **error)
{
  if (options->replays)
    return options->names != NULL || refuse (error, _ ("Which trace is to be replayed?"));
  if (options->names != NULL)
    return refuse (error, _ ("Only --replay takes files"));
  if (options->port < 0 || options->port > G_MAXUINT16)
    return refuse (error, _ ("A port is a number from 0 to 65535"));
  if (block_interval < 0 || block_interval > 3600)
    return refuse (error, _ ("A block interval is a number of seconds from 0 to 3600"));
  if (options->patience < 1 || options->patience > 3600)
    return refuse (error, _ ("Patience is a number of seconds from 1 to 3600"));
  if (options->memory == (options->network.data != NULL))
    return refuse (error, _ ("Say where blocks are kept: either --data FOLDER or --memory"));
  options->network.block_interval = (guint) block_interval;
  return TRUE;
}

static gboolean
parse_options (int *argc,
               char ***argv,
               Options *options,
               GError **error)
{
  int block_interval = 3;
  const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_INT, &options->port,
      N_ ("Listen on this port of 127.0.0.1 (default: 0, any that is free)"), N_ ("PORT") },
    { "memory", 0, 0, G_OPTION_ARG_NONE, &options->memory, N_ ("Keep nothing when it ends"),
      NULL },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options->network.data,
      N_ ("Keep the blocks in this folder"), N_ ("FOLDER") },
    { "block-interval", 0, 0, G_OPTION_ARG_INT, &block_interval,
      N_ ("Make a block every so many seconds (default: 3; 0: one for each transaction)"),
      N_ ("SECONDS") },
    { "genesis", 0, 0, G_OPTION_ARG_FILENAME, &options->network.genesis,
      N_ ("Begin with the state in this file"), N_ ("FILE") },
    { "all-apis", 0, 0, G_OPTION_ARG_NONE, &options->network.all_apis,
      N_ ("Open the APIs that public nodes keep closed (asset, block)"), NULL },
    { "patience", 0, 0, G_OPTION_ARG_INT, &options->patience,
      N_ ("Give clients so many seconds to send a request or take an answer (default: 60)"),
      N_ ("SECONDS") },
    { "replay", 0, 0, G_OPTION_ARG_NONE, &options->replays,
      N_ ("Replay recordings of real chains and compare"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, N_ ("Print the version"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->names, NULL,
      N_ ("[TRACE…]") },
    { 0 },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context, _ ("A BitShares network on this computer, to practise "
                                            "with."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  return g_option_context_parse (context, argc, argv, error) &&
         (options->version || check_options (options, block_interval, error));
}

int
main (int argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  Options options = { .patience = 60 };
  int status = EXIT_SUCCESS;

  mnr_locale_init ();
  raise_descriptor_limit ();
  /* A file that may not grow is like a disk that is full: the write says so. */
  signal (SIGXFSZ, SIG_IGN);

  if (parse_options (&argc, &argv, &options, &error))
    {
      if (options.version)
        g_print ("moneyer-practice %s\n", MONEYER_VERSION);
      else if (options.replays)
        status = replay (options.names);
      else
        serve (&options, &error);
    }
  if (error != NULL)
    {
      g_printerr ("%s\n", error->message);
      status = EXIT_FAILURE;
    }

  g_strfreev (options.names);
  g_free ((char *) options.network.data);
  g_free ((char *) options.network.genesis);
  return status;
}
