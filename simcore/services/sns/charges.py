"""What a topic is charged for: the messages that are published to it, and some deliveries."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Graph, Prices
from simcore.frozen import frozen
from simcore.recording.tariff import Charged, Line, Meter, RequestTariff
from simcore.services.sns.spec import Topic

__all__ = ["charged"]

GB = 1024**3


@frozen
class DetailedTariff:
    """USD of messages by their size, and of deliveries to HTTP endpoints."""

    publish_usd: float
    http_usd: float

    def lines(self, id: str, meter: Meter) -> Iterator[Line]:
        """Units of 64 KB that are published; deliveries over HTTP."""
        units, http = meter.of(id, "published_units"), meter.of(id, "notified_http")
        yield Line(id, "messages", "message of 64 KB", units, units, self.publish_usd)
        if http:
            yield Line(id, "HTTP deliveries", "notification", http, http, self.http_usd)


@frozen
class FifoTariff:
    """USD of a FIFO topic: messages published and delivered, and their GB."""

    publish_usd: float
    publish_gb_usd: float
    delivery_usd: float
    delivery_gb_usd: float

    def lines(self, id: str, meter: Meter) -> Iterator[Line]:
        """What is delivered is as large as what is published on average."""
        n, delivered = meter.of(id, "published"), meter.of(id, "notified")
        gb = meter.of(id, "published_bytes") / GB
        delivered_gb = gb * delivered / n if n else 0.0
        for item, unit, quantity, usd in (
            ("messages", "message", n, self.publish_usd),
            ("messages, size", "GB", gb, self.publish_gb_usd),
            ("deliveries", "notification", delivered, self.delivery_usd),
            ("deliveries, size", "GB", delivered_gb, self.delivery_gb_usd),
        ):
            yield Line(id, item, unit, quantity, quantity, usd)


def charged(id: str, spec: Topic, prices: Prices, graph: Graph) -> Charged:
    """By the message; of a FIFO topic, or one of which more is said, by size and delivery too."""
    publish_usd = prices.of("price.sns.publish_usd")
    if spec.fifo is not None:
        room = "price.sns.fifo_"
        names = ("publish_usd", "publish_gb_usd", "delivery_usd", "delivery_gb_usd")
        return FifoTariff(*[prices.of(room + name) for name in names])
    if not spec.is_detailed:
        return RequestTariff("messages", "message", "published", publish_usd)
    return DetailedTariff(publish_usd, prices.of("price.sns.http_usd"))
