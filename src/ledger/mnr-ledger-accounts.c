/* mnr-ledger-accounts.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-ledger-private.h"
#include "rules/mnr-rules-apply.h"

#define FULL_PERCENT 10000

/*
 * Lookups
 */

const MnrAsset *
mnr_ledger_get_asset (const MnrLedger *self,
                      MnrObjectId asset)
{
  return mnr_store_get (self->store, asset);
}

const MnrAssetDynamicData *
mnr_ledger_get_dynamic_data (const MnrLedger *self,
                             MnrObjectId asset)
{
  const MnrAsset *object = mnr_ledger_get_asset (self, asset);

  return object != NULL ? mnr_store_get (self->store, object->dynamic_asset_data_id) : NULL;
}

const MnrBitassetData *
mnr_ledger_get_bitasset_data (const MnrLedger *self,
                              MnrObjectId asset)
{
  const MnrAsset *object = mnr_ledger_get_asset (self, asset);

  return object != NULL && object->bitasset_data_id != NULL
           ? mnr_store_get (self->store, *object->bitasset_data_id)
           : NULL;
}

const MnrChainParameters *
mnr_ledger_get_parameters (const MnrLedger *self)
{
  const MnrGlobalProperties *properties = mnr_store_get (self->store, MNR_GLOBAL_PROPERTIES_ID);

  g_assert (properties != NULL);
  return &properties->parameters;
}

/*
 * Balances
 */

gint64
mnr_ledger_get_balance (const MnrLedger *self,
                        MnrObjectId account,
                        MnrObjectId asset)
{
  const MnrAccountBalance *balance = mnr_store_find_balance (self->store, account, asset);

  return balance != NULL ? balance->balance : 0;
}

void
mnr_ledger_adjust_balance (MnrLedger *self,
                           MnrObjectId account,
                           MnrObjectId asset,
                           gint64 amount)
{
  const MnrAccountBalance *found;
  MnrAccountBalance *balance;

  if (amount == 0)
    return;

  found = mnr_store_find_balance (self->store, account, asset);
  if (amount < 0 && (found == NULL || found->balance < -amount))
    {
      if (self->failure == NULL)
        self->failure = found == NULL ? &mnr_rule_balance_none : &mnr_rule_balance_short;
      return;
    }

  if (found != NULL)
    {
      balance = mnr_store_edit (self->store, found->id);
    }
  else
    {
      balance = mnr_store_create (self->store, MNR_OBJECT_ACCOUNT_BALANCE);
      balance->owner = account;
      balance->asset_type = asset;
    }
  balance->balance += amount;
  mnr_store_done (self->store, balance);
}

void
mnr_ledger_adjust_supply (MnrLedger *self,
                          MnrObjectId asset,
                          gint64 amount)
{
  MnrAssetDynamicData *data =
    mnr_store_edit (self->store, mnr_ledger_get_asset (self, asset)->dynamic_asset_data_id);

  data->current_supply += amount;
  mnr_store_done (self->store, data);
}

/*
 * Operations
 */

static void
set_no_special_authority (MnrVariant *authority)
{
  authority->number = 0;
  authority->value = mnr_value_new (mnr_type_special_authority.variants[0]);
}

/* Replaces what @destination holds. */
static void
replace (const MnrType *type,
         gpointer destination,
         gconstpointer source)
{
  mnr_value_clear (type, destination);
  mnr_value_copy (type, destination, source);
}

/* The first part of a vote is its kind; 0 is for the committee. */
static guint16
count_committee_votes (const MnrAccountOptions *options)
{
  guint16 count = 0;

  for (gsize i = 0; i < options->votes.len; i++)
    if ((options->votes.items[i] & 0xff) == 0)
      count++;
  return count;
}

void
mnr_ledger_account_create (MnrLedger *self,
                           const MnrAccountCreate *op)
{
  const MnrChainParameters *parameters = mnr_ledger_get_parameters (self);
  const MnrAccount *referrer = mnr_store_get (self->store, op->referrer);
  const MnrAccountCreateExtensions *extensions = &op->extensions;
  MnrAccount *account = mnr_store_create (self->store, MNR_OBJECT_ACCOUNT);
  MnrDynamicGlobalProperties *properties;

  account->registrar = op->registrar;
  account->referrer = op->referrer;
  account->lifetime_referrer = referrer->lifetime_referrer;
  account->network_fee_percentage = parameters->network_percent_of_fee;
  account->lifetime_referrer_fee_percentage = parameters->lifetime_referrer_percent_of_fee;
  account->referrer_rewards_percentage = op->referrer_percent;
  account->name = g_strdup (op->name);
  mnr_value_copy (&mnr_type_authority, &account->owner, &op->owner);
  mnr_value_copy (&mnr_type_authority, &account->active, &op->active);
  mnr_value_copy (&mnr_type_account_options, &account->options, &op->options);
  account->num_committee_voted = count_committee_votes (&op->options);
  account->statistics = MNR_OBJECT_ID (2, 6, mnr_object_id_get_instance (account->id));

  set_no_special_authority (&account->owner_special_authority);
  set_no_special_authority (&account->active_special_authority);
  if (extensions->owner_special_authority != NULL)
    replace (&mnr_type_special_authority, &account->owner_special_authority,
             extensions->owner_special_authority);
  if (extensions->active_special_authority != NULL)
    replace (&mnr_type_special_authority, &account->active_special_authority,
             extensions->active_special_authority);
  if (extensions->buyback_options != NULL)
    {
      account->allowed_assets = mnr_value_dup (&mnr_type_asset_set,
                                               &extensions->buyback_options->markets);
      mnr_ledger_set_insert (&mnr_type_asset_set, account->allowed_assets,
                             &extensions->buyback_options->asset_to_buy);
    }

  account->creation_block_num = mnr_ledger_get_block_number (self);
  account->creation_time = mnr_ledger_get_block_time (self);
  mnr_store_done (self->store, account);
  mnr_ledger_begin_statistics (self, account->id);

  properties = mnr_store_edit (self->store, MNR_DYNAMIC_GLOBAL_PROPERTIES_ID);
  properties->accounts_registered_this_interval++;
  mnr_store_done (self->store, properties);
  if (parameters->accounts_per_fee_scale > 0 &&
      properties->accounts_registered_this_interval % parameters->accounts_per_fee_scale == 0)
    mnr_ledger_scale_account_fee (self, 1, TRUE);
}

void
mnr_ledger_scale_account_fee (MnrLedger *self,
                              guint64 times,
                              gboolean up)
{
  guint64 bits = mnr_ledger_get_parameters (self)->account_fee_scale_bitshifts * times;
  MnrGlobalProperties *properties;

  if (bits == 0 || mnr_ledger_get_parameters (self)->current_fees == NULL)
    return;

  properties = mnr_store_edit (self->store, MNR_GLOBAL_PROPERTIES_ID);
  mnr_fee_schedule_scale_account_fee (properties->parameters.current_fees, bits, up);
  mnr_store_done (self->store, properties);
}

void
mnr_ledger_account_update (MnrLedger *self,
                           const MnrAccountUpdate *op)
{
  const MnrAccountUpdateExtensions *extensions = &op->extensions;
  MnrAccount *account = mnr_store_edit (self->store, op->account);

  if (op->owner != NULL)
    replace (&mnr_type_authority, &account->owner, op->owner);
  if (op->active != NULL)
    replace (&mnr_type_authority, &account->active, op->active);
  if (extensions->owner_special_authority != NULL)
    replace (&mnr_type_special_authority, &account->owner_special_authority,
             extensions->owner_special_authority);
  if (extensions->active_special_authority != NULL)
    replace (&mnr_type_special_authority, &account->active_special_authority,
             extensions->active_special_authority);
  /* Whoever sets an authority has taken it back from the top holders. */
  if (op->owner != NULL || op->active != NULL || extensions->owner_special_authority != NULL ||
      extensions->active_special_authority != NULL)
    account->top_n_control_flags = 0;

  if (op->new_options != NULL)
    {
      replace (&mnr_type_account_options, &account->options, op->new_options);
      account->num_committee_voted = count_committee_votes (op->new_options);
    }
  mnr_store_done (self->store, account);
}

static void
set_member (MnrObjectIdSet *set,
            MnrObjectId account,
            gboolean is_member)
{
  if (is_member)
    mnr_ledger_set_insert (&mnr_type_account_set, set, &account);
  else
    mnr_ledger_set_remove (&mnr_type_account_set, set, &account);
}

void
mnr_ledger_account_whitelist (MnrLedger *self,
                              const MnrAccountWhitelist *op)
{
  gboolean white = (op->new_listing & MNR_LISTING_WHITE) != 0;
  gboolean black = (op->new_listing & MNR_LISTING_BLACK) != 0;
  MnrAccount *account;

  account = mnr_store_edit (self->store, op->account_to_list);
  set_member (&account->whitelisting_accounts, op->authorizing_account, white);
  set_member (&account->blacklisting_accounts, op->authorizing_account, black);
  mnr_store_done (self->store, account);

  account = mnr_store_edit (self->store, op->authorizing_account);
  set_member (&account->whitelisted_accounts, op->account_to_list, white);
  set_member (&account->blacklisted_accounts, op->account_to_list, black);
  mnr_store_done (self->store, account);
}

void
mnr_ledger_account_upgrade (MnrLedger *self,
                            const MnrAccountUpgrade *op)
{
  MnrAccount *account;

  mnr_ledger_share_fees_of (self, op->account_to_upgrade);

  account = mnr_store_edit (self->store, op->account_to_upgrade);
  account->membership_expiration_date = MNR_TIME_FOREVER;
  account->registrar = account->id;
  account->referrer = account->id;
  account->lifetime_referrer = account->id;
  account->lifetime_referrer_fee_percentage = FULL_PERCENT - account->network_fee_percentage;
  mnr_store_done (self->store, account);
}

void
mnr_ledger_transfer (MnrLedger *self,
                     const MnrTransfer *op)
{
  mnr_ledger_adjust_balance (self, op->from, op->amount.asset_id, -op->amount.amount);
  mnr_ledger_adjust_balance (self, op->to, op->amount.asset_id, op->amount.amount);
}
