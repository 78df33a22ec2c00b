/* mnr-draft.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "mnr-draft-field.h"
#include "rules/mnr-view.h"

G_BEGIN_DECLS

/**
 * MnrDraft:
 *
 * An asset that is being designed, or the changes to one that exists: for each
 * field the text that a person typed, finished or not, so that nothing typed
 * is ever lost. A draft of an existing asset remembers what the chain has: a
 * field that says the same as the chain is sent as the chain has it, to the
 * byte.
 *
 * The signal "changed" (MnrDraftField) follows every change.
 */
#define MNR_TYPE_DRAFT (mnr_draft_get_type ())
G_DECLARE_FINAL_TYPE (MnrDraft, mnr_draft, MNR, DRAFT, GObject)

/** The version of the file format that is written; older ones are read. */
#define MNR_DRAFT_VERSION 1

/** A draft with nothing typed but what the chain's own defaults are. */
MnrDraft *mnr_draft_new (MnrAssetKind kind);

/**
 * mnr_draft_new_from_json:
 * @text: a draft file, or the options that cli_wallet's create_asset takes
 *
 * Members that are not known stay where they are.
 */
MnrDraft *mnr_draft_new_from_json (const char *text,
                                   gsize length,
                                   GError **error);

/** A draft of what somebody has: a draft file, options as JSON, or a line of cli_wallet. */
MnrDraft *mnr_draft_new_from_text (const char *text,
                                   gsize length,
                                   GError **error);

/** The templates there are: name, title and a sentence; the draft of one. */
typedef struct
{
  const char *name;
  const char *title;   /* N_() */
  const char *summary; /* N_() */
  MnrAssetKind kind;
} MnrTemplate;

const MnrTemplate *mnr_draft_get_templates (guint *n_templates);

MnrDraft *mnr_draft_new_from_template (const char *name,
                                       GError **error);

/**
 * mnr_draft_new_from_asset:
 * @bitasset: (nullable): of a smartcoin or prediction market
 * @view: where names of accounts and assets are; ids stand for those not known
 * @is_change: %TRUE to change the asset itself, %FALSE for another one like it
 */
MnrDraft *mnr_draft_new_from_asset (const MnrAsset *asset,
                                    const MnrBitassetData *bitasset,
                                    const MnrView *view,
                                    gboolean is_change);

/** Asks @view for all that mnr_draft_new_from_asset() would like to name. */
void mnr_draft_ask_names (const MnrAsset *asset,
                          const MnrBitassetData *bitasset,
                          const MnrView *view);

/** The file. */
char *mnr_draft_to_json (MnrDraft *self);

MnrAssetKind mnr_draft_get_kind (MnrDraft *self);
void mnr_draft_set_kind (MnrDraft *self,
                         MnrAssetKind kind);

/** Returns: (transfer none): what stands in a field, "" if nothing */
const char *mnr_draft_get (MnrDraft *self,
                           MnrDraftField field);
void mnr_draft_set (MnrDraft *self,
                    MnrDraftField field,
                    const char *text);

/**
 * mnr_draft_apply:
 * @other: a template, or another draft
 *
 * Makes @self what @other is; of the texts in words (name, description, …) those
 * stay that @other does not have.
 */
void mnr_draft_apply (MnrDraft *self,
                      MnrDraft *other);

/** The state of a power, %MNR_POWER_NEVER if its text is none. */
MnrPowerState mnr_draft_get_power (MnrDraft *self,
                                   guint index);

/** Returns: (nullable): the asset that is changed, as the chain had it */
const MnrAsset *mnr_draft_get_asset (MnrDraft *self);
const MnrBitassetData *mnr_draft_get_bitasset (MnrDraft *self);

/**
 * mnr_draft_set_network:
 * @name: of the network, to a person
 * @chain_id: as 64 hexadecimal digits
 *
 * Remembers where somebody worked on the draft last, or where the asset is that
 * it changes. It does not count as a change.
 */
void mnr_draft_set_network (MnrDraft *self,
                            const char *name,
                            const char *chain_id);

/* Both (nullable), if nobody said. */
const char *mnr_draft_get_network (MnrDraft *self);
const char *mnr_draft_get_chain_id (MnrDraft *self);

/**
 * mnr_draft_is_stale:
 *
 * An update replaces everything (protocol.md 13, 14): sent from a draft that was
 * begun before somebody else's, it would take that one back.
 *
 * Returns: whether @view has the asset otherwise than the draft remembers it
 */
gboolean mnr_draft_is_stale (MnrDraft *self,
                             const MnrView *view);

/**
 * mnr_draft_rebase:
 * @asset: the asset that is changed, as the chain has it now
 *
 * What was typed stays; what was not becomes what the chain has now.
 */
void mnr_draft_rebase (MnrDraft *self,
                       const MnrAsset *asset,
                       const MnrBitassetData *bitasset,
                       const MnrView *view);

/** Something typed that is no value, or a name that nobody has. */
typedef struct
{
  MnrDraftField field;
  char *sentence;
} MnrDraftProblem;

/**
 * MnrDraftOperations:
 *
 * What a draft comes to on the chain. As long as there are problems, or names
 * that are not known yet, the operations hold as much as could be made out.
 */
typedef struct
{
  GPtrArray *operations; /* of MnrOperation: asset_create, or what is needed of asset_update,
                            asset_update_bitasset, asset_update_feed_producers, in an order in
                            which the chain takes them: each may need the one before it */
  GPtrArray *problems;   /* of MnrDraftProblem */
  gboolean is_complete;  /* the view knew all names */
  int n_producers;       /* of a new asset: how many are to be named after it; -1 if not known */
} MnrDraftOperations;

/**
 * mnr_draft_get_operations:
 * @issuer: who signs
 * @view: where names are looked up
 *
 * The operations that make the asset, or change it, without their fees. Feed
 * producers of a new smartcoin can be set only once it has an id: for those see
 * mnr_draft_get_producers().
 */
MnrDraftOperations *mnr_draft_get_operations (MnrDraft *self,
                                              MnrObjectId issuer,
                                              const MnrView *view);

void mnr_draft_operations_free (MnrDraftOperations *self);

/**
 * mnr_draft_get_creation:
 *
 * The asset as one operation, of a draft that changes one as well: what it is to
 * be, with every member that stays as the chain has it. For comparing, and for
 * writing the options down elsewhere.
 *
 * Returns: (transfer full): an asset_create, whatever problems there are
 */
MnrOperation *mnr_draft_get_creation (MnrDraft *self,
                                      MnrObjectId issuer,
                                      const MnrView *view);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrDraftOperations, mnr_draft_operations_free)

/**
 * mnr_draft_get_producers:
 * @asset: the id that the new asset has
 * @operation: (out): asset_update_feed_producers, to be cleared
 *
 * Returns: whether there is something to be done after the asset was created.
 *   As long as somebody who is named is not known there is not: of that
 *   mnr_draft_get_operations() tells before
 */
gboolean mnr_draft_get_producers (MnrDraft *self,
                                  MnrObjectId issuer,
                                  MnrObjectId asset,
                                  const MnrView *view,
                                  MnrOperation *operation);

G_END_DECLS
