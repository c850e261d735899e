"""How data flows through a state, as whoever runs it sees it: the query language is behind it.

``Around`` is what expressions can see beside the input: the context object and the variables.
Data is JSON as Python has it, and is never changed in place: what is not touched is handed on as
it is. Source: step-functions developer guide, "Processing input and output", "Passing data between
states with variables", "Transforming data with JSONata".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

__all__ = ["Around", "ChoiceRule", "Evaluated", "Flow", "Json", "Left", "StateFault"]

Json = Any


class StateFault(Exception):
    """What goes wrong in a state: ``error`` is its name (``States.Runtime``), ``cause`` a text."""

    def __init__(self, error: str, cause: str) -> None:
        super().__init__(error, cause)
        self.error, self.cause = error, cause


class Around(Protocol):
    """What expressions can see beside the input of their state."""

    @property
    def context(self) -> Json:
        """The context object (``$$``, ``$states.context``), made when it is asked for."""

    @property
    def variables(self) -> Mapping[str, Json]:
        """All that can be read here, those of outer levels too."""

    def millis(self) -> int:
        """The time, in milliseconds since 1970: what ``$now()`` and ``$millis()`` say."""

    def uniform(self) -> float:
        """Uniform in [0, 1): States.MathRandom, ``$random``, UUIDs (`Host.uniform`)."""


class Left(NamedTuple):
    """What comes out of a state."""

    output: Json
    assigned: Mapping[str, Json]


class Evaluated(Protocol):
    """A value that may depend on data: a literal, a path, a template or an expression."""

    def of(self, input: Json, around: Around) -> Json:
        """Its value; raises :class:`StateFault`."""


class Flow(Protocol):
    """The fields of a state that say what it is given and what it makes of it.

    ``is_plain`` says that all is handed on: nothing is selected, made or assigned, so that whoever
    runs it may leave out the calls: input = argument of the work, result = output.
    """

    @property
    def is_plain(self) -> bool: ...

    def enter(self, input: Json, around: Around) -> Json:
        """The effective input: what InputPath leaves of it; raises :class:`StateFault`."""

    def arguments(self, effective: Json, around: Around) -> Json:
        """What the work is given: Parameters or Arguments; raises :class:`StateFault`."""

    def leave(self, input: Json, effective: Json, result: Json, around: Around) -> Left:
        """Output and assignments, from a result that came; raises :class:`StateFault`.

        What is made here is measured here; the result was measured by whoever got it (`size`). In
        states without work (Pass, Wait, Choice, Succeed) the result is what `arguments` gave.
        """

    def caught(self, input: Json, effective: Json, error_output: Json, around: Around) -> Left:
        """The same of a catcher: ``error_output`` is {"Error": ..., "Cause": ...}."""


class ChoiceRule(Protocol):
    """One entry of Choices."""

    @property
    def next(self) -> str: ...

    def matches(self, input: Json, around: Around) -> bool:
        """Whether the rule holds for the effective input; raises :class:`StateFault`."""

    def leave(self, input: Json, effective: Json, around: Around) -> Left | None:
        """What the rule itself assigns and puts out; None where it says neither."""
