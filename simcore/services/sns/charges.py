"""What a topic is charged for: the messages that are published to it."""

from __future__ import annotations

from simcore.component import Graph, Prices
from simcore.recording.tariff import RequestTariff
from simcore.services.sns.spec import Topic

__all__ = ["charged"]


def charged(id: str, spec: Topic, prices: Prices, graph: Graph) -> RequestTariff:
    """By the message."""
    return RequestTariff("messages", "message", "published", prices.of("price.sns.publish_usd"))
