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

/* Setting a text takes the selection away. */
static void
set_text (GtkLabel *label,
          const char *text)
{
  if (g_strcmp0 (gtk_label_get_label (label), text) != 0)
    gtk_label_set_label (label, text);
}

static GtkWidget *
take_label (MnrPicture *self,
            int column,
            guint row,
            const char *css_class)
{
  GtkWidget *label = gtk_grid_get_child_at (self->marks, column, (int) row);

  if (label != NULL)
    return label;
  label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  gtk_grid_attach (self->marks, label, column, (int) row, 1, 1);
  return label;
}

/* What is there stays, so that what is read or selected does. */
static void
show_marks (MnrPicture *self,
            GPtrArray *marks)
{
  for (guint i = 0; i < marks->len; i++)
    {
      const MnrMark *mark = g_ptr_array_index (marks, i);
      GtkWidget *sign = take_label (self, 0, i, "heading");
      GtkWidget *name = take_label (self, 1, i, "dim-label");
      GtkWidget *text = take_label (self, 2, i, "numeric");

      set_text (GTK_LABEL (sign), mark->sign);
      set_text (GTK_LABEL (name), mark->name);
      set_text (GTK_LABEL (text), mark->text);
      gtk_label_set_selectable (GTK_LABEL (text), TRUE);
      gtk_widget_set_hexpand (text, TRUE);
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
  set_text (self->title, scale->title);
  set_text (self->value, scale->value);
  set_text (self->note, scale->note != NULL ? scale->note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), scale->note != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->bar),
                          scale->zones->len + scale->marks->len + scale->ticks->len > 0);
  show_marks (self, scale->marks);
  mnr_scale_bar_take_scale (self->bar, scale);
}
