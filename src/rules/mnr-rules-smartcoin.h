/* mnr-rules-smartcoin.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-check.h"

G_BEGIN_DECLS

/* What the rules of smartcoins share. */

/**
 * mnr_rules_bitasset_mistakes:
 * @data: (nullable): the smartcoin that the options are for, %NULL if it is being created
 * @is_prediction_market: whether it is one, or will be: then it needs no feed
 * @path: where the options stand in the operation
 *
 * What chains accept of bitasset_options and people regret.
 */
void mnr_rules_bitasset_mistakes (const MnrBitassetOptions *options,
                                  const MnrBitassetData *data,
                                  gboolean is_prediction_market,
                                  const char *path,
                                  MnrCheck *check);

/**
 * mnr_rules_new_producers:
 * @count: how many feed producers are to be named once the asset exists
 *
 * What an asset_create cannot tell: whether a smartcoin can ever have a price.
 */
void mnr_rules_new_producers (const MnrAssetCreate *op,
                              guint count,
                              MnrCheck *check);

/**
 * mnr_rules_ratio:
 * @rules: the rules for a ratio that is too low and one that is too high
 *
 * A collateral ratio has to be within %MNR_RATIO_MIN and %MNR_RATIO_MAX.
 */
void mnr_rules_ratio (MnrCheck *check,
                      const MnrRule rules[2],
                      const char *path,
                      guint16 ratio);

G_END_DECLS
