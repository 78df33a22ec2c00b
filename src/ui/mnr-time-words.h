/* mnr-time-words.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/values/mnr-time.h"

G_BEGIN_DECLS

/** A time of the chain in the user's zone: "14:05:12" today, else "21 Nov 2026, 14:05". */
char *mnr_time_to_local_text (MnrTime time);

/** The same, exactly: "2026-11-21 13:05:12 UTC". */
char *mnr_time_to_utc_text (MnrTime time);

G_END_DECLS
