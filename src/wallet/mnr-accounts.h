/* mnr-accounts.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "chain/protocol/mnr-transaction.h"
#include "mnr-key-role.h"

G_BEGIN_DECLS

/** An account that the user works with. */
typedef struct
{
  MnrChainId chain_id;
  MnrObjectId id;
  char *name;
  MnrKeyRoles roles; /* whose keys were stored; 0: it is only watched */
  gboolean in_use;   /* the one of its chain that the user works with */
} MnrWalletAccount;

/**
 * MnrAccounts:
 *
 * The accounts that Moneyer remembers, of all chains, in a file of its own
 * without secrets: what keys there are, the key source knows.
 *
 * Signal "changed": an account was added, changed or removed.
 */
#define MNR_TYPE_ACCOUNTS (mnr_accounts_get_type ())
G_DECLARE_FINAL_TYPE (MnrAccounts, mnr_accounts, MNR, ACCOUNTS, GObject)

/** Returns: (transfer full): accounts.ini in Moneyer's folder of the user's data */
char *mnr_accounts_get_default_path (void);

/**
 * mnr_accounts_new:
 * @path: the file, which need not be there yet
 *
 * Returns: %NULL with %MNR_WALLET_ERROR_FILE if it is not what it should be
 */
MnrAccounts *mnr_accounts_new (const char *path,
                               GError **error);

/** Returns: (transfer container) (element-type MnrWalletAccount): those of a chain,
 *   oldest first; valid until the next change */
GPtrArray *mnr_accounts_list (MnrAccounts *self,
                              const MnrChainId *chain_id);

/** Returns: (nullable): valid until the next change */
const MnrWalletAccount *mnr_accounts_find (MnrAccounts *self,
                                           const MnrChainId *chain_id,
                                           const char *name);

/** Remembers an account, in place of what was known of it; whether it is in use stays. */
gboolean mnr_accounts_put (MnrAccounts *self,
                           const MnrWalletAccount *account,
                           GError **error);

/** Remembers which account of a chain is in use. */
gboolean mnr_accounts_use (MnrAccounts *self,
                           const MnrChainId *chain_id,
                           const char *name,
                           GError **error);

/** Forgets an account, but not its keys; that it is not there is no error. */
gboolean mnr_accounts_remove (MnrAccounts *self,
                              const MnrChainId *chain_id,
                              const char *name,
                              GError **error);

G_END_DECLS
