/* mnr-rules-asset.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mnr-rules-asset-options.h"
#include "mnr-rules-smartcoin.h"

#define SYMBOL_LENGTH_MIN 3
#define SYMBOL_LENGTH_MAX 16

/* Permissions that need a smartcoin already at creation. A node lets the two
 * that are left out slip through, and then refuses every later update. */
#define FEED_POWERS     (MNR_POWER_WITNESS_FED_ASSET | MNR_POWER_COMMITTEE_FED_ASSET)
#define CREATION_POWERS (MNR_POWERS_SMARTCOIN_ONLY & ~FEED_POWERS)

/* clang-format off */

/* 10 asset_create */

static const MnrRule create_symbol = {
  .id = "asset-create.symbol", .expression = "is_valid_symbol(symbol)",
};

static const MnrRule create_permissions = {
  .id = "asset-create.smartcoin-permissions", .expression = "bitasset_opts.valid()",
};

static const MnrRule create_market_without_options = {
  .id = "asset-create.prediction-market-token", .expression = "bitasset_opts.valid()",
};

static const MnrRule create_market_cannot_settle = {
  .id = "asset-create.prediction-market-global-settle",
  .expression = "0 != (common_options.issuer_permissions & global_settle)",
};

static const MnrRule create_market_bsrm_permission = {
  .id = "asset-create.prediction-market-bsrm-permission",
  .expression = "0 == (common_options.issuer_permissions & disable_bsrm_update)",
};

static const MnrRule create_market_bsrm = {
  .id = "asset-create.prediction-market-bsrm",
  .expression = "!bitasset_opts->extensions.value.black_swan_response_method.valid()",
};

static const MnrRule create_rate_too_large = {
  .id = "asset-create.rate-too-large", .expression = "result <= GRAPHENE_MAX_SHARE_SUPPLY",
};

static const MnrRule create_rate_asset = {
  .id = "asset-create.rate-asset", .expression = "dummy.asset_id == asset_id_type(1)",
};

static const MnrRule create_precision = {
  .id = "asset-create.precision", .expression = "precision <= 12",
};

static const MnrRule create_whitelist_size = {
  .id = "asset-create.whitelist-size",
  .expression = "op.common_options.whitelist_authorities.size() <= "
                "chain_parameters.maximum_asset_whitelist_authorities",
};

static const MnrRule create_blacklist_size = {
  .id = "asset-create.blacklist-size",
  .expression = "op.common_options.blacklist_authorities.size() <= "
                "chain_parameters.maximum_asset_whitelist_authorities",
};

static const MnrRule create_symbol_taken = {
  .id = "asset-create.symbol-taken", .expression = "asset_symbol_itr == asset_indx.end()",
};

static const MnrRule create_no_parent = {
  .id = "asset-create.parent-missing", .expression = "asset_prefix_itr != asset_indx.end()",
};

static const MnrRule create_parent_of_another = {
  .id = "asset-create.parent-issuer", .expression = "asset_symbol_itr->issuer == op.issuer",
};

static const MnrRule create_backing_depth = {
  .id = "asset-create.backing-depth", .expression = "!backing_backing.is_market_issued()",
};

static const MnrRule create_committee_backing_backing = {
  .id = "asset-create.committee-backing",
  .expression = "op.issuer != GRAPHENE_COMMITTEE_ACCOUNT || "
                "backing_backing.get_id() == asset_id_type()",
};

static const MnrRule create_committee_backing = {
  .id = "asset-create.committee-backing",
  .expression = "op.issuer != GRAPHENE_COMMITTEE_ACCOUNT || backing.get_id() == asset_id_type()",
};

static const MnrRule create_too_short_times = {
  .id = "asset-create.times",
  .expression = "op.bitasset_opts->feed_lifetime_sec > chain_parameters.block_interval && "
                "op.bitasset_opts->force_settlement_delay_sec > chain_parameters.block_interval",
};

static const MnrRule create_market_precision = {
  .id = "asset-create.prediction-market-precision",
  .expression = "op.precision == op.bitasset_opts->short_backing_asset(d).precision",
};

static const MnrRule create_fed_token = {
  .id = "asset-create.feed-permissions", .severity = MNR_SEVERITY_MISTAKE,
};

static const MnrRule create_right_forgone = {
  .id = "asset-create.right-forgone", .severity = MNR_SEVERITY_MISTAKE,
};

/* 48 asset_update_issuer */

static const MnrRule issuer_same = {
  .id = "asset-update-issuer.same-account", .expression = "issuer != new_issuer",
};

static const MnrRule issuer_missing = {
  .id = "asset-update-issuer.new-issuer-missing", .expression = "d.find(new_issuer)",
};

static const MnrRule issuer_committee_backing_backing = {
  .id = "asset-update-issuer.committee-backing",
  .expression = "backing_backing.get_id() == asset_id_type()",
};

static const MnrRule issuer_committee_backing = {
  .id = "asset-update-issuer.committee-backing",
  .expression = "backing.get_id() == asset_id_type()",
};

static const MnrRule issuer_not_issuer = {
  .id = "asset-update-issuer.not-issuer", .expression = "o.issuer == a.issuer",
};

static const MnrRule issuer_nobody = {
  .id = "asset-update-issuer.nobody", .severity = MNR_SEVERITY_MISTAKE,
};

/* clang-format on */

/* What is wrong with a symbol, or NULL: protocol.md 5. */
static const char *
find_symbol_fault (const char *symbol)
{
  gsize length = strlen (symbol);
  guint dots = 0;

  if (length == 0)
    return _ ("Choose a symbol");
  if (length < SYMBOL_LENGTH_MIN)
    return _ ("A symbol has at least 3 characters");
  if (length > SYMBOL_LENGTH_MAX)
    return _ ("A symbol has at most 16 characters");
  if (g_str_has_prefix (symbol, "BIT"))
    return _ ("Symbols that begin with BIT are reserved");

  for (const char *p = symbol; *p != '\0'; p++)
    {
      if (g_ascii_islower (*p))
        return _ ("A symbol is written in capital letters");
      if (*p == '.')
        dots++;
      else if (!g_ascii_isupper (*p) && !g_ascii_isdigit (*p))
        return _ ("A symbol is made of the letters A to Z, digits, and at most one dot");
    }
  if (!g_ascii_isupper (symbol[0]))
    return _ ("A symbol begins with a letter");
  if (symbol[length - 1] == '.')
    return _ ("A symbol ends with a letter or a digit");
  if (dots > 1)
    return _ ("A symbol has at most one dot");
  return NULL;
}

static void
check_prediction_market (const MnrAssetCreate *op,
                         MnrCheck *check)
{
  guint16 permissions = op->common_options.issuer_permissions;

  if (op->bitasset_opts == NULL)
    {
      mnr_check_add (check, &create_market_without_options, "bitasset_opts",
                     _ ("A prediction market needs the options of a smartcoin"));
      mnr_check_node_text (check, "Cannot have a User-Issued Asset implement a prediction market.");
    }
  if ((permissions & MNR_POWER_GLOBAL_SETTLE) == 0)
    mnr_check_add (check, &create_market_cannot_settle,
                   "common_options.issuer_permissions.global_settle",
                   _ ("A prediction market is resolved by a global settlement, so its issuer needs "
                      "the permission global_settle"));
  if (permissions & MNR_POWER_DISABLE_BSRM_UPDATE)
    mnr_check_add (check, &create_market_bsrm_permission,
                   "common_options.issuer_permissions.disable_bsrm_update",
                   _ ("A prediction market cannot have the permission bit disable_bsrm_update"));
  if (op->bitasset_opts != NULL &&
      op->bitasset_opts->extensions.black_swan_response_method != NULL)
    {
      mnr_check_add (check, &create_market_bsrm,
                     "bitasset_opts.extensions.black_swan_response_method",
                     _ ("A prediction market has no black swan, and no response to one"));
      mnr_check_node_text (check,
                           "Can not set black_swan_response_method for Prediction Markets");
    }
}

/* One unit of core in the asset to be, as a node tries it out. */
static void
check_creation_rate (const MnrPrice *rate,
                     MnrCheck *check)
{
  const MnrAmount one = { .amount = 1, .asset_id = MNR_CORE_ASSET };
  MnrAmount worth;

  if (rate->base.amount <= 0 || rate->quote.amount <= 0 ||
      rate->base.asset_id == rate->quote.asset_id || rate->base.asset_id == 0 ||
      rate->quote.asset_id == 0 ||
      (rate->base.asset_id != MNR_CORE_ASSET && rate->quote.asset_id != MNR_CORE_ASSET))
    return;

  if (!mnr_amount_convert (&one, rate, MNR_ROUND_DOWN, &worth, NULL))
    mnr_check_add (check, &create_rate_too_large, "common_options.core_exchange_rate",
                   _ ("At this core exchange rate the smallest unit of core would buy more than "
                      "there can be"));
  if ((rate->base.asset_id == MNR_CORE_ASSET ? rate->quote.asset_id : rate->base.asset_id) !=
      MNR_NEW_ASSET)
    mnr_check_add (check, &create_rate_asset, "common_options.core_exchange_rate",
                   _ ("Before it has an id of its own, an asset is called 1.3.1 in its core "
                      "exchange rate"));
}

static void
check_symbol_is_free (const MnrAssetCreate *op,
                      MnrCheck *check)
{
  const MnrView *view = check->view;
  const MnrAsset *asset = NULL;
  const char *dot = strrchr (op->symbol, '.');
  g_autofree char *parent = NULL;

  switch (view->find_asset (view, op->symbol, &asset))
    {
    case MNR_KNOWN:
      mnr_check_add (check, &create_symbol_taken, "symbol", _ ("There is already an asset %s"),
                     op->symbol);
      break;

    case MNR_NOT_KNOWN:
      mnr_check_note_missing (check, _ ("whether there is an asset %s"), op->symbol);
      break;

    case MNR_NONE:
    default:
      break;
    }

  if (dot == NULL)
    return;

  parent = g_strndup (op->symbol, dot - op->symbol);
  switch (view->find_asset (view, parent, &asset))
    {
    case MNR_KNOWN:
      if (asset->issuer != op->issuer)
        {
          g_autofree char *issuer = mnr_check_account_text (check, asset->issuer);
          g_autofree char *own = mnr_check_account_text (check, op->issuer);

          mnr_check_add (check, &create_parent_of_another, "symbol",
                         _ ("Only %s, the issuer of %s, can create %s"), issuer, parent,
                         op->symbol);
          mnr_check_node_text (check, "Asset %s may only be created by issuer of %s, %s",
                               op->symbol, parent, own);
        }
      break;

    case MNR_NONE:
      mnr_check_add (check, &create_no_parent, "symbol",
                     _ ("%s can only be created by the issuer of %s, and there is no such asset"),
                     op->symbol, parent);
      mnr_check_node_text (check,
                           "Asset %s may only be created by issuer of asset %s, but asset %s has "
                           "not been created",
                           op->symbol, parent, parent);
      break;

    case MNR_NOT_KNOWN:
    default:
      mnr_check_note_missing (check, _ ("whether there is an asset %s"), parent);
      break;
    }
}

static void
check_creation_backing (const MnrAssetCreate *op,
                        const MnrAsset *backing,
                        MnrCheck *check)
{
  static const char path[] = "bitasset_opts.short_backing_asset";
  static const char node_text[] =
    "May not create a blockchain-controlled market asset which is not backed by CORE.";
  const MnrBitassetData *bitasset = mnr_check_get_bitasset_data (check, backing);
  gboolean is_committee = op->issuer == MNR_COMMITTEE_ACCOUNT;

  if (bitasset != NULL)
    {
      MnrObjectId second = bitasset->options.short_backing_asset;
      const MnrAsset *backing_backing = mnr_check_get_asset (check, second);

      if (backing_backing != NULL && backing_backing->bitasset_data_id != NULL)
        {
          mnr_check_add (check, &create_backing_depth, path,
                         _ ("%s is a smartcoin backed by a smartcoin: that cannot back a third"),
                         backing->symbol != NULL ? backing->symbol : "");
          mnr_check_node_text (check,
                               "May not create a bitasset backed by a bitasset backed by a "
                               "bitasset.");
        }
      if (is_committee && second != MNR_CORE_ASSET)
        {
          mnr_check_add (check, &create_committee_backing_backing, path,
                         _ ("What the committee issues has to be backed by the core asset"));
          mnr_check_node_text (check, "%s", node_text);
        }
    }
  else if (backing->bitasset_data_id == NULL && is_committee && backing->id != MNR_CORE_ASSET)
    {
      mnr_check_add (check, &create_committee_backing, path,
                     _ ("What the committee issues has to be backed by the core asset"));
      mnr_check_node_text (check, "%s", node_text);
    }
}

static void
warn_creation (const MnrAssetCreate *op,
               const MnrAssetName *name,
               MnrCheck *check)
{
  const MnrAssetOptions *options = &op->common_options;
  /* Of these there are flags, too: whoever gives up the right switches them on first. */
  guint locks = MNR_POWERS_DISABLING &
                (name->is_smartcoin ? MNR_POWERS_SMARTCOIN_FLAGS : MNR_POWERS_TOKEN);
  guint forgone = options->issuer_permissions & locks & ~options->flags;

  if (!name->is_smartcoin && (options->issuer_permissions & FEED_POWERS))
    {
      g_autofree char *names = mnr_rules_powers_text (options->issuer_permissions & FEED_POWERS);
      g_autofree char *member = mnr_rules_power_path (
        "common_options.issuer_permissions", options->issuer_permissions & FEED_POWERS);

      mnr_check_add (check, &create_fed_token, member,
                     _ ("A token has no feed, and every later update is refused until this power "
                        "is given up: %s"),
                     names);
    }
  if (forgone != 0)
    {
      g_autofree char *names = mnr_rules_powers_text (forgone);
      g_autofree char *member =
        mnr_rules_power_path ("common_options.issuer_permissions", forgone);

      mnr_check_add (check, &create_right_forgone, member,
                     _ ("The permission bits %s mean the opposite of the others: set, they take "
                        "away the power to switch these flags, which are off"),
                     names);
    }
  mnr_rules_warn_asset_options (options, name, op->issuer, 0, "common_options", check);
}

void
mnr_rules_asset_create (const MnrAssetCreate *op,
                        MnrCheck *check)
{
  const MnrAssetOptions *options = &op->common_options;
  const MnrAssetName name = {
    .symbol = op->symbol,
    .precision = op->precision,
    .is_smartcoin = op->bitasset_opts != NULL,
  };
  const char *fault = find_symbol_fault (op->symbol != NULL ? op->symbol : "");
  const MnrAsset *backing = NULL;
  const MnrChainParameters *parameters;

  if (fault != NULL)
    mnr_check_add (check, &create_symbol, "symbol", "%s", fault);
  mnr_rules_asset_options (options, &name, "common_options", check);
  if ((options->issuer_permissions & CREATION_POWERS) && op->bitasset_opts == NULL)
    {
      g_autofree char *names = mnr_rules_powers_text (options->issuer_permissions &
                                                      CREATION_POWERS);
      g_autofree char *member = mnr_rules_power_path (
        "common_options.issuer_permissions", options->issuer_permissions & CREATION_POWERS);

      mnr_check_add (check, &create_permissions, member,
                     _ ("Only the issuer of a smartcoin can have this power: %s"), names);
    }
  if (op->is_prediction_market)
    check_prediction_market (op, check);
  if (op->bitasset_opts != NULL)
    mnr_rules_bitasset_options (op->bitasset_opts, "bitasset_opts", check);
  check_creation_rate (&options->core_exchange_rate, check);
  if (op->precision > MNR_PRECISION_MAX)
    mnr_check_add (check, &create_precision, "precision",
                   _ ("Precision %u is too fine: the chain allows at most %u"),
                   op->precision, MNR_PRECISION_MAX);

  if (!mnr_rules_begin_evaluation (check))
    return;

  parameters = mnr_check_get_parameters (check);
  mnr_rules_asset_flags (options, name.is_smartcoin, "common_options", check);
  mnr_rules_list_size (&options->whitelist_authorities, &create_whitelist_size,
                       "common_options.whitelist_authorities", check);
  mnr_rules_list_size (&options->blacklist_authorities, &create_blacklist_size,
                       "common_options.blacklist_authorities", check);
  mnr_rules_accounts_exist (&options->whitelist_authorities,
                            "common_options.whitelist_authorities", check);
  mnr_rules_accounts_exist (&options->blacklist_authorities,
                            "common_options.blacklist_authorities", check);
  if (fault == NULL)
    check_symbol_is_free (op, check);

  if (op->bitasset_opts != NULL)
    {
      backing = mnr_check_need_asset (check, "bitasset_opts.short_backing_asset",
                                      op->bitasset_opts->short_backing_asset);
      if (backing != NULL)
        check_creation_backing (op, backing, check);
      if (parameters != NULL &&
          (op->bitasset_opts->feed_lifetime_sec <= parameters->block_interval ||
           op->bitasset_opts->force_settlement_delay_sec <= parameters->block_interval))
        mnr_check_add (check, &create_too_short_times,
                       op->bitasset_opts->feed_lifetime_sec <= parameters->block_interval
                         ? "bitasset_opts.feed_lifetime_sec"
                         : "bitasset_opts.force_settlement_delay_sec",
                       g_dngettext (GETTEXT_PACKAGE,
                                    "The life of a feed and the delay of a force settlement have "
                                    "to be longer than %u second, the time of a block",
                                    "The life of a feed and the delay of a force settlement have "
                                    "to be longer than %u seconds, the time of a block",
                                    parameters->block_interval),
                       parameters->block_interval);
    }
  if (op->is_prediction_market && backing != NULL && backing->precision != op->precision)
    mnr_check_add (check, &create_market_precision, "precision",
                   _ ("A prediction market has as many decimals as its backing asset: %s has %u"),
                   backing->symbol != NULL ? backing->symbol : "", backing->precision);

  warn_creation (op, &name, check);
  if (op->bitasset_opts != NULL)
    mnr_rules_bitasset_mistakes (op->bitasset_opts, NULL, op->is_prediction_market,
                                 "bitasset_opts", check);
}

static void
check_new_issuer (const MnrAsset *asset,
                  MnrObjectId new_issuer,
                  MnrCheck *check)
{
  gconstpointer account;
  const MnrBitassetData *bitasset;
  const MnrAsset *backing;

  if (mnr_object_id_get_type (new_issuer) != MNR_OBJECT_ACCOUNT)
    mnr_check_add (check, &mnr_rule_object_unset, "new_issuer", _ ("Choose an account"));
  else if (mnr_check_lookup (check, new_issuer, &account) == MNR_NONE)
    {
      char id[MNR_OBJECT_ID_TEXT_SIZE];

      mnr_check_add (check, &issuer_missing, "new_issuer", "%s: %s",
                     _ ("There is no such account"), mnr_object_id_format (new_issuer, id));
      mnr_check_node_text (check, "New issuer account does not exist");
    }

  bitasset = mnr_check_get_bitasset_data (check, asset);
  if (new_issuer != MNR_COMMITTEE_ACCOUNT || bitasset == NULL)
    return;

  backing = mnr_check_get_asset (check, bitasset->options.short_backing_asset);
  if (backing != NULL && backing->id != MNR_CORE_ASSET)
    {
      const MnrBitassetData *second = mnr_check_get_bitasset_data (check, backing);

      if (second != NULL ? second->options.short_backing_asset == MNR_CORE_ASSET
                         : backing->bitasset_data_id != NULL)
        return;
      mnr_check_add (check,
                     second != NULL ? &issuer_committee_backing_backing : &issuer_committee_backing,
                     "new_issuer",
                     _ ("What the committee issues has to be backed by the core asset"));
      mnr_check_node_text (check, "May not create a blockchain-controlled market asset which is "
                                  "not backed by CORE.");
    }
}

void
mnr_rules_asset_update_issuer (const MnrAssetUpdateIssuer *op,
                               MnrCheck *check)
{
  const MnrAsset *asset;

  if (op->issuer == op->new_issuer && op->issuer != 0)
    mnr_check_add (check, &issuer_same, "new_issuer", _ ("This account is the issuer already"));

  if (!mnr_rules_begin_evaluation (check))
    return;

  asset = mnr_check_need_asset (check, "asset_to_update", op->asset_to_update);
  check_new_issuer (asset, op->new_issuer, check);
  if (asset != NULL && asset->issuer != op->issuer)
    {
      g_autofree char *issuer = mnr_check_account_text (check, asset->issuer);
      char own[MNR_OBJECT_ID_TEXT_SIZE], real[MNR_OBJECT_ID_TEXT_SIZE];

      mnr_check_add (check, &issuer_not_issuer, "issuer",
                     _ ("The issuer of %s is %s, and only the issuer can do this"),
                     asset->symbol != NULL ? asset->symbol : "", issuer);
      mnr_check_node_text (check, "Incorrect issuer for asset! (%s != %s)",
                           mnr_object_id_format (op->issuer, own),
                           mnr_object_id_format (asset->issuer, real));
    }

  if (op->new_issuer == MNR_NULL_ACCOUNT)
    mnr_check_add (check, &issuer_nobody, "new_issuer",
                   _ ("Nobody can sign for null-account: nothing about the asset can ever be "
                      "changed or claimed again"));
  else if (op->new_issuer == MNR_TEMP_ACCOUNT)
    mnr_check_add (check, &issuer_nobody, "new_issuer",
                   _ ("Anybody can sign for temp-account and become the issuer"));
}
