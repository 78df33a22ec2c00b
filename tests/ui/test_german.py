"""The application in German: its windows, its numbers, and what it asks others for.
Usage: test_german.py MONEYER MONEYER-PRACTICE
MONEYER_LOCALEDIR is where the catalogues of the build are."""

import os
import re
import sys
import unittest

import driver
from driver import BUTTON, ENTRY, LABEL, MENU_ITEM, Moneyer

PROGRAM, PRACTICE = sys.argv[1:3]


class German(unittest.TestCase):
    def setUp(self):
        self.app = Moneyer(PROGRAM, environment={"LANGUAGE": "de", "MONEYER_PRACTICE": PRACTICE,
                                                 "GSETTINGS_BACKEND": "memory"})

    def tearDown(self):
        self.app.kill()

    def shoot(self, name):
        if "MONEYER_SHOTS" in os.environ:
            self.app.picture(os.path.join(os.environ["MONEYER_SHOTS"], f"german-{name}.png"))

    def test_german(self):
        app = self.app
        app.find(LABEL, "Willkommen bei Moneyer")
        app.find(LABEL, "Testnetz")
        self.shoot("first-run")
        app.click(BUTTON, lambda n: n.startswith("Auf diesem Rechner üben"))

        # What the faucet and the key ring were asked for is the same in every language.
        app.find(LABEL, "Das Konto ist auf der Blockchain, und seine Schlüssel sind in Ihrem "
                        "Schlüsselbund.")
        app.find(ENTRY, "Passwort, erste Hälfte")
        self.shoot("account")
        app.click(BUTTON, "Token anlegen")

        # Groups of digits are apart by a space, for a comma would end the whole number.
        app.find(LABEL, lambda n: re.search(r"^5 000\.\d+ BTS", n))
        # A plural.
        app.find(LABEL, lambda n: re.search(r"\b(1 Punkt|[2-9] Punkte) zu korrigieren", n))
        self.shoot("form")
        self.assertEqual(app.quit(), 0)

    def test_menu(self):
        app = self.app
        app.click(BUTTON, "Hauptmenü")
        for name in ("Einstellungen", "Tastenkürzel", "Info zu Moneyer"):
            app.find(MENU_ITEM, name)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
