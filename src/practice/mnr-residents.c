/* mnr-residents.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-residents.h"

#include <gio/gio.h>

#include "chain/protocol/mnr-permissions.h"
#include "chain/wire/mnr-json.h"
#include "rules/mnr-collateral.h"

#define OPENING         "/io/github/moneyer/practice/opening.json"
#define WITNESS_ACCOUNT MNR_ACCOUNT_ID (1)
#define FIRST_TOKEN     "PRACTICE"
#define MAKER           "practice-maker"
#define TRADER          "practice-trader"

#define FEED_PERIOD  600  /* seconds */
#define TRADE_PERIOD 3600 /* a multiple of that */

/* A trade: 50 PRACTICE at about 2 BTS. */
#define TRADE_TOKENS 5000000
#define TRADE_CORE   9950000

/* What smartcoins usually have. */
#define MAINTENANCE_RATIO 1750
#define SQUEEZE_RATIO     1100

#define MOOD_ONE 100000

static MnrOperation *
add_operation (MnrTransaction *transaction)
{
  return mnr_array_add (&mnr_type_operations, &transaction->operations);
}

static gboolean
set_has (const MnrObjectIdSet *set,
         MnrObjectId id)
{
  for (gsize i = 0; i < set->len; i++)
    if (set->items[i] == id)
      return TRUE;
  return FALSE;
}

/*
 * Who they are
 */

gboolean
mnr_residents_are_in (const MnrStore *store)
{
  return mnr_store_find_asset (store, FIRST_TOKEN) != NULL;
}

gboolean
mnr_residents_have_witness (const MnrStore *store,
                            MnrObjectId account)
{
  const MnrAccount *witnesses = mnr_store_get (store, WITNESS_ACCOUNT);

  for (gsize i = 0; i < witnesses->active.account_auths.len; i++)
    if (witnesses->active.account_auths.items[i].account == account)
      return TRUE;
  return FALSE;
}

/* A witness whom the faucet has on its black list, which is there for nothing else. */
static gboolean
is_silent (const MnrStore *store,
           const MnrAccount *account)
{
  const MnrAccount *faucet = mnr_store_find_account (store, MNR_FAUCET_NAME);

  return faucet != NULL && set_has (&account->blacklisting_accounts, faucet->id);
}

/*
 * Moving in
 */

/* Each operation is a transaction of its own, as it would be of different people. */
static gboolean
act_alone (MnrNetwork *network,
           MnrOperation *operation,
           GError **error)
{
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();

  *add_operation (transaction) = *operation;
  *operation = (MnrOperation){ 0 };
  return mnr_network_act (network, transaction, error);
}

gboolean
mnr_residents_move_in (MnrNetwork *network,
                       GError **error)
{
  g_autoptr (GBytes) text =
    g_resources_lookup_data (OPENING, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  g_autoptr (MnrTransaction) all = mnr_transaction_new ();
  gconstpointer data;
  gsize size;

  if (text == NULL)
    return FALSE;
  data = g_bytes_get_data (text, &size);
  if (!mnr_json_read (&mnr_type_operations, data, size, MNR_PRACTICE_PREFIX, &all->operations,
                      error))
    return FALSE;

  for (gsize i = 0; i < all->operations.len; i++)
    if (!act_alone (network, &all->operations.items[i], error))
      {
        g_prefix_error (error, "opening.json [%" G_GSIZE_FORMAT "]: ", i);
        return FALSE;
      }
  return TRUE;
}

/*
 * Feeds
 */

static const MnrPublishedFeed *
find_feed (const MnrBitassetData *data,
           MnrObjectId producer)
{
  for (gsize i = 0; i < data->feeds.len; i++)
    if (data->feeds.items[i].publisher == producer)
      return &data->feeds.items[i];
  return NULL;
}

GArray *
mnr_residents_list_producers (const MnrStore *store,
                              const MnrBitassetData *data)
{
  const MnrAsset *asset = mnr_store_get (store, data->asset_id);
  guint flags = asset->options.flags;
  GArray *producers = g_array_new (FALSE, FALSE, sizeof (MnrObjectId));

  for (gsize i = 0; i < data->feeds.len; i++)
    g_array_append_val (producers, data->feeds.items[i].publisher);

  if (producers->len == 0 &&
      (flags & (MNR_POWER_WITNESS_FED_ASSET | MNR_POWER_COMMITTEE_FED_ASSET)) != 0)
    {
      const MnrAccount *council = mnr_store_get (
        store, flags & MNR_POWER_WITNESS_FED_ASSET ? WITNESS_ACCOUNT : MNR_COMMITTEE_ACCOUNT);

      for (gsize i = 0; i < council->active.account_auths.len; i++)
        g_array_append_val (producers, council->active.account_auths.items[i].account);
    }
  return producers;
}

/* With core as the backing the two prices say the same thing. */
static MnrPrice
get_core_rate (const MnrStore *store,
               const MnrBitassetData *data,
               const MnrFeed *like,
               const MnrPrice *price)
{
  const MnrAsset *asset = mnr_store_get (store, data->asset_id);
  const MnrPrice *rate = &asset->options.core_exchange_rate;

  if (data->options.short_backing_asset == MNR_CORE_ASSET)
    return *price;
  if (!mnr_price_is_null (&like->core_exchange_rate))
    return like->core_exchange_rate;
  return rate->base.asset_id == asset->id ? *rate : mnr_price_invert (rate);
}

void
mnr_residents_add_feed (const MnrStore *store,
                        MnrTransaction *transaction,
                        const MnrBitassetData *data,
                        MnrObjectId producer,
                        const MnrPrice *price)
{
  MnrAssetPublishFeed *op =
    mnr_operation_init (add_operation (transaction), MNR_OPERATION_ASSET_PUBLISH_FEED);
  const MnrPublishedFeed *own = find_feed (data, producer);
  const MnrFeed *like = own != NULL && mnr_feed_has_price (&own->published.feed)
                          ? &own->published.feed
                          : &data->current_feed;

  op->fee.asset_id = MNR_CORE_ASSET;
  op->publisher = producer;
  op->asset_id = data->asset_id;
  op->feed.settlement_price = *price;
  op->feed.core_exchange_rate = get_core_rate (store, data, like, price);
  op->feed.maintenance_collateral_ratio = MAINTENANCE_RATIO;
  op->feed.maximum_short_squeeze_ratio = SQUEEZE_RATIO;
  if (!mnr_feed_has_price (like))
    return;

  op->feed.maintenance_collateral_ratio = like->maintenance_collateral_ratio;
  op->feed.maximum_short_squeeze_ratio = like->maximum_short_squeeze_ratio;
  op->extensions.initial_collateral_ratio =
    g_memdup2 (&like->initial_collateral_ratio, sizeof like->initial_collateral_ratio);
}

/* Up to @height and back to 0 in @period seconds. */
static guint
swing (guint64 time,
       guint period,
       guint height)
{
  guint phase = (guint) (time % period);

  return (guint) ((guint64) height * MIN (phase, period - phase) * 2 / period);
}

/* How a producer sees the market, as a factor of %MOOD_ONE. Prices go from one
 * mood to the next, so that they come back to where they were. */
static guint
get_mood (MnrTime time,
          MnrObjectId producer)
{
  guint64 own = (guint64) time + mnr_object_id_get_instance (producer) * 997;

  return MOOD_ONE + swing (own, 25200, 800) + swing (own, 5040, 400);
}

/* Adds the transactions that renew the feeds of one smartcoin. */
static void
collect_feeds (MnrNetwork *network,
               const MnrBitassetData *data,
               GPtrArray *transactions)
{
  const MnrStore *store = mnr_network_get_store (network);
  MnrTime now = mnr_network_get_head (network)->time;

  for (gsize i = 0; i < data->feeds.len; i++)
    {
      const MnrPublishedFeed *feed = &data->feeds.items[i];
      const MnrAccount *producer = mnr_store_get (store, feed->publisher);
      MnrTransaction *transaction;
      MnrPrice price;

      if (!mnr_feed_has_price (&feed->published.feed) ||
          !mnr_residents_have_witness (store, feed->publisher) ||
          is_silent (store, producer))
        continue;

      price = mnr_price_scale (&feed->published.feed.settlement_price,
                               get_mood (now, feed->publisher),
                               get_mood (feed->published.time, feed->publisher));
      transaction = mnr_transaction_new ();
      mnr_residents_add_feed (store, transaction, data, feed->publisher, &price);
      g_ptr_array_add (transactions, transaction);
    }
}

/*
 * Trades
 */

void
mnr_residents_add_order (MnrTransaction *transaction,
                         MnrObjectId seller,
                         const MnrAmount *sold,
                         const MnrAmount *wanted,
                         MnrTime expiration)
{
  MnrLimitOrderCreate *order =
    mnr_operation_init (add_operation (transaction), MNR_OPERATION_LIMIT_ORDER_CREATE);

  order->fee.asset_id = MNR_CORE_ASSET;
  order->seller = seller;
  order->amount_to_sell = *sold;
  order->min_to_receive = *wanted;
  order->expiration = expiration;
}

/* Two residents meet between the other orders, by turns in one direction and in
 * the other. Who has a better order there trades with them. */
static MnrTransaction *
make_trade (MnrNetwork *network)
{
  const MnrStore *store = mnr_network_get_store (network);
  MnrTime now = mnr_network_get_head (network)->time;
  const MnrAccount *maker = mnr_store_find_account (store, MAKER);
  const MnrAccount *trader = mnr_store_find_account (store, TRADER);
  MnrAmount tokens = { TRADE_TOKENS, mnr_store_find_asset (store, FIRST_TOKEN)->id };
  MnrAmount core = { (gint64) TRADE_CORE * get_mood (now, maker->id) / MOOD_ONE, MNR_CORE_ASSET };
  gboolean maker_sells = now / TRADE_PERIOD % 2 == 0;
  MnrTransaction *transaction = mnr_transaction_new ();

  mnr_residents_add_order (transaction, maker->id, maker_sells ? &tokens : &core,
                           maker_sells ? &core : &tokens, now + TRADE_PERIOD);
  mnr_residents_add_order (transaction, trader->id, maker_sells ? &core : &tokens,
                           maker_sells ? &tokens : &core, now + TRADE_PERIOD);
  return transaction;
}

/*
 * From block to block
 */

void
mnr_residents_act (MnrNetwork *network,
                   MnrTime before)
{
  g_autoptr (GPtrArray) transactions =
    g_ptr_array_new_with_free_func ((GDestroyNotify) mnr_transaction_free);
  const MnrStore *store = mnr_network_get_store (network);
  MnrTime now = mnr_network_get_head (network)->time;
  const MnrBitassetData *data = mnr_store_first (store, MNR_OBJECT_BITASSET_DATA);

  if (before / FEED_PERIOD == now / FEED_PERIOD || !mnr_residents_are_in (store))
    return;

  for (; data != NULL; data = mnr_store_next (store, data))
    collect_feeds (network, data, transactions);
  if (before / TRADE_PERIOD != now / TRADE_PERIOD)
    g_ptr_array_add (transactions, make_trade (network));

  for (guint i = 0; i < transactions->len; i++)
    {
      g_autoptr (GError) error = NULL;

      /* They try again in ten minutes. */
      if (!mnr_network_act (network, g_ptr_array_index (transactions, i), &error))
        g_debug ("a resident: %s", error->message);
    }
}
