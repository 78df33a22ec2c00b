/* mnr-add-account-page.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-add-account-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "mnr-lines.h"
#include "mnr-remedy.h"
#include "wallet/mnr-account-query.h"

/* How long nothing was typed before it is looked up, in milliseconds. */
#define PAUSE 400

typedef enum
{
  WAY_KEY,
  WAY_PASSWORD,
  WAY_BRAIN_KEY,
  WAY_NEW,
  WAY_WATCH,
} Way;

struct _MnrAddAccountPage
{
  AdwBin parent_instance;

  MnrWallet *wallet;
  guint pause;
  GCancellable *search; /* NULL if none is under way */
  gboolean is_adding;
  gboolean was_live;

  /* What the search found: one of them. */
  MnrKeyFinding *finding;
  MnrObjectId watched;
  gboolean is_free; /* the name of a new account */

  GPtrArray *rows;   /* of what was found */
  GPtrArray *checks; /* of the accounts that a key opens, where there are several */

  AdwComboRow *way;
  GtkEditable *name;
  GtkEditable *secret;
  AdwPreferencesGroup *found;
  GtkSpinner *spinner;
  GtkLabel *message;
  GtkButton *add;
  GtkWidget *another; /* the way back to the networks */
};

G_DEFINE_FINAL_TYPE (MnrAddAccountPage, mnr_add_account_page, ADW_TYPE_BIN)

static Way
get_way (MnrAddAccountPage *self)
{
  return (Way) adw_combo_row_get_selected (self->way);
}

/* What was found */

static GtkWidget *
add_finding_row (MnrAddAccountPage *self,
                 const char *title,
                 const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_preferences_group_add (self->found, row);
  g_ptr_array_add (self->rows, row);
  return row;
}

static void update (MnrAddAccountPage *self);

static void
add_check (MnrAddAccountPage *self,
           GtkWidget *row,
           const char *name)
{
  GtkWidget *check = gtk_check_button_new ();

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (check, "toggled", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_ptr_array_add (self->checks, check);
}

/* Whether the account is to be added: with one alone, there is nothing to choose. */
static gboolean
is_chosen (MnrAddAccountPage *self,
           gsize index)
{
  return self->checks->len == 0 ||
         gtk_check_button_get_active (g_ptr_array_index (self->checks, index));
}

static gboolean
is_any_chosen (MnrAddAccountPage *self)
{
  for (gsize i = 0; i < self->finding->accounts.len; i++)
    if (is_chosen (self, i))
      return TRUE;
  return FALSE;
}

static void
forget_finding (MnrAddAccountPage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->found, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->checks, 0);
  g_clear_pointer (&self->finding, mnr_key_finding_free);
  self->watched = 0;
  self->is_free = FALSE;
}

/* Roles as a person reads them: "owner, active and memo". */
static char *
describe_roles (MnrKeyRoles roles)
{
  static const struct
  {
    MnrKeyRoles role;
    const char *word;
  } words[] = {
    { MNR_KEY_OWNER, N_ ("owner") },
    { MNR_KEY_ACTIVE, N_ ("active") },
    { MNR_KEY_MEMO, N_ ("memo") },
  };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (roles & words[i].role)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", _ (words[i].word));
  return g_string_free (text, FALSE);
}

static void
show_finding (MnrAddAccountPage *self)
{
  gboolean owner_stays_outside = FALSE;

  for (gsize i = 0; i < self->finding->accounts.len; i++)
    {
      const MnrFoundAccount *account = &self->finding->accounts.items[i];
      g_autofree char *opens = describe_roles (account->opens);
      g_autofree char *stores = NULL;
      g_autofree char *line = NULL;
      GtkWidget *row;
      MnrKeyRoles keep = 0;

      for (gsize k = 0; k < account->keys.len; k++)
        keep |= account->keys.items[k].keep;
      stores = describe_roles (keep);
      line = g_strdup_printf (_ ("Opens: %s. Goes into the key ring: %s."),
                              account->opens != 0 ? opens : _ ("nothing by itself"),
                              keep != 0 ? stores : _ ("nothing"));
      row = add_finding_row (self, account->name, line);
      if (self->finding->accounts.len > 1)
        add_check (self, row, account->name);
      owner_stays_outside = owner_stays_outside || account->owner_stays_outside;
    }
  gtk_label_set_label (self->message,
                       owner_stays_outside ? mnr_key_finder_get_owner_advice () : "");
}

/* The network cannot be reached. If none was opened at all, nothing can be tried again; and
 * what was found already can be added. */
static gboolean
is_without_network (MnrAddAccountPage *self)
{
  return !self->is_adding && self->finding == NULL && self->watched == 0 && !self->is_free &&
         mnr_wallet_get_state (self->wallet) == MNR_NODE_OFFLINE &&
         mnr_wallet_get_network (self->wallet) != NULL;
}

static void
update (MnrAddAccountPage *self)
{
  Way way = get_way (self);
  gboolean has_name = way == WAY_PASSWORD || way == WAY_NEW || way == WAY_WATCH;
  gboolean is_busy = self->search != NULL || self->is_adding;

  gtk_widget_set_visible (GTK_WIDGET (self->name), has_name);
  gtk_widget_set_visible (GTK_WIDGET (self->secret), way < WAY_NEW);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_busy);
  gtk_spinner_set_spinning (self->spinner, is_busy);
  gtk_widget_set_visible (GTK_WIDGET (self->found), self->rows->len > 0);
  gtk_widget_set_visible (self->another,
                          !self->is_adding && mnr_wallet_get_account (self->wallet) == NULL);
  gtk_button_set_label (self->add, is_without_network (self) ? _ ("Try Again")
                                   : way == WAY_NEW          ? _ ("Continue")
                                                             : _ ("Add Account"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->add),
                            is_without_network (self) ||
                              (!is_busy &&
                               ((self->finding != NULL && is_any_chosen (self)) ||
                                self->watched != 0 ||
                                self->is_free)));
}

static void
end_search (MnrAddAccountPage *self,
            const GError *error)
{
  g_clear_object (&self->search);
  if (error != NULL)
    {
      g_autofree char *words = mnr_remedy_describe (error);

      gtk_label_set_label (self->message, words);
    }
  update (self);
}

static void
on_found (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (MnrAddAccountPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrKeyFinding) finding =
    mnr_key_finder_find_finish (MNR_NODE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (finding != NULL)
    {
      self->finding = g_steal_pointer (&finding);
      show_finding (self);
    }
  end_search (self, error);
}

static void
on_looked_up (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (MnrAddAccountPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrAccountList) list = mnr_account_query_finish (MNR_NODE (source), result, &error);
  const MnrAccount *account = list != NULL && list->len > 0 ? list->items[0] : NULL;
  const char *name = gtk_editable_get_text (self->name);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (list == NULL)
    ;
  else if (get_way (self) == WAY_WATCH && account != NULL)
    {
      self->watched = account->id;
      add_finding_row (self, account->name,
                       _ ("Its assets are shown; without keys nothing can be signed."));
      gtk_label_set_label (self->message, "");
    }
  else if (get_way (self) == WAY_WATCH)
    {
      g_autofree char *words = g_strdup_printf (_ ("There is no account “%s” on this network."),
                                                name);

      gtk_label_set_label (self->message, words);
    }
  else if (account != NULL)
    {
      g_autofree char *words = g_strdup_printf (_ ("“%s” is taken."), name);

      gtk_label_set_label (self->message, words);
    }
  else
    {
      self->is_free = TRUE;
      gtk_label_set_label (self->message,
                           mnr_account_name_is_cheap (name)
                             ? _ ("The name is free.")
                             : _ ("The name is free, but short names without a digit or dash cost "
                                  "more: most faucets do not make them."));
    }
  end_search (self, error);
}

/* Looking it up */

static MnrSecret *
copy_secret (MnrAddAccountPage *self)
{
  /* It is the buffer's own text, in memory that is locked and wiped. */
  const char *text = gtk_editable_get_text (self->secret);
  MnrSecret *secret = mnr_secret_new (strlen (text), NULL);

  if (secret != NULL)
    memcpy (secret->data, text, secret->size);
  return secret;
}

static void
search (MnrAddAccountPage *self)
{
  static const MnrSecretForm forms[] = {
    [WAY_KEY] = MNR_SECRET_WIF,
    [WAY_PASSWORD] = MNR_SECRET_PASSWORD,
    [WAY_BRAIN_KEY] = MNR_SECRET_BRAIN_KEY,
  };
  const char *name = gtk_editable_get_text (self->name);
  const char *names[] = { name, NULL };
  MnrNode *node = mnr_wallet_get_node (self->wallet);
  Way way = get_way (self);

  if ((way >= WAY_PASSWORD && way != WAY_BRAIN_KEY && name[0] == '\0') ||
      (way < WAY_NEW && gtk_editable_get_text (self->secret)[0] == '\0'))
    return;
  if (node == NULL || mnr_wallet_get_state (self->wallet) != MNR_NODE_LIVE)
    {
      g_autofree char *status = mnr_wallet_get_status (self->wallet);

      gtk_label_set_label (self->message, status);
      return;
    }
  if (way == WAY_NEW && mnr_wallet_get_network (self->wallet)->faucet == NULL)
    {
      gtk_label_set_label (self->message, _ ("This network has no faucet that makes accounts."));
      return;
    }

  self->search = g_cancellable_new ();
  if (way >= WAY_NEW)
    mnr_account_query_async (node, names, self->search, on_looked_up, g_object_ref (self));
  else
    {
      g_autoptr (MnrSecret) secret = copy_secret (self);

      if (secret != NULL)
        mnr_key_finder_find_async (node, mnr_wallet_get_network (self->wallet)->name, forms[way],
                                   way == WAY_PASSWORD ? name : NULL, secret, self->search,
                                   on_found, g_object_ref (self));
      else
        g_clear_object (&self->search);
    }
}

static gboolean
on_pause (gpointer user_data)
{
  MnrAddAccountPage *self = user_data;

  self->pause = 0;
  search (self);
  update (self);
  return G_SOURCE_REMOVE;
}

static void
stop_search (MnrAddAccountPage *self)
{
  g_clear_handle_id (&self->pause, g_source_remove);
  if (self->search != NULL)
    g_cancellable_cancel (self->search);
  g_clear_object (&self->search);
}

static void
on_typed (MnrAddAccountPage *self)
{
  stop_search (self);
  forget_finding (self);
  if (mnr_wallet_get_state (self->wallet) == MNR_NODE_LIVE)
    gtk_label_set_label (self->message, "");
  self->pause = g_timeout_add (PAUSE, on_pause, self);
  update (self);
}

static void
on_way_changed (MnrAddAccountPage *self)
{
  /* Another kind of secret. */
  gtk_editable_set_text (self->secret, "");
  on_typed (self);
}

/* The node may come after what was typed; until then it is said why not. */
static void
on_state_changed (MnrAddAccountPage *self)
{
  gboolean is_live = mnr_wallet_get_state (self->wallet) == MNR_NODE_LIVE;

  if (is_live && !self->was_live && !self->is_adding)
    on_typed (self);
  else if (!is_live && self->search == NULL && self->finding == NULL)
    {
      g_autofree char *status = mnr_wallet_get_status (self->wallet);

      gtk_label_set_label (self->message, status);
    }
  self->was_live = is_live;
  update (self);
}

/* Adding */

static void
end_adding (MnrAddAccountPage *self,
            const GError *error)
{
  self->is_adding = FALSE;
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  if (error != NULL)
    {
      end_search (self, error);
      return;
    }
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _ ("The account was added."));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", "home");
}

static void
on_adopted (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (MnrAddAccountPage) self = user_data;
  g_autoptr (GError) error = NULL;

  mnr_wallet_adopt_finish (MNR_WALLET (source), result, &error);
  end_adding (self, error);
}

static void
on_add_clicked (MnrAddAccountPage *self)
{
  const char *name = gtk_editable_get_text (self->name);
  g_autoptr (GError) error = NULL;

  if (is_without_network (self))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-network", "s",
                                mnr_wallet_get_network (self->wallet)->id);
  else if (self->is_free)
    {
      g_autofree char *page = g_strconcat ("new-account/", name, NULL);

      gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", page);
    }
  else if (self->watched != 0)
    {
      mnr_wallet_watch_account (self->wallet, self->watched, name, &error);
      end_adding (self, error);
    }
  else if (self->finding != NULL)
    {
      MnrKeyFinding *finding = g_steal_pointer (&self->finding);

      for (gsize i = finding->accounts.len; i > 0; i--)
        if (!is_chosen (self, i - 1))
          mnr_key_finding_leave_out (finding, i - 1);
      self->is_adding = TRUE;
      /* It is not wanted any longer. That looks as if something had been typed. */
      gtk_editable_set_text (self->secret, "");
      stop_search (self);
      mnr_wallet_adopt_async (self->wallet, finding, on_adopted, g_object_ref (self));
      update (self);
    }
}

static void
mnr_add_account_page_dispose (GObject *object)
{
  MnrAddAccountPage *self = MNR_ADD_ACCOUNT_PAGE (object);

  stop_search (self);

  G_OBJECT_CLASS (mnr_add_account_page_parent_class)->dispose (object);
}

static void
mnr_add_account_page_finalize (GObject *object)
{
  MnrAddAccountPage *self = MNR_ADD_ACCOUNT_PAGE (object);

  g_clear_object (&self->wallet);
  g_clear_pointer (&self->finding, mnr_key_finding_free);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->checks);

  G_OBJECT_CLASS (mnr_add_account_page_parent_class)->finalize (object);
}

static void
mnr_add_account_page_class_init (MnrAddAccountPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mnr_add_account_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = mnr_add_account_page_finalize;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/moneyer/Moneyer/ui/mnr-add-account-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MnrAddAccountPage, way);
  gtk_widget_class_bind_template_child (widget_class, MnrAddAccountPage, name);
  gtk_widget_class_bind_template_child (widget_class, MnrAddAccountPage, secret);
  gtk_widget_class_bind_template_child (widget_class, MnrAddAccountPage, found);
  gtk_widget_class_bind_template_child (widget_class, MnrAddAccountPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, MnrAddAccountPage, message);
  gtk_widget_class_bind_template_child (widget_class, MnrAddAccountPage, add);
  gtk_widget_class_bind_template_child (widget_class, MnrAddAccountPage, another);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_way_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_add_clicked);
}

static void
mnr_add_account_page_init (MnrAddAccountPage *self)
{
  self->rows = g_ptr_array_new ();
  self->checks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  mnr_entry_row_announce (ADW_ENTRY_ROW (self->name));
  mnr_entry_row_announce (ADW_ENTRY_ROW (self->secret));
}

MnrAddAccountPage *
mnr_add_account_page_new (MnrWallet *wallet)
{
  MnrAddAccountPage *self = g_object_new (MNR_TYPE_ADD_ACCOUNT_PAGE, NULL);

  self->wallet = g_object_ref (wallet);
  g_signal_connect_object (wallet, "state-changed", G_CALLBACK (on_state_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wallet, "network-changed", G_CALLBACK (on_typed), self,
                           G_CONNECT_SWAPPED);
  on_state_changed (self);
  return self;
}
