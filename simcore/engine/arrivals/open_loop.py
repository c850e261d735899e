"""Whoever sends at his own pace, whatever comes back (open loop)."""

from __future__ import annotations

from collections.abc import Callable

from simcore.engine.arrivals.source import ArrivalSource
from simcore.engine.environment import Environment
from simcore.engine.timeline import Followed
from simcore.errors import RetuneError


class OpenLoop:
    """Its ``arrivals`` can change during a run: between two runs of the environment."""

    def __init__(
        self,
        env: Environment,
        id: str,
        arrivals: ArrivalSource,
        request: Callable[[float], None] | None,
    ) -> None:
        """Without a ``request`` to be made at each of them, somebody foresees the arrivals."""
        self.env, self.id, self.arrivals = env, id, arrivals
        if request is not None:
            env.follow(arrivals, request)

    def request(self, now: float) -> None:
        """One request."""
        raise NotImplementedError

    def to_come(self) -> Followed:
        """Its arrivals from now on, to be changed."""
        return self.env.arrivals_of(self.arrivals)

    def request_beside(self, now: float) -> None:
        """One that is not of its arrivals."""
        self.request(now)

    def retune(self, arrivals: ArrivalSource) -> None:
        """From now on send by the law of ``arrivals``, made anew from its own generator.

        A rate that changes goes on with the draws of before: the same luck at another pace. Where
        that makes no sense (another spacing, a recording) the new times count from now on. A limit
        counts all that was sent. Raises RetuneError for what lies behind.
        """
        if self.arrivals.same_as(arrivals):
            return
        now, before, after = self.env.now, self.arrivals.window, arrivals.window
        if after.until_s != before.until_s:
            raise RetuneError(self.id, "until_s", "the run is as long as it is")
        if after.start_s != before.start_s and now >= min(after.start_s, before.start_s):
            raise RetuneError(self.id, "start_s", "it lies behind")
        ahead = self.to_come().drop()
        self.arrivals.change(now, arrivals, ahead)

    def pause(self) -> None:
        """Send nothing from now on."""
        self.to_come().is_paused = True

    def resume(self) -> None:
        """Send again, as if there had been no pause; what it left out counts for a limit."""
        followed = self.to_come()
        followed.is_paused = False
        followed.drop_before(self.env.now)
        self.arrivals.let_pass(self.env.now)

    def burst(self, n: int, gap_s: float) -> None:
        """``n`` requests beside its arrivals, the first one now, each ``gap_s`` after the last."""
        self.env.call_at(self.env.now, self._one_of_burst, (n, gap_s))

    def _one_of_burst(self, left: tuple[int, float]) -> None:
        n, gap_s = left
        if n > 1:
            self.env.call_at(self.env.now + gap_s, self._one_of_burst, (n - 1, gap_s))
        self.request_beside(self.env.now)
