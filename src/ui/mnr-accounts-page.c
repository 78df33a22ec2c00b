/* mnr-accounts-page.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-accounts-page.h"

#include <glib/gi18n.h>

#include "mnr-remedy.h"

struct _MnrAccountsPage
{
  AdwBin parent_instance;

  MnrWallet *wallet;
  GPtrArray *rows; /* in the group */
  GCancellable *cancellable;

  AdwPreferencesGroup *accounts;
  AdwActionRow *none;
  AdwActionRow *key_ring;
  GtkWidget *lock;
  GtkWidget *unlock;
};

G_DEFINE_FINAL_TYPE (MnrAccountsPage, mnr_accounts_page, ADW_TYPE_BIN)

static void
toast (MnrAccountsPage *self,
       const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

/* The key ring */

static void check_key_ring (MnrAccountsPage *self);

static void
on_key_ring_checked (GObject *source,
                     GAsyncResult *result,
                     gpointer user_data)
{
  g_autoptr (MnrAccountsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean locked = FALSE;
  gboolean is_there =
    mnr_key_ring_check_finish (MNR_KEY_RING (source), result, &locked, &error);
  g_autofree char *words = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  words = is_there ? g_strdup (locked ? _ ("Locked: it will be asked to open when something is signed")
                                      : _ ("Open: Moneyer can sign with the keys in it"))
                   : mnr_remedy_describe (error);
  adw_action_row_set_subtitle (self->key_ring, words);
  gtk_widget_set_visible (self->lock, is_there && !locked);
  gtk_widget_set_visible (self->unlock, is_there && locked);
}

static void
check_key_ring (MnrAccountsPage *self)
{
  mnr_key_ring_check_async (mnr_wallet_get_key_ring (self->wallet), self->cancellable,
                            on_key_ring_checked, g_object_ref (self));
}

static void
end_change (MnrAccountsPage *self,
            const GError *error)
{
  g_autofree char *words = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (error != NULL)
    {
      words = mnr_remedy_describe (error);
      toast (self, words);
    }
  check_key_ring (self);
}

static void
on_locked (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (MnrAccountsPage) self = user_data;
  g_autoptr (GError) error = NULL;

  mnr_key_ring_lock_finish (MNR_KEY_RING (source), result, &error);
  end_change (self, error);
}

static void
on_lock_clicked (MnrAccountsPage *self)
{
  mnr_key_ring_lock_async (mnr_wallet_get_key_ring (self->wallet), self->cancellable, on_locked,
                           g_object_ref (self));
}

static void
on_unlocked (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (MnrAccountsPage) self = user_data;
  g_autoptr (GError) error = NULL;

  mnr_key_ring_unlock_finish (MNR_KEY_RING (source), result, &error);
  end_change (self, error);
}

static void
on_unlock_clicked (MnrAccountsPage *self)
{
  mnr_key_ring_unlock_async (mnr_wallet_get_key_ring (self->wallet), self->cancellable, on_unlocked,
                             g_object_ref (self));
}

/* The accounts */

static void
on_toggled (GtkCheckButton *check,
            MnrAccountsPage *self)
{
  const char *name = g_object_get_data (G_OBJECT (check), "account");
  const MnrWalletAccount *current = mnr_wallet_get_account (self->wallet);
  g_autoptr (GError) error = NULL;

  if (gtk_check_button_get_active (check) && current != NULL &&
      !g_str_equal (current->name, name) &&
      !mnr_wallet_set_account (self->wallet, name, &error))
    toast (self, error->message);
}

static void
on_removed (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (MnrAccountsPage) self = user_data;
  g_autoptr (GError) error = NULL;

  mnr_wallet_remove_account_finish (MNR_WALLET (source), result, &error);
  end_change (self, error);
}

static void
on_answered (AdwMessageDialog *dialog,
             const char *response,
             MnrAccountsPage *self)
{
  if (g_str_equal (response, "remove"))
    mnr_wallet_remove_account_async (self->wallet, g_object_get_data (G_OBJECT (dialog), "account"),
                                     on_removed, g_object_ref (self));
}

static void
on_remove_clicked (GtkWidget *button,
                   MnrAccountsPage *self)
{
  const char *name = g_object_get_data (G_OBJECT (button), "account");
  const MnrWalletAccount *account = mnr_accounts_find (
    mnr_wallet_get_accounts (self->wallet), mnr_wallet_get_chain_id (self->wallet), name);
  g_autofree char *heading = g_strdup_printf (_ ("Remove %s?"), name);
  GtkWidget *dialog =
    adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading, NULL);

  adw_message_dialog_set_body (
    ADW_MESSAGE_DIALOG (dialog),
    account != NULL && account->roles != 0
      ? _ ("The account’s keys are removed from this computer. Without a copy of them, or of the "
           "password that they come from, nobody can act for the account any more. The account "
           "itself, and what it has, stays on the chain.")
      : _ ("Moneyer no longer watches the account. The account itself, and what it has, stays on "
           "the chain."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "remove",
                                    _ ("_Remove"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "remove",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "account", g_strdup (name), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answered), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* What of an account is in the key ring, to a person. */
static const char *
describe_roles (MnrKeyRoles roles)
{
  if (roles == 0)
    return _ ("Watched only: there is no key of it here");
  if (roles & MNR_KEY_OWNER)
    return _ ("Its owner key is in the key ring");
  if ((roles & MNR_KEY_ACTIVE) && (roles & MNR_KEY_MEMO))
    return _ ("Active and memo key are in the key ring");
  return roles & MNR_KEY_ACTIVE ? _ ("Its active key is in the key ring")
                                : _ ("Its memo key is in the key ring");
}

static GtkCheckButton *
add_row (MnrAccountsPage *self,
         const MnrWalletAccount *account,
         gboolean in_use,
         GtkCheckButton *group)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *remove = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *words = g_strdup_printf (_ ("Remove %s"), account->name);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), account->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), describe_roles (account->roles));
  gtk_check_button_set_group (GTK_CHECK_BUTTON (check), group);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), in_use);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  account->name, -1);
  g_object_set_data_full (G_OBJECT (check), "account", g_strdup (account->name), g_free);
  g_signal_connect (check, "toggled", G_CALLBACK (on_toggled), self);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);

  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_tooltip_text (remove, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  g_object_set_data_full (G_OBJECT (remove), "account", g_strdup (account->name), g_free);
  g_signal_connect (remove, "clicked", G_CALLBACK (on_remove_clicked), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), remove);

  adw_preferences_group_add (self->accounts, row);
  g_ptr_array_add (self->rows, row);
  return GTK_CHECK_BUTTON (check);
}

static void
update_accounts (MnrAccountsPage *self)
{
  const MnrChainId *chain_id = mnr_wallet_get_chain_id (self->wallet);
  const MnrWalletAccount *current = mnr_wallet_get_account (self->wallet);
  g_autoptr (GPtrArray) list =
    chain_id != NULL ? mnr_accounts_list (mnr_wallet_get_accounts (self->wallet), chain_id)
                     : g_ptr_array_new ();
  GtkCheckButton *group = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->accounts, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < list->len; i++)
    {
      const MnrWalletAccount *account = g_ptr_array_index (list, i);
      GtkCheckButton *check = add_row (self, account, account == current, group);

      if (group == NULL)
        group = check;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->none), list->len == 0);
}

static void
mnr_accounts_page_dispose (GObject *object)
{
  g_cancellable_cancel (MNR_ACCOUNTS_PAGE (object)->cancellable);

  G_OBJECT_CLASS (mnr_accounts_page_parent_class)->dispose (object);
}

static void
mnr_accounts_page_finalize (GObject *object)
{
  MnrAccountsPage *self = MNR_ACCOUNTS_PAGE (object);

  g_clear_object (&self->wallet);
  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (mnr_accounts_page_parent_class)->finalize (object);
}

static void
mnr_accounts_page_class_init (MnrAccountsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mnr_accounts_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = mnr_accounts_page_finalize;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/moneyer/Moneyer/ui/mnr-accounts-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MnrAccountsPage, accounts);
  gtk_widget_class_bind_template_child (widget_class, MnrAccountsPage, none);
  gtk_widget_class_bind_template_child (widget_class, MnrAccountsPage, key_ring);
  gtk_widget_class_bind_template_child (widget_class, MnrAccountsPage, lock);
  gtk_widget_class_bind_template_child (widget_class, MnrAccountsPage, unlock);
  gtk_widget_class_bind_template_callback (widget_class, on_lock_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_unlock_clicked);
}

static void
mnr_accounts_page_init (MnrAccountsPage *self)
{
  self->rows = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

MnrAccountsPage *
mnr_accounts_page_new (MnrWallet *wallet)
{
  MnrAccountsPage *self = g_object_new (MNR_TYPE_ACCOUNTS_PAGE, NULL);

  self->wallet = g_object_ref (wallet);
  g_signal_connect_object (wallet, "account-changed", G_CALLBACK (update_accounts), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wallet, "network-changed", G_CALLBACK (update_accounts), self,
                           G_CONNECT_SWAPPED);
  update_accounts (self);
  check_key_ring (self);
  return self;
}
