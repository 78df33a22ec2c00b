#!/usr/bin/env python3
#
# Copyright 2026 The Moneyer developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""What translators get is all that users read, and German, which proves it, is complete.

Usage: test_po.py [unittest arguments]
"""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ET

SOURCE = pathlib.Path(__file__).resolve().parent.parent.parent
PO = SOURCE / "po"
# Without a missing or doubtful word. Other languages may lag behind.
COMPLETE = {"de"}

# As in meson's preset “glib”, which po/meson.build names.
XGETTEXT = [
    "xgettext", "--from-code=UTF-8", "--add-comments",
    "--keyword=_", "--keyword=N_", "--keyword=C_:1c,2", "--keyword=NC_:1c,2",
    "--keyword=g_dcgettext:2", "--keyword=g_dngettext:2,3", "--keyword=g_dpgettext2:2c,3",
    "--flag=N_:1:pass-c-format", "--flag=C_:2:pass-c-format", "--flag=NC_:2:pass-c-format",
    "--flag=g_dngettext:2:pass-c-format", "--flag=g_strdup_printf:1:c-format",
    "--flag=g_string_printf:2:c-format", "--flag=g_string_append_printf:2:c-format",
    "--flag=g_error_new:3:c-format", "--flag=g_set_error:4:c-format",
]

# Properties, menu attributes and elements of a .ui file that a person reads or hears.
READ = {"label", "title", "subtitle", "description", "text", "tooltip-text", "placeholder-text",
        "heading", "body", "help-text", "value-text", "role-description", "comments",
        "secondary-text", "primary-text", "button-label", "translator-credits"}


def run(*command, **options):
    # Sentences of the tools are not read, but must not be in the user's language.
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                          env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}, check=False,
                          **options)
    if done.returncode != 0:
        raise AssertionError(f"{command[0]}: {done.stderr}")
    return done.stdout


def read_list(path):
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def extract(files):
    """The template of some files, as text."""
    return run(*XGETTEXT, "-o", "-", *files, cwd=SOURCE)


def candidates():
    """All files that can hold something to translate."""
    for folder, kinds in (("src", (".c", ".h", ".ui")), ("data", (".desktop.in", ".xml.in",
                                                                   ".gschema.xml", ".ui"))):
        for path in sorted((SOURCE / folder).rglob("*")):
            if path.name.endswith(kinds):
                yield str(path.relative_to(SOURCE))


class PoTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def test_all_files_are_listed(self):
        listed = read_list(PO / "POTFILES.in")
        self.assertEqual([name for name in listed if not (SOURCE / name).is_file()], [],
                         "in POTFILES.in, but not there")
        self.assertEqual(sorted({name for name in listed if listed.count(name) > 1}), [],
                         "twice in POTFILES.in")

        references = re.findall(r"^#: (.*)$", extract(candidates()), re.MULTILINE)
        translatable = {word.rpartition(":")[0] for line in references for word in line.split()}
        self.assertGreater(len(translatable), 100)
        self.assertEqual(sorted(translatable - set(listed)), [], "missing in POTFILES.in")

    def test_all_of_a_window_is_translatable(self):
        seen, missed = 0, []
        for path in sorted((SOURCE / "src").rglob("*.ui")):
            for element in ET.parse(path).iter():
                name = element.get("name", "").replace("_", "-")
                is_read = element.tag == "item" or (
                    element.tag in ("property", "attribute") and name in READ)
                text = (element.text or "").strip()
                if not is_read or not any(letter.isalpha() for letter in text):
                    continue
                seen += 1
                # “no” says that somebody thought about it.
                if element.get("translatable") is None:
                    missed.append(f"{path.relative_to(SOURCE)}: {name}: {text}")
        self.assertGreater(seen, 100)
        self.assertEqual(missed, [])

    def test_languages_are_listed(self):
        self.assertEqual(sorted(read_list(PO / "LINGUAS")),
                         sorted(path.stem for path in PO.glob("*.po")))
        self.assertLessEqual(COMPLETE, set(read_list(PO / "LINGUAS")))

    def test_languages_are_sound(self):
        for path in sorted(PO.glob("*.po")):
            with self.subTest(path.name):
                run("msgfmt", "--check", "--check-accelerators=_", "-o", self.folder / "out.mo",
                    path)

    def test_languages_are_complete(self):
        template, merged = self.folder / "moneyer.pot", self.folder / "merged.po"
        template.write_text(extract(read_list(PO / "POTFILES.in")), encoding="utf-8")
        for language in sorted(COMPLETE):
            with self.subTest(language):
                run("msgmerge", "--quiet", "--no-fuzzy-matching", "-o", merged,
                    PO / f"{language}.po", template)
                self.assertIn("msgid", merged.read_text(encoding="utf-8"))
                for kind in "--untranslated", "--only-fuzzy":
                    left = run("msgattrib", kind, "--no-obsolete", merged)
                    if left != "":
                        self.fail(f"to be done, see “ninja -C build moneyer-update-po”:\n{left}")


if __name__ == "__main__":
    unittest.main(verbosity=0)
