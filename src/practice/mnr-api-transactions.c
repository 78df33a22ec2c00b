/* mnr-api-transactions.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "chain/protocol/mnr-signing.h"
#include "chain/wire/mnr-json.h"
#include "chain/wire/mnr-pack.h"
#include "mnr-api.h"
#include "rules/mnr-check.h"

/* What is asked about a transaction before it is sent. */

#define OWNER_MISSING 4010002
#define FEE_TOO_LOW   4010007

static MnrTransaction *
read_transaction (MnrCall *call,
                  guint index)
{
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();

  if (!mnr_call_read (call, index, &mnr_type_signed_transaction, transaction))
    return NULL;
  return g_steal_pointer (&transaction);
}

/* A node that looks for an object takes for granted that it is there. */
static gboolean
check_object (MnrCall *call,
              MnrObjectId id)
{
  char text[MNR_OBJECT_ID_TEXT_SIZE];
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", mnr_object_id_format (id, text));

  if (mnr_store_get (call->store, id) != NULL)
    return TRUE;
  mnr_call_assert_with (call, "maybe_found != nullptr: Unable to find Object ${id}", "id", quoted);
  call->fault.origin = "get";
  return FALSE;
}

/* Names the account whose authority is missing, as nodes do, beside what it would take. */
static void
tell_authority (MnrCall *call)
{
  const char *id = call->fault.text != NULL ? strrchr (call->fault.text, ' ') : NULL;
  g_autofree char *format = NULL;
  g_autofree char *quoted = NULL;
  const MnrAccount *account;
  MnrObjectId parsed;
  MnrFault *fault = &call->fault;

  if (id == NULL || !mnr_object_id_parse (id + 1, strlen (id + 1), &parsed))
    return;

  if (mnr_store_get (call->store, parsed) == NULL)
    {
      check_object (call, parsed);
      return;
    }

  format = g_strdup_printf ("%.*s ${id}", (int) (id - fault->text), fault->text);
  quoted = g_strdup_printf ("\"%s\"", id + 1);
  mnr_fault_set (fault, fault->code, fault->name, fault->what, format);
  mnr_fault_set_variable (fault, "id", quoted);
  account = mnr_store_get (call->store, parsed);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GString) json = g_string_new (NULL);
      gboolean is_owner = i == 1 || fault->code == OWNER_MISSING;

      if (i == 1 && fault->code == OWNER_MISSING)
        break;
      mnr_json_write (&mnr_type_authority, is_owner ? &account->owner : &account->active,
                      MNR_PRACTICE_PREFIX, json);
      mnr_fault_set_variable (fault, i == 0 ? "auth" : "owner", json->str);
    }
}

/* Names an object that is not there, as nodes do. */
static void
tell_object (MnrCall *call)
{
  const char *id = call->fault.text != NULL ? strrchr (call->fault.text, ' ') : NULL;
  MnrObjectId parsed;

  if (id != NULL && g_str_has_prefix (call->fault.text, "maybe_found != nullptr: ") &&
      mnr_object_id_parse (id + 1, strlen (id + 1), &parsed))
    check_object (call, parsed);
}

/* Names the transaction that was sent twice, as nodes do. */
static void
tell_transaction (MnrCall *call)
{
  g_auto (GStrv) parts = g_strsplit (call->fault.text, "'", 3);
  g_autofree char *format = NULL;
  g_autofree char *quoted = NULL;
  MnrFault *fault = &call->fault;

  if (g_strv_length (parts) != 3)
    return;

  format = g_strconcat (parts[0], "'${txid}'", parts[2], NULL);
  quoted = g_strdup_printf ("\"%s\"", parts[1]);
  mnr_fault_set (fault, fault->code, fault->name, fault->what, format);
  mnr_fault_set_variable (fault, "txid", quoted);
}

/* Notes the two places that look for authorities. */
static void
pass_authority (MnrCall *call,
                const MnrTransaction *transaction)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GString) operations = g_string_new (NULL);

  mnr_json_write (&mnr_type_signed_transaction, transaction, MNR_PRACTICE_PREFIX, json);
  mnr_json_write (&mnr_type_operations, &transaction->operations, MNR_PRACTICE_PREFIX, operations);
  if (call->fault.origin == NULL)
    call->fault.origin = "verify_authority";
  mnr_fault_pass (&call->fault, "verify_authority", "ops", operations->str);
  mnr_fault_pass (&call->fault, "verify_authority", "*this", json->str);
}

/* Whether an operation is refused for what it says, whatever the chain. */
static gboolean
find_early_flaw (const MnrTransaction *transaction)
{
  gboolean found = FALSE;

  for (gsize i = 0; !found && i < transaction->operations.len; i++)
    {
      g_auto (MnrCheck) check = { 0 };

      mnr_rules_check_protocol (&transaction->operations.items[i], &check);
      found = mnr_check_get_refusal (&check) != NULL;
    }
  return found;
}

/* Which way an error came up: the deeper it arose, the more a node adds. */
static void
pass_up (MnrCall *call,
         const MnrTransaction *transaction,
         const MnrFinding *finding)
{
  gboolean is_broadcast = !g_str_equal (call->method, "validate_transaction");
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GString) operations = g_string_new (NULL);
  gboolean is_late = TRUE;

  mnr_json_write (&mnr_type_signed_transaction, transaction, MNR_PRACTICE_PREFIX, json);
  if (g_str_has_prefix (finding->rule->id, "transaction.signature"))
    {
      /* The keys are sought before anything else. */
      call->fault.origin = "public_key";
      mnr_fault_pass (&call->fault, "get_signature_keys", NULL, NULL);
      is_late = FALSE;
    }
  else if (finding->rule->node_code / 10000 == 401 && finding->rule->node_code != FEE_TOO_LOW)
    {
      tell_authority (call);
      pass_authority (call, transaction);
    }
  else if (g_str_has_prefix (finding->rule->id, "transaction.") &&
           transaction->operations.len > 0)
    {
      tell_transaction (call);
      call->fault.origin = "_apply_transaction";
    }
  else if (transaction->operations.len == 0 || find_early_flaw (transaction))
    {
      /* What an operation itself shows is noticed before the chain is asked. */
      call->fault.origin = "validate";
      is_late = !is_broadcast;
    }
  else
    {
      gboolean is_fee = finding->rule->node_code == FEE_TOO_LOW;
      const char *place = is_fee ? "evaluate" : "do_evaluate";

      if (g_str_has_prefix (call->fault.text, "delta.amount > 0: "))
        place = "adjust_balance";
      call->fault.origin = place;
      tell_object (call);
      /* The first operation stands for the one that failed. */
      if (transaction->operations.len > 0)
        mnr_json_write (&mnr_type_operation, &transaction->operations.items[0],
                        MNR_PRACTICE_PREFIX, operations);
      if (!is_fee)
        mnr_fault_pass (&call->fault, place, "op",
                        operations->len > 0 ? operations->str : "null");
      mnr_fault_pass (&call->fault, "start_evaluate", NULL, NULL);
      mnr_fault_pass (&call->fault, "apply_operation", "op",
                      operations->len > 0 ? operations->str : "null");
    }

  if (is_late)
    mnr_fault_pass (&call->fault, "_apply_transaction", "trx", json->str);
  if (is_late && is_broadcast)
    mnr_fault_pass (&call->fault, "push_transaction", "trx", json->str);
}

/* What mnr_network_push() and its like refused, as a node says it. */
static gboolean
fail_refused (MnrCall *call,
              const MnrTransaction *transaction,
              const GError *error)
{
  MnrLedger *ledger = mnr_blockchain_get_ledger (mnr_network_get_chain (call->network));
  const MnrFinding *finding = mnr_ledger_get_refusal (ledger);
  const char *text;

  if (!g_error_matches (error, MNR_LEDGER_ERROR, MNR_LEDGER_ERROR_REFUSED) || finding == NULL)
    return mnr_call_fail (call, 0, "exception", "unspecified", error->message);

  text = finding->node_text != NULL ? finding->node_text : "";
  if (finding->rule->node_what != NULL)
    mnr_call_fail (call, finding->rule->node_code, finding->rule->node_name,
                   finding->rule->node_what, text);
  else
    mnr_call_assert (call, "%s: %s", finding->rule->expression, text);
  pass_up (call, transaction, finding);
  return FALSE;
}

static gboolean
write_hex (MnrCall *call,
           const MnrType *type)
{
  g_autoptr (MnrTransaction) transaction = read_transaction (call, 0);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *hex = NULL;

  if (transaction == NULL)
    return FALSE;
  if (!mnr_pack (type, transaction, bytes, &error))
    return mnr_call_bad_cast (call, error);
  hex = mnr_hex_encode (bytes->data, bytes->len);
  mnr_call_write_string (call, hex);
  return TRUE;
}

static gboolean
get_transaction_hex (MnrCall *call)
{
  return write_hex (call, &mnr_type_signed_transaction);
}

static gboolean
get_transaction_hex_without_sig (MnrCall *call)
{
  return write_hex (call, &mnr_type_transaction);
}

static gboolean
validate_transaction (MnrCall *call)
{
  g_autoptr (MnrTransaction) transaction = read_transaction (call, 0);
  MnrProcessedTransaction processed = { 0 };
  g_autoptr (GError) error = NULL;

  if (transaction == NULL)
    return FALSE;
  if (!mnr_blockchain_validate (mnr_network_get_chain (call->network), transaction, &processed,
                                &error))
    return fail_refused (call, transaction, error);
  mnr_call_write (call, &mnr_type_processed_transaction, &processed);
  mnr_value_clear (&mnr_type_processed_transaction, &processed);
  return TRUE;
}

/*
 * Fees
 */

static void write_fee (MnrCall *call,
                       MnrOperation *operation);

/* [what the proposal costs, [what each operation in it costs]]. */
static void
write_proposal_fees (MnrCall *call,
                     MnrOperation *operation)
{
  const MnrProposalCreate *proposal = operation->value;

  mnr_call_separate (call);
  g_string_append_c (call->out, '[');
  mnr_call_write (call, &mnr_type_amount, mnr_operation_get_fee (operation));
  mnr_call_separate (call);
  g_string_append_c (call->out, '[');
  for (gsize i = 0; i < proposal->proposed_ops.len; i++)
    write_fee (call, &proposal->proposed_ops.items[i].op);
  g_string_append (call->out, "]]");
}

static void
write_fee (MnrCall *call,
           MnrOperation *operation)
{
  if (operation->number == MNR_OPERATION_PROPOSAL_CREATE)
    write_proposal_fees (call, operation);
  else
    mnr_call_write (call, &mnr_type_amount, mnr_operation_get_fee (operation));
}

typedef MNR_ARRAY (MnrOperation) Operations;

static gboolean
get_required_fees (MnrCall *call)
{
  const MnrChainParameters *parameters = mnr_network_get_parameters (call->network);
  const MnrAsset *asset = mnr_call_read_asset (call, 1);
  g_autoptr (GError) error = NULL;
  Operations operations = { 0 };
  gboolean good = TRUE;

  if (asset == NULL || !mnr_call_read (call, 0, &mnr_type_operations, &operations))
    return FALSE;

  g_string_append_c (call->out, '[');
  for (gsize i = 0; good && i < operations.len; i++)
    {
      good = mnr_fee_schedule_set_fee (parameters->current_fees, &operations.items[i],
                                       asset->id == MNR_CORE_ASSET
                                         ? NULL
                                         : &asset->options.core_exchange_rate,
                                       &error);
      if (good)
        write_fee (call, &operations.items[i]);
    }
  g_string_append_c (call->out, ']');
  mnr_value_clear (&mnr_type_operations, &operations);
  return good || mnr_call_bad_cast (call, error);
}

/*
 * Signatures
 */

/* The authorities of accounts, and the keys of those that were asked for. */
typedef struct
{
  const MnrStore *store;
  MnrPublicKeySet keys;
} Lookup;

static const MnrAuthority *
look_up (MnrObjectId id,
         gboolean owner,
         gpointer user_data)
{
  Lookup *self = user_data;
  const MnrAccount *account = mnr_store_get (self->store, id);
  const MnrAuthority *authority;

  if (account == NULL)
    return NULL;
  authority = owner ? &account->owner : &account->active;
  for (gsize i = 0; i < authority->key_auths.len; i++)
    mnr_array_append (&mnr_type_public_key_set, &self->keys, &authority->key_auths.items[i].key);
  return authority;
}

static gboolean
has_key (const MnrPublicKeySet *set,
         const MnrPublicKey *key)
{
  for (gsize i = 0; i < set->len; i++)
    if (mnr_public_key_equal (&set->items[i], key))
      return TRUE;
  return FALSE;
}

static void
add_key (MnrPublicKeySet *set,
         const MnrPublicKey *key)
{
  if (!has_key (set, key))
    mnr_array_append (&mnr_type_public_key_set, set, key);
}

/* The keys of @available that could sign, or if that is not given all that could;
 * where a choice suffices, only those chosen. */
static gboolean
find_keys (MnrCall *call,
           const MnrPublicKeySet *available,
           MnrPublicKeySet *found)
{
  guint depth = mnr_network_get_parameters (call->network)->max_authority_depth;
  g_autoptr (MnrTransaction) transaction = read_transaction (call, 0);
  g_auto (MnrRequiredAuthorities) required = { 0 };
  Lookup lookup = { .store = call->store };
  const MnrPublicKeySet none = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean suffices;

  if (transaction == NULL)
    return FALSE;
  if (!mnr_required_authorities_init (&required, transaction, &error))
    return mnr_call_bad_cast (call, error);

  for (gsize i = 0; i < required.active.len; i++)
    if (!check_object (call, required.active.items[i]))
      return FALSE;
  for (gsize i = 0; i < required.owner.len; i++)
    if (!check_object (call, required.owner.items[i]))
      return FALSE;

  suffices = mnr_required_authorities_choose (&required, available != NULL ? available : &none,
                                              depth, look_up, &lookup, found, NULL);
  for (gsize i = 0; i < required.keys.len; i++)
    mnr_array_append (&mnr_type_public_key_set, &lookup.keys, &required.keys.items[i]);
  for (gsize i = 0; !suffices && i < lookup.keys.len; i++)
    if (available == NULL || has_key (available, &lookup.keys.items[i]))
      add_key (found, &lookup.keys.items[i]);

  mnr_value_clear (&mnr_type_public_key_set, &lookup.keys);
  mnr_set_sort (&mnr_type_public_key_set, found);
  return TRUE;
}

static gboolean
get_potential_signatures (MnrCall *call)
{
  MnrPublicKeySet found = { 0 };

  if (!find_keys (call, NULL, &found))
    return FALSE;
  mnr_call_write (call, &mnr_type_public_key_set, &found);
  mnr_value_clear (&mnr_type_public_key_set, &found);
  return TRUE;
}

static gboolean
get_required_signatures (MnrCall *call)
{
  MnrPublicKeySet available = { 0 }, found = { 0 };
  gboolean good;

  if (!mnr_call_read (call, 1, &mnr_type_public_key_set, &available))
    return FALSE;
  good = find_keys (call, &available, &found);
  if (good)
    mnr_call_write (call, &mnr_type_public_key_set, &found);
  mnr_value_clear (&mnr_type_public_key_set, &available);
  mnr_value_clear (&mnr_type_public_key_set, &found);
  return good;
}

/* What a node says of each lack (protocol.md 9.2). */
static gboolean
fail_for_lack (MnrCall *call,
               const MnrLack *lack)
{
  static const struct
  {
    int code;
    const char *name, *what, *text;
  } errors[] = {
    [MNR_LACK_NOTHING] = { 0 },
    [MNR_LACK_ACTIVE] = { 4010001, "tx_missing_active_auth", "missing required active authority",
                          "Missing Active Authority " },
    [MNR_LACK_OWNER] = { 4010002, "tx_missing_owner_auth", "missing required owner authority",
                         "Missing Owner Authority " },
    [MNR_LACK_KEY] = { 4010003, "tx_missing_other_auth", "missing required other authority",
                       "Missing Authority" },
    [MNR_LACK_NEED] = { 4010004, "tx_irrelevant_sig", "irrelevant signature included",
                        "Unnecessary signature(s) detected" },
    [MNR_LACK_COMMITTEE] = { 4010006, "invalid_committee_approval",
                             "committee account cannot directly approve transaction",
                             "Committee account may only propose transactions" },
  };
  gboolean has_account = lack->kind == MNR_LACK_ACTIVE || lack->kind == MNR_LACK_OWNER;
  char id[MNR_OBJECT_ID_TEXT_SIZE];
  g_autofree char *text =
    g_strconcat (errors[lack->kind].text,
                 has_account ? mnr_object_id_format (lack->account, id) : "", NULL);

  return mnr_call_fail (call, errors[lack->kind].code, errors[lack->kind].name,
                        errors[lack->kind].what, text);
}

static gboolean
verify_authority (MnrCall *call)
{
  guint depth = mnr_network_get_parameters (call->network)->max_authority_depth;
  g_autoptr (MnrTransaction) transaction = read_transaction (call, 0);
  g_auto (MnrRequiredAuthorities) required = { 0 };
  Lookup lookup = { .store = call->store };
  MnrPublicKeySet signers = { 0 };
  g_autoptr (GError) error = NULL;
  MnrLack lack = { 0 };
  gboolean good;

  if (transaction == NULL)
    return FALSE;
  if (!mnr_required_authorities_init (&required, transaction, &error))
    return mnr_call_bad_cast (call, error);
  if (!mnr_transaction_get_signers (
        transaction, mnr_blockchain_get_chain_id (mnr_network_get_chain (call->network)), &signers,
        &error))
    return mnr_call_assert (call, "get_signature_keys: %s", error->message);

  good = mnr_required_authorities_find_lack (&required, &signers, depth, look_up, &lookup, &lack,
                                             &error);
  mnr_value_clear (&mnr_type_public_key_set, &lookup.keys);
  mnr_value_clear (&mnr_type_public_key_set, &signers);
  if (!good)
    {
      fail_for_lack (call, &lack);
      tell_authority (call);
      pass_authority (call, transaction);
      return FALSE;
    }
  g_string_append (call->out, "true");
  return TRUE;
}

/* Whether keys suffice to sign for an account. */
static gboolean
verify_account_authority (MnrCall *call)
{
  guint depth = mnr_network_get_parameters (call->network)->max_authority_depth;
  g_auto (MnrRequiredAuthorities) required = { 0 };
  Lookup lookup = { .store = call->store };
  MnrPublicKeySet keys = { 0 };
  const MnrAccount *account;
  MnrLack lack = { 0 };
  gboolean good = FALSE;

  if (!mnr_call_read (call, 1, &mnr_type_public_key_set, &keys))
    return FALSE;
  account = mnr_call_read_account (call, 0);
  if (account != NULL)
    {
      mnr_array_append (&mnr_type_account_set, &required.active, &account->id);
      good = mnr_required_authorities_find_lack (&required, &keys, depth, look_up, &lookup, &lack,
                                                 NULL);
      g_string_append (call->out, good ? "true" : "false");
    }
  mnr_value_clear (&mnr_type_public_key_set, &lookup.keys);
  mnr_value_clear (&mnr_type_public_key_set, &keys);
  return account != NULL;
}

/* No account of this network has authorities that are addresses. */
static gboolean
get_potential_address_signatures (MnrCall *call)
{
  g_autoptr (MnrTransaction) transaction = read_transaction (call, 0);

  if (transaction == NULL)
    return FALSE;
  g_string_append (call->out, "[]");
  return TRUE;
}

static gboolean
is_in (const MnrObjectIdSet *set,
       MnrObjectId id)
{
  for (gsize i = 0; i < set->len; i++)
    if (set->items[i] == id)
      return TRUE;
  return FALSE;
}

static gboolean
concerns (const MnrProposal *proposal,
          MnrObjectId account)
{
  return is_in (&proposal->required_active_approvals, account) ||
         is_in (&proposal->required_owner_approvals, account) ||
         is_in (&proposal->available_active_approvals, account) ||
         is_in (&proposal->available_owner_approvals, account);
}

static gboolean
get_proposed_transactions (MnrCall *call)
{
  const MnrAccount *account = mnr_call_read_account (call, 0);

  if (account == NULL)
    return FALSE;

  g_string_append_c (call->out, '[');
  for (const MnrProposal *proposal = mnr_store_first (call->store, MNR_OBJECT_PROPOSAL);
       proposal != NULL; proposal = mnr_store_next (call->store, proposal))
    if (concerns (proposal, account->id))
      mnr_call_write_object (call, proposal);
  g_string_append_c (call->out, ']');
  return TRUE;
}

static const MnrMethod methods[] = {
  { "get_transaction_hex", 1, get_transaction_hex },
  { "get_transaction_hex_without_sig", 1, get_transaction_hex_without_sig },
  { "validate_transaction", 1, validate_transaction },
  { "get_required_fees", 2, get_required_fees },
  { "get_potential_signatures", 1, get_potential_signatures },
  { "get_required_signatures", 2, get_required_signatures },
  { "verify_authority", 1, verify_authority },
  { "verify_account_authority", 2, verify_account_authority },
  { "get_potential_address_signatures", 1, get_potential_address_signatures },
  { "get_proposed_transactions", 1, get_proposed_transactions },
};

const MnrMethodGroup mnr_methods_transactions = MNR_METHOD_GROUP (methods);

/*
 * network_broadcast
 */

static gboolean
broadcast_transaction (MnrCall *call)
{
  g_autoptr (MnrTransaction) transaction = read_transaction (call, 0);
  g_autoptr (GError) error = NULL;

  if (transaction == NULL)
    return FALSE;
  return mnr_network_push (call->network, transaction, &error) ||
         fail_refused (call, transaction, error);
}

static gboolean
broadcast_transaction_with_callback (MnrCall *call)
{
  g_autoptr (MnrTransaction) transaction = NULL;
  g_autoptr (GError) error = NULL;
  guint64 callback;

  if (!mnr_call_read_number (call, 0, G_MAXUINT64, &callback))
    return FALSE;
  transaction = read_transaction (call, 1);
  if (transaction == NULL)
    return FALSE;
  if (!mnr_network_push (call->network, transaction, &error))
    return fail_refused (call, transaction, error);
  mnr_network_wait_for (
    call->network, transaction, call->session,
    g_strdup_printf ("{\"method\":\"notice\",\"params\":[%" G_GUINT64_FORMAT ",[", callback),
    "]]}");
  return TRUE;
}

static gboolean
broadcast_transaction_synchronous (MnrCall *call)
{
  g_autoptr (MnrTransaction) transaction = read_transaction (call, 0);
  g_autoptr (GError) error = NULL;
  GString *opening;

  if (transaction == NULL)
    return FALSE;
  if (!mnr_network_push (call->network, transaction, &error))
    return fail_refused (call, transaction, error);
  if (call->id.length == 0)
    return TRUE;

  opening = g_string_new (NULL);
  mnr_call_append_head (call, opening);
  g_string_append (opening, ",\"result\":");
  mnr_network_wait_for (call->network, transaction, call->session, g_string_free (opening, FALSE),
                        "}");
  call->is_later = TRUE;
  return TRUE;
}

static const MnrMethod broadcast_methods[] = {
  { "broadcast_transaction", 1, broadcast_transaction },
  { "broadcast_transaction_with_callback", 2, broadcast_transaction_with_callback },
  { "broadcast_transaction_synchronous", 1, broadcast_transaction_synchronous },
};

const MnrMethodGroup mnr_methods_broadcast = MNR_METHOD_GROUP (broadcast_methods);
