"""A lesson to begin with: whole, true, and with its words still to be written.

What it claims is measured in a run of its scenario; its task is the number that two knobs, each
doubled or halved, bring down (or up) most alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite, sqrt
from typing import Any

from simcore.analysis.written import number
from simcore.errors import ScenarioInvalid
from simcore.frozen import frozen
from simcore.lessons.complaint import LessonInvalid, complaint
from simcore.lessons.measured import ANY, seen
from simcore.lessons.trial import Compute
from simcore.scenario import Scenario, knobs, of_interest, vary
from simcore.scenario.goals import Sort
from simcore.scenario.goals.names import named, names_of_type
from simcore.scenario.goals.sought import known_types
from simcore.units import format_duration_s

__all__ = ["FILL_IN", "draft"]

FILL_IN = "Fill in:"
"""What is still to be written begins so."""

MOST_TURNED = 8
FACTORS = (2.0, 0.5)
APART = 1.25
"""A solution changes the number by this factor at least."""

SORTS = {Sort.TIMES: "p50_", Sort.LEVEL: "max_", Sort.TOTAL: ""}


@frozen
class _Turn:
    """A knob with another value, and what came of it."""

    path: str
    value: Any
    result: Mapping[str, Any]


@frozen
class _Choice:
    """The number that the lesson is about, its value and unit, and what changes it to what."""

    measure: str
    value: float
    unit: str
    turns: tuple[tuple[_Turn, float], ...]

    @property
    def less(self) -> bool:
        """Whether it is less with the solutions."""
        return self.turns[0][1] < self.value

    @property
    def apart(self) -> float:
        """The factor that the solutions are away from the run as it is."""
        nearest = (max if self.less else min)(value for _, value in self.turns)
        return self.value / max(nearest, 1e-9) if self.less else nearest / self.value

    @property
    def bound(self) -> str:
        """Between what is and what the solutions come to."""
        nearest = (max if self.less else min)(value for _, value in self.turns)
        between = sqrt(max(nearest, self.value / 100) * self.value)
        return f"{'<' if self.less else '>'} {self.written(between)}"

    def written(self, value: float) -> str:
        """As goals have it."""
        if self.unit == "share":
            return f"{value * 100:.3g} %"
        digits = f"{value:.3g}" if value < 1000 else f"{value:.0f}"
        return f"{digits} {self.unit}".strip()


def draft(scenario: Scenario, name: str, order: int, compute: Compute) -> str:
    """The text of a lesson about it, `name` as a lesson's front matter has it.

    Raises `LessonInvalid` where no two knobs change a number alike: then a task has to be thought
    of.
    """
    result, turns = compute(scenario), list[_Turn]()
    for rows in _knobs(scenario):
        turns += _turns(rows, scenario, compute)
        choices = list(_choices(scenario, result, turns))
        if choices:
            return _text(scenario, name, order, max(choices, key=lambda one: min(one.apart, 4)))
    said = "no two knobs of this scenario, doubled or halved, change the same number alike"
    hint = "take another scenario, or begin with a copy of a lesson"
    raise LessonInvalid([complaint("draft", "", said, hint)])


def _knobs(scenario: Scenario) -> Iterator[list[dict[str, Any]]]:
    """Those that the question is about; then, if need be, others."""
    wanted = [one["path"] for one in of_interest(scenario)]
    rows = {row["path"]: row for row in knobs(scenario)}
    yield [rows[path] for path in wanted if path in rows]
    yield [row for path, row in rows.items() if path not in wanted][:MOST_TURNED]


def _turns(rows: list[dict[str, Any]], scenario: Scenario, compute: Compute) -> Iterator[_Turn]:
    """Runs with one knob turned."""
    for row in rows:
        for value in _other_values(row):
            try:
                other = vary(scenario, overrides={row["path"]: value})
            except ScenarioInvalid:
                continue
            yield _Turn(row["path"], value, compute(other))


def _other_values(row: Mapping[str, Any]) -> Iterator[float | int]:
    """Twice and half of it; of one that is off, the middle of its slider."""
    value, low, high = row["value"], row["hard_min"], row["hard_max"]
    if value is None and row["nullable"] and row["min"]:
        yield round(sqrt(row["min"] * row["max"]))
    if isinstance(value, bool) or not isinstance(value, int | float) or low is None:
        return
    for factor in FACTORS:
        other = value * factor
        other = round(other) if isinstance(value, int) else other
        if low <= other <= high and other != value:
            yield other


def _choices(
    scenario: Scenario, result: Mapping[str, Any], turns: list[_Turn]
) -> Iterator[_Choice]:
    for measure in _measures(scenario):
        own = seen(measure, ANY, scenario, result)
        if own.value is None or not isfinite(own.value) or own.value <= 0:
            continue
        values = [(turn, seen(measure, ANY, scenario, turn.result).value) for turn in turns]
        there = [(turn, value) for turn, value in values if value is not None and isfinite(value)]
        for better in (_less(own.value, there), _more(own.value, there)):
            if len(better) > 1:
                yield _Choice(measure, own.value, own.unit, better)


def _measures(scenario: Scenario) -> Iterator[str]:
    for id, type in known_types(scenario.components).items():
        for name in names_of_type(type) if id in scenario.components else ():
            target = named(type, name)
            if target is not None and target.sort in SORTS:
                yield f"{id}.{SORTS[target.sort]}{name}"


def _less(own: float, found: list[tuple[_Turn, float]]) -> tuple[tuple[_Turn, float], ...]:
    """The best of each knob, the best two."""
    low = sorted((one for one in found if one[1] * APART <= own), key=lambda one: one[1])
    return _of_each_knob(low)


def _more(own: float, found: list[tuple[_Turn, float]]) -> tuple[tuple[_Turn, float], ...]:
    high = sorted((one for one in found if one[1] >= own * APART), key=lambda one: -one[1])
    return _of_each_knob(high)


def _of_each_knob(found: list[tuple[_Turn, float]]) -> tuple[tuple[_Turn, float], ...]:
    best = dict[str, tuple[_Turn, float]]()
    for turn, value in found:
        best.setdefault(turn.path, (turn, value))
    return tuple(best.values())[:2]


def _text(scenario: Scenario, name: str, order: int, choice: _Choice) -> str:
    value, half = choice.value, scenario.duration / 2
    paths = [turn.path for turn, _ in choice.turns]
    solutions = "\n".join(f"  - {{{turn.path}: {turn.value}}}" for turn, _ in choice.turns)
    return TEMPLATE.format(
        fill=FILL_IN,
        title=scenario.title if scenario.title.endswith("?") else f"{scenario.title}?"[-120:],
        order=order,
        minutes=scenario.minutes,
        name=name,
        measure=choice.measure,
        middle=format_duration_s(half),
        seen=f"{number(value)} {choice.unit}".strip(),
        low=choice.written(value / 2),
        high=choice.written(value * 2),
        least=choice.written(value * 0.9),
        most=choice.written(value * 1.1),
        goal=choice.bound,
        knobs=", ".join(paths),
        solutions=solutions,
    )


TEMPLATE = """---
format: windtunnel.lesson/1
title: "{title}"
order: {order}
minutes: {minutes}
summary: "{fill} the answer in one line."
topics: [to be chosen]
scenario: {name}
---

## {fill} what is there

{fill} who sends what to whom, how much of it, and what one might expect. Short sentences.

```step
id: situation
at: 0 s
```

```predict
kind: choice
question: "{fill} a question about {measure}"
measure: {measure}
options:
  - {{says: "Less than {low}", is: "< {low}"}}
  - {{says: "From {low} to {high}", is: "between {low} and {high}"}}
  - {{says: "More than {high}", is: "> {high}"}}
reveal: |
  {fill} what it is ({seen} in this run), and why that had to be expected.
```

## {fill} what happens

{fill} what is to be seen at this moment, with the arithmetic: numbers that a reader can work out.

```step
id: moment
at: {middle}
focus: instant
rule: quota.lambda.account_concurrency
```

```claims
- says: "{fill} a sentence with a number: {measure} is about {seen}."
  expect: {{{measure}: "between {least} and {most}"}}
```

## {fill} what to do about it

{fill} what the rule means for whoever builds this.

```step
id: task
```

```task
says: "{fill} the task in words: {measure} {goal}."
hint: "{fill} where to look, without saying it all."
goals: {{{measure}: "{goal}"}}
knobs: [{knobs}]
solutions:
{solutions}
```
"""
