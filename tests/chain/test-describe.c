/* test-describe.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chain/protocol/mnr-describe.h"

#include <string.h>

#include "chain/protocol/mnr-permissions.h"
#include "chain/wire/mnr-json.h"
#include "test-vectors.h"

static gboolean
get_asset (MnrObjectId asset,
           MnrAssetName *name,
           gpointer user_data)
{
  static const struct
  {
    MnrObjectId asset;
    MnrAssetName name;
  } assets[] = {
    { MNR_ASSET_ID (1), { "OLDEST", 2, FALSE } },
    { MNR_ASSET_ID (7), { "TOKEN", 4, FALSE } },
    { MNR_ASSET_ID (8), { "COIN", 0, TRUE } },
    { MNR_ASSET_ID (9), { "EVIL\342\200\256\033[31m", 2, FALSE } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (assets); i++)
    if (assets[i].asset == asset)
      {
        *name = assets[i].name;
        return TRUE;
      }
  return FALSE;
}

static const char *
get_account (MnrObjectId account,
             gpointer user_data)
{
  return account == MNR_ACCOUNT_ID (100)   ? "alice"
         : account == MNR_ACCOUNT_ID (101) ? "bob\n"
                                           : NULL;
}

static const MnrNames all_names = { .get_asset = get_asset,
                                    .get_account = get_account,
                                    .prefix = "BTS" };
static const MnrNames no_names = { .prefix = "TEST" };

static GPtrArray *
describe (const char *operations,
          const MnrNames *names)
{
  g_autofree char *quoted = make_json (operations);
  g_autofree char *json =
    g_strdup_printf ("{\"ref_block_num\":1,\"ref_block_prefix\":2,\"expiration\":"
                     "\"2023-11-14T22:13:20\",\"operations\":[%s]}",
                     quoted);
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrTransaction) transaction =
    mnr_transaction_new_from_json (json, strlen (json), names->prefix, &error);
  GPtrArray *lines;

  g_assert_no_error (error);
  lines = mnr_transaction_describe (transaction, names);
  for (guint i = 0; i < lines->len; i++)
    {
      const MnrDescriptionLine *line = g_ptr_array_index (lines, i);

      g_test_message ("%*s%s: %s", 2 * (int) line->depth, "", line->label, line->text);
    }
  return lines;
}

/* The line of this label; of several, the one after so many others. */
static const MnrDescriptionLine *
find_line (GPtrArray *lines,
           const char *label,
           guint skip)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const MnrDescriptionLine *line = g_ptr_array_index (lines, i);

      if (g_str_equal (line->label, label) && skip-- == 0)
        return line;
    }
  return NULL;
}

static void
check_next_line (GPtrArray *lines,
                 const char *label,
                 guint skip,
                 const char *expected)
{
  const MnrDescriptionLine *line = find_line (lines, label, skip);

  if (line == NULL)
    g_error ("there is no line “%s”", label);
  g_assert_cmpstr (line->text, ==, expected);
}

static void
check_line (GPtrArray *lines,
            const char *label,
            const char *expected)
{
  check_next_line (lines, label, 0, expected);
}

#define FEE      "'fee':{'amount':86869,'asset_id':'1.3.0'}"
#define FEE_IN_1 "'fee':{'amount':150,'asset_id':'1.3.1'}"
#define TRANSFER(asset)                                                                           \
  "[0,{" FEE ",'from':'1.2.100','to':'1.2.200','amount':{'amount':1234567,'asset_id':'1.3." asset \
  "'}}]"

static void
test_amounts (void)
{
  g_autoptr (GPtrArray) known = describe (TRANSFER ("7"), &all_names);
  g_autoptr (GPtrArray) unknown = describe (TRANSFER ("77"), &all_names);
  g_autoptr (GPtrArray) whole = describe (TRANSFER ("8"), &all_names);
  g_autoptr (GPtrArray) core = describe (TRANSFER ("0"), &no_names);
  const MnrAmount amount = { 150000, MNR_CORE_ASSET };
  g_autofree char *text = mnr_amount_describe (&amount, &all_names);

  check_line (known, "Operation 1", "Send 123.4567 TOKEN from alice (1.2.100) to 1.2.200");
  check_line (known, "Amount", "123.4567 TOKEN");
  check_line (known, "From", "alice (1.2.100)");
  check_line (known, "To", "1.2.200");
  check_line (known, "Fee", "0.86869 BTS");
  check_line (known, "Expires", "2023-11-14 22:13:20 UTC");
  /* Nobody knows where its point stands. */
  check_line (unknown, "Amount", "1,234,567 smallest units of 1.3.77");
  check_line (whole, "Amount", "1,234,567 COIN");
  /* Without names only the core asset is known, and called as the network is. */
  check_line (core, "Amount", "12.34567 TEST");
  check_line (core, "From", "1.2.100");
  g_assert_cmpstr (text, ==, "1.50000 BTS");
}

/* clang-format off */
#define OPTIONS(permissions, flags, own, markets)                                \
  "{'max_supply':1000000,'market_fee_percent':25,'max_market_fee':5000,"         \
  "'issuer_permissions':" permissions ",'flags':" flags ",'core_exchange_rate':" \
  "{'base':{'amount':100000,'asset_id':'1.3.0'},"                                \
  "'quote':{'amount':30000,'asset_id':'" own "'}},"                              \
  "'whitelist_authorities':['1.2.100'],'blacklist_authorities':[],"              \
  "'whitelist_markets':[" markets "],'blacklist_markets':[],"                    \
  "'description':'say \\'hi\\'','extensions':{'taker_fee_percent':0}}"

#define BITASSET                                                                     \
  "{'feed_lifetime_sec':86400,'minimum_feeds':3,'force_settlement_delay_sec':90061," \
  "'force_settlement_offset_percent':100,'maximum_force_settlement_volume':2000,"    \
  "'short_backing_asset':'1.3.1','extensions':{'maintenance_collateral_ratio':1750," \
  "'black_swan_response_method':2}}"

#define CREATE(fee, permissions, flags, markets, rest)                                        \
  "[10,{" fee ",'issuer':'1.2.100','symbol':'MINE','precision':3,'common_options':" OPTIONS ( \
    permissions, flags, "1.3.1", markets) rest ",'is_prediction_market':false}]"

#define UPDATE(asset, permissions, flags, rest)               \
  "[11,{" FEE ",'issuer':'1.2.100','asset_to_update':'" asset \
  "','new_options':" OPTIONS (permissions, flags, asset, "") rest "}]"
/* clang-format on */

/* 1.3.1 is the new asset in its exchange rate, and an old one everywhere else. */
static void
test_new_asset (void)
{
  g_autoptr (GPtrArray) lines = describe (
    CREATE (FEE_IN_1, "79", "1", "'1.3.1','1.3.7'", ",'bitasset_opts':" BITASSET), &all_names);

  check_line (lines, "Operation 1", "Create the asset “MINE”");
  check_line (lines, "Fee", "1.50 OLDEST");
  check_line (lines, "Core exchange rate", "1.00000 BTS = 30.000 MINE");
  check_line (lines, "Maximum supply", "1,000.000 MINE");
  check_line (lines, "Largest market fee", "5.000 MINE");
  check_line (lines, "Market fee", "0.25%");
  check_line (lines, "Market fee for takers", "0%");
  check_line (lines, "Tradable only for", "OLDEST (1.3.1), TOKEN (1.3.7)");
  check_line (lines, "Not tradable for", "none");
  check_line (lines, "White lists of", "alice (1.2.100)");
  check_line (lines, "Backed by", "OLDEST (1.3.1)");
  check_line (lines, "Feed lifetime", "1 day");
  check_line (lines, "Force settlement delay", "1 day 1 hour 1 minute 1 second");
  check_line (lines, "Maintenance collateral ratio", "175%");
  check_line (lines, "At a black swan", "settle single positions into a fund");
  check_line (lines, "Description", "“say \"hi\"”");
  /* What is not there is not told. */
  g_assert_null (find_line (lines, "Initial collateral ratio", 0));
  g_assert_null (find_line (lines, "Share of market fees for referrers", 0));
}

static void
test_update (void)
{
  g_autoptr (GPtrArray) lines = describe (UPDATE ("1.3.7", "79", "1", ""), &all_names);
  g_autoptr (GPtrArray) finer =
    describe (UPDATE ("1.3.7", "79", "1", ",'extensions':{'new_precision':6}"), &all_names);
  g_autoptr (GPtrArray) unknown =
    describe (UPDATE ("1.3.77", "79", "1", ",'extensions':{'new_precision':6}"), &all_names);
  g_autoptr (GPtrArray) oldest = describe (UPDATE ("1.3.1", "79", "1", ""), &all_names);

  check_line (lines, "Operation 1", "Replace all settings of TOKEN (1.3.7)");
  check_line (lines, "Maximum supply", "100.0000 TOKEN");
  check_line (lines, "Core exchange rate", "1.00000 BTS = 3.0000 TOKEN");

  /* All amounts are of the asset as it will be. */
  check_line (finer, "New decimals", "6");
  check_line (finer, "Maximum supply", "1.000000 TOKEN");
  check_line (finer, "Largest market fee", "0.005000 TOKEN");
  check_line (finer, "Core exchange rate", "1.00000 BTS = 0.030000 TOKEN");

  check_line (unknown, "Operation 1", "Replace all settings of 1.3.77");
  check_line (unknown, "Maximum supply", "1,000,000 smallest units");
  check_line (unknown, "Core exchange rate", "1.00000 BTS = 30,000 smallest units of 1.3.77");

  check_line (oldest, "Maximum supply", "10,000.00 OLDEST");
}

static gboolean
lists (const MnrDescriptionLine *line,
       const char *item)
{
  g_auto (GStrv) items = g_strsplit (line != NULL ? line->text : "", "; ", -1);

  return g_strv_contains ((const char *const *) items, item);
}

/* Set or not, of which bits, of which kind of asset: what the line must say. */
static void
check_permissions (const char *operation,
                   guint permissions,
                   guint told)
{
  g_autoptr (GPtrArray) lines = describe (operation, &all_names);
  const MnrDescriptionLine *may = find_line (lines, "The issuer may", 0);
  const MnrDescriptionLine *never = find_line (lines, "The issuer may not", 0);
  g_autofree char *number = g_strdup_printf ("%u", permissions);

  check_line (lines, "issuer_permissions", number);
  for (guint i = 0; i < MNR_N_POWERS; i++)
    {
      guint bit = 1u << i;
      /* The upper seven take a right away. */
      gboolean right = !(permissions & bit) == (bit >= 0x200);

      g_assert_cmpuint (mnr_powers[i].bit, ==, bit);
      g_assert_cmpint (lists (may, mnr_powers[i].may), ==, (told & bit) && right);
      g_assert_cmpint (lists (never, mnr_powers[i].may), ==, (told & bit) && !right);
    }
}

static void
test_permissions (void)
{
  /* A plain token has no words for the rights of smartcoins … */
  check_permissions (CREATE (FEE, "79", "0", "", ""), 79, 0x64f);
  check_permissions (CREATE (FEE, "0", "0", "", ""), 0, 0x64f);
  check_permissions (CREATE (FEE, "1615", "0", "", ""), 0x64f, 0x64f);
  check_permissions (UPDATE ("1.3.7", "79", "0", ""), 79, 0x64f);
  /* … unless somebody set them all the same. */
  check_permissions (CREATE (FEE, "128", "0", "", ""), 128, 0x6cf);
  check_permissions (UPDATE ("1.3.77", "16384", "0", ""), 16384, 0x464f | 0x200);
  /* A smartcoin has all. */
  check_permissions (CREATE (FEE, "511", "0", "", ",'bitasset_opts':" BITASSET), 511, 0xffff);
  check_permissions (CREATE (FEE, "65535", "0", "", ",'bitasset_opts':" BITASSET), 65535, 0xffff);
  check_permissions (UPDATE ("1.3.8", "0", "0", ""), 0, 0xffff);
}

static void
test_permission_words (void)
{
  g_autoptr (GPtrArray) lines = describe (CREATE (FEE, "5", "5", "", ""), &all_names);
  const MnrDescriptionLine *may = find_line (lines, "The issuer may", 0);
  const MnrDescriptionLine *never = find_line (lines, "The issuer may not", 0);

  /* The words themselves: these four would be the worst to confuse. */
  g_assert_true (lists (may, "charge market fees"));
  g_assert_true (lists (may, "take it back from any holder"));
  g_assert_true (lists (may, "lock and unlock the maximum supply"));
  g_assert_true (lists (never, "decide by lists who may hold it"));
  g_assert_true (lists (never, "restrict transfers to those from and to the issuer"));
  check_line (lines, "Switched on",
              "market fees are charged; the issuer can take it back from any holder");
  check_line (lines, "flags", "5");
}

static void
test_flags (void)
{
  g_autoptr (GPtrArray) none = describe (CREATE (FEE, "79", "0", "", ""), &all_names);
  g_autoptr (GPtrArray) locked = describe (UPDATE ("1.3.7", "79", "1536", ""), &all_names);
  g_autoptr (GPtrArray) odd = describe (UPDATE ("1.3.7", "79", "32", ""), &all_names);
  g_autoptr (GPtrArray) all = describe (UPDATE ("1.3.8", "79", "65535", ""), &all_names);
  const MnrDescriptionLine *on = find_line (all, "Switched on", 0);

  check_line (none, "Switched on", "nothing");
  check_line (locked, "Switched on", "the maximum supply is locked; no new supply can be made");
  /* No flag, but it is set: it is not passed over. */
  check_line (odd, "Switched on", "global_settle");
  for (guint i = 0; i < MNR_N_POWERS; i++)
    g_assert_true (
      lists (on, mnr_powers[i].is_on != NULL ? mnr_powers[i].is_on : mnr_powers[i].name));
}

/* Text that obeys its author and not its reader. */
static void
test_visible (void)
{
  g_autoptr (GPtrArray) lines = describe (
    "[5,{" FEE ",'registrar':'1.2.101','referrer':'1.2.100','referrer_percent':5000,"
    "'name':'a\\nb\\tc\177\302\205\342\200\256d\342\201\246e\342\200\213f"
    "\360\223\200\200\303\251\342\200\250',"
    "'owner':{'weight_threshold':1,'account_auths':[['1.2.100',1]],'key_auths':[],"
    "'address_auths':[]},"
    "'active':{'weight_threshold':1,'account_auths':[],'key_auths':[],'address_auths':[]},"
    "'options':{'memo_key':'BTS1111111111111111111111111111111114T1Anm','voting_account':'1.2.5',"
    "'num_witness':0,'num_committee':0,'votes':['1:7']}}]",
    &all_names);
  g_autoptr (GPtrArray) evil = describe (TRANSFER ("9"), &all_names);

  check_line (
    lines, "Name",
    "“a\\nb\\u{0009}c\\u{007F}\\u{0085}\\u{202E}d\\u{2066}e\\u{200B}f"
    "\360\223\200\200\303\251\\u{2028}”");
  check_line (lines, "Referrer's share", "50%");
  check_line (lines, "Votes", "1:7");
  check_line (lines, "Accounts", "alice (1.2.100) with weight 1");
  /* Names of assets and accounts come from a node, which may be anybody's. */
  check_line (lines, "Registrar", "bob\\n (1.2.101)");
  check_line (evil, "Amount", "12,345.67 EVIL\\u{202E}\\u{001B}[31m");

  for (guint i = 0; i < lines->len; i++)
    {
      const MnrDescriptionLine *line = g_ptr_array_index (lines, i);

      g_assert_null (strpbrk (line->text, "\n\t\r\033\177"));
    }
}

static void
test_unknown (void)
{
  g_autoptr (GPtrArray) lines = describe ("[57,{'x':1}]," TRANSFER ("7"), &all_names);

  check_line (lines, "Operation 1",
              "number 57, which this program does not know; do not sign what nobody can read");
  check_line (lines, "Operation 2", "Send 123.4567 TOKEN from alice (1.2.100) to 1.2.200");
}

static void
test_nothing (void)
{
  g_autoptr (GPtrArray) lines = describe ("", &all_names);

  check_line (lines, "Operations", "none");
  g_assert_nonnull (find_line (lines, "Expires", 0));
}

#define PROPOSAL(operations)                                                             \
  "[22,{" FEE ",'fee_paying_account':'1.2.100','expiration_time':'2023-11-15T22:13:20'," \
  "'proposed_ops':[" operations "],'review_period_seconds':3600}]"

static void
test_proposal (void)
{
  g_autoptr (GPtrArray) lines =
    describe (PROPOSAL ("{'op':" CREATE (FEE, "79", "0", "", "") "},{'op':" PROPOSAL (
                "{'op':" TRANSFER ("7") "}") "},{'op':[57,{}]}"),
              &all_names);
  const MnrDescriptionLine *top = find_line (lines, "Operation 1", 0);
  const MnrDescriptionLine *first = find_line (lines, "Operation 1", 1);
  const MnrDescriptionLine *second = find_line (lines, "Operation 2", 0);
  const MnrDescriptionLine *within = find_line (lines, "Operation 1", 2);
  const MnrDescriptionLine *third = find_line (lines, "Operation 3", 0);

  g_assert_cmpstr (top->text, ==, "Propose, for others to approve until 2023-11-15 22:13:20 UTC");
  g_assert_cmpuint (top->depth, ==, 0);
  g_assert_cmpstr (first->text, ==, "Create the asset “MINE”");
  g_assert_cmpuint (first->depth, >, top->depth);
  g_assert_cmpstr (second->text, ==,
                   "Propose, for others to approve until 2023-11-15 22:13:20 UTC");
  g_assert_cmpuint (second->depth, ==, first->depth);
  g_assert_cmpstr (within->text, ==, "Send 123.4567 TOKEN from alice (1.2.100) to 1.2.200");
  g_assert_cmpuint (within->depth, >, second->depth);
  g_assert_cmpuint (third->depth, ==, first->depth);
  g_assert_true (g_str_has_prefix (third->text, "number 57, "));
  check_line (lines, "Review period", "1 hour");
}

static void
test_memo (void)
{
  g_autoptr (GPtrArray) public = describe (
    "[0,{" FEE ",'from':'1.2.100','to':'1.2.200','amount':{'amount':1,'asset_id':'1.3.0'},"
    "'memo':{'from':'BTS1111111111111111111111111111111114T1Anm','to':"
    "'BTS1111111111111111111111111111111114T1Anm','nonce':0,'message':'0000000068690a1b'}}]",
    &all_names);
  g_autoptr (GPtrArray) secret = describe (
    "[0,{" FEE ",'from':'1.2.100','to':'1.2.200','amount':{'amount':1,'asset_id':'1.3.0'},"
    "'memo':{'from':'BTS8m5UgaFAAYQRuaNejYdS8FVLVp9Ss3K1qAVk5de6F8s3HnVbvA','to':"
    "'BTS839JpDChDinGGgqqcRXzoepBbBF3BEycgLpXo51jA3WTjsLCc8','nonce':0,'message':'00112233'}}]",
    &all_names);

  check_line (public, "Memo", "(for everybody to read) “hi\\n\\u{001B}”");
  check_line (secret, "Memo",
              "encrypted, 4 bytes, between BTS8m5UgaFAAYQRuaNejYdS8FVLVp9Ss3K1qAVk5de6F8s3HnVbvA "
              "and BTS839JpDChDinGGgqqcRXzoepBbBF3BEycgLpXo51jA3WTjsLCc8");
}

static void
test_others (void)
{
  g_autoptr (GPtrArray) order = describe (
    "[1,{" FEE ",'seller':'1.2.100','amount_to_sell':{'amount':10000,'asset_id':'1.3.7'},"
    "'min_to_receive':{'amount':200000,'asset_id':'1.3.0'},'expiration':'2106-02-07T06:28:15',"
    "'fill_or_kill':true,'extensions':{'on_fill':[[0,{'fee_asset_id':'1.3.0','spread_percent':150,"
    "'size_percent':10000,'expiration_seconds':60,'repeat':false}]]}}]",
    &all_names);
  g_autoptr (GPtrArray) gift =
    describe ("[48,{" FEE ",'issuer':'1.2.100','asset_to_update':'1.3.7','new_issuer':'1.2.101'}]",
              &all_names);
  g_autoptr (GPtrArray) pool = describe (
    "[16,{" FEE ",'from_account':'1.2.100','asset_id':'1.3.7','amount':123456}]", &all_names);
  g_autoptr (GPtrArray) listing = describe (
    "[7,{" FEE ",'authorizing_account':'1.2.100','account_to_list':'1.2.200','new_listing':3}]",
    &all_names);
  g_autoptr (GPtrArray) settle = describe (
    "[18,{" FEE ",'issuer':'1.2.100','asset_to_settle':'1.3.8','settle_price':{'base':{'amount':2,"
    "'asset_id':'1.3.8'},'quote':{'amount':0,'asset_id':'1.3.0'}}}]",
    &all_names);
  g_autoptr (GPtrArray) position = describe (
    "[3,{" FEE
    ",'funding_account':'1.2.100','delta_collateral':{'amount':-100000,'asset_id':'1.3.0'},"
    "'delta_debt':{'amount':-5,'asset_id':'1.3.8'},'extensions':{'target_collateral_ratio':2000}}]",
    &all_names);

  check_line (order, "Operation 1", "Offer 1.0000 TOKEN for at least 2.00000 BTS");
  check_next_line (order, "Expires", 1, "never");
  check_line (order, "All at once or not at all", "yes");
  check_line (order, "Price better by", "1.5%");
  check_line (order, "Part of what was bought", "100%");
  check_line (order, "Expires after", "1 minute");
  check_line (order, "Again and again", "no");
  check_line (order, "To be signed by", "alice (1.2.100), active authority");
  check_line (gift, "Operation 1", "Make bob\\n (1.2.101) the issuer of TOKEN (1.3.7)");
  check_line (gift, "To be signed by", "alice (1.2.100), owner authority");
  check_line (pool, "Operation 1", "Put 1.23456 BTS into the fee pool of TOKEN (1.3.7)");
  check_line (listing, "Operation 1",
              "alice (1.2.100) lists 1.2.200 (on the white list and on the black list)");
  check_line (settle, "Operation 1", "Settle COIN (1.3.8) globally at 2 COIN = 0.00000 BTS");
  g_assert_nonnull (find_line (settle, "Note", 0));
  check_line (position, "Collateral added", "-1.00000 BTS");
  check_line (position, "Debt added", "-5 COIN");
  check_line (position, "Target collateral ratio", "200%");
}

/* Every recorded transaction, with names and without: each line has a label,
 * and shows only what can be shown. */
static void
test_recorded (void)
{
  g_autoptr (GArray) cases = vector_items (vector_load ("transactions.json"));

  for (guint i = 0; i < cases->len; i++)
    {
      g_autofree char *json =
        vector_compact (vector_member (vector_item (cases, i), "transaction"));
      g_autoptr (MnrTransaction) transaction = make_transaction (json);

      for (guint with_names = 0; with_names < 2; with_names++)
        {
          g_autoptr (GPtrArray) lines =
            mnr_transaction_describe (transaction, with_names ? &all_names : &no_names);

          g_assert_cmpuint (lines->len, >=, 2 + 3 * transaction->operations.len);
          for (guint j = 0; j < lines->len; j++)
            {
              const MnrDescriptionLine *line = g_ptr_array_index (lines, j);

              g_assert_nonnull (line->label);
              g_assert_cmpuint (line->label[0], !=, 0);
              g_assert_true (g_utf8_validate (line->text, -1, NULL));
              g_assert_null (strpbrk (line->text, "\n\t\r\033\177"));
            }
        }
    }
}

/* One operation of a history, which may be a virtual one. */
static void
assert_operation (const char *operation,
                  const char *expected)
{
  g_autofree char *json = make_json (operation);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  MnrOperation value = { 0 };

  mnr_json_read (&mnr_type_history_operation, json, strlen (json), "BTS", &value, &error);
  g_assert_no_error (error);
  text = mnr_operation_describe (&value, &all_names);
  g_assert_cmpstr (text, ==, expected);
  mnr_value_clear (&mnr_type_history_operation, &value);
}

static void
test_operation (void)
{
  assert_operation ("[15,{'fee':{'amount':1,'asset_id':'1.3.0'},'payer':'1.2.100',"
                    "'amount_to_reserve':{'amount':12500,'asset_id':'1.3.7'},'extensions':[]}]",
                    "Burn 1.2500 TOKEN of alice (1.2.100)");
  assert_operation ("[4,{'fee':{'amount':0,'asset_id':'1.3.0'},'order_id':'1.7.1',"
                    "'account_id':'1.2.100','pays':{'amount':150,'asset_id':'1.3.1'},"
                    "'receives':{'amount':10000,'asset_id':'1.3.7'},"
                    "'fill_price':{'base':{'amount':150,'asset_id':'1.3.1'},"
                    "'quote':{'amount':10000,'asset_id':'1.3.7'}},'is_maker':true}]",
                    "alice (1.2.100) paid 1.50 OLDEST and received 1.0000 TOKEN");
  assert_operation ("[199,{'anything':1}]",
                    "Operation number 199, which this program does not know");
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/describe/amounts", test_amounts);
  g_test_add_func ("/describe/new-asset", test_new_asset);
  g_test_add_func ("/describe/update", test_update);
  g_test_add_func ("/describe/permissions", test_permissions);
  g_test_add_func ("/describe/permission-words", test_permission_words);
  g_test_add_func ("/describe/flags", test_flags);
  g_test_add_func ("/describe/visible", test_visible);
  g_test_add_func ("/describe/unknown", test_unknown);
  g_test_add_func ("/describe/nothing", test_nothing);
  g_test_add_func ("/describe/proposal", test_proposal);
  g_test_add_func ("/describe/memo", test_memo);
  g_test_add_func ("/describe/operation", test_operation);
  g_test_add_func ("/describe/others", test_others);
  g_test_add_func ("/describe/recorded", test_recorded);

  return g_test_run ();
}
