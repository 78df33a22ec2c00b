/* mnr-structures.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-structures.h"

#include <glib/gi18n-lib.h>

/* clang-format off */

const MnrType mnr_type_black_swan_response = {
  .kind = MNR_KIND_U8, .size = sizeof (guint8), .maximum = MNR_BLACK_SWAN_INDIVIDUAL_TO_ORDER,
};

const MnrType mnr_type_optional_u8 = MNR_OPTIONAL_TYPE (mnr_type_u8);
const MnrType mnr_type_optional_u16 = MNR_OPTIONAL_TYPE (mnr_type_u16);
const MnrType mnr_type_optional_u32 = MNR_OPTIONAL_TYPE (mnr_type_u32);
const MnrType mnr_type_optional_bool = MNR_OPTIONAL_TYPE (mnr_type_bool);
const MnrType mnr_type_optional_account_id = MNR_OPTIONAL_TYPE (mnr_type_account_id);
const MnrType mnr_type_optional_asset_id = MNR_OPTIONAL_TYPE (mnr_type_asset_id);
const MnrType mnr_type_optional_memo = MNR_OPTIONAL_TYPE (mnr_type_memo);

const MnrType mnr_type_account_set = MNR_SET_TYPE (mnr_type_account_id);
const MnrType mnr_type_asset_set = MNR_SET_TYPE (mnr_type_asset_id);
const MnrType mnr_type_public_key_set = MNR_SET_TYPE (mnr_type_public_key);

/* amount and price */

static const MnrField amount_fields[] = {
  MNR_FIELD (MnrAmount, amount, mnr_type_i64, .label = N_ ("Amount")),
  MNR_FIELD (MnrAmount, asset_id, mnr_type_asset_id, .label = N_ ("Asset")),
};

const MnrType mnr_type_amount = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (MnrAmount), MNR_FIELDS (amount_fields),
};

static const MnrField price_fields[] = {
  MNR_FIELD (MnrPrice, base, mnr_type_amount, .label = N_ ("Base")),
  MNR_FIELD (MnrPrice, quote, mnr_type_amount, .label = N_ ("Quote")),
};

const MnrType mnr_type_price = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (MnrPrice), MNR_FIELDS (price_fields),
};

/* authority */

static const MnrField account_weight_fields[] = {
  MNR_FIELD (MnrAccountWeight, account, mnr_type_account_id, .label = N_ ("Account")),
  MNR_FIELD (MnrAccountWeight, weight, mnr_type_u16, .label = N_ ("Weight")),
};

static const MnrType account_weight_type = {
  .kind = MNR_KIND_PAIR, .size = sizeof (MnrAccountWeight), MNR_FIELDS (account_weight_fields),
};

static const MnrType account_weight_set = MNR_SET_TYPE (account_weight_type);

static const MnrField key_weight_fields[] = {
  MNR_FIELD (MnrKeyWeight, key, mnr_type_public_key, .label = N_ ("Key")),
  MNR_FIELD (MnrKeyWeight, weight, mnr_type_u16, .label = N_ ("Weight")),
};

static const MnrType key_weight_type = {
  .kind = MNR_KIND_PAIR, .size = sizeof (MnrKeyWeight), MNR_FIELDS (key_weight_fields),
};

static const MnrType key_weight_set = MNR_SET_TYPE (key_weight_type);

static const MnrField address_weight_fields[] = {
  MNR_FIELD (MnrAddressWeight, address, mnr_type_address, .label = N_ ("Address")),
  MNR_FIELD (MnrAddressWeight, weight, mnr_type_u16, .label = N_ ("Weight")),
};

static const MnrType address_weight_type = {
  .kind = MNR_KIND_PAIR, .size = sizeof (MnrAddressWeight), MNR_FIELDS (address_weight_fields),
};

static const MnrType address_weight_set = MNR_SET_TYPE (address_weight_type);

static const MnrField authority_fields[] = {
  MNR_FIELD (MnrAuthority, weight_threshold, mnr_type_u32, .label = N_ ("Weight needed")),
  MNR_FIELD (MnrAuthority, account_auths, account_weight_set, .label = N_ ("Accounts")),
  MNR_FIELD (MnrAuthority, key_auths, key_weight_set, .label = N_ ("Keys")),
  MNR_FIELD (MnrAuthority, address_auths, address_weight_set, .label = N_ ("Addresses")),
};

const MnrType mnr_type_authority = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (MnrAuthority), MNR_FIELDS (authority_fields),
};

/* account options and memo */

static const MnrType vote_set = MNR_SET_TYPE (mnr_type_vote_id);

static const MnrField account_options_fields[] = {
  MNR_FIELD (MnrAccountOptions, memo_key, mnr_type_public_key, .label = N_ ("Memo key")),
  MNR_FIELD (MnrAccountOptions, voting_account, mnr_type_account_id, .label = N_ ("Votes through"),
             .initial = 5),
  MNR_FIELD (MnrAccountOptions, num_witness, mnr_type_u16, .label =
    N_ ("Number of witnesses wanted")),
  MNR_FIELD (MnrAccountOptions, num_committee, mnr_type_u16, .label =
    N_ ("Number of committee members wanted")),
  MNR_FIELD (MnrAccountOptions, votes, vote_set, .label = N_ ("Votes")),
  MNR_EXTENSIONS_FIELD,
};

const MnrType mnr_type_account_options = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (MnrAccountOptions), MNR_FIELDS (account_options_fields),
};

static const MnrField memo_fields[] = {
  MNR_FIELD (MnrMemo, from, mnr_type_public_key, .label = N_ ("From key")),
  MNR_FIELD (MnrMemo, to, mnr_type_public_key, .label = N_ ("To key")),
  MNR_FIELD (MnrMemo, nonce, mnr_type_u64, .label = N_ ("Nonce")),
  MNR_FIELD (MnrMemo, message, mnr_type_bytes, .label = N_ ("Message")),
};

const MnrType mnr_type_memo = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (MnrMemo), MNR_FIELDS (memo_fields),
};

/* asset options */

static const MnrType optional_account_set = MNR_OPTIONAL_TYPE (mnr_type_account_set);

static const MnrField asset_options_extensions_fields[] = {
  MNR_FIELD (MnrAssetOptionsExtensions, reward_percent, mnr_type_optional_u16,
             .label = N_ ("Share of market fees for referrers"), .unit = MNR_UNIT_BASIS_POINTS),
  MNR_FIELD (MnrAssetOptionsExtensions, whitelist_market_fee_sharing, optional_account_set,
             .label = N_ ("Registrars who share in market fees")),
  MNR_FIELD (MnrAssetOptionsExtensions, taker_fee_percent, mnr_type_optional_u16,
             .label = N_ ("Market fee for takers"), .unit = MNR_UNIT_BASIS_POINTS),
};

static const MnrType asset_options_extensions_type = {
  .kind = MNR_KIND_EXTENSION, .size = sizeof (MnrAssetOptionsExtensions),
  MNR_FIELDS (asset_options_extensions_fields),
};

static const MnrField asset_options_fields[] = {
  MNR_FIELD (MnrAssetOptions, max_supply, mnr_type_i64,
             .label = N_ ("Maximum supply"), .unit = MNR_UNIT_SUBJECT,
             .initial = MNR_SHARE_SUPPLY_MAX),
  MNR_FIELD (MnrAssetOptions, market_fee_percent, mnr_type_u16,
             .label = N_ ("Market fee"), .unit = MNR_UNIT_BASIS_POINTS),
  MNR_FIELD (MnrAssetOptions, max_market_fee, mnr_type_i64,
             .label = N_ ("Largest market fee"), .unit = MNR_UNIT_SUBJECT,
             .initial = MNR_SHARE_SUPPLY_MAX),
  MNR_FIELD (MnrAssetOptions, issuer_permissions, mnr_type_u16,
             .label = N_ ("Issuer permissions"), .unit = MNR_UNIT_PERMISSIONS, .initial = 79),
  MNR_FIELD (MnrAssetOptions, flags, mnr_type_u16,
             .label = N_ ("Switched on"), .unit = MNR_UNIT_FLAGS),
  MNR_FIELD (MnrAssetOptions, core_exchange_rate, mnr_type_price,
             .label = N_ ("Core exchange rate")),
  MNR_FIELD (MnrAssetOptions, whitelist_authorities, mnr_type_account_set,
             .label = N_ ("White lists of")),
  MNR_FIELD (MnrAssetOptions, blacklist_authorities, mnr_type_account_set,
             .label = N_ ("Black lists of")),
  MNR_FIELD (MnrAssetOptions, whitelist_markets, mnr_type_asset_set,
             .label = N_ ("Tradable only for")),
  MNR_FIELD (MnrAssetOptions, blacklist_markets, mnr_type_asset_set,
             .label = N_ ("Not tradable for")),
  MNR_FIELD (MnrAssetOptions, description, mnr_type_string,
             .label = N_ ("Description")),
  MNR_FIELD (MnrAssetOptions, extensions, asset_options_extensions_type),
};

const MnrType mnr_type_asset_options = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (MnrAssetOptions), MNR_FIELDS (asset_options_fields),
};

/* smartcoin options */

static const MnrType optional_black_swan_response =
  MNR_OPTIONAL_TYPE (mnr_type_black_swan_response);

static const MnrField bitasset_options_extensions_fields[] = {
  MNR_FIELD (MnrBitassetOptionsExtensions, initial_collateral_ratio, mnr_type_optional_u16,
             .label = N_ ("Initial collateral ratio"), .unit = MNR_UNIT_PERMILLE),
  MNR_FIELD (MnrBitassetOptionsExtensions, maintenance_collateral_ratio, mnr_type_optional_u16,
             .label = N_ ("Maintenance collateral ratio"), .unit = MNR_UNIT_PERMILLE),
  MNR_FIELD (MnrBitassetOptionsExtensions, maximum_short_squeeze_ratio, mnr_type_optional_u16,
             .label = N_ ("Maximum short squeeze ratio"), .unit = MNR_UNIT_PERMILLE),
  MNR_FIELD (MnrBitassetOptionsExtensions, margin_call_fee_ratio, mnr_type_optional_u16,
             .label = N_ ("Margin call fee"), .unit = MNR_UNIT_PERMILLE),
  MNR_FIELD (MnrBitassetOptionsExtensions, force_settle_fee_percent, mnr_type_optional_u16,
             .label = N_ ("Force settlement fee"), .unit = MNR_UNIT_BASIS_POINTS),
  MNR_FIELD (MnrBitassetOptionsExtensions, black_swan_response_method, optional_black_swan_response,
             .label = N_ ("At a black swan"), .unit = MNR_UNIT_BLACK_SWAN),
};

static const MnrType bitasset_options_extensions_type = {
  .kind = MNR_KIND_EXTENSION, .size = sizeof (MnrBitassetOptionsExtensions),
  MNR_FIELDS (bitasset_options_extensions_fields),
};

static const MnrField bitasset_options_fields[] = {
  MNR_FIELD (MnrBitassetOptions, feed_lifetime_sec, mnr_type_u32,
             .label = N_ ("Feed lifetime"), .unit = MNR_UNIT_SECONDS, .initial = 86400),
  MNR_FIELD (MnrBitassetOptions, minimum_feeds, mnr_type_u8,
             .label = N_ ("Feeds needed"), .initial = 1),
  MNR_FIELD (MnrBitassetOptions, force_settlement_delay_sec, mnr_type_u32,
             .label = N_ ("Force settlement delay"), .unit = MNR_UNIT_SECONDS, .initial = 86400),
  MNR_FIELD (MnrBitassetOptions, force_settlement_offset_percent, mnr_type_u16,
             .label = N_ ("Force settlement offset"), .unit = MNR_UNIT_BASIS_POINTS),
  MNR_FIELD (MnrBitassetOptions, maximum_force_settlement_volume, mnr_type_u16,
             .label = N_ ("Force settlement volume"), .unit = MNR_UNIT_BASIS_POINTS,
             .initial = 2000),
  MNR_FIELD (MnrBitassetOptions, short_backing_asset, mnr_type_asset_id,
             .label = N_ ("Backed by")),
  MNR_FIELD (MnrBitassetOptions, extensions, bitasset_options_extensions_type),
};

const MnrType mnr_type_bitasset_options = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (MnrBitassetOptions),
    MNR_FIELDS (bitasset_options_fields),
};

static const MnrField price_feed_fields[] = {
  MNR_FIELD (MnrPriceFeed, settlement_price, mnr_type_price,
             .label = N_ ("Settlement price")),
  MNR_FIELD (MnrPriceFeed, maintenance_collateral_ratio, mnr_type_u16,
             .label = N_ ("Maintenance collateral ratio"), .unit = MNR_UNIT_PERMILLE,
             .initial = 1750),
  MNR_FIELD (MnrPriceFeed, maximum_short_squeeze_ratio, mnr_type_u16,
             .label = N_ ("Maximum short squeeze ratio"), .unit = MNR_UNIT_PERMILLE,
             .initial = 1500),
  MNR_FIELD (MnrPriceFeed, core_exchange_rate, mnr_type_price,
             .label = N_ ("Core exchange rate")),
};

const MnrType mnr_type_price_feed = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (MnrPriceFeed), MNR_FIELDS (price_feed_fields),
};
