/* mnr-send.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-send.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "chain/protocol/mnr-fee-schedule.h"
#include "chain/protocol/mnr-signing.h"
#include "chain/wire/mnr-json.h"
#include "chain/wire/mnr-pack.h"
#include "mnr-wait.h"
#include "node/mnr-cross-check.h"
#include "wallet/mnr-signer.h"
#include "wallet/mnr-submission.h"

/* How long a transaction is valid that others still have to sign, in seconds;
 * the chain's own limit may be lower. */
#define EXPORT_LIFETIME (24 * 60 * 60)

gboolean
mnr_send_check_options (const MnrOptions *options,
                        GError **error)
{
  if (options->wait != NULL && !g_str_equal (options->wait, "included") &&
      !g_str_equal (options->wait, "irreversible"))
    return mnr_command_usage_error (error, _ ("--wait: “%s” is neither included nor irreversible"),
                                    options->wait);
  if (options->export != NULL && options->dry_run)
    return mnr_command_usage_error (error,
                                    _ ("--export signs nothing, so there is no dry run of it"));
  return TRUE;
}

/* What the bytes say; %NULL if what they name could not be asked for. */
static GPtrArray *
describe (MnrChain *chain,
          const MnrTransaction *transaction,
          GError **error)
{
  MnrNames names;

  if (!mnr_chain_complete (chain, mnr_chain_view_ask_names, (gpointer) transaction, error))
    return NULL;
  mnr_chain_view_get_names (chain->view, &names);
  return mnr_transaction_describe (transaction, &names);
}

static void
print_lines (GPtrArray *lines)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const MnrDescriptionLine *line = g_ptr_array_index (lines, i);

      g_print ("  %*s%s:%s%s\n", (int) line->depth * 2, "", line->label,
               line->text[0] != '\0' ? " " : "", line->text);
    }
}

gboolean
mnr_send_print (MnrChain *chain,
                const MnrTransaction *transaction,
                GError **error)
{
  g_autoptr (GPtrArray) lines = describe (chain, transaction, error);

  if (lines == NULL)
    return FALSE;
  print_lines (lines);
  return TRUE;
}

/* Asks on the terminal, unless --yes; anything but a clear yes is a no. */
static gboolean
is_confirmed (const MnrOptions *options)
{
  char answer[16] = "";

  if (options->yes)
    return TRUE;
  g_print ("\n%s ", _ ("Sign and send this? Type “yes”:"));
  fflush (stdout);
  if (fgets (answer, sizeof answer, stdin) == NULL)
    g_print ("\n");
  g_strstrip (answer);
  if (g_str_equal (answer, "yes") || g_str_equal (answer, _ ("yes")))
    return TRUE;
  g_printerr ("%s\n", _ ("Nothing was signed or sent."));
  return FALSE;
}

/* The authorities that a signer has to answer for. */
static void
append_needs (const MnrObjectIdSet *accounts,
              const char *authority,
              MnrChain *chain,
              GString *json)
{
  for (gsize i = 0; i < accounts->len; i++)
    {
      const MnrAccount *account = mnr_chain_get_object (chain, accounts->items[i]);
      char id[MNR_OBJECT_ID_TEXT_SIZE];

      if (json->str[json->len - 1] != '[')
        g_string_append_c (json, ',');
      g_string_append (json, "{\"account\":");
      mnr_json_append_string (json, mnr_object_id_format (accounts->items[i], id));
      g_string_append (json, ",\"name\":");
      mnr_json_append_string (json, account != NULL ? account->name : "");
      g_string_append_printf (json, ",\"authority\":\"%s\"}", authority);
    }
}

/* The transaction, and what somebody needs to know who signs it elsewhere. */
static char *
make_export (MnrChain *chain,
             const MnrTransaction *transaction,
             GPtrArray *lines,
             const char *summary,
             GError **error)
{
  g_autoptr (GString) json = g_string_new ("{\n\"moneyer_unsigned\":1,\n\"network\":");
  g_auto (MnrRequiredAuthorities) required = { 0 };
  const char *prefix = mnr_node_get_prefix (chain->node);
  const MnrChainId *chain_id = mnr_node_get_chain_id (chain->node);
  MnrDigest digest;

  if (!mnr_required_authorities_init (&required, transaction, error) ||
      !mnr_transaction_get_digest (transaction, chain_id, &digest, error))
    return NULL;
  mnr_json_append_string (json, chain->network);
  g_string_append (json, ",\n\"chain_id\":\"");
  for (guint i = 0; i < sizeof chain_id->data; i++)
    g_string_append_printf (json, "%02x", chain_id->data[i]);
  g_string_append (json, "\",\n\"prefix\":");
  mnr_json_append_string (json, prefix);
  g_string_append (json, ",\n\"what\":");
  mnr_json_append_string (json, summary);
  g_string_append (json, ",\n\"digest\":\"");
  for (guint i = 0; i < sizeof digest.data; i++)
    g_string_append_printf (json, "%02x", digest.data[i]);
  g_string_append (json, "\",\n\"needs\":[");
  append_needs (&required.active, "active", chain, json);
  append_needs (&required.owner, "owner", chain, json);
  g_string_append (json, "],\n\"words\":[");
  for (guint i = 0; i < lines->len; i++)
    {
      const MnrDescriptionLine *line = g_ptr_array_index (lines, i);
      g_autofree char *text = g_strdup_printf ("%*s%s: %s", (int) line->depth * 2, "", line->label,
                                               line->text);

      g_string_append (json, i > 0 ? ",\n" : "\n");
      mnr_json_append_string (json, text);
    }
  g_string_append (json, "],\n\"transaction\":");
  mnr_json_write (&mnr_type_signed_transaction, transaction, prefix, json);
  g_string_append (json, "\n}\n");
  return g_string_free (g_steal_pointer (&json), FALSE);
}

static gboolean
write_export (MnrChain *chain,
              const MnrOptions *options,
              const MnrTransaction *transaction,
              GPtrArray *lines,
              const char *summary,
              GError **error)
{
  g_autofree char *text = make_export (chain, transaction, lines, summary, error);

  if (text == NULL)
    return FALSE;
  if (g_str_equal (options->export, "-"))
    {
      g_print ("%s", text);
      return TRUE;
    }
  if (!g_file_set_contents_full (options->export, text, -1,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666,
                                 error))
    return FALSE;
  g_print (_ ("Written to %s. Nothing was signed or sent.\n"), options->export);
  return TRUE;
}

/* What is being waited for, line by line, and where the waiting ends. */
typedef struct
{
  const MnrOptions *options;
  GCancellable *cancellable;
  MnrSubmissionStep last;
  gboolean is_enough;
  gboolean is_interrupted;
} Progress;

static void
on_step (MnrSubmission *submission,
         Progress *progress)
{
  const MnrSubmissionStep step = mnr_submission_get_step (submission);
  g_autoptr (MnrOutboxEntry) entry = NULL;

  if (step == progress->last)
    return;
  progress->last = step;
  switch ((int) step)
    {
    case MNR_SUBMISSION_SIGNING:
      g_print ("%s\n", _ ("Signing…"));
      break;
    case MNR_SUBMISSION_CHECKING:
      g_print ("%s\n", _ ("The node tries it…"));
      break;
    case MNR_SUBMISSION_SENDING:
      g_print ("%s\n", _ ("Sending…"));
      break;
    case MNR_SUBMISSION_WAITING:
      g_print ("%s\n", _ ("Sent."));
      break;
    case MNR_SUBMISSION_INCLUDED:
      entry = mnr_submission_get_entry (submission, NULL);
      if (entry != NULL)
        g_print (_ ("In block %u.\n"), entry->block);
      if (g_strcmp0 (progress->options->wait, "irreversible") != 0)
        {
          progress->is_enough = TRUE;
          g_cancellable_cancel (progress->cancellable);
        }
      break;
    case MNR_SUBMISSION_IRREVERSIBLE:
      g_print ("%s\n", _ ("Irreversible."));
      break;
    default:
      break;
    }
}

static gboolean
on_interrupt (gpointer user_data)
{
  Progress *progress = user_data;

  progress->is_interrupted = TRUE;
  g_cancellable_cancel (progress->cancellable);
  return G_SOURCE_CONTINUE;
}

/* Says where things stand when the waiting ended before the end. */
static void
set_interrupted (const MnrOutboxEntry *entry,
                 GError **error)
{
  g_autofree char *state = entry != NULL ? mnr_send_describe_state (entry) : NULL;

  if (entry == NULL)
    g_set_error_literal (error, MNR_COMMAND_ERROR, MNR_COMMAND_ERROR_REFUSED,
                         _ ("Interrupted. Nothing was signed or sent."));
  else
    g_set_error (error, MNR_COMMAND_ERROR, MNR_COMMAND_ERROR_REFUSED,
                 _ ("Interrupted. “%s”: %s. “moneyer-cli outbox resume %d” goes on with it."),
                 entry->summary, state, (int) entry->id);
}

/* The end of a submission that was begun with @wait. */
static gboolean
follow (MnrSubmission *submission,
        Progress *progress,
        MnrWait *wait,
        MnrOutboxEntry **entry,
        GError **error)
{
  const guint on_ctrl_c = g_unix_signal_add (SIGINT, on_interrupt, progress);
  g_autoptr (GError) local = NULL;
  g_autoptr (MnrOutboxEntry) last = NULL;
  gboolean is_done = mnr_submission_send_finish (submission, mnr_wait_for (wait), &local);

  g_source_remove (on_ctrl_c);
  if (mnr_submission_get_id (submission) != 0)
    last = mnr_submission_get_entry (submission, NULL);
  if (!is_done && progress->is_enough && g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    is_done = TRUE;
  else if (!is_done && progress->is_interrupted)
    set_interrupted (last, error);
  else if (!is_done)
    g_propagate_error (error, g_steal_pointer (&local));
  if (entry != NULL)
    *entry = g_steal_pointer (&last);
  return is_done;
}

static gboolean
cross_check (MnrChain *chain,
             const MnrTransaction *transaction,
             GError **error)
{
  g_auto (MnrWait) wait = { 0 };
  g_autoptr (GError) local = NULL;

  mnr_cross_check_async (chain->node, transaction, chain->view, NULL, mnr_wait_ready, &wait);
  if (mnr_cross_check_finish (chain->node, mnr_wait_for (&wait), &local))
    return TRUE;
  /* The practice network is this computer, so there is nobody to doubt. */
  if (g_error_matches (local, MNR_NODE_ERROR, MNR_NODE_ERROR_ALONE))
    {
      if (chain->info == NULL || chain->info->kind != MNR_NETWORK_PRACTICE)
        g_print ("%s\n", _ ("Only one node could be asked: what it says of precisions and keys was "
                            "compared with nobody."));
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* The fees are those of the schedule that was compared with a second node. */
static gboolean
check_fees (MnrChain *chain,
            const MnrTransaction *transaction,
            GError **error)
{
  const MnrGlobalProperties *properties = mnr_chain_get_object (chain, MNR_GLOBAL_PROPERTIES_ID);
  g_autoptr (MnrTransaction) reckoned = mnr_value_dup (&mnr_type_transaction, transaction);

  for (gsize i = 0; properties != NULL && i < reckoned->operations.len; i++)
    {
      MnrOperation *operation = &reckoned->operations.items[i];
      const MnrAmount *fee = transaction->operations.items[i].value;

      if (fee->asset_id != MNR_CORE_ASSET)
        continue;
      if (!mnr_fee_schedule_set_fee (properties->parameters.current_fees, operation, NULL, error))
        return FALSE;
      if (fee->amount != ((const MnrAmount *) operation->value)->amount)
        {
          g_set_error (error, MNR_NODE_ERROR, MNR_NODE_ERROR_PROTOCOL,
                       _ ("%s asks for different fees from one moment to the next. Nothing was "
                          "signed."),
                       mnr_node_get_url (chain->node));
          return FALSE;
        }
    }
  return TRUE;
}

char *
mnr_send_describe_state (const MnrOutboxEntry *entry)
{
  switch (entry->state)
    {
    case MNR_OUTBOX_SIGNED:
      return g_strdup (_ ("signed, but not sent"));
    case MNR_OUTBOX_SENT:
      return g_strdup (_ ("sent, not in a block yet"));
    case MNR_OUTBOX_INCLUDED:
      return g_strdup_printf (_ ("in block %u"), entry->block);
    case MNR_OUTBOX_IRREVERSIBLE:
      return g_strdup_printf (_ ("done for ever, in block %u"), entry->block);
    case MNR_OUTBOX_REFUSED:
      return g_strdup_printf (_ ("not done: %s"),
                              entry->refusal != NULL ? entry->refusal : _ ("refused"));
    case MNR_OUTBOX_EXPIRED:
      return g_strdup (_ ("not done: its time ended"));
    case MNR_OUTBOX_N_STATES:
    default:
      g_assert_not_reached ();
    }
}

gboolean
mnr_send_look (MnrChain *chain,
               GError **error)
{
  g_auto (MnrWait) wait = { 0 };

  mnr_outbox_resolver_check_async (chain->resolver, NULL, mnr_wait_ready, &wait);
  return mnr_outbox_resolver_check_finish (chain->resolver, mnr_wait_for (&wait), error);
}

/* Deals with what has the same intent and is not settled. @before: (out): what is
 * to be gone on with, if that is the same. */
static gboolean
look_before (MnrChain *chain,
             const MnrOptions *options,
             const MnrTransaction *operations,
             const char *intent,
             MnrOutboxEntry **before,
             GError **error)
{
  MnrOutbox *outbox = mnr_outbox_resolver_get_outbox (chain->resolver);
  g_autoptr (MnrOutboxEntry) entry = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *state = NULL;
  MnrOptions to_the_end = *options;
  char time[MNR_TIME_TEXT_SIZE];

  if (!mnr_send_look (chain, error))
    return FALSE;
  entry = mnr_outbox_find_under_way (outbox, mnr_node_get_chain_id (chain->node), intent, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (entry == NULL)
    return TRUE;
  state = mnr_send_describe_state (entry);
  if (!options->dry_run && options->export == NULL && mnr_outbox_entry_does (entry, operations))
    {
      g_print (_ ("“%s” was signed before (%s). It goes on with the same bytes.\n"),
               entry->summary, state);
      *before = g_steal_pointer (&entry);
      return TRUE;
    }
  if (entry->state == MNR_OUTBOX_INCLUDED)
    {
      g_print (_ ("“%s” is in block %u; waiting until that cannot be undone any more…\n"),
               entry->summary, entry->block);
      to_the_end.wait = (char *) "irreversible";
      return mnr_send_resume (chain, &to_the_end, entry->id, NULL, error);
    }
  g_set_error (error, MNR_OUTBOX_ERROR, MNR_OUTBOX_ERROR_UNDER_WAY,
               _ ("“%s” is under way: %s; it could still happen until %s UTC. “moneyer-cli outbox "
                  "resume %d” goes on with it; something else can be signed when it is settled"),
               entry->summary, state, mnr_time_format (entry->expiration, time), (int) entry->id);
  return FALSE;
}

gboolean
mnr_send (MnrChain *chain,
          const MnrOptions *options,
          const MnrTransaction *operations,
          MnrObjectId payer,
          const char *intent,
          const char *summary,
          MnrOutboxEntry **entry,
          GError **error)
{
  static const MnrSubmissionSigner signer = { mnr_signer_sign_async, mnr_signer_sign_finish };
  g_autoptr (MnrSubmission) submission = mnr_submission_new (chain->resolver, intent, summary);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (MnrWait) prepared = { 0 }, sent = { 0 };
  Progress progress = { .options = options, .cancellable = cancellable };
  g_autoptr (GPtrArray) lines = NULL;
  const MnrTransaction *transaction;
  g_autoptr (MnrOutboxEntry) before = NULL;
  g_autoptr (MnrTransaction) signed_before = NULL;

  if (entry != NULL)
    *entry = NULL;
  if (!look_before (chain, options, operations, intent, &before, error))
    return FALSE;
  if (before != NULL)
    {
      signed_before = mnr_outbox_entry_get_transaction (before, error);
      return signed_before != NULL && mnr_send_print (chain, signed_before, error) &&
             is_confirmed (options) && mnr_send_resume (chain, options, before->id, entry, error);
    }
  if (options->export != NULL)
    mnr_submission_set_lifetime (submission, EXPORT_LIFETIME);
  mnr_submission_prepare_async (submission, operations, MNR_CORE_ASSET, NULL, mnr_wait_ready,
                                &prepared);
  if (!mnr_submission_prepare_finish (submission, mnr_wait_for (&prepared), error))
    return FALSE;
  transaction = mnr_submission_get_transaction (submission);
  /* What is shown is what was compared: nothing is asked for in between. */
  lines = describe (chain, transaction, error);
  if (lines == NULL || !cross_check (chain, transaction, error) ||
      !check_fees (chain, transaction, error))
    return FALSE;
  if (options->export != NULL)
    return write_export (chain, options, transaction, lines, summary, error);

  g_print (_ ("This will be signed for the network “%s”:\n"), chain->network);
  print_lines (lines);
  if (!is_confirmed (options))
    return FALSE;

  g_signal_connect (submission, "changed", G_CALLBACK (on_step), &progress);
  mnr_submission_send_async (submission, &signer, chain->keys, options->dry_run, cancellable,
                             mnr_wait_ready, &sent);
  if (!follow (submission, &progress, &sent, entry, error))
    {
      g_signal_handlers_disconnect_by_data (submission, &progress);
      return FALSE;
    }
  g_signal_handlers_disconnect_by_data (submission, &progress);
  if (options->dry_run)
    g_print ("%s\n", _ ("The node would take it. It was not sent; but the node has seen it signed, "
                        "and could send it until it expires."));
  return TRUE;
}

gboolean
mnr_send_resume (MnrChain *chain,
                 const MnrOptions *options,
                 gint64 id,
                 MnrOutboxEntry **entry,
                 GError **error)
{
  g_autoptr (MnrSubmission) submission = mnr_submission_new (chain->resolver, "", "");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (MnrWait) wait = { 0 };
  Progress progress = { .options = options, .cancellable = cancellable };
  gboolean is_done;

  g_signal_connect (submission, "changed", G_CALLBACK (on_step), &progress);
  mnr_submission_resume_async (submission, id, cancellable, mnr_wait_ready, &wait);
  is_done = follow (submission, &progress, &wait, entry, error);
  g_signal_handlers_disconnect_by_data (submission, &progress);
  return is_done;
}
