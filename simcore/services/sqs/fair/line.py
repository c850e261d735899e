"""The visible messages of a fair queue, new ones and those that came back, and who is next.

Models: messages of quiet tenants in the order in which they became visible; those of noisy ones
    only when none of these waits, of the tenant with the fewest in flight first.
Ignores: as the standard queue's: see :mod:`simcore.services.sqs.standard.returned`. A copy of a
    message that was deleted belongs to no tenant.
States: nothing: the queue states.

Sources: Amazon SQS Developer Guide, sqs-fair-queues and sqs-fair-queues-detailed (2026).
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import cast

from simcore.engine.environment import INF, Environment
from simcore.roles.polled import Message
from simcore.services.sqs.consumers import Consumers
from simcore.services.sqs.fair.tenants import Tenant, TenantMessage, Tenants
from simcore.services.sqs.redrive import Redrive
from simcore.services.sqs.retention import Retention
from simcore.services.sqs.standard.moved import MovedMessages
from simcore.services.sqs.standard.returned import OFTEN, Oldest, ReturnedMessages


class FairLine(ReturnedMessages):
    """Takes the place of both lines of a standard queue.

    ``quiet`` holds the first message of each quiet tenant by when it became visible; entries of
    what is first no more are dropped when they come up, so nothing looks at all tenants.
    """

    def __init__(
        self,
        env: Environment,
        tenants: Tenants,
        consumers: Consumers,
        moved: MovedMessages,
        retention: Retention,
        redrive: Redrive[Message],
    ) -> None:
        super().__init__(consumers, moved, retention, redrive)
        self.env, self.tenants = env, tenants
        self._quiet: list[tuple[int, Tenant]] = []
        self._places = self._visible = 0
        self._known = Oldest()  # all that are here or in flight, and were not received often
        self._sent = Oldest()  # all of them, by when they were sent and not by when they came here

    def __len__(self) -> int:
        return self._visible

    # Messages come.

    def put(self, now: float, message: TenantMessage) -> None:
        """It is visible."""
        tenant = message.tenant
        self._places += 1
        message.place, message.visible_at, message.waits = self._places, now, True
        tenant.line.append(message)
        tenant.visible += 1
        self._visible += 1
        if len(tenant.line) == 1:
            self._say_first(tenant)
        if message.id not in self._sent.ids:
            self._sent.add(message.sent, message.id)
        if message.id not in self._known.ids and message.receives < OFTEN:
            self._known.add(self._moved.since(message.id, message.sent), message.id)

    def come_back(self, now: float, messages: list[Message]) -> None:
        """The messages are visible again."""
        for message in messages:
            if isinstance(message, TenantMessage):
                self.tenants.ended(now, message)
                self.put(now, message)
                self._look_at(now, message.tenant)
            else:
                copy = TenantMessage(message.id, message.sent, self.tenants.of(None))
                copy.receives = message.receives
                self.put(now, copy)
        self._consumers.wake(now)

    # Messages are received.

    def receive(self, now: float, most: int, first_new: float = INF) -> list[Message]:
        """Up to ``most``; what may not be received any more leaves the queue."""
        found: list[Message] = []
        self._look_at_noisy(now)
        while len(found) < most and (message := self._next()) is not None:
            if self._may_be_received(now, message):
                message.receives += 1
                message.taken_at = now
                if message.receives >= OFTEN:
                    self._known.ids.discard(message.id)
                self.tenants.received(now, message.tenant)
                found.append(message)
            self._look_at(now, message.tenant)
        self._look_at_noisy(now)
        return found

    def _look_at_noisy(self, now: float) -> None:
        """Who of them is quiet now is in the line of the quiet ones."""
        for tenant in self.tenants.become_quiet(now) if self.tenants.noisy else ():
            self._say_first(tenant)

    def _may_be_received(self, now: float, message: TenantMessage) -> bool:
        if message.sent <= now - self._retention.period_s:
            self._has_left(message)
            self._retention.ended(now, message)
            return False
        if message.receives >= self._redrive.most_receives:
            self._has_left(message)
            self._redrive.move(now, message)
            return False
        return True

    def _next(self) -> TenantMessage | None:
        """Take the next one out of its line."""
        quiet = self._quiet
        while quiet:
            place, tenant = quiet[0]
            if not tenant.is_noisy and tenant.line and tenant.line[0].place == place:
                heappop(quiet)
                return self._take_first(tenant)
            heappop(quiet)
        noisy = self.tenants.noisy.take_next()
        return None if noisy is None else self._take_first(noisy)

    def _take_first(self, tenant: Tenant) -> TenantMessage:
        message = tenant.line.popleft()
        message.waits, message.held_back = False, tenant.is_noisy
        tenant.visible -= 1
        self._visible -= 1
        self._drop_deleted(tenant)
        return message

    def _drop_deleted(self, tenant: Tenant) -> None:
        """So that what is first in line is there."""
        line = tenant.line
        while line and line[0].deleted:
            line.popleft()
        self._say_first(tenant)

    def _say_first(self, tenant: Tenant) -> None:
        if tenant.is_noisy:
            self.tenants.noisy.changed(tenant)
        elif tenant.line:
            heappush(self._quiet, (tenant.line[0].place, tenant))

    def _look_at(self, now: float, tenant: Tenant) -> None:
        """Is the tenant noisy now? Its entry is found to be old then."""
        self.tenants.becomes_noisy(now, tenant)

    def take_out(self) -> Message:
        """The next one, for good; only where there is one."""
        message = self._next()
        assert message is not None
        self._has_left(message)
        return message

    # Messages leave.

    def forget(self, message: Message) -> None:
        """A message in flight has been deleted."""
        self._has_left(message)
        self.tenants.ended(self.env.now, cast(TenantMessage, message))

    def delete_late(self, message: Message, receives: int) -> bool:
        """Delete a visible message with its receipt number ``receives``; see there."""
        one = cast(TenantMessage, message)
        if not one.waits or one.receives != receives:
            return False
        self._drop(one)
        self._drop_deleted(one.tenant)
        return True

    def _drop(self, message: TenantMessage) -> None:
        message.waits, message.deleted = False, True
        message.tenant.visible -= 1
        self._visible -= 1
        self._has_left(message)

    def _has_left(self, message: Message) -> None:
        self._known.ids.discard(message.id)
        self._sent.ids.discard(message.id)

    def clear(self) -> list[Message]:
        """Take all out for good, and forget those that are in flight."""
        cleared = self._in_line()
        for message in cleared:
            self._drop(message)
            message.tenant.line.clear()
        self._quiet.clear()
        self._known.ids.clear()
        self._sent.ids.clear()
        self.tenants.purged()
        return list[Message](cleared)

    def expire(self, now: float) -> None:
        """Drop the visible ones whose retention is over."""
        oldest = now - self._retention.period_s
        if self._sent.first() > oldest:
            return
        for message in self._in_line():
            if message.sent <= oldest:
                self._drop(message)
                self._drop_deleted(message.tenant)
                self._retention.ended(now, message)

    def _in_line(self) -> list[TenantMessage]:
        return [m for tenant in self.tenants.all() for m in tenant.line if not m.deleted]

    def oldest(self) -> float:
        """From when the oldest counts (visible or in flight, not received often)."""
        return self._known.first()

    def oldest_quiet(self) -> float:
        """When the first message that waits in a quiet group was sent; infinity without any."""
        quiet = self._quiet
        while quiet:
            place, tenant = quiet[0]
            if not tenant.is_noisy and tenant.line and tenant.line[0].place == place:
                return tenant.line[0].sent
            heappop(quiet)
        return INF
