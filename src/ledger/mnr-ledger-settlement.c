/* mnr-ledger-settlement.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-ledger-market.h"

#include "chain/protocol/mnr-permissions.h"

/* Force settlement (protocol.md 3.2, 11.3, 11.5). */

void
mnr_ledger_cancel_settlement (MnrLedger *self,
                              const MnrForceSettlement *settlement)
{
  MnrObjectId id = settlement->id;
  MnrAssetSettleCancel op = {
    .fee.asset_id = MNR_CORE_ASSET,
    .settlement = id,
    .account = settlement->owner,
    .amount = settlement->balance,
  };

  mnr_ledger_pay (self, settlement->owner, settlement->balance);
  mnr_ledger_note (self, MNR_VIRTUAL_ASSET_SETTLE_CANCEL, &op, NULL);
  mnr_store_remove (self->store, id);
}

void
mnr_ledger_cancel_settlements (MnrLedger *self,
                               MnrObjectId asset)
{
  const MnrForceSettlement *settlement;

  while ((settlement = mnr_store_first_settlement (self->store, asset)) != NULL)
    mnr_ledger_cancel_settlement (self, settlement);
}

/* The issuer's part of what a settler receives. */
static gint64
pay_force_settle_fee (MnrLedger *self,
                      MnrObjectId asset,
                      gint64 received)
{
  const MnrBitassetData *bad = mnr_ledger_get_bitasset_data (self, asset);
  const guint16 *percent = bad->options.extensions.force_settle_fee_percent;
  gint64 fee = percent != NULL ? mnr_ledger_percent (received, *percent) : 0;

  mnr_ledger_accumulate_collateral_fee (self, asset, fee);
  return fee;
}

static void
fill_settlement (MnrLedger *self,
                 const MnrForceSettlement *settlement,
                 MnrAmount pays,
                 MnrAmount receives,
                 const MnrPrice *price,
                 gboolean is_maker,
                 gboolean pays_fee)
{
  MnrObjectId owner = settlement->owner, id = settlement->id;
  MnrFillOrder fill = {
    .order_id = id,
    .account_id = owner,
    .pays = pays,
    .receives = receives,
    .fill_price = *price,
    .is_maker = is_maker,
  };

  if (pays.amount > settlement->balance.amount)
    {
      mnr_ledger_fail (self, &mnr_rule_market_internal);
      return;
    }

  receives.amount -= mnr_ledger_pay_market_fee (self, owner, &receives, is_maker);
  if (pays_fee)
    receives.amount -= pay_force_settle_fee (self, pays.asset_id, receives.amount);

  if (pays.amount < settlement->balance.amount)
    {
      MnrForceSettlement *edit = mnr_store_edit (self->store, id);

      edit->balance.amount -= pays.amount;
      mnr_store_done (self->store, edit);
    }
  else
    mnr_store_remove (self->store, id);
  mnr_ledger_pay (self, owner, receives);

  fill.fee = (MnrAmount){ fill.receives.amount - receives.amount, receives.asset_id };
  mnr_ledger_note (self, MNR_VIRTUAL_FILL_ORDER, &fill, NULL);
}

/* What moves when a request and a position meet. */
typedef struct
{
  MnrPrice match_price;      /* what the position pays */
  MnrPrice fill_price;       /* what the request receives, if the position is called */
  MnrAmount call_receives;   /* debt */
  MnrAmount call_pays;       /* collateral */
  MnrAmount settle_receives; /* collateral; the difference is the margin call fee */
} Deal;

/* The whole position is covered: rounded up for the request, but no position
 * pays more than it has. */
static void
cover_position (MnrLedger *self,
                const MnrCallOrder *call,
                const MnrBitassetData *bad,
                gboolean is_margin_call,
                Deal *deal)
{
  deal->call_pays =
    mnr_ledger_convert (self, &deal->call_receives, &deal->match_price, MNR_ROUND_UP);
  if (!is_margin_call)
    {
      deal->settle_receives = deal->call_pays;
      return;
    }

  if (deal->call_pays.amount > call->collateral)
    {
      deal->call_pays.amount = call->collateral;
      deal->match_price = mnr_call_order_get_inverse (call);
      deal->fill_price = mnr_bitasset_get_fill_price (bad, &deal->match_price);
    }
  deal->settle_receives =
    mnr_ledger_convert (self, &deal->call_receives, &deal->fill_price, MNR_ROUND_UP);
}

/* A request too small for the called position: what it receives is rounded down
 * for the position, which then covers no more than that is worth. */
static void
fill_request (MnrLedger *self,
              MnrAmount settle_pays,
              Deal *deal)
{
  deal->settle_receives =
    mnr_ledger_convert (self, &settle_pays, &deal->fill_price, MNR_ROUND_DOWN);
  if (deal->settle_receives.amount == 0)
    return;
  deal->call_receives =
    mnr_ledger_convert (self, &deal->settle_receives, &deal->fill_price, MNR_ROUND_UP);
  deal->call_pays =
    mnr_ledger_convert (self, &deal->call_receives, &deal->match_price, MNR_ROUND_DOWN);
}

/* Whether the position would be worse covered after the deal. */
static gboolean
lowers_ratio (const MnrCallOrder *call,
              const Deal *deal)
{
  return deal->call_pays.amount >= call->collateral ||
         mnr_collateral_compare_positions (call->collateral - deal->call_pays.amount,
                                           call->debt - deal->call_receives.amount,
                                           call->collateral, call->debt) < 0;
}

/* Part of a position is covered. %FALSE if the request is too small to receive anything. */
static gboolean
cover_part (MnrLedger *self,
            const MnrCallOrder *call,
            const MnrBitassetData *bad,
            gint64 most,
            gboolean is_margin_call,
            Deal *deal)
{
  MnrAmount settle_pays = deal->call_receives;

  if (!is_margin_call)
    {
      /* What is paid was rounded down; no more is covered than that is worth. */
      deal->call_receives =
        mnr_ledger_convert (self, &deal->call_pays, &deal->match_price, MNR_ROUND_UP);
      return TRUE;
    }

  if (settle_pays.amount == most)
    {
      /* The position only wants to reach its target, so the request is the
       * larger one, and both are rounded up for it. */
      deal->call_pays =
        mnr_ledger_convert (self, &deal->call_receives, &deal->match_price, MNR_ROUND_UP);
      deal->settle_receives =
        mnr_ledger_convert (self, &deal->call_receives, &deal->fill_price, MNR_ROUND_UP);
      return TRUE;
    }

  fill_request (self, settle_pays, deal);
  if (deal->settle_receives.amount > 0 && lowers_ratio (call, deal))
    {
      deal->match_price = mnr_call_order_get_inverse (call);
      deal->fill_price = mnr_bitasset_get_fill_price (bad, &deal->match_price);
      fill_request (self, settle_pays, deal);
    }
  return deal->settle_receives.amount > 0;
}

gint64
mnr_ledger_match_settlement (MnrLedger *self,
                             const MnrForceSettlement *settlement,
                             const MnrCallOrder *call,
                             const MnrPrice *match_price,
                             const MnrPrice *fill_price,
                             const MnrBitassetData *bad,
                             gint64 most,
                             gboolean is_margin_call,
                             gboolean settle_is_taker)
{
  gint64 offered = MIN (settlement->balance.amount, most);
  MnrObjectId settlement_id = settlement->id;
  gboolean cull = FALSE;
  gint64 fee, covered;
  MnrAmount settle_pays;
  Deal deal = {
    .match_price = *match_price,
    .fill_price = *fill_price,
    .call_receives = { MIN (offered, call->debt), bad->asset_id },
  };

  deal.call_pays = mnr_ledger_convert (self, &deal.call_receives, match_price, MNR_ROUND_DOWN);
  deal.settle_receives = deal.call_pays;
  settle_pays = deal.call_receives;

  if (deal.call_pays.amount == 0)
    {
      /* Too little to be paid for. The smaller of the two gives way: a position
       * pays a unit, without a fee, a request is given back. */
      gboolean whole = deal.call_receives.amount == call->debt;

      if (!whole && deal.call_receives.amount == settlement->balance.amount)
        {
          mnr_ledger_cancel_settlement (self, settlement);
          return 0;
        }
      if (!whole && !is_margin_call)
        return 0;
      deal.call_pays.amount = deal.settle_receives.amount = 1;
    }
  else if (deal.call_receives.amount == call->debt)
    cover_position (self, call, bad, is_margin_call, &deal);
  else
    {
      if (!cover_part (self, call, bad, most, is_margin_call, &deal))
        {
          mnr_ledger_cancel_settlement (self, settlement);
          return 0;
        }
      /* What is left of a request that was offered whole is dust. */
      cull = settle_pays.amount == settlement->balance.amount &&
             deal.call_receives.amount != settlement->balance.amount;
      settle_pays = deal.call_receives;
    }

  fee = deal.call_pays.amount - deal.settle_receives.amount;
  if (fee < 0 || mnr_ledger_has_failed (self))
    {
      mnr_ledger_fail (self, &mnr_rule_market_internal);
      return 0;
    }

  covered = deal.call_receives.amount;
  mnr_ledger_fill_call_order (self, call, deal.call_pays.amount, covered, fee,
                              &deal.fill_price, settle_is_taker, TRUE);
  fill_settlement (self, settlement, settle_pays, deal.settle_receives, &deal.fill_price,
                   !settle_is_taker, !is_margin_call);
  if (mnr_bitasset_get_response (bad) == MNR_BLACK_SWAN_NO_SETTLEMENT)
    mnr_ledger_update_current_feed (self, bad, TRUE);

  settlement = mnr_store_get (self->store, settlement_id);
  if (cull && settlement != NULL && !mnr_ledger_has_failed (self))
    mnr_ledger_cancel_settlement (self, settlement);
  return covered;
}

/* A new request meets called positions at once (protocol.md 11.3, 2). */
static void
apply_settlement (MnrLedger *self,
                  MnrObjectId id,
                  const MnrBitassetData *bad)
{
  gboolean feed_moves =
    mnr_bitasset_get_response (bad) == MNR_BLACK_SWAN_NO_SETTLEMENT && mnr_bitasset_is_capped (bad);
  MnrPrice fill_price = mnr_bitasset_get_margin_call_order_price (bad);
  MnrPrice pays_price = mnr_bitasset_get_squeeze_price (bad);
  const MnrForceSettlement *settlement;

  while ((settlement = mnr_store_get (self->store, id)) != NULL && !mnr_ledger_has_failed (self))
    {
      const MnrCallOrder *call = mnr_store_first_call_order (self->store, bad->asset_id);
      gint64 most;

      if (call == NULL || !mnr_call_order_is_called (call, bad))
        return;

      most = mnr_ledger_get_max_debt_to_cover (self, call, &pays_price, bad);
      mnr_ledger_match_settlement (self, settlement, call, &pays_price, &fill_price, bad, most,
                                   TRUE, TRUE);
      if (feed_moves)
        {
          mnr_ledger_check_calls (self, bad, MNR_CHECK_CALLS_NO_SETTLEMENTS);
          if (!mnr_feed_has_price (&bad->current_feed))
            return;
          fill_price = mnr_bitasset_get_margin_call_order_price (bad);
          pays_price = mnr_bitasset_get_squeeze_price (bad);
          feed_moves = mnr_bitasset_is_capped (bad);
        }
    }
}

/* Settling from funds */

static const MnrRule rule_too_small = {
  .id = "asset-settle.too-small",
  .severity = MNR_SEVERITY_REFUSED,
  .expression = "settled_amount.amount > 0",
};

/* Where a feed lives, nobody receives more than calls pay; what is above that is the issuer's. */
static gint64
pay_collateral_fee (MnrLedger *self,
                    const MnrBitassetData *bad,
                    MnrAmount pays,
                    gint64 received)
{
  MnrAmount most;
  MnrPrice price;
  gint64 fee;

  if (bad->is_prediction_market || !mnr_feed_has_price (&bad->current_feed))
    return 0;

  price = mnr_bitasset_get_margin_call_order_price (bad);
  /* Rounded up for the settler. More than there can be of anything is no limit. */
  if (!mnr_amount_convert (&pays, &price, MNR_ROUND_UP, &most, NULL) || most.amount >= received)
    return 0;

  fee = received - most.amount;
  mnr_ledger_accumulate_collateral_fee (self, bad->asset_id, fee);
  return fee;
}

static void
note_amount (MnrAmountArray **amounts,
             MnrAmount amount)
{
  if (*amounts == NULL)
    *amounts = g_new0 (MnrAmountArray, 1);
  (*amounts)->items = g_renew (MnrAmount, (*amounts)->items, (*amounts)->len + 1);
  (*amounts)->items[(*amounts)->len++] = amount;
}

/* Hands out what a settlement from a fund brings, less the fees. */
static void
pay_settler (MnrLedger *self,
             const MnrBitassetData *bad,
             MnrObjectId account,
             MnrAmount pays,
             gint64 received)
{
  MnrAmount receives = { received, bad->options.short_backing_asset };
  MnrAmount to_issuer = receives, market_fee = receives;

  to_issuer.amount = pay_collateral_fee (self, bad, pays, received);
  receives.amount -= to_issuer.amount;
  market_fee.amount = mnr_ledger_pay_market_fee (self, account, &receives, FALSE);
  receives.amount -= market_fee.amount;
  mnr_ledger_pay (self, account, receives);

  if (self->settlement != NULL)
    {
      note_amount (&self->settlement->paid, pays);
      note_amount (&self->settlement->received, receives);
      if (to_issuer.amount > 0)
        note_amount (&self->settlement->fees, to_issuer);
      note_amount (&self->settlement->fees, market_fee);
    }
}

static void
settle_from_global_fund (MnrLedger *self,
                         const MnrBitassetData *bad,
                         const MnrAssetSettle *op)
{
  gint64 supply = mnr_ledger_get_dynamic_data (self, bad->asset_id)->current_supply;
  gboolean whole = op->amount.amount == supply;
  MnrAmount pays = op->amount, receives = { bad->settlement_fund, 0 };
  MnrBitassetData *edit;

  /* All that there is gets all that there is; part of it is rounded down for the
   * fund, and no more is taken than what is paid out is worth. */
  if (!whole)
    {
      if (bad->settlement_price.quote.amount > 0)
        receives = mnr_ledger_convert (self, &pays, &bad->settlement_price, MNR_ROUND_DOWN);
      else
        receives.amount = 0; /* a prediction that did not come true */
      if (receives.amount > bad->settlement_fund)
        mnr_ledger_fail (self, &mnr_rule_market_internal);
      if (receives.amount > 0)
        pays = mnr_ledger_convert (self, &receives, &bad->settlement_price, MNR_ROUND_UP);
    }
  if (receives.amount == 0 && !bad->is_prediction_market)
    mnr_ledger_fail (self, &rule_too_small);

  mnr_ledger_take (self, op->account, pays);
  if (mnr_ledger_has_failed (self))
    return;

  if (receives.amount > 0)
    {
      edit = mnr_store_edit (self->store, bad->id);
      edit->settlement_fund -= receives.amount;
      mnr_store_done (self->store, edit);
    }
  pay_settler (self, bad, op->account, pays, receives.amount);
  /* A supply of 0 revives the asset only with the next feed or maintenance. */
  mnr_ledger_adjust_supply (self, bad->asset_id, -pays.amount);
}

/* Returns how much of the smartcoin was taken. */
static gint64
settle_from_individual_fund (MnrLedger *self,
                             const MnrBitassetData *bad,
                             const MnrAssetSettle *op)
{
  MnrAmount pays = { bad->individual_settlement_debt, bad->asset_id };
  gint64 received = bad->individual_settlement_fund;
  MnrPrice old = bad->current_feed.settlement_price;
  MnrBitassetData *edit;

  if (op->amount.amount < bad->individual_settlement_debt)
    {
      MnrPrice price = mnr_bitasset_data_get_individual_settlement_price (bad);
      MnrAmount receives = mnr_ledger_convert (self, &op->amount, &price, MNR_ROUND_DOWN);

      /* Rounded down for the fund, and no more taken than that is worth. */
      if (receives.amount == 0)
        mnr_ledger_fail (self, &rule_too_small);
      else
        pays = mnr_ledger_convert (self, &receives, &price, MNR_ROUND_UP);
      received = receives.amount;
    }
  mnr_ledger_take (self, op->account, pays);
  if (mnr_ledger_has_failed (self))
    return 0;

  edit = mnr_store_edit (self->store, bad->id);
  edit->individual_settlement_debt -= pays.amount;
  edit->individual_settlement_fund -= received;
  mnr_store_done (self->store, edit);
  mnr_ledger_adjust_supply (self, bad->asset_id, -pays.amount);
  pay_settler (self, bad, op->account, pays, received);

  /* An empty fund no longer holds the feed down, so that calls may go on. */
  mnr_ledger_update_current_feed (self, bad, TRUE);
  if (bad->individual_settlement_debt == 0 &&
      mnr_price_compare (&bad->current_feed.settlement_price, &old) != 0)
    mnr_ledger_check_calls (self, bad, MNR_CHECK_CALLS_DEFAULT);
  return pays.amount;
}

gboolean
mnr_ledger_asset_settle (MnrLedger *self,
                         const MnrAssetSettle *op,
                         GError **error)
{
  const MnrAsset *asset = mnr_ledger_get_asset (self, op->amount.asset_id);
  const MnrBitassetData *bad = mnr_ledger_get_bitasset_data (self, op->amount.asset_id);
  MnrAmount left = op->amount;
  MnrForceSettlement *settlement;
  MnrObjectId id;

  if (mnr_bitasset_data_is_globally_settled (bad))
    {
      settle_from_global_fund (self, bad, op);
      return mnr_ledger_finish (self, error);
    }

  if (mnr_bitasset_data_has_individual_fund (bad))
    {
      left.amount -= settle_from_individual_fund (self, bad, op);
      if (mnr_bitasset_data_has_individual_fund (bad) ||
          (asset->options.flags & MNR_POWER_DISABLE_FORCE_SETTLE) != 0)
        return mnr_ledger_finish (self, error);
    }

  if (left.amount == 0 || !mnr_feed_has_price (&bad->current_feed))
    return mnr_ledger_finish (self, error);

  mnr_ledger_take (self, op->account, left);
  if (mnr_ledger_has_failed (self))
    return mnr_ledger_finish (self, error);

  settlement = mnr_store_create (self->store, MNR_OBJECT_FORCE_SETTLEMENT);
  id = settlement->id;
  settlement->owner = op->account;
  settlement->balance = left;
  settlement->settlement_date =
    mnr_ledger_get_time (self) + bad->options.force_settlement_delay_sec;
  mnr_store_done (self->store, settlement);

  apply_settlement (self, id, bad);
  return mnr_ledger_finish (self, error);
}

/* Requests that are due */

static gint64
get_most_settled (const MnrBitassetData *bad,
                  gint64 supply)
{
  return mnr_ledger_percent (supply + bad->force_settled_volume,
                             bad->options.maximum_force_settlement_volume);
}

/* Settles one request against the least covered positions, up to @most in all.
 * Returns whether there is no more to be done in this asset. */
static gboolean
settle_request (MnrLedger *self,
                MnrObjectId id,
                const MnrBitassetData *bad,
                const MnrPrice *price,
                gint64 most)
{
  const MnrForceSettlement *settlement;
  gint64 settled = bad->force_settled_volume;
  gboolean finished = FALSE;

  while (settled < most && (settlement = mnr_store_get (self->store, id)) != NULL &&
         !mnr_ledger_has_failed (self))
    {
      const MnrCallOrder *call = mnr_store_first_call_order (self->store, bad->asset_id);
      gint64 covered;

      if (settlement->balance.amount == 0 || call == NULL)
        {
          mnr_ledger_cancel_settlement (self, settlement);
          break;
        }

      covered = mnr_ledger_match_settlement (self, settlement, call, price, price, bad,
                                             most - settled, FALSE, TRUE);
      if (covered == 0)
        {
          /* What may still be settled is too little to be paid for. */
          finished = mnr_store_get (self->store, id) != NULL;
          break;
        }
      settled += covered;
    }

  if (bad->force_settled_volume != settled)
    {
      MnrBitassetData *edit = mnr_store_edit (self->store, bad->id);

      edit->force_settled_volume = settled;
      mnr_store_done (self->store, edit);
    }
  return finished;
}

/* The feed less the offset, base: debt, quote: collateral. */
static MnrPrice
get_settlement_price (const MnrBitassetData *bad)
{
  return mnr_price_scale (&bad->current_feed.settlement_price, 10000,
                          10000u - bad->options.force_settlement_offset_percent);
}

static void
settle_asset (MnrLedger *self,
              const MnrBitassetData *bad)
{
  MnrTime now = mnr_ledger_get_time (self);
  const MnrForceSettlement *settlement;
  /* Both are reckoned once, with the supply before the first request is settled. */
  gint64 most = -1;
  MnrPrice price = { 0 };

  while ((settlement = mnr_store_first_settlement (self->store, bad->asset_id)) != NULL &&
         !mnr_ledger_has_failed (self))
    {
      if (mnr_bitasset_data_is_globally_settled (bad))
        {
          mnr_ledger_cancel_settlement (self, settlement);
          continue;
        }
      if (settlement->settlement_date > now)
        return;
      if (!mnr_feed_has_price (&bad->current_feed) ||
          bad->options.force_settlement_offset_percent == 10000)
        {
          mnr_ledger_cancel_settlement (self, settlement);
          continue;
        }

      if (most < 0)
        {
          gint64 supply = mnr_ledger_get_dynamic_data (self, bad->asset_id)->current_supply;

          most = get_most_settled (bad, supply);
          price = get_settlement_price (bad);
        }
      if (bad->force_settled_volume >= most ||
          settle_request (self, settlement->id, bad, &price, most))
        return;
    }
}

void
mnr_ledger_settle_due (MnrLedger *self)
{
  const MnrForceSettlement *settlement;
  MnrObjectId asset = MNR_CORE_ASSET;

  /* Asset by asset, of those alone of which something is asked. */
  while ((settlement = mnr_store_first_settlement_from (self->store, asset)) != NULL)
    {
      const MnrBitassetData *bad;

      asset = settlement->balance.asset_id;
      bad = mnr_ledger_get_bitasset_data (self, asset++);

      /* A node would not make a block out of what cannot be; here it is left undone. */
      mnr_ledger_begin (self);
      settle_asset (self, bad);
      mnr_ledger_end_attempt (self);
    }
}
