/* test-store.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The store beside a model of it that is too simple to be wrong: a list of
 * objects, searched from end to end.
 */

#include <string.h>

#include "ledger/mnr-store.h"

#define N_ASSETS   3
#define N_OWNERS   4
#define N_ROUNDS   6000
#define MAX_NESTED 5

/* What the model knows of an object, whatever its kind. */
typedef struct
{
  MnrObjectId id;
  MnrObjectId owner;
  MnrObjectId asset; /* sold, owed, to be settled, held */
  MnrObjectId other; /* orders: wanted */
  gint64 numerator;  /* of the price or ratio that they are in the order of */
  gint64 denominator;
  MnrTime time;
} Item;

typedef struct
{
  MnrStore *store;
  GRand *random;
  GArray *items;       /* of Item */
  GPtrArray *sessions; /* of GArray: the items when each session began */
  GPtrArray *hashes;   /* of guint8[MNR_SHA256_SIZE] */
} Fixture;

static void
set_up (Fixture *self,
        gconstpointer data)
{
  self->store = mnr_store_new ();
  self->random = g_rand_new_with_seed (GPOINTER_TO_UINT (data));
  self->items = g_array_new (FALSE, FALSE, sizeof (Item));
  self->sessions = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->hashes = g_ptr_array_new_with_free_func (g_free);
}

static void
tear_down (Fixture *self,
           gconstpointer data)
{
  mnr_store_free (self->store);
  g_rand_free (self->random);
  g_array_unref (self->items);
  g_ptr_array_unref (self->sessions);
  g_ptr_array_unref (self->hashes);
}

static guint
pick (Fixture *self,
      guint n)
{
  return (guint) g_rand_int_range (self->random, 0, (gint32) n);
}

/* Puts what the model knows into an object of the store. */
static void
fill (gpointer object,
      const Item *item)
{
  switch (mnr_object_id_get_type (item->id))
    {
    case MNR_OBJECT_LIMIT_ORDER:
      {
        MnrLimitOrder *order = object;

        order->seller = item->owner;
        order->for_sale = item->numerator;
        order->expiration = item->time;
        order->sell_price.base = (MnrAmount){ item->numerator, item->asset };
        order->sell_price.quote = (MnrAmount){ item->denominator, item->other };
        order->deferred_paid_fee.asset_id = MNR_CORE_ASSET;
      }
      break;

    case MNR_OBJECT_CALL_ORDER:
      {
        MnrCallOrder *order = object;

        order->borrower = item->owner;
        order->collateral = item->numerator;
        order->debt = item->denominator;
        order->call_price.base = (MnrAmount){ 1, item->other };
        order->call_price.quote = (MnrAmount){ 1, item->asset };
      }
      break;

    case MNR_OBJECT_FORCE_SETTLEMENT:
      {
        MnrForceSettlement *settlement = object;

        settlement->owner = item->owner;
        settlement->balance = (MnrAmount){ item->numerator, item->asset };
        settlement->settlement_date = item->time;
      }
      break;

    case MNR_OBJECT_COLLATERAL_BID:
      {
        MnrCollateralBid *bid = object;

        bid->bidder = item->owner;
        bid->inv_swan_price.base = (MnrAmount){ item->numerator, item->other };
        bid->inv_swan_price.quote = (MnrAmount){ item->denominator, item->asset };
      }
      break;

    case MNR_OBJECT_PROPOSAL:
      {
        MnrProposal *proposal = object;

        proposal->proposer = item->owner;
        proposal->expiration_time = item->time;
        g_free (proposal->fail_reason);
        proposal->fail_reason = g_strdup_printf ("%" G_GINT64_FORMAT, item->numerator);
      }
      break;

    case MNR_OBJECT_ACCOUNT_BALANCE:
      {
        MnrAccountBalance *balance = object;

        balance->owner = item->owner;
        balance->asset_type = item->asset;
        balance->balance = item->numerator;
      }
      break;

    default:
      g_assert_not_reached ();
    }
}

/* Few values, so that equal ones are common. */
static void
randomise (Fixture *self,
           Item *item)
{
  item->numerator = 1 + pick (self, 6);
  item->denominator = 1 + pick (self, 6);
  item->time = 1000 + pick (self, 8);
  if (pick (self, 10) == 0)
    {
      item->numerator *= MNR_SHARE_SUPPLY_MAX / 6;
      item->denominator *= MNR_SHARE_SUPPLY_MAX / 6 - 1;
    }
}

static const Item *
find_unique (const Fixture *self,
             MnrObjectType type,
             MnrObjectId owner,
             MnrObjectId asset)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      const Item *item = &g_array_index (self->items, Item, i);

      if (mnr_object_id_get_type (item->id) == type && item->owner == owner &&
          item->asset == asset)
        return item;
    }
  return NULL;
}

static void
create (Fixture *self)
{
  static const MnrObjectType types[] = {
    MNR_OBJECT_LIMIT_ORDER,
    MNR_OBJECT_LIMIT_ORDER,
    MNR_OBJECT_LIMIT_ORDER,
    MNR_OBJECT_CALL_ORDER,
    MNR_OBJECT_FORCE_SETTLEMENT,
    MNR_OBJECT_COLLATERAL_BID,
    MNR_OBJECT_PROPOSAL,
    MNR_OBJECT_ACCOUNT_BALANCE,
  };
  MnrObjectType type = types[pick (self, G_N_ELEMENTS (types))];
  Item item = {
    .owner = MNR_ACCOUNT_ID (pick (self, N_OWNERS)),
    .asset = MNR_ASSET_ID (pick (self, N_ASSETS)),
  };
  gpointer object;

  item.other = MNR_ASSET_ID ((mnr_object_id_get_instance (item.asset) + 1 +
                              pick (self, N_ASSETS - 1)) %
                             N_ASSETS);
  if ((type == MNR_OBJECT_CALL_ORDER || type == MNR_OBJECT_COLLATERAL_BID ||
       type == MNR_OBJECT_ACCOUNT_BALANCE) &&
      find_unique (self, type, item.owner, item.asset) != NULL)
    return;

  object = mnr_store_create (self->store, type);
  item.id = *(MnrObjectId *) object;
  randomise (self, &item);
  fill (object, &item);
  mnr_store_done (self->store, object);
  g_array_append_val (self->items, item);
}

static void
edit (Fixture *self)
{
  Item *item;
  gpointer object;

  if (self->items->len == 0)
    return;

  item = &g_array_index (self->items, Item, pick (self, self->items->len));
  randomise (self, item);
  object = mnr_store_edit (self->store, item->id);
  g_assert_true (object == mnr_store_get (self->store, item->id));
  fill (object, item);
  mnr_store_done (self->store, object);
}

static void
remove_one (Fixture *self)
{
  guint i;

  if (self->items->len == 0)
    return;

  i = pick (self, self->items->len);
  mnr_store_remove (self->store, g_array_index (self->items, Item, i).id);
  g_array_remove_index (self->items, i);
}

static void
begin (Fixture *self)
{
  guint8 *hash = g_malloc (MNR_SHA256_SIZE);

  mnr_store_get_hash (self->store, hash);
  g_ptr_array_add (self->hashes, hash);
  g_ptr_array_add (self->sessions, g_array_copy (self->items));
  mnr_store_begin (self->store);
}

static void
commit (Fixture *self)
{
  if (self->sessions->len == 0)
    return;

  mnr_store_commit (self->store);
  g_ptr_array_set_size (self->sessions, (int) self->sessions->len - 1);
  g_ptr_array_set_size (self->hashes, (int) self->hashes->len - 1);
}

static void
undo (Fixture *self)
{
  guint8 hash[MNR_SHA256_SIZE];
  guint last = self->sessions->len - 1;

  if (self->sessions->len == 0)
    return;

  mnr_store_undo (self->store);
  g_array_unref (self->items);
  self->items = g_array_copy (g_ptr_array_index (self->sessions, last));

  mnr_store_get_hash (self->store, hash);
  g_assert_cmpmem (hash, sizeof hash, g_ptr_array_index (self->hashes, last), MNR_SHA256_SIZE);
  g_ptr_array_set_size (self->sessions, (int) last);
  g_ptr_array_set_size (self->hashes, (int) last);
}

/* The oldest sessions can no longer be undone. */
static void
make_final (Fixture *self)
{
  guint keep = pick (self, MAX_NESTED);
  guint n = self->sessions->len > keep ? self->sessions->len - keep : 0;

  mnr_store_make_final (self->store, keep);
  if (n > 0)
    {
      g_ptr_array_remove_range (self->sessions, 0, n);
      g_ptr_array_remove_range (self->hashes, 0, n);
    }
  g_assert_cmpuint (mnr_store_get_depth (self->store), ==, self->sessions->len);
}

/*
 * Comparison with the model
 */

typedef struct
{
  MnrObjectType type;
  MnrObjectId asset, other; /* 0: any */
  gboolean by_time;
  int direction; /* of the ratio; 0: none */
} Wanted;

static int
compare_items (const Item *a,
               const Item *b,
               const Wanted *wanted)
{
  __int128 left = (__int128) a->numerator * b->denominator;
  __int128 right = (__int128) b->numerator * a->denominator;

  if (wanted->by_time && a->time != b->time)
    return a->time < b->time ? -1 : 1;
  if (wanted->direction != 0 && left != right)
    return (left < right ? -1 : 1) * wanted->direction;
  return a->id < b->id ? -1 : a->id > b->id;
}

/* The item of the model that comes next after @after, or first of all. */
static const Item *
find_next (const Fixture *self,
           const Item *after,
           const Wanted *wanted)
{
  const Item *best = NULL;

  for (guint i = 0; i < self->items->len; i++)
    {
      const Item *item = &g_array_index (self->items, Item, i);

      if (mnr_object_id_get_type (item->id) != wanted->type ||
          (wanted->asset != 0 && item->asset != wanted->asset) ||
          (wanted->other != 0 && item->other != wanted->other) ||
          (after != NULL && compare_items (item, after, wanted) <= 0))
        continue;
      if (best == NULL || compare_items (item, best, wanted) < 0)
        best = item;
    }
  return best;
}

static MnrObjectId
get_id (gconstpointer object)
{
  return object != NULL ? *(const MnrObjectId *) object : 0;
}

static MnrObjectId
get_item_id (const Item *item)
{
  return item != NULL ? item->id : 0;
}

/* Walks the store with two of its functions, and the model beside it. */
#define CHECK_WALK(wanted, first, next)                               \
  G_STMT_START                                                        \
  {                                                                   \
    const Item *item_ = find_next (self, NULL, wanted);               \
    typeof (first) object_ = first;                                   \
                                                                      \
    g_assert_cmpuint (get_id (object_), ==, get_item_id (item_));     \
    while (object_ != NULL)                                           \
      {                                                               \
        object_ = next (self->store, object_);                        \
        item_ = find_next (self, item_, wanted);                      \
        g_assert_cmpuint (get_id (object_), ==, get_item_id (item_)); \
      }                                                               \
  }                                                                   \
  G_STMT_END

static void
check_orders (const Fixture *self)
{
  const Wanted expiring = { .type = MNR_OBJECT_LIMIT_ORDER, .by_time = TRUE };
  const Wanted proposals = { .type = MNR_OBJECT_PROPOSAL, .by_time = TRUE };

  for (guint i = 0; i < N_ASSETS; i++)
    {
      MnrObjectId asset = MNR_ASSET_ID (i);
      const Wanted calls = { MNR_OBJECT_CALL_ORDER, asset, 0, FALSE, 1 };
      const Wanted bids = { MNR_OBJECT_COLLATERAL_BID, asset, 0, FALSE, -1 };
      const Wanted settlements = { MNR_OBJECT_FORCE_SETTLEMENT, asset, 0, TRUE, 0 };

      CHECK_WALK (&calls, mnr_store_first_call_order (self->store, asset),
                  mnr_store_next_call_order);
      CHECK_WALK (&bids, mnr_store_first_bid (self->store, asset), mnr_store_next_bid);
      CHECK_WALK (&settlements, mnr_store_first_settlement (self->store, asset),
                  mnr_store_next_settlement);

      for (guint j = 0; j < N_ASSETS; j++)
        {
          const Wanted orders = { MNR_OBJECT_LIMIT_ORDER, asset, MNR_ASSET_ID (j), FALSE, -1 };

          CHECK_WALK (&orders,
                      mnr_store_first_limit_order (self->store, asset, MNR_ASSET_ID (j)),
                      mnr_store_next_limit_order);
        }
    }

  g_assert_cmpuint (get_id (mnr_store_first_expiring_order (self->store)), ==,
                    get_item_id (find_next (self, NULL, &expiring)));
  g_assert_cmpuint (get_id (mnr_store_first_proposal (self->store)), ==,
                    get_item_id (find_next (self, NULL, &proposals)));
}

static void
check_objects (const Fixture *self)
{
  static const MnrObjectType types[] = {
    MNR_OBJECT_LIMIT_ORDER,
    MNR_OBJECT_CALL_ORDER,
    MNR_OBJECT_FORCE_SETTLEMENT,
    MNR_OBJECT_COLLATERAL_BID,
    MNR_OBJECT_PROPOSAL,
    MNR_OBJECT_ACCOUNT_BALANCE,
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      const Wanted all = { .type = types[i] };

      CHECK_WALK (&all, mnr_store_first (self->store, types[i]), mnr_store_next);
    }

  for (guint i = 0; i < N_OWNERS; i++)
    for (guint j = 0; j < N_ASSETS; j++)
      {
        MnrObjectId owner = MNR_ACCOUNT_ID (i), asset = MNR_ASSET_ID (j);
        const Item *balance = find_unique (self, MNR_OBJECT_ACCOUNT_BALANCE, owner, asset);
        const MnrAccountBalance *found = mnr_store_find_balance (self->store, owner, asset);

        g_assert_cmpuint (get_id (found), ==, get_item_id (balance));
        if (found != NULL)
          g_assert_cmpint (found->balance, ==, balance->numerator);
        g_assert_cmpuint (get_id (mnr_store_find_call_order (self->store, owner, asset)), ==,
                          get_item_id (find_unique (self, MNR_OBJECT_CALL_ORDER, owner, asset)));
        g_assert_cmpuint (get_id (mnr_store_find_bid (self->store, owner, asset)), ==,
                          get_item_id (find_unique (self, MNR_OBJECT_COLLATERAL_BID, owner,
                                                    asset)));
      }
}

static void
test_random (Fixture *self,
             gconstpointer data)
{
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      switch (pick (self, 24))
        {
        case 0:
          if (self->sessions->len < MAX_NESTED)
            begin (self);
          break;
        case 1:
          undo (self);
          break;
        case 2:
          if (pick (self, 2) == 0)
            commit (self);
          break;
        case 3:
          if (pick (self, 8) == 0)
            make_final (self);
          break;
        case 4:
        case 5:
        case 6:
        case 7:
        case 8:
          remove_one (self);
          break;
        case 9:
        case 10:
        case 11:
        case 12:
        case 13:
        case 14:
        case 15:
          create (self);
          break;
        default:
          edit (self);
          break;
        }
      check_objects (self);
      check_orders (self);
    }

  while (self->sessions->len > 0)
    undo (self);
  check_objects (self);
  check_orders (self);
}

/* What holds the address of an object still has it after an undo. */
static void
test_addresses (Fixture *self,
                gconstpointer data)
{
  gconstpointer balance;
  MnrAccountBalance *edited;

  create (self);
  while (g_array_index (self->items, Item, self->items->len - 1).id >> 48 !=
         MNR_OBJECT_ACCOUNT_BALANCE)
    create (self);
  balance = mnr_store_first (self->store, MNR_OBJECT_ACCOUNT_BALANCE);

  mnr_store_begin (self->store);
  edited = mnr_store_edit (self->store, get_id (balance));
  edited->balance = 7;
  mnr_store_done (self->store, edited);
  mnr_store_begin (self->store);
  mnr_store_remove (self->store, get_id (edited));
  g_assert_null (mnr_store_first (self->store, MNR_OBJECT_ACCOUNT_BALANCE));
  mnr_store_undo (self->store);
  mnr_store_undo (self->store);

  g_assert_true (mnr_store_first (self->store, MNR_OBJECT_ACCOUNT_BALANCE) == balance);
  g_assert_cmpint (((const MnrAccountBalance *) balance)->balance, !=, 7);
}

/* An id that was given is not given again, unless giving it was undone. */
static void
test_instances (Fixture *self,
                gconstpointer data)
{
  gpointer proposal;

  g_assert_cmpuint (mnr_store_get_next_instance (self->store, MNR_OBJECT_PROPOSAL), ==, 0);
  proposal = mnr_store_create (self->store, MNR_OBJECT_PROPOSAL);
  mnr_store_done (self->store, proposal);
  mnr_store_remove (self->store, MNR_PROPOSAL_ID (0));
  g_assert_cmpuint (mnr_store_get_next_instance (self->store, MNR_OBJECT_PROPOSAL), ==, 1);

  mnr_store_begin (self->store);
  proposal = mnr_store_create (self->store, MNR_OBJECT_PROPOSAL);
  g_assert_cmpuint (get_id (proposal), ==, MNR_PROPOSAL_ID (1));
  mnr_store_done (self->store, proposal);
  mnr_store_undo (self->store);
  g_assert_cmpuint (mnr_store_get_next_instance (self->store, MNR_OBJECT_PROPOSAL), ==, 1);

  g_assert_null (mnr_store_get (self->store, MNR_PROPOSAL_ID (0)));
  g_assert_null (mnr_store_get (self->store, MNR_PROPOSAL_ID (MNR_INSTANCE_MAX)));
  g_assert_null (mnr_store_get (self->store, MNR_OBJECT_ID (9, 9, 0)));
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint seed = 1; seed <= 4; seed++)
    {
      g_autofree char *name = g_strdup_printf ("/store/random/%u", seed);

      g_test_add (name, Fixture, GUINT_TO_POINTER (seed), set_up, test_random, tear_down);
    }
  g_test_add ("/store/addresses", Fixture, GUINT_TO_POINTER (5), set_up, test_addresses,
              tear_down);
  g_test_add ("/store/instances", Fixture, GUINT_TO_POINTER (6), set_up, test_instances,
              tear_down);

  return g_test_run ();
}
