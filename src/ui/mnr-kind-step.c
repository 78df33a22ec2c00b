/* mnr-kind-step.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-kind-step.h"

#include <glib/gi18n.h>

#include "mnr-lines.h"
#include "mnr-name-completion.h"

struct _MnrKindStep
{
  AdwBin parent_instance;

  MnrWallet *wallet;
  MnrDraft *draft;
  AdwPreferencesPage *page;
  AdwEntryRow *like;
  MnrNameCompletion *names; /* of the assets that there are */
  AdwActionRow *file;
  GtkLabel *problem;
  GtkFileChooserNative *chooser; /* (nullable): open */
  GCancellable *cancellable;     /* of everything asked for */
};

G_DEFINE_FINAL_TYPE (MnrKindStep, mnr_kind_step, ADW_TYPE_BIN)

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
show_problem (MnrKindStep *self,
              const char *sentence)
{
  gtk_label_set_text (self->problem, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), sentence != NULL);
}

static void
choose (MnrKindStep *self,
        MnrDraft *draft)
{
  show_problem (self, NULL);
  mnr_draft_apply (self->draft, draft);
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
on_template (AdwActionRow *row,
             MnrKindStep *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrDraft) draft =
    mnr_draft_new_from_template (g_object_get_data (G_OBJECT (row), "template"), &error);

  if (draft != NULL)
    choose (self, draft);
  else
    show_problem (self, error->message);
}

/* Like one that exists */

static const MnrAsset *
find_asset (MnrKindStep *self,
            const MnrView *view,
            const MnrBitassetData **bitasset,
            MnrKnowledge *knowledge)
{
  g_autofree char *symbol =
    g_ascii_strup (gtk_editable_get_text (GTK_EDITABLE (self->like)), -1);
  const MnrAsset *asset = NULL;
  gconstpointer object = NULL;

  g_strstrip (symbol);
  *bitasset = NULL;
  *knowledge = view->find_asset (view, symbol, &asset);
  if (*knowledge != MNR_KNOWN)
    return NULL;
  if (asset->bitasset_data_id != NULL &&
      view->get_object (view, *asset->bitasset_data_id, &object) == MNR_KNOWN)
    *bitasset = object;
  return asset;
}

static void
ask_asset (const MnrView *view,
           gpointer user_data)
{
  const MnrBitassetData *bitasset;
  MnrKnowledge knowledge;
  const MnrAsset *asset = find_asset (user_data, view, &bitasset, &knowledge);

  if (asset != NULL && (asset->bitasset_data_id == NULL || bitasset != NULL))
    mnr_draft_ask_names (asset, bitasset, view);
}

static void
on_asset (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (MnrKindStep) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrDraft) draft = NULL;
  const MnrView *view = mnr_chain_view_get_view (MNR_CHAIN_VIEW (source));
  const MnrBitassetData *bitasset;
  MnrKnowledge knowledge;
  const MnrAsset *asset;

  mnr_chain_view_complete_finish (MNR_CHAIN_VIEW (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  asset = find_asset (self, view, &bitasset, &knowledge);
  if (asset == NULL)
    {
      show_problem (self, error != NULL ? error->message
                                        : _ ("There is no asset of that symbol on this chain."));
      return;
    }
  draft = mnr_draft_new_from_asset (asset, bitasset, view, FALSE);
  choose (self, draft);
}

static void
on_like (MnrKindStep *self)
{
  MnrChainView *view = mnr_wallet_get_view (self->wallet);

  if (view == NULL)
    {
      show_problem (self, _ ("No network is open, so there is nobody to ask for that asset."));
      return;
    }
  show_problem (self, NULL);
  mnr_chain_view_complete_async (view, ask_asset, self, self->cancellable, on_asset,
                                 g_object_ref (self));
}

/* From a file */

static void
on_loaded (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (MnrKindStep) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrDraft) draft = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (g_file_load_contents_finish (G_FILE (source), result, &text, &length, NULL, &error))
    draft = mnr_draft_new_from_text (text, length, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (draft != NULL)
    choose (self, draft);
  else
    show_problem (self, error->message);
}

void
mnr_kind_step_open_file (MnrKindStep *self,
                         GFile *file)
{
  g_return_if_fail (MNR_IS_KIND_STEP (self));

  show_problem (self, NULL);
  g_file_load_contents_async (file, self->cancellable, on_loaded, g_object_ref (self));
}

static void
on_response (MnrKindStep *self,
             int response)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GFile) file = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  mnr_kind_step_open_file (self, file);
}

static void
on_file (MnrKindStep *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Open a Draft"), GTK_WINDOW (root),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  g_signal_connect_swapped (self->chooser, "response", G_CALLBACK (on_response), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* The rows */

static void
add_templates (MnrKindStep *self,
               MnrAssetKind kind,
               const char *description)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  const MnrTemplate *templates;
  guint n_templates;

  adw_preferences_group_set_title (group, mnr_asset_kind_get_label (kind));
  adw_preferences_group_set_description (group, description);
  templates = mnr_draft_get_templates (&n_templates);
  for (guint i = 0; i < n_templates; i++)
    {
      GtkWidget *row;

      if (templates[i].kind != kind)
        continue;
      row = adw_action_row_new ();
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (templates[i].title));
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ (templates[i].summary));
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 mnr_decoration_new ("go-next-symbolic"));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_object_set_data (G_OBJECT (row), "template", (gpointer) templates[i].name);
      g_signal_connect (row, "activated", G_CALLBACK (on_template), self);
      adw_preferences_group_add (group, row);
    }
  adw_preferences_page_add (self->page, group);
}

static void
add_others (MnrKindStep *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, _ ("Something You Have"));
  self->like = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->like),
                                 _ ("Like an existing asset: its symbol"));
  adw_entry_row_set_show_apply_button (self->like, TRUE);
  mnr_entry_row_announce (self->like);
  self->names = mnr_name_completion_new (GTK_WIDGET (self->like), MNR_NAMES_ASSETS, FALSE);
  g_signal_connect_swapped (self->like, "apply", G_CALLBACK (on_like), self);
  adw_preferences_group_add (group, GTK_WIDGET (self->like));

  self->file = ADW_ACTION_ROW (adw_action_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->file), _ ("From a File…"));
  adw_action_row_set_subtitle (self->file,
                               _ ("A draft, or the options or the line of cli_wallet’s "
                                  "create_asset."));
  adw_action_row_set_subtitle_lines (self->file, 0);
  adw_action_row_add_suffix (self->file, mnr_decoration_new ("document-open-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->file), TRUE);
  g_signal_connect_swapped (self->file, "activated", G_CALLBACK (on_file), self);
  adw_preferences_group_add (group, GTK_WIDGET (self->file));

  self->problem = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->problem, TRUE);
  gtk_label_set_xalign (self->problem, 0);
  gtk_widget_set_margin_top (GTK_WIDGET (self->problem), 6);
  gtk_widget_add_css_class (GTK_WIDGET (self->problem), "error");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  adw_preferences_group_add (group, GTK_WIDGET (self->problem));
  adw_preferences_page_add (self->page, group);
}

static void
mnr_kind_step_dispose (GObject *object)
{
  MnrKindStep *self = MNR_KIND_STEP (object);

  g_cancellable_cancel (self->cancellable);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_object (&self->names);
  g_clear_object (&self->wallet);
  g_clear_object (&self->draft);
  G_OBJECT_CLASS (mnr_kind_step_parent_class)->dispose (object);
}

static void
mnr_kind_step_finalize (GObject *object)
{
  g_object_unref (MNR_KIND_STEP (object)->cancellable);
  G_OBJECT_CLASS (mnr_kind_step_parent_class)->finalize (object);
}

static void
mnr_kind_step_class_init (MnrKindStepClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mnr_kind_step_dispose;
  G_OBJECT_CLASS (klass)->finalize = mnr_kind_step_finalize;
  signals[CHOSEN] = g_signal_new ("chosen", MNR_TYPE_KIND_STEP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void
mnr_kind_step_init (MnrKindStep *self)
{
  self->cancellable = g_cancellable_new ();
  self->page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->page));
  add_templates (self, MNR_ASSET_TOKEN,
                 _ ("You issue it, and decide what it stands for."));
  add_templates (self, MNR_ASSET_SMARTCOIN,
                 _ ("Anybody borrows it against collateral; it follows a price."));
  add_templates (self, MNR_ASSET_PREDICTION,
                 _ ("People trade on whether a statement turns out true."));
  add_others (self);
}

/* Another network may be in use. */
static void
on_network (MnrKindStep *self)
{
  mnr_name_completion_set_node (self->names, mnr_wallet_get_node (self->wallet));
}

GtkWidget *
mnr_kind_step_new (MnrWallet *wallet,
                   MnrDraft *draft)
{
  MnrKindStep *self = g_object_new (MNR_TYPE_KIND_STEP, NULL);

  self->wallet = g_object_ref (wallet);
  self->draft = g_object_ref (draft);
  g_signal_connect_object (wallet, "network-changed", G_CALLBACK (on_network), self,
                           G_CONNECT_SWAPPED);
  on_network (self);
  return GTK_WIDGET (self);
}
