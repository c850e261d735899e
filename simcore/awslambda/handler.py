"""What handlers do beside running for a time: parts that are there where a scenario says them.

Whatever is not said costs nothing: an invocation goes through the parts that there are, and a run
loads no others.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from simcore.awslambda.calls import Call, Calls
from simcore.awslambda.environments import ExecutionEnvironment
from simcore.awslambda.record_times import Durations, RecordTimes, WithRecords
from simcore.engine.distributions import Constant, Distribution
from simcore.engine.environment import Environment
from simcore.facts import Ledgers
from simcore.roles.invocable import Invocable, Invoke, Reply
from simcore.roles.taker import Taker

if TYPE_CHECKING:
    from simcore.awslambda.sends import Send, Sends
    from simcore.awslambda.tracing import Tracing, TracingSettings

__all__ = ["Handler", "parts_of"]

NO_TIME = Constant(0.0)


class Said(Protocol):
    """The settings of a function, of either capacity."""

    @property
    def timeout_s(self) -> float:
        """An invocation is cut off after this."""

    @property
    def calls(self) -> tuple[Call, ...]:
        """What handlers call."""

    @property
    def sends(self) -> tuple[Send, ...]:
        """What they send on."""

    @property
    def duration_per_record(self) -> Distribution | None:
        """What each record of a batch takes."""

    @property
    def tracing(self) -> TracingSettings | None:
        """How its invocations are traced; None where Lambda sends nothing (PassThrough)."""


def parts_of(said: Said) -> frozenset[str]:
    """What handlers with these settings are made of, by the names of fields."""
    has = {
        "calls": bool(said.calls),
        "sends": bool(said.sends),
        "duration_per_record": said.duration_per_record is not None,
        "tracing": said.tracing is not None,
    }
    return frozenset({name for name, there in has.items() if there})


class Handler:
    """The handlers of one function: their ``calls``, ``sends`` and ``record_times``, if any."""

    def __init__(self, env: Environment, id: str, said: Said, ledgers: Ledgers, seed: int) -> None:
        self.calls = Calls(env, id, said.calls, said.timeout_s, seed) if said.calls else None
        self.sends: Sends | None = None
        if said.sends:
            from simcore.awslambda.sends import Sends

            self.sends = Sends(env, id, said.sends, said.timeout_s, ledgers, seed)
        each = said.duration_per_record
        self.record_times = None if each is None else RecordTimes(id, each, seed)
        self.tracing: Tracing | None = None
        if said.tracing is not None:
            from simcore.awslambda.tracing import Tracing

            self.tracing = Tracing(id, said.tracing, ledgers, seed)

    def around(self, run: Invoke[ExecutionEnvironment]) -> Invoke[ExecutionEnvironment]:
        """How the function is invoked: ``run``, through the parts that there are."""
        for part in (self.record_times, self.sends, self.calls, self.tracing):
            if part is not None:
                part.run = run
                run = part.invoke
        return run

    def durations(self, own: Durations) -> Durations:
        """How long they take: their ``own`` duration, and the time of their records."""
        return own if self.record_times is None else WithRecords(own, self.record_times)

    def connect(self, targets: Mapping[str, Invocable[Reply]]) -> None:
        """Say what the targets of the calls are, by id."""
        if self.calls is not None:
            self.calls.connect(targets)

    def connect_sends(self, takers: Mapping[str, Taker]) -> None:
        """Say who takes what they send, by id."""
        if self.sends is not None:
            self.sends.connect(takers)

    def retune(self, said: Said) -> None:
        """What handlers do from now on; parts that are said no more do nothing."""
        if self.calls is not None:
            self.calls.retune(said.calls, said.timeout_s)
        if self.sends is not None:
            self.sends.retune(said.sends, said.timeout_s)
        if self.record_times is not None:
            self.record_times.retune(said.duration_per_record or NO_TIME)
        if self.tracing is not None:
            self.tracing.retune(said.tracing)
