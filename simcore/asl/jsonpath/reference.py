"""Reference paths: those that name one place, ``$.order.items[0]['unit price']``.

They are most of all paths, so they are steps here, and no matter of a library. A step is a name or
a number. Source: https://states-language.net/spec.html#path, "Reference Paths".
"""

from __future__ import annotations

import re
from typing import Any, Final

from simcore.asl.flow import Json, StateFault

__all__ = ["ABSENT", "Step", "Steps", "found", "placed", "steps_of"]

Step = str | int
Steps = tuple[Step, ...]


class Absent:
    """What a path finds where there is nothing."""

    def __bool__(self) -> bool:
        return False


ABSENT: Final = Absent()

STEP: Final = re.compile(
    r"""\.([^\s\x00-\x1f.,:;?@*$()\[\]{}'"\\|&!=<>~+^%/`#]+)   # .name
      | \[\s*(-?\d{1,9})\s*\]                        # [0]
      | \['((?:[^'\\]|\\.)*)'\]                      # ['any name']
      | \["((?:[^"\\]|\\.)*)"\]                      # ["any name"]""",
    re.VERBOSE,
)
ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def steps_of(text: str) -> Steps | None:
    """The steps after ``$``; None where it is more than a reference path."""
    steps: list[Step] = []
    at = 0
    while at < len(text):
        step = STEP.match(text, at)
        if step is None:
            return None
        steps.append(_step(step))
        at = step.end()
    return tuple(steps)


def _step(match: re.Match[str]) -> Step:
    name, number, single, double = match.groups()
    if number is not None:
        return int(number)
    quoted = single if single is not None else double
    return ESCAPE.sub(r"\1", quoted) if quoted is not None else str(name)


def found(data: Json, steps: Steps) -> Any:
    """What is there, or `ABSENT`."""
    for step in steps:
        if isinstance(step, str):
            if not isinstance(data, dict) or step not in data:
                return ABSENT
            data = data[step]
        elif isinstance(data, list) and -len(data) <= step < len(data):
            data = data[step]
        else:
            return ABSENT
    return data


def placed(data: Json, steps: Steps, value: Json) -> Json:
    """The data with the value at that place; what is on the way is copied, the rest is shared.

    Names that are not there yet are made; raises `StateFault` (States.ResultPathMatchFailure) where
    a step has nothing to stand on.
    """
    way: list[tuple[Json, Step]] = []
    for step in steps:
        data = _standing(data, step, steps)
        way.append((data, step))
        data = data.get(step, ABSENT) if isinstance(data, dict) else data[step]
    for holder, step in reversed(way):
        copy = holder.copy()
        copy[step] = value
        value = copy
    return value


def _standing(data: Json, step: Step, steps: Steps) -> Json:
    """What the step is taken from: an object for a name, an array that is long enough."""
    if data is ABSENT and isinstance(step, str):
        return {}
    if isinstance(step, str) and isinstance(data, dict):
        return data
    if isinstance(step, int) and isinstance(data, list) and 0 <= step < len(data):
        return data
    raise StateFault(
        "States.ResultPathMatchFailure",
        f"Unable to apply step {step!r} of the path {steps!r}: the input has no such place.",
    )
