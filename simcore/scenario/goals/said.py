"""Goals as a scenario says them: `expect`, a mapping of measures to bounds, by component or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, WithJsonSchema
from pydantic_core import PydanticCustomError

from simcore.frozen import frozen
from simcore.scenario.goals.bound import LONGEST_BOUND, Bound, parse_bound
from simcore.scenario.goals.complaint import GoalError
from simcore.scenario.goals.measure import LONGEST_MEASURE, Measure, parse_measure

__all__ = ["MOST_GOALS", "OF_COMPONENT", "ONE_GOAL", "Expect", "Goal", "goals_of"]

MOST_GOALS = 100

ONE_GOAL, OF_COMPONENT = "<goal>", "<goals of a component>"
"""How pydantic tells the two sorts of values apart; no key of a document looks like that."""


@frozen
class Goal:
    """One goal: where it stands in the document, what it measures, and what it asks of that."""

    path: str
    key: str
    measure: Measure
    bound: Bound

    @property
    def component(self) -> str:
        """Whose number it is; empty where the whole run is meant."""
        return self.measure.of.component

    @property
    def about(self) -> str:
        """What it measures, however it is written: "worker: p99_duration"."""
        key = self.key.removeprefix(f"{self.component}.")
        return f"{self.component}: {key}" if self.component else key

    @property
    def title(self) -> str:
        """It in a line: "worker: p99_duration < 2 s"."""
        bound = self.bound.texts[0] if self.key.endswith(" by") else str(self.bound)
        return f"{self.about} {bound}"


def goals_of(expect: Mapping[str, Any]) -> tuple[Goal, ...]:
    """The goals of a document that fits the format, in its order."""
    return tuple(_goals(expect))


def _goals(expect: Mapping[str, Any]) -> Iterator[Goal]:
    for key, said in expect.items():
        if not isinstance(said, Mapping):
            yield _goal(f"expect.{key}", key, parse_measure(key), said)
            continue
        for inner, bound in said.items():
            yield _goal(f"expect.{key}.{inner}", inner, parse_measure(inner, key), bound)


def _goal(path: str, key: str, measure: Measure, said: object) -> Goal:
    bound = parse_bound(said)
    if bound.bare and measure.of.name == "drained":
        bound = Bound("<=", bound.texts)
    return Goal(path, " ".join(key.split()), measure, bound)


# What pydantic is told.


@contextmanager
def _complaints() -> Iterator[None]:
    try:
        yield
    except GoalError as error:
        said = {"message": error.message, "hint": error.hint}
        raise PydanticCustomError("goal", "{message}", said) from None


def _measured(text: str) -> str:
    with _complaints():
        parse_measure(text, "component")
    return text


def _keyed(text: str) -> str:
    with _complaints():
        parse_measure(text)
    return text


def _bounded(said: object) -> object:
    with _complaints():
        parse_bound(said)
    return said


def _few(expect: dict[str, Any]) -> dict[str, Any]:
    n = sum(len(said) if isinstance(said, Mapping) else 1 for said in expect.values())
    if n > MOST_GOALS:
        message = "{n} goals; at most {most} are taken"
        raise PydanticCustomError("goal-count", message, {"n": n, "most": MOST_GOALS})
    return expect


def _sort(said: object) -> str:
    return OF_COMPONENT if isinstance(said, Mapping) else ONE_GOAL


_BOUND = Annotated[
    str | int | float,
    BeforeValidator(_bounded),
    WithJsonSchema({
        "anyOf": [{"type": "string", "minLength": 1, "maxLength": LONGEST_BOUND},
                  {"type": "number"}],
        "description": "< 2 s, at least 100, between 4 % and 6 %, or a number that it equals",
    }),
]  # fmt: skip
_Key = Annotated[str, Field(max_length=LONGEST_MEASURE), AfterValidator(_keyed)]
_Inner = Annotated[str, Field(max_length=LONGEST_MEASURE), AfterValidator(_measured)]

Expect = Annotated[
    dict[
        _Key,
        Annotated[
            Annotated[_BOUND, Tag(ONE_GOAL)]
            | Annotated[
                dict[_Inner, _BOUND], Field(min_length=1, max_length=MOST_GOALS), Tag(OF_COMPONENT)
            ],
            Discriminator(_sort),
        ],
    ],
    Field(max_length=MOST_GOALS),
    AfterValidator(_few),
]
