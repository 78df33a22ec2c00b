/* mnr-json-compare.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/wire/mnr-json-reader.h"

G_BEGIN_DECLS

/** Called for each difference: @path such as "options.flags", one of the texts may be "nothing". */
typedef void (*MnrJsonDifference) (const char *path,
                                   const char *expected,
                                   const char *got,
                                   gpointer user_data);

/**
 * mnr_json_compare:
 * @expected: one JSON value
 * @got: another
 *
 * Compares two texts member by member and element by element, regardless of
 * white space and of the order of members. A number and a string of its digits
 * are different: nodes print the one or the other on purpose.
 */
void mnr_json_compare (const MnrJsonSlice *expected,
                       const MnrJsonSlice *got,
                       MnrJsonDifference difference,
                       gpointer user_data);

/** The members of an object (then @names is filled) or the elements of an array, as texts. */
gboolean mnr_json_list (const MnrJsonSlice *json,
                        GPtrArray *names,
                        GArray *values,
                        GError **error);

G_END_DECLS
