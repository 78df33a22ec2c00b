/* test-vesting.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Market fees that are shared, and balances of the genesis block.
 */

#include <string.h>

#include "chain/protocol/mnr-permissions.h"
#include "chain/wire/mnr-json.h"
#include "practice/mnr-genesis.h"
#include "practice/mnr-trace.h"
#include "test-market-chain.h"

typedef MnrLedger Ledger;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ledger, mnr_ledger_free)

/* A fee of 2 % of 100,000 is 2,000. */
#define SOLD      G_GINT64_CONSTANT (100000)
#define FEE       G_GINT64_CONSTANT (2000)
#define REGISTRAR FEEDER
#define REFERRER  CAROL

/* A chain where GOLD is traded for SILVER by BOB, brought by others. */
static MnrLedger *
new_chain (MnrObjectId registrar,
           MnrObjectId referrer,
           guint16 referrer_percent,
           guint16 reward_percent)
{
  MnrLedger *ledger = chain_new (MNR_BLACK_SWAN_GLOBAL_SETTLEMENT);
  MnrAsset *gold = chain_edit_asset (ledger, GOLD);
  MnrAccount *bob;

  gold->options.flags = MNR_POWER_CHARGE_MARKET_FEE;
  gold->options.market_fee_percent = 200;
  gold->options.extensions.reward_percent = chain_ratio (reward_percent);
  chain_done (ledger, gold);

  bob = mnr_store_edit (mnr_ledger_get_store (ledger), BOB);
  bob->registrar = registrar;
  bob->referrer = referrer;
  bob->referrer_rewards_percentage = referrer_percent;
  chain_done (ledger, bob);
  return ledger;
}

static void
set_network_percent (MnrLedger *ledger,
                     guint16 percent)
{
  MnrGlobalProperties *global =
    mnr_store_edit (mnr_ledger_get_store (ledger), MNR_GLOBAL_PROPERTIES_ID);

  g_clear_pointer (&global->parameters.extensions.market_fee_network_percent, g_free);
  global->parameters.extensions.market_fee_network_percent = chain_ratio (percent);
  chain_done (ledger, global);
}

static void
share_only_with (MnrLedger *ledger,
                 MnrObjectId registrar)
{
  MnrAsset *gold = chain_edit_asset (ledger, GOLD);

  gold->options.extensions.whitelist_market_fee_sharing = mnr_value_new (&mnr_type_account_set);
  mnr_array_append (&mnr_type_account_set, gold->options.extensions.whitelist_market_fee_sharing,
                    &registrar);
  chain_done (ledger, gold);
}

static void
black_list (MnrLedger *ledger,
            MnrObjectId member)
{
  MnrAsset *gold = chain_edit_asset (ledger, GOLD);
  MnrObjectId authority = ISSUER;
  MnrAccount *account;

  gold->options.flags |= MNR_POWER_WHITE_LIST;
  mnr_array_append (&mnr_type_account_set, &gold->options.blacklist_authorities, &authority);
  chain_done (ledger, gold);

  account = mnr_store_edit (mnr_ledger_get_store (ledger), member);
  mnr_array_append (&mnr_type_account_set, &account->blacklisting_accounts, &authority);
  chain_done (ledger, account);
}

/* ALICE sells to BOB, who pays the fee. */
static void
trade (MnrLedger *ledger)
{
  g_assert_true (chain_sell (ledger, ALICE, (MnrAmount){ SOLD, GOLD },
                             (MnrAmount){ SOLD, SILVER }));
  g_assert_true (chain_sell (ledger, BOB, (MnrAmount){ SOLD, SILVER },
                             (MnrAmount){ SOLD, GOLD }));
  g_assert_cmpint (chain_balance (ledger, BOB, GOLD) - WEALTH, >=, SOLD - FEE);
}

static gint64
get_share (MnrLedger *ledger,
           MnrObjectId account)
{
  const MnrVestingBalance *vesting =
    mnr_store_find_market_fees (mnr_ledger_get_store (ledger), account, GOLD);

  return vesting != NULL ? vesting->balance.amount : 0;
}

static void
check_shares (MnrLedger *ledger,
              gint64 registrar,
              gint64 referrer,
              gint64 network)
{
  g_assert_cmpint (get_share (ledger, REGISTRAR), ==, registrar);
  g_assert_cmpint (get_share (ledger, REFERRER), ==, referrer);
  g_assert_cmpint (get_share (ledger, MNR_COMMITTEE_ACCOUNT), ==, network);
  g_assert_cmpint (chain_dynamic (ledger, GOLD)->accumulated_fees, ==,
                   FEE - registrar - referrer - network);
  chain_check_supply (ledger);
}

static void
test_sharing (void)
{
  g_autoptr (Ledger) ledger = new_chain (REGISTRAR, REFERRER, 2500, 5000);
  MnrStore *store = mnr_ledger_get_store (ledger);
  const MnrVestingBalance *vesting;
  g_autoptr (GString) text = g_string_new (NULL);

  trade (ledger);
  check_shares (ledger, 750, 250, 0);

  /* As a node shows it. */
  vesting = mnr_store_find_market_fees (store, REGISTRAR, GOLD);
  mnr_json_write (&mnr_type_vesting_balance, vesting, "BTS", text);
  g_assert_cmpstr (text->str, ==,
                   "{\"id\":\"1.13.1\",\"owner\":\"1.2.7\",\"balance\":{\"amount\":750,"
                   "\"asset_id\":\"1.3.1\"},\"policy\":[2,{}],"
                   "\"balance_type\":\"market_fee_sharing\"}");

  /* The next fee goes into the same ones. */
  trade (ledger);
  g_assert_cmpint (get_share (ledger, REGISTRAR), ==, 1500);
  g_assert_cmpint (get_share (ledger, REFERRER), ==, 500);
  g_assert_cmpuint (mnr_store_get_next_instance (store, MNR_OBJECT_VESTING_BALANCE), ==, 2);
  chain_check_supply (ledger);
}

static void
test_network_cut (void)
{
  g_autoptr (Ledger) ledger = new_chain (REGISTRAR, REFERRER, 5000, 10000);

  set_network_percent (ledger, 1000);
  trade (ledger);
  check_shares (ledger, 900, 900, 200);
}

static void
test_network_cut_alone (void)
{
  g_autoptr (Ledger) ledger = new_chain (REGISTRAR, REFERRER, 5000, 0);

  set_network_percent (ledger, 3000);
  trade (ledger);
  check_shares (ledger, 0, 0, 600);
}

static void
test_one_for_both (void)
{
  g_autoptr (Ledger) ledger = new_chain (REGISTRAR, REGISTRAR, 5000, 5000);

  trade (ledger);
  check_shares (ledger, 1000, 0, 0);
}

static void
test_nobody_in_particular (void)
{
  g_autoptr (Ledger) ledger = new_chain (MNR_TEMP_ACCOUNT, REFERRER, 5000, 5000);

  trade (ledger);
  check_shares (ledger, 0, 500, 500);
}

static void
test_listed_registrars (void)
{
  g_autoptr (Ledger) with = new_chain (REGISTRAR, REFERRER, 5000, 5000);
  g_autoptr (Ledger) without = new_chain (REGISTRAR, REFERRER, 5000, 5000);

  share_only_with (with, REGISTRAR);
  trade (with);
  check_shares (with, 500, 500, 0);

  share_only_with (without, REFERRER);
  trade (without);
  check_shares (without, 0, 0, 0);
}

static void
test_unauthorised (void)
{
  g_autoptr (Ledger) registrar = new_chain (REGISTRAR, REFERRER, 5000, 5000);
  g_autoptr (Ledger) referrer = new_chain (REGISTRAR, REFERRER, 5000, 5000);

  black_list (registrar, REGISTRAR);
  trade (registrar);
  check_shares (registrar, 0, 0, 0);

  black_list (referrer, REFERRER);
  trade (referrer);
  check_shares (referrer, 1000, 0, 0);
}

/* Claims */

#define OWNER      "BTSFAbAx7yuxt725qSZvfwWqkdCwp9ZnUama"
#define OWNER_KEY  "BTS6MRyAjQq8ud7hVNYcfnVPJqcVpscN5So8BhtHuGYqET5GDW5CV"
#define BALANCE(n) MNR_OBJECT_ID (1, 15, n)
#define CLAIMED    G_GINT64_CONSTANT (1000)

/* Builds a chain whose genesis leaves @balances, and nobody holds anything: what
 * a member says first counts. */
static gboolean
build (MnrLedger *ledger,
       const char *balances,
       GError **error)
{
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "data", "trace-creation.json", NULL);
  g_autoptr (MnrTrace) trace = mnr_trace_new_from_file (file, "BTS", NULL);
  g_autofree char *text = NULL;
  MnrJsonSlice genesis;
  MnrHead head = { 1, CHAIN_START };

  g_assert_nonnull (trace);
  text = g_strdup_printf ("{\"balances\":{},\"initial_balances\":%s,%.*s", balances,
                          (int) trace->genesis.length - 1, trace->genesis.text + 1);
  genesis = (MnrJsonSlice){ .text = text, .length = strlen (text) };
  return mnr_genesis_build (ledger, &trace->global_properties, &genesis, &head, "BTS", error);
}

static void
check_claim (MnrLedger *ledger,
             MnrBalanceClaim op,
             const char *rule)
{
  guint8 before[MNR_SHA256_SIZE], after[MNR_SHA256_SIZE];

  mnr_store_get_hash (mnr_ledger_get_store (ledger), before);
  g_assert_false (chain_apply (ledger, MNR_OPERATION_BALANCE_CLAIM, &op));
  g_assert_cmpstr (mnr_ledger_get_refusal (ledger)->rule->id, ==, rule);
  mnr_store_get_hash (mnr_ledger_get_store (ledger), after);
  g_assert_cmpmem (before, sizeof before, after, sizeof after);
}

static void
test_claim (void)
{
  g_autoptr (Ledger) ledger = mnr_ledger_new (), plain = mnr_ledger_new ();
  MnrStore *store = mnr_ledger_get_store (ledger);
  MnrBalanceClaim op = {
    .deposit_to_account = MNR_ACCOUNT_ID (17),
    .balance_to_claim = BALANCE (0),
    .total_claimed = { CLAIMED, CORE },
  },
                  other;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gint64 had, supply;

  /* An address, and the key that it is of. */
  g_assert_true (build (plain, "[]", &error));
  g_assert_true (build (ledger,
                        "[{\"owner\":\"" OWNER "\",\"asset_id\":\"1.3.0\",\"amount\":1000},"
                        "{\"owner\":\"" OWNER_KEY "\",\"asset_id\":\"1.3.0\",\"amount\":\"7\"}]",
                        &error));
  g_assert_no_error (error);
  supply = chain_dynamic (ledger, CORE)->current_supply;
  g_assert_cmpint (supply, ==, chain_dynamic (plain, CORE)->current_supply + CLAIMED + 7);

  mnr_json_write (&mnr_type_genesis_balance, mnr_store_get (store, BALANCE (0)), "BTS", text);
  g_assert_cmpstr (text->str, ==,
                   "{\"id\":\"1.15.0\",\"owner\":\"" OWNER "\",\"balance\":{\"amount\":1000,"
                   "\"asset_id\":\"1.3.0\"},\"last_claim_date\":\"1970-01-01T00:00:00\"}");

  g_assert_true (mnr_public_key_parse (OWNER_KEY, strlen (OWNER_KEY), "BTS",
                                       &op.balance_owner_key, &error));
  other = op;
  other.balance_owner_key.data[5] ^= 1;
  check_claim (ledger, other, "balance-claim.owner");
  g_assert_cmpint (mnr_ledger_get_refusal (ledger)->rule->node_code, ==, 3053703);
  other = op;
  other.total_claimed.amount--;
  check_claim (ledger, other, "balance-claim.amount");
  other = op;
  other.total_claimed.asset_id = GOLD;
  check_claim (ledger, other, "balance-claim.asset");
  other = op;
  other.balance_to_claim = BALANCE (2);
  check_claim (ledger, other, "object.missing");

  had = chain_balance (ledger, MNR_ACCOUNT_ID (17), CORE);
  g_assert_true (chain_apply (ledger, MNR_OPERATION_BALANCE_CLAIM, &op));
  g_assert_cmpint (chain_balance (ledger, MNR_ACCOUNT_ID (17), CORE), ==, had + CLAIMED);
  g_assert_null (mnr_store_get (store, BALANCE (0)));
  check_claim (ledger, op, "object.missing");

  op.balance_to_claim = BALANCE (1);
  op.total_claimed.amount = 7;
  g_assert_true (chain_apply (ledger, MNR_OPERATION_BALANCE_CLAIM, &op));
  g_assert_null (mnr_store_first (store, MNR_OBJECT_BALANCE));
  g_assert_cmpint (chain_dynamic (ledger, CORE)->current_supply, ==, supply);
}

static void
test_bad_genesis (void)
{
  static const char *const balances[] = {
    "[{\"owner\":\"" OWNER "\",\"asset_id\":\"1.3.0\",\"amount\":0}]",
    "[{\"owner\":\"" OWNER "\",\"asset_id\":\"1.3.1\",\"amount\":1}]",
    "[{\"owner\":\"" OWNER "\",\"asset_id\":\"1.3.0\",\"amount\":9223372036854775807}]",
    "[{\"owner\":\"BTSnobody\",\"asset_id\":\"1.3.0\",\"amount\":1}]",
    "{}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (balances); i++)
    {
      g_autoptr (Ledger) ledger = mnr_ledger_new ();
      g_autoptr (GError) error = NULL;

      g_assert_false (build (ledger, balances[i], &error));
      g_assert_nonnull (error);
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vesting/sharing", test_sharing);
  g_test_add_func ("/vesting/network-cut", test_network_cut);
  g_test_add_func ("/vesting/network-cut-alone", test_network_cut_alone);
  g_test_add_func ("/vesting/one-for-both", test_one_for_both);
  g_test_add_func ("/vesting/nobody-in-particular", test_nobody_in_particular);
  g_test_add_func ("/vesting/listed-registrars", test_listed_registrars);
  g_test_add_func ("/vesting/unauthorised", test_unauthorised);
  g_test_add_func ("/claim", test_claim);
  g_test_add_func ("/claim/bad-genesis", test_bad_genesis);
  return g_test_run ();
}
