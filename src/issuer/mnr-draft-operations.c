/* mnr-draft-operations.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a draft comes to: the asset that is to be, and the steps to it.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mnr-draft-private.h"

#define FEED_POWERS (MNR_POWER_WITNESS_FED_ASSET | MNR_POWER_COMMITTEE_FED_ASSET)

/* The rights that asset_update_bitasset needs. */
#define BITASSET_RIGHTS                                          \
  (MNR_POWER_DISABLE_MCR_UPDATE | MNR_POWER_DISABLE_ICR_UPDATE | \
   MNR_POWER_DISABLE_MSSR_UPDATE | MNR_POWER_DISABLE_BSRM_UPDATE)

static void
free_operation (gpointer operation)
{
  mnr_value_free (&mnr_type_operation, operation);
}

static void
free_problem (gpointer problem)
{
  mnr_draft_problem_free (problem);
}

void
mnr_draft_operations_free (MnrDraftOperations *self)
{
  g_ptr_array_unref (self->operations);
  g_ptr_array_unref (self->problems);
  g_free (self);
}

static gpointer
add_operation (MnrDraftOperations *self,
               MnrOperationNumber number)
{
  MnrOperation *operation = mnr_value_new (&mnr_type_operation);

  g_ptr_array_add (self->operations, operation);
  return mnr_operation_init (operation, number);
}

/* What this kind of asset can have. What it cannot, from times when nodes took
 * it, makes them refuse every update until it is gone (protocol.md 4.2). */
static void
clear_impossible (const MnrAssetCreate *creation,
                  MnrAssetOptions *options)
{
  guint permissions = G_MAXUINT16, flags = MNR_POWERS_SMARTCOIN_FLAGS;

  if (creation->bitasset_opts == NULL)
    permissions = flags = MNR_POWERS_TOKEN;
  else if (creation->is_prediction_market)
    permissions &= ~(guint) MNR_POWER_DISABLE_BSRM_UPDATE;

  options->issuer_permissions &= (guint16) permissions;
  options->flags &= (guint16) flags;
}

/* Whether feeds decide the core exchange rate, whatever the issuer says. */
static gboolean
is_rate_fed (const MnrDraft *draft)
{
  return draft->bitasset != NULL &&
         !mnr_price_is_null (&draft->bitasset->current_feed.core_exchange_rate);
}

static void
add_update (MnrDraftOperations *self,
            MnrDraft *draft,
            MnrObjectId issuer,
            const MnrAssetCreate *goal,
            const MnrAssetOptions *options,
            guint8 precision)
{
  MnrAssetUpdate *update = add_operation (self, MNR_OPERATION_ASSET_UPDATE);

  update->issuer = issuer;
  update->asset_to_update = draft->asset->id;
  mnr_value_copy (&mnr_type_asset_options, &update->new_options, options);
  clear_impossible (goal, &update->new_options);

  if (precision != draft->asset->precision)
    {
      update->extensions.new_precision = g_new (guint8, 1);
      *update->extensions.new_precision = precision;
    }
  if (is_rate_fed (draft) && mnr_value_equal (&mnr_type_price, &options->core_exchange_rate,
                                              &draft->base->common_options.core_exchange_rate))
    {
      update->extensions.skip_core_exchange_rate = g_new (gboolean, 1);
      *update->extensions.skip_core_exchange_rate = TRUE;
    }
}

/* The chain judges flags by the rights from before an update, and the maximum
 * supply by the flag from before. What one update cannot do takes two or three:
 * the rights first, then the lock. @needed are rights that are needed anyway. */
static void
add_first_updates (MnrDraftOperations *self,
                   MnrDraft *draft,
                   MnrObjectId issuer,
                   const MnrAssetCreate *goal,
                   guint needed)
{
  const MnrAssetOptions *old = &draft->base->common_options, *new = &goal->common_options;
  guint flags = goal->bitasset_opts != NULL ? MNR_POWERS_SMARTCOIN_FLAGS : MNR_POWERS_TOKEN;
  guint rights = mnr_permissions_get_rights (old->issuer_permissions);
  g_autofree MnrAssetOptions *step = g_new (MnrAssetOptions, 1);

  *step = *old; /* borrows everything */
  needed |= (old->flags ^ new->flags) & flags;
  if (needed & ~rights)
    {
      /* Rights in and out of the inversion are the same function. */
      rights |= needed | mnr_permissions_get_rights (new->issuer_permissions);
      step->issuer_permissions = (guint16) mnr_permissions_get_rights ((guint16) rights);
      add_update (self, draft, issuer, goal, step, draft->asset->precision);
    }

  if (old->max_supply != new->max_supply && (old->flags & ~new->flags &MNR_POWER_LOCK_MAX_SUPPLY))
    {
      step->flags &= (guint16) ~MNR_POWER_LOCK_MAX_SUPPLY;
      add_update (self, draft, issuer, goal, step, draft->asset->precision);
    }
}

static void
add_bitasset_update (MnrDraftOperations *self,
                     MnrDraft *draft,
                     MnrObjectId issuer,
                     const MnrAssetCreate *goal)
{
  MnrAssetUpdateBitasset *update = add_operation (self, MNR_OPERATION_ASSET_UPDATE_BITASSET);

  update->issuer = issuer;
  update->asset_to_update = draft->asset->id;
  mnr_value_copy (&mnr_type_bitasset_options, &update->new_options, goal->bitasset_opts);
}

static void
add_producers (MnrDraftOperations *self,
               MnrDraft *draft,
               MnrObjectId issuer,
               MnrObjectIdSet *producers)
{
  MnrAssetUpdateFeedProducers *update =
    add_operation (self, MNR_OPERATION_ASSET_UPDATE_FEED_PRODUCERS);

  update->issuer = issuer;
  update->asset_to_update = draft->asset->id;
  update->new_feed_producers = *producers;
  *producers = (MnrObjectIdSet){ NULL, 0 };
}

/* Whether others than now are to publish feeds. */
static gboolean
producers_differ (const MnrDraft *draft,
                  const MnrAssetCreate *goal,
                  const MnrObjectIdSet *producers)
{
  const MnrBitassetData *bitasset = draft->bitasset;

  if (bitasset == NULL || (goal->common_options.flags & FEED_POWERS))
    return FALSE;
  if ((draft->base->common_options.flags & FEED_POWERS) != 0)
    return producers->len > 0;

  if (bitasset->feeds.len != producers->len)
    return TRUE;
  for (gsize i = 0; i < producers->len; i++)
    {
      gboolean found = FALSE;

      for (gsize j = 0; j < bitasset->feeds.len && !found; j++)
        found = bitasset->feeds.items[j].publisher == producers->items[i];
      if (!found)
        return TRUE;
    }
  return FALSE;
}

static void
add_changes (MnrDraftOperations *self,
             MnrDraft *draft,
             MnrObjectId issuer,
             const MnrAssetCreate *goal,
             MnrObjectIdSet *producers)
{
  const MnrAssetCreate *base = draft->base;
  gboolean options_differ =
    goal->precision != base->precision ||
    !mnr_value_equal (&mnr_type_asset_options, &goal->common_options, &base->common_options);
  gboolean bitasset_differs =
    goal->bitasset_opts != NULL &&
    !mnr_value_equal (&mnr_type_bitasset_options, goal->bitasset_opts, base->bitasset_opts);
  guint old = mnr_permissions_get_rights (base->common_options.issuer_permissions);
  guint new = mnr_permissions_get_rights (goal->common_options.issuer_permissions);
  /* A right that is given up is used before, one that comes back after. */
  gboolean bitasset_first = bitasset_differs && (old & ~new &BITASSET_RIGHTS) != 0;

  if (options_differ)
    add_first_updates (self, draft, issuer, goal, bitasset_first ? new &BITASSET_RIGHTS : 0);
  if (bitasset_first)
    add_bitasset_update (self, draft, issuer, goal);
  if (options_differ)
    add_update (self, draft, issuer, goal, &goal->common_options, goal->precision);
  if (bitasset_differs && !bitasset_first)
    add_bitasset_update (self, draft, issuer, goal);
  /* Half a list would take the others' right away. */
  if (producers != NULL && producers_differ (draft, goal, producers))
    add_producers (self, draft, issuer, producers);
}

MnrDraftOperations *
mnr_draft_get_operations (MnrDraft *self,
                          MnrObjectId issuer,
                          const MnrView *view)
{
  MnrDraftOperations *result;
  MnrDraftReading reading = { .draft = self, .view = view, .is_complete = TRUE };
  const MnrType *type = mnr_type_operation.variants[MNR_OPERATION_ASSET_CREATE];
  MnrAssetCreate *goal;
  MnrObjectIdSet producers = { NULL, 0 };
  gboolean knows_producers;

  g_return_val_if_fail (MNR_IS_DRAFT (self), NULL);
  g_return_val_if_fail (view != NULL, NULL);

  result = g_new0 (MnrDraftOperations, 1);
  result->operations = g_ptr_array_new_with_free_func (free_operation);
  result->problems = g_ptr_array_new_with_free_func (free_problem);
  reading.problems = result->problems;
  result->n_producers = -1;

  goal = mnr_draft_read (&reading, issuer);
  knows_producers = mnr_draft_read_feeders (&reading, &producers);
  if (producers.len > 0 && (goal->common_options.flags & FEED_POWERS))
    {
      MnrDraftProblem *problem = g_new0 (MnrDraftProblem, 1);

      problem->field = MNR_DRAFT_FEEDERS;
      problem->sentence = g_strdup (_ ("While the witnesses or the committee feed the price, no "
                                       "other accounts can"));
      g_ptr_array_add (result->problems, problem);
    }

  if (self->base != NULL)
    add_changes (result, self, issuer, goal, knows_producers ? &producers : NULL);
  else
    {
      MnrAssetCreate *creation = add_operation (result, MNR_OPERATION_ASSET_CREATE);

      *creation = *goal;
      *goal = (MnrAssetCreate){ 0 };
      result->n_producers = knows_producers ? (int) producers.len : -1;
    }

  for (guint i = 0; i < result->operations->len; i++)
    mnr_operation_get_fee (g_ptr_array_index (result->operations, i))->asset_id = MNR_CORE_ASSET;
  result->is_complete = reading.is_complete;
  mnr_value_clear (&mnr_type_account_set, &producers);
  mnr_value_free (type, goal);
  return result;
}

MnrOperation *
mnr_draft_get_creation (MnrDraft *self,
                        MnrObjectId issuer,
                        const MnrView *view)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (free_problem);
  MnrDraftReading reading = { .draft = self, .view = view, .problems = problems };
  MnrOperation *operation;

  g_return_val_if_fail (MNR_IS_DRAFT (self), NULL);

  operation = mnr_value_new (&mnr_type_operation);
  operation->number = MNR_OPERATION_ASSET_CREATE;
  operation->value = mnr_draft_read (&reading, issuer);
  mnr_operation_get_fee (operation)->asset_id = MNR_CORE_ASSET;
  return operation;
}

gboolean
mnr_draft_get_producers (MnrDraft *self,
                         MnrObjectId issuer,
                         MnrObjectId asset,
                         const MnrView *view,
                         MnrOperation *operation)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (free_problem);
  MnrDraftReading reading = { .draft = self, .view = view, .problems = problems };
  MnrObjectIdSet producers = { NULL, 0 };
  MnrAssetUpdateFeedProducers *update;

  g_return_val_if_fail (MNR_IS_DRAFT (self), FALSE);

  if (!mnr_draft_read_feeders (&reading, &producers) || producers.len == 0)
    {
      mnr_value_clear (&mnr_type_account_set, &producers);
      return FALSE;
    }

  update = mnr_operation_init (operation, MNR_OPERATION_ASSET_UPDATE_FEED_PRODUCERS);
  update->issuer = issuer;
  update->asset_to_update = asset;
  update->new_feed_producers = producers;
  update->fee.asset_id = MNR_CORE_ASSET;
  return TRUE;
}
