"""Drives Moneyer as a person with a screen reader does: by the names and roles in the accessibility
tree. Where GTK 4.8 has no action for a widget (rows, check buttons), a pointer clicks it."""

import os
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

PATIENCE = 30  # seconds, for anything that has to happen


def roles(*names):
    """Roles by name: newer versions of AT-SPI have more of them."""
    return {getattr(Atspi.Role, name) for name in names if hasattr(Atspi.Role, name)}


BUTTON = roles("PUSH_BUTTON", "BUTTON", "TOGGLE_BUTTON")
CHECK = roles("CHECK_BOX", "RADIO_BUTTON", "TOGGLE_BUTTON")
ENTRY = roles("TEXT", "ENTRY", "PASSWORD_TEXT")
ROW = roles("LIST_ITEM")
LABEL = roles("LABEL", "STATIC", "STATUS_BAR", "UNKNOWN")
COMBO = roles("COMBO_BOX")
MENU_ITEM = roles("MENU_ITEM")
WINDOW = roles("FRAME", "WINDOW", "DIALOG")


def plain(name):
    """A name as it is heard. GTK 4.8 says "_Save Save" of a button with a mnemonic."""
    words = (name or "").replace("_", "").split()
    half = len(words) // 2
    if words and words[:half] * 2 == words:
        words = words[:half]
    return " ".join(words)


class Moneyer:
    """A running application."""

    def __init__(self, program, arguments=(), environment=None):
        Atspi.set_timeout(5000, 20000)
        self.process = subprocess.Popen([program, *arguments],
                                        env={**os.environ, **(environment or {})})
        self.root = self.wait_for(self._find_root, "the application in the accessibility tree")

    def _find_root(self):
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child is not None and child.get_process_id() == self.process.pid \
                    and child.get_child_count() > 0:
                return child
        return None

    def wait_for(self, condition, what):
        """What a condition returns once that is something; fails when patience ends."""
        end = time.monotonic() + PATIENCE
        while True:
            if self.process.poll() is not None:
                raise AssertionError(f"Moneyer ended ({self.process.returncode}); awaited: {what}")
            try:
                found = condition()
                if found:
                    return found
            except GLib.Error:
                pass  # the tree changed under us
            if time.monotonic() > end:
                raise AssertionError(f"did not come: {what}\n{self.describe()}")
            time.sleep(0.05)

    def nodes(self, start=None):
        """All of the tree, top down."""
        stack = [start or self.root]
        while stack:
            node = stack.pop()
            yield node
            children = [node.get_child_at_index(i) for i in range(node.get_child_count())]
            stack.extend(child for child in reversed(children) if child is not None)

    def all(self, kind, name=None, start=None):
        self.root.clear_cache()
        return [node for node in self.nodes(start) if node.get_role() in kind
                and (name is None or self._is_called(node, name))]

    @staticmethod
    def _is_called(node, name):
        own = plain(node.get_name())
        return name(own) if callable(name) else own == name

    def find(self, kind, name):
        return self.wait_for(lambda: self.all(kind, name), f"{name}")[0]

    def has(self, kind, name):
        return bool(self.all(kind, name))

    def is_sensitive(self, node):
        node.clear_cache()
        return node.get_state_set().contains(Atspi.StateType.SENSITIVE)

    def is_checked(self, node):
        node.clear_cache()
        return node.get_state_set().contains(Atspi.StateType.CHECKED)

    def click(self, kind, name):
        node = self.wait_for(
            lambda: next((n for n in self.all(kind, name) if self.is_sensitive(n)), None),
            f"{name}, to be clicked")
        for index in range(node.get_n_actions()):
            if Atspi.Action.get_action_name(node, index) in ("click", "toggle", "activate"):
                node.do_action(index)
                return
        self.point(node)

    def point(self, node):
        """Clicks into the middle of a widget."""
        place = node.get_extents(Atspi.CoordType.WINDOW)
        windows = subprocess.check_output(
            ["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)],
            text=True).split()
        # GTK 4.8 leaves half of the shadow it draws around a window out of its extents.
        shadow = 4
        subprocess.check_call(
            ["xdotool", "mousemove", "--window", windows[-1],
             str(place.x + place.width // 2 + shadow), str(place.y + place.height // 2 + shadow),
             "click", "1"])

    def keys(self, *keys):
        subprocess.check_call(["xdotool", "key", *keys])

    def text(self, node):
        return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))

    def type(self, name, value):
        node = self.find(ENTRY, name)
        Atspi.EditableText.set_text_contents(node, value)
        self.wait_for(lambda: self.text(node) == value, f"{name} with what was typed")

    def activate(self, action):
        """An action of the application's, over the bus as the desktop does it."""
        session_bus().call_sync(
            "io.github.moneyer.Moneyer", "/io/github/moneyer/Moneyer", "org.gtk.Actions",
            "Activate", GLib.Variant("(sava{sv})", (action, [], {})), None, 0, -1, None)

    def describe(self):
        """The tree as text: for who has to find out why a test failed."""
        lines = []
        try:
            for node in self.nodes():
                name = node.get_name()
                if name:
                    lines.append(f"  {node.get_role_name()}: {plain(name)}")
        except GLib.Error as error:
            lines.append(f"  … {error.message}")
        return "\n".join(lines)

    def picture(self, path):
        subprocess.check_call(["import", "-window", "root", path])

    def resize(self, width, height):
        window = subprocess.check_output(
            ["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)],
            text=True).split()[-1]
        subprocess.check_call(["xdotool", "windowsize", "--sync", window, str(width), str(height)])

    def quit(self):
        """Quits as the user does; returns the exit status."""
        try:
            self.activate("quit")
        except GLib.Error:
            pass  # it may be gone before it answers
        return self.process.wait(PATIENCE)

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def session_bus():
    return Gio.bus_get_sync(Gio.BusType.SESSION, None)
