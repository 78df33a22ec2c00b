"""Drives Moneyer as a person with a screen reader does: by the names and roles in the accessibility
tree. Where GTK 4.8 has no action for a widget (rows, check buttons), a pointer clicks it."""

import os
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

# Seconds, for anything that has to happen.
PATIENCE = 30 * float(os.environ.get("MONEYER_PATIENCE", "1"))


def roles(*names):
    """Roles by name: newer versions of AT-SPI have more of them."""
    return {getattr(Atspi.Role, name) for name in names if hasattr(Atspi.Role, name)}


BUTTON = roles("PUSH_BUTTON", "BUTTON", "TOGGLE_BUTTON")
CHECK = roles("CHECK_BOX", "RADIO_BUTTON", "TOGGLE_BUTTON")
ENTRY = roles("TEXT", "ENTRY", "PASSWORD_TEXT")
ROW = roles("LIST_ITEM")
LABEL = roles("LABEL", "STATIC", "STATUS_BAR", "UNKNOWN")
COMBO = roles("COMBO_BOX")
SLIDER = roles("SLIDER")
MENU_ITEM = roles("MENU_ITEM")
LEAVES = roles("LABEL", "STATIC", "IMAGE", "SEPARATOR", "SCROLL_BAR")  # as far as tests go
SCROLLER = roles("SCROLL_PANE")
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
        self.focused = None  # what had the focus last: see focus()
        self.listener = Atspi.EventListener.new(self._on_focused)
        self.listener.register("object:state-changed:focused")
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
            self._hear()
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
            time.sleep(0.02)

    def walk(self, start=None, backwards=False):
        """All of the tree with role and name, top down; backwards: what comes last in it first.
        What goes while it is walked is not in it."""
        stack = [start or self.root]
        while stack:
            node = stack.pop()
            try:
                role, name = node.get_role(), plain(node.get_name())
                children = [node.get_child_at_index(i) for i in
                            range(0 if role in LEAVES else node.get_child_count())]
            except GLib.Error:
                continue
            yield node, role, name
            if not backwards:
                children.reverse()
            stack.extend(child for child in children if child is not None)

    def nodes(self, start=None):
        return (node for node, _, _ in self.walk(start))

    def all(self, kind, name=None, start=None):
        self.root.clear_cache()
        return [node for node, role, own in self.walk(start) if role in kind
                and (name is None or self._is_called(own, name))]

    @staticmethod
    def _is_called(own, name):
        return name(own) if callable(name) else own == name

    def first(self, kind, name, sensitive=False, backwards=False):
        """The first there is, or None. Quicker than all of them."""
        self.root.clear_cache()
        return next((node for node, role, own in self.walk(backwards=backwards) if role in kind
                     and self._is_called(own, name)
                     and (not sensitive or self.is_sensitive(node))), None)

    def page(self):
        """What is scrolled with what has the focus."""
        node = self.focused
        while node.get_role() not in SCROLLER:
            node = node.get_parent()
        return node

    def find(self, kind, name):
        return self.wait_for(lambda: self.first(kind, name), f"{name}")

    def has(self, kind, name):
        return self.first(kind, name) is not None

    def named(self, kind, start=None):
        """All of a kind by their names: quicker than one search for each."""
        self.root.clear_cache()
        return {own: node for node, role, own in self.walk(start) if role in kind}

    def is_sensitive(self, node):
        node.clear_cache()
        return node.get_state_set().contains(Atspi.StateType.SENSITIVE)

    def is_checked(self, node):
        node.clear_cache()
        return node.get_state_set().contains(Atspi.StateType.CHECKED)

    def click(self, kind, name):
        node = self.wait_for(lambda: self.first(kind, name, sensitive=True),
                             f"{name}, to be clicked")
        self.act(node)

    def act(self, node):
        """What a click on it does."""
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

    # The focus

    def _on_focused(self, event):
        if event.detail1:
            self.focused = event.source

    @staticmethod
    def _hear():
        """What the application has told since the last time."""
        while GLib.MainContext.default().iteration(False):
            pass

    def focus(self):
        """The name of what has the focus; None if nothing has."""
        self._hear()
        if self.focused is None:
            return None
        self.focused.clear_cache()
        if not self.focused.get_state_set().contains(Atspi.StateType.FOCUSED):
            return None
        return plain(self.focused.get_name())

    def await_focus(self, name):
        """Until the focus is on something of that name."""
        matches = name if callable(name) else lambda heard: heard == name
        self.wait_for(lambda: (heard := self.focus()) is not None and matches(heard),
                      f"the focus on {name}, not on {self.focus()}")
        return self.focused

    def press(self, *keys):
        """Presses keys that move the focus; returns the name of what has it then."""
        before = self.focused
        self.keys(*keys)
        self.wait_for(lambda: self.focus() is not None and self.focused != before,
                      f"the focus elsewhere than on {before and plain(before.get_name())}")
        return self.focus()

    def await_in_sight(self, node):
        """Until what has the focus is scrolled to: a list that drops down wants its place."""
        window = self.first(WINDOW, lambda name: True)

        def is_in_sight():
            node.clear_cache()
            place = node.get_extents(Atspi.CoordType.WINDOW)
            room = window.get_extents(Atspi.CoordType.WINDOW)
            return place.height > 0 and 0 <= place.y <= room.height - place.height

        self.wait_for(is_in_sight, f"{plain(node.get_name())} in sight")

    def tab_to(self, name, key="Tab"):
        """From field to field until it is on one of that name."""
        matches = name if callable(name) else lambda heard: heard == name
        heard = [self.focus()]
        while heard[-1] is None or not matches(heard[-1]):
            heard.append(self.press(key))
            if len(heard) > 100:
                raise AssertionError(f"{key} does not come to {name}: {heard}")
        return heard

    def keys_type(self, text):
        """On the keyboard, into what has the focus."""
        subprocess.check_call(["xdotool", "type", "--delay", "1", text])

    def is_pressed(self, node):
        node.clear_cache()
        return node.get_state_set().contains(Atspi.StateType.PRESSED)

    def text(self, node):
        return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))

    def type(self, name, value):
        self.put(self.find(ENTRY, name), name, value)

    def put(self, node, name, value):
        Atspi.EditableText.set_text_contents(node, value)
        self.wait_for(lambda: self.text(node) == value, f"{name} with what was typed")

    def activate(self, action):
        """An action of the application's, over the bus as the desktop does it."""
        session_bus().call_sync(
            "io.github.moneyer.Moneyer", "/io/github/moneyer/Moneyer", "org.gtk.Actions",
            "Activate", GLib.Variant("(sava{sv})", (action, [], {})), None, 0, -1, None)

    def describe(self):
        """The tree as text: for who has to find out why a test failed."""
        return "\n".join(f"  {node.get_role_name()}: {name}"
                         for node, _, name in self.walk() if name)

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
