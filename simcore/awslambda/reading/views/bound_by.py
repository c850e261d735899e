"""Which rule bounds an event source mapping in a bin.

By what happened, never by settings. The mapping of a queue is bound

1. while pollers hold batches that the function refused, by the ``throttled batches``: no pollers
   are added meanwhile;
2. else, where messages wait that could be received, by the ``in-flight messages`` of the queue; by
   its ``maximum concurrency``, its ``pollers`` or its ``event pollers`` (in provisioned mode) where
   it has met that cap; of a FIFO queue by its ``message groups``, each of which has a batch in
   flight; while it has met none, by the ``pollers being added`` or the ``event pollers being
   added``, so many a minute; where it has no pollers at all, because of a ``missing permission``,
   or as it is ``disabled``;
3. else, where messages are hidden and nobody works on them, by their ``visibility timeouts``;
4. else by ``upstream``: there is nothing to receive.

The mapping of a stream is bound by the ``throttled batches`` that its lanes hold; else, where
records wait, by a ``missing permission`` to read them, by the ``reads of a shard``, by its
``shards``, where lanes of the one with the oldest record are busy or fail, or else by the next poll
or the batching window (``polls and windows``); else by ``upstream``.
"""

from __future__ import annotations

from collections.abc import Callable

from simcore import facts
from simcore.awslambda.reading.views.limits import Cap
from simcore.recording.made import Derived, Fact
from simcore.recording.reading import Metric

__all__ = ["EXPLAINED", "METRIC", "NAMES", "metric", "of_queue", "of_stream"]

METRIC = "BoundBy"
EXPLAINED = (__doc__ or "").split("\n\n", 1)[1].strip()
NAMES = (
    "upstream",
    "pollers being added",
    "event pollers being added",
    "pollers",
    "event pollers",
    "maximum concurrency",
    "in-flight messages",
    "message groups",
    "throttled batches",
    "visibility timeouts",
    "disabled",
    "polls and windows",
    "shards",
    "reads of a shard",
    "missing permission",
)
"""What the values of the series mean: value 0 is the first of them."""

UPSTREAM, THROTTLED = NAMES.index("upstream"), NAMES.index("throttled batches")
IN_FLIGHT, HIDDEN = NAMES.index("in-flight messages"), NAMES.index("visibility timeouts")
DISABLED, NEXT_POLL = NAMES.index("disabled"), NAMES.index("polls and windows")
PERMISSION = NAMES.index("missing permission")
SHARDS, SHARD_READS = NAMES.index("shards"), NAMES.index("reads of a shard")

Level = Callable[[str], float]
"""The level of a board by the metric's name, 0 where it has none."""


def metric(*made_of: Fact | str) -> Metric:
    """The series of a mapping, made of these facts."""
    return Metric(
        METRIC,
        Derived(*made_of),
        "Bound by",
        "The rule that bounds the mapping, as a number: see below.",
        unit="Limit",
        statistic="Most frequent",
        names=NAMES,
        explained=EXPLAINED,
    )


def of_queue(mapping: Level, cap: Cap, is_fifo: bool, waits: bool, hidden: bool, full: bool) -> int:
    """Of a mapping and its queue: ``full`` where it has as many messages in flight as it may."""
    if mapping("PollersHolding"):
        return THROTTLED
    if not waits:
        return HIDDEN if hidden else UPSTREAM
    if not mapping("Pollers"):
        return PERMISSION if cap.is_denied() else DISABLED
    return IN_FLIGHT if full else _fleet(cap, is_fifo, bool(mapping("ProvisionedPollers")))


def _fleet(cap: Cap, is_fifo: bool, provisioned: bool) -> int:
    """The cap that the fleet is at, or that it has not grown to yet."""
    limit = facts.LIMITS[cap.binding()]
    grows = not cap.is_met() and not is_fifo
    prefix = "event " if provisioned and limit == "pollers" else ""
    return NAMES.index(f"{prefix}pollers being added" if grows else f"{prefix}{limit}")


def of_stream(mapping: Level, starved: bool, denied: bool, at_work: bool) -> int:
    """Of a mapping; ``starved`` where a shard has refused to be read, and none of it is at work;
    ``denied`` where it may not read; ``at_work`` where the shard of the oldest is at work."""
    if mapping("LanesHolding"):
        return THROTTLED
    if not mapping("RecordsWaiting"):
        return UPSTREAM
    if denied:
        return PERMISSION
    if starved:
        return SHARD_READS
    busy = mapping("LanesInvoking") or mapping("LanesFailing")
    return SHARDS if busy and at_work else NEXT_POLL
