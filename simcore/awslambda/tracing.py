"""Active tracing: which invocations X-Ray samples, and Lambda sends the segments of.

Models: the first request of each second and a share of the rest, decided anew for each synchronous
    invocation and each batch, and once for an asynchronous event, whose retries belong to its
    trace. In PassThrough, the default, Lambda sends nothing. A function whose execution role lacks
    xray:PutTraceSegments or xray:PutTelemetryRecords runs, and no segments arrive.
    What an API decided before, with tracing of its own, is kept; in vintages that have it, also in
    PassThrough.
Ignores: a decision passed on by a function that calls another or sends; the daemon's memory; when
    segments can be seen; what tracing costs.
States: InvocationTraced.

Sources: AWS Lambda Developer Guide, services-xray (14 Nov 2022, 2026).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from simcore.awslambda.environments import ExecutionEnvironment
from simcore.awslambda.facts.tracing import InvocationTraced
from simcore.engine.streams import Stream, generator, uniform
from simcore.facts import Ledgers, ledgers_for
from simcore.frozen import frozen
from simcore.roles.invocable import Invoke
from simcore.roles.request import Request
from simcore.roles.sampling import Sampler, SamplingRule

__all__ = ["Tracing", "TracingSettings"]

OnEnd = Callable[[ExecutionEnvironment], None]


@frozen
class TracingSettings:
    """By which rule; without being ``active`` only what is sampled upstream; ``denied`` where the
    execution role may send nothing."""

    rule: SamplingRule
    active: bool = True
    denied: bool = False


class Tracing:
    """Of one function; ``run`` is how an invocation without it begins."""

    run: Invoke[ExecutionEnvironment]

    def __init__(self, id: str, settings: TracingSettings, ledgers: Ledgers, seed: int) -> None:
        for fact, ledger in ledgers_for(InvocationTraced).items():
            ledgers.setdefault(fact, ledger)
        self._ledgers, self.settings = ledgers, settings
        self._sampler = Sampler(settings.rule, Stream(generator(seed, f"{id}/xray"), uniform))

    def retune(self, settings: TracingSettings | None) -> None:
        """Of invocations that begin from now on; without settings none is traced."""
        self.settings = settings or replace(self.settings, active=False, denied=True)

    def invoke(
        self, now: float, payload: Any, on_end: OnEnd, synchronous: bool = True
    ) -> ExecutionEnvironment | None:
        """Run one invocation, and decide whether it is traced."""
        environment = self.run(now, payload, on_end, synchronous)
        if environment is not None:
            sampled = self._decide(now, payload) if synchronous else self._once(now, payload[0])
            environment.traced = sampled and not self.settings.denied
            if environment.traced:
                self._ledgers[InvocationTraced].append((now,))
        return environment

    def _decide(self, now: float, payload: Any) -> bool:
        """As the trace header says; without one, here."""
        upstream = payload.sampled if isinstance(payload, Request) else None
        if not self.settings.active:
            return upstream is True
        return self._sampler.decide(now, upstream)

    def _once(self, now: float, event: Any) -> bool:
        """An asynchronous event keeps what was decided when it was first tried."""
        if event.traced is None:
            event.traced = self.settings.active and self._sampler.decide(now)
        return bool(event.traced)
