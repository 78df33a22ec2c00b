/* mnr-submission.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-submission-private.h"

#include <glib/gi18n-lib.h>

#include "chain/protocol/mnr-block.h"
#include "chain/wire/mnr-json.h"

/* What nodes call a transaction that they have already (protocol.md 9.2). */
#define DUPLICATE 3030001

G_DEFINE_FINAL_TYPE (MnrSubmission, mnr_submission, G_TYPE_OBJECT)

G_DEFINE_QUARK (mnr-submission-error-quark, mnr_submission_error);

static guint changed_signal;

/*
 * Steps, and the end
 */

void
mnr_submission_set_step (MnrSubmission *self,
                         MnrSubmissionStep step)
{
  if (self->step == step)
    return;
  self->step = step;
  g_signal_emit (self, changed_signal, 0);
}

static GTask *
take_task (MnrSubmission *self)
{
  g_clear_signal_handler (&self->checked, self->resolver);
  if (self->cancelled != NULL)
    g_source_destroy (self->cancelled);
  g_clear_pointer (&self->cancelled, g_source_unref);
  return g_steal_pointer (&self->task);
}

void
mnr_submission_succeed (MnrSubmission *self,
                        MnrSubmissionStep step)
{
  g_autoptr (GTask) task = take_task (self);

  mnr_submission_set_step (self, step);
  g_task_return_boolean (task, TRUE);
}

/* Whoever only stopped waiting has not failed. */
void
mnr_submission_fail (MnrSubmission *self,
                     GError *error)
{
  g_autoptr (GTask) task = take_task (self);

  if (self->step < MNR_SUBMISSION_SENDING || error->domain == MNR_SUBMISSION_ERROR)
    mnr_submission_set_step (self, MNR_SUBMISSION_FAILED);
  g_task_return_error (task, error);
}

static gboolean
is_cancelled (MnrSubmission *self)
{
  GError *error = NULL;

  if (!g_cancellable_set_error_if_cancelled (g_task_get_cancellable (self->task), &error))
    return FALSE;
  mnr_submission_fail (self, error);
  return TRUE;
}

/*
 * Asking
 */

static void
call (MnrSubmission *self,
      MnrNodeCallFlags flags,
      const char *api,
      const char *method,
      const char *params,
      GAsyncReadyCallback next)
{
  mnr_node_call_async (self->node, flags, api, method, params,
                       g_task_get_cancellable (self->task), next, g_object_ref (self));
}

void
mnr_submission_ask (MnrSubmission *self,
                    const char *method,
                    const char *params,
                    GAsyncReadyCallback next)
{
  call (self, MNR_NODE_CALL_DEFAULT, "database", method, params, next);
}

/* An answer, or the end. */
GBytes *
mnr_submission_get_answer (MnrSubmission *self,
                           GObject *source,
                           GAsyncResult *result)
{
  GError *error = NULL;
  GBytes *answer = mnr_node_call_finish (MNR_NODE (source), result, &error);

  if (answer == NULL)
    mnr_submission_fail (self, error);
  return answer;
}

/* Reads an answer; what cannot be read is the end. */
gboolean
mnr_submission_read_answer (MnrSubmission *self,
                            GBytes *answer,
                            const MnrType *type,
                            gpointer value)
{
  GError *error = NULL;
  gsize length;
  const char *json = g_bytes_get_data (answer, &length);

  if (mnr_json_read (type, json, length, mnr_node_get_prefix (self->node), value, &error))
    return TRUE;
  g_prefix_error (&error, _ ("The answer of %s cannot be read: "),
                  mnr_node_get_url (self->node));
  mnr_submission_fail (self, error);
  return FALSE;
}

/* The transaction as an argument, [JSON]. */
char *
mnr_submission_get_params (MnrSubmission *self,
                           const MnrType *type)
{
  GString *params = g_string_new ("[");

  mnr_json_write (type, self->transaction, mnr_node_get_prefix (self->node), params);
  g_string_append_c (params, ']');
  return g_string_free (params, FALSE);
}

/*
 * The reference block and the expiration
 */

/* The last irreversible block, which a fork cannot take away. */
static void
set_reference (MnrSubmission *self,
               const MnrBlockId *id)
{
  mnr_transaction_set_reference (self->transaction, self->reference, id->data);
  self->then (self);
}

static void
on_header (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (MnrSubmission) self = user_data;
  g_autoptr (GBytes) answer = mnr_submission_get_answer (self, source, result);
  MnrBlock header = { 0 };

  if (answer == NULL || !mnr_submission_read_answer (self, answer, &mnr_type_block_header, &header))
    return;
  if (mnr_block_id_get_number (&header.previous) == self->reference)
    set_reference (self, &header.previous);
  else
    mnr_submission_fail (self, g_error_new (MNR_NODE_ERROR, MNR_NODE_ERROR_PROTOCOL,
                                            _ ("%s gives another block than it was asked for."),
                                            mnr_node_get_url (self->node)));
  mnr_value_clear (&mnr_type_block_header, &header);
}

static void
on_head (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (MnrSubmission) self = user_data;
  g_autoptr (GBytes) answer = mnr_submission_get_answer (self, source, result);
  MnrDynamicGlobalProperties head = { 0 };
  g_autofree char *params = NULL;

  if (answer == NULL ||
      !mnr_submission_read_answer (self, answer, &mnr_type_dynamic_global_properties, &head))
    return;
  self->created = head.time;
  self->reference = MIN (head.last_irreversible_block_num, head.head_block_number);
  self->transaction->expiration =
    (MnrTime) MIN ((guint64) head.time + self->lifetime, MNR_TIME_FOREVER - 1);
  if (self->reference == head.head_block_number)
    {
      set_reference (self, &head.head_block_id);
      return;
    }
  /* Its id stands in the block after it. */
  params = g_strdup_printf ("[%u]", self->reference + 1);
  mnr_submission_ask (self, "get_block_header", params, on_header);
}

void
mnr_submission_refer (MnrSubmission *self,
                      void (*then) (MnrSubmission *self))
{
  self->then = then;
  mnr_submission_ask (self, "get_dynamic_global_properties", "[]", on_head);
}

/*
 * Following it on the chain
 */

static void transmit (MnrSubmission *self);

/* Sends it once more where it got lost: the same bytes cannot be done twice. */
static void
on_recent (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (MnrSubmission) self = user_data;
  g_autoptr (GBytes) answer = mnr_node_call_finish (MNR_NODE (source), result, NULL);

  self->is_asking = FALSE;
  if (self->task != NULL && self->step == MNR_SUBMISSION_WAITING && answer != NULL &&
      g_strcmp0 (g_bytes_get_data (answer, NULL), "null") == 0)
    transmit (self);
}

static void
ask_for_recent (MnrSubmission *self,
                const MnrOutboxEntry *entry)
{
  g_autofree char *name = mnr_hex_encode (entry->transaction_id, sizeof entry->transaction_id);
  g_autofree char *params = g_strdup_printf ("[\"%s\"]", name);

  self->is_asking = TRUE;
  mnr_submission_ask (self, "get_recent_transaction_by_id", params, on_recent);
}

/* Sees where it is now. @is_fresh: whether the chain was just asked. */
static void
see (MnrSubmission *self,
     gboolean is_fresh)
{
  GError *error = NULL;
  g_autoptr (MnrOutboxEntry) entry = mnr_submission_get_entry (self, &error);

  if (entry == NULL)
    {
      mnr_submission_fail (self, error);
      return;
    }
  switch (entry->state)
    {
    case MNR_OUTBOX_IRREVERSIBLE:
      mnr_submission_succeed (self, MNR_SUBMISSION_IRREVERSIBLE);
      break;
    case MNR_OUTBOX_REFUSED:
      g_set_error (&error, MNR_SUBMISSION_ERROR, MNR_SUBMISSION_ERROR_REFUSED,
                   _ ("“%s” was refused and not done: %s"), self->summary, entry->refusal);
      mnr_submission_fail (self, error);
      break;
    case MNR_OUTBOX_EXPIRED:
      g_set_error (&error, MNR_SUBMISSION_ERROR, MNR_SUBMISSION_ERROR_EXPIRED,
                   _ ("“%s” was not done: no block took it in time."), self->summary);
      mnr_submission_fail (self, error);
      break;
    case MNR_OUTBOX_INCLUDED:
      mnr_submission_set_step (self, MNR_SUBMISSION_INCLUDED);
      break;
    case MNR_OUTBOX_SENT:
      mnr_submission_set_step (self, MNR_SUBMISSION_WAITING);
      if (is_fresh && !self->is_asking && entry->refusal == NULL &&
          mnr_outbox_resolver_get_time (self->resolver) <= entry->expiration)
        ask_for_recent (self, entry);
      break;
    case MNR_OUTBOX_SIGNED:
    case MNR_OUTBOX_N_STATES:
    default:
      break;
    }
}

static void
on_checked (MnrSubmission *self,
            GError *error)
{
  /* Its task, which may end here, may be the last to hold it. */
  g_object_ref (self);
  see (self, error == NULL);
  g_object_unref (self);
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer user_data)
{
  g_autoptr (MnrSubmission) self = g_object_ref (user_data);

  is_cancelled (self);
  return G_SOURCE_REMOVE;
}

/* Waits for its fate; the resolver finds it out. */
static void
follow (MnrSubmission *self)
{
  GCancellable *cancellable = g_task_get_cancellable (self->task);

  mnr_submission_set_step (self, MNR_SUBMISSION_WAITING);
  if (self->checked == 0)
    self->checked = g_signal_connect_swapped (self->resolver, "checked", G_CALLBACK (on_checked),
                                              self);
  if (cancellable != NULL && self->cancelled == NULL)
    {
      self->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->cancelled, G_SOURCE_FUNC (on_cancelled), self, NULL);
      g_source_attach (self->cancelled, g_main_context_get_thread_default ());
    }
  mnr_outbox_resolver_check_async (self->resolver, NULL, NULL, NULL);
}

/*
 * Sending
 */

static gboolean
is_duplicate (const GError *error)
{
  return g_error_matches (error, MNR_NODE_ERROR, MNR_NODE_ERROR_REFUSED) &&
         mnr_node_error_get_refusal (error)->code == DUPLICATE;
}

/* Whatever the node says, or does not say: it may have it. */
static void
on_broadcast (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (MnrSubmission) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = mnr_node_call_finish (MNR_NODE (source), result, &error);

  if (self->task == NULL)
    return;
  if (answer == NULL && g_error_matches (error, MNR_NODE_ERROR, MNR_NODE_ERROR_REFUSED) &&
      !is_duplicate (error))
    {
      GError *local = NULL;

      if (!mnr_outbox_note_refusal (self->outbox, self->id, error->message,
                                    mnr_node_error_get_refusal (error)->json, &local))
        {
          mnr_submission_fail (self, local);
          return;
        }
    }
  if (!is_cancelled (self))
    follow (self);
}

static void
transmit (MnrSubmission *self)
{
  g_autofree char *params = mnr_submission_get_params (self, &mnr_type_signed_transaction);
  GError *error = NULL;

  if (is_cancelled (self))
    return;
  if (self->step < MNR_SUBMISSION_SENDING &&
      !mnr_outbox_mark_sent (self->outbox, self->id, &error))
    {
      mnr_submission_fail (self, error);
      return;
    }
  mnr_submission_set_step (self, MNR_SUBMISSION_SENDING);
  call (self, MNR_NODE_CALL_ONCE, "network_broadcast", "broadcast_transaction", params,
        on_broadcast);
}

static void
on_validated (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (MnrSubmission) self = user_data;
  GError *error = NULL;
  g_autoptr (GBytes) answer = mnr_node_call_finish (MNR_NODE (source), result, &error);
  g_autoptr (GError) reason = error;

  if (answer != NULL || is_duplicate (reason))
    {
      if (self->only_check)
        mnr_submission_succeed (self, MNR_SUBMISSION_CHECKED);
      else
        transmit (self);
      return;
    }
  if (!g_error_matches (reason, MNR_NODE_ERROR, MNR_NODE_ERROR_REFUSED))
    {
      mnr_submission_fail (self, g_steal_pointer (&reason));
      return;
    }
  error = NULL;
  if (mnr_outbox_mark_refused (self->outbox, self->id, reason->message,
                               mnr_node_error_get_refusal (reason)->json, &error))
    see (self, FALSE);
  else
    mnr_submission_fail (self, error);
}

static void
validate (MnrSubmission *self)
{
  g_autofree char *params = mnr_submission_get_params (self, &mnr_type_signed_transaction);

  mnr_submission_set_step (self, MNR_SUBMISSION_CHECKING);
  mnr_submission_ask (self, "validate_transaction", params, on_validated);
}

/* Whether what was signed is what was to be signed. */
static gboolean
accept_signed (MnrSubmission *self,
               const MnrTransaction *transaction,
               GError **error)
{
  MnrPublicKeySet signers = { 0 };
  gboolean good;

  good = mnr_value_equal (&mnr_type_transaction, transaction, self->transaction) &&
         mnr_transaction_get_signers (transaction, mnr_node_get_chain_id (self->node), &signers,
                                      NULL) &&
         signers.len > 0;
  mnr_value_clear (&mnr_type_public_key_set, &signers);
  if (!good)
    g_set_error_literal (error, MNR_SUBMISSION_ERROR, MNR_SUBMISSION_ERROR_SIGNATURE,
                         _ ("What was signed is not what was to be signed; nothing was sent."));
  return good;
}

static void
on_signed (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (MnrSubmission) self = user_data;
  GError *error = NULL;
  g_autoptr (MnrTransaction) transaction =
    self->signer->sign_finish (MNR_NODE (source), result, &error);

  if (transaction == NULL || !accept_signed (self, transaction, &error))
    {
      mnr_submission_fail (self, error);
      return;
    }
  if (is_cancelled (self))
    return;
  self->id = mnr_outbox_add (self->outbox, mnr_node_get_chain_id (self->node),
                             mnr_operation_get_payer (&transaction->operations.items[0]),
                             self->intent, self->summary, transaction, self->created,
                             self->reference, &error);
  if (self->id == 0)
    {
      mnr_submission_fail (self, error);
      return;
    }
  mnr_transaction_free (self->transaction);
  self->transaction = g_steal_pointer (&transaction);
  validate (self);
}

/* The same operations twice within a block would be the same transaction, and
 * be done once; a second of the expiration tells them apart. */
static gboolean
make_unique (MnrSubmission *self,
             GError **error)
{
  gboolean has = TRUE;

  while (TRUE)
    {
      if (!mnr_outbox_has (self->outbox, mnr_node_get_chain_id (self->node), self->transaction,
                           &has, error))
        return FALSE;
      if (!has || self->transaction->expiration <= self->created)
        return TRUE;
      self->transaction->expiration--;
    }
}

static void
sign (MnrSubmission *self)
{
  GError *error = NULL;

  if (!make_unique (self, &error))
    {
      mnr_submission_fail (self, error);
      return;
    }
  self->signer->sign_async (self->node, self->source, mnr_node_get_chain_id (self->node),
                            self->transaction, g_task_get_cancellable (self->task), on_signed,
                            g_object_ref (self));
}

void
mnr_submission_send_async (MnrSubmission *self,
                           const MnrSubmissionSigner *signer,
                           MnrKeySource *source,
                           gboolean only_check,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (self->task == NULL && self->step == MNR_SUBMISSION_REVIEW);

  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, mnr_submission_send_async);
  self->signer = signer;
  if (source != NULL)
    self->source = g_object_ref (source);
  self->only_check = only_check;
  mnr_submission_set_step (self, MNR_SUBMISSION_SIGNING);
  mnr_submission_refer (self, sign);
}

gboolean
mnr_submission_send_finish (MnrSubmission *self,
                            GAsyncResult *result,
                            GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/*
 * Resuming
 */

static void
on_looked (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (MnrSubmission) self = user_data;
  GError *error = NULL;
  g_autoptr (MnrOutboxEntry) entry = NULL;

  if (!mnr_outbox_resolver_check_finish (MNR_OUTBOX_RESOLVER (source), result, &error) ||
      (entry = mnr_submission_get_entry (self, &error)) == NULL)
    {
      mnr_submission_fail (self, error);
      return;
    }
  if (entry->state == MNR_OUTBOX_SIGNED &&
      mnr_outbox_resolver_get_time (self->resolver) <= entry->expiration)
    validate (self);
  else if (!entry->is_settled)
    follow (self);
  else
    see (self, FALSE);
}

void
mnr_submission_resume_async (MnrSubmission *self,
                             gint64 id,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (MnrOutboxEntry) entry = NULL;
  GError *error = NULL;

  g_return_if_fail (self->task == NULL && self->step == MNR_SUBMISSION_NEW);

  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, mnr_submission_resume_async);
  self->id = id;
  entry = mnr_submission_get_entry (self, &error);
  if (entry == NULL ||
      (self->transaction = mnr_outbox_entry_get_transaction (entry, &error)) == NULL)
    {
      mnr_submission_fail (self, error);
      return;
    }
  g_free (self->summary);
  self->summary = g_strdup (entry->summary);
  mnr_outbox_resolver_check_async (self->resolver, cancellable, on_looked,
                                   g_object_ref (self));
}

/*
 * The submission
 */

static void
mnr_submission_finalize (GObject *object)
{
  MnrSubmission *self = MNR_SUBMISSION (object);

  /* A task holds a reference, so there is none any more. */
  g_assert (self->task == NULL);
  mnr_value_free (&mnr_type_global_properties, self->properties);
  g_clear_pointer (&self->transaction, mnr_transaction_free);
  g_clear_object (&self->source);
  g_clear_object (&self->resolver);
  g_free (self->intent);
  g_free (self->summary);
  G_OBJECT_CLASS (mnr_submission_parent_class)->finalize (object);
}

static void
mnr_submission_class_init (MnrSubmissionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mnr_submission_finalize;

  changed_signal = g_signal_new ("changed", MNR_TYPE_SUBMISSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
mnr_submission_init (MnrSubmission *self)
{
  self->lifetime = MNR_SUBMISSION_LIFETIME;
}

MnrSubmission *
mnr_submission_new (MnrOutboxResolver *resolver,
                    const char *intent,
                    const char *summary)
{
  MnrSubmission *self = g_object_new (MNR_TYPE_SUBMISSION, NULL);

  self->resolver = g_object_ref (resolver);
  self->outbox = mnr_outbox_resolver_get_outbox (resolver);
  self->node = mnr_outbox_resolver_get_node (resolver);
  self->intent = g_strdup (intent);
  self->summary = g_strdup (summary);
  return self;
}

void
mnr_submission_set_lifetime (MnrSubmission *self,
                             guint32 seconds)
{
  self->lifetime = seconds;
}

const MnrTransaction *
mnr_submission_get_transaction (MnrSubmission *self)
{
  return self->step >= MNR_SUBMISSION_REVIEW ? self->transaction : NULL;
}

MnrSubmissionStep
mnr_submission_get_step (MnrSubmission *self)
{
  return self->step;
}

gint64
mnr_submission_get_id (MnrSubmission *self)
{
  return self->id;
}

MnrOutboxEntry *
mnr_submission_get_entry (MnrSubmission *self,
                          GError **error)
{
  return mnr_outbox_get (self->outbox, self->id, error);
}
