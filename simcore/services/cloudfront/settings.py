"""What a distribution is made with: plain numbers, times in seconds, sizes in bytes."""

from __future__ import annotations

from simcore.engine.distributions import Distribution
from simcore.frozen import frozen

ERRORS_CACHED = frozenset({400, 403, 404, 405, 414, 500, 501, 502, 503, 504})
"""4xx and 5xx that CloudFront caches (HTTPStatusCodes, 2026); 416 is in no cache."""


@frozen
class OriginSettings:
    """Without a ``latency`` it is another component."""

    number: int
    attempts: int
    connection_timeout_s: float
    response_timeout_s: float
    latency: Distribution | None = None
    error_rate: float = 0.0
    error_status: int = 500
    unreachable_rate: float = 0.0


@frozen
class TriggerSettings:
    """A function (an id) at one point; what it answers itself may have ``most_bytes``."""

    function: str
    responds: float
    response_bytes: int
    most_bytes: float
    invalid_rate: float


@frozen
class BehaviorSettings:
    """``triggers`` are those of the four points, in the order of `facts.POINTS`."""

    number: int
    origin: int
    first: int
    last: int
    ttl_s: float
    caches: bool
    triggers: tuple[TriggerSettings | None, ...]
    secondary: int = -1
    failover_codes: frozenset[int] = frozenset()


@frozen
class DistributionSettings:
    """The whole: ``tiers`` are how many caches there are at the edge, regionally, as a shield."""

    origins: tuple[OriginSettings, ...]
    behaviors: tuple[BehaviorSettings, ...]
    tiers: tuple[int, ...]
    error_ttl_s: float
    response_bytes: int
    requests_per_s: float
