/* mnr-rate-group.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-rate-group.h"

#include <glib/gi18n.h>

#include "chain/values/mnr-text.h"
#include "issuer/mnr-draft-scale.h"
#include "issuer/mnr-text-line.h"
#include "mnr-lines.h"
#include "mnr-picture.h"

struct _MnrRateGroup
{
  AdwPreferencesGroup parent_instance;

  MnrPicture *picture;
  GtkDropDown *direction;
  GtkEditable *price;
  GtkLabel *price_unit;
  GtkLabel *problem;
  GtkLabel *premium_text;
  GtkScale *premium;
  AdwActionRow *exact;
  AdwActionRow *fee;
  AdwActionRow *market;
  AdwActionRow *parking;
  GtkButton *park;

  MnrDraft *draft;
  char *core;            /* symbol of the core asset */
  char *deviation;       /* (nullable): of the integers from what was typed */
  gint64 transfer_fee;   /* of the chain; 0: not known */
  gboolean is_typing;    /* the draft changes because of us */
  gboolean is_following; /* we change because of the draft */
};

G_DEFINE_FINAL_TYPE (MnrRateGroup, mnr_rate_group, ADW_TYPE_PREFERENCES_GROUP)

static const char *
get_symbol (MnrRateGroup *self)
{
  const char *symbol = mnr_draft_get (self->draft, MNR_DRAFT_SYMBOL);

  return symbol[0] != '\0' ? symbol : _ ("token");
}

static MnrBasisPoints
get_premium (MnrRateGroup *self)
{
  /* The one place where a fraction could come in: the slider's. */
  return (MnrBasisPoints) (gtk_range_get_value (GTK_RANGE (self->premium)) + 0.5);
}

static void
show_results (MnrRateGroup *self)
{
  g_autofree char *integers = mnr_rate_get_integers (self->draft);
  g_autofree char *each = mnr_rate_get (self->draft, MNR_RATE_CORE_PER_TOKEN);
  g_autofree char *premium = mnr_basis_points_format (get_premium (self));
  g_autofree char *exact = NULL, *fee = NULL, *in_tokens = NULL, *in_core = NULL;
  g_autofree char *exact_grouped = NULL, *fee_grouped = NULL;

  gtk_label_set_text (self->premium_text, premium);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->premium),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, premium, -1);
  gtk_label_set_text (self->price_unit,
                      gtk_drop_down_get_selected (self->direction) == MNR_RATE_CORE_PER_TOKEN
                        ? self->core
                        : get_symbol (self));

  if (integers == NULL)
    exact = g_strdup (_ ("Nothing yet: type a price."));
  else if (self->deviation == NULL || g_str_equal (self->deviation, "0"))
    exact = g_strdup_printf (_ ("1 %s counts as %s %s: %s in smallest units, exactly."),
                             get_symbol (self), each, self->core, integers);
  else
    exact = g_strdup_printf (_ ("1 %s counts as %s %s: %s in smallest units, off by %s of it."),
                             get_symbol (self), each, self->core, integers, self->deviation);
  exact_grouped = mnr_text_group_digits (exact);
  adw_action_row_set_subtitle (self->exact, exact_grouped);

  in_tokens = self->transfer_fee > 0 ? mnr_rate_get_fee (self->draft, self->transfer_fee) : NULL;
  if (in_tokens != NULL)
    {
      in_core = mnr_decimal_format (self->transfer_fee, 5);
      fee = g_strdup_printf (_ ("%s %s instead of %s %s"), in_tokens, get_symbol (self), in_core,
                             self->core);
    }
  fee_grouped = mnr_text_group_digits (fee != NULL ? fee : _ ("Not known yet."));
  adw_action_row_set_subtitle (self->fee, fee_grouped);
}

/* Puts what was typed into the draft. */
static void
take (MnrRateGroup *self)
{
  g_autoptr (GError) error = NULL;

  if (self->is_following)
    return;
  self->is_typing = TRUE;
  g_clear_pointer (&self->deviation, g_free);
  mnr_rate_set (self->draft, gtk_editable_get_text (self->price),
                (MnrRateDirection) gtk_drop_down_get_selected (self->direction),
                get_premium (self), &self->deviation, &error);
  self->is_typing = FALSE;
  gtk_label_set_text (self->problem, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), error != NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->price), GTK_ACCESSIBLE_STATE_INVALID,
                               error != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                             : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  show_results (self);
}

/* The price that the draft has, of which nobody knows what premium is in it. */
static void
follow (MnrRateGroup *self)
{
  g_autofree char *price = mnr_rate_get (
    self->draft, (MnrRateDirection) gtk_drop_down_get_selected (self->direction));

  self->is_following = TRUE;
  g_clear_pointer (&self->deviation, g_free);
  gtk_editable_set_text (self->price, price != NULL ? price : "");
  gtk_range_set_value (GTK_RANGE (self->premium), 0);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  self->is_following = FALSE;
  show_results (self);
}

static void
name_directions (MnrRateGroup *self)
{
  g_autofree char *first = g_strdup_printf (_ ("1 %s is worth"), get_symbol (self));
  g_autofree char *second = g_strdup_printf (_ ("1 %s is worth"), self->core);
  g_autofree char *parking =
    g_strdup_printf (_ ("Park it: the whole supply counts for 1 %s, so that there is nothing to "
                        "drain. You can set a price later."),
                     self->core);
  const char *const texts[] = { first, second, NULL };
  GtkStringList *list = GTK_STRING_LIST (gtk_drop_down_get_model (self->direction));
  const guint selected = gtk_drop_down_get_selected (self->direction);

  adw_action_row_set_subtitle (self->parking, parking);
  self->is_following = TRUE;
  gtk_string_list_splice (list, 0, g_list_model_get_n_items (G_LIST_MODEL (list)), texts);
  gtk_drop_down_set_selected (self->direction,
                              selected == MNR_RATE_TOKEN_PER_CORE ? selected : 0);
  self->is_following = FALSE;
}

static void
on_draft_changed (MnrRateGroup *self,
                  int field)
{
  if (field == MNR_DRAFT_SYMBOL)
    {
      name_directions (self);
      show_results (self);
    }
  else if (field == MNR_DRAFT_PRECISION)
    show_results (self);
  else if ((field == MNR_DRAFT_RATE_CORE || field == MNR_DRAFT_RATE_ASSET) && !self->is_typing)
    follow (self);
}

/* The same price, said the other way round. */
static void
on_direction (MnrRateGroup *self)
{
  if (!self->is_following)
    follow (self);
}

static void
on_park (MnrRateGroup *self)
{
  mnr_rate_park (self->draft);
}

static void
mnr_rate_group_dispose (GObject *object)
{
  MnrRateGroup *self = MNR_RATE_GROUP (object);

  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_data (self->draft, self);
  g_clear_object (&self->draft);
  g_clear_pointer (&self->core, g_free);
  g_clear_pointer (&self->deviation, g_free);
  G_OBJECT_CLASS (mnr_rate_group_parent_class)->dispose (object);
}

static void
mnr_rate_group_class_init (MnrRateGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (MNR_TYPE_PICTURE);
  G_OBJECT_CLASS (klass)->dispose = mnr_rate_group_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/moneyer/Moneyer/ui/mnr-rate-group.ui");
  gtk_widget_class_bind_template_child (widget_class, MnrRateGroup, picture);
  gtk_widget_class_bind_template_child (widget_class, MnrRateGroup, direction);
  gtk_widget_class_bind_template_child (widget_class, MnrRateGroup, price);
  gtk_widget_class_bind_template_child (widget_class, MnrRateGroup, price_unit);
  gtk_widget_class_bind_template_child (widget_class, MnrRateGroup, problem);
  gtk_widget_class_bind_template_child (widget_class, MnrRateGroup, premium_text);
  gtk_widget_class_bind_template_child (widget_class, MnrRateGroup, premium);
  gtk_widget_class_bind_template_child (widget_class, MnrRateGroup, exact);
  gtk_widget_class_bind_template_child (widget_class, MnrRateGroup, fee);
  gtk_widget_class_bind_template_child (widget_class, MnrRateGroup, market);
  gtk_widget_class_bind_template_child (widget_class, MnrRateGroup, parking);
  gtk_widget_class_bind_template_child (widget_class, MnrRateGroup, park);
}

static void
mnr_rate_group_init (MnrRateGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_scale_add_mark (self->premium, 500, GTK_POS_BOTTOM, "5 %");
  gtk_scale_add_mark (self->premium, 2000, GTK_POS_BOTTOM, "20 %");
}

GtkWidget *
mnr_rate_group_new (MnrDraft *draft)
{
  MnrRateGroup *self = g_object_new (MNR_TYPE_RATE_GROUP, NULL);
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  self->draft = g_object_ref (draft);
  self->core = g_strdup (_ ("core"));
  gtk_drop_down_set_model (self->direction, G_LIST_MODEL (list));
  mnr_drop_down_set_name (self->direction, _ ("Which way round the price is typed"));
  name_directions (self);
  follow (self);
  g_signal_connect_swapped (draft, "changed", G_CALLBACK (on_draft_changed), self);
  g_signal_connect_swapped (self->price, "changed", G_CALLBACK (take), self);
  g_signal_connect_swapped (self->premium, "value-changed", G_CALLBACK (take), self);
  g_signal_connect_swapped (self->direction, "notify::selected", G_CALLBACK (on_direction), self);
  g_signal_connect_swapped (self->park, "clicked", G_CALLBACK (on_park), self);
  return GTK_WIDGET (self);
}

/* What somebody bids for the asset, if it is there already. */
static void
show_market (MnrRateGroup *self,
             const MnrView *view)
{
  const MnrAsset *asset = mnr_draft_get_asset (self->draft);
  const MnrLimitOrder *order = NULL;
  g_autofree char *core = NULL, *tokens = NULL, *text = NULL;

  if (asset == NULL || view->find_best_bid (view, asset->id, &order) == MNR_NOT_KNOWN)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->market), TRUE);
  if (order == NULL)
    {
      adw_action_row_set_subtitle (self->market, _ ("Nobody bids for it in the core asset now."));
      return;
    }
  core = mnr_view_format_amount (view, order->sell_price.base.amount,
                                 order->sell_price.base.asset_id);
  tokens = mnr_view_format_amount (view, order->sell_price.quote.amount,
                                   order->sell_price.quote.asset_id);
  text = g_strdup_printf (_ ("The best bid is %s for %s."), core, tokens);
  adw_action_row_set_subtitle (self->market, text);
}

void
mnr_rate_group_show (MnrRateGroup *self,
                     const MnrView *view)
{
  g_autofree char *core = NULL;

  g_return_if_fail (MNR_IS_RATE_GROUP (self));

  core = mnr_view_name_asset (view, MNR_CORE_ASSET);
  self->transfer_fee = mnr_view_get_transfer_fee (view);
  if (!g_str_equal (core, self->core) && g_ascii_isalpha (core[0]))
    {
      g_free (self->core);
      self->core = g_steal_pointer (&core);
      name_directions (self);
    }
  show_market (self, view);
  show_results (self);
  mnr_picture_take_scale (
    self->picture,
    mnr_draft_scale_rate (self->draft, gtk_editable_get_text (self->price),
                          (MnrRateDirection) gtk_drop_down_get_selected (self->direction), view));
}
