"""What a caller has under way: pages, their requests, and the attempts of each."""

from __future__ import annotations

from simcore.engine.keys import Keys
from simcore.frozen import frozen
from simcore.roles.event import Event
from simcore.roles.following import Part
from simcore.roles.request import Method, Request
from simcore.services.clients.sdk_client import SdkClient

__all__ = ["Asked", "Attempt", "Call", "Page"]


@frozen
class Asked:
    """What requests say of themselves: the popularity of resources and callers, method, size."""

    resources: Keys | None = None
    callers: Keys | None = None
    method: Method = "GET"
    bytes: int = 0


class Page:
    """Requests that were sent together, by ``user`` if it was one; ``left`` are not answered."""

    __slots__ = ("begun", "failed", "left", "user")

    def __init__(self, begun: float, left: int, user: int) -> None:
        self.begun, self.left, self.user, self.failed = begun, left, user, 0


class Call:
    """One request with all its attempts; ``cost`` is what its last retry took of the quota."""

    __slots__ = (
        "asked",
        "attempts",
        "caller",
        "content",
        "cost",
        "page",
        "resource",
        "sdk",
        "story",
    )

    asked: float

    def __init__(self, page: Page, sdk: SdkClient, content: Event | None) -> None:
        self.page, self.sdk, self.content = page, sdk, content
        self.story: Part | None = None
        self.attempts = self.cost = self.resource = self.caller = 0


class Attempt(Request):
    """One request on its way; nobody waits for it any more when it ``is_over``."""

    __slots__ = ("call", "is_over", "is_put_off", "sent", "until")

    def __init__(self, call: Call, now: float, until: float, asked: Asked) -> None:
        super().__init__(call.resource, call.caller, asked.method, asked.bytes)
        self.call, self.sent, self.until = call, now, until
        self.is_over = self.is_put_off = False
        if call.story is not None:
            self.story = call.story.begin(now, call.story.at, "attempt", call.attempts + 1)
