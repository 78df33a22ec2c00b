/* mnr-command.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-command.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "config.h"
#include "mnr-help.h"

G_DEFINE_QUARK (mnr-command-error-quark, mnr_command_error);

const MnrCommand *const mnr_commands[] = {
  &mnr_command_demo,
  &mnr_command_network_list,
  &mnr_command_network_probe,
  &mnr_command_account_create,
  &mnr_command_account_add,
  &mnr_command_account_list,
  &mnr_command_account_show,
  &mnr_command_account_remove,
  &mnr_command_asset_list,
  &mnr_command_asset_show,
  &mnr_command_asset_new,
  &mnr_command_asset_check,
  &mnr_command_asset_create,
  &mnr_command_asset_edit,
  &mnr_command_asset_update,
  &mnr_command_asset_cli_wallet,
  &mnr_command_outbox_list,
  &mnr_command_outbox_show,
  &mnr_command_outbox_resume,
  &mnr_command_tx_encode,
  &mnr_command_tx_decode,
  &mnr_command_tx_id,
  &mnr_command_tx_digest,
  &mnr_command_tx_sign,
  &mnr_command_tx_signers,
  &mnr_command_tx_describe,
  &mnr_command_tx_fees,
  &mnr_command_tx_broadcast,
  &mnr_command_key_new,
  &mnr_command_key_public,
  &mnr_command_key_from_password,
  &mnr_command_key_from_brain,
  &mnr_command_memo_encrypt,
  &mnr_command_memo_decrypt,
  &mnr_command_price_approximate,
  NULL,
};

#define TARGET(member) G_STRUCT_OFFSET (MnrOptions, member)

/* clang-format off */
const MnrOptionInfo mnr_option_infos[] = {
  { MNR_OPTION_KEY_FILE, "key-file", "FILE", G_OPTION_ARG_FILENAME_ARRAY, TARGET (key_files),
    N_ ("the file whose first line is the private key (WIF); “-” is standard input") },
  { MNR_OPTION_KEY_FILES, "key-file", "FILE", G_OPTION_ARG_FILENAME_ARRAY, TARGET (key_files),
    N_ ("a file whose first line is a private key (WIF); may be given several times; “-” "
        "is standard input") },
  { MNR_OPTION_SCHEDULE, "schedule", "FILE", G_OPTION_ARG_FILENAME, TARGET (schedule),
    N_ ("the fee schedule, or a node's answer to get_global_properties") },
  { MNR_OPTION_ACCOUNT, "account", "NAME", G_OPTION_ARG_STRING, TARGET (account),
    N_ ("the account's name") },
  { MNR_OPTION_ROLE, "role", "ROLE", G_OPTION_ARG_STRING, TARGET (role),
    N_ ("owner, active or memo") },
  { MNR_OPTION_SEQUENCE, "sequence", "N", G_OPTION_ARG_STRING, TARGET (sequence),
    N_ ("which of the brain key's keys, from 0") },
  { MNR_OPTION_TO, "to", "KEY", G_OPTION_ARG_STRING, TARGET (to),
    N_ ("the recipient's public memo key") },
  { MNR_OPTION_LINES, "lines", NULL, G_OPTION_ARG_NONE, TARGET (lines),
    N_ ("read one document a line and answer each with one line, errors as “error: …”; "
        "the exit status is 1 if there were any") },
  { MNR_OPTION_SIGNED, "signed", NULL, G_OPTION_ARG_NONE, TARGET (is_signed),
    N_ ("with the signatures") },
  { MNR_OPTION_PREFIX, "prefix", "PREFIX", G_OPTION_ARG_STRING, TARGET (prefix),
    N_ ("what the network's public keys begin with (default: BTS; the test network: TEST)") },
  { MNR_OPTION_CHAIN_ID, "chain-id", "ID", G_OPTION_ARG_STRING, TARGET (chain_id),
    N_ ("the chain that signatures are for: 64 hexadecimal digits, “mainnet” or "
        "“testnet” (default: mainnet)") },
  { MNR_OPTION_RATE, "rate", "PRICE", G_OPTION_ARG_STRING, TARGET (rate),
    N_ ("pay the fees in another asset, at this core exchange rate: JSON as in the asset's "
        "options, {\"base\":{\"amount\":…,\"asset_id\":…},\"quote\":…}") },
  { MNR_OPTION_OBJECTS, "objects", "FILE", G_OPTION_ARG_FILENAME, TARGET (objects),
    N_ ("assets and accounts as a node prints them (get_objects, get_assets), so that names "
        "and amounts can be told instead of ids and smallest units") },
  { MNR_OPTION_UPPER_CASE, "upper-case", NULL, G_OPTION_ARG_NONE, TARGET (upper_case),
    N_ ("turn a-z into A-Z first, as cli_wallet and other wallets written in C++ do") },
  { MNR_OPTION_NONCE, "nonce", "N", G_OPTION_ARG_STRING, TARGET (nonce),
    N_ ("the memo's nonce, 0 to 18446744073709551615 (default: a new one)") },
  { MNR_OPTION_LIMIT, "limit", "N", G_OPTION_ARG_STRING, TARGET (limit),
    N_ ("the largest integer to use (default: 10000000000)") },
  { MNR_OPTION_NETWORK, "network", "NAME", G_OPTION_ARG_STRING, TARGET (network),
    N_ ("practice (default: play money, on this computer), testnet, mainnet, or one of your own; "
        "“network list” shows them") },
  { MNR_OPTION_NETWORK, "node", "URL", G_OPTION_ARG_STRING_ARRAY, TARGET (nodes),
    N_ ("the node to ask (ws, wss, http or https) instead of the network's own; may be given "
        "several times") },
  { MNR_OPTION_SIGN_FILE, "key-file", "FILE", G_OPTION_ARG_FILENAME, TARGET (sign_file),
    N_ ("take the private keys (WIF, one a line) from a file instead of the key ring") },
  { MNR_OPTION_PASSWORD_FILE, "password-file", "FILE", G_OPTION_ARG_FILENAME,
    TARGET (password_file),
    N_ ("the file whose first line is the account's password; “-” is standard input") },
  { MNR_OPTION_BRAIN_KEY_FILE, "brain-key-file", "FILE", G_OPTION_ARG_FILENAME,
    TARGET (brain_key_file),
    N_ ("the file whose first line is the brain key; “-” is standard input") },
  { MNR_OPTION_WATCH_ONLY, "watch-only", NULL, G_OPTION_ARG_NONE, TARGET (watch_only),
    N_ ("without a key: to look at it, and to make transactions that others sign") },
  { MNR_OPTION_BACKUP, "backup", "FILE", G_OPTION_ARG_FILENAME, TARGET (backup),
    N_ ("the file, which must not be there yet, that the account's password is written to") },
  { MNR_OPTION_YES, "yes", NULL, G_OPTION_ARG_NONE, TARGET (yes),
    N_ ("do not ask whether to sign") },
  { MNR_OPTION_JSON, "json", NULL, G_OPTION_ARG_NONE, TARGET (json),
    N_ ("as JSON, for programs") },
  { MNR_OPTION_DRY_RUN, "dry-run", NULL, G_OPTION_ARG_NONE, TARGET (dry_run),
    N_ ("stop after the node's dry run: nothing is sent by us, though the node has seen the "
        "signed transaction and could send it until it expires") },
  { MNR_OPTION_EXPORT, "export", "FILE", G_OPTION_ARG_FILENAME, TARGET (export),
    N_ ("sign nothing: write the transaction, and what a signer needs to know about it, to a "
        "file") },
  { MNR_OPTION_WAIT, "wait", "WHAT", G_OPTION_ARG_STRING, TARGET (wait),
    N_ ("until the transaction is in a block (“included”, the default) or cannot be undone any "
        "more (“irreversible”)") },
  { 0 },
                              };
#undef TARGET
/* clang-format on */

gboolean
mnr_command_usage_error (GError **error,
                         const char *format,
                         ...)
{
  va_list args;

  va_start (args, format);
  g_propagate_error (error, g_error_new_valist (MNR_COMMAND_ERROR, MNR_COMMAND_ERROR_USAGE,
                                                format, args));
  va_end (args);
  return FALSE;
}

/* Where an option's value goes. */
static gpointer
option_target (MnrOptions *options,
               const MnrOptionInfo *info)
{
  return G_STRUCT_MEMBER_P (options, info->target);
}

static void
options_clear (MnrOptions *options)
{
  for (guint i = 0; mnr_option_infos[i].name != NULL; i++)
    {
      gpointer target = option_target (options, &mnr_option_infos[i]);

      switch ((int) mnr_option_infos[i].kind)
        {
        case G_OPTION_ARG_STRING:
        case G_OPTION_ARG_FILENAME:
          g_clear_pointer ((char **) target, g_free);
          break;
        case G_OPTION_ARG_STRING_ARRAY:
        case G_OPTION_ARG_FILENAME_ARRAY:
          g_clear_pointer ((char ***) target, g_strfreev);
          break;
        default:
          break;
        }
    }
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MnrOptions, options_clear)

static gboolean
is_given (MnrOptions *options,
          const MnrOptionInfo *info)
{
  gpointer target = option_target (options, info);

  return info->kind == G_OPTION_ARG_NONE ? *(gboolean *) target : *(gpointer *) target != NULL;
}

/* Splits the arguments of a command into options and the rest. */
static gboolean
parse (const MnrCommand *command,
       MnrOptions *options,
       gboolean *help,
       char ***arguments,
       GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GArray) entries = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));
  GOptionEntry help_entry = { "help", 'h', 0, G_OPTION_ARG_NONE, help, NULL, NULL };
  guint count;

  g_array_append_val (entries, help_entry);
  for (guint i = 0; mnr_option_infos[i].name != NULL; i++)
    if (command->options & mnr_option_infos[i].flag)
      {
        GOptionEntry entry = {
          .long_name = mnr_option_infos[i].name,
          .arg = mnr_option_infos[i].kind,
          .arg_data = option_target (options, &mnr_option_infos[i]),
        };

        g_array_append_val (entries, entry);
      }

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, &g_array_index (entries, GOptionEntry, 0), NULL);
  if (!g_option_context_parse_strv (context, arguments, error))
    return FALSE;
  if (*help)
    return TRUE;

  /* A lone “--” ends the options and is no argument. */
  if ((*arguments)[1] != NULL && g_str_equal ((*arguments)[1], "--"))
    {
      g_free ((*arguments)[1]);
      for (guint i = 1; (*arguments)[i] != NULL; i++)
        (*arguments)[i] = (*arguments)[i + 1];
    }

  for (guint i = 0; mnr_option_infos[i].name != NULL; i++)
    if (command->required & mnr_option_infos[i].flag &&
        !is_given (options, &mnr_option_infos[i]))
      return mnr_command_usage_error (error, _ ("--%s is needed"), mnr_option_infos[i].name);
  if (command->options & MNR_OPTION_KEY_FILE && options->key_files != NULL &&
      options->key_files[1] != NULL)
    return mnr_command_usage_error (error, _ ("--%s may be given once only"), "key-file");

  count = g_strv_length (*arguments) - 1;
  if (count < command->min_arguments)
    return mnr_command_usage_error (error, _ ("There are arguments missing"));
  if (count > command->max_arguments)
    return mnr_command_usage_error (error, _ ("“%s” is one argument too many"),
                                    (*arguments)[1 + command->max_arguments]);
  return TRUE;
}

char *
mnr_command_get_title (const MnrCommand *self)
{
  return g_strconcat (self->group, self->name[0] != '\0' ? " " : "", self->name, NULL);
}

/* One line, whatever the message holds. */
static void
print_error (const MnrCommand *command,
             const GError *error)
{
  g_autofree char *message = g_strdelimit (g_strdup (error->message), "\n\r", ' ');
  g_autofree char *hint = NULL;

  if (g_error_matches (error, MNR_COMMAND_ERROR, MNR_COMMAND_ERROR_USAGE) ||
      error->domain == G_OPTION_ERROR)
    {
      g_autofree char *title = mnr_command_get_title (command);

      hint = g_strdup_printf (_ (" (“moneyer-cli %s --help” tells how it is used)"), title);
    }
  g_printerr ("%s%s%s\n", _ ("error: "), message, hint != NULL ? hint : "");
}

static MnrExit
run (const MnrCommand *command,
     char **given)
{
  g_auto (MnrOptions) options = { 0 };
  g_auto (GStrv) arguments = g_strdupv (given);
  g_autoptr (GError) error = NULL;
  gboolean help = FALSE, done;

  if (!parse (command, &options, &help, &arguments, &error))
    {
      print_error (command, error);
      return MNR_EXIT_USAGE;
    }
  if (help)
    {
      mnr_help_print (command->group, command);
      return MNR_EXIT_DONE;
    }

  if (options.prefix == NULL)
    options.prefix = g_strdup ("BTS");

  done = command->run (command, &options, arguments + 1, &error);
  if (error != NULL)
    print_error (command, error);
  if (g_error_matches (error, MNR_COMMAND_ERROR, MNR_COMMAND_ERROR_USAGE))
    return MNR_EXIT_USAGE;
  return done ? MNR_EXIT_DONE : MNR_EXIT_REFUSED;
}

static gboolean
asks_for_help (const char *argument)
{
  return g_str_equal (argument, "--help") || g_str_equal (argument, "-h") ||
         g_str_equal (argument, "help");
}

static MnrExit
dispatch (char **arguments)
{
  const char *group = arguments[0] != NULL ? arguments[1] : NULL;
  const char *name = group != NULL ? arguments[2] : NULL;
  gboolean group_exists = FALSE;

  if (group == NULL)
    {
      g_printerr ("%s%s\n",
                  _ ("error: "), _ ("There is no command; “moneyer-cli --help” lists them"));
      return MNR_EXIT_USAGE;
    }
  if (asks_for_help (group))
    {
      mnr_help_print (NULL, NULL);
      return MNR_EXIT_DONE;
    }
  if (g_str_equal (group, "--version"))
    {
      g_print ("moneyer-cli %s\n", MONEYER_VERSION);
      return MNR_EXIT_DONE;
    }
  /* How the build makes the manual page; of no use to a person. */
  if (g_str_equal (group, "--man-page"))
    {
      mnr_help_print_man_page ();
      return MNR_EXIT_DONE;
    }

  for (guint i = 0; mnr_commands[i] != NULL; i++)
    {
      const MnrCommand *command = mnr_commands[i];

      if (!g_str_equal (command->group, group))
        continue;
      group_exists = TRUE;
      if (command->name[0] == '\0')
        return run (command, arguments + 1);
      if (name != NULL && g_str_equal (command->name, name))
        return run (command, arguments + 2);
    }

  if (!group_exists)
    g_printerr (
      _ ("error: There is no “%s”; “moneyer-cli --help” lists what there is\n"), group);
  else if (name == NULL)
    g_printerr (_ ("error: Which of them? “moneyer-cli %s --help” lists them\n"), group);
  else if (asks_for_help (name))
    {
      mnr_help_print (group, NULL);
      return MNR_EXIT_DONE;
    }
  else
    g_printerr (
      _ ("error: There is no “%s %s”; “moneyer-cli %s --help” lists what there is\n"),
      group, name, group);
  return MNR_EXIT_USAGE;
}

MnrExit
mnr_command_main (char **arguments)
{
  MnrExit status = dispatch (arguments);

  /* What is written to a full disk is not done, whatever went before. */
  if (fflush (stdout) != 0 || ferror (stdout))
    {
      g_printerr ("%s%s\n", _ ("error: "), _ ("Standard output could not be written"));
      return status == MNR_EXIT_DONE ? MNR_EXIT_REFUSED : status;
    }
  return status;
}
