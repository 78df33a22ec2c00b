/* mnr-wallet-network.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-wallet-network.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mnr-wallet-error.h"

static const char *const no_nodes[] = { NULL };

static const char *const testnet_nodes[] = {
  "wss://eu.nodes.testnet.bitshares.ws",
  "wss://testnet.dex.trading/",
  "wss://testnet.xbts.io/ws",
  "wss://api-testnet.61bts.com/ws",
  "wss://api-us-testnet.61bts.com/ws",
  "wss://btstestnet.cybertron.ninja/ws",
  "wss://bitsharestestnet.loclx.io",
  NULL,
};

static const char *const mainnet_nodes[] = {
  "wss://dex.iobanker.com/ws",
  "wss://mainnet-node.btspp.io",
  "wss://api.bts.mobi/ws",
  "wss://btsws.roelandp.nl/ws",
  "wss://api.61bts.com",
  "wss://api-us.61bts.com",
  "wss://api.dex.trading/",
  "wss://eu.nodes.bitshares.ws",
  "wss://public.xbts.io/ws",
  "wss://cloud.xbts.io/ws",
  "wss://node.xbts.io/ws",
  "wss://bts.mypi.win",
  "wss://api.btslebin.com/ws",
  "wss://bitsharesapi.loclx.io",
  NULL,
};

static const struct
{
  MnrNetworkKind kind;
  const char *id;
  const char *name;
  const char *const *nodes;
  const char *chain_id;
  const char *prefix; /* and core symbol: with these networks they are the same */
  const char *faucet;
} known[] = {
  { MNR_NETWORK_PRACTICE, "practice", N_ ("Practice network"), no_nodes, NULL, "BTS", NULL },
  { MNR_NETWORK_TESTNET, "testnet", N_ ("Testnet"), testnet_nodes, MNR_CHAIN_ID_TESTNET, "TEST",
    "https://faucet.testnet.bitshares.eu" },
  { MNR_NETWORK_MAINNET, "mainnet", N_ ("Mainnet"), mainnet_nodes, MNR_CHAIN_ID_MAINNET, "BTS",
    "https://faucet.bitshares.eu/onboarding" },
};

#define ID_MAX 63

/* What stands at the top of a new file. */
#define HEADING                                                                   \
  " Networks of your own, besides Practice, Testnet and Mainnet. For example:\n"  \
  "\n"                                                                            \
  " [our-testnet]\n"                                                              \
  " Name=Our test network\n"                                                      \
  " Nodes=ws://192.168.1.5:8090;wss://node.example.org/ws;\n"                     \
  " ChainId=64 hexadecimal digits; without it, that of the first node is taken\n" \
  " Prefix=BTS\n"                                                                 \
  " CoreSymbol=BTS\n"                                                             \
  " Faucet=https://faucet.example.org\n"                                          \
  "\n"                                                                            \
  " ChainId and Faucet may be left out."

void
mnr_wallet_network_free (MnrWalletNetwork *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->name);
  g_strfreev (self->nodes);
  g_free (self->chain_id);
  g_free (self->prefix);
  g_free (self->core_symbol);
  g_free (self->faucet);
  g_free (self);
}

char *
mnr_wallet_network_get_default_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "moneyer", "networks.ini", NULL);
}

static MnrWalletNetwork *
new_known (guint index)
{
  MnrWalletNetwork *self = g_new0 (MnrWalletNetwork, 1);

  self->kind = known[index].kind;
  self->id = g_strdup (known[index].id);
  self->name = g_strdup (_ (known[index].name));
  self->nodes = g_strdupv ((char **) known[index].nodes);
  self->chain_id = g_strdup (known[index].chain_id);
  self->prefix = g_strdup (known[index].prefix);
  self->core_symbol = g_strdup (known[index].prefix);
  self->faucet = g_strdup (known[index].faucet);
  return self;
}

static gboolean
is_known (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (strcmp (id, known[i].id) == 0)
      return TRUE;
  return FALSE;
}

/* Small letters, digits and '-': it has to be safe in files and on command lines. */
static gboolean
is_id (const char *text)
{
  return *text != '\0' && strlen (text) <= ID_MAX &&
         strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen (text);
}

static gboolean
is_word (const char *text)
{
  gsize length = strlen (text);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isupper (text[i]) && !g_ascii_isdigit (text[i]) && text[i] != '.')
      return FALSE;
  return length >= 1 && length <= 16;
}

static gboolean
is_address (const char *text,
            const char *const *schemes)
{
  const char *scheme = g_uri_peek_scheme (text);

  return scheme != NULL && g_strv_contains (schemes, scheme) &&
         g_uri_is_valid (text, G_URI_FLAGS_NONE, NULL);
}

static gboolean
fault (GError **error,
       const MnrWalletNetwork *network,
       const char *what)
{
  g_set_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_FILE, _ ("Network “%s”: %s"), network->id,
               what);
  return FALSE;
}

gboolean
mnr_wallet_network_check_nodes (char **nodes,
                                GError **error)
{
  static const char *const schemes[] = { "ws", "wss", "http", "https", NULL };

  for (char **node = nodes; *node != NULL; node++)
    if (!is_address (*node, schemes))
      {
        g_set_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_NAME,
                     _ ("“%s” is no address of a node: it begins with wss, ws, https or http."),
                     *node);
        return FALSE;
      }
  return TRUE;
}

/* A misspelt key would else be one that is not there, and what it says would go
 * unheeded. */
static gboolean
check_keys (GKeyFile *file,
            const MnrWalletNetwork *network,
            GError **error)
{
  static const char *const keys[] = {
    "Name", "Nodes", "ChainId", "Prefix", "CoreSymbol", "Faucet", NULL
  };
  g_auto (GStrv) found = g_key_file_get_keys (file, network->id, NULL, NULL);

  for (char **key = found; key != NULL && *key != NULL; key++)
    if (!g_strv_contains (keys, *key))
      {
        g_autofree char *what =
          g_strdup_printf (_ ("“%s” is none of Name, Nodes, ChainId, Prefix, CoreSymbol and "
                              "Faucet."),
                           *key);

        return fault (error, network, what);
      }
  return TRUE;
}

static gboolean
check (const MnrWalletNetwork *self,
       GError **error)
{
  static const char *const faucet_schemes[] = { "http", "https", NULL };
  MnrChainId chain_id;
  g_autoptr (GError) failure = NULL;

  if (!is_id (self->id))
    {
      g_set_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_NAME,
                   _ ("“%s” cannot name a network: small letters, digits and hyphens can."),
                   self->id);
      return FALSE;
    }
  if (is_known (self->id))
    {
      g_set_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_NAME,
                   _ ("“%s” is the name of a network that Moneyer brings along."), self->id);
      return FALSE;
    }
  if (self->name == NULL || *self->name == '\0')
    return fault (error, self, _ ("it has no Name."));
  if (self->nodes == NULL || self->nodes[0] == NULL)
    return fault (error, self, _ ("it has no Nodes."));
  if (!mnr_wallet_network_check_nodes (self->nodes, &failure))
    return fault (error, self, failure->message);
  if (self->chain_id != NULL && !mnr_chain_id_parse (self->chain_id, &chain_id, NULL))
    return fault (error, self, _ ("ChainId is not 64 hexadecimal digits."));
  if (self->prefix == NULL)
    return fault (error, self, _ ("it has no Prefix."));
  if (self->core_symbol == NULL)
    return fault (error, self, _ ("it has no CoreSymbol."));
  if (!is_word (self->prefix))
    return fault (error, self, _ ("Prefix is not a word like BTS."));
  if (!is_word (self->core_symbol))
    return fault (error, self, _ ("CoreSymbol is not a word like BTS."));
  if (self->faucet != NULL && !is_address (self->faucet, faucet_schemes))
    return fault (error, self, _ ("Faucet does not begin with http or https."));
  return TRUE;
}

static MnrWalletNetwork *
read_own (GKeyFile *file,
          const char *id)
{
  MnrWalletNetwork *self = g_new0 (MnrWalletNetwork, 1);

  self->kind = MNR_NETWORK_OWN;
  self->id = g_strdup (id);
  self->name = g_key_file_get_string (file, id, "Name", NULL);
  self->nodes = g_key_file_get_string_list (file, id, "Nodes", NULL, NULL);
  self->chain_id = g_key_file_get_string (file, id, "ChainId", NULL);
  self->prefix = g_key_file_get_string (file, id, "Prefix", NULL);
  self->core_symbol = g_key_file_get_string (file, id, "CoreSymbol", NULL);
  self->faucet = g_key_file_get_string (file, id, "Faucet", NULL);
  return self;
}

static GKeyFile *
load (const char *path,
      GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) failure = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_COMMENTS, &failure) &&
      !g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_set_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_FILE, "%s: %s", path,
                   failure->message);
      return NULL;
    }
  if (failure != NULL)
    g_key_file_set_comment (file, NULL, NULL, HEADING, NULL);
  return g_steal_pointer (&file);
}

static gboolean
save (GKeyFile *file,
      const char *path,
      GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) failure = NULL;

  g_mkdir_with_parents (folder, 0700);
  if (g_key_file_save_to_file (file, path, &failure))
    return TRUE;
  g_set_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_FILE, "%s: %s", path, failure->message);
  return FALSE;
}

GPtrArray *
mnr_wallet_network_read_all (const char *path,
                             GError **error)
{
  g_autoptr (GKeyFile) file = load (path, error);
  g_autoptr (GPtrArray) networks =
    g_ptr_array_new_with_free_func ((GDestroyNotify) mnr_wallet_network_free);
  g_auto (GStrv) ids = NULL;

  if (file == NULL)
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    g_ptr_array_add (networks, new_known (i));
  ids = g_key_file_get_groups (file, NULL);
  for (char **id = ids; *id != NULL; id++)
    {
      MnrWalletNetwork *network = read_own (file, *id);

      g_ptr_array_add (networks, network);
      if (!check_keys (file, network, error) || !check (network, error))
        {
          g_prefix_error (error, "%s: ", path);
          return NULL;
        }
    }
  return g_steal_pointer (&networks);
}

const MnrWalletNetwork *
mnr_wallet_network_find (GPtrArray *networks,
                         const char *id)
{
  for (guint i = 0; i < networks->len; i++)
    {
      const MnrWalletNetwork *network = g_ptr_array_index (networks, i);

      if (strcmp (network->id, id) == 0)
        return network;
    }
  return NULL;
}

char *
mnr_wallet_network_make_id (GPtrArray *networks,
                            const char *name)
{
  g_autoptr (GString) base = g_string_new (NULL);
  g_autoptr (GString) id = g_string_new (NULL);

  for (const char *c = name; *c != '\0' && base->len < ID_MAX - 8; c++)
    if (g_ascii_isalnum (*c))
      g_string_append_c (base, g_ascii_tolower (*c));
    else if (base->len > 0 && base->str[base->len - 1] != '-')
      g_string_append_c (base, '-');
  if (g_str_has_suffix (base->str, "-"))
    g_string_truncate (base, base->len - 1);
  if (base->len == 0)
    g_string_assign (base, "network");
  g_string_assign (id, base->str);
  for (guint i = 2; mnr_wallet_network_find (networks, id->str) != NULL; i++)
    g_string_printf (id, "%s-%u", base->str, i);
  return g_strdup (id->str);
}

gboolean
mnr_wallet_network_add (const char *path,
                        const MnrWalletNetwork *network,
                        GError **error)
{
  g_autoptr (GKeyFile) file = NULL;
  const char *id = network->id;

  if (!check (network, error))
    return FALSE;
  file = load (path, error);
  if (file == NULL)
    return FALSE;
  if (g_key_file_has_group (file, id))
    {
      g_set_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_NAME,
                   _ ("There is a network “%s” already."), id);
      return FALSE;
    }

  g_key_file_set_string (file, id, "Name", network->name);
  g_key_file_set_string_list (file, id, "Nodes", (const char *const *) network->nodes,
                              g_strv_length (network->nodes));
  if (network->chain_id != NULL)
    g_key_file_set_string (file, id, "ChainId", network->chain_id);
  g_key_file_set_string (file, id, "Prefix", network->prefix);
  g_key_file_set_string (file, id, "CoreSymbol", network->core_symbol);
  if (network->faucet != NULL)
    g_key_file_set_string (file, id, "Faucet", network->faucet);
  return save (file, path, error);
}

gboolean
mnr_wallet_network_remove (const char *path,
                           const char *id,
                           GError **error)
{
  g_autoptr (GKeyFile) file = load (path, error);

  if (file == NULL)
    return FALSE;
  if (!g_key_file_remove_group (file, id, NULL))
    {
      g_set_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_NAME,
                   _ ("You have no network “%s” of your own."), id);
      return FALSE;
    }
  return save (file, path, error);
}
