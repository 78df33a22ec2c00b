/* mnr-ledger-private.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-ledger.h"

G_BEGIN_DECLS

/* What the parts of the ledger offer one another. */

struct _MnrLedger
{
  MnrView view; /* first: the view is the ledger */
  MnrStore *store;
  MnrFinding *refusal;
  const MnrRule *failure;          /* broken while applying: refused at the end */
  MnrTime block_time;              /* of the block being made; 0 outside of one */
  guint32 block_number;            /* of the block being made */
  guint proposal_depth;            /* of proposals that make others execute */
  MnrSettlementResult *settlement; /* of the settlement being applied; NULL if nobody asks */

  GArray *history;      /* of MnrHistoryEntry: what happened in the block being made */
  GArray *marks;        /* how much of it there was when each open session began */
  guint16 trx_in_block; /* where in the block the next entry is */
  guint16 op_in_trx;
  guint32 virtual_op;
};

/* mnr-ledger-history.c */

/** Opens a session, of the state and of what happened; ends it, or takes all back. */
void mnr_ledger_begin (MnrLedger *self);
void mnr_ledger_commit (MnrLedger *self);
void mnr_ledger_undo (MnrLedger *self);

/**
 * mnr_ledger_note_operation:
 * @is_virtual: whether no transaction has it; it is then copied
 *
 * Notes that an operation is applied, before anything that follows from it. Out
 * of a block nothing is noted.
 *
 * Returns: its place, for mnr_ledger_note_result()
 */
guint mnr_ledger_note_operation (MnrLedger *self,
                                 const MnrOperation *operation,
                                 gboolean is_virtual);

/** Notes what came of a virtual operation; takes @result over, which is then empty. */
void mnr_ledger_note_result (MnrLedger *self,
                             guint place,
                             MnrOperationResult *result);

/** Notes what follows by itself: the struct of a virtual operation; @amount is its result, or
 * %NULL for none. */
void mnr_ledger_note (MnrLedger *self,
                      guint number,
                      gconstpointer operation,
                      const MnrAmount *amount);

/* mnr-ledger.c */

/** Refuses for @rule: sets the ledger's refusal and @error; returns %FALSE. */
gboolean mnr_ledger_refuse (MnrLedger *self,
                            const MnrRule *rule,
                            GError **error);

/** The same with a sentence for a person, and what a node says beyond its rule. */
gboolean mnr_ledger_refuse_with (MnrLedger *self,
                                 const MnrRule *rule,
                                 const char *path,
                                 const char *sentence,
                                 const char *node_text,
                                 GError **error);

/** Takes over the first refusal of a check, if there is one; returns %FALSE then. */
gboolean mnr_ledger_accept_check (MnrLedger *self,
                                  const MnrCheck *check,
                                  GError **error);

/** Applies an operation that no transaction has; the caller has a session open and undoes it on
 * %FALSE. */
gboolean mnr_ledger_apply_operation (MnrLedger *self,
                                     const MnrOperation *operation,
                                     GError **error);

/** What a block's operations leave on what they create: the block's own number and time. */
guint32 mnr_ledger_get_block_number (const MnrLedger *self);
MnrTime mnr_ledger_get_block_time (const MnrLedger *self);

/** Sorted sets of objects: adds what is not there, takes away what is. */
void mnr_ledger_set_insert (const MnrType *type,
                            gpointer set,
                            gconstpointer value);
void mnr_ledger_set_remove (const MnrType *type,
                            gpointer set,
                            gconstpointer value);

/* mnr-ledger-accounts.c: balances, fees, vesting */

/**
 * mnr_ledger_adjust_balance:
 *
 * Adds to, or with a negative amount takes from, a balance. One that does not
 * hold enough stays as it is, and what is being applied has failed.
 */
void mnr_ledger_adjust_balance (MnrLedger *self,
                                MnrObjectId account,
                                MnrObjectId asset,
                                gint64 amount);
gint64 mnr_ledger_get_balance (const MnrLedger *self,
                               MnrObjectId account,
                               MnrObjectId asset);

/** The two halves of an asset, to be read. */
const MnrAsset *mnr_ledger_get_asset (const MnrLedger *self,
                                      MnrObjectId asset);
const MnrAssetDynamicData *mnr_ledger_get_dynamic_data (const MnrLedger *self,
                                                        MnrObjectId asset);
/** %NULL for a plain token. */
const MnrBitassetData *mnr_ledger_get_bitasset_data (const MnrLedger *self,
                                                     MnrObjectId asset);
const MnrChainParameters *mnr_ledger_get_parameters (const MnrLedger *self);

/** Adds to an asset's current supply. */
void mnr_ledger_adjust_supply (MnrLedger *self,
                               MnrObjectId asset,
                               gint64 amount);

void mnr_ledger_account_create (MnrLedger *self,
                                const MnrAccountCreate *op);
void mnr_ledger_account_update (MnrLedger *self,
                                const MnrAccountUpdate *op);
void mnr_ledger_account_whitelist (MnrLedger *self,
                                   const MnrAccountWhitelist *op);
void mnr_ledger_account_upgrade (MnrLedger *self,
                                 const MnrAccountUpgrade *op);
void mnr_ledger_transfer (MnrLedger *self,
                          const MnrTransfer *op);

/** The fee of new accounts rises with their number, and falls back at maintenance. */
void mnr_ledger_scale_account_fee (MnrLedger *self,
                                   guint64 times,
                                   gboolean up);

/* mnr-ledger-vesting.c: what is paid in fees, and balances that become free with time */

/** Creates what there is no statistics of yet up to an account: both have the same number. */
void mnr_ledger_begin_statistics (MnrLedger *self,
                                  MnrObjectId account);

/** Takes in what an account has paid in core for good; it was taken from its balance or an order
 * before. Shared out at maintenance as protocol.md 7.3 says. */
void mnr_ledger_pay_core_fee (MnrLedger *self,
                              MnrObjectId account,
                              gint64 amount);

/** Shares out what an account has paid so far: by the terms that it joined on. */
void mnr_ledger_share_fees_of (MnrLedger *self,
                               MnrObjectId account);

/** At maintenance: shares out what accounts have paid since the last. */
void mnr_ledger_share_fees (MnrLedger *self);

/** At maintenance: what the network earned goes back to what can be issued anew. */
void mnr_ledger_burn_network_fees (MnrLedger *self);

/** Adds to an account's vesting balance of market fees shared in an asset (protocol.md 12.2). */
void mnr_ledger_deposit_market_fee (MnrLedger *self,
                                    MnrObjectId account,
                                    const MnrAmount *amount);

void mnr_ledger_vesting_balance_create (MnrLedger *self,
                                        const MnrVestingBalanceCreate *op);
void mnr_ledger_vesting_balance_withdraw (MnrLedger *self,
                                          const MnrVestingBalanceWithdraw *op);
void mnr_ledger_balance_claim (MnrLedger *self,
                               const MnrBalanceClaim *op);

/* mnr-ledger-assets.c: what issuers do with tokens */

/** @core_fee is what was paid for it, in core; returns what of it is left as a fee. */
gint64 mnr_ledger_asset_create (MnrLedger *self,
                                const MnrAssetCreate *op,
                                gint64 core_fee);
void mnr_ledger_asset_update (MnrLedger *self,
                              const MnrAssetUpdate *op);
void mnr_ledger_asset_update_issuer (MnrLedger *self,
                                     const MnrAssetUpdateIssuer *op);
void mnr_ledger_asset_issue (MnrLedger *self,
                             const MnrAssetIssue *op);
void mnr_ledger_asset_reserve (MnrLedger *self,
                               const MnrAssetReserve *op);
void mnr_ledger_asset_fund_fee_pool (MnrLedger *self,
                                     const MnrAssetFundFeePool *op);
void mnr_ledger_asset_claim_fees (MnrLedger *self,
                                  const MnrAssetClaimFees *op);
void mnr_ledger_asset_claim_pool (MnrLedger *self,
                                  const MnrAssetClaimPool *op);
void mnr_ledger_override_transfer (MnrLedger *self,
                                   const MnrOverrideTransfer *op);

/* mnr-ledger-proposals.c */

gboolean mnr_ledger_proposal_create (MnrLedger *self,
                                     const MnrProposalCreate *op,
                                     GError **error);
void mnr_ledger_proposal_update (MnrLedger *self,
                                 const MnrProposalUpdate *op);
void mnr_ledger_proposal_delete (MnrLedger *self,
                                 const MnrProposalDelete *op);
/** Executes what is authorised and drops what is not, of proposals whose time has come. */
void mnr_ledger_expire_proposals (MnrLedger *self);

/* mnr-ledger-market.c: orders, fills, margin calls, settlement */

/**
 * mnr_ledger_pay_market_fee:
 * @trader: who receives @received
 *
 * Takes the market fee from what a trader receives and shares it out
 * (protocol.md 12).
 *
 * Returns: the fee taken
 */
gint64 mnr_ledger_pay_market_fee (MnrLedger *self,
                                  MnrObjectId trader,
                                  const MnrAmount *received,
                                  gboolean is_maker);

/* Each of these applies one operation whose rules hold; FALSE with a refusal
 * that only applying it shows. */
gboolean mnr_ledger_limit_order_create (MnrLedger *self,
                                        const MnrLimitOrderCreate *op,
                                        gint64 core_fee,
                                        GError **error);
gboolean mnr_ledger_limit_order_cancel (MnrLedger *self,
                                        const MnrLimitOrderCancel *op,
                                        GError **error);
gboolean mnr_ledger_call_order_update (MnrLedger *self,
                                       const MnrCallOrderUpdate *op,
                                       GError **error);
gboolean mnr_ledger_asset_update_bitasset (MnrLedger *self,
                                           const MnrAssetUpdateBitasset *op,
                                           GError **error);
gboolean mnr_ledger_asset_update_feed_producers (MnrLedger *self,
                                                 const MnrAssetUpdateFeedProducers *op,
                                                 GError **error);
gboolean mnr_ledger_asset_settle (MnrLedger *self,
                                  const MnrAssetSettle *op,
                                  GError **error);
gboolean mnr_ledger_asset_global_settle (MnrLedger *self,
                                         const MnrAssetGlobalSettle *op,
                                         GError **error);
gboolean mnr_ledger_asset_publish_feed (MnrLedger *self,
                                        const MnrAssetPublishFeed *op,
                                        GError **error);
gboolean mnr_ledger_bid_collateral (MnrLedger *self,
                                    const MnrBidCollateral *op,
                                    GError **error);

/** When flags are newly set: cancels settlement requests, bids (protocol.md 3.1, 11). */
void mnr_ledger_cancel_settlements (MnrLedger *self,
                                    MnrObjectId asset);
void mnr_ledger_cancel_bids (MnrLedger *self,
                             MnrObjectId asset);

/* Called once per block, in this order, after the head time is the block's own. */
void mnr_ledger_expire_orders (MnrLedger *self);
void mnr_ledger_settle_due (MnrLedger *self);
void mnr_ledger_expire_feeds (MnrLedger *self);
/** The rate of every asset whose own or whose feed's rate changed (protocol.md 6). */
void mnr_ledger_update_core_exchange_rates (MnrLedger *self);
/** What maintenance does to smartcoins: volumes, bids, expired feeds. */
void mnr_ledger_maintain_smartcoins (MnrLedger *self);

G_END_DECLS
