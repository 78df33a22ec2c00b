#!/usr/bin/env python3
#
# Copyright 2026 The Moneyer developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""moneyer-practice killed at any moment, and on a disk that is full: what was told stays true.

MONEYER_TEST_KILLS says how often it is killed (200).
Usage: test_endurance.py PATH-OF-moneyer-practice PATH-OF-moneyer-cli [unittest arguments]
"""

import json
import os
import pathlib
import random
import resource
import sys
import tempfile
import threading
import unittest

import test_rpc
from test_rpc import WebSocket

KILLS = int(os.environ.get("MONEYER_TEST_KILLS", "200"))
CLIENTS = 3
TRANSFERS_PER_LIFE = 60
LIFE_MAX = 0.1


class Server(test_rpc.Server):
    """One with blocks in a folder, that may die; what it says on stderr is kept."""

    def __init__(self, folder):
        self.log = folder / "blocks.log"
        self.said = tempfile.TemporaryFile()
        saved = os.dup(2)
        os.dup2(self.said.fileno(), 2)
        try:
            super().__init__("--data", folder, "--block-interval", "0",
                             "--genesis", test_rpc.GENESIS)
        finally:
            os.dup2(saved, 2)
            os.close(saved)

    def get_said(self):
        self.said.seek(0)
        return self.said.read().decode()

    def kill(self):
        self.process.kill()
        self.process.wait(20)
        self.process.stdout.close()
        self.said.close()

    def stop(self):
        status = super().stop()
        self.said.close()
        return status

    def head(self):
        return self.call("database", "get_dynamic_global_properties")


class Told:
    """What clients were told, by all the lives of the server."""

    def __init__(self):
        self.heads = {}
        self.irreversible = 0

    def note(self, properties):
        number, block = properties["head_block_number"], properties["head_block_id"]
        if self.heads.setdefault(number, block) != block:
            raise AssertionError(f"block {number} was {self.heads[number]}, is {block}")
        self.irreversible = max(self.irreversible, properties["last_irreversible_block_num"])


class EnduranceTest(test_rpc.ChainTest):
    """The server of the class only serves to build transactions: it begins like the others."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.data = pathlib.Path(folder.name)

    def sign_transfers(self, server, count):
        """Transfers of 1, 2, 3… upon the head that is now."""
        type(self).server, saved = server, self.server
        draft = self.build([0, {
            "fee": {"amount": 0, "asset_id": "1.3.0"}, "from": "1.2.18", "to": "1.2.19",
            "amount": {"amount": 1, "asset_id": "1.3.0"}, "extensions": []}], lifetime=80000)
        type(self).server = saved
        lines = []
        for amount in range(1, count + 1):
            draft["operations"][0][1]["amount"]["amount"] = amount
            lines.append(json.dumps(draft))
        signed = test_rpc.run_cli("tx", "sign", "--lines", "--key-file",
                                  self.key_file("practice-alice"), "--chain-id", self.chain_id,
                                  text="\n".join(lines) + "\n")
        return [json.loads(line) for line in signed.splitlines()]

    def get_balance(self, server):
        return int(server.call("database", "get_account_balances", "1.2.19",
                               ["1.3.0"])[0]["amount"])

    # Killed

    def load(self, port, transfers, told, errors):
        """One client, until its server is dead."""
        try:
            client = WebSocket(port)
            try:
                number = 0
                while True:
                    number += 2
                    if transfers:
                        answer, _ = client.call(number, "network_broadcast",
                                                "broadcast_transaction", transfers.pop())
                    else:
                        answer, _ = client.call(number, "practice", "produce_blocks", 1)
                    if "error" in answer:
                        errors.append(answer["error"])
                    answer, _ = client.call(number + 1, "database",
                                            "get_dynamic_global_properties")
                    told.note(answer["result"])
            finally:
                client.close()
        except OSError:
            pass
        except Exception as error:  # pylint: disable=broad-except
            errors.append(error)

    def live(self, server, transfers, told, seconds):
        errors = []
        threads = [threading.Thread(target=self.load,
                                    args=(server.port, transfers, told, errors))
                   for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        threads[0].join(seconds)
        server.kill()
        for thread in threads:
            thread.join()
        self.assertEqual(errors, [])

    def assert_kept(self, server, told, numbers):
        """Blocks that were told of are there; a block is on disk before anybody hears of it."""
        client = WebSocket(server.port)
        try:
            head = client.call(1, "database", "get_dynamic_global_properties")[0]["result"]
            self.assertGreaterEqual(head["head_block_number"], max(numbers, default=0))
            self.assertGreaterEqual(head["last_irreversible_block_num"], told.irreversible)
            for number in numbers:
                if number < head["head_block_number"]:
                    header = client.call(2, "database", "get_block_header", number + 1)[0]
                    block = header["result"]["previous"]
                else:
                    block = head["head_block_id"]
                self.assertEqual(block, told.heads[number], number)
        finally:
            client.close()

    def get_transferred(self, server):
        """The sum of all transfers in all blocks, each of which is there once."""
        client = WebSocket(server.port)
        head = server.head()["head_block_number"]
        amounts = []
        for number in range(1, head + 1):
            block = client.call(number, "database", "get_block", number)[0]["result"]
            amounts += [int(transaction["operations"][0][1]["amount"]["amount"])
                        for transaction in block["transactions"]]
        client.close()
        self.assertEqual(len(amounts), len(set(amounts)))
        return sum(amounts)

    def test_killed(self):
        seed = random.randrange(1 << 32)
        dice = random.Random(seed)
        print(f"seed {seed}, {KILLS} kills", flush=True)
        told = Told()
        server = Server(self.data)
        before = self.get_balance(server)
        transfers = self.sign_transfers(server, KILLS * TRANSFERS_PER_LIFE)
        for life in range(KILLS):
            known = set(told.heads)
            mine = [transfers.pop() for _ in range(TRANSFERS_PER_LIFE)]
            self.live(server, mine, told, dice.uniform(0, LIFE_MAX))
            torn = life % 20 == 10
            if torn:
                # What is left where the machine itself died while a block was written.
                with open(server.log, "ab") as log:
                    log.write(b"\x40\x01\0\0" + b"x" * dice.randrange(100))
            server = Server(self.data)
            # A kill may also come between two pages of a block that is being written.
            if torn:
                self.assertRegex(server.get_said(), "(was|were) cut off")
            self.assert_kept(server, told, set(told.heads) - known)
        self.assert_kept(server, told, told.heads)
        self.assertGreater(told.irreversible, 7)
        transferred = self.get_transferred(server)
        self.assertGreater(transferred, 0)
        self.assertEqual(self.get_balance(server) - before, transferred)
        self.assertEqual(server.stop(), 0)

    # The disk is full

    def limit(self, server, room):
        """So many bytes more may be written; None: as many as one likes."""
        _, most = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
        soft = most if room is None else server.log.stat().st_size + room
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (soft, most))

    def test_full_disk(self):
        server = Server(self.data)
        transfers = self.sign_transfers(server, 3)
        before = self.get_balance(server)
        for room in (0, 1, 100, 1000):
            with self.subTest(room):
                self.limit(server, room)
                head = server.head()
                answer = server.ask("practice", "produce_blocks", 100)
                self.assertIn("The block log cannot be written", answer["error"]["message"])
                self.assertNotIn(b"\n", answer["error"]["message"].encode())
                # Those that had room are there, and all goes on.
                after = server.head()
                self.assertEqual(after["head_block_number"] > head["head_block_number"],
                                 room == 1000)
                self.limit(server, None)
                made = server.call("practice", "produce_blocks", 2)
                self.assertEqual(made, after["head_block_number"] + 2)
                header = server.call("database", "get_block_header", made - 1)
                self.assertEqual(header["previous"], after["head_block_id"])
        self.limit(server, 0)
        self.assertIsNone(server.call("network_broadcast", "broadcast_transaction",
                                      transfers[0]))
        head = server.head()
        self.assertEqual(server.call("database", "get_chain_id"), self.chain_id)
        self.limit(server, None)
        # The transfer waited; the next request has its block made.
        server.head()
        self.assertEqual(server.head()["head_block_number"], head["head_block_number"] + 1)
        self.assertEqual(self.get_balance(server), before + 1)
        head = server.head()
        self.assertEqual(server.stop(), 0)

        server = Server(self.data)
        self.assertEqual(server.get_said(), "")
        self.assertEqual(self.get_balance(server), before + 1)
        header = server.call("database", "get_block_header", head["head_block_number"] + 1)
        self.assertEqual(header["previous"], head["head_block_id"])
        self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    test_rpc.PRACTICE, test_rpc.CLI = sys.argv[1:3]
    del sys.argv[1:3]
    unittest.main()
