/* mnr-operations.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-structures.h"

G_BEGIN_DECLS

/* The operations (protocol.md 3), in the order of their numbers. The first
 * member of each is its fee, the second the account that pays it. */

typedef enum
{
  MNR_OPERATION_TRANSFER = 0,
  MNR_OPERATION_LIMIT_ORDER_CREATE = 1,
  MNR_OPERATION_LIMIT_ORDER_CANCEL = 2,
  MNR_OPERATION_CALL_ORDER_UPDATE = 3,
  MNR_OPERATION_ACCOUNT_CREATE = 5,
  MNR_OPERATION_ACCOUNT_UPDATE = 6,
  MNR_OPERATION_ACCOUNT_WHITELIST = 7,
  MNR_OPERATION_ACCOUNT_UPGRADE = 8,
  MNR_OPERATION_ASSET_CREATE = 10,
  MNR_OPERATION_ASSET_UPDATE = 11,
  MNR_OPERATION_ASSET_UPDATE_BITASSET = 12,
  MNR_OPERATION_ASSET_UPDATE_FEED_PRODUCERS = 13,
  MNR_OPERATION_ASSET_ISSUE = 14,
  MNR_OPERATION_ASSET_RESERVE = 15,
  MNR_OPERATION_ASSET_FUND_FEE_POOL = 16,
  MNR_OPERATION_ASSET_SETTLE = 17,
  MNR_OPERATION_ASSET_GLOBAL_SETTLE = 18,
  MNR_OPERATION_ASSET_PUBLISH_FEED = 19,
  MNR_OPERATION_PROPOSAL_CREATE = 22,
  MNR_OPERATION_PROPOSAL_UPDATE = 23,
  MNR_OPERATION_PROPOSAL_DELETE = 24,
  MNR_OPERATION_VESTING_BALANCE_CREATE = 32,
  MNR_OPERATION_VESTING_BALANCE_WITHDRAW = 33,
  MNR_OPERATION_BALANCE_CLAIM = 37,
  MNR_OPERATION_OVERRIDE_TRANSFER = 38,
  MNR_OPERATION_ASSET_CLAIM_FEES = 43,
  MNR_OPERATION_BID_COLLATERAL = 45,
  MNR_OPERATION_ASSET_CLAIM_POOL = 47,
  MNR_OPERATION_ASSET_UPDATE_ISSUER = 48,
} MnrOperationNumber;

/** An operation: a #MnrVariant of %mnr_type_operation. */
typedef MnrVariant MnrOperation;

typedef struct
{
  MnrAmount fee;
  MnrObjectId from;
  MnrObjectId to;
  MnrAmount amount;
  MnrMemo *memo;
} MnrTransfer;

/** What a filled order does next: sell what it bought at a better price. */
typedef struct
{
  MnrObjectId fee_asset_id;
  MnrBasisPoints spread_percent;
  MnrBasisPoints size_percent;
  guint32 expiration_seconds;
  gboolean repeat;
} MnrTakeProfit;

typedef MNR_ARRAY (MnrVariant) MnrVariantArray;

typedef struct
{
  MnrVariantArray *on_fill; /* 0: MnrTakeProfit */
} MnrLimitOrderCreateExtensions;

typedef struct
{
  MnrAmount fee;
  MnrObjectId seller;
  MnrAmount amount_to_sell;
  MnrAmount min_to_receive;
  MnrTime expiration;
  gboolean fill_or_kill;
  MnrLimitOrderCreateExtensions extensions;
} MnrLimitOrderCreate;

typedef struct
{
  MnrAmount fee;
  MnrObjectId fee_paying_account;
  MnrObjectId order;
} MnrLimitOrderCancel;

typedef struct
{
  guint16 *target_collateral_ratio; /* MnrPermille */
} MnrCallOrderUpdateExtensions;

typedef struct
{
  MnrAmount fee;
  MnrObjectId funding_account;
  MnrAmount delta_collateral;
  MnrAmount delta_debt;
  MnrCallOrderUpdateExtensions extensions;
} MnrCallOrderUpdate;

typedef struct
{
  MnrObjectId asset;
  guint8 num_top_holders;
} MnrTopHolders;

typedef struct
{
  MnrObjectId asset_to_buy;
  MnrObjectId asset_to_buy_issuer;
  MnrObjectIdSet markets;
} MnrBuybackOptions;

typedef struct
{
  guint8 *null_ext;
  MnrVariant *owner_special_authority; /* 0: none, 1: MnrTopHolders */
  MnrVariant *active_special_authority;
  MnrBuybackOptions *buyback_options;
} MnrAccountCreateExtensions;

typedef struct
{
  MnrAmount fee;
  MnrObjectId registrar;
  MnrObjectId referrer;
  MnrBasisPoints referrer_percent;
  char *name;
  MnrAuthority owner;
  MnrAuthority active;
  MnrAccountOptions options;
  MnrAccountCreateExtensions extensions;
} MnrAccountCreate;

typedef struct
{
  guint8 *null_ext;
  MnrVariant *owner_special_authority;
  MnrVariant *active_special_authority;
} MnrAccountUpdateExtensions;

typedef struct
{
  MnrAmount fee;
  MnrObjectId account;
  MnrAuthority *owner;
  MnrAuthority *active;
  MnrAccountOptions *new_options;
  MnrAccountUpdateExtensions extensions;
} MnrAccountUpdate;

typedef enum
{
  MNR_LISTING_NONE,
  MNR_LISTING_WHITE,
  MNR_LISTING_BLACK,
  MNR_LISTING_BOTH,
} MnrListing;

typedef struct
{
  MnrAmount fee;
  MnrObjectId authorizing_account;
  MnrObjectId account_to_list;
  guint8 new_listing; /* MnrListing */
} MnrAccountWhitelist;

typedef struct
{
  MnrAmount fee;
  MnrObjectId account_to_upgrade;
  gboolean upgrade_to_lifetime_member;
} MnrAccountUpgrade;

typedef struct
{
  MnrAmount fee;
  MnrObjectId issuer;
  char *symbol;
  guint8 precision;
  MnrAssetOptions common_options;
  MnrBitassetOptions *bitasset_opts;
  gboolean is_prediction_market;
} MnrAssetCreate;

typedef struct
{
  guint8 *new_precision;
  gboolean *skip_core_exchange_rate;
} MnrAssetUpdateExtensions;

typedef struct
{
  MnrAmount fee;
  MnrObjectId issuer;
  MnrObjectId asset_to_update;
  MnrObjectId *new_issuer;
  MnrAssetOptions new_options;
  MnrAssetUpdateExtensions extensions;
} MnrAssetUpdate;

typedef struct
{
  MnrAmount fee;
  MnrObjectId issuer;
  MnrObjectId asset_to_update;
  MnrBitassetOptions new_options;
} MnrAssetUpdateBitasset;

typedef struct
{
  MnrAmount fee;
  MnrObjectId issuer;
  MnrObjectId asset_to_update;
  MnrObjectIdSet new_feed_producers;
} MnrAssetUpdateFeedProducers;

typedef struct
{
  MnrAmount fee;
  MnrObjectId issuer;
  MnrAmount asset_to_issue;
  MnrObjectId issue_to_account;
  MnrMemo *memo;
} MnrAssetIssue;

typedef struct
{
  MnrAmount fee;
  MnrObjectId payer;
  MnrAmount amount_to_reserve;
} MnrAssetReserve;

typedef struct
{
  MnrAmount fee;
  MnrObjectId from_account;
  MnrObjectId asset_id;
  gint64 amount; /* of core */
} MnrAssetFundFeePool;

typedef struct
{
  MnrAmount fee;
  MnrObjectId account;
  MnrAmount amount;
} MnrAssetSettle;

typedef struct
{
  MnrAmount fee;
  MnrObjectId issuer;
  MnrObjectId asset_to_settle;
  MnrPrice settle_price;
} MnrAssetGlobalSettle;

typedef struct
{
  guint16 *initial_collateral_ratio; /* MnrPermille */
} MnrAssetPublishFeedExtensions;

typedef struct
{
  MnrAmount fee;
  MnrObjectId publisher;
  MnrObjectId asset_id;
  MnrPriceFeed feed;
  MnrAssetPublishFeedExtensions extensions;
} MnrAssetPublishFeed;

typedef struct
{
  MnrOperation op;
} MnrProposedOperation;

typedef struct
{
  MnrAmount fee;
  MnrObjectId fee_paying_account;
  MnrTime expiration_time;
  MNR_ARRAY (MnrProposedOperation)
  proposed_ops;
  guint32 *review_period_seconds;
} MnrProposalCreate;

typedef struct
{
  MnrAmount fee;
  MnrObjectId fee_paying_account;
  MnrObjectId proposal;
  MnrObjectIdSet active_approvals_to_add;
  MnrObjectIdSet active_approvals_to_remove;
  MnrObjectIdSet owner_approvals_to_add;
  MnrObjectIdSet owner_approvals_to_remove;
  MnrPublicKeySet key_approvals_to_add;
  MnrPublicKeySet key_approvals_to_remove;
} MnrProposalUpdate;

typedef struct
{
  MnrAmount fee;
  MnrObjectId fee_paying_account;
  gboolean using_owner_authority;
  MnrObjectId proposal;
} MnrProposalDelete;

/** How a new vesting balance of %MNR_VESTING_LINEAR vests. */
typedef struct
{
  MnrTime begin_timestamp;
  guint32 vesting_cliff_seconds; /* nothing before that much time has passed */
  guint32 vesting_duration_seconds;
} MnrLinearVestingStart;

/** How a new vesting balance of %MNR_VESTING_COIN_DAYS vests. */
typedef struct
{
  MnrTime start_claim; /* nothing before */
  guint32 vesting_seconds;
} MnrCoinDaysVestingStart;

typedef struct
{
  MnrAmount fee;
  MnrObjectId creator;
  MnrObjectId owner;
  MnrAmount amount;
  MnrVariant policy; /* MnrVestingPolicy: MnrLinearVestingStart, MnrCoinDaysVestingStart, nothing */
} MnrVestingBalanceCreate;

typedef struct
{
  MnrAmount fee;
  MnrObjectId vesting_balance;
  MnrObjectId owner;
  MnrAmount amount;
} MnrVestingBalanceWithdraw;

/** Takes over a balance of the genesis block. */
typedef struct
{
  MnrAmount fee;
  MnrObjectId deposit_to_account;
  MnrObjectId balance_to_claim;
  MnrPublicKey balance_owner_key;
  MnrAmount total_claimed;
} MnrBalanceClaim;

typedef struct
{
  MnrAmount fee;
  MnrObjectId issuer;
  MnrObjectId from;
  MnrObjectId to;
  MnrAmount amount;
  MnrMemo *memo;
} MnrOverrideTransfer;

typedef struct
{
  MnrObjectId *claim_from_asset_id;
} MnrAssetClaimFeesExtensions;

typedef struct
{
  MnrAmount fee;
  MnrObjectId issuer;
  MnrAmount amount_to_claim;
  MnrAssetClaimFeesExtensions extensions;
} MnrAssetClaimFees;

typedef struct
{
  MnrAmount fee;
  MnrObjectId bidder;
  MnrAmount additional_collateral;
  MnrAmount debt_covered;
} MnrBidCollateral;

typedef struct
{
  MnrAmount fee;
  MnrObjectId issuer;
  MnrObjectId asset_id;
  MnrAmount amount_to_claim;
} MnrAssetClaimPool;

typedef struct
{
  MnrAmount fee;
  MnrObjectId issuer;
  MnrObjectId asset_to_update;
  MnrObjectId new_issuer;
} MnrAssetUpdateIssuer;

/** Operations that no transaction of this program has: what follows from others, in histories. */
typedef enum
{
  MNR_VIRTUAL_FILL_ORDER = 4,
  MNR_VIRTUAL_ASSET_SETTLE_CANCEL = 42,
  MNR_VIRTUAL_EXECUTE_BID = 46,
  /** One that anybody may send; here orders only do it when others are filled. */
  MNR_VIRTUAL_LIMIT_ORDER_UPDATE = 77,
} MnrVirtualOperationNumber;

typedef struct
{
  MnrAmount fee;        /* taken from what is received, or where a position pays, from that */
  MnrObjectId order_id; /* a limit order, a margin position, or a request to settle */
  MnrObjectId account_id;
  MnrAmount pays;
  MnrAmount receives; /* before the fee */
  MnrPrice fill_price;
  gboolean is_maker;
} MnrFillOrder;

typedef struct
{
  MnrAmount fee;
  MnrObjectId settlement;
  MnrObjectId account;
  MnrAmount amount;
} MnrAssetSettleCancel;

typedef struct
{
  MnrAmount fee;
  MnrObjectId bidder;
  MnrAmount debt;
  MnrAmount collateral;
} MnrExecuteBid;

typedef struct
{
  MnrAmount fee;
  MnrObjectId seller;
  MnrObjectId order;
  MnrPrice *new_price;
  MnrAmount *delta_amount_to_sell;
  MnrTime *new_expiration;
  MnrVariantArray *on_fill;
} MnrLimitOrderUpdate;

/** The variant of all operations; those this program does not know stay JSON. */
extern const MnrType mnr_type_operation;
/** The same, and the virtual operations: what a history has. Nothing of them can be signed. */
extern const MnrType mnr_type_history_operation;
/** An array of operations. */
extern const MnrType mnr_type_operations;
/** What an order does once filled (an array), and special authorities: parts of objects, too. */
extern const MnrType mnr_type_on_fill, mnr_type_special_authority;

/**
 * mnr_operation_init:
 * @self: (out caller-allocates): zero bytes
 *
 * Makes @self an operation of @number, all members zero, and returns its
 * struct, to be filled in. mnr_value_clear() with %mnr_type_operation frees it.
 */
gpointer mnr_operation_init (MnrOperation *self,
                             MnrOperationNumber number);

/** The fee, where @self is an operation that this program knows. */
MnrAmount *mnr_operation_get_fee (MnrOperation *self);

/** The account that pays the fee and has to sign. */
MnrObjectId mnr_operation_get_payer (const MnrOperation *self);

G_END_DECLS
