/* mnr-ledger-vesting.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "rules/mnr-vesting.h"

#include <string.h>

#include "mnr-ledger-private.h"

#define FULL_PERCENT 10000

/*
 * Vesting balances
 */

static void
set_coin_days (MnrVestingBalance *vesting,
               const MnrCoinDaysVesting *policy)
{
  vesting->policy.number = MNR_VESTING_COIN_DAYS;
  vesting->policy.value = g_memdup2 (policy, sizeof *policy);
}

static MnrVestingBalance *
create_vesting_balance (MnrLedger *self,
                        MnrObjectId owner,
                        const MnrAmount *amount,
                        const char *type)
{
  MnrVestingBalance *vesting = mnr_store_create (self->store, MNR_OBJECT_VESTING_BALANCE);

  vesting->owner = owner;
  vesting->balance = *amount;
  vesting->balance_type = g_strdup (type);
  return vesting;
}

void
mnr_ledger_vesting_balance_create (MnrLedger *self,
                                   const MnrVestingBalanceCreate *op)
{
  MnrVestingBalance *vesting;

  mnr_ledger_adjust_balance (self, op->creator, op->amount.asset_id, -op->amount.amount);
  vesting = create_vesting_balance (self, op->owner, &op->amount, MNR_VESTING_UNSPECIFIED);

  switch ((MnrVestingPolicy) op->policy.number)
    {
    case MNR_VESTING_LINEAR:
      {
        const MnrLinearVestingStart *start = op->policy.value;
        MnrLinearVesting *policy = g_new0 (MnrLinearVesting, 1);

        policy->begin_timestamp = start->begin_timestamp;
        policy->vesting_cliff_seconds = start->vesting_cliff_seconds;
        policy->vesting_duration_seconds = start->vesting_duration_seconds;
        policy->begin_balance = op->amount.amount;
        vesting->policy.number = MNR_VESTING_LINEAR;
        vesting->policy.value = policy;
        break;
      }

    case MNR_VESTING_COIN_DAYS:
      {
        const MnrCoinDaysVestingStart *start = op->policy.value;
        const MnrCoinDaysVesting policy = {
          .vesting_seconds = start->vesting_seconds,
          .start_claim = start->start_claim,
          .coin_seconds_earned_last_update = mnr_ledger_get_time (self),
        };

        set_coin_days (vesting, &policy);
        break;
      }

    case MNR_VESTING_INSTANT:
    default:
      vesting->policy.number = MNR_VESTING_INSTANT;
      vesting->policy.value = mnr_value_new (mnr_type_vesting_policy.variants[MNR_VESTING_INSTANT]);
      break;
    }
  mnr_store_done (self->store, vesting);
}

/* What a balance earned up to now counts as earned from here on. */
static void
earn (MnrVestingBalance *vesting,
      MnrTime now)
{
  MnrCoinDaysVesting *policy = vesting->policy.value;

  policy->coin_seconds_earned =
    mnr_coin_days_vesting_earn (policy, vesting->balance.amount, now);
  policy->coin_seconds_earned_last_update = now;
}

void
mnr_ledger_vesting_balance_withdraw (MnrLedger *self,
                                     const MnrVestingBalanceWithdraw *op)
{
  /* Empty ones stay: cashback and shared fees go on being paid into them. */
  MnrVestingBalance *vesting = mnr_store_edit (self->store, op->vesting_balance);

  if (vesting->policy.number == MNR_VESTING_COIN_DAYS)
    {
      MnrCoinDaysVesting *policy = vesting->policy.value;

      earn (vesting, mnr_ledger_get_time (self));
      policy->coin_seconds_earned -= (unsigned __int128) op->amount.amount *
                                     mnr_coin_days_vesting_get_seconds (policy);
    }
  vesting->balance.amount -= op->amount.amount;
  mnr_store_done (self->store, vesting);

  mnr_ledger_adjust_balance (self, op->owner, op->amount.asset_id, op->amount.amount);
}

void
mnr_ledger_balance_claim (MnrLedger *self,
                          const MnrBalanceClaim *op)
{
  const MnrGenesisBalance *balance = mnr_store_get (self->store, op->balance_to_claim);

  if (op->total_claimed.amount < balance->balance.amount)
    {
      MnrGenesisBalance *edit = mnr_store_edit (self->store, balance->id);

      edit->balance.amount -= op->total_claimed.amount;
      edit->last_claim_date = mnr_ledger_get_time (self);
      mnr_store_done (self->store, edit);
    }
  else
    mnr_store_remove (self->store, op->balance_to_claim);

  mnr_ledger_adjust_balance (self, op->deposit_to_account, op->total_claimed.asset_id,
                             op->total_claimed.amount);
}

void
mnr_ledger_deposit_market_fee (MnrLedger *self,
                               MnrObjectId account,
                               const MnrAmount *amount)
{
  const MnrVestingBalance *found =
    mnr_store_find_market_fees (self->store, account, amount->asset_id);
  MnrVestingBalance *vesting;

  if (amount->amount == 0)
    return;

  if (found != NULL)
    {
      vesting = mnr_store_edit (self->store, found->id);
      vesting->balance.amount += amount->amount;
    }
  else
    {
      vesting = create_vesting_balance (self, account, amount, MNR_VESTING_MARKET_FEES);
      vesting->policy.number = MNR_VESTING_INSTANT;
      vesting->policy.value =
        mnr_value_new (mnr_type_vesting_policy.variants[MNR_VESTING_INSTANT]);
    }
  mnr_store_done (self->store, vesting);
}

/*
 * Fees (protocol.md 7.3)
 *
 * What an account pays is noted in its statistics, and shared out at maintenance
 * to the network and to those who brought the account.
 */

void
mnr_ledger_begin_statistics (MnrLedger *self,
                             MnrObjectId account)
{
  guint64 instance = mnr_object_id_get_instance (account), next;

  while ((next = mnr_store_get_next_instance (self->store, MNR_OBJECT_ACCOUNT_STATISTICS)) <=
         instance)
    {
      const MnrAccount *owner = mnr_store_get (self->store, MNR_OBJECT_ID (1, 2, next));
      MnrAccountStatistics *statistics =
        mnr_store_create (self->store, MNR_OBJECT_ACCOUNT_STATISTICS);

      statistics->owner = MNR_OBJECT_ID (1, 2, next);
      statistics->name = g_strdup (owner != NULL ? owner->name : "");
      statistics->most_recent_op = MNR_OBJECT_ID (2, 9, 0);
      mnr_store_done (self->store, statistics);
    }
}

static MnrAccountStatistics *
edit_statistics (MnrLedger *self,
                 MnrObjectId account)
{
  mnr_ledger_begin_statistics (self, account);
  return mnr_store_edit (self->store,
                         MNR_OBJECT_ID (2, 6, mnr_object_id_get_instance (account)));
}

void
mnr_ledger_pay_core_fee (MnrLedger *self,
                         MnrObjectId account,
                         gint64 amount)
{
  MnrAccountStatistics *statistics;

  if (amount == 0)
    return;

  statistics = edit_statistics (self, account);
  if (amount > mnr_ledger_get_parameters (self)->cashback_vesting_threshold)
    statistics->pending_fees += amount;
  else
    statistics->pending_vested_fees += amount;
  mnr_store_done (self->store, statistics);
}

static gint64
cut (gint64 amount,
     guint percent)
{
  return (gint64) ((__int128) amount * percent / FULL_PERCENT);
}

/* The accounts of the chain itself get no cashback: it can be issued anew. */
static gboolean
is_reserved (MnrObjectId account)
{
  return mnr_object_id_get_instance (account) <= mnr_object_id_get_instance (MNR_TEMP_ACCOUNT);
}

static const MnrVestingBalance *
find_cashback (MnrLedger *self,
               const MnrAccount *account,
               guint32 vesting_seconds)
{
  const MnrVestingBalance *vesting =
    account->cashback_vb != NULL ? mnr_store_get (self->store, *account->cashback_vb) : NULL;

  /* Where the chain's parameters changed, a new one is begun. */
  if (vesting == NULL || vesting->owner != account->id ||
      vesting->policy.number != MNR_VESTING_COIN_DAYS ||
      ((const MnrCoinDaysVesting *) vesting->policy.value)->vesting_seconds != vesting_seconds)
    return NULL;
  return vesting;
}

static void
begin_cashback (MnrLedger *self,
                MnrObjectId account,
                gint64 amount,
                const MnrCoinDaysVesting *policy)
{
  const MnrAmount core = { amount, MNR_CORE_ASSET };
  MnrVestingBalance *vesting =
    create_vesting_balance (self, account, &core, MNR_VESTING_CASHBACK);
  MnrAccount *edit;
  MnrAccountStatistics *statistics;

  set_coin_days (vesting, policy);
  mnr_store_done (self->store, vesting);

  edit = mnr_store_edit (self->store, account);
  g_free (edit->cashback_vb);
  edit->cashback_vb = g_memdup2 (&vesting->id, sizeof vesting->id);
  mnr_store_done (self->store, edit);

  statistics = edit_statistics (self, account);
  statistics->has_cashback_vb = TRUE;
  mnr_store_done (self->store, statistics);
}

static void
deposit_cashback (MnrLedger *self,
                  MnrObjectId account,
                  gint64 amount,
                  gboolean vests)
{
  guint32 seconds = mnr_ledger_get_parameters (self)->cashback_vesting_period_seconds;
  MnrTime now = mnr_ledger_get_time (self);
  const MnrAccount *receiver = mnr_store_get (self->store, account);
  const MnrVestingBalance *found;
  MnrVestingBalance *vesting;
  MnrCoinDaysVesting *policy;

  if (amount == 0)
    return;
  if (receiver == NULL || is_reserved (account))
    {
      mnr_ledger_adjust_supply (self, MNR_CORE_ASSET, -amount);
      return;
    }

  found = find_cashback (self, receiver, seconds);
  if (found == NULL)
    {
      const MnrCoinDaysVesting begun = {
        .vesting_seconds = seconds,
        .coin_seconds_earned = vests ? 0 : (unsigned __int128) amount * seconds,
        .coin_seconds_earned_last_update = now,
      };

      begin_cashback (self, account, amount, &begun);
      return;
    }

  vesting = mnr_store_edit (self->store, found->id);
  policy = vesting->policy.value;
  earn (vesting, now);
  if (!vests)
    policy->coin_seconds_earned +=
      (unsigned __int128) amount * mnr_coin_days_vesting_get_seconds (policy);
  vesting->balance.amount += amount;
  mnr_store_done (self->store, vesting);
}

static void
share_fee (MnrLedger *self,
           MnrObjectId payer,
           gint64 fee,
           gboolean vests)
{
  const MnrAccount *account = mnr_store_get (self->store, payer);
  const MnrAccount *referrer = mnr_store_get (self->store, account->referrer);
  const MnrAsset *core = mnr_ledger_get_asset (self, MNR_CORE_ASSET);
  MnrAssetDynamicData *dynamic;
  gint64 network, lifetime, referral, to_referrer;

  /* Whose membership ended is a referrer no more. */
  if (referrer != NULL && referrer->membership_expiration_date < mnr_ledger_get_time (self))
    {
      MnrAccount *edit = mnr_store_edit (self->store, payer);

      edit->referrer = edit->lifetime_referrer;
      mnr_store_done (self->store, edit);
    }

  network = cut (fee, account->network_fee_percentage);
  lifetime = cut (fee, account->lifetime_referrer_fee_percentage);
  referral = fee - network - lifetime;
  to_referrer = cut (referral, account->referrer_rewards_percentage);

  dynamic = mnr_store_edit (self->store, core->dynamic_asset_data_id);
  dynamic->accumulated_fees += network;
  mnr_store_done (self->store, dynamic);

  deposit_cashback (self, account->lifetime_referrer, lifetime, vests);
  deposit_cashback (self, account->referrer, to_referrer, vests);
  deposit_cashback (self, account->registrar, referral - to_referrer, vests);
}

void
mnr_ledger_share_fees_of (MnrLedger *self,
                          MnrObjectId account)
{
  MnrAccountStatistics *statistics = edit_statistics (self, account);
  gint64 fees = statistics->pending_fees, vested_fees = statistics->pending_vested_fees;

  statistics->lifetime_fees_paid += fees + vested_fees;
  statistics->pending_fees = 0;
  statistics->pending_vested_fees = 0;
  mnr_store_done (self->store, statistics);

  share_fee (self, account, fees, TRUE);
  share_fee (self, account, vested_fees, FALSE);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  const MnrAccountStatistics *const *s = a, *const *t = b;

  return strcmp ((*s)->name, (*t)->name);
}

void
mnr_ledger_share_fees (MnrLedger *self)
{
  g_autoptr (GPtrArray) paid = g_ptr_array_new ();

  for (const MnrAccountStatistics *statistics =
         mnr_store_first (self->store, MNR_OBJECT_ACCOUNT_STATISTICS);
       statistics != NULL; statistics = mnr_store_next (self->store, statistics))
    if (statistics->pending_fees > 0 || statistics->pending_vested_fees > 0)
      g_ptr_array_add (paid, (gpointer) statistics);

  /* The order of a node, which decides the ids of what is new. */
  g_ptr_array_sort (paid, compare_names);
  for (guint i = 0; i < paid->len; i++)
    mnr_ledger_share_fees_of (self,
                              ((const MnrAccountStatistics *) g_ptr_array_index (paid, i))->owner);
}

void
mnr_ledger_burn_network_fees (MnrLedger *self)
{
  const MnrAsset *core = mnr_ledger_get_asset (self, MNR_CORE_ASSET);
  MnrAssetDynamicData *dynamic;

  if (core == NULL || mnr_ledger_get_dynamic_data (self, core->id)->accumulated_fees == 0)
    return;

  dynamic = mnr_store_edit (self->store, core->dynamic_asset_data_id);
  dynamic->current_supply -= dynamic->accumulated_fees;
  dynamic->accumulated_fees = 0;
  mnr_store_done (self->store, dynamic);
}
