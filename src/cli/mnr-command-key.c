/* mnr-command-key.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n.h>
#include <string.h>

#include "chain/values/mnr-object-id.h"
#include "mnr-command.h"

/* Prints a key, private and public, a line each. */
static gboolean
print_key (const MnrPrivateKey *key,
           const MnrOptions *options,
           GError **error)
{
  g_autoptr (MnrSecret) wif = NULL;
  g_autofree char *public_text = NULL;
  MnrPublicKey public_key;

  if (key == NULL)
    return FALSE;

  wif = mnr_private_key_to_wif (key, error);
  if (wif == NULL || !mnr_stream_write_secret (wif, error))
    return FALSE;

  mnr_private_key_get_public_key (key, &public_key);
  public_text = mnr_public_key_format (&public_key, options->prefix);
  g_print ("%s\n", public_text);
  return TRUE;
}

static gboolean
run_new (const MnrCommand *command,
         const MnrOptions *options,
         char **arguments,
         GError **error)
{
  g_autoptr (MnrPrivateKey) key = mnr_private_key_new_random (error);

  return print_key (key, options, error);
}

const MnrCommand mnr_command_key_new = {
  .group = "key",
  .name = "new",
  .options = MNR_OPTION_PREFIX,
  .summary = N_ ("make a new random key"),
  .description =
    N_ ("Prints a new private key (WIF) and, on a second line, its public key. Whoever reads "
        "the first line can act with it: keep the file to yourself. The other commands take "
        "the file as it is."),
  .example =
    "  (umask 077; moneyer-cli key new > new.wif)",
  .run = run_new,
};

static gboolean
run_public (const MnrCommand *command,
            const MnrOptions *options,
            char **arguments,
            GError **error)
{
  g_autoptr (MnrPrivateKey) key = mnr_stream_read_key (arguments[0], error);
  g_autofree char *text = NULL;
  MnrPublicKey public_key;

  if (key == NULL)
    return FALSE;

  mnr_private_key_get_public_key (key, &public_key);
  text = mnr_public_key_format (&public_key, options->prefix);
  g_print ("%s\n", text);
  return TRUE;
}

const MnrCommand mnr_command_key_public = {
  .group = "key",
  .name = "public",
  .arguments = "[FILE]",
  .max_arguments = 1,
  .options = MNR_OPTION_PREFIX,
  .summary = N_ ("print the public key of a private key"),
  .description =
    N_ ("Reads a private key (WIF) from the first line of FILE and prints its public key."),
  .example =
    "  moneyer-cli key public new.wif",
  .run = run_public,
};

static gboolean
run_from_password (const MnrCommand *command,
                   const MnrOptions *options,
                   char **arguments,
                   GError **error)
{
  g_autoptr (MnrSecret) password = NULL;
  g_autoptr (MnrPrivateKey) key = NULL;

  if (!g_str_equal (options->role, "owner") && !g_str_equal (options->role, "active") &&
      !g_str_equal (options->role, "memo"))
    return mnr_command_usage_error (error, _ ("--role: “%s” is none of owner, active and memo"),
                                    options->role);

  password = mnr_stream_read_secret (arguments[0], error);
  if (password == NULL)
    return FALSE;

  key = mnr_private_key_new_from_password (options->account, options->role, password, error);
  return print_key (key, options, error);
}

const MnrCommand mnr_command_key_from_password = {
  .group = "key",
  .name = "from-password",
  .arguments = "[FILE]",
  .max_arguments = 1,
  .options = MNR_OPTION_PREFIX | MNR_OPTION_ACCOUNT | MNR_OPTION_ROLE,
  .required = MNR_OPTION_ACCOUNT | MNR_OPTION_ROLE,
  .summary = N_ ("derive a key from account name and password"),
  .description =
    N_ ("Reads the password of an account, as the web wallet's account-password login takes "
        "it, and prints the private and the public key that it gives for one role. One line "
        "break at the end of FILE is not part of the password. Any password gives a key: "
        "compare the public key with the account's."),
  .example =
    "  moneyer-cli key from-password --account alice --role active password.txt",
  .run = run_from_password,
};

static gboolean
run_from_brain (const MnrCommand *command,
                const MnrOptions *options,
                char **arguments,
                GError **error)
{
  MnrBrainKeyForm form = options->upper_case ? MNR_BRAIN_KEY_UPPER_CASE : MNR_BRAIN_KEY_AS_TYPED;
  g_autoptr (MnrSecret) words = NULL;
  g_autoptr (MnrPrivateKey) key = NULL;
  guint64 sequence;

  if (!mnr_unsigned_parse (options->sequence, strlen (options->sequence), G_MAXUINT32, &sequence))
    return mnr_command_usage_error (error,
                                    _ ("--sequence: “%s” is not a whole number from 0 to %u"),
                                    options->sequence, G_MAXUINT32);

  words = mnr_stream_read_secret (arguments[0], error);
  if (words == NULL)
    return FALSE;

  key = mnr_private_key_new_from_brain_key (words, form, (guint32) sequence, error);
  return print_key (key, options, error);
}

const MnrCommand mnr_command_key_from_brain = {
  .group = "key",
  .name = "from-brain",
  .arguments = "[FILE]",
  .max_arguments = 1,
  .options = MNR_OPTION_PREFIX | MNR_OPTION_SEQUENCE | MNR_OPTION_UPPER_CASE,
  .required = MNR_OPTION_SEQUENCE,
  .summary = N_ ("derive a key from a brain key"),
  .description =
    N_ ("Reads a brain key and prints the private and the public key with that number. White "
        "space at the ends is dropped and between words collapsed, as all wallets do. The "
        "web wallet takes the letters as they are typed; wallets written in C++ make them "
        "upper case first (--upper-case). Any words give a key: compare the public key with "
        "the account's."),
  .example =
    "  moneyer-cli key from-brain --sequence 0 words.txt",
  .run = run_from_brain,
};
