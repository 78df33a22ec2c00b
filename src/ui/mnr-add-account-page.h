/* mnr-add-account-page.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wallet/mnr-wallet.h"

G_BEGIN_DECLS

/** Adds an account that there is, or begins with a new one: five ways (ui.md). */
#define MNR_TYPE_ADD_ACCOUNT_PAGE (mnr_add_account_page_get_type ())
G_DECLARE_FINAL_TYPE (MnrAddAccountPage, mnr_add_account_page, MNR, ADD_ACCOUNT_PAGE, AdwBin)

MnrAddAccountPage *mnr_add_account_page_new (MnrWallet *wallet);

G_END_DECLS
