/* main.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n.h>
#include <locale.h>
#include <stdlib.h>

#include "config.h"
#include "mnr-replay.h"

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
      g_print (_ ("%s: %u steps agreed, %u differed\n"), *name, result.agreed, result.differed);
      good = good && result.differed == 0;
    }
  return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
main (int argc,
      char **argv)
{
  gboolean version = FALSE, replays = FALSE;
  g_auto (GStrv) names = NULL;
  const GOptionEntry entries[] = {
    { "replay", 0, 0, G_OPTION_ARG_NONE, &replays,
      N_ ("Replay recordings of real chains and compare"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, N_ ("Print the version"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &names, NULL, N_ ("[TRACE…]") },
    { 0 },
  };
  g_autoptr (GOptionContext) context = NULL;
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, MONEYER_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  context = g_option_context_new (NULL);
  g_option_context_set_summary (context, _ ("A BitShares network on this computer, to practise "
                                            "with."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }

  if (version)
    {
      g_print ("moneyer-practice %s\n", MONEYER_VERSION);
      return EXIT_SUCCESS;
    }
  if (!replays || names == NULL)
    {
      g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);

      g_printerr ("%s", help);
      return EXIT_FAILURE;
    }
  return replay (names);
}
