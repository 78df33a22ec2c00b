/* mnr-objects.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-fee-schedule.h"
#include "mnr-operations.h"
#include "mnr-transaction.h"

G_BEGIN_DECLS

/* What the chain keeps (protocol.md 9.4, 10.1): the objects as a node prints
 * them. Each begins with its id. Reading is tolerant: nodes of other versions
 * have members more or fewer. */

typedef struct
{
  MnrObjectId id;
  char *symbol;
  guint8 precision;
  MnrObjectId issuer;
  MnrAssetOptions options;
  MnrObjectId dynamic_asset_data_id;
  MnrObjectId *bitasset_data_id; /* smartcoins and prediction markets only */
  MnrObjectId *for_liquidity_pool;
  guint32 creation_block_num;
  MnrTime creation_time;
  gint64 *total_in_collateral;
  gint64 *total_backing_collateral;
} MnrAsset;

typedef struct
{
  MnrObjectId id;
  gint64 current_supply;
  gint64 confidential_supply;
  gint64 accumulated_fees;            /* of the asset */
  gint64 accumulated_collateral_fees; /* of its backing */
  gint64 fee_pool;                    /* of core */
} MnrAssetDynamicData;

/** A feed as the chain keeps it: with the initial collateral ratio. */
typedef struct
{
  MnrPrice settlement_price; /* base: the smartcoin, quote: its backing */
  MnrPermille maintenance_collateral_ratio;
  MnrPermille maximum_short_squeeze_ratio;
  MnrPrice core_exchange_rate; /* base: the smartcoin, quote: core */
  MnrPermille initial_collateral_ratio;
} MnrFeed;

typedef struct
{
  MnrTime time; /* 0: never published */
  MnrFeed feed;
} MnrTimedFeed;

typedef struct
{
  MnrObjectId publisher;
  MnrTimedFeed published;
} MnrPublishedFeed;

typedef struct
{
  MnrObjectId id;
  MnrObjectId asset_id;
  MNR_ARRAY (MnrPublishedFeed)
  feeds; /* by publisher */
  MnrFeed median_feed;
  MnrFeed current_feed;
  MnrTime current_feed_publication_time;
  MnrPrice current_maintenance_collateralization; /* base: collateral, quote: debt */
  MnrPrice current_initial_collateralization;
  MnrBitassetOptions options;
  gint64 force_settled_volume; /* of debt, since the last maintenance */
  gboolean is_prediction_market;
  MnrPrice settlement_price; /* null unless globally settled; base: debt, quote: collateral */
  gint64 settlement_fund;
  gint64 individual_settlement_debt;
  gint64 individual_settlement_fund;
  gboolean asset_cer_updated;
  gboolean feed_cer_updated;
} MnrBitassetData;

typedef struct
{
  MnrObjectId id;
  MnrTime membership_expiration_date; /* MNR_TIME_FOREVER: a member for life */
  MnrObjectId registrar;
  MnrObjectId referrer;
  MnrObjectId lifetime_referrer;
  MnrBasisPoints network_fee_percentage;
  MnrBasisPoints lifetime_referrer_fee_percentage;
  MnrBasisPoints referrer_rewards_percentage;
  char *name;
  MnrAuthority owner;
  MnrAuthority active;
  MnrAccountOptions options;
  guint16 num_committee_voted;
  MnrObjectId statistics;
  MnrObjectIdSet whitelisting_accounts;
  MnrObjectIdSet blacklisting_accounts;
  MnrObjectIdSet whitelisted_accounts;
  MnrObjectIdSet blacklisted_accounts;
  MnrObjectId *cashback_vb; /* %NULL before any was paid */
  MnrVariant owner_special_authority;
  MnrVariant active_special_authority;
  guint8 top_n_control_flags;
  MnrObjectIdSet *allowed_assets;
  guint32 creation_block_num;
  MnrTime creation_time;
} MnrAccount;

/** What an account paid and how it votes; what no ledger here reckons stays 0. */
typedef struct
{
  MnrObjectId id;
  MnrObjectId owner;
  char *name;
  MnrObjectId most_recent_op;
  guint64 total_ops;
  guint64 removed_ops;
  gint64 total_core_in_orders;
  gint64 total_core_inactive;
  gint64 total_core_pob;
  gint64 total_core_pol;
  gint64 total_pob_value;
  gint64 total_pol_value;
  gint64 core_in_balance;
  gboolean has_cashback_vb;
  gboolean is_voting;
  MnrTime last_vote_time;
  guint64 vp_all;
  guint64 vp_active;
  guint64 vp_committee;
  guint64 vp_witness;
  guint64 vp_worker;
  MnrTime vote_tally_time;
  gint64 lifetime_fees_paid;
  gint64 pending_fees;        /* to be shared out at maintenance, as cashback that vests */
  gint64 pending_vested_fees; /* as cashback that is free at once */
} MnrAccountStatistics;

typedef struct
{
  MnrObjectId id;
  MnrObjectId owner;
  MnrObjectId asset_type;
  gint64 balance;
  gboolean maintenance_flag;
} MnrAccountBalance;

/** All of it can be withdrawn a while after the beginning, bit by bit. */
typedef struct
{
  MnrTime begin_timestamp;
  guint32 vesting_cliff_seconds;
  guint32 vesting_duration_seconds;
  gint64 begin_balance;
} MnrLinearVesting;

/** What can be withdrawn is earned by amount and time. */
typedef struct
{
  guint32 vesting_seconds;
  MnrTime start_claim;
  unsigned __int128 coin_seconds_earned;
  MnrTime coin_seconds_earned_last_update;
} MnrCoinDaysVesting;

/** The number of a vesting balance's policy. */
typedef enum
{
  MNR_VESTING_LINEAR,    /* MnrLinearVesting */
  MNR_VESTING_COIN_DAYS, /* MnrCoinDaysVesting */
  MNR_VESTING_INSTANT,   /* nothing in it: all can be withdrawn at any time */
} MnrVestingPolicy;

typedef struct
{
  MnrObjectId id;
  MnrObjectId owner;
  MnrAmount balance;
  MnrVariant policy;  /* MnrVestingPolicy */
  char *balance_type; /* a word; see MNR_VESTING_MARKET_FEES */
} MnrVestingBalance;

/** The type of vesting balances that operation 32 creates. */
#define MNR_VESTING_UNSPECIFIED "unspecified"
/** The type of vesting balances that an account's part of others' fees is paid into. */
#define MNR_VESTING_CASHBACK "cashback"
/** The type of vesting balances that shared market fees are paid into. */
#define MNR_VESTING_MARKET_FEES "market_fee_sharing"

/** What the genesis block left for whoever has a key (operation 37 claims it). */
typedef struct
{
  MnrObjectId id;
  MnrAddress owner;
  MnrAmount balance;
  MnrLinearVesting *vesting_policy;
  MnrTime last_claim_date; /* 0: never */
} MnrGenesisBalance;

typedef struct
{
  MnrObjectId id;
  MnrTime expiration;
  MnrObjectId seller;
  gint64 for_sale;
  MnrPrice sell_price; /* base: sold, quote: wanted */
  unsigned __int128 filled_amount;
  gint64 deferred_fee;
  MnrAmount deferred_paid_fee;
  gboolean is_settled_debt;
  MnrVariantArray on_fill;
  MnrObjectId *take_profit_order_id;
} MnrLimitOrder;

/** A margin position. Its call_price says nothing any more but its assets. */
typedef struct
{
  MnrObjectId id;
  MnrObjectId borrower;
  gint64 collateral;
  gint64 debt;
  MnrPrice call_price; /* base: collateral, quote: debt */
  MnrPermille *target_collateral_ratio;
} MnrCallOrder;

typedef struct
{
  MnrObjectId id;
  MnrObjectId owner;
  MnrAmount balance;
  MnrTime settlement_date;
} MnrForceSettlement;

typedef struct
{
  MnrObjectId id;
  MnrObjectId bidder;
  MnrPrice inv_swan_price; /* base: additional collateral, quote: debt covered */
} MnrCollateralBid;

typedef struct
{
  MnrObjectId id;
  MnrTime expiration_time;
  MnrTime *review_period_time;
  MnrTransaction proposed_transaction;
  MnrObjectIdSet required_active_approvals;
  MnrObjectIdSet available_active_approvals;
  MnrObjectIdSet required_owner_approvals;
  MnrObjectIdSet available_owner_approvals;
  MnrPublicKeySet available_key_approvals;
  MnrObjectId proposer;
  char *fail_reason;
} MnrProposal;

typedef struct
{
  guint32 max_timeout_secs;
  guint32 max_preimage_size;
} MnrHtlcOptions;

typedef struct
{
  MnrHtlcOptions *updatable_htlc_options;
  MnrBasisPoints *market_fee_network_percent;
  MnrBasisPoints *maker_fee_discount_percent;
} MnrChainParametersExtensions;

typedef struct
{
  MnrFeeSchedule *current_fees;
  guint8 block_interval;
  guint32 maintenance_interval;
  guint8 maintenance_skip_slots;
  guint32 committee_proposal_review_period;
  guint32 maximum_transaction_size;
  guint32 maximum_block_size;
  guint32 maximum_time_until_expiration;
  guint32 maximum_proposal_lifetime;
  guint8 maximum_asset_whitelist_authorities;
  guint8 maximum_asset_feed_publishers;
  guint16 maximum_witness_count;
  guint16 maximum_committee_count;
  guint16 maximum_authority_membership;
  MnrBasisPoints reserve_percent_of_fee;
  MnrBasisPoints network_percent_of_fee;
  MnrBasisPoints lifetime_referrer_percent_of_fee;
  guint32 cashback_vesting_period_seconds;
  gint64 cashback_vesting_threshold;
  gboolean count_non_member_votes;
  gboolean allow_non_member_whitelists;
  gint64 witness_pay_per_block;
  gint64 worker_budget_per_day;
  guint16 max_predicate_opcode;
  gint64 fee_liquidation_threshold;
  guint16 accounts_per_fee_scale;
  guint8 account_fee_scale_bitshifts;
  guint8 max_authority_depth;
  MnrChainParametersExtensions extensions;
} MnrChainParameters;

typedef struct
{
  MnrObjectId id; /* always 2.0.0 */
  MnrChainParameters parameters;
  guint32 next_available_vote_id;
  MnrObjectIdSet active_committee_members;
  MnrObjectIdSet active_witnesses;
} MnrGlobalProperties;

typedef struct
{
  guint8 data[20];
} MnrBlockId;

typedef struct
{
  MnrObjectId id; /* always 2.1.0 */
  guint32 head_block_number;
  MnrBlockId head_block_id;
  MnrTime time;
  MnrObjectId current_witness;
  MnrTime next_maintenance_time;
  MnrTime last_vote_tally_time;
  MnrTime last_budget_time;
  gint64 witness_budget;
  gint64 total_pob;
  gint64 total_inactive;
  guint32 accounts_registered_this_interval;
  guint32 recently_missed_count;
  guint64 current_aslot;
  unsigned __int128 recent_slots_filled;
  guint32 dynamic_flags;
  guint32 last_irreversible_block_num;
} MnrDynamicGlobalProperties;

#define MNR_GLOBAL_PROPERTIES_ID         MNR_OBJECT_ID (2, 0, 0)
#define MNR_DYNAMIC_GLOBAL_PROPERTIES_ID MNR_OBJECT_ID (2, 1, 0)

extern const MnrType mnr_type_asset, mnr_type_asset_dynamic_data, mnr_type_feed,
  mnr_type_bitasset_data, mnr_type_account, mnr_type_account_balance, mnr_type_limit_order,
  mnr_type_account_statistics, mnr_type_vesting_policy, mnr_type_vesting_balance,
  mnr_type_genesis_balance,
  mnr_type_call_order, mnr_type_force_settlement, mnr_type_collateral_bid, mnr_type_proposal,
  mnr_type_chain_parameters, mnr_type_global_properties, mnr_type_dynamic_global_properties;

/**
 * mnr_object_get_struct:
 *
 * Returns: (nullable): the type of the objects with ids like @id, or %NULL if
 *   this program has none
 */
const MnrType *mnr_object_get_struct (MnrObjectId id);

G_END_DECLS
