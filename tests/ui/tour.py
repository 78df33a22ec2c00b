"""A walk through every page, step and dialog of the application, with stops. Who comes along, such
as a photographer or an examiner, is called at each: stop(name, app)."""

import driver
from driver import BUTTON, LABEL, ROW, WINDOW, Moneyer

KINDS = {"TULIP.GOLD": "token", "TULIPEUR": "smartcoin", "BLACKTULIP": "prediction",
         "T-": "findings"}
STEPS = ["Kind", "Name", "Powers", "Fees", "Rate", "Backing and feed", "Lists", "Review"]
ASSET_KINDS = {"TULIP": "token", "TULIP.CLUB": "regulated", "TULIPUSD": "smartcoin",
               "FROST2027": "prediction"}


class Guide:
    """Goes from stop to stop. @say: what the application's language has for English words."""

    def __init__(self, home, stop, say=lambda text: text, environment=None):
        self.say = lambda words: driver.plain(say(words))
        self.visit = stop
        self.app = Moneyer(home.programs[0],
                           environment={**home.environment, **(environment or {})})

    def stop(self, name):
        self.visit(name, self.app)

    # Ways

    def begins(self, words):
        """A name that does, and goes on with what depends."""
        start = self.say(words).rstrip("]")
        return lambda name: name.startswith(start)

    def to_side_bar(self):
        """In a narrow window it has a page of its own."""
        self.app.keys("alt+Left")

    def go(self, place):
        self.to_side_bar()
        self.app.click(ROW, self.say(place))

    def open_asset(self, symbol):
        self.to_side_bar()
        self.app.click(ROW, lambda name: name.startswith(f"{symbol}, "))

    def await_label(self, words):
        self.app.find(LABEL, self.begins(words))

    def await_live(self):
        words = self.say("live")
        self.app.wait_for(lambda: self.app.has(BUTTON, lambda name: words in name), "a live node")

    def dialog(self, name, open_it):
        """A window in front of the window."""
        count = len(self.app.all(WINDOW))
        open_it()
        self.app.wait_for(lambda: len(self.app.all(WINDOW)) > count, name)
        self.stop(name)
        self.app.keys("Escape")
        self.app.wait_for(lambda: len(self.app.all(WINDOW)) == count, f"the end of {name}")


def visit_newcomer(guide):
    """A first start, on an empty home."""
    app, say = guide.app, guide.say
    app.find(BUTTON, say("Practise on This Computer"))
    guide.stop("first-run")
    app.click(BUTTON, say("Practise on This Computer"))
    guide.await_label("The account is on the chain, and its keys are in your key ring.")
    guide.stop("new-account")
    guide.go("Drafts")
    guide.stop("drafts-empty")
    guide.go("Activity")
    guide.await_live()
    guide.stop("activity-empty")


def visit_draft(guide, symbol, kind):
    """Its steps, and in a narrow window what stands behind the bars there."""
    app, say = guide.app, guide.say
    guide.go("Drafts")
    app.click(ROW, symbol)
    guide.await_label("Draft saved")
    for step in STEPS[1:]:
        start = say(step) + ":"
        rows = app.all(ROW, lambda name: name.startswith(start))
        if not rows:
            continue  # not of this kind
        if step != STEPS[1]:
            app.click(BUTTON, say("_Next"))
        guide.stop(f"draft-{kind}-{step.split()[0].lower()}")
        if step == "Name" and app.has(BUTTON, guide.begins("Steps")):
            for bar in ("Steps", "Summary"):
                app.click(BUTTON, guide.begins(bar))
                guide.stop(f"draft-{kind}-{bar.lower()}")
                app.click(BUTTON, guide.begins(bar))
    app.click(BUTTON, say("_Close"))


def visit_shop(guide):
    """All there is, in a home where somebody has worked."""
    app, say = guide.app, guide.say
    guide.await_live()
    app.wait_for(lambda: app.has(ROW, lambda name: name.startswith("TULIPUSD, ")), "the assets")
    guide.stop("home")
    guide.to_side_bar()
    guide.stop("side-bar")
    for symbol, kind in ASSET_KINDS.items():
        guide.open_asset(symbol)
        guide.await_label("What holders are told")
        guide.stop(f"asset-{kind}")
    guide.go("Activity")
    guide.stop("activity")
    guide.go("Drafts")
    guide.stop("drafts")
    for symbol, kind in KINDS.items():
        visit_draft(guide, symbol, kind)
    app.activate("new-asset")
    guide.stop("new-asset")
    guide.dialog("preferences", lambda: app.activate("preferences"))
    guide.dialog("about", lambda: app.activate("about"))
    guide.dialog("shortcuts", lambda: app.keys("ctrl+question"))
