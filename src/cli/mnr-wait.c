/* mnr-wait.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-wait.h"

void
mnr_wait_ready (GObject *source,
                GAsyncResult *result,
                gpointer user_data)
{
  MnrWait *self = user_data;

  g_set_object (&self->result, result);
}

GAsyncResult *
mnr_wait_for (MnrWait *self)
{
  while (self->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return self->result;
}

void
mnr_wait_clear (MnrWait *self)
{
  g_clear_object (&self->result);
}
