"""A followed request, made into phases that last and moments: all that it led to, side by side.

Told as the laboratory tells it (static/src/panels/story/requests.ts). Its steps are of parts: the
request as its sender sees it, its attempts, front doors and functions, of which one may go on when
another is over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import inf
from typing import Any

from simcore.facts import REQUEST_FATES
from simcore.reporting.life.phases import INSTANT_S, OPEN, UNDER_WAY, Waterfall
from simcore.reporting.report import Phase

__all__ = ["request_waterfall"]

Step = Mapping[str, Any]
Titles = Callable[[str], str]

FAILED = {"error": "failed", "timeout": "timed out"}


class _Part:
    """`kind` is the step that began it; `at` is whose part, `on` since when it does what it does
    now, `order` that of the step with which this began."""

    def __init__(self, kind: str, at: str, attempt: int, begins: float, order: int) -> None:
        self.kind, self.at, self.attempt, self.on, self.order = kind, at, attempt, begins, order
        self.is_over = False


def _number(step: Step) -> int:
    """Of its part."""
    return int(step.get("part", 0))


def request_waterfall(steps: Sequence[Step], until_s: float, title: Titles) -> Waterfall:
    """Of the steps of one story by time; what has no end in them goes on to `until_s`."""
    return _Reading(title).read(steps, until_s)


class _Reading:
    """Takes one step after the other; phases are in order of time, then of what they begin with."""

    def __init__(self, title: Titles) -> None:
        self._title = title
        self._parts: dict[int, _Part] = {}
        self._phases: list[tuple[float, int, Phase]] = []
        self._n = 0  # the step that is taken
        self._attempts = self._refused = 0
        self._fate, self._over, self._held, self._held_at = UNDER_WAY, -1.0, -1.0, 0
        self._known: Mapping[str, Callable[[Step], None]] = {
            "held": self._hold,
            "attempt": self._begin,
            "came": self._begin,
            "invoked": self._begin,
            "waiting": self._wait,
            "throttled": self._refuse,
            "cached": self._noted("From the cache of {}"),
            "joined": self._noted("Waits for what another request has asked {} for"),
            "init": self._init("Init of {}"),
            "suppressed-init": self._init("Init of {} again"),
            "success": self._invoked,
            "error": self._invoked,
            "timeout": self._invoked,
            "answered": self._answered,
            "gave-up": self._gave_up,
            "late": self._noted("An answer for which nobody waits"),
            "ended": self._end,
        }

    def read(self, steps: Sequence[Step], until_s: float) -> Waterfall:
        begins = steps[0]["t_s"]
        for self._n, step in enumerate(steps):
            known = self._known.get(step["step"])
            if known is not None:
                known(step)
        self._leave_open(max(until_s, begins))
        phases = tuple(phase for *_, phase in sorted(self._phases, key=lambda one: one[:2]))
        ends = max([begins, self._over, *(phase.ends_s for phase in phases)])
        over = self._over if self._fate != UNDER_WAY else None
        return Waterfall(phases, self._fate, begins, ends, self._attempts, self._refused, over)

    # What happens.

    def _begin(self, step: Step) -> None:
        kind, t, number = step["step"], step["t_s"], _number(step)
        if kind == "attempt":
            self._attempts = attempt = int(step["a"])
            self._let_go(t)
        else:
            above = self._parts.get(int(step["b"]))
            attempt = above.attempt if above is not None else 1
        self._parts[number] = _Part(kind, step.get("at", ""), attempt, t, self._n)

    def _hold(self, step: Step) -> None:
        self._held, self._held_at = step["t_s"], self._n

    def _let_go(self, t: float) -> None:
        """What the rate of the SDK held back goes out."""
        if self._held >= 0.0:
            words, order = "Held back by the rate of the SDK", self._held_at
            self._add(Phase(self._held, t, "held", words, max(self._attempts, 1)), order)
        self._held = -1.0

    def _wait(self, step: Step) -> None:
        words, attempt = "Waits before the next attempt", int(step["a"])
        self._add(Phase(step["t_s"], step["b"], "retry", words, attempt), self._n)

    def _refuse(self, step: Step) -> None:
        self._refused += 1
        self._moment(step, "Refused by {}: throttled")
        self._part(step).is_over = True

    def _noted(self, words: str) -> Callable[[Step], None]:
        return lambda step: self._moment(step, words)

    def _init(self, words: str) -> Callable[[Step], None]:
        return lambda step: self._has_init(step, words)

    def _has_init(self, step: Step, words: str) -> None:
        part, t, ends = self._part(step), step["t_s"], step["t_s"] + step["b"]
        said = words.format(self._title(part.at))
        self._add(Phase(t, ends, "init", said, part.attempt), self._n)
        part.on, part.order = ends, self._n

    def _invoked(self, step: Step) -> None:
        part, failed = self._part(step), FAILED.get(step["step"])
        words = f"Handler of {self._title(part.at)}"
        phase = Phase(part.on, step["t_s"], "handler", words, part.attempt, bool(failed))
        self._add(phase, part.order)
        if failed:
            self._moment(step, f"{{}} {failed}")
        part.is_over = True

    def _answered(self, step: Step) -> None:
        part, status = self._part(step), int(step["a"])
        part.is_over = True
        if part.kind == "attempt":
            failed = status < 400 and step["b"]
            self._moment(step, f"Answered {status}{', a function error' if failed else ''}")
            return
        words = f"{self._title(part.at)}, answered {status}"
        self._add(Phase(part.on, step["t_s"], "door", words, part.attempt), part.order)

    def _gave_up(self, step: Step) -> None:
        self._part(step).is_over = True
        self._moment(step, "Given up by {}: no answer in time")

    def _end(self, step: Step) -> None:
        self._fate, self._over = REQUEST_FATES[int(step["a"]) % len(REQUEST_FATES)], step["t_s"]

    def _part(self, step: Step) -> _Part:
        """Whose step it is; of a story that was not told from its beginning, one by itself."""
        found = self._parts.get(_number(step))
        attempt = max(self._attempts, 1)
        return found or _Part("", step.get("at", ""), attempt, step["t_s"], self._n)

    # Phases.

    def _add(self, phase: Phase, order: int) -> None:
        if phase.ends_s - phase.begins_s > INSTANT_S:
            self._phases.append((phase.begins_s, order, phase))

    def _moment(self, step: Step, words: str) -> None:
        part, t = self._part(step), step["t_s"]
        phase = Phase(t, t, "moment", words.format(self._title(part.at)), part.attempt)
        self._phases.append((t, self._n, phase))

    def _leave_open(self, until: float) -> None:
        """What has not ended by the end of the data."""
        for part in self._parts.values():
            if not part.is_over and part.kind != "attempt" and part.on <= until:
                sort = "handler" if part.kind == "invoked" else "door"
                name = self._title(part.at)
                words = f"Handler of {name}{OPEN}" if sort == "handler" else f"{name}{OPEN}"
                self._add(Phase(part.on, until, sort, words, part.attempt), part.order)
        if self._held >= 0.0:
            self._let_go(inf)
        self._phases = [(t, order, self._cut(phase, until)) for t, order, phase in self._phases]

    def _cut(self, phase: Phase, until: float) -> Phase:
        if phase.ends_s <= until:
            return phase
        ends = max(until, phase.begins_s)
        words = f"{phase.words}{OPEN}"
        return Phase(phase.begins_s, ends, phase.sort, words, phase.attempt, phase.failed)
