/* mnr-lines.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-lines.h"

GtkWidget *
mnr_label_new (const char *text,
               const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

GtkWidget *
mnr_decoration_new (const char *icon)
{
  return g_object_new (GTK_TYPE_IMAGE, "icon-name", icon, "accessible-role",
                       GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
}

void
mnr_box_clear (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

void
mnr_box_add_line (GtkBox *box,
                  const char *label,
                  const char *text,
                  guint depth)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *first = mnr_label_new (label, "dim-label");
  GtkWidget *second = mnr_label_new (text, "numeric");

  /* Words stay whole, and long texts leave some room for what they are. */
  gtk_label_set_wrap_mode (GTK_LABEL (first), PANGO_WRAP_WORD);
  gtk_label_set_width_chars (GTK_LABEL (first), (int) MIN (g_utf8_strlen (label, -1), 14));
  gtk_widget_set_margin_start (line, (int) depth * 12);
  gtk_widget_set_valign (first, GTK_ALIGN_START);
  gtk_widget_set_hexpand (second, TRUE);
  gtk_label_set_xalign (GTK_LABEL (second), 1);
  gtk_label_set_justify (GTK_LABEL (second), GTK_JUSTIFY_RIGHT);
  gtk_label_set_selectable (GTK_LABEL (second), FALSE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (second), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  first, NULL, -1);
  gtk_box_append (GTK_BOX (line), first);
  gtk_box_append (GTK_BOX (line), second);
  gtk_box_append (box, line);
}

static void
name_button (GtkDropDown *drop_down)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (drop_down));
  gpointer item = gtk_drop_down_get_selected_item (drop_down);
  const char *text = GTK_IS_STRING_OBJECT (item) ? gtk_string_object_get_string (item) : NULL;
  g_autofree char *name =
    g_strjoin (": ", (char *) g_object_get_data (G_OBJECT (drop_down), "name"), text, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
mnr_drop_down_set_name (GtkDropDown *drop_down,
                        const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  g_object_set_data_full (G_OBJECT (drop_down), "name", g_strdup (name), g_free);
  g_signal_connect (drop_down, "notify::selected-item", G_CALLBACK (name_button), NULL);
  name_button (drop_down);
}

void
mnr_entry_row_announce (AdwEntryRow *row)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (row));

  g_object_set (text, "accessible-role", GTK_ACCESSIBLE_ROLE_TEXT_BOX, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), -1);
}

typedef struct
{
  char *(*get_text) (gpointer user_data);
  gpointer user_data;
} Source;

static void
on_clicked (GtkWidget *button,
            const Source *source)
{
  g_autofree char *text = source->get_text (source->user_data);

  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (button), text);
}

static void
free_source (gpointer data,
             GClosure *closure)
{
  g_free (data);
}

GtkWidget *
mnr_copy_button_new (const char *label,
                     char *(*get_text) (gpointer user_data),
                     gpointer user_data)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  Source *source = g_new0 (Source, 1);

  source->get_text = get_text;
  source->user_data = user_data;
  g_signal_connect_data (button, "clicked", G_CALLBACK (on_clicked), source, free_source, 0);
  return button;
}
