/* mnr-rules-account.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/protocol/mnr-permissions.h"
#include "mnr-rules-private.h"

#define NAME_LENGTH_MAX 63
#define PERCENT_100     10000

/* clang-format off */

/* 0 transfer */

static const MnrRule transfer_same = {
  .id = "transfer.same-account", .expression = "from != to",
};

static const MnrRule transfer_nothing = {
  .id = "transfer.amount-not-positive", .expression = "amount.amount > 0",
};

static const MnrRule transfer_from_not_authorised = {
  .id = "transfer.sender-not-authorised",
  .node_code = 3050001, .node_name = "transfer_from_account_not_whitelisted",
  .node_what = "owner mismatch",
};

static const MnrRule transfer_to_not_authorised = {
  .id = "transfer.recipient-not-authorised",
  .node_code = 3050002, .node_name = "transfer_to_account_not_whitelisted",
  .node_what = "owner mismatch",
};

static const MnrRule transfer_restricted = {
  .id = "transfer.restricted",
  .node_code = 3050003, .node_name = "transfer_restricted_transfer_asset",
  .node_what = "restricted transfer asset",
};

static const MnrRule transfer_balance = {
  .id = "transfer.balance", .expression = "insufficient_balance",
};

static const MnrRule transfer_to_nobody = {
  .id = "transfer.to-nobody", .severity = MNR_SEVERITY_MISTAKE,
};

/* 5 account_create */

static const MnrRule create_name = {
  .id = "account-create.name", .expression = "is_valid_name( name )",
};

static const MnrRule create_referrer_percent = {
  .id = "account-create.referrer-percent",
  .expression = "referrer_percent <= GRAPHENE_100_PERCENT",
};

static const MnrRule create_owner_empty = {
  .id = "account-create.authority-empty", .expression = "owner.num_auths() != 0",
};

static const MnrRule create_owner_addresses = {
  .id = "account-create.authority-addresses", .expression = "owner.address_auths.size() == 0",
};

static const MnrRule create_owner_impossible = {
  .id = "account-create.authority-impossible", .expression = "!owner.is_impossible()",
};

static const MnrRule create_active_empty = {
  .id = "account-create.authority-empty", .expression = "active.num_auths() != 0",
};

static const MnrRule create_active_addresses = {
  .id = "account-create.authority-addresses", .expression = "active.address_auths.size() == 0",
};

static const MnrRule create_active_impossible = {
  .id = "account-create.authority-impossible", .expression = "!active.is_impossible()",
};

static const MnrRule create_registrar = {
  .id = "account-create.registrar", .expression = "fee_paying_account->is_lifetime_member()",
};

static const MnrRule create_referrer = {
  .id = "account-create.referrer",
  .expression = "op.referrer(d).is_member(d.head_block_time())",
};

static const MnrRule create_too_many = {
  .id = "account-create.authority-too-many",
  .node_code = 3050501, .node_name = "account_create_max_auth_exceeded",
  .node_what = "Exceeds max authority fan-out",
};

static const MnrRule create_not_found = {
  .id = "account-create.authority-missing",
  .node_code = 3050502, .node_name = "account_create_auth_account_not_found",
  .node_what = "Auth account not found",
};

static const MnrRule create_taken = {
  .id = "account-create.name-taken",
  .expression = "current_account_itr == acnt_indx.indices().get<by_name>().end()",
};

/* 6 account_update */

static const MnrRule update_temp = {
  .id = "account-update.temp-account", .expression = "account != GRAPHENE_TEMP_ACCOUNT",
};

static const MnrRule update_committee = {
  .id = "account-update.committee-account", .expression = "account != account_id_type()",
};

static const MnrRule update_nothing = {
  .id = "account-update.nothing", .expression = "has_action",
};

static const MnrRule update_owner_empty = {
  .id = "account-update.authority-empty", .expression = "owner->num_auths() != 0",
};

static const MnrRule update_owner_addresses = {
  .id = "account-update.authority-addresses", .expression = "owner->address_auths.size() == 0",
};

static const MnrRule update_owner_impossible = {
  .id = "account-update.authority-impossible", .expression = "!owner->is_impossible()",
};

static const MnrRule update_active_empty = {
  .id = "account-update.authority-empty", .expression = "active->num_auths() != 0",
};

static const MnrRule update_active_addresses = {
  .id = "account-update.authority-addresses", .expression = "active->address_auths.size() == 0",
};

static const MnrRule update_active_impossible = {
  .id = "account-update.authority-impossible", .expression = "!active->is_impossible()",
};

static const MnrRule update_too_many = {
  .id = "account-update.authority-too-many",
  .node_code = 3050601, .node_name = "account_update_max_auth_exceeded",
  .node_what = "Exceeds max authority fan-out",
};

static const MnrRule update_not_found = {
  .id = "account-update.authority-missing",
  .node_code = 3050602, .node_name = "account_update_auth_account_not_found",
  .node_what = "Auth account not found",
};

/* Their options */

static const MnrRule options_few_votes = {
  .id = "account-options.too-few-votes",
  .expression = "needed_witnesses == 0 && needed_committee == 0",
};

static const MnrRule options_witnesses = {
  .id = "account-options.witnesses",
  .expression = "options.num_witness <= chain_params.maximum_witness_count",
};

static const MnrRule options_committee = {
  .id = "account-options.committee",
  .expression = "options.num_committee <= chain_params.maximum_committee_count",
};

static const MnrRule options_proxy = {
  .id = "account-options.proxy", .expression = "db.find(options.voting_account)",
};

static const MnrRule options_vote = {
  .id = "account-options.vote-missing", .expression = "id < max_vote_id",
};

/* 7 account_whitelist */

static const MnrRule whitelist_listing = {
  .id = "account-whitelist.listing", .expression = "new_listing < 0x4",
};

static const MnrRule whitelist_not_member = {
  .id = "account-whitelist.not-member",
  .expression = "o.authorizing_account(d).is_lifetime_member()",
};

/* 8 account_upgrade */

static const MnrRule upgrade_is_member = {
  .id = "account-upgrade.is-member", .expression = "!account->is_lifetime_member()",
};

static const MnrRule upgrade_annual = {
  .id = "account-upgrade.annual", .expression = "d.head_block_time() <= HARDFORK_613_TIME",
};

/* clang-format on */

static const char *
symbol_of (const MnrAsset *asset)
{
  return asset->symbol != NULL ? asset->symbol : "";
}

/* What a node says after each reason. */
static char *
transfer_text (const MnrTransfer *op,
               MnrCheck *check)
{
  g_autofree char *amount = mnr_check_node_amount (check, op->amount.amount, op->amount.asset_id);
  g_autofree char *from = mnr_check_account_text (check, op->from);
  g_autofree char *to = mnr_check_account_text (check, op->to);

  return g_strdup_printf ("Unable to transfer %s from %s to %s", amount, from, to);
}

static void
refuse_lists (MnrCheck *check,
              const MnrRule *rule,
              const char *path,
              MnrObjectId account,
              const MnrAsset *asset,
              const MnrTransfer *op)
{
  g_autofree char *name = mnr_check_account_text (check, account);
  g_autofree char *rest = transfer_text (op, check);
  char id[MNR_OBJECT_ID_TEXT_SIZE], asset_id[MNR_OBJECT_ID_TEXT_SIZE];

  mnr_check_add (check, rule, path, _ ("The lists of %s do not allow %s to hold it"),
                 symbol_of (asset), name);
  mnr_check_node_text (check, "'%s' account %s is not whitelisted for asset %s %s", path,
                       mnr_object_id_format (account, id),
                       mnr_object_id_format (asset->id, asset_id), rest);
}

void
mnr_rules_transfer (const MnrTransfer *op,
                    MnrCheck *check)
{
  const MnrAccount *from, *to;
  const MnrAsset *asset;
  gint64 balance;
  char id[MNR_OBJECT_ID_TEXT_SIZE];

  if (op->from == op->to && op->from != 0)
    mnr_check_add (check, &transfer_same, "to", _ ("Sender and recipient are the same account"));
  if (op->amount.amount <= 0)
    mnr_check_add (check, &transfer_nothing, "amount.amount",
                   _ ("The amount has to be more than nothing"));

  if (!mnr_rules_begin_evaluation (check))
    return;

  from = mnr_check_get_account (check, op->from);
  to = mnr_check_need_account (check, "to", op->to);
  asset = mnr_check_need_asset (check, "amount.asset_id", op->amount.asset_id);
  if (asset == NULL)
    return;

  if (!mnr_check_is_authorised (check, from, asset))
    refuse_lists (check, &transfer_from_not_authorised, "from", op->from, asset, op);
  if (!mnr_check_is_authorised (check, to, asset))
    refuse_lists (check, &transfer_to_not_authorised, "to", op->to, asset, op);
  if ((asset->options.flags & MNR_POWER_TRANSFER_RESTRICTED) && op->from != asset->issuer &&
      op->to != asset->issuer)
    {
      g_autofree char *issuer = mnr_check_account_text (check, asset->issuer);
      g_autofree char *rest = transfer_text (op, check);

      mnr_check_add (check, &transfer_restricted, "amount.asset_id",
                     _ ("%s can only be sent to and by its issuer, %s"), symbol_of (asset), issuer);
      mnr_check_node_text (check, "Asset %s has transfer_restricted flag enabled %s",
                           mnr_object_id_format (asset->id, id), rest);
    }

  if (op->from != 0 && op->amount.amount > 0 &&
      mnr_check_get_balance (check, op->from, op->amount.asset_id, &balance) &&
      balance < op->amount.amount)
    {
      g_autofree char *name = mnr_check_account_text (check, op->from);
      g_autofree char *recipient = mnr_check_account_text (check, op->to);
      g_autofree char *rest = transfer_text (op, check);
      g_autofree char *has = mnr_check_amount_text (check, balance, asset->id);
      g_autofree char *node_has = mnr_check_node_amount (check, balance, asset->id);
      g_autofree char *node_sent = mnr_check_node_amount (check, op->amount.amount, asset->id);

      mnr_check_add (check, &transfer_balance, "amount.amount", _ ("%s has only %s"), name, has);
      mnr_check_node_text (check,
                           "Insufficient Balance: %s, unable to transfer '%s' from account '%s' "
                           "to '%s' %s",
                           node_has, node_sent, name, recipient, rest);
    }

  mnr_rules_recipient (op->to, "to", &transfer_to_nobody, check);
}

/* Whether it is a name: protocol.md 3.3. */
static gboolean
is_valid_name (const char *name)
{
  gsize length = strlen (name);
  const char *label = name;

  if (length == 0 || length > NAME_LENGTH_MAX)
    return FALSE;

  for (;;)
    {
      gsize size = strcspn (label, ".");

      if (size == 0 || !g_ascii_islower (label[0]))
        return FALSE;
      for (gsize i = 1; i < size; i++)
        if (!g_ascii_islower (label[i]) && !g_ascii_isdigit (label[i]) &&
            (label[i] != '-' || i == size - 1))
          return FALSE;
      if (label[size] == '\0')
        return TRUE;
      label += size + 1;
    }
}

typedef struct
{
  const MnrRule *empty, *addresses, *impossible, *too_many, *not_found;
} AuthorityRules;

static const AuthorityRules create_owner = {
  &create_owner_empty, &create_owner_addresses, &create_owner_impossible, &create_too_many,
  &create_not_found
};
static const AuthorityRules create_active = {
  &create_active_empty, &create_active_addresses, &create_active_impossible, &create_too_many,
  &create_not_found
};
static const AuthorityRules update_owner = {
  &update_owner_empty, &update_owner_addresses, &update_owner_impossible, &update_too_many,
  &update_not_found
};
static const AuthorityRules update_active = {
  &update_active_empty, &update_active_addresses, &update_active_impossible, &update_too_many,
  &update_not_found
};

static gsize
count (const MnrAuthority *authority)
{
  return authority->account_auths.len + authority->key_auths.len + authority->address_auths.len;
}

static void
check_authority_size (const MnrAuthority *authority,
                      const AuthorityRules *rules,
                      const char *path,
                      MnrCheck *check)
{
  if (count (authority) == 0)
    mnr_check_add (check, rules->empty, path, _ ("An authority needs at least one key or account"));
  if (authority->address_auths.len > 0)
    mnr_check_add_at (check, rules->addresses, path, "address_auths",
                      _ ("Addresses cannot be part of an authority any more"));
}

static void
check_authority_weights (const MnrAuthority *authority,
                         const AuthorityRules *rules,
                         const char *path,
                         MnrCheck *check)
{
  guint64 weight = 0;

  for (gsize i = 0; i < authority->account_auths.len; i++)
    weight += authority->account_auths.items[i].weight;
  for (gsize i = 0; i < authority->key_auths.len; i++)
    weight += authority->key_auths.items[i].weight;
  for (gsize i = 0; i < authority->address_auths.len; i++)
    weight += authority->address_auths.items[i].weight;

  if (weight < authority->weight_threshold)
    mnr_check_add_at (check, rules->impossible, path, "weight_threshold",
                      _ ("All weights together are %llu and never reach the threshold of %u"),
                      (unsigned long long) weight, authority->weight_threshold);
}

/* What of an authority needs the chain. */
static void
check_authority_accounts (const MnrAuthority *authority,
                          const AuthorityRules *rules,
                          const char *path,
                          MnrCheck *check)
{
  const MnrChainParameters *parameters = mnr_check_get_parameters (check);

  if (parameters != NULL && count (authority) > parameters->maximum_authority_membership)
    {
      mnr_check_add (check, rules->too_many, path, _ ("An authority has at most %u entries"),
                     parameters->maximum_authority_membership);
      mnr_check_node_text (check, "Maximum authority membership exceeded");
    }

  for (gsize i = 0; i < authority->account_auths.len; i++)
    {
      MnrObjectId account = authority->account_auths.items[i].account;
      g_autofree char *item = g_strdup_printf ("%s.account_auths[%u]", path, (guint) i);
      gconstpointer object;
      char id[MNR_OBJECT_ID_TEXT_SIZE];

      if (mnr_object_id_get_type (account) != MNR_OBJECT_ACCOUNT)
        mnr_check_add (check, &mnr_rule_object_unset, item, _ ("Choose an account"));
      else if (mnr_check_lookup (check, account, &object) == MNR_NONE)
        {
          mnr_check_add (check, rules->not_found, item, "%s: %s", _ ("There is no such account"),
                         mnr_object_id_format (account, id));
          mnr_check_node_text (check, "Account %s specified in authority does not exist", id);
        }
    }
}

/* Of a vote id the lower 8 bits are the type: 0 committee, 1 witness. */
static void
check_votes (const MnrAccountOptions *options,
             const char *path,
             MnrCheck *check)
{
  guint committee = 0, witnesses = 0;

  for (gsize i = 0; i < options->votes.len; i++)
    {
      committee += (options->votes.items[i] & 0xff) == 0;
      witnesses += (options->votes.items[i] & 0xff) == 1;
    }

  if (options->num_witness > witnesses || options->num_committee > committee)
    {
      mnr_check_add_at (check, &options_few_votes, path, "votes",
                        _ ("Fewer are voted for than wanted (witnesses: %u of %u, committee "
                           "members: %u of %u)"),
                        witnesses, options->num_witness, committee, options->num_committee);
      mnr_check_node_text (check, "May not specify fewer witnesses or committee members than the "
                                  "number voted for.");
    }
}

static void
check_votes_exist (const MnrAccountOptions *options,
                   const char *path,
                   MnrCheck *check)
{
  const MnrChainParameters *parameters;
  gconstpointer object = NULL;
  const MnrGlobalProperties *properties;

  mnr_check_lookup (check, MNR_GLOBAL_PROPERTIES_ID, &object);
  properties = object;
  if (properties != NULL)
    {
      parameters = &properties->parameters;
      if (options->num_witness > parameters->maximum_witness_count)
        mnr_check_add_at (check, &options_witnesses, path, "num_witness",
                          g_dngettext (GETTEXT_PACKAGE, "There can be at most %u witness",
                                       "There can be at most %u witnesses",
                                       parameters->maximum_witness_count),
                          parameters->maximum_witness_count);
      if (options->num_committee > parameters->maximum_committee_count)
        mnr_check_add_at (check, &options_committee, path, "num_committee",
                          g_dngettext (GETTEXT_PACKAGE, "There can be at most %u committee member",
                                       "There can be at most %u committee members",
                                       parameters->maximum_committee_count),
                          parameters->maximum_committee_count);
    }

  if (mnr_object_id_get_type (options->voting_account) != MNR_OBJECT_ACCOUNT)
    mnr_check_add_at (check, &mnr_rule_object_unset, path, "voting_account",
                      _ ("Choose an account"));
  else if (mnr_check_lookup (check, options->voting_account, &object) == MNR_NONE)
    {
      mnr_check_add_at (check, &options_proxy, path, "voting_account",
                        _ ("There is no such account"));
      mnr_check_node_text (check, "Invalid proxy account specified.");
    }

  for (gsize i = 0; properties != NULL && i < options->votes.len; i++)
    if (options->votes.items[i] >> 8 >= properties->next_available_vote_id)
      {
        char id[MNR_OBJECT_ID_TEXT_SIZE];

        mnr_vote_id_format (options->votes.items[i], id);
        mnr_check_add_at (check, &options_vote, path, "votes",
                          _ ("There is nobody to vote for as %s"), id);
        mnr_check_node_text (check, "Can not vote for %s which does not exist.", id);
      }
}

static gboolean
is_life_member (const MnrAccount *account)
{
  return account->membership_expiration_date == MNR_TIME_FOREVER;
}

static void
check_members (const MnrAccountCreate *op,
               MnrCheck *check)
{
  const MnrAccount *registrar = mnr_check_get_account (check, op->registrar);
  const MnrAccount *referrer;
  MnrTime now;

  if (registrar != NULL && !is_life_member (registrar))
    {
      mnr_check_add (check, &create_registrar, "registrar",
                     _ ("Only lifetime members can register accounts, and %s is none"),
                     registrar->name != NULL ? registrar->name : "");
      mnr_check_node_text (check, "Only Lifetime members may register an account.");
    }

  referrer = mnr_check_need_account (check, "referrer", op->referrer);
  if (referrer != NULL && !is_life_member (referrer) && mnr_check_get_time (check, &now) &&
      now > referrer->membership_expiration_date)
    {
      mnr_check_add (check, &create_referrer, "referrer",
                     _ ("The referrer has to be a lifetime member, and %s is none"),
                     referrer->name != NULL ? referrer->name : "");
      mnr_check_node_text (check,
                           "The referrer must be either a lifetime or annual subscriber.");
    }
}

void
mnr_rules_account_create (const MnrAccountCreate *op,
                          MnrCheck *check)
{
  const char *name = op->name != NULL ? op->name : "";
  gboolean is_name = is_valid_name (name);
  const MnrAccount *other = NULL;
  MnrKnowledge knowledge;

  if (!is_name)
    mnr_check_add (check, &create_name, "name",
                   _ ("A name has 1 to 63 of the characters a to z, 0 to 9, - and dots; each part "
                      "between dots begins with a letter and ends with a letter or digit"));
  if (op->referrer_percent > PERCENT_100)
    mnr_check_add (check, &create_referrer_percent, "referrer_percent",
                   _ ("A share cannot be more than 100%%"));
  check_authority_size (&op->owner, &create_owner, "owner", check);
  check_authority_size (&op->active, &create_active, "active", check);
  check_authority_weights (&op->owner, &create_owner, "owner", check);
  check_authority_weights (&op->active, &create_active, "active", check);
  check_votes (&op->options, "options", check);
  mnr_rules_special_authority (op->extensions.owner_special_authority,
                               "extensions.owner_special_authority", check);
  mnr_rules_special_authority (op->extensions.active_special_authority,
                               "extensions.active_special_authority", check);
  mnr_rules_buyback (op, check);

  if (!mnr_rules_begin_evaluation (check))
    return;

  check_members (op, check);
  check_authority_accounts (&op->owner, &create_owner, "owner", check);
  check_authority_accounts (&op->active, &create_active, "active", check);
  mnr_rules_special_authority_asset (op->extensions.owner_special_authority,
                                     "extensions.owner_special_authority", check);
  mnr_rules_special_authority_asset (op->extensions.active_special_authority,
                                     "extensions.active_special_authority", check);
  mnr_rules_buyback_asset (op, check);
  check_votes_exist (&op->options, "options", check);

  if (!is_name)
    return;
  knowledge = check->view->find_account (check->view, name, &other);
  if (knowledge == MNR_NOT_KNOWN)
    mnr_check_note_missing (check, _ ("whether there is an account %s"), name);
  if (knowledge == MNR_KNOWN)
    {
      mnr_check_add (check, &create_taken, "name", _ ("There is already an account %s"), name);
      mnr_check_node_text (check, "Account '%s' already exists.", name);
    }
}

void
mnr_rules_account_update (const MnrAccountUpdate *op,
                          MnrCheck *check)
{
  if (op->account == MNR_TEMP_ACCOUNT)
    mnr_check_add (check, &update_temp, "account", _ ("temp-account cannot be changed"));
  if (op->account == MNR_COMMITTEE_ACCOUNT)
    mnr_check_add (check, &update_committee, "account", _ ("committee-account cannot be changed"));
  if (op->owner == NULL && op->active == NULL && op->new_options == NULL &&
      op->extensions.owner_special_authority == NULL &&
      op->extensions.active_special_authority == NULL)
    mnr_check_add (check, &update_nothing, "", _ ("Nothing is to be changed"));
  if (op->owner != NULL)
    {
      check_authority_size (op->owner, &update_owner, "owner", check);
      check_authority_weights (op->owner, &update_owner, "owner", check);
    }
  if (op->active != NULL)
    {
      check_authority_size (op->active, &update_active, "active", check);
      check_authority_weights (op->active, &update_active, "active", check);
    }
  if (op->new_options != NULL)
    check_votes (op->new_options, "new_options", check);
  mnr_rules_special_authority (op->extensions.owner_special_authority,
                               "extensions.owner_special_authority", check);
  mnr_rules_special_authority (op->extensions.active_special_authority,
                               "extensions.active_special_authority", check);

  if (!mnr_rules_begin_evaluation (check))
    return;

  if (op->owner != NULL)
    check_authority_accounts (op->owner, &update_owner, "owner", check);
  if (op->active != NULL)
    check_authority_accounts (op->active, &update_active, "active", check);
  mnr_rules_special_authority_asset (op->extensions.owner_special_authority,
                                     "extensions.owner_special_authority", check);
  mnr_rules_special_authority_asset (op->extensions.active_special_authority,
                                     "extensions.active_special_authority", check);
  if (op->new_options != NULL)
    check_votes_exist (op->new_options, "new_options", check);
}

void
mnr_rules_account_whitelist (const MnrAccountWhitelist *op,
                             MnrCheck *check)
{
  const MnrChainParameters *parameters;
  const MnrAccount *account;

  if (op->new_listing > MNR_LISTING_BOTH)
    mnr_check_add (check, &whitelist_listing, "new_listing",
                   _ ("An account is on the white list, the black list, both or none"));

  if (!mnr_rules_begin_evaluation (check))
    return;

  mnr_check_need_account (check, "account_to_list", op->account_to_list);
  parameters = mnr_check_get_parameters (check);
  account = mnr_check_get_account (check, op->authorizing_account);
  if (parameters != NULL && !parameters->allow_non_member_whitelists && account != NULL &&
      !is_life_member (account))
    {
      mnr_check_add (check, &whitelist_not_member, "authorizing_account",
                     _ ("Only lifetime members can keep lists, and %s is none"),
                     account->name != NULL ? account->name : "");
      mnr_check_node_text (check, "The authorizing account must be a lifetime member.");
    }
}

void
mnr_rules_account_upgrade (const MnrAccountUpgrade *op,
                           MnrCheck *check)
{
  const MnrAccount *account;

  if (!mnr_rules_begin_evaluation (check))
    return;

  account = mnr_check_get_account (check, op->account_to_upgrade);
  if (account != NULL && is_life_member (account))
    mnr_check_add (check, &upgrade_is_member, "account_to_upgrade",
                   _ ("%s is a lifetime member already"),
                   account->name != NULL ? account->name : "");
  if (!op->upgrade_to_lifetime_member)
    mnr_check_add (check, &upgrade_annual, "upgrade_to_lifetime_member",
                   _ ("There is no annual membership any more, only one for life"));
}
