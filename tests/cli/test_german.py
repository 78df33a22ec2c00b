#!/usr/bin/env python3
#
# Copyright 2026 The Moneyer developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""moneyer-cli in German: its help, what the rules say, and what the wire says.

Usage: test_german.py PATH-OF-moneyer-practice PATH-OF-moneyer-cli [unittest arguments]
MONEYER_LOCALEDIR is where the catalogues of the build are.
"""

import pathlib
import sys
import unittest

import network
from network import Issuer, test_rpc

DONE, REFUSED = 0, 1
# Only the plain “C” is a locale without languages.
GERMAN, ENGLISH = {"LANGUAGE": "de"}, {"LANGUAGE": ""}
GROUPS = {"asset", "network", "account", "outbox", "tx", "key", "memo", "price"}


class German(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = test_rpc.Server("--memory", "--block-interval", "1")
        cls.issuer = Issuer(test_rpc.CLI, cls.server, "issuer-1")
        cls.node = f"ws://127.0.0.1:{cls.server.port}"

    @classmethod
    def tearDownClass(cls):
        cls.issuer.close()
        cls.server.stop()

    def say(self, *arguments, status=DONE, language=GERMAN):
        done = self.issuer.run(*arguments, env=language)
        self.assertEqual(done.returncode, status, done)
        return done.stdout + done.stderr

    def test_help(self):
        """In full German, in both languages of the same width and with the same commands."""
        english, german = self.say("--help", language=ENGLISH), self.say("--help")
        self.assertIn("Looks after tokens on the BitShares blockchain.", english)
        self.assertIn("Betreut Token auf der BitShares-Blockchain.", german)
        self.assertLessEqual(max(map(len, german.splitlines())), 80)

        commands = [line.split()[:2] for line in english.splitlines() if line.startswith("  ")
                    and line.split()[0] in GROUPS]
        self.assertGreater(len(commands), 25)
        for words in commands:
            self.assertIn("\n  " + " ".join(words) + " ", german)
            self.assertNotEqual(self.say(*words, "--help"),
                                self.say(*words, "--help", language=ENGLISH), words)

    def check(self, draft, **options):
        return self.say("asset", "check", draft, "--account", self.issuer.name, "--node",
                        self.node, **options)

    def test_rules(self):
        """What a node would refuse, what it costs, and what happened."""
        text = self.check(self.issuer.draft("TOO.MANY.POINTS"), status=REFUSED)
        self.assertIn("Ein Kürzel hat höchstens einen Punkt", text)
        text = self.check(self.issuer.draft("TOKEN"))
        self.assertIn("Ein Kürzel aus fünf oder mehr Buchstaben", text)
        text = self.issuer.create("TOKEN", env=GERMAN)
        self.assertEqual(text.returncode, DONE, text)
        self.assertIn("Das Asset „TOKEN“ anlegen", text.stdout)

    def test_account(self):
        text = self.say("account", "show", self.issuer.name, "--node", self.node)
        self.assertIn("Owner-Berechtigung: Schwelle 1", text)

    def test_errors(self):
        """One sentence, which begins with the path of what is wrong."""
        path = self.issuer.folder / "bad.json"
        path.write_text('{"operations":[[0,{"fee":{"amount":"x"}}]]}', encoding="utf-8")
        self.assertRegex(self.say("tx", "id", path, status=REFUSED),
                         r"^Fehler: operations\[0\].* Hier muss eine ganze Zahl")


if __name__ == "__main__":
    test_rpc.PRACTICE, test_rpc.CLI = (str(pathlib.Path(path).resolve()) for path in sys.argv[1:3])
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
