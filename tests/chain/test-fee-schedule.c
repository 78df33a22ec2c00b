/* test-fee-schedule.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chain/protocol/mnr-fee-schedule.h"

#include <string.h>

#include "chain/values/mnr-error.h"
#include "chain/wire/mnr-json.h"
#include "chain/wire/mnr-pack.h"
#include "test-vectors.h"

static MnrFeeSchedule *
schedule_of (MnrJsonSlice json)
{
  g_autoptr (GError) error = NULL;
  MnrFeeSchedule *schedule = mnr_fee_schedule_new_from_json (json.text, json.length, &error);

  g_assert_no_error (error);
  return schedule;
}

static MnrFeeSchedule *
make_schedule (const char *json)
{
  g_autofree char *text = make_json (json);

  return schedule_of ((MnrJsonSlice){ .text = text, .length = strlen (text) });
}

static MnrOperation *
operation_of (MnrJsonSlice json)
{
  g_autoptr (GError) error = NULL;
  MnrOperation *operation = mnr_value_new (&mnr_type_operation);

  mnr_json_read (&mnr_type_operation, json.text, json.length, "BTS", operation, &error);
  g_assert_no_error (error);
  return operation;
}

static MnrOperation *
make_operation (const char *json)
{
  g_autofree char *text = make_json (json);

  return operation_of ((MnrJsonSlice){ .text = text, .length = strlen (text) });
}

static void
operation_free (MnrOperation *operation)
{
  mnr_value_free (&mnr_type_operation, operation);
}

/* The fee that is set, and those of the operations proposed. */
static void
check_fees (MnrOperation *operation,
            MnrJsonSlice required)
{
  const MnrAmount *fee = mnr_operation_get_fee (operation);

  if (operation->number == MNR_OPERATION_PROPOSAL_CREATE)
    {
      const MnrProposalCreate *proposal = operation->value;
      g_autoptr (GArray) both = vector_items (required);
      g_autoptr (GArray) inner = vector_items (vector_item (both, 1));

      g_assert_cmpuint (proposal->proposed_ops.len, ==, inner->len);
      for (gsize i = 0; i < proposal->proposed_ops.len; i++)
        check_fees (&proposal->proposed_ops.items[i].op, vector_item (inner, i));
      required = vector_item (both, 0);
    }

  g_assert_cmpint (fee->amount, ==, vector_number (vector_member (required, "amount")));
  g_assert_cmphex (fee->asset_id, ==, MNR_CORE_ASSET);
}

static void
check_recorded (const MnrFeeSchedule *schedule)
{
  g_autoptr (GArray) cases = vector_items (vector_member (vector_load ("fees.json"), "cases"));

  g_assert_cmpuint (cases->len, ==, 401);
  for (guint i = 0; i < cases->len; i++)
    {
      MnrJsonSlice item = vector_item (cases, i);
      g_autoptr (GError) error = NULL;
      MnrOperation *operation = operation_of (vector_member (item, "operation"));

      g_test_message ("case %u, operation %u", i, operation->number);
      mnr_fee_schedule_set_fee (schedule, operation, NULL, &error);
      g_assert_no_error (error);
      check_fees (operation, vector_member (item, "required_fee"));
      operation_free (operation);
    }
}

static void
test_recorded (void)
{
  g_autoptr (MnrFeeSchedule) schedule =
    schedule_of (vector_member (vector_load ("fees.json"), "fee_schedule"));

  check_recorded (schedule);
}

/* The same schedule in what answers wrap it in. */
static void
test_wrapped (void)
{
  MnrJsonSlice answer = vector_load ("global-properties.json");
  MnrJsonSlice result = vector_member (answer, "result");
  MnrJsonSlice parameters = vector_member (result, "parameters");
  g_autoptr (MnrFeeSchedule) of_answer = schedule_of (answer);
  g_autoptr (MnrFeeSchedule) of_result = schedule_of (result);
  g_autoptr (MnrFeeSchedule) of_parameters = schedule_of (parameters);
  g_autoptr (MnrFeeSchedule) of_file = schedule_of (vector_load ("fees.json"));
  g_autofree char *in_answer = vector_compact (vector_member (parameters, "current_fees"));
  g_autofree char *in_file =
    vector_compact (vector_member (vector_load ("fees.json"), "fee_schedule"));

  g_assert_cmpstr (in_answer, ==, in_file);
  check_recorded (of_answer);
  check_recorded (of_result);
  check_recorded (of_parameters);
  check_recorded (of_file);
}

/* clang-format off */
#define FEE      "'fee':{'amount':0,'asset_id':'1.3.0'}"
#define CORE(n)  "{'amount':" #n ",'asset_id':'1.3.0'}"
#define ASSET(n) "{'amount':" #n ",'asset_id':'1.3.5000'}"
#define KEY      "'BTS8m5UgaFAAYQRuaNejYdS8FVLVp9Ss3K1qAVk5de6F8s3HnVbvA'"

/* 33 + 33 + 8 bytes, one of length and 10 of message */
#define MEMO       "{'from':" KEY ",'to':" KEY ",'nonce':1,'message':'00112233445566778899'}"
#define MEMO_BYTES (1 + 33 + 33 + 8 + 1 + 10)

#define TRANSFER_START "[0,{" FEE ",'from':'1.2.100','to':'1.2.200','amount':" CORE (5)
#define TRANSFER       TRANSFER_START "}]"
#define TRANSFER_MEMO  TRANSFER_START ",'memo':" MEMO "}]"

#define OVERRIDE_START \
  "[38,{" FEE ",'issuer':'1.2.100','from':'1.2.101','to':'1.2.102','amount':" ASSET (5)
#define ISSUE_START \
  "[14,{" FEE ",'issuer':'1.2.100','asset_to_issue':" ASSET (5) ",'issue_to_account':'1.2.102'"

#define AUTHORITY \
  "{'weight_threshold':1,'account_auths':[],'key_auths':[[" KEY ",1]],'address_auths':[]}"
#define OPTIONS \
  "{'memo_key':" KEY ",'voting_account':'1.2.5','num_witness':0,'num_committee':0,'votes':[]}"

#define ACCOUNT_CREATE(name)                                                                  \
  "[5,{" FEE ",'registrar':'1.2.100','referrer':'1.2.100','referrer_percent':0,'name':'" name \
  "','owner':" AUTHORITY ",'active':" AUTHORITY ",'options':" OPTIONS "}]"

#define ASSET_OPTIONS(description)                                                       \
  "{'max_supply':1000,'market_fee_percent':0,'max_market_fee':0,'issuer_permissions':0," \
  "'flags':0,'core_exchange_rate':{'base':" CORE (1) ",'quote':{'amount':1,'asset_id':'1.3.1'}},"  \
  "'whitelist_authorities':[],'blacklist_authorities':[],'whitelist_markets':[],"        \
  "'blacklist_markets':[],'description':'" description "'}"

#define ASSET_CREATE_SAYING(symbol, description)                                          \
  "[10,{" FEE ",'issuer':'1.2.100','symbol':'" symbol "','precision':4,'common_options':" \
  ASSET_OPTIONS (description) ",'is_prediction_market':false}]"
#define ASSET_CREATE(symbol) ASSET_CREATE_SAYING (symbol, "")

#define ASSET_UPDATE                                              \
  "[11,{" FEE ",'issuer':'1.2.100','asset_to_update':'1.3.5000'," \
  "'new_options':" ASSET_OPTIONS ("") "}]"

#define UPGRADE(lifetime) \
  "[8,{" FEE ",'account_to_upgrade':'1.2.100','upgrade_to_lifetime_member':" lifetime "}]"

#define CLAIM_POOL \
  "[47,{" FEE ",'issuer':'1.2.100','asset_id':'1.3.5000','amount_to_claim':" CORE (5) "}]"
#define BID                          \
  "[45,{" FEE ",'bidder':'1.2.100'," \
  "'additional_collateral':" CORE (5) ",'debt_covered':" ASSET (5) "}]"
#define UPDATE_ISSUER \
  "[48,{" FEE ",'issuer':'1.2.100','asset_to_update':'1.3.5000','new_issuer':'1.2.101'}]"
#define CANCEL "[2,{" FEE ",'fee_paying_account':'1.2.100','order':'1.7.1'}]"

#define PROPOSAL(operations)                                                             \
  "[22,{" FEE ",'fee_paying_account':'1.2.100','expiration_time':'2023-11-15T22:13:20'," \
  "'proposed_ops':[" operations "]}]"
/* clang-format on */

/* Bytes of an operation without its number; all here have numbers of a byte. */
static gint64
size_of (const MnrOperation *operation)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_assert_true (mnr_pack (&mnr_type_operation, operation, bytes, NULL));
  return bytes->len - 1;
}

enum
{
  NO_DATA = 0,
  WHOLE = -1,
};

/* Asserts the fee of one line of the table of protocol.md 7.1: so much, and so
 * much for a kilobyte of so many bytes. */
static void
check_fee (const MnrFeeSchedule *schedule,
           gint64 scale,
           const char *json,
           gint64 fee,
           gint64 price,
           gint64 bytes)
{
  g_autoptr (GError) error = NULL;
  MnrOperation *operation = make_operation (json);

  g_test_message ("%s", json);
  mnr_fee_schedule_set_fee (schedule, operation, NULL, &error);
  g_assert_no_error (error);
  if (bytes == WHOLE)
    bytes = size_of (operation);
  g_assert_cmpint (mnr_operation_get_fee (operation)->amount, ==,
                   (gint64) ((__int128) (fee + bytes * price / 1024) * scale / 10000));
  operation_free (operation);
}

static void
test_other_values (void)
{
  static const char entries[] =
    "'parameters':[[0,{'fee':1000003,'price_per_kbyte':777777}],[2,{'fee':41}],[3,"
    "{'fee':'5000000001'}],"
    "[5,{'basic_fee':501,'premium_fee':'9000000001','price_per_kbyte':12345}],"
    "[6,{'fee':601,'price_per_kbyte':66666}],"
    "[8,{'membership_annual_fee':801,'membership_lifetime_fee':8000001}],[9,{'fee':90009}],"
    "[10,{'symbol3':'30000000007','symbol4':4000007,'long_symbol':500007,'price_per_kbyte':99999}],"
    "[11,{'fee':1101,'price_per_kbyte':3333}],[14,{'fee':1401,'price_per_kbyte':55555}],"
    "[16,{'fee':1601}],[22,{'fee':2201,'price_per_kbyte':22222}],[23,{'fee':2301,"
    "'price_per_kbyte':23232}],"
    "[38,{'fee':3801,'price_per_kbyte':88888}],[39,{'fee':1,'price_per_output':5}]";
  static const gint64 scales[] = { 10000, 12345, 7, 100000, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      const gint64 scale = scales[i];
      g_autofree char *with_57 = g_strdup_printf ("{%s,[57,{'fee':7}]],"
                                                  "'scale':%" G_GINT64_FORMAT "}",
                                                  entries, scale);
      g_autofree char *without_57 = g_strdup_printf ("{'scale':'%" G_GINT64_FORMAT "',%s]}",
                                                     scale, entries);
      g_autoptr (MnrFeeSchedule) newer = make_schedule (with_57);
      g_autoptr (MnrFeeSchedule) schedule = make_schedule (without_57);

      check_fee (schedule, scale, TRANSFER, 1000003, 777777, NO_DATA);
      check_fee (schedule, scale, TRANSFER_MEMO, 1000003, 777777, MEMO_BYTES);
      check_fee (schedule, scale, OVERRIDE_START "}]", 3801, 88888, NO_DATA);
      check_fee (schedule, scale, OVERRIDE_START ",'memo':" MEMO "}]", 3801, 88888, MEMO_BYTES);
      /* One byte even without a memo. */
      check_fee (schedule, scale, ISSUE_START "}]", 1401, 55555, 1);
      check_fee (schedule, scale, ISSUE_START ",'memo':" MEMO "}]", 1401, 55555, MEMO_BYTES);
      check_fee (schedule, scale, CANCEL, 41, 0, NO_DATA);
      check_fee (schedule, scale, UPGRADE ("true"), 8000001, 0, NO_DATA);
      check_fee (schedule, scale, UPGRADE ("false"), 801, 0, NO_DATA);

      check_fee (schedule, scale, ACCOUNT_CREATE ("premium"), G_GINT64_CONSTANT (9000000001), 12345,
                 WHOLE);
      check_fee (schedule, scale, ACCOUNT_CREATE ("cheap-name"), 501, 12345, WHOLE);
      check_fee (schedule, scale, ACCOUNT_CREATE ("cheap.name"), 501, 12345, WHOLE);
      check_fee (schedule, scale, ACCOUNT_CREATE ("cheap1"), 501, 12345, WHOLE);
      check_fee (schedule, scale, ACCOUNT_CREATE ("bcdfg"), 501, 12345, WHOLE);
      check_fee (schedule, scale, "[6,{" FEE ",'account':'1.2.100',"
                                  "'new_options':" OPTIONS "}]",
                 601, 66666, WHOLE);
      check_fee (schedule, scale, "[6,{" FEE ",'account':'1.2.100',"
                                  "'active':" AUTHORITY "}]",
                 601, 66666, NO_DATA);

      check_fee (schedule, scale, ASSET_CREATE ("ABC"), G_GINT64_CONSTANT (30000000007), 99999,
                 WHOLE);
      check_fee (schedule, scale, ASSET_CREATE ("ABCD"), 4000007, 99999, WHOLE);
      check_fee (schedule, scale, ASSET_CREATE ("ABCDE"), 500007, 99999, WHOLE);
      check_fee (schedule, scale,
                 ASSET_CREATE_SAYING ("ABCDE", "words, and more words: h\303\251llo"), 500007,
                 99999, WHOLE);
      /* A sub-asset has a fee of its own once there are entries 9 and 57. */
      check_fee (schedule, scale, ASSET_CREATE ("ABC.DEF"), 500007, 99999, WHOLE);
      check_fee (newer, scale, ASSET_CREATE ("ABC.DEF"), 90009, 99999, WHOLE);
      check_fee (newer, scale, ASSET_CREATE ("ABCDEF"), 500007, 99999, WHOLE);
      check_fee (newer, scale, ASSET_CREATE ("ABC"), G_GINT64_CONSTANT (30000000007), 99999, WHOLE);
      check_fee (newer, scale, ASSET_CREATE ("A.BC"), 90009, 99999, WHOLE);

      check_fee (schedule, scale, ASSET_UPDATE, 1101, 3333, WHOLE);
      check_fee (schedule, scale, PROPOSAL (""), 2201, 22222, WHOLE);
      check_fee (schedule, scale, PROPOSAL ("{'op':" TRANSFER_MEMO "},{'op':" CANCEL "}"), 2201,
                 22222, WHOLE);

      /* No entries: the fee of an older operation. */
      check_fee (schedule, scale, BID, G_GINT64_CONSTANT (5000000001), 0, NO_DATA);
      check_fee (schedule, scale, CLAIM_POOL, 1601, 0, NO_DATA);
      check_fee (schedule, scale, UPDATE_ISSUER, 1101, 0, NO_DATA);
    }
}

static void
test_own_entries (void)
{
  g_autoptr (MnrFeeSchedule) schedule =
    make_schedule ("{'parameters':[[3,{'fee':3}],[11,{'fee':11,'price_per_kbyte':1024000}],[16,"
                   "{'fee':16}],"
                   "[45,{'fee':45}],[47,{'fee':47}],[48,{'fee':48}]],'scale':10000}");
  g_autoptr (MnrFeeSchedule) only_9 = make_schedule ("{'parameters':[[9,{'fee':9}]],"
                                                     "'scale':10000}");
  g_autoptr (MnrFeeSchedule) only_57 = make_schedule ("{'parameters':[[57,{'fee':9}]],"
                                                      "'scale':10000}");

  check_fee (schedule, 10000, BID, 45, 0, NO_DATA);
  check_fee (schedule, 10000, CLAIM_POOL, 47, 0, NO_DATA);
  check_fee (schedule, 10000, UPDATE_ISSUER, 48, 0, NO_DATA);
  check_fee (only_9, 10000, ASSET_CREATE ("ABC.DEF"), 500000000, 10, WHOLE);
  check_fee (only_57, 10000, ASSET_CREATE ("ABC.DEF"), 500000000, 10, WHOLE);
}

#define BTS(n) (G_GINT64_CONSTANT (100000) * (n))

/* What a node takes where the schedule says nothing: the last column of the table. */
static void
check_defaults (const MnrFeeSchedule *schedule)
{
  /* clang-format off */
  static const struct
  {
    const char *json;
    gint64 fee, price, bytes;
  } cases[] = {
    { TRANSFER, BTS (20), 1000000, NO_DATA },
    { TRANSFER_MEMO, BTS (20), 1000000, MEMO_BYTES },
    { "[1,{" FEE ",'seller':'1.2.100','amount_to_sell':" CORE (1) ",'min_to_receive':" ASSET (1)
      ",'expiration':'2106-02-07T06:28:15','fill_or_kill':false}]", BTS (5), 0, NO_DATA },
    { CANCEL, 0, 0, NO_DATA },
    { "[3,{" FEE ",'funding_account':'1.2.100',"
      "'delta_collateral':" CORE (1) ",'delta_debt':" ASSET (1) "}]",
      BTS (20), 0, NO_DATA },
    { ACCOUNT_CREATE ("premium"), BTS (2000), 100000, WHOLE },
    { ACCOUNT_CREATE ("cheap-name"), BTS (5), 100000, WHOLE },
    { "[6,{" FEE ",'account':'1.2.100','new_options':" OPTIONS "}]", BTS (20), 100000, WHOLE },
    { "[7,{" FEE ",'authorizing_account':'1.2.100','account_to_list':'1.2.200','new_listing':1}]",
      BTS (3), 0, NO_DATA },
    { UPGRADE ("true"), BTS (10000), 0, NO_DATA },
    { UPGRADE ("false"), BTS (2000), 0, NO_DATA },
    { ASSET_CREATE ("ABC"), BTS (500000), 10, WHOLE },
    { ASSET_CREATE ("ABCD"), BTS (300000), 10, WHOLE },
    { ASSET_CREATE ("ABCDE"), BTS (5000), 10, WHOLE },
    { ASSET_UPDATE, BTS (500), 10, WHOLE },
    { "[12,{" FEE ",'issuer':'1.2.100','asset_to_update':'1.3.5000',"
      "'new_options':{'feed_lifetime_sec':1,"
      "'minimum_feeds':1,'force_settlement_delay_sec':1,'force_settlement_offset_percent':1,"
      "'maximum_force_settlement_volume':1,"
      "'short_backing_asset':'1.3.0'}}]", BTS (500), 0, NO_DATA },
    { "[13,{" FEE ",'issuer':'1.2.100','asset_to_update':'1.3.5000','new_feed_producers':[]}]",
      BTS (500), 0, NO_DATA },
    { ISSUE_START "}]", BTS (20), 100000, 1 },
    { "[15,{" FEE ",'payer':'1.2.100',"
      "'amount_to_reserve':" ASSET (1) "}]", BTS (20), 0, NO_DATA },
    { "[16,{" FEE ",'from_account':'1.2.100','asset_id':'1.3.5000',"
      "'amount':1}]", BTS (1), 0, NO_DATA },
    { "[17,{" FEE ",'account':'1.2.100','amount':" ASSET (1) "}]", BTS (100), 0, NO_DATA },
    { "[18,{" FEE ",'issuer':'1.2.100','asset_to_settle':'1.3.5000',"
      "'settle_price':{'base':" ASSET (1)
      ",'quote':" CORE (1) "}}]", BTS (500), 0, NO_DATA },
    { "[19,{" FEE ",'publisher':'1.2.100','asset_id':'1.3.5000',"
      "'feed':{'settlement_price':{'base':" ASSET (1)
      ",'quote':" CORE (1) "},'maintenance_collateral_ratio':1,'maximum_short_squeeze_ratio':1,"
      "'core_exchange_rate':{'base':" ASSET (1) ",'quote':" CORE (1) "}}}]", BTS (1), 0, NO_DATA },
    { PROPOSAL (""), BTS (20), 10, WHOLE },
    { "[23,{" FEE ",'fee_paying_account':'1.2.100','proposal':'1.10.55',"
      "'active_approvals_to_add':['1.2.100'],"
      "'active_approvals_to_remove':[],'owner_approvals_to_add':[],"
      "'owner_approvals_to_remove':[],"
      "'key_approvals_to_add':[],'key_approvals_to_remove':[]}]", BTS (20), 10, WHOLE },
    { "[24,{" FEE ",'fee_paying_account':'1.2.100','using_owner_authority':false,"
      "'proposal':'1.10.1'}]",
      BTS (1), 0, NO_DATA },
    { "[37,{" FEE ",'deposit_to_account':'1.2.100','balance_to_claim':'1.15.0',"
      "'balance_owner_key':" KEY
      ",'total_claimed':" CORE (1) "}]", 0, 0, NO_DATA },
    { OVERRIDE_START "}]", BTS (20), 10, NO_DATA },
    { OVERRIDE_START ",'memo':" MEMO "}]", BTS (20), 10, MEMO_BYTES },
    { "[43,{" FEE ",'issuer':'1.2.100','amount_to_claim':" ASSET (1) "}]", BTS (20), 0, NO_DATA },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_fee (schedule, 10000, cases[i].json, cases[i].fee, cases[i].price, cases[i].bytes);
}

static void
test_defaults (void)
{
  g_autoptr (MnrFeeSchedule) empty = make_schedule ("{'parameters':[],'scale':10000}");
  g_autoptr (MnrFeeSchedule) older =
    make_schedule ("{'parameters':[[3,{}],[11,{}],[16,{}]],'scale':10000}");
  g_autoptr (MnrFeeSchedule) sub_asset =
    make_schedule ("{'parameters':[[9,{}],[57,{}]],'scale':10000}");
  g_autoptr (GString) text = g_string_new ("{'parameters':[");
  g_autoptr (MnrFeeSchedule) silent = NULL;

  check_defaults (empty);
  /* Neither their own nor the older one's: their own default after all. */
  check_fee (empty, 10000, BID, BTS (20), 0, NO_DATA);
  check_fee (empty, 10000, CLAIM_POOL, BTS (20), 0, NO_DATA);
  check_fee (empty, 10000, UPDATE_ISSUER, BTS (20), 0, NO_DATA);
  check_fee (older, 10000, BID, BTS (20), 0, NO_DATA);
  check_fee (older, 10000, CLAIM_POOL, BTS (1), 0, NO_DATA);
  check_fee (older, 10000, UPDATE_ISSUER, BTS (500), 0, NO_DATA);

  check_fee (sub_asset, 10000, ASSET_CREATE ("ABC.DEF"), BTS (500), 10, WHOLE);

  /* Entries that are there and say nothing. */
  for (guint number = 0; number < 49; number++)
    g_string_append_printf (text, "%s[%u,{}]", number > 0 ? "," : "", number);
  g_string_append (text, "],'scale':10000}");
  silent = make_schedule (text->str);
  check_defaults (silent);
  check_fee (silent, 10000, BID, BTS (20), 0, NO_DATA);
  check_fee (silent, 10000, CLAIM_POOL, BTS (20), 0, NO_DATA);
  check_fee (silent, 10000, UPDATE_ISSUER, BTS (20), 0, NO_DATA);
}

static MnrPrice
rate_of (gint64 core,
         gint64 amount,
         guint64 instance)
{
  return (MnrPrice){
    .base = { core, MNR_CORE_ASSET },
    .quote = { amount, MNR_ASSET_ID (instance) },
  };
}

static void
check_paid_in (const MnrFeeSchedule *schedule,
               const char *json,
               MnrPrice rate,
               gint64 expected)
{
  for (guint inverted = 0; inverted < 2; inverted++)
    {
      g_autoptr (GError) error = NULL;
      MnrOperation *operation = make_operation (json);
      MnrPrice price = inverted ? mnr_price_invert (&rate) : rate;

      mnr_fee_schedule_set_fee (schedule, operation, &price, &error);
      g_assert_no_error (error);
      g_assert_cmpint (mnr_operation_get_fee (operation)->amount, ==, expected);
      g_assert_cmphex (mnr_operation_get_fee (operation)->asset_id, ==, rate.quote.asset_id);
      operation_free (operation);
    }
}

static void
test_other_asset (void)
{
  g_autoptr (MnrFeeSchedule) schedule =
    make_schedule ("{'parameters':[[0,{'fee':1000,'price_per_kbyte':0}]],'scale':10000}");

  /* always up */
  check_paid_in (schedule, TRANSFER, rate_of (1, 1, 5), 1000);
  check_paid_in (schedule, TRANSFER, rate_of (1000, 7, 5), 7);
  check_paid_in (schedule, TRANSFER, rate_of (1001, 7, 5), 7);
  check_paid_in (schedule, TRANSFER, rate_of (999, 7, 5), 8);
  check_paid_in (schedule, TRANSFER, rate_of (1000000, 1, 5), 1);
  check_paid_in (schedule, TRANSFER, rate_of (1, G_GINT64_CONSTANT (1000000000000), 5),
                 MNR_SHARE_SUPPLY_MAX);
  check_paid_in (schedule, CANCEL, rate_of (1, 1000, 5), 0);
}

/* An asset with a longer id makes the operation longer, and so the fee higher;
 * and the fee that the operation came with counts, if it is of one longer yet. */
static void
test_rounds (void)
{
  g_autoptr (MnrFeeSchedule) schedule =
    make_schedule ("{'parameters':[[10,{'long_symbol':1000000,'price_per_kbyte':1024000}],"
                   "[22,{'fee':7,'price_per_kbyte':2048000}]],'scale':10000}");
  static const struct
  {
    guint64 came_with, pays_in;
    gint64 extra_bytes;
  } cases[] = {
    { 0, 0, 0 },
    { 0, 100, 0 },
    { 0, 5000, 1 },
    { 0, 20000, 2 },
    { 0, 3000000, 3 },
    { 5000, 0, 1 },
    { 3000000, 0, 3 },
    { 3000000, 5000, 3 },
    { 5000, 3000000, 3 },
  };
  MnrOperation *plain = make_operation (ASSET_CREATE ("ABCDE"));
  gint64 size = size_of (plain);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint twice = 1; twice < 3; twice++)
      {
        g_autoptr (GError) error = NULL;
        MnrOperation *operation = make_operation (ASSET_CREATE ("ABCDE"));
        MnrAmount *fee = mnr_operation_get_fee (operation);
        MnrPrice rate = rate_of (1, twice, cases[i].pays_in);

        fee->asset_id = MNR_ASSET_ID (cases[i].came_with);
        mnr_fee_schedule_set_fee (schedule, operation,
                                  cases[i].pays_in == 0 ? NULL : &rate, &error);
        g_assert_no_error (error);
        g_assert_cmpint (fee->amount, ==,
                         (1000000 + 1000 * (size + cases[i].extra_bytes)) *
                           (cases[i].pays_in == 0 ? 1 : twice));
        g_assert_cmphex (fee->asset_id, ==, MNR_ASSET_ID (cases[i].pays_in));
        operation_free (operation);
      }
  operation_free (plain);
}

/* The inner fees are there before the proposal is measured. */
static void
test_proposal (void)
{
  g_autoptr (MnrFeeSchedule) schedule =
    make_schedule ("{'parameters':[[0,{'fee':100,'price_per_kbyte':1024}],[2,{'fee':5}],"
                   "[22,{'fee':7,'price_per_kbyte':1024000}]],'scale':10000}");
  MnrPrice rate = rate_of (1, 3, 3000000);
  g_autoptr (GError) error = NULL;
  MnrOperation *operation =
    make_operation (PROPOSAL ("{'op':" TRANSFER_MEMO "},{'op':" CANCEL "}"));
  MnrProposalCreate *proposal = operation->value;
  gint64 size = size_of (operation);

  mnr_fee_schedule_set_fee (schedule, operation, &rate, &error);
  g_assert_no_error (error);
  g_assert_cmpint (mnr_operation_get_fee (&proposal->proposed_ops.items[0].op)->amount, ==,
                   3 * (100 + MEMO_BYTES));
  g_assert_cmpint (mnr_operation_get_fee (&proposal->proposed_ops.items[1].op)->amount, ==, 3 * 5);
  for (guint i = 0; i < 2; i++)
    g_assert_cmphex (mnr_operation_get_fee (&proposal->proposed_ops.items[i].op)->asset_id, ==,
                     MNR_ASSET_ID (3000000));
  /* Three fee assets, each of three bytes more. */
  g_assert_cmpint (proposal->fee.amount, ==, 3 * (7 + 1000 * (size + 9)));
  g_assert_cmpint (size_of (operation), ==, size + 9);
  operation_free (operation);
}

static MnrOperation *
nested (guint levels)
{
  GString *json = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; i < levels; i++)
    g_string_append (json, "[22,{" FEE ",'fee_paying_account':'1.2.100','expiration_time':"
                           "'2023-11-15T22:13:20','proposed_ops':[{'op':");
  g_string_append (json, TRANSFER);
  for (guint i = 0; i < levels; i++)
    g_string_append (json, "}]}]");
  text = g_string_free (json, FALSE);
  return make_operation (text);
}

static void
test_nesting (void)
{
  g_autoptr (MnrFeeSchedule) schedule = make_schedule ("{'parameters':[],'scale':10000}");
  g_autoptr (GError) error = NULL;
  MnrOperation *deepest = nested (4), *too_deep = nested (5);

  mnr_fee_schedule_set_fee (schedule, deepest, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (mnr_fee_schedule_set_fee (schedule, too_deep, NULL, &error));
  assert_chain_error (error, MNR_CHAIN_ERROR_VALUE);
  operation_free (deepest);
  operation_free (too_deep);
}

static void
test_unknown (void)
{
  g_autoptr (MnrFeeSchedule) schedule = make_schedule ("{'parameters':[],'scale':10000}");
  static const char *const operations[] = { "[57,{" FEE "}]", PROPOSAL ("{'op':[57,{" FEE "}]}") };

  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autoptr (GError) error = NULL;
      MnrOperation *operation = make_operation (operations[i]);

      g_assert_false (mnr_fee_schedule_set_fee (schedule, operation, NULL, &error));
      assert_chain_error (error, MNR_CHAIN_ERROR_UNKNOWN);
      operation_free (operation);
    }
}

static void
check_out_of_range (const char *schedule_json,
                    const char *json,
                    const MnrPrice *rate)
{
  g_autoptr (MnrFeeSchedule) schedule = make_schedule (schedule_json);
  g_autoptr (GError) error = NULL;
  MnrOperation *operation = make_operation (json);

  g_test_message ("%s", schedule_json);
  g_assert_false (mnr_fee_schedule_set_fee (schedule, operation, rate, &error));
  assert_chain_error (error, MNR_CHAIN_ERROR_VALUE);
  operation_free (operation);
}

static void
test_overflow (void)
{
  static const char huge[] = "{'parameters':[[0,{'fee':'18446744073709551615','price_per_kbyte':"
                             "'18446744073709551615'}],[2,{'fee':1}]],'scale':4294967295}";
  g_autoptr (MnrFeeSchedule) just = make_schedule ("{'parameters':[[2,{'fee':'1000000000000000'}]],"
                                                   "'scale':10000}");
  MnrPrice dear = rate_of (1, 2, 5), nothing = rate_of (1, 0, 5), negative = rate_of (1, -1, 5),
           other = rate_of (1, 1, 5), committee = { 0 };

  other.base.asset_id = MNR_ASSET_ID (7);
  check_fee (just, 10000, CANCEL, G_GINT64_CONSTANT (1000000000000000), 0, NO_DATA);
  check_out_of_range ("{'parameters':[[2,{'fee':'1000000000000001'}]],"
                      "'scale':10000}",
                      CANCEL, NULL);
  check_out_of_range ("{'parameters':[[2,{'fee':'1000000000000000'}]],"
                      "'scale':10001}",
                      CANCEL, NULL);
  check_out_of_range (huge, TRANSFER, NULL);
  check_out_of_range (huge, TRANSFER_MEMO, NULL);
  /* 2^64 core, which 64 bits take for nothing */
  check_out_of_range ("{'parameters':[[0,{'fee':'18446744073709551615','price_per_kbyte':12}]],"
                      "'scale':10000}",
                      TRANSFER_MEMO, NULL);
  check_out_of_range ("{'parameters':[[2,{'fee':'4611686018427387904'}]],"
                      "'scale':40000}",
                      CANCEL, NULL);
  check_out_of_range ("{'parameters':[[2,{'fee':'1000000000000000'}]],"
                      "'scale':10000}",
                      CANCEL, &dear);

  /* Rates that are none. */
  check_out_of_range ("{'parameters':[],'scale':10000}", TRANSFER, &other);
  check_out_of_range ("{'parameters':[],'scale':10000}", TRANSFER, &negative);
  check_out_of_range ("{'parameters':[],'scale':10000}", TRANSFER, &committee);
  nothing.base.amount = 0;
  check_out_of_range ("{'parameters':[],'scale':10000}", TRANSFER, &nothing);
}

static void
test_bad_json (void)
{
  static const struct
  {
    const char *json;
    MnrChainError code;
  } cases[] = {
    { "", MNR_CHAIN_ERROR_SYNTAX },
    { "null", MNR_CHAIN_ERROR_SYNTAX },
    { "[]", MNR_CHAIN_ERROR_SYNTAX },
    { "{}", MNR_CHAIN_ERROR_SYNTAX },
    { "{'result':null}", MNR_CHAIN_ERROR_SYNTAX },
    { "{'result':{}}", MNR_CHAIN_ERROR_SYNTAX },
    { "{'scale':10000}", MNR_CHAIN_ERROR_SYNTAX },
    { "{'error':{'code':1,'message':'no'}}", MNR_CHAIN_ERROR_SYNTAX },
    { "{'parameters':[]}", MNR_CHAIN_ERROR_VALUE },
    { "{'parameters':{'current_fees':{'parameters':[]}}}", MNR_CHAIN_ERROR_VALUE },
    { "{'parameters':[],'scale':-1}", MNR_CHAIN_ERROR_VALUE },
    { "{'parameters':[],'scale':4294967296}", MNR_CHAIN_ERROR_VALUE },
    { "{'parameters':[],'scale':1e4}", MNR_CHAIN_ERROR_VALUE },
    { "{'parameters':[],'scale':10000,'scale':1}", MNR_CHAIN_ERROR_VALUE },
    { "{'parameters':[[0,{'fee':-1}]],'scale':10000}", MNR_CHAIN_ERROR_VALUE },
    { "{'parameters':[[0,{'fee':1.5}]],'scale':10000}", MNR_CHAIN_ERROR_VALUE },
    { "{'parameters':[[0,{'fee':18446744073709551616}]],'scale':10000}", MNR_CHAIN_ERROR_VALUE },
    { "{'parameters':[[0,{'fee':1,'fee':2}]],'scale':10000}", MNR_CHAIN_ERROR_VALUE },
    { "{'parameters':[[0]],'scale':10000}", MNR_CHAIN_ERROR_VALUE },
    { "{'parameters':[[0,{},{}]],'scale':10000}", MNR_CHAIN_ERROR_VALUE },
    { "{'parameters':[[-1,{}]],'scale':10000}", MNR_CHAIN_ERROR_VALUE },
    { "{'parameters':[{}],'scale':10000}", MNR_CHAIN_ERROR_SYNTAX },
    { "{'parameters':[[0,[]]],'scale':10000}", MNR_CHAIN_ERROR_SYNTAX },
    /* Half an answer, and more than one. */
    { "{'result':{'parameters':[],'scale':10000}", MNR_CHAIN_ERROR_SYNTAX },
    { "{'parameters':[],'scale':10000} x", MNR_CHAIN_ERROR_SYNTAX },
    { "{'parameters':[],'scale':10000}{}", MNR_CHAIN_ERROR_SYNTAX },
    { "{'result':{'parameters':[],'scale':10000},'id':01}", MNR_CHAIN_ERROR_SYNTAX },
  };
  g_autoptr (GString) deep = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = make_json (cases[i].json);

      g_test_message ("%s", text);
      g_assert_null (mnr_fee_schedule_new_from_json (text, strlen (text), &error));
      assert_chain_error (error, cases[i].code);
    }

  /* Wrapped without end. */
  for (guint i = 0; i < 10000; i++)
    g_string_append (deep, "{\"result\":");
  {
    g_autoptr (GError) error = NULL;

    g_assert_null (mnr_fee_schedule_new_from_json (deep->str, deep->len, &error));
    assert_chain_error (error, MNR_CHAIN_ERROR_SYNTAX);
  }
}

static void
test_cheap_names (void)
{
  static const struct
  {
    const char *name;
    gboolean cheap;
  } cases[] = {
    { "alice", FALSE },
    { "bob", FALSE },
    { "xyz", FALSE },
    { "bcdfg", TRUE },
    { "alice1", TRUE },
    { "1alice", TRUE },
    { "al-ice", TRUE },
    { "a.b", TRUE },
    { "a/b", TRUE },
    { "", TRUE },
    { "brrr", TRUE },
    { "a", FALSE },
    { "e", FALSE },
    { "i", FALSE },
    { "o", FALSE },
    { "u", FALSE },
    { "y", FALSE },
    { "bcd0", TRUE },
    { "bcd9", TRUE },
    { "a_b", FALSE },
    { "vowelless", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].name);
      g_assert_cmpint (mnr_account_name_is_cheap (cases[i].name), ==, cases[i].cheap);
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fee-schedule/recorded", test_recorded);
  g_test_add_func ("/fee-schedule/wrapped", test_wrapped);
  g_test_add_func ("/fee-schedule/other-values", test_other_values);
  g_test_add_func ("/fee-schedule/own-entries", test_own_entries);
  g_test_add_func ("/fee-schedule/defaults", test_defaults);
  g_test_add_func ("/fee-schedule/other-asset", test_other_asset);
  g_test_add_func ("/fee-schedule/rounds", test_rounds);
  g_test_add_func ("/fee-schedule/proposal", test_proposal);
  g_test_add_func ("/fee-schedule/nesting", test_nesting);
  g_test_add_func ("/fee-schedule/unknown", test_unknown);
  g_test_add_func ("/fee-schedule/overflow", test_overflow);
  g_test_add_func ("/fee-schedule/bad-json", test_bad_json);
  g_test_add_func ("/fee-schedule/cheap-names", test_cheap_names);

  return g_test_run ();
}
