/* mnr-rules-market.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "chain/protocol/mnr-permissions.h"
#include "mnr-collateral.h"
#include "mnr-rules-apply.h"
#include "mnr-rules-private.h"

#define REFUSED MNR_SEVERITY_REFUSED
#define MISTAKE MNR_SEVERITY_MISTAKE

/* clang-format off */

/* limit_order_create */

static const MnrRule
  order_same_asset = { "limit-order-create.same-asset", REFUSED,
    "amount_to_sell.asset_id != min_to_receive.asset_id" },
  order_sells_nothing = { "limit-order-create.sells-nothing", REFUSED,
    "amount_to_sell.amount > 0" },
  order_asks_nothing = { "limit-order-create.asks-nothing", REFUSED,
    "min_to_receive.amount > 0" },
  order_spread = { "limit-order-create.spread", REFUSED,
    "spread_percent > 0" },
  order_size_zero = { "limit-order-create.size-zero", REFUSED,
    "size_percent > 0" },
  order_size = { "limit-order-create.size", REFUSED,
    "size_percent <= GRAPHENE_100_PERCENT" },
  order_lifetime = { "limit-order-create.lifetime", REFUSED,
    "expiration_seconds > 0" },
  order_one_action = { "limit-order-create.one-action", REFUSED,
    "1 == op.extensions.value.on_fill->size()" },
  order_fee_asset = { "limit-order-create.fee-asset", REFUSED,
    "d.find( take_profit_action.fee_asset_id )" },
  order_expired = { "limit-order-create.expired", REFUSED,
    "op.expiration >= d.head_block_time()" },
  order_not_white_listed = { "limit-order-create.market-not-listed", REFUSED, NULL,
    3050102, "limit_order_create_market_not_whitelisted",
    "The market has not been whitelisted by the selling asset" },
  order_black_listed = { "limit-order-create.market-black-listed", REFUSED, NULL,
    3050103, "limit_order_create_market_blacklisted",
    "The market has been blacklisted by the selling asset" },
  order_may_not_sell = { "limit-order-create.may-not-sell", REFUSED, NULL,
    3050104, "limit_order_create_selling_asset_unauthorized",
    "The account is not allowed to transact the selling asset" },
  order_may_not_receive = { "limit-order-create.may-not-receive", REFUSED, NULL,
    3050105, "limit_order_create_receiving_asset_unauthorized",
    "The account is not allowed to transact the receiving asset" },
  order_balance = { "limit-order-create.balance", REFUSED, NULL,
    3050106, "limit_order_create_insufficient_balance",
    "Insufficient balance" },
  order_far_from_feed = { "limit-order-create.far-from-feed", MISTAKE };

const MnrRule mnr_rule_limit_order_create_unfilled =
  { "limit-order-create.unfilled", REFUSED, NULL,
    3050101, "limit_order_create_kill_unfilled",
    "Killing limit order due to unable to fill" };

/* limit_order_cancel */

static const MnrRule
  cancel_unknown = { "limit-order-cancel.unknown", REFUSED, NULL,
    3050201, "limit_order_cancel_nonexist_order",
    "Order does not exist" },
  cancel_owner = { "limit-order-cancel.owner", REFUSED, NULL,
    3050202, "limit_order_cancel_owner_mismatch",
    "Order owned by someone else" };

/* call_order_update */

static const MnrRule
  call_same_asset = { "call-order-update.same-asset", REFUSED,
    "delta_collateral.asset_id != delta_debt.asset_id" },
  call_nothing = { "call-order-update.nothing", REFUSED,
    "delta_collateral.amount != 0 || delta_debt.amount != 0" },
  call_not_smartcoin = { "call-order-update.not-smartcoin", REFUSED,
    "_debt_asset->is_market_issued()" },
  call_no_new_supply = { "call-order-update.no-new-supply", REFUSED,
    "o.delta_debt.amount <= 0 || _debt_asset->can_create_new_supply()" },
  call_max_supply = { "call-order-update.max-supply", REFUSED,
    "_dynamic_data_obj->current_supply + o.delta_debt.amount <= _debt_asset->options.max_supply" },
  call_supply_below_zero = { "call-order-update.supply-below-zero", REFUSED,
    "_dynamic_data_obj->current_supply + o.delta_debt.amount >= 0" },
  call_globally_settled = { "call-order-update.globally-settled", REFUSED,
    "!_bitasset_data->is_globally_settled()" },
  call_wrong_collateral = { "call-order-update.wrong-collateral", REFUSED,
    "o.delta_collateral.asset_id == _bitasset_data->options.short_backing_asset" },
  call_closing_collateral = { "call-order-update.closing-collateral", REFUSED,
    "new_collateral == 0" },
  call_not_positive = { "call-order-update.not-positive", REFUSED,
    "new_collateral > 0 && new_debt > 0" },
  call_new_collateral = { "call-order-update.new-collateral", REFUSED,
    "o.delta_collateral.amount > 0" },
  call_new_debt = { "call-order-update.new-debt", REFUSED,
    "o.delta_debt.amount > 0" },
  call_prediction = { "call-order-update.prediction-market", REFUSED,
    "o.delta_collateral.amount == o.delta_debt.amount" },
  call_no_feed = { "call-order-update.no-feed", REFUSED, NULL,
    37006, "insufficient_feeds", "insufficient feeds" },
  call_may_not_hold_debt = { "call-order-update.may-not-hold-debt", REFUSED,
    "is_authorized_asset( d, *fee_paying_account, *_debt_asset )" },
  call_may_not_hold_collateral = { "call-order-update.may-not-hold-collateral", REFUSED,
    "is_authorized_asset( d, *fee_paying_account, "
    "_bitasset_data->options.short_backing_asset(d) )" },
  call_squeeze = { "call-order-update.squeeze", REFUSED,
    "increasing_cr || call_collateralization >= "
    "~( _bitasset_data->median_feed.max_short_squeeze_price() )" },
  call_called_at_once = { "call-order-update.called-at-once", MISTAKE },
  call_close_to_call = { "call-order-update.close-to-call", MISTAKE },
  call_target_idle = { "call-order-update.target-without-effect", MISTAKE },
  call_target_removed = { "call-order-update.target-removed", MISTAKE };

const MnrRule mnr_rule_call_order_update_initial_ratio =
  { "call-order-update.initial-ratio", REFUSED, "ok" };

const MnrRule mnr_rule_call_order_update_not_filled =
  { "call-order-update.not-filled", REFUSED,
    "!call_ptr || increasing_cr || call_ptr->collateralization() > "
    "_bitasset_data->current_initial_collateralization" };

const MnrRule mnr_rule_call_order_update_black_swan =
  { "call-order-update.black-swan", REFUSED, "enable_black_swan" };

/* clang-format on */

static const char *
symbol_of (const MnrAsset *asset)
{
  return asset->symbol != NULL ? asset->symbol : "";
}

static gboolean
has_id (const MnrObjectIdSet *set,
        MnrObjectId id)
{
  for (gsize i = 0; i < set->len; i++)
    if (set->items[i] == id)
      return TRUE;
  return FALSE;
}

static void
check_take_profit (const MnrLimitOrderCreate *op,
                   MnrCheck *check)
{
  const MnrVariantArray *actions = op->extensions.on_fill;

  for (gsize i = 0; actions != NULL && i < actions->len; i++)
    {
      const MnrTakeProfit *action = actions->items[i].value;

      if (action == NULL)
        continue;
      if (action->spread_percent == 0)
        {
          mnr_check_add (check, &order_spread, "extensions.on_fill",
                         _ ("The spread at which to sell what was bought is 0%%; "
                            "it has to be above"));
          mnr_check_node_text (check, "The spread percentage must be positive");
        }
      if (action->size_percent == 0)
        {
          mnr_check_add (check, &order_size_zero, "extensions.on_fill",
                         _ ("The part to sell of what was bought is 0%%; it has to be above"));
          mnr_check_node_text (check, "The size percentage must be positive");
        }
      if (action->size_percent > 10000)
        {
          g_autofree char *size = mnr_basis_points_format (action->size_percent);

          mnr_check_add (check, &order_size, "extensions.on_fill",
                         _ ("The part to sell of what was bought is %s; at most all of it "
                            "can be sold"),
                         size);
          mnr_check_node_text (check, "The size percentage must not exceed 100%%");
        }
      if (action->expiration_seconds == 0)
        {
          mnr_check_add (check, &order_lifetime, "extensions.on_fill",
                         _ ("The order that follows would live for no time at all"));
          mnr_check_node_text (check, "The expiration seconds must be positive");
        }
    }
}

static void
check_take_profit_state (const MnrLimitOrderCreate *op,
                         MnrCheck *check)
{
  const MnrVariantArray *actions = op->extensions.on_fill;
  guint before = check->missing->len;
  const MnrTakeProfit *action;

  if (actions == NULL)
    return;

  if (actions->len != 1)
    {
      mnr_check_add (check, &order_one_action, "extensions.on_fill",
                     _ ("There are %u things to do once the order is filled; the chain allows "
                        "exactly one"),
                     (guint) actions->len);
      mnr_check_node_text (check, "The on_fill action list must contain only one action until "
                                  "expanded in a future hardfork");
      return;
    }

  action = actions->items[0].value;
  if (action == NULL || mnr_check_get_asset (check, action->fee_asset_id) != NULL ||
      check->missing->len != before)
    return;

  mnr_check_add (check, &order_fee_asset, "extensions.on_fill",
                 _ ("The asset that is to pay the fee of the order that follows does not exist"));
  mnr_check_node_text (check, "Fee asset does not exist");
}

/* Half the worth by the feed is a misplaced decimal point rather than a price. */
static void
check_far_from_feed (const MnrLimitOrderCreate *op,
                     const MnrAsset *smartcoin,
                     MnrObjectId other,
                     MnrCheck *check)
{
  const MnrBitassetData *data;
  MnrAmount worth;

  if (smartcoin == NULL || smartcoin->bitasset_data_id == NULL ||
      (data = mnr_check_get_bitasset_data (check, smartcoin)) == NULL ||
      data->is_prediction_market || data->options.short_backing_asset != other ||
      mnr_bitasset_data_is_globally_settled (data) || !mnr_bitasset_data_has_feed (data) ||
      !mnr_amount_convert (&op->amount_to_sell, &data->current_feed.settlement_price,
                           MNR_ROUND_DOWN, &worth, NULL))
    return;

  if (op->min_to_receive.amount < worth.amount / 2)
    {
      g_autofree char *sold = NULL, *asked = NULL, *value = NULL;

      sold = mnr_check_amount_text (check, op->amount_to_sell.amount, op->amount_to_sell.asset_id);
      asked = mnr_check_amount_text (check, op->min_to_receive.amount,
                                     op->min_to_receive.asset_id);
      value = mnr_check_amount_text (check, worth.amount, worth.asset_id);
      mnr_check_add (check, &order_far_from_feed, "min_to_receive",
                     _ ("%s are offered for %s, but by the price feed they are worth %s"), sold,
                     asked, value);
    }
}

void
mnr_rules_limit_order_create (const MnrLimitOrderCreate *op,
                              MnrCheck *check)
{
  const MnrAmount *sold = &op->amount_to_sell, *asked = &op->min_to_receive;
  const MnrAsset *sell_asset, *receive_asset;
  const MnrAccount *seller;
  gint64 balance;
  MnrTime now;

  if (sold->asset_id == asked->asset_id)
    mnr_check_add (check, &order_same_asset, "min_to_receive.asset_id",
                   _ ("An asset cannot be traded for itself"));
  if (sold->amount <= 0)
    mnr_check_add (check, &order_sells_nothing, "amount_to_sell.amount",
                   _ ("The amount to sell has to be above 0"));
  if (asked->amount <= 0)
    mnr_check_add (check, &order_asks_nothing, "min_to_receive.amount",
                   _ ("The amount to receive has to be above 0"));
  check_take_profit (op, check);
  if (!mnr_rules_begin_evaluation (check))
    return;

  check_take_profit_state (op, check);
  if (mnr_check_get_time (check, &now) && op->expiration < now)
    {
      char then[MNR_TIME_TEXT_SIZE], text[MNR_TIME_TEXT_SIZE];

      mnr_check_add (check, &order_expired, "expiration",
                     _ ("The order expires at %s, but on the chain it is already %s"),
                     mnr_time_format (op->expiration, then), mnr_time_format (now, text));
    }

  sell_asset = mnr_check_need_asset (check, "amount_to_sell.asset_id", sold->asset_id);
  receive_asset = mnr_check_need_asset (check, "min_to_receive.asset_id", asked->asset_id);
  if (sell_asset == NULL || receive_asset == NULL)
    return;

  if (sell_asset->options.whitelist_markets.len > 0 &&
      !has_id (&sell_asset->options.whitelist_markets, asked->asset_id))
    {
      mnr_check_add (check, &order_not_white_listed, "min_to_receive.asset_id",
                     _ ("The issuer of %s allows trading it for some assets only, and %s is not "
                        "one of them"),
                     symbol_of (sell_asset), symbol_of (receive_asset));
      mnr_check_node_text (check, "This market has not been whitelisted by the selling asset");
    }
  if (has_id (&sell_asset->options.blacklist_markets, asked->asset_id))
    {
      mnr_check_add (check, &order_black_listed, "min_to_receive.asset_id",
                     _ ("The issuer of %s does not allow trading it for %s"),
                     symbol_of (sell_asset), symbol_of (receive_asset));
      mnr_check_node_text (check, "This market has been blacklisted by the selling asset");
    }

  seller = mnr_check_get_account (check, op->seller);
  if (seller != NULL && !mnr_check_is_authorised (check, seller, sell_asset))
    {
      mnr_check_add (check, &order_may_not_sell, "amount_to_sell.asset_id",
                     _ ("The lists of %s do not allow this account to trade it"),
                     symbol_of (sell_asset));
      mnr_check_node_text (check, "The account is not allowed to transact the selling asset");
    }
  if (seller != NULL && !mnr_check_is_authorised (check, seller, receive_asset))
    {
      mnr_check_add (check, &order_may_not_receive, "min_to_receive.asset_id",
                     _ ("The lists of %s do not allow this account to trade it"),
                     symbol_of (receive_asset));
      mnr_check_node_text (check, "The account is not allowed to transact the receiving asset");
    }

  if (mnr_check_get_balance (check, op->seller, sold->asset_id, &balance) &&
      balance < sold->amount)
    {
      g_autofree char *needed = mnr_check_amount_text (check, sold->amount, sold->asset_id);
      g_autofree char *there = mnr_check_amount_text (check, balance, sold->asset_id);

      mnr_check_add (check, &order_balance, "amount_to_sell.amount",
                     _ ("The account has %s, and %s are to be sold"), there, needed);
      mnr_check_node_text (check, "insufficient balance");
    }

  if (sold->amount > 0 && asked->amount > 0 && sold->asset_id != asked->asset_id)
    {
      check_far_from_feed (op, sell_asset, asked->asset_id, check);
      check_far_from_feed (op, receive_asset, sold->asset_id, check);
    }
}

void
mnr_rules_limit_order_cancel (const MnrLimitOrderCancel *op,
                              MnrCheck *check)
{
  char id[MNR_OBJECT_ID_TEXT_SIZE];
  const MnrLimitOrder *order;
  gconstpointer object = NULL;
  MnrKnowledge knowledge;

  if (!mnr_rules_begin_evaluation (check))
    return;
  if (op->order == 0)
    {
      mnr_check_add (check, &mnr_rule_object_unset, "order", _ ("Choose an order"));
      return;
    }

  mnr_object_id_format (op->order, id);
  knowledge = MNR_NONE;
  if (mnr_object_id_get_type (op->order) == MNR_OBJECT_LIMIT_ORDER)
    knowledge = mnr_check_lookup (check, op->order, &object);
  order = object;

  if (knowledge == MNR_NONE)
    {
      mnr_check_add (check, &cancel_unknown, "order",
                     _ ("There is no order %s: it was filled, cancelled or expired"), id);
      mnr_check_node_text (check, "Limit order %s does not exist", id);
    }
  else if (order != NULL && order->seller != op->fee_paying_account)
    {
      mnr_check_add (check, &cancel_owner, "order",
                     _ ("The order %s belongs to another account, which alone can cancel it"), id);
      mnr_check_node_text (check, "Limit order %s is owned by someone else", id);
    }
}

gboolean
mnr_rules_call_order_only_raises (gint64 old_collateral,
                                  gint64 old_debt,
                                  gint64 new_collateral,
                                  gint64 new_debt)
{
  return new_debt <= old_debt &&
         mnr_collateral_compare_positions (new_collateral, new_debt, old_collateral, old_debt) > 0;
}

/* The collateral ratio in thousandths, rounded down, for a sentence. */
static char *
ratio_text (gint64 collateral,
            gint64 debt,
            const MnrPrice *feed)
{
  unsigned __int128 value = (unsigned __int128) (guint64) collateral *
                            (guint64) feed->base.amount * MNR_RATIO_ONE;

  value = value / (guint64) debt / (guint64) feed->quote.amount;

  if (value > G_MAXUINT16)
    /* TRANSLATORS: a collateral ratio too large to matter */
    return g_strdup (_ ("over 6000%"));
  return mnr_permille_format ((MnrPermille) value);
}

/*
 * The rules about the ratio of an updated position. A node first updates it,
 * then lets the market fill whatever is to be called, then looks at it again:
 *
 * - Below the squeeze price nothing but raising the ratio is accepted.
 * - Above the initial ratio everything is.
 * - Between the maintenance and the initial ratio the position is not called,
 *   so the market cannot help: refused, unless it only raises the ratio.
 * - At or below the maintenance ratio the position is called at once. If
 *   somebody in the market buys all of its collateral that is on offer, the
 *   update is accepted, if not it is refused. The view does not know the
 *   market, so this is a warning here; the ledger refuses with
 *   mnr_rule_call_order_update_initial_ratio or _not_filled while it applies.
 */
static void
check_ratio (const MnrBitassetData *data,
             const MnrAsset *debt_asset,
             const MnrCallOrder *position,
             gint64 collateral,
             gint64 debt,
             MnrCheck *check)
{
  const MnrFeed *feed = &data->median_feed;
  guint maintenance = feed->maintenance_collateral_ratio;
  guint initial = MAX (feed->initial_collateral_ratio, maintenance);
  g_autofree char *ratio = NULL, *needed = NULL, *called = NULL;
  MnrPrice squeeze, warning;

  if (!mnr_feed_has_price (feed) ||
      (position != NULL &&
       mnr_rules_call_order_only_raises (position->collateral, position->debt, collateral, debt)))
    return;

  squeeze = mnr_feed_get_squeeze_price (feed);
  squeeze = mnr_price_invert (&squeeze);
  ratio = ratio_text (collateral, debt, &feed->settlement_price);
  needed = mnr_permille_format ((MnrPermille) MIN (initial, G_MAXUINT16));
  called = mnr_permille_format ((MnrPermille) maintenance);

  if (mnr_collateral_compare (collateral, debt, &squeeze) < 0)
    {
      mnr_check_add (check, &call_squeeze, "delta_collateral",
                     _ ("The collateral ratio would be %s, too little even to buy the debt back; "
                        "it has to be above %s"),
                     ratio, needed);
      mnr_check_node_text (check,
                           "Could not create a debt position which would trigger a blackswan "
                           "event instantly, unless it is to increase collateral ratio of an "
                           "existing debt position and is not increasing its debt amount");
      return;
    }

  if (mnr_collateral_compare (collateral, debt, &data->current_maintenance_collateralization) <= 0)
    {
      mnr_check_add (check, &call_called_at_once, "delta_collateral",
                     _ ("The collateral ratio would be %s, and positions in %s are called at %s: "
                        "the chain refuses this unless the market buys the position up at once. "
                        "Stay above %s"),
                     ratio, symbol_of (debt_asset), called, needed);
      return;
    }

  if (mnr_collateral_compare (collateral, debt, &data->current_initial_collateralization) <= 0)
    {
      mnr_check_add (check, &mnr_rule_call_order_update_initial_ratio, "delta_collateral",
                     _ ("The collateral ratio would be %s; it has to be above %s, or the update "
                        "has to raise the ratio without raising the debt"),
                     ratio, needed);
      mnr_check_node_text (check, "Can only increase collateral ratio without increasing debt "
                                  "when the debt position's collateral ratio is lower than or "
                                  "equal to required initial collateral ratio (ICR), if not to "
                                  "trigger a margin call immediately");
      return;
    }

  /* A tenth is less than a day's move of many a backing asset. */
  warning = mnr_price_scale (&data->current_maintenance_collateralization, 110, 100);
  if (mnr_collateral_compare (collateral, debt, &warning) < 0)
    mnr_check_add (check, &call_close_to_call, "delta_collateral",
                   _ ("The collateral ratio would be %s: the position is called once it falls "
                      "to %s, which is close"),
                   ratio, called);
}

static void
check_target (const MnrCallOrderUpdate *op,
              const MnrBitassetData *data,
              const MnrCallOrder *position,
              MnrCheck *check)
{
  const guint16 *target = op->extensions.target_collateral_ratio;
  guint maintenance = data->median_feed.maintenance_collateral_ratio;
  g_autofree char *text = NULL;

  if (target != NULL && mnr_feed_has_price (&data->median_feed) && *target <= maintenance)
    {
      g_autofree char *ratio = mnr_permille_format ((MnrPermille) maintenance);

      text = mnr_permille_format (*target);
      mnr_check_add (check, &call_target_idle, "extensions.target_collateral_ratio",
                     _ ("A target collateral ratio of %s does nothing: margin calls always sell "
                        "until the ratio is above %s"),
                     text, ratio);
    }

  if (target == NULL && position != NULL && position->target_collateral_ratio != NULL)
    {
      text = mnr_permille_format (*position->target_collateral_ratio);
      mnr_check_add (check, &call_target_removed, "extensions.target_collateral_ratio",
                     _ ("The position's target collateral ratio of %s would be removed: leave it "
                        "in to keep it"),
                     text);
    }
}

static void
check_supply (const MnrCallOrderUpdate *op,
              const MnrAsset *asset,
              MnrCheck *check)
{
  const MnrAssetDynamicData *dynamic_data;
  gint64 delta = op->delta_debt.amount;
  __int128 supply;

  if (delta > 0 && (asset->options.flags & MNR_POWER_DISABLE_NEW_SUPPLY) != 0)
    {
      mnr_check_add (check, &call_no_new_supply, "delta_debt.amount",
                     _ ("The issuer of %s has stopped new supply, so nothing can be borrowed"),
                     symbol_of (asset));
      mnr_check_node_text (check, "Can not create new supply");
    }

  dynamic_data = mnr_check_get_dynamic_data (check, asset);
  if (dynamic_data == NULL)
    return;

  supply = (__int128) dynamic_data->current_supply + delta;
  if (supply > asset->options.max_supply)
    {
      g_autofree char *most = mnr_check_amount_text (check, asset->options.max_supply, asset->id);
      g_autofree char *now = mnr_check_amount_text (check, dynamic_data->current_supply,
                                                    asset->id);

      mnr_check_add (check, &call_max_supply, "delta_debt.amount",
                     _ ("There would be more than the maximum supply of %s; there are %s already"),
                     most, now);
      mnr_check_node_text (check, "Borrowing this quantity would exceed MAX_SUPPLY");
    }
  if (supply < 0)
    {
      g_autofree char *now = mnr_check_amount_text (check, dynamic_data->current_supply,
                                                    asset->id);

      mnr_check_add (check, &call_supply_below_zero, "delta_debt.amount",
                     _ ("More would be paid back than the %s that there are"), now);
      mnr_check_node_text (check, "This transaction would bring current supply below zero.");
    }
}

/* Whether the amounts make a position, of which the ratio can be looked at. */
static gboolean
check_amounts (const MnrCallOrderUpdate *op,
               const MnrCallOrder *position,
               __int128 collateral,
               __int128 debt,
               MnrCheck *check)
{
  if (position == NULL)
    {
      if (op->delta_collateral.amount <= 0)
        {
          mnr_check_add (check, &call_new_collateral, "delta_collateral.amount",
                         _ ("There is no position yet, and a new one needs collateral"));
          mnr_check_node_text (check,
                               "Delta collateral amount of new debt position should be positive");
        }
      if (op->delta_debt.amount <= 0)
        {
          mnr_check_add (check, &call_new_debt, "delta_debt.amount",
                         _ ("There is no position yet, and a new one has to borrow something"));
          mnr_check_node_text (check, "Delta debt amount of new debt position should be positive");
        }
    }
  else if (debt == 0 && collateral != 0)
    {
      g_autofree char *held = mnr_check_amount_text (check, position->collateral,
                                                     op->delta_collateral.asset_id);

      mnr_check_add (check, &call_closing_collateral, "delta_collateral.amount",
                     _ ("Paying back the whole debt closes the position: all of its collateral, "
                        "%s, has to be taken out with it"),
                     held);
      mnr_check_node_text (check, "Should claim all collateral when closing debt position");
    }
  else if (debt != 0 && (debt < 0 || collateral <= 0))
    {
      g_autofree char *held = mnr_check_amount_text (check, position->collateral,
                                                     op->delta_collateral.asset_id);
      g_autofree char *owed = mnr_check_amount_text (check, position->debt,
                                                     op->delta_debt.asset_id);

      mnr_check_add (check, &call_not_positive,
                     debt < 0 ? "delta_debt.amount" : "delta_collateral.amount",
                     _ ("The position holds %s for a debt of %s: no more than that can be taken "
                        "out or paid back, and some of both has to stay unless it is closed"),
                     held, owed);
      mnr_check_node_text (check, "Both collateral and debt should be positive after updated a "
                                  "debt position if not to close it");
    }

  return collateral > 0 && debt > 0 && collateral <= G_MAXINT64 && debt <= G_MAXINT64;
}

void
mnr_rules_call_order_update (const MnrCallOrderUpdate *op,
                             MnrCheck *check)
{
  const MnrAmount *collateral = &op->delta_collateral, *debt = &op->delta_debt;
  const MnrAsset *debt_asset, *collateral_asset;
  const MnrCallOrder *position = NULL;
  const MnrBitassetData *data;
  const MnrAccount *account;
  gboolean is_known = FALSE, is_position = FALSE, is_closing = FALSE, is_settled, is_backing;
  __int128 new_collateral = collateral->amount, new_debt = debt->amount;
  MnrAmount paid_back = *debt;

  if (collateral->asset_id == debt->asset_id)
    mnr_check_add (check, &call_same_asset, "delta_collateral.asset_id",
                   _ ("An asset cannot be its own collateral"));
  if (collateral->amount == 0 && debt->amount == 0)
    mnr_check_add (check, &call_nothing, "",
                   _ ("Nothing is to change: add or take out collateral, borrow or pay back"));
  if (!mnr_rules_begin_evaluation (check))
    return;

  debt_asset = mnr_check_need_asset (check, "delta_debt.asset_id", debt->asset_id);
  if (debt_asset == NULL)
    return;

  if (debt_asset->bitasset_data_id == NULL)
    {
      mnr_check_add (check, &call_not_smartcoin, "delta_debt.asset_id",
                     _ ("%s is a plain token: only smartcoins can be borrowed"),
                     symbol_of (debt_asset));
      mnr_check_node_text (check, "Unable to cover %s as it is not a collateralized asset.",
                           symbol_of (debt_asset));
    }
  check_supply (op, debt_asset, check);
  if (debt_asset->bitasset_data_id == NULL ||
      (data = mnr_check_get_bitasset_data (check, debt_asset)) == NULL)
    return;

  is_settled = mnr_bitasset_data_is_globally_settled (data);
  if (is_settled)
    {
      mnr_check_add (check, &call_globally_settled, "delta_debt.asset_id",
                     _ ("%s has been globally settled: there are no positions until it revives"),
                     symbol_of (debt_asset));
      mnr_check_node_text (check, "Cannot update debt position when the asset has been globally "
                                  "settled");
    }

  is_backing = collateral->asset_id == data->options.short_backing_asset;
  if (!is_backing)
    {
      g_autofree char *backing = mnr_check_asset_text (check, data->options.short_backing_asset);

      mnr_check_add (check, &call_wrong_collateral, "delta_collateral.asset_id",
                     _ ("%s is backed by %s, so only that can be its collateral"),
                     symbol_of (debt_asset), backing);
      mnr_check_node_text (check, "Collateral asset type should be same as backing asset of debt "
                                  "asset");
    }

  switch (check->view->find_call_order (check->view, op->funding_account, debt->asset_id,
                                        &position))
    {
    case MNR_KNOWN:
      is_known = TRUE;
      new_collateral += position->collateral;
      new_debt += position->debt;
      is_closing = new_debt == 0;
      break;

    case MNR_NONE:
      is_known = TRUE;
      position = NULL;
      break;

    case MNR_NOT_KNOWN:
    default:
      position = NULL;
      mnr_check_note_missing (check, _ ("the position in %s"), symbol_of (debt_asset));
      break;
    }
  /* A settled asset has no positions: to say so once is enough. */
  if (is_known && !is_settled)
    is_position = check_amounts (op, position, new_collateral, new_debt, check);

  if (data->is_prediction_market)
    {
      if (collateral->amount != debt->amount)
        {
          mnr_check_add (check, &call_prediction, "delta_collateral.amount",
                         _ ("In a prediction market, collateral and debt change by the same "
                            "amount"));
          mnr_check_node_text (check, "Debt amount and collateral amount should be same when "
                                      "updating debt position in a prediction market");
        }
    }
  else if (is_known && !is_closing && !mnr_bitasset_data_has_feed (data))
    {
      mnr_check_add (check, &call_no_feed, "delta_debt.asset_id",
                     _ ("%s has no valid price feed at present; until it has one, positions can "
                        "only be closed"),
                     symbol_of (debt_asset));
      mnr_check_node_text (check, "Cannot borrow asset with no price feed.");
    }

  account = mnr_check_get_account (check, op->funding_account);
  if (account != NULL && !mnr_check_is_authorised (check, account, debt_asset))
    {
      mnr_check_add (check, &call_may_not_hold_debt, "delta_debt.asset_id",
                     _ ("The lists of %s do not allow this account to hold it"),
                     symbol_of (debt_asset));
      mnr_check_node_text (check, "The account is not allowed to transact the debt asset");
    }
  collateral_asset = mnr_check_get_asset (check, data->options.short_backing_asset);
  if (account != NULL && collateral_asset != NULL &&
      !mnr_check_is_authorised (check, account, collateral_asset))
    {
      mnr_check_add (check, &call_may_not_hold_collateral, "delta_collateral.asset_id",
                     _ ("The lists of %s do not allow this account to hold it"),
                     symbol_of (collateral_asset));
      mnr_check_node_text (check, "The account is not allowed to transact the collateral asset");
    }

  /* From here on a node is already applying it. */
  paid_back.amount = debt->amount < 0 ? -MAX (debt->amount, -G_MAXINT64) : 0;
  mnr_check_debit (check, "delta_debt.amount", op->funding_account, &paid_back);
  mnr_check_debit (check, "delta_collateral.amount", op->funding_account, collateral);

  if (is_position && is_backing && !data->is_prediction_market)
    {
      if (mnr_bitasset_data_has_feed (data))
        check_ratio (data, debt_asset, position, (gint64) new_collateral, (gint64) new_debt,
                     check);
      check_target (op, data, position, check);
    }
}
