/* test-keys.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>
#include <unistd.h>

#include "chain/crypto/mnr-base58.h"
#include "chain/crypto/mnr-private-key.h"
#include "chain/values/mnr-error.h"
#include "chain/wire/mnr-json.h"
#include "test-vectors.h"

#define NULL_KEY "BTS1111111111111111111111111111111114T1Anm"

static void
check_wif (const MnrPrivateKey *key,
           const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrSecret) wif = mnr_private_key_to_wif (key, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (wif->size, ==, strlen (expected));
  g_assert_cmpstr ((const char *) wif->data, ==, expected);
}

static void
check_public (const MnrPrivateKey *key,
              const char *prefix,
              const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  MnrPublicKey public, again = { 0 };

  mnr_private_key_get_public_key (key, &public);
  text = mnr_public_key_format (&public, prefix);
  g_assert_cmpstr (text, ==, expected);
  mnr_public_key_parse (text, strlen (text), prefix, &again, &error);
  g_assert_no_error (error);
  g_assert_true (mnr_public_key_equal (&public, &again));
  g_assert_true (mnr_public_key_is_valid (&public));
  g_assert_false (mnr_public_key_is_null (&public));
}

static void
test_wif_vectors (void)
{
  g_autoptr (GArray) cases = vector_items (vector_member (vector_load ("keys.json"), "wif"));

  g_assert_cmpuint (cases->len, ==, 6);
  for (guint i = 0; i < cases->len; i++)
    {
      MnrJsonSlice item = vector_item (cases, i);
      g_autofree char *wif = vector_member_text (item, "wif");
      g_autofree char *private_hex = vector_member_text (item, "private_key_hex");
      g_autofree char *public_text = vector_member_text (item, "public_key");
      g_autofree char *public_test = vector_member_text (item, "public_key_test");
      g_autofree char *public_hex = vector_member_text (item, "public_key_hex");
      g_autofree char *address_text = vector_member_text (item, "compressed_address");
      g_autofree char *hex = NULL;
      g_autoptr (GByteArray) bytes = make_bytes (private_hex);
      g_autoptr (MnrPrivateKey) key = make_wif_key (wif);
      g_autoptr (MnrPrivateKey) same = mnr_private_key_new_from_bytes (bytes->data, NULL);
      g_autoptr (GString) text = g_string_new (NULL);
      MnrPublicKey public;
      MnrAddress address, again = { 0 };

      check_wif (key, wif);
      check_wif (same, wif);
      check_public (key, "BTS", public_text);
      check_public (same, "TEST", public_test);

      mnr_private_key_get_public_key (key, &public);
      hex = mnr_hex_encode (public.data, sizeof public.data);
      g_assert_cmpstr (hex, ==, public_hex);

      mnr_public_key_get_address (&public, &address);
      mnr_address_append (&address, "BTS", text);
      g_assert_cmpstr (text->str, ==, address_text);
      g_assert_true (mnr_address_parse (address_text, strlen (address_text), "BTS", &again, NULL));
      g_assert_cmpmem (again.data, sizeof again.data, address.data, sizeof address.data);
    }
}

static void
test_password_vectors (void)
{
  g_autoptr (GArray) cases =
    vector_items (vector_member (vector_load ("keys.json"), "account_password"));

  g_assert_cmpuint (cases->len, ==, 12);
  for (guint i = 0; i < cases->len; i++)
    {
      MnrJsonSlice item = vector_item (cases, i);
      g_autoptr (GError) error = NULL;
      g_autofree char *account = vector_member_text (item, "account");
      g_autofree char *role = vector_member_text (item, "role");
      g_autofree char *password_text = vector_member_text (item, "password");
      g_autofree char *wif = vector_member_text (item, "wif");
      g_autofree char *public_text = vector_member_text (item, "public_key");
      g_autoptr (MnrSecret) password = make_secret (password_text);
      g_autoptr (MnrPrivateKey) key =
        mnr_private_key_new_from_password (account, role, password, &error);

      g_assert_no_error (error);
      check_wif (key, wif);
      check_public (key, "BTS", public_text);
    }
}

static void
test_brain_vectors (void)
{
  g_autoptr (GArray) cases = vector_items (vector_member (vector_load ("keys.json"), "brain"));

  g_assert_cmpuint (cases->len, ==, 8);
  for (guint i = 0; i < cases->len; i++)
    {
      MnrJsonSlice item = vector_item (cases, i);
      g_autofree char *words_text = vector_member_text (item, "brain_key");
      g_autofree char *lower = g_ascii_strdown (words_text, -1);
      g_autofree char *wif = vector_member_text (item, "wif");
      g_autofree char *public_text = vector_member_text (item, "public_key");
      g_autoptr (MnrSecret) words = make_secret (words_text);
      g_autoptr (MnrSecret) lower_words = make_secret (lower);
      g_autoptr (MnrPrivateKey) as_typed =
        mnr_private_key_new_from_brain_key (words, MNR_BRAIN_KEY_AS_TYPED, 0, NULL);
      g_autoptr (MnrPrivateKey) upper_case =
        mnr_private_key_new_from_brain_key (lower_words, MNR_BRAIN_KEY_UPPER_CASE, 0, NULL);
      g_autoptr (MnrPrivateKey) other =
        mnr_private_key_new_from_brain_key (lower_words, MNR_BRAIN_KEY_AS_TYPED, 0, NULL);
      g_autoptr (MnrPrivateKey) next =
        mnr_private_key_new_from_brain_key (words, MNR_BRAIN_KEY_AS_TYPED, 1, NULL);
      g_autoptr (MnrSecret) other_wif = mnr_private_key_to_wif (other, NULL);
      g_autoptr (MnrSecret) next_wif = mnr_private_key_to_wif (next, NULL);

      check_wif (as_typed, wif);
      check_wif (upper_case, wif);
      check_public (as_typed, "BTS", public_text);
      g_assert_cmpstr ((const char *) other_wif->data, !=, wif);
      g_assert_cmpstr ((const char *) next_wif->data, !=, wif);
    }
}

static void
check_normalised (const char *input,
                  MnrBrainKeyForm form,
                  const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrSecret) words = make_secret (input);
  g_autoptr (MnrSecret) normalised = mnr_brain_key_normalise (words, form, &error);

  g_assert_no_error (error);
  g_assert_cmpstr ((const char *) normalised->data, ==, expected);
  g_assert_cmpuint (normalised->size, ==, strlen (expected));
}

static void
test_brain_normalise (void)
{
  g_autoptr (GArray) cases =
    vector_items (vector_member (vector_load ("keys.json"), "brain_normalise"));

  g_assert_cmpuint (cases->len, ==, 1);
  for (guint i = 0; i < cases->len; i++)
    {
      g_autofree char *input = vector_member_text (vector_item (cases, i), "input");
      g_autofree char *normalised = vector_member_text (vector_item (cases, i), "normalised");
      g_autofree char *lower = g_ascii_strdown (normalised, -1);

      check_normalised (input, MNR_BRAIN_KEY_UPPER_CASE, normalised);
      check_normalised (input, MNR_BRAIN_KEY_AS_TYPED, lower);
    }

  check_normalised ("", MNR_BRAIN_KEY_AS_TYPED, "");
  check_normalised (" \t\n\v\f\r", MNR_BRAIN_KEY_AS_TYPED, "");
  check_normalised ("\ta\v\fb\r\nC", MNR_BRAIN_KEY_AS_TYPED, "a b C");
  check_normalised ("\ta\v\fb\r\nC", MNR_BRAIN_KEY_UPPER_CASE, "A B C");
  /* Only a-z have an upper case, and only ASCII is white space. */
  check_normalised ("stra\303\237e \303\251\302\240x", MNR_BRAIN_KEY_UPPER_CASE,
                    "STRA\303\237E \303\251\302\240X");
}

/* Protocol.md 14.1 */
static void
test_protocol (void)
{
  static const struct
  {
    const char *role, *wif, *public;
  } login[] = {
    { "owner", "5JFYWdkjfjpX21Ey5bLrMy2Pv7XQUyZTmPrxLTJs2eJfoEAVEV1",
      "BTS7sNeX8HJzu7q8Db9sUkyAvFJJU2p23Gbe9iW6h4PruR4J9sfVT" },
    { "active", "5Jrqgjnr28CbuRikjwHZ8qXSffRypjZpUgDfuDJuQfrMFkSoTef",
      "BTS7edFw8qzJ3Mo4jVg6DGL6V3BsVYsfbjPKr5qD1Z1nA2hDiwe3T" },
    { "memo", "5KKob3zD2dqq6uPbgZE8ifyaAH1EteLNwVBq49rtreVQ2hcUtCG",
      "BTS8Wb9S6HgxaVJaPrU8NCzpfT6S8a9rsZwytRThd6dcN8JqppQAy" },
  };
  static const struct
  {
    const char *wif, *public;
  } brain[] = {
    { "5JXehVSbdeUd4JcRB1fTK5nsDRzvaZNCVyX5jgJ7q3NvmdUf8zd",
      "BTS7wEwR3jc7YoeUTDumxAUK2hWsin5Ls4pArcagjnCfzpNy5mg74" },
    { "5JhwDKPCkgbJPRbJ11uubzSpBdXULCHv5THXQP9zAppYNkCtbQw",
      "BTS7iNwKTGDd5Y5utDp4sTLmxH8Cka1z6V8MVrsceD4oucBAdraCQ" },
    { "5KRwSo6EeoeYTKFqfg6tRDvqzayLWzMMnYfcofTDdkWqjvYnbV7",
      "BTS7wagkZmwj2ATGgmHm6HnfxRr5ZTcMYYHafkUaRGqjg8PSmd6bF" },
  };
  g_autoptr (MnrPrivateKey) k1 = make_key (1);
  g_autoptr (MnrPrivateKey) k2 = make_key (2);
  g_autoptr (MnrSecret) password = make_secret ("P5KSampleDemoPassword1");
  g_autoptr (MnrSecret) words =
    make_secret ("SAMPLE BRAIN KEY WORDS FOR MONEYER REFERENCE DOCUMENT ONLY DO NOT USE IT EVER");
  MnrPublicKey public = make_public_key (1);
  MnrAddress address;
  g_autofree char *hex = mnr_hex_encode (public.data, sizeof public.data);
  g_autofree char *sort_key = NULL;

  check_wif (k1, "5JdeC9P7Pbd1uGdFVEsJ41EkEnADbbHGq6p1BwFxm6txNBsQnsw");
  check_public (k1, "BTS", "BTS8m5UgaFAAYQRuaNejYdS8FVLVp9Ss3K1qAVk5de6F8s3HnVbvA");
  check_public (k1, "TEST", "TEST8m5UgaFAAYQRuaNejYdS8FVLVp9Ss3K1qAVk5de6F8s3HnVbvA");
  check_wif (k2, "5KRrMAF43VBU3dtkVAPa8yctHMVxTcMdDm6vuZ4QXAwYZpvLYRd");
  check_public (k2, "BTS", "BTS839JpDChDinGGgqqcRXzoepBbBF3BEycgLpXo51jA3WTjsLCc8");
  g_assert_cmpstr (hex, ==, "03fdf4907810a9f5d9462a1ae09feee5ab205d32798b0ffcc379442021f84c5bbf");
  mnr_public_key_get_address (&public, &address);
  sort_key = mnr_hex_encode (address.data, sizeof address.data);
  g_assert_cmpstr (sort_key, ==, "beb21f6b84f027b8c5015eefee0629ba9310a00c");

  for (guint i = 0; i < G_N_ELEMENTS (login); i++)
    {
      g_autoptr (MnrPrivateKey) key =
        mnr_private_key_new_from_password ("moneyer-test", login[i].role, password, NULL);

      check_wif (key, login[i].wif);
      check_public (key, "BTS", login[i].public);
    }
  for (guint i = 0; i < G_N_ELEMENTS (brain); i++)
    for (guint form = 0; form < 2; form++)
      {
        g_autoptr (MnrPrivateKey) key =
          mnr_private_key_new_from_brain_key (words, (MnrBrainKeyForm) form, i, NULL);

        check_wif (key, brain[i].wif);
        check_public (key, "BTS", brain[i].public);
      }
}

/* The WIF-like text of these bytes with a checksum of one or two hashes. */
static char *
wif_of (const char *hex,
        guint hashes)
{
  g_autoptr (GByteArray) bytes = make_bytes (hex);
  guint8 hash[MNR_SHA256_SIZE];
  char text[MNR_BASE58_TEXT_SIZE];

  mnr_sha256 (bytes->data, bytes->len, hash);
  if (hashes == 2)
    mnr_sha256 (hash, sizeof hash, hash);
  g_byte_array_append (bytes, hash, 4);
  mnr_base58_encode (bytes->data, bytes->len, text);
  return g_strdup (text);
}

static void
check_wif_refused (const char *text,
                   const char *word)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrSecret) wif = make_secret (text);

  g_test_message ("“%.80s”", text);
  g_assert_null (mnr_private_key_new_from_wif (wif, &error));
  g_assert_nonnull (strstr (error->message, word));
  /* No piece of what might be a key goes into a message that is shown and logged. */
  if (strlen (text) > 10)
    {
      g_autofree char *piece = g_strndup (text, 10);

      g_assert_null (strstr (error->message, piece));
    }
  assert_chain_error (error, MNR_CHAIN_ERROR_KEY);
}

#define K1_HEX "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"
#define ZERO   "0000000000000000000000000000000000000000000000000000000000000000"
#define ORDER  "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"
#define LAST   "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140"

static void
test_wif (void)
{
  static const char k1[] = "5JdeC9P7Pbd1uGdFVEsJ41EkEnADbbHGq6p1BwFxm6txNBsQnsw";
  static const char *const around[][2] = { { "", "\n" },
                                           { " ", " " },
                                           { "\t\r\n", "\r\n" },
                                           { "\v", "\f" } };
  g_autofree char *single = wif_of ("80" K1_HEX, 1);
  g_autofree char *twice = wif_of ("80" K1_HEX, 2);
  g_autoptr (MnrPrivateKey) from_single = make_wif_key (single);

  g_assert_cmpstr (twice, ==, k1);
  g_assert_cmpstr (single, !=, k1);
  check_wif (from_single, k1);

  for (guint i = 0; i < G_N_ELEMENTS (around); i++)
    {
      g_autofree char *text = g_strconcat (around[i][0], k1, around[i][1], NULL);
      g_autoptr (MnrPrivateKey) key = make_wif_key (text);

      check_wif (key, k1);
    }
}

static void
test_wif_refused (void)
{
  static const char k1[] = "5JdeC9P7Pbd1uGdFVEsJ41EkEnADbbHGq6p1BwFxm6txNBsQnsw";
  g_autofree char *compressed = wif_of ("80" K1_HEX "01", 2);
  g_autofree char *other_end = wif_of ("80" K1_HEX "02", 2);
  g_autofree char *version = wif_of ("81" K1_HEX, 2);
  g_autofree char *no_version = wif_of (K1_HEX, 2);
  g_autofree char *shorter = wif_of ("80"
                                     "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb787",
                                     2);
  g_autofree char *zero = wif_of ("80" ZERO, 2);
  g_autofree char *order = wif_of ("80" ORDER, 2);
  g_autofree char *last = wif_of ("80" LAST, 2);
  g_autofree char *very_long = g_strnfill (3000, 'z');
  g_autoptr (MnrPrivateKey) last_key = NULL;

  g_assert_true (compressed[0] == 'K' || compressed[0] == 'L');
  check_wif_refused (compressed, "compressed");
  check_wif_refused (other_end, "51 characters");
  check_wif_refused (version, "51 characters");
  check_wif_refused (no_version, "51 characters");
  check_wif_refused (shorter, "51 characters");
  check_wif_refused ("", "51 characters");
  check_wif_refused (" \n", "51 characters");
  check_wif_refused ("5", "51 characters");
  check_wif_refused (very_long, "51 characters");
  check_wif_refused (K1_HEX, "51 characters");
  check_wif_refused ("BTS8m5UgaFAAYQRuaNejYdS8FVLVp9Ss3K1qAVk5de6F8s3HnVbvA", "51 characters");
  check_wif_refused ("5JdeC9P7Pbd1uGdFVEsJ41EkEnADbbHGq6p1BwFxm6txNBsQnsw 5", "51 characters");
  check_wif_refused (zero, "out of range");
  check_wif_refused (order, "out of range");
  last_key = make_wif_key (last);
  check_wif (last_key, last);

  /* Every letter wrong, and every pair of neighbours swapped. */
  for (gsize i = 0; k1[i] != '\0'; i++)
    {
      g_autofree char *text = g_strdup (k1);
      g_autoptr (GError) error = NULL;
      g_autoptr (MnrSecret) wif = NULL;

      text[i] = text[i] == '9' ? '8' : '9';
      wif = make_secret (text);
      g_assert_null (mnr_private_key_new_from_wif (wif, &error));
      assert_chain_error (error, MNR_CHAIN_ERROR_KEY);
    }
  for (gsize i = 0; k1[i + 1] != '\0'; i++)
    if (k1[i] != k1[i + 1])
      {
        g_autofree char *text = g_strdup (k1);

        text[i] = k1[i + 1];
        text[i + 1] = k1[i];
        check_wif_refused (text, "");
      }
}

static void
test_private_range (void)
{
  static const struct
  {
    const char *hex;
    gboolean good;
  } cases[] = {
    { ZERO, FALSE },
    { ORDER, FALSE },
    { "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364142", FALSE },
    { "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", FALSE },
    { LAST, TRUE },
    { "0000000000000000000000000000000000000000000000000000000000000001", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GByteArray) bytes = make_bytes (cases[i].hex);
      g_autoptr (MnrPrivateKey) key = mnr_private_key_new_from_bytes (bytes->data, &error);

      g_assert_cmpint (key != NULL, ==, cases[i].good);
      if (!cases[i].good)
        assert_chain_error (error, MNR_CHAIN_ERROR_KEY);
    }
}

static void
test_private_random (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 50; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MnrPrivateKey) key = mnr_private_key_new_random (&error);
      g_autoptr (MnrSecret) wif = NULL;
      g_autoptr (MnrPrivateKey) again = NULL;

      g_assert_no_error (error);
      wif = mnr_private_key_to_wif (key, &error);
      g_assert_no_error (error);
      again = mnr_private_key_new_from_wif (wif, &error);
      g_assert_no_error (error);
      check_wif (again, (const char *) wif->data);
      g_assert_true (g_hash_table_add (seen, g_strdup ((const char *) wif->data)));
    }
}

static void
check_public_refused (const char *text,
                      const char *prefix)
{
  g_autoptr (GError) error = NULL;
  MnrPublicKey key;

  g_test_message ("“%s” with prefix %s", text, prefix);
  g_assert_false (mnr_public_key_parse (text, strlen (text), prefix, &key, &error));
  assert_chain_error (error, MNR_CHAIN_ERROR_KEY);
}

static void
test_public_refused (void)
{
  static const char k1[] = "BTS8m5UgaFAAYQRuaNejYdS8FVLVp9Ss3K1qAVk5de6F8s3HnVbvA";
  g_autofree char *very_long = g_strnfill (3000, 'z');
  g_autofree char *prefixed = g_strconcat ("BTS", very_long, NULL);
  g_autoptr (GString) address = g_string_new (NULL);
  MnrPublicKey public = make_public_key (1);
  MnrAddress address_bytes, parsed;

  check_public_refused (k1, "TEST");
  check_public_refused ("TEST8m5UgaFAAYQRuaNejYdS8FVLVp9Ss3K1qAVk5de6F8s3HnVbvA", "BTS");
  check_public_refused ("bts8m5UgaFAAYQRuaNejYdS8FVLVp9Ss3K1qAVk5de6F8s3HnVbvA", "BTS");
  check_public_refused (" BTS8m5UgaFAAYQRuaNejYdS8FVLVp9Ss3K1qAVk5de6F8s3HnVbvA", "BTS");
  check_public_refused ("BTS8m5UgaFAAYQRuaNejYdS8FVLVp9Ss3K1qAVk5de6F8s3HnVbvA ", "BTS");
  check_public_refused ("BTS", "BTS");
  check_public_refused ("BT", "BTS");
  check_public_refused ("", "BTS");
  check_public_refused (prefixed, "BTS");
  for (gsize i = 0; k1[i] != '\0'; i++)
    {
      g_autofree char *text = g_strdup (k1);

      text[i] = text[i] == '9' ? '8' : '9';
      check_public_refused (text, "BTS");
    }

  /* A key is not an address, nor the other way round. */
  mnr_public_key_get_address (&public, &address_bytes);
  mnr_address_append (&address_bytes, "BTS", address);
  check_public_refused (address->str, "BTS");
  g_assert_false (mnr_address_parse (k1, strlen (k1), "BTS", &parsed, NULL));
  g_assert_false (mnr_address_parse (address->str, address->len, "TEST", &parsed, NULL));
}

/* A null key, and one that is no point of the curve: both can stand in a
 * transaction, neither can do anything. */
static void
test_public_without_owner (void)
{
  MnrPublicKey null_key = { .data = { 1 } }, no_point = { .data = { 2 } }, read;
  g_autofree char *null_text = NULL;
  g_autofree char *text = NULL;
  g_autofree char *json = NULL;
  g_autoptr (GString) printed = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrPrivateKey) key = make_key (1);
  guint8 x[32];

  g_assert_true (mnr_public_key_parse (NULL_KEY, strlen (NULL_KEY), "BTS", &null_key, NULL));
  g_assert_true (mnr_public_key_is_null (&null_key));
  g_assert_false (mnr_public_key_is_valid (&null_key));
  null_text = mnr_public_key_format (&null_key, "BTS");
  g_assert_cmpstr (null_text, ==, NULL_KEY);

  /* x = 5 is not on the curve: 5³ + 7 is no square. */
  no_point.data[32] = 5;
  g_assert_false (mnr_public_key_is_null (&no_point));
  g_assert_false (mnr_public_key_is_valid (&no_point));
  text = mnr_public_key_format (&no_point, "BTS");
  json = g_strdup_printf ("\"%s\"", text);
  mnr_json_read (&mnr_type_public_key, json, strlen (json), "BTS", &read, &error);
  g_assert_no_error (error);
  g_assert_true (mnr_public_key_equal (&read, &no_point));
  mnr_json_write (&mnr_type_public_key, &read, "BTS", printed);
  g_assert_cmpstr (printed->str, ==, json);

  g_assert_false (mnr_private_key_shared_x (key, &null_key, x, &error));
  assert_chain_error (error, MNR_CHAIN_ERROR_KEY);
  g_assert_false (mnr_private_key_shared_x (key, &no_point, x, &error));
  assert_chain_error (error, MNR_CHAIN_ERROR_KEY);

  /* Neither the other forms of a point nor numbers beyond the field. */
  no_point = make_public_key (1);
  no_point.data[0] = 4;
  g_assert_false (mnr_public_key_is_valid (&no_point));
  no_point.data[0] = 2;
  memset (no_point.data + 1, 0xff, 32);
  g_assert_false (mnr_public_key_is_valid (&no_point));
}

static void
test_base58 (void)
{
  for (guint i = 0; i < 5000; i++)
    {
      guint8 data[MNR_BASE58_SIZE_MAX], again[MNR_BASE58_SIZE_MAX];
      gsize size = (gsize) g_test_rand_int_range (0, MNR_BASE58_SIZE_MAX + 1), again_size = 0,
            length;
      gsize zeros = MIN (size, i % 4 == 0 ? (gsize) i % 70 : 0);
      char text[MNR_BASE58_TEXT_SIZE];

      random_bytes (data, size);
      memset (data, 0, zeros);
      length = mnr_base58_encode (data, size, text);
      g_assert_cmpuint (length, ==, strlen (text));
      g_assert_cmpuint (strspn (text, "1"), >=, zeros);
      g_assert_true (mnr_base58_decode (text, length, again, &again_size));
      g_assert_cmpmem (again, again_size, data, size);
    }
}

static void
test_base58_values (void)
{
  static const struct
  {
    const char *hex, *text;
  } cases[] = {
    { "", "" },
    { "00", "1" },
    { "000000", "111" },
    { "39", "z" },
    { "3a", "21" },
    { "003a", "121" },
    { "61", "2g" },
    { "626262", "a3gV" },
    { "636363", "aPEr" },
    { "73696d706c792061206c6f6e6720737472696e67", "2cFupjhnEsSn59qHXstmK2ffpLv2" },
    { "00eb15231dfceb60925886b67d065299925915aeb172c06647", "1NS17iag9jJgTHD1VXjvLCEnZuQ3rJDE9L" },
    { "ecac89cad93923c02321", "EJDM8drfXA6uyA" },
    { "00000000000000000000", "1111111111" },
  };
  static const char *const bad[] = { "0", "O", "I", "l", " ", "a b", "+", "-", "\303\251", "1\n" };
  guint8 data[MNR_BASE58_SIZE_MAX];
  gsize size = 0;
  g_autofree char *ones = g_strnfill (65, '1');
  g_autofree char *zs = g_strnfill (88, 'z');

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) bytes = make_bytes (cases[i].hex);
      char text[MNR_BASE58_TEXT_SIZE];

      mnr_base58_encode (bytes->data, bytes->len, text);
      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_true (mnr_base58_decode (cases[i].text, strlen (cases[i].text), data, &size));
      g_assert_cmpmem (data, size, bytes->data, bytes->len);
    }

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (mnr_base58_decode (bad[i], strlen (bad[i]), data, &size));
  /* A zero byte ends the alphabet, too. */
  g_assert_false (mnr_base58_decode ("2\0002", 3, data, &size));

  /* More than there is room for: 64 bytes are, 65 are not. */
  g_assert_true (mnr_base58_decode (ones, 64, data, &size));
  g_assert_cmpuint (size, ==, 64);
  g_assert_false (mnr_base58_decode (ones, 65, data, &size));
  g_assert_true (mnr_base58_decode (zs, 87, data, &size));
  g_assert_cmpuint (size, ==, 64);
  g_assert_false (mnr_base58_decode (zs, 88, data, &size));
}

static void
test_hashes (void)
{
  guint8 hash[MNR_SHA512_SIZE], other[MNR_SHA256_SIZE];
  g_autofree char *sha256 = NULL;
  g_autofree char *sha512 = NULL;
  g_autofree char *ripemd160 = NULL;

  mnr_sha256 ("abc", 3, hash);
  sha256 = mnr_hex_encode (hash, MNR_SHA256_SIZE);
  g_assert_cmpstr (sha256, ==,
                   "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  mnr_sha256_two ("a", 1, "bc", 2, other);
  g_assert_cmpmem (other, sizeof other, hash, MNR_SHA256_SIZE);
  mnr_sha256_two ("", 0, "abc", 3, other);
  g_assert_cmpmem (other, sizeof other, hash, MNR_SHA256_SIZE);
  mnr_sha512 ("abc", 3, hash);
  sha512 = mnr_hex_encode (hash, MNR_SHA512_SIZE);
  g_assert_cmpstr (sha512, ==,
                   "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                   "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
  mnr_ripemd160 ("abc", 3, hash);
  ripemd160 = mnr_hex_encode (hash, MNR_RIPEMD160_SIZE);
  g_assert_cmpstr (ripemd160, ==, "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc");
}

/* Keys and passwords come out of files and pipes. */
static MnrSecret *
read_secret (const char *bytes,
             gsize size,
             GError **error)
{
  int fd[2];
  MnrSecret *secret;

  g_assert_cmpint (pipe (fd), ==, 0);
  g_assert_cmpint (write (fd[1], bytes, size), ==, (gssize) size);
  close (fd[1]);
  secret = mnr_secret_read (fd[0], error);
  close (fd[0]);
  return secret;
}

static void
test_secret_read (void)
{
  static const struct
  {
    const char *bytes, *expected;
  } cases[] = {
    { "", "" },
    { "key", "key" },
    { "key\n", "key" },
    { "key\r\n", "key" },
    { "key\n\n", "key\n" },
    { " key ", " key " },
    { "\n", "" },
    { "two\nlines\n", "two\nlines" },
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *longest = g_strnfill (MNR_SECRET_SIZE_MAX, 'x');
  g_autofree char *too_long = g_strnfill (MNR_SECRET_SIZE_MAX + 2, 'x');
  g_autoptr (MnrSecret) secret = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MnrSecret) read = read_secret (cases[i].bytes, strlen (cases[i].bytes), &error);

      g_assert_no_error (error);
      g_assert_cmpmem (read->data, read->size, cases[i].expected, strlen (cases[i].expected));
      g_assert_cmpint (read->data[read->size], ==, 0);
    }

  secret = read_secret (longest, MNR_SECRET_SIZE_MAX, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (secret->size, ==, MNR_SECRET_SIZE_MAX);
  g_assert_null (read_secret (too_long, MNR_SECRET_SIZE_MAX + 2, &error));
  assert_chain_error (error, MNR_CHAIN_ERROR_VALUE);
  g_assert_null (mnr_secret_read (-1, &error));
  g_assert_nonnull (error);
}

static void
test_secret_read_limit (void)
{
  /* One byte more than the limit is too long, unless it is the line break. */
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strnfill (MNR_SECRET_SIZE_MAX + 2, 'x');
  g_autoptr (MnrSecret) secret = NULL;

  g_assert_null (read_secret (text, MNR_SECRET_SIZE_MAX + 1, &error));
  assert_chain_error (error, MNR_CHAIN_ERROR_VALUE);
  text[MNR_SECRET_SIZE_MAX] = '\n';
  secret = read_secret (text, MNR_SECRET_SIZE_MAX + 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (secret->size, ==, MNR_SECRET_SIZE_MAX);

  text[MNR_SECRET_SIZE_MAX] = '\r';
  text[MNR_SECRET_SIZE_MAX + 1] = '\n';
  g_clear_pointer (&secret, mnr_secret_free);
  secret = read_secret (text, MNR_SECRET_SIZE_MAX + 2, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (secret->size, ==, MNR_SECRET_SIZE_MAX);
}

static void
test_secret_equal (void)
{
  g_autoptr (MnrSecret) a = make_secret ("secret");
  g_autoptr (MnrSecret) b = make_secret ("secret");
  g_autoptr (MnrSecret) c = make_secret ("secreT");
  g_autoptr (MnrSecret) d = make_secret ("secret1");
  g_autoptr (MnrSecret) empty = make_secret ("");

  g_assert_true (mnr_secret_equal (a, b));
  g_assert_false (mnr_secret_equal (a, c));
  g_assert_false (mnr_secret_equal (a, d));
  g_assert_false (mnr_secret_equal (a, empty));
  g_assert_true (mnr_secret_equal (empty, empty));
}

/* The pool is small. Who asks for more than it has is told so, and it is whole
 * again afterwards. */
static void
test_secret_pool (void)
{
  g_autoptr (GPtrArray) taken = g_ptr_array_new_with_free_func ((GDestroyNotify) mnr_secret_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrPrivateKey) key = NULL;
  g_autoptr (MnrPrivateKey) refused = NULL;
  MnrSecret *secret;

  while ((secret = mnr_secret_new (1000, &error)) != NULL)
    {
      g_ptr_array_add (taken, secret);
      g_assert_cmpuint (taken->len, <, 1000);
    }
  assert_chain_error (error, MNR_CHAIN_ERROR_MEMORY);
  while ((secret = mnr_secret_new (1, &error)) != NULL)
    {
      g_ptr_array_add (taken, secret);
      g_assert_cmpuint (taken->len, <, 10000);
    }
  assert_chain_error (error, MNR_CHAIN_ERROR_MEMORY);
  refused = mnr_private_key_new_random (&error);
  g_assert_null (refused);
  assert_chain_error (error, MNR_CHAIN_ERROR_MEMORY);

  g_ptr_array_set_size (taken, 0);
  key = mnr_private_key_new_random (&error);
  g_assert_no_error (error);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/keys/wif/vectors", test_wif_vectors);
  g_test_add_func ("/keys/wif/accepted", test_wif);
  g_test_add_func ("/keys/wif/refused", test_wif_refused);
  g_test_add_func ("/keys/password/vectors", test_password_vectors);
  g_test_add_func ("/keys/brain/vectors", test_brain_vectors);
  g_test_add_func ("/keys/brain/normalise", test_brain_normalise);
  g_test_add_func ("/keys/protocol", test_protocol);
  g_test_add_func ("/keys/private/range", test_private_range);
  g_test_add_func ("/keys/private/random", test_private_random);
  g_test_add_func ("/keys/public/refused", test_public_refused);
  g_test_add_func ("/keys/public/without-owner", test_public_without_owner);
  g_test_add_func ("/base58/round-trip", test_base58);
  g_test_add_func ("/base58/values", test_base58_values);
  g_test_add_func ("/hashes", test_hashes);
  g_test_add_func ("/secret/read", test_secret_read);
  g_test_add_func ("/secret/read-limit", test_secret_read_limit);
  g_test_add_func ("/secret/equal", test_secret_equal);
  g_test_add_func ("/secret/pool", test_secret_pool);

  return g_test_run ();
}
