/* mnr-ledger-take-profit.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-ledger-market.h"

/* What orders do when they are filled (protocol.md 3.2, on_fill). The chain acts
 * for the seller as if with operations of its own: fees are charged, rules hold,
 * and where one is broken, the order is filled all the same. */

static MnrTime
get_expiration (MnrLedger *self,
                const MnrTakeProfit *action)
{
  MnrTime now = mnr_ledger_get_time (self);

  return MNR_TIME_FOREVER - action->expiration_seconds > now ? now + action->expiration_seconds
                                                             : MNR_TIME_FOREVER;
}

/* What @for_sale is to bring: the order's own price, better by the spread; rounded up. */
static gboolean
get_wanted (const MnrLimitOrder *order,
            const MnrTakeProfit *action,
            const MnrAmount *for_sale,
            MnrAmount *wanted)
{
  MnrPrice price = mnr_price_invert (&order->sell_price);

  price = mnr_price_scale (&price, 10000, 10000u + action->spread_percent);
  return mnr_amount_convert (for_sale, &price, MNR_ROUND_UP, wanted, NULL);
}

static gboolean
set_fee (MnrLedger *self,
         MnrOperation *operation,
         MnrObjectId asset)
{
  const MnrAsset *payer = mnr_ledger_get_asset (self, asset);

  if (payer == NULL)
    return FALSE;
  mnr_operation_get_fee (operation)->asset_id = asset;
  return mnr_fee_schedule_set_fee (mnr_ledger_get_parameters (self)->current_fees, operation,
                                   asset == MNR_CORE_ASSET ? NULL
                                                           : &payer->options.core_exchange_rate,
                                   NULL);
}

static MnrObjectId
create_order (MnrLedger *self,
              const MnrLimitOrder *order,
              const MnrTakeProfit *action,
              MnrAmount for_sale)
{
  MnrVariantArray on_fill = order->on_fill;
  MnrLimitOrderCreate op = {
    .seller = order->seller,
    .amount_to_sell = for_sale,
    .expiration = get_expiration (self, action),
    .extensions.on_fill = action->repeat ? &on_fill : NULL,
  };
  MnrOperation operation = { .number = MNR_OPERATION_LIMIT_ORDER_CREATE, .value = &op };
  MnrObjectId id =
    MNR_LIMIT_ORDER_ID (mnr_store_get_next_instance (self->store, MNR_OBJECT_LIMIT_ORDER));

  if (!set_fee (self, &operation, action->fee_asset_id) ||
      !get_wanted (order, action, &for_sale, &op.min_to_receive))
    return 0;

  mnr_ledger_begin (self);
  if (!mnr_ledger_apply_operation (self, &operation, NULL))
    {
      self->failure = NULL;
      mnr_ledger_undo (self);
      return 0;
    }
  return mnr_ledger_end_attempt (self) && mnr_store_get (self->store, id) != NULL ? id : 0;
}

/* Whether the seller may add to an order: as for a new one of that amount, but
 * for how much its fee is, which for an update is another. */
static gboolean
may_sell (MnrLedger *self,
          const MnrLimitOrder *order,
          MnrAmount more,
          MnrTime expiration,
          MnrObjectId fee_asset)
{
  MnrLimitOrderCreate op = {
    .fee.asset_id = fee_asset,
    .seller = order->seller,
    .amount_to_sell = more,
    .min_to_receive = { 1, order->sell_price.quote.asset_id },
    .expiration = expiration,
  };
  MnrOperation operation = { .number = MNR_OPERATION_LIMIT_ORDER_CREATE, .value = &op };
  g_auto (MnrCheck) check = { 0 };

  mnr_rules_check (&operation, &self->view, &check);
  for (guint i = 0; i < check.findings->len; i++)
    {
      const MnrFinding *finding = g_ptr_array_index (check.findings, i);

      if (finding->rule->severity == MNR_SEVERITY_REFUSED &&
          !g_str_equal (finding->path, "fee.amount"))
        return FALSE;
    }
  return TRUE;
}

/* What an update costs of the fee that the order keeps: that of cancelling, in
 * the proportion of updating to creating, rounded down. */
static gint64
get_update_cancel_fee (MnrLedger *self)
{
  gint64 cancel = mnr_ledger_get_flat_fee (self, MNR_OPERATION_LIMIT_ORDER_CANCEL);
  gint64 create = mnr_ledger_get_flat_fee (self, MNR_OPERATION_LIMIT_ORDER_CREATE);
  gint64 update = mnr_ledger_get_flat_fee (self, MNR_VIRTUAL_LIMIT_ORDER_UPDATE);

  if (create > 0 && !mnr_multiply_divide (cancel, update, create, MNR_ROUND_DOWN, &cancel, NULL))
    return 0;
  return cancel;
}

/* Takes the fee for the update; what it is worth in core leaves the asset's pool. */
static void
pay_fee (MnrLedger *self,
         MnrObjectId account,
         const MnrAmount *fee,
         gint64 *core_fee)
{
  const MnrAsset *asset = mnr_ledger_get_asset (self, fee->asset_id);
  MnrAssetDynamicData *dynamic;
  MnrAmount core;

  *core_fee = fee->amount;
  if (fee->asset_id == MNR_CORE_ASSET)
    return;

  core = mnr_ledger_convert (self, fee, &asset->options.core_exchange_rate, MNR_ROUND_DOWN);
  *core_fee = core.amount;
  dynamic = mnr_store_edit (self->store, asset->dynamic_asset_data_id);
  dynamic->fee_pool -= core.amount;
  if (dynamic->fee_pool < 0)
    mnr_ledger_fail (self, &mnr_rule_market_internal);
  mnr_store_done (self->store, dynamic);
}

static void
update_order (MnrLedger *self,
              const MnrLimitOrder *order,
              const MnrTakeProfit *action,
              MnrAmount more)
{
  const MnrLimitOrder *profit = mnr_store_get (self->store, *order->take_profit_order_id);
  MnrTime expiration = get_expiration (self, action);
  MnrAmount all = { profit->for_sale + more.amount, more.asset_id };
  MnrLimitOrderUpdate op = {
    .fee.asset_id = MNR_CORE_ASSET,
    .seller = order->seller,
    .order = profit->id,
    .delta_amount_to_sell = &more,
    .new_expiration = &expiration,
  };
  MnrOperation operation = { .number = MNR_VIRTUAL_LIMIT_ORDER_UPDATE, .value = &op };
  MnrPrice price = profit->sell_price;
  MnrObjectId id = profit->id;
  MnrLimitOrder *edit;
  gint64 core_fee;

  /* Where the order came out of this one, it takes over its price. */
  if (id > order->id)
    {
      price.base = all;
      if (!get_wanted (order, action, &all, &price.quote))
        return;
      op.new_price = &price;
    }
  if (!set_fee (self, &operation, action->fee_asset_id) ||
      !may_sell (self, profit, more, expiration, action->fee_asset_id))
    return;

  mnr_ledger_begin (self);
  mnr_ledger_note (self, operation.number, &op, NULL);
  pay_fee (self, profit->seller, &op.fee, &core_fee);
  mnr_ledger_take (self, profit->seller, more);
  mnr_ledger_refund_deferred_fee (self, profit, get_update_cancel_fee (self));

  edit = mnr_store_edit (self->store, id);
  edit->sell_price = price;
  edit->for_sale = all.amount;
  edit->expiration = expiration;
  edit->deferred_fee = core_fee;
  edit->deferred_paid_fee =
    op.fee.asset_id == MNR_CORE_ASSET ? (MnrAmount){ 0, MNR_CORE_ASSET } : op.fee;
  mnr_store_done (self->store, edit);

  if (!mnr_ledger_has_failed (self))
    mnr_ledger_apply_order (self, id);
  mnr_ledger_take (self, order->seller, op.fee);
  mnr_ledger_end_attempt (self);
}

MnrObjectId
mnr_ledger_take_profit (MnrLedger *self,
                        const MnrLimitOrder *order,
                        MnrAmount received)
{
  const MnrTakeProfit *action;

  if (order->on_fill.len == 0 || order->on_fill.items[0].value == NULL ||
      mnr_ledger_has_failed (self))
    return 0;

  /* Rounded up, so that it is never nothing. */
  action = order->on_fill.items[0].value;
  if (!mnr_multiply_divide (received.amount, action->size_percent, 10000, MNR_ROUND_UP,
                            &received.amount, NULL) ||
      received.amount == 0)
    return 0;

  if (order->take_profit_order_id == NULL)
    return create_order (self, order, action, received);
  update_order (self, order, action, received);
  return 0;
}
