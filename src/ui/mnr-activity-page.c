/* mnr-activity-page.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-activity-page.h"

#include "mnr-activity-list.h"

struct _MnrActivityPage
{
  AdwBin parent_instance;

  GtkStack *stack;
  MnrActivityList *list;

  MnrWallet *wallet;
};

G_DEFINE_FINAL_TYPE (MnrActivityPage, mnr_activity_page, ADW_TYPE_BIN)

static void
show_account (MnrActivityPage *self)
{
  const MnrWalletAccount *account = mnr_wallet_get_account (self->wallet);
  const gboolean is_open = account != NULL && mnr_wallet_get_view (self->wallet) != NULL;

  mnr_activity_list_set_subject (self->list, self->wallet, is_open ? account->id : 0, 0);
  gtk_stack_set_visible_child_name (self->stack, is_open ? "list" : "none");
}

static void
mnr_activity_page_dispose (GObject *object)
{
  MnrActivityPage *self = MNR_ACTIVITY_PAGE (object);

  if (self->wallet != NULL)
    g_signal_handlers_disconnect_by_data (self->wallet, self);
  g_clear_object (&self->wallet);
  adw_bin_set_child (ADW_BIN (self), NULL);
  G_OBJECT_CLASS (mnr_activity_page_parent_class)->dispose (object);
}

static void
mnr_activity_page_class_init (MnrActivityPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mnr_activity_page_dispose;

  g_type_ensure (MNR_TYPE_ACTIVITY_LIST);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/moneyer/Moneyer/ui/mnr-activity-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MnrActivityPage, stack);
  gtk_widget_class_bind_template_child (widget_class, MnrActivityPage, list);
}

static void
mnr_activity_page_init (MnrActivityPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
mnr_activity_page_new (MnrWallet *wallet)
{
  MnrActivityPage *self = g_object_new (MNR_TYPE_ACTIVITY_PAGE, NULL);

  self->wallet = g_object_ref (wallet);
  g_signal_connect_swapped (wallet, "account-changed", G_CALLBACK (show_account), self);
  g_signal_connect_swapped (wallet, "network-changed", G_CALLBACK (show_account), self);
  show_account (self);
  return GTK_WIDGET (self);
}
