/* mnr-picture.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-picture.h"

#include "mnr-scale-bar.h"

struct _MnrPicture
{
  GtkBox parent_instance;

  GtkLabel *title;
  GtkLabel *value;
  MnrScaleBar *bar;
  GtkGrid *marks;
  GtkLabel *note;
};

G_DEFINE_FINAL_TYPE (MnrPicture, mnr_picture, GTK_TYPE_BOX)

static void
mnr_picture_class_init (MnrPictureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/moneyer/Moneyer/ui/mnr-picture.ui");
  gtk_widget_class_bind_template_child (widget_class, MnrPicture, title);
  gtk_widget_class_bind_template_child (widget_class, MnrPicture, value);
  gtk_widget_class_bind_template_child (widget_class, MnrPicture, bar);
  gtk_widget_class_bind_template_child (widget_class, MnrPicture, marks);
  gtk_widget_class_bind_template_child (widget_class, MnrPicture, note);
}

static void
mnr_picture_init (MnrPicture *self)
{
  g_type_ensure (MNR_TYPE_SCALE_BAR);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
mnr_picture_new (void)
{
  return g_object_new (MNR_TYPE_PICTURE, NULL);
}

static void
add_label (MnrPicture *self,
           int column,
           int row,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  gtk_grid_attach (self->marks, label, column, row, 1, 1);
}

static GtkLabel *
get_label (MnrPicture *self,
           int column,
           int row)
{
  return GTK_LABEL (gtk_grid_get_child_at (self->marks, column, row));
}

/* Rows stay: only a label that changes is laid out anew, and what is selected stays so. */
static void
show_marks (MnrPicture *self,
            GPtrArray *marks)
{
  for (int i = 0; i < (int) marks->len; i++)
    {
      const MnrMark *mark = g_ptr_array_index (marks, i);

      if (get_label (self, 0, i) == NULL)
        {
          add_label (self, 0, i, "heading");
          add_label (self, 1, i, "dim-label");
          add_label (self, 2, i, "numeric");
          gtk_label_set_selectable (get_label (self, 2, i), TRUE);
          gtk_widget_set_hexpand (GTK_WIDGET (get_label (self, 2, i)), TRUE);
        }
      gtk_label_set_text (get_label (self, 0, i), mark->sign);
      gtk_label_set_text (get_label (self, 1, i), mark->name);
      gtk_label_set_text (get_label (self, 2, i), mark->text);
    }
  while (gtk_grid_get_child_at (self->marks, 0, (int) marks->len) != NULL)
    gtk_grid_remove_row (self->marks, (int) marks->len);
  gtk_widget_set_visible (GTK_WIDGET (self->marks), marks->len > 0);
}

void
mnr_picture_take_scale (MnrPicture *self,
                        MnrScale *scale)
{
  gtk_widget_set_visible (GTK_WIDGET (self), scale != NULL);
  if (scale == NULL)
    return;
  gtk_label_set_label (self->title, scale->title);
  gtk_label_set_label (self->value, scale->value);
  gtk_label_set_label (self->note, scale->note != NULL ? scale->note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), scale->note != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->bar),
                          scale->zones->len + scale->marks->len + scale->ticks->len > 0);
  show_marks (self, scale->marks);
  mnr_scale_bar_take_scale (self->bar, scale);
}
