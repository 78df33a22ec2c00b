/* test-draft-operations.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What drafts come to on the chain; among it what other programs get wrong.
 */

#include <string.h>

#include "issuer/mnr-draft-check.h"
#include "issuer/mnr-draft-private.h"
#include "test-cases.h"

#define ISSUER MNR_ACCOUNT_ID (100)

static const MnrAsset *
find_asset (TestView *view,
            guint instance)
{
  gconstpointer object = NULL;

  g_assert_cmpint (view->view.get_object (&view->view, MNR_ASSET_ID (instance), &object), ==,
                   MNR_KNOWN);
  return object;
}

static MnrDraft *
new_change (TestView *view,
            guint instance)
{
  const MnrAsset *asset = find_asset (view, instance);
  gconstpointer bitasset = NULL;

  if (asset->bitasset_data_id != NULL)
    view->view.get_object (&view->view, *asset->bitasset_data_id, &bitasset);
  return mnr_draft_new_from_asset (asset, bitasset, &view->view, TRUE);
}

static MnrDraftOperations *
get_operations (MnrDraft *draft,
                TestView *view)
{
  MnrDraftOperations *operations = mnr_draft_get_operations (draft, ISSUER, &view->view);

  for (guint i = 0; i < operations->problems->len; i++)
    g_test_message ("%s",
                    ((MnrDraftProblem *) g_ptr_array_index (operations->problems, i))->sentence);
  return operations;
}

static gpointer
get_operation (MnrDraftOperations *operations,
               guint index,
               MnrOperationNumber number)
{
  const MnrOperation *operation;

  g_assert_cmpuint (index, <, operations->operations->len);
  operation = g_ptr_array_index (operations->operations, index);
  g_assert_cmpint (operation->number, ==, number);
  return operation->value;
}

/* Neither problem nor finding of any kind. */
static void
assert_clean (MnrDraftOperations *operations,
              TestView *view)
{
  gboolean is_complete;
  g_autoptr (GPtrArray) findings = mnr_draft_check (operations, &view->view, &is_complete);

  for (guint i = 0; i < findings->len; i++)
    {
      const MnrDraftFinding *finding = g_ptr_array_index (findings, i);

      g_test_message ("%s: %s", finding->rule, finding->sentence);
    }
  g_assert_true (is_complete);
  g_assert_cmpuint (findings->len, ==, 0);
}

static gboolean
has_finding (GPtrArray *findings,
             int field,
             const char *rule)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const MnrDraftFinding *finding = g_ptr_array_index (findings, i);

      if (finding->field == field && g_strcmp0 (finding->rule, rule) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
test_defaults (void)
{
  static const struct
  {
    MnrAssetKind kind;
    guint permissions;
  } kinds[] = {
    { MNR_ASSET_TOKEN, 79 },
    { MNR_ASSET_SMARTCOIN, 511 },
    { MNR_ASSET_PREDICTION, 511 },
  };
  g_autoptr (TestView) view = new_world ();

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (MnrDraft) draft = mnr_draft_new (kinds[i].kind);
      g_autoptr (MnrDraftOperations) operations = NULL;
      const MnrAssetCreate *creation;
      const MnrPrice *rate;

      mnr_draft_set (draft, MNR_DRAFT_SYMBOL, "FRESH");
      if (kinds[i].kind == MNR_ASSET_SMARTCOIN)
        {
          /* One feed is a mistake, and so is nobody to spare. */
          mnr_draft_set (draft, MNR_DRAFT_MINIMUM_FEEDS, "3");
          mnr_draft_set (draft, MNR_DRAFT_FEEDERS, "issuer, alice, bob, carol");
        }
      operations = get_operations (draft, view);
      assert_clean (operations, view);
      creation = get_operation (operations, 0, MNR_OPERATION_ASSET_CREATE);
      rate = &creation->common_options.core_exchange_rate;

      g_assert_cmpuint (creation->common_options.issuer_permissions, ==, kinds[i].permissions);
      g_assert_cmpuint (creation->common_options.flags, ==, 0);
      g_assert_cmpint (creation->common_options.max_supply, ==, MNR_SHARE_SUPPLY_MAX);
      g_assert_cmpint (creation->common_options.max_market_fee, ==, MNR_SHARE_SUPPLY_MAX);
      g_assert_cmpint (rate->base.asset_id, ==, MNR_CORE_ASSET);
      g_assert_cmpint (rate->quote.asset_id, ==, MNR_NEW_ASSET);
      g_assert_cmpint (rate->base.amount, ==, 100000);
      g_assert_true (creation->is_prediction_market == (kinds[i].kind == MNR_ASSET_PREDICTION));
      g_assert_true ((creation->bitasset_opts != NULL) == (kinds[i].kind != MNR_ASSET_TOKEN));
    }
}

/* A market on an asset that is not core: its rate is against core all the same,
 * and its decimals are those of the backing. */
static void
test_market_on_token (void)
{
  g_autoptr (TestView) view = new_world ();
  g_autoptr (MnrDraft) draft = mnr_draft_new (MNR_ASSET_PREDICTION);
  g_autoptr (MnrDraftOperations) operations = NULL;
  const MnrAssetCreate *creation;

  mnr_draft_set (draft, MNR_DRAFT_SYMBOL, "MARKETB");
  mnr_draft_set (draft, MNR_DRAFT_BACKING, "token");
  mnr_draft_set (draft, MNR_DRAFT_EXPIRY, "2027-12-31T00:00:00.000Z");
  operations = get_operations (draft, view);
  g_assert_cmpuint (operations->problems->len, ==, 0);
  creation = get_operation (operations, 0, MNR_OPERATION_ASSET_CREATE);
  g_assert_cmpuint (creation->precision, ==, 4);
  g_assert_cmpint (creation->bitasset_opts->short_backing_asset, ==, MNR_ASSET_ID (10));
  g_assert_cmpint (creation->common_options.core_exchange_rate.base.asset_id, ==, MNR_CORE_ASSET);
  g_assert_cmpint (creation->common_options.core_exchange_rate.quote.amount, ==, 10000);
  g_assert_cmphex (creation->common_options.issuer_permissions &
                     (MNR_POWER_GLOBAL_SETTLE | MNR_POWER_DISABLE_BSRM_UPDATE),
                   ==, MNR_POWER_GLOBAL_SETTLE);
  g_assert_null (creation->bitasset_opts->extensions.black_swan_response_method);
}

/* Texts become numbers exactly, or a sentence. */
static void
test_numbers (void)
{
  static const struct
  {
    MnrDraftField field;
    const char *text;
    gint64 value; /* -1: refused */
  } cases[] = {
    { MNR_DRAFT_MAX_SUPPLY, "1.1", 110000 },
    { MNR_DRAFT_MAX_SUPPLY, "1.13", 113000 },
    { MNR_DRAFT_MAX_SUPPLY, "1.000001", -1 },
    { MNR_DRAFT_MAX_SUPPLY, "1e5", -1 },
    /* Digits in groups are what is shown; what could be a decimal comma is no number. */
    { MNR_DRAFT_MAX_SUPPLY, "1,000", 100000000 },
    { MNR_DRAFT_MAX_SUPPLY, " 1,234,567.00001 ", 123456700001 },
    { MNR_DRAFT_MAX_SUPPLY, "12 345", 1234500000 },
    { MNR_DRAFT_MAX_SUPPLY, "1\u202f234\u202f567", 123456700000 },
    { MNR_DRAFT_MAX_SUPPLY, "1,5", -1 },
    { MNR_DRAFT_MAX_SUPPLY, "0,125", -1 },
    { MNR_DRAFT_MAX_SUPPLY, "1,0000", -1 },
    { MNR_DRAFT_MAX_SUPPLY, "1,000 000", -1 },
    { MNR_DRAFT_MAX_SUPPLY, "1234,567", -1 },
    { MNR_DRAFT_MAX_SUPPLY, ",100", -1 },
    { MNR_DRAFT_MAX_SUPPLY, "1.000,5", -1 },
    { MNR_DRAFT_MAX_SUPPLY, "1,,000", -1 },
    { MNR_DRAFT_MAX_SUPPLY, "", MNR_SHARE_SUPPLY_MAX },
    { MNR_DRAFT_MAX_SUPPLY, "99999999999999999999", -1 },
    { MNR_DRAFT_MARKET_FEE, "1.15", 115 },
    { MNR_DRAFT_MARKET_FEE, "1.15 %", 115 },
    { MNR_DRAFT_MARKET_FEE, "0.01", 1 },
    { MNR_DRAFT_MARKET_FEE, "0.001", -1 },
    { MNR_DRAFT_MARKET_FEE, "", -1 },
    { MNR_DRAFT_MARKET_FEE, "700", -1 },
    { MNR_DRAFT_MAINTENANCE_RATIO, "175", 1750 },
    { MNR_DRAFT_MAINTENANCE_RATIO, "175.5%", 1755 },
    { MNR_DRAFT_MAINTENANCE_RATIO, "1.75", -1 },
    { MNR_DRAFT_MARGIN_CALL_FEE, "1", 10 },
    { MNR_DRAFT_SETTLEMENT_VOLUME, "5", 500 },
    { MNR_DRAFT_FEED_LIFETIME, "24 h", 86400 },
    { MNR_DRAFT_FEED_LIFETIME, "90min", 5400 },
    { MNR_DRAFT_FEED_LIFETIME, "1.5 h", 5400 },
    { MNR_DRAFT_FEED_LIFETIME, "2 d", 172800 },
    { MNR_DRAFT_FEED_LIFETIME, "86400", -1 },
    { MNR_DRAFT_FEED_LIFETIME, "0.5 s", -1 },
    { MNR_DRAFT_FEED_LIFETIME, "49711 d", -1 },
    { MNR_DRAFT_FEED_LIFETIME, "99999999999999999 d", -1 },
    { MNR_DRAFT_FEED_LIFETIME, "h", -1 },
    { MNR_DRAFT_MINIMUM_FEEDS, "256", -1 },
    { MNR_DRAFT_MINIMUM_FEEDS, "-1", -1 },
    { MNR_DRAFT_MINIMUM_FEEDS, "7", 7 },
    { MNR_DRAFT_BLACK_SWAN, "individual-to-fund", 2 },
    { MNR_DRAFT_BLACK_SWAN, "2", -1 },
    { MNR_DRAFT_PRECISION, "13", -1 },
    { MNR_DRAFT_EXPIRY, "tomorrow", 0 },
  };
  g_autoptr (TestView) view = new_world ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MnrDraft) draft = mnr_draft_new (MNR_ASSET_SMARTCOIN);
      g_autoptr (MnrDraftOperations) operations = NULL;
      MnrAssetCreate *creation;
      const MnrType *type = NULL;
      gpointer value;
      gint64 number = 0;

      mnr_draft_set (draft, MNR_DRAFT_SYMBOL, "EXACT");
      mnr_draft_set (draft, MNR_DRAFT_PRECISION, "5");
      mnr_draft_set (draft, cases[i].field, cases[i].text);
      operations = get_operations (draft, view);
      g_test_message ("%s: “%s”", mnr_draft_field_get_info (cases[i].field)->name, cases[i].text);
      g_assert_cmpuint (operations->problems->len, ==, cases[i].value < 0);
      if (cases[i].value < 0)
        {
          const MnrDraftProblem *problem = g_ptr_array_index (operations->problems, 0);

          g_assert_cmpint (problem->field, ==, cases[i].field);
          continue;
        }
      if (cases[i].field == MNR_DRAFT_EXPIRY) /* not of this kind: kept, not looked at */
        continue;

      creation = get_operation (operations, 0, MNR_OPERATION_ASSET_CREATE);
      value = mnr_draft_find_member (creation, cases[i].field, &type);
      if (type->kind == MNR_KIND_OPTIONAL)
        {
          value = *(gpointer *) value;
          type = type->element;
        }
      memcpy (&number, value, type->size);
      g_assert_cmpint (number, ==, cases[i].value);
    }
}

/* The seven inverted bits: what stays possible is a clear bit. */
static void
test_supply_locks (void)
{
  g_autoptr (TestView) view = new_world ();
  g_autoptr (MnrDraft) draft = mnr_draft_new (MNR_ASSET_TOKEN);
  g_autoptr (MnrDraftOperations) operations = NULL;
  const MnrAssetCreate *creation;

  mnr_draft_set (draft, MNR_DRAFT_SYMBOL, "LOCKS");
  mnr_draft_set (draft, MNR_DRAFT_FIRST_POWER + 9, "always");
  mnr_draft_set (draft, MNR_DRAFT_FIRST_POWER + 10, "not-now");
  /* What a token cannot have is not asked for. */
  mnr_draft_set (draft, MNR_DRAFT_FIRST_POWER + 7, "not-now");
  mnr_draft_set (draft, MNR_DRAFT_FIRST_POWER + 11, "never");
  operations = get_operations (draft, view);
  assert_clean (operations, view);
  creation = get_operation (operations, 0, MNR_OPERATION_ASSET_CREATE);
  g_assert_cmphex (creation->common_options.issuer_permissions, ==, 0x4f | 0x200);
  g_assert_cmphex (creation->common_options.flags, ==, 0x200);
}

/* An edit of an asset whose locks are on for good keeps them. */
static void
test_frozen_flags (void)
{
  g_autoptr (TestView) view = new_world ();
  g_autoptr (MnrDraft) draft = new_change (view, 18);
  g_autoptr (MnrDraftOperations) operations = NULL;
  const MnrAssetUpdate *update;

  g_assert_cmpint (mnr_draft_get_power (draft, 9), ==, MNR_POWER_ALWAYS);
  mnr_draft_set (draft, MNR_DRAFT_DESCRIPTION, "New words");
  operations = get_operations (draft, view);
  assert_clean (operations, view);
  g_assert_cmpuint (operations->operations->len, ==, 1);
  update = get_operation (operations, 0, MNR_OPERATION_ASSET_UPDATE);
  g_assert_cmphex (update->new_options.issuer_permissions, ==, 0x600);
  g_assert_cmphex (update->new_options.flags, ==, 0x600);
  g_assert_null (update->extensions.new_precision);
  g_assert_null (update->extensions.skip_core_exchange_rate);
}

/* What old nodes let in and new ones refuse goes with the first change. */
static void
test_impossible_bits (void)
{
  g_autoptr (TestView) view = new_world ();
  g_autoptr (MnrDraft) draft = NULL;
  g_autoptr (MnrDraftOperations) operations = NULL;
  const MnrAssetUpdate *update;

  ((MnrAsset *) find_asset (view, 11))->options.issuer_permissions = 0x4f | 0x180;
  draft = new_change (view, 11);
  mnr_draft_set (draft, MNR_DRAFT_DESCRIPTION, "New words");
  operations = get_operations (draft, view);
  assert_clean (operations, view);
  update = get_operation (operations, 0, MNR_OPERATION_ASSET_UPDATE);
  g_assert_cmphex (update->new_options.issuer_permissions, ==, 0x4f);
}

static void
test_precision_change (void)
{
  g_autoptr (TestView) view = new_world ();
  g_autoptr (MnrDraft) draft = NULL;
  g_autoptr (MnrDraftOperations) operations = NULL;
  const MnrAssetUpdate *update;
  MnrAsset *asset = (MnrAsset *) find_asset (view, 11);

  asset->options.max_supply = 10000000;                   /* 1000 */
  asset->options.max_market_fee = 25000;                  /* 2.5 */
  asset->options.core_exchange_rate.quote.amount = 20000; /* 2 */
  draft = new_change (view, 11);
  g_assert_cmpstr (mnr_draft_get (draft, MNR_DRAFT_MAX_SUPPLY), ==, "1000");
  mnr_draft_set (draft, MNR_DRAFT_PRECISION, "6");
  operations = get_operations (draft, view);
  assert_clean (operations, view);
  g_assert_cmpuint (operations->operations->len, ==, 1);
  update = get_operation (operations, 0, MNR_OPERATION_ASSET_UPDATE);
  g_assert_cmpuint (*update->extensions.new_precision, ==, 6);
  g_assert_cmpint (update->new_options.max_supply, ==, 1000000000);
  g_assert_cmpint (update->new_options.max_market_fee, ==, 2500000);
  g_assert_cmpint (update->new_options.core_exchange_rate.base.amount, ==, 1);
  g_assert_cmpint (update->new_options.core_exchange_rate.quote.amount, ==, 2000000);

  mnr_draft_operations_free (g_steal_pointer (&operations));
  mnr_draft_set (draft, MNR_DRAFT_PRECISION, "0");
  operations = get_operations (draft, view);
  g_assert_cmpuint (operations->problems->len, ==, 1); /* 2.5 is too fine */
}

/* What one update cannot do takes two or three, and each is judged after the ones before. */
static void
test_steps (void)
{
  g_autoptr (TestView) view = new_world ();
  g_autoptr (MnrDraft) draft = NULL;
  g_autoptr (MnrDraftOperations) operations = NULL;
  MnrAsset *asset = (MnrAsset *) find_asset (view, 11);
  const MnrAssetUpdate *update;
  g_autoptr (GPtrArray) findings = NULL;
  gboolean is_complete;

  /* The maximum is locked for good, and nobody holds the asset. */
  asset->options.issuer_permissions = 0x200;
  asset->options.flags = 0x200;
  draft = new_change (view, 11);
  mnr_draft_set (draft, MNR_DRAFT_FIRST_POWER + 9, "not-now");
  mnr_draft_set (draft, MNR_DRAFT_FIRST_POWER, "on");
  mnr_draft_set (draft, MNR_DRAFT_MAX_SUPPLY, "5000000");
  operations = get_operations (draft, view);
  assert_clean (operations, view);
  g_assert_cmpuint (operations->operations->len, ==, 3);
  update = get_operation (operations, 0, MNR_OPERATION_ASSET_UPDATE);
  g_assert_cmphex (update->new_options.flags, ==, 0x200);
  g_assert_cmpint (update->new_options.max_supply, ==, 1000000000);
  update = get_operation (operations, 1, MNR_OPERATION_ASSET_UPDATE);
  g_assert_cmphex (update->new_options.flags, ==, 0);
  update = get_operation (operations, 2, MNR_OPERATION_ASSET_UPDATE);
  g_assert_cmphex (update->new_options.flags, ==, 1);
  g_assert_cmphex (update->new_options.issuer_permissions, ==, 1);
  g_assert_cmpint (update->new_options.max_supply, ==, 50000000000);

  /* With supply the same is refused, and the finding leads to the powers. */
  test_view_get_dynamic (view, 11)->current_supply = 1;
  findings = mnr_draft_check (operations, &view->view, &is_complete);
  g_assert_cmpuint (findings->len, >, 0);
  g_assert_cmpint (((const MnrDraftFinding *) g_ptr_array_index (findings, 0))->field, ==,
                   MNR_DRAFT_FIRST_POWER);
}

static void
test_smartcoin_change (void)
{
  g_autoptr (TestView) view = new_world ();
  g_autoptr (MnrDraft) draft = NULL;
  g_autoptr (MnrDraftOperations) operations = NULL;
  MnrBitassetData *bitasset;
  gconstpointer object;
  const MnrAssetUpdateBitasset *update;
  const MnrAssetUpdateFeedProducers *producers;

  view->view.get_object (&view->view, MNR_OBJECT_ID (2, 4, 22), &object);
  bitasset = (MnrBitassetData *) object;
  bitasset->options.feed_lifetime_sec = 86400;
  bitasset->options.minimum_feeds = 3;
  bitasset->options.force_settlement_delay_sec = 86400;
  bitasset->options.maximum_force_settlement_volume = 2000;
  bitasset->options.extensions.margin_call_fee_ratio = g_new (guint16, 1);
  *bitasset->options.extensions.margin_call_fee_ratio = 10;

  /* The backing, which is not core, stays what it is. */
  draft = new_change (view, 22);
  g_assert_cmpstr (mnr_draft_get (draft, MNR_DRAFT_BACKING), ==, "TOKEN");
  g_assert_cmpstr (mnr_draft_get (draft, MNR_DRAFT_MARGIN_CALL_FEE), ==, "1");
  mnr_draft_set (draft, MNR_DRAFT_MAINTENANCE_RATIO, "160");
  mnr_draft_set (draft, MNR_DRAFT_FEEDERS, "bob, 1.2.101, BOB");
  operations = get_operations (draft, view);
  g_assert_cmpuint (operations->problems->len, ==, 0);
  g_assert_cmpuint (operations->operations->len, ==, 2);
  update = get_operation (operations, 0, MNR_OPERATION_ASSET_UPDATE_BITASSET);
  g_assert_cmpint (update->new_options.short_backing_asset, ==, MNR_ASSET_ID (10));
  g_assert_cmpuint (*update->new_options.extensions.maintenance_collateral_ratio, ==, 1600);
  g_assert_cmpuint (*update->new_options.extensions.margin_call_fee_ratio, ==, 10);
  producers = get_operation (operations, 1, MNR_OPERATION_ASSET_UPDATE_FEED_PRODUCERS);
  g_assert_cmpuint (producers->new_feed_producers.len, ==, 2);
  g_assert_cmpint (producers->new_feed_producers.items[0], ==, MNR_ACCOUNT_ID (101));

  mnr_draft_operations_free (g_steal_pointer (&operations));
  mnr_draft_set (draft, MNR_DRAFT_FEEDERS, "bob, nobody-there");
  operations = get_operations (draft, view);
  g_assert_cmpuint (operations->problems->len, ==, 1);
  g_assert_cmpuint (operations->operations->len, ==, 1);

  /* A right that is given up with the last change of what it is about. */
  mnr_draft_operations_free (g_steal_pointer (&operations));
  mnr_draft_set (draft, MNR_DRAFT_FIRST_POWER + 11, "never");
  operations = get_operations (draft, view);
  get_operation (operations, 0, MNR_OPERATION_ASSET_UPDATE_BITASSET);
  get_operation (operations, 1, MNR_OPERATION_ASSET_UPDATE);
}

/* Another asset like one that there is: its options, and a rate of its own. */
static void
test_like_another (void)
{
  g_autoptr (TestView) view = new_world ();
  const MnrAsset *asset = find_asset (view, 14);
  g_autoptr (MnrDraft) draft = mnr_draft_new_from_asset (asset, NULL, &view->view, FALSE);
  g_autoptr (MnrDraftOperations) operations = NULL;
  const MnrAssetCreate *creation;

  g_assert_null (mnr_draft_get_asset (draft));
  g_assert_cmpstr (mnr_draft_get (draft, MNR_DRAFT_SYMBOL), ==, "");
  mnr_draft_set (draft, MNR_DRAFT_SYMBOL, "ALIKE");
  operations = get_operations (draft, view);
  g_assert_cmpuint (operations->problems->len, ==, 0);
  creation = get_operation (operations, 0, MNR_OPERATION_ASSET_CREATE);
  g_assert_cmpuint (creation->precision, ==, 4);
  g_assert_cmphex (creation->common_options.flags, ==, asset->options.flags);
  g_assert_cmphex (creation->common_options.issuer_permissions, ==,
                   asset->options.issuer_permissions);
  g_assert_cmpint (creation->common_options.max_supply, ==, asset->options.max_supply);
  g_assert_cmpint (creation->common_options.core_exchange_rate.quote.asset_id, ==, MNR_NEW_ASSET);
  g_assert_cmpint (creation->common_options.core_exchange_rate.quote.amount, ==, 2);
  g_assert_cmpint (creation->common_options.whitelist_authorities.items[0], ==, ISSUER);
}

/* Whatever wallets do to descriptions: what they do not know stays. */
static void
test_description_survives (void)
{
  static const char before[] = "{\"main\":\"a <b>\",\"nft_object\":{\"type\": \"NFT\"},"
                               "\"visible\":false,\"market\":\"BTS\"}";
  static const char after[] = "{\"main\":\"a <i>\",\"nft_object\":{\"type\": \"NFT\"},"
                              "\"visible\":false,\"market\":\"BTS\"}";
  g_autoptr (TestView) view = new_world ();
  g_autoptr (MnrDraft) draft = NULL;
  g_autoptr (MnrDraftOperations) operations = NULL;
  const MnrAssetUpdate *update;

  ((MnrAsset *) find_asset (view, 10))->options.description = g_strdup (before);
  draft = new_change (view, 10);
  g_assert_cmpstr (mnr_draft_get (draft, MNR_DRAFT_PREFERRED_MARKET), ==, "BTS");
  mnr_draft_set (draft, MNR_DRAFT_DESCRIPTION, "a <i>");
  operations = get_operations (draft, view);
  update = get_operation (operations, 0, MNR_OPERATION_ASSET_UPDATE);
  g_assert_cmpstr (update->new_options.description, ==, after);
}

/* Somebody else has changed the asset since: their change stays, and so does this one. */
static void
test_rebase (void)
{
  g_autoptr (TestView) view = new_world ();
  MnrAsset *asset = (MnrAsset *) find_asset (view, 14);
  g_autoptr (MnrDraft) draft = new_change (view, 14), copy = NULL;
  g_autoptr (MnrDraftOperations) operations = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL, *rebased = NULL;
  const MnrAssetUpdate *update;

  mnr_draft_set (draft, MNR_DRAFT_MARKET_FEE, "0.3");
  g_assert_false (mnr_draft_is_stale (draft, &view->view));
  asset->options.extensions.reward_percent = g_new (guint16, 1);
  *asset->options.extensions.reward_percent = 2500;
  asset->options.market_fee_percent = 10;
  test_set_add (&asset->options.whitelist_authorities, MNR_ACCOUNT_ID (101));
  g_assert_true (mnr_draft_is_stale (draft, &view->view));

  /* The draft may have been a file in between. */
  json = mnr_draft_to_json (draft);
  copy = mnr_draft_new_from_json (json, strlen (json), &error);
  g_assert_no_error (error);
  mnr_draft_rebase (copy, asset, NULL, &view->view);
  g_assert_false (mnr_draft_is_stale (copy, &view->view));
  g_assert_cmpstr (mnr_draft_get (copy, MNR_DRAFT_MARKET_FEE), ==, "0.3");
  g_assert_cmpstr (mnr_draft_get (copy, MNR_DRAFT_REWARD), ==, "25");
  g_assert_cmpstr (mnr_draft_get (copy, MNR_DRAFT_WHITELIST_AUTHORITIES), ==, "issuer, alice");
  operations = get_operations (copy, view);
  update = get_operation (operations, 0, MNR_OPERATION_ASSET_UPDATE);
  g_assert_cmpuint (*update->new_options.extensions.reward_percent, ==, 2500);
  g_assert_cmpuint (update->new_options.market_fee_percent, ==, 30);
  g_assert_cmpuint (update->new_options.whitelist_authorities.len, ==, 2);

  /* What is written remembers the asset as it is now. */
  rebased = mnr_draft_to_json (copy);
  g_object_unref (g_steal_pointer (&copy));
  copy = mnr_draft_new_from_json (rebased, strlen (rebased), &error);
  g_assert_no_error (error);
  g_assert_false (mnr_draft_is_stale (copy, &view->view));
}

/* The rate of a coin that is fed is left alone, unless somebody means to change it. */
static void
test_fed_rate (void)
{
  g_autoptr (TestView) view = new_world ();
  g_autoptr (MnrDraft) draft = NULL;
  g_autoptr (MnrDraftOperations) operations = NULL;
  gconstpointer object;
  const MnrAssetUpdate *update;

  view->view.get_object (&view->view, MNR_OBJECT_ID (2, 4, 12), &object);
  ((MnrBitassetData *) object)->current_feed.core_exchange_rate =
    (MnrPrice){ { 7, MNR_ASSET_ID (12) }, { 3, MNR_CORE_ASSET } };
  draft = new_change (view, 12);
  mnr_draft_set (draft, MNR_DRAFT_DESCRIPTION, "x");
  operations = get_operations (draft, view);
  update = get_operation (operations, 0, MNR_OPERATION_ASSET_UPDATE);
  g_assert_nonnull (update->extensions.skip_core_exchange_rate);

  mnr_draft_operations_free (g_steal_pointer (&operations));
  mnr_draft_set (draft, MNR_DRAFT_RATE_CORE, "3");
  operations = get_operations (draft, view);
  update = get_operation (operations, 0, MNR_OPERATION_ASSET_UPDATE);
  g_assert_null (update->extensions.skip_core_exchange_rate);
  g_assert_cmpint (update->new_options.core_exchange_rate.base.amount, ==, 300000);
}

static void
test_names (void)
{
  g_autoptr (TestView) view = new_world ();
  g_autoptr (MnrDraft) draft = mnr_draft_new (MNR_ASSET_TOKEN);
  g_autoptr (MnrDraftOperations) operations = NULL;
  const MnrAssetCreate *creation;

  mnr_draft_set (draft, MNR_DRAFT_SYMBOL, "NAMES");
  mnr_draft_set (draft, MNR_DRAFT_FIRST_POWER + 1, "on");
  mnr_draft_set (draft, MNR_DRAFT_WHITELIST_AUTHORITIES, "issuer,, nobody-there");
  mnr_draft_set (draft, MNR_DRAFT_BLACKLIST_MARKETS, "1.3.4711 TOKEN");
  mnr_draft_set (draft, MNR_DRAFT_BLACKLIST_AUTHORITIES, "1.3.10");
  mnr_draft_set (draft, MNR_DRAFT_FEE_SHARING, "1.2.4711, Alice");
  operations = get_operations (draft, view);
  g_assert_true (operations->is_complete);
  g_assert_cmpuint (operations->problems->len, ==, 4);

  /* As long as nothing is known there is no problem, and no end. */
  mnr_draft_operations_free (g_steal_pointer (&operations));
  mnr_draft_set (draft, MNR_DRAFT_BLACKLIST_AUTHORITIES, "");
  view->knows_nothing = TRUE;
  operations = get_operations (draft, view);
  g_assert_false (operations->is_complete);
  g_assert_cmpuint (operations->problems->len, ==, 0);
  creation = get_operation (operations, 0, MNR_OPERATION_ASSET_CREATE);
  g_assert_cmpint (creation->common_options.max_supply, ==, MNR_SHARE_SUPPLY_MAX);
}

static void
test_producers_of_new (void)
{
  g_autoptr (TestView) view = new_world ();
  g_autoptr (MnrDraft) draft = mnr_draft_new (MNR_ASSET_SMARTCOIN);
  g_autoptr (MnrDraftOperations) operations = NULL;
  MnrOperation operation = { 0 };
  const MnrAssetUpdateFeedProducers *update;

  g_assert_false (mnr_draft_get_producers (draft, ISSUER, MNR_ASSET_ID (50), &view->view,
                                           &operation));
  mnr_draft_set (draft, MNR_DRAFT_FEEDERS, "witnesses");
  g_assert_false (mnr_draft_get_producers (draft, ISSUER, MNR_ASSET_ID (50), &view->view,
                                           &operation));
  operations = get_operations (draft, view);
  g_assert_cmphex (((const MnrAssetCreate *) get_operation (operations, 0,
                                                            MNR_OPERATION_ASSET_CREATE))
                     ->common_options.flags,
                   ==, MNR_POWER_WITNESS_FED_ASSET);

  mnr_draft_set (draft, MNR_DRAFT_FEEDERS, "alice, bob");
  g_assert_true (mnr_draft_get_producers (draft, ISSUER, MNR_ASSET_ID (50), &view->view,
                                          &operation));
  update = operation.value;
  g_assert_cmpint (update->asset_to_update, ==, MNR_ASSET_ID (50));
  g_assert_cmpuint (update->new_feed_producers.len, ==, 2);
  mnr_value_clear (&mnr_type_operation, &operation);

  /* Never half of them. */
  mnr_draft_set (draft, MNR_DRAFT_FEEDERS, "alice, nobody-there");
  g_assert_false (mnr_draft_get_producers (draft, ISSUER, MNR_ASSET_ID (50), &view->view,
                                           &operation));
}

static gboolean
would_find (MnrDraft *draft,
            TestView *view,
            const char *rule)
{
  g_autoptr (MnrDraftOperations) operations = get_operations (draft, view);
  gboolean is_complete;
  g_autoptr (GPtrArray) findings = mnr_draft_check (operations, &view->view, &is_complete);

  for (guint i = 0; i < findings->len; i++)
    {
      const MnrDraftFinding *finding = g_ptr_array_index (findings, i);

      if (g_strcmp0 (finding->rule, rule) == 0)
        {
          g_assert_cmpint (finding->field, ==, MNR_DRAFT_FEEDERS);
          g_assert_cmpint (finding->severity, ==, MNR_SEVERITY_MISTAKE);
          return TRUE;
        }
    }
  return FALSE;
}

/* Before it is created, and at the field where it is mended. */
static void
test_too_few_producers (void)
{
  static const char few[] = "asset-create.too-few-producers";
  static const char spare[] = "asset-create.no-spare-producer";
  g_autoptr (TestView) view = new_world ();
  g_autoptr (MnrDraft) draft = mnr_draft_new (MNR_ASSET_SMARTCOIN);

  mnr_draft_set (draft, MNR_DRAFT_SYMBOL, "LONELY");
  mnr_draft_set (draft, MNR_DRAFT_MINIMUM_FEEDS, "2");
  g_assert_true (would_find (draft, view, few));
  mnr_draft_set (draft, MNR_DRAFT_FEEDERS, "alice");
  g_assert_true (would_find (draft, view, few));
  mnr_draft_set (draft, MNR_DRAFT_FEEDERS, "alice, bob");
  g_assert_false (would_find (draft, view, few));
  g_assert_true (would_find (draft, view, spare));
  mnr_draft_set (draft, MNR_DRAFT_MINIMUM_FEEDS, "1");
  g_assert_false (would_find (draft, view, few));
  g_assert_false (would_find (draft, view, spare));

  /* How many there would be is not known as long as one of them is not. */
  mnr_draft_set (draft, MNR_DRAFT_MINIMUM_FEEDS, "3");
  mnr_draft_set (draft, MNR_DRAFT_FEEDERS, "alice, nobody-there");
  g_assert_false (would_find (draft, view, few));

  /* The chain has enough of its own; nothing is fed in a market or a plain token. */
  mnr_draft_set (draft, MNR_DRAFT_FEEDERS, "witnesses");
  g_assert_false (would_find (draft, view, few));
  mnr_draft_set (draft, MNR_DRAFT_FEEDERS, "committee");
  g_assert_false (would_find (draft, view, few));
  mnr_draft_set (draft, MNR_DRAFT_FEEDERS, "");
  g_assert_true (would_find (draft, view, few));
  mnr_draft_set_kind (draft, MNR_ASSET_PREDICTION);
  g_assert_false (would_find (draft, view, few));
  mnr_draft_set_kind (draft, MNR_ASSET_TOKEN);
  g_assert_false (would_find (draft, view, few));
}

/* What rules find leads to the field that it is about. */
static void
test_findings (void)
{
  g_autoptr (TestView) view = new_world ();
  g_autoptr (MnrDraft) draft = mnr_draft_new (MNR_ASSET_TOKEN);
  g_autoptr (MnrDraftOperations) operations = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  gboolean is_complete;

  mnr_draft_set (draft, MNR_DRAFT_SYMBOL, "lower");
  mnr_draft_set (draft, MNR_DRAFT_MAX_SUPPLY, "0");
  mnr_draft_set (draft, MNR_DRAFT_MARKET_FEE, "0.5");
  mnr_draft_set (draft, MNR_DRAFT_PRECISION, "x");
  operations = get_operations (draft, view);
  findings = mnr_draft_check (operations, &view->view, &is_complete);
  g_assert_true (has_finding (findings, MNR_DRAFT_SYMBOL, "asset-create.symbol"));
  g_assert_true (has_finding (findings, MNR_DRAFT_MAX_SUPPLY,
                              "asset-options.max-supply-not-positive"));
  g_assert_true (has_finding (findings, MNR_DRAFT_PRECISION, NULL));
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/draft-operations/defaults", test_defaults);
  g_test_add_func ("/draft-operations/market-on-token", test_market_on_token);
  g_test_add_func ("/draft-operations/numbers", test_numbers);
  g_test_add_func ("/draft-operations/supply-locks", test_supply_locks);
  g_test_add_func ("/draft-operations/frozen-flags", test_frozen_flags);
  g_test_add_func ("/draft-operations/impossible-bits", test_impossible_bits);
  g_test_add_func ("/draft-operations/precision-change", test_precision_change);
  g_test_add_func ("/draft-operations/steps", test_steps);
  g_test_add_func ("/draft-operations/smartcoin-change", test_smartcoin_change);
  g_test_add_func ("/draft-operations/like-another", test_like_another);
  g_test_add_func ("/draft-operations/description-survives", test_description_survives);
  g_test_add_func ("/draft-operations/rebase", test_rebase);
  g_test_add_func ("/draft-operations/fed-rate", test_fed_rate);
  g_test_add_func ("/draft-operations/names", test_names);
  g_test_add_func ("/draft-operations/producers-of-new", test_producers_of_new);
  g_test_add_func ("/draft-operations/too-few-producers", test_too_few_producers);
  g_test_add_func ("/draft-operations/findings", test_findings);

  return g_test_run ();
}
