/* mnr-command.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-stream.h"

G_BEGIN_DECLS

/** The program's exit statuses. */
typedef enum
{
  MNR_EXIT_DONE = 0,
  MNR_EXIT_REFUSED = 1,
  MNR_EXIT_USAGE = 2,
} MnrExit;

/** Every option there is; a command names those it takes. */
typedef enum
{
  MNR_OPTION_LINES = 1 << 0,
  MNR_OPTION_SIGNED = 1 << 1,
  MNR_OPTION_PREFIX = 1 << 2,
  MNR_OPTION_CHAIN_ID = 1 << 3,
  MNR_OPTION_KEY_FILE = 1 << 4,
  MNR_OPTION_KEY_FILES = 1 << 5,
  MNR_OPTION_SCHEDULE = 1 << 6,
  MNR_OPTION_RATE = 1 << 7,
  MNR_OPTION_OBJECTS = 1 << 8,
  MNR_OPTION_ACCOUNT = 1 << 9,
  MNR_OPTION_ROLE = 1 << 10,
  MNR_OPTION_SEQUENCE = 1 << 11,
  MNR_OPTION_UPPER_CASE = 1 << 12,
  MNR_OPTION_TO = 1 << 13,
  MNR_OPTION_NONCE = 1 << 14,
  MNR_OPTION_LIMIT = 1 << 15,
  MNR_OPTION_NETWORK = 1 << 16, /* --network and --node */
  MNR_OPTION_SIGN_FILE = 1 << 17,
  MNR_OPTION_PASSWORD_FILE = 1 << 18,
  MNR_OPTION_BRAIN_KEY_FILE = 1 << 19,
  MNR_OPTION_WATCH_ONLY = 1 << 20,
  MNR_OPTION_BACKUP = 1 << 21,
  MNR_OPTION_YES = 1 << 22,
  MNR_OPTION_JSON = 1 << 23,
  MNR_OPTION_DRY_RUN = 1 << 24,
  MNR_OPTION_EXPORT = 1 << 25,
  MNR_OPTION_WAIT = 1 << 26,
} MnrOptionFlags;

/** What the options said; absent ones are %NULL or %FALSE. */
typedef struct
{
  gboolean lines;
  gboolean is_signed;
  gboolean upper_case;
  char *prefix;
  char *chain_id;
  char **key_files;
  char *schedule;
  char *rate;
  char *objects;
  char *account;
  char *role;
  char *sequence;
  char *to;
  char *nonce;
  char *limit;
  char *network;
  char **nodes;
  char *sign_file;
  char *password_file;
  char *brain_key_file;
  char *backup;
  char *export;
  char *wait;
  gboolean watch_only;
  gboolean yes;
  gboolean json;
  gboolean dry_run;
} MnrOptions;

typedef struct _MnrCommand MnrCommand;

struct _MnrCommand
{
  const char *group;     /* "tx" */
  const char *name;      /* "sign"; "" where the group is the command */
  const char *arguments; /* as a synopsis shows them */
  guint min_arguments;
  guint max_arguments;
  MnrOptionFlags options;
  MnrOptionFlags required;
  const char *summary;     /* N_(): one line */
  const char *description; /* N_(): paragraphs, with an empty line between */
  const char *example;
  /* Does the work. Returns whether it was done; if not, with an error, or
   * without one if all that went wrong was said already. */
  gboolean (*run) (const MnrCommand *self,
                   const MnrOptions *options,
                   char **arguments,
                   GError **error);
  /* What answers a document, where commands of a group share one way to run. */
  MnrAnswer answer;
};

/** Why a command was not begun: %MNR_COMMAND_ERROR_USAGE is exit status 2. */
#define MNR_COMMAND_ERROR (mnr_command_error_quark ())

typedef enum
{
  MNR_COMMAND_ERROR_USAGE,
  /** What was asked for is not done, for a reason that was told. */
  MNR_COMMAND_ERROR_REFUSED,
} MnrCommandError;

GQuark mnr_command_error_quark (void);

/** Sets @error to a usage error; always returns %FALSE. */
gboolean mnr_command_usage_error (GError **error,
                                  const char *format,
                                  ...) G_GNUC_PRINTF (2, 3);

/** What is typed to run a command: "tx sign". */
char *mnr_command_get_title (const MnrCommand *self);

/** The program's commands, %NULL-terminated. */
extern const MnrCommand *const mnr_commands[];

extern const MnrCommand mnr_command_tx_encode, mnr_command_tx_decode, mnr_command_tx_id,
  mnr_command_tx_digest, mnr_command_tx_sign, mnr_command_tx_signers, mnr_command_tx_describe,
  mnr_command_tx_fees, mnr_command_key_new, mnr_command_key_public, mnr_command_key_from_password,
  mnr_command_key_from_brain, mnr_command_memo_encrypt, mnr_command_memo_decrypt,
  mnr_command_price_approximate, mnr_command_tx_broadcast, mnr_command_network_list,
  mnr_command_network_probe, mnr_command_account_create, mnr_command_account_add,
  mnr_command_account_list, mnr_command_account_show, mnr_command_account_remove,
  mnr_command_outbox_list, mnr_command_outbox_show, mnr_command_outbox_resume,
  mnr_command_asset_list, mnr_command_asset_show, mnr_command_asset_new,
  mnr_command_asset_check, mnr_command_asset_create, mnr_command_asset_edit,
  mnr_command_asset_update, mnr_command_asset_cli_wallet, mnr_command_demo;

/** Finds the command that @arguments ask for, and runs it. */
MnrExit mnr_command_main (char **arguments);

G_END_DECLS
