"""How many messages the clients of a WebSocket API send."""

from __future__ import annotations

from simcore.component.convert import distribution
from simcore.services.api_gateway.spec import Api

__all__ = ["messages"]


def messages(api: Api, within_s: float) -> float:
    """In the course of one connection, on average; none of a REST or HTTP API."""
    said = api.connections
    if api.protocol != "WEBSOCKET" or said is None:
        return 0.0
    lasts_s = min(distribution(said.duration).mean, within_s)
    return lasts_s / max(distribution(said.message_interval).mean, 1e-9)
