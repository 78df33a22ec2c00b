/* mnr-draft-private.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-draft.h"
#include "mnr-raw-object.h"

G_BEGIN_DECLS

/* What the files of the draft share. */

/** The decimals of the core asset, on every network. */
#define MNR_CORE_PRECISION 5

struct _MnrDraft
{
  GObject parent_instance;

  MnrAssetKind kind;
  char *texts[MNR_N_DRAFT_FIELDS];
  char *network;      /* (nullable) */
  char *chain_id;     /* (nullable) */
  MnrRawObject *file; /* (nullable): as it was read: for its unknown members and its order */

  /* Of a draft that changes an asset: the asset, and what its fields say. */
  MnrAsset *asset;
  MnrBitassetData *bitasset;
  MnrAssetCreate *base; /* the two as the operation that would create them */
  char *base_texts[MNR_N_DRAFT_FIELDS];
};

/** The member of a file that holds the asset that is changed. */
#define MNR_DRAFT_BASE_KEY "base"

/* mnr-draft.c */

/** What a field says in mnr_draft_new(). */
const char *mnr_draft_get_default (MnrAssetKind kind,
                                   MnrDraftField field);

/** Makes powers and feeders agree; @field has just been set. */
void mnr_draft_settle_feeders (MnrDraft *self,
                               MnrDraftField field);

/** mnr_draft_set() without a signal. */
void mnr_draft_take_text (MnrDraft *self,
                          MnrDraftField field,
                          char *text);

/* mnr-draft-asset.c */

/** Takes the asset that is changed: copies of both; the texts are set by the caller. */
void mnr_draft_set_base (MnrDraft *self,
                         const MnrAsset *asset,
                         const MnrBitassetData *bitasset);

/** What a creation says in each field; @view may be %NULL: then ids stand for all names. */
void mnr_draft_format (const MnrAssetCreate *creation,
                       const MnrBitassetData *bitasset,
                       const MnrView *view,
                       char *texts[MNR_N_DRAFT_FIELDS]);

/** A draft of a creation that somebody wrote elsewhere. */
MnrDraft *mnr_draft_new_from_creation (const MnrAssetCreate *creation,
                                       const MnrView *view);

/** The member of @creation that a field becomes, or %NULL; and its type. */
gpointer mnr_draft_find_member (MnrAssetCreate *creation,
                                MnrDraftField field,
                                const MnrType **type);

/** The state of a power in these bits. */
MnrPowerState mnr_power_get_state (guint16 permissions,
                                   guint16 flags,
                                   MnrAssetPower bit);

/** Sets the bits of a power. */
void mnr_power_set_state (guint16 *permissions,
                          guint16 *flags,
                          MnrAssetPower bit,
                          MnrPowerState state);

/** Decimals that can be reckoned with, whatever a node said. */
guint8 mnr_draft_clamp_precision (guint8 precision);

/* mnr-draft-convert.c */

/** Where texts become values, and what is wrong with them. */
typedef struct
{
  MnrDraft *draft;
  const MnrView *view;
  GPtrArray *problems; /* of MnrDraftProblem */
  gboolean is_complete;
  MnrDraftField field; /* that is being read */
} MnrDraftReading;

/**
 * mnr_draft_read:
 *
 * Makes all texts an asset_create. Of a draft that changes an asset this is
 * what the asset is to be; what says the same as the chain is as the chain has it.
 *
 * Returns: to be freed with mnr_value_free(); what has a problem is as in the
 *   asset, or zero
 */
MnrAssetCreate *mnr_draft_read (MnrDraftReading *reading,
                                MnrObjectId issuer);

/**
 * mnr_draft_read_feeders:
 * @producers: (out caller-allocates): empty; the accounts that feed the price;
 *   none if witnesses or committee do, or nobody is named
 *
 * Returns: %FALSE if not everybody who is named could be made out
 */
gboolean mnr_draft_read_feeders (MnrDraftReading *reading,
                                 MnrObjectIdSet *producers);

void mnr_draft_problem_free (MnrDraftProblem *problem);

/* mnr-draft-description.c */

/** Returns: (nullable): the description as an object, %NULL if it is plain text */
MnrRawObject *mnr_description_parse (const char *description);

/** What a description says under a key; plain text is all "main". */
char *mnr_description_get (const char *description,
                           const char *key);

/** The description with another text under a key; "" removes it. */
char *mnr_description_set (const char *description,
                           const char *key,
                           const char *text);

G_END_DECLS
