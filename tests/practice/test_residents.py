#!/usr/bin/env python3
#
# Copyright 2026 The Moneyer developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""The residents of the default practice network, and the practice API.

Usage: test_residents.py PATH-OF-moneyer-practice PATH-OF-moneyer-cli [unittest arguments]
"""

import fractions
import json
import sys
import tempfile
import time
import unittest

import test_rpc

CORE = "1.3.0"
FEE = {"amount": 0, "asset_id": CORE}
DAY = 86400
WITNESSES = ["init0", "init1", "init2"]
USD = "PRACTICE.USD"


def amount(value, asset):
    return {"amount": value, "asset_id": asset}


class ResidentsTest(unittest.TestCase):
    maxDiff = None
    arguments = ("--memory", "--block-interval", "0")

    def setUp(self):
        self.server = test_rpc.Server(*self.arguments)
        self.addCleanup(lambda: self.assertEqual(self.server.stop(), 0))
        # Not where the residents are about to act: blocks are counted.
        if self.time() % 600 > 570:
            self.practice("advance_time", 60)

    # What there is

    def practice(self, method, *arguments):
        return self.server.call("practice", method, *arguments)

    def refused(self, method, *arguments):
        answer = self.server.ask("practice", method, *arguments)
        self.assertIn("error", answer)
        return answer["error"]["message"]

    def query(self, method, *arguments):
        return self.server.call("database", method, *arguments)

    def asset(self, symbol):
        return self.query("get_assets", [symbol])[0]

    def account(self, name):
        return self.query("get_account_by_name", name)["id"]

    def smartcoin(self, symbol):
        return self.query("get_objects", [self.asset(symbol)["bitasset_data_id"]])[0]

    def price(self, symbol, which="current_feed"):
        """In smallest units; None where there is none."""
        price = self.smartcoin(symbol)[which]["settlement_price"]
        if price["base"]["asset_id"] == price["quote"]["asset_id"]:
            return None
        return fractions.Fraction(int(price["base"]["amount"]), int(price["quote"]["amount"]))

    def assert_price(self, symbol, price):
        """That a price is as expected, but for what the mood of a moment makes of it."""
        self.assertLess(abs(self.price(symbol) / price - 1), fractions.Fraction(1, 1000))

    def positions(self, symbol):
        asset = self.asset(symbol)["id"]
        return {entry["borrower"]: entry for entry in self.query("get_call_orders", asset, 100)}

    def balance(self, account, asset):
        found = self.query("get_account_balances", account, [asset])
        return int(found[0]["amount"]) if found else 0

    def head(self):
        return self.query("get_dynamic_global_properties")

    def time(self):
        return test_rpc.to_seconds(self.head()["time"])

    def block(self, number):
        return self.query("get_block", number)

    def pool(self, symbol):
        return int(self.query("get_objects",
                              [self.asset(symbol)["dynamic_asset_data_id"]])[0]["fee_pool"])


class AliveTest(ResidentsTest):
    def test_market(self):
        for symbol, levels in (("PRACTICE", 5), (USD, 3), ("GATEWAY.BTC", 3),
                               ("PRACTICE.RAIN", 2)):
            book = self.query("get_order_book", "BTS", symbol, 50)
            with self.subTest(symbol):
                for side in ("bids", "asks"):
                    self.assertEqual(len({entry["price"] for entry in book[side]}), levels)
        self.assertTrue(self.smartcoin("PRACTICE.RAIN")["is_prediction_market"])
        self.assertEqual({int(entry["collateral"]) - int(entry["debt"])
                          for entry in self.positions("PRACTICE.RAIN").values()}, {0})

    def test_smartcoin(self):
        data = self.smartcoin(USD)
        self.assertEqual({feed[0] for feed in data["feeds"]},
                         {self.account(name) for name in WITNESSES})
        self.assert_price(USD, fractions.Fraction(1, 1000))
        ratios = sorted(int(entry["collateral"]) * self.price(USD) / int(entry["debt"])
                        for entry in self.positions(USD).values())
        self.assertEqual(len(ratios), 3)
        self.assertTrue(1.75 < ratios[0] < 1.85 and ratios[-1] >= 4, ratios)

    def test_all_is_signed(self):
        transactions = self.block(2)["transactions"]
        self.assertGreater(len(transactions), 40)
        self.assertEqual([len(entry["signatures"]) for entry in transactions],
                         [1] * len(transactions))

    def test_feeds_live_on(self):
        orders = len(self.query("get_limit_orders", "PRACTICE", "BTS", 100))
        seen = set()
        for _ in range(20):
            self.practice("advance_time", 2 * DAY)
            price = self.price(USD)
            self.assertLess(abs(price - fractions.Fraction(1, 1000)), fractions.Fraction(2, 10**5))
            seen.add(price)
        self.assertGreater(len(seen), 5, "the price does not move")
        self.assertEqual(len(self.positions(USD)), 3)
        self.assertEqual(len(self.query("get_limit_orders", "PRACTICE", "BTS", 100)), orders)

    def test_pace(self):
        start = self.head()["head_block_number"]
        for _ in range(24):
            self.practice("advance_time", 300)
        counts = {}
        for number in range(start + 1, self.head()["head_block_number"] + 1):
            for transaction in self.block(number)["transactions"]:
                kind = transaction["operations"][0][0]
                counts[kind] = counts.get(kind, 0) + 1
        # Two hours: three witnesses every ten minutes, and a trade every hour.
        self.assertLessEqual(abs(counts[19] - 3 * 12), 3, counts)
        self.assertLessEqual(abs(counts[1] - 2), 1, counts)

    def test_trades_with_others(self):
        """Who offers more than the residents do has what they want within the hour or two."""
        before = self.balance("practice-alice", self.asset("PRACTICE")["id"])
        self.practice("buy", "PRACTICE", "40", "2.015", "practice-alice")
        for _ in range(3):
            self.practice("advance_time", 3600)
        self.assertEqual(self.balance("practice-alice", self.asset("PRACTICE")["id"]) - before,
                         40 * 10**5 - 40 * 10**5 // 1000)


class IntervalTest(ResidentsTest):
    """Where blocks come by the clock, residents wait for the next as others do."""

    arguments = ("--memory", "--block-interval", "1")

    def test_feeds(self):
        number = self.practice("advance_time", 3600)
        while self.head()["head_block_number"] <= number:
            time.sleep(0.1)
        self.assertEqual({feed[1][0] for feed in self.smartcoin(USD)["feeds"]},
                         {self.block(number)["timestamp"]})
        self.assertEqual(len(self.block(number + 1)["transactions"]), 4)


class PracticeTest(ResidentsTest):
    def create_smartcoin(self, symbol, method, producers):
        """One of alice's: 1000 units are worth 1 BTS; bob owes 100, carol 100."""
        alice = self.account("practice-alice")
        self.practice("act", [[10, {
            "fee": FEE, "issuer": alice, "symbol": symbol, "precision": 4,
            "common_options": {
                "max_supply": 10**12, "market_fee_percent": 0, "max_market_fee": 0,
                "issuer_permissions": 511, "flags": 0,
                "core_exchange_rate": {"base": amount(1, CORE), "quote": amount(1, "1.3.1")},
                "whitelist_authorities": [], "blacklist_authorities": [],
                "whitelist_markets": [], "blacklist_markets": [], "description": "",
                "extensions": {}},
            "bitasset_opts": {
                "feed_lifetime_sec": DAY, "minimum_feeds": 1, "force_settlement_delay_sec": 60,
                "force_settlement_offset_percent": 0, "maximum_force_settlement_volume": 10000,
                "short_backing_asset": CORE,
                "extensions": {"black_swan_response_method": method}},
            "is_prediction_market": False, "extensions": []}]])
        asset = self.asset(symbol)["id"]
        self.assertIn("has no feed producers", self.refused("move_feed", symbol, "1"))
        self.practice("act", [[13, {"fee": FEE, "issuer": alice, "asset_to_update": asset,
                                    "new_feed_producers": sorted(producers), "extensions": []}]])
        self.assertIn("no price now", self.refused("crash_price", symbol, 50))
        self.practice("move_feed", symbol, "0.01")
        for name, collateral in (("practice-bob", 20000), ("practice-carol", 90000)):
            self.practice("act", [[3, {
                "fee": FEE, "funding_account": self.account(name),
                "delta_collateral": amount(collateral * 10**5, CORE),
                "delta_debt": amount(100 * 10**4, asset), "extensions": {}}]])
        return asset

    def stranger(self):
        """An account whose key the network does not have."""
        key = next(word for word in test_rpc.run_cli(
            "key", "from-password", "--account", "stranger-1", "--role", "active",
            text="nobody knows this").split() if word.startswith("BTS"))
        self.server.post({"account": {
            "name": "stranger-1", "owner_key": key, "active_key": key, "memo_key": key,
            "refcode": None, "referrer": None}}, "/api/v1/accounts")
        return self.account("stranger-1")

    # Prices

    def test_margin_call(self):
        grace = self.account("practice-grace")
        before = self.positions(USD)
        asks = len(self.query("get_order_book", "BTS", USD, 50)["asks"])
        self.practice("crash_price", USD, 95)
        after = self.positions(USD)
        self.assertLess(int(after[grace]["debt"]), int(before[grace]["debt"]))
        self.assertEqual({name: entry["debt"] for name, entry in after.items() if name != grace},
                         {name: entry["debt"] for name, entry in before.items()
                          if name != grace})
        self.assertLess(len(self.query("get_order_book", "BTS", USD, 50)["asks"]), asks)
        self.assertEqual(int(self.smartcoin(USD)["settlement_fund"]), 0)
        self.assert_price(USD, fractions.Fraction(95, 100000))

    def test_crash_stays(self):
        self.practice("crash_price", USD, 97)
        self.practice("advance_time", 7 * DAY)
        self.assertLess(abs(self.price(USD) - fractions.Fraction(97, 100000)),
                        fractions.Fraction(2, 10**5))

    def test_black_swan_default(self):
        self.practice("crash_price", USD, 40)
        self.assertEqual(self.positions(USD), {})
        self.assertGreater(int(self.smartcoin(USD)["settlement_fund"]), 0)

    def test_black_swan_methods(self):
        stranger = self.stranger()
        for method, symbol in ((0, "SWANGLOBAL"), (1, "SWANNONE"), (2, "SWANFUND"),
                               (3, "SWANORDER")):
            with self.subTest(symbol):
                self.create_smartcoin(symbol, method, [stranger, self.account("init3")])
                bob = self.account("practice-bob")
                self.practice("crash_price", symbol, 40)
                data = self.smartcoin(symbol)
                orders = self.query("get_limit_orders", symbol, "BTS", 10)
                settled = [order for order in orders if order.get("is_settled_debt")]
                self.assertEqual(
                    (int(data["settlement_fund"]) > 0, bob in self.positions(symbol),
                     int(data["individual_settlement_debt"]) > 0, len(settled)),
                    {0: (True, False, False, 0), 1: (False, True, False, 0),
                     2: (False, False, True, 0), 3: (False, False, True, 1)}[method])
                if method == 1:
                    self.assertGreater(self.price(symbol), self.price(symbol, "median_feed"))

    def test_act_of_god(self):
        """Of a producer whose key nobody has: in the block, and visibly unsigned."""
        stranger = self.stranger()
        self.create_smartcoin("GODSENT", 0, [stranger])
        number = self.practice("move_feed", "GODSENT", "0.02")
        self.assertEqual(self.price("GODSENT"), fractions.Fraction(2, 1000))
        transaction = self.block(number)["transactions"][0]
        self.assertEqual((transaction["signatures"], transaction["operations"][0][1]["publisher"]),
                         ([], stranger))
        # Only the practice API may do that.
        unsigned = {name: transaction[name] for name in (
            "ref_block_num", "ref_block_prefix", "expiration", "operations", "extensions",
            "signatures")}
        unsigned["operations"][0][1]["feed"]["maximum_short_squeeze_ratio"] = 1200
        answer = self.server.ask("network_broadcast", "broadcast_transaction", unsigned)
        self.assertEqual(answer["error"]["code"], 4010001)
        # A fork takes it away, and the next block has it again.
        was = self.block(number)["transactions"]
        self.assertEqual(self.practice("fork"), number - 1)
        self.assertIsNone(self.block(number))
        self.practice("produce_blocks", 1)
        self.assertEqual(self.block(number)["transactions"], was)
        self.assertEqual(self.price("GODSENT"), fractions.Fraction(2, 1000))

    def test_one_producer(self):
        self.practice("move_feed", USD, "0.02", "init0")
        feeds = {feed[0]: feed[1][1]["settlement_price"] for feed in self.smartcoin(USD)["feeds"]}
        first = feeds.pop(self.account("init0"))
        self.assertEqual(int(first["quote"]["amount"]), 500 * int(first["base"]["amount"]))
        self.assertLess(abs(self.price(USD) - fractions.Fraction(1, 1000)),
                        fractions.Fraction(1, 10**5))

    def test_witnesses_feed_others(self):
        """A user's smartcoin with witnesses as its producers stays alive as theirs does."""
        self.create_smartcoin("KEPTALIVE", 0, [self.account("init4")])
        self.practice("advance_time", 5 * DAY)
        self.assertIsNotNone(self.price("KEPTALIVE"))
        # Nobody else publishes by themselves.
        self.create_smartcoin("LEFTALONE", 0, [self.account("practice-dave")])
        self.practice("advance_time", 2 * DAY)
        self.assertIsNone(self.price("LEFTALONE"))

    def test_silence(self):
        for name in WITNESSES:
            self.practice("silence_producer", name, True)
        self.practice("advance_time", DAY // 2)
        self.assertIsNotNone(self.price(USD))
        self.practice("silence_producer", "init1", False)
        self.practice("advance_time", 600)
        self.practice("advance_time", DAY)
        self.assertIsNotNone(self.price(USD))
        self.practice("silence_producer", "init1", True)
        self.practice("advance_time", DAY + 3600)
        self.assertIsNone(self.price(USD))
        # Its own feed is forgotten by now: it needs a price to begin with.
        self.practice("silence_producer", "init1", False)
        self.practice("move_feed", USD, "0.01", "init1")
        self.practice("advance_time", 3 * DAY)
        self.assertIsNotNone(self.price(USD))

    # Pools and markets

    def test_pool(self):
        before = self.pool(USD)
        self.practice("fill_pool", USD, "12.5")
        self.assertEqual(self.pool(USD), before + 1250000)
        self.practice("drain_pool", USD)
        self.assertEqual(self.pool(USD), 0)
        self.assertIn("empty already", self.refused("drain_pool", USD))

    def test_orders(self):
        practice = self.asset("PRACTICE")["id"]
        trader = self.account("practice-trader")
        before = self.balance(trader, practice)
        self.practice("buy", "PRACTICE", "100", "2.1")
        # For 210 BTS, at the 2.02 of who offered it, less the market fee.
        self.assertEqual(self.balance(trader, practice) - before, 10396039 - 10396)
        self.practice("sell", "PRACTICE", "10", "7.5")
        offer = next(order for order in self.query("get_limit_orders", "PRACTICE", "BTS", 100)
                     if order["seller"] == trader)
        self.assertEqual((offer["sell_price"]["base"], int(offer["sell_price"]["quote"]["amount"])),
                         (amount(10 * 10**5, practice), 75 * 10**5))

    def test_settle(self):
        usd = self.asset(USD)["id"]
        trader = self.account("practice-trader")
        before = self.balance(trader, CORE)
        self.practice("settle", USD, "100")
        self.assertEqual(len(self.query("get_settle_orders", usd, 10)), 1)
        self.practice("advance_time", DAY + 60)
        self.assertEqual(self.query("get_settle_orders", usd, 10), [])
        # About 10,000 BTS, less the offset and the fees.
        self.assertGreater(self.balance(trader, CORE) - before, 9000 * 10**5)

    # All of them

    def test_refusals(self):
        for arguments, words in (
                (("move_feed", "NOSUCH", "1"), "no such asset"),
                (("move_feed", "PRACTICE", "1"), "plain token"),
                (("move_feed", USD, "much"), "is not a number"),
                (("move_feed", USD, "0"), "more than nothing"),
                (("move_feed", USD, "-1"), "more than nothing"),
                (("move_feed", USD, "1e-99"), ""),
                (("move_feed", USD, "0.01", "practice-bob"), "not an active witness"),
                (("move_feed", USD), "argument"),
                (("crash_price", USD, 0), "more than nothing"),
                (("crash_price", USD, -5), ""),
                (("crash_price", USD, 10**30), ""),
                (("silence_producer", "practice-bob", True), "not a witness"),
                (("silence_producer", "nobody-there", True), "no such account"),
                (("fill_pool", USD, "0"), "more than nothing"),
                (("fill_pool", USD, "0.000001"), ""),
                (("fill_pool", USD, "9999999999"), ""),
                (("buy", "BTS", "1", "1"), "another"),
                (("buy", "PRACTICE", "1", "99999999999999999999"), ""),
                (("sell", "PRACTICE", "1", "1", "nobody-there"), "no such account"),
                (("sell", USD, "999999", "1"), ""),
                (("settle", "PRACTICE", "1"), "plain token"),
                (("act", []), "nothing in the transaction"),
                (("act", [[99, {}]]), ""),
                (("act", [[0, {"fee": FEE, "from": "1.2.999", "to": "1.2.18",
                               "amount": amount(1, CORE), "extensions": []}]]), ""),
                (("act", "x"), ""),
                (("fork", 1000), "cannot be taken back")):
            with self.subTest(arguments):
                message = self.refused(*arguments)
                self.assertIn(words, message)
                self.assertNotIn("\n", message)

    def test_help(self):
        text = " ".join(self.practice("help"))
        for name in ("move_feed", "crash_price", "silence_producer", "fill_pool", "drain_pool",
                     "fork", "act"):
            self.assertIn(name, text)

    def test_no_residents(self):
        server = test_rpc.Server("--memory", "--block-interval", "0", "--genesis",
                                 test_rpc.GENESIS)
        try:
            self.assertEqual(server.call("database", "get_assets", ["PRACTICE"]), [None])
            self.assertIn("no such asset",
                          server.ask("practice", "buy", "PRACTICE", "1", "1")["error"]["message"])
        finally:
            self.assertEqual(server.stop(), 0)


class ReplayTest(PracticeTest):
    """What the log makes of it after the process was killed."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.arguments = ("--data", folder.name, "--block-interval", "0")
        super().setUp()

    def snapshot(self):
        """Every object but the head; the history's last entries."""
        state = {}
        for kind in ("1.2", "1.3", "1.7", "1.8", "1.10", "1.13", "2.3", "2.4", "2.5", "2.6",
                     "1.4"):
            instances = [f"{kind}.{i}" for i in range(100)]
            state[kind] = self.query("get_objects", instances)
        return state

    def tearDown(self):
        # Where nothing falls due or is done in the block that opening makes.
        while self.time() % 600 > 500:
            self.practice("advance_time", 100)
        self.practice("produce_blocks", 1)
        before, head = self.snapshot(), self.head()["head_block_id"]
        self.server.process.kill()
        self.server.process.wait(20)
        self.server.process.stdout.close()
        self.server = test_rpc.Server(*self.arguments)
        self.assertEqual(self.block(self.head()["head_block_number"])["previous"], head)
        for kind, objects in self.snapshot().items():
            self.assertEqual(before[kind], objects)
        self.assertGreater(len(json.dumps(before)), 10000)


if __name__ == "__main__":
    test_rpc.PRACTICE, test_rpc.CLI = sys.argv[1:3]
    del sys.argv[1:3]
    unittest.main()
