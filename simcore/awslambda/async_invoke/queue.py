"""Lambda's internal event queue: it takes an event at once, and sees to it that it is processed.

Models: acceptance without regard to concurrency (202); poisoned events, with which every attempt
    fails; invocations that concurrency limits, not the requests a second; retries after function
    errors and timeouts at the profile's waits; back-off after throttles and system errors, which
    uses up no retry, with jitter (assumed: all of a wait is left to chance), so that a flood comes
    back spread, as fast as the function takes it, and not in waves; maximum event age (assumed: an
    event is dropped as soon as its next attempt would be too late); reserved concurrency 0; events
    delivered twice (assumed share, at the same time); dead-letter queue and destinations on success
    and on failure, both of which may fail; chains of invocations that are cut as recursive loops.
Ignores: the time between acceptance and invocation; the lower read rate of a long queue, whose
    events wait longer here only for being refused more often (AWS publishes no numbers); payload
    and content of the invocation record, FIFO targets (AWS does not support them), the rate at
    which events of callers outside AWS were accepted in 2022.
States: AsyncEventReceived, AsyncEventDuplicated, AsyncAttemptStarted, AsyncAttemptRefused,
    AsyncAttemptFailed, AsyncEventEnded, RecursiveInvocationDropped, DestinationDelivered,
    DeliveryFailed, AsyncObserved, StoryStep.

Sources: AWS Lambda Developer Guide, invocation-async (14 Nov 2022),
invocation-async-error-handling, invocation-async-retain-records, invocation-recursion and
monitoring-metrics-types (12 Jul 2026); LocalStack 2026.3.0 for what AWS leaves open.
"""

from __future__ import annotations

from simcore import facts
from simcore.awslambda.async_invoke.event import PoisonedEvent, QueuedEvent
from simcore.awslambda.async_invoke.settings import AsyncSettings
from simcore.awslambda.async_invoke.stories import EventStories
from simcore.awslambda.destinations import Destination
from simcore.awslambda.environments import ExecutionEnvironment
from simcore.awslambda.facts.asynchronous import (
    CHANNELS,
    CONDITIONS,
    REFUSALS,
    AsyncAttemptFailed,
    AsyncAttemptRefused,
    AsyncAttemptStarted,
    AsyncEventDuplicated,
    AsyncEventEnded,
    AsyncEventReceived,
    AsyncObserved,
    DeliveryFailed,
    DestinationDelivered,
    RecursiveInvocationDropped,
)
from simcore.engine.environment import Environment
from simcore.engine.state import State, state_of
from simcore.engine.streams import Stream, generator, uniform
from simcore.roles.awaited import Awaited
from simcore.roles.event import Event
from simcore.roles.invocable import Invocable

SUCCESS, EXHAUSTED, TOO_OLD, NOTHING_RESERVED, RECURSIVE = range(len(CONDITIONS))
ON_SUCCESS, _, DEAD_LETTER_QUEUE = range(len(CHANNELS))
THROTTLE, SYSTEM_ERROR = range(len(REFUSALS))
NEVER = -1.0
STATES = (
    AsyncEventReceived,
    AsyncEventDuplicated,
    AsyncAttemptStarted,
    AsyncAttemptRefused,
    AsyncAttemptFailed,
    AsyncEventEnded,
    RecursiveInvocationDropped,
    DestinationDelivered,
    DeliveryFailed,
    AsyncObserved,
    facts.StoryStep,
)


class EventQueue:
    """The internal queue of one function; it has the function's id, and states facts beside it."""

    type = "function"
    always_takes = True

    def __init__(
        self,
        env: Environment,
        settings: AsyncSettings,
        function: Invocable[ExecutionEnvironment],
        seed: int,
    ) -> None:
        self.env, self.settings, self.function = env, settings, function
        self.id = function.id
        self.ledgers = facts.ledgers_for(*STATES)
        self._stories = EventStories(
            self.ledgers[facts.StoryStep], settings.first_story, settings.story_stride
        )
        self._duplicates = Stream(generator(seed, f"{self.id}/duplicate"), uniform, block=256)
        self._system_errors = Stream(generator(seed, f"{self.id}/system_error"), uniform, block=256)
        self._jitter = Stream(generator(seed, f"{self.id}/async_backoff"), uniform, block=256)
        self._on_success: tuple[Destination, ...] = ()
        self._on_failure: tuple[Destination, ...] = ()
        self._next_id = self._waiting = self._running = 0
        self.bind()

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        self._received = self.ledgers[AsyncEventReceived].append
        self._started = self.ledgers[AsyncAttemptStarted].append
        self._on_end = self._ended

    def __getstate__(self) -> State:
        hot = ("_received", "_started", "_on_end")
        return state_of(self, hot)

    def connect(self, *destinations: Destination) -> None:
        """Say where events go in the end: each by its own channel."""
        self._on_success = tuple(d for d in destinations if d.channel == ON_SUCCESS)
        self._on_failure = tuple(d for d in destinations if d.channel != ON_SUCCESS)

    def retune(self, settings: AsyncSettings) -> None:
        """Change what is said of the queue while it runs (PutFunctionEventInvokeConfig).

        Retries, ages, rates and waits count from the next decision about an event on; one that
        waits is looked at when it was to be. Which events are followed stays as it was.
        """
        self.settings = settings
        self.bind()

    def deliver(self, now: float, event: Event) -> bool:
        """Invoke with InvocationType Event: 202, whatever the function can take."""
        self._received((now,))
        queued = QueuedEvent(self._next_id, now, event)
        self._next_id += 1
        if event.poison:
            self._stories.follow(queued)
        self._stories.step(now, queued, "accepted", queued.chain)
        self._begin(now, queued)
        rate = self.settings.duplicate_rate
        if rate and self._duplicates.next() < rate:
            self.ledgers[AsyncEventDuplicated].append((now,))
            self._stories.step(now, queued, "duplicated")
            self._begin(now, queued.duplicate())
        return True

    def _begin(self, now: float, event: QueuedEvent) -> None:
        limit = self.settings.recursion_limit
        if self.settings.refuses_all:
            self._end(now, event, NOTHING_RESERVED)
        elif limit is not None and event.chain > limit:
            self.ledgers[RecursiveInvocationDropped].append((now, event.chain))
            self._end(now, event, RECURSIVE)
        else:
            self._attempt(now, event)

    def _attempt(self, now: float, event: QueuedEvent) -> None:
        rate = self.settings.system_error_rate
        if rate and self._system_errors.next() < rate:
            self._refused(now, event, SYSTEM_ERROR)
            return
        payload = PoisonedEvent((event,)) if event.event.poison else (event,)
        environment = self.function.invoke(now, payload, self._on_end, synchronous=False)
        if environment is None:
            self._refused(now, event, THROTTLE)
            return
        event.attempts += 1
        event.refusals = 0
        self._running += 1
        self._started((now, event.accepted, event.attempts))
        self._stories.invoked(now, event, environment.traced)
        self._stories.step(now, event, "logged", event.attempts, event.log())

    def _refused(self, now: float, event: QueuedEvent, cause: int) -> None:
        """The function did not run: try again later and later, until the event is too old."""
        event.refusals += 1
        wait_s = self.settings.backoff_s(event.refusals, self._jitter.next())
        due = self._due_after(now, event, wait_s)
        row = (now, event.attempts + 1, cause, due)
        self.ledgers[AsyncAttemptRefused].append(row)
        step = "throttled" if cause == THROTTLE else "refused"
        self._stories.step(now, event, step, event.refusals, due)
        self._wait(now, event, due)

    def _ended(self, environment: ExecutionEnvironment) -> None:
        now, event = environment.ends, environment.payload[0]
        self._running -= 1
        step = facts.OUTCOMES[environment.outcome]
        self._stories.step(now, event, step, event.attempts, environment.duration_s)
        if environment.outcome == facts.SUCCESS:
            self._end(now, event, SUCCESS)
        else:
            self._failed(now, event)

    def _failed(self, now: float, event: QueuedEvent) -> None:
        """The function ran and failed: that uses up a retry."""
        delays_s = self.settings.retry_delays_s
        left = event.attempts <= len(delays_s)
        due = self._due_after(now, event, delays_s[event.attempts - 1]) if left else NEVER
        self.ledgers[AsyncAttemptFailed].append((now, event.attempts, due))
        if left:
            self._wait(now, event, due)
        else:
            self._end(now, event, EXHAUSTED)

    def _due_after(self, now: float, event: QueuedEvent, wait_s: float) -> float:
        """When the event is looked at next; `NEVER` when it would be too old by then."""
        due, expires = now + wait_s, event.accepted + self.settings.maximum_event_age_s
        event.too_old = due > expires
        if not event.too_old:
            return due
        return NEVER if self.settings.looks_ahead else max(expires, now)

    def _wait(self, now: float, event: QueuedEvent, due: float) -> None:
        if due == NEVER:
            self._end(now, event, TOO_OLD)
            return
        self._waiting += 1
        self._stories.step(now, event, "waiting", event.attempts + 1, due)
        self.env.call_at(due, self._due, event)

    def _due(self, event: QueuedEvent) -> None:
        self._waiting -= 1
        if event.too_old:
            self._end(self.env.now, event, TOO_OLD)
        else:
            self._attempt(self.env.now, event)

    def _end(self, now: float, event: QueuedEvent, condition: int) -> None:
        """The event leaves; what is configured for this end gets it first."""
        delivered = sum(
            [self._deliver(now, event, condition, d) for d in self._targets(event, condition)]
        )
        self.ledgers[AsyncEventEnded].append(
            (now, event.accepted, event.attempts, condition, delivered)
        )
        if condition != SUCCESS:
            self._stories.step(now, event, "dropped", event.attempts, condition)
        if isinstance(event.event, Awaited):
            event.event.ended(now, condition == SUCCESS)

    def _targets(self, event: QueuedEvent, condition: int) -> tuple[Destination, ...]:
        """None for a loop that was cut before: or the record of the cut would go round for ever."""
        if condition == SUCCESS:
            return self._on_success
        limit = self.settings.recursion_limit
        cut_before = limit is not None and event.chain > limit + 1
        return () if cut_before else self._on_failure

    def _deliver(self, now: float, event: QueuedEvent, condition: int, to: Destination) -> bool:
        """A dead-letter queue gets the event, a destination a record of its invocation."""
        if not to.taker.deliver(now, event.passed_on(whole=to.channel == DEAD_LETTER_QUEUE)):
            self.ledgers[DeliveryFailed].append((now, to.channel))
            self._stories.step(now, event, "delivery-failed", to.channel, condition)
            return False
        row = (now, to.channel, condition, event.attempts)
        self.ledgers[DestinationDelivered].append(row)
        self._stories.step(now, event, "delivered", to.channel, condition)
        return True

    def observe(self, now: float) -> None:
        """State the events in the queue at ``now``."""
        self.ledgers[AsyncObserved].append((now, self._waiting, self._running))
