/* mnr-store-orders.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-store-private.h"

/*
 * Orders
 */

static int
compare_numbers (guint64 a,
                 guint64 b)
{
  return a < b ? -1 : a > b;
}

#define RETURN_UNLESS_EQUAL(a, b)        \
  G_STMT_START                           \
  {                                      \
    int order_ = compare_numbers (a, b); \
                                         \
    if (order_ != 0)                     \
      return order_;                     \
  }                                      \
  G_STMT_END

/* Compares a ÷ b with c ÷ d; all are at least 0. */
static int
compare_ratios (gint64 a,
                gint64 b,
                gint64 c,
                gint64 d)
{
  unsigned __int128 left = (unsigned __int128) (guint64) a * (guint64) d;
  unsigned __int128 right = (unsigned __int128) (guint64) c * (guint64) b;

  return left < right ? -1 : left > right;
}

static int
compare_limit_orders (gconstpointer a,
                      gconstpointer b,
                      gpointer user_data)
{
  const MnrLimitOrder *s = a, *t = b;
  int order;

  RETURN_UNLESS_EQUAL (s->sell_price.base.asset_id, t->sell_price.base.asset_id);
  RETURN_UNLESS_EQUAL (s->sell_price.quote.asset_id, t->sell_price.quote.asset_id);
  order = compare_ratios (t->sell_price.base.amount, t->sell_price.quote.amount,
                          s->sell_price.base.amount, s->sell_price.quote.amount);
  return order != 0 ? order : compare_numbers (s->id, t->id);
}

static int
compare_expirations (gconstpointer a,
                     gconstpointer b,
                     gpointer user_data)
{
  const MnrLimitOrder *s = a, *t = b;

  RETURN_UNLESS_EQUAL (s->expiration, t->expiration);
  return compare_numbers (s->id, t->id);
}

static int
compare_call_orders (gconstpointer a,
                     gconstpointer b,
                     gpointer user_data)
{
  const MnrCallOrder *s = a, *t = b;
  int order;

  RETURN_UNLESS_EQUAL (s->call_price.quote.asset_id, t->call_price.quote.asset_id);
  order = compare_ratios (s->collateral, s->debt, t->collateral, t->debt);
  return order != 0 ? order : compare_numbers (s->id, t->id);
}

static int
compare_settlements (gconstpointer a,
                     gconstpointer b,
                     gpointer user_data)
{
  const MnrForceSettlement *s = a, *t = b;

  RETURN_UNLESS_EQUAL (s->balance.asset_id, t->balance.asset_id);
  RETURN_UNLESS_EQUAL (s->settlement_date, t->settlement_date);
  return compare_numbers (s->id, t->id);
}

static int
compare_bids (gconstpointer a,
              gconstpointer b,
              gpointer user_data)
{
  const MnrCollateralBid *s = a, *t = b;
  int order;

  RETURN_UNLESS_EQUAL (s->inv_swan_price.quote.asset_id, t->inv_swan_price.quote.asset_id);
  order = compare_ratios (t->inv_swan_price.base.amount, t->inv_swan_price.quote.amount,
                          s->inv_swan_price.base.amount, s->inv_swan_price.quote.amount);
  return order != 0 ? order : compare_numbers (s->id, t->id);
}

static int
compare_proposals (gconstpointer a,
                   gconstpointer b,
                   gpointer user_data)
{
  const MnrProposal *s = a, *t = b;

  RETURN_UNLESS_EQUAL (s->expiration_time, t->expiration_time);
  return compare_numbers (s->id, t->id);
}

static const GCompareDataFunc comparers[MNR_N_ORDERS] = {
  [MNR_ORDER_LIMIT] = compare_limit_orders,
  [MNR_ORDER_EXPIRATION] = compare_expirations,
  [MNR_ORDER_CALL] = compare_call_orders,
  [MNR_ORDER_SETTLEMENT] = compare_settlements,
  [MNR_ORDER_BID] = compare_bids,
  [MNR_ORDER_PROPOSAL] = compare_proposals,
};

/* Which ordered indexes an object of a kind is in, and how many. */
static guint
get_orders (MnrObjectType type,
            MnrStoreOrder orders[MNR_STORE_MAX_PLACES])
{
  switch ((guint) type)
    {
    case MNR_OBJECT_LIMIT_ORDER:
      orders[0] = MNR_ORDER_LIMIT;
      orders[1] = MNR_ORDER_EXPIRATION;
      return 2;
    case MNR_OBJECT_CALL_ORDER:
      orders[0] = MNR_ORDER_CALL;
      return 1;
    case MNR_OBJECT_FORCE_SETTLEMENT:
      orders[0] = MNR_ORDER_SETTLEMENT;
      return 1;
    case MNR_OBJECT_COLLATERAL_BID:
      orders[0] = MNR_ORDER_BID;
      return 1;
    case MNR_OBJECT_PROPOSAL:
      orders[0] = MNR_ORDER_PROPOSAL;
      return 1;
    default:
      return 0;
    }
}

/*
 * Names
 */

static guint
hash_pair (MnrObjectId a,
           MnrObjectId b)
{
  guint64 mixed = (a * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) ^ b;

  mixed *= G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  return (guint) (mixed >> 32);
}

static guint
hash_account (gconstpointer object)
{
  const char *name = ((const MnrAccount *) object)->name;

  return name != NULL ? g_str_hash (name) : 0;
}

static gboolean
equal_accounts (gconstpointer a,
                gconstpointer b)
{
  return g_strcmp0 (((const MnrAccount *) a)->name, ((const MnrAccount *) b)->name) == 0;
}

static guint
hash_asset (gconstpointer object)
{
  const char *symbol = ((const MnrAsset *) object)->symbol;

  return symbol != NULL ? g_str_hash (symbol) : 0;
}

static gboolean
equal_assets (gconstpointer a,
              gconstpointer b)
{
  return g_strcmp0 (((const MnrAsset *) a)->symbol, ((const MnrAsset *) b)->symbol) == 0;
}

static guint
hash_balance (gconstpointer object)
{
  const MnrAccountBalance *balance = object;

  return hash_pair (balance->owner, balance->asset_type);
}

static gboolean
equal_balances (gconstpointer a,
                gconstpointer b)
{
  const MnrAccountBalance *s = a, *t = b;

  return s->owner == t->owner && s->asset_type == t->asset_type;
}

static guint
hash_vesting_balance (gconstpointer object)
{
  const MnrVestingBalance *vesting = object;

  return hash_pair (vesting->owner, vesting->balance.asset_id);
}

static gboolean
equal_vesting_balances (gconstpointer a,
                        gconstpointer b)
{
  const MnrVestingBalance *s = a, *t = b;

  return s->owner == t->owner && s->balance.asset_id == t->balance.asset_id;
}

static guint
hash_call_order (gconstpointer object)
{
  const MnrCallOrder *order = object;

  return hash_pair (order->borrower, order->call_price.quote.asset_id);
}

static gboolean
equal_call_orders (gconstpointer a,
                   gconstpointer b)
{
  const MnrCallOrder *s = a, *t = b;

  return s->borrower == t->borrower &&
         s->call_price.quote.asset_id == t->call_price.quote.asset_id;
}

static guint
hash_bid (gconstpointer object)
{
  const MnrCollateralBid *bid = object;

  return hash_pair (bid->bidder, bid->inv_swan_price.quote.asset_id);
}

static gboolean
equal_bids (gconstpointer a,
            gconstpointer b)
{
  const MnrCollateralBid *s = a, *t = b;

  return s->bidder == t->bidder &&
         s->inv_swan_price.quote.asset_id == t->inv_swan_price.quote.asset_id;
}

static const struct
{
  GHashFunc hash;
  GEqualFunc equal;
} namers[MNR_N_NAMES] = {
  [MNR_NAMES_ACCOUNT] = { hash_account, equal_accounts },
  [MNR_NAMES_ASSET] = { hash_asset, equal_assets },
  [MNR_NAMES_BALANCE] = { hash_balance, equal_balances },
  [MNR_NAMES_MARKET_FEES] = { hash_vesting_balance, equal_vesting_balances },
  [MNR_NAMES_CALL] = { hash_call_order, equal_call_orders },
  [MNR_NAMES_BID] = { hash_bid, equal_bids },
};

static GHashTable *
get_names (const MnrStore *self,
           MnrStoreEntry *entry)
{
  const MnrVestingBalance *vesting;

  switch ((guint) entry->type)
    {
    case MNR_OBJECT_ACCOUNT:
      return self->names[MNR_NAMES_ACCOUNT];
    case MNR_OBJECT_ASSET:
      return self->names[MNR_NAMES_ASSET];
    case MNR_OBJECT_ACCOUNT_BALANCE:
      return self->names[MNR_NAMES_BALANCE];
    case MNR_OBJECT_VESTING_BALANCE:
      /* Of other types an account may have several in an asset. */
      vesting = mnr_store_entry_get_object (entry);
      if (g_strcmp0 (vesting->balance_type, MNR_VESTING_MARKET_FEES) != 0)
        return NULL;
      return self->names[MNR_NAMES_MARKET_FEES];
    case MNR_OBJECT_CALL_ORDER:
      return self->names[MNR_NAMES_CALL];
    case MNR_OBJECT_COLLATERAL_BID:
      return self->names[MNR_NAMES_BID];
    default:
      return NULL;
    }
}

void
mnr_store_init_orders (MnrStore *self)
{
  for (guint i = 0; i < MNR_N_ORDERS; i++)
    self->orders[i] = g_sequence_new (NULL);
  for (guint i = 0; i < MNR_N_NAMES; i++)
    self->names[i] = g_hash_table_new (namers[i].hash, namers[i].equal);
}

void
mnr_store_clear_orders (MnrStore *self)
{
  for (guint i = 0; i < MNR_N_ORDERS; i++)
    g_sequence_free (self->orders[i]);
  for (guint i = 0; i < MNR_N_NAMES; i++)
    g_hash_table_unref (self->names[i]);
}

void
mnr_store_place (MnrStore *self,
                 MnrStoreEntry *entry)
{
  MnrStoreOrder orders[MNR_STORE_MAX_PLACES];
  guint n_orders = get_orders (entry->type, orders);
  gpointer object = mnr_store_entry_get_object (entry);
  GHashTable *names;

  for (guint i = 0; i < n_orders; i++)
    {
      GCompareDataFunc compare = comparers[orders[i]];

      if (entry->places[i] != NULL)
        g_sequence_sort_changed (entry->places[i], compare, NULL);
      else
        entry->places[i] = g_sequence_insert_sorted (self->orders[orders[i]], object,
                                                     compare, NULL);
    }

  names = get_names (self, entry);
  if (names != NULL)
    g_hash_table_add (names, object);
}

void
mnr_store_unplace (MnrStore *self,
                   MnrStoreEntry *entry)
{
  GHashTable *names = get_names (self, entry);
  gpointer object = mnr_store_entry_get_object (entry);

  for (guint i = 0; i < MNR_STORE_MAX_PLACES; i++)
    g_clear_pointer (&entry->places[i], g_sequence_remove);

  /* An object that was never done may look like another. */
  if (names != NULL && g_hash_table_lookup (names, object) == object)
    g_hash_table_remove (names, object);
}

/*
 * Walks
 */

const MnrAccount *
mnr_store_find_account (const MnrStore *self,
                        const char *name)
{
  const MnrAccount probe = { .name = (char *) name };

  return g_hash_table_lookup (self->names[MNR_NAMES_ACCOUNT], &probe);
}

const MnrAsset *
mnr_store_find_asset (const MnrStore *self,
                      const char *symbol)
{
  const MnrAsset probe = { .symbol = (char *) symbol };

  return g_hash_table_lookup (self->names[MNR_NAMES_ASSET], &probe);
}

const MnrAccountBalance *
mnr_store_find_balance (const MnrStore *self,
                        MnrObjectId owner,
                        MnrObjectId asset)
{
  const MnrAccountBalance probe = { .owner = owner, .asset_type = asset };

  return g_hash_table_lookup (self->names[MNR_NAMES_BALANCE], &probe);
}

const MnrVestingBalance *
mnr_store_find_market_fees (const MnrStore *self,
                            MnrObjectId owner,
                            MnrObjectId asset)
{
  const MnrVestingBalance probe = { .owner = owner, .balance.asset_id = asset };

  return g_hash_table_lookup (self->names[MNR_NAMES_MARKET_FEES], &probe);
}

const MnrCallOrder *
mnr_store_find_call_order (const MnrStore *self,
                           MnrObjectId borrower,
                           MnrObjectId debt_asset)
{
  const MnrCallOrder probe = {
    .borrower = borrower,
    .call_price.quote.asset_id = debt_asset,
  };

  return g_hash_table_lookup (self->names[MNR_NAMES_CALL], &probe);
}

const MnrCollateralBid *
mnr_store_find_bid (const MnrStore *self,
                    MnrObjectId bidder,
                    MnrObjectId debt_asset)
{
  const MnrCollateralBid probe = {
    .bidder = bidder,
    .inv_swan_price.quote.asset_id = debt_asset,
  };

  return g_hash_table_lookup (self->names[MNR_NAMES_BID], &probe);
}

/* The object at a position, or NULL at the end. */
static gconstpointer
get_at (GSequenceIter *position)
{
  return g_sequence_iter_is_end (position) ? NULL : g_sequence_get (position);
}

/* The first object that is not before @probe, which no object equals. */
static gconstpointer
search (const MnrStore *self,
        MnrStoreOrder order,
        gconstpointer probe)
{
  return get_at (g_sequence_search (self->orders[order], (gpointer) probe,
                                    comparers[order], NULL));
}

static gconstpointer
get_following (gconstpointer object)
{
  return get_at (g_sequence_iter_next (mnr_store_get_entry (object)->places[0]));
}

static gconstpointer
get_first (const MnrStore *self,
           MnrStoreOrder order)
{
  return get_at (g_sequence_get_begin_iter (self->orders[order]));
}

static const MnrLimitOrder *
in_market (const MnrLimitOrder *order,
           MnrObjectId sell,
           MnrObjectId receive)
{
  return order != NULL && order->sell_price.base.asset_id == sell &&
             order->sell_price.quote.asset_id == receive
           ? order
           : NULL;
}

const MnrLimitOrder *
mnr_store_first_limit_order (const MnrStore *self,
                             MnrObjectId sell,
                             MnrObjectId receive)
{
  /* No price is higher, and no id lower. */
  const MnrLimitOrder probe = {
    .sell_price.base = { G_MAXINT64, sell },
    .sell_price.quote = { 0, receive },
  };

  return in_market (search (self, MNR_ORDER_LIMIT, &probe), sell, receive);
}

const MnrLimitOrder *
mnr_store_next_limit_order (const MnrStore *self,
                            const MnrLimitOrder *order)
{
  return in_market (get_following (order), order->sell_price.base.asset_id,
                    order->sell_price.quote.asset_id);
}

const MnrLimitOrder *
mnr_store_first_order_below (const MnrStore *self,
                             const MnrPrice *price,
                             gboolean or_equal)
{
  const MnrLimitOrder probe = { .id = or_equal ? 0 : G_MAXUINT64, .sell_price = *price };

  return in_market (search (self, MNR_ORDER_LIMIT, &probe), price->base.asset_id,
                    price->quote.asset_id);
}

const MnrLimitOrder *
mnr_store_first_expiring_order (const MnrStore *self)
{
  return get_first (self, MNR_ORDER_EXPIRATION);
}

static const MnrCallOrder *
with_debt (const MnrCallOrder *order,
           MnrObjectId debt_asset)
{
  return order != NULL && order->call_price.quote.asset_id == debt_asset ? order : NULL;
}

const MnrCallOrder *
mnr_store_first_call_order (const MnrStore *self,
                            MnrObjectId debt_asset)
{
  const MnrCallOrder probe = {
    .collateral = 0,
    .debt = 1,
    .call_price.quote.asset_id = debt_asset,
  };

  return with_debt (search (self, MNR_ORDER_CALL, &probe), debt_asset);
}

const MnrCallOrder *
mnr_store_next_call_order (const MnrStore *self,
                           const MnrCallOrder *order)
{
  return with_debt (get_following (order), order->call_price.quote.asset_id);
}

static const MnrForceSettlement *
of_asset (const MnrForceSettlement *settlement,
          MnrObjectId asset)
{
  return settlement != NULL && settlement->balance.asset_id == asset ? settlement : NULL;
}

const MnrForceSettlement *
mnr_store_first_settlement_from (const MnrStore *self,
                                 MnrObjectId asset)
{
  const MnrForceSettlement probe = { .balance.asset_id = asset };

  return search (self, MNR_ORDER_SETTLEMENT, &probe);
}

const MnrForceSettlement *
mnr_store_first_settlement (const MnrStore *self,
                            MnrObjectId asset)
{
  return of_asset (mnr_store_first_settlement_from (self, asset), asset);
}

const MnrForceSettlement *
mnr_store_next_settlement (const MnrStore *self,
                           const MnrForceSettlement *settlement)
{
  return of_asset (get_following (settlement), settlement->balance.asset_id);
}

static const MnrCollateralBid *
for_debt (const MnrCollateralBid *bid,
          MnrObjectId debt_asset)
{
  return bid != NULL && bid->inv_swan_price.quote.asset_id == debt_asset ? bid : NULL;
}

const MnrCollateralBid *
mnr_store_first_bid (const MnrStore *self,
                     MnrObjectId debt_asset)
{
  const MnrCollateralBid probe = {
    .inv_swan_price.base.amount = G_MAXINT64,
    .inv_swan_price.quote.asset_id = debt_asset,
  };

  return for_debt (search (self, MNR_ORDER_BID, &probe), debt_asset);
}

const MnrCollateralBid *
mnr_store_next_bid (const MnrStore *self,
                    const MnrCollateralBid *bid)
{
  return for_debt (get_following (bid), bid->inv_swan_price.quote.asset_id);
}

const MnrProposal *
mnr_store_first_proposal (const MnrStore *self)
{
  return get_first (self, MNR_ORDER_PROPOSAL);
}
