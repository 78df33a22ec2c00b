/* mnr-vesting.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/protocol/mnr-objects.h"

G_BEGIN_DECLS

/*
 * What of a vesting balance is free (protocol.md 12.2), as a node reckons it: in
 * integers, rounded down, so that what is not free yet never leaves.
 */

/** What is free of @balance, of which the policy knows how much there was at first. */
gint64 mnr_linear_vesting_get_allowed (const MnrLinearVesting *policy,
                                       gint64 balance,
                                       MnrTime now);

/**
 * mnr_coin_days_vesting_earn:
 *
 * What a balance earned by being there so long: coins times seconds, never more
 * than all of it needs to be free.
 */
unsigned __int128 mnr_coin_days_vesting_earn (const MnrCoinDaysVesting *policy,
                                              gint64 balance,
                                              MnrTime now);

/** How long a coin vests: what is said to be nothing counts as a second. */
static inline guint32
mnr_coin_days_vesting_get_seconds (const MnrCoinDaysVesting *policy)
{
  return MAX (policy->vesting_seconds, 1);
}

/** What is free of a vesting balance, of any policy; nothing by one that is not known. */
gint64 mnr_vesting_balance_get_allowed (const MnrVestingBalance *vesting,
                                        MnrTime now);

G_END_DECLS
