/* mnr-help.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-command.h"

G_BEGIN_DECLS

/** One option, as it is parsed and as it is told. */
typedef struct
{
  MnrOptionFlags flag;
  const char *name;     /* without the dashes */
  const char *argument; /* what stands for its argument, or %NULL */
  GOptionArg kind;
  glong target;            /* the offset of its member in MnrOptions */
  const char *description; /* N_() */
} MnrOptionInfo;

/** All options, ended by one without a name. */
extern const MnrOptionInfo mnr_option_infos[];

/** Prints the help of a command; of a group if @command is %NULL; of all if both are. */
void mnr_help_print (const char *group,
                     const MnrCommand *command);

/** Prints the manual page, in roff. */
void mnr_help_print_man_page (void);

G_END_DECLS
