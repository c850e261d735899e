"""When two runs part: the first bin in which a metric that both have differs."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

__all__ = ["Parting", "parting"]


OF_INPUTS = ("ClaimedAccountConcurrency",)
"""Metrics that say what was asked for, not what happened."""


class Parting(NamedTuple):
    """From `t_s` on the runs are no longer the same: a `metric` of a `component` differs first."""

    t_s: float
    component: str
    metric: str
    was: float | None
    now: float | None


def parting(was: Mapping[str, Any], now: Mapping[str, Any]) -> Parting | None:
    """The first one; None when all that both have is the same, or their bins are not."""
    if was["bin_s"] != now["bin_s"]:
        return None
    first: tuple[int, str, str] | None = None
    for id in sorted(was["series"].keys() & now["series"].keys()):
        ones, others = was["series"][id], now["series"][id]
        for metric in sorted((ones.keys() & others.keys()).difference(OF_INPUTS)):
            n = _first_difference(ones[metric], others[metric], first[0] if first else None)
            if n is not None:
                first = n, id, metric
    return None if first is None else _at(first, was, now)


def _first_difference(was: Sequence[Any], now: Sequence[Any], before: int | None) -> int | None:
    """The place of the first difference, if it comes before another one that is known."""
    if was[:before] == now[:before]:
        return None
    for n, (one, other) in enumerate(zip(was, now, strict=False)):
        if one != other:
            return n if before is None or n < before else None
    return None


def _at(first: tuple[int, str, str], was: Mapping[str, Any], now: Mapping[str, Any]) -> Parting:
    n, id, metric = first
    values = [result["series"][id][metric][n] for result in (was, now)]
    return Parting(was["time_s"][n], id, metric, *values)
