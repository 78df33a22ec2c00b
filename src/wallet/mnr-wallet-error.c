/* mnr-wallet-error.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-wallet-error.h"

G_DEFINE_QUARK (mnr - wallet - error - quark, mnr_wallet_error)
