/* form-support.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-draft-page.h"

G_BEGIN_DECLS

/*
 * What the tests of the form share: a practice network with Alice's key in a key
 * ring, the page in a window, typing into it, and the way to a block.
 */

extern MnrWallet *wallet;

void open_wallet (void);
void close_wallet (void);

/** Runs the main loop as long as there is something to do. */
void settle (void);

/* Widgets */

GtkWidget *find_widget (GtkWidget *root,
                        gboolean (*is_it) (GtkWidget *widget, gconstpointer data),
                        gconstpointer data);
GtkWidget *find_type (GtkWidget *root,
                      GType type);

/* For find_widget(); data: a label, or how it begins, or what is in it. */
gboolean is_toggle (GtkWidget *widget,
                    gconstpointer label);
gboolean is_button_child (GtkWidget *widget,
                          gconstpointer prefix);
gboolean has_text (GtkWidget *widget,
                   gconstpointer text);

/** Puts a text into the entry of a row. */
void type_into (GtkWidget *row,
                const char *text);

/* The page */

typedef struct
{
  char *folder;
  MnrDraftStore *store;
  MnrDraft *draft;
  GtkWidget *window, *page;
} Form;

/** @draft: (transfer full) */
void form_open (Form *self,
                MnrDraft *draft,
                int width,
                int height);
void form_close (Form *self);

/** The row of a field, on its step. */
GtkWidget *form_get_row (Form *self,
                         MnrDraftField field);

/** Waits until a label that is seen says it. */
void form_wait_for (Form *self,
                    const char *text);

MnrDraft *new_template (const char *name);

/** Gives the last reference of ours back; calls under way end with theirs. */
void let_go (gpointer object);

/** A picture, for whoever wants to look: MONEYER_SHOTS names a folder. */
void shoot (GtkWidget *window,
            const char *name);

/* The whole way */

typedef struct
{
  Form form;
  guint64 created;
  const char *wanted; /* the label that is waited for, or how it begins */
  GtkWidget *button;
} Way;

void way_open (Way *way,
               const char *template,
               const char *symbol);

/** Presses the button that confirms, waits for the one at the end, and presses it. */
void confirm (Way *way,
              const char *verb,
              const char *result);

/** Waits until it was created, and that its draft is gone. */
void way_close (Way *way);

/** Returns: (transfer full): what the node answers */
char *ask_chain (const char *method,
                 const char *params);

G_END_DECLS
