"""Clients outside AWS that send messages with a key, or some that are poison.

To a FIFO queue, a stream or a table; to a standard queue, which has no use for the key, those
clients whose messages may be poison.

Models: arrivals; a key (message group, partition key) for each message; poison messages, which
    make the handler fail every time it gets them; messages to a FIFO queue that are sent twice
    with the same deduplication id.
Ignores: network latency, batches. What the target refuses is lost to it: with an SDK, which tries
    again, it is a :mod:`.caller`.
States: RequestSent.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import NamedTuple, Protocol

from simcore.engine.arrivals import ArrivalSource, OpenLoop
from simcore.engine.environment import Environment
from simcore.engine.keys import Keys, Poison
from simcore.engine.state import State, state_of
from simcore.engine.streams import Stream, generator, uniform
from simcore.facts import columns_for, columns_of
from simcore.services.clients.facts import RequestSent


class Keyed(Protocol):
    """Where messages with a key can be put."""

    def put(self, now: float, key: int, poison: bool) -> bool:
        """SendMessage or PutRecord; was it accepted?"""


class KeyedProducer(OpenLoop):
    """Puts messages with keys, whatever comes back (open loop)."""

    type = "client"
    states_blocks = False  # does it send many at once?

    def __init__(
        self,
        env: Environment,
        id: str,
        arrivals: ArrivalSource,
        target: Keyed,
        keys: Keys,
        poison: Poison | None = None,
    ) -> None:
        self.target, self.keys, self.poison = target, keys, poison
        foreseen = getattr(target, "foreseen", None)
        self.ledgers = columns_for(
            RequestSent, blocks=("t",) if foreseen or self.states_blocks else ()
        )
        self._number = 0
        self.burst_keys: Keys | None = None
        self.bind()
        super().__init__(env, id, arrivals, None if foreseen else self._how_to_send())
        if foreseen:
            foreseen.follow(self)

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        (self._sent_at,) = columns_of(self.ledgers, RequestSent)
        self._next_key = self.keys.next

    def __getstate__(self) -> State:
        hot = ("_sent_at", "_next_key")
        return state_of(self, hot)

    def _how_to_send(self) -> Callable[[float], None]:
        if self.poison is not None:
            return self.request_with_care
        return self.request

    def request(self, now: float) -> None:
        """One message."""
        next_key = self._next_key
        self._sent_at.append(now)
        self.target.put(now, next_key(), False)

    def request_beside(self, now: float) -> None:
        """One message that is not of its arrivals, with a key of the burst's own; never poison."""
        assert self.burst_keys is not None
        if (foreseen := getattr(self.target, "foreseen", None)) is not None:
            foreseen.make_way()
        self._sent_at.append(now)
        self.target.put(now, self.burst_keys.next(), False)

    def request_with_care(self, now: float) -> None:
        """One message, which may be poison or be sent again."""
        self._sent_at.append(now)
        self._send(now, *self._next_message())

    def _next_message(self) -> tuple[int, bool]:
        self._number += 1
        key, poison = self._next_key(), self.poison
        return key, poison is not None and poison.strikes(self._number, key)

    def _send(self, now: float, key: int, poison: bool) -> None:
        self.target.put(now, key, poison)

    # Where its target foresees what it sends.

    def next_keys(self, n: int) -> array[int]:
        """The keys of its next ``n`` messages, of poison their complement."""
        if self.poison is None:
            return self.keys.take(n)
        messages = [self._next_message() for _ in range(n)]
        return array("q", [~key if poison else key for key, poison in messages])

    def state_sent(self, times: array[float]) -> None:
        """It has sent at these times."""
        self._sent_at.extend(times)

    def observe(self, now: float) -> None:
        """A client has no levels to state."""


class Deduplicating(Keyed, Protocol):
    """Where a message can be put again under its deduplication id."""

    def put_again(self, now: float, key: int, poison: bool, accepted: float) -> bool:
        """SendMessage with the deduplication id of what was ``accepted`` at that time."""


class Repeated(NamedTuple):
    """A message that its sender will send again; ``accepted`` is -1 if it was refused."""

    key: int
    poison: bool
    accepted: float


class RepeatingProducer(KeyedProducer):
    """Sends a share of its messages twice, ``after_s`` apart, with one deduplication id."""

    def __init__(
        self,
        env: Environment,
        id: str,
        arrivals: ArrivalSource,
        target: Deduplicating,
        keys: Keys,
        poison: Poison | None,
        rate: float,
        after_s: float,
        seed: int,
    ) -> None:
        super().__init__(env, id, arrivals, target, keys, poison)
        self._deduplicating = target
        self.rate, self.after_s = rate, after_s
        self._toss = Stream(generator(seed, f"{id}/sent-again"), uniform)

    def _how_to_send(self) -> Callable[[float], None]:
        return self.request_with_care

    def _send(self, now: float, key: int, poison: bool) -> None:
        accepted = now if self.target.put(now, key, poison) else -1.0
        if self._toss.next() < self.rate:
            again = Repeated(key, poison, accepted)
            self.env.call_at(now + self.after_s, self._send_again, again)

    def _send_again(self, message: Repeated) -> None:
        now = self.env.now
        self._sent_at.append(now)
        if message.accepted < 0.0:
            self.target.put(now, message.key, message.poison)
        else:
            self._deduplicating.put_again(now, message.key, message.poison, message.accepted)
