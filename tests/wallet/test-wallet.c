/* test-wallet.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What a program with a window works with: opening and switching networks,
 * which account is in use, and what remains when it is closed. */

#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "test-chain.h"
#include "wallet/mnr-wallet-error.h"
#include "wallet/mnr-wallet.h"

static MnrWallet *
new_wallet (void)
{
  g_autoptr (GError) error = NULL;
  MnrWallet *wallet = mnr_wallet_new (&error);

  g_assert_no_error (error);
  return wallet;
}

static gboolean
opens (MnrWallet *wallet,
       const char *network,
       const char *const *nodes,
       GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mnr_wallet_open_async (wallet, network, nodes, NULL, test_take_result, &result);
  return mnr_wallet_open_finish (wallet, test_wait (&result), error);
}

static void
open_practice (MnrWallet *wallet)
{
  g_autoptr (GError) error = NULL;

  opens (wallet, "practice", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (mnr_node_get_state (mnr_wallet_get_node (wallet)), ==, MNR_NODE_LIVE);
}

static void
shut (MnrWallet *wallet)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mnr_wallet_close_async (wallet, test_take_result, &result);
  g_assert_true (mnr_wallet_close_finish (wallet, test_wait (&result), &error));
  g_assert_no_error (error);
  /* What was under way lets go of it. */
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
close_wallet (MnrWallet *wallet)
{
  shut (wallet);
  g_assert_finalize_object (wallet);
}

/* Whether somebody runs the user's practice network. */
static gboolean
is_running (void)
{
  g_autofree char *path =
    g_build_filename (g_get_user_data_dir (), "moneyer", "practice", "running", NULL);
  int fd = open (path, O_RDWR | O_CLOEXEC);
  gboolean running = fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) != 0;

  if (fd >= 0)
    close (fd);
  return running;
}

static void
count (guint *counter)
{
  ++*counter;
}

static void
test_accounts (void)
{
  MnrWallet *wallet = new_wallet ();
  guint n_networks = 0, n_accounts = 0;
  MnrWalletAccount account = { .name = (char *) "one-1" };
  g_autoptr (GError) error = NULL;

  g_assert_null (mnr_wallet_get_network (wallet));
  g_assert_cmpint (mnr_wallet_get_state (wallet), ==, MNR_NODE_OFFLINE);
  g_assert_null (mnr_wallet_get_account (wallet));
  g_signal_connect_swapped (wallet, "network-changed", G_CALLBACK (count), &n_networks);
  g_signal_connect_swapped (wallet, "account-changed", G_CALLBACK (count), &n_accounts);
  open_practice (wallet);
  g_assert_cmpuint (n_networks, ==, 2);
  g_assert_cmpint (mnr_wallet_get_network (wallet)->kind, ==, MNR_NETWORK_PRACTICE);
  g_assert_nonnull (mnr_wallet_get_network (wallet)->faucet);
  g_assert_true (mnr_chain_view_get_node (mnr_wallet_get_view (wallet)) ==
                 mnr_wallet_get_node (wallet));
  g_assert_true (mnr_outbox_resolver_get_outbox (mnr_wallet_get_resolver (wallet)) ==
                 mnr_wallet_get_outbox (wallet));
  /* The chain of practice has no name before it runs. */
  g_assert_cmpuint (n_accounts, >=, 1);
  g_assert_null (mnr_wallet_get_account (wallet));

  n_accounts = 0;
  account.chain_id = *mnr_wallet_get_chain_id (wallet);
  account.id = MNR_ACCOUNT_ID (100);
  g_assert_true (mnr_accounts_put (mnr_wallet_get_accounts (wallet), &account, &error));
  g_assert_cmpuint (n_accounts, ==, 1);
  g_assert_cmpstr (mnr_wallet_get_account (wallet)->name, ==, "one-1");

  /* Another is in use only when that is said; and is so after a restart. */
  account.name = (char *) "two-2";
  account.id = MNR_ACCOUNT_ID (101);
  g_assert_true (mnr_accounts_put (mnr_wallet_get_accounts (wallet), &account, &error));
  g_assert_cmpstr (mnr_wallet_get_account (wallet)->name, ==, "one-1");
  g_assert_true (mnr_wallet_set_account (wallet, "two-2", &error));
  g_assert_cmpuint (n_accounts, ==, 3);
  g_assert_cmpstr (mnr_wallet_get_account (wallet)->name, ==, "two-2");
  close_wallet (wallet);

  wallet = new_wallet ();
  open_practice (wallet);
  g_assert_cmpstr (mnr_wallet_get_account (wallet)->name, ==, "two-2");
  account.name = (char *) "two-2";
  account.roles = MNR_KEY_ACTIVE;
  g_assert_true (mnr_accounts_put (mnr_wallet_get_accounts (wallet), &account, &error));
  g_assert_cmpstr (mnr_wallet_get_account (wallet)->name, ==, "two-2");
  g_assert_true (mnr_accounts_remove (mnr_wallet_get_accounts (wallet), &account.chain_id,
                                      "two-2", &error));
  g_assert_cmpstr (mnr_wallet_get_account (wallet)->name, ==, "one-1");
  close_wallet (wallet);
}

/* From one network to another and back; each has its own accounts. */
static void
test_switching (void)
{
  g_autoptr (Chain) other = chain_new ();
  MnrWalletNetwork own = {
    .kind = MNR_NETWORK_OWN,
    .id = (char *) "ours",
    .name = (char *) "Ours",
    .prefix = (char *) "BTS",
    .core_symbol = (char *) "BTS",
  };
  char *nodes[] = { other->practice->ws, NULL };
  g_autofree char *path = mnr_wallet_network_get_default_path ();
  MnrWallet *wallet = new_wallet ();
  MnrChainId practice;
  g_autoptr (GError) error = NULL;

  own.nodes = nodes;
  mnr_wallet_network_add (path, &own, &error);
  g_assert_no_error (error);
  open_practice (wallet);
  practice = *mnr_wallet_get_chain_id (wallet);
  g_assert_true (is_running ());

  g_assert_true (opens (wallet, "ours", NULL, &error));
  g_assert_no_error (error);
  g_assert_false (is_running ());
  g_assert_cmpstr (mnr_wallet_get_network (wallet)->name, ==, "Ours");
  g_assert_cmpstr (mnr_node_get_url (mnr_wallet_get_node (wallet)), ==, other->practice->ws);

  open_practice (wallet);
  g_assert_cmpmem (mnr_wallet_get_chain_id (wallet), sizeof practice, &practice, sizeof practice);

  /* What is not there leaves what is. */
  g_assert_false (opens (wallet, "theirs", NULL, &error));
  g_assert_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_NAME);
  g_assert_cmpstr (mnr_wallet_get_network (wallet)->id, ==, "practice");
  g_assert_cmpint (mnr_node_get_state (mnr_wallet_get_node (wallet)), ==, MNR_NODE_LIVE);
  close_wallet (wallet);
  g_assert_false (is_running ());
}

/* Nobody is there: the network is open all the same, and says whose it is. */
static void
test_no_node (void)
{
  const char *nowhere[] = { "ws://127.0.0.1:9", NULL };
  MnrWallet *wallet = new_wallet ();
  MnrWalletAccount account = { .id = MNR_ACCOUNT_ID (100), .name = (char *) "there-1" };
  g_autoptr (GError) error = NULL;

  g_assert_false (opens (wallet, "testnet", nowhere, &error));
  g_test_message ("%s", error->message);
  g_assert_cmpstr (mnr_wallet_get_network (wallet)->id, ==, "testnet");
  g_assert_cmpint (mnr_node_get_state (mnr_wallet_get_node (wallet)), ==, MNR_NODE_OFFLINE);
  g_assert_nonnull (mnr_wallet_get_view (wallet));
  /* Which chain it is, is known without a node: so are its accounts. */
  g_assert_null (mnr_wallet_get_account (wallet));
  account.chain_id = *mnr_wallet_get_chain_id (wallet);
  g_assert_true (mnr_accounts_put (mnr_wallet_get_accounts (wallet), &account, NULL));
  g_assert_cmpstr (mnr_wallet_get_account (wallet)->name, ==, "there-1");
  open_practice (wallet);
  g_assert_null (mnr_wallet_get_account (wallet));
  close_wallet (wallet);
}

/* Who changes his mind while it starts gets what he wanted last. */
static void
test_superseded (void)
{
  for (guint steps = 0; steps < 4; steps++)
    {
      const char *nowhere[] = { "ws://127.0.0.1:9", NULL };
      MnrWallet *wallet = new_wallet ();
      g_autoptr (GAsyncResult) first = NULL;
      g_autoptr (GAsyncResult) second = NULL;
      g_autoptr (GAsyncResult) third = NULL;
      g_autoptr (GError) error = NULL;

      mnr_wallet_open_async (wallet, "practice", NULL, NULL, test_take_result, &first);
      for (guint i = 0; i < steps; i++)
        g_main_context_iteration (NULL, FALSE);
      mnr_wallet_open_async (wallet, "testnet", nowhere, NULL, test_take_result, &second);
      mnr_wallet_open_async (wallet, "practice", NULL, NULL, test_take_result, &third);
      g_assert_false (mnr_wallet_open_finish (wallet, test_wait (&first), &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&error);
      g_assert_false (mnr_wallet_open_finish (wallet, test_wait (&second), &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&error);
      g_assert_true (mnr_wallet_open_finish (wallet, test_wait (&third), &error));
      g_assert_no_error (error);
      g_assert_cmpint (mnr_wallet_get_network (wallet)->kind, ==, MNR_NETWORK_PRACTICE);
      /* They hold it. */
      g_clear_object (&first);
      g_clear_object (&second);
      g_clear_object (&third);
      close_wallet (wallet);
      g_assert_false (is_running ());
    }
}

/* Two programs, one network of practice; who did not start it goes on without
 * who did. */

typedef struct
{
  MnrWallet *wallet;
  guint n_networks;
} Other;

static gboolean
has_restarted (gpointer user_data)
{
  const Other *other = user_data;

  return other->n_networks > 0 && mnr_wallet_get_state (other->wallet) == MNR_NODE_LIVE;
}

static void
test_two (void)
{
  MnrWallet *one = new_wallet ();
  MnrWallet *two = new_wallet ();
  Other other = { two, 0 };

  open_practice (one);
  open_practice (two);
  g_assert_cmpstr (mnr_node_get_url (mnr_wallet_get_node (one)), ==,
                   mnr_node_get_url (mnr_wallet_get_node (two)));
  g_signal_connect_swapped (two, "network-changed", G_CALLBACK (count), &other.n_networks);

  close_wallet (one);
  test_wait_until (has_restarted, &other);
  g_assert_true (is_running ());
  close_wallet (two);
  g_assert_false (is_running ());
}

/* A network of practice that does not start says why, and may be tried again. */
static void
test_no_practice (void)
{
  g_autofree char *before = g_strdup (g_getenv ("MONEYER_PRACTICE"));
  MnrWallet *wallet = new_wallet ();
  g_autoptr (GError) error = NULL;
  g_autofree char *status = NULL;

  g_setenv ("MONEYER_PRACTICE", "/nonexistent/moneyer-practice", TRUE);
  g_assert_false (opens (wallet, "practice", NULL, &error));
  g_assert_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_PRACTICE);
  g_assert_cmpint (mnr_wallet_get_state (wallet), ==, MNR_NODE_OFFLINE);
  status = mnr_wallet_get_status (wallet);
  g_assert_cmpstr (status, ==, error->message);
  g_assert_null (mnr_wallet_get_node (wallet));

  g_setenv ("MONEYER_PRACTICE", before, TRUE);
  open_practice (wallet);
  close_wallet (wallet);
}

/* Closed while it starts. */
static void
test_closed_early (void)
{
  MnrWallet *wallet = new_wallet ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mnr_wallet_open_async (wallet, "practice", NULL, NULL, test_take_result, &result);
  g_main_context_iteration (NULL, FALSE);
  shut (wallet);
  g_assert_false (mnr_wallet_open_finish (wallet, test_wait (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
  g_assert_finalize_object (wallet);
  g_assert_false (is_running ());
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/wallet/accounts", test_accounts);
  g_test_add_func ("/wallet/switching", test_switching);
  g_test_add_func ("/wallet/no-node", test_no_node);
  g_test_add_func ("/wallet/no-practice", test_no_practice);
  g_test_add_func ("/wallet/superseded", test_superseded);
  g_test_add_func ("/wallet/two", test_two);
  g_test_add_func ("/wallet/closed-early", test_closed_early);

  return g_test_run ();
}
