"""What a load balancer is made with: plain numbers."""

from simcore.frozen import frozen


@frozen
class GroupSettings:
    """Of a target group; ``health_interval_s`` is 0 where its health is not checked."""

    weight: float
    response_bytes: int
    malformed_rate: float = 0.0
    health_interval_s: float = 0.0
    health_threshold: int = 5


@frozen
class BalancerSettings:
    """Of the balancer: times in seconds, sizes in bytes."""

    groups: tuple[GroupSettings, ...]
    idle_timeout_s: float
    request_max_bytes: float
    response_max_bytes: float
    connection_error_rate: float = 0.0
