/* mnr-submission-private.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-submission.h"

G_BEGIN_DECLS

/* What preparing (mnr-submission-prepare.c) and sending have in common. */

struct _MnrSubmission
{
  GObject parent_instance;

  MnrOutboxResolver *resolver;
  MnrOutbox *outbox;
  MnrNode *node;
  char *intent, *summary;
  guint32 lifetime;

  MnrSubmissionStep step;
  GTask *task;                        /* that is under way */
  void (*then) (MnrSubmission *self); /* what follows the reference block */
  MnrTransaction *transaction;        /* as it will be signed, or was */
  MnrObjectId fee_asset;
  MnrGlobalProperties *properties;
  MnrTime created;
  guint32 reference;

  const MnrSubmissionSigner *signer;
  MnrKeySource *source;
  gboolean only_check;

  gint64 id;
  gulong checked; /* signal handler, while it follows the chain */
  GSource *cancelled;
  gboolean is_asking; /* whether the node has it */
};

/** Goes on to @step and tells. */
void mnr_submission_set_step (MnrSubmission *self,
                              MnrSubmissionStep step);

/** The end of the task: it has come to @step. */
void mnr_submission_succeed (MnrSubmission *self,
                             MnrSubmissionStep step);

/** The end of the task. @error: (transfer full) */
void mnr_submission_fail (MnrSubmission *self,
                          GError *error);

/** Calls a method of the database; @next gets @self as its data, referenced. */
void mnr_submission_ask (MnrSubmission *self,
                         const char *method,
                         const char *params,
                         GAsyncReadyCallback next);

/** The answer of mnr_submission_ask(), or %NULL and the end. */
GBytes *mnr_submission_get_answer (MnrSubmission *self,
                                   GObject *source,
                                   GAsyncResult *result);

/** Reads an answer; what cannot be read is the end. */
gboolean mnr_submission_read_answer (MnrSubmission *self,
                                     GBytes *answer,
                                     const MnrType *type,
                                     gpointer value);

/** The transaction as an argument, [JSON]. */
char *mnr_submission_get_params (MnrSubmission *self,
                                 const MnrType *type);

/** Sets the reference block and the expiration by the head as it is now, then goes on. */
void mnr_submission_refer (MnrSubmission *self,
                           void (*then) (MnrSubmission *self));

G_END_DECLS
