/* mnr-ledger.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mnr-ledger-private.h"
#include "rules/mnr-rules-apply.h"

G_DEFINE_QUARK (mnr - ledger - error - quark, mnr_ledger_error)

/*
 * The view
 */

static const MnrStore *
view_get_store (const MnrView *view)
{
  return ((const MnrLedger *) view)->store;
}

static MnrKnowledge
view_get_object (const MnrView *view,
                 MnrObjectId id,
                 gconstpointer *object)
{
  *object = mnr_store_get (view_get_store (view), id);
  return *object != NULL ? MNR_KNOWN : MNR_NONE;
}

static MnrKnowledge
view_get_balance (const MnrView *view,
                  MnrObjectId account,
                  MnrObjectId asset,
                  gint64 *balance)
{
  const MnrAccountBalance *object = mnr_store_find_balance (view_get_store (view), account, asset);

  *balance = object != NULL ? object->balance : 0;
  return object != NULL ? MNR_KNOWN : MNR_NONE;
}

static MnrKnowledge
view_find_account (const MnrView *view,
                   const char *name,
                   const MnrAccount **account)
{
  *account = mnr_store_find_account (view_get_store (view), name);
  return *account != NULL ? MNR_KNOWN : MNR_NONE;
}

static MnrKnowledge
view_find_asset (const MnrView *view,
                 const char *symbol,
                 const MnrAsset **asset)
{
  *asset = mnr_store_find_asset (view_get_store (view), symbol);
  return *asset != NULL ? MNR_KNOWN : MNR_NONE;
}

static MnrKnowledge
view_find_call_order (const MnrView *view,
                      MnrObjectId borrower,
                      MnrObjectId debt_asset,
                      const MnrCallOrder **call_order)
{
  *call_order = mnr_store_find_call_order (view_get_store (view), borrower, debt_asset);
  return *call_order != NULL ? MNR_KNOWN : MNR_NONE;
}

static MnrKnowledge
view_find_least_collateral (const MnrView *view,
                            MnrObjectId debt_asset,
                            const MnrCallOrder **call_order)
{
  *call_order = mnr_store_first_call_order (view_get_store (view), debt_asset);
  return *call_order != NULL ? MNR_KNOWN : MNR_NONE;
}

static MnrKnowledge
view_find_bid (const MnrView *view,
               MnrObjectId bidder,
               MnrObjectId debt_asset,
               const MnrCollateralBid **bid)
{
  *bid = mnr_store_find_bid (view_get_store (view), bidder, debt_asset);
  return *bid != NULL ? MNR_KNOWN : MNR_NONE;
}

static MnrKnowledge
view_find_settled_debt_order (const MnrView *view,
                              MnrObjectId debt_asset,
                              const MnrLimitOrder **order)
{
  const MnrStore *store = view_get_store (view);
  const MnrBitassetData *data =
    mnr_ledger_get_bitasset_data ((const MnrLedger *) view, debt_asset);

  *order = NULL;
  if (data != NULL)
    for (*order = mnr_store_first_limit_order (store, data->options.short_backing_asset,
                                               debt_asset);
         *order != NULL && !(*order)->is_settled_debt;
         *order = mnr_store_next_limit_order (store, *order))
      ;
  return *order != NULL ? MNR_KNOWN : MNR_NONE;
}

static MnrKnowledge
view_find_backed_asset (const MnrView *view,
                        MnrObjectId asset,
                        guint index,
                        const MnrAsset **backed)
{
  const MnrStore *store = view_get_store (view);

  *backed = NULL;
  for (const MnrBitassetData *data = mnr_store_first (store, MNR_OBJECT_BITASSET_DATA);
       data != NULL; data = mnr_store_next (store, data))
    if (data->options.short_backing_asset == asset && index-- == 0)
      {
        *backed = mnr_store_get (store, data->asset_id);
        return MNR_KNOWN;
      }
  return MNR_NONE;
}

static MnrKnowledge
view_find_best_bid (const MnrView *view,
                    MnrObjectId asset,
                    const MnrLimitOrder **order)
{
  *order = mnr_store_first_limit_order (view_get_store (view), MNR_CORE_ASSET, asset);
  return *order != NULL ? MNR_KNOWN : MNR_NONE;
}

static const MnrView ledger_view = {
  .get_object = view_get_object,
  .get_balance = view_get_balance,
  .find_account = view_find_account,
  .find_asset = view_find_asset,
  .find_call_order = view_find_call_order,
  .find_least_collateral = view_find_least_collateral,
  .find_bid = view_find_bid,
  .find_settled_debt_order = view_find_settled_debt_order,
  .find_backed_asset = view_find_backed_asset,
  .find_best_bid = view_find_best_bid,
};

/*
 * The ledger
 */

static void
finding_free (MnrFinding *self)
{
  if (self == NULL)
    return;

  g_free (self->path);
  g_free (self->sentence);
  g_free (self->node_text);
  g_free (self);
}

MnrLedger *
mnr_ledger_new (void)
{
  MnrLedger *self = g_new0 (MnrLedger, 1);

  self->view = ledger_view;
  self->store = mnr_store_new ();
  self->history = g_array_new (FALSE, TRUE, sizeof (MnrHistoryEntry));
  self->marks = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_set_clear_func (self->history, (GDestroyNotify) mnr_history_entry_clear);
  return self;
}

void
mnr_ledger_free (MnrLedger *self)
{
  if (self == NULL)
    return;

  mnr_store_free (self->store);
  finding_free (self->refusal);
  g_array_unref (self->history);
  g_array_unref (self->marks);
  g_free (self);
}

MnrStore *
mnr_ledger_get_store (MnrLedger *self)
{
  return self->store;
}

const MnrView *
mnr_ledger_get_view (const MnrLedger *self)
{
  return &self->view;
}

static const MnrDynamicGlobalProperties *
get_dynamic_properties (const MnrLedger *self)
{
  return mnr_store_get (self->store, MNR_DYNAMIC_GLOBAL_PROPERTIES_ID);
}

MnrTime
mnr_ledger_get_time (const MnrLedger *self)
{
  const MnrDynamicGlobalProperties *properties = get_dynamic_properties (self);

  return properties != NULL ? properties->time : 0;
}

MnrTime
mnr_ledger_get_block_time (const MnrLedger *self)
{
  return self->block_time != 0 ? self->block_time : mnr_ledger_get_time (self);
}

guint32
mnr_ledger_get_block_number (const MnrLedger *self)
{
  const MnrDynamicGlobalProperties *properties = get_dynamic_properties (self);

  if (self->block_time != 0)
    return self->block_number;
  return properties != NULL ? properties->head_block_number + 1 : 1;
}

const MnrFinding *
mnr_ledger_get_refusal (const MnrLedger *self)
{
  return self->refusal;
}

gboolean
mnr_ledger_refuse_with (MnrLedger *self,
                        const MnrRule *rule,
                        const char *path,
                        const char *sentence,
                        const char *node_text,
                        GError **error)
{
  MnrFinding *refusal = g_new0 (MnrFinding, 1);

  refusal->rule = rule;
  refusal->path = g_strdup (path);
  refusal->sentence = g_strdup (sentence);
  refusal->node_text = g_strdup (node_text != NULL ? node_text : "");
  finding_free (self->refusal);
  self->refusal = refusal;
  g_set_error_literal (error, MNR_LEDGER_ERROR, MNR_LEDGER_ERROR_REFUSED, sentence);
  return FALSE;
}

gboolean
mnr_ledger_refuse (MnrLedger *self,
                   const MnrRule *rule,
                   GError **error)
{
  g_autofree char *sentence =
    g_strdup_printf (_ ("The chain refuses it: %s"),
                     rule->expression != NULL ? rule->expression : rule->node_what);

  return mnr_ledger_refuse_with (self, rule, "", sentence, NULL, error);
}

gboolean
mnr_ledger_accept_check (MnrLedger *self,
                         const MnrCheck *check,
                         GError **error)
{
  const MnrFinding *refusal = mnr_check_get_refusal (check);

  return refusal == NULL ||
         mnr_ledger_refuse_with (self, refusal->rule, refusal->path, refusal->sentence,
                                 refusal->node_text, error);
}

/*
 * Operations
 */

static const MnrRule unknown_operation = {
  .id = "operation.unknown",
  .expression = "eval",
};

/* What the operation does, once its fee left the pool that it may come from. */
static gboolean
apply_effects (MnrLedger *self,
               const MnrOperation *operation,
               gint64 core_fee,
               GError **error)
{
  gconstpointer op = operation->value;
  MnrObjectId payer = mnr_operation_get_payer (operation);

  /* An order keeps its fee until it is filled, and an asset half of its own. */
  if (operation->number == MNR_OPERATION_LIMIT_ORDER_CREATE)
    return mnr_ledger_limit_order_create (self, op, core_fee, error);
  if (operation->number == MNR_OPERATION_ASSET_CREATE)
    core_fee = mnr_ledger_asset_create (self, op, core_fee);

  mnr_ledger_pay_core_fee (self, payer, core_fee);

  switch ((MnrOperationNumber) operation->number)
    {
    case MNR_OPERATION_TRANSFER:
      mnr_ledger_transfer (self, op);
      return TRUE;
    case MNR_OPERATION_LIMIT_ORDER_CANCEL:
      return mnr_ledger_limit_order_cancel (self, op, error);
    case MNR_OPERATION_CALL_ORDER_UPDATE:
      return mnr_ledger_call_order_update (self, op, error);
    case MNR_OPERATION_ACCOUNT_CREATE:
      mnr_ledger_account_create (self, op);
      return TRUE;
    case MNR_OPERATION_ACCOUNT_UPDATE:
      mnr_ledger_account_update (self, op);
      return TRUE;
    case MNR_OPERATION_ACCOUNT_WHITELIST:
      mnr_ledger_account_whitelist (self, op);
      return TRUE;
    case MNR_OPERATION_ACCOUNT_UPGRADE:
      mnr_ledger_account_upgrade (self, op);
      return TRUE;
    case MNR_OPERATION_ASSET_UPDATE:
      mnr_ledger_asset_update (self, op);
      return TRUE;
    case MNR_OPERATION_ASSET_UPDATE_BITASSET:
      return mnr_ledger_asset_update_bitasset (self, op, error);
    case MNR_OPERATION_ASSET_UPDATE_FEED_PRODUCERS:
      return mnr_ledger_asset_update_feed_producers (self, op, error);
    case MNR_OPERATION_ASSET_ISSUE:
      mnr_ledger_asset_issue (self, op);
      return TRUE;
    case MNR_OPERATION_ASSET_RESERVE:
      mnr_ledger_asset_reserve (self, op);
      return TRUE;
    case MNR_OPERATION_ASSET_FUND_FEE_POOL:
      mnr_ledger_asset_fund_fee_pool (self, op);
      return TRUE;
    case MNR_OPERATION_ASSET_SETTLE:
      return mnr_ledger_asset_settle (self, op, error);
    case MNR_OPERATION_ASSET_GLOBAL_SETTLE:
      return mnr_ledger_asset_global_settle (self, op, error);
    case MNR_OPERATION_ASSET_PUBLISH_FEED:
      return mnr_ledger_asset_publish_feed (self, op, error);
    case MNR_OPERATION_PROPOSAL_CREATE:
      return mnr_ledger_proposal_create (self, op, error);
    case MNR_OPERATION_PROPOSAL_UPDATE:
      mnr_ledger_proposal_update (self, op);
      return TRUE;
    case MNR_OPERATION_PROPOSAL_DELETE:
      mnr_ledger_proposal_delete (self, op);
      return TRUE;
    case MNR_OPERATION_VESTING_BALANCE_CREATE:
      mnr_ledger_vesting_balance_create (self, op);
      return TRUE;
    case MNR_OPERATION_VESTING_BALANCE_WITHDRAW:
      mnr_ledger_vesting_balance_withdraw (self, op);
      return TRUE;
    case MNR_OPERATION_BALANCE_CLAIM:
      mnr_ledger_balance_claim (self, op);
      return TRUE;
    case MNR_OPERATION_OVERRIDE_TRANSFER:
      mnr_ledger_override_transfer (self, op);
      return TRUE;
    case MNR_OPERATION_ASSET_CLAIM_FEES:
      mnr_ledger_asset_claim_fees (self, op);
      return TRUE;
    case MNR_OPERATION_BID_COLLATERAL:
      return mnr_ledger_bid_collateral (self, op, error);
    case MNR_OPERATION_ASSET_CLAIM_POOL:
      mnr_ledger_asset_claim_pool (self, op);
      return TRUE;
    case MNR_OPERATION_ASSET_UPDATE_ISSUER:
      mnr_ledger_asset_update_issuer (self, op);
      return TRUE;
    case MNR_OPERATION_LIMIT_ORDER_CREATE:
    case MNR_OPERATION_ASSET_CREATE:
      return TRUE;
    default:
      return mnr_ledger_refuse (self, &unknown_operation, error);
    }
}

/* Changes a fee paid in another asset into core out of that asset's fee pool
 * (protocol.md 6). An order's own is its asset's only once it is filled. */
static gboolean
convert_fee (MnrLedger *self,
             const MnrAmount *fee,
             gboolean deferred,
             gint64 *core_fee,
             GError **error)
{
  const MnrAsset *asset;
  MnrAssetDynamicData *data;
  MnrAmount core;

  *core_fee = fee->amount;
  if (fee->asset_id == MNR_CORE_ASSET || fee->amount == 0)
    return TRUE;

  asset = mnr_ledger_get_asset (self, fee->asset_id);
  if (!mnr_amount_convert (fee, &asset->options.core_exchange_rate, MNR_ROUND_DOWN, &core, error))
    return FALSE;

  data = mnr_store_edit (self->store, asset->dynamic_asset_data_id);
  data->fee_pool -= core.amount;
  if (!deferred)
    data->accumulated_fees += fee->amount;
  mnr_store_done (self->store, data);
  *core_fee = core.amount;
  return TRUE;
}

static gboolean
check_failure (MnrLedger *self,
               GError **error)
{
  const MnrRule *rule = g_steal_pointer (&self->failure);

  return rule == NULL || mnr_ledger_refuse (self, rule, error);
}

static gboolean
apply_operation (MnrLedger *self,
                 const MnrOperation *operation,
                 GError **error)
{
  g_auto (MnrCheck) check = { 0 };
  const MnrAmount *fee = operation->value;
  gboolean deferred = operation->number == MNR_OPERATION_LIMIT_ORDER_CREATE;
  gboolean fee_short;
  gint64 core_fee;

  if (operation->value == NULL)
    return mnr_ledger_refuse (self, &unknown_operation, error);

  /* The operation comes first, and the fee may be paid from what it brings: that
   * it cannot be is no reason before the operation's own. (Of more than there can
   * ever be, it is: no sum has to hold that.) */
  mnr_rules_check (operation, &self->view, &check);
  fee_short = mnr_rules_is_fee_balance (mnr_check_get_refusal (&check)) &&
              fee->amount <= MNR_SHARE_SUPPLY_MAX;
  if (!fee_short && !mnr_ledger_accept_check (self, &check, error))
    return FALSE;

  self->failure = NULL;
  if (!convert_fee (self, fee, deferred, &core_fee, error) ||
      !apply_effects (self, operation, core_fee, error))
    return FALSE;
  if (!check_failure (self, error))
    return FALSE;

  mnr_ledger_adjust_balance (self, mnr_operation_get_payer (operation), fee->asset_id,
                             -fee->amount);
  if (fee_short && self->failure != NULL)
    return mnr_ledger_accept_check (self, &check, error);
  return check_failure (self, error);
}

/* Applies an operation and notes what a node tells of it. */
static gboolean
apply_with_result (MnrLedger *self,
                   const MnrOperation *operation,
                   MnrOperationResult *result,
                   GError **error)
{
  /* What an operation creates comes before anything that follows from it. */
  static const struct
  {
    MnrOperationNumber number;
    MnrObjectType creates;
  } creators[] = {
    { MNR_OPERATION_LIMIT_ORDER_CREATE, MNR_OBJECT_LIMIT_ORDER },
    { MNR_OPERATION_ACCOUNT_CREATE, MNR_OBJECT_ACCOUNT },
    { MNR_OPERATION_ASSET_CREATE, MNR_OBJECT_ASSET },
    { MNR_OPERATION_PROPOSAL_CREATE, MNR_OBJECT_PROPOSAL },
    { MNR_OPERATION_VESTING_BALANCE_CREATE, MNR_OBJECT_VESTING_BALANCE },
  };
  guint64 next_request;
  gboolean good;

  if (result == NULL)
    return apply_operation (self, operation, error);

  for (guint i = 0; i < G_N_ELEMENTS (creators); i++)
    if (creators[i].number == operation->number)
      {
        MnrObjectResult *created = mnr_operation_result_init (result, MNR_RESULT_NEW_OBJECT);
        MnrObjectType type = creators[i].creates;

        created->id = MNR_OBJECT_ID (type >> 8, type & 0xff,
                                     mnr_store_get_next_instance (self->store, type));
        return apply_operation (self, operation, error);
      }

  if (operation->number == MNR_OPERATION_LIMIT_ORDER_CANCEL && operation->value != NULL)
    {
      const MnrLimitOrderCancel *op = operation->value;
      const MnrLimitOrder *order = mnr_store_get (self->store, op->order);
      MnrAmount *refunded = mnr_operation_result_init (result, MNR_RESULT_AMOUNT);

      if (order != NULL)
        *refunded = (MnrAmount){ order->for_sale, order->sell_price.base.asset_id };
      return apply_operation (self, operation, error);
    }

  if (operation->number == MNR_OPERATION_CALL_ORDER_UPDATE && operation->value != NULL)
    {
      const MnrCallOrderUpdate *op = operation->value;
      const MnrCallOrder *position = mnr_store_find_call_order (self->store, op->funding_account,
                                                                op->delta_debt.asset_id);
      MnrObjectResult *updated = mnr_operation_result_init (result, MNR_RESULT_NEW_OBJECT);

      updated->id =
        position != NULL
          ? position->id
          : MNR_OBJECT_ID (1, 8, mnr_store_get_next_instance (self->store, MNR_OBJECT_CALL_ORDER));
      return apply_operation (self, operation, error);
    }

  if (operation->number != MNR_OPERATION_ASSET_SETTLE)
    {
      mnr_operation_result_init (result, MNR_RESULT_NOTHING);
      return apply_operation (self, operation, error);
    }

  next_request = mnr_store_get_next_instance (self->store, MNR_OBJECT_FORCE_SETTLEMENT);
  self->settlement = mnr_operation_result_init (result, MNR_RESULT_SETTLEMENT);
  good = apply_operation (self, operation, error);
  if (mnr_store_get_next_instance (self->store, MNR_OBJECT_FORCE_SETTLEMENT) > next_request)
    {
      self->settlement->new_objects = g_new0 (MnrObjectIdSet, 1);
      self->settlement->new_objects->items = g_new (MnrObjectId, 1);
      self->settlement->new_objects->items[0] = MNR_OBJECT_ID (1, 4, next_request);
      self->settlement->new_objects->len = 1;
    }
  self->settlement = NULL;
  return good;
}

gboolean
mnr_ledger_apply_operation (MnrLedger *self,
                            const MnrOperation *operation,
                            GError **error)
{
  guint place = mnr_ledger_note_operation (self, operation, TRUE);
  MnrOperationResult result = { 0 };
  gboolean good = apply_with_result (self, operation, &result, error);

  mnr_ledger_note_result (self, place, &result);
  return good;
}

static gboolean
apply_next (MnrLedger *self,
            const MnrOperation *operation,
            MnrOperationResults *results,
            GError **error)
{
  self->virtual_op = 0;
  mnr_ledger_note_operation (self, operation, FALSE);
  return apply_with_result (
    self, operation,
    results != NULL ? mnr_array_add (&mnr_type_operation_results, results) : NULL, error);
}

gboolean
mnr_ledger_apply_with_results (MnrLedger *self,
                               const MnrTransaction *transaction,
                               MnrOperationResults *results,
                               GError **error)
{
  g_clear_pointer (&self->refusal, finding_free);

  mnr_ledger_begin (self);
  for (gsize i = 0; i < transaction->operations.len; i++)
    {
      self->op_in_trx = (guint16) i;
      if (apply_next (self, &transaction->operations.items[i], results, error))
        continue;

      mnr_ledger_undo (self);
      if (results != NULL)
        mnr_value_clear (&mnr_type_operation_results, results);
      /* Whoever asks why it was refused gets an answer. */
      if (self->refusal == NULL)
        mnr_ledger_refuse (self, &unknown_operation, NULL);
      return FALSE;
    }
  mnr_ledger_commit (self);
  self->trx_in_block++;

  /* A proposal may have failed without making its approval fail. */
  g_clear_pointer (&self->refusal, finding_free);
  return TRUE;
}

gboolean
mnr_ledger_apply (MnrLedger *self,
                  const MnrTransaction *transaction,
                  GError **error)
{
  return mnr_ledger_apply_with_results (self, transaction, NULL, error);
}

/*
 * Blocks
 */

void
mnr_ledger_begin_block (MnrLedger *self,
                        MnrTime time)
{
  const MnrDynamicGlobalProperties *properties = get_dynamic_properties (self);

  g_return_if_fail (properties != NULL && time > properties->time);

  self->block_time = time;
  self->block_number = properties->head_block_number + 1;
  g_array_set_size (self->history, 0);
  self->trx_in_block = self->op_in_trx = 0;
}

static void
maintain (MnrLedger *self)
{
  const MnrChainParameters *parameters = mnr_ledger_get_parameters (self);
  MnrDynamicGlobalProperties *properties;
  guint64 interval = MAX (parameters->maintenance_interval, 1), late, next;

  mnr_ledger_share_fees (self);
  mnr_ledger_scale_account_fee (self,
                                get_dynamic_properties (self)->accounts_registered_this_interval /
                                  MAX (parameters->accounts_per_fee_scale, 1),
                                FALSE);

  properties = mnr_store_edit (self->store, MNR_DYNAMIC_GLOBAL_PROPERTIES_ID);
  late = properties->time - properties->next_maintenance_time;
  next = properties->next_maintenance_time + (late / interval + 1) * interval;
  properties->next_maintenance_time = (MnrTime) MIN (next, MNR_TIME_FOREVER);
  properties->accounts_registered_this_interval = 0;
  mnr_store_done (self->store, properties);

  mnr_ledger_maintain_smartcoins (self);
  mnr_ledger_burn_network_fees (self);
}

void
mnr_ledger_end_block (MnrLedger *self)
{
  /* The order of a node, which decides what meets what in one block. */
  static void (*const steps[]) (MnrLedger *) = {
    maintain,
    mnr_ledger_expire_proposals,
    mnr_ledger_expire_orders,
    mnr_ledger_settle_due,
    mnr_ledger_expire_feeds,
    mnr_ledger_update_core_exchange_rates,
  };
  MnrDynamicGlobalProperties *properties;
  gboolean due;

  g_return_if_fail (self->block_time != 0);

  properties = mnr_store_edit (self->store, MNR_DYNAMIC_GLOBAL_PROPERTIES_ID);
  properties->time = self->block_time;
  properties->head_block_number = self->block_number;
  properties->current_aslot++;
  due = properties->next_maintenance_time <= self->block_time;
  mnr_store_done (self->store, properties);
  self->op_in_trx = 0;
  self->virtual_op = 0;

  for (guint i = due ? 0 : 1; i < G_N_ELEMENTS (steps); i++)
    {
      /* What goes wrong with one thing that is due is no business of the next. */
      self->failure = NULL;
      steps[i](self);
    }

  self->failure = NULL;
  self->block_time = 0;
}

/*
 * Sets
 */

static gssize
set_find (const MnrType *type,
          const MnrAnyArray *set,
          gconstpointer value)
{
  for (gsize i = 0; i < set->len; i++)
    if (mnr_value_equal (type->element, set->items + i * type->element->size, value))
      return (gssize) i;
  return -1;
}

void
mnr_ledger_set_insert (const MnrType *type,
                       gpointer set,
                       gconstpointer value)
{
  if (set_find (type, set, value) >= 0)
    return;

  mnr_array_append (type, set, value);
  mnr_set_sort (type, set);
}

void
mnr_ledger_set_remove (const MnrType *type,
                       gpointer set,
                       gconstpointer value)
{
  MnrAnyArray *array = set;
  gsize size = type->element->size;
  gssize at = set_find (type, array, value);

  if (at < 0)
    return;

  mnr_value_clear (type->element, array->items + at * size);
  array->len--;
  memmove (array->items + at * size, array->items + (at + 1) * size, (array->len - at) * size);
}
