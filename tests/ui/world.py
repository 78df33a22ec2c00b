"""Homes to look around in: an empty one, and one whose owner, tulip-shop-1, has worked with Moneyer
for a while on the practice network. What is in them is the same every time."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent / "practice"))

import test_rpc  # noqa: E402

ACCOUNT = "tulip-shop-1"
NOWHERE = "Our own network"  # whose only node is not there
FEE = {"amount": 0, "asset_id": "1.3.0"}
CORE = "1.3.0"

# What is on the chain, in this order. The draft of each begins as a template does.
ASSETS = {
    "TULIP": ("plain-token", {
        "precision": "2", "max_supply": "1000000",
        "description": {"main": "A voucher for a bunch of tulips, taken at every stall of the shop.",
                        "short_name": "Tulip", "url": "https://tulips.example.org"},
        "powers": {"white_list": "never", "override_authority": "never"},
        "market_fees": {"maker": "0.25", "taker": "0.5", "maximum": "100"},
        "rate": {"core": "2.5", "asset": "1"}}),
    "TULIP.CLUB": ("regulated-token", {
        "description": {"main": "Shares in the growers' club."},
        "powers": {"white_list": "on", "override_authority": "on"},
        "rate": {"core": "50", "asset": "1"}}),
    "TULIPUSD": ("witness-fed-smartcoin", {
        "description": {"main": "A dollar to price tulips in."}, "rate": {"core": "100", "asset": "1"},
        "backing": {"feeders": ACCOUNT, "minimum_feeds": "1", "feed_lifetime": "24 h",
                    "settlement_delay": "24 h", "settlement_offset": "2",
                    "settlement_volume": "5"},
        "powers": {"witness_fed_asset": "never", "committee_fed_asset": "never"}}),
    "FROST2027": ("yes-no-market", {
        "description": {"main": "One share is worth one BTS if the statement turns out true.",
                        "condition": "There is frost in the tulip fields in May 2027.",
                        "expiry": "2027-06-01"},
        "rate": {"core": "1", "asset": "1"}}),
}

# What is being designed, in the order in which the list has them: the latest first.
DRAFTS = {
    "TULIP.GOLD": ("capped-token", {
        "precision": "2", "max_supply": "50000",
        "description": {"main": "Points for our best customers: fifty are a bunch of tulips.",
                        "short_name": "Gold points", "url": "https://tulips.example.org/gold"},
        "market_fees": {"maker": "0.1", "taker": "0.2", "maximum": "10", "reward": "20"},
        "rate": {"core": "2", "asset": "1"}}),
    "TULIPEUR": ("private-smartcoin", {
        "description": {"main": "A euro to price tulips in."}, "rate": {"core": "110", "asset": "1"},
        "backing": {"feeders": f"{ACCOUNT}, practice-alice, practice-bob", "feed_lifetime": "24 h",
                    "minimum_feeds": "3", "settlement_delay": "24 h", "settlement_offset": "2",
                    "settlement_volume": "5", "maintenance_ratio": "160",
                    "squeeze_ratio": "110", "initial_ratio": "180"}}),
    "BLACKTULIP": ("yes-no-market", {
        "description": {"main": "One share is worth one BTS if the statement turns out true.",
                        "condition": "A black tulip is shown in Lisse before summer.",
                        "expiry": "2027-06-21"},
        "rate": {"core": "1", "asset": "1"}}),
    # With everything that can go wrong on it.
    "T-": ("regulated-token", {
        "precision": "12", "max_supply": "99999999999999999999",
        "description": {"main": "", "short_name": "", "url": "tulips"},
        "powers": {"white_list": "on", "override_authority": "on", "transfer_restricted": "on"},
        "market_fees": {"maker": "1.155", "reward": "120"}, "rate": {"core": "0", "asset": "1"},
        "lists": {"whitelist_authorities": "nobody-has-this-1"}}),
}


def merge(draft, changes):
    for name, value in changes.items():
        if isinstance(value, dict) and isinstance(draft.get(name), dict):
            merge(draft[name], value)
        else:
            draft[name] = value
    return draft


class Home:
    """A home of its own within a session, whose key ring it shares."""

    def __init__(self, folder, programs):
        self.folder = pathlib.Path(folder)
        self.programs = programs  # moneyer, moneyer-cli, moneyer-practice
        self.settings = {}
        self.environment = {f"XDG_{name}_HOME": str(self.folder / name.lower())
                            for name in ("CONFIG", "DATA", "CACHE", "STATE")}
        self.environment.update(GSETTINGS_BACKEND="keyfile", MONEYER_PRACTICE=programs[2])
        for name in ("config", "data", "cache", "state"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        networks = self.folder / "config/moneyer/networks.ini"
        networks.parent.mkdir(exist_ok=True)
        networks.write_text(f"[nowhere]\nName={NOWHERE}\nNodes=ws://127.0.0.1:9\n"
                            f"ChainId={'0' * 64}\nPrefix=BTS\nCoreSymbol=BTS\n", encoding="utf-8")
        for path in pathlib.Path(os.environ["XDG_CONFIG_HOME"]).glob("gtk-4.0"):
            shutil.copytree(path, self.folder / "config" / path.name, dirs_exist_ok=True)

    def copy(self, folder):
        shutil.copytree(self.folder, folder, symlinks=True)
        home = Home(folder, self.programs)
        home.settings = dict(self.settings)
        return home

    def set(self, **settings):
        """What the application remembers, from now on this, too."""
        self.settings.update(settings)
        path = self.folder / "config/glib-2.0/settings/keyfile"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [f"{name.replace('_', '-')}={value if isinstance(value, int) else repr(value)}"
                 for name, value in self.settings.items()]
        path.write_text("\n".join(["[io/github/moneyer/Moneyer]", *lines, ""]), encoding="utf-8")

    def cli(self, *arguments):
        done = subprocess.run([self.programs[1], *map(str, arguments)], capture_output=True,
                              text=True, env={**os.environ, **self.environment}, check=False)
        if done.returncode != 0:
            raise AssertionError((arguments, done.stdout, done.stderr))
        return done.stdout

    def draft(self, symbol, template, changes):
        return merge(json.loads(self.cli("asset", "new", template)), {"symbol": symbol, **changes})

    def furnish(self):
        """Makes it the shop's."""
        self.cli("account", "create", ACCOUNT, "--backup", self.folder / "password")
        test_rpc.PRACTICE = self.programs[2]
        server = test_rpc.Server("--data", self.folder / "data/moneyer/practice")
        try:
            self.settle(server)
        finally:
            server.stop()
        drafts = self.folder / "data/moneyer/drafts"
        drafts.mkdir()
        for number, (symbol, (template, changes)) in enumerate(DRAFTS.items()):
            path = drafts / f"{symbol}.json"
            path.write_text(json.dumps(self.draft(symbol, template, changes)), encoding="utf-8")
            moment = time.mktime((2026, 11, 20, 18 - number, 30, 0, 0, 0, -1))
            os.utime(path, (moment, moment))
        self.set(network="practice", page="home")

    def settle(self, server):
        node = ["--network", "practice", "--node", f"ws://127.0.0.1:{server.port}"]
        account = server.call("database", "get_account_by_name", ACCOUNT)["id"]
        draft = self.folder / "draft.json"

        def create(symbol, template, changes, *options):
            draft.write_text(json.dumps(self.draft(symbol, template, changes)), encoding="utf-8")
            self.cli("asset", "create", draft, "--account", ACCOUNT, "--yes", *options, *node)

        for symbol, (template, changes) in ASSETS.items():
            create(symbol, template, changes)
        ids = {symbol: server.call("database", "lookup_asset_symbols", [symbol])[0]["id"]
               for symbol in ASSETS}

        def practice(method, *arguments):
            server.call("practice", method, *arguments)

        def issue(symbol, amount, to):
            practice("act", [[14, {
                "fee": FEE, "issuer": account, "issue_to_account":
                server.call("database", "get_account_by_name", to)["id"],
                "asset_to_issue": {"amount": amount, "asset_id": ids[symbol]},
                "extensions": []}]])

        issue("TULIP", 640000 * 100, ACCOUNT)
        issue("TULIP", 1500 * 100, "practice-alice")
        practice("fill_pool", "TULIP", "250")
        practice("buy", "TULIP", "40", "2.75", "practice-trader")
        practice("act", [[13, {"fee": FEE, "issuer": account, "asset_to_update": ids["TULIPUSD"],
                               "new_feed_producers": [account], "extensions": []}]])
        practice("move_feed", "TULIPUSD", "0.01")
        practice("act", [[3, {
            "fee": FEE, "funding_account": account,
            "delta_collateral": {"amount": 40000 * 10**5, "asset_id": CORE},
            "delta_debt": {"amount": 200 * 10**4, "asset_id": ids["TULIPUSD"]},
            "extensions": {}}]])
        practice("produce_blocks", 15)
        # Signed, tried, and not sent.
        create("TULIP.TEA", *ASSETS["TULIP"], "--dry-run")
