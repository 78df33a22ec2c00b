/* test-faucet-client.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* New accounts from the faucet of a practice network, and from faucets that
 * say no; their keys go into libsecret's file. */

#include <libsoup/soup.h>
#include <string.h>

#include "test-chain.h"
#include "wallet/mnr-faucet-client.h"
#include "wallet/mnr-wallet-error.h"

static gboolean
enrol (Chain *chain,
       const char *faucet,
       MnrKeyRing *ring,
       const MnrNewAccount *account,
       MnrObjectId *id,
       GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mnr_faucet_client_register_async (chain->node, faucet, ring, "Practice network", account, NULL,
                                    test_take_result, &result);
  return mnr_faucet_client_register_finish (chain->node, test_wait (&result), id, error);
}

static gboolean
is_in_ring (MnrKeyRing *ring,
            Chain *chain,
            const MnrPrivateKey *key)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (MnrPrivateKey) loaded = NULL;
  MnrPublicKey public_key;

  mnr_private_key_get_public_key (key, &public_key);
  mnr_key_source_load_async (MNR_KEY_SOURCE (ring), mnr_node_get_chain_id (chain->node),
                             &public_key, NULL, test_take_result, &result);
  loaded = mnr_key_source_load_finish (MNR_KEY_SOURCE (ring), test_wait (&result), NULL);
  return loaded != NULL;
}

static void
test_register (void)
{
  g_autoptr (Chain) chain = chain_new ();
  char *folder = test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "keyring", NULL);
  g_autoptr (MnrKeyRing) ring = mnr_key_ring_new (0);
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrNewAccount) account = mnr_new_account_new ("my-shop1", &error);
  g_autoptr (MnrNewAccount) same_name = mnr_new_account_new ("my-shop1", &error);
  g_autoptr (MnrPrivateKey) derived = NULL;
  MnrObjectId id = 0, again = 0, other = 0;
  MnrPublicKey a, b;

  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_assert_no_error (error);
  enrol (chain, chain->practice->http, ring, account, &id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mnr_object_id_get_type (id), ==, MNR_OBJECT_ACCOUNT);
  g_assert_true (is_in_ring (ring, chain, account->active));
  g_assert_true (is_in_ring (ring, chain, account->memo));
  g_assert_false (is_in_ring (ring, chain, account->owner));

  /* What was written down gives all of them. */
  g_assert_cmpuint (account->password->data[0], ==, 'P');
  g_assert_false (mnr_secret_equal (account->password, same_name->password));
  derived = mnr_private_key_new_from_password ("my-shop1", "owner", account->password, NULL);
  mnr_private_key_get_public_key (derived, &a);
  mnr_private_key_get_public_key (account->owner, &b);
  g_assert_true (mnr_public_key_equal (&a, &b));

  /* Once more: it is there, and is ours. But nobody else's. */
  enrol (chain, chain->practice->http, ring, account, &again, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again, ==, id);
  g_assert_false (enrol (chain, chain->practice->http, ring, same_name, &other, &error));
  g_assert_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_NAME);
  g_clear_error (&error);

  test_remove_folder (folder);
}

/* The faucet's own words. */
static void
test_refused (void)
{
  g_autoptr (Chain) chain = chain_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrNewAccount) account = mnr_new_account_new ("Not A Name", &error);
  MnrObjectId id;

  g_assert_false (enrol (chain, chain->practice->http, NULL, account, &id, &error));
  g_assert_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_FAUCET);
  g_test_message ("%s", error->message);
}

typedef struct
{
  guint status;
  const char *answer;
} Reply;

static void
reply (SoupServer *server,
       SoupServerMessage *message,
       const char *path,
       GHashTable *query,
       gpointer user_data)
{
  const Reply *self = user_data;

  g_assert_cmpstr (path, ==, "/onboarding/api/v1/accounts");
  soup_server_message_set_status (message, self->status, NULL);
  soup_server_message_set_response (message, "text/html", SOUP_MEMORY_STATIC, self->answer,
                                    strlen (self->answer));
}

static void
test_answers (void)
{
  static const struct
  {
    Reply reply;
    const char *words;
  } cases[] = {
    { { 502, "<html>Bad Gateway</html>" }, "HTTP status 502" },
    { { 200, "<html>Welcome to this hotel</html>" }, "HTTP status 200" },
    { { 422, "{\"error\":{\"base\":[\"Only one account\\nper IP\"]}}" }, "Only one account" },
    { { 200, "{\"account\":null,\"error\":\"Registration is closed\"}" }, "is closed" },
    { { 400, "{\"error\":{\"name\":[]}}" }, "does not say why" },
  };
  g_autoptr (Chain) chain = chain_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (MnrNewAccount) account = mnr_new_account_new ("my-shop1", &error);
      g_autofree char *faucet = NULL;
      GSList *uris;
      MnrObjectId id;

      soup_server_add_handler (server, NULL, reply, (gpointer) &cases[i].reply, NULL);
      soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
      g_assert_no_error (error);
      uris = soup_server_get_uris (server);
      faucet = g_strdup_printf ("http://127.0.0.1:%d/onboarding", g_uri_get_port (uris->data));
      g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

      g_assert_false (enrol (chain, faucet, NULL, account, &id, &error));
      g_assert_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_FAUCET);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].words));
      g_assert_null (strchr (error->message, '\n'));
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  /* With a key ring, which is libsecret's file. */
  if (g_strcmp0 (g_getenv ("SECRET_BACKEND"), "file") == 0)
    {
      g_setenv ("SECRET_FILE_TEST_PASSWORD", "password", TRUE);
      g_test_add_func ("/faucet-client/register", test_register);
      return g_test_run ();
    }
  g_test_add_func ("/faucet-client/refused", test_refused);
  g_test_add_func ("/faucet-client/answers", test_answers);

  return g_test_run ();
}
