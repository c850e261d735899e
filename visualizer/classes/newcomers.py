"""Against filling classes: how many new seats a browser may take, and who comes without a name.

A browser is known by its cookie, so one that floods uses up its own seats and nobody else's, of
two hundred behind one address. Who has no cookie could give himself a new name with each seat: of
those an address has so many together. In memory: after a start all begin anew.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

from django.conf import settings

from visualizer.budget import Budget
from visualizer.classes.tries import MINUTE_S, REMEMBERED, TooManyTries
from visualizer.visitor import Visitor

BY_BROWSER = "This browser takes too many seats in classes (WINDTUNNEL_MAX_NEW_SEATS_PER_VISITOR)."
BY_ADDRESS = (
    "Too many seats in classes are taken from this address without a cookie "
    "(WINDTUNNEL_MAX_NEW_SEATS_PER_ADDRESS)."
)


class Newcomers:
    """Counts, for any thread."""

    def __init__(self) -> None:
        self.budgets: OrderedDict[str, Budget] = OrderedDict()
        self.lock = threading.Lock()

    def take_one(self, who: Visitor) -> None:
        """A new seat; raises `TooManyTries` where there were too many."""
        now = time.monotonic()
        whose, most, says = _allowed(who)
        with self.lock:
            budget = self.budgets.setdefault(whose, Budget(now, most, most / MINUTE_S))
            self.budgets.move_to_end(whose)
            if not budget.takes_one(now):
                raise TooManyTries(says, budget.wait_s(now))
            while len(self.budgets) > REMEMBERED:
                self.budgets.popitem(last=False)

    def forget(self) -> None:
        """Begin anew."""
        with self.lock:
            self.budgets.clear()


def _allowed(who: Visitor) -> tuple[str, int, str]:
    if who.is_browser:
        return who.ids[0], settings.MAX_NEW_SEATS_PER_VISITOR, BY_BROWSER
    return who.place, settings.MAX_NEW_SEATS_PER_ADDRESS, BY_ADDRESS


newcomers = Newcomers()
