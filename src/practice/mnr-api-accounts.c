/* mnr-api-accounts.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "mnr-api.h"

/* Accounts and what they own. */

static gboolean
get_account_by_name (MnrCall *call)
{
  g_autofree char *name = mnr_call_read_string (call, 0);

  if (name == NULL)
    return FALSE;
  mnr_call_write_object (call, mnr_store_find_account (call->store, name));
  return TRUE;
}

static gboolean
get_accounts (MnrCall *call)
{
  g_autoptr (GPtrArray) texts = mnr_call_read_strings (call, 0);

  if (texts == NULL)
    return FALSE;

  g_string_append_c (call->out, '[');
  for (guint i = 0; i < texts->len; i++)
    {
      const MnrAccount *account;

      if (!mnr_call_find_account (call, g_ptr_array_index (texts, i), &account))
        return FALSE;
      if (account != NULL)
        mnr_session_subscribe_auto (call->session, account->id);
      mnr_call_write_object (call, account);
    }
  g_string_append_c (call->out, ']');
  return TRUE;
}

static gboolean
lookup_account_names (MnrCall *call)
{
  g_autoptr (GPtrArray) names = mnr_call_read_strings (call, 0);

  if (names == NULL)
    return FALSE;

  g_string_append_c (call->out, '[');
  for (guint i = 0; i < names->len; i++)
    {
      const MnrAccount *account;

      if (!mnr_call_find_account (call, g_ptr_array_index (names, i), &account))
        return FALSE;
      mnr_call_write_object (call, account);
    }
  g_string_append_c (call->out, ']');
  return TRUE;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  const MnrAccount *first = *(const MnrAccount *const *) a;
  const MnrAccount *second = *(const MnrAccount *const *) b;

  return strcmp (first->name, second->name);
}

static gboolean
lookup_accounts (MnrCall *call)
{
  g_autofree char *bound = mnr_call_read_string (call, 0);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  guint limit;

  if (bound == NULL || !mnr_call_read_limit (call, 1, 1000, &limit))
    return FALSE;

  for (const MnrAccount *account = mnr_store_first (call->store, MNR_OBJECT_ACCOUNT);
       account != NULL; account = mnr_store_next (call->store, account))
    if (strcmp (account->name, bound) >= 0)
      g_ptr_array_add (found, (gpointer) account);
  g_ptr_array_sort (found, compare_names);

  g_string_append_c (call->out, '[');
  for (guint i = 0; i < MIN (found->len, limit); i++)
    {
      const MnrAccount *account = g_ptr_array_index (found, i);

      mnr_call_separate (call);
      g_string_append_c (call->out, '[');
      mnr_call_write_string (call, account->name);
      mnr_call_write_id (call, account->id);
      g_string_append_c (call->out, ']');
      if (limit == 1)
        mnr_session_subscribe_auto (call->session, account->id);
    }
  g_string_append_c (call->out, ']');
  return TRUE;
}

static gboolean
get_account_id_from_string (MnrCall *call)
{
  const MnrAccount *account = mnr_call_read_account (call, 0);

  if (account == NULL)
    return FALSE;
  mnr_call_write_id (call, account->id);
  return TRUE;
}

static gboolean
get_account_count (MnrCall *call)
{
  g_string_append_printf (call->out, "%" G_GUINT64_FORMAT,
                          mnr_store_get_next_instance (call->store, MNR_OBJECT_ACCOUNT));
  return TRUE;
}

static void
write_balance (MnrCall *call,
               MnrObjectId owner,
               MnrObjectId asset)
{
  const MnrAccountBalance *balance = mnr_store_find_balance (call->store, owner, asset);
  const MnrAmount amount = { .amount = balance != NULL ? balance->balance : 0,
                             .asset_id = asset };

  mnr_call_write (call, &mnr_type_amount, &amount);
}

/* All balances that are not empty. */
static void
write_all_balances (MnrCall *call,
                    MnrObjectId owner)
{
  for (const MnrAsset *asset = mnr_store_first (call->store, MNR_OBJECT_ASSET); asset != NULL;
       asset = mnr_store_next (call->store, asset))
    {
      const MnrAccountBalance *balance = mnr_store_find_balance (call->store, owner, asset->id);

      if (balance != NULL && balance->balance != 0)
        write_balance (call, owner, asset->id);
    }
}

static gboolean
write_balances (MnrCall *call,
                const MnrAccount *account)
{
  MnrObjectIdSet assets = { 0 };

  if (account == NULL || !mnr_call_read (call, 1, &mnr_type_asset_set, &assets))
    return FALSE;

  g_string_append_c (call->out, '[');
  if (assets.len == 0)
    write_all_balances (call, account->id);
  for (gsize i = 0; i < assets.len; i++)
    write_balance (call, account->id, assets.items[i]);
  g_string_append_c (call->out, ']');
  mnr_value_clear (&mnr_type_asset_set, &assets);
  return TRUE;
}

static gboolean
get_account_balances (MnrCall *call)
{
  return write_balances (call, mnr_call_read_account (call, 0));
}

static gboolean
get_named_account_balances (MnrCall *call)
{
  g_autofree char *name = mnr_call_read_string (call, 0);
  const MnrAccount *account;

  if (name == NULL)
    return FALSE;
  account = mnr_store_find_account (call->store, name);
  if (account == NULL)
    {
      mnr_call_assert (call, "account_ptr: no such account");
      call->fault.origin = "get_account_from_string";
      return FALSE;
    }
  return write_balances (call, account);
}

static gboolean
authority_has_key (const MnrAuthority *authority,
                   const MnrPublicKey *key)
{
  for (gsize i = 0; i < authority->key_auths.len; i++)
    if (mnr_public_key_equal (&authority->key_auths.items[i].key, key))
      return TRUE;
  return FALSE;
}

static gboolean
account_has_key (const MnrAccount *account,
                 const MnrPublicKey *key)
{
  return authority_has_key (&account->owner, key) || authority_has_key (&account->active, key) ||
         mnr_public_key_equal (&account->options.memo_key, key);
}

/* One pass over the accounts for each key: a practice network has few. */
static void
write_references (MnrCall *call,
                  const MnrPublicKey *key)
{
  mnr_call_separate (call);
  g_string_append_c (call->out, '[');
  for (const MnrAccount *account = mnr_store_first (call->store, MNR_OBJECT_ACCOUNT);
       account != NULL; account = mnr_store_next (call->store, account))
    if (account_has_key (account, key))
      mnr_call_write_id (call, account->id);
  g_string_append_c (call->out, ']');
}

static gboolean
get_key_references (MnrCall *call)
{
  static const MnrType keys_type = MNR_ARRAY_TYPE (mnr_type_public_key);
  MNR_ARRAY (MnrPublicKey)
  keys = { 0 };

  if (!mnr_call_read (call, 0, &keys_type, &keys))
    return FALSE;
  if (keys.len > 100)
    {
      mnr_value_clear (&keys_type, &keys);
      return mnr_call_assert_with (call,
                                   "keys.size() <= configured_limit: Number of querying keys can "
                                   "not be greater than ${configured_limit}",
                                   "configured_limit", "100");
    }

  g_string_append_c (call->out, '[');
  for (gsize i = 0; i < keys.len; i++)
    write_references (call, &keys.items[i]);
  g_string_append_c (call->out, ']');
  mnr_value_clear (&keys_type, &keys);
  return TRUE;
}

static gboolean
is_public_key_registered (MnrCall *call)
{
  g_autofree char *text = mnr_call_read_string (call, 0);
  gboolean found = FALSE;
  MnrPublicKey key;

  if (text == NULL)
    return FALSE;
  if (mnr_public_key_parse (text, strlen (text), MNR_PRACTICE_PREFIX, &key, NULL))
    for (const MnrAccount *account = mnr_store_first (call->store, MNR_OBJECT_ACCOUNT);
         account != NULL && !found; account = mnr_store_next (call->store, account))
      found = account_has_key (account, &key);
  g_string_append (call->out, found ? "true" : "false");
  return TRUE;
}

static gboolean
names_account (const MnrAuthority *authority,
               MnrObjectId account)
{
  for (gsize i = 0; i < authority->account_auths.len; i++)
    if (authority->account_auths.items[i].account == account)
      return TRUE;
  return FALSE;
}

static gboolean
get_account_references (MnrCall *call)
{
  const MnrAccount *wanted = mnr_call_read_account (call, 0);

  if (wanted == NULL)
    return FALSE;

  g_string_append_c (call->out, '[');
  for (const MnrAccount *account = mnr_store_first (call->store, MNR_OBJECT_ACCOUNT);
       account != NULL; account = mnr_store_next (call->store, account))
    if (names_account (&account->owner, wanted->id) || names_account (&account->active, wanted->id))
      mnr_call_write_id (call, account->id);
  g_string_append_c (call->out, ']');
  return TRUE;
}

static const MnrMethod methods[] = {
  { "get_account_by_name", 1, get_account_by_name },
  { "get_accounts", 1, get_accounts },
  { "lookup_account_names", 1, lookup_account_names },
  { "lookup_accounts", 2, lookup_accounts },
  { "get_account_id_from_string", 1, get_account_id_from_string },
  { "get_account_count", 0, get_account_count },
  { "get_account_balances", 2, get_account_balances },
  { "get_named_account_balances", 2, get_named_account_balances },
  { "get_key_references", 1, get_key_references },
  { "is_public_key_registered", 1, is_public_key_registered },
  { "get_account_references", 1, get_account_references },
};

const MnrMethodGroup mnr_methods_accounts = MNR_METHOD_GROUP (methods);
