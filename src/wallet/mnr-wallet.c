/* mnr-wallet.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-wallet.h"

#include <glib/gi18n-lib.h>

#include "mnr-practice-process.h"
#include "mnr-wallet-error.h"

/* How long a practice network that has ended is left alone, in milliseconds. */
#define REVIVAL_TIME 500

struct _MnrWallet
{
  GObject parent_instance;

  MnrAccounts *accounts;
  MnrKeyRing *key_ring;
  MnrOutbox *outbox;

  MnrWalletNetwork *network;
  MnrPracticeProcess *practice; /* only where the network is the one of practice */
  MnrPracticeProcess *leaving;  /* told to end; nothing is started before it has */
  MnrNode *node;
  MnrChainView *view;
  MnrOutboxResolver *resolver;

  GTask *opening; /* one at a time: callbacks of any other come too late */
  GError *error;  /* why there is no node, if there is none and nothing is under way */
  guint revival;  /* the time after which the practice network is started again */
  MnrChainId chain_id;
  gboolean has_chain_id;
};

G_DEFINE_FINAL_TYPE (MnrWallet, mnr_wallet, G_TYPE_OBJECT)

enum
{
  NETWORK_CHANGED,
  ACCOUNT_CHANGED,
  STATE_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What an opening is about: the data of its task. */
typedef struct
{
  MnrWalletNetwork *network;
  char **nodes; /* (nullable): instead of the network's */
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  mnr_wallet_network_free (opening->network);
  g_strfreev (opening->nodes);
  g_free (opening);
}

/* The last word of an opening, if it is still the one under way. @error: (transfer full) */
static void
end_opening (MnrWallet *self,
             GTask *task,
             GError *error)
{
  if (task != self->opening)
    {
      g_clear_error (&error);
      return;
    }
  self->opening = NULL;
  if (error != NULL)
    {
      g_clear_error (&self->error);
      self->error = g_error_copy (error);
      g_task_return_error (task, error);
    }
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

static void
give_up_opening (MnrWallet *self)
{
  if (self->opening != NULL)
    end_opening (self, self->opening,
                 g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled")));
}

/* Connecting */

static gboolean
on_revival (gpointer user_data)
{
  MnrWallet *self = user_data;

  self->revival = 0;
  mnr_wallet_open_async (self, self->network->id, NULL, NULL, NULL, NULL);
  return G_SOURCE_REMOVE;
}

/* The practice network has ended, be it ours or another Moneyer's: the next has
 * another address. One that is about to end still has its own in its file, and
 * so it may take more than one attempt. */
static void
revive_later (MnrWallet *self)
{
  if (self->practice != NULL && self->node != NULL && self->opening == NULL &&
      self->revival == 0 && mnr_node_get_state (self->node) == MNR_NODE_OFFLINE)
    self->revival = g_timeout_add (REVIVAL_TIME, on_revival, self);
}

static void
on_node_changed (MnrWallet *self)
{
  if (!self->has_chain_id && mnr_node_get_chain_id (self->node) != NULL)
    {
      self->chain_id = *mnr_node_get_chain_id (self->node);
      self->has_chain_id = TRUE;
      g_signal_emit (self, signals[ACCOUNT_CHANGED], 0);
    }
  revive_later (self);
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

static void
on_checked (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  /* What is not certain yet is looked for again with each block. */
  mnr_outbox_resolver_check_finish (MNR_OUTBOX_RESOLVER (source), result, NULL);
  end_opening (g_task_get_source_object (task), task, NULL);
}

static void
on_connected (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MnrWallet *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!mnr_node_connect_finish (MNR_NODE (source), result, &error))
    {
      end_opening (self, task, error);
      revive_later (self);
    }
  else if (task == self->opening)
    mnr_outbox_resolver_check_async (self->resolver, g_task_get_cancellable (task), on_checked,
                                     g_object_ref (task));
}

static void
connect_to (MnrWallet *self,
            const char *const *nodes)
{
  /* Who is told of it may open another one. */
  g_autoptr (GTask) task = g_object_ref (self->opening);
  const char *id = self->network->chain_id;
  GError *error = NULL;

  if (id != NULL && !mnr_chain_id_parse (id, &self->chain_id, &error))
    {
      end_opening (self, task, error);
      return;
    }

  self->has_chain_id = id != NULL;
  self->node = mnr_node_new (nodes, id != NULL ? &self->chain_id : NULL);
  self->view = mnr_chain_view_new (self->node);
  self->resolver = mnr_outbox_resolver_new (self->outbox, self->node);
  g_signal_connect_object (self->node, "changed", G_CALLBACK (on_node_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_emit (self, signals[NETWORK_CHANGED], 0);
  if (task == self->opening)
    g_signal_emit (self, signals[ACCOUNT_CHANGED], 0);
  if (task == self->opening)
    mnr_node_connect_async (self->node, g_task_get_cancellable (task), on_connected,
                            g_object_ref (task));
}

/* The practice network */

static void
on_started (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MnrWallet *self = g_task_get_source_object (task);
  g_autofree char *socket = NULL;
  GError *error = NULL;
  char *address = mnr_practice_process_start_finish (MNR_PRACTICE_PROCESS (source), result, &error);

  if (task != self->opening || address == NULL)
    {
      g_free (address);
      end_opening (self, task, error);
      return;
    }
  g_free (self->network->faucet);
  self->network->faucet = address;
  /* It hears HTTP and WebSocket on the same port. */
  socket = g_str_has_prefix (address, "http://")
             ? g_strconcat ("ws://", address + strlen ("http://"), NULL)
             : g_strdup (address);
  g_strfreev (self->network->nodes);
  self->network->nodes = g_new0 (char *, 2);
  self->network->nodes[0] = g_steal_pointer (&socket);
  connect_to (self, (const char *const *) self->network->nodes);
}

static void
start (MnrWallet *self)
{
  Opening *opening = g_task_get_task_data (self->opening);

  if (self->network->kind != MNR_NETWORK_PRACTICE || opening->nodes != NULL)
    {
      connect_to (self, opening->nodes != NULL
                          ? (const char *const *) opening->nodes
                          : (const char *const *) self->network->nodes);
      return;
    }
  if (self->practice == NULL)
    self->practice = mnr_practice_process_new (NULL);
  mnr_practice_process_start_async (self->practice, g_task_get_cancellable (self->opening),
                                    on_started, g_object_ref (self->opening));
}

static void
on_left (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (MnrWallet) self = user_data;

  mnr_practice_process_stop_finish (MNR_PRACTICE_PROCESS (source), result, NULL);
  g_clear_object (&self->leaving);
  if (self->opening != NULL)
    start (self);
}

/* Opening and closing */

static void
leave (MnrWallet *self)
{
  if (self->node != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->node, on_node_changed, self);
      mnr_node_close (self->node);
    }
  g_clear_object (&self->resolver);
  g_clear_object (&self->view);
  g_clear_object (&self->node);
  g_clear_error (&self->error);
  self->has_chain_id = FALSE;
  g_clear_handle_id (&self->revival, g_source_remove);
}

static MnrWalletNetwork *
find_network (const char *id,
              GError **error)
{
  g_autofree char *path = mnr_wallet_network_get_default_path ();
  g_autoptr (GPtrArray) networks = mnr_wallet_network_read_all (path, error);

  if (networks == NULL)
    return NULL;
  for (guint i = 0; i < networks->len; i++)
    if (g_str_equal (((MnrWalletNetwork *) g_ptr_array_index (networks, i))->id, id))
      return g_ptr_array_steal_index (networks, i);
  g_set_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_NAME, _ ("There is no network “%s”."), id);
  return NULL;
}

void
mnr_wallet_open_async (MnrWallet *self,
                       const char *network,
                       const char *const *nodes,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);
  gboolean is_starting = self->opening != NULL;
  GError *error = NULL;

  g_task_set_source_tag (task, mnr_wallet_open_async);
  g_task_set_task_data (task, opening, opening_free);
  opening->nodes = g_strdupv ((char **) nodes);
  opening->network = find_network (network, &error);
  if (opening->network == NULL)
    {
      /* What is in use stays; else this is why nothing is. */
      if (self->node == NULL && self->opening == NULL)
        {
          g_clear_error (&self->error);
          self->error = g_error_copy (error);
        }
      g_task_return_error (task, error);
      g_signal_emit (self, signals[STATE_CHANGED], 0);
      return;
    }

  give_up_opening (self);
  leave (self);
  self->opening = g_object_ref (task);
  g_clear_pointer (&self->network, mnr_wallet_network_free);
  self->network = g_steal_pointer (&opening->network);
  if (self->practice != NULL &&
      (is_starting || self->network->kind != MNR_NETWORK_PRACTICE || nodes != NULL))
    {
      self->leaving = g_steal_pointer (&self->practice);
      mnr_practice_process_stop_async (self->leaving, NULL, on_left, g_object_ref (self));
    }
  g_signal_emit (self, signals[NETWORK_CHANGED], 0);
  if (task == self->opening && self->leaving == NULL)
    start (self);
}

gboolean
mnr_wallet_open_finish (MnrWallet *self,
                        GAsyncResult *result,
                        GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_stopped (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (mnr_practice_process_stop_finish (MNR_PRACTICE_PROCESS (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
mnr_wallet_close_async (MnrWallet *self,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (MnrPracticeProcess) practice = g_steal_pointer (&self->practice);

  g_task_set_source_tag (task, mnr_wallet_close_async);
  give_up_opening (self);
  leave (self);
  if (practice != NULL)
    mnr_practice_process_stop_async (practice, NULL, on_stopped, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

gboolean
mnr_wallet_close_finish (MnrWallet *self,
                         GAsyncResult *result,
                         GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* What there is */

const MnrWalletNetwork *
mnr_wallet_get_network (MnrWallet *self)
{
  return self->network;
}

MnrNode *
mnr_wallet_get_node (MnrWallet *self)
{
  return self->node;
}

MnrChainView *
mnr_wallet_get_view (MnrWallet *self)
{
  return self->view;
}

MnrOutboxResolver *
mnr_wallet_get_resolver (MnrWallet *self)
{
  return self->resolver;
}

MnrNodeState
mnr_wallet_get_state (MnrWallet *self)
{
  const MnrNodeState state =
    self->node != NULL ? mnr_node_get_state (self->node) : MNR_NODE_OFFLINE;

  if (state != MNR_NODE_OFFLINE)
    return state;
  return self->opening != NULL ? MNR_NODE_CONNECTING : MNR_NODE_OFFLINE;
}

char *
mnr_wallet_get_status (MnrWallet *self)
{
  if (self->node != NULL)
    return mnr_node_get_status (self->node);
  if (self->opening != NULL)
    return g_strdup (_ ("The practice network is being started…"));
  return g_strdup (self->error != NULL ? self->error->message : _ ("No network is in use."));
}

MnrAccounts *
mnr_wallet_get_accounts (MnrWallet *self)
{
  return self->accounts;
}

MnrKeyRing *
mnr_wallet_get_key_ring (MnrWallet *self)
{
  return self->key_ring;
}

MnrOutbox *
mnr_wallet_get_outbox (MnrWallet *self)
{
  return self->outbox;
}

const MnrChainId *
mnr_wallet_get_chain_id (MnrWallet *self)
{
  return self->has_chain_id ? &self->chain_id : NULL;
}

const MnrWalletAccount *
mnr_wallet_get_account (MnrWallet *self)
{
  const MnrChainId *chain_id = mnr_wallet_get_chain_id (self);
  g_autoptr (GPtrArray) list = NULL;

  if (chain_id == NULL)
    return NULL;
  list = mnr_accounts_list (self->accounts, chain_id);
  for (guint i = 0; i < list->len; i++)
    {
      const MnrWalletAccount *account = g_ptr_array_index (list, i);

      if (account->in_use)
        return account;
    }
  return list->len > 0 ? g_ptr_array_index (list, 0) : NULL;
}

gboolean
mnr_wallet_set_account (MnrWallet *self,
                        const char *name,
                        GError **error)
{
  const MnrChainId *chain_id = mnr_wallet_get_chain_id (self);

  g_return_val_if_fail (chain_id != NULL, FALSE);
  return mnr_accounts_use (self->accounts, chain_id, name, error);
}

static void
on_accounts_changed (MnrWallet *self)
{
  g_signal_emit (self, signals[ACCOUNT_CHANGED], 0);
}

static void
mnr_wallet_dispose (GObject *object)
{
  MnrWallet *self = MNR_WALLET (object);

  leave (self);
  g_clear_object (&self->practice);
  g_clear_object (&self->leaving);

  G_OBJECT_CLASS (mnr_wallet_parent_class)->dispose (object);
}

static void
mnr_wallet_finalize (GObject *object)
{
  MnrWallet *self = MNR_WALLET (object);

  g_clear_error (&self->error);
  g_clear_pointer (&self->network, mnr_wallet_network_free);
  g_clear_object (&self->accounts);
  g_clear_object (&self->key_ring);
  g_clear_object (&self->outbox);

  G_OBJECT_CLASS (mnr_wallet_parent_class)->finalize (object);
}

static void
mnr_wallet_class_init (MnrWalletClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  static const char *const names[N_SIGNALS] = { "network-changed", "account-changed",
                                                "state-changed" };

  object_class->dispose = mnr_wallet_dispose;
  object_class->finalize = mnr_wallet_finalize;

  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 0);
}

static void
mnr_wallet_init (MnrWallet *self)
{
  self->key_ring = mnr_key_ring_new (0);
}

MnrWallet *
mnr_wallet_new (GError **error)
{
  g_autoptr (MnrWallet) self = g_object_new (MNR_TYPE_WALLET, NULL);
  g_autofree char *path = mnr_accounts_get_default_path ();
  g_autoptr (MnrDatabase) database = NULL;

  self->accounts = mnr_accounts_new (path, error);
  if (self->accounts == NULL)
    return NULL;
  database = mnr_database_new (NULL, error);
  if (database == NULL)
    return NULL;
  self->outbox = mnr_outbox_new (database, error);
  if (self->outbox == NULL)
    return NULL;
  g_signal_connect_object (self->accounts, "changed", G_CALLBACK (on_accounts_changed), self,
                           G_CONNECT_SWAPPED);
  return g_steal_pointer (&self);
}
