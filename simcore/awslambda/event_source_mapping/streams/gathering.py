"""When the next batch of a lane is together.

Models: a batch is invoked when it is full, in records or at 6 MB, or when its batching window is
    over: the first one opens with its first record, the next one when an invocation ends, whether
    records wait then or not; after a window without records the next record opens one. With
    tumbling windows (:mod:`.tumbling`) also when it has all records of its window.
Ignores: metadata in the payload limit. Assumed: that each lane of a shard has a batching window of
    its own.
States: nothing.

Sources: AWS Lambda Developer Guide, invocation-eventsourcemapping (2022, 12 Jul 2026), whose rules
of batching are those of every source.
"""

from __future__ import annotations

from collections.abc import Callable

from simcore.awslambda.event_source_mapping.streams.batch import StreamBatch
from simcore.awslambda.event_source_mapping.streams.lane import Lane
from simcore.awslambda.event_source_mapping.streams.settings import StreamMappingSettings
from simcore.awslambda.event_source_mapping.streams.tumbling import TumblingWindows
from simcore.engine.environment import Environment

Gather = Callable[[float, Lane], StreamBatch | None]


class Gathering:
    """Of one mapping; ``windows`` are its tumbling windows, if it has them."""

    def __init__(
        self,
        env: Environment,
        settings: StreamMappingSettings,
        windows: TumblingWindows | None,
    ) -> None:
        self.env, self.windows = env, windows
        self.bind(settings)

    def bind(self, settings: StreamMappingSettings) -> None:
        """The mapping's settings are these."""
        self._batch_size, self._window_s = settings.batch_size, settings.window_s

    def how(self, *, enabled: bool) -> Gather:
        """What gives the next batch of a lane."""
        if not enabled:
            return self.nothing
        return self.next if self._window_s or self.windows is not None else self.at_once

    def next(self, now: float, lane: Lane) -> StreamBatch | None:
        """The next batch, when it is full or its window is over.

        Without windows :meth:`at_once` says the same.
        """
        n, is_whole = lane.waiting, False
        if self.windows is not None:
            if (final := self.windows.final(now, lane)) is not None:
                return final
            n, is_whole = self.windows.waiting(now, lane)
        if self._window_s and n < self._batch_size and not is_whole:
            if n and lane.closes < 0.0:
                self.open_window(now, lane)
            if now < lane.closes:
                return None
        lane.closes = -1.0
        return lane.take(min(n, self._batch_size)) if n else None

    def at_once(self, now: float, lane: Lane) -> StreamBatch | None:
        """The next batch of what is there."""
        lane.closes = -1.0
        return lane.take(self._batch_size) if lane.waiting else None

    def nothing(self, now: float, lane: Lane) -> StreamBatch | None:
        """The next batch of a mapping that is disabled."""
        return None

    def open_window(self, now: float, lane: Lane) -> None:
        """Open the lane's batching window."""
        lane.closes = now + self._window_s
        self.env.call_at(lane.closes, self._window_over, lane)

    def _window_over(self, lane: Lane) -> None:
        now = self.env.now
        if 0.0 <= lane.closes <= now and lane.is_free:
            lane.reader.mapping.advance(now, lane)
