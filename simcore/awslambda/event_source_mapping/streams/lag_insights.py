"""Insights about streams that fall behind: for want of lanes, or of one hot shard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simcore.awslambda.reading.views.bound_by import METRIC, NAMES
from simcore.component import Found, History, InsightKind, Law, Stretch, Try
from simcore.component.spoken import percent, seconds

__all__ = ["LAGS"]

LATE_S, LAG_S = 10.0, 30.0
"""Records are late from this age on, beside the batching window, or when they are older than two
invocations last: it is not one alone that they waited for. For so long it is a lag."""

FULL, IDLE = 0.75, 0.5
"""Where records are late a lane leaves some behind, so its batches are full: where all are fuller
than that on average, and such a share of the lanes is invoking, every lane has a backlog; where
they are not, or half of the lanes are idle, only some have."""

NEXT_POLL = NAMES.index("polls and windows")
AGE, WAITING, INVOKING = "AgeOfOldestRecord", "RecordsWaiting", "LanesInvoking"
INVOKED, PAYLOAD = "InvokedEventCount", "esm.payload_max_bytes"


def _lags(history: History, id: str) -> list[Stretch]:
    """Where records are late, and nothing else than too little work explains it."""
    spec = history.spec(id)
    longest_s = (history.percentile(spec.function, "Duration", "max") or 0.0) / 1000
    late = max(LATE_S, 2 * longest_s) + spec.maximum_batching_window + spec.tumbling_window
    found = history.where(id, AGE, lambda age: age >= late)
    return [one for one in found if one.lasts_s >= LAG_S and _only_slow(history, id, one)]


def _only_slow(history: History, id: str, lag: Stretch) -> bool:
    others = ("LanesFailing", "LanesHolding", "ReadsRefused")
    reads = NAMES.index("reads of a shard")
    bound = history.series(id, METRIC)[lag.first : lag.end]
    if 2 * sum(one == NEXT_POLL for one in bound) > len(bound):
        return False  # nobody works on what waits: a shard that followed another is not found yet
    return reads not in bound and not any(history.total(id, metric, lag) for metric in others)


def _all_busy(history: History, id: str, lag: Stretch) -> bool | None:
    """Whether every lane had a backlog, or only some; None where that is not to be told."""
    full, lanes = _fullness(history, id, lag), history.mean(id, "Lanes", lag)
    if full is None or not lanes:
        return None
    invoking = history.mean(id, INVOKING, lag) / lanes
    if full >= FULL and invoking >= FULL:
        return True
    return False if full < FULL or invoking <= IDLE else None


def _fullness(history: History, id: str, lag: Stretch) -> float | None:
    """How full batches were on average; None without any, or where others invoke it, too."""
    spec: Any = history.spec(id)
    if len(history.graph.into(spec.function)) > 1:
        return None
    batches = history.total(spec.function, "Invocations", lag)
    records = history.total(id, INVOKED, lag) + history.total(id, "FilteredOutEventCount", lag)
    size = history.graph.largest_bytes(spec.source)
    most = max(min(spec.batch_size, history.quota(PAYLOAD, 6 * 1024 * 1024) // size), 1)
    return records / batches / most if batches else None


def _lanes(history: History, id: str) -> Iterator[Found]:
    """Every lane has a backlog."""
    for found in _longest(history, id, True):
        most, when = history.peak(id, AGE, found)
        yield Found(
            found.t,
            found.until,
            f"{id} fell behind: all of its lanes were busy.",
            f"Up to {history.peak(id, WAITING, found)[0]:,.0f} records waited and the oldest was "
            f"{seconds(most)} old, while {_invoking(history, id, found)}: there is one for each "
            "shard and unit of the parallelization factor.",
            (history.seen(id, AGE, when), history.seen(id, WAITING, when)),
            _more_lanes(history, id) or _larger_batches(history, id),
        )


def _hot(history: History, id: str) -> Iterator[Found]:
    """Some lanes have a backlog, others have next to nothing."""
    if history.peak(id, "Lanes")[0] < 2:
        return
    for found in _longest(history, id, False):
        full = _fullness(history, id, found) or 0.0
        most, when = history.peak(id, AGE, found)
        waiting = history.peak(id, WAITING, found)[0]
        yield Found(
            found.t,
            found.until,
            f"A hot shard: some records of {history.spec(id).source} were late, others were not.",
            f"Up to {waiting:,.0f} records waited and the oldest was {seconds(most)} old, while "
            f"{_invoking(history, id, found)} and batches were {percent(full, 1)} full: some lanes "
            "had little to do.",
            (history.seen(id, AGE, when), history.seen(id, WAITING, when)),
            _larger_batches(history, id),
        )


def _invoking(history: History, id: str, lag: Stretch) -> str:
    """ "on average 3.6 of its 4 lanes were invoking"."""
    invoking, lanes = (history.mean(id, metric, lag) for metric in (INVOKING, "Lanes"))
    if lanes <= 1:
        return f"its only lane was invoking for {percent(invoking, 1)} of the time"
    return f"on average {invoking:.2g} of its {lanes:.2g} lanes were invoking"


def _longest(history: History, id: str, all_busy: bool) -> Iterator[Stretch]:
    """The longest lag of all lanes, or of some, and more waiting than a batch takes at once."""
    batch = history.spec(id).batch_size
    found = [
        one
        for one in _lags(history, id)
        if _all_busy(history, id, one) is all_busy and history.peak(id, WAITING, one)[0] > batch
    ]
    longest = history.longest(found)
    if longest is not None:
        yield longest


def _more_lanes(history: History, id: str) -> Try | None:
    factor = history.spec(id).parallelization_factor
    value = int(min(2 * factor, history.quota("esm.streams.parallelization_max")))
    if value <= factor or history.spec(id).tumbling_window:
        return None
    words = f"Process {value} batches of a shard at a time: keys stay in order."
    return Try(f"components.{id}.parallelization_factor", value, words)


def _larger_batches(history: History, id: str) -> Try | None:
    batch = history.spec(id).batch_size
    value = int(min(10 * batch, history.quota("esm.streams.batch_size_max")))
    if value <= batch:
        return None
    return Try(f"components.{id}.batch_size", value, f"Take up to {value:,} records at a time.")


GUIDE = "docs.aws.amazon.com/lambda/latest/dg/with-kinesis"
DATE = "2026-07-12"
POLLERS = "The pollers of a mapping: one for each shard, the children of a shard after it"
MAPPING = "The event source mapping of a data stream, or of the stream of a table"
LAG = (
    f"For at least {LAG_S:.0f} s the oldest record was {LATE_S:.0f} s older than the batching "
    "windows or more, and than two of the longest invocations last; nothing failed or was refused, "
    "and more than a batch waited: "
)

LAGS = (
    InsightKind(
        "lanes-bound",
        "All lanes of a stream's mapping were busy",
        f"{LAG}batches were at least {FULL:.0%} full, and {FULL:.0%} of the lanes invoking.",
        Law(
            "A shard has one batch at a time, times the parallelization factor.",
            MAPPING,
            "esm.streams.parallelization_max",
            page=GUIDE,
            date=DATE,
        ),
        _lanes,
    ),
    InsightKind(
        "hot-shard",
        "A hot shard",
        f"{LAG}batches were less than {FULL:.0%} full, or no more than {IDLE:.0%} of the lanes "
        "invoking, so that some lanes had no backlog.",
        Law(
            "Records of one key are in one shard, and processed in order: one batch at a time.",
            POLLERS,
            page=GUIDE,
            date=DATE,
        ),
        _hot,
        derived=False,
    ),
)
