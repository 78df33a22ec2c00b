/* mnr-ledger-swan.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-ledger-market.h"

#include "rules/mnr-rules-apply.h"

/* Black swans: what happens when collateral no longer pays for debt, and how an
 * asset comes back from it (protocol.md 11.4, 11.5). */

/* The order of individually settled debt */

/* What the order asks and offers: what calls would pay at most for all the debt,
 * or all that there is where that is less. Rounded up for whoever takes it. */
static void
price_settled_debt (const MnrBitassetData *bad,
                    MnrLimitOrder *order)
{
  MnrAmount debt = { bad->individual_settlement_debt, bad->asset_id }, for_sale;
  MnrPrice price = mnr_bitasset_get_margin_call_order_price (bad);

  /* An amount beyond all bounds is more than there is, too. */
  if (mnr_amount_convert (&debt, &price, MNR_ROUND_UP, &for_sale, NULL) &&
      for_sale.amount <= bad->individual_settlement_fund)
    {
      order->for_sale = for_sale.amount;
      order->sell_price = mnr_price_invert (&price);
    }
  else
    {
      price = mnr_bitasset_data_get_individual_settlement_price (bad);
      order->for_sale = bad->individual_settlement_fund;
      order->sell_price = mnr_price_invert (&price);
    }
}

void
mnr_ledger_update_settled_debt (MnrLedger *self,
                                const MnrBitassetData *bad)
{
  const MnrLimitOrder *order;
  MnrLimitOrder *edit;

  /* Without a feed the order stays as it is. */
  if (!mnr_feed_has_price (&bad->current_feed))
    return;
  order = mnr_ledger_find_settled_debt (self, bad->asset_id);
  if (order == NULL)
    return;

  edit = mnr_store_edit (self->store, order->id);
  price_settled_debt (bad, edit);
  mnr_store_done (self->store, edit);
}

/* Moves debt and collateral out of the pool, the fee to the issuer, and leaves
 * the order with what is still asked for; %TRUE if nothing is left. */
static gboolean
fill_settled_debt (MnrLedger *self,
                   const MnrLimitOrder *order,
                   gint64 debt,
                   gint64 received,
                   const MnrPrice *price,
                   gboolean whole,
                   gboolean is_maker)
{
  MnrObjectId asset = order->sell_price.quote.asset_id, id = order->id;
  const MnrBitassetData *bad = mnr_ledger_get_bitasset_data (self, asset);
  MnrBitassetData *edit;
  MnrLimitOrder *order_edit;
  MnrAmount amount = { debt, asset };
  MnrFillOrder fill = {
    .order_id = id,
    .account_id = order->seller,
    .receives = amount,
    .fill_price = *price,
    .is_maker = is_maker,
  };
  gint64 pays = received;

  if (whole)
    pays = bad->individual_settlement_fund;
  else if (order->for_sale != bad->individual_settlement_fund)
    {
      /* The fund's own share of this debt, rounded down for the fund. */
      MnrPrice share = mnr_bitasset_data_get_individual_settlement_price (bad);

      pays = mnr_ledger_convert (self, &amount, &share, MNR_ROUND_DOWN).amount;
    }
  pays = MAX (pays, received);
  if (pays > bad->individual_settlement_fund || debt > bad->individual_settlement_debt)
    {
      mnr_ledger_fail (self, &mnr_rule_market_internal);
      return TRUE;
    }

  mnr_ledger_adjust_supply (self, asset, -debt);
  mnr_ledger_accumulate_collateral_fee (self, asset, pays - received);
  fill.pays = (MnrAmount){ pays, order->sell_price.base.asset_id };
  fill.fee = (MnrAmount){ pays - received, fill.pays.asset_id };
  mnr_ledger_note (self, MNR_VIRTUAL_FILL_ORDER, &fill, NULL);

  edit = mnr_store_edit (self->store, bad->id);
  edit->individual_settlement_debt -= debt;
  edit->individual_settlement_fund -= pays;
  mnr_store_done (self->store, edit);

  if (whole)
    {
      mnr_store_remove (self->store, id);
      return TRUE;
    }

  order_edit = mnr_store_edit (self->store, id);
  amount.amount = bad->individual_settlement_debt;
  order_edit->for_sale =
    mnr_ledger_convert (self, &amount, &order_edit->sell_price, MNR_ROUND_UP).amount;
  if (order_edit->for_sale > bad->individual_settlement_fund)
    {
      MnrPrice all = mnr_bitasset_data_get_individual_settlement_price (bad);

      order_edit->for_sale = bad->individual_settlement_fund;
      order_edit->sell_price = mnr_price_invert (&all);
    }
  mnr_store_done (self->store, order_edit);
  return FALSE;
}

MnrFilled
mnr_ledger_match_limit_settled_debt (MnrLedger *self,
                                     const MnrLimitOrder *taker,
                                     const MnrLimitOrder *maker,
                                     const MnrPrice *match_price)
{
  MnrObjectId asset = maker->sell_price.quote.asset_id;
  const MnrBitassetData *bad = mnr_ledger_get_bitasset_data (self, asset);
  MnrAmount for_sale = { taker->for_sale, asset };
  MnrAmount debt = { bad->individual_settlement_debt, asset };
  MnrAmount receives = { maker->for_sale, maker->sell_price.base.asset_id };
  gboolean whole = debt.amount <= for_sale.amount;
  MnrFilled filled = whole ? MNR_FILLED_MAKER : MNR_FILLED_NONE;

  if (!whole)
    {
      /* The taker is the smaller: rounded down for the debt, and no more taken
       * of it than that is worth. */
      receives = mnr_ledger_convert (self, &for_sale, match_price, MNR_ROUND_DOWN);
      if (receives.amount == 0)
        return MNR_FILLED_TAKER;
      debt = mnr_ledger_convert (self, &receives, match_price, MNR_ROUND_UP);
    }
  if (mnr_ledger_has_failed (self))
    return MNR_FILLED_TAKER;

  if (mnr_ledger_fill_limit_order (self, taker, debt, receives, match_price, !whole, FALSE))
    filled |= MNR_FILLED_TAKER;
  fill_settled_debt (self, maker, debt.amount, receives.amount, match_price, whole, TRUE);
  return filled;
}

/* Settled debt meets an order on the book. Returns whether the debt is gone. */
static gboolean
match_settled_debt_limit (MnrLedger *self,
                          const MnrLimitOrder *taker,
                          const MnrLimitOrder *maker,
                          const MnrBitassetData *bad,
                          gboolean *maker_filled)
{
  MnrPrice match_price = maker->sell_price;
  MnrAmount for_sale = { maker->for_sale, bad->asset_id };
  MnrAmount debt = { bad->individual_settlement_debt, bad->asset_id };
  gboolean whole = debt.amount <= for_sale.amount;
  MnrAmount receives;

  if (whole) /* rounded up for the order, which is the larger */
    receives = mnr_ledger_convert (self, &debt, &match_price, MNR_ROUND_UP);
  else
    {
      receives = mnr_ledger_convert (self, &for_sale, &match_price, MNR_ROUND_DOWN);
      debt = mnr_ledger_convert (self, &receives, &match_price, MNR_ROUND_UP);
    }
  if (mnr_ledger_has_failed (self))
    return TRUE;

  fill_settled_debt (self, taker, debt.amount, receives.amount, &match_price, whole, FALSE);
  *maker_filled = mnr_ledger_fill_limit_order (self, maker, debt, receives, &match_price, TRUE,
                                               TRUE);
  return whole;
}

void
mnr_ledger_check_settled_debt (MnrLedger *self,
                               const MnrBitassetData *bad)
{
  if (mnr_bitasset_get_response (bad) != MNR_BLACK_SWAN_INDIVIDUAL_TO_ORDER)
    return;

  while (!mnr_ledger_has_failed (self))
    {
      const MnrLimitOrder *taker = mnr_ledger_find_settled_debt (self, bad->asset_id);
      const MnrLimitOrder *maker = mnr_store_first_limit_order (self->store, bad->asset_id,
                                                                bad->options.short_backing_asset);
      gboolean maker_filled = FALSE;
      MnrPrice limit;

      if (taker == NULL || maker == NULL)
        return;
      limit = mnr_price_invert (&taker->sell_price);
      if (mnr_price_compare (&maker->sell_price, &limit) < 0 ||
          match_settled_debt_limit (self, taker, maker, bad, &maker_filled) || !maker_filled)
        return;
    }
}

/* Global settlement */

/* What the positions pay when all are settled. */
typedef struct
{
  gboolean premium;       /* called positions pay more, and the issuer keeps it */
  MnrPrice swan_price;    /* what called positions pay */
  MnrPrice fund_receives; /* what everybody pays into the fund */
  MnrPrice fill_price;    /* what a node says of it */
} Settlement;

/* Closes one position; returns what goes to the fund. All is rounded up for the
 * fund, but no position pays more than it has. */
static gint64
close_position (MnrLedger *self,
                const MnrCallOrder *call,
                const MnrBitassetData *bad,
                const Settlement *settlement)
{
  gboolean called = settlement->premium && mnr_call_order_is_called (call, bad);
  const MnrPrice *price = called ? &settlement->swan_price : &settlement->fund_receives;
  MnrAmount debt = mnr_call_order_get_debt (call);
  gint64 pays = 0, to_fund;

  if (price->quote.amount > 0)
    pays = mnr_ledger_convert (self, &debt, price, MNR_ROUND_UP).amount;
  pays = MIN (pays, call->collateral);
  to_fund = pays;
  if (called)
    to_fund = MIN (
      pays, mnr_ledger_convert (self, &debt, &settlement->fund_receives, MNR_ROUND_UP).amount);

  mnr_ledger_fill_call_order (self, call, pays, debt.amount, pays - to_fund,
                              &settlement->fill_price,
                              TRUE, FALSE);
  return to_fund;
}

static void
settle_globally (MnrLedger *self,
                 const MnrBitassetData *bad,
                 const MnrPrice *price,
                 gboolean premium)
{
  Settlement settlement = { FALSE, *price, *price, *price };
  gint64 supply = mnr_ledger_get_dynamic_data (self, bad->asset_id)->current_supply;
  gint64 gathered = bad->individual_settlement_fund;
  const MnrCallOrder *call;
  const MnrLimitOrder *order;
  MnrBitassetData *edit;

  /* Where even the least covered position is not called (the squeeze ratio is
   * above the maintenance ratio), nobody pays a premium, and all pay the same. */
  call = mnr_store_first_call_order (self->store, bad->asset_id);
  if (premium)
    settlement.fill_price =
      mnr_price_scale (price, bad->current_feed.maximum_short_squeeze_ratio, MNR_RATIO_ONE);
  if (premium && call != NULL && mnr_call_order_is_called (call, bad))
    {
      settlement.premium = TRUE;
      settlement.fund_receives = settlement.fill_price;
    }

  while ((call = mnr_store_first_call_order (self->store, bad->asset_id)) != NULL &&
         !mnr_ledger_has_failed (self))
    gathered += close_position (self, call, bad, &settlement);

  /* What was settled one by one before joins the rest. */
  order = mnr_ledger_find_settled_debt (self, bad->asset_id);
  if (order != NULL)
    mnr_store_remove (self->store, order->id);

  edit = mnr_store_edit (self->store, bad->id);
  g_clear_pointer (&edit->options.extensions.black_swan_response_method, g_free);
  edit->current_feed = edit->median_feed;
  edit->individual_settlement_debt = 0;
  edit->individual_settlement_fund = 0;
  edit->settlement_price.base = (MnrAmount){ supply, bad->asset_id };
  edit->settlement_price.quote = (MnrAmount){ gathered, bad->options.short_backing_asset };
  edit->settlement_fund = gathered;
  mnr_store_done (self->store, edit);
}

gboolean
mnr_ledger_asset_global_settle (MnrLedger *self,
                                const MnrAssetGlobalSettle *op,
                                GError **error)
{
  const MnrBitassetData *bad = mnr_ledger_get_bitasset_data (self, op->asset_to_settle);

  settle_globally (self, bad, &op->settle_price, FALSE);
  return mnr_ledger_finish (self, error);
}

/* Individual settlement */

static void
create_settled_debt (MnrLedger *self,
                     const MnrBitassetData *bad,
                     gint64 collateral,
                     gint64 debt)
{
  MnrLimitOrder *order = mnr_store_create (self->store, MNR_OBJECT_LIMIT_ORDER);

  order->expiration = MNR_TIME_FOREVER;
  order->seller = MNR_NULL_ACCOUNT;
  order->for_sale = collateral;
  order->sell_price.base = (MnrAmount){ collateral, bad->options.short_backing_asset };
  order->sell_price.quote = (MnrAmount){ debt, bad->asset_id };
  order->deferred_paid_fee.asset_id = MNR_CORE_ASSET;
  order->is_settled_debt = TRUE;
  mnr_store_done (self->store, order);
}

static void
settle_individually (MnrLedger *self,
                     const MnrBitassetData *bad,
                     const MnrCallOrder *call)
{
  MnrPrice price = mnr_call_order_get_inverse (call);
  MnrAmount debt = mnr_call_order_get_debt (call);
  gint64 to_fund;
  const MnrLimitOrder *order;
  MnrBitassetData *edit;

  /* The issuer's margin call fee is what is left; rounded up for the fund. */
  price = mnr_bitasset_get_fill_price (bad, &price);
  to_fund = mnr_ledger_convert (self, &debt, &price, MNR_ROUND_UP).amount;
  to_fund = MIN (to_fund, call->collateral);

  edit = mnr_store_edit (self->store, bad->id);
  edit->individual_settlement_debt += debt.amount;
  edit->individual_settlement_fund += to_fund;
  mnr_store_done (self->store, edit);

  if (mnr_bitasset_get_response (bad) == MNR_BLACK_SWAN_INDIVIDUAL_TO_ORDER)
    {
      order = mnr_ledger_find_settled_debt (self, bad->asset_id);
      if (order == NULL)
        create_settled_debt (self, bad, to_fund, debt.amount);
      else
        mnr_ledger_update_settled_debt (self, bad);
    }

  mnr_ledger_fill_call_order (self, call, call->collateral, debt.amount,
                              call->collateral - to_fund, &price, TRUE, FALSE);
  if (mnr_bitasset_get_response (bad) == MNR_BLACK_SWAN_INDIVIDUAL_TO_FUND)
    mnr_ledger_update_current_feed (self, bad, TRUE);
}

/* Detection */

/* The price that the least covered position has to be able to pay: its limit by
 * the feed, or more where an order on the book asks for more. */
static MnrPrice
get_swan_price (MnrLedger *self,
                const MnrBitassetData *bad,
                const MnrPrice *order_pays)
{
  gboolean to_fund = mnr_bitasset_get_response (bad) == MNR_BLACK_SWAN_INDIVIDUAL_TO_FUND;
  MnrPrice highest =
    mnr_feed_get_squeeze_price (to_fund ? &bad->median_feed : &bad->current_feed);
  MnrPrice squeeze;

  if (order_pays == NULL)
    return highest;
  if (!to_fund)
    return mnr_price_compare (order_pays, &highest) > 0 ? *order_pays : highest;

  /* With a fund the position only meets the order within the current feed,
   * which may be lower than the median. */
  squeeze = mnr_bitasset_get_squeeze_price (bad);
  return mnr_price_compare (order_pays, &squeeze) >= 0 ? *order_pays : highest;
}

gboolean
mnr_ledger_check_for_swan (MnrLedger *self,
                           const MnrBitassetData *bad,
                           gboolean allowed)
{
  gboolean settled_some = FALSE, has_order;
  const MnrLimitOrder *order;
  MnrPrice order_pays = { 0 };

  if (mnr_bitasset_data_is_globally_settled (bad))
    return TRUE;
  if (!mnr_feed_has_price (&bad->current_feed))
    return FALSE;
  /* Settlement requests meet the called positions first. */
  if (mnr_store_first_settlement (self->store, bad->asset_id) != NULL)
    return FALSE;

  order = mnr_store_first_limit_order (self->store, bad->asset_id,
                                       bad->options.short_backing_asset);
  has_order = order != NULL;
  if (has_order)
    order_pays = mnr_bitasset_get_margin_call_pays_price (bad, &order->sell_price);

  while (!mnr_ledger_has_failed (self))
    {
      const MnrCallOrder *call = mnr_store_first_call_order (self->store, bad->asset_id);
      MnrPrice swan, least;

      if (call == NULL)
        return settled_some;

      least = mnr_call_order_get_inverse (call);
      swan = get_swan_price (self, bad, has_order ? &order_pays : NULL);
      if (mnr_price_compare (&least, &swan) <= 0)
        return settled_some;

      if (!allowed)
        {
          mnr_ledger_fail (self, &mnr_rule_call_order_update_black_swan);
          return FALSE;
        }

      switch (mnr_bitasset_get_response (bad))
        {
        case MNR_BLACK_SWAN_INDIVIDUAL_TO_FUND:
        case MNR_BLACK_SWAN_INDIVIDUAL_TO_ORDER:
          settle_individually (self, bad, call);
          settled_some = TRUE;
          break;

        case MNR_BLACK_SWAN_GLOBAL_SETTLEMENT:
        case MNR_BLACK_SWAN_NO_SETTLEMENT: /* the feed is capped, so never here */
        default:
          settle_globally (self, bad, &least, TRUE);
          return TRUE;
        }
    }
  return settled_some;
}

/* Bids and revival */

static void
cancel_bid (MnrLedger *self,
            const MnrCollateralBid *bid,
            gboolean automatic)
{
  MnrObjectId id = bid->id;
  MnrBidCollateral op = {
    .fee.asset_id = MNR_CORE_ASSET,
    .bidder = bid->bidder,
    .additional_collateral = bid->inv_swan_price.base,
    .debt_covered = { 0, bid->inv_swan_price.quote.asset_id },
  };

  mnr_ledger_pay (self, bid->bidder, bid->inv_swan_price.base);
  /* As if the bidder had bid nothing, where it was not the bidder who did. */
  if (automatic)
    mnr_ledger_note (self, MNR_OPERATION_BID_COLLATERAL, &op, NULL);
  mnr_store_remove (self->store, id);
}

void
mnr_ledger_cancel_bids (MnrLedger *self,
                        MnrObjectId asset)
{
  const MnrCollateralBid *bid;

  while ((bid = mnr_store_first_bid (self->store, asset)) != NULL)
    cancel_bid (self, bid, TRUE);
}

gboolean
mnr_ledger_bid_collateral (MnrLedger *self,
                           const MnrBidCollateral *op,
                           GError **error)
{
  const MnrCollateralBid *old =
    mnr_store_find_bid (self->store, op->bidder, op->debt_covered.asset_id);
  MnrCollateralBid *bid;

  if (old != NULL)
    cancel_bid (self, old, FALSE);
  if (op->debt_covered.amount == 0)
    return mnr_ledger_finish (self, error);

  mnr_ledger_take (self, op->bidder, op->additional_collateral);
  bid = mnr_store_create (self->store, MNR_OBJECT_COLLATERAL_BID);
  bid->bidder = op->bidder;
  bid->inv_swan_price =
    (MnrPrice){ .base = op->additional_collateral, .quote = op->debt_covered };
  mnr_store_done (self->store, bid);
  return mnr_ledger_finish (self, error);
}

/* A bidder becomes a borrower. */
static void
execute_bid (MnrLedger *self,
             const MnrBitassetData *bad,
             MnrObjectId borrower,
             gint64 collateral,
             gint64 debt)
{
  MnrExecuteBid op = {
    .fee.asset_id = MNR_CORE_ASSET,
    .bidder = borrower,
    .debt = { debt, bad->asset_id },
    .collateral = { collateral, bad->options.short_backing_asset },
  };
  MnrCallOrder *call = mnr_store_create (self->store, MNR_OBJECT_CALL_ORDER);

  call->borrower = borrower;
  call->collateral = collateral;
  call->debt = debt;
  call->call_price.base = (MnrAmount){ 1, bad->options.short_backing_asset };
  call->call_price.quote = (MnrAmount){ 1, bad->asset_id };
  mnr_store_done (self->store, call);
  mnr_ledger_note (self, MNR_VIRTUAL_EXECUTE_BID, &op, NULL);
}

static void
end_global_settlement (MnrLedger *self,
                       const MnrBitassetData *bad)
{
  MnrBitassetData *edit;

  mnr_ledger_cancel_bids (self, bad->asset_id);

  edit = mnr_store_edit (self->store, bad->id);
  edit->settlement_price.base = (MnrAmount){ 0, MNR_CORE_ASSET };
  edit->settlement_price.quote = (MnrAmount){ 0, MNR_CORE_ASSET };
  edit->settlement_fund = 0;
  mnr_store_done (self->store, edit);
}

void
mnr_ledger_revive (MnrLedger *self,
                   const MnrBitassetData *bad)
{
  const MnrAsset *asset = mnr_ledger_get_asset (self, bad->asset_id);
  gint64 supply = mnr_ledger_get_dynamic_data (self, bad->asset_id)->current_supply;

  /* A node makes a bid of the issuer's for all, and executes it: ids of bids go on by one. */
  if (supply > 0)
    {
      MnrCollateralBid *bid = mnr_store_create (self->store, MNR_OBJECT_COLLATERAL_BID);
      MnrObjectId id = bid->id;

      bid->bidder = asset->issuer;
      bid->inv_swan_price.base = (MnrAmount){ 0, bad->options.short_backing_asset };
      bid->inv_swan_price.quote = (MnrAmount){ supply, bad->asset_id };
      mnr_store_done (self->store, bid);
      execute_bid (self, bad, asset->issuer, bad->settlement_fund, supply);
      mnr_store_remove (self->store, id);
    }
  end_global_settlement (self, bad);
}

/* The debt that a bid takes over: no more than there is. */
static MnrAmount
get_bid_debt (const MnrCollateralBid *bid,
              gint64 supply)
{
  MnrAmount debt = bid->inv_swan_price.quote;

  debt.amount = MIN (debt.amount, supply);
  return debt;
}

/* What of the settlement fund goes with a debt, rounded down. */
static gint64
get_fund_share (MnrLedger *self,
                const MnrBitassetData *bad,
                MnrAmount debt)
{
  return mnr_ledger_convert (self, &debt, &bad->settlement_price, MNR_ROUND_DOWN).amount;
}

/* A price of debt ÷ collateral times a ratio, cut down to the largest amounts as
 * this one price is: both halves are rounded up. (It was the call price once.) */
static MnrPrice
get_call_price (MnrAmount debt,
                MnrAmount collateral,
                guint ratio)
{
  unsigned __int128 a = (unsigned __int128) (guint64) debt.amount * ratio;
  unsigned __int128 b = (unsigned __int128) (guint64) collateral.amount * MNR_RATIO_ONE;

  for (;;)
    {
      unsigned __int128 x = a, y = b;

      while (y != 0)
        {
          unsigned __int128 rest = x % y;

          x = y;
          y = rest;
        }
      a /= x;
      b /= x;
      if (a <= (guint64) MNR_SHARE_SUPPLY_MAX && b <= (guint64) MNR_SHARE_SUPPLY_MAX)
        break;
      a = (a >> 1) + 1;
      b = (b >> 1) + 1;
    }
  return (MnrPrice){ .base = { (gint64) a, debt.asset_id },
                     .quote = { (gint64) b, collateral.asset_id } };
}

/* Whether a bid, with its share of the fund, is covered by more than the initial ratio. */
static gboolean
bid_is_covered (MnrLedger *self,
                const MnrCollateralBid *bid,
                const MnrBitassetData *bad,
                MnrAmount debt)
{
  MnrAmount collateral = bid->inv_swan_price.base;
  MnrPrice call_price;

  collateral.amount += get_fund_share (self, bad, debt);
  if (collateral.amount <= 0 || debt.amount <= 0)
    return FALSE;
  call_price = get_call_price (debt, collateral, bad->current_feed.initial_collateral_ratio);
  return mnr_price_compare (&call_price, &bad->current_feed.settlement_price) < 0;
}

/* How many of the best bids cover the whole supply; 0 if they do not. */
static guint
count_winners (MnrLedger *self,
               const MnrBitassetData *bad,
               gint64 supply)
{
  const MnrCollateralBid *bid = mnr_store_first_bid (self->store, bad->asset_id);
  gint64 covered = 0;
  guint n_winners = 0;

  for (; bid != NULL && covered < supply; bid = mnr_store_next_bid (self->store, bid))
    {
      MnrAmount debt = get_bid_debt (bid, supply);

      if (!bid_is_covered (self, bid, bad, debt))
        break;
      covered += debt.amount;
      n_winners++;
    }
  return covered >= supply ? n_winners : 0;
}

static void
execute_bids (MnrLedger *self,
              const MnrBitassetData *bad,
              gint64 supply,
              guint n_winners)
{
  gint64 left = supply, fund = bad->settlement_fund;

  for (guint i = 0; i < n_winners; i++)
    {
      const MnrCollateralBid *bid = mnr_store_first_bid (self->store, bad->asset_id);
      MnrObjectId id = bid->id;
      MnrAmount debt = get_bid_debt (bid, supply);
      gint64 share = get_fund_share (self, bad, debt);

      /* The last one gets what is left of both. */
      if (debt.amount >= left)
        {
          debt.amount = left;
          share = fund;
        }
      left -= debt.amount;
      fund -= share;
      execute_bid (self, bad, bid->bidder, bid->inv_swan_price.base.amount + share, debt.amount);
      mnr_store_remove (self->store, id);
    }
}

void
mnr_ledger_process_bids (MnrLedger *self,
                         const MnrBitassetData *bad)
{
  gint64 supply = mnr_ledger_get_dynamic_data (self, bad->asset_id)->current_supply;
  guint n_winners;

  if (bad->is_prediction_market || !mnr_feed_has_price (&bad->current_feed))
    return;

  if (supply > 0)
    {
      n_winners = count_winners (self, bad, supply);
      if (n_winners == 0 || mnr_ledger_has_failed (self))
        return;
      execute_bids (self, bad, supply, n_winners);
    }
  end_global_settlement (self, bad);
}
