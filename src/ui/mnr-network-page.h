/* mnr-network-page.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wallet/mnr-wallet.h"

G_BEGIN_DECLS

/** Which networks there are, which is in use, and how it can be reached. */
#define MNR_TYPE_NETWORK_PAGE (mnr_network_page_get_type ())
G_DECLARE_FINAL_TYPE (MnrNetworkPage, mnr_network_page, MNR, NETWORK_PAGE, AdwBin)

MnrNetworkPage *mnr_network_page_new (MnrWallet *wallet);

G_END_DECLS
