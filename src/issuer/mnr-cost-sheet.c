/* mnr-cost-sheet.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-cost-sheet.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mnr-text-line.h"

#define PERCENT_100 10000

void
mnr_cost_sheet_free (MnrCostSheet *self)
{
  g_ptr_array_unref (self->lines);
  g_free (self->problem);
  g_free (self);
}

static void
set_problem (MnrCostSheet *self,
             char *sentence)
{
  if (self->problem == NULL)
    self->problem = sentence;
  else
    g_free (sentence);
}

static gconstpointer
get_object (MnrCostSheet *self,
            const MnrView *view,
            MnrObjectId id)
{
  gconstpointer object = NULL;

  switch (view->get_object (view, id, &object))
    {
    case MNR_KNOWN:
      return object;

    case MNR_NOT_KNOWN:
      self->is_complete = FALSE;
      return NULL;

    case MNR_NONE:
    default:
      return NULL;
    }
}

/* cut_fee of the chain: a percentage, rounded down. */
static gint64
cut (gint64 amount,
     guint percent)
{
  gint64 result = 0;

  mnr_multiply_divide (amount, MIN (percent, PERCENT_100), PERCENT_100, MNR_ROUND_DOWN, &result,
                       NULL);
  return result;
}

/* What of a fee comes back to the account itself, which is one of those who share it
 * (protocol.md 7.3). */
static gint64
get_rebate (const MnrAccount *account,
            gint64 fee)
{
  gint64 network = cut (fee, account->network_fee_percentage);
  gint64 lifetime = cut (fee, account->lifetime_referrer_fee_percentage);
  gint64 referral = MAX (fee - network - lifetime, 0);
  gint64 referrer = cut (referral, account->referrer_rewards_percentage);
  gint64 rebate = 0;

  if (account->membership_expiration_date != MNR_TIME_FOREVER)
    return 0;
  if (account->lifetime_referrer == account->id)
    rebate += lifetime;
  if (account->referrer == account->id)
    rebate += referrer;
  if (account->registrar == account->id)
    rebate += referral - referrer;
  return rebate;
}

/* What the fee of a symbol is measured by; NULL as long as it is none. */
static const char *
get_symbol_class (const char *symbol)
{
  if (strlen (symbol) < 3)
    return NULL;
  if (strchr (symbol, '.') != NULL)
    return _ ("A name under another asset's");
  if (strlen (symbol) == 3)
    return _ ("A symbol of three letters");
  if (strlen (symbol) == 4)
    return _ ("A symbol of four letters");
  return _ ("A symbol of five letters or more");
}

static gboolean
add_sum (gint64 *sum,
         gint64 amount)
{
  return !__builtin_add_overflow (*sum, amount, sum);
}

/* One operation: its fee in core, and in what is paid. */
static void
add_line (MnrCostSheet *self,
          MnrOperation *operation,
          const MnrFeeSchedule *schedule,
          const MnrAccount *account,
          const MnrChainParameters *parameters,
          const MnrAsset *paid)
{
  const MnrType *type = mnr_variant_get_type (&mnr_type_operation, operation);
  MnrCostLine *line = g_new0 (MnrCostLine, 1);
  MnrAmount *fee = mnr_operation_get_fee (operation);
  GError *error = NULL;
  const MnrPrice *rate = NULL;
  gint64 shared, rebate;

  line->label = type != NULL && type->label != NULL ? _ (type->label) : "";
  g_ptr_array_add (self->lines, line);
  if (fee == NULL)
    return;
  if (paid != NULL && paid->id != MNR_CORE_ASSET)
    rate = &paid->options.core_exchange_rate;

  *fee = (MnrAmount){ 0, self->total.asset_id };
  if (!mnr_fee_schedule_set_fee (schedule, operation, rate, &error))
    {
      set_problem (self, g_strdup (error->message));
      g_error_free (error);
      return;
    }

  line->fee = *fee;
  line->core = fee->amount;
  if (rate != NULL)
    {
      MnrAmount core = { 0 };

      /* What the pool pays for it: rounding the fee up can make it a little more than was asked. */
      if (mnr_amount_convert (fee, rate, MNR_ROUND_DOWN, &core, NULL))
        line->core = core.amount;
    }

  if (operation->number == MNR_OPERATION_ASSET_CREATE)
    {
      const char *symbol = ((const MnrAssetCreate *) operation->value)->symbol;

      self->symbol_class = get_symbol_class (symbol != NULL ? symbol : "");
      line->to_pool = line->core / 2;
    }

  shared = line->core - line->to_pool;
  rebate = account != NULL ? get_rebate (account, shared) : 0;
  if (rebate > 0 && shared > parameters->cashback_vesting_threshold)
    self->rebate_vests = TRUE;
  if (!add_sum (&self->core, line->core) || !add_sum (&self->total.amount, fee->amount) ||
      !add_sum (&self->to_pool, line->to_pool) || !add_sum (&self->rebate, rebate))
    set_problem (self, g_strdup (_ ("The fees are more than there can be")));
}

/* Whether the pool of the asset that is paid in has the core for it. */
static void
check_pool (MnrCostSheet *self,
            const MnrAsset *paid,
            const MnrView *view)
{
  const MnrAssetDynamicData *dynamic;

  if (paid == NULL || paid->id == MNR_CORE_ASSET)
    return;
  dynamic = get_object (self, view, paid->dynamic_asset_data_id);
  if (dynamic != NULL && dynamic->fee_pool < self->core)
    {
      g_autofree char *name = mnr_view_name_asset (view, paid->id);
      g_autofree char *there = mnr_view_format_amount (view, dynamic->fee_pool, MNR_CORE_ASSET);
      g_autofree char *needed = mnr_view_format_amount (view, self->core, MNR_CORE_ASSET);

      set_problem (self, g_strdup_printf (_ ("The fee pool of %s has %s, and %s is needed: pay "
                                             "in the core asset"),
                                          name, there, needed));
    }
}

static void
check_balance (MnrCostSheet *self,
               MnrObjectId payer,
               const MnrView *view)
{
  switch (view->get_balance (view, payer, self->total.asset_id, &self->balance))
    {
    case MNR_KNOWN:
    case MNR_NONE:
      self->has_balance = TRUE;
      break;

    case MNR_NOT_KNOWN:
    default:
      self->is_complete = FALSE;
      return;
    }

  self->left = self->balance - self->total.amount;
  if (self->left < 0)
    {
      g_autofree char *missing =
        mnr_view_format_amount (view, -self->left, self->total.asset_id);
      g_autofree char *there = mnr_view_format_amount (view, self->balance, self->total.asset_id);

      set_problem (self, g_strdup_printf (_ ("The account has %s: %s is missing"), there, missing));
    }
}

MnrCostSheet *
mnr_cost_sheet_new (GPtrArray *operations,
                    MnrObjectId payer,
                    MnrObjectId fee_asset,
                    const MnrView *view)
{
  MnrCostSheet *self = g_new0 (MnrCostSheet, 1);
  const MnrGlobalProperties *properties;
  const MnrAccount *account;
  const MnrAsset *paid;

  self->lines = g_ptr_array_new_with_free_func (g_free);
  self->total.asset_id = fee_asset;
  self->is_complete = TRUE;

  properties = get_object (self, view, MNR_GLOBAL_PROPERTIES_ID);
  account = get_object (self, view, payer);
  paid = get_object (self, view, fee_asset);
  if (properties == NULL || properties->parameters.current_fees == NULL)
    {
      self->is_complete = FALSE;
      return self;
    }
  if (paid == NULL && fee_asset != MNR_CORE_ASSET)
    {
      if (self->is_complete)
        set_problem (self, g_strdup (_ ("There is no such asset to pay fees in")));
      return self;
    }

  for (guint i = 0; i < operations->len; i++)
    add_line (self, g_ptr_array_index (operations, i), properties->parameters.current_fees, account,
              &properties->parameters, paid);
  check_pool (self, paid, view);
  check_balance (self, payer, view);
  return self;
}

GPtrArray *
mnr_cost_sheet_describe (const MnrCostSheet *self,
                         const MnrView *view)
{
  GPtrArray *lines = mnr_text_lines_new ();
  g_autofree char *total =
    mnr_view_format_amount (view, self->total.amount, self->total.asset_id);

  for (guint i = 0; i < self->lines->len; i++)
    {
      const MnrCostLine *line = g_ptr_array_index (self->lines, i);
      g_autofree char *fee = mnr_view_format_amount (view, line->fee.amount, line->fee.asset_id);

      mnr_text_lines_add (lines, NULL, line->label, "%s", fee);
    }
  if (self->lines->len != 1)
    mnr_text_lines_add (lines, NULL, _ ("Together"), "%s", total);
  if (self->total.asset_id != MNR_CORE_ASSET)
    {
      g_autofree char *core = mnr_view_format_amount (view, self->core, MNR_CORE_ASSET);

      mnr_text_lines_add (lines, NULL, _ ("Taken from the fee pool"), "%s", core);
    }
  if (self->symbol_class != NULL)
    mnr_text_lines_add (lines, NULL, _ ("Price class"), "%s", self->symbol_class);
  if (self->to_pool > 0)
    {
      g_autofree char *pool = mnr_view_format_amount (view, self->to_pool, MNR_CORE_ASSET);

      mnr_text_lines_add (lines, NULL, _ ("Of it into the asset's fee pool"), "%s", pool);
    }
  if (self->rebate > 0)
    {
      g_autofree char *rebate = mnr_view_format_amount (view, self->rebate, MNR_CORE_ASSET);

      mnr_text_lines_add (lines, NULL, _ ("Back to the lifetime member"),
                          self->rebate_vests ? _ ("%s, locked for a while") : "%s", rebate);
    }
  if (self->has_balance)
    {
      const gboolean is_missing = self->left < 0;
      g_autofree char *left = mnr_view_format_amount (view, is_missing ? -self->left : self->left,
                                                      self->total.asset_id);

      mnr_text_lines_add (lines, NULL, is_missing ? _ ("Missing") : _ ("Left after that"), "%s",
                          left);
    }
  return lines;
}
