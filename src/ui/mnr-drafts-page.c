/* mnr-drafts-page.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-drafts-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "mnr-lines.h"
#include "mnr-time-words.h"

struct _MnrDraftsPage
{
  AdwBin parent_instance;

  AdwToastOverlay *toasts;
  GtkStack *stack;
  AdwStatusPage *empty;
  AdwPreferencesPage *page;
  GtkButton *import;
  GtkButton *import_first;
  GtkListBox *list;
  AdwPreferencesGroup *problems;

  MnrDraftStore *store;
  GtkFileChooserNative *chooser; /* (nullable): open */
  MnrStoredDraft *exported;      /* (nullable): what it is open for */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (MnrDraftsPage, mnr_drafts_page, ADW_TYPE_BIN)

enum
{
  OPENED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
say (MnrDraftsPage *self,
     const char *sentence)
{
  AdwToast *toast = adw_toast_new (sentence);

  adw_toast_set_timeout (toast, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* Removing, and having it back */

static void
on_undo (AdwToast *toast,
         MnrDraftsPage *self)
{
  mnr_draft_store_restore (self->store, g_object_get_data (G_OBJECT (toast), "draft"));
}

static void
on_remove (GtkWidget *button,
           MnrDraftsPage *self)
{
  g_autoptr (MnrStoredDraft) stored =
    g_object_ref (g_object_get_data (G_OBJECT (button), "draft"));
  g_autoptr (GError) error = NULL;
  g_autofree char *title = mnr_stored_draft_get_title (stored), *text = NULL, *escaped = NULL;
  AdwToast *toast;

  if (!mnr_draft_store_remove (self->store, stored, &error))
    {
      say (self, error->message);
      return;
    }
  escaped = g_markup_escape_text (title, -1);
  text = g_strdup_printf (_ ("“%s” removed"), escaped);
  toast = adw_toast_new (text);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_object_set_data_full (G_OBJECT (toast), "draft", g_steal_pointer (&stored), g_object_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_undo), self, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* Files */

static void
on_written (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (MnrDraftsPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    say (self, _ ("Draft written to the file."));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say (self, error->message);
}

static void
on_loaded (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (MnrDraftsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (g_file_load_contents_finish (G_FILE (source), result, &text, &length, NULL, &error))
    mnr_draft_store_import (self->store, text, length, &error);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say (self, error->message);
}

static void
on_response (MnrDraftsPage *self,
             int response)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (MnrStoredDraft) stored = g_steal_pointer (&self->exported);
  g_autoptr (GFile) file = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  if (stored != NULL)
    {
      char *json = mnr_draft_to_json (mnr_stored_draft_get_draft (stored));
      g_autoptr (GBytes) bytes = g_bytes_new_take (json, strlen (json));

      g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE,
                                           self->cancellable, on_written, g_object_ref (self));
    }
  else
    g_file_load_contents_async (file, self->cancellable, on_loaded, g_object_ref (self));
}

/* @stored: (nullable): what to write; NULL to read something */
static void
choose_file (MnrDraftsPage *self,
             MnrStoredDraft *stored)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *name = NULL;

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (
    stored != NULL ? _ ("Export a Draft") : _ ("Import a Draft"), GTK_WINDOW (root),
    stored != NULL ? GTK_FILE_CHOOSER_ACTION_SAVE : GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  g_set_object (&self->exported, stored);
  if (stored != NULL)
    {
      const char *symbol =
        mnr_draft_get (mnr_stored_draft_get_draft (stored), MNR_DRAFT_SYMBOL);

      name = g_strconcat (symbol[0] != '\0' ? symbol : "draft", ".json", NULL);
      g_strdelimit (name, "/", '-');
      gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
    }
  g_signal_connect_swapped (self->chooser, "response", G_CALLBACK (on_response), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_export (GtkWidget *button,
           MnrDraftsPage *self)
{
  choose_file (self, g_object_get_data (G_OBJECT (button), "draft"));
}

static void
on_import (MnrDraftsPage *self)
{
  choose_file (self, NULL);
}

/* The rows */

static void
add_button (MnrDraftsPage *self,
            AdwActionRow *row,
            MnrStoredDraft *stored,
            const char *icon,
            const char *label,
            GCallback clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  g_autofree char *title = mnr_stored_draft_get_title (stored);
  /* Each draft has the same buttons. */
  g_autofree char *name = g_strdup_printf ("%s: %s", title, label);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  g_object_set_data (G_OBJECT (button), "draft", stored);
  g_signal_connect (button, "clicked", clicked, self);
  adw_action_row_add_suffix (row, button);
}

static void
show_draft (AdwActionRow *row)
{
  MnrStoredDraft *stored = g_object_get_data (G_OBJECT (row), "draft");
  g_autofree char *title = mnr_stored_draft_get_title (stored);
  g_autofree char *when = mnr_time_to_local_text ((MnrTime) mnr_stored_draft_get_time (stored));
  g_autofree char *subtitle = NULL;

  subtitle = g_strdup_printf ("%s · %s", mnr_stored_draft_get_kind (stored), when);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (row, mnr_stored_draft_get_problem (stored) != NULL
                                      ? mnr_stored_draft_get_problem (stored)
                                      : subtitle);
}

static void
on_open (AdwActionRow *row,
         MnrDraftsPage *self)
{
  MnrStoredDraft *stored = g_object_get_data (G_OBJECT (row), "draft");

  g_signal_emit (self, signals[OPENED], 0, mnr_stored_draft_get_draft (stored));
}

static GtkWidget *
make_row (gpointer item,
          gpointer user_data)
{
  MnrDraftsPage *self = user_data;
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_title_lines (row, 1);
  g_object_set_data_full (G_OBJECT (row), "draft", g_object_ref (item), g_object_unref);
  add_button (self, row, item, "document-save-symbolic", _ ("Export to a File…"),
              G_CALLBACK (on_export));
  add_button (self, row, item, "user-trash-symbolic", _ ("Remove"), G_CALLBACK (on_remove));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect (row, "activated", G_CALLBACK (on_open), self);
  g_signal_connect_object (item, "notify", G_CALLBACK (show_draft), row, G_CONNECT_SWAPPED);
  show_draft (row);
  return GTK_WIDGET (row);
}

static void
on_items_changed (MnrDraftsPage *self)
{
  const gboolean is_empty = g_list_model_get_n_items (G_LIST_MODEL (self->store)) == 0 &&
                            mnr_draft_store_get_problems (self->store)->len == 0;

  gtk_stack_set_visible_child (self->stack,
                               is_empty ? GTK_WIDGET (self->empty) : GTK_WIDGET (self->page));
}

static void
mnr_drafts_page_dispose (GObject *object)
{
  MnrDraftsPage *self = MNR_DRAFTS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_object (&self->exported);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (mnr_drafts_page_parent_class)->dispose (object);
}

static void
mnr_drafts_page_finalize (GObject *object)
{
  g_object_unref (MNR_DRAFTS_PAGE (object)->cancellable);
  G_OBJECT_CLASS (mnr_drafts_page_parent_class)->finalize (object);
}

static void
mnr_drafts_page_class_init (MnrDraftsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mnr_drafts_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = mnr_drafts_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/moneyer/Moneyer/ui/mnr-drafts-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MnrDraftsPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, MnrDraftsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, MnrDraftsPage, empty);
  gtk_widget_class_bind_template_child (widget_class, MnrDraftsPage, page);
  gtk_widget_class_bind_template_child (widget_class, MnrDraftsPage, import);
  gtk_widget_class_bind_template_child (widget_class, MnrDraftsPage, import_first);
  gtk_widget_class_bind_template_child (widget_class, MnrDraftsPage, list);
  gtk_widget_class_bind_template_child (widget_class, MnrDraftsPage, problems);

  signals[OPENED] = g_signal_new ("opened", MNR_TYPE_DRAFTS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, MNR_TYPE_DRAFT);
}

static void
mnr_drafts_page_init (MnrDraftsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  g_signal_connect_swapped (self->import, "clicked", G_CALLBACK (on_import), self);
  g_signal_connect_swapped (self->import_first, "clicked", G_CALLBACK (on_import), self);
}

GtkWidget *
mnr_drafts_page_new (MnrDraftStore *store)
{
  MnrDraftsPage *self = g_object_new (MNR_TYPE_DRAFTS_PAGE, NULL);
  GPtrArray *problems = mnr_draft_store_get_problems (store);

  self->store = g_object_ref (store);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (store), make_row, self, NULL);
  for (guint i = 0; i < problems->len; i++)
    adw_preferences_group_add (self->problems,
                               mnr_label_new (g_ptr_array_index (problems, i), "caption"));
  gtk_widget_set_visible (GTK_WIDGET (self->problems), problems->len > 0);
  g_signal_connect_object (store, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  on_items_changed (self);
  return GTK_WIDGET (self);
}
