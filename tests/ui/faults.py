"""What the tests of faults share: a network of their own that they cut, hold back and count on,
an issuer's home that outlives the program, and the program on both.
Usage of them all: TEST MONEYER MONEYER-PRACTICE MONEYER-CLI"""

import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

import driver
from driver import BUTTON, ENTRY, LABEL, ROW, GLib, Moneyer

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "practice"))

import test_rpc  # noqa: E402

PROGRAM, test_rpc.PRACTICE, CLI = (str(pathlib.Path(path).resolve()) for path in sys.argv[1:4])
ISSUER, PASSWORD = "practice-alice", "practice-network"
SYMBOL = "FAULTY"
LEAVES = LABEL | ENTRY | BUTTON | driver.roles("SCROLL_BAR", "IMAGE", "SEPARATOR")
# Seconds. A block comes when a test wants one, and a transaction is still valid then.
BLOCK_INTERVAL = 50
IRREVERSIBLE = 20  # blocks, after which those before them stay


class Line:
    """A line to a practice network, which stays when all others are cut."""

    def __init__(self, port):
        self.port = port
        self.line = test_rpc.WebSocket(port)
        self.n_asked = 0

    def stop(self):
        self.line.close()

    def call(self, api, method, *arguments):
        self.n_asked += 1
        self.line.send({"id": self.n_asked, "method": "call",
                        "params": [api, method, list(arguments)]})
        answer = self.line.receive()
        if "error" in answer:
            raise AssertionError(answer["error"]["message"])
        return answer["result"]

    def practice(self, method, *arguments):
        return self.call("practice", method, *arguments)

    def produce(self, count=1):
        return self.practice("produce_blocks", count)

    def cut(self):
        """Nobody gets through until mend()."""
        self.practice("refuse_connections", 3600)
        self.practice("drop_connections", "hard")

    def mend(self):
        self.practice("reset_faults")

    def balance(self, account):
        (amount,) = self.call("database", "get_account_balances", account, ["1.3.0"])
        return int(amount["amount"])

    def id_of(self, account):
        return self.call("database", "get_account_by_name", account)["id"]

    def transfer(self, source, to, amount):
        self.practice("act", [[0, {"from": self.id_of(source), "to": self.id_of(to),
                                   "amount": {"amount": amount, "asset_id": "1.3.0"},
                                   "extensions": []}]])

    def count_creations(self, symbol=SYMBOL):
        """How often it was created, by what is in the blocks."""
        head = self.call("database", "get_dynamic_global_properties")["head_block_number"]
        return sum(kind == 10 and operation["symbol"] == symbol
                   for number in range(1, head + 1)
                   for transaction in self.call("database", "get_block",
                                                number)["transactions"]
                   for kind, operation in transaction["operations"])


class Network(Line):
    """A chain of our own, whose blocks come when they are asked for."""

    def __init__(self):
        self.server = test_rpc.Server("--memory", "--block-interval", BLOCK_INTERVAL)
        super().__init__(self.server.port)
        self.produce(2)

    def stop(self):
        super().stop()
        self.server.stop()


class Home:
    """The folders of a user; ISSUER's keys are in the key ring of the session."""

    def __init__(self, port, folder=None):
        self.temporary = tempfile.TemporaryDirectory(dir=folder)
        self.folder = pathlib.Path(self.temporary.name)
        self.environment = {"GSETTINGS_BACKEND": "keyfile", "MONEYER_PRACTICE": "/bin/false"}
        for name in ("config", "data", "cache", "state"):
            (self.folder / name).mkdir(mode=0o700)
            self.environment[f"XDG_{name.upper()}_HOME"] = str(self.folder / name)
        self.files = self.folder / "data" / "moneyer"
        (self.folder / "config" / "moneyer").mkdir()
        self.set_port(port)
        self.set_settings(network="'ours'")

    def close(self):
        self.temporary.cleanup()

    def set_port(self, port):
        (self.folder / "config" / "moneyer" / "networks.ini").write_text(
            f"[ours]\nName=Our network\nNodes=ws://127.0.0.1:{port};\n"
            f"Prefix=BTS\nCoreSymbol=BTS\nFaucet=http://127.0.0.1:{port}\n", encoding="utf-8")

    def set_settings(self, **values):
        """In the words of GVariant."""
        path = self.folder / "config" / "glib-2.0" / "settings" / "keyfile"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("[io/github/moneyer/Moneyer]\n" + "".join(
            f"{name}={value}\n" for name, value in values.items()), encoding="utf-8")

    def cli(self, *arguments, text=None):
        done = subprocess.run([CLI, *arguments], input=text, capture_output=True, text=True,
                              timeout=100, check=False, env={**os.environ, **self.environment})
        if done.returncode != 0:
            raise AssertionError(f"{arguments}: {done.stderr}{done.stdout}")
        return done.stdout

    def add_issuer(self, network="ours"):
        self.cli("account", "add", ISSUER, "--network", network, "--password-file", "-",
                 text=PASSWORD + "\n")

    def put_draft(self, symbol=SYMBOL, **more):
        """A draft that only waits for its review, and the page on which the next start goes on."""
        drafts = self.files / "drafts"
        drafts.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = drafts / "one.json"
        path.write_text(json.dumps({
            "moneyer_draft": 1, "kind": "token", "symbol": symbol, "precision": "4",
            "max_supply": "1000000", "description": {"main": "A token for bad days"},
            "rate": {"core": "1", "asset": "1"}, **more}), encoding="utf-8")
        self.set_settings(network="'ours'", page="'draft/one.json'")
        return path

    def practice(self):
        """The address of the practice network, as it is kept for others."""
        path = self.files / "practice" / "running"
        return path.read_text(encoding="utf-8").strip() if path.exists() else None

    def drafts(self):
        return [json.loads(path.read_text(encoding="utf-8"))
                for path in sorted((self.files / "drafts").glob("*.json"))]

    def outbox(self):
        return [json.loads(line) for line in
                self.cli("outbox", "list", "--json").splitlines()]


class App(Moneyer):
    """The program in a home, and what a test of faults does with it."""

    def __init__(self, home, **environment):
        super().__init__(PROGRAM, environment={**home.environment, **environment})

    def nodes(self, start=None):
        """All of the tree but what is below those that have nothing to say there: quicker."""
        stack = [start or self.root]
        while stack:
            node = stack.pop()
            yield node
            if node.get_role() not in LEAVES:
                children = [node.get_child_at_index(i) for i in range(node.get_child_count())]
                stack.extend(child for child in reversed(children) if child is not None)

    def labels(self):
        return [driver.plain(node.get_name()) for node in self.all(LABEL)]

    def says(self, *words):
        """Waits for a sentence with all these words in it; returns it."""
        return self.wait_for(lambda: next((text for text in self.labels()
                                           if all(word in text for word in words)), None),
                             f"a sentence with {words}")

    def silence(self, *words):
        """The line that is over every page while nothing is heard of the chain."""
        return self.says("Our network: ", *words)

    def hears(self):
        self.wait_for(lambda: not any(text.startswith("Our network: ") for text in self.labels()),
                      "the network again")

    def go_to_review(self):
        """By the list of steps, which a narrow window has behind a button."""
        self.wait_for(lambda: self.all(BUTTON, lambda name: name.startswith("Close the draft")),
                      "the form")
        self.wait_for(lambda: [bar.do_action(0) for bar in
                               self.all(BUTTON, lambda name: " · step " in name)] or True, "steps")
        self.point(self.find(ROW, lambda name: name.startswith("Review:")))

    def confirm_name(self, symbol=SYMBOL):
        return lambda name: name.startswith(f"Create {symbol} for ")

    def create(self):
        """Presses the one button of the review, once it can be."""
        self.go_to_review()
        self.click(BUTTON, self.confirm_name())

    def wait_until_sensitive(self, name):
        return self.wait_for(lambda: next((node for node in self.all(BUTTON, name)
                                           if self.is_sensitive(node)), None),
                             "a button that can be pressed")

    def press_if_there(self, name):
        """Whether there was such a button to press."""
        with contextlib.suppress(GLib.Error):
            for node in self.all(BUTTON, name):
                if self.is_sensitive(node):
                    node.do_action(0)
                    return True
        return False

    def n_windows(self):
        self.root.clear_cache()
        return self.root.get_child_count()

    def value_of(self, name):
        return self.text(self.find(ENTRY, name))


SECRETS = "org.freedesktop.secrets"


class KeyRing:
    """The key ring daemon of the session, and another way to it than the program's."""

    @staticmethod
    def call(path, interface, method, signature, *arguments):
        return driver.session_bus().call_sync(
            SECRETS, path, interface, method, GLib.Variant(signature, arguments), None, 0, -1,
            None).unpack()

    @classmethod
    def default(cls):
        (path,) = cls.call("/org/freedesktop/secrets", "org.freedesktop.Secret.Service",
                           "ReadAlias", "(s)", "default")
        return path

    @classmethod
    def pid(cls):
        return cls.tell_bus("GetConnectionUnixProcessID", GLib.Variant("(s)", (SECRETS,)))[0]

    @classmethod
    @contextlib.contextmanager
    def without(cls, *names):
        """The bus does not start who has these names."""
        services = pathlib.Path(os.environ["XDG_RUNTIME_DIR"], "dbus-1", "services")
        services.mkdir(parents=True, exist_ok=True)
        files = [services / f"{name}.service" for name in names]
        for name, file in zip(names, files):
            file.write_text(f"[D-BUS Service]\nName={name}\nExec=/bin/false\n")
        cls.tell_bus("ReloadConfig", None)
        try:
            yield
        finally:
            for file in files:
                file.unlink()
            cls.tell_bus("ReloadConfig", None)

    @classmethod
    @contextlib.contextmanager
    def missing(cls):
        """As on a computer that has none."""
        with cls.without(SECRETS):
            os.kill(cls.pid(), signal.SIGTERM)
            cls.await_owner(False)
            yield
        cls.unlock()

    @classmethod
    @contextlib.contextmanager
    def locked(cls):
        """And nobody can be asked for its password, which is as if they had said no."""
        with cls.without("org.gnome.keyring.SystemPrompter", "org.gnome.keyring.PrivatePrompter"):
            cls.call("/org/freedesktop/secrets", "org.freedesktop.Secret.Service", "Lock", "(ao)",
                     [cls.default()])
            yield
        cls.unlock()

    @staticmethod
    def tell_bus(method, arguments):
        return driver.session_bus().call_sync(
            "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", method,
            arguments, None, 0, -1, None).unpack()

    @classmethod
    def await_owner(cls, is_wanted):
        end = time.monotonic() + driver.PATIENCE
        while cls.tell_bus("NameHasOwner", GLib.Variant("(s)", (SECRETS,))) != (is_wanted,):
            if time.monotonic() > end:
                raise AssertionError(f"{SECRETS}: not {is_wanted}")
            time.sleep(0.05)

    @classmethod
    def unlock(cls):
        """As somebody does who knows its password; starts it if it is not there."""
        if cls.tell_bus("NameHasOwner", GLib.Variant("(s)", (SECRETS,))) == (True,):
            os.kill(cls.pid(), signal.SIGTERM)
            cls.await_owner(False)
        cls.daemon = subprocess.Popen(
            ["gnome-keyring-daemon", "--unlock", "--components=secrets", "--foreground"],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        cls.daemon.stdin.write(b"moneyer")
        cls.daemon.stdin.close()
        cls.await_owner(True)
