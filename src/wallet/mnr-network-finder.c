/* mnr-network-finder.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-network-finder.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/crypto/mnr-hash.h"
#include "chain/protocol/mnr-objects.h"
#include "chain/wire/mnr-json.h"
#include "node/mnr-node.h"

typedef struct
{
  MnrNode *node;
  char **nodes;
} Question;

static void
question_free (gpointer data)
{
  Question *self = data;

  g_object_unref (self->node);
  g_strfreev (self->nodes);
  g_free (self);
}

/* The symbol in the answer to get_objects [1.3.0]. */
static char *
read_symbol (const char *url,
             const char *prefix,
             GBytes *answer,
             GError **error)
{
  static const MnrType assets_type = { .kind = MNR_KIND_ARRAY,
                                       .size = sizeof (MnrAnyArray),
                                       .element = &mnr_type_asset };
  MNR_ARRAY (MnrAsset)
  assets = { 0 };
  char *symbol = NULL;

  if (mnr_json_read (&assets_type, g_bytes_get_data (answer, NULL), g_bytes_get_size (answer),
                     prefix, &assets, NULL) &&
      assets.len == 1)
    symbol = g_strdup (assets.items[0].symbol);
  else
    g_set_error (error, MNR_NODE_ERROR, MNR_NODE_ERROR_PROTOCOL,
                 _ ("%s does not say what its core asset is."), url);
  mnr_value_clear (&assets_type, &assets);
  return symbol;
}

static void
on_answer (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *self = g_task_get_task_data (task);
  g_autoptr (MnrWalletNetwork) network = g_new0 (MnrWalletNetwork, 1);
  const MnrChainId *chain_id = mnr_node_get_chain_id (self->node);
  GError *error = NULL;
  g_autoptr (GBytes) answer = mnr_node_call_finish (self->node, result, &error);

  network->kind = MNR_NETWORK_OWN;
  network->nodes = g_strdupv (self->nodes);
  network->prefix = g_strdup (mnr_node_get_prefix (self->node));
  network->chain_id = mnr_hex_encode (chain_id->data, sizeof chain_id->data);
  if (answer != NULL)
    network->core_symbol = read_symbol (self->nodes[0], network->prefix, answer, &error);
  mnr_node_close (self->node);
  if (network->core_symbol != NULL)
    g_task_return_pointer (task, g_steal_pointer (&network),
                           (GDestroyNotify) mnr_wallet_network_free);
  else
    g_task_return_error (task, error);
}

static void
on_connected (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (mnr_node_connect_finish (self->node, result, &error))
    mnr_node_call_async (self->node, MNR_NODE_CALL_DEFAULT, "database", "get_objects",
                         "[[\"1.3.0\"]]", g_task_get_cancellable (task), on_answer,
                         g_object_ref (task));
  else
    {
      /* It would go on trying. */
      mnr_node_close (self->node);
      g_task_return_error (task, error);
    }
}

void
mnr_network_finder_ask_async (const char *const *nodes,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Question *self = g_new0 (Question, 1);
  const char *first[] = { nodes[0], NULL };

  self->node = mnr_node_new (first, NULL);
  self->nodes = g_strdupv ((char **) nodes);
  g_task_set_source_tag (task, mnr_network_finder_ask_async);
  g_task_set_task_data (task, self, question_free);
  mnr_node_connect_async (self->node, cancellable, on_connected, g_object_ref (task));
}

MnrWalletNetwork *
mnr_network_finder_ask_finish (GAsyncResult *result,
                               GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
