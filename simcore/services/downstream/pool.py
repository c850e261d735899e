"""A downstream: a pool of connections with a line before it, which handlers call and wait for.

Models: so many calls at once, each for its latency; a line, first come first served, which may be
    bounded (one more is refused at once) and in which nobody waits for longer than the wait
    timeout; errors, after the latency; an outage, in which calls are refused, those in line fail,
    and those under way are answered. Who calls waits meanwhile, and pays for that.
Ignores: what it is (no price, no protocol), the setting up of connections, connections that callers
    keep open between calls or share, a latency that grows with load. A caller that was cut off
    leaves neither line nor connection (assumed: nobody tells it).
States: CallReceived, CallRefused, CallGaveUp, CallEnded, DownstreamObserved.

Sources: none of AWS's: an M/G/c queue, whose textbook numbers it is held against.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

from simcore.engine.distributions import Distribution
from simcore.engine.environment import INF, Environment
from simcore.engine.streams import Stream, generator, uniform
from simcore.facts import ERROR, SUCCESS, TIMEOUT, ledgers_for
from simcore.frozen import frozen
from simcore.roles.following import Part, came
from simcore.roles.invocable import Reply
from simcore.services.downstream.facts import (
    BOUND_BY,
    REFUSALS,
    CallEnded,
    CallGaveUp,
    CallReceived,
    CallRefused,
    DownstreamObserved,
)

OUTAGE, LINE_FULL = range(len(REFUSALS))
GAVE_UP, CUT_OFF = range(2)
UPSTREAM, CONNECTIONS, LINE, IN_OUTAGE = range(len(BOUND_BY))
FACTS = (CallReceived, CallRefused, CallGaveUp, CallEnded, DownstreamObserved)


@frozen
class PoolSettings:
    """Times in seconds, rates as fractions; infinity where there is no bound."""

    connections: int
    latency: Distribution
    most_waiting: float = INF
    wait_timeout_s: float = INF
    error_rate: float = 0.0
    available: bool = True


class PendingCall(Reply):
    """One call: in line until it ``began``, -1 before that; ``is_over`` once it has left."""

    __slots__ = ("began", "is_over", "on_end", "story")

    def __init__(self, now: float, payload: Any, on_end: Callable[[Any], None]) -> None:
        self.payload, self.started, self.on_end = payload, now, on_end
        self.ends, self.began, self.outcome = INF, -1.0, SUCCESS
        self.failed_items, self.is_over = (), False
        self.story: Part | None = None

    def tell_end(self, now: float) -> None:
        """It has left, if it is followed."""
        if self.story is not None:
            self.story.tell(now, "answered", 200 if self.outcome == SUCCESS else 500, self.outcome)


class ConnectionPool:
    """One downstream."""

    type = "downstream"

    def __init__(self, env: Environment, id: str, settings: PoolSettings, seed: int) -> None:
        self.env, self.id, self.settings = env, id, settings
        self.ledgers = ledgers_for(*FACTS)
        self.busy = self.waiting = 0
        self._line: deque[PendingCall] = deque()  # some of them over
        self._latencies = Stream(generator(seed, f"{id}/latency"), settings.latency.draw)
        self._errors = Stream(generator(seed, f"{id}/error"), uniform)
        self.bind()

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        self._received = self.ledgers[CallReceived].append
        self._answered = self.ledgers[CallEnded].append

    def __getstate__(self) -> dict[str, Any]:
        hot = ("_received", "_answered")
        return {name: value for name, value in self.__dict__.items() if name not in hot}

    @property
    def timeout_s(self) -> float:
        """It cuts nobody off who has a connection."""
        return INF

    def retune(self, settings: PoolSettings) -> None:
        """Change what is said of it.

        Latency and errors: of calls that begin from now on. More connections are taken at once,
        fewer when calls end. The line and its timeout: for calls that come from now on. An outage
        fails those in line.
        """
        before, self.settings = self.settings, settings
        self._latencies.remap(settings.latency.draw)
        now = self.env.now
        if before.available and not settings.available:
            for call in [call for call in self._line if not call.is_over]:
                self._leave(now, call, CUT_OFF)
        self._next(now)

    def invoke(
        self, now: float, payload: Any, on_end: Callable[[Any], None], synchronous: bool = True
    ) -> PendingCall | None:
        """A call; None when it is refused at once."""
        settings = self.settings
        self._received((now,))
        story = came(now, payload, self.id)
        if not settings.available:
            self._refuse(now, OUTAGE, story)
            return None
        if self.busy >= settings.connections and self.waiting >= settings.most_waiting:
            self._refuse(now, LINE_FULL, story)
            return None
        call = PendingCall(now, payload, on_end)
        call.story = story
        if self.busy < settings.connections:
            self._begin(now, call)
        else:
            self._wait(now, call)
        return call

    def _refuse(self, now: float, reason: int, story: Part | None) -> None:
        self.ledgers[CallRefused].append((now, reason))
        if story is not None:
            story.tell(now, "throttled")

    def _wait(self, now: float, call: PendingCall) -> None:
        self.waiting += 1
        self._line.append(call)
        if self.settings.wait_timeout_s < INF:
            self.env.call_at(now + self.settings.wait_timeout_s, self._waited_out, call)

    def _begin(self, now: float, call: PendingCall) -> None:
        """The call gets a connection."""
        self.busy += 1
        call.began = now
        call.ends = now + self._latencies.next()
        call.outcome = ERROR if self._errors.next() < self.settings.error_rate else SUCCESS
        self.env.call_at(call.ends, self._end, call)

    def _end(self, call: PendingCall) -> None:
        """It is answered, and its connection goes to the first in line."""
        now = call.ends
        self.busy -= 1
        call.is_over = True
        self._answered((now, call.started, call.began, call.outcome))
        call.tell_end(now)
        self._next(now)
        call.on_end(call)

    def _next(self, now: float) -> None:
        """Connections that are free go to those in line."""
        line, settings = self._line, self.settings
        while line and self.busy < settings.connections:
            call = line.popleft()
            if not call.is_over:
                self.waiting -= 1
                self._begin(now, call)

    def _waited_out(self, call: PendingCall) -> None:
        if call.began < 0.0 and not call.is_over:
            self._leave(self.env.now, call, GAVE_UP)

    def _leave(self, now: float, call: PendingCall, reason: int) -> None:
        """A call leaves the line without a connection."""
        self.waiting -= 1
        call.is_over, call.ends = True, now
        call.outcome = TIMEOUT if reason == GAVE_UP else ERROR
        self.ledgers[CallGaveUp].append((now, call.started, reason))
        call.tell_end(now)
        while self._line and self._line[0].is_over:
            self._line.popleft()
        call.on_end(call)

    def _bound(self) -> int:
        if not self.settings.available:
            return IN_OUTAGE
        if not self.waiting or self.busy < self.settings.connections:
            return UPSTREAM
        return LINE if self.waiting >= self.settings.most_waiting else CONNECTIONS

    def observe(self, now: float) -> None:
        """State the connections in use and the line at ``now``."""
        self.ledgers[DownstreamObserved].append((now, self.busy, self.waiting, self._bound()))
