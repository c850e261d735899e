"""What a goal is about: `p99_latency`, `dlq.visible at end`, `throttles from 3 min to 6 min`."""

from __future__ import annotations

import re
from fractions import Fraction

from simcore import units
from simcore.frozen import frozen
from simcore.scenario.goals.complaint import GoalError

__all__ = ["LONGEST_MEASURE", "STATISTICS", "Measure", "Named", "When", "parse_measure"]

LONGEST_MEASURE = 120

STATISTICS = ("max", "min", "mean", "last", "total")
SYNONYMS = {"maximum": "max", "minimum": "min", "average": "mean"}
STATISTIC = re.compile(r"(p\d{1,2}(?:\.\d{1,3})?|[a-z]+)[ _]+(.+)")
PERCENTILE = re.compile(r"p(\d{1,2}(?:\.\d{1,3})?)")
WHEN = re.compile(r"\s(at|from|after|until|before)\s(.+)$")
NAME = re.compile(r"[0-9]*[A-Za-z][A-Za-z0-9_. -]*")  # CloudWatch has 4xxErrorRate
DRAINED_BY = "drained by"
HINT = "write a name such as p99_duration, max_visible or throttles; then, if need be, at end, "
HINT += "at 5 min, from 3 min to 6 min, after 3 min or until 6 min"


@frozen
class When:
    """A moment (`at`), or the time between two; None is the end that the run has."""

    at: bool = False
    from_s: float | None = None
    to_s: float | None = None

    @property
    def whole(self) -> bool:
        """Is it the whole run?"""
        return self == When()


@frozen
class Named:
    """A component, if one is named, and the name of one of its metrics or counters."""

    component: str
    name: str


@frozen
class Measure:
    """A number that a result has: a statistic of what is named, or its share of what `per` names.

    The component is empty where the whole run is meant, the statistic where the name decides.
    """

    of: Named
    statistic: str = ""
    per: Named | None = None
    when: When = When()

    @property
    def percent(self) -> Fraction | None:
        """Which percentile it is, if it is one."""
        found = PERCENTILE.fullmatch(self.statistic)
        return Fraction(found[1]) if found else None


def parse_measure(text: str, component: str = "") -> Measure:
    """What a key of the document means, there or within a component; raises `GoalError`."""
    if len(text) > LONGEST_MEASURE:
        raise GoalError(f"this is longer than {LONGEST_MEASURE} characters", HINT)
    said = " ".join(text.split())
    if not component:
        component, said = _component(said)
    if said == DRAINED_BY:
        return Measure(Named(component, "drained"))
    found = WHEN.search(f" {said}")
    what = said[: found.start() - 1].strip() if found and found.start() else said
    when = _when(found[1], found[2]) if found else When()
    first, slash, rest = what.partition("/")
    statistic, name = _statistic(first.strip())
    per = _named(rest, component) if slash else None
    return Measure(_named(name, component), statistic, per, when)


def _component(said: str) -> tuple[str, str]:
    """ "dlq.visible at end" is about dlq; a percentile such as p99.9 is no component."""
    found = re.fullmatch(r"([a-z][a-z0-9-]{0,39})\.([A-Za-z].*)", said)
    return (found[1], found[2]) if found else ("", said)


def _statistic(what: str) -> tuple[str, str]:
    found = STATISTIC.fullmatch(what)
    word = SYNONYMS.get(found[1], found[1]) if found else ""
    if found and (word in STATISTICS or PERCENTILE.fullmatch(word)):
        return word, found[2]
    return "", what


def _named(text: str, component: str) -> Named:
    name = text.strip().removeprefix(f"{component}.") if component else text.strip()
    if NAME.fullmatch(name) is None:
        raise GoalError(f'"{name}" is no name of a number', HINT)
    return Named(component, name)


def _when(word: str, rest: str) -> When:
    if word == "at":
        return When(at=True, to_s=None if rest == "end" else _time(rest))
    if word in ("until", "before"):
        return When(to_s=_time(rest))
    begins, to, ends = rest.partition(" to ")
    if word == "after" and to:
        raise GoalError("after a time, to another: which?", "write from 3 min to 6 min")
    when = When(from_s=_time(begins), to_s=_time(ends) if to else None)
    if when.to_s is not None and when.from_s is not None and when.to_s <= when.from_s:
        raise GoalError("this ends before it begins", "write from 3 min to 6 min")
    return when


def _time(text: str) -> float:
    try:
        return units.parse_duration_s(text)
    except ValueError as error:
        raise GoalError(str(error), HINT) from None
