/* fuzz-json.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The input is JSON: of a transaction, or of a fee schedule.
 */

#include "chain/protocol/mnr-fee-schedule.h"
#include "chain/protocol/mnr-transaction.h"
#include "chain/values/mnr-error.h"
#include "chain/wire/mnr-json.h"
#include "chain/wire/mnr-pack.h"
#include "fuzz.h"

/* What is written is read as the same value, and written the same again. */
static void
check_text (const MnrTransaction *transaction)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GString) json_again = g_string_new (NULL);
  g_autoptr (MnrTransaction) again = NULL;
  g_autoptr (GError) error = NULL;

  mnr_json_write (&mnr_type_signed_transaction, transaction, "BTS", json);
  again = mnr_transaction_new_from_json (json->str, json->len, "BTS", &error);
  g_assert_no_error (error);
  g_assert_true (mnr_value_equal (&mnr_type_signed_transaction, transaction, again));

  mnr_json_write (&mnr_type_signed_transaction, again, "BTS", json_again);
  g_assert_cmpstr (json->str, ==, json_again->str);
}

static void
check_bytes (const MnrTransaction *transaction)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (MnrTransaction) again = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_signed;

  /* Nothing but an operation that nobody knows can stand in JSON and not in bytes. */
  if (!mnr_pack (&mnr_type_signed_transaction, transaction, bytes, &error))
    {
      fuzz_check_error (error);
      g_assert_cmpint (error->code, ==, MNR_CHAIN_ERROR_UNKNOWN);
      return;
    }

  again = mnr_transaction_new_from_bytes (bytes->data, bytes->len, &is_signed, &error);
  g_assert_no_error (error);
  g_assert_true (is_signed);
  g_assert_true (mnr_value_equal (&mnr_type_signed_transaction, transaction, again));
}

static void
check_transaction (const char *text,
                   gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrTransaction) transaction = NULL;

  transaction = mnr_transaction_new_from_json (text, size, "BTS", &error);
  if (transaction == NULL)
    {
      fuzz_check_error (error);
      return;
    }
  check_text (transaction);
  check_bytes (transaction);
}

static void
check_schedule (const char *text,
                gsize size)
{
  g_autoptr (GError) error = NULL;
  MnrFeeSchedule *schedule = mnr_fee_schedule_new_from_json (text, size, &error);

  if (schedule == NULL)
    {
      fuzz_check_error (error);
      return;
    }

  for (guint32 number = 0; number < mnr_type_operation.n_variants; number++)
    {
      MnrOperation operation = { 0 };
      g_autoptr (GError) refusal = NULL;

      if (mnr_type_operation.variants[number] == NULL)
        continue;

      /* The ids in it were never set, so those that have to be measured are refused. */
      mnr_operation_init (&operation, (MnrOperationNumber) number);
      if (mnr_fee_schedule_set_fee (schedule, &operation, NULL, &refusal))
        {
          g_assert_cmpint (mnr_operation_get_fee (&operation)->amount, >=, 0);
          g_assert_cmpint (mnr_operation_get_fee (&operation)->amount, <=, MNR_SHARE_SUPPLY_MAX);
        }
      else
        fuzz_check_error (refusal);
      mnr_value_clear (&mnr_type_operation, &operation);
    }
  mnr_fee_schedule_free (schedule);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize size)
{
  check_transaction ((const char *) data, size);
  check_schedule ((const char *) data, size);
  return 0;
}
