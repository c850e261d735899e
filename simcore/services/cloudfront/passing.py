"""What is on its way through a distribution: a viewer's request, a fetch, an attempt, a run."""

from __future__ import annotations

from simcore.roles.request import HttpReply, PassedOn, Request
from simcore.services.cloudfront.caches import Cache, Key
from simcore.services.cloudfront.facts import MISS
from simcore.services.cloudfront.settings import BehaviorSettings

NOBODY = Request()
"""A request of which nothing is said."""


class Passing(PassedOn):
    """The common part: what was asked for, and the behavior that it matches."""

    __slots__ = ("behavior",)

    def __init__(self, of: Request, behavior: BehaviorSettings) -> None:
        super().__init__(of)
        self.behavior = behavior

    @property
    def key(self) -> Key:
        """Of the caches."""
        return self.behavior.number, self.resource


class Visit(Passing):
    """A viewer's request. While it ``begins``, nobody knows yet that there will be an answer."""

    __slots__ = ("begins", "reply", "result", "size", "status")

    def __init__(self, of: Request, behavior: BehaviorSettings, reply: HttpReply) -> None:
        super().__init__(of, behavior)
        self.reply, self.begins = reply, True
        self.result, self.status, self.size = MISS, 200, 0


class Fetch(Passing):
    """What goes to the origin for a ``visit``; the ``cache`` at which others wait for it, if any.

    ``secondary`` says that the second origin of the group is asked, ``attempts`` how often the one
    that is asked was, ``size`` how large (bytes) the answer of a function is that came instead.
    """

    __slots__ = ("attempts", "cache", "secondary", "size", "status", "visit")

    def __init__(self, visit: Visit, cache: Cache | None) -> None:
        super().__init__(visit, visit.behavior)
        self.visit, self.cache = visit, cache
        self.secondary, self.attempts, self.status = False, 0, 200
        self.size: int | None = None

    @property
    def origin(self) -> int:
        """The place of the origin that is asked."""
        return self.behavior.secondary if self.secondary else self.behavior.origin


class Attempt(Passing):
    """One attempt to get an answer from an origin; waited for ``until`` then."""

    __slots__ = ("asked", "fetch", "is_over", "is_put_off", "origin", "until")

    def __init__(self, fetch: Fetch, asked: float, until: float) -> None:
        super().__init__(fetch, fetch.behavior)
        self.fetch, self.asked, self.until, self.origin = fetch, asked, until, fetch.origin
        self.is_over = self.is_put_off = False


class Run(Passing):
    """One run of a function, at a ``point``, for a viewer's request or a fetch."""

    __slots__ = ("of", "point")

    of: Visit | Fetch

    def __init__(self, of: Visit | Fetch, point: int) -> None:
        super().__init__(of, of.behavior)
        self.of, self.point = of, point
