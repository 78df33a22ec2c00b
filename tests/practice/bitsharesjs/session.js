/* session.js
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The library of the web wallets at work with a practice network:
 * session.js URL CHAIN-ID ACCOUNT PASSWORD SYMBOL
 * creates an asset, reads it back and prints it. */

const { Apis, ChainConfig } = require("bitsharesjs-ws");
const { ChainStore, FetchChain, Login, TransactionBuilder } = require("bitsharesjs");

const [url, chainId, accountName, password, symbol] = process.argv.slice(2);

function requireThat(condition, sentence) {
  if (!condition) throw new Error(sentence);
}

async function createAsset(account, key) {
  const builder = new TransactionBuilder();

  builder.add_type_operation("asset_create", {
    fee: { amount: 0, asset_id: "1.3.0" },
    issuer: account.get("id"),
    symbol,
    precision: 4,
    common_options: {
      max_supply: "1000000000000",
      market_fee_percent: 10,
      max_market_fee: "1000000",
      issuer_permissions: 79,
      flags: 1,
      core_exchange_rate: {
        base: { amount: 1000, asset_id: "1.3.0" },
        quote: { amount: 10, asset_id: "1.3.1" },
      },
      whitelist_authorities: [],
      blacklist_authorities: [],
      whitelist_markets: [],
      blacklist_markets: [],
      description: '{"main":"Ein Gutschein für 1 Kaffee ☕"}',
      extensions: {},
    },
    is_prediction_market: false,
    extensions: [],
  });
  await builder.set_required_fees();
  builder.add_signer(key, key.toPublicKey().toPublicKeyString());
  return builder.broadcast();
}

async function main() {
  ChainConfig.networks.Practice = {
    core_asset: "BTS",
    address_prefix: "BTS",
    chain_id: chainId,
  };
  const [network] = await Apis.instance(url, true).init_promise;
  requireThat(network.network && network.network.chain_id === chainId, "another network");

  // Public nodes do not tell of every new object either.
  await ChainStore.init(false);
  const account = await FetchChain("getAccount", accountName);
  const { privKeys } = Login.generateKeys(accountName, password, ["active"], "BTS");
  const [confirmed] = await createAsset(account, privKeys.active);
  requireThat(confirmed.trx.operation_results[0][0] === 1, "no asset was created");

  const [asset] = await Apis.instance().db_api().exec("lookup_asset_symbols", [[symbol]]);
  requireThat(asset.id === confirmed.trx.operation_results[0][1], "another asset");
  const seen = await FetchChain("getAsset", symbol);
  requireThat(seen.get("id") === asset.id && seen.get("issuer") === account.get("id"),
    "the store shows another asset");
  const history = await Apis.instance().history_api().exec("get_account_history",
    [account.get("id"), "1.11.0", 10, "1.11.0"]);
  requireThat(history[0].op[0] === 10, "it is not in the history");

  console.log(JSON.stringify(asset));
  await Apis.close();
}

main().then(() => process.exit(0), (error) => {
  console.error(error);
  process.exit(1);
});
