/* mnr-chain.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-chain.h"

#include <glib/gi18n.h>
#include <string.h>

#include "mnr-wait.h"
#include "wallet/mnr-key-file.h"
#include "wallet/mnr-wallet-error.h"

void
mnr_chain_clear (MnrChain *self)
{
  g_clear_object (&self->resolver);
  g_clear_object (&self->keys);
  g_clear_object (&self->key_ring);
  g_clear_object (&self->accounts);
  g_clear_object (&self->view);
  if (self->node != NULL)
    mnr_node_close (self->node);
  g_clear_object (&self->node);
  if (self->practice != NULL)
    {
      g_auto (MnrWait) wait = { 0 };

      /* Its last block is on the disk before we say good-bye. */
      mnr_practice_process_stop_async (self->practice, NULL, mnr_wait_ready, &wait);
      mnr_practice_process_stop_finish (self->practice, mnr_wait_for (&wait), NULL);
    }
  g_clear_object (&self->practice);
  g_clear_pointer (&self->info, mnr_wallet_network_free);
  g_clear_pointer (&self->network, g_free);
}

/* The network that --network names. */
static gboolean
find_network (MnrChain *self,
              const char *id,
              GError **error)
{
  g_autofree char *path = mnr_wallet_network_get_default_path ();
  g_autoptr (GPtrArray) networks = mnr_wallet_network_read_all (path, error);
  guint index;

  if (networks == NULL)
    return FALSE;
  for (index = 0; index < networks->len; index++)
    if (g_str_equal (((MnrWalletNetwork *) g_ptr_array_index (networks, index))->id, id))
      break;
  if (index == networks->len)
    {
      g_set_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_NAME,
                   _ ("There is no network “%s”; “moneyer-cli network list” shows those there are"),
                   id);
      return FALSE;
    }
  self->info = g_ptr_array_steal_index (networks, index);
  self->network = g_strdup (self->info->name);
  return TRUE;
}

/* Starts the practice network, or finds it running. */
static gboolean
start_practice (MnrChain *self,
                GError **error)
{
  g_auto (MnrWait) wait = { 0 };
  char *address;

  self->practice = mnr_practice_process_new (NULL);
  mnr_practice_process_start_async (self->practice, NULL, mnr_wait_ready, &wait);
  address = mnr_practice_process_start_finish (self->practice, mnr_wait_for (&wait), error);
  if (address == NULL)
    return FALSE;

  g_free (self->info->faucet);
  self->info->faucet = g_strdup (address);
  g_strfreev (self->info->nodes);
  self->info->nodes = g_new0 (char *, 2);
  /* It hears HTTP and WebSocket on the same port. */
  self->info->nodes[0] = g_str_has_prefix (address, "http://")
                           ? g_strconcat ("ws://", address + strlen ("http://"), NULL)
                           : g_strdup (address);
  g_free (address);
  return TRUE;
}

/* How far this computer's clock and a node's may be apart, in seconds. */
#define CLOCK_TOLERANCE 120

/* Says it where the last block looks old, or comes from the future. Times come
 * from the chain, so a wrong clock does no harm; a node that is behind does. */
static void
say_clock (MnrChain *self)
{
  const gint64 lead = mnr_node_get_clock_lead (self->node);
  const int minutes = (int) (ABS (lead) / 60);

  /* The practice network's clock can be set. */
  if (ABS (lead) <= CLOCK_TOLERANCE ||
      (self->info != NULL && self->info->kind == MNR_NETWORK_PRACTICE))
    return;
  g_print (lead > 0 ? ngettext ("The last block of %s is %d minute old by this computer's clock: "
                                "the node is behind, or the clock is wrong.\n",
                                "The last block of %s is %d minutes old by this computer's clock: "
                                "the node is behind, or the clock is wrong.\n",
                                minutes)
                    : ngettext ("The last block of %s is %d minute ahead of this computer's clock: "
                                "one of the two is wrong.\n",
                                "The last block of %s is %d minutes ahead of this computer's "
                                "clock: one of the two is wrong.\n",
                                minutes),
           mnr_node_get_url (self->node), minutes);
}

gboolean
mnr_chain_open (MnrChain *self,
                const MnrOptions *options,
                GError **error)
{
  g_auto (MnrWait) wait = { 0 };
  MnrChainId chain_id;
  gboolean has_id = FALSE;

  if (options->nodes != NULL && options->network == NULL)
    self->network = g_strdup (options->nodes[0]);
  else if (!find_network (self, options->network != NULL ? options->network : "practice", error))
    return FALSE;

  if (self->info != NULL && self->info->kind == MNR_NETWORK_PRACTICE && options->nodes == NULL &&
      !start_practice (self, error))
    return FALSE;
  if (self->info != NULL && self->info->chain_id != NULL)
    {
      if (!mnr_chain_id_parse (self->info->chain_id, &chain_id, error))
        return FALSE;
      has_id = TRUE;
    }

  self->node = mnr_node_new (options->nodes != NULL
                               ? (const char *const *) options->nodes
                               : (const char *const *) self->info->nodes,
                             has_id ? &chain_id : NULL);
  mnr_node_connect_async (self->node, NULL, mnr_wait_ready, &wait);
  if (!mnr_node_connect_finish (self->node, mnr_wait_for (&wait), error))
    return FALSE;
  self->view = mnr_chain_view_new (self->node);
  say_clock (self);
  return TRUE;
}

gboolean
mnr_chain_open_wallet (MnrChain *self,
                       const MnrOptions *options,
                       GError **error)
{
  g_autofree char *path = mnr_accounts_get_default_path ();
  g_autoptr (MnrDatabase) database = NULL;
  g_autoptr (MnrOutbox) outbox = NULL;

  self->accounts = mnr_accounts_new (path, error);
  if (self->accounts == NULL)
    return FALSE;
  database = mnr_database_new (NULL, error);
  if (database == NULL)
    return FALSE;
  outbox = mnr_outbox_new (database, error);
  if (outbox == NULL)
    return FALSE;
  self->resolver = mnr_outbox_resolver_new (outbox, self->node);
  self->key_ring = mnr_key_ring_new (0);
  self->keys = options->sign_file != NULL ? MNR_KEY_SOURCE (mnr_key_file_new (options->sign_file))
                                          : MNR_KEY_SOURCE (g_object_ref (self->key_ring));
  return TRUE;
}

gboolean
mnr_chain_complete (MnrChain *self,
                    MnrChainViewAsk ask,
                    gpointer user_data,
                    GError **error)
{
  g_auto (MnrWait) wait = { 0 };

  mnr_chain_view_complete_async (self->view, ask, user_data, NULL, mnr_wait_ready, &wait);
  return mnr_chain_view_complete_finish (self->view, mnr_wait_for (&wait), error);
}

gconstpointer
mnr_chain_get_object (MnrChain *self,
                      MnrObjectId id)
{
  const MnrView *view = mnr_chain_view_get_view (self->view);
  gconstpointer object;

  return view->get_object (view, id, &object) == MNR_KNOWN ? object : NULL;
}

/* What is looked for by name or id; found is a copy of it. */
typedef struct
{
  const char *name;
  MnrObjectId id; /* 0: by name */
  const MnrType *type;
  gpointer found;
} Search;

static void
search_take (Search *search,
             gconstpointer object)
{
  mnr_value_free (search->type, search->found);
  search->found = object != NULL ? mnr_value_dup (search->type, object) : NULL;
}

static void
ask_account (const MnrView *view,
             gpointer user_data)
{
  Search *search = user_data;
  const MnrAccount *account = NULL;
  gconstpointer object;

  if (search->id == 0)
    view->find_account (view, search->name, &account);
  else if (view->get_object (view, search->id, &object) == MNR_KNOWN)
    account = object;
  search_take (search, account);
}

/* Reads a name or an id of a kind of objects. */
static void
search_init (Search *search,
             const char *name,
             const MnrType *type,
             MnrObjectType id_type)
{
  *search = (Search){ .name = name, .type = type };
  if (mnr_object_id_parse (name, strlen (name), &search->id) &&
      mnr_object_id_get_type (search->id) != id_type)
    search->id = 0;
}

MnrAccount *
mnr_chain_find_account (MnrChain *self,
                        const char *name,
                        GError **error)
{
  Search search;

  if (name == NULL)
    {
      g_autoptr (GPtrArray) list =
        self->accounts != NULL
          ? mnr_accounts_list (self->accounts, mnr_node_get_chain_id (self->node))
          : g_ptr_array_new ();

      if (list->len != 1)
        {
          mnr_command_usage_error (error,
                                   list->len == 0
                                     ? _ ("--account is needed: you have no account on the network "
                                          "“%s” yet")
                                     : _ ("--account is needed: you have several on the network "
                                          "“%s”"),
                                   self->network);
          return NULL;
        }
      name = ((MnrWalletAccount *) g_ptr_array_index (list, 0))->name;
    }

  search_init (&search, name, &mnr_type_account, MNR_OBJECT_ACCOUNT);
  if (!mnr_chain_complete (self, ask_account, &search, error))
    search_take (&search, NULL);
  else if (search.found == NULL)
    g_set_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_NAME,
                 _ ("There is no account “%2$s” on the network “%1$s”"),
                 self->network, name);
  return search.found;
}

static void
ask_asset (const MnrView *view,
           gpointer user_data)
{
  Search *search = user_data;
  const MnrAsset *asset = NULL;
  gconstpointer object;

  if (search->id == 0)
    view->find_asset (view, search->name, &asset);
  else if (view->get_object (view, search->id, &object) == MNR_KNOWN)
    asset = object;
  search_take (search, asset);
  if (asset == NULL)
    return;
  view->get_object (view, asset->dynamic_asset_data_id, &object);
  if (asset->bitasset_data_id != NULL)
    view->get_object (view, *asset->bitasset_data_id, &object);
}

MnrAsset *
mnr_chain_find_asset (MnrChain *self,
                      const char *symbol,
                      GError **error)
{
  Search search;

  search_init (&search, symbol, &mnr_type_asset, MNR_OBJECT_ASSET);
  if (!mnr_chain_complete (self, ask_asset, &search, error))
    search_take (&search, NULL);
  else if (search.found == NULL)
    g_set_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_NAME,
                 _ ("There is no asset “%2$s” on the network “%1$s”"),
                 self->network, symbol);
  return search.found;
}

typedef struct
{
  MnrDraft *draft;
  MnrObjectId issuer;
  MnrPlan *plan;
} Planning;

static void
ask_plan (const MnrView *view,
          gpointer user_data)
{
  Planning *planning = user_data;

  g_clear_pointer (&planning->plan, mnr_plan_free);
  planning->plan = mnr_plan_new (planning->draft, planning->issuer, MNR_CORE_ASSET, view);
}

MnrPlan *
mnr_chain_plan (MnrChain *self,
                MnrDraft *draft,
                MnrObjectId issuer,
                GError **error)
{
  Planning planning = { .draft = draft, .issuer = issuer };

  if (!mnr_chain_complete (self, ask_plan, &planning, error))
    g_clear_pointer (&planning.plan, mnr_plan_free);
  return planning.plan;
}
