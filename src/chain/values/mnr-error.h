/* mnr-error.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MNR_CHAIN_ERROR:
 *
 * The domain of every error of the chain library. The message is one sentence
 * that begins with the path of the member at fault where there is one
 * (`operations[0].common_options.flags: …`).
 */
#define MNR_CHAIN_ERROR (mnr_chain_error_quark ())

typedef enum
{
  /** The text or the bytes do not follow the format. */
  MNR_CHAIN_ERROR_SYNTAX,
  /** Well formed, but a value that the protocol cannot carry. */
  MNR_CHAIN_ERROR_VALUE,
  /** An operation or a variant that this program does not know. */
  MNR_CHAIN_ERROR_UNKNOWN,
  /** A key, address or signature that is not one, or belongs elsewhere. */
  MNR_CHAIN_ERROR_KEY,
  /** A memo that this key does not open. */
  MNR_CHAIN_ERROR_MEMO,
  /** The keys at hand do not satisfy an authority, or are too many. */
  MNR_CHAIN_ERROR_AUTHORITY,
  /** No locked memory left for a secret. */
  MNR_CHAIN_ERROR_MEMORY,
} MnrChainError;

GQuark mnr_chain_error_quark (void);

/**
 * MnrPath:
 *
 * Where a walk through a structure stands: a chain of frames on the walkers'
 * stacks, so that a path costs nothing until an error needs its text. A frame
 * is either a member (name set) or an element of an array (name %NULL).
 */
typedef struct _MnrPath MnrPath;

struct _MnrPath
{
  const MnrPath *parent;
  const char *name;
  gsize index;
};

/**
 * mnr_path_error:
 * @error: (out) (optional): where to put the error
 * @path: (nullable): where it happened
 * @code: what kind it is
 * @format: the sentence, printf-like
 *
 * Sets @error to "path: sentence", in one line of UTF-8 whatever the arguments
 * hold (see mnr_text_make_visible()).
 *
 * Returns: always %FALSE, so that a walker can `return mnr_path_error (…)`
 */
gboolean mnr_path_error (GError **error,
                         const MnrPath *path,
                         MnrChainError code,
                         const char *format,
                         ...) G_GNUC_PRINTF (4, 5);

G_END_DECLS
