/* mnr-power-words.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-comparison.h"

G_BEGIN_DECLS

/*
 * Powers as somebody chooses them: which states there are, what each means for
 * holders, and whether it can be taken back. The polarity of the bits is below.
 */

/** What powers are about, for a heading over them. */
typedef enum
{
  MNR_POWER_GROUP_MONEY,
  MNR_POWER_GROUP_CONTROL,
  MNR_POWER_GROUP_SUPPLY,
  MNR_POWER_GROUP_PRICE,
  MNR_N_POWER_GROUPS,
} MnrPowerGroup;

/** Translated. */
const char *mnr_power_group_get_label (MnrPowerGroup group);

MnrPowerGroup mnr_power_get_group (guint index);

/** Whether a power can be in a state: those without a flag are kept or given up. */
gboolean mnr_power_has_state (guint index,
                              MnrPowerState state);

/** Translated: "Never", "Not now", "On", "For ever"; of a power without a flag "Keep". */
const char *mnr_power_get_state_label (guint index,
                                       MnrPowerState state);

/** What the state means for holders: translated, a sentence. */
const char *mnr_power_get_consequence (guint index,
                                       MnrPowerState state);

MnrReversibility mnr_power_get_reversibility (MnrPowerState state);

/** Whether the choice can be taken back: translated, a sentence. */
const char *mnr_power_get_reversibility_text (MnrPowerState state);

G_END_DECLS
