/* mnr-api-council.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "chain/crypto/mnr-hash.h"
#include "chain/wire/mnr-pack.h"
#include "mnr-api.h"

/* Witnesses and committee members. The chain has no objects of them: who they are follows
 * from the lists of the active ones and the accounts that act for them all, and the rest
 * from the last blocks. */

#define LOOKUP_LIMIT 1000
#define VOTES_LIMIT  1000

typedef struct
{
  MnrObjectType type;
  MnrObjectId account; /* whose active authority are the members, in their order */
  guint vote_type;
} Council;

static const Council committee = { MNR_OBJECT_COMMITTEE_MEMBER, MNR_COMMITTEE_ACCOUNT, 0 };
static const Council witnesses = { MNR_OBJECT_WITNESS, MNR_ACCOUNT_ID (1), 1 };

/* One of a council. */
typedef struct
{
  const Council *council;
  MnrObjectId id;
  const MnrAccount *account;
  guint vote;
} Member;

static guint
count_members (MnrCall *call,
               const Council *council)
{
  const MnrGlobalProperties *properties =
    mnr_store_get (call->store, MNR_GLOBAL_PROPERTIES_ID);
  const MnrAccount *account = mnr_store_get (call->store, council->account);
  gsize n = council == &witnesses ? properties->active_witnesses.len
                                  : properties->active_committee_members.len;

  return (guint) MIN (n, account->active.account_auths.len);
}

static void
get_member (MnrCall *call,
            const Council *council,
            guint index,
            Member *member)
{
  const MnrGlobalProperties *properties =
    mnr_store_get (call->store, MNR_GLOBAL_PROPERTIES_ID);
  const MnrAccount *account = mnr_store_get (call->store, council->account);

  member->council = council;
  member->account =
    mnr_store_get (call->store, account->active.account_auths.items[index].account);
  member->id = council == &witnesses ? properties->active_witnesses.items[index]
                                     : properties->active_committee_members.items[index];
  /* As in a genesis state: the witnesses come first. */
  member->vote = council == &witnesses ? index : count_members (call, &witnesses) + index;
}

/* The member that @is_wanted is true of. */
static gboolean
find_member (MnrCall *call,
             const Council *council,
             gboolean (*is_wanted) (const Member *member,
                                    gconstpointer what),
             gconstpointer what,
             Member *member)
{
  for (guint i = 0; i < count_members (call, council); i++)
    {
      get_member (call, council, i, member);
      if (is_wanted (member, what))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_id (const Member *member,
        gconstpointer id)
{
  return member->id == *(const MnrObjectId *) id;
}

static gboolean
has_account (const Member *member,
             gconstpointer account)
{
  return member->account == account;
}

static gboolean
has_vote (const Member *member,
          gconstpointer vote)
{
  const MnrVoteId *id = vote;

  return (*id & 0xff) == member->council->vote_type && *id >> 8 == member->vote;
}

/*
 * Writing
 */

/* All witnesses sign with the same key, which is found in the signature of the head. */
static void
write_signing_key (MnrCall *call)
{
  MnrBlockchain *chain = mnr_network_get_chain (call->network);
  const MnrBlock *head =
    mnr_blockchain_get_block (chain, mnr_blockchain_get_head_number (chain));
  g_autoptr (GByteArray) header = g_byte_array_new ();
  MnrPublicKey key = { 0 };
  MnrDigest digest;

  if (head != NULL && mnr_pack (&mnr_type_block_header, head, header, NULL))
    {
      mnr_sha256 (header->data, header->len, digest.data);
      mnr_signature_recover (&head->witness_signature, &digest, &key, NULL);
    }
  mnr_call_write (call, &mnr_type_public_key, &key);
}

/* The last block that a witness made; NULL if it is none of the last round. */
static const MnrBlock *
find_last_block (MnrCall *call,
                 const Member *member)
{
  MnrBlockchain *chain = mnr_network_get_chain (call->network);
  guint32 head = mnr_blockchain_get_head_number (chain);
  guint n = count_members (call, member->council);

  for (guint32 number = head; number > 0 && head - number < n; number--)
    {
      const MnrBlock *block = mnr_blockchain_get_block (chain, number);

      if (block != NULL && block->witness == member->id)
        return block;
    }
  return NULL;
}

/* No slot is ever missed. */
static guint64
get_slot (MnrCall *call,
          const MnrBlock *block)
{
  const MnrDynamicGlobalProperties *head = mnr_network_get_head (call->network);

  return head->current_aslot - (head->head_block_number - mnr_block_get_number (block));
}

static void
write_witness (MnrCall *call,
               const Member *member)
{
  const MnrBlock *last = find_last_block (call, member);

  mnr_call_member (call, "witness_account");
  mnr_call_write_id (call, member->account->id);
  g_string_append_printf (call->out, ",\"last_aslot\":%" G_GUINT64_FORMAT,
                          last != NULL ? get_slot (call, last) : 0);
  mnr_call_member (call, "signing_key");
  write_signing_key (call);
  g_string_append_printf (call->out,
                          ",\"vote_id\":\"1:%u\",\"total_votes\":0,\"url\":\"\","
                          "\"total_missed\":0,\"last_confirmed_block_num\":%u",
                          member->vote, last != NULL ? mnr_block_get_number (last) : 0);
}

static void
write_committee_member (MnrCall *call,
                        const Member *member)
{
  mnr_call_member (call, "committee_member_account");
  mnr_call_write_id (call, member->account->id);
  g_string_append_printf (call->out, ",\"vote_id\":\"0:%u\",\"total_votes\":0,\"url\":\"\"",
                          member->vote);
}

static void
write_member (MnrCall *call,
              const Member *member)
{
  mnr_call_separate (call);
  g_string_append_c (call->out, '{');
  mnr_call_member (call, "id");
  mnr_call_write_id (call, member->id);
  if (member->council == &witnesses)
    write_witness (call, member);
  else
    write_committee_member (call, member);
  g_string_append_c (call->out, '}');
}

void
mnr_api_write_member (MnrCall *call,
                      MnrObjectId id)
{
  const Council *council =
    mnr_object_id_get_type (id) == MNR_OBJECT_WITNESS ? &witnesses : &committee;
  Member member;

  if (find_member (call, council, has_id, &id, &member))
    write_member (call, &member);
  else
    mnr_call_write_object (call, NULL);
}

void
mnr_api_write_vote (MnrCall *call,
                    MnrVoteId vote)
{
  Member member;

  if (find_member (call, &witnesses, has_vote, &vote, &member) ||
      find_member (call, &committee, has_vote, &vote, &member))
    write_member (call, &member);
  else
    mnr_call_write_object (call, NULL);
}

/*
 * Methods
 */

static gboolean
write_members (MnrCall *call,
               const Council *council)
{
  const MnrType id_type = {
    .kind = MNR_KIND_OBJECT_ID,
    .size = sizeof (MnrObjectId),
    .object_type = council->type,
  };
  const MnrType ids_type = MNR_ARRAY_TYPE (id_type);
  MNR_ARRAY (MnrObjectId)
  ids = { 0 };

  if (!mnr_call_read (call, 0, &ids_type, &ids))
    return FALSE;

  g_string_append_c (call->out, '[');
  for (gsize i = 0; i < ids.len; i++)
    mnr_api_write_member (call, ids.items[i]);
  g_string_append_c (call->out, ']');
  mnr_value_clear (&ids_type, &ids);
  return TRUE;
}

static gboolean
get_witnesses (MnrCall *call)
{
  return write_members (call, &witnesses);
}

static gboolean
get_committee_members (MnrCall *call)
{
  return write_members (call, &committee);
}

static gboolean
write_member_of (MnrCall *call,
                 const Council *council)
{
  const MnrAccount *account = mnr_call_read_account (call, 0);
  Member member;

  if (account == NULL)
    return FALSE;
  if (find_member (call, council, has_account, account, &member))
    write_member (call, &member);
  else
    mnr_call_write_object (call, NULL);
  return TRUE;
}

static gboolean
get_witness_by_account (MnrCall *call)
{
  return write_member_of (call, &witnesses);
}

static gboolean
get_committee_member_by_account (MnrCall *call)
{
  return write_member_of (call, &committee);
}

static int
compare_members (gconstpointer a,
                 gconstpointer b)
{
  const Member *first = a, *second = b;

  return strcmp (first->account->name, second->account->name);
}

/* Names and ids, by name from a bound on. */
static gboolean
look_up (MnrCall *call,
         const Council *council)
{
  g_autofree char *bound = mnr_call_read_string (call, 0);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Member));
  guint limit;

  if (bound == NULL || !mnr_call_read_limit (call, 1, LOOKUP_LIMIT, &limit))
    return FALSE;

  for (guint i = 0; i < count_members (call, council); i++)
    {
      Member member;

      get_member (call, council, i, &member);
      if (strcmp (member.account->name, bound) >= 0)
        g_array_append_val (found, member);
    }
  g_array_sort (found, compare_members);

  g_string_append_c (call->out, '[');
  for (guint i = 0; i < MIN (found->len, limit); i++)
    {
      const Member *member = &g_array_index (found, Member, i);

      mnr_call_separate (call);
      g_string_append_c (call->out, '[');
      mnr_call_write_string (call, member->account->name);
      mnr_call_write_id (call, member->id);
      g_string_append_c (call->out, ']');
    }
  g_string_append_c (call->out, ']');
  return TRUE;
}

static gboolean
lookup_witness_accounts (MnrCall *call)
{
  return look_up (call, &witnesses);
}

static gboolean
lookup_committee_member_accounts (MnrCall *call)
{
  return look_up (call, &committee);
}

static gboolean
get_witness_count (MnrCall *call)
{
  g_string_append_printf (call->out, "%u", count_members (call, &witnesses));
  return TRUE;
}

static gboolean
get_committee_count (MnrCall *call)
{
  g_string_append_printf (call->out, "%u", count_members (call, &committee));
  return TRUE;
}

static gboolean
lookup_vote_ids (MnrCall *call)
{
  static const MnrType votes_type = MNR_ARRAY_TYPE (mnr_type_vote_id);
  MNR_ARRAY (MnrVoteId)
  votes = { 0 };
  gboolean good;

  if (!mnr_call_read (call, 0, &votes_type, &votes))
    return FALSE;
  good = votes.len <= VOTES_LIMIT ||
         mnr_call_assert_with (call,
                               "votes.size() <= configured_limit: Number of querying votes can "
                               "not be greater than ${configured_limit}",
                               "configured_limit", G_STRINGIFY (VOTES_LIMIT));
  if (good)
    {
      g_string_append_c (call->out, '[');
      for (gsize i = 0; i < votes.len; i++)
        mnr_api_write_vote (call, votes.items[i]);
      g_string_append_c (call->out, ']');
    }
  mnr_value_clear (&votes_type, &votes);
  return good;
}

static const MnrMethod methods[] = {
  { "get_witnesses", 1, get_witnesses },
  { "get_witness_by_account", 1, get_witness_by_account },
  { "lookup_witness_accounts", 2, lookup_witness_accounts },
  { "get_witness_count", 0, get_witness_count },
  { "get_committee_members", 1, get_committee_members },
  { "get_committee_member_by_account", 1, get_committee_member_by_account },
  { "lookup_committee_member_accounts", 2, lookup_committee_member_accounts },
  { "get_committee_count", 0, get_committee_count },
  { "lookup_vote_ids", 1, lookup_vote_ids },
};

const MnrMethodGroup mnr_methods_council = MNR_METHOD_GROUP (methods);
