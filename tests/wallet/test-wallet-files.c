/* test-wallet-files.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What the wallet keeps in files of its own: networks, accounts, and keys where
 * there is no key ring. */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test-haystack.h"
#include "test-wait.h"
#include "wallet/mnr-accounts.h"
#include "wallet/mnr-key-file.h"
#include "wallet/mnr-wallet-error.h"
#include "wallet/mnr-wallet-network.h"

/* Keys. */

static MnrPublicKeySet *
list (const char *path,
      GError **error)
{
  g_autoptr (MnrKeyFile) file = mnr_key_file_new (path);
  g_autoptr (GAsyncResult) result = NULL;
  MnrChainId chain_id = { 0 };

  mnr_key_source_list_async (MNR_KEY_SOURCE (file), &chain_id, NULL, test_take_result, &result);
  return mnr_key_source_list_finish (MNR_KEY_SOURCE (file), test_wait (&result), error);
}

static void
write_file (const char *path,
            const char *text,
            int mode)
{
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_cmpint (g_chmod (path, mode), ==, 0);
}

static void
assert_no_list (const char *path,
                const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (list (path, &error));
  g_assert_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_FILE);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_null (strstr (error->message, "5K"));
}

#define WIF_1  "5JdeC9P7Pbd1uGdFVEsJ41EkEnADbbHGq6p1BwFxm6txNBsQnsw"
#define WIF_2  "5KRrMAF43VBU3dtkVAPa8yctHMVxTcMdDm6vuZ4QXAwYZpvLYRd"
#define TEXT_1 "BTS8m5UgaFAAYQRuaNejYdS8FVLVp9Ss3K1qAVk5de6F8s3HnVbvA"
#define TEXT_2 "BTS839JpDChDinGGgqqcRXzoepBbBF3BEycgLpXo51jA3WTjsLCc8"

static void
test_key_file (void)
{
  char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "keys", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrKeyFile) file = mnr_key_file_new (path);
  MnrPublicKeySet *set;
  MnrChainId chain_id = { 0 };

  /* As somebody writes it, and as moneyer-cli key new prints it. */
  write_file (path, "# mine\n\n" WIF_1 "\r\n" TEXT_1 "\n  " WIF_2 "\n" WIF_1, 0600);
  set = list (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (set->len, ==, 2);
  for (gsize i = 0; i < set->len; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (MnrPrivateKey) key = NULL;
      MnrPublicKey public_key;

      mnr_key_source_load_async (MNR_KEY_SOURCE (file), &chain_id, &set->items[i], NULL,
                                 test_take_result, &result);
      key = mnr_key_source_load_finish (MNR_KEY_SOURCE (file), test_wait (&result), &error);
      g_assert_no_error (error);
      mnr_private_key_get_public_key (key, &public_key);
      g_assert_true (mnr_public_key_equal (&public_key, &set->items[i]));
    }
  mnr_value_free (&mnr_type_public_key_set, set);

  /* Open to others. */
  for (guint i = 0; i < 4; i++)
    {
      const int modes[] = { 0640, 0604, 0620, 0602 };

      g_assert_cmpint (g_chmod (path, modes[i]), ==, 0);
      assert_no_list (path, "other users");
    }

  write_file (path, WIF_1 "\n5Knonsense\n", 0600);
  assert_no_list (path, "line 2");
  /* Somebody else's public key is no note beside this one. */
  write_file (path, WIF_1 "\n" TEXT_2 "\n", 0600);
  assert_no_list (path, "line 2");
  g_unlink (path);
  assert_no_list (path, "No such file");
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  assert_no_list (path, "not a file");

  test_remove_folder (folder);
}

/* Nothing of a key is left in memory once it has come out of the file and is gone. */
static void
test_key_memory (void)
{
  char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "keys", NULL);
  g_autoptr (MnrKeyFile) file = mnr_key_file_new (path);
  g_autoptr (Haystack) haystack = haystack_new ();
  g_autoptr (MnrPrivateKey) key = mnr_private_key_new_random (NULL);
  g_autoptr (MnrSecret) wif = mnr_private_key_to_wif (key, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  MnrPublicKeySet *set;
  MnrPublicKey public_key;
  MnrChainId chain_id = { 0 };
  int fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

  look_for_key (haystack, "the key", key);
  mnr_private_key_get_public_key (key, &public_key);
  g_assert_cmpint (write (fd, wif->data, wif->size), ==, (gssize) wif->size);
  close (fd);
  g_clear_pointer (&wif, mnr_secret_free);
  g_clear_pointer (&key, mnr_private_key_free);

  set = list (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (set->len, ==, 1);
  mnr_value_free (&mnr_type_public_key_set, set);
  mnr_key_source_load_async (MNR_KEY_SOURCE (file), &chain_id, &public_key, NULL,
                             test_take_result, &result);
  key = mnr_key_source_load_finish (MNR_KEY_SOURCE (file), test_wait (&result), &error);
  g_assert_no_error (error);
  if (!skip_with_asan ())
    {
      g_assert_cmpuint (search_process (haystack, "self"), >=, 4);
      g_clear_pointer (&key, mnr_private_key_free);
      g_assert_cmpuint (search_process (haystack, "self"), ==, 0);
    }
  test_remove_folder (folder);
}

/* Networks. */

static void
test_networks (void)
{
  char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "moneyer", "networks.ini", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) networks = mnr_wallet_network_read_all (path, &error);
  g_autoptr (GPtrArray) more = NULL;
  g_autoptr (GPtrArray) fewer = NULL;
  g_autofree char *text = NULL;
  const char *nodes[] = { "ws://192.168.1.5:8090", "wss://node.example.org/ws", NULL };
  MnrWalletNetwork own = {
    .id = (char *) "our-testnet",
    .name = (char *) "Our; test network",
    .nodes = (char **) nodes,
    .chain_id = (char *) MNR_CHAIN_ID_TESTNET,
    .prefix = (char *) "TEST",
    .core_symbol = (char *) "TEST",
  };
  const MnrWalletNetwork *network;

  g_assert_no_error (error);
  g_assert_cmpuint (networks->len, ==, 3);
  network = mnr_wallet_network_find (networks, "testnet");
  g_assert_cmpstr (network->prefix, ==, "TEST");
  g_assert_cmpstr (network->chain_id, ==, MNR_CHAIN_ID_TESTNET);
  g_assert_cmpuint (g_strv_length (network->nodes), >, 3);
  g_assert_cmpint (mnr_wallet_network_find (networks, "mainnet")->kind, ==, MNR_NETWORK_MAINNET);
  g_assert_null (mnr_wallet_network_find (networks, "our-testnet"));

  g_assert_true (mnr_wallet_network_add (path, &own, &error));
  g_assert_no_error (error);
  g_assert_false (mnr_wallet_network_add (path, &own, &error));
  g_assert_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_NAME);
  g_clear_error (&error);
  more = mnr_wallet_network_read_all (path, &error);
  g_assert_no_error (error);
  network = mnr_wallet_network_find (more, "our-testnet");
  g_assert_cmpint (network->kind, ==, MNR_NETWORK_OWN);
  g_assert_cmpstr (network->name, ==, own.name);
  g_assert_true (g_strv_equal ((const char *const *) network->nodes, nodes));
  g_assert_cmpstr (network->core_symbol, ==, "TEST");
  g_assert_null (network->faucet);

  g_assert_true (mnr_wallet_network_remove (path, "our-testnet", &error));
  g_assert_false (mnr_wallet_network_remove (path, "our-testnet", &error));
  g_assert_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_NAME);
  g_clear_error (&error);
  fewer = mnr_wallet_network_read_all (path, &error);
  g_assert_cmpuint (fewer->len, ==, 3);
  /* What explains the file stays. */
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "# Networks of your own"));

  test_remove_folder (folder);
}

static void
test_wrong_networks (void)
{
  static const struct
  {
    const char *text;
    const char *words;
  } cases[] = {
    { "[mainnet]\nName=a\nNodes=ws://a\nPrefix=BTS\nCoreSymbol=BTS\n", "brings along" },
    { "[Mine]\nName=a\nNodes=ws://a\nPrefix=BTS\nCoreSymbol=BTS\n", "small letters" },
    { "[mine]\nNodes=ws://a\nPrefix=BTS\nCoreSymbol=BTS\n", "Name" },
    { "[mine]\nName=a\nPrefix=BTS\nCoreSymbol=BTS\n", "no Nodes" },
    { "[mine]\nName=a\nNodes=ws://a;file:///etc\nPrefix=BTS\nCoreSymbol=BTS\n",
      "“file:///etc” is no address" },
    { "[mine]\nName=a\nNodes=ws://a\nPrefix=bts\nCoreSymbol=BTS\n", "Prefix" },
    { "[mine]\nName=a\nNodes=ws://a\nPrefix=BTS\n", "no CoreSymbol" },
    { "[mine]\nName=a\nNodes=ws://a\nCoreSymbol=BTS\n", "no Prefix" },
    { "[mine]\nName=a\nNodes=ws://a\nPrefix=BTS\nCoreSymbol=B T\n", "CoreSymbol is not" },
    { "[mine]\nName=a\nNodes=ws://a\nPrefix=BTS\nCoreSymbol=BTS\nChainID=40\n", "“ChainID”" },
    { "[mine]\nName=a\nNodes=ws://a\nPrefx=BTS\nCoreSymbol=BTS\n", "“Prefx”" },
    { "[mine]\nName=a\nNodes=ws://a\nPrefix=BTS\nCoreSymbol=BTS\nChainId=40\n", "ChainId" },
    { "[mine]\nName=a\nNodes=ws://a\nPrefix=BTS\nCoreSymbol=BTS\nFaucet=ftp://a\n", "Faucet" },
    { "nonsense", "networks.ini" },
  };
  char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "networks.ini", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      write_file (path, cases[i].text, 0600);
      g_assert_null (mnr_wallet_network_read_all (path, &error));
      g_assert_nonnull (error);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].words));
    }
  test_remove_folder (folder);
}

/* Accounts. */

static void
count (guint *counter)
{
  ++*counter;
}

static void
test_accounts (void)
{
  char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "moneyer", "accounts.ini", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrAccounts) accounts = mnr_accounts_new (path, &error);
  g_autoptr (MnrAccounts) again = NULL;
  g_autoptr (GPtrArray) all = NULL;
  const MnrChainId here = { { 1 } }, there = { { 2 } };
  const MnrWalletAccount alice = { here, MNR_ACCOUNT_ID (17), (char *) "alice", MNR_KEY_ACTIVE };
  const MnrWalletAccount other_alice = { there, MNR_ACCOUNT_ID (18), (char *) "alice", 0 };
  const MnrWalletAccount bob = { here, MNR_ACCOUNT_ID (19), (char *) "bob.x-1",
                                 MNR_KEY_ACTIVE | MNR_KEY_MEMO };
  const MnrWalletAccount carol = { there, MNR_ACCOUNT_ID (20), (char *) "carol", 0 };
  const MnrWalletAccount *found;
  guint changes = 0;

  g_assert_no_error (error);
  g_signal_connect_swapped (accounts, "changed", G_CALLBACK (count), &changes);
  g_assert_true (mnr_accounts_put (accounts, &bob, &error));
  g_assert_true (mnr_accounts_put (accounts, &alice, &error));
  g_assert_true (mnr_accounts_put (accounts, &other_alice, &error));
  g_assert_cmpuint (changes, ==, 3);

  again = mnr_accounts_new (path, &error);
  g_assert_no_error (error);
  /* Two programs do not write over what the other wrote. */
  g_assert_true (mnr_accounts_put (accounts, &carol, &error));
  g_assert_true (mnr_accounts_put (again, mnr_accounts_find (again, &here, "alice"), &error));
  g_assert_nonnull (mnr_accounts_find (again, &there, "carol"));
  all = mnr_accounts_list (again, &here);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (((MnrWalletAccount *) all->pdata[0])->name, ==, "bob.x-1");
  g_assert_cmpuint (((MnrWalletAccount *) all->pdata[0])->roles, ==, bob.roles);
  found = mnr_accounts_find (again, &there, "alice");
  g_assert_cmpuint (found->id, ==, MNR_ACCOUNT_ID (18));
  g_assert_cmpuint (found->roles, ==, 0);

  g_assert_true (mnr_accounts_remove (accounts, &here, "alice", &error));
  g_assert_true (mnr_accounts_remove (accounts, &here, "alice", &error));
  g_assert_cmpuint (changes, ==, 5);
  g_assert_null (mnr_accounts_find (accounts, &here, "alice"));
  g_assert_nonnull (mnr_accounts_find (accounts, &there, "alice"));

  write_file (path, "[nonsense]\nId=1.2.3\n", 0600);
  g_assert_null (mnr_accounts_new (path, &error));
  g_assert_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_FILE);
  g_test_message ("%s", error->message);

  test_remove_folder (folder);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wallet-files/keys", test_key_file);
  g_test_add_func ("/wallet-files/key-memory", test_key_memory);
  g_test_add_func ("/wallet-files/networks", test_networks);
  g_test_add_func ("/wallet-files/wrong-networks", test_wrong_networks);
  g_test_add_func ("/wallet-files/accounts", test_accounts);

  return g_test_run ();
}
