/* mnr-permissions.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-permissions.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
const MnrPowerInfo mnr_powers[MNR_N_POWERS] = {
  { MNR_POWER_CHARGE_MARKET_FEE, "charge_market_fee",
    N_ ("charge market fees"),
    N_ ("market fees are charged") },
  { MNR_POWER_WHITE_LIST, "white_list",
    N_ ("decide by lists who may hold it"),
    N_ ("lists decide who may hold it") },
  { MNR_POWER_OVERRIDE_AUTHORITY, "override_authority",
    N_ ("take it back from any holder"),
    N_ ("the issuer can take it back from any holder") },
  { MNR_POWER_TRANSFER_RESTRICTED, "transfer_restricted",
    N_ ("restrict transfers to those from and to the issuer"),
    N_ ("only transfers from and to the issuer are possible") },
  { MNR_POWER_DISABLE_FORCE_SETTLE, "disable_force_settle",
    N_ ("switch off force settlement"),
    N_ ("force settlement is off") },
  { MNR_POWER_GLOBAL_SETTLE, "global_settle",
    N_ ("settle it globally at a price of their choice"), NULL },
  { MNR_POWER_DISABLE_CONFIDENTIAL, "disable_confidential",
    N_ ("forbid confidential transfers"),
    N_ ("confidential transfers are forbidden") },
  { MNR_POWER_WITNESS_FED_ASSET, "witness_fed_asset",
    N_ ("let the witnesses feed the price"),
    N_ ("the witnesses feed the price") },
  { MNR_POWER_COMMITTEE_FED_ASSET, "committee_fed_asset",
    N_ ("let the committee feed the price"),
    N_ ("the committee feeds the price") },
  { MNR_POWER_LOCK_MAX_SUPPLY, "lock_max_supply",
    N_ ("lock and unlock the maximum supply"),
    N_ ("the maximum supply is locked") },
  { MNR_POWER_DISABLE_NEW_SUPPLY, "disable_new_supply",
    N_ ("stop and resume new supply"),
    N_ ("no new supply can be made") },
  { MNR_POWER_DISABLE_MCR_UPDATE, "disable_mcr_update",
    N_ ("set the maintenance collateral ratio"), NULL },
  { MNR_POWER_DISABLE_ICR_UPDATE, "disable_icr_update",
    N_ ("set the initial collateral ratio"), NULL },
  { MNR_POWER_DISABLE_MSSR_UPDATE, "disable_mssr_update",
    N_ ("set the maximum short squeeze ratio"), NULL },
  { MNR_POWER_DISABLE_BSRM_UPDATE, "disable_bsrm_update",
    N_ ("choose what happens at a black swan"), NULL },
  { MNR_POWER_DISABLE_COLLATERAL_BIDDING, "disable_collateral_bidding",
    N_ ("switch collateral bidding off and on"),
    N_ ("collateral bidding is off") },
                                };
/* clang-format on */
