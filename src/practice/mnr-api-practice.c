/* mnr-api-practice.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n.h>

#include "chain/values/mnr-rational.h"
#include "mnr-api.h"
#include "mnr-residents.h"
#include "rules/mnr-collateral.h"

/* What only this network has: its clock, and what a rehearsal needs to happen.
 * All that changes the state is operations in a block, which it makes at once,
 * as if their accounts had sent them (see mnr_network_act()); each method
 * answers with the number of the head. */

#define BLOCKS_AT_ONCE_MAX 10000
#define ADVANCE_MAX        (10 * 366 * 24 * 3600)
#define PERCENT_MAX        100000
#define TRADER             "practice-trader"
#define LIFETIME           (30 * 24 * 3600) /* seconds until an order expires */

static gboolean
refuse (MnrCall *call,
        const char *sentence)
{
  return mnr_call_assert (call, "%s", sentence);
}

static gboolean
finish (MnrCall *call,
        gboolean good,
        GError *const *error)
{
  if (!good)
    return refuse (call, (*error)->message);
  g_string_append_printf (
    call->out, "%u", mnr_blockchain_get_head_number (mnr_network_get_chain (call->network)));
  return TRUE;
}

/* Does what is in the transaction, in a block of now. */
static gboolean
happen (MnrCall *call,
        MnrTransaction *transaction)
{
  g_autoptr (GError) error = NULL;

  return finish (call,
                 mnr_network_act (call->network, transaction, &error) &&
                   mnr_network_produce (call->network, 1, &error),
                 &error);
}

static gpointer
add_operation (MnrTransaction *transaction,
               MnrOperationNumber number)
{
  gpointer op =
    mnr_operation_init (mnr_array_add (&mnr_type_operations, &transaction->operations), number);

  ((MnrAmount *) op)->asset_id = MNR_CORE_ASSET; /* the fee */
  return op;
}

/*
 * Arguments
 */

/* A positive number of whole tokens, as text. */
static gboolean
read_amount (MnrCall *call,
             guint index,
             const MnrAsset *asset,
             MnrAmount *amount)
{
  g_autofree char *text = mnr_call_read_string (call, index);
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    return FALSE;
  amount->asset_id = asset->id;
  if (!mnr_decimal_parse (text, asset->precision, &amount->amount, &error))
    return refuse (call, error->message);
  return amount->amount > 0 || refuse (call, _ ("The amount has to be more than nothing"));
}

/* A price as text: so much of @base for one whole @quote. */
static gboolean
read_price (MnrCall *call,
            guint index,
            const MnrAsset *base,
            const MnrAsset *quote,
            MnrPrice *price)
{
  g_autofree char *text = mnr_call_read_string (call, index);
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrRational) value = NULL;

  if (text == NULL)
    return FALSE;
  value = mnr_rational_new_from_text (text, &error);
  if (value == NULL)
    return refuse (call, error->message);
  if (mnr_rational_sign (value) <= 0)
    return refuse (call, _ ("A price has to be more than nothing"));
  price->base.asset_id = base->id;
  price->quote.asset_id = quote->id;
  return mnr_price_approximate (value, base->precision, quote->precision, MNR_PRICE_PART_MAX,
                                &price->base.amount, &price->quote.amount, NULL, &error) ||
         refuse (call, error->message);
}

static const MnrBitassetData *
read_smartcoin (MnrCall *call,
                guint index,
                const MnrAsset **asset)
{
  *asset = mnr_call_read_asset (call, index);
  if (*asset == NULL)
    return NULL;
  if ((*asset)->bitasset_data_id == NULL)
    {
      g_autofree char *sentence =
        g_strdup_printf (_ ("%s is a plain token and has no price feeds"), (*asset)->symbol);

      refuse (call, sentence);
      return NULL;
    }
  return mnr_store_get (call->store, *(*asset)->bitasset_data_id);
}

/* The account of an argument, or the resident who trades. */
static const MnrAccount *
read_actor (MnrCall *call,
            guint index)
{
  const MnrAccount *trader = mnr_store_find_account (call->store, TRADER);

  if (mnr_call_has (call, index))
    return mnr_call_read_account (call, index);
  if (trader == NULL)
    refuse (call, _ ("This network has no residents: say which account is to do it"));
  return trader;
}

/*
 * The clock and the blocks
 */

static gboolean
produce_blocks (MnrCall *call)
{
  g_autoptr (GError) error = NULL;
  guint64 count;

  return mnr_call_read_number (call, 0, BLOCKS_AT_ONCE_MAX, &count) &&
         finish (call, mnr_network_produce (call->network, (guint) count, &error), &error);
}

static gboolean
advance_time (MnrCall *call)
{
  g_autoptr (GError) error = NULL;
  guint64 seconds;

  return mnr_call_read_number (call, 0, ADVANCE_MAX, &seconds) &&
         finish (call, mnr_network_advance (call->network, (guint32) seconds, &error), &error);
}

static gboolean
pop_blocks (MnrCall *call)
{
  g_autoptr (GError) error = NULL;
  guint64 count = 1;

  return (!mnr_call_has (call, 0) || mnr_call_read_number (call, 0, G_MAXUINT32, &count)) &&
         finish (call,
                 mnr_blockchain_pop (mnr_network_get_chain (call->network), (guint) count, &error),
                 &error);
}

/*
 * Prices
 */

/* All producers, or the one of the argument, publish a price. */
static gboolean
publish (MnrCall *call,
         const MnrBitassetData *data,
         const MnrPrice *price,
         guint index)
{
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();
  g_autoptr (GArray) producers = mnr_residents_list_producers (call->store, data);

  if (mnr_call_has (call, index))
    {
      const MnrAccount *producer = mnr_call_read_account (call, index);

      if (producer == NULL)
        return FALSE;
      g_array_set_size (producers, 0);
      g_array_append_val (producers, producer->id);
    }
  if (producers->len == 0)
    {
      const MnrAsset *asset = mnr_store_get (call->store, data->asset_id);

      return mnr_call_assert (
        call, _ ("%s has no feed producers: its issuer has to name some first"), asset->symbol);
    }

  for (guint i = 0; i < producers->len; i++)
    mnr_residents_add_feed (call->store, transaction, data,
                            g_array_index (producers, MnrObjectId, i), price);
  return happen (call, transaction);
}

static gboolean
move_feed (MnrCall *call)
{
  const MnrAsset *asset;
  const MnrBitassetData *data = read_smartcoin (call, 0, &asset);
  MnrPrice price;

  return data != NULL &&
         read_price (call, 1, asset, mnr_store_get (call->store, data->options.short_backing_asset),
                     &price) &&
         publish (call, data, &price, 2);
}

static gboolean
crash_price (MnrCall *call)
{
  const MnrAsset *asset;
  const MnrBitassetData *data = read_smartcoin (call, 0, &asset);
  guint64 percent;
  MnrPrice price;

  if (data == NULL || !mnr_call_read_number (call, 1, PERCENT_MAX, &percent))
    return FALSE;
  if (percent == 0)
    return refuse (call, _ ("A price has to be more than nothing"));
  if (!mnr_feed_has_price (&data->current_feed))
    return mnr_call_assert (call, _ ("%s has no price now: give it one with move_feed first"),
                            asset->symbol);

  price = mnr_price_scale (&data->current_feed.settlement_price, (guint) percent, 100);
  return publish (call, data, &price, 2);
}

/* The faucet's black list is where who is silent is kept, so that it is part of
 * the chain. */
static gboolean
silence_producer (MnrCall *call)
{
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();
  const MnrAccount *account = mnr_call_read_account (call, 0);
  const MnrAccount *faucet = mnr_store_find_account (call->store, MNR_FAUCET_NAME);
  MnrAccountWhitelist *op;
  gboolean is_silent;

  if (account == NULL || !mnr_call_read (call, 1, &mnr_type_bool, &is_silent))
    return FALSE;
  if (faucet == NULL || !mnr_residents_have_witness (call->store, account->id))
    return mnr_call_assert (
      call, _ ("%s is not a witness of this network: nobody publishes for it by themselves"),
      account->name);

  op = add_operation (transaction, MNR_OPERATION_ACCOUNT_WHITELIST);
  op->authorizing_account = faucet->id;
  op->account_to_list = account->id;
  op->new_listing = is_silent ? MNR_LISTING_BLACK : MNR_LISTING_NONE;
  return happen (call, transaction);
}

/*
 * Fee pools
 */

static gboolean
fill_pool (MnrCall *call)
{
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();
  const MnrAsset *core = mnr_store_get (call->store, MNR_CORE_ASSET);
  const MnrAccount *faucet = mnr_store_find_account (call->store, MNR_FAUCET_NAME);
  const MnrAsset *asset = mnr_call_read_asset (call, 0);
  MnrAssetFundFeePool *op;
  MnrAmount amount;

  if (asset == NULL || !read_amount (call, 1, core, &amount))
    return FALSE;
  if (faucet == NULL)
    return refuse (call, _ ("This network has no faucet to pay for it"));

  op = add_operation (transaction, MNR_OPERATION_ASSET_FUND_FEE_POOL);
  op->from_account = faucet->id;
  op->asset_id = asset->id;
  op->amount = amount.amount;
  return happen (call, transaction);
}

static gboolean
drain_pool (MnrCall *call)
{
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();
  const MnrAsset *asset = mnr_call_read_asset (call, 0);
  const MnrAssetDynamicData *data;
  MnrAssetClaimPool *op;

  if (asset == NULL)
    return FALSE;
  data = mnr_store_get (call->store, asset->dynamic_asset_data_id);
  if (data->fee_pool == 0)
    return mnr_call_assert (call, _ ("The fee pool of %s is empty already"), asset->symbol);

  op = add_operation (transaction, MNR_OPERATION_ASSET_CLAIM_POOL);
  op->issuer = asset->issuer;
  op->asset_id = asset->id;
  op->amount_to_claim = (MnrAmount){ data->fee_pool, MNR_CORE_ASSET };
  return happen (call, transaction);
}

/*
 * Markets
 */

/* An order for some of an asset, at so much core for a whole one. */
static gboolean
place_order (MnrCall *call,
             gboolean buys)
{
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();
  g_autoptr (GError) error = NULL;
  const MnrAsset *core = mnr_store_get (call->store, MNR_CORE_ASSET);
  const MnrAsset *asset = mnr_call_read_asset (call, 0);
  const MnrAccount *actor;
  MnrAmount amount, value;
  MnrPrice price;

  if (asset == NULL || !read_amount (call, 1, asset, &amount) ||
      !read_price (call, 2, core, asset, &price))
    return FALSE;
  if (asset == core)
    return refuse (call, _ ("The price is in the core asset, so it has to be of another"));
  actor = read_actor (call, 3);
  if (actor == NULL)
    return FALSE;
  if (!mnr_amount_convert (&amount, &price, MNR_ROUND_UP, &value, &error))
    return refuse (call, error->message);

  mnr_residents_add_order (transaction, actor->id, buys ? &value : &amount,
                           buys ? &amount : &value,
                           mnr_network_get_head (call->network)->time + LIFETIME);
  return happen (call, transaction);
}

static gboolean
buy (MnrCall *call)
{
  return place_order (call, TRUE);
}

static gboolean
sell (MnrCall *call)
{
  return place_order (call, FALSE);
}

static gboolean
settle (MnrCall *call)
{
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();
  const MnrAsset *asset;
  const MnrBitassetData *data = read_smartcoin (call, 0, &asset);
  const MnrAccount *actor;
  MnrAssetSettle *op;
  MnrAmount amount;

  if (data == NULL || !read_amount (call, 1, asset, &amount))
    return FALSE;
  actor = read_actor (call, 2);
  if (actor == NULL)
    return FALSE;

  op = add_operation (transaction, MNR_OPERATION_ASSET_SETTLE);
  op->account = actor->id;
  op->amount = amount;
  return happen (call, transaction);
}

/*
 * Anything else
 */

static gboolean
act (MnrCall *call)
{
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();

  return mnr_call_read (call, 0, &mnr_type_operations, &transaction->operations) &&
         happen (call, transaction);
}

static gboolean
help (MnrCall *call)
{
  static const char *const lines[] = {
    "produce_blocks [count]",
    "advance_time [seconds]",
    "pop_blocks [count], fork [count]",
    "move_feed [asset, price, producer?]",
    "crash_price [asset, percent, producer?]",
    "silence_producer [account, true or false]",
    "fill_pool [asset, amount]",
    "drain_pool [asset]",
    "buy [asset, amount, price, account?]",
    "sell [asset, amount, price, account?]",
    "settle [asset, amount, account?]",
    "act [operations]",
  };

  g_string_append_c (call->out, '[');
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    mnr_call_write_string (call, lines[i]);
  g_string_append_c (call->out, ']');
  return TRUE;
}

static const MnrMethod practice_methods[] = {
  { "help", 0, help },
  { "produce_blocks", 1, produce_blocks },
  { "advance_time", 1, advance_time },
  { "pop_blocks", 1, pop_blocks },
  { "fork", 0, pop_blocks },
  { "move_feed", 2, move_feed },
  { "crash_price", 2, crash_price },
  { "silence_producer", 2, silence_producer },
  { "fill_pool", 2, fill_pool },
  { "drain_pool", 1, drain_pool },
  { "buy", 3, buy },
  { "sell", 3, sell },
  { "settle", 2, settle },
  { "act", 1, act },
};

const MnrMethodGroup mnr_methods_practice = MNR_METHOD_GROUP (practice_methods);
