/* mnr-rules-proposal.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "chain/protocol/mnr-signing.h"
#include "mnr-rules-asset-options.h"

/* clang-format off */

/* 22 proposal_create */

static const MnrRule create_empty = {
  .id = "proposal-create.empty", .expression = "!proposed_ops.empty()",
};

static const MnrRule create_two_updates = {
  .id = "proposal-create.two-updates", .expression = "!already_contains_proposal_update",
};

static const MnrRule create_past = {
  .id = "proposal-create.expired", .expression = "o.expiration_time > block_time",
};

static const MnrRule create_too_late = {
  .id = "proposal-create.expires-too-late",
  .expression =
    "o.expiration_time <= block_time + global_parameters.maximum_proposal_lifetime",
};

static const MnrRule create_review_too_long = {
  .id = "proposal-create.review-too-long",
  .expression = "!o.review_period_seconds || fc::seconds( *o.review_period_seconds ) < "
                "( o.expiration_time - block_time )",
};

static const MnrRule create_keys = {
  .id = "proposal-create.key-authority", .expression = "other.empty()",
};

static const MnrRule create_review_required = {
  .id = "proposal-create.review-required",
  .node_code = 3052201, .node_name = "proposal_create_review_period_required",
  .node_what = "review_period required",
};

static const MnrRule create_review_insufficient = {
  .id = "proposal-create.review-insufficient",
  .node_code = 3052202, .node_name = "proposal_create_review_period_insufficient",
  .node_what = "review_period insufficient",
};

static const MnrRule create_would_fail = {
  .id = "proposal-create.would-fail", .severity = MNR_SEVERITY_MISTAKE,
};

/* 23 proposal_update */

static const MnrRule update_nothing = {
  .id = "proposal-update.nothing",
  .expression = "!(active_approvals_to_add.empty() && active_approvals_to_remove.empty() && "
                "owner_approvals_to_add.empty() && owner_approvals_to_remove.empty() && "
                "key_approvals_to_add.empty() && key_approvals_to_remove.empty())",
};

static const MnrRule update_active_both = {
  .id = "proposal-update.add-and-remove",
  .expression = "active_approvals_to_remove.find(a) == active_approvals_to_remove.end()",
};

static const MnrRule update_owner_both = {
  .id = "proposal-update.add-and-remove",
  .expression = "owner_approvals_to_remove.find(a) == owner_approvals_to_remove.end()",
};

static const MnrRule update_key_both = {
  .id = "proposal-update.add-and-remove",
  .expression = "key_approvals_to_remove.find(a) == key_approvals_to_remove.end()",
};

static const MnrRule update_in_review = {
  .id = "proposal-update.in-review",
  .expression = "o.active_approvals_to_add.empty() && o.owner_approvals_to_add.empty()",
};

static const MnrRule update_no_active_approval = {
  .id = "proposal-update.no-approval",
  .expression = "_proposal->available_active_approvals.find(id) != "
                "_proposal->available_active_approvals.end()",
};

static const MnrRule update_no_owner_approval = {
  .id = "proposal-update.no-approval",
  .expression = "_proposal->available_owner_approvals.find(id) != "
                "_proposal->available_owner_approvals.end()",
};

/* 24 proposal_delete */

static const MnrRule delete_not_required = {
  .id = "proposal-delete.not-required",
  .expression = "required_approvals->find(o.fee_paying_account) != required_approvals->end()",
};

/* clang-format on */

/* Takes over a finding about an operation within. */
static void
adopt (MnrCheck *check,
       const MnrRule *rule,
       gsize index,
       const MnrFinding *finding)
{
  g_autofree char *path = g_strdup_printf ("proposed_ops[%u].op%s%s", (guint) index,
                                           finding->path[0] != '\0' ? "." : "", finding->path);

  mnr_check_add (check, rule, path, "%s", finding->sentence);
  mnr_check_node_text (check, "%s", finding->node_text);
}

static void
check_proposed_protocol (const MnrProposalCreate *op,
                         MnrCheck *check)
{
  for (gsize i = 0; i < op->proposed_ops.len; i++)
    {
      g_auto (MnrCheck) inner = { 0 };

      mnr_rules_check_protocol (&op->proposed_ops.items[i].op, &inner);
      for (guint j = 0; j < inner.findings->len; j++)
        {
          const MnrFinding *finding = g_ptr_array_index (inner.findings, j);

          if (finding->rule->severity == MNR_SEVERITY_REFUSED)
            adopt (check, finding->rule, i, finding);
        }
      for (guint j = 0; j < inner.missing->len; j++)
        mnr_check_note_missing (check, "%s", (const char *) g_ptr_array_index (inner.missing, j));
    }
}

/* What the proposed operations would meet now. A later one may rely on an
 * earlier one, so only the first is judged in full, and the others' fees. */
static void
warn_proposed (const MnrProposalCreate *op,
               MnrCheck *check)
{
  for (gsize i = 0; i < op->proposed_ops.len; i++)
    {
      const MnrOperation *proposed = &op->proposed_ops.items[i].op;
      g_auto (MnrCheck) inner = { 0 };
      const MnrFinding *refusal;

      if (proposed->value == NULL || proposed->number == MNR_OPERATION_PROPOSAL_CREATE)
        continue;

      mnr_rules_check (proposed, check->view, &inner);
      refusal = mnr_check_get_refusal (&inner);
      if (refusal != NULL && (i == 0 || g_strcmp0 (refusal->rule->id, "fee.insufficient") == 0))
        {
          g_autofree char *path = g_strdup_printf ("proposed_ops[%u].op.%s", (guint) i,
                                                   refusal->path);

          mnr_check_add (check, &create_would_fail, path,
                         _ ("As things stand, this would be refused once approved: %s"),
                         refusal->sentence);
        }
      for (guint j = 0; j < inner.missing->len; j++)
        mnr_check_note_missing (check, "%s", (const char *) g_ptr_array_index (inner.missing, j));
      for (guint j = 0; i == 0 && j < inner.findings->len; j++)
        {
          const MnrFinding *finding = g_ptr_array_index (inner.findings, j);

          if (finding->rule->severity == MNR_SEVERITY_MISTAKE)
            adopt (check, finding->rule, i, finding);
        }
    }
}

static guint
count_updates (const MnrProposalCreate *op)
{
  guint n = 0;

  for (gsize i = 0; i < op->proposed_ops.len; i++)
    n += op->proposed_ops.items[i].op.number == MNR_OPERATION_PROPOSAL_UPDATE;
  return n;
}

/* Who will have to approve, and what that asks of the proposal. */
static void
check_authorities (const MnrProposalCreate *op,
                   MnrCheck *check)
{
  const MnrChainParameters *parameters = mnr_check_get_parameters (check);
  MnrTransaction transaction = { 0 };
  MnrRequiredAuthorities required = { 0 };
  gboolean has_committee;

  /* The operations are only looked at. */
  transaction.operations.len = op->proposed_ops.len;
  transaction.operations.items = g_new0 (MnrOperation, op->proposed_ops.len);
  for (gsize i = 0; i < op->proposed_ops.len; i++)
    transaction.operations.items[i] = op->proposed_ops.items[i].op;
  if (!mnr_required_authorities_init (&required, &transaction, NULL))
    {
      g_free (transaction.operations.items);
      return;
    }
  g_free (transaction.operations.items);

  if (required.keys.len > 0)
    {
      mnr_check_add (check, &create_keys, "proposed_ops",
                     _ ("What a key has to sign, instead of an account, cannot be proposed"));
      mnr_check_node_text (check, "Proposals containing operations requiring non-account "
                                  "authorities are not yet implemented.");
    }

  has_committee = mnr_rules_set_has (&required.active, MNR_COMMITTEE_ACCOUNT) ||
                  mnr_rules_set_has (&required.owner, MNR_COMMITTEE_ACCOUNT);
  if (has_committee && op->review_period_seconds == NULL)
    {
      mnr_check_add (check, &create_review_required, "review_period_seconds",
                     _ ("What the committee is to approve needs a review period"));
      if (parameters != NULL)
        mnr_check_node_text (check, "Review period not given, but at least %u required",
                             parameters->committee_proposal_review_period);
    }
  else if (has_committee && parameters != NULL &&
           *op->review_period_seconds < parameters->committee_proposal_review_period)
    {
      mnr_check_add (check, &create_review_insufficient, "review_period_seconds",
                     _ ("What the committee is to approve needs a review period of at least %u "
                        "seconds"),
                     parameters->committee_proposal_review_period);
      mnr_check_node_text (check, "Review period of %u specified, but at least %u required",
                           *op->review_period_seconds,
                           parameters->committee_proposal_review_period);
    }
  mnr_required_authorities_clear (&required);
}

static void
check_times (const MnrProposalCreate *op,
             MnrCheck *check)
{
  const MnrChainParameters *parameters = mnr_check_get_parameters (check);
  MnrTime now;
  char text[MNR_TIME_TEXT_SIZE];

  if (!mnr_check_get_time (check, &now))
    return;

  if (op->expiration_time <= now)
    {
      mnr_check_add (check, &create_past, "expiration_time",
                     _ ("A proposal has to expire in the future: it is %s UTC now"),
                     mnr_time_format (now, text));
      mnr_check_node_text (check, "Proposal has already expired on creation.");
    }
  if (parameters != NULL &&
      op->expiration_time > (guint64) now + parameters->maximum_proposal_lifetime)
    {
      mnr_check_add (check, &create_too_late, "expiration_time",
                     _ ("A proposal has to expire until %s UTC"),
                     mnr_time_format ((MnrTime) (now + parameters->maximum_proposal_lifetime),
                                      text));
      mnr_check_node_text (check, "Proposal expiration time is too far in the future.");
    }
  if (op->review_period_seconds != NULL &&
      (gint64) *op->review_period_seconds >= (gint64) op->expiration_time - now)
    {
      mnr_check_add (check, &create_review_too_long, "review_period_seconds",
                     _ ("The review period has to be shorter than the proposal lives"));
      mnr_check_node_text (check,
                           "Proposal review period must be less than its overall lifetime.");
    }
}

void
mnr_rules_proposal_create (const MnrProposalCreate *op,
                           MnrCheck *check)
{
  if (op->proposed_ops.len == 0)
    mnr_check_add (check, &create_empty, "proposed_ops", _ ("Nothing is proposed"));
  check_proposed_protocol (op, check);

  if (!mnr_rules_begin_evaluation (check))
    return;

  if (count_updates (op) > 1)
    {
      mnr_check_add (check, &create_two_updates, "proposed_ops",
                     _ ("At most one approval of another proposal can be proposed"));
      mnr_check_node_text (check, "At most one proposal update can be nested in a proposal!");
    }
  check_times (op, check);
  check_authorities (op, check);
  warn_proposed (op, check);
}

static void
check_both (const MnrObjectIdSet *added,
            const MnrObjectIdSet *removed,
            const MnrRule *rule,
            const char *path,
            MnrCheck *check)
{
  for (gsize i = 0; i < added->len; i++)
    if (mnr_rules_set_has (removed, added->items[i]))
      {
        g_autofree char *name = mnr_check_account_text (check, added->items[i]);

        mnr_check_add (check, rule, path,
                       _ ("The approval of %s is to be added and removed at the same time"), name);
        mnr_check_node_text (check, "Cannot add and remove approval at the same time.");
      }
}

static void
check_removed (const MnrObjectIdSet *removed,
               const MnrObjectIdSet *available,
               const MnrRule *rule,
               const char *path,
               MnrCheck *check)
{
  for (gsize i = 0; i < removed->len; i++)
    if (!mnr_rules_set_has (available, removed->items[i]))
      {
        g_autofree char *name = mnr_check_account_text (check, removed->items[i]);

        mnr_check_add (check, rule, path, _ ("%s has not approved, so there is nothing to remove"),
                       name);
      }
}

static const MnrProposal *
need_proposal (MnrCheck *check,
               MnrObjectId id)
{
  gconstpointer object = NULL;
  char text[MNR_OBJECT_ID_TEXT_SIZE];

  if (mnr_object_id_get_type (id) != MNR_OBJECT_PROPOSAL)
    mnr_check_add (check, &mnr_rule_object_unset, "proposal", _ ("Choose a proposal"));
  else if (mnr_check_lookup (check, id, &object) == MNR_NONE)
    {
      mnr_check_add (check, &mnr_rule_object_missing, "proposal",
                     _ ("There is no proposal %s: it was executed, deleted or has expired"),
                     mnr_object_id_format (id, text));
      mnr_check_node_text (check, "Unable to find Object %s", text);
    }
  return object;
}

void
mnr_rules_proposal_update (const MnrProposalUpdate *op,
                           MnrCheck *check)
{
  const MnrProposal *proposal;
  MnrTime now;

  if (op->active_approvals_to_add.len == 0 && op->active_approvals_to_remove.len == 0 &&
      op->owner_approvals_to_add.len == 0 && op->owner_approvals_to_remove.len == 0 &&
      op->key_approvals_to_add.len == 0 && op->key_approvals_to_remove.len == 0)
    mnr_check_add (check, &update_nothing, "", _ ("No approval is to be added or removed"));
  check_both (&op->active_approvals_to_add, &op->active_approvals_to_remove, &update_active_both,
              "active_approvals_to_remove", check);
  check_both (&op->owner_approvals_to_add, &op->owner_approvals_to_remove, &update_owner_both,
              "owner_approvals_to_remove", check);
  for (gsize i = 0; i < op->key_approvals_to_add.len; i++)
    for (gsize j = 0; j < op->key_approvals_to_remove.len; j++)
      if (mnr_public_key_equal (&op->key_approvals_to_add.items[i],
                                &op->key_approvals_to_remove.items[j]))
        {
          mnr_check_add (check, &update_key_both, "key_approvals_to_remove",
                         _ ("The approval of a key is to be added and removed at the same time"));
          mnr_check_node_text (check, "Cannot add and remove approval at the same time.");
        }

  if (!mnr_rules_begin_evaluation (check))
    return;

  proposal = need_proposal (check, op->proposal);
  if (proposal == NULL)
    return;

  if (proposal->review_period_time != NULL && mnr_check_get_time (check, &now) &&
      now >= *proposal->review_period_time &&
      (op->active_approvals_to_add.len > 0 || op->owner_approvals_to_add.len > 0))
    {
      mnr_check_add (check, &update_in_review,
                     op->active_approvals_to_add.len > 0 ? "active_approvals_to_add"
                                                         : "owner_approvals_to_add",
                     _ ("The proposal is in its review period: approvals can only be removed"));
      mnr_check_node_text (check, "This proposal is in its review period. No new approvals may be "
                                  "added.");
    }
  check_removed (&op->active_approvals_to_remove, &proposal->available_active_approvals,
                 &update_no_active_approval, "active_approvals_to_remove", check);
  check_removed (&op->owner_approvals_to_remove, &proposal->available_owner_approvals,
                 &update_no_owner_approval, "owner_approvals_to_remove", check);
}

void
mnr_rules_proposal_delete (const MnrProposalDelete *op,
                           MnrCheck *check)
{
  const MnrProposal *proposal;

  if (!mnr_rules_begin_evaluation (check))
    return;

  proposal = need_proposal (check, op->proposal);
  if (proposal != NULL && op->fee_paying_account != 0 &&
      !mnr_rules_set_has (op->using_owner_authority ? &proposal->required_owner_approvals
                                                    : &proposal->required_active_approvals,
                          op->fee_paying_account))
    {
      g_autofree char *name = mnr_check_account_text (check, op->fee_paying_account);

      mnr_check_add (check, &delete_not_required, "fee_paying_account",
                     _ ("Only those whose approval it needs can delete a proposal, and %s is not "
                        "one of them"),
                     name);
      mnr_check_node_text (check, "Provided authority is not authoritative for this proposal.");
    }
}
