"""The event source mapping of an SQS standard queue.

Models: pollers that receive, invoke and delete, as many as :mod:`.fleet` says and :mod:`.scaling`
    when; batches of one receive, or gathered in :mod:`.windows` (the next window opens when the
    previous invocation ends); deletion on success, visibility timeout on error,
    ReportBatchItemFailures; refused batches, see :mod:`.throttled`; long polls of waiting pollers;
    the longer effective visibility timeout of profiles that have it; filters (:mod:`.filtered`);
    provisioned mode (:mod:`.provisioned`); the time that receive, invoke and delete take beside the
    handler, before the poller goes on (assumed, from measurements).
Ignores: that a part of that time comes before the invocation, and that event pollers need it, too:
    their documented limits are their pace; metadata in the payload limit; a response of
    ReportBatchItemFailures that is malformed is an error of the function. Of several mappings on
    one queue the first is asked first (assumed).
States: BatchInvoked, BatchSucceeded, BatchFailed, BatchThrottled, BatchAbandoned,
    MappingObserved, LimitReached, EventsFilteredOut, PollersObserved; through its queue
    EmptyReceived and StoryStep.

Sources: AWS Lambda Developer Guide, with-sqs and invocation-eventsourcemapping (2022);
services-sqs-scaling, services-sqs-errorhandling, services-sqs-parameters (12 Jul 2026).
"""

from __future__ import annotations

from heapq import heappush
from typing import Any

from simcore.awslambda.environments import ExecutionEnvironment
from simcore.awslambda.event_source_mapping.batch import Batch, Gathered
from simcore.awslambda.event_source_mapping.facts import (
    BatchAbandoned,
    BatchFailed,
    BatchInvoked,
    BatchSucceeded,
    BatchThrottled,
    MappingObserved,
    PollersObserved,
)
from simcore.awslambda.event_source_mapping.failures import deleted, deleting, failed, partly_failed
from simcore.awslambda.event_source_mapping.filtered import FilteredReceives
from simcore.awslambda.event_source_mapping.fleet import Fleet
from simcore.awslambda.event_source_mapping.provisioned import EventPollers
from simcore.awslambda.event_source_mapping.scaling import Scaling
from simcore.awslambda.event_source_mapping.settings import MappingSettings
from simcore.awslambda.event_source_mapping.stories import tell_handled, tell_invoked
from simcore.awslambda.event_source_mapping.throttled import ThrottledBatches
from simcore.awslambda.event_source_mapping.updating import update
from simcore.awslambda.event_source_mapping.waiting import WaitingPollers
from simcore.awslambda.event_source_mapping.windows import OpenWindows
from simcore.engine.environment import INF, NORMAL, Environment
from simcore.engine.state import State, state_of
from simcore.facts import SUCCESS, EventsFilteredOut, LimitReached, ledgers_for, rows_of
from simcore.roles.invocable import Invocable
from simcore.roles.polled import PolledQueue, Receipt


class SqsMapping:
    """The pollers between one standard queue and one function."""

    type = "event_source_mapping"

    def __init__(
        self,
        env: Environment,
        id: str,
        settings: MappingSettings,
        queue: PolledQueue,
        function: Invocable[ExecutionEnvironment],
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
        self.pollers = self._event_pollers()
        self.filter = self._filter()
        self.waiting = WaitingPollers(queue, settings.long_poll_s, settings.slots_a_poll())
        self.windows = OpenWindows(self)
        self.throttled: ThrottledBatches[Receipt] = ThrottledBatches(self, seed)
        self.scaling = Scaling(self)
        self._invoking = 0
        self.bind()
        queue.subscribe(self, settings.visibility_timeout_s)
        self.waiting.add(0.0, self.fleet.rest() if self.pollers is None else self.fleet.wake())

    def _event_pollers(self) -> EventPollers | None:
        """In provisioned mode."""
        if (provisioned := self.settings.provisioned) is None:
            return None
        self.ledgers |= ledgers_for(PollersObserved)
        return EventPollers(self.env, provisioned, self.fleet, self.queue, self.on_visible)

    def _filter(self) -> FilteredReceives | None:
        if self.settings.filter is None:
            return None
        self.ledgers |= ledgers_for(EventsFilteredOut)
        receive = self.queue.receive if self.pollers is None else self.pollers.receive
        return FilteredReceives(self.queue, self.settings.filter, receive, self.ledgers)

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        self._invoked = rows_of(self.ledgers, BatchInvoked)
        self._succeeded = rows_of(self.ledgers, BatchSucceeded)
        self._on_end = self._ended
        self._invoke_function = self.function.invoke
        self._receives = (self.filter or self.pollers or self.queue).receive
        self._receive = self._refrain if self.fleet.is_over() else self._receives
        self._delete = deleting(self.settings, self.queue)
        self._heap, self._ids = self.env.hot_path()
        self._cycle_s = self.settings.poll_cycle_s
        self._on_next = self._open_next if self.settings.window_s else self.poll
        self._window_s, self._batch_size = self.settings.window_s, self.settings.batch_size
        self.windows.bind()
        self._open, self._ticks = self.windows.open, self.scaling.ticks

    def __getstate__(self) -> State:
        hot = {"_invoked", "_succeeded", "_on_end", "_invoke_function", "_delete"}
        return state_of(self, hot | {"_receive", "_receives", "_heap", "_ids", "_on_next"})

    def retune(self, settings: MappingSettings) -> None:
        """UpdateEventSourceMapping: see :mod:`.updating`, and what it raises."""
        update(self, settings)

    def on_visible(self, now: float) -> None:
        """Messages can be received: fill the open windows, then wake waiting pollers."""
        if not self.is_waiting():
            return
        if self.fleet.size < self.settings.fleet.initial:
            self.waiting.add(now, self.fleet.wake())
        if self._open:
            self.windows.fill(now)
        self._wake_waiting(now)
        self.scaling.wake()

    def is_waiting(self) -> bool:
        """False while every poller is busy."""
        if self.waiting.count or self._open:
            return True
        return not self._ticks.running

    def _wake_waiting(self, now: float) -> None:
        """One poller after the other, until one of them finds nothing that it may receive."""
        while (count := self.waiting.count) and self.queue.visible():
            self.waiting.remove(now)
            self.poll(now)
            if self.waiting.count >= count:
                return

    # One poller: receive, gather, invoke, delete, and again.

    def poll(self, now: float) -> None:
        """A free poller receives; without messages it waits in a long poll."""
        if self._window_s:
            self._open_window(now, now)
            return
        receive = self._receive
        receipt = receive(now, self._batch_size)
        if receipt is None:
            self._idle(now)
        elif not self.invoke(now, receipt):
            self.throttled.hold(now, receipt)

    def _open_next(self, ended: float) -> None:
        """The next window opened when the last invocation ended."""
        now = self.env.now
        if self._window_s:
            self._open_window(now, ended)
        else:
            self.poll(now)

    def _open_window(self, now: float, opened: float) -> None:
        """Gather, unless it is too early for another poll, or the poller has to leave."""
        held_back = self.pollers is not None and self.pollers.held_back
        if held_back or self.fleet.is_over():
            self._rest(now)
        else:
            self.windows.gather(now, opened)

    def receive(self, now: float, most: int) -> Receipt | None:
        """What a poller may receive."""
        return self._receives(now, most)

    def _refrain(self, now: float, most: int) -> Receipt | None:
        """While there are too many pollers, one that comes back receives nothing."""
        if self.fleet.is_over():
            return None
        self._receive = self._receives
        return self._receives(now, most)

    def _idle(self, now: float) -> None:
        """A poller has nothing to do, unless its whole receive was filtered out."""
        too_many = self.fleet.is_over()
        if self.filter is not None and self.filter.took_all and not too_many:
            self.env.call_at(now + self.settings.filtered_poll_s, self._poll_again)
        else:
            self._rest(now)

    def _rest(self, now: float) -> None:
        """A poller waits for messages, unless there are too many."""
        if self.fleet.is_over():
            self.fleet.leave()
        else:
            self.waiting.add(now, 1)

    def _poll_again(self, _: Any) -> None:
        self.poll(self.env.now)

    def is_short(self) -> bool:
        """Are there messages that no poller can take now?"""
        held_back = self.pollers is not None and self.pollers.held_back
        return bool(self.queue.visible()) and (held_back or not self.waiting.count)

    def is_dry(self) -> bool:
        """Would the next poller get nothing?"""
        held_back = self.pollers is not None and self.pollers.held_back
        return held_back or not self.queue.visible()

    def gathered(self, now: float, batch: Gathered) -> None:
        """A window is over."""
        if not batch.size:
            self._rest(now)
        elif not self.invoke(now, batch):
            self.throttled.hold(now, batch)

    def invoke(self, now: float, batch: Batch) -> bool:
        """Hand the batch over; False when the function refuses it."""
        invoke = self._invoke_function
        environment = invoke(now, batch, self._on_end)
        if environment is None:
            return False
        self._invoking += 1
        self._invoked.append((now, len(batch)))
        for receipt in (batch,) if batch.__class__ is Receipt else batch.receipts:
            if receipt.followed:
                tell_invoked(self.queue, now, receipt, environment)
                if environment.ends == INF:
                    environment.on_end = self._ended_sometime
            if environment.ends > receipt.deadline:
                self.queue.return_in_time(receipt)
        return True

    def _ended_sometime(self, environment: ExecutionEnvironment) -> None:
        """The end was not known before: what has not been told yet is told now."""
        for receipt in environment.payload.receipts:
            if receipt.followed:
                tell_handled(self.queue, receipt, environment)
        self._ended(environment)

    def _ended(self, environment: ExecutionEnvironment) -> None:
        """The function returned or failed; the poller goes on."""
        now, batch = environment.ends, environment.payload
        self._invoking -= 1
        if environment.outcome != SUCCESS:
            failed(self, now, batch, environment.outcome)
            if self._backs_off(now):
                return
        elif environment.failed_items and self.settings.reports_item_failures:
            partly_failed(self, now, batch, environment.failed_items)
        elif batch.__class__ is Receipt:
            delete = self._delete
            self._succeeded.append((now, delete(now, batch), 0))
        else:
            self._succeeded.append((now, deleted(self._delete, now, batch.receipts), 0))
        if self._cycle_s:
            again = now + self._cycle_s
            told = now if self._window_s else again
            for order in self._ids:
                heappush(self._heap, (again, NORMAL, order, self._on_next, told))
                break
        else:
            self.poll(now)

    def _backs_off(self, now: float) -> bool:
        """After an error: does this poller leave? Waiting ones go first, busy ones when done."""
        fleet, leaves = self.fleet, self.fleet.back_off()
        while fleet.leaving and self.waiting.count:
            self.waiting.remove(now)
            fleet.leave()
        if fleet.is_over():
            self._receive = self._refrain
        return leaves

    # What the recorder sees.

    def observe(self, now: float) -> None:
        """State the pollers at ``now`` and the long polls that ended empty."""
        self.waiting.observe(now)
        self.windows.observe(now)
        if self.pollers is not None:
            self.ledgers[PollersObserved].append((now, self.pollers.count()))
        row = (now, self.fleet.size, self._invoking, self.throttled.holding)
        self.ledgers[MappingObserved].append(row)
