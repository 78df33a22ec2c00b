/* mnr-help.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-help.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "config.h"

#define WIDTH 78

static const struct
{
  const char *name;
  const char *summary;
} groups[] = {
  { "demo", N_ ("See it work") },
  { "asset", N_ ("Assets: design, create, look at, change") },
  { "network", N_ ("Networks: which there are, and how they are") },
  { "account", N_ ("Accounts: make, add, look at") },
  { "outbox", N_ ("Outbox: what was signed, and what became of it") },
  { "tx", N_ ("Transactions: encode, decode, sign, describe, reckon fees") },
  { "key", N_ ("Keys: make, convert, derive") },
  { "memo", N_ ("Memos: encrypt and decrypt") },
  { "price", N_ ("Prices: find the chain's integers") },
};

static const char intro[] =
  N_ ("Without --network everything happens on the practice network, a chain on this computer "
      "with play money. “tx”, “key”, “memo” and “price” need no network, but for “tx broadcast”: "
      "what they read comes from a file or from standard input, what they make goes to standard "
      "output.");

static const char conventions[] =
  N_ ("FILE is read where it is given; “-”, or no FILE, is standard input. An error is "
      "one line on "
      "standard error and begins with the path of the member at fault, such as "
      "operations[0].common_options.flags. The exit status is 0 if all was done, 1 if "
      "something was "
      "refused, 2 if the arguments were not understood.\n\n"
      "Private keys, passwords and brain keys are read from files or standard input, never from "
      "arguments, which other users of a computer can see.");

/* Prints a text in lines of at most WIDTH columns, all indented. */
static void
print_wrapped (const char *text,
               guint indent,
               guint column)
{
  const char *p = text;

  while (*p != '\0')
    {
      gsize length = strcspn (p, " \n");
      guint width = (guint) g_utf8_strlen (p, (gssize) length);

      if (column > indent && column + 1 + width > WIDTH)
        {
          g_print ("\n");
          column = 0;
        }
      if (column < indent)
        {
          g_print ("%*s", (int) (indent - column), "");
          column = indent;
        }
      else if (column > indent)
        {
          g_print (" ");
          column++;
        }
      g_print ("%.*s", (int) length, p);
      column += width;
      p += length;
      if (g_str_has_prefix (p, "\n\n"))
        {
          g_print ("\n\n");
          column = 0;
        }
      p += strspn (p, " \n");
    }
  g_print ("\n");
}

static void
print_commands (const char *group)
{
  for (guint i = 0; mnr_commands[i] != NULL; i++)
    {
      const MnrCommand *command = mnr_commands[i];
      g_autofree char *name = mnr_command_get_title (command);

      if (group != NULL && !g_str_equal (command->group, group))
        continue;
      g_print ("  %-20s", name);
      print_wrapped (_ (command->summary), 23, 22);
    }
}

static char *
make_synopsis (const MnrCommand *command)
{
  g_autofree char *title = mnr_command_get_title (command);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "moneyer-cli %s", title);
  for (guint i = 0; mnr_option_infos[i].name != NULL; i++)
    if (command->required & mnr_option_infos[i].flag)
      g_string_append_printf (text, " --%s "
                                    "%s",
                              mnr_option_infos[i].name, mnr_option_infos[i].argument);
  if (command->options & ~(guint) command->required)
    g_string_append_printf (text, " [%s…]", _ ("OPTION"));
  if (command->arguments != NULL)
    g_string_append_printf (text, " %s", command->arguments);
  return g_string_free (text, FALSE);
}

static void
print_options (const MnrCommand *command)
{
  g_print ("\n%s\n", _ ("Options"));
  for (guint i = 0; mnr_option_infos[i].name != NULL; i++)
    {
      const MnrOptionInfo *option = &mnr_option_infos[i];
      g_autofree char *name = g_strdup_printf ("--%s%s%s", option->name,
                                               option->argument != NULL ? " " : "",
                                               option->argument != NULL ? option->argument : "");

      if (!(command->options & option->flag))
        continue;
      g_print ("  %-20s", name);
      print_wrapped (_ (option->description), 23, 2 + MAX (20, (guint) strlen (name)));
    }
}

void
mnr_help_print (const char *group,
                const MnrCommand *command)
{
  g_autofree char *synopsis = NULL;

  if (command != NULL)
    {
      synopsis = make_synopsis (command);
      g_print ("%s\n  ", _ ("Usage"));
      print_wrapped (synopsis, 6, 6);
      g_print ("\n");
      print_wrapped (_ (command->description), 0, 0);
      if (command->options != 0)
        print_options (command);
      if (command->example != NULL)
        g_print ("\n%s\n%s\n", _ ("Example"), command->example);
      return;
    }

  if (group != NULL)
    {
      g_print ("%s\n  moneyer-cli %s %s\n\n%s\n",
               _ ("Usage"), group, _ ("COMMAND [OPTION…] [FILE]"), _ ("Commands"));
      print_commands (group);
      g_print ("\n");
      print_wrapped (
        _ ("“moneyer-cli GROUP COMMAND --help” tells all about one of them."), 0, 0);
      return;
    }

  g_print ("%s\n  moneyer-cli %s\n\n", _ ("Usage"), _ ("GROUP COMMAND [OPTION…] [FILE]"));
  print_wrapped (_ ("Looks after tokens on the BitShares blockchain."), 0, 0);
  g_print ("\n");
  print_wrapped (_ (intro), 0, 0);
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      g_print ("\n%s\n", _ (groups[i].summary));
      print_commands (groups[i].name);
    }
  g_print ("\n");
  print_wrapped (_ (conventions), 0, 0);
  g_print ("\n");
  print_wrapped (_ ("“moneyer-cli GROUP COMMAND --help” tells all about a command, "
                    "“moneyer-cli --version” which version this is."),
                 0, 0);
}

/* Text for roff: no line of it is taken for a command, and blanks between
 * paragraphs become its own. */
static void
print_roff (const char *text)
{
  gboolean line_start = TRUE;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (g_str_has_prefix (p, "\n\n"))
        {
          g_print ("\n.PP\n");
          line_start = TRUE;
          p++;
          continue;
        }
      if (line_start && (*p == '.' || *p == '\''))
        g_print ("\\&");
      if (*p == '\\')
        g_print ("\\e");
      else if (*p == '-')
        g_print ("\\-");
      else
        g_print ("%c", *p);
      line_start = *p == '\n';
    }
  g_print ("\n");
}

void
mnr_help_print_man_page (void)
{
  g_print (".TH MONEYER-CLI 1 \"\" \"Moneyer " MONEYER_VERSION "\"\n"
           ".SH NAME\nmoneyer-cli \\- look after tokens on the BitShares blockchain\n"
           ".SH SYNOPSIS\n.B moneyer-cli\n");
  print_roff ("GROUP COMMAND [OPTION…] [FILE]");
  g_print (".SH DESCRIPTION\n");
  print_roff (intro);
  g_print (".PP\n");
  print_roff (conventions);

  g_print (".SH COMMANDS\n");
  for (guint i = 0; mnr_commands[i] != NULL; i++)
    {
      g_autofree char *synopsis = make_synopsis (mnr_commands[i]);

      g_print (".SS ");
      print_roff (synopsis + strlen ("moneyer-cli "));
      print_roff (mnr_commands[i]->description);
      if (mnr_commands[i]->example != NULL)
        {
          g_print (".PP\n.nf\n");
          print_roff (mnr_commands[i]->example);
          g_print (".fi\n");
        }
    }

  g_print (".SH OPTIONS\n");
  for (guint i = 0; mnr_option_infos[i].name != NULL; i++)
    {
      const MnrOptionInfo *option = &mnr_option_infos[i];

      /* One that may be repeated is the same option to a reader. */
      if (i > 0 && g_str_equal (option->name, mnr_option_infos[i - 1].name))
        continue;
      g_print (".TP\n.B \\-\\-");
      print_roff (option->name);
      if (option->argument != NULL)
        g_print (".I %s\n", option->argument);
      print_roff (option->description);
    }

  g_print (".SH EXIT STATUS\n0 if all was done, 1 if something was refused, "
           "2 if the arguments were not understood.\n");
}
