"""The insight about batching windows, of mappings of queues and of streams.

That records waited for their window, and not for anything else, follows from how long all of them
took less how long the function did: an estimate.
"""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Found, History, InsightKind, Law, Try
from simcore.component.spoken import seconds

__all__ = ["WINDOW_OF_QUEUE", "WINDOW_OF_STREAM"]

SHARE = 0.4
"""Of the window, what latency has beyond the function's duration."""

WINDOWS = "Batching windows: pollers that gather receives until a batch is full or the time is over"
GATHERING = "When the next batch of a lane is together"


def _waited(history: History, id: str, owner: str, metric: str) -> Iterator[Found]:
    """Half of what came waited longer than the function took, by a good part of the window."""
    spec = history.spec(id)
    window = spec.maximum_batching_window
    latency = history.percentile(owner, metric, "p50")
    duration = history.percentile(spec.function, "Duration", "p50")
    if not window or latency is None or duration is None:
        return
    waited, worked = (latency - duration) / 1000, duration / 1000
    if waited < SHARE * window or waited < worked:
        return
    values = history.series(owner, f"{metric}.p50")
    done = [n for n, value in enumerate(values) if value is not None]
    if not done:
        return
    first = history.begins(done[0])
    yield Found(
        first,
        history.ends(done[-1]),
        f"Most of the latency was the batching window of {id}.",
        f"Half of all took longer than {seconds(latency / 1000)}, of which the function took "
        f"{seconds(worked)}; the window is {seconds(window)}.",
        (history.seen(owner, f"{metric}.p50", first),),
        Try(f"components.{id}.maximum_batching_window", 0.0, "Invoke at once, with what is there."),
    )


def _of_queue(history: History, id: str) -> Iterator[Found]:
    """Unless something came back, or was refused, or more waited than a batch on average."""
    queue = history.spec(id).source
    waits = history.mean(queue, VISIBLE, history.stretch(0, history.bins))
    troubled = history.counter(queue, "returned") or history.counter(id, "batches_throttled")
    if not troubled and waits <= history.spec(id).batch_size:
        yield from _waited(history, id, queue, "MessageLatency")


VISIBLE = "ApproximateNumberOfMessagesVisible"


def _of_stream(history: History, id: str) -> Iterator[Found]:
    counted = ("batches_failed", "batches_throttled", "reads_refused")
    spec = history.spec(id)
    late = history.peak(id, "AgeOfOldestRecord")[0] > 2 * spec.maximum_batching_window
    if not any(history.counter(id, name) for name in counted) and not late:
        yield from _waited(history, id, id, "RecordLatency")


def _kind(id: str, title: str, unless: str, law: Law, of_queue: bool) -> InsightKind:
    return InsightKind(
        id,
        title,
        "Half of what was processed had waited longer than the function took, and for "
        f"{SHARE:.0%} of the batching window or longer{unless}.",
        law,
        _of_queue if of_queue else _of_stream,
        derived=False,
    )


TEXT = "A batch waits until it is full, or until its batching window is over."

WINDOW_OF_QUEUE = _kind(
    "batching-window-latency",
    "Latency was the batching window",
    "; no message came back, none was refused, and no more than a batch was visible on average",
    Law(
        TEXT,
        WINDOWS,
        "esm.sqs.window_max_s",
        page="docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters",
        date="2026-07-12",
    ),
    of_queue=True,
)
WINDOW_OF_STREAM = _kind(
    "stream-batching-window-latency",
    "Latency was the batching window of a stream",
    "; nothing failed or was refused, and no record was older than two windows",
    Law(
        TEXT,
        GATHERING,
        "esm.streams.window_max_s",
        page="docs.aws.amazon.com/lambda/latest/dg/with-kinesis",
        date="2026-07-12",
    ),
    of_queue=False,
)
