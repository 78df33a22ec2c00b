/* mnr-send.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-send.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

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

gboolean
mnr_send_print (MnrChain *chain,
                const MnrTransaction *transaction,
                GError **error)
{
  g_autoptr (GPtrArray) lines = NULL;
  MnrNames names;

  if (!mnr_chain_complete (chain, mnr_chain_view_ask_names, (gpointer) transaction, error))
    return FALSE;
  mnr_chain_view_get_names (chain->view, &names);
  lines = mnr_transaction_describe (transaction, &names);
  for (guint i = 0; i < lines->len; i++)
    {
      const MnrDescriptionLine *line = g_ptr_array_index (lines, i);

      g_print ("  %*s%s:%s%s\n", (int) line->depth * 2, "", line->label,
               line->text[0] != '\0' ? " " : "", line->text);
    }
  return TRUE;
}

/* Asks on the terminal; anything but a clear yes is a no. */
static gboolean
is_confirmed (void)
{
  char answer[16];

  g_print ("\n%s ", _ ("Sign and send this? Type “yes”:"));
  fflush (stdout);
  if (fgets (answer, sizeof answer, stdin) == NULL)
    return FALSE;
  g_strstrip (answer);
  return g_str_equal (answer, "yes") || g_str_equal (answer, _ ("yes"));
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
             const char *summary,
             GError **error)
{
  g_autoptr (GString) json = g_string_new ("{\n\"moneyer_unsigned\":1,\n\"network\":");
  g_auto (MnrRequiredAuthorities) required = { 0 };
  const char *prefix = mnr_node_get_prefix (chain->node);
  const MnrChainId *chain_id = mnr_node_get_chain_id (chain->node);
  g_autoptr (GPtrArray) lines = NULL;
  MnrDigest digest;
  MnrNames names;

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
  mnr_chain_view_get_names (chain->view, &names);
  lines = mnr_transaction_describe (transaction, &names);
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

static gboolean export(MnrChain *chain,
                       const MnrOptions *options,
                       const MnrTransaction *transaction,
                       const char *summary,
                       GError **error)
{
  g_autofree char *text = make_export (chain, transaction, summary, error);

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

/* The end of a submission that was begun with @wait. */
static gboolean
follow (MnrSubmission *submission,
        Progress *progress,
        MnrWait *wait,
        MnrOutboxEntry **entry,
        GError **error)
{
  g_autoptr (GError) local = NULL;
  gboolean is_done = mnr_submission_send_finish (submission, mnr_wait_for (wait), &local);

  if (entry != NULL)
    *entry = mnr_submission_get_entry (submission, NULL);
  if (!is_done && progress->is_enough && g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;
  if (!is_done)
    g_propagate_error (error, g_steal_pointer (&local));
  return is_done;
}

static gboolean
cross_check (MnrChain *chain,
             const MnrTransaction *transaction,
             GError **error)
{
  g_auto (MnrWait) wait = { 0 };
  g_autoptr (GError) local = NULL;

  mnr_cross_check_async (chain->node, transaction, NULL, mnr_wait_ready, &wait);
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
  const MnrTransaction *transaction;

  if (entry != NULL)
    *entry = NULL;
  if (options->export != NULL)
    mnr_submission_set_lifetime (submission, EXPORT_LIFETIME);
  mnr_submission_prepare_async (submission, operations, MNR_CORE_ASSET, NULL, mnr_wait_ready,
                                &prepared);
  if (!mnr_submission_prepare_finish (submission, mnr_wait_for (&prepared), error))
    return FALSE;
  transaction = mnr_submission_get_transaction (submission);
  if (!cross_check (chain, transaction, error))
    return FALSE;

  if (options->export != NULL)
    return mnr_chain_complete (chain, mnr_chain_view_ask_names, (gpointer) transaction, error) &&
           export(chain, options, transaction, summary, error);

  g_print (_ ("This will be signed for %s:\n"), chain->network);
  if (!mnr_send_print (chain, transaction, error))
    return FALSE;
  if (!options->yes && !is_confirmed ())
    {
      g_printerr ("%s\n", _ ("Nothing was signed or sent."));
      return FALSE;
    }

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
