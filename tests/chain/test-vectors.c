/* test-vectors.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-vectors.h"

#include <string.h>

#include "chain/values/mnr-error.h"
#include "chain/wire/mnr-pack.h"

MnrJsonSlice
vector_load (const char *name)
{
  static GHashTable *files = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", name, NULL);
  char *text;
  gsize length;

  /* Kept, since slices of it are handed out. */
  if (files == NULL)
    files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  text = g_hash_table_lookup (files, path);
  if (text == NULL)
    {
      g_file_get_contents (path, &text, &length, &error);
      g_assert_no_error (error);
      g_hash_table_insert (files, g_steal_pointer (&path), text);
    }
  return (MnrJsonSlice){ .text = text, .length = strlen (text) };
}

static void
start (MnrJsonReader *reader,
       MnrJsonSlice value)
{
  g_autoptr (GError) error = NULL;

  mnr_json_reader_init (reader, value.text, value.length, &error);
  g_assert_no_error (error);
}

static gboolean
find_member (MnrJsonSlice object,
             const char *name,
             MnrJsonSlice *value)
{
  g_autoptr (GError) error = NULL;
  g_auto (MnrJsonReader) reader = { 0 };
  gsize count = 0;

  start (&reader, object);
  mnr_json_reader_open (&reader, '{', NULL, &error);
  g_assert_no_error (error);
  for (;;)
    {
      MnrJsonSlice found;
      gboolean more, wanted;

      mnr_json_reader_next (&reader, '}', &count, &more, NULL, &error);
      g_assert_no_error (error);
      if (!more)
        return FALSE;
      mnr_json_reader_name (&reader, &found, NULL, &error);
      g_assert_no_error (error);
      wanted = mnr_json_slice_equal (&found, name);
      mnr_json_reader_skip (&reader, value, NULL, &error);
      g_assert_no_error (error);
      if (wanted)
        return TRUE;
    }
}

MnrJsonSlice
vector_member (MnrJsonSlice object,
               const char *name)
{
  MnrJsonSlice value;

  if (!find_member (object, name, &value))
    g_error ("no member “%s” in %.*s", name, (int) MIN (object.length, 200), object.text);
  return value;
}

gboolean
vector_has_member (MnrJsonSlice object,
                   const char *name)
{
  MnrJsonSlice value;

  return find_member (object, name, &value);
}

GArray *
vector_items (MnrJsonSlice array)
{
  g_autoptr (GError) error = NULL;
  g_auto (MnrJsonReader) reader = { 0 };
  GArray *items = g_array_new (FALSE, FALSE, sizeof (MnrJsonSlice));
  gsize count = 0;

  start (&reader, array);
  mnr_json_reader_open (&reader, '[', NULL, &error);
  g_assert_no_error (error);
  for (;;)
    {
      MnrJsonSlice item;
      gboolean more;

      mnr_json_reader_next (&reader, ']', &count, &more, NULL, &error);
      g_assert_no_error (error);
      if (!more)
        return items;
      mnr_json_reader_skip (&reader, &item, NULL, &error);
      g_assert_no_error (error);
      g_array_append_val (items, item);
    }
}

char *
vector_text (MnrJsonSlice string)
{
  g_autoptr (GError) error = NULL;
  g_auto (MnrJsonReader) reader = { 0 };
  MnrJsonSlice text;

  start (&reader, string);
  mnr_json_reader_string (&reader, &text, NULL, &error);
  g_assert_no_error (error);
  return g_strndup (text.text, text.length);
}

char *
vector_member_text (MnrJsonSlice object,
                    const char *name)
{
  return vector_text (vector_member (object, name));
}

gint64
vector_number (MnrJsonSlice number)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = number.text[0] == '"' ? vector_text (number)
                                                : g_strndup (number.text, number.length);
  gint64 value;

  g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &value, &error);
  g_assert_no_error (error);
  return value;
}

char *
vector_compact (MnrJsonSlice value)
{
  GString *text = g_string_sized_new (value.length);
  gboolean quoted = FALSE;

  for (gsize i = 0; i < value.length; i++)
    {
      char c = value.text[i];

      if (!quoted && g_ascii_isspace (c))
        continue;
      g_string_append_c (text, c);
      if (quoted && c == '\\')
        g_string_append_c (text, value.text[++i]);
      else if (c == '"')
        quoted = !quoted;
    }
  return g_string_free (text, FALSE);
}

char *
make_json (const char *text)
{
  return g_strdelimit (g_strdup (text), "'", '"');
}

GByteArray *
make_bytes (const char *hex)
{
  GByteArray *bytes = g_byte_array_new ();
  g_auto (GStrv) words = g_strsplit (hex, " ", -1);
  g_autofree char *digits = g_strjoinv ("", words);

  g_byte_array_set_size (bytes, (guint) strlen (digits) / 2);
  if (!mnr_hex_decode (digits, strlen (digits), bytes->data))
    g_error ("“%s” is not hex", hex);
  return bytes;
}

void
assert_bytes (const GByteArray *actual,
              const GByteArray *expected)
{
  g_autofree char *is = mnr_hex_encode (actual->data, actual->len);
  g_autofree char *should_be = mnr_hex_encode (expected->data, expected->len);

  g_assert_cmpstr (is, ==, should_be);
}

MnrTransaction *
make_transaction (const char *json)
{
  g_autoptr (GError) error = NULL;
  MnrTransaction *transaction = mnr_transaction_new_from_json (json, strlen (json), "BTS", &error);

  g_assert_no_error (error);
  return transaction;
}

GByteArray *
pack_transaction (const MnrTransaction *transaction,
                  gboolean with_signatures)
{
  g_autoptr (GError) error = NULL;
  GByteArray *bytes = g_byte_array_new ();

  mnr_pack (with_signatures ? &mnr_type_signed_transaction : &mnr_type_transaction,
            transaction, bytes, &error);
  g_assert_no_error (error);
  return bytes;
}

MnrSecret *
make_secret (const char *text)
{
  g_autoptr (GError) error = NULL;
  MnrSecret *secret = mnr_secret_new (strlen (text), &error);

  g_assert_no_error (error);
  memcpy (secret->data, text, secret->size);
  return secret;
}

MnrPrivateKey *
make_wif_key (const char *wif)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrSecret) secret = make_secret (wif);
  MnrPrivateKey *key = mnr_private_key_new_from_wif (secret, &error);

  g_assert_no_error (error);
  return key;
}

MnrPrivateKey *
make_key (guint seed)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strdup_printf ("%u", seed);
  guint8 hash[MNR_SHA256_SIZE];
  MnrPrivateKey *key;

  mnr_sha256 (text, strlen (text), hash);
  key = mnr_private_key_new_from_bytes (hash, &error);
  g_assert_no_error (error);
  return key;
}

MnrPublicKey
make_public_key (guint seed)
{
  g_autoptr (MnrPrivateKey) key = make_key (seed);
  MnrPublicKey result;

  mnr_private_key_get_public_key (key, &result);
  return result;
}

guint64
random_number (void)
{
  guint64 value = (guint64) (guint32) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();

  return value >> g_test_rand_int_range (0, 64);
}

void
random_bytes (guint8 *bytes,
              gsize size)
{
  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8) g_test_rand_int_range (0, 256);
}
