/* mnr-rules-bitasset-options.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "chain/protocol/mnr-describe.h"
#include "chain/protocol/mnr-permissions.h"
#include "mnr-collateral.h"
#include "mnr-rules-private.h"
#include "mnr-rules-smartcoin.h"

/* A feed that lives shorter than this needs producers who never sleep; one that
 * lives longer lets the chain trade at prices of last week. */
#define SHORT_FEED_LIFETIME 3600
#define LONG_FEED_LIFETIME  (3 * 86400)

/* What a node assumes where neither the issuer nor a producer says (protocol.md 10.3). */
#define DEFAULT_MAINTENANCE_RATIO 1750
#define DEFAULT_SQUEEZE_RATIO     1500

/* Below this, in thousandths, a margin call offers buyers next to nothing. */
#define LEAST_MARGIN_CALL_PREMIUM 10

/* clang-format off */

/* bitasset_options, which both asset_create and asset_update_bitasset carry */

static const MnrRule options_minimum_feeds = {
  .id = "bitasset-options.minimum-feeds", .expression = "minimum_feeds > 0",
};

static const MnrRule options_settlement_offset = {
  .id = "bitasset-options.settlement-offset",
  .expression = "force_settlement_offset_percent <= GRAPHENE_100_PERCENT",
};

static const MnrRule options_settlement_volume = {
  .id = "bitasset-options.settlement-volume",
  .expression = "maximum_force_settlement_volume <= GRAPHENE_100_PERCENT",
};

static const MnrRule options_margin_call_fee = {
  .id = "bitasset-options.margin-call-fee",
  .expression = "*extensions.value.margin_call_fee_ratio <= GRAPHENE_MAX_COLLATERAL_RATIO",
};

/* The lower bound and the upper one: a node has an expression for each. */

static const MnrRule options_initial_ratio[] = {
  { .id = "bitasset-options.initial-ratio",
    .expression = "*extensions.value.initial_collateral_ratio >= GRAPHENE_MIN_COLLATERAL_RATIO" },
  { .id = "bitasset-options.initial-ratio",
    .expression = "*extensions.value.initial_collateral_ratio <= GRAPHENE_MAX_COLLATERAL_RATIO" },
};

static const MnrRule options_maintenance_ratio[] = {
  { .id = "bitasset-options.maintenance-ratio",
    .expression =
      "*extensions.value.maintenance_collateral_ratio >= GRAPHENE_MIN_COLLATERAL_RATIO" },
  { .id = "bitasset-options.maintenance-ratio",
    .expression =
      "*extensions.value.maintenance_collateral_ratio <= GRAPHENE_MAX_COLLATERAL_RATIO" },
};

static const MnrRule options_squeeze_ratio[] = {
  { .id = "bitasset-options.squeeze-ratio",
    .expression =
      "*extensions.value.maximum_short_squeeze_ratio >= GRAPHENE_MIN_COLLATERAL_RATIO" },
  { .id = "bitasset-options.squeeze-ratio",
    .expression =
      "*extensions.value.maximum_short_squeeze_ratio <= GRAPHENE_MAX_COLLATERAL_RATIO" },
};

static const MnrRule options_settlement_fee = {
  .id = "bitasset-options.settlement-fee",
  .expression = "*extensions.value.force_settle_fee_percent <= GRAPHENE_100_PERCENT",
};

static const MnrRule options_black_swan = {
  .id = "bitasset-options.black-swan-response",
  .expression = "*extensions.value.black_swan_response_method < bsrm_count",
};

/* what chains accept and people regret about them */

static const MnrRule mistake_one_feed = {
  .id = "bitasset-options.one-feed", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule mistake_short_lifetime = {
  .id = "bitasset-options.feed-lifetime-short", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule mistake_long_lifetime = {
  .id = "bitasset-options.feed-lifetime-long", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule mistake_maintenance_below_squeeze = {
  .id = "bitasset-options.maintenance-below-squeeze", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule mistake_initial_without_effect = {
  .id = "bitasset-options.initial-without-effect", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule mistake_margin_call_premium = {
  .id = "bitasset-options.margin-call-premium", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule mistake_no_settlement = {
  .id = "bitasset-options.no-settlement", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule mistake_costly_settlement = {
  .id = "bitasset-options.costly-settlement", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule mistake_controlled_backing = {
  .id = "bitasset-options.controlled-backing", .severity = MNR_SEVERITY_MISTAKE,
};

/* clang-format on */

static const char *
symbol_of (const MnrAsset *asset)
{
  return asset->symbol != NULL ? asset->symbol : "";
}

void
mnr_rules_ratio (MnrCheck *check,
                 const MnrRule rules[2],
                 const char *path,
                 guint16 ratio)
{
  g_autofree char *text = NULL, *least = NULL, *most = NULL;

  if (ratio >= MNR_RATIO_MIN && ratio <= MNR_RATIO_MAX)
    return;

  text = mnr_permille_format (ratio);
  least = mnr_permille_format (MNR_RATIO_MIN);
  most = mnr_permille_format (MNR_RATIO_MAX);
  mnr_check_add (check, &rules[ratio < MNR_RATIO_MIN ? 0 : 1], path,
                 _ ("The ratio %s is out of range: the chain allows %s to %s"), text, least, most);
}

static void
check_optional_ratio (MnrCheck *check,
                      const MnrRule rules[2],
                      const char *path,
                      const char *member,
                      const guint16 *ratio)
{
  g_autofree char *member_path = g_strconcat (path, ".extensions.", member, NULL);

  if (ratio != NULL)
    mnr_rules_ratio (check, rules, member_path, *ratio);
}

void
mnr_rules_bitasset_options (const MnrBitassetOptions *options,
                            const char *path,
                            MnrCheck *check)
{
  const MnrBitassetOptionsExtensions *extensions = &options->extensions;

  if (options->minimum_feeds == 0)
    mnr_check_add_at (check, &options_minimum_feeds, path, "minimum_feeds",
                      _ ("At least one feed has to be needed for a price"));
  if (options->force_settlement_offset_percent > 10000)
    {
      g_autofree char *text = mnr_basis_points_format (options->force_settlement_offset_percent);

      mnr_check_add_at (check, &options_settlement_offset, path, "force_settlement_offset_percent",
                        _ ("The force settlement offset is %s; the chain allows at most 100%%"),
                        text);
    }
  if (options->maximum_force_settlement_volume > 10000)
    {
      g_autofree char *text = mnr_basis_points_format (options->maximum_force_settlement_volume);

      mnr_check_add_at (check, &options_settlement_volume, path, "maximum_force_settlement_volume",
                        _ ("The maximum force settlement volume is %s; the chain allows at most "
                           "100%%"),
                        text);
    }
  if (extensions->margin_call_fee_ratio != NULL &&
      *extensions->margin_call_fee_ratio > MNR_RATIO_MAX)
    {
      g_autofree char *text = mnr_permille_format (*extensions->margin_call_fee_ratio);
      g_autofree char *most = mnr_permille_format (MNR_RATIO_MAX);

      mnr_check_add_at (check, &options_margin_call_fee, path, "extensions.margin_call_fee_ratio",
                        _ ("The margin call fee is %s; the chain allows at most %s"), text, most);
    }
  check_optional_ratio (check, options_initial_ratio, path, "initial_collateral_ratio",
                        extensions->initial_collateral_ratio);
  check_optional_ratio (check, options_maintenance_ratio, path, "maintenance_collateral_ratio",
                        extensions->maintenance_collateral_ratio);
  check_optional_ratio (check, options_squeeze_ratio, path, "maximum_short_squeeze_ratio",
                        extensions->maximum_short_squeeze_ratio);
  if (extensions->force_settle_fee_percent != NULL && *extensions->force_settle_fee_percent > 10000)
    {
      g_autofree char *text = mnr_basis_points_format (*extensions->force_settle_fee_percent);

      mnr_check_add_at (check, &options_settlement_fee, path, "extensions.force_settle_fee_percent",
                        _ ("The force settlement fee is %s; the chain allows at most 100%%"), text);
    }
  if (extensions->black_swan_response_method != NULL &&
      *extensions->black_swan_response_method > MNR_BLACK_SWAN_INDIVIDUAL_TO_ORDER)
    {
      mnr_check_add_at (check, &options_black_swan, path, "extensions.black_swan_response_method",
                        _ ("There is no black swan response method %u: they are 0 to 3"),
                        *extensions->black_swan_response_method);
      mnr_check_node_text (check, "black_swan_response_method should be less than 4");
    }
}

static void
check_lifetimes (const MnrBitassetOptions *options,
                 const char *path,
                 MnrCheck *check)
{
  g_autofree char *text = mnr_duration_describe (options->feed_lifetime_sec);

  if (options->minimum_feeds == 1)
    mnr_check_add_at (check, &mistake_one_feed, path, "minimum_feeds",
                      _ ("One feed is enough for a price: a single producer, by mistake or with "
                         "intent, can have every position called"));
  if (options->feed_lifetime_sec < SHORT_FEED_LIFETIME)
    mnr_check_add_at (check, &mistake_short_lifetime, path, "feed_lifetime_sec",
                      _ ("Feeds expire after %s: whenever producers are late, there is no price, "
                         "and borrowing and settling stop. A day is usual"),
                      text);
  if (options->feed_lifetime_sec > LONG_FEED_LIFETIME)
    mnr_check_add_at (check, &mistake_long_lifetime, path, "feed_lifetime_sec",
                      _ ("Feeds are trusted for %s: when producers stop, people borrow and settle "
                         "at an old price. A day is usual"),
                      text);
}

static void
check_settlement (const MnrBitassetOptions *options,
                  const char *path,
                  MnrCheck *check)
{
  const guint16 *fee = options->extensions.force_settle_fee_percent;
  guint offset = MIN (options->force_settlement_offset_percent, 10000);
  guint received = (10000 - offset) * (10000 - (fee != NULL ? MIN (*fee, 10000) : 0)) / 10000;

  if (offset == 10000)
    mnr_check_add_at (check, &mistake_no_settlement, path, "force_settlement_offset_percent",
                      _ ("With an offset of 100%% the chain cancels every settlement request"));
  else if (options->maximum_force_settlement_volume == 0)
    mnr_check_add_at (check, &mistake_no_settlement, path, "maximum_force_settlement_volume",
                      _ ("With a volume of 0%% no settlement request is ever carried out: they "
                         "wait for ever. To forbid them there is the flag that disables force "
                         "settlement"));
  else if (received < 9000)
    {
      g_autofree char *text = mnr_basis_points_format ((MnrBasisPoints) received);

      mnr_check_add_at (check, &mistake_costly_settlement, path,
                        offset >= 1000 ? "force_settlement_offset_percent"
                                       : "extensions.force_settle_fee_percent",
                        _ ("Whoever settles receives only %s of the value, and the token can trade "
                           "as low as that"),
                        text);
    }
}

/* The ratios that will be in force, as far as that can be told: the issuer's,
 * else those of the feed, else what a node assumes. */
static void
check_ratios (const MnrBitassetOptions *options,
              const MnrBitassetData *data,
              const char *path,
              MnrCheck *check)
{
  const MnrBitassetOptionsExtensions *extensions = &options->extensions;
  guint maintenance = DEFAULT_MAINTENANCE_RATIO, squeeze = DEFAULT_SQUEEZE_RATIO, fee = 0;
  g_autofree char *maintenance_text = NULL, *squeeze_text = NULL;

  if (data != NULL && mnr_feed_has_price (&data->median_feed))
    {
      maintenance = data->median_feed.maintenance_collateral_ratio;
      squeeze = data->median_feed.maximum_short_squeeze_ratio;
    }
  if (extensions->maintenance_collateral_ratio != NULL)
    maintenance = *extensions->maintenance_collateral_ratio;
  if (extensions->maximum_short_squeeze_ratio != NULL)
    squeeze = *extensions->maximum_short_squeeze_ratio;
  if (extensions->margin_call_fee_ratio != NULL)
    fee = *extensions->margin_call_fee_ratio;

  maintenance_text = mnr_permille_format ((MnrPermille) maintenance);
  squeeze_text = mnr_permille_format ((MnrPermille) squeeze);

  if (maintenance < squeeze && (extensions->maintenance_collateral_ratio != NULL ||
                                extensions->maximum_short_squeeze_ratio != NULL))
    mnr_check_add_at (check, &mistake_maintenance_below_squeeze, path,
                      extensions->maintenance_collateral_ratio != NULL
                        ? "extensions.maintenance_collateral_ratio"
                        : "extensions.maximum_short_squeeze_ratio",
                      _ ("Positions are called at %s, but a margin call may pay up to %s: they can "
                         "run out of collateral before they are called"),
                      maintenance_text, squeeze_text);

  if (extensions->initial_collateral_ratio != NULL &&
      *extensions->initial_collateral_ratio <= maintenance)
    {
      g_autofree char *text = mnr_permille_format (*extensions->initial_collateral_ratio);

      mnr_check_add_at (check, &mistake_initial_without_effect, path,
                        "extensions.initial_collateral_ratio",
                        _ ("An initial collateral ratio of %s does nothing: it is not above the "
                           "maintenance collateral ratio of %s"),
                        text, maintenance_text);
    }

  if (fee > 0 && fee + MNR_RATIO_ONE + LEAST_MARGIN_CALL_PREMIUM > squeeze)
    {
      g_autofree char *text = mnr_permille_format ((MnrPermille) fee);

      mnr_check_add_at (check, &mistake_margin_call_premium, path,
                        "extensions.margin_call_fee_ratio",
                        _ ("A margin call fee of %s leaves next to nothing of the maximum short "
                           "squeeze ratio of %s: nobody gains by buying from a margin call, and "
                           "under-collateralised debt remains"),
                        text, squeeze_text);
    }
}

static void
check_backing (MnrObjectId id,
               const char *path,
               MnrCheck *check)
{
  static const MnrAssetPower powers[] = {
    MNR_POWER_OVERRIDE_AUTHORITY,
    MNR_POWER_WHITE_LIST,
    MNR_POWER_TRANSFER_RESTRICTED,
    MNR_POWER_GLOBAL_SETTLE,
  };
  const MnrAsset *asset;
  g_autoptr (GString) list = g_string_new (NULL);
  guint rights;

  if (id == MNR_CORE_ASSET || (asset = mnr_check_get_asset (check, id)) == NULL)
    return;

  /* A flag that is on holds even where the right to switch it has been given up. */
  rights = mnr_permissions_get_rights (asset->options.issuer_permissions) | asset->options.flags;
  if (asset->bitasset_data_id == NULL)
    rights &= MNR_POWERS_TOKEN;
  for (guint i = 0; i < G_N_ELEMENTS (powers); i++)
    for (guint j = 0; j < MNR_N_POWERS; j++)
      if (mnr_powers[j].bit == powers[i] && (rights & powers[i]) != 0)
        g_string_append_printf (list, "%s%s", list->len > 0 ? "; " : "", _ (mnr_powers[j].may));

  if (list->len > 0)
    mnr_check_add_at (check, &mistake_controlled_backing, path, "short_backing_asset",
                      _ ("What the issuer of the backing asset %s can do to all collateral: %s"),
                      symbol_of (asset), list->str);
}

void
mnr_rules_bitasset_mistakes (const MnrBitassetOptions *options,
                             const MnrBitassetData *data,
                             gboolean is_prediction_market,
                             const char *path,
                             MnrCheck *check)
{
  if (data == NULL || data->options.short_backing_asset != options->short_backing_asset)
    check_backing (options->short_backing_asset, path, check);
  if (is_prediction_market)
    return;

  check_lifetimes (options, path, check);
  check_settlement (options, path, check);
  check_ratios (options, data, path, check);
}
