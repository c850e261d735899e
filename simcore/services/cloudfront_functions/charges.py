"""What a CloudFront function is charged for: its runs."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Graph, Prices
from simcore.frozen import frozen
from simcore.recording.tariff import Line, Meter
from simcore.services.cloudfront_functions.spec import CloudFrontFunction

__all__ = ["ALLOWANCES", "FunctionTariff", "charged"]

FREE = "CloudFront function invocations"
ALLOWANCES = {FREE: "price.cloudfront.free_function_invocations"}


@frozen
class FunctionTariff:
    """USD of a run."""

    run_usd: float

    def lines(self, id: str, meter: Meter) -> Iterator[Line]:
        """One line."""
        n = meter.of(id, "invocations")
        yield Line(id, "invocations", "invocation", n, n, self.run_usd, FREE)


def charged(id: str, spec: CloudFrontFunction, prices: Prices, graph: Graph) -> FunctionTariff:
    """By the run."""
    return FunctionTariff(prices.of("price.cloudfront.function_usd"))
