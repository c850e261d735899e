"""Redrives: executions that did not succeed go on from where they ended.

Models: RedriveExecution, one call for each at the account's pace, as long as an execution may be
    redriven; a transition that is charged for each; those alone whose end nobody waited for.
Ignores: how long it takes until a redrive begins (not published); that what is redriven counts
    against the most executions that may be open; Map Runs that are redriven by themselves;
    executions beyond :data:`MOST_KEPT`, of which the last to end are kept.
States: ExecutionRedriven.

Sources: AWS Step Functions Developer Guide, redrive-executions, service-quotas (2026).
"""

from __future__ import annotations

from collections import deque
from typing import Protocol

from simcore.asl.execution import Execution
from simcore.engine.environment import Environment
from simcore.facts import Ledgers
from simcore.services.step_functions.facts import ExecutionRedriven
from simcore.services.step_functions.pacing import AccountQuotas

__all__ = ["MOST_KEPT", "Redriving"]

MOST_KEPT = 10_000
"""Executions that ended without success, of one machine: they are kept as they ended."""


class Owner(Protocol):
    """The machine whose executions they are."""

    env: Environment
    ledgers: Ledgers
    account: AccountQuotas

    def goes_on(self, execution: Execution) -> None:
        """It is under way again."""

    def gone_on_not(self, execution: Execution) -> None:
        """It could not be redriven."""


class Redriving:
    """The executions of one machine that could be redriven, in order of their ends."""

    def __init__(self, machine: Owner) -> None:
        self.machine = machine
        self._ended: deque[Execution] = deque(maxlen=MOST_KEPT)

    def ended(self, execution: Execution) -> None:
        """It did not succeed."""
        self._ended.append(execution)

    def begin(self, count: int | None, within_s: float) -> None:
        """RedriveExecution for so many of them, the last to end; they begin in order of ending."""
        now = self.machine.env.now
        known = [one for one in self._ended if one.stopped >= now - within_s]
        chosen = known if count is None else known[-count:]
        left = known[: len(known) - len(chosen)]
        self._ended.clear()
        self._ended.extend(left)
        for execution in chosen:
            at = self.machine.account.redrives.promise(now)
            self.machine.env.call_at(at, self._redrive, execution)

    def _redrive(self, execution: Execution) -> None:
        now, machine = self.machine.env.now, self.machine
        machine.goes_on(execution)
        if execution.redrive(now):
            machine.ledgers[ExecutionRedriven].append((now,))
        else:
            machine.gone_on_not(execution)
