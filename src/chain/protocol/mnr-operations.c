/* mnr-operations.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-operations.h"

#include <glib/gi18n-lib.h>

/* clang-format off */

#define FEE_FIELD(S) MNR_FIELD (S, fee, mnr_type_amount, .label = N_ ("Fee"))

#define OPERATION_TYPE(S, table, ...) \
  { .kind = MNR_KIND_STRUCT, .size = sizeof (S), MNR_FIELDS (table), __VA_ARGS__ }

/* 0 transfer */

static const MnrField transfer_fields[] = {
  FEE_FIELD (MnrTransfer),
  MNR_FIELD (MnrTransfer, from, mnr_type_account_id, .label = N_ ("From")),
  MNR_FIELD (MnrTransfer, to, mnr_type_account_id, .label = N_ ("To")),
  MNR_FIELD (MnrTransfer, amount, mnr_type_amount, .label = N_ ("Amount")),
  MNR_FIELD (MnrTransfer, memo, mnr_type_optional_memo, .label = N_ ("Memo")),
  MNR_EXTENSIONS_FIELD,
};

static const MnrType transfer_type = OPERATION_TYPE (MnrTransfer, transfer_fields,
  .label = N_ ("Transfer"),
  .summary = N_ ("Send {amount} from {from} to {to}"));

/* 1 limit_order_create */

static const MnrField take_profit_fields[] = {
  MNR_FIELD (MnrTakeProfit, fee_asset_id, mnr_type_asset_id, .label = N_ ("Fees paid in")),
  MNR_FIELD (MnrTakeProfit, spread_percent, mnr_type_u16,
             .label = N_ ("Price better by"), .unit = MNR_UNIT_BASIS_POINTS),
  MNR_FIELD (MnrTakeProfit, size_percent, mnr_type_u16,
             .label = N_ ("Part of what was bought"), .unit = MNR_UNIT_BASIS_POINTS,
             .initial = 10000),
  MNR_FIELD (MnrTakeProfit, expiration_seconds, mnr_type_u32,
             .label = N_ ("Expires after"), .unit = MNR_UNIT_SECONDS),
  MNR_FIELD (MnrTakeProfit, repeat, mnr_type_bool, .label = N_ ("Again and again")),
  MNR_EXTENSIONS_FIELD,
};

static const MnrType take_profit_type = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (MnrTakeProfit), MNR_FIELDS (take_profit_fields),
  .label = N_ ("Take profit"),
};

static const MnrType *const on_fill_variants[] = { &take_profit_type };

static const MnrType on_fill_type = {
  .kind = MNR_KIND_VARIANT, .size = sizeof (MnrVariant),
  .variants = on_fill_variants, .n_variants = G_N_ELEMENTS (on_fill_variants),
};

const MnrType mnr_type_on_fill = MNR_ARRAY_TYPE (on_fill_type);
static const MnrType optional_on_fill_array = MNR_OPTIONAL_TYPE (mnr_type_on_fill);

static const MnrField limit_order_create_extensions_fields[] = {
  MNR_FIELD (MnrLimitOrderCreateExtensions, on_fill, optional_on_fill_array, .label =
    N_ ("Once filled")),
};

static const MnrType limit_order_create_extensions_type = {
  .kind = MNR_KIND_EXTENSION, .size = sizeof (MnrLimitOrderCreateExtensions),
  MNR_FIELDS (limit_order_create_extensions_fields),
};

static const MnrField limit_order_create_fields[] = {
  FEE_FIELD (MnrLimitOrderCreate),
  MNR_FIELD (MnrLimitOrderCreate, seller, mnr_type_account_id, .label = N_ ("Seller")),
  MNR_FIELD (MnrLimitOrderCreate, amount_to_sell, mnr_type_amount, .label = N_ ("Sells")),
  MNR_FIELD (MnrLimitOrderCreate, min_to_receive, mnr_type_amount, .label = N_ ("For at least")),
  MNR_FIELD (MnrLimitOrderCreate, expiration, mnr_type_time, .label = N_ ("Expires"),
             .initial = G_MAXUINT32),
  MNR_FIELD (MnrLimitOrderCreate, fill_or_kill, mnr_type_bool, .label =
    N_ ("All at once or not at all")),
  MNR_FIELD (MnrLimitOrderCreate, extensions, limit_order_create_extensions_type),
};

static const MnrType limit_order_create_type = OPERATION_TYPE (MnrLimitOrderCreate,
  limit_order_create_fields,
  .label = N_ ("Limit order"),
  .summary = N_ ("Offer {amount_to_sell} for at least {min_to_receive}"));

/* 2 limit_order_cancel */

static const MnrField limit_order_cancel_fields[] = {
  FEE_FIELD (MnrLimitOrderCancel),
  MNR_FIELD (MnrLimitOrderCancel, fee_paying_account, mnr_type_account_id, .label = N_ ("Account")),
  MNR_FIELD (MnrLimitOrderCancel, order, mnr_type_limit_order_id, .label = N_ ("Order")),
  MNR_EXTENSIONS_FIELD,
};

static const MnrType limit_order_cancel_type = OPERATION_TYPE (MnrLimitOrderCancel,
  limit_order_cancel_fields,
  .label = N_ ("Cancel an order"),
  .summary = N_ ("Cancel the order {order}"));

/* 3 call_order_update */

static const MnrField call_order_update_extensions_fields[] = {
  MNR_FIELD (MnrCallOrderUpdateExtensions, target_collateral_ratio, mnr_type_optional_u16,
             .label = N_ ("Target collateral ratio"), .unit = MNR_UNIT_PERMILLE),
};

static const MnrType call_order_update_extensions_type = {
  .kind = MNR_KIND_EXTENSION, .size = sizeof (MnrCallOrderUpdateExtensions),
  MNR_FIELDS (call_order_update_extensions_fields),
};

static const MnrField call_order_update_fields[] = {
  FEE_FIELD (MnrCallOrderUpdate),
  MNR_FIELD (MnrCallOrderUpdate, funding_account, mnr_type_account_id, .label = N_ ("Account")),
  MNR_FIELD (MnrCallOrderUpdate, delta_collateral, mnr_type_amount, .label =
    N_ ("Collateral added")),
  MNR_FIELD (MnrCallOrderUpdate, delta_debt, mnr_type_amount, .label = N_ ("Debt added")),
  MNR_FIELD (MnrCallOrderUpdate, extensions, call_order_update_extensions_type),
};

static const MnrType call_order_update_type = OPERATION_TYPE (MnrCallOrderUpdate,
  call_order_update_fields,
  .label = N_ ("Margin position"),
  .summary = N_ ("Change the collateral of a margin position by {delta_collateral}, "
                 "its debt by {delta_debt}"));

/* 5 account_create, 6 account_update */

static const MnrType no_special_authority_type = { .kind = MNR_KIND_STRUCT, .label = N_ ("None") };

static const MnrField top_holders_fields[] = {
  MNR_FIELD (MnrTopHolders, asset, mnr_type_asset_id, .label = N_ ("Asset")),
  MNR_FIELD (MnrTopHolders, num_top_holders, mnr_type_u8, .label = N_ ("Number of top holders")),
};

static const MnrType top_holders_type = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (MnrTopHolders), MNR_FIELDS (top_holders_fields),
  .label = N_ ("The top holders of an asset"),
};

static const MnrType *const special_authority_variants[] = {
  &no_special_authority_type,
  &top_holders_type,
};

const MnrType mnr_type_special_authority = {
  .kind = MNR_KIND_VARIANT, .size = sizeof (MnrVariant),
  .variants = special_authority_variants, .n_variants = G_N_ELEMENTS (special_authority_variants),
};

static const MnrType optional_special_authority = MNR_OPTIONAL_TYPE (mnr_type_special_authority);

/* A placeholder of the protocol: a struct without members. */
static const MnrType null_extension_type = { .kind = MNR_KIND_STRUCT };
static const MnrType optional_null_extension = MNR_OPTIONAL_TYPE (null_extension_type);

static const MnrField buyback_options_fields[] = {
  MNR_FIELD (MnrBuybackOptions, asset_to_buy, mnr_type_asset_id, .label = N_ ("Asset bought back")),
  MNR_FIELD (MnrBuybackOptions, asset_to_buy_issuer, mnr_type_account_id,
             .label = N_ ("Its issuer"), .flags = MNR_FIELD_ACTIVE),
  MNR_FIELD (MnrBuybackOptions, markets, mnr_type_asset_set, .label = N_ ("Paid for with")),
};

static const MnrType buyback_options_type = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (MnrBuybackOptions), MNR_FIELDS (buyback_options_fields),
};

static const MnrType optional_buyback_options = MNR_OPTIONAL_TYPE (buyback_options_type);

static const MnrField account_create_extensions_fields[] = {
  MNR_FIELD (MnrAccountCreateExtensions, null_ext, optional_null_extension, .label =
    N_ ("Nothing")),
  MNR_FIELD (MnrAccountCreateExtensions, owner_special_authority, optional_special_authority,
             .label = N_ ("Special owner authority")),
  MNR_FIELD (MnrAccountCreateExtensions, active_special_authority, optional_special_authority,
             .label = N_ ("Special active authority")),
  MNR_FIELD (MnrAccountCreateExtensions, buyback_options, optional_buyback_options,
             .label = N_ ("Buys an asset back")),
};

static const MnrType account_create_extensions_type = {
  .kind = MNR_KIND_EXTENSION, .size = sizeof (MnrAccountCreateExtensions),
  MNR_FIELDS (account_create_extensions_fields),
};

static const MnrField account_create_fields[] = {
  FEE_FIELD (MnrAccountCreate),
  MNR_FIELD (MnrAccountCreate, registrar, mnr_type_account_id, .label = N_ ("Registrar")),
  MNR_FIELD (MnrAccountCreate, referrer, mnr_type_account_id, .label = N_ ("Referrer")),
  MNR_FIELD (MnrAccountCreate, referrer_percent, mnr_type_u16,
             .label = N_ ("Referrer's share"), .unit = MNR_UNIT_BASIS_POINTS),
  MNR_FIELD (MnrAccountCreate, name, mnr_type_string, .label = N_ ("Name")),
  MNR_FIELD (MnrAccountCreate, owner, mnr_type_authority, .label = N_ ("Owner authority")),
  MNR_FIELD (MnrAccountCreate, active, mnr_type_authority, .label = N_ ("Active authority")),
  MNR_FIELD (MnrAccountCreate, options, mnr_type_account_options, .label = N_ ("Options")),
  MNR_FIELD (MnrAccountCreate, extensions, account_create_extensions_type),
};

static const MnrType account_create_type = OPERATION_TYPE (MnrAccountCreate, account_create_fields,
  .label = N_ ("New account"),
  .summary = N_ ("Register the account {name}"));

static const MnrField account_update_extensions_fields[] = {
  MNR_FIELD (MnrAccountUpdateExtensions, null_ext, optional_null_extension, .label =
    N_ ("Nothing")),
  MNR_FIELD (MnrAccountUpdateExtensions, owner_special_authority, optional_special_authority,
             .label = N_ ("Special owner authority"), .flags = MNR_FIELD_MAKES_OWNER),
  MNR_FIELD (MnrAccountUpdateExtensions, active_special_authority, optional_special_authority,
             .label = N_ ("Special active authority")),
};

static const MnrType account_update_extensions_type = {
  .kind = MNR_KIND_EXTENSION, .size = sizeof (MnrAccountUpdateExtensions),
  MNR_FIELDS (account_update_extensions_fields),
};

static const MnrType optional_authority = MNR_OPTIONAL_TYPE (mnr_type_authority);
static const MnrType optional_account_options = MNR_OPTIONAL_TYPE (mnr_type_account_options);

static const MnrField account_update_fields[] = {
  FEE_FIELD (MnrAccountUpdate),
  MNR_FIELD (MnrAccountUpdate, account, mnr_type_account_id, .label = N_ ("Account")),
  MNR_FIELD (MnrAccountUpdate, owner, optional_authority,
             .label = N_ ("New owner authority"), .flags = MNR_FIELD_MAKES_OWNER),
  MNR_FIELD (MnrAccountUpdate, active, optional_authority, .label = N_ ("New active authority")),
  MNR_FIELD (MnrAccountUpdate, new_options, optional_account_options, .label = N_ ("New options")),
  MNR_FIELD (MnrAccountUpdate, extensions, account_update_extensions_type),
};

static const MnrType account_update_type = OPERATION_TYPE (MnrAccountUpdate, account_update_fields,
  .label = N_ ("Change an account"),
  .summary = N_ ("Change the keys or options of {account}"),
  .caution = N_ ("Whoever holds none of the new keys loses the account"));

/* 7 account_whitelist, 8 account_upgrade */

static const MnrType listing_type = {
  .kind = MNR_KIND_U8, .size = sizeof (guint8), .maximum = MNR_LISTING_BOTH,
};

static const MnrField account_whitelist_fields[] = {
  FEE_FIELD (MnrAccountWhitelist),
  MNR_FIELD (MnrAccountWhitelist, authorizing_account, mnr_type_account_id, .label =
    N_ ("List of")),
  MNR_FIELD (MnrAccountWhitelist, account_to_list, mnr_type_account_id, .label = N_ ("Account")),
  MNR_FIELD (MnrAccountWhitelist, new_listing, listing_type,
             .label = N_ ("Listed"), .unit = MNR_UNIT_LISTING),
  MNR_EXTENSIONS_FIELD,
};

static const MnrType account_whitelist_type = OPERATION_TYPE (MnrAccountWhitelist,
  account_whitelist_fields,
  .label = N_ ("List an account"),
  .summary = N_ ("{authorizing_account} lists {account_to_list} ({new_listing})"));

static const MnrField account_upgrade_fields[] = {
  FEE_FIELD (MnrAccountUpgrade),
  MNR_FIELD (MnrAccountUpgrade, account_to_upgrade, mnr_type_account_id, .label = N_ ("Account")),
  MNR_FIELD (MnrAccountUpgrade, upgrade_to_lifetime_member, mnr_type_bool, .label =
    N_ ("Member for life")),
  MNR_EXTENSIONS_FIELD,
};

static const MnrType account_upgrade_type = OPERATION_TYPE (MnrAccountUpgrade,
  account_upgrade_fields,
  .label = N_ ("Upgrade an account"),
  .summary = N_ ("Make {account_to_upgrade} a member for life"),
  .caution = N_ ("The membership cannot be given back, nor its price"));

/* 10 asset_create */

static const MnrType optional_bitasset_options = MNR_OPTIONAL_TYPE (mnr_type_bitasset_options);

static const MnrField asset_create_fields[] = {
  FEE_FIELD (MnrAssetCreate),
  MNR_FIELD (MnrAssetCreate, issuer, mnr_type_account_id, .label = N_ ("Issuer")),
  MNR_FIELD (MnrAssetCreate, symbol, mnr_type_string,
             .label = N_ ("Symbol"), .flags = MNR_FIELD_SUBJECT),
  MNR_FIELD (MnrAssetCreate, precision, mnr_type_u8,
             .label = N_ ("Decimals"), .flags = MNR_FIELD_SUBJECT),
  MNR_FIELD (MnrAssetCreate, common_options, mnr_type_asset_options, .label = N_ ("Settings")),
  MNR_FIELD (MnrAssetCreate, bitasset_opts, optional_bitasset_options, .label =
    N_ ("Smartcoin settings")),
  MNR_FIELD (MnrAssetCreate, is_prediction_market, mnr_type_bool, .label =
    N_ ("Prediction market")),
  MNR_EXTENSIONS_FIELD,
};

static const MnrType asset_create_type = OPERATION_TYPE (MnrAssetCreate, asset_create_fields,
  .label = N_ ("New asset"),
  .summary = N_ ("Create the asset {symbol}"),
  .caution = N_ ("A symbol is taken for ever; an asset can be neither deleted nor renamed"));

/* 11 asset_update, 12 asset_update_bitasset, 13 asset_update_feed_producers */

static const MnrField asset_update_extensions_fields[] = {
  MNR_FIELD (MnrAssetUpdateExtensions, new_precision, mnr_type_optional_u8, .label =
    N_ ("New decimals")),
  MNR_FIELD (MnrAssetUpdateExtensions, skip_core_exchange_rate, mnr_type_optional_bool,
             .label = N_ ("Leave the core exchange rate alone")),
};

static const MnrType asset_update_extensions_type = {
  .kind = MNR_KIND_EXTENSION, .size = sizeof (MnrAssetUpdateExtensions),
  MNR_FIELDS (asset_update_extensions_fields),
};

static const MnrField asset_update_fields[] = {
  FEE_FIELD (MnrAssetUpdate),
  MNR_FIELD (MnrAssetUpdate, issuer, mnr_type_account_id, .label = N_ ("Issuer")),
  MNR_FIELD (MnrAssetUpdate, asset_to_update, mnr_type_asset_id,
             .label = N_ ("Asset"), .flags = MNR_FIELD_SUBJECT),
  MNR_FIELD (MnrAssetUpdate, new_issuer, mnr_type_optional_account_id, .label = N_ ("New issuer")),
  MNR_FIELD (MnrAssetUpdate, new_options, mnr_type_asset_options, .label =
    N_ ("All settings become")),
  MNR_FIELD (MnrAssetUpdate, extensions, asset_update_extensions_type),
};

static const MnrType asset_update_type = OPERATION_TYPE (MnrAssetUpdate, asset_update_fields,
  .label = N_ ("Change an asset"),
  .summary = N_ ("Replace all settings of {asset_to_update}"),
  .caution = N_ ("A permission given up stays given up while anybody holds the asset"));

static const MnrField asset_update_bitasset_fields[] = {
  FEE_FIELD (MnrAssetUpdateBitasset),
  MNR_FIELD (MnrAssetUpdateBitasset, issuer, mnr_type_account_id, .label = N_ ("Issuer")),
  MNR_FIELD (MnrAssetUpdateBitasset, asset_to_update, mnr_type_asset_id,
             .label = N_ ("Asset"), .flags = MNR_FIELD_SUBJECT),
  MNR_FIELD (MnrAssetUpdateBitasset, new_options, mnr_type_bitasset_options,
             .label = N_ ("All smartcoin settings become")),
  MNR_EXTENSIONS_FIELD,
};

static const MnrType asset_update_bitasset_type = OPERATION_TYPE (MnrAssetUpdateBitasset,
  asset_update_bitasset_fields,
  .label = N_ ("Change a smartcoin"),
  .summary = N_ ("Replace all smartcoin settings of {asset_to_update}"),
  .caution = N_ ("New ratios can call margin positions at once"));

static const MnrField asset_update_feed_producers_fields[] = {
  FEE_FIELD (MnrAssetUpdateFeedProducers),
  MNR_FIELD (MnrAssetUpdateFeedProducers, issuer, mnr_type_account_id, .label = N_ ("Issuer")),
  MNR_FIELD (MnrAssetUpdateFeedProducers, asset_to_update, mnr_type_asset_id,
             .label = N_ ("Asset"), .flags = MNR_FIELD_SUBJECT),
  MNR_FIELD (MnrAssetUpdateFeedProducers, new_feed_producers, mnr_type_account_set,
             .label = N_ ("Feed producers")),
  MNR_EXTENSIONS_FIELD,
};

static const MnrType asset_update_feed_producers_type =
  OPERATION_TYPE (MnrAssetUpdateFeedProducers, asset_update_feed_producers_fields,
  .label = N_ ("Name feed producers"),
  .summary = N_ ("Name the feed producers of {asset_to_update}"),
  .caution = N_ ("The feeds of producers who are not named vanish at once"));

/* 14 asset_issue, 15 asset_reserve, 16 asset_fund_fee_pool */

static const MnrField asset_issue_fields[] = {
  FEE_FIELD (MnrAssetIssue),
  MNR_FIELD (MnrAssetIssue, issuer, mnr_type_account_id, .label = N_ ("Issuer")),
  MNR_FIELD (MnrAssetIssue, asset_to_issue, mnr_type_amount, .label = N_ ("Amount")),
  MNR_FIELD (MnrAssetIssue, issue_to_account, mnr_type_account_id, .label = N_ ("To")),
  MNR_FIELD (MnrAssetIssue, memo, mnr_type_optional_memo, .label = N_ ("Memo")),
  MNR_EXTENSIONS_FIELD,
};

static const MnrType asset_issue_type = OPERATION_TYPE (MnrAssetIssue, asset_issue_fields,
  .label = N_ ("Issue"),
  .summary = N_ ("Issue {asset_to_issue} to {issue_to_account}"));

static const MnrField asset_reserve_fields[] = {
  FEE_FIELD (MnrAssetReserve),
  MNR_FIELD (MnrAssetReserve, payer, mnr_type_account_id, .label = N_ ("From")),
  MNR_FIELD (MnrAssetReserve, amount_to_reserve, mnr_type_amount, .label = N_ ("Amount")),
  MNR_EXTENSIONS_FIELD,
};

static const MnrType asset_reserve_type = OPERATION_TYPE (MnrAssetReserve, asset_reserve_fields,
  .label = N_ ("Burn"),
  .summary = N_ ("Burn {amount_to_reserve} of {payer}"),
  .caution = N_ ("What is burnt is gone"));

static const MnrField asset_fund_fee_pool_fields[] = {
  FEE_FIELD (MnrAssetFundFeePool),
  MNR_FIELD (MnrAssetFundFeePool, from_account, mnr_type_account_id, .label = N_ ("From")),
  MNR_FIELD (MnrAssetFundFeePool, asset_id, mnr_type_asset_id, .label = N_ ("Fee pool of")),
  MNR_FIELD (MnrAssetFundFeePool, amount, mnr_type_i64,
             .label = N_ ("Amount"), .unit = MNR_UNIT_CORE),
  MNR_EXTENSIONS_FIELD,
};

static const MnrType asset_fund_fee_pool_type = OPERATION_TYPE (MnrAssetFundFeePool,
  asset_fund_fee_pool_fields,
  .label = N_ ("Fund a fee pool"),
  .summary = N_ ("Put {amount} into the fee pool of {asset_id}"),
  .caution = N_ ("Only the issuer of the asset can take it out again"));

/* 17 asset_settle, 18 asset_global_settle, 19 asset_publish_feed */

static const MnrField asset_settle_fields[] = {
  FEE_FIELD (MnrAssetSettle),
  MNR_FIELD (MnrAssetSettle, account, mnr_type_account_id, .label = N_ ("Account")),
  MNR_FIELD (MnrAssetSettle, amount, mnr_type_amount, .label = N_ ("Amount")),
  MNR_EXTENSIONS_FIELD,
};

static const MnrType asset_settle_type = OPERATION_TYPE (MnrAssetSettle, asset_settle_fields,
  .label = N_ ("Force settlement"),
  .summary = N_ ("Exchange {amount} for its backing at the feed price"),
  .caution =
    N_ ("A settlement request cannot be cancelled; its price is that of the day it is executed"));

static const MnrField asset_global_settle_fields[] = {
  FEE_FIELD (MnrAssetGlobalSettle),
  MNR_FIELD (MnrAssetGlobalSettle, issuer, mnr_type_account_id, .label = N_ ("Issuer")),
  MNR_FIELD (MnrAssetGlobalSettle, asset_to_settle, mnr_type_asset_id,
             .label = N_ ("Asset"), .flags = MNR_FIELD_SUBJECT),
  MNR_FIELD (MnrAssetGlobalSettle, settle_price, mnr_type_price, .label = N_ ("Price")),
  MNR_EXTENSIONS_FIELD,
};

static const MnrType asset_global_settle_type = OPERATION_TYPE (MnrAssetGlobalSettle,
  asset_global_settle_fields,
  .label = N_ ("Global settlement"),
  .summary = N_ ("Settle {asset_to_settle} globally at {settle_price}"),
  .caution = N_ ("Every margin position is closed at this price; that cannot be undone"));

static const MnrField asset_publish_feed_extensions_fields[] = {
  MNR_FIELD (MnrAssetPublishFeedExtensions, initial_collateral_ratio, mnr_type_optional_u16,
             .label = N_ ("Initial collateral ratio"), .unit = MNR_UNIT_PERMILLE),
};

static const MnrType asset_publish_feed_extensions_type = {
  .kind = MNR_KIND_EXTENSION, .size = sizeof (MnrAssetPublishFeedExtensions),
  MNR_FIELDS (asset_publish_feed_extensions_fields),
};

static const MnrField asset_publish_feed_fields[] = {
  FEE_FIELD (MnrAssetPublishFeed),
  MNR_FIELD (MnrAssetPublishFeed, publisher, mnr_type_account_id, .label = N_ ("Publisher")),
  MNR_FIELD (MnrAssetPublishFeed, asset_id, mnr_type_asset_id,
             .label = N_ ("Asset"), .flags = MNR_FIELD_SUBJECT),
  MNR_FIELD (MnrAssetPublishFeed, feed, mnr_type_price_feed, .label = N_ ("Feed")),
  MNR_FIELD (MnrAssetPublishFeed, extensions, asset_publish_feed_extensions_type),
};

static const MnrType asset_publish_feed_type = OPERATION_TYPE (MnrAssetPublishFeed,
  asset_publish_feed_fields,
  .label = N_ ("Price feed"),
  .summary = N_ ("Publish a price feed for {asset_id}"),
  .caution = N_ ("A wrong price can call margin positions or settle the asset at once"));

/* 22 proposal_create, 23 proposal_update, 24 proposal_delete */

static const MnrField proposed_operation_fields[] = {
  MNR_FIELD (MnrProposedOperation, op, mnr_type_operation),
};

static const MnrType proposed_operation_type = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (MnrProposedOperation),
    MNR_FIELDS (proposed_operation_fields),
};

static const MnrType proposed_operation_array = MNR_ARRAY_TYPE (proposed_operation_type);

static const MnrField proposal_create_fields[] = {
  FEE_FIELD (MnrProposalCreate),
  MNR_FIELD (MnrProposalCreate, fee_paying_account, mnr_type_account_id, .label = N_ ("Proposer")),
  MNR_FIELD (MnrProposalCreate, expiration_time, mnr_type_time, .label = N_ ("Expires")),
  MNR_FIELD (MnrProposalCreate, proposed_ops, proposed_operation_array, .label = N_ ("Proposed")),
  MNR_FIELD (MnrProposalCreate, review_period_seconds, mnr_type_optional_u32,
             .label = N_ ("Review period"), .unit = MNR_UNIT_SECONDS),
  MNR_EXTENSIONS_FIELD,
};

static const MnrType proposal_create_type = OPERATION_TYPE (MnrProposalCreate,
  proposal_create_fields,
  .label = N_ ("Proposal"),
  .summary = N_ ("Propose, for others to approve until {expiration_time}"));

static const MnrField proposal_update_fields[] = {
  FEE_FIELD (MnrProposalUpdate),
  MNR_FIELD (MnrProposalUpdate, fee_paying_account, mnr_type_account_id, .label = N_ ("Payer")),
  MNR_FIELD (MnrProposalUpdate, proposal, mnr_type_proposal_id, .label = N_ ("Proposal")),
  MNR_FIELD (MnrProposalUpdate, active_approvals_to_add, mnr_type_account_set,
             .label = N_ ("Approve, active"), .flags = MNR_FIELD_ACTIVE),
  MNR_FIELD (MnrProposalUpdate, active_approvals_to_remove, mnr_type_account_set,
             .label = N_ ("Withdraw approval, active"), .flags = MNR_FIELD_ACTIVE),
  MNR_FIELD (MnrProposalUpdate, owner_approvals_to_add, mnr_type_account_set,
             .label = N_ ("Approve, owner"), .flags = MNR_FIELD_OWNER),
  MNR_FIELD (MnrProposalUpdate, owner_approvals_to_remove, mnr_type_account_set,
             .label = N_ ("Withdraw approval, owner"), .flags = MNR_FIELD_OWNER),
  MNR_FIELD (MnrProposalUpdate, key_approvals_to_add, mnr_type_public_key_set,
             .label = N_ ("Approve, keys"), .flags = MNR_FIELD_KEY),
  MNR_FIELD (MnrProposalUpdate, key_approvals_to_remove, mnr_type_public_key_set,
             .label = N_ ("Withdraw approval, keys"), .flags = MNR_FIELD_KEY),
  MNR_EXTENSIONS_FIELD,
};

static const MnrType proposal_update_type = OPERATION_TYPE (MnrProposalUpdate,
  proposal_update_fields,
  .label = N_ ("Approve a proposal"),
  .summary = N_ ("Change who approves the proposal {proposal}"),
  .caution = N_ ("With the last approval the proposal is executed at once"));

static const MnrField proposal_delete_fields[] = {
  FEE_FIELD (MnrProposalDelete),
  MNR_FIELD (MnrProposalDelete, fee_paying_account, mnr_type_account_id, .label = N_ ("Account")),
  MNR_FIELD (MnrProposalDelete, using_owner_authority, mnr_type_bool, .label =
    N_ ("With owner authority")),
  MNR_FIELD (MnrProposalDelete, proposal, mnr_type_proposal_id, .label = N_ ("Proposal")),
  MNR_EXTENSIONS_FIELD,
};

static const MnrType proposal_delete_type = OPERATION_TYPE (MnrProposalDelete,
  proposal_delete_fields,
  .label = N_ ("Delete a proposal"),
  .summary = N_ ("Delete the proposal {proposal}"));

/* 32 vesting_balance_create, 33 vesting_balance_withdraw */

static const MnrField linear_vesting_start_fields[] = {
  MNR_FIELD (MnrLinearVestingStart, begin_timestamp, mnr_type_time, .label = N_ ("Begins")),
  MNR_FIELD (MnrLinearVestingStart, vesting_cliff_seconds, mnr_type_u32,
             .label = N_ ("Nothing is free for"), .unit = MNR_UNIT_SECONDS),
  MNR_FIELD (MnrLinearVestingStart, vesting_duration_seconds, mnr_type_u32,
             .label = N_ ("All is free after"), .unit = MNR_UNIT_SECONDS),
};

static const MnrType linear_vesting_start_type = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (MnrLinearVestingStart),
  MNR_FIELDS (linear_vesting_start_fields), .label = N_ ("Bit by bit"),
};

static const MnrField coin_days_vesting_start_fields[] = {
  MNR_FIELD (MnrCoinDaysVestingStart, start_claim, mnr_type_time,
             .label = N_ ("Nothing is free until")),
  MNR_FIELD (MnrCoinDaysVestingStart, vesting_seconds, mnr_type_u32,
             .label = N_ ("All is free after"), .unit = MNR_UNIT_SECONDS),
};

static const MnrType coin_days_vesting_start_type = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (MnrCoinDaysVestingStart),
  MNR_FIELDS (coin_days_vesting_start_fields), .label = N_ ("By amount and time"),
};

static const MnrType instant_vesting_start_type = {
  .kind = MNR_KIND_STRUCT, .label = N_ ("At once"),
};

static const MnrType *const vesting_start_variants[] = {
  &linear_vesting_start_type,
  &coin_days_vesting_start_type,
  &instant_vesting_start_type,
};

static const MnrType vesting_start_type = {
  .kind = MNR_KIND_VARIANT, .size = sizeof (MnrVariant),
  .variants = vesting_start_variants, .n_variants = G_N_ELEMENTS (vesting_start_variants),
};

static const MnrField vesting_balance_create_fields[] = {
  FEE_FIELD (MnrVestingBalanceCreate),
  MNR_FIELD (MnrVestingBalanceCreate, creator, mnr_type_account_id, .label = N_ ("From")),
  MNR_FIELD (MnrVestingBalanceCreate, owner, mnr_type_account_id, .label = N_ ("For")),
  MNR_FIELD (MnrVestingBalanceCreate, amount, mnr_type_amount, .label = N_ ("Amount")),
  MNR_FIELD (MnrVestingBalanceCreate, policy, vesting_start_type, .label = N_ ("Vests")),
};

static const MnrType vesting_balance_create_type = OPERATION_TYPE (MnrVestingBalanceCreate,
  vesting_balance_create_fields,
  .label = N_ ("Create a vesting balance"),
  .summary = N_ ("Put {amount} into a vesting balance of {owner}"));

static const MnrField vesting_balance_withdraw_fields[] = {
  FEE_FIELD (MnrVestingBalanceWithdraw),
  MNR_FIELD (MnrVestingBalanceWithdraw, vesting_balance, mnr_type_vesting_balance_id,
             .label = N_ ("Vesting balance")),
  MNR_FIELD (MnrVestingBalanceWithdraw, owner, mnr_type_account_id, .label = N_ ("Owner")),
  MNR_FIELD (MnrVestingBalanceWithdraw, amount, mnr_type_amount, .label = N_ ("Amount")),
};

static const MnrType vesting_balance_withdraw_type = OPERATION_TYPE (MnrVestingBalanceWithdraw,
  vesting_balance_withdraw_fields,
  .label = N_ ("Withdraw from a vesting balance"),
  .summary = N_ ("Take {amount} out of the vesting balance {vesting_balance}"));

/* 37 balance_claim, 38 override_transfer */

static const MnrField balance_claim_fields[] = {
  FEE_FIELD (MnrBalanceClaim),
  MNR_FIELD (MnrBalanceClaim, deposit_to_account, mnr_type_account_id, .label = N_ ("To")),
  MNR_FIELD (MnrBalanceClaim, balance_to_claim, mnr_type_balance_id, .label = N_ ("Balance")),
  MNR_FIELD (MnrBalanceClaim, balance_owner_key, mnr_type_public_key,
             .label = N_ ("Key"), .flags = MNR_FIELD_KEY),
  MNR_FIELD (MnrBalanceClaim, total_claimed, mnr_type_amount, .label = N_ ("Amount")),
};

static const MnrType balance_claim_type = OPERATION_TYPE (MnrBalanceClaim, balance_claim_fields,
  .label = N_ ("Claim a balance"),
  .summary = N_ ("Claim {total_claimed} of the genesis block for {deposit_to_account}"));

static const MnrField override_transfer_fields[] = {
  FEE_FIELD (MnrOverrideTransfer),
  MNR_FIELD (MnrOverrideTransfer, issuer, mnr_type_account_id, .label = N_ ("Issuer")),
  MNR_FIELD (MnrOverrideTransfer, from, mnr_type_account_id, .label = N_ ("From")),
  MNR_FIELD (MnrOverrideTransfer, to, mnr_type_account_id, .label = N_ ("To")),
  MNR_FIELD (MnrOverrideTransfer, amount, mnr_type_amount, .label = N_ ("Amount")),
  MNR_FIELD (MnrOverrideTransfer, memo, mnr_type_optional_memo, .label = N_ ("Memo")),
  MNR_EXTENSIONS_FIELD,
};

static const MnrType override_transfer_type = OPERATION_TYPE (MnrOverrideTransfer,
  override_transfer_fields,
  .label = N_ ("Override transfer"),
  .summary = N_ ("Take {amount} from {from} and give it to {to}"));

/* 43 asset_claim_fees, 45 bid_collateral, 47 asset_claim_pool, 48 asset_update_issuer */

static const MnrField asset_claim_fees_extensions_fields[] = {
  MNR_FIELD (MnrAssetClaimFeesExtensions, claim_from_asset_id, mnr_type_optional_asset_id,
             .label = N_ ("Smartcoin that collected them")),
};

static const MnrType asset_claim_fees_extensions_type = {
  .kind = MNR_KIND_EXTENSION, .size = sizeof (MnrAssetClaimFeesExtensions),
  MNR_FIELDS (asset_claim_fees_extensions_fields),
};

static const MnrField asset_claim_fees_fields[] = {
  FEE_FIELD (MnrAssetClaimFees),
  MNR_FIELD (MnrAssetClaimFees, issuer, mnr_type_account_id, .label = N_ ("Issuer")),
  MNR_FIELD (MnrAssetClaimFees, amount_to_claim, mnr_type_amount, .label = N_ ("Amount")),
  MNR_FIELD (MnrAssetClaimFees, extensions, asset_claim_fees_extensions_type),
};

static const MnrType asset_claim_fees_type = OPERATION_TYPE (MnrAssetClaimFees,
  asset_claim_fees_fields,
  .label = N_ ("Claim fees"),
  .summary = N_ ("Claim {amount_to_claim} of the fees collected"));

static const MnrField bid_collateral_fields[] = {
  FEE_FIELD (MnrBidCollateral),
  MNR_FIELD (MnrBidCollateral, bidder, mnr_type_account_id, .label = N_ ("Bidder")),
  MNR_FIELD (MnrBidCollateral, additional_collateral, mnr_type_amount, .label =
    N_ ("Collateral added")),
  MNR_FIELD (MnrBidCollateral, debt_covered, mnr_type_amount, .label = N_ ("Debt taken over")),
  MNR_EXTENSIONS_FIELD,
};

static const MnrType bid_collateral_type = OPERATION_TYPE (MnrBidCollateral, bid_collateral_fields,
  .label = N_ ("Collateral bid"),
  .summary = N_ ("Bid {additional_collateral} to take over {debt_covered} of debt"));

static const MnrField asset_claim_pool_fields[] = {
  FEE_FIELD (MnrAssetClaimPool),
  MNR_FIELD (MnrAssetClaimPool, issuer, mnr_type_account_id, .label = N_ ("Issuer")),
  MNR_FIELD (MnrAssetClaimPool, asset_id, mnr_type_asset_id, .label = N_ ("Fee pool of")),
  MNR_FIELD (MnrAssetClaimPool, amount_to_claim, mnr_type_amount, .label = N_ ("Amount")),
  MNR_EXTENSIONS_FIELD,
};

static const MnrType asset_claim_pool_type = OPERATION_TYPE (MnrAssetClaimPool,
  asset_claim_pool_fields,
  .label = N_ ("Claim from a fee pool"),
  .summary = N_ ("Take {amount_to_claim} out of the fee pool of {asset_id}"));

static const MnrField asset_update_issuer_fields[] = {
  FEE_FIELD (MnrAssetUpdateIssuer),
  MNR_FIELD (MnrAssetUpdateIssuer, issuer, mnr_type_account_id,
             .label = N_ ("Issuer"), .flags = MNR_FIELD_OWNER),
  MNR_FIELD (MnrAssetUpdateIssuer, asset_to_update, mnr_type_asset_id, .label = N_ ("Asset")),
  MNR_FIELD (MnrAssetUpdateIssuer, new_issuer, mnr_type_account_id, .label = N_ ("New issuer")),
  MNR_EXTENSIONS_FIELD,
};

static const MnrType asset_update_issuer_type = OPERATION_TYPE (MnrAssetUpdateIssuer,
  asset_update_issuer_fields,
  .label = N_ ("Give an asset away"),
  .summary = N_ ("Make {new_issuer} the issuer of {asset_to_update}"),
  .caution = N_ ("Only the new issuer could give it back"));

/* 4 fill_order, 42 asset_settle_cancel, 46 execute_bid, 77 limit_order_update: in histories */

static const MnrType optional_price = MNR_OPTIONAL_TYPE (mnr_type_price);
static const MnrType optional_amount = MNR_OPTIONAL_TYPE (mnr_type_amount);
static const MnrType optional_time = MNR_OPTIONAL_TYPE (mnr_type_time);

static const MnrType force_settlement_id = {
  .kind = MNR_KIND_OBJECT_ID, .size = sizeof (MnrObjectId),
  .object_type = MNR_OBJECT_FORCE_SETTLEMENT,
};

static const MnrField fill_order_fields[] = {
  FEE_FIELD (MnrFillOrder),
  MNR_FIELD (MnrFillOrder, order_id, mnr_type_object_id, .label = N_ ("Order")),
  MNR_FIELD (MnrFillOrder, account_id, mnr_type_account_id, .label = N_ ("Account")),
  MNR_FIELD (MnrFillOrder, pays, mnr_type_amount, .label = N_ ("Pays")),
  MNR_FIELD (MnrFillOrder, receives, mnr_type_amount, .label = N_ ("Receives")),
  MNR_FIELD (MnrFillOrder, fill_price, mnr_type_price, .label = N_ ("Price")),
  MNR_FIELD (MnrFillOrder, is_maker, mnr_type_bool, .label = N_ ("Was there first")),
};

static const MnrType fill_order_type = OPERATION_TYPE (MnrFillOrder, fill_order_fields,
  .label = N_ ("Trade"),
  .summary = N_ ("{account_id} paid {pays} and received {receives}"));

static const MnrField asset_settle_cancel_fields[] = {
  FEE_FIELD (MnrAssetSettleCancel),
  MNR_FIELD (MnrAssetSettleCancel, settlement, force_settlement_id, .label = N_ ("Request")),
  MNR_FIELD (MnrAssetSettleCancel, account, mnr_type_account_id, .label = N_ ("Account")),
  MNR_FIELD (MnrAssetSettleCancel, amount, mnr_type_amount, .label = N_ ("Given back")),
};

static const MnrType asset_settle_cancel_type = OPERATION_TYPE (MnrAssetSettleCancel,
  asset_settle_cancel_fields,
  .label = N_ ("Settlement given up"),
  .summary = N_ ("{amount} went back to {account} unsettled"));

static const MnrField execute_bid_fields[] = {
  FEE_FIELD (MnrExecuteBid),
  MNR_FIELD (MnrExecuteBid, bidder, mnr_type_account_id, .label = N_ ("Bidder")),
  MNR_FIELD (MnrExecuteBid, debt, mnr_type_amount, .label = N_ ("Debt taken over")),
  MNR_FIELD (MnrExecuteBid, collateral, mnr_type_amount, .label = N_ ("Collateral")),
};

static const MnrType execute_bid_type = OPERATION_TYPE (MnrExecuteBid, execute_bid_fields,
  .label = N_ ("Collateral bid won"),
  .summary = N_ ("{bidder} took over {debt} with {collateral}"));

static const MnrField limit_order_update_fields[] = {
  FEE_FIELD (MnrLimitOrderUpdate),
  MNR_FIELD (MnrLimitOrderUpdate, seller, mnr_type_account_id, .label = N_ ("Seller")),
  MNR_FIELD (MnrLimitOrderUpdate, order, mnr_type_limit_order_id, .label = N_ ("Order")),
  MNR_FIELD (MnrLimitOrderUpdate, new_price, optional_price, .label = N_ ("Price")),
  MNR_FIELD (MnrLimitOrderUpdate, delta_amount_to_sell, optional_amount,
             .label = N_ ("Change of the amount to sell")),
  MNR_FIELD (MnrLimitOrderUpdate, new_expiration, optional_time, .label = N_ ("Expires")),
  MNR_FIELD (MnrLimitOrderUpdate, on_fill, optional_on_fill_array, .label = N_ ("Once filled")),
  MNR_EXTENSIONS_FIELD,
};

static const MnrType limit_order_update_type = OPERATION_TYPE (MnrLimitOrderUpdate,
  limit_order_update_fields,
  .label = N_ ("Change an order"),
  .summary = N_ ("Change the order {order}"));

/* all of them */

#define OPERATIONS \
  [MNR_OPERATION_TRANSFER] = &transfer_type, \
  [MNR_OPERATION_LIMIT_ORDER_CREATE] = &limit_order_create_type, \
  [MNR_OPERATION_LIMIT_ORDER_CANCEL] = &limit_order_cancel_type, \
  [MNR_OPERATION_CALL_ORDER_UPDATE] = &call_order_update_type, \
  [MNR_OPERATION_ACCOUNT_CREATE] = &account_create_type, \
  [MNR_OPERATION_ACCOUNT_UPDATE] = &account_update_type, \
  [MNR_OPERATION_ACCOUNT_WHITELIST] = &account_whitelist_type, \
  [MNR_OPERATION_ACCOUNT_UPGRADE] = &account_upgrade_type, \
  [MNR_OPERATION_ASSET_CREATE] = &asset_create_type, \
  [MNR_OPERATION_ASSET_UPDATE] = &asset_update_type, \
  [MNR_OPERATION_ASSET_UPDATE_BITASSET] = &asset_update_bitasset_type, \
  [MNR_OPERATION_ASSET_UPDATE_FEED_PRODUCERS] = &asset_update_feed_producers_type, \
  [MNR_OPERATION_ASSET_ISSUE] = &asset_issue_type, \
  [MNR_OPERATION_ASSET_RESERVE] = &asset_reserve_type, \
  [MNR_OPERATION_ASSET_FUND_FEE_POOL] = &asset_fund_fee_pool_type, \
  [MNR_OPERATION_ASSET_SETTLE] = &asset_settle_type, \
  [MNR_OPERATION_ASSET_GLOBAL_SETTLE] = &asset_global_settle_type, \
  [MNR_OPERATION_ASSET_PUBLISH_FEED] = &asset_publish_feed_type, \
  [MNR_OPERATION_PROPOSAL_CREATE] = &proposal_create_type, \
  [MNR_OPERATION_PROPOSAL_UPDATE] = &proposal_update_type, \
  [MNR_OPERATION_PROPOSAL_DELETE] = &proposal_delete_type, \
  [MNR_OPERATION_VESTING_BALANCE_CREATE] = &vesting_balance_create_type, \
  [MNR_OPERATION_VESTING_BALANCE_WITHDRAW] = &vesting_balance_withdraw_type, \
  [MNR_OPERATION_BALANCE_CLAIM] = &balance_claim_type, \
  [MNR_OPERATION_OVERRIDE_TRANSFER] = &override_transfer_type, \
  [MNR_OPERATION_ASSET_CLAIM_FEES] = &asset_claim_fees_type, \
  [MNR_OPERATION_BID_COLLATERAL] = &bid_collateral_type, \
  [MNR_OPERATION_ASSET_CLAIM_POOL] = &asset_claim_pool_type, \
  [MNR_OPERATION_ASSET_UPDATE_ISSUER] = &asset_update_issuer_type

static const MnrType *const operation_variants[] = { OPERATIONS };

static const MnrType *const history_operation_variants[] = {
  OPERATIONS,
  [MNR_VIRTUAL_FILL_ORDER] = &fill_order_type,
  [MNR_VIRTUAL_ASSET_SETTLE_CANCEL] = &asset_settle_cancel_type,
  [MNR_VIRTUAL_EXECUTE_BID] = &execute_bid_type,
  [MNR_VIRTUAL_LIMIT_ORDER_UPDATE] = &limit_order_update_type,
};

const MnrType mnr_type_operation = {
  .kind = MNR_KIND_VARIANT, .size = sizeof (MnrOperation),
  .variants = operation_variants, .n_variants = G_N_ELEMENTS (operation_variants),
  .keeps_unknown = TRUE,
};

const MnrType mnr_type_history_operation = {
  .kind = MNR_KIND_VARIANT, .size = sizeof (MnrOperation),
  .variants = history_operation_variants,
  .n_variants = G_N_ELEMENTS (history_operation_variants),
  .keeps_unknown = TRUE,
};

const MnrType mnr_type_operations = MNR_ARRAY_TYPE (mnr_type_operation);

/* clang-format on */

gpointer
mnr_operation_init (MnrOperation *self,
                    MnrOperationNumber number)
{
  self->number = number;
  self->value = mnr_value_new (mnr_variant_get_type (&mnr_type_operation, self));
  return self->value;
}

MnrAmount *
mnr_operation_get_fee (MnrOperation *self)
{
  g_return_val_if_fail (self->value != NULL, NULL);

  return self->value;
}

MnrObjectId
mnr_operation_get_payer (const MnrOperation *self)
{
  const MnrType *type = mnr_variant_get_type (&mnr_type_operation, self);

  g_return_val_if_fail (self->value != NULL, 0);

  /* The account that the operation is of comes first, but for this one. */
  if (self->number == MNR_OPERATION_VESTING_BALANCE_WITHDRAW)
    return ((const MnrVestingBalanceWithdraw *) self->value)->owner;
  return *(const MnrObjectId *) mnr_field_get (&type->fields[1], self->value);
}
