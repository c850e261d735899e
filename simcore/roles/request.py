"""A synchronous request and its answer, as a caller, a front door and a function pass them on.

A caller hands a :class:`Request` to :meth:`Invocable.invoke` as payload. None is the answer 429;
any other answer is a reply, whose ``status`` is what a caller over HTTP sees.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Literal

from simcore.roles.invocable import Reply

Method = Literal["GET", "POST"]

TOO_MANY_REQUESTS: Final = 429
"""The status of an invocation that was refused: of `invoke` that returned None."""


class Request:
    """One request; it has no records that could fail one by one.

    ``resource`` is the number of what is asked for, by which caches tell requests apart; ``caller``
    the number of who asks: an API key, a token, a tenant. ``bytes`` is the size of its body, 0
    where nobody says it, ``trace`` the number under which it is followed, -1 if it is not, and
    ``chain`` counts the invocations that led here, 0 from outside. ``sampled`` is what the trace
    header of X-Ray says of it, None where it has none.
    """

    __slots__ = ("bytes", "caller", "chain", "method", "resource", "sampled", "trace")

    def __init__(
        self,
        resource: int = 0,
        caller: int = 0,
        method: Method = "GET",
        bytes: int = 0,
        trace: int = -1,
        chain: int = 0,
        sampled: bool | None = None,
    ) -> None:
        self.resource, self.caller, self.method = resource, caller, method
        self.bytes, self.trace, self.chain, self.sampled = bytes, trace, chain, sampled

    def with_decision(self, sampled: bool) -> Request:
        """The same request, with a trace header."""
        passed = PassedOn(self)
        passed.sampled = sampled
        return passed

    def __len__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return True


class PassedOn(Request):
    """A request as one who got it hands it on: all that it says of itself is said again."""

    __slots__ = ()

    def __init__(self, of: Request) -> None:
        about = (of.resource, of.caller, of.method, of.bytes, of.trace, of.chain, of.sampled)
        super().__init__(*about)


class HttpReply(Reply):
    """The answer of a front door: with a status and a size of its own.

    It is made when the request comes, with ``ends`` infinity while nobody knows when it will be
    answered; ``answer`` gives it.
    """

    __slots__ = ("bytes", "on_end", "status")

    status: int
    bytes: int

    def __init__(self, now: float, payload: Any, on_end: Callable[[Any], None]) -> None:
        self.payload, self.started, self.on_end = payload, now, on_end
        self.ends, self.outcome, self.status, self.bytes = float("inf"), 0, 200, 0
        self.failed_items = ()

    def answer(self, now: float, status: int, outcome: int, bytes: int = 0) -> None:
        """Answer at ``now``; ``outcome`` indexes `facts.OUTCOMES`."""
        self.ends, self.status, self.outcome, self.bytes = now, status, outcome, bytes
        self.on_end(self)
