/* mnr-rules.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "mnr-rules-private.h"

/* A fee of so many times what is asked for is a slip of the decimal point. */
#define EXCESSIVE_FEE_FACTOR 10

/* clang-format off */

static const MnrRule fee_negative = {
  .id = "fee.negative", .expression = "fee.amount >= 0",
};

static const MnrRule fee_asset_not_authorised = {
  .id = "fee.asset-not-authorised",
  .expression = "is_authorized_asset( d, *fee_paying_account, *fee_asset )",
};

static const MnrRule fee_not_convertible = {
  .id = "fee.not-convertible", .expression = "result <= GRAPHENE_MAX_SHARE_SUPPLY",
};

static const MnrRule fee_pool_too_small = {
  .id = "fee.pool-too-small", .expression = "core_fee_paid <= fee_asset_dyn_data->fee_pool",
};

static const MnrRule fee_insufficient = {
  .id = "fee.insufficient", .expression = "core_fee_paid >= required_fee",
  .node_code = 4010007, .node_name = "insufficient_fee", .node_what = "insufficient fee",
};

static const MnrRule fee_excessive = {
  .id = "fee.excessive", .severity = MNR_SEVERITY_MISTAKE,
};

/* clang-format on */

/* Each operation begins with its fee. */
static const MnrAmount *
get_fee (const MnrOperation *operation)
{
  return operation->value;
}

gboolean
mnr_rules_get_required_fee (MnrCheck *check,
                            const MnrOperation *operation,
                            gint64 *fee)
{
  const MnrChainParameters *parameters = mnr_check_get_parameters (check);
  MnrOperation copy = { 0 };
  gboolean good;

  if (parameters == NULL || parameters->current_fees == NULL)
    return FALSE;

  /* A node measures the operation as it is; setting a fee does that first. */
  mnr_value_copy (&mnr_type_operation, &copy, operation);
  good = mnr_fee_schedule_set_fee (parameters->current_fees, &copy, NULL, NULL);
  if (good)
    *fee = get_fee (&copy)->amount;
  mnr_value_clear (&mnr_type_operation, &copy);
  return good;
}

/* What a fee in another asset is worth in core, and whether its pool pays that. */
static gboolean
convert_fee (MnrCheck *check,
             const MnrAsset *asset,
             const MnrAmount *fee,
             gint64 *core_fee)
{
  const MnrAssetDynamicData *dynamic = mnr_check_get_dynamic_data (check, asset);
  MnrAmount core;

  if (fee->amount < 0)
    return FALSE;
  if (!mnr_amount_convert (fee, &asset->options.core_exchange_rate, MNR_ROUND_DOWN, &core, NULL) ||
      core.asset_id != MNR_CORE_ASSET)
    {
      mnr_check_add (check, &fee_not_convertible, "fee.asset_id",
                     _ ("The core exchange rate of %s cannot convert this fee"),
                     asset->symbol != NULL ? asset->symbol : "");
      return FALSE;
    }

  if (dynamic != NULL && core.amount > dynamic->fee_pool)
    {
      g_autofree char *pool = mnr_check_amount_text (check, dynamic->fee_pool, MNR_CORE_ASSET);
      g_autofree char *needed = mnr_check_amount_text (check, core.amount, MNR_CORE_ASSET);
      g_autofree char *node_pool = mnr_check_node_amount (check, dynamic->fee_pool,
                                                          MNR_CORE_ASSET);
      g_autofree char *node_needed = mnr_check_node_amount (check, core.amount, MNR_CORE_ASSET);
      g_autofree char *node_fee = mnr_check_node_amount (check, fee->amount, fee->asset_id);

      mnr_check_add (check, &fee_pool_too_small, "fee.asset_id",
                     _ ("The fee pool of %s holds %s and would have to pay %s: pay the fee in "
                        "the core asset"),
                     asset->symbol != NULL ? asset->symbol : "", pool, needed);
      mnr_check_node_text (check,
                           "Fee pool balance of '%s' is less than the %s required to convert %s",
                           node_pool, node_needed, node_fee);
    }

  *core_fee = core.amount;
  return TRUE;
}

static void
check_fee (MnrCheck *check,
           const MnrType *type)
{
  const MnrAmount *fee = get_fee (check->operation);
  const MnrAccount *payer = mnr_check_need_account (check, type->fields[1].name, check->payer);
  const MnrAsset *asset = mnr_check_need_asset (check, "fee.asset_id", fee->asset_id);
  gint64 core_fee = fee->amount, required;
  char payer_id[MNR_OBJECT_ID_TEXT_SIZE], asset_id[MNR_OBJECT_ID_TEXT_SIZE];

  if (!mnr_check_is_authorised (check, payer, asset))
    {
      mnr_check_add (check, &fee_asset_not_authorised, "fee.asset_id",
                     _ ("The lists of %s do not allow %s to pay with it"),
                     asset->symbol != NULL ? asset->symbol : "",
                     payer->name != NULL ? payer->name : "");
      mnr_check_node_text (check,
                           "Account %s '%s' attempted to pay fee by using asset %s '%s', which is "
                           "unauthorized due to whitelist / blacklist",
                           mnr_object_id_format (payer->id, payer_id),
                           payer->name != NULL ? payer->name : "",
                           mnr_object_id_format (asset->id, asset_id),
                           asset->symbol != NULL ? asset->symbol : "");
    }

  if (fee->asset_id != MNR_CORE_ASSET &&
      (asset == NULL || !convert_fee (check, asset, fee, &core_fee)))
    return;

  if (!mnr_rules_get_required_fee (check, check->operation, &required))
    return;
  if (core_fee < required)
    {
      g_autofree char *needed = mnr_check_amount_text (check, required, MNR_CORE_ASSET);
      g_autofree char *offered = mnr_check_amount_text (check, core_fee, MNR_CORE_ASSET);

      mnr_check_add (check, &fee_insufficient, "fee.amount",
                     _ ("The fee is %s, and only %s is offered"), needed, offered);
      mnr_check_node_text (check, "Insufficient Fee Paid");
    }
  else if (required > 0 && core_fee / EXCESSIVE_FEE_FACTOR >= required)
    {
      g_autofree char *needed = mnr_check_amount_text (check, required, MNR_CORE_ASSET);
      g_autofree char *offered = mnr_check_amount_text (check, core_fee, MNR_CORE_ASSET);

      mnr_check_add (check, &fee_excessive, "fee.amount",
                     _ ("The fee is %s, and %s is offered: the chain keeps it all"), needed,
                     offered);
    }
}

gboolean
mnr_rules_begin_evaluation (MnrCheck *check)
{
  const MnrType *type;

  if (check->protocol_only)
    return FALSE;
  if (check->is_evaluating || check->operation == NULL)
    return TRUE;

  check->is_evaluating = TRUE;
  type = mnr_variant_get_type (&mnr_type_operation, check->operation);
  if (type != NULL)
    check_fee (check, type);
  return TRUE;
}

/* What applying the operation does to the payer's holding of @asset, before the
 * fee is taken; FALSE where only applying it can tell, and whoever applies it
 * has to look himself. */
static gboolean
get_effect (MnrCheck *check,
            MnrObjectId asset,
            __int128 *effect)
{
  gconstpointer value = check->operation->value;
  const MnrAmount *taken = NULL, *given = NULL;
  MnrAmount core = { .asset_id = MNR_CORE_ASSET };
  __int128 sum = 0;

  switch ((MnrOperationNumber) check->operation->number)
    {
    case MNR_OPERATION_TRANSFER:
      taken = &((const MnrTransfer *) value)->amount;
      break;

    case MNR_OPERATION_ASSET_RESERVE:
      taken = &((const MnrAssetReserve *) value)->amount_to_reserve;
      break;

    case MNR_OPERATION_ASSET_FUND_FEE_POOL:
      core.amount = ((const MnrAssetFundFeePool *) value)->amount;
      taken = &core;
      break;

    case MNR_OPERATION_ASSET_ISSUE:
      if (((const MnrAssetIssue *) value)->issue_to_account == check->payer)
        given = &((const MnrAssetIssue *) value)->asset_to_issue;
      break;

    case MNR_OPERATION_OVERRIDE_TRANSFER:
      if (((const MnrOverrideTransfer *) value)->to == check->payer)
        given = &((const MnrOverrideTransfer *) value)->amount;
      break;

    case MNR_OPERATION_ASSET_CLAIM_FEES:
      given = &((const MnrAssetClaimFees *) value)->amount_to_claim;
      break;

    case MNR_OPERATION_ASSET_CLAIM_POOL:
      given = &((const MnrAssetClaimPool *) value)->amount_to_claim;
      break;

    case MNR_OPERATION_VESTING_BALANCE_CREATE:
      taken = &((const MnrVestingBalanceCreate *) value)->amount;
      break;

    case MNR_OPERATION_VESTING_BALANCE_WITHDRAW:
      given = &((const MnrVestingBalanceWithdraw *) value)->amount;
      break;

    case MNR_OPERATION_BALANCE_CLAIM:
      given = &((const MnrBalanceClaim *) value)->total_claimed;
      break;

    case MNR_OPERATION_LIMIT_ORDER_CREATE:
      /* It may be filled at once. */
      if (((const MnrLimitOrderCreate *) value)->min_to_receive.asset_id == asset)
        return FALSE;
      taken = &((const MnrLimitOrderCreate *) value)->amount_to_sell;
      break;

    case MNR_OPERATION_CALL_ORDER_UPDATE:
      taken = &((const MnrCallOrderUpdate *) value)->delta_collateral;
      given = &((const MnrCallOrderUpdate *) value)->delta_debt;
      break;

    case MNR_OPERATION_ASSET_SETTLE:
      /* What it yields, and whether at once, depends on the market. */
      taken = &((const MnrAssetSettle *) value)->amount;
      if (taken->asset_id != asset)
        return FALSE;
      break;

    case MNR_OPERATION_ASSET_GLOBAL_SETTLE:
      /* The issuer may be a borrower, too. */
      if (((const MnrAssetGlobalSettle *) value)->settle_price.quote.asset_id == asset)
        return FALSE;
      break;

    case MNR_OPERATION_BID_COLLATERAL:
      {
        const MnrBidCollateral *op = value;
        const MnrCollateralBid *bid = NULL;

        /* A new bid gives the old one back first. */
        taken = &op->additional_collateral;
        if (check->view->find_bid (check->view, op->bidder, op->debt_covered.asset_id, &bid) ==
            MNR_KNOWN)
          given = &bid->inv_swan_price.base;
        break;
      }

    case MNR_OPERATION_LIMIT_ORDER_CANCEL:
    case MNR_OPERATION_PROPOSAL_UPDATE:
      /* Refunds, and whatever was proposed. */
      return FALSE;

    case MNR_OPERATION_ASSET_PUBLISH_FEED:
    case MNR_OPERATION_ASSET_UPDATE_BITASSET:
    case MNR_OPERATION_ASSET_UPDATE_FEED_PRODUCERS:
    case MNR_OPERATION_ACCOUNT_CREATE:
    case MNR_OPERATION_ACCOUNT_UPDATE:
    case MNR_OPERATION_ACCOUNT_WHITELIST:
    case MNR_OPERATION_ACCOUNT_UPGRADE:
    case MNR_OPERATION_ASSET_CREATE:
    case MNR_OPERATION_ASSET_UPDATE:
    case MNR_OPERATION_PROPOSAL_CREATE:
    case MNR_OPERATION_PROPOSAL_DELETE:
    case MNR_OPERATION_ASSET_UPDATE_ISSUER:
    default:
      break;
    }

  if (taken != NULL && taken->asset_id == asset)
    sum -= taken->amount;
  if (given != NULL && given->asset_id == asset)
    sum += given->amount;
  *effect = sum;
  return TRUE;
}

/* A node takes the fee last: it may come out of what the operation yields. */
static void
check_fee_balance (MnrCheck *check)
{
  const MnrAmount *fee = get_fee (check->operation);
  g_autofree char *name = NULL, *left = NULL, *asked = NULL;
  g_autofree char *node_left = NULL, *node_asked = NULL;
  gint64 balance;
  __int128 effect = 0, after;

  if (fee->amount <= 0 || fee->asset_id == 0 || check->payer == 0 ||
      !mnr_check_get_balance (check, check->payer, fee->asset_id, &balance))
    return;
  if (!get_effect (check, fee->asset_id, &effect))
    return;

  /* Where not even the operation's own amount is there, that has been said;
   * the fee is judged by itself. */
  after = balance + effect;
  if (after < 0)
    after = balance;
  if (after >= fee->amount)
    return;

  name = mnr_check_account_text (check, check->payer);
  left = mnr_check_amount_text (check, (gint64) after, fee->asset_id);
  asked = mnr_check_amount_text (check, fee->amount, fee->asset_id);
  node_left = mnr_check_node_amount (check, (gint64) after, fee->asset_id);
  node_asked = mnr_check_node_amount (check, fee->amount, fee->asset_id);
  if (after == balance)
    mnr_check_add (check, mnr_check_get_balance_rule (check, check->payer, fee->asset_id),
                   "fee.amount", _ ("%s has %s, and the fee is %s"), name, left, asked);
  else
    mnr_check_add (check, &mnr_rule_balance_short, "fee.amount",
                   _ ("%s will have %s left, and the fee is %s"), name, left, asked);
  mnr_check_node_text (check, "Insufficient Balance: %s's balance of %s is less than required %s",
                       name, node_left, node_asked);
}

static void
dispatch (const MnrOperation *operation,
          MnrCheck *check)
{
#define CASE(NUMBER, name)                      \
  case MNR_OPERATION_##NUMBER:                  \
    mnr_rules_##name (operation->value, check); \
    break

  switch ((MnrOperationNumber) operation->number)
    {
      CASE (TRANSFER, transfer);
      CASE (LIMIT_ORDER_CREATE, limit_order_create);
      CASE (LIMIT_ORDER_CANCEL, limit_order_cancel);
      CASE (CALL_ORDER_UPDATE, call_order_update);
      CASE (ACCOUNT_CREATE, account_create);
      CASE (ACCOUNT_UPDATE, account_update);
      CASE (ACCOUNT_WHITELIST, account_whitelist);
      CASE (ACCOUNT_UPGRADE, account_upgrade);
      CASE (ASSET_CREATE, asset_create);
      CASE (ASSET_UPDATE, asset_update);
      CASE (ASSET_UPDATE_BITASSET, asset_update_bitasset);
      CASE (ASSET_UPDATE_FEED_PRODUCERS, asset_update_feed_producers);
      CASE (ASSET_ISSUE, asset_issue);
      CASE (ASSET_RESERVE, asset_reserve);
      CASE (ASSET_FUND_FEE_POOL, asset_fund_fee_pool);
      CASE (ASSET_SETTLE, asset_settle);
      CASE (ASSET_GLOBAL_SETTLE, asset_global_settle);
      CASE (ASSET_PUBLISH_FEED, asset_publish_feed);
      CASE (PROPOSAL_CREATE, proposal_create);
      CASE (PROPOSAL_UPDATE, proposal_update);
      CASE (PROPOSAL_DELETE, proposal_delete);
      CASE (VESTING_BALANCE_CREATE, vesting_balance_create);
      CASE (VESTING_BALANCE_WITHDRAW, vesting_balance_withdraw);
      CASE (BALANCE_CLAIM, balance_claim);
      CASE (OVERRIDE_TRANSFER, override_transfer);
      CASE (ASSET_CLAIM_FEES, asset_claim_fees);
      CASE (BID_COLLATERAL, bid_collateral);
      CASE (ASSET_CLAIM_POOL, asset_claim_pool);
      CASE (ASSET_UPDATE_ISSUER, asset_update_issuer);
    default:
      break;
    }
#undef CASE
}

static void
run (const MnrOperation *operation,
     MnrCheck *check)
{
  check->operation = operation;
  if (operation->value == NULL ||
      mnr_variant_get_type (&mnr_type_operation, operation) == NULL)
    {
      mnr_check_note_missing (check, _ ("the rules of operation %u, which this program does not "
                                        "know"),
                              operation->number);
      return;
    }

  check->payer = mnr_operation_get_payer (operation);
  if (get_fee (operation)->amount < 0)
    mnr_check_add (check, &fee_negative, "fee.amount", _ ("A fee cannot be negative"));

  dispatch (operation, check);
  if (mnr_rules_begin_evaluation (check))
    check_fee_balance (check);
}

gboolean
mnr_rules_is_fee_balance (const MnrFinding *finding)
{
  return finding != NULL && g_str_equal (finding->path, "fee.amount") &&
         (finding->rule == &mnr_rule_balance_none || finding->rule == &mnr_rule_balance_short);
}

void
mnr_rules_check (const MnrOperation *operation,
                 const MnrView *view,
                 MnrCheck *check)
{
  mnr_check_init (check, view);
  run (operation, check);
}

void
mnr_rules_check_protocol (const MnrOperation *operation,
                          MnrCheck *check)
{
  mnr_check_init (check, &mnr_view_blank);
  check->protocol_only = TRUE;
  run (operation, check);
  /* That the blank view knew nothing says nothing. */
  if (operation->value != NULL)
    g_ptr_array_set_size (check->missing, 0);
}
