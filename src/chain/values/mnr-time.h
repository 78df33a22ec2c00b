/* mnr-time.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MnrTime:
 *
 * Seconds since 1970-01-01 UTC. Its text is always the 19 characters
 * `YYYY-MM-DDTHH:MM:SS` without a zone (protocol.md 13, 6). 0 means never,
 * %MNR_TIME_FOREVER for ever.
 */
typedef guint32 MnrTime;

#define MNR_TIME_FOREVER   G_MAXUINT32
#define MNR_TIME_TEXT_SIZE 20

/**
 * mnr_time_parse:
 *
 * Returns: %FALSE if @text is not exactly a time between 1970 and 2106
 *   (then @time is untouched)
 */
gboolean mnr_time_parse (const char *text,
                         gsize length,
                         MnrTime *time);

/**
 * mnr_time_format:
 * @buffer: %MNR_TIME_TEXT_SIZE bytes
 *
 * Returns: @buffer, holding the text
 */
const char *mnr_time_format (MnrTime time,
                             char *buffer);

G_END_DECLS
