"""What a scenario says of the mapping of a stream, with the profile's numbers."""

from __future__ import annotations

from dataclasses import dataclass

from simcore.engine.environment import INF
from simcore.roles.filtering import FilterCriteria
from simcore.roles.sharded import Reading


@dataclass(frozen=True)
class RetrySpacing:
    """The wait before the n-th retry in a row: exponential with jitter, at most ``most_s``.

    AWS publishes none of it (assumed). ``jitter`` is the share by which a wait may be longer or
    shorter.
    """

    initial_s: float
    factor: float
    jitter: float
    most_s: float

    def wait_s(self, failures: int, toss: float) -> float:
        """After so many failures in a row, from 1; ``toss`` lies in [0, 1)."""
        longest = self.most_s / self.initial_s
        full = self.initial_s * min(self.factor ** min(failures - 1, 1000), longest)
        return full * (1.0 + self.jitter * (2.0 * toss - 1.0))


@dataclass(frozen=True)
class StreamMappingSettings:
    """What a scenario says of the mapping; times in seconds.

    ``batch_size`` is already bounded by the payload limit. No ``maximum_retry_attempts`` means
    for ever. ``starting_position`` is as AWS writes it, taken at ``starts_at_s``. Tumbling windows
    are ``tumbling_s`` long, 0 without any, and records may be ``late_s`` late.
    """

    reading: Reading
    retries: RetrySpacing
    batch_size: int
    window_s: float = 0.0
    parallelization: int = 1
    bisects: bool = False
    reports_item_failures: bool = False
    maximum_retry_attempts: int | None = None
    maximum_record_age_s: float = INF
    starting_position: str = "TRIM_HORIZON"
    starting_timestamp_s: float = 0.0
    starts_at_s: float = 0.0
    blocks_shard: bool = False
    tumbling_s: float = 0.0
    late_s: float = 0.0
    filter: FilterCriteria | None = None
    first_story: int = 0
    story_stride: int = 0
