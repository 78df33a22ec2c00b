/* mnr-comparison.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-draft.h"

G_BEGIN_DECLS

/** Whether a change can be taken back. */
typedef enum
{
  MNR_REVERSIBLE,         /* any time */
  MNR_REVERSIBLE_AT_ZERO, /* only while nobody holds the asset */
  MNR_REVERSIBLE_NEVER,   /* never again */
} MnrReversibility;

/** A sentence such as "This can never be taken back."; translated. */
const char *mnr_reversibility_get_text (MnrReversibility reversibility);

/** A line of what changes about an asset. */
typedef struct
{
  MnrDraftField field;
  const char *label; /* translated */
  char *old_text;    /* for a person; "" where there was nothing */
  char *new_text;
  MnrReversibility reversibility;
  const char *reason; /* translated: a sentence that says why */
} MnrComparisonLine;

/**
 * mnr_comparison_new:
 * @old: an asset_create that describes the asset as it is
 * @old_bitasset: (nullable): who feeds it now
 * @new: the same as it is to be
 * @view: for names
 *
 * Returns: (transfer full) (element-type MnrComparisonLine): a line for every
 *   member that differs, in the order of the form
 */
GPtrArray *mnr_comparison_new (const MnrAssetCreate *old,
                               const MnrBitassetData *old_bitasset,
                               const MnrAssetCreate *new,
                               const MnrView *view);

/**
 * mnr_draft_compare:
 *
 * Returns: (transfer full) (element-type MnrComparisonLine): what a draft of an
 *   existing asset changes; empty for one of a new asset
 */
GPtrArray *mnr_draft_compare (MnrDraft *draft,
                              const MnrView *view);

G_END_DECLS
