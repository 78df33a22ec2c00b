/* mnr-accounts.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-accounts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mnr-wallet-error.h"

struct _MnrAccounts
{
  GObject parent_instance;

  char *path;
  GPtrArray *accounts; /* MnrWalletAccount */
};

G_DEFINE_FINAL_TYPE (MnrAccounts, mnr_accounts, G_TYPE_OBJECT)

static guint changed_signal;

static void
account_free (gpointer data)
{
  MnrWalletAccount *account = data;

  g_free (account->name);
  g_free (account);
}

char *
mnr_accounts_get_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "moneyer", "accounts.ini", NULL);
}

/* A group is an account: "chain id/name". */

static char *
make_group (const MnrChainId *chain_id,
            const char *name)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < sizeof chain_id->data; i++)
    g_string_append_printf (text, "%02x", chain_id->data[i]);
  g_string_append_printf (text, "/%s", name);
  return g_string_free (text, FALSE);
}

static gboolean
read_account (MnrAccounts *self,
              GKeyFile *file,
              const char *group)
{
  g_autofree char *id = g_key_file_get_string (file, group, "Id", NULL);
  g_autofree char *roles = g_key_file_get_string (file, group, "Keys", NULL);
  const char *slash = strchr (group, '/');
  g_autofree char *chain = slash != NULL ? g_strndup (group, (gsize) (slash - group)) : NULL;
  MnrWalletAccount *account;

  if (chain == NULL || slash[1] == '\0' || id == NULL)
    return FALSE;
  account = g_new0 (MnrWalletAccount, 1);
  g_ptr_array_add (self->accounts, account);
  account->name = g_strdup (slash + 1);
  account->roles = roles != NULL ? mnr_key_roles_parse (roles) : 0;
  account->in_use = g_key_file_get_boolean (file, group, "InUse", NULL);
  return mnr_chain_id_parse (chain, &account->chain_id, NULL) &&
         mnr_object_id_parse (id, strlen (id), &account->id) &&
         mnr_object_id_get_type (account->id) == MNR_OBJECT_ACCOUNT;
}

static gboolean
load (MnrAccounts *self,
      GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) failure = NULL;
  g_auto (GStrv) groups = NULL;

  if (!g_key_file_load_from_file (file, self->path, G_KEY_FILE_NONE, &failure))
    {
      if (g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
      g_set_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_FILE, "%s: %s", self->path,
                   failure->message);
      return FALSE;
    }

  groups = g_key_file_get_groups (file, NULL);
  for (char **group = groups; *group != NULL; group++)
    if (!read_account (self, file, *group))
      {
        g_set_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_FILE,
                     _ ("%s: “%s” is not the description of an account."), self->path, *group);
        return FALSE;
      }
  return TRUE;
}

static gboolean
save (MnrAccounts *self,
      GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autoptr (GError) failure = NULL;

  for (guint i = 0; i < self->accounts->len; i++)
    {
      const MnrWalletAccount *account = g_ptr_array_index (self->accounts, i);
      g_autofree char *group = make_group (&account->chain_id, account->name);
      g_autofree char *roles = mnr_key_roles_format (account->roles);
      char id[MNR_OBJECT_ID_TEXT_SIZE];

      g_key_file_set_string (file, group, "Id", mnr_object_id_format (account->id, id));
      g_key_file_set_string (file, group, "Keys", roles);
      if (account->in_use)
        g_key_file_set_boolean (file, group, "InUse", TRUE);
    }
  g_mkdir_with_parents (folder, 0700);
  if (g_key_file_save_to_file (file, self->path, &failure))
    return TRUE;
  g_set_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_FILE, "%s: %s", self->path,
               failure->message);
  return FALSE;
}

static gboolean
commit (MnrAccounts *self,
        GError **error)
{
  gboolean good = save (self, error);

  g_signal_emit (self, changed_signal, 0);
  return good;
}

static gboolean
is_account (const MnrWalletAccount *account,
            const MnrChainId *chain_id,
            const char *name)
{
  return memcmp (&account->chain_id, chain_id, sizeof *chain_id) == 0 &&
         strcmp (account->name, name) == 0;
}

GPtrArray *
mnr_accounts_list (MnrAccounts *self,
                   const MnrChainId *chain_id)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < self->accounts->len; i++)
    {
      MnrWalletAccount *account = g_ptr_array_index (self->accounts, i);

      if (memcmp (&account->chain_id, chain_id, sizeof *chain_id) == 0)
        g_ptr_array_add (list, account);
    }
  return list;
}

const MnrWalletAccount *
mnr_accounts_find (MnrAccounts *self,
                   const MnrChainId *chain_id,
                   const char *name)
{
  for (guint i = 0; i < self->accounts->len; i++)
    {
      const MnrWalletAccount *account = g_ptr_array_index (self->accounts, i);

      if (is_account (account, chain_id, name))
        return account;
    }
  return NULL;
}

/* What another program may have written since. Returns what was known, which the
 * caller frees when it is done with what it was given; NULL with an error. */
static GPtrArray *
reload (MnrAccounts *self,
        GError **error)
{
  GPtrArray *before = g_steal_pointer (&self->accounts);

  self->accounts = g_ptr_array_new_with_free_func (account_free);
  if (load (self, error))
    return before;
  g_ptr_array_unref (self->accounts);
  self->accounts = before;
  return NULL;
}

gboolean
mnr_accounts_put (MnrAccounts *self,
                  const MnrWalletAccount *account,
                  GError **error)
{
  g_autoptr (GPtrArray) before = reload (self, error);
  MnrWalletAccount *own;

  if (before == NULL)
    return FALSE;
  own = (MnrWalletAccount *) mnr_accounts_find (self, &account->chain_id, account->name);
  if (own == NULL)
    {
      own = g_new0 (MnrWalletAccount, 1);
      own->chain_id = account->chain_id;
      own->name = g_strdup (account->name);
      g_ptr_array_add (self->accounts, own);
    }
  own->id = account->id;
  own->roles = account->roles;
  return commit (self, error);
}

gboolean
mnr_accounts_use (MnrAccounts *self,
                  const MnrChainId *chain_id,
                  const char *name,
                  GError **error)
{
  g_autoptr (GPtrArray) before = reload (self, error);
  g_autoptr (GPtrArray) list = NULL;

  if (before == NULL)
    return FALSE;
  list = mnr_accounts_list (self, chain_id);
  for (guint i = 0; i < list->len; i++)
    {
      MnrWalletAccount *account = g_ptr_array_index (list, i);

      account->in_use = g_str_equal (account->name, name);
    }
  return commit (self, error);
}

gboolean
mnr_accounts_remove (MnrAccounts *self,
                     const MnrChainId *chain_id,
                     const char *name,
                     GError **error)
{
  g_autoptr (GPtrArray) before = reload (self, error);
  const MnrWalletAccount *own;

  if (before == NULL)
    return FALSE;
  own = mnr_accounts_find (self, chain_id, name);
  return own == NULL ||
         (g_ptr_array_remove (self->accounts, (gpointer) own) && commit (self, error));
}

static void
mnr_accounts_finalize (GObject *object)
{
  MnrAccounts *self = MNR_ACCOUNTS (object);

  g_free (self->path);
  g_ptr_array_unref (self->accounts);

  G_OBJECT_CLASS (mnr_accounts_parent_class)->finalize (object);
}

static void
mnr_accounts_class_init (MnrAccountsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mnr_accounts_finalize;

  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
mnr_accounts_init (MnrAccounts *self)
{
  self->accounts = g_ptr_array_new_with_free_func (account_free);
}

MnrAccounts *
mnr_accounts_new (const char *path,
                  GError **error)
{
  g_autoptr (MnrAccounts) self = g_object_new (MNR_TYPE_ACCOUNTS, NULL);

  self->path = g_strdup (path);
  return load (self, error) ? g_steal_pointer (&self) : NULL;
}
