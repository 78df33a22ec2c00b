/* mnr-draft-step.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-draft-step.h"

#include <glib/gi18n.h>

#include "chain/values/mnr-text.h"
#include "issuer/mnr-draft-scale.h"
#include "issuer/mnr-power-words.h"
#include "issuer/mnr-text-line.h"
#include "mnr-field-row.h"
#include "mnr-picture.h"
#include "mnr-power-row.h"
#include "mnr-rate-group.h"

struct _MnrDraftStep
{
  AdwBin parent_instance;

  MnrDraft *draft;
  MnrStep step;
  AdwPreferencesPage *page;
  GPtrArray *groups;                   /* of AdwPreferencesGroup: hide when all their rows do */
  MnrRateGroup *rate;                  /* (nullable) */
  MnrPicture *position;                /* (nullable): of a margin position, as the price moves */
  GtkLabel *bits;                      /* (nullable): the masks as the chain has them */
  GtkWidget *rows[MNR_N_DRAFT_FIELDS]; /* (nullable) each */
};

G_DEFINE_FINAL_TYPE (MnrDraftStep, mnr_draft_step, ADW_TYPE_BIN)

/* Which rows stand where. Powers have groups of their own. */
static const struct
{
  MnrStep step;
  const char *title; /* (nullable): N_() */
  MnrDraftField first, last;
} groups[] = {
  { MNR_STEP_NAME, N_ ("Identity"), MNR_DRAFT_SYMBOL, MNR_DRAFT_MAX_SUPPLY },
  { MNR_STEP_NAME, N_ ("Statement"), MNR_DRAFT_CONDITION, MNR_DRAFT_EXPIRY },
  { MNR_STEP_NAME, N_ ("For Those Who Look at It"), MNR_DRAFT_DESCRIPTION, MNR_DRAFT_URL },
  { MNR_STEP_FEES, N_ ("Market Fees"), MNR_DRAFT_MARKET_FEE, MNR_DRAFT_MAX_MARKET_FEE },
  { MNR_STEP_FEES, N_ ("Referrers"), MNR_DRAFT_REWARD, MNR_DRAFT_FEE_SHARING },
  { MNR_STEP_RATE, N_ ("The Same as Two Amounts"), MNR_DRAFT_RATE_CORE, MNR_DRAFT_RATE_ASSET },
  { MNR_STEP_BACKING, N_ ("Backing and Feed"), MNR_DRAFT_BACKING, MNR_DRAFT_MINIMUM_FEEDS },
  { MNR_STEP_BACKING, N_ ("Collateral"), MNR_DRAFT_INITIAL_RATIO, MNR_DRAFT_BLACK_SWAN },
  { MNR_STEP_BACKING, N_ ("Force Settlement"), MNR_DRAFT_SETTLEMENT_DELAY,
    MNR_DRAFT_SETTLEMENT_FEE },
  { MNR_STEP_LISTS, N_ ("Who May Hold It"), MNR_DRAFT_WHITELIST_AUTHORITIES,
    MNR_DRAFT_BLACKLIST_AUTHORITIES },
  { MNR_STEP_LISTS, N_ ("What It Is Traded For"), MNR_DRAFT_WHITELIST_MARKETS,
    MNR_DRAFT_BLACKLIST_MARKETS },
};

const char *
mnr_step_get_label (MnrStep step)
{
  static const char *const labels[MNR_N_STEPS] = {
    N_ ("Kind"),
    N_ ("Name"),
    N_ ("Powers"),
    N_ ("Fees"),
    N_ ("Rate"),
    N_ ("Backing and feed"),
    N_ ("Lists"),
    N_ ("Review"),
  };

  g_return_val_if_fail ((guint) step < MNR_N_STEPS, NULL);

  return _ (labels[step]);
}

gboolean
mnr_step_has_kind (MnrStep step,
                   MnrAssetKind kind)
{
  return step != MNR_STEP_BACKING || (kind & MNR_ASSET_BACKED) != 0;
}

MnrStep
mnr_step_find_field (MnrDraftField field)
{
  if (field >= MNR_DRAFT_FIRST_POWER && field <= MNR_DRAFT_LAST_POWER)
    return MNR_STEP_POWERS;
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (field >= groups[i].first && field <= groups[i].last)
      return groups[i].step;
  return MNR_STEP_NAME;
}

static AdwPreferencesGroup *
add_group (MnrDraftStep *self,
           const char *title)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, title);
  adw_preferences_page_add (self->page, group);
  g_ptr_array_add (self->groups, group);
  return group;
}

static void
add_fields (MnrDraftStep *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      AdwPreferencesGroup *group;

      if (groups[i].step != self->step)
        continue;
      group = add_group (self, _ (groups[i].title));
      for (guint field = groups[i].first; field <= groups[i].last; field++)
        {
          self->rows[field] = mnr_field_row_new (self->draft, field);
          adw_preferences_group_add (group, self->rows[field]);
        }
    }
}

static void
add_powers (MnrDraftStep *self)
{
  AdwPreferencesGroup *last;

  for (guint i = 0; i < MNR_N_POWER_GROUPS; i++)
    {
      AdwPreferencesGroup *group = add_group (self, mnr_power_group_get_label (i));

      for (guint index = 0; index < MNR_N_POWERS; index++)
        if (mnr_power_get_group (index) == i)
          {
            GtkWidget *row = mnr_power_row_new (self->draft, index);

            self->rows[MNR_DRAFT_FIRST_POWER + index] = row;
            adw_preferences_group_add (group, row);
          }
    }
  last = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  self->bits = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_selectable (self->bits, TRUE);
  gtk_label_set_wrap (self->bits, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->bits), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->bits), "caption");
  adw_preferences_group_add (last, GTK_WIDGET (self->bits));
  adw_preferences_page_add (self->page, last);
}

/* Below the ratios that it is about. */
static void
add_position (MnrDraftStep *self)
{
  GtkWidget *group = gtk_widget_get_ancestor (self->rows[MNR_DRAFT_MAINTENANCE_RATIO],
                                              ADW_TYPE_PREFERENCES_GROUP);

  self->position = MNR_PICTURE (mnr_picture_new ());
  gtk_widget_set_margin_top (GTK_WIDGET (self->position), 12);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->position));
}

static GtkWidget *
get_group_of (GtkWidget *row)
{
  return gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP);
}

/* A heading without a row under it is a riddle. */
static void
hide_empty_groups (MnrDraftStep *self)
{
  const MnrAssetKind kind = mnr_draft_get_kind (self->draft);

  for (guint i = 0; i < self->groups->len; i++)
    {
      GtkWidget *group = g_ptr_array_index (self->groups, i);
      gboolean is_used = FALSE;

      for (guint field = 0; field < MNR_N_DRAFT_FIELDS; field++)
        is_used |= self->rows[field] != NULL && get_group_of (self->rows[field]) == group &&
                   (mnr_draft_field_get_info (field)->kinds & kind) != 0;
      gtk_widget_set_visible (group, is_used);
    }
}

/* What the smallest amount is. */
static void
note_precision (MnrDraftStep *self)
{
  GtkWidget *row = self->rows[MNR_DRAFT_PRECISION];
  const char *symbol = mnr_draft_get (self->draft, MNR_DRAFT_SYMBOL);
  const guint decimals = mnr_draft_get_decimals (self->draft);
  g_autofree char *smallest = mnr_decimal_format (1, decimals);
  g_autofree char *ungrouped = mnr_decimal_format (MNR_SHARE_SUPPLY_MAX, decimals);
  g_autofree char *most = mnr_text_group_digits (ungrouped);
  g_autofree char *text = NULL, *limit = NULL;

  if (row == NULL)
    return;
  text = g_strdup_printf (_ ("The smallest amount is %s %s."), smallest,
                          symbol[0] != '\0' ? symbol : _ ("tokens"));
  limit = g_strdup_printf (_ ("The chain allows %s at most with %u decimals."), most, decimals);
  mnr_field_row_set_note (MNR_FIELD_ROW (row), text);
  mnr_field_row_set_note (MNR_FIELD_ROW (self->rows[MNR_DRAFT_MAX_SUPPLY]), limit);
}

static char *
format_tokens (MnrDraftStep *self,
               gint64 amount)
{
  const char *symbol = mnr_draft_get (self->draft, MNR_DRAFT_SYMBOL);
  const MnrAssetName name = {
    .symbol = symbol[0] != '\0' ? symbol : _ ("tokens"),
    .precision = (guint8) mnr_draft_get_decimals (self->draft),
  };

  return mnr_amount_format_grouped (amount, &name);
}

/* What who buys 1,000 tokens pays; whether that can be told. */
static gboolean
work_out_fee (MnrDraftStep *self,
              MnrDraftField field,
              gint64 *amount,
              gint64 *fee)
{
  MnrBasisPoints percent;
  gint64 most;

  if (!mnr_basis_points_parse (mnr_draft_get (self->draft, field), &percent, NULL) ||
      !mnr_decimal_parse ("1000", mnr_draft_get_decimals (self->draft), amount, NULL) ||
      !mnr_multiply_divide (*amount, percent, 10000, MNR_ROUND_DOWN, fee, NULL))
    return FALSE;
  if (mnr_draft_get_amount (self->draft, MNR_DRAFT_MAX_MARKET_FEE, &most))
    *fee = MIN (*fee, most);
  return TRUE;
}

/* A trade, worked out. */
static void
note_fee (MnrDraftStep *self)
{
  GtkWidget *row = self->rows[MNR_DRAFT_MARKET_FEE];
  const MnrPowerState state = mnr_draft_get_power (self->draft, 0);
  const gboolean is_taker_same = mnr_draft_get (self->draft, MNR_DRAFT_TAKER_FEE)[0] == '\0';
  g_autofree char *text = NULL, *trade = NULL, *maker = NULL, *taker = NULL;
  gint64 amount, maker_fee, taker_fee;

  if (row == NULL)
    return;
  if (state != MNR_POWER_ON && state != MNR_POWER_ALWAYS)
    {
      mnr_field_row_set_note (MNR_FIELD_ROW (row),
                              _ ("Not charged now: the power “Charge market fees” is not on."));
      return;
    }
  if (!work_out_fee (self, MNR_DRAFT_MARKET_FEE, &amount, &maker_fee) ||
      !work_out_fee (self, is_taker_same ? MNR_DRAFT_MARKET_FEE : MNR_DRAFT_TAKER_FEE, &amount,
                     &taker_fee))
    {
      mnr_field_row_set_note (MNR_FIELD_ROW (row), NULL);
      return;
    }
  trade = format_tokens (self, amount);
  maker = format_tokens (self, maker_fee);
  taker = format_tokens (self, taker_fee);
  if (is_taker_same)
    text = g_strdup_printf (_ ("Example: whoever buys %s pays %s of it to you."), trade, maker);
  else
    text = g_strdup_printf (_ ("Example: of %s that are bought, a maker pays %s to you and a taker "
                               "%s."),
                            trade, maker, taker);
  mnr_field_row_set_note (MNR_FIELD_ROW (row), text);
}

static void
on_draft_changed (MnrDraftStep *self)
{
  hide_empty_groups (self);
  note_precision (self);
  note_fee (self);
}

static void
mnr_draft_step_dispose (GObject *object)
{
  MnrDraftStep *self = MNR_DRAFT_STEP (object);

  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_data (self->draft, self);
  g_clear_object (&self->draft);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  G_OBJECT_CLASS (mnr_draft_step_parent_class)->dispose (object);
}

static void
mnr_draft_step_class_init (MnrDraftStepClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mnr_draft_step_dispose;
}

static void
mnr_draft_step_init (MnrDraftStep *self)
{
  self->groups = g_ptr_array_new ();
  self->page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->page));
}

GtkWidget *
mnr_draft_step_new (MnrDraft *draft,
                    MnrStep step)
{
  MnrDraftStep *self = g_object_new (MNR_TYPE_DRAFT_STEP, NULL);

  self->draft = g_object_ref (draft);
  self->step = step;
  if (step == MNR_STEP_RATE)
    {
      self->rate = MNR_RATE_GROUP (mnr_rate_group_new (draft));
      adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (self->rate));
    }
  if (step == MNR_STEP_POWERS)
    add_powers (self);
  else
    add_fields (self);
  if (step == MNR_STEP_BACKING)
    add_position (self);
  g_signal_connect_swapped (draft, "changed", G_CALLBACK (on_draft_changed), self);
  on_draft_changed (self);
  return GTK_WIDGET (self);
}

/* The worst that is found about a field. */
static const MnrDraftFinding *
find_finding (const MnrPlan *plan,
              MnrDraftField field)
{
  const MnrDraftFinding *worst = NULL;

  for (guint i = 0; i < plan->findings->len; i++)
    {
      const MnrDraftFinding *finding = g_ptr_array_index (plan->findings, i);

      if (finding->field == (int) field && (worst == NULL || finding->severity < worst->severity))
        worst = finding;
    }
  return worst;
}

static void
show_creation (MnrDraftStep *self,
               MnrPlanner *planner)
{
  MnrOperation *operation;
  const MnrAssetCreate *creation;

  if (self->bits == NULL && self->position == NULL)
    return;
  operation = mnr_planner_get_creation (planner);
  creation = operation->value;
  if (self->bits != NULL)
    {
      g_autofree char *text = g_strdup_printf ("issuer_permissions %u · flags %u",
                                               creation->common_options.issuer_permissions,
                                               creation->common_options.flags);

      gtk_label_set_text (self->bits, text);
    }
  if (self->position != NULL)
    mnr_picture_take_scale (self->position,
                            mnr_draft_scale_position (self->draft, creation,
                                                      mnr_planner_get_view (planner)));
  mnr_value_free (&mnr_type_operation, operation);
}

/* Whether a symbol can be had, and what it is paid by. */
static void
note_symbol (MnrDraftStep *self,
             const MnrPlan *plan)
{
  GtkWidget *row = self->rows[MNR_DRAFT_SYMBOL];
  const gboolean is_free = plan->is_complete && find_finding (plan, MNR_DRAFT_SYMBOL) == NULL;
  g_autofree char *text = NULL;

  if (row == NULL)
    return;
  if (plan->cost->symbol_class != NULL && mnr_draft_get (self->draft, MNR_DRAFT_SYMBOL)[0] != '\0')
    text = is_free ? g_strdup_printf (_ ("It is free. %s."), plan->cost->symbol_class)
                   : g_strdup_printf ("%s.", plan->cost->symbol_class);
  mnr_field_row_set_note (MNR_FIELD_ROW (row), text);
}

void
mnr_draft_step_show (MnrDraftStep *self,
                     MnrPlanner *planner)
{
  const MnrPlan *plan;
  MnrChainView *chain;
  MnrNode *node;
  g_autofree char *core = NULL;

  g_return_if_fail (MNR_IS_DRAFT_STEP (self));

  plan = mnr_planner_get_plan (planner);
  chain = mnr_planner_get_chain_view (planner);
  node = chain != NULL ? mnr_chain_view_get_node (chain) : NULL;
  core = mnr_view_name_asset (mnr_planner_get_view (planner), MNR_CORE_ASSET);
  for (guint field = 0; field < MNR_N_DRAFT_FIELDS; field++)
    {
      const MnrDraftFinding *finding = find_finding (plan, field);
      GtkWidget *row = self->rows[field];

      if (MNR_IS_FIELD_ROW (row))
        {
          mnr_field_row_set_finding (MNR_FIELD_ROW (row), finding, !plan->is_complete);
          mnr_field_row_set_node (MNR_FIELD_ROW (row), node);
        }
      else if (MNR_IS_POWER_ROW (row))
        mnr_power_row_set_finding (MNR_POWER_ROW (row), finding);
    }
  /* An id stands for it as long as it is not known. */
  if (self->rows[MNR_DRAFT_RATE_CORE] != NULL && g_ascii_isalpha (core[0]))
    mnr_field_row_set_unit (MNR_FIELD_ROW (self->rows[MNR_DRAFT_RATE_CORE]), core);
  note_symbol (self, plan);
  show_creation (self, planner);
  if (self->rate != NULL)
    mnr_rate_group_show (self->rate, mnr_planner_get_view (planner));
}

GtkWidget *
mnr_draft_step_get_row (MnrDraftStep *self,
                        MnrDraftField field)
{
  g_return_val_if_fail (MNR_IS_DRAFT_STEP (self), NULL);
  g_return_val_if_fail ((guint) field < MNR_N_DRAFT_FIELDS, NULL);

  return self->rows[field];
}

gboolean
mnr_draft_step_focus_field (MnrDraftStep *self,
                            MnrDraftField field)
{
  GtkWidget *row = mnr_draft_step_get_row (self, field);

  return row != NULL && gtk_widget_grab_focus (row);
}
