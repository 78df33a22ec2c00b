/* mnr-json.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-json-reader.h"
#include "mnr-type.h"

G_BEGIN_DECLS

/**
 * mnr_json_read:
 * @text: JSON of one value, @length bytes
 * @prefix: what keys and addresses begin with, such as "BTS"
 * @value: (out caller-allocates): zero bytes, to be filled in; on an error
 *   they are zero again
 *
 * Reads JSON in the shapes of protocol.md 2, and refuses what a node would
 * read as something else than it says: members unknown, missing or repeated,
 * numbers out of range, escapes that a node takes for letters. Sets may stand
 * in any order and are sorted here.
 *
 * Returns: %FALSE with an error whose message begins with the member's path
 */
gboolean mnr_json_read (const MnrType *type,
                        const char *text,
                        gsize length,
                        const char *prefix,
                        gpointer value,
                        GError **error);

/** What could not be read, and as what it should have been. */
typedef struct
{
  const MnrType *type;
  MnrJsonSlice json;
} MnrJsonCulprit;

/**
 * mnr_json_read_as_node:
 * @culprit: (out): set where %FALSE is returned; empty if it is no JSON at all
 *
 * mnr_json_read() for whoever plays a node: what is unknown is passed over,
 * what is missing is what mnr_value_init() makes it, of members that are
 * repeated the last counts, numbers wrap around, and escapes are letters.
 */
gboolean mnr_json_read_as_node (const MnrType *type,
                                const char *text,
                                gsize length,
                                const char *prefix,
                                gpointer value,
                                MnrJsonCulprit *culprit,
                                GError **error);

/** mnr_json_read() where a reader stands; @path is what it has come through. */
gboolean mnr_json_read_value (const MnrType *type,
                              MnrJsonReader *reader,
                              const char *prefix,
                              gpointer value,
                              const MnrPath *path,
                              GError **error);

/**
 * mnr_json_write:
 * @out: the text is appended here
 *
 * Writes what a node prints for the value: members in their order, absent ones
 * left out, whole numbers beyond 32 bits as strings (protocol.md 2.6), UTF-8
 * as it is.
 */
void mnr_json_write (const MnrType *type,
                     gconstpointer value,
                     const char *prefix,
                     GString *out);

G_END_DECLS
