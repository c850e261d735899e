"""What a scenario says of an event source mapping, with the profile's numbers."""

from __future__ import annotations

from dataclasses import dataclass

from simcore.awslambda.event_source_mapping.fleet import FleetSettings
from simcore.awslambda.event_source_mapping.provisioned import ProvisionedSettings
from simcore.roles.filtering import FilterCriteria


@dataclass(frozen=True)
class MappingSettings:
    """What a scenario says of a mapping, with the profile's numbers; times in seconds.

    ``batch_size`` is already bounded by the payload limit; ``visibility_timeout_s`` is given
    only where the mapping changes it. ``mixes_groups`` is about FIFO queues: whether a batch may
    hold messages of several groups. After a receive that was filtered out as a whole, a poller
    polls again after ``filtered_poll_s``.
    """

    fleet: FleetSettings
    batch_size: int
    receive_max: int
    window_s: float
    long_poll_s: float
    backoff_initial_s: float
    backoff_max_s: float
    reports_item_failures: bool = False
    maximum_concurrency: bool = False
    visibility_timeout_s: float | None = None
    mixes_groups: bool = False
    filter: FilterCriteria | None = None
    filtered_poll_s: float = 0.0
    provisioned: ProvisionedSettings | None = None

    def slots_a_poll(self) -> int:
        """Batches in process that one long poll stands for."""
        return 1 if self.provisioned is None else self.provisioned.invokes
