/* mnr-command-network.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n.h>

#include "mnr-chain.h"
#include "mnr-command.h"
#include "mnr-wait.h"

static gboolean
run_list (const MnrCommand *command,
          const MnrOptions *options,
          char **arguments,
          GError **error)
{
  g_autofree char *path = mnr_wallet_network_get_default_path ();
  g_autoptr (GPtrArray) networks = mnr_wallet_network_read_all (path, error);

  if (networks == NULL)
    return FALSE;
  for (guint i = 0; i < networks->len; i++)
    {
      const MnrWalletNetwork *network = g_ptr_array_index (networks, i);

      g_print ("%-12s %s\n", network->id, network->name);
      for (guint n = 0; network->nodes[n] != NULL; n++)
        g_print ("%-12s   %s\n", "", network->nodes[n]);
      if (network->faucet != NULL)
        g_print (_ ("%-12s   new accounts: %s\n"), "", network->faucet);
    }
  return TRUE;
}

const MnrCommand mnr_command_network_list = {
  .group = "network",
  .name = "list",
  .summary = N_ ("the networks there are"),
  .description =
    N_ ("Lists the networks that --network takes: practice, on this computer; testnet and "
        "mainnet; and your own, which the file networks.ini in Moneyer's configuration folder "
        "describes."),
  .run = run_list,
};

/* One node, on its own. */
static gboolean
probe (const char *url,
       const MnrChainId *chain_id)
{
  const char *urls[] = { url, NULL };
  g_autoptr (MnrNode) node = mnr_node_new (urls, chain_id);
  g_autoptr (GError) error = NULL;
  g_auto (MnrWait) wait = { 0 };
  const gint64 start = g_get_monotonic_time ();
  const MnrDynamicGlobalProperties *head;

  mnr_node_connect_async (node, NULL, mnr_wait_ready, &wait);
  if (!mnr_node_connect_finish (node, mnr_wait_for (&wait), &error))
    {
      g_print ("%s\n  %s\n", url, error->message);
      return FALSE;
    }
  head = mnr_node_get_head (node);
  g_print (_ ("%s\n  in sync at block %u, ready after %d ms\n"), url,
           head != NULL ? head->head_block_number : 0,
           (int) ((g_get_monotonic_time () - start) / 1000));
  mnr_node_close (node);
  return TRUE;
}

static gboolean
run_probe (const MnrCommand *command,
           const MnrOptions *options,
           char **arguments,
           GError **error)
{
  MnrOptions given = *options;
  g_auto (MnrChain) chain = { 0 };
  g_autofree char *path = mnr_wallet_network_get_default_path ();
  g_autoptr (GPtrArray) networks = mnr_wallet_network_read_all (path, error);
  const MnrWalletNetwork *network;
  MnrChainId chain_id;
  guint n_good = 0;

  if (networks == NULL)
    return FALSE;
  if (arguments[0] != NULL)
    given.network = arguments[0];
  network = mnr_wallet_network_find (networks,
                                     given.network != NULL ? given.network : "practice");
  if (network == NULL)
    return mnr_command_usage_error (error, _ ("There is no network “%s”"), given.network);
  if (network->kind == MNR_NETWORK_PRACTICE)
    {
      /* It is started by being asked. */
      if (!mnr_chain_open (&chain, &given, error))
        return FALSE;
      network = chain.info;
    }
  if (network->chain_id != NULL && !mnr_chain_id_parse (network->chain_id, &chain_id, error))
    return FALSE;
  for (guint i = 0; network->nodes[i] != NULL; i++)
    if (probe (network->nodes[i], network->chain_id != NULL ? &chain_id : NULL))
      n_good++;
  return n_good > 0;
}

const MnrCommand mnr_command_network_probe = {
  .group = "network",
  .name = "probe",
  .arguments = "[NAME]",
  .max_arguments = 1,
  .options = MNR_OPTION_NETWORK,
  .summary = N_ ("ask all nodes of a network how they are"),
  .description =
    N_ ("Connects to each node of a network and says whether it is of the right chain and in "
        "sync, and how long it took. The exit status is 1 if none can be used."),
  .example =
    "  moneyer-cli network probe testnet",
  .run = run_probe,
};
