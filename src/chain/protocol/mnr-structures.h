/* mnr-structures.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/values/mnr-price.h"
#include "chain/wire/mnr-type.h"

G_BEGIN_DECLS

/* The structures that operations are made of (protocol.md 2.2, 2.4, 2.5). */

typedef MNR_ARRAY (MnrObjectId) MnrObjectIdSet;
typedef MNR_ARRAY (MnrPublicKey) MnrPublicKeySet;

typedef struct
{
  MnrObjectId account;
  guint16 weight;
} MnrAccountWeight;

typedef struct
{
  MnrPublicKey key;
  guint16 weight;
} MnrKeyWeight;

typedef struct
{
  MnrAddress address;
  guint16 weight;
} MnrAddressWeight;

/** Who may act for an account: weights that have to reach the threshold. */
typedef struct
{
  guint32 weight_threshold;
  MNR_ARRAY (MnrAccountWeight)
  account_auths;
  MNR_ARRAY (MnrKeyWeight)
  key_auths;
  MNR_ARRAY (MnrAddressWeight)
  address_auths;
} MnrAuthority;

typedef struct
{
  MnrPublicKey memo_key;
  MnrObjectId voting_account;
  guint16 num_witness;
  guint16 num_committee;
  MNR_ARRAY (MnrVoteId)
  votes;
} MnrAccountOptions;

typedef struct
{
  MnrPublicKey from;
  MnrPublicKey to;
  guint64 nonce;
  MnrBytes message;
} MnrMemo;

typedef struct
{
  guint16 *reward_percent; /* MnrBasisPoints */
  MnrObjectIdSet *whitelist_market_fee_sharing;
  guint16 *taker_fee_percent; /* MnrBasisPoints; absent: as market_fee_percent */
} MnrAssetOptionsExtensions;

typedef struct
{
  gint64 max_supply; /* in units of the asset */
  MnrBasisPoints market_fee_percent;
  gint64 max_market_fee; /* in units of the asset; 0 is no fee at all */
  guint16 issuer_permissions;
  guint16 flags;
  MnrPrice core_exchange_rate;
  MnrObjectIdSet whitelist_authorities;
  MnrObjectIdSet blacklist_authorities;
  MnrObjectIdSet whitelist_markets;
  MnrObjectIdSet blacklist_markets;
  char *description;
  MnrAssetOptionsExtensions extensions;
} MnrAssetOptions;

typedef struct
{
  guint16 *initial_collateral_ratio;     /* MnrPermille */
  guint16 *maintenance_collateral_ratio; /* MnrPermille */
  guint16 *maximum_short_squeeze_ratio;  /* MnrPermille */
  guint16 *margin_call_fee_ratio;        /* MnrPermille */
  guint16 *force_settle_fee_percent;     /* MnrBasisPoints */
  guint8 *black_swan_response_method;    /* MnrBlackSwanResponse; absent: global settlement */
} MnrBitassetOptionsExtensions;

typedef enum
{
  MNR_BLACK_SWAN_GLOBAL_SETTLEMENT,
  MNR_BLACK_SWAN_NO_SETTLEMENT,
  MNR_BLACK_SWAN_INDIVIDUAL_TO_FUND,
  MNR_BLACK_SWAN_INDIVIDUAL_TO_ORDER,
} MnrBlackSwanResponse;

typedef struct
{
  guint32 feed_lifetime_sec;
  guint8 minimum_feeds;
  guint32 force_settlement_delay_sec;
  MnrBasisPoints force_settlement_offset_percent;
  MnrBasisPoints maximum_force_settlement_volume; /* of the supply, a maintenance interval */
  MnrObjectId short_backing_asset;
  MnrBitassetOptionsExtensions extensions;
} MnrBitassetOptions;

typedef struct
{
  MnrPrice settlement_price; /* base: the smartcoin, quote: its backing */
  MnrPermille maintenance_collateral_ratio;
  MnrPermille maximum_short_squeeze_ratio;
  MnrPrice core_exchange_rate; /* base: the smartcoin, quote: core */
} MnrPriceFeed;

extern const MnrType mnr_type_amount, mnr_type_price, mnr_type_authority, mnr_type_account_options,
  mnr_type_memo, mnr_type_asset_options, mnr_type_bitasset_options, mnr_type_price_feed,
  mnr_type_black_swan_response, mnr_type_account_set, mnr_type_asset_set, mnr_type_public_key_set;

/* Optional values: pointers, NULL if absent. */
extern const MnrType mnr_type_optional_u8, mnr_type_optional_u16, mnr_type_optional_u32,
  mnr_type_optional_bool, mnr_type_optional_account_id, mnr_type_optional_asset_id,
  mnr_type_optional_memo;

/* How tables are written: one MNR_FIELD a member of the C struct @S. */
#define MNR_FIELD(S, member, field_type, ...)                                         \
  {                                                                                   \
    .name = #member, .type = &field_type, .offset = offsetof (S, member), __VA_ARGS__ \
  }

#define MNR_EXTENSIONS_FIELD                        \
  {                                                 \
    .name = "extensions", .type = &mnr_type_nothing \
  }

#define MNR_FIELDS(table) .fields = table, .n_fields = G_N_ELEMENTS (table)

#define MNR_OPTIONAL_TYPE(element_type)                                            \
  {                                                                                \
    .kind = MNR_KIND_OPTIONAL, .size = sizeof (gpointer), .element = &element_type \
  }

#define MNR_ARRAY_TYPE(element_type)                                               \
  {                                                                                \
    .kind = MNR_KIND_ARRAY, .size = sizeof (MnrAnyArray), .element = &element_type \
  }

#define MNR_SET_TYPE(element_type)                                               \
  {                                                                              \
    .kind = MNR_KIND_SET, .size = sizeof (MnrAnyArray), .element = &element_type \
  }

G_END_DECLS
