"""What may be found about the event source mapping of a stream when a run is over."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.awslambda.event_source_mapping.permission_insight import UNREAD_STREAM
from simcore.awslambda.event_source_mapping.streams.lag_insights import LAGS
from simcore.awslambda.event_source_mapping.windows_insight import WINDOW_OF_STREAM
from simcore.awslambda.reading.views.bound_by import METRIC, NAMES
from simcore.component import Found, History, InsightKind, Law, Try
from simcore.component.spoken import average, many, seconds

__all__ = ["STREAM_MAPPING"]

POISON_S, POISON_GAP_S = 10.0, 3.0
STARVED_S, STARVED_GAP_S = 10.0, 30.0
AGAIN_SHARE, AGAIN = 0.25, 20

AGE, FAILING = "AgeOfOldestRecord", "LanesFailing"
INVOKED, FAILED = "InvokedEventCount", "FailedInvokeEventCount"


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
        f"For {seconds(found.lasts_s)} up to {most:,.0f} of {many(lanes, 'lane')} of {id} stood "
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
        f"{refused:,.0f} of its calls were refused, with {many(readers, 'reader')}; the oldest "
        f"record was up to {seconds(most)} old.",
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
    read = history.counter(id, "polled_events") - history.counter(id, "filtered_out_events")
    given = average(invoked, sum([history.counter(id, name) for name in DONE]), read)
    each = f"For each record {history.spec(id).function} was given {given}: " if given else ""
    yield Found(
        history.begins(bins[0]),
        history.ends(bins[-1]),
        f"Retries multiplied the work of {id}.",
        f"{each}{failed:,.0f} of {invoked:,.0f} records that the function was given were of "
        "batches that failed.",
        (history.seen(id, FAILED, history.begins(bins[0])),),
        _let_go(history, id),
    )


DONE = ("processed", "dropped_events", "delivered_events", "expired_in_work")
"""What comes of the records that are read; the others are in work, or read ahead."""

GUIDE = "docs.aws.amazon.com/lambda/latest/dg/with-kinesis"
DATE = "2026-07-12"
GIVEN_UP = "What a stream's mapping gives up, and what it tells whom"
STREAM = "Amazon Kinesis Data Streams: records in shards, in order, for as long as they are kept"
STREAM_MAPPING = (
    *LAGS,
    UNREAD_STREAM,
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
