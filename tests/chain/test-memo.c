/* test-memo.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chain/protocol/mnr-memo.h"

#include <gcrypt.h>
#include <string.h>

#include "chain/crypto/mnr-memo-cipher.h"
#include "chain/values/mnr-error.h"
#include "chain/wire/mnr-json.h"
#include "chain/wire/mnr-pack.h"
#include "test-vectors.h"

static void
check_reads (const MnrMemo *memo,
             const MnrPrivateKey *key,
             const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = mnr_memo_read (memo, key, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
}

static void
check_closed (const MnrMemo *memo,
              const MnrPrivateKey *key)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (mnr_memo_read (memo, key, &error));
  assert_chain_error (error, MNR_CHAIN_ERROR_MEMO);
}

static void
test_vectors (void)
{
  g_autoptr (GArray) cases = vector_items (vector_member (vector_load ("keys.json"), "memo"));

  g_assert_cmpuint (cases->len, ==, 9);
  for (guint i = 0; i < cases->len; i++)
    {
      MnrJsonSlice item = vector_item (cases, i);
      g_autoptr (GError) error = NULL;
      g_autofree char *from_wif = vector_member_text (item, "from_wif");
      g_autofree char *to_wif = vector_member_text (item, "to_wif");
      g_autofree char *from_text = vector_member_text (item, "from");
      g_autofree char *to_text = vector_member_text (item, "to");
      g_autofree char *nonce = vector_member_text (item, "nonce");
      g_autofree char *text = vector_member_text (item, "text");
      g_autofree char *message = vector_member_text (item, "message");
      g_autofree char *made = NULL;
      g_autofree char *made_from = NULL;
      g_autofree char *made_to = NULL;
      g_autoptr (MnrPrivateKey) from = make_wif_key (from_wif);
      g_autoptr (MnrPrivateKey) to = make_wif_key (to_wif);
      g_autoptr (MnrMemo) memo = NULL;
      MnrPublicKey to_public;

      mnr_private_key_get_public_key (to, &to_public);
      memo = mnr_memo_new (from, &to_public, g_ascii_strtoull (nonce, NULL, 10), text, &error);
      g_assert_no_error (error);
      made = mnr_hex_encode (memo->message.data, memo->message.size);
      g_assert_cmpstr (made, ==, message);
      made_from = mnr_public_key_format (&memo->from, "BTS");
      g_assert_cmpstr (made_from, ==, from_text);
      made_to = mnr_public_key_format (&memo->to, "BTS");
      g_assert_cmpstr (made_to, ==, to_text);
      g_assert_false (mnr_memo_is_public (memo));

      check_reads (memo, from, text);
      check_reads (memo, to, text);
    }
}

static void
test_core_vectors (void)
{
  g_autoptr (GArray) cases = vector_items (vector_member (vector_load ("keys.json"), "memo_core"));

  g_assert_cmpuint (cases->len, ==, 6);
  for (guint i = 0; i < cases->len; i++)
    {
      MnrJsonSlice item = vector_item (cases, i), json = vector_member (item, "memo");
      g_autoptr (GError) error = NULL;
      g_autofree char *from_wif = vector_member_text (item, "from_wif");
      g_autofree char *to_wif = vector_member_text (item, "to_wif");
      g_autofree char *text = vector_member_text (item, "text");
      g_autoptr (MnrPrivateKey) from = make_wif_key (from_wif);
      g_autoptr (MnrPrivateKey) to = make_wif_key (to_wif);
      g_autoptr (MnrMemo) memo = mnr_value_new (&mnr_type_memo);

      mnr_json_read (&mnr_type_memo, json.text, json.length, "BTS", memo, &error);
      g_assert_no_error (error);
      check_reads (memo, from, text);
      check_reads (memo, to, text);
    }
}

/* Protocol.md 14.2 */
static void
test_protocol (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrPrivateKey) k1 = make_key (1);
  g_autoptr (MnrPrivateKey) k2 = make_key (2);
  MnrPublicKey p1 = make_public_key (1), p2 = make_public_key (2);
  g_autoptr (MnrMemo) memo = mnr_memo_new (k1, &p2, 12345, "Hello, world!", &error);
  guint8 x[32], other_x[32], shared[MNR_SHA512_SIZE];
  guint8 hash[MNR_SHA256_SIZE];
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *message = NULL;
  g_autofree char *hash_text = NULL;
  g_autofree char *shared_text = NULL;

  g_assert_no_error (error);
  message = mnr_hex_encode (memo->message.data, memo->message.size);
  g_assert_cmpstr (message, ==, "27bc992c3b98dccb9a9aa000a2cce0e8db8e25de8b46a4becf3bab3a78f8e43a");

  /* The constant of the core's own unit tests. */
  g_assert_true (mnr_pack (&mnr_type_memo, memo, bytes, NULL));
  mnr_sha256 (bytes->data, bytes->len, hash);
  hash_text = mnr_hex_encode (hash, sizeof hash);
  g_assert_cmpstr (hash_text, ==,
                   "8de72a07d093a589f574460deb19023b4aff354b561eb34590d9f4629f51dbf3");

  g_assert_true (mnr_private_key_shared_x (k1, &p2, x, NULL));
  g_assert_true (mnr_private_key_shared_x (k2, &p1, other_x, NULL));
  g_assert_cmpmem (x, sizeof x, other_x, sizeof other_x);
  mnr_sha512 (x, sizeof x, shared);
  shared_text = mnr_hex_encode (shared, sizeof shared);
  g_assert_cmpstr (shared_text, ==,
                   "ab1c1c5fa3db62d453c89107a178cb9034249cc38340b39b6af7aa8b811a3d7a"
                   "c0fb582978906509e795b4ec1bf7b396f5b5928015c165f7b88d2b35a5bb414f");
}

static void
test_public_form (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GByteArray) expected = g_byte_array_new ();
  g_autoptr (MnrMemo) memo = mnr_memo_new_public ("Hello, world!");
  static const guint8 zeros[33 + 33 + 8] = { 0 };
  static const char message[] = "\021\0\0\0\0Hello, world!";

  g_byte_array_append (expected, zeros, sizeof zeros);
  g_byte_array_append (expected, (const guint8 *) message, sizeof message - 1);
  g_assert_true (mnr_memo_is_public (memo));
  g_assert_true (mnr_pack (&mnr_type_memo, memo, bytes, NULL));
  assert_bytes (bytes, expected);
}

static void
test_public (void)
{
  static const char *const texts[] = { "", "a", "Hello, world!", "中文 memo 🚀",
                                       "line1\nline2\t\"q\" \\ /" };
  g_autoptr (MnrPrivateKey) key = make_key (1);
  g_autoptr (MnrMemo) bad = mnr_memo_new_public ("text");
  g_autoptr (MnrMemo) empty = mnr_value_new (&mnr_type_memo);
  g_autoptr (MnrMemo) half = mnr_memo_new_public ("text");

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (MnrMemo) memo = mnr_memo_new_public (texts[i]);

      check_reads (memo, NULL, texts[i]);
      check_reads (memo, key, texts[i]);
    }

  check_reads (empty, NULL, "");
  bad->message.data[0] = 1;
  check_closed (bad, NULL);
  bad->message.data[0] = 0;
  bad->message.data[4] = 0xff;
  check_closed (bad, NULL);
  bad->message.data[4] = 0;
  check_closed (bad, NULL);
  bad->message.size = 3;
  check_closed (bad, NULL);

  /* One null key does not make it public. */
  half->to = make_public_key (1);
  g_assert_false (mnr_memo_is_public (half));
  check_closed (half, key);
  check_closed (half, NULL);
}

static void
check_round_trip (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrPrivateKey) k1 = make_key (1);
  g_autoptr (MnrPrivateKey) k2 = make_key (2);
  MnrPublicKey p1 = make_public_key (1), p2 = make_public_key (2);
  guint64 nonce = random_number ();
  g_autoptr (MnrMemo) there = mnr_memo_new (k1, &p2, nonce, text, &error);
  g_autoptr (MnrMemo) back = mnr_memo_new (k2, &p1, nonce, text, &error);
  g_autoptr (MnrMemo) other = mnr_memo_new (k1, &p2, nonce + 1, text, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (there->message.size, ==, (4 + strlen (text)) / 16 * 16 + 16);
  check_reads (there, k1, text);
  check_reads (there, k2, text);
  check_reads (back, k1, text);
  check_reads (back, k2, text);
  /* The key is that of the pair, whoever writes; another nonce makes another. */
  g_assert_cmpmem (there->message.data, there->message.size, back->message.data,
                   back->message.size);
  g_assert_cmpint (memcmp (there->message.data, other->message.data, there->message.size), !=, 0);
}

static void
test_round_trip (void)
{
  check_round_trip ("");
  check_round_trip ("中文 memo 🚀 ümlaut");
  check_round_trip ("line1\nline2\t\"q\" \\ /");
  for (guint length = 1; length < 70; length++)
    {
      g_autofree char *text = g_strnfill (length, (char) g_test_rand_int_range ('a', 'z'));

      check_round_trip (text);
    }
  {
    g_autofree char *text = g_strnfill (100000, 'x');

    check_round_trip (text);
  }
}

/* A byte that was changed on the way never becomes another text: the checksum
 * has 32 bits, of which a chance hit would be one in a hundred thousand runs. */
static void
test_damaged (void)
{
  g_autoptr (MnrPrivateKey) k1 = make_key (1);
  g_autoptr (MnrPrivateKey) k2 = make_key (2);
  g_autoptr (MnrPrivateKey) k3 = make_key (3);
  MnrPublicKey p2 = make_public_key (2);
  g_autoptr (MnrMemo) memo =
    mnr_memo_new (k1, &p2, 12345, "pay 100 to bob, not to eve; thanks", NULL);
  gsize size = memo->message.size;

  for (gsize i = 0; i < size; i++)
    {
      guint8 before = memo->message.data[i];

      memo->message.data[i] ^= (guint8) g_test_rand_int_range (1, 256);
      check_closed (memo, k2);
      memo->message.data[i] = before;
    }
  check_reads (memo, k2, "pay 100 to bob, not to eve; thanks");

  for (gsize shorter = 0; shorter < size; shorter++)
    {
      memo->message.size = shorter;
      check_closed (memo, k2);
    }
  memo->message.size = size;

  memo->nonce++;
  check_closed (memo, k2);
  memo->nonce--;
  check_closed (memo, k3);
  check_closed (memo, NULL);

  /* For somebody else by its keys; and by its keys for him, but not in truth. */
  memo->to = make_public_key (3);
  check_closed (memo, k2);
  check_closed (memo, k3);
}

static void
test_cipher_errors (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrPrivateKey) key = make_key (1);
  MnrPublicKey null_key = { 0 }, no_point = { { 2 } };
  const guint8 message[16] = { 0 };

  no_point.data[32] = 5;
  g_assert_null (mnr_memo_new (key, &null_key, 1, "text", &error));
  assert_chain_error (error, MNR_CHAIN_ERROR_KEY);
  g_assert_null (mnr_memo_new (key, &no_point, 1, "text", &error));
  assert_chain_error (error, MNR_CHAIN_ERROR_KEY);
  g_assert_null (mnr_memo_cipher_decrypt (key, &no_point, 1, message, sizeof message, &error));
  assert_chain_error (error, MNR_CHAIN_ERROR_KEY);
}

/* What some writer put into a memo, checksum and all: the padding and the
 * secret's length as the test wants them. */
static MnrMemo *
encrypt_otherwise (guint seed,
                   guint other_seed,
                   guint64 nonce,
                   gboolean strip_zeros,
                   const guint8 *plain,
                   gsize size)
{
  g_autoptr (MnrPrivateKey) key = make_key (seed);
  MnrPublicKey other = make_public_key (other_seed);
  MnrMemo *memo = mnr_value_new (&mnr_type_memo);
  g_autofree char *shared_text = NULL;
  g_autofree char *secret = NULL;
  guint8 x[32], shared[MNR_SHA512_SIZE], hash[MNR_SHA512_SIZE];
  gcry_cipher_hd_t cipher;
  gsize skip = 0;

  g_assert_true (mnr_private_key_shared_x (key, &other, x, NULL));
  while (strip_zeros && x[skip] == 0)
    skip++;
  mnr_sha512 (x + skip, sizeof x - skip, shared);
  shared_text = mnr_hex_encode (shared, sizeof shared);
  secret = g_strdup_printf ("%" G_GUINT64_FORMAT "%s", nonce, shared_text);
  mnr_sha512 (secret, strlen (secret), hash);

  memo->from = make_public_key (seed);
  memo->to = other;
  memo->nonce = nonce;
  memo->message.data = g_memdup2 (plain, size);
  memo->message.size = size;
  g_assert_cmpint (gcry_cipher_open (&cipher, GCRY_CIPHER_AES256, GCRY_CIPHER_MODE_CBC, 0), ==, 0);
  g_assert_cmpint (gcry_cipher_setkey (cipher, hash, 32), ==, 0);
  g_assert_cmpint (gcry_cipher_setiv (cipher, hash + 32, 16), ==, 0);
  g_assert_cmpint (gcry_cipher_encrypt (cipher, memo->message.data, size, NULL, 0), ==, 0);
  gcry_cipher_close (cipher);
  return memo;
}

/* Checksum, text and padding, ready to be encrypted. */
static GByteArray *
make_plain (const char *text,
            gsize length)
{
  GByteArray *plain = g_byte_array_new ();
  guint8 hash[MNR_SHA256_SIZE], padding;

  mnr_sha256 (text, length, hash);
  g_byte_array_append (plain, hash, 4);
  g_byte_array_append (plain, (const guint8 *) text, (guint) length);
  padding = (guint8) (16 - plain->len % 16);
  for (guint i = 0; i < padding; i++)
    g_byte_array_append (plain, &padding, 1);
  return plain;
}

/* An old JavaScript wallet lost the leading zero bytes of the shared secret. */
static void
test_leading_zero (void)
{
  static const char text[] = "an old memo";
  g_autoptr (GByteArray) plain = make_plain (text, strlen (text));
  g_autoptr (MnrPrivateKey) k1 = make_key (1);
  guint found = 0;

  /* One pair of keys in 256 has such a secret. */
  for (guint seed = 2; found < 2; seed++)
    {
      MnrPublicKey other = make_public_key (seed);
      guint8 x[32];

      g_assert_cmpuint (seed, <, 20000);
      g_assert_true (mnr_private_key_shared_x (k1, &other, x, NULL));
      if (x[0] == 0)
        {
          g_autoptr (MnrPrivateKey) key = make_key (seed);
          g_autoptr (MnrMemo) old = encrypt_otherwise (1, seed, 77, TRUE, plain->data, plain->len);
          g_autoptr (MnrMemo) new = mnr_memo_new (k1, &other, 77, text, NULL);

          /* They do differ, and both open. */
          g_assert_cmpint (memcmp (old->message.data, new->message.data, old->message.size), !=, 0);
          check_reads (old, k1, text);
          check_reads (old, key, text);
          check_reads (new, k1, text);
          check_reads (new, key, text);
          old->message.data[0] ^= 1;
          check_closed (old, key);
          found++;
        }
    }
}

/* A writer who has the key can put anything into the message. */
static void
test_bad_plain (void)
{
  g_autoptr (MnrPrivateKey) k2 = make_key (2);
  g_autoptr (GByteArray) good = make_plain ("good text", 9);
  g_autoptr (GByteArray) not_utf8 = make_plain ("\xff\xfe", 2);
  g_autoptr (GByteArray) with_nul = make_plain ("a\0b", 3);
  g_autoptr (MnrMemo) reads = encrypt_otherwise (1, 2, 5, FALSE, good->data, good->len);
  g_autoptr (MnrMemo) no_text = encrypt_otherwise (1, 2, 5, FALSE, not_utf8->data, not_utf8->len);
  g_autoptr (MnrMemo) nul = encrypt_otherwise (1, 2, 5, FALSE, with_nul->data, with_nul->len);

  check_reads (reads, k2, "good text");
  check_closed (no_text, k2);
  check_closed (nul, k2);

  /* Paddings that are none, after a text with its right checksum: one byte that
   * differs, and one longer than a block. */
  for (guint i = 0; i < 7; i++)
    {
      g_autoptr (GByteArray) mixed = make_plain ("good text", 9);
      g_autoptr (GByteArray) longer = make_plain ("good texts!", 11);
      g_autoptr (MnrMemo) memo = NULL;

      g_assert_cmpuint (mixed->data[15], ==, 3);
      if (i < 2)
        mixed->data[13 + i] = 4;
      else if (i < 6)
        memset (mixed->data, ((const guint8[]){ 0, 13, 17, 255 })[i - 2], 16);
      else
        {
          g_byte_array_set_size (mixed, 15);
          memcpy (mixed->data, longer->data, 15);
          for (const guint8 seventeen = 17; mixed->len < 32;)
            g_byte_array_append (mixed, &seventeen, 1);
        }
      memo = encrypt_otherwise (1, 2, 5, FALSE, mixed->data, mixed->len);
      check_closed (memo, k2);
    }
}

static void
test_nonce (void)
{
  g_autoptr (GHashTable) tops = g_hash_table_new (NULL, NULL);
  guint64 before = (guint64) g_get_real_time ();

  for (guint i = 0; i < 200; i++)
    {
      guint64 nonce = mnr_memo_new_nonce ();

      g_hash_table_add (tops, GUINT_TO_POINTER ((guint) (nonce >> 56) + 1));
      nonce &= (G_GUINT64_CONSTANT (1) << 56) - 1;
      g_assert_cmpuint (nonce, >=, before);
      g_assert_cmpuint (nonce, <=, (guint64) g_get_real_time ());
    }
  g_assert_cmpuint (g_hash_table_size (tops), >, 50);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/memo/vectors", test_vectors);
  g_test_add_func ("/memo/core-vectors", test_core_vectors);
  g_test_add_func ("/memo/protocol", test_protocol);
  g_test_add_func ("/memo/public/form", test_public_form);
  g_test_add_func ("/memo/public/texts", test_public);
  g_test_add_func ("/memo/round-trip", test_round_trip);
  g_test_add_func ("/memo/damaged", test_damaged);
  g_test_add_func ("/memo/cipher-errors", test_cipher_errors);
  g_test_add_func ("/memo/leading-zero", test_leading_zero);
  g_test_add_func ("/memo/bad-plain", test_bad_plain);
  g_test_add_func ("/memo/nonce", test_nonce);

  return g_test_run ();
}
