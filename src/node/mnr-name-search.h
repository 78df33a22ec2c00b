/* mnr-name-search.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-node.h"

G_BEGIN_DECLS

/** What has a name on a chain. */
typedef enum
{
  MNR_NAMES_ACCOUNTS,
  MNR_NAMES_ASSETS, /* by their symbols */
} MnrNameKind;

/** How many names are found at most. */
#define MNR_NAME_SEARCH_MAX 8

/**
 * mnr_name_search_async:
 * @prefix: how the names begin, in either case
 *
 * Asks the node which accounts or assets there are whose names begin like this.
 */
void mnr_name_search_async (MnrNode *node,
                            MnrNameKind kind,
                            const char *prefix,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/** Returns: (transfer full): the names, in their order; only such as can be names */
GStrv mnr_name_search_finish (MnrNode *node,
                              GAsyncResult *result,
                              GError **error);

G_END_DECLS
