/* mnr-field-row.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-field-row.h"

#include <glib/gi18n.h>
#include <string.h>

#include "mnr-lines.h"
#include "mnr-name-completion.h"

struct _MnrFieldRow
{
  AdwPreferencesRow parent_instance;

  GtkBox *line;
  GtkLabel *label;
  GtkBox *control;
  GtkLabel *unit;
  GtkLabel *help;
  GtkLabel *note;
  GtkWidget *problem;
  GtkImage *problem_icon;
  GtkLabel *problem_text;

  MnrDraft *draft;
  MnrDraftField field;
  const MnrDraftFieldInfo *info;
  GtkEditable *entry;       /* (nullable) */
  GtkTextView *text;        /* (nullable): instead of the entry */
  GtkDropDown *choice;      /* (nullable): with or instead of the entry */
  MnrNameCompletion *names; /* (nullable): of accounts or assets, as they are typed */
  char *own_unit;           /* (nullable): instead of what the field would say */
  gboolean is_following;    /* what is set comes from the draft */
};

G_DEFINE_FINAL_TYPE (MnrFieldRow, mnr_field_row, ADW_TYPE_PREFERENCES_ROW)

/* Who feeds the price, in the order of the choice; NULL stands for accounts. */
static const char *const feeders[] = { NULL, "witnesses", "committee" };

static void
take (MnrFieldRow *self,
      const char *text)
{
  if (!self->is_following)
    mnr_draft_set (self->draft, self->field, text);
}

/* Symbols have capitals only; as it is typed, so that nobody wonders. */
static gboolean
raise_case (MnrFieldRow *self,
            const char *text)
{
  g_autofree char *upper = g_ascii_strup (text, -1);
  int position;

  if (self->field != MNR_DRAFT_SYMBOL || strcmp (upper, text) == 0)
    return FALSE;
  position = gtk_editable_get_position (self->entry);
  gtk_editable_set_text (self->entry, upper);
  gtk_editable_set_position (self->entry, position);
  return TRUE;
}

static void
on_entry_changed (MnrFieldRow *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (self->entry));

  if (!raise_case (self, text))
    take (self, text);
}

static void
on_text_changed (MnrFieldRow *self,
                 GtkTextBuffer *buffer)
{
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  take (self, text);
}

static void
on_selected (MnrFieldRow *self)
{
  const guint selected = gtk_drop_down_get_selected (self->choice);

  if (selected == GTK_INVALID_LIST_POSITION)
    return;
  if (self->info->text == MNR_TEXT_CHOICE)
    {
      take (self, selected == 0 ? "" : self->info->choices[selected - 1]);
      return;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->entry), feeders[selected] == NULL);
  take (self, feeders[selected] != NULL ? feeders[selected] : "");
}

static guint
find_choice (MnrFieldRow *self,
             const char *text)
{
  if (self->info->text == MNR_TEXT_FEEDERS)
    {
      for (guint i = 1; i < G_N_ELEMENTS (feeders); i++)
        if (strcmp (feeders[i], text) == 0)
          return i;
      return 0;
    }
  for (guint i = 0; self->info->choices[i] != NULL; i++)
    if (strcmp (self->info->choices[i], text) == 0)
      return i + 1;
  return 0;
}

static const char *
get_unit (MnrFieldRow *self)
{
  const char *symbol = mnr_draft_get (self->draft, MNR_DRAFT_SYMBOL);

  if (self->own_unit != NULL)
    return self->own_unit;
  switch ((int) self->info->text)
    {
    case MNR_TEXT_PERCENT:
    case MNR_TEXT_RATIO:
      return "%";
    case MNR_TEXT_ASSET_AMOUNT:
      return symbol[0] != '\0' ? symbol : _ ("tokens");
    case MNR_TEXT_CORE_AMOUNT:
      return _ ("core");
    default:
      return NULL;
    }
}

static gboolean
is_wide (MnrFieldRow *self)
{
  switch ((int) self->info->text)
    {
    case MNR_TEXT_PLAIN:
      return self->field != MNR_DRAFT_SYMBOL && self->field != MNR_DRAFT_EXPIRY;
    case MNR_TEXT_CHOICE:
    case MNR_TEXT_ACCOUNTS:
    case MNR_TEXT_ASSETS:
    case MNR_TEXT_FEEDERS:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Shows what the draft says. */
static void
follow (MnrFieldRow *self)
{
  const char *text = mnr_draft_get (self->draft, self->field);
  const char *unit = get_unit (self);

  self->is_following = TRUE;
  if (self->choice != NULL)
    {
      gtk_drop_down_set_selected (self->choice, find_choice (self, text));
      if (self->entry != NULL)
        gtk_widget_set_visible (GTK_WIDGET (self->entry), find_choice (self, text) == 0);
    }
  if (self->entry != NULL && strcmp (gtk_editable_get_text (self->entry), text) != 0 &&
      (self->choice == NULL || find_choice (self, text) == 0))
    gtk_editable_set_text (self->entry, text);
  if (self->text != NULL)
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
      g_autofree char *old = NULL;
      GtkTextIter start, end;

      gtk_text_buffer_get_bounds (buffer, &start, &end);
      old = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
      if (strcmp (old, text) != 0)
        gtk_text_buffer_set_text (buffer, text, -1);
    }
  self->is_following = FALSE;

  gtk_label_set_text (self->unit, unit != NULL ? unit : "");
  /* Room is left where there is none, so that entries stand below each other. */
  gtk_widget_set_visible (GTK_WIDGET (self->unit), unit != NULL || !is_wide (self));
  gtk_widget_set_visible (GTK_WIDGET (self),
                          (self->info->kinds & mnr_draft_get_kind (self->draft)) != 0);
}

static void
on_draft_changed (MnrFieldRow *self,
                  int field)
{
  if (field == (int) self->field ||
      (field == MNR_DRAFT_SYMBOL && self->info->text == MNR_TEXT_ASSET_AMOUNT))
    follow (self);
}

static void
name_control (MnrFieldRow *self,
              GtkWidget *widget)
{
  gtk_accessible_update_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  self->label, NULL, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->help, self->problem_text, NULL, -1);
}

/* Names are completed as they are typed. */
static void
add_names (MnrFieldRow *self)
{
  const MnrTextKind text = self->info->text;

  if (text == MNR_TEXT_ACCOUNTS || text == MNR_TEXT_FEEDERS)
    self->names =
      mnr_name_completion_new (GTK_WIDGET (self->entry), MNR_NAMES_ACCOUNTS, TRUE);
  else if (text == MNR_TEXT_ASSETS || text == MNR_TEXT_ASSET ||
           self->field == MNR_DRAFT_PREFERRED_MARKET)
    self->names = mnr_name_completion_new (GTK_WIDGET (self->entry), MNR_NAMES_ASSETS,
                                           text == MNR_TEXT_ASSETS);
}

/* Return is as good as Tab. */
static void
go_on (GtkWidget *entry)
{
  g_signal_emit_by_name (entry, "move-focus", GTK_DIR_TAB_FORWARD);
}

static void
add_entry (MnrFieldRow *self)
{
  GtkWidget *entry = gtk_entry_new ();
  const gboolean is_number = self->info->text != MNR_TEXT_PLAIN && !is_wide (self);

  self->entry = GTK_EDITABLE (entry);
  gtk_widget_set_hexpand (entry, is_wide (self));
  gtk_editable_set_width_chars (self->entry, is_wide (self) ? 8 : is_number ? 12
                                                                            : 16);
  if (is_number)
    gtk_editable_set_alignment (self->entry, 1);
  if (is_number)
    gtk_widget_add_css_class (entry, "numeric");
  gtk_entry_set_activates_default (GTK_ENTRY (entry), FALSE);
  if (self->field == MNR_DRAFT_SYMBOL && mnr_draft_get_asset (self->draft) != NULL)
    gtk_widget_set_sensitive (entry, FALSE);
  if (self->field == MNR_DRAFT_EXPIRY)
    gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("YYYY-MM-DD"));
  else if (self->info->text == MNR_TEXT_ACCOUNTS || self->info->text == MNR_TEXT_FEEDERS)
    gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("account-1, account-2"));
  else if (self->info->text == MNR_TEXT_ASSETS)
    gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("BTS, MYTOKEN"));
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (on_entry_changed), self);
  g_signal_connect (entry, "activate", G_CALLBACK (go_on), NULL);
  gtk_box_prepend (self->control, entry);
  name_control (self, entry);
  add_names (self);
}

static void
add_text (MnrFieldRow *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->text = GTK_TEXT_VIEW (gtk_text_view_new ());
  gtk_text_view_set_wrap_mode (self->text, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (self->text, FALSE);
  gtk_text_view_set_top_margin (self->text, 6);
  gtk_text_view_set_bottom_margin (self->text, 6);
  gtk_text_view_set_left_margin (self->text, 8);
  gtk_text_view_set_right_margin (self->text, 8);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->text));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 72);
  gtk_widget_add_css_class (scroller, "field-text");
  gtk_widget_set_hexpand (scroller, TRUE);
  gtk_box_prepend (self->control, scroller);
  g_signal_connect_swapped (gtk_text_view_get_buffer (self->text), "changed",
                            G_CALLBACK (on_text_changed), self);
  name_control (self, GTK_WIDGET (self->text));
}

/* A drop-down whose texts wrap nowhere: the button shows as much as fits. */
static void
bind_choice (GtkSignalListItemFactory *factory,
             GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (
    gtk_string_object_get_string (GTK_STRING_OBJECT (gtk_list_item_get_item (item))));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
add_choice (MnrFieldRow *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  if (self->info->text == MNR_TEXT_FEEDERS)
    {
      gtk_string_list_append (labels, _ ("Accounts that I name"));
      gtk_string_list_append (labels, _ ("The witnesses of the chain"));
      gtk_string_list_append (labels, _ ("The committee of the chain"));
    }
  else
    {
      gtk_string_list_append (labels, _ ("As the chain does by default"));
      for (guint i = 0; self->info->choice_labels[i] != NULL; i++)
        gtk_string_list_append (labels, _ (self->info->choice_labels[i]));
    }
  g_signal_connect (factory, "bind", G_CALLBACK (bind_choice), NULL);
  self->choice =
    GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&labels)), NULL));
  gtk_drop_down_set_factory (self->choice, factory);
  gtk_widget_set_hexpand (GTK_WIDGET (self->choice), self->entry == NULL);
  gtk_box_prepend (self->control, GTK_WIDGET (self->choice));
  g_signal_connect_swapped (self->choice, "notify::selected", G_CALLBACK (on_selected), self);
  mnr_drop_down_set_name (self->choice, _ (self->info->label));
}

static GtkWidget *
get_control (MnrFieldRow *self)
{
  if (self->entry != NULL && gtk_widget_get_visible (GTK_WIDGET (self->entry)))
    return GTK_WIDGET (self->entry);
  return self->text != NULL ? GTK_WIDGET (self->text) : GTK_WIDGET (self->choice);
}

static gboolean
mnr_field_row_focus (GtkWidget *widget,
                     GtkDirectionType direction)
{
  return gtk_widget_child_focus (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (widget)),
                                 direction);
}

static gboolean
mnr_field_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (get_control (MNR_FIELD_ROW (widget)));
}

static void
mnr_field_row_dispose (GObject *object)
{
  MnrFieldRow *self = MNR_FIELD_ROW (object);

  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_data (self->draft, self);
  g_clear_object (&self->draft);
  g_clear_object (&self->names);
  G_OBJECT_CLASS (mnr_field_row_parent_class)->dispose (object);
}

static void
mnr_field_row_finalize (GObject *object)
{
  g_free (MNR_FIELD_ROW (object)->own_unit);
  G_OBJECT_CLASS (mnr_field_row_parent_class)->finalize (object);
}

static void
mnr_field_row_class_init (MnrFieldRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mnr_field_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = mnr_field_row_finalize;
  widget_class->focus = mnr_field_row_focus;
  widget_class->grab_focus = mnr_field_row_grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/moneyer/Moneyer/ui/mnr-field-row.ui");
  gtk_widget_class_bind_template_child (widget_class, MnrFieldRow, line);
  gtk_widget_class_bind_template_child (widget_class, MnrFieldRow, label);
  gtk_widget_class_bind_template_child (widget_class, MnrFieldRow, control);
  gtk_widget_class_bind_template_child (widget_class, MnrFieldRow, unit);
  gtk_widget_class_bind_template_child (widget_class, MnrFieldRow, help);
  gtk_widget_class_bind_template_child (widget_class, MnrFieldRow, note);
  gtk_widget_class_bind_template_child (widget_class, MnrFieldRow, problem);
  gtk_widget_class_bind_template_child (widget_class, MnrFieldRow, problem_icon);
  gtk_widget_class_bind_template_child (widget_class, MnrFieldRow, problem_text);
}

static void
mnr_field_row_init (MnrFieldRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
mnr_field_row_new (MnrDraft *draft,
                   MnrDraftField field)
{
  MnrFieldRow *self = g_object_new (MNR_TYPE_FIELD_ROW, NULL);

  self->draft = g_object_ref (draft);
  self->field = field;
  self->info = mnr_draft_field_get_info (field);
  g_return_val_if_fail (self->info->text != MNR_TEXT_POWER, GTK_WIDGET (self));

  gtk_label_set_text (self->label, _ (self->info->label));
  gtk_label_set_text (self->help, _ (self->info->help));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _ (self->info->label));
  if (is_wide (self))
    gtk_orientable_set_orientation (GTK_ORIENTABLE (self->line), GTK_ORIENTATION_VERTICAL);
  if (is_wide (self))
    gtk_box_set_spacing (self->line, 6);

  if (field == MNR_DRAFT_DESCRIPTION || field == MNR_DRAFT_CONDITION)
    add_text (self);
  else if (self->info->text != MNR_TEXT_CHOICE)
    add_entry (self);
  if (self->info->text == MNR_TEXT_CHOICE || self->info->text == MNR_TEXT_FEEDERS)
    add_choice (self);
  if (self->info->text == MNR_TEXT_FEEDERS)
    gtk_orientable_set_orientation (GTK_ORIENTABLE (self->control), GTK_ORIENTATION_VERTICAL);

  g_signal_connect_swapped (draft, "changed", G_CALLBACK (on_draft_changed), self);
  follow (self);
  return GTK_WIDGET (self);
}

MnrDraftField
mnr_field_row_get_field (MnrFieldRow *self)
{
  g_return_val_if_fail (MNR_IS_FIELD_ROW (self), MNR_DRAFT_SYMBOL);

  return self->field;
}

/* Whether what stands in it has to be looked up. */
static gboolean
is_looked_up (MnrFieldRow *self)
{
  const char *text = mnr_draft_get (self->draft, self->field);

  if (text[0] == '\0' || (self->choice != NULL && find_choice (self, text) != 0))
    return FALSE;
  return self->field == MNR_DRAFT_SYMBOL || self->info->text == MNR_TEXT_ASSET ||
         self->info->text == MNR_TEXT_ACCOUNTS || self->info->text == MNR_TEXT_ASSETS ||
         self->info->text == MNR_TEXT_FEEDERS;
}

static void
set_class (GtkWidget *widget,
           const char *name,
           gboolean has_it)
{
  if (has_it)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* Setting the same icon again makes GTK lay the page out anew. */
static void
set_icon (GtkImage *image,
          const char *name)
{
  if (g_strcmp0 (gtk_image_get_icon_name (image), name) != 0)
    gtk_image_set_from_icon_name (image, name);
}

/* In the entry, so that it stays where it is. */
static void
show_state (MnrFieldRow *self,
            const char *icon,
            const char *words)
{
  GtkEntry *entry = self->entry != NULL ? GTK_ENTRY (self->entry) : NULL;

  /* GTK makes room for an icon as soon as anything is said of it. */
  if (entry == NULL || g_strcmp0 (gtk_entry_get_icon_name (entry, GTK_ENTRY_ICON_SECONDARY),
                                  icon) == 0)
    return;
  gtk_entry_set_icon_from_icon_name (entry, GTK_ENTRY_ICON_SECONDARY, icon);
  if (icon == NULL)
    return;
  gtk_entry_set_icon_activatable (entry, GTK_ENTRY_ICON_SECONDARY, FALSE);
  gtk_entry_set_icon_tooltip_text (entry, GTK_ENTRY_ICON_SECONDARY, words);
}

void
mnr_field_row_set_finding (MnrFieldRow *self,
                           const MnrDraftFinding *finding,
                           gboolean is_checking)
{
  const gboolean is_refused = finding != NULL && finding->severity == MNR_SEVERITY_REFUSED;
  const gboolean is_warned = finding != NULL && !is_refused;
  const char *icon = is_refused ? "dialog-error-symbolic" : "dialog-warning-symbolic";
  GtkWidget *control;

  g_return_if_fail (MNR_IS_FIELD_ROW (self));

  control = get_control (self);
  gtk_widget_set_visible (self->problem, finding != NULL);
  gtk_label_set_text (self->problem_text, finding != NULL ? finding->sentence : "");
  set_icon (self->problem_icon, icon);
  set_class (self->problem, "error", is_refused);
  set_class (self->problem, "warning", is_warned);
  if (self->entry != NULL)
    set_class (GTK_WIDGET (self->entry), "error", is_refused);
  gtk_accessible_update_state (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_STATE_INVALID,
                               is_refused ? GTK_ACCESSIBLE_INVALID_TRUE
                                          : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);

  if (!is_looked_up (self) || is_refused)
    show_state (self, NULL, NULL);
  else if (is_checking)
    show_state (self, "content-loading-symbolic", _ ("Being looked up…"));
  else
    show_state (self, "emblem-ok-symbolic", _ ("Looked up on the chain"));
}

void
mnr_field_row_set_node (MnrFieldRow *self,
                        MnrNode *node)
{
  g_return_if_fail (MNR_IS_FIELD_ROW (self));

  if (self->names != NULL)
    mnr_name_completion_set_node (self->names, node);
}

void
mnr_field_row_set_unit (MnrFieldRow *self,
                        const char *unit)
{
  g_return_if_fail (MNR_IS_FIELD_ROW (self));

  if (g_strcmp0 (self->own_unit, unit) == 0)
    return;
  g_free (self->own_unit);
  self->own_unit = g_strdup (unit);
  follow (self);
}

void
mnr_field_row_set_note (MnrFieldRow *self,
                        const char *note)
{
  g_return_if_fail (MNR_IS_FIELD_ROW (self));

  gtk_label_set_text (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
}
