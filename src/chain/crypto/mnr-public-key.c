/* mnr-public-key.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-public-key.h"

#include <glib/gi18n-lib.h>
#include <secp256k1_recovery.h>
#include <string.h>

#include "chain/values/mnr-error.h"
#include "mnr-base58.h"
#include "mnr-curve.h"

#define CHECKSUM_SIZE 4

/* Reads prefix and base58 of size bytes and the first four of their RIPEMD-160. */
static gboolean
parse_prefixed (const char *text,
                gsize length,
                const char *prefix,
                guint8 *data,
                gsize size,
                GError **error)
{
  guint8 decoded[MNR_BASE58_SIZE_MAX], hash[MNR_RIPEMD160_SIZE];
  gsize prefix_length = strlen (prefix), decoded_size;

  if (length < prefix_length || memcmp (text, prefix, prefix_length) != 0)
    return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_KEY,
                           _ ("“%.*s” does not begin with %s, so it is not one of this "
                              "network"),
                           (int) MIN (length, 64), text, prefix);

  if (!mnr_base58_decode (text + prefix_length, length - prefix_length, decoded, &decoded_size) ||
      decoded_size != size + CHECKSUM_SIZE)
    return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_KEY,
                           _ ("“%.*s” has characters too many, too few or wrong"),
                           (int) MIN (length, 64), text);

  mnr_ripemd160 (decoded, size, hash);
  if (memcmp (hash, decoded + size, CHECKSUM_SIZE) != 0)
    return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_KEY,
                           _ ("“%.*s” is mistyped: its checksum does not fit"),
                           (int) MIN (length, 64), text);

  memcpy (data, decoded, size);
  return TRUE;
}

static void
append_prefixed (GString *text,
                 const char *prefix,
                 const guint8 *data,
                 gsize size)
{
  guint8 bytes[MNR_BASE58_SIZE_MAX], hash[MNR_RIPEMD160_SIZE];
  char encoded[MNR_BASE58_TEXT_SIZE];

  memcpy (bytes, data, size);
  mnr_ripemd160 (data, size, hash);
  memcpy (bytes + size, hash, CHECKSUM_SIZE);
  mnr_base58_encode (bytes, size + CHECKSUM_SIZE, encoded);
  g_string_append (text, prefix);
  g_string_append (text, encoded);
}

gboolean
mnr_public_key_parse (const char *text,
                      gsize length,
                      const char *prefix,
                      MnrPublicKey *key,
                      GError **error)
{
  return parse_prefixed (text, length, prefix, key->data, sizeof key->data, error);
}

void
mnr_public_key_append (const MnrPublicKey *key,
                       const char *prefix,
                       GString *text)
{
  append_prefixed (text, prefix, key->data, sizeof key->data);
}

char *
mnr_public_key_format (const MnrPublicKey *key,
                       const char *prefix)
{
  GString *text = g_string_new (NULL);

  mnr_public_key_append (key, prefix, text);
  return g_string_free (text, FALSE);
}

gboolean
mnr_public_key_equal (const MnrPublicKey *a,
                      const MnrPublicKey *b)
{
  return memcmp (a->data, b->data, sizeof a->data) == 0;
}

gboolean
mnr_public_key_is_null (const MnrPublicKey *key)
{
  static const MnrPublicKey null_key = { 0 };

  return mnr_public_key_equal (key, &null_key);
}

gboolean
mnr_public_key_is_valid (const MnrPublicKey *key)
{
  secp256k1_pubkey point;

  return secp256k1_ec_pubkey_parse (mnr_curve_context (), &point, key->data, sizeof key->data);
}

void
mnr_public_key_get_address (const MnrPublicKey *key,
                            MnrAddress *address)
{
  guint8 hash[MNR_SHA512_SIZE];

  mnr_sha512 (key->data, sizeof key->data, hash);
  mnr_ripemd160 (hash, sizeof hash, address->data);
}

gboolean
mnr_address_parse (const char *text,
                   gsize length,
                   const char *prefix,
                   MnrAddress *address,
                   GError **error)
{
  return parse_prefixed (text, length, prefix, address->data, sizeof address->data, error);
}

void
mnr_address_append (const MnrAddress *address,
                    const char *prefix,
                    GString *text)
{
  append_prefixed (text, prefix, address->data, sizeof address->data);
}

gboolean
mnr_signature_is_canonical (const MnrSignature *signature)
{
  const guint8 *b = signature->data;

  return !(b[1] & 0x80) && !(b[1] == 0 && !(b[2] & 0x80)) &&
         !(b[33] & 0x80) && !(b[33] == 0 && !(b[34] & 0x80));
}

gboolean
mnr_signature_recover (const MnrSignature *signature,
                       const MnrDigest *digest,
                       MnrPublicKey *key,
                       GError **error)
{
  const secp256k1_context *context = mnr_curve_context ();
  secp256k1_ecdsa_recoverable_signature parsed;
  secp256k1_pubkey point;
  guint8 header = signature->data[0];
  gsize size = sizeof key->data;

  if (header < 27 || header > 34 || !mnr_signature_is_canonical (signature))
    return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_KEY, _ ("The signature is not canonical"));

  if (!secp256k1_ecdsa_recoverable_signature_parse_compact (context, &parsed, signature->data + 1,
                                                            (header - 27) & 3) ||
      !secp256k1_ecdsa_recover (context, &point, &parsed, digest->data))
    return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_KEY, _ ("The signature is nobody's"));

  secp256k1_ec_pubkey_serialize (context, key->data, &size, &point, SECP256K1_EC_COMPRESSED);
  return TRUE;
}
