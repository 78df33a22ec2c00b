/* test-key-ring.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The key ring, against the real daemon on a bus of its own, against daemons
 * that misbehave, and against libsecret's encrypted file. */

#include <glib/gstdio.h>
#include <libsecret/secret.h>
#include <string.h>

#include "test-haystack.h"
#include "test-wait.h"
#include "wallet/mnr-key-ring.h"
#include "wallet/mnr-wallet-error.h"

#define SECRETS "org.freedesktop.secrets"

static const MnrChainId main_chain = { { 1 } };
static const MnrChainId test_chain = { { 2 } };

/* Daemons. */

typedef struct
{
  char *home;
  GSubprocess *process;
} Daemon;

static gboolean
is_owned (gpointer user_data)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (
    bus, "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "NameHasOwner",
    g_variant_new ("(s)", SECRETS), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  gboolean owned;

  g_variant_get (answer, "(b)", &owned);
  return owned == GPOINTER_TO_INT (user_data);
}

static void
daemon_start (Daemon *self,
              const char *password)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
    G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
    G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GError) error = NULL;
  GOutputStream *input;

  g_subprocess_launcher_setenv (launcher, "HOME", self->home, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_RUNTIME_DIR", self->home, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", self->home, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_CONFIG_HOME", self->home, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_CACHE_HOME", self->home, TRUE);
  /* Its own leaks are not ours to mend. */
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  g_subprocess_launcher_unsetenv (launcher, "MALLOC_CHECK_");
  self->process =
    g_subprocess_launcher_spawn (launcher, &error, "gnome-keyring-daemon", "--unlock",
                                 "--foreground", "--components=secrets", NULL);
  g_assert_no_error (error);
  input = g_subprocess_get_stdin_pipe (self->process);
  g_output_stream_write_all (input, password, strlen (password), NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (input, NULL, &error);
  g_assert_no_error (error);
  test_wait_until (is_owned, GINT_TO_POINTER (TRUE));
}

static void
daemon_stop (Daemon *self)
{
  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
  test_wait_until (is_owned, GINT_TO_POINTER (FALSE));
  /* Let libsecret hear of it. */
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

/* What is done with the key ring, as if it were not asynchronous. */

static gboolean
store (MnrKeyRing *ring,
       const MnrKeyOwner *owner,
       const MnrPrivateKey *key,
       GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mnr_key_ring_store_async (ring, owner, key, NULL, test_take_result, &result);
  return mnr_key_ring_store_finish (ring, test_wait (&result), error);
}

static MnrPrivateKey *
load (MnrKeyRing *ring,
      const MnrChainId *chain_id,
      const MnrPublicKey *key,
      GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mnr_key_source_load_async (MNR_KEY_SOURCE (ring), chain_id, key, NULL, test_take_result,
                             &result);
  return mnr_key_source_load_finish (MNR_KEY_SOURCE (ring), test_wait (&result), error);
}

static gboolean
removes (MnrKeyRing *ring,
         const MnrChainId *chain_id,
         MnrObjectId account,
         GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mnr_key_ring_remove_async (ring, chain_id, account, NULL, test_take_result, &result);
  return mnr_key_ring_remove_finish (ring, test_wait (&result), error);
}

static gsize
count (MnrKeyRing *ring,
       const MnrChainId *chain_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  MnrPublicKeySet *set;
  gsize n;

  mnr_key_source_list_async (MNR_KEY_SOURCE (ring), chain_id, NULL, test_take_result, &result);
  set = mnr_key_source_list_finish (MNR_KEY_SOURCE (ring), test_wait (&result), &error);
  g_assert_no_error (error);
  n = set->len;
  mnr_value_free (&mnr_type_public_key_set, set);
  return n;
}

static gboolean
check (MnrKeyRing *ring,
       gboolean *locked,
       GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mnr_key_ring_check_async (ring, NULL, test_take_result, &result);
  return mnr_key_ring_check_finish (ring, test_wait (&result), locked, error);
}

static void
assert_loads (MnrKeyRing *ring,
              const MnrChainId *chain_id,
              const MnrPrivateKey *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrPrivateKey) loaded = NULL;
  g_autoptr (MnrSecret) wif = mnr_private_key_to_wif (key, NULL);
  g_autoptr (MnrSecret) loaded_wif = NULL;
  MnrPublicKey public_key;

  mnr_private_key_get_public_key (key, &public_key);
  loaded = load (ring, chain_id, &public_key, &error);
  g_assert_no_error (error);
  loaded_wif = mnr_private_key_to_wif (loaded, NULL);
  g_assert_true (mnr_secret_equal (wif, loaded_wif));
}

static void
assert_not_loaded (MnrKeyRing *ring,
                   const MnrChainId *chain_id,
                   const MnrPrivateKey *key,
                   MnrWalletError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrPrivateKey) loaded = NULL;
  MnrPublicKey public_key;

  mnr_private_key_get_public_key (key, &public_key);
  loaded = load (ring, chain_id, &public_key, &error);
  g_assert_error (error, MNR_WALLET_ERROR, (int) code);
  g_assert_null (loaded);
  g_test_message ("%s", error->message);
}

/* Two networks, on both of which there is an alice. */
static const MnrKeyOwner main_alice = {
  &main_chain,
  "Mainnet",
  MNR_ACCOUNT_ID (17),
  "alice",
  MNR_KEY_ACTIVE,
};
static const MnrKeyOwner main_alice_memo = {
  &main_chain,
  "Mainnet",
  MNR_ACCOUNT_ID (17),
  "alice",
  MNR_KEY_MEMO,
};
static const MnrKeyOwner test_alice = {
  &test_chain,
  "Testnet",
  MNR_ACCOUNT_ID (17),
  "alice",
  MNR_KEY_ACTIVE | MNR_KEY_MEMO,
};

static void
use_ring (MnrKeyRing *ring)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrPrivateKey) one = test_key ("1");
  g_autoptr (MnrPrivateKey) two = test_key ("2");
  g_autoptr (MnrPrivateKey) three = test_key ("3");

  g_assert_cmpuint (count (ring, &main_chain), ==, 0);
  g_assert_true (store (ring, &main_alice, one, &error));
  g_assert_true (store (ring, &main_alice_memo, two, &error));
  g_assert_true (store (ring, &test_alice, three, &error));
  g_assert_no_error (error);
  /* Once more is once. */
  g_assert_true (store (ring, &main_alice, one, &error));

  g_assert_cmpuint (count (ring, &main_chain), ==, 2);
  g_assert_cmpuint (count (ring, &test_chain), ==, 1);
  assert_loads (ring, &main_chain, one);
  assert_loads (ring, &main_chain, two);
  assert_loads (ring, &test_chain, three);
  /* What is of one chain is not of the other. */
  assert_not_loaded (ring, &test_chain, one, MNR_WALLET_ERROR_NO_KEY);
  assert_not_loaded (ring, &main_chain, three, MNR_WALLET_ERROR_NO_KEY);
}

static void
remove_all (MnrKeyRing *ring)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrPrivateKey) one = test_key ("1");
  g_autoptr (MnrPrivateKey) three = test_key ("3");

  g_assert_true (removes (ring, &main_chain, MNR_ACCOUNT_ID (17), &error));
  g_assert_cmpuint (count (ring, &main_chain), ==, 0);
  assert_not_loaded (ring, &main_chain, one, MNR_WALLET_ERROR_NO_KEY);
  /* The other network's alice keeps hers. */
  assert_loads (ring, &test_chain, three);
  g_assert_true (removes (ring, &test_chain, MNR_ACCOUNT_ID (18), &error));
  g_assert_cmpuint (count (ring, &test_chain), ==, 1);
  g_assert_true (removes (ring, &test_chain, MNR_ACCOUNT_ID (17), &error));
  /* None is none. */
  g_assert_true (removes (ring, &test_chain, MNR_ACCOUNT_ID (17), &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count (ring, &test_chain), ==, 0);
}

/* The items as another program sees them: what is in the collection, all in all. */
static GList *
get_items (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretService) service =
    secret_service_get_sync (SECRET_SERVICE_OPEN_SESSION, NULL, &error);
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_sync (
    service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_LOAD_ITEMS, NULL, &error);

  g_assert_no_error (error);
  return secret_collection_get_items (collection);
}

static void
test_daemon (void)
{
  Daemon daemon = { test_make_folder () };
  g_autoptr (MnrKeyRing) ring = mnr_key_ring_new (0);
  g_autoptr (MnrPrivateKey) one = test_key ("1");
  g_autoptr (MnrSecret) wif = mnr_private_key_to_wif (one, NULL);
  GList *items;
  gboolean good = FALSE;

  daemon_start (&daemon, "password");
  use_ring (ring);

  /* What somebody sees in Passwords and Keys. */
  items = get_items ();
  g_assert_cmpuint (g_list_length (items), ==, 3);
  for (GList *item = items; item != NULL; item = item->next)
    {
      g_autofree char *label = secret_item_get_label (item->data);

      good = good || g_str_equal (label, "Moneyer: active and memo key of alice (Testnet)");
    }
  g_list_free_full (items, g_object_unref);
  g_assert_true (good);
  g_assert_false (test_folder_contains (daemon.home, (const char *) wif->data));

  remove_all (ring);
  g_assert_null (get_items ());

  daemon_stop (&daemon);
  test_remove_folder (daemon.home);
}

/* A key ring without a password, which is the one that keys are stored in. */
static void
write_plain_ring (const char *home)
{
  g_autofree char *folder = g_build_filename (home, "keyrings", NULL);
  g_autofree char *ring = g_build_filename (folder, "plain.keyring", NULL);
  g_autofree char *name = g_build_filename (folder, "default", NULL);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (ring,
                                      "[keyring]\ndisplay-name=plain\nctime=0\nmtime=0\n"
                                      "lock-on-idle=false\nlock-after=false\n",
                                      -1, NULL));
  g_assert_true (g_file_set_contents (name, "plain", -1, NULL));
}

/* It is written as it is: that shows what is left of a key. */
static void
test_trace (void)
{
  Daemon daemon = { test_make_folder () };
  g_autoptr (MnrKeyRing) ring = mnr_key_ring_new (0);
  g_autoptr (MnrPrivateKey) one = test_key ("1");
  g_autoptr (MnrSecret) wif = mnr_private_key_to_wif (one, NULL);

  write_plain_ring (daemon.home);
  daemon_start (&daemon, "password");
  use_ring (ring);
  g_assert_true (test_folder_contains (daemon.home, (const char *) wif->data));
  remove_all (ring);
  g_assert_false (test_folder_contains (daemon.home, (const char *) wif->data));
  g_assert_false (test_folder_contains (daemon.home, "alice"));

  daemon_stop (&daemon);
  test_remove_folder (daemon.home);
}

static void
test_locked (void)
{
  Daemon daemon = { test_make_folder () };
  g_autoptr (MnrKeyRing) ring = mnr_key_ring_new (1);
  g_autoptr (MnrPrivateKey) one = test_key ("1");
  g_autoptr (MnrPrivateKey) two = test_key ("2");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean locked = TRUE;

  daemon_start (&daemon, "password");
  g_assert_true (check (ring, &locked, &error));
  g_assert_false (locked);
  g_assert_true (store (ring, &main_alice, one, &error));

  mnr_key_ring_lock_async (ring, NULL, test_take_result, &result);
  g_assert_true (mnr_key_ring_lock_finish (ring, test_wait (&result), &error));
  g_assert_true (check (ring, &locked, &error));
  g_assert_no_error (error);
  g_assert_true (locked);

  /* Nobody can type the password here. */
  assert_not_loaded (ring, &main_chain, one, MNR_WALLET_ERROR_LOCKED);
  g_assert_false (store (ring, &main_alice_memo, two, &error));
  g_assert_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_false (removes (ring, &main_chain, MNR_ACCOUNT_ID (17), &error));
  g_assert_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_LOCKED);
  g_clear_error (&error);

  /* The daemon begins anew, and nothing was lost. */
  daemon_stop (&daemon);
  daemon_start (&daemon, "password");
  assert_loads (ring, &main_chain, one);
  assert_not_loaded (ring, &main_chain, two, MNR_WALLET_ERROR_NO_KEY);

  daemon_stop (&daemon);
  test_remove_folder (daemon.home);
}

static void
test_missing (void)
{
  g_autoptr (MnrKeyRing) ring = mnr_key_ring_new (5);
  g_autoptr (MnrPrivateKey) one = test_key ("1");
  g_autoptr (GError) error = NULL;
  gboolean locked;

  g_assert_false (check (ring, &locked, &error));
  g_assert_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_NO_KEY_RING);
  assert_not_loaded (ring, &main_chain, one, MNR_WALLET_ERROR_NO_KEY_RING);
}

/* A key ring that holds another key under the name of the one that is asked for. */
static void
test_confused (void)
{
  Daemon daemon = { test_make_folder () };
  g_autoptr (MnrKeyRing) ring = mnr_key_ring_new (0);
  g_autoptr (MnrPrivateKey) one = test_key ("1");
  g_autoptr (GError) error = NULL;
  GList *items;

  daemon_start (&daemon, "password");
  g_assert_true (store (ring, &main_alice, one, &error));
  items = get_items ();
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (SecretValue) value = secret_value_new (
        i == 0 ? "5KRrMAF43VBU3dtkVAPa8yctHMVxTcMdDm6vuZ4QXAwYZpvLYRd" : "nonsense", -1,
        "text/plain");

      g_assert_true (secret_item_set_secret_sync (items->data, value, NULL, &error));
      g_assert_no_error (error);
      assert_not_loaded (ring, &main_chain, one, MNR_WALLET_ERROR_REFUSED);
    }
  g_list_free_full (items, g_object_unref);

  daemon_stop (&daemon);
  test_remove_folder (daemon.home);
}

/* Daemons that say no to everything, or nothing at all. */

static GDBusMessage *
misbehave (GDBusConnection *connection,
           GDBusMessage *message,
           gboolean incoming,
           gpointer user_data)
{
  gboolean *silent = user_data;
  g_autoptr (GDBusMessage) answer = NULL;

  if (!incoming || g_dbus_message_get_message_type (message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL ||
      !g_str_has_prefix (g_dbus_message_get_path (message), "/org/freedesktop/secrets"))
    return message;

  if (!*silent)
    {
      answer = g_dbus_message_new_method_error_literal (
        message, "org.freedesktop.DBus.Error.AccessDenied", "not for you");
      g_dbus_connection_send_message (connection, answer, G_DBUS_SEND_MESSAGE_FLAGS_NONE, NULL,
                                      NULL);
    }
  g_object_unref (message);
  return NULL;
}

static void
with_bad_daemon (gboolean silent,
                 void (*func) (MnrKeyRing *ring))
{
  g_autoptr (GError) error = NULL;
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autoptr (GDBusConnection) connection = g_dbus_connection_new_for_address_sync (
    address,
    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
      G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
    NULL, NULL, &error);
  g_autoptr (MnrKeyRing) ring = mnr_key_ring_new (1);
  guint filter, owner;

  g_assert_no_error (error);
  filter = g_dbus_connection_add_filter (connection, misbehave, &silent, NULL);
  owner = g_bus_own_name_on_connection (connection, SECRETS, G_BUS_NAME_OWNER_FLAGS_NONE, NULL,
                                        NULL, NULL, NULL);
  test_wait_until (is_owned, GINT_TO_POINTER (TRUE));
  func (ring);
  g_bus_unown_name (owner);
  test_wait_until (is_owned, GINT_TO_POINTER (FALSE));
  g_dbus_connection_remove_filter (connection, filter);
  g_dbus_connection_close_sync (connection, NULL, NULL);
}

static void
expect_refusal (MnrKeyRing *ring)
{
  g_autoptr (MnrPrivateKey) one = test_key ("1");
  g_autoptr (GError) error = NULL;

  assert_not_loaded (ring, &main_chain, one, MNR_WALLET_ERROR_REFUSED);
  g_assert_false (store (ring, &main_alice, one, &error));
  g_assert_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "not for you"));
}

static void
test_refusing (void)
{
  with_bad_daemon (FALSE, expect_refusal);
}

static void
expect_timeout (MnrKeyRing *ring)
{
  g_autoptr (MnrPrivateKey) one = test_key ("1");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean locked;

  assert_not_loaded (ring, &main_chain, one, MNR_WALLET_ERROR_TIMEOUT);
  mnr_key_ring_check_async (ring, cancellable, test_take_result, &result);
  g_cancellable_cancel (cancellable);
  g_assert_false (mnr_key_ring_check_finish (ring, test_wait (&result), &locked, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_silent (void)
{
  with_bad_daemon (TRUE, expect_timeout);
}

/* Nothing of a key is left in our memory once it has been stored, fetched and used. */
static void
test_memory (void)
{
  Daemon daemon = { test_make_folder () };
  g_autoptr (MnrKeyRing) ring = mnr_key_ring_new (0);
  g_autoptr (Haystack) haystack = haystack_new ();
  g_autoptr (MnrPrivateKey) key = mnr_private_key_new_random (NULL);
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();
  g_autoptr (GError) error = NULL;
  MnrPublicKey public_key;

  if (skip_with_asan ())
    {
      test_remove_folder (daemon.home);
      return;
    }
  look_for_key (haystack, "the key", key);
  mnr_private_key_get_public_key (key, &public_key);
  daemon_start (&daemon, "password");
  g_assert_true (store (ring, &main_alice, key, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (search_process (haystack, "self"), >=, 4);
  g_clear_pointer (&key, mnr_private_key_free);
  g_assert_cmpuint (search_process (haystack, "self"), ==, 0);

  key = load (ring, &main_chain, &public_key, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (search_process (haystack, "self"), >=, 4);
  g_assert_true (mnr_transaction_sign (transaction, &main_chain, key, NULL));
  g_clear_pointer (&key, mnr_private_key_free);
  g_assert_cmpuint (search_process (haystack, "self"), ==, 0);
  daemon_stop (&daemon);
  test_remove_folder (daemon.home);
}

static void
test_file (void)
{
  char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "keyring", NULL);
  g_autoptr (MnrKeyRing) ring = mnr_key_ring_new (0);
  g_autoptr (GError) error = NULL;
  gboolean locked = TRUE;

  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "password", TRUE);
  g_assert_true (check (ring, &locked, &error));
  g_assert_no_error (error);
  g_assert_false (locked);
  use_ring (ring);
  remove_all (ring);
  test_remove_folder (folder);
}

int
main (int argc,
      char **argv)
{
  /* Ends with us, without being told: libsecret never lets go of its connection. */
  static GTestDBus *volatile bus;

  g_test_init (&argc, &argv, NULL);

  /* libsecret chooses once for a process. */
  if (g_strcmp0 (g_getenv ("SECRET_BACKEND"), "file") == 0)
    {
      g_test_add_func ("/key-ring/file", test_file);
      return g_test_run ();
    }

  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
  g_test_add_func ("/key-ring/missing", test_missing);
  g_test_add_func ("/key-ring/refusing", test_refusing);
  g_test_add_func ("/key-ring/silent", test_silent);
  g_test_add_func ("/key-ring/daemon", test_daemon);
  g_test_add_func ("/key-ring/trace", test_trace);
  g_test_add_func ("/key-ring/locked", test_locked);
  g_test_add_func ("/key-ring/confused", test_confused);
  g_test_add_func ("/key-ring/memory", test_memory);
  return g_test_run ();
}
