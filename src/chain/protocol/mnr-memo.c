/* mnr-memo.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-memo.h"

#include <gcrypt.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/crypto/mnr-memo-cipher.h"
#include "chain/values/mnr-error.h"

/* Stands before the text of a public memo, where others have their checksum. */
#define PUBLIC_HEADER_SIZE 4

void
mnr_memo_free (MnrMemo *self)
{
  mnr_value_free (&mnr_type_memo, self);
}

MnrMemo *
mnr_memo_new (const MnrPrivateKey *from,
              const MnrPublicKey *to,
              guint64 nonce,
              const char *text,
              GError **error)
{
  GBytes *message = mnr_memo_cipher_encrypt (from, to, nonce, text, error);
  MnrMemo *self;

  if (message == NULL)
    return NULL;

  self = mnr_value_new (&mnr_type_memo);
  mnr_private_key_get_public_key (from, &self->from);
  self->to = *to;
  self->nonce = nonce;
  self->message.data = g_bytes_unref_to_data (message, &self->message.size);
  return self;
}

MnrMemo *
mnr_memo_new_public (const char *text)
{
  MnrMemo *self = mnr_value_new (&mnr_type_memo);
  gsize length = strlen (text);

  self->message.size = PUBLIC_HEADER_SIZE + length;
  self->message.data = g_malloc0 (self->message.size);
  memcpy (self->message.data + PUBLIC_HEADER_SIZE, text, length);
  return self;
}

guint64
mnr_memo_new_nonce (void)
{
  guint64 microseconds = (guint64) g_get_real_time ();
  guint8 random;

  mnr_crypto_init ();
  gcry_create_nonce (&random, sizeof random);
  return (guint64) random << 56 | (microseconds & ((G_GUINT64_CONSTANT (1) << 56) - 1));
}

gboolean
mnr_memo_is_public (const MnrMemo *self)
{
  return mnr_public_key_is_null (&self->from) && mnr_public_key_is_null (&self->to);
}

static char *
read_public (const MnrMemo *self,
             GError **error)
{
  static const guint8 header[PUBLIC_HEADER_SIZE] = { 0 };
  const char *text;
  gsize length;

  if (self->message.size == 0)
    return g_strdup ("");

  if (self->message.size >= PUBLIC_HEADER_SIZE &&
      memcmp (self->message.data, header, PUBLIC_HEADER_SIZE) == 0)
    {
      text = (const char *) self->message.data + PUBLIC_HEADER_SIZE;
      length = self->message.size - PUBLIC_HEADER_SIZE;
      if (g_utf8_validate_len (text, length, NULL))
        return g_strndup (text, length);
    }

  mnr_path_error (error, NULL, MNR_CHAIN_ERROR_MEMO, _ ("The public memo is not text"));
  return NULL;
}

char *
mnr_memo_read (const MnrMemo *self,
               const MnrPrivateKey *key,
               GError **error)
{
  const MnrPublicKey *other;
  MnrPublicKey own;

  if (mnr_memo_is_public (self))
    return read_public (self, error);

  if (key != NULL)
    mnr_private_key_get_public_key (key, &own);
  if (key != NULL && mnr_public_key_equal (&own, &self->from))
    other = &self->to;
  else if (key != NULL && mnr_public_key_equal (&own, &self->to))
    other = &self->from;
  else
    {
      mnr_path_error (error, NULL, MNR_CHAIN_ERROR_MEMO,
                      _ ("The memo is between two other keys than this one"));
      return NULL;
    }

  return mnr_memo_cipher_decrypt (key, other, self->nonce,
                                  self->message.data, self->message.size, error);
}
