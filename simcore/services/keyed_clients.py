"""Clients outside AWS that send messages with a key: to a FIFO queue, or to a stream.

Models: arrivals; a key (message group, partition key) for each message; poison messages, which
    make the handler fail every time it gets them.
Ignores: network latency, SDK retries (what the target refuses is lost to it), batches.
States: RequestSent.
"""

from __future__ import annotations

from typing import Any, Protocol

from simcore.engine.environment import Environment
from simcore.engine.keys import Keys, Poison
from simcore.engine.timeline import ArrivalSource
from simcore.facts import RequestSent, ledgers_for


class Keyed(Protocol):
    """Where messages with a key can be put."""

    def put(self, now: float, key: int, poison: bool) -> bool:
        """SendMessage or PutRecord; was it accepted?"""


class KeyedProducer:
    """Puts messages with keys, whatever comes back (open loop)."""

    type = "client"

    def __init__(
        self,
        env: Environment,
        id: str,
        arrivals: ArrivalSource,
        target: Keyed,
        keys: Keys,
        poison: Poison | None = None,
    ) -> None:
        self.id, self.target, self.keys, self.poison = id, target, keys, poison
        self.ledgers = ledgers_for(RequestSent)
        self._number = 0
        self.bind()
        env.follow(arrivals, self.request)

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        self._sent = self.ledgers[RequestSent].append
        self._put, self._next_key = self.target.put, self.keys.next

    def __getstate__(self) -> dict[str, Any]:
        hot = ("_sent", "_put", "_next_key")
        return {k: v for k, v in self.__dict__.items() if k not in hot}

    def request(self, now: float) -> None:
        """One message."""
        self._number += 1
        self._sent((now,))
        key, poison = self._next_key(), self.poison
        self._put(now, key, poison is not None and poison.strikes(self._number, key))

    def observe(self, now: float) -> None:
        """A client has no levels to state."""
