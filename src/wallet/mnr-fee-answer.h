/* mnr-fee-answer.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/protocol/mnr-transaction.h"

G_BEGIN_DECLS

/**
 * mnr_fee_answer_check:
 * @transaction: with the fees that we reckon
 * @json: what get_required_fees answers for its operations (protocol.md 7.2)
 * @difference: (out) (transfer full): the first fee that differs, as
 *   "the node's, ours", or %NULL if none does
 *
 * Returns: %FALSE with a #MnrChainError if it is not such an answer
 */
gboolean mnr_fee_answer_check (const MnrTransaction *transaction,
                               const char *json,
                               gsize length,
                               const char *prefix,
                               char **difference,
                               GError **error);

G_END_DECLS
