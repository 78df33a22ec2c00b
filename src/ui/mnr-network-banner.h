/* mnr-network-banner.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wallet/mnr-wallet.h"

G_BEGIN_DECLS

/**
 * MnrNetworkBanner:
 *
 * Says on which network money is spent, wherever it is not the real one, and
 * why nothing is heard of it when that is so: to stand under the header bar of
 * whatever can spend.
 */
#define MNR_TYPE_NETWORK_BANNER (mnr_network_banner_get_type ())
G_DECLARE_FINAL_TYPE (MnrNetworkBanner, mnr_network_banner, MNR, NETWORK_BANNER, AdwBin)

GtkWidget *mnr_network_banner_new (MnrWallet *wallet);

/** For one from a template: follows the wallet from now on. To be called once. */
void mnr_network_banner_set_wallet (MnrNetworkBanner *self,
                                    MnrWallet *wallet);

G_END_DECLS
