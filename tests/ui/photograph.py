"""Photographs every page of the application, in every guise, into a folder.
Usage: photograph.py SOURCE-FOLDER FOLDER MONEYER MONEYER-CLI MONEYER-PRACTICE [VARIANT…]"""

import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import pseudo
import tour
import world
from driver import WINDOW, Atspi

# By the name of each: size, and what the program finds in its environment.
WIDE, NARROW = (1100, 760), (360, 640)
HIGH_CONTRAST = {"ADW_DEBUG_HIGH_CONTRAST": "1"}
DARK = {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}
VARIANTS = {
    "light": (WIDE, {}),
    "narrow": (NARROW, {}),
    "dark": (WIDE, DARK),
    "narrow-dark": (NARROW, DARK),
    "high-contrast": (WIDE, HIGH_CONTRAST),
    "high-contrast-dark": (WIDE, {**HIGH_CONTRAST, **DARK}),
    "right-to-left": (WIDE, {"LC_ALL": f"{pseudo.MIRRORED}.UTF-8"}),
    "narrow-right-to-left": (NARROW, {"LC_ALL": f"{pseudo.MIRRORED}.UTF-8"}),
    "pseudo": (WIDE, {"LC_ALL": f"{pseudo.LANGUAGE}.UTF-8"}),
    "narrow-pseudo": (NARROW, {"LC_ALL": f"{pseudo.LANGUAGE}.UTF-8"}),
}
EDGE = 5  # that GTK draws around a window where there is no window manager
TALLEST = 4000


def make_locales(folder):
    """The C locale under the names of others: what GTK goes by, without their packages."""
    source = next(path for path in ("/usr/lib/locale/C.utf8", "/usr/lib/locale/C.UTF-8")
                  if os.path.isdir(path))
    for name in (f"{pseudo.MIRRORED}.UTF-8", f"{pseudo.LANGUAGE}.UTF-8"):
        shutil.copytree(source, folder / name, dirs_exist_ok=True)


class Photographer:
    def __init__(self, folder, size):
        self.folder, self.size, self.count = folder, size, 0
        self.process, self.main = None, None
        folder.mkdir(parents=True, exist_ok=True)

    def windows(self, app):
        return subprocess.check_output(
            ["xdotool", "search", "--onlyvisible", "--pid", str(app.process.pid)],
            text=True).split()

    def resize(self, window, width, height):
        subprocess.check_call(["xdotool", "windowsize", window,
                               str(width + 2 * EDGE), str(height + 2 * EDGE)])

    def settle(self, window):
        """Until two looks are alike; not for ever, where something moves."""
        before, end = None, time.monotonic() + 5
        while time.monotonic() < end:
            now = hashlib.sha1(subprocess.check_output(
                ["import", "-silent", "-window", window, "rgb:-"])).digest()
            if now == before:
                return
            before = now
            time.sleep(0.15)

    def shoot(self, window, name):
        path = self.folder / f"{name}.png"
        subprocess.check_call(["import", "-silent", "-window", window, path])
        subprocess.check_call(["mogrify", "-shave", f"{EDGE}x{EDGE}", "+repage", path])

    def excess(self, app):
        """By how much what can be scrolled is taller than its place."""
        most = 0
        for pane in app.all({Atspi.Role.SCROLL_PANE}):
            place = pane.get_extents(Atspi.CoordType.WINDOW)
            if place.height == 0:
                continue
            inside = [pane]
            for _ in range(4):
                inside = [node.get_child_at_index(i) for node in inside
                          for i in range(node.get_child_count())]
                for node in inside:
                    most = max(most, node.get_extents(Atspi.CoordType.WINDOW).height - place.height)
        return most

    def __call__(self, name, app):
        # Out of the way, so that nothing is lit up, and no tip stands before anything.
        subprocess.check_call(["xdotool", "mousemove", str(TALLEST), str(TALLEST)])
        is_main = len(app.all(WINDOW)) == 1
        if is_main and app.process.pid != self.process:
            self.process, self.main = app.process.pid, self.windows(app)[0]
        window = self.main if is_main else self.windows(app)[-1]
        self.count += 1
        name = f"{self.count:02}-{name}"
        if is_main:
            self.resize(window, *self.size)
        self.settle(window)
        self.shoot(window, name)
        excess = self.excess(app) if is_main else 0
        if excess > 0:
            self.resize(window, self.size[0], min(self.size[1] + excess + 20, TALLEST))
            self.settle(window)
            self.shoot(window, name + "-tall")
            self.resize(window, *self.size)
            self.settle(window)
        # Keys go to the window that the pointer is in.
        subprocess.check_call(["xdotool", "mousemove", "--window", window, "150", "12"])


def main(source, folder, *arguments):
    programs, names = arguments[:3], arguments[3:] or VARIANTS
    folder = pathlib.Path(folder)
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        make_locales(scratch / "locales")
        pseudo.make(source, scratch / "translations")
        environment = {"LOCPATH": str(scratch / "locales"), "LANGUAGE": "",
                       "MONEYER_LOCALEDIR": str(scratch / "translations")}
        shop = world.Home(scratch / "shop", programs)
        shop.furnish()
        for name in names:
            size, more = VARIANTS[name]
            say = pseudo.translate if "pseudo" in name else lambda text: text
            shutil.rmtree(folder / name, ignore_errors=True)
            photographer = Photographer(folder / name, size)
            homes = ((world.Home(scratch / name / "newcomer", programs), tour.visit_newcomer),
                     (shop.copy(scratch / name / "shop"), tour.visit_shop))
            for home, visit in homes:
                home.set(window_width=size[0] + 2 * EDGE, window_height=size[1] + 2 * EDGE)
                guide = tour.Guide(home, photographer, say, {**environment, **more})
                try:
                    visit(guide)
                    if guide.app.quit() != 0:
                        raise AssertionError("did not end well")
                finally:
                    guide.app.kill()
            print(f"{name}: {photographer.count} stops")


if __name__ == "__main__":
    main(*sys.argv[1:])
