/* mnr-draft-check.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-draft-check.h"

#include <string.h>

#include "rules/mnr-rules-smartcoin.h"

/* A chain on which some operations have been applied to one asset. */
typedef struct
{
  MnrView view;
  const MnrView *below;
  MnrAsset *asset;
  MnrBitassetData *bitasset;
} Overlay;

static MnrKnowledge
get_object (const MnrView *view,
            MnrObjectId id,
            gconstpointer *object)
{
  const Overlay *self = (const Overlay *) view;

  if (self->asset != NULL && id == self->asset->id)
    *object = self->asset;
  else if (self->bitasset != NULL && id == self->bitasset->id)
    *object = self->bitasset;
  else
    return self->below->get_object (self->below, id, object);
  return MNR_KNOWN;
}

static MnrKnowledge
find_asset (const MnrView *view,
            const char *symbol,
            const MnrAsset **asset)
{
  const Overlay *self = (const Overlay *) view;

  if (self->asset != NULL && g_strcmp0 (self->asset->symbol, symbol) == 0)
    {
      *asset = self->asset;
      return MNR_KNOWN;
    }
  return self->below->find_asset (self->below, symbol, asset);
}

/* The rest is as it is below. */

#define BELOW(view) (((const Overlay *) (view))->below)

static MnrKnowledge
get_balance (const MnrView *view,
             MnrObjectId account,
             MnrObjectId asset,
             gint64 *balance)
{
  return BELOW (view)->get_balance (BELOW (view), account, asset, balance);
}

static MnrKnowledge
find_account (const MnrView *view,
              const char *name,
              const MnrAccount **account)
{
  return BELOW (view)->find_account (BELOW (view), name, account);
}

static MnrKnowledge
find_call_order (const MnrView *view,
                 MnrObjectId borrower,
                 MnrObjectId debt_asset,
                 const MnrCallOrder **call_order)
{
  return BELOW (view)->find_call_order (BELOW (view), borrower, debt_asset, call_order);
}

static MnrKnowledge
find_least_collateral (const MnrView *view,
                       MnrObjectId debt_asset,
                       const MnrCallOrder **call_order)
{
  return BELOW (view)->find_least_collateral (BELOW (view), debt_asset, call_order);
}

static MnrKnowledge
find_bid (const MnrView *view,
          MnrObjectId bidder,
          MnrObjectId debt_asset,
          const MnrCollateralBid **bid)
{
  return BELOW (view)->find_bid (BELOW (view), bidder, debt_asset, bid);
}

static MnrKnowledge
find_settled_debt_order (const MnrView *view,
                         MnrObjectId debt_asset,
                         const MnrLimitOrder **order)
{
  return BELOW (view)->find_settled_debt_order (BELOW (view), debt_asset, order);
}

static MnrKnowledge
find_backed_asset (const MnrView *view,
                   MnrObjectId asset,
                   guint index,
                   const MnrAsset **backed)
{
  return BELOW (view)->find_backed_asset (BELOW (view), asset, index, backed);
}

static MnrKnowledge
find_best_bid (const MnrView *view,
               MnrObjectId asset,
               const MnrLimitOrder **order)
{
  return BELOW (view)->find_best_bid (BELOW (view), asset, order);
}

static void
overlay_init (Overlay *self,
              const MnrView *below)
{
  *self = (Overlay){
    .view = {
      .get_object = get_object,
      .get_balance = get_balance,
      .find_account = find_account,
      .find_asset = find_asset,
      .find_call_order = find_call_order,
      .find_least_collateral = find_least_collateral,
      .find_bid = find_bid,
      .find_settled_debt_order = find_settled_debt_order,
      .find_backed_asset = find_backed_asset,
      .find_best_bid = find_best_bid,
    },
    .below = below,
  };
}

static void
overlay_clear (Overlay *self)
{
  mnr_value_free (&mnr_type_asset, self->asset);
  mnr_value_free (&mnr_type_bitasset_data, self->bitasset);
}

/* Makes the asset one of the overlay's own; only one ever is changed. */
static gboolean
take_asset (Overlay *self,
            MnrObjectId id)
{
  gconstpointer object = NULL;

  if (self->asset != NULL)
    return self->asset->id == id;
  if (mnr_object_id_get_type (id) != MNR_OBJECT_ASSET ||
      self->below->get_object (self->below, id, &object) != MNR_KNOWN)
    return FALSE;

  self->asset = mnr_value_dup (&mnr_type_asset, object);
  if (self->asset->bitasset_data_id != NULL &&
      self->below->get_object (self->below, *self->asset->bitasset_data_id, &object) == MNR_KNOWN)
    self->bitasset = mnr_value_dup (&mnr_type_bitasset_data, object);
  return TRUE;
}

/* What later operations of a draft depend on. */
static void
overlay_apply (Overlay *self,
               const MnrOperation *operation)
{
  if (operation->number == MNR_OPERATION_ASSET_UPDATE)
    {
      const MnrAssetUpdate *update = operation->value;

      if (!take_asset (self, update->asset_to_update))
        return;
      mnr_value_clear (&mnr_type_asset_options, &self->asset->options);
      mnr_value_copy (&mnr_type_asset_options, &self->asset->options, &update->new_options);
      if (update->extensions.new_precision != NULL)
        self->asset->precision = *update->extensions.new_precision;
    }
  else if (operation->number == MNR_OPERATION_ASSET_UPDATE_BITASSET)
    {
      const MnrAssetUpdateBitasset *update = operation->value;

      if (!take_asset (self, update->asset_to_update) || self->bitasset == NULL)
        return;
      mnr_value_clear (&mnr_type_bitasset_options, &self->bitasset->options);
      mnr_value_copy (&mnr_type_bitasset_options, &self->bitasset->options, &update->new_options);
    }
}

static void
free_finding (gpointer data)
{
  MnrDraftFinding *finding = data;

  g_free (finding->sentence);
  g_free (finding);
}

static void
take_findings (GPtrArray *findings,
               const MnrCheck *check,
               guint operation)
{
  for (guint i = 0; i < check->findings->len; i++)
    {
      const MnrFinding *found = g_ptr_array_index (check->findings, i);
      MnrDraftFinding *finding = g_new0 (MnrDraftFinding, 1);

      finding->field = mnr_draft_field_find_path (found->path);
      finding->operation = operation;
      finding->severity = found->rule->severity;
      finding->rule = found->rule->id;
      finding->sentence = g_strdup (found->sentence);
      g_ptr_array_add (findings, finding);
    }
}

static void
check_operations (GPtrArray *operations,
                  const MnrView *view,
                  GPtrArray *findings,
                  gboolean *is_complete)
{
  Overlay overlay;

  overlay_init (&overlay, view);
  for (guint i = 0; i < operations->len; i++)
    {
      const MnrOperation *operation = g_ptr_array_index (operations, i);
      g_auto (MnrCheck) check = { 0 };

      mnr_rules_check (operation, &overlay.view, &check);
      *is_complete &= mnr_check_is_complete (&check);
      take_findings (findings, &check, i);
      overlay_apply (&overlay, operation);
    }
  overlay_clear (&overlay);
}

GPtrArray *
mnr_operations_check (GPtrArray *operations,
                      const MnrView *view,
                      gboolean *is_complete)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func (free_finding);

  *is_complete = TRUE;
  check_operations (operations, view, findings, is_complete);
  return findings;
}

GPtrArray *
mnr_draft_check (const MnrDraftOperations *operations,
                 const MnrView *view,
                 gboolean *is_complete)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func (free_finding);

  *is_complete = operations->is_complete;
  for (guint i = 0; i < operations->problems->len; i++)
    {
      const MnrDraftProblem *problem = g_ptr_array_index (operations->problems, i);
      MnrDraftFinding *finding = g_new0 (MnrDraftFinding, 1);

      finding->field = (int) problem->field;
      finding->severity = MNR_SEVERITY_REFUSED;
      finding->sentence = g_strdup (problem->sentence);
      g_ptr_array_add (findings, finding);
    }
  check_operations (operations->operations, view, findings, is_complete);
  if (operations->n_producers >= 0)
    {
      const MnrOperation *creation = g_ptr_array_index (operations->operations, 0);
      g_auto (MnrCheck) check = { 0 };

      mnr_check_init (&check, view);
      mnr_rules_new_producers (creation->value, (guint) operations->n_producers, &check);
      take_findings (findings, &check, 0);
    }
  return findings;
}
