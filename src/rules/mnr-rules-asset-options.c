/* mnr-rules-asset-options.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-rules-asset-options.h"

#include <glib/gi18n-lib.h>

/* clang-format off */

/* Prices */

static const MnrRule price_base = {
  .id = "price.base-not-positive", .expression = "base.amount.value > 0",
};

static const MnrRule price_quote = {
  .id = "price.quote-not-positive", .expression = "quote.amount.value > 0",
};

static const MnrRule price_same_asset = {
  .id = "price.same-asset", .expression = "base.asset_id != quote.asset_id",
};

/* asset_options, in the protocol */

static const MnrRule no_supply = {
  .id = "asset-options.max-supply-not-positive", .expression = "max_supply > 0",
};

static const MnrRule supply_too_large = {
  .id = "asset-options.max-supply-too-large",
  .expression = "max_supply <= GRAPHENE_MAX_SHARE_SUPPLY",
};

static const MnrRule market_fee = {
  .id = "asset-options.market-fee", .expression = "market_fee_percent <= GRAPHENE_100_PERCENT",
};

static const MnrRule taker_fee = {
  .id = "asset-options.taker-fee",
  .expression = "*extensions.value.taker_fee_percent <= GRAPHENE_100_PERCENT",
};

static const MnrRule max_market_fee = {
  .id = "asset-options.max-market-fee",
  .expression = "max_market_fee >= 0 && max_market_fee <= GRAPHENE_MAX_SHARE_SUPPLY",
};

static const MnrRule global_settle_flag = {
  .id = "asset-options.global-settle-flag", .expression = "0 == (flags & global_settle)",
};

static const MnrRule two_feeds = {
  .id = "asset-options.witness-and-committee-fed",
  .expression = "(flags & (witness_fed_asset | committee_fed_asset)) != "
                "(witness_fed_asset | committee_fed_asset)",
};

static const MnrRule rate_without_core = {
  .id = "asset-options.rate-without-core",
  .expression = "core_exchange_rate.base.asset_id.instance.value == 0 || "
                "core_exchange_rate.quote.asset_id.instance.value == 0",
};

static const MnrRule lists_without_flag = {
  .id = "asset-options.lists-without-flag", .expression = "0 != (flags & white_list)",
};

static const MnrRule market_on_both_lists = {
  .id = "asset-options.market-on-both-lists",
  .expression = "blacklist_markets.find(item) == blacklist_markets.end()",
};

static const MnrRule reward = {
  .id = "asset-options.reward",
  .expression = "*extensions.value.reward_percent <= GRAPHENE_100_PERCENT",
};

/* Flags, as the evaluators examine them */

static const MnrRule mcr_flag = {
  .id = "asset-options.mcr-flag", .expression = "0 == (flags & disable_mcr_update)",
};

static const MnrRule icr_flag = {
  .id = "asset-options.icr-flag", .expression = "0 == (flags & disable_icr_update)",
};

static const MnrRule mssr_flag = {
  .id = "asset-options.mssr-flag", .expression = "0 == (flags & disable_mssr_update)",
};

static const MnrRule bsrm_flag = {
  .id = "asset-options.bsrm-flag", .expression = "0 == (flags & disable_bsrm_update)",
};

static const MnrRule smartcoin_flags = {
  .id = "asset-options.smartcoin-flags",
  .expression = "0 == (flags & (uint16_t)(~UIA_ASSET_ISSUER_PERMISSION_MASK))",
};

/* What a node takes, and somebody will be sorry about */

static const MnrRule market_fee_off = {
  .id = "asset-options.market-fee-off", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule market_fee_capped = {
  .id = "asset-options.market-fee-capped-at-zero", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule lists_empty = {
  .id = "asset-options.lists-empty", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule issuer_not_listed = {
  .id = "asset-options.issuer-not-listed", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule supply_below_one = {
  .id = "asset-options.max-supply-below-one", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule supply_disabled = {
  .id = "asset-options.new-supply-disabled", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule description_controls = {
  .id = "asset-options.description-controls", .severity = MNR_SEVERITY_MISTAKE,
};

/* clang-format on */

char *
mnr_rules_powers_text (guint powers)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MNR_N_POWERS; i++)
    if (powers & mnr_powers[i].bit)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", mnr_powers[i].name);
  return g_string_free (text, FALSE);
}

char *
mnr_rules_power_path (const char *member,
                      guint powers)
{
  guint first = 0;

  while (first + 1 < MNR_N_POWERS && (powers & mnr_powers[first].bit) == 0)
    first++;
  return g_strconcat (member, ".", mnr_powers[first].name, NULL);
}

gboolean
mnr_rules_set_has (const MnrObjectIdSet *set,
                   MnrObjectId id)
{
  for (gsize i = 0; i < set->len; i++)
    if (set->items[i] == id)
      return TRUE;
  return FALSE;
}

void
mnr_rules_price (const MnrPrice *price,
                 const char *path,
                 MnrCheck *check)
{
  if (price->base.amount <= 0)
    {
      mnr_check_add_at (check, &price_base, path, "base.amount",
                        _ ("Both amounts of a price have to be more than nothing"));
      mnr_check_node_text (check, "Base amount should be positive");
    }
  if (price->quote.amount <= 0)
    {
      mnr_check_add_at (check, &price_quote, path, "quote.amount",
                        _ ("Both amounts of a price have to be more than nothing"));
      mnr_check_node_text (check, "Quote amount should be positive");
    }
  if (price->base.asset_id == 0)
    mnr_check_add_at (check, &mnr_rule_object_unset, path, "base.asset_id", _ ("Choose an asset"));
  if (price->quote.asset_id == 0)
    mnr_check_add_at (check, &mnr_rule_object_unset, path, "quote.asset_id", _ ("Choose an asset"));
  if (price->base.asset_id == price->quote.asset_id && price->base.asset_id != 0)
    {
      mnr_check_add (check, &price_same_asset, path,
                     _ ("A price is between two different assets"));
      mnr_check_node_text (check, "Base asset ID and quote asset ID should be different");
    }
}

/* An amount of the asset that the options are of. */
static char *
amount_text (gint64 amount,
             const MnrAssetName *name)
{
  g_autofree char *number =
    mnr_decimal_format (amount, MIN (name->precision, MNR_PRECISION_MAX));
  g_autofree char *grouped = mnr_decimal_group (number);

  return g_strchomp (
    g_strdup_printf ("%s %s", grouped, name->symbol != NULL ? name->symbol : ""));
}

static void
check_percent (MnrCheck *check,
               const MnrRule *rule,
               const char *path,
               const char *member,
               const MnrBasisPoints *percent)
{
  g_autofree char *text = NULL;

  if (percent == NULL || *percent <= MNR_PERCENT_100)
    return;

  text = mnr_basis_points_format (*percent);
  mnr_check_add_at (check, rule, path, member, _ ("%s is more than 100%%"), text);
}

void
mnr_rules_asset_options (const MnrAssetOptions *options,
                         const MnrAssetName *name,
                         const char *path,
                         MnrCheck *check)
{
  const MnrPrice *rate = &options->core_exchange_rate;
  g_autofree char *rate_path = g_strconcat (path, ".core_exchange_rate", NULL);

  if (options->max_supply <= 0)
    mnr_check_add_at (check, &no_supply, path, "max_supply",
                      _ ("The maximum supply has to be more than nothing"));
  if (options->max_supply > MNR_SHARE_SUPPLY_MAX)
    {
      g_autofree char *most = amount_text (MNR_SHARE_SUPPLY_MAX, name);

      mnr_check_add_at (check, &supply_too_large, path, "max_supply",
                        g_dngettext (GETTEXT_PACKAGE, "With %u decimal there can be at most %s",
                                     "With %u decimals there can be at most %s", name->precision),
                        name->precision, most);
    }

  check_percent (check, &market_fee, path, "market_fee_percent", &options->market_fee_percent);
  check_percent (check, &taker_fee, path, "extensions.taker_fee_percent",
                 options->extensions.taker_fee_percent);
  if (options->max_market_fee < 0 || options->max_market_fee > MNR_SHARE_SUPPLY_MAX)
    {
      g_autofree char *most = amount_text (MNR_SHARE_SUPPLY_MAX, name);

      mnr_check_add_at (check, &max_market_fee, path, "max_market_fee",
                        _ ("The highest market fee is between nothing and %s"), most);
    }

  if (options->flags & MNR_POWER_GLOBAL_SETTLE)
    {
      mnr_check_add_at (check, &global_settle_flag, path, "flags.global_settle",
                        _ ("%s is a permission only: it cannot be a flag"), "global_settle");
      mnr_check_node_text (check,
                           "Can not set global_settle flag, it is for issuer permission only");
    }
  if ((options->flags & MNR_POWER_WITNESS_FED_ASSET) &&
      (options->flags & MNR_POWER_COMMITTEE_FED_ASSET))
    mnr_check_add_at (check, &two_feeds, path, "flags.witness_fed_asset",
                      _ ("Either the witnesses feed the price or the committee does, not both"));

  mnr_rules_price (rate, rate_path, check);
  if (rate->base.asset_id != MNR_CORE_ASSET && rate->quote.asset_id != MNR_CORE_ASSET)
    mnr_check_add (check, &rate_without_core, rate_path,
                   _ ("One side of the core exchange rate has to be the core asset"));

  if ((options->whitelist_authorities.len > 0 || options->blacklist_authorities.len > 0) &&
      (options->flags & MNR_POWER_WHITE_LIST) == 0)
    mnr_check_add_at (check, &lists_without_flag, path,
                      options->whitelist_authorities.len > 0 ? "whitelist_authorities"
                                                             : "blacklist_authorities",
                      _ ("Accounts that keep lists are named, but lists are not in use: "
                         "white_list is off"));
  for (gsize i = 0; i < options->whitelist_markets.len; i++)
    if (mnr_rules_set_has (&options->blacklist_markets, options->whitelist_markets.items[i]))
      {
        g_autofree char *symbol =
          mnr_check_asset_text (check, options->whitelist_markets.items[i]);

        mnr_check_add_at (check, &market_on_both_lists, path, "blacklist_markets",
                          _ ("%s is on the list of allowed markets, too"), symbol);
      }

  check_percent (check, &reward, path, "extensions.reward_percent",
                 options->extensions.reward_percent);
}

void
mnr_rules_asset_flags (const MnrAssetOptions *options,
                       gboolean is_smartcoin,
                       const char *path,
                       MnrCheck *check)
{
  static const struct
  {
    MnrAssetPower bit;
    const MnrRule *rule;
    const char *name;
  } never[] = {
    { MNR_POWER_DISABLE_MCR_UPDATE, &mcr_flag, "disable_mcr_update" },
    { MNR_POWER_DISABLE_ICR_UPDATE, &icr_flag, "disable_icr_update" },
    { MNR_POWER_DISABLE_MSSR_UPDATE, &mssr_flag, "disable_mssr_update" },
    { MNR_POWER_DISABLE_BSRM_UPDATE, &bsrm_flag, "disable_bsrm_update" },
  };
  guint foreign = options->flags & ~MNR_POWERS_TOKEN;

  for (guint i = 0; i < G_N_ELEMENTS (never); i++)
    if (options->flags & never[i].bit)
      {
        g_autofree char *member = mnr_rules_power_path ("flags", never[i].bit);

        mnr_check_add_at (check, never[i].rule, path, member,
                          _ ("%s is a permission only: it cannot be a flag"), never[i].name);
        mnr_check_node_text (check, "Can not set %s flag, it is for issuer permission only",
                             never[i].name);
      }

  if (!is_smartcoin && foreign != 0)
    {
      g_autofree char *names = mnr_rules_powers_text (foreign);
      g_autofree char *member = mnr_rules_power_path ("flags", foreign);

      mnr_check_add_at (check, &smartcoin_flags, path, member,
                        _ ("Only in a smartcoin can this be on: %s"), names);
      mnr_check_node_text (check, "Can not set a flag for bitassets only to UIA");
    }
}

void
mnr_rules_list_size (const MnrObjectIdSet *list,
                     const MnrRule *rule,
                     const char *path,
                     MnrCheck *check)
{
  const MnrChainParameters *parameters = mnr_check_get_parameters (check);

  if (parameters != NULL && list->len > parameters->maximum_asset_whitelist_authorities)
    mnr_check_add (check, rule, path, _ ("At most %u accounts can keep such a list"),
                   parameters->maximum_asset_whitelist_authorities);
}

void
mnr_rules_accounts_exist (const MnrObjectIdSet *accounts,
                          const char *path,
                          MnrCheck *check)
{
  for (gsize i = 0; i < accounts->len; i++)
    {
      g_autofree char *item = g_strdup_printf ("%s[%u]", path, (guint) i);

      mnr_check_need_account (check, item, accounts->items[i]);
    }
}

/* The issuer under the lists as they will be. */
static void
warn_lists (const MnrAssetOptions *options,
            MnrObjectId issuer,
            const char *path,
            MnrCheck *check)
{
  const MnrAsset asset = { .options = *options };
  const MnrAccount *account;

  if ((options->flags & MNR_POWER_WHITE_LIST) == 0)
    return;

  if (options->whitelist_authorities.len == 0 && options->blacklist_authorities.len == 0)
    {
      mnr_check_add_at (check, &lists_empty, path, "flags.white_list",
                        _ ("Lists decide who may hold it (white_list is on), but no account "
                           "is named that keeps a list: it restricts nobody"));
      return;
    }

  account = mnr_check_get_account (check, issuer);
  if (account != NULL && !mnr_check_is_authorised (check, account, &asset))
    mnr_check_add_at (check, &issuer_not_listed, path, "whitelist_authorities",
                      _ ("These lists do not allow %s, the issuer, to hold the asset"),
                      account->name != NULL ? account->name : "");
}

void
mnr_rules_warn_asset_options (const MnrAssetOptions *options,
                              const MnrAssetName *name,
                              MnrObjectId issuer,
                              gint64 supply,
                              const char *path,
                              MnrCheck *check)
{
  const MnrBasisPoints *taker = options->extensions.taker_fee_percent;
  MnrBasisPoints percent = MAX (options->market_fee_percent, taker != NULL ? *taker : 0);
  gint64 one = 1;

  for (guint i = 0; i < name->precision && i < MNR_PRECISION_MAX; i++)
    one *= 10;
  if (options->max_supply > 0 && options->max_supply < one)
    {
      g_autofree char *most = amount_text (options->max_supply, name);

      mnr_check_add_at (check, &supply_below_one, path, "max_supply",
                        _ ("There will never be more than %s: not even one whole token"), most);
    }

  if (percent > 0 && (options->flags & MNR_POWER_CHARGE_MARKET_FEE) == 0)
    {
      g_autofree char *text = mnr_basis_points_format (percent);

      mnr_check_add_at (check, &market_fee_off, path, "flags.charge_market_fee",
                        _ ("A market fee of %s is set, but not switched on: charge_market_fee is "
                           "off"),
                        text);
    }
  if (percent > 0 && (options->flags & MNR_POWER_CHARGE_MARKET_FEE) && options->max_market_fee == 0)
    {
      g_autofree char *text = mnr_basis_points_format (percent);

      mnr_check_add_at (check, &market_fee_capped, path, "max_market_fee",
                        _ ("The highest market fee is 0, so a market fee of %s will never be "
                           "charged"),
                        text);
    }

  if (supply == 0 && (options->flags & MNR_POWER_DISABLE_NEW_SUPPLY))
    mnr_check_add_at (check, &supply_disabled, path, "flags.disable_new_supply",
                      _ ("disable_new_supply is on while there is no supply: there cannot be any "
                         "token"));

  for (const char *p = options->description; p != NULL && *p != '\0'; p++)
    if ((guchar) *p < 0x20 && *p != '\n' && *p != '\r' && *p != '\t')
      {
        mnr_check_add_at (check, &description_controls, path, "description",
                          _ ("The description holds control characters, which nodes read as "
                             "something else"));
        break;
      }

  warn_lists (options, issuer, path, check);
}
