"""A walk through every page, step and dialog of the application, with stops. Who comes along, such
as a photographer or an examiner, is called at each: stop(name, app)."""

import driver
import world
from driver import BUTTON, CHECK, COMBO, LABEL, ROW, WINDOW, Moneyer, roles

TAB = roles("PAGE_TAB", "RADIO_BUTTON")

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
        start = self.say(words).split("%")[0].rstrip("]")
        return lambda name: name.startswith(start)

    def contains(self, words):
        part = self.say(words)
        return lambda name: part in name

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
        self.app.wait_for(lambda: self.app.has(BUTTON, self.contains("live")), "a live node")

    def dialog(self, name, open_it):
        """A window in front of the window."""
        count = len(self.app.all(WINDOW))
        open_it()
        self.app.wait_for(lambda: len(self.app.all(WINDOW)) > count, name)
        self.stop(name)
        self.app.keys("Escape")
        self.app.wait_for(lambda: len(self.app.all(WINDOW)) == count, f"the end of {name}")


def go_to_accounts(guide):
    guide.to_side_bar()
    guide.app.click(BUTTON, guide.begins("Account %s"))
    guide.app.find(BUTTON, guide.say("Add Account"))


def go_to_network(guide):
    guide.to_side_bar()
    guide.app.click(BUTTON, guide.begins("Network %s"))
    guide.await_label("State")


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
    go_to_network(guide)
    guide.stop("network")
    app.click(ROW, world.NOWHERE)
    app.wait_for(lambda: app.has(BUTTON, guide.contains("not connected")), "no node")
    guide.stop("network-offline")
    go_to_accounts(guide)
    guide.stop("accounts-none")


WAYS = ["Private key", "Name and password", "Brain key", "Nothing: a new account",
        "A name to watch"]


def visit_accounts(guide):
    app, say = guide.app, guide.say
    go_to_accounts(guide)
    guide.stop("accounts")
    for number, way in enumerate(WAYS):
        go_to_accounts(guide)
        app.click(BUTTON, say("Add Account"))
        row = app.find(COMBO | ROW, guide.begins("What You Have"))
        app.point(row)
        app.wait_for(lambda: app.has(LABEL, say(WAYS[-1])), "the ways")
        app.keys(*["Down"] * number, "Return")
        if number in (0, 2):
            app.type(say("Secret"), "not a key")
        elif number == 1:
            app.type(say("Account Name"), world.ACCOUNT)
            app.type(say("Secret"), "Pnot-the-password")
        else:
            app.type(say("Account Name"), "my-shop-1" if number == 3 else "practice-alice")
        guide.stop(f"add-account-{way.split()[0].lower().rstrip(':')}")
        if number == 3:
            app.click(BUTTON, say("Continue"))
            guide.await_label("Account Name")
            guide.stop("new-account-typed")
    go_to_accounts(guide)
    guide.dialog("remove-account", lambda: app.click(BUTTON, guide.begins("Remove %s")))
    go_to_accounts(guide)
    app.click(BUTTON, say("Lock Keys"))
    app.find(BUTTON, say("Unlock Keys"))
    guide.stop("accounts-locked")


def visit_draft(guide, symbol, kind):
    """Its steps, and in a narrow window what stands behind the bars there."""
    app, say = guide.app, guide.say
    guide.go("Drafts")
    app.click(ROW, symbol)
    guide.await_label("Draft saved")
    steps = app.wait_for(
        lambda: [step for step in STEPS[1:]
                 if app.has(ROW, lambda name, step=step: name.startswith(f"{say(step)}:"))],
        "the steps of its kind")
    for step in steps:
        if step != steps[0]:
            app.click(BUTTON, say("_Next"))
        now = f"{say(step)}: {say('now')}"
        app.wait_for(lambda now=now: app.has(ROW, now), now)
        guide.stop(f"draft-{kind}-{step.split()[0].lower()}")
        if step == "Name" and app.has(BUTTON, guide.begins("Steps")):
            for bar in ("Steps", "Summary"):
                app.click(BUTTON, guide.begins(bar))
                guide.stop(f"draft-{kind}-{bar.lower()}")
                app.click(BUTTON, guide.begins(bar))
    if kind == "token":
        begins = guide.begins("Create %s")
        app.click(BUTTON, lambda name: begins(name) and symbol in name)
        guide.stop("sending")
        app.find(BUTTON, guide.begins("Open %s"))
        guide.stop("sent")
    app.click(BUTTON, guide.begins("Close the draft"))


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
    app.click(BUTTON | CHECK | TAB, say("Activity"))
    guide.stop("asset-activity")
    guide.go("Activity")
    guide.stop("activity")
    guide.go("Drafts")
    guide.stop("drafts")
    for symbol, kind in KINDS.items():
        visit_draft(guide, symbol, kind)
    app.activate("new-asset")
    guide.stop("new-asset")
    app.click(BUTTON, guide.begins("Close the draft"))
    visit_accounts(guide)
    guide.dialog("preferences", lambda: app.activate("preferences"))
    guide.dialog("about", lambda: app.activate("about"))
    guide.dialog("shortcuts", lambda: app.keys("ctrl+question"))
