/* mnr-activity-list.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-activity-list.h"

#include <glib/gi18n.h>

#include "mnr-outbox-row.h"
#include "mnr-time-words.h"
#include "node/mnr-history-list.h"

struct _MnrActivityList
{
  AdwBin parent_instance;

  AdwPreferencesGroup *outbox_group;
  GtkListBox *outbox_box;
  GtkListBox *history_box;
  GtkStack *history_state;
  GtkLabel *history_note;
  GtkButton *more;
  GtkLabel *error;

  MnrChainView *view;
  MnrNode *node;
  MnrOutbox *outbox;
  MnrOutboxResolver *resolver;
  MnrObjectId account, asset;
  MnrHistoryList *history;
  GCancellable *cancellable; /* of the subject */
  guint32 block;             /* of which the history is */
  gboolean is_loading, is_loaded;
};

G_DEFINE_FINAL_TYPE (MnrActivityList, mnr_activity_list, ADW_TYPE_BIN)

/* The chain's part */

static char *
describe (MnrActivityList *self,
          MnrHistoryItem *item)
{
  const MnrOperation *operation = mnr_history_item_get_operation (item);
  MnrNames names;

  if (operation == NULL)
    return g_strdup (_ ("An operation that this program cannot read"));
  mnr_chain_view_get_names (self->view, &names);
  return mnr_operation_describe (operation, &names);
}

static void
update_history_row (MnrActivityList *self,
                    GtkListBoxRow *row,
                    MnrHistoryItem *item)
{
  const MnrDynamicGlobalProperties *head = mnr_node_get_head (self->node);
  const guint32 block = mnr_history_item_get_block (item);
  g_autofree char *title = describe (self, item);
  g_autofree char *time = mnr_time_to_local_text (mnr_history_item_get_time (item));
  g_autofree char *exact = mnr_time_to_utc_text (mnr_history_item_get_time (item));
  g_autofree char *number = mnr_decimal_format (block, 0);
  g_autofree char *grouped = mnr_decimal_group (number);
  g_autofree char *subtitle = NULL;

  /* Translators: time, block number */
  if (head != NULL && block <= head->last_irreversible_block_num)
    subtitle = g_strdup_printf (_ ("%s · block %s · irreversible"), time, grouped);
  else
    subtitle = g_strdup_printf (_ ("%s · block %s · may still be dropped"), time, grouped);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_tooltip_text (GTK_WIDGET (row), exact);
}

static GtkWidget *
create_history_row (gpointer item,
                    gpointer user_data)
{
  MnrActivityList *self = user_data;
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  update_history_row (self, GTK_LIST_BOX_ROW (row), item);
  return row;
}

static void
update_history_rows (MnrActivityList *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->history));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MnrHistoryItem) item = g_list_model_get_item (G_LIST_MODEL (self->history), i);

      update_history_row (self, gtk_list_box_get_row_at_index (self->history_box, (int) i), item);
    }
}

static void
show_history_state (MnrActivityList *self)
{
  const guint n =
    self->history != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->history)) : 0;

  gtk_widget_set_visible (GTK_WIDGET (self->history_box), n > 0);
  gtk_stack_set_visible_child_name (self->history_state,
                                    self->is_loading && !self->is_loaded ? "busy" : "note");
  gtk_widget_set_visible (GTK_WIDGET (self->history_state), n == 0);
  gtk_label_set_label (self->history_note,
                       !self->is_loaded                            ? ""
                       : mnr_history_list_has_more (self->history) ? _ ("Nothing among the latest.")
                                                                   : _ ("Nothing yet."));
  gtk_widget_set_visible (GTK_WIDGET (self->more),
                          self->is_loaded && mnr_history_list_has_more (self->history));
  gtk_widget_set_sensitive (GTK_WIDGET (self->more), !self->is_loading);
}

static void
ask_names (const MnrView *view,
           gpointer user_data)
{
  GListModel *history = user_data;
  const guint n = g_list_model_get_n_items (history);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MnrHistoryItem) item = g_list_model_get_item (history, i);

      if (mnr_history_item_get_operation (item) != NULL)
        mnr_chain_view_ask_operation_names (view, mnr_history_item_get_operation (item));
    }
}

/* A call that outlived its subject, or the widget, has nothing to say. */
typedef struct
{
  MnrActivityList *self;
  MnrHistoryList *history;
} Call;

static Call *
call_new (MnrActivityList *self)
{
  Call *call = g_new (Call, 1);

  call->self = g_object_ref (self);
  call->history = g_object_ref (self->history);
  return call;
}

static void
call_free (Call *call)
{
  g_object_unref (call->self);
  g_object_unref (call->history);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

static void
on_names (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (Call) call = user_data;

  /* Without names there are ids. */
  mnr_chain_view_complete_finish (MNR_CHAIN_VIEW (source), result, NULL);
  if (call->self->history == call->history)
    update_history_rows (call->self);
}

static void
on_history (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (Call) call = user_data;
  MnrActivityList *self = call->self;
  g_autoptr (GError) error = NULL;
  const gboolean is_done =
    mnr_history_list_refresh_finish (MNR_HISTORY_LIST (source), result, &error);

  if (self->history != call->history)
    return;
  self->is_loading = FALSE;
  self->is_loaded |= is_done;
  if (!is_done)
    {
      g_autofree char *text = g_strdup_printf (_ ("The history may be incomplete. %s"),
                                               error->message);

      self->block = 0;
      gtk_label_set_label (self->error, text);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->error), !is_done);
  show_history_state (self);
  if (is_done)
    {
      update_history_rows (self);
      mnr_chain_view_complete_async (self->view, ask_names, self->history, self->cancellable,
                                     on_names, call_new (self));
    }
}

static void
load (MnrActivityList *self,
      gboolean more)
{
  const MnrDynamicGlobalProperties *head;

  if (self->history == NULL || self->is_loading)
    return;
  head = mnr_node_get_head (self->node);
  self->is_loading = TRUE;
  show_history_state (self);
  if (more)
    mnr_history_list_load_more_async (self->history, self->cancellable, on_history,
                                      call_new (self));
  else
    {
      self->block = head != NULL ? head->head_block_number : 0;
      mnr_history_list_refresh_async (self->history, self->cancellable, on_history,
                                      call_new (self));
    }
}

static void
on_more (GtkButton *button,
         MnrActivityList *self)
{
  load (self, TRUE);
}

static void
on_node_changed (MnrActivityList *self)
{
  const MnrDynamicGlobalProperties *head = mnr_node_get_head (self->node);

  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && head != NULL &&
      head->head_block_number != self->block)
    load (self, FALSE);
}

/* The outbox' part */

/* What is on the chain is told there. */
static gboolean
is_shown (MnrActivityList *self,
          const MnrOutboxEntry *entry)
{
  return entry->account == self->account && entry->state != MNR_OUTBOX_INCLUDED &&
         entry->state != MNR_OUTBOX_IRREVERSIBLE &&
         (self->asset == 0 || mnr_outbox_entry_is_about (entry, self->asset));
}

static void
show_outbox (MnrActivityList *self)
{
  const MnrChainId *chain_id = mnr_node_get_chain_id (self->node);
  g_autoptr (GPtrArray) entries = NULL;
  int n_shown = 0;
  GtkListBoxRow *row;

  if (self->outbox == NULL || chain_id == NULL)
    return;
  entries = mnr_outbox_list (self->outbox, chain_id, FALSE, NULL);
  /* Newest first. */
  for (guint i = entries != NULL ? entries->len : 0; i > 0; i--)
    {
      const MnrOutboxEntry *entry = g_ptr_array_index (entries, i - 1);

      if (!is_shown (self, entry))
        continue;
      while ((row = gtk_list_box_get_row_at_index (self->outbox_box, n_shown)) != NULL &&
             mnr_outbox_row_get_id (MNR_OUTBOX_ROW (row)) > entry->id)
        gtk_list_box_remove (self->outbox_box, GTK_WIDGET (row));
      if (row != NULL && mnr_outbox_row_get_id (MNR_OUTBOX_ROW (row)) == entry->id)
        mnr_outbox_row_set_entry (MNR_OUTBOX_ROW (row), entry);
      else
        gtk_list_box_insert (self->outbox_box, mnr_outbox_row_new (self->resolver, entry),
                             n_shown);
      n_shown++;
    }
  while ((row = gtk_list_box_get_row_at_index (self->outbox_box, n_shown)) != NULL)
    gtk_list_box_remove (self->outbox_box, GTK_WIDGET (row));
  gtk_widget_set_visible (GTK_WIDGET (self->outbox_group), n_shown > 0);
}

static void
leave_subject (MnrActivityList *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->node != NULL)
    g_signal_handlers_disconnect_by_data (self->node, self);
  if (self->outbox != NULL)
    g_signal_handlers_disconnect_by_data (self->outbox, self);
  g_clear_object (&self->history);
  g_clear_object (&self->view);
  g_clear_object (&self->node);
  g_clear_object (&self->outbox);
  g_clear_object (&self->resolver);
}

static void
mnr_activity_list_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (mnr_activity_list_parent_class)->map (widget);
  load (MNR_ACTIVITY_LIST (widget), FALSE);
}

static void
mnr_activity_list_dispose (GObject *object)
{
  MnrActivityList *self = MNR_ACTIVITY_LIST (object);

  leave_subject (self);
  adw_bin_set_child (ADW_BIN (self), NULL);
  G_OBJECT_CLASS (mnr_activity_list_parent_class)->dispose (object);
}

static void
mnr_activity_list_class_init (MnrActivityListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mnr_activity_list_dispose;
  widget_class->map = mnr_activity_list_map;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/moneyer/Moneyer/ui/mnr-activity-list.ui");
  gtk_widget_class_bind_template_child (widget_class, MnrActivityList, outbox_group);
  gtk_widget_class_bind_template_child (widget_class, MnrActivityList, outbox_box);
  gtk_widget_class_bind_template_child (widget_class, MnrActivityList, history_box);
  gtk_widget_class_bind_template_child (widget_class, MnrActivityList, history_state);
  gtk_widget_class_bind_template_child (widget_class, MnrActivityList, history_note);
  gtk_widget_class_bind_template_child (widget_class, MnrActivityList, more);
  gtk_widget_class_bind_template_child (widget_class, MnrActivityList, error);
  gtk_widget_class_bind_template_callback (widget_class, on_more);
}

static void
mnr_activity_list_init (MnrActivityList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
mnr_activity_list_set_subject (MnrActivityList *self,
                               MnrWallet *wallet,
                               MnrObjectId account,
                               MnrObjectId asset)
{
  GtkListBoxRow *row;

  gtk_list_box_bind_model (self->history_box, NULL, NULL, NULL, NULL);
  while ((row = gtk_list_box_get_row_at_index (self->outbox_box, 0)) != NULL)
    gtk_list_box_remove (self->outbox_box, GTK_WIDGET (row));
  gtk_widget_set_visible (GTK_WIDGET (self->outbox_group), FALSE);
  leave_subject (self);
  self->account = account;
  self->asset = asset;
  self->is_loading = self->is_loaded = FALSE;
  self->block = 0;
  if (account == 0 || mnr_wallet_get_view (wallet) == NULL)
    {
      show_history_state (self);
      return;
    }

  self->cancellable = g_cancellable_new ();
  self->view = g_object_ref (mnr_wallet_get_view (wallet));
  self->node = g_object_ref (mnr_wallet_get_node (wallet));
  self->outbox = g_object_ref (mnr_wallet_get_outbox (wallet));
  self->resolver = g_object_ref (mnr_wallet_get_resolver (wallet));
  self->history = mnr_history_list_new (self->node, account, asset);
  gtk_list_box_bind_model (self->history_box, G_LIST_MODEL (self->history), create_history_row,
                           self, NULL);
  g_signal_connect_swapped (self->node, "changed", G_CALLBACK (on_node_changed), self);
  g_signal_connect_swapped (self->outbox, "changed", G_CALLBACK (show_outbox), self);
  show_history_state (self);
  show_outbox (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    load (self, FALSE);
}
