#!/usr/bin/env python3
#
# Copyright 2026 The Moneyer developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whole sessions recorded with a real node, replayed with moneyer-practice.

Usage: test_sessions.py PATH-OF-moneyer-practice PATH-OF-moneyer-cli [unittest arguments]
"""

import copy
import itertools
import json
import sys
import unittest

import test_rpc
from test_rpc import RpcTest, Server, WebSocket, differences, load

# The key that bitshares-core's own test networks give to everybody.
DEVELOPMENT_KEY = "5KQwrPbwdL6PhXujxW37FSSQZ1JiwsST4cqQzDeyXtP79zkvFD3"


def take_time(transaction, built):
    """Lets a recorded transaction stand on another chain's head."""
    for member in ("ref_block_num", "ref_block_prefix", "expiration"):
        transaction[member] = built[member]
    transaction["signatures"] = []


class NoticesTest(RpcTest):
    """rpc-ws.json: subscriptions, notices, broadcasts with and without waiting.

    Compared are all answers; of the notices, which callbacks each block calls, the block's id,
    the transaction, and each object that was subscribed to. What else the object notices
    hold is a matter of hashes: a node tells more than it was asked for.
    """

    CALLBACK_OBJECTS, CALLBACK_BLOCK = 11, 12
    SUBSCRIBED = {"1.3.1", "2.3.1", "2.1.0"}

    @staticmethod
    def name(frame):
        return ("notice", frame["params"][0]) if "method" in frame else ("answer", frame["id"])

    def by_block(self, frames):
        """One list of frames for each block, which its notice begins, sorted by their names."""
        parts = [[]]
        for frame in frames:
            if self.name(frame) == ("notice", self.CALLBACK_BLOCK):
                parts.append([])
            parts[-1].append(frame)
        return [sorted(part, key=self.name) for part in parts]

    def compare_objects(self, expected, got):
        def by_id(frame):
            return {entry["id"]: entry for entry in frame["params"][1][0]
                    if isinstance(entry, dict) and entry["id"] in self.SUBSCRIBED}
        self.assertEqual(list(differences(by_id(expected), by_id(got))), [])

    def test_session(self):
        self.prepare()
        issuer = self.server.call("database", "get_account_by_name", "issuer-one")["id"]
        client = WebSocket(self.server.port)
        self.addCleanup(client.close)
        sent, received, recorded = {}, [], []
        is_block_due = False
        for entry in load("rpc-ws.json"):
            frame = copy.deepcopy(entry["frame"])
            if entry["dir"] == "client":
                method, arguments = frame["params"][1:]
                if method.startswith("broadcast"):
                    old = json.dumps(arguments[-1])
                    if old not in sent:
                        transaction = arguments[-1]
                        transaction["operations"][0][1]["from_account"] = issuer
                        take_time(transaction, self.build())
                        sent[old] = self.sign(transaction, "issuer-one")
                        is_block_due = True
                    arguments[-1] = sent[old]
                client.send(frame)
                continue
            recorded.append(frame)
            if self.name(frame) == ("notice", self.CALLBACK_BLOCK):
                if not is_block_due:
                    self.server.call("practice", "produce_blocks", 1)
                is_block_due = False
            received.append(client.receive())

        expected, got = self.by_block(recorded), self.by_block(received)
        self.assertEqual([[self.name(frame) for frame in part] for part in got],
                         [[self.name(frame) for frame in part] for part in expected])
        for one, other in zip(itertools.chain(*expected), itertools.chain(*got)):
            with self.subTest(self.name(one)):
                if self.name(one) == ("notice", self.CALLBACK_OBJECTS):
                    self.compare_objects(one, other)
                else:
                    self.assertEqual(list(differences(one, other)), [])
                if "error" in one:
                    self.assertEqual(self.outline(other["error"]), self.outline(one["error"]))


class CliWalletTest(RpcTest):
    """rpc-cli-wallet.json: everything that bitshares-core's own wallet asked and was answered,
    from the key that it imports to the smartcoin that it borrows."""

    @classmethod
    def start(cls):
        genesis = load("trace-creation.json")
        key = next(account["key"] for account in genesis["genesis"]["accounts"]
                   if account["name"] == "nathan")
        genesis["genesis"]["balances"] = {}
        genesis["genesis"]["initial_balances"] = [
            {"owner": key, "asset_id": "1.3.0", "amount": "1000000000000000"}]
        path = cls.folder / "genesis.json"
        path.write_text(json.dumps({
            "initial_timestamp": "2026-01-01T00:00:00", "genesis": genesis["genesis"],
            "global_properties": genesis["global_properties"]}), encoding="utf-8")
        return Server("--memory", "--block-interval", 0, "--genesis", path)

    def test_session(self):
        key = self.folder / "nathan"
        key.write_text(DEVELOPMENT_KEY, encoding="utf-8")
        frames = [entry["frame"] for entry in load("rpc-cli-wallet.json")]
        answers = {frame["id"]: frame for frame in frames
                   if "id" in frame and "method" not in frame}
        client = WebSocket(self.server.port)
        self.addCleanup(client.close)
        for frame in frames:
            if "method" not in frame or "id" not in frame:
                continue
            request = copy.deepcopy(frame)
            api, method, arguments = request["params"]
            with self.subTest(id=request["id"], method=method):
                if method == "broadcast_transaction":
                    take_time(arguments[0], self.build())
                    arguments[0] = self.sign(arguments[0], "nathan")
                answer, notices = client.collect(request)
                self.assertEqual(list(differences(answers[request["id"]], answer)), [],
                                 (request, answer))
                for notice in notices:
                    self.assertRegex(notice["params"][1][0], "^[0-9a-f]{40}$")


if __name__ == "__main__":
    test_rpc.PRACTICE, test_rpc.CLI = sys.argv[1:3]
    del sys.argv[1:3]
    # The tests that the classes inherit run with test_rpc.py.
    unittest.main(defaultTest=["NoticesTest.test_session", "CliWalletTest.test_session"])
