"""What a state machine is charged for: transitions, or executions and their GB-seconds."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Graph, Prices
from simcore.frozen import frozen
from simcore.recording.tariff import Charged, Line, Meter
from simcore.services.step_functions.spec import StateMachine

__all__ = ["ALLOWANCES", "charged"]

PRICE = "price.stepfunctions."
FREE_TRANSITIONS = "state transitions"
ALLOWANCES = {FREE_TRANSITIONS: f"{PRICE}free_transitions"}
MB_MS_IN_A_GB_SECOND = 1024.0 * 1000.0


@frozen
class MachineTariff:
    """USD of a transition, and of what is express: of an execution, and of a GB-second.

    A standard machine has express executions where it has a Distributed Map of such children.
    """

    transition_usd: float
    execution_usd: float
    gb_second_usd: float
    is_express: bool

    def lines(self, id: str, meter: Meter) -> Iterator[Line]:
        """What there is to pay for."""
        if not self.is_express:
            n = meter.of(id, "transitions")
            usd = self.transition_usd
            yield Line(id, "transitions", "transition", n, n, usd, FREE_TRANSITIONS)
        n = self._express(id, meter)
        if self.is_express or n:
            yield Line(id, "executions", "execution", n, n, self.execution_usd)
            gb_s = meter.of(id, "billed_mb_ms") / MB_MS_IN_A_GB_SECOND
            yield Line(id, "duration", "GB-second", gb_s, gb_s, self.gb_second_usd)

    def _express(self, id: str, meter: Meter) -> float:
        if self.is_express:
            return meter.of(id, "executions_started") + meter.of(id, "child_executions_started")
        return meter.of(id, "express_children")


def charged(id: str, spec: StateMachine, prices: Prices, graph: Graph) -> Charged:
    """By its workflow type."""
    return MachineTariff(
        prices.of(f"{PRICE}transition_usd"),
        prices.of(f"{PRICE}express_request_usd"),
        prices.of(f"{PRICE}express_gb_second_usd"),
        spec.is_express,
    )
