/* mnr-faucet.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-network.h"

G_BEGIN_DECLS

/** What a new account is given: 1,000,000 play BTS. */
#define MNR_FAUCET_GIFT G_GINT64_CONSTANT (100000000000)

/**
 * mnr_faucet_handle:
 * @text: the body of a request to `/api/v1/accounts` (protocol.md 1.3)
 * @answer: appended to
 *
 * Registers the account that is asked for and gives it play money.
 *
 * Returns: the HTTP status
 */
guint mnr_faucet_handle (MnrNetwork *network,
                         const char *text,
                         gsize length,
                         GString *answer);

G_END_DECLS
