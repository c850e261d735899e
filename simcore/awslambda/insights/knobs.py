"""The knobs that insights about functions turn, within what AWS takes."""

from __future__ import annotations

from typing import Any

from simcore.component import History, Try
from simcore.component.spoken import rounded_up

__all__ = ["ACCOUNT_CONCURRENCY", "faster", "most_reserved", "provision", "reserve"]

ACCOUNT_CONCURRENCY = "lambda.account_concurrency"
UNRESERVED = "lambda.unreserved_minimum"


def most_reserved(history: History, function: str) -> int:
    """What a function may have reserved or provisioned: all but what others have, and what
    cannot be reserved."""
    others = sum(
        _own(spec) for id, spec in history.graph.named("function").items() if id != function
    )
    return int(history.quota(ACCOUNT_CONCURRENCY) - history.quota(UNRESERVED) - others)


def _own(function: Any) -> int:
    reserved: int | None = function.reserved_concurrency
    return reserved if reserved is not None else function.provisioned_concurrency or 0


def provision(history: History, id: str, needed: float) -> Try | None:
    """Have so many environments before the load, if that is possible and there are fewer now."""
    spec = history.spec(id)
    most = most_reserved(history, id)
    if spec.reserved_concurrency is not None:
        most = min(most, spec.reserved_concurrency)
    value = min(rounded_up(needed), most)
    tied = spec.capacity or spec.provisioned_tracking or spec.provisioned_schedule
    if tied or spec.snap_start or value <= (spec.provisioned_concurrency or 0):
        return None
    return Try(
        f"components.{id}.provisioned_concurrency",
        value,
        f"Provision {value:,}: they are there before the load is.",
    )


def reserve(history: History, id: str, wanted: int) -> Try | None:
    """Reserve so many, or as many as may be; None where that is no more than now."""
    spec = history.spec(id)
    value = min(wanted, most_reserved(history, id))
    if spec.capacity or value <= (spec.reserved_concurrency or 0):
        return None
    path = f"components.{id}.reserved_concurrency"
    return Try(path, value, f"Reserve {value:,}: nobody else can take them.")


TYPICAL = {"constant": "", "exponential": ".mean", "lognormal": ".median", "uniform": ".low"}
"""Of a distribution: the part that says how long it mostly takes."""


TWICE = "Make the handler twice as fast: it gets through twice as much."


def faster(history: History, id: str, words: str = TWICE) -> Try | None:
    """A handler that takes half as long; None where no one number says how long it takes."""
    duration = history.spec(id).duration
    if duration.kind not in TYPICAL:
        return None
    part = TYPICAL[duration.kind]
    now: float = getattr(duration.given, part[1:]) if part else duration.given
    path = f"components.{id}.duration.{duration.kind}{part}"
    return Try(path, now / 2, words)
