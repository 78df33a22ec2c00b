"""A key ring that is locked: by the user in the application, and what is said then.
Usage: test_key_ring.py MONEYER MONEYER-PRACTICE"""

import sys
import unittest

from driver import BUTTON, LABEL, Moneyer

PROGRAM, PRACTICE = sys.argv[1:3]


class KeyRing(unittest.TestCase):
    def test_lock(self):
        app = Moneyer(PROGRAM, environment={"MONEYER_PRACTICE": PRACTICE,
                                            "GSETTINGS_BACKEND": "memory"})
        self.addCleanup(app.kill)
        app.click(BUTTON, "Practise on This Computer")
        app.find(LABEL, "The account is on the chain, and its keys are in your key ring.")
        app.click(BUTTON, lambda n: n.startswith("Account "))
        app.find(LABEL, "Open: Moneyer can sign with the keys in it")
        app.click(BUTTON, "Lock Keys")
        app.find(LABEL, "Locked: it will be asked to open when something is signed")
        app.find(BUTTON, "Unlock Keys")
        self.assertFalse(app.has(BUTTON, "Lock Keys"))
        self.assertEqual(app.quit(), 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
