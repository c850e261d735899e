"""Users in a closed loop: each asks, waits for the answer, thinks, and asks again.

Models: as :mod:`.caller`; so many users, each with a think time after an answer, whatever it says;
    at first all of them think. However little they think, a turnaround passes from an answer to the
    next request: it bounds how fast users go who are refused at once.
Ignores: users who come and go of their own accord, who give up for good or think longer after an
    error.
States: as :mod:`.caller`; UsersObserved.
"""

from __future__ import annotations

from simcore.engine.arrivals import Window
from simcore.engine.distributions import Distribution
from simcore.engine.environment import Environment
from simcore.engine.streams import Stream
from simcore.errors import RetuneError
from simcore.facts import ledgers_for
from simcore.frozen import frozen
from simcore.services.clients.attempts import Asked, Page
from simcore.services.clients.caller import Caller, CallerSettings
from simcore.services.clients.facts import UsersObserved
from simcore.services.clients.ways import Way


@frozen
class Loop:
    """So many users, and how long they think, in seconds."""

    users: int
    think_time: Distribution
    turnaround_s: float


class Users(Caller):
    """Numbered from 0; those beyond the number of users leave when they would ask again."""

    def __init__(
        self,
        env: Environment,
        id: str,
        loop: Loop,
        window: Window,
        way: Way,
        asked: Asked,
        settings: CallerSettings,
        clients: int,
        streams: tuple[Stream, Stream],
    ) -> None:
        luck, self._think = streams
        self.env, self.id, self.loop, self.window = env, id, loop, window
        super().__init__(way, asked, settings, clients, luck)
        self.ledgers |= ledgers_for(UsersObserved)
        self._here: set[int] = set()
        self._thinking = self._asked = 0
        self._paused: list[int] | None = None
        self._come(window.start_s)

    def _come(self, now: float) -> None:
        for user in range(self.loop.users):
            if user not in self._here:
                self._here.add(user)
                self._think_from(now, user)

    def _think_from(self, now: float, user: int) -> None:
        self._thinking += 1
        until = now + max(self._think.next(), self.loop.turnaround_s)
        self.env.call_at(until, self._asks, user)

    def _asks(self, user: int) -> None:
        now = self.env.now
        if user >= self.loop.users or now >= self.window.end_s or self._is_at_limit():
            self._thinking -= 1
            self._here.discard(user)
        elif self._paused is not None:
            self._paused.append(user)
        else:
            self._thinking -= 1
            self._asked += 1
            self.ask(now, user)

    def _is_at_limit(self) -> bool:
        return self.window.limit is not None and self._asked >= self.window.limit

    def page_over(self, now: float, page: Page) -> None:
        """The user thinks; who was sent beside the users is gone."""
        if page.user >= 0:
            self._think_from(now, page.user)

    # What can be done during a run.

    def retune(self, loop: Loop, window: Window) -> None:
        """Other users: more of them think first, those who are too many leave when they would ask.

        Think times: from the next answer on. Raises RetuneError for a start that lies behind.
        """
        if window.start_s != self.window.start_s:
            raise RetuneError(self.id, "start_s", "users are there, or on their way")
        self._think.remap(loop.think_time.draw)
        self.loop, self.window = loop, window
        self._come(max(self.env.now, window.start_s))

    def pause(self) -> None:
        """Nobody asks from now on; who would have, waits."""
        if self._paused is None:
            self._paused = []

    def resume(self) -> None:
        """Who waits asks now, and all go on."""
        waiting, self._paused = self._paused or [], None
        for user in waiting:
            self._asks(user)

    def burst(self, n: int, gap_s: float) -> None:
        """``n`` pages beside those of the users, the first one now, each ``gap_s`` later."""
        for k in range(n):
            self.env.call_at(self.env.now + k * gap_s, self._ask_beside)

    def _ask_beside(self, _: None) -> None:
        self.ask(self.env.now)

    def observe(self, now: float) -> None:
        """State what users do, and what is waited for, at ``now``."""
        super().observe(now)
        row = (now, self._thinking, len(self._here) - self._thinking)
        self.ledgers[UsersObserved].append(row)
