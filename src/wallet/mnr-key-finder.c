/* mnr-key-finder.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-key-finder.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/wire/mnr-json.h"
#include "mnr-account-query.h"
#include "mnr-wallet-error.h"

static const MnrType id_list_type = MNR_ARRAY_TYPE (mnr_type_account_id);
static const MnrType references_type = MNR_ARRAY_TYPE (id_list_type);

typedef MNR_ARRAY (MnrObjectId) IdList;
typedef MNR_ARRAY (IdList) References;

/* A key that the secret may stand for. */
typedef struct
{
  MnrPrivateKey *key;
  MnrPublicKey public_key;
} Candidate;

typedef struct
{
  char *network;
  char *account;
  GArray *candidates;
} Search;

static void
candidate_clear (gpointer data)
{
  Candidate *self = data;

  g_clear_pointer (&self->key, mnr_private_key_free);
}

static void
search_free (gpointer data)
{
  Search *self = data;

  g_array_unref (self->candidates);
  g_free (self->network);
  g_free (self->account);
  g_free (self);
}

void
mnr_key_finding_free (MnrKeyFinding *self)
{
  if (self == NULL)
    return;

  for (gsize i = 0; i < self->accounts.len; i++)
    {
      g_free (self->accounts.items[i].name);
      g_free (self->accounts.items[i].keys.items);
    }
  g_free (self->accounts.items);
  g_ptr_array_unref (self->secrets);
  g_free (self);
}

void
mnr_key_finding_leave_out (MnrKeyFinding *self,
                           gsize index)
{
  MnrFoundAccount *account;

  g_return_if_fail (index < self->accounts.len);

  account = &self->accounts.items[index];
  g_free (account->name);
  g_free (account->keys.items);
  self->accounts.len--;
  memmove (account, account + 1, (self->accounts.len - index) * sizeof *account);
}

static GError *
refusal (const char *format,
         ...) G_GNUC_PRINTF (1, 2);

static GError *
refusal (const char *format,
         ...)
{
  GError *error;
  va_list arguments;

  va_start (arguments, format);
  error = g_error_new_valist (MNR_WALLET_ERROR, MNR_WALLET_ERROR_OPENS_NOTHING, format, arguments);
  va_end (arguments);
  return error;
}

/* The keys of a secret. */

/* Takes the key. Returns FALSE if there is none. */
static gboolean
add_candidate (Search *self,
               MnrPrivateKey *key)
{
  Candidate candidate = { key };

  if (key == NULL)
    return FALSE;
  mnr_private_key_get_public_key (key, &candidate.public_key);
  for (guint i = 0; i < self->candidates->len; i++)
    if (mnr_public_key_equal (&g_array_index (self->candidates, Candidate, i).public_key,
                              &candidate.public_key))
      {
        mnr_private_key_free (key);
        return TRUE;
      }
  g_array_append_val (self->candidates, candidate);
  return TRUE;
}

/* Whether somebody typed the public key, whatever the network's prefix. */
static gboolean
is_public_key (const MnrSecret *secret)
{
  const char *text = (const char *) secret->data;
  MnrPublicKey key;

  for (gsize n = 2; n <= 8 && n < secret->size; n++)
    {
      g_autofree char *prefix = NULL;

      if (!g_ascii_isupper (text[n - 1]) || !g_ascii_isupper (text[0]))
        return FALSE;
      prefix = g_strndup (text, n);
      if (mnr_public_key_parse (text, secret->size, prefix, &key, NULL))
        return TRUE;
    }
  return FALSE;
}

static gboolean
derive_from_wif (Search *self,
                 const MnrSecret *secret,
                 GError **error)
{
  if (is_public_key (secret))
    {
      g_propagate_error (error, refusal (_ ("This is a public key, which everybody may know. What "
                                            "is wanted is the private key, which begins with "
                                            "5.")));
      return FALSE;
    }
  return add_candidate (self, mnr_private_key_new_from_wif (secret, error));
}

static gboolean
derive_from_password (Search *self,
                      const MnrSecret *secret,
                      GError **error)
{
  static const char *const roles[] = { "owner", "active", "memo" };

  if (self->account == NULL)
    {
      g_propagate_error (error, refusal (_ ("A password opens an account only together with the "
                                            "account's name.")));
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (!add_candidate (
          self, mnr_private_key_new_from_password (self->account, roles[i], secret, error)))
      return FALSE;
  return TRUE;
}

/* The command-line wallet makes each next key from the text of the one before. */
static MnrPrivateKey *
derive_next (const MnrPrivateKey *key,
             GError **error)
{
  g_autoptr (MnrSecret) wif = mnr_private_key_to_wif (key, error);

  return wif != NULL
           ? mnr_private_key_new_from_brain_key (wif, MNR_BRAIN_KEY_AS_TYPED, 0, error)
           : NULL;
}

static gboolean
derive_chain (Search *self,
              const MnrPrivateKey *owner,
              GError **error)
{
  g_autoptr (MnrPrivateKey) active = derive_next (owner, error);
  g_autoptr (MnrPrivateKey) memo = active != NULL ? derive_next (active, error) : NULL;

  return memo != NULL && add_candidate (self, g_steal_pointer (&active)) &&
         add_candidate (self, g_steal_pointer (&memo));
}

static gboolean
derive_from_brain_key (Search *self,
                       const MnrSecret *secret,
                       GError **error)
{
  for (guint form = MNR_BRAIN_KEY_AS_TYPED; form <= MNR_BRAIN_KEY_UPPER_CASE; form++)
    {
      g_autoptr (MnrPrivateKey) first =
        mnr_private_key_new_from_brain_key (secret, form, 0, error);

      if (first == NULL || !derive_chain (self, first, error) ||
          !add_candidate (self, g_steal_pointer (&first)))
        return FALSE;
      for (guint i = 1; i < MNR_BRAIN_KEY_SEQUENCE_MAX; i++)
        if (!add_candidate (self, mnr_private_key_new_from_brain_key (secret, form, i, error)))
          return FALSE;
    }
  return TRUE;
}

static gboolean
derive (Search *self,
        MnrSecretForm form,
        const MnrSecret *secret,
        GError **error)
{
  switch (form)
    {
    case MNR_SECRET_WIF:
      return derive_from_wif (self, secret, error);
    case MNR_SECRET_PASSWORD:
      return derive_from_password (self, secret, error);
    case MNR_SECRET_BRAIN_KEY:
      return derive_from_brain_key (self, secret, error);
    default:
      g_assert_not_reached ();
    }
}

/* What they open. */

static guint16
get_weight (const MnrAuthority *authority,
            const MnrPublicKey *key)
{
  for (gsize i = 0; i < authority->key_auths.len; i++)
    if (mnr_public_key_equal (&authority->key_auths.items[i].key, key))
      return authority->key_auths.items[i].weight;
  return 0;
}

static guint16
get_weight_for (const MnrFoundKey *key,
                MnrKeyRoles role)
{
  return role == MNR_KEY_OWNER ? key->owner_weight : key->active_weight;
}

/* Marks the fewest keys that satisfy an authority, the heaviest first; all that
 * have part in it if they do not satisfy it. Returns whether they do. */
static gboolean
keep_fewest (MnrFoundAccount *account,
             MnrKeyRoles role,
             guint32 threshold)
{
  guint64 weight = 0;

  while (weight < threshold)
    {
      MnrFoundKey *best = NULL;

      for (gsize i = 0; i < account->keys.len; i++)
        {
          MnrFoundKey *key = &account->keys.items[i];

          if (!(key->keep & role) && get_weight_for (key, role) > 0 &&
              (best == NULL || get_weight_for (key, role) > get_weight_for (best, role)))
            best = key;
        }
      if (best == NULL)
        return FALSE;
      best->keep |= role;
      weight += get_weight_for (best, role);
    }
  return TRUE;
}

static gboolean
opens (const MnrFoundAccount *account,
       MnrKeyRoles role,
       guint32 threshold)
{
  guint64 weight = 0;

  for (gsize i = 0; i < account->keys.len; i++)
    weight += get_weight_for (&account->keys.items[i], role);
  return weight > 0 && weight >= threshold;
}

static void
judge (MnrFoundAccount *account)
{
  MnrKeyRoles roles = 0, kept = 0;

  for (gsize i = 0; i < account->keys.len; i++)
    roles |= account->keys.items[i].roles;

  if (opens (account, MNR_KEY_OWNER, account->owner_threshold))
    account->opens |= MNR_KEY_OWNER;
  if (opens (account, MNR_KEY_ACTIVE, account->active_threshold))
    account->opens |= MNR_KEY_ACTIVE;
  account->opens |= roles & MNR_KEY_MEMO;

  if (roles & MNR_KEY_ACTIVE)
    keep_fewest (account, MNR_KEY_ACTIVE, account->active_threshold);
  else
    keep_fewest (account, MNR_KEY_OWNER, account->owner_threshold);
  for (gsize i = 0; i < account->keys.len; i++)
    {
      account->keys.items[i].keep |= account->keys.items[i].roles & MNR_KEY_MEMO;
      kept |= account->keys.items[i].keep != 0 ? account->keys.items[i].roles : 0;
    }
  account->owner_stays_outside = (roles & MNR_KEY_OWNER) && !(kept & MNR_KEY_OWNER);
}

/* Returns what the account is to the candidates. */
static MnrKeyRoles
add_account (MnrKeyFinding *finding,
             const Search *self,
             const MnrAccount *account)
{
  MnrFoundAccount found = {
    .id = account->id,
    .owner_threshold = account->owner.weight_threshold,
    .active_threshold = account->active.weight_threshold,
  };
  GArray *keys = g_array_new (FALSE, TRUE, sizeof (MnrFoundKey));
  MnrKeyRoles roles = 0;

  for (guint i = 0; i < self->candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (self->candidates, Candidate, i);
      MnrFoundKey key = { candidate->key, candidate->public_key };

      key.owner_weight = get_weight (&account->owner, &candidate->public_key);
      key.active_weight = get_weight (&account->active, &candidate->public_key);
      key.roles = (key.owner_weight > 0 ? MNR_KEY_OWNER : 0) |
                  (key.active_weight > 0 ? MNR_KEY_ACTIVE : 0);
      if (mnr_public_key_equal (&account->options.memo_key, &candidate->public_key))
        key.roles |= MNR_KEY_MEMO;
      roles |= key.roles;
      if (key.roles != 0)
        g_array_append_val (keys, key);
    }

  found.keys.len = keys->len;
  found.keys.items = (MnrFoundKey *) (gpointer) g_array_free (keys, FALSE);
  if (!(roles & (MNR_KEY_OWNER | MNR_KEY_ACTIVE)))
    {
      g_free (found.keys.items);
      return roles;
    }

  judge (&found);
  found.name = g_strdup (account->name);
  finding->accounts.items =
    g_renew (MnrFoundAccount, finding->accounts.items, finding->accounts.len + 1);
  finding->accounts.items[finding->accounts.len++] = found;
  return roles;
}

static GError *
tell_nothing (const Search *self,
              const MnrAccountList *list,
              const char *memo_only)
{
  if (memo_only != NULL)
    return refusal (_ ("This opens only the memo key of %s: it can read memos, but it cannot "
                       "sign."),
                    memo_only);
  if (self->account == NULL)
    return refusal (_ ("These keys belong to nobody on the network “%s”."), self->network);
  if (list->len == 0 || list->items[0] == NULL)
    return refusal (_ ("There is no account %s on the network “%s”."), self->account,
                    self->network);
  return refusal (_ ("This does not open %s on the network “%s”: its keys are others."),
                  self->account, self->network);
}

static void
finish_search (GTask *task,
               const MnrAccountList *list)
{
  Search *self = g_task_get_task_data (task);
  MnrKeyFinding *finding = g_new0 (MnrKeyFinding, 1);
  const char *memo_only = NULL;

  finding->secrets = g_ptr_array_new_with_free_func ((GDestroyNotify) mnr_private_key_free);
  for (gsize i = 0; i < list->len; i++)
    if (list->items[i] != NULL && add_account (finding, self, list->items[i]) == MNR_KEY_MEMO)
      memo_only = list->items[i]->name;

  if (finding->accounts.len == 0)
    {
      mnr_key_finding_free (finding);
      g_task_return_error (task, tell_nothing (self, list, memo_only));
      return;
    }
  for (guint i = 0; i < self->candidates->len; i++)
    g_ptr_array_add (finding->secrets,
                     g_steal_pointer (&g_array_index (self->candidates, Candidate, i).key));
  g_task_return_pointer (task, finding, (GDestroyNotify) mnr_key_finding_free);
}

static void
on_accounts (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (MnrAccountList) list = mnr_account_query_finish (MNR_NODE (source), result, &error);

  if (list == NULL)
    g_task_return_error (task, error);
  else
    finish_search (task, list);
}

/* Asks for the accounts that the node named, each once. */
static void
ask_for_accounts (GTask *task,
                  MnrNode *node,
                  const References *references)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  char text[MNR_OBJECT_ID_TEXT_SIZE];

  for (gsize i = 0; i < references->len; i++)
    for (gsize j = 0; j < references->items[i].len && names->len < MNR_ACCOUNT_QUERY_MAX; j++)
      {
        mnr_object_id_format (references->items[i].items[j], text);
        if (!g_ptr_array_find_with_equal_func (names, text, g_str_equal, NULL))
          g_ptr_array_add (names, g_strdup (text));
      }

  if (names->len == 0)
    {
      finish_search (task, &(MnrAccountList){ 0 });
      return;
    }
  g_ptr_array_add (names, NULL);
  mnr_account_query_async (node, (const char *const *) names->pdata,
                           g_task_get_cancellable (task), on_accounts, g_object_ref (task));
}

static void
on_references (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  MnrNode *node = MNR_NODE (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = mnr_node_call_finish (node, result, &error);
  References references = { 0 };
  const char *text;
  gsize size;

  if (answer == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  text = g_bytes_get_data (answer, &size);
  if (!mnr_json_read (&references_type, text, size, mnr_node_get_prefix (node), &references,
                      &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  ask_for_accounts (task, node, &references);
  mnr_value_clear (&references_type, &references);
}

static void
on_connected (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  MnrNode *node = MNR_NODE (source);
  g_autoptr (GTask) task = user_data;
  Search *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!mnr_node_connect_finish (node, result, &error))
    g_task_return_error (task, error);
  else if (self->account != NULL)
    {
      const char *names[] = { self->account, NULL };

      mnr_account_query_async (node, names, g_task_get_cancellable (task), on_accounts,
                               g_object_ref (task));
    }
  else
    {
      g_autoptr (GString) parameters = g_string_new ("[[");

      for (guint i = 0; i < self->candidates->len; i++)
        {
          g_string_append (parameters, i > 0 ? ",\"" : "\"");
          mnr_public_key_append (&g_array_index (self->candidates, Candidate, i).public_key,
                                 mnr_node_get_prefix (node), parameters);
          g_string_append_c (parameters, '"');
        }
      g_string_append (parameters, "]]");
      mnr_node_call_async (node, MNR_NODE_CALL_DEFAULT, "database", "get_key_references",
                           parameters->str, g_task_get_cancellable (task), on_references,
                           g_object_ref (task));
    }
}

void
mnr_key_finder_find_async (MnrNode *node,
                           const char *network,
                           MnrSecretForm form,
                           const char *account,
                           const MnrSecret *secret,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (node, cancellable, callback, user_data);
  Search *self = g_new0 (Search, 1);
  GError *error = NULL;

  self->network = g_strdup (network);
  self->account = account != NULL ? g_strstrip (g_strdup (account)) : NULL;
  self->candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_array_set_clear_func (self->candidates, candidate_clear);
  g_task_set_task_data (task, self, search_free);

  if (derive (self, form, secret, &error))
    /* The network's prefix is known only then. */
    mnr_node_connect_async (node, cancellable, on_connected, g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

MnrKeyFinding *
mnr_key_finder_find_finish (MnrNode *node,
                            GAsyncResult *result,
                            GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
mnr_key_finder_get_owner_advice (void)
{
  return _ ("The owner key can replace all other keys of the account, and daily work does not need "
            "it. It is not stored: keep it on paper, or where no program reads it. If this "
            "computer is ever broken into, the account can be taken back with it.");
}
