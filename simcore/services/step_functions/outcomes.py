"""What comes of an attempt by what a scenario says of it: a result, or one of its errors."""

from __future__ import annotations

from typing import Any, NamedTuple

from simcore.asl.flow import StateFault
from simcore.asl.host import Attempt
from simcore.engine.streams import Stream
from simcore.frozen import frozen
from simcore.services.step_functions.expressions import Expression, Template

__all__ = ["Error", "ErrorRule", "Outcome", "Outcomes"]


class Error(NamedTuple):
    """An error's name, and its text."""

    error: str
    cause: str = ""


class Outcome(NamedTuple):
    """An error, or a result."""

    error: Error | None
    result: Any


@frozen
class ErrorRule:
    """An error of a ``share`` of those attempts that it goes for."""

    error: Error
    share: float = 1.0
    attempts: frozenset[int] | None = None
    when: Expression | None = None

    def applies(self, attempt: Attempt, toss: Stream) -> bool:
        """Whether the attempt ends in it; tosses are drawn where chance decides alone."""
        if self.attempts is not None and attempt.number not in self.attempts:
            return False
        if self.when is not None and self.when.of({"input": attempt.arguments}, toss) is not True:
            return False
        return self.share >= 1.0 or toss.next() < self.share


class Outcomes:
    """Of one task: its errors in their order, else its result."""

    def __init__(self, result: Template, errors: tuple[ErrorRule, ...], tosses: Stream) -> None:
        self.result, self.errors, self._tosses = result, errors, tosses

    def of(self, attempt: Attempt) -> Outcome:
        """The first error that applies, else the result; what cannot be computed is an error."""
        try:
            error = self._error(attempt)
            return self.response(attempt) if error is None else Outcome(error, None)
        except StateFault as fault:
            return Outcome(Error(fault.error, fault.cause), None)

    def response(self, attempt: Attempt) -> Outcome:
        """The result, where somebody else says the errors; what cannot be computed is one."""
        try:
            return Outcome(None, self._result(attempt))
        except StateFault as fault:
            return Outcome(Error(fault.error, fault.cause), None)

    def _error(self, attempt: Attempt) -> Error | None:
        for rule in self.errors:
            if rule.applies(attempt, self._tosses):
                return rule.error
        return None

    def _result(self, attempt: Attempt) -> Any:
        if not self.result.made:
            return self.result.value
        said = {"input": attempt.arguments, "attempt": attempt.number}
        return self.result.of(said, self._tosses)
