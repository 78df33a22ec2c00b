/* mnr-practice-process.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MnrPracticeProcess:
 *
 * The practice network as a child of this program. It is started where it is
 * wanted and ends with whoever started it, even by a crash. If another Moneyer
 * runs it already, that one is used; when it ends, mnr_practice_process_start_async()
 * starts one of our own.
 *
 * Which it is decides a lock on the file `running` in its folder: the child
 * inherits it, so that it lasts as long as the child lives, and the file says
 * under which address it can be reached.
 *
 * Signal "stopped": our child has ended without being told to.
 */
#define MNR_TYPE_PRACTICE_PROCESS (mnr_practice_process_get_type ())
G_DECLARE_FINAL_TYPE (MnrPracticeProcess, mnr_practice_process, MNR, PRACTICE_PROCESS, GObject)

/**
 * mnr_practice_process_new:
 * @folder: (nullable): where its blocks are; %NULL is `moneyer/practice` in the
 *   user's data
 */
MnrPracticeProcess *mnr_practice_process_new (const char *folder);

/**
 * mnr_practice_process_start_async:
 *
 * Starts the practice network, unless it runs. To be called on a thread that
 * lives as long as the network is wanted: the child ends with it.
 *
 * Errors are %MNR_WALLET_ERROR_PRACTICE, with what the child said last.
 */
void mnr_practice_process_start_async (MnrPracticeProcess *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);

/** Returns: (transfer full) (nullable): its address, for HTTP: http://127.0.0.1:… */
char *mnr_practice_process_start_finish (MnrPracticeProcess *self,
                                         GAsyncResult *result,
                                         GError **error);

/** Whether it is our child, rather than another Moneyer's. */
gboolean mnr_practice_process_is_own (MnrPracticeProcess *self);

/** Tells our child to end, and waits until it has. The last reference tells it, too. */
void mnr_practice_process_stop_async (MnrPracticeProcess *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

gboolean mnr_practice_process_stop_finish (MnrPracticeProcess *self,
                                           GAsyncResult *result,
                                           GError **error);

G_END_DECLS
