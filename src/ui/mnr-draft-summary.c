/* mnr-draft-summary.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-draft-summary.h"

#include <glib/gi18n.h>

#include "chain/values/mnr-text.h"
#include "issuer/mnr-asset-words.h"
#include "mnr-lines.h"

struct _MnrDraftSummary
{
  AdwBin parent_instance;

  GtkLabel *title;
  GtkLabel *payer;
  GtkBox *cost;
  GtkLabel *findings_title;
  GtkBox *findings;
  GtkBox *holders;

  char *shown[2]; /* what stands in the boxes: they are only made anew if it changes */
};

G_DEFINE_FINAL_TYPE (MnrDraftSummary, mnr_draft_summary, ADW_TYPE_BIN)

enum
{
  FIELD_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Whether @text is something else than what the box shows. */
static gboolean
is_new (MnrDraftSummary *self,
        guint box,
        GString *text)
{
  if (g_strcmp0 (self->shown[box], text->str) == 0)
    return FALSE;
  g_free (self->shown[box]);
  self->shown[box] = g_strdup (text->str);
  return TRUE;
}

static char *
join (GPtrArray *lines)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      const MnrTextLine *line = g_ptr_array_index (lines, i);

      g_string_append_printf (text, "%s\n%s\n", line->label, line->text);
    }
  return g_string_free (text, FALSE);
}

static void
show_cost (MnrDraftSummary *self,
           const MnrPlan *plan,
           const MnrView *view)
{
  g_autoptr (GPtrArray) lines = mnr_cost_sheet_describe (plan->cost, view);
  g_autofree char *joined = join (lines);
  g_autoptr (GString) text = g_string_new (joined);

  g_string_append (text, plan->cost->problem != NULL ? plan->cost->problem : "");
  g_string_append_c (text, plan->cost->is_complete ? '1' : '0');
  if (!is_new (self, 0, text))
    return;
  mnr_box_clear (self->cost);
  if (plan->cost->core == 0 && !plan->cost->is_complete)
    {
      gtk_box_append (self->cost,
                      mnr_label_new (_ ("The cost is known as soon as a node has told its fees."),
                                     "dim-label"));
      return;
    }
  for (guint i = 0; i < lines->len; i++)
    {
      const MnrTextLine *line = g_ptr_array_index (lines, i);
      g_autofree char *grouped = mnr_text_group_digits (line->text);

      mnr_box_add_line (self->cost, line->label, grouped, 0);
    }
  if (plan->cost->problem != NULL)
    gtk_box_append (self->cost, mnr_label_new (plan->cost->problem, "error"));
}

static void
on_finding (GtkWidget *button,
            MnrDraftSummary *self)
{
  g_signal_emit (self, signals[FIELD_ACTIVATED], 0,
                 GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "field")));
}

static void
add_finding (MnrDraftSummary *self,
             const MnrDraftFinding *finding)
{
  const gboolean is_refused = finding->severity == MNR_SEVERITY_REFUSED;
  GtkWidget *button = gtk_button_new ();
  GtkWidget *line = gtk_grid_new (); /* and no box: see mnr_box_add_line() */
  GtkWidget *label;
  GtkWidget *icon =
    mnr_decoration_new (is_refused ? "dialog-error-symbolic" : "dialog-warning-symbolic");
  g_autofree char *text = NULL, *name = NULL;

  text = finding->field >= 0
           ? g_strdup_printf ("%s: %s", _ (mnr_draft_field_get_info (finding->field)->label),
                              finding->sentence)
           : g_strdup (finding->sentence);
  /* Not by colour alone. */
  name = g_strdup_printf (is_refused ? _ ("To fix: %s") : _ ("Warning: %s"), text);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_add_css_class (icon, is_refused ? "error" : "warning");
  label = mnr_label_new (text, "caption");
  gtk_widget_set_hexpand (label, TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (line), 8);
  gtk_grid_attach (GTK_GRID (line), icon, 0, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (line), label, 1, 0, 1, 1);
  gtk_button_set_child (GTK_BUTTON (button), line);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_sensitive (button, finding->field >= 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (button), "field", GINT_TO_POINTER (finding->field));
  g_signal_connect (button, "clicked", G_CALLBACK (on_finding), self);
  gtk_box_append (self->findings, button);
}

static void
show_findings (MnrDraftSummary *self,
               const MnrPlan *plan,
               const char *problem)
{
  g_autofree char *title = mnr_plan_format_findings (plan);
  g_autoptr (GString) text = g_string_new (problem);

  gtk_label_set_text (self->findings_title, title);
  for (guint i = 0; i < plan->findings->len; i++)
    {
      const MnrDraftFinding *finding = g_ptr_array_index (plan->findings, i);

      g_string_append_printf (text, "%d %d %s\n", finding->field, finding->severity,
                              finding->sentence);
    }
  if (!is_new (self, 1, text))
    return;
  mnr_box_clear (self->findings);
  /* What stops it first. */
  for (guint severity = MNR_SEVERITY_REFUSED; severity <= MNR_SEVERITY_MISTAKE; severity++)
    for (guint i = 0; i < plan->findings->len; i++)
      {
        const MnrDraftFinding *finding = g_ptr_array_index (plan->findings, i);

        if (finding->severity == severity)
          add_finding (self, finding);
      }
  if (problem != NULL)
    gtk_box_append (self->findings, mnr_label_new (problem, "caption"));
}

static GtkWidget *
add_holder_line (MnrDraftSummary *self)
{
  GtkWidget *both = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (both), mnr_label_new (NULL, NULL));
  gtk_box_append (GTK_BOX (both), mnr_label_new (NULL, "caption"));
  gtk_widget_add_css_class (gtk_widget_get_last_child (both), "dim-label");
  gtk_box_append (self->holders, both);
  return both;
}

/* There are dozens, of which a key changes one: only that is laid out anew. */
static void
show_holders (MnrDraftSummary *self,
              MnrPlanner *planner)
{
  MnrOperation *creation = mnr_planner_get_creation (planner);
  g_autoptr (GPtrArray) lines = mnr_holder_words_new (creation->value);
  GtkWidget *both = gtk_widget_get_first_child (GTK_WIDGET (self->holders));

  mnr_value_free (&mnr_type_operation, creation);
  for (guint i = 0; i < lines->len; i++)
    {
      const MnrTextLine *line = g_ptr_array_index (lines, i);

      if (both == NULL)
        both = add_holder_line (self);
      gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (both)), line->label);
      gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (both)), line->text);
      both = gtk_widget_get_next_sibling (both);
    }
  while (both != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (both);

      gtk_box_remove (self->holders, both);
      both = next;
    }
}

void
mnr_draft_summary_set_payer (MnrDraftSummary *self,
                             const char *account,
                             const char *network)
{
  g_autofree char *text = NULL;

  g_return_if_fail (MNR_IS_DRAFT_SUMMARY (self));

  if (account != NULL && network != NULL)
    text = g_strdup_printf ("%s · %s", account, network);
  else
    text = g_strdup (account != NULL ? account : network);
  gtk_label_set_text (self->payer, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->payer), text != NULL);
}

void
mnr_draft_summary_show (MnrDraftSummary *self,
                        MnrDraft *draft,
                        MnrPlanner *planner)
{
  const MnrPlan *plan;
  const char *symbol;

  g_return_if_fail (MNR_IS_DRAFT_SUMMARY (self));

  plan = mnr_planner_get_plan (planner);
  symbol = mnr_draft_get (draft, MNR_DRAFT_SYMBOL);
  gtk_label_set_text (self->title, symbol[0] != '\0' ? symbol : _ ("No symbol yet"));
  show_cost (self, plan, mnr_planner_get_view (planner));
  show_findings (self, plan, mnr_planner_get_problem (planner));
  show_holders (self, planner);
}

char *
mnr_plan_format_cost (const MnrPlan *plan,
                      const MnrView *view)
{
  g_autofree char *text = NULL;

  if (plan->cost->core == 0 && !plan->cost->is_complete)
    return g_strdup (_ ("Cost not known yet"));
  text = mnr_view_format_amount (view, plan->cost->total.amount, plan->cost->total.asset_id);
  return mnr_text_group_digits (text);
}

char *
mnr_plan_format_findings (const MnrPlan *plan)
{
  guint counts[2] = { 0, 0 };

  for (guint i = 0; i < plan->findings->len; i++)
    counts[((MnrDraftFinding *) g_ptr_array_index (plan->findings, i))->severity !=
           MNR_SEVERITY_REFUSED]++;
  if (counts[0] > 0)
    return g_strdup_printf (ngettext ("%u thing to fix", "%u things to fix", counts[0]), counts[0]);
  if (counts[1] > 0)
    return g_strdup_printf (ngettext ("%u warning", "%u warnings", counts[1]), counts[1]);
  return g_strdup (plan->is_complete ? _ ("Nothing to fix") : _ ("Being looked up…"));
}

static void
mnr_draft_summary_finalize (GObject *object)
{
  MnrDraftSummary *self = MNR_DRAFT_SUMMARY (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->shown); i++)
    g_free (self->shown[i]);
  G_OBJECT_CLASS (mnr_draft_summary_parent_class)->finalize (object);
}

static void
mnr_draft_summary_class_init (MnrDraftSummaryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mnr_draft_summary_finalize;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/moneyer/Moneyer/ui/mnr-draft-summary.ui");
  gtk_widget_class_bind_template_child (widget_class, MnrDraftSummary, title);
  gtk_widget_class_bind_template_child (widget_class, MnrDraftSummary, payer);
  gtk_widget_class_bind_template_child (widget_class, MnrDraftSummary, cost);
  gtk_widget_class_bind_template_child (widget_class, MnrDraftSummary, findings_title);
  gtk_widget_class_bind_template_child (widget_class, MnrDraftSummary, findings);
  gtk_widget_class_bind_template_child (widget_class, MnrDraftSummary, holders);
  signals[FIELD_ACTIVATED] = g_signal_new ("field-activated", MNR_TYPE_DRAFT_SUMMARY,
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                           G_TYPE_INT);
}

static void
mnr_draft_summary_init (MnrDraftSummary *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
