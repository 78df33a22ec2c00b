/* mnr-api-full-accounts.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "mnr-api.h"

/* Accounts with all that they have. */

#define ACCOUNTS_LIMIT 50
#define LIST_LIMIT     500

/* What an account has of one kind of object. */
typedef struct
{
  const char *name;
  MnrObjectType type;
  gsize owner; /* where the owner's id lies in the object */
  gboolean ids_only;
} OwnedList;

static const OwnedList lists[] = {
  { "balances", MNR_OBJECT_ACCOUNT_BALANCE, G_STRUCT_OFFSET (MnrAccountBalance, owner) },
  { "vesting_balances", MNR_OBJECT_VESTING_BALANCE, G_STRUCT_OFFSET (MnrVestingBalance, owner) },
  { "limit_orders", MNR_OBJECT_LIMIT_ORDER, G_STRUCT_OFFSET (MnrLimitOrder, seller) },
  { "call_orders", MNR_OBJECT_CALL_ORDER, G_STRUCT_OFFSET (MnrCallOrder, borrower) },
  { "settle_orders", MNR_OBJECT_FORCE_SETTLEMENT, G_STRUCT_OFFSET (MnrForceSettlement, owner) },
  { "proposals", MNR_OBJECT_PROPOSAL, G_STRUCT_OFFSET (MnrProposal, proposer) },
  { "assets", MNR_OBJECT_ASSET, G_STRUCT_OFFSET (MnrAsset, issuer), .ids_only = TRUE },
  { "withdraws_from" },
  { "withdraws_to" },
  { "htlcs_from" },
  { "htlcs_to" },
};

/* Writes the list; whether there is more than fits. What has no type here, the
 * practice network does not have at all. */
static gboolean
write_list (MnrCall *call,
            const OwnedList *list,
            MnrObjectId owner)
{
  gconstpointer object = NULL;
  guint count = 0;

  mnr_call_member (call, list->name);
  g_string_append_c (call->out, '[');
  if (list->type != 0)
    object = mnr_store_first (call->store, list->type);
  for (; object != NULL && count <= LIST_LIMIT; object = mnr_store_next (call->store, object))
    {
      if (G_STRUCT_MEMBER (MnrObjectId, object, list->owner) != owner || count++ == LIST_LIMIT)
        continue;
      if (list->ids_only)
        mnr_call_write_id (call, *(const MnrObjectId *) object);
      else
        mnr_call_write_object (call, object);
    }
  g_string_append_c (call->out, ']');
  return count > LIST_LIMIT;
}

/* Core that an account has tied up in orders and positions. */
static gint64
get_core_in_orders (MnrCall *call,
                    MnrObjectId owner)
{
  gint64 sum = 0;

  for (const MnrLimitOrder *order = mnr_store_first (call->store, MNR_OBJECT_LIMIT_ORDER);
       order != NULL; order = mnr_store_next (call->store, order))
    if (order->seller == owner && order->sell_price.base.asset_id == MNR_CORE_ASSET)
      sum += order->for_sale;
  for (const MnrCallOrder *order = mnr_store_first (call->store, MNR_OBJECT_CALL_ORDER);
       order != NULL; order = mnr_store_next (call->store, order))
    if (order->borrower == owner && order->call_price.base.asset_id == MNR_CORE_ASSET)
      sum += order->collateral;
  return sum;
}

static void
write_number (MnrCall *call,
              const char *name,
              gint64 number)
{
  mnr_call_member (call, name);
  mnr_call_write (call, &mnr_type_i64, &number);
}

/* No votes are counted, and nobody is paid for referring, on the practice network. */
void
mnr_call_write_statistics (MnrCall *call,
                           const MnrAccount *account)
{
  static const char *const zeros[] = { "total_core_inactive", "total_core_pob", "total_core_pol",
                                       "total_pob_value", "total_pol_value" };
  static const char *const votes[] = { "vp_all", "vp_active", "vp_committee", "vp_witness",
                                       "vp_worker" };
  static const char *const fees[] = { "lifetime_fees_paid", "pending_fees",
                                      "pending_vested_fees" };
  const MnrAccountBalance *core =
    mnr_store_find_balance (call->store, account->id, MNR_CORE_ASSET);
  guint n_operations = mnr_blockchain_get_account_history_size (
    mnr_network_get_chain (call->network), account->id);

  mnr_call_separate (call);
  g_string_append_c (call->out, '{');
  mnr_call_member (call, "id");
  mnr_call_write_id (call, account->statistics);
  mnr_call_member (call, "owner");
  mnr_call_write_id (call, account->id);
  mnr_call_member (call, "name");
  mnr_call_write_string (call, account->name);
  mnr_call_member (call, "most_recent_op");
  mnr_call_write_id (call, MNR_OBJECT_ID (2, 9, 0));
  write_number (call, "total_ops", n_operations);
  write_number (call, "removed_ops", 0);
  write_number (call, "total_core_in_orders", get_core_in_orders (call, account->id));
  for (guint i = 0; i < G_N_ELEMENTS (zeros); i++)
    write_number (call, zeros[i], 0);
  write_number (call, "core_in_balance", core != NULL ? core->balance : 0);
  g_string_append (call->out, ",\"has_cashback_vb\":false,\"is_voting\":false");
  mnr_call_member (call, "last_vote_time");
  mnr_call_write_time (call, 0);
  for (guint i = 0; i < G_N_ELEMENTS (votes); i++)
    write_number (call, votes[i], 0);
  mnr_call_member (call, "vote_tally_time");
  mnr_call_write_time (call, 0);
  for (guint i = 0; i < G_N_ELEMENTS (fees); i++)
    write_number (call, fees[i], 0);
  g_string_append_c (call->out, '}');
}

static void
write_name_of (MnrCall *call,
               const char *member,
               MnrObjectId id)
{
  const MnrAccount *account = mnr_store_get (call->store, id);

  mnr_call_member (call, member);
  mnr_call_write_string (call, account != NULL ? account->name : "");
}

static void
write_full_account (MnrCall *call,
                    const char *key,
                    const MnrAccount *account)
{
  gboolean more[G_N_ELEMENTS (lists)];

  mnr_call_separate (call);
  g_string_append_c (call->out, '[');
  mnr_call_write_string (call, key);
  g_string_append (call->out, ",{");
  mnr_call_member (call, "account");
  mnr_call_write_object (call, account);
  mnr_call_member (call, "statistics");
  mnr_call_write_statistics (call, account);
  write_name_of (call, "registrar_name", account->registrar);
  write_name_of (call, "referrer_name", account->referrer);
  write_name_of (call, "lifetime_referrer_name", account->lifetime_referrer);
  mnr_call_member (call, "votes");
  g_string_append_c (call->out, '[');
  for (gsize i = 0; i < account->options.votes.len; i++)
    mnr_api_write_vote (call, account->options.votes.items[i]);
  g_string_append_c (call->out, ']');
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    more[i] = write_list (call, &lists[i], account->id);
  mnr_call_member (call, "more_data_available");
  g_string_append_c (call->out, '{');
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      mnr_call_member (call, lists[i].name);
      g_string_append (call->out, more[i] ? "true" : "false");
    }
  g_string_append (call->out, "}}]");
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* In the order of what they were asked for by, each once. */
static gboolean
get_full_accounts (MnrCall *call)
{
  g_autoptr (GPtrArray) texts = mnr_call_read_strings (call, 0);

  if (texts == NULL)
    return FALSE;
  if (texts->len > ACCOUNTS_LIMIT)
    return mnr_call_assert_with (call,
                                 "names_or_ids.size() <= configured_limit: Number of querying "
                                 "accounts can not be greater than ${configured_limit}",
                                 "configured_limit", "50");

  g_ptr_array_sort (texts, compare_texts);
  g_string_append_c (call->out, '[');
  for (guint i = 0; i < texts->len; i++)
    {
      const char *text = g_ptr_array_index (texts, i);
      const MnrAccount *account;

      if (i > 0 && g_str_equal (text, g_ptr_array_index (texts, i - 1)))
        continue;
      if (!mnr_call_find_account (call, text, &account))
        return FALSE;
      if (account == NULL)
        continue;
      mnr_session_subscribe_auto (call->session, account->id);
      write_full_account (call, text, account);
    }
  g_string_append_c (call->out, ']');
  return TRUE;
}

static gboolean
get_vesting_balances (MnrCall *call)
{
  const MnrAccount *account = mnr_call_read_account (call, 0);

  if (account == NULL)
    {
      mnr_fault_pass (&call->fault, "get_vesting_balances", NULL, NULL);
      return FALSE;
    }

  g_string_append_c (call->out, '[');
  for (const MnrVestingBalance *balance =
         mnr_store_first (call->store, MNR_OBJECT_VESTING_BALANCE);
       balance != NULL; balance = mnr_store_next (call->store, balance))
    if (balance->owner == account->id)
      mnr_call_write_object (call, balance);
  g_string_append_c (call->out, ']');
  return TRUE;
}

typedef MNR_ARRAY (MnrAddress) Addresses;

static const MnrType addresses_type = MNR_ARRAY_TYPE (mnr_type_address);

static gboolean
is_among (const Addresses *addresses,
          const MnrAddress *address)
{
  for (gsize i = 0; i < addresses->len; i++)
    if (memcmp (&addresses->items[i], address, sizeof *address) == 0)
      return TRUE;
  return FALSE;
}

/* What the genesis state left for whoever has the keys of some addresses. */
static gboolean
get_balance_objects (MnrCall *call)
{
  Addresses addresses = { 0 };

  if (!mnr_call_read (call, 0, &addresses_type, &addresses))
    return FALSE;

  g_string_append_c (call->out, '[');
  for (const MnrGenesisBalance *balance = mnr_store_first (call->store, MNR_OBJECT_BALANCE);
       balance != NULL; balance = mnr_store_next (call->store, balance))
    if (is_among (&addresses, &balance->owner))
      mnr_call_write_object (call, balance);
  g_string_append_c (call->out, ']');
  mnr_value_clear (&addresses_type, &addresses);
  return TRUE;
}

static const MnrMethod methods[] = {
  { "get_full_accounts", 1, get_full_accounts },
  { "get_vesting_balances", 1, get_vesting_balances },
  { "get_balance_objects", 1, get_balance_objects },
};

const MnrMethodGroup mnr_methods_full_accounts = MNR_METHOD_GROUP (methods);
