/* mnr-text.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mnr_text_make_visible:
 * @text: text from anywhere, perhaps cut within a character
 *
 * Spells out what a terminal or a text widget would obey rather than show:
 * control and direction characters, line breaks.
 *
 * Returns: (transfer full): one line of UTF-8
 */
char *mnr_text_make_visible (const char *text);

/** @text with a capital letter first: what stands in the middle of one sentence begins another. */
char *mnr_text_capitalise (const char *text);

/** The numbers of a text such as "5012.40 BTS" with their thousands apart: "5,012.40 BTS".
 * Digits that are part of a word, or stand behind a point, stay together. */
char *mnr_text_group_digits (const char *text);

G_END_DECLS
