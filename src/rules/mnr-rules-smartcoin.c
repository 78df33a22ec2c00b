/* mnr-rules-smartcoin.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "chain/protocol/mnr-permissions.h"
#include "mnr-collateral.h"
#include "mnr-rules-private.h"
#include "mnr-rules-smartcoin.h"

/* clang-format off */

/* asset_update_bitasset */

static const MnrRule update_not_smartcoin = {
  .id = "asset-update-bitasset.not-smartcoin", .expression = "asset_obj.is_market_issued()",
};

static const MnrRule update_issuer = {
  .id = "asset-update-bitasset.issuer", .expression = "op.issuer == asset_obj.issuer",
};

static const MnrRule update_prediction_market = {
  .id = "asset-update-bitasset.prediction-market",
  .expression = "!op.new_options.extensions.value.black_swan_response_method.valid()",
};

static const MnrRule update_maintenance_ratio = {
  .id = "asset-update-bitasset.maintenance-ratio", .expression = "!mcr_changed",
};

static const MnrRule update_initial_ratio = {
  .id = "asset-update-bitasset.initial-ratio", .expression = "!icr_changed",
};

static const MnrRule update_squeeze_ratio = {
  .id = "asset-update-bitasset.squeeze-ratio", .expression = "!mssr_changed",
};

static const MnrRule update_black_swan = {
  .id = "asset-update-bitasset.black-swan-response",
  .expression = "asset_obj.can_owner_update_bsrm()",
};

static const MnrRule update_black_swan_settled = {
  .id = "asset-update-bitasset.black-swan-response-settled",
  .expression = "!current_bitasset_data.is_globally_settled()",
};

static const MnrRule update_black_swan_fund = {
  .id = "asset-update-bitasset.black-swan-response-fund",
  .expression = "!current_bitasset_data.is_individually_settled_to_fund()",
};

static const MnrRule update_black_swan_order = {
  .id = "asset-update-bitasset.black-swan-response-order",
  .expression = "!d.find_settled_debt_order( op.asset_to_update )",
};

static const MnrRule update_backing_settled = {
  .id = "asset-update-bitasset.backing-settled",
  .expression = "!current_bitasset_data.is_globally_settled()",
};

static const MnrRule update_backing_supply = {
  .id = "asset-update-bitasset.backing-supply", .expression = "dyn.current_supply == 0",
};

static const MnrRule update_backing_fees = {
  .id = "asset-update-bitasset.backing-fees",
  .expression = "dyn.accumulated_collateral_fees == 0",
};

static const MnrRule update_backing_itself = {
  .id = "asset-update-bitasset.backing-itself",
  .expression = "op.new_options.short_backing_asset != asset_obj.get_id()",
};

static const MnrRule update_backing_precision = {
  .id = "asset-update-bitasset.backing-precision",
  .expression = "asset_obj.precision == new_backing_asset.precision",
};

static const MnrRule update_backing_committee_smartcoin = {
  .id = "asset-update-bitasset.backing-committee",
  .expression =
    "new_backing_asset.bitasset_data(d).options.short_backing_asset == asset_id_type()",
};

static const MnrRule update_backing_committee = {
  .id = "asset-update-bitasset.backing-committee",
  .expression = "new_backing_asset.get_id() == asset_id_type()",
};

static const MnrRule update_backing_circle = {
  .id = "asset-update-bitasset.backing-circle",
  .expression = "child.get_id() != op.new_options.short_backing_asset",
};

static const MnrRule update_backing_committee_child = {
  .id = "asset-update-bitasset.backing-committee-child",
  .expression = "child.issuer != GRAPHENE_COMMITTEE_ACCOUNT",
};

static const MnrRule update_backing_child = {
  .id = "asset-update-bitasset.backing-child",
  .expression = "!new_backing_asset.is_market_issued()",
};

static const MnrRule update_backing_depth = {
  .id = "asset-update-bitasset.backing-depth",
  .expression = "(backing_backing_asset_id == asset_id_type() || "
                "!backing_backing_asset_id(d).is_market_issued())",
};

static const MnrRule update_feed_lifetime = {
  .id = "asset-update-bitasset.feed-lifetime",
  .expression = "op.new_options.feed_lifetime_sec > chain_parameters.block_interval",
};

static const MnrRule update_settlement_delay = {
  .id = "asset-update-bitasset.settlement-delay",
  .expression = "op.new_options.force_settlement_delay_sec > chain_parameters.block_interval",
};

static const MnrRule update_feeds_reset = {
  .id = "asset-update-bitasset.feeds-reset", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule update_too_few_producers = {
  .id = "asset-update-bitasset.too-few-producers", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule update_no_spare_producer = {
  .id = "asset-update-bitasset.no-spare-producer", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule update_loses_price = {
  .id = "asset-update-bitasset.loses-price", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule update_calls = {
  .id = "asset-update-bitasset.margin-calls", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule update_swan = {
  .id = "asset-update-bitasset.black-swan", .severity = MNR_SEVERITY_MISTAKE,
};

/* asset_update_feed_producers */

static const MnrRule producers_too_many = {
  .id = "asset-update-feed-producers.too-many",
  .expression = "o.new_feed_producers.size() <= "
                "d.get_global_properties().parameters.maximum_asset_feed_publishers",
};

static const MnrRule producers_not_smartcoin = {
  .id = "asset-update-feed-producers.not-smartcoin", .expression = "a.is_market_issued()",
};

static const MnrRule producers_committee_fed = {
  .id = "asset-update-feed-producers.committee-fed",
  .expression = "0 == (a.options.flags & committee_fed_asset)",
};

static const MnrRule producers_witness_fed = {
  .id = "asset-update-feed-producers.witness-fed",
  .expression = "0 == (a.options.flags & witness_fed_asset)",
};

static const MnrRule producers_issuer = {
  .id = "asset-update-feed-producers.issuer", .expression = "a.issuer == o.issuer",
};

static const MnrRule producers_too_few = {
  .id = "asset-update-feed-producers.too-few", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule producers_no_spare = {
  .id = "asset-update-feed-producers.no-spare", .severity = MNR_SEVERITY_MISTAKE,
};

/* What is to come after an asset_create, which cannot name producers itself. */

static const MnrRule create_too_few_producers = {
  .id = "asset-create.too-few-producers", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule create_no_spare_producer = {
  .id = "asset-create.no-spare-producer", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule producers_lose_price = {
  .id = "asset-update-feed-producers.loses-price", .severity = MNR_SEVERITY_MISTAKE,
};

/* clang-format on */

static const char *
symbol_of (const MnrAsset *asset)
{
  return asset->symbol != NULL ? asset->symbol : "";
}

/* asset_update_bitasset */

static gboolean
differ (const guint16 *a,
        const guint16 *b)
{
  return (a != NULL) != (b != NULL) || (a != NULL && *a != *b);
}

static void
check_ratio_rights (const MnrAssetUpdateBitasset *op,
                    const MnrAsset *asset,
                    const MnrBitassetData *data,
                    MnrCheck *check)
{
  const MnrBitassetOptionsExtensions *old = &data->options.extensions;
  const MnrBitassetOptionsExtensions *new = &op->new_options.extensions;
  guint16 permissions = asset->options.issuer_permissions;

  if ((permissions & MNR_POWER_DISABLE_MCR_UPDATE) != 0 &&
      differ (old->maintenance_collateral_ratio, new->maintenance_collateral_ratio))
    {
      mnr_check_add (check, &update_maintenance_ratio,
                     "new_options.extensions.maintenance_collateral_ratio",
                     _ ("The issuer of %s gave up the power to change the maintenance collateral "
                        "ratio: leave it as it is"),
                     symbol_of (asset));
      mnr_check_node_text (check, "No permission to update MCR");
    }
  if ((permissions & MNR_POWER_DISABLE_ICR_UPDATE) != 0 &&
      differ (old->initial_collateral_ratio, new->initial_collateral_ratio))
    {
      mnr_check_add (check, &update_initial_ratio,
                     "new_options.extensions.initial_collateral_ratio",
                     _ ("The issuer of %s gave up the power to change the initial collateral "
                        "ratio: leave it as it is"),
                     symbol_of (asset));
      mnr_check_node_text (check, "No permission to update ICR");
    }
  if ((permissions & MNR_POWER_DISABLE_MSSR_UPDATE) != 0 &&
      differ (old->maximum_short_squeeze_ratio, new->maximum_short_squeeze_ratio))
    {
      mnr_check_add (check, &update_squeeze_ratio,
                     "new_options.extensions.maximum_short_squeeze_ratio",
                     _ ("The issuer of %s gave up the power to change the maximum short squeeze "
                        "ratio: leave it as it is"),
                     symbol_of (asset));
      mnr_check_node_text (check, "No permission to update MSSR");
    }
}

static void
check_black_swan_response (const MnrAssetUpdateBitasset *op,
                           const MnrAsset *asset,
                           const MnrBitassetData *data,
                           MnrCheck *check)
{
  static const char path[] = "new_options.extensions.black_swan_response_method";
  MnrBlackSwanResponse old = mnr_bitasset_options_get_black_swan_response (&data->options);

  if (old == mnr_bitasset_options_get_black_swan_response (&op->new_options))
    return;

  if ((asset->options.issuer_permissions & MNR_POWER_DISABLE_BSRM_UPDATE) != 0)
    {
      mnr_check_add (check, &update_black_swan, path,
                     _ ("The issuer of %s gave up the power to choose what happens at a black "
                        "swan: leave it as it is"),
                     symbol_of (asset));
      mnr_check_node_text (check, "No permission to update BSRM");
    }
  if (mnr_bitasset_data_is_globally_settled (data))
    {
      mnr_check_add (check, &update_black_swan_settled, path,
                     _ ("%s has been globally settled: what happens at a black swan can be chosen "
                        "again once it has revived"),
                     symbol_of (asset));
      mnr_check_node_text (check, "Unable to update BSRM when the asset has been globally settled");
    }

  if (mnr_bitasset_data_has_individual_fund (data))
    {
      g_autofree char *debt = mnr_check_amount_text (check, data->individual_settlement_debt,
                                                     asset->id);

      mnr_check_add (check, &update_black_swan_fund, path,
                     _ ("Individually settled debt of %s is still open: it has to be redeemed "
                        "first"),
                     debt);
      mnr_check_node_text (check, "Unable to update BSRM when the individual settlement pool (for "
                                  "force-settlements) is not empty");
    }
  if (old == MNR_BLACK_SWAN_INDIVIDUAL_TO_ORDER)
    {
      const MnrLimitOrder *order = NULL;

      switch (check->view->find_settled_debt_order (check->view, asset->id, &order))
        {
        case MNR_KNOWN:
          mnr_check_add (check, &update_black_swan_order, path,
                         _ ("The order that sells individually settled collateral is still open: "
                            "it has to be filled first"));
          mnr_check_node_text (check, "Unable to update BSRM when there exists an individual "
                                      "settlement order");
          break;

        case MNR_NOT_KNOWN:
          mnr_check_note_missing (check, _ ("the order of settled debt of %s"), symbol_of (asset));
          break;

        case MNR_NONE:
        default:
          break;
        }
    }
}

/* What a new backing asset would do to those that are backed by this one. */
static void
check_children (const MnrAssetUpdateBitasset *op,
                const MnrAsset *asset,
                const MnrAsset *backing,
                MnrCheck *check)
{
  static const char path[] = "new_options.short_backing_asset";
  gboolean is_circle = FALSE, has_committee_child = FALSE, has_child = FALSE;
  MnrKnowledge knowledge = MNR_KNOWN;

  for (guint i = 0; knowledge == MNR_KNOWN; i++)
    {
      const MnrAsset *child = NULL;

      knowledge = check->view->find_backed_asset (check->view, asset->id, i, &child);
      if (knowledge != MNR_KNOWN)
        break;

      if (child->id == backing->id && !is_circle)
        {
          mnr_check_add (check, &update_backing_circle, path,
                         _ ("%s is itself backed by %s: two assets cannot back each other"),
                         symbol_of (backing), symbol_of (asset));
          mnr_check_node_text (check, "A BitAsset would be invalidated by changing this backing "
                                      "asset ('A' backed by 'B' backed by 'A').");
          is_circle = TRUE;
        }
      if (child->issuer == MNR_COMMITTEE_ACCOUNT && !has_committee_child)
        {
          mnr_check_add (check, &update_backing_committee_child, path,
                         _ ("%s is backed by %s and belongs to the committee: so %s may be backed "
                            "by the core asset only"),
                         symbol_of (child), symbol_of (asset), symbol_of (asset));
          mnr_check_node_text (check, "A blockchain-controlled market asset would be invalidated "
                                      "by changing this backing asset.");
          has_committee_child = TRUE;
        }
      if (backing->bitasset_data_id != NULL && !has_child)
        {
          mnr_check_add (check, &update_backing_child, path,
                         _ ("%s is backed by %s, so %s cannot be backed by a smartcoin as well: "
                            "that would be one level too many"),
                         symbol_of (child), symbol_of (asset), symbol_of (asset));
          mnr_check_node_text (check, "A non-blockchain controlled BitAsset would be invalidated "
                                      "by changing this backing asset.");
          has_child = TRUE;
        }
    }

  if (knowledge == MNR_NOT_KNOWN)
    mnr_check_note_missing (check, _ ("the assets backed by %s"), symbol_of (asset));
}

static void
check_new_backing (const MnrAssetUpdateBitasset *op,
                   const MnrAsset *asset,
                   const MnrBitassetData *data,
                   MnrCheck *check)
{
  static const char path[] = "new_options.short_backing_asset";
  const MnrAsset *backing = mnr_check_need_asset (check, path,
                                                  op->new_options.short_backing_asset);
  const MnrBitassetData *backing_data;
  const MnrAsset *second;
  gboolean is_core;

  if (backing == NULL)
    return;

  is_core = backing->id == MNR_CORE_ASSET;
  backing_data = mnr_check_get_bitasset_data (check, backing);

  if (backing->id == asset->id)
    {
      mnr_check_add (check, &update_backing_itself, path, _ ("An asset cannot back itself"));
      mnr_check_node_text (check, "Cannot update an asset to be backed by itself.");
    }
  if (data->is_prediction_market && asset->precision != backing->precision)
    {
      mnr_check_add (check, &update_backing_precision, path,
                     _ ("A prediction market has as many decimals as its backing asset, but %s has "
                        "%u and %s has %u"),
                     symbol_of (asset), asset->precision, symbol_of (backing), backing->precision);
      mnr_check_node_text (check, "The precision of the asset and backing asset must be equal.");
    }

  if (asset->issuer == MNR_COMMITTEE_ACCOUNT)
    {
      if (backing->bitasset_data_id == NULL && !is_core)
        {
          mnr_check_add (check, &update_backing_committee, path,
                         _ ("An asset of the committee has to be backed by the core asset, or by "
                            "a smartcoin that is"));
          mnr_check_node_text (check, "May not modify a blockchain-controlled market asset to be "
                                      "backed by an asset which is not market issued asset nor "
                                      "CORE.");
        }
      if (backing_data != NULL && backing_data->options.short_backing_asset != MNR_CORE_ASSET)
        {
          mnr_check_add (check, &update_backing_committee_smartcoin, path,
                         _ ("An asset of the committee has to be backed by the core asset, or by "
                            "a smartcoin that is"));
          mnr_check_node_text (check, "May not modify a blockchain-controlled market asset to be "
                                      "backed by an asset which is not backed by CORE.");
        }
      if (backing->bitasset_data_id != NULL)
        check_children (op, asset, backing, check);
    }
  else if (!is_core)
    check_children (op, asset, backing, check);

  if (backing_data == NULL || backing_data->options.short_backing_asset == MNR_CORE_ASSET)
    return;
  second = mnr_check_get_asset (check, backing_data->options.short_backing_asset);
  if (second != NULL && second->bitasset_data_id != NULL)
    {
      mnr_check_add (check, &update_backing_depth, path,
                     _ ("%s is backed by the smartcoin %s, so it cannot back another smartcoin"),
                     symbol_of (backing), symbol_of (second));
      mnr_check_node_text (check, "A BitAsset cannot be backed by a BitAsset that itself is "
                                  "backed by a BitAsset.");
    }
}

static void
check_backing_change (const MnrAssetUpdateBitasset *op,
                      const MnrAsset *asset,
                      const MnrBitassetData *data,
                      MnrCheck *check)
{
  static const char path[] = "new_options.short_backing_asset";
  const MnrAssetDynamicData *dynamic_data;

  if (op->new_options.short_backing_asset == data->options.short_backing_asset)
    return;

  if (mnr_bitasset_data_is_globally_settled (data))
    {
      mnr_check_add (check, &update_backing_settled, path,
                     _ ("%s has been globally settled, so its backing asset cannot be changed"),
                     symbol_of (asset));
      mnr_check_node_text (check,
                           "Cannot change backing asset after a global settlement has executed");
    }

  dynamic_data = mnr_check_get_dynamic_data (check, asset);
  if (dynamic_data != NULL && dynamic_data->current_supply != 0)
    {
      g_autofree char *supply = mnr_check_amount_text (check, dynamic_data->current_supply,
                                                       asset->id);

      mnr_check_add (check, &update_backing_supply, path,
                     _ ("The backing asset can be changed only while nothing has been borrowed, "
                        "and there are %s"),
                     supply);
      mnr_check_node_text (check,
                           "Cannot change backing asset if there is already a current supply.");
    }
  if (dynamic_data != NULL && dynamic_data->accumulated_collateral_fees != 0)
    {
      g_autofree char *fees = mnr_check_amount_text (check,
                                                     dynamic_data->accumulated_collateral_fees,
                                                     data->options.short_backing_asset);

      mnr_check_add (check, &update_backing_fees, path,
                     _ ("Fees of %s in the backing asset have to be claimed before it is changed"),
                     fees);
      mnr_check_node_text (check, "Must claim collateral-denominated fees before changing backing "
                                  "asset.");
    }

  check_new_backing (op, asset, data, check);

  if (data->feeds.len > 0 && !data->is_prediction_market)
    mnr_check_add (check, &update_feeds_reset, path,
                   _ ("A new backing asset takes away all feeds: the producers have to publish "
                      "again at once"));
}

/* How many feeds count at @now; with @producers, of those only. */
static guint
count_live_feeds (const MnrBitassetData *data,
                  guint32 lifetime,
                  MnrTime now,
                  const MnrObjectIdSet *producers)
{
  guint count = 0;

  for (gsize i = 0; i < data->feeds.len; i++)
    {
      const MnrPublishedFeed *feed = &data->feeds.items[i];
      MnrTime then = feed->published.time;
      gboolean is_kept = producers == NULL;

      for (gsize j = 0; producers != NULL && j < producers->len; j++)
        is_kept = is_kept || producers->items[j] == feed->publisher;
      if (is_kept && then != 0 && (gint64) now - then < lifetime)
        count++;
    }
  return count;
}

static gboolean
is_fed_by_the_chain (const MnrAssetOptions *options)
{
  return (options->flags & (MNR_POWER_WITNESS_FED_ASSET | MNR_POWER_COMMITTEE_FED_ASSET)) != 0;
}

static void
check_quorum (const MnrAssetUpdateBitasset *op,
              const MnrAsset *asset,
              const MnrBitassetData *data,
              MnrCheck *check)
{
  guint minimum = op->new_options.minimum_feeds, producers = (guint) data->feeds.len, live;
  MnrTime now;

  if (!is_fed_by_the_chain (&asset->options) && producers < minimum)
    mnr_check_add (check, &update_too_few_producers, "new_options.minimum_feeds",
                   g_dngettext (GETTEXT_PACKAGE,
                                "There is only %u producer, and a price would need %u: %s can "
                                "never have one",
                                "There are only %u producers, and a price would need %u: %s can "
                                "never have one",
                                producers),
                   producers, minimum, symbol_of (asset));
  else if (!is_fed_by_the_chain (&asset->options) && producers == minimum && minimum > 1)
    mnr_check_add (check, &update_no_spare_producer, "new_options.minimum_feeds",
                   _ ("Every producer would be needed for a price: one who is late takes it away"));
  else if (mnr_bitasset_data_has_feed (data) && mnr_check_get_time (check, &now) &&
           (live = count_live_feeds (data, op->new_options.feed_lifetime_sec, now, NULL)) < minimum)
    mnr_check_add (check, &update_loses_price,
                   minimum > data->options.minimum_feeds ? "new_options.minimum_feeds"
                                                         : "new_options.feed_lifetime_sec",
                   _ ("Of the feeds only %u would count, and a price needs %u: %s loses its price "
                      "until more are published"),
                   live, minimum, symbol_of (asset));
}

/* What new ratios do to the least collateralised position at once. An override
 * that is taken away leaves the ratio to the producers; that is not foreseen. */
static void
check_consequences (const MnrAssetUpdateBitasset *op,
                    const MnrAsset *asset,
                    const MnrBitassetData *data,
                    MnrCheck *check)
{
  const MnrBitassetOptionsExtensions *old = &data->options.extensions;
  const MnrBitassetOptionsExtensions *new = &op->new_options.extensions;
  const guint16 *maintenance = new->maintenance_collateral_ratio;
  const guint16 *squeeze = new->maximum_short_squeeze_ratio;
  const MnrCallOrder *least = NULL;
  MnrFeed feed = data->median_feed;
  MnrPrice limit, old_limit;

  maintenance = differ (old->maintenance_collateral_ratio, maintenance) ? maintenance : NULL;
  squeeze = differ (old->maximum_short_squeeze_ratio, squeeze) ? squeeze : NULL;
  if ((maintenance == NULL && squeeze == NULL) || !mnr_feed_has_price (&feed) ||
      mnr_bitasset_data_is_globally_settled (data))
    return;

  switch (check->view->find_least_collateral (check->view, asset->id, &least))
    {
    case MNR_KNOWN:
      break;

    case MNR_NOT_KNOWN:
      mnr_check_note_missing (check, _ ("the least collateralised position in %s"),
                              symbol_of (asset));
      return;

    case MNR_NONE:
    default:
      return;
    }

  old_limit = mnr_feed_get_squeeze_price (&feed);
  old_limit = mnr_price_invert (&old_limit);
  if (maintenance != NULL && *maintenance > 0)
    feed.maintenance_collateral_ratio = *maintenance;
  if (squeeze != NULL && *squeeze > 0)
    feed.maximum_short_squeeze_ratio = *squeeze;
  limit = mnr_feed_get_squeeze_price (&feed);
  limit = mnr_price_invert (&limit);

  if (mnr_collateral_compare (least->collateral, least->debt, &limit) < 0 &&
      mnr_collateral_compare (least->collateral, least->debt, &old_limit) >= 0)
    {
      mnr_check_add (check, &update_swan, "new_options.extensions.maximum_short_squeeze_ratio",
                     _ ("The least collateralised position could no longer pay for its margin "
                        "call: this change is itself a black swan, unless the market offers "
                        "better"));
      return;
    }

  limit = mnr_feed_get_maintenance_collateralization (&feed);
  if (maintenance != NULL && mnr_collateral_compare (least->collateral, least->debt, &limit) <= 0 &&
      mnr_collateral_compare (least->collateral, least->debt,
                              &data->current_maintenance_collateralization) > 0)
    {
      g_autofree char *text = mnr_permille_format (*maintenance);

      mnr_check_add (check, &update_calls, "new_options.extensions.maintenance_collateral_ratio",
                     _ ("With a maintenance collateral ratio of %s, positions that are safe today "
                        "are called at once"),
                     text);
    }
}

void
mnr_rules_asset_update_bitasset (const MnrAssetUpdateBitasset *op,
                                 MnrCheck *check)
{
  const MnrBitassetOptions *options = &op->new_options;
  const MnrChainParameters *parameters;
  const MnrBitassetData *data;
  const MnrAsset *asset;

  mnr_rules_bitasset_options (options, "new_options", check);
  if (!mnr_rules_begin_evaluation (check))
    return;

  asset = mnr_check_need_asset (check, "asset_to_update", op->asset_to_update);
  if (asset != NULL && asset->bitasset_data_id == NULL)
    {
      mnr_check_add (check, &update_not_smartcoin, "asset_to_update",
                     _ ("%s is a plain token and has no such options"), symbol_of (asset));
      mnr_check_node_text (check, "Cannot update BitAsset-specific settings on a non-BitAsset.");
    }
  if (asset != NULL && asset->issuer != op->issuer)
    {
      g_autofree char *issuer = mnr_check_account_text (check, asset->issuer);

      mnr_check_add (check, &update_issuer, "issuer",
                     _ ("Only its issuer, %s, can change the options of %s"), issuer,
                     symbol_of (asset));
      mnr_check_node_text (check, "Only asset issuer can update bitasset_data of the asset.");
    }

  data = mnr_check_get_bitasset_data (check, asset);
  if (data != NULL)
    {
      if (data->is_prediction_market && options->extensions.black_swan_response_method != NULL)
        {
          mnr_check_add (check, &update_prediction_market,
                         "new_options.extensions.black_swan_response_method",
                         _ ("A prediction market has no black swans: leave the response out"));
          mnr_check_node_text (check,
                               "Can not set black_swan_response_method for Prediction Markets");
        }
      check_ratio_rights (op, asset, data, check);
      check_black_swan_response (op, asset, data, check);
      check_backing_change (op, asset, data, check);
    }

  parameters = mnr_check_get_parameters (check);
  if (parameters != NULL && options->feed_lifetime_sec <= parameters->block_interval)
    {
      mnr_check_add (check, &update_feed_lifetime, "new_options.feed_lifetime_sec",
                     _ ("A feed has to live longer than a block, which takes %u seconds"),
                     parameters->block_interval);
      mnr_check_node_text (check, "Feed lifetime must exceed block interval.");
    }
  if (parameters != NULL && options->force_settlement_delay_sec <= parameters->block_interval)
    {
      mnr_check_add (check, &update_settlement_delay, "new_options.force_settlement_delay_sec",
                     _ ("Settlement has to be delayed longer than a block, which takes %u "
                        "seconds"),
                     parameters->block_interval);
      mnr_check_node_text (check, "Force settlement delay must exceed block interval.");
    }

  if (data != NULL)
    {
      mnr_rules_bitasset_mistakes (options, data, data->is_prediction_market, "new_options", check);
      if (!data->is_prediction_market)
        {
          check_quorum (op, asset, data, check);
          check_consequences (op, asset, data, check);
        }
    }
}

/* asset_update_feed_producers */

/* Whether so many producers that are to be named can make a price. */
static void
check_number_of_producers (guint count,
                           guint minimum,
                           const char *symbol,
                           const MnrRule *too_few,
                           const MnrRule *no_spare,
                           MnrCheck *check)
{
  if (count < minimum)
    mnr_check_add (check, too_few, "new_feed_producers",
                   g_dngettext (GETTEXT_PACKAGE,
                                "There would be only %u producer, and a price needs %u: %s can "
                                "never have one",
                                "There would be only %u producers, and a price needs %u: %s can "
                                "never have one",
                                count),
                   count, minimum, symbol);
  else if (count == minimum && minimum > 1)
    mnr_check_add (check, no_spare, "new_feed_producers",
                   _ ("Every producer would be needed for a price: one who is late takes it away"));
}

void
mnr_rules_new_producers (const MnrAssetCreate *op,
                         guint count,
                         MnrCheck *check)
{
  if (op->bitasset_opts != NULL && !op->is_prediction_market &&
      !is_fed_by_the_chain (&op->common_options))
    check_number_of_producers (count, op->bitasset_opts->minimum_feeds,
                               op->symbol != NULL ? op->symbol : "", &create_too_few_producers,
                               &create_no_spare_producer, check);
}

static void
check_producers_quorum (const MnrAssetUpdateFeedProducers *op,
                        const MnrAsset *asset,
                        const MnrBitassetData *data,
                        MnrCheck *check)
{
  guint minimum = data->options.minimum_feeds, live;
  MnrTime now;

  check_number_of_producers ((guint) op->new_feed_producers.len, minimum, symbol_of (asset),
                             &producers_too_few, &producers_no_spare, check);
  if (mnr_bitasset_data_has_feed (data) && mnr_check_get_time (check, &now) &&
      (live = count_live_feeds (data, data->options.feed_lifetime_sec, now,
                                &op->new_feed_producers)) < minimum)
    mnr_check_add (check, &producers_lose_price, "new_feed_producers",
                   g_dngettext (GETTEXT_PACKAGE,
                                "Only %u feed would be left, and a price needs %u: %s loses its "
                                "price until the new producers publish",
                                "Only %u feeds would be left, and a price needs %u: %s loses its "
                                "price until the new producers publish",
                                live),
                   live, minimum, symbol_of (asset));
}

void
mnr_rules_asset_update_feed_producers (const MnrAssetUpdateFeedProducers *op,
                                       MnrCheck *check)
{
  const MnrChainParameters *parameters;
  const MnrBitassetData *data;
  const MnrAsset *asset;

  if (!mnr_rules_begin_evaluation (check))
    return;

  parameters = mnr_check_get_parameters (check);
  if (parameters != NULL &&
      op->new_feed_producers.len > parameters->maximum_asset_feed_publishers)
    {
      mnr_check_add (check, &producers_too_many, "new_feed_producers",
                     _ ("There are %u producers; the chain allows at most %u"),
                     (guint) op->new_feed_producers.len, parameters->maximum_asset_feed_publishers);
      mnr_check_node_text (check, "Cannot specify more feed producers than maximum allowed");
    }

  asset = mnr_check_need_asset (check, "asset_to_update", op->asset_to_update);
  if (asset != NULL && asset->bitasset_data_id == NULL)
    {
      mnr_check_add (check, &producers_not_smartcoin, "asset_to_update",
                     _ ("%s is a plain token and has no price feeds"), symbol_of (asset));
      mnr_check_node_text (check, "Cannot update feed producers on a non-BitAsset.");
    }
  if (asset != NULL && (asset->options.flags & MNR_POWER_COMMITTEE_FED_ASSET) != 0)
    {
      mnr_check_add (check, &producers_committee_fed, "asset_to_update",
                     _ ("The committee feeds %s; to name producers, switch that off first"),
                     symbol_of (asset));
      mnr_check_node_text (check, "Cannot set feed producers on a committee-fed asset.");
    }
  if (asset != NULL && (asset->options.flags & MNR_POWER_WITNESS_FED_ASSET) != 0)
    {
      mnr_check_add (check, &producers_witness_fed, "asset_to_update",
                     _ ("The witnesses feed %s; to name producers, switch that off first"),
                     symbol_of (asset));
      mnr_check_node_text (check, "Cannot set feed producers on a witness-fed asset.");
    }
  if (asset != NULL && asset->issuer != op->issuer)
    {
      g_autofree char *issuer = mnr_check_account_text (check, asset->issuer);

      mnr_check_add (check, &producers_issuer, "issuer",
                     _ ("Only its issuer, %s, can name the feed producers of %s"), issuer,
                     symbol_of (asset));
      mnr_check_node_text (check, "Only asset issuer can update feed producers of an asset");
    }
  for (gsize i = 0; i < op->new_feed_producers.len; i++)
    {
      g_autofree char *path = g_strdup_printf ("new_feed_producers[%u]", (guint) i);

      mnr_check_need_account (check, path, op->new_feed_producers.items[i]);
    }

  data = mnr_check_get_bitasset_data (check, asset);
  if (data != NULL && !data->is_prediction_market)
    check_producers_quorum (op, asset, data, check);
}
