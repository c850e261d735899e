"""The event source mapping of an SQS FIFO queue.

Models: one batch at a time of a message group, so that there are as many concurrent invocations
    as active groups, up to MaximumConcurrency or the profile's cap; both documented compositions
    of a batch (messages of one group, or of several, in order); batch size up to ten, no window;
    deletion on success; on an error the groups of the batch wait for the end of their visibility
    timeout; ReportBatchItemFailures, where the function stops at the first failure and what comes
    after it counts as failed; a throttled batch is kept and tried again as on a standard queue;
    event filtering, which deletes what does not match.
Ignores: provisioned mode, fewer pollers after function errors, the latency of receive, invoke and
    delete, how Lambda sorts what one receive brought into batches of one group each (a batch here
    is a receive of its own). AWS publishes neither a ramp of the pollers nor how many wait at least
    (assumed: they are there at once, and as many wait as for a standard queue).
States: BatchInvoked, BatchSucceeded, BatchFailed, BatchThrottled, BatchAbandoned,
    EventsFilteredOut, MappingObserved, GroupsPolled, GroupObserved, LimitReached; through its queue
    EmptyReceived and StoryStep.

Sources: AWS Lambda Developer Guide, with-sqs (2022); services-sqs-scaling,
services-sqs-errorhandling, services-sqs-parameters (12 Jul 2026).
"""

from __future__ import annotations

from typing import Any

from simcore.awslambda.environments import ExecutionEnvironment
from simcore.awslambda.event_source_mapping.deleting import deleting
from simcore.awslambda.event_source_mapping.facts import (
    BatchAbandoned,
    BatchFailed,
    BatchInvoked,
    BatchSucceeded,
    BatchThrottled,
    MappingObserved,
)
from simcore.awslambda.event_source_mapping.settings import FIFO_TUNABLE, MappingSettings
from simcore.awslambda.event_source_mapping.stories import tell_handled, tell_invoked
from simcore.awslambda.event_source_mapping.throttled import ThrottledBatches
from simcore.awslambda.event_source_mapping.updating import changes, state_denials
from simcore.awslambda.event_source_mapping.waiting import WaitingPollers
from simcore.engine.environment import INF, Environment
from simcore.engine.state import State, state_of
from simcore.facts import (
    LIMITS,
    SUCCESS,
    TIMEOUT,
    EventsFilteredOut,
    GroupObserved,
    GroupsPolled,
    LimitReached,
    ledgers_for,
    rows_of,
)
from simcore.roles.filtering import FilterCriteria
from simcore.roles.grouped import GroupedQueue, GroupedReceipt
from simcore.roles.invocable import Invocable

STATES = (
    BatchInvoked,
    BatchSucceeded,
    BatchFailed,
    BatchThrottled,
    BatchAbandoned,
    EventsFilteredOut,
    MappingObserved,
    GroupsPolled,
    GroupObserved,
    LimitReached,
)
NO_LIMIT, MESSAGE_GROUPS = -1, LIMITS.index("message groups")


class FifoMapping:
    """The pollers between one FIFO queue and one function, ``_busy`` of which have a batch."""

    type = "event_source_mapping"

    def __init__(
        self,
        env: Environment,
        id: str,
        settings: MappingSettings,
        queue: GroupedQueue,
        function: Invocable[ExecutionEnvironment],
        seed: int,
    ) -> None:
        self.env, self.id, self.settings = env, id, settings
        self.queue, self.function = queue, function
        self.ledgers = ledgers_for(*STATES)
        self.waiting = WaitingPollers(queue, settings.long_poll_s)
        self.throttled: ThrottledBatches[GroupedReceipt] = ThrottledBatches(self, seed)
        self._refused: list[GroupedReceipt] = []  # those that a poller keeps, and some it does not
        self._busy = 0
        self._paced = False
        self._limit = NO_LIMIT
        self.bind()
        self._settle(env.now)
        queue.subscribe(self, settings.visibility_timeout_s)

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        self._invoked = rows_of(self.ledgers, BatchInvoked)
        self._succeeded = rows_of(self.ledgers, BatchSucceeded)
        self._on_end = self._ended
        self._invoke_function = self.function.invoke
        self._delete = deleting(self.settings, self.queue)
        self._receive, self._ready = self.queue.receive, self.queue.ready()
        settings = self.settings
        fleet = settings.fleet if settings.enabled else settings.fleet.disabled()
        self._most, self._floor = fleet.most, fleet.floor
        limit = "maximum concurrency" if settings.maximum_concurrency else "pollers"
        self._cap = LIMITS.index(limit)
        self._batch_size, self._mixes = settings.batch_size, settings.mixes_groups
        self._filter = settings.filter

    def __getstate__(self) -> State:
        hot = {"_invoked", "_succeeded", "_on_end", "_invoke_function"}
        return state_of(self, hot | {"_delete", "_receive", "_ready"})

    def retune(self, settings: MappingSettings) -> None:
        """UpdateEventSourceMapping, for later receives; what is in process goes on.

        A disabled mapping finishes its batches, those that it holds too, and receives nothing; it
        pauses and resumes (AWS Lambda API reference, 2026). That all is at once is assumed. Raises
        RetuneError for what is no attribute of a FIFO queue's mapping.
        """
        now, changed = self.env.now, changes(self.id, FIFO_TUNABLE, self.settings, settings)
        self.settings = settings
        state_denials(self, now, changed)
        if "visibility_timeout_s" in changed:
            self.queue.subscribe(self, settings.visibility_timeout_s)
        if "long_poll_s" in changed:
            self.waiting.change(now, settings.long_poll_s, ())
        self.bind()
        if changed & {"fleet", "enabled"}:
            self._limit = NO_LIMIT
            self._settle(now)
            self.poll(now)

    @property
    def fleet(self) -> FifoMapping:
        """Its pollers."""
        return self

    def retire(self) -> bool:
        """A poller gave up its batch: does it leave? They are there when they are needed."""
        self._busy -= 1
        return False

    def is_waiting(self) -> bool:
        """Is there room for one more batch?"""
        return self._busy < self._most

    def poll(self, now: float) -> None:
        """A poller goes on."""
        self.on_visible(now)

    def on_visible(self, now: float) -> None:
        """Messages can be received: a batch for each group that is ready, up to the cap."""
        while self._ready and self._busy < self._most:
            receive = self._receive
            receipt = receive(now, self._batch_size, self._mixes)
            if receipt is None:
                self._wait_for_quota(now)
                break
            if self._filter and not self._passes(now, receipt, self._filter):
                continue
            self._busy += 1
            if not self.invoke(now, receipt):
                self._refused.append(receipt)
                self.throttled.hold(now, receipt)
        if self._limit == NO_LIMIT:
            self._state_limit(now)
        if self.waiting.count or self._busy < self._floor:
            self._settle(now)

    def _passes(self, now: float, receipt: GroupedReceipt, criteria: FilterCriteria) -> bool:
        """Delete what does not match the filter; is something left?"""
        places = criteria.places([self.queue.content_of(id) for id, _, _ in receipt.messages])
        if len(places) < len(receipt):
            gone = self.queue.filter_out(now, receipt, frozenset(places))
            self.ledgers[EventsFilteredOut].append((now, gone))
        return bool(places)

    def invoke(self, now: float, receipt: GroupedReceipt) -> bool:
        """Hand the batch over; False when the function refuses it."""
        invoke = self._invoke_function
        environment = invoke(now, receipt, self._on_end)
        if environment is None:
            return False
        if self._refused:
            self._accepted(receipt)
        self._invoked.append((now, len(receipt.messages)))
        if receipt.followed:
            tell_invoked(self.queue, now, receipt, environment)
            if environment.ends == INF:
                environment.on_end = self._ended_sometime
        if environment.ends > receipt.deadline:
            self.queue.return_in_time(receipt)
        return True

    def _accepted(self, receipt: GroupedReceipt) -> None:
        """Not in `invoke`: what a comprehension takes from around it is slow there."""
        self._refused = [other for other in self._refused if other is not receipt]

    def _wait_for_quota(self, now: float) -> None:
        """Come back when the quota allows a receive; without messages there is nothing to do."""
        at = self.queue.receives_again_at(now)
        if at > now and not self._paced:
            self._paced = True
            self.env.call_at(at, self._quota_again)

    def _quota_again(self, _: Any) -> None:
        self._paced = False
        self.poll(self.env.now)

    def _ended_sometime(self, environment: ExecutionEnvironment) -> None:
        """The end was not known before: what has not been told yet is told now."""
        tell_handled(self.queue, environment.payload, environment)
        self._ended(environment)

    def _ended(self, environment: ExecutionEnvironment) -> None:
        """The function returned or failed; the poller goes on."""
        now, receipt = environment.ends, environment.payload
        self._busy -= 1
        if environment.outcome != SUCCESS:
            self._failed(now, receipt, environment.outcome)
        elif environment.failed_items and self.settings.reports_item_failures:
            self._partly_failed(now, receipt, min(environment.failed_items))
        else:
            delete = self._delete
            self._succeeded.append((now, delete(now, receipt), 0))
        self.on_visible(now)

    def _failed(self, now: float, receipt: GroupedReceipt, outcome: int) -> None:
        """Nothing is deleted; the groups wait for the end of the visibility timeout."""
        self.ledgers[BatchFailed].append((now, len(receipt)))
        self.queue.tell(now, receipt, "timeout" if outcome == TIMEOUT else "error")
        self.queue.keep_hidden(receipt)

    def _partly_failed(self, now: float, receipt: GroupedReceipt, first: int) -> None:
        """The function stopped at the first failure: delete only what came before it."""
        failed = frozenset(range(first, len(receipt)))
        kept = failed if self.settings.may_delete else frozenset(range(len(receipt)))
        deleted = self.queue.delete_except(now, receipt, kept)
        self._succeeded.append((now, deleted, len(failed)))

    # The pollers that wait, and what the recorder sees.

    def _settle(self, now: float) -> None:
        """As many pollers wait as are missing to the floor."""
        wanted = max(self._floor - self._busy, 0)
        if self.waiting.count < wanted:
            self.waiting.add(now, wanted - self.waiting.count)
        while self.waiting.count > wanted:
            self.waiting.remove(now)

    def _state_limit(self, now: float) -> None:
        """What holds the visible messages back: the cap, or that their groups are blocked."""
        if not self.queue.visible() or not self.settings.enabled:
            return
        limit = self._cap if self._busy >= self._most else MESSAGE_GROUPS
        if limit != self._limit and (limit == self._cap or not self._ready):
            self._limit = limit
            self.ledgers[LimitReached].append((now, limit))

    def observe(self, now: float) -> None:
        """State the pollers at ``now`` and the long polls that ended empty."""
        self._state_limit(now)
        self.waiting.observe(now)
        busy, holding = self._busy, self.throttled.holding
        row = (now, busy + self.waiting.count, busy - holding, holding)
        self.ledgers[MappingObserved].append(row)
        self._refused = [kept for kept in self._refused if not kept.left and not kept.done]
        polled, groups = self.queue.lanes(now, self._refused)
        self.ledgers[GroupsPolled].append(polled)
        self.ledgers[GroupObserved].rows.extend(groups)
