"""What of a shard and its lanes is stated from time to time: a row of ``ShardObserved``."""

from __future__ import annotations

from typing import Any

from simcore.awslambda.event_source_mapping.streams.lane import Lane
from simcore.awslambda.event_source_mapping.streams.reader import ShardPoller


def observed(now: float, poller: ShardPoller) -> tuple[Any, ...]:
    """The row of a poller's shard; what its lanes have worked since the last one is told."""
    lanes = poller.lanes
    invoking = sum([lane.invoking for lane in lanes])
    failing = sum([lane.failing for lane in lanes])
    holding = sum([lane.holding for lane in lanes])
    levels = (invoking, failing, holding, _waiting(poller))
    return (now, poller.shard.number, *levels, _oldest(poller), _worked(lanes))


def together(rows: list[tuple[Any, ...]], parallelization: int) -> tuple[Any, ...]:
    """What the rows of all shards say of the mapping, as in ``StreamMappingObserved``."""
    levels = [sum(column) for column in list(zip(*rows, strict=True))[2:6]] or [0] * 4
    oldest = min([row[6] for row in rows if row[6] >= 0.0], default=-1.0)
    return (len(rows) * parallelization, *levels, oldest)


def _waiting(poller: ShardPoller) -> int:
    """Records that are not processed, without those that the function has."""
    held = sum([lane.waiting + lane.passed for lane in (*poller.lanes, *poller.coming)])
    unfinished = sum([lane.unfinished() for lane in poller.lanes if not lane.invoking])
    again = sum([len(b) for lane in poller.lanes if lane.invoking for b in lane.again])
    return poller.shard.end - poller.position + held + unfinished + again


def _oldest(poller: ShardPoller) -> float:
    """When the oldest record that is not processed was written; -1 without any."""
    lanes = (*poller.lanes, *poller.coming)
    times = [t for lane in lanes if (t := lane.oldest()) is not None]
    if (first := poller.needs()) < poller.shard.end:
        times.append(poller.shard.written_at(first))
    return min(times, default=-1.0)


def _worked(lanes: list[Lane]) -> int:
    """How many lanes had a batch with the function since this was asked last."""
    worked = sum([lane.worked for lane in lanes])
    for lane in lanes:
        lane.worked = lane.invoking
    return worked
