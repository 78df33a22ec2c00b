/* mnr-ledger-calls.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-ledger-market.h"

#include "rules/mnr-rules-apply.h"

/* Margin positions and their calls (protocol.md 3.2, 11). */

gboolean
mnr_ledger_fill_call_order (MnrLedger *self,
                            const MnrCallOrder *call,
                            gint64 pays,
                            gint64 receives,
                            gint64 fee,
                            const MnrPrice *price,
                            gboolean is_maker,
                            gboolean reduce_supply)
{
  MnrObjectId id = call->id;
  MnrAmount debt = mnr_call_order_get_debt (call);
  MnrAmount collateral = mnr_call_order_get_collateral (call);
  MnrFillOrder fill = {
    .fee = { fee, collateral.asset_id },
    .order_id = id,
    .account_id = call->borrower,
    .pays = { pays, collateral.asset_id },
    .receives = { receives, debt.asset_id },
    .fill_price = *price,
    .is_maker = is_maker,
  };

  if (pays > call->collateral || receives > call->debt || fee < 0)
    {
      mnr_ledger_fail (self, &mnr_rule_market_internal);
      return TRUE;
    }

  debt.amount -= receives;
  collateral.amount -= pays;

  if (reduce_supply)
    mnr_ledger_adjust_supply (self, debt.asset_id, -receives);
  mnr_ledger_accumulate_collateral_fee (self, debt.asset_id, fee);
  mnr_ledger_note (self, MNR_VIRTUAL_FILL_ORDER, &fill, NULL);

  if (debt.amount == 0)
    {
      mnr_ledger_pay (self, call->borrower, collateral);
      mnr_store_remove (self->store, id);
      return TRUE;
    }

  MnrCallOrder *edit = mnr_store_edit (self->store, id);

  edit->debt = debt.amount;
  edit->collateral = collateral.amount;
  mnr_store_done (self->store, edit);
  return FALSE;
}

/* A filled position may let the feed rise that the least covered one holds down. */
static void
update_feed_after_fill (MnrLedger *self,
                        const MnrBitassetData *bad)
{
  if (mnr_bitasset_get_response (bad) == MNR_BLACK_SWAN_NO_SETTLEMENT)
    mnr_ledger_update_current_feed (self, bad, TRUE);
}

/* What moves when an order and a called position meet. */
typedef struct
{
  MnrAmount call_pays;
  MnrAmount call_receives;
  MnrAmount order_receives;
} Deal;

/* The order is the smaller: it is filled, what it receives rounded down for the
 * position, and the position gets no more debt than that is worth, rounded up;
 * what the order then keeps is dust. */
static Deal
deal_for_order (MnrLedger *self,
                MnrAmount for_sale,
                const MnrPrice *match_price,
                const MnrPrice *pays_price)
{
  Deal deal;

  deal.order_receives = mnr_ledger_convert (self, &for_sale, match_price, MNR_ROUND_DOWN);
  deal.call_receives = mnr_ledger_convert (self, &deal.order_receives, match_price, MNR_ROUND_UP);
  deal.call_pays = mnr_ledger_convert (self, &deal.call_receives, pays_price, MNR_ROUND_DOWN);
  return deal;
}

/* The position covers what it has to: both what it pays and what the order
 * receives are rounded up for the order, which is the larger. */
static Deal
deal_for_call (MnrLedger *self,
               MnrAmount to_cover,
               const MnrPrice *match_price,
               const MnrPrice *pays_price)
{
  return (Deal){
    .call_receives = to_cover,
    .order_receives = mnr_ledger_convert (self, &to_cover, match_price, MNR_ROUND_UP),
    .call_pays = mnr_ledger_convert (self, &to_cover, pays_price, MNR_ROUND_UP),
  };
}

static gint64
get_deal_fee (MnrLedger *self,
              const Deal *deal)
{
  gint64 fee = deal->call_pays.amount - deal->order_receives.amount;

  if (fee < 0)
    mnr_ledger_fail (self, &mnr_rule_market_internal);
  return fee;
}

MnrFilled
mnr_ledger_match_limit_call (MnrLedger *self,
                             const MnrLimitOrder *taker,
                             const MnrCallOrder *maker,
                             const MnrPrice *match_price,
                             const MnrBitassetData *bad,
                             const MnrPrice *pays_price)
{
  MnrAmount for_sale = { taker->for_sale, bad->asset_id };
  MnrAmount to_cover = { mnr_ledger_get_max_debt_to_cover (self, maker, pays_price, bad),
                         bad->asset_id };
  gboolean cull = to_cover.amount > for_sale.amount;
  MnrFilled filled = MNR_FILLED_NONE;
  Deal deal;
  gint64 fee;

  if (cull)
    {
      deal = deal_for_order (self, for_sale, match_price, pays_price);
      /* It would pay something for nothing: what is left of it is culled later. */
      if (deal.order_receives.amount == 0)
        return MNR_FILLED_TAKER;
    }
  else
    deal = deal_for_call (self, to_cover, match_price, pays_price);

  fee = get_deal_fee (self, &deal);
  if (mnr_ledger_has_failed (self))
    return MNR_FILLED_TAKER;

  if (mnr_ledger_fill_limit_order (self, taker, deal.call_receives, deal.order_receives,
                                   match_price, cull, FALSE))
    filled |= MNR_FILLED_TAKER;
  if (mnr_ledger_fill_call_order (self, maker, deal.call_pays.amount, deal.call_receives.amount,
                                  fee, match_price, TRUE, TRUE))
    filled |= MNR_FILLED_MAKER;
  update_feed_after_fill (self, bad);
  return filled;
}

/* Whether a deal would leave a position worse covered than it is. */
static gboolean
lowers_ratio (const MnrCallOrder *call,
              const Deal *deal)
{
  return deal->call_pays.amount >= call->collateral ||
         mnr_collateral_compare_positions (call->collateral - deal->call_pays.amount,
                                           call->debt - deal->call_receives.amount,
                                           call->collateral, call->debt) < 0;
}

/* A called position takes from an order on the book. %FALSE if it is too poor for that. */
static gboolean
match_call_limit (MnrLedger *self,
                  const MnrBitassetData *bad,
                  const MnrCallOrder *call,
                  const MnrLimitOrder *order,
                  gboolean feed_moves)
{
  MnrPrice match_price = order->sell_price;
  MnrPrice pays_price = mnr_bitasset_get_margin_call_pays_price (bad, &match_price);
  MnrAmount for_sale = { order->for_sale, bad->asset_id };
  MnrAmount to_cover = { mnr_ledger_get_max_debt_to_cover (self, call, &pays_price, bad),
                         bad->asset_id };
  Deal deal;
  gint64 fee;

  if (to_cover.amount > for_sale.amount)
    {
      deal = deal_for_order (self, for_sale, &match_price, &pays_price);
      if (lowers_ratio (call, &deal))
        return FALSE;
    }
  else
    {
      deal = deal_for_call (self, to_cover, &match_price, &pays_price);
      if (deal.call_pays.amount > call->collateral)
        return FALSE;
    }

  fee = get_deal_fee (self, &deal);
  if (mnr_ledger_has_failed (self))
    return TRUE;

  /* The position first: its feed moves before the order is paid. */
  mnr_ledger_fill_call_order (self, call, deal.call_pays.amount, deal.call_receives.amount, fee,
                              &match_price, FALSE, TRUE);
  if (feed_moves)
    mnr_ledger_update_current_feed (self, bad, TRUE);
  mnr_ledger_fill_limit_order (self, order, deal.call_receives, deal.order_receives, &match_price,
                               TRUE, TRUE);
  return TRUE;
}

/* The best order that offers the smartcoin at what calls pay at most, or NULL. */
static const MnrLimitOrder *
find_order_for_calls (MnrLedger *self,
                      const MnrBitassetData *bad,
                      const MnrPrice *worst)
{
  const MnrLimitOrder *order = mnr_store_first_limit_order (self->store, bad->asset_id,
                                                            bad->options.short_backing_asset);

  return order != NULL && mnr_price_compare (&order->sell_price, worst) >= 0 ? order : NULL;
}

/* Called positions take from settlement requests until one is changed. Returns
 * whether one is; otherwise requests too small to be paid are gone, or nothing
 * is called. */
static gboolean
match_settlements (MnrLedger *self,
                   const MnrBitassetData *bad)
{
  MnrPrice fill_price = mnr_bitasset_get_margin_call_order_price (bad);
  MnrPrice pays_price = mnr_bitasset_get_squeeze_price (bad);

  while (!mnr_ledger_has_failed (self))
    {
      const MnrForceSettlement *settlement =
        mnr_store_first_settlement (self->store, bad->asset_id);
      const MnrCallOrder *call = mnr_store_first_call_order (self->store, bad->asset_id);
      gint64 most;

      if (settlement == NULL || call == NULL || !mnr_call_order_is_called (call, bad))
        return FALSE;

      most = mnr_ledger_get_max_debt_to_cover (self, call, &pays_price, bad);
      if (mnr_ledger_match_settlement (self, settlement, call, &pays_price, &fill_price, bad, most,
                                       TRUE, FALSE) > 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
settles_individually (const MnrBitassetData *bad)
{
  MnrBlackSwanResponse response = mnr_bitasset_get_response (bad);

  return response == MNR_BLACK_SWAN_INDIVIDUAL_TO_FUND ||
         response == MNR_BLACK_SWAN_INDIVIDUAL_TO_ORDER;
}

gboolean
mnr_ledger_check_calls (MnrLedger *self,
                        const MnrBitassetData *bad,
                        MnrCheckCalls how)
{
  gboolean swan_allowed = (how & MNR_CHECK_CALLS_NO_SWAN) == 0, called = FALSE;
  /* Whether the feed is held down and may rise with every fill. The worst price
   * stays what it was when it was last known to move, as a node keeps it. */
  gboolean feed_moves;
  MnrPrice worst;

  if (bad == NULL || bad->is_prediction_market)
    return FALSE;
  if (!settles_individually (bad) && mnr_ledger_check_for_swan (self, bad, swan_allowed))
    return FALSE;
  if (!mnr_feed_has_price (&bad->current_feed))
    return FALSE;

  feed_moves =
    mnr_bitasset_get_response (bad) == MNR_BLACK_SWAN_NO_SETTLEMENT && mnr_bitasset_is_capped (bad);
  worst = mnr_bitasset_get_margin_call_order_price (bad);

  while (!mnr_ledger_has_failed (self))
    {
      const MnrCallOrder *call = mnr_store_first_call_order (self->store, bad->asset_id);
      const MnrLimitOrder *order;
      gboolean settled;

      if (call == NULL)
        break;

      settled = mnr_ledger_check_for_swan (self, bad, swan_allowed);
      if (mnr_bitasset_data_is_globally_settled (bad) || mnr_ledger_has_failed (self))
        return called;
      if (settled)
        {
          called = TRUE;
          call = mnr_store_first_call_order (self->store, bad->asset_id);
          if (call == NULL)
            break;
          if (mnr_bitasset_get_response (bad) == MNR_BLACK_SWAN_INDIVIDUAL_TO_FUND)
            worst = mnr_bitasset_get_margin_call_order_price (bad);
        }

      if (!mnr_call_order_is_called (call, bad))
        break;

      order = find_order_for_calls (self, bad, &worst);
      if (order != NULL)
        {
          called = TRUE;
          if (match_call_limit (self, bad, call, order, feed_moves))
            {
              if (feed_moves)
                {
                  worst = mnr_bitasset_get_margin_call_order_price (bad);
                  feed_moves = mnr_bitasset_is_capped (bad);
                }
              continue;
            }
        }

      if ((how & MNR_CHECK_CALLS_NO_SETTLEMENTS) != 0 ||
          mnr_store_first_settlement (self->store, bad->asset_id) == NULL)
        return called;
      if (match_settlements (self, bad))
        {
          called = TRUE;
          if (feed_moves)
            {
              worst = mnr_bitasset_get_margin_call_order_price (bad);
              feed_moves = mnr_bitasset_is_capped (bad);
            }
        }
    }

  mnr_ledger_check_settled_debt (self, bad);
  return called;
}

/* Operation 3 */

static const MnrRule rule_instant_swan = {
  .id = "call-order-update.instant-black-swan",
  .severity = MNR_SEVERITY_REFUSED,
  .expression = "increasing_cr || call_collateralization >= "
                "~( _bitasset_data->median_feed.max_short_squeeze_price() )",
};

/* The position goes: its debt is paid and its collateral taken. */
static void
close_position (MnrLedger *self,
                const MnrCallOrder *call,
                const MnrBitassetData *bad)
{
  MnrPrice old = bad->current_feed.settlement_price;

  mnr_store_remove (self->store, call->id);
  if (mnr_bitasset_get_response (bad) != MNR_BLACK_SWAN_NO_SETTLEMENT)
    return;

  mnr_ledger_update_current_feed (self, bad, TRUE);
  if (mnr_feed_has_price (&bad->current_feed) &&
      mnr_price_compare (&bad->current_feed.settlement_price, &old) != 0)
    mnr_ledger_check_calls (self, bad, MNR_CHECK_CALLS_DEFAULT);
}

/* Creates the position or changes it. */
static MnrObjectId
write_position (MnrLedger *self,
                const MnrCallOrder *call,
                const MnrCallOrderUpdate *op)
{
  const guint16 *target = op->extensions.target_collateral_ratio;
  MnrCallOrder *edit;
  MnrObjectId id;

  if (call == NULL)
    {
      edit = mnr_store_create (self->store, MNR_OBJECT_CALL_ORDER);
      edit->borrower = op->funding_account;
      edit->call_price.base = (MnrAmount){ 1, op->delta_collateral.asset_id };
      edit->call_price.quote = (MnrAmount){ 1, op->delta_debt.asset_id };
    }
  else
    edit = mnr_store_edit (self->store, call->id);

  id = edit->id;
  edit->collateral += op->delta_collateral.amount;
  edit->debt += op->delta_debt.amount;
  /* An update without a target takes the old one away. */
  g_clear_pointer (&edit->target_collateral_ratio, g_free);
  if (target != NULL)
    {
      edit->target_collateral_ratio = g_new (MnrPermille, 1);
      *edit->target_collateral_ratio = *target;
    }
  mnr_store_done (self->store, edit);
  return id;
}

/* What only the market tells: whether the position may stand as it was made. */
static void
check_position (MnrLedger *self,
                MnrObjectId id,
                const MnrBitassetData *bad,
                gboolean only_raises)
{
  const MnrCallOrder *call = mnr_store_get (self->store, id);
  MnrPrice squeeze = mnr_feed_get_squeeze_price (&bad->median_feed);
  gboolean called;

  squeeze = mnr_price_invert (&squeeze);
  if (!only_raises && mnr_collateral_compare (call->collateral, call->debt, &squeeze) < 0)
    mnr_ledger_fail (self, &rule_instant_swan);

  if (mnr_bitasset_get_response (bad) == MNR_BLACK_SWAN_NO_SETTLEMENT)
    mnr_ledger_update_current_feed (self, bad, TRUE);
  called = mnr_ledger_check_calls (self, bad, MNR_CHECK_CALLS_NO_SWAN);

  call = mnr_store_get (self->store, id);
  if (only_raises || (called && call == NULL) || mnr_ledger_has_failed (self))
    return;
  if (call == NULL || mnr_collateral_compare (call->collateral, call->debt,
                                              &bad->current_initial_collateralization) <= 0)
    mnr_ledger_fail (self, called ? &mnr_rule_call_order_update_not_filled
                                  : &mnr_rule_call_order_update_initial_ratio);
}

static MnrAmount
negate (MnrAmount amount)
{
  amount.amount = -amount.amount;
  return amount;
}

gboolean
mnr_ledger_call_order_update (MnrLedger *self,
                              const MnrCallOrderUpdate *op,
                              GError **error)
{
  MnrObjectId asset = op->delta_debt.asset_id, id;
  const MnrBitassetData *bad = mnr_ledger_get_bitasset_data (self, asset);
  const MnrCallOrder *call =
    mnr_store_find_call_order (self->store, op->funding_account, asset);
  gboolean only_raises = FALSE;

  /* What is borrowed may pay for what is put in only in that order. */
  mnr_ledger_pay (self, op->funding_account, op->delta_debt);
  mnr_ledger_take (self, op->funding_account, negate (op->delta_debt));
  if (op->delta_debt.amount != 0)
    mnr_ledger_adjust_supply (self, asset, op->delta_debt.amount);
  mnr_ledger_take (self, op->funding_account, op->delta_collateral);
  mnr_ledger_pay (self, op->funding_account, negate (op->delta_collateral));
  if (mnr_ledger_has_failed (self))
    return mnr_ledger_finish (self, error);

  if (call != NULL && call->debt + op->delta_debt.amount == 0)
    {
      close_position (self, call, bad);
      return mnr_ledger_finish (self, error);
    }

  if (call != NULL)
    only_raises = mnr_rules_call_order_only_raises (call->collateral, call->debt,
                                                    call->collateral + op->delta_collateral.amount,
                                                    call->debt + op->delta_debt.amount);
  id = write_position (self, call, op);
  if (!bad->is_prediction_market)
    check_position (self, id, bad, only_raises);
  return mnr_ledger_finish (self, error);
}
