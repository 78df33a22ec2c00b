/* mnr-draft-scale.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-draft-scale.h"

#include <glib/gi18n-lib.h>

#include "mnr-draft-private.h"
#include "rules/mnr-collateral.h"

/* What holds where the feed decides: ratios as the chain's users are used to. */
#define USUAL_MAINTENANCE_RATIO 1750
#define USUAL_SQUEEZE_RATIO     1100
/* The example is covered by so much more than where it is called. */
#define EXAMPLE_MARGIN 250
#define EXAMPLE_DEBT   100

static gboolean
get_name (const MnrView *view,
          MnrObjectId id,
          MnrAssetName *name)
{
  gconstpointer object = NULL;
  const MnrAsset *asset;

  if (view->get_object (view, id, &object) != MNR_KNOWN)
    return FALSE;
  asset = object;
  *name = (MnrAssetName){
    .symbol = asset->symbol,
    .precision = mnr_draft_clamp_precision (asset->precision),
    .is_smartcoin = asset->bitasset_data_id != NULL,
  };
  return asset->symbol != NULL;
}

static MnrAssetName
get_own_name (MnrDraft *draft)
{
  const char *symbol = mnr_draft_get (draft, MNR_DRAFT_SYMBOL);

  return (MnrAssetName){
    .symbol = symbol[0] != '\0' ? symbol : _ ("token"),
    .precision = (guint8) mnr_draft_get_decimals (draft),
  };
}

static MnrObjectId
get_own_id (MnrDraft *draft)
{
  return draft->asset != NULL ? draft->asset->id : MNR_NEW_ASSET;
}

/* The price of the best bid, if there is one. */
static const MnrPrice *
find_market (MnrDraft *draft,
             const MnrView *view)
{
  const MnrLimitOrder *order = NULL;

  if (draft->asset == NULL || draft->asset->id == MNR_CORE_ASSET ||
      view->find_best_bid (view, draft->asset->id, &order) != MNR_KNOWN)
    return NULL;
  return &order->sell_price;
}

MnrScale *
mnr_draft_scale_rate (MnrDraft *draft,
                      const char *price,
                      MnrRateDirection direction,
                      const MnrView *view)
{
  const MnrAssetName asset = get_own_name (draft);
  MnrPrice rate = { .base = { .asset_id = get_own_id (draft) },
                    .quote = { .asset_id = MNR_CORE_ASSET } };
  MnrPrice worth = rate;
  MnrAssetName core;
  const MnrPrice *market;

  if (!get_name (view, MNR_CORE_ASSET, &core) ||
      !mnr_draft_get_amount (draft, MNR_DRAFT_RATE_ASSET, &rate.base.amount) ||
      !mnr_draft_get_amount (draft, MNR_DRAFT_RATE_CORE, &rate.quote.amount) ||
      rate.base.amount <= 0 || rate.quote.amount <= 0)
    return NULL;
  market = find_market (draft, view);
  if (market != NULL || draft->asset != NULL ||
      !mnr_rate_approximate (draft, price, direction, 0, &worth.base.amount, &worth.quote.amount,
                             NULL, NULL))
    return mnr_scale_new_rate (&rate, market, &asset, &core);
  return mnr_scale_new_planned_rate (&rate, &worth, &asset, &core);
}

static gint64
get_one (const MnrAssetName *name)
{
  gint64 one = 1;

  for (guint i = 0; i < name->precision; i++)
    one *= 10;
  return one;
}

/* A ratio that the chain could have; @usual where there is none. */
static guint
get_ratio (const guint16 *ratio,
           guint usual)
{
  return ratio != NULL ? CLAMP (*ratio, 1001, 32000) : usual;
}

MnrScale *
mnr_draft_scale_position (MnrDraft *draft,
                          const MnrAssetCreate *creation,
                          const MnrView *view)
{
  const MnrBitassetOptions *options = creation->bitasset_opts;
  const MnrAssetName asset = get_own_name (draft);
  MnrAssetName backing;
  MnrFeed feed = { 0 };
  gint64 debt, worth, collateral;
  guint16 target;
  MnrScale *scale;

  if (options == NULL || creation->is_prediction_market ||
      options->short_backing_asset == get_own_id (draft) ||
      !get_name (view, options->short_backing_asset, &backing))
    return NULL;

  feed.maintenance_collateral_ratio =
    (MnrPermille) get_ratio (options->extensions.maintenance_collateral_ratio,
                             USUAL_MAINTENANCE_RATIO);
  feed.maximum_short_squeeze_ratio =
    (MnrPermille) get_ratio (options->extensions.maximum_short_squeeze_ratio,
                             USUAL_SQUEEZE_RATIO);
  feed.initial_collateral_ratio =
    (MnrPermille) MAX (get_ratio (options->extensions.initial_collateral_ratio, 0),
                       feed.maintenance_collateral_ratio);
  target = (guint16) MAX (feed.initial_collateral_ratio,
                          feed.maintenance_collateral_ratio + EXAMPLE_MARGIN);
  feed.settlement_price = (MnrPrice){
    .base = { .asset_id = get_own_id (draft), .amount = get_one (&asset) },
    .quote = { .asset_id = options->short_backing_asset, .amount = get_one (&backing) },
  };
  if (draft->bitasset != NULL && mnr_feed_has_price (&draft->bitasset->median_feed) &&
      draft->bitasset->options.short_backing_asset == options->short_backing_asset)
    feed.settlement_price = draft->bitasset->median_feed.settlement_price;

  debt = EXAMPLE_DEBT * get_one (&asset);
  if (!mnr_multiply_divide (debt, feed.settlement_price.quote.amount,
                            feed.settlement_price.base.amount, MNR_ROUND_UP, &worth, NULL) ||
      !mnr_multiply_divide (worth, target, 1000, MNR_ROUND_UP, &collateral, NULL) ||
      collateral <= 0)
    return NULL;

  scale = mnr_scale_new_position (&feed, collateral, debt, &target, &asset, &backing);
  g_free (scale->title);
  scale->title = g_strdup (_ ("Example: what happens to a position as the price rises"));
  return scale;
}
