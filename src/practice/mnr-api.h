/* mnr-api.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-call.h"

G_BEGIN_DECLS

/** A method of an API: who has to give how many arguments, and what it does. */
typedef struct
{
  const char *name;
  guint n_needed;
  /** Writes the result, or sets the call's fault and returns %FALSE. */
  gboolean (*run) (MnrCall *call);
} MnrMethod;

/** Methods of one kind; each is the table of one file. */
typedef struct
{
  const MnrMethod *methods;
  guint n_methods;
} MnrMethodGroup;

#define MNR_METHOD_GROUP(table)                         \
  {                                                     \
    .methods = table, .n_methods = G_N_ELEMENTS (table) \
  }

typedef struct MnrApi
{
  const char *name;
  gboolean is_closed;                  /* on a public node */
  const MnrMethodGroup *const *groups; /* ends with NULL; nullable */
} MnrApi;

extern const MnrMethodGroup mnr_methods_chain, mnr_methods_accounts, mnr_methods_assets,
  mnr_methods_full_accounts, mnr_methods_markets, mnr_methods_transactions,
  mnr_methods_subscriptions, mnr_methods_history, mnr_methods_broadcast, mnr_methods_login,
  mnr_methods_absent, mnr_methods_blocks, mnr_methods_positions, mnr_methods_holders,
  mnr_methods_storage, mnr_methods_practice, mnr_methods_trades, mnr_methods_market_history,
  mnr_methods_orders, mnr_methods_faults, mnr_methods_council;

/** All APIs; the one without a name is the last. */
extern const MnrApi mnr_apis[];

const MnrApi *mnr_api_find (const char *name);

/** Whether clients may use an API. One that has no methods here never is open. */
gboolean mnr_api_is_open (const MnrApi *self,
                          MnrNetwork *network);

/** Writes the object that an account's `statistics` names: nothing here keeps it. */
void mnr_call_write_statistics (MnrCall *call,
                                const MnrAccount *account);

const MnrMethod *mnr_api_find_method (const MnrApi *self,
                                      const char *name);

/** Writes an object of the history (1.11.x); null if there is none. */
void mnr_api_write_history (MnrCall *call,
                            MnrObjectId id);

/** Writes a witness (1.6.x) or a committee member (1.5.x); null if there is none. */
void mnr_api_write_member (MnrCall *call,
                           MnrObjectId id);

/** Writes whom a vote is for; null if that is nobody. */
void mnr_api_write_vote (MnrCall *call,
                         MnrVoteId vote);

G_END_DECLS
