/* mnr-key-file.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-key-source.h"

G_BEGIN_DECLS

/**
 * MnrKeyFile:
 *
 * Keys in a file, for machines without a key ring: a private key (WIF) a line.
 * Empty lines, lines that begin with '#', and the public key on a line after
 * its private one, as `moneyer-cli key new` prints it, are passed over. The
 * keys are good for any chain. The file is read anew for each use, and only if
 * it belongs to us and nobody else may read or write it.
 */
#define MNR_TYPE_KEY_FILE (mnr_key_file_get_type ())
G_DECLARE_FINAL_TYPE (MnrKeyFile, mnr_key_file, MNR, KEY_FILE, GObject)

/** @path: whether it is there and can be used shows at its use */
MnrKeyFile *mnr_key_file_new (const char *path);

G_END_DECLS
