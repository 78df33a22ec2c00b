/* mnr-rules-asset-update.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "mnr-rules-asset-options.h"

/* clang-format off */

static const MnrRule same_issuer = {
  .id = "asset-update.same-issuer", .expression = "issuer != *new_issuer",
};

static const MnrRule rate_pair = {
  .id = "asset-update.rate-asset", .expression = "invalid asset * price",
};

static const MnrRule rate_core = {
  .id = "asset-update.rate-asset", .expression = "dummy.asset_id == asset_id_type()",
};

static const MnrRule rate_too_large = {
  .id = "asset-update.rate-too-large", .expression = "result <= GRAPHENE_MAX_SHARE_SUPPLY",
};

static const MnrRule precision_too_fine = {
  .id = "asset-update.precision", .expression = "*extensions.value.new_precision <= 12",
};

static const MnrRule skip_false = {
  .id = "asset-update.skip-false",
  .expression = "*extensions.value.skip_core_exchange_rate == true",
};

static const MnrRule settle_flags = {
  .id = "asset-update.settlement-flags",
  .expression = "0 == (options.flags & disable_force_settle) && "
                "0 == (options.flags & global_settle)",
};

static const MnrRule settle_permissions = {
  .id = "asset-update.settlement-permissions",
  .expression = "0 == (options.issuer_permissions & disable_force_settle) && "
                "0 == (options.issuer_permissions & global_settle)",
};

static const MnrRule new_issuer_here = {
  .id = "asset-update.new-issuer", .expression = "now < HARDFORK_CORE_199_TIME",
};

static const MnrRule smartcoin_permissions = {
  .id = "asset-update.smartcoin-permissions",
  .expression = "0 == ( o.new_options.issuer_permissions & NON_UIA_ONLY_ISSUER_PERMISSION_MASK )",
};

static const MnrRule market_bsrm_permission = {
  .id = "asset-update.prediction-market-bsrm-permission",
  .expression = "0 == ( o.new_options.issuer_permissions & disable_bsrm_update )",
};

static const MnrRule market_global_settle = {
  .id = "asset-update.prediction-market-global-settle", .expression = "a_copy.can_global_settle()",
};

/* A node has three expressions for one rule. */
#define REINSTATED                                                \
  "0 == ( ( o.new_options.get_enabled_issuer_permissions_mask() & " \
  "(uint16_t)(~enabled_issuer_permissions_mask) )"

static const MnrRule reinstated_token = {
  .id = "asset-update.permission-reinstated",
  .expression = REINSTATED " & UIA_ASSET_ISSUER_PERMISSION_MASK )",
};

static const MnrRule reinstated_market = {
  .id = "asset-update.permission-reinstated",
  .expression = REINSTATED " & (uint16_t)(~disable_bsrm_update) )",
};

static const MnrRule reinstated_smartcoin = {
  .id = "asset-update.permission-reinstated",
  .expression = "0 == ( o.new_options.get_enabled_issuer_permissions_mask() & "
                "(uint16_t)(~enabled_issuer_permissions_mask) )",
};

static const MnrRule precision_with_supply = {
  .id = "asset-update.precision-with-supply",
  .expression = "!o.extensions.value.new_precision.valid()",
};

static const MnrRule max_below_supply = {
  .id = "asset-update.max-supply-below-supply",
  .expression = "dyn_data.current_supply <= o.new_options.max_supply",
};

static const MnrRule flag_forbidden = {
  .id = "asset-update.flag-forbidden",
  .expression = "0 == ( (o.new_options.flags ^ a.options.flags) & check_bits & "
                "(uint16_t)(~enabled_issuer_permissions_mask) )",
};

static const MnrRule not_issuer = {
  .id = "asset-update.not-issuer", .expression = "o.issuer == a.issuer",
};

static const MnrRule max_locked = {
  .id = "asset-update.max-supply-locked",
  .expression = "a.can_update_max_supply() || a.options.max_supply == o.new_options.max_supply",
};

static const MnrRule precision_same = {
  .id = "asset-update.precision-same",
  .expression = "*o.extensions.value.new_precision != a.precision",
};

static const MnrRule precision_market = {
  .id = "asset-update.precision-prediction-market",
  .expression = "!bitasset_data->is_prediction_market",
};

static const MnrRule precision_backing = {
  .id = "asset-update.precision-backing", .expression = "!backing_another_asset",
};

static const MnrRule whitelist_size = {
  .id = "asset-update.whitelist-size",
  .expression = "o.new_options.whitelist_authorities.size() <= "
                "chain_parameters.maximum_asset_whitelist_authorities",
};

static const MnrRule blacklist_size = {
  .id = "asset-update.blacklist-size",
  .expression = "o.new_options.blacklist_authorities.size() <= "
                "chain_parameters.maximum_asset_whitelist_authorities",
};

static const MnrRule right_forgone = {
  .id = "asset-update.right-forgone", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule value_lost = {
  .id = "asset-update.value-lost", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule rate_above_market = {
  .id = "asset-update.rate-above-market", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule rate_of_feed = {
  .id = "asset-update.rate-of-feed", .severity = MNR_SEVERITY_MISTAKE,
};

/* clang-format on */

/* One unit of the asset in core, as a node tries it out. */
static void
check_rate (const MnrAssetUpdate *op,
            MnrCheck *check)
{
  static const char path[] = "new_options.core_exchange_rate";
  const MnrAmount one = { .amount = 1, .asset_id = op->asset_to_update };
  const MnrPrice *rate = &op->new_options.core_exchange_rate;
  MnrAmount worth;

  if (rate->base.amount <= 0 || rate->quote.amount <= 0 || rate->base.asset_id == 0 ||
      rate->quote.asset_id == 0 || rate->base.asset_id == rate->quote.asset_id ||
      op->asset_to_update == 0 ||
      (rate->base.asset_id != MNR_CORE_ASSET && rate->quote.asset_id != MNR_CORE_ASSET))
    return;

  if (rate->base.asset_id != op->asset_to_update && rate->quote.asset_id != op->asset_to_update)
    mnr_check_add (check, &rate_pair, path,
                   _ ("The core exchange rate has to be between the core asset and this one"));
  else if (op->asset_to_update == MNR_CORE_ASSET)
    mnr_check_add (check, &rate_core, path, _ ("The core asset has no core exchange rate"));
  else if (!mnr_amount_convert (&one, rate, MNR_ROUND_DOWN, &worth, NULL))
    mnr_check_add (check, &rate_too_large, path,
                   _ ("At this core exchange rate the smallest unit would be worth more core than "
                      "there can be"));
}

static void
check_protocol (const MnrAssetUpdate *op,
                const MnrAssetName *name,
                MnrCheck *check)
{
  const guint8 *precision = op->extensions.new_precision;

  if (op->new_issuer != NULL && *op->new_issuer == op->issuer)
    mnr_check_add (check, &same_issuer, "new_issuer", _ ("This account is the issuer already"));
  mnr_rules_asset_options (&op->new_options, name, "new_options", check);
  check_rate (op, check);
  if (precision != NULL && *precision > MNR_PRECISION_MAX)
    mnr_check_add (check, &precision_too_fine, "extensions.new_precision",
                   _ ("Precision %u is too fine: the chain allows at most %u"), *precision,
                   MNR_PRECISION_MAX);
  if (op->extensions.skip_core_exchange_rate != NULL && !*op->extensions.skip_core_exchange_rate)
    {
      mnr_check_add (check, &skip_false, "extensions.skip_core_exchange_rate",
                     _ ("“Leave the core exchange rate alone” can be yes, or left out; it cannot "
                        "be no"));
      mnr_check_node_text (check,
                           "If skip_core_exchange_rate is specified, it can only be true");
    }
}

/* What a plain token cannot be. */
static void
check_token (const MnrAssetOptions *options,
             MnrCheck *check)
{
  guint settlement = MNR_POWER_DISABLE_FORCE_SETTLE | MNR_POWER_GLOBAL_SETTLE;

  if (options->flags & settlement)
    {
      g_autofree char *names = mnr_rules_powers_text (options->flags & settlement);
      g_autofree char *member =
        mnr_rules_power_path ("new_options.flags", options->flags & settlement);

      mnr_check_add (check, &settle_flags, member,
                     _ ("Only in a smartcoin can this be on: %s"), names);
    }
  if (options->issuer_permissions & settlement)
    {
      g_autofree char *names = mnr_rules_powers_text (options->issuer_permissions & settlement);
      g_autofree char *member = mnr_rules_power_path ("new_options.issuer_permissions",
                                                      options->issuer_permissions & settlement);

      mnr_check_add (check, &settle_permissions, member,
                     _ ("Only the issuer of a smartcoin can have this power: %s"), names);
    }
}

static void
check_token_permissions (const MnrAssetOptions *options,
                         MnrCheck *check)
{
  guint foreign = options->issuer_permissions & MNR_POWERS_SMARTCOIN_ONLY;
  g_autofree char *names = NULL, *member = NULL;

  if (foreign == 0)
    return;

  names = mnr_rules_powers_text (foreign);
  member = mnr_rules_power_path ("new_options.issuer_permissions", foreign);
  mnr_check_add (check, &smartcoin_permissions, member,
                 _ ("Only the issuer of a smartcoin can have this power: %s"), names);
  mnr_check_node_text (check, "Unable to set non-UIA issuer permission bits on UIA");
}

/* What cannot be any more once there is supply (protocol.md 4.3). */
static void
check_supply (const MnrAssetUpdate *op,
              const MnrAsset *asset,
              gint64 supply,
              guint rights,
              guint counted,
              const MnrRule *reinstated,
              MnrCheck *check)
{
  guint more = mnr_permissions_get_rights (op->new_options.issuer_permissions) & ~rights & counted;

  if (more != 0)
    {
      g_autofree char *names = mnr_rules_powers_text (more);
      g_autofree char *member = mnr_rules_power_path ("new_options.issuer_permissions", more);

      mnr_check_add (check, reinstated, member,
                     _ ("The issuer gave this up, and cannot have it back while there is any "
                        "supply: %s"),
                     names);
      mnr_check_node_text (check, "Cannot reinstate previously revoked issuer permissions on %s",
                           reinstated == &reinstated_token
                             ? "a UIA if current supply is non-zero, unless to unset non-UIA "
                               "issuer permission bits."
                           : reinstated == &reinstated_market
                             ? "a PM if current supply is non-zero, unless to unset the "
                               "disable_bsrm_update issuer permission bit."
                             : "an asset if current supply is non-zero.");
    }
  if (op->extensions.new_precision != NULL)
    {
      mnr_check_add (check, &precision_with_supply, "extensions.new_precision",
                     _ ("The number of decimals cannot change while there is any supply"));
      mnr_check_node_text (check, "Cannot update precision if current supply is non-zero");
    }
  if (op->new_options.max_supply < supply)
    {
      g_autofree char *there = mnr_check_amount_text (check, supply, asset->id);

      mnr_check_add (check, &max_below_supply, "new_options.max_supply",
                     _ ("There are %s already: the maximum supply cannot be less"), there);
      mnr_check_node_text (check, "Max supply should not be smaller than current supply");
    }
}

static void
check_flags (const MnrAssetUpdate *op,
             const MnrAsset *asset,
             guint rights,
             MnrCheck *check)
{
  gboolean is_smartcoin = asset->bitasset_data_id != NULL;
  guint counted = is_smartcoin ? MNR_POWERS_SMARTCOIN_FLAGS : MNR_POWERS_TOKEN;
  guint forbidden = ((guint) op->new_options.flags ^ asset->options.flags) & counted & ~rights;

  mnr_rules_asset_flags (&op->new_options, is_smartcoin, "new_options", check);
  for (guint i = 0; i < MNR_N_POWERS; i++)
    if (forbidden & mnr_powers[i].bit)
      {
        g_autofree char *member = mnr_rules_power_path ("new_options.flags", mnr_powers[i].bit);

        if (asset->options.flags & mnr_powers[i].bit)
          mnr_check_add (check, &flag_forbidden, member,
                         _ ("%s is on, and the issuer has no power to switch it off"),
                         mnr_powers[i].name);
        else
          mnr_check_add (check, &flag_forbidden, member,
                         _ ("%s is off, and the issuer has no power to switch it on"),
                         mnr_powers[i].name);
        mnr_check_node_text (check, "Flag change is forbidden by issuer permissions");
      }
}

static void
check_new_precision (guint8 precision,
                     const MnrAsset *asset,
                     const MnrBitassetData *bitasset,
                     MnrCheck *check)
{
  static const char path[] = "extensions.new_precision";
  const MnrAsset *backed = NULL;
  char id[MNR_OBJECT_ID_TEXT_SIZE];

  if (precision == asset->precision)
    {
      mnr_check_add (check, &precision_same, path,
                     g_dngettext (GETTEXT_PACKAGE, "It has %u decimal already",
                                  "It has %u decimals already", precision),
                     precision);
      mnr_check_node_text (check, "Specified a new precision but it does not change");
    }
  if (bitasset != NULL && bitasset->is_prediction_market)
    {
      mnr_check_add (check, &precision_market, path,
                     _ ("A prediction market has as many decimals as its backing asset"));
      mnr_check_node_text (check, "Can not update precision of a prediction market");
    }

  switch (check->view->find_backed_asset (check->view, asset->id, 0, &backed))
    {
    case MNR_KNOWN:
      mnr_check_add (check, &precision_backing, path,
                     _ ("%s is backed by this asset, so its decimals cannot change"),
                     backed->symbol != NULL ? backed->symbol : "");
      mnr_check_node_text (check, "Asset %s is backed by this asset, can not update precision",
                           mnr_object_id_format (backed->id, id));
      break;

    case MNR_NOT_KNOWN:
      mnr_check_note_missing (check, _ ("which assets are backed by %s"),
                              mnr_object_id_format (asset->id, id));
      break;

    case MNR_NONE:
    default:
      break;
    }
}

/* An update replaces all options: what is not sent again is gone. */
static void
warn_lost (const MnrAssetOptions *new,
           const MnrAssetOptions *old,
           MnrCheck *check)
{
  const struct
  {
    const char *path;
    gboolean is_lost;
    const char *what;
  } members[] = {
    { "new_options.description",
      old->description != NULL && old->description[0] != '\0' &&
        (new->description == NULL || new->description[0] == '\0'),
      _ ("the description") },
    { "new_options.whitelist_authorities",
      old->whitelist_authorities.len > 0 && new->whitelist_authorities.len == 0,
      _ ("the accounts that keep white lists") },
    { "new_options.blacklist_authorities",
      old->blacklist_authorities.len > 0 && new->blacklist_authorities.len == 0,
      _ ("the accounts that keep black lists") },
    { "new_options.whitelist_markets",
      old->whitelist_markets.len > 0 && new->whitelist_markets.len == 0,
      _ ("the allowed markets") },
    { "new_options.blacklist_markets",
      old->blacklist_markets.len > 0 && new->blacklist_markets.len == 0,
      _ ("the forbidden markets") },
    { "new_options.extensions.reward_percent",
      old->extensions.reward_percent != NULL && *old->extensions.reward_percent > 0 &&
        new->extensions.reward_percent == NULL,
      _ ("the share of the market fee that referrers get") },
    { "new_options.extensions.taker_fee_percent",
      old->extensions.taker_fee_percent != NULL && new->extensions.taker_fee_percent == NULL,
      _ ("the market fee of takers") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (members[i].is_lost)
      mnr_check_add (check, &value_lost, members[i].path,
                     _ ("An update replaces everything, and this is missing from it: %s"),
                     members[i].what);
}

/* Whoever buys at the market what fees are reckoned dearer by drains the pool. */
static void
warn_rate (const MnrAssetUpdate *op,
           const MnrAsset *asset,
           const MnrBitassetData *bitasset,
           MnrCheck *check)
{
  const MnrPrice *rate = &op->new_options.core_exchange_rate;
  MnrAmount core = rate->base, own = rate->quote;
  const MnrLimitOrder *bid = NULL;
  MnrKnowledge knowledge;

  if (op->extensions.skip_core_exchange_rate != NULL ||
      mnr_value_equal (&mnr_type_price, rate, &asset->options.core_exchange_rate))
    return;

  if (bitasset != NULL && !mnr_price_is_null (&bitasset->current_feed.core_exchange_rate))
    {
      mnr_check_add (check, &rate_of_feed, "new_options.core_exchange_rate",
                     _ ("The feed sets the core exchange rate: this one will be replaced at once"));
      return;
    }

  if (core.asset_id != MNR_CORE_ASSET)
    {
      core = rate->quote;
      own = rate->base;
    }
  if (core.asset_id != MNR_CORE_ASSET || own.asset_id != asset->id || core.amount <= 0 ||
      own.amount <= 0)
    return;

  /* Only a measure for a warning: without it the check is complete, too. */
  knowledge = check->view->find_best_bid (check->view, asset->id, &bid);
  if (knowledge == MNR_KNOWN &&
      (__int128) core.amount * bid->sell_price.quote.amount >
        (__int128) bid->sell_price.base.amount * own.amount)
    {
      g_autofree char *gets = mnr_check_amount_text (check, bid->sell_price.base.amount,
                                                     bid->sell_price.base.asset_id);
      g_autofree char *gives = mnr_check_amount_text (check, bid->sell_price.quote.amount,
                                                      bid->sell_price.quote.asset_id);

      mnr_check_add (check, &rate_above_market, "new_options.core_exchange_rate",
                     _ ("Nobody bids more than %s for %s, and this core exchange rate values it "
                        "higher: traders will drain the fee pool"),
                     gets, gives);
    }
}

static void
warn_rights (const MnrAssetUpdate *op,
             const MnrAsset *asset,
             guint rights,
             MnrCheck *check)
{
  guint valid = asset->bitasset_data_id != NULL ? 0xffff : MNR_POWERS_TOKEN;
  guint fewer = rights & ~mnr_permissions_get_rights (op->new_options.issuer_permissions) & valid;
  g_autofree char *names = NULL, *member = NULL;

  if (fewer == 0)
    return;

  names = mnr_rules_powers_text (fewer);
  member = mnr_rules_power_path ("new_options.issuer_permissions", fewer);
  mnr_check_add (check, &right_forgone, member,
                 _ ("The issuer gives this up for as long as there is any supply: %s"), names);
}

/* The rules in a node's order, which looks who the issuer is rather late. */
static void
check_asset (const MnrAssetUpdate *op,
             const MnrAsset *asset,
             const MnrAssetName *name,
             MnrCheck *check)
{
  const MnrAssetOptions *options = &op->new_options;
  const MnrBitassetData *bitasset = mnr_check_get_bitasset_data (check, asset);
  const MnrAssetDynamicData *dynamic = mnr_check_get_dynamic_data (check, asset);
  gboolean is_market = bitasset != NULL && bitasset->is_prediction_market;
  guint rights = mnr_permissions_get_rights (asset->options.issuer_permissions);
  const MnrRule *reinstated = &reinstated_smartcoin;
  guint counted = 0xffff;
  char own[MNR_OBJECT_ID_TEXT_SIZE], real[MNR_OBJECT_ID_TEXT_SIZE];

  if (asset->bitasset_data_id == NULL)
    check_token (options, check);
  if (op->new_issuer != NULL)
    {
      mnr_check_add (check, &new_issuer_here, "new_issuer",
                     _ ("Another issuer needs an operation of its own: asset_update_issuer"));
      mnr_check_node_text (check, "Since Hardfork #199, updating issuer requires the use of "
                                  "asset_update_issuer_operation.");
    }

  if (asset->bitasset_data_id == NULL)
    {
      check_token_permissions (options, check);
      reinstated = &reinstated_token;
      counted = MNR_POWERS_TOKEN;
    }
  else if (is_market)
    {
      reinstated = &reinstated_market;
      counted = 0xffff & ~MNR_POWER_DISABLE_BSRM_UPDATE;
      if (options->issuer_permissions & MNR_POWER_DISABLE_BSRM_UPDATE)
        {
          mnr_check_add (check, &market_bsrm_permission,
                         "new_options.issuer_permissions.disable_bsrm_update",
                         _ ("A prediction market cannot have the permission bit "
                            "disable_bsrm_update"));
          mnr_check_node_text (check,
                               "Unable to set disable_bsrm_update issuer permission bit on PM");
        }
      if ((options->issuer_permissions & MNR_POWER_GLOBAL_SETTLE) == 0)
        {
          mnr_check_add (check, &market_global_settle,
                         "new_options.issuer_permissions.global_settle",
                         _ ("A prediction market is resolved by a global settlement, so its issuer "
                            "needs the permission global_settle"));
          mnr_check_node_text (check, "The global_settle permission should be enabled for "
                                      "prediction markets");
        }
      rights |= MNR_POWER_GLOBAL_SETTLE;
    }

  if (dynamic != NULL && dynamic->current_supply != 0)
    check_supply (op, asset, dynamic->current_supply, rights, counted, reinstated, check);
  check_flags (op, asset, rights, check);

  if (op->issuer != asset->issuer)
    {
      g_autofree char *issuer = mnr_check_account_text (check, asset->issuer);

      mnr_check_add (check, &not_issuer, "issuer",
                     _ ("The issuer of %s is %s, and only the issuer can do this"),
                     asset->symbol != NULL ? asset->symbol : "", issuer);
      mnr_check_node_text (check, "Incorrect issuer for asset! (%s != %s)",
                           mnr_object_id_format (op->issuer, own),
                           mnr_object_id_format (asset->issuer, real));
    }
  if ((asset->options.flags & MNR_POWER_LOCK_MAX_SUPPLY) &&
      options->max_supply != asset->options.max_supply)
    {
      g_autofree char *locked = mnr_check_amount_text (check, asset->options.max_supply, asset->id);

      mnr_check_add (check, &max_locked, "new_options.max_supply",
                     _ ("The maximum supply is locked at %s"), locked);
      mnr_check_node_text (check, "Can not update max supply");
    }
  if (op->extensions.new_precision != NULL)
    check_new_precision (*op->extensions.new_precision, asset, bitasset, check);

  mnr_rules_list_size (&options->whitelist_authorities, &whitelist_size,
                       "new_options.whitelist_authorities", check);
  mnr_rules_accounts_exist (&options->whitelist_authorities, "new_options.whitelist_authorities",
                            check);
  mnr_rules_list_size (&options->blacklist_authorities, &blacklist_size,
                       "new_options.blacklist_authorities", check);
  mnr_rules_accounts_exist (&options->blacklist_authorities, "new_options.blacklist_authorities",
                            check);

  if (dynamic != NULL && dynamic->current_supply != 0)
    warn_rights (op, asset, rights, check);
  warn_lost (options, &asset->options, check);
  warn_rate (op, asset, bitasset, check);
  mnr_rules_warn_asset_options (options, name, asset->issuer,
                                dynamic != NULL ? dynamic->current_supply : 1, "new_options",
                                check);
}

void
mnr_rules_asset_update (const MnrAssetUpdate *op,
                        MnrCheck *check)
{
  const MnrAsset *asset = NULL;
  MnrAssetName name = { 0 };

  /* For the sentences; whether the asset is there comes later. */
  if (mnr_object_id_get_type (op->asset_to_update) == MNR_OBJECT_ASSET)
    {
      gconstpointer object = NULL;

      if (check->view->get_object (check->view, op->asset_to_update, &object) == MNR_KNOWN)
        asset = object;
    }
  if (asset != NULL)
    name = (MnrAssetName){ .symbol = asset->symbol, .precision = asset->precision };
  if (op->extensions.new_precision != NULL)
    name.precision = *op->extensions.new_precision;

  check_protocol (op, &name, check);
  if (!mnr_rules_begin_evaluation (check))
    return;

  asset = mnr_check_need_asset (check, "asset_to_update", op->asset_to_update);
  if (asset != NULL)
    check_asset (op, asset, &name, check);
}
