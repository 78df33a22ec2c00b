/* mnr-rules-feed.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "chain/protocol/mnr-permissions.h"
#include "mnr-collateral.h"
#include "mnr-rules-private.h"
#include "mnr-rules-smartcoin.h"

#define WITNESS_ACCOUNT MNR_ACCOUNT_ID (1)

/* Producers whose feeds stray further apart than this are rarely both right. */
#define FAR_PERCENT 10

/* clang-format off */

/* asset_publish_feed */

static const MnrRule feed_squeeze_ratio[] = {
  { .id = "asset-publish-feed.squeeze-ratio",
    .expression = "maximum_short_squeeze_ratio >= GRAPHENE_MIN_COLLATERAL_RATIO" },
  { .id = "asset-publish-feed.squeeze-ratio",
    .expression = "maximum_short_squeeze_ratio <= GRAPHENE_MAX_COLLATERAL_RATIO" },
};

static const MnrRule feed_maintenance_ratio[] = {
  { .id = "asset-publish-feed.maintenance-ratio",
    .expression = "maintenance_collateral_ratio >= GRAPHENE_MIN_COLLATERAL_RATIO" },
  { .id = "asset-publish-feed.maintenance-ratio",
    .expression = "maintenance_collateral_ratio <= GRAPHENE_MAX_COLLATERAL_RATIO" },
};

static const MnrRule feed_different_assets = {
  .id = "asset-publish-feed.different-assets",
  .expression = "feed.settlement_price.base.asset_id == feed.core_exchange_rate.base.asset_id",
};

static const MnrRule feed_no_price = {
  .id = "asset-publish-feed.no-price", .expression = "!feed.settlement_price.is_null()",
};

static const MnrRule feed_no_rate = {
  .id = "asset-publish-feed.no-rate", .expression = "!feed.core_exchange_rate.is_null()",
};

static const MnrRule feed_other_asset = {
  .id = "asset-publish-feed.other-asset", .expression = "feed.is_for( asset_id )",
};

static const MnrRule feed_initial_ratio[] = {
  { .id = "asset-publish-feed.initial-ratio",
    .expression = "*extensions.value.initial_collateral_ratio >= GRAPHENE_MIN_COLLATERAL_RATIO" },
  { .id = "asset-publish-feed.initial-ratio",
    .expression = "*extensions.value.initial_collateral_ratio <= GRAPHENE_MAX_COLLATERAL_RATIO" },
};

static const MnrRule feed_not_smartcoin = {
  .id = "asset-publish-feed.not-smartcoin", .expression = "base.is_market_issued()",
};

static const MnrRule feed_globally_settled = {
  .id = "asset-publish-feed.globally-settled", .expression = "!bitasset.is_globally_settled()",
};

static const MnrRule feed_wrong_backing = {
  .id = "asset-publish-feed.wrong-backing",
  .expression =
    "o.feed.settlement_price.quote.asset_id == bitasset.options.short_backing_asset",
};

static const MnrRule feed_rate_not_core = {
  .id = "asset-publish-feed.rate-not-core",
  .expression = "o.feed.core_exchange_rate.quote.asset_id == asset_id_type()",
};

static const MnrRule feed_not_witness = {
  .id = "asset-publish-feed.not-witness",
  .expression = "d.get(GRAPHENE_WITNESS_ACCOUNT).active.account_auths.count(o.publisher) > 0",
};

static const MnrRule feed_not_committee = {
  .id = "asset-publish-feed.not-committee",
  .expression = "d.get(GRAPHENE_COMMITTEE_ACCOUNT).active.account_auths.count(o.publisher) > 0",
};

static const MnrRule feed_not_producer = {
  .id = "asset-publish-feed.not-producer",
  .expression = "bitasset.feeds.count(o.publisher) > 0",
};

static const MnrRule feed_far_from_median = {
  .id = "asset-publish-feed.far-from-median", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule feed_rate_far_from_price = {
  .id = "asset-publish-feed.rate-far-from-price", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule feed_maintenance_below_squeeze = {
  .id = "asset-publish-feed.maintenance-below-squeeze", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule feed_revives = {
  .id = "asset-publish-feed.revives", .severity = MNR_SEVERITY_MISTAKE,
};

/* clang-format on */

static const char *
symbol_of (const MnrAsset *asset)
{
  return asset->symbol != NULL ? asset->symbol : "";
}

/* As a node sees it in an operation: there the null price is one of core in
 * core. Where nothing has been filled in, it is the same to a person. */
static gboolean
is_null (const MnrPrice *price)
{
  return (price->base.asset_id == MNR_CORE_ASSET || price->base.asset_id == 0) &&
         (price->quote.asset_id == MNR_CORE_ASSET || price->quote.asset_id == 0);
}

static gboolean
is_positive (const MnrPrice *price)
{
  return price->base.amount > 0 && price->quote.amount > 0;
}

static void
check_protocol (const MnrAssetPublishFeed *op,
                MnrCheck *check)
{
  const MnrPrice *price = &op->feed.settlement_price, *rate = &op->feed.core_exchange_rate;

  if (!is_null (price))
    mnr_rules_price (price, "feed.settlement_price", check);
  mnr_rules_ratio (check, feed_squeeze_ratio, "feed.maximum_short_squeeze_ratio",
                   op->feed.maximum_short_squeeze_ratio);
  mnr_rules_ratio (check, feed_maintenance_ratio, "feed.maintenance_collateral_ratio",
                   op->feed.maintenance_collateral_ratio);
  if (!is_null (rate))
    mnr_rules_price (rate, "feed.core_exchange_rate", check);

  if (!is_null (price) && !is_null (rate) && price->base.asset_id != rate->base.asset_id)
    mnr_check_add (check, &feed_different_assets, "feed.core_exchange_rate.base.asset_id",
                   _ ("The settlement price and the core exchange rate are of different assets: "
                      "the base of both has to be the smartcoin"));
  if (is_null (price))
    mnr_check_add (check, &feed_no_price, "feed.settlement_price",
                   _ ("There is no settlement price"));
  if (is_null (rate))
    mnr_check_add (check, &feed_no_rate, "feed.core_exchange_rate",
                   _ ("There is no core exchange rate; it is needed even where the core asset is "
                      "the backing"));
  if (is_null (price) ? !is_null (rate) && rate->base.asset_id != op->asset_id
                      : price->base.asset_id != op->asset_id)
    mnr_check_add (check, &feed_other_asset, "feed.settlement_price.base.asset_id",
                   _ ("The price has to say what the smartcoin is worth in its backing: its base "
                      "has to be the smartcoin"));
  if (op->extensions.initial_collateral_ratio != NULL)
    mnr_rules_ratio (check, feed_initial_ratio, "extensions.initial_collateral_ratio",
                     *op->extensions.initial_collateral_ratio);
}

static gboolean
has_account (const MnrAuthority *authority,
             MnrObjectId account)
{
  for (gsize i = 0; i < authority->account_auths.len; i++)
    if (authority->account_auths.items[i].account == account)
      return TRUE;
  return FALSE;
}

static void
check_publisher (const MnrAssetPublishFeed *op,
                 const MnrAsset *asset,
                 const MnrBitassetData *data,
                 MnrCheck *check)
{
  g_autofree char *name = mnr_check_account_text (check, op->publisher);
  const MnrAccount *council;

  if ((asset->options.flags & MNR_POWER_WITNESS_FED_ASSET) != 0)
    {
      council = mnr_check_get_account (check, WITNESS_ACCOUNT);
      if (council == NULL || has_account (&council->active, op->publisher))
        return;
      mnr_check_add (check, &feed_not_witness, "publisher",
                     _ ("The witnesses feed %s, and %s is not an active witness"),
                     symbol_of (asset), name);
      mnr_check_node_text (check, "Only active witnesses are allowed to publish price feeds for "
                                  "this asset");
    }
  else if ((asset->options.flags & MNR_POWER_COMMITTEE_FED_ASSET) != 0)
    {
      council = mnr_check_get_account (check, MNR_COMMITTEE_ACCOUNT);
      if (council == NULL || has_account (&council->active, op->publisher))
        return;
      mnr_check_add (check, &feed_not_committee, "publisher",
                     _ ("The committee feeds %s, and %s is not an active member of it"),
                     symbol_of (asset), name);
      mnr_check_node_text (check, "Only active committee members are allowed to publish price "
                                  "feeds for this asset");
    }
  else
    {
      for (gsize i = 0; i < data->feeds.len; i++)
        if (data->feeds.items[i].publisher == op->publisher)
          return;
      mnr_check_add (check, &feed_not_producer, "publisher",
                     _ ("%s is not among the feed producers of %s, whom its issuer names"), name,
                     symbol_of (asset));
      mnr_check_node_text (check, "The account is not in the set of allowed price feed producers "
                                  "of this asset");
    }
}

/* Whether two prices of one pair are more than FAR_PERCENT apart. */
static gboolean
are_far_apart (const MnrPrice *a,
               const MnrPrice *b)
{
  MnrPrice upper = mnr_price_scale (b, 100 + FAR_PERCENT, 100);
  MnrPrice lower = mnr_price_scale (b, 100, 100 + FAR_PERCENT);

  return mnr_price_compare (a, &upper) > 0 || mnr_price_compare (a, &lower) < 0;
}

/* How many hundredths of @b the price @a is, of debt in collateral: for a sentence. */
static char *
percent_text (const MnrPrice *a,
              const MnrPrice *b)
{
  typedef unsigned __int128 Wide;
  MnrPrice first = *a, second = *b;
  Wide value;

  mnr_price_reduce (&first);
  mnr_price_reduce (&second);
  /* Feeds may have parts up to 2^63; a sentence does not need their last digits. */
  while (first.base.amount > MNR_SHARE_SUPPLY_MAX || first.quote.amount > MNR_SHARE_SUPPLY_MAX)
    {
      first.base.amount = MAX (first.base.amount / 2, 1);
      first.quote.amount = MAX (first.quote.amount / 2, 1);
    }
  while (second.base.amount > MNR_SHARE_SUPPLY_MAX || second.quote.amount > MNR_SHARE_SUPPLY_MAX)
    {
      second.base.amount = MAX (second.base.amount / 2, 1);
      second.quote.amount = MAX (second.quote.amount / 2, 1);
    }

  value = (Wide) (guint64) first.quote.amount * (guint64) second.base.amount * 100 /
          ((Wide) (guint64) first.base.amount * (guint64) second.quote.amount);
  if (value > 1000000)
    return g_strdup (_ ("over 1000000%"));
  return g_strdup_printf (_ ("%u%%"), (guint) value);
}

/* A globally settled asset comes back to life with a feed that its fund covers,
 * and then its issuer owes everything (protocol.md 11.5). */
static void
check_revival (const MnrAssetPublishFeed *op,
               const MnrAsset *asset,
               const MnrBitassetData *data,
               MnrCheck *check)
{
  const MnrAssetDynamicData *dynamic_data = mnr_check_get_dynamic_data (check, asset);
  guint maintenance = op->feed.maintenance_collateral_ratio, initial = maintenance;
  MnrPrice needed;

  if (dynamic_data == NULL || dynamic_data->current_supply <= 0)
    return;

  if (op->extensions.initial_collateral_ratio != NULL)
    initial = *op->extensions.initial_collateral_ratio;
  if (data->options.extensions.maintenance_collateral_ratio != NULL)
    maintenance = *data->options.extensions.maintenance_collateral_ratio;
  if (data->options.extensions.initial_collateral_ratio != NULL)
    initial = *data->options.extensions.initial_collateral_ratio;
  needed = mnr_price_invert (&op->feed.settlement_price);
  needed = mnr_price_scale (&needed, MAX (MAX (initial, maintenance), 1), MNR_RATIO_ONE);

  if (mnr_collateral_compare (data->settlement_fund, dynamic_data->current_supply, &needed) > 0)
    {
      g_autofree char *issuer = mnr_check_account_text (check, asset->issuer);
      g_autofree char *supply = mnr_check_amount_text (check, dynamic_data->current_supply,
                                                       asset->id);
      g_autofree char *fund = mnr_check_amount_text (check, data->settlement_fund,
                                                     data->options.short_backing_asset);

      mnr_check_add (check, &feed_revives, "feed.settlement_price",
                     _ ("At this price the settlement fund covers everything: if it becomes the "
                        "median, %s revives, and its issuer, %s, will owe %s against the fund of "
                        "%s"),
                     symbol_of (asset), issuer, supply, fund);
    }
}

static void
check_mistakes (const MnrAssetPublishFeed *op,
                const MnrAsset *asset,
                const MnrBitassetData *data,
                MnrCheck *check)
{
  const MnrPrice *price = &op->feed.settlement_price, *rate = &op->feed.core_exchange_rate;
  const MnrBitassetOptionsExtensions *overrides = &data->options.extensions;
  const MnrPrice *median = &data->median_feed.settlement_price;

  if (is_null (price) || !is_positive (price) || price->base.asset_id != op->asset_id ||
      price->quote.asset_id != data->options.short_backing_asset ||
      price->base.asset_id == price->quote.asset_id || data->is_prediction_market)
    return;

  if (mnr_feed_has_price (&data->median_feed) && median->quote.asset_id == price->quote.asset_id &&
      are_far_apart (price, median))
    {
      g_autofree char *percent = percent_text (price, median);

      mnr_check_add (check, &feed_far_from_median, "feed.settlement_price",
                     _ ("This price is %s of the present median of %s"), percent,
                     symbol_of (asset));
    }

  /* Backed by core, the two say the same thing; a rate that is higher than the
   * price empties the fee pool. */
  if (!is_null (rate) && is_positive (rate) && rate->base.asset_id == price->base.asset_id &&
      rate->quote.asset_id == price->quote.asset_id && are_far_apart (rate, price))
    {
      g_autofree char *percent = percent_text (rate, price);

      mnr_check_add (check, &feed_rate_far_from_price, "feed.core_exchange_rate",
                     _ ("The core exchange rate is %s of the settlement price: people will pay "
                        "fees with %s where that is cheaper, or not at all where it is dearer"),
                     percent, symbol_of (asset));
    }

  if (overrides->maintenance_collateral_ratio == NULL &&
      overrides->maximum_short_squeeze_ratio == NULL &&
      op->feed.maintenance_collateral_ratio < op->feed.maximum_short_squeeze_ratio)
    {
      g_autofree char *maintenance = mnr_permille_format (op->feed.maintenance_collateral_ratio);
      g_autofree char *squeeze = mnr_permille_format (op->feed.maximum_short_squeeze_ratio);

      mnr_check_add (check, &feed_maintenance_below_squeeze, "feed.maintenance_collateral_ratio",
                     _ ("Positions would be called at %s, but a margin call may pay up to %s: they "
                        "can run out of collateral before they are called"),
                     maintenance, squeeze);
    }

  if (mnr_bitasset_data_is_globally_settled (data))
    check_revival (op, asset, data, check);
}

void
mnr_rules_asset_publish_feed (const MnrAssetPublishFeed *op,
                              MnrCheck *check)
{
  const MnrPrice *price = &op->feed.settlement_price, *rate = &op->feed.core_exchange_rate;
  const MnrBitassetData *data;
  const MnrAsset *asset;

  check_protocol (op, check);
  if (!mnr_rules_begin_evaluation (check))
    return;

  asset = mnr_check_need_asset (check, "asset_id", op->asset_id);
  if (asset == NULL)
    return;
  if (asset->bitasset_data_id == NULL)
    {
      mnr_check_add (check, &feed_not_smartcoin, "asset_id",
                     _ ("%s is a plain token and has no price feeds"), symbol_of (asset));
      mnr_check_node_text (check, "Can only publish price feeds for market-issued assets");
      return;
    }
  data = mnr_check_get_bitasset_data (check, asset);
  if (data == NULL)
    return;

  if (data->is_prediction_market && mnr_bitasset_data_is_globally_settled (data))
    {
      mnr_check_add (check, &feed_globally_settled, "asset_id",
                     _ ("The prediction market %s has been decided"), symbol_of (asset));
      mnr_check_node_text (check, "No further feeds may be published after a settlement event");
    }
  if (!is_null (price) && price->quote.asset_id != data->options.short_backing_asset)
    {
      g_autofree char *backing = mnr_check_asset_text (check, data->options.short_backing_asset);

      mnr_check_add (check, &feed_wrong_backing, "feed.settlement_price.quote.asset_id",
                     _ ("%s is backed by %s, so its price has to be in that"), symbol_of (asset),
                     backing);
      mnr_check_node_text (check, "Quote asset type in settlement price should be same as backing "
                                  "asset of this asset");
    }
  if (!is_null (rate) && rate->quote.asset_id != MNR_CORE_ASSET)
    {
      mnr_check_add (check, &feed_rate_not_core, "feed.core_exchange_rate.quote.asset_id",
                     _ ("The core exchange rate has to be in the core asset"));
      mnr_check_node_text (check, "Quote asset in core exchange rate should be CORE asset");
    }
  check_publisher (op, asset, data, check);
  check_mistakes (op, asset, data, check);
}
