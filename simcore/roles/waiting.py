"""How whoever invokes waits: for the answer, or until its patience is over.

Models: one synchronous invocation; an answer at the very moment at which the wait ends is in time,
    whether its end was known beforehand or not (of two waits that end at one moment, one inside the
    other, either may be told first).
    What is given up goes on and is paid for: nobody hears of its end but who asks to.
Ignores: the way there and back.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from heapq import heappush
from math import inf
from typing import Any, Final, Generic, Protocol, TypeVar

from simcore.engine.environment import NORMAL, Environment
from simcore.roles.following import passed
from simcore.roles.invocable import Invocable, Reply
from simcore.roles.request import PassedOn, Request

NO_TURN: Final = (-inf, -1)
NOTHING_SAID = Request()
"""What a caller asks for who says nothing of it."""


def request_of(payload: Any) -> Request:
    """What a caller asks for, by what it handed over."""
    return payload if isinstance(payload, Request) else NOTHING_SAID


class Wait(Protocol):
    """What is waited for ``until`` then (seconds); ``is_put_off`` is the deadline's own."""

    until: float
    is_put_off: bool

    @property
    def is_over(self) -> bool:
        """Has the answer come, or has whoever waited gone?"""


W = TypeVar("W", bound=Wait)


class Deadline(Generic[W]):
    """Tells ``over`` of each wait whose time is up, after whatever else ends at that moment.

    Nearly all are answered long before: they stand in a line of their own, of which no more than
    one is on the environment's heap, and leave it as soon as those before them have. Each has the
    turn that it would have there; one that ends before another in line goes onto the heap itself.
    """

    def __init__(self, env: Environment, over: Callable[[W], None]) -> None:
        self.env, self.over = env, over
        self._line: deque[tuple[float, int, W]] = deque()
        self._next = NO_TURN  # on the heap, whether or not it is over or has left the line

    def watch(self, wait: W) -> None:
        """It ends at its ``until``, if there is no answer before, or at that moment."""
        self._leave()
        line, (entries, turns) = self._line, self.env.hot_path()
        until, turn = wait.until, next(turns)
        if until < (line[-1][0] if line else self._next[0]):
            heappush(entries, (until, NORMAL, turn, self._due, wait))
            return
        line.append((until, turn, wait))
        if self._next == NO_TURN:
            self._stand_first()

    def _leave(self) -> None:
        line = self._line
        while line and line[0][2].is_over:
            line.popleft()

    def _stand_first(self) -> None:
        until, turn, _ = self._line[0]
        self._next = (until, turn)
        heappush(self.env.hot_path()[0], (until, NORMAL, turn, self._first_due, None))

    def _first_due(self, _: object) -> None:
        """The one that was first then; if it has been answered, nobody's."""
        line, due, self._next = self._line, self._next, NO_TURN
        if line and line[0][:2] == due:
            self._due(line.popleft()[2])
        self._leave()
        if line:
            self._stand_first()

    def _due(self, wait: W) -> None:
        if wait.is_over:
            return
        if wait.is_put_off:
            self.over(wait)
        else:
            wait.is_put_off = True
            self.env.call_at(wait.until, self._due, wait)


class Waited(PassedOn):
    """A request as it is passed on, and whose wait it is: the payload of the invocation.

    ``began`` is when it was passed on, ``until`` when nobody waits for its answer any longer.
    """

    __slots__ = ("began", "is_over", "is_put_off", "until", "whose")

    def __init__(self, request: Request, whose: Any, began: float, until: float) -> None:
        super().__init__(request)
        self.whose, self.began, self.until = whose, began, until
        self.is_over = self.is_put_off = False


Heard = Callable[[float, Waited, Reply | None], None]
"""At a time (seconds) a wait is over: with the answer, or with None when there was none in time."""


class Waiting:
    """Invokes and waits; ``heard`` is told how each wait ends, ``late`` of what ends after it."""

    def __init__(
        self, env: Environment, heard: Heard, late: Callable[[Waited, Reply], None] | None = None
    ) -> None:
        self.heard, self.late = heard, late
        self._deadline: Deadline[Waited] = Deadline(env, self._over)

    def invoke(self, now: float, target: Invocable[Reply], waited: Waited) -> bool:
        """Pass it on; False when the target refused it."""
        if waited.story is None:
            reply = target.invoke(now, waited, self._answered)
        else:
            reply = passed(now, target, waited, self._answered)
        if reply is None:
            return False
        if reply.ends > waited.until:
            self._deadline.watch(waited)
        return True

    def _answered(self, reply: Reply) -> None:
        waited: Waited = reply.payload
        if not waited.is_over:
            waited.is_over = True
            self.heard(reply.ends, waited, reply)
        elif self.late is not None:
            self.late(waited, reply)

    def _over(self, waited: Waited) -> None:
        waited.is_over = True
        self.heard(waited.until, waited, None)
