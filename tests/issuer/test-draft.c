/* test-draft.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drafts as texts and files: nothing is lost, and what is not changed is sent
 * as the chain has it.
 */

#include <string.h>

#include "chain/wire/mnr-json.h"
#include "chain/wire/mnr-pack.h"
#include "issuer/mnr-draft-private.h"
#include "test-cases.h"

#define ISSUER MNR_ACCOUNT_ID (100)

static MnrDraft *
reload (MnrDraft *draft)
{
  g_autofree char *json = mnr_draft_to_json (draft), *again = NULL;
  g_autoptr (GError) error = NULL;
  MnrDraft *copy = mnr_draft_new_from_json (json, strlen (json), &error);

  g_assert_no_error (error);
  for (guint i = 0; i < MNR_N_DRAFT_FIELDS; i++)
    g_assert_cmpstr (mnr_draft_get (copy, i), ==, mnr_draft_get (draft, i));
  g_assert_cmpint (mnr_draft_get_kind (copy), ==, mnr_draft_get_kind (draft));
  again = mnr_draft_to_json (copy);
  g_assert_cmpstr (again, ==, json);
  return copy;
}

static void
assert_same_options (const MnrType *type,
                     gconstpointer a,
                     gconstpointer b)
{
  g_autoptr (GString) first = g_string_new (NULL), second = g_string_new (NULL);

  mnr_json_write (type, a, "BTS", first);
  mnr_json_write (type, b, "BTS", second);
  g_assert_cmpstr (first->str, ==, second->str);
  g_assert_true (mnr_value_equal (type, a, b));
}

/* Everything that an update would send is what the chain has. */
static void
assert_unchanged (MnrDraft *draft,
                  const MnrAsset *asset,
                  const MnrBitassetData *bitasset,
                  const MnrView *view)
{
  MnrOperation *operation = mnr_draft_get_creation (draft, ISSUER, view);
  const MnrAssetCreate *creation = operation->value;
  g_autoptr (MnrDraftOperations) operations = mnr_draft_get_operations (draft, ISSUER, view);

  g_assert_cmpuint (operations->problems->len, ==, 0);
  g_assert_cmpuint (operations->operations->len, ==, 0);
  assert_same_options (&mnr_type_asset_options, &creation->common_options, &asset->options);
  if (bitasset != NULL)
    assert_same_options (&mnr_type_bitasset_options, creation->bitasset_opts, &bitasset->options);
  mnr_value_free (&mnr_type_operation, operation);
}

static void
check_asset (const MnrAsset *asset,
             const MnrBitassetData *bitasset,
             const MnrView *view)
{
  g_autoptr (MnrDraft) draft = mnr_draft_new_from_asset (asset, bitasset, view, TRUE);
  g_autoptr (MnrDraft) copy = reload (draft);
  g_autoptr (MnrDraftOperations) operations = NULL;
  g_autofree char *name = mnr_description_get (
    asset->options.description != NULL ? asset->options.description : "", "short_name");
  const MnrOperation *operation;
  MnrAssetOptions expected = asset->options;
  guint16 permissions = G_MAXUINT16, flags = MNR_POWERS_SMARTCOIN_FLAGS;

  assert_unchanged (draft, asset, bitasset, view);
  assert_unchanged (copy, asset, bitasset, view);

  /* One thing changes: the rest is sent as it is, but for bits that no such asset may have. */
  mnr_draft_set (copy, MNR_DRAFT_SHORT_NAME, "changed");
  operations = mnr_draft_get_operations (copy, ISSUER, view);
  if (strcmp (name, "changed") == 0)
    return;
  g_assert_cmpuint (operations->operations->len, ==, 1);
  operation = g_ptr_array_index (operations->operations, 0);
  g_assert_cmpint (operation->number, ==, MNR_OPERATION_ASSET_UPDATE);

  if (bitasset == NULL)
    permissions = flags = MNR_POWERS_TOKEN;
  else if (bitasset->is_prediction_market)
    permissions &= (guint16) ~MNR_POWER_DISABLE_BSRM_UPDATE;
  expected.issuer_permissions &= permissions;
  expected.flags &= flags;
  expected.description = ((const MnrAssetUpdate *) operation->value)->new_options.description;
  assert_same_options (&mnr_type_asset_options,
                       &((const MnrAssetUpdate *) operation->value)->new_options, &expected);
}

/* Recorded assets */

typedef struct
{
  GPtrArray *assets; /* of MnrAsset */
  GHashTable *bitassets;
} Recorded;

static void
collect (MnrJsonSlice value,
         Recorded *recorded)
{
  g_auto (MnrJsonReader) reader = { 0 };
  char bracket = value.text[0];
  gsize count = 0;
  gboolean more, has_asset;
  const MnrType *type;
  gpointer object;

  if (bracket != '{' && bracket != '[')
    return;
  has_asset = bracket == '{' && vector_has_member (value, "dynamic_asset_data_id");
  if (has_asset || (bracket == '{' && vector_has_member (value, "current_feed")))
    {
      type = has_asset ? &mnr_type_asset : &mnr_type_bitasset_data;
      object = mnr_value_new (type);
      if (!mnr_json_read (type, value.text, value.length, "BTS", object, NULL))
        mnr_value_free (type, object);
      else if (has_asset)
        g_ptr_array_add (recorded->assets, object);
      else
        g_hash_table_replace (recorded->bitassets, object, object);
    }

  g_assert_true (mnr_json_reader_init (&reader, value.text, value.length, NULL));
  g_assert_true (mnr_json_reader_open (&reader, bracket, NULL, NULL));
  for (;;)
    {
      MnrJsonSlice inner;

      g_assert_true (mnr_json_reader_next (&reader, bracket == '{' ? '}' : ']', &count, &more,
                                           NULL, NULL));
      if (!more)
        return;
      if (bracket == '{')
        {
          g_assert_true (mnr_json_reader_skip (&reader, &inner, NULL, NULL));
          g_assert_cmpint (mnr_json_reader_peek (&reader), ==, ':');
          reader.position++;
        }
      g_assert_true (mnr_json_reader_skip (&reader, &inner, NULL, NULL));
      collect (inner, recorded);
    }
}

static void
free_asset (gpointer asset)
{
  mnr_value_free (&mnr_type_asset, asset);
}

static void
free_bitasset (gpointer bitasset)
{
  mnr_value_free (&mnr_type_bitasset_data, bitasset);
}

static void
test_recorded (void)
{
  static const char *const files[] = { "trace-lifecycle.json", "rpc-http.json",
                                       "rpc-cli-wallet.json", "trace-creation.json" };
  g_autoptr (TestView) view = new_world ();
  guint tokens = 0, smartcoins = 0;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      Recorded recorded = {
        .assets = g_ptr_array_new_with_free_func (free_asset),
        .bitassets = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, free_bitasset),
      };

      collect (vector_load (files[i]), &recorded);
      for (guint j = 0; j < recorded.assets->len; j++)
        {
          const MnrAsset *asset = g_ptr_array_index (recorded.assets, j);
          const MnrBitassetData *bitasset = NULL;

          if (asset->bitasset_data_id != NULL)
            bitasset = g_hash_table_lookup (recorded.bitassets, asset->bitasset_data_id);
          if (asset->bitasset_data_id != NULL && bitasset == NULL)
            continue;
          tokens += bitasset == NULL;
          smartcoins += bitasset != NULL;
          check_asset (asset, bitasset, &view->view);
        }
      g_ptr_array_unref (recorded.assets);
      g_hash_table_unref (recorded.bitassets);
    }
  g_assert_cmpuint (tokens, >=, 20);
  g_assert_cmpuint (smartcoins, >=, 10);
}

/* Random assets */

static guint16 *
random_optional (guint maximum)
{
  guint16 *value;

  if (g_test_rand_bit ())
    return NULL;
  value = g_new (guint16, 1);
  *value = (guint16) g_test_rand_int_range (0, (gint32) maximum + 1);
  return value;
}

static void
random_set (MnrObjectIdSet *set,
            gboolean are_assets)
{
  static const guint accounts[] = { 0, 3, 100, 101, 102, 103, 4711 };
  static const guint assets[] = { 0, 10, 11, 12, 99999 };

  for (guint i = 0; i < (are_assets ? G_N_ELEMENTS (assets) : G_N_ELEMENTS (accounts)); i++)
    if (g_test_rand_int_range (0, 4) == 0)
      test_set_add (set, are_assets ? MNR_ASSET_ID (assets[i]) : MNR_ACCOUNT_ID (accounts[i]));
}

static const char *const descriptions[] = {
  "",
  "plain text, with \"quotes\" and ünïcode ☂",
  "{\"main\":\"x\"}",
  (" {\n  \"nft_object\" : {\"a\": [1, 2.50, null]},\"main\":\"a <b>bold</b> data: claim\" , "
   "\"visible\":false, \"short_name\":\"\\u00e4\\ud83d\\ude00\", \"market\": \"BTS\" }  "),
  "{\"main\":\"cut",
  "{\"main\":\"twice\",\"main\":\"last\"}",
  "{}",
  "{ }",
  "[1,2]",
  "\"a string\"",
  "{\"main\":7,\"short_name\":null,\"condition\":{},\"expiry\":\"no date\"}",
  "{\"main\":\"bad \\ud800 escape\"}",
  "{\"main\":\"tab\\tand\\bback\",\"\":\"empty key\"}",
  "\xe2\x80\xae disguised",
};

static void
random_options (MnrAsset *asset)
{
  MnrAssetOptions *options = &asset->options;
  MnrPrice *rate = &options->core_exchange_rate;

  options->max_supply = (gint64) (random_number () >> 1);
  options->max_market_fee = (gint64) (random_number () >> 1);
  options->market_fee_percent = (guint16) g_test_rand_int ();
  options->issuer_permissions = (guint16) g_test_rand_int ();
  /* Not both feeds: no chain has such an asset. */
  options->flags = (guint16) g_test_rand_int () & (g_test_rand_bit () ? 0xff7f : 0xfeff);
  *rate = (MnrPrice){
    .base = { (gint64) (random_number () >> 1), MNR_CORE_ASSET },
    .quote = { (gint64) (random_number () >> 1), asset->id },
  };
  if (g_test_rand_bit ())
    *rate = mnr_price_invert (rate);
  random_set (&options->whitelist_authorities, FALSE);
  random_set (&options->blacklist_authorities, FALSE);
  random_set (&options->whitelist_markets, TRUE);
  random_set (&options->blacklist_markets, TRUE);
  options->description =
    g_strdup (descriptions[g_test_rand_int_range (0, G_N_ELEMENTS (descriptions))]);
  options->extensions.reward_percent = random_optional (G_MAXUINT16);
  options->extensions.taker_fee_percent = random_optional (G_MAXUINT16);
  if (g_test_rand_bit ())
    {
      options->extensions.whitelist_market_fee_sharing = g_new0 (MnrObjectIdSet, 1);
      random_set (options->extensions.whitelist_market_fee_sharing, FALSE);
    }
}

static void
random_bitasset_options (MnrBitassetOptions *options)
{
  options->feed_lifetime_sec = (guint32) random_number ();
  options->minimum_feeds = (guint8) g_test_rand_int ();
  options->force_settlement_delay_sec = (guint32) random_number ();
  options->force_settlement_offset_percent = (guint16) g_test_rand_int ();
  options->maximum_force_settlement_volume = (guint16) g_test_rand_int ();
  options->short_backing_asset = MNR_ASSET_ID (g_test_rand_bit () ? 10 : 4711);
  options->extensions.initial_collateral_ratio = random_optional (G_MAXUINT16);
  options->extensions.maintenance_collateral_ratio = random_optional (G_MAXUINT16);
  options->extensions.maximum_short_squeeze_ratio = random_optional (G_MAXUINT16);
  options->extensions.margin_call_fee_ratio = random_optional (G_MAXUINT16);
  options->extensions.force_settle_fee_percent = random_optional (G_MAXUINT16);
  if (g_test_rand_bit ())
    {
      options->extensions.black_swan_response_method = g_new (guint8, 1);
      *options->extensions.black_swan_response_method = (guint8) g_test_rand_int_range (0, 4);
    }
}

static void
test_random (void)
{
  g_autoptr (TestView) view = new_world ();

  for (guint i = 0; i < 600; i++)
    {
      MnrAsset asset = {
        .id = MNR_ASSET_ID (50),
        .issuer = ISSUER,
        .dynamic_asset_data_id = MNR_OBJECT_ID (2, 3, 50),
      };
      MnrBitassetData bitasset = { .id = MNR_OBJECT_ID (2, 4, 50), .asset_id = asset.id };
      gboolean is_backed = i % 3 != 0;

      asset.symbol = g_strdup ("RANDOM");
      asset.precision = (guint8) g_test_rand_int_range (0, MNR_PRECISION_MAX + 1);
      random_options (&asset);
      if (is_backed)
        {
          asset.bitasset_data_id = g_new (MnrObjectId, 1);
          *asset.bitasset_data_id = bitasset.id;
          bitasset.is_prediction_market = i % 3 == 2;
          random_bitasset_options (&bitasset.options);
        }
      check_asset (&asset, is_backed ? &bitasset : NULL, &view->view);
      mnr_value_clear (&mnr_type_asset, &asset);
      mnr_value_clear (&mnr_type_bitasset_data, &bitasset);
    }
}

/* Powers */

static void
test_every_permission (void)
{
  for (guint permissions = 0; permissions <= G_MAXUINT16; permissions++)
    {
      guint16 flags = (guint16) (permissions * 40503u >> 3);
      guint16 new_permissions = (guint16) ~permissions, new_flags = (guint16) ~flags;

      for (guint i = 0; i < MNR_N_POWERS; i++)
        {
          MnrPowerState state =
            mnr_power_get_state ((guint16) permissions, flags, mnr_powers[i].bit);

          mnr_power_set_state (&new_permissions, &new_flags, mnr_powers[i].bit, state);
        }
      g_assert_cmphex (new_permissions, ==, permissions);
      g_assert_cmphex (new_flags, ==, flags & ~MNR_POWERS_NEVER_FLAGS);
    }

  /* What the words mean, at both kinds of bits. */
  g_assert_cmpint (mnr_power_get_state (0x1, 0, MNR_POWER_CHARGE_MARKET_FEE), ==,
                   MNR_POWER_NOT_NOW);
  g_assert_cmpint (mnr_power_get_state (0, 0x1, MNR_POWER_CHARGE_MARKET_FEE), ==,
                   MNR_POWER_ALWAYS);
  g_assert_cmpint (mnr_power_get_state (0, 0, MNR_POWER_LOCK_MAX_SUPPLY), ==, MNR_POWER_NOT_NOW);
  g_assert_cmpint (mnr_power_get_state (0x200, 0, MNR_POWER_LOCK_MAX_SUPPLY), ==,
                   MNR_POWER_NEVER);
  g_assert_cmpint (mnr_power_get_state (0x200, 0x200, MNR_POWER_LOCK_MAX_SUPPLY), ==,
                   MNR_POWER_ALWAYS);
  g_assert_cmpint (mnr_power_get_state (0, 0x200, MNR_POWER_LOCK_MAX_SUPPLY), ==, MNR_POWER_ON);
}

static void
test_permissions_of_drafts (void)
{
  g_autoptr (TestView) view = new_world ();
  MnrAsset asset = { .id = MNR_ASSET_ID (50), .symbol = (char *) "BITS", .precision = 4 };
  MnrBitassetData bitasset = { .id = MNR_OBJECT_ID (2, 4, 50) };

  bitasset.options.short_backing_asset = MNR_CORE_ASSET;
  asset.options.max_supply = 1;
  asset.options.core_exchange_rate =
    (MnrPrice){ { 1, MNR_CORE_ASSET }, { 1, MNR_ASSET_ID (50) } };
  for (guint permissions = 0; permissions <= G_MAXUINT16; permissions += 13)
    for (guint kind = 0; kind < 3; kind++)
      {
        g_autoptr (MnrDraft) draft = NULL;

        asset.bitasset_data_id = kind == 0 ? NULL : &bitasset.id;
        bitasset.is_prediction_market = kind == 2;
        asset.options.issuer_permissions = (guint16) permissions;
        asset.options.flags = (guint16) (permissions * 40503u >> 3) & 0xfeff;
        draft = mnr_draft_new_from_asset (&asset, kind == 0 ? NULL : &bitasset, &view->view, TRUE);
        assert_unchanged (draft, &asset, kind == 0 ? NULL : &bitasset, &view->view);
      }
}

/* Files */

static void
test_unknown_members (void)
{
  static const char text[] =
    "{\n  \"note\": {\"keep\": [1.50, \"\\u00e4\"]},\n  \"moneyer_draft\": 1,\n"
    "  \"kind\": \"token\", \"precision\":   2,\n"
    "  \"powers\": {\"future_power\": 1, \"white_list\": \"on\"},\n"
    "  \"symbol\": \"TEST\",\n"
    "  \"lists\": {\"whitelist_authorities\": [\"issuer\", \"bob\"], \"blacklist_markets\": "
    "\"TOKEN , COIN\"}\n}\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrDraft) draft = mnr_draft_new_from_json (text, strlen (text), &error);
  g_autoptr (MnrDraft) again = NULL;
  g_autofree char *json = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (mnr_draft_get (draft, MNR_DRAFT_PRECISION), ==, "2");
  g_assert_cmpstr (mnr_draft_get (draft, MNR_DRAFT_WHITELIST_AUTHORITIES), ==, "issuer, bob");
  g_assert_cmpstr (mnr_draft_get (draft, MNR_DRAFT_BLACKLIST_MARKETS), ==, "TOKEN , COIN");
  g_assert_cmpint (mnr_draft_get_power (draft, 1), ==, MNR_POWER_ON);

  json = mnr_draft_to_json (draft);
  g_assert_true (g_str_has_prefix (
    json, "{\n  \"note\": {\"keep\": [1.50, \"\\u00e4\"]},\n  \"moneyer_draft\": 1,\n"
          "  \"kind\": \"token\", \"precision\":   2,\n"
          "  \"powers\": {\"future_power\": 1, \"white_list\": \"on\""));
  g_assert_nonnull (strstr (json, "\"TOKEN , COIN\""));
  again = reload (draft);

  mnr_draft_set (draft, MNR_DRAFT_PRECISION, "half ty\001ped, \"so\" to say");
  g_object_unref (g_steal_pointer (&again));
  again = reload (draft);
}

static void
test_hostile_files (void)
{
  static const struct
  {
    const char *text;
    const char *path; /* what the sentence begins with */
  } cases[] = {
    { "", "An object should follow" },
    { "[]", "An object should be here" },
    { "{}", "This is no draft" },
    { "{'moneyer_draft':2}", "moneyer_draft: " },
    { "{'moneyer_draft':'x'}", "moneyer_draft: " },
    { "{'moneyer_draft':1,'moneyer_draft':1}", "moneyer_draft: " },
    { "{'moneyer_draft':1,'kind':'nft'}", "kind: " },
    { "{'moneyer_draft':1,'kind':7}", "kind: " },
    { "{'moneyer_draft':1,'symbol':{}}", "symbol: " },
    { "{'moneyer_draft':1,'symbol':['A']}", "symbol: " },
    { "{'moneyer_draft':1,'symbol':true}", "symbol: " },
    { "{'moneyer_draft':1,'symbol':'\\u0000'}", "symbol: " },
    { "{'moneyer_draft':1,'symbol':'\\ud800'}", "symbol: " },
    { "{'moneyer_draft':1,'powers':[]}", "powers: " },
    { "{'moneyer_draft':1,'powers':{'white_list':[]}}", "powers.white_list: " },
    { "{'moneyer_draft':1,'lists':{'whitelist_markets':['A',3]}}",
      "lists.whitelist_markets[1]: " },
    { "{'moneyer_draft':1,'lists':{'whitelist_markets':['A','A'],'whitelist_markets':''}}",
      "lists.whitelist_markets: " },
    { "{'moneyer_draft':1,'base':7}", "base: " },
    { "{'moneyer_draft':1,'base':{}}", "base.asset: " },
    { "{'moneyer_draft':1,'base':{'asset':{'id':'1.3.5'}}}", "base: " },
    { "{'moneyer_draft':1,'base':{'asset':{'id':'1.3.5','symbol':'ABC','precision':200}}}",
      "base: " },
    { "{'moneyer_draft':1,'base':{'asset':{'id':'1.3.5','symbol':'ABC','precision':700}}}",
      "base.asset.precision: " },
    { "{'moneyer_draft':1,'base':{'asset':{'id':'1.3.5','symbol':'ABC','precision':2,"
      "'bitasset_data_id':'2.4.1'}}}",
      "base: " },
    { "{'moneyer_draft':1,'kind':'smartcoin','base':{'asset':{'id':'1.3.5','symbol':'ABC'}}}",
      "kind: " },
    { "{'max_supply':5,'falgs':1}", "falgs: " },
    { "{'max_supply':5.5}", "max_supply: " },
    { "{'max_supply':5,'flags':70000}", "flags: " },
  };
  g_autofree char *large = NULL, *deep = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json = make_json (cases[i].text);
      g_autoptr (GError) refusal = NULL;

      g_assert_null (mnr_draft_new_from_json (json, strlen (json), &refusal));
      g_assert_nonnull (refusal);
      g_test_message ("%s: %s", cases[i].text, refusal->message);
      g_assert_true (g_str_has_prefix (refusal->message, cases[i].path));
    }

  large = g_strnfill (2 * 1024 * 1024, ' ');
  g_assert_null (mnr_draft_new_from_json (large, strlen (large), &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  deep = g_strnfill (100000, '[');
  memcpy (deep, "{\"moneyer_draft\":", strlen ("{\"moneyer_draft\":"));
  g_assert_null (mnr_draft_new_from_json (deep, strlen (deep), &error));
  g_assert_nonnull (error);
}

static void
on_changed (MnrDraft *draft,
            int field,
            gpointer user_data)
{
  g_string_append_printf (user_data, "%s ", mnr_draft_field_get_info ((MnrDraftField) field)->name);
}

static void
test_feeders_and_powers (void)
{
  g_autoptr (MnrDraft) draft = mnr_draft_new (MNR_ASSET_SMARTCOIN);
  g_autoptr (GString) changes = g_string_new (NULL);

  g_signal_connect (draft, "changed", G_CALLBACK (on_changed), changes);
  mnr_draft_set (draft, MNR_DRAFT_FEEDERS, "witnesses");
  g_assert_cmpstr (changes->str, ==, "witness_fed_asset feeders ");
  g_assert_cmpint (mnr_draft_get_power (draft, 7), ==, MNR_POWER_ON);

  mnr_draft_set (draft, MNR_DRAFT_FIRST_POWER + 8, "on");
  g_assert_cmpstr (mnr_draft_get (draft, MNR_DRAFT_FEEDERS), ==, "committee");
  g_assert_cmpint (mnr_draft_get_power (draft, 7), ==, MNR_POWER_NOT_NOW);

  mnr_draft_set (draft, MNR_DRAFT_FEEDERS, "alice, bob");
  g_assert_cmpint (mnr_draft_get_power (draft, 7), ==, MNR_POWER_NOT_NOW);
  g_assert_cmpint (mnr_draft_get_power (draft, 8), ==, MNR_POWER_NOT_NOW);

  g_string_truncate (changes, 0);
  mnr_draft_set (draft, MNR_DRAFT_FEEDERS, "alice, bob");
  g_assert_cmpstr (changes->str, ==, "");
}

static void
test_paths (void)
{
  static const struct
  {
    const char *path;
    int field;
  } cases[] = {
    { "symbol", MNR_DRAFT_SYMBOL },
    { "precision", MNR_DRAFT_PRECISION },
    { "extensions.new_precision", MNR_DRAFT_PRECISION },
    { "common_options.max_supply", MNR_DRAFT_MAX_SUPPLY },
    { "new_options.max_supply", MNR_DRAFT_MAX_SUPPLY },
    { "new_options.core_exchange_rate.base.amount", MNR_DRAFT_RATE_CORE },
    { "common_options.extensions.taker_fee_percent", MNR_DRAFT_TAKER_FEE },
    { "common_options.whitelist_authorities[1]", MNR_DRAFT_WHITELIST_AUTHORITIES },
    { "new_options.extensions.black_swan_response_method", MNR_DRAFT_BLACK_SWAN },
    { "bitasset_opts.short_backing_asset", MNR_DRAFT_BACKING },
    { "new_options.feed_lifetime_sec", MNR_DRAFT_FEED_LIFETIME },
    { "new_feed_producers[3]", MNR_DRAFT_FEEDERS },
    { "new_options.flags", MNR_DRAFT_FIRST_POWER },
    { "common_options.issuer_permissions", MNR_DRAFT_FIRST_POWER },
    { "new_options.flags.white_list", MNR_DRAFT_FIRST_POWER + 1 },
    { "common_options.issuer_permissions.disable_bsrm_update", MNR_DRAFT_FIRST_POWER + 14 },
    { "common_options.description", MNR_DRAFT_DESCRIPTION },
    { "issuer", -1 },
    { "", -1 },
    { "fee.amount", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (mnr_draft_field_find_path (cases[i].path), ==, cases[i].field);

  for (guint i = 0; i < MNR_N_DRAFT_FIELDS; i++)
    {
      const MnrDraftFieldInfo *info = mnr_draft_field_get_info (i);

      g_assert_nonnull (info->name);
      g_assert_nonnull (info->label);
      g_assert_nonnull (info->help);
      g_assert_cmpint (mnr_draft_field_find (info->group, info->name), ==, i);
      if (i >= MNR_DRAFT_FIRST_POWER && i <= MNR_DRAFT_LAST_POWER)
        g_assert_cmpstr (info->name, ==, mnr_powers[i - MNR_DRAFT_FIRST_POWER].name);
    }
}

static void
test_description (void)
{
  static const struct
  {
    const char *from;
    const char *key;
    const char *text;
    const char *to;
  } cases[] = {
    { "", "main", "x", "{\"main\":\"x\"}" },
    { "plain", "main", "other", "other" },
    { "plain", "main", "{}", "{\"main\":\"{}\"}" },
    { "plain", "main", "", "" },
    { "plain", "short_name", "P", "{\"main\":\"plain\",\"short_name\":\"P\"}" },
    { "{\"a\" :[1, 2],\"main\":\"x\" , \"b\":1.50}", "main", "y\n",
      "{\"a\" :[1, 2],\"main\":\"y\\n\" , \"b\":1.50}" },
    { "{\"a\" :[1, 2],\"main\":\"x\" , \"b\":1.50}", "main", "", "{\"a\" :[1, 2], \"b\":1.50}" },
    { "{\n  \"main\": \"x\"\n}\n", "market", "BTS",
      "{\n  \"main\": \"x\",\n  \"market\": \"BTS\"\n}\n" },
    { "{\"main\":\"1\",\"main\":\"2\"}", "main", "3", "{\"main\":\"1\",\"main\":\"3\"}" },
    { "{ }", "main", "x", "{ \"main\":\"x\"}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *changed =
        mnr_description_set (cases[i].from, cases[i].key, cases[i].text);
      g_autofree char *read = mnr_description_get (changed, cases[i].key);

      g_assert_cmpstr (changed, ==, cases[i].to);
      g_assert_cmpstr (read, ==, cases[i].text);
    }
}

/* A view that only notes what it is asked for. */
typedef struct
{
  MnrView view;
  GString *asked;
} Asked;

static MnrKnowledge
note_object (const MnrView *view,
             MnrObjectId id,
             gconstpointer *object)
{
  char text[MNR_OBJECT_ID_TEXT_SIZE];

  g_string_append_printf (((const Asked *) view)->asked, "%s ", mnr_object_id_format (id, text));
  return MNR_NOT_KNOWN;
}

static void
test_ask_names (void)
{
  g_autoptr (TestView) world = new_world ();
  Asked asked = { .view = { .get_object = note_object }, .asked = g_string_new (NULL) };
  gconstpointer asset = NULL, bitasset = NULL;
  MnrPublishedFeed *feeds = g_new0 (MnrPublishedFeed, 1);
  g_autoptr (MnrDraft) draft = NULL;

  world->view.get_object (&world->view, MNR_ASSET_ID (22), &asset);
  world->view.get_object (&world->view, MNR_OBJECT_ID (2, 4, 22), &bitasset);
  test_set_add (&((MnrAsset *) asset)->options.blacklist_authorities, MNR_ACCOUNT_ID (103));
  feeds[0].publisher = MNR_ACCOUNT_ID (102);
  ((MnrBitassetData *) bitasset)->feeds.items = feeds;
  ((MnrBitassetData *) bitasset)->feeds.len = 1;

  mnr_draft_ask_names (asset, bitasset, &asked.view);
  g_assert_nonnull (strstr (asked.asked->str, "1.2.103 "));
  g_assert_nonnull (strstr (asked.asked->str, "1.2.102 "));
  g_assert_nonnull (strstr (asked.asked->str, "1.3.10 "));

  /* Until the names are there, ids stand for them. */
  draft = mnr_draft_new_from_asset (asset, bitasset, &asked.view, TRUE);
  g_assert_cmpstr (mnr_draft_get (draft, MNR_DRAFT_BACKING), ==, "1.3.10");
  g_assert_cmpstr (mnr_draft_get (draft, MNR_DRAFT_FEEDERS), ==, "1.2.102");
  g_string_free (asked.asked, TRUE);
}

/* Where a draft belongs is kept in its file. */
static void
test_network (void)
{
  g_autoptr (MnrDraft) draft = mnr_draft_new (MNR_ASSET_TOKEN), again = NULL;
  g_autofree char *json = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (mnr_draft_get_network (draft));
  mnr_draft_set_network (draft, "Practice “2”", "00ff");
  json = mnr_draft_to_json (draft);
  again = mnr_draft_new_from_json (json, strlen (json), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (mnr_draft_get_network (again), ==, "Practice “2”");
  g_assert_cmpstr (mnr_draft_get_chain_id (again), ==, "00ff");
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/draft/recorded", test_recorded);
  g_test_add_func ("/draft/random", test_random);
  g_test_add_func ("/draft/every-permission", test_every_permission);
  g_test_add_func ("/draft/permissions-of-drafts", test_permissions_of_drafts);
  g_test_add_func ("/draft/unknown-members", test_unknown_members);
  g_test_add_func ("/draft/hostile-files", test_hostile_files);
  g_test_add_func ("/draft/feeders-and-powers", test_feeders_and_powers);
  g_test_add_func ("/draft/paths", test_paths);
  g_test_add_func ("/draft/description", test_description);
  g_test_add_func ("/draft/ask-names", test_ask_names);

  g_test_add_func ("/draft/network", test_network);
  return g_test_run ();
}
