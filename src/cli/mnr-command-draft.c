/* mnr-command-draft.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n.h>
#include <string.h>

#include "chain/wire/mnr-json.h"
#include "issuer/mnr-cli-wallet.h"
#include "issuer/mnr-comparison.h"
#include "issuer/mnr-plan.h"
#include "issuer/mnr-text-line.h"
#include "mnr-command.h"
#include "mnr-send.h"

/* A draft file, or what cli_wallet's users have. */
static MnrDraft *
read_draft (const char *name,
            GError **error)
{
  g_autoptr (GString) text = mnr_stream_read (name, error);
  MnrDraft *draft;

  if (text == NULL)
    return NULL;
  draft = mnr_draft_new_from_text (text->str, text->len, error);
  if (draft == NULL)
    g_prefix_error (error, "%s: ", name != NULL ? name : "-");
  return draft;
}

typedef struct
{
  MnrDraft *draft;
  MnrObjectId issuer;
  MnrPlan *plan;
} Job;

static void
job_clear (Job *job)
{
  g_clear_object (&job->draft);
  g_clear_pointer (&job->plan, mnr_plan_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

/* Makes out what a draft comes to for the account that issues it. */
static gboolean
make_plan (MnrChain *chain,
           const MnrOptions *options,
           Job *job,
           GError **error)
{
  g_autoptr (MnrAccount) account = mnr_chain_find_account (chain, options->account, error);

  if (account == NULL)
    return FALSE;
  job->issuer = account->id;
  g_clear_pointer (&job->plan, mnr_plan_free);
  job->plan = mnr_chain_plan (chain, job->draft, job->issuer, error);
  return job->plan != NULL;
}

static void
print_findings (const MnrPlan *plan)
{
  for (guint i = 0; i < plan->findings->len; i++)
    {
      const MnrDraftFinding *finding = g_ptr_array_index (plan->findings, i);
      const MnrDraftFieldInfo *field =
        finding->field >= 0 ? mnr_draft_field_get_info ((MnrDraftField) finding->field) : NULL;
      const char *kind =
        finding->severity == MNR_SEVERITY_REFUSED ? _ ("refused") : _ ("warning");

      if (field == NULL)
        g_print ("%s: %s [%s]\n", kind, finding->sentence, finding->rule);
      else
        g_print ("%s: %s%s%s: %s [%s]\n", kind, field->group != NULL ? field->group : "",
                 field->group != NULL ? "." : "", field->name, finding->sentence, finding->rule);
    }
}

static void
print_lines (GPtrArray *lines)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const MnrTextLine *line = g_ptr_array_index (lines, i);

      g_print ("  %s: %s\n", line->label, line->text);
    }
}

/* check */

static gboolean
run_check (const MnrCommand *command,
           const MnrOptions *options,
           char **arguments,
           GError **error)
{
  g_auto (MnrChain) chain = { 0 };
  g_auto (Job) job = { 0 };
  g_autoptr (GPtrArray) cost = NULL;

  job.draft = read_draft (arguments[0], error);
  if (job.draft == NULL || !mnr_chain_open (&chain, options, error) ||
      !mnr_chain_open_wallet (&chain, options, error) ||
      !make_plan (&chain, options, &job, error))
    return FALSE;

  print_findings (job.plan);
  if (job.plan->findings->len == 0)
    g_print ("%s\n", _ ("Nothing to be said against it."));
  cost = mnr_cost_sheet_describe (job.plan->cost, mnr_chain_view_get_view (chain.view));
  g_print ("\n%s\n", _ ("Cost"));
  print_lines (cost);
  return !mnr_plan_is_refused (job.plan);
}

const MnrCommand mnr_command_asset_check = {
  .group = "asset",
  .name = "check",
  .arguments = "[DRAFT]",
  .max_arguments = 1,
  .options = MNR_OPTION_NETWORK | MNR_OPTION_ACCOUNT,
  .summary = N_ ("what a node, and experience, say to a draft, and what it costs"),
  .description =
    N_ ("Reads a draft (or the options or the line of cli_wallet's create_asset) and says "
        "everything a node would refuse and everything that people regret, each with the member "
        "it is about, and the cost. The exit status is 1 if a node would refuse it."),
  .example =
    "  moneyer-cli asset check draft.json --account my-shop-1",
  .run = run_check,
};

/* create */

/* Whether to go on with what @plan holds; why not is said. */
static gboolean
is_sound (const MnrPlan *plan,
          GError **error)
{
  print_findings (plan);
  if (!mnr_plan_is_refused (plan))
    return TRUE;
  g_set_error (error, MNR_COMMAND_ERROR, MNR_COMMAND_ERROR_REFUSED, "%s",
               _ ("A node would refuse it; nothing was signed or sent"));
  return FALSE;
}

/* Feed producers have to wait until the asset has an id. */
static gboolean
set_producers (MnrChain *chain,
               const MnrOptions *options,
               Job *job,
               GError **error)
{
  const char *symbol = mnr_draft_get (job->draft, MNR_DRAFT_SYMBOL);
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();
  g_autofree char *intent = NULL, *summary = NULL;
  MnrOperation operation = { 0 };
  g_autoptr (MnrAsset) asset = NULL;
  gboolean is_sent;

  /* Is there anything to be set at all? Any id will do to find out. */
  if (!mnr_draft_get_producers (job->draft, job->issuer, MNR_NEW_ASSET,
                                mnr_chain_view_get_view (chain->view), &operation))
    return TRUE;
  mnr_value_clear (&mnr_type_operation, &operation);
  mnr_chain_view_forget (chain->view);
  asset = mnr_chain_find_asset (chain, symbol, error);
  if (asset == NULL)
    return FALSE;
  mnr_draft_get_producers (job->draft, job->issuer, asset->id,
                           mnr_chain_view_get_view (chain->view), &operation);
  mnr_array_append (&mnr_type_operations, &transaction->operations, &operation);
  mnr_value_clear (&mnr_type_operation, &operation);

  intent = g_strdup_printf ("asset_update_feed_producers %s", symbol);
  summary = g_strdup_printf (_ ("set the feed producers of %s"), symbol);
  g_print (_ ("\n%s exists. Now its feed producers are set.\n"), symbol);
  is_sent = mnr_send (chain, options, transaction, job->issuer, intent, summary, NULL, error);
  return is_sent;
}

static gboolean
run_create (const MnrCommand *command,
            const MnrOptions *options,
            char **arguments,
            GError **error)
{
  g_auto (MnrChain) chain = { 0 };
  g_auto (Job) job = { 0 };
  g_autoptr (MnrTransaction) transaction = NULL;
  g_autofree char *intent = NULL, *summary = NULL, *symbol = NULL;

  job.draft = read_draft (arguments[0], error);
  if (job.draft == NULL || !mnr_send_check_options (options, error))
    return FALSE;
  if (mnr_draft_get_asset (job.draft) != NULL)
    return mnr_command_usage_error (error, _ ("This draft changes an asset that exists; “asset "
                                              "update” does that"));
  if (!mnr_chain_open (&chain, options, error) || !mnr_chain_open_wallet (&chain, options, error) ||
      !make_plan (&chain, options, &job, error) || !is_sound (job.plan, error))
    return FALSE;

  transaction = mnr_plan_make_transaction (job.plan);
  symbol = g_strdup (mnr_draft_get (job.draft, MNR_DRAFT_SYMBOL));
  intent = g_strdup_printf ("asset_create %s", symbol);
  summary = g_strdup_printf (_ ("create %s"), symbol);
  if (!mnr_send (&chain, options, transaction, job.issuer, intent, summary, NULL, error))
    return FALSE;
  if (options->dry_run || options->export != NULL)
    return TRUE;
  return set_producers (&chain, options, &job, error);
}

const MnrCommand mnr_command_asset_create = {
  .group = "asset",
  .name = "create",
  .arguments = "[DRAFT]",
  .max_arguments = 1,
  .options = MNR_OPTION_NETWORK | MNR_OPTION_ACCOUNT | MNR_OPTION_SIGN_FILE | MNR_OPTION_YES |
             MNR_OPTION_DRY_RUN | MNR_OPTION_EXPORT | MNR_OPTION_WAIT,
  .summary = N_ ("create the asset of a draft"),
  .description =
    N_ ("Checks a draft, shows what will be signed, decoded from the very bytes, asks, signs with "
        "the key ring (or --key-file), has the node try it, sends it and waits until it is in a "
        "block. What a node would refuse is said before anything is signed. If it is interrupted, "
        "“outbox resume” goes on; it never happens twice."),
  .example =
    "  moneyer-cli asset create draft.json --account my-shop-1 --wait irreversible",
  .run = run_create,
};

/* edit, update */

typedef struct
{
  const MnrAsset *asset;
  gboolean is_change;
  MnrDraft *draft;
} Existing;

/* The last time that this is called, all names are known. */
static void
ask_draft (const MnrView *view,
           gpointer user_data)
{
  Existing *existing = user_data;
  gconstpointer bitasset = NULL;

  g_clear_object (&existing->draft);
  if (existing->asset->bitasset_data_id != NULL &&
      view->get_object (view, *existing->asset->bitasset_data_id, &bitasset) != MNR_KNOWN)
    return;
  mnr_draft_ask_names (existing->asset, bitasset, view);
  existing->draft =
    mnr_draft_new_from_asset (existing->asset, bitasset, view, existing->is_change);
}

/* The draft that changes nothing about an asset of the chain yet. */
static MnrDraft *
draft_existing (MnrChain *chain,
                const char *symbol,
                gboolean is_change,
                GError **error)
{
  g_autoptr (MnrAsset) asset = mnr_chain_find_asset (chain, symbol, error);
  Existing existing = { .asset = asset, .is_change = is_change };

  if (asset == NULL)
    return NULL;
  if (!mnr_chain_complete (chain, ask_draft, &existing, error))
    g_clear_object (&existing.draft);
  else if (existing.draft == NULL)
    g_set_error (error, MNR_NODE_ERROR, MNR_NODE_ERROR_PROTOCOL,
                 _ ("The node knows %s but not what backs it"), symbol);
  return existing.draft;
}

static gboolean
run_edit (const MnrCommand *command,
          const MnrOptions *options,
          char **arguments,
          GError **error)
{
  g_auto (MnrChain) chain = { 0 };
  g_autoptr (MnrDraft) draft = NULL;
  g_autofree char *json = NULL;

  if (!mnr_chain_open (&chain, options, error))
    return FALSE;
  draft = draft_existing (&chain, arguments[0], TRUE, error);
  if (draft == NULL)
    return FALSE;
  json = mnr_draft_to_json (draft);
  g_print ("%s%s", json, g_str_has_suffix (json, "\n") ? "" : "\n");
  return TRUE;
}

const MnrCommand mnr_command_asset_edit = {
  .group = "asset",
  .name = "edit",
  .arguments = "SYMBOL",
  .min_arguments = 1,
  .max_arguments = 1,
  .options = MNR_OPTION_NETWORK,
  .summary = N_ ("a draft of what an asset is, to be changed"),
  .description =
    N_ ("Prints an existing asset as a draft. Save it, change it in an editor, and give it to "
        "“asset update”: what you did not touch is sent as the chain has it, to the byte."),
  .example =
    "  moneyer-cli asset edit MYTOKEN > change.json",
  .run = run_edit,
};

/* The draft that makes of an asset what @file says. One that was made from the
 * asset goes on from what the chain has by now; of any other all that it says
 * counts. */
static MnrDraft *
draft_change (MnrChain *chain,
              MnrDraft *existing,
              MnrDraft *file)
{
  if (mnr_draft_get_asset (file) != NULL)
    {
      mnr_draft_rebase (file, mnr_draft_get_asset (existing), mnr_draft_get_bitasset (existing),
                        mnr_chain_view_get_view (chain->view));
      return g_object_ref (file);
    }
  for (guint field = 0; field < MNR_N_DRAFT_FIELDS; field++)
    if (field != MNR_DRAFT_SYMBOL && mnr_draft_get (file, field)[0] != '\0')
      mnr_draft_set (existing, field, mnr_draft_get (file, field));
  return g_object_ref (existing);
}

static gboolean
run_update (const MnrCommand *command,
            const MnrOptions *options,
            char **arguments,
            GError **error)
{
  g_auto (MnrChain) chain = { 0 };
  g_auto (Job) job = { 0 };
  g_autoptr (MnrDraft) file = NULL, existing = NULL;
  g_autoptr (MnrTransaction) transaction = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  g_autofree char *intent = NULL, *summary = NULL;
  const MnrAsset *old, *asset;

  file = read_draft (arguments[1], error);
  if (file == NULL || !mnr_send_check_options (options, error) ||
      !mnr_chain_open (&chain, options, error) || !mnr_chain_open_wallet (&chain, options, error))
    return FALSE;
  existing = draft_existing (&chain, arguments[0], TRUE, error);
  if (existing == NULL)
    return FALSE;
  asset = mnr_draft_get_asset (existing);
  old = mnr_draft_get_asset (file);
  if (old != NULL && old->id != asset->id)
    return mnr_command_usage_error (error, _ ("This draft is of %s, not of %s"), old->symbol,
                                    asset->symbol);
  if (mnr_draft_get_kind (file) != mnr_draft_get_kind (existing))
    return mnr_command_usage_error (error, _ ("This draft is of another kind of asset than %s"),
                                    asset->symbol);
  job.draft = draft_change (&chain, existing, file);
  if (!make_plan (&chain, options, &job, error))
    return FALSE;
  if (job.plan->draft->operations->len == 0 && job.plan->draft->problems->len == 0)
    {
      g_print (_ ("%s is like that already: there is nothing to change.\n"), arguments[0]);
      return TRUE;
    }

  lines = mnr_draft_compare (job.draft, mnr_chain_view_get_view (chain.view));
  g_print ("%s\n", _ ("Changes"));
  for (guint i = 0; i < lines->len; i++)
    {
      const MnrComparisonLine *line = g_ptr_array_index (lines, i);

      g_print ("  %s: %s → %s\n", line->label, line->old_text[0] != '\0' ? line->old_text : "—",
               line->new_text[0] != '\0' ? line->new_text : "—");
      g_print ("      %s %s\n", mnr_reversibility_get_text (line->reversibility), line->reason);
    }
  if (!is_sound (job.plan, error))
    return FALSE;

  transaction = mnr_plan_make_transaction (job.plan);
  intent = g_strdup_printf ("asset_update %s", asset->symbol);
  summary = g_strdup_printf (_ ("change %s"), asset->symbol);
  return mnr_send (&chain, options, transaction, job.issuer, intent, summary, NULL, error);
}

const MnrCommand mnr_command_asset_update = {
  .group = "asset",
  .name = "update",
  .arguments = "SYMBOL [DRAFT]",
  .min_arguments = 1,
  .max_arguments = 2,
  .options = MNR_OPTION_NETWORK | MNR_OPTION_ACCOUNT | MNR_OPTION_SIGN_FILE | MNR_OPTION_YES |
             MNR_OPTION_DRY_RUN | MNR_OPTION_EXPORT | MNR_OPTION_WAIT,
  .summary = N_ ("change an asset to what a draft says"),
  .description =
    N_ ("Reads a draft, best made by “asset edit”, and shows what it changes, old and new, with "
        "whether it can be taken back; then it goes on as “asset create” does. A draft of "
        "“asset edit” changes only what you changed in it; of any other draft everything it says "
        "counts."),
  .example =
    "  moneyer-cli asset update MYTOKEN change.json --account my-shop-1",
  .run = run_update,
};

/* cli-wallet */

static gboolean
run_cli_wallet (const MnrCommand *command,
                const MnrOptions *options,
                char **arguments,
                GError **error)
{
  g_auto (MnrChain) chain = { 0 };
  g_auto (Job) job = { 0 };
  g_autofree char *line = NULL;
  const MnrOperation *operation;
  g_autoptr (MnrAccount) account = NULL;

  job.draft = read_draft (arguments[0], error);
  if (job.draft == NULL || !mnr_chain_open (&chain, options, error) ||
      !mnr_chain_open_wallet (&chain, options, error) ||
      !make_plan (&chain, options, &job, error) || !is_sound (job.plan, error))
    return FALSE;
  operation = g_ptr_array_index (job.plan->draft->operations, 0);
  if (operation->number != MNR_OPERATION_ASSET_CREATE)
    return mnr_command_usage_error (error, _ ("This draft does not create an asset"));
  account = mnr_chain_find_account (&chain, options->account, error);
  if (account == NULL)
    return FALSE;
  line = mnr_cli_wallet_write_command (operation->value, account->name, TRUE, error);
  if (line == NULL)
    return FALSE;
  g_print ("%s\n", line);
  return TRUE;
}

const MnrCommand mnr_command_asset_cli_wallet = {
  .group = "asset",
  .name = "cli-wallet",
  .arguments = "[DRAFT]",
  .max_arguments = 1,
  .options = MNR_OPTION_NETWORK | MNR_OPTION_ACCOUNT,
  .summary = N_ ("the line for bitshares-core's cli_wallet that does the same"),
  .description = N_ ("Prints a draft as the create_asset command of bitshares-core's cli_wallet."),
  .run = run_cli_wallet,
};
