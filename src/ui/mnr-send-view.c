/* mnr-send-view.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-send-view.h"

#include <glib/gi18n.h>
#include <string.h>

#include "chain/values/mnr-text.h"
#include "issuer/mnr-cost-sheet.h"
#include "issuer/mnr-explanation.h"
#include "issuer/mnr-text-line.h"
#include "mnr-lines.h"
#include "mnr-remedy.h"
#include "mnr-send-progress.h"
#include "node/mnr-cross-check.h"
#include "wallet/mnr-signer.h"

struct _MnrSendView
{
  AdwBin parent_instance;

  AdwPreferencesGroup *progress_group;
  MnrSendProgress *progress;
  GtkBox *problem;
  GtkLabel *problem_title;
  GtkLabel *problem_text;
  GtkToggleButton *answer;
  GtkLabel *answer_text;
  GtkButton *again;
  AdwPreferencesGroup *words_group;
  GtkBox *words;
  AdwPreferencesGroup *cost_group;
  GtkBox *cost;
  GtkBox *extra;
  GtkLabel *reason;
  GtkButton *confirm;
  GtkLabel *confirm_label;
  GtkButton *result;

  MnrWallet *wallet;
  MnrChainId chain_id;
  MnrChainView *view;
  MnrNode *node;
  MnrOutboxResolver *resolver;
  MnrObjectId payer;
  char *verb;
  MnrSubmission *submission;
  MnrTransaction *before;    /* (nullable): what an earlier run signed, and left under way */
  gint64 before_id;          /* its entry */
  GCancellable *cancellable; /* of everything up to the sending */
  const char *caution;       /* (nullable): to be known before it is confirmed */
  char *trouble;             /* (nullable): why it cannot be seen what becomes of it */
  gboolean is_ready;         /* compared, and may be confirmed */
  gboolean is_same;          /* what was signed before does what is to be done now */
  gboolean is_open;          /* what was signed may still be done: it is gone on with */
  gboolean waits_for_node;   /* to be begun anew as soon as there is one */
  gboolean is_sending, has_result, was_included;
};

G_DEFINE_FINAL_TYPE (MnrSendView, mnr_send_view, ADW_TYPE_BIN)

enum
{
  INCLUDED,
  IRREVERSIBLE,
  AGAIN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
set_reason (MnrSendView *self,
            const char *sentence)
{
  gtk_label_set_text (self->reason, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason), sentence != NULL);
}

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Whether it is the node's fault, and may be no longer so by itself. */
static gboolean
is_passing (const GError *error)
{
  return error->domain == MNR_NODE_ERROR &&
         (error->code == MNR_NODE_ERROR_CLOSED || error->code == MNR_NODE_ERROR_TIMEOUT ||
          error->code == MNR_NODE_ERROR_CONNECT);
}

static gboolean
has_node (MnrSendView *self)
{
  const MnrNodeState state = mnr_wallet_get_state (self->wallet);

  return state == MNR_NODE_LIVE || state == MNR_NODE_STALE;
}

/* The line above the button: why it cannot be pressed, or what is waited for. */
static void
show_reason (MnrSendView *self)
{
  g_autofree char *sentence = NULL;

  if (gtk_widget_get_visible (GTK_WIDGET (self->problem)))
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->confirm), self->is_ready && has_node (self));
  if (!self->is_ready && !self->is_sending)
    return; /* what is being done stands there */
  if (!has_node (self))
    sentence = g_strdup (self->is_sending
                           ? _ ("It goes on by itself as soon as a node can be reached; nothing is "
                                "sent twice.")
                           : _ ("It can be signed as soon as a node can be reached."));
  else if (self->is_sending && self->trouble != NULL)
    sentence = g_strdup_printf (_ ("What becomes of it cannot be seen at the moment: %s\nIt is "
                                   "looked for again with every block."),
                                self->trouble);
  else if (!self->is_sending)
    sentence = g_strdup (self->caution);
  set_reason (self, sentence);
}

/* What went wrong, and what the node said itself. */
static void
show_problem (MnrSendView *self,
              const char *title,
              const GError *error,
              gboolean may_try_again)
{
  const MnrNodeRefusal *refusal = mnr_node_error_get_refusal (error);
  g_autoptr (MnrOutboxEntry) entry = NULL;
  const char *answer = refusal != NULL ? refusal->json : NULL;
  g_autofree char *words = mnr_remedy_describe (error);

  if (answer == NULL && mnr_submission_get_id (self->submission) != 0)
    {
      entry = mnr_submission_get_entry (self->submission, NULL);
      answer = entry != NULL ? entry->answer : NULL;
    }
  gtk_button_set_label (self->again, self->is_open ? _ ("_Go On") : _ ("_Try Again"));
  gtk_label_set_text (self->problem_title, title);
  gtk_label_set_text (self->problem_text, words);
  gtk_label_set_text (self->answer_text, answer != NULL ? answer : "");
  gtk_toggle_button_set_active (self->answer, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->answer), answer != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->again), may_try_again);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->confirm), FALSE);
  set_reason (self, NULL);
}

/* What the bytes say that are to be sent. */
static const MnrTransaction *
get_transaction (MnrSendView *self)
{
  return self->before != NULL ? self->before : mnr_submission_get_transaction (self->submission);
}

static void
on_explained (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (MnrSendView) self = user_data;
  g_autofree char *why =
    mnr_explanation_find_finish (MNR_CHAIN_VIEW (source), result, NULL);
  g_autofree char *sentence = NULL;

  if (why == NULL || self->wallet == NULL)
    return;
  sentence =
    g_strdup_printf (_ ("A node refused it: %s.\nNothing was sent, and it cost nothing."), why);
  gtk_label_set_text (self->problem_text, sentence);
}

/* Progress */

static void
on_step (MnrSendView *self)
{
  const MnrSubmissionStep step = mnr_submission_get_step (self->submission);

  if (!self->is_sending)
    return;
  mnr_send_progress_show (self->progress, self->submission);
  if ((step == MNR_SUBMISSION_INCLUDED || step == MNR_SUBMISSION_IRREVERSIBLE) &&
      !self->was_included)
    {
      self->was_included = TRUE;
      gtk_widget_set_visible (GTK_WIDGET (self->result), self->has_result);
      gtk_widget_grab_focus (GTK_WIDGET (self->result));
      g_signal_emit (self, signals[INCLUDED], 0);
    }
}

/* Whether what was signed may still be done, whatever went wrong. */
static gboolean
may_still_be_done (MnrSendView *self,
                   const GError *error)
{
  g_autoptr (MnrOutboxEntry) entry = NULL;

  if (mnr_submission_get_id (self->submission) == 0 || error->domain == MNR_SUBMISSION_ERROR)
    return FALSE;
  entry = mnr_submission_get_entry (self->submission, NULL);
  return entry == NULL || !entry->is_settled;
}

static const char *
describe_failure (MnrSendView *self)
{
  g_autoptr (MnrOutboxEntry) entry = NULL;

  if (!self->is_open)
    return _ ("It was not done.");
  entry = mnr_submission_get_entry (self->submission, NULL);
  return entry != NULL && entry->state == MNR_OUTBOX_SIGNED
           ? _ ("It was signed, but not sent.")
           : _ ("It is not certain yet whether it was done.");
}

static void
on_sent (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (MnrSendView) self = user_data;
  g_autoptr (GError) error = NULL;

  mnr_submission_send_finish (MNR_SUBMISSION (source), result, &error);
  /* It goes on without us, or with another one: the outbox has it. */
  if (is_cancelled (error) || self->wallet == NULL || MNR_SUBMISSION (source) != self->submission)
    return;
  self->is_sending = FALSE;
  if (error == NULL)
    {
      mnr_send_progress_show (self->progress, self->submission);
      set_reason (self, NULL);
      g_signal_emit (self, signals[IRREVERSIBLE], 0);
      return;
    }
  self->is_open = may_still_be_done (self, error);
  show_problem (self, describe_failure (self), error, TRUE);
  if (!self->is_open)
    mnr_send_progress_fail (self->progress);
  if (g_error_matches (error, MNR_SUBMISSION_ERROR, MNR_SUBMISSION_ERROR_REFUSED) &&
      !mnr_send_progress_is_sent (self->progress))
    mnr_explanation_find_async (self->view, get_transaction (self), self->cancellable, on_explained,
                                g_object_ref (self));
}

static void
begin_sending (MnrSendView *self)
{
  self->is_sending = TRUE;
  self->is_open = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->confirm), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->progress_group), TRUE);
  adw_preferences_group_set_title (self->words_group, _ ("What Is Being Sent"));
  set_reason (self, NULL);
}

/* A submission begins anew; whatever the one before still does goes on without us. */
static void
renew_submission (MnrSendView *self,
                  const char *intent,
                  const char *summary)
{
  if (self->submission != NULL)
    g_signal_handlers_disconnect_by_data (self->submission, self);
  g_clear_object (&self->submission);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->submission = mnr_submission_new (self->resolver, intent, summary);
  g_signal_connect_swapped (self->submission, "changed", G_CALLBACK (on_step), self);
}

/* Goes on with what is in the outbox: the same bytes, whoever began with them. */
static void
resume (MnrSendView *self,
        gint64 id)
{
  renew_submission (self, "", "");
  begin_sending (self);
  mnr_submission_resume_async (self->submission, id, self->cancellable, on_sent,
                               g_object_ref (self));
  mnr_send_progress_show (self->progress, self->submission);
  show_reason (self);
}

static void
on_confirm (MnrSendView *self)
{
  static const MnrSubmissionSigner signer = { mnr_signer_sign_async, mnr_signer_sign_finish };

  if (self->is_sending)
    return;
  if (self->before != NULL)
    {
      resume (self, self->before_id);
      return;
    }
  begin_sending (self);
  mnr_send_progress_show (self->progress, self->submission);
  mnr_submission_send_async (self->submission, &signer,
                             MNR_KEY_SOURCE (mnr_wallet_get_key_ring (self->wallet)), FALSE,
                             self->cancellable, on_sent, g_object_ref (self));
}

static void
on_again (MnrSendView *self)
{
  if (self->is_open)
    resume (self, mnr_submission_get_id (self->submission));
  else
    g_signal_emit (self, signals[AGAIN], 0);
}

/* Review */

static void
set_confirm (MnrSendView *self,
             const char *label)
{
  gtk_label_set_text (self->confirm_label, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->confirm), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

/* What the transaction costs who pays it. */
static MnrCostSheet *
make_sheet (MnrSendView *self,
            const MnrView *view)
{
  const MnrTransaction *transaction = get_transaction (self);
  g_autoptr (MnrTransaction) copy = mnr_value_dup (&mnr_type_signed_transaction, transaction);
  g_autoptr (GPtrArray) operations = g_ptr_array_new ();
  MnrObjectId fee_asset = MNR_CORE_ASSET;

  /* The sheet fills fees in; those of the transaction are not to be touched. */
  for (gsize i = 0; i < copy->operations.len; i++)
    {
      const MnrAmount *fee = mnr_operation_get_fee (&copy->operations.items[i]);

      fee_asset = fee != NULL ? fee->asset_id : fee_asset;
      g_ptr_array_add (operations, &copy->operations.items[i]);
    }
  return mnr_cost_sheet_new (operations, self->payer, fee_asset, view);
}

static void
ask_words (const MnrView *view,
           gpointer user_data)
{
  MnrSendView *self = user_data;
  const MnrTransaction *transaction = get_transaction (self);

  mnr_chain_view_ask_names (view, (gpointer) transaction);
  mnr_cost_sheet_free (make_sheet (self, view));
}

static void
show_cost (MnrSendView *self)
{
  const MnrView *view = mnr_chain_view_get_view (self->view);
  g_autoptr (MnrCostSheet) sheet = make_sheet (self, view);
  g_autoptr (GPtrArray) lines = mnr_cost_sheet_describe (sheet, view);

  mnr_box_clear (self->cost);
  for (guint i = 0; i < lines->len; i++)
    {
      const MnrTextLine *line = g_ptr_array_index (lines, i);
      g_autofree char *grouped = mnr_text_group_digits (line->text);

      mnr_box_add_line (self->cost, line->label, grouped, 0);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->cost_group), TRUE);
}

/* What stands in the bytes as fees, together. */
static char *
format_fees (const MnrTransaction *transaction,
             const MnrView *view)
{
  MnrAmount sum = { 0, MNR_CORE_ASSET };
  g_autofree char *plain = NULL;

  for (gsize i = 0; i < transaction->operations.len; i++)
    {
      const MnrAmount *fee =
        mnr_operation_get_fee ((MnrOperation *) &transaction->operations.items[i]);

      if (fee != NULL)
        sum = (MnrAmount){ sum.amount + fee->amount, fee->asset_id };
    }
  plain = mnr_view_format_amount (view, sum.amount, sum.asset_id);
  return mnr_text_group_digits (plain);
}

static void
show_words (MnrSendView *self)
{
  const MnrTransaction *transaction = get_transaction (self);
  g_autoptr (GPtrArray) lines = NULL;
  g_autofree char *price = NULL, *label = NULL;
  MnrNames names;

  mnr_chain_view_get_names (self->view, &names);
  lines = mnr_transaction_describe (transaction, &names);
  mnr_box_clear (self->words);
  for (guint i = 0; i < lines->len; i++)
    {
      const MnrDescriptionLine *line = g_ptr_array_index (lines, i);

      mnr_box_add_line (self->words, line->label, line->text, line->depth);
    }
  price = format_fees (transaction, mnr_chain_view_get_view (self->view));
  label = g_strdup_printf (_ ("%s for %s"), self->verb, price);
  set_confirm (self, label);
}

static gboolean
is_watched_only (MnrSendView *self)
{
  const MnrWalletAccount *account = mnr_wallet_get_account (self->wallet);

  return account != NULL && account->id == self->payer && account->roles == 0;
}

static void
on_cross_checked (GObject *source,
                  GAsyncResult *result,
                  gpointer user_data)
{
  g_autoptr (MnrSendView) self = user_data;
  g_autoptr (GError) error = NULL;
  const MnrWalletNetwork *network;

  mnr_cross_check_finish (MNR_NODE (source), result, &error);
  if (is_cancelled (error) || self->wallet == NULL)
    return;
  network = mnr_wallet_get_network (self->wallet);
  if (error != NULL && !g_error_matches (error, MNR_NODE_ERROR, MNR_NODE_ERROR_ALONE))
    {
      self->waits_for_node = is_passing (error);
      show_problem (self,
                    self->waits_for_node ? _ ("The nodes could not be compared.")
                                         : _ ("The nodes do not agree, so nothing can be signed."),
                    error, TRUE);
      return;
    }
  if (is_watched_only (self))
    {
      set_reason (self, _ ("This account is only watched: none of its keys is here to sign with."));
      return;
    }
  /* The practice network is this computer, so there is nobody to doubt. */
  self->caution = error != NULL && (network == NULL || network->kind != MNR_NETWORK_PRACTICE)
                    ? _ ("Only one node could be asked: what it says of precisions and keys was "
                         "compared with nobody.")
                    : NULL;
  self->is_ready = TRUE;
  show_reason (self);
}

static void
on_words (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (MnrSendView) self = user_data;
  g_autoptr (GError) error = NULL;

  mnr_chain_view_complete_finish (MNR_CHAIN_VIEW (source), result, &error);
  if (is_cancelled (error) || self->wallet == NULL)
    return;
  if (error != NULL)
    {
      self->waits_for_node = is_passing (error) && !self->is_sending;
      if (!self->is_sending)
        show_problem (self, _ ("The node could not be asked."), error, TRUE);
      return;
    }
  show_words (self);
  if (self->before != NULL)
    {
      /* It was compared before it was signed, and is what it is. */
      self->is_ready = TRUE;
      show_reason (self);
      return;
    }
  show_cost (self);
  set_reason (self, _ ("Two nodes are being compared…"));
  mnr_cross_check_async (self->node, mnr_submission_get_transaction (self->submission),
                         MNR_CHAIN_VIEW (source), self->cancellable, on_cross_checked,
                         g_object_ref (self));
}

static void
on_prepared (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (MnrSendView) self = user_data;
  g_autoptr (GError) error = NULL;

  mnr_submission_prepare_finish (MNR_SUBMISSION (source), result, &error);
  if (is_cancelled (error) || self->wallet == NULL)
    return;
  if (error != NULL)
    {
      self->waits_for_node = is_passing (error);
      show_problem (self, _ ("The transaction could not be prepared."), error, TRUE);
      return;
    }
  mnr_chain_view_complete_async (self->view, ask_words, self, self->cancellable, on_words,
                                 g_object_ref (self));
}

static void
mnr_send_view_dispose (GObject *object)
{
  MnrSendView *self = MNR_SEND_VIEW (object);

  /* What was not sent is not sent; for what was, only the waiting ends. */
  g_cancellable_cancel (self->cancellable);
  if (self->submission != NULL)
    g_signal_handlers_disconnect_by_data (self->submission, self);
  if (self->resolver != NULL)
    g_signal_handlers_disconnect_by_data (self->resolver, self);
  g_clear_object (&self->wallet);
  g_clear_object (&self->view);
  g_clear_object (&self->node);
  g_clear_object (&self->resolver);
  G_OBJECT_CLASS (mnr_send_view_parent_class)->dispose (object);
}

static void
mnr_send_view_finalize (GObject *object)
{
  MnrSendView *self = MNR_SEND_VIEW (object);

  g_clear_object (&self->submission);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->before, mnr_transaction_free);
  g_free (self->trouble);
  g_free (self->verb);
  G_OBJECT_CLASS (mnr_send_view_parent_class)->finalize (object);
}

static void
mnr_send_view_class_init (MnrSendViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mnr_send_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = mnr_send_view_finalize;
  g_type_ensure (MNR_TYPE_SEND_PROGRESS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/moneyer/Moneyer/ui/mnr-send-view.ui");
  gtk_widget_class_bind_template_child (widget_class, MnrSendView, progress_group);
  gtk_widget_class_bind_template_child (widget_class, MnrSendView, progress);
  gtk_widget_class_bind_template_child (widget_class, MnrSendView, problem);
  gtk_widget_class_bind_template_child (widget_class, MnrSendView, problem_title);
  gtk_widget_class_bind_template_child (widget_class, MnrSendView, problem_text);
  gtk_widget_class_bind_template_child (widget_class, MnrSendView, answer);
  gtk_widget_class_bind_template_child (widget_class, MnrSendView, answer_text);
  gtk_widget_class_bind_template_child (widget_class, MnrSendView, again);
  gtk_widget_class_bind_template_child (widget_class, MnrSendView, words_group);
  gtk_widget_class_bind_template_child (widget_class, MnrSendView, words);
  gtk_widget_class_bind_template_child (widget_class, MnrSendView, cost_group);
  gtk_widget_class_bind_template_child (widget_class, MnrSendView, cost);
  gtk_widget_class_bind_template_child (widget_class, MnrSendView, extra);
  gtk_widget_class_bind_template_child (widget_class, MnrSendView, reason);
  gtk_widget_class_bind_template_child (widget_class, MnrSendView, confirm);
  gtk_widget_class_bind_template_child (widget_class, MnrSendView, confirm_label);
  gtk_widget_class_bind_template_child (widget_class, MnrSendView, result);

  signals[INCLUDED] = g_signal_new ("included", MNR_TYPE_SEND_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
  signals[IRREVERSIBLE] = g_signal_new ("irreversible", MNR_TYPE_SEND_VIEW, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[AGAIN] = g_signal_new ("again", MNR_TYPE_SEND_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
mnr_send_view_init (MnrSendView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  g_signal_connect_swapped (self->confirm, "clicked", G_CALLBACK (on_confirm), self);
  g_signal_connect_swapped (self->again, "clicked", G_CALLBACK (on_again), self);
}

/* A look at the chain ended, with an error or with what there is to see. */
static void
on_looked (MnrSendView *self,
           GError *error)
{
  g_free (self->trouble);
  self->trouble = error != NULL ? g_strdup (error->message) : NULL;
  show_reason (self);
}

static void
take_network (MnrSendView *self)
{
  if (self->resolver != NULL)
    g_signal_handlers_disconnect_by_data (self->resolver, self);
  g_set_object (&self->view, mnr_wallet_get_view (self->wallet));
  g_set_object (&self->node, mnr_wallet_get_node (self->wallet));
  g_set_object (&self->resolver, mnr_wallet_get_resolver (self->wallet));
  g_signal_connect_swapped (self->resolver, "checked", G_CALLBACK (on_looked), self);
}

/* The same network was opened anew, or another one. */
static void
on_network_changed (MnrSendView *self)
{
  const MnrChainId *chain_id = mnr_wallet_get_chain_id (self->wallet);
  const gint64 id = self->submission != NULL ? mnr_submission_get_id (self->submission) : 0;

  /* Until the new one is known, the old one may come back. */
  if (self->resolver == NULL || chain_id == NULL ||
      mnr_wallet_get_resolver (self->wallet) == self->resolver)
    return;
  if (memcmp (chain_id, &self->chain_id, sizeof *chain_id) != 0)
    self->is_sending = FALSE; /* the outbox has what was sent there */
  else if (id != 0 && (self->is_sending || self->is_open))
    {
      take_network (self);
      if (self->is_sending)
        resume (self, id);
      return;
    }
  else if (self->was_included && !self->is_sending)
    return; /* it is done */
  self->is_sending = FALSE;
  g_signal_emit (self, signals[AGAIN], 0);
}

static void
on_state_changed (MnrSendView *self)
{
  if (self->waits_for_node && mnr_wallet_get_state (self->wallet) == MNR_NODE_LIVE)
    g_signal_emit (self, signals[AGAIN], 0);
  else
    show_reason (self);
}

/* Shows what an earlier run began, and goes on with it if it was sent. */
static void
take_up (MnrSendView *self,
         const MnrOutboxEntry *entry,
         const MnrTransaction *operations)
{
  adw_preferences_group_set_title (self->words_group, _ ("This Was Signed Before"));
  self->before_id = entry->id;
  self->is_same = mnr_outbox_entry_does (entry, operations);
  self->caution = self->is_same
                    ? _ ("It was signed before, and not sent. This sends what was signed then.")
                    : _ ("It was signed before, and not sent; what is wanted now differs from "
                         "it. This sends what was signed then, and the other has to wait.");
  if (entry->state == MNR_OUTBOX_SIGNED)
    renew_submission (self, "", "");
  else
    resume (self, entry->id);
  mnr_chain_view_complete_async (self->view, ask_words, self, self->cancellable, on_words,
                                 g_object_ref (self));
}

GtkWidget *
mnr_send_view_new (MnrWallet *wallet,
                   const MnrTransaction *operations,
                   MnrObjectId payer,
                   const char *intent,
                   const char *summary,
                   const char *verb)
{
  MnrSendView *self = g_object_new (MNR_TYPE_SEND_VIEW, NULL);
  const MnrChainId *chain_id = mnr_wallet_get_chain_id (wallet);
  g_autoptr (MnrOutboxEntry) entry = NULL;

  self->wallet = g_object_ref (wallet);
  self->payer = payer;
  self->verb = g_strdup (verb);
  set_confirm (self, verb);
  if (mnr_wallet_get_resolver (wallet) == NULL || chain_id == NULL)
    {
      set_reason (self, _ ("No network is open."));
      return GTK_WIDGET (self);
    }
  self->chain_id = *chain_id;
  take_network (self);
  g_signal_connect_object (wallet, "network-changed", G_CALLBACK (on_network_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wallet, "account-changed", G_CALLBACK (on_network_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wallet, "state-changed", G_CALLBACK (on_state_changed), self,
                           G_CONNECT_SWAPPED);
  entry = mnr_outbox_find_under_way (mnr_wallet_get_outbox (wallet), chain_id, intent, NULL);
  if (entry != NULL)
    self->before = mnr_outbox_entry_get_transaction (entry, NULL);
  if (self->before != NULL)
    {
      take_up (self, entry, operations);
      return GTK_WIDGET (self);
    }
  renew_submission (self, intent, summary);
  set_reason (self, _ ("Being prepared…"));
  mnr_submission_prepare_async (self->submission, operations, MNR_CORE_ASSET, self->cancellable,
                                on_prepared, g_object_ref (self));
  return GTK_WIDGET (self);
}

void
mnr_send_view_add (MnrSendView *self,
                   GtkWidget *widget)
{
  g_return_if_fail (MNR_IS_SEND_VIEW (self));

  gtk_box_append (self->extra, widget);
}

void
mnr_send_view_set_result (MnrSendView *self,
                          const char *label,
                          GCallback activated,
                          gpointer user_data)
{
  g_return_if_fail (MNR_IS_SEND_VIEW (self));

  gtk_button_set_label (self->result, label);
  g_signal_connect_swapped (self->result, "clicked", activated, user_data);
  self->has_result = TRUE;
}

gboolean
mnr_send_view_is_review (MnrSendView *self)
{
  g_return_val_if_fail (MNR_IS_SEND_VIEW (self), FALSE);

  return gtk_widget_get_visible (GTK_WIDGET (self->confirm));
}

gboolean
mnr_send_view_is_busy (MnrSendView *self)
{
  g_return_val_if_fail (MNR_IS_SEND_VIEW (self), FALSE);

  return self->is_sending;
}

gboolean
mnr_send_view_is_same (MnrSendView *self)
{
  g_return_val_if_fail (MNR_IS_SEND_VIEW (self), FALSE);

  return self->before == NULL || self->is_same;
}

const MnrTransaction *
mnr_send_view_get_transaction (MnrSendView *self)
{
  g_return_val_if_fail (MNR_IS_SEND_VIEW (self), NULL);

  return self->submission != NULL ? get_transaction (self) : NULL;
}
