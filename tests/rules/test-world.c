/* test-world.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-world.h"

static guint
index_of (MnrObjectId asset)
{
  guint64 instance = mnr_object_id_get_instance (asset);

  return instance == 0 ? 0 : (guint) instance - 9;
}

MnrAsset *
world_asset (World *self,
             MnrObjectId id)
{
  return &self->assets[index_of (id)];
}

MnrBitassetData *
world_bitasset (World *self,
                MnrObjectId id)
{
  return &self->bitassets[index_of (id)];
}

MnrAssetDynamicData *
world_dynamic_data (World *self,
                    MnrObjectId id)
{
  return &self->dynamic_data[index_of (id)];
}

MnrAmount
amount (gint64 value,
        MnrObjectId asset)
{
  return (MnrAmount){ value, asset };
}

MnrPrice
price (gint64 base,
       MnrObjectId base_asset,
       gint64 quote,
       MnrObjectId quote_asset)
{
  return (MnrPrice){ .base = { base, base_asset }, .quote = { quote, quote_asset } };
}

static MnrKnowledge
get_object (const MnrView *view,
            MnrObjectId id,
            gconstpointer *object)
{
  const World *self = (gconstpointer) view;
  guint64 instance = mnr_object_id_get_instance (id);

  *object = NULL;
  if (id == self->forgotten)
    return MNR_NOT_KNOWN;

  switch (mnr_object_id_get_type (id))
    {
    case MNR_OBJECT_ACCOUNT:
      if (instance == 0)
        *object = &self->committee;
      else if (instance == 1)
        *object = &self->witnesses;
      else if (instance >= 100 && instance < 104)
        *object = &self->accounts[instance - 100];
      break;

    case MNR_OBJECT_ASSET:
      if (instance == 0 || (instance >= 10 && instance < 9 + N_ASSETS))
        *object = &self->assets[index_of (id)];
      break;

    case MNR_OBJECT_ASSET_DYNAMIC_DATA:
      *object = &self->dynamic_data[instance];
      break;

    case MNR_OBJECT_BITASSET_DATA:
      *object = &self->bitassets[instance];
      break;

    case MNR_OBJECT_LIMIT_ORDER:
      if (id == self->order.id)
        *object = &self->order;
      break;

    case MNR_OBJECT_GLOBAL_PROPERTIES:
      *object = &self->global;
      break;

    case MNR_OBJECT_DYNAMIC_GLOBAL_PROPERTIES:
      *object = &self->dynamic;
      break;

    default:
      break;
    }
  return *object != NULL ? MNR_KNOWN : MNR_NONE;
}

static MnrKnowledge
get_balance (const MnrView *view,
             MnrObjectId account,
             MnrObjectId asset,
             gint64 *balance)
{
  *balance = account == DAVE || account == 0 ? 0 : 1000000000;
  return MNR_KNOWN;
}

static MnrKnowledge
find_account (const MnrView *view,
              const char *name,
              const MnrAccount **account)
{
  return MNR_NONE;
}

static MnrKnowledge
find_asset (const MnrView *view,
            const char *symbol,
            const MnrAsset **asset)
{
  return MNR_NONE;
}

static MnrKnowledge
find_call_order (const MnrView *view,
                 MnrObjectId borrower,
                 MnrObjectId debt_asset,
                 const MnrCallOrder **call_order)
{
  const World *self = (gconstpointer) view;

  if (self->forgotten == self->position.id)
    return MNR_NOT_KNOWN;
  if (borrower != self->position.borrower || debt_asset != USD)
    return MNR_NONE;
  *call_order = &self->position;
  return MNR_KNOWN;
}

static MnrKnowledge
find_least_collateral (const MnrView *view,
                       MnrObjectId debt_asset,
                       const MnrCallOrder **call_order)
{
  const World *self = (gconstpointer) view;

  if (self->forgotten == self->position.id)
    return MNR_NOT_KNOWN;
  if (debt_asset != USD)
    return MNR_NONE;
  *call_order = self->least != NULL ? self->least : &self->position;
  return MNR_KNOWN;
}

static MnrKnowledge
find_bid (const MnrView *view,
          MnrObjectId bidder,
          MnrObjectId debt_asset,
          const MnrCollateralBid **bid)
{
  const World *self = (gconstpointer) view;

  if (self->forgotten == self->bid.id)
    return MNR_NOT_KNOWN;
  if (bidder != self->bid.bidder || debt_asset != SETTLED)
    return MNR_NONE;
  *bid = &self->bid;
  return MNR_KNOWN;
}

static MnrKnowledge
find_settled_debt_order (const MnrView *view,
                         MnrObjectId debt_asset,
                         const MnrLimitOrder **order)
{
  const World *self = (gconstpointer) view;

  if (self->forgotten == self->order.id)
    return MNR_NOT_KNOWN;
  if (!self->has_settled_debt_order)
    return MNR_NONE;
  *order = &self->order;
  return MNR_KNOWN;
}

static MnrKnowledge
find_backed_asset (const MnrView *view,
                   MnrObjectId asset,
                   guint index,
                   const MnrAsset **backed)
{
  const World *self = (gconstpointer) view;

  if (self->forgotten == self->order.id)
    return MNR_NOT_KNOWN;
  if (asset != USD || self->backed_asset == 0 || index > 0)
    return MNR_NONE;
  *backed = &self->assets[index_of (self->backed_asset)];
  return MNR_KNOWN;
}

static MnrKnowledge
find_best_bid (const MnrView *view,
               MnrObjectId asset,
               const MnrLimitOrder **order)
{
  return MNR_NONE;
}

static void
init_asset (World *self,
            MnrObjectId id,
            const char *symbol,
            guint8 precision,
            gboolean is_smartcoin)
{
  guint index = index_of (id);
  MnrAsset *asset = &self->assets[index];
  MnrBitassetData *data = &self->bitassets[index];

  asset->id = id;
  asset->symbol = (char *) symbol;
  asset->precision = precision;
  asset->issuer = ALICE;
  asset->options.max_supply = MNR_SHARE_SUPPLY_MAX;
  asset->options.issuer_permissions = is_smartcoin ? 0x1ff : 0x4f;
  asset->dynamic_asset_data_id = MNR_OBJECT_ID (2, 3, index);
  self->dynamic_data[index].id = asset->dynamic_asset_data_id;
  if (!is_smartcoin)
    return;

  self->bitasset_ids[index] = MNR_OBJECT_ID (2, 4, index);
  asset->bitasset_data_id = &self->bitasset_ids[index];
  data->id = self->bitasset_ids[index];
  data->asset_id = id;
  data->options = (MnrBitassetOptions){
    .feed_lifetime_sec = 86400,
    .minimum_feeds = 1,
    .force_settlement_delay_sec = 86400,
    .maximum_force_settlement_volume = 2000,
    .short_backing_asset = CORE,
  };
  data->settlement_price = price (0, CORE, 0, CORE);
  data->median_feed.settlement_price = price (0, CORE, 0, CORE);
  data->current_feed = data->median_feed;
}

static void
init_account (MnrAccount *self,
              MnrObjectId id,
              const char *name)
{
  self->id = id;
  self->name = (char *) name;
}

void
world_init (World *self)
{
  MnrBitassetData *usd = &self->bitassets[index_of (USD)];
  MnrBitassetData *settled = &self->bitassets[index_of (SETTLED)];

  *self = (World){
    .view = {
      .get_object = get_object,
      .get_balance = get_balance,
      .find_account = find_account,
      .find_asset = find_asset,
      .find_call_order = find_call_order,
      .find_least_collateral = find_least_collateral,
      .find_bid = find_bid,
      .find_settled_debt_order = find_settled_debt_order,
      .find_backed_asset = find_backed_asset,
      .find_best_bid = find_best_bid,
    },
  };

  init_asset (self, CORE, "BTS", 5, FALSE);
  init_asset (self, USD, "USD", 4, TRUE);
  init_asset (self, TOKEN, "TOKEN", 4, FALSE);
  init_asset (self, SETTLED, "SETTLED", 4, TRUE);
  init_asset (self, BET, "BET", 5, TRUE);

  init_account (&self->accounts[0], ALICE, "alice");
  init_account (&self->accounts[1], BOB, "bob");
  init_account (&self->accounts[2], CAROL, "carol");
  init_account (&self->accounts[3], DAVE, "dave");
  init_account (&self->committee, MNR_COMMITTEE_ACCOUNT, "committee-account");
  init_account (&self->witnesses, MNR_ACCOUNT_ID (1), "witness-account");
  self->council[0] = (MnrAccountWeight){ ALICE, 1 };
  self->committee.active.account_auths.items = self->council;
  self->committee.active.account_auths.len = 1;
  self->witnesses.active = self->committee.active;

  self->global.id = MNR_GLOBAL_PROPERTIES_ID;
  self->global.parameters.block_interval = 3;
  self->global.parameters.maximum_asset_feed_publishers = 3;
  self->dynamic.id = MNR_DYNAMIC_GLOBAL_PROPERTIES_ID;
  self->dynamic.time = NOW;

  /* 1 USD = 2 core: 10^4 of its units for 2 × 10^5 of core. */
  usd->median_feed = (MnrFeed){
    .settlement_price = price (10000, USD, 200000, CORE),
    .core_exchange_rate = price (10000, USD, 200000, CORE),
    .maintenance_collateral_ratio = 1750,
    .initial_collateral_ratio = 1800,
    .maximum_short_squeeze_ratio = 1500,
  };
  usd->current_feed = usd->median_feed;
  usd->current_maintenance_collateralization = price (35, CORE, 1, USD);
  usd->current_initial_collateralization = price (36, CORE, 1, USD);
  self->feeds[0] = (MnrPublishedFeed){ ALICE, { NOW - 100, usd->median_feed } };
  self->feeds[1] = (MnrPublishedFeed){ BOB, { NOW - 90000, usd->median_feed } };
  usd->feeds.items = self->feeds;
  usd->feeds.len = 2;
  self->dynamic_data[index_of (USD)].current_supply = 100000000;

  self->position = (MnrCallOrder){
    .id = MNR_OBJECT_ID (1, 8, 1),
    .borrower = BOB,
    .debt = 100000000,
    .collateral = G_GINT64_CONSTANT (4000000000),
    .call_price = price (1, CORE, 1, USD),
  };
  self->order = (MnrLimitOrder){ .id = ORDER, .seller = BOB };

  settled->settlement_price = price (10000, SETTLED, 100000, CORE);
  settled->settlement_fund = 10000000;
  self->dynamic_data[index_of (SETTLED)].current_supply = 1000000;
  self->bid = (MnrCollateralBid){
    .id = MNR_OBJECT_ID (2, 17, 1),
    .bidder = BOB,
    .inv_swan_price = price (500000, CORE, 10000, SETTLED),
  };

  self->bitassets[index_of (BET)].is_prediction_market = TRUE;
  self->dynamic_data[index_of (BET)].current_supply = 1000000;
}

static void
run (const World *self,
     MnrOperationNumber number,
     gpointer operation,
     MnrCheck *check)
{
  MnrOperation wrapped = { .number = number, .value = operation };

  ((MnrAmount *) operation)->asset_id = CORE;
  mnr_rules_check (&wrapped, &self->view, check);
}

void
world_refuses (const World *self,
               MnrOperationNumber number,
               gpointer operation,
               const char *id,
               const char *path)
{
  g_auto (MnrCheck) check = { 0 };
  const MnrFinding *finding;

  run (self, number, operation, &check);
  finding = mnr_check_get_refusal (&check);
  g_assert_nonnull (finding);
  g_assert_cmpstr (finding->rule->id, ==, id);
  g_assert_cmpstr (finding->path, ==, path);
  g_assert_cmpstr (finding->sentence, !=, "");
  g_assert_nonnull (finding->node_text);
  g_assert_true (finding->rule->expression != NULL || finding->rule->node_name != NULL ||
                 g_str_equal (id, "object.unset"));
}

char *
world_refusals (const World *self,
                MnrOperationNumber number,
                gpointer operation)
{
  g_auto (MnrCheck) check = { 0 };
  GString *text = g_string_new (NULL);

  run (self, number, operation, &check);
  for (guint i = 0; i < check.findings->len; i++)
    {
      const MnrFinding *finding = g_ptr_array_index (check.findings, i);

      if (finding->rule->severity == MNR_SEVERITY_REFUSED)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", finding->rule->id);
    }
  return g_string_free (text, FALSE);
}

void
world_accepts (const World *self,
               MnrOperationNumber number,
               gpointer operation)
{
  g_auto (MnrCheck) check = { 0 };
  const MnrFinding *finding;

  run (self, number, operation, &check);
  finding = mnr_check_get_refusal (&check);
  g_assert_cmpstr (finding != NULL ? finding->rule->id : NULL, ==, NULL);
}

static const MnrFinding *
find_finding (const MnrCheck *check,
              const char *id)
{
  for (guint i = 0; i < check->findings->len; i++)
    {
      const MnrFinding *finding = g_ptr_array_index (check->findings, i);

      if (g_str_equal (finding->rule->id, id))
        return finding;
    }
  return NULL;
}

void
world_warns (const World *self,
             MnrOperationNumber number,
             gpointer operation,
             const char *id,
             const char *path)
{
  g_auto (MnrCheck) check = { 0 };
  const MnrFinding *finding;

  run (self, number, operation, &check);
  finding = mnr_check_get_refusal (&check);
  g_assert_cmpstr (finding != NULL ? finding->rule->id : NULL, ==, NULL);
  finding = find_finding (&check, id);
  g_assert_cmpstr (finding != NULL ? finding->rule->id : NULL, ==, id);
  g_assert_cmpint (finding->rule->severity, ==, MNR_SEVERITY_MISTAKE);
  g_assert_cmpstr (finding->path, ==, path);
  g_assert_cmpstr (finding->sentence, !=, "");
}

void
world_is_silent (const World *self,
                 MnrOperationNumber number,
                 gpointer operation,
                 const char *id)
{
  g_auto (MnrCheck) check = { 0 };
  const MnrFinding *finding;

  run (self, number, operation, &check);
  finding = mnr_check_get_refusal (&check);
  g_assert_cmpstr (finding != NULL ? finding->rule->id : NULL, ==, NULL);
  finding = find_finding (&check, id);
  g_assert_cmpstr (finding != NULL ? finding->rule->id : NULL, ==, NULL);
}

void
world_survives (World *self,
                MnrOperationNumber number,
                gpointer operation)
{
  MnrObjectId ids[] = {
    CORE,
    USD,
    TOKEN,
    SETTLED,
    BET,
    ALICE,
    BOB,
    CAROL,
    DAVE,
    ORDER,
    MNR_COMMITTEE_ACCOUNT,
    MNR_ACCOUNT_ID (1),
    MNR_GLOBAL_PROPERTIES_ID,
    MNR_DYNAMIC_GLOBAL_PROPERTIES_ID,
    self->position.id,
    self->bid.id,
    MNR_OBJECT_ID (2, 3, 1),
    MNR_OBJECT_ID (2, 4, 1),
    MNR_OBJECT_ID (2, 4, 3),
    MNR_OBJECT_ID (2, 4, 4),
  };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_auto (MnrCheck) check = { 0 };
      const MnrFinding *finding;

      self->forgotten = ids[i];
      run (self, number, operation, &check);
      /* Not to know is never a refusal. */
      finding = mnr_check_get_refusal (&check);
      g_assert_cmpstr (finding != NULL ? finding->rule->id : NULL, ==, NULL);
    }
  self->forgotten = 0;
}
