"""What may be found about the event source mapping of a stream when a run is over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simcore.awslambda.event_source_mapping.windows_insight import WINDOW_OF_STREAM
from simcore.awslambda.reading.views.bound_by import METRIC, NAMES
from simcore.component import Found, History, InsightKind, Law, Stretch, Try
from simcore.component.spoken import percent, seconds

__all__ = ["STREAM_MAPPING"]

LATE_S, LAG_S = 10.0, 30.0
"""Records are late from this age on, beside the batching window; for so long it is a lag."""

FULL = 0.75
"""Batches that are fuller than that on average say that every lane has a backlog."""

POISON_S, POISON_GAP_S = 10.0, 3.0
STARVED_S, STARVED_GAP_S = 10.0, 30.0
AGAIN_SHARE, AGAIN = 0.25, 20

AGE, WAITING, FAILING = "AgeOfOldestRecord", "RecordsWaiting", "LanesFailing"
INVOKED, FAILED = "InvokedEventCount", "FailedInvokeEventCount"
PAYLOAD = "esm.payload_max_bytes"


def _lags(history: History, id: str) -> list[Stretch]:
    """Where records are late, and nothing else than too little work explains it."""
    late = LATE_S + history.spec(id).maximum_batching_window + history.spec(id).tumbling_window
    found = history.where(id, AGE, lambda age: age >= late)
    return [one for one in found if one.lasts_s >= LAG_S and _only_slow(history, id, one)]


def _only_slow(history: History, id: str, lag: Stretch) -> bool:
    others = ("LanesFailing", "LanesHolding", "ReadsRefused")
    return not any(history.total(id, metric, lag) for metric in others)


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
    for found in _longest(history, id, lambda full: full >= FULL):
        at_once = history.peak(history.spec(id).function, "ConcurrentExecutions", found)[0]
        most, when = history.peak(id, AGE, found)
        yield Found(
            found.t,
            found.until,
            f"{id} fell behind: all of its lanes were busy.",
            f"Up to {history.peak(id, WAITING, found)[0]:,.0f} records waited and the oldest was "
            f"{seconds(most)} old, while no more than {at_once:,.0f} batches at a time were "
            "processed: one for each shard and unit of the parallelization factor.",
            (history.seen(id, AGE, when), history.seen(id, WAITING, when)),
            _more_lanes(history, id) or _larger_batches(history, id),
        )


def _hot(history: History, id: str) -> Iterator[Found]:
    """Some lanes have a backlog, others have next to nothing."""
    if history.peak(id, "Lanes")[0] < 2:
        return
    for found in _longest(history, id, lambda full: full < FULL):
        full = _fullness(history, id, found) or 0.0
        most, when = history.peak(id, AGE, found)
        waiting = history.peak(id, WAITING, found)[0]
        yield Found(
            found.t,
            found.until,
            f"A hot shard: some records of {history.spec(id).source} were late, others were not.",
            f"Up to {waiting:,.0f} records waited and the oldest was {seconds(most)} old, while "
            f"batches were {percent(full, 1)} full on average: most lanes had little to do.",
            (history.seen(id, AGE, when), history.seen(id, WAITING, when)),
            _larger_batches(history, id),
        )


def _longest(history: History, id: str, fits: Any) -> Iterator[Stretch]:
    """The longest lag with such batches, and more waiting than they take at once."""
    batch = history.spec(id).batch_size
    found = [
        one
        for one in _lags(history, id)
        if (full := _fullness(history, id, one)) is not None
        and fits(full)
        and history.peak(id, WAITING, one)[0] > batch
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


def _poisoned(history: History, id: str) -> Iterator[Found]:
    found = history.longest(history.where(id, FAILING, bool, POISON_GAP_S), POISON_S)
    if found is None:
        return
    lanes, most = history.peak(id, "Lanes", found)[0], history.peak(id, FAILING, found)[0]
    age, when = history.peak(id, AGE, found)
    before = history.at(id, AGE, max(found.t - history.bin_s, 0))
    yield Found(
        found.t,
        found.until,
        f"A failing batch blocked a shard of {history.spec(id).source}.",
        f"For {seconds(found.lasts_s)} up to {most:,.0f} of {lanes:,.0f} lanes of {id} stood "
        f"still, and the oldest record went from {seconds(before)} to {seconds(age)}.",
        (history.seen(id, FAILING, found.t), history.seen(id, AGE, when)),
        _let_go(history, id),
    )


def _let_go(history: History, id: str) -> Try:
    """Give up sooner, or split what fails."""
    spec, path = history.spec(id), f"components.{id}"
    if spec.maximum_retry_attempts is None or spec.maximum_retry_attempts > 3:
        words = "Give a batch up after three retries: seconds, and the batch is lost."
        return Try(f"{path}.maximum_retry_attempts", 3, words)
    if not spec.bisect_batch_on_function_error:
        words = "Split a failed batch: only what is bad is given up."
        return Try(f"{path}.bisect_batch_on_function_error", True, words)
    words = "Give the whole batch up at once: what is good in it is lost, too."
    return Try(f"{path}.bisect_batch_on_function_error", False, words)


def _starved(history: History, id: str) -> Iterator[Found]:
    if not history.counter(id, "reads_refused"):
        return
    wanted = NAMES.index("reads of a shard")
    stretches = history.where(id, METRIC, lambda rule: rule == wanted, STARVED_GAP_S)
    found = history.longest(stretches, STARVED_S)
    if found is None:
        return
    source = history.spec(id).source
    refused = history.total(id, "ReadsRefused", found)
    readers = len([e for e in history.graph.edges if e.source == source and e.kind == "read"])
    most, when = history.peak(id, AGE, found)
    yield Found(
        found.t,
        found.until,
        f"{id} was starved of records: the readers of {source} share what its shards give.",
        f"{refused:,.0f} of its calls were refused, with {readers} readers; the oldest record was "
        f"up to {seconds(most)} old.",
        (history.seen(id, METRIC, history.begins(found.first)), history.seen(id, AGE, when)),
        _own_throughput(history, id),
    )


def _own_throughput(history: History, id: str) -> Try | None:
    spec = history.spec(id)
    if spec.enhanced_fan_out or history.graph.type_of(spec.source) != "stream":
        return None
    words = "Have records pushed, with throughput of its own for this reader."
    return Try(f"components.{id}.enhanced_fan_out", True, words)


def _again(history: History, id: str) -> Iterator[Found]:
    invoked, failed = history.counter(id, "invoked_events"), history.counter(id, "failed_events")
    if failed < AGAIN or failed < AGAIN_SHARE * invoked:
        return
    bins = [n for n, value in enumerate(history.series(id, FAILED)) if value]
    times = invoked / max(invoked - failed, 1)
    yield Found(
        history.begins(bins[0]),
        history.ends(bins[-1]),
        f"Retries multiplied the work of {id}.",
        f"For each record that was done with, {history.spec(id).function} was given {times:.3g}: "
        f"{failed:,.0f} of {invoked:,.0f} were of batches that failed.",
        (history.seen(id, FAILED, history.begins(bins[0])),),
        _let_go(history, id),
    )


GUIDE = "docs.aws.amazon.com/lambda/latest/dg/with-kinesis"
DATE = "2026-07-12"
POLLERS = "The pollers of a mapping: one for each shard, the children of a shard after it"
MAPPING = "The event source mapping of a data stream, or of the stream of a table"
GIVEN_UP = "What a stream's mapping gives up, and what it tells whom"
STREAM = "Amazon Kinesis Data Streams: records in shards, in order, for as long as they are kept"
LAG = (
    f"For at least {LAG_S:.0f} s the oldest record was {LATE_S:.0f} s older than the batching "
    "windows or more, nothing failed or was refused, and more than a batch waited: "
)

STREAM_MAPPING = (
    InsightKind(
        "lanes-bound",
        "All lanes of a stream's mapping were busy",
        f"{LAG}batches were at least {FULL:.0%} full.",
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
        f"{LAG}batches were less than {FULL:.0%} full, so that most lanes had no backlog.",
        Law(
            "Records of one key are in one shard, and processed in order: one batch at a time.",
            POLLERS,
            page=GUIDE,
            date=DATE,
        ),
        _hot,
    ),
    InsightKind(
        "poison-blocks-shard",
        "A failing batch blocked a shard",
        f"For at least {POISON_S:.0f} s a lane waited with a failed batch for its next attempt.",
        Law(
            "A failed batch is tried again, and nothing behind it in its shard, until it succeeds, "
            "expires or is given up.",
            GIVEN_UP,
            page=GUIDE,
            date=DATE,
        ),
        _poisoned,
        explains="loss",
    ),
    InsightKind(
        "starved-reader",
        "A starved reader",
        f"For at least {STARVED_S:.0f} s the mapping was bound by the reads of a shard.",
        Law("All readers of a shard share its reads.", STREAM, "kinesis.shard_read_calls"),
        _starved,
    ),
    InsightKind(
        "stream-retry-amplification",
        "Retries multiplied the work of a stream",
        f"At least {AGAIN_SHARE:.0%} of the records with which the function was invoked, {AGAIN} "
        "or more, were of batches that failed.",
        Law("A failed batch is tried again.", GIVEN_UP, page=GUIDE, date=DATE),
        _again,
        explains="loss",
    ),
    WINDOW_OF_STREAM,
)
