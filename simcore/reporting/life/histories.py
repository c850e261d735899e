"""The history of a followed execution as steps: what it went through, was tried again, was caught.

As the laboratory reads it (static/src/panels/story/from-history.ts).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["ENDS", "Step", "steps_of"]

Event = Sequence[Any]
"""A row of the part ``histories`` of a frame: execution, id, previous, t, type, state, details."""

Step = tuple[float, str, float, float]
"""When, what, and two numbers that it is about: states, attempts, the moment until which it is."""

ENDS = ("Succeeded", "Failed", "TimedOut", "Aborted")
"""Of an execution, in the order in which the step ``ended`` numbers them."""

ASKED = "(Task|LambdaFunction|Activity)"
BEGINS = re.compile(f"{ASKED}Started")
SCHEDULED = re.compile(f"{ASKED}Scheduled")
FAILS = re.compile(f"{ASKED}(Failed|TimedOut|StartFailed|SubmitFailed|ScheduleFailed)")


def steps_of(events: Sequence[Event]) -> list[Step]:
    """Of the events of one execution, as they are numbered."""
    return _Reading(events).read()


@dataclass
class _Stay:
    """What is known of a state that the execution is in."""

    attempts: int = 0
    failed_at: float | None = None


class _Reading:
    def __init__(self, events: Sequence[Event]) -> None:
        self._events = events
        self._by_id = {event[1]: event for event in events}
        self._stays: dict[int, _Stay] = {}
        self._steps: list[Step] = []

    def read(self) -> list[Step]:
        last: Event | None = None
        for event in self._events:
            if last is not None and event[1] > last[1] + 1:
                self._say(last[3], "not-kept", event[1] - last[1] - 1, event[3])
            self._take(event)
            last = event
        return self._steps

    def _take(self, event: Event) -> None:
        _, _, _, t, kind, state, _ = event
        if kind == "ExecutionStarted":
            self._say(t, "started")
        elif kind.startswith("Execution") and kind.removeprefix("Execution") in ENDS:
            self._say(t, "ended", ENDS.index(kind.removeprefix("Execution")))
        elif kind.endswith("StateEntered"):
            self._enter(event)
        elif kind.endswith(("StateExited", "StateAborted")):
            self._say(t, "exited", state)
        elif state in self._stays:
            self._work(t, kind, state, self._stays[state])

    def _enter(self, event: Event) -> None:
        """Out of a state that had failed, into the one that catches it."""
        before = self._by_id.get(event[2])
        if before is not None and before[4].endswith("StateExited"):
            stay = self._stays.get(before[5])
            if stay is not None and stay.failed_at == before[3]:
                self._say(event[3], "caught", before[5], event[5])
        self._stays[event[5]] = _Stay()
        self._say(event[3], "entered", event[5])

    def _work(self, t: float, kind: str, state: int, stay: _Stay) -> None:
        if SCHEDULED.fullmatch(kind):
            if stay.failed_at is not None:
                self._say(stay.failed_at, "waits", state, t)
            stay.failed_at = None
        elif BEGINS.fullmatch(kind):
            stay.attempts += 1
            self._say(t, "attempt", state, stay.attempts)
        elif FAILS.fullmatch(kind):
            stay.failed_at = t
            self._say(t, "failed", state, max(1, stay.attempts))

    def _say(self, t: float, step: str, a: float = 0, b: float = 0) -> None:
        self._steps.append((t, step, a, b))
