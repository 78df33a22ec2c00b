"""The program as a whole: its command line, one window of it, what it remembers, and its shortcuts.
Usage: test_program.py MONEYER MONEYER-PRACTICE"""

import os
import subprocess
import sys
import unittest

import driver
from driver import BUTTON, LABEL, WINDOW, Moneyer

PROGRAM, PRACTICE = sys.argv[1:3]


class CommandLine(unittest.TestCase):
    """Without a display."""

    def run_program(self, *arguments):
        environment = {name: value for name, value in os.environ.items()
                       if name not in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS")}
        return subprocess.run([PROGRAM, *arguments], env=environment, text=True, check=False,
                              capture_output=True, timeout=60)

    def test_help(self):
        run = self.run_program("--help")
        self.assertEqual(run.returncode, 0)
        self.assertIn("tokens on the BitShares blockchain", run.stdout)
        self.assertIn("--version", run.stdout)

    def test_version(self):
        run = self.run_program("--version")
        self.assertEqual(run.returncode, 0)
        self.assertRegex(run.stdout, r"^moneyer \d+\.\d+")

    def test_unknown(self):
        run = self.run_program("--nonsense")
        self.assertNotEqual(run.returncode, 0)
        self.assertIn("--nonsense", run.stderr)


class Window(unittest.TestCase):
    def setUp(self):
        self.home = os.path.join(os.environ["HOME"], self.id())
        self.app = None

    def start(self):
        folders = {f"XDG_{name}_HOME": os.path.join(self.home, name.lower())
                   for name in ("CONFIG", "DATA", "CACHE", "STATE")}
        for folder in folders.values():
            os.makedirs(folder, exist_ok=True)
        self.environment = {**folders, "MONEYER_PRACTICE": PRACTICE,
                            "GSETTINGS_BACKEND": "keyfile"}
        self.app = Moneyer(PROGRAM, environment=self.environment)
        self.addCleanup(self.app.kill)
        return self.app

    def windows(self):
        return [driver.plain(node.get_name()) for node in self.app.all(WINDOW)]

    def wait_for_window(self, title):
        self.app.wait_for(lambda: title in self.windows(), title)

    def setting(self, name):
        path = os.path.join(self.home, "config", "glib-2.0", "settings", "keyfile")
        with open(path, encoding="utf-8") as file:
            for line in file:
                if line.startswith(name + "="):
                    return line.split("=", 1)[1].strip()
        return None

    def test_memory(self):
        app = self.start()
        app.click(BUTTON, "Practise on This Computer")
        app.find(LABEL, "The account is on the chain, and its keys are in your key ring.")
        app.click(BUTTON, lambda n: n.startswith("Network "))
        self.wait_for_window("Network")
        before = self.size()
        app.resize(934, 681)
        app.wait_for(lambda: self.size() != before, "the new size")
        size = self.size()
        # Its own end, as that of a session, and not only what a menu does.
        app.process.terminate()
        self.assertEqual(app.process.wait(driver.PATIENCE), 0)
        self.assertEqual(self.setting("network"), "'practice'")
        self.assertEqual(self.setting("page"), "'network'")

        app = self.start()
        self.wait_for_window("Network")
        app.find(BUTTON, "Network Practice network · live")
        self.assertEqual(self.size(), size)
        self.assertEqual(app.quit(), 0)

    def size(self):
        node = self.app.all(WINDOW)[0]
        place = node.get_extents(driver.Atspi.CoordType.WINDOW)
        return place.width, place.height

    def test_single(self):
        app = self.start()
        app.find(BUTTON, "Practise on This Computer")
        second = subprocess.run([PROGRAM], env={**os.environ, **self.environment}, check=False,
                                timeout=driver.PATIENCE)
        self.assertEqual(second.returncode, 0)
        self.assertEqual(len(self.windows()), 1)
        self.assertEqual(app.quit(), 0)

    def test_shortcuts(self):
        app = self.start()
        app.click(BUTTON, "Practise on This Computer")
        app.find(LABEL, "The account is on the chain, and its keys are in your key ring.")
        for keys, title in (("ctrl+n", "New Asset"), ("ctrl+d", "Drafts"),
                            ("ctrl+h", "Activity")):
            app.keys(keys)
            self.wait_for_window(title)

        # Everything that the window of shortcuts tells of was just tried, or is now.
        for keys in ("F1", "ctrl+question"):
            app.keys(keys)
            app.wait_for(lambda: len(self.windows()) == 2, f"the window of shortcuts ({keys})")
            for what in ("New asset", "Drafts", "Activity", "Main menu", "Preferences",
                         "Keyboard shortcuts", "Close the window", "Quit",
                         "Back to the side bar, in a narrow window"):
                app.find(LABEL, what)
            app.keys("Escape")
            app.wait_for(lambda: len(self.windows()) == 1, "its end")
        app.keys("ctrl+comma")
        app.find(LABEL, "Appearance")
        app.keys("Escape")
        app.wait_for(lambda: len(self.windows()) == 1, "the end of the preferences")
        app.keys("F10")
        app.find(driver.MENU_ITEM, "About Moneyer")
        app.keys("Escape")

        app.keys("ctrl+q")
        self.assertEqual(app.process.wait(driver.PATIENCE), 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
