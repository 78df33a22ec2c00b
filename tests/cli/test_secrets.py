#!/usr/bin/env python3
#
# Copyright 2026 The Moneyer developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where private keys and passwords of moneyer-cli go: into the key ring, and nowhere else.

Every file that came to be, every argument and environment, all that was printed, and, with
strace, every byte that was handed to the system is searched for the secrets in each of
their forms. Usage:
test_secrets.py PATH-OF-moneyer-practice PATH-OF-moneyer-cli [unittest arguments]
"""

import hashlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import network
from network import test_rpc

DONE, REFUSED = 0, 1
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
IS_SANITIZED = os.environ.get("MONEYER_SANITIZED") == "1"


def decode_wif(wif):
    number = 0
    for character in wif:
        number = number * 58 + ALPHABET.index(character)
    return number.to_bytes(37, "big")[1:33]


def forms(secret, *, is_key):
    """A secret as it could be left lying about."""
    found = [secret.encode(), secret.encode("utf-16-le"), secret.encode().hex().encode()]
    if is_key:
        raw = decode_wif(secret)
        found += [raw, raw[::-1], raw.hex().encode(), raw.hex().upper().encode()]
    return found


class Session:
    """A bus and a key ring of our own."""

    def __init__(self, folder):
        self.home = folder / "keyring"
        self.home.mkdir(mode=0o700)
        self.bus = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address"],
                                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.env = {"DBUS_SESSION_BUS_ADDRESS": self.bus.stdout.readline().strip()}
        places = {name: str(self.home) for name in (
            "HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
        environment = {name: value for name, value in os.environ.items()
                       if name not in ("G_DEBUG", "MALLOC_CHECK_")}
        self.ring = subprocess.Popen(
            ["gnome-keyring-daemon", "--unlock", "--foreground", "--components=secrets"],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**environment, **self.env, **places})
        self.ring.stdin.write(b"the key ring's own")
        self.ring.stdin.close()
        end = time.monotonic() + 20
        while "true" not in subprocess.run(
                ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/",
                 "org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"],
                env={**os.environ, **self.env}, capture_output=True, text=True, check=True).stdout:
            if time.monotonic() > end:
                raise AssertionError("the key ring did not start")
            time.sleep(0.02)

    def stop(self):
        for process in (self.ring, self.bus):
            process.terminate()
            process.wait(20)
        self.bus.stdout.close()


class SecretsTest(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        self.home = self.folder / "home"
        self.home.mkdir()
        (self.folder / "given").mkdir(mode=0o700)  # What the user has, or asked for.
        self.server = test_rpc.Server("--memory", "--block-interval", "0")
        self.addCleanup(self.server.stop)
        session = Session(self.folder)
        self.addCleanup(session.stop)
        self.env = session.env
        self.printed = []
        self.traces = []
        self.can_trace = not IS_SANITIZED and shutil.which("strace") is not None and \
            subprocess.run(["strace", "-o", "/dev/null", "true"], check=False,
                           capture_output=True).returncode == 0
        config = self.home / "config" / "moneyer"
        config.mkdir(parents=True)
        address = f"127.0.0.1:{self.server.port}"
        (config / "networks.ini").write_text(
            f"[here]\nName=Here\nPrefix=BTS\nCoreSymbol=BTS\nNodes=ws://{address};\n"
            f"Faucet=http://{address}\n", encoding="utf-8")

    def run_cli(self, *arguments, status=DONE):
        command = [test_rpc.CLI, *map(str, arguments)]
        if self.can_trace:
            trace = self.folder / f"trace-{len(self.traces)}"
            self.traces.append(trace)
            command = ["strace", "-f", "-xx", "-s", "10000000", "-o", str(trace), "-e",
                       "trace=execve,write,pwrite64,writev,pwritev,sendto,sendmsg,sendmmsg,"
                       "rename,link,open,openat", *command]
        done = network.run(command[0], *command[1:], folder=self.home, env=self.env)
        self.assertEqual(done.returncode, status, (arguments, done.stdout, done.stderr))
        self.printed += [done.stdout, done.stderr]
        return done.stdout

    def assert_nowhere(self, secrets, written=()):
        """@written: the secrets that the program had to write, into files that were asked for."""
        hidden = [form for secret, is_key in secrets for form in forms(secret, is_key=is_key)]
        places = {f"printed {i}": text.encode() for i, text in enumerate(self.printed)}
        files = [path for folder in (self.home, self.folder / "keyring")
                 for path in folder.rglob("*") if path.is_file()]
        self.assertTrue(any(path.name.endswith(".db") for path in files), files)
        self.assertTrue(any(path.name.endswith(".keyring") for path in files), files)
        places.update({str(path): path.read_bytes() for path in files})
        for place, content in places.items():
            for form in hidden:
                self.assertNotIn(form, content, place)
        times = dict.fromkeys(written, 0)
        for trace in self.traces:
            content = trace.read_text(encoding="ascii").replace("\\x", "")
            self.assertIn("execve", content)
            for secret in written:
                times[secret] += content.count(secret.encode().hex())
                content = content.replace(secret.encode().hex(), "")
            for form in hidden:
                self.assertNotIn(form.hex(), content, trace)
        # Each of them once, into its file; and so we know that we would have seen it.
        if self.can_trace:
            self.assertEqual(set(times.values()), {1} if written else set())

    def password_key(self, name, role, password_file):
        """A key as the password gives it; not the program's way to it."""
        password = password_file.read_text(encoding="utf-8").strip()
        raw = b"\x80" + hashlib.sha256(f"{name}{role}{password}".encode()).digest()
        raw += hashlib.sha256(hashlib.sha256(raw).digest()).digest()[:4]
        number, text = int.from_bytes(raw, "big"), ""
        while number:
            number, digit = divmod(number, 58)
            text = ALPHABET[digit] + text
        return password, text

    def test_key_ring(self):
        """An account is made and added, signs, and is removed: its keys are in the key ring only."""
        password_file = self.folder / "given" / "shop.password"
        here = ["--network", "here"]
        self.run_cli("account", "create", "secret-shop-1", "--backup", password_file, *here)
        self.assertEqual(password_file.stat().st_mode & 0o777, 0o600)
        password, active = self.password_key("secret-shop-1", "active", password_file)
        secrets = [(password, False)] + [
            (self.password_key("secret-shop-1", role, password_file)[1], True)
            for role in ("owner", "active", "memo")]
        # If our way to the keys were wrong, nothing would be searched for.
        shown = self.run_cli("account", "show", "secret-shop-1", *here)
        wif_file = self.folder / "given" / "active.wif"
        wif_file.touch(0o600)
        wif_file.write_text(active + "\n", encoding="utf-8")
        self.assertIn(self.run_cli("key", "public", wif_file).strip(), shown)

        draft = self.home / "draft.json"
        draft.write_text('{"moneyer_draft":1,"kind":"token","symbol":"SECRETA","precision":"2",'
                         '"max_supply":"1000","rate":{"core":"1","asset":"1"}}', encoding="utf-8")
        self.run_cli("asset", "create", draft, "--yes", *here)
        self.assertIsNotNone(self.server.call("database", "lookup_asset_symbols", ["SECRETA"])[0])
        self.run_cli("outbox", "list", "--json")
        self.run_cli("outbox", "show", "1")
        self.run_cli("account", "remove", "secret-shop-1", *here)
        draft.write_text(draft.read_text(encoding="utf-8").replace("SECRETA", "SECRETB"),
                         encoding="utf-8")
        self.run_cli("asset", "create", draft, "--yes", "--account", "secret-shop-1", *here,
                     status=REFUSED)
        self.assertEqual(self.run_cli("account", "list", *here), "")

        self.run_cli("account", "add", "secret-shop-1", "--password-file", password_file, *here)
        self.run_cli("account", "remove", "secret-shop-1", *here)
        self.run_cli("account", "add", "--key-file", wif_file, *here)
        self.run_cli("asset", "create", draft, "--yes", *here)
        self.run_cli("account", "remove", "secret-shop-1", *here)
        self.assert_nowhere(secrets, written=[password])
        for path in (self.home / "data" / "moneyer", self.home / "config" / "moneyer"):
            for file in path.rglob("*.ini"):
                self.assertNotIn("secret-shop-1", file.read_text(encoding="utf-8"), file)

    def test_key_file(self):
        """A key file is read, and that is all."""
        issuer = network.Issuer(test_rpc.CLI, self.server, "secret-file-1")
        self.addCleanup(issuer.close)
        wif = issuer.key_file.read_text(encoding="utf-8").split()[0]
        # Something has to be in the key ring's file, so that it is there.
        self.run_cli("account", "create", "secret-other-1", "--backup",
                     self.folder / "given" / "other", "--network", "here")
        self.run_cli("asset", "create", issuer.draft("SECRETC"), "--yes", "--account",
                     "secret-file-1", "--key-file", issuer.key_file, "--network", "here")
        self.run_cli("asset", "create", issuer.draft("SECRETD"), "--yes", "--dry-run", "--account",
                     "secret-file-1", "--key-file", issuer.key_file, "--network", "here")
        self.run_cli("asset", "create", issuer.draft("SECRETE"), "--account", "secret-file-1",
                     "--export", self.home / "unsigned.json", "--network", "here")
        self.assert_nowhere([(wif, True)])

    def test_running(self):
        """What others can see of the program while it runs."""
        issuer = network.Issuer(test_rpc.CLI, self.server, "secret-run-1")
        self.addCleanup(issuer.close)
        wif = issuer.key_file.read_text(encoding="utf-8").split()[0]
        arguments = issuer.create_arguments("SECRETF") + ["--wait", "irreversible"]
        environment = {**os.environ, "XDG_DATA_HOME": str(self.home / "data"),
                       "XDG_CONFIG_HOME": str(self.home / "config"), "no_proxy": "*"}
        with subprocess.Popen([test_rpc.CLI, *arguments], stdout=subprocess.PIPE, text=True,
                              stderr=subprocess.DEVNULL, env=environment) as process:
            # The key was used, and it waits for blocks that do not come.
            for line in process.stdout:
                if line.startswith("In block"):
                    break
            place = pathlib.Path("/proc") / str(process.pid)
            seen = [(place / "cmdline").read_bytes()]
            limits = (place / "limits").read_text(encoding="ascii")
            if os.geteuid() == 0:
                seen.append((place / "environ").read_bytes())
            elif not IS_SANITIZED:
                # Not dumpable: not even the same user may look.
                with self.assertRaises(PermissionError):
                    (place / "environ").read_bytes()
            process.send_signal(signal.SIGINT)
        for content in seen:
            for form in forms(wif, is_key=True):
                self.assertNotIn(form, content)
        if not IS_SANITIZED:
            self.assertRegex(limits, r"Max core file size +0 +0 ")

    def test_traced(self):
        """Says it where the system calls could not be looked at."""
        if not self.can_trace:
            self.skipTest("no strace here, or a sanitizer that does not go together with it")


if __name__ == "__main__":
    test_rpc.PRACTICE, test_rpc.CLI = (str(pathlib.Path(path).resolve()) for path in sys.argv[1:3])
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
