/* mnr-memo.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/crypto/mnr-private-key.h"
#include "mnr-structures.h"

G_BEGIN_DECLS

void mnr_memo_free (MnrMemo *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrMemo, mnr_memo_free)

/**
 * mnr_memo_new:
 * @from: the sender's private memo key
 * @to: the recipient's memo key
 * @nonce: see mnr_memo_new_nonce()
 *
 * Encrypts @text (protocol.md 8.5).
 *
 * Returns: (transfer full) (nullable): the memo, or %NULL with
 *   %MNR_CHAIN_ERROR_KEY if @to cannot receive one
 */
MnrMemo *mnr_memo_new (const MnrPrivateKey *from,
                       const MnrPublicKey *to,
                       guint64 nonce,
                       const char *text,
                       GError **error);

/** A memo that anybody can read: null keys and the text as it is. */
MnrMemo *mnr_memo_new_public (const char *text);

/** A number that no other memo has: random bits over the time. */
guint64 mnr_memo_new_nonce (void);

/** Whether it was written with mnr_memo_new_public(). */
gboolean mnr_memo_is_public (const MnrMemo *self);

/**
 * mnr_memo_read:
 * @key: (nullable): the private key of either side; none is needed for a public memo
 *
 * Returns: (transfer full) (nullable): the text, or %NULL with
 *   %MNR_CHAIN_ERROR_MEMO if it is of other keys, damaged or not text
 */
char *mnr_memo_read (const MnrMemo *self,
                     const MnrPrivateKey *key,
                     GError **error);

G_END_DECLS
