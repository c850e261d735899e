"""What a scenario says of a function on managed instances, with the profile's numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simcore.awslambda.calls import Call
from simcore.engine.distributions import Distribution
from simcore.frozen import frozen

if TYPE_CHECKING:
    from simcore.awslambda.sends import Send
    from simcore.awslambda.tracing import TracingSettings


@frozen
class ScalerSettings:
    """How the number of environments follows the load; times in seconds.

    ``target`` is the share of the room that may be in use; ``scale_in_delay_s`` how long less must
    have been enough, and a step of scale-in removes at most ``scale_in_share`` of what there is,
    every ``scale_in_interval_s``.
    """

    minimum: int
    maximum: int
    target: float
    interval_s: float
    preparation_s: float
    scale_in_delay_s: float
    scale_in_interval_s: float
    scale_in_share: float


@frozen
class ManagedSettings:
    """Times in seconds, rates as fractions; ``concurrency`` is that of one environment.

    ``calls`` are what handlers call, ``sends`` what they send on.
    """

    duration: Distribution
    init_duration: Distribution
    timeout_s: float
    concurrency: int
    scaler: ScalerSettings
    throttle_reason: str
    error_rate: float = 0.0
    item_error_rate: float = 0.0
    reports_item_failures: bool = False
    may_be_poisoned: bool = False
    calls: tuple[Call, ...] = ()
    sends: tuple[Send, ...] = ()
    duration_per_record: Distribution | None = None
    tracing: TracingSettings | None = None
    recursion_limit: int | None = None
