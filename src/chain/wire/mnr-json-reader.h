/* mnr-json-reader.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/values/mnr-error.h"

G_BEGIN_DECLS

/**
 * MnrJsonReader:
 *
 * Reads JSON text from front to back, as strictly as money needs it. A library
 * that builds a tree would hide what has to be refused here: repeated members,
 * numbers beyond 63 bits or with a fraction, escapes that a node reads
 * otherwise (protocol.md 13, 2); and what passes through unread has to come
 * out as it went in.
 *
 * Every function that reads returns %FALSE with %MNR_CHAIN_ERROR_SYNTAX, or
 * %MNR_CHAIN_ERROR_VALUE for an escape that a node reads otherwise.
 */
typedef struct
{
  const char *position;
  const char *end;
  GString *unescaped; /* what the last string with escapes says */
  gboolean as_node;   /* reads what a node reads, however it was meant */
} MnrJsonReader;

/** A piece of the text, or of the reader's own buffer until it reads on. */
typedef struct
{
  const char *text;
  gsize length;
} MnrJsonSlice;

/** How deep a value may be nested that is passed over. */
#define MNR_JSON_DEPTH_MAX 64

/** Sets @self up to read @length bytes of @text, which have to be UTF-8. */
gboolean mnr_json_reader_init (MnrJsonReader *self,
                               const char *text,
                               gsize length,
                               GError **error);

void mnr_json_reader_clear (MnrJsonReader *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MnrJsonReader, mnr_json_reader_clear)

/** The first character of the next value, or 0 at the end. */
char mnr_json_reader_peek (MnrJsonReader *self);

/**
 * mnr_json_reader_open:
 * @bracket: '{' or '['
 *
 * Enters an object or an array; mnr_json_reader_next() steps through it.
 */
gboolean mnr_json_reader_open (MnrJsonReader *self,
                               char bracket,
                               const MnrPath *path,
                               GError **error);

/**
 * mnr_json_reader_next:
 * @bracket: '}' or ']', as it was opened
 * @count: (inout): 0 at first; how many members or elements there were so far
 * @more: (out): whether another one follows, or the bracket was closed
 */
gboolean mnr_json_reader_next (MnrJsonReader *self,
                               char bracket,
                               gsize *count,
                               gboolean *more,
                               const MnrPath *path,
                               GError **error);

/** Reads the name of a member and its colon. */
gboolean mnr_json_reader_name (MnrJsonReader *self,
                               MnrJsonSlice *name,
                               const MnrPath *path,
                               GError **error);

/** Reads a string and undoes its escapes. */
gboolean mnr_json_reader_string (MnrJsonReader *self,
                                 MnrJsonSlice *string,
                                 const MnrPath *path,
                                 GError **error);

/** Reads a number, as its text. */
gboolean mnr_json_reader_number (MnrJsonReader *self,
                                 MnrJsonSlice *number,
                                 const MnrPath *path,
                                 GError **error);

/** Whether the next value is @word (true, false, null); if so it is read. */
gboolean mnr_json_reader_word (MnrJsonReader *self,
                               const char *word);

/** Passes over a value of any kind; @json is its text. */
gboolean mnr_json_reader_skip (MnrJsonReader *self,
                               MnrJsonSlice *json,
                               const MnrPath *path,
                               GError **error);

/** Makes sure that nothing but white space is left. */
gboolean mnr_json_reader_finish (MnrJsonReader *self,
                                 GError **error);

gboolean mnr_json_slice_equal (const MnrJsonSlice *slice,
                               const char *text);

/** Appends @text as a JSON string the way a node prints it (protocol.md 13, 2). */
void mnr_json_append_string (GString *out,
                             const char *text);

G_END_DECLS
