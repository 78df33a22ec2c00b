/* mnr-history.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-history.h"

struct _MnrHistory
{
  GArray *entries;      /* of MnrHistoryEntry, by instance */
  GHashTable *accounts; /* id to GArray of guint32, the instances */
  GPtrArray *markets;   /* of MnrMarketTrades, by their first trades */
};

static void
market_free (gpointer data)
{
  MnrMarketTrades *market = data;

  g_array_unref (market->fills);
  g_free (market);
}

MnrHistory *
mnr_history_new (void)
{
  MnrHistory *self = g_new0 (MnrHistory, 1);

  self->entries = g_array_new (FALSE, TRUE, sizeof (MnrHistoryEntry));
  self->accounts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                          (GDestroyNotify) g_array_unref);
  self->markets = g_ptr_array_new_with_free_func (market_free);
  g_array_set_clear_func (self->entries, (GDestroyNotify) mnr_history_entry_clear);
  return self;
}

void
mnr_history_free (MnrHistory *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->entries);
  g_hash_table_unref (self->accounts);
  g_ptr_array_unref (self->markets);
  g_free (self);
}

static void
add_account (GArray *accounts,
             MnrObjectId account)
{
  if (mnr_object_id_get_type (account) != MNR_OBJECT_ACCOUNT)
    return;
  for (guint i = 0; i < accounts->len; i++)
    if (g_array_index (accounts, MnrObjectId, i) == account)
      return;
  g_array_append_val (accounts, account);
}

static void add_concerned (GArray *accounts,
                           const MnrOperation *op);

/* Whom an operation names: itself, in an authority, or in what it proposes; not
 * in its lists. */
static void
add_members (GArray *accounts,
             const MnrType *type,
             gconstpointer value)
{
  for (guint i = 0; i < type->n_fields; i++)
    {
      const MnrType *inner = type->fields[i].type;
      gconstpointer member = mnr_field_get (&type->fields[i], value);

      if (inner->kind == MNR_KIND_OPTIONAL)
        {
          member = *(const gconstpointer *) member;
          inner = inner->element;
          if (member == NULL)
            continue;
        }

      if (inner->kind == MNR_KIND_OBJECT_ID)
        add_account (accounts, *(const MnrObjectId *) member);
      else if (inner == &mnr_type_authority)
        {
          const MnrAuthority *authority = member;

          for (gsize j = 0; j < authority->account_auths.len; j++)
            add_account (accounts, authority->account_auths.items[j].account);
        }
    }
}

static void
add_concerned (GArray *accounts,
               const MnrOperation *op)
{
  const MnrType *type = mnr_variant_get_type (&mnr_type_history_operation, op);

  if (type == NULL || op->value == NULL)
    return;

  add_members (accounts, type, op->value);
  if (op->number == MNR_OPERATION_PROPOSAL_CREATE)
    {
      const MnrProposalCreate *create = op->value;

      for (gsize i = 0; i < create->proposed_ops.len; i++)
        add_concerned (accounts, &create->proposed_ops.items[i].op);
    }
}

/* All that an entry concerns: with the account that was created. */
static GArray *
list_concerned (const MnrHistoryEntry *entry)
{
  GArray *accounts = g_array_new (FALSE, FALSE, sizeof (MnrObjectId));

  add_concerned (accounts, &entry->op);
  if (entry->result.number == MNR_RESULT_NEW_OBJECT)
    add_account (accounts, ((const MnrObjectResult *) entry->result.value)->id);
  return accounts;
}

/* What was traded, if the entry is about a trade. */
static const MnrFillOrder *
get_fill (const MnrHistoryEntry *entry)
{
  return entry->op.number == MNR_VIRTUAL_FILL_ORDER ? entry->op.value : NULL;
}

static void
add_trade (MnrHistory *self,
           const MnrFillOrder *fill,
           guint64 instance)
{
  MnrObjectId a = fill->pays.asset_id, b = fill->receives.asset_id;
  MnrMarketTrades *market = (MnrMarketTrades *) mnr_history_find_market (self, a, b);

  if (market == NULL)
    {
      market = g_new (MnrMarketTrades, 1);
      market->number = self->markets->len;
      market->base = MIN (a, b);
      market->quote = MAX (a, b);
      market->fills = g_array_new (FALSE, FALSE, sizeof (guint64));
      g_ptr_array_add (self->markets, market);
    }
  g_array_append_val (market->fills, instance);
}

/* The last trade of all goes; a market that had no other is the last one. */
static void
remove_trade (MnrHistory *self,
              const MnrFillOrder *fill)
{
  const MnrMarketTrades *market =
    mnr_history_find_market (self, fill->pays.asset_id, fill->receives.asset_id);

  g_array_set_size (market->fills, market->fills->len - 1);
  if (market->fills->len == 0)
    g_ptr_array_set_size (self->markets, (int) self->markets->len - 1);
}

static void
add_entry (MnrHistory *self,
           const MnrHistoryEntry *entry)
{
  g_autoptr (GArray) concerned = list_concerned (entry);
  guint32 instance = (guint32) entry->instance;

  g_array_append_vals (self->entries, entry, 1);
  if (get_fill (entry) != NULL)
    add_trade (self, get_fill (entry), instance);
  for (guint i = 0; i < concerned->len; i++)
    {
      MnrObjectId account = g_array_index (concerned, MnrObjectId, i);
      GArray *instances = g_hash_table_lookup (self->accounts, &account);

      if (instances == NULL)
        {
          instances = g_array_new (FALSE, FALSE, sizeof (guint32));
          g_hash_table_insert (self->accounts, g_memdup2 (&account, sizeof account), instances);
        }
      g_array_append_val (instances, instance);
    }
}

void
mnr_history_add (MnrHistory *self,
                 const MnrBlock *block,
                 GArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      MnrHistoryEntry *entry = &g_array_index (entries, MnrHistoryEntry, i);

      entry->instance = self->entries->len;
      if (!entry->is_virtual)
        {
          const MnrProcessedTransaction *processed =
            &block->transactions.items[entry->trx_in_block];

          entry->op = processed->transaction.operations.items[entry->op_in_trx];
          entry->result = processed->operation_results.items[entry->op_in_trx];
        }
      add_entry (self, entry);
      /* It is not to be cleared with the array that it came in. */
      entry->is_virtual = FALSE;
    }
  g_array_set_size (entries, 0);
}

void
mnr_history_remove (MnrHistory *self,
                    const MnrBlock *block)
{
  guint32 number = mnr_block_get_number (block);

  while (self->entries->len > 0)
    {
      guint last = self->entries->len - 1;
      const MnrHistoryEntry *entry = &g_array_index (self->entries, MnrHistoryEntry, last);
      g_autoptr (GArray) concerned = NULL;

      if (entry->block_num != number)
        return;

      if (get_fill (entry) != NULL)
        remove_trade (self, get_fill (entry));
      concerned = list_concerned (entry);
      for (guint i = 0; i < concerned->len; i++)
        {
          GArray *instances =
            g_hash_table_lookup (self->accounts, &g_array_index (concerned, MnrObjectId, i));

          g_array_set_size (instances, instances->len - 1);
        }
      g_array_set_size (self->entries, last);
    }
}

guint64
mnr_history_get_size (const MnrHistory *self)
{
  return self->entries->len;
}

const MnrHistoryEntry *
mnr_history_get (const MnrHistory *self,
                 guint64 instance)
{
  if (instance >= self->entries->len)
    return NULL;
  return &g_array_index (self->entries, MnrHistoryEntry, instance);
}

guint
mnr_history_get_account_size (const MnrHistory *self,
                              MnrObjectId account)
{
  const GArray *instances = g_hash_table_lookup (self->accounts, &account);

  return instances != NULL ? instances->len : 0;
}

const MnrHistoryEntry *
mnr_history_get_account (const MnrHistory *self,
                         MnrObjectId account,
                         guint index)
{
  const GArray *instances = g_hash_table_lookup (self->accounts, &account);

  if (instances == NULL || index >= instances->len)
    return NULL;
  return mnr_history_get (self, g_array_index (instances, guint32, index));
}

guint
mnr_history_get_n_markets (const MnrHistory *self)
{
  return self->markets->len;
}

const MnrMarketTrades *
mnr_history_get_market (const MnrHistory *self,
                        guint index)
{
  return index < self->markets->len ? g_ptr_array_index (self->markets, index) : NULL;
}

const MnrMarketTrades *
mnr_history_find_market (const MnrHistory *self,
                         MnrObjectId a,
                         MnrObjectId b)
{
  for (guint i = 0; i < self->markets->len; i++)
    {
      const MnrMarketTrades *market = g_ptr_array_index (self->markets, i);

      if (market->base == MIN (a, b) && market->quote == MAX (a, b))
        return market;
    }
  return NULL;
}
