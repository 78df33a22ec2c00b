"""A language for tests: every string that can be translated is accented, longer by two fifths, and
in brackets, so that what cannot be translated, or has no room to grow, is seen.

Usage: pseudo.py SOURCE-FOLDER LOCALE-FOLDER: makes LOCALE-FOLDER/en_XA/LC_MESSAGES/moneyer.mo"""

import ast
import pathlib
import re
import subprocess
import sys
import tempfile

LANGUAGE = "en_XA"
# A real one that is written from right to left. GTK's own words are translated, ours stay English;
# it is mirrored only if there are any of ours at all.
MIRRORED = "he_IL"
HEADER = ("Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n"
          "Plural-Forms: nplurals=2; plural=(n != 1);\n")
ACCENTS = str.maketrans("aceginorsuyzACEGINORSUYZ", "àçéğïñòŕšùýžÀÇÉĞÏÑÒŔŠÙÝŽ")
# What stays: conversions of printf, markup, links, and the key that a mnemonic names.
KEPT = re.compile(r"%(?:\d+\$)?[-+ #0']*[\d*]*(?:\.[\d*]+)?(?:hh|ll|[hlzjt])?(?:<\w+>|[a-zA-Z%])|<[^>]*>|&\w+;|_\w")
XGETTEXT = [
    "xgettext", "--from-code=UTF-8", "--keyword=_", "--keyword=N_", "--keyword=C_:1c,2",
    "--keyword=ngettext:1,2", "--keyword=g_dgettext:2", "--keyword=g_dngettext:2,3",
    "--keyword=g_dpgettext2:2c,3", "--flag=g_strdup_printf:1:c-format",
    *(f"--flag={word}:pass-c-format" for word in (
        "_:1", "N_:1", "ngettext:1", "ngettext:2", "g_dngettext:2", "g_dngettext:3"))]


def translate(text):
    """A string in the language; what the application shows for it."""
    if not re.search("[A-Za-z]{2}", text):
        return text  # what stands between digits, and the like

    def stretch(part):
        return re.sub(r"[aeiouyAEIOUY]", lambda vowel: vowel[0] * 2, part).translate(ACCENTS)

    parts, end = [], 0
    for kept in KEPT.finditer(text):
        parts += [stretch(text[end:kept.start()]), kept[0]]
        end = kept.end()
    body = "".join([*parts, stretch(text[end:])])
    # Ends of lines stay where they are.
    before, body, after = re.fullmatch(r"(\n*)(.*?)(\n*)", body, re.DOTALL).groups()
    return f"{before}[{body}]{after}"


def quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def convert(template):
    """A template (POT) as a translation (PO)."""
    lines, fields, field = [], {}, None

    def finish():
        if "msgid" in fields:
            for name in ("msgctxt", "msgid", "msgid_plural"):
                if name in fields:
                    lines.append(f"{name} {quote(fields[name])}")
            if fields["msgid"] == "":
                lines.append(f"msgstr {quote(HEADER)}")
            elif "msgid_plural" in fields:
                for number, name in enumerate(("msgid", "msgid_plural")):
                    lines.append(f"msgstr[{number}] {quote(translate(fields[name]))}")
            else:
                lines.append(f"msgstr {quote(translate(fields['msgid']))}")
            lines.append("")
        fields.clear()

    for line in template.splitlines():
        if not line:
            finish()
        elif line.startswith("#,"):
            lines.append(line.replace("fuzzy", "").rstrip(", "))
        elif line.startswith("msg"):
            field, text = line.split(" ", 1)
            fields[field] = ast.literal_eval(text)
        elif line.startswith('"'):
            fields[field] += ast.literal_eval(line)
    finish()
    return "\n".join(line for line in lines if line != "#")


def compile_catalogue(text, locale, language):
    """Where bindtextdomain() looks for it."""
    folder = pathlib.Path(locale) / language / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["msgfmt", "--check-format", "-o", folder / "moneyer.mo", "-"],
                   input=text.encode(), check=True)


def make(source, locale):
    """Makes the catalogues of both languages in a folder."""
    with tempfile.TemporaryDirectory() as scratch:
        pot = pathlib.Path(scratch) / "template.pot"
        subprocess.run([*XGETTEXT, "--files-from=po/POTFILES.in", "-o", pot], cwd=source,
                       check=True, stderr=subprocess.DEVNULL)
        compile_catalogue(convert(pot.read_text(encoding="utf-8")), locale, LANGUAGE)
    compile_catalogue(f'msgid ""\nmsgstr {quote(HEADER)}\n', locale, MIRRORED)


if __name__ == "__main__":
    make(*sys.argv[1:3])
