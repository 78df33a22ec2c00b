/* mnr-cost-sheet.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "rules/mnr-view.h"

G_BEGIN_DECLS

/** What one operation costs. */
typedef struct
{
  const char *label; /* translated: what kind of operation it is */
  gint64 core;       /* what the chain asks for, in core */
  MnrAmount fee;     /* what is paid, in the asset chosen */
  gint64 to_pool;    /* in core: what of it goes into the new asset's fee pool */
} MnrCostLine;

/**
 * MnrCostSheet:
 *
 * What operations cost whoever sends them (protocol.md 7). All amounts are in
 * smallest units; of core, unless they say otherwise.
 */
typedef struct
{
  GPtrArray *lines;         /* of MnrCostLine, one for each operation */
  gint64 core;              /* the sum, in core */
  MnrAmount total;          /* what is paid */
  gint64 to_pool;           /* what of it goes into the fee pools of new assets */
  gint64 rebate;            /* what comes back to a lifetime member, at the next maintenance */
  gboolean rebate_vests;    /* at least a part of it is locked for a while */
  gboolean has_balance;     /* whether the view knew it */
  gint64 balance;           /* what the payer has of the asset that is paid in */
  gint64 left;              /* what is left of it; below 0: that much is missing */
  const char *symbol_class; /* (nullable): translated; how the symbol's fee is found */
  char *problem;            /* (nullable): why it cannot be paid like this, a sentence */
  gboolean is_complete;     /* the view knew everything */
} MnrCostSheet;

/**
 * mnr_cost_sheet_new:
 * @operations: (element-type MnrOperation): their fees are filled in
 * @payer: who pays
 * @fee_asset: what the fees are paid in
 * @view: the chain: the fee schedule, the balance, the fee pool, the account
 *
 * Returns: (transfer full): always a sheet; what the view does not know yet is 0
 */
MnrCostSheet *mnr_cost_sheet_new (GPtrArray *operations,
                                  MnrObjectId payer,
                                  MnrObjectId fee_asset,
                                  const MnrView *view);

void mnr_cost_sheet_free (MnrCostSheet *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrCostSheet, mnr_cost_sheet_free)

/** The sheet as label and amount, a line each: (element-type MnrTextLine). */
GPtrArray *mnr_cost_sheet_describe (const MnrCostSheet *self,
                                    const MnrView *view);

G_END_DECLS
