/* mnr-network.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-network.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "chain/wire/mnr-json.h"
#include "mnr-genesis.h"
#include "mnr-json-compare.h"
#include "mnr-residents.h"
#include "mnr-session.h"

#define DEFAULT_GENESIS "/io/github/moneyer/practice/genesis.json"
#define LOG_NAME        "blocks.log"
#define LIFETIME        60          /* seconds until what is done here expires */
#define STEP_MAX        (12 * 3600) /* seconds that residents sleep at most */

/* Somebody who waits for a transaction to be in a block. */
typedef struct
{
  guint8 id[MNR_TRANSACTION_ID_SIZE];
  MnrTime expiration;
  MnrSession *session;
  char *opening;
  const char *closing;
} Wait;

struct _MnrNetwork
{
  MnrBlockchain *chain;
  GPtrArray *sessions; /* of MnrSession, not owned */
  GPtrArray *waits;    /* of Wait */
  guint block_interval;
  guint timer;
  gint64 clock_ahead; /* seconds that the chain's clock is set forward */
  guint32 announced;  /* the number of the last block that was told of */
  gboolean is_due;    /* a block, for a transaction */
  gboolean has_residents;
  gboolean all_apis;
  MnrFaults *faults;
};

static void
wait_free (gpointer data)
{
  Wait *self = data;

  g_free (self->opening);
  g_free (self);
}

/*
 * Opening
 */

static GBytes *
load_genesis (const char *name,
              GError **error)
{
  g_autofree char *text = NULL;
  gsize length;

  if (name == NULL)
    return g_resources_lookup_data (DEFAULT_GENESIS, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (!g_file_get_contents (name, &text, &length, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&text), length);
}

static const MnrJsonSlice *
find_member (GPtrArray *names,
             GArray *values,
             const char *name)
{
  guint index;

  if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, &index))
    return NULL;
  return &g_array_index (values, MnrJsonSlice, index);
}

static gboolean
build_ledger (MnrLedger *ledger,
              GBytes *text,
              GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (MnrJsonSlice));
  const MnrJsonSlice *genesis, *properties, *time;
  MnrJsonSlice json;
  MnrHead head = { 0 };

  json.text = g_bytes_get_data (text, &json.length);
  if (!mnr_json_list (&json, names, values, error))
    return FALSE;

  genesis = find_member (names, values, "genesis");
  properties = find_member (names, values, "global_properties");
  time = find_member (names, values, "initial_timestamp");
  if (genesis == NULL || properties == NULL)
    {
      g_set_error (error, MNR_LEDGER_ERROR, MNR_LEDGER_ERROR_DATA,
                   _ ("A genesis file has the members “%s” and “%s”"), "genesis",
                   "global_properties");
      return FALSE;
    }
  if (time != NULL && !mnr_json_read (&mnr_type_time, time->text, time->length,
                                      MNR_PRACTICE_PREFIX, &head.time, error))
    return FALSE;
  return mnr_genesis_build (ledger, properties, genesis, &head, MNR_PRACTICE_PREFIX, error);
}

static void on_changed (MnrBlockchain *chain,
                        GArray *changed,
                        gpointer user_data);

/* Makes a first block now, so that the head is of today. On a new chain of the
 * default genesis the residents then move in. */
static gboolean
make_first_block (MnrNetwork *self,
                  gboolean for_residents,
                  GError **error)
{
  self->has_residents = for_residents && mnr_residents_are_in (mnr_network_get_store (self));
  if (!mnr_network_produce (self, 1, error))
    return FALSE;
  if (!for_residents || self->has_residents)
    return TRUE;
  self->has_residents = TRUE;
  return mnr_residents_move_in (self, error) && mnr_network_produce (self, 1, error);
}

static gboolean
open_chain (MnrNetwork *self,
            const MnrNetworkOptions *options,
            char **dropped,
            GError **error)
{
  g_autoptr (GBytes) text = load_genesis (options->genesis, error);
  g_autoptr (MnrLedger) ledger = mnr_ledger_new ();
  g_autofree char *log_path = NULL;
  MnrChainId id;
  gsize size;
  gconstpointer data;

  if (text == NULL)
    return FALSE;
  if (!build_ledger (ledger, text, error))
    {
      g_prefix_error (error, "%s: ", options->genesis != NULL ? options->genesis : "genesis");
      return FALSE;
    }
  if (options->data != NULL)
    {
      if (g_mkdir_with_parents (options->data, 0700) != 0)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("%s cannot be made"),
                       options->data);
          return FALSE;
        }
      log_path = g_build_filename (options->data, LOG_NAME, NULL);
    }

  data = g_bytes_get_data (text, &size);
  mnr_sha256 (data, size, id.data);
  self->chain =
    mnr_blockchain_open (g_steal_pointer (&ledger), &id, log_path, dropped, error);
  if (self->chain == NULL || !make_first_block (self, options->genesis == NULL, error))
    return FALSE;

  self->announced = mnr_blockchain_get_head_number (self->chain);
  mnr_blockchain_set_callback (self->chain, on_changed, self);
  return TRUE;
}

static gboolean
on_timer (gpointer user_data)
{
  MnrNetwork *self = user_data;
  g_autoptr (GError) error = NULL;

  if (!mnr_network_produce (self, 1, &error))
    g_printerr ("%s\n", error->message);
  return G_SOURCE_CONTINUE;
}

MnrNetwork *
mnr_network_new (const MnrNetworkOptions *options,
                 char **dropped,
                 GError **error)
{
  g_autoptr (MnrNetwork) self = g_new0 (MnrNetwork, 1);

  self->faults = mnr_faults_new ();
  self->sessions = g_ptr_array_new ();
  self->waits = g_ptr_array_new_with_free_func (wait_free);
  self->block_interval = options->block_interval;
  self->all_apis = options->all_apis;
  if (!open_chain (self, options, dropped, error))
    return NULL;

  if (self->block_interval > 0)
    self->timer = g_timeout_add_seconds (self->block_interval, on_timer, self);
  return g_steal_pointer (&self);
}

void
mnr_network_free (MnrNetwork *self)
{
  if (self == NULL)
    return;

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->chain, mnr_blockchain_free);
  g_ptr_array_unref (self->waits);
  g_ptr_array_unref (self->sessions);
  mnr_faults_free (self->faults);
  g_free (self);
}

/*
 * What it is
 */

MnrBlockchain *
mnr_network_get_chain (MnrNetwork *self)
{
  return self->chain;
}

const MnrStore *
mnr_network_get_store (MnrNetwork *self)
{
  return mnr_ledger_get_store (mnr_blockchain_get_ledger (self->chain));
}

const MnrDynamicGlobalProperties *
mnr_network_get_head (MnrNetwork *self)
{
  return mnr_store_get (mnr_network_get_store (self), MNR_DYNAMIC_GLOBAL_PROPERTIES_ID);
}

const MnrChainParameters *
mnr_network_get_parameters (MnrNetwork *self)
{
  const MnrGlobalProperties *properties =
    mnr_store_get (mnr_network_get_store (self), MNR_GLOBAL_PROPERTIES_ID);

  return &properties->parameters;
}

gboolean
mnr_network_is_all_open (MnrNetwork *self)
{
  return self->all_apis;
}

MnrFaults *
mnr_network_get_faults (MnrNetwork *self)
{
  return self->faults;
}

/*
 * Blocks
 */

/* The time of the next block: now, but after the head, and where blocks come
 * by the clock at least an interval after it. */
static MnrTime
get_next_time (MnrNetwork *self)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC + self->clock_ahead;
  gint64 earliest = (gint64) mnr_network_get_head (self)->time + MAX (self->block_interval, 1);

  return (MnrTime) CLAMP (now, earliest, (gint64) MNR_TIME_FOREVER - 1);
}

static gboolean
make_block (MnrNetwork *self,
            MnrTime time,
            GError **error)
{
  MnrTime before = mnr_network_get_head (self)->time;

  if (!mnr_blockchain_produce (self->chain, time, error))
    return FALSE;
  /* Not before: where the disk was full the next request tries again. */
  self->is_due = FALSE;
  if (self->has_residents)
    mnr_residents_act (self, before);
  return TRUE;
}

/* However long the clock has stood still, or is set forward: residents act often
 * enough for their feeds not to expire. */
static gboolean
make_next_block (MnrNetwork *self,
                 GError **error)
{
  MnrTime time = get_next_time (self);

  while (self->has_residents && time - mnr_network_get_head (self)->time > STEP_MAX)
    if (!make_block (self, mnr_network_get_head (self)->time + STEP_MAX, error))
      return FALSE;
  return make_block (self, time, error);
}

gboolean
mnr_network_produce (MnrNetwork *self,
                     guint count,
                     GError **error)
{
  for (guint i = 0; i < count; i++)
    if (!make_next_block (self, error))
      return FALSE;
  return TRUE;
}

gboolean
mnr_network_advance (MnrNetwork *self,
                     guint32 seconds,
                     GError **error)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  /* From the head on, which quick blocks may have put ahead of the clock. */
  self->clock_ahead =
    MAX (self->clock_ahead, (gint64) mnr_network_get_head (self)->time - now) + seconds;
  return mnr_network_produce (self, 1, error);
}

void
mnr_network_settle (MnrNetwork *self)
{
  g_autoptr (GError) error = NULL;

  /* What residents do upon a block is due as well. */
  while (self->is_due && error == NULL)
    if (!mnr_network_produce (self, 1, &error))
      g_printerr ("%s\n", error->message);
}

static void
welcome (MnrNetwork *self,
         const MnrTransaction *transaction)
{
  if (self->block_interval == 0)
    self->is_due = TRUE;
  for (guint i = 0; i < self->sessions->len; i++)
    mnr_session_notify_pending (g_ptr_array_index (self->sessions, i), transaction);
}

gboolean
mnr_network_push (MnrNetwork *self,
                  const MnrTransaction *transaction,
                  GError **error)
{
  if (!mnr_blockchain_push (self->chain, transaction, NULL, error))
    return FALSE;
  welcome (self, transaction);
  return TRUE;
}

/*
 * For others
 */

/* The key of an account's practice password, if that is all the account asks for. */
static MnrPrivateKey *
find_key (const MnrAccount *account)
{
  const MnrAuthority *active = &account->active;
  g_autoptr (MnrSecret) password = mnr_secret_new (strlen (MNR_PRACTICE_PASSWORD), NULL);
  g_autoptr (MnrPrivateKey) key = NULL;
  MnrPublicKey public_key;

  if (password == NULL)
    return NULL;
  memcpy (password->data, MNR_PRACTICE_PASSWORD, password->size);
  key = mnr_private_key_new_from_password (account->name, "active", password, NULL);
  if (key == NULL)
    return NULL;

  mnr_private_key_get_public_key (key, &public_key);
  for (gsize i = 0; i < active->key_auths.len; i++)
    if (memcmp (&active->key_auths.items[i].key, &public_key, sizeof public_key) == 0 &&
        active->key_auths.items[i].weight >= active->weight_threshold)
      return g_steal_pointer (&key);
  return NULL;
}

/* FALSE if the key of somebody is not known. */
static gboolean
sign_for_payers (MnrNetwork *self,
                 MnrTransaction *transaction)
{
  for (gsize i = 0; i < transaction->operations.len; i++)
    {
      MnrObjectId payer = mnr_operation_get_payer (&transaction->operations.items[i]);
      const MnrAccount *account = mnr_store_get (mnr_network_get_store (self), payer);
      g_autoptr (MnrPrivateKey) key = account != NULL ? find_key (account) : NULL;

      if (key == NULL || !mnr_transaction_sign (
                           transaction, mnr_blockchain_get_chain_id (self->chain), key, NULL))
        return FALSE;
    }
  return TRUE;
}

gboolean
mnr_network_act (MnrNetwork *self,
                 MnrTransaction *transaction,
                 GError **error)
{
  const MnrDynamicGlobalProperties *head = mnr_network_get_head (self);
  const MnrFeeSchedule *fees = mnr_network_get_parameters (self)->current_fees;

  for (gsize i = 0; i < transaction->operations.len; i++)
    if (!mnr_fee_schedule_set_fee (fees, &transaction->operations.items[i], NULL, error))
      return FALSE;
  mnr_transaction_set_reference (transaction, head->head_block_number, head->head_block_id.data);
  transaction->expiration = head->time + LIFETIME;

  if (sign_for_payers (self, transaction) && mnr_network_push (self, transaction, NULL))
    return TRUE;
  transaction->signatures.len = 0;
  if (!mnr_blockchain_push_granted (self->chain, transaction, error))
    return FALSE;
  welcome (self, transaction);
  return TRUE;
}

/*
 * Whoever wants to know
 */

void
mnr_network_add_session (MnrNetwork *self,
                         MnrSession *session)
{
  g_ptr_array_add (self->sessions, session);
}

void
mnr_network_remove_session (MnrNetwork *self,
                            MnrSession *session)
{
  g_ptr_array_remove_fast (self->sessions, session);
  for (guint i = self->waits->len; i > 0; i--)
    if (((Wait *) g_ptr_array_index (self->waits, i - 1))->session == session)
      g_ptr_array_remove_index (self->waits, i - 1);
}

void
mnr_network_wait_for (MnrNetwork *self,
                      const MnrTransaction *transaction,
                      MnrSession *session,
                      char *opening,
                      const char *closing)
{
  Wait *wait = g_new0 (Wait, 1);

  wait->session = session;
  wait->opening = opening;
  wait->closing = closing;
  wait->expiration = transaction->expiration;
  /* What was accepted can be packed. */
  mnr_transaction_get_id (transaction, wait->id, NULL);
  g_ptr_array_add (self->waits, wait);
}

/* Tells whoever waited for it that its transaction is in a block. */
static void
tell_included (MnrNetwork *self,
               const Wait *wait,
               guint32 block_num,
               guint place)
{
  const MnrBlock *block = mnr_blockchain_get_block (self->chain, block_num);
  g_autoptr (GString) text = g_string_new (wait->opening);

  g_string_append (text, "{\"id\":\"");
  mnr_hex_append (text, wait->id, sizeof wait->id);
  g_string_append_printf (text, "\",\"block_num\":%u,\"trx_num\":%u,\"trx\":", block_num, place);
  mnr_json_write (&mnr_type_processed_transaction, &block->transactions.items[place],
                  MNR_PRACTICE_PREFIX, text);
  g_string_append_c (text, '}');
  g_string_append (text, wait->closing);
  mnr_session_send (wait->session, text->str);
}

static void
tell_waiting (MnrNetwork *self)
{
  g_autoptr (GPtrArray) waits = g_steal_pointer (&self->waits);
  MnrTime now = mnr_network_get_head (self)->time;

  self->waits = g_ptr_array_new_with_free_func (wait_free);
  for (guint i = 0; i < waits->len; i++)
    {
      Wait *wait = g_ptr_array_index (waits, i);
      guint32 block_num = 0;
      guint place = 0;

      if (mnr_blockchain_find_transaction (self->chain, wait->id, &block_num, &place) != NULL &&
          block_num > 0)
        tell_included (self, wait, block_num, place);
      else if (wait->expiration >= now)
        g_ptr_array_add (self->waits, g_steal_pointer (&g_ptr_array_index (waits, i)));
    }
  g_ptr_array_set_free_func (waits, NULL);
  for (guint i = 0; i < waits->len; i++)
    if (g_ptr_array_index (waits, i) != NULL)
      wait_free (g_ptr_array_index (waits, i));
}

/* Sending ends no session: connections report their end from the main loop. */
static void
on_changed (MnrBlockchain *chain,
            GArray *changed,
            gpointer user_data)
{
  MnrNetwork *self = user_data;
  guint32 head = mnr_blockchain_get_head_number (chain);

  if (head > self->announced)
    {
      for (guint i = 0; i < self->sessions->len; i++)
        mnr_session_notify_block (g_ptr_array_index (self->sessions, i),
                                  &mnr_network_get_head (self)->head_block_id);
      tell_waiting (self);
    }
  self->announced = head;
  for (guint i = 0; i < self->sessions->len; i++)
    mnr_session_notify_changes (g_ptr_array_index (self->sessions, i), changed);
}
