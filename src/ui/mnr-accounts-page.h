/* mnr-accounts-page.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wallet/mnr-wallet.h"

G_BEGIN_DECLS

/** The user's accounts on the network in use: choosing, adding, removing, locking the keys. */
#define MNR_TYPE_ACCOUNTS_PAGE (mnr_accounts_page_get_type ())
G_DECLARE_FINAL_TYPE (MnrAccountsPage, mnr_accounts_page, MNR, ACCOUNTS_PAGE, AdwBin)

MnrAccountsPage *mnr_accounts_page_new (MnrWallet *wallet);

G_END_DECLS
