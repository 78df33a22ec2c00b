/* mnr-command-asset.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n.h>
#include <string.h>

#include "chain/wire/mnr-json.h"
#include "issuer/mnr-asset-words.h"
#include "issuer/mnr-draft-check.h"
#include "mnr-chain.h"
#include "mnr-command.h"
#include "mnr-wait.h"

/* How many assets of an issuer a node hands out at once (protocol.md 9.4). */
#define PAGE_SIZE 101

/* list */

static const MnrType assets_type = { .kind = MNR_KIND_ARRAY,
                                     .size = sizeof (MnrAnyArray),
                                     .element = &mnr_type_asset };

typedef MNR_ARRAY (MnrAsset) Assets;

/* A page of an issuer's assets, from @start on. */
static gboolean
read_page (MnrChain *chain,
           MnrObjectId issuer,
           MnrObjectId start,
           Assets *page,
           GError **error)
{
  char issuer_text[MNR_OBJECT_ID_TEXT_SIZE], start_text[MNR_OBJECT_ID_TEXT_SIZE];
  g_autofree char *params = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_auto (MnrWait) wait = { 0 };
  const char *json;
  gsize length;

  params = g_strdup_printf ("[\"%s\",\"%s\",%d]", mnr_object_id_format (issuer, issuer_text),
                            mnr_object_id_format (start, start_text), PAGE_SIZE);
  mnr_node_call_async (chain->node, MNR_NODE_CALL_DEFAULT, "database", "get_assets_by_issuer",
                       params, NULL, mnr_wait_ready, &wait);
  answer = mnr_node_call_finish (chain->node, mnr_wait_for (&wait), error);
  if (answer == NULL)
    return FALSE;
  json = g_bytes_get_data (answer, &length);
  return mnr_json_read (&assets_type, json, length, mnr_node_get_prefix (chain->node), page, error);
}

static const char *
get_kind (const MnrAsset *asset)
{
  return asset->bitasset_data_id != NULL ? _ ("smartcoin or prediction market") : _ ("token");
}

static gboolean
run_list (const MnrCommand *command,
          const MnrOptions *options,
          char **arguments,
          GError **error)
{
  g_auto (MnrChain) chain = { 0 };
  g_autoptr (MnrAccount) account = NULL;
  MnrObjectId start = MNR_ASSET_ID (0), issuer;
  gsize n_read;
  gboolean is_first = TRUE;

  if (!mnr_chain_open (&chain, options, error) || !mnr_chain_open_wallet (&chain, options, error))
    return FALSE;
  account = mnr_chain_find_account (&chain, options->account, error);
  if (account == NULL)
    return FALSE;
  issuer = account->id;
  do
    {
      Assets page = { 0 };
      g_autoptr (GString) json = g_string_new (NULL);

      if (!read_page (&chain, issuer, start, &page, error))
        return FALSE;
      n_read = page.len;
      /* A page begins with the last one of the page before. */
      for (gsize i = is_first ? 0 : 1; i < page.len; i++)
        {
          const MnrAsset *asset = &page.items[i];
          char id[MNR_OBJECT_ID_TEXT_SIZE];

          if (options->json)
            {
              g_string_truncate (json, 0);
              mnr_json_write (&mnr_type_asset, asset, mnr_node_get_prefix (chain.node), json);
              g_print ("%s\n", json->str);
            }
          else
            g_print ("%-10s %-16s %s\n", mnr_object_id_format (asset->id, id), asset->symbol,
                     get_kind (asset));
        }
      if (page.len > 0)
        start = page.items[page.len - 1].id;
      is_first = FALSE;
      mnr_value_clear (&assets_type, &page);
    }
  while (n_read == PAGE_SIZE);
  return TRUE;
}

const MnrCommand mnr_command_asset_list = {
  .group = "asset",
  .name = "list",
  .options = MNR_OPTION_NETWORK | MNR_OPTION_ACCOUNT | MNR_OPTION_JSON,
  .summary = N_ ("the assets that an account has issued"),
  .description =
    N_ ("Lists the assets of an issuer: of --account, anybody's, or of your own account if you "
        "have one on the network. With --json each line is the node's object."),
  .run = run_list,
};

/* show */

typedef struct
{
  const MnrAsset *asset;
  GPtrArray *words;    /* of MnrTextLine */
  GPtrArray *warnings; /* of MnrDraftFinding */
} Words;

static void
words_clear (Words *words)
{
  g_clear_pointer (&words->words, g_ptr_array_unref);
  g_clear_pointer (&words->warnings, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

static void
ask_words (const MnrView *view,
           gpointer user_data)
{
  Words *words = user_data;
  gboolean is_complete;

  words_clear (words);
  words->words = mnr_asset_words_new (words->asset, view, &is_complete);
  words->warnings = mnr_asset_warnings_new (words->asset, view, &is_complete);
}

static void
print_json (MnrChain *chain,
            const MnrAsset *asset)
{
  const char *prefix = mnr_node_get_prefix (chain->node);
  gconstpointer dynamic = mnr_chain_get_object (chain, asset->dynamic_asset_data_id);
  gconstpointer bitasset = asset->bitasset_data_id != NULL
                             ? mnr_chain_get_object (chain, *asset->bitasset_data_id)
                             : NULL;
  g_autoptr (GString) json = g_string_new ("{\"asset\":");

  mnr_json_write (&mnr_type_asset, asset, prefix, json);
  if (dynamic != NULL)
    {
      g_string_append (json, ",\"dynamic_asset_data\":");
      mnr_json_write (&mnr_type_asset_dynamic_data, dynamic, prefix, json);
    }
  if (bitasset != NULL)
    {
      g_string_append (json, ",\"bitasset_data\":");
      mnr_json_write (&mnr_type_bitasset_data, bitasset, prefix, json);
    }
  g_print ("%s}\n", json->str);
}

static gboolean
run_show (const MnrCommand *command,
          const MnrOptions *options,
          char **arguments,
          GError **error)
{
  g_auto (MnrChain) chain = { 0 };
  g_autoptr (MnrAsset) asset = NULL;
  g_auto (Words) words = { 0 };
  const char *group = NULL;

  if (!mnr_chain_open (&chain, options, error))
    return FALSE;
  asset = mnr_chain_find_asset (&chain, arguments[0], error);
  if (asset == NULL)
    return FALSE;
  if (options->json)
    {
      print_json (&chain, asset);
      return TRUE;
    }
  words.asset = asset;
  if (!mnr_chain_complete (&chain, ask_words, &words, error))
    return FALSE;
  for (guint i = 0; i < words.words->len; i++)
    {
      const MnrTextLine *line = g_ptr_array_index (words.words, i);

      if (line->group != NULL && g_strcmp0 (line->group, group) != 0)
        g_print ("%s%s\n", group != NULL ? "\n" : "", line->group);
      group = line->group;
      g_print ("  %s: %s\n", line->label, line->text);
    }
  if (words.warnings->len > 0)
    g_print ("\n%s\n", _ ("To be looked at"));
  for (guint i = 0; i < words.warnings->len; i++)
    g_print ("  %s\n", ((MnrDraftFinding *) g_ptr_array_index (words.warnings, i))->sentence);
  return TRUE;
}

const MnrCommand mnr_command_asset_show = {
  .group = "asset",
  .name = "show",
  .arguments = "SYMBOL",
  .min_arguments = 1,
  .max_arguments = 1,
  .options = MNR_OPTION_NETWORK | MNR_OPTION_JSON,
  .summary = N_ ("an asset in words"),
  .description =
    N_ ("Says what an asset, anybody's, is on the chain: supply, fee pool, rate, what its issuer "
        "can do to holders and whether that can change, and of a smartcoin its feed and its "
        "terms. With --json it prints the node's objects."),
  .example =
    "  moneyer-cli asset show PRACTICE.USD",
  .run = run_show,
};

/* new */

static gboolean
run_new (const MnrCommand *command,
         const MnrOptions *options,
         char **arguments,
         GError **error)
{
  g_autoptr (MnrDraft) draft = NULL;
  g_autofree char *json = NULL;

  if (arguments[0] == NULL)
    {
      const MnrTemplate *templates;
      guint n_templates;

      templates = mnr_draft_get_templates (&n_templates);
      g_print ("%s\n", _ ("Templates:"));
      for (guint i = 0; i < n_templates; i++)
        g_print ("  %-20s %s\n", templates[i].name, _ (templates[i].summary));
      return TRUE;
    }
  draft = mnr_draft_new_from_template (arguments[0], error);
  if (draft == NULL)
    return FALSE;
  json = mnr_draft_to_json (draft);
  g_print ("%s%s", json, g_str_has_suffix (json, "\n") ? "" : "\n");
  return TRUE;
}

const MnrCommand mnr_command_asset_new = {
  .group = "asset",
  .name = "new",
  .arguments = "[TEMPLATE]",
  .max_arguments = 1,
  .summary = N_ ("a draft to begin with"),
  .description =
    N_ ("Prints the draft of a template, to be saved and changed in an editor; without TEMPLATE it "
        "lists them."),
  .example =
    "  moneyer-cli asset new loyalty-points > draft.json",
  .run = run_new,
};
