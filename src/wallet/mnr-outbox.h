/* mnr-outbox.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/protocol/mnr-transaction.h"
#include "mnr-database.h"

G_BEGIN_DECLS

/** What is wrong with a change of the outbox. The message is one sentence for a person. */
#define MNR_OUTBOX_ERROR (mnr_outbox_error_quark ())

typedef enum
{
  /** The same is under way already; mnr_outbox_find_under_way() has it. */
  MNR_OUTBOX_ERROR_UNDER_WAY,
  /** The very same transaction is there for something else: it would be done once. */
  MNR_OUTBOX_ERROR_SAME,
  /** An entry cannot go from where it is to there. */
  MNR_OUTBOX_ERROR_STATE,
  /** There is no such entry. */
  MNR_OUTBOX_ERROR_UNKNOWN,
} MnrOutboxError;

GQuark mnr_outbox_error_quark (void);

/**
 * MnrOutboxState:
 *
 * Where a signed transaction is on its way. Signed, sent and included ones are
 * *under way*: what they are for cannot be begun a second time. Everything but
 * the first step forward is taken on the chain's word only:
 *
 *   signed ─→ sent ⇄ included ─→ irreversible
 *     │         └──→ refused, expired
 *     └────────────→ refused, expired
 *
 * From signed and sent there is also a way to included and irreversible at
 * once, and from refused to irreversible: a node that has seen a transaction
 * can have let it through, whatever it said.
 */
typedef enum
{
  MNR_OUTBOX_SIGNED,       /* no node has been asked to take it */
  MNR_OUTBOX_SENT,         /* a node may have it */
  MNR_OUTBOX_INCLUDED,     /* in a block that a fork could still drop */
  MNR_OUTBOX_IRREVERSIBLE, /* done for ever */
  MNR_OUTBOX_REFUSED,      /* not done: the node said why */
  MNR_OUTBOX_EXPIRED,      /* not done: its time ended without it */
  MNR_OUTBOX_N_STATES,
} MnrOutboxState;

/** Returns: the word that stands in the file, and in what programs print: "signed", … */
const char *mnr_outbox_state_to_string (MnrOutboxState state);

/** Whether an entry may go from one state to the other. */
gboolean mnr_outbox_state_may_follow (MnrOutboxState from,
                                      MnrOutboxState to);

/** Whether what it is for may not be begun again. */
gboolean mnr_outbox_state_is_under_way (MnrOutboxState state);

/** An entry as it was when it was read. All times are the chain's. */
typedef struct
{
  gint64 id;
  MnrChainId chain_id;
  MnrObjectId account;
  char *intent;  /* what it is for, as a key: "asset_create MYTOKEN by 1.2.7" */
  char *summary; /* the same as a sentence */
  GBytes *bytes; /* the transaction with its signatures, packed */
  guint8 transaction_id[MNR_TRANSACTION_ID_SIZE];
  MnrTime created;
  MnrTime expiration;
  guint32 reference; /* the last irreversible block when it was made: it can only be after it */
  guint32 searched;  /* it is in no block up to this one, all of them irreversible */
  MnrOutboxState state;
  gboolean is_settled; /* nothing more can become of it */
  guint32 block;       /* where it is, if included or irreversible; else 0 */
  char *refusal;       /* (nullable): the sentence with which a node refused it */
  char *answer;        /* (nullable): the node's own error, as JSON */
} MnrOutboxEntry;

void mnr_outbox_entry_free (MnrOutboxEntry *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrOutboxEntry, mnr_outbox_entry_free)

/** Reads the transaction back from its bytes. */
MnrTransaction *mnr_outbox_entry_get_transaction (const MnrOutboxEntry *self,
                                                  GError **error);

/**
 * mnr_outbox_entry_is_about:
 * @id: an object's, such as an asset's
 *
 * Whether the transaction names @id.
 */
gboolean mnr_outbox_entry_is_about (const MnrOutboxEntry *self,
                                    MnrObjectId id);

/** Whether the transaction does what @operations say, whatever the fees are. */
gboolean mnr_outbox_entry_does (const MnrOutboxEntry *self,
                                const MnrTransaction *operations);

/**
 * MnrOutbox:
 *
 * Every transaction that was ever signed to be sent, and what became of it.
 * Each change is on the disk when its function returns, so that after a crash
 * nothing is sent twice and nothing is lost. There are no secrets in it.
 *
 * Many changes are quicker between mnr_database_begin() and
 * mnr_database_commit().
 *
 * Signal "changed" (gint64 id): an entry was added or changed by this program.
 */
#define MNR_TYPE_OUTBOX (mnr_outbox_get_type ())
G_DECLARE_FINAL_TYPE (MnrOutbox, mnr_outbox, MNR, OUTBOX, GObject)

/**
 * mnr_outbox_new:
 *
 * Returns: %NULL with %MNR_DATABASE_ERROR_DAMAGED if the table or an index of it
 *   is not sound
 */
MnrOutbox *mnr_outbox_new (MnrDatabase *database,
                           GError **error);

MnrDatabase *mnr_outbox_get_database (MnrOutbox *self);

/**
 * mnr_outbox_add:
 * @transaction: signed
 * @created: the time of the head block
 * @reference: the number of the last irreversible block
 *
 * Enters a transaction as signed.
 *
 * Returns: the entry's id, or 0 with an error: %MNR_OUTBOX_ERROR_UNDER_WAY if
 *   another entry of the same intent is, %MNR_OUTBOX_ERROR_SAME
 */
gint64 mnr_outbox_add (MnrOutbox *self,
                       const MnrChainId *chain_id,
                       MnrObjectId account,
                       const char *intent,
                       const char *summary,
                       const MnrTransaction *transaction,
                       MnrTime created,
                       guint32 reference,
                       GError **error);

/** Returns: %FALSE with %MNR_OUTBOX_ERROR_UNDER_WAY if @intent is under way */
gboolean mnr_outbox_check_free (MnrOutbox *self,
                                const MnrChainId *chain_id,
                                const char *intent,
                                GError **error);

/** Whether there is a transaction with the id of @transaction: the chain would
 * take both for one, whatever they are for. */
gboolean mnr_outbox_has (MnrOutbox *self,
                         const MnrChainId *chain_id,
                         const MnrTransaction *transaction,
                         gboolean *has,
                         GError **error);

MnrOutboxEntry *mnr_outbox_get (MnrOutbox *self,
                                gint64 id,
                                GError **error);

/** Returns: (nullable): the entry of @intent that is under way; %NULL without an
 * error if there is none */
MnrOutboxEntry *mnr_outbox_find_under_way (MnrOutbox *self,
                                           const MnrChainId *chain_id,
                                           const char *intent,
                                           GError **error);

/**
 * mnr_outbox_list:
 * @chain_id: (nullable): %NULL for all chains
 * @watched: only those that are not settled
 *
 * Returns: (element-type MnrOutboxEntry): the entries, oldest first
 */
GPtrArray *mnr_outbox_list (MnrOutbox *self,
                            const MnrChainId *chain_id,
                            gboolean watched,
                            GError **error);

/*
 * What became of an entry. To say again what is so already does nothing. Else
 * the functions fail with %MNR_OUTBOX_ERROR_STATE where the entry cannot go.
 */

/** To be said before the first byte goes out. */
gboolean mnr_outbox_mark_sent (MnrOutbox *self,
                               gint64 id,
                               GError **error);

/** A node refused the dry run of what was never sent. @answer: (nullable): JSON */
gboolean mnr_outbox_mark_refused (MnrOutbox *self,
                                  gint64 id,
                                  const char *refusal,
                                  const char *answer,
                                  GError **error);

/** A node refused what was sent. That proves nothing, for another may have it:
 * it stays sent until the chain has decided. */
gboolean mnr_outbox_note_refusal (MnrOutbox *self,
                                  gint64 id,
                                  const char *refusal,
                                  const char *answer,
                                  GError **error);

/** It is in @block, which may still go. */
gboolean mnr_outbox_mark_included (MnrOutbox *self,
                                   gint64 id,
                                   guint32 block,
                                   GError **error);

/** It was in @block, and is no longer. */
gboolean mnr_outbox_mark_dropped (MnrOutbox *self,
                                  gint64 id,
                                  guint32 block,
                                  GError **error);

/** It is in @block, which stays. */
gboolean mnr_outbox_mark_irreversible (MnrOutbox *self,
                                       gint64 id,
                                       guint32 block,
                                       GError **error);

/** It is in no block up to @block, which stays. */
gboolean mnr_outbox_mark_searched (MnrOutbox *self,
                                   gint64 id,
                                   guint32 block,
                                   GError **error);

/** It is in no block, and can be in none any more: it ends as refused if a node
 * refused it, or as expired. */
gboolean mnr_outbox_mark_over (MnrOutbox *self,
                               gint64 id,
                               GError **error);

G_END_DECLS
