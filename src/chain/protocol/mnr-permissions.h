/* mnr-permissions.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MnrAssetPower:
 *
 * The 16 bits of issuer_permissions and flags (protocol.md 4.1). A set flag
 * switches the thing on. A set permission lets the issuer toggle the flag for
 * the lower nine; for the upper seven it is the other way round: set, it takes
 * the right away.
 */
typedef enum
{
  MNR_POWER_CHARGE_MARKET_FEE = 0x0001,
  MNR_POWER_WHITE_LIST = 0x0002,
  MNR_POWER_OVERRIDE_AUTHORITY = 0x0004,
  MNR_POWER_TRANSFER_RESTRICTED = 0x0008,
  MNR_POWER_DISABLE_FORCE_SETTLE = 0x0010,
  MNR_POWER_GLOBAL_SETTLE = 0x0020,
  MNR_POWER_DISABLE_CONFIDENTIAL = 0x0040,
  MNR_POWER_WITNESS_FED_ASSET = 0x0080,
  MNR_POWER_COMMITTEE_FED_ASSET = 0x0100,
  MNR_POWER_LOCK_MAX_SUPPLY = 0x0200,
  MNR_POWER_DISABLE_NEW_SUPPLY = 0x0400,
  MNR_POWER_DISABLE_MCR_UPDATE = 0x0800,
  MNR_POWER_DISABLE_ICR_UPDATE = 0x1000,
  MNR_POWER_DISABLE_MSSR_UPDATE = 0x2000,
  MNR_POWER_DISABLE_BSRM_UPDATE = 0x4000,
  MNR_POWER_DISABLE_COLLATERAL_BIDDING = 0x8000,
} MnrAssetPower;

/* The masks of protocol.md 4.2. */
#define MNR_POWERS_ENABLING        0x01ffu /* set permission: may toggle */
#define MNR_POWERS_DISABLING       0xfe00u /* set permission: may not */
#define MNR_POWERS_TOKEN           0x064fu /* what a plain token can have */
#define MNR_POWERS_SMARTCOIN_ONLY  0xf9b0u
#define MNR_POWERS_NEVER_FLAGS     0x7820u /* permissions without a flag */
#define MNR_POWERS_SMARTCOIN_FLAGS 0x87dfu

typedef struct
{
  MnrAssetPower bit;
  const char *name;  /* of the protocol: charge_market_fee */
  const char *may;   /* N_(): what the issuer may do while the right is there */
  const char *is_on; /* N_(): what holds while the flag is set; NULL if it cannot be */
} MnrPowerInfo;

#define MNR_N_POWERS 16

/** All sixteen, lowest bit first. */
extern const MnrPowerInfo mnr_powers[MNR_N_POWERS];

/**
 * mnr_permissions_get_rights:
 *
 * E(p) of protocol.md 4.2: the rights that the issuer has, without the
 * inversion of the upper bits.
 */
static inline guint
mnr_permissions_get_rights (guint16 permissions)
{
  return (permissions & MNR_POWERS_ENABLING) | (~(guint) permissions & MNR_POWERS_DISABLING);
}

G_END_DECLS
