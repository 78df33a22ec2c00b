/* mnr-names.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/protocol/mnr-describe.h"

G_BEGIN_DECLS

/** Assets and accounts as a node printed them, by id. */
typedef struct _MnrNameTable MnrNameTable;

/**
 * mnr_name_table_new:
 * @name: (nullable): a file with an array of objects, or an answer that holds
 *   one; %NULL for a table that knows nothing
 */
MnrNameTable *mnr_name_table_new (const char *name,
                                  GError **error);

void mnr_name_table_free (MnrNameTable *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrNameTable, mnr_name_table_free)

/** The table as mnr_transaction_describe() asks for it; valid as long as @self. */
MnrNames mnr_name_table_get_names (MnrNameTable *self,
                                   const char *prefix);

G_END_DECLS
