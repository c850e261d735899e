"""The tenants of a fair queue, and which of them are noisy.

Models: a tenant is noisy from when it has more than a tenth of all messages in flight, and thirty
    of its own at least; or when its messages have taken more than a tenth of the consumers' recent
    time. It is quiet again when none of its messages waits, or none was in flight for 5 minutes.
    Messages without a group are a tenant each, and so never noisy: they are in one line.
Ignores: that AWS looks at this approximately: here a tenant is looked at when messages of its own
    are received or come back. How recent is not published: this stretch of time and the one before
    (assumed); who is quiet again begins anew with its time, which still counts among all (assumed).
States: nothing: the queue states.

Sources: Amazon SQS Developer Guide, sqs-fair-queues and sqs-fair-queues-detailed (2026).
"""

from __future__ import annotations

from collections import deque

from simcore.frozen import frozen
from simcore.roles.polled import Message
from simcore.services.sqs.fair.noisy import NoisyTenants


@frozen
class Fairness:
    """The thresholds: shares of all, messages, and times in seconds."""

    in_flight_share: float
    in_flight_min: int
    time_share: float
    time_window_s: float
    quiet_after_s: float


class TenantMessage(Message):
    """A message of a tenant; ``place`` is its own among all that became visible.

    ``waits`` says that it is visible; a message that was ``deleted`` while it was in line is still
    there. ``taken_at`` is when it was received last, ``held_back`` whether its tenant was noisy
    then.
    """

    __slots__ = ("deleted", "held_back", "place", "taken_at", "tenant", "waits")

    def __init__(self, id: int, sent: float, tenant: Tenant) -> None:
        super().__init__(id, sent)
        self.receives, self.tenant = 0, tenant
        self.place, self.taken_at = 0, 0.0
        self.waits = self.deleted = self.held_back = False


class Recent:
    """Seconds of consumers' work in this stretch of time and the one before."""

    __slots__ = ("_before", "_now", "_stretch")

    def __init__(self) -> None:
        self._stretch, self._now, self._before = 0, 0.0, 0.0

    def add(self, stretch: int, seconds: float) -> None:
        """So much was worked in the stretch with this number."""
        self._turn(stretch)
        self._now += seconds

    def sum(self, stretch: int) -> float:
        """All that counts."""
        self._turn(stretch)
        return self._now + self._before

    def _turn(self, stretch: int) -> None:
        if stretch > self._stretch:
            self._before = self._now if stretch == self._stretch + 1 else 0.0
            self._now, self._stretch = 0.0, stretch


class Tenant:
    """One tenant: its messages in ``line``, how many are there, in flight and delayed."""

    __slots__ = (
        *("key", "line", "visible", "in_flight", "delayed"),
        *("is_noisy", "recent", "last_in_flight"),
    )

    def __init__(self, key: int) -> None:
        self.key = key
        self.line: deque[TenantMessage] = deque()
        self.visible = self.in_flight = self.delayed = 0
        self.is_noisy, self.recent, self.last_in_flight = False, Recent(), 0.0


class Tenants:
    """All that ever had messages, which are kept, and those that are ``noisy``."""

    def __init__(self, fairness: Fairness) -> None:
        self._fairness = fairness
        self._by_key: dict[int, Tenant] = {}
        self._recent = Recent()
        self._alone = Tenant(-1)  # all messages without a group
        self.noisy = NoisyTenants(fairness.quiet_after_s)
        self.in_flight = 0

    def of(self, key: int | None) -> Tenant:
        """The tenant of a message with this group, or of one without any."""
        if key is None:
            return self._alone
        found = self._by_key.get(key)
        if found is None:
            found = self._by_key[key] = Tenant(key)
        return found

    def all(self) -> list[Tenant]:
        """Those that there are: for what is done seldom."""
        return [self._alone, *self._by_key.values()]

    def purged(self) -> None:
        """Nothing is in flight any more."""
        for tenant in self.all():
            tenant.in_flight = tenant.delayed = 0
        self.in_flight = 0
        for tenant in self.noisy:
            self.noisy.changed(tenant)

    def received(self, now: float, tenant: Tenant) -> None:
        """One more of its messages is in flight."""
        tenant.in_flight += 1
        self.in_flight += 1
        tenant.last_in_flight = now
        if tenant.is_noisy:
            self.noisy.changed(tenant)

    def ended(self, now: float, message: TenantMessage) -> None:
        """A message is in flight no more: deleted, or visible again."""
        tenant, seconds = message.tenant, now - message.taken_at
        tenant.in_flight -= 1
        self.in_flight -= 1
        tenant.last_in_flight = now
        if tenant.is_noisy:
            self.noisy.changed(tenant)
        stretch = int(now // self._fairness.time_window_s)
        tenant.recent.add(stretch, seconds)
        self._recent.add(stretch, seconds)

    def becomes_noisy(self, now: float, tenant: Tenant) -> bool:
        """Whether it is from now on; it is in :attr:`noisy` then."""
        if tenant.is_noisy or tenant is self._alone:
            return False
        if not (self._has_many(tenant) or self._takes_long(now, tenant)):
            return False
        tenant.is_noisy = True
        self.noisy.add(tenant)
        return True

    def _has_many(self, tenant: Tenant) -> bool:
        rule = self._fairness
        many = tenant.in_flight >= rule.in_flight_min
        return many and tenant.in_flight > rule.in_flight_share * self.in_flight

    def _takes_long(self, now: float, tenant: Tenant) -> bool:
        rule = self._fairness
        stretch = int(now // rule.time_window_s)
        return tenant.recent.sum(stretch) > rule.time_share * self._recent.sum(stretch)

    def become_quiet(self, now: float) -> list[Tenant]:
        """Those that are from now on."""
        quiet = self.noisy.become_quiet(now)
        for tenant in quiet:
            tenant.is_noisy = False
            tenant.recent = Recent()
        return quiet
