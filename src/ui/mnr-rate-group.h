/* mnr-rate-group.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "issuer/mnr-planner.h"

G_BEGIN_DECLS

/**
 * MnrRateGroup:
 *
 * The rate at which the fee pool takes a token: a price typed in either
 * direction and a premium; what will be sent for it, and what that means.
 */
#define MNR_TYPE_RATE_GROUP (mnr_rate_group_get_type ())
G_DECLARE_FINAL_TYPE (MnrRateGroup, mnr_rate_group, MNR, RATE_GROUP, AdwPreferencesGroup)

GtkWidget *mnr_rate_group_new (MnrDraft *draft);

/** What the chain has to say about it. */
void mnr_rate_group_show (MnrRateGroup *self,
                          const MnrView *view);

G_END_DECLS
