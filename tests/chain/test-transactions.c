/* test-transactions.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Transactions that are what they should be: the recordings, and the vectors of
 * protocol.md 14, through every form and back. */

#include "chain/protocol/mnr-transaction.h"

#include <string.h>

#include "chain/wire/mnr-json.h"
#include "chain/wire/mnr-pack.h"
#include "test-vectors.h"

static char *
to_json (const MnrTransaction *transaction)
{
  GString *text = g_string_new (NULL);

  mnr_json_write (&mnr_type_signed_transaction, transaction, "BTS", text);
  return g_string_free (text, FALSE);
}

static MnrTransaction *
from_bytes (const GByteArray *bytes,
            gboolean expect_signatures)
{
  g_autoptr (GError) error = NULL;
  gboolean is_signed = !expect_signatures;
  MnrTransaction *transaction = mnr_transaction_new_from_bytes (bytes->data, bytes->len,
                                                                &is_signed, &error);

  g_assert_no_error (error);
  g_assert_cmpint (is_signed, ==, expect_signatures);
  return transaction;
}

static gboolean
equal (const MnrTransaction *a,
       const MnrTransaction *b)
{
  return mnr_value_equal (&mnr_type_signed_transaction, a, b);
}

/* What holds for every transaction, however it was come by. */
static void
check_transaction (MnrTransaction *transaction,
                   const GByteArray *bytes,
                   gboolean is_signed)
{
  g_autoptr (GByteArray) packed = pack_transaction (transaction, is_signed);
  g_autoptr (MnrTransaction) unpacked = from_bytes (bytes, is_signed);
  g_autoptr (GByteArray) repacked = pack_transaction (unpacked, is_signed);
  g_autofree char *json = to_json (transaction);
  g_autofree char *unpacked_json = to_json (unpacked);
  g_autoptr (MnrTransaction) read = make_transaction (unpacked_json);
  g_autoptr (GByteArray) read_packed = pack_transaction (read, is_signed);
  MnrTransaction *copy = mnr_value_dup (&mnr_type_signed_transaction, transaction);
  g_autoptr (GByteArray) copy_packed = NULL;

  assert_bytes (packed, bytes);
  assert_bytes (repacked, bytes);
  assert_bytes (read_packed, bytes);
  g_assert_cmpstr (json, ==, unpacked_json);
  g_assert_true (equal (transaction, unpacked));
  g_assert_true (equal (transaction, read));

  /* Neither the copy nor its original holds on to what is the other's. */
  g_assert_true (equal (transaction, copy));
  mnr_value_clear (&mnr_type_signed_transaction, transaction);
  copy_packed = pack_transaction (copy, is_signed);
  assert_bytes (copy_packed, bytes);
  mnr_transaction_free (copy);
}

static void
check_id (const MnrTransaction *transaction,
          const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint8 id[MNR_TRANSACTION_ID_SIZE];

  mnr_transaction_get_id (transaction, id, &error);
  g_assert_no_error (error);
  text = mnr_hex_encode (id, sizeof id);
  g_assert_cmpstr (text, ==, expected);
}

static void
check_recorded (const char *file,
                guint n_cases)
{
  g_autoptr (GArray) cases = vector_items (vector_load (file));

  g_assert_cmpuint (cases->len, ==, n_cases);
  for (guint i = 0; i < cases->len; i++)
    {
      MnrJsonSlice item = vector_item (cases, i);
      g_autofree char *name = vector_member_text (item, "name");
      g_autofree char *json = vector_compact (vector_member (item, "transaction"));
      g_autofree char *hex = vector_member_text (item, "hex");
      g_autofree char *id = vector_member_text (item, "id");
      g_autoptr (GByteArray) bytes = make_bytes (hex);
      g_autoptr (MnrTransaction) transaction = make_transaction (json);

      g_test_message ("%s", name);
      check_id (transaction, id);
      check_transaction (transaction, bytes, FALSE);
    }
}

static void
test_random (void)
{
  check_recorded ("transactions.json", 336);
}

static void
test_vesting (void)
{
  check_recorded ("transactions-vesting.json", 24);
}

static void
test_signed (void)
{
  g_autoptr (GArray) cases =
    vector_items (vector_member (vector_load ("signed.json"), "transactions"));

  g_assert_cmpuint (cases->len, ==, 60);
  for (guint i = 0; i < cases->len; i++)
    {
      MnrJsonSlice item = vector_item (cases, i);
      g_autofree char *hex = vector_member_text (item, "hex");
      g_autofree char *signed_hex = vector_member_text (item, "signed_hex");
      g_autofree char *id = vector_member_text (item, "id");
      g_autofree char *json = vector_compact (vector_member (item, "transaction"));
      g_autofree char *printed = NULL;
      g_autoptr (GByteArray) bytes = make_bytes (hex);
      g_autoptr (GByteArray) signed_bytes = make_bytes (signed_hex);
      g_autoptr (GByteArray) packed = NULL;
      g_autoptr (MnrTransaction) transaction = make_transaction (json);

      g_test_message ("transaction %u", i);
      check_id (transaction, id);
      packed = pack_transaction (transaction, FALSE);
      assert_bytes (packed, bytes);

      /* These were printed by a node: ours is the same text. */
      printed = to_json (transaction);
      g_assert_cmpstr (printed, ==, json);

      check_transaction (transaction, signed_bytes, TRUE);
    }
}

/* The three that hold no operation at all are in transactions.json; this is
 * that no signatures and none given are not the same bytes. */
static void
test_unsigned_or_signed (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) bytes = make_bytes ("3412efbeadde00f15365 00 00");
  g_autoptr (GByteArray) more = make_bytes ("3412efbeadde00f15365 00 00 00");
  g_autoptr (MnrTransaction) without = from_bytes (bytes, FALSE);
  g_autoptr (MnrTransaction) with = from_bytes (more, TRUE);
  g_autoptr (GByteArray) packed = pack_transaction (with, TRUE);

  g_assert_true (equal (without, with));
  assert_bytes (packed, more);

  g_byte_array_append (more, (const guint8 *) "", 1);
  g_assert_null (mnr_transaction_new_from_bytes (more->data, more->len, NULL, &error));
  assert_chain_error (error, MNR_CHAIN_ERROR_SYNTAX);
}

#define K1   "03fdf4907810a9f5d9462a1ae09feee5ab205d32798b0ffcc379442021f84c5bbf"
#define K2   "039ebd374eea3befddf46bbb182e291fb719ee1b705b0b7802161038eb7da8a036"
#define K1_T "BTS8m5UgaFAAYQRuaNejYdS8FVLVp9Ss3K1qAVk5de6F8s3HnVbvA"
#define K2_T "BTS839JpDChDinGGgqqcRXzoepBbBF3BEycgLpXo51jA3WTjsLCc8"

/* clang-format off */
#define CORE(n)  "{'amount':" #n ",'asset_id':'1.3.0'}"
#define ASSET(n) "{'amount':" #n ",'asset_id':'1.3.5000'}"
#define NEW(n)   "{'amount':" #n ",'asset_id':'1.3.1'}"

#define UPDATE_OPTIONS                                                                    \
  "'new_options':{'max_supply':1000000000000,'market_fee_percent':0,'max_market_fee':0,"  \
  "'issuer_permissions':79,'flags':2,'core_exchange_rate':{'base':" CORE (10) ",'quote':" \
  ASSET (1) "},'whitelist_authorities':['1.2.300','1.2.20','1.2.1000'],"                  \
  "'blacklist_authorities':['1.2.7'],'whitelist_markets':['1.3.0','1.3.861','1.3.121'],"  \
  "'blacklist_markets':[],'description':'h\303\251llo',"                                  \
  "'extensions':{'whitelist_market_fee_sharing':['1.2.9','1.2.10']}}"

#define BITASSET_OPTIONS                                                             \
  "{'feed_lifetime_sec':86400,'minimum_feeds':1,'force_settlement_delay_sec':86400," \
  "'force_settlement_offset_percent':100,'maximum_force_settlement_volume':2000,"    \
  "'short_backing_asset':'1.3.0','extensions':{'initial_collateral_ratio':1800,"     \
  "'maintenance_collateral_ratio':1600,'maximum_short_squeeze_ratio':1100,"          \
  "'margin_call_fee_ratio':50,'force_settle_fee_percent':30,'black_swan_response_method':2}}"

#define FEED                                                                     \
  "'feed':{'settlement_price':{'base':" ASSET (13) ",'quote':" CORE (10000) "}," \
  "'maintenance_collateral_ratio':1750,'maximum_short_squeeze_ratio':1500,"      \
  "'core_exchange_rate':{'base':" ASSET (14) ",'quote':" CORE (10000) "}}"

#define RESERVE_JSON "[15,{'fee':" CORE (1) ",'payer':'1.2.100','amount_to_reserve':" ASSET (77) \
                     ",'extensions':[]}]"
#define RESERVE_HEX "0f010000000000000000644d00000000000000882700"

/* Protocol.md 14.4, but for liquidity_pool_create, which is not one of ours. */
static const struct
{
  const char *name;
  const char *json;
  const char *hex;
} operations[] = {
  { "transfer",
    "[0,{'fee':" CORE (86869) ",'from':'1.2.100','to':'1.2.1234567','amount':" CORE (100000)
    ",'extensions':[]}]",
    "005553010000000000006487ad4ba086010000000000000000" },
  { "limit_order_create",
    "[1,{'fee':" CORE (1) ",'seller':'1.2.100','amount_to_sell':" ASSET (1000)
    ",'min_to_receive':" CORE (2000) ",'expiration':'2106-02-07T06:28:15','fill_or_kill':false,"
    "'extensions':{}}]",
    "0101000000000000000064e8030000000000008827d00700000000000000ffffffff0000" },
  { "limit_order_cancel",
    "[2,{'fee':" CORE (0) ",'fee_paying_account':'1.2.100','order':'1.7.400000000',"
    "'extensions':[]}]",
    "02000000000000000000648088debe0100" },
  { "call_order_update",
    "[3,{'fee':" CORE (1) ",'funding_account':'1.2.100','delta_collateral':" CORE (1000)
    ",'delta_debt':" ASSET (-20) ",'extensions':{'target_collateral_ratio':2000}}]",
    "0301000000000000000064e80300000000000000ecffffffffffffff88270100d007" },
  { "account_create",
    "[5,{'fee':" CORE (1) ",'registrar':'1.2.100','referrer':'1.2.100','referrer_percent':5000,"
    "'name':'moneyer-demo1',"
    "'owner':{'weight_threshold':1,'account_auths':[],"
    "'key_auths':[['" K1_T "',1]],'address_auths':[]},"
    "'active':{'weight_threshold':1,'account_auths':[],"
    "'key_auths':[['" K2_T "',1]],'address_auths':[]},"
    "'options':{'memo_key':'" K2_T "','voting_account':'1.2.5','num_witness':0,'num_committee':0,"
    "'votes':[],'extensions':[]},'extensions':{}}]",
    "05010000000000000000646488130d6d6f6e657965722d64656d6f3101000000000103fdf4907810a9f5d9462a1a"
    "e09feee5ab205d32798b0ffcc379442021f84c5bbf010000010000000001039ebd374eea3befddf46bbb182e291f"
    "b719ee1b705b0b7802161038eb7da8a036010000039ebd374eea3befddf46bbb182e291fb719ee1b705b0b780216"
    "1038eb7da8a0360500000000000000" },
  { "account_update",
    "[6,{'fee':" CORE (1) ",'account':'1.2.100','active':{'weight_threshold':2,"
    "'account_auths':[['1.2.30',1],['1.2.4',1]],'key_auths':[['" K1_T "',1],['" K2_T "',1]],"
    "'address_auths':[]},'new_options':{'memo_key':'" K1_T "','voting_account':'1.2.5',"
    "'num_witness':0,'num_committee':0,'votes':['0:9','1:7'],'extensions':[]},'extensions':{}}]",
    "0601000000000000000064000102000000020401001e010002039ebd374eea3befddf46bbb182e291fb719ee1b70"
    "5b0b7802161038eb7da8a036010003fdf4907810a9f5d9462a1ae09feee5ab205d32798b0ffcc379442021f84c5b"
    "bf0100000103fdf4907810a9f5d9462a1ae09feee5ab205d32798b0ffcc379442021f84c5bbf0500000000020107"
    "0000000900000000" },
  { "account_whitelist",
    "[7,{'fee':" CORE (1) ",'authorizing_account':'1.2.100','account_to_list':'1.2.200',"
    "'new_listing':1,'extensions':[]}]",
    "0701000000000000000064c8010100" },
  { "account_upgrade",
    "[8,{'fee':" CORE (1) ",'account_to_upgrade':'1.2.100','upgrade_to_lifetime_member':true,"
    "'extensions':[]}]",
    "08010000000000000000640100" },
  { "asset_create_uia",
    "[10,{'fee':" CORE (0) ",'issuer':'1.2.100','symbol':'MONEYER.DEMO','precision':4,"
    "'common_options':{'max_supply':'1000000000000000','market_fee_percent':25,"
    "'max_market_fee':'1000000000000000','issuer_permissions':79,'flags':1,"
    "'core_exchange_rate':{'base':" CORE (100000) ",'quote':" NEW (10000) "},"
    "'whitelist_authorities':[],'blacklist_authorities':[],'whitelist_markets':[],"
    "'blacklist_markets':[],"
    "'description':'{\\'main\\':\\'Demo\\',\\'short_name\\':\\'DMO\\',\\'market\\':\\'BTS\\'}',"
    "'extensions':{'reward_percent':2000,'taker_fee_percent':50}},"
    "'is_prediction_market':false,'extensions':[]}]",
    "0a000000000000000000640c4d4f4e455945522e44454d4f040080c6a47e8d030019000080c6a47e8d03004f0001"
    "00a0860100000000000010270000000000000100000000317b226d61696e223a2244656d6f222c2273686f72745f"
    "6e616d65223a22444d4f222c226d61726b6574223a22425453227d0200d007023200000000" },
  { "asset_create_mpa",
    "[10,{'fee':" CORE (0) ",'issuer':'1.2.100','symbol':'DEMOUSD','precision':4,"
    "'common_options':{'max_supply':1000000000000000,'market_fee_percent':0,"
    "'max_market_fee':1000000000000000,'issuer_permissions':511,'flags':0,"
    "'core_exchange_rate':{'base':" CORE (1) ",'quote':" NEW (1) "},"
    "'whitelist_authorities':[],'blacklist_authorities':[],'whitelist_markets':[],"
    "'blacklist_markets':[],'description':'','extensions':{}},"
    "'bitasset_opts':" BITASSET_OPTIONS ",'is_prediction_market':false,'extensions':[]}]",
    "0a000000000000000000640744454d4f555344040080c6a47e8d030000000080c6a47e8d0300ff01000001000000"
    "0000000000010000000000000001000000000000018051010001805101006400d0070006000807014006024c0403"
    "3200041e0005020000" },
  { "asset_update",
    "[11,{'fee':" CORE (1) ",'issuer':'1.2.100','asset_to_update':'1.3.5000'," UPDATE_OPTIONS
    ",'extensions':{}}]",
    "0b010000000000000000648827000010a5d4e8000000000000000000000000004f0002000a000000000000000001"
    "0000000000000088270314ac02e8070107030079dd06000668c3a96c6c6f010102090a00" },
  { "asset_update_ext",
    "[11,{'fee':" CORE (1) ",'issuer':'1.2.100','asset_to_update':'1.3.5000'," UPDATE_OPTIONS
    ",'extensions':{'new_precision':6,'skip_core_exchange_rate':true}}]",
    "0b010000000000000000648827000010a5d4e8000000000000000000000000004f0002000a000000000000000001"
    "0000000000000088270314ac02e8070107030079dd06000668c3a96c6c6f010102090a0200060101" },
  { "asset_update_bitasset",
    "[12,{'fee':" CORE (1) ",'issuer':'1.2.100','asset_to_update':'1.3.5000',"
    "'new_options':" BITASSET_OPTIONS ",'extensions':[]}]",
    "0c0100000000000000006488278051010001805101006400d0070006000807014006024c04033200041e00050200"
    "" },
  { "asset_update_feed_producers",
    "[13,{'fee':" CORE (1) ",'issuer':'1.2.100','asset_to_update':'1.3.5000',"
    "'new_feed_producers':['1.2.300','1.2.20'],'extensions':[]}]",
    "0d0100000000000000006488270214ac0200" },
  { "asset_issue_memo",
    "[14,{'fee':" CORE (1) ",'issuer':'1.2.100','asset_to_issue':" ASSET ('5000000000')
    ",'issue_to_account':'1.2.200','memo':{'from':'" K1_T "','to':'" K2_T "','nonce':12345,"
    "'message':'27bc992c3b98dccb9a9aa000a2cce0e8db8e25de8b46a4becf3bab3a78f8e43a'},"
    "'extensions':[]}]",
    "0e0100000000000000006400f2052a010000008827c8010103fdf4907810a9f5d9462a1ae09feee5ab205d32798b"
    "0ffcc379442021f84c5bbf039ebd374eea3befddf46bbb182e291fb719ee1b705b0b7802161038eb7da8a0363930"
    "0000000000002027bc992c3b98dccb9a9aa000a2cce0e8db8e25de8b46a4becf3bab3a78f8e43a00" },
  { "asset_reserve", RESERVE_JSON, RESERVE_HEX },
  { "asset_fund_fee_pool",
    "[16,{'fee':" CORE (1) ",'from_account':'1.2.100','asset_id':'1.3.5000','amount':123456789,"
    "'extensions':[]}]",
    "1001000000000000000064882715cd5b070000000000" },
  { "asset_settle",
    "[17,{'fee':" CORE (1) ",'account':'1.2.100','amount':" ASSET (10) ",'extensions':[]}]",
    "11010000000000000000640a00000000000000882700" },
  { "asset_global_settle",
    "[18,{'fee':" CORE (1) ",'issuer':'1.2.100','asset_to_settle':'1.3.5000',"
    "'settle_price':{'base':" ASSET (10000) ",'quote':" CORE (0) "},'extensions':[]}]",
    "120100000000000000006488271027000000000000882700000000000000000000" },
  { "asset_publish_feed",
    "[19,{'fee':" CORE (1) ",'publisher':'1.2.100','asset_id':'1.3.5000',"
    "" FEED ",'extensions':{}}]",
    "130100000000000000006488270d000000000000008827102700000000000000d606dc050e000000000000008827"
    "10270000000000000000" },
  { "asset_publish_feed_icr",
    "[19,{'fee':" CORE (1) ",'publisher':'1.2.100','asset_id':'1.3.5000'," FEED
    ",'extensions':{'initial_collateral_ratio':1900}}]",
    "130100000000000000006488270d000000000000008827102700000000000000d606dc050e000000000000008827"
    "10270000000000000001006c07" },
  { "proposal_create",
    "[22,{'fee':" CORE (1) ",'fee_paying_account':'1.2.100',"
    "'expiration_time':'2023-11-15T22:13:20',"
    "'proposed_ops':[{'op':" RESERVE_JSON "}],'extensions':[]}]",
    "160100000000000000006480425565010f010000000000000000644d000000000000008827000000" },
  { "proposal_update",
    "[23,{'fee':" CORE (1) ",'fee_paying_account':'1.2.100','proposal':'1.10.55',"
    "'active_approvals_to_add':['1.2.100'],'active_approvals_to_remove':[],"
    "'owner_approvals_to_add':[],'owner_approvals_to_remove':[],'key_approvals_to_add':[],"
    "'key_approvals_to_remove':[],'extensions':[]}]",
    "1701000000000000000064370164000000000000" },
  { "override_transfer",
    "[38,{'fee':" CORE (1) ",'issuer':'1.2.100','from':'1.2.101','to':'1.2.102',"
    "'amount':" ASSET (5)
    ",'extensions':[]}]",
    "26010000000000000000646566050000000000000088270000" },
  { "asset_claim_fees",
    "[43,{'fee':" CORE (1) ",'issuer':'1.2.100',"
    "'amount_to_claim':" ASSET (5) ",'extensions':{}}]",
    "2b010000000000000000640500000000000000882700" },
  { "asset_claim_fees_coll",
    "[43,{'fee':" CORE (1) ",'issuer':'1.2.100','amount_to_claim':" CORE (5)
    ",'extensions':{'claim_from_asset_id':'1.3.5000'}}]",
    "2b0100000000000000006405000000000000000001008827" },
  { "bid_collateral",
    "[45,{'fee':" CORE (1) ",'bidder':'1.2.100','additional_collateral':" CORE (500)
    ",'debt_covered':" ASSET (20) ",'extensions':[]}]",
    "2d01000000000000000064f401000000000000001400000000000000882700" },
  { "asset_claim_pool",
    "[47,{'fee':" CORE (1) ",'issuer':'1.2.100','asset_id':'1.3.5000','amount_to_claim':" CORE (5)
    ",'extensions':[]}]",
    "2f01000000000000000064882705000000000000000000" },
  { "asset_update_issuer",
    "[48,{'fee':" CORE (1) ",'issuer':'1.2.100','asset_to_update':'1.3.5000',"
    "'new_issuer':'1.2.101',"
    "'extensions':[]}]",
    "300100000000000000006488276500" },
};
/* clang-format on */

static void
test_operations (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autofree char *quoted = make_json (operations[i].json);
      g_autofree char *json = g_strdup_printf ("{\"ref_block_num\":4660,"
                                               "\"ref_block_prefix\":3735928559,"
                                               "\"expiration\":\"2023-11-14T22:13:20\","
                                               "\"operations\":[%s],\"extensions\":[]}",
                                               quoted);
      g_autofree char *hex = g_strconcat ("3412efbeadde00f1536501", operations[i].hex, "00", NULL);
      g_autoptr (GByteArray) bytes = make_bytes (hex);
      g_autoptr (MnrTransaction) transaction = make_transaction (json);
      g_autoptr (GByteArray) operation_bytes = g_byte_array_new ();
      g_autofree char *operation_hex = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", operations[i].name);
      mnr_pack (&mnr_type_operation, &transaction->operations.items[0], operation_bytes, &error);
      g_assert_no_error (error);
      operation_hex = mnr_hex_encode (operation_bytes->data, operation_bytes->len);
      g_assert_cmpstr (operation_hex, ==, operations[i].hex);

      check_transaction (transaction, bytes, FALSE);
    }
}

static void
test_transfer (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (GByteArray) expected = NULL;
  g_autofree char *text = NULL;
  MnrOperation operation = { 0 };
  MnrTransfer *transfer = mnr_operation_init (&operation, MNR_OPERATION_TRANSFER);
  MnrChainId chain_id;
  MnrDigest digest;

  /* As a program makes one, out of C and not of JSON. */
  transaction->ref_block_num = 0x1234;
  transaction->ref_block_prefix = 0xdeadbeef;
  transaction->expiration = 1700000000;
  transfer->fee = (MnrAmount){ 86869, MNR_CORE_ASSET };
  transfer->from = MNR_ACCOUNT_ID (100);
  transfer->to = MNR_ACCOUNT_ID (1234567);
  transfer->amount = (MnrAmount){ 100000, MNR_CORE_ASSET };
  mnr_array_append (&mnr_type_operations, &transaction->operations, &operation);
  g_assert_cmpint (mnr_operation_get_fee (&operation)->amount, ==, 86869);
  g_assert_cmphex (mnr_operation_get_payer (&operation), ==, MNR_ACCOUNT_ID (100));
  mnr_value_clear (&mnr_type_operation, &operation);

  bytes = pack_transaction (transaction, FALSE);
  expected = make_bytes ("3412efbeadde00f1536501005553010000000000006487ad4ba0860100000000000000000"
                         "0");
  assert_bytes (bytes, expected);
  check_id (transaction, "67a8763d5cffc465dbe6f9f13f0d757dfb6525f4");

  mnr_chain_id_parse (MNR_CHAIN_ID_MAINNET, &chain_id, &error);
  g_assert_no_error (error);
  mnr_transaction_get_digest (transaction, &chain_id, &digest, &error);
  g_assert_no_error (error);
  text = mnr_hex_encode (digest.data, sizeof digest.data);
  g_assert_cmpstr (text, ==, "abcd4c5c006adacd8b05cc00c2ff8753f548babd36f225833c05c467147e9171");
}

static void
test_chain_id (void)
{
  static const char *const bad[] = {
    "",
    "4018d784",
    MNR_CHAIN_ID_MAINNET "00",
    "4018d7844c78f6a6c41c6a552b898022310fc5dec06da467ee7905a8dad512c",
    "g018d7844c78f6a6c41c6a552b898022310fc5dec06da467ee7905a8dad512c8",
    " 018d7844c78f6a6c41c6a552b898022310fc5dec06da467ee7905a8dad512c8",
  };
  MnrChainId id;

  g_assert_true (mnr_chain_id_parse (MNR_CHAIN_ID_TESTNET, &id, NULL));
  g_assert_cmphex (id.data[0], ==, 0x39);
  g_assert_cmphex (id.data[31], ==, 0x47);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (mnr_chain_id_parse (bad[i], &id, &error));
      assert_chain_error (error, MNR_CHAIN_ERROR_SYNTAX);
    }
}

static void
test_reference (void)
{
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();
  g_autoptr (GByteArray) block_id = make_bytes ("0000abcd112233445566778899aabbccddeeff00");

  mnr_transaction_set_reference (transaction, 0x0001abcd, block_id->data);
  g_assert_cmpuint (transaction->ref_block_num, ==, 43981);
  g_assert_cmpuint (transaction->ref_block_prefix, ==, 1144201745);
}

/* The 32-bit boundary of protocol.md 2.6, on the member that JSON shows. */
static void
check_signed (gint64 value,
              const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  MnrAmount amount = { value, MNR_CORE_ASSET }, again = { 0 };
  g_autofree char *whole = g_strdup_printf ("{\"amount\":%s,\"asset_id\":\"1.3.0\"}", expected);

  mnr_json_write (&mnr_type_amount, &amount, "BTS", text);
  g_assert_cmpstr (text->str, ==, whole);
  mnr_json_read (&mnr_type_amount, text->str, text->len, "BTS", &again, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again.amount, ==, value);
}

static void
check_unsigned (guint64 value,
                const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  guint64 again = 77;

  mnr_json_write (&mnr_type_u64, &value, "BTS", text);
  g_assert_cmpstr (text->str, ==, expected);
  mnr_json_read (&mnr_type_u64, text->str, text->len, "BTS", &again, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again, ==, value);
}

static void
test_number_boundary (void)
{
  check_signed (0, "0");
  check_signed (-1, "-1");
  check_signed (G_MAXINT32, "2147483647");
  check_signed ((gint64) G_MAXINT32 + 1, "\"2147483648\"");
  check_signed (G_MAXUINT32, "\"4294967295\"");
  check_signed (G_MININT32, "-2147483648");
  check_signed ((gint64) G_MININT32 - 1, "\"-2147483649\"");
  check_signed (G_MAXINT64, "\"9223372036854775807\"");
  check_signed (G_MININT64, "\"-9223372036854775808\"");

  check_unsigned (0, "0");
  check_unsigned ((guint64) G_MAXINT32 + 1, "2147483648");
  check_unsigned (G_MAXUINT32, "4294967295");
  check_unsigned ((guint64) G_MAXUINT32 + 1, "\"4294967296\"");
  check_unsigned (G_MAXUINT64, "\"18446744073709551615\"");
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/transactions/random", test_random);
  g_test_add_func ("/transactions/vesting", test_vesting);
  g_test_add_func ("/transactions/signed", test_signed);
  g_test_add_func ("/transactions/unsigned-or-signed", test_unsigned_or_signed);
  g_test_add_func ("/transactions/operations", test_operations);
  g_test_add_func ("/transactions/transfer", test_transfer);
  g_test_add_func ("/transactions/chain-id", test_chain_id);
  g_test_add_func ("/transactions/reference", test_reference);
  g_test_add_func ("/transactions/number-boundary", test_number_boundary);

  return g_test_run ();
}
