/* mnr-lines.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * Texts and lists that several pages show the same way.
 */

/** A label that wraps, to be selected and read; @css_class: (nullable). */
GtkWidget *mnr_label_new (const char *text,
                          const char *css_class);

/** A picture that only repeats what the words beside it say: nothing is said of it. */
GtkWidget *mnr_decoration_new (const char *icon);

/** Removes all children of a box. */
void mnr_box_clear (GtkBox *box);

/** Adds a line of label and text to a box; @depth indents it. */
void mnr_box_add_line (GtkBox *box,
                       const char *label,
                       const char *text,
                       guint depth);

/** Says what a drop-down is for, and what it is at, to who cannot see it: what has the
 * focus is a button inside of it, which GTK 4.8 leaves without a name. */
void mnr_drop_down_set_name (GtkDropDown *drop_down,
                             const char *name);

/** Lets who cannot see an entry's row hear when the focus comes to it: libadwaita 1.2 tells
 * nobody. To be called before the row is shown. */
void mnr_entry_row_announce (AdwEntryRow *row);

/** A button that puts what @text says when it is pressed on the clipboard. */
GtkWidget *mnr_copy_button_new (const char *label,
                                char *(*get_text) (gpointer user_data),
                                gpointer user_data);

G_END_DECLS
