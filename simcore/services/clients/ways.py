"""How an attempt of a caller reaches its target, and how the answer comes back.

A way answers at once where nobody has to wait: a refusal, a message that was taken. Else it gives
the reply, which is told through ``answered`` when it ends.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from simcore.engine.keys import Keys, Poison
from simcore.roles.event import Event
from simcore.roles.following import passed
from simcore.roles.invocable import DeniedInvocable, Invocable, Reply
from simcore.roles.request import Request
from simcore.roles.taker import Denied, Taker
from simcore.services.clients.answers import FORBIDDEN, OK, REFUSED

Answered = Callable[[Any], None]


class Way(Protocol):
    """From a client to what it calls."""

    def reach(self, target: Any) -> None:
        """From now on this is what is called, or what stands in for it."""

    def content(self) -> Event | None:
        """What a request says, drawn once for all its attempts; None where a target draws that."""

    def send(
        self, now: float, attempt: Request, content: Event | None, answered: Answered
    ) -> Reply | int:
        """One attempt: the reply that will come, or the kind of an answer that is there."""


class Invoking:
    """A synchronous Invoke, or a request to a front door."""

    def __init__(self, target: Invocable[Reply] | DeniedInvocable) -> None:
        self.target = target

    def reach(self, target: Any) -> None:
        """From the next attempt on."""
        self.target = target

    def content(self) -> None:
        """A request is told by its attempt."""

    def send(
        self, now: float, attempt: Request, content: Event | None, answered: Answered
    ) -> Reply | int:
        """Without permission the answer is 403, at once, as that of a throttle is."""
        reply = self._invoke(now, attempt, answered)
        if reply is not None:
            return reply
        return FORBIDDEN if isinstance(self.target, DeniedInvocable) else REFUSED

    def _invoke(self, now: float, attempt: Request, answered: Answered) -> Reply | None:
        if attempt.story is None:
            return self.target.invoke(now, attempt, answered)
        return passed(now, self.target, attempt, answered)


class Delivering:
    """SendMessage, Publish, PutEvents, PutRecord or an asynchronous Invoke: taken, or refused."""

    def __init__(
        self, taker: Taker | Denied, size_bytes: int, keys: Keys | None, poison: Poison | None
    ) -> None:
        self.taker, self.keys, self.poison = taker, keys, poison
        self.event = Event(bytes=size_bytes)
        self._number = 0

    def reach(self, target: Any) -> None:
        """From the next attempt on."""
        self.taker = target

    def content(self) -> Event:
        """The next message."""
        self._number += 1
        key = self.keys.next() if self.keys is not None else 0
        poisoned = self.poison is not None and self.poison.strikes(self._number, key)
        return self.event._replace(key=key, poison=poisoned)

    def send(self, now: float, attempt: Request, content: Event | None, answered: Answered) -> int:
        """The answer says only whether it was taken."""
        if self.taker.deliver(now, content or self.event):
            return OK
        return FORBIDDEN if isinstance(self.taker, Denied) else REFUSED
