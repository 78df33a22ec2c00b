/* mnr-faucet.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-faucet.h"

#include <glib/gi18n.h>

#include "chain/wire/mnr-json.h"

#define PROXY_TO_SELF MNR_ACCOUNT_ID (5)

typedef struct
{
  char *name;
  MnrPublicKey owner_key;
  MnrPublicKey active_key;
  MnrPublicKey memo_key;
} Wish;

typedef struct
{
  Wish account;
} Request;

/* clang-format off */

static const MnrField wish_fields[] = {
  MNR_FIELD (Wish, name, mnr_type_string),
  MNR_FIELD (Wish, owner_key, mnr_type_public_key),
  MNR_FIELD (Wish, active_key, mnr_type_public_key),
  MNR_FIELD (Wish, memo_key, mnr_type_public_key),
};

static const MnrType wish_type = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (Wish), MNR_FIELDS (wish_fields), .tolerant = TRUE,
};

static const MnrField request_fields[] = {
  MNR_FIELD (Request, account, wish_type),
};

static const MnrType request_type = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (Request), MNR_FIELDS (request_fields),
  .tolerant = TRUE,
};

/* clang-format on */

static void
set_authority (MnrAuthority *authority,
               const MnrPublicKey *key)
{
  authority->weight_threshold = 1;
  authority->key_auths.items = g_new0 (MnrKeyWeight, 1);
  authority->key_auths.len = 1;
  authority->key_auths.items->key = *key;
  authority->key_auths.items->weight = 1;
}

static MnrOperation *
add_operation (MnrTransaction *transaction)
{
  return mnr_array_add (&mnr_type_operations, &transaction->operations);
}

static void
add_registration (MnrTransaction *transaction,
                  MnrObjectId registrar,
                  const Wish *wish)
{
  MnrAccountCreate *create =
    mnr_operation_init (add_operation (transaction), MNR_OPERATION_ACCOUNT_CREATE);

  create->fee.asset_id = MNR_CORE_ASSET;
  create->registrar = registrar;
  create->referrer = registrar;
  create->name = g_strdup (wish->name);
  set_authority (&create->owner, &wish->owner_key);
  set_authority (&create->active, &wish->active_key);
  create->options.memo_key = wish->memo_key;
  create->options.voting_account = PROXY_TO_SELF;
}

static void
add_gift (MnrTransaction *transaction,
          MnrObjectId from,
          MnrObjectId to)
{
  MnrTransfer *transfer =
    mnr_operation_init (add_operation (transaction), MNR_OPERATION_TRANSFER);

  transfer->fee.asset_id = MNR_CORE_ASSET;
  transfer->from = from;
  transfer->to = to;
  transfer->amount = (MnrAmount){ .amount = MNR_FAUCET_GIFT, .asset_id = MNR_CORE_ASSET };
}

static gboolean
grant (MnrNetwork *network,
       const Wish *wish,
       GError **error)
{
  const MnrStore *store = mnr_network_get_store (network);
  const MnrAccount *faucet = mnr_store_find_account (store, MNR_FAUCET_NAME);
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();
  MnrObjectId id = MNR_ACCOUNT_ID (mnr_store_get_next_instance (store, MNR_OBJECT_ACCOUNT));

  if (faucet == NULL)
    {
      g_set_error_literal (error, MNR_LEDGER_ERROR, MNR_LEDGER_ERROR_DATA,
                           _ ("This network has no faucet"));
      return FALSE;
    }
  if (mnr_store_find_account (store, wish->name) != NULL)
    {
      g_set_error_literal (error, MNR_LEDGER_ERROR, MNR_LEDGER_ERROR_DATA, _ ("Account exists"));
      return FALSE;
    }

  add_registration (transaction, faucet->id, wish);
  add_gift (transaction, faucet->id, id);
  return mnr_network_act (network, transaction, error);
}

static guint
answer_refusal (const GError *error,
                GString *answer)
{
  g_string_append (answer, "{\"error\":{\"base\":[");
  mnr_json_append_string (answer, error->message);
  g_string_append (answer, "]}}");
  return 400;
}

guint
mnr_faucet_handle (MnrNetwork *network,
                   const char *text,
                   gsize length,
                   GString *answer)
{
  g_autoptr (GError) error = NULL;
  Request request = { 0 };

  if (!mnr_json_read (&request_type, text, length, MNR_PRACTICE_PREFIX, &request, &error))
    return answer_refusal (error, answer);

  if (grant (network, &request.account, &error))
    {
      g_string_append (answer, "{\"account\":");
      mnr_json_write (&wish_type, &request.account, MNR_PRACTICE_PREFIX, answer);
      g_string_append_c (answer, '}');
    }
  mnr_value_clear (&request_type, &request);
  return error == NULL ? 201 : answer_refusal (error, answer);
}
