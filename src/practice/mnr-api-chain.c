/* mnr-api-chain.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>
#include <string.h>

#include "mnr-api.h"

/* How much a list of blocks may be. */
#define BLOCKS_SIZE_MAX (16 << 20)

/* The chain itself: what it is, its blocks, its objects by id. */

/* Whether nodes have objects of a kind at all. */
static gboolean
check_kind (MnrCall *call,
            MnrObjectId id)
{
  static const guint32 kinds[] = { [1] = 0x7ffdfc, [2] = 0x07fffb, [4] = 0x01, [5] = 0x7f };
  guint space = mnr_object_id_get_type (id) >> 8;
  guint type = mnr_object_id_get_type (id) & 0xff;
  g_autofree char *space_text = g_strdup_printf ("%u", space);
  g_autofree char *type_text = g_strdup_printf ("%u", type);

  if (space >= G_N_ELEMENTS (kinds) || kinds[space] == 0)
    {
      mnr_call_assert_with (call,
                            "_index[space_id].size() > type_id: Database index "
                            "${space_id}.${type_id} does not exist, space size is "
                            "${index[space_id].size}",
                            "space_id", space_text);
      mnr_fault_set_variable (&call->fault, "type_id", type_text);
      mnr_fault_set_variable (&call->fault, "index[space_id].size", "0");
    }
  else if (type >= 32 || (kinds[space] >> type & 1) == 0)
    {
      mnr_call_assert_with (call,
                            "tmp != nullptr: Database index ${space_id}.${type_id} has not been "
                            "initialized",
                            "space_id", space_text);
      mnr_fault_set_variable (&call->fault, "type_id", type_text);
    }
  else
    return TRUE;
  call->fault.origin = "get_index";
  return FALSE;
}

/* The account whose statistics have this id, or NULL. */
static const MnrAccount *
find_owner (MnrCall *call,
            MnrObjectId id)
{
  const MnrObjectId first = MNR_OBJECT_ID (2, 6, 0);

  if (mnr_object_id_get_type (id) != MNR_OBJECT_ACCOUNT_STATISTICS)
    return NULL;
  return mnr_store_get (call->store, MNR_ACCOUNT_ID (0) + (id - first));
}

/* Writes what has an id, in the store or elsewhere. */
static gboolean
write_any (MnrCall *call,
           MnrObjectId id)
{
  gconstpointer object = mnr_store_get (call->store, id);
  const MnrAccount *owner = find_owner (call, id);

  if (!check_kind (call, id))
    return FALSE;

  if (object != NULL)
    mnr_session_subscribe_auto (call->session, id);
  switch ((guint) mnr_object_id_get_type (id))
    {
    case MNR_OBJECT_OPERATION_HISTORY:
      mnr_api_write_history (call, id);
      break;
    case MNR_OBJECT_WITNESS:
    case MNR_OBJECT_COMMITTEE_MEMBER:
      mnr_api_write_member (call, id);
      break;
    default:
      if (owner != NULL)
        mnr_call_write_statistics (call, owner);
      else
        mnr_call_write_object (call, object);
    }
  return TRUE;
}

static gboolean
get_objects (MnrCall *call)
{
  static const MnrType ids_type = MNR_ARRAY_TYPE (mnr_type_object_id);
  MNR_ARRAY (MnrObjectId)
  ids = { 0 };
  gboolean subscribe, good = TRUE;

  if ((mnr_call_has (call, 1) && !mnr_call_read (call, 1, &mnr_type_bool, &subscribe)) ||
      !mnr_call_read (call, 0, &ids_type, &ids))
    return FALSE;

  g_string_append_c (call->out, '[');
  for (gsize i = 0; good && i < ids.len; i++)
    good = write_any (call, ids.items[i]);
  g_string_append_c (call->out, ']');
  mnr_value_clear (&ids_type, &ids);
  return good;
}

static guint64
get_next_instance (MnrCall *call,
                   guint type)
{
  const MnrGlobalProperties *properties =
    mnr_store_get (call->store, MNR_GLOBAL_PROPERTIES_ID);

  switch (type)
    {
    case MNR_OBJECT_OPERATION_HISTORY:
      return mnr_blockchain_get_history_size (mnr_network_get_chain (call->network));
    case MNR_OBJECT_ACCOUNT_STATISTICS:
      return mnr_store_get_next_instance (call->store, MNR_OBJECT_ACCOUNT);
    case MNR_OBJECT_COMMITTEE_MEMBER:
      return properties->active_committee_members.len;
    case MNR_OBJECT_WITNESS: /* there is no 1.6.0 */
      return properties->active_witnesses.len + 1;
    default:
      return mnr_store_get_next_instance (call->store, (MnrObjectType) type);
    }
}

/* What the next object of a kind will be called. */
static gboolean
get_next_object_id (MnrCall *call)
{
  guint8 space, type;
  gboolean pending;
  MnrObjectId id;

  if (!mnr_call_read (call, 0, &mnr_type_u8, &space) ||
      !mnr_call_read (call, 1, &mnr_type_u8, &type) ||
      !mnr_call_read (call, 2, &mnr_type_bool, &pending))
    return FALSE;
  id = MNR_OBJECT_ID (space, type, 0);
  if (!check_kind (call, id))
    return FALSE;
  mnr_call_write_id (call, id + get_next_instance (call, mnr_object_id_get_type (id)));
  return TRUE;
}

static void
write_chain_id (MnrCall *call)
{
  const MnrChainId *id = mnr_blockchain_get_chain_id (mnr_network_get_chain (call->network));
  g_autofree char *text = mnr_hex_encode (id->data, sizeof id->data);

  mnr_call_write_string (call, text);
}

static gboolean
get_chain_id (MnrCall *call)
{
  write_chain_id (call);
  return TRUE;
}

static gboolean
get_chain_properties (MnrCall *call)
{
  g_string_append (call->out, "{\"id\":\"2.11.0\"");
  mnr_call_member (call, "chain_id");
  write_chain_id (call);
  g_string_append (call->out,
                   ",\"immutable_parameters\":{\"min_committee_member_count\":11,"
                   "\"min_witness_count\":11,\"num_special_accounts\":0,"
                   "\"num_special_assets\":0}}");
  return TRUE;
}

static gboolean
get_global_properties (MnrCall *call)
{
  mnr_call_write_object (call, mnr_store_get (call->store, MNR_GLOBAL_PROPERTIES_ID));
  return TRUE;
}

static gboolean
get_dynamic_global_properties (MnrCall *call)
{
  mnr_call_write_object (call, mnr_store_get (call->store, MNR_DYNAMIC_GLOBAL_PROPERTIES_ID));
  return TRUE;
}

/* What nodes are compiled with (protocol.md 1.2), as they print it. */
static gboolean
get_config (MnrCall *call)
{
  return mnr_call_write_resource (call, "config.json");
}

static gboolean
read_block (MnrCall *call,
            const MnrBlock **block)
{
  guint64 number;

  if (!mnr_call_read_number (call, 0, G_MAXUINT32, &number))
    return FALSE;
  *block =
    mnr_blockchain_get_block (mnr_network_get_chain (call->network), (guint32) number);
  return TRUE;
}

/* A block as a node of 7.0 has it, whose producer clears the results: clients
 * that rely on them break. The history has them. */
static MnrBlock *
copy_bare (const MnrBlock *block)
{
  MnrBlock *bare = mnr_value_dup (&mnr_type_block, block);

  for (gsize i = 0; i < bare->transactions.len; i++)
    mnr_value_clear (&mnr_type_operation_results, &bare->transactions.items[i].operation_results);
  return bare;
}

static gboolean
get_block (MnrCall *call)
{
  g_autoptr (MnrBlock) bare = NULL;
  const MnrBlock *block;

  if (!read_block (call, &block))
    return FALSE;
  if (block != NULL)
    mnr_call_write (call, &mnr_type_block, bare = copy_bare (block));
  return TRUE;
}

static gboolean
get_block_header (MnrCall *call)
{
  const MnrBlock *block;

  if (!read_block (call, &block))
    return FALSE;
  if (block != NULL)
    mnr_call_write (call, &mnr_type_block_header, block);
  return TRUE;
}

static int
compare_numbers (gconstpointer a,
                 gconstpointer b)
{
  guint32 first = *(const guint32 *) a, second = *(const guint32 *) b;

  return first < second ? -1 : first > second;
}

/* Headers by number, each once. */
static gboolean
get_block_header_batch (MnrCall *call)
{
  static const MnrType numbers_type = MNR_ARRAY_TYPE (mnr_type_u32);
  MnrBlockchain *chain = mnr_network_get_chain (call->network);
  MNR_ARRAY (guint32)
  numbers = { 0 };

  if (!mnr_call_read (call, 0, &numbers_type, &numbers))
    return FALSE;

  if (numbers.len > 0)
    qsort (numbers.items, numbers.len, sizeof (guint32), compare_numbers);
  g_string_append_c (call->out, '[');
  for (gsize i = 0; i < numbers.len; i++)
    {
      const MnrBlock *block = mnr_blockchain_get_block (chain, numbers.items[i]);

      if (i > 0 && numbers.items[i] == numbers.items[i - 1])
        continue;
      mnr_call_separate (call);
      g_string_append_printf (call->out, "[%u,", numbers.items[i]);
      if (block != NULL)
        mnr_json_write (&mnr_type_block_header, block, MNR_PRACTICE_PREFIX, call->out);
      else
        g_string_append (call->out, "null");
      g_string_append_c (call->out, ']');
    }
  g_string_append_c (call->out, ']');
  mnr_value_clear (&numbers_type, &numbers);
  return TRUE;
}

static gboolean
get_blocks (MnrCall *call)
{
  MnrBlockchain *chain = mnr_network_get_chain (call->network);
  guint64 first, last;

  if (!mnr_call_read_number (call, 0, G_MAXUINT32, &first) ||
      !mnr_call_read_number (call, 1, G_MAXUINT32, &last))
    return FALSE;
  if (last < first)
    return mnr_call_assert (call, "block_num_to >= block_num_from: ");

  g_string_append_c (call->out, '[');
  for (guint64 number = first; number <= last; number++)
    {
      const MnrBlock *block = mnr_blockchain_get_block (chain, (guint32) number);
      g_autoptr (MnrBlock) bare = block != NULL ? copy_bare (block) : NULL;

      if (call->out->len > BLOCKS_SIZE_MAX)
        return mnr_call_assert (call, "these are more blocks than fit an answer");
      mnr_call_separate (call);
      if (bare != NULL)
        mnr_json_write (&mnr_type_block, bare, MNR_PRACTICE_PREFIX, call->out);
      else
        g_string_append (call->out, "null");
    }
  g_string_append_c (call->out, ']');
  return TRUE;
}

static gboolean
get_transaction (MnrCall *call)
{
  g_autoptr (MnrBlock) bare = NULL;
  const MnrBlock *block;
  guint64 place;

  if (!read_block (call, &block) || !mnr_call_read_number (call, 1, G_MAXUINT32, &place))
    return FALSE;
  if (block == NULL)
    return mnr_call_assert (call, "opt_block: ");
  if (place >= block->transactions.len)
    return mnr_call_assert (call, "opt_block->transactions.size() > trx_num: ");
  bare = copy_bare (block);
  mnr_call_write (call, &mnr_type_processed_transaction, &bare->transactions.items[place]);
  return TRUE;
}

static gboolean
get_recent_transaction_by_id (MnrCall *call)
{
  g_autofree char *text = mnr_call_read_string (call, 0);
  guint8 id[MNR_TRANSACTION_ID_SIZE] = { 0 };
  const MnrTransaction *transaction = NULL;
  guint32 block_num;
  guint place;

  if (text == NULL)
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isxdigit (*p))
      {
        g_autofree char *quoted = g_strdup_printf ("\"%.*s\"", (int) (g_utf8_next_char (p) - p), p);

        mnr_call_fail (call, 0, "exception", "unspecified", "Invalid hex character '${c}'");
        mnr_fault_set_variable (&call->fault, "c", *p == '"' || *p == '\\' ? "\"?\"" : quoted);
        call->fault.origin = "from_hex";
        return FALSE;
      }
  /* Nodes fill a short id up with zeros; what is not one is nobody's. */
  if (strlen (text) <= 2 * sizeof id && mnr_hex_decode (text, strlen (text), id))
    transaction = mnr_blockchain_find_transaction (mnr_network_get_chain (call->network), id,
                                                   &block_num, &place);
  if (transaction != NULL)
    mnr_call_write (call, &mnr_type_signed_transaction, transaction);
  return TRUE;
}

static const MnrMethod methods[] = {
  { "get_objects", 1, get_objects },
  { "get_chain_id", 0, get_chain_id },
  { "get_chain_properties", 0, get_chain_properties },
  { "get_global_properties", 0, get_global_properties },
  { "get_dynamic_global_properties", 0, get_dynamic_global_properties },
  { "get_config", 0, get_config },
  { "get_block", 1, get_block },
  { "get_block_header", 1, get_block_header },
  { "get_block_header_batch", 1, get_block_header_batch },
  { "get_next_object_id", 3, get_next_object_id },
  { "get_transaction", 2, get_transaction },
  { "get_recent_transaction_by_id", 1, get_recent_transaction_by_id },
};

const MnrMethodGroup mnr_methods_chain = MNR_METHOD_GROUP (methods);

/* The block API. */
static const MnrMethod block_methods[] = {
  { "get_blocks", 2, get_blocks },
};

const MnrMethodGroup mnr_methods_blocks = MNR_METHOD_GROUP (block_methods);
