"""What a scenario says of the mapping of a stream, and what the mapping says of itself."""

from __future__ import annotations

from typing import Any

from simcore import facts
from simcore.awslambda.event_source_mapping.facts import BatchFailed, BatchThrottled
from simcore.awslambda.event_source_mapping.streams.facts import (
    ReadRefused,
    RecordsDiscarded,
    RecordsExpired,
    RecordsPolled,
    ShardObserved,
    StreamBatchInvoked,
    StreamBatchSucceeded,
    StreamMappingObserved,
)
from simcore.engine.environment import INF
from simcore.engine.retuning import Tunable
from simcore.frozen import frozen
from simcore.roles.filtering import FilterCriteria
from simcore.roles.read_limits import ReadPlan

STATES = (
    RecordsPolled,
    ReadRefused,
    RecordsExpired,
    facts.EventsFilteredOut,
    StreamBatchInvoked,
    StreamBatchSucceeded,
    BatchFailed,
    BatchThrottled,
    RecordsDiscarded,
    StreamMappingObserved,
    ShardObserved,
    facts.StoryStep,
)
"""The facts that each mapping of a stream states one by one."""


@frozen
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


@frozen
class StreamMappingSettings:
    """What a scenario says of the mapping; times in seconds.

    ``batch_size`` is already bounded by the payload limit. No ``maximum_retry_attempts`` means
    for ever. ``starting_position`` is as AWS writes it, taken at ``starts_at_s``. Tumbling windows
    are ``tumbling_s`` long, 0 without any, and records may be ``late_s`` late. A mapping that is
    not ``enabled`` neither polls nor invokes; ``denied`` says that it is so for want of a
    permission, which is stated where it ``may_be_denied``.
    """

    reading: ReadPlan
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
    enabled: bool = True
    denied: bool = False
    may_be_denied: bool = False

    def states(self) -> tuple[type[Any], ...]:
        """The facts that the mapping states one by one."""
        return (*STATES, facts.LimitReached) if self.may_be_denied else STATES


TUNABLE = Tunable(
    StreamMappingSettings,
    frozenset(
        {
            *("batch_size", "window_s", "parallelization", "bisects", "reports_item_failures"),
            *("maximum_retry_attempts", "maximum_record_age_s"),
            *("enabled", "denied", "may_be_denied"),
        }
    ),
    {
        "reading": "who reads as a consumer of its own is another mapping",
        "retries": "how Lambda spaces its attempts is not an attribute of the mapping",
        "starting_position": "the mapping has begun to read",
        "starting_timestamp_s": "the mapping has begun to read",
        "starts_at_s": "the mapping has begun to read",
        "blocks_shard": "what a failing batch blocks is not an attribute of the mapping",
        "tumbling_s": "a change of tumbling windows during a run is not simulated",
        "late_s": "how long Lambda waits for late records is not an attribute of the mapping",
        "filter": "a change of a stream's filter during a run is not simulated",
        "first_story": "the stories have begun",
        "story_stride": "the stories have begun",
    },
)
"""What UpdateEventSourceMapping can change."""
