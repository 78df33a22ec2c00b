/* mnr-rules-settlement.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "chain/protocol/mnr-permissions.h"
#include "mnr-collateral.h"
#include "mnr-rules-private.h"

/* clang-format off */

/* asset_settle */

static const MnrRule settle_negative = {
  .id = "asset-settle.negative", .expression = "amount.amount >= 0",
};

static const MnrRule settle_not_smartcoin = {
  .id = "asset-settle.not-smartcoin", .expression = "asset_to_settle->is_market_issued()",
};

static const MnrRule settle_disabled = {
  .id = "asset-settle.disabled",
  .expression = "asset_to_settle->can_force_settle() || bitasset.is_globally_settled() || "
                "bitasset.is_individually_settled_to_fund()",
};

static const MnrRule settle_undecided = {
  .id = "asset-settle.undecided", .expression = "bitasset.is_globally_settled()",
};

static const MnrRule settle_no_feed = {
  .id = "asset-settle.no-feed",
  .node_code = 37006, .node_name = "insufficient_feeds", .node_what = "insufficient feeds",
};

static const MnrRule settle_balance = {
  .id = "asset-settle.balance",
  .expression = "d.get_balance( op.account, op.amount.asset_id ) >= op.amount",
};

static const MnrRule settle_may_not_settle = {
  .id = "asset-settle.may-not-settle",
  .expression = "is_authorized_asset( d, *fee_paying_account, *asset_to_settle )",
};

static const MnrRule settle_may_not_receive = {
  .id = "asset-settle.may-not-receive",
  .expression = "is_authorized_asset( d, *fee_paying_account, "
                "bitasset.options.short_backing_asset(d) )",
};

/* A node throws this one without a number of its own. */
static const MnrRule settle_too_little = {
  .id = "asset-settle.too-little",
  .node_code = 0, .node_name = "exception", .node_what = "unspecified",
};

static const MnrRule settle_too_little_individual = {
  .id = "asset-settle.too-little", .expression = "settled_amount.amount > 0",
};

static const MnrRule settle_nothing = {
  .id = "asset-settle.nothing", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule settle_never = {
  .id = "asset-settle.never", .severity = MNR_SEVERITY_MISTAKE,
};

/* asset_global_settle */

static const MnrRule global_other_asset = {
  .id = "asset-global-settle.other-asset",
  .expression = "asset_to_settle == settle_price.base.asset_id",
};

static const MnrRule global_not_smartcoin = {
  .id = "asset-global-settle.not-smartcoin",
  .expression = "asset_to_settle->is_market_issued()",
};

static const MnrRule global_not_permitted = {
  .id = "asset-global-settle.not-permitted",
  .expression = "asset_to_settle->can_global_settle()",
};

static const MnrRule global_issuer = {
  .id = "asset-global-settle.issuer", .expression = "asset_to_settle->issuer == op.issuer",
};

static const MnrRule global_no_supply = {
  .id = "asset-global-settle.no-supply",
  .expression = "asset_to_settle->dynamic_data(d).current_supply > 0",
};

static const MnrRule global_already = {
  .id = "asset-global-settle.already", .expression = "!_bitasset_data.is_globally_settled()",
};

static const MnrRule global_base_amount = {
  .id = "asset-global-settle.base-amount", .expression = "b.base.amount.value > 0",
};

static const MnrRule global_overflow = {
  .id = "asset-global-settle.overflow", .expression = "result <= GRAPHENE_MAX_SHARE_SUPPLY",
};

static const MnrRule global_wrong_backing = {
  .id = "asset-global-settle.wrong-backing", .expression = "a.asset_id == b.asset_id",
};

static const MnrRule global_collateral = {
  .id = "asset-global-settle.collateral",
  .expression = "( least_collateralized_short->get_debt() * op.settle_price ) <= "
                "least_collateralized_short->get_collateral()",
};

static const MnrRule global_far_from_feed = {
  .id = "asset-global-settle.far-from-feed", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule global_for_nothing = {
  .id = "asset-global-settle.for-nothing", .severity = MNR_SEVERITY_MISTAKE,
};

/* bid_collateral */

static const MnrRule bid_amounts = {
  .id = "bid-collateral.amounts",
  .expression = "debt_covered.amount == 0 || "
                "(debt_covered.amount > 0 && additional_collateral.amount > 0)",
};

static const MnrRule bid_not_smartcoin = {
  .id = "bid-collateral.not-smartcoin", .expression = "_debt_asset->is_market_issued()",
};

static const MnrRule bid_disabled = {
  .id = "bid-collateral.disabled", .expression = "_debt_asset->can_bid_collateral()",
};

static const MnrRule bid_not_settled = {
  .id = "bid-collateral.not-settled", .expression = "_bitasset_data->is_globally_settled()",
};

static const MnrRule bid_wrong_collateral = {
  .id = "bid-collateral.wrong-collateral",
  .expression =
    "o.additional_collateral.asset_id == _bitasset_data->options.short_backing_asset",
};

static const MnrRule bid_prediction_market = {
  .id = "bid-collateral.prediction-market",
  .expression = "!_bitasset_data->is_prediction_market",
};

static const MnrRule bid_none_to_cancel = {
  .id = "bid-collateral.none-to-cancel", .expression = "o.debt_covered.amount > 0",
};

static const MnrRule bid_balance_increase = {
  .id = "bid-collateral.balance", .expression = "collateral_balance >= delta",
};

static const MnrRule bid_balance = {
  .id = "bid-collateral.balance",
  .expression = "collateral_balance >= o.additional_collateral",
};

static const MnrRule bid_may_not_hold_debt = {
  .id = "bid-collateral.may-not-hold-debt",
  .expression = "is_authorized_asset( d, *fee_paying_account, *_debt_asset )",
};

static const MnrRule bid_may_not_hold_collateral = {
  .id = "bid-collateral.may-not-hold-collateral",
  .expression = "is_authorized_asset( d, *fee_paying_account, "
                "_bitasset_data->options.short_backing_asset(d) )",
};

static const MnrRule bid_too_low = {
  .id = "bid-collateral.too-low", .severity = MNR_SEVERITY_MISTAKE,
};

/* clang-format on */

static const char *
symbol_of (const MnrAsset *asset)
{
  return asset->symbol != NULL ? asset->symbol : "";
}

/* asset_settle */

/* What a node finds while paying out: so little that it would pay nothing. */
static void
check_payout (const MnrAssetSettle *op,
              const MnrAsset *asset,
              const MnrBitassetData *data,
              MnrCheck *check)
{
  MnrAmount payout = { 0 };
  MnrPrice price;

  if (mnr_bitasset_data_is_globally_settled (data))
    {
      const MnrAssetDynamicData *dynamic_data = mnr_check_get_dynamic_data (check, asset);

      if (data->is_prediction_market || dynamic_data == NULL)
        return;
      if (op->amount.amount == dynamic_data->current_supply)
        payout.amount = data->settlement_fund;
      else if (!mnr_amount_convert (&op->amount, &data->settlement_price, MNR_ROUND_DOWN, &payout,
                                    NULL))
        return;
      if (payout.amount != 0)
        return;

      mnr_check_add (check, &settle_too_little, "amount.amount",
                     _ ("This is too little to receive even the smallest unit of the backing "
                        "asset"));
      mnr_check_node_text (check, "Settle amount is too small to receive anything due to rounding");
    }
  else if (mnr_bitasset_data_has_individual_fund (data) &&
           op->amount.amount < data->individual_settlement_debt)
    {
      price = mnr_bitasset_data_get_individual_settlement_price (data);
      if (!mnr_amount_convert (&op->amount, &price, MNR_ROUND_DOWN, &payout, NULL) ||
          payout.amount > 0)
        return;

      mnr_check_add (check, &settle_too_little_individual, "amount.amount",
                     _ ("This is too little to receive even the smallest unit of the backing "
                        "asset"));
      mnr_check_node_text (check, "Settle amount is too small to receive anything due to rounding");
    }
}

static void
check_settle_mistakes (const MnrAssetSettle *op,
                       const MnrAsset *asset,
                       const MnrBitassetData *data,
                       MnrCheck *check)
{
  /* Both funds pay at once, whatever the options say. */
  if (data->is_prediction_market || mnr_bitasset_data_is_globally_settled (data) ||
      mnr_bitasset_data_has_individual_fund (data))
    return;

  if (op->amount.amount == 0)
    mnr_check_add (check, &settle_nothing, "amount.amount",
                   _ ("A request to settle nothing costs its fee and does nothing"));
  if (data->options.force_settlement_offset_percent >= 10000)
    mnr_check_add (check, &settle_never, "amount",
                   _ ("%s has a force settlement offset of 100%%: the chain will cancel the "
                      "request"),
                   symbol_of (asset));
  else if (data->options.maximum_force_settlement_volume == 0)
    mnr_check_add (check, &settle_never, "amount",
                   _ ("%s has a maximum force settlement volume of 0%%: the request will wait for "
                      "ever, and it cannot be taken back"),
                   symbol_of (asset));
}

void
mnr_rules_asset_settle (const MnrAssetSettle *op,
                        MnrCheck *check)
{
  const MnrAsset *asset, *backing;
  const MnrBitassetData *data;
  const MnrAccount *account;
  gboolean is_settled, has_fund;
  gint64 balance;

  if (op->amount.amount < 0)
    mnr_check_add (check, &settle_negative, "amount.amount",
                   _ ("The amount to settle cannot be negative"));
  if (!mnr_rules_begin_evaluation (check))
    return;

  asset = mnr_check_need_asset (check, "amount.asset_id", op->amount.asset_id);
  if (asset == NULL)
    return;
  if (asset->bitasset_data_id == NULL)
    {
      mnr_check_add (check, &settle_not_smartcoin, "amount.asset_id",
                     _ ("%s is a plain token: nothing backs it, so it cannot be settled"),
                     symbol_of (asset));
      mnr_check_node_text (check,
                           "Can only force settle a predition market or a market issued asset");
    }

  data = mnr_check_get_bitasset_data (check, asset);
  if (data != NULL)
    {
      is_settled = mnr_bitasset_data_is_globally_settled (data);
      has_fund = mnr_bitasset_data_has_individual_fund (data);
      if ((asset->options.flags & MNR_POWER_DISABLE_FORCE_SETTLE) != 0 && !is_settled && !has_fund)
        {
          mnr_check_add (check, &settle_disabled, "amount.asset_id",
                         _ ("The issuer of %s has disabled force settlement"), symbol_of (asset));
          mnr_check_node_text (check,
                               "Either the asset need to have the force_settle flag enabled, or "
                               "it need to be globally settled, or the individual settlement pool "
                               "(for force-settlements) is not empty");
        }
      if (data->is_prediction_market && !is_settled)
        {
          mnr_check_add (check, &settle_undecided, "amount.asset_id",
                         _ ("The prediction market %s has not been decided yet"),
                         symbol_of (asset));
          mnr_check_node_text (check, "Global settlement must occur before force settling a "
                                      "prediction market");
        }
      if (!data->is_prediction_market && !mnr_bitasset_data_has_feed (data) && !is_settled &&
          !has_fund)
        {
          mnr_check_add (check, &settle_no_feed, "amount.asset_id",
                         _ ("%s has no valid price feed at present, so it cannot be settled"),
                         symbol_of (asset));
          mnr_check_node_text (check, "Cannot force settle with no price feed if the asset is not "
                                      "globally settled and the individual settlement pool (for "
                                      "force-settlements) is not empty");
        }
    }

  if (mnr_check_get_balance (check, op->account, op->amount.asset_id, &balance) &&
      balance < op->amount.amount)
    {
      g_autofree char *needed = mnr_check_amount_text (check, op->amount.amount, asset->id);
      g_autofree char *there = mnr_check_amount_text (check, balance, asset->id);

      mnr_check_add (check, &settle_balance, "amount.amount",
                     _ ("The account has %s, and %s are to be settled"), there, needed);
      mnr_check_node_text (check, "Insufficient balance");
    }

  account = mnr_check_get_account (check, op->account);
  if (!mnr_check_is_authorised (check, account, asset))
    {
      mnr_check_add (check, &settle_may_not_settle, "amount.asset_id",
                     _ ("The lists of %s do not allow this account to settle it"),
                     symbol_of (asset));
      mnr_check_node_text (check, "The account is not allowed to settle the asset");
    }
  if (data == NULL)
    return;

  backing = mnr_check_get_asset (check, data->options.short_backing_asset);
  if (!mnr_check_is_authorised (check, account, backing))
    {
      mnr_check_add (check, &settle_may_not_receive, "amount.asset_id",
                     _ ("The lists of the backing asset %s do not allow this account to hold it"),
                     symbol_of (backing));
      mnr_check_node_text (check, "The account is not allowed to receive the backing asset");
    }

  check_payout (op, asset, data, check);
  check_settle_mistakes (op, asset, data, check);
}

/* asset_global_settle */

/* Whether every position can pay the price: the least collateralised can least. */
static void
check_global_price (const MnrAssetGlobalSettle *op,
                    const MnrAsset *asset,
                    const MnrBitassetData *data,
                    MnrCheck *check)
{
  const MnrPrice *price = &op->settle_price;
  const MnrCallOrder *least = NULL;
  unsigned __int128 pays;

  switch (check->view->find_least_collateral (check->view, asset->id, &least))
    {
    case MNR_KNOWN:
      break;

    case MNR_NOT_KNOWN:
      mnr_check_note_missing (check, _ ("the least collateralised position in %s"),
                              symbol_of (asset));
      return;

    case MNR_NONE:
    default:
      return;
    }

  if (price->base.amount <= 0)
    {
      mnr_check_add (check, &global_base_amount, "settle_price.base.amount",
                     _ ("The amount of %s in the price has to be above 0"), symbol_of (asset));
      return;
    }
  if (price->quote.amount < 0)
    {
      mnr_check_add (check, &global_overflow, "settle_price.quote.amount",
                     _ ("The price cannot be negative"));
      return;
    }

  pays = (unsigned __int128) (guint64) MAX (least->debt, 0) * (guint64) price->quote.amount /
         (guint64) price->base.amount;
  if (pays > (guint64) MNR_SHARE_SUPPLY_MAX)
    mnr_check_add (check, &global_overflow, "settle_price",
                   _ ("At this price a position would have to pay more than there can be"));
  else if (price->quote.asset_id != data->options.short_backing_asset)
    {
      g_autofree char *backing = mnr_check_asset_text (check, data->options.short_backing_asset);

      mnr_check_add (check, &global_wrong_backing, "settle_price.quote.asset_id",
                     _ ("%s is backed by %s, so the price has to be in that"), symbol_of (asset),
                     backing);
    }
  else if (pays > (guint64) MAX (least->collateral, 0))
    {
      g_autofree char *debt = mnr_check_amount_text (check, least->debt, asset->id);
      g_autofree char *held = mnr_check_amount_text (check, least->collateral,
                                                     data->options.short_backing_asset);
      g_autofree char *needed = mnr_check_amount_text (check, (gint64) pays,
                                                       data->options.short_backing_asset);

      mnr_check_add (check, &global_collateral, "settle_price",
                     _ ("At this price the least collateralised position would have to pay %s for "
                        "its debt of %s, and it holds %s"),
                     needed, debt, held);
      mnr_check_node_text (check, "Cannot globally settle at supplied price: least collateralized "
                                  "short lacks sufficient collateral to settle.");
    }
}

static void
check_global_mistakes (const MnrAssetGlobalSettle *op,
                       const MnrAsset *asset,
                       const MnrBitassetData *data,
                       MnrCheck *check)
{
  const MnrPrice *price = &op->settle_price;
  const MnrPrice *feed = &data->current_feed.settlement_price;
  MnrPrice upper, lower;

  if (data->is_prediction_market || price->base.amount <= 0 || price->quote.amount < 0 ||
      price->quote.asset_id != data->options.short_backing_asset)
    return;

  if (price->quote.amount == 0)
    {
      mnr_check_add (check, &global_for_nothing, "settle_price.quote.amount",
                     _ ("At a price of 0 the holders of %s lose everything"), symbol_of (asset));
      return;
    }
  if (!mnr_bitasset_data_has_feed (data) || feed->quote.asset_id != price->quote.asset_id ||
      feed->base.asset_id != price->base.asset_id)
    return;

  upper = mnr_price_scale (feed, 110, 100);
  lower = mnr_price_scale (feed, 100, 110);
  if (mnr_price_compare (price, &upper) > 0)
    mnr_check_add (check, &global_far_from_feed, "settle_price",
                   _ ("The price is more than a tenth below the price feed: the holders of %s lose "
                      "the difference to its borrowers"),
                   symbol_of (asset));
  else if (mnr_price_compare (price, &lower) < 0)
    mnr_check_add (check, &global_far_from_feed, "settle_price",
                   _ ("The price is more than a tenth above the price feed: the borrowers of %s "
                      "lose the difference to its holders"),
                   symbol_of (asset));
}

void
mnr_rules_asset_global_settle (const MnrAssetGlobalSettle *op,
                               MnrCheck *check)
{
  const MnrAssetDynamicData *dynamic_data;
  const MnrBitassetData *data;
  const MnrAsset *asset;

  if (op->asset_to_settle != op->settle_price.base.asset_id)
    mnr_check_add (check, &global_other_asset, "settle_price.base.asset_id",
                   _ ("The price has to say what the asset is worth in its backing: its base has "
                      "to be the asset"));
  if (!mnr_rules_begin_evaluation (check))
    return;

  asset = mnr_check_need_asset (check, "asset_to_settle", op->asset_to_settle);
  if (asset == NULL)
    return;

  if (asset->bitasset_data_id == NULL)
    {
      mnr_check_add (check, &global_not_smartcoin, "asset_to_settle",
                     _ ("%s is a plain token: nothing backs it, so it cannot be settled"),
                     symbol_of (asset));
      mnr_check_node_text (check, "Can only globally settle market-issued assets");
    }
  if ((asset->options.issuer_permissions & MNR_POWER_GLOBAL_SETTLE) == 0)
    {
      mnr_check_add (check, &global_not_permitted, "asset_to_settle",
                     _ ("The issuer of %s does not have the right to settle it globally"),
                     symbol_of (asset));
      mnr_check_node_text (check, "The global_settle permission of this asset is disabled");
    }
  if (asset->issuer != op->issuer)
    {
      g_autofree char *issuer = mnr_check_account_text (check, asset->issuer);

      mnr_check_add (check, &global_issuer, "issuer",
                     _ ("Only its issuer, %s, can settle %s globally"), issuer, symbol_of (asset));
      mnr_check_node_text (check, "Only asset issuer can globally settle an asset");
    }
  dynamic_data = mnr_check_get_dynamic_data (check, asset);
  if (dynamic_data != NULL && dynamic_data->current_supply <= 0)
    {
      mnr_check_add (check, &global_no_supply, "asset_to_settle",
                     _ ("Nobody holds any %s, so there is nothing to settle"), symbol_of (asset));
      mnr_check_node_text (check, "Can not globally settle an asset with zero supply");
    }

  data = mnr_check_get_bitasset_data (check, asset);
  if (data == NULL)
    return;
  if (mnr_bitasset_data_is_globally_settled (data))
    {
      mnr_check_add (check, &global_already, "asset_to_settle",
                     _ ("%s has already been globally settled"), symbol_of (asset));
      mnr_check_node_text (check,
                           "This asset has been globally settled, cannot globally settle again");
    }

  if (op->asset_to_settle != op->settle_price.base.asset_id)
    return;
  check_global_price (op, asset, data, check);
  check_global_mistakes (op, asset, data, check);
}

/* bid_collateral */

static void
check_bid_balance (const MnrBidCollateral *op,
                   const MnrBitassetData *data,
                   const MnrCollateralBid *bid,
                   MnrCheck *check)
{
  const MnrAmount *offered = &op->additional_collateral;
  gint64 old = bid != NULL ? bid->inv_swan_price.base.amount : 0, balance;
  g_autofree char *has = NULL, *needs = NULL, *before = NULL;

  if (offered->amount <= 0 ||
      !mnr_check_get_balance (check, op->bidder, data->options.short_backing_asset, &balance) ||
      (__int128) balance >= (__int128) offered->amount - old)
    return;

  has = mnr_check_amount_text (check, balance, data->options.short_backing_asset);
  needs = mnr_check_amount_text (check, offered->amount, data->options.short_backing_asset);
  if (bid != NULL)
    {
      before = mnr_check_amount_text (check, old, data->options.short_backing_asset);
      mnr_check_add (check, &bid_balance_increase, "additional_collateral.amount",
                     _ ("The bid is to be raised from %s to %s, and the account has only %s"),
                     before, needs, has);
      mnr_check_node_text (check,
                           "Cannot increase bid from %lld to %lld collateral when payer only has "
                           "%lld",
                           (long long) old, (long long) offered->amount, (long long) balance);
    }
  else
    {
      mnr_check_add (check, &bid_balance, "additional_collateral.amount",
                     _ ("The account has %s, and %s are to be bid"), has, needs);
      mnr_check_node_text (check, "Cannot bid %lld collateral when payer only has %lld",
                           (long long) offered->amount, (long long) balance);
    }
}

/* A bid wins only if with its share of the fund it is above the initial ratio. */
static void
check_bid_ratio (const MnrBidCollateral *op,
                 const MnrBitassetData *data,
                 MnrCheck *check)
{
  const MnrFeed *feed = &data->current_feed;
  MnrPrice needed;
  MnrAmount share;

  if (op->debt_covered.amount <= 0 || op->additional_collateral.amount <= 0 ||
      op->additional_collateral.amount > MNR_SHARE_SUPPLY_MAX || data->is_prediction_market ||
      !mnr_bitasset_data_is_globally_settled (data) || !mnr_feed_has_price (feed) ||
      feed->initial_collateral_ratio == 0 ||
      !mnr_amount_convert (&op->debt_covered, &data->settlement_price, MNR_ROUND_DOWN, &share,
                           NULL))
    return;

  needed = mnr_price_invert (&feed->settlement_price);
  needed = mnr_price_scale (&needed, feed->initial_collateral_ratio, MNR_RATIO_ONE);
  if (mnr_collateral_compare (op->additional_collateral.amount + share.amount,
                              op->debt_covered.amount, &needed) <= 0)
    {
      g_autofree char *ratio = mnr_permille_format (feed->initial_collateral_ratio);

      mnr_check_add (check, &bid_too_low, "additional_collateral.amount",
                     _ ("With its share of the settlement fund this bid is not above %s of the "
                        "debt at the present price feed, and cannot win"),
                     ratio);
    }
}

void
mnr_rules_bid_collateral (const MnrBidCollateral *op,
                          MnrCheck *check)
{
  const MnrAsset *asset, *backing;
  const MnrCollateralBid *bid = NULL;
  const MnrBitassetData *data;
  const MnrAccount *account;

  if (op->debt_covered.amount < 0 ||
      (op->debt_covered.amount > 0 && op->additional_collateral.amount <= 0))
    mnr_check_add (check, &bid_amounts,
                   op->debt_covered.amount < 0 ? "debt_covered.amount"
                                               : "additional_collateral.amount",
                   _ ("A bid offers collateral for debt, both above 0; a debt of 0 takes a bid "
                      "back"));
  if (!mnr_rules_begin_evaluation (check))
    return;

  asset = mnr_check_need_asset (check, "debt_covered.asset_id", op->debt_covered.asset_id);
  if (asset == NULL)
    return;
  if (asset->bitasset_data_id == NULL)
    {
      mnr_check_add (check, &bid_not_smartcoin, "debt_covered.asset_id",
                     _ ("%s is a plain token: there is no debt to take over"), symbol_of (asset));
      mnr_check_node_text (check, "Unable to cover %s as it is not a collateralized asset.",
                           symbol_of (asset));
    }
  if ((asset->options.flags & MNR_POWER_DISABLE_COLLATERAL_BIDDING) != 0)
    {
      mnr_check_add (check, &bid_disabled, "debt_covered.asset_id",
                     _ ("The issuer of %s has disabled collateral bidding"), symbol_of (asset));
      mnr_check_node_text (check, "Collateral bidding is disabled for this asset");
    }

  data = mnr_check_get_bitasset_data (check, asset);
  if (data == NULL)
    return;
  if (!mnr_bitasset_data_is_globally_settled (data))
    {
      mnr_check_add (check, &bid_not_settled, "debt_covered.asset_id",
                     _ ("%s has not been globally settled: there is no debt to take over"),
                     symbol_of (asset));
      mnr_check_node_text (check, "Cannot bid since the asset is not globally settled");
    }
  if (op->additional_collateral.asset_id != data->options.short_backing_asset)
    {
      g_autofree char *text = mnr_check_asset_text (check, data->options.short_backing_asset);

      mnr_check_add (check, &bid_wrong_collateral, "additional_collateral.asset_id",
                     _ ("%s is backed by %s, so only that can be bid"), symbol_of (asset), text);
    }
  if (data->is_prediction_market)
    {
      mnr_check_add (check, &bid_prediction_market, "debt_covered.asset_id",
                     _ ("%s is a prediction market: once decided, it stays so"),
                     symbol_of (asset));
      mnr_check_node_text (check, "Cannot bid on a prediction market!");
    }

  switch (check->view->find_bid (check->view, op->bidder, asset->id, &bid))
    {
    case MNR_KNOWN:
      check_bid_balance (op, data, bid, check);
      break;

    case MNR_NONE:
      if (op->debt_covered.amount <= 0)
        {
          mnr_check_add (check, &bid_none_to_cancel, "debt_covered.amount",
                         _ ("There is no bid of this account to take back"));
          mnr_check_node_text (check, "Can't find bid to cancel?!");
        }
      check_bid_balance (op, data, NULL, check);
      break;

    case MNR_NOT_KNOWN:
    default:
      mnr_check_note_missing (check, _ ("the bid for %s"), symbol_of (asset));
      break;
    }

  account = mnr_check_get_account (check, op->bidder);
  if (!mnr_check_is_authorised (check, account, asset))
    {
      mnr_check_add (check, &bid_may_not_hold_debt, "debt_covered.asset_id",
                     _ ("The lists of %s do not allow this account to hold it"),
                     symbol_of (asset));
      mnr_check_node_text (check, "The account is not allowed to transact the debt asset");
    }
  backing = mnr_check_get_asset (check, data->options.short_backing_asset);
  if (!mnr_check_is_authorised (check, account, backing))
    {
      mnr_check_add (check, &bid_may_not_hold_collateral, "additional_collateral.asset_id",
                     _ ("The lists of %s do not allow this account to hold it"),
                     symbol_of (backing));
      mnr_check_node_text (check, "The account is not allowed to transact the collateral asset");
    }

  check_bid_ratio (op, data, check);
}
