"""What goes wrong on this computer: the key ring is locked, gone or missing, the disk is full, the
practice network dies, files are damaged, the program is started twice. Nothing is lost, and
nothing is done twice. Usage: test_mishaps.py MONEYER MONEYER-PRACTICE MONEYER-CLI"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from driver import BUTTON, ENTRY, plain
from faults import IRREVERSIBLE, PROGRAM, SYMBOL, App, Home, KeyRing, Line, Network, test_rpc


class MishapTest(unittest.TestCase):
    def setUp(self):
        self.app = None
        self.addCleanup(lambda: self.app is not None and self.app.kill())

    def open_network(self, folder=None):
        """A network of ours, and a home with a draft for it."""
        self.network = Network()
        self.addCleanup(self.network.stop)
        self.home = Home(self.network.port, folder)
        self.addCleanup(self.home.close)
        self.home.add_issuer()
        self.home.put_draft()

    def start(self, **environment):
        self.app = App(self.home, **environment)
        return self.app

    def finish(self):
        app, network = self.app, self.network
        app.wait_for(lambda: "Sent" in app.labels(), "it sent")
        network.produce(1)
        app.find(BUTTON, f"Open {SYMBOL}")
        network.produce(IRREVERSIBLE)
        app.wait_for(lambda: "Irreversible" in app.labels(), "the end")
        self.assertEqual(network.count_creations(), 1)


class KeyRings(MishapTest):
    def test_locked(self):
        self.open_network()
        app = self.start()
        app.go_to_review()
        app.wait_until_sensitive(app.confirm_name())
        with KeyRing.locked():
            app.click(BUTTON, app.confirm_name())
            app.says("It was not done.")
            app.says("The key ring is locked and was not unlocked.")
            app.says("Type the key ring’s password")
            self.assertEqual(self.home.outbox(), [])
            self.assertEqual(len(self.home.drafts()), 1)
        app.click(BUTTON, "Try Again")
        app.click(BUTTON, app.confirm_name())
        self.finish()

    def test_gone(self):
        self.open_network()
        app = self.start()
        app.go_to_review()
        app.wait_until_sensitive(app.confirm_name())
        with KeyRing.missing():
            app.click(BUTTON, app.confirm_name())
            app.says("It was not done.")
            app.says("There is no key ring on this computer, or it does not start")
            self.assertEqual(self.home.outbox(), [])
        app.click(BUTTON, "Try Again")
        app.click(BUTTON, app.confirm_name())
        self.finish()

    def test_missing_at_the_first_start(self):
        """The account that is made waits for a key ring, and is made once there is one."""
        self.home = Home(0)
        self.addCleanup(self.home.close)
        self.home.set_settings()
        app = self.start(MONEYER_PRACTICE=test_rpc.PRACTICE)
        with KeyRing.missing():
            app.click(BUTTON, "Practise on This Computer")
            app.says("There is no key ring on this computer, or it does not start")
            app.says("Install a key ring")
        app.click(BUTTON, "Try Again")
        app.says("The account is on the chain, and its keys are in your key ring.")


class Disks(MishapTest):
    def setUp(self):
        super().setUp()
        self.folder = tempfile.mkdtemp()
        self.addCleanup(os.rmdir, self.folder)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "moneyer-test", self.folder],
                          stderr=subprocess.DEVNULL, check=False).returncode != 0:
            self.skipTest("a small disk to fill cannot be mounted here")
        self.addCleanup(subprocess.run, ["umount", "-l", self.folder], check=True)
        self.open_network(self.folder)
        self.ballast = pathlib.Path(self.folder, "ballast")

    def fill(self):
        with open(self.ballast, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                pass

    def test_typing(self):
        app = self.start()
        app.find(ENTRY, "Symbol")
        self.fill()
        app.type("Symbol", "NOROOM")
        app.says("The draft could not be saved", "No space left",
                 "What you typed stays in this window")
        self.assertEqual(app.value_of("Symbol"), "NOROOM")
        self.assertEqual(self.home.drafts()[0]["symbol"], SYMBOL)
        self.ballast.unlink()
        app.wait_for(lambda: self.home.drafts()[0]["symbol"] == "NOROOM", "it on the disk")
        app.wait_for(lambda: not any("could not be saved" in text for text in app.labels()),
                     "the end of the notice")

    def test_quitting(self):
        """What is not saved keeps the window, until somebody decides."""
        app = self.start()
        app.find(ENTRY, "Symbol")
        self.fill()
        app.type("Symbol", "NOROOM")
        app.says("The draft could not be saved")
        app.activate("quit")
        app.says("Quit Without Saving?")
        app.click(BUTTON, "Keep Open")
        self.ballast.unlink()
        app.wait_for(lambda: self.home.drafts()[0]["symbol"] == "NOROOM", "it on the disk")
        self.assertEqual(app.quit(), 0)

    def test_sending(self):
        app = self.start()
        app.go_to_review()
        app.wait_until_sensitive(app.confirm_name())
        self.fill()
        app.click(BUTTON, app.confirm_name())
        app.says("It was not done.")
        app.says("moneyer.db")
        self.network.produce(1)
        self.assertEqual(self.network.count_creations(), 0)
        self.ballast.unlink()
        app.click(BUTTON, "Try Again")
        app.click(BUTTON, app.confirm_name())
        self.finish()


class Practice(MishapTest):
    def test_it_does_not_start(self):
        self.home = Home(0)
        self.addCleanup(self.home.close)
        self.home.set_settings()
        program = self.home.folder / "practice"
        program.write_text("#!/bin/sh\necho it broke\nexit 1\n")
        program.chmod(0o700)
        app = self.start(MONEYER_PRACTICE=str(program))
        app.click(BUTTON, "Practise on This Computer")
        app.says("The practice network", "it broke")
        program.write_text(f'#!/bin/sh\nexec {test_rpc.PRACTICE} "$@"\n')
        app.click(BUTTON, "Try Again")
        app.says("The account is on the chain, and its keys are in your key ring.")

    def test_it_dies(self):
        """With what it had not put into a block; the next one gets it, at another address."""
        self.home = Home(0)
        self.addCleanup(self.home.close)
        wrapper = self.home.folder / "practice"
        # A block comes when it is asked for.
        wrapper.write_text(f'#!/bin/sh\nexec {test_rpc.PRACTICE} "$@" --block-interval 50\n')
        wrapper.chmod(0o700)
        self.home.environment["MONEYER_PRACTICE"] = str(wrapper)
        self.home.add_issuer("practice")
        self.home.put_draft()
        self.home.set_settings(network="'practice'", page="'draft/one.json'")
        app = self.start()
        app.create()
        app.wait_for(lambda: "Sent" in app.labels(), "it sent")
        before = self.home.practice()
        (child,) = subprocess.check_output(["pgrep", "-P", str(app.process.pid), "-f", "practice"],
                                           text=True).split()
        os.kill(int(child), 9)
        app.wait_for(lambda: self.home.practice() not in (None, "", before), "the next one")
        self.network = Line(int(self.home.practice().rpartition(":")[2]))
        self.addCleanup(self.network.stop)
        (entry,) = self.home.outbox()
        app.wait_for(lambda: self.network.call("database", "get_recent_transaction_by_id",
                                               entry["transaction_id"]), "it sent there")
        self.finish()


class Files(MishapTest):
    def start_with(self, name, content):
        self.open_network()
        path = self.home.files / name
        path.write_bytes(content)
        self.start()
        return path

    def test_damaged_accounts(self):
        path = self.start_with("accounts.ini", b"\xff\xfe not what it was")
        self.app.says("Moneyer’s Files Cannot Be Read")
        self.app.says(plain(str(path)))
        self.assertEqual(self.app.quit(), 0)
        self.assertEqual(path.read_bytes(), b"\xff\xfe not what it was")

    def test_damaged_outbox(self):
        path = self.start_with("moneyer.db", b"damaged" * 4096)
        self.app.says("Moneyer’s Files Cannot Be Read")
        self.app.says(plain(str(path)), "is damaged")
        self.assertEqual(self.app.quit(), 0)
        self.assertEqual(path.read_bytes(), b"damaged" * 4096)
        app = self.start()
        app.find(BUTTON, "Keep It Aside and Begin Anew")
        app.press_if_there("Keep It Aside and Begin Anew")  # it goes before it answers
        app.create()
        self.finish()
        self.assertIn(b"damaged" * 4096, [each.read_bytes() for each in path.parent.iterdir()
                                          if each.is_file()])

    def test_damaged_draft(self):
        path = self.start_with("drafts/two.json", b'{"moneyer_draft": 1, "kind": "tok')
        self.app.find(ENTRY, "Symbol")
        self.app.click(BUTTON, lambda name: name.startswith("Close the draft"))
        self.app.says("Files That Could Not Be Read")
        self.app.says(plain(str(path)))
        self.assertEqual(self.app.quit(), 0)
        self.assertEqual(path.read_bytes(), b'{"moneyer_draft": 1, "kind": "tok')
        self.assertEqual(len(list(path.parent.iterdir())), 2)


class Instances(MishapTest):
    def test_second_start(self):
        self.open_network()
        app = self.start()
        app.create()
        app.wait_for(lambda: "Sent" in app.labels(), "it sent")
        done = subprocess.run([PROGRAM], env={**os.environ, **self.home.environment}, check=False,
                              timeout=60)
        self.assertEqual(done.returncode, 0)
        self.assertEqual(app.n_windows(), 1)
        self.finish()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[4:], verbosity=2)
