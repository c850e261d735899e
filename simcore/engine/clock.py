"""What time it is in a run, and the loop that moves it on: the innermost of all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import heappop
from math import inf
from typing import Any, Final

from simcore.engine.state import State, state_of

END_OF_TIME: Final[tuple[Any, ...]] = (inf, 9, 0, None)
"""Behind all that can be scheduled: where the loop ends when it is reached."""


class Clock:
    """The time, the heap of an environment's entries, and the next arrival if it is known."""

    def __init__(self, now: float) -> None:
        self.now = now
        self.entries: list[tuple[Any, ...]] = []
        self.head: float | None = None

    def __getstate__(self) -> State:
        return state_of(self)

    def turn(
        self,
        arrivals: Iterator[float],
        arrive: Callable[[float], None],
        process: Callable[[Any], None],
    ) -> None:
        """Run entries of the heap, five items long, and arrivals, in order of their times.

        ``process`` takes what is an event of SimPy's. Returns at `END_OF_TIME`; what else is to
        end it raises. ``arrivals`` never end.
        """
        entries, pop = self.entries, heappop
        head: float | None = None
        try:
            for head in arrivals:
                came: float = head
                while True:
                    t: float = entries[0][0]
                    if came < t:
                        break
                    entry = pop(entries)
                    if len(entry) == 5:
                        self.now = t
                        entry[3](entry[4])
                    elif entry is END_OF_TIME:
                        return
                    else:
                        self.now = t
                        process(entry[3])
                self.now = came
                head = None  # this one is not repeated when arrive() raises
                arrive(came)
        finally:
            self.head = head
