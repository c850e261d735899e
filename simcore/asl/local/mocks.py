"""What tasks come to where there is no service: data, as Step Functions Local has it.

A state has outcomes by the number of its invocation ("0", "1-2", "3-" from there on), or one for
all; or a list of them, of which the first is taken that is for its input (``When``). An outcome is
``Return`` or ``Throw`` (Error, Cause), after ``Seconds``; with ``Heartbeats`` in between, or
``Never``. Source: step-functions developer guide, "Using mocked service integrations".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

from simcore.asl.flow import Json, StateFault
from simcore.asl.shown import shown
from simcore.asl.size import size_of
from simcore.errors import SimError

__all__ = ["MockInvalid", "Outcome", "mocks_of"]

OUTCOME = ("Return", "Throw", "Never")
FIELDS = (*OUTCOME, "Seconds", "Heartbeats")
NUMBERS = re.compile(r"(\d{1,9})(?:(-)(\d{1,9})?)?")
MOST_S = 3.2e9


class MockInvalid(SimError):
    """Mocks that cannot be used: ``path`` says where, ``hint`` what would be right."""

    def __init__(self, path: str, message: str, hint: str = "") -> None:
        super().__init__(path, message, hint)
        self.path, self.message, self.hint = path, message, hint

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


@dataclass(frozen=True)
class Outcome:
    """What one invocation comes to; ``error`` is empty where it returns."""

    result: Json = None
    error: str = ""
    cause: str = ""
    seconds: float = 0.0
    heartbeats: tuple[float, ...] = ()
    is_never: bool = False


@dataclass(frozen=True)
class Mock:
    """The outcomes of invocations from ``first`` to ``last`` whose input has all of ``when``."""

    first: int
    last: float
    when: Json
    outcome: Outcome

    def is_for(self, number: int, input: Json) -> bool:
        """Whether it is."""
        return self.first <= number <= self.last and _has(input, self.when)


def mocks_of(given: Json) -> dict[str, tuple[Mock, ...]]:
    """Mocks by the names of their states; raises MockInvalid."""
    if not isinstance(given, Mapping):
        raise MockInvalid(
            "", "mocks are an object", '{"Charge": {"0": {"Return": {"paid": true}}}}'
        )
    return {str(state): tuple(_mocks(str(state), one)) for state, one in given.items()}


def _mocks(path: str, given: Json) -> Iterator[Mock]:
    entries = given if isinstance(given, list) else [given]
    if not entries:
        raise MockInvalid(path, "there is no outcome", '[{"When": ..., "Return": ...}]')
    for n, entry in enumerate(entries):
        where = f"{path}[{n}]" if isinstance(given, list) else path
        if not isinstance(entry, Mapping):
            raise MockInvalid(where, "an object is expected", '{"Return": ...}, {"0": {...}}')
        when = entry.get("When", ANY)
        if when is not ANY:
            _not_too_deep(f"{where}.When", when)
        rest = {str(name): value for name, value in entry.items() if name != "When"}
        yield from _numbered(where, rest, when)


def _not_too_deep(path: str, data: Json) -> None:
    try:
        size_of(data)
    except StateFault as fault:
        raise MockInvalid(path, fault.cause) from None


def _numbered(path: str, given: Mapping[str, Json], when: Json) -> Iterator[Mock]:
    if any(name in given for name in FIELDS):
        yield Mock(0, inf, when, _outcome(path, given))
        return
    if not given:
        raise MockInvalid(path, "there is no outcome", '{"Return": ...} or {"0": {"Return": ...}}')
    taken: list[tuple[str, int, float]] = []
    for numbers, one in given.items():
        first, last = _range(f"{path}.{numbers[:80]}", numbers)
        for others, low, high in taken:
            if first <= high and low <= last:
                raise MockInvalid(
                    f"{path}.{numbers}", f"{others} is for the same invocation", "0, 1-2, 3-"
                )
        taken.append((numbers, first, last))
        yield Mock(first, last, when, _outcome(f"{path}.{numbers}", one))


def _range(path: str, numbers: str) -> tuple[int, float]:
    """The first and the last invocation that a mock is for."""
    found = NUMBERS.fullmatch(numbers)
    if found is None:
        raise MockInvalid(path, "no number of an invocation", "0, 1-2, 3-")
    first, dash, last = found.groups()
    until = float(last) if last else inf if dash else float(first)
    if until < int(first):
        raise MockInvalid(path, f"{last} comes before {first}", f"{last}-{first}")
    return int(first), until


def _outcome(path: str, given: Json) -> Outcome:
    if not isinstance(given, Mapping) or sum(name in given for name in OUTCOME) != 1:
        raise MockInvalid(path, "exactly one of Return, Throw and Never is expected")
    strange = [name for name in given if name not in FIELDS]
    if strange:
        raise MockInvalid(
            f"{path}.{str(strange[0])[:80]}", "unknown", f"there is {', '.join(FIELDS)}"
        )
    if given.get("Never", True) is not True:
        raise MockInvalid(f"{path}.Never", "true is expected", "Return or Throw, if it answers")
    error, cause = _thrown(path, given["Throw"]) if "Throw" in given else ("", "")
    beats = given.get("Heartbeats", [])
    if not isinstance(beats, list):
        raise MockInvalid(f"{path}.Heartbeats", "seconds after the start are expected", "[4, 8]")
    return Outcome(
        result=given.get("Return"),
        error=error,
        cause=cause,
        seconds=_seconds(f"{path}.Seconds", given.get("Seconds", 0)),
        heartbeats=tuple(_seconds(f"{path}.Heartbeats", beat) for beat in beats),
        is_never="Never" in given,
    )


def _thrown(path: str, given: Json) -> tuple[str, str]:
    error = given.get("Error") if isinstance(given, Mapping) else None
    if not isinstance(error, str) or not error:
        raise MockInvalid(f"{path}.Throw", "Error is missing", '{"Error": "...", "Cause": "..."}')
    cause = given.get("Cause", "")
    if not isinstance(cause, str):
        raise MockInvalid(f"{path}.Throw.Cause", "a text is expected", '"try later"')
    strange = [name for name in given if name not in ("Error", "Cause")]
    if strange:
        raise MockInvalid(
            f"{path}.Throw.{str(strange[0])[:80]}", "unknown", "there is Error, Cause"
        )
    return error, cause


def _seconds(path: str, given: Json) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given <= MOST_S:
        raise MockInvalid(path, f"{shown(given)} is no number of seconds", f"0 to {MOST_S:.0f}")
    return float(given)


ANY: Any = ...
"""What every input has; it is itself after pickling, too."""


def _has(data: Json, wanted: Json) -> bool:
    """Whether all of ``wanted`` is in the data: objects may have more fields."""
    if wanted is ANY:
        return True
    if isinstance(wanted, Mapping):
        return isinstance(data, Mapping) and all(
            name in data and _has(data[name], value) for name, value in wanted.items()
        )
    return bool(data == wanted)
