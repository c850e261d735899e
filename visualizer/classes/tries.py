"""Against guessing codes: how many that are none an address may try, and all together.

Only wrong ones count, so a class of two hundred behind one address joins with one code. Who has
used up his tries is told nothing of right ones either. In memory: after a start all begin anew.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict

from django.conf import settings

from visualizer.budget import Budget

MINUTE_S = 60.0
REMEMBERED = 10_000  # addresses; of more, those forgotten first that tried longest ago
FROM_HERE = "Too many codes that do not exist came from this address."
FROM_ALL = "Too many codes that do not exist are being tried on this server."


class TooManyTries(Exception):
    """No code is looked up for now; the text says why."""

    def __init__(self, what: str, wait_s: float) -> None:
        self.wait_s = max(1, math.ceil(wait_s))
        super().__init__(f"{what} Try again in {self.wait_s} s.")


class Tries:
    """Counts, for any thread."""

    def __init__(self) -> None:
        self.places: OrderedDict[str, Budget] = OrderedDict()
        self.all: Budget | None = None
        self.lock = threading.Lock()

    def require(self, place: str) -> None:
        """Raise `TooManyTries` where none may come now."""
        now = time.monotonic()
        with self.lock:
            budget = self.places.get(place)
            if budget is not None and (wait := budget.wait_s(now)) > 0:
                raise TooManyTries(FROM_HERE, wait)
            if (wait := self._of_all(now).wait_s(now)) > 0:
                raise TooManyTries(FROM_ALL, wait)

    def wrong(self, place: str) -> None:
        """A code was none."""
        now = time.monotonic()
        with self.lock:
            most = settings.MAX_CODE_TRIES_PER_ADDRESS
            budget = self.places.setdefault(place, Budget(now, most, most / MINUTE_S))
            self.places.move_to_end(place)
            budget.takes_one(now)
            self._of_all(now).takes_one(now)
            while len(self.places) > REMEMBERED:
                self.places.popitem(last=False)

    def forget(self) -> None:
        """Begin anew."""
        with self.lock:
            self.places.clear()
            self.all = None

    def _of_all(self, now: float) -> Budget:
        if self.all is None:
            self.all = Budget(now, settings.MAX_CODE_TRIES, settings.MAX_CODE_TRIES / MINUTE_S)
        return self.all


tries = Tries()
