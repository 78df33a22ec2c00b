/* main.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n.h>
#include <locale.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "config.h"
#include "mnr-application.h"

/* A crash must not leave keys in a file, nor another program of the user's
 * read them. (The leak checker of a sanitizer build has to.) */
static void
shut_out_others (void)
{
#ifndef MONEYER_SANITIZED
  struct rlimit none = { 0, 0 };

  setrlimit (RLIMIT_CORE, &none);
  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

int
main (int argc,
      char **argv)
{
  g_autoptr (MnrApplication) application = NULL;
  const char *locale_folder;

  shut_out_others ();

  setlocale (LC_ALL, "");
  /* Of a build tree the translations are elsewhere. */
  locale_folder = g_getenv ("MONEYER_LOCALEDIR");
  bindtextdomain (GETTEXT_PACKAGE, locale_folder != NULL ? locale_folder : MONEYER_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = mnr_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
