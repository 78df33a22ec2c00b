/* mnr-signer.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-signer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/protocol/mnr-signing.h"
#include "chain/wire/mnr-json.h"
#include "mnr-account-query.h"
#include "mnr-wallet-error.h"

/* How often an authority is looked into, all ways from the accounts that have
 * to sign to those behind them together: a node could make up a maze. */
#define STEPS_MAX 10000

typedef struct
{
  MnrKeySource *source;
  MnrTransaction *transaction;
  MnrChainId chain_id;
  gboolean only_choose;

  MnrRequiredAuthorities required;
  MnrPublicKeySet signers;   /* of the signatures that are there */
  MnrPublicKeySet available; /* these and our own */
  guint max_depth;
  GHashTable *accounts; /* MnrObjectId * to MnrAccount *; NULL: there is none */
  GPtrArray *asked;     /* ids, as text */
  gboolean owners;      /* whether owner authorities stand in for active ones */

  MnrPublicKeySet chosen;
  gsize next; /* of the chosen */
} Signing;

static void
signing_free (gpointer data)
{
  Signing *self = data;

  g_clear_object (&self->source);
  g_clear_pointer (&self->transaction, mnr_transaction_free);
  mnr_required_authorities_clear (&self->required);
  mnr_value_clear (&mnr_type_public_key_set, &self->signers);
  mnr_value_clear (&mnr_type_public_key_set, &self->available);
  mnr_value_clear (&mnr_type_public_key_set, &self->chosen);
  g_hash_table_unref (self->accounts);
  g_ptr_array_unref (self->asked);
  g_free (self);
}

static void
free_set (gpointer set)
{
  mnr_value_free (&mnr_type_public_key_set, set);
}

static gboolean
has_key (const MnrPublicKeySet *set,
         const MnrPublicKey *key)
{
  for (gsize i = 0; i < set->len; i++)
    if (mnr_public_key_equal (&set->items[i], key))
      return TRUE;
  return FALSE;
}

static gboolean
has_id (const MnrObjectIdSet *set,
        MnrObjectId id)
{
  for (gsize i = 0; i < set->len; i++)
    if (set->items[i] == id)
      return TRUE;
  return FALSE;
}

static void
add_keys (MnrPublicKeySet *set,
          const MnrPublicKeySet *more)
{
  for (gsize i = 0; i < more->len; i++)
    if (!has_key (set, &more->items[i]))
      mnr_array_append (&mnr_type_public_key_set, set, &more->items[i]);
  mnr_set_sort (&mnr_type_public_key_set, set);
}

static const MnrAccount *
find_account (const Signing *self,
              MnrObjectId id)
{
  return g_hash_table_lookup (self->accounts, &id);
}

static const MnrAuthority *
look_up (MnrObjectId id,
         gboolean owner,
         gpointer user_data)
{
  const Signing *self = user_data;
  const MnrAccount *account = find_account (self, id);

  if (account == NULL)
    return NULL;
  if (!owner)
    return &account->active;
  return self->owners || has_id (&self->required.owner, id) ? &account->owner : NULL;
}

/* What is missing, in words. */

/* Whether the keys satisfy the active authority of an account behind another. */
static gboolean
satisfies (Signing *self,
           MnrObjectId account)
{
  MnrRequiredAuthorities required = { .active = { &account, 1 } };
  MnrLack lack = { 0 };

  return mnr_required_authorities_find_lack (&required, &self->available, self->max_depth - 1,
                                             look_up, self, &lack, NULL) ||
         lack.kind == MNR_LACK_NEED;
}

static guint64
get_weight (Signing *self,
            const MnrAuthority *authority)
{
  guint64 weight = 0;

  for (gsize i = 0; i < authority->key_auths.len; i++)
    if (has_key (&self->available, &authority->key_auths.items[i].key))
      weight += authority->key_auths.items[i].weight;
  for (gsize i = 0; i < authority->account_auths.len && self->max_depth > 0; i++)
    if (satisfies (self, authority->account_auths.items[i].account))
      weight += authority->account_auths.items[i].weight;
  return weight;
}

static GError *
lack_error (const char *sentence)
{
  return g_error_new_literal (MNR_WALLET_ERROR, MNR_WALLET_ERROR_LACK, sentence);
}

static GError *
tell_lack_of_account (Signing *self,
                      const MnrLack *lack)
{
  const MnrAccount *account = find_account (self, lack->account);
  gboolean owner = lack->kind == MNR_LACK_OWNER;
  const MnrAuthority *authority;
  char id[MNR_OBJECT_ID_TEXT_SIZE];
  guint64 weight;

  mnr_object_id_format (lack->account, id);
  if (account == NULL)
    return g_error_new (MNR_WALLET_ERROR, MNR_WALLET_ERROR_LACK,
                        _ ("Account %s has to sign, and the node does not know it."), id);

  authority = owner ? &account->owner : &account->active;
  weight = get_weight (self, authority);
  if (weight > 0 && owner)
    return g_error_new (MNR_WALLET_ERROR, MNR_WALLET_ERROR_LACK,
                        _ ("The keys at hand have weight %u for the owner authority of %s, which "
                           "needs %u."),
                        (guint) weight, account->name, authority->weight_threshold);
  if (weight > 0)
    return g_error_new (MNR_WALLET_ERROR, MNR_WALLET_ERROR_LACK,
                        _ ("The keys at hand have weight %u for the active authority of %s, which "
                           "needs %u."),
                        (guint) weight, account->name, authority->weight_threshold);
  if (owner)
    return g_error_new (MNR_WALLET_ERROR, MNR_WALLET_ERROR_LACK,
                        _ ("This needs the owner authority of %s (weight %u), and none of its "
                           "keys is at hand."),
                        account->name, authority->weight_threshold);
  if (get_weight (self, &account->owner) > 0)
    return g_error_new (MNR_WALLET_ERROR, MNR_WALLET_ERROR_LACK,
                        _ ("This needs the active authority of %s, and only an owner key is at "
                           "hand, which is not used for that."),
                        account->name);
  return g_error_new (MNR_WALLET_ERROR, MNR_WALLET_ERROR_LACK,
                      _ ("This needs the active authority of %s (weight %u), and none of its "
                         "keys is at hand."),
                      account->name, authority->weight_threshold);
}

static GError *
tell_lack (Signing *self)
{
  g_autoptr (GError) error = NULL;
  MnrLack lack = { 0 };

  mnr_required_authorities_find_lack (&self->required, &self->available, self->max_depth, look_up,
                                      self, &lack, &error);
  switch (lack.kind)
    {
    case MNR_LACK_ACTIVE:
    case MNR_LACK_OWNER:
      return tell_lack_of_account (self, &lack);
    case MNR_LACK_COMMITTEE:
      return lack_error (_ ("The committee acts through proposals only; nobody can sign for it."));
    case MNR_LACK_KEY:
      return lack_error (_ ("A key has to sign itself that is not at hand."));
    case MNR_LACK_NOTHING:
    case MNR_LACK_NEED:
    default:
      return lack_error (_ ("The keys at hand do not suffice."));
    }
}

/* Choosing. */

static gboolean
choose (Signing *self,
        GError **error)
{
  MnrPublicKeySet first = { 0 };
  gboolean good;

  /* The fewest without owner keys in the place of active ones; and of these
   * what is left where a node, which lets them, comes to need even fewer. */
  self->owners = FALSE;
  if (!mnr_required_authorities_choose (&self->required, &self->available, self->max_depth,
                                        look_up, self, &first, NULL))
    {
      g_propagate_error (error, tell_lack (self));
      return FALSE;
    }
  self->owners = TRUE;
  good = mnr_required_authorities_choose (&self->required, &first, self->max_depth, look_up, self,
                                          &self->chosen, error);
  mnr_value_clear (&mnr_type_public_key_set, &first);
  return good;
}

/* Drops the signatures of those that were not chosen: they are in the order of the signers. */
static void
drop_unneeded (Signing *self)
{
  MnrTransaction *transaction = self->transaction;
  gsize kept = 0;

  for (gsize i = 0; i < self->signers.len; i++)
    if (has_key (&self->chosen, &self->signers.items[i]))
      transaction->signatures.items[kept++] = transaction->signatures.items[i];
  transaction->signatures.len = kept;
}

/* Signing, with one key after the other. */

static void sign_next (GTask *task);

static void
on_loaded (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Signing *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  MnrPrivateKey *key = mnr_key_source_load_finish (MNR_KEY_SOURCE (source), result, &error);
  gboolean good = key != NULL && mnr_transaction_sign (self->transaction, &self->chain_id, key,
                                                       &error);

  mnr_private_key_free (key);
  if (good)
    sign_next (g_steal_pointer (&task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* Takes the task. */
static void
sign_next (GTask *task)
{
  Signing *self = g_task_get_task_data (task);

  while (self->next < self->chosen.len &&
         has_key (&self->signers, &self->chosen.items[self->next]))
    self->next++;

  if (self->next < self->chosen.len)
    {
      mnr_key_source_load_async (self->source, &self->chain_id, &self->chosen.items[self->next++],
                                 g_task_get_cancellable (task), on_loaded, task);
      return;
    }
  g_task_return_pointer (task, g_steal_pointer (&self->transaction),
                         (GDestroyNotify) mnr_transaction_free);
  g_object_unref (task);
}

/* Takes the task. */
static void
choose_and_sign (GTask *task)
{
  Signing *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!choose (self, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
    }
  else if (self->only_choose)
    {
      g_task_return_pointer (task, mnr_value_dup (&mnr_type_public_key_set, &self->chosen),
                             free_set);
      g_object_unref (task);
    }
  else
    {
      drop_unneeded (self);
      sign_next (task);
    }
}

/* The accounts: those that have to sign, and then those behind them. */

static gboolean walk (Signing *self,
                      MnrObjectId id,
                      guint depth,
                      guint *steps);

static gboolean
walk_authority (Signing *self,
                const MnrAuthority *authority,
                guint depth,
                guint *steps)
{
  for (gsize i = 0; i < authority->account_auths.len; i++)
    if (!walk (self, authority->account_auths.items[i].account, depth, steps))
      return FALSE;
  return TRUE;
}

/* Notes the accounts that are still to be asked for. Returns FALSE if it gets too much. */
static gboolean
walk (Signing *self,
      MnrObjectId id,
      guint depth,
      guint *steps)
{
  const MnrAccount *account = find_account (self, id);
  char text[MNR_OBJECT_ID_TEXT_SIZE];

  if (++*steps > STEPS_MAX)
    return FALSE;
  if (account != NULL)
    return depth == self->max_depth ||
           (walk_authority (self, &account->active, depth + 1, steps) &&
            walk_authority (self, &account->owner, depth + 1, steps));

  mnr_object_id_format (id, text);
  if (!g_hash_table_contains (self->accounts, &id) &&
      !g_ptr_array_find_with_equal_func (self->asked, text, g_str_equal, NULL))
    g_ptr_array_add (self->asked, g_strdup (text));
  return self->asked->len <= MNR_ACCOUNT_QUERY_MAX;
}

static gboolean
walk_all (Signing *self)
{
  guint steps = 0;

  for (gsize i = 0; i < self->required.active.len; i++)
    if (!walk (self, self->required.active.items[i], 0, &steps))
      return FALSE;
  for (gsize i = 0; i < self->required.owner.len; i++)
    if (!walk (self, self->required.owner.items[i], 0, &steps))
      return FALSE;
  return TRUE;
}

static void ask_for_accounts (GTask *task);

static void
on_accounts (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Signing *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (MnrAccountList) list = mnr_account_query_finish (MNR_NODE (source), result, &error);

  if (list == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  for (gsize i = 0; i < list->len; i++)
    {
      const char *text = g_ptr_array_index (self->asked, i);
      MnrObjectId *id = g_new (MnrObjectId, 1);

      mnr_object_id_parse (text, strlen (text), id);
      g_hash_table_insert (self->accounts, id, g_steal_pointer (&list->items[i]));
    }
  g_ptr_array_set_size (self->asked, 0);
  ask_for_accounts (g_steal_pointer (&task));
}

/* Takes the task. */
static void
ask_for_accounts (GTask *task)
{
  Signing *self = g_task_get_task_data (task);

  if (!walk_all (self))
    {
      g_task_return_error (task, lack_error (_ ("More accounts stand behind those that have to "
                                                "sign than can be looked into.")));
      g_object_unref (task);
      return;
    }
  if (self->asked->len == 0)
    {
      choose_and_sign (task);
      return;
    }
  g_ptr_array_add (self->asked, NULL);
  mnr_account_query_async (g_task_get_source_object (task),
                           (const char *const *) self->asked->pdata, g_task_get_cancellable (task),
                           on_accounts, task);
  g_ptr_array_set_size (self->asked, (int) self->asked->len - 1);
}

/* What the chain says of itself. */
static void
on_properties (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  MnrNode *node = MNR_NODE (source);
  g_autoptr (GTask) task = user_data;
  Signing *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) answer = mnr_node_call_finish (node, result, &error);
  const MnrChainId *chain_id = mnr_node_get_chain_id (node);
  MnrGlobalProperties properties = { 0 };
  const char *text;
  gsize size;

  if (answer == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (chain_id == NULL || memcmp (chain_id, &self->chain_id, sizeof *chain_id) != 0)
    {
      g_task_return_new_error (task, MNR_NODE_ERROR, MNR_NODE_ERROR_WRONG_CHAIN,
                               _ ("%s: this is a node of another chain than the one that the "
                                  "transaction is for"),
                               mnr_node_get_url (node));
      return;
    }
  text = g_bytes_get_data (answer, &size);
  if (!mnr_json_read (&mnr_type_global_properties, text, size, mnr_node_get_prefix (node),
                      &properties, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  self->max_depth = properties.parameters.max_authority_depth;
  mnr_value_clear (&mnr_type_global_properties, &properties);
  ask_for_accounts (g_steal_pointer (&task));
}

static void
on_listed (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Signing *self = g_task_get_task_data (task);
  MnrNode *node = g_task_get_source_object (task);
  GError *error = NULL;
  MnrPublicKeySet *set = mnr_key_source_list_finish (MNR_KEY_SOURCE (source), result, &error);

  if (set == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  add_keys (&self->available, set);
  free_set (set);
  mnr_node_call_async (node, MNR_NODE_CALL_DEFAULT, "database", "get_global_properties", "[]",
                       g_task_get_cancellable (task), on_properties, g_object_ref (task));
}

static void
free_account (gpointer account)
{
  mnr_value_free (&mnr_type_account, account);
}

static void
start (MnrNode *node,
       MnrKeySource *source,
       const MnrChainId *chain_id,
       const MnrTransaction *transaction,
       gboolean only_choose,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (node, cancellable, callback, user_data);
  Signing *self = g_new0 (Signing, 1);
  GError *error = NULL;

  self->source = g_object_ref (source);
  self->chain_id = *chain_id;
  self->only_choose = only_choose;
  self->transaction = mnr_value_dup (&mnr_type_signed_transaction, transaction);
  self->accounts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_account);
  self->asked = g_ptr_array_new_with_free_func (g_free);
  g_task_set_task_data (task, self, signing_free);

  if (!mnr_required_authorities_init (&self->required, transaction, &error) ||
      !mnr_transaction_get_signers (transaction, chain_id, &self->signers, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  add_keys (&self->available, &self->signers);
  mnr_key_source_list_async (source, chain_id, cancellable, on_listed, g_steal_pointer (&task));
}

void
mnr_signer_sign_async (MnrNode *node,
                       MnrKeySource *source,
                       const MnrChainId *chain_id,
                       const MnrTransaction *transaction,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  start (node, source, chain_id, transaction, FALSE, cancellable, callback, user_data);
}

MnrTransaction *
mnr_signer_sign_finish (MnrNode *node,
                        GAsyncResult *result,
                        GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
mnr_signer_choose_async (MnrNode *node,
                         MnrKeySource *source,
                         const MnrChainId *chain_id,
                         const MnrTransaction *transaction,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  start (node, source, chain_id, transaction, TRUE, cancellable, callback, user_data);
}

MnrPublicKeySet *
mnr_signer_choose_finish (MnrNode *node,
                          GAsyncResult *result,
                          GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
