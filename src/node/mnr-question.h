/* mnr-question.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-node.h"
#include "rules/mnr-view.h"

G_BEGIN_DECLS

/** What an #MnrView can be asked, as a node is asked it. */
typedef enum
{
  MNR_QUESTION_OBJECT,           /* of: its id */
  MNR_QUESTION_ACCOUNT,          /* name */
  MNR_QUESTION_ASSET,            /* name: the symbol */
  MNR_QUESTION_BALANCE,          /* of: the account, in: the asset */
  MNR_QUESTION_CALL_ORDER,       /* of: the borrower, in: the smartcoin */
  MNR_QUESTION_LEAST_COLLATERAL, /* in: the smartcoin */
  MNR_QUESTION_BID,              /* of: the bidder, in: the smartcoin */
  MNR_QUESTION_SETTLED_DEBT,     /* in: the smartcoin, of: its backing */
  MNR_QUESTION_BEST_BID,         /* in: the asset */
  MNR_QUESTION_BACKED,           /* in: the backing asset; the answer is a list */
} MnrQuestionKind;

typedef struct
{
  MnrQuestionKind kind;
  MnrObjectId of;
  MnrObjectId in;
  char *name;
} MnrQuestion;

MnrQuestion *mnr_question_copy (const MnrQuestion *self);

void mnr_question_free (MnrQuestion *self);

/* GHashFunc, GEqualFunc */
guint mnr_question_hash (gconstpointer self);
gboolean mnr_question_equal (gconstpointer a,
                             gconstpointer b);

/** How many questions of one kind a node is asked in one call. */
guint mnr_question_get_batch_size (MnrQuestionKind kind);

/** How many entries an answer has where more may follow; 0: it is whole. */
guint mnr_question_get_page_size (MnrQuestionKind kind);

/**
 * mnr_question_write:
 * @questions: of one kind, not more than its batch size
 * @page: from 0
 * @params: the arguments are appended here, as JSON
 *
 * Returns: the method of the database API to ask
 */
const char *mnr_question_write (const MnrQuestion *const *questions,
                                guint n_questions,
                                guint page,
                                GString *params);

/**
 * mnr_question_get_answer_type:
 *
 * Returns: (nullable): what the answer's value is; %NULL for an object of a
 *   kind that this program knows nothing of but its id
 */
const MnrType *mnr_question_get_answer_type (const MnrQuestion *self);

/**
 * mnr_question_read:
 * @values: (out) (array length=n_questions): a new value of each question's answer
 *   type, or %NULL where there is no such thing
 * @n_entries: (out): how many entries there were, see mnr_question_get_page_size()
 *
 * Reads what the node answered.
 *
 * Returns: %FALSE with %MNR_CHAIN_ERROR if it does not answer the questions
 */
gboolean mnr_question_read (const MnrQuestion *const *questions,
                            guint n_questions,
                            const char *json,
                            gsize length,
                            const char *prefix,
                            gpointer *values,
                            guint *n_entries,
                            GError **error);

/**
 * mnr_question_new_error:
 *
 * Returns: (transfer full): that @node gave an answer that cannot be read, and @why
 */
GError *mnr_question_new_error (MnrNode *node,
                                const GError *why);

/** mnr_question_read() for what mnr_node_call_finish() gave; errors name the node. */
gboolean mnr_question_read_answer (const MnrQuestion *const *questions,
                                   guint n_questions,
                                   MnrNode *node,
                                   GBytes *answer,
                                   gpointer *values,
                                   guint *n_entries,
                                   GError **error);

G_END_DECLS
