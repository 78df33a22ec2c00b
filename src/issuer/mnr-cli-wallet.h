/* mnr-cli-wallet.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/protocol/mnr-operations.h"
#include "mnr-draft.h"

G_BEGIN_DECLS

/*
 * What people exchange who create assets with cli_wallet: the options as JSON,
 * and the command as a line:
 *
 *   create_asset issuer SYMBOL 4 {options} null true
 *
 * A node takes what is missing in the options for its own default and passes
 * over what it does not know; here the first is done as well and the second is
 * an error, since it is a slip of the pen that becomes a 0.
 */

/**
 * mnr_cli_wallet_read_options:
 * @options: (out caller-allocates): zero bytes, to be filled in; still zero on an error
 */
gboolean mnr_cli_wallet_read_options (const char *text,
                                      gsize length,
                                      MnrAssetOptions *options,
                                      GError **error);

gboolean mnr_cli_wallet_read_bitasset_options (const char *text,
                                               gsize length,
                                               MnrBitassetOptions *options,
                                               GError **error);

char *mnr_cli_wallet_write_options (const MnrAssetOptions *options);

char *mnr_cli_wallet_write_bitasset_options (const MnrBitassetOptions *options);

/** Whether a text begins as the command does. */
gboolean mnr_cli_wallet_is_command (const char *text,
                                    gsize length);

/**
 * mnr_cli_wallet_read_command:
 * @creation: (out caller-allocates): zero bytes; an asset_create without an issuer
 * @issuer: (out) (optional): the issuer's name or id, as it is written
 * @broadcast: (out) (optional): the last argument
 *
 * Words may stand alone or in quotes, as cli_wallet reads them; the options are JSON.
 */
gboolean mnr_cli_wallet_read_command (const char *text,
                                      gsize length,
                                      MnrAssetCreate *creation,
                                      char **issuer,
                                      gboolean *broadcast,
                                      GError **error);

/** The draft that a command is about; see mnr_cli_wallet_read_command(). */
MnrDraft *mnr_cli_wallet_read_draft (const char *text,
                                     gsize length,
                                     char **issuer,
                                     gboolean *broadcast,
                                     GError **error);

/**
 * mnr_cli_wallet_write_command:
 * @creation: the asset
 * @issuer: the issuer's name
 *
 * Returns: (nullable): the line, or %NULL with an error for a prediction market,
 *   which the command cannot create
 */
char *mnr_cli_wallet_write_command (const MnrAssetCreate *creation,
                                    const char *issuer,
                                    gboolean broadcast,
                                    GError **error);

G_END_DECLS
