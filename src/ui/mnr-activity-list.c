/* mnr-activity-list.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-activity-list.h"

#include <glib/gi18n.h>

#include "mnr-activity-dialog.h"
#include "mnr-activity-row.h"
#include "mnr-outbox-item.h"
#include "node/mnr-history-list.h"

/* So many heights of the window before the end of the list, older ones are fetched. */
#define PAGES_AHEAD 1

struct _MnrActivityList
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkLabel *error;
  GtkScrolledWindow *scrolled;
  GtkListView *list_view;

  MnrWallet *wallet;
  MnrChainView *view;
  MnrNode *node;
  MnrOutbox *outbox;
  MnrObjectId account, asset;
  GListStore *under_way; /* of MnrOutboxItem, newest first */
  MnrHistoryList *history;
  GListStore *rest;          /* of one thing, as long as there are older ones: the last row */
  GPtrArray *rows;           /* those that show something; not owned */
  GCancellable *cancellable; /* of the subject */
  guint idle;                /* to ask for the names of rows that have come into sight */
  guint32 block;             /* of which the history is */
  gboolean is_loading, is_loaded, is_naming;
};

G_DEFINE_FINAL_TYPE (MnrActivityList, mnr_activity_list, ADW_TYPE_BIN)

static void load (MnrActivityList *self,
                  gboolean more);
static gboolean on_idle (gpointer user_data);

/* Rows */

static void
update_rows (MnrActivityList *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      MnrActivityRow *row = g_ptr_array_index (self->rows, i);

      mnr_activity_row_show (row, mnr_activity_row_get_item (row), self->view);
    }
}

static void
show_details (MnrActivityList *self,
              gpointer item)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->view == NULL || self->view != mnr_wallet_get_view (self->wallet))
    return;
  gtk_window_present (GTK_WINDOW (mnr_activity_dialog_new (
    GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, self->wallet, item)));
}

static void
on_go_on (MnrActivityRow *row,
          MnrActivityList *self)
{
  show_details (self, mnr_activity_row_get_item (row));
}

static void
on_more (MnrActivityList *self)
{
  load (self, TRUE);
}

static void
on_activate (MnrActivityList *self,
             guint position)
{
  g_autoptr (GObject) item =
    g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (self->list_view)), position);

  if (MNR_IS_OUTBOX_ITEM (item) || MNR_IS_HISTORY_ITEM (item))
    show_details (self, item);
  else
    on_more (self);
}

static GtkWidget *
new_more_button (MnrActivityList *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("Show _More"));

  gtk_widget_add_css_class (button, "pill");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (button, 12);
  gtk_widget_set_margin_bottom (button, 12);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_more), self, G_CONNECT_SWAPPED);
  return button;
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem *list_item,
         MnrActivityList *self)
{
  gpointer item = gtk_list_item_get_item (list_item);
  GtkWidget *row;

  if (!MNR_IS_OUTBOX_ITEM (item) && !MNR_IS_HISTORY_ITEM (item))
    {
      GtkWidget *button = new_more_button (self);

      gtk_list_item_set_child (list_item, button);
      gtk_list_item_set_activatable (list_item, FALSE);
      gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (button)),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Older"), -1);
      return;
    }
  row = mnr_activity_row_new ();
  gtk_list_item_set_child (list_item, row);
  mnr_activity_row_show (MNR_ACTIVITY_ROW (row), item, self->view);
  g_signal_connect (row, "go-on", G_CALLBACK (on_go_on), self);
  gtk_list_item_set_activatable (list_item, TRUE);
  g_ptr_array_add (self->rows, row);
  if (self->idle == 0)
    self->idle = g_idle_add (on_idle, self);
}

static void
on_unbind (GtkSignalListItemFactory *factory,
           GtkListItem *list_item,
           MnrActivityList *self)
{
  g_ptr_array_remove_fast (self->rows, gtk_list_item_get_child (list_item));
  gtk_list_item_set_child (list_item, NULL);
}

/* Names: only of what can be seen, however long the list is. */

static void
ask_names (const MnrView *view,
           gpointer user_data)
{
  MnrActivityList *self = user_data;

  for (guint i = 0; i < self->rows->len; i++)
    {
      gpointer item = mnr_activity_row_get_item (g_ptr_array_index (self->rows, i));

      if (MNR_IS_HISTORY_ITEM (item) && mnr_history_item_get_operation (item) != NULL)
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
  if (call->self->history != call->history)
    return;
  call->self->is_naming = FALSE;
  update_rows (call->self);
}

static gboolean
on_idle (gpointer user_data)
{
  MnrActivityList *self = user_data;

  self->idle = 0;
  if (self->history != NULL && !self->is_naming)
    {
      self->is_naming = TRUE;
      mnr_chain_view_complete_async (self->view, ask_names, self, self->cancellable, on_names,
                                     call_new (self));
    }
  return G_SOURCE_REMOVE;
}

/* The chain's part */

static void
show_state (MnrActivityList *self)
{
  const gboolean has_more = self->is_loaded && mnr_history_list_has_more (self->history);
  const guint n_rest = g_list_model_get_n_items (G_LIST_MODEL (self->rest));
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->under_way));

  if (has_more && n_rest == 0)
    {
      g_autoptr (GObject) place = g_object_new (G_TYPE_OBJECT, NULL);

      g_list_store_append (self->rest, place);
    }
  else if (!has_more && n_rest > 0)
    g_list_store_remove_all (self->rest);
  if (self->history != NULL)
    n += g_list_model_get_n_items (G_LIST_MODEL (self->history));
  gtk_stack_set_visible_child_name (self->stack, n > 0 || has_more ? "list"
                                                 : self->is_loading && !self->is_loaded
                                                   ? "busy"
                                                   : "none");
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
  show_state (self);
  update_rows (self);
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
  show_state (self);
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
on_scrolled (MnrActivityList *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled);
  const double page = gtk_adjustment_get_page_size (adjustment);

  if (gtk_adjustment_get_value (adjustment) + page * (1 + PAGES_AHEAD) >
        gtk_adjustment_get_upper (adjustment) &&
      self->is_loaded && mnr_history_list_has_more (self->history))
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
  guint n = 0;

  if (self->outbox == NULL || chain_id == NULL)
    return;
  entries = mnr_outbox_list (self->outbox, chain_id, FALSE, NULL);
  /* Newest first; what is the same stays the same, with its focus. */
  while (entries != NULL && entries->len > 0)
    {
      g_autoptr (MnrOutboxItem) is =
        mnr_outbox_item_new (g_ptr_array_steal_index (entries, entries->len - 1));
      g_autoptr (MnrOutboxItem) was = NULL;
      gpointer items[] = { is };
      gboolean is_same_entry;

      if (!is_shown (self, mnr_outbox_item_get_entry (is)))
        continue;
      was = g_list_model_get_item (G_LIST_MODEL (self->under_way), n);
      is_same_entry =
        was != NULL && mnr_outbox_item_get_entry (was)->id == mnr_outbox_item_get_entry (is)->id;
      if (was == NULL || !mnr_outbox_item_equal (was, is))
        g_list_store_splice (self->under_way, n, is_same_entry ? 1 : 0, items, 1);
      n++;
    }
  g_list_store_splice (self->under_way, n,
                       g_list_model_get_n_items (G_LIST_MODEL (self->under_way)) - n, NULL, 0);
  show_state (self);
}

static void
leave_subject (MnrActivityList *self)
{
  gtk_list_view_set_model (self->list_view, NULL);
  g_ptr_array_set_size (self->rows, 0);
  g_clear_handle_id (&self->idle, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->node != NULL)
    g_signal_handlers_disconnect_by_data (self->node, self);
  if (self->outbox != NULL)
    g_signal_handlers_disconnect_by_data (self->outbox, self);
  g_list_store_remove_all (self->under_way);
  g_list_store_remove_all (self->rest);
  g_clear_object (&self->history);
  g_clear_object (&self->view);
  g_clear_object (&self->node);
  g_clear_object (&self->outbox);
  g_clear_object (&self->wallet);
  self->is_loading = self->is_loaded = self->is_naming = FALSE;
  self->block = 0;
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

  if (self->list_view != NULL)
    leave_subject (self);
  self->list_view = NULL;
  adw_bin_set_child (ADW_BIN (self), NULL);
  G_OBJECT_CLASS (mnr_activity_list_parent_class)->dispose (object);
}

static void
mnr_activity_list_finalize (GObject *object)
{
  MnrActivityList *self = MNR_ACTIVITY_LIST (object);

  g_object_unref (self->under_way);
  g_object_unref (self->rest);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (mnr_activity_list_parent_class)->finalize (object);
}

static void
mnr_activity_list_class_init (MnrActivityListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mnr_activity_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = mnr_activity_list_finalize;
  widget_class->map = mnr_activity_list_map;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/moneyer/Moneyer/ui/mnr-activity-list.ui");
  gtk_widget_class_bind_template_child (widget_class, MnrActivityList, stack);
  gtk_widget_class_bind_template_child (widget_class, MnrActivityList, error);
  gtk_widget_class_bind_template_child (widget_class, MnrActivityList, scrolled);
  gtk_widget_class_bind_template_child (widget_class, MnrActivityList, list_view);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
}

static void
mnr_activity_list_init (MnrActivityList *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->under_way = g_list_store_new (MNR_TYPE_OUTBOX_ITEM);
  self->rest = g_list_store_new (G_TYPE_OBJECT);
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), self);
  gtk_list_view_set_factory (self->list_view, factory);
  g_object_unref (factory);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scrolled), "value-changed",
                           G_CALLBACK (on_scrolled), self, G_CONNECT_SWAPPED);
}

/* What is on its way, what is on the chain, and the way to what is older: one list. */
static void
show_models (MnrActivityList *self)
{
  GListStore *models = g_list_store_new (G_TYPE_LIST_MODEL);
  g_autoptr (GtkNoSelection) selection = NULL;

  g_list_store_append (models, self->under_way);
  g_list_store_append (models, self->history);
  g_list_store_append (models, self->rest);
  selection =
    gtk_no_selection_new (G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (models))));
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (selection));
}

void
mnr_activity_list_set_subject (MnrActivityList *self,
                               MnrWallet *wallet,
                               MnrObjectId account,
                               MnrObjectId asset)
{
  leave_subject (self);
  self->account = account;
  self->asset = asset;
  if (account == 0 || mnr_wallet_get_view (wallet) == NULL)
    {
      show_state (self);
      return;
    }

  self->cancellable = g_cancellable_new ();
  self->wallet = g_object_ref (wallet);
  self->view = g_object_ref (mnr_wallet_get_view (wallet));
  self->node = g_object_ref (mnr_wallet_get_node (wallet));
  self->outbox = g_object_ref (mnr_wallet_get_outbox (wallet));
  self->history = mnr_history_list_new (self->node, account, asset);
  show_models (self);
  g_signal_connect_swapped (self->node, "changed", G_CALLBACK (on_node_changed), self);
  g_signal_connect_swapped (self->outbox, "changed", G_CALLBACK (show_outbox), self);
  show_outbox (self);
  show_state (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    load (self, FALSE);
}
