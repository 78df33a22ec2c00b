/* main.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sys/prctl.h>
#include <sys/resource.h>

#include "chain/values/mnr-locale.h"
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

  shut_out_others ();
  mnr_locale_init ();

  application = mnr_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
