"""What a distribution is charged for: requests, and what viewers download."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Graph, Prices
from simcore.frozen import frozen
from simcore.recording.tariff import Line, Meter
from simcore.services.cloudfront.spec import Distribution

__all__ = ["DistributionTariff", "charged"]

GB = 1024.0**3


@frozen
class DistributionTariff:
    """USD of a request over HTTPS, and of a GB."""

    request_usd: float
    gb_usd: float

    def lines(self, id: str, meter: Meter) -> Iterator[Line]:
        """Requests, and data transfer out."""
        n, gb = meter.of(id, "requests"), meter.of(id, "bytes_downloaded") / GB
        yield Line(id, "requests", "request", n, n, self.request_usd)
        yield Line(id, "data transfer out", "GB", gb, gb, self.gb_usd)


def charged(id: str, spec: Distribution, prices: Prices, graph: Graph) -> DistributionTariff:
    """As for viewers in North America."""
    return DistributionTariff(
        prices.of("price.cloudfront.request_usd"), prices.of("price.cloudfront.gb_usd")
    )
