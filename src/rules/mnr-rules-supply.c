/* mnr-rules-supply.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "chain/protocol/mnr-permissions.h"
#include "mnr-rules-private.h"

/* clang-format off */

/* 14 asset_issue */

static const MnrRule issue_too_much = {
  .id = "asset-issue.amount-too-large",
  .expression = "asset_to_issue.amount.value <= GRAPHENE_MAX_SHARE_SUPPLY",
};

static const MnrRule issue_nothing = {
  .id = "asset-issue.amount-not-positive", .expression = "asset_to_issue.amount.value > 0",
};

static const MnrRule issue_core = {
  .id = "asset-issue.core", .expression = "asset_to_issue.asset_id != asset_id_type(0)",
};

static const MnrRule issue_not_issuer = {
  .id = "asset-issue.not-issuer", .expression = "o.issuer == a.issuer",
};

static const MnrRule issue_smartcoin = {
  .id = "asset-issue.smartcoin", .expression = "!a.is_market_issued()",
};

static const MnrRule issue_pool_share = {
  .id = "asset-issue.pool-share", .expression = "!a.is_liquidity_pool_share_asset()",
};

static const MnrRule issue_stopped = {
  .id = "asset-issue.new-supply-disabled", .expression = "a.can_create_new_supply()",
};

static const MnrRule issue_not_authorised = {
  .id = "asset-issue.recipient-not-authorised",
  .expression = "is_authorized_asset( d, *to_account, a )",
};

static const MnrRule issue_beyond_maximum = {
  .id = "asset-issue.maximum-supply",
  .expression =
    "(asset_dyn_data->current_supply + o.asset_to_issue.amount) <= a.options.max_supply",
};

static const MnrRule issue_to_nobody = {
  .id = "asset-issue.to-nobody", .severity = MNR_SEVERITY_MISTAKE,
};

/* 15 asset_reserve */

static const MnrRule reserve_too_much = {
  .id = "asset-reserve.amount-too-large",
  .expression = "amount_to_reserve.amount.value <= GRAPHENE_MAX_SHARE_SUPPLY",
};

static const MnrRule reserve_nothing = {
  .id = "asset-reserve.amount-not-positive", .expression = "amount_to_reserve.amount.value > 0",
};

static const MnrRule reserve_smartcoin = {
  .id = "asset-reserve.smartcoin",
  .node_code = 3051501, .node_name = "asset_reserve_invalid_on_mia", .node_what = "invalid on mia",
};

static const MnrRule reserve_not_authorised = {
  .id = "asset-reserve.not-authorised",
  .expression = "is_authorized_asset( d, *from_account, a )",
};

static const MnrRule reserve_beyond_supply = {
  .id = "asset-reserve.supply",
  .expression = "asset_dyn_data->current_supply >= o.amount_to_reserve.amount",
};

static const MnrRule reserve_last_share = {
  .id = "asset-reserve.last-share",
  .expression = "asset_dyn_data->current_supply > o.amount_to_reserve.amount",
};

/* 16 asset_fund_fee_pool */

static const MnrRule fund_fee_not_core = {
  .id = "asset-fund-fee-pool.fee-not-core", .expression = "fee.asset_id == asset_id_type()",
};

static const MnrRule fund_nothing = {
  .id = "asset-fund-fee-pool.amount-not-positive", .expression = "amount > 0",
};

static const MnrRule fund_unclaimable = {
  .id = "asset-fund-fee-pool.unclaimable", .severity = MNR_SEVERITY_MISTAKE,
};

/* 43 asset_claim_fees */

static const MnrRule claim_nothing = {
  .id = "asset-claim-fees.amount-not-positive", .expression = "amount_to_claim.amount > 0",
};

static const MnrRule claim_same_asset = {
  .id = "asset-claim-fees.same-asset",
  .expression = "*extensions.value.claim_from_asset_id != amount_to_claim.asset_id",
};

static const MnrRule claim_not_issuer = {
  .id = "asset-claim-fees.not-issuer", .expression = "container_asset->issuer == o.issuer",
};

static const MnrRule claim_other_asset = {
  .id = "asset-claim-fees.not-backing",
  .expression = "container_asset->can_accumulate_fee(d,o.amount_to_claim)",
};

static const MnrRule claim_too_much = {
  .id = "asset-claim-fees.accumulated",
  .expression = "o.amount_to_claim.amount <= container_ddo->accumulated_fees",
};

static const MnrRule claim_too_much_collateral = {
  .id = "asset-claim-fees.accumulated-collateral",
  .expression = "o.amount_to_claim.amount <= container_ddo->accumulated_collateral_fees",
};

/* 47 asset_claim_pool */

static const MnrRule claim_pool_fee_asset = {
  .id = "asset-claim-pool.fee-asset", .expression = "fee.asset_id != asset_id",
};

static const MnrRule claim_pool_nothing = {
  .id = "asset-claim-pool.amount-not-positive", .expression = "amount_to_claim.amount > 0",
};

static const MnrRule claim_pool_not_core = {
  .id = "asset-claim-pool.not-core", .expression = "amount_to_claim.asset_id == asset_id_type()",
};

static const MnrRule claim_pool_not_issuer = {
  .id = "asset-claim-pool.not-issuer", .expression = "o.asset_id(db()).issuer == o.issuer",
};

static const MnrRule claim_pool_too_much = {
  .id = "asset-claim-pool.pool", .expression = "o.amount_to_claim.amount <= addo.fee_pool",
};

/* 38 override_transfer */

static const MnrRule override_same = {
  .id = "override-transfer.same-account", .expression = "from != to",
};

static const MnrRule override_nothing = {
  .id = "override-transfer.amount-not-positive", .expression = "amount.amount > 0",
};

static const MnrRule override_from_issuer = {
  .id = "override-transfer.from-issuer", .expression = "issuer != from",
};

static const MnrRule override_not_permitted = {
  .id = "override-transfer.not-permitted",
  .node_code = 3053801, .node_name = "override_transfer_not_permitted",
  .node_what = "not permitted",
};

static const MnrRule override_not_issuer = {
  .id = "override-transfer.not-issuer", .expression = "asset_type.issuer == op.issuer",
};

static const MnrRule override_not_authorised = {
  .id = "override-transfer.recipient-not-authorised",
  .expression = "is_authorized_asset( d, to_account, asset_type )",
};

static const MnrRule override_balance = {
  .id = "override-transfer.balance",
  .expression = "d.get_balance( from_account, asset_type ).amount >= op.amount.amount",
};

static const MnrRule override_to_nobody = {
  .id = "override-transfer.to-nobody", .severity = MNR_SEVERITY_MISTAKE,
};

/* clang-format on */

static const char *
symbol_of (const MnrAsset *asset)
{
  return asset->symbol != NULL ? asset->symbol : "";
}

static void
refuse_not_issuer (MnrCheck *check,
                   const MnrRule *rule,
                   const MnrAsset *asset)
{
  g_autofree char *issuer = mnr_check_account_text (check, asset->issuer);

  mnr_check_add (check, rule, "issuer",
                 _ ("The issuer of %s is %s, and only the issuer can do this"),
                 symbol_of (asset), issuer);
}

void
mnr_rules_recipient (MnrObjectId account,
                     const char *path,
                     const MnrRule *rule,
                     MnrCheck *check)
{
  if (account == MNR_NULL_ACCOUNT)
    mnr_check_add (check, rule, path,
                   _ ("Nobody can sign for null-account: what goes there is lost, and still "
                      "counts as supply; burn it instead"));
  else if (account == MNR_TEMP_ACCOUNT)
    mnr_check_add (check, rule, path,
                   _ ("Anybody can sign for temp-account and take what goes there"));
}

void
mnr_rules_asset_issue (const MnrAssetIssue *op,
                       MnrCheck *check)
{
  const MnrAmount *amount = &op->asset_to_issue;
  const MnrAsset *asset;
  const MnrAssetDynamicData *dynamic;
  const MnrAccount *to;

  if (amount->amount > MNR_SHARE_SUPPLY_MAX)
    {
      g_autofree char *most = mnr_check_amount_text (check, MNR_SHARE_SUPPLY_MAX, amount->asset_id);

      mnr_check_add (check, &issue_too_much, "asset_to_issue.amount",
                     _ ("No asset can have more than %s"), most);
    }
  if (amount->amount <= 0)
    mnr_check_add (check, &issue_nothing, "asset_to_issue.amount",
                   _ ("The amount to issue has to be more than nothing"));
  if (amount->asset_id == MNR_CORE_ASSET)
    mnr_check_add (check, &issue_core, "asset_to_issue.asset_id",
                   _ ("The core asset cannot be issued"));

  if (!mnr_rules_begin_evaluation (check))
    return;

  asset = mnr_check_need_asset (check, "asset_to_issue.asset_id", amount->asset_id);
  if (asset != NULL)
    {
      if (asset->issuer != op->issuer)
        refuse_not_issuer (check, &issue_not_issuer, asset);
      if (asset->bitasset_data_id != NULL)
        {
          mnr_check_add (check, &issue_smartcoin, "asset_to_issue.asset_id",
                         _ ("%s is a smartcoin: it comes into being when somebody borrows it, and "
                            "cannot be issued"),
                         symbol_of (asset));
          mnr_check_node_text (check, "Cannot manually issue a market-issued asset.");
        }
      if (asset->for_liquidity_pool != NULL)
        {
          mnr_check_add (check, &issue_pool_share, "asset_to_issue.asset_id",
                         _ ("%s is the share of a liquidity pool: only deposits into the pool "
                            "make more of it"),
                         symbol_of (asset));
          mnr_check_node_text (check, "Cannot manually issue a liquidity pool share asset.");
        }
      if (asset->options.flags & MNR_POWER_DISABLE_NEW_SUPPLY)
        {
          mnr_check_add (check, &issue_stopped, "asset_to_issue.asset_id",
                         _ ("New supply of %s is disabled"), symbol_of (asset));
          mnr_check_node_text (check, "Can not create new supply");
        }
    }

  to = mnr_check_need_account (check, "issue_to_account", op->issue_to_account);
  if (!mnr_check_is_authorised (check, to, asset))
    {
      g_autofree char *name = mnr_check_account_text (check, op->issue_to_account);

      mnr_check_add (check, &issue_not_authorised, "issue_to_account",
                     _ ("The lists of %s do not allow %s to hold it"), symbol_of (asset), name);
    }

  dynamic = mnr_check_get_dynamic_data (check, asset);
  if (dynamic != NULL &&
      (__int128) dynamic->current_supply + amount->amount > asset->options.max_supply)
    {
      gint64 rest = MAX (asset->options.max_supply - dynamic->current_supply, 0);
      g_autofree char *most = mnr_check_amount_text (check, asset->options.max_supply, asset->id);
      g_autofree char *left = mnr_check_amount_text (check, rest, asset->id);

      mnr_check_add (check, &issue_beyond_maximum, "asset_to_issue.amount",
                     _ ("The maximum supply is %s: at most %s can still be issued"), most, left);
    }

  mnr_rules_recipient (op->issue_to_account, "issue_to_account", &issue_to_nobody, check);
}

void
mnr_rules_asset_reserve (const MnrAssetReserve *op,
                         MnrCheck *check)
{
  const MnrAmount *amount = &op->amount_to_reserve;
  const MnrAsset *asset;
  const MnrAssetDynamicData *dynamic;

  if (amount->amount > MNR_SHARE_SUPPLY_MAX)
    {
      g_autofree char *most = mnr_check_amount_text (check, MNR_SHARE_SUPPLY_MAX, amount->asset_id);

      mnr_check_add (check, &reserve_too_much, "amount_to_reserve.amount",
                     _ ("No asset can have more than %s"), most);
    }
  if (amount->amount <= 0)
    mnr_check_add (check, &reserve_nothing, "amount_to_reserve.amount",
                   _ ("The amount to burn has to be more than nothing"));

  if (!mnr_rules_begin_evaluation (check))
    return;

  asset = mnr_check_need_asset (check, "amount_to_reserve.asset_id", amount->asset_id);
  if (asset == NULL)
    return;

  if (asset->bitasset_data_id != NULL)
    {
      mnr_check_add (check, &reserve_smartcoin, "amount_to_reserve.asset_id",
                     _ ("%s is a smartcoin: it goes out of being when a borrower pays back, and "
                        "cannot be burnt (“reserved”)"),
                     symbol_of (asset));
      mnr_check_node_text (check, "Cannot reserve %s because it is a market-issued asset",
                           symbol_of (asset));
    }
  if (!mnr_check_is_authorised (check, mnr_check_get_account (check, op->payer), asset))
    {
      g_autofree char *name = mnr_check_account_text (check, op->payer);

      mnr_check_add (check, &reserve_not_authorised, "payer",
                     _ ("The lists of %s do not allow %s to burn it"), symbol_of (asset), name);
    }

  dynamic = mnr_check_get_dynamic_data (check, asset);
  if (dynamic != NULL && asset->for_liquidity_pool == NULL &&
      amount->amount > dynamic->current_supply)
    {
      g_autofree char *supply = mnr_check_amount_text (check, dynamic->current_supply, asset->id);

      mnr_check_add (check, &reserve_beyond_supply, "amount_to_reserve.amount",
                     _ ("There are only %s"), supply);
      mnr_check_node_text (check,
                           "Can not reserve an amount that is more than the current supply");
    }
  if (dynamic != NULL && asset->for_liquidity_pool != NULL &&
      amount->amount >= dynamic->current_supply)
    {
      g_autofree char *supply = mnr_check_amount_text (check, dynamic->current_supply, asset->id);

      mnr_check_add (check, &reserve_last_share, "amount_to_reserve.amount",
                     _ ("%s is the share of a liquidity pool: some of the %s have to remain"),
                     symbol_of (asset), supply);
      mnr_check_node_text (check, "The asset is a liquidity pool share asset thus can only reserve "
                                  "an amount that is less than the current supply");
    }

  mnr_check_debit (check, "amount_to_reserve.amount", op->payer, amount);
}

void
mnr_rules_asset_fund_fee_pool (const MnrAssetFundFeePool *op,
                               MnrCheck *check)
{
  const MnrAmount amount = { .amount = op->amount, .asset_id = MNR_CORE_ASSET };
  const MnrAsset *asset;

  if (op->fee.asset_id != MNR_CORE_ASSET)
    mnr_check_add (check, &fund_fee_not_core, "fee.asset_id",
                   _ ("The fee for funding a fee pool has to be paid in the core asset"));
  if (op->amount <= 0)
    mnr_check_add (check, &fund_nothing, "amount",
                   _ ("The amount to put into the pool has to be more than nothing"));

  if (!mnr_rules_begin_evaluation (check))
    return;

  asset = mnr_check_need_asset (check, "asset_id", op->asset_id);
  if (asset != NULL)
    mnr_check_get_dynamic_data (check, asset);
  mnr_check_debit (check, "amount", op->from_account, &amount);

  if (asset != NULL &&
      (asset->issuer == MNR_NULL_ACCOUNT || asset->issuer == MNR_COMMITTEE_ACCOUNT))
    {
      g_autofree char *issuer = mnr_check_account_text (check, asset->issuer);

      mnr_check_add (check, &fund_unclaimable, "asset_id",
                     _ ("The issuer of %s is %s: nobody will take back what you put into its fee "
                        "pool"),
                     symbol_of (asset), issuer);
    }
}

void
mnr_rules_asset_claim_fees (const MnrAssetClaimFees *op,
                            MnrCheck *check)
{
  const MnrAmount *amount = &op->amount_to_claim;
  const MnrObjectId *from = op->extensions.claim_from_asset_id;
  const char *path = from != NULL ? "extensions.claim_from_asset_id" : "amount_to_claim.asset_id";
  const MnrAsset *container;
  const MnrAssetDynamicData *dynamic;
  gboolean own;
  gint64 there;
  char id[MNR_OBJECT_ID_TEXT_SIZE], claimed_id[MNR_OBJECT_ID_TEXT_SIZE];

  if (amount->amount <= 0)
    mnr_check_add (check, &claim_nothing, "amount_to_claim.amount",
                   _ ("The amount to claim has to be more than nothing"));
  if (from != NULL && *from == amount->asset_id)
    mnr_check_add (check, &claim_same_asset, "extensions.claim_from_asset_id",
                   _ ("For fees in the asset itself, leave out the smartcoin that collected them"));

  if (!mnr_rules_begin_evaluation (check))
    return;

  container = mnr_check_need_asset (check, path, from != NULL ? *from : amount->asset_id);
  if (container == NULL)
    return;

  if (container->issuer != op->issuer)
    {
      refuse_not_issuer (check, &claim_not_issuer, container);
      mnr_check_node_text (check, "Asset fees may only be claimed by the issuer");
    }

  own = container->id == amount->asset_id;
  if (!own)
    {
      const MnrBitassetData *bitasset = mnr_check_get_bitasset_data (check, container);

      /* A smartcoin of which the data is not known yet may well be backed by it. */
      if (container->bitasset_data_id == NULL ||
          (bitasset != NULL && bitasset->options.short_backing_asset != amount->asset_id))
        {
          g_autofree char *symbol = mnr_check_asset_text (check, amount->asset_id);

          mnr_check_add (check, &claim_other_asset, "amount_to_claim.asset_id",
                         _ ("%s is not backed by %s and holds no fees in it"),
                         symbol_of (container), symbol);
          mnr_check_node_text (check,
                               "Asset %s (%s) is not backed by asset (%s) and does not hold it as "
                               "fees.",
                               symbol_of (container), mnr_object_id_format (container->id, id),
                               mnr_object_id_format (amount->asset_id, claimed_id));
          return;
        }
    }

  dynamic = mnr_check_get_dynamic_data (check, container);
  if (dynamic == NULL)
    return;
  there = own ? dynamic->accumulated_fees : dynamic->accumulated_collateral_fees;
  if (amount->amount > there)
    {
      g_autofree char *most = mnr_check_amount_text (check, there, amount->asset_id);

      mnr_check_add (check, own ? &claim_too_much : &claim_too_much_collateral,
                     "amount_to_claim.amount", _ ("Only %s have accumulated"), most);
      if (own)
        mnr_check_node_text (check, "Attempt to claim more fees than have accumulated within "
                                    "asset %s (%s).",
                             symbol_of (container), mnr_object_id_format (container->id, id));
      else
        mnr_check_node_text (check,
                             "Attempt to claim more backing-asset fees than have accumulated "
                             "within asset %s (%s) backed by (%s).",
                             symbol_of (container), mnr_object_id_format (container->id, id),
                             mnr_object_id_format (amount->asset_id, claimed_id));
    }
}

void
mnr_rules_asset_claim_pool (const MnrAssetClaimPool *op,
                            MnrCheck *check)
{
  const MnrAsset *asset;
  const MnrAssetDynamicData *dynamic;

  if (op->fee.asset_id == op->asset_id && op->asset_id != 0)
    mnr_check_add (check, &claim_pool_fee_asset, "fee.asset_id",
                   _ ("The fee would come out of the pool to be claimed: pay it in the core "
                      "asset"));
  if (op->amount_to_claim.amount <= 0)
    mnr_check_add (check, &claim_pool_nothing, "amount_to_claim.amount",
                   _ ("The amount to claim has to be more than nothing"));
  if (op->amount_to_claim.asset_id != MNR_CORE_ASSET)
    mnr_check_add (check, &claim_pool_not_core, "amount_to_claim.asset_id",
                   _ ("A fee pool holds the core asset only"));

  if (!mnr_rules_begin_evaluation (check))
    return;

  asset = mnr_check_need_asset (check, "asset_id", op->asset_id);
  if (asset == NULL)
    return;

  if (asset->issuer != op->issuer)
    {
      refuse_not_issuer (check, &claim_pool_not_issuer, asset);
      mnr_check_node_text (check, "Asset fee pool may only be claimed by the issuer");
    }
  dynamic = mnr_check_get_dynamic_data (check, asset);
  if (dynamic != NULL && op->amount_to_claim.amount > dynamic->fee_pool)
    {
      g_autofree char *pool = mnr_check_amount_text (check, dynamic->fee_pool, MNR_CORE_ASSET);

      mnr_check_add (check, &claim_pool_too_much, "amount_to_claim.amount",
                     _ ("The fee pool holds %s"), pool);
      mnr_check_node_text (check, "Attempt to claim more fees than is available");
    }
}

void
mnr_rules_override_transfer (const MnrOverrideTransfer *op,
                             MnrCheck *check)
{
  const MnrAsset *asset;
  const MnrAccount *from, *to;
  gint64 balance;
  char text[MNR_OBJECT_ID_TEXT_SIZE];

  if (op->from == op->to && op->from != 0)
    mnr_check_add (check, &override_same, "to", _ ("Sender and recipient are the same account"));
  if (op->amount.amount <= 0)
    mnr_check_add (check, &override_nothing, "amount.amount",
                   _ ("The amount has to be more than nothing"));
  if (op->issuer == op->from && op->issuer != 0)
    mnr_check_add (check, &override_from_issuer, "from",
                   _ ("The issuer's own tokens are sent with an ordinary transfer"));

  if (!mnr_rules_begin_evaluation (check))
    return;

  asset = mnr_check_need_asset (check, "amount.asset_id", op->amount.asset_id);
  if (asset != NULL)
    {
      if ((asset->options.flags & MNR_POWER_OVERRIDE_AUTHORITY) == 0)
        {
          mnr_check_add (check, &override_not_permitted, "amount.asset_id",
                         _ ("%s cannot be taken back from its holders: override_authority is off"),
                         symbol_of (asset));
          mnr_check_node_text (check, "override_transfer not permitted for asset %s",
                               mnr_object_id_format (asset->id, text));
        }
      if (asset->issuer != op->issuer)
        refuse_not_issuer (check, &override_not_issuer, asset);
    }

  from = mnr_check_need_account (check, "from", op->from);
  to = mnr_check_need_account (check, "to", op->to);
  if (!mnr_check_is_authorised (check, to, asset))
    {
      g_autofree char *name = mnr_check_account_text (check, op->to);

      mnr_check_add (check, &override_not_authorised, "to",
                     _ ("The lists of %s do not allow %s to hold it"), symbol_of (asset), name);
      mnr_check_node_text (check, "The to_account is not allowed to transact the asset");
    }

  if (from != NULL && asset != NULL && op->amount.amount > 0 &&
      mnr_check_get_balance (check, op->from, op->amount.asset_id, &balance) &&
      balance < op->amount.amount)
    {
      g_autofree char *name = mnr_check_account_text (check, op->from);
      g_autofree char *has = mnr_check_amount_text (check, balance, op->amount.asset_id);

      mnr_check_add (check, &override_balance, "amount.amount", _ ("%s has only %s"), name, has);
    }

  mnr_rules_recipient (op->to, "to", &override_to_nobody, check);
}
