"""The pollers of a mapping: one for each shard, the children of a shard after it.

Models: starting positions; shards that are opened during a run, whose records are read when those
    of their parents are processed; of a table's stream also that the mapping finds them late: what
    it had not read of the closed shard waits, too (assumed: what was measured are iterator ages of
    30 to 60 s at any rate of writes).
Ignores: the minutes that a new mapping takes to begin.
States: StreamMappingObserved, ShardObserved.

Sources: AWS Lambda Developer Guide, services-kinesis-create (12 Jul 2026).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simcore.awslambda.event_source_mapping.streams.facts import (
    ShardObserved,
    StreamMappingObserved,
)
from simcore.awslambda.event_source_mapping.streams.observed import observed, together
from simcore.awslambda.event_source_mapping.streams.reader import Mapping, ShardPoller
from simcore.awslambda.event_source_mapping.streams.settings import StreamMappingSettings
from simcore.engine.streams import Stream, uniform
from simcore.facts import Ledgers
from simcore.roles.sharded import Shard


class Pollers:
    """The pollers in the order in which their shards were opened."""

    def __init__(
        self,
        mapping: Mapping,
        settings: StreamMappingSettings,
        rng: np.random.Generator,
        finding: np.random.Generator,
    ) -> None:
        self.mapping, self.settings = mapping, settings
        self._all: list[ShardPoller] = []
        self._phases = Stream(rng, uniform, block=256)
        self._finding = Stream(finding, uniform, block=256)
        self._has_begun = False

    def opened(self, now: float, shards: list[Shard]) -> None:
        """Follow new shards."""
        settings = self.settings
        for shard in shards:
            lanes, reading = settings.parallelization, settings.reading
            poller = ShardPoller(self.mapping, shard, shard.end, lanes, reading)
            poller.awaits = [p for p in self._all if p.shard in shard.parents]
            self._all.append(poller)
            if not settings.enabled:
                poller.stop()
            if self._has_begun:
                self._find(now, poller)
                self._begin(now, poller)

    def start(self, _: Any) -> None:
        """The mapping is created: every shard from the starting position on."""
        now, self._has_begun = self.mapping.env.now, True
        for poller in self._all:
            self._move_to_start(now, poller)
        for poller in tuple(self._all):  # one that has nothing left is gone at once
            self._begin(now, poller)

    def finished(self, now: float, poller: ShardPoller) -> None:
        """A closed shard is processed, and forgotten: its children may be read."""
        self._all.remove(poller)
        for child in tuple(self._all):
            if poller in child.awaits:
                child.awaits.remove(poller)
                self._begin(now, child)

    def stop(self) -> None:
        """The mapping is disabled."""
        for poller in self._all:
            poller.stop()

    def resume(self, now: float) -> None:
        """The mapping is enabled again."""
        for poller in tuple(self._all):
            poller.resume(now)

    def divide(self, now: float, lanes: int) -> None:
        """Every shard has so many lanes from now on."""
        for poller in tuple(self._all):
            poller.divide(now, lanes)

    def advance(self, now: float) -> None:
        """There may be something to do, for those that have begun to read."""
        for poller in tuple(self._all):
            if poller.has_begun:
                poller.advance(now)

    def observe(self, now: float, ledgers: Ledgers) -> None:
        """State the levels of each shard that is not done with, and of all of them together."""
        reading = self._all if self._has_begun else []
        for poller in reading:
            poller.expire(now)
        rows = [observed(now, poller) for poller in reading]
        ledgers[ShardObserved].rows.extend(rows)
        levels = together(rows, self.settings.parallelization)
        ledgers[StreamMappingObserved].append((now, *levels))

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

    def _find(self, now: float, poller: ShardPoller) -> None:
        """Until it finds a new shard, it reads neither that nor what is left of its parents."""
        least_s, most_s = self.settings.reading.found_after_s
        if most_s:
            found = now + least_s + (most_s - least_s) * self._finding.next()
            for parent in poller.awaits:
                parent.pause(found)

    def _begin(self, now: float, poller: ShardPoller) -> None:
        """Begin to read a shard, unless one of its parents is not processed."""
        if poller.has_begun or poller.awaits:
            return
        phase_s = self._phases.next() * self.settings.reading.interval_s
        poller.start(now, now + phase_s)
