"""Amazon SQS, a fair queue: a standard queue of which one tenant's backlog does not hold up others.

Models: what a standard queue models; messages with a group (MessageGroupId), which is a tenant,
    without order and deduplication; which tenants are noisy (:mod:`.tenants`), and whose message
    is received next (:mod:`.line`); nothing is dropped, and no tenant is capped.
Ignores: as the standard queue; that a purge and a move task are told by tenant. What comes without
    a group is a tenant of its own each; what other parts send has the group that their event has,
    if that is not the first. A client that says no keys sends to many groups.
States: what a standard queue states, and FairObserved, QuietMessageDeleted.

Sources: Amazon SQS Developer Guide, sqs-fair-queues and sqs-fair-queues-detailed (2026).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any

from simcore import facts
from simcore.engine.environment import INF, Environment
from simcore.roles.event import Event
from simcore.roles.polled import Receipt
from simcore.services.sqs.facts import (
    FairObserved,
    MessagesBecameVisible,
    MessagesMoved,
    MessagesSent,
    MessagesTakenIn,
    QuietMessageDeleted,
)
from simcore.services.sqs.fair.line import FairLine
from simcore.services.sqs.fair.tenants import Fairness, Tenant, TenantMessage, Tenants
from simcore.services.sqs.settings import QueueSettings
from simcore.services.sqs.standard import StandardQueue
from simcore.services.sqs.standard.coming import ComingMessages
from simcore.services.sqs.standard.duplicates import Duplicates
from simcore.services.sqs.standard.moved import MovedMessage, RedriveTarget
from simcore.services.sqs.standard.purges import StandardPurges
from simcore.services.sqs.standard.receipts import StandardReceipts


class OneByOne(ComingMessages):
    """Nothing is known before it comes: every message may change who is next."""

    def follow(self, sender: Any) -> Callable[[float], None]:
        """What a sender with keys calls at each of its arrivals: its own request."""
        return sender.request  # type: ignore[no-any-return]

    def make_way(self) -> None:
        """There is nothing to take back."""


class TenantReceipts(StandardReceipts):
    """Tells of what was deleted whether its tenant was quiet when it was received."""

    def _state_deleted(self, now: float, message: Any) -> None:
        super()._state_deleted(now, message)
        if not message.held_back:
            self.ledgers[QuietMessageDeleted].append((now, message.sent))


class FairQueue(StandardQueue):
    """One fair queue; all its visible messages are in one :class:`.FairLine`."""

    reads_keys = True
    spreads_keys = True

    def __init__(
        self,
        env: Environment,
        id: str,
        settings: QueueSettings,
        fairness: Fairness,
        dead_letter_queue: RedriveTarget | None = None,
        seed: int = 1,
    ) -> None:
        super().__init__(env, id, settings, dead_letter_queue, seed)
        self.ledgers |= facts.ledgers_for(FairObserved, QuietMessageDeleted)
        self.tenants, self._next_id = Tenants(fairness), 0
        self.coming = OneByOne(env)
        line = FairLine(
            env, self.tenants, self._consumers, self._moved, self._retention, self._redrive
        )
        duplicates = Duplicates(env, id, self.ledgers, self._stories, line, seed)
        about = (env, self.ledgers, self._stories, self._poison, line, duplicates)
        self._returned = self.line = line
        self._duplicates, self._receipts = duplicates, TenantReceipts(*about)
        parts = (self.coming, self._delayed, self._new, line, self._receipts)
        self.purges = StandardPurges(env, self.ledgers, *parts)
        self.bind()

    # Messages come.

    def send(self, now: float) -> None:
        """SendMessage without a group."""
        self._send(now, self.tenants.of(None), False)

    def put(self, now: float, key: int, poison: bool) -> bool:
        """SendMessage to the group ``key``."""
        self._send(now, self.tenants.of(key), poison)
        return True

    def deliver(self, now: float, event: Event) -> bool:
        """SendMessage of what another part sends; the queue itself decides what it holds."""
        self._send(now, self.tenants.of(event.key or None), event.poison)
        return True

    def _send(self, now: float, tenant: Tenant, poison: bool) -> None:
        self.ledgers[MessagesSent].append((now, 1))
        if self._delay_s:
            tenant.delayed += 1
            self._delayed.add(now, (poison, tenant))  # type: ignore[arg-type]
            return
        self._add(now, now, tenant, poison)
        self._wake(now)

    def _add(self, now: float, sent: float, tenant: Tenant, poison: bool) -> int:
        """It is visible; its id."""
        id = self._next_id
        self._next_id += 1
        if poison:
            self._poison.add(id)
        self.line.put(now, TenantMessage(id, sent, tenant))
        return id

    def accept(self, now: float, sent: float, n: int) -> None:
        """Take in ``n`` messages that were first sent at ``sent``, visible at once."""
        self.ledgers[MessagesSent].append((now, n))
        for _ in range(n):
            self._add(now, sent, self.tenants.of(None), False)
        self._wake(now)

    def take_over(self, now: float, sent: float, moved: MovedMessage) -> None:
        """Take in a message of another queue (redrive)."""
        self.ledgers[MessagesSent].append((now, 1))
        self._moved.by_id[self._next_id] = moved
        self._add(now, sent, self.tenants.of(None), moved.poison)
        if moved.source is not None:
            self.ledgers[MessagesTakenIn].append((now, 1))
        self._wake(now)

    def _delay_ended(self, now: float, messages: list[Any]) -> None:
        for sent, (poison, tenant) in messages:
            tenant.delayed -= 1
            self._add(now, sent, tenant, poison)
        self.ledgers[MessagesBecameVisible].append((now, len(messages)))
        self._wake(now)

    # Messages are received.

    def is_watched(self) -> bool:
        """Every message is looked at when it comes."""
        return True

    def visible(self) -> int:
        """How many messages could be received now."""
        return len(self.line)

    def receive(self, now: float, most: int) -> Receipt | None:
        """ReceiveMessage for up to ``most``, of quiet tenants first; None when there are none."""
        receipts = self._receipts
        if receipts.most - receipts.count < most:
            most = receipts.room(now)
        messages = self.line.receive(now, most)
        for message in messages:
            if message.receives == 1:
                self._stories.step(message.sent, message.id, "sent")
        return receipts.hide(now, messages, array("d"), 0) if messages else None

    def take_visible(self, now: float) -> MovedMessage | None:
        """Take out the next visible message for good, as it goes on to another queue."""
        self._expire(now)
        if not self.visible():
            return None
        id = self.line.take_out().id
        self.ledgers[MessagesMoved].append((now, 1))
        self._stories.step(now, id, "moved")
        return self._moved.go_on(now, id, self._moved.source_of(id))

    # What the recorder sees.

    def observe(self, now: float) -> None:
        """State the levels, and those of the quiet tenants."""
        super().observe(now)
        noisy = self.tenants.noisy
        visible = self.visible() - sum([tenant.visible for tenant in noisy])
        in_flight = self.tenants.in_flight - sum([tenant.in_flight for tenant in noisy])
        delayed = len(self._delayed) - sum([tenant.delayed for tenant in noisy])
        oldest = self.line.oldest_quiet()
        since = oldest if oldest < INF else -1.0
        row = (now, visible, in_flight, delayed, since, len(noisy))
        self.ledgers[FairObserved].append(row)

    def _expire(self, now: float) -> None:
        self.line.expire(now)

    def _oldest(self) -> float:
        oldest = min(self.line.oldest(), self._delayed.oldest_sent(), self._receipts_oldest())
        return oldest if oldest < INF else -1.0

    def _receipts_oldest(self) -> float:
        """Clears away the receipts that are done; what is in flight is known to the line."""
        return self._receipts.oldest(self._moved.since)
