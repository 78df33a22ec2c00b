/* test-draft-page.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Designing an asset: rows, steps, the side pane, and the whole way to a block
 * of a practice network, with a real key ring.
 */

#include <glib/gi18n.h>
#include <string.h>

#include "form-support.h"
#include "issuer/mnr-power-words.h"
#include "issuer/mnr-rate.h"
#include "mnr-drafts-page.h"
#include "mnr-field-row.h"
#include "mnr-panes.h"
#include "mnr-power-row.h"
#include "mnr-rate-group.h"
#include "mnr-send-dialog.h"
#include "test-wait.h"

/* Rows */

static void
test_field_rows (void)
{
  static const MnrAssetKind kinds[] = { MNR_ASSET_TOKEN, MNR_ASSET_SMARTCOIN,
                                        MNR_ASSET_PREDICTION };

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint field = 0; field < MNR_N_DRAFT_FIELDS; field++)
      {
        const MnrDraftFieldInfo *info = mnr_draft_field_get_info (field);
        MnrDraft *draft = mnr_draft_new (kinds[k]);
        GtkWidget *row;

        if (info->text == MNR_TEXT_POWER)
          {
            g_object_unref (draft);
            continue;
          }
        row = g_object_ref_sink (mnr_field_row_new (draft, field));
        g_assert_cmpint (gtk_widget_get_visible (row), ==, (info->kinds & kinds[k]) != 0);
        if (info->text == MNR_TEXT_CHOICE)
          {
            gtk_drop_down_set_selected (GTK_DROP_DOWN (find_type (row, GTK_TYPE_DROP_DOWN)), 3);
            g_assert_cmpstr (mnr_draft_get (draft, field), ==, info->choices[2]);
          }
        else
          {
            type_into (row, "12");
            g_assert_cmpstr (mnr_draft_get (draft, field), ==, "12");
          }
        /* And the other way round. */
        mnr_draft_set (draft, field, "");
        if (info->text != MNR_TEXT_CHOICE && find_type (row, GTK_TYPE_ENTRY) != NULL)
          g_assert_cmpstr (
            gtk_editable_get_text (GTK_EDITABLE (find_type (row, GTK_TYPE_ENTRY))), ==, "");
        g_assert_finalize_object (row);
        g_assert_finalize_object (draft);
      }
}

static void
test_symbol (void)
{
  MnrDraft *draft = mnr_draft_new (MNR_ASSET_TOKEN);
  GtkWidget *row = g_object_ref_sink (mnr_field_row_new (draft, MNR_DRAFT_SYMBOL));

  type_into (row, "my.token");
  g_assert_cmpstr (mnr_draft_get (draft, MNR_DRAFT_SYMBOL), ==, "MY.TOKEN");
  g_assert_finalize_object (row);
  g_object_unref (draft);
}

static void
test_feeders (void)
{
  MnrDraft *draft = mnr_draft_new (MNR_ASSET_SMARTCOIN);
  GtkWidget *row = g_object_ref_sink (mnr_field_row_new (draft, MNR_DRAFT_FEEDERS));
  GtkDropDown *choice = GTK_DROP_DOWN (find_type (row, GTK_TYPE_DROP_DOWN));

  gtk_drop_down_set_selected (choice, 1);
  g_assert_cmpstr (mnr_draft_get (draft, MNR_DRAFT_FEEDERS), ==, "witnesses");
  g_assert_cmpint (mnr_draft_get_power (draft, 7), ==, MNR_POWER_ON);
  g_assert_false (gtk_widget_get_visible (find_type (row, GTK_TYPE_ENTRY)));
  gtk_drop_down_set_selected (choice, 0);
  type_into (row, "alice, bob");
  g_assert_cmpstr (mnr_draft_get (draft, MNR_DRAFT_FEEDERS), ==, "alice, bob");
  g_assert_cmpint (mnr_draft_get_power (draft, 7), ==, MNR_POWER_NOT_NOW);
  g_assert_finalize_object (row);
  g_object_unref (draft);
}

/* The bits that the chain gets, by the table of the protocol: a permission of the
 * lower nine is a right, of the upper seven its loss. */
static void
assert_bits (MnrDraft *draft,
             guint index,
             MnrPowerState state)
{
  const guint bit = 1u << index;
  const gboolean has_right = state == MNR_POWER_NOT_NOW || state == MNR_POWER_ON;
  const gboolean is_set = index < 9 ? has_right : !has_right;
  MnrOperation *operation;
  const MnrAssetOptions *options;

  operation = mnr_draft_get_creation (draft, MNR_ACCOUNT_ID (17),
                                      mnr_chain_view_get_view (mnr_wallet_get_view (wallet)));
  options = &((const MnrAssetCreate *) operation->value)->common_options;
  g_assert_cmpint ((options->issuer_permissions & bit) != 0, ==, is_set);
  g_assert_cmpint ((options->flags & bit) != 0, ==,
                   state == MNR_POWER_ON || state == MNR_POWER_ALWAYS);
  mnr_value_free (&mnr_type_operation, operation);
}

static void
test_power_rows (void)
{
  static const MnrAssetKind kinds[] = { MNR_ASSET_TOKEN, MNR_ASSET_SMARTCOIN,
                                        MNR_ASSET_PREDICTION };

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint index = 0; index < MNR_N_POWERS; index++)
      {
        const MnrDraftFieldInfo *info = mnr_draft_field_get_info (MNR_DRAFT_FIRST_POWER + index);
        MnrDraft *draft = mnr_draft_new (kinds[k]);
        GtkWidget *row = g_object_ref_sink (mnr_power_row_new (draft, index));

        g_assert_cmpint (gtk_widget_get_visible (row), ==, (info->kinds & kinds[k]) != 0);
        for (int state = MNR_POWER_ALWAYS; state >= 0; state--)
          {
            GtkWidget *button;

            if (!mnr_power_has_state (index, state))
              continue;
            button = find_widget (row, is_toggle, mnr_power_get_state_label (index, state));
            g_assert_nonnull (button);
            gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
            g_assert_cmpint (mnr_draft_get_power (draft, index), ==, state);
            if ((info->kinds & kinds[k]) != 0)
              assert_bits (draft, index, state);
          }
        g_assert_finalize_object (row);
        g_object_unref (draft);
      }
}

static void
test_rate (void)
{
  MnrDraft *draft = mnr_draft_new (MNR_ASSET_TOKEN);
  GtkWidget *group = g_object_ref_sink (mnr_rate_group_new (draft));
  GtkWidget *price = find_type (group, GTK_TYPE_ENTRY);
  GtkWidget *premium = find_type (group, GTK_TYPE_SCALE);
  GtkWidget *direction = find_type (group, GTK_TYPE_DROP_DOWN);
  g_autofree char *each = NULL;

  /* One token is worth 0.5 of core. */
  gtk_editable_set_text (GTK_EDITABLE (price), "0.5");
  each = mnr_rate_get (draft, MNR_RATE_TOKEN_PER_CORE);
  g_assert_cmpstr (each, ==, "2");
  /* 20 % more tokens for the same of core. */
  gtk_range_set_value (GTK_RANGE (premium), 2000);
  g_free (each);
  each = mnr_rate_get (draft, MNR_RATE_TOKEN_PER_CORE);
  g_assert_cmpstr (each, ==, "2.4");
  /* Looked at the other way round, it is the same rate. */
  gtk_drop_down_set_selected (GTK_DROP_DOWN (direction), MNR_RATE_TOKEN_PER_CORE);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (price)), ==, "2.4");
  g_free (each);
  each = mnr_rate_get (draft, MNR_RATE_TOKEN_PER_CORE);
  g_assert_cmpstr (each, ==, "2.4");
  g_assert_finalize_object (group);
  g_object_unref (draft);
}

/* The page */

static void
test_steps (void)
{
  static const char *const templates[] = { "plain-token", "private-smartcoin", "yes-no-market" };

  for (guint i = 0; i < G_N_ELEMENTS (templates); i++)
    {
      Form form;

      form_open (&form, new_template (templates[i]), 1100, 760);
      for (guint step = 0; step < MNR_N_STEPS; step++)
        {
          g_autofree char *name = g_strdup_printf ("%s-%u", templates[i], step);

          mnr_draft_page_set_step (MNR_DRAFT_PAGE (form.page), step);
          settle ();
          g_assert_cmpint (mnr_draft_page_get_step (MNR_DRAFT_PAGE (form.page)) == step, ==,
                           mnr_step_has_kind (step, mnr_draft_get_kind (form.draft)));
          shoot (form.window, name);
        }
      form_close (&form);
    }
}

static void
test_narrow (void)
{
  Form form;
  GtkWidget *panes;

  form_open (&form, new_template ("private-smartcoin"), 360, 640);
  panes = find_type (form.page, MNR_TYPE_PANES);
  type_into (form_get_row (&form, MNR_DRAFT_SYMBOL), "NARROW");
  settle ();
  g_assert_cmpint (gtk_widget_get_width (form.window), <=, 360);
  g_assert_true (mnr_panes_is_narrow (MNR_PANES (panes)));
  for (guint step = 0; step < MNR_N_STEPS; step++)
    {
      g_autofree char *name = g_strdup_printf ("narrow-%u", step);
      int whole;

      mnr_draft_page_set_step (MNR_DRAFT_PAGE (form.page), step);
      settle ();
      /* Nothing is wider than there is room, the buttons of the header bar included. */
      gtk_widget_measure (form.page, GTK_ORIENTATION_HORIZONTAL, -1, &whole, NULL, NULL, NULL);
      g_test_message ("step %u: %d", step, whole);
      g_assert_cmpint (whole, <=, 360);
      g_assert_cmpint (gtk_widget_get_width (form.window), <=, 360);
      if (mnr_draft_page_get_form (MNR_DRAFT_PAGE (form.page), step) != NULL)
        {
          GtkWidget *page = GTK_WIDGET (
            mnr_draft_page_get_form (MNR_DRAFT_PAGE (form.page), step));
          int minimum;

          gtk_widget_measure (page, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
          g_assert_cmpint (minimum, <=, 360);
        }
      shoot (form.window, name);
    }
  mnr_panes_set_shown (MNR_PANES (panes), MNR_PANE_END);
  shoot (form.window, "narrow-summary");
  mnr_panes_set_shown (MNR_PANES (panes), MNR_PANE_START);
  shoot (form.window, "narrow-steps");
  form_close (&form);
}

/* What is found jumps to its row, on whatever step. */
static void
test_jump (void)
{
  static const MnrDraftField fields[] = {
    MNR_DRAFT_SYMBOL,
    MNR_DRAFT_FIRST_POWER + 5,
    MNR_DRAFT_REWARD,
    MNR_DRAFT_RATE_ASSET,
    MNR_DRAFT_BACKING,
    MNR_DRAFT_SETTLEMENT_FEE,
    MNR_DRAFT_BLACKLIST_MARKETS,
  };
  Form form;

  form_open (&form, new_template ("private-smartcoin"), 1100, 760);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const MnrStep step = mnr_step_find_field (fields[i]);
      GtkWidget *row, *focus;

      g_signal_emit_by_name (find_type (form.page, g_type_from_name ("MnrDraftSummary")),
                             "field-activated", (int) fields[i]);
      settle ();
      g_assert_cmpint (mnr_draft_page_get_step (MNR_DRAFT_PAGE (form.page)), ==, step);
      row = mnr_draft_step_get_row (mnr_draft_page_get_form (MNR_DRAFT_PAGE (form.page), step),
                                    fields[i]);
      focus = gtk_window_get_focus (GTK_WINDOW (form.window));
      g_assert_nonnull (focus);
      g_assert_true (gtk_widget_is_ancestor (focus, row));
    }
  form_close (&form);
}

/* While the form is filled in, and not only when the asset is there. */
static void
test_too_few_producers (void)
{
  static const char few[] = "There would be only 0 producers, and a price needs 3";
  Form form;

  form_open (&form, new_template ("private-smartcoin"), 1100, 760);
  type_into (form_get_row (&form, MNR_DRAFT_SYMBOL), "UILONE");
  type_into (form_get_row (&form, MNR_DRAFT_MINIMUM_FEEDS), "3");
  mnr_draft_page_set_step (MNR_DRAFT_PAGE (form.page), MNR_STEP_BACKING);
  form_wait_for (&form, few);
  /* At its row, and in the side pane. */
  g_assert_nonnull (find_widget (form_get_row (&form, MNR_DRAFT_FEEDERS), has_text, few));
  g_assert_nonnull (
    find_widget (find_type (form.page, g_type_from_name ("MnrDraftSummary")), has_text, few));
  shoot (form.window, "too-few-producers");
  gtk_drop_down_set_selected (
    GTK_DROP_DOWN (find_type (form_get_row (&form, MNR_DRAFT_FEEDERS), GTK_TYPE_DROP_DOWN)), 1);
  settle ();
  g_assert_null (find_widget (form.page, has_text, "There would be only"));
  form_close (&form);
}

/* Who pays, and where: the side bar that says so elsewhere is out of sight. */
static void
test_payer (void)
{
  Form form;
  g_autoptr (GError) error = NULL;
  MnrWalletAccount other = *mnr_wallet_get_account (wallet);

  other.name = (char *) "practice-bob";
  other.id++;
  form_open (&form, new_template ("plain-token"), 1100, 760);
  g_assert_nonnull (find_widget (form.page, has_text, "practice-alice · Practice"));
  g_assert_true (mnr_accounts_put (mnr_wallet_get_accounts (wallet), &other, &error));
  g_assert_true (mnr_wallet_set_account (wallet, "practice-bob", &error));
  settle ();
  g_assert_nonnull (find_widget (form.page, has_text, "practice-bob · Practice"));
  g_assert_true (mnr_wallet_set_account (wallet, "practice-alice", &error));
  settle ();
  g_assert_nonnull (find_widget (form.page, has_text, "practice-alice · Practice"));
  form_close (&form);
}

static gboolean
is_taken (gpointer data)
{
  Form *form = data;

  return find_widget (form->page, has_text, "There is already an asset BTS") != NULL;
}

/* A symbol that somebody has is said to be so while it is typed. */
static void
test_taken (void)
{
  Form form;
  GtkWidget *row;

  form_open (&form, new_template ("plain-token"), 1100, 760);
  mnr_draft_page_set_step (MNR_DRAFT_PAGE (form.page), MNR_STEP_NAME);
  row = mnr_draft_step_get_row (
    mnr_draft_page_get_form (MNR_DRAFT_PAGE (form.page), MNR_STEP_NAME), MNR_DRAFT_SYMBOL);
  type_into (row, "BTS");
  test_wait_until (is_taken, &form);
  shoot (form.window, "taken");
  form_close (&form);
}

static void
test_create (void)
{
  Way way = { 0 };
  g_autofree char *answer = NULL;

  way_open (&way, "plain-token", "uitest");
  mnr_draft_page_set_step (MNR_DRAFT_PAGE (way.form.page), MNR_STEP_REVIEW);
  confirm (&way, "Create UITEST for ", "Open UITEST");
  answer = ask_chain ("get_assets", "[[\"UITEST\"]]");
  g_assert_nonnull (strstr (answer, "\"symbol\":\"UITEST\""));
  way_close (&way);
}

/* The templates whose powers are most easily got wrong, as the chain has them then. */
static void
test_powers_on_chain (void)
{
  static const struct
  {
    const char *template, *symbol, *flags;
  } assets[] = {
    /* Locked, and the right to unlock given up: 512 is the loss of a right. */
    { "capped-token", "UICAP", "\"flags\":512," },
    { "yes-no-market", "UIBET", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (assets); i++)
    {
      Way way = { 0 };
      g_autofree char *verb = g_strdup_printf ("Create %s for ", assets[i].symbol);
      g_autofree char *result = g_strdup_printf ("Open %s", assets[i].symbol);
      g_autofree char *params = g_strdup_printf ("[[\"%s\"]]", assets[i].symbol);
      g_autofree char *asset = NULL, *needle = NULL;
      MnrOperation *creation;
      const MnrAssetOptions *options;

      way_open (&way, assets[i].template, assets[i].symbol);
      creation = mnr_draft_get_creation (way.form.draft, MNR_ACCOUNT_ID (17),
                                         mnr_chain_view_get_view (mnr_wallet_get_view (wallet)));
      options = &((const MnrAssetCreate *) creation->value)->common_options;
      needle = g_strdup_printf ("\"issuer_permissions\":%u,\"flags\":%u,",
                                options->issuer_permissions, options->flags);
      mnr_value_free (&mnr_type_operation, creation);
      mnr_draft_page_set_step (MNR_DRAFT_PAGE (way.form.page), MNR_STEP_REVIEW);
      confirm (&way, verb, result);
      asset = ask_chain ("get_assets", params);
      g_assert_nonnull (strstr (asset, needle));
      if (assets[i].flags != NULL)
        g_assert_nonnull (strstr (asset, assets[i].flags));
      way_close (&way);
    }
}

/* Feed producers can be named only when there is something to feed. */
static void
test_producers (void)
{
  Way way = { 0 };
  g_autofree char *asset = NULL, *bitasset = NULL, *params = NULL;
  const char *id;

  way_open (&way, "private-smartcoin", "UIFEED");
  type_into (mnr_draft_step_get_row (
               mnr_draft_page_get_form (MNR_DRAFT_PAGE (way.form.page), MNR_STEP_BACKING),
               MNR_DRAFT_FEEDERS),
             "practice-alice, practice-bob, practice-carol");
  mnr_draft_page_set_step (MNR_DRAFT_PAGE (way.form.page), MNR_STEP_REVIEW);
  confirm (&way, "Create UIFEED for ", "Now Set the Feed Producers of UIFEED");
  g_assert_cmpuint (way.created, ==, 0);
  confirm (&way, "Set the feed producers of UIFEED for ", "Open UIFEED");

  asset = ask_chain ("get_assets", "[[\"UIFEED\"]]");
  id = strstr (asset, "\"bitasset_data_id\":\"");
  g_assert_nonnull (id);
  id += strlen ("\"bitasset_data_id\":\"");
  params = g_strdup_printf ("[[\"%.*s\"]]", (int) strcspn (id, "\""), id);
  bitasset = ask_chain ("get_objects", params);
  /* All three, and not only as many as there are already prices of. */
  g_assert_nonnull (strstr (bitasset, "\"feeds\":[["));
  way_close (&way);
}

/* Names are completed as they are typed. */

static gboolean
is_offered (GtkWidget *widget,
            gconstpointer data)
{
  return GTK_IS_POPOVER (widget) && gtk_widget_get_visible (widget) &&
         find_type (widget, GTK_TYPE_LIST_BOX_ROW) != NULL;
}

static gboolean
has_offer (gpointer row)
{
  return find_widget (row, is_offered, NULL) != NULL;
}

static gboolean
has_no_offer (gpointer row)
{
  return !has_offer (row);
}

/* What a key does within an entry: its controllers are asked as the window would. */
static void
press (GtkWidget *row,
       guint keyval)
{
  GtkWidget *entry = find_type (row, GTK_TYPE_ENTRY);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (entry);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      gboolean is_handled = FALSE;

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) &&
          gtk_event_controller_get_propagation_phase (GTK_EVENT_CONTROLLER (controller)) ==
            GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &is_handled);
    }
}

static void
type_name (GtkWidget *row,
           const char *text)
{
  GtkEditable *entry = GTK_EDITABLE (find_type (row, GTK_TYPE_ENTRY));

  gtk_widget_grab_focus (GTK_WIDGET (entry));
  gtk_editable_set_text (entry, text);
  gtk_editable_set_position (entry, -1);
}

static void
test_names (void)
{
  Form form;
  GtkWidget *row, *list;

  form_open (&form, new_template ("private-smartcoin"), 1100, 760);
  mnr_draft_page_set_step (MNR_DRAFT_PAGE (form.page), MNR_STEP_BACKING);
  row = form_get_row (&form, MNR_DRAFT_FEEDERS);
  settle ();

  /* The last of a list; the others stay. */
  type_name (row, "nobody-1, practice-");
  test_wait_until (has_offer, row);
  list = find_type (find_widget (row, is_offered, NULL), GTK_TYPE_LIST_BOX);
  g_assert_true (gtk_list_box_get_selected_row (GTK_LIST_BOX (list)) ==
                 gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0));
  shoot (form.window, "names");
  press (row, GDK_KEY_Down);
  press (row, GDK_KEY_Up);
  press (row, GDK_KEY_Return);
  g_assert_cmpstr (mnr_draft_get (form.draft, MNR_DRAFT_FEEDERS), ==,
                   "nobody-1, practice-alice, ");
  test_wait_until (has_no_offer, row);

  /* Escape leaves what was typed; a name that stands there needs no offer. */
  type_name (row, "practice-b");
  test_wait_until (has_offer, row);
  press (row, GDK_KEY_Escape);
  test_wait_until (has_no_offer, row);
  g_assert_cmpstr (mnr_draft_get (form.draft, MNR_DRAFT_FEEDERS), ==, "practice-b");

  /* Symbols, of which one stands alone. */
  row = form_get_row (&form, MNR_DRAFT_BACKING);
  type_name (row, "bt");
  test_wait_until (has_offer, row);
  press (row, GDK_KEY_Tab);
  g_assert_cmpstr (mnr_draft_get (form.draft, MNR_DRAFT_BACKING), ==, "BTS");
  test_wait_until (has_no_offer, row);
  form_close (&form);
}

/* Pictures of the rate and of a position follow what is typed, in words as well. */

static void
test_pictures (void)
{
  Form form;
  GtkWidget *group;

  form_open (&form, new_template ("private-smartcoin"), 1100, 760);
  type_into (form_get_row (&form, MNR_DRAFT_SYMBOL), "PICTURE");
  type_into (form_get_row (&form, MNR_DRAFT_PRECISION), "2");
  mnr_draft_page_set_step (MNR_DRAFT_PAGE (form.page), MNR_STEP_RATE);
  group = find_type (form.page, MNR_TYPE_RATE_GROUP);
  gtk_editable_set_text (GTK_EDITABLE (find_type (group, GTK_TYPE_ENTRY)), "12");
  form_wait_for (&form, "1 PICTURE = 12.00000 BTS");
  form_wait_for (&form, "A premium leaves room.");
  gtk_range_set_value (GTK_RANGE (find_type (group, GTK_TYPE_SCALE)), 2000);
  form_wait_for (&form, "1 PICTURE = 10.00000 BTS");
  form_wait_for (&form, "cost 20% more than they are worth");
  shoot (form.window, "picture-rate");

  /* Of 200 for a debt of 100 the call comes at 200 ÷ 160, with a squeeze of 10 % at
   * 1.375; what is left has again 200, and is called at 1.25 times that. */
  type_into (form_get_row (&form, MNR_DRAFT_MAINTENANCE_RATIO), "160");
  type_into (form_get_row (&form, MNR_DRAFT_INITIAL_RATIO), "200");
  type_into (form_get_row (&form, MNR_DRAFT_SQUEEZE_RATIO), "110");
  mnr_draft_page_set_step (MNR_DRAFT_PAGE (form.page), MNR_STEP_BACKING);
  form_wait_for (&form, "100.00 PICTURE of debt, covered by 200.00000 BTS: "
                        "a collateral ratio of 200%");
  form_wait_for (&form, "1 PICTURE = 1.25000 BTS");
  form_wait_for (&form, "1 PICTURE = 1.37500 BTS");
  form_wait_for (&form, "1 PICTURE = 1.56250 BTS");
  shoot (form.window, "picture-position");
  type_into (form_get_row (&form, MNR_DRAFT_MAINTENANCE_RATIO), "125");
  form_wait_for (&form, "1 PICTURE = 1.60000 BTS");
  form_close (&form);

  /* Nobody is called in a prediction market. */
  form_open (&form, new_template ("yes-no-market"), 1100, 760);
  mnr_draft_page_set_step (MNR_DRAFT_PAGE (form.page), MNR_STEP_BACKING);
  settle ();
  g_assert_null (find_widget (form.page, has_text, "a collateral ratio of"));
  form_close (&form);
}

/* Drafts */

static gboolean
has_tooltip (GtkWidget *widget,
             gconstpointer text)
{
  return GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) == 0;
}

static gboolean
is_undo (GtkWidget *widget,
         gconstpointer data)
{
  return GTK_IS_BUTTON (widget) &&
         g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), "_Undo") == 0;
}

/* The list says where a draft belongs; two may have one symbol; a removed one can be had back. */
static void
test_drafts_list (void)
{
  char *folder = test_make_folder ();
  MnrDraftStore *store = mnr_draft_store_new (folder);
  MnrDraft *first = new_template ("plain-token"), *second = new_template ("private-smartcoin");
  GtkWidget *page = g_object_ref_sink (mnr_drafts_page_new (store));
  GtkWidget *window = g_object_new (ADW_TYPE_WINDOW, "default-width", 600, NULL);
  GtkWidget *button;

  mnr_draft_set (first, MNR_DRAFT_SYMBOL, "TWICE");
  mnr_draft_set (second, MNR_DRAFT_SYMBOL, "TWICE");
  mnr_draft_set_network (second, "Testnet", NULL);
  mnr_draft_store_add (store, first);
  mnr_draft_store_add (store, second);
  adw_window_set_content (ADW_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  settle ();
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (store)), ==, 2);
  g_assert_nonnull (find_widget (page, has_text, "Smartcoin · "));
  g_assert_nonnull (find_widget (page, has_text, " · Testnet"));

  button = find_widget (page, has_tooltip, "Remove");
  g_signal_emit_by_name (button, "clicked");
  settle ();
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (store)), ==, 1);
  button = find_widget (page, is_undo, NULL);
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  settle ();
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (store)), ==, 2);
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
  let_go (page);
  let_go (store);
  g_object_unref (first);
  g_object_unref (second);
  test_remove_folder (folder);
}

static void
on_opened (MnrDraft **place,
           MnrDraft *draft)
{
  *place = draft;
}

static void
test_drafts_page (void)
{
  char *folder = test_make_folder ();
  MnrDraftStore *store = mnr_draft_store_new (folder);
  MnrDraft *draft = new_template ("plain-token"), *opened = NULL;
  GtkWidget *page = g_object_ref_sink (mnr_drafts_page_new (store));
  GtkWidget *window = g_object_new (ADW_TYPE_WINDOW, "default-width", 600, NULL);
  GtkWidget *row;
  g_autoptr (MnrStoredDraft) stored = NULL;

  mnr_draft_set (draft, MNR_DRAFT_SYMBOL, "KEEPME");
  stored = g_object_ref (mnr_draft_store_add (store, draft));
  adw_window_set_content (ADW_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  settle ();
  g_signal_connect_swapped (page, "opened", G_CALLBACK (on_opened), &opened);
  row = find_type (page, ADW_TYPE_ACTION_ROW);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "KEEPME");
  mnr_draft_set (draft, MNR_DRAFT_SYMBOL, "KEEPME2");
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "KEEPME2");
  adw_action_row_activate (ADW_ACTION_ROW (row));
  g_assert_true (opened == draft);
  shoot (window, "drafts");

  g_assert_true (mnr_draft_store_remove (store, stored, NULL));
  g_assert_null (find_type (page, ADW_TYPE_ACTION_ROW));
  shoot (window, "drafts-empty");
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
  g_assert_finalize_object (page);
  g_clear_object (&stored);
  g_assert_finalize_object (store);
  g_object_unref (draft);
  test_remove_folder (folder);
}

int
main (int argc,
      char **argv)
{
  int status;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  open_wallet ();

  g_test_add_func ("/draft-page/field-rows", test_field_rows);
  g_test_add_func ("/draft-page/symbol", test_symbol);
  g_test_add_func ("/draft-page/feeders", test_feeders);
  g_test_add_func ("/draft-page/power-rows", test_power_rows);
  g_test_add_func ("/draft-page/rate", test_rate);
  g_test_add_func ("/draft-page/steps", test_steps);
  g_test_add_func ("/draft-page/narrow", test_narrow);
  g_test_add_func ("/draft-page/jump", test_jump);
  g_test_add_func ("/draft-page/too-few-producers", test_too_few_producers);
  g_test_add_func ("/draft-page/payer", test_payer);
  g_test_add_func ("/draft-page/taken", test_taken);
  g_test_add_func ("/draft-page/create", test_create);
  g_test_add_func ("/draft-page/powers-on-chain", test_powers_on_chain);
  g_test_add_func ("/draft-page/producers", test_producers);
  g_test_add_func ("/draft-page/names", test_names);
  g_test_add_func ("/draft-page/pictures", test_pictures);
  g_test_add_func ("/draft-page/drafts-list", test_drafts_list);
  g_test_add_func ("/draft-page/drafts", test_drafts_page);
  status = g_test_run ();
  close_wallet ();
  return status;
}
