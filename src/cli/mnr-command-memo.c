/* mnr-command-memo.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "chain/protocol/mnr-memo.h"
#include "chain/values/mnr-error.h"
#include "chain/wire/mnr-json.h"
#include "mnr-command.h"

static gboolean
check_inputs (const MnrOptions *options,
              char **arguments,
              GError **error)
{
  if (options->key_files != NULL && g_str_equal (options->key_files[0], "-") &&
      (arguments[0] == NULL || g_str_equal (arguments[0], "-")))
    return mnr_command_usage_error (error,
                                    _ ("Standard input cannot be both the key and the memo"));
  return TRUE;
}

static gboolean
run_encrypt (const MnrCommand *command,
             const MnrOptions *options,
             char **arguments,
             GError **error)
{
  g_autoptr (MnrPrivateKey) key = NULL;
  g_autoptr (GString) text = NULL;
  g_autoptr (GString) json = NULL;
  g_autoptr (MnrMemo) memo = NULL;
  g_autoptr (GError) local = NULL;
  MnrPublicKey to;
  guint64 nonce = mnr_memo_new_nonce ();

  if (!check_inputs (options, arguments, error))
    return FALSE;
  if (!mnr_public_key_parse (options->to, strlen (options->to), options->prefix, &to, &local))
    return mnr_command_usage_error (error, "--to: %s", local->message);
  if (options->nonce != NULL &&
      !mnr_unsigned_parse (options->nonce, strlen (options->nonce), G_MAXUINT64, &nonce))
    return mnr_command_usage_error (error, _ ("--nonce: “%s” is not a whole number of 64 bits"),
                                    options->nonce);

  key = mnr_stream_read_key (options->key_files[0], error);
  if (key == NULL)
    return FALSE;
  text = mnr_stream_read (arguments[0], error);
  if (text == NULL)
    return FALSE;

  if (text->len > 0 && text->str[text->len - 1] == '\n')
    g_string_truncate (text, text->len - 1);
  if (!g_utf8_validate_len (text->str, text->len, NULL))
    return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_VALUE, _ ("The memo is not text in UTF-8"));

  memo = mnr_memo_new (key, &to, nonce, text->str, error);
  if (memo == NULL)
    return FALSE;

  json = g_string_new (NULL);
  mnr_json_write (&mnr_type_memo, memo, options->prefix, json);
  puts (json->str);
  return TRUE;
}

const MnrCommand mnr_command_memo_encrypt = {
  .group = "memo",
  .name = "encrypt",
  .arguments = "[FILE]",
  .max_arguments = 1,
  .options = MNR_OPTION_PREFIX | MNR_OPTION_KEY_FILE | MNR_OPTION_TO | MNR_OPTION_NONCE,
  .required = MNR_OPTION_KEY_FILE | MNR_OPTION_TO,
  .summary = N_ ("encrypt a memo"),
  .description =
    N_ ("Reads a text and prints it as an encrypted memo in JSON, as it belongs into a "
        "transfer or an issue. --key-file holds the sender's private memo key. One line "
        "break at the end of the text is not part of it."),
  .example =
    "  echo Thanks | moneyer-cli memo encrypt --key-file memo.wif --to BTS8m5U…",
  .run = run_encrypt,
};

static gboolean
run_decrypt (const MnrCommand *command,
             const MnrOptions *options,
             char **arguments,
             GError **error)
{
  g_autoptr (MnrPrivateKey) key = NULL;
  g_autoptr (GString) json = NULL;
  g_autoptr (MnrMemo) memo = mnr_value_new (&mnr_type_memo);
  g_autofree char *text = NULL;

  if (!check_inputs (options, arguments, error))
    return FALSE;

  if (options->key_files != NULL)
    {
      key = mnr_stream_read_key (options->key_files[0], error);
      if (key == NULL)
        return FALSE;
    }
  json = mnr_stream_read (arguments[0], error);
  if (json == NULL ||
      !mnr_json_read (&mnr_type_memo, json->str, json->len, options->prefix, memo, error))
    return FALSE;

  text = mnr_memo_read (memo, key, error);
  if (text == NULL)
    return FALSE;
  puts (text);
  return TRUE;
}

const MnrCommand mnr_command_memo_decrypt = {
  .group = "memo",
  .name = "decrypt",
  .arguments = "[FILE]",
  .max_arguments = 1,
  .options = MNR_OPTION_PREFIX | MNR_OPTION_KEY_FILE,
  .summary = N_ ("decrypt a memo"),
  .description =
    N_ ("Reads a memo in JSON, {\"from\":…,\"to\":…,\"nonce\":…,\"message\":…}, and "
        "prints its text. --key-file holds the private memo key of the sender or of the "
        "recipient; a public memo needs none."),
  .example =
    "  moneyer-cli memo decrypt --key-file memo.wif memo.json",
  .run = run_decrypt,
};
