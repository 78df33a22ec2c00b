/* mnr-genesis.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/wire/mnr-json-reader.h"
#include "ledger/mnr-ledger.h"

G_BEGIN_DECLS

/** Where a chain stands when its first block of interest comes. */
typedef struct
{
  guint32 block_number;
  MnrTime time;
} MnrHead;

/**
 * mnr_genesis_build:
 * @ledger: without any objects yet
 * @properties: the JSON of the global properties
 * @genesis: the JSON of accounts, balances and the core asset (see the traces);
 *   an array of initial_balances (owner: an address or a key, asset_id, amount)
 *   leaves something to be claimed
 * @head: the block that comes before the first one
 *
 * Fills a ledger with the state that a chain begins in: accounts with one key
 * each, all members for life, the core asset, and who holds it.
 *
 * Returns: %FALSE with an error if the texts are not that
 */
gboolean mnr_genesis_build (MnrLedger *ledger,
                            const MnrJsonSlice *properties,
                            const MnrJsonSlice *genesis,
                            const MnrHead *head,
                            const char *prefix,
                            GError **error);

G_END_DECLS
