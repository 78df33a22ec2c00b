/* mnr-wait.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MnrWait:
 *
 * Lets a command wait for an asynchronous function: zero bytes, then
 * mnr_wait_ready() with its address as callback, and mnr_wait_for() in the
 * call of the function that finishes.
 */
typedef struct
{
  GAsyncResult *result;
} MnrWait;

/** A #GAsyncReadyCallback; @user_data is the #MnrWait. */
void mnr_wait_ready (GObject *source,
                     GAsyncResult *result,
                     gpointer user_data);

/** Returns: (transfer none): the result, valid until the next call with @self */
GAsyncResult *mnr_wait_for (MnrWait *self);

void mnr_wait_clear (MnrWait *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MnrWait, mnr_wait_clear)

G_END_DECLS
