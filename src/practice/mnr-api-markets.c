/* mnr-api-markets.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-api.h"
#include "mnr-market.h"
#include "rules/mnr-collateral.h"

/* Orders, positions and what else stands on a market. */

static gboolean
get_call_orders (MnrCall *call)
{
  const MnrAsset *asset;
  const MnrCallOrder *order;
  guint limit;

  if (!mnr_call_read_limit (call, 1, 300, &limit))
    return FALSE;
  asset = mnr_call_read_asset (call, 0);
  if (asset == NULL)
    return FALSE;
  if (asset->bitasset_data_id == NULL)
    {
      g_autofree char *symbol = g_strdup_printf ("\"%s\"", asset->symbol);
      char text[MNR_OBJECT_ID_TEXT_SIZE];
      g_autofree char *id = g_strdup_printf ("\"%s\"", mnr_object_id_format (asset->id, text));

      mnr_call_assert_with (call,
                            "bitasset_data_id.valid(): Asset ${a} (${id}) is not a market issued "
                            "asset.",
                            "a", symbol);
      mnr_fault_set_variable (&call->fault, "id", id);
      call->fault.origin = "bitasset_data";
      return FALSE;
    }

  order = mnr_store_first_call_order (call->store, asset->id);
  g_string_append_c (call->out, '[');
  for (guint i = 0; i < limit && order != NULL; i++)
    {
      mnr_call_write_object (call, order);
      order = mnr_store_next_call_order (call->store, order);
    }
  g_string_append_c (call->out, ']');
  return TRUE;
}

static gboolean
get_settle_orders (MnrCall *call)
{
  const MnrAsset *asset = mnr_call_read_asset (call, 0);
  const MnrForceSettlement *settlement;
  guint limit;

  if (asset == NULL || !mnr_call_read_limit (call, 1, 300, &limit))
    return FALSE;

  settlement = mnr_store_first_settlement (call->store, asset->id);
  g_string_append_c (call->out, '[');
  for (guint i = 0; i < limit && settlement != NULL; i++)
    {
      mnr_call_write_object (call, settlement);
      settlement = mnr_store_next_settlement (call->store, settlement);
    }
  g_string_append_c (call->out, ']');
  return TRUE;
}

static gboolean
read_bids (MnrCall *call,
           const MnrAsset **asset,
           guint *limit,
           guint64 *skip)
{
  if (!mnr_call_read_number (call, 2, G_MAXUINT32, skip) ||
      !mnr_call_read_limit (call, 1, 100, limit))
    return FALSE;
  *asset = mnr_call_read_asset (call, 0);
  return *asset != NULL &&
         ((*asset)->bitasset_data_id != NULL ||
          mnr_call_assert (call, "swan.is_market_issued(): Asset is not a MPA"));
}

static gboolean
get_collateral_bids (MnrCall *call)
{
  const MnrAsset *asset;
  const MnrCollateralBid *bid;
  guint64 skip;
  guint limit;

  if (!read_bids (call, &asset, &limit, &skip))
    {
      mnr_fault_pass (&call->fault, "get_collateral_bids", NULL, NULL);
      return FALSE;
    }

  bid = mnr_store_first_bid (call->store, asset->id);
  g_string_append_c (call->out, '[');
  for (guint64 i = 0; i < skip + limit && bid != NULL; i++)
    {
      if (i >= skip)
        mnr_call_write_object (call, bid);
      bid = mnr_store_next_bid (call->store, bid);
    }
  g_string_append_c (call->out, ']');
  return TRUE;
}

static void
write_side (MnrCall *call,
            const MnrAsset *sell,
            const MnrAsset *receive,
            guint limit)
{
  const MnrLimitOrder *order =
    mnr_store_first_limit_order (call->store, sell->id, receive->id);

  for (guint i = 0; i < limit && order != NULL; i++)
    {
      mnr_call_write_object (call, order);
      order = mnr_store_next_limit_order (call->store, order);
    }
}

static gboolean
read_market (MnrCall *call,
             const MnrAsset **first,
             const MnrAsset **second)
{
  *first = mnr_call_read_asset (call, 0);
  if (*first == NULL)
    return FALSE;
  *second = mnr_call_read_asset (call, 1);
  return *second != NULL;
}

/* There is no price of something in itself. */
static gboolean
check_different (MnrCall *call,
                 const MnrAsset *first,
                 const MnrAsset *second)
{
  if (first != second)
    return TRUE;
  mnr_call_assert (call, "base.asset_id != quote.asset_id: ");
  call->fault.origin = "operator/";
  mnr_fault_pass (&call->fault, "operator/", NULL, NULL);
  return FALSE;
}

static gboolean
get_limit_orders (MnrCall *call)
{
  const MnrAsset *first, *second;
  guint limit;

  if (!mnr_call_read_limit (call, 2, 300, &limit) || !read_market (call, &first, &second) ||
      !check_different (call, first, second))
    return FALSE;

  g_string_append_c (call->out, '[');
  write_side (call, first, second, limit);
  write_side (call, second, first, limit);
  g_string_append_c (call->out, ']');
  return TRUE;
}

static gboolean
get_limit_orders_by_account (MnrCall *call)
{
  const MnrAccount *account = mnr_call_read_account (call, 0);
  MnrObjectId start = 0;
  guint limit = 101, count = 0;

  if (account == NULL || !mnr_call_read_optional_limit (call, 1, 101, &limit) ||
      (mnr_call_has (call, 2) &&
       !mnr_call_read_id (call, 2, MNR_OBJECT_LIMIT_ORDER, &start)))
    return FALSE;

  g_string_append_c (call->out, '[');
  for (const MnrLimitOrder *order = mnr_store_first (call->store, MNR_OBJECT_LIMIT_ORDER);
       order != NULL && count < limit; order = mnr_store_next (call->store, order))
    if (order->seller == account->id && order->id >= start)
      {
        mnr_call_write_object (call, order);
        count++;
      }
  g_string_append_c (call->out, ']');
  return TRUE;
}

static void
write_book_entry (MnrCall *call,
                  const MnrLimitOrder *order,
                  const MnrMarket *market)
{
  const MnrAccount *owner = mnr_store_get (call->store, order->seller);
  MnrOffer offer = mnr_market_get_offer (market, order);

  mnr_call_separate (call);
  g_string_append_c (call->out, '{');
  mnr_call_member (call, "price");
  mnr_market_write_price (market, call, &offer.price);
  mnr_call_member (call, "quote");
  mnr_market_write_amount (call, offer.quote, market->quote);
  mnr_call_member (call, "base");
  mnr_market_write_amount (call, offer.base, market->base);
  mnr_call_member (call, "id");
  mnr_call_write_id (call, order->id);
  mnr_call_member (call, "owner_id");
  mnr_call_write_id (call, owner->id);
  mnr_call_member (call, "owner_name");
  mnr_call_write_string (call, owner->name);
  mnr_call_member (call, "expiration");
  mnr_call_write_time (call, order->expiration);
  g_string_append_c (call->out, '}');
}

static void
write_book_side (MnrCall *call,
                 const char *name,
                 const MnrAsset *sell,
                 const MnrAsset *receive,
                 const MnrMarket *market,
                 guint limit)
{
  const MnrLimitOrder *order =
    mnr_store_first_limit_order (call->store, sell->id, receive->id);

  mnr_call_member (call, name);
  g_string_append_c (call->out, '[');
  for (guint i = 0; i < limit && order != NULL; i++)
    {
      write_book_entry (call, order, market);
      order = mnr_store_next_limit_order (call->store, order);
    }
  g_string_append_c (call->out, ']');
}

static gboolean
get_order_book (MnrCall *call)
{
  MnrMarket market;
  guint limit;

  if (!mnr_call_read_limit (call, 2, 50, &limit) || !mnr_market_read (&market, call, 0) ||
      !check_different (call, market.base, market.quote))
    return FALSE;

  g_string_append_c (call->out, '{');
  mnr_call_member (call, "base");
  mnr_call_write_string (call, market.base->symbol);
  mnr_call_member (call, "quote");
  mnr_call_write_string (call, market.quote->symbol);
  write_book_side (call, "bids", market.base, market.quote, &market, limit);
  write_book_side (call, "asks", market.quote, market.base, &market, limit);
  g_string_append_c (call->out, '}');
  return TRUE;
}

/* Of one account */

static const MnrType optional_price = MNR_OPTIONAL_TYPE (mnr_type_price);

static gboolean
read_optional_price (MnrCall *call,
                     guint index,
                     MnrPrice *price)
{
  g_autofree MnrPrice *given = NULL;

  *price = (MnrPrice){ 0 };
  if (!mnr_call_read (call, index, &optional_price, &given))
    return FALSE;
  if (given != NULL)
    *price = *given;
  return TRUE;
}

static const MnrMethod methods[] = {
  { "get_call_orders", 2, get_call_orders },
  { "get_settle_orders", 2, get_settle_orders },
  { "get_collateral_bids", 3, get_collateral_bids },
  { "get_limit_orders", 3, get_limit_orders },
  { "get_limit_orders_by_account", 1, get_limit_orders_by_account },
  { "get_order_book", 3, get_order_book },
};

const MnrMethodGroup mnr_methods_markets = MNR_METHOD_GROUP (methods);

/*
 * The orders API: offers in groups whose prices are no more than a part of the
 * price apart, in basis points. Nodes keep groups as orders come; here they are
 * cut from the best offer on.
 */

static const guint groups[] = { 10, 100 };

static gboolean
get_tracked_groups (MnrCall *call)
{
  g_string_append_c (call->out, '[');
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      mnr_call_separate (call);
      g_string_append_printf (call->out, "%u", groups[i]);
    }
  g_string_append_c (call->out, ']');
  return TRUE;
}

typedef struct
{
  MnrPrice min_price;
  MnrPrice max_price;
  gint64 total_for_sale;
} Group;

static const MnrField group_fields[] = {
  MNR_FIELD (Group, min_price, mnr_type_price),
  MNR_FIELD (Group, max_price, mnr_type_price),
  MNR_FIELD (Group, total_for_sale, mnr_type_i64),
};

static const MnrType group_type = {
  .kind = MNR_KIND_STRUCT,
  .size = sizeof (Group),
  MNR_FIELDS (group_fields),
};

/* Gathers the group that begins with @order. Returns the order after it. */
static const MnrLimitOrder *
gather_group (MnrCall *call,
              const MnrLimitOrder *order,
              guint width,
              Group *group)
{
  MnrPrice worst = mnr_price_scale (&order->sell_price, 10000, 10000 + width);

  *group = (Group){ .max_price = order->sell_price };
  for (; order != NULL && mnr_price_compare (&order->sell_price, &worst) >= 0;
       order = mnr_store_next_limit_order (call->store, order))
    {
      group->min_price = order->sell_price;
      group->total_for_sale += order->for_sale;
    }
  return order;
}

static gboolean
get_grouped_limit_orders (MnrCall *call)
{
  const MnrLimitOrder *order;
  MnrMarket market;
  MnrPrice start;
  guint64 width;
  guint limit, count = 0;

  if (!mnr_call_read_limit (call, 4, 101, &limit) ||
      !mnr_call_read_number (call, 2, G_MAXUINT16, &width) ||
      !read_optional_price (call, 3, &start) || !read_market (call, &market.base, &market.quote))
    return FALSE;

  order = mnr_store_first_limit_order (call->store, market.base->id, market.quote->id);
  if (width != groups[0] && width != groups[1])
    order = NULL;
  g_string_append_c (call->out, '[');
  while (order != NULL && count < limit)
    {
      Group group;

      order = gather_group (call, order, (guint) width, &group);
      if (start.base.amount > 0 && mnr_price_compare (&group.min_price, &start) > 0)
        continue;
      mnr_call_write (call, &group_type, &group);
      count++;
    }
  g_string_append_c (call->out, ']');
  return TRUE;
}

static const MnrMethod order_methods[] = {
  { "get_tracked_groups", 0, get_tracked_groups },
  { "get_grouped_limit_orders", 5, get_grouped_limit_orders },
};

const MnrMethodGroup mnr_methods_orders = MNR_METHOD_GROUP (order_methods);
