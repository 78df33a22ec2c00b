/* mnr-name-completion.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "node/mnr-name-search.h"

G_BEGIN_DECLS

/**
 * MnrNameCompletion:
 *
 * What a node knows that begins like the word under the cursor, in a list below
 * an entry, asked for when typing rests: Down and Up choose, Return or Tab
 * takes, Escape closes it. Whoever has it has the entry as well, and gives it
 * back first.
 */
#define MNR_TYPE_NAME_COMPLETION (mnr_name_completion_get_type ())
G_DECLARE_FINAL_TYPE (MnrNameCompletion, mnr_name_completion, MNR, NAME_COMPLETION, GObject)

/** How long typing has to rest until a node is asked, in milliseconds. */
#define MNR_NAME_COMPLETION_DELAY 200

/**
 * mnr_name_completion_new:
 * @entry: a #GtkEditable
 * @is_list: whether several names stand in it, with commas between
 */
MnrNameCompletion *mnr_name_completion_new (GtkWidget *entry,
                                            MnrNameKind kind,
                                            gboolean is_list);

/** @node: (nullable): who is asked; without one nothing is offered */
void mnr_name_completion_set_node (MnrNameCompletion *self,
                                   MnrNode *node);

G_END_DECLS
