/* mnr-rules-asset-options.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/protocol/mnr-describe.h"
#include "chain/protocol/mnr-permissions.h"
#include "mnr-rules-private.h"

G_BEGIN_DECLS

/* What the creation of an asset and its update have in common. Of @path, "." and
 * a member make the path of a finding; @name is what the asset is or will be. */

/** The path of the first of @powers within @member, flags or permissions: where a finding leads. */
char *mnr_rules_power_path (const char *member,
                            guint powers);

/** 100 % in hundredths of a percent. */
#define MNR_PERCENT_100 10000

/** asset_options in the protocol (protocol.md 2.4). */
void mnr_rules_asset_options (const MnrAssetOptions *options,
                              const MnrAssetName *name,
                              const char *path,
                              MnrCheck *check);

/** Flags that this kind of asset cannot have (protocol.md 3.1, 10: 7). */
void mnr_rules_asset_flags (const MnrAssetOptions *options,
                            gboolean is_smartcoin,
                            const char *path,
                            MnrCheck *check);

/** Refuses by @rule a list of more authorities than the chain allows. */
void mnr_rules_list_size (const MnrObjectIdSet *list,
                          const MnrRule *rule,
                          const char *path,
                          MnrCheck *check);

void mnr_rules_accounts_exist (const MnrObjectIdSet *accounts,
                               const char *path,
                               MnrCheck *check);

/**
 * mnr_rules_warn_asset_options:
 * @supply: the current supply
 *
 * What nodes take, and issuers regret.
 */
void mnr_rules_warn_asset_options (const MnrAssetOptions *options,
                                   const MnrAssetName *name,
                                   MnrObjectId issuer,
                                   gint64 supply,
                                   const char *path,
                                   MnrCheck *check);

/** The protocol's names of the bits: "white_list, lock_max_supply". */
char *mnr_rules_powers_text (guint powers);

gboolean mnr_rules_set_has (const MnrObjectIdSet *set,
                            MnrObjectId id);

G_END_DECLS
