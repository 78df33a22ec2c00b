/* mnr-asset-words.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-asset-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/protocol/mnr-describe.h"
#include "chain/values/mnr-text.h"
#include "mnr-draft-private.h"
#include "mnr-rate.h"
#include "rules/mnr-collateral.h"

/* One asset with all that belongs to it, as far as it is known. */
typedef struct
{
  const MnrView *view;
  const MnrAsset *asset;
  const MnrAssetDynamicData *dynamic;
  const MnrBitassetData *bitasset;
  const MnrGlobalProperties *properties;
  MnrTime now; /* 0: not known */
  gboolean is_complete;
  GPtrArray *lines;
  const char *group;
} Words;

static gconstpointer
get_object (Words *self,
            MnrObjectId id)
{
  gconstpointer object = NULL;
  MnrKnowledge knowledge = self->view->get_object (self->view, id, &object);

  if (knowledge == MNR_NOT_KNOWN)
    self->is_complete = FALSE;
  return knowledge == MNR_KNOWN ? object : NULL;
}

static void
words_init (Words *self,
            const MnrAsset *asset,
            const MnrView *view)
{
  const MnrDynamicGlobalProperties *head;

  *self = (Words){ .view = view, .asset = asset, .is_complete = TRUE };
  self->dynamic = get_object (self, asset->dynamic_asset_data_id);
  if (asset->bitasset_data_id != NULL)
    self->bitasset = get_object (self, *asset->bitasset_data_id);
  self->properties = get_object (self, MNR_GLOBAL_PROPERTIES_ID);
  head = get_object (self, MNR_DYNAMIC_GLOBAL_PROPERTIES_ID);
  self->now = head != NULL ? head->time : 0;
}

#define say(self, label, ...) \
  mnr_text_lines_add ((self)->lines, (self)->group, label, __VA_ARGS__)

static void
say_amount (Words *self,
            const char *label,
            gint64 amount,
            MnrObjectId asset)
{
  g_autofree char *text = mnr_view_format_amount (self->view, amount, asset);

  say (self, label, "%s", text);
}

static const char *
get_symbol (const Words *self)
{
  return self->asset->symbol != NULL ? self->asset->symbol : "";
}

/* An amount of the asset itself, which the view may not have by its id. */
static char *
own_amount (const Words *self,
            gint64 amount)
{
  g_autofree char *number =
    mnr_decimal_format (amount, mnr_draft_clamp_precision (self->asset->precision));
  g_autofree char *grouped = mnr_decimal_group (number);

  return g_strdup_printf ("%s %s", grouped, get_symbol (self));
}

static char *
any_amount (const Words *self,
            const MnrAmount *amount)
{
  return amount->asset_id == self->asset->id
           ? own_amount (self, amount->amount)
           : mnr_view_format_amount (self->view, amount->amount, amount->asset_id);
}

static void
say_price (Words *self,
           const char *label,
           const MnrPrice *price)
{
  g_autofree char *base = any_amount (self, &price->base);
  g_autofree char *quote = any_amount (self, &price->quote);

  say (self, label, "%s = %s", base, quote);
}

static void
say_ids (Words *self,
         const char *label,
         const MnrObjectIdSet *ids)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (ids == NULL || ids->len == 0)
    return;
  for (gsize i = 0; i < ids->len; i++)
    {
      gboolean is_asset = mnr_object_id_get_type (ids->items[i]) == MNR_OBJECT_ASSET;
      g_autofree char *name = is_asset ? mnr_view_name_asset (self->view, ids->items[i])
                                       : mnr_view_name_account (self->view, ids->items[i]);

      get_object (self, ids->items[i]);
      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", name);
    }
  say (self, label, "%s", text->str);
}

/* What it is */

const char *
mnr_asset_get_kind_text (const MnrAsset *asset,
                         const MnrView *view)
{
  gconstpointer object;

  if (asset->bitasset_data_id == NULL)
    return asset->for_liquidity_pool != NULL ? _ ("Share of a liquidity pool") : _ ("Token");
  if (view->get_object (view, *asset->bitasset_data_id, &object) == MNR_KNOWN &&
      ((const MnrBitassetData *) object)->is_prediction_market)
    return _ ("Prediction market");
  return _ ("Smartcoin");
}

static void
say_identity (Words *self)
{
  g_autofree char *issuer = mnr_view_name_account (self->view, self->asset->issuer);
  char id[MNR_OBJECT_ID_TEXT_SIZE];

  self->group = _ ("Asset");
  get_object (self, self->asset->issuer);
  say (self, _ ("Symbol"), "%s", get_symbol (self));
  say (self, _ ("Kind"), "%s", mnr_asset_get_kind_text (self->asset, self->view));
  say (self, _ ("Issuer"), "%s", issuer);
  say (self, _ ("Decimals"), "%u", self->asset->precision);

  for (guint i = MNR_DRAFT_DESCRIPTION; i <= MNR_DRAFT_EXPIRY; i++)
    {
      const MnrDraftFieldInfo *info = mnr_draft_field_get_info (i);
      const char *raw = self->asset->options.description;
      g_autofree char *text = mnr_description_get (raw != NULL ? raw : "", info->name);

      /* Its lines follow each other: here is room for one. */
      g_strdelimit (text, "\n", ' ');
      if (text[0] != '\0')
        say (self, _ (info->label), "%s", text);
    }

  say (self, _ ("Id"), "%s", mnr_object_id_format (self->asset->id, id));
  say (self, _ ("Id of its state"), "%s",
       mnr_object_id_format (self->asset->dynamic_asset_data_id, id));
  if (self->asset->bitasset_data_id != NULL)
    say (self, _ ("Id of its smartcoin data"), "%s",
         mnr_object_id_format (*self->asset->bitasset_data_id, id));
}

static void
say_supply (Words *self)
{
  g_autofree char *most = own_amount (self, self->asset->options.max_supply);

  self->group = _ ("Supply");
  if (self->dynamic != NULL)
    {
      g_autofree char *supply = own_amount (self, self->dynamic->current_supply);

      say (self, _ ("Supply"), "%s", supply);
    }
  say (self, _ ("Maximum"), "%s", most);
}

/* How many of the cheapest transfers the pool pays; 0 if that cannot be told. */
static gint64
count_transfers (const Words *self)
{
  const gint64 fee = mnr_view_get_transfer_fee (self->view);

  return self->dynamic != NULL && fee > 0 ? self->dynamic->fee_pool / fee : 0;
}

static void
say_pool (Words *self)
{
  gint64 transfers = count_transfers (self);

  self->group = _ ("Fee pool and rate");
  if (self->dynamic != NULL)
    {
      g_autofree char *fees = own_amount (self, self->dynamic->accumulated_fees);

      say_amount (self, _ ("Fee pool"), self->dynamic->fee_pool, MNR_CORE_ASSET);
      if (transfers > 0)
        {
          g_autofree char *number = mnr_decimal_format (transfers, 0);
          g_autofree char *count = mnr_decimal_group (number);

          say (self, _ ("Enough for"),
               g_dngettext (GETTEXT_PACKAGE, "about %s transfer", "about %s transfers",
                            (gulong) transfers),
               count);
        }
      say (self, _ ("Fees to claim"), "%s", fees);
      if (self->bitasset != NULL && self->dynamic->accumulated_collateral_fees > 0)
        say_amount (self, _ ("Collateral fees to claim"),
                    self->dynamic->accumulated_collateral_fees,
                    self->bitasset->options.short_backing_asset);
    }
  say_price (self, _ ("Core exchange rate"), &self->asset->options.core_exchange_rate);
}

/* What holders are told */

static gboolean
has_power (const MnrAssetCreate *creation,
           MnrAssetPower bit)
{
  if (creation->bitasset_opts == NULL)
    return (MNR_POWERS_TOKEN & bit) != 0;
  return !creation->is_prediction_market || bit != MNR_POWER_DISABLE_BSRM_UPDATE;
}

static void
add_power (GPtrArray *lines,
           const char *group,
           const MnrPowerInfo *power,
           MnrPowerState state)
{
  g_autofree char *label = NULL;
  const char *text;

  switch (state)
    {
    case MNR_POWER_ON:
      label = mnr_text_capitalise (_ (power->is_on));
      text = _ ("Now; the issuer may switch it off and on again.");
      break;

    case MNR_POWER_ALWAYS:
      label = mnr_text_capitalise (_ (power->is_on));
      text = _ ("As long as anybody holds the asset: the issuer cannot switch it off.");
      break;

    case MNR_POWER_NOT_NOW:
      label = g_strdup_printf (_ ("The issuer may: %s"), _ (power->may));
      text = power->is_on != NULL ? _ ("Not in use now; the issuer may begin at any time.")
                                  : _ ("At any time, until the right is given up.");
      break;

    case MNR_POWER_NEVER:
    default:
      label = g_strdup_printf (_ ("The issuer cannot: %s"), _ (power->may));
      text = _ ("The right is given up, as long as anybody holds the asset.");
      break;
    }
  mnr_text_lines_add (lines, group, label, "%s", text);
}

static void
add_powers (GPtrArray *lines,
            const char *group,
            const MnrAssetCreate *creation)
{
  static const MnrPowerState order[] = {
    MNR_POWER_ALWAYS,
    MNR_POWER_ON,
    MNR_POWER_NOT_NOW,
    MNR_POWER_NEVER,
  };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    for (guint j = 0; j < MNR_N_POWERS; j++)
      if (has_power (creation, mnr_powers[j].bit) &&
          mnr_power_get_state (creation->common_options.issuer_permissions,
                               creation->common_options.flags, mnr_powers[j].bit) == order[i])
        add_power (lines, group, &mnr_powers[j], order[i]);
}

GPtrArray *
mnr_holder_words_new (const MnrAssetCreate *creation)
{
  GPtrArray *lines = mnr_text_lines_new ();

  add_powers (lines, _ ("What holders are told"), creation);
  return lines;
}

static void
say_powers (Words *self)
{
  /* Borrows everything. */
  MnrAssetCreate creation = { .common_options = self->asset->options };

  if (self->asset->bitasset_data_id != NULL && self->bitasset == NULL)
    return;
  if (self->bitasset != NULL)
    {
      creation.bitasset_opts = (MnrBitassetOptions *) &self->bitasset->options;
      creation.is_prediction_market = self->bitasset->is_prediction_market;
    }
  add_powers (self->lines, _ ("What holders are told"), &creation);
  self->group = _ ("What holders are told");
  say (self, _ ("The bits"), "issuer_permissions %u · flags %u",
       self->asset->options.issuer_permissions, self->asset->options.flags);
}

static void
say_fees_and_lists (Words *self)
{
  const MnrAssetOptions *options = &self->asset->options;
  const MnrAssetOptionsExtensions *extensions = &options->extensions;
  g_autofree char *maker = mnr_basis_points_format (options->market_fee_percent);
  g_autofree char *most = own_amount (self, options->max_market_fee);

  self->group = _ ("Market fees");
  if ((options->flags & MNR_POWER_CHARGE_MARKET_FEE) == 0)
    say (self, _ ("Charged"), "%s", _ ("no"));
  else
    {
      say (self, _ ("Makers pay"), "%s", maker);
      if (extensions->taker_fee_percent != NULL)
        {
          g_autofree char *taker = mnr_basis_points_format (*extensions->taker_fee_percent);

          say (self, _ ("Takers pay"), "%s", taker);
        }
      say (self, _ ("At most"), "%s", most);
      if (extensions->reward_percent != NULL)
        {
          g_autofree char *reward = mnr_basis_points_format (*extensions->reward_percent);

          say (self, _ ("Of it to referrers"), "%s", reward);
        }
      say_ids (self, _ ("Only registrars"), extensions->whitelist_market_fee_sharing);
    }

  self->group = _ ("Lists");
  say_ids (self, _ ("White lists of"), &options->whitelist_authorities);
  say_ids (self, _ ("Black lists of"), &options->blacklist_authorities);
  say_ids (self, _ ("Traded only for"), &options->whitelist_markets);
  say_ids (self, _ ("Never traded for"), &options->blacklist_markets);
}

/* Smartcoins */

static guint
count_live_feeds (const Words *self)
{
  const MnrBitassetData *bitasset = self->bitasset;
  guint count = 0;

  for (gsize i = 0; i < bitasset->feeds.len; i++)
    {
      const MnrTimedFeed *published = &bitasset->feeds.items[i].published;

      if (mnr_feed_has_price (&published->feed) &&
          (guint64) published->time + bitasset->options.feed_lifetime_sec > self->now)
        count++;
    }
  return count;
}

static void
say_feeders (Words *self)
{
  guint flags = self->asset->options.flags;
  MnrObjectIdSet producers = { NULL, 0 };

  if (flags & MNR_POWER_WITNESS_FED_ASSET)
    say (self, _ ("Price feed from"), "%s", _ ("the witnesses"));
  else if (flags & MNR_POWER_COMMITTEE_FED_ASSET)
    say (self, _ ("Price feed from"), "%s", _ ("the committee"));
  else if (self->bitasset->feeds.len == 0)
    say (self, _ ("Price feed from"), "%s", _ ("nobody"));
  else
    {
      for (gsize i = 0; i < self->bitasset->feeds.len; i++)
        mnr_array_append (&mnr_type_account_set, &producers,
                          &self->bitasset->feeds.items[i].publisher);
      say_ids (self, _ ("Price feed from"), &producers);
      mnr_value_clear (&mnr_type_account_set, &producers);
    }
}

static void
say_feed (Words *self)
{
  const MnrBitassetData *bitasset = self->bitasset;
  guint64 expiry =
    (guint64) bitasset->current_feed_publication_time + bitasset->options.feed_lifetime_sec;
  g_autofree char *lifetime = mnr_duration_describe (bitasset->options.feed_lifetime_sec);

  self->group = _ ("Price feed");
  say_feeders (self);
  if (self->now > 0)
    say (self, _ ("Feeds"), _ ("%u in force, %u needed"), count_live_feeds (self),
         bitasset->options.minimum_feeds);
  say (self, _ ("Life of a feed"), "%s", lifetime);

  if (!mnr_feed_has_price (&bitasset->current_feed))
    {
      say (self, _ ("Price"), "%s", _ ("there is none"));
      return;
    }
  say_price (self, _ ("Price"), &bitasset->current_feed.settlement_price);
  if (self->now >= bitasset->current_feed_publication_time && self->now > 0)
    {
      g_autofree char *age =
        mnr_duration_describe (self->now - bitasset->current_feed_publication_time);

      say (self, _ ("Age of the oldest feed"), "%s", age);
    }
  if (self->now > 0 && expiry > self->now)
    {
      g_autofree char *rest = mnr_duration_describe ((guint32) (expiry - self->now));

      say (self, _ ("Expires in"), "%s", rest);
    }
  else if (self->now > 0)
    say (self, _ ("Expires in"), "%s", _ ("it has expired"));
}

static void
say_ratio (Words *self,
           const char *label,
           const guint16 *set,
           guint16 of_feed)
{
  g_autofree char *text = mnr_permille_format (set != NULL ? *set : of_feed);

  if (set != NULL)
    say (self, label, _ ("%s, set by the issuer"), text);
  else if (mnr_feed_has_price (&self->bitasset->current_feed))
    say (self, label, _ ("%s, from the feed"), text);
  else
    say (self, label, "%s", _ ("left to the feed"));
}

static const char *
black_swan_text (const guint8 *method)
{
  switch (method != NULL ? *method : MNR_BLACK_SWAN_GLOBAL_SETTLEMENT)
    {
    case MNR_BLACK_SWAN_NO_SETTLEMENT:
      return _ ("nothing is settled; the price stays where the worst position is worth its debt");

    case MNR_BLACK_SWAN_INDIVIDUAL_TO_FUND:
      return _ ("the position alone is settled, into a fund that pays holders");

    case MNR_BLACK_SWAN_INDIVIDUAL_TO_ORDER:
      return _ ("the position alone is settled, and its collateral is sold by an order");

    case MNR_BLACK_SWAN_GLOBAL_SETTLEMENT:
    default:
      return _ ("the whole asset is settled, and ends as it is");
    }
}

static void
say_settlement (Words *self)
{
  const MnrBitassetData *bitasset = self->bitasset;
  const MnrBitassetOptions *options = &bitasset->options;
  g_autofree char *delay = mnr_duration_describe (options->force_settlement_delay_sec);
  g_autofree char *offset = mnr_basis_points_format (options->force_settlement_offset_percent);
  g_autofree char *volume = mnr_basis_points_format (options->maximum_force_settlement_volume);

  self->group = _ ("Settlement");
  if (!mnr_price_is_null (&bitasset->settlement_price))
    {
      say_price (self, _ ("Globally settled at"), &bitasset->settlement_price);
      say_amount (self, _ ("Settlement fund"), bitasset->settlement_fund,
                  options->short_backing_asset);
    }
  if (self->asset->options.flags & MNR_POWER_DISABLE_FORCE_SETTLE)
    say (self, _ ("Force settlement"), "%s", _ ("switched off"));
  else
    {
      say (self, _ ("Delay"), "%s", delay);
      say (self, _ ("Less than the feed"), "%s", offset);
      say (self, _ ("Of the supply, each maintenance"), "%s", volume);
      if (options->extensions.force_settle_fee_percent != NULL)
        {
          g_autofree char *fee =
            mnr_basis_points_format (*options->extensions.force_settle_fee_percent);

          say (self, _ ("Settlement fee"), "%s", fee);
        }
    }
  if (bitasset->individual_settlement_debt > 0)
    {
      g_autofree char *debt = own_amount (self, bitasset->individual_settlement_debt);

      say (self, _ ("Settled positions"), "%s", debt);
      say_amount (self, _ ("Their fund"), bitasset->individual_settlement_fund,
                  options->short_backing_asset);
    }
  if (!bitasset->is_prediction_market)
    say (self, _ ("Black swan"), "%s",
         black_swan_text (options->extensions.black_swan_response_method));
}

static void
say_smartcoin (Words *self)
{
  const MnrBitassetOptions *options = &self->bitasset->options;
  const MnrBitassetOptionsExtensions *extensions = &options->extensions;
  const MnrFeed *feed = &self->bitasset->current_feed;
  g_autofree char *backing = mnr_view_name_asset (self->view, options->short_backing_asset);

  get_object (self, options->short_backing_asset);
  self->group = _ ("Backing");
  say (self, _ ("Backed by"), "%s", backing);
  if (!self->bitasset->is_prediction_market)
    {
      say_ratio (self, _ ("Initial collateral ratio"), extensions->initial_collateral_ratio,
                 feed->initial_collateral_ratio);
      say_ratio (self, _ ("Maintenance collateral ratio"),
                 extensions->maintenance_collateral_ratio, feed->maintenance_collateral_ratio);
      say_ratio (self, _ ("Maximum short squeeze ratio"), extensions->maximum_short_squeeze_ratio,
                 feed->maximum_short_squeeze_ratio);
      if (extensions->margin_call_fee_ratio != NULL)
        {
          g_autofree char *fee = mnr_permille_format (*extensions->margin_call_fee_ratio);

          say (self, _ ("Margin call fee"), "%s", fee);
        }
      say_feed (self);
    }
  say_settlement (self);
}

GPtrArray *
mnr_asset_words_new (const MnrAsset *asset,
                     const MnrView *view,
                     gboolean *is_complete)
{
  Words self;

  words_init (&self, asset, view);
  self.lines = mnr_text_lines_new ();
  say_identity (&self);
  say_supply (&self);
  say_pool (&self);
  say_powers (&self);
  say_fees_and_lists (&self);
  if (self.bitasset != NULL)
    say_smartcoin (&self);
  *is_complete = self.is_complete;
  return self.lines;
}
