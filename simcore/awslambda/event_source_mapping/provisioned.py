"""Provisioned mode: event pollers of which there is a minimum, each with limits of its own.

Models: a minimum of event pollers that is always there, and a maximum; ten concurrent invocations,
    1 MB and ten polls a second for each; +1,000 concurrent invocations a minute while a backlog
    remains, and the same slope downward (assumed). The pollers share their limits (assumed): one
    that is busy leaves its polls to the others.
Ignores: the price of event pollers, which was not read; fewer of them after function errors, and
    the time of a poll cycle, as AWS documents limits of their own; a poller that waits makes one
    long poll at a time (assumed).
States: PollersObserved; and as any mapping.

Sources: AWS Lambda Developer Guide, services-sqs-scaling (12 Jul 2026); Lambda API model,
ProvisionedPollerConfig (botocore 1.44.5).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simcore.awslambda.event_source_mapping.fleet import Fleet
from simcore.engine.environment import Environment
from simcore.frozen import frozen
from simcore.roles.polled import PolledQueue, Receipt

CALL = 10
"""Messages that one ReceiveMessage returns at most (SQS quotas)."""


@frozen
class ProvisionedSettings:
    """What one event poller can do; ``message_bytes`` is the size of each message."""

    invokes: int
    polls_per_s: float
    bytes_per_s: float
    message_bytes: float


class EventPollers:
    """Receives at the pace that the pollers have together; who comes too early gets nothing.

    Every poller may poll at once at one moment; then each poll takes its time. ``again`` is called
    when somebody came too early and the next poll is due.
    """

    def __init__(
        self,
        env: Environment,
        settings: ProvisionedSettings,
        fleet: Fleet,
        queue: PolledQueue,
        again: Callable[[float], None],
    ) -> None:
        self.env, self.settings, self.fleet, self.queue = env, settings, fleet, queue
        self._again = again
        self._polls_until = 0.0  # when the polls made so far are paid off
        self._bytes_until = 0.0
        self.held_back = False  # somebody came too early

    def count(self) -> int:
        """How many event pollers there are."""
        return -(-self.fleet.size // self.settings.invokes)

    def receive(self, now: float, most: int) -> Receipt | None:
        """ReceiveMessage, if a poll is due."""
        due = self._due()
        if due > now:
            self._come_back(due)
            return None
        receipt = self.queue.receive(now, most)
        self._pay(now, 0 if receipt is None else len(receipt))
        return receipt

    def _due(self) -> float:
        ahead = (self.count() - 1) / (self.count() * self.settings.polls_per_s)
        return max(self._polls_until - ahead, self._bytes_until)

    def _pay(self, now: float, n: int) -> None:
        settings, count = self.settings, self.count()
        calls = max(-(-n // CALL), 1)
        self._polls_until = max(self._polls_until, now) + calls / (count * settings.polls_per_s)
        bytes_s = n * settings.message_bytes / (count * settings.bytes_per_s)
        self._bytes_until = max(self._bytes_until, now) + bytes_s

    def _come_back(self, due: float) -> None:
        if not self.held_back:
            self.held_back = True
            self.env.call_at(due, self._come)

    def _come(self, _: Any) -> None:
        self.held_back = False
        self._again(self.env.now)
