"""One thread of an execution: its own, a branch's of a Parallel state, or an iteration's of a Map.

It is in one state at a time. To the query language it is what is around a state's input: context
object and variables.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import TYPE_CHECKING, Any

from simcore.asl.execution.context import context_of
from simcore.asl.execution.limits import VARIABLES_BYTES
from simcore.asl.execution.matching import DATA_LIMIT
from simcore.asl.flow import Json, Left, StateFault
from simcore.asl.size import LIMIT_BYTES, size_of
from simcore.asl.states import Machine, Retrier, State

if TYPE_CHECKING:
    from simcore.asl.execution.execution import Execution

__all__ = ["Strand"]

NOTHING: Mapping[str, Json] = {}
FEW = VARIABLES_BYTES // LIMIT_BYTES - 1
"""So many variables cannot be too much: each is measured when it is assigned."""
TOO_MUCH = f"The variables of the execution are more than {VARIABLES_BYTES:,} bytes."


class Strand:
    """A machine that is gone through; ``frame`` is the state run that it is within, if any.

    ``last`` is the event that its next one follows, ``assigned`` what its state assigns when it is
    left. ``work`` is what its state waits for: an attempt of a task, or a frame of threads within;
    ``fallen`` is the frame that failed. Variables of outer levels stand still while a thread within
    runs, so that it begins with theirs, and never changes them.
    """

    __slots__ = (
        "assigned",
        "effective",
        "entered",
        "entered_at",
        "execution",
        "fallen",
        "frame",
        "index",
        "input",
        "is_over",
        "is_retry",
        "last",
        "machine",
        "retries",
        "state",
        "token",
        "tries",
        "variables",
        "work",
    )

    def __init__(
        self,
        execution: Execution,
        machine: Machine,
        input: Json,
        variables: Mapping[str, Json],
        frame: Any = None,
        index: int = 0,
    ) -> None:
        self.execution = execution
        self.machine = machine
        self.frame = frame
        self.index = index
        self.variables = variables
        self.last = 0
        self.is_over = False
        self.work: Any = None
        self.go_to(machine.states[machine.start_at], input)

    def go_to(self, state: State, input: Json) -> None:
        """This state is next; it is not entered before it is admitted."""
        self.state = state
        self.input = input
        self.fallen: Any = None
        self.assigned: Mapping[str, Json] = NOTHING
        self.effective: Json = None
        self.entered = 0
        self.entered_at = 0.0
        self.is_retry = False
        self.retries = 0
        self.tries: dict[Retrier, int] | None = None
        self.token = ""

    def renewed(self) -> Strand:
        """Another in its place, where it was: nobody who still waits for this one has that."""
        other = copy(self)
        other.is_over = False
        return other

    def tried(self, retrier: Retrier) -> int:
        """How often it has been used in this state."""
        return 0 if self.tries is None else self.tries.get(retrier, 0)

    def count(self, retrier: Retrier) -> int:
        """It is used once more; how often by now."""
        if self.tries is None:
            self.tries = {}
        used = self.tries[retrier] = self.tries.get(retrier, 0) + 1
        self.retries += 1
        return used

    def take(self, left: Left) -> Json:
        """The output; what is assigned is known from here on. Raises StateFault."""
        if left.assigned:
            self.assigned = left.assigned
            variables = {**self.variables, **left.assigned}
            if len(variables) > FEW and size_of(variables) > VARIABLES_BYTES:
                raise StateFault(DATA_LIMIT, TOO_MUCH)
            self.variables = variables
        return left.output

    @property
    def context(self) -> Json:
        """The context object, made when it is asked for."""
        return context_of(self)

    def millis(self) -> int:
        """The time, in milliseconds since 1970."""
        host = self.execution.host
        return round((host.epoch_s + host.now) * 1000)

    def uniform(self) -> float:
        """Uniform in [0, 1)."""
        return self.execution.host.uniform()
