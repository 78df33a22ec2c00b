/* mnr-draft-field.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-draft-field.h"

#include <glib/gi18n-lib.h>
#include <string.h>

const char *const mnr_power_state_names[MNR_N_POWER_STATES] = {
  [MNR_POWER_NEVER] = "never",
  [MNR_POWER_NOT_NOW] = "not-now",
  [MNR_POWER_ON] = "on",
  [MNR_POWER_ALWAYS] = "always",
};

/* By the number of the method. */
static const char *const black_swan_choices[] = {
  "global-settlement",
  "no-settlement",
  "individual-to-fund",
  "individual-to-order",
  NULL,
};

static const char *const black_swan_labels[] = {
  N_ ("All positions are settled at once, and the asset ends"),
  N_ ("Nothing is settled; the price is held where the worst position covers its debt"),
  N_ ("Each bad position is settled alone, into a fund for holders"),
  N_ ("Each bad position is settled alone, into an order on the market"),
  NULL,
};

const char *
mnr_asset_kind_get_label (MnrAssetKind kind)
{
  if (kind == MNR_ASSET_SMARTCOIN)
    return _ ("Smartcoin");
  return kind == MNR_ASSET_PREDICTION ? _ ("Prediction market") : _ ("Token");
}

#define POWER(index, member, power_kinds, power_label, power_help) \
  [MNR_DRAFT_FIRST_POWER + (index)] = {                            \
    .name = member,                                                \
    .group = "powers",                                             \
    .text = MNR_TEXT_POWER,                                        \
    .kinds = power_kinds,                                          \
    .path = "common_options.issuer_permissions",                   \
    .label = power_label,                                          \
    .help = power_help,                                            \
  }

/* clang-format off */
static const MnrDraftFieldInfo fields[MNR_N_DRAFT_FIELDS] = {
  [MNR_DRAFT_SYMBOL] = {
    .name = "symbol", .text = MNR_TEXT_PLAIN, .kinds = MNR_ASSET_ANY, .path = "symbol",
    .label = N_ ("Symbol"),
    .help = N_ ("3 to 16 capital letters and digits, a letter first; unique, and for ever. "
                "PARENT.CHILD belongs to the issuer of PARENT. Short symbols cost more."),
  },
  [MNR_DRAFT_PRECISION] = {
    .name = "precision", .text = MNR_TEXT_NUMBER, .kinds = MNR_ASSET_ANY, .path = "precision",
    .label = N_ ("Decimals"),
    .help = N_ ("How many digits stand behind the point, 0 to 12. A prediction market has as many "
                "as its backing asset; leave it empty for that."),
  },
  [MNR_DRAFT_MAX_SUPPLY] = {
    .name = "max_supply", .text = MNR_TEXT_ASSET_AMOUNT, .kinds = MNR_ASSET_ANY,
    .is_optional = TRUE, .path = "common_options.max_supply",
    .label = N_ ("Maximum supply"),
    .help = N_ ("How many tokens there can be at most. Left empty, it is as many as the chain "
                "allows: 10¹⁵ of the smallest units."),
  },
  [MNR_DRAFT_DESCRIPTION] = {
    .name = "main", .group = "description", .text = MNR_TEXT_PLAIN, .kinds = MNR_ASSET_ANY,
    .is_optional = TRUE, .path = "common_options.description",
    .label = N_ ("Description"),
    .help = N_ ("What the token is for, who stands behind it, and what holders can expect."),
  },
  [MNR_DRAFT_SHORT_NAME] = {
    .name = "short_name", .group = "description", .text = MNR_TEXT_PLAIN, .kinds = MNR_ASSET_ANY,
    .is_optional = TRUE, .path = "common_options.description",
    .label = N_ ("Short name"),
    .help = N_ ("A name that wallets may show beside the symbol."),
  },
  [MNR_DRAFT_PREFERRED_MARKET] = {
    .name = "market", .group = "description", .text = MNR_TEXT_PLAIN, .kinds = MNR_ASSET_ANY,
    .is_optional = TRUE, .path = "common_options.description",
    .label = N_ ("Preferred market"),
    .help = N_ ("The symbol of the asset that this one is mostly traded for."),
  },
  [MNR_DRAFT_URL] = {
    .name = "url", .group = "description", .text = MNR_TEXT_PLAIN, .kinds = MNR_ASSET_ANY,
    .is_optional = TRUE, .path = "common_options.description",
    .label = N_ ("Web address"),
    .help = N_ ("Where people read more about it."),
  },
  [MNR_DRAFT_CONDITION] = {
    .name = "condition", .group = "description", .text = MNR_TEXT_PLAIN,
    .kinds = MNR_ASSET_PREDICTION, .is_optional = TRUE, .path = "common_options.description",
    .label = N_ ("Statement"),
    .help = N_ ("What will turn out true or false, in one sentence."),
  },
  [MNR_DRAFT_EXPIRY] = {
    .name = "expiry", .group = "description", .text = MNR_TEXT_PLAIN,
    .kinds = MNR_ASSET_PREDICTION, .is_optional = TRUE, .path = "common_options.description",
    .label = N_ ("Date of resolution"),
    .help = N_ ("When it will be known, such as 2027-12-31."),
  },

  POWER (0, "charge_market_fee", MNR_ASSET_ANY, N_ ("Charge market fees"),
         N_ ("Whoever buys the token on the exchange pays a share of it to the issuer.")),
  POWER (1, "white_list", MNR_ASSET_ANY, N_ ("Decide who may hold it"),
         N_ ("Lists of accounts decide who may hold, send and trade the token, the issuer "
             "included.")),
  POWER (2, "override_authority", MNR_ASSET_ANY, N_ ("Take it back from holders"),
         N_ ("The issuer can move the token out of any account.")),
  POWER (3, "transfer_restricted", MNR_ASSET_ANY, N_ ("Restrict transfers"),
         N_ ("The token can be sent only to the issuer and by the issuer; trading stays free.")),
  POWER (4, "disable_force_settle", MNR_ASSET_BACKED, N_ ("Switch off force settlement"),
         N_ ("Holders cannot exchange the token for its backing at the price of the feed.")),
  POWER (5, "global_settle", MNR_ASSET_BACKED, N_ ("Settle globally"),
         N_ ("The issuer can end the asset and exchange all of it at a price of their choice; "
             "a prediction market is resolved by this.")),
  POWER (6, "disable_confidential", MNR_ASSET_ANY, N_ ("Forbid confidential transfers"),
         N_ ("Transfers with hidden amounts are not possible.")),
  POWER (7, "witness_fed_asset", MNR_ASSET_BACKED, N_ ("Price from the witnesses"),
         N_ ("The witnesses of the chain publish the price.")),
  POWER (8, "committee_fed_asset", MNR_ASSET_BACKED, N_ ("Price from the committee"),
         N_ ("The committee of the chain publishes the price.")),
  POWER (9, "lock_max_supply", MNR_ASSET_ANY, N_ ("Lock the maximum supply"),
         N_ ("While it is locked, the issuer cannot change the maximum supply.")),
  POWER (10, "disable_new_supply", MNR_ASSET_ANY, N_ ("Stop new supply"),
         N_ ("While it is on, no token can be issued or borrowed.")),
  POWER (11, "disable_mcr_update", MNR_ASSET_BACKED, N_ ("Set the maintenance ratio"),
         N_ ("The issuer can set the collateral ratio below which positions are called.")),
  POWER (12, "disable_icr_update", MNR_ASSET_BACKED, N_ ("Set the initial ratio"),
         N_ ("The issuer can set the collateral ratio that new positions need.")),
  POWER (13, "disable_mssr_update", MNR_ASSET_BACKED, N_ ("Set the squeeze ratio"),
         N_ ("The issuer can set how much a margin call pays at most.")),
  POWER (14, "disable_bsrm_update", MNR_ASSET_SMARTCOIN, N_ ("Set the black swan response"),
         N_ ("The issuer can choose what happens when a position is worth less than its debt.")),
  POWER (15, "disable_collateral_bidding", MNR_ASSET_BACKED, N_ ("Switch off collateral bidding"),
         N_ ("Nobody can bid collateral to revive the asset after a global settlement.")),

  [MNR_DRAFT_MARKET_FEE] = {
    .name = "maker", .group = "market_fees", .text = MNR_TEXT_PERCENT, .kinds = MNR_ASSET_ANY,
    .path = "common_options.market_fee_percent",
    .label = N_ ("Market fee"),
    .help = N_ ("The percentage that makers pay, whose orders were there first; takers too, "
                "unless they have a fee of their own."),
  },
  [MNR_DRAFT_TAKER_FEE] = {
    .name = "taker", .group = "market_fees", .text = MNR_TEXT_PERCENT, .kinds = MNR_ASSET_ANY,
    .is_optional = TRUE, .path = "common_options.extensions.taker_fee_percent",
    .label = N_ ("Taker fee"),
    .help = N_ ("The percentage that takers pay. Left empty, they pay what makers pay; 0 is no "
                "fee."),
  },
  [MNR_DRAFT_MAX_MARKET_FEE] = {
    .name = "maximum", .group = "market_fees", .text = MNR_TEXT_ASSET_AMOUNT,
    .kinds = MNR_ASSET_ANY, .is_optional = TRUE, .path = "common_options.max_market_fee",
    .label = N_ ("Highest market fee"),
    .help = N_ ("The most that one trade pays, in tokens. 0 is no fee at all; left empty, there "
                "is no limit."),
  },
  [MNR_DRAFT_REWARD] = {
    .name = "reward", .group = "market_fees", .text = MNR_TEXT_PERCENT, .kinds = MNR_ASSET_ANY,
    .is_optional = TRUE, .path = "common_options.extensions.reward_percent",
    .label = N_ ("Share of referrers"),
    .help = N_ ("How much of the market fee goes to those who brought the trader."),
  },
  [MNR_DRAFT_FEE_SHARING] = {
    .name = "sharing", .group = "market_fees", .text = MNR_TEXT_ACCOUNTS, .kinds = MNR_ASSET_ANY,
    .is_optional = TRUE, .path = "common_options.extensions.whitelist_market_fee_sharing",
    .label = N_ ("Share only with"),
    .help = N_ ("The registrars whose traders earn the share. Left empty, all do."),
  },
  [MNR_DRAFT_RATE_CORE] = {
    .name = "core", .group = "rate", .text = MNR_TEXT_CORE_AMOUNT, .kinds = MNR_ASSET_ANY,
    .path = "common_options.core_exchange_rate",
    .label = N_ ("So much of the core asset"),
    .help = N_ ("The rate at which the fee pool takes tokens for fees: so much of the core "
                "asset is worth so many tokens. Value them rather low: above the market, traders "
                "drain the pool."),
  },
  [MNR_DRAFT_RATE_ASSET] = {
    .name = "asset", .group = "rate", .text = MNR_TEXT_ASSET_AMOUNT, .kinds = MNR_ASSET_ANY,
    .path = "common_options.core_exchange_rate",
    .label = N_ ("For so many tokens"),
    .help = N_ ("The tokens that are worth the amount of the core asset."),
  },
  [MNR_DRAFT_WHITELIST_AUTHORITIES] = {
    .name = "whitelist_authorities", .group = "lists", .text = MNR_TEXT_ACCOUNTS,
    .kinds = MNR_ASSET_ANY, .is_optional = TRUE, .path = "common_options.whitelist_authorities",
    .label = N_ ("White lists of"),
    .help = N_ ("Accounts whose white lists say who may hold the token. Left empty, everybody "
                "may."),
  },
  [MNR_DRAFT_BLACKLIST_AUTHORITIES] = {
    .name = "blacklist_authorities", .group = "lists", .text = MNR_TEXT_ACCOUNTS,
    .kinds = MNR_ASSET_ANY, .is_optional = TRUE, .path = "common_options.blacklist_authorities",
    .label = N_ ("Black lists of"),
    .help = N_ ("Accounts whose black lists say who may not hold the token."),
  },
  [MNR_DRAFT_WHITELIST_MARKETS] = {
    .name = "whitelist_markets", .group = "lists", .text = MNR_TEXT_ASSETS,
    .kinds = MNR_ASSET_ANY, .is_optional = TRUE, .path = "common_options.whitelist_markets",
    .label = N_ ("Traded only for"),
    .help = N_ ("The assets that the token can be sold for. Left empty, all of them."),
  },
  [MNR_DRAFT_BLACKLIST_MARKETS] = {
    .name = "blacklist_markets", .group = "lists", .text = MNR_TEXT_ASSETS,
    .kinds = MNR_ASSET_ANY, .is_optional = TRUE, .path = "common_options.blacklist_markets",
    .label = N_ ("Never traded for"),
    .help = N_ ("The assets that the token cannot be sold for."),
  },
  [MNR_DRAFT_BACKING] = {
    .name = "asset", .group = "backing", .text = MNR_TEXT_ASSET, .kinds = MNR_ASSET_BACKED,
    .is_optional = TRUE, .path = "bitasset_opts.short_backing_asset",
    .label = N_ ("Backing asset"),
    .help = N_ ("What the collateral is held in. Left empty, it is the core asset."),
  },
  [MNR_DRAFT_FEEDERS] = {
    .name = "feeders", .group = "backing", .text = MNR_TEXT_FEEDERS, .kinds = MNR_ASSET_BACKED,
    .is_optional = TRUE, .path = "new_feed_producers",
    .label = N_ ("Price feed from"),
    .help = N_ ("Who publishes the price: “witnesses”, “committee”, or the accounts that you "
                "name."),
  },
  [MNR_DRAFT_FEED_LIFETIME] = {
    .name = "feed_lifetime", .group = "backing", .text = MNR_TEXT_DURATION,
    .kinds = MNR_ASSET_BACKED, .path = "bitasset_opts.feed_lifetime_sec",
    .label = N_ ("Life of a feed"),
    .help = N_ ("A published price counts for so long, such as “24 h”; then it is ignored."),
  },
  [MNR_DRAFT_MINIMUM_FEEDS] = {
    .name = "minimum_feeds", .group = "backing", .text = MNR_TEXT_NUMBER,
    .kinds = MNR_ASSET_BACKED, .path = "bitasset_opts.minimum_feeds",
    .label = N_ ("Feeds needed"),
    .help = N_ ("With fewer prices than this there is none, and nobody can borrow or settle."),
  },
  [MNR_DRAFT_SETTLEMENT_DELAY] = {
    .name = "settlement_delay", .group = "backing", .text = MNR_TEXT_DURATION,
    .kinds = MNR_ASSET_BACKED, .path = "bitasset_opts.force_settlement_delay_sec",
    .label = N_ ("Delay of settlements"),
    .help = N_ ("How long a holder waits who settles, such as “24 h”."),
  },
  [MNR_DRAFT_SETTLEMENT_OFFSET] = {
    .name = "settlement_offset", .group = "backing", .text = MNR_TEXT_PERCENT,
    .kinds = MNR_ASSET_BACKED, .path = "bitasset_opts.force_settlement_offset_percent",
    .label = N_ ("Settlement offset"),
    .help = N_ ("How much less than the price of the feed a holder gets who settles."),
  },
  [MNR_DRAFT_SETTLEMENT_VOLUME] = {
    .name = "settlement_volume", .group = "backing", .text = MNR_TEXT_PERCENT,
    .kinds = MNR_ASSET_BACKED, .path = "bitasset_opts.maximum_force_settlement_volume",
    .label = N_ ("Settlement volume"),
    .help = N_ ("How much of the supply can be settled between two maintenances of the chain."),
  },
  [MNR_DRAFT_SETTLEMENT_FEE] = {
    .name = "settlement_fee", .group = "backing", .text = MNR_TEXT_PERCENT,
    .kinds = MNR_ASSET_BACKED, .is_optional = TRUE,
    .path = "bitasset_opts.extensions.force_settle_fee_percent",
    .label = N_ ("Settlement fee"),
    .help = N_ ("How much of the collateral that a holder gets by settling goes to the issuer."),
  },
  [MNR_DRAFT_INITIAL_RATIO] = {
    .name = "initial_ratio", .group = "backing", .text = MNR_TEXT_RATIO,
    .kinds = MNR_ASSET_BACKED, .is_optional = TRUE,
    .path = "bitasset_opts.extensions.initial_collateral_ratio",
    .label = N_ ("Initial collateral ratio"),
    .help = N_ ("The collateral that a new position needs, in percent of its debt: 200 is twice "
                "the debt. Left empty, the feed decides."),
  },
  [MNR_DRAFT_MAINTENANCE_RATIO] = {
    .name = "maintenance_ratio", .group = "backing", .text = MNR_TEXT_RATIO,
    .kinds = MNR_ASSET_BACKED, .is_optional = TRUE,
    .path = "bitasset_opts.extensions.maintenance_collateral_ratio",
    .label = N_ ("Maintenance collateral ratio"),
    .help = N_ ("Below so many percent of its debt a position is called: 175 is usual. Left "
                "empty, the feed decides."),
  },
  [MNR_DRAFT_SQUEEZE_RATIO] = {
    .name = "squeeze_ratio", .group = "backing", .text = MNR_TEXT_RATIO,
    .kinds = MNR_ASSET_BACKED, .is_optional = TRUE,
    .path = "bitasset_opts.extensions.maximum_short_squeeze_ratio",
    .label = N_ ("Maximum short squeeze ratio"),
    .help = N_ ("So many percent of the price of the feed a margin call pays at most: 110 is "
                "10 % more. Left empty, the feed decides."),
  },
  [MNR_DRAFT_MARGIN_CALL_FEE] = {
    .name = "margin_call_fee", .group = "backing", .text = MNR_TEXT_RATIO,
    .kinds = MNR_ASSET_BACKED, .is_optional = TRUE,
    .path = "bitasset_opts.extensions.margin_call_fee_ratio",
    .label = N_ ("Margin call fee"),
    .help = N_ ("How many percent of what a margin call sells go to the issuer: 1 is 1 %."),
  },
  [MNR_DRAFT_BLACK_SWAN] = {
    .name = "black_swan", .group = "backing", .text = MNR_TEXT_CHOICE,
    .kinds = MNR_ASSET_SMARTCOIN, .is_optional = TRUE,
    .path = "bitasset_opts.extensions.black_swan_response_method",
    .label = N_ ("Black swan response"),
    .help = N_ ("What happens when a position is worth less than its debt. Left empty, the whole "
                "asset is settled."),
    .choices = black_swan_choices,
    .choice_labels = black_swan_labels,
  },
};
/* clang-format on */

const MnrDraftFieldInfo *
mnr_draft_field_get_info (MnrDraftField field)
{
  g_return_val_if_fail ((guint) field < MNR_N_DRAFT_FIELDS, NULL);

  return &fields[field];
}

int
mnr_draft_field_find (const char *group,
                      const char *name)
{
  for (guint i = 0; i < MNR_N_DRAFT_FIELDS; i++)
    if (g_strcmp0 (fields[i].group, group) == 0 && strcmp (fields[i].name, name) == 0)
      return (int) i;
  return -1;
}

/* Whether @path is @member or a part of it. */
static gboolean
is_within (const char *path,
           const char *member)
{
  gsize length = strlen (member);

  return strncmp (path, member, length) == 0 &&
         (path[length] == '\0' || path[length] == '.' || path[length] == '[');
}

static int
find_exact (const char *path)
{
  for (guint i = 0; i < MNR_N_DRAFT_FIELDS; i++)
    if (is_within (path, fields[i].path))
      return (int) i;
  return -1;
}

/* The power of a path such as "new_options.flags.white_list"; of the whole number the first. */
static int
find_power (const char *path)
{
  static const char *const members[] = {
    "common_options.flags",
    "common_options.issuer_permissions",
    "new_options.flags",
    "new_options.issuer_permissions",
  };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (is_within (path, members[i]))
      {
        const char *name = path + strlen (members[i]);

        for (guint j = 0; name[0] == '.' && j < MNR_N_POWERS; j++)
          if (strcmp (name + 1, mnr_powers[j].name) == 0)
            return (int) (MNR_DRAFT_FIRST_POWER + j);
        return MNR_DRAFT_FIRST_POWER;
      }
  return -1;
}

int
mnr_draft_field_find_path (const char *path)
{
  static const char update[] = "new_options.";
  const char *rest;
  int field;

  if (strcmp (path, "extensions.new_precision") == 0)
    return MNR_DRAFT_PRECISION;
  field = find_power (path);
  if (field >= 0)
    return field;

  field = find_exact (path);
  if (field >= 0 || !g_str_has_prefix (path, update))
    return field;

  /* Both updates call what they carry new_options; no member is in both. */
  rest = path + strlen (update);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *created =
        g_strconcat (i == 0 ? "common_options." : "bitasset_opts.", rest, NULL);

      field = find_exact (created);
      if (field >= 0)
        return field;
    }
  return -1;
}
