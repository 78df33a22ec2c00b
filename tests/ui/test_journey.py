"""From a first start to an irreversible asset on the chain, for each kind of asset, by the names
that a screen reader says; a token by the keyboard alone. What the chain has then is compared with
what was typed, field by field: by literals that were worked out by hand.
Usage: test_journey.py MONEYER MONEYER-PRACTICE [Journey.test_…]"""

import json
import os
import re
import sys
import unittest
import urllib.request

import driver
from driver import BUTTON, CHECK, ENTRY, LABEL, SLIDER, Moneyer

PROGRAM, PRACTICE = sys.argv[1:3]
ALL = 10**15  # as many of the smallest units as the chain allows


class Chain:
    """What the journeys lead to."""

    core = "BTS"
    transfer_fee = 20 * 10**5

    def ask(self, method, *arguments):
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "call",
                           "params": ["database", method, list(arguments)]})
        with urllib.request.urlopen(self.address, body.encode(), driver.PATIENCE) as answer:
            answer = json.load(answer)
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer["result"]


class Practice(Chain):
    """The network that the program starts itself as its child, with a block every second."""

    # Of strangers, and of what can be traded.
    names = {"alice": ("practice-alice", "1.2.18"), "bob": ("practice-bob", "1.2.19"),
             "carol": ("practice-carol", "1.2.20"), "TOKEN": ("PRACTICE", "1.3.1"),
             "OTHER": ("GATEWAY", "1.3.3")}

    def __init__(self, home):
        self.home = home
        self.program = os.path.join(home, "practice")
        with open(self.program, "w", encoding="utf-8") as script:
            script.write(f'#!/bin/sh\nexec "{PRACTICE}" "$@" --block-interval 1\n')
        os.chmod(self.program, 0o755)
        self.environment = {"MONEYER_PRACTICE": self.program}

    @property
    def address(self):
        """As other programs find it."""
        with open(os.path.join(self.home, "data/moneyer/practice/running"),
                  encoding="utf-8") as file:
            return file.read().strip()

    def unique(self, symbol):
        return symbol  # it is a new chain each time

    def begin(self, app):
        """The first start, up to the form; returns the name of the account."""
        app.click(BUTTON, "Practise on This Computer")
        app.find(LABEL, "The account is on the chain, and its keys are in your key ring.")
        name = next(name for name in app.named(LABEL) if re.fullmatch(r"[a-z]+-\d{4}", name))
        app.click(BUTTON, "Make a Token")
        return name


class Node(Chain):
    """A node of somebody's: MONEYER_TEST_NODE is its address (http), MONEYER_TEST_ACCOUNT the name
    of an account that has money there, MONEYER_TEST_KEY a file with its private key."""

    environment = {}

    def __init__(self, home):
        self.address = os.environ["MONEYER_TEST_NODE"]
        accounts = self.ask("lookup_accounts", "init", 3)
        assets = [asset for asset in self.ask("list_assets", "A", 50) if asset["id"] != "1.3.0"]
        self.names = dict(zip(("alice", "bob", "carol"), accounts))
        self.names.update((key, (asset["symbol"], asset["id"]))
                          for key, asset in zip(("TOKEN", "OTHER"), assets))
        folder = os.path.join(home, "config/moneyer")
        os.makedirs(folder)
        with open(os.path.join(folder, "networks.ini"), "w", encoding="utf-8") as file:
            file.write(f"[mine]\nName=My chain\nNodes={self.address};\n"
                       f"ChainId={self.ask('get_chain_id')}\nPrefix=BTS\nCoreSymbol=BTS\n")

    def unique(self, symbol):
        head = self.ask("get_dynamic_global_properties")["head_block_number"]
        return symbol[:8] + "".join(chr(65 + head // 26**i % 26) for i in range(5))

    def begin(self, app):
        app.click(BUTTON, lambda name: name.startswith("Network "))
        app.click(CHECK, "My chain")
        app.find(BUTTON, "Network My chain · live")
        app.click(BUTTON, "Account No account")
        app.click(BUTTON, "Add Account")
        with open(os.environ["MONEYER_TEST_KEY"], encoding="utf-8") as file:
            app.type("Secret", file.read().strip())
        app.find(LABEL, lambda name: name.startswith("Opens: "))
        app.click(BUTTON, "Add Account")
        # A key may open more accounts than that one; the last of them is in use then.
        name = os.environ["MONEYER_TEST_ACCOUNT"]
        app.find(BUTTON, lambda heard: re.fullmatch(rf"Account {re.escape(name)}, .* BTS", heard))
        app.click(BUTTON, "New Asset")
        return name


# What is in place before anybody has published a price.
NO_PRICE = {"base": {"amount": 0, "asset_id": "1.3.0"}, "quote": {"amount": 0, "asset_id": "1.3.0"}}
EMPTY_FEED = {
    "settlement_price": NO_PRICE, "core_exchange_rate": NO_PRICE,
    "maintenance_collateral_ratio": 1750, "maximum_short_squeeze_ratio": 1500,
    "initial_collateral_ratio": 1750,
}
NO_FEED = ["1970-01-01T00:00:00", EMPTY_FEED]
NEW_BITASSET = {
    "median_feed": EMPTY_FEED, "current_feed": EMPTY_FEED,
    "current_maintenance_collateralization": NO_PRICE,
    "current_initial_collateralization": NO_PRICE,
    "force_settled_volume": 0, "settlement_price": NO_PRICE, "settlement_fund": 0,
    "individual_settlement_debt": 0, "individual_settlement_fund": 0,
    "asset_cer_updated": False, "feed_cer_updated": False,
}


def number(value):
    """Nodes write big numbers as text."""
    return int(value) if isinstance(value, str) else value


class Journey(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        home = os.path.join(os.environ["HOME"], self.id())
        folders = {f"XDG_{name}_HOME": os.path.join(home, name.lower())
                   for name in ("CONFIG", "DATA", "CACHE", "STATE")}
        for folder in folders.values():
            os.makedirs(folder)
        self.chain = Node(home) if "MONEYER_TEST_NODE" in os.environ else Practice(home)
        self.app = Moneyer(PROGRAM, environment={**folders, "GSETTINGS_BACKEND": "keyfile",
                                                 **self.chain.environment})
        self.addCleanup(self.app.kill)

    # The way

    def begin(self, template):
        """The first start, up to the first thing to be typed."""
        app = self.app
        self.name = self.chain.begin(app)
        self.me = self.chain.ask("get_account_by_name", self.name)["id"]
        app.tab_to(template)
        app.keys("Return")
        app.await_focus("Symbol")

    def next(self, focus):
        """To the next step, whose first field is then ready."""
        self.app.click(BUTTON, "Next")
        self.app.await_focus(focus)

    def fill(self, texts):
        fields = self.app.named(ENTRY, self.app.page())
        for name, text in texts.items():
            self.app.put(fields[name], name, text)

    def set_powers(self, states):
        buttons = self.app.named(BUTTON, self.app.page())
        for power, state in states.items():
            self.app.act(buttons[f"{power}: {state}"])

    def choose(self, label, index, text):
        """In a drop-down list: the one at an index, counted from the first."""
        app = self.app
        app.tab_to(lambda name: name.startswith(f"{label}: "))
        app.await_in_sight(app.focused)
        app.press("space")
        app.keys("Home")
        for _ in range(index):
            app.press("Down")
        app.keys("Return")
        app.await_focus(f"{label}: {text}")

    def create(self, symbol, producers=False):
        """The last step: signs, and watches it become irreversible."""
        app = self.app
        before = self.read_balance()
        app.click(BUTTON, "Next")
        self.fee = self.confirm(f"Create {symbol} for ")
        paid = self.fee
        if producers:
            app.click(BUTTON, f"Now Set the Feed Producers of {symbol}")
            paid += self.confirm(f"Set the feed producers of {symbol} for ")
        self.assertEqual(before - self.read_balance(), paid)
        app.click(BUTTON, f"Open {symbol}")

    def confirm(self, verb):
        """Presses the button that has the price in it; returns what it said, in smallest units."""
        app = self.app
        price = re.compile(rf"{re.escape(verb)}([\d,]+)\.(\d{{5}}) {self.chain.core}")
        button = app.wait_for(lambda: app.first(BUTTON, price.fullmatch, sensitive=True,
                                                backwards=True), f"{verb}…")
        left = driver.plain(app.first(LABEL, lambda name: name.endswith(" Left after that"),
                                      backwards=True).get_name())
        whole, part = price.fullmatch(driver.plain(button.get_name())).groups()
        app.act(button)
        self.watch()
        # What it cost stays what it was: it is not paid for again.
        self.assertTrue(app.has(LABEL, left), left)
        return int(whole.replace(",", "") + part)

    def watch(self):
        """Sent · In block N · Irreversible: each comes true, and none before the one before it."""
        app, states = self.app, []
        marks = [("Signed", "To be signed"),
                 ("Tried by the node, which would take it", "To be tried by the node"),
                 ("Sent", "To be sent"), (r"In block [\d,]+", "To be in a block"),
                 ("Irreversible", "To be irreversible")]
        words = [re.compile(f"({done})|{re.escape(to_do)}") for done, to_do in marks]
        first = app.wait_for(lambda: app.first(LABEL, words[0].fullmatch, backwards=True), "Signed")
        progress = first.get_parent().get_parent()

        def look():
            progress.clear_cache()
            heard = [name for _, role, name in app.walk(progress)
                     if role in LABEL and len(name) > 1]  # without their signs
            state = []
            for name, word in zip(heard, words, strict=True):
                match = word.fullmatch(name)
                self.assertIsNotNone(match, heard)
                state.append(match[1] is not None)
            if not states or states[-1] != state:
                states.append(state)
            return state[-1]

        app.wait_for(look, "Irreversible")
        for state in states:
            self.assertEqual(state, sorted(state, reverse=True), states)
        # It waits long enough in its block for everybody to see it.
        self.assertIn([True, True, True, True, False], states)

    # What came of it

    def read_balance(self):
        (amount,) = self.chain.ask("get_account_balances", self.me, ["1.3.0"])
        return number(amount["amount"])

    def read_asset(self, symbol):
        """All the chain has of it but for what no issuer decides, which is looked at here."""
        (asset,) = self.chain.ask("lookup_asset_symbols", [symbol])
        (state,) = self.chain.ask("get_objects", [asset["dynamic_asset_data_id"]])
        for key in ("max_supply", "max_market_fee"):
            asset["options"][key] = number(asset["options"][key])
        for side in asset["options"]["core_exchange_rate"].values():
            side["amount"] = number(side["amount"])
            side["asset_id"] = side["asset_id"].replace(asset["id"], "its own")
        asset["options"]["description"] = json.loads(asset["options"]["description"] or "null")

        self.pool = number(state.pop("fee_pool"))
        self.assertLessEqual(abs(2 * self.pool - self.fee), 1)  # half of what it cost
        self.assertEqual(state.pop("id"), asset.pop("dynamic_asset_data_id"))
        self.assertEqual({number(value) for value in state.values()}, {0}, state)
        self.assertEqual(number(asset.pop("total_in_collateral", 0)), 0)
        self.assertGreater(asset.pop("creation_block_num", 1), 0)
        self.assertRegex(asset.pop("creation_time", ""), r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)?$")
        asset.pop("total_backing_collateral", None)
        self.assertEqual(asset.pop("issuer"), self.me)
        asset.pop("id")
        return asset

    def read_backed_asset(self, symbol):
        asset = self.read_asset(symbol)
        (bitasset,) = self.chain.ask("get_objects", [asset["bitasset_data_id"]])
        self.assertEqual(bitasset.pop("id"), asset.pop("bitasset_data_id"))
        bitasset.pop("asset_id")
        self.assertRegex(bitasset.pop("current_feed_publication_time"), r"^20\d\d-")
        bitasset["feeds"].sort()
        return asset, bitasset

    def assert_overview(self, *facts):
        """Until the page says all of them, and what is in the pool."""
        app, missing = self.app, set(facts)
        missing.add(f"{self.pool // 10**5:,}.{self.pool % 10**5:05} {self.chain.core}, about "
                    f"{self.pool // self.chain.transfer_fee} transfers left")

        def look():
            missing.difference_update(app.named(LABEL))
            return not missing

        app.wait_for(look, missing)

    # The journeys

    def test_token(self):
        self.begin("Plain token")
        symbol = self.chain.unique("WANDERTOKEN")
        names = {key: name for key, (name, _) in self.chain.names.items()}
        ids = {key: ids for key, (_, ids) in self.chain.names.items()}
        self.fill({
            "Symbol": symbol, "Decimals": "6", "Maximum supply": "123456789.123456",
            "Description": "For those who walk:\n“one” kilometre, \\one\\ token — ü.",
            "Short name": "Wander", "Preferred market": "BTS",
            "Web address": "https://wander.example/?a=1&b=2",
        })
        self.next("Charge market fees: Not now")
        self.set_powers({
            "Charge market fees": "On", "Decide who may hold it": "On",
            "Take it back from holders": "Never", "Restrict transfers": "For ever",
            "Lock the maximum supply": "Never", "Stop new supply": "On",
        })
        self.next("Market fee")
        self.fill({
            "Market fee": "1.15", "Taker fee": "0.3", "Highest market fee": "2500.5",
            "Share of referrers": "12.5", "Share only with": f"{names['bob']}, {names['alice']}",
        })
        self.next(f"Which way round the price is typed: 1 {symbol} is worth")
        self.fill({"Price": "0.037"})
        slider = self.app.find(SLIDER, "Premium")
        driver.Atspi.Value.set_current_value(slider, 725)  # 7.25 %
        # 0.037 BTS are 3700 of its smallest units; one token and 7.25 % are 1072500.
        self.app.find(LABEL, f"1 {symbol} counts as 0.03449883449 BTS: 37:10,725 in smallest "
                             "units, exactly.")
        self.next("White lists of")
        self.fill({
            "White lists of": names['carol'], "Black lists of": f"{names['alice']}, {names['bob']}",
            "Traded only for": f"BTS, {names['TOKEN']}", "Never traded for": names['OTHER'],
        })
        self.create(symbol)

        self.assertEqual(self.read_asset(symbol), {
            "symbol": symbol,
            "precision": 6,
            "options": {
                "max_supply": 123456789123456,
                "market_fee_percent": 115,
                "max_market_fee": 2500500000,
                # Not given up: market fees 1, lists 2, confidential 64; given up: the lock 512.
                "issuer_permissions": 1 + 2 + 64 + 512,
                # On: market fees, lists, restricted transfers, no new supply.
                "flags": 1 + 2 + 8 + 1024,
                "core_exchange_rate": {"base": {"amount": 37, "asset_id": "1.3.0"},
                                       "quote": {"amount": 10725, "asset_id": "its own"}},
                "whitelist_authorities": [ids["carol"]],
                "blacklist_authorities": [ids["alice"], ids["bob"]],
                "whitelist_markets": ["1.3.0", ids["TOKEN"]],
                "blacklist_markets": [ids["OTHER"]],
                "description": {
                    "main": "For those who walk:\n“one” kilometre, \\one\\ token — ü.",
                    "short_name": "Wander", "market": "BTS",
                    "url": "https://wander.example/?a=1&b=2",
                },
                "extensions": {"reward_percent": 1250, "taker_fee_percent": 30,
                               "whitelist_market_fee_sharing": [ids["alice"], ids["bob"]]},
            },
        })
        self.assert_overview(
            f"0.000000 {symbol} of at most 123,456,789.123456 {symbol} (0%)",
            "For those who walk: “one” kilometre, \\one\\ token — ü.",
            f"1 {symbol} = 0.03449 BTS", "1.15%", "0.3%", f"2,500.500000 {symbol}", "12.5%",
            f"{names['alice']}, {names['bob']}", names["carol"], f"BTS, {names['TOKEN']}",
            names["OTHER"], self.name)

    def test_capped_token(self):
        self.begin("Capped token")
        symbol = self.chain.unique("ONLYSOMANY")
        self.fill({"Symbol": symbol, "Decimals": "8", "Maximum supply": "2100000",
                   "Description": "There will never be more of it."})
        self.next("Charge market fees: Not now")
        self.next("Market fee")
        self.next(f"Which way round the price is typed: 1 {symbol} is worth")
        self.choose("Which way round the price is typed", 1, "1 BTS is worth")
        self.fill({"Price": "0.25"})
        self.next("White lists of")
        self.create(symbol)

        self.assertEqual(self.read_asset(symbol), {
            "symbol": symbol,
            "precision": 8,
            "options": {
                "max_supply": 210000000000000,
                "market_fee_percent": 0,
                "max_market_fee": ALL,
                # Market fees and confidential transfers; the lock is on and given up.
                "issuer_permissions": 1 + 64 + 512,
                "flags": 512,
                # 100000 of the one for 25000000 of the other: 1 for 250.
                "core_exchange_rate": {"base": {"amount": 1, "asset_id": "1.3.0"},
                                       "quote": {"amount": 250, "asset_id": "its own"}},
                "whitelist_authorities": [], "blacklist_authorities": [],
                "whitelist_markets": [], "blacklist_markets": [],
                "description": {"main": "There will never be more of it."},
                "extensions": {},
            },
        })
        self.assert_overview(f"0.00000000 {symbol} of at most 2,100,000.00000000 {symbol} (0%)",
                             f"1 {symbol} = 4.00000 BTS")

    def test_smartcoin(self):
        self.begin("Private smartcoin")
        symbol = self.chain.unique("ROADUSD")
        bob, bob_id = self.chain.names["bob"]
        self.fill({"Symbol": symbol, "Description": "A dollar for the road."})
        self.next("Charge market fees: Not now")
        self.set_powers({"Charge market fees": "On", "Price from the committee": "Never",
                         "Set the squeeze ratio": "Never", "Switch off collateral bidding": "On"})
        self.next("Market fee")
        self.fill({"Market fee": "0.2"})
        self.next(f"Which way round the price is typed: 1 {symbol} is worth")
        self.fill({"Price": "320"})
        self.next("Backing asset")
        self.fill({
            "Backing asset": "BTS", "Price feed from": f"{bob}, {self.name}",
            "Life of a feed": "12 h", "Feeds needed": "2",
            "Initial collateral ratio": "185.5", "Maintenance collateral ratio": "165",
            "Maximum short squeeze ratio": "112.5", "Margin call fee": "1.5",
            "Delay of settlements": "36 h", "Settlement offset": "3.5",
            "Settlement volume": "7.25", "Settlement fee": "0.5",
        })
        self.choose("Black swan response", 3,
                    "Each bad position is settled alone, into a fund for holders")
        self.next("White lists of")
        self.create(symbol, producers=True)

        asset, bitasset = self.read_backed_asset(symbol)
        self.assertEqual(asset, {
            "symbol": symbol,
            "precision": 4,
            "options": {
                "max_supply": ALL,
                "market_fee_percent": 20,
                "max_market_fee": ALL,
                # Not given up: market fees 1, no settlement 16, confidential 64, witnesses 128;
                # given up: the squeeze ratio 8192.
                "issuer_permissions": 1 + 16 + 64 + 128 + 8192,
                # On: market fees, no bids of collateral.
                "flags": 1 + 32768,
                # 320 BTS are 32000000 of its smallest units, one coin is 10000: 3200 for 1.
                "core_exchange_rate": {"base": {"amount": 3200, "asset_id": "1.3.0"},
                                       "quote": {"amount": 1, "asset_id": "its own"}},
                "whitelist_authorities": [], "blacklist_authorities": [],
                "whitelist_markets": [], "blacklist_markets": [],
                "description": {"main": "A dollar for the road."},
                "extensions": {},
            },
        })
        self.assertEqual(bitasset, {
            **NEW_BITASSET,
            "feeds": sorted([[bob_id, NO_FEED], [self.me, NO_FEED]]),
            "options": {
                "feed_lifetime_sec": 43200,
                "minimum_feeds": 2,
                "force_settlement_delay_sec": 129600,
                "force_settlement_offset_percent": 350,
                "maximum_force_settlement_volume": 725,
                "short_backing_asset": "1.3.0",
                "extensions": {
                    "initial_collateral_ratio": 1855,
                    "maintenance_collateral_ratio": 1650,
                    "maximum_short_squeeze_ratio": 1125,
                    "margin_call_fee_ratio": 15,
                    "force_settle_fee_percent": 50,
                    "black_swan_response_method": 2,
                },
            },
            "is_prediction_market": False,
        })
        self.assert_overview(
            f"0.0000 {symbol} of at most 100,000,000,000.0000 {symbol} (0%)",
            f"1 {symbol} = 320.00000 BTS", "0.2%", "185.5%, set by the issuer",
            "165%, set by the issuer", "112.5%, set by the issuer", "1.5%",
            f"{bob}, {self.name}", "0 in force, 2 needed", "12 hours", "1 day 12 hours",
            "3.5%", "7.25%", "0.5%",
            "the position alone is settled, into a fund that pays holders")

    def test_prediction_market(self):
        self.begin("Yes or no market")
        symbol = self.chain.unique("SNOWINBERLIN")
        self.fill({"Symbol": symbol, "Statement": "It snows in Berlin on 24 December 2027.",
                   "Date of resolution": "2027-12-25"})
        self.next("Charge market fees: Not now")
        self.next("Market fee")
        self.next(f"Which way round the price is typed: 1 {symbol} is worth")
        self.fill({"Price": "0.5"})
        self.next("Backing asset")
        self.fill({"Backing asset": "BTS"})
        self.next("White lists of")
        self.create(symbol)

        asset, bitasset = self.read_backed_asset(symbol)
        self.assertEqual(asset, {
            "symbol": symbol,
            "precision": 5,  # as its backing has
            "options": {
                "max_supply": ALL,
                "market_fee_percent": 0,
                "max_market_fee": ALL,
                # Market fees, no settlement, settling globally, confidential, witnesses, committee.
                "issuer_permissions": 1 + 16 + 32 + 64 + 128 + 256,
                "flags": 0,
                "core_exchange_rate": {"base": {"amount": 1, "asset_id": "1.3.0"},
                                       "quote": {"amount": 2, "asset_id": "its own"}},
                "whitelist_authorities": [], "blacklist_authorities": [],
                "whitelist_markets": [], "blacklist_markets": [],
                "description": {
                    "main": "One share is worth one unit of the backing asset if the statement "
                            "turns out true, and nothing if it does not.",
                    "condition": "It snows in Berlin on 24 December 2027.",
                    "expiry": "2027-12-25",
                },
                "extensions": {},
            },
        })
        self.assertEqual(bitasset, {
            **NEW_BITASSET,
            "feeds": [],
            "options": {
                "feed_lifetime_sec": 86400,
                "minimum_feeds": 1,
                "force_settlement_delay_sec": 86400,
                "force_settlement_offset_percent": 0,
                "maximum_force_settlement_volume": 2000,
                "short_backing_asset": "1.3.0",
                "extensions": {},
            },
            "is_prediction_market": True,
        })
        self.assert_overview(
            f"0.00000 {symbol} of at most 10,000,000,000.00000 {symbol} (0%)",
            f"1 {symbol} = 0.50000 BTS", "It snows in Berlin on 24 December 2027.",
            "2027-12-25", "1 day", "20%", "Prediction market")

    # By the keyboard alone

    def fill_by_keyboard(self, texts):
        """Field after field, each one Tab away; None leaves one as it is."""
        app = self.app
        for name, text in texts.items():
            self.assertEqual(app.press("Tab"), name)
            if text is not None:
                app.keys_type(text)  # what was in it is selected when the focus comes
                app.wait_for(lambda: app.text(app.focused) == text, f"{name}: {text}")

    def set_powers_by_keyboard(self, powers):
        """Each power is one Tab away, at what it is now; arrows go to the other states."""
        app = self.app
        for power, (before, keys, after) in powers.items():
            app.await_focus(f"{power}: {before}")
            for key in keys:
                app.press(key)
            self.assertEqual(app.focus(), f"{power}: {after}")
            app.keys("space")
            app.wait_for(lambda: app.is_pressed(app.focused), f"{power}: {after}")
            app.press("Tab")

    @unittest.skipIf("MONEYER_TEST_NODE" in os.environ, "begins with two keys, to practise")
    def test_keyboard(self):
        app = self.app
        app.await_focus("Practise on This Computer")
        app.keys("Return")
        app.await_focus("Make a Token")
        app.keys("Return")
        app.await_focus("Plain token")
        app.keys("Return")

        app.await_focus("Symbol")
        app.keys_type("byhand")
        app.wait_for(lambda: app.text(app.focused) == "BYHAND", "capitals")
        app.keys("Return")  # as good as Tab
        app.await_focus("Decimals")
        app.press("shift+Tab")
        self.fill_by_keyboard({"Decimals": "3", "Maximum supply": "5000.125",
                               "Description": "Typed by hand", "Short name": "Hand",
                               "Preferred market": "BTS", "Web address": "https://hand.example"})
        app.keys("alt+n")
        self.set_powers_by_keyboard({
            "Charge market fees": ("Not now", ["Right"], "On"),
            "Decide who may hold it": ("Not now", [], "Not now"),
            "Take it back from holders": ("Not now", ["Left"], "Never"),
            "Restrict transfers": ("Not now", ["Right", "Left"], "Not now"),
            "Forbid confidential transfers": ("Not now", ["Right", "Right"], "For ever"),
            "Lock the maximum supply": ("Not now", ["Right", "Right"], "For ever"),
            "Stop new supply": ("Not now", [], "Not now"),
        })
        app.keys("alt+n")
        app.await_focus("Market fee")
        app.keys_type("0.75")
        self.fill_by_keyboard({"Taker fee": None, "Highest market fee": "12.5",
                               "Share of referrers": "20", "Share only with": "practice-alice"})
        app.keys("alt+n")
        app.await_focus("Which way round the price is typed: 1 BYHAND is worth")
        app.await_in_sight(app.focused)
        app.press("space")
        app.press("Down")
        app.keys("Return")
        app.await_focus("Which way round the price is typed: 1 BTS is worth")
        self.fill_by_keyboard({"Price": "40", "Premium": None})
        app.keys("Page_Up", "Right")  # 5 %, and a quarter
        app.wait_for(lambda: app.focused.get_current_value() == 525, "5.25 %")
        app.keys("alt+n")
        app.await_focus("White lists of")
        self.fill_by_keyboard({"Black lists of": None, "Traded only for": None,
                               "Never traded for": "PRACTICE"})
        app.keys("alt+n")
        # Nothing is paid for by pressing Return once too often.
        app.await_focus("Copy JSON")
        self.assertEqual(app.press("Tab"), "Copy cliwallet Line")
        price = re.compile(r"Create BYHAND for ([\d,]+)\.(\d{5}) BTS")
        app.wait_for(lambda: app.first(BUTTON, price.fullmatch, sensitive=True, backwards=True),
                     "the price")
        self.fee = int(price.fullmatch(app.press("Tab")).expand(r"\1\2").replace(",", ""))
        app.keys("Return")
        app.await_focus("Open BYHAND")
        self.watch()
        app.keys("Return")
        app.await_focus("Overview")

        # What came of it.
        self.name = app.wait_for(lambda: next((name for name in app.named(LABEL) if re.fullmatch(
            r"[a-z]+-\d{4}", name)), None), "the issuer")
        self.me = self.chain.ask("get_account_by_name", self.name)["id"]
        self.assertEqual(self.read_asset("BYHAND"), {
            "symbol": "BYHAND",
            "precision": 3,
            "options": {
                "max_supply": 5000125,
                "market_fee_percent": 75,
                "max_market_fee": 12500,
                # Market fees, lists, restricted transfers, no new supply; the lock is given up.
                "issuer_permissions": 1 + 2 + 8 + 512,
                "flags": 1 + 64 + 512,
                # 40 and 5.25 % are 42.1: 42100 of its smallest units for 100000 of the core's.
                "core_exchange_rate": {"base": {"amount": 1000, "asset_id": "1.3.0"},
                                       "quote": {"amount": 421, "asset_id": "its own"}},
                "whitelist_authorities": [], "blacklist_authorities": [],
                "whitelist_markets": [], "blacklist_markets": ["1.3.1"],
                "description": {"main": "Typed by hand", "short_name": "Hand", "market": "BTS",
                                "url": "https://hand.example"},
                "extensions": {"reward_percent": 2000, "whitelist_market_fee_sharing": ["1.2.18"]},
            },
        })
        self.assert_overview("0.000 BYHAND of at most 5,000.125 BYHAND (0%)", "0.75%", "20%",
                             "12.500 BYHAND", "practice-alice", "PRACTICE", "Typed by hand")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
