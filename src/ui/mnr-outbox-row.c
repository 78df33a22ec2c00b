/* mnr-outbox-row.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-outbox-row.h"

#include <glib/gi18n.h>

#include "chain/values/mnr-text.h"
#include "mnr-time-words.h"
#include "wallet/mnr-submission.h"

struct _MnrOutboxRow
{
  AdwExpanderRow parent_instance;

  GtkImage *icon;
  GtkButton *go_on;
  GtkLabel *meaning;
  GtkLabel *answer_title;
  GtkLabel *answer;

  MnrOutboxResolver *resolver;
  MnrSubmission *submission; /* what goes on with it */
  gint64 id;
};

G_DEFINE_FINAL_TYPE (MnrOutboxRow, mnr_outbox_row, ADW_TYPE_EXPANDER_ROW)

/* What an entry's state is called, and what it means. */
static const struct
{
  const char *icon;
  const char *word;
  const char *meaning;
} states[MNR_OUTBOX_N_STATES] = {
  [MNR_OUTBOX_SIGNED] = { "document-edit-symbolic", N_ ("Signed, not sent"),
                          N_ ("It was signed and never sent. Until it expires it can be sent as it "
                              "is, or left alone.") },
  [MNR_OUTBOX_SENT] = { "emblem-synchronizing-symbolic", N_ ("Sent"),
                        N_ ("A node may have it, but it is in no block yet. It is not sent a "
                            "second time while that is open.") },
  [MNR_OUTBOX_INCLUDED] = { "emblem-default-symbolic", N_ ("In a block"),
                            N_ ("It is in a block that a fork could still drop.") },
  [MNR_OUTBOX_IRREVERSIBLE] = { "emblem-ok-symbolic", N_ ("Irreversible"),
                                N_ ("It is done for ever.") },
  [MNR_OUTBOX_REFUSED] = { "dialog-error-symbolic", N_ ("Refused"),
                           N_ ("It was not done, and cost nothing.") },
  [MNR_OUTBOX_EXPIRED] = { "appointment-missed-symbolic", N_ ("Expired"),
                           N_ ("It was not done, and never will be: its time ended before it was "
                               "in a block. It cost nothing.") },
};

static void
show_busy (MnrOutboxRow *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->go_on), self->submission == NULL);
}

static void
on_resumed (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (MnrOutboxRow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!mnr_submission_send_finish (MNR_SUBMISSION (source), result, &error))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", error->message);
  g_clear_object (&self->submission);
  show_busy (self);
}

static void
on_go_on (GtkButton *button,
          MnrOutboxRow *self)
{
  if (self->submission != NULL)
    return;
  self->submission = mnr_submission_new (self->resolver, "", "");
  show_busy (self);
  mnr_submission_resume_async (self->submission, self->id, NULL, on_resumed, g_object_ref (self));
}

static void
mnr_outbox_row_dispose (GObject *object)
{
  MnrOutboxRow *self = MNR_OUTBOX_ROW (object);

  g_clear_object (&self->submission);
  g_clear_object (&self->resolver);
  G_OBJECT_CLASS (mnr_outbox_row_parent_class)->dispose (object);
}

static void
mnr_outbox_row_class_init (MnrOutboxRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mnr_outbox_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/moneyer/Moneyer/ui/mnr-outbox-row.ui");
  gtk_widget_class_bind_template_child (widget_class, MnrOutboxRow, icon);
  gtk_widget_class_bind_template_child (widget_class, MnrOutboxRow, go_on);
  gtk_widget_class_bind_template_child (widget_class, MnrOutboxRow, meaning);
  gtk_widget_class_bind_template_child (widget_class, MnrOutboxRow, answer_title);
  gtk_widget_class_bind_template_child (widget_class, MnrOutboxRow, answer);
  gtk_widget_class_bind_template_callback (widget_class, on_go_on);
}

static void
mnr_outbox_row_init (MnrOutboxRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
}

GtkWidget *
mnr_outbox_row_new (MnrOutboxResolver *resolver,
                    const MnrOutboxEntry *entry)
{
  MnrOutboxRow *self = g_object_new (MNR_TYPE_OUTBOX_ROW, NULL);

  self->resolver = g_object_ref (resolver);
  mnr_outbox_row_set_entry (self, entry);
  return GTK_WIDGET (self);
}

gint64
mnr_outbox_row_get_id (MnrOutboxRow *self)
{
  return self->id;
}

void
mnr_outbox_row_set_entry (MnrOutboxRow *self,
                          const MnrOutboxEntry *entry)
{
  const char *word = _ (states[entry->state].word);
  g_autofree char *time = mnr_time_to_local_text (entry->created);
  g_autofree char *exact = mnr_time_to_utc_text (entry->created);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s", word, time);
  g_autofree char *title = mnr_text_capitalise (entry->summary);
  const gboolean may_go_on = !entry->is_settled && (entry->state == MNR_OUTBOX_SIGNED ||
                                                    entry->state == MNR_OUTBOX_SENT);
  const gboolean is_sent = entry->state != MNR_OUTBOX_SIGNED;

  self->id = entry->id;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), exact);
  gtk_image_set_from_icon_name (self->icon, states[entry->state].icon);

  gtk_label_set_label (self->meaning, entry->refusal != NULL ? entry->refusal
                                                             : _ (states[entry->state].meaning));
  gtk_label_set_label (self->answer, entry->answer != NULL ? entry->answer : "");
  gtk_widget_set_visible (GTK_WIDGET (self->answer), entry->answer != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->answer_title), entry->answer != NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->go_on), may_go_on);
  gtk_button_set_label (self->go_on, is_sent ? _ ("Look Again") : _ ("Send It"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->go_on),
                               is_sent ? _ ("Look what became of it; the same transaction is "
                                            "handed in again if that is open")
                                       : _ ("Send the signed transaction as it is"));
  show_busy (self);
}
