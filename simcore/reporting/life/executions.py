"""One followed execution of a state machine: which one tells most of a run, and its life in words.

As the laboratory tells it (static/src/panels/story/execution.ts).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simcore.reporting.life.histories import Event, Step, steps_of
from simcore.reporting.life.phases import INSTANT_S, OPEN, UNDER_WAY, Waterfall
from simcore.reporting.report import Life, Phase
from simcore.reporting.words import clock, many, short_s

__all__ = ["Followed", "execution_waterfall", "life_of_one"]

FATES = ("succeeded", "failed", "timed out", "aborted")
"""As the step ``ended`` of a history numbers them."""

SORTS = {"Task": "handler", "Wait": "queue"}
BESIDE = ("moment", "batch")
"""Sorts of phases in which others are, or nothing is waited for."""

States = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Followed:
    """The executions of one machine that a run follows: the rows of all its frames, in order."""

    title: str
    states: States
    rows: Sequence[Event]

    def executions(self) -> Iterator[tuple[int, list[Event]]]:
        """Number and events of each."""
        by_number: dict[int, list[Event]] = {}
        for row in self.rows:
            by_number.setdefault(row[0], []).append(row)
        yield from by_number.items()


def life_of_one(machines: Sequence[Followed], until_s: float) -> Life | None:
    """Of one that did not succeed, else the one tried most often, else the longest; the first of
    equals. None where none is followed."""
    told = [
        (machine, number, steps, execution_waterfall(steps, until_s, machine.states))
        for machine in machines
        for number, events in machine.executions()
        if (steps := steps_of(events))
    ]
    if not told:
        return None
    machine, number, steps, fall = max(told, key=lambda one: _weight(one[3]))
    name = f"Execution {number:,} of {machine.title}"
    return Life(name, _sentence(name, steps, fall), fall.phases)


def _weight(fall: Waterfall) -> tuple[bool, int, float]:
    lost = fall.fate not in (UNDER_WAY, FATES[0])
    return lost, fall.attempts, fall.ends_s - fall.begins_s


def _sentence(name: str, steps: Sequence[Step], fall: Waterfall) -> str:
    told = [step[1] for step in steps]
    failed, caught = told.count("failed"), told.count("caught")
    parts = [f"from {clock(fall.begins_s)}", many(told.count("entered"), "state")]
    parts += [f"{many(failed, 'attempt')} failed"] if failed else []
    parts += [f"{many(caught, 'error')} caught"] if caught else []
    took = short_s(fall.ends_s - fall.begins_s)
    end = (
        f"still {UNDER_WAY} after {took}" if fall.fate == UNDER_WAY else f"{fall.fate} after {took}"
    )
    lasting = [one for one in fall.phases if one.sort not in BESIDE]
    longest = max(lasting, key=lambda one: one.ends_s - one.begins_s, default=None)
    more = ""
    if longest is not None:
        more = f" Longest: {longest.words}, {short_s(longest.ends_s - longest.begins_s)}."
    return f"{name}: {', '.join(parts)}; {end}.{more}"


def execution_waterfall(steps: Sequence[Step], until_s: float, states: States) -> Waterfall:
    """Of the steps of one execution by time; what has no end in them goes on to `until_s`."""
    return _Reading(states).read(steps, until_s)


@dataclass
class _Stay:
    state: int
    step: int
    since: float
    told: bool = False
    """What is told in its place: its attempts."""


@dataclass
class _Try:
    stay: _Stay | None
    state: int
    number: int
    since: float


class _Reading:
    """Takes one step after the other."""

    def __init__(self, states: States) -> None:
        self._states = {one["number"]: one for one in states}
        self._phases: list[Phase] = []
        self._stays: list[_Stay] = []
        self._tries: list[_Try] = []
        self._step = self._attempts = 0
        self._fate = UNDER_WAY

    def read(self, steps: Sequence[Step], until_s: float) -> Waterfall:
        for t, what, a, b in steps:
            self._take(t, what, int(a), b)
        begins, last = steps[0][0], steps[-1][0]
        if self._fate == UNDER_WAY:
            self._close_all(max(until_s, last), OPEN)
        phases = tuple(sorted(self._phases, key=lambda one: (one.begins_s, one.attempt)))
        ends = max([last, *(one.ends_s for one in phases)])
        return Waterfall(phases, self._fate, begins, ends, self._attempts, 0)

    def _take(self, t: float, what: str, a: int, b: float) -> None:
        if what == "entered":
            self._step += 1
            self._stays.append(_Stay(a, self._step, t))
        elif what == "exited":
            self._leave(a, t)
        elif what == "attempt":
            self._begin(a, int(b), t)
        elif what == "failed":
            self._finish(a, t, failed=True)
            self._moment(a, t, f"Failed: {self._called(a, int(b))}")
        elif what == "waits":
            words = f"{self._name(a)}: waits to be tried again"
            self._add(t, b, "retry", words, self._step_of(a))
        elif what == "caught":
            self._moment(a, t, f"Caught: goes on with {self._name(int(b))}")
        elif what == "not-kept":
            self._skip(a, t, b)
        elif what == "ended":
            self._end(a, t)

    def _name(self, state: int) -> str:
        known = self._states.get(state)
        return str(known["name"]) if known else f"state {state}"

    def _called(self, state: int, attempt: int) -> str:
        return f"{self._name(state)}, attempt {attempt}" if attempt > 1 else self._name(state)

    def _stay_of(self, state: int) -> _Stay | None:
        return next((stay for stay in self._stays if stay.state == state), None)

    def _step_of(self, state: int) -> int:
        stay = self._stay_of(state)
        return stay.step if stay else self._step

    def _leave(self, state: int, t: float) -> None:
        self._finish(state, t)
        stay = self._stay_of(state)
        if stay is not None:
            self._close(stay, t)

    def _close(self, stay: _Stay, t: float, is_open: str = "") -> None:
        self._stays.remove(stay)
        if stay.told:
            return
        lasts = t - stay.since > INSTANT_S
        kind = self._states.get(stay.state, {}).get("type", "")
        sort = SORTS.get(kind, "batch") if lasts else "moment"
        words = self._name(stay.state) + (is_open if lasts else "")
        self._add(stay.since, t if lasts else stay.since, sort, words, stay.step)

    def _begin(self, state: int, number: int, t: float) -> None:
        self._attempts = max(self._attempts, number)
        stay = self._stay_of(state)
        if stay is not None:
            stay.told = True
        self._tries.append(_Try(stay, state, number, t))

    def _finish(self, state: int, t: float, *, failed: bool = False, is_open: str = "") -> None:
        one = next((one for one in self._tries if one.state == state), None)
        if one is None:
            return
        self._tries.remove(one)
        # Refused at once: that it failed is told.
        if failed and t - one.since <= INSTANT_S:
            return
        step = one.stay.step if one.stay else self._step
        words = self._called(state, one.number) + is_open
        self._add(one.since, t, "handler", words, step, failed=failed)

    def _moment(self, state: int, t: float, words: str) -> None:
        self._add(t, t, "moment", words, self._step_of(state))

    def _skip(self, events: int, t: float, until: float) -> None:
        """What it was in is known up to here; the run did not keep what came after."""
        self._close_all(t, OPEN)
        words = f"{many(events, 'event')} that {'is' if events == 1 else 'are'} not kept"
        self._add(t, until, "batch", words, self._step)

    def _end(self, how: int, t: float) -> None:
        self._close_all(t)
        self._fate = FATES[how]
        self._add(t, t, "moment", f"Execution: {self._fate}", self._step)

    def _close_all(self, t: float, is_open: str = "") -> None:
        for one in list(self._tries):
            self._finish(one.state, t, is_open=is_open)
        for stay in list(self._stays):
            self._close(stay, t, is_open)

    def _add(
        self, begins: float, ends: float, sort: str, words: str, step: int, *, failed: bool = False
    ) -> None:
        self._phases.append(Phase(begins, max(begins, ends), sort, words, step, failed))
