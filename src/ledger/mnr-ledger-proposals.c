/* mnr-ledger-proposals.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "chain/protocol/mnr-signing.h"
#include "mnr-ledger-private.h"

/*
 * Authority
 */

typedef struct
{
  const MnrLedger *ledger;
  const MnrProposal *proposal;
} Approval;

static gboolean
is_in (const MnrObjectIdSet *set,
       MnrObjectId account)
{
  for (gsize i = 0; i < set->len; i++)
    if (set->items[i] == account)
      return TRUE;
  return FALSE;
}

/* Whoever approved needs no key. A static authority that asks for nothing says
 * so to whom only knows authorities and keys. */
static const MnrAuthority *
look_up (MnrObjectId account,
         gboolean owner,
         gpointer user_data)
{
  static const MnrAuthority satisfied = { .weight_threshold = 0 };
  const Approval *approval = user_data;
  const MnrProposal *proposal = approval->proposal;
  const MnrAccount *object = mnr_store_get (approval->ledger->store, account);

  if (is_in (&proposal->available_owner_approvals, account) ||
      (!owner && is_in (&proposal->available_active_approvals, account)))
    return &satisfied;
  if (object == NULL)
    return NULL;
  return owner ? &object->owner : &object->active;
}

static gboolean
is_authorised (const MnrLedger *self,
               const MnrProposal *proposal)
{
  const MnrChainParameters *parameters = mnr_ledger_get_parameters (self);
  g_auto (MnrRequiredAuthorities) required = { 0 };
  const MnrObjectId committee = MNR_COMMITTEE_ACCOUNT;
  Approval approval = { .ledger = self, .proposal = proposal };

  if (!mnr_required_authorities_init (&required, &proposal->proposed_transaction, NULL))
    return FALSE;

  /* In transactions the committee is refused, in proposals it is an account
   * like another: its approval, or its members', is looked at here. */
  if (is_in (&required.active, committee))
    {
      mnr_ledger_set_remove (&mnr_type_account_set, &required.active, &committee);
      if (!is_in (&proposal->available_active_approvals, committee))
        mnr_ledger_set_insert (&mnr_type_account_set, &required.owner, &committee);
    }

  return mnr_required_authorities_verify (&required, &proposal->available_key_approvals,
                                          parameters->max_authority_depth, look_up, &approval,
                                          NULL);
}

/* Applies what is proposed, all or none; the proposal is gone if it succeeds. */
static gboolean
execute (MnrLedger *self,
         MnrObjectId id,
         GError **error)
{
  static const MnrRule too_deep = {
    .id = "proposal.too-deep",
    .expression = "counter < db.get_global_properties().active_witnesses.size() * 2",
  };
  const MnrGlobalProperties *properties = mnr_store_get (self->store, MNR_GLOBAL_PROPERTIES_ID);
  const MnrProposal *proposal = mnr_store_get (self->store, id);
  MnrTransaction transaction = { 0 };
  const MnrRule *failure;
  gboolean good = TRUE;

  /* One proposal may approve another, and that the next. */
  if (self->proposal_depth >= MAX (properties->active_witnesses.len * 2, 1))
    return mnr_ledger_refuse (self, &too_deep, error);

  /* One of the operations may be about this very proposal. */
  mnr_value_copy (&mnr_type_transaction, &transaction, &proposal->proposed_transaction);

  failure = g_steal_pointer (&self->failure);
  mnr_ledger_begin (self);
  self->proposal_depth++;
  for (gsize i = 0; good && i < transaction.operations.len; i++)
    good = mnr_ledger_apply_operation (self, &transaction.operations.items[i], error);
  self->proposal_depth--;

  if (good)
    {
      if (mnr_store_get (self->store, id) != NULL)
        mnr_store_remove (self->store, id);
      mnr_ledger_commit (self);
    }
  else
    mnr_ledger_undo (self);

  self->failure = failure;
  mnr_value_clear (&mnr_type_transaction, &transaction);
  return good;
}

/* What a node would say, for whoever asks why nothing happened. */
static char *
describe_refusal (const MnrLedger *self)
{
  const MnrFinding *refusal = mnr_ledger_get_refusal (self);

  if (refusal == NULL)
    return g_strdup ("");
  if (refusal->rule->expression != NULL && refusal->rule->node_what == NULL)
    return g_strdup_printf ("Assert Exception: %s: %s", refusal->rule->expression,
                            refusal->node_text);
  return g_strdup_printf ("%s: %s", refusal->rule->node_what, refusal->node_text);
}

/*
 * Operations
 */

gboolean
mnr_ledger_proposal_create (MnrLedger *self,
                            const MnrProposalCreate *op,
                            GError **error)
{
  g_auto (MnrRequiredAuthorities) required = { 0 };
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();
  MnrProposal *proposal;

  transaction->expiration = op->expiration_time;
  for (gsize i = 0; i < op->proposed_ops.len; i++)
    mnr_array_append (&mnr_type_operations, &transaction->operations,
                      &op->proposed_ops.items[i].op);
  if (!mnr_required_authorities_init (&required, transaction, error))
    return FALSE;

  proposal = mnr_store_create (self->store, MNR_OBJECT_PROPOSAL);
  mnr_value_copy (&mnr_type_transaction, &proposal->proposed_transaction, transaction);
  proposal->expiration_time = op->expiration_time;
  if (op->review_period_seconds != NULL)
    {
      proposal->review_period_time = g_new (MnrTime, 1);
      *proposal->review_period_time = op->expiration_time - *op->review_period_seconds;
    }
  proposal->proposer = op->fee_paying_account;
  mnr_value_copy (&mnr_type_account_set, &proposal->required_active_approvals, &required.active);
  mnr_value_copy (&mnr_type_account_set, &proposal->required_owner_approvals, &required.owner);
  mnr_store_done (self->store, proposal);
  return TRUE;
}

static void
change_set (const MnrType *type,
            gpointer set,
            gconstpointer add,
            gconstpointer take_away)
{
  const MnrAnyArray *added = add, *removed = take_away;
  gsize size = type->element->size;

  for (gsize i = 0; i < added->len; i++)
    mnr_ledger_set_insert (type, set, added->items + i * size);
  for (gsize i = 0; i < removed->len; i++)
    mnr_ledger_set_remove (type, set, removed->items + i * size);
}

void
mnr_ledger_proposal_update (MnrLedger *self,
                            const MnrProposalUpdate *op)
{
  MnrProposal *proposal = mnr_store_edit (self->store, op->proposal);
  gboolean waits = proposal->review_period_time != NULL;

  change_set (&mnr_type_account_set, &proposal->available_active_approvals,
              &op->active_approvals_to_add, &op->active_approvals_to_remove);
  change_set (&mnr_type_account_set, &proposal->available_owner_approvals,
              &op->owner_approvals_to_add, &op->owner_approvals_to_remove);
  change_set (&mnr_type_public_key_set, &proposal->available_key_approvals,
              &op->key_approvals_to_add, &op->key_approvals_to_remove);
  mnr_store_done (self->store, proposal);

  /* What has a review period is executed at its end, and not before. */
  if (waits || !is_authorised (self, proposal) || execute (self, op->proposal, NULL))
    return;

  proposal = mnr_store_edit (self->store, op->proposal);
  g_free (proposal->fail_reason);
  proposal->fail_reason = describe_refusal (self);
  mnr_store_done (self->store, proposal);
}

void
mnr_ledger_proposal_delete (MnrLedger *self,
                            const MnrProposalDelete *op)
{
  mnr_store_remove (self->store, op->proposal);
}

void
mnr_ledger_expire_proposals (MnrLedger *self)
{
  const MnrProposal *proposal;
  MnrTime now = mnr_ledger_get_time (self);

  while ((proposal = mnr_store_first_proposal (self->store)) != NULL &&
         proposal->expiration_time <= now)
    {
      MnrObjectId id = proposal->id;

      if (is_authorised (self, proposal) && execute (self, id, NULL))
        continue;
      mnr_store_remove (self->store, id);
    }
}
