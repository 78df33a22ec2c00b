/* mnr-node-report.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is said to a person of how a chain can be reached.
 */

#include <glib/gi18n-lib.h>

#include "mnr-node-private.h"

/* The whole error has a sentence of each; who has room for that asks for reports. */
static char *
describe_failure (MnrNode *self)
{
  const GError *first = NULL;
  guint count = 0;

  for (guint i = 0; i < self->candidates->len; i++)
    {
      const MnrCandidate *each = g_ptr_array_index (self->candidates, i);

      if (each->why == NULL)
        continue;
      first = first != NULL ? first : each->why;
      count++;
    }
  if (count < 2)
    return g_strdup_printf (_ ("Not connected. %s"), self->last_error->message);
  return g_strdup_printf (ngettext ("Not connected: %u node was tried, and it cannot be used. %s",
                                    "Not connected: %u nodes were tried, and none can be used. "
                                    "The first: %s",
                                    count),
                          count, first->message);
}

char *
mnr_node_get_status (MnrNode *self)
{
  guint block = self->head.properties.head_block_number;

  switch (self->state)
    {
    case MNR_NODE_CONNECTING:
      return g_strdup (_ ("Looking for a node…"));
    case MNR_NODE_LIVE:
      return g_strdup_printf (_ ("Connected to %s (block %'u)"), self->current->url, block);
    case MNR_NODE_STALE:
      return g_strdup_printf (_ ("Connected to %s, but no new blocks come (block %'u)"),
                              self->current->url, block);
    case MNR_NODE_OFFLINE:
    default:
      return self->retry_timer != NULL ? describe_failure (self) : g_strdup (_ ("Not connected"));
    }
}

guint
mnr_node_get_n_reports (MnrNode *self)
{
  return self->candidates->len;
}

void
mnr_node_get_report (MnrNode *self,
                     guint index,
                     MnrNodeReport *report)
{
  const MnrCandidate *candidate;

  g_return_if_fail (index < self->candidates->len);

  candidate = g_ptr_array_index (self->candidates, index);
  *report = (MnrNodeReport){
    .url = candidate->url,
    .in_use = candidate == self->current,
    .round_trip = candidate->round_trip,
    .why = candidate->why != NULL ? candidate->why->message : NULL,
  };
}
