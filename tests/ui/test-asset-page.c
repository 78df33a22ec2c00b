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
#include "test-pages.h"
#include "test-wait.h"

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
        window = pages_show (picture);
        bar = pages_find_widget (picture, MNR_TYPE_SCALE_BAR);
        g_assert_cmpint (gtk_widget_get_visible (bar), ==,
                         scale->zones->len + scale->ticks->len > 0);
        if (gtk_widget_get_visible (bar))
          assert_drawn (bar);
        g_assert_nonnull (pages_find_label (picture, picture, scale->value));
        for (guint j = 0; j < scale->marks->len; j++)
          g_assert_nonnull (pages_find_label (
            picture, picture, ((MnrMark *) g_ptr_array_index (scale->marks, j))->text));
        gtk_test_accessible_assert_role (bar, GTK_ACCESSIBLE_ROLE_IMG);
        gtk_test_accessible_assert_property (bar, GTK_ACCESSIBLE_PROPERTY_LABEL, scale->title);
        gtk_test_accessible_assert_property (bar, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words);
        pages_finish (window, picture);
      }
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* Pages */

/* All that it says is of the chain, and is of it still after a block. */
static void
test_overview (Pages *self,
               gconstpointer data)
{
  MnrObjectId usd, issuer;
  GtkWidget *page, *window;

  pages_find_asset (self, "PRACTICE.USD", &usd, &issuer);
  page = mnr_asset_page_new (self->wallet, usd);
  window = pages_show (page);
  pages_wait_for_text (page, "PRACTICE.USD");
  pages_wait_for_text (page, "Smartcoin");
  pages_wait_for_text (page, "The least covered position");
  pages_wait_for_text (page, "in force");
  g_assert_nonnull (pages_find_label (page, page, "Fee pool"));
  g_assert_nonnull (pages_find_label (page, page, "What holders are told"));
  g_assert_nonnull (pages_find_label (page, page, "Settlement"));
  assert_drawn (pages_find_widget (page, MNR_TYPE_SCALE_BAR));

  /* All three producers say that one is worth 123 BTS now. */
  g_assert_null (pages_find_label (page, page, "= 123.0"));
  g_free (pages_call (self, "practice", "move_feed", "[\"PRACTICE.USD\",\"0.008130081\"]"));
  pages_wait_for_text (page, "= 123.0");
  pages_finish (window, page);
}

static void
test_kinds (Pages *self,
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

      pages_find_asset (self, kinds[i].symbol, &asset, &issuer);
      page = mnr_asset_page_new (self->wallet, asset);
      window = pages_show (page);
      pages_wait_for_text (page, kinds[i].kind);
      g_assert_null (pages_find_label (page, page, "The least covered position"));
      pages_finish (window, page);
    }
}

static void
test_no_asset (Pages *self,
               gconstpointer data)
{
  GtkWidget *page = mnr_asset_page_new (self->wallet, MNR_ASSET_ID (4711));
  GtkWidget *window = pages_show (page);

  pages_wait_for_text (page, "There Is No Such Asset");
  pages_finish (window, page);
}

/* Without a node it says so, and what it shows is still there. */
static void
test_cut (Pages *self,
          gconstpointer data)
{
  MnrObjectId usd, issuer;
  GtkWidget *page, *window, *other, *other_window;

  pages_find_asset (self, "PRACTICE.USD", &usd, &issuer);
  page = mnr_asset_page_new (self->wallet, usd);
  window = pages_show (page);
  pages_wait_for_text (page, "The least covered position");
  practice_kill (self->practice);
  other = mnr_asset_page_new (self->wallet, MNR_ASSET_ID (4711));
  other_window = pages_show (other);
  pages_wait_for_text (other, "The Asset Cannot Be Shown");
  g_assert_nonnull (pages_find_label (page, page, "The least covered position"));
  pages_finish (other_window, other);
  pages_finish (window, page);
}

static void
test_activity (Pages *self,
               gconstpointer data)
{
  MnrOutbox *outbox = mnr_wallet_get_outbox (self->wallet);
  MnrObjectId usd, issuer, rain, other_issuer;
  GtkWidget *page, *window;
  gint64 id;
  g_autoptr (GError) error = NULL;

  pages_find_asset (self, "PRACTICE.USD", &usd, &issuer);
  pages_find_asset (self, "PRACTICE.RAIN", &rain, &other_issuer);
  page = mnr_asset_page_new (self->wallet, usd);
  window = pages_show (page);
  pages_wait_for_text (page, "The least covered position");
  mnr_asset_page_show (MNR_ASSET_PAGE (page), "activity");
  pages_wait_for_text (page, "Create the asset “PRACTICE.USD”");
  pages_wait_for_text (page, "block");
  g_assert_null (pages_find_label (page, page, "On Its Way"));

  /* What the outbox has of it, and nothing else of it. */
  pages_put_into_outbox (self, issuer, rain, "Something about the rain");
  id = pages_put_into_outbox (self, issuer, usd, "Something about dollars");
  pages_wait_for_text (page, "Something about dollars");
  pages_wait_for_text (page, "Signed, not sent");
  g_assert_null (pages_find_label (page, page, "about the rain"));
  mnr_outbox_mark_refused (outbox, id, "The node says no.", "{\"code\":10}", &error);
  g_assert_no_error (error);
  pages_wait_for_text (page, "Refused");
  g_assert_null (pages_find_label (page, page, "Signed, not sent"));
  adw_expander_row_set_expanded (
    ADW_EXPANDER_ROW (gtk_widget_get_ancestor (
      pages_find_label (page, page, "Something about dollars"), ADW_TYPE_EXPANDER_ROW)),
    TRUE);
  pages_wait_for_text (page, "The node says no.");
  pages_wait_for_text (page, "{\"code\":10}");
  pages_finish (window, page);
}

static void
test_account (Pages *self,
              gconstpointer data)
{
  GtkWidget *page = mnr_activity_page_new (self->wallet);
  GtkWidget *window = pages_show (page);

  pages_wait_for_text (page, "No Account");
  pages_use_account (self, "practice-issuer");
  pages_wait_for_text (page, "Create the asset “PRACTICE.RAIN”");
  pages_wait_for_text (page, "block");
  pages_finish (window, page);
}

int
main (int argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/ui/pictures", test_pictures);
  g_test_add ("/ui/asset-page/overview", Pages, NULL, pages_set_up, test_overview, pages_tear_down);
  g_test_add ("/ui/asset-page/kinds", Pages, NULL, pages_set_up, test_kinds, pages_tear_down);
  g_test_add ("/ui/asset-page/no-asset", Pages, NULL, pages_set_up, test_no_asset, pages_tear_down);
  g_test_add ("/ui/asset-page/cut", Pages, NULL, pages_set_up, test_cut, pages_tear_down);
  g_test_add ("/ui/asset-page/activity", Pages, NULL, pages_set_up, test_activity, pages_tear_down);
  g_test_add ("/ui/activity-page", Pages, NULL, pages_set_up, test_account, pages_tear_down);

  return g_test_run ();
}
