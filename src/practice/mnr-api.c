/* mnr-api.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-api.h"

static const MnrMethodGroup *const database[] = {
  &mnr_methods_chain,
  &mnr_methods_accounts,
  &mnr_methods_full_accounts,
  &mnr_methods_assets,
  &mnr_methods_markets,
  &mnr_methods_trades,
  &mnr_methods_transactions,
  &mnr_methods_subscriptions,
  &mnr_methods_positions,
  &mnr_methods_council,
  &mnr_methods_absent,
  NULL,
};

static const MnrMethodGroup *const history[] = { &mnr_methods_history,
                                                 &mnr_methods_market_history, NULL };
static const MnrMethodGroup *const orders[] = { &mnr_methods_orders, NULL };
static const MnrMethodGroup *const broadcast[] = { &mnr_methods_broadcast, NULL };
static const MnrMethodGroup *const login[] = { &mnr_methods_login, NULL };
static const MnrMethodGroup *const holders[] = { &mnr_methods_holders, NULL };
static const MnrMethodGroup *const storage[] = { &mnr_methods_storage, NULL };
static const MnrMethodGroup *const blocks[] = { &mnr_methods_blocks, NULL };
static const MnrMethodGroup *const practice[] = { &mnr_methods_practice,
                                                  &mnr_methods_faults, NULL };

const MnrApi mnr_apis[] = {
  { "asset", .is_closed = TRUE, holders },
  { "block", .is_closed = TRUE, blocks },
  { "crypto", .is_closed = TRUE, NULL },
  { "custom_operations", .groups = storage },
  { "database", .groups = database },
  { "debug", .is_closed = TRUE, NULL },
  { "history", .groups = history },
  { "login", .groups = login },
  { "network_broadcast", .groups = broadcast },
  { "network_node", .is_closed = TRUE, NULL },
  { "orders", .groups = orders },
  { "practice", .groups = practice },
  { NULL },
};

const MnrApi *
mnr_api_find (const char *name)
{
  for (const MnrApi *api = mnr_apis; api->name != NULL; api++)
    if (g_str_equal (api->name, name))
      return api;
  return NULL;
}

gboolean
mnr_api_is_open (const MnrApi *self,
                 MnrNetwork *network)
{
  return !self->is_closed || (self->groups != NULL && mnr_network_is_all_open (network));
}

const MnrMethod *
mnr_api_find_method (const MnrApi *self,
                     const char *name)
{
  for (guint i = 0; self->groups != NULL && self->groups[i] != NULL; i++)
    for (guint k = 0; k < self->groups[i]->n_methods; k++)
      if (g_str_equal (self->groups[i]->methods[k].name, name))
        return &self->groups[i]->methods[k];
  return NULL;
}
