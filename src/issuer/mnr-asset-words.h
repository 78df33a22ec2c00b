/* mnr-asset-words.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-draft-check.h"
#include "mnr-text-line.h"

G_BEGIN_DECLS

/**
 * mnr_asset_words_new:
 * @view: where the rest of the asset is looked up
 * @is_complete: (out): whether the view knew all that it was asked for
 *
 * An asset as a person reads about it: what it is, supply, fee pool, rate, what
 * holders are told, lists, market fees, and the state of a smartcoin.
 *
 * Returns: (transfer full) (element-type MnrTextLine): what is not known yet is left out
 */
GPtrArray *mnr_asset_words_new (const MnrAsset *asset,
                                const MnrView *view,
                                gboolean *is_complete);

/** What kind of asset it is, such as "Token"; translated. */
const char *mnr_asset_get_kind_text (const MnrAsset *asset,
                                     const MnrView *view);

/**
 * mnr_holder_words_new:
 * @creation: an asset that exists or is to be
 *
 * What holders are told: of each power the sentence as the label, and as the
 * text whether that can change. What is neither on nor possible comes last.
 *
 * Returns: (transfer full) (element-type MnrTextLine)
 */
GPtrArray *mnr_holder_words_new (const MnrAssetCreate *creation);

/**
 * mnr_asset_warnings_new:
 * @is_complete: (out): whether the view knew all that it was asked for
 *
 * What is wrong with an asset now: what the rules say about an update that
 * changes nothing, and what its state lacks; each sentence says the remedy
 * where it is not plain.
 *
 * Returns: (transfer full) (element-type MnrDraftFinding)
 */
GPtrArray *mnr_asset_warnings_new (const MnrAsset *asset,
                                   const MnrView *view,
                                   gboolean *is_complete);

G_END_DECLS
