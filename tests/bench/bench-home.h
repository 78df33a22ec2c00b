/* bench-home.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wallet/mnr-wallet.h"

G_BEGIN_DECLS

/**
 * bench_home_open:
 * @n_assets: how many the account has issued
 * @n_drafts: how many are in the folder of drafts
 *
 * Makes the user's data folder that of somebody who has been at work on the
 * practice network: with an account, whose key is in the key ring, and assets
 * and drafts of all kinds.
 *
 * Returns: (transfer full): the wallet, which is open
 */
MnrWallet *bench_home_open (guint n_assets,
                            guint n_drafts);

/** What a node's method answers. */
char *bench_home_call (MnrWallet *wallet,
                       const char *api,
                       const char *method,
                       const char *params);

/** The @index-th of the account's assets. */
MnrObjectId bench_home_get_asset (MnrWallet *wallet,
                                  guint index);

/** @wallet: (transfer full): the practice network ends, and keeps its blocks */
void bench_home_close (MnrWallet *wallet);

G_END_DECLS
