/* mnr-rpc.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-session.h"

G_BEGIN_DECLS

typedef enum
{
  /** The answer is there. */
  MNR_RPC_ANSWERED,
  /** The request had no id: no answer is due. */
  MNR_RPC_SILENT,
  /** The session is sent the answer when a block brings it. */
  MNR_RPC_LATER,
} MnrRpcOutcome;

/**
 * mnr_rpc_handle:
 * @text: a request, as it came
 * @answer: appended to
 * @status: (out): the HTTP status that nodes answer with
 *
 * Handles one JSON-RPC request (protocol.md 9.1).
 */
MnrRpcOutcome mnr_rpc_handle (MnrSession *session,
                              const char *text,
                              gsize length,
                              GString *answer,
                              guint *status);

G_END_DECLS
