/* bench-home.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-home.h"

#include <string.h>

#include "chain/wire/mnr-json.h"
#include "issuer/mnr-draft-store.h"
#include "test-wait.h"

#define ACCOUNT "practice-alice"

char *
bench_home_call (MnrWallet *wallet,
                 const char *api,
                 const char *method,
                 const char *params)
{
  MnrNode *node = mnr_wallet_get_node (wallet);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;
  const char *text;
  gsize length;

  mnr_node_call_async (node, MNR_NODE_CALL_ONCE, api, method, params, NULL, test_take_result,
                       &result);
  answer = mnr_node_call_finish (node, test_wait (&result), &error);
  g_assert_no_error (error);
  text = g_bytes_get_data (answer, &length);
  return g_strndup (text, length);
}

static void
add_account (MnrWallet *wallet)
{
  g_autofree char *found =
    bench_home_call (wallet, "database", "get_account_by_name", "[\"" ACCOUNT "\"]");
  MnrWalletAccount account = {
    .chain_id = *mnr_node_get_chain_id (mnr_wallet_get_node (wallet)),
    .name = (char *) ACCOUNT,
    .roles = MNR_KEY_ACTIVE,
  };
  MnrKeyOwner owner = {
    .chain_id = &account.chain_id,
    .network = "Practice",
    .account = ACCOUNT,
    .roles = MNR_KEY_ACTIVE,
  };
  g_autoptr (MnrSecret) password = test_secret ("practice-network");
  g_autoptr (GAsyncResult) stored = NULL;
  g_autoptr (MnrPrivateKey) key = NULL;
  g_autoptr (GError) error = NULL;
  const char *id = strstr (found, "\"id\":\"1.2.");

  g_assert_nonnull (id);
  id += strlen ("\"id\":\"");
  g_assert_true (mnr_object_id_parse (id, strcspn (id, "\""), &account.id));
  owner.account_id = account.id;
  key = mnr_private_key_new_from_password (ACCOUNT, "active", password, &error);
  g_assert_no_error (error);
  mnr_key_ring_store_async (mnr_wallet_get_key_ring (wallet), &owner, key, NULL, test_take_result,
                            &stored);
  mnr_key_ring_store_finish (mnr_wallet_get_key_ring (wallet), test_wait (&stored), &error);
  g_assert_no_error (error);
  g_assert_true (mnr_accounts_put (mnr_wallet_get_accounts (wallet), &account, &error));
  g_assert_true (mnr_wallet_set_account (wallet, ACCOUNT, &error));
}

static MnrDraft *
create_draft (guint index)
{
  guint n_templates;
  const MnrTemplate *templates = mnr_draft_get_templates (&n_templates);
  g_autofree char *symbol = g_strdup_printf ("MYTOKEN%u", index + 1);
  g_autoptr (GError) error = NULL;
  MnrDraft *draft = mnr_draft_new_from_template (templates[index % n_templates].name, &error);

  g_assert_no_error (error);
  mnr_draft_set (draft, MNR_DRAFT_SYMBOL, symbol);
  return draft;
}

/* All in one transaction, and so in one block. */
static void
create_assets (MnrWallet *wallet,
               guint n_assets)
{
  const MnrObjectId account = mnr_wallet_get_account (wallet)->id;
  const MnrView *view = mnr_chain_view_get_view (mnr_wallet_get_view (wallet));
  g_autoptr (GString) params = g_string_new ("[[");

  for (guint i = 0; i < n_assets; i++)
    {
      g_autoptr (MnrDraft) draft = create_draft (i);
      MnrOperation *creation = mnr_draft_get_creation (draft, account, view);

      g_string_append (params, i > 0 ? "," : "");
      mnr_json_write (&mnr_type_operation, creation, "BTS", params);
      mnr_value_free (&mnr_type_operation, creation);
    }
  g_string_append (params, "]]");
  g_free (bench_home_call (wallet, "practice", "act", params->str));
}

static void
create_drafts (guint n_drafts)
{
  g_autofree char *folder = mnr_draft_store_get_default_path ();
  g_autoptr (MnrDraftStore) store = mnr_draft_store_new (folder);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n_drafts; i++)
    {
      g_autoptr (MnrDraft) draft = create_draft (i);

      mnr_draft_store_add (store, draft);
    }
  mnr_draft_store_flush (store, &error);
  g_assert_no_error (error);
}

MnrObjectId
bench_home_get_asset (MnrWallet *wallet,
                      guint index)
{
  g_autofree char *params = g_strdup_printf ("[[\"MYTOKEN%u\"]]", index + 1);
  g_autofree char *answer = bench_home_call (wallet, "database", "get_assets", params);
  const char *id = strstr (answer, "\"id\":\"1.3.");
  MnrObjectId asset;

  g_assert_nonnull (id);
  id += strlen ("\"id\":\"");
  g_assert_true (mnr_object_id_parse (id, strcspn (id, "\""), &asset));
  return asset;
}

MnrWallet *
bench_home_open (guint n_assets,
                 guint n_drafts)
{
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GError) error = NULL;
  MnrWallet *wallet = mnr_wallet_new (&error);

  g_assert_no_error (error);
  mnr_wallet_open_async (wallet, "practice", NULL, NULL, test_take_result, &opened);
  mnr_wallet_open_finish (wallet, test_wait (&opened), &error);
  g_assert_no_error (error);
  /* The residents move in. */
  g_free (bench_home_call (wallet, "practice", "produce_blocks", "[3]"));
  add_account (wallet);
  create_assets (wallet, n_assets);
  create_drafts (n_drafts);
  return wallet;
}

void
bench_home_close (MnrWallet *wallet)
{
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (GError) error = NULL;

  mnr_wallet_close_async (wallet, test_take_result, &closed);
  mnr_wallet_close_finish (wallet, test_wait (&closed), &error);
  g_assert_no_error (error);
  g_object_unref (wallet);
}
