/* mnr-view.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-view.h"

static MnrKnowledge
know_no_object (const MnrView *self,
                MnrObjectId id,
                gconstpointer *object)
{
  return MNR_NOT_KNOWN;
}

static MnrKnowledge
know_no_balance (const MnrView *self,
                 MnrObjectId account,
                 MnrObjectId asset,
                 gint64 *balance)
{
  return MNR_NOT_KNOWN;
}

static MnrKnowledge
know_no_account (const MnrView *self,
                 const char *name,
                 const MnrAccount **account)
{
  return MNR_NOT_KNOWN;
}

static MnrKnowledge
know_no_asset (const MnrView *self,
               const char *symbol,
               const MnrAsset **asset)
{
  return MNR_NOT_KNOWN;
}

static MnrKnowledge
know_no_call_order (const MnrView *self,
                    MnrObjectId borrower,
                    MnrObjectId debt_asset,
                    const MnrCallOrder **call_order)
{
  return MNR_NOT_KNOWN;
}

static MnrKnowledge
know_no_least_collateral (const MnrView *self,
                          MnrObjectId debt_asset,
                          const MnrCallOrder **call_order)
{
  return MNR_NOT_KNOWN;
}

static MnrKnowledge
know_no_bid (const MnrView *self,
             MnrObjectId bidder,
             MnrObjectId debt_asset,
             const MnrCollateralBid **bid)
{
  return MNR_NOT_KNOWN;
}

static MnrKnowledge
know_no_order (const MnrView *self,
               MnrObjectId asset,
               const MnrLimitOrder **order)
{
  return MNR_NOT_KNOWN;
}

static MnrKnowledge
know_no_backed_asset (const MnrView *self,
                      MnrObjectId asset,
                      guint index,
                      const MnrAsset **backed)
{
  return MNR_NOT_KNOWN;
}

const MnrView mnr_view_blank = {
  .get_object = know_no_object,
  .get_balance = know_no_balance,
  .find_account = know_no_account,
  .find_asset = know_no_asset,
  .find_call_order = know_no_call_order,
  .find_least_collateral = know_no_least_collateral,
  .find_bid = know_no_bid,
  .find_settled_debt_order = know_no_order,
  .find_backed_asset = know_no_backed_asset,
  .find_best_bid = know_no_order,
};
