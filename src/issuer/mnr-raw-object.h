/* mnr-raw-object.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/wire/mnr-json-reader.h"

G_BEGIN_DECLS

/**
 * MnrRawObject:
 *
 * A JSON object of which single members are changed, and every other character
 * stays as it was: members that are not known, their order, white space. Draft
 * files are such objects, and the descriptions of assets.
 */
typedef struct _MnrRawObject MnrRawObject;

/**
 * mnr_raw_object_new:
 * @indent: how far the members are indented, a line each; 0 for a single line
 *
 * An object without members.
 */
MnrRawObject *mnr_raw_object_new (guint indent);

/**
 * mnr_raw_object_parse:
 * @text: UTF-8 of an object, with or without white space around it
 * @unique: whether a repeated member is an error; otherwise the last one counts
 *
 * Returns: (nullable): the object, or %NULL with %MNR_CHAIN_ERROR_SYNTAX
 */
MnrRawObject *mnr_raw_object_parse (const char *text,
                                    gsize length,
                                    gboolean unique,
                                    const MnrPath *path,
                                    GError **error);

void mnr_raw_object_free (MnrRawObject *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrRawObject, mnr_raw_object_free)

/** The members' names, in their order: from 0, %NULL past the last. */
const char *mnr_raw_object_get_name (const MnrRawObject *self,
                                     guint index);

/** Returns: (nullable): the JSON of a member */
const char *mnr_raw_object_get (const MnrRawObject *self,
                                const char *name);

/** Sets a member, where it is or after the last one in the manner of that one. */
void mnr_raw_object_set (MnrRawObject *self,
                         const char *name,
                         const char *json);

void mnr_raw_object_remove (MnrRawObject *self,
                            const char *name);

char *mnr_raw_object_to_text (const MnrRawObject *self);

/**
 * mnr_json_unescape:
 * @json: the JSON of a string, in its quotes, as mnr_json_reader_skip() found it
 *
 * Reads every escape that JSON has, unlike mnr_json_reader_string(): for text
 * that no node reads as JSON.
 *
 * Returns: (nullable): what the string says, or %NULL with an error
 */
char *mnr_json_unescape (const char *json,
                         const MnrPath *path,
                         GError **error);

G_END_DECLS
