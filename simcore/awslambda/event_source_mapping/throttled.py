"""Batches that the function refused, and the pollers that keep them.

Models: exponential back-off (assumed: equal jitter) until the batch's visibility timeout is over;
    then the batch is abandoned, and its poller leaves the fleet or polls again after a pause. With
    ``gives_up_early``, an older wording: abandoned as soon as less of the visibility timeout than
    the function's timeout would be left at the next try.
Ignores: how AWS spaces the tries, which it does not publish. A batch of several receives ends with
    the first visibility timeout among them (assumed).
States: BatchThrottled, BatchAbandoned; through the queue StoryStep.

Sources: AWS Lambda Developer Guide, services-sqs-errorhandling (12 Jul 2026).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, Protocol, TypeVar

from simcore.awslambda.environments import ExecutionEnvironment
from simcore.awslambda.event_source_mapping.facts import BatchAbandoned, BatchThrottled
from simcore.awslambda.event_source_mapping.settings import MappingSettings
from simcore.engine.environment import Environment
from simcore.engine.streams import Stream, generator, uniform
from simcore.facts import Ledgers
from simcore.roles.invocable import Invocable
from simcore.roles.polled import Hidden, Polled, Received

MOST_DOUBLINGS = 60  # of the back-off; keeps the power finite, far above any cap


R = TypeVar("R", bound=Hidden)
R_co = TypeVar("R_co", covariant=True)


class BatchOf(Protocol[R_co]):
    """What a function is invoked with: the messages of one receipt, or of several."""

    @property
    def receipts(self) -> Sequence[R_co]:
        """Of what it is made."""

    def __len__(self) -> int:
        """How many messages."""


class Retiring(Protocol):
    """Pollers of which one may leave."""

    def retire(self) -> bool:
        """A poller gave up its batch: does it leave the fleet?"""


class Pollers(Protocol[Received]):
    """The mapping whose batches these are."""

    env: Environment
    id: str
    settings: MappingSettings
    function: Invocable[ExecutionEnvironment]
    ledgers: Ledgers

    @property
    def fleet(self) -> Retiring:
        """Its pollers."""

    @property
    def queue(self) -> Polled[Received]:
        """Where the messages come from."""

    def invoke(self, now: float, batch: Any) -> bool:
        """Hand the batch over; False when the function refuses it."""

    def poll(self, now: float) -> None:
        """A free poller goes on."""


class Held(Generic[R]):
    """A batch that the function refused, and how often."""

    __slots__ = ("attempts", "batch")

    def __init__(self, batch: BatchOf[R]) -> None:
        self.batch, self.attempts = batch, 0


class ThrottledBatches(Generic[R]):
    """Each is held by a poller, which tries again; ``holding`` counts them."""

    def __init__(self, mapping: Pollers[R], seed: int) -> None:
        self.mapping = mapping
        self.holding = 0
        self._jitter = Stream(generator(seed, f"{mapping.id}/backoff"), uniform, block=256)

    def hold(self, now: float, batch: BatchOf[R]) -> None:
        """Keep the batch and try again, until its visibility timeout is over."""
        self._keep(now, Held(batch))

    def _keep(self, now: float, held: Held[R]) -> None:
        mapping, receipts = self.mapping, held.batch.receipts
        mapping.ledgers[BatchThrottled].append((now, len(held.batch)))
        self.holding += not held.attempts
        for receipt in receipts:
            mapping.queue.tell(now, receipt, "throttled")
        again = now + self._backoff_s(held.attempts)
        held.attempts += 1
        deadline = min(receipt.deadline for receipt in receipts)
        early = mapping.settings.gives_up_early
        if again + (mapping.function.timeout_s if early else 0.0) < deadline:
            mapping.env.call_at(again, self._try_again, held)
        elif early:
            self._abandon(held.batch)
        else:
            mapping.env.call_at(max(deadline, now), self._abandon, held.batch)

    def _backoff_s(self, attempts: int) -> float:
        settings = self.mapping.settings
        doubled = settings.backoff_initial_s * 2.0 ** min(attempts, MOST_DOUBLINGS)
        return min(doubled, settings.backoff_max_s) * (0.5 + 0.5 * self._jitter.next())

    def _try_again(self, held: Held[R]) -> None:
        now = self.mapping.env.now
        if self.mapping.invoke(now, held.batch):
            self.holding -= 1
        else:
            self._keep(now, held)

    def _abandon(self, batch: BatchOf[R]) -> None:
        """Leave the messages to come back; the fleet loses the poller, or it polls again."""
        self.holding -= 1
        mapping = self.mapping
        now = mapping.env.now
        mapping.ledgers[BatchAbandoned].append((now, len(batch)))
        for receipt in batch.receipts:
            mapping.queue.tell(now, receipt, "abandoned")
            mapping.queue.keep_hidden(receipt)
        if not mapping.fleet.retire():
            mapping.env.call_at(now + mapping.settings.backoff_initial_s, self._poll_later)

    def _poll_later(self, _: Any) -> None:
        self.mapping.poll(self.mapping.env.now)
