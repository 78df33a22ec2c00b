#!/usr/bin/env python3
#
# Copyright 2026 The Moneyer developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""moneyer-cli is killed at any moment while it creates tokens, and its lines are cut.

Afterwards each token that was meant is on the chain once, or is said not to be done; none
is there twice, and none is lost. MONEYER_KILLS says how often it is killed. Usage:
test_kill.py PATH-OF-moneyer-practice PATH-OF-moneyer-cli [unittest arguments]
"""

import os
import pathlib
import random
import subprocess
import sys
import threading
import time
import unittest

import network
from network import Issuer, test_rpc

KILLS = int(os.environ.get("MONEYER_KILLS", "300"))
WORKERS = 4
DONE, REFUSED = 0, 1


class Worker(threading.Thread):
    """An issuer who creates one token after the other, and whose program dies."""

    def __init__(self, server, number, kills, life):
        super().__init__()
        self.server, self.kills, self.life = server, kills, life
        self.random = random.Random(number)
        self.number = number
        # A symbol costs 5,000, an account has 1,000,000.
        self.issuers = [Issuer(test_rpc.CLI, server, f"killed-{number}-{i}") for i in range(2)]
        self.meant = {}  # symbol: its issuer
        self.said_done = set()
        self.n_killed = 0
        self.error = None

    def run(self):
        try:
            # A machine that became slower kills all of them too early: then some more.
            while self.n_killed < self.kills or not self.said_done:
                self.create()
        except BaseException as error:  # It is the test's to raise.
            self.error = error

    def create(self):
        """Begins a token, over and over, until it is done; sometimes begins another one."""
        issuer = self.issuers[len(self.meant) % len(self.issuers)]
        symbol = f"KILL{self.number}X{len(self.meant):04}".translate(
            str.maketrans("0123456789", "ABCDEFGHIJ"))
        self.meant[symbol] = issuer
        arguments = issuer.create_arguments(symbol)
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "no_proxy": "*",
                       "XDG_DATA_HOME": str(issuer.folder / "data"),
                       "XDG_CONFIG_HOME": str(issuer.folder / "config")}
        for _ in range(self.random.randrange(1, 4)):
            with subprocess.Popen([test_rpc.CLI, *arguments], env=environment,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL) as process:
                try:
                    status = process.wait(self.random.uniform(0, self.life))
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                    self.n_killed += 1
                    self.life *= 1.02
                    continue
            if status not in (DONE, REFUSED):
                raise AssertionError(f"{arguments} ended with {status}")
            if status == DONE:
                self.said_done.add(symbol)
                # However quick the computer is now: most are hit on the way.
                self.life *= 0.9
                return


class Killed(unittest.TestCase):
    def measure(self, server):
        """How long a program lives that nobody kills."""
        issuer = Issuer(test_rpc.CLI, server, "measure-1")
        self.addCleanup(issuer.close)
        start = time.monotonic()
        done = issuer.create("MEASURE")
        self.assertEqual((done.returncode, done.stderr), (DONE, ""))
        return time.monotonic() - start

    def test_killed(self):
        server = test_rpc.Server("--memory", "--block-interval", "0")
        self.addCleanup(server.stop)
        life = self.measure(server)
        workers = [Worker(server, number, KILLS // WORKERS, 2 * life)
                   for number in range(WORKERS)]
        for worker in workers:
            self.addCleanup(lambda worker=worker: [i.close() for i in worker.issuers])
            worker.start()
        cuts = random.Random(WORKERS)
        while any(worker.is_alive() for worker in workers):
            time.sleep(cuts.uniform(0, 0.2))
            server.call("practice", "drop_connections", cuts.choice(["hard", "close"]))
        for worker in workers:
            worker.join()
            if worker.error is not None:
                raise worker.error
        server.call("practice", "reset_faults")

        # Blocks come again. What was only signed can no longer happen when its time is over.
        is_over = threading.Event()
        self.addCleanup(is_over.set)

        def produce():
            while not is_over.wait(0.05):
                server.call("practice", "produce_blocks", 5)

        clock = threading.Thread(target=produce)
        clock.start()
        for seconds in (0, 200):
            if seconds:
                server.call("practice", "advance_time", seconds)
                server.call("practice", "produce_blocks", 40)
            for worker in workers:
                for issuer in worker.issuers:
                    done = issuer.resume("--wait", "irreversible") if seconds else issuer.resume()
                    self.assertIn(done.returncode, (DONE, REFUSED), done.stderr)
                    self.assertEqual(done.stderr, "")
        is_over.set()
        clock.join()

        counts = network.count_creations(server)
        self.assertEqual({n for symbol, n in counts.items() if symbol != "MEASURE"}, {1})
        n_done = n_not = 0
        for worker in workers:
            states = {}
            for issuer in worker.issuers:
                for entry in issuer.outbox():
                    states.setdefault(entry["intent"].split()[-1], []).append(entry["state"])
            self.assertLessEqual(set(states), set(worker.meant))
            for symbol in worker.meant:
                ends = states.get(symbol, [])
                self.assertLessEqual(set(ends), {"irreversible", "refused", "expired"}, symbol)
                self.assertEqual(ends.count("irreversible"), counts.get(symbol, 0), symbol)
                if symbol in worker.said_done:
                    self.assertEqual(counts.get(symbol, 0), 1, symbol)
                n_done += counts.get(symbol, 0)
                n_not += 1 - counts.get(symbol, 0)
        # Without both of them it was no trial.
        self.assertGreater(n_done, 0)
        self.assertGreater(n_not, 0)
        killed = sum(worker.n_killed for worker in workers)
        self.assertGreaterEqual(killed, KILLS // WORKERS * WORKERS)
        print(f"killed {killed} times: {n_done} tokens done, {n_not} not", file=sys.stderr)


if __name__ == "__main__":
    test_rpc.PRACTICE, test_rpc.CLI = (str(pathlib.Path(path).resolve()) for path in sys.argv[1:3])
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
