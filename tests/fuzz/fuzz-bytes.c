/* fuzz-bytes.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The input is a packed transaction, with or without signatures. What is read
 * packs into the same bytes again, and goes through everything that is done to
 * transactions.
 */

#include <string.h>

#include "chain/protocol/mnr-describe.h"
#include "chain/protocol/mnr-fee-schedule.h"
#include "chain/protocol/mnr-signing.h"
#include "chain/values/mnr-error.h"
#include "chain/wire/mnr-json.h"
#include "chain/wire/mnr-pack.h"
#include "fuzz.h"

/* As in a node's answers, cut short; prices so high that some fees pass what can be paid. */
static const char schedule_text[] =
  "{\"parameters\":[[0,{\"fee\":2000000,\"price_per_kbyte\":1000000}],"
  "[5,{\"basic_fee\":500000,\"premium_fee\":200000000,\"price_per_kbyte\":100000}],"
  "[6,{\"fee\":2000000,\"price_per_kbyte\":\"18446744073709551615\"}],"
  "[9,{\"fee\":50000000}],[10,{\"symbol3\":\"50000000000\",\"price_per_kbyte\":10}],"
  "[14,{\"fee\":2000000,\"price_per_kbyte\":100000}],[22,{\"fee\":2000000,\"price_per_kbyte\":10}],"
  "[23,{\"fee\":\"18446744073709551615\"}],[57,{}]],\"scale\":12345}";

static void
check_same_bytes (const MnrType *type,
                  const MnrTransaction *transaction,
                  const guint8 *data,
                  gsize size)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  mnr_pack (type, transaction, bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (bytes->data, bytes->len, data, size);
}

/* Whether a node would take an escape for something else than it printed. This
 * library refuses to read those, because what is read is going to be signed:
 * a text with most control characters can come in bytes, but not in JSON. */
static gboolean
has_odd_escape (const char *json)
{
  for (const char *p = json; *p != '\0'; p++)
    if (*p == '\\' && strchr ("\"\\nrt", *++p) == NULL)
      return TRUE;
  return FALSE;
}

static void
check_json (const MnrType *type,
            const MnrTransaction *transaction,
            const guint8 *data,
            gsize size)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (MnrTransaction) again = NULL;
  g_autoptr (GError) error = NULL;

  mnr_json_write (type, transaction, "BTS", json);
  again = mnr_transaction_new_from_json (json->str, json->len, "BTS", &error);

  if (has_odd_escape (json->str))
    {
      g_assert_null (again);
      fuzz_check_error (error);
      return;
    }
  g_assert_no_error (error);
  check_same_bytes (type, again, data, size);
}

static void
check_copy (const MnrType *type,
            const MnrTransaction *transaction,
            const guint8 *data,
            gsize size)
{
  MnrTransaction *copy = mnr_value_dup (&mnr_type_signed_transaction, transaction);

  g_assert_true (mnr_value_equal (&mnr_type_signed_transaction, transaction, copy));
  check_same_bytes (type, copy, data, size);

  copy->ref_block_num++;
  g_assert_false (mnr_value_equal (&mnr_type_signed_transaction, transaction, copy));
  mnr_transaction_free (copy);
}

static gboolean
get_asset (MnrObjectId asset,
           MnrAssetName *name,
           gpointer user_data)
{
  guint64 instance = mnr_object_id_get_instance (asset);

  *name = (MnrAssetName){
    .symbol = "R\xe2\x80\xae%s",
    .precision = (guint8) instance,
    .is_smartcoin = instance % 2,
  };
  return instance % 3 != 0;
}

static const char *
get_account (MnrObjectId account,
             gpointer user_data)
{
  return mnr_object_id_get_instance (account) % 3 != 0 ? "{amount}\n%s" : NULL;
}

static void
check_description (const MnrTransaction *transaction,
                   const MnrNames *names)
{
  g_autoptr (GPtrArray) lines = mnr_transaction_describe (transaction, names);

  for (guint i = 0; i < lines->len; i++)
    {
      const MnrDescriptionLine *line = g_ptr_array_index (lines, i);

      fuzz_check_line (line->label);
      fuzz_check_line (line->text);
    }
}

static void
check_fees (const MnrTransaction *transaction)
{
  static MnrFeeSchedule *schedule = NULL;
  static const MnrPrice rate = {
    .base = { .amount = 7, .asset_id = MNR_ASSET_ID (1000) },
    .quote = { .amount = 3, .asset_id = MNR_CORE_ASSET },
  };

  if (schedule == NULL)
    schedule = mnr_fee_schedule_new_from_json (schedule_text, strlen (schedule_text), NULL);
  g_assert_nonnull (schedule);

  for (gsize i = 0; i < transaction->operations.len; i++)
    for (guint in_core = 0; in_core < 2; in_core++)
      {
        const MnrOperation *original = &transaction->operations.items[i];
        MnrOperation *operation = mnr_value_dup (&mnr_type_operation, original);
        g_autoptr (GError) error = NULL;

        if (mnr_fee_schedule_set_fee (schedule, operation, in_core ? NULL : &rate, &error))
          {
            const MnrAmount *fee = mnr_operation_get_fee (operation);

            g_assert_cmpint (fee->amount, >=, 0);
            g_assert_cmpint (fee->amount, <=, MNR_SHARE_SUPPLY_MAX);
            g_assert_cmpuint (fee->asset_id, ==, in_core ? MNR_CORE_ASSET : rate.base.asset_id);
          }
        else
          fuzz_check_error (error);
        mnr_value_free (&mnr_type_operation, operation);
      }
}

/* Authorities that lead from account to account, some to themselves. */
static const MnrAuthority *
look_up (MnrObjectId account,
         gboolean owner,
         gpointer user_data)
{
  static MnrAccountWeight next[2];
  static MnrAddressWeight address;
  static MnrAuthority authority;
  guint64 instance = mnr_object_id_get_instance (account);

  if (instance % 5 == 0)
    return NULL;

  next[0] = (MnrAccountWeight){
    .account = MNR_ACCOUNT_ID (instance / 2),
    .weight = (guint16) instance,
  };
  next[1] = (MnrAccountWeight){ .account = account, .weight = owner };
  address.weight = 1;
  authority = (MnrAuthority){ .weight_threshold = (guint32) instance % 7 };
  authority.account_auths.items = next;
  authority.account_auths.len = G_N_ELEMENTS (next);
  authority.address_auths.items = &address;
  authority.address_auths.len = 1;
  return &authority;
}

static void
check_signing (const MnrTransaction *transaction)
{
  static const MnrChainId chain_id = { { 1 } };
  g_auto (MnrRequiredAuthorities) required = { 0 };
  g_autoptr (GError) error = NULL;
  MnrPublicKeySet signers, chosen;

  mnr_required_authorities_init (&required, transaction, &error);
  g_assert_no_error (error);
  g_assert_cmpint (mnr_set_find_disorder (&mnr_type_account_set, &required.active), ==, -1);
  g_assert_cmpint (mnr_set_find_disorder (&mnr_type_account_set, &required.owner), ==, -1);
  g_assert_cmpint (mnr_set_find_disorder (&mnr_type_public_key_set, &required.keys), ==, -1);

  /* Each takes a while, and more of them show nothing new. */
  if (transaction->signatures.len > 8)
    return;
  if (!mnr_transaction_get_signers (transaction, &chain_id, &signers, &error))
    {
      fuzz_check_error (error);
      return;
    }

  if (mnr_required_authorities_choose (&required, &signers, MNR_AUTHORITY_DEPTH_DEFAULT, look_up,
                                       NULL, &chosen, &error))
    {
      mnr_required_authorities_verify (&required, &chosen, MNR_AUTHORITY_DEPTH_DEFAULT, look_up,
                                       NULL, &error);
      g_assert_no_error (error);
      mnr_value_clear (&mnr_type_public_key_set, &chosen);
    }
  else
    fuzz_check_error (error);
  mnr_value_clear (&mnr_type_public_key_set, &signers);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize size)
{
  const MnrNames strange = { .get_asset = get_asset, .get_account = get_account, .prefix = "BTS" };
  const MnrNames unknown = { .prefix = "BTS" };
  g_autoptr (MnrTransaction) transaction = NULL;
  g_autoptr (GError) error = NULL;
  const MnrType *type;
  gboolean is_signed;

  transaction = mnr_transaction_new_from_bytes (data, size, &is_signed, &error);
  if (transaction == NULL)
    {
      fuzz_check_error (error);
      return 0;
    }

  type = is_signed ? &mnr_type_signed_transaction : &mnr_type_transaction;
  check_same_bytes (type, transaction, data, size);
  check_json (type, transaction, data, size);
  check_copy (type, transaction, data, size);
  check_description (transaction, &strange);
  check_description (transaction, &unknown);
  check_fees (transaction);
  check_signing (transaction);
  return 0;
}
