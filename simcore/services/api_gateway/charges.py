"""What an API is charged for: requests or messages, connections, its cache."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Graph, Prices
from simcore.frozen import frozen
from simcore.recording.tariff import Charged, Line, Meter
from simcore.services.api_gateway.facts import STATUSES, UNCHARGED
from simcore.services.api_gateway.spec import Api

__all__ = ["charged"]

PRICE = "price.apigateway."
UNCHARGED_REQUESTS = tuple(f"answered.{STATUSES[n]}" for n in UNCHARGED)
AN_HOUR_S, A_MINUTE_S = 3_600.0, 60.0


@frozen
class RestTariff:
    """USD of each request, and of an hour of the cache.

    What is not authorized, has no valid key or is throttled costs nothing (Developer Guide,
    api-gateway-pricing). Where a function decides that, requests count from their answer on.
    """

    request_usd: float
    cache_hour_usd: float = 0.0
    is_decided_later: bool = False

    def lines(self, id: str, meter: Meter) -> Iterator[Line]:
        """Requests, and the cache by time."""
        n = meter.of(id, "received") - sum([meter.of(id, name) for name in UNCHARGED_REQUESTS])
        n -= meter.of(id, "waiting") if self.is_decided_later else 0
        yield Line(id, "requests", "request", n, n, self.request_usd)
        if self.cache_hour_usd:
            hours = meter.elapsed_s / AN_HOUR_S
            yield Line(id, "response cache", "hour", hours, hours, self.cache_hour_usd)


@frozen
class HttpTariff:
    """USD of each 512 KB of a request; of 401, 403 and 429 as of a REST API (assumed)."""

    request_usd: float

    def lines(self, id: str, meter: Meter) -> Iterator[Line]:
        """Requests."""
        n = meter.of(id, "metered_requests")
        yield Line(id, "requests", "request", n, n, self.request_usd)


@frozen
class WebSocketTariff:
    """USD of each 32 KB of a message, and of each minute of a connection."""

    message_usd: float
    minute_usd: float

    def lines(self, id: str, meter: Meter) -> Iterator[Line]:
        """Messages, and minutes."""
        n = meter.of(id, "metered_messages")
        yield Line(id, "messages", "message", n, n, self.message_usd)
        minutes = meter.of(id, "connection_seconds") / A_MINUTE_S
        yield Line(id, "connections", "minute", minutes, minutes, self.minute_usd)


def charged(id: str, spec: Api, prices: Prices, graph: Graph) -> Charged:
    """By its kind."""
    if spec.protocol == "HTTP":
        return HttpTariff(prices.of(PRICE + "http_request_usd"))
    if spec.protocol == "WEBSOCKET":
        minute_usd = prices.of(PRICE + "websocket_connection_minute_usd")
        return WebSocketTariff(prices.of(PRICE + "websocket_message_usd"), minute_usd)
    cache_usd = 0.0
    if spec.cache is not None:
        size = spec.cache.size.replace(".", "_")
        cache_usd = prices.of(f"{PRICE}cache_{size}_gb_hour_usd")
    asks = spec.authorizer is not None
    return RestTariff(prices.of(PRICE + "rest_request_usd"), cache_usd, asks)
