"""The noisy tenants of a fair queue: whose message is next of them, and who is quiet again.

Nothing here goes through all of them when a message is received: what changes of one is noted, and
what was noted is looked at when it comes up, and may be old by then.

Source: as :mod:`simcore.services.sqs.fair.tenants`.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heapify, heappop, heappush
from typing import Any

FEW = 64
"""So many old notes are not worth clearing away."""


class NoisyTenants:
    """By their keys; ``changed`` is called with one whenever anything of it has changed."""

    def __init__(self, quiet_after_s: float) -> None:
        self._quiet_after_s = quiet_after_s
        self._by_key: dict[int, Any] = {}
        self._next: list[tuple[int, int, int]] = []  # (in flight, place of the first, key)
        self._emptied: dict[int, Any] = {}  # nothing was visible
        self._resting: list[tuple[float, int]] = []  # (perhaps quiet then, key), once for each
        self._rests: set[int] = set()

    def __len__(self) -> int:
        return len(self._by_key)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._by_key.values())

    def add(self, tenant: Any) -> None:
        """It is noisy from now on."""
        self._by_key[tenant.key] = tenant
        self.changed(tenant)

    def changed(self, tenant: Any) -> None:
        """What is visible of it, or in flight."""
        key = tenant.key
        if tenant.visible:
            heappush(self._next, (tenant.in_flight, tenant.line[0].place, key))
            if len(self._next) > 4 * len(self._by_key) + FEW:
                self._clear_away()
        else:
            self._emptied[key] = tenant
        if not tenant.in_flight and key not in self._rests:
            self._rest(tenant)

    def _rest(self, tenant: Any) -> None:
        self._rests.add(tenant.key)
        heappush(self._resting, (tenant.last_in_flight + self._quiet_after_s, tenant.key))

    def _clear_away(self) -> None:
        noted = [(t.in_flight, t.line[0].place, t.key) for t in self if t.visible]
        heapify(noted)
        self._next = noted

    def take_next(self) -> Any | None:
        """The one with the fewest in flight of those with visible messages, or None.

        Its first message is to be taken, so that it changes.
        """
        while self._next:
            in_flight, place, key = heappop(self._next)
            tenant = self._by_key.get(key)
            if tenant is None or tenant.in_flight != in_flight or not tenant.visible:
                continue
            if tenant.line[0].place == place:
                return tenant
        return None

    def become_quiet(self, now: float) -> list[Any]:
        """Those that are from now on: nothing is visible, or nothing was in flight for long."""
        quiet = [tenant for tenant in self._emptied.values() if not tenant.visible]
        self._emptied.clear()
        for tenant in quiet:
            self._by_key.pop(tenant.key, None)
        while self._resting and self._resting[0][0] <= now:
            quiet += self._rested(now, heappop(self._resting)[1])
        return quiet

    def _rested(self, now: float, key: int) -> list[Any]:
        self._rests.discard(key)
        tenant = self._by_key.get(key)
        if tenant is None or tenant.in_flight:
            return []
        if tenant.last_in_flight + self._quiet_after_s > now:
            self._rest(tenant)
            return []
        return [self._by_key.pop(key)]
