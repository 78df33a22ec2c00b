#!/usr/bin/env python3
#
# Copyright 2026 The Moneyer developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""moneyer-cli as a script sees it: arguments in, output and exit status out.

The recordings in tests/data are the measure; see the README there. Usage:
test_cli.py PATH-OF-moneyer-cli [unittest arguments]
"""

import json
import os
import pathlib
import re
import stat
import subprocess
import sys
import tempfile
import unittest

CLI = None
DATA = pathlib.Path(__file__).resolve().parent.parent / "data"
MAINNET = "4018d7844c78f6a6c41c6a552b898022310fc5dec06da467ee7905a8dad512c8"

DONE, REFUSED, USAGE = 0, 1, 2


def load(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def amounts(value):
    """A fee, or a proposal's fee and those within, with integers for amounts."""
    if isinstance(value, dict):
        return int(value["amount"]), value["asset_id"]
    return [amounts(item) for item in value]


class CliTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_cli(self, *arguments, text="", status=DONE, env=None):
        data = text if isinstance(text, bytes) else text.encode()
        done = subprocess.run([CLI, *map(str, arguments)], input=data, capture_output=True,
                              env={**os.environ, "LC_ALL": "C.UTF-8", **(env or {})}, check=False)
        self.assertEqual(done.returncode, status, (arguments, done.stdout[-500:], done.stderr))
        if status == DONE:
            self.assertEqual(done.stderr, b"")
        else:
            self.assertLessEqual(done.stderr.count(b"\n"), 1, done.stderr)
        self.error = done.stderr.decode()
        return done.stdout.decode()

    def lines(self, *arguments, documents, status=DONE):
        output = self.run_cli(*arguments, "--lines", text="".join(d + "\n" for d in documents),
                              status=status)
        self.assertTrue(output.endswith("\n"))
        answers = output[:-1].split("\n")
        self.assertEqual(len(answers), len(documents))
        return answers

    def file(self, name, content):
        path = self.folder / name
        path.write_text(content, encoding="utf-8")
        return path


class Vectors(CliTest):
    """What real nodes and wallets made, through the command line."""

    def test_transactions(self):
        vectors = load("transactions.json")
        documents = [compact(v["transaction"]) for v in vectors]
        hexes = [v["hex"] for v in vectors]

        self.assertEqual(self.lines("tx", "encode", documents=documents), hexes)
        self.assertEqual(self.lines("tx", "id", documents=documents), [v["id"] for v in vectors])

        decoded = self.lines("tx", "decode", documents=hexes)
        self.assertEqual(self.lines("tx", "encode", documents=decoded), hexes)
        for document, vector in zip(decoded, vectors):
            self.assertEqual(set(json.loads(document)), set(vector["transaction"]))

    def test_signed(self):
        vectors = load("signed.json")
        chain = ("--chain-id", vectors["chain_id"])
        transactions = vectors["transactions"]
        documents = [compact(v["transaction"]) for v in transactions]

        self.assertEqual(self.lines("tx", "encode", documents=documents),
                         [v["hex"] for v in transactions])
        self.assertEqual(self.lines("tx", "encode", "--signed", documents=documents),
                         [v["signed_hex"] for v in transactions])
        self.assertEqual(self.lines("tx", "digest", *chain, documents=documents),
                         [v["digest"] for v in transactions])
        self.assertEqual(self.lines("tx", "signers", *chain, documents=documents),
                         [" ".join(v["signers"]) for v in transactions])
        # These are printed by a node: ours has to be the same text.
        self.assertEqual(self.lines("tx", "decode", documents=[v["signed_hex"] for v in transactions]),
                         documents)

    def test_sign_everything(self):
        vectors = load("transactions.json")
        key = load("keys.json")["wif"][0]
        path = self.file("key", key["wif"] + "\n")
        documents = [compact(v["transaction"]) for v in vectors]

        signed = self.lines("tx", "sign", "--key-file", path, documents=documents)
        self.assertEqual(set(self.lines("tx", "signers", documents=signed)), {key["public_key"]})
        self.assertEqual(self.lines("tx", "id", documents=signed), [v["id"] for v in vectors])
        # A key signs once, and in the same way each time.
        self.assertEqual(self.lines("tx", "sign", "--key-file", path, documents=signed), signed)

    def test_fees(self):
        vectors = load("fees.json")
        schedule = self.file("schedule", compact(vectors["fee_schedule"]))
        documents = [compact(c["operation"]) for c in vectors["cases"]]
        expected = [[amounts(c["required_fee"])] for c in vectors["cases"]]

        answers = self.lines("tx", "fees", "--schedule", schedule, documents=documents)
        self.assertEqual([amounts(json.loads(a)) for a in answers], expected)

        # All of them at once, as a list, with the schedule inside a node's answer.
        answer = self.file("answer", compact({"id": 1, "jsonrpc": "2.0", "result": {
            "id": "2.0.0", "parameters": {"current_fees": vectors["fee_schedule"]}}}))
        fees = json.loads(self.run_cli("tx", "fees", "--schedule", answer,
                                       text="[" + ",".join(documents) + "]"))
        self.assertEqual([[amounts(f)] for f in fees], expected)

    def test_fees_in_another_asset(self):
        schedule = self.file("schedule", compact({"parameters": [[15, {"fee": 1000}]], "scale": 10000}))
        operation = compact([15, {"fee": {"amount": 0, "asset_id": "1.3.0"}, "payer": "1.2.5",
                                  "amount_to_reserve": {"amount": 1, "asset_id": "1.3.7"}}])

        for rate in ({"base": {"amount": 3, "asset_id": "1.3.7"}, "quote": {"amount": 7, "asset_id": "1.3.0"}},
                     {"base": {"amount": 7, "asset_id": "1.3.0"}, "quote": {"amount": 3, "asset_id": "1.3.7"}}):
            output = self.run_cli("tx", "fees", "--schedule", schedule, "--rate", compact(rate), text=operation)
            # 1000 × 3 ÷ 7, rounded up
            self.assertEqual(json.loads(output), [{"amount": 429, "asset_id": "1.3.7"}])

        self.run_cli("tx", "fees", "--schedule", schedule, "--rate", "{}", text=operation, status=USAGE)
        self.assertIn("base", self.error)

    def test_keys(self):
        vectors = load("keys.json")

        for v in vectors["wif"]:
            self.assertEqual(self.run_cli("key", "public", text=v["wif"]), v["public_key"] + "\n")
            self.assertEqual(self.run_cli("key", "public", "--prefix", "TEST", "-", text=v["wif"] + "\r\n"),
                             v["public_key_test"] + "\n")
        for v in vectors["account_password"]:
            self.assertEqual(self.run_cli("key", "from-password", "--account", v["account"],
                                          "--role", v["role"], text=v["password"]),
                             v["wif"] + "\n" + v["public_key"] + "\n")
        for v in vectors["brain"]:
            expected = v["wif"] + "\n" + v["public_key"] + "\n"
            self.assertEqual(self.run_cli("key", "from-brain", "--sequence", "0", text=v["brain_key"]),
                             expected)
            untidy = "  " + v["brain_key"].lower().replace(" ", "\t \n") + "\n\n"
            self.assertEqual(self.run_cli("key", "from-brain", "--sequence", "0", "--upper-case",
                                          text=untidy), expected)
            self.assertNotEqual(self.run_cli("key", "from-brain", "--sequence", "0", text=untidy), expected)

    def test_memos(self):
        vectors = load("keys.json")

        for v in vectors["memo"]:
            sender, recipient = self.file("from", v["from_wif"]), self.file("to", v["to_wif"])
            memo = self.run_cli("memo", "encrypt", "--key-file", sender, "--to", v["to"],
                                "--nonce", v["nonce"], text=v["text"])
            self.assertEqual(json.loads(memo)["message"], v["message"])
            self.assertEqual(json.loads(memo)["from"], v["from"])
            for key in sender, recipient:
                self.assertEqual(self.run_cli("memo", "decrypt", "--key-file", key, text=memo), v["text"] + "\n")
        for v in vectors["memo_core"]:
            key = self.file("to", v["to_wif"])
            self.assertEqual(self.run_cli("memo", "decrypt", "--key-file", key, text=compact(v["memo"])),
                             v["text"] + "\n")


class Behaviour(CliTest):
    """What the recordings do not show."""

    TRANSFER = {"ref_block_num": 4660, "ref_block_prefix": 3735928559, "expiration": "2023-11-14T22:13:20",
                "operations": [[0, {"fee": {"amount": 86869, "asset_id": "1.3.0"}, "from": "1.2.100",
                                    "to": "1.2.1234567", "amount": {"amount": 100000, "asset_id": "1.3.0"},
                                    "extensions": []}]], "extensions": []}

    def test_help_on_every_level(self):
        top = self.run_cli("--help")
        groups = "network|account|asset|outbox|tx|key|memo|price"
        commands = re.findall(rf"^  ({groups}) ([a-z-]+) ", top, re.MULTILINE)
        self.assertEqual(len(commands), 34)
        self.assertIn("moneyer-cli demo", self.run_cli("demo", "--help"))
        for group, name in commands:
            self.assertIn(f"{group} {name}", self.run_cli(group, "--help"))
            text = self.run_cli(group, name, "--help")
            self.assertIn(f"moneyer-cli {group} {name}", text)
            self.assertLessEqual(max(map(len, text.split("\n"))), 100)
        self.assertRegex(self.run_cli("--version"), r"^moneyer-cli \d+\.\d+")

    def test_manual_page_names_everything(self):
        page = self.run_cli("--man-page")
        for section in "NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "OPTIONS", "EXIT STATUS":
            self.assertIn(f".SH {section}\n", page)
        for command in "tx sign", "key from\\-brain", "price approximate":
            self.assertIn(f".SS {command}", page)

    def test_usage_errors(self):
        for arguments in ([], ["wat"], ["tx"], ["tx", "wat"], ["tx", "encode", "--wat"],
                          ["tx", "encode", "a", "b"], ["tx", "sign"], ["tx", "sign", "--key-file", "-"],
                          ["tx", "fees"], ["tx", "digest", "--chain-id", "12"],
                          ["key", "from-password", "--account", "a"],
                          ["key", "from-password", "--account", "a", "--role", "boss"],
                          ["key", "from-brain", "--sequence", "-1"], ["key", "from-brain", "--sequence", "x"],
                          ["price", "approximate", "1", "5"], ["price", "approximate", "1", "5", "13"],
                          ["price", "approximate", "1", "5", "5", "--limit", "0"]):
            self.run_cli(*arguments, status=USAGE)
            self.assertNotEqual(self.error, "", arguments)

    def test_no_secret_is_an_argument(self):
        wif = load("keys.json")["wif"][0]["wif"]
        self.run_cli("key", "public", wif, status=REFUSED)  # a file of that name does not exist
        self.run_cli("key", "from-password", "--account", "a", "--role", "owner", "--password", "x",
                     status=USAGE)

    def test_errors_name_the_member(self):
        def refuse(path, change):
            document = json.loads(compact(self.TRANSFER))
            change(document)
            self.run_cli("tx", "encode", text=compact(document), status=REFUSED)
            self.assertTrue(self.error.startswith("error: " + path + ": "), self.error)

        body = "operations[0]"
        refuse("ref_block_num", lambda d: d.update(ref_block_num=70000))
        refuse(body + ".to", lambda d: d["operations"][0][1].update(to="1.3.5"))
        refuse(body + ".amount.amount", lambda d: d["operations"][0][1]["amount"].update(amount=1.5))
        refuse(body + ".from", lambda d: d["operations"][0][1].pop("from"))
        refuse(body, lambda d: d["operations"][0][1].update(form="1.2.3"))
        refuse(body + ".extensions", lambda d: d["operations"][0][1].update(extensions={}))

    def test_files_and_standard_input(self):
        path = self.file("t.json", compact(self.TRANSFER))
        expected = self.run_cli("tx", "id", text=compact(self.TRANSFER))
        self.assertEqual(expected, "67a8763d5cffc465dbe6f9f13f0d757dfb6525f4\n")
        self.assertEqual(self.run_cli("tx", "id", path), expected)
        self.assertEqual(self.run_cli("tx", "id", "-", text=compact(self.TRANSFER)), expected)
        self.assertEqual(self.run_cli("tx", "id", text=json.dumps(self.TRANSFER, indent=3) + "\n\n"), expected)
        self.run_cli("tx", "id", self.folder / "missing", status=REFUSED)
        self.assertIn("missing", self.error)
        self.run_cli("tx", "id", self.folder, status=REFUSED)

    def test_lines_go_on_after_errors(self):
        good = compact(self.TRANSFER)
        answers = self.lines("tx", "id", documents=[good, "", "{", "\x00", good, "ÿ"],
                             status=REFUSED)
        self.assertEqual(answers[0], answers[4])
        for i in 1, 2, 3, 5:
            self.assertTrue(answers[i].startswith("error: "), answers[i])
        self.assertEqual(self.error, "")
        # The last line may lack its line break; no lines are no answers.
        self.assertEqual(self.run_cli("tx", "id", "--lines", text=good + "\n" + good).count("\n"), 2)
        self.assertEqual(self.run_cli("tx", "id", "--lines", text=""), "")
        # Bytes that are not text at all
        output = self.run_cli("tx", "id", "--lines", text=b"\xff\xfe\n" + good.encode() + b"\n", status=REFUSED)
        self.assertEqual(len(output.splitlines()), 2)

    def test_too_long_a_line(self):
        good = compact(self.TRANSFER).encode()
        output = self.run_cli("tx", "id", "--lines", text=b" " * (17 << 20) + b"\n" + good + b"\n",
                              status=REFUSED).splitlines()
        self.assertTrue(output[0].startswith("error: "))
        self.assertEqual(len(output[1]), 40)

    def test_signature_of_the_reference(self):
        # protocol.md 14.3: the key is the SHA-256 of "1".
        key = self.file("key", "5JdeC9P7Pbd1uGdFVEsJ41EkEnADbbHGq6p1BwFxm6txNBsQnsw")
        signed = json.loads(self.run_cli("tx", "sign", "--key-file", key, "--chain-id", MAINNET,
                                         text=compact(self.TRANSFER)))
        self.assertEqual(signed["signatures"],
                         ["20121c4a9055541217896910aaf91bf9f97122809fb4a7ce4d7eccf07c131438830aae352fc8c37bc"
                          "844cbbaea6066e25a4cd7081b993565ef07b24e2546b88a92"])
        self.assertEqual(self.run_cli("tx", "digest", text=compact(self.TRANSFER)),
                         "abcd4c5c006adacd8b05cc00c2ff8753f548babd36f225833c05c467147e9171\n")

    def test_two_keys_sign(self):
        files, keys = [], []
        for name in "a", "b":
            text = self.run_cli("key", "new")
            files.append(self.file(name, text))
            keys.append(text.split("\n")[1])
            self.assertEqual(self.run_cli("key", "public", files[-1]), keys[-1] + "\n")
        signed = self.run_cli("tx", "sign", "--key-file", files[0], "--key-file", files[1],
                              text=compact(self.TRANSFER))
        self.assertEqual(self.run_cli("tx", "signers", text=signed), "\n".join(keys) + "\n")
        # Another chain, other keys.
        self.assertNotEqual(self.run_cli("tx", "signers", "--chain-id", "testnet", text=signed),
                            "\n".join(keys) + "\n")

    def test_unknown_operation(self):
        document = '{"ref_block_num":1,"ref_block_prefix":2,"expiration":"2026-01-01T00:00:00",' \
                   '"operations":[[57,{"x": [1.50, 99999999999999999999999]}]],"extensions":[]}'
        for verb in ["encode"], ["id"], ["digest"], ["describe"]:
            self.run_cli("tx", *verb, text=document, status=REFUSED)
            self.assertIn("operations[0]", self.error)

    def test_describe(self):
        document = json.loads(compact(self.TRANSFER))
        text = self.run_cli("tx", "describe", text=compact(document))
        self.assertIn("Send 1.00000 BTS from 1.2.100 to 1.2.1234567", text)
        self.assertIn("1.2.100, active authority", text)

        document["operations"][0][1]["amount"]["asset_id"] = "1.3.77"
        self.assertIn("100,000 smallest units of 1.3.77",
                      self.run_cli("tx", "describe", text=compact(document)))

        objects = self.file("objects", compact([{"id": "1.3.77", "symbol": "POINTS", "precision": 3, "options": {}},
                                                None, {"id": "1.2.100", "name": "alice\u202e"}]))
        text = self.run_cli("tx", "describe", "--objects", objects, text=compact(document))
        self.assertIn("Send 100.000 POINTS from alice\\u{202E} (1.2.100) to 1.2.1234567", text)
        answers = self.lines("tx", "describe", "--objects", objects, documents=[compact(document)] * 2)
        self.assertEqual(answers[0], answers[1])

    def test_price(self):
        self.assertEqual(self.run_cli("price", "approximate", "0.205624768946542", "4", "5"),
                         "198819289/9669034038\nrelative error -1.99e-19\n")
        self.assertEqual(self.run_cli("price", "approximate", "1/2", "5", "5"), "1/2\nrelative error 0\n")
        for bad in "0", "1e-30", "1,5", "x", "", "1/0":
            self.run_cli("price", "approximate", bad, "5", "5", status=REFUSED)

    def test_memo_refusals(self):
        vectors = load("keys.json")["memo"]
        memo = self.run_cli("memo", "encrypt", "--key-file", self.file("a", vectors[0]["from_wif"]),
                            "--to", vectors[0]["to"], text="secret\n")
        self.assertEqual(self.run_cli("memo", "decrypt", "--key-file", self.file("b", vectors[0]["to_wif"]),
                                      text=memo), "secret\n")
        self.run_cli("memo", "decrypt", "--key-file", self.file("c", vectors[2]["to_wif"]), text=memo,
                     status=REFUSED)
        self.run_cli("memo", "decrypt", text=memo, status=REFUSED)
        self.run_cli("memo", "encrypt", "--key-file", "-", "--to", vectors[0]["to"], text="x", status=USAGE)
        self.run_cli("memo", "encrypt", "--key-file", self.folder / "a", "--to", "BTS8m5", status=USAGE)

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full here")
    def test_full_disk(self):
        with open("/dev/full", "wb") as full:
            for arguments in (["tx", "id"], ["tx", "id", "--lines"], ["key", "new"], ["--help"]):
                done = subprocess.run([CLI, *arguments], input=compact(self.TRANSFER).encode(),
                                      stdout=full, stderr=subprocess.PIPE, check=False)
                self.assertEqual(done.returncode, REFUSED, arguments)
                self.assertIn(b"error: ", done.stderr)

    def test_broken_translation_environment(self):
        self.run_cli("tx", "id", text=compact(self.TRANSFER), env={"LC_ALL": "xx_YY.UTF-8", "LANGUAGE": "xx"})


if __name__ == "__main__":
    CLI = sys.argv.pop(1)
    unittest.main(verbosity=0)
