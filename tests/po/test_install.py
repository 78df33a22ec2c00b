#!/usr/bin/env python3
#
# Copyright 2026 The Moneyer developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is installed speaks the languages there are: catalogues, the entry in menus, and in
software centres.

Usage: test_install.py BUILD-FOLDER PREFIX LOCALEDIR [unittest arguments]
"""

import configparser
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ET

BUILD, PREFIX, LOCALEDIR = map(pathlib.Path, sys.argv[1:4])
PO = pathlib.Path(__file__).resolve().parent.parent.parent / "po"
ID = "io.github.moneyer.Moneyer"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        done = subprocess.run(["meson", "install", "--quiet", "--no-rebuild", "-C", BUILD,
                               "--destdir", folder.name], capture_output=True, text=True,
                              check=False)
        if done.returncode != 0:
            raise AssertionError(done.stdout + done.stderr)
        cls.root = pathlib.Path(folder.name)
        cls.prefix = cls.root / PREFIX.relative_to("/")

    def languages(self):
        return sorted(path.stem for path in PO.glob("*.po"))

    def test_catalogues(self):
        self.assertIn("de", self.languages())
        for language in self.languages():
            self.assertTrue((self.prefix / LOCALEDIR / language / "LC_MESSAGES" /
                             "moneyer.mo").is_file(), language)

    def test_program(self):
        """What was installed, from where it was installed to."""
        done = subprocess.run(
            [self.prefix / "bin" / "moneyer-cli", "--help"], capture_output=True, text=True,
            check=True, env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "de",
                             "MONEYER_LOCALEDIR": str(self.prefix / LOCALEDIR)})
        self.assertIn("Betreut Token auf der BitShares-Blockchain.", done.stdout)

    def test_menu_entry(self):
        entry = configparser.ConfigParser(interpolation=None, strict=True)
        entry.optionxform = str
        entry.read(self.prefix / "share" / "applications" / f"{ID}.desktop", encoding="utf-8")
        entry = entry["Desktop Entry"]
        self.assertEqual(entry["Name"], "Moneyer")
        self.assertEqual(entry["Comment[de]"],
                         "Token auf der BitShares-Blockchain anlegen und verwalten")
        # The same number of words, and the last of them ended.
        self.assertRegex(entry["Keywords[de]"], r"^(\w+;){5,}$")

    def test_software_centre(self):
        tree = ET.parse(self.prefix / "share" / "metainfo" / f"{ID}.metainfo.xml")
        for name in ("summary", "description/p", "description/ul/li", "releases//p"):
            elements = tree.findall(name)
            english = [e for e in elements if e.get(LANG) is None]
            german = [e for e in elements if e.get(LANG) == "de"]
            self.assertEqual(len(english), len(german), name)
            self.assertGreater(len(german), 0, name)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]], verbosity=0)
