/* mnr-send-dialog.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-send-dialog.h"

#include <glib/gi18n.h>

#include "mnr-network-banner.h"

struct _MnrSendDialog
{
  AdwWindow parent_instance;

  GtkBox *box;
  MnrSendView *view;
  MnrWallet *wallet;
  MnrTransaction *operations;
  MnrObjectId payer;
  char *intent, *summary, *verb;
};

G_DEFINE_FINAL_TYPE (MnrSendDialog, mnr_send_dialog, ADW_TYPE_WINDOW)

static void
show_view (MnrSendDialog *self)
{
  if (self->view != NULL)
    gtk_box_remove (self->box, GTK_WIDGET (self->view));
  self->view = MNR_SEND_VIEW (mnr_send_view_new (self->wallet, self->operations, self->payer,
                                                 self->intent, self->summary, self->verb));
  mnr_send_view_set_result (self->view, _ ("Close"), G_CALLBACK (gtk_window_close), self);
  gtk_widget_set_vexpand (GTK_WIDGET (self->view), TRUE);
  gtk_box_append (self->box, GTK_WIDGET (self->view));
  g_signal_connect_object (self->view, "again", G_CALLBACK (show_view), self, G_CONNECT_SWAPPED);
}

static void
mnr_send_dialog_finalize (GObject *object)
{
  MnrSendDialog *self = MNR_SEND_DIALOG (object);

  g_clear_object (&self->wallet);
  mnr_transaction_free (self->operations);
  g_free (self->intent);
  g_free (self->summary);
  g_free (self->verb);
  G_OBJECT_CLASS (mnr_send_dialog_parent_class)->finalize (object);
}

static void
mnr_send_dialog_class_init (MnrSendDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mnr_send_dialog_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0,
                                       "window.close", NULL);
}

static void
mnr_send_dialog_init (MnrSendDialog *self)
{
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_box_append (self->box, adw_header_bar_new ());
  adw_window_set_content (ADW_WINDOW (self), GTK_WIDGET (self->box));
  gtk_window_set_default_size (GTK_WINDOW (self), 560, 640);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
}

GtkWidget *
mnr_send_dialog_new (GtkWindow *parent,
                     MnrWallet *wallet,
                     const MnrTransaction *operations,
                     MnrObjectId payer,
                     const char *intent,
                     const char *summary,
                     const char *verb)
{
  MnrSendDialog *self =
    g_object_new (MNR_TYPE_SEND_DIALOG, "title", verb, "transient-for", parent, NULL);

  self->wallet = g_object_ref (wallet);
  self->operations = mnr_transaction_new ();
  for (gsize i = 0; i < operations->operations.len; i++)
    mnr_array_append (&mnr_type_operations, &self->operations->operations,
                      &operations->operations.items[i]);
  self->payer = payer;
  self->intent = g_strdup (intent);
  self->summary = g_strdup (summary);
  self->verb = g_strdup (verb);
  gtk_box_append (self->box, mnr_network_banner_new (wallet));
  show_view (self);
  return GTK_WIDGET (self);
}

MnrSendView *
mnr_send_dialog_get_view (MnrSendDialog *self)
{
  g_return_val_if_fail (MNR_IS_SEND_DIALOG (self), NULL);

  return self->view;
}
