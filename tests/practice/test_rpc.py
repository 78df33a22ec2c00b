#!/usr/bin/env python3
#
# Copyright 2026 The Moneyer developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""moneyer-practice as its clients see it: JSON-RPC over HTTP and WebSocket.

The answers of real nodes in tests/data are the measure: same members, same
types, same errors. Usage:
test_rpc.py PATH-OF-moneyer-practice PATH-OF-moneyer-cli [unittest arguments]
"""

import base64
import calendar
import copy
import http.client
import json
import os
import pathlib
import resource
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import unittest

PRACTICE = None
CLI = None
DATA = pathlib.Path(__file__).resolve().parent.parent / "data"
# As a file it is without the residents of the default network, and their assets.
GENESIS = DATA.parent.parent / "src" / "practice" / "data" / "genesis.json"
PASSWORD = "practice-network"


def load(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def run_cli(*arguments, text=""):
    done = subprocess.run([CLI, *map(str, arguments)], input=text.encode(), capture_output=True,
                          env={**os.environ, "LC_ALL": "C.UTF-8"}, check=False)
    if done.returncode != 0:
        raise AssertionError((arguments, done.stderr))
    return done.stdout.decode()


def to_seconds(text):
    return calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%S"))


class Server:
    """moneyer-practice, from its line of greeting to SIGTERM."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen(
            [PRACTICE, "--port", "0", *map(str, arguments)], stdout=subprocess.PIPE,
            env={**os.environ, "LC_ALL": "C.UTF-8"})
        line = self.process.stdout.readline().decode()
        prefix, _, rest = line.partition("http://127.0.0.1:")
        if prefix != "listening on ":
            raise AssertionError(line)
        self.port = int(rest.split()[0])

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(20)
        self.process.stdout.close()
        return status

    def post(self, body, path="/", method="POST"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        data = body if isinstance(body, bytes) else (
            body if isinstance(body, str) else json.dumps(body)).encode()
        try:
            connection.request(method, path, data, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            text = answer.read().decode()
            return answer.status, json.loads(text) if text else ""
        finally:
            connection.close()

    def ask(self, api, method, *arguments):
        return self.post({"jsonrpc": "2.0", "id": 1, "method": "call",
                          "params": [api, method, list(arguments)]})[1]

    def call(self, api, method, *arguments):
        answer = self.ask(api, method, *arguments)
        if "error" in answer:
            raise AssertionError(answer["error"]["message"])
        return answer["result"]


class WebSocket:
    """As much of RFC 6455 as a test needs: text frames, unfragmented."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), 20)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall((f"GET /ws HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
                             "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                             f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
                             "\r\n").encode())
        self.data = b""
        while b"\r\n\r\n" not in self.data:
            self.fill()
        head, _, self.data = self.data.partition(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n")[0]:
            self.socket.close()
            raise AssertionError(head)

    def fill(self):
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError("closed")
        self.data += data

    def take(self, size):
        while len(self.data) < size:
            self.fill()
        taken, self.data = self.data[:size], self.data[size:]
        return taken

    def send_frame(self, opcode, payload):
        mask = os.urandom(4)
        size = len(payload)
        if size < 126:
            head = struct.pack("!BB", 0x80 | opcode, 0x80 | size)
        elif size < 65536:
            head = struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, size)
        else:
            head = struct.pack("!BBQ", 0x80 | opcode, 0x80 | 127, size)
        masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
        self.socket.sendall(head + mask + masked)

    def send(self, value):
        self.send_frame(1, json.dumps(value).encode())

    def receive(self):
        while True:
            first, size = self.take(2)
            if size == 126:
                size = struct.unpack("!H", self.take(2))[0]
            elif size == 127:
                size = struct.unpack("!Q", self.take(8))[0]
            payload = self.take(size)
            if first & 15 == 1:
                return json.loads(payload)
            if first & 15 == 8:
                raise ConnectionError("closed by the server")

    def collect(self, request):
        """The answer to a request, and the notices that came before it."""
        notices = []
        self.send(request)
        while True:
            frame = self.receive()
            if frame.get("id") == request["id"]:
                return frame, notices
            notices.append(frame)

    def call(self, number, api, method, *arguments):
        return self.collect({"jsonrpc": "2.0", "id": number, "method": "call",
                             "params": [api, method, list(arguments)]})

    def close(self):
        self.socket.close()


def kind(value):
    if isinstance(value, bool):
        return "bool"
    # A node prints the same amount as a number or as text, by its size.
    if isinstance(value, int) or (isinstance(value, str) and len(value) < 40
                                  and value.isdigit()):
        return "number"
    return type(value).__name__


def differences(expected, got, path=""):
    """How two answers differ in shape. Lists of one kind are compared by their first."""
    if kind(expected) != kind(got):
        yield f"{path}: {kind(expected)} expected, {kind(got)} given: {got!r:.80}"
    elif isinstance(expected, dict):
        if path.endswith(".data") and ".stack" in path:
            return  # what an error's text is filled in with
        # An account has it once others' fees were shared with it.
        for name in sorted((expected.keys() ^ got.keys()) - {"cashback_vb"}):
            yield f"{path}.{name}: {'missing' if name in expected else 'not expected'}"
        for name in expected.keys() & got.keys():
            yield from differences(expected[name], got[name], f"{path}.{name}")
    elif isinstance(expected, list) and expected and got:
        if path.endswith((".extensions", ".parameters")):
            expected, got = expected[:1], got[:1]
        elif isinstance(expected[0], int) and expected[0] != got[0]:
            return  # another operation, or another kind of result
        for i, (one, other) in enumerate(zip(expected, got)):
            yield from differences(one, other, f"{path}[{i}]")


class ChainTest(unittest.TestCase):
    """A server, and transactions for it."""

    maxDiff = None
    block_interval = 0
    patience = 60

    @classmethod
    def start(cls):
        return Server("--memory", "--block-interval", cls.block_interval,
                      "--patience", cls.patience, "--genesis", GENESIS)

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.server = cls.start()
        cls.addClassCleanup(cls.end)
        cls.chain_id = cls.server.call("database", "get_chain_id")

    @classmethod
    def end(cls):
        status = cls.server.stop()
        if status != 0:
            raise AssertionError(f"moneyer-practice ended with {status}")

    def key_file(self, account):
        path = self.folder / account
        if not path.exists():
            path.write_text(run_cli("key", "from-password", "--account", account, "--role",
                                    "active", text=PASSWORD), encoding="utf-8")
        return path

    def build(self, *operations, lifetime=60):
        """A transaction upon the head, with its fees."""
        head = self.server.call("database", "get_dynamic_global_properties")
        expiration = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(
            lifetime + to_seconds(head["time"])))
        operations = copy.deepcopy(list(operations))
        fees = self.server.call("database", "get_required_fees", operations, "1.3.0")
        for operation, fee in zip(operations, fees):
            operation[1]["fee"] = fee
        return {"ref_block_num": head["head_block_number"] & 0xffff,
                "ref_block_prefix": struct.unpack(
                    "<I", bytes.fromhex(head["head_block_id"])[4:8])[0],
                "expiration": expiration, "operations": operations, "extensions": [],
                "signatures": []}

    def sign(self, transaction, *accounts):
        keys = [part for account in accounts for part in ("--key-file", self.key_file(account))]
        return json.loads(run_cli("tx", "sign", *keys, "--chain-id", self.chain_id,
                                  text=json.dumps(transaction)))

    def transfer(self, amount=1000, lifetime=60):
        return self.sign(self.build([0, {
            "fee": {"amount": 0, "asset_id": "1.3.0"}, "from": "1.2.18", "to": "1.2.19",
            "amount": {"amount": amount, "asset_id": "1.3.0"}, "extensions": []}],
            lifetime=lifetime), "practice-alice")

    @staticmethod
    def outline(error):
        """The stack of an error: where it arose with its text, and what it passed. How a
        text is no JSON, each parser says in its own words."""
        return [(entry["context"]["level"], entry["context"]["method"],
                 entry["format"] if error["code"] != -32700 and i == 0 else "")
                for i, entry in enumerate(error.get("data", {}).get("stack", []))]


class IntervalTest(ChainTest):
    """Blocks that come by the clock: answers that have to wait for one."""

    block_interval = 1

    def test_synchronous(self):
        answer = self.server.call("network_broadcast", "broadcast_transaction_synchronous",
                                  self.transfer(2001))
        self.assertEqual(answer["trx"]["operation_results"], [[0, {}]])

    def test_synchronous_abandoned(self):
        body = json.dumps({"id": 1, "method": "call", "params": [
            "network_broadcast", "broadcast_transaction_synchronous",
            [self.transfer(2002)]]}).encode()
        with socket.create_connection(("127.0.0.1", self.server.port), 20) as client:
            client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
                           % len(body) + body)
        head = self.server.call("database", "get_dynamic_global_properties")
        while self.server.call("database", "get_dynamic_global_properties")[
                "head_block_number"] < head["head_block_number"] + 2:
            time.sleep(0.1)


class RpcTest(ChainTest):
    # What the recording had: two accounts, two tokens and two smartcoins.

    @classmethod
    def register(cls, name):
        key = run_cli("key", "from-password", "--account", name, "--role", "active",
                      text=PASSWORD)
        public = next(word for word in key.split() if word.startswith("BTS"))
        return cls.server.post({"account": {
            "name": name, "owner_key": public, "active_key": public, "memo_key": public,
            "refcode": None, "referrer": None}}, "/faucet/api/v1/accounts")

    def asset_create(self, issuer, symbol, precision, **smartcoin):
        return [10, {
            "fee": {"amount": 0, "asset_id": "1.3.0"}, "issuer": issuer, "symbol": symbol,
            "precision": precision,
            "common_options": {
                "max_supply": 1000000000, "market_fee_percent": 50, "max_market_fee": 1000,
                "issuer_permissions": 79 if not smartcoin else 511, "flags": 0,
                "core_exchange_rate": {"base": {"amount": 100, "asset_id": "1.3.0"},
                                       "quote": {"amount": 10, "asset_id": "1.3.1"}},
                "whitelist_authorities": [], "blacklist_authorities": [],
                "whitelist_markets": [], "blacklist_markets": [], "description": "",
                "extensions": {}},
            **smartcoin, "is_prediction_market": False, "extensions": []}]

    def broadcast(self, operation, account):
        transaction = self.sign(self.build(operation), account)
        self.server.call("network_broadcast", "broadcast_transaction", transaction)
        return transaction

    def prepare(self):
        """Once: the recording's accounts and assets."""
        if self.server.call("database", "get_account_by_name", "issuer-one"):
            return
        for name in ("issuer-one", "alice-h1"):
            status, answer = self.register(name)
            self.assertEqual((status, "error" in answer), (201, False), answer)
        issuer = self.server.call("database", "get_account_by_name", "issuer-one")["id"]
        smartcoin = {"bitasset_opts": {
            "feed_lifetime_sec": 86400, "minimum_feeds": 1, "force_settlement_delay_sec": 60,
            "force_settlement_offset_percent": 100, "maximum_force_settlement_volume": 2000,
            "short_backing_asset": "1.3.0",
            "extensions": {"margin_call_fee_ratio": 10, "force_settle_fee_percent": 10}}}
        self.broadcast(self.asset_create(issuer, "FUZUIA", 3), "issuer-one")
        self.broadcast(self.asset_create(issuer, "FUZUIB", 2), "issuer-one")
        self.broadcast(self.asset_create(issuer, "FUZMPA", 4, **smartcoin), "issuer-one")
        self.broadcast(self.asset_create(issuer, "FUZMPB", 5, **smartcoin), "issuer-one")
        core = {"amount": 0, "asset_id": "1.3.0"}
        price = {"base": {"amount": 1, "asset_id": "1.3.3"},
                 "quote": {"amount": 190, "asset_id": "1.3.0"}}
        # A trade, for which there has to be something to sell, and an offer that stays.
        for operation in (
                [13, {"fee": core, "issuer": issuer, "asset_to_update": "1.3.3",
                      "new_feed_producers": [issuer], "extensions": []}],
                [19, {"fee": core, "publisher": issuer, "asset_id": "1.3.3",
                      "feed": {"settlement_price": price, "maintenance_collateral_ratio": 1750,
                               "maximum_short_squeeze_ratio": 1100, "core_exchange_rate": price},
                      "extensions": {}}],
                [3, {"fee": core, "funding_account": issuer,
                     "delta_collateral": {"amount": 1000000, "asset_id": "1.3.0"},
                     "delta_debt": {"amount": 100, "asset_id": "1.3.3"},
                     "extensions": {"target_collateral_ratio": 1750}}],
                self.order(issuer, (100, "1.3.3"), (100001, "1.3.0")),
                self.order(issuer, (100001, "1.3.0"), (100, "1.3.3")),
                self.order(issuer, (46190, "1.3.0"), (241, "1.3.3"))):
            self.broadcast(operation, "issuer-one")

    @staticmethod
    def order(seller, sells, wants):
        return [1, {
            "fee": {"amount": 0, "asset_id": "1.3.0"}, "seller": seller,
            "amount_to_sell": {"amount": sells[0], "asset_id": sells[1]},
            "min_to_receive": {"amount": wants[0], "asset_id": wants[1]},
            "expiration": "2030-01-01T00:00:00", "fill_or_kill": False, "extensions": {}}]

    def test_recorded_requests(self):
        self.prepare()
        for entry in load("rpc-http.json"):
            with self.subTest(entry["label"]):
                request = entry["request"]
                status, answer = self.server.post(request)
                self.assertEqual(status, entry["http_status"], answer)
                self.assertEqual(list(differences(entry["response"], answer)), [], answer)
                if answer and "error" in answer:
                    expected = entry["response"]["error"]
                    self.assertEqual(answer["error"]["code"], expected["code"])
                    self.assertEqual(answer["error"].get("data", {}).get("name"),
                                     expected.get("data", {}).get("name"))
                    self.assertEqual(self.outline(answer["error"]), self.outline(expected))

    def test_refused_by_evaluation(self):
        """An error that comes up from an operation passes the places that a node names."""
        way = [("warn", name, "") for name in (
            "do_evaluate", "start_evaluate", "apply_operation", "_apply_transaction",
            "push_transaction")]
        operation = [0, {"fee": {"amount": 0, "asset_id": "1.3.0"}, "from": "1.2.18",
                         "to": "1.2.999", "amount": {"amount": 1, "asset_id": "1.3.0"},
                         "extensions": []}]
        transaction = self.sign(self.build(operation), "practice-alice")
        error = self.server.ask("network_broadcast", "broadcast_transaction",
                                transaction)["error"]
        self.assertEqual(error["message"], "Execution error: Assert Exception: "
                         "maybe_found != nullptr: Unable to find Object 1.2.999")
        self.assertEqual(self.outline(error), [
            ("error", "get", "maybe_found != nullptr: Unable to find Object ${id}"), *way])
        error = self.server.ask("database", "validate_transaction", transaction)["error"]
        self.assertEqual(self.outline(error)[1:], way[:-1])

    def test_order_book(self):
        self.prepare()
        book = self.server.call("database", "get_order_book", "BTS", "FUZMPA", 10)
        # The recording's own price for these amounts.
        self.assertEqual([(bid["price"], bid["base"], bid["quote"]) for bid in book["bids"]],
                         [("19.16597510373443983402", "0.46190", "0.0241")])
        other = self.server.call("database", "get_order_book", "FUZMPA", "BTS", 10)
        self.assertEqual([ask["quote"] for ask in other["asks"]], ["0.46190"])

    def test_council(self):
        """Witnesses and committee members, as a node tells of eleven that nobody votes for."""
        self.server.call("practice", "produce_blocks", 12)
        head = self.server.call("database", "get_dynamic_global_properties")
        witness = self.server.call("database", "get_objects", [head["current_witness"]])[0]
        account = self.server.call("database", "get_accounts", [witness["witness_account"]])[0]
        number = int(witness["id"].split(".")[2])
        self.assertEqual(account["name"], f"init{number - 1}")
        self.assertRegex(witness.pop("signing_key"), "^BTS[1-9A-Za-z]{50}$")
        self.assertEqual(list(witness.items()), [
            ("id", f"1.6.{number}"), ("witness_account", account["id"]),
            ("last_aslot", head["current_aslot"]), ("vote_id", f"1:{number - 1}"),
            ("total_votes", 0), ("url", ""), ("total_missed", 0),
            ("last_confirmed_block_num", head["head_block_number"])])
        before = self.server.call("database", "get_witness_by_account",
                                  "init0" if number == 11 else f"init{number}")
        self.assertEqual(before["last_confirmed_block_num"], head["head_block_number"] - 10)

        member = self.server.call("database", "get_committee_member_by_account", "init3")
        self.assertEqual(member, {"id": "1.5.3", "committee_member_account": "1.2.9",
                                  "vote_id": "0:14", "total_votes": 0, "url": ""})
        self.assertEqual(self.server.call("database", "get_committee_members",
                                          ["1.5.3", "1.5.11"]), [member, None])
        self.assertEqual(self.server.call("database", "lookup_witness_accounts", "init1", 2),
                         [["init1", "1.6.2"], ["init10", "1.6.11"]])
        self.assertEqual(self.server.call("database", "lookup_committee_member_accounts", "init9",
                                          2), [["init9", "1.5.9"]])
        self.assertEqual(self.server.call("database", "lookup_vote_ids", ["0:14", "2:99"]),
                         [member, None])
        self.assertIsNone(self.server.call("database", "get_witness_by_account", "1.2.18"))
        self.assertEqual([self.server.call("database", name)
                          for name in ("get_witness_count", "get_committee_count")], [11, 11])

    # Broadcasting

    def test_broadcast_and_read_back(self):
        before = self.server.call("database", "get_account_balances", "1.2.19", ["1.3.0"])
        transaction = self.transfer(1234)
        self.assertTrue(self.server.call("database", "verify_authority", transaction))
        unsigned = self.server.ask("database", "verify_authority",
                                   {**transaction, "signatures": []})
        self.assertEqual(unsigned["error"]["code"], 4010001)
        sent = self.server.call("database", "validate_transaction", transaction)
        self.assertEqual(sent["operation_results"], [[0, {}]])
        self.assertIsNone(
            self.server.call("network_broadcast", "broadcast_transaction", transaction))
        after = self.server.call("database", "get_account_balances", "1.2.19", ["1.3.0"])
        self.assertEqual(int(after[0]["amount"]) - int(before[0]["amount"]), 1234)
        head = self.server.call("database", "get_dynamic_global_properties")
        block = self.server.call("database", "get_block", head["head_block_number"])
        self.assertEqual(block["transactions"][0]["signatures"], transaction["signatures"])
        history = self.server.call("history", "get_account_history", "1.2.19", "1.11.0", 1,
                                   "1.11.0")
        self.assertEqual(history[0]["op"], transaction["operations"][0])
        again = self.server.ask("network_broadcast", "broadcast_transaction", transaction)
        self.assertEqual((again["error"]["code"], again["error"]["data"]["name"]),
                         (3030001, "duplicate_transaction"))

    def test_synchronous(self):
        answer = self.server.call("network_broadcast", "broadcast_transaction_synchronous",
                                  self.transfer(1001))
        self.assertEqual(sorted(answer), ["block_num", "id", "trx", "trx_num"])
        self.assertEqual(answer["trx"]["operation_results"], [[0, {}]])

    def test_refused(self):
        transaction = self.build([0, {
            "fee": {"amount": 0, "asset_id": "1.3.0"}, "from": "1.2.18", "to": "1.2.19",
            "amount": {"amount": 10 ** 14, "asset_id": "1.3.0"}, "extensions": []}])
        answer = self.server.ask("network_broadcast", "broadcast_transaction",
                                 self.sign(transaction, "practice-alice"))
        self.assertEqual(answer["error"]["code"], 10, answer)
        self.assertIn("nsufficient", answer["error"]["message"])

    # The faucet

    def test_faucet(self):
        status, answer = self.register("newcomer-1")
        self.assertEqual((status, answer["account"]["name"]), (201, "newcomer-1"), answer)
        balances = self.server.call("database", "get_account_balances", "newcomer-1", [])
        self.assertEqual([(int(entry["amount"]), entry["asset_id"]) for entry in balances],
                         [(1000000 * 10 ** 5, "1.3.0")])
        status, answer = self.register("newcomer-1")
        self.assertEqual((status, bool(answer["error"])), (400, True))
        status, answer = self.register("Not A Name")
        self.assertEqual((status, bool(answer["error"])), (400, True))
        status, answer = self.server.post("{", "/api/v1/accounts")
        self.assertEqual((status, bool(answer["error"])), (400, True))

    # The practice API

    def test_practice(self):
        head = self.server.call("practice", "produce_blocks", 5)
        self.assertEqual(self.server.call("practice", "pop_blocks", 2), head - 2)
        before = self.server.call("database", "get_dynamic_global_properties")
        self.server.call("practice", "advance_time", 3600)
        after = self.server.call("database", "get_dynamic_global_properties")
        self.assertGreaterEqual(to_seconds(after["time"]) - to_seconds(before["time"]), 3600)

    # Bad clients

    def test_malformed(self):
        for body in (b"", b"{}", b"[]", b"null", b"\xff\xfe", b"{\"id\":1", b"[" * 100000,
                     b"{\"id\":1,\"method\":\"call\",\"params\":[]}x", b"{\"id\":{},\"method\":1}",
                     b"{\"id\":1,\"method\":\"call\",\"params\":[\"database\"]}",
                     b"{\"id\":1,\"method\":\"call\",\"params\":[99,\"x\",[]]}",
                     b"{\"id\":1,\"method\":\"call\",\"params\":[-1,\"x\",{}]}",
                     b"{\"id\":1,\"method\":\"get_objects\",\"params\":[[1,2]]}",
                     b"{\"id\":1,\"method\":\"get_block\",\"params\":[\"x\"]}"):
            with self.subTest(body[:60]):
                status, answer = self.server.post(body)
                self.assertIn(status, (200, 400))
                self.assertIn("error", answer)
        self.assertEqual(self.server.post(b"", method="GET")[0], 405)

    def test_oversized(self):
        body = b'{"id":1,"method":"' + b"x" * (2 << 20) + b'"}'
        try:
            self.assertEqual(self.server.post(body)[0], 413)
        except (ConnectionError, http.client.HTTPException):
            pass  # hung up while we were sending
        with socket.create_connection(("127.0.0.1", self.server.port), 20) as client:
            client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
            try:
                for _ in range(64):
                    client.sendall(b"8000\r\n" + b"x" * 0x8000 + b"\r\n")
                client.sendall(b"0\r\n\r\n")
                self.assertNotIn(b" 200 ", client.recv(4096))
            except ConnectionError:
                pass
        self.assertEqual(self.server.call("database", "get_chain_id"), self.chain_id)

    def test_one_after_the_other(self):
        """What clients leave behind does not add up."""
        def count():
            return len(os.listdir(f"/proc/{self.server.process.pid}/fd"))
        before = count()
        for _ in range(1000):
            self.assertEqual(self.server.call("database", "get_chain_id"), self.chain_id)
            client = WebSocket(self.server.port)
            self.assertEqual(client.call(1, "database", "get_chain_id")[0]["result"],
                             self.chain_id)
            client.close()
        self.assertLess(count() - before, 200)

    def test_half_open_and_many(self):
        clients = []
        try:
            for i in range(800):
                client = socket.create_connection(("127.0.0.1", self.server.port), 20)
                client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Le"[:5 + i % 40])
                clients.append(client)
            self.assertEqual(self.server.call("database", "get_chain_id"), self.chain_id)
        finally:
            for client in clients:
                client.close()

    def test_too_many_at_once(self):
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        if most < 4096:
            self.skipTest("this system does not allow so many connections")
        resource.setrlimit(resource.RLIMIT_NOFILE, (4096, most))
        for _ in range(2):
            clients = [socket.create_connection(("127.0.0.1", self.server.port), 20)
                       for _ in range(2100)]
            time.sleep(0.5)
            for client in clients:
                client.close()
            time.sleep(0.5)
            self.assertEqual(self.server.call("database", "get_chain_id"), self.chain_id)

    # WebSocket

    def test_websocket(self):
        client = WebSocket(self.server.port)
        self.addCleanup(client.close)
        self.assertEqual(client.call(1, "database", "get_chain_id")[0],
                         {"id": 1, "jsonrpc": "2.0", "result": self.chain_id})
        self.assertEqual(client.call(2, 1, "login", "", "")[0]["result"], True)
        self.assertEqual([client.call(3, 1, name)[0]["result"]
                          for name in ("database", "network_broadcast", "history")], [0, 2, 3])
        client.call(4, "database", "set_subscribe_callback", 11, False)
        client.call(5, "database", "set_block_applied_callback", 12)
        client.call(6, 0, "get_objects", ["1.2.18", "2.1.0"])
        transaction = self.transfer(1002)
        answer, notices = client.call(7, 2, "broadcast_transaction_with_callback", 13,
                                      transaction)
        self.assertEqual((answer["result"], notices), (None, []))
        notices = {}
        while 11 not in notices:
            frame = client.receive()
            self.assertEqual((frame["method"], sorted(frame)), ("notice", ["method", "params"]))
            notices[frame["params"][0]] = frame["params"][1]
        self.assertEqual(sorted(notices), [11, 12, 13])
        self.assertRegex(notices[12][0], "^[0-9a-f]{40}$")
        self.assertEqual(sorted(notices[13][0]), ["block_num", "id", "trx", "trx_num"])
        self.assertEqual([entry["id"] for entry in notices[11][0] if entry["id"] == "2.1.0"],
                         ["2.1.0"])
        answer, _ = client.call(8, 2, "broadcast_transaction_synchronous", self.transfer(1003))
        self.assertEqual(answer["result"]["trx_num"], 0)
        answer, _ = client.call(9, 2, "broadcast_transaction", transaction)
        self.assertEqual(answer["error"]["code"], 3030001)
        client.call(10, "database", "cancel_all_subscriptions")
        client.send_frame(1, b"{nope")
        self.assertEqual(client.receive()["error"]["code"], -32700)

    def test_websocket_too_much(self):
        client = WebSocket(self.server.port)
        self.addCleanup(client.close)
        with self.assertRaises(ConnectionError):
            client.send_frame(1, b"x" * (2 << 20))
            client.receive()
        self.assertEqual(self.server.call("database", "get_chain_id"), self.chain_id)


class JudgedTest(ChainTest):
    """rpc-judged.json: how a node judges arguments, right and wrong ones."""

    @classmethod
    def start(cls):
        return Server("--memory", "--all-apis", "--block-interval", cls.block_interval,
                      "--genesis", GENESIS)

    def test_judged(self):
        for entry in load("rpc-judged.json"):
            request, expected = entry["request"], entry["response"]
            with self.subTest(json.dumps(request["params"], ensure_ascii=False)[:200]):
                answer = self.server.post(request)[1]
                self.assertEqual(list(differences(expected, answer)), [], answer)
                if "error" in expected:
                    self.assertEqual(self.outline(answer["error"]),
                                     self.outline(expected["error"]))
                elif request["params"][1].startswith(("get_transaction_hex", "get_required_fees")):
                    self.assertEqual(answer["result"], expected["result"])


class RestartTest(unittest.TestCase):
    def test_blocks_are_kept(self):
        with tempfile.TemporaryDirectory() as folder:
            server = Server("--data", folder, "--block-interval", "0")
            try:
                head = server.call("practice", "produce_blocks", 3)
                header = server.call("database", "get_block_header", head)
            finally:
                self.assertEqual(server.stop(), 0)
            server = Server("--data", folder, "--block-interval", "0")
            try:
                self.assertEqual(server.call("database", "get_block_header", head), header)
            finally:
                self.assertEqual(server.stop(), 0)

    def test_block_interval(self):
        server = Server("--memory", "--block-interval", "1")
        try:
            client = WebSocket(server.port)
            client.call(1, "database", "set_block_applied_callback", 5)
            self.assertEqual(client.receive()["params"][0], 5)
            client.close()
        finally:
            self.assertEqual(server.stop(), 0)

    def test_options(self):
        for arguments in ([], ["--memory", "--data", "x"], ["--memory", "--port", "99999"],
                          ["--memory", "--genesis", "/no/such/file"]):
            done = subprocess.run([PRACTICE, *arguments], capture_output=True, timeout=20,
                                  check=False)
            self.assertEqual(done.returncode, 1, arguments)
            self.assertEqual(done.stderr.count(b"\n"), 1, done.stderr)


if __name__ == "__main__":
    PRACTICE, CLI = sys.argv[1:3]
    del sys.argv[1:3]
    unittest.main()
