"""What of a shard and its lanes is stated from time to time: a row of ``ShardObserved``."""

from __future__ import annotations

from typing import Any

from simcore.awslambda.event_source_mapping.streams.reader import ShardPoller


def observed(now: float, poller: ShardPoller) -> tuple[Any, ...]:
    """The row of a poller's shard; what its lanes have worked since the last one is told.

    Of records that are not processed those that the function has do not wait.
    """
    shard = poller.shard
    invoking = failing = holding = worked = 0
    waiting = shard.end - poller.position
    for lane in poller.lanes:
        invoking += lane.invoking
        failing += lane.failing
        holding += lane.holding
        worked += lane.worked
        lane.worked = lane.invoking
        waiting += lane.waiting + lane.passed + lane.unfinished()
    waiting += sum([lane.waiting + lane.passed for lane in poller.coming])
    return (now, shard.number, invoking, failing, holding, waiting, _oldest(poller), worked)


def together(rows: list[tuple[Any, ...]], parallelization: int) -> tuple[Any, ...]:
    """What the rows of all shards say of the mapping, as in ``StreamMappingObserved``."""
    levels = [sum(column) for column in list(zip(*rows, strict=True))[2:6]] or [0] * 4
    oldest = min([row[6] for row in rows if row[6] >= 0.0], default=-1.0)
    return (len(rows) * parallelization, *levels, oldest)


def _oldest(poller: ShardPoller) -> float:
    """When the oldest record that is not processed was written; -1 without any."""
    lanes = (*poller.lanes, *poller.coming)
    times = [t for lane in lanes if (t := lane.oldest()) is not None]
    if (first := poller.needs()) < poller.shard.end:
        times.append(poller.shard.written_at(first))
    return min(times, default=-1.0)
