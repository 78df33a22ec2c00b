"""From a first start to an account with its keys in the key ring, and an account added in each way.
Usage: test_first_run.py MONEYER MONEYER-PRACTICE"""

import hashlib
import os
import re
import sys
import unittest

import driver
from driver import BUTTON, CHECK, COMBO, ENTRY, LABEL, Moneyer

PROGRAM, PRACTICE = sys.argv[1:3]
WAYS = ["Private key", "Name and password", "Brain key", "Nothing: a new account",
        "A name to watch"]


def secrets():
    """What is in the key ring: of each key its attributes."""
    bus = driver.session_bus()
    service = ("org.freedesktop.secrets", "/org/freedesktop/secrets")
    found, _ = bus.call_sync(*service, "org.freedesktop.Secret.Service", "SearchItems",
                             driver.GLib.Variant("(a{ss})", ({},)), None, 0, -1, None).unpack()
    items = []
    for path in found:
        (attributes,) = bus.call_sync(
            service[0], path, "org.freedesktop.DBus.Properties", "Get",
            driver.GLib.Variant("(ss)", ("org.freedesktop.Secret.Item", "Attributes")),
            None, 0, -1, None).unpack()
        items.append(attributes)
    return items


class FirstRun(unittest.TestCase):
    def setUp(self):
        self.home = os.path.join(os.environ["HOME"], self.id())
        self.app = None
        self.start()

    def start(self):
        folders = {f"XDG_{name}_HOME": os.path.join(self.home, name.lower())
                   for name in ("CONFIG", "DATA", "CACHE", "STATE")}
        for folder in folders.values():
            os.makedirs(folder, exist_ok=True)
        # The dconf of this session is not this home's.
        self.app = Moneyer(PROGRAM, environment={**folders, "MONEYER_PRACTICE": PRACTICE,
                                                 "GSETTINGS_BACKEND": "keyfile"})

    def tearDown(self):
        self.app.kill()

    def practise(self):
        """Two clicks; returns the name and the password of the account."""
        app = self.app
        app.click(BUTTON, "Practise on This Computer")
        app.find(LABEL, "The account is on the chain, and its keys are in your key ring.")
        password = "".join(app.text(app.find(ENTRY, f"Password, {half} half"))
                           for half in ("first", "second"))
        name = next(plain for plain in (driver.plain(n.get_name()) for n in app.all(LABEL))
                    if re.fullmatch(r"[a-z]+-\d{4}", plain))
        app.click(BUTTON, "Make a Token")
        # New Asset has the window to itself.
        app.click(BUTTON, lambda n: n.startswith("Close the draft"))
        return name, password

    def test_practice(self):
        app = self.app
        before = len(secrets())
        name, password = self.practise()
        self.assertRegex(password, r"^P[0-9A-Za-z]{40,}$")
        app.wait_for(lambda: app.has(
            BUTTON, lambda n: n.startswith(f"Account {name}, ") and "BTS" in n), "the balance")
        app.find(BUTTON, "Network Practice network · live")
        app.find(LABEL, "Practice network: play money on this computer")

        # Active and memo key are in the key ring, the owner key is not.
        added = secrets()[before:]
        self.assertEqual(len(added), 2)
        self.assertEqual({item["account-name"] for item in added}, {name})
        self.assertEqual({item["roles"] for item in added}, {"active", "memo"})

        # What the next start shows is what this one had.
        self.assertEqual(app.quit(), 0)
        self.start()
        self.app.find(BUTTON, lambda n: n.startswith(f"Account {name}, "))
        # Nothing of the password is on the disk.
        for folder, _, files in os.walk(self.home):
            for file in files:
                with open(os.path.join(folder, file), "rb") as handle:
                    self.assertNotIn(password.encode(), handle.read(), file)

    # Adding accounts

    def go_to_accounts(self):
        self.app.click(BUTTON, lambda n: n.startswith("Account "))
        self.app.find(LABEL, "Your Accounts")

    def choose_way(self, way):
        app = self.app
        self.go_to_accounts()
        app.click(BUTTON, "Add Account")
        row = app.find(COMBO | driver.ROW, lambda n: n.startswith("What You Have"))
        app.point(row)
        app.wait_for(lambda: app.has(LABEL, way), way)
        for _ in range(WAYS.index(way)):
            app.keys("Down")
        app.keys("Return")

    def add(self, name):
        """What was typed is found out to open an account; adds it."""
        app = self.app
        app.click(BUTTON, "Add Account")
        app.find(BUTTON, lambda n: n.startswith(f"Account {name}"))

    def remove(self, name):
        app = self.app
        self.go_to_accounts()
        app.click(BUTTON, f"Remove {name}")
        app.click(BUTTON, "Remove")
        app.find(BUTTON, "Account No account")

    def test_ways(self):
        app = self.app
        name, password = self.practise()
        self.remove(name)

        # A name and its password, and what is wrong with another one.
        self.choose_way("Name and password")
        app.type("Account Name", name)
        app.type("Secret", "Pnot-the-password-of-anybody")
        app.wait_for(lambda: any(name in driver.plain(n.get_name()) for n in app.all(LABEL)),
                     "why it opens nothing")
        self.assertFalse(app.is_sensitive(app.find(BUTTON, "Add Account")))
        app.type("Secret", password)
        app.find(LABEL, lambda n: n.startswith("Opens: owner, active, memo."))
        self.add(name)
        self.remove(name)

        # One private key of it.
        seed = hashlib.sha256(f"{name}active{password}".encode()).digest()
        self.choose_way("Private key")
        app.type("Secret", wif(seed))
        app.find(LABEL, lambda n: n.startswith("Opens: active."))
        self.add(name)
        self.remove(name)

        # Watched only.
        self.choose_way("A name to watch")
        app.type("Account Name", "nobody-has-this-1")
        app.find(LABEL, lambda n: "nobody-has-this-1" in n)
        app.type("Account Name", name)
        self.add(name)
        self.go_to_accounts()
        app.find(LABEL, "Watched only: there is no key of it here")
        self.remove(name)

        # A new one, whose password has to be written down first.
        self.choose_way("Nothing: a new account")
        app.type("Account Name", name)
        app.find(LABEL, lambda n: n == f"“{name}” is taken.")
        app.type("Account Name", "my-shop-1")
        app.find(LABEL, "The name is free.")
        app.click(BUTTON, "Continue")
        self.assertFalse(app.is_sensitive(app.find(BUTTON, "Create Account")))
        app.click(CHECK, "I have written the password down")
        app.click(BUTTON, "Create Account")
        app.find(LABEL, "The account is on the chain, and its keys are in your key ring.")
        app.find(BUTTON, lambda n: n.startswith("Account my-shop-1"))

        self.assertEqual(app.quit(), 0)


BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def wif(key):
    """A private key as text, by the rules and not by our code."""
    body = b"\x80" + key
    body += hashlib.sha256(hashlib.sha256(body).digest()).digest()[:4]
    number, text = int.from_bytes(body, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = BASE58[digit] + text
    return text


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
