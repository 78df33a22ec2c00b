/* test-ledger.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What has to hold of a ledger whatever is done to it: nothing of any asset's
 * supply appears or is lost, what is refused leaves no trace, and what is
 * undone and done again comes out the same.
 */

#include <string.h>

#include "test-supply.h"

#define NATHAN    MNR_ACCOUNT_ID (17)
#define N_ROUNDS  4000
#define N_HOLDERS 6

typedef struct
{
  MnrTrace *trace;
  MnrLedger *ledger;
  MnrStore *store;
  GRand *random;
  guint accepted[64]; /* by operation */
} Fixture;

static void
set_up (Fixture *self,
        gconstpointer data)
{
  self->random = g_rand_new_with_seed (7);
  self->trace = test_trace_load (data);
  self->ledger = test_trace_begin (self->trace);
  self->store = mnr_ledger_get_store (self->ledger);
}

static void
tear_down (Fixture *self,
           gconstpointer data)
{
  mnr_ledger_free (self->ledger);
  mnr_trace_free (self->trace);
  g_rand_free (self->random);
}

static void
check_supply (const Fixture *self,
              const char *when)
{
  test_check_supply (self->store, when);
}

static MnrTime
get_time (const Fixture *self)
{
  return mnr_ledger_get_time (self->ledger);
}

/* Each step is taken, taken back, and taken again. */
static void
test_trace (Fixture *self,
            gconstpointer data)
{
  for (guint i = 0; i < self->trace->steps->len; i++)
    {
      const MnrStep *step = g_ptr_array_index (self->trace->steps, i);
      guint8 hashes[4][MNR_SHA256_SIZE];
      g_autoptr (GError) error = NULL;

      if (step->transaction == NULL || step->unreadable != NULL ||
          strstr (step->error, "missing required") != NULL)
        continue;

      while (get_time (self) + (step->accepted ? 1 : 0) < step->time)
        {
          mnr_ledger_begin_block (self->ledger, get_time (self) + 1);
          mnr_ledger_end_block (self->ledger);
          check_supply (self, step->label);
        }

      mnr_store_get_hash (self->store, hashes[0]);
      for (guint round = 0; round < 2; round++)
        {
          mnr_store_begin (self->store);
          if (step->accepted)
            mnr_ledger_begin_block (self->ledger, step->time);
          g_assert_cmpint (mnr_ledger_apply (self->ledger, step->transaction, &error), ==,
                           step->accepted);
          if (step->accepted)
            mnr_ledger_end_block (self->ledger);
          g_clear_error (&error);
          mnr_store_get_hash (self->store, hashes[1 + round]);
          check_supply (self, step->label);

          if (round > 0)
            break;
          mnr_store_undo (self->store);
          mnr_store_get_hash (self->store, hashes[3]);
          g_assert_cmpmem (hashes[0], MNR_SHA256_SIZE, hashes[3], MNR_SHA256_SIZE);
        }
      g_assert_cmpmem (hashes[1], MNR_SHA256_SIZE, hashes[2], MNR_SHA256_SIZE);
      if (step->accepted)
        mnr_store_make_final (self->store, 0);
      else
        {
          g_assert_cmpmem (hashes[0], MNR_SHA256_SIZE, hashes[1], MNR_SHA256_SIZE);
          mnr_store_commit (self->store);
        }
      g_assert_cmpuint (mnr_store_get_depth (self->store), ==, 0);
    }
}

/*
 * Random operations
 */

static guint
pick (Fixture *self,
      guint n)
{
  return (guint) g_rand_int_range (self->random, 0, (gint32) n);
}

static gint64
pick_amount (Fixture *self)
{
  gint64 amount = 1 + pick (self, 100);

  for (guint i = pick (self, 6); i > 0; i--)
    amount *= 10;
  return amount;
}

static MnrObjectId
pick_holder (Fixture *self)
{
  return MNR_ACCOUNT_ID (17 + pick (self, N_HOLDERS + 1));
}

static MnrObjectId
pick_asset (Fixture *self)
{
  return MNR_ASSET_ID (pick (self, (guint) mnr_store_get_next_instance (self->store,
                                                                        MNR_OBJECT_ASSET)));
}

static MnrObjectId
get_issuer (const Fixture *self,
            MnrObjectId asset)
{
  return ((const MnrAsset *) mnr_store_get (self->store, asset))->issuer;
}

/* Pays what the schedule asks, now and then in a token. */
static gboolean
run (Fixture *self,
     MnrTransaction *transaction,
     gboolean any_asset)
{
  const MnrGlobalProperties *properties = mnr_store_get (self->store, MNR_GLOBAL_PROPERTIES_ID);
  MnrOperation *operation = &transaction->operations.items[0];
  const MnrAsset *asset = mnr_store_get (self->store, pick_asset (self));
  gboolean good;

  if (!any_asset || asset->id == MNR_CORE_ASSET || pick (self, 3) > 0)
    asset = NULL;
  mnr_operation_get_fee (operation)->asset_id = MNR_CORE_ASSET;
  good = mnr_fee_schedule_set_fee (properties->parameters.current_fees, operation,
                                   asset != NULL ? &asset->options.core_exchange_rate : NULL,
                                   NULL) &&
         mnr_ledger_apply (self->ledger, transaction, NULL);
  if (good)
    self->accepted[operation->number]++;
  return good;
}

static gpointer
add (MnrTransaction *transaction,
     MnrOperationNumber number)
{
  return mnr_operation_init (mnr_array_add (&mnr_type_operations, &transaction->operations),
                             number);
}

static void
create_holder (Fixture *self,
               guint i)
{
  const MnrAccount *nathan = mnr_store_get (self->store, NATHAN);
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();
  g_autoptr (MnrTransaction) gift = mnr_transaction_new ();
  MnrAccountCreate *op = add (transaction, MNR_OPERATION_ACCOUNT_CREATE);
  MnrTransfer *transfer = add (gift, MNR_OPERATION_TRANSFER);

  op->registrar = op->referrer = NATHAN;
  op->name = g_strdup_printf ("holder-%u", i);
  mnr_value_copy (&mnr_type_authority, &op->owner, &nathan->owner);
  mnr_value_copy (&mnr_type_authority, &op->active, &nathan->active);
  mnr_value_copy (&mnr_type_account_options, &op->options, &nathan->options);
  g_assert_true (run (self, transaction, FALSE));

  transfer->from = NATHAN;
  transfer->to = MNR_ACCOUNT_ID (18 + i);
  transfer->amount = (MnrAmount){ 1000000000000, MNR_CORE_ASSET };
  g_assert_true (run (self, gift, FALSE));
}

static void
fill_creation (Fixture *self,
               MnrAssetCreate *op)
{
  op->issuer = pick_holder (self);
  op->symbol = g_strdup_printf ("TOKEN%u", pick (self, 1000));
  op->precision = (guint8) pick (self, 9);
  op->common_options.max_supply = MNR_SHARE_SUPPLY_MAX;
  op->common_options.market_fee_percent = (MnrBasisPoints) pick (self, 300);
  op->common_options.max_market_fee = MNR_SHARE_SUPPLY_MAX;
  op->common_options.issuer_permissions = 79;
  op->common_options.flags = (guint16) (pick (self, 2) * 5);
  if (pick (self, 2) == 0)
    {
      op->common_options.extensions.reward_percent = g_new (guint16, 1);
      *op->common_options.extensions.reward_percent = (guint16) pick (self, 10001);
    }
  op->common_options.core_exchange_rate.base = (MnrAmount){ pick_amount (self), MNR_CORE_ASSET };
  op->common_options.core_exchange_rate.quote = (MnrAmount){ pick_amount (self), MNR_NEW_ASSET };
}

static void
fill_order (Fixture *self,
            MnrLimitOrderCreate *op)
{
  op->seller = pick_holder (self);
  op->amount_to_sell = (MnrAmount){ pick_amount (self), pick_asset (self) };
  op->min_to_receive = (MnrAmount){ pick_amount (self), pick_asset (self) };
  op->expiration = get_time (self) + 1 + pick (self, 1000);
  op->fill_or_kill = pick (self, 10) == 0;
}

static void
run_random (Fixture *self)
{
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();
  MnrObjectId asset = pick_asset (self), issuer = get_issuer (self, asset);

  switch (pick (self, 12))
    {
    case 0:
      if (mnr_store_get_next_instance (self->store, MNR_OBJECT_ASSET) < 8)
        fill_creation (self, add (transaction, MNR_OPERATION_ASSET_CREATE));
      break;
    case 1:
    case 2:
      *(MnrAssetIssue *) add (transaction, MNR_OPERATION_ASSET_ISSUE) = (MnrAssetIssue){
        .issuer = issuer,
        .asset_to_issue = { pick_amount (self) * 100, asset },
        .issue_to_account = pick_holder (self),
      };
      break;
    case 3:
      *(MnrAssetReserve *) add (transaction, MNR_OPERATION_ASSET_RESERVE) = (MnrAssetReserve){
        .payer = pick_holder (self),
        .amount_to_reserve = { pick_amount (self), asset },
      };
      break;
    case 4:
      *(MnrAssetFundFeePool *) add (transaction, MNR_OPERATION_ASSET_FUND_FEE_POOL) =
        (MnrAssetFundFeePool){
          .from_account = pick_holder (self),
          .asset_id = asset,
          .amount = pick_amount (self) * 100,
        };
      break;
    case 5:
      *(MnrAssetClaimPool *) add (transaction, MNR_OPERATION_ASSET_CLAIM_POOL) =
        (MnrAssetClaimPool){
          .issuer = issuer,
          .asset_id = asset,
          .amount_to_claim = { pick_amount (self), MNR_CORE_ASSET },
        };
      break;
    case 6:
      *(MnrAssetClaimFees *) add (transaction, MNR_OPERATION_ASSET_CLAIM_FEES) =
        (MnrAssetClaimFees){
          .issuer = issuer,
          .amount_to_claim = { pick_amount (self), asset },
        };
      break;
    case 7:
      *(MnrOverrideTransfer *) add (transaction, MNR_OPERATION_OVERRIDE_TRANSFER) =
        (MnrOverrideTransfer){
          .issuer = issuer,
          .from = pick_holder (self),
          .to = pick_holder (self),
          .amount = { pick_amount (self), asset },
        };
      break;
    case 8:
    case 9:
      fill_order (self, add (transaction, MNR_OPERATION_LIMIT_ORDER_CREATE));
      break;
    case 10:
      {
        const MnrLimitOrder *order = mnr_store_first_expiring_order (self->store);

        if (order != NULL)
          *(MnrLimitOrderCancel *) add (transaction, MNR_OPERATION_LIMIT_ORDER_CANCEL) =
            (MnrLimitOrderCancel){ .fee_paying_account = order->seller, .order = order->id };
      }
      break;
    default:
      *(MnrTransfer *) add (transaction, MNR_OPERATION_TRANSFER) = (MnrTransfer){
        .from = pick_holder (self),
        .to = pick_holder (self),
        .amount = { pick_amount (self), asset },
      };
      break;
    }

  if (transaction->operations.len > 0)
    run (self, transaction, TRUE);
}

static void
test_random (Fixture *self,
             gconstpointer data)
{
  static const MnrOperationNumber numbers[] = {
    MNR_OPERATION_TRANSFER,
    MNR_OPERATION_LIMIT_ORDER_CREATE,
    MNR_OPERATION_LIMIT_ORDER_CANCEL,
    MNR_OPERATION_ACCOUNT_CREATE,
    MNR_OPERATION_ASSET_CREATE,
    MNR_OPERATION_ASSET_ISSUE,
    MNR_OPERATION_ASSET_RESERVE,
    MNR_OPERATION_ASSET_FUND_FEE_POOL,
    MNR_OPERATION_ASSET_CLAIM_FEES,
    MNR_OPERATION_ASSET_CLAIM_POOL,
    MNR_OPERATION_OVERRIDE_TRANSFER,
  };
  gboolean paid_in_token = FALSE;

  for (guint i = 0; i < N_HOLDERS; i++)
    create_holder (self, i);

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      gboolean undone = pick (self, 8) == 0;
      guint8 before[MNR_SHA256_SIZE], after[MNR_SHA256_SIZE];

      if (undone)
        {
          mnr_store_get_hash (self->store, before);
          mnr_store_begin (self->store);
        }
      mnr_ledger_begin_block (self->ledger, get_time (self) + 1 + pick (self, 30));
      for (guint n = pick (self, 4); n > 0; n--)
        run_random (self);
      mnr_ledger_end_block (self->ledger);
      check_supply (self, "random");
      if (undone)
        {
          mnr_store_undo (self->store);
          mnr_store_get_hash (self->store, after);
          g_assert_cmpmem (before, sizeof before, after, sizeof after);
        }
    }

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_test_message ("operation %u: %u accepted", numbers[i], self->accepted[numbers[i]]);
      g_assert_cmpuint (self->accepted[numbers[i]], >, 0);
    }
  for (const MnrAsset *asset = mnr_store_first (self->store, MNR_OBJECT_ASSET); asset != NULL;
       asset = mnr_store_next (self->store, asset))
    {
      const MnrAssetDynamicData *pool = mnr_store_get (self->store, asset->dynamic_asset_data_id);

      if (asset->id != MNR_CORE_ASSET && pool->accumulated_fees > 0 &&
          (asset->options.flags & 1) == 0)
        paid_in_token = TRUE;
    }
  g_assert_true (paid_in_token);
}

/*
 * Proposals
 */

/* Proposes that nathan pays @amount to the first holder, and returns the proposal's id. */
static MnrObjectId
propose (Fixture *self,
         gint64 amount,
         guint32 lifetime,
         guint32 review)
{
  const MnrGlobalProperties *properties = mnr_store_get (self->store, MNR_GLOBAL_PROPERTIES_ID);
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();
  MnrProposalCreate *op = add (transaction, MNR_OPERATION_PROPOSAL_CREATE);
  guint64 next = mnr_store_get_next_instance (self->store, MNR_OBJECT_PROPOSAL);
  MnrTransfer *transfer;

  op->fee_paying_account = MNR_ACCOUNT_ID (18);
  op->expiration_time = get_time (self) + lifetime;
  if (review > 0)
    {
      op->review_period_seconds = g_new (guint32, 1);
      *op->review_period_seconds = review;
    }
  op->proposed_ops.items = g_malloc0 (sizeof *op->proposed_ops.items);
  op->proposed_ops.len = 1;
  transfer = mnr_operation_init (&op->proposed_ops.items[0].op, MNR_OPERATION_TRANSFER);
  transfer->fee.asset_id = MNR_CORE_ASSET;
  transfer->from = NATHAN;
  transfer->to = MNR_ACCOUNT_ID (18);
  transfer->amount = (MnrAmount){ amount, MNR_CORE_ASSET };
  mnr_fee_schedule_set_fee (properties->parameters.current_fees,
                            &op->proposed_ops.items[0].op, NULL, NULL);
  g_assert_true (run (self, transaction, FALSE));
  return MNR_PROPOSAL_ID (next);
}

static void
approve (Fixture *self,
         MnrObjectId proposal,
         gboolean take_back)
{
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();
  MnrProposalUpdate *op = add (transaction, MNR_OPERATION_PROPOSAL_UPDATE);
  MnrObjectIdSet *set =
    take_back ? &op->active_approvals_to_remove : &op->active_approvals_to_add;

  op->fee_paying_account = MNR_ACCOUNT_ID (18);
  op->proposal = proposal;
  *(MnrObjectId *) mnr_array_add (&mnr_type_account_set, set) = NATHAN;
  g_assert_true (run (self, transaction, FALSE));
}

static gint64
get_balance (const Fixture *self,
             MnrObjectId account)
{
  const MnrAccountBalance *balance =
    mnr_store_find_balance (self->store, account, MNR_CORE_ASSET);

  return balance != NULL ? balance->balance : 0;
}

static void
pass (Fixture *self,
      guint seconds)
{
  mnr_ledger_begin_block (self->ledger, get_time (self) + seconds);
  mnr_ledger_end_block (self->ledger);
}

static void
test_proposals (Fixture *self,
                gconstpointer data)
{
  gint64 nathan;
  MnrObjectId proposal;
  const MnrProposal *object;

  create_holder (self, 0);

  /* Approved, it is executed at once and gone. */
  nathan = get_balance (self, NATHAN);
  proposal = propose (self, 5, 100, 0);
  object = mnr_store_get (self->store, proposal);
  g_assert_cmpuint (object->required_active_approvals.len, ==, 1);
  g_assert_cmpint (get_balance (self, NATHAN), ==, nathan);
  approve (self, proposal, FALSE);
  g_assert_null (mnr_store_get (self->store, proposal));
  g_assert_cmpint (get_balance (self, NATHAN), ==, nathan - 5 - 2000000);

  /* Not approved, it comes to nothing. */
  nathan = get_balance (self, NATHAN);
  proposal = propose (self, 5, 100, 0);
  pass (self, 99);
  g_assert_nonnull (mnr_store_get (self->store, proposal));
  pass (self, 1);
  g_assert_null (mnr_store_get (self->store, proposal));
  g_assert_cmpint (get_balance (self, NATHAN), ==, nathan);

  /* With a time to review it, it waits for its end; an approval can be taken back. */
  proposal = propose (self, 5, 100, 50);
  approve (self, proposal, FALSE);
  g_assert_nonnull (mnr_store_get (self->store, proposal));
  approve (self, proposal, TRUE);
  approve (self, proposal, FALSE);
  pass (self, 100);
  g_assert_null (mnr_store_get (self->store, proposal));
  g_assert_cmpint (get_balance (self, NATHAN), ==, nathan - 5 - 2000000);

  /* What fails says why, changes nothing, and is tried again at the end. */
  nathan = get_balance (self, NATHAN);
  proposal = propose (self, nathan, 100, 0);
  approve (self, proposal, FALSE);
  object = mnr_store_get (self->store, proposal);
  g_assert_nonnull (object);
  g_assert_nonnull (strstr (object->fail_reason, "nsufficient"));
  g_assert_null (mnr_ledger_get_refusal (self->ledger));
  g_assert_cmpint (get_balance (self, NATHAN), ==, nathan);
  pass (self, 100);
  g_assert_null (mnr_store_get (self->store, proposal));
  g_assert_cmpint (get_balance (self, NATHAN), ==, nathan);
  check_supply (self, "proposals");
}

/*
 * Others
 */

static void
test_maintenance (Fixture *self,
                  gconstpointer data)
{
  const MnrDynamicGlobalProperties *properties =
    mnr_store_get (self->store, MNR_DYNAMIC_GLOBAL_PROPERTIES_ID);
  MnrTime due = properties->next_maintenance_time;

  g_assert_cmpuint (due % 120, ==, 0);
  create_holder (self, 0);
  g_assert_cmpuint (properties->accounts_registered_this_interval, ==, 1);

  pass (self, due - 1 - get_time (self));
  g_assert_cmpuint (properties->next_maintenance_time, ==, due);
  g_assert_cmpuint (properties->accounts_registered_this_interval, ==, 1);
  pass (self, 1);
  g_assert_cmpuint (properties->next_maintenance_time, ==, due + 120);
  g_assert_cmpuint (properties->accounts_registered_this_interval, ==, 0);

  /* Whoever was late does not do it twice. */
  pass (self, 500);
  g_assert_cmpuint (properties->next_maintenance_time, ==, due + 600);
}

/* While a block is made, the time is that of the one before; what it creates has its own. */
static void
test_time (Fixture *self,
           gconstpointer data)
{
  MnrTime before = get_time (self);
  const MnrAccount *account;

  mnr_ledger_begin_block (self->ledger, before + 5);
  g_assert_cmpuint (get_time (self), ==, before);
  create_holder (self, 0);
  g_assert_cmpuint (get_time (self), ==, before);
  mnr_ledger_end_block (self->ledger);
  g_assert_cmpuint (get_time (self), ==, before + 5);

  account = mnr_store_find_account (self->store, "holder-0");
  g_assert_cmpuint (account->creation_time, ==, before + 5);
}

/* One operation that fails takes back those before it. */
static void
test_all_or_none (Fixture *self,
                  gconstpointer data)
{
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();
  g_autoptr (GError) error = NULL;
  guint8 before[MNR_SHA256_SIZE], after[MNR_SHA256_SIZE];

  for (guint i = 0; i < 2; i++)
    *(MnrTransfer *) add (transaction, MNR_OPERATION_TRANSFER) = (MnrTransfer){
      .fee = { 2000000, MNR_CORE_ASSET },
      .from = NATHAN,
      .to = MNR_ACCOUNT_ID (6),
      .amount = { 600000000000000, MNR_CORE_ASSET },
    };

  mnr_store_get_hash (self->store, before);
  g_assert_false (mnr_ledger_apply (self->ledger, transaction, &error));
  g_assert_error (error, MNR_LEDGER_ERROR, MNR_LEDGER_ERROR_REFUSED);
  g_assert_nonnull (mnr_ledger_get_refusal (self->ledger));
  mnr_store_get_hash (self->store, after);
  g_assert_cmpmem (before, sizeof before, after, sizeof after);
}

/* The fee may come from what the operation brings, and must come from somewhere. */
static void
test_fee_balance (Fixture *self,
                  gconstpointer data)
{
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();
  MnrTransfer *op = add (transaction, MNR_OPERATION_TRANSFER);

  *op = (MnrTransfer){
    .fee = { 2000000, MNR_CORE_ASSET },
    .from = NATHAN,
    .to = MNR_ACCOUNT_ID (6),
    .amount = { MNR_SHARE_SUPPLY_MAX, MNR_CORE_ASSET },
  };
  g_assert_false (mnr_ledger_apply (self->ledger, transaction, NULL));
  op->amount.amount = MNR_SHARE_SUPPLY_MAX - 2000000 + 1;
  g_assert_false (mnr_ledger_apply (self->ledger, transaction, NULL));
  op->amount.amount--;
  g_assert_true (mnr_ledger_apply (self->ledger, transaction, NULL));
  g_assert_cmpint (get_balance (self, NATHAN), ==, 0);
  check_supply (self, "fee");
}

/* What lies on the book is given back when its time has come. */
static void
test_expiry (Fixture *self,
             gconstpointer data)
{
  g_autoptr (MnrTransaction) creation = mnr_transaction_new ();
  g_autoptr (MnrTransaction) order = mnr_transaction_new ();
  MnrAssetCreate *asset = add (creation, MNR_OPERATION_ASSET_CREATE);
  MnrLimitOrderCreate *op = add (order, MNR_OPERATION_LIMIT_ORDER_CREATE);
  gint64 before;

  fill_creation (self, asset);
  asset->issuer = NATHAN;
  g_assert_true (run (self, creation, FALSE));

  before = get_balance (self, NATHAN);
  op->seller = NATHAN;
  op->amount_to_sell = (MnrAmount){ 1000, MNR_CORE_ASSET };
  op->min_to_receive = (MnrAmount){ 1000, MNR_ASSET_ID (1) };
  op->expiration = get_time (self) + 10;
  g_assert_true (run (self, order, FALSE));
  g_assert_cmpint (get_balance (self, NATHAN), ==, before - 1000 - 500000);

  pass (self, 9);
  g_assert_nonnull (mnr_store_first (self->store, MNR_OBJECT_LIMIT_ORDER));
  pass (self, 1);
  g_assert_null (mnr_store_first (self->store, MNR_OBJECT_LIMIT_ORDER));
  /* Nobody asks for a fee to take an order back in this schedule. */
  g_assert_cmpint (get_balance (self, NATHAN), ==, before);
}

static void
test_upgrade (Fixture *self,
              gconstpointer data)
{
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();
  MnrAccountUpgrade *op = add (transaction, MNR_OPERATION_ACCOUNT_UPGRADE);
  const MnrAccount *account;

  create_holder (self, 0);
  account = mnr_store_find_account (self->store, "holder-0");
  g_assert_cmpuint (account->membership_expiration_date, ==, 0);
  g_assert_cmpuint (account->lifetime_referrer, ==, NATHAN);
  g_assert_cmpuint (account->network_fee_percentage, ==, 2000);
  g_assert_cmpuint (account->lifetime_referrer_fee_percentage, ==, 3000);

  op->account_to_upgrade = account->id;
  op->upgrade_to_lifetime_member = TRUE;
  g_assert_true (run (self, transaction, FALSE));
  g_assert_cmpuint (account->membership_expiration_date, ==, MNR_TIME_FOREVER);
  g_assert_cmpuint (account->registrar, ==, account->id);
  g_assert_cmpuint (account->referrer, ==, account->id);
  g_assert_cmpuint (account->lifetime_referrer, ==, account->id);
  g_assert_cmpuint (account->lifetime_referrer_fee_percentage, ==, 8000);
  g_assert_false (run (self, transaction, FALSE));
}

static void
test_speed (Fixture *self,
            gconstpointer data)
{
  const guint n = 100000;
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();
  MnrTransfer *op = add (transaction, MNR_OPERATION_TRANSFER);
  double seconds;

  if (!g_test_perf ())
    {
      g_test_skip ("only with -m perf");
      return;
    }

  for (guint i = 0; i < N_HOLDERS; i++)
    create_holder (self, i);
  op->fee = (MnrAmount){ 2000000, MNR_CORE_ASSET };
  op->amount = (MnrAmount){ 1, MNR_CORE_ASSET };

  g_test_timer_start ();
  for (guint i = 0; i < n; i++)
    {
      op->from = i % 2 == 0 ? NATHAN : MNR_ACCOUNT_ID (18 + i % N_HOLDERS);
      op->to = i % 2 == 0 ? MNR_ACCOUNT_ID (18 + i % N_HOLDERS) : NATHAN;
      if (i % 2 == 0)
        op->amount.amount = 5000000;
      else
        op->amount.amount = 1;
      if (!mnr_ledger_apply (self->ledger, transaction, NULL))
        g_error ("%s", mnr_ledger_get_refusal (self->ledger)->sentence);
    }
  seconds = g_test_timer_elapsed ();
  g_test_maximized_result (n / seconds, "%.0f transfers applied per second", n / seconds);
}

int
main (int argc,
      char **argv)
{
  static const char *const traces[] = {
    "trace-creation.json",
    "trace-lifecycle.json",
    "trace-random-7.json",
    "trace-smartcoin-11.json",
    "trace-market-23.json",
    "trace-market-34.json",
    "trace-vesting-79.json",
    "trace-mutated-121.json",
  };

  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/ledger/" name, Fixture, traces[0], set_up, function, tear_down)

  for (guint i = 0; i < G_N_ELEMENTS (traces); i++)
    {
      g_autofree char *name = g_strdup_printf ("/ledger/conservation/%s", traces[i]);

      g_test_add (name, Fixture, traces[i], set_up, test_trace, tear_down);
    }
  ADD ("conservation/random", test_random);
  ADD ("proposals", test_proposals);
  ADD ("maintenance", test_maintenance);
  ADD ("time", test_time);
  ADD ("all-or-none", test_all_or_none);
  ADD ("fee-balance", test_fee_balance);
  ADD ("expiry", test_expiry);
  ADD ("upgrade", test_upgrade);
  ADD ("speed", test_speed);

  return g_test_run ();
}
