/* mnr-objects.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-objects.h"

/* clang-format off */

/* Everything may be absent but the id, without which an object is nobody's. */
#define OPTIONAL_FIELD(S, member, type) \
  MNR_FIELD (S, member, type, .flags = MNR_FIELD_MAY_BE_OMITTED)

#define OBJECT_TYPE(S, table) \
  { .kind = MNR_KIND_STRUCT, .size = sizeof (S), MNR_FIELDS (table), .tolerant = TRUE }

#define ID_TYPE(name, type) \
  static const MnrType name = { \
    .kind = MNR_KIND_OBJECT_ID, .size = sizeof (MnrObjectId), .object_type = type, \
  }

ID_TYPE (force_settlement_id, MNR_OBJECT_FORCE_SETTLEMENT);
ID_TYPE (call_order_id, MNR_OBJECT_CALL_ORDER);
ID_TYPE (committee_member_id, MNR_OBJECT_COMMITTEE_MEMBER);
ID_TYPE (witness_id, MNR_OBJECT_WITNESS);
ID_TYPE (liquidity_pool_id, MNR_OBJECT_LIQUIDITY_POOL);
ID_TYPE (global_properties_id, MNR_OBJECT_GLOBAL_PROPERTIES);
ID_TYPE (dynamic_global_properties_id, MNR_OBJECT_DYNAMIC_GLOBAL_PROPERTIES);
ID_TYPE (asset_dynamic_data_id, MNR_OBJECT_ASSET_DYNAMIC_DATA);
ID_TYPE (bitasset_data_id, MNR_OBJECT_BITASSET_DATA);
ID_TYPE (account_balance_id, MNR_OBJECT_ACCOUNT_BALANCE);
ID_TYPE (account_statistics_id, MNR_OBJECT_ACCOUNT_STATISTICS);
ID_TYPE (account_history_id, MNR_OBJECT_ACCOUNT_HISTORY);
ID_TYPE (collateral_bid_id, MNR_OBJECT_COLLATERAL_BID);

static const MnrType optional_i64 = MNR_OPTIONAL_TYPE (mnr_type_i64);
static const MnrType optional_time = MNR_OPTIONAL_TYPE (mnr_type_time);
static const MnrType optional_vesting_balance_id = MNR_OPTIONAL_TYPE (mnr_type_vesting_balance_id);
static const MnrType optional_bitasset_data_id = MNR_OPTIONAL_TYPE (bitasset_data_id);
static const MnrType optional_liquidity_pool_id = MNR_OPTIONAL_TYPE (liquidity_pool_id);
static const MnrType optional_limit_order_id = MNR_OPTIONAL_TYPE (mnr_type_limit_order_id);
static const MnrType optional_asset_set = MNR_OPTIONAL_TYPE (mnr_type_asset_set);
static const MnrType committee_member_set = MNR_SET_TYPE (committee_member_id);
static const MnrType witness_set = MNR_SET_TYPE (witness_id);

static const MnrField asset_fields[] = {
  MNR_FIELD (MnrAsset, id, mnr_type_asset_id),
  OPTIONAL_FIELD (MnrAsset, symbol, mnr_type_string),
  OPTIONAL_FIELD (MnrAsset, precision, mnr_type_u8),
  OPTIONAL_FIELD (MnrAsset, issuer, mnr_type_account_id),
  OPTIONAL_FIELD (MnrAsset, options, mnr_type_asset_options),
  OPTIONAL_FIELD (MnrAsset, dynamic_asset_data_id, asset_dynamic_data_id),
  OPTIONAL_FIELD (MnrAsset, bitasset_data_id, optional_bitasset_data_id),
  OPTIONAL_FIELD (MnrAsset, for_liquidity_pool, optional_liquidity_pool_id),
  OPTIONAL_FIELD (MnrAsset, creation_block_num, mnr_type_u32),
  OPTIONAL_FIELD (MnrAsset, creation_time, mnr_type_time),
  OPTIONAL_FIELD (MnrAsset, total_in_collateral, optional_i64),
  OPTIONAL_FIELD (MnrAsset, total_backing_collateral, optional_i64),
};

const MnrType mnr_type_asset = OBJECT_TYPE (MnrAsset, asset_fields);

static const MnrField asset_dynamic_data_fields[] = {
  MNR_FIELD (MnrAssetDynamicData, id, asset_dynamic_data_id),
  OPTIONAL_FIELD (MnrAssetDynamicData, current_supply, mnr_type_i64),
  OPTIONAL_FIELD (MnrAssetDynamicData, confidential_supply, mnr_type_i64),
  OPTIONAL_FIELD (MnrAssetDynamicData, accumulated_fees, mnr_type_i64),
  OPTIONAL_FIELD (MnrAssetDynamicData, accumulated_collateral_fees, mnr_type_i64),
  OPTIONAL_FIELD (MnrAssetDynamicData, fee_pool, mnr_type_i64),
};

const MnrType mnr_type_asset_dynamic_data =
  OBJECT_TYPE (MnrAssetDynamicData, asset_dynamic_data_fields);

static const MnrField feed_fields[] = {
  OPTIONAL_FIELD (MnrFeed, settlement_price, mnr_type_price),
  OPTIONAL_FIELD (MnrFeed, maintenance_collateral_ratio, mnr_type_u16),
  OPTIONAL_FIELD (MnrFeed, maximum_short_squeeze_ratio, mnr_type_u16),
  OPTIONAL_FIELD (MnrFeed, core_exchange_rate, mnr_type_price),
  OPTIONAL_FIELD (MnrFeed, initial_collateral_ratio, mnr_type_u16),
};

const MnrType mnr_type_feed = OBJECT_TYPE (MnrFeed, feed_fields);

static const MnrField timed_feed_fields[] = {
  MNR_FIELD (MnrTimedFeed, time, mnr_type_time),
  MNR_FIELD (MnrTimedFeed, feed, mnr_type_feed),
};

static const MnrType timed_feed_type = {
  .kind = MNR_KIND_PAIR, .size = sizeof (MnrTimedFeed), MNR_FIELDS (timed_feed_fields),
};

static const MnrField published_feed_fields[] = {
  MNR_FIELD (MnrPublishedFeed, publisher, mnr_type_account_id),
  MNR_FIELD (MnrPublishedFeed, published, timed_feed_type),
};

static const MnrType published_feed_type = {
  .kind = MNR_KIND_PAIR, .size = sizeof (MnrPublishedFeed), MNR_FIELDS (published_feed_fields),
};

static const MnrType published_feed_set = MNR_SET_TYPE (published_feed_type);

static const MnrField bitasset_data_fields[] = {
  MNR_FIELD (MnrBitassetData, id, bitasset_data_id),
  OPTIONAL_FIELD (MnrBitassetData, asset_id, mnr_type_asset_id),
  OPTIONAL_FIELD (MnrBitassetData, feeds, published_feed_set),
  OPTIONAL_FIELD (MnrBitassetData, median_feed, mnr_type_feed),
  OPTIONAL_FIELD (MnrBitassetData, current_feed, mnr_type_feed),
  OPTIONAL_FIELD (MnrBitassetData, current_feed_publication_time, mnr_type_time),
  OPTIONAL_FIELD (MnrBitassetData, current_maintenance_collateralization, mnr_type_price),
  OPTIONAL_FIELD (MnrBitassetData, current_initial_collateralization, mnr_type_price),
  OPTIONAL_FIELD (MnrBitassetData, options, mnr_type_bitasset_options),
  OPTIONAL_FIELD (MnrBitassetData, force_settled_volume, mnr_type_i64),
  OPTIONAL_FIELD (MnrBitassetData, is_prediction_market, mnr_type_bool),
  OPTIONAL_FIELD (MnrBitassetData, settlement_price, mnr_type_price),
  OPTIONAL_FIELD (MnrBitassetData, settlement_fund, mnr_type_i64),
  OPTIONAL_FIELD (MnrBitassetData, individual_settlement_debt, mnr_type_i64),
  OPTIONAL_FIELD (MnrBitassetData, individual_settlement_fund, mnr_type_i64),
  OPTIONAL_FIELD (MnrBitassetData, asset_cer_updated, mnr_type_bool),
  OPTIONAL_FIELD (MnrBitassetData, feed_cer_updated, mnr_type_bool),
};

const MnrType mnr_type_bitasset_data = OBJECT_TYPE (MnrBitassetData, bitasset_data_fields);

static const MnrField account_fields[] = {
  MNR_FIELD (MnrAccount, id, mnr_type_account_id),
  OPTIONAL_FIELD (MnrAccount, membership_expiration_date, mnr_type_time),
  OPTIONAL_FIELD (MnrAccount, registrar, mnr_type_account_id),
  OPTIONAL_FIELD (MnrAccount, referrer, mnr_type_account_id),
  OPTIONAL_FIELD (MnrAccount, lifetime_referrer, mnr_type_account_id),
  OPTIONAL_FIELD (MnrAccount, network_fee_percentage, mnr_type_u16),
  OPTIONAL_FIELD (MnrAccount, lifetime_referrer_fee_percentage, mnr_type_u16),
  OPTIONAL_FIELD (MnrAccount, referrer_rewards_percentage, mnr_type_u16),
  OPTIONAL_FIELD (MnrAccount, name, mnr_type_string),
  OPTIONAL_FIELD (MnrAccount, owner, mnr_type_authority),
  OPTIONAL_FIELD (MnrAccount, active, mnr_type_authority),
  OPTIONAL_FIELD (MnrAccount, options, mnr_type_account_options),
  OPTIONAL_FIELD (MnrAccount, num_committee_voted, mnr_type_u16),
  OPTIONAL_FIELD (MnrAccount, statistics, account_statistics_id),
  OPTIONAL_FIELD (MnrAccount, whitelisting_accounts, mnr_type_account_set),
  OPTIONAL_FIELD (MnrAccount, blacklisting_accounts, mnr_type_account_set),
  OPTIONAL_FIELD (MnrAccount, whitelisted_accounts, mnr_type_account_set),
  OPTIONAL_FIELD (MnrAccount, blacklisted_accounts, mnr_type_account_set),
  OPTIONAL_FIELD (MnrAccount, cashback_vb, optional_vesting_balance_id),
  OPTIONAL_FIELD (MnrAccount, owner_special_authority, mnr_type_special_authority),
  OPTIONAL_FIELD (MnrAccount, active_special_authority, mnr_type_special_authority),
  OPTIONAL_FIELD (MnrAccount, top_n_control_flags, mnr_type_u8),
  OPTIONAL_FIELD (MnrAccount, allowed_assets, optional_asset_set),
  OPTIONAL_FIELD (MnrAccount, creation_block_num, mnr_type_u32),
  OPTIONAL_FIELD (MnrAccount, creation_time, mnr_type_time),
};

const MnrType mnr_type_account = OBJECT_TYPE (MnrAccount, account_fields);

static const MnrField account_balance_fields[] = {
  MNR_FIELD (MnrAccountBalance, id, account_balance_id),
  OPTIONAL_FIELD (MnrAccountBalance, owner, mnr_type_account_id),
  OPTIONAL_FIELD (MnrAccountBalance, asset_type, mnr_type_asset_id),
  OPTIONAL_FIELD (MnrAccountBalance, balance, mnr_type_i64),
  OPTIONAL_FIELD (MnrAccountBalance, maintenance_flag, mnr_type_bool),
};

const MnrType mnr_type_account_balance = OBJECT_TYPE (MnrAccountBalance, account_balance_fields);

static const MnrField account_statistics_fields[] = {
  MNR_FIELD (MnrAccountStatistics, id, account_statistics_id),
  OPTIONAL_FIELD (MnrAccountStatistics, owner, mnr_type_account_id),
  OPTIONAL_FIELD (MnrAccountStatistics, name, mnr_type_string),
  OPTIONAL_FIELD (MnrAccountStatistics, most_recent_op, account_history_id),
  OPTIONAL_FIELD (MnrAccountStatistics, total_ops, mnr_type_u64),
  OPTIONAL_FIELD (MnrAccountStatistics, removed_ops, mnr_type_u64),
  OPTIONAL_FIELD (MnrAccountStatistics, total_core_in_orders, mnr_type_i64),
  OPTIONAL_FIELD (MnrAccountStatistics, total_core_inactive, mnr_type_i64),
  OPTIONAL_FIELD (MnrAccountStatistics, total_core_pob, mnr_type_i64),
  OPTIONAL_FIELD (MnrAccountStatistics, total_core_pol, mnr_type_i64),
  OPTIONAL_FIELD (MnrAccountStatistics, total_pob_value, mnr_type_i64),
  OPTIONAL_FIELD (MnrAccountStatistics, total_pol_value, mnr_type_i64),
  OPTIONAL_FIELD (MnrAccountStatistics, core_in_balance, mnr_type_i64),
  OPTIONAL_FIELD (MnrAccountStatistics, has_cashback_vb, mnr_type_bool),
  OPTIONAL_FIELD (MnrAccountStatistics, is_voting, mnr_type_bool),
  OPTIONAL_FIELD (MnrAccountStatistics, last_vote_time, mnr_type_time),
  OPTIONAL_FIELD (MnrAccountStatistics, vp_all, mnr_type_u64),
  OPTIONAL_FIELD (MnrAccountStatistics, vp_active, mnr_type_u64),
  OPTIONAL_FIELD (MnrAccountStatistics, vp_committee, mnr_type_u64),
  OPTIONAL_FIELD (MnrAccountStatistics, vp_witness, mnr_type_u64),
  OPTIONAL_FIELD (MnrAccountStatistics, vp_worker, mnr_type_u64),
  OPTIONAL_FIELD (MnrAccountStatistics, vote_tally_time, mnr_type_time),
  OPTIONAL_FIELD (MnrAccountStatistics, lifetime_fees_paid, mnr_type_i64),
  OPTIONAL_FIELD (MnrAccountStatistics, pending_fees, mnr_type_i64),
  OPTIONAL_FIELD (MnrAccountStatistics, pending_vested_fees, mnr_type_i64),
};

const MnrType mnr_type_account_statistics =
  OBJECT_TYPE (MnrAccountStatistics, account_statistics_fields);

static const MnrField linear_vesting_fields[] = {
  OPTIONAL_FIELD (MnrLinearVesting, begin_timestamp, mnr_type_time),
  OPTIONAL_FIELD (MnrLinearVesting, vesting_cliff_seconds, mnr_type_u32),
  OPTIONAL_FIELD (MnrLinearVesting, vesting_duration_seconds, mnr_type_u32),
  OPTIONAL_FIELD (MnrLinearVesting, begin_balance, mnr_type_i64),
};

static const MnrType linear_vesting_type = OBJECT_TYPE (MnrLinearVesting, linear_vesting_fields);
static const MnrType optional_linear_vesting = MNR_OPTIONAL_TYPE (linear_vesting_type);

static const MnrField coin_days_vesting_fields[] = {
  OPTIONAL_FIELD (MnrCoinDaysVesting, vesting_seconds, mnr_type_u32),
  OPTIONAL_FIELD (MnrCoinDaysVesting, start_claim, mnr_type_time),
  OPTIONAL_FIELD (MnrCoinDaysVesting, coin_seconds_earned, mnr_type_u128),
  OPTIONAL_FIELD (MnrCoinDaysVesting, coin_seconds_earned_last_update, mnr_type_time),
};

static const MnrType coin_days_vesting_type =
  OBJECT_TYPE (MnrCoinDaysVesting, coin_days_vesting_fields);

static const MnrType instant_vesting_type = { .kind = MNR_KIND_STRUCT, .tolerant = TRUE };

static const MnrType *const vesting_policies[] = {
  [MNR_VESTING_LINEAR] = &linear_vesting_type,
  [MNR_VESTING_COIN_DAYS] = &coin_days_vesting_type,
  [MNR_VESTING_INSTANT] = &instant_vesting_type,
};

const MnrType mnr_type_vesting_policy = {
  .kind = MNR_KIND_VARIANT, .size = sizeof (MnrVariant),
  .variants = vesting_policies, .n_variants = G_N_ELEMENTS (vesting_policies),
};

static const MnrField vesting_balance_fields[] = {
  MNR_FIELD (MnrVestingBalance, id, mnr_type_vesting_balance_id),
  OPTIONAL_FIELD (MnrVestingBalance, owner, mnr_type_account_id),
  OPTIONAL_FIELD (MnrVestingBalance, balance, mnr_type_amount),
  OPTIONAL_FIELD (MnrVestingBalance, policy, mnr_type_vesting_policy),
  OPTIONAL_FIELD (MnrVestingBalance, balance_type, mnr_type_string),
};

const MnrType mnr_type_vesting_balance = OBJECT_TYPE (MnrVestingBalance, vesting_balance_fields);

static const MnrField genesis_balance_fields[] = {
  MNR_FIELD (MnrGenesisBalance, id, mnr_type_balance_id),
  OPTIONAL_FIELD (MnrGenesisBalance, owner, mnr_type_address),
  OPTIONAL_FIELD (MnrGenesisBalance, balance, mnr_type_amount),
  OPTIONAL_FIELD (MnrGenesisBalance, vesting_policy, optional_linear_vesting),
  OPTIONAL_FIELD (MnrGenesisBalance, last_claim_date, mnr_type_time),
};

const MnrType mnr_type_genesis_balance = OBJECT_TYPE (MnrGenesisBalance, genesis_balance_fields);

static const MnrField limit_order_fields[] = {
  MNR_FIELD (MnrLimitOrder, id, mnr_type_limit_order_id),
  OPTIONAL_FIELD (MnrLimitOrder, expiration, mnr_type_time),
  OPTIONAL_FIELD (MnrLimitOrder, seller, mnr_type_account_id),
  OPTIONAL_FIELD (MnrLimitOrder, for_sale, mnr_type_i64),
  OPTIONAL_FIELD (MnrLimitOrder, sell_price, mnr_type_price),
  OPTIONAL_FIELD (MnrLimitOrder, filled_amount, mnr_type_u128),
  OPTIONAL_FIELD (MnrLimitOrder, deferred_fee, mnr_type_i64),
  OPTIONAL_FIELD (MnrLimitOrder, deferred_paid_fee, mnr_type_amount),
  OPTIONAL_FIELD (MnrLimitOrder, is_settled_debt, mnr_type_bool),
  OPTIONAL_FIELD (MnrLimitOrder, on_fill, mnr_type_on_fill),
  OPTIONAL_FIELD (MnrLimitOrder, take_profit_order_id, optional_limit_order_id),
};

const MnrType mnr_type_limit_order = OBJECT_TYPE (MnrLimitOrder, limit_order_fields);

static const MnrField call_order_fields[] = {
  MNR_FIELD (MnrCallOrder, id, call_order_id),
  OPTIONAL_FIELD (MnrCallOrder, borrower, mnr_type_account_id),
  OPTIONAL_FIELD (MnrCallOrder, collateral, mnr_type_i64),
  OPTIONAL_FIELD (MnrCallOrder, debt, mnr_type_i64),
  OPTIONAL_FIELD (MnrCallOrder, call_price, mnr_type_price),
  OPTIONAL_FIELD (MnrCallOrder, target_collateral_ratio, mnr_type_optional_u16),
};

const MnrType mnr_type_call_order = OBJECT_TYPE (MnrCallOrder, call_order_fields);

static const MnrField force_settlement_fields[] = {
  MNR_FIELD (MnrForceSettlement, id, force_settlement_id),
  OPTIONAL_FIELD (MnrForceSettlement, owner, mnr_type_account_id),
  OPTIONAL_FIELD (MnrForceSettlement, balance, mnr_type_amount),
  OPTIONAL_FIELD (MnrForceSettlement, settlement_date, mnr_type_time),
};

const MnrType mnr_type_force_settlement = OBJECT_TYPE (MnrForceSettlement, force_settlement_fields);

static const MnrField collateral_bid_fields[] = {
  MNR_FIELD (MnrCollateralBid, id, collateral_bid_id),
  OPTIONAL_FIELD (MnrCollateralBid, bidder, mnr_type_account_id),
  OPTIONAL_FIELD (MnrCollateralBid, inv_swan_price, mnr_type_price),
};

const MnrType mnr_type_collateral_bid = OBJECT_TYPE (MnrCollateralBid, collateral_bid_fields);

static const MnrField proposal_fields[] = {
  MNR_FIELD (MnrProposal, id, mnr_type_proposal_id),
  OPTIONAL_FIELD (MnrProposal, expiration_time, mnr_type_time),
  OPTIONAL_FIELD (MnrProposal, review_period_time, optional_time),
  OPTIONAL_FIELD (MnrProposal, proposed_transaction, mnr_type_transaction),
  OPTIONAL_FIELD (MnrProposal, required_active_approvals, mnr_type_account_set),
  OPTIONAL_FIELD (MnrProposal, available_active_approvals, mnr_type_account_set),
  OPTIONAL_FIELD (MnrProposal, required_owner_approvals, mnr_type_account_set),
  OPTIONAL_FIELD (MnrProposal, available_owner_approvals, mnr_type_account_set),
  OPTIONAL_FIELD (MnrProposal, available_key_approvals, mnr_type_public_key_set),
  OPTIONAL_FIELD (MnrProposal, proposer, mnr_type_account_id),
  OPTIONAL_FIELD (MnrProposal, fail_reason, mnr_type_string),
};

const MnrType mnr_type_proposal = OBJECT_TYPE (MnrProposal, proposal_fields);

static const MnrField htlc_options_fields[] = {
  OPTIONAL_FIELD (MnrHtlcOptions, max_timeout_secs, mnr_type_u32),
  OPTIONAL_FIELD (MnrHtlcOptions, max_preimage_size, mnr_type_u32),
};

static const MnrType htlc_options_type = OBJECT_TYPE (MnrHtlcOptions, htlc_options_fields);
static const MnrType optional_htlc_options = MNR_OPTIONAL_TYPE (htlc_options_type);

static const MnrField chain_parameters_extensions_fields[] = {
  MNR_FIELD (MnrChainParametersExtensions, updatable_htlc_options, optional_htlc_options),
  MNR_FIELD (MnrChainParametersExtensions, market_fee_network_percent, mnr_type_optional_u16),
  MNR_FIELD (MnrChainParametersExtensions, maker_fee_discount_percent, mnr_type_optional_u16),
};

static const MnrType chain_parameters_extensions_type = {
  .kind = MNR_KIND_EXTENSION, .size = sizeof (MnrChainParametersExtensions),
  MNR_FIELDS (chain_parameters_extensions_fields),
  .tolerant = TRUE,
};

static const MnrField chain_parameters_fields[] = {
  OPTIONAL_FIELD (MnrChainParameters, current_fees, mnr_type_optional_fee_schedule),
  OPTIONAL_FIELD (MnrChainParameters, block_interval, mnr_type_u8),
  OPTIONAL_FIELD (MnrChainParameters, maintenance_interval, mnr_type_u32),
  OPTIONAL_FIELD (MnrChainParameters, maintenance_skip_slots, mnr_type_u8),
  OPTIONAL_FIELD (MnrChainParameters, committee_proposal_review_period, mnr_type_u32),
  OPTIONAL_FIELD (MnrChainParameters, maximum_transaction_size, mnr_type_u32),
  OPTIONAL_FIELD (MnrChainParameters, maximum_block_size, mnr_type_u32),
  OPTIONAL_FIELD (MnrChainParameters, maximum_time_until_expiration, mnr_type_u32),
  OPTIONAL_FIELD (MnrChainParameters, maximum_proposal_lifetime, mnr_type_u32),
  OPTIONAL_FIELD (MnrChainParameters, maximum_asset_whitelist_authorities, mnr_type_u8),
  OPTIONAL_FIELD (MnrChainParameters, maximum_asset_feed_publishers, mnr_type_u8),
  OPTIONAL_FIELD (MnrChainParameters, maximum_witness_count, mnr_type_u16),
  OPTIONAL_FIELD (MnrChainParameters, maximum_committee_count, mnr_type_u16),
  OPTIONAL_FIELD (MnrChainParameters, maximum_authority_membership, mnr_type_u16),
  OPTIONAL_FIELD (MnrChainParameters, reserve_percent_of_fee, mnr_type_u16),
  OPTIONAL_FIELD (MnrChainParameters, network_percent_of_fee, mnr_type_u16),
  OPTIONAL_FIELD (MnrChainParameters, lifetime_referrer_percent_of_fee, mnr_type_u16),
  OPTIONAL_FIELD (MnrChainParameters, cashback_vesting_period_seconds, mnr_type_u32),
  OPTIONAL_FIELD (MnrChainParameters, cashback_vesting_threshold, mnr_type_i64),
  OPTIONAL_FIELD (MnrChainParameters, count_non_member_votes, mnr_type_bool),
  OPTIONAL_FIELD (MnrChainParameters, allow_non_member_whitelists, mnr_type_bool),
  OPTIONAL_FIELD (MnrChainParameters, witness_pay_per_block, mnr_type_i64),
  OPTIONAL_FIELD (MnrChainParameters, worker_budget_per_day, mnr_type_i64),
  OPTIONAL_FIELD (MnrChainParameters, max_predicate_opcode, mnr_type_u16),
  OPTIONAL_FIELD (MnrChainParameters, fee_liquidation_threshold, mnr_type_i64),
  OPTIONAL_FIELD (MnrChainParameters, accounts_per_fee_scale, mnr_type_u16),
  OPTIONAL_FIELD (MnrChainParameters, account_fee_scale_bitshifts, mnr_type_u8),
  OPTIONAL_FIELD (MnrChainParameters, max_authority_depth, mnr_type_u8),
  OPTIONAL_FIELD (MnrChainParameters, extensions, chain_parameters_extensions_type),
};

const MnrType mnr_type_chain_parameters = OBJECT_TYPE (MnrChainParameters, chain_parameters_fields);

static const MnrField global_properties_fields[] = {
  MNR_FIELD (MnrGlobalProperties, id, global_properties_id),
  OPTIONAL_FIELD (MnrGlobalProperties, parameters, mnr_type_chain_parameters),
  OPTIONAL_FIELD (MnrGlobalProperties, next_available_vote_id, mnr_type_u32),
  OPTIONAL_FIELD (MnrGlobalProperties, active_committee_members, committee_member_set),
  OPTIONAL_FIELD (MnrGlobalProperties, active_witnesses, witness_set),
};

const MnrType mnr_type_global_properties =
  OBJECT_TYPE (MnrGlobalProperties, global_properties_fields);

static const MnrType block_id_type = { .kind = MNR_KIND_HASH, .size = sizeof (MnrBlockId) };

static const MnrField dynamic_global_properties_fields[] = {
  MNR_FIELD (MnrDynamicGlobalProperties, id, dynamic_global_properties_id),
  OPTIONAL_FIELD (MnrDynamicGlobalProperties, head_block_number, mnr_type_u32),
  OPTIONAL_FIELD (MnrDynamicGlobalProperties, head_block_id, block_id_type),
  OPTIONAL_FIELD (MnrDynamicGlobalProperties, time, mnr_type_time),
  OPTIONAL_FIELD (MnrDynamicGlobalProperties, current_witness, witness_id),
  OPTIONAL_FIELD (MnrDynamicGlobalProperties, next_maintenance_time, mnr_type_time),
  OPTIONAL_FIELD (MnrDynamicGlobalProperties, last_vote_tally_time, mnr_type_time),
  OPTIONAL_FIELD (MnrDynamicGlobalProperties, last_budget_time, mnr_type_time),
  OPTIONAL_FIELD (MnrDynamicGlobalProperties, witness_budget, mnr_type_i64),
  OPTIONAL_FIELD (MnrDynamicGlobalProperties, total_pob, mnr_type_i64),
  OPTIONAL_FIELD (MnrDynamicGlobalProperties, total_inactive, mnr_type_i64),
  OPTIONAL_FIELD (MnrDynamicGlobalProperties, accounts_registered_this_interval, mnr_type_u32),
  OPTIONAL_FIELD (MnrDynamicGlobalProperties, recently_missed_count, mnr_type_u32),
  OPTIONAL_FIELD (MnrDynamicGlobalProperties, current_aslot, mnr_type_u64),
  OPTIONAL_FIELD (MnrDynamicGlobalProperties, recent_slots_filled, mnr_type_u128),
  OPTIONAL_FIELD (MnrDynamicGlobalProperties, dynamic_flags, mnr_type_u32),
  OPTIONAL_FIELD (MnrDynamicGlobalProperties, last_irreversible_block_num, mnr_type_u32),
};

const MnrType mnr_type_dynamic_global_properties =
  OBJECT_TYPE (MnrDynamicGlobalProperties, dynamic_global_properties_fields);

/* clang-format on */

const MnrType *
mnr_object_get_struct (MnrObjectId id)
{
  static const struct
  {
    MnrObjectType type;
    const MnrType *of;
  } structs[] = {
    { MNR_OBJECT_ACCOUNT, &mnr_type_account },
    { MNR_OBJECT_ASSET, &mnr_type_asset },
    { MNR_OBJECT_FORCE_SETTLEMENT, &mnr_type_force_settlement },
    { MNR_OBJECT_LIMIT_ORDER, &mnr_type_limit_order },
    { MNR_OBJECT_CALL_ORDER, &mnr_type_call_order },
    { MNR_OBJECT_PROPOSAL, &mnr_type_proposal },
    { MNR_OBJECT_VESTING_BALANCE, &mnr_type_vesting_balance },
    { MNR_OBJECT_BALANCE, &mnr_type_genesis_balance },
    { MNR_OBJECT_GLOBAL_PROPERTIES, &mnr_type_global_properties },
    { MNR_OBJECT_DYNAMIC_GLOBAL_PROPERTIES, &mnr_type_dynamic_global_properties },
    { MNR_OBJECT_ASSET_DYNAMIC_DATA, &mnr_type_asset_dynamic_data },
    { MNR_OBJECT_BITASSET_DATA, &mnr_type_bitasset_data },
    { MNR_OBJECT_ACCOUNT_BALANCE, &mnr_type_account_balance },
    { MNR_OBJECT_ACCOUNT_STATISTICS, &mnr_type_account_statistics },
    { MNR_OBJECT_COLLATERAL_BID, &mnr_type_collateral_bid },
  };

  for (guint i = 0; i < G_N_ELEMENTS (structs); i++)
    if (structs[i].type == mnr_object_id_get_type (id))
      return structs[i].of;
  return NULL;
}
