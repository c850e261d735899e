"""When something happens by the clock: AWS's `rate(...)`, `cron(...)` and `at(...)`.

Second 0 of a run is `EPOCH`, in UTC; cron has its own module. Sources: Amazon EventBridge User
Guide, eb-create-rule-schedule (Feb 2023); EventBridge Scheduler User Guide, schedule-types (2026).
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from math import ceil
from typing import Annotated, Protocol

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from simcore.frozen import frozen
from simcore.spec.cron import Cron, cron

__all__ = ["EPOCH", "Expression", "Repeating", "Schedule", "parsed"]

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
UNITS = {"minute": 60, "hour": 3_600, "day": 86_400}


class Schedule(Protocol):
    """What an expression comes to."""

    def after(self, t: float) -> float:
        """The next time behind ``t``, in seconds of the run; infinity when there is none."""

    def count(self, end: float) -> int:
        """How many times there are from the start to ``end``, which is not one of them."""


@frozen
class Rate:
    """Every so many seconds, for the first time when they are over."""

    every_s: int

    def after(self, t: float) -> float:
        """The next multiple."""
        return float(max(int(t // self.every_s) + 1, 1) * self.every_s)

    def count(self, end: float) -> int:
        """All multiples before it."""
        return max(ceil(end / self.every_s) - 1, 0)


@frozen
class Once:
    """At one time."""

    at_s: float

    def after(self, t: float) -> float:
        """That time, unless it is over."""
        return self.at_s if self.at_s > t else float("inf")

    def count(self, end: float) -> int:
        """That one, unless it is not in the run."""
        return int(0.0 <= self.at_s < end)


# From text.

EXAMPLES = {
    "rate": "rate(1 minute), rate(5 minutes), rate(1 hour), rate(7 days)",
    "cron": "cron(0 12 * * ? *), cron(0/15 8-17 ? * MON-FRI *)",
    "at": "at(yyyy-mm-ddThh:mm:ss), in UTC: at(2026-01-01T00:10:00)",
}


def parsed(text: str) -> Schedule:
    """What an expression says; raises ValueError with what is wrong."""
    said = re.fullmatch(r"(rate|cron|at)\((.*)\)", text.strip())
    if said is None:
        raise ValueError(f'"{text:.60}" is no schedule')
    kinds: dict[str, Callable[[str], Schedule]] = {"rate": _rate, "cron": _cron, "at": _once}
    return kinds[said[1]](said[2].strip())


def _rate(text: str) -> Rate:
    number, _, unit = text.partition(" ")
    if not re.fullmatch("[1-9][0-9]{0,5}", number):
        raise ValueError(f'rate: "{number:.30}" is not a whole number from 1 to 999999')
    if unit.removesuffix("s") not in UNITS:
        raise ValueError(f'rate: "{unit:.30}" is no unit; there are minutes, hours and days')
    if (number == "1") == unit.endswith("s"):
        raise ValueError(f'rate: "{text}": 1 has no s behind its unit, what is more has one')
    return Rate(int(number) * UNITS[unit.removesuffix("s")])


def _once(text: str) -> Once:
    try:
        if not text.isascii():  # other digits than AWS's
            raise ValueError
        at = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        raise ValueError(f'at: "{text:.60}" is no time') from None
    return Once((at - EPOCH).total_seconds())


def _cron(text: str) -> Cron:
    return cron(text, EPOCH.date())


def _checked(text: str) -> str:
    return _refuse(text, EXAMPLES)


def _repeats(text: str) -> str:
    if _kind(text) == "at":
        raise PydanticCustomError(
            "one-kind", "a rule has rate(...) or cron(...); at(...) is EventBridge Scheduler's"
        )
    return _refuse(text, ("rate", "cron"))


def _refuse(text: str, kinds: Iterable[str]) -> str:
    try:
        parsed(text)
    except ValueError as error:
        hint = EXAMPLES.get(_kind(text), " or ".join(EXAMPLES[kind] for kind in kinds))
        about = {"message": str(error), "hint": hint}
        raise PydanticCustomError("schedule", "{message}. {hint}", about) from None
    return text


def _kind(text: str) -> str:
    return text.strip().partition("(")[0]


Expression = Annotated[str, AfterValidator(_checked)]
"""A schedule as AWS writes it."""

Repeating = Annotated[str, AfterValidator(_repeats)]
"""One of a rule, which comes to its time again and again."""
