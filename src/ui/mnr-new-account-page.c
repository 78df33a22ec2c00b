/* mnr-new-account-page.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-new-account-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "mnr-remedy.h"
#include "wallet/mnr-wallet-error.h"

/* How long a copied password stays in the clipboard, in seconds. */
#define CLIPBOARD_TIME 60

struct _MnrNewAccountPage
{
  AdwBin parent_instance;

  MnrWallet *wallet;
  MnrNewAccount *account;
  gboolean is_proposed; /* for practice: made at once, nobody is asked */
  gboolean was_tried;
  gboolean is_creating;
  gboolean is_created;

  AdwStatusPage *status;
  AdwActionRow *name;
  GtkEditable *halves[2]; /* of the password: it fits in the narrowest window */
  GtkCheckButton *written;
  GtkWidget *spinner;
  GtkLabel *message;
  GtkButton *button;
  GtkWidget *another; /* the way back to the networks */
};

G_DEFINE_FINAL_TYPE (MnrNewAccountPage, mnr_new_account_page, ADW_TYPE_BIN)

/* A cheap name (it has digits and a dash) that is most likely free. */
static char *
propose_name (void)
{
  g_autoptr (GString) name = g_string_new (NULL);

  for (const char *c = g_get_user_name (); *c != '\0' && name->len < 20; c++)
    if (g_ascii_isalpha (*c))
      g_string_append_c (name, g_ascii_tolower (*c));
  if (name->len < 3)
    g_string_assign (name, "issuer");
  return g_strdup_printf ("%s-%d", name->str, g_random_int_range (1000, 10000));
}

static void
show_password (MnrNewAccountPage *self)
{
  const char *password = (const char *) self->account->password->data;
  int length = (int) strlen (password);
  int middle = (length + 1) / 2, position = 0;

  for (guint i = 0; i < G_N_ELEMENTS (self->halves); i++)
    gtk_editable_delete_text (self->halves[i], 0, -1);
  gtk_editable_insert_text (self->halves[0], password, middle, &position);
  position = 0;
  gtk_editable_insert_text (self->halves[1], password + middle, length - middle, &position);
}

static void
make_up (MnrNewAccountPage *self,
         const char *name)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->account, mnr_new_account_free);
  self->account = mnr_new_account_new (name, &error);
  if (self->account == NULL)
    {
      gtk_label_set_label (self->message, error->message);
      return;
    }
  adw_action_row_set_subtitle (self->name, name);
  show_password (self);
}

/* The network did not start, or cannot be reached. */
static gboolean
is_without_network (MnrNewAccountPage *self)
{
  return !self->is_creating && mnr_wallet_get_state (self->wallet) == MNR_NODE_OFFLINE &&
         mnr_wallet_get_network (self->wallet) != NULL;
}

static void
update (MnrNewAccountPage *self)
{
  gboolean is_live = mnr_wallet_get_state (self->wallet) == MNR_NODE_LIVE;
  gboolean may_create = self->account != NULL && is_live && !self->is_creating &&
                        gtk_check_button_get_active (self->written);

  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), self->is_creating);
  gtk_widget_set_visible (self->spinner, self->is_creating);
  gtk_widget_set_visible (GTK_WIDGET (self->written), !self->is_proposed && !self->is_created);
  gtk_widget_set_visible (self->another,
                          !self->is_created && !self->is_creating &&
                            mnr_wallet_get_state (self->wallet) == MNR_NODE_OFFLINE);
  if (self->is_created)
    {
      gtk_button_set_label (self->button, _ ("Make a Token"));
      gtk_widget_set_sensitive (GTK_WIDGET (self->button), TRUE);
      return;
    }
  if (is_without_network (self))
    {
      gtk_button_set_label (self->button, _ ("Try Again"));
      gtk_widget_set_sensitive (GTK_WIDGET (self->button), TRUE);
      return;
    }
  gtk_button_set_label (self->button,
                        self->is_proposed ? _ ("Make a Token") : _ ("Create Account"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), !self->is_proposed && may_create);
}

static void
on_created (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (MnrNewAccountPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean good = mnr_wallet_create_account_finish (MNR_WALLET (source), result, &error);
  g_autofree char *words = NULL;

  self->is_creating = FALSE;
  /* Who has left the page sees in the side bar that there is an account. */
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  if (good)
    {
      self->is_created = TRUE;
      words = g_strdup (_ ("The account is on the chain, and its keys are in your key ring."));
    }
  else
    {
      words = mnr_remedy_describe (error);
      /* Somebody has that name: another can be tried. Else it is the same again. */
      if (self->is_proposed && g_error_matches (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_NAME))
        {
          g_autofree char *name = propose_name ();

          make_up (self, name);
        }
    }
  gtk_label_set_label (self->message, words);
  update (self);
  if (!good)
    {
      gtk_button_set_label (self->button, _ ("Try Again"));
      gtk_widget_set_sensitive (GTK_WIDGET (self->button), TRUE);
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->button));
}

static void
create (MnrNewAccountPage *self)
{
  if (self->account == NULL || self->is_creating)
    return;
  self->was_tried = TRUE;
  self->is_creating = TRUE;
  gtk_label_set_label (self->message, _ ("The account is being made…"));
  update (self);
  /* Goes on when the page is left: there has to be no account without its keys. */
  mnr_wallet_create_account_async (self->wallet, self->account, on_created, g_object_ref (self));
}

static void
on_clicked (MnrNewAccountPage *self)
{
  if (self->is_created)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", "new-asset");
  else if (is_without_network (self))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-network", "s",
                                mnr_wallet_get_network (self->wallet)->id);
  else
    create (self);
}

static void
on_state_changed (MnrNewAccountPage *self)
{
  if (self->was_tried)
    return;
  if (mnr_wallet_get_state (self->wallet) != MNR_NODE_LIVE)
    {
      g_autofree char *status = mnr_wallet_get_status (self->wallet);

      gtk_label_set_label (self->message, status);
    }
  else if (self->is_proposed)
    {
      create (self);
      return;
    }
  else
    gtk_label_set_label (self->message, "");
  update (self);
}

/* The clipboard */

static gboolean
wipe_clipboard (gpointer user_data)
{
  GdkClipboard *clipboard = user_data;

  if (gdk_clipboard_is_local (clipboard))
    gdk_clipboard_set_content (clipboard, NULL);
  return G_SOURCE_REMOVE;
}

static void
on_copy_clicked (MnrNewAccountPage *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));

  if (self->account == NULL)
    return;
  gdk_clipboard_set_text (clipboard, (const char *) self->account->password->data);
  g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, CLIPBOARD_TIME, wipe_clipboard,
                              g_object_ref (clipboard), g_object_unref);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                              _ ("Copied; the clipboard is emptied in a minute."));
}

static void
mnr_new_account_page_finalize (GObject *object)
{
  MnrNewAccountPage *self = MNR_NEW_ACCOUNT_PAGE (object);

  g_clear_object (&self->wallet);
  g_clear_pointer (&self->account, mnr_new_account_free);

  G_OBJECT_CLASS (mnr_new_account_page_parent_class)->finalize (object);
}

static void
mnr_new_account_page_class_init (MnrNewAccountPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mnr_new_account_page_finalize;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/moneyer/Moneyer/ui/mnr-new-account-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MnrNewAccountPage, status);
  gtk_widget_class_bind_template_child (widget_class, MnrNewAccountPage, name);
  gtk_widget_class_bind_template_child_full (widget_class, "first_half", FALSE,
                                             G_STRUCT_OFFSET (MnrNewAccountPage, halves[0]));
  gtk_widget_class_bind_template_child_full (widget_class, "second_half", FALSE,
                                             G_STRUCT_OFFSET (MnrNewAccountPage, halves[1]));
  gtk_widget_class_bind_template_child (widget_class, MnrNewAccountPage, written);
  gtk_widget_class_bind_template_child (widget_class, MnrNewAccountPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, MnrNewAccountPage, message);
  gtk_widget_class_bind_template_child (widget_class, MnrNewAccountPage, button);
  gtk_widget_class_bind_template_child (widget_class, MnrNewAccountPage, another);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, on_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked);
}

static void
mnr_new_account_page_init (MnrNewAccountPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (self->halves); i++)
    {
      /* Its text lies in memory that is locked and wiped. */
      g_autoptr (GtkEntryBuffer) buffer = gtk_password_entry_buffer_new ();

      gtk_entry_set_buffer (GTK_ENTRY (self->halves[i]), buffer);
    }
}

MnrNewAccountPage *
mnr_new_account_page_new (MnrWallet *wallet,
                          const char *name)
{
  MnrNewAccountPage *self = g_object_new (MNR_TYPE_NEW_ACCOUNT_PAGE, NULL);
  g_autofree char *proposal = name == NULL ? propose_name () : NULL;

  self->wallet = g_object_ref (wallet);
  self->is_proposed = name == NULL;
  make_up (self, name != NULL ? name : proposal);
  if (self->is_proposed)
    adw_status_page_set_description (
      self->status, _ ("An account with play money is made for you. All its keys come from this "
                       "password, which is shown only now; on the practice network you will hardly "
                       "need it."));
  g_signal_connect_object (wallet, "state-changed", G_CALLBACK (on_state_changed), self,
                           G_CONNECT_SWAPPED);
  on_state_changed (self);
  return self;
}
