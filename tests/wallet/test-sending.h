/* test-sending.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "test-support.h"
#include "wallet/mnr-submission.h"

G_BEGIN_DECLS

/* Sending from practice-alice to practice-bob on a practice network, and a line
 * to it that can be made to fail. */

typedef struct
{
  MnrNode *node;
  MnrNode *aside; /* the same network, where nothing fails */
  MnrDatabase *database;
  MnrOutbox *outbox;
  MnrOutboxResolver *resolver;
  MnrObjectId alice, bob;
} Desk;

/** @path: (nullable): the database's; %NULL keeps it in memory */
Desk *desk_open (const char *url,
                 const char *path);

void desk_free (Desk *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

/** Signs with practice-alice's key. */
extern const MnrSubmissionSigner desk_signer;

/** A transaction of one transfer of @amount units of core, without its fee. */
MnrTransaction *desk_draft (Desk *self,
                            gint64 amount);

/** Calls a method of any API, aside. */
char *desk_ask (Desk *self,
                const char *api,
                const char *method,
                const char *params);

void desk_produce (Desk *self,
                   guint count);

/** Looks at the chain. */
gboolean desk_check (Desk *self,
                     GError **error);

typedef struct
{
  gint64 amount;
  guint32 block;
} Transferred;

/** Returns: (element-type Transferred): all transfers of the desk's on the
 *          chain, in their order */
GArray *desk_list_transfers (Desk *self);

/** How often a transfer of @amount is on the chain; @block: (out) (optional): the last. */
guint desk_count (Desk *self,
                  gint64 amount,
                  guint32 *block);

/* What happens to the next call of a method. */
typedef enum
{
  FAULT_NONE,
  FAULT_BEFORE,      /* the line is cut before it went out */
  FAULT_AFTER,       /* the line is cut when it has been done, before the answer */
  FAULT_CLOSE,       /* the node object is closed at once */
  FAULT_LIE,         /* something else is answered */
  FAULT_REFUSE,      /* it is not done, and refused */
  FAULT_REFUSE_DONE, /* it is done, and the answer is that it was refused */
} Fault;

/** @method: (nullable): of which method; %NULL for any
 *  @skip: how many calls of it pass before; @lie: (nullable): what is answered */
void desk_set_fault (Fault fault,
                     const char *method,
                     guint skip,
                     const char *lie);

/** Whether the fault has happened. */
gboolean desk_had_fault (void);

/** How many calls of @method there were since the start. */
guint desk_get_n_calls (const char *method);

/* The real ones, see the linker's --wrap. */
void __real_mnr_node_call_async (MnrNode *self,
                                 MnrNodeCallFlags flags,
                                 const char *api,
                                 const char *method,
                                 const char *params,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

void __wrap_mnr_node_call_async (MnrNode *self,
                                 MnrNodeCallFlags flags,
                                 const char *api,
                                 const char *method,
                                 const char *params,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

G_END_DECLS
