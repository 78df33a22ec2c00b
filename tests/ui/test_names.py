"""What somebody hears who cannot see the windows: at every stop of the tour each control has a name
of its own, each picture a description, and the Tab key goes round all of them as one reads.
Usage: test_names.py MONEYER MONEYER-CLI MONEYER-PRACTICE"""

import pathlib
import re
import subprocess
import sys
import tempfile
import time
import unittest

import driver
import tour
import world
from driver import BUTTON, CHECK, COMBO, ENTRY, ROW, WINDOW, Atspi, GLib, plain, roles

PROGRAMS = sys.argv[1:4]
CONTROL = BUTTON | CHECK | COMBO | ENTRY | ROW | roles(
    "SLIDER", "SPIN_BUTTON", "LINK", "MENU_ITEM", "SWITCH", "PAGE_TAB")
PICTURE = roles("IMAGE", "ICON", "CANVAS", "ANIMATION", "CHART")
# What GTK says of a widget that nobody named: its class, or the name of its icon.
NO_NAME = re.compile(r"(Gtk|Gdk|Adw|Mnr)[A-Z]\w*|[\w-]+-symbolic|\W*")
MOST = 200  # controls on a page
# Where something goes on by itself, so that the controls are others from one moment to the next.
MOVING = {"sending"}
# Windows of the toolkit's, of which only the words are ours.
FOREIGN = {"about", "shortcuts"}


class Heard:
    """A control, and what was said when the focus came to it: later it may be gone."""

    def __init__(self, node):
        self.node, self.role = node, node.get_role()
        self.words = (self.role, plain(node.get_name()), node.get_description())
        self.parent, self.page = node.get_parent(), page_of(node)


def page_of(node):
    """The page of a stack that it is on: GTK 4.8 does not say which of them are shown."""
    while node is not None and plain(node.get_name()) not in ("GtkStackPage", "AdwViewStackPage"):
        node = node.get_parent()
    return node


def place(node):
    return node.get_extents(Atspi.CoordType.WINDOW)


def is_a(node, *states):
    has = node.get_state_set()
    return all(has.contains(getattr(Atspi.StateType, state)) for state in states)


def is_inside(node, control):
    while node is not None and node != control:
        node = node.get_parent()
    return node is not None


def is_in_named_control(node):
    node = node.get_parent()
    while node is not None:
        if node.get_role() in CONTROL and not NO_NAME.fullmatch(plain(node.get_name())):
            return True
        node = node.get_parent()
    return False


def is_toolkits(node):
    """Parts of GTK 4.8's and libadwaita 1.2's own widgets that have no names: the button in a
    drop-down, what its list shows, the tabs of a switcher and the eye of a password's row."""
    parent, name = node.get_parent(), plain(node.get_name())
    return parent is not None and (
        (parent.get_role() in COMBO and not NO_NAME.fullmatch(plain(parent.get_name())))
        or parent.get_name() in ("GtkListView", "AdwViewSwitcher")
        or (name == "GtkImage" and is_in_named_control(node)))


class Examiner:
    def __init__(self):
        self.problems, self.stops = [], []
        self.focused = []
        self.listener = Atspi.EventListener.new(self.on_event)
        self.listener.register("object:state-changed:focused")

    def on_event(self, event):
        if event.detail1:
            self.focused.append(event.source)

    def complain(self, words, node=None):
        if node is not None:
            words += f": {node.get_role_name()} “{plain(node.get_name())}”"
            parent = node.get_parent()
            above = []
            while parent is not None and len(above) < 4:
                above.append(plain(parent.get_name()) or parent.get_role_name())
                parent = parent.get_parent()
            words += f" in {' < '.join(above)}"
        self.problems.append(f"{self.stops[-1]}: {words}")

    def __call__(self, name, app):
        self.stops.append(name)
        if name in FOREIGN:
            return
        app.wait_for(lambda: self.look(app), f"a page that stays as it is: {name}")
        if name not in MOVING:
            self.go_round(app)

    def look(self, app):
        """Names and descriptions, also of what is only there at other times."""
        window = app.all(WINDOW)[-1]
        found = [(node, node.get_role(), node.get_name()) for node in app.nodes(window)]
        for node, role, name in found:
            if role in CONTROL and is_a(node, "FOCUSABLE") and NO_NAME.fullmatch(plain(name)):
                if not is_toolkits(node):
                    self.complain("a control without a name", node)
            elif role in PICTURE and NO_NAME.fullmatch(name) and not node.get_description():
                # Of what is in a control, its name is all that is said.
                if not is_in_named_control(node):
                    self.complain("a picture without a description", node)
        return True

    def press_tab(self, app):
        """Returns what has the focus then."""
        count, end = len(self.focused), time.monotonic() + 5
        app.keys("Tab")
        while len(self.focused) == count and time.monotonic() < end:
            if not GLib.MainContext.default().iteration(False):
                time.sleep(0.002)
        return self.focused[-1] if len(self.focused) > count else None

    def go_round(self, app):
        """Once round with the Tab key."""
        windows = subprocess.check_output(
            ["xdotool", "search", "--onlyvisible", "--pid", str(app.process.pid)],
            text=True).split()
        subprocess.check_call(["xdotool", "mousemove", "--window", windows[-1], "150", "12"])
        self.focused.clear()
        order, before = [], None
        for _ in range(MOST):
            node = self.press_tab(app)
            if node is None or (order and node == order[0].node):
                break
            if any(node == heard.node for heard in order):
                if node.get_role() in ROW:
                    continue  # a list is entered where it was left
                self.complain("Tab comes by twice, and not round", node)
                break
            try:
                if before is not None:
                    self.check_step(before, node)
                order.append(Heard(node))
            except GLib.Error:
                pass  # gone already
            before = node
        else:
            self.complain("Tab does not come round")
        self.check_apart(order)
        app.wait_for(lambda: self.check_all(app, order), "a page that stays as it is")

    @staticmethod
    def pane(node):
        """What it is read with: the nearest thing that scrolls."""
        while node is not None and node.get_role() != Atspi.Role.SCROLL_PANE:
            node = node.get_parent()
        return node

    @staticmethod
    def row(node):
        """The row of a list that it is in; each node that is in none is one of its own."""
        inner = node
        while node is not None and node.get_role() not in ROW:
            node = node.get_parent()
        return node or inner

    def check_step(self, before, node):
        pane = self.pane(before)
        if pane is None or pane != self.pane(node) or self.row(before) == self.row(node):
            return
        here, there = place(before), place(node)
        same_line = min(here.y + here.height, there.y + there.height) - max(here.y, there.y) > \
            min(here.height, there.height) / 2
        is_above = there.y + there.height <= here.y
        if is_above or (same_line and there.x < here.x):
            self.complain(f"Tab goes back from “{plain(before.get_name())}”", node)

    def check_apart(self, order):
        heard = set()
        for control in order:
            if control.role in CONTROL and control.words in heard:
                self.complain("two controls that sound the same", control.node)
            heard.add(control.words)

    def check_all(self, app, order):
        pages = [heard.page for heard in order]
        parents = [heard.parent for heard in order]
        nodes = [heard.node for heard in order]
        for node in app.nodes(app.all(WINDOW)[-1]):
            role = node.get_role()
            if role not in CONTROL or node in nodes or not is_a(node, "FOCUSABLE", "SENSITIVE") \
                    or node.get_description().endswith(" the window") \
                    or (role in ROW and node.get_parent() in parents) \
                    or page_of(node) not in pages or place(node).height <= 0:
                continue  # out of sight, of the window manager's, or for the arrow keys
            if not any(is_inside(other, node) or is_inside(node, other) for other in nodes):
                self.complain("Tab does not come to it", node)
        return True


class Names(unittest.TestCase):
    def take(self, home, visit):
        examiner = Examiner()
        guide = tour.Guide(home, examiner)
        try:
            visit(guide)
            self.assertEqual(guide.app.quit(), 0)
        finally:
            guide.app.kill()
        self.assertEqual(sorted(set(examiner.problems)), [], "\n".join(examiner.problems))

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.home = world.Home(pathlib.Path(folder.name) / "home", PROGRAMS)

    def test_newcomer(self):
        self.take(self.home, tour.visit_newcomer)

    def test_shop(self):
        self.home.furnish()
        self.take(self.home, tour.visit_shop)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[4:], verbosity=2)
