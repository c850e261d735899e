"""The steps of one followed message, made into phases that last and moments.

Told as the laboratory tells it (static/src/panels/story/phases.ts). Whoever states a message's
steps states all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from simcore.component.picture import Story
from simcore.frozen import frozen
from simcore.reporting.report import Phase
from simcore.reporting.words import ordinal

__all__ = ["UNDER_WAY", "Waterfall", "waterfall"]

CHANNELS = ("the on-success destination", "the on-failure destination", "the dead-letter queue")
UNDER_WAY = "under way"
INSTANT_S = 1e-9

Step = Mapping[str, Any]


@frozen
class Waterfall:
    """What became of a message, and by which way. `fate` is a word of `told.ENDS`.

    `over_s` is when a request was over for its sender, where what it led to may go on.
    """

    phases: tuple[Phase, ...]
    fate: str
    begins_s: float
    ends_s: float
    attempts: int
    refused: int
    over_s: float | None = None


@frozen
class _Open:
    """What goes on, since when; until when at the latest, where that is known."""

    sort: str
    since: float
    words: str
    until: float | None = None


def waterfall(steps: Sequence[Step], until_s: float, story: Story) -> Waterfall:
    """Of the steps of one story by time; what has no end in them goes on to `until_s`."""
    return _Reading(steps, story).read(until_s)


def _from_its_beginning(steps: Sequence[Step]) -> list[Step]:
    """When a record was written is told with its first invocation: of one refused, later."""
    at = next((n for n, step in enumerate(steps) if step["step"] == "sent"), 0)
    if at > 0 and steps[at]["t_s"] <= steps[0]["t_s"]:
        return [steps[at], *steps[:at], *steps[at + 1 :]]
    return list(steps)


class _Reading:
    """Takes one step after the other."""

    def __init__(self, steps: Sequence[Step], story: Story) -> None:
        self._steps, self._story = _from_its_beginning(steps), story
        # SQS hides what was not deleted; the other sources keep it and try again.
        self._hides = any(step["step"] == "received" for step in steps)
        self._phases: list[Phase] = []
        self._running: list[tuple[float, int]] = []
        self._open: _Open | None = None
        self._attempt, self._received, self._refused = 1, 0, 0
        self._fate = UNDER_WAY
        self._known = self._by_step()

    def read(self, until_s: float) -> Waterfall:
        for step in self._steps:
            known = self._known.get(step["step"])
            if known is not None:
                known(step["t_s"], step["a"], step["b"])
        begins = self._steps[0]["t_s"]
        if self._fate == UNDER_WAY:
            self._leave_open(max(until_s, begins))
        self._mark_failures()
        phases = sorted(self._phases, key=lambda phase: phase.begins_s)
        ends = max([begins, *(phase.ends_s for phase in phases)])
        return Waterfall(tuple(phases), self._fate, begins, ends, self._received, self._refused)

    def _by_step(self) -> dict[str, Callable[[float, float, float], None]]:
        story, queue, leaves = self._story, "queue", self._leaving
        return {
            "sent": self._entering(queue, story.waits),
            "visible": self._entering(queue, story.waits),
            "accepted": self._entering(queue, "Waits in Lambda's queue"),
            "received": self._take,
            "invoked": self._invoke,
            "throttled": lambda t, a, b: self._refuse(t, "Refused: throttled"),
            "refused": lambda t, a, b: self._refuse(t, "Refused: an error of the service"),
            "init": lambda t, a, b: self._work("init", t, b, "Init"),
            "suppressed-init": lambda t, a, b: self._work("init", t, b, "Init again"),
            "handler": lambda t, a, b: self._work("handler", t, b, "Handler"),
            "success": lambda t, a, b: self._end(t, a, b, ""),
            "error": lambda t, a, b: self._end(t, a, b, "Failed: error"),
            "timeout": lambda t, a, b: self._end(t, a, b, "Failed: timed out"),
            "waiting": self._wait,
            "abandoned": self._give_up,
            "returned": self._come_back,
            "duplicated": self._again,
            "delivered": self._delivered,
            "delivery-failed": self._lost,
            "deleted": leaves("deleted", "Deleted"),
            "dead-lettered": leaves("dead", "To the dead-letter queue"),
            "expired": leaves("expired", "Expired: the retention period is over"),
            "purged": leaves("purged", "Purged: PurgeQueue deleted it"),
            "filtered-out": leaves("filtered", "Filtered out"),
            "moved": leaves("moved", "Moved back from the dead-letter queue"),
            "dropped": lambda t, a, b: self._leave(t, "dropped", self._why_dropped(int(b))),
        }

    # What happens.

    def _entering(self, sort: str, words: str) -> Callable[[float, float, float], None]:
        return lambda t, a, b: self._enter(_Open(sort, t, words))

    def _leaving(self, fate: str, words: str) -> Callable[[float, float, float], None]:
        return lambda t, a, b: self._leave(t, fate, words)

    def _take(self, t: float, receives: float, _: float) -> None:
        self._attempt = max(1, int(receives))
        self._received = max(self._received, int(receives))
        self._close(t)
        self._moment(t, f"Received, {ordinal(self._attempt)} time")
        self._enter(_Open("batch", t, "In the poller's batch"))

    def _invoke(self, t: float, attempt: float, _: float) -> None:
        self._attempt = max(1, int(attempt))
        self._received = max(self._received, int(attempt))
        self._close(t)
        if self._story.overlapping:
            self._running.append((t, int(attempt)))

    def _refuse(self, t: float, words: str) -> None:
        self._refused += 1
        self._close(t)
        self._moment(t, words)
        self._enter(_Open("held", t, "Held by the poller"))

    def _work(self, sort: str, t: float, seconds: float, words: str) -> None:
        self._close(t)
        self._add(Phase(t, t + seconds, sort, words, self._attempt))
        if sort == "handler" and self._hides:
            self._enter(_Open("hidden", t + seconds, "Not deleted: hidden"))

    def _end(self, t: float, attempt: float, seconds: float, failure: str) -> None:
        """An invocation is over; of an asynchronous one its length is known, and its beginning."""
        run = next((one for one in self._running if one[1] == int(attempt)), None)
        if run is not None:
            self._running.remove(run)
            self._ran(run, t, seconds, failed=bool(failure))
        if not failure:
            self._leave(t, "processed", "Succeeded")
            return
        self._fail(int(attempt) or self._attempt, t)
        self._moment(t, failure)
        if run is None:
            kind = ("hidden", "Not deleted: hidden") if self._hides else RETRY
            self._open = _Open(kind[0], t, kind[1])

    def _ran(self, run: tuple[float, int], t: float, seconds: float, *, failed: bool) -> None:
        since, attempt = run
        begins = max(since, t - seconds)
        self._add(Phase(since, begins, "init", "Init", attempt))
        self._add(Phase(begins, t, "handler", "Handler", attempt, failed))

    def _wait(self, t: float, attempt: float, due: float) -> None:
        self._close(t)
        self._attempt = int(attempt)
        self._open = _Open(RETRY[0], t, RETRY[1], due)

    def _give_up(self, t: float, _: float, __: float) -> None:
        self._close(t)
        self._moment(t, "Given up by the poller")
        self._enter(_Open("hidden", t, "Hidden"))

    def _come_back(self, t: float, _: float, __: float) -> None:
        self._close(t)
        self._moment(t, "Returned: visible again")
        self._attempt += 1
        self._enter(_Open("queue", t, "Waits in the queue"))

    def _again(self, t: float, _: float, __: float) -> None:
        self._moment(t, "Visible again, though deleted" if self._hides else "Delivered twice")
        if self._hides:
            self._fate = UNDER_WAY
            self._enter(_Open("queue", t, "Waits in the queue"))

    def _delivered(self, t: float, channel: float, with_records: float) -> None:
        contents = self._story.contents
        told = contents[1 if with_records else 0] if contents else ""
        self._moment(t, f"Sent to {_channel(channel)}{told}")

    def _lost(self, t: float, channel: float, _: float) -> None:
        self._moment(t, f"Lost on the way to {_channel(channel)}")

    def _why_dropped(self, condition: int) -> str:
        known = self._story.dropped
        why = known[condition] if 0 <= condition < len(known) else ""
        return f"Given up: {why}" if why else "Given up"

    def _leave(self, t: float, fate: str, words: str) -> None:
        # It was not received once more: its last wait belongs to what came before.
        if self._hides:
            self._attempt = max(1, self._received)
        self._close(t)
        self._moment(t, words)
        self._fate = fate

    # Phases.

    def _enter(self, what: _Open) -> None:
        self._close(what.since)
        self._open = what

    def _close(self, t: float) -> None:
        going_on, self._open = self._open, None
        if going_on is not None:
            ends = t if going_on.until is None else min(t, going_on.until)
            self._last_phase(going_on, ends)

    def _last_phase(self, what: _Open, ends: float) -> None:
        self._add(Phase(what.since, ends, what.sort, what.words, self._attempt))

    def _add(self, phase: Phase) -> None:
        if phase.ends_s - phase.begins_s > INSTANT_S:
            self._phases.append(phase)

    def _moment(self, t: float, words: str) -> None:
        self._phases.append(Phase(t, t, "moment", words, self._attempt))

    def _fail(self, attempt: int, t: float) -> None:
        for n in reversed(range(len(self._phases))):
            phase = self._phases[n]
            is_it = phase.sort == "handler" and phase.attempt == attempt
            if is_it and phase.ends_s <= t + 1e-6:
                self._phases[n] = replace(phase, failed=True)
                return

    def _mark_failures(self) -> None:
        """A handler after which SQS kept the message hidden has not succeeded with it."""
        for phase in list(self._phases):
            if phase.sort == "hidden" and not phase.words.endswith(OPEN):
                self._fail(phase.attempt, phase.begins_s)

    def _leave_open(self, until: float) -> None:
        for since, attempt in self._running:
            words = f"In the function{OPEN}"
            self._phases.append(Phase(since, max(until, since), "handler", words, attempt))
        last = next((p for p in reversed(self._phases) if p.sort == "handler"), None)
        if last is not None and last.ends_s > until:
            # What the function works on ends later than the data.
            n = self._phases.index(last)
            cut = replace(last, ends_s=max(until, last.begins_s), words=f"{last.words}{OPEN}")
            self._phases[n] = cut
        elif self._open is not None and until > self._open.since:
            self._last_phase(replace(self._open, words=f"{self._open.words}{OPEN}"), until)


RETRY = ("retry", "Waits for its next attempt")
OPEN = ", and goes on"
"""Of what has not ended by the end of the data."""


def _channel(n: float) -> str:
    return CHANNELS[int(n)] if 0 <= n < len(CHANNELS) else "its destination"
