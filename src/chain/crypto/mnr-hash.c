/* mnr-hash.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-hash.h"

#include <gcrypt.h>

#include "mnr-secret.h"

void
mnr_sha224 (gconstpointer data,
            gsize size,
            guint8 hash[MNR_SHA224_SIZE])
{
  mnr_crypto_init ();
  gcry_md_hash_buffer (GCRY_MD_SHA224, hash, data, size);
}

void
mnr_sha256 (gconstpointer data,
            gsize size,
            guint8 hash[MNR_SHA256_SIZE])
{
  mnr_crypto_init ();
  gcry_md_hash_buffer (GCRY_MD_SHA256, hash, data, size);
}

void
mnr_sha256_two (gconstpointer first,
                gsize first_size,
                gconstpointer second,
                gsize second_size,
                guint8 hash[MNR_SHA256_SIZE])
{
  gcry_buffer_t parts[] = {
    { .data = (gpointer) first, .len = first_size },
    { .data = (gpointer) second, .len = second_size },
  };

  mnr_crypto_init ();
  gcry_md_hash_buffers (GCRY_MD_SHA256, 0, hash, parts, G_N_ELEMENTS (parts));
}

void
mnr_sha512 (gconstpointer data,
            gsize size,
            guint8 hash[MNR_SHA512_SIZE])
{
  mnr_crypto_init ();
  gcry_md_hash_buffer (GCRY_MD_SHA512, hash, data, size);
}

void
mnr_ripemd160 (gconstpointer data,
               gsize size,
               guint8 hash[MNR_RIPEMD160_SIZE])
{
  mnr_crypto_init ();
  gcry_md_hash_buffer (GCRY_MD_RMD160, hash, data, size);
}

void
mnr_hex_append (GString *text,
                gconstpointer data,
                gsize size)
{
  static const char digits[] = "0123456789abcdef";
  const guint8 *bytes = data;
  gsize at = text->len;

  g_string_set_size (text, at + 2 * size);
  for (gsize i = 0; i < size; i++)
    {
      text->str[at++] = digits[bytes[i] >> 4];
      text->str[at++] = digits[bytes[i] & 0xf];
    }
}

char *
mnr_hex_encode (gconstpointer data,
                gsize size)
{
  GString *text = g_string_sized_new (2 * size + 1);

  mnr_hex_append (text, data, size);
  return g_string_free (text, FALSE);
}

gboolean
mnr_hex_decode (const char *text,
                gsize length,
                guint8 *data)
{
  if (length % 2 != 0)
    return FALSE;

  for (gsize i = 0; i < length; i += 2)
    {
      int high = g_ascii_xdigit_value (text[i]), low = g_ascii_xdigit_value (text[i + 1]);

      if (high < 0 || low < 0)
        return FALSE;
      data[i / 2] = (guint8) (high << 4 | low);
    }
  return TRUE;
}
