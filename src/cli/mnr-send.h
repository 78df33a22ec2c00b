/* mnr-send.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-chain.h"

G_BEGIN_DECLS

/**
 * mnr_send:
 * @operations: complete but for their fees
 * @payer: whose account pays them
 * @intent: a key of what it is for; see mnr_submission_new()
 * @summary: the same as a sentence
 * @entry: (out) (optional) (nullable) (transfer full): what the outbox has of it
 *   in the end; %NULL if nothing was signed
 *
 * What every command does that changes the chain: prepares the transaction,
 * compares what it depends on with a second node, shows what the bytes decode
 * to, asks, signs, has it tried, sends it, and waits.
 *
 * Where the same was signed before and is under way still, it goes on with those
 * bytes; where something else with the same @intent is, only after that is settled.
 *
 * Returns: %FALSE with an error, or without one where the user said no
 */
gboolean mnr_send (MnrChain *chain,
                   const MnrOptions *options,
                   const MnrTransaction *operations,
                   MnrObjectId payer,
                   const char *intent,
                   const char *summary,
                   MnrOutboxEntry **entry,
                   GError **error);

/** Goes on with an entry of the outbox, and waits. */
gboolean mnr_send_resume (MnrChain *chain,
                          const MnrOptions *options,
                          gint64 id,
                          MnrOutboxEntry **entry,
                          GError **error);

/** What can be said of an entry's state in a line. */
char *mnr_send_describe_state (const MnrOutboxEntry *entry);

/** Asks the chain what became of everything that is not settled. */
gboolean mnr_send_look (MnrChain *chain,
                        GError **error);

/** Whether --wait, --dry-run, --export and --yes go together and say something. */
gboolean mnr_send_check_options (const MnrOptions *options,
                                 GError **error);

/** Prints what a transaction says, from its bytes, in words. */
gboolean mnr_send_print (MnrChain *chain,
                         const MnrTransaction *transaction,
                         GError **error);

G_END_DECLS
