"""Map Runs: the child executions of Distributed Map states, begun as fast as AWS begins them.

Models: so many children a second of each Map Run, by their type; so many Map Runs open in the
    account, beyond which the next ones wait in the order in which they came (the backlog).
    A role that does not allow StartExecution on the machine itself fails the run with
    States.Permissions (assumed: the guide says only that the right is needed).
Ignores: redrives of Map Runs by themselves, UpdateMapRun; rights to describe, stop and redrive
    children.
States: MapRunStarted, MapRunEnded.

Sources: AWS Step Functions Developer Guide, service-quotas, procedure-cw-metrics (2026).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from simcore.asl.dispatch import Dispatch
from simcore.asl.host import MapRun
from simcore.engine.environment import Environment
from simcore.facts import Ledgers
from simcore.services.step_functions.facts import MapRunEnded, MapRunStarted
from simcore.services.step_functions.pacing import AccountQuotas

__all__ = ["MapRuns"]

PERMISSIONS = "States.Permissions"
NOT_ALLOWED = "The execution role may not start child executions of the state machine."


class Owner(Protocol):
    """The machine whose Map Runs they are."""

    env: Environment
    ledgers: Ledgers

    def child_began(self, now: float, is_express: bool) -> None:
        """One of their children has begun."""


class MapRuns:
    """Those of one machine; ``children_per_s`` by whether children are express executions."""

    def __init__(
        self, machine: Owner, account: AccountQuotas, children_per_s: Mapping[bool, float]
    ) -> None:
        self.machine, self._account, self._per_s = machine, account, children_per_s
        self._started = machine.ledgers[MapRunStarted]
        self._ended = machine.ledgers[MapRunEnded]
        self._open: dict[MapRun, Dispatch] = {}
        self.may_start = True
        self.waiting = 0

    @property
    def open(self) -> int:
        """How many have begun and are not over."""
        return len(self._open)

    def run(self, now: float, run: MapRun) -> None:
        """It begins, or one more of its children may."""
        if run in self._open:
            self._go_on(now, run)
        elif not self.may_start:
            run.refuse(now, PERMISSIONS, NOT_ALLOWED)
        elif self._has_room() and not self._account.backlog:
            self._begin(now, run, now)
        else:
            self.waiting += 1
            self._account.backlog[run] = (self, now)

    def _has_room(self) -> bool:
        return self._account.map_runs < self._account.most_map_runs

    def _begin(self, now: float, run: MapRun, asked: float) -> None:
        self._account.map_runs += 1
        per_s = self._per_s[run.state.child_type == "EXPRESS"]
        self._open[run] = Dispatch(now, per_s)
        self._started.append((now, asked))
        self._go_on(now, run)

    def _go_on(self, now: float, run: MapRun) -> None:
        dispatch = self._open[run]
        if not dispatch.is_due:
            dispatch.is_due = True
            self.machine.env.call_at(dispatch.next_at(now), self._due, (run, dispatch))

    def _due(self, about: tuple[MapRun, Dispatch]) -> None:
        """Its next child may begin, unless it is over, or was and goes on by another pace."""
        run, dispatch = about
        if self._open.get(run) is not dispatch:
            return
        dispatch.is_due = False
        now = self.machine.env.now
        if run.begin(now):
            dispatch.began += 1
            self.machine.child_began(now, run.state.child_type == "EXPRESS")
            if run in self._open:
                self._go_on(now, run)

    def over(self, now: float, run: MapRun) -> None:
        """It is over, or waits no longer; whoever waits longest begins, when all have ended."""
        backlog = self._account.backlog
        if backlog.pop(run, None) is not None:
            self.waiting -= 1
        if self._open.pop(run, None) is None:
            return
        self._ended.append((now,))
        self._account.map_runs -= 1
        if backlog:
            self.machine.env.call_at(now, self._next, None)

    def _next(self, _: None) -> None:
        backlog = self._account.backlog
        while backlog and self._has_room():
            run, (owner, asked) = backlog.popitem(last=False)
            owner.begin_waiting(self.machine.env.now, run, asked)

    def begin_waiting(self, now: float, run: MapRun, asked: float) -> None:
        """Its turn has come."""
        self.waiting -= 1
        self._begin(now, run, asked)
