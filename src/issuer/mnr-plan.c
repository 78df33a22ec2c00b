/* mnr-plan.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-plan.h"

MnrPlan *
mnr_plan_new (MnrDraft *draft,
              MnrObjectId issuer,
              MnrObjectId fee_asset,
              const MnrView *view)
{
  MnrPlan *self = g_new0 (MnrPlan, 1);
  gboolean is_checked;

  self->draft = mnr_draft_get_operations (draft, issuer, view);
  /* It fills the fees in, which the rules look at. */
  self->cost = mnr_cost_sheet_new (self->draft->operations, issuer, fee_asset, view);
  self->findings = mnr_draft_check (self->draft, view, &is_checked);
  self->is_complete = self->draft->is_complete && self->cost->is_complete && is_checked;
  return self;
}

void
mnr_plan_free (MnrPlan *self)
{
  if (self == NULL)
    return;
  mnr_cost_sheet_free (self->cost);
  g_ptr_array_unref (self->findings);
  mnr_draft_operations_free (self->draft);
  g_free (self);
}

gboolean
mnr_plan_is_refused (const MnrPlan *self)
{
  for (guint i = 0; i < self->findings->len; i++)
    if (((MnrDraftFinding *) g_ptr_array_index (self->findings, i))->severity ==
        MNR_SEVERITY_REFUSED)
      return TRUE;
  return FALSE;
}

MnrTransaction *
mnr_plan_make_transaction (const MnrPlan *self)
{
  MnrTransaction *transaction = mnr_transaction_new ();

  for (guint i = 0; i < self->draft->operations->len; i++)
    mnr_array_append (&mnr_type_operations, &transaction->operations,
                      g_ptr_array_index (self->draft->operations, i));
  return transaction;
}
