"""A synchronous request and its answer, as a caller, a front door and a function pass them on.

A caller hands a :class:`Request` to :meth:`Invocable.invoke` as payload. None is the answer 429;
any other answer is a reply, whose ``status`` is what a caller over HTTP sees.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Literal

from simcore.roles.invocable import Reply

if TYPE_CHECKING:
    from simcore.roles.following import Part

Method = Literal["GET", "POST"]

TOO_MANY_REQUESTS: Final = 429
"""The status of an invocation that was refused: of `invoke` that returned None."""


class Request:
    """One request; it has no records that could fail one by one.

    ``resource`` is the number of what is asked for, by which caches tell requests apart; ``caller``
    the number of who asks: an API key, a token, a tenant. ``bytes`` is the size of its body, 0
    where nobody says it, ``chain`` counts the invocations that led here, 0 from outside, and
    ``sampled`` is what the trace header of X-Ray says of it, None where it has none. ``story`` is
    the part of its story to which whoever gets it adds, None unless it is followed.
    """

    __slots__ = ("bytes", "caller", "chain", "method", "resource", "sampled", "story")

    def __init__(
        self,
        resource: int = 0,
        caller: int = 0,
        method: Method = "GET",
        bytes: int = 0,
        chain: int = 0,
        sampled: bool | None = None,
        story: Part | None = None,
    ) -> None:
        self.resource, self.caller, self.method = resource, caller, method
        self.bytes, self.chain, self.sampled, self.story = bytes, chain, sampled, story

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
        about = (of.resource, of.caller, of.method, of.bytes, of.chain, of.sampled, of.story)
        super().__init__(*about)


class HttpReply(Reply):
    """The answer of a front door: with a status and a size of its own.

    It is made when the request comes, with ``ends`` infinity while nobody knows when it will be
    answered; ``answer`` gives it.
    """

    __slots__ = ("bytes", "on_end", "status", "story")

    status: int
    bytes: int
    story: Part | None

    def __init__(self, now: float, payload: Any, on_end: Callable[[Any], None]) -> None:
        self.payload, self.started, self.on_end = payload, now, on_end
        self.ends, self.outcome, self.status, self.bytes = float("inf"), 0, 200, 0
        self.failed_items, self.story = (), None

    def begin(self, now: float, request: Request, at: str) -> Request:
        """The request as the front door ``at`` passes it on: its story goes on in a part of it."""
        if request.story is None:
            return request
        self.story = request.story.begin(now, at, "came")
        passed = PassedOn(request)
        passed.story = self.story
        return passed

    def note(self, now: float, step: str) -> None:
        """What the front door does with it, if it is followed: a step of `facts.REQUEST_STEPS`."""
        if self.story is not None:
            self.story.tell(now, step)

    def refused(self, now: float) -> None:
        """It is answered with 429, and no reply is given."""
        self.note(now, "throttled")

    def answer(self, now: float, status: int, outcome: int, bytes: int = 0) -> None:
        """Answer at ``now``; ``outcome`` indexes `facts.OUTCOMES`: no success from 400 on."""
        self.ends, self.status, self.outcome, self.bytes = now, status, outcome, bytes
        if self.story is not None:
            self.story.tell(now, "answered", status, outcome)
        self.on_end(self)
