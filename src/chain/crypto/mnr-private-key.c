/* mnr-private-key.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-private-key.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <secp256k1_ecdh.h>
#include <secp256k1_recovery.h>
#include <string.h>
#include <unistd.h>

#include "chain/values/mnr-error.h"
#include "mnr-base58.h"
#include "mnr-curve.h"

#define WIF_VERSION       0x80
#define WIF_CHECKSUM_SIZE 4
#define WIF_SIZE          (1 + MNR_PRIVATE_KEY_SIZE + WIF_CHECKSUM_SIZE)

/* The one member of a private key is its secret, so that both are freed alike. */
struct _MnrPrivateKey
{
  MnrSecret secret;
};

void
mnr_private_key_free (MnrPrivateKey *self)
{
  mnr_secret_free ((MnrSecret *) self);
}

/* Takes the secret; NULL with an error unless it is a number that signs. */
static MnrPrivateKey *
take_secret (MnrSecret *secret,
             GError **error)
{
  gboolean good = secp256k1_ec_seckey_verify (mnr_curve_context (), secret->data);

  mnr_secret_burn_stack ();
  if (good)
    return (MnrPrivateKey *) secret;

  mnr_secret_free (secret);
  mnr_path_error (error, NULL, MNR_CHAIN_ERROR_KEY,
                  _ ("The number is out of range for a private key"));
  return NULL;
}

MnrPrivateKey *
mnr_private_key_new_random (GError **error)
{
  MnrSecret *secret = mnr_secret_new (MNR_PRIVATE_KEY_SIZE, error);

  if (secret == NULL)
    return NULL;

  /* Straight from the kernel: libgcrypt keeps what it gave out last in a pool
   * that is neither locked nor wiped. */
  if (getentropy (secret->data, secret->size) != 0)
    g_error ("the system has no random bytes: %s", g_strerror (errno));
  return take_secret (secret, error);
}

MnrPrivateKey *
mnr_private_key_new_from_bytes (const guint8 bytes[MNR_PRIVATE_KEY_SIZE],
                                GError **error)
{
  MnrSecret *secret = mnr_secret_new (MNR_PRIVATE_KEY_SIZE, error);

  if (secret == NULL)
    return NULL;

  memcpy (secret->data, bytes, MNR_PRIVATE_KEY_SIZE);
  return take_secret (secret, error);
}

static gboolean
is_space (guint8 byte)
{
  return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* The difference shows in the result only, not in the time it takes. */
static gboolean
checksum_differs (const guint8 *a,
                  const guint8 *b)
{
  guint8 difference = 0;

  for (guint i = 0; i < WIF_CHECKSUM_SIZE; i++)
    difference |= (guint8) (a[i] ^ b[i]);
  return difference != 0;
}

MnrPrivateKey *
mnr_private_key_new_from_wif (const MnrSecret *wif,
                              GError **error)
{
  const char *text = (const char *) wif->data;
  gsize length = wif->size, size = 0;
  g_autoptr (MnrSecret) bytes = mnr_secret_new (MNR_BASE58_SIZE_MAX, error);
  g_autoptr (MnrSecret) hash = mnr_secret_new (2 * MNR_SHA256_SIZE, error);
  gboolean decoded;

  if (bytes == NULL || hash == NULL)
    return NULL;

  while (length > 0 && is_space ((guint8) text[length - 1]))
    length--;
  while (length > 0 && is_space ((guint8) *text))
    {
      text++;
      length--;
    }

  decoded = mnr_base58_decode (text, length, bytes->data, &size);
  mnr_secret_burn_stack ();

  if (decoded && size == WIF_SIZE + 1 && bytes->data[0] == WIF_VERSION &&
      bytes->data[1 + MNR_PRIVATE_KEY_SIZE] == 1)
    {
      mnr_path_error (error, NULL, MNR_CHAIN_ERROR_KEY,
                      _ ("This is a compressed key of another chain's wallet (it begins with "
                         "K or L); "
                         "BitShares wallets disagree on which key it is, so it is not taken"));
      return NULL;
    }
  if (!decoded || size != WIF_SIZE || bytes->data[0] != WIF_VERSION)
    {
      mnr_path_error (error, NULL, MNR_CHAIN_ERROR_KEY,
                      _ ("This is not a private key: one is 51 characters and begins with 5"));
      return NULL;
    }

  mnr_sha256 (bytes->data, 1 + MNR_PRIVATE_KEY_SIZE, hash->data);
  mnr_sha256 (hash->data, MNR_SHA256_SIZE, hash->data + MNR_SHA256_SIZE);
  mnr_secret_burn_stack ();
  if (checksum_differs (hash->data, bytes->data + 1 + MNR_PRIVATE_KEY_SIZE) &&
      checksum_differs (hash->data + MNR_SHA256_SIZE, bytes->data + 1 + MNR_PRIVATE_KEY_SIZE))
    {
      mnr_path_error (error, NULL, MNR_CHAIN_ERROR_KEY,
                      _ ("The private key is mistyped: its checksum does not fit"));
      return NULL;
    }

  return mnr_private_key_new_from_bytes (bytes->data + 1, error);
}

MnrSecret *
mnr_private_key_to_wif (const MnrPrivateKey *self,
                        GError **error)
{
  g_autoptr (MnrSecret) bytes = mnr_secret_new (WIF_SIZE, error);
  g_autoptr (MnrSecret) hash = mnr_secret_new (MNR_SHA256_SIZE, error);
  g_autoptr (MnrSecret) text = mnr_secret_new (MNR_BASE58_TEXT_SIZE, error);

  if (bytes == NULL || hash == NULL || text == NULL)
    return NULL;

  bytes->data[0] = WIF_VERSION;
  memcpy (bytes->data + 1, self->secret.data, MNR_PRIVATE_KEY_SIZE);
  mnr_sha256 (bytes->data, 1 + MNR_PRIVATE_KEY_SIZE, hash->data);
  mnr_sha256 (hash->data, MNR_SHA256_SIZE, hash->data);
  memcpy (bytes->data + 1 + MNR_PRIVATE_KEY_SIZE, hash->data, WIF_CHECKSUM_SIZE);
  text->size = mnr_base58_encode (bytes->data, WIF_SIZE, (char *) text->data);
  mnr_secret_burn_stack ();
  return g_steal_pointer (&text);
}

/* White space as JavaScript wallets see it, trimmed and collapsed to one blank. */
static void
collapse_spaces (MnrSecret *text)
{
  gsize length = 0;

  for (gsize i = 0; i < text->size; i++)
    {
      if (!is_space (text->data[i]))
        text->data[length++] = text->data[i];
      else if (length > 0 && text->data[length - 1] != ' ')
        text->data[length++] = ' ';
    }
  if (length > 0 && text->data[length - 1] == ' ')
    length--;

  explicit_bzero (text->data + length, text->size - length);
  text->size = length;
}

MnrPrivateKey *
mnr_private_key_new_from_password (const char *account,
                                   const char *role,
                                   const MnrSecret *password,
                                   GError **error)
{
  gsize account_length = strlen (account), role_length = strlen (role);
  g_autoptr (MnrSecret) seed = mnr_secret_new (account_length + role_length + password->size,
                                               error);
  g_autoptr (MnrSecret) hash = mnr_secret_new (MNR_PRIVATE_KEY_SIZE, error);

  if (seed == NULL || hash == NULL)
    return NULL;

  memcpy (seed->data, account, account_length);
  memcpy (seed->data + account_length, role, role_length);
  memcpy (seed->data + account_length + role_length, password->data, password->size);
  collapse_spaces (seed);
  mnr_sha256 (seed->data, seed->size, hash->data);
  mnr_secret_burn_stack ();
  return take_secret (g_steal_pointer (&hash), error);
}

MnrSecret *
mnr_brain_key_normalise (const MnrSecret *words,
                         MnrBrainKeyForm form,
                         GError **error)
{
  MnrSecret *result = mnr_secret_new (words->size, error);

  if (result == NULL)
    return NULL;

  memcpy (result->data, words->data, words->size);
  collapse_spaces (result);
  if (form == MNR_BRAIN_KEY_UPPER_CASE)
    for (gsize i = 0; i < result->size; i++)
      result->data[i] = (guint8) g_ascii_toupper ((char) result->data[i]);
  mnr_secret_burn_stack ();
  return result;
}

MnrPrivateKey *
mnr_private_key_new_from_brain_key (const MnrSecret *words,
                                    MnrBrainKeyForm form,
                                    guint32 sequence,
                                    GError **error)
{
  g_autoptr (MnrSecret) normalised = mnr_brain_key_normalise (words, form, error);
  g_autoptr (MnrSecret) seed = NULL;
  g_autoptr (MnrSecret) hash = NULL;
  g_autoptr (MnrSecret) key = NULL;
  char suffix[16];

  if (normalised == NULL)
    return NULL;

  g_snprintf (suffix, sizeof suffix, " %u", sequence);
  seed = mnr_secret_new (normalised->size + strlen (suffix), error);
  hash = mnr_secret_new (MNR_SHA512_SIZE, error);
  key = mnr_secret_new (MNR_PRIVATE_KEY_SIZE, error);
  if (seed == NULL || hash == NULL || key == NULL)
    return NULL;

  memcpy (seed->data, normalised->data, normalised->size);
  memcpy (seed->data + normalised->size, suffix, strlen (suffix));
  mnr_sha512 (seed->data, seed->size, hash->data);
  mnr_sha256 (hash->data, hash->size, key->data);
  mnr_secret_burn_stack ();
  return take_secret (g_steal_pointer (&key), error);
}

void
mnr_private_key_get_public_key (const MnrPrivateKey *self,
                                MnrPublicKey *key)
{
  const secp256k1_context *context = mnr_curve_context ();
  secp256k1_pubkey point;
  gsize size = sizeof key->data;

  if (!secp256k1_ec_pubkey_create (context, &point, self->secret.data))
    g_error ("a private key lost its number");
  secp256k1_ec_pubkey_serialize (context, key->data, &size, &point, SECP256K1_EC_COMPRESSED);
  mnr_secret_burn_stack ();
}

void
mnr_private_key_sign (const MnrPrivateKey *self,
                      const MnrDigest *digest,
                      MnrSignature *signature)
{
  const secp256k1_context *context = mnr_curve_context ();
  secp256k1_ecdsa_recoverable_signature made;
  guint8 counter[32] = { 0 };
  int recovery_id;

  /* About every second signature is canonical. */
  for (guint32 n = 0;; n++)
    {
      guint32 little = GUINT32_TO_LE (n);

      memcpy (counter, &little, sizeof little);
      if (!secp256k1_ecdsa_sign_recoverable (context, &made, digest->data, self->secret.data,
                                             secp256k1_nonce_function_rfc6979,
                                             n == 0 ? NULL : counter))
        g_error ("a private key lost its number");

      secp256k1_ecdsa_recoverable_signature_serialize_compact (context, signature->data + 1,
                                                               &recovery_id, &made);
      if (mnr_signature_is_canonical (signature))
        break;
    }

  signature->data[0] = (guint8) (27 + 4 + recovery_id);
  mnr_secret_burn_stack ();
}

/* libsecp256k1's way to hand out the point of a Diffie-Hellman exchange. */
static int
copy_x (unsigned char *output,
        const unsigned char *x,
        const unsigned char *y,
        void *data)
{
  memcpy (output, x, 32);
  return 1;
}

gboolean
mnr_private_key_shared_x (const MnrPrivateKey *self,
                          const MnrPublicKey *other,
                          guint8 *x,
                          GError **error)
{
  const secp256k1_context *context = mnr_curve_context ();
  secp256k1_pubkey point;
  gboolean good;

  if (!secp256k1_ec_pubkey_parse (context, &point, other->data, sizeof other->data))
    return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_KEY,
                           _ ("The public key is not a point of the curve, so nobody holds "
                              "its private key"));

  good = secp256k1_ecdh (context, x, &point, self->secret.data, copy_x, NULL);
  mnr_secret_burn_stack ();
  if (!good)
    return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_KEY, _ ("The keys have no common secret"));
  return TRUE;
}
