/* mnr-blockchain.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-blockchain.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "mnr-blockchain-private.h"
#include "mnr-ledger-private.h"

/* Every block of every practice chain is signed with one key, and this is it:
 * anybody can sign with it, and it protects nothing. The signature is there
 * because blocks have one. */
static const char practice_key[] = "The witness of a practice chain protects nothing";

static const MnrType processed_transactions = MNR_ARRAY_TYPE (mnr_type_processed_transaction);

static MnrPrivateKey *
make_key (void)
{
  guint8 hash[MNR_SHA256_SIZE];
  g_autoptr (GError) error = NULL;
  MnrPrivateKey *key;

  mnr_sha256 (practice_key, strlen (practice_key), hash);
  key = mnr_private_key_new_from_bytes (hash, &error);
  if (key == NULL)
    g_error ("the key of the blocks: %s", error->message);
  return key;
}

/* How many blocks the store can take back. */
static guint
get_n_reversible (const MnrBlockchain *self)
{
  return mnr_blockchain_get_head_number (self) - self->irreversible;
}

static const MnrBlockId *
get_head_id (const MnrBlockchain *self)
{
  return self->ids->len > 0 ? &g_array_index (self->ids, MnrBlockId, self->ids->len - 1)
                            : &self->first_id;
}

static void
tell (MnrBlockchain *self,
      GArray *changed)
{
  if (self->callback != NULL)
    self->callback (self, changed, self->user_data);
}

/* Whose turn it is: the witnesses take it one after the other. */
static MnrObjectId
choose_witness (const MnrBlockchain *self,
                guint32 number)
{
  const MnrGlobalProperties *properties =
    mnr_store_get (self->ledger->store, MNR_GLOBAL_PROPERTIES_ID);

  if (properties->active_witnesses.len == 0)
    return MNR_OBJECT_ID (1, 6, 1);
  return properties->active_witnesses.items[number % properties->active_witnesses.len];
}

/* Ends the block whose transactions were applied: what the head says of itself. */
static void
end_block (MnrBlockchain *self,
           const MnrBlock *block,
           const MnrBlockId *id)
{
  MnrDynamicGlobalProperties *properties;
  guint32 number;

  mnr_ledger_end_block (self->ledger);

  properties = mnr_store_edit (self->ledger->store, MNR_DYNAMIC_GLOBAL_PROPERTIES_ID);
  number = properties->head_block_number;
  properties->head_block_id = *id;
  properties->current_witness = block->witness;
  properties->last_irreversible_block_num =
    number > self->first + MNR_BLOCKCHAIN_REVERSIBLE ? number - MNR_BLOCKCHAIN_REVERSIBLE
                                                     : self->first;
  mnr_store_done (self->ledger->store, properties);
}

/* Makes an ended block the head. */
static void
adopt_block (MnrBlockchain *self,
             MnrBlock *block,
             const MnrBlockId *id)
{
  const MnrDynamicGlobalProperties *properties =
    mnr_store_get (self->ledger->store, MNR_DYNAMIC_GLOBAL_PROPERTIES_ID);

  g_ptr_array_add (self->blocks, block);
  g_array_append_vals (self->ids, id, 1);
  mnr_history_add (self->history, block, self->ledger->history);
  self->irreversible = MAX (self->irreversible, properties->last_irreversible_block_num);
  mnr_store_make_final (self->ledger->store, get_n_reversible (self));

  /* A fork may bring back no earlier time than that of the last final block. */
  if (self->irreversible > self->first)
    mnr_blockchain_forget_expired (self,
                                   mnr_blockchain_get_block (self, self->irreversible)->timestamp);
}

/*
 * Opening
 */

static gboolean
data_error (guint32 number,
            const char *why,
            GError **error)
{
  g_set_error (error, MNR_LEDGER_ERROR, MNR_LEDGER_ERROR_DATA,
               _ ("Block %u of the log does not follow from those before it: %s"), number, why);
  return FALSE;
}

/* Applies a block that was made before. */
static gboolean
apply_block (MnrBlockchain *self,
             const MnrBlock *block,
             GError **error)
{
  guint32 number = mnr_block_get_number (block);

  if (memcmp (&block->previous, get_head_id (self), sizeof block->previous) != 0 ||
      block->timestamp <= mnr_ledger_get_time (self->ledger))
    return data_error (number, _ ("Another one came before"), error);

  mnr_ledger_begin_block (self->ledger, block->timestamp);
  for (gsize i = 0; i < block->transactions.len; i++)
    {
      const MnrProcessedTransaction *processed = &block->transactions.items[i];
      MnrOperationResults results = { 0 };
      g_autoptr (GError) local = NULL;
      gboolean good;

      if (!mnr_ledger_apply_with_results (self->ledger, &processed->transaction, &results, &local))
        return data_error (number, local->message, error);
      good = mnr_value_equal (&mnr_type_operation_results, &results,
                              &processed->operation_results) ||
             data_error (number, _ ("An operation has another result"), error);
      mnr_value_clear (&mnr_type_operation_results, &results);
      if (!good)
        return FALSE;
    }
  return TRUE;
}

static gboolean
replay_block (MnrBlock *block,
              gpointer user_data,
              GError **error)
{
  MnrBlockchain *self = user_data;
  guint32 number = mnr_block_get_number (block);
  MnrBlockId id;

  mnr_store_begin (self->ledger->store);
  if (!apply_block (self, block, error))
    {
      mnr_store_undo (self->ledger->store);
      mnr_block_free (block);
      return FALSE;
    }

  mnr_block_get_id (block, &id);
  for (gsize i = 0; i < block->transactions.len; i++)
    mnr_blockchain_know (self, &block->transactions.items[i].transaction, number, (guint32) i);
  end_block (self, block, &id);
  adopt_block (self, block, &id);
  return TRUE;
}

static gboolean
open_log (MnrBlockchain *self,
          const char *path,
          char **dropped,
          GError **error)
{
  g_autofree char *local = NULL;
  guint8 genesis[MNR_SHA256_SIZE];

  mnr_store_get_hash (self->ledger->store, genesis);
  self->log = mnr_block_log_open (path, genesis, error);
  if (self->log == NULL || !mnr_block_log_read (self->log, replay_block, self, &local, error))
    return FALSE;
  if (dropped != NULL)
    *dropped = g_steal_pointer (&local);
  return TRUE;
}

MnrBlockchain *
mnr_blockchain_open (MnrLedger *ledger,
                     const MnrChainId *chain_id,
                     const char *log_path,
                     char **dropped,
                     GError **error)
{
  g_autoptr (MnrBlockchain) self = g_new0 (MnrBlockchain, 1);
  const MnrDynamicGlobalProperties *properties =
    mnr_store_get (mnr_ledger_get_store (ledger), MNR_DYNAMIC_GLOBAL_PROPERTIES_ID);

  if (dropped != NULL)
    *dropped = NULL;

  self->ledger = ledger;
  self->chain_id = *chain_id;
  self->key = make_key ();
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) mnr_block_free);
  self->ids = g_array_new (FALSE, FALSE, sizeof (MnrBlockId));
  self->history = mnr_history_new ();
  mnr_blockchain_init_transactions (self);
  self->first = self->irreversible = properties->head_block_number;
  self->first_id = properties->head_block_id;
  mnr_block_id_set_number (&self->first_id, self->first);

  if (log_path != NULL && !open_log (self, log_path, dropped, error))
    return NULL;
  mnr_blockchain_open_pending (self, NULL);
  return g_steal_pointer (&self);
}

void
mnr_blockchain_free (MnrBlockchain *self)
{
  if (self == NULL)
    return;

  mnr_block_log_free (self->log);
  mnr_history_free (self->history);
  g_ptr_array_unref (self->blocks);
  g_array_unref (self->ids);
  mnr_blockchain_clear_transactions (self);
  mnr_private_key_free (self->key);
  mnr_ledger_free (self->ledger);
  g_free (self);
}

/*
 * Making blocks
 */

/* What becomes of each transaction that waited while a block is made of them. */
typedef struct
{
  GPtrArray *waiting;  /* of MnrPendingTransaction; NULL where it went into the block */
  GPtrArray *included; /* the same */
  GPtrArray *left;     /* for which there was no room */
  GPtrArray *dropped;  /* that no longer hold */
} Harvest;

static Harvest
harvest_new (GPtrArray *waiting)
{
  return (Harvest){
    .waiting = waiting,
    .included = g_ptr_array_new (),
    .left = g_ptr_array_new (),
    .dropped = g_ptr_array_new (),
  };
}

static void
harvest_clear (Harvest *self)
{
  g_ptr_array_unref (self->waiting);
  g_ptr_array_unref (self->included);
  g_ptr_array_unref (self->left);
  g_ptr_array_unref (self->dropped);
}

/* Applies what waited, in its order. As long as nothing is left out all is as
 * when it was examined, and need not be examined again. */
static void
fill_block (MnrBlockchain *self,
            MnrBlock *block,
            Harvest *harvest)
{
  guint64 room = mnr_ledger_get_parameters (self->ledger)->maximum_block_size;
  gboolean as_before = TRUE;

  for (guint i = 0; i < harvest->waiting->len; i++)
    {
      MnrPendingTransaction *pending = g_ptr_array_index (harvest->waiting, i);
      MnrOperationResults results = { 0 };
      MnrProcessedTransaction *processed;

      mnr_blockchain_forget (self, pending->known);
      if (pending->size > room && harvest->included->len > 0)
        {
          g_ptr_array_add (harvest->left, pending);
          as_before = FALSE;
          continue;
        }
      if ((!as_before &&
           !mnr_blockchain_check (self, pending->transaction, pending->is_granted, NULL)) ||
          !mnr_ledger_apply_with_results (self->ledger, pending->transaction, &results, NULL))
        {
          g_ptr_array_add (harvest->dropped, pending);
          as_before = FALSE;
          continue;
        }

      room -= MIN (room, pending->size);
      processed = mnr_array_add (&processed_transactions, &block->transactions);
      /* Lent: it is the block's once that is written. */
      processed->transaction = *pending->transaction;
      processed->operation_results = results;
      g_ptr_array_add (harvest->included, pending);
    }
}

/* Gives back what was lent to a block that is not to be. */
static void
abandon_block (MnrBlock *block)
{
  for (gsize i = 0; i < block->transactions.len; i++)
    block->transactions.items[i].transaction = (MnrTransaction){ 0 };
  mnr_block_free (block);
}

/* Hands over what was lent to a block. */
static void
settle_transactions (MnrBlockchain *self,
                     Harvest *harvest,
                     guint32 number)
{
  for (guint i = 0; i < harvest->included->len; i++)
    {
      MnrPendingTransaction *pending = g_ptr_array_index (harvest->included, i);

      mnr_blockchain_know (self, pending->transaction, number, i);
      *pending->transaction = (MnrTransaction){ 0 };
    }
}

/* Puts aside what is to wait for the next block. */
static GPtrArray *
keep_left (Harvest *harvest)
{
  GPtrArray *again =
    g_ptr_array_new_with_free_func ((GDestroyNotify) mnr_pending_transaction_free);

  for (guint i = 0; i < harvest->left->len; i++)
    {
      MnrPendingTransaction *pending = g_ptr_array_index (harvest->left, i);
      MnrPendingTransaction *kept =
        mnr_pending_transaction_new (g_steal_pointer (&pending->transaction));

      kept->is_granted = pending->is_granted;
      g_ptr_array_add (again, kept);
    }
  return again;
}

gboolean
mnr_blockchain_produce (MnrBlockchain *self,
                        MnrTime time,
                        GError **error)
{
  MnrStore *store = self->ledger->store;
  g_autoptr (GArray) changed = NULL;
  g_autoptr (GPtrArray) again = NULL;
  Harvest harvest;
  MnrBlockId id;
  MnrBlock *block;

  if (time <= mnr_ledger_get_time (self->ledger))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _ ("A block has to be later than the one before it"));
      return FALSE;
    }

  harvest = harvest_new (mnr_blockchain_close_pending (self));
  block = mnr_value_new (&mnr_type_block);
  block->previous = *get_head_id (self);
  block->timestamp = time;
  block->witness = choose_witness (self, mnr_block_get_number (block));

  mnr_store_begin (store);
  mnr_ledger_begin_block (self->ledger, time);
  fill_block (self, block, &harvest);
  mnr_block_get_merkle_root (block, block->transaction_merkle_root);
  mnr_block_sign (block, self->key);
  mnr_block_get_id (block, &id);
  end_block (self, block, &id);

  if (self->log != NULL && !mnr_block_log_append (self->log, block, error))
    {
      abandon_block (block);
      mnr_store_undo (store);
      mnr_blockchain_open_pending (self, harvest.waiting);
      harvest_clear (&harvest);
      return FALSE;
    }

  changed = g_array_new (FALSE, FALSE, sizeof (MnrObjectId));
  mnr_store_list_changes (store, mnr_store_get_depth (store) - 1, changed);
  settle_transactions (self, &harvest, mnr_block_get_number (block));
  adopt_block (self, block, &id);

  again = keep_left (&harvest);
  harvest_clear (&harvest);
  mnr_blockchain_open_pending (self, again);
  tell (self, changed);
  return TRUE;
}

/*
 * Taking blocks away
 */

/* Takes the head away; its transactions are handed out. */
static void
pop_block (MnrBlockchain *self,
           GPtrArray *transactions)
{
  g_autoptr (MnrBlock) block = g_ptr_array_steal_index (self->blocks, self->blocks->len - 1);

  mnr_store_undo (self->ledger->store);
  mnr_history_remove (self->history, block);
  g_array_set_size (self->ids, self->ids->len - 1);

  for (gsize i = 0; i < block->transactions.len; i++)
    {
      MnrTransaction *transaction = mnr_transaction_new ();
      MnrPendingTransaction *pending = mnr_pending_transaction_new (transaction);
      guint8 id[MNR_TRANSACTION_ID_SIZE];
      MnrKnownTransaction *known;

      *transaction = block->transactions.items[i].transaction;
      block->transactions.items[i].transaction = (MnrTransaction){ 0 };
      if (!mnr_transaction_get_id (transaction, id, NULL))
        g_assert_not_reached ();
      known = g_hash_table_lookup (self->known, id);
      if (known != NULL)
        mnr_blockchain_forget (self, known);
      /* It was taken once: then nobody needed to sign it, or that was granted. */
      pending->is_granted = transaction->signatures.len == 0;
      g_ptr_array_insert (transactions, (int) i, pending);
    }
}

gboolean
mnr_blockchain_pop (MnrBlockchain *self,
                    guint count,
                    GError **error)
{
  MnrStore *store = self->ledger->store;
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (GArray) changed = NULL;

  if (count > get_n_reversible (self))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _ ("These blocks cannot be taken back any more"));
      return FALSE;
    }
  if (count == 0)
    return TRUE;
  if (self->log != NULL && !mnr_block_log_pop (self->log, count, error))
    return FALSE;

  again = mnr_blockchain_close_pending (self);
  for (guint i = 0; i < again->len; i++)
    {
      MnrPendingTransaction *pending = g_ptr_array_index (again, i);

      mnr_blockchain_forget (self, pending->known);
    }

  changed = g_array_new (FALSE, FALSE, sizeof (MnrObjectId));
  mnr_store_list_changes (store, mnr_store_get_depth (store) - count, changed);
  for (guint i = 0; i < count; i++)
    pop_block (self, again);

  mnr_blockchain_open_pending (self, again);
  tell (self, changed);
  return TRUE;
}

/*
 * Questions
 */

MnrLedger *
mnr_blockchain_get_ledger (MnrBlockchain *self)
{
  return self->ledger;
}

const MnrChainId *
mnr_blockchain_get_chain_id (const MnrBlockchain *self)
{
  return &self->chain_id;
}

void
mnr_blockchain_set_callback (MnrBlockchain *self,
                             MnrBlockchainChanged callback,
                             gpointer user_data)
{
  self->callback = callback;
  self->user_data = user_data;
}

guint32
mnr_blockchain_get_head_number (const MnrBlockchain *self)
{
  return self->first + self->blocks->len;
}

guint32
mnr_blockchain_get_irreversible_number (const MnrBlockchain *self)
{
  return self->irreversible;
}

const MnrBlock *
mnr_blockchain_get_block (const MnrBlockchain *self,
                          guint32 number)
{
  if (number <= self->first || number - self->first > self->blocks->len)
    return NULL;
  return g_ptr_array_index (self->blocks, number - self->first - 1);
}

gboolean
mnr_blockchain_get_block_id (const MnrBlockchain *self,
                             guint32 number,
                             MnrBlockId *id)
{
  if (mnr_blockchain_get_block (self, number) == NULL)
    return FALSE;
  *id = g_array_index (self->ids, MnrBlockId, number - self->first - 1);
  return TRUE;
}

gboolean
mnr_blockchain_find_reference (const MnrBlockchain *self,
                               guint16 number,
                               MnrBlockId *id)
{
  guint32 head = mnr_blockchain_get_head_number (self);
  /* The latest block whose number ends so. */
  guint32 back = (head - number) & 0xffff;

  if (back > head)
    return FALSE;
  if (head - back == self->first)
    {
      *id = self->first_id;
      return TRUE;
    }
  return mnr_blockchain_get_block_id (self, head - back, id);
}

guint64
mnr_blockchain_get_history_size (const MnrBlockchain *self)
{
  return mnr_history_get_size (self->history);
}

const MnrHistoryEntry *
mnr_blockchain_get_history (const MnrBlockchain *self,
                            guint64 instance)
{
  return mnr_history_get (self->history, instance);
}

guint
mnr_blockchain_get_account_history_size (const MnrBlockchain *self,
                                         MnrObjectId account)
{
  return mnr_history_get_account_size (self->history, account);
}

const MnrHistoryEntry *
mnr_blockchain_get_account_history (const MnrBlockchain *self,
                                    MnrObjectId account,
                                    guint index)
{
  return mnr_history_get_account (self->history, account, index);
}

guint
mnr_blockchain_get_n_markets (const MnrBlockchain *self)
{
  return mnr_history_get_n_markets (self->history);
}

const MnrMarketTrades *
mnr_blockchain_get_market (const MnrBlockchain *self,
                           guint index)
{
  return mnr_history_get_market (self->history, index);
}

const MnrMarketTrades *
mnr_blockchain_find_market (const MnrBlockchain *self,
                            MnrObjectId a,
                            MnrObjectId b)
{
  return mnr_history_find_market (self->history, a, b);
}
