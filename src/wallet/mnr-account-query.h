/* mnr-account-query.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "node/mnr-node.h"

G_BEGIN_DECLS

/** Accounts as a node gave them; %NULL for what it does not know. */
typedef MNR_ARRAY (MnrAccount *) MnrAccountList;

void mnr_account_list_free (MnrAccountList *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrAccountList, mnr_account_list_free)

/** How many accounts are asked for at once. */
#define MNR_ACCOUNT_QUERY_MAX 100

/**
 * mnr_account_query_async:
 * @names: ids or names of accounts, at most %MNR_ACCOUNT_QUERY_MAX
 *
 * Asks for accounts, without a subscription to them. The answer has one entry
 * for each of @names, in their order: the account of that id or name or %NULL;
 * an answer about others is %MNR_NODE_ERROR_PROTOCOL.
 */
void mnr_account_query_async (MnrNode *node,
                              const char *const *names,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

MnrAccountList *mnr_account_query_finish (MnrNode *node,
                                          GAsyncResult *result,
                                          GError **error);

G_END_DECLS
