/* mnr-wallet-accounts.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "mnr-faucet-client.h"
#include "mnr-wallet-error.h"
#include "mnr-wallet.h"

/* The network may be another one when something ends: what it is about is kept. */
typedef struct
{
  MnrChainId chain_id;
  char *network; /* its name */
  MnrKeyFinding *finding;
  gsize account, key; /* of the finding: the next one */
  char *name;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  mnr_key_finding_free (job->finding);
  g_free (job->network);
  g_free (job->name);
  g_free (job);
}

/* A task for the network in use; ended with an error if that cannot be used. */
static GTask *
begin (MnrWallet *self,
       gpointer source_tag,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  const MnrChainId *chain_id = mnr_wallet_get_chain_id (self);
  Job *job = g_new0 (Job, 1);

  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, job, job_free);
  if (chain_id != NULL)
    {
      job->chain_id = *chain_id;
      job->network = g_strdup (mnr_wallet_get_network (self)->name);
      return task;
    }
  g_task_return_new_error (task, MNR_WALLET_ERROR, MNR_WALLET_ERROR_NAME,
                           _ ("The network cannot be reached yet."));
  g_object_unref (task);
  return NULL;
}

static gboolean
remember (MnrWallet *self,
          const MnrChainId *chain_id,
          MnrObjectId id,
          const char *name,
          MnrKeyRoles roles,
          GError **error)
{
  MnrAccounts *accounts = mnr_wallet_get_accounts (self);
  const MnrWalletAccount account = {
    .chain_id = *chain_id,
    .id = id,
    .name = (char *) name,
    .roles = roles,
  };

  return mnr_accounts_put (accounts, &account, error) &&
         mnr_accounts_use (accounts, chain_id, name, error);
}

/* Adopting */

static void store_next (GTask *task);

static void
on_stored (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (mnr_key_ring_store_finish (MNR_KEY_RING (source), result, &error))
    store_next (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

/* All the keys of an account are stored. */
static gboolean
adopt (MnrWallet *self,
       Job *job,
       const MnrFoundAccount *found,
       GError **error)
{
  MnrKeyRoles roles = 0;

  for (gsize i = 0; i < found->keys.len; i++)
    roles |= found->keys.items[i].keep;
  return remember (self, &job->chain_id, found->id, found->name, roles, error);
}

/* Stores the next key; takes over the reference. */
static void
store_next (GTask *task)
{
  g_autoptr (GTask) held = task;
  MnrWallet *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  for (; job->account < job->finding->accounts.len; job->account++, job->key = 0)
    {
      const MnrFoundAccount *found = &job->finding->accounts.items[job->account];

      while (job->key < found->keys.len)
        {
          const MnrFoundKey *key = &found->keys.items[job->key++];
          const MnrKeyOwner owner = {
            .chain_id = &job->chain_id,
            .network = job->network,
            .account_id = found->id,
            .account = found->name,
            .roles = key->keep,
          };

          if (key->keep == 0)
            continue;
          mnr_key_ring_store_async (mnr_wallet_get_key_ring (self), &owner, key->key, NULL,
                                    on_stored, g_steal_pointer (&held));
          return;
        }
      if (!adopt (self, job, found, &error))
        {
          g_task_return_error (task, error);
          return;
        }
    }
  g_task_return_boolean (task, TRUE);
}

void
mnr_wallet_adopt_async (MnrWallet *self,
                        MnrKeyFinding *finding,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (MnrKeyFinding) given = finding;
  GTask *task = begin (self, mnr_wallet_adopt_async, callback, user_data);

  if (task == NULL)
    return;
  ((Job *) g_task_get_task_data (task))->finding = g_steal_pointer (&given);
  store_next (task);
}

gboolean
mnr_wallet_adopt_finish (MnrWallet *self,
                         GAsyncResult *result,
                         GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Making */

static void
on_registered (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MnrWallet *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  MnrObjectId id;

  if (mnr_faucet_client_register_finish (MNR_NODE (source), result, &id, &error) &&
      remember (self, &job->chain_id, id, job->name, MNR_KEY_ACTIVE | MNR_KEY_MEMO, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
mnr_wallet_create_account_async (MnrWallet *self,
                                 const MnrNewAccount *account,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task = begin (self, mnr_wallet_create_account_async, callback, user_data);
  const MnrWalletNetwork *network = mnr_wallet_get_network (self);

  if (task == NULL)
    return;
  if (network->faucet == NULL)
    {
      g_task_return_new_error (task, MNR_WALLET_ERROR, MNR_WALLET_ERROR_FAUCET,
                               _ ("The network “%s” has no faucet that makes accounts."),
                               network->name);
      g_object_unref (task);
      return;
    }
  ((Job *) g_task_get_task_data (task))->name = g_strdup (account->name);
  mnr_faucet_client_register_async (mnr_wallet_get_node (self), network->faucet,
                                    mnr_wallet_get_key_ring (self), network->name, account, NULL,
                                    on_registered, task);
}

gboolean
mnr_wallet_create_account_finish (MnrWallet *self,
                                  GAsyncResult *result,
                                  GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
mnr_wallet_watch_account (MnrWallet *self,
                          MnrObjectId id,
                          const char *name,
                          GError **error)
{
  g_return_val_if_fail (mnr_wallet_get_chain_id (self) != NULL, FALSE);

  return remember (self, mnr_wallet_get_chain_id (self), id, name, 0, error);
}

/* Removing */

static void
forget (GTask *task)
{
  MnrWallet *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (mnr_accounts_remove (mnr_wallet_get_accounts (self), &job->chain_id, job->name, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_removed (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (mnr_key_ring_remove_finish (MNR_KEY_RING (source), result, &error))
    forget (task);
  else
    g_task_return_error (task, error);
}

void
mnr_wallet_remove_account_async (MnrWallet *self,
                                 const char *name,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = begin (self, mnr_wallet_remove_account_async, callback, user_data);
  const MnrWalletAccount *account;
  Job *job;

  if (task == NULL)
    return;
  job = g_task_get_task_data (task);
  job->name = g_strdup (name);
  account = mnr_accounts_find (mnr_wallet_get_accounts (self), &job->chain_id, name);
  if (account == NULL || account->roles == 0)
    forget (task);
  else
    mnr_key_ring_remove_async (mnr_wallet_get_key_ring (self), &job->chain_id, account->id, NULL,
                               on_removed, g_steal_pointer (&task));
}

gboolean
mnr_wallet_remove_account_finish (MnrWallet *self,
                                  GAsyncResult *result,
                                  GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
