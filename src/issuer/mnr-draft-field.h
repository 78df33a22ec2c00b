/* mnr-draft-field.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/protocol/mnr-permissions.h"

G_BEGIN_DECLS

/** What kinds of asset there are. */
typedef enum
{
  MNR_ASSET_TOKEN = 1 << 0,      /* user-issued */
  MNR_ASSET_SMARTCOIN = 1 << 1,  /* market-pegged */
  MNR_ASSET_PREDICTION = 1 << 2, /* prediction market */
} MnrAssetKind;

#define MNR_ASSET_BACKED (MNR_ASSET_SMARTCOIN | MNR_ASSET_PREDICTION)
#define MNR_ASSET_ANY    (MNR_ASSET_TOKEN | MNR_ASSET_BACKED)

/** What the text of a field says. */
typedef enum
{
  MNR_TEXT_PLAIN,        /* itself */
  MNR_TEXT_CHOICE,       /* one of the field's choices */
  MNR_TEXT_NUMBER,       /* digits */
  MNR_TEXT_ASSET_AMOUNT, /* of the asset itself, in whole tokens: "1000.50" */
  MNR_TEXT_CORE_AMOUNT,  /* of the core asset: "2.5" */
  MNR_TEXT_PERCENT,      /* "0.25" is 0.25 %; two decimals */
  MNR_TEXT_RATIO,        /* "175" is 175 %; one decimal */
  MNR_TEXT_DURATION,     /* "24 h"; units s, min, h, d */
  MNR_TEXT_ASSET,        /* a symbol or an id */
  MNR_TEXT_ACCOUNTS,     /* names or ids, with commas between */
  MNR_TEXT_ASSETS,       /* symbols or ids, with commas between */
  MNR_TEXT_FEEDERS,      /* "witnesses", "committee", or accounts as above */
  MNR_TEXT_POWER,        /* an MnrPowerState's name */
} MnrTextKind;

/** Whether the issuer has a power and uses it: permission and flag as one choice. */
typedef enum
{
  MNR_POWER_NEVER,   /* not used, and the right to is given up */
  MNR_POWER_NOT_NOW, /* not used, the right stays; for powers without a flag: the right */
  MNR_POWER_ON,      /* used, and can be switched off again */
  MNR_POWER_ALWAYS,  /* used, and the right to switch it off is given up */
} MnrPowerState;

#define MNR_N_POWER_STATES (MNR_POWER_ALWAYS + 1)

/** "never", "not-now", "on", "always": as drafts spell them. */
extern const char *const mnr_power_state_names[MNR_N_POWER_STATES];

/** What can be typed about an asset, in the order of the form. */
typedef enum
{
  MNR_DRAFT_SYMBOL,
  MNR_DRAFT_PRECISION,
  MNR_DRAFT_MAX_SUPPLY,
  MNR_DRAFT_DESCRIPTION,
  MNR_DRAFT_SHORT_NAME,
  MNR_DRAFT_PREFERRED_MARKET,
  MNR_DRAFT_URL,
  MNR_DRAFT_CONDITION,
  MNR_DRAFT_EXPIRY,
  /* One for each of mnr_powers, in its order. */
  MNR_DRAFT_FIRST_POWER,
  MNR_DRAFT_LAST_POWER = MNR_DRAFT_FIRST_POWER + MNR_N_POWERS - 1,
  MNR_DRAFT_MARKET_FEE,
  MNR_DRAFT_TAKER_FEE,
  MNR_DRAFT_MAX_MARKET_FEE,
  MNR_DRAFT_REWARD,
  MNR_DRAFT_FEE_SHARING,
  MNR_DRAFT_RATE_CORE,
  MNR_DRAFT_RATE_ASSET,
  MNR_DRAFT_WHITELIST_AUTHORITIES,
  MNR_DRAFT_BLACKLIST_AUTHORITIES,
  MNR_DRAFT_WHITELIST_MARKETS,
  MNR_DRAFT_BLACKLIST_MARKETS,
  MNR_DRAFT_BACKING,
  MNR_DRAFT_FEEDERS,
  MNR_DRAFT_FEED_LIFETIME,
  MNR_DRAFT_MINIMUM_FEEDS,
  MNR_DRAFT_SETTLEMENT_DELAY,
  MNR_DRAFT_SETTLEMENT_OFFSET,
  MNR_DRAFT_SETTLEMENT_VOLUME,
  MNR_DRAFT_SETTLEMENT_FEE,
  MNR_DRAFT_INITIAL_RATIO,
  MNR_DRAFT_MAINTENANCE_RATIO,
  MNR_DRAFT_SQUEEZE_RATIO,
  MNR_DRAFT_MARGIN_CALL_FEE,
  MNR_DRAFT_BLACK_SWAN,
  MNR_N_DRAFT_FIELDS,
} MnrDraftField;

typedef struct
{
  const char *name;  /* in a draft file: "max_supply" */
  const char *group; /* the object of the file that holds it: "backing"; NULL: the file itself */
  MnrTextKind text;
  MnrAssetKind kinds; /* of assets that have it */
  /* May be left empty: then the chain has no such value, or the one that the help says. */
  gboolean is_optional;
  const char *path;                 /* the member it becomes, as in asset_create; see below */
  const char *label;                /* N_() */
  const char *help;                 /* N_(): a sentence for somebody who reads it the first time */
  const char *const *choices;       /* CHOICE: NULL-terminated */
  const char *const *choice_labels; /* N_(): what the choices mean */
} MnrDraftFieldInfo;

/** "Token", "Smartcoin", "Prediction market"; translated. */
const char *mnr_asset_kind_get_label (MnrAssetKind kind);

const MnrDraftFieldInfo *mnr_draft_field_get_info (MnrDraftField field);

/** The field of a name in a file, or -1. */
int mnr_draft_field_find (const char *group,
                          const char *name);

/**
 * mnr_draft_field_find_path:
 * @path: of a member of asset_create, asset_update, asset_update_bitasset or
 *   asset_update_feed_producers, as an #MnrFinding has it
 *
 * Returns: the field to go to, or -1 if it is about none
 */
int mnr_draft_field_find_path (const char *path);

G_END_DECLS
