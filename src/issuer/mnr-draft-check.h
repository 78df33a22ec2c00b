/* mnr-draft-check.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-draft.h"
#include "rules/mnr-check.h"

G_BEGIN_DECLS

/** What a node would refuse about a draft's operations, or somebody will be sorry about. */
typedef struct
{
  int field;       /* the MnrDraftField to go to, or -1 */
  guint operation; /* index of the operation; of a problem 0 */
  MnrSeverity severity;
  const char *rule; /* (nullable): the rule's id; NULL for a problem of the texts */
  char *sentence;
} MnrDraftFinding;

/**
 * mnr_draft_check:
 * @operations: of mnr_draft_get_operations(), with the fees that
 *   mnr_cost_sheet_new() fills in: rules find too small ones
 * @view: the chain
 * @is_complete: (out): whether the view knew all that the rules asked for
 *
 * The problems, then what the rules find in each operation, of which every one
 * is looked at as if the ones before it had been applied already: switching on
 * what was given up takes an update for the right and another for the flag.
 *
 * Returns: (transfer full) (element-type MnrDraftFinding)
 */
GPtrArray *mnr_draft_check (const MnrDraftOperations *operations,
                            const MnrView *view,
                            gboolean *is_complete);

/**
 * mnr_operations_check:
 * @operations: (element-type MnrOperation)
 *
 * mnr_draft_check() for operations that did not come from a draft.
 */
GPtrArray *mnr_operations_check (GPtrArray *operations,
                                 const MnrView *view,
                                 gboolean *is_complete);

G_END_DECLS
