"""The pollers of a mapping: one for each shard, the children of a shard after it.

Models: starting positions; shards that are opened during a run, whose records are read when those
    of their parents are processed.
Ignores: the minutes that a new mapping takes to begin.

Sources: AWS Lambda Developer Guide, services-kinesis-create (12 Jul 2026).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simcore.awslambda.event_source_mapping.streams.observed import observed
from simcore.awslambda.event_source_mapping.streams.reader import Mapping, ShardPoller
from simcore.awslambda.event_source_mapping.streams.settings import StreamMappingSettings
from simcore.engine.streams import Stream, uniform
from simcore.roles.sharded import Shard


class Pollers:
    """The pollers in the order in which their shards were opened."""

    def __init__(
        self, mapping: Mapping, settings: StreamMappingSettings, rng: np.random.Generator
    ) -> None:
        self.mapping, self.settings = mapping, settings
        self._all: list[ShardPoller] = []
        self._phases = Stream(rng, uniform, block=256)
        self._has_begun = False

    def opened(self, now: float, shards: list[Shard]) -> None:
        """Follow new shards."""
        settings = self.settings
        for shard in shards:
            lanes, reading = settings.parallelization, settings.reading
            poller = ShardPoller(self.mapping, shard, shard.end, lanes, reading)
            self._all.append(poller)
            if not settings.enabled:
                poller.stop()
            if self._has_begun:
                self._begin(now, poller)

    def start(self, _: Any) -> None:
        """The mapping is created: every shard from the starting position on."""
        now, self._has_begun = self.mapping.env.now, True
        for poller in self._all:
            self._move_to_start(now, poller)
        for poller in self._all:
            self._begin(now, poller)

    def finished(self, now: float, poller: ShardPoller) -> None:
        """A closed shard is processed: its children may be read."""
        for child in self._all:
            if poller.shard in child.shard.parents:
                self._begin(now, child)

    def stop(self) -> None:
        """The mapping is disabled."""
        for poller in self._all:
            poller.stop()

    def resume(self, now: float) -> None:
        """The mapping is enabled again."""
        for poller in self._all:
            poller.resume(now)

    def divide(self, now: float, lanes: int) -> None:
        """Every shard has so many lanes from now on."""
        for poller in self._all:
            if not poller.finished:
                poller.divide(now, lanes)

    def advance(self, now: float) -> None:
        """There may be something to do."""
        for poller in self._all:
            poller.advance(now)

    def observe(self, now: float) -> list[tuple[Any, ...]]:
        """A row of `ShardObserved` for each shard that is not done with."""
        reading = [p for p in self._all if not p.finished] if self._has_begun else []
        for poller in reading:
            poller.expire(now)
        return [observed(now, poller) for poller in reading]

    def _move_to_start(self, now: float, poller: ShardPoller) -> None:
        position, shard = self.settings.starting_position, poller.shard
        if position == "LATEST":
            poller.position = shard.end
        else:
            kept = now - self.mapping.source.retention_s
            asked = self.settings.starting_timestamp_s
            since = max(kept, asked) if position == "AT_TIMESTAMP" else kept
            poller.position = shard.first_from(since)
        shard.trim()

    def _begin(self, now: float, poller: ShardPoller) -> None:
        """Begin to read a shard, unless one of its parents is not processed."""
        parents = poller.shard.parents
        if poller.has_begun or any(p.shard in parents and not p.finished for p in self._all):
            return
        phase_s = self._phases.next() * self.settings.reading.interval_s
        poller.start(now, now + phase_s)
