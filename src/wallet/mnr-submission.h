/* mnr-submission.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-key-source.h"
#include "mnr-outbox-resolver.h"

G_BEGIN_DECLS

/** What can end a submission. The message is one sentence for a person. */
#define MNR_SUBMISSION_ERROR (mnr_submission_error_quark ())

typedef enum
{
  /** The node asks for another fee than its own schedule says. */
  MNR_SUBMISSION_ERROR_FEE,
  /** The node makes other bytes of the transaction than we do. */
  MNR_SUBMISSION_ERROR_BYTES,
  /** The transaction is larger than the chain takes. */
  MNR_SUBMISSION_ERROR_SIZE,
  /** What came back from the signer is not what was given to it. */
  MNR_SUBMISSION_ERROR_SIGNATURE,
  /** Not done, and never will be: the node refused it. */
  MNR_SUBMISSION_ERROR_REFUSED,
  /** Not done, and never will be: its time ended. */
  MNR_SUBMISSION_ERROR_EXPIRED,
} MnrSubmissionError;

GQuark mnr_submission_error_quark (void);

typedef enum
{
  MNR_SUBMISSION_NEW,
  MNR_SUBMISSION_PREPARING,
  MNR_SUBMISSION_REVIEW,   /* to be shown, and confirmed by mnr_submission_send_async() */
  MNR_SUBMISSION_SIGNING,  /* asks for keys */
  MNR_SUBMISSION_CHECKING, /* in the outbox; a node tries it */
  MNR_SUBMISSION_CHECKED,  /* tried, and to go no further */
  MNR_SUBMISSION_SENDING,  /* from here on it may be done */
  MNR_SUBMISSION_WAITING,  /* a node has it, or might */
  MNR_SUBMISSION_INCLUDED,
  MNR_SUBMISSION_IRREVERSIBLE,
  MNR_SUBMISSION_FAILED, /* the error says whether it was done */
} MnrSubmissionStep;

/** Who makes signatures: mnr_signer_sign_async() and mnr_signer_sign_finish(). */
typedef struct
{
  void (*sign_async) (MnrNode *node,
                      MnrKeySource *source,
                      const MnrChainId *chain_id,
                      const MnrTransaction *transaction,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  MnrTransaction *(*sign_finish) (MnrNode *node,
                                  GAsyncResult *result,
                                  GError **error);
} MnrSubmissionSigner;

/**
 * MnrSubmission:
 *
 * The way of one transaction from operations to an irreversible block:
 *
 *   prepare: fees, reference block, expiration, and the node's own packing
 *   of it, all compared with ours
 *   review: the caller shows what the bytes decode to, and confirms
 *   send: signed, written to the outbox, tried by the node, sent, included,
 *   irreversible
 *
 * Between the review and the signature only the reference block and the
 * expiration change, so that a person may read for as long as it takes.
 *
 * Once a node has seen the signed transaction, which the trial needs, it could
 * be sent by that node; so from there on the outbox has it, whatever happens.
 *
 * Signal "changed": there is another step.
 */
#define MNR_TYPE_SUBMISSION (mnr_submission_get_type ())
G_DECLARE_FINAL_TYPE (MnrSubmission, mnr_submission, MNR, SUBMISSION, GObject)

/** How long a transaction is valid, in seconds of chain time, unless it is said. */
#define MNR_SUBMISSION_LIFETIME 60

/**
 * mnr_submission_new:
 * @intent: a key of what it is for; the same cannot be under way twice
 * @summary: the same as a sentence
 */
MnrSubmission *mnr_submission_new (MnrOutboxResolver *resolver,
                                   const char *intent,
                                   const char *summary);

/** Before it is prepared. The chain has an upper limit, which holds too. */
void mnr_submission_set_lifetime (MnrSubmission *self,
                                  guint32 seconds);

/**
 * mnr_submission_prepare_async:
 * @operations: a transaction with the operations, complete but for their fees; copied
 * @fee_asset: what to pay the fees in
 *
 * Ends with %MNR_OUTBOX_ERROR_UNDER_WAY if the same is.
 */
void mnr_submission_prepare_async (MnrSubmission *self,
                                   const MnrTransaction *operations,
                                   MnrObjectId fee_asset,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

gboolean mnr_submission_prepare_finish (MnrSubmission *self,
                                        GAsyncResult *result,
                                        GError **error);

/** Returns: (nullable): from the review on: what the packed bytes decode to */
const MnrTransaction *mnr_submission_get_transaction (MnrSubmission *self);

/**
 * mnr_submission_send_async:
 * @source: (nullable): for @signer
 * @only_check: whether to stop after the node has tried it. The entry stays
 *   in the outbox as signed: the node could send it until it expires.
 *
 * The caller confirms what mnr_submission_get_transaction() said, and it is
 * sent; ends when its fate is certain. Cancelling stops it before it is sent;
 * afterwards it only ends the waiting.
 */
void mnr_submission_send_async (MnrSubmission *self,
                                const MnrSubmissionSigner *signer,
                                MnrKeySource *source,
                                gboolean only_check,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/** Returns: %TRUE if it is irreversible, or checked where that was all to be
 * done. On an error mnr_submission_get_entry() tells what is certain. */
gboolean mnr_submission_send_finish (MnrSubmission *self,
                                     GAsyncResult *result,
                                     GError **error);

/**
 * mnr_submission_resume_async:
 * @id: an entry of the outbox that is under way
 *
 * Goes on with what an earlier run began, on a new submission: looks first what
 * became of it, and sends the same bytes (again) if that is open. To be ended
 * by mnr_submission_send_finish().
 */
void mnr_submission_resume_async (MnrSubmission *self,
                                  gint64 id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

MnrSubmissionStep mnr_submission_get_step (MnrSubmission *self);

/** Returns: the id of its entry in the outbox, or 0 if it has none yet */
gint64 mnr_submission_get_id (MnrSubmission *self);

/** Returns: (transfer full) (nullable): its entry in the outbox, as it is now */
MnrOutboxEntry *mnr_submission_get_entry (MnrSubmission *self,
                                          GError **error);

G_END_DECLS
