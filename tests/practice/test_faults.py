#!/usr/bin/env python3
#
# Copyright 2026 The Moneyer developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""moneyer-practice when it is told to misbehave: each fault, over HTTP and WebSocket.

Usage: test_faults.py PATH-OF-moneyer-practice PATH-OF-moneyer-cli [unittest arguments]
"""

import http.client
import json
import socket
import sys
import time
import unittest

import test_rpc
from test_rpc import WebSocket, to_seconds

HUGE = 64 << 20


class FaultTest(test_rpc.ChainTest):
    def setUp(self):
        self.addCleanup(self.server.call, "practice", "reset_faults")
        self.client = self.connect()

    def connect(self):
        client = WebSocket(self.server.port)
        self.addCleanup(client.close)
        return client

    def practice(self, method, *arguments):
        return self.server.call("practice", method, *arguments)

    def chain_id_over(self, client, number=1):
        return client.call(number, "database", "get_chain_id")[0]

    def raw_post(self, method="get_chain_id", *arguments):
        """Status, type and body of an answer over HTTP, whatever they are."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)
        try:
            connection.request("POST", "/", json.dumps(
                {"jsonrpc": "2.0", "id": 1, "method": method, "params": arguments}))
            answer = connection.getresponse()
            return answer.status, answer.getheader("Content-Type"), answer.read()
        finally:
            connection.close()

    def assert_all_is_well(self):
        self.assertEqual(self.server.call("database", "get_chain_id"), self.chain_id)
        self.assertEqual(self.chain_id_over(self.connect())["result"], self.chain_id)

    # Which answers

    def test_scope(self):
        """The third and fourth answer of one method, and no other."""
        self.practice("garble_answers", "wrong_id", 2, "get_chain_id", 2)
        ids = []
        for number in range(1, 7):
            self.client.send({"id": 100 + number, "method": "get_chain_id", "params": []})
            self.client.send({"id": 200 + number, "method": "call",
                              "params": [0, "get_objects", [["2.1.0"]]]})
            ids += [self.client.receive()["id"], self.client.receive()["id"]]
        self.assertEqual(ids, [101, 201, 102, 202, 4000000000, 203, 4000000000, 204,
                               105, 205, 106, 206])

    def test_scope_is_shared_by_connections(self):
        self.practice("garble_answers", "wrong_id", 1, None, 1)
        self.assertEqual(json.loads(self.raw_post()[2])["id"], 1)
        self.client.send({"id": 5, "method": "get_chain_id", "params": []})
        self.assertEqual(self.client.receive()["id"], 4000000000)
        self.assert_all_is_well()

    def test_practice_is_exempt(self):
        self.practice("garble_answers", "truncated")
        self.practice("delay_answers", 600000)
        handle = self.server.call("practice", "produce_blocks", 1)
        self.assertIsInstance(handle, int)
        self.practice("reset_faults")
        self.assert_all_is_well()

    def test_unknown_names(self):
        for method in ("garble_answers", "lie", "drop_connections"):
            answer = self.server.ask("practice", method, "xyz")
            self.assertIn("this is one of: ", answer["error"]["message"])
        self.assert_all_is_well()

    # Delays

    def test_delay(self):
        self.practice("delay_answers", 300, 1, "get_chain_id")
        start = time.monotonic()
        self.client.send({"id": 1, "method": "get_chain_id", "params": []})
        self.client.send({"id": 2, "method": "get_chain_id", "params": []})
        self.assertEqual([self.client.receive()["id"] for _ in range(2)], [2, 1])
        self.assertGreaterEqual(time.monotonic() - start, 0.3)
        self.practice("delay_answers", 300, 1)
        start = time.monotonic()
        self.assertEqual(json.loads(self.raw_post()[2])["result"], self.chain_id)
        self.assertGreaterEqual(time.monotonic() - start, 0.3)

    def test_delayed_and_gone(self):
        """Whoever does not wait for a delayed answer harms nobody."""
        self.practice("delay_answers", 200, 2, "get_chain_id")
        self.client.send({"id": 1, "method": "get_chain_id", "params": []})
        self.client.close()
        body = b'{"id":1,"method":"get_chain_id","params":[]}'
        with socket.create_connection(("127.0.0.1", self.server.port), 20) as client:
            client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
                           % len(body) + body)
        self.practice("delay_answers", 500, 1, "get_objects")
        self.server.call("database", "get_objects", ["2.1.0"])
        self.assert_all_is_well()

    def test_late_answer(self):
        """An answer that waits for a block is an answer like others."""
        method = "broadcast_transaction_synchronous"
        for over_http in (False, True):
            self.practice("garble_answers", "wrong_id", 1, method)
            request = {"id": 7, "method": "call",
                       "params": ["network_broadcast", method, [self.transfer(5000 + over_http)]]}
            if over_http:
                answer = self.server.post(request)[1]
            else:
                self.client.send(request)
                answer = self.client.receive()
            self.assertEqual((answer["id"], answer["result"]["trx_num"]), (4000000000, 0))

    # Garbled answers

    def test_garbled_http(self):
        page = b"<html><head><title>502 Bad Gateway"
        good = json.dumps({"id": 1, "jsonrpc": "2.0", "result": self.chain_id},
                          separators=(",", ":")).encode()
        for kind, status, expected in (
                ("truncated", 200, good[:len(good) // 2]), ("twice", 200, good * 2),
                ("wrong_id", 200, good.replace(b":1,", b":4000000000,")),
                ("bytes", 200, b'{"id":\xff\xfe\xc0\x80'), ("huge", 200, good + b" " * HUGE)):
            with self.subTest(kind):
                self.practice("garble_answers", kind, 1)
                self.assertEqual(self.raw_post(), (status, "application/json", expected))
                self.assertEqual(self.raw_post()[2], good)
        self.practice("garble_answers", "bad_gateway", 1)
        status, kind, body = self.raw_post()
        self.assertEqual((status, kind, body[:len(page)]), (502, "text/html", page))
        self.practice("garble_answers", "half", 1)
        with self.assertRaises(http.client.IncompleteRead) as caught:
            self.raw_post()
        self.assertEqual(caught.exception.partial, good[:len(good) // 2])
        self.practice("garble_answers", "close", 1)
        with self.assertRaises((http.client.RemoteDisconnected, ConnectionError)):
            self.raw_post()
        self.assert_all_is_well()

    def read_frame(self, client):
        """Opcode and payload of what comes next."""
        first, size = client.take(2)
        if size == 126:
            size = int.from_bytes(client.take(2), "big")
        elif size == 127:
            size = int.from_bytes(client.take(8), "big")
        return first, client.take(size)

    def test_garbled_websocket(self):
        good = json.dumps({"id": 1, "result": self.chain_id}, separators=(",", ":")).encode()
        request = {"id": 1, "method": "get_chain_id", "params": []}
        for kind, expected in (
                ("truncated", good[:len(good) // 2]), ("bytes", b'{"id":\xff\xfe\xc0\x80'),
                ("wrong_id", good.replace(b":1,", b":4000000000,")), ("twice", good)):
            with self.subTest(kind):
                self.practice("garble_answers", kind, 1)
                self.client.send(request)
                self.assertEqual(self.read_frame(self.client), (0x81, expected))
        self.assertEqual(self.read_frame(self.client), (0x81, good))
        self.practice("garble_answers", "bad_gateway", 1)
        self.client.send(request)
        self.assertIn(b"<h1>502 Bad Gateway</h1>", self.read_frame(self.client)[1])
        self.practice("garble_answers", "nothing", 1)
        self.client.send(request)
        self.assertEqual(self.chain_id_over(self.client, 2)["id"], 2)
        self.practice("garble_answers", "half", 1)
        self.client.send(request)
        self.assertEqual(self.client.take(2), bytes([0x81, len(good)]))
        self.assertEqual(self.client.take(len(good) // 2), good[:len(good) // 2])
        with self.assertRaises(ConnectionError):
            self.client.take(1)
        self.practice("garble_answers", "close", 1)
        client = self.connect()
        client.send(request)
        with self.assertRaises(ConnectionError):
            client.take(1)
        self.assert_all_is_well()

    def test_huge_frame(self):
        self.practice("garble_answers", "huge", 1)
        self.client.send({"id": 1, "method": "get_chain_id", "params": []})
        self.assertEqual(self.client.take(2), b"\x81\x7f")
        size = int.from_bytes(self.client.take(8), "big")
        self.assertGreater(size, HUGE)
        left = size - len(self.client.data)
        while left > 0:
            left -= len(self.client.socket.recv(1 << 20))
        self.client.data = b""
        self.assertEqual(self.chain_id_over(self.client)["result"], self.chain_id)

    def test_never_answered_http(self):
        self.practice("garble_answers", "nothing", 1)
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=0.5)
        connection.request("POST", "/", '{"id":1,"method":"get_chain_id","params":[]}')
        with self.assertRaises(TimeoutError):
            connection.getresponse()
        connection.close()
        self.assert_all_is_well()

    def test_faucet(self):
        self.practice("garble_answers", "truncated", 1, "faucet")
        with self.assertRaises(json.JSONDecodeError):
            self.server.post("{}", "/api/v1/accounts")
        self.assertIn("error", self.server.post("{}", "/api/v1/accounts")[1])

    # Connections

    def test_drop(self):
        for how, code in (("hard", None), ("close", 1001)):
            with self.subTest(how):
                others = [self.connect() for _ in range(5)]
                kept = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)
                kept.request("POST", "/", '{"id":1,"method":"get_chain_id","params":[]}')
                kept.getresponse().read()
                silent = socket.create_connection(("127.0.0.1", self.server.port), 20)
                silent.sendall(b"POST / HT")
                self.chain_id_over(others[0])
                asker = self.connect()
                answer, _ = asker.call(1, "practice", "drop_connections", how)
                self.assertIsNone(answer["result"])
                for client in others:
                    if code is None:
                        with self.assertRaises(ConnectionError):
                            client.take(1)
                    else:
                        first, payload = self.read_frame(client)
                        self.assertEqual((first, int.from_bytes(payload[:2], "big")),
                                         (0x88, code))
                for client in (kept.sock, silent):
                    self.assertEqual(client.recv(1), b"")
                    client.close()
                self.assertEqual(self.chain_id_over(asker, 2)["result"], self.chain_id)
                self.assert_all_is_well()

    def test_refuse(self):
        self.assertEqual(self.chain_id_over(self.client)["result"], self.chain_id)
        self.client.call(2, "practice", "refuse_connections", 3600)
        for _ in range(3):
            with self.assertRaises(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", self.server.port), 20)
        # Those that are there stay, and can end it.
        self.assertEqual(self.chain_id_over(self.client, 3)["result"], self.chain_id)
        self.client.call(4, "practice", "reset_faults")
        self.assert_all_is_well()
        self.client.call(5, "practice", "refuse_connections", 1)
        with self.assertRaises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", self.server.port), 20)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.server.port), 20).close()
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
        self.assert_all_is_well()

    # Lies

    def test_lies(self):
        truth = self.server.call("database", "get_objects", ["2.1.0", "1.3.0"])
        names = ("head_time", "irreversible", "precision", "chain_id", "fee", "balance",
                 "packing")
        draft = self.build([0, {
            "fee": {"amount": 0, "asset_id": "1.3.0"}, "from": "1.2.18", "to": "1.2.19",
            "amount": {"amount": 1, "asset_id": "1.3.0"}, "extensions": []}])
        fee = self.server.call("database", "get_required_fees", draft["operations"], "1.3.0")
        balance = self.server.call("database", "get_account_balances", "1.2.18", ["1.3.0"])
        scale = self.server.call("database", "get_global_properties")[
            "parameters"]["current_fees"]["scale"]
        packed = self.server.call("database", "get_transaction_hex_without_sig", draft)
        for name in names:
            self.practice("lie", name)

        told = self.server.call("database", "get_objects", ["2.1.0", "1.3.0"])
        self.assertEqual(to_seconds(truth[0]["time"]) - to_seconds(told[0]["time"]), 3600)
        self.assertEqual(told[0]["last_irreversible_block_num"],
                         truth[0]["last_irreversible_block_num"] + 1000)
        self.assertEqual(told[1]["precision"], truth[1]["precision"] + 1)
        # All else is as it was, to the letter.
        told[0]["time"] = truth[0]["time"]
        told[0]["last_irreversible_block_num"] = truth[0]["last_irreversible_block_num"]
        told[1]["precision"] = truth[1]["precision"]
        self.assertEqual(told, truth)

        wrong_id = self.server.call("database", "get_chain_id")
        self.assertEqual((wrong_id[:-1], wrong_id[-1] != self.chain_id[-1]),
                         (self.chain_id[:-1], True))
        self.assertEqual(self.server.call("database", "get_chain_properties")["chain_id"],
                         wrong_id)
        asked = self.server.call("database", "get_required_fees", draft["operations"], "1.3.0")
        self.assertEqual(int(asked[0]["amount"]), 1000 * int(fee[0]["amount"]))
        self.assertEqual(self.server.call("database", "get_global_properties")[
            "parameters"]["current_fees"]["scale"], 1000 * scale)
        rich = self.server.call("database", "get_account_balances", "1.2.18", ["1.3.0"])
        self.assertEqual(int(rich[0]["amount"]), 1000 * int(balance[0]["amount"]))
        self.assertNotEqual(
            self.server.call("database", "get_transaction_hex_without_sig", draft), packed)

        self.practice("reset_faults")
        self.assertEqual(self.server.call("database", "get_objects", ["2.1.0", "1.3.0"]), truth)

    def test_lie_scope(self):
        """What has no place for the lie is not counted."""
        self.practice("lie", "precision", 1, None, 1)
        self.server.call("database", "get_chain_id")
        precisions = [self.server.call("database", "get_objects", ["1.3.0"])[0]["precision"]
                      for _ in range(3)]
        self.assertEqual(precisions, [5, 6, 5])

    # Notices

    def subscribe(self, client):
        client.call(1, "database", "set_subscribe_callback", 11, False)
        client.call(2, "database", "set_block_applied_callback", 12)
        client.call(3, "database", "get_objects", ["2.1.0"])

    def test_notices(self):
        self.subscribe(self.client)
        self.practice("lie", "head_time", 1, "notice")
        self.practice("garble_answers", "twice", 1, "notice")
        self.practice("produce_blocks", 1)
        frames = [self.client.receive() for _ in range(3)]
        blocks = [frame["params"][1][0] for frame in frames if frame["params"][0] == 12]
        objects = [frame["params"][1][0] for frame in frames if frame["params"][0] == 11]
        head = self.server.call("database", "get_dynamic_global_properties")
        self.assertEqual(blocks, [head["head_block_id"]] * 2)
        told = next(entry for entry in objects[0] if entry["id"] == "2.1.0")
        self.assertEqual(to_seconds(head["time"]) - to_seconds(told["time"]), 3600)

    def test_storm(self):
        self.subscribe(self.client)
        self.practice("notice_storm", 3000)
        seen = {11: 0, 12: 0}
        while seen != {11: 3000, 12: 3000}:
            frame = self.client.receive()
            seen[frame["params"][0]] += 1
        self.assertEqual(self.chain_id_over(self.client, 9)["result"], self.chain_id)


if __name__ == "__main__":
    test_rpc.PRACTICE, test_rpc.CLI = sys.argv[1:3]
    del sys.argv[1:3]
    unittest.main()
