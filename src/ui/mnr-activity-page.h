/* mnr-activity-page.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wallet/mnr-wallet.h"

G_BEGIN_DECLS

/** What the account in use did and had done to it, whatever it was about. */
#define MNR_TYPE_ACTIVITY_PAGE (mnr_activity_page_get_type ())
G_DECLARE_FINAL_TYPE (MnrActivityPage, mnr_activity_page, MNR, ACTIVITY_PAGE, AdwBin)

GtkWidget *mnr_activity_page_new (MnrWallet *wallet);

G_END_DECLS
