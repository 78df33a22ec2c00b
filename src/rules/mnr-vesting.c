/* mnr-vesting.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-vesting.h"

gint64
mnr_linear_vesting_get_allowed (const MnrLinearVesting *policy,
                                gint64 balance,
                                MnrTime now)
{
  guint32 elapsed;
  gint64 vested = policy->begin_balance;

  if (now <= policy->begin_timestamp)
    return 0;
  elapsed = now - policy->begin_timestamp;
  if (elapsed < policy->vesting_cliff_seconds)
    return 0;

  if (elapsed < policy->vesting_duration_seconds)
    vested = (gint64) ((__int128) vested * elapsed / policy->vesting_duration_seconds);
  /* Less what was taken before. */
  return vested - (policy->begin_balance - balance);
}

unsigned __int128
mnr_coin_days_vesting_earn (const MnrCoinDaysVesting *policy,
                            gint64 balance,
                            MnrTime now)
{
  guint32 since = now > policy->coin_seconds_earned_last_update
                    ? now - policy->coin_seconds_earned_last_update
                    : 0;
  unsigned __int128 coins = (unsigned __int128) MAX (balance, 0);
  unsigned __int128 most = coins * mnr_coin_days_vesting_get_seconds (policy);
  unsigned __int128 more = coins * since;

  if (policy->coin_seconds_earned >= most || more >= most - policy->coin_seconds_earned)
    return most;
  return policy->coin_seconds_earned + more;
}

gint64
mnr_vesting_balance_get_allowed (const MnrVestingBalance *vesting,
                                 MnrTime now)
{
  gint64 balance = vesting->balance.amount;

  if (vesting->policy.value == NULL)
    return 0;

  switch (vesting->policy.number)
    {
    case MNR_VESTING_LINEAR:
      return mnr_linear_vesting_get_allowed (vesting->policy.value, balance, now);

    case MNR_VESTING_COIN_DAYS:
      {
        const MnrCoinDaysVesting *policy = vesting->policy.value;

        if (now <= policy->start_claim)
          return 0;
        return (gint64) (mnr_coin_days_vesting_earn (policy, balance, now) /
                         mnr_coin_days_vesting_get_seconds (policy));
      }

    case MNR_VESTING_INSTANT:
      return balance;

    default:
      return 0;
    }
}
