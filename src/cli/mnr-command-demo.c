/* mnr-command-demo.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "issuer/mnr-plan.h"
#include "issuer/mnr-text-line.h"
#include "mnr-command.h"
#include "mnr-send.h"
#include "mnr-wait.h"
#include "wallet/mnr-faucet-client.h"
#include "wallet/mnr-key-file.h"

/*
 * A token from nothing: what a person does in an afternoon, in a few seconds.
 * It lives in a folder of its own, so that nothing of the user's is touched.
 */

static void
say (guint step,
     const char *text)
{
  g_print ("\n%u. %s\n\n", step, text);
}

/* Puts the account's key for daily work where the signer looks for it. */
static char *
write_key (const char *folder,
           const MnrNewAccount *account,
           GError **error)
{
  g_autoptr (MnrSecret) wif = mnr_private_key_to_wif (account->active, error);
  g_autofree char *path = g_build_filename (folder, "demo.wif", NULL);

  if (wif == NULL || !mnr_stream_save_secret (path, wif, error))
    return NULL;
  return g_steal_pointer (&path);
}

static gboolean
create_token (MnrChain *chain,
              const MnrOptions *options,
              MnrObjectId issuer,
              const char *symbol,
              GError **error)
{
  g_autoptr (MnrDraft) draft = mnr_draft_new_from_template ("loyalty-points", error);
  g_autoptr (MnrTransaction) transaction = NULL;
  g_autoptr (GPtrArray) cost = NULL;
  g_autoptr (MnrPlan) plan = NULL;

  if (draft == NULL)
    return FALSE;
  mnr_draft_set (draft, MNR_DRAFT_SYMBOL, symbol);
  plan = mnr_chain_plan (chain, draft, issuer, error);
  if (plan == NULL)
    return FALSE;
  cost = mnr_cost_sheet_describe (plan->cost, mnr_chain_view_get_view (chain->view));
  for (guint i = 0; i < cost->len; i++)
    g_print ("  %s: %s\n", ((MnrTextLine *) g_ptr_array_index (cost, i))->label,
             ((MnrTextLine *) g_ptr_array_index (cost, i))->text);

  say (3, _ ("What is signed is shown first, read back from the very bytes. Then the node tries "
             "it, and only then it is sent."));
  transaction = mnr_plan_make_transaction (plan);
  return mnr_send (chain, options, transaction, issuer, "demo", _ ("create the demo's token"), NULL,
                   error);
}

static gboolean
run_in (const char *folder,
        GError **error)
{
  MnrOptions options = { .yes = TRUE, .network = (char *) "practice" };
  g_auto (MnrChain) chain = { 0 };
  g_autoptr (MnrNewAccount) account = NULL;
  g_auto (MnrWait) wait = { 0 };
  g_autofree char *key_file = NULL, *symbol = NULL;
  g_autofree char *name = g_strdup_printf ("demo-%u", g_random_int_range (1000, 1000000));
  MnrObjectId id;

  say (1, _ ("A practice network starts on this computer: a BitShares chain with play money."));
  if (!mnr_chain_open (&chain, &options, error))
    return FALSE;
  g_print ("  %s\n", mnr_node_get_url (chain.node));
  account = mnr_new_account_new (name, error);
  if (account == NULL)
    return FALSE;
  mnr_faucet_client_register_async (chain.node, chain.info->faucet, NULL, chain.network, account,
                                    NULL, mnr_wait_ready, &wait);
  if (!mnr_faucet_client_register_finish (chain.node, mnr_wait_for (&wait), &id, error))
    return FALSE;
  g_print (_ ("  Its faucet made an account for you, %s, with 1,000,000 play BTS.\n"), name);
  key_file = write_key (folder, account, error);
  if (key_file == NULL)
    return FALSE;
  options.sign_file = key_file;
  if (!mnr_chain_open_wallet (&chain, &options, error))
    return FALSE;

  symbol = g_ascii_strup (name, -1);
  g_strdelimit (symbol, "-", 'X');
  say (2, _ ("The token: loyalty points, from a template. What it costs is known before anything "
             "is signed."));
  if (!create_token (&chain, &options, id, symbol, error))
    return FALSE;

  say (4, _ ("The token is on the chain."));
  g_print (_ ("  %s is there. Do the same at your own pace:\n\n"
              "    moneyer-cli account create my-shop-1 --backup my-shop-1.password\n"
              "    moneyer-cli asset new loyalty-points > draft.json\n"
              "    moneyer-cli asset check draft.json\n"
              "    moneyer-cli asset create draft.json\n"),
           symbol);
  return TRUE;
}

/* Removes a folder of ours and all that is in it. */
static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static gboolean
run (const MnrCommand *command,
     const MnrOptions *options,
     char **arguments,
     GError **error)
{
  g_autofree char *folder = g_dir_make_tmp ("moneyer-demo-XXXXXX", error);
  gboolean is_done;

  if (folder == NULL)
    return FALSE;
  /* Before anything asks where the user's data is. */
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_setenv ("XDG_CONFIG_HOME", folder, TRUE);
  is_done = run_in (folder, error);
  remove_folder (folder);
  return is_done;
}

const MnrCommand mnr_command_demo = {
  .group = "demo",
  .name = "",
  .summary = N_ ("make a token on a practice network, step by step"),
  .description =
    N_ ("Starts a practice network, has it make an account, and creates a token with it, with a "
        "sentence on each step. Only play money, and nothing of yours is touched."),
  .run = run,
};
