/* mnr-backed-search.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-node.h"

G_BEGIN_DECLS

/**
 * mnr_backed_search_async:
 * @backing: an asset
 *
 * Finds what is backed by an asset. No node can be asked that, so all assets
 * are gone through, and the data of all smartcoins.
 */
void mnr_backed_search_async (MnrNode *node,
                              MnrObjectId backing,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/** Returns: (transfer full) (element-type MnrAsset): the assets, or %NULL with an error */
GPtrArray *mnr_backed_search_finish (MnrNode *node,
                                     GAsyncResult *result,
                                     GError **error);

G_END_DECLS
