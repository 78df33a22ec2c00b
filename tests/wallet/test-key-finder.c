/* test-key-finder.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What secrets of every form open; the keys are those of protocol.md 14.1. */

#include <string.h>

#include "test-chain.h"
#include "wallet/mnr-key-finder.h"
#include "wallet/mnr-wallet-error.h"

#define PASSWORD     "P5KSampleDemoPassword1"
#define OWNER_TEXT   "BTS7sNeX8HJzu7q8Db9sUkyAvFJJU2p23Gbe9iW6h4PruR4J9sfVT"
#define ACTIVE_TEXT  "BTS7edFw8qzJ3Mo4jVg6DGL6V3BsVYsfbjPKr5qD1Z1nA2hDiwe3T"
#define MEMO_TEXT    "BTS8Wb9S6HgxaVJaPrU8NCzpfT6S8a9rsZwytRThd6dcN8JqppQAy"
#define OWNER_WIF    "5JFYWdkjfjpX21Ey5bLrMy2Pv7XQUyZTmPrxLTJs2eJfoEAVEV1"
#define ACTIVE_WIF   "5Jrqgjnr28CbuRikjwHZ8qXSffRypjZpUgDfuDJuQfrMFkSoTef"
#define MEMO_WIF     "5KKob3zD2dqq6uPbgZE8ifyaAH1EteLNwVBq49rtreVQ2hcUtCG"
#define NOBODYS_WIF  "5JdeC9P7Pbd1uGdFVEsJ41EkEnADbbHGq6p1BwFxm6txNBsQnsw"
#define COMPRESSED   "KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn"
#define BRAIN_OWNER  "BTS7wEwR3jc7YoeUTDumxAUK2hWsin5Ls4pArcagjnCfzpNy5mg74"
#define BRAIN_ACTIVE "BTS7iNwKTGDd5Y5utDp4sTLmxH8Cka1z6V8MVrsceD4oucBAdraCQ"
#define BRAIN_MEMO   "BTS7wagkZmwj2ATGgmHm6HnfxRr5ZTcMYYHafkUaRGqjg8PSmd6bF"

static Chain *chain;

static MnrKeyFinding *
find (MnrSecretForm form,
      const char *account,
      const char *text,
      GError **error)
{
  g_autoptr (MnrSecret) secret = test_secret (text);
  g_autoptr (GAsyncResult) result = NULL;

  mnr_key_finder_find_async (chain->node, "Practice network", form, account, secret, NULL,
                             test_take_result, &result);
  return mnr_key_finder_find_finish (chain->node, test_wait (&result), error);
}

static void
assert_opens_nothing (MnrSecretForm form,
                      const char *account,
                      const char *text,
                      const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrKeyFinding) finding = find (form, account, text, &error);

  g_assert_null (finding);
  g_assert_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_OPENS_NOTHING);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_null (strstr (error->message, text));
}

/* The account that was found, and the only one. */
static const MnrFoundAccount *
only (const MnrKeyFinding *finding,
      const char *name)
{
  g_assert_nonnull (finding);
  g_assert_cmpuint (finding->accounts.len, ==, 1);
  g_assert_cmpstr (finding->accounts.items[0].name, ==, name);
  return &finding->accounts.items[0];
}

/* What the key with that public key is kept for. */
static MnrKeyRoles
get_keep (const MnrFoundAccount *account,
          const char *text)
{
  for (gsize i = 0; i < account->keys.len; i++)
    {
      g_autofree char *own = mnr_public_key_format (&account->keys.items[i].public_key, "BTS");
      MnrPublicKey public_key;

      mnr_private_key_get_public_key (account->keys.items[i].key, &public_key);
      g_assert_true (mnr_public_key_equal (&public_key, &account->keys.items[i].public_key));
      if (g_str_equal (own, text))
        return account->keys.items[i].keep;
    }
  g_assert_not_reached ();
}

static void
test_wif (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrKeyFinding) finding = find (MNR_SECRET_WIF, NULL, ACTIVE_WIF, &error);
  g_autoptr (MnrKeyFinding) named = NULL;
  g_autoptr (MnrKeyFinding) owner = NULL;
  const MnrFoundAccount *account;

  g_assert_no_error (error);
  account = only (finding, "moneyer-test");
  g_assert_cmpuint (account->opens, ==, MNR_KEY_ACTIVE);
  g_assert_cmpuint (account->keys.items[0].active_weight, ==, 1);
  g_assert_cmpuint (account->active_threshold, ==, 1);
  g_assert_cmpuint (get_keep (account, ACTIVE_TEXT), ==, MNR_KEY_ACTIVE);
  g_assert_false (account->owner_stays_outside);

  named = find (MNR_SECRET_WIF, " moneyer-test ", ACTIVE_WIF, &error);
  g_assert_no_error (error);
  only (named, "moneyer-test");

  /* Where there is nothing else, even that. */
  owner = find (MNR_SECRET_WIF, NULL, OWNER_WIF, &error);
  g_assert_no_error (error);
  account = only (owner, "moneyer-test");
  g_assert_cmpuint (account->opens, ==, MNR_KEY_OWNER);
  g_assert_cmpuint (get_keep (account, OWNER_TEXT), ==, MNR_KEY_OWNER);
  g_assert_false (account->owner_stays_outside);

  assert_opens_nothing (MNR_SECRET_WIF, NULL, NOBODYS_WIF,
                        "belong to nobody on the network “Practice network”");
  assert_opens_nothing (MNR_SECRET_WIF, "moneyer-test", NOBODYS_WIF, "its keys are others");
  assert_opens_nothing (MNR_SECRET_WIF, "nobody-here", ACTIVE_WIF, "no account nobody-here");
  assert_opens_nothing (MNR_SECRET_WIF, NULL, MEMO_WIF, "cannot sign");
}

static void
test_no_wif (void)
{
  g_autoptr (GError) error = NULL;

  assert_opens_nothing (MNR_SECRET_WIF, NULL, ACTIVE_TEXT, "public key");
  assert_opens_nothing (MNR_SECRET_WIF, NULL,
                        "TEST8m5UgaFAAYQRuaNejYdS8FVLVp9Ss3K1qAVk5de6F8s3HnVbvA", "public key");
  g_assert_null (find (MNR_SECRET_WIF, NULL, COMPRESSED, &error));
  g_assert_nonnull (strstr (error->message, "K or L"));
}

static void
test_password (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrKeyFinding) finding =
    find (MNR_SECRET_PASSWORD, "moneyer-test", PASSWORD, &error);
  const MnrFoundAccount *account;

  g_assert_no_error (error);
  account = only (finding, "moneyer-test");
  g_assert_cmpuint (account->opens, ==, MNR_KEY_ROLES_ALL);
  g_assert_cmpuint (get_keep (account, OWNER_TEXT), ==, 0);
  g_assert_cmpuint (get_keep (account, ACTIVE_TEXT), ==, MNR_KEY_ACTIVE);
  g_assert_cmpuint (get_keep (account, MEMO_TEXT), ==, MNR_KEY_MEMO);
  g_assert_true (account->owner_stays_outside);

  assert_opens_nothing (MNR_SECRET_PASSWORD, "moneyer-test", "PnotIt", "its keys are others");
  assert_opens_nothing (MNR_SECRET_PASSWORD, NULL, PASSWORD, "together with");
}

static void
test_brain_key (void)
{
  g_autoptr (GError) error = NULL;
  /* As somebody types it: the chain has the keys of the capital letters. */
  g_autoptr (MnrKeyFinding) finding = find (MNR_SECRET_BRAIN_KEY, NULL,
                                            " sample brain  key words for moneyer reference "
                                            "document only do not use it ever\n",
                                            &error);
  const MnrFoundAccount *account;

  g_assert_no_error (error);
  account = only (finding, "brain-test");
  g_assert_cmpuint (account->opens, ==, MNR_KEY_ROLES_ALL);
  g_assert_cmpuint (get_keep (account, BRAIN_OWNER), ==, 0);
  g_assert_cmpuint (get_keep (account, BRAIN_ACTIVE), ==, MNR_KEY_ACTIVE);
  g_assert_cmpuint (get_keep (account, BRAIN_MEMO), ==, MNR_KEY_MEMO);

  assert_opens_nothing (MNR_SECRET_BRAIN_KEY, NULL, "no such words", "belong to nobody");
}

/* The keys that the command-line wallet makes of a brain key: each from the one before. */
static void
test_brain_chain (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrSecret) words = test_secret ("ANOTHER BRAIN KEY");
  g_autoptr (MnrPrivateKey) owner =
    mnr_private_key_new_from_brain_key (words, MNR_BRAIN_KEY_AS_TYPED, 0, NULL);
  g_autoptr (MnrSecret) owner_wif = mnr_private_key_to_wif (owner, NULL);
  g_autoptr (MnrPrivateKey) active =
    mnr_private_key_new_from_brain_key (owner_wif, MNR_BRAIN_KEY_AS_TYPED, 0, NULL);
  g_autoptr (MnrKeyFinding) finding = NULL;
  g_autofree char *owner_text = NULL;
  g_autofree char *active_text = NULL;
  g_autofree char *id = NULL;
  MnrPublicKey key;

  mnr_private_key_get_public_key (owner, &key);
  owner_text = mnr_public_key_format (&key, "BTS");
  mnr_private_key_get_public_key (active, &key);
  active_text = mnr_public_key_format (&key, "BTS");
  id = chain_register (chain, "chain-test", owner_text, active_text, active_text);

  finding = find (MNR_SECRET_BRAIN_KEY, NULL, "another brain key", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (get_keep (only (finding, "chain-test"), active_text), ==,
                    MNR_KEY_ACTIVE | MNR_KEY_MEMO);
  g_assert_true (finding->accounts.items[0].owner_stays_outside);
}

/* One key, two accounts. */
static void
test_several (void)
{
  g_autofree char *key = chain_key_text ("shared");
  g_autofree char *other = chain_key_text ("other");
  g_autofree char *first = chain_register (chain, "shared-1", other, key, key);
  g_autofree char *second = chain_register (chain, "shared-2", other, key, other);
  g_autofree char *third = chain_register (chain, "shared-3", other, other, key);
  g_autoptr (MnrPrivateKey) private_key = test_key ("shared");
  g_autoptr (MnrSecret) wif = mnr_private_key_to_wif (private_key, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrKeyFinding) finding =
    find (MNR_SECRET_WIF, NULL, (const char *) wif->data, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (first, !=, second);
  /* Of the third it is the memo key only. */
  for (gsize i = 0; i < finding->accounts.len; i++)
    {
      char found[MNR_OBJECT_ID_TEXT_SIZE];

      g_assert_cmpstr (mnr_object_id_format (finding->accounts.items[i].id, found), !=, third);
    }
  g_assert_cmpuint (finding->accounts.len, ==, 2);
  g_assert_cmpuint (finding->accounts.items[0].keys.items[0].keep |
                      finding->accounts.items[1].keys.items[0].keep,
                    ==, MNR_KEY_ACTIVE | MNR_KEY_MEMO);

  mnr_key_finding_leave_out (finding, 0);
  g_assert_cmpuint (finding->accounts.len, ==, 1);
  g_assert_cmpstr (finding->accounts.items[0].name, ==, "shared-2");
  mnr_key_finding_leave_out (finding, 0);
  g_assert_cmpuint (finding->accounts.len, ==, 0);
}

int
main (int argc,
      char **argv)
{
  g_autofree char *id = NULL;
  g_autofree char *brain_id = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);

  chain = chain_new ();
  id = chain_register (chain, "moneyer-test", OWNER_TEXT, ACTIVE_TEXT, MEMO_TEXT);
  brain_id = chain_register (chain, "brain-test", BRAIN_OWNER, BRAIN_ACTIVE, BRAIN_MEMO);

  g_test_add_func ("/key-finder/wif", test_wif);
  g_test_add_func ("/key-finder/no-wif", test_no_wif);
  g_test_add_func ("/key-finder/password", test_password);
  g_test_add_func ("/key-finder/brain-key", test_brain_key);
  g_test_add_func ("/key-finder/brain-chain", test_brain_chain);
  g_test_add_func ("/key-finder/several", test_several);

  status = g_test_run ();
  chain_free (chain);
  return status;
}
