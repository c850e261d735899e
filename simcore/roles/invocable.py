"""What can be invoked, and what comes of it: a function, and whatever answers like one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar


class Reply:
    """What becomes of one invocation, as whoever made it sees it.

    ``payload`` is what it was invoked with, ``started`` when (seconds). ``ends`` is when it will
    have ended, infinity while that is not known. ``outcome``, an index into `facts.OUTCOMES`, and
    the places of the records that failed hold from its end on. ``status`` is what a caller over
    HTTP sees: Invoke answers 200 when the function failed, too (it says so in
    X-Amz-Function-Error); front doors have a status of their own (:mod:`simcore.roles.request`).
    """

    __slots__ = ("ends", "failed_items", "outcome", "payload", "started")

    payload: Any
    started: float
    ends: float
    outcome: int
    failed_items: tuple[int, ...]

    @property
    def status(self) -> int:
        """Of the HTTP answer."""
        return 200

    @property
    def stands(self) -> bool:
        """Whether a front door passes its status on whatever the outcome is: of a function that
        failed it makes a status of its own."""
        return False


R_co = TypeVar("R_co", bound=Reply, covariant=True)


class Invoke(Protocol[R_co]):
    """How it is invoked: see :meth:`Invocable.invoke`."""

    def __call__(
        self,
        now: float,
        payload: Any,
        on_end: Callable[[R_co], None],
        synchronous: bool = True,
    ) -> R_co | None:
        """Begin one invocation."""


class Invocable(Protocol[R_co]):
    """What can be invoked; an invocation is cut off after ``timeout_s`` seconds."""

    id: str

    @property
    def timeout_s(self) -> float:
        """The longest that an invocation takes, without the init."""

    def invoke(
        self,
        now: float,
        payload: Any,
        on_end: Callable[[R_co], None],
        synchronous: bool = True,
    ) -> R_co | None:
        """Begin one invocation; None when it was refused.

        Else ``on_end`` is called when it ends, which is never before this has returned.
        """


class DeniedInvocable:
    """What stands in for what its caller may not invoke: AccessDeniedException, at every call."""

    def __init__(self) -> None:
        self.id, self.timeout_s = "", 0.0

    def invoke(
        self,
        now: float,
        payload: Any,
        on_end: Callable[[Any], None],
        synchronous: bool = True,
    ) -> None:
        """Never; whoever calls tells it from a throttle by its type, and answers in its own way."""
