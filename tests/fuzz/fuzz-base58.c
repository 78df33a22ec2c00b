/* fuzz-base58.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The input is base58, or a key or an address in it. Because no fuzzer guesses
 * a checksum, it is also taken for the bytes to make such a text of.
 */

#include <string.h>

#include "chain/crypto/mnr-base58.h"
#include "chain/crypto/mnr-private-key.h"
#include "chain/values/mnr-error.h"
#include "fuzz.h"

#define PREFIX            "BTS"
#define WIF_CHECKSUM_SIZE 4

static void
check_decoding (const char *text,
                gsize length)
{
  guint8 data[MNR_BASE58_SIZE_MAX];
  char again[MNR_BASE58_TEXT_SIZE];
  gsize size;

  if (!mnr_base58_decode (text, length, data, &size))
    return;
  g_assert_cmpuint (size, <=, MNR_BASE58_SIZE_MAX);
  g_assert_cmpuint (mnr_base58_encode (data, size, again), ==, strlen (again));
  g_assert_cmpmem (again, strlen (again), text, length);
}

static void
check_encoding (const guint8 *data,
                gsize size)
{
  guint8 again[MNR_BASE58_SIZE_MAX];
  char text[MNR_BASE58_TEXT_SIZE];
  gsize length, again_size;

  size = MIN (size, MNR_BASE58_SIZE_MAX);
  length = mnr_base58_encode (data, size, text);
  g_assert_cmpuint (length, <, MNR_BASE58_TEXT_SIZE);
  g_assert_true (mnr_base58_decode (text, length, again, &again_size));
  g_assert_cmpmem (again, again_size, data, size);
}

static void
check_public_key (const char *text,
                  gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *again = NULL;
  MnrPublicKey key;

  if (!mnr_public_key_parse (text, length, PREFIX, &key, &error))
    {
      fuzz_check_error (error);
      return;
    }
  again = mnr_public_key_format (&key, PREFIX);
  g_assert_cmpmem (again, strlen (again), text, length);
  g_assert_false (mnr_public_key_is_null (&key) && mnr_public_key_is_valid (&key));
}

static void
check_address (const char *text,
               gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) again = g_string_new (NULL);
  MnrAddress address;

  if (!mnr_address_parse (text, length, PREFIX, &address, &error))
    {
      fuzz_check_error (error);
      return;
    }
  mnr_address_append (&address, PREFIX, again);
  g_assert_cmpmem (again->str, again->len, text, length);
}

/* The payload of base58, without its checksum. */
static void
decode_payload (const char *text,
                gsize length,
                guint8 *data,
                gsize *size)
{
  g_assert_true (mnr_base58_decode (text, length, data, size));
  g_assert_cmpuint (*size, >, WIF_CHECKSUM_SIZE);
  *size -= WIF_CHECKSUM_SIZE;
}

static gboolean
is_space (char c)
{
  return c == ' ' || (c >= '\t' && c <= '\r');
}

static void
check_wif (const char *text,
           gsize length)
{
  g_autoptr (MnrSecret) wif = mnr_secret_new (length, NULL);
  g_autoptr (MnrSecret) again = NULL;
  g_autoptr (MnrPrivateKey) key = NULL;
  g_autoptr (GError) error = NULL;
  guint8 data[MNR_BASE58_SIZE_MAX], data_again[MNR_BASE58_SIZE_MAX];
  gsize size, size_again;

  /* It lies in locked memory, of which there is little. */
  if (wif == NULL)
    {
      g_assert_cmpuint (length, >, MNR_SECRET_SIZE_MAX);
      return;
    }

  memcpy (wif->data, text, length);
  key = mnr_private_key_new_from_wif (wif, &error);
  if (key == NULL)
    {
      fuzz_check_error (error);
      return;
    }

  /* White space around it is dropped, and of its two checksums one is written. */
  again = mnr_private_key_to_wif (key, &error);
  g_assert_no_error (error);
  for (; is_space (text[0]); text++)
    length--;
  while (is_space (text[length - 1]))
    length--;
  decode_payload (text, length, data, &size);
  decode_payload ((const char *) again->data, again->size, data_again, &size_again);
  g_assert_cmpmem (data, size, data_again, size_again);
}

/* A key or an address of these bytes, with the checksum that belongs to it. */
static void
check_made (const guint8 *data,
            gsize size)
{
  g_autoptr (GString) address_text = g_string_new (NULL);
  g_autofree char *key_text = NULL;
  g_autoptr (MnrPrivateKey) private_key = NULL;
  g_autoptr (GError) error = NULL;
  MnrPublicKey key = { 0 };
  MnrAddress address = { 0 };
  guint8 number[MNR_PRIVATE_KEY_SIZE] = { 0 };

  memcpy (key.data, data, MIN (size, sizeof key.data));
  memcpy (address.data, data, MIN (size, sizeof address.data));
  memcpy (number, data, MIN (size, sizeof number));

  key_text = mnr_public_key_format (&key, PREFIX);
  g_assert_true (mnr_public_key_parse (key_text, strlen (key_text), PREFIX, &key, NULL));
  check_public_key (key_text, strlen (key_text));

  mnr_address_append (&address, PREFIX, address_text);
  g_assert_true (mnr_address_parse (address_text->str, address_text->len, PREFIX, &address, NULL));
  check_address (address_text->str, address_text->len);

  private_key = mnr_private_key_new_from_bytes (number, &error);
  if (private_key != NULL)
    {
      g_autoptr (MnrSecret) wif = mnr_private_key_to_wif (private_key, &error);
      g_autoptr (MnrPrivateKey) again = NULL;
      guint8 payload[MNR_BASE58_SIZE_MAX];
      gsize payload_size;

      g_assert_no_error (error);
      g_assert_cmpuint (wif->size, ==, 51);
      again = mnr_private_key_new_from_wif (wif, &error);
      g_assert_no_error (error);
      decode_payload ((const char *) wif->data, wif->size, payload, &payload_size);
      g_assert_cmpmem (payload + 1, payload_size - 1, number, sizeof number);
    }
  else
    fuzz_check_error (error);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize size)
{
  const char *text = (const char *) data;

  check_decoding (text, size);
  check_encoding (data, size);
  check_public_key (text, size);
  check_address (text, size);
  check_wif (text, size);
  check_made (data, size);
  return 0;
}
