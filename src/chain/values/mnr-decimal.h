/* mnr-decimal.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** The finest precision of an asset (protocol.md 5). */
#define MNR_PRECISION_MAX 12
/** No asset may have more units than this, nor any amount (protocol.md 1.2). */
#define MNR_SHARE_SUPPLY_MAX G_GINT64_CONSTANT (1000000000000000)

/** Hundredths of a percent: 10000 is 100 %. */
typedef guint16 MnrBasisPoints;
/** Thousandths: 1000 is 1.000, or 100 %. */
typedef guint16 MnrPermille;

/**
 * mnr_decimal_parse:
 * @text: digits with at most one '.', perhaps after a '-'; no grouping, no exponent
 * @precision: how many decimals one whole has, 0 to 18
 * @value: (out): @text in units of 10^-@precision
 *
 * Reads an amount exactly or refuses it: what is finer than the precision is
 * an error, never rounded.
 *
 * Returns: %FALSE with %MNR_CHAIN_ERROR_SYNTAX (not a number) or
 *   %MNR_CHAIN_ERROR_VALUE (too fine, too large)
 */
gboolean mnr_decimal_parse (const char *text,
                            guint precision,
                            gint64 *value,
                            GError **error);

/**
 * mnr_decimal_format:
 *
 * The inverse of mnr_decimal_parse(), always with @precision decimals.
 *
 * Returns: (transfer full): the text
 */
char *mnr_decimal_format (gint64 value,
                          guint precision);

/** A number of mnr_decimal_format() as a person reads it, with its digits in groups of
 * three: "1,240.50000". Of what is read only what a person types is ungrouped again. */
char *mnr_decimal_group (const char *number);

/**
 * mnr_decimal_ungroup:
 * @text: what a person typed
 *
 * Takes what mnr_decimal_group() puts between groups of three digits, spaces and
 * apostrophes out of a number: "1,240.5" is 1240.5. What could be meant
 * otherwise, such as "1,5" or "0,125", stays as it is and is no number.
 *
 * Returns: (transfer full): for mnr_decimal_parse()
 */
char *mnr_decimal_ungroup (const char *text);

/** As mnr_decimal_format(), without the zeros that say nothing: "0.25". */
char *mnr_decimal_format_short (gint64 value,
                                guint precision);

/** A percentage such as "0.25%", without the zeros that say nothing; for the eye only: its
 * sign stands as the language wants it. */
char *mnr_basis_points_format (MnrBasisPoints value);

/** A ratio as a percentage such as "175%" or "110.5%". */
char *mnr_permille_format (MnrPermille value);

/**
 * mnr_basis_points_parse:
 * @text: a percentage, with or without a final '%'
 *
 * Returns: %FALSE with an error if it is finer than 0.01 % or beyond 655.35 %
 */
gboolean mnr_basis_points_parse (const char *text,
                                 MnrBasisPoints *value,
                                 GError **error);

/** Like mnr_basis_points_parse(), for ratios: at most one decimal. */
gboolean mnr_permille_parse (const char *text,
                             MnrPermille *value,
                             GError **error);

G_END_DECLS
