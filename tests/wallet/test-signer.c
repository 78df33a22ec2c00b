/* test-signer.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Which keys sign, and whether a chain takes what they signed. */

#include <glib/gstdio.h>
#include <string.h>

#include "chain/wire/mnr-json.h"
#include "test-chain.h"
#include "wallet/mnr-key-file.h"
#include "wallet/mnr-signer.h"
#include "wallet/mnr-wallet-error.h"

typedef struct
{
  Chain *chain;
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *self,
        gconstpointer data)
{
  self->chain = chain_new ();
  self->folder = test_make_folder ();
  self->path = g_build_filename (self->folder, "keys", NULL);
}

static void
tear_down (Fixture *self,
           gconstpointer data)
{
  chain_free (self->chain);
  g_free (self->path);
  test_remove_folder (self->folder);
}

/* The private keys of some seeds, and of nobody else. */
static MnrKeySource *
keys_of (Fixture *self,
         const char *seeds)
{
  g_auto (GStrv) words = g_strsplit (seeds, " ", -1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (char **word = words; *word != NULL; word++)
    {
      g_autoptr (MnrPrivateKey) key = test_key (*word);
      g_autoptr (MnrSecret) wif = mnr_private_key_to_wif (key, NULL);

      g_string_append_printf (text, "%s\n", (const char *) wif->data);
    }
  g_assert_true (g_file_set_contents_full (self->path, text->str, -1,
                                           G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
  return MNR_KEY_SOURCE (mnr_key_file_new (self->path));
}

static MnrTransaction *
sign (Fixture *self,
      const char *seeds,
      const MnrTransaction *transaction,
      GError **error)
{
  g_autoptr (MnrKeySource) source = keys_of (self, seeds);
  g_autoptr (GAsyncResult) result = NULL;

  mnr_signer_sign_async (self->chain->node, source, mnr_node_get_chain_id (self->chain->node),
                         transaction, NULL, test_take_result, &result);
  return mnr_signer_sign_finish (self->chain->node, test_wait (&result), error);
}

/* Signs with some keys out of those at hand, which the chain takes. */
static void
assert_signs (Fixture *self,
              const char *at_hand,
              const MnrTransaction *transaction,
              const char *expected)
{
  g_auto (GStrv) words = g_strsplit (expected, " ", -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrTransaction) signed_one = sign (self, at_hand, transaction, &error);
  MnrPublicKeySet signers;

  g_assert_no_error (error);
  mnr_transaction_get_signers (signed_one, mnr_node_get_chain_id (self->chain->node), &signers,
                               &error);
  g_assert_no_error (error);
  g_assert_cmpuint (signers.len, ==, g_strv_length (words));
  for (char **word = words; *word != NULL; word++)
    {
      g_autofree char *text = chain_key_text (*word);
      gboolean found = FALSE;

      for (gsize i = 0; i < signers.len; i++)
        {
          g_autofree char *signer = mnr_public_key_format (&signers.items[i], "BTS");

          found = found || g_str_equal (signer, text);
        }
      g_assert_true (found);
    }
  mnr_value_clear (&mnr_type_public_key_set, &signers);
  chain_send (self->chain, signed_one, &error);
  g_assert_no_error (error);
}

static void
assert_lacks (Fixture *self,
              const char *at_hand,
              const MnrTransaction *transaction,
              const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrTransaction) signed_one = sign (self, at_hand, transaction, &error);

  g_assert_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_LACK);
  g_assert_null (signed_one);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, words));
}

/* An account with the keys of the seeds NAME-owner, NAME-active and NAME-memo. */
static char *
new_account (Fixture *self,
             const char *name)
{
  g_autofree char *owner_seed = g_strconcat (name, "-owner", NULL);
  g_autofree char *active_seed = g_strconcat (name, "-active", NULL);
  g_autofree char *memo_seed = g_strconcat (name, "-memo", NULL);
  g_autofree char *owner = chain_key_text (owner_seed);
  g_autofree char *active = chain_key_text (active_seed);
  g_autofree char *memo = chain_key_text (memo_seed);

  return chain_register (self->chain, name, owner, active, memo);
}

static MnrTransaction *
transfer_from (Fixture *self,
               const char *id)
{
  static guint amount = 1;
  g_autofree char *operation = g_strdup_printf (
    "[0,{\"fee\":{\"amount\":0,\"asset_id\":\"1.3.0\"},\"from\":\"%s\",\"to\":\"1.2.0\","
    "\"amount\":{\"amount\":%u,\"asset_id\":\"1.3.0\"},\"extensions\":[]}]",
    id, amount++);

  return chain_make_transaction (self->chain, operation);
}

/* Changes an authority: ROLE is "owner" or "active". */
static MnrTransaction *
update (Fixture *self,
        const char *id,
        const char *role,
        guint threshold,
        const char *accounts,
        const char *keys)
{
  g_autofree char *operation = g_strdup_printf (
    "[6,{\"fee\":{\"amount\":0,\"asset_id\":\"1.3.0\"},\"account\":\"%s\",\"%s\":"
    "{\"weight_threshold\":%u,\"account_auths\":[%s],\"key_auths\":[%s],\"address_auths\":[]},"
    "\"extensions\":{}}]",
    id, role, threshold, accounts, keys);

  return chain_make_transaction (self->chain, operation);
}

/* Puts one account behind another. */
static void
put_behind (Fixture *self,
            const char *account,
            const char *name,
            const char *behind)
{
  g_autofree char *entry = g_strdup_printf ("[\"%s\",1]", behind);
  g_autofree char *seed = g_strconcat (name, "-active", NULL);
  g_autoptr (MnrTransaction) change = update (self, account, "active", 1, entry, "");

  assert_signs (self, seed, change, seed);
}

static void
test_simple (Fixture *self,
             gconstpointer data)
{
  g_autofree char *id = new_account (self, "one-1");
  g_autoptr (MnrTransaction) transfer = transfer_from (self, id);

  assert_lacks (self, "nobody", transfer, "active authority of one-1");
  assert_lacks (self, "one-1-memo", transfer, "none of its keys");
  assert_lacks (self, "one-1-owner nobody", transfer, "only an owner key");
  assert_signs (self, "nobody one-1-owner one-1-active one-1-memo", transfer, "one-1-active");
}

static void
test_owner (Fixture *self,
            gconstpointer data)
{
  g_autofree char *id = new_account (self, "one-1");
  g_autofree char *key = chain_key_text ("new");
  g_autofree char *entry = g_strdup_printf ("[\"%s\",1]", key);
  g_autoptr (MnrTransaction) change = update (self, id, "owner", 1, "", entry);

  assert_lacks (self, "one-1-active", change, "owner authority of one-1");
  assert_signs (self, "one-1-active one-1-owner", change, "one-1-owner");
}

static void
test_weights (Fixture *self,
              gconstpointer data)
{
  g_autofree char *id = new_account (self, "one-1");
  g_autofree char *k = chain_key_text ("k");
  g_autofree char *l = chain_key_text ("l");
  g_autofree char *m = chain_key_text ("m");
  g_autofree char *entries =
    g_strdup_printf ("[\"%s\",2],[\"%s\",1],[\"%s\",1]", k, l, m);
  g_autoptr (MnrTransaction) change = update (self, id, "active", 3, "", entries);
  g_autoptr (MnrTransaction) transfer = NULL;
  g_autoptr (MnrTransaction) another = NULL;
  g_autoptr (MnrPrivateKey) key = test_key ("m");

  assert_signs (self, "one-1-active", change, "one-1-active");
  transfer = transfer_from (self, id);
  assert_lacks (self, "l m one-1-active", transfer, "have weight 2");
  assert_signs (self, "l k", transfer, "k l");

  /* Where one has signed already, the others come to it. */
  another = transfer_from (self, id);
  g_assert_true (mnr_transaction_sign (another, mnr_node_get_chain_id (self->chain->node), key,
                                       NULL));
  assert_lacks (self, "l", another, "have weight 2");
  assert_signs (self, "k", another, "k m");
}

static void
test_nested (Fixture *self,
             gconstpointer data)
{
  g_autofree char *one = new_account (self, "one-1");
  g_autofree char *two = new_account (self, "two-2");
  g_autofree char *three = new_account (self, "three-3");
  g_autofree char *four = new_account (self, "four-4");
  g_autoptr (MnrTransaction) near = NULL;
  g_autoptr (MnrTransaction) far = NULL;

  put_behind (self, two, "two-2", one);
  put_behind (self, three, "three-3", two);
  put_behind (self, four, "four-4", three);

  near = transfer_from (self, three);
  assert_lacks (self, "one-1-owner two-2-owner", near, "active authority of three-3");
  assert_signs (self, "one-1-active one-1-owner two-2-active two-2-owner", near, "one-1-active");
  /* The chain looks behind two accounts, and not behind a third. */
  far = transfer_from (self, four);
  assert_lacks (self, "one-1-active", far, "active authority of four-4");
}

/* Three of one account and one behind it, in which a key stands twice. */
static void
test_mixed (Fixture *self,
            gconstpointer data)
{
  g_autofree char *one = new_account (self, "one-1");
  g_autofree char *two = new_account (self, "two-2");
  g_autofree char *k = chain_key_text ("k");
  g_autofree char *key_entry = g_strdup_printf ("[\"%s\",1]", k);
  g_autofree char *account_entry = g_strdup_printf ("[\"%s\",2]", one);
  g_autoptr (MnrTransaction) change =
    update (self, two, "active", 3, account_entry, key_entry);
  g_autoptr (MnrTransaction) transfer = NULL;

  assert_signs (self, "two-2-active", change, "two-2-active");
  transfer = transfer_from (self, two);
  assert_lacks (self, "k", transfer, "have weight 1");
  assert_lacks (self, "one-1-active", transfer, "have weight 2");
  assert_signs (self, "k one-1-active one-1-owner two-2-active", transfer, "k one-1-active");
}

static void
test_choose (Fixture *self,
             gconstpointer data)
{
  g_autofree char *id = new_account (self, "one-1");
  g_autofree char *text = NULL;
  g_autofree char *expected = chain_key_text ("one-1-active");
  g_autoptr (MnrTransaction) transfer = transfer_from (self, id);
  g_autoptr (MnrKeySource) source = keys_of (self, "one-1-owner one-1-active");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  MnrPublicKeySet *chosen;

  mnr_signer_choose_async (self->chain->node, source, mnr_node_get_chain_id (self->chain->node),
                           transfer, NULL, test_take_result, &result);
  chosen = mnr_signer_choose_finish (self->chain->node, test_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (chosen->len, ==, 1);
  text = mnr_public_key_format (&chosen->items[0], "BTS");
  g_assert_cmpstr (text, ==, expected);
  mnr_value_free (&mnr_type_public_key_set, chosen);
}

static void
test_wrong_chain (Fixture *self,
                  gconstpointer data)
{
  g_autofree char *id = new_account (self, "one-1");
  g_autoptr (MnrTransaction) transfer = transfer_from (self, id);
  g_autoptr (MnrKeySource) source = keys_of (self, "one-1-active");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  MnrChainId other = { { 1 } };

  mnr_signer_sign_async (self->chain->node, source, &other, transfer, NULL, test_take_result,
                         &result);
  g_assert_null (mnr_signer_sign_finish (self->chain->node, test_wait (&result), &error));
  g_assert_error (error, MNR_NODE_ERROR, MNR_NODE_ERROR_WRONG_CHAIN);
}

int
main (int argc,
      char **argv)
{
  static const struct
  {
    const char *name;
    void (*func) (Fixture *self,
                  gconstpointer data);
  } tests[] = {
    { "/signer/simple", test_simple },
    { "/signer/owner", test_owner },
    { "/signer/weights", test_weights },
    { "/signer/nested", test_nested },
    { "/signer/mixed", test_mixed },
    { "/signer/choose", test_choose },
    { "/signer/wrong-chain", test_wrong_chain },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].func, tear_down);

  return g_test_run ();
}
