"""The event source mapping of an SQS standard queue.

Models: pollers that receive, invoke and delete, as many as :mod:`.fleet` says; batch size and
    batching window (a batch is invoked when it is full, when the window is over or at 6 MB,
    whichever is first; the next window opens when the previous invocation ends); deletion on
    success, visibility timeout on error, ReportBatchItemFailures; a throttled batch is kept and
    tried again with exponential back-off (assumed: equal jitter) until what is left of its
    visibility timeout is shorter than the function's timeout, then abandoned; long polls of
    waiting pollers; the longer effective visibility timeout of profiles that have it.
Ignores: event filtering, provisioned mode, the slower fleet after function errors, the latency of
    receive, invoke and delete, metadata in the payload limit, the wait of up to 20 s with a window
    and little traffic (2022). Windows open at the same time are filled one after the other, and
    of several mappings on one queue the first is asked first (both assumed).
States: BatchInvoked, BatchSucceeded, BatchFailed, BatchThrottled, BatchAbandoned,
    MappingObserved, LimitReached; through its queue EmptyReceived and StoryStep.

Sources: AWS Lambda Developer Guide, with-sqs and invocation-eventsourcemapping (2022);
services-sqs-scaling, services-sqs-errorhandling, services-sqs-parameters (12 Jul 2026).
"""

from __future__ import annotations

from typing import Any

from simcore.awslambda.environments import ExecutionEnvironment
from simcore.awslambda.event_source_mapping.batch import Batch, Gathered, Held, Queue, Receipt
from simcore.awslambda.event_source_mapping.fleet import Fleet
from simcore.awslambda.event_source_mapping.settings import MappingSettings
from simcore.awslambda.event_source_mapping.waiting import WaitingPollers
from simcore.awslambda.invocable import Invocable
from simcore.engine.environment import Environment
from simcore.engine.loop import Loop
from simcore.engine.streams import Stream, generator, uniform
from simcore.facts import (
    LIMITS,
    SUCCESS,
    TIMEOUT,
    BatchAbandoned,
    BatchFailed,
    BatchInvoked,
    BatchSucceeded,
    BatchThrottled,
    LimitReached,
    MappingObserved,
    ledgers_for,
)

MOST_DOUBLINGS = 60  # of the back-off; keeps the power finite, far above any cap


class SqsMapping:
    """The pollers between one standard queue and one function."""

    type = "event_source_mapping"

    def __init__(
        self,
        env: Environment,
        id: str,
        settings: MappingSettings,
        queue: Queue,
        function: Invocable,
        seed: int,
    ) -> None:
        self.env, self.id, self.settings = env, id, settings
        self.queue, self.function = queue, function
        self.ledgers = ledgers_for(
            BatchInvoked,
            BatchSucceeded,
            BatchFailed,
            BatchThrottled,
            BatchAbandoned,
            MappingObserved,
            LimitReached,
        )
        self.fleet = Fleet(settings.fleet)
        self._waiting = WaitingPollers(queue, settings.long_poll_s)
        self._open: list[Gathered] = []  # batches whose window is open, oldest first
        self._invoking = 0
        self._holding = 0
        self._capped = False
        self._scaling = Loop(env, self._scale)
        self._jitter = Stream(generator(seed, f"{id}/backoff"), uniform, block=256)
        self.bind()
        queue.subscribe(self, settings.visibility_timeout_s)

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        self._invoked = self.ledgers[BatchInvoked].append
        self._succeeded = self.ledgers[BatchSucceeded].append
        self._on_end = self._ended
        self._invoke_function = self.function.invoke
        self._receive, self._delete = self.queue.receive, self.queue.delete
        self._window_s, self._batch_size = self.settings.window_s, self.settings.batch_size

    def __getstate__(self) -> dict[str, Any]:
        hot = ("_invoked", "_succeeded", "_on_end", "_invoke_function", "_receive", "_delete")
        return {k: v for k, v in self.__dict__.items() if k not in hot}

    def on_visible(self, now: float) -> None:
        """Messages can be received: fill the open windows, then wake waiting pollers."""
        if not self.is_waiting():
            return
        if self.fleet.size < self.settings.fleet.initial:
            self._waiting.add(now, self.fleet.wake())
        if self._open:
            self._fill_open_windows(now)
        self._wake_waiting(now)
        if not self._scaling.running:
            self._scaling.start(Fleet.TICK_S)

    def is_waiting(self) -> bool:
        """False while every poller is busy."""
        return bool(self._waiting.count or self._open or not self._scaling.running)

    def _wake_waiting(self, now: float) -> None:
        """One poller after the other, until one of them finds nothing that it may receive."""
        while (count := self._waiting.count) and self.queue.visible():
            self._waiting.remove(now)
            self._poll(now)
            if self._waiting.count >= count:
                return

    # One poller: receive, gather, invoke, delete, and again.

    def _poll(self, now: float) -> None:
        """A free poller receives; without messages it waits in a long poll."""
        if self._window_s:
            self._gather(now)
            return
        receipt = self._receive(now, self._batch_size)
        if receipt is None:
            self._waiting.add(now, 1)
        elif not self._invoke(now, receipt):
            self._throttled(now, Held(receipt))

    def _gather(self, now: float) -> None:
        """Open a window; it ends when the batch is full or its time is over."""
        batch = Gathered(now + self._window_s)
        self._open.append(batch)
        self._fill(now, batch)
        if not batch.closed:
            self.env.call_at(batch.closes, self._window_over, batch)

    def _fill_open_windows(self, now: float) -> None:
        for batch in self._open.copy():
            self._fill(now, batch)

    def _fill(self, now: float, batch: Gathered) -> None:
        while (room := self.settings.batch_size - batch.size) > 0:
            receipt = self.queue.receive(now, min(room, self.settings.receive_max))
            if receipt is None:
                return
            batch.add(receipt)
            if batch.closes > receipt.deadline:
                self.queue.keep_hidden(receipt)
        self._close(now, batch)

    def _window_over(self, batch: Gathered) -> None:
        if not batch.closed:
            self._close(self.env.now, batch)

    def _close(self, now: float, batch: Gathered) -> None:
        batch.closed = True
        self._open.remove(batch)
        if not batch.size:
            self._waiting.add(now, 1)
        elif not self._invoke(now, batch):
            self._throttled(now, Held(batch))

    def _invoke(self, now: float, batch: Batch) -> bool:
        """Hand the batch over; False when the function refuses it."""
        environment = self._invoke_function(now, batch, self._on_end)
        if environment is None:
            return False
        self._invoking += 1
        self._invoked((now, len(batch)))
        for receipt in (batch,) if batch.__class__ is Receipt else batch.receipts:
            if receipt.followed:
                self._tell_invoked(now, receipt, environment)
            if environment.ends > receipt.deadline:
                self.queue.keep_hidden(receipt)
        return True

    def _ended(self, environment: ExecutionEnvironment) -> None:
        """The function returned or failed; the poller goes on."""
        now, batch = environment.ends, environment.payload
        self._invoking -= 1
        if environment.outcome != SUCCESS:
            self._failed(now, batch, environment.outcome)
        elif environment.failed_items and self.settings.reports_item_failures:
            self._partly_failed(now, batch, environment.failed_items)
        elif batch.__class__ is Receipt:
            self._succeeded((now, self._delete(now, batch), 0))
        else:
            self._succeeded((now, sum([self._delete(now, r) for r in batch.receipts]), 0))
        self._poll(now)

    def _failed(self, now: float, batch: Batch, outcome: int) -> None:
        """Nothing is deleted; every message waits for the end of its visibility timeout."""
        self.ledgers[BatchFailed].append((now, len(batch)))
        step = "timeout" if outcome == TIMEOUT else "error"
        for receipt in batch.receipts:
            self.queue.tell(now, receipt, step)
            self.queue.keep_hidden(receipt)

    def _partly_failed(self, now: float, batch: Batch, failed: tuple[int, ...]) -> None:
        """Delete what succeeded; ``failed`` are places in the batch."""
        deleted, first = 0, 0
        for receipt in batch.receipts:
            last = first + len(receipt)
            places = frozenset(i - first for i in failed if first <= i < last)
            deleted += self.queue.delete_except(now, receipt, places)
            first = last
        self._succeeded((now, deleted, len(failed)))

    def _throttled(self, now: float, held: Held) -> None:
        """Keep the batch and try again, unless too little of its visibility timeout is left."""
        self.ledgers[BatchThrottled].append((now, len(held.batch)))
        self._holding += not held.attempts
        for receipt in held.batch.receipts:
            self.queue.tell(now, receipt, "throttled")
        again = now + self._backoff_s(held.attempts)
        held.attempts += 1
        deadline = min(receipt.deadline for receipt in held.batch.receipts)
        if deadline - again < self.function.settings.timeout_s:
            self._abandon(now, held.batch)
        else:
            self.env.call_at(again, self._try_again, held)

    def _backoff_s(self, attempts: int) -> float:
        initial, most = self.settings.backoff_initial_s, self.settings.backoff_max_s
        full = min(initial * 2.0 ** min(attempts, MOST_DOUBLINGS), most)
        return full * (0.5 + 0.5 * self._jitter.next())

    def _try_again(self, held: Held) -> None:
        now = self.env.now
        if self._invoke(now, held.batch):
            self._holding -= 1
        else:
            self._throttled(now, held)

    def _abandon(self, now: float, batch: Batch) -> None:
        """Give the messages back; the fleet loses the poller, or it polls again."""
        self._holding -= 1
        self.ledgers[BatchAbandoned].append((now, len(batch)))
        for receipt in batch.receipts:
            self.queue.tell(now, receipt, "abandoned")
            self.queue.keep_hidden(receipt)
        if not self.fleet.retire():
            self.env.call_at(now + self.settings.backoff_initial_s, self._poll_later)

    def _poll_later(self, _: Any) -> None:
        self._poll(self.env.now)

    # The fleet.

    def _scale(self, now: float) -> float | None:
        """One tick; the loop rests when the fleet is at its floor and has nothing to do."""
        if self.queue.visible() and not self._waiting.count:
            if not self._holding:
                self._grow(now)
            return Fleet.TICK_S
        for _ in range(self.fleet.shrink(self._waiting.count)):
            self._waiting.remove(now)
        at_rest = self._waiting.count and self.fleet.size <= self.settings.fleet.floor
        return None if at_rest else Fleet.TICK_S

    def _grow(self, now: float) -> None:
        for _ in range(self.fleet.grow()):
            self._poll(now)
        if self.fleet.at_cap() and not self._capped:
            self._capped = True
            limit = "maximum concurrency" if self.settings.maximum_concurrency else "pollers"
            self.ledgers[LimitReached].append((now, LIMITS.index(limit)))

    # What the recorder sees.

    def _tell_invoked(self, now: float, receipt: Receipt, at: ExecutionEnvironment) -> None:
        if at.init_s:
            self.queue.tell(now, receipt, "init", at.slot, at.init_s)
        begins, again_s = now + at.init_s, at.rerun_s
        if again_s:
            self.queue.tell(begins, receipt, "suppressed-init", at.slot, again_s)
        self.queue.tell(begins + again_s, receipt, "handler", at.slot, at.duration_s - again_s)

    def observe(self, now: float) -> None:
        """State the pollers at ``now`` and the long polls that ended empty."""
        self._waiting.observe(now)
        row = (now, self.fleet.size, self._invoking, self._holding)
        self.ledgers[MappingObserved].append(row)
