/* mnr-name-completion.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-name-completion.h"

#include <glib/gi18n.h>
#include <string.h>

/* What stands between names, as drafts read them. */
#define SEPARATORS ",;\n\t "

struct _MnrNameCompletion
{
  GObject parent_instance;

  GtkWidget *entry; /* whose popover it is */
  MnrNameKind kind;
  gboolean is_list;
  MnrNode *node; /* (nullable) */
  GtkWidget *popover;
  GtkListBox *list;
  guint timeout;
  GCancellable *cancellable; /* (nullable): of the question under way */
  gboolean is_taking;        /* what changes is our doing */
};

G_DEFINE_FINAL_TYPE (MnrNameCompletion, mnr_name_completion, G_TYPE_OBJECT)

/* The word that the cursor is in or behind, as bytes of @text. */
static void
find_word (MnrNameCompletion *self,
           const char *text,
           gsize *start,
           gsize *end)
{
  const char *cursor =
    g_utf8_offset_to_pointer (text, gtk_editable_get_position (GTK_EDITABLE (self->entry)));

  *start = (gsize) (cursor - text);
  *end = *start;
  if (!self->is_list)
    {
      *start = 0;
      *end = strlen (text);
      return;
    }
  while (*start > 0 && strchr (SEPARATORS, text[*start - 1]) == NULL)
    (*start)--;
  *end += strcspn (text + *end, SEPARATORS);
}

static char *
dup_word (MnrNameCompletion *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  gsize start, end;

  find_word (self, text, &start, &end);
  return g_strstrip (g_strndup (text + start, end - start));
}

static gboolean
is_open (MnrNameCompletion *self)
{
  return gtk_widget_get_visible (self->popover);
}

static void
set_open (MnrNameCompletion *self,
          gboolean open)
{
  if (open)
    gtk_popover_popup (GTK_POPOVER (self->popover));
  else
    gtk_popover_popdown (GTK_POPOVER (self->popover));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_EXPANDED, open,
                               -1);
  if (!open)
    gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->entry),
                                   GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT);
}

static void
select_row (MnrNameCompletion *self,
            GtkListBoxRow *row)
{
  if (row == NULL)
    return;
  gtk_list_box_select_row (self->list, row);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT, row, -1);
}

/* Offering */

static void
show_names (MnrNameCompletion *self,
            const char *const *names)
{
  GtkListBoxRow *row;
  g_autofree char *word = dup_word (self);

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; names[i] != NULL; i++)
    {
      GtkWidget *label = gtk_label_new (names[i]);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_list_box_append (self->list, label);
      row = gtk_list_box_get_row_at_index (self->list, (int) i);
      gtk_widget_set_focusable (GTK_WIDGET (row), FALSE);
      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      names[i], -1);
    }
  /* What stands there already needs no offer. */
  if (names[0] == NULL || (names[1] == NULL && g_ascii_strcasecmp (names[0], word) == 0))
    {
      set_open (self, FALSE);
      return;
    }
  select_row (self, gtk_list_box_get_row_at_index (self->list, 0));
  set_open (self, TRUE);
}

static void
on_names (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (MnrNameCompletion) self = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = mnr_name_search_finish (MNR_NODE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->entry == NULL)
    return;
  g_clear_object (&self->cancellable);
  /* Who types on without the list misses nothing: what is wrong is said elsewhere. */
  if (names != NULL)
    show_names (self, (const char *const *) names);
}

static void
stop (MnrNameCompletion *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static gboolean
on_rest (gpointer user_data)
{
  MnrNameCompletion *self = user_data;
  g_autofree char *word = dup_word (self);

  self->timeout = 0;
  if (word[0] == '\0' || !g_ascii_isalpha (word[0]) || self->node == NULL)
    {
      set_open (self, FALSE);
      return G_SOURCE_REMOVE;
    }
  self->cancellable = g_cancellable_new ();
  mnr_name_search_async (self->node, self->kind, word, self->cancellable, on_names,
                         g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static gboolean
has_focus (MnrNameCompletion *self)
{
  GtkRoot *root = gtk_widget_get_root (self->entry);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == self->entry || gtk_widget_is_ancestor (focus, self->entry));
}

static void
on_changed (MnrNameCompletion *self)
{
  stop (self);
  /* Only for who types here, not when a draft is put in. */
  if (self->is_taking || !has_focus (self))
    {
      set_open (self, FALSE);
      return;
    }
  self->timeout = g_timeout_add (MNR_NAME_COMPLETION_DELAY, on_rest, self);
}

/* Taking */

static void
take (MnrNameCompletion *self,
      GtkListBoxRow *row)
{
  GtkLabel *label = GTK_LABEL (gtk_list_box_row_get_child (row));
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  const char *name = gtk_label_get_text (label);
  g_autofree char *before = NULL, *all = NULL;
  const char *after;
  gsize start, end;

  find_word (self, text, &start, &end);
  before = g_strndup (text, start);
  after = text + end;
  /* The next one can be typed at once; what stands behind stays behind. */
  all = g_strconcat (before, name, self->is_list && after[0] == '\0' ? ", " : "", after, NULL);
  stop (self);
  self->is_taking = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), all);
  gtk_editable_set_position (GTK_EDITABLE (self->entry),
                             after[0] == '\0' ? -1
                                              : (int) g_utf8_strlen (before, -1) +
                                                  (int) g_utf8_strlen (name, -1));
  self->is_taking = FALSE;
  set_open (self, FALSE);
}

static void
move (MnrNameCompletion *self,
      int by)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  const int index = row != NULL ? gtk_list_box_row_get_index (row) + by : 0;

  if (index >= 0)
    select_row (self, gtk_list_box_get_row_at_index (self->list, index));
}

static gboolean
on_key (MnrNameCompletion *self,
        guint keyval,
        guint keycode,
        GdkModifierType state)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (!is_open (self) || (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move (self, 1);
      return GDK_EVENT_STOP;

    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move (self, -1);
      return GDK_EVENT_STOP;

    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_Tab:
      if (row != NULL)
        take (self, row);
      return GDK_EVENT_STOP;

    case GDK_KEY_Escape:
      stop (self);
      set_open (self, FALSE);
      return GDK_EVENT_STOP;

    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
on_leave (MnrNameCompletion *self)
{
  stop (self);
  set_open (self, FALSE);
}

static void
on_activated (MnrNameCompletion *self,
              GtkListBoxRow *row)
{
  take (self, row);
}

static void
mnr_name_completion_dispose (GObject *object)
{
  MnrNameCompletion *self = MNR_NAME_COMPLETION (object);

  stop (self);
  if (self->entry != NULL)
    g_signal_handlers_disconnect_by_data (self->entry, self);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  self->entry = NULL;
  g_clear_object (&self->node);
  G_OBJECT_CLASS (mnr_name_completion_parent_class)->dispose (object);
}

static void
mnr_name_completion_class_init (MnrNameCompletionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mnr_name_completion_dispose;
}

static void
mnr_name_completion_init (MnrNameCompletion *self)
{
}

static void
add_controllers (MnrNameCompletion *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  /* Before the entry, for which Down and Tab mean something else. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_leave), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->entry, keys);
  gtk_widget_add_controller (self->entry, focus);
}

MnrNameCompletion *
mnr_name_completion_new (GtkWidget *entry,
                         MnrNameKind kind,
                         gboolean is_list)
{
  MnrNameCompletion *self = g_object_new (MNR_TYPE_NAME_COMPLETION, NULL);

  self->entry = entry;
  self->kind = kind;
  self->is_list = is_list;
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_BROWSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  kind == MNR_NAMES_ACCOUNTS ? _ ("Accounts that begin like this")
                                                             : _ ("Assets that begin like this"),
                                  -1);
  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), GTK_WIDGET (self->list));
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_BOTTOM);
  gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
  gtk_widget_set_can_focus (self->popover, FALSE);
  gtk_widget_add_css_class (self->popover, "menu");
  gtk_widget_set_parent (self->popover, entry);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_AUTOCOMPLETE,
                                  GTK_ACCESSIBLE_AUTOCOMPLETE_LIST,
                                  GTK_ACCESSIBLE_PROPERTY_HAS_POPUP, TRUE, -1);
  add_controllers (self);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (on_activated), self);
  return self;
}

void
mnr_name_completion_set_node (MnrNameCompletion *self,
                              MnrNode *node)
{
  g_return_if_fail (MNR_IS_NAME_COMPLETION (self));

  if (g_set_object (&self->node, node))
    stop (self);
}
