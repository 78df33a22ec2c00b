/* test-rules-smartcoin.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "rules/mnr-rules-smartcoin.h"
#include "test-world.h"

static World world;

/* asset_update_bitasset: the options of USD as they are */
static MnrAssetUpdateBitasset
make_update (void)
{
  world_init (&world);
  return (MnrAssetUpdateBitasset){
    .issuer = ALICE,
    .asset_to_update = USD,
    .new_options = world_bitasset (&world, USD)->options,
  };
}

#define UPDATE                   MNR_OPERATION_ASSET_UPDATE_BITASSET
#define UPDATE_ACCEPTED()        world_accepts (&world, UPDATE, &op)
#define UPDATE_REFUSED(id, path) world_refuses (&world, UPDATE, &op, id, path)
#define UPDATE_WARNS(id, path)   world_warns (&world, UPDATE, &op, id, path)
#define UPDATE_SILENT(id)        world_is_silent (&world, UPDATE, &op, id)
#define EXTENSION(member)        "new_options.extensions." member

static void
test_options (void)
{
  MnrAssetUpdateBitasset op = make_update ();
  MnrBitassetOptions *options = &op.new_options;
  MnrBitassetOptionsExtensions *extensions = &options->extensions;
  guint16 ratio = 2000, percent = 10000;
  guint8 method = 3;

  UPDATE_ACCEPTED ();
  world_survives (&world, UPDATE, &op);

  options->minimum_feeds = 0;
  UPDATE_REFUSED ("bitasset-options.minimum-feeds", "new_options.minimum_feeds");
  options->minimum_feeds = 1;

  options->force_settlement_offset_percent = 10001;
  UPDATE_REFUSED ("bitasset-options.settlement-offset",
                  "new_options.force_settlement_offset_percent");
  options->force_settlement_offset_percent = 10000;
  UPDATE_ACCEPTED ();
  options->force_settlement_offset_percent = 0;

  options->maximum_force_settlement_volume = 10001;
  UPDATE_REFUSED ("bitasset-options.settlement-volume",
                  "new_options.maximum_force_settlement_volume");
  options->maximum_force_settlement_volume = 10000;
  UPDATE_ACCEPTED ();

  extensions->margin_call_fee_ratio = &ratio;
  ratio = 32001;
  UPDATE_REFUSED ("bitasset-options.margin-call-fee", EXTENSION ("margin_call_fee_ratio"));
  ratio = 32000;
  UPDATE_ACCEPTED ();
  extensions->margin_call_fee_ratio = NULL;

  for (guint i = 0; i < 3; i++)
    {
      static const char *const ids[] = { "initial", "maintenance", "squeeze" };
      static const char *const members[] = {
        "initial_collateral_ratio",
        "maintenance_collateral_ratio",
        "maximum_short_squeeze_ratio",
      };
      guint16 **const places[] = {
        &extensions->initial_collateral_ratio,
        &extensions->maintenance_collateral_ratio,
        &extensions->maximum_short_squeeze_ratio,
      };
      g_autofree char *id = g_strconcat ("bitasset-options.", ids[i], "-ratio", NULL);
      g_autofree char *path = g_strconcat (EXTENSION (""), members[i], NULL);

      *places[i] = &ratio;
      ratio = 1000;
      UPDATE_REFUSED (id, path);
      ratio = 1001;
      UPDATE_ACCEPTED ();
      ratio = 32000;
      UPDATE_ACCEPTED ();
      ratio = 32001;
      UPDATE_REFUSED (id, path);
      *places[i] = NULL;
    }

  extensions->force_settle_fee_percent = &percent;
  UPDATE_ACCEPTED ();
  percent = 10001;
  UPDATE_REFUSED ("bitasset-options.settlement-fee", EXTENSION ("force_settle_fee_percent"));
  extensions->force_settle_fee_percent = NULL;

  extensions->black_swan_response_method = &method;
  UPDATE_ACCEPTED ();
  method = 4;
  UPDATE_REFUSED ("bitasset-options.black-swan-response",
                  EXTENSION ("black_swan_response_method"));
}

static void
test_options_mistakes (void)
{
  MnrAssetUpdateBitasset op = make_update ();
  MnrBitassetOptions *options = &op.new_options;
  guint16 maintenance = 1499, squeeze = 1500, initial = 1750, fee = 491, percent = 600;

  UPDATE_WARNS ("bitasset-options.one-feed", "new_options.minimum_feeds");
  options->minimum_feeds = 2;
  UPDATE_SILENT ("bitasset-options.one-feed");

  options->feed_lifetime_sec = 3599;
  UPDATE_WARNS ("bitasset-options.feed-lifetime-short", "new_options.feed_lifetime_sec");
  options->feed_lifetime_sec = 3600;
  UPDATE_SILENT ("bitasset-options.feed-lifetime-short");
  options->feed_lifetime_sec = 259200;
  UPDATE_SILENT ("bitasset-options.feed-lifetime-long");
  options->feed_lifetime_sec = 259201;
  UPDATE_WARNS ("bitasset-options.feed-lifetime-long", "new_options.feed_lifetime_sec");

  op = make_update ();
  options->extensions.maintenance_collateral_ratio = &maintenance;
  UPDATE_WARNS ("bitasset-options.maintenance-below-squeeze",
                EXTENSION ("maintenance_collateral_ratio"));
  maintenance = 1500;
  UPDATE_SILENT ("bitasset-options.maintenance-below-squeeze");

  op = make_update ();
  options->extensions.initial_collateral_ratio = &initial;
  UPDATE_WARNS ("bitasset-options.initial-without-effect", EXTENSION ("initial_collateral_ratio"));
  initial = 1751;
  UPDATE_SILENT ("bitasset-options.initial-without-effect");

  op = make_update ();
  options->extensions.maximum_short_squeeze_ratio = &squeeze;
  options->extensions.margin_call_fee_ratio = &fee;
  UPDATE_WARNS ("bitasset-options.margin-call-premium", EXTENSION ("margin_call_fee_ratio"));
  fee = 490;
  UPDATE_SILENT ("bitasset-options.margin-call-premium");

  op = make_update ();
  options->force_settlement_offset_percent = 10000;
  UPDATE_WARNS ("bitasset-options.no-settlement", "new_options.force_settlement_offset_percent");
  options->force_settlement_offset_percent = 0;
  options->maximum_force_settlement_volume = 0;
  UPDATE_WARNS ("bitasset-options.no-settlement", "new_options.maximum_force_settlement_volume");
  options->maximum_force_settlement_volume = 1;
  UPDATE_SILENT ("bitasset-options.no-settlement");

  options->force_settlement_offset_percent = 500;
  options->extensions.force_settle_fee_percent = &percent;
  UPDATE_WARNS ("bitasset-options.costly-settlement", EXTENSION ("force_settle_fee_percent"));
  percent = 100;
  UPDATE_SILENT ("bitasset-options.costly-settlement");

  /* A prediction market needs no feed. */
  op = make_update ();
  op.asset_to_update = BET;
  UPDATE_SILENT ("bitasset-options.one-feed");
}

/* At creation there is no feed yet: the ratios are those that nodes assume. */
static void
test_options_created (void)
{
  guint16 squeeze = 1751;
  MnrBitassetOptions options = {
    .feed_lifetime_sec = 86400,
    .minimum_feeds = 3,
    .maximum_force_settlement_volume = 2000,
    .short_backing_asset = TOKEN,
    .extensions = { .maximum_short_squeeze_ratio = &squeeze },
  };

  world_init (&world);
  for (guint i = 0; i < 2; i++)
    {
      g_auto (MnrCheck) check = { 0 };
      const MnrFinding *finding;

      mnr_check_init (&check, &world.view);
      mnr_rules_bitasset_mistakes (&options, NULL, i == 1, "bitasset_opts", &check);
      g_assert_null (mnr_check_get_refusal (&check));
      g_assert_cmpuint (check.findings->len, ==, 2 - i);
      finding = g_ptr_array_index (check.findings, 0);
      g_assert_cmpstr (finding->rule->id, ==, "bitasset-options.controlled-backing");
      g_assert_cmpstr (finding->path, ==, "bitasset_opts.short_backing_asset");
      if (i == 1)
        continue;
      finding = g_ptr_array_index (check.findings, 1);
      g_assert_cmpstr (finding->rule->id, ==, "bitasset-options.maintenance-below-squeeze");
      g_assert_cmpstr (finding->path, ==,
                       "bitasset_opts.extensions.maximum_short_squeeze_ratio");
    }
}

static void
test_update_asset (void)
{
  MnrAssetUpdateBitasset op = make_update ();
  guint8 method = 0;

  op.asset_to_update = TOKEN;
  UPDATE_REFUSED ("asset-update-bitasset.not-smartcoin", "asset_to_update");
  op.asset_to_update = MNR_ASSET_ID (99);
  UPDATE_REFUSED ("object.missing", "asset_to_update");

  op = make_update ();
  op.issuer = BOB;
  UPDATE_REFUSED ("asset-update-bitasset.issuer", "issuer");

  op = make_update ();
  op.asset_to_update = BET;
  op.new_options.extensions.black_swan_response_method = &method;
  UPDATE_REFUSED ("asset-update-bitasset.prediction-market",
                  EXTENSION ("black_swan_response_method"));

  op = make_update ();
  op.new_options.feed_lifetime_sec = 3;
  UPDATE_REFUSED ("asset-update-bitasset.feed-lifetime", "new_options.feed_lifetime_sec");
  op.new_options.feed_lifetime_sec = 4;
  UPDATE_ACCEPTED ();
  op.new_options.force_settlement_delay_sec = 3;
  UPDATE_REFUSED ("asset-update-bitasset.settlement-delay",
                  "new_options.force_settlement_delay_sec");
  op.new_options.force_settlement_delay_sec = 4;
  UPDATE_ACCEPTED ();
}

static void
test_update_rights (void)
{
  static const struct
  {
    guint16 bit;
    const char *id;
    const char *path;
    gsize offset;
  } cases[] = {
    { MNR_POWER_DISABLE_MCR_UPDATE, "asset-update-bitasset.maintenance-ratio",
      EXTENSION ("maintenance_collateral_ratio"),
      offsetof (MnrBitassetOptionsExtensions, maintenance_collateral_ratio) },
    { MNR_POWER_DISABLE_ICR_UPDATE, "asset-update-bitasset.initial-ratio",
      EXTENSION ("initial_collateral_ratio"),
      offsetof (MnrBitassetOptionsExtensions, initial_collateral_ratio) },
    { MNR_POWER_DISABLE_MSSR_UPDATE, "asset-update-bitasset.squeeze-ratio",
      EXTENSION ("maximum_short_squeeze_ratio"),
      offsetof (MnrBitassetOptionsExtensions, maximum_short_squeeze_ratio) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      MnrAssetUpdateBitasset op = make_update ();
      guint16 old = 1600, new = 1600;
      guint16 **old_place, **new_place;

      world_asset (&world, USD)->options.issuer_permissions |= cases[i].bit;
      old_place = G_STRUCT_MEMBER_P (&world_bitasset (&world, USD)->options.extensions,
                                     cases[i].offset);
      new_place = G_STRUCT_MEMBER_P (&op.new_options.extensions, cases[i].offset);

      UPDATE_ACCEPTED ();
      *new_place = &new;
      UPDATE_REFUSED (cases[i].id, cases[i].path);
      *old_place = &old;
      UPDATE_ACCEPTED ();
      new = 1601;
      UPDATE_REFUSED (cases[i].id, cases[i].path);
      *new_place = NULL;
      UPDATE_REFUSED (cases[i].id, cases[i].path);

      world_asset (&world, USD)->options.issuer_permissions ^= cases[i].bit;
      UPDATE_ACCEPTED ();
    }
}

static void
test_update_black_swan (void)
{
  static const char path[] = EXTENSION ("black_swan_response_method");
  MnrAssetUpdateBitasset op = make_update ();
  MnrBitassetData *usd = world_bitasset (&world, USD);
  guint8 old = 0, new = 0;

  /* Not set is global settlement: nothing changes. */
  world_asset (&world, USD)->options.issuer_permissions |= MNR_POWER_DISABLE_BSRM_UPDATE;
  op.new_options.extensions.black_swan_response_method = &new;
  UPDATE_ACCEPTED ();
  new = 1;
  UPDATE_REFUSED ("asset-update-bitasset.black-swan-response", path);
  world_asset (&world, USD)->options.issuer_permissions ^= MNR_POWER_DISABLE_BSRM_UPDATE;
  UPDATE_ACCEPTED ();

  op.asset_to_update = SETTLED;
  UPDATE_REFUSED ("asset-update-bitasset.black-swan-response-settled", path);
  op.asset_to_update = USD;

  usd->options.extensions.black_swan_response_method = &old;
  old = 2;
  UPDATE_ACCEPTED ();
  usd->individual_settlement_debt = 1;
  UPDATE_REFUSED ("asset-update-bitasset.black-swan-response-fund", path);
  new = 2;
  UPDATE_ACCEPTED ();

  old = 3;
  UPDATE_ACCEPTED ();
  world.has_settled_debt_order = TRUE;
  UPDATE_REFUSED ("asset-update-bitasset.black-swan-response-order", path);
}

static void
test_update_backing (void)
{
  static const char path[] = "new_options.short_backing_asset";
  MnrAssetUpdateBitasset op = make_update ();
  MnrAssetDynamicData *usd = world_dynamic_data (&world, USD);

  op.new_options.short_backing_asset = TOKEN;
  UPDATE_REFUSED ("asset-update-bitasset.backing-supply", path);
  usd->current_supply = 0;
  UPDATE_ACCEPTED ();
  UPDATE_WARNS ("asset-update-bitasset.feeds-reset", path);
  UPDATE_WARNS ("bitasset-options.controlled-backing", path);
  world_asset (&world, TOKEN)->options.issuer_permissions = 0x41;
  UPDATE_SILENT ("bitasset-options.controlled-backing");
  world_asset (&world, TOKEN)->options.flags = MNR_POWER_TRANSFER_RESTRICTED;
  UPDATE_WARNS ("bitasset-options.controlled-backing", path);

  usd->accumulated_collateral_fees = 1;
  UPDATE_REFUSED ("asset-update-bitasset.backing-fees", path);
  usd->accumulated_collateral_fees = 0;

  op.new_options.short_backing_asset = MNR_ASSET_ID (99);
  UPDATE_REFUSED ("object.missing", path);
  op.new_options.short_backing_asset = USD;
  UPDATE_REFUSED ("asset-update-bitasset.backing-itself", path);

  /* One smartcoin below is enough. */
  op.new_options.short_backing_asset = SETTLED;
  UPDATE_ACCEPTED ();
  world_bitasset (&world, SETTLED)->options.short_backing_asset = BET;
  UPDATE_REFUSED ("asset-update-bitasset.backing-depth", path);
  world_bitasset (&world, SETTLED)->options.short_backing_asset = TOKEN;
  UPDATE_ACCEPTED ();

  /* Those backed by it. */
  world.backed_asset = SETTLED;
  UPDATE_REFUSED ("asset-update-bitasset.backing-circle", path);
  world.backed_asset = BET;
  UPDATE_REFUSED ("asset-update-bitasset.backing-child", path);
  op.new_options.short_backing_asset = TOKEN;
  UPDATE_ACCEPTED ();
  world_survives (&world, UPDATE, &op);
  world_asset (&world, BET)->issuer = MNR_COMMITTEE_ACCOUNT;
  UPDATE_REFUSED ("asset-update-bitasset.backing-committee-child", path);

  op = make_update ();
  op.asset_to_update = SETTLED;
  world_dynamic_data (&world, SETTLED)->current_supply = 0;
  op.new_options.short_backing_asset = TOKEN;
  UPDATE_REFUSED ("asset-update-bitasset.backing-settled", path);

  op = make_update ();
  op.asset_to_update = BET;
  world_dynamic_data (&world, BET)->current_supply = 0;
  op.new_options.short_backing_asset = TOKEN;
  UPDATE_REFUSED ("asset-update-bitasset.backing-precision", path);
  world_asset (&world, TOKEN)->precision = 5;
  UPDATE_ACCEPTED ();
}

static void
test_update_backing_committee (void)
{
  static const char path[] = "new_options.short_backing_asset";
  MnrAssetUpdateBitasset op = make_update ();

  op.issuer = world_asset (&world, USD)->issuer = MNR_COMMITTEE_ACCOUNT;
  world_dynamic_data (&world, USD)->current_supply = 0;
  op.new_options.short_backing_asset = TOKEN;
  UPDATE_REFUSED ("asset-update-bitasset.backing-committee", path);
  op.new_options.short_backing_asset = SETTLED;
  UPDATE_ACCEPTED ();
  world_bitasset (&world, SETTLED)->options.short_backing_asset = TOKEN;
  UPDATE_REFUSED ("asset-update-bitasset.backing-committee", path);
}

static void
test_update_consequences (void)
{
  MnrAssetUpdateBitasset op = make_update ();
  MnrCallOrder least = { .collateral = 3800000, .debt = 100000 };
  guint16 ratio = 1900;

  /* Two producers, one of whom is late. */
  op.new_options.minimum_feeds = 3;
  UPDATE_WARNS ("asset-update-bitasset.too-few-producers", "new_options.minimum_feeds");
  op.new_options.minimum_feeds = 2;
  UPDATE_WARNS ("asset-update-bitasset.no-spare-producer", "new_options.minimum_feeds");
  UPDATE_SILENT ("asset-update-bitasset.too-few-producers");
  world_asset (&world, USD)->options.flags = MNR_POWER_WITNESS_FED_ASSET;
  UPDATE_WARNS ("asset-update-bitasset.loses-price", "new_options.minimum_feeds");
  op.new_options.minimum_feeds = 1;
  UPDATE_SILENT ("asset-update-bitasset.loses-price");
  op.new_options.feed_lifetime_sec = 100;
  UPDATE_WARNS ("asset-update-bitasset.loses-price", "new_options.feed_lifetime_sec");
  op.new_options.feed_lifetime_sec = 101;
  UPDATE_SILENT ("asset-update-bitasset.loses-price");

  /* A position at exactly 190 %. */
  op = make_update ();
  world.least = &least;
  op.new_options.extensions.maintenance_collateral_ratio = &ratio;
  UPDATE_WARNS ("asset-update-bitasset.margin-calls", EXTENSION ("maintenance_collateral_ratio"));
  ratio = 1899;
  UPDATE_SILENT ("asset-update-bitasset.margin-calls");

  op.new_options.extensions.maintenance_collateral_ratio = NULL;
  op.new_options.extensions.maximum_short_squeeze_ratio = &ratio;
  ratio = 1901;
  UPDATE_WARNS ("asset-update-bitasset.black-swan", EXTENSION ("maximum_short_squeeze_ratio"));
  ratio = 1900;
  UPDATE_SILENT ("asset-update-bitasset.black-swan");
}

/* asset_update_feed_producers */

#define PRODUCERS MNR_OPERATION_ASSET_UPDATE_FEED_PRODUCERS

static void
test_producers (void)
{
  MnrObjectId ids[] = { ALICE, BOB, CAROL, DAVE };
  MnrAssetUpdateFeedProducers op = {
    .issuer = ALICE,
    .asset_to_update = USD,
    .new_feed_producers = { .items = ids, .len = 3 },
  };

  world_init (&world);
  world_accepts (&world, PRODUCERS, &op);
  world_survives (&world, PRODUCERS, &op);

  op.new_feed_producers.len = 4;
  world_refuses (&world, PRODUCERS, &op, "asset-update-feed-producers.too-many",
                 "new_feed_producers");
  op.new_feed_producers.len = 3;

  op.asset_to_update = TOKEN;
  world_refuses (&world, PRODUCERS, &op, "asset-update-feed-producers.not-smartcoin",
                 "asset_to_update");
  op.asset_to_update = USD;

  world_asset (&world, USD)->options.flags = MNR_POWER_WITNESS_FED_ASSET;
  world_refuses (&world, PRODUCERS, &op, "asset-update-feed-producers.witness-fed",
                 "asset_to_update");
  world_asset (&world, USD)->options.flags = MNR_POWER_COMMITTEE_FED_ASSET;
  world_refuses (&world, PRODUCERS, &op, "asset-update-feed-producers.committee-fed",
                 "asset_to_update");
  world_asset (&world, USD)->options.flags = 0;

  op.issuer = BOB;
  world_refuses (&world, PRODUCERS, &op, "asset-update-feed-producers.issuer", "issuer");
  op.issuer = ALICE;

  ids[2] = MNR_ACCOUNT_ID (99);
  world_refuses (&world, PRODUCERS, &op, "object.missing", "new_feed_producers[2]");
  ids[2] = CAROL;

  /* Alice's is the only live feed. */
  world_is_silent (&world, PRODUCERS, &op, "asset-update-feed-producers.loses-price");
  op.new_feed_producers.items++;
  op.new_feed_producers.len = 2;
  world_warns (&world, PRODUCERS, &op, "asset-update-feed-producers.loses-price",
               "new_feed_producers");
  world_is_silent (&world, PRODUCERS, &op, "asset-update-feed-producers.no-spare");
  world_bitasset (&world, USD)->options.minimum_feeds = 2;
  world_warns (&world, PRODUCERS, &op, "asset-update-feed-producers.no-spare",
               "new_feed_producers");
  op.new_feed_producers.len = 1;
  world_warns (&world, PRODUCERS, &op, "asset-update-feed-producers.too-few",
               "new_feed_producers");
  op.new_feed_producers.len = 0;
  world_accepts (&world, PRODUCERS, &op);
}

/* asset_publish_feed */

#define FEED            MNR_OPERATION_ASSET_PUBLISH_FEED
#define FEED_ACCEPTED() world_accepts (&world, FEED, &op)
#define FEED_REFUSED(id, path) \
  world_refuses (&world, FEED, &op, "asset-publish-feed." id, path)
#define FEED_WARNS(id, path) world_warns (&world, FEED, &op, "asset-publish-feed." id, path)
#define FEED_SILENT(id)      world_is_silent (&world, FEED, &op, "asset-publish-feed." id)

static MnrAssetPublishFeed
make_feed (void)
{
  world_init (&world);
  return (MnrAssetPublishFeed){
    .publisher = ALICE,
    .asset_id = USD,
    .feed = {
      .settlement_price = price (10000, USD, 200000, CORE),
      .core_exchange_rate = price (10000, USD, 200000, CORE),
      .maintenance_collateral_ratio = 1750,
      .maximum_short_squeeze_ratio = 1500,
    },
  };
}

static void
test_feed_protocol (void)
{
  MnrAssetPublishFeed op = make_feed ();
  guint16 initial = 1000;
  g_autofree char *refusals = NULL;

  FEED_ACCEPTED ();
  world_survives (&world, FEED, &op);

  for (guint i = 0; i < 2; i++)
    {
      guint16 *ratio = i == 0 ? &op.feed.maximum_short_squeeze_ratio
                              : &op.feed.maintenance_collateral_ratio;
      const char *id = i == 0 ? "asset-publish-feed.squeeze-ratio"
                              : "asset-publish-feed.maintenance-ratio";
      const char *path = i == 0 ? "feed.maximum_short_squeeze_ratio"
                                : "feed.maintenance_collateral_ratio";

      *ratio = 1000;
      world_refuses (&world, FEED, &op, id, path);
      *ratio = 1001;
      FEED_ACCEPTED ();
      *ratio = 32000;
      FEED_ACCEPTED ();
      *ratio = 32001;
      world_refuses (&world, FEED, &op, id, path);
      op = make_feed ();
    }

  op.extensions.initial_collateral_ratio = &initial;
  FEED_REFUSED ("initial-ratio", "extensions.initial_collateral_ratio");
  initial = 1001;
  FEED_ACCEPTED ();
  initial = 32001;
  FEED_REFUSED ("initial-ratio", "extensions.initial_collateral_ratio");
  op = make_feed ();

  op.feed.core_exchange_rate = price (200000, CORE, 10000, USD);
  FEED_REFUSED ("different-assets", "feed.core_exchange_rate.base.asset_id");
  op = make_feed ();

  op.feed.settlement_price = price (0, CORE, 0, CORE);
  FEED_REFUSED ("no-price", "feed.settlement_price");
  op = make_feed ();
  op.feed.core_exchange_rate = price (0, CORE, 0, CORE);
  FEED_REFUSED ("no-rate", "feed.core_exchange_rate");
  op = make_feed ();

  op.feed.settlement_price.base.asset_id = op.feed.core_exchange_rate.base.asset_id = TOKEN;
  FEED_REFUSED ("other-asset", "feed.settlement_price.base.asset_id");

  /* Nothing filled in yet. */
  op = (MnrAssetPublishFeed){ 0 };
  refusals = world_refusals (&world, FEED, &op);
  g_assert_true (g_str_has_prefix (refusals, "asset-publish-feed.squeeze-ratio "
                                             "asset-publish-feed.maintenance-ratio "
                                             "asset-publish-feed.no-price "
                                             "asset-publish-feed.no-rate"));
}

static void
test_feed_state (void)
{
  MnrAssetPublishFeed op = make_feed ();

  op.asset_id = op.feed.settlement_price.base.asset_id =
    op.feed.core_exchange_rate.base.asset_id = TOKEN;
  FEED_REFUSED ("not-smartcoin", "asset_id");

  op = make_feed ();
  op.feed.settlement_price.quote.asset_id = TOKEN;
  FEED_REFUSED ("wrong-backing", "feed.settlement_price.quote.asset_id");
  op = make_feed ();
  op.feed.core_exchange_rate.quote.asset_id = TOKEN;
  FEED_REFUSED ("rate-not-core", "feed.core_exchange_rate.quote.asset_id");

  op = make_feed ();
  op.asset_id = op.feed.settlement_price.base.asset_id =
    op.feed.core_exchange_rate.base.asset_id = BET;
  world_asset (&world, BET)->options.flags = MNR_POWER_WITNESS_FED_ASSET;
  FEED_ACCEPTED ();
  world_bitasset (&world, BET)->settlement_price = price (1, BET, 0, CORE);
  FEED_REFUSED ("globally-settled", "asset_id");

  op = make_feed ();
  op.publisher = CAROL;
  FEED_REFUSED ("not-producer", "publisher");
  op.publisher = BOB;
  FEED_ACCEPTED ();
  world_asset (&world, USD)->options.flags = MNR_POWER_WITNESS_FED_ASSET;
  FEED_REFUSED ("not-witness", "publisher");
  world_asset (&world, USD)->options.flags = MNR_POWER_COMMITTEE_FED_ASSET;
  FEED_REFUSED ("not-committee", "publisher");
  op.publisher = ALICE;
  FEED_ACCEPTED ();
}

static void
test_feed_mistakes (void)
{
  MnrAssetPublishFeed op = make_feed ();

  /* A tenth off is near enough, more is not. */
  op.feed.settlement_price.quote.amount = op.feed.core_exchange_rate.quote.amount = 220000;
  FEED_SILENT ("far-from-median");
  op.feed.settlement_price.quote.amount = op.feed.core_exchange_rate.quote.amount = 220001;
  FEED_WARNS ("far-from-median", "feed.settlement_price");
  op.feed.settlement_price.quote.amount = op.feed.core_exchange_rate.quote.amount = 180000;
  FEED_WARNS ("far-from-median", "feed.settlement_price");
  op.feed.settlement_price = price (G_MAXINT64, USD, G_MAXINT64, CORE);
  FEED_WARNS ("far-from-median", "feed.settlement_price");

  op = make_feed ();
  op.feed.core_exchange_rate.quote.amount = 220001;
  FEED_WARNS ("rate-far-from-price", "feed.core_exchange_rate");
  op.feed.core_exchange_rate.quote.amount = 220000;
  FEED_SILENT ("rate-far-from-price");

  op.feed.maintenance_collateral_ratio = 1499;
  FEED_WARNS ("maintenance-below-squeeze", "feed.maintenance_collateral_ratio");
  op.feed.maintenance_collateral_ratio = 1500;
  FEED_SILENT ("maintenance-below-squeeze");

  /* A fund of 10 core units for one of debt, at 175 % of the price. */
  op = make_feed ();
  world_asset (&world, SETTLED)->options.flags = MNR_POWER_WITNESS_FED_ASSET;
  op.asset_id = SETTLED;
  op.feed.settlement_price = op.feed.core_exchange_rate = price (700, SETTLED, 4000, CORE);
  FEED_SILENT ("revives");
  op.feed.settlement_price = op.feed.core_exchange_rate = price (700, SETTLED, 3999, CORE);
  FEED_WARNS ("revives", "feed.settlement_price");
}

/* asset_settle */

#define SETTLE                   MNR_OPERATION_ASSET_SETTLE
#define SETTLE_ACCEPTED()        world_accepts (&world, SETTLE, &op)
#define SETTLE_REFUSED(id, path) world_refuses (&world, SETTLE, &op, "asset-settle." id, path)
#define SETTLE_WARNS(id, path)   world_warns (&world, SETTLE, &op, "asset-settle." id, path)

static MnrAssetSettle
make_settle (void)
{
  world_init (&world);
  return (MnrAssetSettle){ .account = CAROL, .amount = amount (10000, USD) };
}

static void
test_settle (void)
{
  MnrAssetSettle op = make_settle ();
  MnrBitassetData *usd = world_bitasset (&world, USD);
  MnrObjectId alice[] = { ALICE };
  guint8 to_fund = 2;

  SETTLE_ACCEPTED ();
  world_survives (&world, SETTLE, &op);

  op.amount.amount = -1;
  SETTLE_REFUSED ("negative", "amount.amount");
  op.amount.amount = 0;
  SETTLE_WARNS ("nothing", "amount.amount");
  op.amount.amount = 1;
  world_is_silent (&world, SETTLE, &op, "asset-settle.nothing");

  usd->options.force_settlement_offset_percent = 10000;
  SETTLE_WARNS ("never", "amount");
  usd->options.force_settlement_offset_percent = 0;
  usd->options.maximum_force_settlement_volume = 0;
  SETTLE_WARNS ("never", "amount");

  op = make_settle ();
  op.amount.asset_id = TOKEN;
  SETTLE_REFUSED ("not-smartcoin", "amount.asset_id");

  op = make_settle ();
  world_asset (&world, USD)->options.flags = MNR_POWER_DISABLE_FORCE_SETTLE;
  SETTLE_REFUSED ("disabled", "amount.asset_id");
  usd->options.extensions.black_swan_response_method = &to_fund;
  usd->individual_settlement_debt = 10000;
  usd->individual_settlement_fund = 1000;
  SETTLE_ACCEPTED ();
  /* Ten units of debt for one of the fund. */
  op.amount.amount = 9;
  SETTLE_REFUSED ("too-little", "amount.amount");
  op.amount.amount = 10;
  SETTLE_ACCEPTED ();
  world_asset (&world, USD)->options.flags = 0;

  usd->current_feed.settlement_price = price (0, CORE, 0, CORE);
  SETTLE_ACCEPTED ();
  usd->individual_settlement_debt = 0;
  SETTLE_REFUSED ("no-feed", "amount.asset_id");

  op = make_settle ();
  op.amount.amount = 1000000001;
  SETTLE_REFUSED ("balance", "amount.amount");
  op.amount.amount = 1000000000;
  SETTLE_ACCEPTED ();

  op = make_settle ();
  world_asset (&world, USD)->options.flags = MNR_POWER_WHITE_LIST;
  world_asset (&world, USD)->options.whitelist_authorities.items = alice;
  world_asset (&world, USD)->options.whitelist_authorities.len = 1;
  SETTLE_REFUSED ("may-not-settle", "amount.asset_id");

  op = make_settle ();
  usd->options.short_backing_asset = TOKEN;
  world_asset (&world, TOKEN)->options.flags = MNR_POWER_WHITE_LIST;
  world_asset (&world, TOKEN)->options.whitelist_authorities.items = alice;
  world_asset (&world, TOKEN)->options.whitelist_authorities.len = 1;
  SETTLE_REFUSED ("may-not-receive", "amount.asset_id");
}

static void
test_settle_settled (void)
{
  MnrAssetSettle op = make_settle ();
  MnrBitassetData *settled = world_bitasset (&world, SETTLED);

  /* Two units of debt for one of the fund. */
  settled->settlement_price = price (2, SETTLED, 1, CORE);
  op.amount = amount (2, SETTLED);
  SETTLE_ACCEPTED ();
  op.amount.amount = 1;
  SETTLE_REFUSED ("too-little", "amount.amount");
  op.amount.amount = 0;
  SETTLE_REFUSED ("too-little", "amount.amount");
  /* Whoever has the whole supply gets the whole fund. */
  op.amount.amount = 1;
  world_dynamic_data (&world, SETTLED)->current_supply = 1;
  SETTLE_ACCEPTED ();

  op.amount = amount (10, BET);
  SETTLE_REFUSED ("undecided", "amount.asset_id");
  world_bitasset (&world, BET)->settlement_price = price (1, BET, 0, CORE);
  SETTLE_ACCEPTED ();
}

/* asset_global_settle */

#define GLOBAL            MNR_OPERATION_ASSET_GLOBAL_SETTLE
#define GLOBAL_ACCEPTED() world_accepts (&world, GLOBAL, &op)
#define GLOBAL_REFUSED(id, path) \
  world_refuses (&world, GLOBAL, &op, "asset-global-settle." id, path)
#define GLOBAL_WARNS(id, path) world_warns (&world, GLOBAL, &op, "asset-global-settle." id, path)

static MnrAssetGlobalSettle
make_global (void)
{
  world_init (&world);
  return (MnrAssetGlobalSettle){
    .issuer = ALICE,
    .asset_to_settle = USD,
    .settle_price = price (10000, USD, 200000, CORE),
  };
}

static void
test_global_settle (void)
{
  MnrAssetGlobalSettle op = make_global ();

  GLOBAL_ACCEPTED ();
  world_survives (&world, GLOBAL, &op);

  op.settle_price = price (200000, CORE, 10000, USD);
  GLOBAL_REFUSED ("other-asset", "settle_price.base.asset_id");

  op = make_global ();
  op.asset_to_settle = op.settle_price.base.asset_id = TOKEN;
  world_asset (&world, TOKEN)->options.issuer_permissions = MNR_POWER_GLOBAL_SETTLE;
  GLOBAL_REFUSED ("not-smartcoin", "asset_to_settle");

  op = make_global ();
  world_asset (&world, USD)->options.issuer_permissions ^= MNR_POWER_GLOBAL_SETTLE;
  GLOBAL_REFUSED ("not-permitted", "asset_to_settle");

  op = make_global ();
  op.issuer = BOB;
  GLOBAL_REFUSED ("issuer", "issuer");

  op = make_global ();
  world_dynamic_data (&world, USD)->current_supply = 0;
  GLOBAL_REFUSED ("no-supply", "asset_to_settle");

  op = make_global ();
  op.asset_to_settle = op.settle_price.base.asset_id = SETTLED;
  GLOBAL_REFUSED ("already", "asset_to_settle");

  op = make_global ();
  op.settle_price.base.amount = 0;
  GLOBAL_REFUSED ("base-amount", "settle_price.base.amount");
  op.settle_price = price (1, USD, -1, CORE);
  GLOBAL_REFUSED ("overflow", "settle_price.quote.amount");
  op.settle_price = price (1, USD, G_MAXINT64, CORE);
  GLOBAL_REFUSED ("overflow", "settle_price");
  op.settle_price = price (1, USD, 1, TOKEN);
  GLOBAL_REFUSED ("wrong-backing", "settle_price.quote.asset_id");

  /* Bob's position holds 40 for one of debt, and a fraction is rounded down. */
  op = make_global ();
  op.settle_price = price (1, USD, 40, CORE);
  GLOBAL_ACCEPTED ();
  op.settle_price = price (100000000, USD, G_GINT64_CONSTANT (4000000001), CORE);
  GLOBAL_REFUSED ("collateral", "settle_price");
  op.settle_price = price (1000000000, USD, G_GINT64_CONSTANT (40000000009), CORE);
  GLOBAL_ACCEPTED ();

  op.settle_price = price (1, USD, 0, CORE);
  GLOBAL_WARNS ("for-nothing", "settle_price.quote.amount");
  op.settle_price = price (10, USD, 221, CORE);
  GLOBAL_WARNS ("far-from-feed", "settle_price");
  op.settle_price = price (10, USD, 180, CORE);
  GLOBAL_WARNS ("far-from-feed", "settle_price");
  op.settle_price = price (10, USD, 220, CORE);
  world_is_silent (&world, GLOBAL, &op, "asset-global-settle.far-from-feed");

  /* "No" is an outcome. */
  op = make_global ();
  op.asset_to_settle = BET;
  op.settle_price = price (1, BET, 0, CORE);
  GLOBAL_ACCEPTED ();
  world_is_silent (&world, GLOBAL, &op, "asset-global-settle.for-nothing");
}

/* bid_collateral */

#define BID                   MNR_OPERATION_BID_COLLATERAL
#define BID_ACCEPTED()        world_accepts (&world, BID, &op)
#define BID_REFUSED(id, path) world_refuses (&world, BID, &op, "bid-collateral." id, path)

static MnrBidCollateral
make_bid (void)
{
  world_init (&world);
  return (MnrBidCollateral){
    .bidder = CAROL,
    .additional_collateral = amount (1000, CORE),
    .debt_covered = amount (100, SETTLED),
  };
}

static void
test_bid (void)
{
  MnrBidCollateral op = make_bid ();
  MnrBitassetData *settled = world_bitasset (&world, SETTLED);
  MnrObjectId alice[] = { ALICE };
  MnrAssetOptions *options = &world_asset (&world, SETTLED)->options;

  BID_ACCEPTED ();
  world_survives (&world, BID, &op);

  op.debt_covered.amount = -1;
  BID_REFUSED ("amounts", "debt_covered.amount");
  op.debt_covered.amount = 1;
  op.additional_collateral.amount = 0;
  BID_REFUSED ("amounts", "additional_collateral.amount");
  op.additional_collateral.amount = 1;
  BID_ACCEPTED ();

  op = make_bid ();
  op.debt_covered.asset_id = TOKEN;
  BID_REFUSED ("not-smartcoin", "debt_covered.asset_id");
  op.debt_covered.asset_id = USD;
  BID_REFUSED ("not-settled", "debt_covered.asset_id");

  op = make_bid ();
  options->flags = MNR_POWER_DISABLE_COLLATERAL_BIDDING;
  BID_REFUSED ("disabled", "debt_covered.asset_id");

  op = make_bid ();
  op.additional_collateral.asset_id = TOKEN;
  BID_REFUSED ("wrong-collateral", "additional_collateral.asset_id");

  op = make_bid ();
  settled->is_prediction_market = TRUE;
  BID_REFUSED ("prediction-market", "debt_covered.asset_id");

  /* Only Bob has a bid to take back; only what is added has to be there. */
  op = make_bid ();
  op.debt_covered.amount = 0;
  BID_REFUSED ("none-to-cancel", "debt_covered.amount");
  op.bidder = BOB;
  BID_ACCEPTED ();
  op.additional_collateral.amount = 0;
  BID_ACCEPTED ();

  op = make_bid ();
  op.additional_collateral.amount = 1000000001;
  BID_REFUSED ("balance", "additional_collateral.amount");
  op.bidder = BOB;
  op.additional_collateral.amount = 1000500000;
  BID_ACCEPTED ();
  op.additional_collateral.amount = 1000500001;
  BID_REFUSED ("balance", "additional_collateral.amount");

  op = make_bid ();
  options->flags = MNR_POWER_WHITE_LIST;
  options->whitelist_authorities.items = alice;
  options->whitelist_authorities.len = 1;
  BID_REFUSED ("may-not-hold-debt", "debt_covered.asset_id");

  op = make_bid ();
  options = &world_asset (&world, CORE)->options;
  options->flags = MNR_POWER_WHITE_LIST;
  options->whitelist_authorities.items = alice;
  options->whitelist_authorities.len = 1;
  world.accounts[2].blacklisting_accounts.items = alice;
  {
    g_autofree char *refusals = world_refusals (&world, BID, &op);

    g_assert_true (g_str_has_suffix (refusals, "bid-collateral.may-not-hold-collateral"));
  }

  /* Debt of 100 brings 1000 of the fund along; at 180 % of 20, 3600 are too few. */
  op = make_bid ();
  settled->current_feed = world_bitasset (&world, USD)->current_feed;
  settled->current_feed.settlement_price.base.asset_id = SETTLED;
  op.additional_collateral.amount = 2600;
  world_warns (&world, BID, &op, "bid-collateral.too-low", "additional_collateral.amount");
  op.additional_collateral.amount = 2601;
  world_is_silent (&world, BID, &op, "bid-collateral.too-low");
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rules/smartcoin/options", test_options);
  g_test_add_func ("/rules/smartcoin/options/mistakes", test_options_mistakes);
  g_test_add_func ("/rules/smartcoin/options/created", test_options_created);
  g_test_add_func ("/rules/smartcoin/update/asset", test_update_asset);
  g_test_add_func ("/rules/smartcoin/update/rights", test_update_rights);
  g_test_add_func ("/rules/smartcoin/update/black-swan", test_update_black_swan);
  g_test_add_func ("/rules/smartcoin/update/backing", test_update_backing);
  g_test_add_func ("/rules/smartcoin/update/backing/committee", test_update_backing_committee);
  g_test_add_func ("/rules/smartcoin/update/consequences", test_update_consequences);
  g_test_add_func ("/rules/smartcoin/producers", test_producers);
  g_test_add_func ("/rules/smartcoin/feed/protocol", test_feed_protocol);
  g_test_add_func ("/rules/smartcoin/feed/state", test_feed_state);
  g_test_add_func ("/rules/smartcoin/feed/mistakes", test_feed_mistakes);
  g_test_add_func ("/rules/smartcoin/settle", test_settle);
  g_test_add_func ("/rules/smartcoin/settle/settled", test_settle_settled);
  g_test_add_func ("/rules/smartcoin/global-settle", test_global_settle);
  g_test_add_func ("/rules/smartcoin/bid", test_bid);

  return g_test_run ();
}
