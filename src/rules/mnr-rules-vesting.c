/* mnr-rules-vesting.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "chain/protocol/mnr-permissions.h"
#include "mnr-rules-private.h"
#include "mnr-vesting.h"

/* clang-format off */

static const MnrRule vesting_amount = {
  .id = "vesting-balance.amount", .expression = "amount.amount > 0",
};

static const MnrRule create_restricted = {
  .id = "vesting-balance-create.restricted", .expression = "!asset_obj.is_transfer_restricted()",
};

static const MnrRule create_creator = {
  .id = "vesting-balance-create.creator",
  .expression = "is_authorized_asset( d, creator_account, asset_obj )",
};

static const MnrRule create_owner = {
  .id = "vesting-balance-create.owner",
  .expression = "is_authorized_asset( d, owner_account, asset_obj )",
};

static const MnrRule withdraw_owner = {
  .id = "vesting-balance-withdraw.owner", .expression = "op.owner == vbo.owner",
};

static const MnrRule withdraw_asset = {
  .id = "vesting-balance-withdraw.asset", .expression = "a.asset_id == b.asset_id",
};

static const MnrRule withdraw_allowed = {
  .id = "vesting-balance-withdraw.allowed",
  .expression = "vbo.is_withdraw_allowed( now, op.amount )",
};

/* clang-format on */

/* 32 vesting_balance_create */

static void
check_authorised (MnrCheck *check,
                  const MnrRule *rule,
                  const char *path,
                  const MnrAccount *account,
                  const MnrAsset *asset)
{
  g_autofree char *name = NULL;

  if (account == NULL || mnr_check_is_authorised (check, account, asset))
    return;

  name = mnr_check_account_text (check, account->id);
  mnr_check_add (check, rule, path, _ ("%s may not hold %s"), name, asset->symbol);
}

void
mnr_rules_vesting_balance_create (const MnrVestingBalanceCreate *op,
                                  MnrCheck *check)
{
  const MnrAccount *creator, *owner;
  const MnrAsset *asset;

  if (op->amount.amount <= 0)
    mnr_check_add (check, &vesting_amount, "amount.amount", _ ("The amount has to be positive"));

  if (!mnr_rules_begin_evaluation (check))
    return;

  creator = mnr_check_get_account (check, op->creator);
  owner = mnr_check_need_account (check, "owner", op->owner);
  asset = mnr_check_need_asset (check, "amount.asset_id", op->amount.asset_id);
  if (asset == NULL)
    return;

  if (asset->options.flags & MNR_POWER_TRANSFER_RESTRICTED)
    mnr_check_add (check, &create_restricted, "amount.asset_id",
                   _ ("Transfers of %s are restricted"), asset->symbol);
  check_authorised (check, &create_creator, "creator", creator, asset);
  check_authorised (check, &create_owner, "owner", owner, asset);
  mnr_check_debit (check, "amount.amount", op->creator, &op->amount);
}

/* 33 vesting_balance_withdraw */

static void
check_withdrawal (const MnrVestingBalanceWithdraw *op,
                  const MnrVestingBalance *vesting,
                  MnrCheck *check)
{
  MnrTime now;
  gint64 allowed;

  if (op->owner != vesting->owner)
    {
      g_autofree char *name = mnr_check_account_text (check, vesting->owner);

      mnr_check_add (check, &withdraw_owner, "owner", _ ("The vesting balance is %s's"), name);
    }

  if (op->amount.asset_id != vesting->balance.asset_id)
    {
      g_autofree char *symbol = mnr_check_asset_text (check, vesting->balance.asset_id);

      mnr_check_add (check,
                     vesting->policy.number == MNR_VESTING_COIN_DAYS ? &withdraw_asset
                                                                     : &withdraw_allowed,
                     "amount.asset_id", _ ("The vesting balance is of %s"), symbol);
    }
  else if (mnr_check_get_time (check, &now))
    {
      allowed = mnr_vesting_balance_get_allowed (vesting, now);
      if (op->amount.amount > allowed)
        {
          g_autofree char *free = mnr_check_amount_text (check, allowed, op->amount.asset_id);

          mnr_check_add (check, &withdraw_allowed, "amount.amount", _ ("Only %s are free so far"),
                         free);
        }
    }
}

void
mnr_rules_vesting_balance_withdraw (const MnrVestingBalanceWithdraw *op,
                                    MnrCheck *check)
{
  gconstpointer vesting;
  MnrKnowledge known;

  if (op->amount.amount <= 0)
    mnr_check_add (check, &vesting_amount, "amount.amount", _ ("The amount has to be positive"));

  if (!mnr_rules_begin_evaluation (check))
    return;

  if (mnr_object_id_get_type (op->vesting_balance) != MNR_OBJECT_VESTING_BALANCE)
    {
      mnr_check_add (check, &mnr_rule_object_unset, "vesting_balance",
                     _ ("Choose a vesting balance"));
      return;
    }

  known = mnr_check_lookup (check, op->vesting_balance, &vesting);
  if (known == MNR_KNOWN)
    check_withdrawal (op, vesting, check);
  else if (known == MNR_NONE)
    {
      char id[MNR_OBJECT_ID_TEXT_SIZE];

      mnr_check_add (check, &mnr_rule_object_missing, "vesting_balance",
                     _ ("There is no vesting balance %s"),
                     mnr_object_id_format (op->vesting_balance, id));
      mnr_check_node_text (check, "Unable to find Object %s", id);
    }
}
