/* mnr-wallet-error.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MNR_WALLET_ERROR:
 *
 * What can go wrong with networks, accounts and keys. The message is one
 * sentence for a person; nothing secret is ever in it.
 */
#define MNR_WALLET_ERROR (mnr_wallet_error_quark ())

typedef enum
{
  /** There is no key ring on this computer, or it does not start. */
  MNR_WALLET_ERROR_NO_KEY_RING,
  /** The key ring is locked and was not unlocked. */
  MNR_WALLET_ERROR_LOCKED,
  /** The key ring did not answer in time. */
  MNR_WALLET_ERROR_TIMEOUT,
  /** The key ring said no, or gave back something else than was stored. */
  MNR_WALLET_ERROR_REFUSED,
  /** The private key of a public one is not there. */
  MNR_WALLET_ERROR_NO_KEY,
  /** A file that is not as it has to be: open to others, or not what it should hold. */
  MNR_WALLET_ERROR_FILE,
  /** A secret that opens nothing, or not what it would be wanted for. */
  MNR_WALLET_ERROR_OPENS_NOTHING,
  /** The keys at hand do not suffice for a transaction. */
  MNR_WALLET_ERROR_LACK,
  /** A network, an account or a name that is there already, or is none. */
  MNR_WALLET_ERROR_NAME,
  /** The faucet said no. */
  MNR_WALLET_ERROR_FAUCET,
  /** The practice network did not start. */
  MNR_WALLET_ERROR_PRACTICE,
} MnrWalletError;

GQuark mnr_wallet_error_quark (void);

G_END_DECLS
