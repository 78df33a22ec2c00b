/* mnr-ledger-market.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-ledger-market.h"

#include <glib/gi18n-lib.h>

#include "chain/protocol/mnr-permissions.h"
#include "rules/mnr-rules-apply.h"

/* Market fees (protocol.md 12) */

static gint64
get_market_fee (const MnrAsset *asset,
                gint64 received,
                gboolean is_maker)
{
  const MnrAssetOptions *options = &asset->options;
  guint percent = options->market_fee_percent;

  if ((options->flags & MNR_POWER_CHARGE_MARKET_FEE) == 0)
    return 0;
  if (!is_maker && options->extensions.taker_fee_percent != NULL)
    percent = *options->extensions.taker_fee_percent;

  /* Rounded down, for the trader. */
  return MIN (mnr_ledger_percent (received, percent), options->max_market_fee);
}

static gboolean
is_authorised (MnrLedger *self,
               MnrObjectId account,
               const MnrAsset *asset)
{
  g_auto (MnrCheck) check = { 0 };

  mnr_check_init (&check, &self->view);
  return mnr_check_is_authorised (&check, mnr_store_get (self->store, account), asset);
}

static gboolean
contains (const MnrObjectIdSet *set,
          MnrObjectId id)
{
  for (gsize i = 0; i < set->len; i++)
    if (set->items[i] == id)
      return TRUE;
  return FALSE;
}

/* What goes to nobody in particular goes to the committee. */
static MnrObjectId
get_recipient (MnrObjectId account)
{
  return account == MNR_TEMP_ACCOUNT ? MNR_COMMITTEE_ACCOUNT : account;
}

/* The part of a market fee for those who brought the trader. */
static gint64
share_market_fee (MnrLedger *self,
                  const MnrAccount *trader,
                  const MnrAsset *asset,
                  gint64 fee)
{
  const MnrAssetOptionsExtensions *extensions = &asset->options.extensions;
  const MnrObjectIdSet *sharing = extensions->whitelist_market_fee_sharing;
  MnrObjectId registrar = get_recipient (trader->registrar);
  MnrObjectId referrer = get_recipient (trader->referrer);
  gint64 reward, for_referrer;
  MnrAmount amount = { 0, asset->id };

  if (extensions->reward_percent == NULL ||
      (sharing != NULL && sharing->len > 0 && !contains (sharing, trader->registrar)))
    return 0;

  /* All rounded down: what is left stays with the issuer. */
  reward = mnr_ledger_percent (fee, *extensions->reward_percent);
  if (reward == 0 || !is_authorised (self, trader->registrar, asset))
    return 0;

  for_referrer = referrer == registrar
                   ? 0
                   : mnr_ledger_percent (reward, trader->referrer_rewards_percentage);
  if (for_referrer > 0 && is_authorised (self, referrer, asset))
    {
      amount.amount = for_referrer;
      mnr_ledger_deposit_market_fee (self, referrer, &amount);
    }
  else
    for_referrer = 0;

  if (reward > for_referrer)
    {
      amount.amount = reward - for_referrer;
      mnr_ledger_deposit_market_fee (self, registrar, &amount);
    }
  return reward;
}

static void
accumulate_fees (MnrLedger *self,
                 MnrObjectId asset,
                 gint64 fees,
                 gint64 to_pool)
{
  MnrAssetDynamicData *dynamic;

  if (fees == 0 && to_pool == 0)
    return;

  dynamic = mnr_store_edit (self->store,
                            mnr_ledger_get_asset (self, asset)->dynamic_asset_data_id);
  dynamic->accumulated_fees += fees;
  dynamic->fee_pool += to_pool;
  mnr_store_done (self->store, dynamic);
}

gint64
mnr_ledger_pay_market_fee (MnrLedger *self,
                           MnrObjectId trader,
                           const MnrAmount *received,
                           gboolean is_maker)
{
  const MnrAsset *asset = mnr_ledger_get_asset (self, received->asset_id);
  const guint16 *network_percent =
    mnr_ledger_get_parameters (self)->extensions.market_fee_network_percent;
  const MnrAccount *account = mnr_store_get (self->store, trader);
  gint64 fee = get_market_fee (asset, received->amount, is_maker), left = fee;
  MnrAmount network = { 0, received->asset_id };

  if (fee == 0)
    return 0;

  if (network_percent != NULL)
    network.amount = mnr_ledger_percent (fee, *network_percent);
  if (network.amount > 0)
    {
      mnr_ledger_deposit_market_fee (self, MNR_COMMITTEE_ACCOUNT, &network);
      left -= network.amount;
    }
  if (left > 0 && account != NULL)
    left -= share_market_fee (self, account, asset, left);

  accumulate_fees (self, received->asset_id, left, 0);
  return fee;
}

/* Deferred fees: an order pays for its creation when it is filled for the first
 * time, and gets it back, less the fee for cancelling, when it is cancelled. */

/* What makers are spared of it (BSIP85). */
static void
discount_maker (MnrLedger *self,
                const MnrLimitOrder *order,
                gint64 *fee,
                gint64 *paid_fee)
{
  const guint16 *percent =
    mnr_ledger_get_parameters (self)->extensions.maker_fee_discount_percent;
  MnrAmount refund = { 0, MNR_CORE_ASSET };

  if (percent == NULL || *percent == 0)
    return;

  if (order->deferred_paid_fee.amount > 0)
    {
      /* Both are rounded down; where nothing of what was paid is given back,
       * nothing goes back to the pool either. */
      refund = order->deferred_paid_fee;
      refund.amount = mnr_ledger_percent (*paid_fee, *percent);
      if (refund.amount > 0)
        {
          gint64 to_pool = mnr_ledger_percent (*fee, *percent);

          *paid_fee -= refund.amount;
          *fee -= to_pool;
          accumulate_fees (self, refund.asset_id, 0, to_pool);
        }
    }
  else
    {
      refund.amount = mnr_ledger_percent (*fee, *percent);
      *fee -= refund.amount;
    }
  mnr_ledger_pay (self, order->seller, refund);
}

static void
settle_deferred_fee (MnrLedger *self,
                     const MnrLimitOrder *order,
                     gboolean is_maker)
{
  gint64 fee = order->deferred_fee, paid_fee = order->deferred_paid_fee.amount;

  if (is_maker)
    discount_maker (self, order, &fee, &paid_fee);
  if (paid_fee > 0)
    accumulate_fees (self, order->deferred_paid_fee.asset_id, paid_fee, 0);
  if (fee > 0)
    mnr_ledger_pay_core_fee (self, order->seller, fee);
}

gint64
mnr_ledger_get_flat_fee (MnrLedger *self,
                         guint number)
{
  MnrAmount fee = { 0, MNR_CORE_ASSET };
  MnrOperation operation = { .number = number, .value = &fee };

  if (!mnr_fee_schedule_set_fee (mnr_ledger_get_parameters (self)->current_fees, &operation, NULL,
                                 NULL))
    return 0;
  return fee.amount;
}

MnrAmount
mnr_ledger_refund_deferred_fee (MnrLedger *self,
                                const MnrLimitOrder *order,
                                gint64 cancel_fee)
{
  gint64 fee = order->deferred_fee;
  MnrAmount paid = order->deferred_paid_fee, charged = { 0, MNR_CORE_ASSET };

  cancel_fee = MIN (cancel_fee, fee);
  if (cancel_fee > 0)
    {
      mnr_ledger_pay_core_fee (self, order->seller, cancel_fee);
      fee -= cancel_fee;
      charged.amount = cancel_fee;
      if (paid.amount > 0)
        {
          gint64 part = 0;

          /* Rounded up: the fee is not less than what it costs in core. */
          if (!mnr_multiply_divide (paid.amount, cancel_fee, order->deferred_fee, MNR_ROUND_UP,
                                    &part, NULL))
            mnr_ledger_fail (self, &mnr_rule_market_internal);
          accumulate_fees (self, paid.asset_id, part, 0);
          paid.amount -= part;
          charged = (MnrAmount){ part, paid.asset_id };
        }
    }

  if (order->deferred_paid_fee.amount == 0)
    mnr_ledger_pay (self, order->seller, (MnrAmount){ fee, MNR_CORE_ASSET });
  else
    {
      mnr_ledger_pay (self, order->seller, paid);
      accumulate_fees (self, paid.asset_id, 0, fee);
    }
  return charged;
}

/* Orders */

static void
remove_order (MnrLedger *self,
              const MnrLimitOrder *order)
{
  MnrObjectId id = order->id;

  if (order->take_profit_order_id != NULL)
    {
      MnrLimitOrder *linked = mnr_store_edit (self->store, *order->take_profit_order_id);

      g_clear_pointer (&linked->take_profit_order_id, g_free);
      mnr_store_done (self->store, linked);
    }
  mnr_store_remove (self->store, id);
}

void
mnr_ledger_cancel_order (MnrLedger *self,
                         const MnrLimitOrder *order,
                         gboolean automatic)
{
  MnrLimitOrderCancel op = { .fee_paying_account = order->seller, .order = order->id };
  MnrAmount refunded = { order->for_sale, order->sell_price.base.asset_id };

  mnr_ledger_pay (self, order->seller, refunded);
  /* Whoever cancels an order paid for that already. */
  op.fee = mnr_ledger_refund_deferred_fee (
    self, order,
    automatic ? mnr_ledger_get_flat_fee (self, MNR_OPERATION_LIMIT_ORDER_CANCEL) : 0);
  if (automatic)
    mnr_ledger_note (self, MNR_OPERATION_LIMIT_ORDER_CANCEL, &op, &refunded);
  remove_order (self, order);
}

/* An order that asks for nothing any more, since rounding leaves nothing to ask for. */
static gboolean
cull_if_small (MnrLedger *self,
               const MnrLimitOrder *order)
{
  MnrAmount for_sale = { order->for_sale, order->sell_price.base.asset_id };

  if (mnr_ledger_convert (self, &for_sale, &order->sell_price, MNR_ROUND_DOWN).amount > 0 ||
      mnr_ledger_has_failed (self))
    return FALSE;

  mnr_ledger_cancel_order (self, order, TRUE);
  return TRUE;
}

static void
link_order (MnrLedger *self,
            MnrObjectId id,
            MnrObjectId other)
{
  MnrLimitOrder *order = mnr_store_edit (self->store, id);

  g_free (order->take_profit_order_id);
  order->take_profit_order_id = g_new (MnrObjectId, 1);
  *order->take_profit_order_id = other;
  mnr_store_done (self->store, order);
}

/* An order that is not all filled, and the one that sells what it bought. */
static void
link_orders (MnrLedger *self,
             MnrObjectId order,
             MnrObjectId profit)
{
  link_order (self, order, profit);
  link_order (self, profit, order);
}

gboolean
mnr_ledger_fill_limit_order (MnrLedger *self,
                             const MnrLimitOrder *order,
                             MnrAmount pays,
                             MnrAmount receives,
                             const MnrPrice *price,
                             gboolean cull,
                             gboolean is_maker)
{
  MnrFillOrder fill = {
    .order_id = order->id,
    .account_id = order->seller,
    .pays = pays,
    .receives = receives,
    .fill_price = *price,
    .is_maker = is_maker,
  };
  MnrObjectId profit;
  MnrLimitOrder *edit;

  if (pays.amount > order->for_sale)
    {
      mnr_ledger_fail (self, &mnr_rule_market_internal);
      return TRUE;
    }

  fill.fee.amount = mnr_ledger_pay_market_fee (self, order->seller, &receives, is_maker);
  fill.fee.asset_id = receives.asset_id;
  receives.amount -= fill.fee.amount;
  mnr_ledger_pay (self, order->seller, receives);
  mnr_ledger_note (self, MNR_VIRTUAL_FILL_ORDER, &fill, NULL);
  settle_deferred_fee (self, order, is_maker);
  profit = mnr_ledger_take_profit (self, order, receives);

  if (pays.amount == order->for_sale)
    {
      remove_order (self, order);
      return TRUE;
    }

  if (profit != 0)
    link_orders (self, order->id, profit);
  edit = mnr_store_edit (self->store, order->id);
  edit->for_sale -= pays.amount;
  edit->filled_amount += (guint64) pays.amount;
  edit->deferred_fee = 0;
  edit->deferred_paid_fee.amount = 0;
  mnr_store_done (self->store, edit);
  return cull && cull_if_small (self, order);
}

const MnrLimitOrder *
mnr_ledger_find_settled_debt (MnrLedger *self,
                              MnrObjectId debt_asset)
{
  const MnrLimitOrder *order = NULL;
  MnrKnowledge known =
    self->view.find_settled_debt_order (&self->view, debt_asset, &order);

  return known == MNR_KNOWN ? order : NULL;
}

/* Matching */

/* One of two orders that meet is the smaller, but what it does when it is filled
 * may add to the other one. */
static const MnrRule none_filled = {
  .id = "market.none-filled",
  .severity = MNR_SEVERITY_REFUSED,
  .expression = "result != match_result_type::none_filled",
};

static MnrFilled
match_orders (MnrLedger *self,
              const MnrLimitOrder *taker,
              const MnrLimitOrder *maker,
              const MnrPrice *price)
{
  MnrAmount taker_has = { taker->for_sale, taker->sell_price.base.asset_id };
  MnrAmount maker_has = { maker->for_sale, maker->sell_price.base.asset_id };
  MnrAmount to_taker, to_maker;
  gboolean cull_taker = FALSE;
  MnrFilled filled = MNR_FILLED_NONE;

  if (taker->for_sale <= mnr_ledger_convert (self, &maker_has, price, MNR_ROUND_DOWN).amount)
    {
      /* The taker is the smaller: it receives rounded down, and pays no more
       * than that is worth. What it then keeps is dust. */
      to_taker = mnr_ledger_convert (self, &taker_has, price, MNR_ROUND_DOWN);
      if (to_taker.amount == 0)
        return MNR_FILLED_TAKER; /* culled by the caller */
      to_maker = mnr_ledger_convert (self, &to_taker, price, MNR_ROUND_UP);
      cull_taker = TRUE;
    }
  else
    {
      to_maker = mnr_ledger_convert (self, &maker_has, price, MNR_ROUND_DOWN);
      to_taker = mnr_ledger_convert (self, &to_maker, price, MNR_ROUND_UP);
    }
  if (mnr_ledger_has_failed (self))
    return MNR_FILLED_TAKER;

  if (mnr_ledger_fill_limit_order (self, taker, to_maker, to_taker, price, cull_taker, FALSE))
    filled |= MNR_FILLED_TAKER;
  if (mnr_ledger_fill_limit_order (self, maker, to_taker, to_maker, price, TRUE, TRUE))
    filled |= MNR_FILLED_MAKER;
  if (filled == MNR_FILLED_NONE)
    mnr_ledger_fail (self, &none_filled);
  return filled;
}

/* Matches the taker with orders of the other side, from *@next up to @end. Returns
 * whether it is done: there is nothing left of one of the two but the maker.
 *
 * What comes next is settled before two orders meet, and the end before all of
 * it, as in a node. It shows where an order takes profit while it is still being
 * filled: the order that it makes may come to stand before the end. */
static gboolean
match_book (MnrLedger *self,
            const MnrLimitOrder *taker,
            MnrObjectId *next,
            MnrObjectId end)
{
  while (*next != 0 && *next != end && !mnr_ledger_has_failed (self))
    {
      const MnrLimitOrder *maker = mnr_store_get (self->store, *next), *following;
      MnrPrice price;
      MnrFilled filled;

      if (maker == NULL)
        return FALSE;
      following = mnr_store_next_limit_order (self->store, maker);
      *next = following != NULL ? following->id : 0;

      price = maker->sell_price;
      filled = maker->is_settled_debt
                 ? mnr_ledger_match_limit_settled_debt (self, taker, maker, &price)
                 : match_orders (self, taker, maker, &price);
      if (filled != MNR_FILLED_MAKER)
        return TRUE;
    }
  return mnr_ledger_has_failed (self);
}

/* The first order that is no longer met by one that asks for @limit, or 0; with
 * @strictly, nor are those of just that price. */
static MnrObjectId
find_end (MnrLedger *self,
          const MnrPrice *limit,
          gboolean strictly)
{
  const MnrLimitOrder *order = mnr_store_first_order_below (self->store, limit, strictly);

  return order != NULL ? order->id : 0;
}

/* The smartcoin whose called positions an order may meet, or NULL: it sells the
 * smartcoin for what backs it, and there is a feed. */
static const MnrBitassetData *
find_callable (MnrLedger *self,
               const MnrLimitOrder *order)
{
  const MnrBitassetData *bad =
    mnr_ledger_get_bitasset_data (self, order->sell_price.base.asset_id);

  if (bad == NULL || bad->options.short_backing_asset != order->sell_price.quote.asset_id ||
      bad->is_prediction_market || mnr_bitasset_data_is_globally_settled (bad) ||
      !mnr_feed_has_price (&bad->current_feed))
    return NULL;
  return bad;
}

/* Matches a new order with called positions, the least covered first. */
static gboolean
match_calls (MnrLedger *self,
             const MnrLimitOrder *taker,
             const MnrBitassetData *bad)
{
  /* Where positions at the edge hold the feed down, each that is filled may let
   * it rise, and with it what calls pay. */
  gboolean feed_moves =
    mnr_bitasset_get_response (bad) == MNR_BLACK_SWAN_NO_SETTLEMENT && mnr_bitasset_is_capped (bad);
  MnrPrice match_price = mnr_bitasset_get_margin_call_order_price (bad);
  MnrPrice pays_price = mnr_bitasset_get_squeeze_price (bad);

  while (!mnr_ledger_has_failed (self))
    {
      const MnrCallOrder *call = mnr_store_first_call_order (self->store, bad->asset_id);

      if (call == NULL || !mnr_call_order_is_called (call, bad))
        return FALSE;
      /* A position with a target may meet the order twice, so that neither being
       * filled is no end. */
      if (mnr_ledger_match_limit_call (self, taker, call, &match_price, bad, &pays_price) &
          MNR_FILLED_TAKER)
        return TRUE;
      if (feed_moves)
        {
          match_price = mnr_bitasset_get_margin_call_order_price (bad);
          pays_price = mnr_bitasset_get_squeeze_price (bad);
          feed_moves = mnr_bitasset_is_capped (bad);
        }
    }
  return TRUE;
}

/* Whether no other order of the same side stands before a new one. */
static gboolean
is_best_order (MnrLedger *self,
               const MnrLimitOrder *order)
{
  return mnr_store_first_limit_order (self->store, order->sell_price.base.asset_id,
                                      order->sell_price.quote.asset_id) == order;
}

gboolean
mnr_ledger_apply_order (MnrLedger *self,
                        MnrObjectId id)
{
  const MnrLimitOrder *order = mnr_store_get (self->store, id);
  const MnrBitassetData *bad = find_callable (self, order);
  MnrPrice limit = mnr_price_invert (&order->sell_price), old_feed = { 0 };
  gboolean done = FALSE, gone = TRUE;
  const MnrLimitOrder *first;
  MnrObjectId next, end;

  if (!is_best_order (self, order))
    return FALSE;
  first = mnr_store_first_limit_order (self->store, limit.base.asset_id, limit.quote.asset_id);
  next = first != NULL ? first->id : 0;
  end = find_end (self, &limit, FALSE);

  if (bad != NULL)
    {
      MnrPrice margin = mnr_bitasset_get_margin_call_order_price (bad);

      old_feed = bad->current_feed.settlement_price;
      margin = mnr_price_invert (&margin);
      if (mnr_price_compare (&limit, &margin) > 0)
        bad = NULL; /* asks for more than any call gives */
      else
        done = match_book (self, order, &next, find_end (self, &margin, TRUE)) ||
               match_calls (self, order, bad);
    }
  if (!done)
    match_book (self, order, &next, end);

  if (mnr_store_get (self->store, id) != NULL && !mnr_ledger_has_failed (self))
    gone = cull_if_small (self, order);

  /* The feed rose while positions were filled, so that other orders may now meet. */
  if (gone && bad != NULL && mnr_bitasset_get_response (bad) == MNR_BLACK_SWAN_NO_SETTLEMENT &&
      mnr_price_compare (&bad->current_feed.settlement_price, &old_feed) != 0)
    mnr_ledger_check_calls (self, bad, MNR_CHECK_CALLS_DEFAULT);
  return gone;
}

/* Operations */

gboolean
mnr_ledger_limit_order_create (MnrLedger *self,
                               const MnrLimitOrderCreate *op,
                               gint64 core_fee,
                               GError **error)
{
  MnrLimitOrder *order;
  MnrObjectId id;
  gboolean gone;

  mnr_ledger_take (self, op->seller, op->amount_to_sell);
  if (mnr_ledger_has_failed (self))
    return mnr_ledger_finish (self, error);

  order = mnr_store_create (self->store, MNR_OBJECT_LIMIT_ORDER);
  id = order->id;
  order->expiration = op->expiration;
  order->seller = op->seller;
  order->for_sale = op->amount_to_sell.amount;
  order->sell_price = (MnrPrice){ .base = op->amount_to_sell, .quote = op->min_to_receive };
  order->deferred_fee = core_fee;
  order->deferred_paid_fee.asset_id = MNR_CORE_ASSET;
  if (op->fee.asset_id != MNR_CORE_ASSET)
    order->deferred_paid_fee = op->fee;
  if (op->extensions.on_fill != NULL)
    mnr_value_copy (&mnr_type_on_fill, &order->on_fill, op->extensions.on_fill);
  mnr_store_done (self->store, order);

  gone = mnr_ledger_apply_order (self, id);
  if (op->fill_or_kill && !gone)
    mnr_ledger_fail (self, &mnr_rule_limit_order_create_unfilled);
  return mnr_ledger_finish (self, error);
}

gboolean
mnr_ledger_limit_order_cancel (MnrLedger *self,
                               const MnrLimitOrderCancel *op,
                               GError **error)
{
  const MnrLimitOrder *order = mnr_store_get (self->store, op->order);

  g_return_val_if_fail (order != NULL, FALSE);

  mnr_ledger_cancel_order (self, order, FALSE);
  return mnr_ledger_finish (self, error);
}

void
mnr_ledger_expire_orders (MnrLedger *self)
{
  MnrTime now = mnr_ledger_get_time (self);
  const MnrLimitOrder *order;

  while ((order = mnr_store_first_expiring_order (self->store)) != NULL &&
         order->expiration <= now)
    mnr_ledger_cancel_order (self, order, TRUE);
}
