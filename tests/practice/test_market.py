#!/usr/bin/env python3
#
# Copyright 2026 The Moneyer developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is traded on the practice network, and what its APIs tell of it.

The amounts are such that everything can be reckoned by hand. Usage:
test_market.py PATH-OF-moneyer-practice PATH-OF-moneyer-cli [unittest arguments]
"""

import sys
import unittest

import test_rpc

ALICE, BOB = "1.2.18", "1.2.19"
CORE = "1.3.0"
NOBODY = "1.2.3"
EVER = ("1970-01-01T00:00:00", "2106-02-07T06:28:15")
NOTHING = {"amount": 0, "asset_id": CORE}


def amount(number, asset):
    return {"amount": number, "asset_id": asset}


class MarketTest(test_rpc.ChainTest):
    """Alice sells a token of 4 decimals that costs its market 1 %, Bob buys with core (5)."""

    def setUp(self):
        # A network of its own for each test, so that all numbers are known.
        self.server = self.start()
        self.addCleanup(lambda: self.assertEqual(self.server.stop(), 0))
        self.broadcast("practice-alice", [10, {
            "fee": NOTHING, "issuer": ALICE, "symbol": "TRADED", "precision": 4,
            "common_options": {
                "max_supply": 10 ** 12, "market_fee_percent": 100, "max_market_fee": 10 ** 12,
                "issuer_permissions": 79, "flags": 1,
                "core_exchange_rate": {"base": amount(1, CORE), "quote": amount(1, "1.3.1")},
                "whitelist_authorities": [], "blacklist_authorities": [],
                "whitelist_markets": [], "blacklist_markets": [], "description": "",
                "extensions": {}},
            "is_prediction_market": False, "extensions": []}])
        self.token = self.server.call("database", "lookup_asset_symbols", ["TRADED"])[0]["id"]
        self.broadcast("practice-alice", [14, {
            "fee": NOTHING, "issuer": ALICE, "asset_to_issue": amount(10 ** 7, self.token),
            "issue_to_account": ALICE, "extensions": []}])

    def broadcast(self, account, *operations):
        transaction = self.sign(self.build(*operations), account)
        return self.server.call("network_broadcast", "broadcast_transaction_synchronous",
                                transaction)

    def order(self, seller, sells, wants, kill=False):
        return [1, {"fee": NOTHING, "seller": seller, "amount_to_sell": sells,
                    "min_to_receive": wants, "expiration": "2100-01-01T00:00:00",
                    "fill_or_kill": kill, "extensions": {}}]

    def sell(self, tokens, core):
        return self.broadcast("practice-alice", self.order(
            ALICE, amount(tokens, self.token), amount(core, CORE)))

    def buy(self, core, tokens, **options):
        return self.broadcast("practice-bob", self.order(
            BOB, amount(core, CORE), amount(tokens, self.token), **options))

    def history(self, account):
        return self.server.call("history", "get_account_history", account, "1.11.0", 100,
                                "1.11.0")

    def trades(self):
        return self.server.call("database", "get_trade_history", "BTS", "TRADED",
                                EVER[1], EVER[0], 100)

    def trade(self):
        """Bob takes half of Alice's offer of 100 for 20, though he would pay more."""
        self.sold = self.sell(10 ** 6, 2 * 10 ** 6)["trx"]["operation_results"][0][1]
        answer = self.buy(10 ** 6, 4 * 10 ** 5)
        self.bought = answer["trx"]["operation_results"][0][1]
        price = {"base": amount(10 ** 6, self.token), "quote": amount(2 * 10 ** 6, CORE)}
        self.bob_fill = [4, {
            "fee": amount(5000, self.token), "order_id": self.bought, "account_id": BOB,
            "pays": amount(10 ** 6, CORE), "receives": amount(5 * 10 ** 5, self.token),
            "fill_price": price, "is_maker": False}]
        self.alice_fill = [4, {
            "fee": amount(0, CORE), "order_id": self.sold, "account_id": ALICE,
            "pays": amount(5 * 10 ** 5, self.token), "receives": amount(10 ** 6, CORE),
            "fill_price": price, "is_maker": True}]
        return answer

    # History

    def test_virtual_operations(self):
        block = self.trade()["block_num"]
        entries = self.server.call("history", "get_block_operation_history", block)
        self.assertEqual([list(entry) for entry in entries], 3 * [[
            "id", "op", "result", "block_num", "trx_in_block", "op_in_trx", "virtual_op",
            "is_virtual", "block_time"]])
        self.assertEqual([entry["op"] for entry in entries[1:]], [self.bob_fill,
                                                                  self.alice_fill])
        self.assertEqual([list(entry["op"][1]) for entry in entries[1:]], 2 * [[
            "fee", "order_id", "account_id", "pays", "receives", "fill_price", "is_maker"]])
        self.assertEqual([(entry["trx_in_block"], entry["op_in_trx"], entry["virtual_op"],
                           entry["is_virtual"], entry["result"]) for entry in entries],
                         [(0, 0, 0, False, [1, self.bought]), (0, 0, 1, True, [0, {}]),
                          (0, 0, 2, True, [0, {}])])
        first = int(entries[0]["id"].split(".")[2])
        self.assertEqual([entry["id"] for entry in entries],
                         [f"1.11.{first + i}" for i in range(3)])

        # Each concerns the owner of the order alone.
        self.assertEqual(self.history(BOB)[:2], [entries[1], entries[0]])
        self.assertEqual(self.history(ALICE)[0], entries[2])
        for method, arguments in (
                ("get_account_history_operations", (BOB, 4, "1.11.0", "1.11.0", 100)),
                ("get_relative_account_history", (BOB, 0, 1, 0)),
                ("get_account_history_by_time", (BOB, 1))):
            with self.subTest(method):
                self.assertEqual(self.server.call("history", method, *arguments), [entries[1]])
        page = self.server.call("history", "get_account_history_by_operations", ALICE, [4], 0, 100)
        self.assertEqual(page["operation_history_objs"], [entries[2]])
        self.assertEqual(self.server.call("database", "get_objects", [
            entries[2]["id"], f"1.11.{first + 3}"]), [entries[2], None])
        self.assertEqual(self.server.call("history", "get_block_operation_history", block, 1), [])
        self.assertEqual(self.server.call("history", "get_block_operations_by_time"),
                         entries[::-1])
        for account in (ALICE, BOB):
            statistics = self.server.call("database", "get_full_accounts", [account], False)[0][1][
                "statistics"]
            self.assertEqual(statistics["total_ops"], len(self.history(account)))
        self.assertEqual(self.history("nobody-at-all"), [])

    def test_taken_back(self):
        block = self.trade()["block_num"]
        entries = self.server.call("history", "get_block_operation_history", block)
        self.server.call("practice", "pop_blocks", 1)
        self.assertEqual(self.server.call("history", "get_block_operation_history", block), [])
        self.assertEqual([entry for entry in self.history(BOB) + self.history(ALICE)
                          if entry["is_virtual"]], [])
        self.assertEqual(self.trades(), [])
        self.assertEqual(self.server.call("database", "get_top_markets", 10), [])
        # The transaction waited, and comes into another block.
        self.server.call("practice", "produce_blocks", 1)
        again = self.server.call("history", "get_block_operation_history", block)
        self.assertEqual([(entry["id"], entry["op"]) for entry in again],
                         [(entry["id"], entry["op"]) for entry in entries])

    def test_what_did_not_happen(self):
        self.trade()
        before = (self.history(ALICE), self.history(BOB), self.trades())
        # Half of it would be filled; the rest kills it.
        killed = self.order(BOB, amount(2 * 10 ** 6, CORE), amount(8 * 10 ** 5, self.token), True)
        answer = self.server.ask("network_broadcast", "broadcast_transaction",
                                 self.sign(self.build(killed), "practice-bob"))
        self.assertIn("error", answer)
        killed[1]["fill_or_kill"] = False
        self.server.call("database", "validate_transaction",
                         self.sign(self.build(killed), "practice-bob"))
        self.server.call("practice", "produce_blocks", 1)
        self.assertEqual((self.history(ALICE), self.history(BOB), self.trades()), before)

    def test_expired_order(self):
        order = self.order(ALICE, amount(1000, self.token), amount(1000, CORE))
        head = self.server.call("database", "get_dynamic_global_properties")["time"]
        order[1]["expiration"] = head[:-8] + "23:59:59"
        created = self.broadcast("practice-alice", order)["trx"]["operation_results"][0][1]
        self.server.call("practice", "advance_time", 86400)
        entry = self.history(ALICE)[0]
        self.assertEqual(entry["op"], [2, {
            "fee": NOTHING, "fee_paying_account": ALICE, "order": created, "extensions": []}])
        # After all transactions of the block, of which there were none.
        self.assertEqual((entry["trx_in_block"], entry["op_in_trx"], entry["virtual_op"],
                          entry["is_virtual"], entry["result"]),
                         (0, 0, 0, True, [2, amount(1000, self.token)]))

    # Market data

    def test_ticker(self):
        empty = self.server.call("database", "get_ticker", "BTS", "TRADED")
        self.assertEqual([name for name, value in empty.items() if value != "0"],
                         ["time", "base", "quote"])
        self.trade()
        ticker = self.server.call("database", "get_ticker", "BTS", "TRADED")
        recorded = next(entry for entry in test_rpc.load("rpc-http.json")
                        if entry["label"] == "ticker")["response"]["result"]
        self.assertEqual(list(ticker), list(recorded))
        head = self.server.call("database", "get_dynamic_global_properties")["time"]
        self.assertEqual(ticker, {
            "time": head, "base": "BTS", "quote": "TRADED", "latest": "0.2", "lowest_ask": "0.2",
            "lowest_ask_base_size": "10.00000", "lowest_ask_quote_size": "50.0000",
            "highest_bid": "0", "highest_bid_base_size": "0", "highest_bid_quote_size": "0",
            "percent_change": "0", "base_volume": "10", "quote_volume": "50",
            "mto_id": "5.2.0"})
        other = self.server.call("database", "get_ticker", "TRADED", "BTS")
        self.assertEqual((other["latest"], other["highest_bid"], other["highest_bid_base_size"],
                          other["base_volume"]), ("5", "5", "50.0000", "50"))
        self.assertEqual(self.server.call("database", "get_24_volume", "BTS", "TRADED"), {
            "time": head, "base": "BTS", "quote": "TRADED", "base_volume": "10",
            "quote_volume": "50"})
        self.assertEqual(self.server.call("database", "get_top_markets", 1), [ticker])
        answer = self.server.ask("database", "get_ticker", "BTS", "NOSUCH")
        self.assertIn("Invalid quote asset symbol: NOSUCH", answer["error"]["message"])

        # Two days later what is left of the offer goes for half as much again, then a third less.
        self.server.call("practice", "advance_time", 2 * 86400)
        quiet = self.server.call("database", "get_ticker", "BTS", "TRADED")
        self.assertEqual((quiet["latest"], quiet["percent_change"], quiet["base_volume"]),
                         ("0.2", "0", "0"))
        self.broadcast("practice-alice", [2, {"fee": NOTHING, "fee_paying_account": ALICE,
                                              "order": self.sold, "extensions": []}])
        self.sell(10 ** 5, 3 * 10 ** 5)
        self.buy(3 * 10 ** 5, 10 ** 5)
        ticker = self.server.call("database", "get_ticker", "BTS", "TRADED")
        self.assertEqual((ticker["latest"], ticker["percent_change"], ticker["base_volume"],
                          ticker["quote_volume"]), ("0.3", "50", "3", "10"))
        self.sell(3 * 10 ** 5, 4 * 10 ** 5)
        self.buy(4 * 10 ** 5, 3 * 10 ** 5)
        ticker = self.server.call("database", "get_ticker", "BTS", "TRADED")
        self.assertEqual((ticker["latest"], ticker["percent_change"]),
                         ("0.1" + 19 * "3", "-33.33"))

    def test_trade_history(self):
        self.trade()
        self.buy(2 * 10 ** 5, 10 ** 5)
        trades = self.trades()
        self.assertEqual([list(trade) for trade in trades], 2 * [[
            "sequence", "date", "price", "amount", "value", "type", "side1_account_id",
            "side2_account_id"]])
        for trade in trades:
            del trade["date"]
        self.assertEqual(trades, [
            {"sequence": 3, "price": "0.2", "amount": "10.0000", "value": "2.00000",
             "type": "sell", "side1_account_id": ALICE, "side2_account_id": BOB},
            {"sequence": 1, "price": "0.2", "amount": "50.0000", "value": "10.00000",
             "type": "sell", "side1_account_id": ALICE, "side2_account_id": BOB}])
        older = self.server.call("database", "get_trade_history_by_sequence", "BTS", "TRADED", 3,
                                 EVER[0], 100)
        self.assertEqual([trade["sequence"] for trade in older], [1])
        self.assertEqual(self.server.call("database", "get_trade_history", "TRADED", "BTS",
                                          EVER[1], EVER[0], 1)[0]["type"], "buy")
        self.assertEqual(self.server.call("database", "get_trade_history", "BTS", "TRADED",
                                          "2001-01-01T00:00:00", EVER[0], 100), [])

    def test_fills_and_buckets(self):
        self.trade()
        fills = self.server.call("history", "get_fill_order_history", "BTS", "TRADED", 10)
        self.assertEqual([list(fill) for fill in fills], 2 * [["id", "key", "time", "op"]])
        self.assertEqual([(fill["id"], fill["key"], fill["op"]) for fill in fills], [
            ("5.0.1", {"base": CORE, "quote": self.token, "sequence": -1}, self.alice_fill[1]),
            ("5.0.0", {"base": CORE, "quote": self.token, "sequence": 0}, self.bob_fill[1])])

        sizes = self.server.call("history", "get_market_history_buckets")
        self.assertEqual(sizes, [60, 300, 900, 3600, 14400, 86400, 604800])
        self.server.call("practice", "advance_time", 14 * 86400)
        self.sell(3 * 10 ** 5, 4 * 10 ** 5)
        # First what is left of the better offer, then of the other.
        self.buy(3 * 10 ** 5, 10 ** 5)
        days = self.server.call("history", "get_market_history", "TRADED", "BTS", 86400, *EVER)
        for day in days:
            self.assertEqual(test_rpc.to_seconds(day["key"].pop("open")) % 86400, 0)
        self.assertEqual(days[0], {
            "id": "5.1.5", "key": {"base": CORE, "quote": self.token, "seconds": 86400},
            "high_base": 2000000, "high_quote": 1000000, "low_base": 2000000,
            "low_quote": 1000000, "open_base": 2000000, "open_quote": 1000000,
            "close_base": 2000000, "close_quote": 1000000, "base_volume": 1000000,
            "quote_volume": 500000})
        self.assertEqual((days[1]["id"], days[1]["high_base"], days[1]["high_quote"],
                          days[1]["base_volume"]), ("5.1.12", 400000, 300000, 300000))
        self.assertEqual(len(days), 2)
        self.assertEqual(self.server.call("history", "get_market_history", "TRADED", "BTS", 61,
                                          *EVER), [])

    # Orders

    def test_orders(self):
        worse = self.sell(1000, 3000)["trx"]["operation_results"][0][1]
        better = self.sell(1000, 2000)["trx"]["operation_results"][0][1]
        near = self.sell(1000, 2010)["trx"]["operation_results"][0][1]

        def ids(*arguments):
            return [order["id"] for order in self.server.call(
                "database", "get_account_limit_orders", ALICE, "TRADED", "BTS", *arguments)]

        self.assertEqual(ids(101), [better, near, worse])
        self.assertEqual(ids(2), [better, near])
        self.assertEqual(ids(101, near), [near, worse])
        self.assertEqual(ids(101, None, {"base": amount(1, self.token), "quote": amount(3, CORE)}),
                         [worse])
        answer = self.server.ask("database", "get_account_limit_orders", ALICE, "TRADED", "BTS",
                                 101, "1.7.999")
        self.assertIn("start price not provided", answer["error"]["message"])
        self.assertEqual(self.server.call("database", "get_account_limit_orders", ALICE, "BTS",
                                          "TRADED", 101), [])

        self.assertEqual(self.server.call("orders", "get_tracked_groups"), [10, 100])

        def groups(width, start=None):
            return [(group["min_price"]["quote"]["amount"], group["max_price"]["quote"]["amount"],
                     group["total_for_sale"]) for group in self.server.call(
                         "orders", "get_grouped_limit_orders", "TRADED", "BTS", width, start,
                         101)]

        self.assertEqual(groups(100), [(2010, 2000, 2000), (3000, 3000, 1000)])
        self.assertEqual(groups(10), [(2000, 2000, 1000), (2010, 2010, 1000),
                                      (3000, 3000, 1000)])
        self.assertEqual(groups(100, {"base": amount(1000, self.token),
                                      "quote": amount(2500, CORE)}), [(3000, 3000, 1000)])
        self.assertEqual(groups(50), [])

    def test_positions(self):
        self.broadcast("practice-alice", [10, {
            "fee": NOTHING, "issuer": ALICE, "symbol": "OWED", "precision": 4,
            "common_options": {
                "max_supply": 10 ** 12, "market_fee_percent": 0, "max_market_fee": 0,
                "issuer_permissions": 511, "flags": 0,
                "core_exchange_rate": {"base": amount(1, CORE), "quote": amount(1, "1.3.1")},
                "whitelist_authorities": [], "blacklist_authorities": [],
                "whitelist_markets": [], "blacklist_markets": [], "description": "",
                "extensions": {}},
            "bitasset_opts": {
                "feed_lifetime_sec": 86400, "minimum_feeds": 1,
                "force_settlement_delay_sec": 60, "force_settlement_offset_percent": 0,
                "maximum_force_settlement_volume": 10000, "short_backing_asset": CORE,
                "extensions": {}},
            "is_prediction_market": False, "extensions": []}])
        owed = self.server.call("database", "lookup_asset_symbols", ["OWED"])[0]["id"]
        self.broadcast("practice-alice", [13, {
            "fee": NOTHING, "issuer": ALICE, "asset_to_update": owed,
            "new_feed_producers": [ALICE], "extensions": []}])
        price = {"base": amount(1, owed), "quote": amount(2, CORE)}
        self.broadcast("practice-alice", [19, {
            "fee": NOTHING, "publisher": ALICE, "asset_id": owed,
            "feed": {"settlement_price": price, "maintenance_collateral_ratio": 1750,
                     "maximum_short_squeeze_ratio": 1100, "core_exchange_rate": price},
            "extensions": {}}])
        borrow = [3, {"fee": NOTHING, "funding_account": ALICE,
                      "delta_collateral": amount(10 ** 6, CORE), "delta_debt": amount(10 ** 5, owed),
                      "extensions": {}}]
        self.broadcast("practice-alice", borrow)
        positions = self.server.call("database", "get_call_orders_by_account", ALICE, CORE, 10)
        self.assertEqual([(position["borrower"], position["debt"]) for position in positions],
                         [(ALICE, 100000)])
        self.assertEqual(self.server.call("database", "get_margin_positions", ALICE), positions)
        self.assertEqual(self.server.call("database", "get_call_orders_by_account", ALICE,
                                          f"1.3.{int(owed[4:]) + 1}", 10), [])

        settle = [17, {"fee": NOTHING, "account": ALICE, "amount": amount(4 * 10 ** 4, owed),
                       "extensions": []}]
        answer = self.broadcast("practice-alice", settle)
        requests = self.server.call("database", "get_settle_orders_by_account", ALICE, "1.4.0", 10)
        self.assertEqual(answer["trx"]["operation_results"],
                         [[5, {"new_objects": [requests[0]["id"]]}]])
        self.assertEqual(self.server.call("database", "get_settle_orders_by_account", ALICE,
                                          "1.4.1", 10), [])

        # When it is due: the position pays what the feed says, as the one that was there first.
        self.server.call("practice", "advance_time", 120)
        fills = [entry for entry in self.history(ALICE) if entry["is_virtual"]]
        self.assertEqual([(entry["op"][1]["order_id"], entry["op"][1]["pays"],
                           entry["op"][1]["receives"], entry["op"][1]["is_maker"],
                           entry["op"][1]["fill_price"], entry["virtual_op"])
                          for entry in fills], [
            (requests[0]["id"], amount(40000, owed), amount(80000, CORE), False, price, 1),
            (positions[0]["id"], amount(80000, CORE), amount(40000, owed), True, price, 0)])
        self.assertEqual(self.server.call("database", "get_settle_orders_by_account", ALICE,
                                          "1.4.0", 10), [])

    # Watching

    def test_watch(self):
        self.trade()
        client = test_rpc.WebSocket(self.server.port)
        self.addCleanup(client.close)
        answer, _ = client.call(1, "database", "subscribe_to_market", 7, "TRADED", "BTS")
        self.assertIsNone(answer["result"])
        # What another market does is nothing of theirs.
        transaction = self.sign(self.build(
            self.order(BOB, amount(10 ** 6, CORE), amount(10 ** 5, self.token)),
            self.order(BOB, amount(10, CORE), amount(10, self.token))), "practice-bob")
        answer, notices = client.call(2, "network_broadcast", "broadcast_transaction", transaction)
        self.assertIsNone(answer["result"])
        while len(notices) < 3:
            notices.append(client.receive())
        self.assertEqual([(sorted(notice), notice["method"], notice["params"][0])
                          for notice in notices], 3 * [(["method", "params"], "notice", 7)])
        fills, created, gone = (notice["params"][1][0] for notice in notices)
        # The offer's rest for half of the first order; the second has nobody left.
        self.assertEqual([(operation[0], operation[1]["account_id"], result)
                          for operation, result in fills], [(4, BOB, [0, {}]), (4, ALICE, [0, {}])])
        self.assertEqual([(order["seller"], order["for_sale"]) for order in created], [(BOB, 10)])
        self.assertEqual(gone, [self.sold])

        client.call(3, "database", "unsubscribe_from_market", "BTS", "TRADED")
        answer, notices = client.call(4, "network_broadcast", "broadcast_transaction_synchronous",
                                      self.transfer(5))
        self.sell(1000, 1000)
        answer, notices = client.call(5, "database", "get_chain_id")
        self.assertEqual(notices, [])
        answer, _ = client.call(6, "database", "subscribe_to_market", 7, "BTS", "BTS")
        self.assertEqual(answer["error"]["code"], 10)


if __name__ == "__main__":
    test_rpc.PRACTICE, test_rpc.CLI = sys.argv[1:3]
    del sys.argv[1:3]
    unittest.main()
