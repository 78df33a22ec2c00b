/* mnr-genesis.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-genesis.h"

#include <glib/gi18n.h>
#include <string.h>

#include "chain/wire/mnr-json.h"

#define FULL_PERCENT       10000
#define PROXY_TO_SELF      MNR_ACCOUNT_ID (5)
#define WITNESS_ACCOUNT    MNR_ACCOUNT_ID (1)
#define FIRST_REAL_ACCOUNT 6

typedef struct
{
  MnrObjectId id;
  char *name;
  gboolean lifetime_member;
  MnrPublicKey *key;
} Account;

typedef MNR_ARRAY (Account) Accounts;

/* What is left for whoever has a key. */
typedef struct
{
  char *owner; /* an address, or the key itself */
  MnrObjectId asset_id;
  gint64 amount;
} InitialBalance;

typedef MNR_ARRAY (InitialBalance) InitialBalances;

/* clang-format off */

static const MnrType optional_public_key = MNR_OPTIONAL_TYPE (mnr_type_public_key);

static const MnrField account_fields[] = {
  MNR_FIELD (Account, id, mnr_type_account_id),
  MNR_FIELD (Account, name, mnr_type_string),
  MNR_FIELD (Account, lifetime_member, mnr_type_bool, .flags = MNR_FIELD_MAY_BE_OMITTED),
  MNR_FIELD (Account, key, optional_public_key),
};

static const MnrType account_type = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (Account), MNR_FIELDS (account_fields),
  .tolerant = TRUE,
};

static const MnrType account_array = MNR_ARRAY_TYPE (account_type);

static const MnrField initial_balance_fields[] = {
  MNR_FIELD (InitialBalance, owner, mnr_type_string),
  MNR_FIELD (InitialBalance, asset_id, mnr_type_asset_id),
  MNR_FIELD (InitialBalance, amount, mnr_type_i64),
};

static const MnrType initial_balance_type = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (InitialBalance), MNR_FIELDS (initial_balance_fields),
  .tolerant = TRUE,
};

static const MnrType initial_balance_array = MNR_ARRAY_TYPE (initial_balance_type);

/* clang-format on */

static gboolean
refuse (GError **error,
        const char *sentence)
{
  g_set_error_literal (error, MNR_LEDGER_ERROR, MNR_LEDGER_ERROR_DATA, sentence);
  return FALSE;
}

/* Moves a value that was read into an object of the store. */
static gpointer
adopt (MnrStore *store,
       MnrObjectType kind,
       gpointer value)
{
  gpointer object = mnr_store_create (store, kind);
  MnrObjectId id = *(MnrObjectId *) object;

  memcpy (object, value, mnr_object_get_struct (id)->size);
  *(MnrObjectId *) object = id;
  return object;
}

static void
set_authority (MnrAuthority *authority,
               const Account *account)
{
  MnrKeyWeight *key;

  /* Anybody may act for the one account, and nobody for the others without a key. */
  authority->weight_threshold = account->id == MNR_TEMP_ACCOUNT ? 0 : 1;
  if (account->key == NULL)
    return;

  authority->key_auths.items = g_new0 (MnrKeyWeight, 1);
  authority->key_auths.len = 1;
  key = authority->key_auths.items;
  key->key = *account->key;
  key->weight = 1;
}

static void
set_no_special_authority (MnrVariant *authority)
{
  authority->number = 0;
  authority->value = mnr_value_new (mnr_type_special_authority.variants[0]);
}

static gboolean
build_account (MnrStore *store,
               const MnrChainParameters *parameters,
               const Account *account,
               GError **error)
{
  MnrAccount *object = mnr_store_create (store, MNR_OBJECT_ACCOUNT);
  gboolean in_order = object->id == account->id;

  object->name = g_strdup (account->name);
  object->registrar = account->lifetime_member ? object->id : MNR_COMMITTEE_ACCOUNT;
  object->referrer = object->registrar;
  object->lifetime_referrer = object->registrar;
  object->membership_expiration_date = account->lifetime_member ? MNR_TIME_FOREVER : 0;
  object->network_fee_percentage = parameters->network_percent_of_fee;
  object->lifetime_referrer_fee_percentage =
    account->lifetime_member ? FULL_PERCENT - parameters->network_percent_of_fee
                             : parameters->lifetime_referrer_percent_of_fee;
  set_authority (&object->owner, account);
  set_authority (&object->active, account);
  if (account->key != NULL)
    object->options.memo_key = *account->key;
  object->options.voting_account = PROXY_TO_SELF;
  object->statistics = MNR_OBJECT_ID (2, 6, mnr_object_id_get_instance (object->id));
  set_no_special_authority (&object->owner_special_authority);
  set_no_special_authority (&object->active_special_authority);
  mnr_store_done (store, object);

  return in_order || refuse (error, _ ("The accounts are not in the order of their ids"));
}

/* The committee and the witnesses act through the accounts of their members,
 * which are the first real ones. */
static void
build_council (MnrStore *store,
               MnrObjectId council,
               gsize n_members)
{
  guint64 n_accounts = mnr_store_get_next_instance (store, MNR_OBJECT_ACCOUNT);
  MnrAccount *account = mnr_store_edit (store, council);
  gsize n = n_accounts > FIRST_REAL_ACCOUNT ? n_accounts - FIRST_REAL_ACCOUNT : 0;

  n = MIN (n, n_members);
  account->active.account_auths.items = g_new0 (MnrAccountWeight, n > 0 ? n : 1);
  account->active.account_auths.len = n;
  for (gsize i = 0; i < n; i++)
    account->active.account_auths.items[i] = (MnrAccountWeight){
      .account = MNR_ACCOUNT_ID (FIRST_REAL_ACCOUNT + i),
      .weight = 1,
    };
  account->active.weight_threshold = (guint32) (n / 2 + 1);
  mnr_store_done (store, account);
}

static gboolean
build_accounts (MnrStore *store,
                const MnrGlobalProperties *properties,
                MnrJsonReader *reader,
                const char *prefix,
                GError **error)
{
  Accounts accounts = { 0 };
  gboolean good;

  if (!mnr_json_read_value (&account_array, reader, prefix, &accounts, NULL, error))
    return FALSE;

  good = accounts.len > FIRST_REAL_ACCOUNT ||
         refuse (error, _ ("The accounts that every chain has are missing"));
  for (gsize i = 0; good && i < accounts.len; i++)
    good = build_account (store, &properties->parameters, &accounts.items[i], error);
  if (good)
    {
      build_council (store, MNR_COMMITTEE_ACCOUNT, properties->active_committee_members.len);
      build_council (store, WITNESS_ACCOUNT, properties->active_witnesses.len);
    }

  mnr_value_clear (&account_array, &accounts);
  return good;
}

static gboolean
build_core_asset (MnrStore *store,
                  MnrJsonReader *reader,
                  const char *prefix,
                  GError **error)
{
  MnrAsset asset = { 0 };
  MnrAssetDynamicData *data;
  MnrAsset *object;

  if (!mnr_json_read_value (&mnr_type_asset, reader, prefix, &asset, NULL, error))
    return FALSE;

  data = mnr_store_create (store, MNR_OBJECT_ASSET_DYNAMIC_DATA);
  mnr_store_done (store, data);

  object = adopt (store, MNR_OBJECT_ASSET, &asset);
  object->dynamic_asset_data_id = data->id;
  mnr_store_done (store, object);
  return TRUE;
}

/* Reads an id that names a member. */
static gboolean
read_id (MnrJsonReader *reader,
         MnrObjectId *id,
         GError **error)
{
  MnrJsonSlice name;

  if (!mnr_json_reader_name (reader, &name, NULL, error))
    return FALSE;
  return mnr_object_id_parse (name.text, name.length, id) ||
         refuse (error, _ ("An object id was expected"));
}

/* Of the core asset: no other is there yet. */
static gint64
get_supply (const MnrStore *store)
{
  const MnrAssetDynamicData *data = mnr_store_get (store, MNR_OBJECT_ID (2, 3, 0));

  return data->current_supply;
}

static void
add_supply (MnrStore *store,
            gint64 amount)
{
  MnrAssetDynamicData *data = mnr_store_edit (store, MNR_OBJECT_ID (2, 3, 0));

  data->current_supply += amount;
  mnr_store_done (store, data);
}

/* {"1.2.17": {"1.3.0": 1000}, …} */
static gboolean
build_balances (MnrStore *store,
                MnrJsonReader *reader,
                GError **error)
{
  gsize n_owners = 0;
  gboolean more;

  if (!mnr_json_reader_open (reader, '{', NULL, error))
    return FALSE;

  while (mnr_json_reader_next (reader, '}', &n_owners, &more, NULL, error))
    {
      MnrObjectId owner;
      gsize n_assets = 0;

      if (!more)
        return TRUE;
      if (!read_id (reader, &owner, error) || !mnr_json_reader_open (reader, '{', NULL, error))
        return FALSE;

      for (;;)
        {
          MnrAccountBalance *balance;
          MnrObjectId asset;
          gint64 amount;

          if (!mnr_json_reader_next (reader, '}', &n_assets, &more, NULL, error))
            return FALSE;
          if (!more)
            break;
          if (!read_id (reader, &asset, error) ||
              !mnr_json_read_value (&mnr_type_i64, reader, "", &amount, NULL, error))
            return FALSE;
          if (mnr_store_get (store, owner) == NULL || asset != MNR_CORE_ASSET || amount < 0)
            return refuse (error, _ ("A balance is nobody's or of no asset"));

          balance = mnr_store_create (store, MNR_OBJECT_ACCOUNT_BALANCE);
          balance->owner = owner;
          balance->asset_type = asset;
          balance->balance = amount;
          mnr_store_done (store, balance);

          add_supply (store, amount);
        }
    }
  return FALSE;
}

/* [{"owner": an address or a key, "asset_id": "1.3.0", "amount": 1000}, …] */
static gboolean
build_initial_balances (MnrStore *store,
                        MnrJsonReader *reader,
                        const char *prefix,
                        GError **error)
{
  InitialBalances balances = { 0 };
  gboolean good = TRUE;

  if (!mnr_json_read_value (&initial_balance_array, reader, prefix, &balances, NULL, error))
    return FALSE;

  for (gsize i = 0; good && i < balances.len; i++)
    {
      const InitialBalance *balance = &balances.items[i];
      const char *owner = balance->owner != NULL ? balance->owner : "";
      MnrGenesisBalance *object;
      MnrAddress address;
      MnrPublicKey key;

      if (balance->asset_id != MNR_CORE_ASSET || balance->amount <= 0 ||
          balance->amount > MNR_SHARE_SUPPLY_MAX - get_supply (store))
        good = refuse (error, _ ("A balance is nobody's or of no asset"));
      else if (!mnr_address_parse (owner, strlen (owner), prefix, &address, NULL))
        {
          good = mnr_public_key_parse (owner, strlen (owner), prefix, &key, error);
          if (good)
            mnr_public_key_get_address (&key, &address);
        }
      if (!good)
        break;

      object = mnr_store_create (store, MNR_OBJECT_BALANCE);
      object->owner = address;
      object->balance = (MnrAmount){ balance->amount, balance->asset_id };
      mnr_store_done (store, object);
      add_supply (store, balance->amount);
    }

  mnr_value_clear (&initial_balance_array, &balances);
  return good;
}

/* @value is empty where an optional member is not there. */
static gboolean
find_member (const MnrJsonSlice *object,
             const char *name,
             gboolean optional,
             MnrJsonSlice *value,
             GError **error)
{
  g_auto (MnrJsonReader) reader = { 0 };
  gsize count = 0;
  gboolean more;

  if (!mnr_json_reader_init (&reader, object->text, object->length, error) ||
      !mnr_json_reader_open (&reader, '{', NULL, error))
    return FALSE;

  while (mnr_json_reader_next (&reader, '}', &count, &more, NULL, error))
    {
      MnrJsonSlice found;
      gboolean is_it;

      if (!more)
        {
          *value = (MnrJsonSlice){ 0 };
          if (optional)
            return TRUE;
          g_set_error (error, MNR_LEDGER_ERROR, MNR_LEDGER_ERROR_DATA,
                       _ ("There is no member “%s” in the genesis"), name);
          return FALSE;
        }
      if (!mnr_json_reader_name (&reader, &found, NULL, error))
        return FALSE;
      is_it = mnr_json_slice_equal (&found, name);
      if (!mnr_json_reader_skip (&reader, value, NULL, error))
        return FALSE;
      if (is_it)
        return TRUE;
    }
  return FALSE;
}

static void
build_dynamic_properties (MnrStore *store,
                          const MnrChainParameters *parameters,
                          const MnrHead *head)
{
  MnrDynamicGlobalProperties *properties =
    mnr_store_create (store, MNR_OBJECT_DYNAMIC_GLOBAL_PROPERTIES);
  guint32 interval = MAX (parameters->maintenance_interval, 1);

  properties->head_block_number = head->block_number;
  properties->time = head->time;
  properties->current_witness = MNR_OBJECT_ID (1, 6, 1);
  properties->next_maintenance_time = (head->time / interval + 1) * interval;
  properties->current_aslot = head->block_number;
  /* No block is ever missed. */
  properties->recent_slots_filled = ~(unsigned __int128) 0;
  mnr_store_done (store, properties);
}

gboolean
mnr_genesis_build (MnrLedger *ledger,
                   const MnrJsonSlice *properties,
                   const MnrJsonSlice *genesis,
                   const MnrHead *head,
                   const char *prefix,
                   GError **error)
{
  static const char *const members[] = { "accounts", "core_asset", "balances",
                                         "initial_balances" };
  MnrStore *store = mnr_ledger_get_store (ledger);
  MnrGlobalProperties global = { 0 };
  const MnrGlobalProperties *object;

  if (!mnr_json_read (&mnr_type_global_properties, properties->text, properties->length, prefix,
                      &global, error))
    return FALSE;

  object = adopt (store, MNR_OBJECT_GLOBAL_PROPERTIES, &global);
  mnr_store_done (store, (gpointer) object);
  build_dynamic_properties (store, &object->parameters, head);

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_auto (MnrJsonReader) reader = { 0 };
      MnrJsonSlice value;
      gboolean good;

      if (!find_member (genesis, members[i], i == 3, &value, error))
        return FALSE;
      if (value.text == NULL)
        continue;
      if (!mnr_json_reader_init (&reader, value.text, value.length, error))
        return FALSE;

      if (i == 0)
        good = build_accounts (store, object, &reader, prefix, error);
      else if (i == 1)
        good = build_core_asset (store, &reader, prefix, error);
      else if (i == 2)
        good = build_balances (store, &reader, error);
      else
        good = build_initial_balances (store, &reader, prefix, error);
      if (!good)
        return FALSE;
    }
  return TRUE;
}
