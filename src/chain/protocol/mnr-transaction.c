/* mnr-transaction.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-transaction.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/values/mnr-error.h"
#include "chain/wire/mnr-json.h"
#include "chain/wire/mnr-pack.h"

/* clang-format off */

static const MnrType signature_array = MNR_ARRAY_TYPE (mnr_type_signature);

/* The signatures come last, so that one table serves with and without them. */
static const MnrField transaction_fields[] = {
  MNR_FIELD (MnrTransaction, ref_block_num, mnr_type_u16, .label = N_ ("Reference block")),
  MNR_FIELD (MnrTransaction, ref_block_prefix, mnr_type_u32, .label = N_ ("Its prefix")),
  MNR_FIELD (MnrTransaction, expiration, mnr_type_time, .label = N_ ("Expires")),
  MNR_FIELD (MnrTransaction, operations, mnr_type_operations, .label = N_ ("Operations")),
  MNR_EXTENSIONS_FIELD,
  MNR_FIELD (MnrTransaction, signatures, signature_array,
             .label = N_ ("Signatures"), .flags = MNR_FIELD_MAY_BE_OMITTED),
};

const MnrType mnr_type_transaction = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (MnrTransaction),
  .fields = transaction_fields, .n_fields = G_N_ELEMENTS (transaction_fields) - 1,
};

/* Blocks carry what each operation brought about. */
const MnrType mnr_type_signed_transaction = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (MnrTransaction), MNR_FIELDS (transaction_fields),
  .ignored = "operation_results",
};

/* clang-format on */

gboolean
mnr_chain_id_parse (const char *text,
                    MnrChainId *id,
                    GError **error)
{
  if (strlen (text) == 2 * sizeof id->data && mnr_hex_decode (text, 2 * sizeof id->data, id->data))
    return TRUE;
  return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_SYNTAX,
                         _ ("A chain id is %zu hexadecimal digits"), 2 * sizeof id->data);
}

MnrTransaction *
mnr_transaction_new (void)
{
  return mnr_value_new (&mnr_type_signed_transaction);
}

void
mnr_transaction_free (MnrTransaction *self)
{
  mnr_value_free (&mnr_type_signed_transaction, self);
}

MnrTransaction *
mnr_transaction_new_from_json (const char *text,
                               gsize length,
                               const char *prefix,
                               GError **error)
{
  g_autoptr (MnrTransaction) self = mnr_transaction_new ();

  if (!mnr_json_read (&mnr_type_signed_transaction, text, length, prefix, self, error))
    return NULL;
  return g_steal_pointer (&self);
}

MnrTransaction *
mnr_transaction_new_from_bytes (const guint8 *data,
                                gsize size,
                                gboolean *is_signed,
                                GError **error)
{
  g_autoptr (MnrTransaction) self = mnr_transaction_new ();
  gsize used;
  gboolean more;

  if (size > MNR_TRANSACTION_SIZE_MAX)
    {
      mnr_path_error (error, NULL, MNR_CHAIN_ERROR_VALUE,
                      _ ("A transaction has at most %d bytes"), MNR_TRANSACTION_SIZE_MAX);
      return NULL;
    }

  if (!mnr_unpack (&mnr_type_transaction, data, size, self, &used, error))
    return NULL;

  more = used < size;
  if (is_signed != NULL)
    *is_signed = more;
  if (more)
    {
      mnr_value_clear (&mnr_type_transaction, self);
      if (!mnr_unpack (&mnr_type_signed_transaction, data, size, self, NULL, error))
        return NULL;
    }
  return g_steal_pointer (&self);
}

void
mnr_transaction_set_reference (MnrTransaction *self,
                               guint32 block_num,
                               const guint8 block_id[20])
{
  guint32 prefix;

  memcpy (&prefix, block_id + 4, sizeof prefix);
  self->ref_block_num = (guint16) block_num;
  self->ref_block_prefix = GUINT32_FROM_LE (prefix);
}

gboolean
mnr_transaction_get_id (const MnrTransaction *self,
                        guint8 id[MNR_TRANSACTION_ID_SIZE],
                        GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 hash[MNR_SHA256_SIZE];

  if (!mnr_pack (&mnr_type_transaction, self, bytes, error))
    return FALSE;

  mnr_sha256 (bytes->data, bytes->len, hash);
  memcpy (id, hash, MNR_TRANSACTION_ID_SIZE);
  return TRUE;
}

gboolean
mnr_transaction_get_digest (const MnrTransaction *self,
                            const MnrChainId *chain_id,
                            MnrDigest *digest,
                            GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  if (!mnr_pack (&mnr_type_transaction, self, bytes, error))
    return FALSE;

  mnr_sha256_two (chain_id->data, sizeof chain_id->data, bytes->data, bytes->len, digest->data);
  return TRUE;
}

gboolean
mnr_transaction_sign (MnrTransaction *self,
                      const MnrChainId *chain_id,
                      const MnrPrivateKey *key,
                      GError **error)
{
  MnrDigest digest;
  MnrPublicKey own, signer;
  MnrSignature signature;

  if (!mnr_transaction_get_digest (self, chain_id, &digest, error))
    return FALSE;

  mnr_private_key_get_public_key (key, &own);
  for (gsize i = 0; i < self->signatures.len; i++)
    if (mnr_signature_recover (&self->signatures.items[i], &digest, &signer, NULL) &&
        mnr_public_key_equal (&signer, &own))
      return TRUE;

  mnr_private_key_sign (key, &digest, &signature);
  mnr_array_append (&signature_array, &self->signatures, &signature);
  return TRUE;
}

gboolean
mnr_transaction_get_signers (const MnrTransaction *self,
                             const MnrChainId *chain_id,
                             MnrPublicKeySet *signers,
                             GError **error)
{
  MnrDigest digest;

  *signers = (MnrPublicKeySet){ 0 };
  if (!mnr_transaction_get_digest (self, chain_id, &digest, error))
    return FALSE;

  for (gsize i = 0; i < self->signatures.len; i++)
    {
      MnrPath parent = { .name = "signatures" };
      MnrPath path = { .parent = &parent, .index = i };
      g_autoptr (GError) local = NULL;
      MnrPublicKey signer;
      gboolean good = mnr_signature_recover (&self->signatures.items[i], &digest, &signer, &local);

      if (!good)
        mnr_path_error (error, &path, MNR_CHAIN_ERROR_KEY, "%s", local->message);
      for (gsize j = 0; good && j < signers->len; j++)
        if (mnr_public_key_equal (&signers->items[j], &signer))
          good = mnr_path_error (error, &path, MNR_CHAIN_ERROR_KEY,
                                 _ ("The same key signed twice, which nodes refuse"));
      if (!good)
        {
          mnr_value_clear (&mnr_type_public_key_set, signers);
          return FALSE;
        }
      mnr_array_append (&mnr_type_public_key_set, signers, &signer);
    }
  return TRUE;
}
