# Copyright 2026 The Moneyer developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of the network commands share: a practice network and an issuer on it."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "practice"))

import test_rpc  # noqa: E402

DATA = test_rpc.DATA
PASSWORD = test_rpc.PASSWORD

# Longer than any of the program's own time-outs together: who needs it hangs.
HANG = 150


def run(cli, *arguments, folder, **options):
    """The program in a home of its own; nothing of whoever runs the tests is touched."""
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith(("XDG_", "DBUS_"))}
    environment.update(LC_ALL="C.UTF-8", HOME=str(folder), XDG_DATA_HOME=str(folder / "data"),
                       XDG_CONFIG_HOME=str(folder / "config"), no_proxy="*")
    environment.update(options.pop("env", {}))
    return subprocess.run([cli, *map(str, arguments)], capture_output=True, text=True,
                          timeout=HANG, check=False, env=environment,
                          stdin=subprocess.DEVNULL, **options)


class Issuer:
    """An account of the faucet's, with its key in a file, and an outbox."""

    def __init__(self, cli, server, name):
        self.cli, self.server, self.name = cli, server, name
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.temporary.name)
        self.key_file = self.folder / "key"
        wif = self.run("key", "new").stdout
        self.key_file.touch(0o600)
        self.key_file.write_text(wif, encoding="utf-8")
        key = self.run("key", "public", self.key_file).stdout.strip()
        status, answer = server.post({"account": {
            "name": name, "owner_key": key, "active_key": key, "memo_key": key}},
            "/api/v1/accounts")
        if status not in (200, 201):
            raise AssertionError(answer)

    def close(self):
        self.temporary.cleanup()

    def run(self, *arguments, **options):
        return run(self.cli, *arguments, folder=self.folder, **options)

    def draft(self, symbol, **more):
        path = self.folder / f"{symbol}.json"
        path.write_text(json.dumps({
            "moneyer_draft": 1, "kind": "token", "symbol": symbol, "precision": "4",
            "max_supply": "1000000", "rate": {"core": "1", "asset": "1"}, **more}),
            encoding="utf-8")
        return path

    def create_arguments(self, symbol, *nodes, draft=None):
        """Of the command that creates an asset, by way of @nodes."""
        arguments = ["asset", "create", draft or self.draft(symbol), "--account", self.name,
                     "--key-file", self.key_file, "--yes"]
        for node in nodes or [f"ws://127.0.0.1:{self.server.port}"]:
            arguments += ["--node", node]
        return [str(argument) for argument in arguments]

    def create(self, symbol, *nodes, **options):
        return self.run(*self.create_arguments(symbol, *nodes), **options)

    def resume(self, *arguments):
        return self.run("outbox", "resume", "--node", f"ws://127.0.0.1:{self.server.port}",
                        *arguments)

    def outbox(self):
        done = self.run("outbox", "list", "--json")
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]


def count_creations(server):
    """How often each symbol was created, by what is in the blocks."""
    counts = {}
    head = server.call("database", "get_dynamic_global_properties")["head_block_number"]
    for number in range(1, head + 1):
        for transaction in server.call("database", "get_block", number)["transactions"]:
            for kind, operation in transaction["operations"]:
                if kind == 10:
                    counts[operation["symbol"]] = counts.get(operation["symbol"], 0) + 1
    return counts
