/* mnr-asset-overview.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-asset-overview.h"

#include <glib/gi18n.h>

#include "chain/values/mnr-text.h"
#include "issuer/mnr-asset-words.h"
#include "issuer/mnr-draft-field.h"
#include "issuer/mnr-rate.h"
#include "issuer/mnr-scale.h"
#include "mnr-picture.h"
#include "mnr-time-words.h"
#include "mnr-trust-card.h"
#include "rules/mnr-collateral.h"

/* How many letters find room beside their name on a narrow window. */
#define SHORT_TEXT 24

struct _MnrAssetOverview
{
  AdwBin parent_instance;

  GtkStack *stack;
  AdwStatusPage *error_page;
  GtkInfoBar *stale_bar;
  GtkLabel *stale_label;
  AdwPreferencesGroup *warnings;
  MnrPicture *supply;
  MnrPicture *pool;
  MnrPicture *rate;
  MnrPicture *position;
  GtkBox *words;

  MnrChainView *view;
  MnrObjectId asset;
  GCancellable *cancellable;
  GHashTable *groups; /* heading -> AdwPreferencesGroup, in words */
  GHashTable *rows;   /* AdwPreferencesGroup -> GPtrArray of AdwActionRow, not owned */
  char *network;      /* its name */
  char *symbol;
  MnrTrustCard *card;
  GtkNativeDialog *chooser; /* while it is open */
  guint idle;               /* to show what changed */
  guint32 block;            /* of which all was asked for */
  gboolean is_asking;
};

G_DEFINE_FINAL_TYPE (MnrAssetOverview, mnr_asset_overview, ADW_TYPE_BIN)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void complete (MnrAssetOverview *self);

/* Rows */

static GPtrArray *
get_rows (MnrAssetOverview *self,
          AdwPreferencesGroup *group)
{
  GPtrArray *rows = g_hash_table_lookup (self->rows, group);

  if (rows == NULL)
    {
      rows = g_ptr_array_new ();
      g_hash_table_insert (self->rows, group, rows);
    }
  return rows;
}

static AdwActionRow *
take_row (MnrAssetOverview *self,
          AdwPreferencesGroup *group,
          guint index)
{
  GPtrArray *rows = get_rows (self, group);
  AdwActionRow *row;

  if (index < rows->len)
    return g_ptr_array_index (rows, index);
  row = ADW_ACTION_ROW (adw_action_row_new ());
  /* Texts of strangers are no markup. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_title_lines (row, 0);
  adw_action_row_set_subtitle_lines (row, 0);
  adw_preferences_group_add (group, GTK_WIDGET (row));
  g_ptr_array_add (rows, row);
  return row;
}

static void
drop_rows (MnrAssetOverview *self,
           AdwPreferencesGroup *group,
           guint n_kept)
{
  GPtrArray *rows = get_rows (self, group);

  while (rows->len > n_kept)
    adw_preferences_group_remove (group, g_ptr_array_steal_index (rows, rows->len - 1));
}

/* A row is changed only where its words are: what is read or selected stays so. */
static void
set_row (AdwActionRow *row,
         const char *title,
         const char *subtitle)
{
  if (g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), title) != 0)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (g_strcmp0 (adw_action_row_get_subtitle (row), subtitle) != 0)
    adw_action_row_set_subtitle (row, subtitle);
}

/* A fact: what is short stands at the end of its row, what is long under its name. */
static void
set_fact_row (AdwActionRow *row,
              const char *name,
              const char *text)
{
  const gboolean is_short = g_utf8_strlen (text, -1) <= SHORT_TEXT;
  GtkLabel *label = g_object_get_data (G_OBJECT (row), "fact");

  if (label == NULL)
    {
      label = GTK_LABEL (gtk_label_new (NULL));
      gtk_label_set_selectable (label, TRUE);
      gtk_widget_add_css_class (GTK_WIDGET (label), "numeric");
      adw_action_row_add_suffix (row, GTK_WIDGET (label));
      g_object_set_data (G_OBJECT (row), "fact", label);
    }
  set_row (row, name, is_short ? "" : text);
  if (g_strcmp0 (gtk_label_get_label (label), is_short ? text : "") != 0)
    gtk_label_set_label (label, is_short ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), is_short);
}

/* Warnings */

static void
show_warnings (MnrAssetOverview *self,
               const MnrAsset *asset,
               const MnrView *view)
{
  gboolean is_complete;
  g_autoptr (GPtrArray) warnings = mnr_asset_warnings_new (asset, view, &is_complete);

  for (guint i = 0; i < warnings->len; i++)
    {
      const MnrDraftFinding *warning = g_ptr_array_index (warnings, i);
      AdwActionRow *row = take_row (self, self->warnings, i);

      set_row (row, warning->sentence,
               warning->field >= 0
                 ? _ (mnr_draft_field_get_info ((MnrDraftField) warning->field)->label)
                 : "");
      adw_action_row_set_icon_name (row, "dialog-warning-symbolic");
    }
  drop_rows (self, self->warnings, warnings->len);
  if (warnings->len == 0 && is_complete)
    {
      AdwActionRow *row = take_row (self, self->warnings, 0);

      set_row (row, _ ("Nothing to warn about"), "");
      adw_action_row_set_icon_name (row, "emblem-ok-symbolic");
    }
}

/* Pictures */

static gboolean
get_name (const MnrView *view,
          MnrObjectId id,
          MnrAssetName *name)
{
  gconstpointer object;
  const MnrAsset *asset;

  if (view->get_object (view, id, &object) != MNR_KNOWN)
    return FALSE;
  asset = object;
  *name = (MnrAssetName){
    .symbol = asset->symbol,
    .precision = asset->precision,
    .is_smartcoin = asset->bitasset_data_id != NULL,
  };
  return TRUE;
}

static MnrScale *
create_rate (const MnrAsset *asset,
             const MnrView *view,
             const MnrAssetName *name,
             const MnrAssetName *core)
{
  const MnrLimitOrder *bid = NULL;

  if (asset->id == MNR_CORE_ASSET)
    return NULL;
  if (view->find_best_bid (view, asset->id, &bid) != MNR_KNOWN)
    bid = NULL;
  return mnr_scale_new_rate (&asset->options.core_exchange_rate,
                             bid != NULL ? &bid->sell_price : NULL, name, core);
}

/* The position that is called first. */
static MnrScale *
create_position (const MnrAsset *asset,
                 const MnrView *view,
                 const MnrAssetName *name)
{
  const MnrBitassetData *bitasset;
  const MnrCallOrder *call;
  MnrAssetName backing;
  MnrScale *scale;
  gconstpointer object;

  if (asset->bitasset_data_id == NULL ||
      view->get_object (view, *asset->bitasset_data_id, &object) != MNR_KNOWN)
    return NULL;
  bitasset = object;
  if (bitasset->is_prediction_market || !mnr_feed_has_price (&bitasset->median_feed) ||
      !get_name (view, bitasset->options.short_backing_asset, &backing) ||
      view->find_least_collateral (view, asset->id, &call) != MNR_KNOWN ||
      call->collateral <= 0 || call->debt <= 0)
    return NULL;
  scale = mnr_scale_new_position (&bitasset->median_feed, call->collateral, call->debt,
                                  call->target_collateral_ratio, name, &backing);
  g_free (scale->title);
  scale->title = g_strdup (_ ("The least covered position, as the price rises"));
  return scale;
}

static void
show_pictures (MnrAssetOverview *self,
               const MnrAsset *asset,
               const MnrView *view)
{
  const MnrAssetDynamicData *dynamic;
  MnrAssetName name, core;
  gconstpointer object;

  if (view->get_object (view, asset->dynamic_asset_data_id, &object) != MNR_KNOWN ||
      !get_name (view, asset->id, &name) || !get_name (view, MNR_CORE_ASSET, &core))
    return;
  dynamic = object;
  mnr_picture_take_scale (self->supply, mnr_scale_new_supply (dynamic->current_supply,
                                                              asset->options.max_supply, &name));
  mnr_picture_take_scale (self->pool,
                          asset->id != MNR_CORE_ASSET
                            ? mnr_scale_new_pool (dynamic->fee_pool,
                                                  mnr_view_get_transfer_fee (view), &core)
                            : NULL);
  mnr_picture_take_scale (self->rate, create_rate (asset, view, &name, &core));
  mnr_picture_take_scale (self->position, create_position (asset, view, &name));
}

/* Words */

/* What holders are told, to be handed on */

static void
toast (MnrAssetOverview *self,
       const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

static void
on_copy (MnrAssetOverview *self)
{
  g_autofree char *text = mnr_trust_card_to_text (self->card);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  toast (self, _ ("Copied what holders are told"));
}

static void
on_saved (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (MnrAssetOverview) self = user_data;
  g_autoptr (GError) error = NULL;

  g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);
  toast (self, error != NULL ? error->message : _ ("The picture is saved"));
}

static void
on_chosen (MnrAssetOverview *self,
           int response,
           GtkNativeDialog *chooser)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      g_autoptr (GBytes) png =
        mnr_trust_card_to_png (self->card, gtk_widget_get_pango_context (GTK_WIDGET (self)));

      g_file_replace_contents_bytes_async (file, png, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                           on_saved, g_object_ref (self));
    }
  g_clear_object (&self->chooser);
}

static void
on_save (MnrAssetOverview *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *name = g_strconcat (self->symbol, ".png", NULL);

  if (self->chooser != NULL)
    return;
  self->chooser = GTK_NATIVE_DIALOG (gtk_file_chooser_native_new (
    _ ("Save as a Picture"), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
    GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel")));
  gtk_native_dialog_set_modal (self->chooser, TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (self->chooser);
}

static GtkWidget *
new_card_button (MnrAssetOverview *self,
                 const char *icon,
                 const char *name,
                 void (*clicked) (MnrAssetOverview *self))
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (clicked), self);
  return button;
}

static AdwPreferencesGroup *
take_group (MnrAssetOverview *self,
            const char *heading)
{
  AdwPreferencesGroup *group = g_hash_table_lookup (self->groups, heading);

  if (group != NULL)
    return group;
  group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (group, heading);
  if (g_str_equal (heading, _ ("What holders are told")))
    {
      GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

      gtk_box_append (GTK_BOX (buttons), new_card_button (self, "edit-copy-symbolic",
                                                          _ ("Copy What Holders Are Told"),
                                                          on_copy));
      gtk_box_append (GTK_BOX (buttons), new_card_button (self, "document-save-symbolic",
                                                          _ ("Save What Holders Are Told as a "
                                                             "Picture"),
                                                          on_save));
      adw_preferences_group_set_header_suffix (group, buttons);
    }
  gtk_box_append (self->words, GTK_WIDGET (group));
  g_hash_table_insert (self->groups, g_strdup (heading), group);
  return group;
}

/* Which rows of each group are in use now. */
static void
show_lines (MnrAssetOverview *self,
            GPtrArray *lines)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer group;

  for (guint i = 0; i < lines->len; i++)
    {
      const MnrTextLine *line = g_ptr_array_index (lines, i);
      guint count;

      /* The picture says it all. */
      if (g_str_equal (line->group, _ ("Supply")))
        continue;
      group = take_group (self, line->group);
      count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, group));
      if (g_str_equal (line->group, _ ("What holders are told")))
        set_row (take_row (self, group, count), line->label, line->text);
      else
        set_fact_row (take_row (self, group, count), line->label, line->text);
      g_hash_table_insert (counts, group, GUINT_TO_POINTER (count + 1));
    }
  g_hash_table_iter_init (&iter, self->groups);
  while (g_hash_table_iter_next (&iter, NULL, &group))
    {
      const guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, group));

      drop_rows (self, group, count);
      gtk_widget_set_visible (GTK_WIDGET (group), count > 0);
    }
}

static void
note_holder_words (MnrAssetOverview *self,
                   const MnrAsset *asset,
                   GPtrArray *lines)
{
  const MnrDynamicGlobalProperties *head = mnr_node_get_head (mnr_chain_view_get_node (self->view));
  g_autoptr (GPtrArray) told = g_ptr_array_new ();
  g_autofree char *title = g_strdup_printf (_ ("What holders of %s are told"), asset->symbol);
  g_autofree char *number = g_strdup_printf ("%u", head != NULL ? head->head_block_number : 0);
  g_autofree char *block = mnr_text_group_digits (number);
  g_autofree char *time = mnr_time_to_utc_text (head != NULL ? head->time : 0);
  /* Translators: the network, block number, time */
  g_autofree char *footer =
    g_strdup_printf (_ ("%s, as of block %s, %s"), self->network, block, time);

  for (guint i = 0; i < lines->len; i++)
    {
      const MnrTextLine *line = g_ptr_array_index (lines, i);

      if (g_str_equal (line->group, _ ("What holders are told")))
        g_ptr_array_add (told, (gpointer) line);
    }
  g_clear_pointer (&self->card, mnr_trust_card_free);
  self->card = mnr_trust_card_new (title, footer, told);
  g_free (self->symbol);
  self->symbol = g_strdup (asset->symbol);
}

static void
show (MnrAssetOverview *self)
{
  const MnrView *view = mnr_chain_view_get_view (self->view);
  g_autoptr (GPtrArray) lines = NULL;
  const MnrAsset *asset;
  gconstpointer object;
  gboolean is_complete;

  switch (view->get_object (view, self->asset, &object))
    {
    case MNR_NONE:
      gtk_stack_set_visible_child_name (self->stack, "none");
      g_signal_emit (self, signals[CHANGED], 0);
      return;

    case MNR_NOT_KNOWN:
      return;

    case MNR_KNOWN:
    default:
      break;
    }
  asset = object;
  lines = mnr_asset_words_new (asset, view, &is_complete);
  /* What is half known looks as if it were all: first show it when it is. */
  if (!is_complete && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "content") != 0)
    return;
  show_lines (self, lines);
  note_holder_words (self, asset, lines);
  show_warnings (self, asset, view);
  show_pictures (self, asset, view);
  gtk_stack_set_visible_child_name (self->stack, "content");
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Staying what it is */

static void
ask (const MnrView *view,
     gpointer user_data)
{
  const MnrObjectId *id = user_data;
  const MnrCallOrder *call;
  const MnrLimitOrder *bid;
  g_autoptr (GPtrArray) words = NULL;
  g_autoptr (GPtrArray) warnings = NULL;
  const MnrAsset *asset;
  gconstpointer object;
  gboolean is_complete;

  view->get_object (view, MNR_CORE_ASSET, &object);
  if (view->get_object (view, *id, &object) != MNR_KNOWN)
    return;
  asset = object;
  words = mnr_asset_words_new (asset, view, &is_complete);
  warnings = mnr_asset_warnings_new (asset, view, &is_complete);
  /* Core has no market against itself. */
  if (*id != MNR_CORE_ASSET)
    view->find_best_bid (view, *id, &bid);
  if (asset->bitasset_data_id != NULL)
    view->find_least_collateral (view, *id, &call);
}

static void
on_completed (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (MnrAssetOverview) self = user_data;
  g_autoptr (GError) error = NULL;
  const gboolean is_done =
    mnr_chain_view_complete_finish (MNR_CHAIN_VIEW (source), result, &error);
  gboolean has_content;

  if (self->cancellable == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->is_asking = FALSE;
  has_content = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "content") == 0;
  gtk_info_bar_set_revealed (self->stale_bar, !is_done && has_content);
  if (is_done)
    {
      show (self);
      return;
    }
  self->block = 0;
  if (has_content)
    {
      g_autofree char *text = g_strdup_printf (_ ("This may be out of date. %s"), error->message);

      gtk_label_set_label (self->stale_label, text);
    }
  else
    {
      adw_status_page_set_description (self->error_page, error->message);
      gtk_stack_set_visible_child_name (self->stack, "error");
    }
}

static void
complete (MnrAssetOverview *self)
{
  const MnrDynamicGlobalProperties *head =
    mnr_node_get_head (mnr_chain_view_get_node (self->view));

  if (self->is_asking || self->cancellable == NULL)
    return;
  self->is_asking = TRUE;
  self->block = head != NULL ? head->head_block_number : 0;
  mnr_chain_view_complete_async (self->view, ask, &self->asset, self->cancellable, on_completed,
                                 g_object_ref (self));
}

static gboolean
on_idle (gpointer user_data)
{
  MnrAssetOverview *self = user_data;

  self->idle = 0;
  show (self);
  return G_SOURCE_REMOVE;
}

static void
on_view_changed (MnrAssetOverview *self)
{
  if (self->idle == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->idle = g_idle_add (on_idle, self);
}

static void
on_node_changed (MnrAssetOverview *self)
{
  const MnrDynamicGlobalProperties *head =
    mnr_node_get_head (mnr_chain_view_get_node (self->view));

  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && head != NULL &&
      head->head_block_number != self->block)
    complete (self);
}

static void
on_retry (GtkButton *button,
          MnrAssetOverview *self)
{
  gtk_stack_set_visible_child_name (self->stack, "loading");
  complete (self);
}

static void
mnr_asset_overview_map (GtkWidget *widget)
{
  MnrAssetOverview *self = MNR_ASSET_OVERVIEW (widget);

  GTK_WIDGET_CLASS (mnr_asset_overview_parent_class)->map (widget);
  if (self->view != NULL)
    complete (self);
}

static void
mnr_asset_overview_dispose (GObject *object)
{
  MnrAssetOverview *self = MNR_ASSET_OVERVIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (self->chooser);
  g_clear_object (&self->chooser);
  g_clear_handle_id (&self->idle, g_source_remove);
  if (self->view != NULL)
    {
      g_signal_handlers_disconnect_by_data (mnr_chain_view_get_node (self->view), self);
      g_signal_handlers_disconnect_by_data (self->view, self);
    }
  g_clear_object (&self->view);
  adw_bin_set_child (ADW_BIN (self), NULL);
  G_OBJECT_CLASS (mnr_asset_overview_parent_class)->dispose (object);
}

static void
mnr_asset_overview_finalize (GObject *object)
{
  MnrAssetOverview *self = MNR_ASSET_OVERVIEW (object);

  g_hash_table_unref (self->groups);
  g_hash_table_unref (self->rows);
  g_free (self->network);
  g_free (self->symbol);
  g_clear_pointer (&self->card, mnr_trust_card_free);
  G_OBJECT_CLASS (mnr_asset_overview_parent_class)->finalize (object);
}

static void
mnr_asset_overview_class_init (MnrAssetOverviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = mnr_asset_overview_dispose;
  object_class->finalize = mnr_asset_overview_finalize;
  widget_class->map = mnr_asset_overview_map;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (MNR_TYPE_PICTURE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/moneyer/Moneyer/ui/mnr-asset-overview.ui");
  gtk_widget_class_bind_template_child (widget_class, MnrAssetOverview, stack);
  gtk_widget_class_bind_template_child (widget_class, MnrAssetOverview, error_page);
  gtk_widget_class_bind_template_child (widget_class, MnrAssetOverview, stale_bar);
  gtk_widget_class_bind_template_child (widget_class, MnrAssetOverview, stale_label);
  gtk_widget_class_bind_template_child (widget_class, MnrAssetOverview, warnings);
  gtk_widget_class_bind_template_child (widget_class, MnrAssetOverview, supply);
  gtk_widget_class_bind_template_child (widget_class, MnrAssetOverview, pool);
  gtk_widget_class_bind_template_child (widget_class, MnrAssetOverview, rate);
  gtk_widget_class_bind_template_child (widget_class, MnrAssetOverview, position);
  gtk_widget_class_bind_template_child (widget_class, MnrAssetOverview, words);
  gtk_widget_class_bind_template_callback (widget_class, on_retry);
}

static void
mnr_asset_overview_init (MnrAssetOverview *self)
{
  self->groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->rows = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
mnr_asset_overview_set_asset (MnrAssetOverview *self,
                              MnrChainView *view,
                              const char *network,
                              MnrObjectId asset)
{
  g_return_if_fail (self->view == NULL);

  self->network = g_strdup (network);
  self->view = g_object_ref (view);
  self->asset = asset;
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  g_signal_connect_swapped (mnr_chain_view_get_node (view), "changed",
                            G_CALLBACK (on_node_changed), self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    complete (self);
}
