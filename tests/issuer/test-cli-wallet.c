/* test-cli-wallet.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "issuer/mnr-cli-wallet.h"

#include <string.h>

#include "chain/wire/mnr-json.h"
#include "test-cases.h"

#define OPTIONS                                                                              \
  "{'max_supply':1000000000,'market_fee_percent':25,'max_market_fee':1000,"                  \
  "'issuer_permissions':79,'flags':1,'core_exchange_rate':{'base':{'amount':250000,"         \
  "'asset_id':'1.3.0'},'quote':{'amount':10000,'asset_id':'1.3.1'}},'whitelist_authorities'" \
  ":[],'blacklist_authorities':[],'whitelist_markets':['1.3.10'],'blacklist_markets':[],"    \
  "'description':'a \\'quoted\\' text','extensions':{'taker_fee_percent':50}}"

#define BITASSET                                                                     \
  "{'feed_lifetime_sec':86400,'minimum_feeds':3,'force_settlement_delay_sec':86400," \
  "'force_settlement_offset_percent':0,'maximum_force_settlement_volume':2000,"      \
  "'short_backing_asset':'1.3.0','extensions':{'maintenance_collateral_ratio':1600}}"

/* With ' for ", and \' for \". */
static char *
make (const char *text)
{
  return make_json (text);
}

static const MnrType *
creation_type (void)
{
  return mnr_type_operation.variants[MNR_OPERATION_ASSET_CREATE];
}

/* What is read is written again, to the character. */
static void
test_round_trip (void)
{
  static const char *const lines[] = {
    "create_asset 'issuer' 'MYTOKEN' 4 " OPTIONS " null true",
    "create_asset 'issuer' 'MYCOIN' 4 " OPTIONS " " BITASSET " false",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *line = make (lines[i]), *issuer = NULL, *again = NULL;
      g_autoptr (GError) error = NULL;
      MnrAssetCreate creation = { 0 };
      gboolean broadcast;

      g_assert_true (mnr_cli_wallet_is_command (line, strlen (line)));
      mnr_cli_wallet_read_command (line, strlen (line), &creation, &issuer, &broadcast, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (issuer, ==, "issuer");
      g_assert_true (broadcast == (i == 0));
      g_assert_true ((creation.bitasset_opts != NULL) == (i == 1));

      again = mnr_cli_wallet_write_command (&creation, issuer, broadcast, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (again, ==, line);

      creation.is_prediction_market = TRUE;
      g_assert_null (mnr_cli_wallet_write_command (&creation, issuer, TRUE, &error));
      g_assert_nonnull (error);
      mnr_value_clear (creation_type (), &creation);
    }
}

static void
test_options (void)
{
  g_autofree char *options_text = make (OPTIONS), *bitasset_text = make (BITASSET);
  g_autofree char *options_again = NULL, *bitasset_again = NULL;
  g_autoptr (GError) error = NULL;
  MnrAssetOptions options = { 0 };
  MnrBitassetOptions bitasset = { 0 };

  mnr_cli_wallet_read_options (options_text, strlen (options_text), &options, &error);
  g_assert_no_error (error);
  mnr_cli_wallet_read_bitasset_options (bitasset_text, strlen (bitasset_text), &bitasset, &error);
  g_assert_no_error (error);
  options_again = mnr_cli_wallet_write_options (&options);
  bitasset_again = mnr_cli_wallet_write_bitasset_options (&bitasset);
  g_assert_cmpstr (options_again, ==, options_text);
  g_assert_cmpstr (bitasset_again, ==, bitasset_text);
  mnr_value_clear (&mnr_type_asset_options, &options);
  mnr_value_clear (&mnr_type_bitasset_options, &bitasset);

  /* What is left out is what a node takes for it. */
  mnr_cli_wallet_read_options ("{\"extensions\":[]}", 17, &options, &error);
  g_assert_no_error (error);
  g_assert_cmpint (options.max_supply, ==, MNR_SHARE_SUPPLY_MAX);
  g_assert_cmpint (options.max_market_fee, ==, MNR_SHARE_SUPPLY_MAX);
  g_assert_cmpuint (options.issuer_permissions, ==, 79);
  mnr_value_clear (&mnr_type_asset_options, &options);
  mnr_cli_wallet_read_bitasset_options ("{}", 2, &bitasset, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (bitasset.feed_lifetime_sec, ==, 86400);
  g_assert_cmpuint (bitasset.maximum_force_settlement_volume, ==, 2000);
  mnr_value_clear (&mnr_type_bitasset_options, &bitasset);
}

/* A line or options become a draft, and that the same asset again. */
static void
test_drafts (void)
{
  g_autoptr (TestView) view = new_world ();
  g_autofree char *line = make (" create_asset issuer MYCOIN 4 " OPTIONS " " BITASSET " true\n");
  g_autofree char *options = make (OPTIONS), *issuer = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrDraft) draft = NULL, file = NULL, of_options = NULL;
  MnrOperation *operation;
  MnrAssetCreate *creation;
  g_autofree char *again = NULL;

  draft = mnr_cli_wallet_read_draft (line, strlen (line), &issuer, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (mnr_draft_get_kind (draft), ==, MNR_ASSET_SMARTCOIN);
  g_assert_cmpstr (mnr_draft_get (draft, MNR_DRAFT_RATE_CORE), ==, "2.5");
  g_assert_cmpstr (mnr_draft_get (draft, MNR_DRAFT_RATE_ASSET), ==, "1");
  g_assert_cmpstr (mnr_draft_get (draft, MNR_DRAFT_MAX_SUPPLY), ==, "100000");
  g_assert_cmpstr (mnr_draft_get (draft, MNR_DRAFT_TAKER_FEE), ==, "0.5");

  operation = mnr_draft_get_creation (draft, MNR_ACCOUNT_ID (100), &view->view);
  creation = operation->value;
  /* The description was plain text: for a new asset it is written as wallets do. */
  g_assert_cmpstr (creation->common_options.description, ==,
                   "{\"main\":\"a \\\"quoted\\\" text\"}");
  g_free (creation->common_options.description);
  creation->common_options.description = g_strdup ("a \"quoted\" text");
  creation->common_options.issuer_permissions = 79;
  again = mnr_cli_wallet_write_command (creation, issuer, TRUE, &error);
  g_assert_no_error (error);
  {
    g_autofree char *expected =
      make ("create_asset 'issuer' 'MYCOIN' 4 " OPTIONS " " BITASSET " true");

    g_assert_cmpstr (again, ==, expected);
  }
  mnr_value_free (&mnr_type_operation, operation);

  file = mnr_draft_new_from_json (line, strlen (line), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (mnr_draft_get (file, MNR_DRAFT_SYMBOL), ==, "MYCOIN");
  of_options = mnr_draft_new_from_json (options, strlen (options), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (mnr_draft_get (of_options, MNR_DRAFT_SYMBOL), ==, "");
  g_assert_cmpstr (mnr_draft_get (of_options, MNR_DRAFT_MARKET_FEE), ==, "0.25");
  g_assert_cmpint (mnr_draft_get_power (of_options, 0), ==, MNR_POWER_ON);
}

static void
test_hostile (void)
{
  static const struct
  {
    const char *line;
    const char *path;
  } cases[] = {
    { "create_asset", "This is no create_asset" },
    { "create_assets a B 4 {} null true", "This is no create_asset" },
    { "create_asset a", "symbol: " },
    { "create_asset a B", "precision: " },
    { "create_asset a B x {} null true", "precision: " },
    { "create_asset a B 13 {} null true", "precision: " },
    { "create_asset a B 4", "common: " },
    { "create_asset a B 4 [] null true", "common: " },
    { "create_asset a B 4 {'flgas':1} null true", "common.flgas: " },
    { "create_asset a B 4 {'flags':1,'flags':2} null true", "common.flags: " },
    { "create_asset a B 4 {'flags':70000} null true", "common.flags: " },
    { "create_asset a B 4 {'extensions':[1]} null true", "common.extensions: " },
    { "create_asset a B 4 {'extensions':{'x':1}} null true", "common.extensions" },
    { "create_asset a B 4 {} {'x':1} true", "bitasset_opts.x: " },
    { "create_asset a B 4 {} nil true", "bitasset_opts: " },
    { "create_asset a B 4 {} null maybe", "broadcast: " },
    { "create_asset a B 4 {} null true false", "More text follows" },
    { "create_asset 'a B 4 {} null true", "" },
    { "create_asset \xff B 4 {} null true", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line = make (cases[i].line), *issuer = NULL;
      g_autoptr (GError) error = NULL;
      MnrAssetCreate creation = { 0 };
      const MnrAssetCreate zero = { 0 };

      g_assert_false (mnr_cli_wallet_read_command (line, strlen (line), &creation, &issuer, NULL,
                                                   &error));
      g_assert_nonnull (error);
      g_test_message ("%s", error->message);
      g_assert_true (g_str_has_prefix (error->message, cases[i].path));
      g_assert_cmpmem (&creation, sizeof creation, &zero, sizeof zero);
      g_assert_null (issuer);
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli-wallet/round-trip", test_round_trip);
  g_test_add_func ("/cli-wallet/options", test_options);
  g_test_add_func ("/cli-wallet/drafts", test_drafts);
  g_test_add_func ("/cli-wallet/hostile", test_hostile);

  return g_test_run ();
}
