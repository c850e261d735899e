"""A state machine as its executions see it: the clock, the gate of transitions, who counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from simcore.asl.flow import Json, StateFault
from simcore.asl.host import Running
from simcore.asl.states import Map, State
from simcore.engine.environment import Environment
from simcore.engine.streams import Stream
from simcore.facts import Ledgers, columns_of
from simcore.services.step_functions.facts import (
    IN_EXPRESS,
    THROTTLED,
    WHAT,
    StateNoted,
)
from simcore.services.step_functions.pacing import AccountQuotas
from simcore.services.step_functions.settings import MachineSettings

__all__ = ["EPOCH_S", "Hosting"]

EPOCH_S = 1_767_225_600.0
"""Second 0 of every run: 1 January 2026, 00:00 UTC, as for schedules."""

ACCOUNT = "123456789012"
NUMBER_OF = {name: number for number, name in enumerate(WHAT)}
NO_STATE = -1


class Hosting:
    """What of `simcore.asl.host.Host` is not about tasks; ``waiting`` transitions have no token."""

    ledgers: Ledgers
    unpolled_counts = True
    epoch_s = EPOCH_S

    def __init__(
        self,
        env: Environment,
        id: str,
        region: str,
        ends_s: float,
        jitter: Stream,
        uniform: Stream,
    ) -> None:
        self.env, self.id, self.region, self._ends_s = env, id, region, ends_s
        self.machine_name = id
        self.machine_arn = f"arn:aws:states:{region}:{ACCOUNT}:stateMachine:{id}"
        self.role_arn = f"arn:aws:iam::{ACCOUNT}:role/{id}"
        self.account: AccountQuotas
        self.settings: MachineSettings
        self.waiting = 0
        self._jitter, self._uniform = jitter, uniform

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        columns = columns_of(self.ledgers, StateNoted)
        self._note_time, self._note_state, self._note_what = [one.append for one in columns]
        self._token_at = self.account.transitions.promise
        express, n = self.settings.express, self.settings.states
        self._kinds = [IN_EXPRESS * (number in express) for number in range(n)] + [0]

    @property
    def bounds(self) -> Mapping[str, tuple[int, float]]:
        """Of its executions, and of children of its Map Runs."""
        return self.settings.bounds

    @property
    def most_children(self) -> int:
        """Of one of its Map Runs, at once."""
        return self.settings.most_children

    @property
    def now(self) -> float:
        """The time, in seconds."""
        return self.env.now

    def call_at(self, t: float, fn: Callable[[Any], Any], arg: Any) -> None:
        """Run ``fn(arg)`` at ``t``; what is behind the run's end is not kept in mind.

        Every execution has a bound of a year: its timer would keep it long after its end.
        """
        if t <= self._ends_s:
            self.env.call_at(t, fn, arg)

    def admit(self, now: float, state: State, fn: Callable[[Any], Any], arg: Any) -> None:
        """When there is a token for it, and the transition has taken its time."""
        settings, number = self.settings, state.number
        if self._kinds[number]:
            self.env.call_at(now + settings.express_latency_s, fn, arg)
            return
        at = self._token_at(now)
        if at > now:
            self.waiting += 1
            self._note_time(now)
            self._note_state(number)
            self._note_what(THROTTLED)
            self.env.call_at(at, self._has_token, (fn, arg))
        else:
            self.env.call_at(now + settings.latency_s, fn, arg)

    def _has_token(self, about: tuple[Callable[[Any], Any], Any]) -> None:
        self.waiting -= 1
        self.env.call_at(self.env.now + self.settings.latency_s, *about)

    def noted(
        self, now: float, execution: Running, kind: str, state: State | None, error: str = ""
    ) -> None:
        """State it."""
        number = NO_STATE if state is None else state.number
        self._note_time(now)
        self._note_state(number)
        self._note_what(NUMBER_OF[kind] + self._kinds[number])

    def jitter(self) -> float:
        """Uniform in [0, 1), for JitterStrategy FULL."""
        return self._jitter.next()

    def uniform(self) -> float:
        """Uniform in [0, 1), for what expressions draw."""
        return self._uniform.next()

    def read_items(self, now: float, reader: Json, state: Map) -> Json:
        """Nothing is stored in buckets here: how many items there are is said by the scenario."""
        items = self.settings.items.get(state.name)
        if items is None:
            raise StateFault("States.ItemReaderFailed", "No items are said for this reader.")
        return items.made(self._uniform)
