/* mnr-new-account.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/crypto/mnr-private-key.h"

G_BEGIN_DECLS

/**
 * MnrNewAccount:
 *
 * The keys of an account that is yet to be made, all derived from a password
 * that was just made up (protocol.md 8.4): who has written that down has them
 * all. It is shown once, before the account is made, and is kept nowhere.
 */
typedef struct
{
  char *name;
  MnrSecret *password;
  MnrPrivateKey *owner, *active, *memo;
} MnrNewAccount;

/** Returns: (transfer full) (nullable): %NULL with %MNR_CHAIN_ERROR_MEMORY */
MnrNewAccount *mnr_new_account_new (const char *name,
                                    GError **error);

/** Wipes all of it. */
void mnr_new_account_free (MnrNewAccount *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrNewAccount, mnr_new_account_free)

G_END_DECLS
