"""Tumbling windows: the batches of each shard belong to windows of time that do not overlap.

Models: windows as long as the mapping says, aligned to the beginning of the run; a record belongs
    to the window in which it was written; a batch holds records of one window; a window that had a
    batch ends with one final invocation of its shard, which is tried again like any other batch,
    before anything of the next window; a window is over when a record of a later one follows, or
    after the wait for late records, or when its shard was closed and is read: the shards that a
    change opens begin windows of their own.
Ignores: the state itself, its limit of 1 MB and windows that are closed early for it; a response
    without a state; parallel batches of one shard. Assumed, because AWS says nothing of it: what
    windows are aligned to; that the final invocation has no records; that the wait for late records
    is always as long as AWS says that it may be, counted from the end of the window; that a final
    invocation is given up like a batch, its age counted from when it was due, and then its window
    ends without one; that records that do not match a filter neither open a window nor end one.
States: nothing; its mapping states WindowInvoked and WindowClosed.

Sources: AWS Lambda Developer Guide, with-kinesis (14 Nov 2022) and services-kinesis-windows (12 Jul
2026).
"""

from __future__ import annotations

from typing import Any

from simcore.awslambda.event_source_mapping.streams.batch import StreamBatch, final_batch
from simcore.awslambda.event_source_mapping.streams.facts import WindowClosed, WindowInvoked
from simcore.awslambda.event_source_mapping.streams.lane import Lane
from simcore.awslambda.event_source_mapping.streams.settings import StreamMappingSettings
from simcore.engine.environment import Environment
from simcore.facts import Ledgers, ledgers_for


class TumblingWindows:
    """Of one mapping; ``length_s`` is that of a window, ``late_s`` the wait for late records."""

    def __init__(self, env: Environment, length_s: float, late_s: float) -> None:
        self.env, self.length_s, self.late_s = env, length_s, late_s

    def end_of(self, t: float) -> float:
        """The end of the window of a record that was written at ``t``."""
        return (t // self.length_s + 1.0) * self.length_s

    def final(self, now: float, lane: Lane) -> StreamBatch | None:
        """The final invocation of the lane's window, if the window is over and had a batch."""
        if lane.window < 0.0 or not self._is_over(now, lane):
            return None
        ends, lane.window = lane.window, -1.0
        return final_batch(lane, ends, now)

    def waiting(self, now: float, lane: Lane) -> tuple[int, bool]:
        """How many records wait for a batch of the first one's window; is that all of them?"""
        first = lane.first()
        if first is None:
            return 0, False
        ends = self.end_of(first)
        if ends != lane.window:
            lane.window = ends
            self.env.call_at(max(ends + self.late_s, now), self._over, lane)
        n = lane.before(ends, self.end_of)
        return n, n < lane.waiting

    def _is_over(self, now: float, lane: Lane) -> bool:
        first, poller = lane.first(), lane.reader
        if first is not None:
            return self.end_of(first) > lane.window
        if poller.position < poller.shard.end:
            return self.end_of(poller.shard.written_at(poller.position)) > lane.window
        return bool(poller.shard.closed) or now >= lane.window + self.late_s

    def _over(self, lane: Any) -> None:
        """No late record is waited for any longer."""
        if lane.is_free:
            lane.reader.mapping.advance(self.env.now, lane)


def windows_of(
    env: Environment, settings: StreamMappingSettings, ledgers: Ledgers
) -> TumblingWindows | None:
    """The mapping's windows, if it has them, and then the ledgers for their ends."""
    if not settings.tumbling_s:
        return None
    ledgers |= ledgers_for(WindowInvoked, WindowClosed)
    return TumblingWindows(env, settings.tumbling_s, settings.late_s)
