"""Batching windows: pollers that gather receives until a batch is full or the time is over.

Models: the window opens with the poller's receive, or when its last invocation ended, and ends
    when the batch is full (batch size or 6 MB) or its time is over; until then the poller polls
    again and again, with empty receives. With little traffic up to 20 s, also of a shorter window:
    the poller's long poll ends with the next message or, without one, that long after the window
    opened (this mechanism is assumed).
Ignores: the time that the many receives of a large batch take. Windows open at the same time are
    filled one after the other (assumed).
States: nothing of its own.

Sources: AWS Lambda Developer Guide, with-sqs and invocation-eventsourcemapping (2022, 12 Jul 2026).
"""

from __future__ import annotations

from typing import Protocol

from simcore.awslambda.event_source_mapping.batch import Gathered
from simcore.awslambda.event_source_mapping.filtered import FilteredReceives
from simcore.awslambda.event_source_mapping.throttled import Pollers
from simcore.awslambda.event_source_mapping.waiting import WaitingPollers
from simcore.roles.polled import Receipt


class GatheringPollers(Pollers[Receipt], Protocol):
    """The mapping whose windows these are."""

    filter: FilteredReceives | None
    waiting: WaitingPollers

    def receive(self, now: float, most: int) -> Receipt | None:
        """What a poller may receive."""

    def is_dry(self) -> bool:
        """Would the next poller get nothing?"""

    def gathered(self, now: float, batch: Gathered) -> None:
        """A window is over; its batch may be empty."""


class OpenWindows:
    """Batches whose window is open, oldest first; ``closed(now, batch)`` is told of each end."""

    def __init__(self, mapping: GatheringPollers) -> None:
        self.mapping = mapping
        self.open: list[Gathered] = []
        self.bind()

    def bind(self) -> None:
        """The mapping's settings are these; what is open closes when it would have."""
        settings = self.mapping.settings
        self._window_s, self._batch_size = settings.window_s, settings.batch_size
        self._receive_max = settings.receive_max
        self._longest_s = max(self._window_s, settings.low_traffic_wait_s)

    def close_all(self, now: float) -> None:
        """No window is open any longer."""
        for batch in self.open.copy():
            self._close(now, batch)

    def gather(self, now: float, opened: float) -> None:
        """Gather in the window that opened; it ends when the batch is full or its time is over."""
        batch = Gathered(now, max(opened + self._window_s, now), opened + self._longest_s)
        self.open.append(batch)
        self.mapping.queue.look_out()
        self._fill(now, batch)
        if not batch.closed:
            self.mapping.env.call_at(batch.closes, self._over, batch)

    def fill(self, now: float) -> None:
        """Messages are there."""
        for batch in self.open.copy():
            self._fill(now, batch)
            if self.mapping.is_dry():
                return

    def _fill(self, now: float, batch: Gathered) -> None:
        mapping, queue = self.mapping, self.mapping.queue
        while (room := self._batch_size - batch.size) > 0:
            receipt = mapping.receive(now, min(room, self._receive_max))
            if receipt is None:
                self._wait(now, batch)
                return
            self.mapping.waiting.polled(batch, now)
            batch.add(receipt)
            if batch.latest > receipt.deadline:
                queue.return_in_time(receipt)
            if batch.overdue:
                break
        self._close(now, batch)

    def _wait(self, now: float, batch: Gathered) -> None:
        """For messages; if only the filter took what there was, not for long."""
        if self.mapping.filter is not None and self.mapping.filter.took_all:
            pause_s = self.mapping.settings.filtered_poll_s
            self.mapping.env.call_at(now + pause_s, self._fill_later, batch)

    def _fill_later(self, batch: Gathered) -> None:
        if not batch.closed:
            self._fill(self.mapping.env.now, batch)

    def _over(self, batch: Gathered) -> None:
        """The time is over; the long poll of a poller that has messages is not."""
        now = self.mapping.env.now
        if batch.closed:
            return
        if batch.size and not batch.overdue and batch.latest > now:
            batch.overdue = True
            self.mapping.env.call_at(batch.latest, self._over, batch)
        else:
            self._close(now, batch)

    def observe(self, now: float) -> None:
        """State the long polls that have ended empty by ``now``."""
        for batch in self.open:
            self.mapping.waiting.ended_empty(batch, now)

    def _close(self, now: float, batch: Gathered) -> None:
        self.mapping.waiting.polled(batch, now)
        batch.closed = True
        self.open.remove(batch)
        self.mapping.gathered(now, batch)
