/* mnr-draft-scale.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-rate.h"
#include "mnr-scale.h"

G_BEGIN_DECLS

/* The pictures of mnr-scale.h for an asset that is being designed. */

/**
 * mnr_draft_scale_rate:
 * @price: what was typed, see mnr_rate_set()
 *
 * The draft's rate beside the market's best bid; of an asset that nobody trades
 * yet, beside the price that was typed.
 *
 * Returns: (nullable): %NULL as long as there is no rate, or no core asset known
 */
MnrScale *mnr_draft_scale_rate (MnrDraft *draft,
                                const char *price,
                                MnrRateDirection direction,
                                const MnrView *view);

/**
 * mnr_draft_scale_position:
 * @creation: what the draft comes to: of mnr_draft_get_creation()
 *
 * What happens to a position under these ratios as the price rises. The
 * position is an example: a debt of 100 that is worth as much of the backing, or
 * what the feed says; covered with a little to spare, and brought back to that
 * by a call.
 *
 * Returns: (nullable): %NULL for what has no margin calls, or a backing that is
 *   not known
 */
MnrScale *mnr_draft_scale_position (MnrDraft *draft,
                                    const MnrAssetCreate *creation,
                                    const MnrView *view);

G_END_DECLS
