#!/usr/bin/env python3
#
# Copyright 2026 The Moneyer developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""moneyer-cli and networks that fail: a token is to be created while something goes wrong.

Whatever it is, the program ends by itself; it says in one sentence what went wrong, or
manages in spite of it; what it says is so on the chain, and the outbox knows the same.
Usage: test_network.py PATH-OF-moneyer-practice PATH-OF-moneyer-cli [unittest arguments]
"""

import pathlib
import re
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

import network
from network import Issuer, test_rpc

DONE, REFUSED, USAGE = 0, 1, 2

# What the program asks for on its way to a signature, and after it.
BEFORE = ["get_chain_id", "get_objects", "lookup_account_names", "get_required_fees",
          "get_global_properties", "get_transaction_hex_without_sig"]
DRY_RUN = "validate_transaction"
SENDING = "broadcast_transaction"


class Case:
    """One run of the program against one server."""

    def __init__(self, test, name):
        self.test, self.name = test, name
        self.server = test_rpc.Server("--memory", "--block-interval", "1")
        self.issuer = Issuer(test_rpc.CLI, self.server, "issuer-" + "1")
        self.ws = f"ws://127.0.0.1:{self.server.port}"
        self.http = f"http://127.0.0.1:{self.server.port}"

    def practice(self, method, *arguments):
        return self.server.call("practice", method, *arguments)

    def close(self):
        self.issuer.close()
        self.server.stop()

    def is_there(self):
        return self.server.call("database", "lookup_asset_symbols", ["TOKEN"])[0] is not None

    def fail(self, done, why):
        raise AssertionError(f"{self.name}: {why}\n{done.returncode}\n{done.stdout}\n{done.stderr}")

    def judge(self, done):
        """One sentence or none, and the chain and the outbox are of one mind."""
        if done.returncode not in (DONE, REFUSED):
            self.fail(done, "an exit status like that is a crash")
        if done.returncode == DONE and done.stderr != "":
            self.fail(done, "done, and a complaint")
        if done.returncode == REFUSED and not re.fullmatch(r"error: [^\n]{20,}\n", done.stderr):
            self.fail(done, "not one sentence")
        self.practice("reset_faults")
        was_there = self.is_there()
        if done.returncode == DONE and not was_there:
            self.fail(done, "said to be done, and it is not")
        entries = self.issuer.outbox()
        if len(entries) > 1:
            self.fail(done, "signed twice")
        if not entries and was_there:
            self.fail(done, "it is there, and the outbox does not know")
        resumed = self.issuer.resume(*[str(entry["id"]) for entry in entries])
        count = network.count_creations(self.server).get("TOKEN", 0)
        state = self.issuer.outbox()[0]["state"] if entries else "none"
        if count > 1 or (count == 1) != (state in ("included", "irreversible")):
            self.fail(resumed, f"{count} times on the chain, {state} in the outbox")
        return count


class Faults(unittest.TestCase):
    """Many cases at once: most of them only wait."""

    def each(self, cases, run):
        def do(name, arguments):
            case = Case(self, name)
            try:
                run(case, *arguments)
            finally:
                case.close()

        with ThreadPoolExecutor(16) as pool:
            futures = [pool.submit(do, name, arguments) for name, *arguments in cases]
            for future in futures:
                future.result()

    def assert_refused(self, case, done, pattern, count=0):
        if done.returncode != REFUSED or not re.search(pattern, done.stderr):
            case.fail(done, f"not refused with “{pattern}”")
        if case.issuer.outbox():
            case.fail(done, "something was signed")
        self.assertEqual(case.judge(done), count)

    # Before anything is signed

    def test_answers_spoilt_from_the_start(self):
        """A node that never answers as it should: a sentence, and nothing is signed."""
        def run(case, kind, scheme):
            case.practice("garble_answers", kind)
            self.assert_refused(case, case.issuer.create("TOKEN", getattr(case, scheme)),
                                f"{scheme}://127.0.0.1:")

        self.each([(f"{kind} over {scheme}", kind, scheme)
                   for kind in ("bytes", "truncated", "wrong_id", "bad_gateway", "half", "close",
                                "nothing", "huge")
                   for scheme in ("ws", "http")], run)

    def test_answers_spoilt_on_the_way(self):
        """Each method that is asked on the way, spoilt for good: nothing is signed."""
        def run(case, kind, method):
            case.practice("garble_answers", kind, None, method)
            done = case.issuer.create("TOKEN")
            if done.returncode == DONE:  # It was not needed.
                self.assertEqual(case.judge(done), 1)
            else:
                self.assert_refused(case, done, ".")

        self.each([(f"{kind} {method}", kind, method) for method in BEFORE
                   for kind in ("close", "truncated", "wrong_id")], run)

    def test_spoilt_once(self):
        """What is only asked is asked again: once spoilt is no harm."""
        def run(case, kind, method):
            case.practice("garble_answers", kind, 1, method)
            done = case.issuer.create("TOKEN")
            if done.returncode != DONE:
                case.fail(done, "once spoilt is enough to give up")
            self.assertEqual(case.judge(done), 1)

        self.each([(f"{kind} {method}", kind, method) for method in BEFORE[1:]
                   for kind in ("close", "half")], run)

    def test_nobody_there(self):
        def run(case, scheme):
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                port = free.getsockname()[1]
            done = case.issuer.create("TOKEN", f"{scheme}://127.0.0.1:{port}")
            self.assert_refused(case, done, "127.0.0.1.*(connect|reach)")

        self.each([("refused " + scheme, scheme) for scheme in ("ws", "http", "wss")], run)

    def test_connections_refused(self):
        """The network's own server stops listening."""
        def run(case):
            case.practice("refuse_connections", 120)
            done = case.issuer.create("TOKEN")
            if done.returncode != REFUSED or "127.0.0.1" not in done.stderr:
                case.fail(done, "not refused")
            self.assertEqual(case.issuer.outbox(), [])

        self.each([("refuse_connections",)], run)

    def test_silence(self):
        """Somebody takes the connection and says nothing."""
        def run(case, scheme):
            with socket.create_server(("127.0.0.1", 0)) as silent:
                done = case.issuer.create(
                    "TOKEN", f"{scheme}://127.0.0.1:{silent.getsockname()[1]}")
            self.assert_refused(case, done, "127.0.0.1")

        self.each([("silent " + scheme, scheme) for scheme in ("ws", "http", "wss", "https")], run)

    def test_tls(self):
        """A certificate that nobody vouches for, and no TLS where it should be."""
        def serve(listener):
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(network.DATA / "localhost.pem")
            while True:
                try:
                    plain = listener.accept()[0]
                except OSError:
                    return
                plain.settimeout(20)
                try:
                    with context.wrap_socket(plain, server_side=True):
                        pass
                except OSError:
                    pass  # who does not trust it may also hang up

        def run(case, scheme, has_tls):
            if not has_tls:
                self.assert_refused(case, case.issuer.create(
                    "TOKEN", f"{scheme}://127.0.0.1:{case.server.port}"),
                    # A busy server may as well wait for the rest of what it takes for a request.
                    "secure|TLS|SSL|did not answer in time")
                return
            listener = socket.create_server(("127.0.0.1", 0))
            thread = threading.Thread(target=serve, args=[listener], daemon=True)
            thread.start()
            done = case.issuer.create("TOKEN", f"{scheme}://localhost:{listener.getsockname()[1]}")
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
            self.assert_refused(case, done, "secure|TLS|SSL|certificate")

        self.each([(f"{scheme} {has_tls}", scheme, has_tls) for scheme in ("wss", "https")
                   for has_tls in (True, False)], run)

    def test_wrong_chain(self):
        """A node of another chain than the network's: dropped, and nothing is signed for it."""
        def run(case):
            config = case.issuer.folder / "config" / "moneyer"
            config.mkdir(parents=True)
            (config / "networks.ini").write_text(
                "[other]\nName=Other\nPrefix=BTS\nCoreSymbol=BTS\nChainId=" + 63 * "0" + "1\nNodes=" + case.ws + ";\n",
                encoding="utf-8")
            arguments = case.issuer.create_arguments("TOKEN")
            arguments[arguments.index("--node"):] = ["--network", "other"]
            self.assert_refused(case, case.issuer.run(*arguments), "chain")

        self.each([("wrong chain",)], run)

    def test_chain_changes(self):
        """The node says on the way that it is of another chain."""
        def run(case, count):
            case.practice("lie", "chain_id", None, None, count)
            done = case.issuer.create("TOKEN")
            if done.returncode == REFUSED and not case.issuer.outbox():
                self.assert_refused(case, done, ".")
            else:
                case.judge(done)

        self.each([(f"chain id after {count}", count) for count in (0, 1, 2)], run)

    def test_stale_head(self):
        """A node that hangs an hour behind."""
        def run(case):
            case.practice("lie", "head_time")
            done = case.issuer.create("TOKEN")
            if done.returncode != REFUSED or "minutes old by this computer" not in done.stdout:
                case.fail(done, "nobody said so")
            # What has expired before it is sent can only be refused.
            self.assertEqual(case.judge(done), 0)

        self.each([("stale head",)], run)

    def test_fee(self):
        """A fee a thousand times too high is more than anybody has."""
        def run(case):
            case.practice("lie", "fee")
            self.assert_refused(case, case.issuer.create("TOKEN"), "refuse")

        self.each([("fee",)], run)

    def test_fee_now_and_then(self):
        """Whoever could pay it does not: another node, or the same, says otherwise."""
        def run(case, nodes, after):
            case.practice("lie", "fee", 1, None, after)
            done = case.issuer.create("TOKEN", *[getattr(case, name) for name in nodes])
            case.judge(done)
            for number in range(1, 99):
                block = case.server.call("database", "get_block", number)
                if block is None:
                    break
                for transaction in block["transactions"]:
                    if transaction["operations"][0][0] == 10:
                        fee = int(transaction["operations"][0][1]["fee"]["amount"])
                        self.assertLess(fee, 10 ** 9)

        self.each([(f"fee {nodes} {after}", nodes, after)
                   for nodes in (["ws"], ["ws", "http"]) for after in (0, 1, 2, 3)], run)

    def test_packing(self):
        """A node that packs a transaction in another way than we do."""
        def run(case):
            case.practice("lie", "packing")
            self.assert_refused(case, case.issuer.create("TOKEN"), "bytes|pack|otherwise|other")

        self.each([("packing",)], run)

    def test_precision(self):
        """Two nodes that do not agree where the decimal point of an asset is."""
        def run(case, after):
            case.practice("lie", "precision", 1, None, after)
            done = case.issuer.create("TOKEN", case.ws, case.http)
            if done.returncode == DONE and "Fee: 5,000.00000 BTS" not in done.stdout:
                case.fail(done, "nobody saw the lie")
            if done.returncode == REFUSED:
                self.assert_refused(case, done, "5 decimals|6 decimals")
            else:
                self.assertEqual(case.judge(done), 1)
            return done.returncode

        self.each([(f"precision {after}", after) for after in range(4)], run)

    # Around the sending

    def test_cut_while_sending(self):
        """The line is cut at the dry run or the sending: on the chain once or not at all."""
        def run(case, kind, method, count):
            case.practice("garble_answers", kind, count, method)
            case.judge(case.issuer.create("TOKEN"))

        self.each([(f"{kind} {method} {count}", kind, method, count)
                   for method in (DRY_RUN, SENDING) for count in (1, None)
                   for kind in ("close", "half", "truncated", "wrong_id", "bad_gateway", "nothing",
                                "twice", "huge")], run)

    def test_cut_over_and_over(self):
        """All connections end every so often, hard or with a close frame."""
        def run(case, how, pause):
            is_over = threading.Event()

            def cut():
                while not is_over.wait(pause):
                    case.practice("drop_connections", how)

            thread = threading.Thread(target=cut)
            thread.start()
            try:
                done = case.issuer.create("TOKEN")
            finally:
                is_over.set()
                thread.join()
            case.judge(done)

        self.each([(f"{how} every {pause} s", how, pause)
                   for how in ("hard", "close") for pause in (0.003, 0.02, 0.1, 0.5)], run)

    def test_storm(self):
        """More notices than anybody can want: it is slow at worst."""
        def run(case):
            is_over = threading.Event()

            def storm():
                while not is_over.wait(0.01):
                    case.practice("notice_storm", 2000)

            thread = threading.Thread(target=storm)
            thread.start()
            try:
                done = case.issuer.create("TOKEN")
            finally:
                is_over.set()
                thread.join()
            if done.returncode != DONE:
                case.fail(done, "given up")
            self.assertEqual(case.judge(done), 1)

        self.each([("storm",)], run)


class Ways(unittest.TestCase):
    """What else a person comes across on the way."""

    def setUp(self):
        self.case = Case(self, "ways")
        self.addCleanup(self.case.close)
        self.issuer = self.case.issuer

    def test_dry_run(self):
        """A dry run is not sent by itself; the same again, meant, goes on with its bytes."""
        dry = self.issuer.run(*self.issuer.create_arguments("TOKEN"), "--dry-run")
        self.assertEqual((dry.returncode, dry.stderr), (DONE, ""))
        resumed = self.issuer.resume()
        self.assertEqual(resumed.returncode, DONE)
        self.assertIn("outbox resume 1", resumed.stdout)
        self.assertFalse(self.case.is_there())
        entry = self.issuer.outbox()[0]
        self.assertEqual(entry["state"], "signed")

        other = self.issuer.run(*self.issuer.create_arguments(
            "TOKEN", draft=self.issuer.draft("TOKEN", precision="5")))
        self.assertEqual(other.returncode, REFUSED)
        self.assertIn("under way", other.stderr)

        meant = self.issuer.create("TOKEN")
        self.assertEqual((meant.returncode, meant.stderr), (DONE, ""))
        self.assertTrue(self.case.is_there())
        self.assertEqual([(e["transaction_id"], e["state"]) for e in self.issuer.outbox()],
                         [(entry["transaction_id"], "included")])

    def test_dry_run_expires(self):
        """When a dry run can no longer happen, something else may be signed."""
        self.assertEqual(self.issuer.run(*self.issuer.create_arguments("TOKEN"),
                                         "--dry-run").returncode, DONE)
        self.case.practice("advance_time", 200)
        self.case.practice("produce_blocks", 30)
        done = self.issuer.create("TOKEN")
        self.assertEqual((done.returncode, done.stderr), (DONE, ""))
        self.assertEqual([e["state"] for e in self.issuer.outbox()], ["expired", "included"])

    def test_two_changes(self):
        """A second change waits for the first one, and undoes nothing of it."""
        self.assertEqual(self.issuer.create("TOKEN").returncode, DONE)
        node = ["--node", self.case.ws]
        for change in ({"max_supply": "2000000"}, {"market_fees": {"maximum": "5"}}):
            draft = self.issuer.draft("CHANGE")
            draft.write_text(network.json.dumps(
                {"moneyer_draft": 1, "kind": "token", **change}), encoding="utf-8")
            done = self.issuer.run("asset", "update", "TOKEN", draft, "--account",
                                   self.issuer.name, "--key-file", self.issuer.key_file, "--yes",
                                   *node)
            self.assertEqual((done.returncode, done.stderr), (DONE, ""), done.stdout)
        options = self.case.server.call("database", "lookup_asset_symbols", ["TOKEN"])[0]["options"]
        self.assertEqual((int(options["max_supply"]), int(options["max_market_fee"])),
                         (20000000000, 50000))

    def test_interrupted(self):
        """Ctrl-C says where things stand."""
        arguments = self.issuer.create_arguments("TOKEN") + ["--wait", "irreversible"]
        environment = {**network.os.environ, "XDG_DATA_HOME": str(self.issuer.folder / "data"),
                       "LC_ALL": "C.UTF-8", "no_proxy": "*"}
        with subprocess.Popen([test_rpc.CLI, *arguments], text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, env=environment) as process:
            for line in process.stdout:
                if line.startswith("In block"):
                    break
            process.send_signal(signal.SIGINT)
            _, error = process.communicate(timeout=network.HANG)
        self.assertEqual(process.returncode, REFUSED)
        self.assertRegex(error, r"^error: Interrupted\. “create TOKEN”: in block \d+\. "
                                r"“moneyer-cli outbox resume 1” goes on with it\.\n$")

    def test_demo(self):
        """What README begins with: a token from nothing, and nothing is left of it."""
        done = network.run(test_rpc.CLI, "demo", folder=self.issuer.folder,
                           env={"MONEYER_PRACTICE": test_rpc.PRACTICE})
        self.assertEqual((done.returncode, done.stderr), (DONE, ""))
        self.assertRegex(done.stdout, r"(?s)Operation 1: Create the asset.*In block \d+\..*"
                                      r"DEMOX\d+ is there")
        self.assertEqual(sorted(p.name for p in self.issuer.folder.iterdir()), ["key"])

    def test_templates(self):
        """Each template can be filled in, and then a node would take it."""
        more = {"gateway-iou": {"symbol": "GATE"}, "private-smartcoin":
                {"backing": {"feeders": "init0 init1 init2"}},
                "yes-no-market": {"description": {"main": "m", "condition": "It rains",
                                                  "expiry": "2030-01-01"}}}
        listed = self.issuer.run("asset", "new").stdout.splitlines()[1:]
        names = [line.split()[0] for line in listed]
        self.assertGreaterEqual(len(names), 8)
        for name in names:
            draft = network.json.loads(self.issuer.run("asset", "new", name).stdout)
            # What is to be filled in stands there.
            self.assertEqual(draft["symbol"], "", name)
            self.assertIn("main", draft["description"], name)
            draft["symbol"] = "NEWTOKEN"
            for member, value in more.get(name, {}).items():
                draft[member] = {**draft[member], **value} if isinstance(value, dict) else value
            path = self.issuer.folder / "filled.json"
            path.write_text(network.json.dumps(draft), encoding="utf-8")
            done = self.issuer.run("asset", "check", path, "--account", self.issuer.name,
                                   "--node", self.case.ws)
            self.assertEqual((done.returncode, done.stderr), (DONE, ""), (name, done.stdout))

    def test_no(self):
        """Anything but a yes is a no."""
        arguments = self.issuer.create_arguments("TOKEN")
        arguments.remove("--yes")
        done = self.issuer.run(*arguments)
        self.assertEqual((done.returncode, done.stderr),
                         (REFUSED, "Nothing was signed or sent.\n"))
        self.assertEqual(self.issuer.outbox(), [])

    def test_export(self):
        """What is exported can be signed elsewhere and sent."""
        path = self.issuer.folder / "unsigned.json"
        self.assertEqual(self.issuer.run(*self.issuer.create_arguments("TOKEN"), "--export",
                                         path).returncode, DONE)
        self.assertEqual(self.issuer.outbox(), [])
        exported = network.json.loads(path.read_text(encoding="utf-8"))
        transaction = self.issuer.folder / "transaction.json"
        transaction.write_text(network.json.dumps(exported["transaction"]), encoding="utf-8")
        signed = self.issuer.run("tx", "sign", "--key-file", self.issuer.key_file, "--chain-id",
                                 exported["chain_id"], transaction)
        self.assertEqual(signed.returncode, DONE, signed.stderr)
        transaction.write_text(signed.stdout, encoding="utf-8")
        done = self.issuer.run("tx", "broadcast", "--node", self.case.ws, transaction)
        self.assertEqual((done.returncode, done.stderr), (DONE, ""), done.stdout)
        self.assertTrue(self.case.is_there())


if __name__ == "__main__":
    test_rpc.PRACTICE, test_rpc.CLI = (str(pathlib.Path(path).resolve()) for path in sys.argv[1:3])
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
