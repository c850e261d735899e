"""What holds for a WebSocket API: plain numbers, times in seconds, sizes in bytes."""

from __future__ import annotations

from simcore.engine.distributions import Distribution
from simcore.frozen import frozen
from simcore.services.api_gateway.settings import AuthorizerSettings, Throttling


@frozen
class WebSocketSettings:
    """What its clients do, and what it lets them do.

    Clients stay for ``lasts``, at most ``longest_s``, and send a message each ``interval``.
    """

    timeout_s: float
    overhead: Distribution
    throttling: Throttling
    authorizer: AuthorizerSettings | None
    lasts: Distribution
    interval: Distribution
    message_bytes: int
    message_max_bytes: int
    metered_bytes: int
    idle_timeout_s: float
    longest_s: float
