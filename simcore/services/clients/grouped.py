"""Clients outside AWS that send to a FIFO queue, which may know of their messages.

Models: as :mod:`.keyed`, without poison and without what is sent twice.
Ignores: as there.
States: RequestSent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from simcore.engine.arrivals import ArrivalSource
from simcore.engine.environment import Environment
from simcore.engine.keys import Keys
from simcore.engine.timeline import Followed
from simcore.services.clients.keyed import Keyed, KeyedProducer


class Coming(Protocol):
    """Messages of which a queue knows when they come, and to which group."""

    def follow(self, sender: GroupedProducer) -> Callable[[float], None]:
        """What the sender has to call at each of its arrivals."""

    def make_way(self) -> None:
        """What has not come may come otherwise."""


class Grouped(Keyed, Protocol):
    """Where messages with a key can be put, and may be known before they come."""

    @property
    def coming(self) -> Coming:
        """Those that it knows of."""


class GroupedProducer(KeyedProducer):
    """Sends to a queue that asks it for the keys, and when, as far ahead as it likes."""

    states_blocks = True

    def __init__(
        self, env: Environment, id: str, arrivals: ArrivalSource, target: Grouped, keys: Keys
    ) -> None:
        self._coming = target.coming
        super().__init__(env, id, arrivals, target, keys)

    def _how_to_send(self) -> Callable[[float], None]:
        return self._coming.follow(self)

    def send(self, now: float, key: int) -> None:
        """One message of which the key is known."""
        self._sent_at.append(now)
        self.target.put(now, key, False)

    def request_beside(self, now: float) -> None:
        """One message that is not of its arrivals, behind all that have come."""
        self._coming.make_way()
        super().request_beside(now)

    def to_come(self) -> Followed:
        """Its arrivals from now on, to be changed: the queue knows of none of them."""
        self._coming.make_way()
        return super().to_come()
