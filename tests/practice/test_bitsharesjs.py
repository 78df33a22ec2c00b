#!/usr/bin/env python3
#
# Copyright 2026 The Moneyer developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""bitsharesjs, the library of the web wallets, with moneyer-practice.

It comes from npm into FOLDER, once; where there is no npm or no network, the test is skipped.
Usage: test_bitsharesjs.py PATH-OF-moneyer-practice FOLDER
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys

import test_rpc
from test_rpc import PASSWORD, Server

HERE = pathlib.Path(__file__).resolve().parent / "bitsharesjs"
SKIPPED = 77  # as meson understands it


def skip(reason):
    print("skipped:", reason)
    sys.exit(SKIPPED)


def install(folder):
    if shutil.which("node") is None or shutil.which("npm") is None:
        skip("there is no node or npm")
    folder.mkdir(parents=True, exist_ok=True)
    wanted = (HERE / "package.json").read_text(encoding="utf-8")
    stamp = folder / "installed.json"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    shutil.copy(HERE / "package.json", folder)
    try:
        done = subprocess.run(
            ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline",
             "--fetch-retries=0", "--fetch-timeout=20000"],
            cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=90, check=False)
    except subprocess.TimeoutExpired:
        skip("npm took too long")
    if done.returncode != 0:
        skip("npm could not install bitsharesjs: " + done.stdout.decode(errors="replace"))
    stamp.write_text(wanted, encoding="utf-8")


def main():
    test_rpc.PRACTICE, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    install(folder)
    server = Server("--memory", "--block-interval", 1)
    try:
        done = subprocess.run(
            ["node", HERE / "session.js", f"ws://127.0.0.1:{server.port}/ws",
             server.call("database", "get_chain_id"), "practice-alice", PASSWORD, "JSCOIN"],
            env={**os.environ, "NODE_PATH": str(folder / "node_modules")},
            stdout=subprocess.PIPE, timeout=60, check=True)
        asset = json.loads(done.stdout.decode().splitlines()[-1])
        # What the library says it made is what others find.
        found = server.call("database", "get_assets", ["JSCOIN"])[0]
        assert found == asset, (found, asset)
        assert found["options"]["description"] == '{"main":"Ein Gutschein für 1 Kaffee ☕"}', \
            found
    finally:
        assert server.stop() == 0


if __name__ == "__main__":
    main()
