"""The line to the node is cut, the node refuses, lies or falls silent, there is no money, the
program is killed: no draft is lost, nothing is sent twice, and what is on the way goes on.
Usage: test_faults.py MONEYER MONEYER-PRACTICE MONEYER-CLI"""

import os
import random
import sys
import time
import unittest

from driver import BUTTON, ENTRY, plain
from faults import IRREVERSIBLE, ISSUER, SYMBOL, App, Home, Network

# How often the program is killed at any moment.
KILLS = int(os.environ.get("MONEYER_KILLS", "6"))
# The price of a symbol of five letters, in the smallest unit.
PRICE = 5000 * 100000


class FaultTest(unittest.TestCase):
    def setUp(self):
        self.network = Network()
        self.addCleanup(self.network.stop)
        self.home = Home(self.network.port)
        self.addCleanup(self.home.close)
        self.home.add_issuer()
        self.home.put_draft()
        self.app = None
        self.addCleanup(lambda: self.app is not None and self.app.kill())

    def start(self, **environment):
        self.app = App(self.home, **environment)
        return self.app

    def kill(self):
        self.app.kill()
        return self.start()

    def marks(self):
        """What is said to have come true, of the five."""
        labels = self.app.labels()
        return [labels[i + 1] for i in range(len(labels) - 1) if labels[i] == "✓"]

    def await_mark(self, mark):
        self.app.wait_for(lambda: any(text.startswith(mark) for text in self.marks()),
                          f"the mark “{mark}”")

    def finish(self):
        """From wherever it is to the end, which is there once."""
        self.network.produce(1)
        self.await_mark("In block")
        self.network.produce(IRREVERSIBLE)
        self.await_mark("Irreversible")
        self.assertEqual(self.network.count_creations(), 1)
        self.assertEqual([entry["state"] for entry in self.home.outbox()][-1], "irreversible")
        self.app.wait_for(lambda: self.home.drafts() == [], "the draft done with")

    def assert_not_sent(self):
        self.network.produce(1)
        self.assertEqual(self.network.count_creations(), 0)


class Cuts(FaultTest):
    def test_before_signing(self):
        app, network = self.start(), self.network
        app.find(ENTRY, "Symbol")
        network.cut()
        app.silence("not connected")
        app.type("Symbol", "CUTOFF")
        app.wait_for(lambda: self.home.drafts()[0]["symbol"] == "CUTOFF", "the draft on the disk")
        self.assertEqual(app.value_of("Symbol"), "CUTOFF")
        app.type("Symbol", SYMBOL)

        # The review waits for the node, and then is there by itself.
        app.go_to_review()
        network.mend()
        app.hears()
        button = app.wait_until_sensitive(app.confirm_name())
        network.cut()
        app.says("It can be signed as soon as a node can be reached.")
        self.assertFalse(app.is_sensitive(button))
        network.mend()
        app.wait_until_sensitive(app.confirm_name())
        self.assertEqual(self.home.outbox(), [])
        self.assert_not_sent()

    def test_before_the_trial(self):
        """The node has seen it, and did not say what it thinks of it."""
        app, network = self.start(), self.network
        network.practice("delay_answers", 600000, 1, "validate_transaction")
        app.create()
        self.await_mark("Signed")
        network.cut()
        app.find(BUTTON, "Go On")
        self.assertIn("It was signed, but not sent.", app.labels())
        self.assertEqual([entry["state"] for entry in self.home.outbox()], ["signed"])
        self.assertEqual(len(self.home.drafts()), 1)
        network.mend()
        self.assert_not_sent()
        app.hears()
        app.click(BUTTON, "Go On")
        self.await_mark("Sent")
        self.finish()

    def test_after_sending(self):
        app, network = self.start(), self.network
        app.create()
        self.await_mark("Sent")
        network.cut()
        app.says("It goes on by itself as soon as a node can be reached; nothing is sent twice.")
        network.produce(1)
        network.mend()
        self.await_mark("In block")
        app.hears()
        network.cut()
        app.says("It goes on by itself as soon as a node can be reached; nothing is sent twice.")
        network.produce(IRREVERSIBLE)
        network.mend()
        self.await_mark("Irreversible")
        self.assertEqual(network.count_creations(), 1)
        app.wait_for(lambda: self.home.drafts() == [], "the draft done with")

    def test_lost_on_the_way(self):
        """Nobody answers the sending, but the node has it."""
        app, network = self.start(), self.network
        network.practice("garble_answers", "close", 1, "broadcast_transaction")
        app.create()
        self.await_mark("Sent")
        self.finish()

    def test_garbage(self):
        app, network = self.start(), self.network
        network.practice("garble_answers", "truncated", None, "get_required_fees")
        app.go_to_review()
        app.says("The transaction could not be prepared.")
        app.find(BUTTON, "Try Again")
        network.mend()
        app.press_if_there("Try Again")  # where it does not begin anew by itself
        app.wait_until_sensitive(app.confirm_name())
        network.practice("garble_answers", "bytes", None, "validate_transaction")
        app.click(BUTTON, app.confirm_name())
        app.find(BUTTON, "Go On")
        network.mend()
        self.assert_not_sent()
        app.click(BUTTON, "Go On")
        self.await_mark("Sent")
        self.finish()


class Refusals(FaultTest):
    def test_no_money(self):
        left = 100 * 100000  # 20 of it is the fee for the rest
        network = self.network
        network.transfer(ISSUER, "practice-bob", network.balance(ISSUER) - left)
        app = self.start()
        app.go_to_review()
        app.says("It Cannot Be Paid")
        app.says("The account has 80.00000 BTS: 4,920.00000 BTS is missing", f"sent to {ISSUER}")
        self.assertFalse(app.has(BUTTON, app.confirm_name()))
        self.assertEqual(self.home.outbox(), [])
        network.transfer("practice-bob", ISSUER, PRICE)
        app.wait_until_sensitive(app.confirm_name())

    def test_taken_meanwhile(self):
        app, network = self.start(), self.network
        app.go_to_review()
        app.wait_until_sensitive(app.confirm_name())
        self.take_symbol("practice-bob")
        before = network.balance(ISSUER)
        app.click(BUTTON, app.confirm_name())
        app.says("It was not done.")
        app.says("A node refused it: There is already an asset", "Nothing was sent")
        self.assertFalse(any(plain("assert_exception") in text for text in app.labels()))
        app.click(BUTTON, "What the Node Said")
        app.says(plain("assert_exception"))
        self.assertEqual([entry["state"] for entry in self.home.outbox()], ["refused"])
        self.assertEqual(network.balance(ISSUER), before)
        self.assertEqual(network.count_creations(), 1)
        self.assertEqual(len(self.home.drafts()), 1)
        app.click(BUTTON, "Try Again")
        app.says("Something Is to Be Fixed First")
        app.says("Symbol: ")

    def take_symbol(self, account):
        """Somebody else has it now."""
        asset = self.network.call("database", "get_objects", ["1.3.1"])[0]
        options = {**asset["options"], "core_exchange_rate": {
            "base": {"amount": 1, "asset_id": "1.3.0"},
            "quote": {"amount": 1, "asset_id": "1.3.1"}},
            "issuer_permissions": 79, "flags": 0, "max_supply": 1000000}
        self.network.practice("act", [[10, {
            "issuer": self.network.id_of(account), "symbol": SYMBOL, "precision": 4,
            "common_options": options, "is_prediction_market": False, "extensions": []}]])

    def test_another_fee(self):
        """A node that asks for more than its chain's schedule says."""
        app, network = self.start(), self.network
        network.practice("lie", "fee", 1)
        app.go_to_review()
        app.says("asks for another fee than the chain’s own schedule")
        self.assertEqual(self.home.outbox(), [])
        app.click(BUTTON, "Try Again")
        app.wait_until_sensitive(app.confirm_name())


class Kills(FaultTest):
    def test_every_step(self):
        app, network = self.start(), self.network
        app.type("Symbol", "KILLEDONCE")
        app.wait_for(lambda: self.home.drafts()[0]["symbol"] == "KILLEDONCE", "it on the disk")
        app = self.kill()
        app.wait_for(lambda: app.value_of("Symbol") == "KILLEDONCE", "the draft as it was")
        app.type("Symbol", SYMBOL)
        app.wait_for(lambda: self.home.drafts()[0]["symbol"] == SYMBOL, "it on the disk")

        app.go_to_review()
        app.wait_until_sensitive(app.confirm_name())
        app = self.kill()
        self.assertEqual(self.home.outbox(), [])
        network.practice("delay_answers", 600000, 1, "validate_transaction")
        app.create()
        self.await_mark("Signed")

        app = self.kill()
        network.mend()
        self.assert_not_sent()
        app.go_to_review()
        app.says("It was signed before, and not sent. This sends what was signed then.")
        app.says("This Was Signed Before")
        app.click(BUTTON, app.confirm_name())
        self.await_mark("Sent")

        app = self.kill()
        app.go_to_review()
        self.await_mark("Sent")
        app = self.kill()
        network.produce(1)
        app.go_to_review()
        self.await_mark("In block")

        app = self.kill()
        network.produce(IRREVERSIBLE)
        app.go_to_review()
        app.says("The Asset Is on the Chain Already")
        self.assertEqual(network.count_creations(), 1)
        self.assertEqual([entry["state"] for entry in self.home.outbox()], ["irreversible"])
        app.click(BUTTON, f"Open {SYMBOL}")
        app.says("Supply")

    def test_any_moment(self):
        """Whatever it was about to do: it is done once, or is gone on with."""
        chance = random.Random(5)
        for _ in range(KILLS):
            app = self.start()
            app.go_to_review()
            end = time.monotonic() + chance.uniform(0, 2)
            # As fast as can be, until the moment has come.
            while time.monotonic() < end:
                app.press_if_there(app.confirm_name())
            app.kill()
            if chance.random() < 0.2:
                self.network.produce(1)
        app = self.start()
        app.go_to_review()
        app.wait_for(lambda: any(mark == "Sent" or mark.startswith("In block")
                                 for mark in self.marks()) or
                     app.press_if_there(app.confirm_name()) or
                     app.has(BUTTON, f"Open {SYMBOL}"), "it sent")
        self.network.produce(1)
        app.wait_for(lambda: app.has(BUTTON, f"Open {SYMBOL}"), "the asset")
        self.network.produce(IRREVERSIBLE)
        self.assertEqual(self.network.count_creations(), 1)
        app.wait_for(lambda: {entry["state"] for entry in self.home.outbox()}
                     <= {"irreversible", "expired"}, "the end of all that was begun")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[4:], verbosity=2)
