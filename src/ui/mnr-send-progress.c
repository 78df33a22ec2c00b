/* mnr-send-progress.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-send-progress.h"

#include <glib/gi18n.h>

#include "chain/values/mnr-text.h"
#include "mnr-lines.h"

#define GLYPH_TRUE "✓"
#define GLYPH_NEXT "…"

typedef enum
{
  MARK_SIGNED,
  MARK_TRIED,
  MARK_SENT,
  MARK_INCLUDED,
  MARK_IRREVERSIBLE,
  N_MARKS,
} Mark;

struct _MnrSendProgress
{
  AdwBin parent_instance;

  GtkLabel *marks[N_MARKS];
  GtkLabel *texts[N_MARKS];
};

G_DEFINE_FINAL_TYPE (MnrSendProgress, mnr_send_progress, ADW_TYPE_BIN)

static void
set_mark (MnrSendProgress *self,
          Mark mark,
          const char *glyph,
          const char *text)
{
  gtk_label_set_text (self->marks[mark], glyph);
  gtk_label_set_text (self->texts[mark], text);
}

static char *
describe_mark (MnrSubmission *submission,
               Mark mark,
               gboolean is_true)
{
  g_autoptr (MnrOutboxEntry) entry = NULL;
  g_autofree char *number = NULL, *grouped = NULL;

  switch (mark)
    {
    case MARK_SIGNED:
      return g_strdup (is_true ? _ ("Signed") : _ ("To be signed"));
    case MARK_TRIED:
      return g_strdup (is_true ? _ ("Tried by the node, which would take it")
                               : _ ("To be tried by the node"));
    case MARK_SENT:
      return g_strdup (is_true ? _ ("Sent") : _ ("To be sent"));
    case MARK_INCLUDED:
      entry = is_true ? mnr_submission_get_entry (submission, NULL) : NULL;
      if (entry == NULL)
        return g_strdup (is_true ? _ ("In a block") : _ ("To be in a block"));
      number = g_strdup_printf ("%u", entry->block);
      grouped = mnr_text_group_digits (number);
      return g_strdup_printf (_ ("In block %s"), grouped);
    case MARK_IRREVERSIBLE:
    case N_MARKS:
    default:
      return g_strdup (is_true ? _ ("Irreversible") : _ ("To be irreversible"));
    }
}

/* How many of the marks are true: by the step, and where an earlier run went on, by
 * what it came to. */
static guint
count_marks (MnrSubmission *submission)
{
  g_autoptr (MnrOutboxEntry) entry = NULL;

  switch (mnr_submission_get_step (submission))
    {
    case MNR_SUBMISSION_CHECKING:
      return MARK_SIGNED + 1;
    case MNR_SUBMISSION_CHECKED:
    case MNR_SUBMISSION_SENDING:
      return MARK_TRIED + 1;
    case MNR_SUBMISSION_WAITING:
      return MARK_SENT + 1;
    case MNR_SUBMISSION_INCLUDED:
      return MARK_INCLUDED + 1;
    case MNR_SUBMISSION_IRREVERSIBLE:
      return MARK_IRREVERSIBLE + 1;
    case MNR_SUBMISSION_NEW:
      entry = mnr_submission_get_entry (submission, NULL);
      if (entry == NULL)
        return 0;
      return entry->state == MNR_OUTBOX_INCLUDED ? MARK_INCLUDED + 1
             : entry->state == MNR_OUTBOX_SENT   ? MARK_SENT + 1
                                                 : MARK_SIGNED + 1;
    case MNR_SUBMISSION_PREPARING:
    case MNR_SUBMISSION_REVIEW:
    case MNR_SUBMISSION_SIGNING:
    case MNR_SUBMISSION_FAILED:
    default:
      return 0;
    }
}

void
mnr_send_progress_show (MnrSendProgress *self,
                        MnrSubmission *submission)
{
  guint n_true;

  g_return_if_fail (MNR_IS_SEND_PROGRESS (self));

  if (mnr_submission_get_step (submission) == MNR_SUBMISSION_FAILED)
    return;
  n_true = count_marks (submission);
  for (guint i = 0; i < N_MARKS; i++)
    {
      g_autofree char *text = describe_mark (submission, i, i < n_true);

      set_mark (self, i, i < n_true ? GLYPH_TRUE : i == n_true ? GLYPH_NEXT
                                                               : "○",
                text);
    }
}

void
mnr_send_progress_fail (MnrSendProgress *self)
{
  g_return_if_fail (MNR_IS_SEND_PROGRESS (self));

  for (guint i = 0; i < N_MARKS; i++)
    if (g_str_equal (gtk_label_get_text (self->marks[i]), GLYPH_NEXT))
      gtk_label_set_text (self->marks[i], "✗");
}

gboolean
mnr_send_progress_is_sent (MnrSendProgress *self)
{
  g_return_val_if_fail (MNR_IS_SEND_PROGRESS (self), FALSE);

  return g_str_equal (gtk_label_get_text (self->marks[MARK_SENT]), GLYPH_TRUE);
}

static void
mnr_send_progress_class_init (MnrSendProgressClass *klass)
{
}

static void
mnr_send_progress_init (MnrSendProgress *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_widget_add_css_class (box, "card");
  for (guint i = 0; i < N_MARKS; i++)
    {
      GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

      self->marks[i] = GTK_LABEL (gtk_label_new ("○"));
      gtk_label_set_width_chars (self->marks[i], 2);
      self->texts[i] = GTK_LABEL (mnr_label_new ("", NULL));
      gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->marks[i]));
      gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->texts[i]));
      gtk_widget_set_margin_start (line, 12);
      gtk_widget_set_margin_end (line, 12);
      gtk_widget_set_margin_top (line, i == 0 ? 12 : 0);
      gtk_widget_set_margin_bottom (line, i + 1 == N_MARKS ? 12 : 0);
      gtk_box_append (GTK_BOX (box), line);
    }
  adw_bin_set_child (ADW_BIN (self), box);
}
