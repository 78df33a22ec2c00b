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

#include "chain/crypto/mnr-private-key.h"
#include "issuer/mnr-power-words.h"
#include "issuer/mnr-rate.h"
#include "mnr-draft-page.h"
#include "mnr-drafts-page.h"
#include "mnr-field-row.h"
#include "mnr-panes.h"
#include "mnr-power-row.h"
#include "mnr-rate-group.h"
#include "mnr-send-dialog.h"
#include "test-support.h"
#include "test-wait.h"

/* Shared by all tests: a practice network and Alice's key. */
static Practice *practice;
static MnrWallet *wallet;

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

/* Widgets */

static GtkWidget *
find_widget (GtkWidget *root,
             gboolean (*is_it) (GtkWidget *widget, gconstpointer data),
             gconstpointer data)
{
  if (is_it (root, data))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, is_it, data);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_of_type (GtkWidget *widget,
            gconstpointer type)
{
  return g_type_is_a (G_OBJECT_TYPE (widget), *(const GType *) type);
}

static GtkWidget *
find_type (GtkWidget *root,
           GType type)
{
  return find_widget (root, is_of_type, &type);
}

static gboolean
is_toggle (GtkWidget *widget,
           gconstpointer label)
{
  return GTK_IS_TOGGLE_BUTTON (widget) &&
         g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0;
}

static gboolean
is_button_child (GtkWidget *widget,
                 gconstpointer prefix)
{
  GtkWidget *child = GTK_IS_BUTTON (widget) ? gtk_button_get_child (GTK_BUTTON (widget)) : NULL;

  return child != NULL && GTK_IS_LABEL (child) &&
         g_str_has_prefix (gtk_label_get_text (GTK_LABEL (child)), prefix);
}

static gboolean
has_text (GtkWidget *widget,
          gconstpointer text)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
         strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;
}

static void
type_into (GtkWidget *row,
           const char *text)
{
  GtkWidget *entry = find_type (row, GTK_TYPE_ENTRY);

  if (entry != NULL)
    gtk_editable_set_text (GTK_EDITABLE (entry), text);
  else
    gtk_text_buffer_set_text (
      gtk_text_view_get_buffer (GTK_TEXT_VIEW (find_type (row, GTK_TYPE_TEXT_VIEW))), text, -1);
}

typedef struct
{
  char *folder;
  MnrDraftStore *store;
  MnrDraft *draft;
  GtkWidget *window, *page;
} Form;

static void
form_open (Form *self,
           MnrDraft *draft,
           int width,
           int height)
{
  self->folder = test_make_folder ();
  self->store = mnr_draft_store_new (self->folder);
  self->draft = draft;
  self->page = mnr_draft_page_new (wallet, self->store, draft);
  self->window = g_object_new (ADW_TYPE_WINDOW, "default-width", width, "default-height", height,
                               NULL);
  adw_window_set_content (ADW_WINDOW (self->window), self->page);
  gtk_window_present (GTK_WINDOW (self->window));
  while (!gtk_widget_get_mapped (self->page) || gtk_widget_get_width (self->page) == 0)
    g_main_context_iteration (NULL, TRUE);
  settle ();
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

/* Gives the last reference of ours back; calls under way end with theirs. */
static void
let_go (gpointer object)
{
  g_object_add_weak_pointer (object, &object);
  g_object_unref (object);
  test_wait_until (is_gone, &object);
}

static void
form_close (Form *self)
{
  GtkWidget *page = g_object_ref (self->page);

  gtk_window_destroy (GTK_WINDOW (self->window));
  settle ();
  let_go (page);
  let_go (self->store);
  let_go (self->draft);
  test_remove_folder (self->folder);
}

static MnrDraft *
new_template (const char *name)
{
  g_autoptr (GError) error = NULL;
  MnrDraft *draft = mnr_draft_new_from_template (name, &error);

  g_assert_no_error (error);
  return draft;
}

/* Pictures, for whoever wants to look: MONEYER_SHOTS names a folder. */

static gboolean
has_waited (gpointer data)
{
  return g_get_monotonic_time () > *(gint64 *) data;
}

static void
shoot (GtkWidget *window,
       const char *name)
{
  const char *folder = g_getenv ("MONEYER_SHOTS");
  g_autofree char *file = NULL, *path = NULL;
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  GtkSnapshot *snapshot;
  gint64 until = g_get_monotonic_time () + G_USEC_PER_SEC;

  if (folder == NULL)
    return;
  test_wait_until (has_waited, &until);
  paintable = gtk_widget_paintable_new (window);
  snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (window),
                          gtk_widget_get_height (window));
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
  file = g_strconcat (name, ".png", NULL);
  path = g_build_filename (folder, file, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

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
  settle ();
  g_assert_cmpint (gtk_widget_get_width (form.window), <=, 360);
  g_assert_true (mnr_panes_is_narrow (MNR_PANES (panes)));
  for (guint step = 0; step < MNR_N_STEPS; step++)
    {
      g_autofree char *name = g_strdup_printf ("narrow-%u", step);

      mnr_draft_page_set_step (MNR_DRAFT_PAGE (form.page), step);
      settle ();
      /* Nothing is wider than there is room. */
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

/* The whole way */

typedef struct
{
  Form form;
  guint64 created;
  const char *wanted; /* the label that is waited for, or how it begins */
  GtkWidget *button;
} Way;

static void
on_created (Way *way,
            guint64 asset)
{
  way->created = asset;
}

static gboolean
may_confirm (gpointer data)
{
  Way *way = data;

  way->button = find_widget (way->form.page, is_button_child, way->wanted);
  return way->button != NULL && gtk_widget_is_sensitive (way->button);
}

static gboolean
is_named (GtkWidget *widget,
          gconstpointer label)
{
  return GTK_IS_BUTTON (widget) && gtk_widget_get_visible (widget) &&
         g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0;
}

static gboolean
may_open (gpointer data)
{
  Way *way = data;

  way->button = find_widget (way->form.page, is_named, way->wanted);
  return way->button != NULL;
}

/* Presses the button that confirms, waits for the one at the end, and returns it. */
static void
confirm (Way *way,
         const char *verb,
         const char *result)
{
  way->wanted = verb;
  test_wait_until (may_confirm, way);
  shoot (way->form.window, "review");
  g_signal_emit_by_name (way->button, "clicked");
  /* Once is enough, however often it is pressed. */
  g_signal_emit_by_name (way->button, "clicked");
  way->wanted = result;
  test_wait_until (may_open, way);
  shoot (way->form.window, "sent");
  g_signal_emit_by_name (way->button, "clicked");
}

static void
way_open (Way *way,
          const char *template,
          const char *symbol)
{
  form_open (&way->form, new_template (template), 1100, 760);
  g_signal_connect_swapped (way->form.page, "created", G_CALLBACK (on_created), way);
  type_into (mnr_draft_step_get_row (
               mnr_draft_page_get_form (MNR_DRAFT_PAGE (way->form.page), MNR_STEP_NAME),
               MNR_DRAFT_SYMBOL),
             symbol);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (way->form.store)), ==, 1);
}

static gboolean
was_created (gpointer data)
{
  return ((Way *) data)->created != 0;
}

/* The page lets go of the store's last draft when it is on the chain. */
static void
way_close (Way *way)
{
  test_wait_until (was_created, way);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (way->form.store)), ==, 0);
  form_close (&way->form);
}

static char *
ask_chain (const char *method,
           const char *params)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = call_and_wait (mnr_wallet_get_node (wallet), MNR_NODE_CALL_DEFAULT,
                                             method, params, &error);

  g_assert_no_error (error);
  return g_strdup (g_bytes_get_data (answer, NULL));
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

/* Drafts */

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

/* Before and after */

static void
open_wallet (void)
{
  g_autoptr (GAsyncResult) opened = NULL, stored = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrPrivateKey) key = NULL;
  g_autoptr (MnrSecret) password = test_secret ("practice-network");
  const char *nodes[] = { NULL, NULL };
  MnrWalletAccount account = { .name = (char *) "practice-alice", .roles = MNR_KEY_ACTIVE };
  MnrKeyOwner owner = {
    .network = "Practice",
    .account = "practice-alice",
    .roles = MNR_KEY_ACTIVE,
  };
  g_autoptr (GBytes) found = NULL;
  const char *id;

  practice = practice_start ("0");
  nodes[0] = practice->ws;
  wallet = mnr_wallet_new (&error);
  g_assert_no_error (error);
  mnr_wallet_open_async (wallet, "practice", nodes, NULL, test_take_result, &opened);
  mnr_wallet_open_finish (wallet, test_wait (&opened), &error);
  g_assert_no_error (error);

  found = call_and_wait (mnr_wallet_get_node (wallet), MNR_NODE_CALL_DEFAULT,
                         "get_account_by_name", "[\"practice-alice\"]", &error);
  g_assert_no_error (error);
  id = strstr (g_bytes_get_data (found, NULL), "\"id\":\"1.2.");
  g_assert_true (mnr_object_id_parse (id + 6, strcspn (id + 6, "\""), &account.id));
  account.chain_id = *mnr_node_get_chain_id (mnr_wallet_get_node (wallet));
  owner.chain_id = &account.chain_id;
  owner.account_id = account.id;
  key = mnr_private_key_new_from_password ("practice-alice", "active", password, &error);
  g_assert_no_error (error);
  mnr_key_ring_store_async (mnr_wallet_get_key_ring (wallet), &owner, key, NULL, test_take_result,
                            &stored);
  mnr_key_ring_store_finish (mnr_wallet_get_key_ring (wallet), test_wait (&stored), &error);
  g_assert_no_error (error);
  g_assert_true (mnr_accounts_put (mnr_wallet_get_accounts (wallet), &account, &error));
  g_assert_true (mnr_wallet_set_account (wallet, "practice-alice", &error));
  g_assert_nonnull (mnr_wallet_get_account (wallet));
}

static void
close_wallet (void)
{
  g_autoptr (GAsyncResult) closed = NULL;

  mnr_wallet_close_async (wallet, test_take_result, &closed);
  mnr_wallet_close_finish (wallet, test_wait (&closed), NULL);
  settle ();
  g_clear_object (&wallet);
  practice_free (practice);
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
  g_test_add_func ("/draft-page/taken", test_taken);
  g_test_add_func ("/draft-page/create", test_create);
  g_test_add_func ("/draft-page/powers-on-chain", test_powers_on_chain);
  g_test_add_func ("/draft-page/producers", test_producers);
  g_test_add_func ("/draft-page/drafts", test_drafts_page);
  status = g_test_run ();
  close_wallet ();
  return status;
}
