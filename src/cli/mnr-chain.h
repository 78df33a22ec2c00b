/* mnr-chain.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "issuer/mnr-plan.h"
#include "mnr-command.h"
#include "node/mnr-chain-view.h"
#include "wallet/mnr-accounts.h"
#include "wallet/mnr-key-ring.h"
#include "wallet/mnr-outbox-resolver.h"
#include "wallet/mnr-practice-process.h"
#include "wallet/mnr-wallet-network.h"

G_BEGIN_DECLS

/**
 * MnrChain:
 *
 * The chain that a command works on, as its options name it, and what the
 * user has for it: opened one after the other, as a command needs them.
 */
typedef struct
{
  char *network; /* its name to a person */
  MnrWalletNetwork *info;
  MnrPracticeProcess *practice;
  MnrNode *node;
  MnrChainView *view;
  MnrAccounts *accounts;
  MnrKeyRing *key_ring;
  MnrKeySource *keys;
  MnrOutboxResolver *resolver;
} MnrChain;

void mnr_chain_clear (MnrChain *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MnrChain, mnr_chain_clear)

static inline void
mnr_account_free (MnrAccount *account)
{
  mnr_value_free (&mnr_type_account, account);
}

static inline void
mnr_asset_free (MnrAsset *asset)
{
  mnr_value_free (&mnr_type_asset, asset);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrAccount, mnr_account_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrAsset, mnr_asset_free)

/** Finds the network, starts it if it is the one of practice, and connects. */
gboolean mnr_chain_open (MnrChain *self,
                         const MnrOptions *options,
                         GError **error);

/** Opens what the user has: accounts, keys, outbox. */
gboolean mnr_chain_open_wallet (MnrChain *self,
                                const MnrOptions *options,
                                GError **error);

/** Fetches what @ask asks for; see mnr_chain_view_complete_async(). */
gboolean mnr_chain_complete (MnrChain *self,
                             MnrChainViewAsk ask,
                             gpointer user_data,
                             GError **error);

/**
 * mnr_chain_find_account:
 * @name: (nullable): a name or an id; %NULL is the only account that the user
 *   has on this network
 *
 * Returns: (transfer full) (nullable): the account as it was when it was found.
 *   A copy, because the view's own goes as soon as a node tells of a new one
 */
MnrAccount *mnr_chain_find_account (MnrChain *self,
                                    const char *name,
                                    GError **error);

/** The same of an asset, by symbol or id; its 2.3 and 2.4 objects are known as well. */
MnrAsset *mnr_chain_find_asset (MnrChain *self,
                                const char *symbol,
                                GError **error);

/** The object @id, or %NULL if it is not known; valid until the next wait for anything. */
gconstpointer mnr_chain_get_object (MnrChain *self,
                                    MnrObjectId id);

/** What a draft comes to for the account that issues it, once all is known. */
MnrPlan *mnr_chain_plan (MnrChain *self,
                         MnrDraft *draft,
                         MnrObjectId issuer,
                         GError **error);

G_END_DECLS
