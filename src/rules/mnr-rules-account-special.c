/* mnr-rules-account-special.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "mnr-rules-private.h"

/* The extensions of operations 5 and 6: the top holders of an asset as an
 * authority, and accounts that buy an asset back. */

#define TOP_HOLDERS         1
#define MAX_BUYBACK_MARKETS 4

/* clang-format off */

static const MnrRule holders_none = {
  .id = "account-special.top-holders", .expression = "a.num_top_holders > 0",
};

static const MnrRule buyback_owner_special = {
  .id = "account-buyback.special",
  .expression = "!(extensions.value.owner_special_authority.valid())",
};

static const MnrRule buyback_active_special = {
  .id = "account-buyback.special",
  .expression = "!(extensions.value.active_special_authority.valid())",
};

static const MnrRule buyback_owner = {
  .id = "account-buyback.authority", .expression = "owner == authority::null_authority()",
};

static const MnrRule buyback_active = {
  .id = "account-buyback.authority", .expression = "active == authority::null_authority()",
};

static const MnrRule buyback_markets_none = {
  .id = "account-buyback.markets", .expression = "n_markets > 0",
};

static const MnrRule buyback_market_same = {
  .id = "account-buyback.markets",
  .expression = "m != extensions.value.buyback_options->asset_to_buy",
};

static const MnrRule buyback_issuer = {
  .id = "account-buyback.issuer",
  .node_code = 3050503, .node_name = "account_create_buyback_incorrect_issuer",
  .node_what = "Incorrect issuer specified for account",
};

static const MnrRule buyback_markets_many = {
  .id = "account-buyback.markets",
  .node_code = 3050505, .node_name = "account_create_buyback_too_many_markets",
  .node_what = "Too many buyback markets",
};

/* clang-format on */

static const MnrTopHolders *
get_top_holders (const MnrVariant *authority)
{
  return authority != NULL && authority->number == TOP_HOLDERS ? authority->value : NULL;
}

void
mnr_rules_special_authority (const MnrVariant *authority,
                             const char *path,
                             MnrCheck *check)
{
  const MnrTopHolders *holders = get_top_holders (authority);

  if (holders != NULL && holders->num_top_holders == 0)
    mnr_check_add (check, &holders_none, path, _ ("There has to be at least one top holder"));
}

void
mnr_rules_special_authority_asset (const MnrVariant *authority,
                                   const char *path,
                                   MnrCheck *check)
{
  const MnrTopHolders *holders = get_top_holders (authority);

  if (holders != NULL)
    mnr_check_need_asset (check, path, holders->asset);
}

/* The authority of nobody: the account acts on its own. */
static gboolean
is_null_authority (const MnrAuthority *authority)
{
  return authority->weight_threshold == 1 && authority->key_auths.len == 0 &&
         authority->address_auths.len == 0 && authority->account_auths.len == 1 &&
         authority->account_auths.items[0].account == MNR_NULL_ACCOUNT &&
         authority->account_auths.items[0].weight == 1;
}

void
mnr_rules_buyback (const MnrAccountCreate *op,
                   MnrCheck *check)
{
  const MnrBuybackOptions *options = op->extensions.buyback_options;

  if (options == NULL)
    return;

  if (op->extensions.owner_special_authority != NULL)
    mnr_check_add (check, &buyback_owner_special, "extensions.owner_special_authority",
                   _ ("An account that buys back has no special authority"));
  if (op->extensions.active_special_authority != NULL)
    mnr_check_add (check, &buyback_active_special, "extensions.active_special_authority",
                   _ ("An account that buys back has no special authority"));
  if (!is_null_authority (&op->owner))
    mnr_check_add (check, &buyback_owner, "owner",
                   _ ("An account that buys back belongs to null-account"));
  if (!is_null_authority (&op->active))
    mnr_check_add (check, &buyback_active, "active",
                   _ ("An account that buys back belongs to null-account"));
  if (options->markets.len == 0)
    mnr_check_add (check, &buyback_markets_none, "extensions.buyback_options.markets",
                   _ ("Choose what to buy back with"));
  for (gsize i = 0; i < options->markets.len; i++)
    if (options->markets.items[i] == options->asset_to_buy)
      mnr_check_add (check, &buyback_market_same, "extensions.buyback_options.markets",
                     _ ("An asset is not bought back with itself"));
}

void
mnr_rules_buyback_asset (const MnrAccountCreate *op,
                         MnrCheck *check)
{
  const MnrBuybackOptions *options = op->extensions.buyback_options;
  const MnrAsset *asset;

  if (options == NULL)
    return;

  asset = mnr_check_need_asset (check, "extensions.buyback_options.asset_to_buy",
                                options->asset_to_buy);
  if (asset != NULL && asset->issuer != options->asset_to_buy_issuer)
    {
      mnr_check_add (check, &buyback_issuer, "extensions.buyback_options.asset_to_buy_issuer",
                     _ ("That is not the issuer of %s"), asset->symbol);
      mnr_check_node_text (check, "Incorrect asset issuer specified in buyback_account_options");
    }
  if (options->markets.len >= MAX_BUYBACK_MARKETS)
    {
      mnr_check_add (check, &buyback_markets_many, "extensions.buyback_options.markets",
                     g_dngettext (GETTEXT_PACKAGE, "At most %d asset can pay for buying back",
                                  "At most %d assets can pay for buying back",
                                  MAX_BUYBACK_MARKETS - 1),
                     MAX_BUYBACK_MARKETS - 1);
      mnr_check_node_text (check, "Too many buyback markets");
    }
}
