/* mnr-memo-cipher.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-memo-cipher.h"

#include <gcrypt.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/values/mnr-error.h"

#define BLOCK_SIZE    16
#define KEY_SIZE      32
#define CHECKSUM_SIZE 4
#define NONCE_SIZE    20 /* digits of 2^64 - 1 */
#define X_SIZE        32

typedef gcry_cipher_hd_t Cipher;
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (Cipher, gcry_cipher_close, NULL)

/* Opens AES under the key of this pair of keys and this nonce; strip_zeros
 * makes it from the shared secret without its leading zero bytes. */
static gboolean
open_cipher (const guint8 *x,
             gboolean strip_zeros,
             guint64 nonce,
             Cipher *cipher,
             GError **error)
{
  static const char digits[] = "0123456789abcdef";
  g_autoptr (MnrSecret) shared = mnr_secret_new (MNR_SHA512_SIZE, error);
  g_autoptr (MnrSecret) seed = mnr_secret_new (NONCE_SIZE + 2 * MNR_SHA512_SIZE, error);
  gsize skip = 0, length;
  gboolean good;

  if (shared == NULL || seed == NULL)
    return FALSE;

  while (strip_zeros && skip < X_SIZE && x[skip] == 0)
    skip++;
  mnr_sha512 (x + skip, X_SIZE - skip, shared->data);

  length = (gsize) g_snprintf ((char *) seed->data, NONCE_SIZE + 1, "%" G_GUINT64_FORMAT, nonce);
  for (guint i = 0; i < MNR_SHA512_SIZE; i++)
    {
      seed->data[length++] = (guint8) digits[shared->data[i] >> 4];
      seed->data[length++] = (guint8) digits[shared->data[i] & 0xf];
    }
  mnr_sha512 (seed->data, length, shared->data);

  good = gcry_cipher_open (cipher, GCRY_CIPHER_AES256, GCRY_CIPHER_MODE_CBC,
                           GCRY_CIPHER_SECURE) == 0 &&
         gcry_cipher_setkey (*cipher, shared->data, KEY_SIZE) == 0 &&
         gcry_cipher_setiv (*cipher, shared->data + KEY_SIZE, BLOCK_SIZE) == 0;
  mnr_secret_burn_stack ();
  if (!good)
    return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_MEMORY,
                           _ ("There is no locked memory left for a cipher"));
  return TRUE;
}

static MnrSecret *
shared_x (const MnrPrivateKey *self,
          const MnrPublicKey *other,
          GError **error)
{
  g_autoptr (MnrSecret) x = mnr_secret_new (X_SIZE, error);

  if (x == NULL || !mnr_private_key_shared_x (self, other, x->data, error))
    return NULL;
  return g_steal_pointer (&x);
}

GBytes *
mnr_memo_cipher_encrypt (const MnrPrivateKey *self,
                         const MnrPublicKey *other,
                         guint64 nonce,
                         const char *text,
                         GError **error)
{
  g_autoptr (MnrSecret) x = shared_x (self, other, error);
  g_auto (Cipher) cipher = NULL;
  gsize length = strlen (text);
  gsize plain_size = CHECKSUM_SIZE + length;
  gsize padding = BLOCK_SIZE - plain_size % BLOCK_SIZE;
  guint8 hash[MNR_SHA256_SIZE];
  guint8 *message;

  if (x == NULL || !open_cipher (x->data, FALSE, nonce, &cipher, error))
    return NULL;

  message = g_malloc (plain_size + padding);
  mnr_sha256 (text, length, hash);
  memcpy (message, hash, CHECKSUM_SIZE);
  memcpy (message + CHECKSUM_SIZE, text, length);
  memset (message + plain_size, (int) padding, padding);
  gcry_cipher_encrypt (cipher, message, plain_size + padding, NULL, 0);
  mnr_secret_burn_stack ();
  return g_bytes_new_take (message, plain_size + padding);
}

/* The text, of *length bytes, if key, padding and checksum fit, or NULL; error
 * is left alone unless memory is short. */
static char *
try_decrypt (const guint8 *x,
             gboolean strip_zeros,
             guint64 nonce,
             const guint8 *message,
             gsize size,
             gsize *length,
             GError **error)
{
  g_auto (Cipher) cipher = NULL;
  g_autofree guint8 *plain = NULL;
  guint8 hash[MNR_SHA256_SIZE];
  gsize padding;

  if (!open_cipher (x, strip_zeros, nonce, &cipher, error))
    return NULL;

  plain = g_malloc (size);
  gcry_cipher_decrypt (cipher, plain, size, message, size);
  mnr_secret_burn_stack ();

  padding = plain[size - 1];
  if (padding < 1 || padding > BLOCK_SIZE || size - padding < CHECKSUM_SIZE)
    return NULL;
  for (gsize i = size - padding; i < size; i++)
    if (plain[i] != padding)
      return NULL;

  size -= padding + CHECKSUM_SIZE;
  mnr_sha256 (plain + CHECKSUM_SIZE, size, hash);
  if (memcmp (hash, plain, CHECKSUM_SIZE) != 0)
    return NULL;
  *length = size;
  return g_strndup ((const char *) plain + CHECKSUM_SIZE, size);
}

char *
mnr_memo_cipher_decrypt (const MnrPrivateKey *self,
                         const MnrPublicKey *other,
                         guint64 nonce,
                         const guint8 *message,
                         gsize size,
                         GError **error)
{
  g_autoptr (MnrSecret) x = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (size == 0 || size % BLOCK_SIZE != 0)
    {
      mnr_path_error (error, NULL, MNR_CHAIN_ERROR_MEMO,
                      _ ("The message is not an encrypted memo: %zu bytes are not a whole number "
                         "of blocks"),
                      size);
      return NULL;
    }

  x = shared_x (self, other, error);
  if (x == NULL)
    return NULL;

  text = try_decrypt (x->data, FALSE, nonce, message, size, &length, &local);
  if (text == NULL && local == NULL && x->data[0] == 0)
    text = try_decrypt (x->data, TRUE, nonce, message, size, &length, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (text == NULL)
    {
      mnr_path_error (error, NULL, MNR_CHAIN_ERROR_MEMO,
                      _ ("The memo does not open with this key, or it was damaged"));
      return NULL;
    }
  if (!g_utf8_validate_len (text, length, NULL))
    {
      mnr_path_error (error, NULL, MNR_CHAIN_ERROR_MEMO, _ ("The memo opens, but it is not text"));
      return NULL;
    }
  return g_steal_pointer (&text);
}
