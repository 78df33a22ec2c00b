/* test-json.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* JSON that says something else to a node than to a person is refused, with the
 * path of the member at fault; whatever a node takes for the same is accepted. */

#include "chain/wire/mnr-json.h"

#include <string.h>

#include "chain/protocol/mnr-transaction.h"
#include "chain/values/mnr-error.h"
#include "chain/wire/mnr-pack.h"
#include "test-vectors.h"

#define K1 "BTS8m5UgaFAAYQRuaNejYdS8FVLVp9Ss3K1qAVk5de6F8s3HnVbvA"
#define K2 "BTS839JpDChDinGGgqqcRXzoepBbBF3BEycgLpXo51jA3WTjsLCc8"

#define TRANSACTION(operations)                          \
  "{'ref_block_num':4660,'ref_block_prefix':3735928559," \
  "'expiration':'2023-11-14T22:13:20','operations':[" operations "],'extensions':[]}"

/* One of each kind of member there is. */
static const char create_json[] = TRANSACTION (
  "[10,{'fee':{'amount':1,'asset_id':'1.3.0'},'issuer':'1.2.100','symbol':'DEMOUSD','precision':4,"
  "'common_options':{'max_supply':'1000000000000000','market_fee_percent':25,'max_market_fee':77,"
  "'issuer_permissions':511,'flags':1,'core_exchange_rate':{'base':{'amount':1,'asset_id':'1.3.0'},"
  "'quote':{'amount':3,'asset_id':'1.3.1'}},'whitelist_authorities':['1.2.300','1.2.20'],"
  "'blacklist_authorities':[],'whitelist_markets':[],'blacklist_markets':[],'description':'text',"
  "'extensions':{'reward_percent':2000}},"
  "'bitasset_opts':{'feed_lifetime_sec':86400,'minimum_feeds':1,'force_settlement_delay_sec':86400,"
  "'force_settlement_offset_percent':100,'maximum_force_settlement_volume':2000,"
  "'short_backing_asset':'1.3.0','extensions':{'black_swan_response_method':2}},"
  "'is_prediction_market':false,'extensions':[]}]");

static const char update_json[] = TRANSACTION (
  "[6,{'fee':{'amount':1,'asset_id':'1.3.0'},'account':'1.2.100',"
  "'active':{'weight_threshold':2,'account_auths':[['1.2.30',1],['1.2.4',1]],"
  "'key_auths':[['" K1 "',1],['" K2 "',1]],'address_auths':[]},"
  "'new_options':{'memo_key':'" K1 "','voting_account':'1.2.5','num_witness':0,'num_committee':0,"
  "'votes':['1:7','0:9'],'extensions':[]},'extensions':{}}]");

static const char issue_json[] = TRANSACTION (
  "[14,{'fee':{'amount':1,'asset_id':'1.3.0'},'issuer':'1.2.100',"
  "'asset_to_issue':{'amount':5,'asset_id':'1.3.7'},'issue_to_account':'1.2.200',"
  "'memo':{'from':'" K1 "','to':'" K2 "','nonce':12345,'message':'27bc'},'extensions':[]}]");

static const char reserve_json[] = TRANSACTION (
  "[15,{'fee':{'amount':1,'asset_id':'1.3.0'},'payer':'1.2.100',"
  "'amount_to_reserve':{'amount':77,'asset_id':'1.3.5000'},'extensions':[]}]");

static const char order_json[] = TRANSACTION (
  "[1,{'fee':{'amount':1,'asset_id':'1.3.0'},'seller':'1.2.100',"
  "'amount_to_sell':{'amount':1,'asset_id':'1.3.7'},'min_to_receive':{'amount':2,"
  "'asset_id':'1.3.0'},"
  "'expiration':'2106-02-07T06:28:15','fill_or_kill':true,'extensions':{'on_fill':[[0,"
  "{'fee_asset_id':'1.3.0','spread_percent':1,'size_percent':2,'expiration_seconds':3,"
  "'repeat':true,"
  "'extensions':[]}]]}}]");

/* The JSON with the first @from in it replaced. */
static char *
changed (const char *json,
         const char *from,
         const char *to)
{
  g_autofree char *text = make_json (json);
  g_autofree char *old = make_json (from);
  g_autofree char *new = make_json (to);
  const char *found = strstr (text, old);

  if (found == NULL)
    g_error ("there is no %s in the JSON", old);
  return g_strdup_printf ("%.*s%s%s", (int) (found - text), text, new, found + strlen (old));
}

static MnrTransaction *
read_text (const char *text,
           gsize length,
           GError **error)
{
  g_autofree char *exact = g_malloc (MAX (length, 1));

  /* For AddressSanitizer: nothing stands behind the text. */
  memcpy (exact, text, length);
  return mnr_transaction_new_from_json (exact, length, "BTS", error);
}

static void
check_refused (const char *json,
               const char *from,
               const char *to,
               MnrChainError code,
               const char *start)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = changed (json, from, to);
  g_autofree char *escaped = g_strescape (to, NULL);
  g_autoptr (MnrTransaction) transaction = read_text (text, strlen (text), &error);

  g_test_message ("%s: %s", escaped, error != NULL ? error->message : "accepted");
  g_assert_null (transaction);
  if (!g_str_has_prefix (error->message, start))
    g_error ("“%s” does not begin with “%s”", error->message, start);
  assert_chain_error (error, code);
}

/* Asserts that the changed JSON is taken for the same as the unchanged one. */
static void
check_same (const char *json,
            const char *from,
            const char *to)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = make_json (json);
  g_autofree char *text = changed (json, from, to);
  g_autoptr (MnrTransaction) expected = make_transaction (before);
  g_autoptr (MnrTransaction) transaction = read_text (text, strlen (text), &error);
  g_autoptr (GByteArray) expected_bytes = pack_transaction (expected, TRUE);
  g_autoptr (GByteArray) bytes = NULL;

  g_test_message ("%s", to);
  g_assert_no_error (error);
  bytes = pack_transaction (transaction, TRUE);
  assert_bytes (bytes, expected_bytes);
}

#define FLAGS "operations[0].common_options.flags: "

static void
test_members (void)
{
  /* unknown: a misspelt flags would be 0 to a node */
  check_refused (create_json, "'flags':1", "'flag':1", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].common_options: ");
  check_refused (create_json, "'flags':1", "'flags':1,'flags2':1", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].common_options: ");
  check_refused (create_json, "'flags':1", "'flags':1,'':1", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].common_options: ");
  check_refused (create_json, "'flags':1", "'Flags':1", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].common_options: ");
  check_refused (create_json, "'ref_block_num'", "'ref_block'", MNR_CHAIN_ERROR_VALUE, "");
  /* missing */
  check_refused (create_json, "'flags':1,", "", MNR_CHAIN_ERROR_VALUE, FLAGS);
  check_refused (create_json, "'fee':{'amount':1,'asset_id':'1.3.0'},", "", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].fee: ");
  check_refused (create_json, "'fee':{'amount':1,", "'fee':{", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].fee.amount: ");
  check_refused (create_json, "'is_prediction_market':false,", "", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].is_prediction_market: ");
  check_refused (create_json, "'ref_block_num':4660,", "", MNR_CHAIN_ERROR_VALUE,
                 "ref_block_num: ");
  check_refused (update_json, "'address_auths':[]", "'extensions':[]", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].active: ");
  /* twice, next to each other and apart, the same and another value */
  check_refused (create_json, "'flags':1", "'flags':1,'flags':1", MNR_CHAIN_ERROR_VALUE, FLAGS);
  check_refused (create_json, "'max_supply'", "'flags':2,'max_supply'", MNR_CHAIN_ERROR_VALUE,
                 FLAGS);
  check_refused (create_json,
                 "'operations':", "'operations':[],'operations':", MNR_CHAIN_ERROR_VALUE,
                 "operations: ");
  check_refused (issue_json, "'message':'27bc'", "'message':'27bc','message':'27bc'",
                 MNR_CHAIN_ERROR_VALUE, "operations[0].memo.message: ");
  check_refused (issue_json, "'memo':", "'memo':null,'memo':", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].memo: ");
  /* in extensions, where a node refuses them, too */
  check_refused (create_json, "'reward_percent'", "'reward_percents'", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].common_options.extensions: ");
  check_refused (create_json, "'reward_percent':2000", "'reward_percent':2000,'reward_percent':1",
                 MNR_CHAIN_ERROR_VALUE, "operations[0].common_options.extensions.reward_percent: ");
  check_refused (update_json, "'extensions':{}", "'extensions':{'x':1}", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].extensions: ");
}

static void
test_numbers (void)
{
  static const struct
  {
    const char *text;
    MnrChainError code;
  } bad[] = {
    { "70000", MNR_CHAIN_ERROR_VALUE }, /* 4464 to a node */
    { "65536", MNR_CHAIN_ERROR_VALUE },
    { "'65536'", MNR_CHAIN_ERROR_VALUE },
    { "-1", MNR_CHAIN_ERROR_VALUE },
    { "'-1'", MNR_CHAIN_ERROR_VALUE },
    { "-0", MNR_CHAIN_ERROR_VALUE },
    { "18446744073709551616", MNR_CHAIN_ERROR_VALUE }, /* 2^64 */
    { "18446744073709551617", MNR_CHAIN_ERROR_VALUE },
    { "99999999999999999999999999999999", MNR_CHAIN_ERROR_VALUE },
    { "1.5", MNR_CHAIN_ERROR_VALUE },
    { "1.0", MNR_CHAIN_ERROR_VALUE },
    { "1e2", MNR_CHAIN_ERROR_VALUE },
    { "1E0", MNR_CHAIN_ERROR_VALUE },
    { "'1.0'", MNR_CHAIN_ERROR_VALUE },
    { "'1e2'", MNR_CHAIN_ERROR_VALUE },
    { "''", MNR_CHAIN_ERROR_VALUE },
    { "'-'", MNR_CHAIN_ERROR_VALUE },
    { "'+1'", MNR_CHAIN_ERROR_VALUE },
    { "' 1'", MNR_CHAIN_ERROR_VALUE },
    { "'1 '", MNR_CHAIN_ERROR_VALUE },
    { "'01'", MNR_CHAIN_ERROR_VALUE },
    { "'0x1'", MNR_CHAIN_ERROR_VALUE },
    { "'--1'", MNR_CHAIN_ERROR_VALUE },
    { "'one'", MNR_CHAIN_ERROR_VALUE },
    { "'\331\241'", MNR_CHAIN_ERROR_VALUE },
    { "01", MNR_CHAIN_ERROR_SYNTAX },
    { "00", MNR_CHAIN_ERROR_SYNTAX },
    { "-", MNR_CHAIN_ERROR_SYNTAX },
    { "+1", MNR_CHAIN_ERROR_SYNTAX },
    { ".5", MNR_CHAIN_ERROR_SYNTAX },
    { "1.", MNR_CHAIN_ERROR_SYNTAX },
    { "1e", MNR_CHAIN_ERROR_SYNTAX },
    { "1e+", MNR_CHAIN_ERROR_SYNTAX },
    { "0x1", MNR_CHAIN_ERROR_SYNTAX },
    { "Infinity", MNR_CHAIN_ERROR_SYNTAX },
    { "NaN", MNR_CHAIN_ERROR_SYNTAX },
    { "true", MNR_CHAIN_ERROR_SYNTAX },
    { "null", MNR_CHAIN_ERROR_SYNTAX },
    { "[1]", MNR_CHAIN_ERROR_SYNTAX },
    { "{}", MNR_CHAIN_ERROR_SYNTAX },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *flags = g_strconcat ("'flags':", bad[i].text, NULL);

      /* After `0x` the object goes on where it should not: there is no path then. */
      check_refused (create_json, "'flags':1", flags, bad[i].code,
                     g_str_equal (bad[i].text, "0x1") ? "operations[0].common_options: " : FLAGS);
    }

  /* The limits of the other kinds. */
  check_refused (create_json, "'precision':4", "'precision':256", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].precision: ");
  check_refused (create_json, "'ref_block_prefix':3735928559", "'ref_block_prefix':4294967296",
                 MNR_CHAIN_ERROR_VALUE, "ref_block_prefix: ");
  check_refused (create_json, "'max_market_fee':77", "'max_market_fee':9223372036854775808",
                 MNR_CHAIN_ERROR_VALUE, "operations[0].common_options.max_market_fee: ");
  check_refused (create_json, "'max_market_fee':77", "'max_market_fee':-9223372036854775809",
                 MNR_CHAIN_ERROR_VALUE, "operations[0].common_options.max_market_fee: ");
  check_refused (issue_json, "'nonce':12345", "'nonce':18446744073709551616", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].memo.nonce: ");
  check_refused (issue_json, "'nonce':12345", "'nonce':'-1'", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].memo.nonce: ");
  check_refused (create_json, "'black_swan_response_method':2", "'black_swan_response_method':4",
                 MNR_CHAIN_ERROR_VALUE,
                 "operations[0].bitasset_opts.extensions.black_swan_response_method: ");

  /* In quotes or not is the same. */
  check_same (create_json, "'flags':1", "'flags':'1'");
  check_same (create_json, "'ref_block_num':4660", "'ref_block_num':'4660'");
  check_same (create_json, "'max_supply':'1000000000000000'", "'max_supply':1000000000000000");
  check_same (create_json, "'precision':4", "'precision':'4'");
}

static void
test_scalars (void)
{
  static const char *const not_bool[] = { "1", "0", "'true'", "null", "True", "TRUE", "tru", "[]" };
  static const char *const not_id[] = {
    "'1.3.100'", "'1.2'", "'1.2.'", "'1.2.01'", "'1.2.-1'",
    "'2.2.100'", "'1.2.100 '", "'alice'", "''", "'1.2.281474976710656'"
  };
  static const char *const not_time[] = {
    "'2023-11-14T22:13:20Z'", "'2023-11-14T22:13:20.5'", "'2023-11-14T22:13:20+00:00'",
    "'2023-11-14 22:13:20'", "'2023-02-29T00:00:00'", "'2106-02-07T06:28:16'",
    "'1969-12-31T23:59:59'", "''", "'1700000000'"
  };
  g_autofree char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (not_bool); i++)
    {
      g_autofree char *member = g_strconcat ("'is_prediction_market':", not_bool[i], NULL);

      check_refused (create_json, "'is_prediction_market':false", member, MNR_CHAIN_ERROR_VALUE,
                     "operations[0].is_prediction_market: ");
    }
  for (guint i = 0; i < G_N_ELEMENTS (not_id); i++)
    {
      g_autofree char *member = g_strconcat ("'issuer':", not_id[i], NULL);

      check_refused (create_json, "'issuer':'1.2.100'", member, MNR_CHAIN_ERROR_VALUE,
                     "operations[0].issuer: ");
    }
  for (guint i = 0; i < G_N_ELEMENTS (not_time); i++)
    {
      g_autofree char *member = g_strconcat ("'expiration':", not_time[i], NULL);

      check_refused (create_json, "'expiration':'2023-11-14T22:13:20'", member,
                     MNR_CHAIN_ERROR_VALUE, "expiration: ");
    }

  /* Ids, keys, times and hex are never numbers. */
  check_refused (create_json, "'issuer':'1.2.100'", "'issuer':100", MNR_CHAIN_ERROR_SYNTAX,
                 "operations[0].issuer: ");
  check_refused (create_json, "'expiration':'2023-11-14T22:13:20'", "'expiration':1700000000",
                 MNR_CHAIN_ERROR_SYNTAX, "expiration: ");
  check_refused (issue_json, "'message':'27bc'", "'message':27", MNR_CHAIN_ERROR_SYNTAX,
                 "operations[0].memo.message: ");
  check_refused (create_json, "'symbol':'DEMOUSD'", "'symbol':1", MNR_CHAIN_ERROR_SYNTAX,
                 "operations[0].symbol: ");
  check_refused (create_json, "'symbol':'DEMOUSD'", "'symbol':null", MNR_CHAIN_ERROR_SYNTAX,
                 "operations[0].symbol: ");

  check_refused (issue_json, "'message':'27bc'", "'message':'27b'", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].memo.message: ");
  check_refused (issue_json, "'message':'27bc'", "'message':'27bg'", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].memo.message: ");
  check_refused (issue_json, "'message':'27bc'", "'message':'0x27'", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].memo.message: ");
  check_same (issue_json, "'message':'27bc'", "'message':'27BC'");

  check_refused (update_json, "'votes':['1:7'", "'votes':['3:7'", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].new_options.votes[0]: ");
  check_refused (update_json, "'0:9'", "'0:16777216'", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].new_options.votes[1]: ");

  /* The most and the least there is, to show that the limits are not nearer. */
  text = changed (create_json, "'max_market_fee':77", "'max_market_fee':-9223372036854775808");
  mnr_transaction_free (make_transaction (text));
}

static void
test_keys (void)
{
  /* of another network, mistyped, shortened, none at all */
  check_refused (issue_json, "'from':'" K1 "'",
                 "'from':'TEST8m5UgaFAAYQRuaNejYdS8FVLVp9Ss3K1qAVk5de6F8s3HnVbvA'",
                 MNR_CHAIN_ERROR_KEY, "operations[0].memo.from: ");
  check_refused (issue_json, "'to':'" K2 "'",
                 "'to':'BTS839JpDChDinGGgqqcRXzoepBbBF3BEycgLpXo51jA3WTjsLCc9'",
                 MNR_CHAIN_ERROR_KEY, "operations[0].memo.to: ");
  check_refused (issue_json, "'to':'" K2 "'",
                 "'to':'BTS839JpDChDinGGgqqcRXzoepBbBF3BEycgLpXo51jA3WTjsLCc'", MNR_CHAIN_ERROR_KEY,
                 "operations[0].memo.to: ");
  check_refused (issue_json, "'to':'" K2 "'", "'to':'BTS'", MNR_CHAIN_ERROR_KEY,
                 "operations[0].memo.to: ");
  check_refused (issue_json, "'to':'" K2 "'", "'to':''", MNR_CHAIN_ERROR_KEY,
                 "operations[0].memo.to: ");
  check_refused (update_json, "[['" K1 "',1]", "[['" K1 "x',1]", MNR_CHAIN_ERROR_KEY,
                 "operations[0].active.key_auths[0][0]: ");
  check_refused (update_json, "'address_auths':[]", "'address_auths':[['" K1 "',1]]",
                 MNR_CHAIN_ERROR_KEY, "operations[0].active.address_auths[0][0]: ");
}

static void
test_signatures (void)
{
  g_autofree char *right = g_strnfill (130, '2');
  g_autofree char *longer = g_strnfill (132, '2');
  g_autofree char *shorter = g_strnfill (128, '2');
  g_autofree char *odd = g_strnfill (129, '2');
  const char *bad[] = { longer, shorter, odd, "", "zz" };
  g_autofree char *good = g_strdup_printf ("],'extensions':[],'signatures':['%s']}", right);
  g_autofree char *signed_json = changed (reserve_json, "],'extensions':[]}", good);
  g_autofree char *not_hex_text = NULL;

  mnr_transaction_free (make_transaction (signed_json));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *member = g_strdup_printf ("],'extensions':[],'signatures':['%s']}", bad[i]);

      /* The last `extensions` are those of the transaction. */
      check_refused (TRANSACTION (""), "],'extensions':[]}", member, MNR_CHAIN_ERROR_VALUE,
                     "signatures[0]: ");
    }
  right[129] = 'g';
  not_hex_text = g_strdup_printf ("],'extensions':[],'signatures':['%s']}", right);
  check_refused (TRANSACTION (""), "],'extensions':[]}", not_hex_text, MNR_CHAIN_ERROR_VALUE,
                 "signatures[0]: ");

  /* None given is none. */
  check_same (TRANSACTION (""), "],'extensions':[]}", "],'extensions':[],'signatures':[]}");
}

/* What a node makes of `\u0041` is `u0041`, and of `\b` a b: it would sign for
 * another text than the one shown. */
static void
test_strings (void)
{
  static const struct
  {
    const char *text;
    MnrChainError code;
  } bad[] = {
    { "a\\u0041", MNR_CHAIN_ERROR_VALUE },
    { "\\u00e9", MNR_CHAIN_ERROR_VALUE },
    { "\\ud83d\\ude80", MNR_CHAIN_ERROR_VALUE },
    { "a\\b", MNR_CHAIN_ERROR_VALUE },
    { "a\\f", MNR_CHAIN_ERROR_VALUE },
    { "a\\/b", MNR_CHAIN_ERROR_VALUE },
    { "\\a", MNR_CHAIN_ERROR_VALUE },
    { "\\0", MNR_CHAIN_ERROR_VALUE },
    { "\\x41", MNR_CHAIN_ERROR_VALUE },
    { "\\\303\251", MNR_CHAIN_ERROR_VALUE },
    { "a\tb", MNR_CHAIN_ERROR_SYNTAX },
    { "a\nb", MNR_CHAIN_ERROR_SYNTAX },
    { "a\rb", MNR_CHAIN_ERROR_SYNTAX },
    { "\001", MNR_CHAIN_ERROR_SYNTAX },
    { "\004", MNR_CHAIN_ERROR_SYNTAX }, /* ends the text to a node */
    { "\037", MNR_CHAIN_ERROR_SYNTAX },
    { "\\\n", MNR_CHAIN_ERROR_SYNTAX },
  };
  g_autoptr (MnrTransaction) transaction = NULL;
  g_autofree char *text = NULL;
  g_autofree char *good = NULL;
  const MnrAssetCreate *create;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *member = g_strconcat ("'description':'", bad[i].text, "'", NULL);

      check_refused (create_json, "'description':'text'", member, bad[i].code,
                     "operations[0].common_options.description: ");
    }

  /* In a member's name, too, where it would hide a repeated member. */
  check_refused (create_json, "'flags':1", "'fl\\u0061gs':1", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].common_options: ");
  check_refused (create_json, "'description':'text'", "'description':'text", MNR_CHAIN_ERROR_SYNTAX,
                 "operations[0].common_options");

  good = make_json (create_json);
  text = changed (good, "\"text\"", "\"\\\"\\\\\\n\\r\\t/\303\251\360\237\232\200\177\"");
  transaction = make_transaction (text);
  create = transaction->operations.items[0].value;
  g_assert_cmpstr (create->common_options.description, ==,
                   "\"\\\n\r\t/\303\251\360\237\232\200\177");
}

static void
test_sets (void)
{
  check_same (create_json, "['1.2.300','1.2.20']", "['1.2.20','1.2.300']");
  check_same (update_json, "['1:7','0:9']", "['0:9','1:7']");
  check_same (update_json, "[['1.2.30',1],['1.2.4',1]]", "[['1.2.4',1],['1.2.30',1]]");
  check_same (update_json, "[['" K1 "',1],['" K2 "',1]]", "[['" K2 "',1],['" K1 "',1]]");

  check_refused (create_json, "['1.2.300','1.2.20']", "['1.2.300','1.2.300']",
                 MNR_CHAIN_ERROR_VALUE, "operations[0].common_options.whitelist_authorities: ");
  check_refused (create_json, "['1.2.300','1.2.20']", "['1.2.300','1.2.20','1.2.300']",
                 MNR_CHAIN_ERROR_VALUE, "operations[0].common_options.whitelist_authorities: ");
  check_refused (create_json, "['1.2.300','1.2.20']", "['1.2.300','1.3.20']", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].common_options.whitelist_authorities[1]: ");
  /* A node drops one of the two, since it looks at the instance only. */
  check_refused (update_json, "['1:7','0:9']", "['1:7','0:7']", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].new_options.votes: ");
  check_refused (update_json, "['1.2.4',1]", "['1.2.30',2]", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].active.account_auths: ");
  check_refused (update_json, "['" K2 "',1]", "['" K1 "',2]", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].active.key_auths: ");
}

static void
test_shapes (void)
{
  /* pairs of 0, 1 and 3 */
  check_refused (update_json, "['1.2.30',1]", "[]", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].active.account_auths[0]: ");
  check_refused (update_json, "['1.2.30',1]", "['1.2.30']", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].active.account_auths[0]: ");
  check_refused (update_json, "['1.2.30',1]", "['1.2.30',1,1]", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].active.account_auths[0]: ");
  check_refused (update_json, "['1.2.30',1]", "{'account':'1.2.30','weight':1}",
                 MNR_CHAIN_ERROR_SYNTAX, "operations[0].active.account_auths[0]: ");
  check_refused (update_json, "['1.2.30',1]", "['1.2.30',70000]", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].active.account_auths[0][1]: ");
  /* variants of 0, 1 and 3 */
  check_refused (TRANSACTION ("[]"), "[[]]", "[[]]", MNR_CHAIN_ERROR_VALUE, "operations[0]: ");
  check_refused (TRANSACTION ("[]"), "[[]]", "[[0]]", MNR_CHAIN_ERROR_VALUE, "operations[0]: ");
  check_refused (TRANSACTION ("[]"), "[[]]", "[[57]]", MNR_CHAIN_ERROR_VALUE, "operations[0]: ");
  check_refused (TRANSACTION ("[]"), "[[]]", "[[57,{},1]]", MNR_CHAIN_ERROR_VALUE,
                 "operations[0]: ");
  check_refused (reserve_json, "'extensions':[]}]]", "'extensions':[]},1]]", MNR_CHAIN_ERROR_VALUE,
                 "operations[0]: ");
  check_refused (TRANSACTION ("[]"), "[[]]", "[['transfer',{}]]", MNR_CHAIN_ERROR_VALUE,
                 "operations[0]: ");
  check_refused (TRANSACTION ("[]"), "[[]]", "[{'op':[57,{}]}]", MNR_CHAIN_ERROR_SYNTAX,
                 "operations[0]: ");
  check_refused (TRANSACTION ("[]"), "[[]]", "[[4294967296,{}]]", MNR_CHAIN_ERROR_VALUE,
                 "operations[0]: ");
  check_refused (TRANSACTION ("[]"), "[[]]", "[[-1,{}]]", MNR_CHAIN_ERROR_VALUE, "operations[0]: ");
  /* a variant that has no unknown ones */
  check_refused (order_json, "[[0,", "[[1,", MNR_CHAIN_ERROR_UNKNOWN,
                 "operations[0].extensions.on_fill[0]: ");
  check_refused (order_json, "'size_percent':2", "'size_percent':70000", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].extensions.on_fill[0].size_percent: ");
  /* objects for arrays and the other way round */
  check_refused (reserve_json, "'fee':{'amount':1,'asset_id':'1.3.0'}", "'fee':[1,'1.3.0']",
                 MNR_CHAIN_ERROR_SYNTAX, "operations[0].fee: ");
  check_refused (create_json, "['1.2.300','1.2.20']", "{}", MNR_CHAIN_ERROR_SYNTAX,
                 "operations[0].common_options.whitelist_authorities: ");
  check_refused (create_json, "['1.2.300','1.2.20']", "null", MNR_CHAIN_ERROR_SYNTAX,
                 "operations[0].common_options.whitelist_authorities: ");
}

static void
test_extensions (void)
{
  static const char *const empty[] = { "'extensions':{}", "'extensions':[]", "'extensions':null",
                                       "'extensions':[ ]" };

  /* Those with members may be written in all these ways … */
  for (guint i = 0; i < G_N_ELEMENTS (empty); i++)
    check_same (update_json, "'extensions':{}", empty[i]);
  check_same (update_json, ",'extensions':{}", "");
  check_same (create_json, "'extensions':{'reward_percent':2000}",
              "'extensions':{'taker_fee_percent':null,'reward_percent':2000}");
  check_refused (update_json, "'extensions':{}", "'extensions':[1]", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].extensions: ");
  check_refused (update_json, "'extensions':{}", "'extensions':[[0,{}]]", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].extensions: ");
  check_refused (update_json, "'extensions':{}", "'extensions':false", MNR_CHAIN_ERROR_SYNTAX,
                 "operations[0].extensions: ");

  /* … those that are always empty in one. */
  check_refused (reserve_json, "'extensions':[]}]", "'extensions':{}}]", MNR_CHAIN_ERROR_SYNTAX,
                 "operations[0].extensions: ");
  check_refused (reserve_json, "'extensions':[]}]", "'extensions':null}]", MNR_CHAIN_ERROR_SYNTAX,
                 "operations[0].extensions: ");
  check_refused (reserve_json, "'extensions':[]}]", "'extensions':[0]}]", MNR_CHAIN_ERROR_VALUE,
                 "operations[0].extensions: ");
  check_refused (TRANSACTION (""), "'extensions':[]", "'extensions':{}", MNR_CHAIN_ERROR_SYNTAX,
                 "extensions: ");
  check_same (reserve_json, ",'extensions':[]}]", "}]");
}

static void
test_optional (void)
{
  g_autofree char *text = changed (issue_json, "'memo':{", "'memo':null,'x':{");
  g_autofree char *without = NULL;
  g_autoptr (MnrTransaction) transaction = NULL;
  const char *memo;

  /* null is absent. */
  memo = strstr (text, ",\"x\":");
  without = g_strdup_printf ("%.*s%s", (int) (memo - text), text, strstr (memo, "},") + 1);
  transaction = make_transaction (without);
  g_assert_null (((const MnrAssetIssue *) transaction->operations.items[0].value)->memo);

  check_refused (issue_json, "'memo':{", "'memo':[],'x':{", MNR_CHAIN_ERROR_SYNTAX,
                 "operations[0].memo: ");
  check_same (reserve_json, "'payer':'1.2.100',", " \n\t\r'payer' : '1.2.100' ,");
}

static void
test_member_order (void)
{
  /* A table's members are looked for from where the last was found. */
  g_autofree char *text = make_json (TRANSACTION (
    "[15,{'extensions':[],'amount_to_reserve':{'asset_id':'1.3.5000','amount':77},"
    "'payer':'1.2.100',"
    "'fee':{'asset_id':'1.3.0','amount':1}}]"));
  g_autofree char *ordered_text = make_json (reserve_json);
  g_autoptr (MnrTransaction) transaction = make_transaction (text);
  g_autoptr (MnrTransaction) ordered = make_transaction (ordered_text);

  g_assert_true (mnr_value_equal (&mnr_type_signed_transaction, transaction, ordered));
}

/* Blocks carry what every operation brought about; nothing else is passed over. */
static void
test_operation_results (void)
{
  check_same (reserve_json, "'ref_block_num'",
              "'operation_results':[[0,{}],[2,{'x':'\\u0041'}]],'ref_block_num'");
  check_refused (reserve_json, "'ref_block_num'", "'operation_result':[],'ref_block_num'",
                 MNR_CHAIN_ERROR_VALUE, "");
  check_refused (reserve_json, "'payer'", "'operation_results':[],'payer'", MNR_CHAIN_ERROR_VALUE,
                 "operations[0]: ");
}

static void
check_text (const char *text,
            gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *escaped = g_strescape (text, NULL);

  g_test_message ("%.100s", escaped);
  g_assert_null (read_text (text, length, &error));
  assert_chain_error (error, MNR_CHAIN_ERROR_SYNTAX);
}

static void
test_whole_text (void)
{
  g_autofree char *good = make_json (reserve_json);
  gsize length = strlen (good);
  static const char *const after[] = { "x", ",", "}", "{}", "null", "//", "\357\273\277",
                                       "\v", "\302\240" };
  static const char *const texts[] = { "",
                                       " ",
                                       "\n",
                                       "null",
                                       "true",
                                       "0",
                                       "\"\"",
                                       "[]",
                                       "{",
                                       "{\"",
                                       "{\"a",
                                       "{\"a\"",
                                       "{,}",
                                       "{]",
                                       "{\"ref_block_num\":",
                                       "{\"ref_block_num\":}",
                                       "{\"ref_block_num\":,}",
                                       "{\"ref_block_num\" 1}",
                                       "{\"ref_block_num\":1,}",
                                       "{\"ref_block_num\":1 \"ref_block_prefix\":1}",
                                       "{ref_block_num:1}",
                                       "{'ref_block_num':1}",
                                       "{1:1}",
                                       "// x\n{}",
                                       "/**/{}",
                                       "#\n{}",
                                       "\357\273\277{}",
                                       "\xff\xfe{}" };

  mnr_transaction_free (make_transaction (good));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    check_text (texts[i], strlen (texts[i]));

  /* Ended too early, wherever. */
  for (gsize i = 0; i < length; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_text (good, i, &error));
      g_assert_cmpint (error->domain, ==, MNR_CHAIN_ERROR);
    }

  /* Something behind, something in front. */
  for (guint i = 0; i < G_N_ELEMENTS (after); i++)
    {
      g_autofree char *behind = g_strconcat (good, after[i], NULL);
      g_autofree char *before = g_strconcat (after[i], good, NULL);

      check_text (behind, strlen (behind));
      if (!g_str_equal (after[i], "{}"))
        check_text (before, strlen (before));
    }
  check_text (good, length + 1); /* the NUL */

  check_refused (reserve_json, "'payer':'1.2.100',", "'payer':'1.2.100',,", MNR_CHAIN_ERROR_SYNTAX,
                 "operations[0]: ");
  check_refused (reserve_json, "'extensions':[]}]]", "'extensions':[],}]]", MNR_CHAIN_ERROR_SYNTAX,
                 "operations[0]: ");
  check_refused (create_json, "'1.2.20']", "'1.2.20',]", MNR_CHAIN_ERROR_SYNTAX,
                 "operations[0].common_options.whitelist_authorities[2]: ");
  check_refused (create_json, "['1.2.300',", "[,'1.2.300',", MNR_CHAIN_ERROR_SYNTAX,
                 "operations[0].common_options.whitelist_authorities[0]: ");
  check_refused (create_json, "['1.2.300','1.2.20']", "['1.2.300' '1.2.20']",
                 MNR_CHAIN_ERROR_SYNTAX, "operations[0].common_options.whitelist_authorities: ");
  check_refused (create_json, "'flags':1", "/* */'flags':1", MNR_CHAIN_ERROR_SYNTAX,
                 "operations[0].common_options: ");
  check_refused (create_json, "'1.2.20']", "'1.2.20'}", MNR_CHAIN_ERROR_SYNTAX,
                 "operations[0].common_options.whitelist_authorities: ");
}

static void
test_encoding (void)
{
  static const char *const bad[] = { "\xff", "\xc3", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                                     "\xe9" };
  g_autofree char *good = make_json (create_json);
  g_autofree char *with_nul = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *text = changed (good, "\"text\"", bad[i]);
      g_autofree char *quoted = g_strdup_printf ("\"%s\"", bad[i]);
      g_autofree char *within = changed (good, "\"text\"", quoted);

      check_text (text, strlen (text));
      check_text (within, strlen (within));
    }

  with_nul = changed (good, "\"text\"", "\"te%t\"");
  *strchr (with_nul, '%') = '\0';
  check_text (with_nul, strlen (good));
}

/* Operations that are not known: kept to the letter, but never packed. */
static void
test_unknown (void)
{
  static const char unknown[] =
    "{ \"fee\" : {\"amount\":123456789012345678901234567890.5e+30},\n"
    "\t\"account\": \"1.2.100\" , \"x\":[true,false , null,\"\\u0041\\/\"]}";
  g_autofree char *text =
    g_strdup_printf ("{\"ref_block_num\":1,\"ref_block_prefix\":2,"
                     "\"expiration\":\"2023-11-14T22:13:20\",\"operations\":"
                     "[[57,%s],[22,{\"fee\":{\"amount\":1,\"asset_id\":\"1.3.0\"},"
                     "\"fee_paying_account\":\"1.2.100\","
                     "\"expiration_time\":\"2023-11-15T22:13:20\",\"proposed_ops\":"
                     "[{\"op\":[4294967295,%s]},{\"op\":[4,[]]}],"
                     "\"extensions\":[]}]],\"extensions\":[],\"signatures\":[]}",
                     unknown, unknown);
  g_autoptr (MnrTransaction) transaction = make_transaction (text);
  g_autoptr (MnrTransaction) again = NULL;
  g_autoptr (GString) printed = g_string_new (NULL);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  MnrTransaction *copy;
  guint8 id[MNR_TRANSACTION_ID_SIZE];

  mnr_json_write (&mnr_type_signed_transaction, transaction, "BTS", printed);
  g_assert_cmpstr (printed->str, ==, text);
  again = make_transaction (printed->str);
  g_assert_true (mnr_value_equal (&mnr_type_signed_transaction, transaction, again));

  g_assert_false (mnr_pack (&mnr_type_transaction, transaction, bytes, &error));
  g_assert_true (g_str_has_prefix (error->message, "operations[0]: "));
  assert_chain_error (error, MNR_CHAIN_ERROR_UNKNOWN);
  g_assert_cmpuint (bytes->len, ==, 0);

  /* A copy carries it along. */
  copy = mnr_value_dup (&mnr_type_signed_transaction, transaction);
  g_assert_true (mnr_value_equal (&mnr_type_signed_transaction, copy, again));
  mnr_value_clear (&mnr_type_operation, &transaction->operations.items[0]);
  g_assert_false (mnr_value_equal (&mnr_type_signed_transaction, transaction, again));
  mnr_transaction_free (copy);

  /* The proposal alone. */
  again->operations.items[0].number = again->operations.items[1].number;
  g_clear_pointer (&again->operations.items[0].json, g_free);
  again->operations.items[0].value = g_steal_pointer (&again->operations.items[1].value);
  again->operations.len = 1;
  g_assert_false (mnr_transaction_get_id (again, id, &error));
  g_assert_true (g_str_has_prefix (error->message, "operations[0].proposed_ops[0].op: "));
  assert_chain_error (error, MNR_CHAIN_ERROR_UNKNOWN);
}

static char *
brackets (guint levels,
          gboolean objects)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < levels; i++)
    g_string_append (text, objects ? "{\"a\":" : "[");
  g_string_append (text, "1");
  for (guint i = 0; i < levels; i++)
    g_string_append (text, objects ? "}" : "]");
  return g_string_free (text, FALSE);
}

static void
test_unknown_depth (void)
{
  for (guint objects = 0; objects < 2; objects++)
    {
      static const guint too_deep[] = { MNR_JSON_DEPTH_MAX + 1, 1000, 200000 };
      g_autofree char *deepest = brackets (MNR_JSON_DEPTH_MAX, objects);
      g_autofree char *deepest_operation = g_strdup_printf ("[[57,%s]]", deepest);
      g_autofree char *text = changed (TRANSACTION ("[]"), "[[]]", deepest_operation);

      mnr_transaction_free (make_transaction (text));
      for (guint i = 0; i < G_N_ELEMENTS (too_deep); i++)
        {
          g_autoptr (GError) error = NULL;
          g_autofree char *deep = brackets (too_deep[i], objects);
          g_autofree char *operation = g_strdup_printf ("[[57,%s]]", deep);
          g_autofree char *bad = changed (TRANSACTION ("[]"), "[[]]", operation);

          g_assert_null (read_text (bad, strlen (bad), &error));
          g_assert_true (g_str_has_prefix (error->message, "operations[0]: "));
          assert_chain_error (error, MNR_CHAIN_ERROR_SYNTAX);
        }
    }
}

static char *
nested (guint levels)
{
  GString *text = g_string_new ("[");
  g_autofree char *reserve =
    make_json ("[15,{'fee':{'amount':1,'asset_id':'1.3.0'},'payer':'1.2.100',"
               "'amount_to_reserve':{'amount':77,'asset_id':'1.3.5000'}}]");

  for (guint i = 0; i < levels; i++)
    g_string_append (text,
                     "[22,{'fee':{'amount':1,'asset_id':'1.3.0'},'fee_paying_account':'1.2.100',"
                     "'expiration_time':'2023-11-15T22:13:20','proposed_ops':[{'op':");
  g_string_append (text, reserve);
  for (guint i = 0; i < levels; i++)
    g_string_append (text, "}]}]");
  g_string_append (text, "]");
  return g_string_free (text, FALSE);
}

static void
test_nesting (void)
{
  static const guint too_deep[] = { MNR_VARIANT_DEPTH_MAX, 1000, 20000 };
  g_autofree char *deepest = nested (MNR_VARIANT_DEPTH_MAX - 1);
  g_autofree char *text = changed (TRANSACTION ("[]"), "[[]]", deepest);

  mnr_transaction_free (make_transaction (text));
  for (guint i = 0; i < G_N_ELEMENTS (too_deep); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *deep = nested (too_deep[i]);
      g_autofree char *bad = changed (TRANSACTION ("[]"), "[[]]", deep);

      g_assert_null (read_text (bad, strlen (bad), &error));
      g_assert_true (
        g_str_has_prefix (error->message, "operations[0].proposed_ops[0].op.proposed_ops[0].op."));
      assert_chain_error (error, MNR_CHAIN_ERROR_SYNTAX);
    }
}

/* Text out of bytes may hold what JSON text may not: it is printed as a node does. */
static void
test_control_characters_out (void)
{
  g_autoptr (GByteArray) bytes = make_bytes ("0d 61 01 08 09 0a 0b 0c 0d 1f 22 5c 7f 2f");
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *value = NULL;

  g_assert_true (mnr_unpack (&mnr_type_string, bytes->data, bytes->len, &value, NULL, NULL));
  mnr_json_write (&mnr_type_string, &value, "BTS", text);
  g_assert_cmpstr (text->str, ==, "\"a\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f\\\"\\\\\177/\"");
}

/* Text with pieces missing, doubled and mixed up: never more than an error. */
static void
test_mutations (void)
{
  const char *const sources[] = { create_json, update_json, issue_json, reserve_json, order_json };
  static const char *const pieces[] = { "\"", "{", "}", "[", "]", ",",
                                        ":", "null", "true", "-", "1", "99999999999999999999",
                                        "\\", "\\u0041", "e", "." };

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *source =
        make_json (sources[g_test_rand_int_range (0, G_N_ELEMENTS (sources))]);
      g_autoptr (GString) text = g_string_new (source);
      g_autoptr (GError) error = NULL;
      g_autoptr (MnrTransaction) transaction = NULL;

      for (gint n = g_test_rand_int_range (1, 4); n > 0; n--)
        {
          gssize where = g_test_rand_int_range (0, (gint32) text->len);
          gssize length = g_test_rand_int_range (1, 10);

          if (g_test_rand_bit ())
            g_string_erase (text, where, MIN (length, (gssize) text->len - where));
          else
            g_string_insert (text, where, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
          if (text->len == 0)
            break;
        }

      transaction = read_text (text->str, text->len, &error);
      if (transaction == NULL)
        g_assert_cmpint (error->domain, ==, MNR_CHAIN_ERROR);
      else
        {
          g_autoptr (GString) printed = g_string_new (NULL);
          g_autoptr (MnrTransaction) again = NULL;

          mnr_json_write (&mnr_type_signed_transaction, transaction, "BTS", printed);
          again = make_transaction (printed->str);
          g_assert_true (mnr_value_equal (&mnr_type_signed_transaction, transaction, again));
        }
    }
}

/* What was read before the mistake is given back. */
static void
test_left_zero (void)
{
  static const char *const texts[] = {
    "{'amount':5,'asset_id':'1.3.7','x':1}",
    "{'amount':5,'asset_id':'1.2.7'}",
    "{'amount':5}",
    "{'amount':5,'asset_id':'1.3.7'} x",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = make_json (texts[i]);
      MnrAmount amount = { 0 };

      g_assert_false (mnr_json_read (&mnr_type_amount, text, strlen (text), "BTS", &amount, NULL));
      g_assert_cmpint (amount.amount, ==, 0);
      g_assert_cmphex (amount.asset_id, ==, 0);
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/members", test_members);
  g_test_add_func ("/json/member-order", test_member_order);
  g_test_add_func ("/json/numbers", test_numbers);
  g_test_add_func ("/json/scalars", test_scalars);
  g_test_add_func ("/json/keys", test_keys);
  g_test_add_func ("/json/signatures", test_signatures);
  g_test_add_func ("/json/strings", test_strings);
  g_test_add_func ("/json/sets", test_sets);
  g_test_add_func ("/json/shapes", test_shapes);
  g_test_add_func ("/json/extensions", test_extensions);
  g_test_add_func ("/json/optional", test_optional);
  g_test_add_func ("/json/operation-results", test_operation_results);
  g_test_add_func ("/json/whole-text", test_whole_text);
  g_test_add_func ("/json/encoding", test_encoding);
  g_test_add_func ("/json/unknown", test_unknown);
  g_test_add_func ("/json/unknown-depth", test_unknown_depth);
  g_test_add_func ("/json/nesting", test_nesting);
  g_test_add_func ("/json/control-characters-out", test_control_characters_out);
  g_test_add_func ("/json/left-zero", test_left_zero);
  g_test_add_func ("/json/mutations", test_mutations);

  return g_test_run ();
}
