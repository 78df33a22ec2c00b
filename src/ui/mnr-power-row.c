/* mnr-power-row.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-power-row.h"

#include <glib/gi18n.h>

#include "issuer/mnr-power-words.h"

struct _MnrPowerRow
{
  AdwPreferencesRow parent_instance;

  GtkLabel *label;
  GtkBox *choices;
  GtkLabel *consequence;
  GtkLabel *reversibility;
  GtkLabel *problem;

  MnrDraft *draft;
  guint index;
  GtkToggleButton *buttons[MNR_N_POWER_STATES]; /* (nullable) each */
  gboolean is_following;
};

G_DEFINE_FINAL_TYPE (MnrPowerRow, mnr_power_row, ADW_TYPE_PREFERENCES_ROW)

static void
on_toggled (MnrPowerRow *self,
            GtkToggleButton *button)
{
  if (self->is_following || !gtk_toggle_button_get_active (button))
    return;
  for (guint i = 0; i < MNR_N_POWER_STATES; i++)
    if (self->buttons[i] == button)
      mnr_draft_set (self->draft, MNR_DRAFT_FIRST_POWER + self->index, mnr_power_state_names[i]);
}

static void
follow (MnrPowerRow *self)
{
  const MnrPowerState state = mnr_draft_get_power (self->draft, self->index);
  const MnrDraftFieldInfo *info = mnr_draft_field_get_info (MNR_DRAFT_FIRST_POWER + self->index);

  self->is_following = TRUE;
  for (guint i = 0; i < MNR_N_POWER_STATES; i++)
    if (self->buttons[i] != NULL)
      gtk_toggle_button_set_active (self->buttons[i], i == state);
  self->is_following = FALSE;

  gtk_label_set_text (self->consequence, mnr_power_has_state (self->index, state)
                                           ? mnr_power_get_consequence (self->index, state)
                                           : _ ("This power has no such state."));
  gtk_label_set_text (self->reversibility, mnr_power_get_reversibility_text (state));
  gtk_widget_set_visible (GTK_WIDGET (self),
                          (info->kinds & mnr_draft_get_kind (self->draft)) != 0);
}

static void
on_draft_changed (MnrPowerRow *self,
                  int field)
{
  if (field == (int) (MNR_DRAFT_FIRST_POWER + self->index))
    follow (self);
}

static void
add_choice (MnrPowerRow *self,
            MnrPowerState state,
            GtkToggleButton *group)
{
  const char *label = mnr_power_get_state_label (self->index, state);
  GtkWidget *button = gtk_toggle_button_new_with_label (label);
  g_autofree char *name = g_strdup_printf ("%s: %s", gtk_label_get_text (self->label), label);

  self->buttons[state] = GTK_TOGGLE_BUTTON (button);
  gtk_toggle_button_set_group (self->buttons[state], group);
  gtk_widget_set_tooltip_text (button, mnr_power_get_consequence (self->index, state));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->consequence, self->reversibility, NULL, -1);
  g_signal_connect_swapped (button, "toggled", G_CALLBACK (on_toggled), self);
  gtk_box_append (self->choices, button);
}

/* One stop for all choices, at what is chosen; arrows go from one to the other. */
static gboolean
mnr_power_row_focus (GtkWidget *widget,
                     GtkDirectionType direction)
{
  if (direction == GTK_DIR_LEFT || direction == GTK_DIR_RIGHT)
    return gtk_widget_child_focus (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (widget)),
                                   direction);
  return (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_FOCUS_WITHIN) == 0 &&
         gtk_widget_grab_focus (widget);
}

static gboolean
mnr_power_row_grab_focus (GtkWidget *widget)
{
  MnrPowerRow *self = MNR_POWER_ROW (widget);
  const MnrPowerState state = mnr_draft_get_power (self->draft, self->index);

  return gtk_widget_grab_focus (
    GTK_WIDGET (self->buttons[self->buttons[state] != NULL ? state : MNR_POWER_NEVER]));
}

static void
mnr_power_row_dispose (GObject *object)
{
  MnrPowerRow *self = MNR_POWER_ROW (object);

  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_data (self->draft, self);
  g_clear_object (&self->draft);
  G_OBJECT_CLASS (mnr_power_row_parent_class)->dispose (object);
}

static void
mnr_power_row_class_init (MnrPowerRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mnr_power_row_dispose;
  widget_class->focus = mnr_power_row_focus;
  widget_class->grab_focus = mnr_power_row_grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/moneyer/Moneyer/ui/mnr-power-row.ui");
  gtk_widget_class_bind_template_child (widget_class, MnrPowerRow, label);
  gtk_widget_class_bind_template_child (widget_class, MnrPowerRow, choices);
  gtk_widget_class_bind_template_child (widget_class, MnrPowerRow, consequence);
  gtk_widget_class_bind_template_child (widget_class, MnrPowerRow, reversibility);
  gtk_widget_class_bind_template_child (widget_class, MnrPowerRow, problem);
}

static void
mnr_power_row_init (MnrPowerRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
mnr_power_row_new (MnrDraft *draft,
                   guint index)
{
  MnrPowerRow *self = g_object_new (MNR_TYPE_POWER_ROW, NULL);
  const MnrDraftFieldInfo *info = mnr_draft_field_get_info (MNR_DRAFT_FIRST_POWER + index);
  GtkToggleButton *group = NULL;

  self->draft = g_object_ref (draft);
  self->index = index;
  gtk_label_set_text (self->label, _ (info->label));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), _ (info->help));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _ (info->label));
  for (guint i = 0; i < MNR_N_POWER_STATES; i++)
    if (mnr_power_has_state (index, i))
      {
        add_choice (self, i, group);
        group = self->buttons[i];
      }
  g_signal_connect_swapped (draft, "changed", G_CALLBACK (on_draft_changed), self);
  follow (self);
  return GTK_WIDGET (self);
}

guint
mnr_power_row_get_index (MnrPowerRow *self)
{
  g_return_val_if_fail (MNR_IS_POWER_ROW (self), 0);

  return self->index;
}

void
mnr_power_row_set_finding (MnrPowerRow *self,
                           const MnrDraftFinding *finding)
{
  const gboolean is_refused = finding != NULL && finding->severity == MNR_SEVERITY_REFUSED;

  g_return_if_fail (MNR_IS_POWER_ROW (self));

  gtk_widget_set_visible (GTK_WIDGET (self->problem), finding != NULL);
  gtk_label_set_text (self->problem, finding != NULL ? finding->sentence : "");
  gtk_widget_remove_css_class (GTK_WIDGET (self->problem), is_refused ? "warning" : "error");
  gtk_widget_add_css_class (GTK_WIDGET (self->problem), is_refused ? "error" : "warning");
}
