"""What a delivery stream is charged for: the data that it takes in."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Graph, Prices
from simcore.frozen import frozen
from simcore.recording.tariff import Line, Meter
from simcore.services.firehose.spec import DeliveryStream

__all__ = ["charged"]

GB = 1024**3


@frozen
class DeliveryTariff:
    """USD of each GB, of records that are rounded up one by one."""

    gb_usd: float

    def lines(self, id: str, meter: Meter) -> Iterator[Line]:
        """One line."""
        n = meter.of(id, "billed_bytes") / GB
        yield Line(id, "data taken in", "GB", n, n, self.gb_usd)


def charged(id: str, spec: DeliveryStream, prices: Prices, graph: Graph) -> DeliveryTariff:
    """By the GB."""
    return DeliveryTariff(prices.of("price.firehose.gb_usd"))
