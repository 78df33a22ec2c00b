/* test-vectors.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/crypto/mnr-private-key.h"
#include "chain/protocol/mnr-transaction.h"
#include "chain/wire/mnr-json-reader.h"

G_BEGIN_DECLS

/* What the tests share: the recordings in tests/data, read with the library's
 * own reader and taken apart as slices of their text, and short ways to make
 * bytes and keys. Whatever goes wrong here ends the test program. */

/** The JSON text of tests/data/@name. It stays for the life of the program. */
MnrJsonSlice vector_load (const char *name);

/** The text of a member of an object; it has to be there. */
MnrJsonSlice vector_member (MnrJsonSlice object,
                            const char *name);

gboolean vector_has_member (MnrJsonSlice object,
                            const char *name);

/** (element-type MnrJsonSlice): the texts of an array's elements. */
GArray *vector_items (MnrJsonSlice array);

#define vector_item(items, i) g_array_index (items, MnrJsonSlice, i)

/** What a JSON string says. */
char *vector_text (MnrJsonSlice string);

/** vector_text() of a member. */
char *vector_member_text (MnrJsonSlice object,
                          const char *name);

/** A whole number, in quotes or not. */
gint64 vector_number (MnrJsonSlice number);

/** The value without the white space between its parts. */
char *vector_compact (MnrJsonSlice value);

/** JSON as C can show it: with ' for every quotation mark. */
char *make_json (const char *text);

/** The bytes that @hex says; blanks between them say nothing. */
GByteArray *make_bytes (const char *hex);

/** Asserts that both are the same, and shows them in hex if not. */
void assert_bytes (const GByteArray *actual,
                   const GByteArray *expected);

MnrTransaction *make_transaction (const char *json);

/** The bytes of the transaction, with or without its signatures. */
GByteArray *pack_transaction (const MnrTransaction *transaction,
                              gboolean with_signatures);

MnrSecret *make_secret (const char *text);

MnrPrivateKey *make_wif_key (const char *wif);

/** The key sha256 (decimal @seed): 1 and 2 are k1 and k2 of protocol.md 14.1. */
MnrPrivateKey *make_key (guint seed);

/** The public key of make_key(). */
MnrPublicKey make_public_key (guint seed);

/** A random number of at most 64 bits, of a random number of bits. */
guint64 random_number (void);

void random_bytes (guint8 *bytes,
                   gsize size);

/** Asserts that @error is of the chain's domain and of this code, and clears it. */
#define assert_chain_error(error, error_code)                     \
  G_STMT_START                                                    \
  {                                                               \
    g_assert_error (error, MNR_CHAIN_ERROR, (gint) (error_code)); \
    g_clear_error (&(error));                                     \
  }                                                               \
  G_STMT_END

G_END_DECLS
