"""From what a goal says to what is looked for: which numbers of a result, which bound of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from simcore import units
from simcore.components import IMPLIED, READINGS
from simcore.errors import nearest
from simcore.frozen import frozen
from simcore.scenario.goals.bound import Op
from simcore.scenario.goals.complaint import GoalError
from simcore.scenario.goals.measure import Measure, Named, When
from simcore.scenario.goals.names import Sort, Target, durations_of_type, named, names_of_type
from simcore.scenario.goals.said import Goal

__all__ = ["COSTS", "DRAINED", "Sought", "known_types", "sought"]

DRAINED = "drained"

COSTS: dict[str, tuple[str, ...]] = {
    "cost": ("usd",),
    "cost_per_million": ("per_million", "requests"),
    "cost_per_million_requests": ("per_million", "requests"),
    "cost_per_million_invocations": ("per_million", "invocations"),
    "cost_per_month": ("month", "usd"),
}
"""Names of money, and where it is in the block `cost` of a result."""

WHOLE_RUN = (*COSTS, DRAINED)

UNKNOWN, UNFIT, UNIT = "goal.unknown", "goal.unfit", "goal.unit"

Parse = Callable[[Any], float]


def _milliseconds(text: Any) -> float:
    return units.parse_duration_s(text) * 1_000


def _percent(text: Any) -> float:
    """CloudWatch has 50 where 50 % is meant."""
    return units.parse_ratio(text) * 100


UNITS: dict[str, tuple[str, Parse]] = {
    "Count": ("", units.parse_count),
    "Seconds": ("s", units.parse_duration_s),
    "Milliseconds": ("ms", _milliseconds),
    "Percent": ("%", _percent),
    "Megabytes": ("MB", units.parse_size_mb),
    "Bytes": ("bytes", units.parse_size_bytes),
    "USD": ("USD", units.parse_usd),
    "Share": ("share", units.parse_ratio),
}


@frozen
class Sought:
    """A goal that is understood: `numbers` are those of its bound, in `unit`.

    The target is None for what the run costs and for when it was drained; `per` is what a share is
    a part of, and of whom.
    """

    goal: Goal
    name: str
    target: Target | None
    statistic: str
    per: tuple[str, Target] | None
    unit: str
    numbers: tuple[float, ...]

    @property
    def in_bins(self) -> bool:
        """Whether it is a statistic of the values of bins, where durations have their own."""
        assert self.target is not None
        if self.target.sort is not Sort.TIMES:
            return True
        of_a_percentile = self.target.statistic and self.goal.measure.statistic
        return bool(of_a_percentile) or self.statistic == "last"

    @property
    def op(self) -> Op:
        """How it is compared."""
        return self.goal.bound.op

    @property
    def when(self) -> When:
        """At which moment, or between which."""
        return self.goal.measure.when


def known_types(components: Mapping[str, Any]) -> dict[str, str]:
    """Id to type, also of what is there in every run."""
    return {id: c.type for id, c in components.items()} | {id: id for id in IMPLIED}


def sought(goal: Goal, types: Mapping[str, str]) -> Sought:
    """What is looked for in results with components of these types; raises `GoalError`."""
    measure = goal.measure
    if measure.of.name.replace(" ", "_").lower() in WHOLE_RUN and not _is_named(measure, types):
        return _whole(goal, measure.of.name.replace(" ", "_").lower(), types)
    target = _target(measure.of, types, measure.statistic if measure.percent else "")
    statistic = _statistic(measure, target)
    per = None if measure.per is None else _per(measure, target, types)
    kind = "Share" if per else target.unit
    unit, numbers = _numbers(goal, kind)
    return Sought(goal, target.name, target, statistic, per, unit, numbers)


def _is_named(measure: Measure, types: Mapping[str, str]) -> bool:
    """Whether the component itself has something of that name."""
    type = types.get(measure.of.component)
    return type is not None and named(type, measure.of.name) is not None


def _whole(goal: Goal, name: str, types: Mapping[str, str]) -> Sought:
    """What a run costs, or when it was drained."""
    measure, id = goal.measure, goal.component
    if name == DRAINED and id:
        _drains(id, types)
    elif id:
        hint = f"write {name} outside of {id}, or {id}.estimated_charges at end"
        raise GoalError(f"{name} is that of the whole run", hint, UNKNOWN)
    if measure.statistic or measure.per or not measure.when.whole:
        raise GoalError(f"{name} has one value, that of the whole run", f"write {name}", UNFIT)
    unit, numbers = _numbers(goal, "Seconds" if name == DRAINED else "USD")
    return Sought(goal, name, None, "", None, unit, numbers)


def _drains(id: str, types: Mapping[str, str]) -> None:
    type = _type(id, types)
    if not READINGS[type].waits:
        can = [other for other, its in types.items() if READINGS[its].waits]
        raise GoalError(f"nothing waits at {id}", nearest(id, can) if can else "", UNFIT)


def _type(id: str, types: Mapping[str, str]) -> str:
    if id not in types:
        raise GoalError(f"there is no component {id}", nearest(id, list(types)), UNKNOWN)
    return types[id]


def _target(of: Named, types: Mapping[str, str], percentile: str = "") -> Target:
    if not of.component:
        names = [*types, *WHOLE_RUN]
        if of.name in types:
            raise GoalError(f"{of.name} is a component: what of it?", f"{of.name}.NAME", UNKNOWN)
        raise GoalError(f"there is no {of.name} of a run", _near(of.name, names), UNKNOWN)
    type = _type(of.component, types)
    found = named(type, of.name)
    if found is None:
        raise GoalError(f"{of.component} has no {of.name}", _hint(of, type, percentile), UNKNOWN)
    if found.sort is Sort.WORDS:
        raise GoalError(f"{of.name} stands for words, not for a number", "", UNFIT)
    return found


def _hint(of: Named, type: str, percentile: str) -> str:
    durations = durations_of_type(type) if percentile else []
    if durations:
        return f"there is {', '.join(f'{percentile}_{name}' for name in durations)}"
    return _near(of.name, names_of_type(type))


def _near(name: str, names: list[str]) -> str:
    """Also those that the name is a part of, such as latency of message_latency."""
    within = [other for other in names if name.lower().replace(" ", "_") in other][:3]
    return f"did you mean {' or '.join(within)}?" if within else nearest(name, names)


def _statistic(measure: Measure, target: Target) -> str:
    """Which one is meant, given or not."""
    said, when, name = measure.statistic, measure.when, target.name
    if measure.per and (said or target.sort is not Sort.TOTAL):
        raise GoalError(f"{name}: only totals have a share of others", "", UNFIT)
    if when.at:
        return _at_a_moment(said, target)
    if target.sort is Sort.TIMES:
        return _of_times(said, target)
    if said == "total" and target.sort is Sort.LEVEL:
        hint = f"write max_{name}, mean_{name}, last_{name}"
        raise GoalError(f"{name} is a level and is not added up", hint, UNFIT)
    if target.sort is Sort.TOTAL and not target.series:
        _only_at_the_end(said, when, name)
    return said or ("total" if target.sort is Sort.TOTAL else "")


def _at_a_moment(said: str, target: Target) -> str:
    name = target.name
    if said not in ("", "total") or target.sort is Sort.TIMES:
        hint = f"write an interval: from 3 min to 6 min, or {name} at a moment without a statistic"
        raise GoalError("at a moment there is no statistic", hint, UNFIT)
    return "total" if target.sort is Sort.TOTAL else "last"


def _of_times(said: str, target: Target) -> str:
    name = target.name
    if said and target.statistic and target.series:
        return said if said != "total" else _no_total(name)
    if not said and target.statistic:
        return target.statistic
    if said == "total":
        return _no_total(name)
    if not said or (said == "last" and not target.series):
        hint = f"write p99_{name}, max_{name}, mean_{name}"
        raise GoalError(f"{name}: which of many durations?", hint, UNFIT)
    return said


def _no_total(name: str) -> str:
    raise GoalError("durations are not added up", f"write p99_{name} or mean_{name}", UNFIT)


def _only_at_the_end(said: str, when: When, name: str) -> None:
    if not when.whole or said not in ("", "total", "last"):
        message = f"only the total of {name} at the end of a run is recorded"
        raise GoalError(message, f"write {name}, without {'a time' if said == '' else said}", UNFIT)


def _per(measure: Measure, target: Target, types: Mapping[str, str]) -> tuple[str, Target]:
    assert measure.per is not None
    of = _other(measure.per, types)
    per = _target(of, types)
    if per.sort is not Sort.TOTAL:
        raise GoalError(f"{per.name} is no total to have a share of", "", UNFIT)
    for one in (target, per):
        if not one.series:
            _only_at_the_end("", measure.when, one.name)
    return of.component, per


def _other(of: Named, types: Mapping[str, str]) -> Named:
    """Of the same component, or of the one that it is named by: `orders.requests`."""
    id, _, name = of.name.partition(".")
    if name and id in types and named(types.get(of.component, id), of.name) is None:
        return Named(id, name)
    return of


def _numbers(goal: Goal, kind: str) -> tuple[str, tuple[float, ...]]:
    """The unit and the bound's numbers in it."""
    unit, parse = UNITS[kind]
    try:
        numbers = tuple(parse(_with_unit(text, kind)) for text in goal.bound.texts)
    except ValueError as error:
        message, _, hint = str(error).partition(". ")
        raise GoalError(message, hint, UNIT) from None
    if numbers[0] > numbers[-1]:
        raise GoalError(f"nothing is {goal.bound}", "write the smaller one first", UNIT)
    return unit, numbers


def _with_unit(text: str, kind: str) -> str:
    """A time without a unit could be seconds, or CloudWatch's milliseconds."""
    if kind in ("Seconds", "Milliseconds") and text.strip()[-1:].isdigit() and text.strip() != "0":
        raise ValueError(f'"{text}" has no unit. Write "{text} s" or "{text} ms"')
    return text
