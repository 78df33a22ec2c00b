/* mnr-describe.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-transaction.h"

G_BEGIN_DECLS

/** What an asset is called and how its units become its amounts. */
typedef struct
{
  const char *symbol;
  guint8 precision;
  gboolean is_smartcoin; /* or a prediction market */
} MnrAssetName;

/**
 * MnrNames:
 *
 * Names for ids, as far as they are known. Both functions may be %NULL; what
 * they return has to stay valid until the description is made.
 */
typedef struct
{
  /** Fills in @name and returns %TRUE if the asset is known. */
  gboolean (*get_asset) (MnrObjectId asset,
                         MnrAssetName *name,
                         gpointer user_data);
  /** Returns the account's name, or %NULL. */
  const char *(*get_account) (MnrObjectId account,
                              gpointer user_data);
  gpointer user_data;
  /** What keys begin with. */
  const char *prefix;
} MnrNames;

/** A line of a description, @depth levels below its transaction. */
typedef struct
{
  guint depth;
  char *label;
  char *text;
} MnrDescriptionLine;

/**
 * mnr_transaction_describe:
 *
 * What a person should read before signing: every member of every operation,
 * in words, from the structures themselves. Text that came with the
 * transaction is shown with its control and direction characters spelled out,
 * so that it cannot disguise itself.
 *
 * Returns: (transfer full) (element-type MnrDescriptionLine): the lines, in order
 */
GPtrArray *mnr_transaction_describe (const MnrTransaction *transaction,
                                     const MnrNames *names);

/**
 * mnr_operation_describe:
 * @operation: of %mnr_type_history_operation, so that it may be a virtual one
 *
 * Returns: (transfer full): what it does, in one sentence without a full stop
 */
char *mnr_operation_describe (const MnrOperation *operation,
                              const MnrNames *names);

/** A length of time in words: "1 day 30 minutes". */
char *mnr_duration_describe (guint32 seconds);

/** An amount as a person writes it: "1,500.00000 BTS". */
char *mnr_amount_describe (const MnrAmount *amount,
                           const MnrNames *names);

G_END_DECLS
