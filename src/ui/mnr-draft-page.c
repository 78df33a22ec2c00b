/* mnr-draft-page.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-draft-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "chain/crypto/mnr-hash.h"
#include "mnr-draft-review.h"
#include "mnr-draft-summary.h"
#include "mnr-kind-step.h"
#include "mnr-network-banner.h"
#include "mnr-panes.h"

struct _MnrDraftPage
{
  AdwBin parent_instance;

  AdwWindowTitle *title;
  GtkButton *close;
  GtkButton *back;
  GtkButton *next;
  MnrNetworkBanner *banner;
  GtkLabel *notice;
  GtkToggleButton *step_bar;
  GtkLabel *step_text;
  MnrPanes *panes;
  GtkListBox *steps;
  GtkStack *stack;
  MnrDraftSummary *summary;
  GtkToggleButton *summary_bar;
  GtkLabel *summary_cost;
  GtkLabel *summary_findings;

  MnrWallet *wallet;
  MnrDraftStore *store;
  MnrDraft *draft;
  MnrPlanner *planner;
  MnrStoredDraft *stored; /* (nullable) */
  MnrStep step;
  gboolean was_seen[MNR_N_STEPS];
  GtkWidget *pages[MNR_N_STEPS];
  GtkListBoxRow *rows[MNR_N_STEPS];
  GtkLabel *glyphs[MNR_N_STEPS];
  gboolean is_switching;
};

G_DEFINE_FINAL_TYPE (MnrDraftPage, mnr_draft_page, ADW_TYPE_BIN)

enum
{
  CLOSED,
  CREATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
has_step (MnrDraftPage *self,
          MnrStep step)
{
  /* What exists stays what it is. */
  if (step == MNR_STEP_KIND && mnr_draft_get_asset (self->draft) != NULL)
    return FALSE;
  return mnr_step_has_kind (step, mnr_draft_get_kind (self->draft));
}

static int
find_step (MnrDraftPage *self,
           int from,
           int direction)
{
  int step = from + direction;

  while (step >= 0 && step < MNR_N_STEPS && !has_step (self, step))
    step += direction;
  return step >= 0 && step < MNR_N_STEPS ? step : -1;
}

/* Saved or not */

static void
show_saved (MnrDraftPage *self)
{
  const char *problem =
    self->stored != NULL ? mnr_stored_draft_get_problem (self->stored) : NULL;
  const char *text = NULL;

  if (self->stored == NULL)
    text = NULL;
  else if (problem != NULL)
    text = _ ("Draft not saved");
  else
    text = mnr_stored_draft_is_dirty (self->stored) ? _ ("Saving…") : _ ("Draft saved");
  adw_window_title_set_subtitle (self->title, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->notice), problem != NULL);
  if (problem != NULL)
    {
      g_autofree char *sentence = g_strdup_printf (
        _ ("%s\nWhat you typed stays in this window, and is saved as soon as that is possible."),
        problem);

      gtk_label_set_text (self->notice, sentence);
    }
}

static void
follow_stored (MnrDraftPage *self,
               MnrStoredDraft *stored)
{
  if (stored == NULL || self->stored != NULL)
    return;
  self->stored = g_object_ref (stored);
  g_signal_connect_object (stored, "notify", G_CALLBACK (show_saved), self, G_CONNECT_SWAPPED);
  show_saved (self);
}

/* The steps */

static guint
count_refusals (const MnrPlan *plan,
                MnrStep step)
{
  guint count = 0;

  for (guint i = 0; i < plan->findings->len; i++)
    {
      const MnrDraftFinding *finding = g_ptr_array_index (plan->findings, i);

      count += finding->field >= 0 && finding->severity == MNR_SEVERITY_REFUSED &&
               mnr_step_find_field (finding->field) == step;
    }
  return count;
}

static void
show_steps (MnrDraftPage *self)
{
  const MnrPlan *plan = mnr_planner_get_plan (self->planner);
  g_autofree char *bar = NULL, *bar_name = NULL;
  guint number = 0, count = 0;

  for (guint i = 0; i < MNR_N_STEPS; i++)
    {
      const gboolean is_bad = self->was_seen[i] && count_refusals (plan, i) > 0;
      const char *glyph = i == self->step ? "●" : is_bad            ? "⚠"
                                                : self->was_seen[i] ? "✓"
                                                                    : "○";
      const char *state = i == self->step     ? _ ("now")
                          : is_bad            ? _ ("something to fix")
                          : self->was_seen[i] ? _ ("done")
                                              : _ ("not seen yet");
      g_autofree char *name = g_strdup_printf ("%s: %s", mnr_step_get_label (i), state);

      gtk_widget_set_visible (GTK_WIDGET (self->rows[i]), has_step (self, i));
      gtk_label_set_text (self->glyphs[i], glyph);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows[i]),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      count += has_step (self, i);
      if (i == self->step)
        number = count;
    }
  bar = g_strdup_printf (_ ("%s · step %u of %u"), mnr_step_get_label (self->step), number, count);
  gtk_label_set_text (self->step_text, bar);
  bar_name = g_strdup_printf (_ ("Steps: %s"), bar);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->step_bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  bar_name, -1);
  /* There is no room for it in a narrow window, whose steps are behind the bar. */
  gtk_widget_set_visible (GTK_WIDGET (self->back), !mnr_panes_is_narrow (self->panes) &&
                                                     find_step (self, (int) self->step, -1) >= 0);
  gtk_widget_set_visible (GTK_WIDGET (self->next), find_step (self, (int) self->step, 1) >= 0);
}

static void
show_plan (MnrDraftPage *self)
{
  const MnrPlan *plan = mnr_planner_get_plan (self->planner);
  MnrDraftReview *review = (gpointer) self->pages[MNR_STEP_REVIEW];
  g_autofree char *cost = mnr_plan_format_cost (plan, mnr_planner_get_view (self->planner));
  g_autofree char *findings = mnr_plan_format_findings (plan);
  g_autofree char *bar_name = g_strdup_printf (_ ("Summary: %s, %s"), cost, findings);

  /* That its symbol is taken, by itself, and paid for, is no news any more. */
  if (review != NULL &&
      (mnr_draft_review_is_busy (review) || mnr_draft_review_is_done (review)))
    return;
  gtk_label_set_text (self->summary_cost, cost);
  gtk_label_set_text (self->summary_findings, findings);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->summary_bar),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, bar_name, -1);
  mnr_draft_summary_show (self->summary, self->draft, self->planner);
  if (MNR_IS_DRAFT_STEP (self->pages[self->step]))
    mnr_draft_step_show (MNR_DRAFT_STEP (self->pages[self->step]), self->planner);
  if (self->step == MNR_STEP_REVIEW)
    mnr_draft_review_show (MNR_DRAFT_REVIEW (self->pages[MNR_STEP_REVIEW]));
  show_steps (self);
}

static void
show_pane (MnrDraftPage *self,
           MnrPane pane)
{
  self->is_switching = TRUE;
  mnr_panes_set_shown (self->panes, pane);
  gtk_toggle_button_set_active (self->step_bar, pane == MNR_PANE_START);
  gtk_toggle_button_set_active (self->summary_bar, pane == MNR_PANE_END);
  self->is_switching = FALSE;
}

static void
on_created (MnrDraftPage *self,
            guint64 asset)
{
  g_signal_emit (self, signals[CREATED], 0, asset);
}

static void
on_next (MnrDraftPage *self)
{
  const int step = find_step (self, (int) self->step, 1);

  if (step >= 0)
    mnr_draft_page_set_step (self, (MnrStep) step);
}

static void
on_back (MnrDraftPage *self)
{
  const int step = find_step (self, (int) self->step, -1);

  if (step >= 0)
    mnr_draft_page_set_step (self, (MnrStep) step);
}

static GtkWidget *
make_page (MnrDraftPage *self,
           MnrStep step)
{
  GtkWidget *page;

  if (step == MNR_STEP_KIND)
    {
      page = mnr_kind_step_new (self->wallet, self->draft);
      g_signal_connect_swapped (page, "chosen", G_CALLBACK (on_next), self);
      return page;
    }
  if (step != MNR_STEP_REVIEW)
    return mnr_draft_step_new (self->draft, step);
  page = mnr_draft_review_new (self->wallet, self->store, self->draft, self->planner);
  g_signal_connect_swapped (page, "created", G_CALLBACK (on_created), self);
  g_signal_connect_swapped (page, "field-activated", G_CALLBACK (mnr_draft_page_focus_field), self);
  return page;
}

/* Only what is looked at is made: the form opens sooner. */
static GtkWidget *
ensure_page (MnrDraftPage *self,
             MnrStep step)
{
  if (self->pages[step] == NULL)
    {
      self->pages[step] = make_page (self, step);
      gtk_stack_add_child (self->stack, self->pages[step]);
    }
  return self->pages[step];
}

void
mnr_draft_page_focus_step (MnrDraftPage *self)
{
  GtkWidget *page;

  g_return_if_fail (MNR_IS_DRAFT_PAGE (self));

  page = self->pages[self->step];
  /* Asked when the focus is there already, it would go on. */
  if (gtk_widget_get_root (page) != NULL &&
      (gtk_widget_get_state_flags (page) & GTK_STATE_FLAG_FOCUS_WITHIN) == 0)
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

void
mnr_draft_page_set_step (MnrDraftPage *self,
                         MnrStep step)
{
  g_return_if_fail (MNR_IS_DRAFT_PAGE (self));
  g_return_if_fail ((guint) step < MNR_N_STEPS);

  if (!has_step (self, step))
    return;
  if (self->step == MNR_STEP_REVIEW && step != MNR_STEP_REVIEW &&
      self->pages[MNR_STEP_REVIEW] != NULL &&
      mnr_draft_review_is_busy (MNR_DRAFT_REVIEW (self->pages[MNR_STEP_REVIEW])))
    return; /* what is being sent stays in sight */
  self->step = step;
  self->was_seen[step] = TRUE;
  gtk_stack_set_visible_child (self->stack, ensure_page (self, step));
  gtk_list_box_select_row (self->steps, self->rows[step]);
  show_pane (self, MNR_PANE_CONTENT);
  show_plan (self);
  mnr_draft_page_focus_step (self);
}

MnrStep
mnr_draft_page_get_step (MnrDraftPage *self)
{
  g_return_val_if_fail (MNR_IS_DRAFT_PAGE (self), MNR_STEP_KIND);

  return self->step;
}

MnrDraftStep *
mnr_draft_page_get_form (MnrDraftPage *self,
                         MnrStep step)
{
  g_return_val_if_fail (MNR_IS_DRAFT_PAGE (self), NULL);
  g_return_val_if_fail ((guint) step < MNR_N_STEPS, NULL);

  return step == MNR_STEP_KIND || step == MNR_STEP_REVIEW
           ? NULL
           : MNR_DRAFT_STEP (ensure_page (self, step));
}

void
mnr_draft_page_focus_field (MnrDraftPage *self,
                            MnrDraftField field)
{
  const MnrStep step = mnr_step_find_field (field);

  g_return_if_fail (MNR_IS_DRAFT_PAGE (self));

  mnr_draft_page_set_step (self, step);
  if (self->step == step)
    mnr_draft_step_focus_field (mnr_draft_page_get_form (self, step), field);
}

/* What happens */

/* Where a new asset is worked on last; one that exists stays where it is. */
static void
note_network (MnrDraftPage *self)
{
  const MnrWalletNetwork *network = mnr_wallet_get_network (self->wallet);
  const MnrChainId *chain_id = mnr_wallet_get_chain_id (self->wallet);
  g_autofree char *text =
    chain_id != NULL ? mnr_hex_encode (chain_id->data, sizeof chain_id->data) : NULL;

  if (network == NULL || text == NULL ||
      (mnr_draft_get_asset (self->draft) != NULL && mnr_draft_get_chain_id (self->draft) != NULL))
    return;
  mnr_draft_set_network (self->draft, network->name, text);
}

static void
on_draft_changed (MnrDraftPage *self,
                  int field)
{
  note_network (self);
  /* Only a draft with something in it is worth keeping. */
  follow_stored (self, mnr_draft_store_add (self->store, self->draft));
  show_saved (self);
}

static void
on_row_activated (MnrDraftPage *self,
                  GtkListBoxRow *row)
{
  for (guint i = 0; i < MNR_N_STEPS; i++)
    if (self->rows[i] == row)
      mnr_draft_page_set_step (self, i);
}

static void
on_bar (MnrDraftPage *self,
        GtkToggleButton *bar)
{
  if (self->is_switching)
    return;
  if (!gtk_toggle_button_get_active (bar))
    show_pane (self, MNR_PANE_CONTENT);
  else
    show_pane (self, bar == self->step_bar ? MNR_PANE_START : MNR_PANE_END);
}

static void
on_narrow (MnrDraftPage *self)
{
  const gboolean is_narrow = mnr_panes_is_narrow (self->panes);

  /* Its words take the room that the title needs; its name stays. */
  if (is_narrow)
    gtk_button_set_icon_name (self->next, "go-next-symbolic");
  else
    gtk_button_set_label (self->next, _ ("_Next"));
  gtk_widget_set_visible (GTK_WIDGET (self->step_bar), is_narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->summary_bar), is_narrow);
  show_steps (self);
}

static void
on_close (MnrDraftPage *self)
{
  if (self->stored != NULL)
    mnr_stored_draft_flush (self->stored, NULL);
  g_signal_emit (self, signals[CLOSED], 0);
}

/* Another account, or another chain. */
static void
on_wallet_changed (MnrDraftPage *self)
{
  const MnrWalletAccount *account = mnr_wallet_get_account (self->wallet);
  const MnrWalletNetwork *network = mnr_wallet_get_network (self->wallet);

  mnr_planner_set_view (self->planner, mnr_wallet_get_view (self->wallet),
                        account != NULL ? account->id : MNR_NULL_ACCOUNT);
  /* The side bar, which tells it elsewhere, is out of sight. */
  mnr_draft_summary_set_payer (self->summary, account != NULL ? account->name : NULL,
                               network != NULL ? _ (network->name) : NULL);
}

static void
add_rows (MnrDraftPage *self)
{
  for (guint i = 0; i < MNR_N_STEPS; i++)
    {
      GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
      GtkWidget *label = gtk_label_new (mnr_step_get_label (i));

      self->glyphs[i] = GTK_LABEL (gtk_label_new ("○"));
      gtk_label_set_width_chars (self->glyphs[i], 2);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->glyphs[i]));
      gtk_box_append (GTK_BOX (line), label);
      self->rows[i] = GTK_LIST_BOX_ROW (gtk_list_box_row_new ());
      gtk_list_box_row_set_child (self->rows[i], line);
      gtk_list_box_append (self->steps, GTK_WIDGET (self->rows[i]));
    }
}

static void
mnr_draft_page_dispose (GObject *object)
{
  MnrDraftPage *self = MNR_DRAFT_PAGE (object);

  if (self->stored != NULL)
    mnr_stored_draft_flush (self->stored, NULL);
  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_data (self->draft, self);
  if (self->planner != NULL)
    g_signal_handlers_disconnect_by_data (self->planner, self);
  g_clear_object (&self->planner);
  g_clear_object (&self->stored);
  g_clear_object (&self->draft);
  g_clear_object (&self->store);
  g_clear_object (&self->wallet);
  G_OBJECT_CLASS (mnr_draft_page_parent_class)->dispose (object);
}

static void
mnr_draft_page_class_init (MnrDraftPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (MNR_TYPE_NETWORK_BANNER);
  g_type_ensure (MNR_TYPE_PANES);
  g_type_ensure (MNR_TYPE_DRAFT_SUMMARY);
  G_OBJECT_CLASS (klass)->dispose = mnr_draft_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/moneyer/Moneyer/ui/mnr-draft-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MnrDraftPage, title);
  gtk_widget_class_bind_template_child (widget_class, MnrDraftPage, close);
  gtk_widget_class_bind_template_child (widget_class, MnrDraftPage, back);
  gtk_widget_class_bind_template_child (widget_class, MnrDraftPage, next);
  gtk_widget_class_bind_template_child (widget_class, MnrDraftPage, banner);
  gtk_widget_class_bind_template_child (widget_class, MnrDraftPage, notice);
  gtk_widget_class_bind_template_child (widget_class, MnrDraftPage, step_bar);
  gtk_widget_class_bind_template_child (widget_class, MnrDraftPage, step_text);
  gtk_widget_class_bind_template_child (widget_class, MnrDraftPage, panes);
  gtk_widget_class_bind_template_child (widget_class, MnrDraftPage, steps);
  gtk_widget_class_bind_template_child (widget_class, MnrDraftPage, stack);
  gtk_widget_class_bind_template_child (widget_class, MnrDraftPage, summary);
  gtk_widget_class_bind_template_child (widget_class, MnrDraftPage, summary_bar);
  gtk_widget_class_bind_template_child (widget_class, MnrDraftPage, summary_cost);
  gtk_widget_class_bind_template_child (widget_class, MnrDraftPage, summary_findings);

  signals[CLOSED] = g_signal_new ("closed", MNR_TYPE_DRAFT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  signals[CREATED] = g_signal_new ("created", MNR_TYPE_DRAFT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
}

static void
mnr_draft_page_init (MnrDraftPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_rows (self);
  g_signal_connect_swapped (self->next, "clicked", G_CALLBACK (on_next), self);
  g_signal_connect_swapped (self->back, "clicked", G_CALLBACK (on_back), self);
  g_signal_connect_swapped (self->close, "clicked", G_CALLBACK (on_close), self);
  g_signal_connect_swapped (self->steps, "row-activated", G_CALLBACK (on_row_activated), self);
  g_signal_connect_swapped (self->step_bar, "toggled", G_CALLBACK (on_bar), self);
  g_signal_connect_swapped (self->summary_bar, "toggled", G_CALLBACK (on_bar), self);
  g_signal_connect_swapped (self->panes, "notify::narrow", G_CALLBACK (on_narrow), self);
  g_signal_connect_swapped (self->summary, "field-activated",
                            G_CALLBACK (mnr_draft_page_focus_field), self);
}

GtkWidget *
mnr_draft_page_new (MnrWallet *wallet,
                    MnrDraftStore *store,
                    MnrDraft *draft)
{
  MnrDraftPage *self = g_object_new (MNR_TYPE_DRAFT_PAGE, NULL);
  const MnrAsset *asset = mnr_draft_get_asset (draft);

  self->wallet = g_object_ref (wallet);
  self->store = g_object_ref (store);
  self->draft = g_object_ref (draft);
  self->planner = mnr_planner_new (draft);
  if (asset != NULL)
    adw_window_title_set_title (self->title, asset->symbol);
  mnr_network_banner_set_wallet (self->banner, wallet);
  follow_stored (self, mnr_draft_store_find (store, draft));
  g_signal_connect_swapped (draft, "changed", G_CALLBACK (on_draft_changed), self);
  g_signal_connect_swapped (self->planner, "changed", G_CALLBACK (show_plan), self);
  g_signal_connect_object (wallet, "network-changed", G_CALLBACK (on_wallet_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wallet, "account-changed", G_CALLBACK (on_wallet_changed), self,
                           G_CONNECT_SWAPPED);
  on_wallet_changed (self);
  /* Somebody who goes on with a draft knows its kind. */
  mnr_draft_page_set_step (self, self->stored != NULL || asset != NULL ? MNR_STEP_NAME
                                                                       : MNR_STEP_KIND);
  return GTK_WIDGET (self);
}
