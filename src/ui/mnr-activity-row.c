/* mnr-activity-row.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-activity-row.h"

#include <glib/gi18n.h>

#include "chain/values/mnr-text.h"
#include "mnr-outbox-item.h"
#include "mnr-time-words.h"
#include "node/mnr-history-item.h"

struct _MnrActivityRow
{
  AdwBin parent_instance;

  gpointer item;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkButton *go_on;
};

G_DEFINE_FINAL_TYPE (MnrActivityRow, mnr_activity_row, ADW_TYPE_BIN)

static guint go_on_signal;

char *
mnr_activity_describe (gpointer history_item,
                       MnrChainView *view)
{
  const MnrOperation *operation = mnr_history_item_get_operation (history_item);
  MnrNames names;

  if (operation == NULL)
    return g_strdup (_ ("An operation that this program cannot read"));
  mnr_chain_view_get_names (view, &names);
  return mnr_operation_describe (operation, &names);
}

static void
set_texts (MnrActivityRow *self,
           const char *title,
           const char *subtitle,
           MnrTime time)
{
  g_autofree char *exact = mnr_time_to_utc_text (time);
  GtkWidget *list_row = gtk_widget_get_parent (GTK_WIDGET (self));

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->subtitle, subtitle);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->subtitle), exact);
  /* What has the focus is the row of the list around it, which GTK 4.8 leaves without a name. */
  if (list_row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (list_row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    title, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, subtitle, -1);
}

static void
show_history (MnrActivityRow *self,
              MnrHistoryItem *item,
              MnrChainView *view)
{
  const MnrDynamicGlobalProperties *head = mnr_node_get_head (mnr_chain_view_get_node (view));
  const guint32 block = mnr_history_item_get_block (item);
  const gboolean is_sure = head != NULL && block <= head->last_irreversible_block_num;
  g_autofree char *title = mnr_activity_describe (item, view);
  g_autofree char *time = mnr_time_to_local_text (mnr_history_item_get_time (item));
  g_autofree char *number = g_strdup_printf ("%u", block);
  g_autofree char *grouped = mnr_text_group_digits (number);
  /* Translators: time, block number */
  g_autofree char *subtitle =
    g_strdup_printf (is_sure ? _ ("%s · block %s · irreversible")
                             : _ ("%s · block %s · may still be dropped"),
                     time, grouped);

  set_texts (self, title, subtitle, mnr_history_item_get_time (item));
  gtk_image_set_from_icon_name (self->icon,
                                mnr_outbox_state_get_icon (is_sure ? MNR_OUTBOX_IRREVERSIBLE
                                                                   : MNR_OUTBOX_INCLUDED));
  gtk_widget_set_visible (GTK_WIDGET (self->go_on), FALSE);
}

static void
show_outbox (MnrActivityRow *self,
             MnrOutboxItem *item)
{
  const MnrOutboxEntry *entry = mnr_outbox_item_get_entry (item);
  const char *remedy = mnr_outbox_entry_get_remedy (entry);
  g_autofree char *time = mnr_time_to_local_text (entry->created);
  g_autofree char *subtitle =
    g_strdup_printf ("%s · %s", mnr_outbox_state_get_word (entry->state), time);
  g_autofree char *capitalised = mnr_text_capitalise (entry->summary);
  g_autofree char *title = mnr_text_group_digits (capitalised);

  set_texts (self, title, subtitle, entry->created);
  gtk_image_set_from_icon_name (self->icon, mnr_outbox_state_get_icon (entry->state));
  gtk_widget_set_visible (GTK_WIDGET (self->go_on), remedy != NULL);
  if (remedy != NULL)
    gtk_button_set_label (self->go_on, remedy);
}

static void
on_go_on (MnrActivityRow *self)
{
  g_signal_emit (self, go_on_signal, 0);
}

static void
mnr_activity_row_dispose (GObject *object)
{
  g_clear_object (&MNR_ACTIVITY_ROW (object)->item);

  G_OBJECT_CLASS (mnr_activity_row_parent_class)->dispose (object);
}

static void
mnr_activity_row_class_init (MnrActivityRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mnr_activity_row_dispose;
  go_on_signal = g_signal_new ("go-on", MNR_TYPE_ACTIVITY_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/moneyer/Moneyer/ui/mnr-activity-row.ui");
  gtk_widget_class_bind_template_child (widget_class, MnrActivityRow, icon);
  gtk_widget_class_bind_template_child (widget_class, MnrActivityRow, title);
  gtk_widget_class_bind_template_child (widget_class, MnrActivityRow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, MnrActivityRow, go_on);
  gtk_widget_class_bind_template_callback (widget_class, on_go_on);
}

static void
mnr_activity_row_init (MnrActivityRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
mnr_activity_row_new (void)
{
  return g_object_new (MNR_TYPE_ACTIVITY_ROW, NULL);
}

void
mnr_activity_row_show (MnrActivityRow *self,
                       gpointer item,
                       MnrChainView *view)
{
  g_set_object (&self->item, item);
  if (MNR_IS_OUTBOX_ITEM (item))
    show_outbox (self, item);
  else if (item != NULL)
    show_history (self, item, view);
}

gpointer
mnr_activity_row_get_item (MnrActivityRow *self)
{
  return self->item;
}
