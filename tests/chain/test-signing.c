/* test-signing.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chain/protocol/mnr-signing.h"

#include <string.h>

#include "chain/values/mnr-error.h"
#include "test-vectors.h"

/* Who has to sign. */

static void
assert_accounts (const MnrObjectIdSet *set,
                 const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < set->len; i++)
    {
      char id[MNR_OBJECT_ID_TEXT_SIZE];

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                              mnr_object_id_format (set->items[i], id));
    }
  g_assert_cmpstr (text->str, ==, expected);
}

/* Of every recorded operation: the payer stands after the fee. */
static void
test_payers (void)
{
  g_autoptr (GArray) cases = vector_items (vector_load ("transactions.json"));
  guint checked = 0;

  for (guint i = 0; i < cases->len; i++)
    {
      g_autofree char *json =
        vector_compact (vector_member (vector_item (cases, i), "transaction"));
      g_autoptr (MnrTransaction) transaction = make_transaction (json);
      g_autoptr (GArray) operations = vector_items (
        vector_member (vector_member (vector_item (cases, i), "transaction"), "operations"));

      for (guint j = 0; j < operations->len; j++)
        {
          g_autoptr (GArray) pair = vector_items (vector_item (operations, j));
          g_autofree char *text =
            g_strndup (vector_item (pair, 1).text, vector_item (pair, 1).length);
          const char *account = strstr (text, "\"1.2.");
          char payer[MNR_OBJECT_ID_TEXT_SIZE];

          mnr_object_id_format (mnr_operation_get_payer (&transaction->operations.items[j]), payer);
          g_assert_cmpmem (account + 1, strcspn (account + 1, "\""), payer, strlen (payer));
          checked++;
        }
    }
  g_assert_cmpuint (checked, >, 300);
}

/* clang-format off */
#define FEE "'fee':{'amount':1,'asset_id':'1.3.0'}"
#define K1  "'BTS8m5UgaFAAYQRuaNejYdS8FVLVp9Ss3K1qAVk5de6F8s3HnVbvA'"
#define K2  "'BTS839JpDChDinGGgqqcRXzoepBbBF3BEycgLpXo51jA3WTjsLCc8'"

#define AUTHORITY "{'weight_threshold':1,'account_auths':[['1.2.999',1]],'key_auths':[]," \
  "'address_auths':[]}"
#define OPTIONS \
  "{'memo_key':" K1 ",'voting_account':'1.2.5','num_witness':0,'num_committee':0,'votes':[]}"
#define UPDATE(account, rest) "[6,{" FEE ",'account':'1.2." account "'" rest "}]"
#define UPDATE_ISSUER         "[48,{" FEE ",'issuer':'1.2.100','asset_to_update':'1.3.7'," \
  "'new_issuer':'1.2.101'}]"
#define TRANSFER(from) \
  "[0,{" FEE ",'from':'1.2." from "','to':'1.2.200','amount':{'amount':1,'asset_id':'1.3.0'}}]"
#define APPROVE(active_add, active_remove, owner_add, owner_remove, key_add, key_remove)        \
  "[23,{" FEE ",'fee_paying_account':'1.2.100','proposal':'1.10.1','active_approvals_to_add':[" \
  active_add "],'active_approvals_to_remove':[" active_remove "],'owner_approvals_to_add':["    \
  owner_add "],'owner_approvals_to_remove':[" owner_remove "],'key_approvals_to_add':["         \
  key_add "],'key_approvals_to_remove':[" key_remove "]}]"
#define CREATE(extensions)                                                                  \
  "[5,{" FEE ",'registrar':'1.2.100','referrer':'1.2.101','referrer_percent':0,'name':'x'," \
  "'owner':" AUTHORITY ",'active':" AUTHORITY ",'options':" OPTIONS                         \
  ",'extensions':{" extensions "}}]"

#define PROPOSE(operation)                                                               \
  "[22,{" FEE ",'fee_paying_account':'1.2.100','expiration_time':'2023-11-15T22:13:20'," \
  "'proposed_ops':[{'op':" operation "}]}]"
/* clang-format on */

static void
check_required (const char *operations,
                const char *active,
                const char *owner,
                guint keys)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *quoted = make_json (operations);
  g_autofree char *json = g_strdup_printf ("{\"ref_block_num\":1,\"ref_block_prefix\":2,"
                                           "\"expiration\":"
                                           "\"2023-11-14T22:13:20\",\"operations\":[%s]}",
                                           quoted);
  g_autoptr (MnrTransaction) transaction = make_transaction (json);
  g_auto (MnrRequiredAuthorities) required = { 0 };

  g_test_message ("%s", operations);
  mnr_required_authorities_init (&required, transaction, &error);
  g_assert_no_error (error);
  assert_accounts (&required.active, active);
  assert_accounts (&required.owner, owner);
  g_assert_cmpuint (required.keys.len, ==, keys);
}

static void
test_required (void)
{
  check_required (TRANSFER ("100"), "1.2.100", "", 0);
  check_required (TRANSFER ("300") "," TRANSFER ("20") "," TRANSFER ("300"), "1.2.20 1.2.300", "",
                  0);

  /* the owner's */
  check_required (UPDATE_ISSUER, "", "1.2.100", 0);
  check_required (UPDATE ("100", ",'active':" AUTHORITY), "1.2.100", "", 0);
  check_required (UPDATE ("100", ",'new_options':" OPTIONS), "1.2.100", "", 0);
  check_required (UPDATE ("100", ",'owner':" AUTHORITY), "", "1.2.100", 0);
  check_required (UPDATE ("100", ",'owner':" AUTHORITY ",'active':" AUTHORITY), "", "1.2.100", 0);
  /* A special owner authority takes the owner's place, so it takes the owner. */
  check_required (UPDATE ("100", ",'extensions':{'owner_special_authority':[0,"
                                 "{}]}"),
                  "", "1.2.100", 0);
  check_required (UPDATE ("100", ",'extensions':{'active_special_authority':[0,"
                                 "{}]}"),
                  "1.2.100", "", 0);
  /* One operation's owner is another one's active authority. */
  check_required (TRANSFER ("100") "," TRANSFER ("101") "," UPDATE_ISSUER, "1.2.101", "1.2.100", 0);

  /* approvals */
  check_required (APPROVE ("'1.2.5'", "", "", "", "", ""), "1.2.5 1.2.100", "", 0);
  check_required (APPROVE ("'1.2.5'", "'1.2.6'", "'1.2.7'", "'1.2.8'", K1, K2),
                  "1.2.5 1.2.6 1.2.100", "1.2.7 1.2.8", 2);
  check_required (APPROVE ("'1.2.5'", "", "'1.2.5'", "", "", ""), "1.2.100", "1.2.5", 0);
  check_required (APPROVE ("", "", "'1.2.100'", "", "", ""), "", "1.2.100", 0);
  check_required (APPROVE ("", "", "", "", K1, "") "," APPROVE ("", "", "", "", "", K1), "1.2.100",
                  "", 1);

  /* the issuer whose asset an account is to buy back */
  check_required (CREATE (""), "1.2.100", "", 0);
  check_required (CREATE ("'buyback_options':{'asset_to_buy':'1.3.7',"
                          "'asset_to_buy_issuer':'1.2.50','markets':[]}"),
                  "1.2.50 1.2.100", "", 0);

  check_required ("[37,{" FEE ",'deposit_to_account':'1.2.100','balance_to_claim':'1.15.0',"
                  "'balance_owner_key':" K1 ",'total_claimed':{'amount':1,'asset_id':'1.3.0'}}]",
                  "1.2.100", "", 1);

  /* What is proposed is for others to sign. */
  check_required (PROPOSE (TRANSFER ("300")), "1.2.100", "", 0);
  check_required (PROPOSE (UPDATE ("301", ",'owner':" AUTHORITY)), "1.2.100", "", 0);
  check_required (PROPOSE ("[57,{}]"), "1.2.100", "", 0);
}

static void
test_required_unknown (void)
{
  g_autofree char *json = make_json ("{'ref_block_num':1,'ref_block_prefix':2,'expiration':"
                                     "'2023-11-14T22:13:20',"
                                     "'operations':[" TRANSFER ("1") ",[57,{}]]}");
  g_autoptr (MnrTransaction) transaction = make_transaction (json);
  g_autoptr (GError) error = NULL;
  g_auto (MnrRequiredAuthorities) required = { 0 };

  g_assert_false (mnr_required_authorities_init (&required, transaction, &error));
  g_assert_true (g_str_has_prefix (error->message, "operations[1]: "));
  assert_chain_error (error, MNR_CHAIN_ERROR_UNKNOWN);
  g_assert_cmpuint (required.active.len, ==, 0);
}

/* Who signs: a small world of accounts. Authorities are written as a threshold
 * and entries with their weights: k1 is a key, d1 the address of that key, a1
 * an account ("2 k1:1 k2:1 a105:1"). */

typedef struct
{
  MnrObjectId account;
  MnrAuthority active;
  MnrAuthority owner;
} Account;

static void
account_clear (gpointer data)
{
  Account *account = data;

  mnr_value_clear (&mnr_type_authority, &account->active);
  mnr_value_clear (&mnr_type_authority, &account->owner);
}

static GArray *
world_new (void)
{
  GArray *world = g_array_new (FALSE, TRUE, sizeof (Account));

  g_array_set_clear_func (world, account_clear);
  return world;
}

/* No point of the curve, but here nothing is signed. */
static MnrPublicKey
key_of (guint number)
{
  MnrPublicKey key = { { 2 } };

  key.data[32] = (guint8) number;
  return key;
}

enum
{
  ACCOUNTS = 1,
  KEYS = 2,
  ADDRESSES = 3,
};

static gpointer
add_entry (MnrAuthority *authority,
           guint field)
{
  return mnr_array_add (mnr_type_authority.fields[field].type,
                        mnr_field_get (&mnr_type_authority.fields[field], authority));
}

static void
sort_entries (MnrAuthority *authority)
{
  for (guint i = ACCOUNTS; i <= ADDRESSES; i++)
    mnr_set_sort (mnr_type_authority.fields[i].type,
                  mnr_field_get (&mnr_type_authority.fields[i], authority));
}

static void
add_key (MnrAuthority *authority,
         guint number,
         guint weight)
{
  MnrKeyWeight *entry = add_entry (authority, KEYS);

  entry->key = key_of (number);
  entry->weight = (guint16) weight;
}

static void
add_account (MnrAuthority *authority,
             guint number,
             guint weight)
{
  MnrAccountWeight *entry = add_entry (authority, ACCOUNTS);

  entry->account = MNR_ACCOUNT_ID (number);
  entry->weight = (guint16) weight;
}

static void
add_address (MnrAuthority *authority,
             guint number,
             guint weight)
{
  MnrAddressWeight *entry = add_entry (authority, ADDRESSES);
  MnrPublicKey key = key_of (number);

  mnr_public_key_get_address (&key, &entry->address);
  entry->weight = (guint16) weight;
}

static void
parse_authority (const char *text,
                 MnrAuthority *authority)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  authority->weight_threshold = (guint32) g_ascii_strtoull (words[0], NULL, 10);
  for (guint i = 1; words[i] != NULL; i++)
    {
      guint number = (guint) g_ascii_strtoull (words[i] + 1, NULL, 10);
      guint weight = (guint) g_ascii_strtoull (strchr (words[i], ':') + 1, NULL, 10);

      if (words[i][0] == 'k')
        add_key (authority, number, weight);
      else if (words[i][0] == 'a')
        add_account (authority, number, weight);
      else
        add_address (authority, number, weight);
    }
  sort_entries (authority);
}

static void
world_add (GArray *world,
           guint account,
           const char *active,
           const char *owner)
{
  Account entry = { .account = MNR_ACCOUNT_ID (account) };

  parse_authority (active, &entry.active);
  parse_authority (owner, &entry.owner);
  g_array_append_val (world, entry);
}

static const MnrAuthority *
look_up (MnrObjectId account,
         gboolean owner,
         gpointer user_data)
{
  GArray *world = user_data;

  for (guint i = 0; i < world->len; i++)
    {
      const Account *entry = &g_array_index (world, Account, i);

      if (entry->account == account)
        return owner ? &entry->owner : &entry->active;
    }
  return NULL;
}

/* "1 3": the keys 1 and 3, in this order. */
static MnrPublicKeySet
parse_keys (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  MnrPublicKeySet keys = { 0 };

  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      {
        MnrPublicKey key = key_of ((guint) g_ascii_strtoull (words[i], NULL, 10));

        mnr_array_append (&mnr_type_public_key_set, &keys, &key);
      }
  return keys;
}

/* "100 o101 b102 k3": the active authority of 100, the owner's of 101, that of 102 who
 * pays, too, the key 3. */
static void
parse_required (const char *text,
                MnrRequiredAuthorities *required)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      MnrObjectId account =
        MNR_ACCOUNT_ID (g_ascii_strtoull (words[i] + !g_ascii_isdigit (words[i][0]), NULL, 10));
      MnrPublicKey key = key_of ((guint) mnr_object_id_get_instance (account));

      if (words[i][0] == 'k')
        mnr_array_append (&mnr_type_public_key_set, &required->keys, &key);
      else
        mnr_array_append (&mnr_type_account_set,
                          g_ascii_isdigit (words[i][0]) ? &required->active : &required->owner,
                          &account);
      if (words[i][0] == 'b')
        mnr_array_append (&mnr_type_account_set, &required->owner_and_active, &account);
    }
}

static gboolean
verify (GArray *world,
        const char *required_text,
        const char *keys_text,
        guint max_depth)
{
  g_autoptr (GError) error = NULL;
  g_auto (MnrRequiredAuthorities) required = { 0 };
  MnrPublicKeySet keys = parse_keys (keys_text);
  gboolean good;

  parse_required (required_text, &required);
  good = mnr_required_authorities_verify (&required, &keys, max_depth, look_up, world, &error);
  g_test_message ("%s by %s: %s", required_text, keys_text, good ? "good" : error->message);
  if (!good)
    assert_chain_error (error, MNR_CHAIN_ERROR_AUTHORITY);
  mnr_value_clear (&mnr_type_public_key_set, &keys);
  return good;
}

#define check_good(world, required, keys, depth) \
  g_assert_true (verify (world, required, keys, depth))
#define check_bad(world, required, keys, depth) \
  g_assert_false (verify (world, required, keys, depth))

static void
test_single_key (void)
{
  g_autoptr (GArray) world = world_new ();

  world_add (world, 100, "1 k1:1", "1 k9:1");
  check_good (world, "100", "1", 2);
  check_bad (world, "100", "", 2);
  check_bad (world, "100", "2", 2);
  /* A signature too many is as bad as one too few. */
  check_bad (world, "100", "1 2", 2);
  check_bad (world, "100", "2 1", 2);

  /* The owner may do what the active authority may, not the other way round. */
  check_good (world, "100", "9", 2);
  check_good (world, "100", "9", 0);
  check_bad (world, "100", "1 9", 2);
  check_good (world, "o100", "9", 2);
  check_bad (world, "o100", "1", 2);
  check_bad (world, "o100", "1 9", 2);
  check_bad (world, "o100", "", 2);

  /* Who pays has an active authority, too, and a node does not mind its signature. */
  check_good (world, "b100", "9", 2);
  check_good (world, "b100", "1 9", 2);
  check_bad (world, "b100", "1", 2);
  check_bad (world, "b100", "2 9", 2);

  /* Nobody that is known. */
  check_bad (world, "101", "1", 2);
  check_bad (world, "o101", "1", 2);
}

static void
test_weights (void)
{
  g_autoptr (GArray) world = world_new ();
  MnrPublicKey one = key_of (1), two = key_of (2);
  MnrAddress first, second;

  world_add (world, 100, "2 k1:1 k2:1 k3:1", "1 k9:1");
  world_add (world, 101, "2 k1:2 k2:1 k3:1", "4 k1:1 k2:1 k3:1");
  world_add (world, 102, "3 d1:1 d2:2 k3:3", "1 k9:1");
  world_add (world, 103, "0", "0");
  world_add (world, 104, "65536 k1:65535 k2:1", "4294967295 k1:65535 k2:65535");

  check_good (world, "100", "1 2", 2);
  check_good (world, "100", "3 1", 2);
  check_bad (world, "100", "1", 2);
  check_bad (world, "100", "1 2 3", 2);

  check_good (world, "101", "1", 2);
  check_good (world, "101", "2 3", 2);
  check_bad (world, "101", "2", 2);
  check_bad (world, "o101", "1 2 3", 2);
  /* Keys are tried in their order, until it is enough: the heavy one makes the
   * light one needless only if it comes first. */
  mnr_public_key_get_address (&one, &first);
  mnr_public_key_get_address (&two, &second);
  g_assert_cmpint (verify (world, "101", "1 2", 2), ==, memcmp (first.data, second.data, 20) > 0);

  check_good (world, "102", "1 2", 2);
  check_good (world, "102", "3", 2);
  check_bad (world, "102", "1", 2);
  check_bad (world, "102", "2", 2);

  check_good (world, "103", "", 2);
  check_good (world, "o103", "", 2);
  check_bad (world, "103", "1", 2);

  check_good (world, "104", "1 2", 2);
  check_bad (world, "104", "1", 2);
  check_bad (world, "o104", "1 2", 2);
}

static void
test_several (void)
{
  g_autoptr (GArray) world = world_new ();

  world_add (world, 100, "1 k1:1", "1 k9:1");
  world_add (world, 101, "1 k2:1", "1 k9:1");
  world_add (world, 102, "1 k1:1 k2:1", "1 k9:1");

  check_good (world, "100 101", "1 2", 2);
  check_good (world, "100 101", "2 1", 2);
  check_bad (world, "100 101", "1", 2);
  check_good (world, "100 101", "9", 2);
  check_good (world, "100 102", "1", 2);
  check_good (world, "o100 o101", "9", 2);
  check_bad (world, "o100 101", "2", 2);
  check_good (world, "o100 101", "9 2", 2);
  check_good (world, "k3", "3", 2);
  check_bad (world, "k3", "1", 2);
  check_bad (world, "k3", "", 2);
  check_good (world, "100 k3", "1 3", 2);
  check_bad (world, "100 k3", "1", 2);
  check_bad (world, "100 k3", "3", 2);
  check_good (world, "100 k1", "1", 2);
}

static void
test_nested (void)
{
  g_autoptr (GArray) world = world_new ();

  world_add (world, 100, "1 a101:1", "1 k9:1");
  world_add (world, 101, "1 a102:1 k1:1", "1 k8:1");
  world_add (world, 102, "1 a103:1 k2:1", "1 k7:1");
  world_add (world, 103, "1 k3:1", "1 k6:1");
  /* each other's guarantors, and one's own */
  world_add (world, 110, "1 a111:1 k1:1", "1 k9:1");
  world_add (world, 111, "1 a110:1", "1 a111:1");
  world_add (world, 112, "1 a112:1", "1 a112:1");
  /* some of both */
  world_add (world, 120, "3 k1:1 a102:1 a103:1", "1 k9:1");

  check_good (world, "100", "1", 2);
  check_good (world, "100", "2", 2);
  check_bad (world, "100", "3", 2);
  check_good (world, "100", "3", 3);
  check_good (world, "100", "1", 1);
  check_bad (world, "100", "2", 1);
  check_bad (world, "100", "1", 0);
  check_good (world, "101", "1", 0);
  /* An account's owner satisfies for it, at every level. */
  check_good (world, "100", "8", 2);
  check_good (world, "100", "7", 2);
  check_bad (world, "100", "6", 2);
  check_bad (world, "100", "1 2", 2);

  check_good (world, "110", "1", 2);
  check_good (world, "111", "1", 2);
  check_bad (world, "111", "2", 2);
  check_bad (world, "112", "1", 2);
  check_bad (world, "112", "1", 10);

  check_good (world, "120", "1 2 3", 2);
  check_bad (world, "120", "1 2", 2);
  /* 103 is behind 102, too, and has signed for itself. */
  check_good (world, "120", "1 3", 2);
  check_bad (world, "120", "1 3", 1);

  /* Another account that was satisfied on the way counts wherever it stands. */
  check_bad (world, "100", "3", 2);
  check_good (world, "103 100", "3", 3);
}

/* An account that acted for another with its active authority has not by that
 * signed as owner for itself. */
static void
test_approved_is_not_owner (void)
{
  g_autoptr (GArray) world = world_new ();

  world_add (world, 100, "1 k1:1", "1 a200:1");
  world_add (world, 200, "1 k2:1", "1 k3:1");

  check_good (world, "o100", "2", 2);
  check_bad (world, "o100 o200", "2", 2);
  check_good (world, "o100 o200", "3", 2);
}

/* Who signed for itself has not by that signed deeper down than it may. */
static void
test_top_is_not_nested (void)
{
  g_autoptr (GArray) world = world_new ();

  world_add (world, 100, "1 a101:1", "1 k9:1");
  world_add (world, 101, "1 a102:1", "1 k9:1");
  world_add (world, 102, "1 a103:1", "1 k9:1");
  world_add (world, 103, "1 k1:1", "1 k9:1");
  world_add (world, 104, "1 a100:1", "1 k8:1");

  check_good (world, "100", "1", 3);
  check_bad (world, "104", "1", 3);
  check_good (world, "104", "1", 4);
  check_bad (world, "103", "1 9", 2);
}

/* Whatever a node says of its chain: a web of accounts ends. */
static void
test_bounds (void)
{
  g_autoptr (GArray) world = world_new ();
  g_autoptr (GString) all = g_string_new ("1");

  for (guint i = 0; i < 40; i++)
    g_string_append_printf (all, " a%u:1", 100 + i);
  for (guint i = 0; i < 40; i++)
    world_add (world, 100 + i, all->str, all->str);

  check_bad (world, "100", "1", 255);
  check_bad (world, "100", "1", G_MAXUINT);
}

static void
test_special_accounts (void)
{
  g_autoptr (GArray) world = world_new ();

  world_add (world, 0, "1 k1:1", "1 k1:1");
  world_add (world, 3, "1", "1");
  world_add (world, 100, "2 a4:1 k1:1", "1 k9:1");

  /* The committee acts through proposals; nobody acts for 1.2.3, anybody for 1.2.4. */
  check_bad (world, "0", "1", 2);
  check_bad (world, "3", "", 2);
  check_bad (world, "3", "1", 2);
  check_good (world, "4", "", 2);
  check_good (world, "o4", "", 2);
  check_bad (world, "4", "1", 2);
  check_good (world, "100", "1", 2);
  check_good (world, "100", "1", 0);
  check_bad (world, "100", "", 2);
}

static gboolean
choose (GArray *world,
        const char *required_text,
        const char *available_text,
        guint max_depth,
        const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_auto (MnrRequiredAuthorities) required = { 0 };
  MnrPublicKeySet available = parse_keys (available_text), chosen = { 0 };
  g_autofree gboolean *found = g_new0 (gboolean, 256);
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean good;

  parse_required (required_text, &required);
  good = mnr_required_authorities_choose (&required, &available, max_depth, look_up, world, &chosen,
                                          &error);
  if (!good)
    {
      assert_chain_error (error, MNR_CHAIN_ERROR_AUTHORITY);
      g_assert_cmpuint (chosen.len, ==, 0);
      g_assert_null (chosen.items);
    }
  for (gsize i = 0; i < chosen.len; i++)
    found[chosen.items[i].data[32]] = TRUE;
  for (guint i = 0; i < 256; i++)
    if (found[i])
      g_string_append_printf (text, "%s%u", text->len > 0 ? " " : "", i);
  if (good)
    g_assert_cmpstr (text->str, ==, expected);
  mnr_value_clear (&mnr_type_public_key_set, &available);
  mnr_value_clear (&mnr_type_public_key_set, &chosen);
  return good;
}

static void
test_choose (void)
{
  g_autoptr (GArray) world = world_new ();

  world_add (world, 100, "1 k1:1", "1 k9:1");
  world_add (world, 101, "2 k1:1 k2:1", "1 k9:1");
  world_add (world, 102, "1 a101:1", "1 k8:1");

  g_assert_true (choose (world, "100", "1 2 3", 2, "1"));
  g_assert_true (choose (world, "100", "9", 2, "9"));
  g_assert_true (choose (world, "101", "1 2 3", 2, "1 2"));
  g_assert_true (choose (world, "102", "3 2 1", 2, "1 2"));
  g_assert_true (choose (world, "100 101", "1 2", 2, "1 2"));
  g_assert_true (choose (world, "o100 100", "1 9", 2, "9"));
  g_assert_true (choose (world, "k5 100", "1 5 6", 2, "1 5"));
  g_assert_true (choose (world, "4", "1 5 6", 2, ""));
  g_assert_false (choose (world, "101", "1 3", 2, NULL));
  g_assert_false (choose (world, "102", "1 2", 0, NULL));
  g_assert_false (choose (world, "100", "", 2, NULL));
  g_assert_false (choose (world, "o100", "1", 2, NULL));
}

/* A key can stand in the way of another one's being left out: while it is there,
 * nobody looks at the account behind it. */
static void
test_choose_again (void)
{
  g_autoptr (GArray) world = world_new ();
  MnrPublicKey one = key_of (1), two = key_of (2);
  MnrAddress first, second;
  gboolean in_order;

  /* The key of 101 has to be tried first, which is the last in order. */
  mnr_public_key_get_address (&one, &first);
  mnr_public_key_get_address (&two, &second);
  in_order = memcmp (first.data, second.data, sizeof first.data) < 0;
  world_add (world, 100, in_order ? "1 k1:1 a102:1" : "1 k2:1 a102:1", "1 k9:1");
  world_add (world, 101, in_order ? "1 k2:1 a103:1" : "1 k1:1 a103:1", "1 k9:1");
  world_add (world, 102, "1 k3:1", "1 k9:1");
  world_add (world, 103, "1 a102:1", "1 k9:1");

  g_assert_true (choose (world, "100 101", "1 2 3", 1, "3"));
}

static void
random_authority (MnrAuthority *authority)
{
  gint weight = 0;

  for (guint key = 1; key <= 7; key++)
    if (g_test_rand_int_range (0, 4) == 0)
      {
        gint this = g_test_rand_int_range (1, 4);

        weight += this;
        if (g_test_rand_int_range (0, 5) == 0)
          add_address (authority, key, (guint) this);
        else
          add_key (authority, key, (guint) this);
      }
  for (guint account = 100; account < 105; account++)
    if (g_test_rand_int_range (0, 4) == 0)
      {
        gint this = g_test_rand_int_range (1, 4);

        weight += this;
        add_account (authority, account, (guint) this);
      }
  sort_entries (authority);
  authority->weight_threshold = (guint32) g_test_rand_int_range (1, weight + 2);
}

/* Whatever is asked for and whoever may sign: what is chosen is accepted, and
 * none of it could be left out. What cannot be chosen from is not enough. */
static void
test_choose_random (void)
{
  guint chosen_sets = 0, refused = 0, several = 0;

  for (guint round = 0; round < 3000; round++)
    {
      g_autoptr (GArray) world = world_new ();
      g_auto (MnrRequiredAuthorities) required = { 0 };
      MnrPublicKeySet available = { 0 }, chosen;
      guint depth = (guint) g_test_rand_int_range (0, 4);

      for (guint account = 100; account < 105; account++)
        {
          Account entry = { .account = MNR_ACCOUNT_ID (account) };

          random_authority (&entry.active);
          random_authority (&entry.owner);
          g_array_append_val (world, entry);
          switch (g_test_rand_int_range (0, 6))
            {
            case 0:
              mnr_array_append (&mnr_type_account_set, &required.owner, &entry.account);
              break;
            case 1:
              mnr_array_append (&mnr_type_account_set, &required.active, &entry.account);
              break;
            default:
              break;
            }
        }
      for (guint number = 7; number > 0; number--)
        if (g_test_rand_int_range (0, 5) > 0)
          {
            MnrPublicKey key = key_of (number);

            mnr_array_append (&mnr_type_public_key_set, &available, &key);
          }

      if (mnr_required_authorities_choose (&required, &available, depth, look_up, world, &chosen,
                                           NULL))
        {
          g_autoptr (GError) error = NULL;

          mnr_required_authorities_verify (&required, &chosen, depth, look_up, world, &error);
          g_assert_no_error (error);
          for (gsize i = 0; i < chosen.len; i++)
            {
              MnrPublicKeySet fewer = { 0 };

              for (gsize j = 0; j < chosen.len; j++)
                if (j != i)
                  mnr_array_append (&mnr_type_public_key_set, &fewer, &chosen.items[j]);
              g_assert_false (
                mnr_required_authorities_verify (&required, &fewer, depth, look_up, world, NULL));
              mnr_value_clear (&mnr_type_public_key_set, &fewer);
            }
          chosen_sets++;
          several += chosen.len > 2;
          mnr_value_clear (&mnr_type_public_key_set, &chosen);
        }
      else
        {
          g_assert_false (
            mnr_required_authorities_verify (&required, &available, depth, look_up, world, NULL));
          refused++;
        }
      mnr_value_clear (&mnr_type_public_key_set, &available);
    }

  g_assert_cmpuint (chosen_sets, >, 300);
  g_assert_cmpuint (refused, >, 300);
  g_assert_cmpuint (several, >, 30);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/signing/payers", test_payers);
  g_test_add_func ("/signing/required", test_required);
  g_test_add_func ("/signing/required-unknown", test_required_unknown);
  g_test_add_func ("/signing/verify/single-key", test_single_key);
  g_test_add_func ("/signing/verify/weights", test_weights);
  g_test_add_func ("/signing/verify/several", test_several);
  g_test_add_func ("/signing/verify/nested", test_nested);
  g_test_add_func ("/signing/verify/approved-is-not-owner", test_approved_is_not_owner);
  g_test_add_func ("/signing/verify/top-is-not-nested", test_top_is_not_nested);
  g_test_add_func ("/signing/verify/bounds", test_bounds);
  g_test_add_func ("/signing/verify/special-accounts", test_special_accounts);
  g_test_add_func ("/signing/choose/values", test_choose);
  g_test_add_func ("/signing/choose/again", test_choose_again);
  g_test_add_func ("/signing/choose/random", test_choose_random);

  return g_test_run ();
}
