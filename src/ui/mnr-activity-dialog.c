/* mnr-activity-dialog.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-activity-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "chain/protocol/mnr-block.h"
#include "chain/values/mnr-text.h"
#include "chain/wire/mnr-json.h"
#include "mnr-activity-row.h"
#include "mnr-lines.h"
#include "mnr-network-banner.h"
#include "mnr-outbox-item.h"
#include "mnr-time-words.h"
#include "node/mnr-history-item.h"
#include "wallet/mnr-submission.h"

struct _MnrActivityDialog
{
  AdwWindow parent_instance;

  MnrWallet *wallet;
  MnrChainView *view;
  MnrOutbox *outbox;
  MnrOutboxResolver *resolver;
  gpointer item;
  MnrTransaction *transaction; /* once its bytes are read */
  GCancellable *cancellable;
  MnrSubmission *submission; /* what goes on with it */

  MnrNetworkBanner *banner;
  GtkImage *icon;
  GtkLabel *heading;
  GtkLabel *meaning;
  GtkBox *facts;
  GtkButton *copy;
  GtkWidget *words_group;
  GtkBox *words;
  GtkLabel *note;
  GtkWidget *answer_group;
  GtkLabel *answer;
  GtkLabel *problem;
  GtkButton *go_on;
};

G_DEFINE_FINAL_TYPE (MnrActivityDialog, mnr_activity_dialog, ADW_TYPE_WINDOW)

static void
set_note (MnrActivityDialog *self,
          const char *text)
{
  gtk_label_set_text (self->note, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), text != NULL);
}

static void
add_time (MnrActivityDialog *self,
          const char *label,
          MnrTime time)
{
  g_autofree char *local = mnr_time_to_local_text (time);
  g_autofree char *exact = mnr_time_to_utc_text (time);
  g_autofree char *text = g_strdup_printf ("%s (%s)", local, exact);

  mnr_box_add_line (self->facts, label, text, 0);
}

static void
add_block (MnrActivityDialog *self,
           guint32 block)
{
  g_autofree char *number = g_strdup_printf ("%u", block);
  g_autofree char *grouped = mnr_text_group_digits (number);

  mnr_box_add_line (self->facts, _ ("Block"), grouped, 0);
}

/* Returns: (nullable): its name, as everybody writes it */
static char *
get_transaction_id (MnrActivityDialog *self)
{
  guint8 id[MNR_TRANSACTION_ID_SIZE];
  GString *text = NULL;

  if (self->transaction == NULL || !mnr_transaction_get_id (self->transaction, id, NULL))
    return NULL;
  text = g_string_new (NULL);
  for (guint i = 0; i < sizeof id; i++)
    g_string_append_printf (text, "%02x", id[i]);
  return g_string_free (text, FALSE);
}

/* What it is, and how far */

static void
show_facts (MnrActivityDialog *self)
{
  const MnrDynamicGlobalProperties *head = mnr_node_get_head (mnr_chain_view_get_node (self->view));
  g_autofree char *id = get_transaction_id (self);
  MnrOutboxState state;

  mnr_box_clear (self->facts);
  if (MNR_IS_OUTBOX_ITEM (self->item))
    {
      const MnrOutboxEntry *entry = mnr_outbox_item_get_entry (self->item);
      const char *remedy = mnr_outbox_entry_get_remedy (entry);

      state = entry->state;
      gtk_label_set_text (self->heading, entry->summary);
      gtk_label_set_text (self->meaning, entry->refusal != NULL
                                           ? entry->refusal
                                           : mnr_outbox_state_get_meaning (state));
      add_time (self, _ ("Signed"), entry->created);
      add_time (self, _ ("Expires"), entry->expiration);
      if (entry->block != 0)
        add_block (self, entry->block);
      gtk_label_set_text (self->answer, entry->answer != NULL ? entry->answer : "");
      gtk_widget_set_visible (self->answer_group, entry->answer != NULL);
      gtk_widget_set_visible (GTK_WIDGET (self->go_on), remedy != NULL);
      gtk_button_set_label (self->go_on, remedy != NULL ? remedy : "");
    }
  else
    {
      const guint32 block = mnr_history_item_get_block (self->item);
      g_autofree char *title = mnr_activity_describe (self->item, self->view);

      state = head != NULL && block <= head->last_irreversible_block_num ? MNR_OUTBOX_IRREVERSIBLE
                                                                         : MNR_OUTBOX_INCLUDED;
      gtk_label_set_text (self->heading, title);
      gtk_label_set_text (self->meaning, mnr_outbox_state_get_meaning (state));
      add_time (self, _ ("Time"), mnr_history_item_get_time (self->item));
      add_block (self, block);
    }
  mnr_box_add_line (self->facts, _ ("State"), mnr_outbox_state_get_word (state), 0);
  if (id != NULL)
    mnr_box_add_line (self->facts, _ ("Transaction ID"), id, 0);
  gtk_image_set_from_icon_name (self->icon, mnr_outbox_state_get_icon (state));
  gtk_widget_set_visible (GTK_WIDGET (self->copy), id != NULL);
}

/* What its bytes say */

static void
on_words (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (MnrActivityDialog) self = user_data;
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GError) error = NULL;
  MnrNames names;

  mnr_chain_view_complete_finish (MNR_CHAIN_VIEW (source), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  mnr_chain_view_get_names (self->view, &names);
  lines = mnr_transaction_describe (self->transaction, &names);
  mnr_box_clear (self->words);
  for (guint i = 0; i < lines->len; i++)
    {
      const MnrDescriptionLine *line = g_ptr_array_index (lines, i);

      mnr_box_add_line (self->words, line->label, line->text, line->depth);
    }
  gtk_widget_set_visible (self->words_group, TRUE);
  set_note (self, error != NULL ? error->message : NULL);
  /* Names that are not known are ids: nothing is sent that nobody could read. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->go_on), error == NULL && self->submission == NULL);
  show_facts (self);
}

static void
read_words (MnrActivityDialog *self)
{
  mnr_chain_view_complete_async (self->view, mnr_chain_view_ask_names, self->transaction,
                                 self->cancellable, on_words, g_object_ref (self));
}

static void
on_transaction (GObject *source,
                GAsyncResult *result,
                gpointer user_data)
{
  g_autoptr (MnrActivityDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = mnr_node_call_finish (MNR_NODE (source), result, &error);
  MnrProcessedTransaction processed = { 0 };

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (answer == NULL)
    set_note (self, error->message);
  else if (!mnr_json_read (&mnr_type_processed_transaction, g_bytes_get_data (answer, NULL),
                           g_bytes_get_size (answer), mnr_node_get_prefix (MNR_NODE (source)),
                           &processed, NULL))
    set_note (self, _ ("The whole transaction has something in it that this program cannot read."));
  else
    {
      self->transaction = mnr_value_dup (&mnr_type_signed_transaction, &processed.transaction);
      set_note (self, NULL);
      read_words (self);
    }
  mnr_value_clear (&mnr_type_processed_transaction, &processed);
}

static void
ask_transaction (MnrActivityDialog *self)
{
  g_autofree char *params = NULL;

  if (mnr_history_item_is_virtual (self->item))
    {
      set_note (self, _ ("Nobody signed this: it happened by itself, because of what somebody "
                         "else did or because its time had come."));
      return;
    }
  set_note (self, _ ("The node is asked for the whole transaction…"));
  params = g_strdup_printf ("[%u,%u]", mnr_history_item_get_block (self->item),
                            mnr_history_item_get_transaction (self->item));
  mnr_node_call_async (mnr_chain_view_get_node (self->view), MNR_NODE_CALL_DEFAULT, "database",
                       "get_transaction", params, self->cancellable, on_transaction,
                       g_object_ref (self));
}

/* Going on with it */

static void
on_outbox_changed (MnrActivityDialog *self)
{
  MnrOutboxEntry *entry;

  if (!MNR_IS_OUTBOX_ITEM (self->item))
    return;
  entry = mnr_outbox_get (self->outbox, mnr_outbox_item_get_entry (self->item)->id, NULL);
  if (entry == NULL)
    return;
  g_object_unref (self->item);
  self->item = mnr_outbox_item_new (entry);
  show_facts (self);
}

static void
on_resumed (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (MnrActivityDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  mnr_submission_send_finish (MNR_SUBMISSION (source), result, &error);
  g_clear_object (&self->submission);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  gtk_label_set_text (self->problem, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), error != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->go_on), TRUE);
}

static void
on_go_on (MnrActivityDialog *self)
{
  if (self->submission != NULL || self->transaction == NULL)
    return;
  self->submission = mnr_submission_new (self->resolver, "", "");
  gtk_widget_set_sensitive (GTK_WIDGET (self->go_on), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  /* The dialog may go; what was begun is not cut off by that. */
  mnr_submission_resume_async (self->submission, mnr_outbox_item_get_entry (self->item)->id, NULL,
                               on_resumed, g_object_ref (self));
}

static void
on_copy (MnrActivityDialog *self)
{
  g_autofree char *id = get_transaction_id (self);

  if (id != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), id);
}

static void
mnr_activity_dialog_dispose (GObject *object)
{
  MnrActivityDialog *self = MNR_ACTIVITY_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  if (self->outbox != NULL)
    g_signal_handlers_disconnect_by_data (self->outbox, self);
  G_OBJECT_CLASS (mnr_activity_dialog_parent_class)->dispose (object);
}

static void
mnr_activity_dialog_finalize (GObject *object)
{
  MnrActivityDialog *self = MNR_ACTIVITY_DIALOG (object);

  g_clear_object (&self->wallet);
  g_clear_object (&self->view);
  g_clear_object (&self->outbox);
  g_clear_object (&self->resolver);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->item);
  g_clear_pointer (&self->transaction, mnr_transaction_free);
  G_OBJECT_CLASS (mnr_activity_dialog_parent_class)->finalize (object);
}

static void
mnr_activity_dialog_class_init (MnrActivityDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mnr_activity_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = mnr_activity_dialog_finalize;
  g_type_ensure (MNR_TYPE_NETWORK_BANNER);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/moneyer/Moneyer/ui/mnr-activity-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, MnrActivityDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, MnrActivityDialog, icon);
  gtk_widget_class_bind_template_child (widget_class, MnrActivityDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, MnrActivityDialog, meaning);
  gtk_widget_class_bind_template_child (widget_class, MnrActivityDialog, facts);
  gtk_widget_class_bind_template_child (widget_class, MnrActivityDialog, copy);
  gtk_widget_class_bind_template_child (widget_class, MnrActivityDialog, words_group);
  gtk_widget_class_bind_template_child (widget_class, MnrActivityDialog, words);
  gtk_widget_class_bind_template_child (widget_class, MnrActivityDialog, note);
  gtk_widget_class_bind_template_child (widget_class, MnrActivityDialog, answer_group);
  gtk_widget_class_bind_template_child (widget_class, MnrActivityDialog, answer);
  gtk_widget_class_bind_template_child (widget_class, MnrActivityDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, MnrActivityDialog, go_on);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_bind_template_callback (widget_class, on_go_on);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
mnr_activity_dialog_init (MnrActivityDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
mnr_activity_dialog_new (GtkWindow *parent,
                         MnrWallet *wallet,
                         gpointer item)
{
  MnrActivityDialog *self = g_object_new (MNR_TYPE_ACTIVITY_DIALOG, "transient-for", parent, NULL);
  g_autoptr (GError) error = NULL;

  self->wallet = g_object_ref (wallet);
  self->view = g_object_ref (mnr_wallet_get_view (wallet));
  self->outbox = g_object_ref (mnr_wallet_get_outbox (wallet));
  self->resolver = g_object_ref (mnr_wallet_get_resolver (wallet));
  self->item = g_object_ref (item);
  mnr_network_banner_set_wallet (self->banner, wallet);
  if (MNR_IS_OUTBOX_ITEM (item))
    {
      self->transaction =
        mnr_outbox_entry_get_transaction (mnr_outbox_item_get_entry (item), &error);
      set_note (self, error != NULL ? error->message : NULL);
      if (self->transaction != NULL)
        read_words (self);
    }
  else
    ask_transaction (self);
  g_signal_connect_swapped (self->outbox, "changed", G_CALLBACK (on_outbox_changed), self);
  show_facts (self);
  return GTK_WIDGET (self);
}
