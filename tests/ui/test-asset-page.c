/* test-asset-page.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The pages of an asset and of an account, on a practice network. */

#include <string.h>

#include "chain/wire/mnr-json.h"
#include "mnr-activity-list.h"
#include "mnr-activity-page.h"
#include "mnr-asset-page.h"
#include "mnr-picture.h"
#include "mnr-scale-bar.h"
#include "rules/mnr-collateral.h"
#include "test-support.h"
#include "test-wait.h"

/* Looking at widgets */

static gboolean
is_visible_in (GtkWidget *widget,
               GtkWidget *root)
{
  for (; widget != root; widget = gtk_widget_get_parent (widget))
    if (!gtk_widget_get_child_visible (widget) || !gtk_widget_get_visible (widget))
      return FALSE;
  return TRUE;
}

/* The first label that can be seen and has @text in it. */
static GtkWidget *
find_label (GtkWidget *root,
            GtkWidget *widget,
            const char *text)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_label (GTK_LABEL (widget)), text) != NULL &&
      is_visible_in (widget, root))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_label (root, child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
find_widget (GtkWidget *widget,
             GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

typedef struct
{
  GtkWidget *root;
  const char *text;
} Sight;

static gboolean
is_seen (gpointer user_data)
{
  const Sight *sight = user_data;

  return find_label (sight->root, sight->root, sight->text) != NULL;
}

static void
wait_for_text (GtkWidget *root,
               const char *text)
{
  Sight sight = { root, text };

  g_test_message ("waiting for “%s”", text);
  test_wait_until (is_seen, &sight);
}

/* A window with one widget in it, of which nothing stays behind. */
static GtkWidget *
show (GtkWidget *child)
{
  GtkWidget *window = adw_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 700, 700);
  adw_window_set_content (ADW_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static gboolean
is_null (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

static void
finish (GtkWidget *window,
        GtkWidget *child)
{
  gpointer left = child;

  g_object_add_weak_pointer (G_OBJECT (child), &left);
  gtk_window_destroy (GTK_WINDOW (window));
  test_wait_until (is_null, &left);
}

static gboolean
has_size (gpointer user_data)
{
  return gtk_widget_get_width (user_data) > 0;
}

/* Whether anything is drawn. */
static void
assert_drawn (GtkWidget *widget)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  GskRenderNode *node;

  test_wait_until (has_size, widget);
  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);
  node = gtk_snapshot_to_node (snapshot);
  g_assert_nonnull (node);
  gsk_render_node_unref (node);
}

/* Pictures */

#define TOKEN MNR_ASSET_ID (7)

static const MnrAssetName core = { .symbol = "BTS", .precision = 5 };
static const MnrAssetName token = { .symbol = "TOKEN", .precision = 2 };

static MnrScale *
create_scale (guint index)
{
  const MnrFeed feed = {
    .settlement_price = { { 100, TOKEN }, { 2000000, MNR_CORE_ASSET } },
    .maintenance_collateral_ratio = 1600,
    .initial_collateral_ratio = 1600,
    .maximum_short_squeeze_ratio = 1100,
  };
  const MnrPrice rate = { { 100, TOKEN }, { 95000, MNR_CORE_ASSET } };
  const MnrPrice market = { { 100, TOKEN }, { 100000, MNR_CORE_ASSET } };

  switch (index)
    {
    case 0:
      return mnr_scale_new_supply (1234, 10000, &token);
    case 1:
      return mnr_scale_new_pool (0, 100000, &core);
    case 2:
      return mnr_scale_new_pool (124000000, 100000, &core);
    case 3:
      return mnr_scale_new_rate (&rate, &market, &token, &core);
    case 4:
      return mnr_scale_new_rate (&rate, NULL, &token, &core);
    case 5:
      return mnr_scale_new_position (&feed, 350000000, 10000, NULL, &token, &core);
    default:
      return NULL;
    }
}

static void
test_pictures (void)
{
  for (guint direction = GTK_TEXT_DIR_LTR; direction <= GTK_TEXT_DIR_RTL; direction++)
    for (guint i = 0; i < 6; i++)
      {
        g_autoptr (MnrScale) scale = create_scale (i);
        g_autofree char *words = mnr_scale_describe (scale);
        GtkWidget *picture, *window, *bar;

        gtk_widget_set_default_direction (direction);
        picture = mnr_picture_new ();
        g_assert_false (gtk_widget_get_visible (picture));
        mnr_picture_take_scale (MNR_PICTURE (picture), create_scale (i));
        window = show (picture);
        bar = find_widget (picture, MNR_TYPE_SCALE_BAR);
        g_assert_cmpint (gtk_widget_get_visible (bar), ==,
                         scale->zones->len + scale->ticks->len > 0);
        if (gtk_widget_get_visible (bar))
          assert_drawn (bar);
        g_assert_nonnull (find_label (picture, picture, scale->value));
        for (guint j = 0; j < scale->marks->len; j++)
          g_assert_nonnull (find_label (
            picture, picture, ((MnrMark *) g_ptr_array_index (scale->marks, j))->text));
        gtk_test_accessible_assert_role (bar, GTK_ACCESSIBLE_ROLE_IMG);
        gtk_test_accessible_assert_property (bar, GTK_ACCESSIBLE_PROPERTY_LABEL, scale->title);
        gtk_test_accessible_assert_property (bar, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words);
        finish (window, picture);
      }
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* Pages */

typedef struct
{
  Practice *practice;
  MnrWallet *wallet;
} Fixture;

static char *
call (Fixture *self,
      const char *api,
      const char *method,
      const char *params)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;

  mnr_node_call_async (mnr_wallet_get_node (self->wallet), MNR_NODE_CALL_ONCE, api, method,
                       params, NULL, test_take_result, &result);
  answer = mnr_node_call_finish (mnr_wallet_get_node (self->wallet), test_wait (&result), &error);
  g_assert_no_error (error);
  return g_strdup (g_bytes_get_data (answer, NULL));
}

static void
set_up (Fixture *self,
        gconstpointer data)
{
  const char *nodes[2] = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  self->practice = practice_start ("0");
  nodes[0] = self->practice->ws;
  self->wallet = mnr_wallet_new (&error);
  g_assert_no_error (error);
  mnr_wallet_open_async (self->wallet, "practice", nodes, NULL, test_take_result, &result);
  mnr_wallet_open_finish (self->wallet, test_wait (&result), &error);
  g_assert_no_error (error);
  /* The residents move in. */
  g_free (call (self, "practice", "produce_blocks", "[3]"));
}

static void
tear_down (Fixture *self,
           gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;

  mnr_wallet_close_async (self->wallet, test_take_result, &result);
  mnr_wallet_close_finish (self->wallet, test_wait (&result), NULL);
  g_object_unref (self->wallet);
  practice_free (self->practice);
}

/* The asset of a symbol. */
static void
find_asset (Fixture *self,
            const char *symbol,
            MnrObjectId *id,
            MnrObjectId *issuer)
{
  static const MnrType assets_type = { .kind = MNR_KIND_ARRAY,
                                       .size = sizeof (MnrAnyArray),
                                       .element = &mnr_type_asset };
  MNR_ARRAY (MnrAsset)
  assets = { 0 };
  g_autofree char *params = g_strdup_printf ("[[\"%s\"]]", symbol);
  g_autofree char *json = call (self, "database", "get_assets", params);
  g_autoptr (GError) error = NULL;

  mnr_json_read (&assets_type, json, strlen (json), "BTS", &assets, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (assets.len, ==, 1);
  *id = assets.items[0].id;
  *issuer = assets.items[0].issuer;
  mnr_value_clear (&assets_type, &assets);
}

/* All that it says is of the chain, and is of it still after a block. */
static void
test_overview (Fixture *self,
               gconstpointer data)
{
  MnrObjectId usd, issuer;
  GtkWidget *page, *window;

  find_asset (self, "PRACTICE.USD", &usd, &issuer);
  page = mnr_asset_page_new (self->wallet, usd);
  window = show (page);
  wait_for_text (page, "PRACTICE.USD");
  wait_for_text (page, "Smartcoin");
  wait_for_text (page, "The least covered position");
  wait_for_text (page, "in force");
  g_assert_nonnull (find_label (page, page, "Fee pool"));
  g_assert_nonnull (find_label (page, page, "What holders are told"));
  g_assert_nonnull (find_label (page, page, "Settlement"));
  assert_drawn (find_widget (page, MNR_TYPE_SCALE_BAR));

  /* All three producers say that one is worth 123 BTS now. */
  g_assert_null (find_label (page, page, "= 123.0"));
  g_free (call (self, "practice", "move_feed", "[\"PRACTICE.USD\",\"0.008130081\"]"));
  wait_for_text (page, "= 123.0");
  finish (window, page);
}

static void
test_kinds (Fixture *self,
            gconstpointer data)
{
  static const struct
  {
    const char *symbol, *kind;
  } kinds[] = {
    { "PRACTICE", "Token" },
    { "PRACTICE.RAIN", "Prediction market" },
    { "BTS", "Token" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      MnrObjectId asset, issuer;
      GtkWidget *page, *window;

      find_asset (self, kinds[i].symbol, &asset, &issuer);
      page = mnr_asset_page_new (self->wallet, asset);
      window = show (page);
      wait_for_text (page, kinds[i].kind);
      g_assert_null (find_label (page, page, "The least covered position"));
      finish (window, page);
    }
}

static void
test_no_asset (Fixture *self,
               gconstpointer data)
{
  GtkWidget *page = mnr_asset_page_new (self->wallet, MNR_ASSET_ID (4711));
  GtkWidget *window = show (page);

  wait_for_text (page, "There Is No Such Asset");
  finish (window, page);
}

/* Without a node it says so, and what it shows is still there. */
static void
test_cut (Fixture *self,
          gconstpointer data)
{
  MnrObjectId usd, issuer;
  GtkWidget *page, *window, *other, *other_window;

  find_asset (self, "PRACTICE.USD", &usd, &issuer);
  page = mnr_asset_page_new (self->wallet, usd);
  window = show (page);
  wait_for_text (page, "The least covered position");
  practice_kill (self->practice);
  other = mnr_asset_page_new (self->wallet, MNR_ASSET_ID (4711));
  other_window = show (other);
  wait_for_text (other, "The Asset Cannot Be Shown");
  g_assert_nonnull (find_label (page, page, "The least covered position"));
  finish (other_window, other);
  finish (window, page);
}

/* A transfer of the asset by its issuer. */
static gint64
put_into_outbox (Fixture *self,
                 MnrObjectId account,
                 MnrObjectId asset,
                 const char *intent)
{
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();
  MnrOperation *operation = mnr_array_add (&mnr_type_operations, &transaction->operations);
  MnrTransfer *transfer = mnr_operation_init (operation, MNR_OPERATION_TRANSFER);
  g_autoptr (GError) error = NULL;
  const MnrDynamicGlobalProperties *head = mnr_node_get_head (mnr_wallet_get_node (self->wallet));
  static const MnrType signatures = { .kind = MNR_KIND_ARRAY,
                                      .size = sizeof transaction->signatures,
                                      .element = &mnr_type_signature };
  const MnrSignature signature = { { 31 } };
  static guint n_made;
  gint64 id;

  transfer->fee.asset_id = MNR_CORE_ASSET;
  transfer->from = account;
  transfer->to = MNR_ACCOUNT_ID (0);
  transfer->amount = (MnrAmount){ 1 + n_made++, asset };
  transaction->expiration = head->time + 60;
  mnr_array_append (&signatures, &transaction->signatures, &signature);
  id = mnr_outbox_add (mnr_wallet_get_outbox (self->wallet),
                       mnr_wallet_get_chain_id (self->wallet), account, intent, intent,
                       transaction, head->time, head->last_irreversible_block_num, &error);
  g_assert_no_error (error);
  return id;
}

static void
test_activity (Fixture *self,
               gconstpointer data)
{
  MnrOutbox *outbox = mnr_wallet_get_outbox (self->wallet);
  MnrObjectId usd, issuer, rain, other_issuer;
  GtkWidget *page, *window;
  gint64 id;
  g_autoptr (GError) error = NULL;

  find_asset (self, "PRACTICE.USD", &usd, &issuer);
  find_asset (self, "PRACTICE.RAIN", &rain, &other_issuer);
  page = mnr_asset_page_new (self->wallet, usd);
  window = show (page);
  wait_for_text (page, "The least covered position");
  mnr_asset_page_show (MNR_ASSET_PAGE (page), "activity");
  wait_for_text (page, "Create the asset “PRACTICE.USD”");
  wait_for_text (page, "block");
  g_assert_null (find_label (page, page, "On Its Way"));

  /* What the outbox has of it, and nothing else of it. */
  put_into_outbox (self, issuer, rain, "Something about the rain");
  id = put_into_outbox (self, issuer, usd, "Something about dollars");
  wait_for_text (page, "Something about dollars");
  wait_for_text (page, "Signed, not sent");
  g_assert_null (find_label (page, page, "about the rain"));
  mnr_outbox_mark_refused (outbox, id, "The node says no.", "{\"code\":10}", &error);
  g_assert_no_error (error);
  wait_for_text (page, "Refused");
  g_assert_null (find_label (page, page, "Signed, not sent"));
  adw_expander_row_set_expanded (
    ADW_EXPANDER_ROW (gtk_widget_get_ancestor (
      find_label (page, page, "Something about dollars"), ADW_TYPE_EXPANDER_ROW)),
    TRUE);
  wait_for_text (page, "The node says no.");
  wait_for_text (page, "{\"code\":10}");
  finish (window, page);
}

static void
test_account (Fixture *self,
              gconstpointer data)
{
  GtkWidget *page = mnr_activity_page_new (self->wallet);
  GtkWidget *window = show (page);
  MnrWalletAccount account = { .name = (char *) "practice-issuer" };
  g_autofree char *json =
    call (self, "database", "get_account_id_from_string", "[\"practice-issuer\"]");
  g_autoptr (GError) error = NULL;

  wait_for_text (page, "No Account");
  account.chain_id = *mnr_wallet_get_chain_id (self->wallet);
  g_assert_true (mnr_object_id_parse (json + 1, strlen (json) - 2, &account.id));
  mnr_accounts_put (mnr_wallet_get_accounts (self->wallet), &account, &error);
  g_assert_no_error (error);
  mnr_wallet_set_account (self->wallet, "practice-issuer", &error);
  g_assert_no_error (error);
  wait_for_text (page, "Create the asset “PRACTICE.RAIN”");
  wait_for_text (page, "block");
  finish (window, page);
}

int
main (int argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/ui/pictures", test_pictures);
  g_test_add ("/ui/asset-page/overview", Fixture, NULL, set_up, test_overview, tear_down);
  g_test_add ("/ui/asset-page/kinds", Fixture, NULL, set_up, test_kinds, tear_down);
  g_test_add ("/ui/asset-page/no-asset", Fixture, NULL, set_up, test_no_asset, tear_down);
  g_test_add ("/ui/asset-page/cut", Fixture, NULL, set_up, test_cut, tear_down);
  g_test_add ("/ui/asset-page/activity", Fixture, NULL, set_up, test_activity, tear_down);
  g_test_add ("/ui/activity-page", Fixture, NULL, set_up, test_account, tear_down);

  return g_test_run ();
}
