/* fuzz-memo.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The input is a byte of choices, eight of nonce, and what is taken for an
 * encrypted message, for the text of a memo, and for what such a message holds.
 */

#include <gcrypt.h>
#include <string.h>

#include "chain/crypto/mnr-memo-cipher.h"
#include "chain/protocol/mnr-memo.h"
#include "chain/values/mnr-error.h"
#include "fuzz.h"

#define BLOCK_SIZE    16
#define CHECKSUM_SIZE 4
#define HEADER_SIZE   9

/* The bits of the first byte, beside the choice of a pair of keys. */
#define STRIP_ZEROS  0x10 /* encrypt like the old wallet that lost leading zeros */
#define FIX_CHECKSUM 0x20 /* a message that the fuzzer could not hit on */
#define FIX_PADDING  0x40

typedef struct
{
  MnrPrivateKey *keys[2];
  MnrPublicKey public_keys[2];
  guint8 x[32]; /* of the point that both share */
} Pair;

/* Private keys are numbers: small ones, of which the products are such that
 * the secret of the second pair begins with a zero byte, of the third with two. */
static const Pair *
get_pair (guint index)
{
  static const guint numbers[][2] = { { 3, 5 }, { 9, 17 }, { 5, 11633 } };
  static Pair pairs[G_N_ELEMENTS (numbers)];
  Pair *pair = &pairs[index % G_N_ELEMENTS (numbers)];

  if (pair->keys[0] != NULL)
    return pair;

  for (guint i = 0; i < 2; i++)
    {
      guint number = numbers[index % G_N_ELEMENTS (numbers)][i];
      guint8 bytes[MNR_PRIVATE_KEY_SIZE] = { 0 };

      bytes[MNR_PRIVATE_KEY_SIZE - 2] = (guint8) (number >> 8);
      bytes[MNR_PRIVATE_KEY_SIZE - 1] = (guint8) number;
      pair->keys[i] = mnr_private_key_new_from_bytes (bytes, NULL);
      g_assert_nonnull (pair->keys[i]);
      mnr_private_key_get_public_key (pair->keys[i], &pair->public_keys[i]);
    }
  g_assert_true (mnr_private_key_shared_x (pair->keys[0], &pair->public_keys[1], pair->x, NULL));
  return pair;
}

/* The cipher once more, from protocol.md 8.5 alone; whole blocks of any content. */
static void
encrypt_blocks (const Pair *pair,
                gboolean strip_zeros,
                guint64 nonce,
                guint8 *blocks,
                gsize size)
{
  guint skip = 0;
  g_autofree char *shared = NULL;
  g_autofree char *seed = NULL;
  guint8 hash[MNR_SHA512_SIZE];
  gcry_cipher_hd_t cipher;

  while (strip_zeros && pair->x[skip] == 0)
    skip++;
  mnr_sha512 (pair->x + skip, sizeof pair->x - skip, hash);
  shared = mnr_hex_encode (hash, sizeof hash);
  seed = g_strdup_printf ("%" G_GUINT64_FORMAT "%s", nonce, shared);
  mnr_sha512 (seed, strlen (seed), hash);

  g_assert_cmpint (gcry_cipher_open (&cipher, GCRY_CIPHER_AES256, GCRY_CIPHER_MODE_CBC, 0), ==, 0);
  g_assert_cmpint (gcry_cipher_setkey (cipher, hash, 32), ==, 0);
  g_assert_cmpint (gcry_cipher_setiv (cipher, hash + 32, BLOCK_SIZE), ==, 0);
  g_assert_cmpint (gcry_cipher_encrypt (cipher, blocks, size, NULL, 0), ==, 0);
  gcry_cipher_close (cipher);
}

/* Any bytes for a message: what opens, is what encrypts to it. */
static void
check_message (const Pair *pair,
               guint64 nonce,
               const guint8 *message,
               gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = mnr_memo_cipher_decrypt (pair->keys[0], &pair->public_keys[1], nonce,
                                                   message, size, &error);
  g_autoptr (GBytes) again = NULL;

  if (text == NULL)
    {
      fuzz_check_error (error);
      g_assert_cmpint (error->code, ==, MNR_CHAIN_ERROR_MEMO);
      return;
    }

  g_assert_true (g_utf8_validate (text, -1, NULL));
  again = mnr_memo_cipher_encrypt (pair->keys[0], &pair->public_keys[1], nonce, text, &error);
  g_assert_no_error (error);
  /* Unless it came from the wallet that this one does not imitate. */
  if (pair->x[0] != 0)
    g_assert_cmpmem (g_bytes_get_data (again, NULL), g_bytes_get_size (again), message, size);
}

/* Either side reads it, if it is text at all; and it is encrypted as it should be. */
static void
check_text (const Pair *pair,
            guint64 nonce,
            const char *text)
{
  gsize length = strlen (text);
  gsize size = (CHECKSUM_SIZE + length) / BLOCK_SIZE * BLOCK_SIZE + BLOCK_SIZE;
  g_autofree guint8 *blocks = g_malloc (size);
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrMemo) memo = NULL;
  g_autoptr (MnrMemo) public_memo = mnr_memo_new_public (text);
  g_autofree char *public_text = mnr_memo_read (public_memo, NULL, NULL);
  gboolean is_text = g_utf8_validate (text, -1, NULL);
  guint8 hash[MNR_SHA256_SIZE];

  g_assert_cmpstr (public_text, ==, is_text ? text : NULL);

  memo = mnr_memo_new (pair->keys[0], &pair->public_keys[1], nonce, text, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *read = mnr_memo_read (memo, pair->keys[i], NULL);

      g_assert_cmpstr (read, ==, is_text ? text : NULL);
    }

  mnr_sha256 (text, length, hash);
  memset (blocks, (int) (size - CHECKSUM_SIZE - length), size);
  memcpy (blocks, hash, CHECKSUM_SIZE);
  memcpy (blocks + CHECKSUM_SIZE, text, length);
  encrypt_blocks (pair, FALSE, nonce, blocks, size);
  g_assert_cmpmem (memo->message.data, memo->message.size, blocks, size);
}

/* Whether these blocks, decrypted, are a memo: padding, checksum, and a text. */
static gboolean
is_memo (const guint8 *plain,
         gsize size)
{
  guint8 padding = plain[size - 1], hash[MNR_SHA256_SIZE];

  if (padding == 0 || padding > BLOCK_SIZE || size < (gsize) CHECKSUM_SIZE + padding)
    return FALSE;
  for (guint i = 1; i <= padding; i++)
    if (plain[size - i] != padding)
      return FALSE;

  size -= padding;
  mnr_sha256 (plain + CHECKSUM_SIZE, size - CHECKSUM_SIZE, hash);
  return memcmp (plain, hash, CHECKSUM_SIZE) == 0 &&
         g_utf8_validate_len ((const char *) plain + CHECKSUM_SIZE, size - CHECKSUM_SIZE, NULL);
}

/* A message that decrypts to the bytes given, wrong or right. */
static void
check_plain (const Pair *pair,
             guint choices,
             guint64 nonce,
             const guint8 *data,
             gsize data_size)
{
  /* Padding that is right takes a byte at least; else the input's end is the padding. */
  gsize filled = choices & FIX_PADDING ? data_size + 1 : MAX (data_size, 1);
  gsize size = (filled + BLOCK_SIZE - 1) / BLOCK_SIZE * BLOCK_SIZE;
  g_autofree guint8 *plain = g_malloc0 (size);
  g_autofree guint8 *message = NULL;
  g_autofree char *text = NULL;
  g_autofree char *wanted = NULL;
  gsize end = size;

  memcpy (plain, data, data_size);
  if (choices & FIX_PADDING)
    memset (plain + data_size, (int) (size - data_size), size - data_size);
  if (plain[size - 1] <= BLOCK_SIZE)
    end -= plain[size - 1];
  if (choices & FIX_CHECKSUM && end >= CHECKSUM_SIZE)
    {
      guint8 hash[MNR_SHA256_SIZE];

      mnr_sha256 (plain + CHECKSUM_SIZE, end - CHECKSUM_SIZE, hash);
      memcpy (plain, hash, CHECKSUM_SIZE);
    }

  if (is_memo (plain, size))
    wanted = g_strndup ((const char *) plain + CHECKSUM_SIZE, end - CHECKSUM_SIZE);
  message = g_memdup2 (plain, size);
  encrypt_blocks (pair, choices & STRIP_ZEROS, nonce, message, size);

  text = mnr_memo_cipher_decrypt (pair->keys[1], &pair->public_keys[0], nonce, message, size, NULL);
  g_assert_cmpstr (text, ==, wanted);
}

/* A public memo is whatever the chain holds. */
static void
check_public (const guint8 *data,
              gsize size)
{
  MnrMemo memo = { .message = { .data = g_memdup2 (data, size), .size = size } };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = mnr_memo_read (&memo, NULL, &error);

  if (text == NULL)
    fuzz_check_error (error);
  else
    g_assert_true (g_utf8_validate (text, -1, NULL));
  mnr_value_clear (&mnr_type_memo, &memo);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize size)
{
  g_autofree char *text = NULL;
  const Pair *pair;
  guint64 nonce;

  if (size < HEADER_SIZE)
    return 0;

  pair = get_pair (data[0] & 0x0f);
  memcpy (&nonce, data + 1, sizeof nonce);
  nonce = GUINT64_FROM_LE (nonce);
  text = g_strndup ((const char *) data + HEADER_SIZE, size - HEADER_SIZE);

  check_message (pair, nonce, data + HEADER_SIZE, size - HEADER_SIZE);
  check_text (pair, nonce, text);
  check_plain (pair, data[0], nonce, data + HEADER_SIZE, size - HEADER_SIZE);
  check_public (data + HEADER_SIZE, size - HEADER_SIZE);
  return 0;
}
