/* mnr-command-account.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n.h>
#include <string.h>

#include "chain/wire/mnr-json.h"
#include "mnr-chain.h"
#include "mnr-command.h"
#include "mnr-wait.h"
#include "wallet/mnr-faucet-client.h"
#include "wallet/mnr-key-finder.h"
#include "wallet/mnr-wallet-error.h"

/* Puts the keys that do an account's daily work into the key ring. */
static gboolean
store_keys (MnrChain *chain,
            const MnrFoundAccount *found,
            MnrKeyRoles *stored,
            GError **error)
{
  const MnrKeyOwner owner = {
    .chain_id = mnr_node_get_chain_id (chain->node),
    .network = chain->network,
    .account_id = found->id,
    .account = found->name,
  };

  *stored = 0;
  for (gsize i = 0; i < found->keys.len; i++)
    {
      const MnrFoundKey *key = &found->keys.items[i];
      g_auto (MnrWait) wait = { 0 };
      MnrKeyOwner of_key = owner;

      if (key->keep == 0)
        continue;
      of_key.roles = key->keep;
      mnr_key_ring_store_async (chain->key_ring, &of_key, key->key, NULL, mnr_wait_ready, &wait);
      if (!mnr_key_ring_store_finish (chain->key_ring, mnr_wait_for (&wait), error))
        return FALSE;
      *stored |= key->keep;
    }
  return TRUE;
}

/* Remembers an account, and says so. */
static gboolean
remember (MnrChain *chain,
          MnrObjectId id,
          const char *name,
          MnrKeyRoles roles,
          GError **error)
{
  MnrWalletAccount account = { .id = id, .name = (char *) name, .roles = roles };
  g_autofree char *words = mnr_key_roles_format (roles);

  account.chain_id = *mnr_node_get_chain_id (chain->node);
  if (!mnr_accounts_put (chain->accounts, &account, error))
    return FALSE;
  if (roles == 0)
    g_print (_ ("%s on the network “%s” is watched; it has no key here.\n"), name,
             chain->network);
  else
    g_print (_ ("%s on the network “%s” was added; in the key ring: %s.\n"), name,
             chain->network, words);
  return TRUE;
}

static gboolean
run_add (const MnrCommand *command,
         const MnrOptions *options,
         char **arguments,
         GError **error)
{
  const struct
  {
    const char *file;
    MnrSecretForm form;
  } ways[] = {
    { options->key_files != NULL ? options->key_files[0] : NULL, MNR_SECRET_WIF },
    { options->password_file, MNR_SECRET_PASSWORD },
    { options->brain_key_file, MNR_SECRET_BRAIN_KEY },
  };
  g_auto (MnrChain) chain = { 0 };
  g_autoptr (MnrSecret) secret = NULL;
  g_autoptr (MnrKeyFinding) finding = NULL;
  g_auto (MnrWait) wait = { 0 };
  guint n_ways = options->watch_only ? 1 : 0, way = 0;

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    if (ways[i].file != NULL)
      {
        way = i;
        n_ways++;
      }
  if (n_ways != 1)
    return mnr_command_usage_error (error, _ ("One of --key-file, --password-file, "
                                              "--brain-key-file and --watch-only is needed"));
  if (arguments[0] == NULL && (options->watch_only || ways[way].form == MNR_SECRET_PASSWORD))
    return mnr_command_usage_error (error, _ ("The account's name is needed"));

  if (!mnr_chain_open (&chain, options, error) ||
      !mnr_chain_open_wallet (&chain, options, error))
    return FALSE;
  if (options->watch_only)
    {
      g_autoptr (MnrAccount) account = mnr_chain_find_account (&chain, arguments[0], error);

      return account != NULL && remember (&chain, account->id, account->name, 0, error);
    }

  secret = ways[way].form == MNR_SECRET_WIF ? NULL : mnr_stream_read_secret (ways[way].file, error);
  if (ways[way].form == MNR_SECRET_WIF)
    {
      /* A key file may hold more than the key: its first line is taken. */
      g_autoptr (MnrPrivateKey) key = mnr_stream_read_key (ways[way].file, error);

      if (key != NULL)
        secret = mnr_private_key_to_wif (key, error);
    }
  if (secret == NULL)
    return FALSE;

  mnr_key_finder_find_async (chain.node, chain.network, ways[way].form, arguments[0], secret, NULL,
                             mnr_wait_ready, &wait);
  finding = mnr_key_finder_find_finish (chain.node, mnr_wait_for (&wait), error);
  if (finding == NULL)
    return FALSE;
  for (gsize i = 0; i < finding->accounts.len; i++)
    {
      const MnrFoundAccount *found = &finding->accounts.items[i];
      MnrKeyRoles roles;

      if (!store_keys (&chain, found, &roles, error) ||
          !remember (&chain, found->id, found->name, roles, error))
        return FALSE;
      if (found->owner_stays_outside)
        g_print ("%s\n", mnr_key_finder_get_owner_advice ());
    }
  return TRUE;
}

const MnrCommand mnr_command_account_add = {
  .group = "account",
  .name = "add",
  .arguments = "[NAME]",
  .max_arguments = 1,
  .options = MNR_OPTION_NETWORK | MNR_OPTION_KEY_FILE | MNR_OPTION_PASSWORD_FILE |
             MNR_OPTION_BRAIN_KEY_FILE | MNR_OPTION_WATCH_ONLY,
  .summary = N_ ("put an account's keys into the key ring"),
  .description =
    N_ ("Reads a private key, an account's password or a brain key from a file, asks the node "
        "whose it is and what it opens there, and puts the keys that daily work needs (active "
        "and memo) into the desktop's key ring. What opens nothing is refused with the reason. "
        "Without NAME the account is found by the key.\n\n"
        "With --watch-only the account is remembered without a key."),
  .example =
    "  moneyer-cli account add --network testnet --key-file shop.wif",
  .run = run_add,
};

static gboolean
run_list (const MnrCommand *command,
          const MnrOptions *options,
          char **arguments,
          GError **error)
{
  g_auto (MnrChain) chain = { 0 };
  g_autoptr (GPtrArray) list = NULL;

  if (!mnr_chain_open (&chain, options, error) || !mnr_chain_open_wallet (&chain, options, error))
    return FALSE;
  list = mnr_accounts_list (chain.accounts, mnr_node_get_chain_id (chain.node));
  for (guint i = 0; i < list->len; i++)
    {
      const MnrWalletAccount *account = g_ptr_array_index (list, i);
      g_autofree char *roles = mnr_key_roles_format (account->roles);
      char id[MNR_OBJECT_ID_TEXT_SIZE];

      g_print ("%-10s %-24s %s\n", mnr_object_id_format (account->id, id), account->name,
               account->roles != 0 ? roles : _ ("watched"));
    }
  if (list->len == 0)
    g_printerr (_ ("You have no account on the network “%s” yet: “moneyer-cli account create” or "
                   "“account add” makes one known.\n"),
                chain.network);
  return TRUE;
}

const MnrCommand mnr_command_account_list = {
  .group = "account",
  .name = "list",
  .options = MNR_OPTION_NETWORK,
  .summary = N_ ("your accounts on a network"),
  .description = N_ ("Lists the accounts that were added, and which of their keys are in the key "
                     "ring."),
  .run = run_list,
};

static gboolean
run_remove (const MnrCommand *command,
            const MnrOptions *options,
            char **arguments,
            GError **error)
{
  g_auto (MnrChain) chain = { 0 };
  g_auto (MnrWait) wait = { 0 };
  const MnrWalletAccount *account;
  const MnrChainId *chain_id;

  if (!mnr_chain_open (&chain, options, error) || !mnr_chain_open_wallet (&chain, options, error))
    return FALSE;
  chain_id = mnr_node_get_chain_id (chain.node);
  account = mnr_accounts_find (chain.accounts, chain_id, arguments[0]);
  if (account == NULL)
    {
      g_set_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_NAME,
                   _ ("“%s” is none of your accounts on the network “%s”"), arguments[0],
                   chain.network);
      return FALSE;
    }
  /* The keys first: what goes wrong leaves an account that can be removed again. */
  if (account->roles != 0)
    {
      mnr_key_ring_remove_async (chain.key_ring, chain_id, account->id, NULL, mnr_wait_ready,
                                 &wait);
      if (!mnr_key_ring_remove_finish (chain.key_ring, mnr_wait_for (&wait), error))
        return FALSE;
    }
  if (!mnr_accounts_remove (chain.accounts, chain_id, arguments[0], error))
    return FALSE;
  g_print (_ ("%s on the network “%s” and its keys are removed from this computer. The account "
              "itself, and what it has, is on the chain as before.\n"),
           arguments[0], chain.network);
  return TRUE;
}

const MnrCommand mnr_command_account_remove = {
  .group = "account",
  .name = "remove",
  .arguments = "NAME",
  .min_arguments = 1,
  .max_arguments = 1,
  .options = MNR_OPTION_NETWORK,
  .summary = N_ ("take an account's keys out of the key ring"),
  .description =
    N_ ("Removes an account and all its keys from this computer. Without a copy of the keys, or of "
        "the password they come from, nobody can act for the account any more."),
  .run = run_remove,
};

/* What "account show" tells. */
static void
print_authority (MnrChain *chain,
                 const char *label,
                 const MnrAuthority *authority)
{
  const char *prefix = mnr_node_get_prefix (chain->node);

  g_print (_ ("%s: threshold %u\n"), label, authority->weight_threshold);
  for (gsize i = 0; i < authority->key_auths.len; i++)
    {
      g_autofree char *key = mnr_public_key_format (&authority->key_auths.items[i].key, prefix);

      g_print (_ ("  key %s, weight %u\n"), key, authority->key_auths.items[i].weight);
    }
  for (gsize i = 0; i < authority->account_auths.len; i++)
    {
      const MnrAccount *other =
        mnr_chain_get_object (chain, authority->account_auths.items[i].account);
      char id[MNR_OBJECT_ID_TEXT_SIZE];

      mnr_object_id_format (authority->account_auths.items[i].account, id);
      g_print (_ ("  account %s, weight %u\n"), other != NULL ? other->name : id,
               authority->account_auths.items[i].weight);
    }
}

static void
ask_account_names (const MnrView *view,
                   gpointer user_data)
{
  const MnrAccount *account = user_data;
  const MnrAuthority *const authorities[] = { &account->owner, &account->active };
  gconstpointer object;
  gint64 balance;

  for (guint a = 0; a < G_N_ELEMENTS (authorities); a++)
    for (gsize i = 0; i < authorities[a]->account_auths.len; i++)
      view->get_object (view, authorities[a]->account_auths.items[i].account, &object);
  view->get_balance (view, account->id, MNR_CORE_ASSET, &balance);
  view->get_object (view, MNR_CORE_ASSET, &object);
}

static gboolean
run_show (const MnrCommand *command,
          const MnrOptions *options,
          char **arguments,
          GError **error)
{
  g_auto (MnrChain) chain = { 0 };
  MnrAmount held = { .asset_id = MNR_CORE_ASSET };
  g_autofree char *amount = NULL;
  g_autofree char *memo_key = NULL;
  const MnrWalletAccount *own;
  g_autoptr (MnrAccount) account = NULL;
  MnrNames names;
  char id[MNR_OBJECT_ID_TEXT_SIZE];

  if (!mnr_chain_open (&chain, options, error) || !mnr_chain_open_wallet (&chain, options, error))
    return FALSE;
  account = mnr_chain_find_account (&chain, arguments[0], error);
  if (account == NULL)
    return FALSE;
  if (options->json)
    {
      g_autoptr (GString) json = g_string_new (NULL);

      mnr_json_write (&mnr_type_account, account, mnr_node_get_prefix (chain.node), json);
      g_print ("%s\n", json->str);
      return TRUE;
    }
  if (!mnr_chain_complete (&chain, ask_account_names, account, error))
    return FALSE;

  mnr_chain_view_get_view (chain.view)
    ->get_balance (mnr_chain_view_get_view (chain.view), account->id, MNR_CORE_ASSET,
                   &held.amount);
  mnr_chain_view_get_names (chain.view, &names);
  amount = mnr_amount_describe (&held, &names);
  memo_key = mnr_public_key_format (&account->options.memo_key, names.prefix);
  own = mnr_accounts_find (chain.accounts, mnr_node_get_chain_id (chain.node), account->name);

  g_print ("%s (%s), %s\n", account->name, mnr_object_id_format (account->id, id), chain.network);
  g_print (_ ("Has: %s\n"), amount);
  g_print ("%s\n", account->membership_expiration_date == MNR_TIME_FOREVER
                     ? _ ("Lifetime member: part of its fees come back.")
                     : _ ("Basic account."));
  print_authority (&chain, _ ("Owner authority"), &account->owner);
  print_authority (&chain, _ ("Active authority"), &account->active);
  g_print (_ ("Memo key: %s\n"), memo_key);
  if (own != NULL && own->roles != 0)
    {
      g_autofree char *roles = mnr_key_roles_format (own->roles);

      g_print (_ ("In the key ring: %s\n"), roles);
    }
  return TRUE;
}

const MnrCommand mnr_command_account_show = {
  .group = "account",
  .name = "show",
  .arguments = "[NAME]",
  .max_arguments = 1,
  .options = MNR_OPTION_NETWORK | MNR_OPTION_JSON,
  .summary = N_ ("what the chain knows of an account"),
  .description = N_ ("Shows an account, anybody's, by name or id; without NAME your own, if you "
                     "have one on the network."),
  .run = run_show,
};

/* An account is made only once its keys have a place; a lock is opened by storing them. */
static gboolean
has_key_ring (MnrChain *chain,
              GError **error)
{
  g_auto (MnrWait) wait = { 0 };
  gboolean is_locked;

  mnr_key_ring_check_async (chain->key_ring, NULL, mnr_wait_ready, &wait);
  return mnr_key_ring_check_finish (chain->key_ring, mnr_wait_for (&wait), &is_locked, error);
}

static gboolean
run_create (const MnrCommand *command,
            const MnrOptions *options,
            char **arguments,
            GError **error)
{
  g_auto (MnrChain) chain = { 0 };
  g_autoptr (MnrNewAccount) account = NULL;
  g_auto (MnrWait) wait = { 0 };
  MnrObjectId id;

  if (!mnr_chain_open (&chain, options, error) || !mnr_chain_open_wallet (&chain, options, error))
    return FALSE;
  if (chain.info == NULL || chain.info->faucet == NULL)
    {
      g_set_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_FAUCET,
                   _ ("The network “%s” has no faucet that makes accounts"), chain.network);
      return FALSE;
    }
  if (!options->watch_only && !has_key_ring (&chain, error))
    return FALSE;
  account = mnr_new_account_new (arguments[0], error);
  /* The password is safe before there is anything that hangs on it. */
  if (account == NULL || !mnr_stream_save_secret (options->backup, account->password, error))
    return FALSE;
  g_print (_ ("The password of %s is in %s. All its keys come from it: keep a copy where nobody "
              "finds it, and the file not here.\n"),
           account->name, options->backup);

  mnr_faucet_client_register_async (chain.node, chain.info->faucet,
                                    options->watch_only ? NULL : chain.key_ring, chain.network,
                                    account, NULL, mnr_wait_ready, &wait);
  return mnr_faucet_client_register_finish (chain.node, mnr_wait_for (&wait), &id, error) &&
         remember (&chain, id, account->name,
                   options->watch_only ? 0 : MNR_KEY_ACTIVE | MNR_KEY_MEMO, error);
}

const MnrCommand mnr_command_account_create = {
  .group = "account",
  .name = "create",
  .arguments = "NAME",
  .min_arguments = 1,
  .max_arguments = 1,
  .options = MNR_OPTION_NETWORK | MNR_OPTION_BACKUP | MNR_OPTION_WATCH_ONLY,
  .required = MNR_OPTION_BACKUP,
  .summary = N_ ("have a faucet make a new account"),
  .description =
    N_ ("Makes up a password, writes it to a file, has the network's faucet make an account with "
        "the keys that come from it, and puts the active and the memo key into the key ring "
        "(with --watch-only no key, for machines without one). Cheap names have a digit, a dot or "
        "a dash in them, or no vowel."),
  .example =
    "  moneyer-cli account create my-shop-1 --backup my-shop-1.password",
  .run = run_create,
};
